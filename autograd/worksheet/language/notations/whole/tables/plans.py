"""In which order a row of a table says what its columns are about, and what of it can be judged for certain."""

import re
from dataclasses import dataclass, field, replace

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.notations.whole.tables.above import Above, words_in
from autograd.worksheet.language.notations.whole.tables.heads import Column, Kind, column_of, counts_rows, with_move
from autograd.worksheet.language.notations.whole.tables.indices import letter_of, plain_indices, with_new_values
from autograd.worksheet.language.notations.whole.tables.markdown import Table
from autograd.worksheet.language.notations.whole.tables.methods import (
    LETTER as METHOD_LETTER,
    with_rules,
    without_steps_below,
)
from autograd.worksheet.language.roles import is_called_weight

_MOVES_BY = re.compile(rf"{NAME}\s*[-−+–]")
"""How a formula begins that moves a name by something: not what decays, 0.9 v + g."""

_ENDS = re.compile(r"[,.](?:\s|$)|\s{2,}")
_LONG_WORD = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w*\()")
_VALUE = re.compile(rf"(?:.*=)?\s*({NUMBER})")
_MADE = (Kind.TOLD, Kind.STEP, Kind.FORMULA)


@dataclass(frozen=True)
class Plan:
    """What a row says, in order: the names that columns give a number in each row, those of them that another column
    gives a new value, those that have their number before anything is made of them, and all that something is made of;
    where names start that the text does not give.
    """

    order: tuple[Column, ...]
    gives: frozenset[str]
    begins: frozenset[str]
    first: frozenset[str]
    used: frozenset[str]
    letter: str = ""
    starts: dict[str, str] = field(default_factory=dict)

    @property
    def stepped(self) -> set[str]:
        """The names that have new values."""
        return {column.key for column in self.order if column.kind is Kind.STEP}


def plan_of(table: Table, titles: list[str], above: Above) -> Plan | None:
    """The plan of a table below titles, the nearest first.

    None where a column is not understood, or nothing is made of the others.
    """
    heads = [plain_indices(head) for head in table.head]
    letter = letter_of(heads)
    is_counted = counts_rows(heads, table.column(0), above)
    heads = with_new_values(without_steps_below(heads, letter, titles), letter, above.given)
    columns = [column_of(head, table.column(place), place, above) for place, head in enumerate(heads)]
    columns[0] = Column(0, Kind.COUNTER, heads[0]) if is_counted else columns[0]
    named = {column.key for column in columns if column.name}
    columns = [with_move(column, named, above) for column in columns]
    columns = [_called(_ruled(column, columns, table, above), above) for column in columns]
    columns, starts = with_rules(columns, titles, above, table)
    above.given |= starts
    letter = letter or (METHOD_LETTER if starts else "")
    if any(column.kind is Kind.UNKNOWN for column in columns):
        return None
    judged = _Judged.of(columns, above)
    plan = judged.plan(table, letter) if judged is not None else None
    return replace(plan, starts=starts) if plan is not None else None


def _ruled(column: Column, columns: list[Column], table: Table, above: Above) -> Column:
    """A column with the rule that the text tells for new values of its name, where all that this is made of stands
    before it, and it is not what is given in the first row: there a row may tell where it begins.
    """
    rule = above.moved.get(column.key, "") if column.kind is Kind.VALUE else ""
    formula = _ENDS.split(rule)[0].strip()
    places = [each.place for each in columns if each.key in words_in(formula) - {column.key}]
    if not formula or not places or max(places) > column.place or _LONG_WORD.search(formula):
        return column
    first = _VALUE.fullmatch(table.rows[0][column.place])
    is_given = first is not None and float(_plain(first[1])) == float(_plain(above.given.get(column.key, "nan")))
    is_twice = sum(each.key == column.key for each in columns) > 1
    return column if is_given or is_twice else replace(column, kind=Kind.STEP, formula=formula)


def _called(column: Column, above: Above) -> Column:
    """A column with the call of the function that it is named like: g(w) for g."""
    letters = above.functions.get(column.key) if column.kind is Kind.VALUE else None
    return replace(column, kind=Kind.TOLD, formula=f"{column.name}({letters})") if letters else column


