"""Kind numbers: what is given is drawn until the results have few digits and nothing is near a kink.

>>> [shown(x) for x in (0.1 + 0.2, -2.0, 2 / 3, 12345.67891, 1e-5)]
['0.3', '-2', '0.6667', '12345.7', '0.00001000']
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite, log
from typing import Any

from autograd.engine.derivatives.gradients import evaluated
from autograd.worksheet.evaluation.arrays import Array, entries
from autograd.worksheet.evaluation.point import Kink

EXACT = 4
"""Decimals of a number that is shown as it is; one with more is rounded to as many significant digits."""

CLOSE = 1e-11
"""How far a number may be from a short decimal to be that decimal, relatively: floats are good to 1e-16."""

MARGIN = 0.1
"""How far everything stays from a kink."""


def _signed(*numbers: float) -> dict[str, float]:
    return {shown(sign * number): sign * number for number in numbers for sign in (1, -1)}


def _plain(*numbers: float) -> dict[str, float]:
    return {shown(number): number for number in numbers}


def decimals_of(x: float) -> int | None:
    """How many decimals show a number exactly; None if more than EXACT would be needed."""
    for decimals in range(EXACT + 1):
        if abs(round(x, decimals) - x) <= CLOSE * max(abs(x), 1.0):
            return decimals
    return None


def shown(x: float) -> str:
    """A number as it stands on a sheet: exact where few decimals suffice, else rounded."""
    decimals = decimals_of(x)
    if decimals is None:
        # one digit behind the point at least: a whole number would be taken as exact
        digits = f"{Decimal(f'{x:#.{EXACT}g}'):f}" if abs(x) < 10 ** (EXACT - 1) else f"{x:.1f}"
        return digits.removeprefix("-") if not float(digits) else digits
    found = f"{round(x, decimals):.{decimals}f}"
    return found.removeprefix("-") if not float(found) else found


def shown_value(x: Any) -> str:
    """A number, a list or a matrix as it stands on a sheet."""
    if not isinstance(x, Array):
        return shown(float(x))
    return bracketed([shown(float(entry)) for entry in entries(x)], x.columns)


def bracketed(texts: Sequence[str], columns: int) -> str:
    """Entries as a list, or as a matrix where there are several columns.

    >>> bracketed(["1", "2"], 1), bracketed(["1", "2"], 2)
    ('[1, 2]', '[[1, 2]]')
    """
    rows = [", ".join(texts[start : start + columns]) for start in range(0, len(texts), columns)]
    return f"[{', '.join(rows if columns == 1 else [f'[{row}]' for row in rows])}]"


GRIDS: Mapping[str, Mapping[str, float]] = {
    "tenths": _signed(*(place / 10 for place in range(1, 16))),
    "fifths": _signed(0.2, 0.4, 0.5, 0.6, 0.8, 1.2, 1.5),
    "halves": _signed(0.5, 1, 1.5, 2, 2.5, 3),
    "units": _signed(1, 2, 3, 4, 5),
    "whole": _plain(*range(1, 10)),
    "few": _plain(1, 2, 3, 4, 5),
    "parts": _plain(*(place / 10 for place in range(1, 10))),
    "rates": _plain(0.1, 0.2, 0.25, 0.5),
    "decays": _plain(0.5, 0.8, 0.9),
    "small": _plain(0, 0.01, 0.25, 1),
    "logs": {"0": 0.0, **{f"log({number})": log(number) for number in (2, 3, 4, 5, 6, 7, 8, 9)}},
}
"""What numbers are drawn from: how each is written, and what it is."""


Drawn = tuple[str, float]
"""How a number is written, and what it is."""


def draw(grid: str, count: int, rng: random.Random, used: set[float]) -> list[Drawn]:
    """So many numbers of a grid: none that is used already, but for its sign, as long as others are left."""
    found = []
    for _ in range(count):
        left = [pair for pair in GRIDS[grid].items() if abs(pair[1]) not in used]
        pair = rng.choice(left or list(GRIDS[grid].items()))
        used.add(abs(pair[1]))
        found.append(pair)
    return found


def distance(kink: Kink) -> float:
    """How far a relu, max … is from its kink."""
    rule = kink.node.rule
    given = dict(zip(rule.letters, kink.node.recorded, strict=True), z=kink.node.result) if rule is not None else {}
    return abs(float(evaluated(kink.condition, given)))


FEW_ZEROS = 8
"""One of so many numbers may be 0."""


@dataclass(frozen=True)
class Cost:
    """What numbers cost those who compute by hand: digits, and what makes them awkward.

    A zero hides what it is multiplied by, and of two equal numbers nobody can tell which was meant. Where no kink makes
    them, more than a few are worse than rounded numbers: of a tanh only that of 0 has few digits, and the rest is 0.
    """

    digits: int = 1
    rounded: int = 5
    zero: int = 4
    alike: int = 1
    tiny: int = 8
    large: int = 4
    many_zeros: int = 0

    @classmethod
    def at(cls, kinks: Iterable[Kink]) -> "Cost":
        """What numbers cost where some are 0 because a relu is, or none."""
        return cls(many_zeros=0 if any(kink.node.data == 0 for kink in kinks) else 30)

    def of(self, values: Sequence[float], alone: Iterable[float] = ()) -> float:
        """The cost of numbers, each on average; `alone` are those that none of them should be like."""
        total = self.many_zeros * max(0, sum(x == 0 for x in values) - len(values) // FEW_ZEROS)
        seen = {round(abs(x), 9) for x in alone}
        for x in values:
            decimals = decimals_of(x)
            total += self.rounded if decimals is None else self.digits * decimals
            total += self.zero * (x == 0) + self.tiny * (0 < abs(x) < 0.02) + self.large * (abs(x) > 100)
            total += self.alike * (round(abs(x), 9) in seen)
            seen.add(round(abs(x), 9))
        return total / max(1, len(values))


def is_fine(numbers: Iterable[float]) -> bool:
    """Whether all of them are numbers that can be written down."""
    return all(isfinite(x) and abs(x) < 1e9 for x in numbers)
