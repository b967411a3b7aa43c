"""New values judged: the formula behind w <- …, where it must be plain descent, and the numbers it is said to give."""

from collections.abc import Sequence
from typing import Any, Protocol

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.judging.follow_through import MOST, believed
from autograd.worksheet.judging.judgements import Judged, Judgements
from autograd.worksheet.judging.remarks import blame, lost_by
from autograd.worksheet.judging.steps.descent import is_loss, is_rate, made_of, moved_by, plain_step, product
from autograd.worksheet.judging.steps.updates import Told, Updates, literal, step_target
from autograd.worksheet.judging.steps.uphill import turned_step
from autograd.worksheet.judging.verdicts import WRONG, Verdict
from autograd.worksheet.language.edits import minus, named, number_of, slope, times
from autograd.worksheet.language.roles import is_called_loss, is_new_value_of, old_names_of, rates_among
from autograd.worksheet.language.tree import (
    Derivative,
    List,
    Name,
    Negative,
    Node,
    Number,
    Sum,
    name_of,
    names_in,
    written,
)
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import Step


class Judging(Protocol):
    """What is asked of the judge of a sheet."""

    updates: Updates
    judged: Judgements

    def note(self, line: int, text: str, column: int, length: int, verdict: str, cause: str = "") -> Verdict:
        """One more verdict on a place in a line."""

    def begin(self, step: Step, formula: Node) -> Verdict:
        """The verdict on a claim not judged yet."""

    def weigh(self, claim: Claim, verdict: Verdict) -> None:
        """Judge a claim whose target is known."""


def judge_update(judge: Judging, step: Step, samples: Samples, ahead: Sequence[Node]) -> None:
    """Judge a step of gradient descent, and give the name its new value; `ahead` are the numbers it is said to be."""
    text, formula = step.statement.text, step.statement.parts[1]
    name, updates = step.name, judge.updates
    try:
        samples.needs(text, step.target, formula, updated=updates.values)
        target = step_target(name, formula, samples, updates.moved, _begins_with_number(text, formula))
        updates.take(step, samples, ahead, strict=target is not None)
    except Exhausted:
        raise
    except UNCOMPUTABLE as fault:
        updates.values[name] = lost_by(fault, name, step.line)
        blame(fault, judge.note(step.line, text, formula.column, formula.length, WRONG))
        return
    if target is None:
        target = _in_numbers(judge, name, _from_name(name, formula, samples), samples)
    if target is None:
        target = turned_step(name, formula, samples, judge.judged)
    if target is None:
        target = _bare_step(judge, name, formula, samples)
    claim = Claim(samples, text, target, formula, [{}]) if target is not None else None
    if claim is not None and _is_computable(claim):
        judge.weigh(claim, judge.begin(step, formula))
    if not ahead:
        told = _continued(judge, step, samples)
        if told is not None:
            updates.told[name] = told


def judge_new_name(judge: Judging, step: Step, samples: Samples) -> None:
    """Judge a step that is the definition of another name, w_new = w − rate · dL/dw, where it must be wrong."""
    definition = step.definition
    if definition is None:
        return
    formula = definition.formula
    if definition.given and isinstance(formula, (Number, Negative, List)):
        _judge_number(judge, step, samples)
    if isinstance(formula, Sum) and (definition.given or not definition.is_derivative):
        _judge_step_in_numbers(judge, step, formula, samples)
    if not isinstance(formula, Sum) or definition.given:
        return
    if not definition.is_derivative and definition.name[-1].isdecimal():
        return  # x_1 = x - 0.5 y may be anything
    for term in formula.terms:
        if isinstance(term, Name) and is_new_value_of(definition.name, term.name):
            means = plain_step if definition.is_derivative else step_target
            target = means(term.name, formula, samples, ())
            claim = Claim(samples, step.statement.text, target, formula, [{}]) if target is not None else None
            if target is not None and definition.is_derivative:
                judge.updates.plain = target
            if claim is not None and _is_computable(claim) and not claim.holds(samples.base):
                _weigh_first(judge, claim, step)


def _weigh_first(judge: Judging, claim: Claim, step: Step) -> None:
    """Judge the first step that a new name is given; if it is wrong, a right one below is right all the same."""
    verdict = judge.begin(step, claim.formula)
    judge.weigh(claim, verdict)
    if verdict.is_first_hand:
        judge.updates.meant[step.name] = claim.target


