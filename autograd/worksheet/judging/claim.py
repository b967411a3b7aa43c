"""A claim held against the truth: the same target and formula, computed at a point and compared."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograd.worksheet.evaluation import arrays
from autograd.worksheet.evaluation.arrays import Array, entries, made, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE, Exhausted
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.gradients import magnitude, steepness
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling import Samples
from autograd.worksheet.evaluation.tolerances import CANCELLED, COARSE, EPSILONS, ROUNDING, agree
from autograd.worksheet.language.edits import changed
from autograd.worksheet.language.tree import Node, names_in
from autograd.worksheet.language.vocabulary import CONSTANTS

REL = ROUNDING

MOST_LITERALS = 40
"""So many printed numbers of a formula are moved one by one; more are moved in groups."""

EQUAL, LAID_OUT_AS_ROW, DIFFERS, MISSHAPEN = "equal", "row", "differs", "misshapen"


@dataclass
class Claim:
    """A claim that `target` equals `formula` for every one of the `chosen` places of its index letters.

    `before` are the formulas that stand between both on the line, `seen` those found right so far and the definitions',
    `fixed` is the formula without the mistake, where that was found.
    """

    samples: Samples
    text: str
    target: Node
    formula: Node
    chosen: list[dict[str, int]]
    before: tuple[Node, ...] = ()
    seen: tuple[Node, ...] = ()
    fixed: Node | None = None
    _truths: dict[Point, list[Any]] = field(default_factory=dict)  # a point kept is none whose identity is given away
    _claims: dict[Point, tuple[Node, list[Any]]] = field(default_factory=dict)

    def with_formula(self, formula: Node) -> "Claim":
        """The same target held against another formula."""
        return replace(self, formula=formula)  # the truths found are shared

    def afresh(self, **changes: Any) -> "Claim":
        """The same about something else or elsewhere: nothing that was computed is kept."""
        return replace(self, **changes, _truths={}, _claims={})

    @property
    def is_numeric(self) -> bool:
        """Whether the formula names nothing but numbers and index letters."""
        return not self.names()

    @property
    def is_about_slopes(self) -> bool:
        """Whether the claim is one about derivatives."""
        return any(node.kind == "derivative" for node in self.target.inside())

    def names(self) -> list[str]:
        """The names in the formula."""
        letters = {letter for chosen in self.chosen[:1] for letter in chosen}
        return [name for name in names_in(self.formula) if name not in letters and not self.is_constant(name)]

    def is_constant(self, name: str) -> bool:
        """Whether a name is e or pi."""
        return name in CONSTANTS and name not in self.samples.base.floats

    def truths(self, point: Point) -> list[Any]:
        """What the target is, for each choice of places."""
        found = self._truths.get(point)
        if found is None:
            found = [point.formula(self.text, letters).value(self.target) for letters in self.chosen]
            self._truths[point] = found
        return found

    def claimed(self, point: Point, broadcast: bool = False) -> list[Any]:
        """What the formula is, for each choice of places."""
        evaluator = point.formula(self.text, {}, broadcast)
        found = []
        for letters in self.chosen:
            evaluator.letters = dict(letters)
            found.append(evaluator.value(self.formula))
        evaluator.refuse_layers(self.formula, *found)
        return found

    def claimed_once(self, point: Point) -> list[Any]:
        """What the formula is, for each choice of places, computed once: it is held against much."""
        formula, found = self._claims.get(point, (None, []))
        if formula is not self.formula:  # cases with other formulas share what was found
            found = self.claimed(point)
            self._claims[point] = self.formula, found
        return found

    def compared(self, point: Point, broadcast: bool = False) -> str:
        """Whether both are the same at a point. Raises what computing them raises."""
        worst = EQUAL
        for place, (truth, claim) in enumerate(zip(self.truths(point), self.claimed(point, broadcast), strict=True)):
            if shape(truth) != shape(claim):
                if not self.lies_across(truth, claim):
                    return MISSHAPEN
                claim = arrays.transpose(claim)
                worst = LAID_OUT_AS_ROW
            if not self.same(point, place, truth, claim):
                return DIFFERS
        return worst

    def holds(self, point: Point, broadcast: bool = False) -> bool:
        """Whether both are the same at a point; what cannot be computed is not."""
        try:
            return self.compared(point, broadcast) in (EQUAL, LAID_OUT_AS_ROW)
        except UNCOMPUTABLE:
            return False

    def holds_everywhere(self, broadcast: bool = False) -> bool:
        """Whether both are the same at the givens and at every random point of their pattern."""
        return all(self.holds(point, broadcast) for point in (self.samples.base, *self.samples.near))

    def lies_across(self, truth: Any, claim: Any) -> bool:
        """Whether a column stands as a row, or a row as a column, where a derivative may do so."""
        return (
            self.target.kind == "derivative"
            and isinstance(truth, Array)
            and truth.is_vector
            and shape(claim) == (truth.columns, truth.rows)
        )

    def same(self, point: Point, place: int, truth: Any, claim: Any) -> bool:
        """Whether two results of one shape differ by rounding errors at most."""
        small = None
        for x, y in zip(entries(truth), entries(claim), strict=True):
            if not (math.isfinite(x) and math.isfinite(y)):
                raise OverflowError("the result is too large for a float")
            difference = abs(x - y)
            if agree(x, y):
                continue
            if difference > CANCELLED * max(1.0, abs(x)):
                return False
            small = self.rounding(point, place) if small is None else small
            if difference > small:
                return False
        return True

    def rounding(self, point: Point, place: int) -> float:
        """How large the rounding errors of target and formula may be together."""
        total = 0.0
        letters = self.chosen[place]
        for node in (self.target, self.formula):
            formula = Formula(self.text, point.graph, letters, point, self.samples.work)
            try:
                if node.kind == "derivative":
                    pairs = point.entry_pairs(formula, node)
                    total += sum(steepness(point.node(top), point.node(bottom), point.work) for top, bottom in pairs)
                else:
                    root = arrays.total(entries(formula.value(node)))
                    total += abs(root) if isinstance(root, float) else magnitude(root, point.work)
            except Exhausted:
                raise
            except UNCOMPUTABLE:
                continue
        return EPSILONS * total

    def within_digits(self) -> bool:
        """Whether the givens' value is what the printed numbers of the formula may stand for."""
        try:
            farthest = self.farthest_off(_any_number)
            return farthest <= COARSE or (farthest < math.inf and self.farthest_off(self.samples.rounds_to) < math.inf)
        except UNCOMPUTABLE:
            return False

    def farthest_off(self, may_move: "Movable") -> float:
        """How far the givens' value is off at most, in proportion; infinite where its printed numbers are no excuse."""
        base, farthest = self.samples.base, 0.0
        for letters, truth in zip(self.chosen, self.truths(base), strict=True):
            claim, off = self.printed(letters, may_move)
            if self.lies_across(truth, claim):
                truth = arrays.transpose(truth)
            if shape(truth) != shape(claim):
                return math.inf
            for x, y, reach in zip(entries(truth), entries(claim), entries(off), strict=True):
                rounding = ROUNDING * max(abs(x), abs(y))
                if not abs(x - y) <= reach * (1 + ROUNDING) + rounding:
                    return math.inf
                if abs(x - y) > rounding and not _is_list_of_numbers(self.formula):
                    farthest = max(farthest, abs(x - y) / abs(x) if x else 1.0)
        return farthest

    def printed(self, letters: dict[str, int], may_move: "Movable | None" = None) -> tuple[Any, Any]:
        """What the formula is at the givens, and how far it may be off if its numbers are printed with rounding."""
        return printed(self.formula, self.samples.base.formula(self.text, letters), may_move or _any_number)


