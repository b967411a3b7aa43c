"""Steps of plain gradient descent recognized: w − rate · dL/dw in parts that can be told, and nothing else.

What may be another method, such as Newton's, momentum, clipping, or ascent on a likelihood or a reward, is taken as
it is written.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.language.edits import ONE, minus, named, slope
from autograd.worksheet.language.roles import is_called_gain, is_called_loss, old_names_of, rates_among
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
    names_in,
)
from autograd.worksheet.sheet.model import Definition

_FOLDS = ("sum", "mean")
_MOST_NAMES = 30
_MOST_ALIASES = 4


@dataclass(frozen=True)
class Move:
    """A step taken apart: the sign of what is added to the name, its factors with their operators, in order."""

    sign: str
    factors: tuple[tuple[str, Node], ...]


def moved_by(name: str, formula: Node) -> Move | None:
    """What a step adds to a name; None where it is more than the name and one term, or less."""
    own = named(name)
    match formula:
        case Sum((first, term), signs) if first == own != term:
            step, sign = signs[0], signs[1]
        case Sum((term, last), signs) if last == own != term:
            step, sign = signs[1], signs[0]
        case _:
            return None
    if step != "+":
        return None
    while isinstance(term, Negative):
        sign, term = "+" if sign == "-" else "-", term.operand
    return Move(sign, tuple(_factors(term)))


def _factors(term: Node) -> Iterator[tuple[str, Node]]:
    if not isinstance(term, Product) or "@" in term.signs:
        yield "*", term
        return
    for sign, part in zip(term.signs, term.factors, strict=True):
        sign = "*" if sign in "_·" else sign
        if sign == "*":
            yield from _factors(part)
        else:
            yield sign, part


def product(factors: list[tuple[str, Node]]) -> Node:
    """The product of factors, each with its operator."""
    if not factors or factors[0][0] == "/":
        factors = [("*", ONE), *factors]
    if len(factors) == 1:
        return factors[0][1]
    return Product(tuple(part for _, part in factors), "".join(sign for sign, _ in factors))


def plain_step(name: str, formula: Node, samples: Samples, moved: Collection[str]) -> Node | None:
    """The step a formula must be meant as, where it can be nothing but plain descent; else None.

    `moved` are the names that have a new value in the same step.
    """
    move = moved_by(name, formula)
    if move is None:
        return None
    known = {definition.name: definition for definition in samples.definitions}
    slopes = {other: found for other in names_in(formula) if (found := _slope_named(other, known)) is not None}
    written = [part for part in formula.inside() if isinstance(part, Derivative)]
    tops = [part.top.name for part in (*written, *slopes.values()) if isinstance(part.top, Name)]
    loss = tops[0] if tops else _last_loss(name, samples, known)
    if loss is None or loss == name or loss not in known or name not in made_of(loss, known):
        return None
    if not isinstance(samples.base.floats.get(loss), float):  # no single number, so no loss
        return None
    within = made_of(loss, known)
    rates = [
        (sign, node)
        for sign, node in move.factors
        if is_rate(node, name, within, known, samples) and (sign == "/" or not _is_made_of(node, name, known))
    ]
    rest = [each for each in move.factors if each not in rates]
    if not rest or any(not set(moved).isdisjoint(names_in(part)) for _, part in rates):
        return None
    only = rest[0][1] if len(rest) == 1 and rest[0][0] == "*" else None
    if isinstance(only, Derivative) or (isinstance(only, Name) and only.name in slopes):
        if move.sign == "+" and not is_loss(loss, known):
            return None
        forgotten = rates_among(other for other in known if other not in within and known[other].given)
        if not rates and len(forgotten) == 1:
            rates = [("*", named(forgotten[0]))]
    elif not (rates and is_loss(loss, known) and _is_gradient(rest, name, within, slopes, known)):
        return None
    else:  # a number beside a rate belongs to the gradient
        rates = [each for each in rates if names_in(each[1])] or rates[:1]
    return minus(named(name), product([*rates, ("*", slope(loss, name))]))


def goes_by_slope(formula: Node, samples: Samples) -> bool:
    """Whether a step is written with a derivative, or with the name that was given to one."""
    known = {definition.name: definition for definition in samples.definitions}
    named = any(_slope_named(name, known) is not None for name in names_in(formula))
    return named or formula.has(Derivative)


def made_of(name: str, known: Mapping[str, Definition]) -> set[str]:
    """The names something is made of, itself among them."""
    found, todo = {name}, [name]
    while todo:
        definition = known.get(todo.pop())
        new = set(names_in(definition.formula)) - found if definition is not None else set()
        found |= new
        todo.extend(sorted(new))
    return found


def _slope_named(name: str, known: Mapping[str, Definition]) -> Derivative | None:
    """The derivative a name stands for, as after g = dL/dw."""
    for _ in range(_MOST_ALIASES):
        definition = known.get(name)
        if definition is None or not definition.is_derivative:
            return None
        match definition.formula:
            case Derivative() as slope:
                return slope
            case Name(name):
                pass
            case _:
                return None
    return None


def _last_loss(name: str, samples: Samples, known: Mapping[str, Definition]) -> str | None:
    """What is computed last of all single numbers that are made of a name, but for new values and what is made of
    these; what is called a loss, before what is computed below it.
    """
    made, last, called, new = {name}, None, None, set[str]()
    for definition in samples.definitions:
        if definition.given or definition.name in made or made.isdisjoint(names_in(definition.formula)):
            continue
        used = set(names_in(definition.formula))
        if not used.isdisjoint(old_names_of(definition.name)) or not new.isdisjoint(used):
            new.add(definition.name)
            continue
        made.add(definition.name)
        if isinstance(samples.base.floats.get(definition.name), float) and not known[definition.name].is_derivative:
            last = definition.name
            called = last if is_called_loss(last) else called
    return called or last


def is_rate(node: Node, name: str, within: set[str], known: Mapping[str, Definition], samples: Samples) -> bool:
    """Whether a factor is a number, or made of numbers the loss does not depend on."""
    names = names_in(node)
    if name in names or node.has(Derivative, Fold, List):
        return False
    values = [samples.base.floats.get(other) for other in names]
    if any(isinstance(value, (Array, Layer)) for value in values):
        return False
    return not any(other in within or (other in known and known[other].is_derivative) for other in names)


def _is_made_of(node: Node, name: str, known: Mapping[str, Definition]) -> bool:
    """Whether anything in a formula is computed from a name, as an error signal is."""
    return any(other in known and not known[other].given and name in made_of(other, known) for other in names_in(node))


def _is_gradient(
    rest: list[tuple[str, Node]],
    name: str,
    within: set[str],
    slopes: Mapping[str, Derivative],
    known: Mapping[str, Definition],
) -> bool:
    """Whether factors can be nothing but a gradient written out: made of the loss's names, divided by givens only."""
    parts = (part for other in within if other in known for part in known[other].formula.inside())
    used = {part.function for part in parts if isinstance(part, Call)}
    for sign, factor in rest:
        for node in factor.inside():
            match node:
                case Product(factors, signs):
                    below = [part for each, part in zip(signs, factors, strict=True) if each == "/"]
                    if any(_is_computed(part, name, known) for part in below):
                        return False
                case Sum() if node.has(Derivative):
                    return False  # as a gradient with decay
                case Call(function) if function not in (*_FOLDS, "step", *used):
                    return False
        if sign == "/" and _is_computed(factor, name, known):
            return False
        if not set(names_in(factor)) <= within | set(slopes):
            return False
    return True


