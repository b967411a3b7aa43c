"""Mistakes in the rules of differentiation: for slopes of functions, products, quotients and chains."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograd.engine.codegen.python import OPS, Value
from autograd.engine.graph import sorted_graph
from autograd.engine.operation import Op, text
from autograd.engine.slopes import described, local_slope
from autograd.worksheet.causes.slopes import is_curved
from autograd.worksheet.causes.variants import Slope, claims_numbers, claims_with
from autograd.worksheet.evaluation.gradients import gradients
from autograd.worksheet.evaluation.point import Entry, Point
from autograd.worksheet.judging.cause import Cause, Thing
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.tree import Derivative

MOST_PAIRS = 12
"""Derivatives of one claim that rules are looked through for."""

MOST_PLACES = 12
"""Operations of one graph where a rule may have been mistaken."""

About = dict[str, Thing]
"""What a sentence speaks of."""


def find_mistaken_slopes(claim: Claim) -> Iterator[Cause]:
    """Find a wrong rule for the slope of log, exp or a power, applied wherever one stands."""
    places = _places(claim)
    nodes = _interior(claim.samples.base, places[0][0][0]) if places else []
    for mistaken in SLOPES:
        found = [node for node in nodes if node.op == mistaken.operation and _is_function(node)]
        found.sort(key=lambda node: node.op == "pow" and _power_of(node)[1] == 2)
        if found and claims_with(claim, partial(_mistaken, mistaken.operation, mistaken.rule)):
            yield mistaken.cause(found[0])
    if any(node.op == "exp" for node in nodes):
        yield from _power_rule_on_exp(claim, places)


def _mistaken(operation: str, mistaken: Callable[[Value], float], point: Point) -> Slope:
    """The local derivatives, those of one operation by a wrong rule."""
    return lambda node, slot: (
        mistaken(node) if node.op == operation and not slot and _is_function(node) else local_slope(node, slot)
    )


def _is_function(node: Value) -> bool:
    """Whether a node is a function of one operand: a power has a constant exponent, and no 1/2 of a root."""
    return len(node.inputs) == 1 or (node.op == "pow" and node.inputs[1].is_constant)


def _operand(node: Value, slot: int = 0) -> str:
    return text(described(node.inputs[slot]))


def _power_of(node: Value) -> tuple[float, float]:
    base, exponent = node.recorded
    return base, exponent


def _lower(node: Value) -> float:
    base, exponent = _power_of(node)
    if exponent == 2:  # then a factor 2 is missing, which is plainer
        return local_slope(node, 0)
    return (exponent - 1) * OPS["pow"](base, exponent - 1)


def _integral(node: Value) -> float:
    base, exponent = _power_of(node)
    return OPS["pow"](base, exponent + 1) / (exponent + 1)


def _as_power(node: Value) -> float:
    return node.recorded[0] * OPS["exp"](node.recorded[0] - 1)


def _about_log(node: Value) -> About:
    operand = _operand(node)
    simple = all(character.isalnum() or character in "_[]" for character in operand)
    meant = f"1/{operand}" if simple else f"1/({operand})"
    return {"function": "log", "operand": operand, "meant": meant, "part": operand}


def _about_abs(node: Value) -> About:
    operand = _operand(node)
    meant = "1" if node.recorded[0] > 0 else "-1"
    return {"function": "abs", "operand": operand, "meant": meant, "part": operand}


def _about_power(node: Value) -> About:
    exponent = _power_of(node)[1]
    return {"meant": exponent, "part": exponent - 1, "operand": _operand(node)}


@dataclass(frozen=True)
class Mistaken:
    """A wrong rule for an operation: what it gives, the kind of mistake, its sentence, what that says of a node."""

    operation: str
    rule: Callable[..., float]
    kind: str
    sentence: str
    about: Callable[[Value], About] = lambda node: {}

    def cause(self, node: Value) -> Cause:
        """The cause that the rule was mistaken at a node."""
        return Cause(self.kind, self.sentence, self.about(node))


SLOPES = (
    Mistaken("log", lambda node: float(node.recorded[0]), "inverse", "slope of a function", _about_log),
    Mistaken("pow", _lower, "power", "power rule", _about_power),
    Mistaken("pow", _integral, "rule", "integrated", _about_power),
    Mistaken("abs", lambda node: float(node.recorded[0]), "local", "slope here", _about_abs),
    Mistaken("exp", _as_power, "power", "power rule for exp"),
)
"""The wrong rules for slopes that are usual."""


def _power_rule_on_exp(claim: Claim, places: list[list[tuple[Entry, Entry]]]) -> Iterator[Cause]:
    """The power rule for exp, and no slope of what is inside."""
    if len(places) != 1 or len(places[0]) != 1:
        return
    top, _ = places[0][0]
    count = sum(node.op == "exp" for node in _interior(claim.samples.base, top))
    for number in range(min(count, MOST_PLACES)):

        def inside(point: Point, number: int = number) -> list[list[float]]:
            exps = [node for node in _interior(point, top) if node.op == "exp"]
            swept = gradients(point.node(top), point.work, _mistaken("exp", _as_power, point))
            return [[swept.get(id(exps[number].inputs[0]), 0.0)]]

        if claims_numbers(claim, inside):
            yield Cause("power", "power rule for exp")


def find_mistaken_rules(claim: Claim) -> Iterator[Cause]:
    """Find a wrong rule for a product, a quotient or a chain, applied at one place of the graph."""
    places = _places(claim)
    if not places or sum(map(len, places)) > MOST_PAIRS or len({top for pairs in places for top, _ in pairs}) > 1:
        return
    top = places[0][0][0]
    tried = 0
    for place, node in enumerate(_interior(claim.samples.base, top)):
        rules = [mistaken for mistaken in RULES if mistaken.operation == node.op]
        rules += [CHAIN] if isinstance(node.rule, Op) and is_curved(node.rule) else []
        apart = len({id(operand) for operand in node.inputs if not operand.is_constant}) == len(node.inputs)
        if not rules or not apart:
            continue
        tried += 1
        if tried > MOST_PLACES:
            return
        at = _At(claim, place, top, places)
        if not at.matters():
            continue
        for mistaken in rules:
            if claims_numbers(claim, partial(at.numbers, mistaken.rule)):
                yield mistaken.cause(node)


@dataclass
class _At:
    """A place of the graph where a rule may have been mistaken."""

    claim: Claim
    place: int
    top: Entry
    places: list[list[tuple[Entry, Entry]]]
    swept: dict[tuple[Point, int], dict[int, float]] = field(default_factory=dict)

    def numbers(self, rule: Callable[..., float], point: Point) -> list[list[float]]:
        """The derivatives claimed, if the rule were right there.

        It takes the slopes of a node by its operands, their derivatives, and the node.
        """
        node = _interior(point, self.top)[self.place]
        upstream = self.by(point, point.node(self.top)).get(id(node), 0.0)
        slopes = [local_slope(node, slot) for slot in range(len(node.inputs))]
        found: list[list[float]] = []
        for pairs in self.places:
            found.append([])
            for top, bottom in pairs:
                inner = self.inner(point, node, bottom)
                right = sum(x * y for x, y in zip(slopes, inner, strict=True))
                mistaken = rule(slopes, inner, node) if all(inner) else right
                found[-1].append(point.slope(top, bottom) + upstream * (mistaken - right))
        return found

    def matters(self) -> bool:
        """Whether all operands depend on one of the bottoms; one that is it, or it and more, changes no chain."""
        base = self.claim.samples.base
        node = _interior(base, self.top)[self.place]
        found = [self.inner(base, node, bottom) for pairs in self.places for _, bottom in pairs]
        return any(all(inner) and inner != [1.0] for inner in found)

    def inner(self, point: Point, node: Value, bottom: Entry) -> list[float]:
        """The derivatives of a node's operands by a bottom."""
        return [self.by(point, operand).get(id(point.node(bottom)), 0.0) for operand in node.inputs]

    def by(self, point: Point, root: Value) -> dict[int, float]:
        """The derivatives of a Value, computed once."""
        key = (point, id(root))
        if key not in self.swept:
            self.swept[key] = gradients(root, point.work)
        return self.swept[key]


