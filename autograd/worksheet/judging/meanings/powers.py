"""Powers of square matrices: K² is K K, where it is not the square of each entry."""

from autograd.worksheet.evaluation.arrays import is_square
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Name, Node, Number, Power, Product

MOST_TIMES = 4
"""The highest power that is multiplied out."""

SAID = "powers of square matrices are products of matrices"


def as_products(claim: Claim) -> Claim | None:
    """A claim whose powers of square matrices are products of these; None where there are none."""
    formula = _multiplied_out(claim, claim.formula)
    return None if formula is claim.formula else claim.with_formula(formula)


def _multiplied_out(claim: Claim, node: Node) -> Node:
    match node:
        case Power(Name(name) as base, Number(times)) if times in range(2, MOST_TIMES + 1):
            if is_square(claim.samples.base.floats.get(name)):
                factors = (base,) * int(times)
                return Product(factors, "*" + "@" * (int(times) - 1), column=node.column, length=node.length)
    parts = tuple(_multiplied_out(claim, part) for part in node.parts)
    return node if all(one is other for one, other in zip(parts, node.parts, strict=True)) else node.with_parts(*parts)
