r"""Sizes of names as documents tell them: \mathbf{W} \in \mathbb{R}^{3 \times 4}."""

import re
from collections.abc import Iterable, Sequence

from autograd.worksheet.tex.layers import ENDS
from autograd.worksheet.tex.names import Index, base_of, indices_of, parts_of, raised_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, Styled, TexNode
from autograd.worksheet.tex.rows import Statement, split_at
from autograd.worksheet.tex.survey import Survey, name_with


def sizes_told(nodes: Sequence[TexNode], survey: Survey) -> dict[str, tuple[str, ...]]:
    """The names and their sizes, each a number or a letter for every axis; nothing where that is not what is said."""
    if (listed := _sized_by_list(nodes)) is not None:
        return {name_of(nodes[0], survey): listed} if name_of(nodes[0], survey) else {}
    sides = split_at(nodes, ["∈"])
    if len(sides) != 2 or not sides[1]:
        return {}
    match sides[1][0]:
        case Scripted(Styled("mathbb", Group((Letter("R"),))), None, Group(parts), 0):
            axes = [_axis(axis) for axis in split_at(parts, ["×", ","])]
            written = split_at(parts, ["×", ","])
        case Styled("mathbb", Group((Letter("R"),))):
            axes, written = [], []
        case _:
            return {}
    if any(axis is None for axis in axes):
        return {}
    last = {sign: f"{number}" for number in survey.counted.last.values() for sign in ENDS}
    axes = [
        f"{axis[:-1]}{last[axis[-1]]}" if axis and axis[-2:-1] == "_" and axis[-1] in last else axis for axis in axes
    ]
    found = {}
    for part in split_at(sides[0], [","]):
        if len(part) == 1 and (layers := _layers_of(part[0], survey)) is not None:
            for name, letter, number in layers:
                lengths = [_axis(axis, letter, number) for axis in written]
                found[name] = tuple(length or "" for length in lengths)
        elif len(part) == 1 and (name := name_of(part[0], survey)):
            found[name] = tuple(axis or "" for axis in axes)
    return found


_SYMMETRIC = r"(?:symmetric|positive[- ](?:semi-?)?definite)"
_BEHIND = re.compile(rf"\s*(?:\$|\\\))\s*(?:is|be|are)?\s*(?:an?\s+)?(?:real\s+)?{_SYMMETRIC}")
_BEFORE = re.compile(rf"{_SYMMETRIC}\s+(?:matrix\s+)?(?:\$|\\\()\s*$")
"""A is symmetric; for a symmetric matrix A."""

LOOKED_BACK = 50
"""Characters before a formula that may say so."""


def symmetric_said(statements: Iterable[Statement], text: str, survey: Survey) -> set[str]:
    """The matrices that a text says are symmetric."""
    if not re.search(_SYMMETRIC, text):
        return set()
    found = set()
    for statement in statements:
        match statement.nodes:
            case (node,) | (node, Sign("∈"), *_) if (name := name_of(node, survey)) and (
                _BEHIND.match(text, statement.end)
                or _BEFORE.search(text[max(0, statement.start - LOOKED_BACK) : statement.start])
            ):
                found.add(name)
    return found


def symmetric_told(nodes: Sequence[TexNode], survey: Survey) -> str | None:
    """The A of A = A^T, which says that A is symmetric; None for everything else."""
    match list(nodes):
        case [left, Sign("="), Scripted(right, None, above, 0)] if left == right and raised_of(above).transposed:
            return name_of(left, survey) or None
        case [Scripted(right, None, above, 0), Sign("="), left] if left == right and raised_of(above).transposed:
            return name_of(left, survey) or None
    return None


def positive_told(nodes: Sequence[TexNode], survey: Survey) -> set[str]:
    r"""The names that are said to be above 0: \lambda > 0, a, b > 0; none where that is not what is said."""
    match list(nodes):
        case [*names, Sign(">"), Digits("0")]:
            return {name for part in split_at(names, [","]) if len(part) == 1 and (name := name_of(part[0], survey))}
    return set()


def _sized_by_list(nodes: Sequence[TexNode]) -> tuple[str, ...] | None:
    r"""The size told by W: (n, m), W: n \times m, x = (n, 1)."""
    match list(nodes):
        case [_, Sign(":"), Fence("(" | "[", parts, _)] | [_, Sign("="), Fence("(", parts, _)]:
            axes = [_axis(axis) for axis in split_at(parts, [","])]
        case [_, Sign(":"), *parts]:
            axes = [_axis(axis) for axis in split_at(parts, ["×", "*", "·"])]
        case _:
            return None
    is_said = isinstance(nodes[1], Sign) and nodes[1].text == ":"
    is_said = is_said or axes == ["1", "1"] or ("1" in axes and any(axis and not axis.isdecimal() for axis in axes))
    if len(axes) != 2 or not is_said or not all(axes):
        return None
    lengths = tuple(axis or "" for axis in axes)
    return lengths[:1] if lengths[1] == "1" and lengths[0] != "1" else () if set(lengths) == {"1"} else lengths


def _layers_of(node: TexNode, survey: Survey) -> list[tuple[str, str, int]] | None:
    """The names of the layers or steps a node stands for, with their letter and number; None where it has none."""
    base, below, above, _ = parts_of(node)
    spelled = base_of(base)
    if spelled is None:
        return None
    member = survey.counted.raised(spelled.name, raised_of(above))[0]
    member = member or survey.counted.lowered(spelled.name, indices_of(below))[0]
    if member is None:
        return None
    family = survey.counted.family(spelled.name, spelled.name)
    if not member.letter:
        return [(f"{family}[{member.offset}]", "", 0)]
    last = survey.counted.last[member.letter]
    numbers = [number for number in range(last + 1) if 0 <= number + member.offset <= last]
    return [(f"{family}[{number + member.offset}]", member.letter, number) for number in numbers]


def _axis(nodes: Sequence[TexNode], letter: str = "", number: int = 0) -> str | None:
    """A length: a number, a letter, a letter with something below; `letter` stands for a number there."""
    match list(nodes):
        case [Digits(text)] if text.isdigit():
            return text
        case [Group(parts)]:
            return _axis(parts, letter, number)
        case [node]:
            base, below, above, _ = parts_of(node)
            spelled = base_of(base)
            raised = raised_of(above)
            if spelled is None or raised.power is not None or raised.transposed:
                return None
            indices = [*indices_of(below)]
            if raised.layer:
                indices.append(Index("letter", raised.layer, node, raised.offset))
            if letter and any(each.text == letter and not number + each.offset for each in indices):
                return ""  # that of the input, which has a name of its own
            end = "".join(str(number + each.offset) if each.text == letter else each.text for each in indices)
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
    return f"{name}^{raised.star}" if raised.star else name
