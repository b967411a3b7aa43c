"""Formulas as JSON: flat rows, operands first, so that no formula is too long to be written or read."""

import math

import autograd.engine.codegen.python  # noqa: F401  the operations
from autograd.engine.by_hand import ByHand
from autograd.engine.operation import op_spelled
from autograd.formulas.symbols import Symbol, named, symbol
from autograd.support.types import Any


def rows(formula: Symbol) -> list[Any]:
    """The formula in postfix order: a number, [name, number], or {"op": name, "number": what it comes to}.

    An operation takes as many of the entries before it as it has operands, which one made by hand says in "operands";
    NaN and infinities are strings.
    """
    found: list[Any] = []
    todo: list[tuple[Symbol, bool]] = [(formula, False)]
    while todo:
        part, operands_done = todo.pop()
        if part.rule is None:
            found.append([part.name, plain(part.number)] if part.name is not None else plain(part.number))
        elif operands_done:
            made_by_hand = {"operands": len(part.operands)} if isinstance(part.rule, ByHand) else {}
            name = getattr(part.rule, "spelled", part.rule.name)
            found.append({"op": name, "number": plain(part.number)} | made_by_hand)
        else:
            todo.append((part, True))
            todo.extend((operand, False) for operand in reversed(part.operands))
    return found


def formula_of(found: list[Any]) -> Symbol:
    """The formula that `rows` wrote. ValueError, KeyError or TypeError for anything else."""
    stack: list[Symbol] = []
    for row in found:
        if isinstance(row, dict):
            rule = ByHand(row["op"], None) if "operands" in row else op_spelled(row["op"])
            count = int(row["operands"]) if "operands" in row else len(rule.letters)
            if len(stack) < count:
                raise ValueError(f"{rule.name} lacks operands")
            operands = tuple(stack[-count:])
            del stack[-count:]
            stack.append(Symbol(rule, operands, number=None if row["number"] is None else float(row["number"])))
        elif isinstance(row, list):
            name, number = row
            stack.append(named(str(name), None if number is None else float(number)))
        else:
            stack.append(symbol(float(row)))
    (formula,) = stack
    return formula


def plain(number: float | None) -> float | str | None:
    """A number as JSON can hold it."""
    return number if number is None or math.isfinite(number) else str(number)
