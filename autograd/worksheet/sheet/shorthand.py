"""dw for dL/dw: which loss such a word is about, and whether that is certain.

It is certain if one computed name alone leads nowhere else, is called like a loss, depends on w, and takes no mean: who
writes dz for the derivative of one example's loss leaves out the 1/m. Nor may dw be a change of w, as in w + dw.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Statement,
    Sum,
    name_of,
)
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.sheet.roles import AT_TIMES_LOSSES, is_called_loss, rates_among

_CHANGE = re.compile(r"(?<![\w'’′])([^\W\d]\w*)\s*\+\s*(d\1)(?![\w'’′]|\s*/)")


def changes(text: str) -> set[str]:
    """The words that are added to their name somewhere, as changes are.

    >>> sorted(changes("w <- w + dw; b <- b - db"))
    ['dw']
    """
    return {spelled(found[2]) for found in _CHANGE.finditer(text)}


class Losses:
    """Follows what is computed from what, definition by definition."""

    def __init__(self, definitions: Iterable[Definition | None] = ()) -> None:
        self._used: dict[str, Definition] = {}
        self._ends: dict[str, None] = {}
        self._behind: dict[str, set[str]] = {}
        for definition in definitions:
            if definition is not None:
                self.add(definition)

    def add(self, definition: Definition) -> None:
        """One more name, if it is computed."""
        if definition.given or definition.is_derivative:
            return
        self._used[definition.name] = definition
        for node in definition.formula.inside():
            if isinstance(node, Name):
                self._ends.pop(node.name, None)
        self._ends[definition.name] = None

    def of(self, name: str, word: str, formula: Node, short: Mapping[str, object]) -> str:
        """The loss whose derivative by a name a word such as dw can only be, given as a formula; "" if in doubt."""
        ends = [end for end in self._ends if is_called_loss(end)] or list(self._ends)
        if len(ends) != 1:
            return ""
        (loss,) = ends
        if loss == name or not (is_called_loss(loss) or loss in AT_TIMES_LOSSES) or name not in self.behind(loss):
            return ""
        inside = list(formula.inside())
        names = {node.name for node in inside if isinstance(node, Name)}
        slopes = [node for node in inside if isinstance(node, Derivative)]
        is_slope_by_name = any(name_of(slope.bottom) == name for slope in slopes)
        if word in names or is_slope_by_name or rates_among(names - self.behind(loss)):
            return ""  # a change of the name, perhaps
        if not names & self.behind(loss) and not short and not slopes:
            return ""
        return loss

    def behind(self, loss: str) -> set[str]:
        """What a loss depends on; nothing if it may be a mean, or is made of other losses."""
        found = self._behind.get(loss)
        if found is None:
            found, todo = {loss}, [loss]
            while todo:
                definition = self._used.get(todo.pop())
                inside = definition.formula.inside() if definition else ()
                for node in inside:
                    match node:
                        case Name(name) if name not in found:
                            found.add(name)
                            todo.append(name)
                        case Call("mean") | Fold("mean"):
                            return self._behind.setdefault(loss, set())
            others = (other for other in found if other != loss and other in self._used)
            is_mean = is_called_loss(loss) and _is_shared(self._used[loss].formula)
            if is_mean or any(map(is_called_loss, others)):
                found = set()
            self._behind[loss] = found
        return found


def about_slope(statement: Statement, slope: tuple[str, str]) -> Statement:
    """What a definition of dw claims of the derivative that the word stands for; dw[i] is dL/dw[i]."""
    left, *others = statement.parts
    top, bottom = (Name(name, column=left.column, length=left.length) for name in slope)
    below = left.with_parts(bottom, *left.places) if isinstance(left, Index) else bottom
    derivative = Derivative(top, below, column=left.column, length=left.length)
    if others[0] == derivative:  # do = dL/do says what it stands for
        others = others[1:]
    return replace(statement, parts=(derivative, *others))


def _is_shared(formula: Node) -> bool:
    """Whether a term is weighted that is not a square: a mean of two losses, perhaps, where 1/2 (a - y)^2 is one."""
    while isinstance(formula, Negative):
        formula = formula.operand
    for term in formula.terms if isinstance(formula, Sum) else (formula,):
        match term:
            case Product((Number(1), Number(2), Call("sum") | Fold("sum")), "*/*" | "*/_"):
                pass
            case Product((Number(0.5), Call("sum") | Fold("sum")), "**" | "*_"):
                pass
            case Product(factors, signs) if not any(isinstance(factor, Power) for factor in factors):
                if "/" in signs or any(isinstance(factor, Number) for factor in factors):
                    return True
    return False
