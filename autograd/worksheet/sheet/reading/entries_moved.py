"""New values of the entries of lists: w_1 := 0.2 - 0.5*0.4 beside w = [0.2, 0.7] is w <- [0.2 - 0.5*0.4, 0.7]."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.tree import Index, List, Name, Node, Number, Statement, Sum, written
from autograd.worksheet.sheet.model import Definition, Sheet
from autograd.worksheet.sheet.reading.elsewhere import entry_at, with_entry
from autograd.worksheet.sheet.reading.meaning import elsewhere
from autograd.worksheet.sheet.reading.stationary import Stationary


class Moving(Stationary):
    """Gives lists the new values of their entries if it `moves_entries`, and else hears what these say of a step only.

    Those told one after another are given at once, for the step of each is by the old ones.
    """

    moves_entries = False

    def as_new_entry(self, statement: Statement) -> Statement | None:
        """What a new value of an entry says of the step, or else of its arithmetic; its list is moved behind it."""
        match statement.parts if self.moves_entries else ():
            case Index(Name(name), places) as entry, Sum() as formula, *claims if not statement.about:
                numbers = self.numbers_now.get(name) or _numbers_given(name, self.known)
            case _:
                return super().as_new_entry(statement)
        if numbers is None or not begins_at(formula, entry, numbers):
            return super().as_new_entry(statement)
        shown = next((each for each in reversed(claims) if number_of(each) is not None), formula)
        moved = self.moving[name].parts[1] if name in self.moving else elsewhere(numbers)
        self.numbers_now[name] = with_entry(numbers, places, shown)
        target = Name(name, column=entry.column, length=entry.length)
        self.moving[name] = replace(statement, parts=(target, with_entry(moved, places, formula))).as_update()
        step = self.as_step_of_entry(statement, name)
        if step is not None or not claims:
            return step
        return replace(statement, parts=statement.parts[1:], about=written(statement.text, entry))

    def lists_moved(self, statement: Statement) -> Iterator[Statement]:
        """The new values of lists, before a statement that tells of no other entry of theirs."""
        match statement.parts:
            case Index(Name(name)), _, *_ if name in self.moving:
                return
        moving, self.moving = self.moving, {}
        yield from moving.values()


def moves_entries(sheet: Sheet) -> bool:
    """Whether entries of a list of numbers may be given new values."""
    given = _lists_given(sheet)
    said = (statement.parts for line in sheet.lines for statement in line.statements) if given else ()
    for parts in said:
        match parts:
            case (Index(Name(name)) as entry, Sum() as formula, *_) if name in given:
                if begins_at(formula, entry, given[name].formula):
                    return True
            case (Sum((Index(Name(name)), _)), Sum(), *_) if name in given:  # said of its step
                return True
    return bool(named_as_moved(sheet))


def named_as_moved(sheet: Sheet) -> set[str]:
    """The names that look like entries of a list of numbers, and begin with these: w1 = 0.5 - 0.1*3 beside w = [0.5, 1]

    >>> from autograd.worksheet.sheet.files import read_sheet
    >>> sorted(named_as_moved(read_sheet("w = [2, 1]; w1 = 2 - 0.5; w2 = 3 - 1; b1 = 2 - 1")))
    ['w1']
    """
    given = _lists_given(sheet)
    found: set[str] = set()
    for each in sheet.definitions() if given else ():
        entry = _NUMBERED.fullmatch(each.name)
        if entry is not None and entry[1] in given and isinstance(each.formula, Sum):
            whole = Name(entry[1])
            places = tuple(Number(float(int(digit) - 1), 0.0, digit) for digit in entry[2])
            if begins_at(each.formula, Index(whole, places), given[entry[1]].formula):
                found.add(each.name)
    return found


_NUMBERED = re.compile(r"([^\W\d_]+)_?([1-9]{1,2})")


def _lists_given(sheet: Sheet) -> dict[str, Definition]:
    return {each.name: each for each in sheet.definitions() if each.given and isinstance(each.formula, List)}


def begins_at(formula: Sum, entry: Index, numbers: Node) -> bool:
    """Whether a formula begins with an entry, or with its number."""
    before = entry_at(numbers, entry.places)
    first = formula.terms[0]
    return before is not None and (first == entry or number_of(first) == number_of(before))


def _numbers_given(name: str, known: Mapping[str, Definition | None]) -> Node | None:
    definition = known.get(name)
    return definition.formula if definition is not None and definition.given else None
