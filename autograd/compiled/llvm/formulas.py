"""The formulas of the table of operations, run on vectors."""

from collections.abc import Callable
from typing import Any

from autograd.compiled.llvm.ir import Function, Vector
from autograd.engine.ieee import FAULTS
from autograd.engine.operation import Op


def local(rule: Op, slot: int, *given: Vector | float) -> Any:
    """The local derivative by an operand, from the operands and the result."""
    return rule.local(slot, given[:-1], given[-1])


def on_vectors(function: Function, formula: Callable[..., Any], given: tuple[Vector | float, ...]) -> Any:
    """A formula on vectors and constants; constants that floats refuse are taken as vectors, which take all."""
    try:
        return formula(*given)
    except FAULTS:
        return formula(*map(function.lift, given))