def note_step_meant(claim: Claim, updates: Updates) -> None:
    """Note the step that a new value must be meant as by what is said of it again: w_new = w - η (t - y) x above, and
    below it w_new = w - η dL/dw.
    """
    name, formula = name_of(claim.target) or "", claim.formula
    if name in updates.meant or not isinstance(formula, Sum) or not formula.has(Derivative):
        return
    for old in (each.name for each in formula.terms if isinstance(each, Name) and is_new_value_of(name, each.name)):
        meant = plain_step(old, formula, claim.samples, ())
        if meant is not None:
            updates.meant[name] = meant


def _judge_step_in_numbers(judge: Judging, step: Step, formula: Sum, samples: Samples) -> None:
    """Judge w_new = 0.5 - 0.1*8, where 0.5 is w and the rest is not what a step by its derivative comes to."""
    is_given = step.definition is not None and step.definition.given
    target = _in_numbers_of_old(judge, step, formula, samples) if is_given else None
    target = target or turned_step(step.name, formula, samples, judge.judged)
    claim = Claim(samples, step.statement.text, target, formula, [{}]) if target is not None else None
    if claim is not None and _is_computable(claim) and not claim.holds(samples.base):
        _weigh_first(judge, claim, step)


def _in_numbers_of_old(judge: Judging, step: Step, formula: Sum, samples: Samples) -> Node | None:
    """The step in numbers meant from the one name that a new name is the next value of."""
    olds = [name for name in old_names_of(step.name) if name in samples.base.floats]
    named_step = _from_name(olds[0], formula, samples) if len(olds) == 1 else formula
    return None if named_step is formula else _in_numbers(judge, olds[0], named_step, samples)


def _from_name(name: str, formula: Node, samples: Samples) -> Node:
    """A step in numbers that begins with what a name is, with the name there; what is no such step stays."""
    match formula:
        case Sum((first, *others), signs) if (number := number_of(first)) and samples.base.floats.get(name) == number[
            0
        ]:
            return Sum((named(name), *others), signs)
    return formula


def _judge_number(judge: Judging, step: Step, samples: Samples) -> None:
    """Judge the number a new name of an old one is given, as by the plain step before it for another name, or by the
    rate that is given.
    """
    plain = judge.updates.plain
    by = next((part for part in plain.inside() if isinstance(part, Derivative)), None) if plain is not None else None
    before = name_of(by.bottom) if by is not None else None
    olds = [name for name in old_names_of(step.name) if name in samples.base.floats]
    if len(olds) != 1 or step.definition is None:
        return
    if any(each.name == olds[0] and not each.given for each in samples.definitions):
        return  # a′ = 0.63 is computed with new values: what is computed has no step of its own
    formula = step.definition.formula
    if plain is not None and before is not None:
        target: Node | None = _renamed(plain, before, olds[0])
    else:
        target = _bare_step(judge, olds[0], formula, samples)
    claim = Claim(samples, step.statement.text, target, formula, [{}]) if target is not None else None
    if claim is not None and _is_computable(claim):
        judge.weigh(claim, judge.begin(step, formula))


def _bare_step(judge: Judging, name: str, formula: Node, samples: Samples) -> Node | None:
    """The plain step that a new value in numbers alone is, by the one rate that is given and the one loss; None where
    it is none, and no other new value was one: with momentum or decay it is something else.
    """
    if not is_result(formula) or not samples.has_givens:
        return None
    known = {definition.name: definition for definition in samples.definitions}
    rates = rates_among(each.name for each in known.values() if each.given)
    losses = [each for each in known if is_called_loss(each) and is_loss(each, known) and name in made_of(each, known)]
    if len(rates) != 1 or len(losses) != 1 or name in made_of(rates[0], known):
        return None
    target = minus(named(name), times(named(rates[0]), slope(losses[0], name)))
    claim = Claim(samples, "", target, formula, [{}])
    is_step = _is_computable(claim) and claim.within_digits()
    judge.updates.are_bare = judge.updates.are_bare or is_step
    return target if judge.updates.are_bare else None


def _renamed(node: Node, name: str, other: str) -> Node:
    if isinstance(node, Name):
        return named(other) if node.name == name else node
    return node.with_parts(*(_renamed(part, name, other) for part in node.parts)) if node.parts else node


