"""A reading of a worksheet, and how it fares."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.work import Pot
from autograd.worksheet.sheet.files import Source, read_sheet
from autograd.worksheet.sheet.model import Sheet

_WHAT_IS_JUDGED: tuple[Callable[[Sheet], Any], ...] = (
    lambda sheet: sheet.steps,
    lambda sheet: (sheet.free, sheet.unread, sheet.short, sheet.dots),
    lambda sheet: [(line.number, str(error)) for line in sheet.lines for error in line.errors],
)
"""What the verdicts on a sheet are made of."""


class Tried:
    """A reading of a worksheet, judged when it is first asked how it fares, and only once."""

    def __init__(self, source: Source, sheet: Sheet, units: float = 1.0, pot: Pot | None = None, **way: Any) -> None:
        self.source, self.sheet, self.units, self.pot, self.way = source, sheet, units, pot, way
        self.assumed: tuple[str, ...] = ()  # what is said of the readings that were taken on the way to this one

    def other(self, sheet: Sheet) -> "Tried":
        """Another reading of the same worksheet."""
        found = Tried(self.source, sheet, self.units, self.pot, **self.way)
        found.assumed = self.assumed
        return found

    def reread(self, **changes: Any) -> "Tried":
        """The same worksheet, its text read in another way: what else `read_sheet` is told."""
        way = {**self.way, **changes}
        found = Tried(self.source, read_sheet(self.source, **way), self.units, self.pot, **way)
        found.assumed = self.assumed
        return found

    @cached_property
    def judge(self) -> Judge:
        """Its judge."""
        return Judge(self.sheet, units=self.units, pot=self.pot, defers=True)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What is said of its claims."""
        self.judge.found = self.judge.verdicts()
        self.source.spent += self.judge.work.spent
        return self.judge.found

    @property
    def was_judged(self) -> bool:
        """Whether it was asked how it fares."""
        return "verdicts" in self.__dict__

    def leave(self) -> None:
        """Ask nothing more of it: what its judge computed is there for others."""
        if self.was_judged and not self.judge.has_left:
            self.judge.keeping.give_back()

    @property
    def is_right(self) -> bool:
        """Whether it was judged, and no fault was found."""
        return self.was_judged and all(verdict.is_fine for verdict in self.verdicts)

    @property
    def broken(self) -> set[str]:
        """The names that cannot be computed."""
        return {name for samples in self.judge.past for name in samples.broken} if self.verdicts else set()

    def count(self, *kinds: str) -> int:
        """How many claims have such a verdict."""
        return sum(verdict.verdict in kinds for verdict in self.verdicts)

    def says_as(self, other: "Tried") -> bool:
        """Whether both readings come to the same: then they fare the same."""
        return all(each(self.sheet) == each(other.sheet) for each in _WHAT_IS_JUDGED)

    @cached_property
    def faults(self) -> int:
        """How much in it is wrong."""
        return sum(each.is_fault and each.verdict != verdicts.UNREADABLE for each in self.verdicts)

    @cached_property
    def fine(self) -> int:
        """How much in it is right."""
        return sum(each.is_fine for each in self.verdicts)

    @cached_property
    def values_in_turn(self) -> list[Mapping[str, Any]]:
        """What its names come to, up to each new value of one and in the end."""
        _ = self.verdicts  # judging settles the points
        return [samples.base.floats for samples in self.judge.past]

    @property
    def values(self) -> Mapping[str, Any] | None:
        """What its names come to in the end; None where nothing does."""
        return self.values_in_turn[-1] if self.values_in_turn else None

    @cached_property
    def unsettled(self) -> int:
        """How much is wrong, or waits for something."""
        return self.faults + self.count(verdicts.NOT_JUDGED)

    @cached_property
    def unfit(self) -> int:
        """How much has no shape, or cannot be computed."""
        return self.count(verdicts.SHAPE, verdicts.UNREADABLE, verdicts.NOT_JUDGED)
