"""Formulas computed again and again with the numbers that are printed: with decimals, and faster with floats."""

import math
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Context, Decimal

from autograd.formulas.numbers import Figures, Number
from autograd.formulas.outlines import Outline
from autograd.formulas.symbols import Symbol, is_named_number
from autograd.support.types import Any

EXACT = Context(prec=30)
"""Decimals of twelve digits are added, multiplied and squared as they stand."""

_STEADY = 2  # times as much as the bound for the exact numbers: that for those printed
_NAN = Decimal("NaN")
_WHOLE = frozenset(map(Decimal, range(-99, 100)))
_OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "neg": operator.neg,
}


class Unsure(Exception):
    """Floats cannot tell."""


class Tape:
    """A formula as a list of steps, operands first, so that it is computed again only where a number has changed."""

    error = 0.0

    def __init__(self, formula: Symbol, figures: Figures) -> None:
        self.figures = figures
        self.values: list[Decimal] = []  # of each step, with the numbers as printed
        self.operations: dict[int, tuple[Symbol, tuple[int, ...]]] = {}
        self.places: dict[Number, list[int]] = defaultdict(list)  # where a number stands
        self.numbers: dict[int, tuple[Number, float]] = {}
        self.users: dict[Number, list[int]] = defaultdict(list)  # the steps that a number is part of, in order
        self._add(formula)

    def _add(self, part: Symbol) -> tuple[int, set[Number]]:
        """The place of a part, and the numbers in it."""
        operands = [self._add(operand) for operand in part.operands] if part.rule is not None else []
        place = len(self.values)
        if part.rule is not None:
            self.values.append(_NAN)
            self.operations[place] = part, tuple(operand for operand, _ in operands)
            inside = set().union(*(numbers for _, numbers in operands))
            for number in inside:
                self.users[number].append(place)
            return place, inside
        assert part.number is not None
        self.values.append(Decimal(part.number))
        if is_named_number(part):
            return place, set()
        number = self.figures.number(part.number)
        self.places[number].append(place)
        self.numbers[place] = number, part.number
        return place, {number}

    def compute(self) -> Decimal:
        """Its value with each number in it as printed; NaN where it has none."""
        for place, (number, given) in self.numbers.items():
            self.values[place] = -number.decimal if given < 0 else number.decimal
        _run(self.values, self.operations, self.operations)
        return self.values[-1]

    def compute_exact(self, number: Number) -> Decimal:
        """Its value if that number were not rounded, and all others as they were when it was computed."""
        return self._with(number, Decimal)

    def compute_as(self, number: Number, text: str) -> Decimal:
        """Its value if that number were written so."""
        size = Decimal(text)
        return self._with(number, lambda given: size.copy_sign(Decimal(given)))

    def _with(self, number: Number, decimal: Callable[[float], Decimal]) -> Decimal:
        values = self.values.copy()
        for place in self.places[number]:
            values[place] = decimal(self.numbers[place][1])
        _run(values, self.operations, self.users[number])
        return values[-1]

    def missed(self, found: Decimal, number: Number, given: float) -> float:
        """How far what was computed is from a number as printed."""
        return float(abs(found + number.decimal if given < 0 else found - number.decimal))

    @staticmethod
    def is_less(a: float, b: float) -> bool:
        """Whether it is less; decimals can always tell."""
        return a < b


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


class Floats:
    """A formula of which there are many alike, computed with floats, as a tape; `error` is how far that may be off."""

    __slots__ = ("error", "function", "given", "numbers", "printed")

    def __init__(self, outline: Outline, given: list[float], numbers: list[Number]) -> None:
        self.function = outline.compute
        self.numbers = numbers
        self.given = given
        self.printed: list[float] = []
        try:
            self.error = _STEADY * outline.bound(*given)
        except (ArithmeticError, ValueError, TypeError):
            self.error = math.inf

    def compute(self) -> float:
        """Its value with each number in it as printed."""
        self.printed = [
            -number.read if given < 0 else number.read for number, given in zip(self.numbers, self.given, strict=True)
        ]
        return self._of(self.printed)

    def compute_exact(self, number: Number) -> float:
        """Its value if that number were not rounded, and all others as they were when it was computed."""
        printed = self.printed.copy()
        for place, each in enumerate(self.numbers):
            if each is number:
                printed[place] = self.given[place]
        return self._of(printed)

    def compute_as(self, number: Number, text: str) -> float:
        """Its value if that number were written so."""
        printed, size = self.printed.copy(), float(text)
        for place, each in enumerate(self.numbers):
            if each is number:
                printed[place] = -size if self.given[place] < 0 else size
        return self._of(printed)

    def missed(self, found: float, number: Number, given: float) -> float:
        """How far what was computed is from a number as printed."""
        return abs(found + number.read if given < 0 else found - number.read)

    def is_less(self, a: float, b: float) -> bool:
        """Whether what was computed, or how far it moved, is less; Unsure where that is within the rounding."""
        if -self.error < a - b < self.error:
            raise Unsure
        return a < b

    def _of(self, printed: list[float]) -> float:
        try:
            found = self.function(*printed)
        except (ArithmeticError, ValueError, TypeError):
            raise Unsure from None
        if found.__class__ is not float or found - found != 0.0:
            raise Unsure
        return found
