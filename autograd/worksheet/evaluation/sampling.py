"""Where claims are judged: at the givens, and at random points on the same side of every kink.

The definitions are computed once for each point, not once for each claim.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

from autograd.engine.codegen.python import Value
from autograd.engine.graph import sorted_graph
from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import (
    Array,
    as_list,
    entries,
    is_own_transpose,
    is_square,
    made,
    shape,
    symmetric,
)
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.kept import Drawn, Keeping, Kept, Purse, made_of
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Claims, Point, as_values
from autograd.worksheet.evaluation.tolerances import ROUNDING, STEP_FROM_KINK
from autograd.worksheet.evaluation.variable_givens import in_quadratic_forms, varied_givens
from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Unknown,
    free_letters,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.model import Definition, Free
from autograd.worksheet.sheet.unknown import UPSTREAM

FOR_A_STRETCH = 40
"""Operations for what is done once for all definitions."""

NEAR = 3
"""Random points of the givens' own activation pattern: one would do, if numbers were never special."""

ELSEWHERE = 8
"""So many random points of other patterns are looked for, for remarks."""

MOST_DRAWN = 40
"""Points drawn near the givens, each closer if the one before was of no use: the last at a hundred-thousandth."""

SIGNED, POSITIVE, FRACTIONS = "any numbers", "positive numbers", "numbers between 0 and 1"
DRAWN = (SIGNED, SIGNED, SIGNED, POSITIVE, POSITIVE, FRACTIONS, FRACTIONS)
"""What names without number are taken as, one after the other, until there are all logarithms and roots."""

FAR = 2.5
"""How far away points of other patterns are drawn, in proportion to the givens."""


class Broken(NamedTuple):
    """A name that has no value: what is to blame, which may be another name, and why that has none.

    `fault` is what computing it raised, where nothing else is to blame.
    """

    blamed: str
    why: str
    fault: Exception | None = None

    def said(self, name: str) -> str:
        """What is said where the name is used."""
        return f"{name} {self.why}" if name == self.blamed else f"{name} has no value, as {self.blamed} {self.why}"


@dataclass
class Scattered:
    """Random points around the givens, drawn when they are first asked for: what is a number needs none."""

    draw_near: Callable[[], list[Point]] = list
    draw_elsewhere: Callable[[], list[Point]] = list

    @cached_property
    def near(self) -> list[Point]:
        """Some of the givens' own pattern."""
        return self.draw_near()

    @cached_property
    def elsewhere(self) -> list[Point]:
        """Some of others; they are drawn after those near."""
        self.near  # noqa: B018
        return self.draw_elsewhere()


@dataclass
class Worlds:
    """The worlds made last, in which claims were taken for true: what they were made of, and the point, if any."""

    kept: dict[tuple[Any, ...], Point | None] = field(default_factory=dict)

    def get(self, made_of: tuple[Any, ...], make: Callable[[], Point | None]) -> Point | None:
        """The world made of this, which is made if it is none of the last ones."""
        if made_of in self.kept:
            return self.kept[made_of]
        if len(self.kept) >= MOST_WORLDS:
            del self.kept[next(iter(self.kept))]
        world = self.kept[made_of] = make()
        return world


MOST_WORLDS = 24
"""Worlds that are kept: those of the latest errors, alone and together."""


class WaitsError(LanguageError):
    """What is asked of a name needs one that has no value: `blamed` is where that began, `why` the reason."""

    blamed = why = ""


