"""The worksheet of a network while it is written: its statements, and which entry of which name each Value is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import ref

from autograd.derivation.networks.rows import array_of, filled
from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError

MOST_NUMBERS = 2_000
"""Numbers that the sheet of a network may have, and entries that are rearranged."""

MOST_STATEMENTS = 120
"""Statements that the sheet of a network may have."""

MOST_OPERATIONS = 6
"""Operations one after the other between two modules that are statements too."""

SPELT = {"maximum": "max", "minimum": "min", "mask": "step"}
"""Operations that sheets call otherwise."""

Shape = tuple[int, ...]
Entry = tuple[str, int]
"""A name, and which of its entries, counted row by row."""


@dataclass
class NetworkSheet:
    """A worksheet with what its names are: `lines` are the statements, `shapes` the sizes of all names.

    `at` says which entry a Value is, `values` has the Values of each name. Images have a row for each channel: `grids`
    are their sizes (batch, channels, height, width). `fixed` are numbers that nobody differentiates by, `told` says in
    words what a long statement is.
    """

    lines: list[str] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)
    at: dict[int, Entry] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    grids: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    parameters: dict[Any, tuple[Any, ...]] = field(default_factory=dict)
    inputs: dict[tuple[Any, ...], str] = field(default_factory=dict)
    fixed: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    numbers: int = 0

    def write(self, line: str) -> None:
        """Write a statement."""
        if len(self.lines) >= MOST_STATEMENTS:
            raise LanguageError(
                f"this takes more than {MOST_STATEMENTS} statements: its modules were called on several inputs, "
                "or on a long one; explain one of them"
            )
        self.lines.append(line)

    def give(self, name: str, array: Any, fixed: bool = False) -> str:
        """Write a name's numbers; what is `fixed` gets no derivative."""
        array = array_of(array)
        self._count(array.size)
        is_whole = fixed and all(float(each).is_integer() for each in array.flat)
        self.write(f"{name} = {_written(array, _whole if is_whole else _number)}")
        self._hold(name, array.shape, list(array.flat))
        if fixed:
            self.fixed.add(name)
        return name

    def _count(self, more: int) -> None:
        self.numbers += more
        if self.numbers > MOST_NUMBERS:
            raise LanguageError(f"this network has more than {MOST_NUMBERS} numbers: draw or play shows its modules")

    def _hold(self, name: str, shape: Shape, values: Sequence[Any] | None) -> None:
        self.shapes[name] = shape
        if values is not None:
            self.values[name] = list(values)
            for place, value in enumerate(values):
                if isinstance(value, Value):
                    self.at.setdefault(id(value), (name, place))

    def new(self, letter: str) -> str:
        """A name with the next number."""
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def called(self, letter: str, shape: Shape) -> str:
        """A new name; matrices have capitals."""
        return self.new(letter.upper() if len(shape) == 2 else letter)

    def define(self, name: str, formula: str, shape: Shape, values: Sequence[Any] | None = None) -> str:
        """Write a statement; `values` are what it computes, where anybody holds them. A name may have letters."""
        self.write(f"{name} = {formula}")
        plain = name.partition("[")[0]
        self._hold(plain, shape, values)
        return plain

    def entry(self, name: str, place: int) -> str:
        """An entry of a name, as the sheet writes it."""
        shape = self.shapes[name]
        if len(shape) == 2:
            return f"{name}[{place // shape[1]},{place % shape[1]}]"
        return f"{name}[{place}]" if shape and shape != (1,) else name

    def whole(self, places: Sequence[Any], shape: Shape) -> str | None:
        """The name that has exactly these entries, in this shape but for axes of length 1 before it."""
        first = places[0] if places else None
        if not isinstance(first, tuple) or _without_ones(shape) != _without_ones(self.shapes[first[0]]):
            return None
        is_in_order = list(places) == [(first[0], place) for place in range(len(places))]
        return str(first[0]) if is_in_order else None

    def _is_unknown(self, value: Any) -> bool:
        return isinstance(value, Value) and value.rule is not None and id(value) not in self.at

    def _operation(self, array: Any, who: str, most: int) -> str:
        """A name for what an operation makes of each entry, as relu(z) between two modules, or numbers put in."""
        rules = {
            (each.rule.name, tuple(each.rule.parameters.values())) for each in array.flat if self._is_unknown(each)
        }
        if not rules:
            numbers = {
                float(each.data if isinstance(each, Value) else each) for each in array.flat if not self._is_at(each)
            }
            if len(numbers) == 1 and not any(map(self._is_at, array.flat)):
                return repr(numbers.pop())
            return self.received(array, who)
        if len(rules) > 1 or not all(map(self._is_unknown, array.flat)) or not most:
            raise LanguageError(f"what {who} takes in is computed between modules: explain goes through them")
        first = array.flat[0]
        operands = [
            self._operation(filled(array.shape, [each.inputs[slot] for each in array.flat]), who, most - 1)
            for slot in range(len(first.inputs))
        ]
        letter = "h" if len(operands) == 1 else "a"
        return self.define(
            self.called(letter, array.shape), operation(first.rule, operands), array.shape, list(array.flat)
        )

    def _is_at(self, value: Any) -> bool:
        return isinstance(value, Value) and id(value) in self.at

    def located(self, values: Iterable[Any], who: str) -> list[Any]:
        """For each Value which entry it is; a number as it is. LanguageError for what is computed between modules."""
        found = []
        for value in values:
            place = self.at.get(id(value)) if isinstance(value, Value) else None
            if place is None and isinstance(value, Value) and value.rule is not None:
                raise LanguageError(f"what {who} takes in is computed between modules: explain goes through them")
            found.append(place or (value.data if isinstance(value, Value) else float(value)))
        return found

    def received(self, x: Any, who: str, letter: str = "x", numbered: bool = False) -> str:
        """The name of what a module was called with: rows of numbers, or one row."""
        array = array_of(x)
        if array.ndim > 2:
            array = array.reshape(-1, array.shape[-1])
        if any(map(self._is_unknown, array.flat)):
            self._operation(array, who, MOST_OPERATIONS)
        places = self.located(array.flat, who)
        if not any(isinstance(place, tuple) for place in places):
            return self.given(array, letter, numbered)
        return self.whole(places, array.shape) or self.gathered(places, _without_ones(array.shape), letter)

    def given(self, array: Any, letter: str, numbered: bool = False) -> str:
        """The name of numbers that are put in; the same numbers have one name, unless they are `numbered`."""
        key = (array.shape, *(id(each) if isinstance(each, Value) else float(each) for each in array.flat))
        same = (array.shape, *(each.data if isinstance(each, Value) else float(each) for each in array.flat))
        name = self.inputs.get(key) or self.inputs.get(same)
        if name is None or numbered:
            first = letter.upper() if array.ndim == 2 else letter
            name = self.give(self.new(first) if numbered or first in self.shapes else first, array)
            self.inputs[key] = self.inputs[same] = name
        return name

    def gathered(self, places: Sequence[Any], shape: Shape, letter: str) -> str:
        """A name for entries of others, put side by side."""
        self._count(len(places))
        written = [self.entry(*place) if isinstance(place, tuple) else repr(place) for place in places]
        rows = [places[at : at + shape[-1]] for at in range(0, len(places), shape[-1])] if len(shape) == 2 else []
        lists = [self.whole(row, (shape[1],)) for row in rows]
        if len(shape) == 2 and shape[1] > 1 and all(lists) and len(rows) > 1:
            formula = f"[{', '.join(map(str, lists))}]"
        elif len(shape) == 2:
            cut = [written[at : at + shape[1]] for at in range(0, len(written), shape[1])]
            formula = f"[{', '.join(f'[{chr(44).join(row)}]' for row in cut)}]"
        else:
            formula = f"[{', '.join(written)}]"
        name = self.define(self.called(letter, shape), formula, shape)
        names = dict.fromkeys(place[0] for place in places if isinstance(place, tuple))
        self.told[name] = f"entries of {', '.join(names)} side by side"
        return name


