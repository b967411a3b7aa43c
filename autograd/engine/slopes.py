"""Where in a graph arithmetic went wrong: infinite local derivatives, and Values described for messages."""

from math import isfinite

from autograd.engine.anomalies import finite, report
from autograd.engine.ieee import FAULTS, ieee
from autograd.formulas.notation import clipped
from autograd.formulas.symbols import Symbol, named, symbol
from autograd.support.types import Any

LONGEST_NAME = 60
"""Longer names are cut in messages."""


def described(node: Any, depth: int = 3) -> Symbol:
    """The formula of a Value for messages, down to its names, cut where it is long."""
    if node._first is None and node.name is None:
        return symbol(node._data)
    if node._first is None or node.name is not None or not depth:
        return named(clipped(node.name or "…", LONGEST_NAME), node._data)
    return Symbol(node.rule, tuple(described(x, depth - 1) for x in node.inputs), number=node.result)


def report_infinite_slope(interior: list[Any]) -> None:
    """Report the first infinite local derivative of the backward pass, unless an input was not finite anyway."""
    for node in reversed(interior):
        numbers = node.recorded
        for slot, operand in enumerate(node.inputs):
            if not operand.is_constant and finite((*numbers, node.result)):
                try:
                    infinite = not isfinite(node.rule.local(slot, numbers, node.result))
                except FAULTS:
                    continue  # reported when it was met
                if infinite:
                    slope_fault(node, slot)


def local_slope(node: Any, slot: int) -> float:
    """The local derivative of a Value by the operand in that slot, as recorded.

    It is reported, as in `backward`, where it is infinite and its operands are finite.
    """
    numbers = node.recorded
    try:
        slope = node.rule.local(slot, numbers, node.result)
    except FAULTS:
        return slope_fault(node, slot)
    if not isinstance(slope, complex):  # Python's ** of a negative number
        slope = float(slope)
        if isfinite(slope) or not finite((*numbers, node.result)):
            return slope
    return slope_fault(node, slot)


def slope_fault(node: Any, slot: int) -> float:
    """The IEEE local derivative where floats have none; reported unless an operand was not finite to begin with."""
    rule, numbers = node.rule, node.recorded
    slope = ieee(lambda *given: rule.local(slot, given[:-1], given[-1]), (*numbers, node.result))
    if finite(numbers):
        operands = tuple(
            Symbol(operand.rule, operand.operands, operand.name, number)  # what it was when recorded
            for operand, number in zip(map(described, node.inputs), numbers, strict=True)
        )
        which = sum(not operand.is_constant for operand in node.inputs) > 1  # else there is nothing to confuse it with
        by = f" by its {('first', 'second')[slot]} operand" if which else ""
        what = "infinite" if slope == slope else "not a real number"
        report(f"the derivative of {rule.written(operands)}{by} is {what}")
    return slope
