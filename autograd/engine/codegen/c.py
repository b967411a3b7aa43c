"""Writes the operations of the table as C, for the native core: from the same formulas as the Python beside it.

    python -m autograd.engine.codegen.c > autograd/engine/native/table.h

The build hook does that. For the product:

    static inline double mul_z(double x, double y, int *odd) { return (x * y); }
    static inline double mul_dx(double x, double y, double z, int *odd) { return y; }
    static inline double mul_dy(double x, double y, double z, int *odd) { return x; }

`odd` is set where Python's floats might raise an error, or where there is no derivative: Python does those cases.
"""

import math
import re
from collections.abc import Iterable

from autograd.engine.native import STAMP
from autograd.engine.operation import OPS, Op
from autograd.formulas.symbols import Function, Symbol, named, symbol
from autograd.maths import OWN, is_standard

SLOTS = {
    "add": "nb_add",
    "sub": "nb_subtract",
    "mul": "nb_multiply",
    "truediv": "nb_true_divide",
    "pow": "nb_power",
    "neg": "nb_negative",
    "abs": "nb_absolute",
}
"""Python's name of an operator, and C's name of its place in a type."""

OF_MATH = tuple(name for name, function in OWN.items() if function is getattr(math, name, None) and name != "pow")
"""Functions of `maths` that are those of Python's `math`, and hence of C's."""


def c_source(formula: Symbol) -> str:
    """The formula as C, every operation computed as Python computes it on floats.

    Raises TypeError for what C has no word for: functions that are not of `maths`, numbers that are not finite.
    """
    if formula.name:
        return formula.name
    if formula.rule is None:
        if not math.isfinite(formula.value()):
            raise TypeError(f"{formula.number!r} is not a number in C")
        return repr(formula.number)
    if formula.sign in ("+", "-", "*"):
        x, y = map(c_source, formula.operands)
        return f"({x} {formula.sign} {y})"
    if formula.sign == "neg":
        return f"(-{c_source(formula.operands[0])})"
    if formula.sign == "/":
        return _call("over", formula)
    if not isinstance(formula.rule, Function):
        return c_source(symbol(formula.rule.forward(*formula.operands)))
    if not is_standard(formula.rule.name, formula.rule.forward) or formula.rule.name not in OWN:
        raise TypeError(f"{formula.rule.name} is not a function of autograd.maths")
    return _call(formula.rule.name, formula)


def _call(name: str, formula: Symbol) -> str:
    """A call of a function of functions.h."""
    return f"{name}_({', '.join(map(c_source, formula.operands))}, odd)"


def formulas(rule: Op) -> dict[str, str]:
    """An operation's function and local derivatives as C, by z, dx, dy; "" for a derivative that there is none of."""
    letters = tuple(map(named, rule.letters))
    found = {"z": c_source(symbol(rule.forward(*letters)))}
    for slot, letter in enumerate(rule.letters):
        is_there = rule.derivatives[slot] is not None
        found[f"d{letter}"] = c_source(symbol(rule.local(slot, letters, named("z")))) if is_there else ""
    return found


def signature(rule: Op) -> str:
    """All formulas on one line: native code that was written from the same ones may stand in for the operation."""
    try:
        return "; ".join(f"{letter} = {formula}" for letter, formula in formulas(rule).items())
    except (TypeError, AttributeError, RecursionError):
        return ""


def functions_source(rule: Op) -> str:
    """The C functions of an operation: its result, and a slope for each operand."""
    numbers = ", ".join(f"double {letter}" for letter in rule.letters)
    lines = []
    for letter, formula in formulas(rule).items():
        given = numbers if letter == "z" else f"{numbers}, double z"
        body = f"return {formula};" if formula else "*odd = 1; return 0;"
        lines.append(f"static inline double {rule.name}_{letter}({given}, int *odd) {{ {body} }}\n")
    return "".join(lines)


def table_source(rules: Iterable[Op]) -> str:
    """The whole header: every operation that C can do, its operator, and the formulas it was written from."""
    known = {*OF_MATH, *_written_by_hand()}
    rules = [rule for rule in rules if signature(rule) and known.issuperset(re.findall(r"(\w+)_\(", signature(rule)))]
    kinds = {1: "UNARY", 2: "BINARY"}
    rows = " ".join(f"{kinds[len(rule.letters)]}({rule.name})" for rule in rules)
    ahead = {rule.method: "power" if rule.method == "pow" else rule.name for rule in rules if rule.method}
    slots = " ".join(f"{{Py_{SLOTS[method]}, {name}_ahead}}," for method, name in ahead.items())
    texts = "".join(f'    "{signature(rule)}",\n' for rule in rules)
    return (
        f"/* Written by codegen/c.py from the table of operations. */\n\n"
        f'#define CORE_STAMP "{STAMP}"\n\n'
        f"{' '.join(f'OF_MATH_H({name})' for name in OF_MATH)}\n\n"
        f"{''.join(map(functions_source, rules))}\n"
        f"#define TABLE(UNARY, BINARY) {rows}\n\n"
        f"#define NUMBER_SLOTS {slots}\n\n"
        f"static const char *const FORMULAS[] = {{\n{texts}}};\n"
    )


def _written_by_hand() -> list[str]:
    """The other functions of `maths` that C has: those of functions.h."""
    from pathlib import Path  # here, where it is only built: it takes its time to import

    header = Path(__file__).parent.parent / "native" / "functions.h"
    return re.findall(r"double (\w+)_\(", header.read_text(encoding="utf-8"))


if __name__ == "__main__":
    from autograd.engine import ops as _table  # noqa: F401  defines the operations

    print(table_source(OPS.values()), end="")
