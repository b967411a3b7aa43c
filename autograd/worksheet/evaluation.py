"""Formulas computed: the tree of an expression, evaluated straight into Values.

>>> expression("tanh(w*x + b)", {"w": 2, "x": 1, "b": -1})
Value(0.7615941559557649)
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograd.errors import LanguageError
from autograd.generated import OPS, Value
from autograd.worksheet.language import Node, names_in, nearest, read_expression
from autograd.worksheet.tokens import spelled

CONSTANTS = {"e": math.e, "pi": math.pi}
"""Names that mean a number where they are given none."""


def expression(text: str, values: Mapping[str, Any]) -> Any:
    """What a formula of single numbers comes to: a Value, or a float if it names none of the values.

    `values` are numbers (each becomes a Value of that name) or Values. Raises LanguageError for what cannot be read, a
    name without value or a value without name in the formula; AnomalyError for bad arithmetic.
    """
    given = {spelled(name): value if isinstance(value, Value) else Value(value, name) for name, value in values.items()}
    tree = read_expression(text, given)
    used = names_in(tree)
    for name in given:
        if name not in used:
            raise LanguageError(f"{name} has a value, but the formula has no {name}{nearest(name, used)}")
    return Formula(text, given).value(tree)


def given_values(arguments: Sequence[str]) -> dict[str, float]:
    """The numbers of arguments such as w=2 and b=-1/2.

    >>> given_values(["w=2", "b=-1/2"])
    {'w': 2.0, 'b': -0.5}
    """
    found: dict[str, float] = {}
    for argument in arguments:
        name, sign, written = argument.partition("=")
        if not sign:
            raise LanguageError("expected a name and its value, such as w=2", argument, 0, len(argument))
        tree = read_expression(name)
        if tree.kind != "name":
            raise LanguageError(f"{name.strip()[:40]} is no name", argument, 0, max(1, len(name)))
        if tree.value in found:
            raise LanguageError(f"{tree.value} is given twice", argument, 0, len(argument))
        number = expression(written, {})
        found[tree.value] = float(number)
    return found


class Formula:
    """Evaluates trees of one text. `values` are the numbers or Values that names stand for."""

    def __init__(self, text: str, values: Mapping[str, Any]) -> None:
        self.text = text
        self.values = values

    def value(self, node: Node) -> Any:
        """What a tree comes to."""
        rule = _RULES.get(node.kind)
        if rule is None:
            raise self.wrong(f"a {node.kind} has no place in a formula of single numbers", node)
        return rule(self, node)

    def wrong(self, message: str, node: Node) -> LanguageError:
        """An error at a part of the formula."""
        return LanguageError(message, self.text, node.column, node.length)

    def number(self, node: Node) -> float:
        """A literal."""
        return node.value[0]  # type: ignore[no-any-return]

    def name(self, node: Node) -> Any:
        """What a name stands for."""
        name = node.value
        if name in self.values:
            return self.values[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        apart = [known for known in self.values if name.startswith(known) and name[len(known) :] in self.values]
        hint = (
            f": for {apart[0]} times {name[len(apart[0]) :]} write {apart[0]}*{name[len(apart[0]) :]}" if apart else ""
        )
        raise self.wrong(f"{name} has no value{hint or nearest(name, self.values) or f': add {name}=…'}", node)

    def sum(self, node: Node) -> Any:
        """Terms added and subtracted, from left to right."""
        total = self.value(node.parts[0])
        for sign, part in zip(node.value[1:], node.parts[1:], strict=True):
            total = apply("add" if sign == "+" else "sub", total, self.value(part))
        return total

    def product(self, node: Node) -> Any:
        """Factors multiplied and divided, from left to right."""
        total = self.value(node.parts[0])
        for sign, part in zip(node.value[1:], node.parts[1:], strict=True):
            total = apply("div" if sign == "/" else "mul", total, self.value(part))
        return total

    def negative(self, node: Node) -> Any:
        """The negative."""
        return apply("neg", self.value(node.parts[0]))

    def power(self, node: Node) -> Any:
        """A base to its exponent."""
        return apply("pow", *map(self.value, node.parts))

    def call(self, node: Node) -> Any:
        """A function of single numbers."""
        function, names = node.value
        operands = [self.value(part) for part in node.parts]
        if function in ("max", "min") and len(operands) > 1 and not names:
            total = operands[0]
            for operand in operands[1:]:
                total = apply(function + "imum", total, operand)
            return total
        rule = OPS.get(function)
        if rule is None:
            raise self.wrong(f"{function} has no place in a formula of single numbers", node)
        if len(operands) != len(rule.letters) or names:
            wanted = ", ".join(rule.letters)
            raise self.wrong(f"{function}({wanted}) takes {len(rule.letters)}, not {len(operands)}", node)
        return apply(function, *operands)


_RULES: dict[str, Callable[[Formula, Node], Any]] = {
    "number": Formula.number,
    "name": Formula.name,
    "sum": Formula.sum,
    "product": Formula.product,
    "negative": Formula.negative,
    "power": Formula.power,
    "call": Formula.call,
}


def apply(operation: str, *numbers: Any) -> Any:
    """An operation of the table on floats or Values; bad arithmetic raises AnomalyError as everywhere."""
    return OPS[operation](*numbers)
