"""What is derived: a sheet's definitions entry by entry, what ends it, and what its derivatives are wanted by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from autograd.derivation.cases import listed
from autograd.derivation.formula import Apply, Formula, Letter, fresh
from autograd.derivation.rewrites.functions import in_functions
from autograd.derivation.rewrites.names import Known
from autograd.derivation.views import Reading, Underivable
from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Broken
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.evaluation.sampling.variable_givens import varied_givens
from autograd.worksheet.evaluation.tolerances import SUM_OF_SHARES
from autograd.worksheet.judging.remarks import message_of
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import RATES
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Find,
    Index,
    Name,
    Negative,
    Node,
    Product,
    Sum,
    Transpose,
    Unknown,
    Update,
    name_of,
    names_in,
)
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition, Sheet
from autograd.worksheet.sheet.sizes.inference import COUNTS

MOST_WORK = 10_000_000
"""Operations that computing a sheet may take."""

CONSTANT = (*RATES, "eps", "epsilon")
"""Names of numbers that nobody differentiates by."""

LENGTHS = (
    "n",
    "m",
    "k",
    "p",
    "q",
    "r",
    "d",
    "N",
    "M",
    "K",
    "D",
    *(f"n{number}" for number in range(1, 100)),
)
"""Names for lengths that have none."""


@dataclass(frozen=True)
class Refusal:
    """A statement that cannot be derived, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@dataclass(frozen=True)
class Body:
    """A definition entry by entry: its letters, one for each axis, and the entry there."""

    name: str
    line: int
    letters: tuple[Letter, ...]
    entry: Formula

    @property
    def known(self) -> list[Known]:
        """It as a pattern; of a list that is written out also each entry with a function in it: max(x[0], x[1])."""
        found = [Known(self.name, self.letters, self.entry)]
        entries = listed(self.letters, self.entry) if len(self.entry.terms) > 1 else None
        if entries is not None and not entries.rest.terms:
            places = product(*(range(letter.length) for letter in self.letters))
            for place, entry in zip(places, entries.entries, strict=True):
                if any(isinstance(atom, Apply) for atom in entry.atoms()):
                    found.append(Known(self.name, (), entry, place))
        return found


