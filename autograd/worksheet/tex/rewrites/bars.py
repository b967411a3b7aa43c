r"""Bars that say where a formula is evaluated: \left. \frac{dy}{dx} \right|_{x = 2}, \frac{dy}{dx}\Big|_{x=2}."""

from collections.abc import Sequence

from autograd.worksheet.tex.nodes import Digits, Fence, Group, Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.walk import over_rows

Value = tuple[TexNode, ...]
"""What a name is at a place: the name, =, and its number."""


def without_bars(nodes: Sequence[TexNode]) -> tuple[tuple[TexNode, ...], list[Value]]:
    """Nodes without their bars, and what these say of names; nodes as they are where that is no number."""
    found: list[Value] = []

    def rule(row: list[TexNode]) -> list[TexNode]:
        bare: list[TexNode] = []
        for node in row:
            match node:
                case Scripted(Sign("|"), Group(below), None, 0) if bare and (values := _values(below)):
                    found.extend(values)
                case Scripted(Fence(".", parts, "|") as fence, Group(below), None, 0) if values := _values(below):
                    found.extend(values)
                    bare.append(Fence("(", parts, ")", start=fence.start, end=fence.end))
                case _:
                    bare.append(node)
        return bare

    rewritten = over_rows(nodes, rule)
    said = {value[0]: value[2:] for value in found}
    if len(said) < len({(value[0], value[2:]) for value in found}):  # at two places in one statement
        return tuple(nodes), []
    return (rewritten, found) if found else (tuple(nodes), [])


def _values(below: Sequence[TexNode]) -> list[Value]:
    """What stands below a bar, name by name: x = 2, y = -1; none where it is anything else."""
    parts: list[list[TexNode]] = [[]]
    for node in below:
        if isinstance(node, Sign) and node.text in (",", ";"):
            parts.append([])
        else:
            parts[-1].append(node)
    if all(_is_value(part) for part in parts):
        return [tuple(part) for part in parts]
    return []


def _is_value(part: Sequence[TexNode]) -> bool:
    match list(part):
        case [_, Sign("="), Digits()] | [_, Sign("="), Sign("-"), Digits()]:
            return True
    return False
