"""How much work a worksheet may ask for, counted in operations: the same on every machine, in proportion to its length.

An operation takes 3 to 5 µs. A sheet of up to 20,000 characters may take a second, one of 500,000 five: what is longer
gets less for each character, and what is beyond its budget is told as such. Half of that time is planned for, as the
same machine takes up to one and a half times as long when others work on it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from autograd.errors import LanguageError
from autograd.support.types import Any

USUAL = 20_000
"""Characters up to which a sheet of lines as they are typed is read whole."""


OF_ONE = 100_000
"""Operations for one question that is no part of a check."""


MOST_PATIENCE = 1000
"""So many times the usual work can be asked for at most: hours."""


BEYOND = "operations: split it into smaller sheets, or have more patience: check --patience 4"
"""What is said where it takes more."""


class Exhausted(LanguageError):
    """More work than a worksheet may ask for."""


_PATIENCE: ContextVar[float] = ContextVar("patience", default=1.0)


@contextmanager
def allowing(times: float) -> Iterator[None]:
    """Within it a worksheet may take so many times the usual work: a long one of one's own, a derivation perhaps."""
    before = _PATIENCE.set(times)
    try:
        yield
    finally:
        _PATIENCE.reset(before)


class Work:
    """Counts operations, so that no text keeps the machine busy: raises Exhausted beyond `most`, or OF_ONE."""

    def __init__(self, most: int | None = None, within: "Work | None" = None) -> None:
        self.most = self.left = int(OF_ONE * _PATIENCE.get()) if most is None else most
        self.within = within or _OF_FILE.get()  # what is spent here is spent there, too
        self._passed_on = 0  # so much of it so far: whoever counts single operations counts them here alone
        self._paid: set[Any] = set()

    @property
    def spent(self) -> int:
        """What has been counted so far."""
        return self.most - self.left

    def spend(self, operations: int) -> None:
        """Count so many more, here and in all that this is within."""
        work, owed = self, operations
        while True:  # no call for each of them: this is the one thing that is done for everything else
            work.left -= owed
            if work.left < 0:
                raise Exhausted(f"this takes more than {work.most} {BEYOND}")
            if work.within is None:
                return
            owed = work.most - work.left - work._passed_on
            work._passed_on += owed
            work = work.within

    def _owed(self) -> int:
        """What was spent here since this was last asked, which is owed to what it is within."""
        owed = self.most - self.left - self._passed_on
        self._passed_on += owed
        return owed

    def allow(self, operations: int) -> None:
        """Let so many more be spent here."""
        self.most += operations
        self.left += operations

    @property
    def room(self) -> int:
        """What is left here, and in all that this is within."""
        return self.left if self.within is None else min(self.left, self.within.room)

    def count(self, operations: int) -> None:
        """Count what was done elsewhere, be it more than is left."""
        self.left -= operations
        if self.within is not None:
            self.within.count(self._owed())

    def spend_once(self, thing: Any, operations: int) -> None:
        """Count what is done for a thing when it is first met, and kept from then on."""
        if thing not in self._paid:
            self._paid.add(thing)
            self.spend(operations)

    @property
    def has_bought(self) -> bool:
        """Whether anything was paid for that is kept."""
        return bool(self._paid)


_OF_FILE: ContextVar[Work | None] = ContextVar("of_file", default=None)
"""What all worksheets of a file may take together, where it has several."""


@dataclass(frozen=True)
class Budget:
    """The operations that a part of the work may take: at least `least`, more for each character, less beyond USUAL."""

    least: int
    each: float
    beyond: float

    def work(self, length: int) -> Work:
        """What is left to be spent on a text of this length."""
        usual = min(length, USUAL)
        return Work(int(_PATIENCE.get() * (self.least + self.each * usual + self.beyond * (length - usual))))


READING = Budget(8_000, 8, 0.6)
"""Tokens, trees and statements: a line of 20 characters takes about 130, one of five characters 80."""

MACROS = Budget(40_000, 1, 0.2)
"""The tokens that macros of a document write out."""

