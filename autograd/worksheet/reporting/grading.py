"""Points: what a key asks for, what each is worth, and whether it was reached; and what a person should look at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import MOST_LEEWAY, agree
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.answers import COARSE, rests
from autograd.worksheet.judging.asked import Item
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import LEAST_DIGITS, is_result, printed, significant_digits
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.steps.updates import Move
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.roles import is_new_value_of
from autograd.worksheet.language.tree import Derivative, Index, Name, Node, Number, Update, written
from autograd.worksheet.sheet.model import Step

OTHER_VALUE = "its new value is not the one the key comes to"
NOT_ATTEMPTED = "nothing is claimed of it"
OLD_VALUE = "it is the value before the step: write the digits that change"
FOLLOWS = "it follows from an error in what is not asked, or from a 0"
NO_POINTS = "it is right, and answers nothing the key asks for"
NOT_READ, NOT_JUDGED = "not read", "not judged"


@dataclass(frozen=True)
class Grade:
    """What is asked, the points it is worth, the points reached, the verdicts these come from, and why a person should
    look at it: where points are missing and no verdict says why.
    """

    asked: str
    worth: float
    reached: float
    verdicts: tuple[Verdict, ...] = ()
    look: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The grade as plain data; `attempted` says whether anything was claimed of it."""
        tried = bool(self.verdicts) and all(each.verdict != verdicts.NOT_ATTEMPTED for each in self.verdicts)
        return {"asked": self.asked, "worth": self.worth, "reached": self.reached, "attempted": tried}


def reached(judged: Iterable[Verdict], follow_through: float) -> float:
    """The part of the points that is reached by claims: all if no fault is found, some if all that are follow."""
    faults = [verdict for verdict in judged if not verdict.is_fine]
    return 1.0 if not faults else follow_through if all(verdict.earns for verdict in faults) else 0.0


NOT_ALL = "judging the file takes too much work: not all of it was judged"


def grades(judge: Judge, follow_through: float = 0.0) -> list[Grade]:
    """A grade for each thing a key gives points for, or asks for (one point each); without a key for each claim.

    Points are reached where everything asked is answered and nothing claimed of it is wrong; where what is wrong only
    follows from an earlier error in what is asked, the part `follow_through` of them. A verdict's own points are its
    share of those reached.
    """
    if judge.key is None:
        found = [Grade(each.claim, 1.0, reached([each], follow_through), (each,)) for each in judge.found]
    for verdict in judge.found:
        verdict.points = verdict.worth = 0.0
    if judge.key is not None:
        items = judge.asks.items if judge.asks is not None else []
        if not judge.past:  # it took too much work to judge any of it
            return [Grade(item.written, item.worth, 0.0, (), NOT_ALL) for item in items]
        found = [_grade(judge, item, follow_through) for item in items]
        for verdict in judge.found if items else ():
            verdict.look = _look(judge, verdict)
    for grade in found:
        for verdict in grade.verdicts:
            if verdict.look == NO_POINTS and grade.worth:
                verdict.look = ""  # it answers what asks for a new value
            verdict.points += grade.reached / len(grade.verdicts)
            verdict.worth += grade.worth / len(grade.verdicts)
    return found


def _grade(judge: Judge, item: Item, follow_through: float) -> Grade:
    if item.move is not None:
        return _grade_of_move(judge, item, item.move, follow_through)
    wanted = set(item.entries)
    judged = [verdict for (verdict, _), about in judge.answers.spoken_of if about & wanted]
    missing = wanted - judge.answers.found(item.allowance)
    part = 0.0 if missing else reached(judged, follow_through)
    text = written(item.step.statement.text, item.node)
    blank = [each for each in judge.found if each.verdict == verdicts.NOT_ATTEMPTED and each.claim == text]
    look = ""
    if missing and not blank and all(verdict.is_fine for verdict in judged):
        look = judge.answers.reason(missing, item.allowance)
    elif not missing and not part and follow_through and not any(verdict.is_first_hand for verdict in judged):
        look = FOLLOWS
    if missing and not judged:
        look = look or _own_name_for(judge, item)
    judged += blank
    return Grade(item.written, item.worth, item.worth * part, tuple(judged), look)