@dataclass
class _Judged:
    """The columns of a table, by what they do, and what is known of the names in them."""

    columns: list[Column]
    above: Above
    told: dict[str, str]
    steps: dict[str, Column]
    gives: set[str]
    is_counted: bool
    order: list[Column] = field(default_factory=list)

    @classmethod
    def of(cls, columns: list[Column], above: Above) -> "_Judged | None":
        """What columns do; None where one name has two meanings."""
        told = {column.key: column.formula for column in columns if column.kind is Kind.TOLD}
        steps = {column.key: column for column in columns if column.kind is Kind.STEP}
        alone = [column for column in columns if column.kind is Kind.VALUE and _is_name(column)]
        gives = {column.key for column in alone} - above.made.keys()
        named = [column.key for column in columns if column.kind in (Kind.TOLD, Kind.STEP)]
        named += [column.key for column in alone if column.key not in steps]
        given = above.given.keys() | above.lists
        is_two = len(named) > len(set(named)) or told.keys() & given or steps.keys() & above.made.keys()
        has_hat = any(f"{column.key}hat" in named for column in alone if column.key in above.made)
        is_counted = columns[0].kind is Kind.COUNTER
        is_step_anyhow = is_counted or not any(column.new == column.formula != "" for column in steps.values())
        if is_two or has_hat or not is_step_anyhow or (gives & above.lists) - steps.keys():
            return None
        return cls(columns, above, told, steps, gives, is_counted)

    def behind(self, column: Column) -> set[str]:
        """The names that a column depends on."""
        for step in self.steps.values():
            column = column.renamed(step)
        return self.above.behind(column.typed, {**self.told, **dict.fromkeys(self._own(), "")})

    def mentions(self, column: Column, key: str) -> bool:
        """Whether a column speaks of a name itself."""
        return key in self.above.names_in(column.typed, self._own() | self.told.keys())

    def _own(self) -> set[str]:
        return self.gives | self.steps.keys()

    def plan(self, table: Table, letter: str) -> Plan | None:
        """The plan; None where it is not certain."""
        givers = [column for column in self.columns if column.kind is Kind.VALUE and column.key in self.gives]
        others = [column for column in self.columns if column.kind in (*_MADE, Kind.VALUE) and column not in givers]
        hidden = self._hidden()
        others = [column for column in others if column.kind is Kind.STEP or self.behind(column).isdisjoint(hidden)]
        if hidden and not all(step.formula and self.behind(step).isdisjoint(hidden) for step in self.steps.values()):
            return None
        if not any(column.kind in _MADE for column in others) and not (self.is_counted and others):
            return None
        if not all(self._moves(column, letter) for column in others):
            return None
        used = set[str]().union(*map(self.behind, others))
        if (used & self.above.moved.keys()) - self._own():
            return None
        later: list[Column] = []
        for column in givers:
            is_later = self._side(column, others, table)
            if is_later is None:
                return None
            (later if is_later else self.order).append(column)
        first = frozenset(column.key for column in self.order)
        for column in sorted([*others, *later], key=lambda each: each.place):
            if not self._put(column):
                return None
        begins = frozenset(self.gives & self.steps.keys())
        return Plan(tuple(self.order), frozenset(self.gives), begins, first, frozenset(used), letter)

    def _hidden(self) -> set[str]:
        """The weights that may move without a column, as another weight does that has one: what they are is not known.

        What the rule of anything but a weight speaks of is no weight: the b1 of b1·m + (1 − b1)·g.
        """
        if not any(map(is_called_weight, self._own())):
            return set()
        known = self.above.given.keys() | self.above.lists
        rules = [column.formula for column in self.steps.values() if not is_called_weight(column.key)]
        rates = set[str]().union(*(self.above.names_in(rule, known) for rule in rules))
        return {name for name in known - self._own() - rates if is_called_weight(name)}

    def _moves(self, column: Column, letter: str) -> bool:
        """Whether a column is made of what others give a number in each row, or of the number of the row.

        A loss beside epochs alone moves with weights of which the table says nothing.
        """
        is_free = not self.is_counted or column.kind is Kind.STEP
        return is_free or not self.behind(column).isdisjoint(self._own()) or letter in words_in(column.typed) - {""}

    def _side(self, column: Column, others: list[Column], table: Table) -> bool | None:
        """Whether a name has its number from its column on, as a new value that nothing tells; None if that may be."""
        if column.key in self.steps or column.key not in self.above.given:
            return False
        places = [each.place for each in others if column.key in self.behind(each)]
        if not any(place < column.place for place in places):
            return False
        is_last = all(place < column.place for place in places)
        return True if is_last and any(self._begins_moved(each, table) for each in self.columns) else None

    def _begins_moved(self, column: Column, table: Table) -> bool:
        """Whether what a name is in the first row is not what it is given above."""
        start = self.above.given.get(column.key) if column.kind is Kind.VALUE else None
        first = _VALUE.fullmatch(table.rows[0][column.place])
        return first is not None and start is not None and float(_plain(first[1])) != float(_plain(start))

    def _put(self, column: Column) -> bool:
        """Put a column behind those it is told with, or where the values before are meant; not if it is not judged.

        False if nothing is certain then.
        """
        behind = self.behind(column)
        steps = [each for each in self.order if each.kind is Kind.STEP and each.key in behind - {column.key}]
        place = len(self.order)
        for step in steps:
            is_said, moves = self.mentions(column, step.key), _MOVES_BY.match(step.formula) is not None
            if step.has_other_name and step.new in column.typed:
                column = column.renamed(step)
            elif column.kind is Kind.STEP:
                if is_said and moves:
                    return False
            elif is_said and (step.has_other_name or (step.new and step.key in self.gives)):
                place = min(place, self.order.index(step))
            elif step.new or (moves and not is_said):
                return column.kind is not Kind.TOLD
        self.order.insert(place, column)
        return True


def _is_name(column: Column) -> bool:
    return "/" not in column.name and "(" not in column.name


def _plain(number: str) -> str:
    return number.replace("−", "-")
