"""How many digits each number of a page has, so that what is printed comes out when it is computed with again.

A calculator that is fed the printed numbers of a line must show the line's result, rounded to the digits printed. Where
it does not, the number whose rounding weighs most gets more digits, everywhere on the page, until it does.

>>> from autograd.formulas.symbols import symbol
>>> shown = Figures()
>>> slope = symbol(1 - 0.7615941559557649**2)
>>> settle([Equation(slope * symbol(2), 2 * slope.value())], shown)
>>> shown(slope.value()), shown(2 * slope.value())  # 0.4200·2 would be 0.8400
('0.41997', '0.8399')
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from heapq import heapify, heappop, heappush

from autograd.formulas.numbers import MOST_DIGITS as MOST_DIGITS, SMALLEST, Figures as Figures, Number
from autograd.formulas.outlines import Outline, Outlines
from autograd.formulas.symbols import Symbol
from autograd.formulas.tapes import EXACT, Floats, Tape, Unsure
from autograd.support.types import Any

FEW = (1, 2)
"""How many digits more are tried for one number first: if they suffice, it gets no more."""

NARROW = 0.05
"""A result nearer to where rounding turns, in units of its last digit, gets a digit itself: that takes fewer in all."""

LONG = 20_000
"""Equations: on a page of more, all numbers of a line that does not come out get digits, whatever each weighs."""

_SLACK = 1 - 1e-3  # of half a unit: beside it, the rounding errors of tanh and the like are nothing
_FURTHER = 2  # digits for one number move the result by its weight: a number that weighs less than half is not tried
_SLIGHT = 1e-6  # of half a unit: what weighs less is not worth a digit
_MANY = 16  # lines that are alike: from then on it pays to compile what computes them
_SURE = 0.05  # of half a unit: a bound below it lets floats tell nearly always


@dataclass
class Equation:
    """A formula in numbers and what it comes to, as they stand on a page; `holds` tells whether it comes out there.

    That cannot be told of one whose middle is left out, or part of which shows its result only: `is_whole` is False.
    `outlined` is what it has in common with others and its numbers, where somebody has looked already.
    """

    formula: Symbol
    result: float
    is_whole: bool = True
    holds: bool = True
    outlined: tuple[Outline, list[float]] | None = None


def settle(equations: list[Equation], figures: Figures) -> None:
    """Choose the digits with which the equations come out as printed, and note for each whether it does.

    Later equations are looked at first: digits of what an equation uses ask for digits of how that came about. Each
    look is at one equation, and it is looked at again only when a number in it gets digits, at most MOST_DIGITS times.
    """
    kind = _LineAtOnce if len(equations) > LONG else _Line
    lines = [kind(equation, figures) for equation in equations]
    for line in lines:
        line.outline.uses += 1
    computable = [place for place, line in enumerate(lines) if line.is_computable]
    for place in reversed(computable):
        lines[place].look_up()
    for place in computable:
        for number in lines[place].on_page:
            number.users.append(place)
    waiting = [line.is_computable for line in lines]
    ahead, behind = [-place for place in computable], list[int]()
    heapify(ahead)
    with localcontext(EXACT):
        while ahead:
            place = -heappop(ahead)
            while waiting[place]:
                waiting[place] = False
                for widened in lines[place].mend():
                    for user in widened.users:
                        if not waiting[user] and user != place:
                            heappush(ahead if user < place else behind, -user)
                        waiting[user] = True
            if not ahead:
                ahead, behind = behind, ahead
        for place in computable:
            lines[place].note()
            for number in lines[place].on_page:
                number.users.clear()


def comes_out(equation: Equation, figures: Figures) -> bool:
    """Whether what is printed of an equation gives its result, with the digits that its numbers have now."""
    line = _Line(equation, figures)
    if not line.is_computable:
        return True
    line.look_up()
    with localcontext(EXACT):
        return line.comes_out()


class _Line:
    """An equation on its page: `result` and `numbers` are those of the page, each of these once."""

    def __init__(self, equation: Equation, figures: Figures) -> None:
        self.equation = equation
        self.figures = figures
        self.outline, self._given = equation.outlined or Outlines().of(equation.formula)
        self.is_computable = equation.is_whole and all(map(math.isfinite, (equation.result, *self._given)))
        self._seen = False, math.nan  # whether it came out when last looked at, and how near it had to

    def look_up(self) -> None:
        """Find its numbers on the page, which writes those that are new."""
        number = self.figures.number
        self._numbers = [number(given) for given in self._given]
        self.numbers = list(dict.fromkeys(self._numbers))
        self.result = number(self.equation.result)

    @property
    def on_page(self) -> list[Number]:
        """All numbers that stand there, each once."""
        return self.numbers if self.result in self.numbers else [*self.numbers, self.result]

    @cached_property
    def tape(self) -> Tape:
        """Its formula, to be computed with other numbers again and again."""
        return Tape(self.equation.formula, self.figures)

    @cached_property
    def floats(self) -> Floats | None:
        """The same with floats, where it pays."""
        return Floats(self.outline, self._given, self._numbers) if self.outline.uses >= _MANY else None

    def half(self) -> float:
        """How far what is computed may be from the printed result."""
        result = self.result
        if result.text != "0":
            return result.half
        largest = min(1.0, max((number.exact for number in self.numbers), default=1.0)) or 1.0
        return max(0.5 * largest * 10.0**-self.figures.digits, SMALLEST)

    def comes_out(self) -> bool:
        """Whether the printed numbers give the printed result."""
        return self._told(lambda tape, half: self.is_near(tape, tape.compute(), half))  # type: ignore[no-any-return]

    def note(self) -> None:
        """Note in the equation whether it comes out: as when it was last looked at, whose numbers stand since then."""
        came_out, half = self._seen
        self.equation.holds = came_out if half == self.half() else self.comes_out()

    def mend(self) -> list[Number]:
        """Give digits to a number, which is returned, if the equation does not come out; none if nothing helps."""
        return self._told(self._mend)  # type: ignore[no-any-return]

    def _told(self, ask: Callable[[Any, float], Any]) -> Any:
        """The answer with floats, where they can tell, else with decimals."""
        floats, half = self.floats, self.half()
        if floats is not None and floats.error < _SURE * half:
            try:
                return ask(floats, half)
            except Unsure:
                pass
        return ask(self.tape, half)

    def is_near(self, tape: Any, found: Any, half: float) -> bool:
        """Whether a number rounds to the printed result."""
        return tape.is_less(tape.missed(found, self.result, self.equation.result), half * _SLACK)  # type: ignore[no-any-return]

    def _mend(self, tape: Any, half: float) -> list[Number]:
        found = tape.compute()
        came_out = self.is_near(tape, found, half)
        self._seen = came_out, half
        return [] if came_out else self._widened(tape, found, half)

    def _widened(self, tape: Any, found: Any, half: float) -> list[Number]:
        """The number that most needs digits, with more of them."""
        result = self.result
        weights = {number: _weight(tape, number, found) for number in self.numbers if not number.is_exact}
        rounded = [number for number in weights if tape.is_less(_SLIGHT * half, weights[number])]
        rounded.sort(key=lambda number: -weights[number])
        missed = tape.missed(found, result, self.equation.result) - half
        enough = [number for number in rounded if not tape.is_less(weights[number] * _FURTHER, missed)]
        for digits in FEW:
            for number in enough:
                wider = number.wider(digits)
                if wider and self.is_near(tape, tape.compute_as(number, wider), half) and number.widen(digits):
                    return [number]
        if self._is_narrow(half) and result.widen():
            return [result]
        for number in rounded:
            weight = weights[number]
            missing = math.ceil(math.log10(weight) - math.log10(half)) if half < weight < math.inf else 1
            if number.widen(missing):
                return [number]
        return []

    def _is_narrow(self, half: float) -> bool:
        """Whether the result lies near to where rounding turns."""
        room = half - float(abs(self.result.decimal - Decimal(abs(self.equation.result))))
        return room < 2 * half * NARROW and self.result.text != "0"


class _LineAtOnce(_Line):
    """An equation on a long page: all of its numbers get digits, one more than its result has, and nothing is tried."""

    def _widened(self, tape: Any, found: Any, half: float) -> list[Number]:
        enough = self.result.digits + 1
        widened = [
            number for number in self.numbers if not number.is_exact and number.widen(max(1, enough - number.digits))
        ]
        return widened or ([self.result] if self._is_narrow(half) and self.result.widen() else [])


def _weight(tape: Any, number: Number, found: Any) -> float:
    """How far the rounding of one number moves what is computed."""
    moved = float(abs(tape.compute_exact(number) - found))
    return moved if moved == moved else math.inf
