"""Outer products that are typed as other products: dL/dW = dL/dz × x = [[-2, 2], [-2, 2]] means dL/dz xᵀ."""

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.tree import Node, Product, Transpose
from autograd.worksheet.language.work import Exhausted

SAID = "read as the outer product"


def as_outer(claim: Claim, behind: tuple[Node, ...]) -> Claim | None:
    """A claim about a matrix whose product of two lists is their outer one, where the numbers `behind` it are so.

    None for all others: without such numbers a transpose may be missing.
    """
    match claim.formula:
        case Product((one, other), signs) if "/" not in signs and _are_lists(claim, one, other):
            shown = next((each for each in behind if is_result(each)), None)
            if shown is None or not claim.with_formula(shown).within_digits():
                return None
            turned = Transpose(other, column=other.column, length=other.length)
            return claim.with_formula(Product((one, turned), "*@", column=one.column, length=claim.formula.length))
    return None


def _are_lists(claim: Claim, *factors: Node) -> bool:
    """Whether all factors are lists."""
    try:
        values = [claim.samples.base.formula(claim.text).value(factor) for factor in factors]
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return False
    return all(isinstance(value, Array) and value.is_vector for value in values)
