"""A page of `autograd help`: a docstring, filled to the width, and what belongs to it."""

import inspect
import textwrap

from autograd.commands.grammar import filled, row
from autograd.commands.guide.narrow import example, table
from autograd.commands.guide.topics import MEMBERS, Topic, documented
from autograd.engine.operation import OPS, Op


def page(found: Topic, width: int) -> str:
    """A topic: how it is written, what its docstring says, and what else belongs to it."""
    parts = [signature(found, width), *paragraphs(found.text, width)]
    more = found.more()
    if more:
        parts += [table(part, width) if "\n" in part else textwrap.fill(part, width) for part in more.split("\n\n")]
    if isinstance(found.held, type):
        parts += members(found.held, width)
    return "\n\n".join(parts)


def signature(found: Topic, width: int) -> str:
    """The full name, with parameters and their defaults where it can be called."""
    held = found.held
    if isinstance(held, Op):
        return f"{found.full}({', '.join(held.letters)})"
    if not callable(held) or (isinstance(held, type) and issubclass(held, Exception)):
        return found.full
    wrapped = getattr(held, "__wrapped__", held) if isinstance(held, type) else held  # Python 3.13 does not look there
    given = inspect.signature(wrapped)
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in given.parameters.values()]
    if found.group == MEMBERS and bare and bare[0].name in ("self", "cls"):
        del bare[0]
    written = str(given.replace(parameters=bare, return_annotation=inspect.Signature.empty))
    return textwrap.fill(found.full + written, width, subsequent_indent="    ", break_long_words=False)


def paragraphs(text: str, width: int) -> list[str]:
    """A docstring's paragraphs: prose filled to the width, examples and tables as they stand where they fit."""
    shown = []
    for part in text.split("\n\n"):
        if part.startswith(">>>"):
            shown.append(textwrap.indent(example(part, width - 4), "    "))
        elif any(line.startswith((" ", "├", "|")) for line in part.splitlines()):
            shown.append(table(part, width))
        else:
            shown.append(filled(part, width))
    return shown


def members(kind: type, width: int) -> list[str]:
    """What a class is, and what it has of its own: a line for each method and each property."""
    bases = [name for name in _bases(kind) if name != "object"]
    shown = [f"A kind of {' and '.join(bases)}."] if bases else []
    own = {f".{name}": text for name, text in documented(kind).items() if name in {*vars(kind)} - {*OPS}}
    if own:
        room = min(max(map(len, own)), width // 2)
        shown.append("\n".join([f"{kind.__name__} has", *(row(*each, width, room) for each in own.items())]))
    return shown


def _bases(kind: type) -> list[str]:
    """What a class is made from, by name; what is from within the package, by what that is made from."""
    return [
        name for base in kind.__bases__ for name in (_bases(base) if base.__name__.startswith("_") else [base.__name__])
    ]
