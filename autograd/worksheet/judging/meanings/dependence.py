"""Whether what is differentiated depends on the name it is differentiated by: if not, any claim may read 0 = 0."""

from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Derivative, name_of, names_in


def speaks_of_nothing(claim: Claim) -> str:
    """What to write where a slope is 0 because a sheet in letters does not say how it depends; "" where it says."""
    samples = claim.samples
    if claim.has_numbers or not isinstance(claim.target, Derivative):
        return ""
    top, bottom = (name_of(part) for part in claim.target.parts)
    if not top or not bottom or top == bottom or top not in samples.formula_of or bottom in samples.behind(top):
        return ""
    if bottom not in samples.base.floats or not names_in(claim.formula):
        return ""
    if any(any(entries(truth)) for truth in claim.truths(samples.base)):
        return ""  # through a derivative, d(dL/dw)/dw
    return f"nothing says that {top} depends on {bottom}: write {bottom} where it is used"
