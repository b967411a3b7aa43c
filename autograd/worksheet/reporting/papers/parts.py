"""A part of a document, judged in each way that it may be meant."""

from collections import defaultdict
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from autograd.worksheet.causes.search import WITHOUT_NUMBERS, explain_cause
from autograd.worksheet.evaluation.arrays import shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.meanings.untold.unsettled import SIZES
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE, Verdict
from autograd.worksheet.language.work import USUAL, Exhausted, Pot, Work
from autograd.worksheet.reporting.papers.products import SAID, entry_by_entry
from autograd.worksheet.sheet.model import Sheet
from autograd.worksheet.sheet.unknown import names_behind
from autograd.worksheet.tex.abstract import step_for
from autograd.worksheet.tex.documents import Document
from autograd.worksheet.tex.reading.paper import TOO_LARGE, Paper, Part


@dataclass
class Judged:
    """A part with the verdicts on it, and the claim that each is about, by its identity."""

    part: Part
    found: list[Verdict]
    claims: dict[int, Claim]
    judges: list[Judge]

    def explain(self) -> None:
        """Find the causes of what is wrong, of which nothing was looked for while it was judged."""
        kept = set(map(id, self.found))
        for judge in self.judges:
            judge.unexplained = [each for each in judge.unexplained if id(each[1]) in kept]
            with suppress(Exhausted):
                judge.explain_all(explain_cause)
        self.judges = []


def judged_part(paper: Paper, part: Part, pot: Pot) -> Judged:
    """A part with the verdicts on it, without their causes."""
    part.sheet = with_losses(part, paper.document)
    alone = STEPS if part.unknown else frozenset()
    judge = _judge(part.sheet, pot, alone)
    for sizes in part.other_sizes:
        if not _unfit(judge.found):
            break
        other = _judge(replace(part.sheet, free=sizes), pot, alone)
        if _unfit(other.found) < _unfit(judge.found):
            part.sheet, judge = other.sheet, other
    if part.of_each is not None and _unfit(judge.found):
        of_each = replace(part.of_each, sheet=with_losses(part.of_each, paper.document))
        other = _judge(of_each.sheet, pot, alone)
        if _unfit(other.found) < _unfit(judge.found) and _fine(other.found) >= _fine(judge.found):
            part, judge = of_each, other
            paper.of_each = True
    faulty = [verdict.column for verdict in judge.found if verdict.verdict in _WRONG][:FIRST_FAULTS]
    sheet = entry_by_entry(part.sheet) if faulty else None
    if sheet is not None and _faults(_judge(_claims_at(sheet, faulty), pot, alone).found) < len(faulty):
        other = _judge(sheet, pot, alone)
        if _faults(other.found) < _faults(judge.found) and _unfit(other.found) <= _unfit(judge.found):
            _tell(other.found, judge.found)
            part.sheet, judge = other.sheet, other
    found, claims, judges = judge.found, _claims_of(judge), [judge]
    if part.sheet.free and any(each.given for each in part.sheet.definitions()):
        at_givens = _judge(replace(part.sheet, free={}), pot, alone)
        found, claims, judges = (
            _with_numbers(at_givens.found, found),
            {**claims, **_claims_of(at_givens)},
            [*judges, at_givens],
        )
    return Judged(part, found, claims, judges)


FIRST_FAULTS = 12
"""Claims that are wrong, the first of a part: only if · read otherwise helps one of these, all are judged so."""

_WRONG = (verdicts.SHAPE, verdicts.WRONG)


def _claims_at(sheet: Sheet, columns: Container[int]) -> Sheet:
    """A worksheet with no claims but those at these places."""
    steps = [
        replace(step, claims=tuple(each for each in step.claims if each.column in columns)) for step in sheet.steps
    ]
    return replace(sheet, steps=steps)


def _faults(found: Iterable[Verdict]) -> int:
    """How many claims are wrong."""
    return sum(verdict.verdict in _WRONG for verdict in found)


def _fine(found: Iterable[Verdict]) -> int:
    """How many claims are right."""
    return sum(verdict.is_fine for verdict in found)


def _tell(found: Iterable[Verdict], otherwise: Iterable[Verdict]) -> None:
    """Tell of claims that are right as · multiplies entry by entry, and wrong otherwise, that they are so."""
    wrong = {_span(each) for each in otherwise if each.is_fault}
    for verdict in found:
        if verdict.is_fine and _span(verdict) in wrong:
            verdict.remark = verdict.remark or SAID


def _unfit(found: Iterable[Verdict]) -> int:
    """How many claims have no shape, or cannot be computed."""
    return sum(verdict.verdict in (verdicts.SHAPE, UNREADABLE) or verdict.kind == SIZES for verdict in found)


def with_losses(part: Part, document: Document) -> Sheet:
    """The worksheet of a part with its unknown losses: functions of the last of all that they are differentiated by."""
    sheet = part.sheet
    if not part.unknown:
        return sheet
    definitions = {each.name: each for each in sheet.definitions()}
    try:
        known = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread).base.floats
    except UNCOMPUTABLE:  # too much work: judging will say so
        return sheet
    steps = list(sheet.steps)
    for name, bottoms in part.unknown.items():
        inner = {each for other in bottoms for each in names_behind(other, definitions)}
        sizes = {
            other: shape(known[other])
            for other in bottoms
            if other in known and other not in inner and not isinstance(known[other], Layer)
        }
        if sizes:
            needed = [place for place, each in enumerate(steps) if each.definition and each.definition.name in sizes]
            place = max(needed, default=-1) + 1
            line = steps[place - 1].line if place else 1
            steps.insert(place, step_for(name, sizes, document.text, line))
    return replace(sheet, steps=steps)


STEPS = frozenset({"t", "tau", "n", "k"})
"""Letters that count steps in time. Who says nothing of the loss of several speaks of one, as if it were the last."""


def _judge(sheet: Sheet, pot: Pot, alone: frozenset[str]) -> Judge:
    """A worksheet judged, but for the causes of what is wrong."""
    judge = Judge(sheet, explains=explain_cause, pot=pot, by_itself=alone, too_much=TOO_LARGE, defers=True)
    if sheet.free:
        share = max(0.0, min(1.0, 2 - len(sheet.text) / USUAL))  # what is long has much for all its causes as it is
        judge.causes_work.allow(int((WITHOUT_NUMBERS - 1) * share * judge.causes_work.left))
    judge.found = judge.verdicts()
    return judge


def _claims_of(judge: Judge) -> dict[int, Claim]:
    """The claim that each verdict is about, by the verdict's identity."""
    return {id(judged.verdict): judged.claim for judged in judge.judged.all}


def _with_numbers(at_givens: list[Verdict], found: list[Verdict]) -> list[Verdict]:
    """The verdicts, at the numbers given where a claim speaks of nothing else."""
    open_at_givens = defaultdict(list)
    for verdict in at_givens:
        open_at_givens[verdict.line].append(verdict.verdict in (UNREADABLE, NOT_JUDGED))
    without = {line for line, is_open in open_at_givens.items() if all(is_open)}
    unjudged = (UNREADABLE, NOT_JUDGED)
    computed = {_span(each): each for each in at_givens if each.verdict not in unjudged and each.line not in without}
    merged = [computed.pop(_span(verdict), verdict) for verdict in found]
    return [*merged, *computed.values()]


def _span(verdict: Verdict) -> tuple[int, int]:
    return verdict.column, verdict.length
