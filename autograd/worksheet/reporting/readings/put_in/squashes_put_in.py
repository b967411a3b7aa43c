"""What comes out of a neuron in numbers alone: below z = 0.2, h = 0.5498 is σ(z) where sigmoids are spoken of, and so
is h = 1/(1 + 0.8187) anywhere.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.digits import is_result, significant_digits
from autograd.worksheet.language.edits import named
from autograd.worksheet.language.roles import is_called_result
from autograd.worksheet.language.tree import Call, Number, Product, Sum
from autograd.worksheet.reporting.readings.put_in.softmax_put_in import told_by_call
from autograd.worksheet.sheet.model import Definition, Sheet, Step

FEWEST_DIGITS = 3
"""Significant digits of a result that is no chance."""

_SQUASHES: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0.0,
    "tanh": math.tanh,
}
_SPOKEN = {"sigmoid": re.compile(r"(?i)sigm|logist|σ"), "tanh": re.compile(r"(?i)tanh|hyperbol|tangens")}
"""What tells that there is such a function."""


LARGEST = 30
"""Of numbers beyond it nobody puts in exponentials."""

LAST_DIGIT = 2
"""Units of its last digit that an exponential put in may be off: it was looked up, or is that of a rounded number."""


def may_have_squashes(sheet: Sheet) -> bool:
    """Whether a result is told by its number alone, and a function that results may come of is spoken of; or by what
    may be 1 and an exponential.
    """
    is_spoken = any(each.search(sheet.text) for each in _SPOKEN.values())
    return any((is_spoken and _is_told(each)) or _exponential(each) is not None for each in sheet.definitions())


def _exponential(told: Definition) -> tuple[float, float] | None:
    """The number that stands beside 1 below the bar, and half a unit of its last digit: 1/(1 + 0.8187), or 1/1.8187."""
    match told.formula:
        case Product((Number(1), Sum((Number(1), Number(number, half_unit, typed)), "++")), "*/"):
            return (number, half_unit) if significant_digits(typed) >= FEWEST_DIGITS else None
        case Product((Number(1), Number(number, half_unit, typed)), "*/") if number > 1:
            return (number - 1, half_unit) if significant_digits(typed) > FEWEST_DIGITS else None
    return None


def _is_told(told: Definition) -> bool:
    match told.formula:
        case Number(typed=typed) if told.given and is_called_result(told.name):
            return significant_digits(typed) >= FEWEST_DIGITS
    return False


def with_squashes(sheet: Sheet, in_turn: Sequence[Mapping[str, Any]]) -> Sheet | None:
    """The sheet with σ(z) or tanh(z) for numbers that come to it, of the last z computed; None if there are none.

    `in_turn` are what its names come to, up to each new value of one and in the end.
    """
    if not in_turn:
        return None
    known = {each.name for each in sheet.definitions()}
    spoken = [name for name, word in _SPOKEN.items() if word.search(sheet.text)]
    worked: list[str] = []

    def anew(step: Step) -> Step:
        told = step.definition
        if told is None:
            return step
        put_in = _exponential(told)
        for name in reversed(worked if put_in is not None else ()):
            if put_in is not None and any(_is_exponential(put_in, values.get(name)) for values in in_turn):
                worked.append(told.name)
                return told_by_call(step, told, Call("sigmoid", (named(name),)), known)
        if not _is_told(told) or not spoken:
            is_worked = not is_result(told.formula) and isinstance(in_turn[-1].get(told.name), float)
            worked.extend([told.name] * is_worked)
            return step
        above = worked[-1] if worked else ""
        of_each = (_that_come_to(told.formula, values.get(above), spoken) for values in in_turn)
        found = next(chain.from_iterable(of_each), None)
        if found is None:
            return step
        return told_by_call(step, told, Call(found, (named(above),)), known)

    other = sheet.redefined(anew)
    return other if other.said != sheet.said else None


def _is_exponential(put_in: tuple[float, float], value: Any) -> bool:
    """Whether a number put in is e^-z, of the value of z."""
    number, half_unit = put_in
    is_small = isinstance(value, float) and abs(value) < LARGEST
    return is_small and abs(math.exp(-value) - number) <= (1 + 2 * LAST_DIGIT) * half_unit


def _that_come_to(number: Any, value: Any, spoken: list[str]) -> Iterator[str]:
    """The functions that a number is, of a value."""
    if isinstance(number, Number) and isinstance(value, float):
        yield from (name for name in spoken if is_printed_as(_SQUASHES[name](value), number.number, number.half_unit))
