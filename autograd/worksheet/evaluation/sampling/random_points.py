"""Points at which names have other numbers: drawn at random around the givens, or freely for names without numbers.

A point drawn near the givens is on the same side of every kink as they are; the others count as elsewhere.
"""

import math
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import as_list, entries, is_own_transpose, is_square, made, shape, symmetric
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Claims, Point, as_values
from autograd.worksheet.evaluation.sampling.variable_givens import in_quadratic_forms
from autograd.worksheet.language.tree import names_in
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.model import Definition, Free

NEAR = 3
"""Random points of the givens' own activation pattern: one would do, if numbers were never special."""

ELSEWHERE = 8
"""So many random points of other patterns are looked for, for remarks."""

MOST_DRAWN = 40
"""Points drawn near the givens, each closer if the one before was of no use: the last at a hundred-thousandth."""

SIGNED, POSITIVE, FRACTIONS = "any numbers", "positive numbers", "numbers between 0 and 1"

DRAWN = (SIGNED, SIGNED, SIGNED, POSITIVE, POSITIVE, FRACTIONS, FRACTIONS)
"""What names without number are taken as, one after the other, until there are all logarithms and roots."""

_SAMPLES = ("X", "Phi")
"""How the names of matrices begin whose rows are samples."""

FAR = 2.5
"""How far away points of other patterns are drawn, in proportion to the givens."""


@dataclass
class Scattered:
    """Random points around the givens, drawn when they are first asked for: what is a number needs none."""

    draw_near: Callable[[], list[Point]] = list
    draw_elsewhere: Callable[[], list[Point]] = list

    @cached_property
    def near(self) -> list[Point]:
        """Some of the givens' own pattern."""
        return self.draw_near()

    @cached_property
    def elsewhere(self) -> list[Point]:
        """Some of others; they are drawn after those near."""
        self.near  # noqa: B018
        return self.draw_elsewhere()


def scatter(
    pattern: tuple[int, ...], draw: Callable[[float], Point | None], wanted: int = NEAR, any_side: bool = False
) -> Scattered:
    """Draw random points until as many as wanted are near, closer to the givens after each that is of no use.

    `draw` makes a point as far from the givens as it is told, or None where nothing can be computed. Points on other
    sides of a kink go elsewhere, which is filled up from far away; with `any_side` there are no other sides.
    """
    passed: list[Point] = []

    def near() -> list[Point]:
        found: list[Point] = []
        scale = 0.5
        for _ in range(MOST_DRAWN):
            if len(found) >= wanted + MOST_SIDES or (len(found) >= wanted and not (any_side and _one_sided(found))):
                break
            point = draw(scale)
            if any_side and len(found) >= wanted and (point is None or not _is_beyond(found, point)):
                continue
            if point is not None and (any_side or same_sides(pattern, point.sides())):
                found.append(point)
                continue
            scale *= 0.75
            if point is not None:
                passed.append(point)
        return found

    def elsewhere() -> list[Point]:
        for _ in range(ELSEWHERE if pattern else 0):
            if len(passed) >= ELSEWHERE:
                break
            point = draw(FAR)
            if point is not None and (any_side or not same_sides(pattern, point.sides())):
                passed.append(point)
        return passed

    return Scattered(near, elsewhere)


MOST_SIDES = 6
"""So many more points, for kinks and conditions that all points before are on one side of."""


def _one_sided(points: list[Point]) -> bool:
    """Whether some kink or condition has all points on one side."""
    return any(len(set(sides)) == 1 for sides in zip(*(point.sides() for point in points), strict=False))


def _is_beyond(points: list[Point], other: Point) -> bool:
    """Whether a point is on a side of some kink or condition on which no other is."""
    seen = zip(*(point.sides() for point in points), strict=False)
    return any(side not in sides for sides, side in zip(seen, other.sides(), strict=False))


