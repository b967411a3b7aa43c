r"""Matrices told by their entries: \frac{\\partial C}{\\partial w} = [x_k d_j]_{m \times n} says what each entry is."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from autograd.worksheet.tex.names import base_of, indices_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Letter, Scripted, Sign, TexNode
from autograd.worksheet.tex.rewrites.arguments import EQUALS
from autograd.worksheet.tex.rows import split_at


def by_entries(nodes: Sequence[TexNode]) -> tuple[TexNode, ...]:
    """A chain with its entries held against each other, where one of its formulas is told by them."""
    starts = [place for place, node in enumerate(nodes) if isinstance(node, Sign) and node.text in EQUALS]
    if not starts:
        return tuple(nodes)
    spans = [(start + 1, end) for start, end in pairwise([-1, *starts, len(nodes)])]
    entries = {span: told for span in spans if (told := _entries_of(nodes[slice(*span)])) is not None}
    letters = _letters_in([node for parts, _ in entries.values() for node in parts])
    if not entries or {count for _, count in entries.values()} != {len(letters)}:
        return tuple(nodes)
    found: list[TexNode] = []
    for number, span in enumerate(spans):
        found += [nodes[starts[number - 1]]] if number else []
        found += entries[span][0] if span in entries else [_entry(nodes[slice(*span)], letters)]
    return tuple(found)


def _entries_of(formula: Sequence[TexNode]) -> tuple[Sequence[TexNode], int] | None:
    """What stands in brackets with a size below them, and how many indices its entries have."""
    match formula:
        case (Scripted(Fence("[" | "(", parts), Group(size), None, 0),):
            axes = split_at(size, ["×"])
            if len(axes) == 2 and all(len(axis) == 1 for axis in axes):
                return parts, sum(axis != [_ONE] for axis in axes)
    return None


_ONE = Digits("1", start=0, end=0)


def _letters_in(nodes: Sequence[TexNode]) -> list[str]:
    """The index letters that no sum runs over, in the order in which a name has two of them."""
    bound: set[str] = set()
    several: list[str] = []
    single: dict[str, None] = {}
    for base, letters in (each for node in nodes for inner in node.inside() for each in _indexed(inner)):
        if isinstance(base, Sign):
            bound.update(letters)
        elif len(letters) > 1:
            several = several or letters
        else:
            single.update(dict.fromkeys(letters))
    return [letter for letter in several or single if letter not in bound]


def _indexed(node: TexNode) -> Iterator[tuple[TexNode, list[str]]]:
    """A name or a sign with the letters below it."""
    base, below, _, _ = parts_of(node)
    if below is not None and isinstance(base, Sign):
        yield base, [part.text for part in below.parts[:1] if isinstance(part, Letter)]
    elif below is not None and base_of(base) is not None:
        indices = indices_of(below)
        if all(index.kind == "letter" for index in indices):
            yield base, [index.text for index in indices]


def _entry(formula: Sequence[TexNode], letters: Sequence[str]) -> TexNode:
    """A formula in brackets, and which entry of it."""
    at = {"start": formula[-1].end, "end": formula[-1].end}
    below = Group(tuple(Letter(letter, **at) for letter in letters), **at)
    place = {"start": formula[0].start, "end": formula[-1].end}
    return Scripted(Fence("(", tuple(formula), ")", **place), below, None, 0, **place)
