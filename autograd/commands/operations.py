"""The table of operations, for people."""

import textwrap

from autograd.engine.codegen.python import OPS
from autograd.engine.operation import Op
from autograd.formulas.notation import Writer
from autograd.formulas.symbols import Symbol, named, simplified, symbol
from autograd.records.explain import WIDTH
from autograd.records.statements import without_quiet_gates


def operations() -> str:
    r"""For each operation its name, how it is written, its local derivatives (z is the result), and what it is.

    >>> print("\n".join(operations().splitlines()[:3]))
    operation  written        ∂z/∂x                            ∂z/∂y
    add        x + y          1                                1
               The sum: hands its gradient on, unchanged, to both operands.
    """
    rows = [(rule.name, written(rule), *derivatives(rule)) for rule in OPS.values()]
    rows.insert(0, ("operation", "written", "∂z/∂x", "∂z/∂y"))
    widths = [max(len(row[column]) for row in rows if column + 1 < len(row)) + 2 for column in range(3)]
    indent = " " * widths[0]
    lines = ["".join(f"{cell:<{width}}" for cell, width in zip(row, [*widths, 0], strict=False)) for row in rows]
    lines = [line.rstrip() for line in lines]
    for place, rule in reversed(list(enumerate(OPS.values(), 2))):
        sentence = (rule.__doc__ or "").partition("\n\n")[0]  # the example stays where it is
        lines[place:place] = textwrap.wrap(sentence, WIDTH, initial_indent=indent, subsequent_indent=indent)
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
