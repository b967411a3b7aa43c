"""What the numbers in a formula may stand for: a literal with a name's value may be that name."""

import itertools
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from autograd.worksheet.evaluation.arrays import Array, entries, index_of
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import has_leeway
from autograd.worksheet.language.edits import (
    literal,
    minus,
    named,
    paths,
    plus,
    replaced,
    times,
    with_each,
)
from autograd.worksheet.language.tree import Derivative, Index, Name, Negative, Node, Number, Power, Product

MOST = 600
"""Readings of one formula that are tried."""

MOST_CARRIED = 60
"""Readings of one formula that are tried where it is not right by its own digits."""

MOST_LITERALS = 12
"""A formula of more numbers is not read in other ways."""

MOST_ENTRIES = 30
"""A list of more has no entries that numbers may be."""

_MOST_FOR_ONE = 8

_MOST_UPSTREAM = 30
"""Names whose gradient a number may be."""


def readings(claim: Claim, known: Iterable[Node]) -> Iterator[Node]:
    """The formula with some of its numbers replaced by what has their value: names, entries, derivatives `known`.

    A number of two digits or more may also be a product or a sum of two, or a derivative that nobody has asked for; 0
    only a derivative that stands before it on the line.
    """
    meanings = entries_by_name(claim.samples.base)
    meanings += [meaning for target in known for meaning in _slopes(claim, target)]
    unnamed = _upstream(claim)
    zeros = [
        part
        for formula in claim.before
        for part in _parts(formula)
        if [value for _, value in _slopes(claim, part)] == [0.0]
    ]

    def options(literal: Number) -> list[Node]:
        if not literal.number:
            return [literal, *zeros]
        if not has_leeway(literal) and literal.half_unit:
            return [literal, *_fitting(meanings, literal)]
        fitting = _fitting([*meanings, *unnamed], literal)
        if literal.half_unit and not fitting:
            fitting = _made_of_two([*meanings, *unnamed], literal)
        return [literal, *fitting]

    yield from itertools.islice(_chosen(claim.formula, options), 1, MOST)


def carried_readings(
    claim: Claim, known: Iterable[Node], cut: Container[float] = (), found: Mapping[float, Node] = MappingProxyType({})
) -> Iterator[Node]:
    """The formula with its rounded numbers replaced by what they are printed from, with all its digits.

    That is a name above, a derivative `known`, or a part of a formula that stands before it on the line. A number that
    is given is exact, unless such a part comes to nearly the same. The numbers in `cut` have a last digit cut off;
    those in `found` were carried on from others, and stand for what they were found for, whatever that comes to.
    """
    samples = claim.samples
    parts = [
        (part, value) for formula in claim.before for part in _parts(formula) for value in single_value(claim, part)
    ]
    computed = [(part, value) for part, value in parts if not samples.is_given(value)]
    meanings = [*parts, *entries_by_name(samples.base)]
    meanings += [meaning for target in known for meaning in _slopes(claim, target)]

    def options(literal: Number) -> list[Node]:
        if not literal.half_unit:
            return [literal]
        own: list[Node] = [found[literal.number]] if literal.number in found else []
        own += [Negative(found[-literal.number])] if -literal.number in found else []
        if abs(literal.number) in cut:
            literal = replace(literal, half_unit=2 * literal.half_unit)
        fitting = _fitting(computed if samples.is_given(literal.number) else meanings, literal)
        return [*dict.fromkeys([*fitting, *own]), literal]

    yield from itertools.islice(_chosen(claim.formula, options), MOST_CARRIED)


def squares_apart(formula: Node) -> Node:
    """A formula with products for squares of what has a number: the 1 of (1-p)^2 may be t in one of two factors."""
    formula = with_each(formula, squares_apart)
    match formula:
        case Power(base, Number(2)) if base.has(Number):
            return Product((base, base), "**", column=formula.column, length=formula.length)
    return formula


def _parts(formula: Node) -> Iterator[Node]:
    """The parts of a formula that are computed from something, itself left out."""
    return (part for part in formula.inside() if part is not formula and not isinstance(part, Number))


def _chosen(formula: Node, options: Callable[[Number], list[Node]]) -> Iterator[Node]:
    """The formula with every choice of options for its numbers, first those that take the first options of most."""
    literals = [(path, node) for path, node in paths(formula) if isinstance(node, Number)]
    if len(literals) > MOST_LITERALS:
        return
    choices = [options(node) for _, node in literals]
    for total in range(sum(len(each) - 1 for each in choices) + 1):
        for places in _places([len(each) for each in choices], total):
            changed = formula
            for (path, typed), each, place in zip(literals, choices, places, strict=True):
                if each[place] is not typed:
                    changed = replaced(changed, path, each[place])
            yield changed


