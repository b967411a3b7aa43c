"""Sums of products put in as numbers, where they go through lists in order: one sum tells more than each number alone.

Beside x = [1, 3, 2] and w = [1, 2], 3*1 + 2*2 is x[1]*w[0] + x[2]*w[1]: one list from its beginning to its end, in a
window of the other, which may be a matrix. So dot products, the rows of a layer and convolutions are written. Names
that are counted, w1 and w2, w11 to w22, are lists and matrices, too.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.language.edits import named, number_of, with_each
from autograd.worksheet.language.tree import Index, Node, Number, Product, Sum
from autograd.worksheet.reporting.readings.put_in.squares_put_in import as_squares

Window = tuple[str, str, int, int, int]
"""A list that is gone through, what it lies over, the row and column there at which it begins, and how many rows."""

MOST_TRIED = 20_000
"""Lists and windows that are tried in a sheet; after them numbers have the names that each has by itself."""

_COUNTED = re.compile(r"(.*?)_?([0-9]{1,2})")
"""A name with a number at its end: one digit in a list, two for row and column in a matrix."""


@dataclass(frozen=True)
class Grid:
    """Numbers in rows and columns, row by row, and what each is called."""

    rows: int
    columns: int
    numbers: Sequence[float]
    nodes: Sequence[Node]


class Factor(NamedTuple):
    """A number that is multiplied, half a unit of its last digit, and where it stands."""

    number: float
    half_unit: float
    node: Node

    def is_entry(self, value: float) -> bool:
        """Whether an entry is printed so."""
        return is_printed_as(value, self.number, self.half_unit)

    @property
    def negative(self) -> "Factor":
        return self._replace(number=-self.number)


def grids(values: Mapping[str, Any]) -> dict[str, Grid]:
    """The lists and matrices among values, and the names with numbers at their ends.

    >>> sorted(grids({"x1": 1.0, "x2": 0.0, "w11": 0.5, "w12": 1.0, "w21": 2.0, "w22": 3.0, "b": 1.0}))
    ['w', 'x']
    """
    found: dict[str, Grid] = {}
    counted: dict[str, dict[int, str]] = {}
    for name, value in values.items():
        if isinstance(value, Array):
            whole = named(name)
            indices = [
                (place,) if value.is_vector else divmod(place, value.columns) for place in range(len(value.entries))
            ]
            nodes = [Index(whole, tuple(Number(float(at), 0.0, str(at)) for at in each)) for each in indices]
            found[name] = Grid(value.rows, value.columns, [*map(float, value.entries)], nodes)
        elif isinstance(value, float) and (match := _COUNTED.fullmatch(name)):
            counted.setdefault(match[1], {})[int(match[2])] = name
    for stem, names in counted.items():
        for columns in (1, 2, 3):
            rows = len(names) // columns
            first = min(names) // 10 * 10 + 1 if columns > 1 else min(names)
            expected = [first + 10 * i + j if columns > 1 else first + i for i in range(rows) for j in range(columns)]
            if len(names) > 1 and sorted(names) == expected:
                ordered = [names[number] for number in expected]
                found.setdefault(stem, Grid(rows, columns, [values[each] for each in ordered], [*map(named, ordered)]))
    return found


class Sums:
    """Gives the sums of a sheet, in order, the names of what they go through: of `values`, those known by then.

    Where numbers fit in several windows, one is meant that was not taken before, for what is computed goes on, that
    lies as those before it, and that of the largest list or matrix.
    """

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._taken: set[Window] = set()
        self._rows: dict[str, int] = {}  # how many rows the last window of each had
        self._left = MOST_TRIED

    def named(self, formula: Node) -> Node:
        """A formula with what its factors are called, in its sums that go through lists."""
        changed = with_each(formula, self.named)
        if not isinstance(changed, Sum):
            return changed
        arrays = ((name, value) for name, value in self.values.items() if isinstance(value, Array) and value.is_vector)
        lists = {name: [*map(float, value.entries)] for name, value in arrays}
        centres = {name: value for name, value in self.values.items() if isinstance(value, float)}
        return as_squares(changed, lists, centres) or self._as_entries(changed)

    def _as_entries(self, total: Sum) -> Node:
        """A sum with names for its first products of two numbers."""
        pairs = list[tuple[Factor, Factor]]()
        for term in total.terms:
            factors = _factors(term)
            if factors is None:
                break
            pairs.append(factors)
        count = len(pairs)
        known = grids(self.values) if count > 1 else {}
        found = dict(self._fitting(pairs, total.signs[:count], known))
        if not found:
            return total

        def is_turned(window: Window) -> bool:
            return self._rows.get(window[1], window[-1]) != window[-1]

        window = min(found, key=lambda each: (each in self._taken, is_turned(each), -len(known[each[1]].nodes)))
        self._taken.add(window)
        self._rows[window[1]] = window[-1]
        (name, other, *_), (side, places) = window, found[window]
        nodes = zip(known[name].nodes, map(known[other].nodes.__getitem__, places), strict=True)
        terms: list[Node] = [
            Product((_called(left, each[side]), _called(right, each[1 - side])), "**")
            for (left, right), each in zip(pairs, nodes, strict=True)
        ]
        terms += total.terms[count:]
        return Sum(tuple(terms), "+" * count + total.signs[count:], column=total.column, length=total.length)

    def _fitting(
        self, pairs: list[tuple[Factor, Factor]], signs: str, known: Mapping[str, Grid]
    ) -> Iterator[tuple[Window, tuple[int, list[int]]]]:
        """Every window in which the products fit: on which side the list is, and the places in what it lies over.

        A minus belongs to either factor.
        """
        for side, signed in product((1, 0), repeat=2):
            held = [
                [each.negative if sign == "-" and place == signed else each for place, each in enumerate(pair)]
                for pair, sign in zip(pairs, signs, strict=True)
            ]
            through, along = [pair[side] for pair in held], [pair[1 - side] for pair in held]
            for name, grid in known.items():
                self._left -= 1
                if len(grid.nodes) != len(pairs) or not all(map(Factor.is_entry, through, grid.numbers)):
                    continue
                for window, places in _windows(name, known):
                    self._left -= 1
                    if self._left < 0:
                        return
                    over = known[window[1]]
                    if all(each.is_entry(over.numbers[place]) for each, place in zip(along, places, strict=True)):
                        yield window, (side, places)


def _factors(term: Node) -> tuple[Factor, Factor] | None:
    """The two numbers that a term multiplies."""
    match term:
        case Product((left, right), signs) if signs[1] != "/":
            x, y = number_of(left), number_of(right)
            if x is not None and y is not None:
                return Factor(*x, left), Factor(*y, right)
    return None


def _windows(name: str, known: Mapping[str, Grid]) -> Iterator[tuple[Window, list[int]]]:
    """The windows of the others that fit one, standing or, if it is a list, lying; and the places in each."""
    grid = known[name]
    standing = (grid.rows, grid.columns)
    for rows, columns in dict.fromkeys([standing, standing[::-1] if 1 in standing else standing]):
        for other, whole in known.items():
            for row, column in product(range(whole.rows - rows + 1), range(whole.columns - columns + 1)):
                inside = product(range(row, row + rows), range(column, column + columns))
                if other != name:
                    yield (name, other, row, column, rows), [i * whole.columns + j for i, j in inside]


def _called(typed: Factor, node: Node) -> Node:
    """What a number is called, at its place."""
    return replace(node, column=typed.node.column, length=typed.node.length)
