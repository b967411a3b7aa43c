"""Where claims are judged: at the givens, and at random points on the same side of every kink.

The definitions are computed once for each point, not once for each claim.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

from autograd.engine.codegen.python import Value
from autograd.engine.graph import sorted_graph
from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Claims, Point
from autograd.worksheet.evaluation.sampling.random_points import (
    ELSEWHERE,
    NEAR,
    Scattered,
    at_givens,
    at_random,
    give_none,
    moved,
    same_sides,
)
from autograd.worksheet.evaluation.tolerances import ROUNDING, STEP_FROM_KINK
from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Unknown,
    names_in,
)
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.sheet.unknown import UPSTREAM


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
            formula.has(Unknown) or any(name.startswith(UPSTREAM) for name in names_in(formula)) for formula in formulas
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
        return {each.name: each.formula for each in self.definitions if each.given and each.formula.has(*working)}

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
            at_random(sound, self.updated, self.varied, self.base, STEP_FROM_KINK, self.work, give_none, rng)
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
                point, faults = at_givens(sound, self.updated, self.work, give_none, {}, Claims(forward=apart))
                if not faults:
                    yield point

    @cached_property
    def sizes(self) -> tuple[list[float], list[float]]:
        """The size of every given; that of every number computed, and of what is left of it to 1. Both in order.

        Not what is computed from printed numbers alone, e = 0.7616 - 1: it is no more exact than they are.
        """
        graph = {name: found for name, found in self.base.graph.items() if not isinstance(found, Layer)}
        printed = {each.name for each in self.definitions if _is_from_printed(each.formula)}
        found = (each for name, each in graph.items() if name not in self.own and name not in printed)
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
            at_random(sound, self.updated, varied, self.base, 0.25, self.work, give_none, rng) for _ in range(NEAR)
        ]
        return [point for point in drawn if point is not None and same_sides(self.pattern, point.sides())]

    @property
    def at_kink(self) -> bool:
        """Whether a relu, max … stands exactly at its kink."""
        return 0 in self.pattern


def _is_from_printed(formula: Node) -> bool:
    """Whether a formula is to be computed from numbers, some of which are printed with digits behind the point."""
    if isinstance(formula, (Number, Negative, List)) or names_in(formula):
        return False
    return any(isinstance(part, Number) and part.half_unit for part in formula.inside())


def _is_among(sizes: list[float], number: float) -> bool:
    """Whether a number is one of these sizes, in order, but for its sign."""
    reach = ROUNDING * abs(number)
    place = bisect_left(sizes, abs(number) - reach)
    return place < len(sizes) and sizes[place] <= abs(number) + reach


def used_above(definitions: Collection[Definition]) -> str:
    """The first of some names that another of them is made with above its own definition; "" if there is none."""
    first: dict[str, tuple[int, int]] = {}
    for each in definitions:
        for name in names_in(each.formula):
            first[name] = min(first.get(name, each.place), each.place)
    return next((each.name for each in definitions if each.name in first and first[each.name] < each.place), "")
