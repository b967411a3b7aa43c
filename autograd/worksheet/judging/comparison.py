"""A claim compared with the truth: right, right but for its digits, on one side of a kink only, or wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from autograd.worksheet.evaluation.arrays import size
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import EQUAL, LAID_OUT_AS_ROW, MISSHAPEN, Claim
from autograd.worksheet.judging.digits import is_long, is_off_by_last_digit, is_result, is_zero, single_result
from autograd.worksheet.judging.follow_through import carried
from autograd.worksheet.judging.judgements import MOST_ROUNDED, Judgements
from autograd.worksheet.judging.literals import carried_readings, has_worked_number, readings, squares_apart
from autograd.worksheet.judging.remarks import (
    holds_on_one_side,
    is_sign_of_zero,
    leaves_nothing,
    needs_numbers,
    numbers_to_add,
    on_either_side,
    on_one_side,
    printed_zero,
    remark,
    side_it_holds_on,
    with_biases,
    without_small,
)
from autograd.worksheet.judging.steps.updates import Updates
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import Derivative, Node, Number, name_of, names_in
from autograd.worksheet.sheet.model import Sheet

_OTHER_SIDE = str.maketrans("<>", "><")


@dataclass
class Comparison:
    """How the claims of a sheet compare with the truth, where they can be computed.

    `judged` are the claims before, `updates` the new values. `cut` are numbers claimed that are off by less than a
    unit: their last digit was cut off, or carried on; what these were found for is `carried_for`. `units` of its last
    digit are forgiven a number that is cut off or carried.
    """

    sheet: Sheet
    judged: Judgements
    updates: Updates
    units: float = 1.0
    cut: set[float] = field(default_factory=set)
    carried_for: dict[float, Node] = field(default_factory=dict)

    def compare(self, claim: Claim, verdict: Verdict, same: str) -> None:
        """The verdict on a claim that can be computed, `same` being how it compares at the givens."""
        if same == MISSHAPEN:
            truth, found = claim.truths(claim.samples.base)[0], claim.claimed(claim.samples.base)[0]
            verdict.verdict = verdicts.SHAPE
            verdict.remark = f"{size(found)} where {size(truth)} was expected"
            if not claim.within_digits():
                return
        agrees = same in (EQUAL, LAID_OUT_AS_ROW)
        fine = verdicts.ROW if same == LAID_OUT_AS_ROW and claim.is_about_slopes else verdicts.RIGHT
        if claim.is_numeric and claim.has_numbers:
            if agrees:
                verdict.verdict = fine
                if claim.is_about_slopes and claim.samples.at_kink and not on_either_side(claim):
                    verdict.remark = "at a kink: its slope counts as PyTorch counts it"
            elif with_biases(claim):
                verdict.verdict, verdict.remark = fine, "counted with biases"
            elif without_small(claim, self.judged.right_before(claim)):
                verdict.verdict = verdicts.DIGITS
            elif claim.within_digits():
                verdict.verdict = verdicts.DIGITS
                verdict.remark = printed_zero(claim)
            elif carried(claim, self.judged.right_before(claim), self.rounded_before(claim)):
                verdict.verdict, verdict.remark = verdicts.DIGITS, "carried on from rounded numbers"
                self.cut.update(_numbers_in(claim.formula))
                if (number := single_result(claim.formula)) is not None:
                    self.carried_for[number] = claim.target
            elif self.is_carried(claim) or self.is_made_of_cut(claim):
                verdict.verdict = verdicts.DIGITS
            elif (claim.samples.at_kink and on_one_side(claim)) or is_sign_of_zero(claim):
                verdict.verdict = verdicts.KINK
            elif self.is_off_by_last_digit(claim):
                verdict.verdict = verdicts.LAST
                self.cut.update(_numbers_in(claim.formula))
            elif leaves_nothing(claim):
                verdict.verdict, verdict.remark = verdicts.DIGITS, "but for what rounding leaves"
            elif claim.is_slope and is_zero(claim.formula):
                verdict.remark = "it is not 0: write its first digits"
        elif agrees and all(map(claim.holds, claim.points_near)):
            verdict.verdict = fine
            verdict.remark = remark(claim)
        elif claim.is_numeric and needs_numbers(claim):
            verdict.verdict, verdict.cause = verdicts.NOT_JUDGED, numbers_to_add(claim)
        elif not claim.has_numbers and holds_on_one_side(claim):
            side = side_it_holds_on(claim)
            verdict.remark = f"it holds only where {side}" if side else "it holds on one side of a kink only"
            if side in self.sheet.assumed_sides or self.holds_as_assumed(claim):
                verdict.verdict, verdict.remark = fine, f"holds where {side}, as is assumed"
            elif not self.is_ruled_out(side) and (self.sheet.has_cases_claimed or self.tells_other_side(claim)):
                verdict.verdict = verdicts.KINK
        elif agrees or claim.within_digits():
            self.read(claim, verdict, fine if agrees else verdicts.DIGITS)
            if verdict.verdict == verdicts.VALUE and not agrees:
                verdict.verdict = verdicts.WRONG
        elif claim.has_numbers and self.is_carried(claim):
            verdict.verdict = verdicts.DIGITS
        elif claim.samples.at_kink and on_one_side(claim):
            verdict.verdict = verdicts.KINK

    def holds_as_assumed(self, claim: Claim) -> bool:
        """Whether a slope is right wherever what is differentiated is above 0, which words assume: if L > 0."""
        top = name_of(claim.target.parts[0]) if isinstance(claim.target, Derivative) else None
        if top is None or f"{top} > 0" not in self.sheet.assumed_sides:
            return False
        points = (claim.samples.base, *claim.samples.near)
        above = [point for point in points if isinstance(number := point.floats.get(top), float) and number > 0]
        return bool(above) and all(map(claim.holds, above))

    def is_ruled_out(self, side: str) -> bool:
        """Whether the other side is assumed in words: delta > 0 for what holds where delta < 0."""
        return side.translate(_OTHER_SIDE) in self.sheet.assumed_sides

    def tells_other_side(self, claim: Claim) -> bool:
        """Whether something else is claimed of the same that holds only where this does not."""
        formulas = (each for step in self.sheet.steps if step.target == claim.target for each in step.claims)
        points = (claim.samples.base, *claim.samples.near)
        failing = [point for point in points if not claim.holds(point)]
        for formula in formulas:
            other = claim.with_formula(formula)
            if formula != claim.formula and all(map(other.holds, failing)) and not all(map(other.holds, points)):
                return True
        return False

    def is_off_by_last_digit(self, claim: Claim) -> bool:
        """Whether a number is right but for its last digit, by the truth or by a right formula before it."""
        try:
            found = claim.claimed(claim.samples.base)
            known = [claim.truths(claim.samples.base)]
            known += [claim.with_formula(each).claimed(claim.samples.base) for each in self.judged.right_before(claim)]
        except UNCOMPUTABLE:
            return False
        is_off = partial(is_off_by_last_digit, claim.formula, units=self.units)
        return any(all(map(is_off, found, values)) for values in known)

    def is_carried(self, claim: Claim) -> bool:
        """Whether a formula is right with the unrounded values of what its numbers are printed from."""
        numbers = (part for part in claim.formula.inside() if isinstance(part, Number))
        if is_result(claim.formula) or not any(number.half_unit for number in numbers):
            return False
        points = [claim.samples.base] if claim.is_numeric else [claim.samples.base, *claim.samples.near]
        known = self.judged.known_targets()
        others = map(claim.with_formula, carried_readings(claim, known, self.cut, self.carried_for))
        is_mixed = self.has_carried(claim.formula)
        return any(
            all(map(other.holds, points))
            or (is_mixed and not self.has_carried(other.formula) and other.within_digits())
            for other in others
        )

    def is_made_of_cut(self, claim: Claim) -> bool:
        """Whether a formula of long numbers is right but for their last digits, where numbers above are off by that."""
        if not self.cut or is_result(claim.formula):
            return False
        return claim.with_formula(_with_cut_digits(claim.formula)).within_digits()

    def has_carried(self, formula: Node) -> bool:
        """Whether a number in a formula was carried on from others: it is off by more than its digits say."""
        numbers = (part.number for part in formula.inside() if isinstance(part, Number))
        return bool(self.carried_for) and any({number, -number} & self.carried_for.keys() for number in numbers)

    def read(self, claim: Claim, verdict: Verdict, fine: str) -> None:
        """The verdict on a formula that has the right value at the givens: its numbers may stand for names."""
        if any(each.holds_everywhere() for each in self.read_otherwise(claim)):
            verdict.verdict = fine
            return
        if not claim.has_numbers:
            verdict.verdict = verdicts.WRONG
        else:
            verdict.verdict = fine if has_worked_number(claim) else verdicts.VALUE

    def read_otherwise(self, claim: Claim) -> Iterator[Claim]:
        """A claim about the right formulas before it, with the same numbers; and with names for its numbers."""
        yield from (claim.afresh(target=each) for each in self.judged.right_before(claim) if names_in(each))
        known = self.judged.known_targets()
        yield from map(claim.with_formula, readings(claim, known))
        apart = squares_apart(claim.formula)
        if apart is not claim.formula:
            other = claim.with_formula(apart)
            yield from map(other.with_formula, readings(other, known))

    def rounded_before(self, claim: Claim) -> list[Claim]:
        """The rounded numbers claimed so far of other things."""
        return [*self.updates.rounded(claim.samples), *self.judged.rounded(claim)][-MOST_ROUNDED:]


def _numbers_in(formula: Node) -> Iterator[float]:
    """The numbers in a formula, without their signs."""
    return (abs(part.number) for part in formula.inside() if isinstance(part, Number))


def _with_cut_digits(node: Node) -> Node:
    """A formula whose long numbers may be off by a unit of the last digit."""
    if isinstance(node, Number):
        return replace(node, half_unit=2 * node.half_unit) if is_long(node) else node
    return with_each(node, _with_cut_digits)
