"""What comes out of a neuron as its number alone: h = 0.5498 below z = 0.2 is σ(z), where sigmoids are spoken of."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.digits import is_result, significant_digits
from autograd.worksheet.language.edits import named
from autograd.worksheet.language.roles import is_called_result
from autograd.worksheet.language.tree import Call, Number
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


def may_have_squashes(sheet: Sheet) -> bool:
    """Whether a result is told by its number alone, and a function that results may come of is spoken of."""
    return any(each.search(sheet.text) for each in _SPOKEN.values()) and any(map(_is_told, sheet.definitions()))


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
    above = ""

    def anew(step: Step) -> Step:
        nonlocal above
        told = step.definition
        if told is None:
            return step
        if not _is_told(told):
            is_worked = not is_result(told.formula) and isinstance(in_turn[-1].get(told.name), float)
            above = told.name if is_worked else above
            return step
        of_each = (_that_come_to(told.formula, values.get(above), spoken) for values in in_turn)
        found = next(chain.from_iterable(of_each), None)
        if found is None:
            return step
        return told_by_call(step, told, Call(found, (named(above),)), known)

    other = sheet.redefined(anew)
    return other if other.said != sheet.said else None


def _that_come_to(number: Any, value: Any, spoken: list[str]) -> Iterator[str]:
    """The functions that a number is, of a value."""
    if isinstance(number, Number) and isinstance(value, float):
        yield from (name for name in spoken if is_printed_as(_SQUASHES[name](value), number.number, number.half_unit))
