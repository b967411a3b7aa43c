"""Mistakes at kinks: the slope of the other side, and a derivative that is 0 because nothing passes."""

from autograd.generated import Value
from autograd.slopes import local_slope
from autograd.worksheet.cases import Case
from autograd.worksheet.variants import claims_with


def open_masks(case: Case) -> bool:
    """Whether a claimed derivative is right if every relu counts as open."""
    return claims_with(case, _opened)


def _opened(node: Value, slot: int) -> float:
    return 1.0 if node.op == "relu" else local_slope(node, slot)