@dataclass
class Samples:
    """The points a stretch of a worksheet is judged at.

    `base` is at the givens (at any numbers, if there are none), `scattered` has random points, `near` of the same
    pattern and `elsewhere` of others; `broken` are the names that cannot be computed. `pattern` is the side of each
    kink at the givens, `updated` has the values given since, `varied` the givens that may be others, and if they add
    up to 1. `written` are the formulas of the stretch, `free` the names without number. Where a condition narrows them,
    `met` says at which of all the points claims are held against it is met; it is empty where it is met at all. `own`
    are names that a student gave besides those of a key: their numbers may be rounded, as those in formulas are.
    """

    base: Point
    definitions: list[Definition]
    work: Work
    scattered: Scattered = field(default_factory=Scattered)
    broken: dict[str, Broken] = field(default_factory=dict)
    pattern: tuple[int, ...] = ()
    has_givens: bool = True
    free: frozenset[str] = frozenset()
    counts: tuple[str, ...] = ()
    updated: Mapping[str, Any] = field(default_factory=dict)
    varied: Mapping[str, bool] = field(default_factory=dict)
    resize: Callable[[], "Samples"] | None = field(default=None, repr=False)
    written: list[Node] = field(default_factory=list, repr=False)
    met: tuple[bool, ...] = ()
    own: frozenset[str] = frozenset()
    worlds: Worlds = field(default_factory=Worlds, repr=False)

    @cached_property
    def resized(self) -> "Samples | None":
        """The same at other lengths, where names without number have any."""
        return self.resize() if self.resize is not None else None

    @property
    def near(self) -> list[Point]:
        """Random points of the givens' own pattern."""
        return self.scattered.near

    @property
    def elsewhere(self) -> list[Point]:
        """Random points of other patterns."""
        return self.scattered.elsewhere

    def counted_as(self, work: Work) -> "Samples":
        """The same points; what is computed at the givens and near them counts as other work."""
        scattered = Scattered(lambda: [point.counted_as(work) for point in self.near], lambda: self.elsewhere)
        return replace(self, base=self.base.counted_as(work), scattered=scattered)

    def afresh(self, work: Work) -> "Samples":
        """The same points with nothing known of derivatives yet, for one who judges from the beginning."""
        scattered = Scattered(
            lambda: [point.afresh(work) for point in self.near],
            lambda: [point.afresh(work) for point in self.elsewhere],
        )
        resize = self.resize
        resized = self.__dict__.get("resized")
        if resized is not None:
            resize = partial(resized.afresh, work)
        return replace(self, base=self.base.afresh(work), work=work, scattered=scattered, resize=resize)

    def needs(self, text: str, *nodes: Node, updated: Mapping[str, Any] | None = None) -> None:
        """Make sure that what formulas speak of could be computed.

        Within a step of descent, names `updated` in it that a definition uses still have the value before it.
        """
        lost = {name: value for name, value in (updated or {}).items() if isinstance(value, Broken)}
        missing = {name: broken for name, broken in lost.items() if name not in self.used}
        missing.update(self.broken)
        for part in (part for node in nodes for part in node.inside()):
            if isinstance(part, Name) and part.name in missing:
                broken = missing[part.name]
                fault = WaitsError(broken.said(part.name), text, part.column, part.length)
                fault.blamed, fault.why = broken.blamed, broken.why
                raise fault

    @cached_property
    def used(self) -> set[str]:
        """The names that definitions are made with."""
        return {name for definition in self.definitions for name in names_in(definition.formula)}

    @cached_property
    def told_formulas(self) -> list[Definition]:
        """The definitions that the sheet itself has, of what is computed."""
        return [each for each in self.definitions if each.statement.text and not each.given]

    @cached_property
    def is_in_order(self) -> bool:
        """Whether nothing that is computed is used above where it is told."""
        return not used_above(self.told_formulas)

    @cached_property
    def own_names(self) -> dict[str, list[str]]:
        """The names in the formula of each name that is computed."""
        return {
            each.name: names_in(each.formula) for each in self.definitions if not (each.given or each.is_derivative)
        }

    @cached_property
    def has_unknown(self) -> bool:
        """Whether anything is said of functions that are not defined, or of a loss by its derivatives only."""
        formulas = (*self.written, *(each.formula for each in self.definitions))
        self.work.spend(len(formulas))
        return any(
            isinstance(node, Unknown) or (isinstance(node, Name) and node.name.startswith(UPSTREAM))
            for formula in formulas
            for node in formula.inside()
        )

    @cached_property
    def unknown_calls(self) -> dict[str, list[Unknown]]:
        """Where the formulas of the stretch call functions that are not defined, by these functions' names."""
        found: dict[str, list[Unknown]] = {}
        for formula in self.written:
            for node in formula.inside():
                if isinstance(node, Unknown):
                    found.setdefault(node.function, []).append(node)
        return found

    @cached_property
    def formula_of(self) -> dict[str, Node]:
        """The formula of each name that is computed."""
        return {each.name: each.formula for each in self.definitions if not each.given}

    def made_of_numbers(self, name: str) -> Node | None:
        """What a name is worked out from by way of others, where that is numbers alone; None elsewhere."""
        worked, formula = self._worked_in_numbers, self.formula_of.get(name)
        if not worked or formula is None or not worked.keys() >= self.behind(name) - {name}:
            return None

        def written_out(node: Node) -> Node:
            match node:
                case Name(other) if other in worked:
                    return worked[other]
                case Index(Name(other), (Number(at),)) if other in worked:
                    found = worked[other]
                    is_there = isinstance(found, List) and at < len(found.parts)
                    return found.parts[int(at)] if is_there else replace(node, array=found)
            return with_each(node, written_out)

        return written_out(formula)

    @cached_property
    def _worked_in_numbers(self) -> dict[str, Node]:
        """The formulas in which numbers are worked with, and no names."""
        working = (Sum, Product, Power, Call)
        return {
            each.name: each.formula
            for each in self.definitions
            if each.given and any(isinstance(part, working) for part in each.formula.inside())
        }

    def used_by(self, name: str) -> list[str]:
        """The names in a name's own formula."""
        return self.own_names.get(name, [])

    def is_used(self, name: str) -> bool:
        """Whether the formula of another name speaks of this one; formulas that are differentiated do not count."""
        return any(name in used for other, used in self.own_names.items() if other != name and other[:1] != "(")

    def behind(self, name: str) -> set[str]:
        """What a name depends on, itself among it."""
        found = self._behind.get(name)
        if found is None:
            found, todo = {name}, [name]
            while todo:
                used = self.used_by(todo.pop())
                todo += [each for each in used if each not in found]
                found.update(used)
            self.work.spend(len(found))
            self._behind[name] = found
        return found

    @cached_property
    def _behind(self) -> dict[str, set[str]]:
        return {}

    @cached_property
    def open(self) -> dict[str, tuple[str, ...]]:
        """The names that depend on names without number, and on which; those themselves, too."""
        found: dict[str, tuple[str, ...]] = {name: (name,) for name in self.free}
        for definition in self.definitions if self.free else ():
            uses = [each for name in names_in(definition.formula) for each in found.get(name, ())]
            if uses:
                found[definition.name] = tuple(dict.fromkeys(uses))
        return found

    @cached_property
    def named_slopes(self) -> set[str]:
        """The names that are given to derivatives."""
        found = (each for each in self.definitions if each.is_derivative and isinstance(each.formula, Derivative))
        return {each.name for each in found}

    @cached_property
    def computed_formulas(self) -> tuple[Node, ...]:
        """The formulas of the definitions that are not given."""
        return tuple(definition.formula for definition in self.definitions if not definition.given)

    @cached_property
    def around_kinks(self) -> list[Point]:
        """Points so near the givens that only the kinks there tell them apart."""
        rng = random.Random(0)
        sound = [definition for definition in self.definitions if definition.name not in self.broken]
        drawn = (
            _at_random(sound, self.updated, self.varied, self.base, STEP_FROM_KINK, self.work, _give_none, rng)
            for _ in range(ELSEWHERE)
        )
        points = [point for point in drawn if point is not None]
        is_tied = any(not any(sides) for sides in zip(*(point.sides() for point in points), strict=False))
        return [*points, *self._apart(sound, rng)] if is_tied else points

    def _apart(self, sound: Iterable[Definition], rng: random.Random) -> Iterator[Point]:
        """Points at which what is computed is moved as well, which is equal at all others: two 0 that relu makes.

        Each stands with the one on the other side of all ties.
        """
        found = {name: entries(each) for name, each in self.base.graph.items() if not isinstance(each, Layer)}
        numbers = {name: list(map(float, each)) for name, each in found.items() if name in self.formula_of}
        for _ in range(ELSEWHERE):
            steps = {name: [moved(x, STEP_FROM_KINK, rng) - x for x in each] for name, each in numbers.items()}
            for sign in (1, -1):
                apart = {
                    name: dict(enumerate(x + sign * step for x, step in zip(each, steps[name], strict=True)))
                    for name, each in numbers.items()
                }
                point, faults = _point(sound, self.updated, self.work, _give_none, {}, Claims(forward=apart))
                if not faults:
                    yield point

    @cached_property
    def sizes(self) -> tuple[list[float], list[float]]:
        """The size of every given; that of every number computed, and of what is left of it to 1. Both in order."""
        graph = {name: found for name, found in self.base.graph.items() if not isinstance(found, Layer)}
        found = (each for name, each in graph.items() if name not in self.own)
        roots = [entry for each in found for entry in entries(each) if isinstance(entry, Value)]
        leaves, interior = sorted_graph(*roots)
        self.work.spend(len(leaves) + len(interior))
        computed = [node.data for node in interior] + [1 - node.data for node in (*leaves, *interior)]
        return sorted(abs(leaf.data) for leaf in leaves), sorted(map(abs, computed))

    def is_given(self, number: float) -> bool:
        """Whether a number is one of those given, but for its sign."""
        return _is_among(self.sizes[0], number)

    def has_exactly(self, number: float) -> bool:
        """Whether a number is given or computed as it stands, but for its sign: then it is no rounded one."""
        return any(_is_among(sizes, number) for sizes in self.sizes)

    def rounds_to(self, number: float, half: float) -> bool:
        """Whether a printed number may be a rounded one: nothing that the sheet has so, but near something it has."""
        if self.has_exactly(number):
            return False
        size, off = abs(number), ROUNDING * abs(number)
        least, most = size - half, size + half
        givens, computed = (each[bisect_left(each, least) : bisect_right(each, most)] for each in self.sizes)
        slopes = (abs(slope) for slope in self.base.slopes() if least <= abs(slope) <= most)
        return any(abs(each - size) > off for each in (*givens, *computed, *slopes))

    def holding(self, names: Collection[str]) -> list[Point]:
        """Random points that keep these givens."""
        rng = random.Random(0)
        sound = [definition for definition in self.definitions if definition.name not in self.broken]
        varied = {name: shares for name, shares in self.varied.items() if name not in names}
        drawn = [
            _at_random(sound, self.updated, varied, self.base, 0.25, self.work, _give_none, rng) for _ in range(NEAR)
        ]
        return [point for point in drawn if point is not None and same_sides(self.pattern, point.sides())]

    @property
    def at_kink(self) -> bool:
        """Whether a relu, max … stands exactly at its kink."""
        return 0 in self.pattern


