"""What was probably meant by a name that stands for nothing, and what is said of it.

>>> meant("wx", ["w", "x"]), meant("X", ["x"]), meant("x2", ["x"]), meant("q", ["x"])
(': for w times x write w*x', ': did you mean x?', ': did you mean x^2 or 2*x?', '')
"""

import re
from collections.abc import Collection, Mapping

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import Array, is_matrix_product
from autograd.worksheet.language.suggestions import folded_name, is_absent, nearest, no_function
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import Name, Node
from autograd.worksheet.language.vocabulary import function_called

_ENTRY = re.compile(r"(.*[^\W\d_])_?([0-9]{1,4}|(?<=_)[a-z])")
"""A name that an entry of a list might have been given."""

_BELOW = re.compile(r"\s*/\s*([d∂]\s*([^\W\d][\w′']*))")
"""What stands below the fraction bar of a derivative."""


def meant(name: str, known: Collection[str]) -> str:
    """What may have been meant by a name that stands for nothing, as the end of a message; or nothing."""
    if not any(folded_name(name) == folded_name(each) for each in known):
        factors = _factors(name, known)
        if len(factors) == 2 and isinstance(known, Mapping) and is_matrix_product(*map(known.get, factors)):
            return f": for {' times '.join(factors)} write {' @ '.join(factors)}"
        entry = _ENTRY.fullmatch(name)
        if entry and isinstance(known, Mapping) and isinstance(known.get(entry[1]), Array):
            return f": did you mean {entry[1]}[{entry[2]}]? The first entry is {entry[1]}[0]"
        if factors:
            return f": for {' times '.join(factors)} write {'*'.join(factors)}"
        if name[-1:] in "23456789" and name[:-1] in known:
            return f": did you mean {name[:-1]}^{name[-1]} or {name[-1]}*{name[:-1]}?"
    return nearest(name, known)


def unvalued(text: str, node: Name, known: Collection[str], unused: Collection[str] = ()) -> LanguageError:
    """The error for a name that stands for nothing. Of the `known` names, `unused` ones are the likelier meant."""
    name = node.name
    typed, after = text[node.column : node.column + node.length], text[node.column + node.length :]
    below = _BELOW.match(after) if name.startswith("d") else None
    if below and name == "d":
        message = f"a derivative is written d…/d{spelled(below[2])}, with the name it is of behind the first d"
        return LanguageError(message, text, node.column, node.length + below.end(1))
    if name == "d" and after.startswith("("):
        message = "a derivative is one of a name: write y = … for what is in brackets, then dy/d…"
        return LanguageError(message, text, *_place(node))
    if below:
        if name[1:] in known:
            name = spelled(below[2])
            node = Name(name, column=node.column + node.length + below.start(2), length=len(below[2]))
        else:
            name = name[1:]
        said = f"this is not a derivative, for {name} has no value"
    elif function_called(name) and spelled(typed) == name:
        return LanguageError(f"{name} has no value: if the function is meant, write {typed}(…)", text, *_place(node))
    elif is_absent(name):
        return LanguageError(no_function(name), text, *_place(node))
    elif name.startswith("d") and name[1:] in known:
        return LanguageError(f"{name} has no value: a derivative is written {name}/d…", text, *_place(node))
    else:
        said = f"{name} has no value" + (" and is not a function" if after.startswith("(") else "")
    if any(spelled(name) == spelled(each) for each in (*known, *unused)):
        return LanguageError(f"{said} here: it is told only further down", text, *_place(node))
    help_ = meant(name, known) or nearest(name, unused, 0.5) or f": add {name}=…"  # 0.5: two letters, one is right
    return LanguageError(said + help_, text, *_place(node))


def _place(node: Node) -> tuple[int, int]:
    return node.column, node.length


def _factors(name: str, known: Collection[str]) -> list[str]:
    """The two or three known names that stand in a name side by side; none if it is not made of such."""
    ends = [end for end in range(1, len(name)) if name[:end] in known]
    for end in reversed(ends):
        if name[end:] in known:
            return [name[:end], name[end:]]
    for end in reversed(ends):
        for other in range(len(name) - 1, end, -1):
            if name[end:other] in known and name[other:] in known:
                return [name[:end], name[end:other], name[other:]]
    return []
