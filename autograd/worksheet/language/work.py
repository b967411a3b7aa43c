"""How much work a worksheet may ask for, counted in operations: the same on every machine, in proportion to its length.

An operation takes 2 to 4 µs. A sheet of up to 20,000 characters may take a second, one of 500,000 five: what is longer
gets less for each character, and what is beyond its budget is told as such.
"""

from dataclasses import dataclass

from autograd.errors import LanguageError
from autograd.support.types import Any

USUAL = 20_000
"""Characters up to which a sheet is read whole, whatever it is."""


class Exhausted(LanguageError):
    """More work than a worksheet may ask for."""


class Work:
    """Counts operations, so that no text keeps the machine busy: raises Exhausted beyond `most`."""

    def __init__(self, most: int = 100_000, within: "Work | None" = None) -> None:
        self.most = self.left = most
        self.within = within  # what is spent here is spent there, too
        self._paid: set[Any] = set()

    @property
    def spent(self) -> int:
        """What has been counted so far."""
        return self.most - self.left

    def spend(self, operations: int) -> None:
        """Count so many more."""
        self.left -= operations
        if self.left < 0:
            raise Exhausted(f"this takes more than {self.most} operations: split it into smaller sheets")
        if self.within is not None:
            self.within.spend(operations)

    def spend_once(self, thing: Any, operations: int) -> None:
        """Count what is done for a thing when it is first met, and kept from then on."""
        if thing not in self._paid:
            self._paid.add(thing)
            self.spend(operations)


@dataclass(frozen=True)
class Budget:
    """The operations that a part of the work may take: at least `least`, more for each character, less beyond USUAL."""

    least: int
    each: float
    beyond: float

    def work(self, length: int) -> Work:
        """What is left to be spent on a text of this length."""
        usual = min(length, USUAL)
        return Work(int(self.least + self.each * usual + self.beyond * (length - usual)))


READING = Budget(4_000, 11, 1)
"""Tokens, trees and statements: a line of 20 characters takes about 80."""

FORMULAS = Budget(1_000, 11, 4)
"""Formulas of LaTeX and Markdown, before they are statements."""

MACROS = Budget(40_000, 1, 0.2)
"""The tokens that macros write out."""

STATEMENTS = Budget(4_000, 11, 4)
"""The statements that these make: so much that ten thousand formulas are all read, whatever may be judged of them."""

JUDGING = Budget(120_000, 3, 0.7)
"""Values, derivatives and comparisons at each point: a line of 30 characters takes about 50."""

CAUSES = Budget(47_500, 1.5, 0.2)
"""Finding the causes of mistakes."""

WHOLE = Budget(170_000, 6, 2)
"""All of these together: hardly a sheet asks for much of each, and one that does would take too long."""

LEFT_AT_LEAST = 60_000
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

    @classmethod
    def of(cls, length: int) -> "Pot":
        """The pot of a text of this length."""
        return cls(*(Work(SEVERAL * budget.work(length).most) for budget in (JUDGING, CAUSES)))
