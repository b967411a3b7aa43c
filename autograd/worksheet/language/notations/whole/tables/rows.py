"""The statements in the rows of a table."""

import re
from dataclasses import dataclass, field

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.notations.whole.tables.above import Above, key_of
from autograd.worksheet.language.notations.whole.tables.heads import BLANK, Column, Kind
from autograd.worksheet.language.notations.whole.tables.indices import at_row
from autograd.worksheet.language.notations.whole.tables.markdown import Table
from autograd.worksheet.language.notations.whole.tables.plans import Plan
from autograd.worksheet.language.vocabulary import is_function

_RESULT = re.compile(
    rf"{NUMBER}(?:[eE][-−+]?[0-9]+)?|[\[(]\s*{NUMBER}(?:\s*[,;]\s*{NUMBER})*\s*[\])]|[-−+]?[0-9]+/[0-9]+"
)
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}")
_IN_NUMBERS = re.compile(r"[-−+*/·⋅×^²√()., 0-9eE]+")
_BEHIND = re.compile(r"\s*(?:[✓✔✅√]|\([^\W\d_]{3,20}\))$")
"""What may stand behind a number and says nothing of it."""


class Unclear(Exception):
    """A cell, or a row, that is not understood: then nothing is certain of what stands below."""


@dataclass
class Rows:
    """The rows of a table as they are told, one after another; `values` are what names were last told to be, `formulas`
    what they were made of, and `carried` are the names whose number where a row begins is the new one of the row above.
    """

    table: Table
    plan: Plan
    above: Above
    values: dict[str, str]
    is_free: bool
    formulas: dict[str, str] = field(default_factory=dict)
    carried: set[str] = field(default_factory=set)

    def told(self) -> list[str]:
        """A line for each row; Unclear where a new value is not told."""
        self.carried = {name for name in self.plan.begins if self._carries(name)}
        counters = self._counters()
        return [self._row(row, at, counters[at]) for at, row in enumerate(self.table.rows)]

    def _counters(self) -> list[int]:
        """The numbers of the rows; a word for the start has the number before the first."""
        cells = [re.sub(r"[^0-9]", "", row[0]) for row in self.table.rows]
        first = next((int(cell) - at for at, cell in enumerate(cells) if cell), 1)
        return [first + at for at in range(len(cells))]

    def _row(self, row: tuple[str, ...], at: int, number: int) -> str:
        """The statements of a row."""
        cells = {column.place: _parts(row[column.place], column) for column in self.plan.order}
        is_start = at == 0 and any(
            not cells[column.place] for column in self.plan.order if column.key not in self.plan.gives
        )
        said: list[str] = []
        for column in self.plan.order:
            parts = cells[column.place]
            if column.kind is Kind.VALUE and column.key in self.plan.gives:
                said += self._given(column, parts, at, number)
            elif column.kind is Kind.STEP:
                said += self._step(column, parts, at, number, is_start)
            else:
                said += [] if is_start and not parts else self._judged(column, parts, number)
        return "; ".join(said)

    def _at(self, head: str, number: int) -> str:
        return at_row(head, self.plan.letter, number, self.is_free)

    def _judged(self, column: Column, parts: list[str], number: int) -> list[str]:
        """What a name, or a formula, comes to."""
        heads = [each for each in (column.name, column.formula) if each]
        if not parts and len(heads) < 2:
            return []
        said = self._at(" = ".join(heads), number)
        if "_-" in said:  # of the step before the first
            return []
        is_told = column.kind is Kind.TOLD and said.startswith(column.name)
        if is_told and self.formulas.setdefault(column.key, said) != said:
            said = said.replace("=", "<-", 1)  # the number of the row is in it
        return [" = ".join((said, *parts))]

    def _given(self, column: Column, parts: list[str], at: int, number: int) -> list[str]:
        """What a name is in a row, and what its number is worked out of."""
        worked = [" = ".join(parts)] if len(parts) > 1 and all(map(_IN_NUMBERS.fullmatch, parts)) else []
        if column.key not in self.plan.used and column.key not in self.plan.begins:
            return worked
        if not parts:
            return []
        if _RESULT.fullmatch(parts[-1]) is None:
            raise Unclear
        value, name = parts[-1], self._at(column.name, number)
        if name != column.name or column.key not in self.values:
            self.values[column.key] = value
            return [*worked, f"{name} = {value}"]
        known, self.values[column.key] = self.values[column.key], value
        if column.key in self.carried and (at or is_same(value, known)):
            return [*worked, f"{name} = {value}"]
        return worked if value == known and column.key not in self.plan.begins else [*worked, f"{name} <- {value}"]

    def _carries(self, name: str) -> bool:
        """Whether the number of a name where a row begins is its new value in the row above, in any of the rows."""
        own = [each for each in self.plan.order if each.key == name]
        step, column = (next(each for each in own if each.kind is kind) for kind in (Kind.STEP, Kind.VALUE))
        begun, new = self.table.column(column.place), self.table.column(step.place)
        pairs = [(_parts(new[at], step), _parts(begun[at + 1], column)) for at in range(len(begun) - 1)]
        return not pairs or any(first and second and is_same(first[-1], second[-1]) for first, second in pairs)

    def _step(self, column: Column, parts: list[str], at: int, number: int, is_start: bool) -> list[str]:
        """The new value of a name; its first where nothing tells that."""
        if not parts:
            if 0 < at < len(self.table.rows) - 1:
                raise Unclear
            return []
        is_known = column.key in self.values
        if not is_known and not is_start:
            raise Unclear
        if is_start or not column.formula:
            if _RESULT.fullmatch(parts[-1]) is None:
                raise Unclear
            said = f"{column.name} {'=' if is_start else '<-'} {parts[-1]}"
        else:
            said = " = ".join((f"{column.name} <- {self._at(column.formula, number)}", *parts))
        self.values[column.key] = parts[-1]
        return [said]