def _is_among(sizes: list[float], number: float) -> bool:
    """Whether a number is one of these sizes, in order, but for its sign."""
    reach = ROUNDING * abs(number)
    place = bisect_left(sizes, abs(number) - reach)
    return place < len(sizes) and sizes[place] <= abs(number) + reach


def settle(
    definitions: list[Definition],
    updated: Mapping[str, Any],
    free: Mapping[str, Free],
    formulas: Iterable[Node],
    work: Work,
    unread: Mapping[str, int],
    which: int = 0,
    keeping: Keeping | None = None,
) -> Samples:
    """Compute the definitions at their givens and at random points.

    `updated` are the values given since, or why there is none; `unread` the lines of definitions that cannot be read.
    Names without number have the first set of lengths, or that which is asked for. What checks before have computed of
    the same is taken from `keeping`.
    """
    formulas = list(formulas)
    updated = dict(updated)  # points are drawn when they are asked for: a later step is not among them
    work.spend(
        FOR_A_STRETCH + sum(1 + each.length // 8 for each in (*formulas, *(each.formula for each in definitions)))
    )
    lost = {name: value for name, value in updated.items() if isinstance(value, Broken)}
    stretch = _Stretch(definitions, updated, free, formulas, {**unread, **dict.fromkeys(lost, 0)}, which)
    key = made_of(definitions, updated, free, unread, which) if keeping is not None and not lost else None
    kept = keeping.take(key, work) if keeping is not None and key is not None else None
    faults: dict[str, Exception] = {}
    if kept is not None and kept.varied == stretch.varied(kept.base, definitions):
        kept.taken_by(work)
    else:
        kept, faults = stretch.drawn(work)
    if keeping is not None and key is not None and not faults:
        keeping.note(key, kept)
    broken = _broken(definitions, faults, unread, kept.base.graph, lost)
    samples = Samples(kept.base, definitions, work, broken=broken, written=formulas)
    samples.has_givens, samples.free = not free, frozenset(free)
    samples.counts = tuple(name for name, each in free.items() if each.counts and min(each.counts) > 1)
    samples.pattern = kept.base.sides()
    samples.updated, samples.varied = updated, kept.varied
    if not kept.varied and not free:
        return samples
    if which == 0 and any(each.varies for each in free.values()):
        samples.resize = lambda: settle(definitions, updated, free, formulas, work, unread, 1, keeping)
    purse, near, elsewhere = kept.purse, kept.near, kept.elsewhere
    samples.scattered = Scattered(lambda: near.for_check(purse), lambda: elsewhere.for_check(purse))
    return samples


class _Stretch(NamedTuple):
    """What the points of a stretch of a worksheet are made of; `missing` are names without value, and since when."""

    definitions: list[Definition]
    updated: Mapping[str, Any]
    free: Mapping[str, Free]
    formulas: list[Node]
    missing: Mapping[str, int]
    which: int

    def drawn(self, work: Work) -> tuple[Kept, dict[str, Exception]]:
        """The point at the givens, with those around it that can be drawn; and what cannot be computed."""
        before, free = work.left, self.free
        rng = random.Random(0)  # the same sheet is judged at the same points, run after run
        give = partial(_give_any, free=free, rng=rng, which=self.which, drawn=DRAWN[0])
        base, faults = _point(self.definitions, self.updated, work, give, self.missing)
        for drawn in DRAWN[1:] if free else ():
            if not any(isinstance(fault, ArithmeticError) for fault in faults.values()):
                break  # other numbers would have no logarithm either
            other_give = partial(_give_any, free=free, rng=rng, which=self.which, drawn=drawn)
            other, others = _point(self.definitions, self.updated, work, other_give, self.missing)
            if len(others) < len(faults):
                base, faults, give = other, others, other_give
        pattern = base.sides()
        price = before - work.left
        sound = [definition for definition in self.definitions if definition.name not in faults]
        varied, purse = self.varied(base, sound), Purse(work)

        def draw(scale: float) -> Point | None:
            return _at_random(sound, self.updated, varied, base, scale, purse.work, give, rng)

        # names without number may be on either side of a kink; at other lengths is shown what holds by its lengths
        wanted = 2 * NEAR if free and pattern and self.which == 0 else NEAR
        found = scatter(pattern, draw, wanted, any_side=bool(free))
        near, elsewhere = Drawn(lambda: found.near), Drawn(lambda: found.elsewhere)
        return Kept(base.begin(), price, varied, purse, near, elsewhere), faults

    def varied(self, base: Point, sound: list[Definition]) -> dict[str, bool]:
        """The givens that may be others, and whether they add up to 1."""
        return varied_givens(sound, base, self.updated, [*self.formulas, *(each.formula for each in sound)])


def scatter(
    pattern: tuple[int, ...], draw: Callable[[float], Point | None], wanted: int = NEAR, any_side: bool = False
) -> Scattered:
    """Draw random points until as many as wanted are near, closer to the givens after each that is of no use.

    `draw` makes a point as far from the givens as it is told, or None where nothing can be computed. Points on other
    sides of a kink go elsewhere, which is filled up from far away; with `any_side` there are no other sides.
    """
    passed: list[Point] = []

    def near() -> list[Point]:
        found: list[Point] = []
        scale = 0.5
        for _ in range(MOST_DRAWN):
            if len(found) >= wanted + MOST_SIDES or (len(found) >= wanted and not (any_side and _one_sided(found))):
                break
            point = draw(scale)
            if any_side and len(found) >= wanted and (point is None or not _is_beyond(found, point)):
                continue
            if point is not None and (any_side or same_sides(pattern, point.sides())):
                found.append(point)
                continue
            scale *= 0.75
            if point is not None:
                passed.append(point)
        return found

    def elsewhere() -> list[Point]:
        for _ in range(ELSEWHERE if pattern and not any_side else 0):
            if len(passed) >= ELSEWHERE:
                break
            point = draw(FAR)
            if point is not None and not same_sides(pattern, point.sides()):
                passed.append(point)
        return passed

    return Scattered(near, elsewhere)


MOST_SIDES = 6
"""So many more points, for kinks and conditions that all points before are on one side of."""


def _one_sided(points: list[Point]) -> bool:
    """Whether some kink or condition has all points on one side."""
    return any(len(set(sides)) == 1 for sides in zip(*(point.sides() for point in points), strict=False))


def _is_beyond(points: list[Point], other: Point) -> bool:
    """Whether a point is on a side of some kink or condition on which no other is."""
    seen = zip(*(point.sides() for point in points), strict=False)
    return any(side not in sides for sides, side in zip(seen, other.sides(), strict=False))


def same_sides(pattern: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two patterns are on the same sides; what stands at a kink may fall to either."""
    return len(pattern) == len(other) and all(a in (0, b) for a, b in zip(pattern, other, strict=True))


def _point(
    definitions: Iterable[Definition],
    updated: Mapping[str, Any],
    work: Work,
    give: Callable[[Point], None],
    missing: Mapping[str, int],
    claims: Claims | None = None,
) -> tuple[Point, dict[str, Exception]]:
    """The definitions at the givens; those that cannot be computed are left out, with what was raised.

    `missing` are names without value and the lines from which on that is so: an e among them is not the constant.
    """
    point = Point(work, claims)
    faults: dict[str, Exception] = {}
    give(point)
    gone = dict(missing)
    for definition in definitions:
        try:
            if gone and _is_gone(definition, gone):
                raise LanguageError(f"{definition.name} has no value", definition.statement.text, 0, 0)
            point.define(definition, as_values(updated[definition.name]) if definition.name in updated else None)
        except Exhausted:
            raise
        except UNCOMPUTABLE as fault:
            faults[definition.name] = fault.with_traceback(None)
            gone[definition.name] = definition.line
    return point, faults


def _is_gone(definition: Definition, gone: Mapping[str, int]) -> bool:
    """Whether a name, or a constant in its formula, has no value from an earlier line on."""
    needed = {definition.name, *(name for name in names_in(definition.formula) if name in CONSTANTS)}
    return any(gone.get(name, math.inf) <= definition.line for name in needed)


def _broken(
    definitions: Iterable[Definition],
    faults: Mapping[str, Exception],
    unread: Mapping[str, int],
    known: Collection[str],
    lost: Mapping[str, Broken],
) -> dict[str, Broken]:
    """Why names have no value, each after those it needs."""
    found = {
        name: Broken(name, f"could not be read in line {line}") for name, line in unread.items() if name not in known
    }
    found.update(lost)
    for definition in definitions:
        name = definition.name
        if name in faults and name not in lost:
            needed = next((each for each in names_in(definition.formula) if each in found), None)
            broken = Broken(name, f"could not be computed in line {definition.line}", faults[name])
            found[name] = broken if needed is None else found[needed]._replace(fault=None)
    return found


def _give_any(point: Point, free: Mapping[str, Free], rng: random.Random, which: int, drawn: str) -> None:
    """Give random numbers to the names without number, at one set of lengths."""
    least, most = (0.05, 0.95) if drawn == FRACTIONS else (0.2, 2)
    for name, each in sorted(free.items(), key=lambda pair: bool(pair[1].one_hot_of or pair[1].rows_of)):
        rows, columns = each.size(which)
        point.work.spend(rows * columns)
        if each.counts:
            numbers = [float(each.counts[which % len(each.counts)])]
        else:
            signs = (1,) if each.is_positive or drawn != SIGNED else (-1, 1)
            numbers = [rng.uniform(least, most) * rng.choice(signs) for _ in range(rows * columns)]
        if each.is_ones:
            numbers = [1.0] * len(numbers)
        if each.is_identity:
            numbers = [float(i == j) for i in range(rows) for j in range(columns)]
        if each.choices:
            numbers = [float(rng.randrange(each.choices[which % len(each.choices)])) for _ in numbers]
        if each.one_hot_of:
            labels = map(int, map(float, entries(point.floats[each.one_hot_of])))
            numbers = [float(column == label) for label in labels for column in range(columns)]
        if each.rows_of:
            numbers = [float(entry) for entry in entries(point.floats[each.rows_of])]
        if each.is_sign:
            numbers = [math.copysign(1.0, rng.random() - 0.5) for _ in numbers]
        if each.shares is not None:
            numbers = _adding_up_to_1(numbers, columns, 0 if columns == 1 else 1 if rows == 1 else each.shares)
        whole = made(rows, columns, numbers)
        found = as_values(symmetric(whole) if each.is_symmetric and is_square(whole) else whole)
        point.hold(name, as_list(found) if columns == 1 else found)
        for place, leaf in enumerate(entries(point.graph[name])):
            leaf.name = name if rows * columns == 1 else f"{name}[{place}]"


def _adding_up_to_1(numbers: list[float], columns: int, axis: int) -> list[float]:
    """Shares in the places of numbers, row by row: those down each column, or along each row, add up to 1."""
    lines = [place // columns if axis else place % columns for place in range(len(numbers))]
    totals: dict[int, float] = {}
    for line, number in zip(lines, numbers, strict=True):
        totals[line] = totals.get(line, 0.0) + abs(number)
    return [abs(number) / totals[line] for line, number in zip(lines, numbers, strict=True)]


def _give_none(point: Point) -> None:
    """Give nothing: all names have numbers."""


def _at_random(
    definitions: Sequence[Definition],
    updated: Mapping[str, Any],
    varied: Mapping[str, bool],
    base: Point,
    scale: float,
    work: Work,
    give: Callable[[Point], None],
    rng: random.Random,
) -> Point | None:
    """The definitions at other givens, or None where they cannot be computed."""
    point = Point(work)
    give(point)
    try:
        for definition in definitions:
            given = None
            if definition.name in varied:
                number = base.floats[definition.name]
                is_symmetric = is_own_transpose(number) and definition.name in in_quadratic_forms(definitions)
                moved_there = _moved(number, scale, varied[definition.name], rng)
                given = as_values(symmetric(moved_there) if is_symmetric else moved_there)
            elif definition.name in updated:
                given = as_values(updated[definition.name])
            point.define(definition, given)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return None
    return point


def _moved(x: Any, scale: float, shares: bool, rng: random.Random) -> Any:
    """Other numbers, not too far away; `shares` go on adding up to 1."""
    if not shares:
        return as_list(made(*shape(x), [moved(entry, scale, rng) for entry in entries(x)]), x)
    parts = [entry * (1 + scale * rng.uniform(-1, 1)) for entry in entries(x)]
    total = sum(parts)
    return as_list(made(*shape(x), [part / total for part in parts]), x)


def used_above(definitions: Collection[Definition]) -> str:
    """The first of some names that another of them is made with above its own definition; "" if there is none."""
    first: dict[str, tuple[int, int]] = {}
    for each in definitions:
        for name in names_in(each.formula):
            first[name] = min(first.get(name, each.place), each.place)
    return next((each.name for each in definitions if each.name in first and first[each.name] < each.place), "")


def moved(number: float, scale: float, rng: random.Random) -> float:
    """Another number, not too far away: other in proportion, and also where it is 0."""
    return number * (1 + scale * rng.uniform(-1, 1)) + 0.4 * scale * rng.uniform(-1, 1)


MOST_LETTERS, MOST_CHOICES = 2, 60
"""Of a claim about more index letters than these, and in a sheet without numbers, so many choices of places are all
tried: of ∂O_ab/∂V_jp there would be hundreds.
"""


def assignments(
    samples: Samples, target: Node, formula: Node, guards: Iterable[Any], text: str
) -> list[dict[str, int]]:
    """Every choice of places for the index letters of a claim that its guards admit.

    LanguageError where nothing tells how far a letter runs.
    """
    known = samples.base.floats
    letters = free_letters([target, formula], known)
    if samples.counts:  # the length n counts, too, where something has the index n
        others = [name for name in known if name not in samples.counts]
        letters = free_letters([target, formula], others)
    guards = tuple(guards)
    evaluator = samples.base.formula(text)
    found: list[dict[str, int]] = [{}]
    for letter in letters:
        length = evaluator.range(letter, [target, formula], target)
        samples.work.spend(3 * len(found) * length)
        found = [{**chosen, letter: place} for chosen in found for place in range(length)]
    for guard in guards:
        for side in (guard.letter, guard.other):
            if isinstance(side, str) and side not in letters and side not in known:
                raise LanguageError(f"{side} indexes nothing in this line", text, target.column, target.length)
            if isinstance(side, str) and side not in letters and isinstance(known[side], (Array, Layer)):
                raise LanguageError(
                    f"{side} is not an index: compare index letters and numbers", text, target.column, target.length
                )
        found = [
            chosen
            for chosen in found
            if (_side(guard.letter, chosen, known) == _side(guard.other, chosen, known)) == guard.equal
        ]
    if samples.free and len(letters) > MOST_LETTERS and len(found) > MOST_CHOICES:
        return _some_of(found)
    return found


def _some_of(found: list[dict[str, int]]) -> list[dict[str, int]]:
    """Some of many choices of places: those among the first two, which are alike in all ways, and as many others."""
    first = [chosen for chosen in found if max(chosen.values()) < 2]
    others = [chosen for chosen in found if max(chosen.values()) > 1]
    return first + random.Random(len(found)).sample(others, min(len(others), max(len(first), MOST_CHOICES // 4)))


def _side(side: Any, chosen: Mapping[str, int], known: Mapping[str, Any]) -> float:
    if isinstance(side, int):
        return float(side)
    return float(chosen[side]) if side in chosen else float(known[side])
