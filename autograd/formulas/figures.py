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
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from functools import cached_property
from heapq import heapify, heappop, heappush

from autograd.formulas.notation import figure
from autograd.formulas.outlines import Outline, Outlines
from autograd.formulas.symbols import Symbol, is_named_number
from autograd.support.types import Any

MOST_DIGITS = 12
"""No number gets more digits than this; what does not come out with them is marked ≈."""

FEW = (1, 2)
"""How many digits more are tried for one number first: if they suffice, it gets no more."""

NARROW = 0.05
"""A result nearer to where rounding turns, in units of its last digit, gets a digit itself: that takes fewer in all."""

SMALLEST = math.ulp(0.0)
"""The smallest float: below it nothing has digits."""

_SLACK = 1 - 1e-3  # of half a unit: beside it, the rounding errors of tanh and the like are nothing
_FURTHER = 2  # digits for one number move the result by its weight: a number that weighs less than half is not tried
_SLIGHT = 1e-6  # of half a unit: what weighs less is not worth a digit
_MANY = 16  # lines that are alike: from then on it pays to compile what computes them
_SURE = 0.05  # of half a unit: a bound below it lets floats tell nearly always
_STEADY = 4  # times as much as the bound for the exact numbers: that for those printed
_NAN = Decimal("NaN")
_EXACT = Context(prec=30)  # decimals of twelve digits are added, multiplied and squared as they stand
_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
}


@dataclass
class Equation:
    """A formula in numbers and what it comes to, as they stand on a page; `holds` tells whether it comes out there.

    That cannot be told of one whose middle is left out, or part of which shows its result only: `is_whole` is False.
    """

    formula: Symbol
    result: float
    is_whole: bool = True
    holds: bool = True
    outlined: tuple[Outline, list[float | None]] | None = None
    """What it has in common with others, and its numbers, where somebody has looked already."""


class Figures:
    """Writes the numbers of a page; one number has the same digits wherever it stands, whatever its sign.

    `digits` is what each has to begin with; `zeros` are numbers that are written as 0.
    """

    def __init__(self, digits: int = 4) -> None:
        self.digits = digits
        self.most = max(digits, MOST_DIGITS)
        self._digits: dict[float, int] = {}
        self._texts: dict[float, str] = {}
        self._decimals: dict[float, Decimal] = {}
        self.floats: dict[float, float] = {}
        self._keys: dict[float, float] = {}
        self.zeros: set[float] = set()

    def key(self, x: float) -> float:
        """One number for all that differ by rounding errors or in sign."""
        found = self._keys.get(x)
        if found is None:
            found = self._keys[x] = float(f"{abs(x):.12e}")
        return found

    def __call__(self, x: float) -> str:
        """The number, written."""
        size = self.key(x)
        text = self._texts.get(size)
        if text is None:
            number = 0.0 if size in self.zeros else abs(x)
            text = self._texts[size] = figure(number, self._digits.get(size, self.digits))
        return f"−{text}" if x < 0 and text not in ("0", "NaN") else text

    def digits_of(self, x: float) -> int:
        """How many digits a number has; 0 where it is written as 0."""
        size = self.key(x)
        return 0 if size in self.zeros else self._digits.get(size, self.digits)

    def widen(self, x: float, digits: int = 1) -> bool:
        """Give a number more digits, until it is written differently; says whether there were any left to give."""
        size, before = self.key(x), self(abs(x))
        self._decimals.pop(size, None)
        self.floats.pop(size, None)
        if size in self.zeros:
            self.zeros.discard(size)
            self._digits[size] = self.digits
            del self._texts[size]
            return True
        while (now := self._digits.get(size, self.digits)) < self.most:
            self._digits[size] = min(self.most, now + digits)
            del self._texts[size]
            if self(abs(x)) != before:
                return True
            digits = 1
        return False

    def printed(self, x: float) -> Decimal:
        """The number as it is read off the page."""
        size = self.key(x)
        found = self._decimals.get(size)
        if found is None:
            found = self._decimals[size] = Decimal(self(abs(x)))
        return -found if x < 0 else found

    def read(self, x: float) -> float:
        """The same as a float."""
        size = self.key(x)
        found = self.floats.get(size)
        if found is None:
            found = self.floats[size] = float(self(abs(x)))
        return -found if x < 0 else found

    def unit(self, x: float) -> float:
        """The worth of a unit of a written number's last digit; one written in full counts as if it had all digits."""
        text = self(abs(x))
        mantissa, _, exponent = text.partition("e")
        place = int(exponent or 0) - len(mantissa.partition(".")[2])
        number = float(text)
        if number and abs(number - abs(x)) <= 1e-12 * abs(x):
            place = min(place, math.floor(math.log10(number)) + 1 - self.digits_of(x))
        return 10.0**place