def _parts(cell: str, column: Column) -> list[str]:
    """The formulas that a cell says its column comes to, a number at the end; [] where it says none.

    >>> g = Column(1, Kind.VALUE, "g")
    >>> _parts("g = 2(3) - 1 = 5", g), _parts("—", g), _parts("same as above", g), _parts("0.5 ✓", g)
    (['2(3) - 1', '5'], [], [], ['0.5'])
    """
    cell = _BEHIND.sub("", cell.strip())
    if BLANK.fullmatch(cell):
        return []
    first, *others = parts = [part.strip() for part in re.split(r"[=≈]", cell)]
    if others and key_of(first) in (column.key, key_of(column.new)):
        parts = others
    is_formula = all(part and all(is_function(word[0]) for word in _LONG_WORD.finditer(part)) for part in parts)
    return parts if is_formula and not re.search(r"[;:,?!]\s*$|[<>→]", cell) else []


def is_same(first: str, second: str) -> bool:
    """Whether two results are one number, rounded to fewer digits perhaps.

    >>> is_same("0.6325", "0.633"), is_same("1", "1.0"), is_same("0.85", "0.832"), is_same("[1, 2]", "(1, 2)")
    (True, True, False, True)
    """
    numbers = [re.findall(NUMBER, each) for each in (first, second)]
    are_as_many = len(numbers[0]) == len(numbers[1]) > 0
    return are_as_many and all(_is_near(one, other) for one, other in zip(*numbers, strict=True))


def _is_near(one: str, other: str) -> bool:
    """Whether two numbers are one, in the last digit that both have; whole ones are exact."""
    unit, distance = max(_unit(one), _unit(other)), abs(float(_plain(one)) - float(_plain(other)))
    return distance == 0 or (unit < 1 and distance <= unit)


def _plain(number: str) -> str:
    return number.replace("−", "-")


def _unit(number: str) -> float:
    """The unit of the last digit."""
    return float(10 ** -len(number.partition(".")[2]))
