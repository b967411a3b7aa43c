"""What the numbers in a formula may stand for: a literal with a name's value may be that name."""

import itertools
from collections.abc import Iterable, Iterator

from autograd.worksheet.evaluation.arrays import entries, index_of
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import (
    literal,
    minus,
    named,
    paths,
    plus,
    replaced,
    times,
)
from autograd.worksheet.language.tree import Derivative, Index, Negative, Node

MOST = 600
"""Readings of one formula that are tried."""

_MOST_FOR_ONE = 8

_MOST_UPSTREAM = 30
"""Names whose gradient a number may be."""


def readings(case: Claim, known: Iterable[Node]) -> Iterator[Node]:
    """The formula with some of its numbers replaced by what has their value: names, entries, derivatives `known`."""
    literals = [(path, node) for path, node in paths(case.formula) if node.kind == "number"]
    if len(literals) > 12:
        return
    meanings = entries_by_name(case.samples.base)
    meanings += [(target, value) for target in known for value in _single(case, target)]
    meanings += _upstream(case)
    options: list[list[Node]] = []
    for _, typed in literals:
        number, half, _ = typed.value
        fitting = [
            node if (value > 0) == (number > 0) else Negative(node)
            for node, value in meanings
            if value and is_printed_as(abs(value), abs(number), half)
        ]
        if half and not fitting:
            fitting = _made_of_two(meanings, number, half)
        options.append([typed, *fitting[:_MOST_FOR_ONE]])
    for chosen in itertools.islice(itertools.product(*options), 1, MOST):
        formula = case.formula
        for (path, _), node in zip(literals, chosen, strict=True):
            formula = replaced(formula, path, node)
        yield formula


def _made_of_two(meanings: list[tuple[Node, float]], number: float, half: float) -> list[Node]:
    """Products and sums of two names that have a number's value."""
    found: list[Node] = []
    few = [(literal(1), 1.0), *meanings[:30]]
    for (first, x), (second, y) in itertools.combinations_with_replacement(few, 2):
        for value, node in (
            (x * y, times(first, second)),
            (x + y, plus(first, second)),
            (x - y, minus(first, second)),
        ):
            if value and is_printed_as(abs(value), abs(number), half):
                found.append(node if (value > 0) == (number > 0) else Negative(node))
    return found


def _single(case: Claim, target: Node) -> list[float]:
    """The value of a target that is one number without index letters."""
    if target.kind != "derivative":
        return []
    try:
        value = case.samples.base.formula(case.text).value(target)
    except UNCOMPUTABLE:
        return []
    return [value] if isinstance(value, float) else []


def _upstream(case: Claim) -> list[tuple[Node, float]]:
    """The derivatives of what the target differentiates, by every single number that has a name."""
    base = case.samples.base
    found: list[tuple[Node, float]] = []
    for top in dict.fromkeys(part.parts[0] for part in case.target.inside() if part.kind == "derivative"):
        if top.kind != "name" or not isinstance(base.floats.get(top.value), float):
            continue
        for name, value in list(base.floats.items())[:_MOST_UPSTREAM]:
            if isinstance(value, float) and name != top.value:
                node = Derivative(top, named(name))
                found += [(node, slope) for slope in _single(case, node)]
    return found


def has_worked_number(case: Claim) -> bool:
    """Whether a formula has a printed number that is no constant of the definitions: somebody has computed it."""
    constants = {
        part.value[0]
        for definition in case.samples.definitions
        if not definition.given
        for part in definition.formula.inside()
        if part.kind == "number"
    }
    return any(
        part.kind == "number" and part.value[1] and part.value[0] not in (0, 1, 2) and part.value[0] not in constants
        for part in case.formula.inside()
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
        elif arrays_too and len(numbers) <= 30:
            for place, number in enumerate(numbers):
                found.append((Index(node, tuple(map(literal, index_of(value, place)))), number))
    return found
