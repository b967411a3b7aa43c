"""Readings of a whole worksheet: the plainest under which its shapes fit is taken, once.

A reading is made from what is written, never from what is claimed of it; it is only held against the other at the end.
"""

from dataclasses import replace
from functools import cached_property

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling import settle
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Name, names_in
from autograd.worksheet.language.work import Pot, Work
from autograd.worksheet.reporting.numbers_put_in import (
    has_parts_to_name,
    may_have_numbers,
    with_later_formulas,
    with_likewise,
    with_names,
    with_parts_named,
)
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.model import Free, Sheet
from autograd.worksheet.sheet.order import is_out_of_order
from autograd.worksheet.sheet.roles import is_called_loss

LONGEST_TRIED = 6_000
"""Characters of a worksheet that is judged in several readings."""

DOTS = "·⋅∙•×"
"""Signs that join lists on paper, and multiply numbers."""


OF_LISTS = ("[", "@", "^T", ".T", "||", "R^", "ℝ")
"""Signs of lists and matrices: with one of them, not all that has no number is a single number."""


class Tried:
    """A reading of a worksheet, judged when it is first asked how it fares, and only once."""

    def __init__(self, sheet: Sheet, units: float = 1.0, pot: Pot | None = None) -> None:
        self.sheet, self.units, self.pot = sheet, units, pot

    def other(self, sheet: Sheet) -> "Tried":
        """Another reading of the same worksheet."""
        return Tried(sheet, self.units, self.pot)

    @cached_property
    def judge(self) -> Judge:
        """Its judge."""
        return Judge(self.sheet, units=self.units, pot=self.pot)

    @cached_property
    def verdicts(self) -> list[Verdict]:
        """What is said of its claims."""
        self.judge.found = self.judge.verdicts()
        return self.judge.found

    @property
    def was_judged(self) -> bool:
        """Whether it was asked how it fares."""
        return "verdicts" in self.__dict__

    @property
    def is_right(self) -> bool:
        """Whether it was judged, and no fault was found."""
        return self.was_judged and all(verdict.is_fine for verdict in self.verdicts)

    @property
    def broken(self) -> set[str]:
        """The names that cannot be computed."""
        return {name for samples in self.judge.past for name in samples.broken} if self.verdicts else set()

    def count(self, *kinds: str) -> int:
        """How many claims have such a verdict."""
        return sum(verdict.verdict in kinds for verdict in self.verdicts)

    @property
    def faults(self) -> int:
        """How much in it is wrong."""
        return sum(each.is_fault and each.verdict != verdicts.UNREADABLE for each in self.verdicts)

    @property
    def unfit(self) -> int:
        """How much has no shape, or cannot be computed."""
        return self.count(verdicts.SHAPE, verdicts.UNREADABLE, verdicts.NOT_JUDGED)


def read_work(text: str, key: Sheet | None = None) -> Sheet:
    """The worksheet in a text, as it makes sense; under a key, what the key means is meant."""
    return reading(text, key).sheet


def reading(text: str, key: Sheet | None = None, units: float = 1.0, pot: Pot | None = None) -> Tried:
    """The worksheet in a text, as it makes sense, and how it fares but for the causes.

    Numbers put in at once stand for names if with these names less of it is wrong.
    """
    tried = _with_dots(text, key, units, pot)
    sheet, is_short = tried.sheet, len(text) <= LONGEST_TRIED
    if key is None and is_short and is_out_of_order(text) and (tried.unfit or tried.faults):
        sorted_ = tried.other(read_sheet(text, dots=sheet.dots, reordered=True))
        if (sorted_.unfit + sorted_.faults, sorted_.unfit) < (tried.unfit + tried.faults, tried.unfit):
            tried, sheet = sorted_, sorted_.sheet
    if key is None and is_short and (broken := _broken(sheet)):
        tried = tried.other(read_sheet(text, dots=sheet.dots, without=broken))
    may_be_single = key is None and is_short and not any(sign in text for sign in OF_LISTS)
    if may_be_single and any(each.is_list for each in tried.sheet.free.values()) and tried.unfit:
        single = tried.other(replace(tried.sheet, free=dict.fromkeys(tried.sheet.free, Free())))
        tried = single if len(single.broken) < len(tried.broken) else tried
    later = with_later_formulas(tried.sheet) if key is None and is_short else None
    if later is not None and tried.faults:
        said_later = tried.other(later)
        tried = said_later if said_later.faults < tried.faults else tried
    may_have_parts = key is None and is_short and has_parts_to_name(tried.sheet)
    if may_have_parts and tried.faults and (folded := with_parts_named(tried.sheet)) is not None:
        other_ = tried.other(folded)
        tried = other_ if other_.faults < tried.faults else tried
    if key is None and is_short:
        tried = _likewise(tried)
    if key is not None or not is_short or not may_have_numbers(tried.sheet):
        return tried
    past = tried.judge.past if tried.faults else []
    other = with_names(tried.sheet, past[-1].base.floats) if past else None
    named = tried.other(other) if other is not None else tried
    return named if named.faults < tried.faults else tried


def _likewise(tried: Tried) -> Tried:
    """The reading in which results without a formula have that of another of their kind, if it is better."""
    first = with_likewise(tried.sheet)
    if first is None or not tried.faults:
        return tried
    like = tried.other(first)
    past = like.judge.past if like.verdicts else []
    sheet = with_likewise(tried.sheet, past[-1].base.floats) if past else None
    other = tried.other(sheet) if sheet is not None else tried
    return other if other.faults < tried.faults else tried


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


def _with_dots(text: str, key: Sheet | None, units: float, pot: Pot | None) -> Tried:
    """The worksheet, · read as the product of lists and matrices unless only entry by entry fits."""
    if not (any(dot in text for dot in DOTS) and (any(sign in text for sign in "[@T") or key is not None)):
        return Tried(read_sheet(text, key), units, pot)
    if key is not None and any(dot in key.text for dot in DOTS):
        return Tried(read_sheet(text, key, dots=key.dots), units, pot)
    joined = Tried(read_sheet(text, key, dots=True), units, pot)
    if key is not None or len(text) > LONGEST_TRIED or not joined.faults:
        return joined
    plain = joined.other(read_sheet(text))
    kinds = verdicts.SHAPE, verdicts.NOT_JUDGED
    is_plain = plain.count(*kinds) < joined.count(*kinds) or (
        plain.faults < joined.faults and plain.count(*kinds) <= joined.count(*kinds)
    )
    return plain if is_plain else joined