class Subject:
    """A sheet as what is derived: `bodies` are its computed definitions, `axes` how long each name is along each axis.

    `open` has what a function of which nothing is known, such as any loss, is of: its derivatives are where all begins.
    `order` has all names as they are computed, `reading` turns formulas into entries, `refused` says what cannot be.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.definitions = sheet.definitions()
        settled = settle(self.definitions, {}, sheet.free, (), Work(MOST_WORK), sheet.unread)
        self.point = settled.base
        self.broken = set(settled.broken)
        self.numbers = self.point.floats
        shapes = {
            name: (*shape(found), isinstance(found, Array) and found.is_list)
            for name, found in settled.base.graph.items()
            if not isinstance(found, Layer)
        }
        self.refused = [Refusal(line.number, str(error)) for line in sheet.lines for error in line.errors] + [
            Refusal(each.line, _why(each.name, settled.broken[each.name]))
            for each in self.definitions
            if each.name in settled.broken
        ]
        formulas = [part for step in sheet.steps for part in step.statement.parts]
        self.varied = varied_givens(
            [each for each in self.definitions if each.name in shapes],
            settled.base,
            {},
            formulas,
        )
        self.reading = Reading(shapes, self.counts())
        self.axes = {name: tuple(each for each in size[:2] if each > 1) for name, size in shapes.items()}
        self.order = list(dict.fromkeys([*sheet.free, *(each.name for each in self.definitions)]))
        self.order = [name for name in self.order if name in shapes]
        self.open: dict[str, set[str]] = {}
        self.bodies = {body.name: body for body in self.read()}

    def read(self) -> Iterator[Body]:
        """The computed definitions, entry by entry."""
        for definition in self.definitions:
            name = definition.name
            if definition.given or definition.is_derivative or name not in self.axes:
                continue
            try:
                view = self.reading.defined(definition.formula, definition.letters)
                letters = tuple(fresh(length) for length in self.axes[name])
                yield Body(name, definition.line, letters, in_functions(view.along(*letters)))
            except Underivable as error:
                if isinstance(definition.formula, Unknown) and definition.formula.is_single:
                    self.open[name] = set(names_in(definition.formula)) & set(self.axes)
                    continue
                self.refused.append(Refusal(definition.line, f"{name} cannot be differentiated: {error}"))

    def counts(self) -> dict[int, str]:
        """The names of lengths: m, where it is the number of examples; without numbers every length has a name."""
        found: dict[int, str] = {}
        for name in COUNTS:
            value = self.numbers.get(name)
            if isinstance(value, float) and value.is_integer():
                found.setdefault(int(value), name)
        for name, free in self.sheet.free.items():
            if free.counts and free.varies:
                found.setdefault(free.counts[0], name)
        lengths = dict.fromkeys(length for free in self.sheet.free.values() for length in free.size(0) if length > 1)
        names = (name for name in LENGTHS if name not in self.numbers)
        for length in lengths:
            if length not in found:
                found[length] = next(names)
        return found

    def declared(self, written: Sequence[Node] = ()) -> list[str]:
        """How large the lists and matrices without numbers are, as a sheet tells it: x in R^n; W in R^{m×n}.

        Of a number that is a term beside a list, as in x − mu, that is told, too: it would look like a list.
        """
        found = []
        for name, free in self.sheet.free.items():
            rows, columns = (str(self.reading.counts.get(length, length)) for length in free.size(0))
            if free.is_list:
                found.append(f"{name} in R^{rows}" if columns == "1" else f"{name} in R^{{{rows}×{columns}}}")
        terms = dict.fromkeys(name for node in written for name in _beside_lists(node, self.axes))
        found += [
            f"{name} in R" for name in terms if name in self.sheet.free and name not in self.reading.counts.values()
        ]
        return ["; ".join(found)] if found else []

    @cached_property
    def words(self) -> set[str]:
        """What no index letter can be called: the names, those of lengths and of functions, and d for derivatives."""
        nodes = (node for definition in self.definitions for node in definition.formula.inside())
        functions = {node.function for node in nodes if isinstance(node, Call)}
        return {*self.order, *self.reading.counts.values(), *functions, "d"}

    @cached_property
    def dots(self) -> set[tuple[Node, Node]]:
        """The lists that the sheet multiplies as wᵀx."""
        nodes = (node for definition in self.definitions for node in definition.formula.inside())
        factors = (pair for node in nodes if isinstance(node, Product) for pair in pairwise(node.factors))
        plain = ((one.operand if isinstance(one, Negative) else one, other) for one, other in factors)
        return {(one.operand, other) for one, other in plain if isinstance(one, Transpose)}

    def explicit(self, definition: Definition) -> tuple[Node, Node]:
        """A definition's left side and its formula, the products in it written as what they are."""
        left, formula = definition.statement.parts[:2]
        inner = Reading(self.reading.shapes, self.reading.counts)
        inner.letters = dict.fromkeys(definition.letters, 0)
        with suppress(Underivable):
            formula = inner.explicit(formula)
        return left, formula

    def shown(self, name: str) -> str:
        """How a name is defined."""
        definition = next(each for each in self.definitions if each.name == name)
        return " = ".join(map(echo, self.explicit(definition)))

    def shares(self) -> dict[str, int]:
        """The names whose entries add up to 1, and the axis: labels, which weigh logarithms and are not in 1 − y."""
        found = {name: each.shares for name, each in self.sheet.free.items() if each.shares is not None}
        weighing = set(_weighing(definition.formula for definition in self.definitions))
        for definition in self.definitions:
            numbers = self.numbers.get(definition.name)
            if definition.given and isinstance(numbers, Array):
                is_onehot = isinstance(definition.formula, Call) and definition.formula.function == "onehot"
                is_fixed = numbers.is_vector or definition.name not in self.varied
                axis = _axis_of_shares(numbers) if is_fixed else None
                if is_onehot or (axis is not None and definition.name in weighing):
                    found[definition.name] = axis or 0
        return found

    def asked(self) -> list[Derivative]:
        """The derivatives the sheet speaks of."""
        parts = (part for step in self.sheet.steps for part in step.statement.parts)
        return [node for part in parts for node in part.inside() if isinstance(node, Derivative)]

    def uses(self, name: str) -> set[str]:
        """The names a definition uses."""
        if name in self.open:
            return self.open[name]
        body = self.bodies.get(name)
        return {atom.head for atom in body.entry.atoms() if atom.head in self.axes} if body else set()

    def below(self, *names: str) -> set[str]:
        """All that names are computed from."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            new = self.uses(todo.pop()) - found
            found |= new
            todo += new
        return found

    def tops(self) -> list[str]:
        """What is derived: what the sheet differentiates, as far as nothing of it leads to another, and its end.

        The end is the last single number that is computed; of a sheet with lists only, the last of them.
        """
        asked = {name_of(node.top) for node in self.asked()}
        computed = [
            name for name in self.order if (name in self.bodies or name in self.open) and len(self.axes[name]) < 2
        ]
        if self.bodies and not computed:
            name = list(self.bodies)[-1]
            why = f"{name} is a matrix: a backward pass begins at a number or a list, such as L = sum({name})"
            self.refused.append(Refusal(self.bodies[name].line, why))
        tops = [name for name in computed if name in asked]
        last = ([name for name in computed if not self.axes[name]] or computed)[-1:]
        if any(isinstance(step.statement, Find) for step in self.sheet.steps):
            last = [name for name in last if self.below(name) & {*tops}] or ([] if tops else last)
        tops = [name for name in tops if name not in self.below(*(other for other in tops if other != name))]
        return list(dict.fromkeys([*tops, *(name for name in last if name not in self.below(*tops))]))

    def found(self) -> Iterator[tuple[int, Derivative]]:
        """The derivatives that the sheet asks to be found, with their lines; of what is none it says why."""
        derivatives = {each.name for each in self.definitions if isinstance(each.formula, Derivative)}
        for step in self.sheet.steps:
            for part in step.statement.parts if isinstance(step.statement, Find) else ():
                if isinstance(part, Derivative):
                    yield step.line, part
                    continue
                if name_of(part) in derivatives:
                    continue
                unknown = [name for name in names_in(part) if name not in self.axes and name[1:] not in self.axes]
                missing = ", ".join(name.removeprefix("d") for name in unknown)
                why = f": the sheet computes no {missing}" if missing else ""
                self.refused.append(Refusal(step.line, f"{echo(part)} is not a derivative{why}"))

    def claimed(self) -> list[tuple[int, Derivative]]:
        """The derivatives by a name on the way that the sheet itself writes lines for, as dσ²/dμ, with their lines."""
        found: dict[tuple[str, str], tuple[int, Derivative]] = {}
        for step in self.sheet.steps:
            if isinstance(node := step.target, Derivative):
                top, bottom = name_of(node.top) or "", name_of(node.bottom) or ""
                is_one = top in self.bodies and len(self.axes[top]) + len(self.axes.get(bottom, ())) <= 2
                if is_one and bottom in self.below(top):
                    found.setdefault((top, bottom), (step.line, node))
        return list(found.values())

    def first_derivatives(self) -> Iterator[tuple[str, Derivative, int]]:
        """The names of first derivatives that are differentiated again, as dL/dw in d²L/dw² or g = dL/dw in dg/dw."""
        again = {name_of(node.top) for node in self.asked()}
        for definition in self.definitions:
            if definition.name in again and isinstance(definition.formula, Derivative):
                yield definition.name, definition.formula, definition.line

    def leaves(self, top: str) -> list[str]:
        """The givens that are worth a derivative: those the sheet asks for.

        If it asks for none, all but counts, places, labels, and what only the definition of the top itself uses.
        """
        below = self.below(top)
        leaves = [name for name in self.order if name in below and name not in self.bodies and name not in self.open]
        asked = {name_of(node.bottom) for node in self.asked()}
        asked |= {step.name for step in self.sheet.steps if isinstance(step.statement, Update)}
        inside = {name for body in self.bodies.values() if body.name != top for name in self.uses(body.name)}
        variable = [name for name in leaves if self.is_variable(name)]
        parts = (step.statement.parts for step in self.sheet.steps if isinstance(step.statement, Find))
        to_find = {name_of(part.bottom) for each in parts for part in each if isinstance(part, Derivative)}
        choices = (
            [name for name in leaves if name in asked],
            [name for name in self.order if name in below & to_find],
            [name for name in variable if name in inside],
            variable,
        )
        return next(filter(None, choices), [])

    def is_variable(self, name: str) -> bool:
        """Whether a given may be any number: not how many there are, nor labels."""
        if name in CONSTANT or (name in COUNTS and not self.axes[name] and self.is_whole(name)):
            return False
        if name in self.sheet.free:
            return not self.sheet.free[name].counts and name not in self.shares()
        return name in self.varied

    def is_whole(self, name: str) -> bool:
        """Whether a number can be how many there are: it has no value, or a whole one."""
        value = self.numbers.get(name)
        return name in self.sheet.free or value is None or float(value).is_integer()

    def wanted(self, leaves: Iterable[str]) -> set[str]:
        """These, and all that depends on them."""
        found = set(leaves)
        for name in self.order:
            if self.uses(name) & found:
                found.add(name)
        return found


def _why(name: str, broken: Broken) -> str:
    """Why a name has no value: what computing it raised, where nothing else is to blame."""
    if broken.fault is None or name != broken.blamed:
        return broken.said(name)
    return f"{name} could not be computed: {message_of(broken.fault)}"


def _axis_of_shares(numbers: Array) -> int | None:
    """The axis along which entries add up to 1, none of them negative."""
    values = entries(numbers)
    if min(values) < 0:
        return None
    if numbers.is_vector:
        return 0 if _adds_up(values) else None
    rows, columns = shape(numbers)
    lines = {
        1: [values[row * columns : (row + 1) * columns] for row in range(rows)],
        0: [values[column::columns] for column in range(columns)],
    }
    return next((axis for axis, each in lines.items() if all(map(_adds_up, each))), None)


def _adds_up(values: Sequence[float]) -> bool:
    return abs(sum(values) - 1) <= SUM_OF_SHARES


def _weighing(formulas: Iterable[Node]) -> Iterator[str]:
    """The names that weigh logarithms, those left out that stand as 1 − y."""
    nodes = [node for formula in formulas for node in formula.inside()]
    others = set()
    for node in nodes:
        match node:
            case Sum((_, other), "+-"):
                others.add(name_of(other))
    for node in nodes:
        operands: tuple[Node, ...] = ()
        match node:
            case Product(operands) | Call("dot", operands):
                pass
        if any(isinstance(each, Call) and each.function in ("log", "log2") for each in operands):
            for each in operands:
                match each:
                    case Name(name) | Index(Name(name)) | Transpose(Name(name)) if name not in others:
                        yield name


def _beside_lists(node: Node, axes: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """The numbers that stand as a term beside a list by its name."""
    for part in node.inside():
        if isinstance(part, Sum):
            names = [name for term in part.terms if (name := name_of(term)) is not None and isinstance(term, Name)]
            if any(axes.get(name) for name in names):
                yield from (name for name in names if not axes.get(name))