def _own_name_for(judge: Judge, item: Item) -> str:
    """What is said of a name of the student's own that comes to what is asked, and is never said to be that."""
    samples = judge.past[-1]
    claim = Claim(samples, item.step.statement.text, item.node, item.node, item.chosen)
    try:
        asked = [entry for truth in claim.truths(samples.base) for entry in entries(truth)]
        for definition in judge.sheet.definitions():
            own = entries(samples.base.floats.get(definition.name, 0.0))
            if any(map(float, own)) and len(own) == len(asked) and all(map(agree, own, asked)):
                return f"{definition.name} comes to it, and is nowhere said to be that"
    except (*UNCOMPUTABLE, TypeError):
        pass
    return ""


def _grade_of_move(judge: Judge, item: Item, move: Move, follow_through: float) -> Grade:
    """The grade for a new value: w <- …, or another name for it, w_new = …"""
    own = _own_move(judge, item)
    if own is None:
        return Grade(item.written, item.worth, 0.0, (), NOT_ATTEMPTED)
    samples, formula, new, steps = own
    spans = [(step.line, step.statement.column, step.statement.column + step.statement.length) for step in steps]
    judged = [
        verdict
        for verdict in judge.found
        if verdict.verdict != verdicts.NOT_ATTEMPTED
        and any(verdict.line == line and start <= verdict.column <= end for line, start, end in spans)
    ]
    told = [
        case
        for verdict, case in judge.judged.all
        if is_result(case.formula) and verdict.is_fine and any(verdict is each for each in judged)
    ]
    flaws = [_flaw(case.formula, case.claimed(case.samples.base)[0], move) for case in told]
    if is_result(formula):
        flaws.append(_flaw(formula, new, move))
    is_told = not all(flaws)
    left = "" if is_told else judge.answers.rests_on(samples, formula, item.allowance)
    part = reached(judged, follow_through)
    look = ""
    if left and part:
        part, look = 0.0, rests(left)
    elif part and is_result(formula) and all(flaws):
        part, look = 0.0, flaws[-1]
    elif part == 1.0 and not _is_near(move, new, formula, samples, judged):
        part, look = 0.0, OTHER_VALUE
    return Grade(item.written, item.worth, item.worth * part, tuple(judged), look)


MOST_POINTS = 4
"""Random points at which names are compared."""


def likenesses(judge: Judge) -> dict[str, str]:
    """For names of the key that a student says nothing of, the student's own that come to the same everywhere."""
    if judge.key is None or not judge.past:
        return {}
    samples = judge.past[-1]
    known = {each.name for each in judge.key.definitions()}
    spoken = {step.name for step in judge.sheet.steps if isinstance(step.target, Name)}
    own = [each.name for each in judge.sheet.definitions() if not each.given and each.name not in known]
    if not own:
        return {}
    points = [samples.base, *samples.near[:MOST_POINTS]]
    found: dict[str, str] = {}
    for definition in judge.key.definitions():
        name = definition.name
        if definition.given or definition.is_derivative or name in spoken:
            continue
        alike = [each for each in own if each not in found.values() and _is_alike(points, name, each)]
        if len(alike) == 1:
            found[name] = alike[0]
    return found


def _is_alike(points: Sequence[Any], name: str, other: str) -> bool:
    """Whether two names have the same values at all points."""
    for point in points:
        one, two = point.floats.get(name), point.floats.get(other)
        if one is None or two is None or shape(one) != shape(two):
            return False
        if not all(map(agree, map(float, entries(one)), map(float, entries(two)))):
            return False
    return len(points) > 1


