"""Whether what is differentiated depends on the name it is differentiated by: if not, any claim may read 0 = 0."""

from collections.abc import Mapping

from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.roles import is_called_result
from autograd.worksheet.language.tree import Derivative, name_of, names_in


def speaks_of_nothing(claim: Claim, is_fine: bool) -> str:
    """What to write where a slope is 0 because a sheet in letters does not say how it depends; "" where it says.

    What is claimed to be another number is not wrong where results are in it of which nothing says how they are
    computed: the weights are in the o of (t - o)².
    """
    samples = claim.samples
    if claim.has_numbers or not isinstance(claim.target, Derivative):
        return ""
    top, bottom = (name_of(part) for part in claim.target.parts)
    if not top or not bottom or top == bottom or top not in samples.formula_of or bottom in samples.behind(top):
        return ""
    if bottom not in samples.base.floats or not names_in(claim.formula):
        return ""
    if not is_fine and not any(name in samples.free and is_called_result(name) for name in samples.behind(top)):
        return ""
    try:
        if any(any(entries(truth)) for truth in claim.truths(samples.base)):
            return ""  # through a derivative, d(dL/dw)/dw
    except UNCOMPUTABLE:
        return ""
    return f"nothing says that {top} depends on {bottom}: write {bottom} where it is used"


def is_behind_what_is_unread(claim: Claim, opaque: Mapping[str, int], is_fault: bool) -> str:
    """Why a derivative through a result of which only its number can be read is not judged; "" for other claims.

    By what the formula that can be read depends on it may be right, but not wrong.
    """
    for node in (part for each in (claim.target, claim.formula) for part in each.inside()):
        if not isinstance(node, Derivative):
            continue
        behind = {each for name in names_in(node.top) for each in claim.samples.behind(name)}
        lost = [name for name in opaque if name in behind and name not in names_in(node.bottom)]
        if lost and (is_fault or not behind.issuperset(names_in(node.bottom))):
            return f"line {opaque[lost[0]]} could not be read: what {lost[0]} depends on is not known"
    return ""
