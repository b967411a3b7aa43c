"""Conditions that hold where a gradient is zero, and the solution that meets them: where the mistake is.

All of them are judged at the solution. Is that wrong, the mistake lies behind the last condition it does not meet: in
the next one, which it was made from, or in the solution itself.
"""

from collections.abc import Iterable

from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.sampling.samples import used_above
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.verdicts import WRONG, Verdict
from autograd.worksheet.language.tree import Derivative, name_of, names_in
from autograd.worksheet.sheet.model import CONDITION, SOLUTION, Step

NOT_THERE = "the gradient is not 0 there"
NOTHING = 1e-9
"""What rounding leaves of a slope that is 0."""

NOT_MADE = "this does not follow from what is said before: the gradient is not 0 where it holds"


def solved_for(claim: Claim) -> str:
    """The name that is told below what is differentiated by a formula that makes both sides of a claim 0.

    In L = (w x - t)^2, dL/dw = w x - t and w = t/x below it w is where the slope is 0, not what L is made of.
    """
    tops = {name_of(node.top) for node in claim.target.inside() if isinstance(node, Derivative)} - {None}
    if not tops or claim.samples.is_in_order or not names_in(claim.formula):
        return ""
    needed = tops.union(*(claim.samples.behind(top) for top in tops if top))
    below = used_above([each for each in claim.samples.told_formulas if each.name in needed])
    if not below:
        return ""
    truths = (truth for point in (claim.samples.base, *claim.samples.near) for truth in claim.truths(point))
    return "" if any(abs(entry) > NOTHING for truth in truths for entry in entries(truth)) else below


def settle(found: list[Verdict], steps: Iterable[Step]) -> None:
    """Let one verdict say where the mistake is, and the others that they follow from it."""
    at = {(step.line, claim.column): step.zero for step in steps if step.zero for claim in step.claims}
    if not at:
        return
    conditions: list[Verdict] = []
    for verdict in found:
        kind = at.get((verdict.line, verdict.column))
        if kind == CONDITION:
            conditions.append(verdict)
        elif kind == SOLUTION:
            if verdict.is_fault:
                _place(verdict, conditions)
            conditions = []


def _place(solution: Verdict, conditions: list[Verdict]) -> None:
    """Say at the first that is no longer true that it is wrong."""
    unmet = [place for place, each in enumerate(conditions) if each.is_fault]
    following = conditions[unmet[-1] + 1 :] if unmet else []
    mistaken = following[0] if following else solution
    for each in (*(conditions[place] for place in unmet), solution):
        if each is not mistaken:
            each.follow(mistaken.line)
            each.cause, each.kind, each.mistake, each.part, each.remark = "", "", None, None, ""
    mistaken.verdict, mistaken.remark, mistaken.part = WRONG, "", None
    mistaken.mistake, mistaken.kind = None, "not zero"
    mistaken.cause = NOT_MADE if following else NOT_THERE
