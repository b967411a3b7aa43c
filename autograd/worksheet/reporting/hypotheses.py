"""Readings of a whole worksheet: the plainest under which its shapes fit is taken, once.

A reading is made from what is written, never from what is claimed of it; it is only held against the other at the end.
"""

from dataclasses import replace

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling import settle
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.tree import Name, names_in
from autograd.worksheet.language.work import Work
from autograd.worksheet.reporting.numbers_put_in import may_have_numbers, with_names
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.model import Sheet
from autograd.worksheet.sheet.roles import is_called_loss

LONGEST_TRIED = 6_000
"""Characters of a worksheet that is judged in several readings."""

DOTS = "·⋅∙•×"
"""Signs that join lists on paper, and multiply numbers."""


def read_work(text: str, key: Sheet | None = None) -> Sheet:
    """The worksheet in a text, as it makes sense; under a key, what the key means is meant.

    Numbers put in at once stand for names if with these names less of it is wrong.
    """
    sheet = _with_dots(text, key)
    if key is None and len(text) <= LONGEST_TRIED and (broken := _broken(sheet)):
        sheet = read_sheet(text, dots=sheet.dots, without=broken)
    if len(text) <= LONGEST_TRIED and any(size[:2] != (1, 1) for size in sheet.free.values()) and _unfit(sheet):
        single = replace(sheet, free=dict.fromkeys(sheet.free, (1, 1, False)))
        sheet = single if _unfit(single) < _unfit(sheet) else sheet
    if key is not None or len(text) > LONGEST_TRIED or not may_have_numbers(sheet):
        return sheet
    judge = Judge(sheet)
    faults = _faults(judge)
    other = with_names(sheet, judge.past[-1].base.floats) if faults and judge.past else None
    return other if other is not None and _faults(Judge(other)) < faults else sheet


def _broken(sheet: Sheet) -> dict[str, int]:
    """The names whose definition cannot be computed, and that are said to be something else below; with their lines.

    Nor is a list a loss.
    """
    said_again: dict[str, int] = {}
    for step in sheet.steps:
        if step.definition is None and isinstance(step.target, Name) and step.claims and names_in(step.claims[0]):
            said_again[step.name] = step.line
    lines = {each.name: each.line for each in sheet.definitions() if said_again.get(each.name, 0) > each.line}
    if not lines:
        return {}
    try:
        samples = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread)
    except UNCOMPUTABLE:  # too much work: judging will say so
        return {}
    broken = {name for name, each in samples.broken.items() if each.blamed == name}
    broken |= {name for name, value in samples.base.floats.items() if is_called_loss(name) and isinstance(value, Array)}
    return {name: line for name, line in lines.items() if name in broken}


def _unfit(sheet: Sheet) -> int:
    """How much has no shape, or cannot be computed."""
    bad = (verdicts.SHAPE, verdicts.UNREADABLE)
    return sum(verdict.verdict in bad for verdict in Judge(sheet).verdicts())


def _faults(judge: Judge) -> int:
    return sum(not each.is_fine and each.verdict != verdicts.UNREADABLE for each in judge.verdicts())


def _with_dots(text: str, key: Sheet | None) -> Sheet:
    """The worksheet, · read as the product of lists and matrices unless only entry by entry fits."""
    if not (any(dot in text for dot in DOTS) and (any(sign in text for sign in "[@T") or key is not None)):
        return read_sheet(text, key)
    if key is not None and any(dot in key.text for dot in DOTS):
        return read_sheet(text, key, dots=key.dots)
    joined = read_sheet(text, key, dots=True)
    if key is not None or len(text) > LONGEST_TRIED or not (faults := _faults(Judge(joined))):
        return joined
    plain = read_sheet(text)
    if _misfits(plain) < _misfits(joined) or _faults(Judge(plain)) < faults:
        return plain
    return joined


def _misfits(sheet: Sheet) -> int:
    return sum(verdict.verdict == verdicts.SHAPE for verdict in Judge(sheet).verdicts())
