"""Results in percent of what was computed in percent: 100 - 16 = 84 % is 84, where 0.84 would be 84 % as well."""

from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Number

SAID = "a number in percent throughout"
_HUNDREDTH = "e-2"
"""How a number before a % is read."""


def as_number(claim: Claim) -> Claim | None:
    """A claim of 1 % or more as one of that number itself; None for other claims."""
    match claim.formula:
        case Number(number, half_unit, typed) as formula if (
            typed.endswith(_HUNDREDTH) and abs(number) * 100 >= 1 and _has_sign(claim)
        ):
            bare = typed.removesuffix(_HUNDREDTH)
            made = Number(float(bare), half_unit * 100, bare, column=formula.column, length=formula.length)
            return claim.with_formula(made)
    return None


def _has_sign(claim: Claim) -> bool:
    """Whether a % is typed at the end of a claim's formula."""
    formula = claim.formula
    return "%" in claim.text[formula.column : formula.column + formula.length + len(" %")]