JUDGING = Budget(120_000, 3, 0.7)
"""Values, derivatives and comparisons at each point: a line of 30 characters takes about 50."""

CAUSES = Budget(47_500, 1.5, 0.2)
"""Finding the causes of mistakes."""

WHOLE = Budget(150_000, 1.75, 1.0)
"""All of these together: hardly a sheet asks for much of each, and one that does would take too long."""

FORMULAS = Budget(90_000, 2, 0.4)
"""The formulas of a document of LaTeX or Markdown, until they are statements: one of 40 characters takes 70."""

STATEMENTS = Budget(60_000, 3, 0.25)
"""The same statements until they are the steps of a worksheet: one takes 45."""

PAPERS = Budget(320_000, -10, 0.4)
"""All that is done with these steps: sizes, values, verdicts, causes. Reading, which takes what a text has of
formulas and no more, is not paid from it, so that what is read is judged, too. What a short text does not take to be
read is left for its claims: five lines about a network with steps are a large graph.
"""

FOR_A_SHEET = 200
"""What a worksheet takes beside its lines: its report, and what is asked of it as a whole."""


@contextmanager
def sharing(length: int, times: float) -> Iterator[Work]:
    """Within it the worksheets of a file of this length take together what one may take that is as long, or so many
    times as much: a notebook may have thousands.
    """
    with allowing(times):
        work = WHOLE.work(length)
    before = _OF_FILE.set(work)
    try:
        yield work
    finally:
        _OF_FILE.reset(before)


LEFT_AT_LEAST = 30_000
"""What is left for judging and causes, whatever reading took."""


def left_by(spent: int, length: int) -> tuple[Work, Work]:
    """The work for judging a sheet of this length, and for causes, when reading it has taken so much."""
    both = [budget.work(length).most for budget in (JUDGING, CAUSES)]
    room = max(WHOLE.work(length).most - spent, LEFT_AT_LEAST)
    judging, causes = (Work(min(most, most * room // sum(both))) for most in both)
    return judging, causes


SEVERAL = 2
"""So many times the work of one sheet may be taken by a text of several parts, some of them tried in several readings.
"""


@dataclass(frozen=True)
class Pot:
    """What all parts of a text may take together, or many short ones would take many times the least."""

    judging: Work
    causes: Work
    reading: Work | None = None

    @classmethod
    def of(cls, length: int, within: Work | None = None) -> "Pot":
        """The pot of a text of this length, within the work that there is for more than that."""
        return cls(*(Work(SEVERAL * budget.work(length).most, within) for budget in (JUDGING, CAUSES)))

    @classmethod
    def third(cls, length: int) -> "Pot":
        """A third of the work for one worksheet of this length, what reading it may take besides: for what a document
        that was read and judged before is given points for.
        """
        whole = WHOLE.work(length).most // 3
        return cls(Work(whole * 7 // 10), Work(whole * 3 // 10), Work(READING.work(length).most // 3))


@dataclass(frozen=True)
class PaperWork:
    """All the work that a document may take: reading its formulas and statements, and what is done with these.

    Each part has its own, so that a document of which not all can be read is not read in vain.
    """

    whole: Work
    formulas: Work
    statements: Work
    sizes: Work
    doubts: Work

    @classmethod
    def of(cls, length: int, share: float = 1) -> "PaperWork":
        """The work for a document of this length, or a share of it."""
        whole = Work(int(share * PAPERS.work(length).most))
        formulas, statements = (Work(int(share * each.work(length).most)) for each in (FORMULAS, STATEMENTS))
        sizes = Work(int(0.2 * whole.most), whole)
        doubts = Work(whole.most // 10)  # what is judged can be doubted though nothing else is left
        return cls(whole, formulas, statements, sizes, doubts)

    def pot(self, length: int) -> Pot:
        """What is left for judging a worksheet of this length that a document makes, when it has been read."""
        self.whole.allow(max(0, LEFT_AT_LEAST - self.whole.left))
        return Pot.of(length, self.whole)