def same_sides(pattern: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two patterns are on the same sides; what stands at a kink may fall to either."""
    return len(pattern) == len(other) and all(a in (0, b) for a, b in zip(pattern, other, strict=True))


def at_givens(
    definitions: Iterable[Definition],
    updated: Mapping[str, Any],
    work: Work,
    give: Callable[[Point], None],
    missing: Mapping[str, int],
    claims: Claims | None = None,
) -> tuple[Point, dict[str, Exception]]:
    """The definitions at the givens; those that cannot be computed are left out, with what was raised.

    `missing` are names without value and the lines from which on that is so: an e among them is not the constant.
    """
    point = Point(work, claims)
    faults: dict[str, Exception] = {}
    give(point)
    gone = dict(missing)
    for definition in definitions:
        try:
            if gone and _is_gone(definition, gone):
                raise LanguageError(f"{definition.name} has no value", definition.statement.text, 0, 0)
            point.define(definition, as_values(updated[definition.name]) if definition.name in updated else None)
        except Exhausted:
            raise
        except UNCOMPUTABLE as fault:
            faults[definition.name] = fault.with_traceback(None)
            gone[definition.name] = definition.line
    return point, faults


def _is_gone(definition: Definition, gone: Mapping[str, int]) -> bool:
    """Whether a name, or a constant in its formula, has no value from an earlier line on."""
    needed = {definition.name, *(name for name in names_in(definition.formula) if name in CONSTANTS)}
    return any(gone.get(name, math.inf) <= definition.line for name in needed)


def give_any(point: Point, free: Mapping[str, Free], rng: random.Random, which: int, drawn: str) -> None:
    """Give random numbers to the names without number, at one set of lengths."""
    least, most = (0.05, 0.95) if drawn == FRACTIONS else (0.2, 2)
    for name, each in sorted(free.items(), key=lambda pair: bool(pair[1].one_hot_of or pair[1].rows_of)):
        rows, columns = each.size(which)
        point.work.spend(rows * columns)
        if each.counts:
            numbers = [float(each.counts[which % len(each.counts)])]
        else:
            signs = (1,) if each.is_positive or drawn != SIGNED else (-1, 1)
            numbers = [rng.uniform(least, most) * rng.choice(signs) for _ in range(rows * columns)]
        if each.is_ones:
            numbers = [1.0] * len(numbers)
        if each.is_identity:
            numbers = [float(i == j) for i in range(rows) for j in range(columns)]
        if each.choices:
            numbers = [float(rng.randrange(each.choices[which % len(each.choices)])) for _ in numbers]
        if each.one_hot_of:
            labels = map(int, map(float, entries(point.floats[each.one_hot_of])))
            numbers = [float(column == label) for label in labels for column in range(columns)]
        if each.rows_of:
            numbers = [float(entry) for entry in entries(point.floats[each.rows_of])]
        if each.is_sign:
            numbers = [math.copysign(1.0, rng.random() - 0.5) for _ in numbers]
        if each.shares is not None:
            numbers = _adding_up_to_1(numbers, columns, 0 if columns == 1 else 1 if rows == 1 else each.shares)
        whole = made(rows, columns, numbers)
        found = as_values(symmetric(whole) if each.is_symmetric and is_square(whole) else whole)
        point.hold(name, as_list(found) if columns == 1 else found)
        for place, leaf in enumerate(entries(point.graph[name])):
            leaf.name = name if rows * columns == 1 else f"{name}[{place}]"


def _adding_up_to_1(numbers: list[float], columns: int, axis: int) -> list[float]:
    """Shares in the places of numbers, row by row: those down each column, or along each row, add up to 1."""
    lines = [place // columns if axis else place % columns for place in range(len(numbers))]
    totals: dict[int, float] = {}
    for line, number in zip(lines, numbers, strict=True):
        totals[line] = totals.get(line, 0.0) + abs(number)
    return [abs(number) / (totals[line] or 1.0) for line, number in zip(lines, numbers, strict=True)]


def give_none(point: Point) -> None:
    """Give nothing: all names have numbers."""


def at_random(
    definitions: Sequence[Definition],
    updated: Mapping[str, Any],
    varied: Mapping[str, bool],
    base: Point,
    scale: float,
    work: Work,
    give: Callable[[Point], None],
    rng: random.Random,
) -> Point | None:
    """The definitions at other givens, or None where they cannot be computed."""
    point = Point(work)
    give(point)
    try:
        for definition in definitions:
            given = None
            if definition.name in varied:
                number = base.floats[definition.name]
                is_symmetric = is_own_transpose(number) and definition.name in in_quadratic_forms(definitions)
                moved_there = _moved(number, scale, varied[definition.name], rng)
                if definition.name.startswith(_SAMPLES):
                    moved_there = _with_ones_of(number, moved_there)
                given = as_values(symmetric(moved_there) if is_symmetric else moved_there)
            elif definition.name in updated:
                given = as_values(updated[definition.name])
            point.define(definition, given)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return None
    return point


def _moved(x: Any, scale: float, shares: bool, rng: random.Random) -> Any:
    """Other numbers, not too far away; `shares` go on adding up to 1."""
    if not shares:
        return as_list(made(*shape(x), [moved(entry, scale, rng) for entry in entries(x)]), x)
    parts = [entry * (1 + scale * rng.uniform(-1, 1)) for entry in entries(x)]
    total = sum(parts)
    return as_list(made(*shape(x), [part / total for part in parts]), x)


def _with_ones_of(given: Any, there: Any) -> Any:
    """Other samples, with the column of ones that those given have: it is what biases are multiplied by."""
    rows, columns = shape(given)
    if rows < 2 or columns < 2:
        return there
    old, new = entries(given), entries(there)
    ones = {column for column in range(columns) if all(old[row * columns + column] == 1 for row in range(rows))}
    kept = [old[place] if place % columns in ones else number for place, number in enumerate(new)]
    return as_list(made(rows, columns, kept), given) if ones else there


def moved(number: float, scale: float, rng: random.Random) -> float:
    """Another number, not too far away: other in proportion, and also where it is 0."""
    return number * (1 + scale * rng.uniform(-1, 1)) + 0.4 * scale * rng.uniform(-1, 1)
