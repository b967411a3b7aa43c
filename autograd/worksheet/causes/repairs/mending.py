"""The formula that was meant by a definition: one usual mistake away from what is written, and what its numbers say."""

from collections.abc import Iterator

from autograd.worksheet.causes.search import FORMULA, SHAPE, STAGES, Wrong
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_off_by_last_digit
from autograd.worksheet.judging.steps.updates import Updates
from autograd.worksheet.language.edits import plain
from autograd.worksheet.language.tree import Node, names_in
from autograd.worksheet.language.work import Exhausted, Work

MOST_WORK = 20_000
"""Operations for looking through the formulas that may be meant by one definition."""

FOR_ONE = 4
"""Operations for making one of them."""

MOST_MENDED = 3
"""Formulas that come to the numbers of a definition, and are looked at further."""


def mended(claim: Claim, printed: Node, known: set[str]) -> list[Node]:
    """The formulas of `known` names, one usual mistake away from the claim's, that come to the numbers printed."""
    work = Work(min(MOST_WORK, claim.samples.base.work.room))
    at = claim.counted_as(work).afresh(target=printed)
    wrong = Wrong(at, verdicts.WRONG, [], [], Updates(set()))
    found: dict[Node, Node] = {}
    tried: set[Node] = set()
    try:
        for formula in _repairs(wrong):
            work.spend(FOR_ONE)
            if formula in tried or not all(name in known or claim.is_constant(name) for name in names_in(formula)):
                continue
            tried.add(formula)
            if _comes_to(at.afresh(target=formula, formula=printed)):
                found.setdefault(plain(formula), formula)
                if len(found) == MOST_MENDED:
                    break
    except Exhausted:  # what is found by then
        pass
    finally:
        claim.samples.base.work.count(work.most - max(0, work.left))
    return list(found.values())


def _comes_to(meant: Claim) -> bool:
    """Whether a formula comes to the numbers printed, within their digits or but for the last."""
    if meant.within_digits():
        return True
    base = meant.samples.base
    try:
        found, wanted = meant.claimed(base), meant.truths(base)
    except UNCOMPUTABLE:
        return False
    return all(is_off_by_last_digit(meant.formula, *each) for each in zip(found, wanted, strict=True))


def _repairs(wrong: Wrong) -> Iterator[Node]:
    """Formulas one usual mistake away from a wrong one, the plainest first."""
    for stage in STAGES:
        if not stage.repairs or {FORMULA, SHAPE}.isdisjoint(stage.of):
            continue
        try:
            yield from (cause.fixed for cause in stage.finds(wrong) if cause.fixed is not None)
        except Exhausted:
            raise
        except UNCOMPUTABLE:  # what is written has no value
            continue
