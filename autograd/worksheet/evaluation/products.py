"""Products whose factors stand side by side, once it is known what they are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograd.worksheet.evaluation.arrays import Array, is_matrix_product, transpose
from autograd.worksheet.language.tree import Name, Node, Product, Transpose


def with_matrix_products(node: Node, values: Mapping[str, Any]) -> Node:
    """The formula with an @ between names side by side whose values can only be multiplied as matrices."""
    node = node.with_parts(*(with_matrix_products(part, values) for part in node.parts))
    if not isinstance(node, Product) or "_" not in node.signs:
        return node
    factors = [_array(part, values) for part in node.factors]
    pairs = zip(node.signs[1:], factors, factors[1:], strict=False)
    signs = ("@" if sign in "_·" and is_matrix_product(x, y) else sign for sign, x, y in pairs)
    return replace(node, signs=node.signs[0] + "".join(signs))


def _array(node: Node, values: Mapping[str, Any]) -> Any:
    match node:
        case Transpose(operand):
            found = _array(operand, values)
            return transpose(found) if isinstance(found, Array) else None
        case Name(name):
            return values.get(name)
    return None
