"""Formulas computed: the tree of an expression, evaluated straight into Values (or into plain numbers).

>>> expression("tanh(w*x + b)", {"w": 2, "x": 1, "b": -1})
Value(0.7615941559557649)
"""

from collections.abc import Mapping, Sequence
from typing import Any

from autograd.errors import LanguageError
from autograd.generated import Value
from autograd.worksheet.arithmetic import CONSTANTS, Arithmetic
from autograd.worksheet.arrays import Array
from autograd.worksheet.calls import called
from autograd.worksheet.language import read_expression
from autograd.worksheet.layers import Layer
from autograd.worksheet.nodes import Node, names_in
from autograd.worksheet.suggestions import nearest, unvalued
from autograd.worksheet.tokens import spelled


class Formula(Arithmetic):
    """Evaluates trees of one text: sums, products, indices, and functions."""

    def call(self, node: Node) -> Any:
        """A function of its operands."""
        return called(self, node)


def expression(text: str, values: Mapping[str, Any]) -> Any:
    """What a formula comes to: a Value, or a float if it names none of the values.

    `values` are numbers (each becomes a Value of that name) or Values. Raises LanguageError for what cannot be read, a
    name without value or a value without name in the formula; AnomalyError for bad arithmetic.
    """
    given = {spelled(name): value if isinstance(value, Value) else Value(value, name) for name, value in values.items()}
    tree = read_expression(text, given)
    used = names_in(tree)
    unused = [name for name in given if name not in used]
    if unused:  # a name without value may be one of them, misspelt
        for node in tree.inside():
            if node.kind == "name" and node.value in used and node.value not in given and node.value not in CONSTANTS:
                raise unvalued(text, node, given, unused)
    found = Formula(text, given).value(tree)
    if unused:
        raise LanguageError(f"{unused[0]} has a value, but the formula has no {unused[0]}{nearest(unused[0], used)}")
    if isinstance(found, (Array, Layer)):
        raise LanguageError("the formula comes to a list: a single number was expected", text, 0, len(text))
    return found


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
        found[tree.value] = _given(argument, name.strip(), written)
    return found


def _given(argument: str, name: str, written: str) -> float:
    """The number behind the = of an argument; errors name the argument."""
    start = len(argument) - len(written)
    if not written.strip():
        message = f"{argument.strip()} is without its number: write one, such as {name}=2, without blanks"
        raise LanguageError(message, argument, 0, len(argument))
    try:
        return float(expression(written, {}))
    except LanguageError as error:
        number = f"{name}=… takes a number, such as 2, -0.5 or 1/3"
        if "=" in written:
            message = f"{argument.strip()[:40]} is more than one name and its number: give each by itself"
            raise LanguageError(message, argument, 0, len(argument)) from None
        try:
            tree = read_expression(written)
        except LanguageError:
            raise LanguageError(str(error), argument, start + error.column, error.length) from None
        if names_in(tree) or tree.kind == "list":
            written = written.strip()
            raise LanguageError(f"{written[:40]} is no number: {number}", argument, start, len(written)) from None
        raise LanguageError(str(error), argument, start + error.column, error.length) from None


def asked(formula: str, arguments: Sequence[str]) -> Any:
    """What a formula comes to for arguments such as w=2, as `expression` has it."""
    name, sign, _ = formula.partition("=")
    if sign and name.strip().isidentifier():
        try:
            given_values([formula])
        except LanguageError:
            pass  # it is a formula with a name for it: the = is what is wrong
        else:
            message = f"{formula.strip()[:40]} stands where the formula belongs: first the formula, then its numbers"
            raise LanguageError(message, formula, 0, len(formula))
    return expression(formula, given_values(arguments))
