"""The slopes of the table's operations, as formulas of a sheet: what may be missing where one is differentiated."""

from collections.abc import Iterator

from autograd.engine.codegen.python import OPS, Value
from autograd.engine.operation import Op
from autograd.formulas.symbols import Symbol, simplified
from autograd.worksheet.language.edits import ONE, literal, minus, over, plus, times
from autograd.worksheet.language.tree import Call, Negative, Node, Number, Power, Product

WRITTEN_LIKE = {"softmax": "sigmoid"}
"""Functions of lists whose slope is written as that of an operation: a·(1 − a), the rest of the Jacobian apart."""

IN_SHEETS = {"mask": "step", "minimum": "min", "maximum": "max"}
"""What sheets write for operations that are called otherwise in the table."""


def slopes_of(node: Node) -> Iterator[Node]:
    """The slope of a function inside a definition's formula, or of a power, and what may be missing of it.

    >>> from autograd.worksheet.language.printer import echo
    >>> from autograd.worksheet.language.statements import read_expression
    >>> formulas = map(read_expression, ("x^3", "sigmoid(x)", "tanh(x)", "relu(x)"))
    >>> [[echo(slope) for slope in slopes_of(formula)] for formula in formulas]
    [['3*x^2'], ['1 - sigmoid(x)', 'sigmoid(x)*(1 - sigmoid(x))'], ['1 - tanh(x)^2'], ['step(x)']]
    """
    match node:
        case Power(base, Number(power) as exponent):
            lower = literal(int(power) - 1) if power.is_integer() else minus(exponent, ONE)
            yield times(exponent, base if power == 2 else Power(base, lower))
        case Call(function, (operand,)):
            yield from _and_its_parts(_slope(function, {"x": operand, "z": node}), node)


def slopes_by_result(node: Node, operation: str) -> Iterator[Node]:
    """The slope of an activation, written with what it gives, and what may be missing of it; the whole comes last.

    That of exp is what it gives: none need be made.
    """
    slope = _slope(operation, {"z": node})
    yield from _and_its_parts(slope if slope != node else None, node)


def is_curved(rule: Op | None) -> bool:
    """Whether an operation of one operand has a slope that depends on where its operand is, and no kinks."""
    return rule is not None and rule.has_slope and bool(rule.local_formula(0)[1]) and not rule.switches


def makes_its_own_slope(node: Value) -> bool:
    """Whether what an operation gives is a factor of its slope, as that of exp, sigmoid and sqrt is."""
    if node.op == "pow":
        return node.inputs[0].is_constant
    rule = OPS.get(node.op)
    return rule is not None and rule.has_slope and _has_factor(simplified(rule.local_formula(0)[0]), "z")


def _has_factor(formula: Symbol, name: str) -> bool:
    inside = formula.operands if formula.sign in ("*", "/", "neg") else ()
    return formula.name == name or any(_has_factor(part, name) for part in inside)


def _slope(operation: str, given: dict[str, Node]) -> Node | None:
    """The slope of an operation on these formulas; None where there is none, or it is the same everywhere."""
    rule = OPS.get(WRITTEN_LIKE.get(operation, operation))
    if rule is None or not rule.has_slope:
        return None
    formula, letters = rule.local_formula(0)
    return _as_node(simplified(formula), given) if letters and letters <= given.keys() else None


def _and_its_parts(slope: Node | None, result: Node) -> Iterator[Node]:
    """A slope, after those of its factors that are neither numbers nor what the operation gives.

    None for a quotient such as 1/x: that is looked for as a division.
    """
    match slope:
        case None:
            return
        case Product(factors, signs):
            if "/" in signs:
                return
            yield from (factor for factor in factors if factor != result and not isinstance(factor, Number))
    yield slope


def _as_node(formula: Symbol, given: dict[str, Node]) -> Node:
    """A formula in symbols as one of a sheet, with `given` in place of its names."""
    if formula.name is not None:
        return given[formula.name]
    if formula.rule is None:
        number = formula.value()
        return literal(int(number)) if number.is_integer() else Number(number, 0.0, f"{number:g}")
    parts = [_as_node(part, given) for part in formula.operands]
    match formula.sign:
        case "+":
            return plus(*parts)
        case "-":
            return minus(*parts)
        case "*":
            return times(*parts)
        case "/":
            return over(*parts)
        case "**":
            return Power(*parts)
        case "neg":
            return Negative(*parts)
    name = formula.rule.name
    return Call(IN_SHEETS.get(name, name), tuple(parts))
