"""The layouts of the derivative of one list by another: a row for each entry of what is differentiated, or a column.

The Jacobian has ∂y_i/∂x_j in row i (numerator layout), its transpose in row j (denominator layout): then ∂(W x)/∂x is
W^T, and chains go from right to left, ∂L/∂x = ∂y/∂x ∂L/∂y. A sheet without numbers may be in either if it is so
throughout, or says which.
"""

import re
from collections.abc import Iterable

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Derivative, Node, Transpose, name_of, names_in

NUMERATOR = re.compile(r"\b(?:numerator|Jacobian|Zähler)[- ]?(?:layout|convention|Layout|Konvention)", re.IGNORECASE)
DENOMINATOR = re.compile(
    r"\b(?:denominator|gradient|Nenner)[- ]?(?:layout|convention)|transpose of the Jacobian", re.IGNORECASE
)
"""What a sheet says of its layout."""

SAID = "in denominator layout: a row for each entry of what it is by"

TRANSPOSES_A_NUMBER = "all in it are single numbers, as far as the sheet says: tell the sizes, as in x in R^n"


def transposes_a_number(claim: Claim) -> bool:
    """Whether a formula transposes something where nothing tells a size: numbers may stand in any order."""
    if not claim.formula.has(Transpose):
        return False
    floats = claim.samples.base.floats
    names = {name for node in (claim.target, claim.formula) for name in names_in(node)}
    return not claim.has_numbers and not any(isinstance(floats.get(name), Array) for name in names)


def is_jacobian(samples: Samples, node: Node) -> bool:
    """Whether a derivative is of one list by another, as a matrix."""
    if not isinstance(node, Derivative):
        return False
    names = [name_of(part) for part in node.parts]
    return len(names) == 2 and all(name is not None and _is_list(samples.base.floats.get(name)) for name in names)


def _is_list(found: object) -> bool:
    return isinstance(found, Array) and found.is_vector


def by_columns(claim: Claim) -> Claim | None:
    """A claim with the Jacobians on its two sides in denominator layout; None where there are none."""
    target, formula = (_transposed(claim.samples, node) for node in (claim.target, claim.formula))
    if target is claim.target and formula is claim.formula:
        return None
    return claim.afresh(target=target, formula=formula)


def _transposed(samples: Samples, node: Node) -> Node:
    """A formula with the transposes of its Jacobians."""
    if is_jacobian(samples, node):
        return Transpose(node, column=node.column, length=node.length)
    parts = [_transposed(samples, part) for part in node.parts]
    return node if all(map(_is, parts, node.parts)) else node.with_parts(*parts)


def _is(one: Node, other: Node) -> bool:
    return one is other


def may_be_by_columns(text: str, claims: Iterable[Claim]) -> bool:
    """Whether a sheet can be in denominator layout: it says so, or nothing in it holds in numerator layout only."""
    if DENOMINATOR.search(text):
        return True
    return not NUMERATOR.search(text) and not any(map(_is_by_rows_only, claims))


def _is_by_rows_only(claim: Claim) -> bool:
    """Whether a claim holds as it is, but not in denominator layout."""
    other = by_columns(claim)
    if other is None or not claim.holds_everywhere():
        return False
    return not other.holds_everywhere()
