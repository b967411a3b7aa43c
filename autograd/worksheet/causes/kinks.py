"""Mistakes at kinks: the slope of the other side, and a derivative that is 0 because nothing passes."""

from collections.abc import Iterator
from functools import partial

from autograd.engine.codegen.python import Value
from autograd.engine.operation import text
from autograd.engine.slopes import described, local_slope
from autograd.worksheet.causes.variants import Slope, claims_with
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.judging.cause import Cause, Thing
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Derivative

MOST_TURNED = 8
"""Kinks whose other side is tried."""

LONGEST = 40
"""Characters of an operand that is named."""


def find_closed_relus(claim: Claim) -> Iterator[Cause]:
    """A relu that counts as open though it is closed."""
    kinks = claim.samples.base.kinks()
    closed = [place for place, (node, side, *_) in enumerate(kinks) if node.op == "relu" and side <= 0]
    if (closed or not claim.has_numbers) and claims_with(claim, lambda point: _opened):
        if not claim.has_numbers:
            yield Cause("mask", "relu's slope")
            return
        if len(closed) != 1:
            yield Cause("mask", "some relu closed")
            return
        operand = text(described(kinks[closed[0]][0].inputs[0]))
        sentence = "relu closed" if len(operand) <= LONGEST else "some relu closed"
        yield Cause("mask", sentence, {"operand": operand, "kink": closed[0]})


def _opened(node: Value, slot: int) -> float:
    return 1.0 if node.op == "relu" else local_slope(node, slot)


def find_other_sides(claim: Claim) -> Iterator[Cause]:
    """The slope of the other side of a max or min."""
    kinks = claim.samples.base.kinks()
    turned = [place for place, (node, side, *_) in enumerate(kinks) if node.op in ("maximum", "minimum") and side]
    for place in turned[:MOST_TURNED]:
        if claims_with(claim, partial(_turned, place)):
            yield Cause("mask", "other side", _about(place, kinks[place][0]))


def _about(place: int, node: Value) -> dict[str, Thing]:
    """What is said of a max or min: its operands, which one it is here, which one it is not."""
    operands = [text(described(operand)) for operand in node.inputs]
    passed, other = operands if local_slope(node, 0) else reversed(operands)
    return {"function": node.op[:3], "operands": ", ".join(operands), "meant": passed, "part": other, "kink": place}


def _turned(place: int, point: Point) -> Slope:
    """Local derivatives with one max or min on its other side."""
    kink = _kink(place, point)
    return lambda node, slot: 1 - local_slope(node, slot) if node is kink else local_slope(node, slot)


def _kink(place: int, point: Point) -> Value | None:
    """A max or min of a point; None at one where a condition chooses another formula, which has fewer."""
    kinks = point.kinks()
    return kinks[place][0] if place < len(kinks) else None


def find_flat_sides(claim: Claim) -> Iterator[Cause]:
    """A max or min whose slope counts as 0, though it passes one side or the other: a leaky relu is never closed."""
    kinks = claim.samples.base.kinks()
    for place, (node, *_) in enumerate(kinks):
        leaks = node.op in ("maximum", "minimum") and not any(operand.is_constant for operand in node.inputs)
        if leaks and claims_with(claim, partial(_flat, place)) and not claims_with(claim, lambda point: local_slope):
            yield Cause("mask", "never flat", _about(place, node))


def _flat(place: int, point: Point) -> Slope:
    """Local derivatives with one max or min that lets nothing through."""
    kink = _kink(place, point)
    return lambda node, slot: 0.0 if node is kink else local_slope(node, slot)


def find_no_effect(claim: Claim) -> Iterator[Cause]:
    """A derivative that is 0 at every point of the pattern, whatever the numbers."""
    points = [claim.samples.base, *claim.samples.near]
    if not isinstance(claim.target, Derivative) or len(points) < 2:
        return
    try:
        if any(entry for point in points for truth in claim.truths(point) for entry in entries(truth)):
            return
    except UNCOMPUTABLE:
        return
    top, bottom = claim.target.parts
    yield Cause("zero", "zero here" if claim.samples.base.kinks() else "zero", {"top": top, "bottom": bottom})
