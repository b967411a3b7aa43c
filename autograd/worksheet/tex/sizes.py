r"""Sizes of names as documents tell them: \mathbf{W} \in \mathbb{R}^{3 \times 4}."""

from collections.abc import Sequence

from autograd.worksheet.tex.names import base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Digits, Group, Letter, Scripted, Sign, Styled, TexNode
from autograd.worksheet.tex.rows import split_at
from autograd.worksheet.tex.survey import Survey, name_with


def sizes_told(nodes: Sequence[TexNode], survey: Survey) -> dict[str, tuple[str, ...]]:
    """The names and their sizes, each a number or a letter for every axis; nothing where that is not what is said."""
    sides = split_at(nodes, ["∈"])
    if len(sides) != 2 or not sides[1]:
        return {}
    match sides[1][0]:
        case Scripted(Styled("mathbb", Group((Letter("R"),))), None, Group(parts), 0):
            axes = [_axis(axis) for axis in split_at(parts, ["×", ","])]
        case Styled("mathbb", Group((Letter("R"),))):
            axes = []
        case _:
            return {}
    if any(axis is None for axis in axes):
        return {}
    found = {}
    for part in split_at(sides[0], [","]):
        if len(part) == 1 and (name := name_of(part[0], survey)):
            found[name] = tuple(axis or "" for axis in axes)
    return found


def _axis(nodes: Sequence[TexNode]) -> str | None:
    """A length: a number, a letter, a letter with something below."""
    match list(nodes):
        case [Digits(text)] if text.isdigit():
            return text
        case [Group(parts)]:
            return _axis(parts)
        case [node]:
            base, below, above, _ = parts_of(node)
            spelled = base_of(base)
            if spelled is None or above is not None:
                return None
            end = "".join(each.text for each in indices_of(below))
            return f"{spelled.name}_{end}" if end else spelled.name
    return None


def name_of(node: TexNode, survey: Survey) -> str:
    """The name of the language a node is, without its indices; "" for what is not one."""
    base, below, above, primes = parts_of(node)
    spelled = base_of(base)
    if spelled is None or isinstance(base, Sign) or primes:
        return ""
    raised = raised_of(above)
    if raised.power is not None or raised.transposed:
        return ""
    name = name_with(spelled, indices_of(below), survey).name
    if raised.layer and raised.kind == "number":
        name = f"{name}^({raised.layer})"
    return f"{name}^*" if raised.star else name
