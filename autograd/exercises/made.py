"""An exercise: a family's template with kind numbers, as the sheet, as the solution on paper, and as a key."""

import random
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from autograd.errors import AutogradError
from autograd.exercises.families.family import Family
from autograd.exercises.families.table import family
from autograd.exercises.numbers import MARGIN, Cost, Drawn, bracketed, distance, draw, is_fine, shown_value
from autograd.exercises.template import Draw, Fact, Row, Task, rows, whole
from autograd.worksheet.evaluation.arrays import Array, as_list, entries, made, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point, as_values
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import Derivative, Fold, Index, List, Name, Negative, Node, Number
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.model import Definition

MOST_DRAWS = 600
"""Draws after which no numbers are found: a template that needs more is a fault of its own."""

WIDTH = 92
"""Characters of a line of givens, and of a line with its numbers put in."""

BLANK = "…"

POINTS = "pt"
"""What points are called on a sheet; "points" would make it a key."""


@dataclass(frozen=True)
class Line:
    """A line of an exercise: what it is about, what it says of it one = after the other, and its points.

    `also` is a second statement on it: the numbers of what the first says for every index.
    """

    target: str
    parts: tuple[str, ...]
    points: float = 0.0
    also: tuple[str, str] | None = None

    def __str__(self) -> str:
        said = " = ".join((self.target, *self.parts))
        return f"{said}; {' = '.join(self.also)}" if self.also else said