def _without_ones(shape: Shape) -> Shape:
    return shape[1:] if len(shape) > 1 and shape[0] == 1 else shape


def operation(rule: Any, operands: Sequence[str]) -> str:
    """An operation of the table, as the sheet writes it."""
    if rule.sign and len(operands) == 2:
        one, other = (f"({each})" if each.startswith("-") else each for each in operands)
        return f"{one} {rule.sign} {other}".replace("**", "^")
    if rule.name == "neg":
        return f"-{operands[0]}"
    settings = rule.parameters.values() if rule is not rule.base else ()
    return f"{SPELT.get(rule.base.name, rule.base.name)}({', '.join([*operands, *map(repr, settings)])})"


def held(values: Iterable[Any]) -> list[Any]:
    """What a module gave back, one after the other; None for what nobody holds any more."""
    return [value() if isinstance(value, ref) else value for value in values]


def _written(array: Any, number: Callable[[Any], str]) -> str:
    """Numbers as the language has them."""
    if array.ndim:
        inner = (_written(each, number) for each in array) if array.ndim > 1 else map(number, array)
        return f"[{', '.join(inner)}]"
    return number(array.item())


def _number(x: Any) -> str:
    return repr(float(x))


def _whole(x: Any) -> str:
    """A whole number, as one types counts and labels."""
    return str(int(float(x)))