def _is_computed(node: Node, name: str, known: Mapping[str, Definition]) -> bool:
    return any(other == name or (other in known and not known[other].given) for other in names_in(node))


def is_loss(name: str, known: Mapping[str, Definition]) -> bool:
    """Whether one descends on this: a loss by its name or for what it is made of."""
    if is_called_gain(name):
        return False
    side = _Sides(known).of(named(name))
    return side > 0 or (side == 0 and is_called_loss(name))


@dataclass
class _Sides:
    """On which side of 0 formulas are that have a least or a greatest value, as told by how they are written.

    1 for sums of squares, sizes and −log p, -1 for log p and what squares are taken off, 0 where nothing tells.
    """

    known: Mapping[str, Definition]
    known_sides: dict[str, int] = field(default_factory=dict)

    def of(self, node: Node) -> int:
        """The side of a formula."""
        match node:
            case Negative(operand):
                return -self.of(operand)
            case Name(name):
                return self.of_name(name)
            case Sum(terms, signs):
                sides = {self.of(part) * (1 if sign == "+" else -1) for sign, part in zip(signs, terms, strict=True)}
                sides -= {0}
                return sides.pop() if len(sides) == 1 else 0
            case Power(_, Number(exponent)):
                return int(exponent > 0 and exponent % 2 == 0)
            case Product():
                return self.of_product(node)
            case Fold(function, _, body):
                return self.of(body) if function in _FOLDS else 0
            case Call():
                return self.of_call(node)
        return 0

    def of_name(self, name: str) -> int:
        """The side of what a name is defined as; of a few names only, one within the other."""
        definition = self.known.get(name)
        if name not in self.known_sides and definition is not None and len(self.known_sides) < _MOST_NAMES:
            self.known_sides[name] = 0
            self.known_sides[name] = 0 if definition.given else self.of(definition.formula)
        return self.known_sides.get(name, 0)

    def of_product(self, node: Product) -> int:
        """The side of a product: log p says what it is beside any factor, a square beside numbers only."""
        bare = [part.operand if isinstance(part, Transpose) else part for part in node.factors]
        if len(bare) == 2 and bare[0] == bare[1]:
            return 1
        side, sure = 1, True
        for part in bare:
            if not names_in(part):
                side *= -1 if isinstance(part, Negative) else 1
            elif found := self.of(part):
                side *= found
            else:
                sure = False
        told = bool(names_in(node))
        return side if told and (sure or side < 0) else 0

    def of_call(self, node: Call) -> int:
        """The side of a function: the logarithm of a sum with exp in it grows as what stands there."""
        match node:
            case Call(function, (operand, *_)) if function in _FOLDS:
                return self.of(operand)
            case Call("log" | "ln", (operand, *_)):
                grows = any(isinstance(part, Call) and part.function == "exp" for part in operand.inside())
                return -1 if not grows else int(isinstance(operand, Sum))
            case Call("relu" | "abs"):
                return 1
            case Call("max", operands):
                return int(any(isinstance(part, Number) for part in operands))
        return 0
