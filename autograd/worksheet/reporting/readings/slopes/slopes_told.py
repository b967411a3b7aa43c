"""Slopes by what nothing links with the loss, as part of a network is told: they are what their lines say."""

import re

from autograd.worksheet.judging import verdicts
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.roles import loss_called
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.reporting.readings.put_in.put_in_place import may_be_told, with_numbers_told
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.order import is_out_of_order
from autograd.worksheet.sheet.unknown import names_behind

_SLOPE = re.compile(rf"(?<![\w/])[d∂]\s?({NAME})\s*/\s*[d∂]\s?({NAME}?)(?:_[ijkmn](?!\w)|(?![\w(]))")

_BY = re.compile(rf"[d∂]\s?({NAME})")
"""What a slope is by, or what a word like dz names the slope by."""


def unlinked_slopes(tried: Tried) -> frozenset[str]:
    """The slopes of losses by names that these are not made of, as far as the sheet says: dL/db beside L = (y - 1)² and
    y = 0.3. Of a loss without a formula those that are not judged right as they are, where any is by what nothing
    defines: what can be judged is not taken as it is told.
    """
    sheet, document = tried.sheet, tried.source.document
    if not document.has_numbers:
        return frozenset()
    definitions = {each.name: each for each in sheet.definitions()}
    slopes: dict[str, set[str]] = {}
    for top, bottom in _SLOPE.findall(tried.source.text):
        slopes.setdefault(spelled(top), set()).add(spelled(bottom))
    judged = _judged_right(tried)
    found: set[str] = set()
    for top, bottoms in slopes.items():
        meant = top if top in definitions else loss_called(top, document.defined) or top
        behind = names_behind(meant, definitions)
        unlinked = bottoms - behind - {meant}
        is_any_function = f"took {meant} as any function" in " ".join(sheet.said)
        if is_any_function:
            unlinked = bottoms - judged.get(top, set()) if bottoms - definitions.keys() else set()
        found |= {f"d{name}/d{bottom}" for bottom in unlinked for name in {top, meant}}
    return frozenset(found)


def _judged_right(tried: Tried) -> dict[str, set[str]]:
    """The slopes that the reading so far finds right, whatever is said of them: what each is of, and by."""
    found: dict[bool, dict[str, set[str]]] = {True: {}, False: {}}
    for verdict in tried.verdicts:
        if slope := _SLOPE.match(verdict.claim):
            found[verdict.is_fine].setdefault(spelled(slope[1]), set()).add(spelled(slope[2]))
    return {top: bottoms - found[False].get(top, set()) for top, bottoms in found[True].items()}


def with_slopes_told(tried: Tried) -> Tried:
    """The sheet read with names for such slopes: in the order of its lines, or with definitions before their uses; and
    with what the numbers tell that stand in the places of names.
    """
    found = tried.reread(slopes_told=unlinked_slopes(tried))
    if found.unfit and is_out_of_order(tried.source.text) and not found.way.get("reordered"):
        found = min(found, found.reread(reordered=True), key=lambda each: each.unfit)
    told = with_numbers_told(found) if found.unfit and may_be_told(found.sheet) else None
    return found if told is None or told.unfit >= found.unfit else told


def slopes_may_be_told(tried: Tried) -> bool:
    """Whether a line waits that speaks of such a slope, or of a word for one."""
    waiting = {each.text for each in tried.verdicts if each.verdict in (verdicts.UNREADABLE, verdicts.NOT_JUDGED)}
    if not waiting:
        return False
    bottoms = {slope.rpartition("/d")[2] for slope in unlinked_slopes(tried)}
    return any(not bottoms.isdisjoint(spelled(each) for each in _BY.findall(text)) for text in waiting)


def tells_more(other: Tried, tried: Tried) -> bool:
    """Whether less waits, no fault is lost, and more is right than wrong of what is judged now."""
    wrong, fine = other.faults - tried.faults, other.fine - tried.fine
    return other.unfit < tried.unfit and wrong >= 0 and fine > wrong
