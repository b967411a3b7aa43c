"""Products whose factors stand side by side, once it is known what they are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograd.worksheet.evaluation.arrays import Array, is_matrix_product, transpose
from autograd.worksheet.language.tree import Node


def with_matrix_products(node: Node, values: Mapping[str, Any]) -> Node:
    """The formula with an @ between names side by side whose values can only be multiplied as matrices."""
    node = node.with_parts(*(with_matrix_products(part, values) for part in node.parts))
    if node.kind != "product" or "_" not in node.value:
        return node
    factors = [_array(part, values) for part in node.parts]
    pairs = zip(node.value[1:], factors, factors[1:], strict=False)
    signs = ("@" if sign == "_" and is_matrix_product(x, y) else sign for sign, x, y in pairs)
    return replace(node, value=node.value[0] + "".join(signs))


def _array(node: Node, values: Mapping[str, Any]) -> Any:
    if node.kind == "transpose":
        found = _array(node.parts[0], values)
        return transpose(found) if isinstance(found, Array) else None
    return values.get(node.value) if node.kind == "name" else None
