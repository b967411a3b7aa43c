"""Names whose numbers nothing tells, the weights of a picture: any may be theirs, as far as printed results allow.

The sheet is judged with some numbers for them, and again with others (`supposed`): what does not depend on which is
judged, and what does, waits for the names to have numbers.
"""

import random
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from autograd.worksheet.evaluation.arrays import reduced
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.meanings.supposed import results_printed
from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.tree import Name, Negative, Node, Number, names_in
from autograd.worksheet.language.work import Work
from autograd.worksheet.reporting.readings.put_in.put_in_place import (
    MOST_ROUNDS,
    PLACEHOLDER,
    unvalued,
    with_numbers_told,
)
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Told, definition_of

MOST_NAMES = 12
"""Names that may have any number."""

LEAST, MOST = 0.15, 0.95
"""Between these are the numbers that are tried first: they could be probabilities, rates and labels as well."""

MOST_STEPS = 12
"""Steps of Newton's method from there to what is printed."""

STEP = 1e-6
"""The step of a difference quotient."""

NOTHING = 1e-12
"""What is left of a printed number when it is reached."""


def may_have_any(sheet: Sheet) -> bool:
    """Whether names have no number in a sheet that gives others theirs, or says what they come to."""
    if sheet.free or sheet.supposed or any(line.points is not None for line in sheet.lines):
        return False
    has_numbers = any(number_of(claim) is not None for step in sheet.steps for claim in step.claims)
    return has_numbers and bool(unvalued(sheet))


def with_any_numbers(tried: Tried) -> Tried | None:
    """The sheet read with numbers for the names that have none; None where they cannot be what is printed."""
    told = tried if tried.way.get("told") else with_numbers_told(tried) or tried
    before = told.way.get("told") or Told()
    names: dict[str, Node] = {}
    sheet = told.sheet
    for _ in range(MOST_ROUNDS):
        known = {*names, *(each.name for each in sheet.definitions()), *unvalued(sheet)}
        found = [name for name in unvalued(sheet) if not (name in names or _is_differential(name, known, sheet.text))]
        if not found or len(names) + len(found) > MOST_NAMES:
            break
        names.update(dict.fromkeys(found, PLACEHOLDER))
        sheet = told.reread(told=replace(before, numbers={**before.numbers, **names})).sheet
    if not names or any(name in before.numbers for name in names):
        return None
    sheet = _with_formulas(sheet, names.keys())
    rng = random.Random(0)
    worlds = []
    for _ in ("one", "another"):
        fitting = _fitting(sheet, list(names), rng)
        if fitting is None:
            return None
        worlds.append({name: _node(number) for name, number in fitting.items()})
    one, another = worlds
    other = told.reread(told=replace(before, numbers={**before.numbers, **one}, supposed=another))
    other = other.other(_with_formulas(other.sheet, names.keys()))
    other.sheet.said.append(f"took any numbers for {', '.join(names)}, which nothing tells")
    return other


def _is_differential(name: str, known: Collection[str], text: str) -> bool:
    """Whether a word is what derivatives are made of: the dw of dL/dw, where w has no number yet."""
    is_below = re.search(rf"/\s*[d∂]\s?{re.escape(name[1:])}(?!\w)", text) is not None
    return name[:1] == "d" and (name[1:] in known or is_below)


def _with_formulas(sheet: Sheet, names: Collection[str]) -> Sheet:
    """The sheet with results that are given by what is said below of how they are made with names without number:
    o = 0.7, and then o = σ(w h + b).
    """
    known: set[str] = set(names)
    given: dict[str, tuple[int, set[str]]] = {}
    steps = list(sheet.steps)
    for place, step in enumerate(sheet.steps):
        made = step.definition
        if made is not None:
            if number_of(made.formula) is not None and not step.claims and step.statement.text:
                given[made.name] = place, set(known)
            known.add(made.name)
        elif isinstance(step.target, Name) and step.claims and step.name in given:
            at, before = given[step.name]
            used = set(names_in(step.claims[0]))
            if not used.isdisjoint(names) and used <= before:
                first = steps[at]
                steps[at] = replace(
                    step, definition=definition_of(step.statement, step.line, before), claims=step.claims[1:]
                )
                steps[place] = replace(first, definition=None, claims=first.statement.parts[1:])
                del given[step.name]
    return replace(sheet, steps=steps)


def _node(number: float) -> Node:
    typed = Number(abs(number), 0.0, f"{abs(number):.6g}")
    return Negative(typed) if number < 0 else typed


def _fitting(sheet: Sheet, names: list[str], rng: random.Random) -> dict[str, float] | None:
    """Numbers for names with which printed results come out, near some that are drawn; None if there are none."""
    numbers = {name: rng.uniform(LEAST, MOST) for name in names}
    printed = dict(results_printed(sheet, names))
    for _ in range(MOST_STEPS):
        found = _results(sheet, numbers, printed)
        if found is None:
            return None
        left = [printed[name] - found[name] for name in printed]
        if all(abs(each) <= NOTHING * max(1.0, abs(printed[name])) for name, each in zip(printed, left, strict=True)):
            return numbers
        slopes = []
        for name in names:
            moved = _results(sheet, {**numbers, name: numbers[name] + STEP}, printed)
            if moved is None:
                return None
            slopes.append([(moved[each] - found[each]) / STEP for each in printed])
        step = _least_step([[slope[row] for slope in slopes] for row in range(len(printed))], left)
        if step is None:
            return None
        numbers = {name: number + change for (name, number), change in zip(numbers.items(), step, strict=True)}
    found = _results(sheet, numbers, printed)
    fits = found is not None and all(
        abs(found[name] - each) <= STEP * max(1.0, abs(each)) for name, each in printed.items()
    )
    return numbers if fits else None


def _results(sheet: Sheet, numbers: Mapping[str, float], wanted: Mapping[str, float]) -> dict[str, float] | None:
    """What some names come to with these numbers; None where one comes to none."""
    definitions = [
        replace(each, formula=_node(numbers[each.name])) if each.name in numbers else each
        for each in sheet.definitions()
    ]
    try:
        floats = settle(definitions, {}, {}, (), Work(), sheet.unread).base.floats
    except UNCOMPUTABLE:
        return None
    found = {name: floats.get(name) for name in wanted}
    return {name: each for name, each in found.items() if isinstance(each, float)} if _are_numbers(found) else None


def _are_numbers(found: Mapping[str, object]) -> bool:
    return all(isinstance(each, float) for each in found.values())


def _least_step(slopes: list[list[float]], left: list[float]) -> list[float] | None:
    """The least changes of some numbers that take away what is left of others, by the slopes of these: Jᵀ(J Jᵀ)⁻¹ r."""
    rows = [
        [sum(x * y for x, y in zip(one, other, strict=True)) for other in slopes] + [rest]
        for one, rest in zip(slopes, left, strict=True)
    ]
    try:
        weights = [row[-1] for row in reduced(rows, NOTHING)]
    except ZeroDivisionError:
        return None
    return [sum(weight * row[at] for weight, row in zip(weights, slopes, strict=True)) for at in range(len(slopes[0]))]
