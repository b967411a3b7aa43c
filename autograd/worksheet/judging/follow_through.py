"""Errors carried forward: a claim that would be right if an earlier wrong one were."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Claims, Entry, Point, as_values
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import shifted
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.language.tree import Call, Derivative, Node, Number, name_of

MOST = 6
"""Earlier errors that are tried, the latest first."""

MOST_IN_LETTERS = 6
"""Earlier errors with which any is tried where names have no numbers: that is done at several points."""

FOR_AN_ERROR = 8
"""Operations for looking at one of them."""


def carried(claim: Claim, formulas: Iterable[Node], rounded: Sequence[Claim]) -> bool:
    """Whether a number comes of rounded ones: those of right formulas on its line, or those claimed before.

    What was rounded before goes into the right formulas on its line, too: with h = tanh(x) = 0.72, dh/dx = 1 - h^2 is
    0.4816 by hand.
    """
    point = claim.samples.base
    rounded = [each for each in rounded if isinstance(each.target, Derivative) or name_of(each.target) is not None]
    whole = [claim.with_formula(formula) for formula in formulas]
    try:
        if any(_agrees(claim, point, each.claimed(point)) for each in whole):
            return True
        forward = [each for each in rounded if not isinstance(each.target, Derivative)]
        for number, taken in enumerate((list(rounded), forward, list(rounded[-1:]))):
            world = believed(point, taken, claim) if taken and (not number or len(taken) < len(rounded)) else None
            if world is None:
                continue
            if any(
                _agrees(claim, point, found)
                for found in (_truths(claim, world), *(each.claimed(world) for each in whole))
            ):
                return True
    except UNCOMPUTABLE:
        return False
    return False


def followed(
    claim: Claim, wrong: Sequence[Judged], rounded: Sequence[Claim], printed: Mapping[int, Sequence[Claim]]
) -> int | None:
    """The line of the earlier error a claim follows from: it is right in a world where that error is true.

    There, too, a number may come of `rounded` ones, and of those `printed` so far that followed from the error of a
    line.
    """
    here = (error for error in reversed(wrong) if error.claim.samples is claim.samples)
    if claim.samples.free and len(wrong) > MOST_IN_LETTERS:
        return None
    latest = list(islice(here, MOST))[::-1]
    for error in reversed(latest):
        if _is_said_again(claim, error.claim):
            return error.verdict.line
        if _right_if(claim, [error.claim]) or _right_near(claim, error.claim):
            return error.verdict.line
        if not claim.is_numeric:
            continue
        if rounded and _right_if(claim, [error.claim, *rounded]):
            return error.verdict.line
        own = [each for each in printed.get(error.verdict.line, ()) if each.target != claim.target]
        if own and (_right_if(claim, [error.claim, *own]) or _right_if(claim, [error.claim, *own, *rounded])):
            return error.verdict.line
    if len(latest) < 2 or not _right_if(claim, [each.claim for each in latest]):
        return None
    for error in list(latest):  # what can go without harm is not to blame
        rest = [each for each in latest if each is not error]
        if _right_if(claim, [each.claim for each in rest]):
            latest = rest
    return latest[0].verdict.line


def vanishes(claim: Claim) -> bool:
    """Whether a claim says that something is 0: where an error makes a factor 0, nobody has to differentiate."""
    try:
        return not any(entry for found in claim.claimed(claim.samples.base) for entry in entries(found))
    except UNCOMPUTABLE:
        return False


def _is_said_again(claim: Claim, error: Claim) -> bool:
    """Whether a number, on a line of its own, is what a wrong formula for the same thing comes to."""
    if not claim.is_numeric or (claim.target, claim.chosen) != (error.target, error.chosen) or claim.text == error.text:
        return False
    try:
        return _agrees(claim, claim.samples.base, error.claimed(claim.samples.base))
    except UNCOMPUTABLE:
        return False


def _right_near(claim: Claim, error: Claim) -> bool:
    """Whether a number lies between those that come of an error's number as it may have been before rounding."""
    literals = [part for part in error.formula.inside() if isinstance(part, Number)]
    if not (
        claim.is_numeric and error.is_numeric and len(claim.chosen) == len(literals) == 1 and literals[0].half_unit
    ):
        return False
    point = claim.samples.base
    try:
        ends: list[Any] = []
        for sign in (-1, 1):
            world = believed(point, [error.with_formula(shifted(error.formula, literals, sign))], claim)
            if world is None:
                return False
            ends += _truths(claim, world)
        if not all(isinstance(end, float) for end in ends) or ends[0] == ends[1]:
            return False
        (found,) = claim.claimed(point)
        between = isinstance(found, float) and min(ends) <= found <= max(ends)
        return between or any(_agrees(claim, point, [end]) for end in ends)
    except UNCOMPUTABLE:
        return False