_WHOLE = frozenset(map(Decimal, range(-99, 100)))


def settle(equations: list[Equation], figures: Figures) -> None:
    """Choose the digits with which the equations come out as printed, and note for each whether it does.

    Later equations are looked at first: digits of what an equation uses ask for digits of how that came about. Each
    look is at one equation, and it is looked at again only when a number in it gets digits, at most MOST_DIGITS times.
    """
    outlines = Outlines()
    for equation in equations:
        equation.outlined = equation.outlined or outlines.of(equation.formula)
    lines = [_Line(equation, figures) for equation in equations]
    users: dict[float, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        for number in [*line.numbers, line.equation.result] if line.is_computable else ():
            users[figures.key(number)].append(place)
    waiting = [line.is_computable for line in lines]
    ahead, behind = [-place for place, line in enumerate(lines) if line.is_computable], list[int]()
    heapify(ahead)
    with localcontext(_EXACT):
        while ahead:
            place = -heappop(ahead)
            while waiting[place]:
                waiting[place] = False
                for user in users[figures.key(widened)] if (widened := lines[place].mend()) is not None else ():
                    if not waiting[user] and user != place:
                        heappush(ahead if user < place else behind, -user)
                    waiting[user] = True
            if not ahead:
                ahead, behind = behind, ahead
        for line in lines:
            if line.is_computable:
                line.equation.holds = line.comes_out()


def comes_out(equation: Equation, figures: Figures) -> bool:
    """Whether what is printed of an equation gives its result, with the digits that its numbers have now."""
    line = _Line(equation, figures)
    with localcontext(_EXACT):
        return not line.is_computable or line.comes_out()


class _Tape:
    """A formula as a list of steps, operands first, so that it is computed again only where a number has changed."""

    exact, error = Decimal, 0.0

    def __init__(self, formula: Symbol, figures: Figures) -> None:
        self.figures = figures
        self.printed = figures.printed
        self.values: list[Decimal] = []  # of each step, with the numbers as printed
        self.operations: dict[int, tuple[Symbol, tuple[int, ...]]] = {}
        self.places: dict[float, list[int]] = defaultdict(list)  # where a number stands
        self.numbers: dict[int, float] = {}
        self.users: dict[float, list[int]] = defaultdict(list)  # the steps that a number is part of, in order
        self._add(formula)

    def _add(self, part: Symbol) -> tuple[int, set[float]]:
        """The place of a part, and the numbers in it."""
        operands = [self._add(operand) for operand in part.operands] if part.rule is not None else []
        place = len(self.values)
        if part.rule is not None:
            self.values.append(_NAN)
            self.operations[place] = part, tuple(operand for operand, _ in operands)
            keys = set().union(*(keys for _, keys in operands))
            for key in keys:
                self.users[key].append(place)
            return place, keys
        assert part.number is not None
        self.values.append(Decimal(part.number))
        if is_named_number(part):
            return place, set()
        key = self.figures.key(part.number)
        self.places[key].append(place)
        self.numbers[place] = part.number
        return place, {key}

    def compute(self) -> Decimal:
        """Its value with each number in it as printed; NaN where it has none."""
        for place, number in self.numbers.items():
            self.values[place] = self.figures.printed(number)
        _run(self.values, self.operations, self.operations)
        return self.values[-1]

    @staticmethod
    def sign(size: Decimal, number: float) -> Decimal:
        """A size with the sign of that number."""
        return size.copy_sign(Decimal(number))

    @staticmethod
    def is_less(a: float, b: float) -> bool:
        """Whether it is less; decimals can always tell."""
        return a < b

    def compute_with(self, key: float, decimal: Callable[[float], Decimal]) -> Decimal:
        """Its value if one number were another decimal, and all others as they were when it was computed."""
        values = self.values.copy()
        for place in self.places[key]:
            values[place] = decimal(self.numbers[place])
        _run(values, self.operations, self.users[key])
        return values[-1]


def _run(values: list[Decimal], operations: dict[int, tuple[Symbol, tuple[int, ...]]], places: Iterable[int]) -> None:
    """Compute those steps anew, each from the values of its operands."""
    for place in places:
        part, operands = operations[place]
        try:
            values[place] = _apply(part, [values[operand] for operand in operands])
        except (ArithmeticError, ValueError, TypeError):
            values[place] = _NAN


def _apply(part: Symbol, operands: list[Decimal]) -> Decimal:
    """An operation on decimals, exact where it is one of arithmetic; what is made of NaN is NaN."""
    operation = _OPERATIONS.get(part.sign or "")
    if operation is not None:
        return operation(*operands)  # type: ignore[no-any-return]
    assert part.rule is not None
    if any(map(Decimal.is_nan, operands)):
        return _NAN
    if part.sign == "**" and operands[1] in _WHOLE:
        return operands[0] ** operands[1]
    return Decimal(part.rule.forward(*map(float, operands)))


class _Unsure(Exception):
    """Floats cannot tell."""


class _Floats:
    """A formula of which there are many alike, computed with floats: as a tape, and `error` is how far it may be off."""

    exact, sign = float, staticmethod(math.copysign)

    def __init__(self, outline: Outline, numbers: list[float], figures: Figures) -> None:
        self.function = outline.compute
        self.pairs = [(figures.key(number), number) for number in numbers]
        self.printed = figures.read
        self.known = figures.floats
        self.given: list[float] = []
        try:
            self.error = _STEADY * outline.bound(*numbers)
        except (ArithmeticError, ValueError, TypeError):
            self.error = math.inf

    def compute(self) -> float:
        """Its value with each number in it as printed."""
        self.given = given = []
        for size, number in self.pairs:
            read = self.known.get(size)
            if read is None:
                read = self.printed(abs(number))
            given.append(-read if number < 0 else read)
        return self._of(given)

    def compute_with(self, key: float, other: Callable[[float], float]) -> float:
        """Its value if one number were another, and all others as they were when it was computed."""
        given = self.given.copy()
        for place, (size, number) in enumerate(self.pairs):
            if size == key:
                given[place] = other(number)
        return self._of(given)

    def is_less(self, a: float, b: float) -> bool:
        """Whether what was computed, or how far it moved, is less; _Unsure where that is within the rounding."""
        if -self.error < a - b < self.error:
            raise _Unsure
        return a < b

    def _of(self, given: list[float]) -> float:
        try:
            found = self.function(*given)
        except (ArithmeticError, ValueError, TypeError):
            raise _Unsure from None
        if found.__class__ is not float or found - found != 0.0:
            raise _Unsure
        return found


class _Line:
    """An equation on its page."""

    def __init__(self, equation: Equation, figures: Figures) -> None:
        self.equation = equation
        self.figures = figures
        self.numbers: list[float] = []
        self._printed, self._half = ("", 0), 0.0
        self.outline, numbers = equation.outlined or Outlines().of(equation.formula)
        self._given = [number for number in numbers if number is not None]
        self.is_computable = equation.is_whole and all(map(math.isfinite, (equation.result, *self._given)))
        if self.is_computable:
            self.numbers = list({figures.key(number): number for number in self._given}.values())

    @cached_property
    def tape(self) -> _Tape:
        """Its formula, to be computed with other numbers again and again."""
        return _Tape(self.equation.formula, self.figures)

    @cached_property
    def floats(self) -> _Floats | None:
        """The same with floats, where it pays."""
        return _Floats(self.outline, self._given, self.figures) if self.outline.uses >= _MANY else None

    def half(self) -> float:
        """How far what is computed may be from the printed result; that changes only with how it is printed."""
        printed = self.figures(self.equation.result), self.figures.digits_of(self.equation.result)
        if printed != self._printed:
            self._printed, self._half = printed, max(0.5 * self._unit(), SMALLEST)
        return self._half

    def _unit(self) -> float:
        if self.figures(self.equation.result) != "0":
            return self.figures.unit(self.equation.result)
        largest = min(1.0, max(map(abs, self.numbers), default=1.0)) or 1.0
        return largest * 10.0**-self.figures.digits

    def comes_out(self) -> bool:
        """Whether the printed numbers give the printed result."""
        return self._told(lambda tape: self.is_near(tape, tape.compute()))  # type: ignore[no-any-return]

    def mend(self) -> float | None:
        """Give digits to one number, which is returned, if the equation does not come out; None if nothing helps."""
        return self._told(self._mend)  # type: ignore[no-any-return]

    def _told(self, ask: Callable[[Any], Any]) -> Any:
        """The answer with floats, where they can tell, else with decimals."""
        floats = self.floats
        if floats is not None and floats.error < _SURE * self.half():
            try:
                return ask(floats)
            except _Unsure:
                pass
        return ask(self.tape)

    def is_near(self, tape: Any, found: Any) -> bool:
        """Whether a number rounds to the printed result."""
        return tape.is_less(float(abs(found - tape.printed(self.equation.result))), self.half() * _SLACK)

    def _mend(self, tape: Any) -> float | None:
        result, figures = self.equation.result, self.figures
        found = tape.compute()
        if self.is_near(tape, found):
            return None
        half = self.half()
        weights = {number: self.weight(tape, number, found) for number in self.numbers if figures.read(number) != number}
        rounded = [number for number in weights if tape.is_less(_SLIGHT * half, weights[number])]
        rounded.sort(key=lambda number: -weights[number])
        missed = float(abs(found - tape.printed(result))) - half
        enough = [number for number in rounded if not tape.is_less(weights[number] * _FURTHER, missed)]
        for digits in FEW:
            for number in enough:
                if self.would_come_out(tape, number, digits) and figures.widen(number, digits):
                    return number
        room = half - float(abs(figures.printed(result) - Decimal(result)))
        if room < 2 * half * NARROW and figures(result) != "0" and figures.widen(result):
            return result
        for number in rounded:
            weight = weights[number]
            missing = math.ceil(math.log10(weight) - math.log10(half)) if half < weight < math.inf else 1
            if figures.widen(number, missing):
                return number
        return None

    def would_come_out(self, tape: Any, number: float, digits: int) -> bool:
        """Whether the equation would come out if one number had so many digits more."""
        size, figures = self.figures.key(number), self.figures
        before = figures.digits_of(number)
        if not before or before + digits > figures.most:
            return False
        longer = tape.exact(figure(size, before + digits))
        return self.is_near(tape, tape.compute_with(size, lambda x: tape.sign(longer, x)))

    def weight(self, tape: Any, number: float, found: Any) -> float:
        """How far the rounding of one number moves what is computed."""
        moved = float(abs(tape.compute_with(self.figures.key(number), tape.exact) - found))
        return moved if moved == moved else math.inf