Movable = Callable[[float, float], bool]
"""Whether a printed number, with half a unit of its last digit, may stand for another one that rounds to it."""


def _any_number(number: float, half: float) -> bool:
    return True


def _is_list_of_numbers(node: Node) -> bool:
    """Whether there is nothing to compute: a number, or a list of them."""
    if node.kind in ("list", "negative"):
        return all(map(_is_list_of_numbers, node.parts))
    return node.kind == "number"


def printed(node: Node, evaluator: Formula, may_move: Movable = _any_number) -> tuple[Any, Any]:
    """What a formula comes to, and how far off its printed numbers may make it."""
    if node.kind == "list":  # each entry has its own digits
        pairs = [printed(part, evaluator, may_move) for part in node.parts]
        claims = arrays.listed([claim for claim, _ in pairs])
        return claims, made(*shape(claims), [entry for _, off in pairs for entry in entries(off)])
    claim = evaluator.value(node)
    off = [0.0] * len(entries(claim))
    literals = list(dict.fromkeys(part for part in node.inside() if part.kind == "number" and part.value[1]))
    if not _is_list_of_numbers(node):
        literals = [part for part in literals if may_move(*part.value[:2])]
    step = -(-len(literals) // MOST_LITERALS) or 1
    for first in range(0, len(literals), step):
        group = literals[first : first + step]
        reach = [0.0] * len(off)
        for sign in (-1, 1):
            moved = evaluator.value(shifted(node, group, sign))
            for place, (x, y) in enumerate(zip(entries(moved), entries(claim), strict=True)):
                reach[place] = max(reach[place], abs(x - y))
        off = [x + y for x, y in zip(off, reach, strict=True)]
    return claim, made(*shape(claim), off)


def shifted(node: Node, literals: Sequence[Node], sign: int) -> Node:
    """The formula with these numbers moved by half a unit of their last digit."""
    if node.kind == "number" and node in literals:
        number, half, typed = node.value
        return changed(node, value=(number + sign * half, half, typed))
    return node.with_parts(*(shifted(part, literals, sign) for part in node.parts)) if node.parts else node
