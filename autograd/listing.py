"""The table of operations, for people."""

from autograd.generated import OPS
from autograd.notation import Writer
from autograd.operation import Op
from autograd.statements import without_quiet_gates
from autograd.symbols import Symbol, named, simplified, symbol


def operations() -> str:
    r"""Two lines for each operation: name, how it is written, local derivatives (z is the result); and what it is.

    >>> print("\n".join(operations().splitlines()[:3]))
    operation  written        ∂z/∂x                            ∂z/∂y
    add        x + y          1                                1
               The sum: hands its gradient on, unchanged, to both operands.
    """
    rows = [(rule.name, written(rule), *derivatives(rule)) for rule in OPS.values()]
    rows.insert(0, ("operation", "written", "∂z/∂x", "∂z/∂y"))
    widths = [max(len(row[column]) for row in rows if column < len(row)) + 2 for column in range(4)]
    lines = ["".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)).rstrip() for row in rows]
    for place, rule in reversed(list(enumerate(OPS.values(), 2))):
        lines.insert(place, " " * widths[0] + " ".join((rule.__doc__ or "").split()))
    return "\n".join(lines)


def written(rule: Op) -> str:
    """An operation on its operands, such as x·y."""
    return Writer()(Symbol(rule, tuple(map(named, rule.letters))))


def derivatives(rule: Op) -> list[str]:
    """Its local derivative by each operand, as a formula in the operands and the result z."""
    letters = tuple(map(named, rule.letters))
    return [
        "none"
        if formula is None
        else Writer()(simplified(without_quiet_gates(symbol(rule.local(slot, letters, named("z"))))))
        for slot, formula in enumerate(rule.derivatives)
    ]
