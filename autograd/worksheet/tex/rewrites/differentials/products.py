r"""Frobenius products, A : B for the sum of the products of entries, and the differentials that are told with them.

L = \tfrac12 z : z tells L; what dL = z : dz and dz = dY x say is left out, for derivatives are read off them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from autograd.worksheet.tex.nodes import Fence, Letter, Sign, Space, TexNode, Words
from autograd.worksheet.tex.rewrites.arguments import EQUALS

_ENDS_TERM = frozenset(("+", "-", ",", ";", ".", "⟹", "⇒", "→"))
"""Signs between which a Frobenius product stands."""


def without_differentials(rows: Sequence[tuple[TexNode, ...]]) -> list[tuple[TexNode, ...]]:
    """The rows with sums for Frobenius products, those with differentials empty, if a product has one."""
    if not any(map(has_product_of_differential, rows)):
        return list(rows)
    return [() if _has_differential(row) or says_what_colons_are(row) else with_sums(row) for row in rows]


def has_product_of_differential(row: Sequence[TexNode]) -> bool:
    """Whether a row has a Frobenius product, and a differential."""
    return _is_product(row) and _has_differential(row)


def _is_product(row: Sequence[TexNode]) -> bool:
    """Whether a colon stands behind the sign of an equation, with something on both sides."""
    signs = [node.text if isinstance(node, Sign) else "" for node in row]
    first = next((place for place, sign in enumerate(signs) if sign in EQUALS), len(row))
    return ":" in signs[first + 2 : -1]


def says_what_colons_are(row: Sequence[TexNode]) -> bool:
    """Whether a row only says what a product is: A : B = tr(A^T B)."""
    match row[:4]:
        case (Letter(), Sign(":"), Letter(), Sign(sign)) if sign in EQUALS:
            return True
    return False


def _has_differential(row: Sequence[TexNode]) -> bool:
    """Whether a d stands before a name, outside of fractions: dY, but no dL/dY."""
    return any(
        isinstance(node, Letter) and node.text == "d" and not isinstance(after, (Sign, Space, Fence))
        for each in _rows(row)
        for node, after in pairwise(each)
    )


def _rows(row: Sequence[TexNode]) -> Iterator[Sequence[TexNode]]:
    """A row, and those in brackets in it."""
    todo = [row]
    while todo:
        yield (row := todo.pop())
        todo += [node.parts for node in row if isinstance(node, Fence)]


def with_sums(row: tuple[TexNode, ...]) -> tuple[TexNode, ...]:
    """A row with sums of products of entries for its colons."""
    if not _is_product(row):
        return row
    found: list[TexNode] = []
    term: list[TexNode] = []
    for node in (*row, Sign("", start=row[-1].end, end=row[-1].end)):
        if isinstance(node, Sign) and (node.text in _ENDS_TERM or node.text in EQUALS or not node.text):
            found += _sum_of(term)
            found += [node] if node.text else []
            term = []
        else:
            term.append(node)
    return tuple(found)


def _sum_of(term: list[TexNode]) -> list[TexNode]:
    """A term that may be a Frobenius product, with its sum."""
    places = [place for place, node in enumerate(term) if isinstance(node, Sign) and node.text == ":"]
    if len(places) != 1 or not 0 < places[0] < len(term) - 1:
        return term
    start, end, colon = term[0].start, term[-1].end, term[places[0]]
    sides = [tuple(term[: places[0]]), tuple(term[places[0] + 1 :])]
    left, right = (Fence("(", side, ")", start=side[0].start, end=side[-1].end) for side in sides)
    times = Sign("⊙", start=colon.start, end=colon.end)
    whole = Fence("(", (left, times, right), ")", start=start, end=end)
    return [Words("sum", "operatorname", start=start, end=start), whole]
