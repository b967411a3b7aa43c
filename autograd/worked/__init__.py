"""Worked examples from exercise sheets: text files beside this one, each a name and a computation.

>>> build("residual")
Value(1.03, 'z')
"""

from importlib.resources import files

from autograd.errors import LanguageError
from autograd.generated import Value
from autograd.worksheet.evaluation import Formula
from autograd.worksheet.language import Reader, nearest
from autograd.worksheet.tokens import tokens


def names() -> list[str]:
    """The examples there are."""
    found = (entry.name for entry in files(__package__).iterdir())
    return sorted(name.removesuffix(".sheet") for name in found if name.endswith(".sheet"))


def sheet(name: str) -> str:
    """The text of an example; LanguageError for an unknown one, the nearest suggested."""
    if name not in names():
        raise LanguageError(f"there is no worked example {name}{nearest(name, names())}", name, 0, max(1, len(name)))
    return files(__package__).joinpath(f"{name}.sheet").read_text("utf-8")


def title(name: str) -> str:
    """What an example is about, in one sentence: the first line of its sheet."""
    return sheet(name).partition("\n")[0].lstrip("# ")


def build(name: str) -> Value:
    """The last value an example defines, with the graph below it; every definition has its name."""
    values: dict[str, Value] = {}
    for line in sheet(name).splitlines():
        for text in filter(str.strip, line.partition("#")[0].split(";")):
            left, right = Reader(text, tokens(text), values).statement().parts
            result = Formula(text, values).value(right)
            values[left.value] = result.named(left.value) if isinstance(result, Value) else Value(result, left.value)
    return values[left.value]