def _truths(claim: Claim, world: Point) -> list[Any]:
    return [world.formula(claim.text, letters).value(claim.target) for letters in claim.chosen]


def _right_if(claim: Claim, errors: list[Claim]) -> bool:
    """Whether a claim is right where all these errors are true."""
    samples = claim.samples
    samples.work.spend(FOR_AN_ERROR + claim.formula.length // 8)
    formulas = not claim.is_numeric and not any(error.is_numeric for error in errors)
    points = [samples.base, *samples.near] if formulas else [samples.base]
    try:
        for number, point in enumerate(points):
            world = believed(point, errors, claim)
            if world is None:
                return False
            truths = _truths(claim, world)
            if not number and claim.is_numeric and _agrees_with_formula_before(claim, point, world):
                continue
            if truths == claim.truths(point):
                return False
            if not number and _agrees(claim, point, truths):
                continue
            if not all(
                shape(truth) == shape(found) and claim.same(point, place, truth, found)
                for place, (truth, found) in enumerate(zip(truths, claim.claimed(point), strict=True))
            ):
                return False
    except UNCOMPUTABLE:
        return False
    return True


def _agrees_with_formula_before(claim: Claim, point: Point, world: Point) -> bool:
    """Whether a number is what a right formula before it on the line comes to in that world, and only there."""
    for formula in claim.before:
        whole = claim.with_formula(formula)
        there = whole.claimed(world)
        if there != whole.claimed(point) and _agrees(claim, point, there) and whole.holds_everywhere():
            return True
    return False


def _agrees(claim: Claim, point: Point, truths: list[Any]) -> bool:
    """Whether the claim agrees with other truths at the givens, within the digits printed."""
    other = replace(claim, _truths={point: truths})
    return other.within_digits()


def believed(point: Point, errors: Sequence[Claim], claim: Claim) -> Point | None:
    """The definitions computed as if wrong claims were true; None where they speak of nothing the graph can hold.

    Claim after claim asks for the same worlds: those made last are kept, with all that is asked of them.
    """
    samples = claim.samples
    if not samples.definitions or any(error.target == claim.target for error in errors):
        return None
    return samples.worlds.get((point, *map(_Same, errors)), lambda: _world(point, errors, samples))


class _Same:
    """A claim as itself, whatever it says: two that say the same may be about other points."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.claim is self.claim

    def __hash__(self) -> int:
        return id(self.claim)


def _world(point: Point, errors: Sequence[Claim], samples: Samples) -> Point | None:
    claims = Claims()
    for error in errors:
        if isinstance(error.target, Call):
            found = error.claimed(point)[0]
            if not isinstance(found, float):
                return None
            claims.counts[error.target] = found
            continue
        for letters, found in zip(error.chosen, error.claimed(point), strict=True):
            formula = point.formula(error.text, letters)
            if isinstance(error.target, Derivative):
                pairs = point.entry_pairs(formula, error.target)
                if len(pairs) != len(entries(found)):
                    return None
                claims.backward.update(zip(pairs, entries(found), strict=True))
            elif name_of(error.target) in point.graph:
                name, places, _ = point.entry_places(formula, error.target)
                if len(places) != len(entries(found)):
                    return None
                numbers = list(map(float, entries(found)))
                claims.forward.setdefault(name, {}).update(zip(places, numbers, strict=True))
                claims.backward.update(_slopes_named(samples, point, name, dict(zip(places, numbers, strict=True))))
            else:
                return None
    world = Point(point.work, claims)
    for name in samples.free:
        if name in point.graph:
            world.hold(name, as_values(point.floats[name]))
    for definition in samples.definitions:
        if definition.name in point.graph:
            given = as_values(point.floats[definition.name]) if point.is_given(definition.name) else None
            world.define(definition, given)
    return world


def _slopes_named(
    samples: Samples, point: Point, name: str, numbers: dict[int, float]
) -> dict[tuple[Entry, Entry], float]:
    """What is claimed of derivatives with a claim of a name that was given to them: of d, after d = dL/dz."""
    for definition in samples.definitions:
        if definition.name == name and definition.is_derivative and isinstance(definition.formula, Derivative):
            pairs = point.entry_pairs(point.formula(definition.statement.text), definition.formula)
            return {pairs[place]: number for place, number in numbers.items() if place < len(pairs)}
    return {}
