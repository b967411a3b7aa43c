"""Errors carried forward: a claim that would be right if an earlier wrong one were."""

from itertools import islice
from typing import TYPE_CHECKING, Any

from autograd.worksheet.arrays import entries, shape
from autograd.worksheet.cases import Case
from autograd.worksheet.language import entry_of
from autograd.worksheet.points import Claims, Point, as_values
from autograd.worksheet.settings import FAULTS

if TYPE_CHECKING:
    from autograd.worksheet.verdicts import Verdict

MOST = 6
"""Earlier errors that are tried, the latest first."""


def followed(case: Case, wrong: "list[tuple[Verdict, Case]]") -> int | None:
    """The line of the earlier error a claim follows from: it is right in a world where that error is true."""
    here = (error for error in reversed(wrong) if error[1].setting is case.setting)
    latest = list(islice(here, MOST))[::-1]
    for error in reversed(latest):
        if _right_if(case, [error[1]]):
            return error[0].line
    if len(latest) < 2 or not _right_if(case, [other for _, other in latest]):
        return None
    for error in list(latest):  # what can go without harm is not to blame
        rest = [each for each in latest if each is not error]
        if _right_if(case, [other for _, other in rest]):
            latest = rest
    return latest[0][0].line


def _right_if(case: Case, errors: list[Case]) -> bool:
    """Whether a claim is right where all these errors are true."""
    setting = case.setting
    formulas = not case.is_numeric and not any(error.is_numeric for error in errors)
    points = [setting.base, *setting.near] if formulas else [setting.base]
    try:
        for number, point in enumerate(points):
            world = believed(point, errors, case)
            if world is None:
                return False
            truths = [world.formula(case.text, letters).value(case.target) for letters in case.chosen]
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
    except FAULTS:
        return False
    return True


def _agrees_with_formula_before(case: Case, point: Point, world: Point) -> bool:
    """Whether a number is what a right formula before it on the line comes to in that world, and only there."""
    for formula in case.before:
        whole = case.with_formula(formula)
        there = whole.claimed(world)
        if there != whole.claimed(point) and _agrees(case, point, there) and whole.holds_everywhere():
            return True
    return False


def _agrees(case: Case, point: Point, truths: list[Any]) -> bool:
    """Whether the claim agrees with other truths at the givens, within the digits printed."""
    from dataclasses import replace

    other = replace(case, _truths={id(point): truths})
    return other.within_digits()


def believed(point: Point, errors: list[Case], case: Case) -> Point | None:
    """The definitions computed as if wrong claims were true; None where they speak of nothing the graph can hold."""
    if not case.setting.definitions:
        return None
    claims = Claims()
    for error in errors:
        if error.target == case.target:
            return None
        if error.target.kind == "call":
            claim = error.claimed(point)[0]
            if not isinstance(claim, float):
                return None
            claims.counts[error.target] = claim
            continue
        for letters, claim in zip(error.chosen, error.claimed(point), strict=True):
            formula = point.formula(error.text, letters)
            if error.target.kind == "derivative":
                (top, tops, _), (bottom, bottoms, _) = (
                    point.entry_places(formula, part) for part in error.target.parts
                )
                pairs = [((top, i), (bottom, j)) for i in tops for j in bottoms]
                if len(pairs) != len(entries(claim)):
                    return None
                claims.backward.update(zip(pairs, entries(claim), strict=True))
            elif entry_of(error.target) in point.graph:
                name, places, _ = point.entry_places(formula, error.target)
                if len(places) != len(entries(claim)):
                    return None
                claims.forward.setdefault(name, {}).update(zip(places, map(float, entries(claim)), strict=True))
            else:
                return None
    world = Point(point.work, claims)
    for definition in case.setting.definitions:
        if definition.name in point.graph:
            given = as_values(point.floats[definition.name]) if _is_leaf(point, definition.name) else None
            world.define(definition, given)
    return world


def _is_leaf(point: Point, name: str) -> bool:
    """Whether what a name stands for was given."""
    return all(getattr(entry, "op", None) == "" for entry in entries(point.graph[name]))
