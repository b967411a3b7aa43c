"""Points: what a key asks for, what each is worth, and whether it was reached."""

from collections.abc import Iterable
from dataclasses import dataclass

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling import assignments
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.answers import answered, told_of
from autograd.worksheet.judging.attempts import covered
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Find, written


@dataclass(frozen=True)
class Grade:
    """What is asked, the points it is worth, the points reached, and the verdicts these come from."""

    asked: str
    worth: float
    reached: float
    verdicts: tuple[Verdict, ...] = ()


def reached(judged: Iterable[Verdict], follow_through: float) -> float:
    """The part of the points that is reached by claims: all if no fault is found, some if all that are follow."""
    faults = [verdict for verdict in judged if not verdict.is_fine]
    return 1.0 if not faults else 0.0 if any(verdict.is_first_hand for verdict in faults) else follow_through


def grades(judge: Judge, follow_through: float = 0.0) -> list[Grade]:
    """A grade for each thing a key gives points for, or asks for (one point each); without a key for each claim.

    Points are reached where everything asked is answered and nothing claimed of it is wrong; where what is wrong only
    follows from an earlier error, the part `follow_through` of them. A verdict's own points become its share.
    """
    if judge.key is None:
        return [
            Grade(verdict.claim, verdict.points, verdict.points * reached([verdict], follow_through), (verdict,))
            for verdict in judge.found
        ]
    for verdict in judge.found:
        verdict.points = 0.0
    if not judge.past:
        return []
    samples = judge.past[-1]
    worth = {line.number: line.points for line in judge.key.lines}
    claims = [(verdict, told_of(case)) for verdict, case in judge.judged.all]
    done, _ = answered(judge.judged.all, judge.key)
    found = []
    for step in judge.key.steps:
        points = worth.get(step.line)
        asks = isinstance(step.statement, Find)
        if points is None and not asks:
            continue
        nodes = step.statement.parts if asks else (step.target,)
        for node in nodes:
            try:
                chosen = assignments(samples, node, node, step.statement.guards, step.statement.text)
                wanted = set(covered(Claim(samples, step.statement.text, node, node, chosen)))
            except UNCOMPUTABLE:
                continue
            share = 1.0 if points is None else points / len(nodes)
            judged = [verdict for verdict, entries in claims if entries & wanted]
            part = reached(judged, follow_through) if wanted <= done else 0.0
            text = written(step.statement.text, node)
            judged += [
                each for each in judge.found if each.verdict == verdicts.NOT_ATTEMPTED and asks and each.claim == text
            ]
            for verdict in judged:
                verdict.points += share / len(judged)
            found.append(Grade(echo(node), share, share * part, tuple(judged)))
    return found
