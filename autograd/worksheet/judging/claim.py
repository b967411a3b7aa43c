"""A claim held against the truth: the same target and formula, computed at a point and compared."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.errors import AnomalyError
from autograd.formulas.symbols import symbol
from autograd.worksheet.evaluation import arrays
from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.gradients import magnitude, smallest_that_matters
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import (
    CANCELLED,
    COARSE,
    EPSILONS,
    MOST_LEEWAY,
    ROUNDING,
    agree,
    agree_but_for,
)
from autograd.worksheet.judging.digits import (
    Movable,
    has_leeway,
    is_result,
    is_zero,
    printed,
    results,
    significant_digits,
)
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Derivative,
    Fold,
    List,
    Name,
    Node,
    Number,
    Product,
    Sum,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.language.work import Exhausted, Work

MANY_CHOICES = 8
"""Entries of names without numbers, each drawn by itself: what holds for so many at one point is no accident."""

EQUAL, LAID_OUT_AS_ROW, DIFFERS, MISSHAPEN = "equal", "row", "differs", "misshapen"


FOR_DIGITS = 12
"""Operations for holding a number against another within its digits."""


@dataclass
class Claim:
    """A claim that `target` equals `formula` for every one of the `chosen` places of its index letters.

    `before` are the formulas that stand between both on the line, `seen` those found right so far and the definitions'.
    """

    samples: Samples
    text: str
    target: Node
    formula: Node
    chosen: list[dict[str, int]]
    before: tuple[Node, ...] = ()
    seen: tuple[Node, ...] = ()
    _truths: dict[Point, list[Any]] = field(default_factory=dict)  # a point kept is none whose identity is given away
    _claims: dict[Point, tuple[Node, list[Any]]] = field(default_factory=dict)
    _is_numeric: bool | None = field(default=None, init=False)  # asked for every error that a claim may follow from

    def with_formula(self, formula: Node) -> "Claim":
        """The same target held against another formula."""
        return replace(self, formula=formula)  # the truths found are shared

    def afresh(self, **changes: Any) -> "Claim":
        """The same about something else or elsewhere: nothing that was computed is kept."""
        return replace(self, **changes, _truths={}, _claims={})

    def counted_as(self, work: Work) -> "Claim":
        """The same claim, computed at points that count as other work; what was found at them is known."""
        samples = self.samples.counted_as(work)
        points = zip((self.samples.base, *self.samples.near), (samples.base, *samples.near), strict=True)
        truths = {other: self._truths[point] for point, other in points if point in self._truths}
        return replace(self, samples=samples, _truths=truths, _claims={})

    @property
    def is_numeric(self) -> bool:
        """Whether the formula names nothing but numbers and index letters."""
        if self._is_numeric is None:
            self._is_numeric = not self.names()
        return self._is_numeric

    @property
    def has_numbers(self) -> bool:
        """Whether all that it speaks of has a number: only then can a number be held against it."""
        return not self.without_number()

    def without_number(self) -> list[str]:
        """The names without number that its two sides depend on."""
        known = self.samples.open
        if not known:
            return []
        names = [name for node in (self.target, self.formula) for name in names_in(node)]
        return list(dict.fromkeys(each for name in names for each in known.get(name, ())))

    @property
    def is_about_slopes(self) -> bool:
        """Whether the claim is one about derivatives."""
        return self.target.has(Derivative)

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
        evaluator.keep_parts()
        found = []
        for letters in self.chosen:
            evaluator.letters = dict(letters)
            found.append(evaluator.value(self.formula))
        evaluator.refuse_layers(self.formula, *found)
        return found

    def claimed_once(self, point: Point) -> list[Any]:
        """What the formula is, for each choice of places, computed once: it is held against much."""
        formula, found = self._claims.get(point, (None, []))
        if formula is not self.formula:  # claims of other formulas share what was found
            found = self.claimed(point)
            self._claims[point] = self.formula, found
        return found

    def compared(self, point: Point, broadcast: bool = False) -> str:
        """Whether both are the same at a point. Raises what computing them raises."""
        worst = EQUAL
        for place, (truth, claim) in enumerate(zip(self.truths(point), self.claimed(point, broadcast), strict=True)):
            if shape(truth) != shape(claim):
                if (is_zero(self.formula) or self.is_nothing(claim)) and not any(entries(truth)):
                    continue  # 0 stands for as many zeros as there are
                if self.is_for_each_entry(truth, claim):
                    continue
                diagonal = self.entry_by_entry(truth, claim)
                if diagonal is not None:
                    truth = diagonal
                elif not self.lies_across(truth, claim):
                    return MISSHAPEN
                else:
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
        return all(self.holds(point, broadcast) for point in (self.samples.base, *self.points_near))

    @property
    def points_near(self) -> list[Point]:
        """The random points where it is tried: one of them, where it is about many entries of names without numbers."""
        near = self.samples.near
        return near[:1] if self.samples.free and len(self.chosen) > MANY_CHOICES else near

    def entry_by_entry(self, truth: Any, claim: Any) -> Any:
        """The derivatives of each entry by its own, where a list is claimed and no entry depends on another's; or the
        one number that all of them are, where a number is: dz/db = 1 of z = W x + b.
        """
        if not (isinstance(self.target, Derivative) and isinstance(truth, Array) and truth.rows == truth.columns):
            return None
        count = truth.rows
        if any(entry for place, entry in enumerate(truth.entries) if place % (count + 1)):
            return None
        own = truth.entries[:: count + 1]
        if shape(claim) == (1, 1):
            return own[0] if all(agree(each, own[0]) for each in own) else None
        return arrays.made(*shape(claim), own) if shape(claim) in ((count, 1), (1, count)) else None

    def is_for_each_entry(self, truth: Any, claim: Any) -> bool:
        """Whether one number is claimed of what has only that as entries: of a value, or a slope without numbers."""
        if not (isinstance(truth, Array) and shape(claim) == (1, 1)):
            return False
        (number,) = entries(claim)
        may_stand = bool(self.without_number()) if self.is_slope else self.is_numeric
        return may_stand and all(agree(each, number) for each in entries(truth))

    def is_nothing(self, claim: Any) -> bool:
        """Whether a formula by cases comes to the plain 0 of one of them."""
        return claim == 0 and self.formula.has(Case)

    def lies_across(self, truth: Any, claim: Any) -> bool:
        """Whether a column stands as a row, or a row as a column, where a derivative may do so."""
        typed = isinstance(truth, Array) and truth.is_list
        typed = typed or (self.formula.has(List) and shape(claim)[1] == 1)
        may_lie = self.is_slope or typed
        return may_lie and isinstance(truth, Array) and truth.is_vector and shape(claim) == (truth.columns, truth.rows)

    def same(self, point: Point, place: int, truth: Any, claim: Any) -> bool:
        """Whether two results of one shape differ by rounding errors at most."""
        noise = None
        for x, y in zip(entries(truth), entries(claim), strict=True):
            if not (math.isfinite(x) and math.isfinite(y)):
                raise OverflowError("the result is too large for a float")
            if agree(x, y):
                continue
            if abs(x - y) > CANCELLED * max(1.0, abs(x)):
                return False
            noise = self.noise(point, place) if noise is None else noise
            if not agree_but_for(noise, x, y):
                return False
        return True

    def noise(self, point: Point, place: int) -> float:
        """How large the rounding errors of both may be together; terms of the formula that cancel make it no larger."""
        truth, claim = (self.size_of(node, point, place) for node in (self.target, self.formula))
        if isinstance(self.target, Derivative):  # a factor of it may have cancelled: y - t, where both are 0.3
            truth = max([truth, *(self.size_of(self.target, other, place) for other in self.samples.near[:1])])
        return EPSILONS * (truth + min(claim, max(1.0, truth)))

    def size_of(self, node: Node, point: Point, place: int) -> float:
        """What the rounding errors of target or formula are in proportion to; 0 where that cannot be told."""
        return self._size_in(
            Formula(self.text, point.graph, dict(self.chosen[place]), point, self.samples.work), node, point
        )

    def _size_in(self, formula: Formula, node: Node, point: Point) -> float:
        """The same, with letters as they are chosen there."""
        try:
            match node:
                case Derivative():
                    pairs = point.entry_pairs(formula, node)
                    return sum(point.steepness(top, bottom) for top, bottom in pairs)
                case Name(name) if made := point.made_of_slopes(name):
                    return self._size_in(formula, made, point)
                case Fold("sum", letter, body) if _has_slopes(body) and letter not in formula.letters:
                    total = 0.0
                    for each in range(formula.range(letter, [body], node)):
                        formula.letters[letter] = each
                        total += self._size_in(formula, body, point)
                    formula.letters.pop(letter, None)
                    return total
                case Sum(terms) if _has_slopes(node) or not names_in(node):
                    return sum(self._size_in(formula, term, point) for term in terms)
                case Product(factors, signs) if "/" not in signs and (_has_slopes(node) or not names_in(node)):
                    return math.prod(self._size_in(formula, factor, point) for factor in factors)
            root = arrays.total(entries(formula.value(node)))
            return abs(root) if isinstance(root, float) else magnitude(root, point.work)
        except Exhausted:
            raise
        except UNCOMPUTABLE:
            return 0.0

    def underflow(self) -> AnomalyError | None:
        """What in the formula is too small for a float at the givens, where that leaves no digit of the result.

        exp(-740) has two digits left, and a quotient of such numbers is anything; 1 + exp(-740) is 1 all the same.
        """
        base = self.samples.base
        for letters in self.chosen:
            formula = Formula(self.text, base.graph, letters, base, self.samples.work)
            try:
                for root in entries(formula.value(self.formula)):
                    node = smallest_that_matters(root, self.samples.work) if isinstance(root, Value) else None
                    if node is not None and node.rule is not None:
                        named = node.rule.written(tuple(map(symbol, node.recorded)))
                        return AnomalyError(f"{named} is too small for a float", node.op)
            except Exhausted:
                raise
            except UNCOMPUTABLE:
                continue
        return None

    def within_digits(self) -> bool:
        """Whether the givens' value is what the printed numbers of the claim may stand for."""
        try:
            near = self.is_within(COARSE, self.has_leeway) or self.is_within(MOST_LEEWAY, self.rounds_something)
            return near and not self.is_drowned()
        except UNCOMPUTABLE:
            return False

    def is_drowned(self) -> bool:
        """Whether the terms of the formula cancel so far that rounding alone decides what it comes to."""
        if is_result(self.formula):
            return False
        base = self.samples.base
        for place, truth in enumerate(self.truths(base)):
            noise = EPSILONS * self.size_of(self.formula, base, place)
            if noise > CANCELLED * max(map(abs, entries(truth))):
                return True
        return False

    def has_leeway(self, literal: Number) -> bool:
        """Whether a number inside the formula may be rounded: it has the digits, and is none that the sheet has so."""
        return has_leeway(literal) and not self.samples.has_exactly(literal.number)

    def rounds_something(self, literal: Number) -> bool:
        """Whether a number inside the formula is near enough to one of the sheet to be that, rounded."""
        return has_leeway(literal) and self.samples.rounds_to(literal.number, literal.half_unit)

    def is_within(self, cap: float, may_move: Movable) -> bool:
        """Whether the givens' value is as near as printed numbers allow; inside a formula, within a cap besides."""
        base = self.samples.base
        for place, (letters, truth) in enumerate(zip(self.chosen, self.truths(base), strict=True)):
            base.work.spend(FOR_DIGITS + 2 * len(entries(truth)))
            claim, off = printed(self.formula, base.formula(self.text, letters), may_move)
            if self.lies_across(truth, claim):
                truth = arrays.transpose(truth)
            elif shape(claim) == (1, 1) and not self.is_slope and self.is_for_each_entry(truth, entries(truth)[0]):
                truth = entries(truth)[0]
            if shape(truth) != shape(claim) or any(isinstance(each, Layer) for each in entries(truth)):
                return False
            rooms = self.room_of_target(letters, may_move, len(entries(truth)))
            written = results(self.formula, len(entries(claim)))
            for x, y, reach, room, result in zip(
                entries(truth), entries(claim), entries(off), rooms, written, strict=True
            ):
                leeway = reach if result else min(reach, cap * abs(x))
                if result and self.is_slope and is_zero(self.formula):
                    leeway = 0.0  # 0.0 says that nothing depends on it
                leeway += min(room, cap * abs(x))
                if abs(x - y) <= leeway * (1 + ROUNDING) + ROUNDING * max(abs(x), abs(y)):
                    continue
                if y or abs(x) > CANCELLED or not agree_but_for(self.noise(base, place), x, y):  # 0 is what cancels
                    return False
        return True

    def room_of_target(self, letters: dict[str, int], may_move: Movable, count: int) -> list[float]:
        """How far off rounded numbers make a target that is written with numbers only, as in -1.5*0.083 = -0.1243.

        So do those that a name was worked out from, if they are long: L = -log(q) behind q = 2.718/30.193.
        """
        target, moves = self.target, may_move
        if isinstance(target, Name) and (made := self.samples.made_of_numbers(target.name)) is not None:
            target, moves = made, lambda each: may_move(each) and significant_digits(each.typed) >= LEAST_WORKED_WITH
        if not names_in(target) and not is_result(target) and not isinstance(self.target, Call):
            off = entries(printed(target, self.samples.base.formula(self.text, letters), moves)[1])
            if len(off) == count:
                return list(off)
        return [0.0] * count

    @property
    def is_slope(self) -> bool:
        """Whether the claim is one about a derivative, or the name that was given to one."""
        if isinstance(self.target, Derivative):
            return True
        name = self.target.name if isinstance(self.target, Name) else None
        return name in self.samples.named_slopes

    def printed(self, letters: dict[str, int]) -> tuple[Any, Any]:
        """What the formula is at the givens, and how far it may be off if its numbers are printed with rounding."""
        return printed(self.formula, self.samples.base.formula(self.text, letters))


LEAST_WORKED_WITH = 4
"""Significant digits of a number that may be a rounded one in the formula of a name that a result is made with."""


def _has_slopes(formula: Node) -> bool:
    return formula.has(Derivative)
