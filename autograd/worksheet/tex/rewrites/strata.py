r"""Lists told apart by their index letters: net_j of the hidden units, net_k of the outputs, where both are defined."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autograd.worksheet.tex.names import USUAL, Index, base_of, indices_of, parts_of
from autograd.worksheet.tex.nodes import Accent, Group, Letter, Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.arguments import EQUALS
from autograd.worksheet.tex.rewrites.walk import over_rows

MARK = "by"
"""What stands between a name and its letters, where these tell it from others."""


def apart_by_letters(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with several names for net_j and net_k, of which each is defined by another formula."""
    letters = _telling(rows)
    if not letters:
        return list(rows)
    used: defaultdict[str, set[str]] = defaultdict(set)
    for node in (node for row in rows for root in row for node in root.inside()):
        if (found := _lettered(node)) is not None:
            used[found[0]].add(found[1])
    several = {name for name, told in used.items() if len({each for each in told if set(each) & letters}) > 1}
    return [over_rows(row, lambda nodes: [_apart(node, several) for node in nodes], in_names=False) for row in rows]


def _telling(rows: Iterable[Sequence[TexNode]]) -> set[str]:
    """The letters by which names are defined twice, by formulas that differ in more than their letters."""
    told: defaultdict[str, dict[str, list[TexNode]]] = defaultdict(dict)
    for row in rows:
        found = _lettered(row[0]) if len(row) > 2 and _is_equal(row[1]) else None
        if found is not None and len(found[1]) == 1:
            end = next((place for place, node in enumerate(row[2:], 2) if _is_equal(node)), len(row))
            told[found[0]].setdefault(found[1], [_alike(node) for node in row[2:end]])
    letters: set[str] = set()
    for formulas in told.values():
        if len(formulas) == 2 and len(set(map(tuple, formulas.values()))) == 2:
            letters |= formulas.keys()
    return letters


def _is_equal(node: TexNode) -> bool:
    return isinstance(node, Sign) and node.text in EQUALS


def _lettered(node: TexNode) -> tuple[str, str] | None:
    """A name with its index letters, one or two; None for everything else."""
    base, below, _above, _ = parts_of(node)
    if below is None or isinstance(base, Sign) or (spelled := base_of(base)) is None:
        return None
    match indices_of(below):
        case [Index("letter", one)] | [Index("letter", one), Index("letter", "")] if one in USUAL:
            return spelled.name, one
        case [Index("letter", one), Index("letter", other)] if {one, other} <= set(USUAL):
            return spelled.name, one + other
    return None


def _alike(node: TexNode) -> TexNode:
    """A node with the same letter for all that are indices, and sums without where they end: at K, or at J."""

    def rule(row: list[TexNode]) -> list[TexNode]:
        return [_without_end(each) for each in row]

    return over_rows([node], rule)[0]


def _without_end(node: TexNode) -> TexNode:
    match node:
        case Letter(text) if text in USUAL:
            return replace(node, text="i")
        case Scripted(Sign(), _, Group(), 0):
            return replace(node, above=None)
    return node


def _apart(node: TexNode, several: set[str]) -> TexNode:
    """A name with its letters as part of it, where it stands for several."""
    found = _lettered(node)
    if found is None or found[0] not in several or not isinstance(node, Scripted):
        return node
    inside = Group((node.base,), start=node.base.start, end=node.base.end)
    base = Accent(f"{MARK}{found[1]}", inside, start=node.base.start, end=node.base.end)
    return replace(node, base=base)
