"""Points kept from one check to the next: a sheet with the definitions of an earlier one is judged at its points.

A class is held against one key, and somebody who types changes one line at a time. What is known of a point is kept,
but each check is charged for it as if it were the first: verdicts are the same whatever was checked before.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograd.engine import anomalies, recording
from autograd.engine.operation import Op, teach
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition, Free

MOST_KEPT = 24
"""Stretches of worksheets whose points are kept: those of the latest."""

MOST_HELD = 100_000
"""Values and derivatives of all points that are kept, some 250 bytes each."""


@dataclass
class Purse:
    """Whoever pays for the points that are drawn now."""

    work: Work


@dataclass
class Drawn:
    """Points that `draw` finds, drawn when they are first asked for, and paid for by each check that asks."""

    draw: Callable[[], list[Point]]
    points: list[Point] | None = None
    price: int = 0
    is_begun: bool = False

    def for_check(self, purse: Purse) -> list[Point]:
        """The points for a check that asks for them for the first time."""
        if self.points is None:
            before, self.is_begun = purse.work.left, True
            self.points = [point.begin() for point in self.draw()]
            self.price = before - purse.work.left
        else:
            purse.work.spend(self.price)
            self.points = [point.again(purse.work) for point in self.points]
        return self.points

    @property
    def is_whole(self) -> bool:
        """Whether drawing was not given up half-way: it would not go on where it began."""
        return self.points is not None or not self.is_begun


@dataclass
class Kept:
    """What a stretch is judged at: the point at the givens, what it cost, and those around it."""

    base: Point
    price: int
    varied: Mapping[str, bool]
    purse: Purse
    near: Drawn
    elsewhere: Drawn
    held: int = 0

    def taken_by(self, work: Work) -> None:
        """Go on with it in another check, which pays for it."""
        work.spend(self.price)
        self.base, self.purse.work = self.base.again(work, knows_slopes=False), work

    @property
    def points(self) -> tuple[Point, ...]:
        """All points drawn so far."""
        return self.base, *(self.near.points or ()), *(self.elsewhere.points or ())

    def given_back(self) -> "Kept":
        """Itself at the end of a check, weighed."""
        self.held = sum(point.held for point in self.points)
        return self

    @property
    def can_go_on(self) -> bool:
        """Whether another check can go on with all of it, and would pay for it as if it began."""
        work = self.purse.work
        is_whole = self.near.is_whole and self.elsewhere.is_whole and work.within is None and not work.has_bought
        return is_whole and all(point.can_go_on for point in self.points)


_KEPT: dict[Hashable, Kept] = {}


def made_of(
    definitions: Iterable[Definition],
    updated: Mapping[str, Any],
    free: Mapping[str, Free],
    unread: Mapping[str, int],
    which: int,
) -> Hashable:
    """What the points of a stretch depend on: nothing else decides what is computed at them."""
    around = anomalies.mode(), recording.muted.get(), which
    defined = tuple((each.name, each.letters, each.formula, each.given, each.statement.text) for each in definitions)
    lines = tuple(each.line for each in definitions) if unread else ()
    return around, defined, lines, tuple(updated.items()), tuple(free.items()), tuple(unread.items())


class Keeping:
    """What a check takes of what is kept, and will give back: it has that alone in between."""

    def __init__(self) -> None:
        self.taken: dict[Hashable, Kept] = {}

    def take(self, key: Hashable, work: Work) -> Kept | None:
        """What is kept of a stretch made of this; not for work that is part of more, which pays in another way."""
        return _KEPT.pop(key, None) if work.within is None else None

    def note(self, key: Hashable, kept: Kept) -> None:
        """Give this back in the end."""
        self.taken[key] = kept

    def give_back(self) -> None:
        """Keep what checks to come may need; what was kept for longest goes."""
        _KEPT.update((key, kept.given_back()) for key, kept in self.taken.items() if kept.can_go_on)
        self.taken, held = {}, 0
        for number, (key, kept) in enumerate(reversed([*_KEPT.items()]), start=1):
            held += kept.held
            if number > MOST_KEPT or held > MOST_HELD:
                _KEPT.pop(key, None)


def forget(rule: Op | None = None) -> None:
    """Keep nothing: an operation has come or gone."""
    _KEPT.clear()


teach(forget, forget)
