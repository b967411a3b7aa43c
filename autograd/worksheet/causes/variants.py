"""A derivative computed with a mistake on the graph, held against what is claimed."""

from collections.abc import Callable, Sequence

from autograd.engine.codegen.python import Value
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.gradients import gradients
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.tolerances import ROUNDING
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Derivative
from autograd.worksheet.language.work import Exhausted

Slope = Callable[[Value, int], float]
"""The local derivative of a node by the operand in a slot."""


def points_of(claim: Claim) -> Sequence[Point]:
    """Where a claim must agree with a mistake: a number at the givens, a formula at every point of their pattern."""
    return [claim.samples.base] if claim.is_numeric else [claim.samples.base, *claim.samples.near]


def claims_with(claim: Claim, slopes: Callable[[Point], Slope]) -> bool:
    """Whether a claimed derivative is right if these are the local derivatives, at each point."""
    return isinstance(claim.target, Derivative) and claims_numbers(
        claim, lambda point: _derivatives(claim, point, slopes(point))
    )


def claims_numbers(claim: Claim, numbers: Callable[[Point], list[list[float]]]) -> bool:
    """Whether a claim gives these numbers at each point where it must agree with a mistake."""
    try:
        return all(as_claimed(claim, point, numbers(point)) for point in points_of(claim))
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return False


def _derivatives(claim: Claim, point: Point, slope: Slope) -> list[list[float]]:
    """The derivatives claimed, with other local derivatives."""
    found = []
    for letters in claim.chosen:
        pairs = point.entry_pairs(point.formula(claim.text, letters), claim.target)
        swept = {top: gradients(point.node(top), point.work, slope) for top in dict.fromkeys(top for top, _ in pairs)}
        found.append([swept[top].get(id(point.node(bottom)), 0.0) for top, bottom in pairs])
    return found


def as_claimed(claim: Claim, point: Point, numbers: list[list[float]]) -> bool:
    """Whether the claim gives these numbers, within the digits printed at the givens; none are no numbers it gives."""
    if not numbers:
        return False
    if claim.is_numeric:
        pairs = [claim.printed(letters) for letters in claim.chosen]
    else:
        pairs = [(claimed, None) for claimed in claim.claimed_once(point)]
    for (claimed, off), wanted in zip(pairs, numbers, strict=True):
        found = entries(claimed)
        reach = entries(off) if off is not None else [0.0] * len(found)
        if len(found) != len(wanted):
            return False
        for x, y, far in zip(found, wanted, reach, strict=True):
            if abs(x - y) > far + ROUNDING * max(abs(x), abs(y)) or (not y and not claim.is_numeric and x):
                return False
    return True
