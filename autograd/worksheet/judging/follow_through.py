"""Errors carried forward: a claim that would be right if an earlier wrong one were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Claims, Entry, Point, as_values
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import shifted
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.language.tree import Call, Derivative, Node, Number, name_of

MOST = 6
"""Earlier errors that are tried, the latest first."""


def carried(case: Claim, formulas: Iterable[Node], rounded: Sequence[Claim]) -> bool:
    """Whether a number comes of rounded ones: those of right formulas on its line, or those claimed before.

    What was rounded before goes into the right formulas on its line, too: with h = tanh(x) = 0.72, dh/dx = 1 - h^2 is
    0.4816 by hand.
    """
    point = case.samples.base
    whole = [case.with_formula(formula) for formula in formulas]
    try:
        if any(_agrees(case, point, each.claimed(point)) for each in whole):
            return True
        forward = [each for each in rounded if not isinstance(each.target, Derivative)]
        for number, taken in enumerate((list(rounded), forward, list(rounded[-1:]))):
            world = believed(point, taken, case) if taken and (not number or len(taken) < len(rounded)) else None
            if world is None:
                continue
            if any(
                _agrees(case, point, found)
                for found in (_truths(case, world), *(each.claimed(world) for each in whole))
            ):
                return True
    except UNCOMPUTABLE:
        return False
    return False


def followed(
    case: Claim, wrong: Sequence[Judged], rounded: Sequence[Claim], printed: Mapping[int, Sequence[Claim]]
) -> int | None:
    """The line of the earlier error a claim follows from: it is right in a world where that error is true.

    There, too, a number may come of `rounded` ones, and of those `printed` so far that followed from the error of a
    line.
    """
    here = (error for error in reversed(wrong) if error.claim.samples is case.samples)
    latest = list(islice(here, MOST))[::-1]
    for error in reversed(latest):
        if _is_said_again(case, error.claim):
            return error.verdict.line
        if _right_if(case, [error.claim]) or _right_near(case, error.claim):
            return error.verdict.line
        if not case.is_numeric:
            continue
        if rounded and _right_if(case, [error.claim, *rounded]):
            return error.verdict.line
        own = [each for each in printed.get(error.verdict.line, ()) if each.target != case.target]
        if own and (_right_if(case, [error.claim, *own]) or _right_if(case, [error.claim, *own, *rounded])):
            return error.verdict.line
    if len(latest) < 2 or not _right_if(case, [each.claim for each in latest]):
        return None
    for error in list(latest):  # what can go without harm is not to blame
        rest = [each for each in latest if each is not error]
        if _right_if(case, [each.claim for each in rest]):
            latest = rest
    return latest[0].verdict.line


def _is_said_again(case: Claim, error: Claim) -> bool:
    """Whether a number, on a line of its own, is what a wrong formula for the same thing comes to."""
    if not case.is_numeric or (case.target, case.chosen) != (error.target, error.chosen) or case.text == error.text:
        return False
    try:
        return _agrees(case, case.samples.base, error.claimed(case.samples.base))
    except UNCOMPUTABLE:
        return False


def _right_near(case: Claim, error: Claim) -> bool:
    """Whether a number lies between those that come of an error's number as it may have been before rounding."""
    literals = [part for part in error.formula.inside() if isinstance(part, Number)]
    if not (case.is_numeric and error.is_numeric and len(case.chosen) == len(literals) == 1 and literals[0].half_unit):
        return False
    point = case.samples.base
    try:
        ends: list[Any] = []
        for sign in (-1, 1):
            world = believed(point, [error.with_formula(shifted(error.formula, literals, sign))], case)
            if world is None:
                return False
            ends += _truths(case, world)
        if not all(isinstance(end, float) for end in ends) or ends[0] == ends[1]:
            return False
        (claim,) = case.claimed(point)
        between = isinstance(claim, float) and min(ends) <= claim <= max(ends)
        return between or any(_agrees(case, point, [end]) for end in ends)
    except UNCOMPUTABLE:
        return False


def _truths(case: Claim, world: Point) -> list[Any]:
    return [world.formula(case.text, letters).value(case.target) for letters in case.chosen]


def _right_if(case: Claim, errors: list[Claim]) -> bool:
    """Whether a claim is right where all these errors are true."""
    samples = case.samples
    formulas = not case.is_numeric and not any(error.is_numeric for error in errors)
    points = [samples.base, *samples.near] if formulas else [samples.base]
    try:
        for number, point in enumerate(points):
            world = believed(point, errors, case)
            if world is None:
                return False
            truths = _truths(case, world)
            if not number and case.is_numeric and _agrees_with_formula_before(case, point, world):
                continue
            if truths == case.truths(point):
                return False
            if not number and _agrees(case, point, truths):
                continue
            if not all(
                shape(truth) == shape(claim) and case.same(point, place, truth, claim)
                for place, (truth, claim) in enumerate(zip(truths, case.claimed(point), strict=True))
            ):
                return False
    except UNCOMPUTABLE:
        return False
    return True


def _agrees_with_formula_before(case: Claim, point: Point, world: Point) -> bool:
    """Whether a number is what a right formula before it on the line comes to in that world, and only there."""
    for formula in case.before:
        whole = case.with_formula(formula)
        there = whole.claimed(world)
        if there != whole.claimed(point) and _agrees(case, point, there) and whole.holds_everywhere():
            return True
    return False


def _agrees(case: Claim, point: Point, truths: list[Any]) -> bool:
    """Whether the claim agrees with other truths at the givens, within the digits printed."""
    other = replace(case, _truths={point: truths})
    return other.within_digits()


def believed(point: Point, errors: Sequence[Claim], case: Claim) -> Point | None:
    """The definitions computed as if wrong claims were true; None where they speak of nothing the graph can hold."""
    if not case.samples.definitions:
        return None
    claims = Claims()
    for error in errors:
        if error.target == case.target:
            return None
        if isinstance(error.target, Call):
            claim = error.claimed(point)[0]
            if not isinstance(claim, float):
                return None
            claims.counts[error.target] = claim
            continue
        for letters, claim in zip(error.chosen, error.claimed(point), strict=True):
            formula = point.formula(error.text, letters)
            if isinstance(error.target, Derivative):
                pairs = point.entry_pairs(formula, error.target)
                if len(pairs) != len(entries(claim)):
                    return None
                claims.backward.update(zip(pairs, entries(claim), strict=True))
            elif name_of(error.target) in point.graph:
                name, places, _ = point.entry_places(formula, error.target)
                if len(places) != len(entries(claim)):
                    return None
                numbers = list(map(float, entries(claim)))
                claims.forward.setdefault(name, {}).update(zip(places, numbers, strict=True))
                claims.backward.update(_slopes_named(case, point, name, dict(zip(places, numbers, strict=True))))
            else:
                return None
    world = Point(point.work, claims)
    for definition in case.samples.definitions:
        if definition.name in point.graph:
            given = as_values(point.floats[definition.name]) if point.is_given(definition.name) else None
            world.define(definition, given)
    return world


def _slopes_named(case: Claim, point: Point, name: str, numbers: dict[int, float]) -> dict[tuple[Entry, Entry], float]:
    """What is claimed of derivatives with a claim of a name that was given to them: of d, after d = dL/dz."""
    for definition in case.samples.definitions:
        if definition.name == name and definition.is_derivative and isinstance(definition.formula, Derivative):
            pairs = point.entry_pairs(point.formula(definition.statement.text), definition.formula)
            return {pairs[place]: number for place, number in numbers.items() if place < len(pairs)}
    return {}