def _places(claim: Claim) -> list[list[tuple[Entry, Entry]]]:
    """The entries a claimed derivative is of and by, for each choice of places; none for what is no derivative."""
    base = claim.samples.base
    if not isinstance(claim.target, Derivative):
        return []
    return [base.entry_pairs(base.formula(claim.text, letters), claim.target) for letters in claim.chosen]


def _interior(point: Point, top: Entry) -> list[Value]:
    """What is computed for an entry, in order."""
    interior = sorted_graph(point.node(top))[1]
    point.work.spend(len(interior))
    return interior


def _about_first(node: Value) -> About:
    return {"operand": _operand(node)}


def _about_second(node: Value) -> About:
    return {"operand": _operand(node, 1)}


def _about_chain(node: Value) -> About:
    return {"operand": _operand(node), "function": node.op}


def _inside(slopes: list[float], inner: list[float], node: Value) -> float:
    """The slope of a function where the slope of its operand is."""
    rule: Any = node.rule
    return float(rule.local(0, tuple(inner), rule(*inner)))


RULES = (
    Mistaken("mul", lambda slopes, inner, node: slopes[0] * inner[0], "term", "product rule halved", _about_second),
    Mistaken("mul", lambda slopes, inner, node: slopes[1] * inner[1], "term", "product rule halved", _about_first),
    Mistaken("mul", lambda slopes, inner, node: inner[0] * inner[1], "rule", "product rule"),
    Mistaken("div", lambda slopes, inner, node: inner[0] / inner[1], "rule", "quotient rule"),
)
"""The wrong rules for products and quotients that are usual."""

CHAIN = Mistaken("", _inside, "rule", "chain rule", _about_chain)
"""The wrong rule for a chain, where a function is curved: what is straight has the same slope everywhere."""
