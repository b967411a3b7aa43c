"""A softmax put in as numbers: p = [7.39/10.11, 2.72/10.11] beside z = [2, 1] is p = softmax(z)."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.language.edits import named
from autograd.worksheet.language.tree import Call, List
from autograd.worksheet.sheet.model import Definition, Sheet, Step

NEAR = 2e-3
"""How far an entry may be from the softmax: exponentials are put in with a few digits."""

SUM_NEAR = 5e-3
"""How far from 1 shares add up by hand."""


def may_have_softmax(sheet: Sheet) -> bool:
    """Whether a list is given that may come after another one: a second list, or what is computed."""
    lists = [each for each in sheet.definitions() if isinstance(each.formula, List) and each.given]
    return len(lists) > 1 or (bool(lists) and any(not each.given for each in sheet.definitions()))


def with_softmax(sheet: Sheet, values: Mapping[str, Any] | None) -> Sheet | None:
    """The sheet with softmax(z) for lists of numbers that come to it, of a list z above; None if there are none."""
    known = {each.name for each in sheet.definitions()}
    above: dict[str, list[float]] = {}

    def anew(step: Step) -> Step:
        told = step.definition
        entries = _entries(values.get(told.name)) if values is not None and told is not None else None
        if told is None or entries is None:
            return step
        found = None
        if isinstance(told.formula, List) and sheet.in_numbers(told.formula):
            found = next((name for name, them in above.items() if _is_softmax(entries, them)), None)
        above[told.name] = entries
        if found is None:
            return step
        return told_by_call(step, told, Call("softmax", (named(found),)), known)

    other = sheet.redefined(anew)
    return other if other.said != sheet.said else None


def told_by_call(step: Step, told: Definition, call: Call, known: set[str]) -> Step:
    """A step that tells what numbers a name has, with the call that they come of; the numbers are claimed of it."""
    call = replace(call, column=told.formula.column, length=told.formula.length)
    return replace(step.defined_by(call, known), claims=step.claims or (told.formula,))


def _entries(value: Any) -> list[float] | None:
    """The entries of a list of two or more."""
    return [*map(float, value.entries)] if isinstance(value, Array) and len(value.entries) > 1 else None


def _is_softmax(entries: list[float], scores: list[float]) -> bool:
    if len(entries) != len(scores) or abs(sum(entries) - 1) > SUM_NEAR or len({*entries}) < 2:
        return False
    largest = max(scores)
    powers = [math.exp(score - largest) for score in scores]
    return all(abs(entry - power / sum(powers)) < NEAR for entry, power in zip(entries, powers, strict=True))
