"""A sheet's definitions as a graph, computed at one point: at its givens, or at others drawn at random."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

from autograd.engine.anomalies import anomalies
from autograd.engine.codegen.python import Value
from autograd.engine.derivatives.gradients import evaluated, grad
from autograd.engine.graph import sorted_graph
from autograd.formulas.symbols import Symbol
from autograd.worksheet.evaluation.arrays import (
    MOST_ENTRIES,
    Array,
    apply,
    as_folded,
    as_list,
    entries,
    is_matrix,
    made,
    mapped,
    shape,
    size,
)
from autograd.worksheet.evaluation.evaluator import Arithmetic, AxesError, ShapeError
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.gradients import Sweep, below, weights
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.language.tree import Derivative, Index, Name, Node, Partial, Slope, name_of, names_in
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition

FOR_A_SLOPE = 6
"""Operations for each Value that a derivative is made of, where it is one itself."""

Entry = tuple[str, int]
"""A name and the place of one of its entries, counted row by row."""


@dataclass
class Claims:
    """What somebody claims, to be taken at its word: numbers for entries, for derivatives and for counts."""

    forward: dict[str, dict[int, float]] = field(default_factory=dict)
    backward: dict[tuple[Entry, Entry], float] = field(default_factory=dict)
    counts: dict[Node, float] = field(default_factory=dict)


@dataclass
class Counting:
    """What it cost to count the Values of a point: what was paid until it was `begun`, and in all.

    What is `due` another check has still to pay. One that `is_mixed` has others besides those of its definitions.
    """

    paid: int = 0
    begun: int = 0
    due: int = 0
    is_mixed: bool = False


class Kink(NamedTuple):
    """A relu, max, abs … of the graph and the side it is on: 1, -1, or 0 at the kink itself.

    `condition` is the formula in the operation's letters whose sign the side is; an operation with several kinks has
    several.
    """

    node: Value
    side: int
    condition: Symbol


class Point:
    """The definitions computed at one choice of givens.

    `graph` holds what each name stands for as Values, `floats` the same as plain numbers. `claims` replace what is
    computed, and what depends on it follows them. Raises LanguageError and AnomalyError as formulas do.
    """

    keeps_form = False
    """Whether e, pi and functions of numbers stay what they are; see `Arithmetic`."""

    def __init__(self, work: Work, claims: Claims | None = None) -> None:
        self.work = work
        self.claims = claims or Claims()
        self.graph: dict[str, Any] = {}
        self.floats: dict[str, Any] = {}
        self.biases = False  # whether layers that do not say so have biases
        self._order: dict[int, int] = {}
        self._uncounted: list[Value] = []
        self._counting = Counting()
        self._sweeps: dict[tuple[Entry, bool], Sweep] = {}
        self._tables: dict[tuple[type[Derivative], str, str], Any] = {}
        self._known: Mapping[tuple[Entry, bool], Sweep] = {}
        self._begun: Mapping[tuple[Entry, bool], Sweep] = {}
        self._begun_tables: Mapping[tuple[type[Derivative], str, str], Any] = {}
        self._weights: dict[Entry, dict[int, float]] = {}
        self._formulas: dict[str, Node] = {}
        self._made_of_slopes: dict[str, Definition] = {}
        self._cases: list[int] = []
        self._derived: dict[str, Any] = {}
        self._kinks: list[Kink] | None = None

    def define(self, definition: Definition, given: Any = None) -> None:
        """Compute a definition, or take what is given for it."""
        self.work.spend(8)
        self._formulas[definition.name] = definition.formula
        if given is None:
            known = self.floats if definition.is_derivative else self.graph
            formula = Formula(definition.statement.text, known, point=self, work=self.work)
            formula.cases = self._cases
            formula.keeps_form = self.keeps_form and not definition.is_derivative
            given = computed(formula, definition)
        if not isinstance(given, Layer):
            given = self._claimed(definition.name, given) if self.claims.forward else given
            if not all(map(math.isfinite, map(float, entries(given)))):
                raise OverflowError(f"{definition.name} is too large for a float")
            if definition.is_derivative:
                self._made_of_slopes[definition.name] = definition
            given = numbers(given) if definition.is_derivative else _owned(definition.name, given)
        self.hold(definition.name, given)

    def as_written(self, definitions: Iterable[Definition]) -> "Point":
        """The same numbers for a page: what is computed keeps the form it is written in, log(10) and 2·π."""
        page = Point(self.work, self.claims)
        page.keeps_form, page.biases = True, self.biases
        known = {definition.name: definition for definition in definitions}
        for name, found in self.graph.items():
            if name in known and (isinstance(found, Layer) or not self.is_given(name)):
                page.define(known[name])
            else:
                page.hold(name, found)
        return page

    def hold(self, name: str, found: Any) -> None:
        """Let a name stand for something."""
        self.graph[name] = found
        self.floats[name] = numbers(found)
        self._kinks = None
        if not isinstance(found, Layer):
            self._uncounted += [entry for entry in entries(found) if isinstance(entry, Value)]

    @property
    def order(self) -> dict[int, int]:
        """When each Value was computed, by its identity: counted when it is asked for, as many points need it never."""
        self._count()
        return self._order

    def _count(self) -> None:
        """Note when what was defined since was computed."""
        if self._counting.due:
            self.work.spend(self._counting.due)
            self._counting.due = 0
        if self._uncounted:
            self.work.spend(len(self._uncounted))
            new = below(self._uncounted[::-1], self._order)
            self.work.spend(len(new))
            self._order.update(zip(map(id, new), count(len(self._order))))
            self._counting.paid += len(self._uncounted) + len(new)
            self._uncounted.clear()

    @cached_property
    def seed(self) -> str:
        """What tells this point from others: the numbers given at it."""
        given = (
            self.floats[name] for name in self.graph if not isinstance(self.floats[name], Layer) and self.is_given(name)
        )
        return ",".join(repr(number) for found in given for number in entries(found))

    def with_biases(self) -> "Point":
        """The same numbers, but layers that do not say so have biases."""
        other = copy(self)
        other.biases = True
        return other

    def counted_as(self, work: Work) -> "Point":
        """The same numbers; what is computed with them counts as other work."""
        other = copy(self)
        other.work = work
        return other

    def afresh(self, work: Work) -> "Point":
        """The same numbers, with nothing known of derivatives yet; what is computed counts as other work."""
        other = self.counted_as(work)
        other._sweeps, other._derived, other._tables = {}, {}, {}
        return other

    def begin(self) -> "Point":
        """Itself, as far as it is known now: for all that, whoever goes on with it pays at once."""
        self._counting.begun = self._counting.paid
        self._begun = {key: sweep.copied() for key, sweep in self._sweeps.items()}
        self._begun_tables = dict(self._tables)
        return self

    def again(self, work: Work, knows_slopes: bool = True) -> "Point":
        """The same numbers for another check: what is known since it was begun is paid for when it is asked for.

        Without its slopes, only those that this check asks for are met.
        """
        other = self.counted_as(work)
        counting = self._counting
        other._counting = replace(counting, due=counting.paid - counting.begun)
        other._uncounted, other._derived, other._weights = self._uncounted[:], {}, {}
        other._tables = dict(self._begun_tables)
        other._known = {**self._known, **self._sweeps} if knows_slopes else {}
        other._sweeps = {
            key: other._known[key].again(sweep.paid) if knows_slopes else sweep.copied()
            for key, sweep in self._begun.items()
        }
        return other

    @property
    def can_go_on(self) -> bool:
        """Whether another check can go on with it: no Values were made besides those of its definitions."""
        return not self._counting.is_mixed

    @property
    def held(self) -> int:
        """How many Values were counted, and how many derivatives are known."""
        return len(self._order) + sum(len(sweep.found) for sweep in (*self._known.values(), *self._sweeps.values()))

    def is_given(self, name: str) -> bool:
        """Whether a name stands for numbers that are given, not computed."""
        return all(getattr(entry, "op", None) == "" for entry in entries(self.graph[name]))

    def _claimed(self, name: str, computed: Any) -> Any:
        """What is computed, moved to what is claimed; derivatives still flow through it."""
        claimed = self.claims.forward.get(name)
        if not claimed:
            return computed
        moved = [
            apply("add", entry, claimed[place] - float(entry)) if place in claimed else entry
            for place, entry in enumerate(entries(computed))
        ]
        return made(*shape(computed), moved)

    def claimed(self, node: Node) -> float | None:
        """What has been claimed of a count."""
        return self.claims.counts.get(node)

    def formula(self, text: str, letters: Mapping[str, int] | None = None, broadcast: bool = False) -> Formula:
        """Evaluates formulas on the plain numbers of this point."""
        return Formula(text, self.floats, letters, self, self.work, broadcast)

    def entry_places(self, formula: Arithmetic, node: Node) -> tuple[str, list[int], tuple[int, int]]:
        """The name a differential speaks of, the places of its entries, and the shape they form."""
        name = name_of(node) or ""
        found = self.graph.get(name)
        if found is None:
            raise formula.wrong(f"{name} could not be computed", node)
        if isinstance(found, Layer):
            raise formula.wrong(f"{name} is a layer: it has no derivative", node)
        if isinstance(node, Index) and len(node.places) == 1 and is_matrix(found):
            first = formula.place(node.places[0]) * found.columns
            if 0 <= first < len(found.entries):
                return name, list(range(first, first + found.columns)), (found.columns, 1)
        if isinstance(node, Index):
            return name, [formula.entry(node, found)], (1, 1)
        return name, list(range(len(entries(found)))), shape(found)

    def entry_pairs(self, formula: Arithmetic, node: Node) -> list[tuple[Entry, Entry]]:
        """The entries a derivative is of and by, every one with every other."""
        (top, tops, _), (bottom, bottoms, _) = (self.entry_places(formula, part) for part in node.parts)
        return [((top, i), (bottom, j)) for i in tops for j in bottoms]

    def derivative(self, formula: Arithmetic, node: Derivative, again: bool = False) -> Any:
        """dA/dB: in B's shape for a single A, in A's shape for a single B, else a row for each entry of A.

        Where it is to be differentiated `again`, its entries are Values. That of all of a name by all of one is kept.
        """
        if again or not (isinstance(node.top, Name) and isinstance(node.bottom, Name)):
            return self._derivative(formula, node, again)
        key = type(node), node.top.name, node.bottom.name
        if key not in self._tables:
            self._tables[key] = self._derivative(formula, node, again)
        return self._tables[key]

    def _derivative(self, formula: Arithmetic, node: Derivative, again: bool) -> Any:
        """The same, computed afresh."""
        name, places, of = self.entry_places(formula, node.top)
        by_name, by_places, by = self.entry_places(formula, node.bottom)
        if len(places) * len(by_places) > MOST_ENTRIES:
            many = f"{len(places)}×{len(by_places)} derivatives are too many: at most {MOST_ENTRIES}, write entries"
            raise formula.wrong(f"{many}, as in d{name}[i]/d{by_name}[j]", node)
        is_direct = isinstance(node, Partial)
        found: list[Any]
        if isinstance(node, Slope) and of == by != (1, 1):
            pairs = [((name, i), (by_name, j)) for i, j in zip(places, by_places, strict=True)]
            if again:
                return made(*by, [self._slope_values(top, by_name, [entry[1]])[0] for top, entry in pairs])
            return made(*by, [self.slope(top, entry) for top, entry in pairs])
        rows: Iterator[Sequence[Any]]
        if again:
            rows = (self._slope_values((name, i), by_name, by_places) for i in places)
        else:
            rows = ([self.slope((name, i), (by_name, j), is_direct) for j in by_places] for i in places)
        if of == (1, 1) or by == (1, 1) or (1 in of and 1 in by):
            found = [slope for row in rows for slope in row]
            if of == (1, 1):
                return as_folded(made(*by, found), self.graph[by_name]) if len(by_places) > 1 else made(*by, found)
            return made(*of, found) if by == (1, 1) else made(len(places), len(by_places), found)
        diagonal = _diagonal(rows) if of == by else None
        if diagonal is not None:
            return made(*by, diagonal)  # entry by entry, as of A = σ(Z)
        sizes = f"{name} is {size(self.graph[name])} and {by_name} {size(self.graph[by_name])}"
        several = f"the derivative of one by the other has {'four' if 1 not in of + by else 'three'} axes"
        raise formula.wrong(f"{sizes}: {several}: write entries, as in d{name}[i,j]/d{by_name}", node, AxesError)

    def slope(self, top: Entry, bottom: Entry, is_direct: bool = False) -> float:
        """The derivative of one entry by another; the direct one goes no further than the names in its formula."""
        node = self.node(bottom)
        sweep = self._sweeps.get((top, is_direct))
        if sweep is None:
            known = self._known.get((top, is_direct))
            sweep = self._sweeps[top, is_direct] = known.again() if known is not None else self._sweep(top, is_direct)
        self._count()
        return sweep.by(node, self.work)

    def _sweep(self, top: Entry, is_direct: bool) -> Sweep:
        """The derivatives of an entry, none of them known yet."""
        root = self.node(top)
        claimed = {id(self.node(by)): number for of, by, number in self._claimed_slopes() if of == top}
        between = {} if is_direct else self._between(top)
        sweep = Sweep(root, self.order, claimed, between)
        sweep.held = self._held(top[0]) if is_direct else frozenset()
        return sweep

    def steepness(self, top: Entry, bottom: Entry) -> float:
        """What the rounding errors of a derivative are in proportion to; one sweep tells it of all by which it is."""
        if top not in self._weights:
            self._weights[top] = weights(self.node(top), self.work)
        return self._weights[top].get(id(self.node(bottom)), 0.0)

    def _slope_values(self, top: Entry, bottom: str, places: Sequence[int]) -> list[Value]:
        """The derivatives of an entry by others, as Values."""
        found = grad(self.node(top), [self.node((bottom, place)) for place in places])
        self.work.spend(FOR_A_SLOPE * len(below(found, self.order)))
        return found

    def _held(self, name: str) -> frozenset[int]:
        """The Values of the names a name's own formula speaks of."""
        own = names_in(self._formulas[name]) if name in self._formulas else ()
        found = (entries(self.graph[each]) for each in own if each in self.graph)
        return frozenset(id(entry) for each in found for entry in each)

    def _claimed_slopes(self) -> Iterator[tuple[Entry, Entry, float]]:
        """What is claimed of derivatives; nothing defined so far depends on what is defined later."""
        for (of, by), number in self.claims.backward.items():
            if of[0] in self.graph and by[0] in self.graph:
                yield of, by, number

    def _between(self, top: Entry) -> dict[int, list[tuple[int, float]]]:
        """How far claims about other derivatives than those of `top` are off, by what they differentiate by."""
        found: dict[int, list[tuple[int, float]]] = {}
        for of, by, number in self._claimed_slopes():
            if of != top:
                root, node = self.node(of), self.node(by)
                truth = Sweep(root, self.order, {}).by(node, self.work)
                found.setdefault(id(self.node(by)), []).append((id(self.node(of)), number - truth))
        return found

    def node(self, entry: Entry) -> Value:
        """The Value of an entry."""
        name, place = entry
        return entries(self.values(name))[place]  # type: ignore[no-any-return]

    def differentiable(self, name: str) -> Any:
        """What a name made from derivatives stands for, as Values that can be differentiated again."""
        found = self._derived.get(name)
        if found is None:
            definition = self._made_of_slopes[name]
            formula = Formula(definition.statement.text, _Differentiable(self), None, _Slopes(self), self.work)
            found = self._derived[name] = _owned(name, self._claimed(name, computed(formula, definition)))
            self._uncounted += entries(found)
            self._counting.is_mixed = True
        return found

    def made_of_slopes(self, name: str) -> Node | None:
        """The formula of a name that is made of derivatives; None for all others."""
        definition = self._made_of_slopes.get(name)
        return definition.formula if definition is not None else None

    def values(self, name: str) -> Any:
        """What a name stands for, as Values that can be differentiated."""
        return self.differentiable(name) if name in self._made_of_slopes else self.graph[name]

    def slopes(self) -> Iterator[float]:
        """Every derivative met so far."""
        for sweep in self._sweeps.values():
            self.work.spend(len(sweep.found))
            yield from sweep.found.values()

    def sides(self) -> tuple[int, ...]:
        """The side of every kink, and of every condition in a definition."""
        return (*(kink.side for kink in self.kinks()), *self._cases)

    def kinks(self) -> list[Kink]:
        """Every kink and jump of the graph, in its order."""
        if self._kinks is not None:
            return self._kinks
        roots = [entry for found in self.graph.values() if not isinstance(found, Layer) for entry in entries(found)]
        nodes = sorted_graph(*(root for root in roots if isinstance(root, Value)))[1]
        self.work.spend(len(nodes))
        with anomalies("ignore"):
            self._kinks = [kink for node in nodes if node.rule.conditions for kink in _kinks(node)]
        return self._kinks


