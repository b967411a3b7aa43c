"""Definitions with a slip: where the numbers beside a formula and all that follows say what was meant, it is taken so.

The formula as it is typed stays a claim, and a wrong one: what is made of the name is not wrong for it.
"""

from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.causes.repairs.mending import mended
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import significant_digits
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Name, Node, Number, Update
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step, definition_of

MOST_SLIPS = 2
"""Definitions, the first whose numbers are not what their formulas come to, that are looked at."""

LEAST_GAINED = 2
"""Claims elsewhere that must come right with another formula: one may by accident, where numbers have few digits."""

LEAST_DIGITS = 4
"""Significant digits of the numbers that a formula comes to by no accident."""


def may_have_slips(sheet: Sheet) -> bool:
    """Whether a definition is told in numbers, too, and enough is claimed elsewhere to tell what was meant."""
    claims = sum(len(step.claims) for step in sheet.steps)
    return any(claims - len(sheet.steps[place].claims) >= LEAST_GAINED for place, _ in _told_in_numbers(sheet))


def _told_in_numbers(sheet: Sheet) -> Iterator[tuple[int, Node]]:
    """The places of steps that define a name by a formula, each with the numbers that stand beside that."""
    for place, step in enumerate(sheet.steps[:-1]):
        made = step.definition
        if made is not None and not (made.given or made.letters or made.is_derivative or step.is_helper):
            formula = step.claims[0] if step.claims and isinstance(step.target, Name) else None
            if formula is not None and sheet.in_numbers(formula):
                yield place, formula


def with_slip_mended(tried: Tried) -> Tried | None:
    """The sheet with another formula for the first definition that has a slip; None if no formula makes it right.

    Of several formulas that come to the same numbers the one is taken with which most else is right.
    """
    for place, printed in _slips(tried):
        step, best = tried.sheet.steps[place], None
        for formula in _meant(tried, step, place, printed):
            other = tried.other(_with_formula(tried.sheet, place, formula))
            if _is_told(other, tried, step, printed) and (best is None or other.unsettled < best.unsettled):
                best, other = other, best
            if other is not None:
                other.leave()
        if best is not None:
            return best
    return None


def _slips(tried: Tried) -> list[tuple[int, Node]]:
    """The first definitions whose numbers are not right, or cannot be held against their formulas."""
    faults = {each.line for each in tried.verdicts if not each.is_fine}
    steps = tried.sheet.steps
    return [each for each in _told_in_numbers(tried.sheet) if steps[each[0]].line in faults][:MOST_SLIPS]


def _meant(tried: Tried, step: Step, place: int, printed: Node) -> list[Node]:
    """The formulas that may be meant by a definition."""
    assert step.definition is not None
    begun = sum(isinstance(each.statement, Update) for each in tried.sheet.steps[:place])
    if begun >= len(tried.judge.past):
        return []
    samples = tried.judge.past[begun]
    known = {each.definition.name for each in tried.sheet.steps[:place] if each.definition is not None}
    claim = Claim(samples, step.statement.text, step.target, step.definition.formula, [{}])
    try:
        return mended(claim, printed, known - {step.name})
    except UNCOMPUTABLE:
        return []


def _with_formula(sheet: Sheet, place: int, formula: Node) -> Sheet:
    """The sheet with another formula for what a step defines; what it is typed as is claimed."""
    step = sheet.steps[place]
    known = {each.name for each in sheet.definitions()}
    meant = replace(step.statement, parts=(step.target, formula))
    typed = replace(step, definition=None, claims=step.statement.parts[1:])
    steps = [*sheet.steps[:place], Step(step.line, meant, definition_of(meant, step.line, known), ()), typed]
    said = f"took {echo(step.target)} below line {step.line} as its numbers say: the formula there has a slip"
    return replace(sheet, steps=[*steps, *sheet.steps[place + 1 :]], said=[*sheet.said, said])


def _is_told(other: Tried, tried: Tried, step: Step, printed: Node) -> bool:
    """Whether much more is right with the other formula, and what is typed is wrong all the same."""
    place = step.line, step.statement.parts[1].column
    is_wrong = any(each.is_fault for each in other.verdicts if (each.line, each.column) == place)
    gained = other.fine - tried.fine - len(step.claims)
    digits = sum(significant_digits(each.typed) for each in printed.inside() if isinstance(each, Number))
    least = LEAST_GAINED - (digits >= LEAST_DIGITS)
    return is_wrong and gained >= least and other.unsettled < tried.unsettled
