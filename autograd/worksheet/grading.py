"""Points: what a key asks for, what each is worth, and whether it was reached."""

from dataclasses import dataclass

from autograd.worksheet.answers import answered, told_of
from autograd.worksheet.arithmetic import UNCOMPUTABLE
from autograd.worksheet.attempts import covered
from autograd.worksheet.cases import Case
from autograd.worksheet.echo import echo
from autograd.worksheet.judging import Judge
from autograd.worksheet.settings import assignments


@dataclass(frozen=True)
class Grade:
    """What is asked, the points it is worth, and the points reached."""

    asked: str
    worth: float
    reached: float


def grades(judge: Judge) -> list[Grade]:
    """A grade for each thing a key gives points for, or asks for (one point each); without a key for each claim.

    Points are reached where everything asked is answered and nothing claimed of it is wrong.
    """
    if judge.key is None:
        return [Grade(verdict.claim, verdict.points, verdict.points * verdict.is_fine) for verdict in judge.found]
    if not judge.past:
        return []
    setting = judge.past[-1]
    worth = {line.number: line.points for line in judge.key.lines}
    claims = [(verdict, told_of(case)) for verdict, case in judge.claimed]
    done, _ = answered(judge.claimed, judge.key)
    found = []
    for step in judge.key.steps:
        points = worth.get(step.line)
        asks = step.statement.kind == "find"
        if points is None and not asks:
            continue
        nodes = step.statement.parts if asks else (step.target,)
        for node in nodes:
            try:
                chosen = assignments(setting, node, node, step.statement.guards, step.statement.text)
                wanted = set(covered(Case(setting, step.statement.text, node, node, chosen)))
            except UNCOMPUTABLE:
                continue
            share = 1.0 if points is None else points / len(nodes)
            fine = wanted <= done and all(verdict.is_fine for verdict, entries in claims if entries & wanted)
            found.append(Grade(echo(node), share, share * fine))
    return found