def _places(sizes: list[int], total: int) -> Iterator[tuple[int, ...]]:
    """Places below these sizes that add up to a total."""
    if not sizes:
        if not total:
            yield ()
        return
    rest = sum(sizes[1:]) - len(sizes[1:])
    for first in range(max(0, total - rest), min(sizes[0] - 1, total) + 1):
        for others in _places(sizes[1:], total - first):
            yield (first, *others)


def _fitting(meanings: Iterable[tuple[Node, float]], literal: Number) -> list[Node]:
    """What is printed as a number, with its sign."""
    found = [
        node if (value > 0) == (literal.number > 0) else Negative(node)
        for node, value in meanings
        if value and is_printed_as(abs(value), abs(literal.number), literal.half_unit)
    ]
    return list(dict.fromkeys(found))[:_MOST_FOR_ONE]


def _made_of_two(meanings: list[tuple[Node, float]], number: Number) -> list[Node]:
    """Products and sums of two names that have a number's value."""
    few = [(literal(1), 1.0), *meanings[:30]]
    pairs = itertools.combinations_with_replacement(few, 2)
    made = (
        each
        for (first, x), (second, y) in pairs
        for each in ((times(first, second), x * y), (plus(first, second), x + y), (minus(first, second), x - y))
    )
    return _fitting(made, number)


def single_value(claim: Claim, target: Node) -> list[float]:
    """The value of a part that is one number without index letters."""
    try:
        value = claim.samples.base.formula(claim.text).value(target)
    except UNCOMPUTABLE:
        return []
    return [value] if isinstance(value, float) else []


def _slopes(claim: Claim, target: Node) -> list[tuple[Node, float]]:
    """A derivative that is one number, with its value, or those by the entries of a list; names have theirs anyway."""
    if not isinstance(target, Derivative):
        return []
    try:
        value = claim.samples.base.formula(claim.text).value(target)
    except UNCOMPUTABLE:
        return []
    if isinstance(value, float):
        return [(target, value)]
    if not isinstance(value, Array) or not isinstance(target.bottom, Name) or len(entries(value)) > MOST_ENTRIES:
        return []
    places = [tuple(map(literal, index_of(value, place))) for place in range(len(entries(value)))]
    by_entry = [Derivative(target.top, Index(target.bottom, place)) for place in places]
    return list(zip(by_entry, entries(value), strict=True))


def _upstream(claim: Claim) -> list[tuple[Node, float]]:
    """The derivatives of what the target differentiates, by every single number that has a name."""
    base = claim.samples.base
    found: list[tuple[Node, float]] = []
    for top in dict.fromkeys(part.top for part in claim.target.inside() if isinstance(part, Derivative)):
        if not isinstance(top, Name) or not isinstance(base.floats.get(top.name), float):
            continue
        for name, value in list(base.floats.items())[:_MOST_UPSTREAM]:
            if isinstance(value, float) and name != top.name:
                node = Derivative(top, named(name))
                found += [(node, slope) for slope in single_value(claim, node)]
    return found


def has_worked_number(claim: Claim) -> bool:
    """Whether a formula has a printed number that is no constant of the definitions: somebody has computed it."""
    constants = {
        part.number
        for definition in claim.samples.definitions
        if not definition.given
        for part in definition.formula.inside()
        if isinstance(part, Number)
    }
    return any(
        part.half_unit and part.number not in (0, 1, 2) and part.number not in constants
        for part in claim.formula.inside()
        if isinstance(part, Number)
    )


def entries_by_name(point: Point, arrays_too: bool = True) -> list[tuple[Node, float]]:
    """Every single number that has a name, and every entry of an array, with its value."""
    found: list[tuple[Node, float]] = []
    for name, value in point.floats.items():
        if isinstance(value, Layer):
            continue
        node = named(name)
        numbers = entries(value)
        if len(numbers) == 1:
            found.append((node, numbers[0]))
        elif arrays_too and len(numbers) <= MOST_ENTRIES:
            for place, number in enumerate(numbers):
                found.append((Index(node, tuple(map(literal, index_of(value, place)))), number))
    return found