def _own_move(judge: Judge, item: Item) -> tuple[Samples, Node, Any, list[Step]] | None:
    """A student's new value for a name: where, by which formula, what it is, and the steps that speak of it."""
    name, steps = item.step.name, judge.sheet.steps
    own = _moves_of(judge, name)
    if item.number < len(own):
        move = own[item.number]
        place = next(place for place, step in enumerate(steps) if step is move.step)
        after = takewhile(lambda step: step.name == name and not isinstance(step.statement, Update), steps[place + 1 :])
        return move.samples, move.formula, move.new, [move.step, *after]
    for definition in judge.sheet.definitions():
        if is_new_value_of(definition.name, name) and definition.name in judge.past[-1].base.floats:
            about = [step for step in steps if step.name == definition.name]
            return judge.past[-1], definition.formula, judge.past[-1].base.floats[definition.name], about
    return None


def _moves_of(judge: Judge, name: str) -> list[Move]:
    """A student's new values for a name; one that is told again on a line of its own is no more than one."""
    own = [move for move in judge.updates.moves if move.step.name == name]
    asked = sum(move.step.name == name for move in judge.asks.moves) if judge.asks is not None else len(own)
    again = [move for move in own if _tells_again(move)]
    dropped = set(map(id, again[: max(0, len(own) - asked)]))
    return [move for move in own if id(move) not in dropped]


def _tells_again(move: Move) -> bool:
    """Whether a new value is the number that the name has already, as it is printed."""
    numbers = [part for part in move.formula.inside() if isinstance(part, Number)]
    reach = max((part.half_unit for part in numbers), default=0.0)
    told, old = entries(move.new), entries(move.old)
    return (
        is_result(move.formula)
        and len(told) == len(old)
        and all(abs(float(x) - float(y)) <= reach for x, y in zip(told, old, strict=True))
    )


def _flaw(formula: Node, new: Any, move: Move) -> str:
    """Why a number for a new value tells nothing of the step; empty if it does."""
    true, told, old = entries(move.new), entries(new), entries(move.old)
    if len(told) != len(true) or all(map(agree, true, told)):
        return ""
    if all(map(agree, told, map(float, old))):
        return OLD_VALUE
    typed = [part.typed for part in formula.inside() if isinstance(part, Number)]
    return COARSE if all(significant_digits(each) < LEAST_DIGITS for each in typed) else ""


def _is_near(move: Move, new: Any, formula: Node, samples: Samples, judged: Sequence[Verdict]) -> bool:
    """Whether a new value is the key's: a printed one within its digits, one of rounded numbers within a part of the
    step, and within what their digits excuse where nothing is claimed of it.
    """
    if shape(new) != shape(move.new):
        return False
    if is_result(formula):
        off = [max((part.half_unit for part in formula.inside() if isinstance(part, Number)), default=0.0)]
        off *= len(entries(new))
    else:
        off = [0.0 if judged else each for each in entries(printed(formula, samples.base.formula(""))[1])]
    for x, y, old, reach in zip(entries(move.new), entries(new), entries(move.old), off, strict=True):
        most = MOST_LEEWAY * abs(x - float(old))
        leeway = (reach if is_result(formula) else min(reach, most)) + (most if judged else 0.0)
        if not agree(x, y) and not abs(x - y) <= leeway:
            return False
    return True


def _look(judge: Judge, verdict: Verdict) -> str:
    """Why a person should look at a verdict under a key: it was not read or not judged, or answers nothing."""
    if verdict.verdict in (verdicts.UNREADABLE, verdicts.NOT_JUDGED):
        return NOT_JUDGED if verdict.verdict == verdicts.NOT_JUDGED else NOT_READ
    if not verdict.is_fine or judge.asks is None:
        return ""
    for (other, case), about in judge.answers.spoken_of:
        if other is verdict and not isinstance(case.target, (Name, Index, Derivative)):
            return NO_POINTS if not about & judge.asks.entries and _speaks_of_asked(judge, case) else ""
    return ""


def _speaks_of_asked(judge: Judge, case: Claim) -> bool:
    """Whether what a claim is about is made from something that is asked for, as in dL/dw*1 = …"""
    tracer = judge.answers.tracer(case.samples)
    try:
        ends = [tracer.ends(case.text, case.target, letters)[0] for letters in case.chosen]
    except UNCOMPUTABLE:
        return False
    return judge.asks is not None and any(each & judge.asks.entries for each in ends)
