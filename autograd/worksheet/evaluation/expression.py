"""Formulas computed: the tree of an expression, evaluated straight into Values (or into plain numbers).

>>> expression("tanh(w*x + b)", {"w": 2, "x": 1, "b": -1})
Value(0.7615941559557649)
"""

from collections.abc import Mapping

from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError
from autograd.support.types import Any
from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import Arithmetic
from autograd.worksheet.evaluation.functions import called
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.unknown_names import unvalued
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import Call, Fold, Name, Node, names_in
from autograd.worksheet.language.vocabulary import CONSTANTS


class Formula(Arithmetic):
    """Evaluates trees of one text: sums, products, indices, and functions."""

    def call(self, node: Call) -> Any:
        """A function of its operands."""
        return called(self, node)


Known = bool | tuple[Any, int]
"""What a part of a formula comes to, and the operations that takes; before that, whether it was met."""


class Repair(Formula):
    """Computes a formula that is another one but for a part; `parts` are those of that one, by their identity.

    From the second time on a part takes the same operations each time; what is known by then is counted all the same.
    """

    parts: dict[int, Known]

    @staticmethod
    def unknown(formula: Node) -> dict[int, Known]:
        """The parts that the repairs of a formula may have: nothing of them is known yet."""
        return {id(node): False for node in formula.inside() if node.parts}

    def value(self, node: Node) -> Any:
        """What a tree comes to."""
        known = self.parts.get(id(node))
        if known is None:
            return super().value(node)
        if isinstance(known, tuple):
            number, operations = known
            self.work.spend(operations)
            return number
        before = self.work.left
        number = super().value(node)
        self.parts[id(node)] = (number, before - self.work.left) if known else True
        return number

    def folded(self, node: Fold) -> Any:
        """A fold: what is in it depends on its letter."""
        parts, self.parts = self.parts, {}
        try:
            return super().folded(node)
        finally:
            self.parts = parts


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
            if isinstance(node, Name) and node.name not in (*given, *CONSTANTS) and node.name in used:
                raise unvalued(text, node, given, unused)
    formula = Formula(text, given)
    formula.keeps_form = bool(given)
    found = formula.value(tree)
    if unused:
        raise LanguageError(f"{unused[0]} has a value, but the formula has no {unused[0]}{nearest(unused[0], used)}")
    if isinstance(found, (Array, Layer)):
        raise LanguageError("the formula comes to a list: a single number was expected", text, 0, len(text))
    return found