def _continued(judge: Judging, step: Step, samples: Samples) -> Told | None:
    """What a step comes to that is gone on with from errors before it, where no number is given."""
    text, formula = step.statement.text, judge.updates.formulas[step.name]
    claim = Claim(samples, text, formula, formula, [{}])
    wrong = judge.judged.wrong_at(samples)[-MOST:]
    errors = [*judge.updates.errors(samples), *wrong][-MOST:]
    try:
        truth = claim.truths(samples.base)[0]
        moving = [each for each in errors if _believing(claim, [each]) not in (None, truth)]
        value = _believing(claim, moving) if moving else None
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return None
    if value is None or not isinstance(value, float):
        return None
    return Told(Claim(samples, text, step.target, literal(value), [{}]), moving[-1].verdict)


def _believing(claim: Claim, errors: Sequence[Judged]) -> object:
    world = believed(claim.samples.base, [error.claim for error in errors], claim)
    return None if world is None else world.formula(claim.text).value(claim.target)


def _begins_with_number(text: str, formula: Node) -> bool:
    """Whether a step was typed with the number of the name in its place."""
    return isinstance(formula, Sum) and written(text, formula.terms[0])[:1].isdigit()


def _in_numbers(judge: Judging, name: str, formula: Node, samples: Samples) -> Node | None:
    """The step that w − 0.1 · 3 must be meant as, where the sheet has dL/dw, and 3 is not what it is or was said to be.

    What a velocity or another number of the sheet's own is may stand there, too.
    """
    move = moved_by(name, formula)
    if move is None or len(move.factors) != 2 or not samples.has_givens:
        return None
    if any(number_of(node) is None and not names_in(node) for _, node in move.factors):
        return None  # (2 - 0.5) may be the gradient, put together from numbers
    numbers = [(place, *found) for place, (_, node) in enumerate(move.factors) if (found := number_of(node))]
    within = {other for each in samples.definitions if not each.is_derivative for other in names_in(each.formula)}
    slopes = [
        claim
        for claim in judge.judged.at(samples)
        if (by := _slope_of(claim, samples, name)) is not None and name_of(by.top) not in within  # no way to it
    ]
    slope = _slope_of(slopes[-1], samples, name) if slopes else None
    if not numbers or slope is None or any(sign == "/" for sign, _ in move.factors):
        return None
    known = {definition.name: definition for definition in samples.definitions}
    loss = name_of(slope.top) or ""
    within = made_of(loss, known)
    if any(not is_rate(node, name, within, known, samples) for _, node in move.factors):
        return None
    if any(other in judge.updates.moving for _, node in move.factors for other in names_in(node)):
        return None  # by a velocity, which moves itself
    if move.sign == "+" and not is_loss(loss, known):
        return None
    meant = [samples.base.formula("").value(slope), *(each for claim in slopes for each in _numbers_claimed(claim))]
    floats = {**samples.base.floats, **judge.updates.values}
    pure = {each.name for each in samples.definitions if each.is_derivative and isinstance(each.formula, Derivative)}
    given = {each.name for each in samples.definitions if each.given} - set(judge.updates.moving)
    told = within | pure | given
    others = [x for other, x in floats.items() if isinstance(x, float) and other not in told]
    meant += [*others, *(-x for x in others)]
    for _, number, half in numbers:
        taken = -number if move.sign == "+" else number
        if any(isinstance(each, float) and is_printed_as(each, taken, half) for each in meant):
            return None
    place = numbers[-1][0]
    rate = product([each for at, each in enumerate(move.factors) if at != place])
    return minus(named(name), times(rate, slope))


def _is_computable(claim: Claim) -> bool:
    """Whether there is a right step: where a loss has no derivative, it is taken as written."""
    try:
        claim.truths(claim.samples.base)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return False
    return True


def _numbers_claimed(claim: Claim) -> list[Any]:
    """What a claim comes to, if it can be computed."""
    try:
        return claim.claimed(claim.samples.base)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return []


def _slope_of(claim: Claim, samples: Samples, name: str) -> Derivative | None:
    """The derivative by a name that a claim is about, or the name that was given to it."""
    node = claim.target
    if isinstance(node, Name):
        given = (each.formula for each in samples.definitions if each.name == node.name and each.is_derivative)
        node = next(given, node)
    match node:
        case Derivative(Name(), Name(bottom)) if bottom == name and len(claim.chosen) == 1:
            return node
    return None
