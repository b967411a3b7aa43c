"""A repair of a formula, and what may be put in place of its parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from autograd.worksheet.evaluation.arrays import Array, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import (
    Path,
    entry,
    literal,
    named,
)
from autograd.worksheet.language.tree import Index, Node


@dataclass(frozen=True)
class Repair:
    """A formula without a mistake: the kind of mistake, and what was done."""

    kind: str
    cause: str
    formula: Node


def alike(case: Claim, node: Node, letters: Sequence[str]) -> Iterator[Node]:
    """Names and entries of the same shape that another may have been meant for."""
    floats = case.samples.base.floats
    if node.kind == "name":
        found = floats.get(node.value)
        if isinstance(found, Array):
            for name, other in floats.items():
                if name != node.value and not isinstance(other, Layer) and shape(other) == shape(found):
                    yield named(name)
            return
    if node.kind == "index" and node.parts[0].kind == "name":
        for name, other in floats.items():
            if name != node.parts[0].value and isinstance(other, Array):
                same = isinstance(floats.get(node.parts[0].value), Array) and shape(other) == shape(
                    floats[node.parts[0].value]
                )
                if same:
                    yield node.with_parts(named(name), *node.parts[1:])
    for other_node in singles(case, letters):
        if other_node != node:
            yield other_node


def singles(case: Claim, letters: Sequence[str]) -> list[Node]:
    """Single numbers that formulas here may speak of: names, entries at index letters, derivatives in the formula."""
    found: list[Node] = []
    for name, value in case.samples.base.floats.items():
        if isinstance(value, Layer):
            continue
        node = named(name)
        if not isinstance(value, Array):
            found.append(node)
        elif value.is_vector:
            row = () if value.columns == 1 else (literal(0),)
            found += [Index(node, (*row, named(letter))) for letter in letters]
        else:
            found += [entry(name, first, second) for first, second in permutations(letters, 2)]
    return found + list(dict.fromkeys(node for node in case.formula.inside() if node.kind == "derivative"))


def scope(case: Claim, path: Path) -> list[str]:
    """The index letters that mean something at a place of the formula."""
    letters = dict.fromkeys(case.chosen[0] if case.chosen else ())
    node = case.formula
    for place in path:
        if node.kind == "fold":
            letters[node.value[1]] = None
        node = node.parts[place]
    return list(letters)


def length_of(case: Claim, node: Node, place: int) -> int:
    """How many entries an axis has that an index speaks of."""
    found = case.samples.base.floats.get(node.parts[0].value) if node.parts[0].kind == "name" else None
    if not isinstance(found, Array):
        return 0
    return len(found.entries) if len(node.parts) == 2 else shape(found)[place - 1]