def _diagonal(rows: Iterable[Sequence[Any]]) -> list[Any] | None:
    """The entries on the diagonal of a square matrix; None if any other is not 0, which is known at its row."""
    found = []
    for place, row in enumerate(rows):
        if any(float(entry) for at, entry in enumerate(row) if at != place):
            return None
        found.append(row[place])
    return found


class _Differentiable(Mapping[str, Any]):
    """What names stand for as Values, also those made from derivatives."""

    def __init__(self, point: Point) -> None:
        self.point = point

    def __getitem__(self, name: str) -> Any:
        return self.point.values(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.point.graph)

    def __len__(self) -> int:
        return len(self.point.graph)


class _Slopes:
    """Knows derivatives as Values."""

    biases = False

    def __init__(self, point: Point) -> None:
        self.point = point
        self.seed = point.seed

    def derivative(self, formula: Arithmetic, node: Derivative) -> Any:
        """dA/dB, to be differentiated again."""
        return self.point.derivative(formula, node, again=True)

    def claimed(self, node: Node) -> Any:
        """Counts have no derivatives."""


def computed(formula: Formula, definition: Definition) -> Any:
    """What a definition comes to; P[j] = … is computed for every j, and is a row where that is a list."""
    if not definition.letters:
        return formula.value(definition.formula)
    lengths = [formula.range(letter, [definition.formula], definition.formula) for letter in definition.letters]
    rows, columns = (*lengths, 1)[:2]
    formula.work.spend(rows * columns)
    found: list[Any] = []
    for i in range(rows):
        for j in range(columns):
            formula.letters.update(zip(definition.letters, (i, j), strict=False))
            entry = formula.value(definition.formula)
            is_row = isinstance(entry, Array) and entry.is_vector and len(definition.letters) == 1
            if isinstance(entry, (Array, Layer)) and not is_row:
                raise formula.wrong("an entry is a single number", definition.formula, ShapeError)
            found += entries(entry)
    return made(rows, len(found) // rows if len(definition.letters) == 1 else columns, found)


def _owned(name: str, found: Any) -> Any:
    """Values of this name only: what is another's Value already is taken once."""
    if not isinstance(found, Array):
        return _own(name, found)
    if found.columns == 1:
        owned = [_own(f"{name}[{place}]", entry) for place, entry in enumerate(found.entries)]
    else:
        places = (divmod(place, found.columns) for place in range(len(found.entries)))
        owned = [_own(f"{name}[{i},{j}]", entry) for (i, j), entry in zip(places, found.entries, strict=True)]
    return replace(found, entries=tuple(owned))


def _own(name: str, entry: Any) -> Value:
    """A Value of this name only."""
    if not isinstance(entry, Value):
        entry = Value(entry)
    elif entry.name is not None or entry.is_constant:
        entry = apply("mul", entry, 1.0)
    entry.name = name
    return entry  # type: ignore[no-any-return]


def _kinks(node: Any) -> Iterator[Kink]:
    """The kinks of one operation, with the sides they are on."""
    given = dict(zip(node.rule.letters, node.recorded, strict=True), z=node.result)
    for condition in node.rule.conditions:
        number = evaluated(condition, given)
        yield Kink(node, (number > 0) - (number < 0), condition)


def numbers(x: Any) -> Any:
    """The same with plain floats for Values."""
    if isinstance(x, Layer):
        return x
    if isinstance(x, Array):
        return replace(x, entries=tuple(map(float, x.entries)))
    return float(x)


def as_values(x: Any) -> Any:
    """The same numbers as leaves of a new graph."""
    return x if isinstance(x, Layer) else as_folded(as_list(mapped(Value, x), x), x)
