"""Claims under a condition: dL/dw = x if z > 0 is one about the numbers where z > 0, and is judged there."""

from dataclasses import replace

from autograd.worksheet.evaluation.evaluator import COMPARES, UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.random_points import Scattered
from autograd.worksheet.evaluation.sampling.samples import WaitsError
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Case
from autograd.worksheet.language.work import Exhausted

ELSEWHERE = "the numbers given are on the other side: judged at others"


def where_it_holds(claim: Claim) -> tuple[Claim, str]:
    """A claim under a condition as one about the numbers where that holds, and what is to be said of it.

    WaitsError where it holds at none.
    """
    case = claim.formula
    if not isinstance(case, Case) or case.otherwise is not None:
        return claim, ""
    whole = claim.with_formula(replace(case, otherwise=claim.target))
    samples = claim.samples
    if meets(claim, case, samples.base):
        chosen = [letters for letters in claim.chosen if meets(replace(claim, chosen=[letters]), case, samples.base)]
        here = claim.afresh(chosen=chosen, formula=case.then)
        around = (*samples.near, *(samples.elsewhere if samples.free else ()))  # without numbers all are as good
        near = [point for point in around if all(meets(replace(claim, chosen=[each]), case, point) for each in chosen)]
        if near or not around:
            same = len(near) == len(around)
            if same:
                return here, ""
            scattered = Scattered(lambda: near, lambda: samples.elsewhere)
            return here.afresh(samples=replace(samples, scattered=scattered, met=_met(claim, case))), ""
        return whole, ""
    points = [point for point in (*samples.near, *samples.elsewhere) if meets(claim, case, point)]
    if not points:
        message = f"nothing is known where {_written(case)}: the numbers given are on the other side"
        raise WaitsError(message, claim.text, case.column, case.length)
    base, *near = points
    scattered = Scattered(lambda: near)
    moved = replace(samples, base=base, scattered=scattered, pattern=base.sides(), varied={}, met=_met(claim, case))
    there = whole if len(claim.chosen) > 1 else claim.with_formula(case.then)
    return there.afresh(samples=moved), ELSEWHERE if samples.has_givens else ""


def _met(claim: Claim, case: Case) -> tuple[bool, ...]:
    """At which points the condition is met: where numbers are given, those alone count."""
    samples = claim.samples
    points = (samples.base,) if samples.has_givens else (samples.base, *samples.near)
    return tuple(meets(claim, case, point) for point in points)


def meets(claim: Claim, case: Case, point: Point) -> bool:
    """Whether the condition holds at a point, for any of the places its index letters stand for."""
    for letters in claim.chosen:
        formula = point.formula(claim.text, letters)
        try:
            sides = [float(formula.value(side)) for side in case.sides]
        except Exhausted:
            raise
        except (*UNCOMPUTABLE, TypeError):
            continue
        if all(COMPARES[sign](x, y) for sign, x, y in zip(case.signs, sides[:-1], sides[1:], strict=True)):
            return True
    return False


def _written(case: Case) -> str:
    return echo(case).rpartition(" if ")[2]
