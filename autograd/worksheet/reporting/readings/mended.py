"""Definitions with a slip: where the numbers beside a formula and all that follows say what was meant, it is taken so.

The formula as it is typed stays a claim, and a wrong one: what is made of the name is not wrong for it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.causes.repairs.mending import mended
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_result, significant_digits
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Name, Node, Number, Update
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step, definition_of

MOST_SLIPS = 3
"""Definitions, the first whose numbers are not what their formulas come to, that are looked at."""

MOST_SPENT = 200_000
"""Operations of all readings so far, beyond which no other is tried: below a slip nearly all is wrong, and was read in
every other way.
"""

LEAST_GAINED = 2
"""Claims elsewhere that must come right with another formula: one may by accident, where numbers have few digits."""

_NUMBER = re.compile(r"[-−]?[0-9]+\.?[0-9]*")

LEAST_DIGITS, MANY_DIGITS = 4, 7
"""Significant digits of the numbers that come right with a formula by no accident, one claim elsewhere being right by
it, or none.
"""


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


def with_slips_mended(tried: Tried) -> Tried | None:
    """The sheet with other formulas for the first definitions that have slips; None if no formula makes one right."""
    found = tried
    seen: set[int] = set()
    for _ in range(MOST_SLIPS):
        left = ((step, printed) for step, printed in _slips(found) if step.line not in seen)
        step, printed = next(left, (None, None))
        if step is None or printed is None or found.source.spent > MOST_SPENT:
            break
        seen.add(step.line)
        found = _with_best(found, step, printed) or found
    return found if found is not tried else None


def _with_best(tried: Tried, step: Step, printed: Node) -> Tried | None:
    """The sheet with another formula for what a step defines; of several that come to the same numbers the one is
    taken with which most else is right.
    """
    place, best = tried.sheet.steps.index(step), None
    for formula in _meant(tried, step, place, printed):
        other = tried.other(_with_formula(tried.sheet, place, formula))
        if _is_told(other, tried, step, printed) and (best is None or other.unsettled < best.unsettled):
            best, other = other, best
        if other is not None:
            other.leave()
    return best


def _slips(tried: Tried) -> Iterator[tuple[Step, Node]]:
    """The definitions whose numbers are not right, or cannot be held against their formulas."""
    faults = {each.line for each in tried.verdicts if not each.is_fine}
    told = ((tried.sheet.steps[place], printed) for place, printed in _told_in_numbers(tried.sheet))
    return ((step, printed) for step, printed in told if step.line in faults)


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
    results = [printed, *(claim for claim in step.claims if is_result(claim))]
    digits = max(sum(map(significant_digits, _typed_in(result))) for result in results)
    digits += _digits_gained(other, tried, step.line)
    is_certain = digits >= MANY_DIGITS
    least = 0 if is_certain else LEAST_GAINED - (digits >= LEAST_DIGITS)
    return is_wrong and gained >= least and other.unsettled < tried.unsettled + is_certain


def _digits_gained(other: Tried, tried: Tried, line: int) -> int:
    """Significant digits of the numbers beside another line that come right in the other reading only."""
    known = {(each.line, each.column) for each in tried.verdicts if each.is_fine}
    gained = (
        each for each in other.verdicts if each.is_fine and each.line != line and (each.line, each.column) not in known
    )
    typed = (each.text[each.column : each.column + each.length] for each in gained)
    return sum(significant_digits(number) for number in typed if _NUMBER.fullmatch(number))


def _typed_in(formula: Node) -> Iterator[str]:
    """The numbers in a formula, as they are typed."""
    return (each.typed for each in formula.inside() if isinstance(each, Number))
