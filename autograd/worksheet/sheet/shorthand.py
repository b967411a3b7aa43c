"""dw for dL/dw: which loss such a word is about, and whether that is certain.

It is certain if one computed name alone leads nowhere else, is called like a loss, depends on w, and takes no mean: who
writes dz for the derivative of one example's loss leaves out the 1/m. Nor may dw be a change of w, as in w + dw.

With the mean over m, where words for the derivatives by parameters have the 1/m, as in dW = 1/m dZ X.T, those by what
is computed are m times the derivative: dZ is m ∂J/∂Z.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autograd.worksheet.language.roles import AT_TIMES_LOSSES, SQUASHES, is_called_loss, rates_among
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
    names_in,
)
from autograd.worksheet.sheet.model import Definition

_CHANGE = re.compile(r"(?<![\w'’′])([^\W\d]\w*)\s*\+\s*(d\1)(?![\w'’′]|\s*/)")


def changes(text: str) -> set[str]:
    """The words that are added to their name somewhere, as changes are.

    >>> sorted(changes("w <- w + dw; b <- b - db"))
    ['dw']
    """
    return {spelled(found[2]) for found in _CHANGE.finditer(text)}


_EXPLICIT = re.compile(r"(.+)_grad(?:ient)?|(?:grad(?:ient)?_|d_)(.+)|grad([A-Z].*)")


def named_slope(word: str) -> tuple[str, bool]:
    """What a word for a derivative is by, and whether it can be nothing else: dw, grad_w, w.grad; "" for other words.

    >>> named_slope("dw"), named_slope("grad_w"), named_slope("w_grad"), named_slope("w")
    (('w', False), ('w', True), ('w', True), ('', False))
    """
    explicit = _EXPLICIT.fullmatch(word)
    if explicit:
        return next(filter(None, explicit.groups())), True
    return (word[1:], False) if word[:1] == "d" else ("", False)


class Losses:
    """Follows what is computed from what, definition by definition."""

    def __init__(self, definitions: Iterable[Definition | None] = ()) -> None:
        self._used: dict[str, Definition] = {}
        self._ends: dict[str, None] = {}
        self._losses: dict[str, None] = {}  # those of the ends that are called so
        self._behind: dict[str, set[str]] = {}
        self._told = False  # whether a loss is told in numbers
        self.backed: list[str] = []  # what programs call backward() of
        for definition in definitions:
            if definition is not None:
                self.add(definition)

    def add(self, definition: Definition) -> None:
        """One more name, if it is computed."""
        if definition.given or definition.is_derivative:
            self._told = self._told or (definition.given and is_called_loss(definition.name))
            return
        self._used[definition.name] = definition
        for node in definition.formula.inside():
            if isinstance(node, Name):
                self._ends.pop(node.name, None)
                self._losses.pop(node.name, None)
        self._ends[definition.name] = None
        self._losses.pop(definition.name, None)
        if self._is_loss(definition.name):
            self._losses[definition.name] = None

    @property
    def end(self) -> str:
        """The one loss there is, or else the one name that leads nowhere; "" if there are several.

        Those of single examples are none beside that of all.
        """
        ends = list(self._losses or self._ends)
        if len(ends) > 1:
            ends = [each for each in ends if not self._used[each].letters]
        return ends[0] if len(ends) == 1 else ""

    def _is_loss(self, name: str) -> bool:
        """Whether a name is that of a loss, and not of what is left to the target: error = y - t."""
        definition = self._used.get(name)
        match definition.formula if definition is not None and name.lower() in ("e", "err", "error") else None:
            case Sum((Name() | Index(), Name() | Index())):
                return False
        return is_called_loss(name)

    def averaged(self) -> Node | None:
        """What the loss is divided by, of a sum: the m of 1/m sum(…), or the number there."""
        definition = self._used.get(self.end)
        formula = definition.formula if definition is not None else None
        factors = _factors(formula) if formula is not None else []
        below = [factor for factor, sign in factors if sign == "/"]
        sums = (node for factor, _ in factors for node in factor.inside() if isinstance(node, (Call, Fold)))
        if (
            len(below) != 1
            or not isinstance(below[0], (Name, Number))
            or not any(node.function == "sum" for node in sums)
        ):
            return None
        return below[0]

    def end_above(self, name: str) -> str:
        """The one end there is that depends on a name or is that; where programs say it, what is gone back from."""
        ends = [self.end] if self.end else list(self._ends)
        above = [end for end in self.backed or ends if name in self.reached(end)]
        return above[0] if len(above) == 1 else ""

    def are_made_of(self, name: str) -> bool:
        """Whether what is called a loss, or what is computed in the end where nothing is, depends on a name."""
        losses = [each for each in self._used if self._is_loss(each)]
        if not losses and not self._told:
            losses = [end for end in self._ends if not (is_called_loss(end) or named_slope(end)[0])]
        return any(name in self.reached(loss) for loss in losses)

    def of(self, name: str, word: str, formula: Node, short: Mapping[str, object], is_mean: bool = False) -> str:
        """The loss whose derivative by a name a word such as dw can only be, given as a formula; "" if in doubt.

        Of a mean only if it is known what is meant.
        """
        loss = self.end
        begins = (loss, loss) in short.values()  # dg = 1
        if not loss or loss == name or not (begins or self._is_loss(loss) or loss in AT_TIMES_LOSSES):
            return ""
        behind = self.reached(loss) if is_mean else self.behind(loss)
        if name not in behind:
            return ""
        inside = list(formula.inside())
        names = {node.name for node in inside if isinstance(node, Name)}
        slopes = [node for node in inside if isinstance(node, Derivative)]
        is_slope_by_name = any(name_of(slope.bottom) == name for slope in slopes)
        if word in names or is_slope_by_name or rates_among(names - behind):
            return ""  # a change of the name, perhaps
        if not names & behind and not short and not slopes:
            return ""
        return loss

    def behind(self, loss: str) -> set[str]:
        """What a loss depends on; nothing if it may be a mean, or is made of other losses."""
        found = self._behind.get(loss)
        if found is None:
            found = self.reached(loss)
            definitions = (self._used[name] for name in found if name in self._used)
            inside = [node for definition in definitions for node in definition.formula.inside()]
            squashed = {name for node in inside if _is_squash(node) for name in names_in(node)}
            is_mean = any(isinstance(node, (Call, Fold)) and node.function == "mean" for node in inside)
            others = (other for other in found - squashed if other != loss and other in self._used)
            is_mean = is_mean or (is_called_loss(loss) and _is_shared(self._used[loss].formula))
            if is_mean or any(map(is_called_loss, others)):
                found = set()
            self._behind[loss] = found
        return found

    def reached(self, loss: str) -> set[str]:
        """What a loss depends on."""
        found, todo = {loss}, [loss]
        while todo:
            definition = self._used.get(todo.pop())
            for node in definition.formula.inside() if definition else ():
                if isinstance(node, Name) and node.name not in found:
                    found.add(node.name)
                    todo.append(node.name)
        return found


def _is_squash(node: Node) -> bool:
    """Whether it makes an output of something, as of the cell state C in tanh(C): that is no loss."""
    return isinstance(node, Call) and node.function in SQUASHES


def about_slope(statement: Statement, slope: tuple[str, str]) -> Statement:
    """What a definition of dw claims of the derivative that the word stands for; dw[i] is dL/dw[i]."""
    left, *others = statement.parts
    top, bottom = (Name(name, column=left.column, length=left.length) for name in slope)
    below = left.with_parts(bottom, *left.places) if isinstance(left, Index) else bottom
    derivative = Derivative(top, below, column=left.column, length=left.length)
    if others[0] == derivative:  # do = dL/do says what it stands for
        others = others[1:]
    return replace(statement, parts=(derivative, *others))


def _factors(formula: Node, sign: str = "*") -> list[tuple[Node, str]]:
    """What a product is made of, products in it and signs taken apart: each factor, and whether it divides."""
    match formula:
        case Negative(operand):
            return _factors(operand, sign)
        case Product(factors, signs):
            inverse = "*" if sign == "/" else "/"
            return [
                each
                for factor, its in zip(factors, signs, strict=True)
                for each in _factors(factor, inverse if its == "/" else sign)
            ]
    return [(formula, sign)]


def _is_half(factors: Sequence[Node]) -> bool:
    """Whether what stands before something is 1/2."""
    match factors:
        case (Number(1), Number(2)) | (Product((Number(1), Number(2)), "*/"),) | (Number(0.5),):
            return True
    return False


def _is_shared(formula: Node) -> bool:
    """Whether a term is weighted that is not a square: a mean of two losses, perhaps, where 1/2 (a - y)^2 is one."""
    while isinstance(formula, Negative):
        formula = formula.operand
    for term in formula.terms if isinstance(formula, Sum) else (formula,):
        match term:
            case Product((Number(1), Number(2), Call("sum") | Fold("sum")), "*/*" | "*/_"):
                pass
            case Product((Product((Number(1), Number(2)), "*/"), Call("sum") | Fold("sum")), "**" | "*_"):
                pass
            case Product((Number(0.5), Call("sum") | Fold("sum")), "**" | "*_"):
                pass
            case Product((*half, Sum(terms))) if _is_half(half) and all(isinstance(each, Power) for each in terms):
                pass
            case Product(factors) if not any(isinstance(factor, Power) for factor in factors):
                if any(sign == "/" or isinstance(factor, Number) for factor, sign in _factors(term)):
                    return True
    return False