@dataclass(frozen=True)
class Exercise:
    """An exercise with its numbers; `seed` is what they were drawn with, `drawn` how each is written, and what it is.

    `values` are what everything that is asked for comes to, by its target without index letters.
    """

    family: Family
    seed: str
    chosen: Mapping[str, Any]
    drawn: "Mapping[str, list[Drawn]]" = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    student: str = ""
    person: str = ""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of its template."""
        return _rows(self.family.name, self.sort)

    @property
    def sort(self) -> tuple[tuple[str, Any], ...]:
        """What was chosen for its template: what it is in its family, but for the numbers."""
        return tuple(self.chosen.items())

    @property
    def plan(self) -> "Plan":
        """Its template, read."""
        return _plan(self.family.name, self.sort)

    @cached_property
    def point(self) -> Point:
        """What it is about as a graph, with its numbers."""
        return self.plan.point(self.drawn)

    @cached_property
    def given(self) -> Mapping[str, str]:
        """How each given is written."""
        return {each.name: _written(each, [text for text, _ in self.drawn[each.name]]) for each in self.plan.draws}

    @property
    def task(self) -> str:
        """What is to be done, in a sentence or two."""
        return self.family.task.format(**self.chosen)

    @property
    def shapes(self) -> dict[str, tuple[int, int]]:
        """Rows and columns of lists and matrices, by their names."""
        found = {name: shape(value) for name, value in self.values.items() if isinstance(value, Array)}
        return found | {row.name: (row.rows, row.columns) for row in self.rows if isinstance(row, Draw)}

    @property
    def points(self) -> float:
        """What the whole of it is worth."""
        return sum(row.points for row in self.rows if not isinstance(row, Draw))

    @cached_property
    def givens(self) -> list[str]:
        """What is given, as many as fit to a line, and lists and matrices on their own."""
        lines: list[str] = []
        is_open = False
        for row in self.rows:
            if (isinstance(row, Fact) and not row.is_given) or isinstance(row, Task):
                continue
            name = row.name if isinstance(row, Draw) else row.target
            statement = f"{name} = {self.given[name] if isinstance(row, Draw) else row.formula}"
            joined = f"{lines[-1]}; {statement}" if is_open else ""
            lines[-1:] = [joined] if joined and len(joined) <= WIDTH else [*lines[-1:], statement]
            is_open = "[" not in statement
        return lines

    @cached_property
    def system(self) -> list[Line]:
        """What the exercise is about."""
        return [Line(row.target, (row.formula,)) for row in self._facts()]

    @cached_property
    def blanks(self) -> list[Line]:
        """What is asked for, left open."""
        return [Line(whole(row.target), (BLANK,), row.points) for row in self.asked]

    @cached_property
    def solution(self) -> list[Line]:
        """The solution as on paper: the formula, the numbers put in, and what it comes to."""
        return [self.answer(row, in_full=True) for row in self.solution_rows]

    @cached_property
    def solution_rows(self) -> list[Fact | Task]:
        """What the solution has a line for: what the exercise is about, then what is asked for."""
        return [*self._facts(), *self._tasks()]

    def answer(self, row: Fact | Task, formula: str = "", value: str = "", in_full: bool = False) -> Line:
        """What the key says of something asked for; `in_full` as the solution does, with formula and numbers put in.

        With another formula and number it is what somebody else says.
        """
        target = whole(row.target)
        known = shown_value(self.values[target]) if target in self.values else ""
        value = value or ("" if formula else known)
        if isinstance(row, Fact) and not in_full:
            return Line(target, (value,), row.points)
        if target != row.target:
            return Line(row.target, (formula or row.formula,), row.points, (target, value) if value else None)
        parts = [formula or row.formula] if in_full or isinstance(row, Task) else []
        if in_full and (isinstance(row, Task) or not formula or formula == row.formula):
            parts.append(self.put_in(formula or row.formula))
        parts.append(value)
        return Line(target, _different([part for part in parts if part]), row.points)

    def heading(self, what: str = "") -> list[str]:
        """What stands above all: what it is about, which one it is, and whose."""
        about = f"{self.family.name}, seed {self.seed}{f', {what}' if what else ''}"
        return [f"{self.family.title} ({about})", *([f"For {self.person}"] if self.person else [])]

    def sheet(self) -> str:
        """The sheet to fill in, as a worksheet: `check` says of all that is asked for that it was not attempted."""
        blanks = [f"{line}   # [{line.points:g} {POINTS}]" for line in self.blanks]
        return self.worksheet(self.heading(), [self.task], [*map(str, self.system), "", *blanks])

    def solved(self) -> str:
        """The solution as on paper, as a worksheet."""
        return self.worksheet(self.heading("solution"), [], list(map(str, self.solution)))

    def key(self, only: Container[str] | None = None, what: str = "key") -> str:
        """The key that `autograd check --key` grades with; points for everything asked for, or `only` for some."""
        answers = []
        for row in self.asked:
            worth = f"   # {_points(row.points)}{', as a number' if isinstance(row, Fact) else ''}"
            first, *also = str(self.answer(row)).split("; ")  # the numbers of every index earn no points of their own
            answers += [f"{first}{worth if only is None or whole(row.target) in only else ''}", *also]
        # without the name: what a key says in its remarks counts
        return self.worksheet(self.heading(what)[:1], [], [*map(str, self.system), "", *answers])

    def worksheet(self, heading: list[str], remarks: list[str], lines: list[str]) -> str:
        """A worksheet: headings and remarks, what is given, and lines."""
        remarked = [f"# {line}" for line in (*heading, *remarks)]
        return "\n".join([*remarked, "", *self.givens, *lines, ""])

    def _facts(self) -> Iterator[Fact]:
        return (row for row in self.rows if isinstance(row, Fact) and not row.is_given)

    def _tasks(self) -> Iterator[Task]:
        return (row for row in self.rows if isinstance(row, Task))

    @cached_property
    def asked(self) -> list[Fact | Task]:
        """What is asked for, numbers of the system first."""
        return [*(row for row in self._facts() if row.points), *self._tasks()]

    def put_in(self, formula: str | Node) -> str:
        """A formula with its numbers; nothing where there is a list in it, or nothing to put in."""
        tree = _tree(formula, tuple(self._names)) if isinstance(formula, str) else formula
        put = put_numbers_in(tree, self._numbers)
        if put is None or isinstance(tree, (Name, Number, Negative)) or put == tree:
            return ""
        written = as_on_paper(echo(put))
        return written if len(written) <= WIDTH // 2 else ""

    @cached_property
    def _names(self) -> list[str]:
        return [row.name if isinstance(row, Draw) else whole(row.target) for row in self.rows if not _is_task(row)]

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """How the single numbers are written, by what they are: names and derivatives."""
        found = {target: shown_value(value) for target, value in self.values.items() if isinstance(value, float)}
        found |= {name: written for name, written in self.given.items() if not written.startswith("[")}
        given = (row for row in self.rows if isinstance(row, Fact) and row.is_given and "[" not in row.formula)
        return found | {row.target: row.formula for row in given}


def _is_task(row: Row) -> bool:
    return isinstance(row, Task)


def _different(parts: list[str]) -> tuple[str, ...]:
    """The parts of a chain without those that say the same as the one before."""
    return tuple(part for place, part in enumerate(parts) if not place or part != parts[place - 1])


def _points(points: float) -> str:
    return f"{points:g} point{'s' if points != 1 else ''}"


_NEGATIVE = re.compile(r"(?<=[-+*/] )(-[0-9.]+)|(?<=-)(-[0-9.]+)")


def as_on_paper(formula: str) -> str:
    """A formula with negative numbers in brackets behind a sign, and the short words for functions.

    >>> as_on_paper("2*3 + -1.2 - step(0.5)*sigmoid(-1)"), as_on_paper("--3")
    ('2*3 + (-1.2) - H(0.5)*σ(-1)', '-(-3)')
    """
    return _NEGATIVE.sub(r"(\g<0>)", formula).replace("step(", "H(").replace("sigmoid(", "σ(")


def put_numbers_in(node: Node, numbers: Mapping[str, str]) -> Node | None:
    """A formula with numbers for its names and derivatives; None where something has none, or sums over a letter."""
    match node:
        case Name() | Derivative():
            written = numbers.get(echo(node))
            return None if written is None else read_expression(written)
        case Index() | Fold() | List():
            return None
    if not node.parts:
        return node
    parts = [put_numbers_in(part, numbers) for part in node.parts]
    if any(part is None for part in parts):
        return None
    return node.with_parts(*(part for part in parts if part is not None))


@lru_cache(maxsize=4096)
def _tree(formula: str, defined: tuple[str, ...]) -> Node:
    return read_expression(formula, defined)


@lru_cache(maxsize=256)
def _rows(name: str, chosen: tuple[tuple[str, Any], ...]) -> tuple[Row, ...]:
    return tuple(rows(family(name).template(**dict(chosen))))


@dataclass(frozen=True)
class Plan:
    """A template read once: its draws, its definitions, and the trees of what is asked for."""

    draws: tuple[Draw, ...]
    definitions: tuple[Definition, ...]
    asked: tuple[tuple[str, Node], ...]

    def point(self, drawn: Mapping[str, list[Drawn]]) -> Point:
        """The definitions at these numbers."""
        point = Point(Work())
        shapes = {each.name: each for each in self.draws}
        for definition in self.definitions:
            given = None
            if definition.name in shapes:
                each, numbers = shapes[definition.name], [number for _, number in drawn[definition.name]]
                array = made(each.rows, each.columns, numbers)
                given = as_values(as_list(array) if each.columns == 1 else array)
            point.define(definition, given)
        return point

    def values(self, point: Point) -> dict[str, Any]:
        """What everything comes to that is asked for, and what the single numbers of the system are."""
        found: dict[str, Any] = {
            each.name: point.floats[each.name]
            for each in self.definitions
            if not each.given and isinstance(point.floats[each.name], float)
        }
        formula = point.formula("")
        for target, node in self.asked:
            value = formula.value(node)
            found[target] = value if isinstance(value, Array) else float(value)
        return found


@lru_cache(maxsize=256)
def _plan(name: str, chosen: tuple[tuple[str, Any], ...]) -> Plan:
    lines = []
    asked: list[str] = []
    all_rows = _rows(name, chosen)
    for row in all_rows:
        if isinstance(row, Draw):
            lines.append(f"{row.name} = {_written(row, ['0.7'] * (row.rows * row.columns))}")
        elif isinstance(row, Fact):
            lines.append(f"{row.target} = {row.formula}")
        if not isinstance(row, Draw) and row.points:
            asked.append(row.target)
    sheet = read_sheet("\n".join(lines))
    for line in sheet.lines:
        for error in line.errors:
            raise AutogradError(f"exercise {name}: {line.text}: {error}")
    names = frozenset(definition.name for definition in sheet.definitions())
    trees = tuple((whole(target), read_expression(whole(target), names)) for target in asked)
    return Plan(tuple(row for row in all_rows if isinstance(row, Draw)), tuple(sheet.definitions()), trees)


def _written(row: Draw, texts: list[str]) -> str:
    """How a given is written: a number, a list or a matrix."""
    if row.rows == row.columns == 1:
        return texts[0]
    return bracketed(texts, row.columns)


def exercise(name: str, seed: object = 0, student: str = "", person: str = "") -> Exercise:
    """The exercise of a family that a seed makes, the same each time; for another student it is another one.

    `student` is what tells them apart, and `person` what they are called.

    >>> exercise("neuron", 1).values == exercise("neuron", 1).values != exercise("neuron", 2).values
    True
    """
    kind = family(name)
    common, rng = random.Random(f"{kind.name}/{seed}"), random.Random(f"{kind.name}/{seed}/{student}")
    chosen = {what: common.choice(list(choices)) for what, choices in kind.varies.items()}
    chosen |= {what: rng.choice(list(choices)) for what, choices in kind.sizes.items()}
    plan = _plan(kind.name, tuple(chosen.items()))
    best: tuple[float, dict[str, list[Drawn]], dict[str, Any]] | None = None
    for tried in range(MOST_DRAWS if plan.draws else 1):
        if tried >= kind.draws and best is not None:
            break
        used: set[float] = set()
        drawn = {each.name: draw(each.grid, each.rows * each.columns, rng, used) for each in plan.draws}
        try:
            point = plan.point(drawn)
            kinks = list(point.kinks())
            if any(distance(kink) < MARGIN for kink in kinks):
                continue
            values = plan.values(point)
        except UNCOMPUTABLE:
            continue
        numbers = [
            float(entry) for value in values.values() if not isinstance(value, Layer) for entry in entries(value)
        ]
        cost = Cost.at(kinks).of(numbers, used) if plan.draws else 0.0
        if is_fine(numbers) and (best is None or cost < best[0]):
            best = cost, drawn, values
            if cost <= kind.enough:
                break
    if best is None:
        raise AutogradError(f"exercise {name}: no numbers were found that keep away from every kink")
    _, drawn, values = best
    return Exercise(kind, str(seed), chosen, drawn, values, student, person)
