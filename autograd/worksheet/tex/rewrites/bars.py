r"""Bars that say where a formula is evaluated: \left. \frac{dy}{dx} \right|_{x = 2}, \frac{dy}{dx}\Big|_{x=2}.

Where a document says what its function is of, f(x, y), the numbers alone may stand there, or behind the derivative.
"""

from collections.abc import Mapping, Sequence

from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Fraction, Group, Scripted, Sign, Table, TexNode
from autograd.worksheet.tex.rewrites.arguments import is_sign_of_differential
from autograd.worksheet.tex.rewrites.walk import over_rows
from autograd.worksheet.tex.rows import split_at

Value = tuple[TexNode, ...]
"""What a name is at a place: the name, =, and its number."""


Arguments = Mapping[str, tuple[TexNode, ...]]
"""What functions are said to be of, by their names."""


def without_bars(nodes: Sequence[TexNode], of: Arguments) -> tuple[tuple[TexNode, ...], list[Value]]:
    """Nodes without their bars, and what these say of names; nodes as they are where that is no number.

    `of` is what functions are of.
    """
    found: list[Value] = []

    def rule(row: list[TexNode]) -> list[TexNode]:
        bare: list[TexNode] = []
        for node in row:
            before = bare[-1:]
            match node:
                case Scripted(Sign("|"), Group(below), None, 0) if bare and (values := _values(below, before, of)):
                    found.extend(values)
                case Scripted(Fence(".", parts, "|") as fence, Group(below), None, 0) if values := _values(
                    below, parts, of
                ):
                    found.extend(values)
                    bare.append(Fence("(", parts, ")", start=fence.start, end=fence.end))
                case Fence("(") if values := _placed([node], before, of):
                    found.extend(values)
                case _:
                    bare.append(node)
        return bare

    rewritten = over_rows(nodes, rule)
    said = {value[0]: value[2:] for value in found}
    if len(said) < len({(value[0], value[2:]) for value in found}):  # at two places in one statement
        return tuple(nodes), []
    return (rewritten, found) if found else (tuple(nodes), [])


def _values(below: Sequence[TexNode], before: Sequence[TexNode], of: Arguments) -> list[Value]:
    """What stands below a bar, name by name: x = 2, (x, y) = (2, -1), (2, -1); none where it is anything else."""
    if placed := _placed(below, before, of):
        return placed
    found: list[Value] = []
    for part in split_at(below, [",", ";"]):
        values = _given(part)
        if not values:
            return []
        found += values
    return found


def _placed(place: Sequence[TexNode], before: Sequence[TexNode], of: Arguments) -> list[Value]:
    """What a place of numbers alone says of what the function in the derivative before it is of."""
    match list(place), list(before):
        case [Fence("(" | "[", parts)] | [*parts], [Fraction(above, below)] if (
            is_sign_of_differential(above.parts[:1])
            and is_sign_of_differential(below.parts[:1])
            and len(above.parts) > 1
        ):
            top = base_of(parts_of(above.parts[-1])[0])
            names, numbers = of.get(top.name if top is not None else "", ()), split_at(parts, [","])
            if len(names) == len(numbers) and all(map(is_number, numbers)):
                equals = Sign("=", start=place[0].start, end=place[0].start)
                return [(name, equals, *number) for name, number in zip(names, numbers, strict=True)]
    return []


def _given(part: Sequence[TexNode]) -> list[Value]:
    """What one equation below a bar says of names; none where it is anything else."""
    match list(part):
        case [name, Sign("=") as sign, *entries] if all(map(is_number, values := _entries(entries))):
            names = _entries([name])
            if len(names) == 1:
                column = entries[0].base if isinstance(entries[0], Scripted) else entries[0]
                return [(name, sign, column, *entries[1:])]  # who writes (1, 1)^T below a bar means a column
            if len(names) == len(values):
                return [(*one, sign, *value) for one, value in zip(names, values, strict=True)]
    return []


def _entries(nodes: Sequence[TexNode]) -> list[list[TexNode]]:
    r"""What stands in a list, (1, 1)^\top or a column; what is none, as it is."""
    match list(nodes):
        case [Fence("(" | "[", parts, _)] | [Scripted(Fence("(" | "[", parts, _), None, Group((_,)), 0)]:
            return split_at(parts, [","])
        case [Table(_, rows)] if min(len(rows), len(rows[0])) == 1:
            return [list(cell.parts) for row in rows for cell in row]
    return [list(nodes)]


def is_number(nodes: Sequence[TexNode]) -> bool:
    """Whether nodes are a number, or one below 0."""
    match list(nodes):
        case [Digits()] | [Sign("-"), Digits()]:
            return True
    return False
