"""Names that may have any number: what is said is judged twice, with other numbers, and what depends on them waits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.tolerances import agree
from autograd.worksheet.evaluation.unknown_names import unvalued
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.judging.remarks import numbers_to_add_for
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.tree import Name, Node, name_of, names_in
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import Definition, Sheet

Place = tuple[int, int, int, str]


def results_printed(sheet: Sheet, names: Collection[str]) -> Iterator[tuple[str, float]]:
    """The results that are made of names without number, but for what is printed between, with their numbers."""
    said: dict[str, list[tuple[float, float]]] = {}
    for step in sheet.steps:
        if isinstance(step.target, Name):
            said.setdefault(step.name, []).extend(filter(None, map(number_of, step.claims)))
    made_of: dict[str, set[str]] = {name: {name} for name in names}
    for each in sheet.definitions():
        if each.name in made_of or _is_plain(each):
            continue
        needs = {name for used in names_in(each.formula) for name in made_of.get(used, ())}
        if needs and said.get(each.name):
            yield each.name, min(said[each.name], key=lambda number: number[1])[0]
        elif needs:
            made_of[each.name] = needs


def _is_plain(definition: Definition) -> bool:
    return definition.given or definition.is_derivative or bool(definition.letters)


def with_others(sheet: Sheet) -> Sheet:
    """The sheet with the other numbers that its names could have."""
    known = {each.name for each in sheet.definitions()}
    steps = [
        step.defined_by(sheet.supposed[step.name], known)
        if step.definition is not None and step.name in sheet.supposed
        else step
        for step in sheet.steps
    ]
    return replace(sheet, steps=steps, supposed={})


def wait_for_numbers(found: list[Verdict], judged: list[Judged], others: list[Judged], sheet: Sheet) -> None:
    """Let verdicts wait that would be others with other numbers; with names on both sides what is right with both
    numbers is right with any.
    """
    ours = {id(verdict): claim for verdict, claim in judged}
    theirs = {_place(each.verdict): each for each in others}
    fitted = _judged_by_none(judged, dict(results_printed(sheet, sheet.supposed)))
    for verdict in found:
        claim, other = ours.get(id(verdict)), theirs.get(_place(verdict))
        if claim is None and verdict.verdict != verdicts.SHAPE:
            continue
        is_same = claim is not None and other is not None and verdict.is_fine == other.verdict.is_fine
        is_open = not is_same or verdict.verdict == verdicts.SHAPE or id(verdict) in fitted
        if claim is not None and other is not None and not is_open and (verdict.is_fault or claim.is_numeric):
            is_open = _depends(claim, other.claim)
        if is_open:
            _wait(verdict, claim, sheet.supposed)


def _judged_by_none(judged: list[Judged], printed: Mapping[str, float]) -> set[int]:
    """The numbers said of results that names without number are fitted to, but for several that agree."""
    said: dict[str, list[Verdict]] = {}
    for verdict, claim in judged:
        name = name_of(claim.target)
        if name is not None and name in printed and claim.is_numeric:
            said.setdefault(name, []).append(verdict)
    waiting = (each for each in said.values() if len(each) == 1 or not all(verdict.is_fine for verdict in each))
    return {id(verdict) for each in waiting for verdict in each}


def _place(verdict: Verdict) -> Place:
    return verdict.line, verdict.column, verdict.length, verdict.claim


def _depends(claim: Claim, other: Claim) -> bool:
    """Whether what a claim is about, or its formula, comes to something else with other numbers."""
    try:
        pairs = [
            *zip(claim.truths(claim.samples.base), other.truths(other.samples.base), strict=True),
            *zip(claim.claimed(claim.samples.base), other.claimed(other.samples.base), strict=True),
        ]
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return True
    return not all(
        shape(one) == shape(two) and all(agree(x, y) for x, y in zip(entries(one), entries(two), strict=True))
        for one, two in pairs
    )


def _wait(verdict: Verdict, claim: Claim | None, supposed: Mapping[str, Node]) -> None:
    """Say that a claim waits for numbers, and of which names."""
    names = list(supposed)
    if claim is not None:
        used = {name for node in (claim.target, claim.formula) for name in names_in(node)}
        behind = {each for name in used for each in claim.samples.behind(name)}
        names = [name for name in supposed if name in behind] or names
    verdict.verdict, verdict.cause = verdicts.NOT_JUDGED, numbers_to_add_for(names)
    verdict.kind, verdict.remark, verdict.answer, verdict.part = "", "", "", None
    verdict.mistake, verdict.follows = None, None


def first_uses(sheet: Sheet, known: Mapping[str, object]) -> Iterator[tuple[int, str, Node, str]]:
    """Where definitions first speak of names without number: the line, its text, a name and what is said of it."""
    left = set(sheet.supposed)
    others = {name: value for name, value in known.items() if name not in left}
    for step in sheet.steps:
        if step.definition is None or not step.statement.text:
            continue
        nodes = (node for node in step.definition.formula.inside() if isinstance(node, Name) and node.name in left)
        if (node := next(nodes, None)) is not None:
            left.difference_update(names_in(step.definition.formula))
            yield step.line, step.statement.text, node, str(unvalued(step.statement.text, node, others))
