"""The sizes of names without numbers in a part of a document, as far as the document tells them."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import Free
from autograd.worksheet.sheet.reading.reader import Reading
from autograd.worksheet.sheet.sizes.declarations import Declaration, Declarations
from autograd.worksheet.tex.constructs.conditions import ONES
from autograd.worksheet.tex.reading.paper import TOO_LARGE, Paper, Unread
from autograd.worksheet.tex.units import Unit


def rows_in(units: Iterable[Unit]) -> set[str]:
    """The names that may be rows: they stand before a matrix, x W, and never behind one."""
    before, behind = set(), set()
    for one, other in (pair for unit in units for each in unit.sentences for pair in pairwise(each.tokens)):
        if one.kind == other.kind == "name":
            if other.text[0].isupper() and one.text[0].islower():
                before.add(one.text)
            elif one.text[0].isupper() and other.text[0].islower():
                behind.add(other.text)
    return before - behind


def told_of(
    declared: Mapping[str, tuple[str, ...]],
    bounds: dict[tuple[int, str], tuple[str, str]],
    taken: Collection[str],
    symmetric: set[str],
) -> "Told":
    """What is told of sizes, as worksheets tell it; a length whose letter is `taken` by another name has its own."""
    names = [
        Declaration(name, tuple(f"{each}·" if each in taken else each for each in lengths), f"what is told of {name}")
        for name, lengths in declared.items()
    ]
    return Told(names, bounds, symmetric)


class Told(Declarations):
    """What a document tells of sizes: names without number have some, whatever else has a number."""

    covers_all = True

    def __bool__(self) -> bool:
        return True


def bounds_of(paper: Paper, unit: Unit) -> Iterator[tuple[int, str, tuple[str, str]]]:
    """How far the letters of sums run, by line."""
    for sentence in unit.sentences:
        line = paper.document.line(sentence.start) if sentence.bounds else 0
        for letter, size in sentence.bounds.items():
            yield line, letter, (size, f"the sum over {letter} in line {line}")


def sizes_of(
    paper: Paper, reading: Reading, told: Declarations, units: list[Unit], tried: bool = False
) -> dict[str, Free] | None:
    """The sizes of names without number; a definition that contradicts others is not read, and of sizes that are only
    `tried` nothing is left.
    """
    try:
        sizes = reading.sizes(told)
    except Exhausted:
        if tried:
            return None
        why = f"{TOO_LARGE}: not all sizes are found out"
        paper.unread.append(Unread(units[-1].head.start, 1, why, why))
        return {}
    if tried and sizes.contradictions:
        return None
    for definition, error in sizes.contradictions:
        paper.unread.append(Unread(error.column, error.length, str(error), str(error)))
        reading.unread[definition.name] = definition.line
        reading.steps = [
            replace(step, definition=None) if step.definition is definition else step for step in reading.steps
        ]
    positive = paper.positive & sizes.free.keys()
    ones = {name: replace(each, is_ones=True) for name, each in sizes.free.items() if name.startswith(ONES)}
    return {**sizes.free, **{name: replace(sizes.free[name], is_positive=True) for name in positive}, **ones}
