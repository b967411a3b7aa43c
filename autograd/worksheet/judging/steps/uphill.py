"""Steps of points in numbers that go the wrong way: x_1 = (2, 1) + 0.1 (4, 6), where (4, 6) is the gradient at x_0."""

import re
from itertools import islice
from typing import Any, NamedTuple

from autograd.worksheet.evaluation.arrays import Array, entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.judgements import Judgements
from autograd.worksheet.judging.steps.descent import is_loss, made_of, product
from autograd.worksheet.language.edits import ONE, named, number_of, times
from autograd.worksheet.language.roles import old_names_of, rates_among
from autograd.worksheet.language.tree import (
    Derivative,
    List,
    Name,
    Node,
    Product,
    Sum,
    name_of,
)
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import Definition

_LATEST = 12
"""Claims, the latest, in which is looked for the gradient that a step goes by."""

_BEFORE = 2
"""Steps before one that all went the other way."""

_TURNED = {"+": "-", "-": "+"}

_NUMBERED = re.compile(r"(.*?)(_?\^?\(?)([0-9]{1,3})(\)?)")
"""A name with the number of its step: x_2, x^(2), v2."""

_AT_NUMBER = re.compile(r"\(([^\W\d]\w*) = .*\)")
"""What a name is called for the number a function is taken at: (x = 2)."""


class _Moved(NamedTuple):
    """A step taken apart: where it starts, the sign, and what is added or taken off, a rate times something."""

    start: Node
    sign: str
    rate: Node | None
    amount: Node


def turned_step(name: str, formula: Node, samples: Samples, judged: Judgements) -> Node | None:
    """The step in numbers that this must be meant as, where it goes the other way than the gradient, or than the
    steps before it by the same; None for all others.
    """
    moved = _taken_apart(formula)
    if moved is None or not samples.has_givens:
        return None
    return _against_gradient(name, moved, samples, judged) or _against_steps(name, moved, samples)


def _taken_apart(formula: Node) -> _Moved | None:
    if not isinstance(formula, Sum) or len(formula.terms) != 2 or formula.signs[0] != "+":
        return None
    start, term = formula.terms
    match term:
        case Product((rate, amount), signs) if "/" not in signs and "@" not in signs:
            return _Moved(start, formula.signs[1], rate, amount)
        case Product():
            return None
    return _Moved(start, formula.signs[1], None, term)


def _against_gradient(name: str, moved: _Moved, samples: Samples, judged: Judgements) -> Node | None:
    """The step down the gradient that was told last of where it starts, by what is added, where that is just this."""
    if moved.sign != "+" or moved.rate is None or (number_of(moved.rate) is None and not isinstance(moved.rate, Name)):
        return None
    known: dict[str, Definition] | None = None
    for each in islice(reversed(judged.all), _LATEST):
        slopes = _slopes_of(each.claim.target) if each.verdict.is_fine else ()
        if not slopes or each.claim.samples is not samples:
            continue
        known = known or {definition.name: definition for definition in samples.definitions}
        for chosen in (slopes, *((slope,) for slope in slopes)):
            if not all(_is_next(name, name_of(slope.bottom) or "") for slope in chosen):
                continue
            loss = name_of(chosen[0].top) or ""
            bottoms, tops = _together([slope.bottom for slope in chosen]), _together(list(chosen))
            at, by = _value(bottoms, samples), _value(tops, samples)
            is_there = moved.start == bottoms or _is_printed(moved.start, at)
            is_down = is_there and any(entries(by)) and _is_printed(moved.amount, by)
            if is_down and isinstance(moved.rate, Name) and moved.rate.name in made_of(loss, known):
                continue
            if is_down and is_loss(loss, known):
                return Sum((bottoms, times(moved.rate, tops)), "+-")
    return None


def _slopes_of(target: Node) -> tuple[Derivative, ...]:
    """The derivatives that a gradient consists of."""
    parts = target.entries if isinstance(target, List) else (target,)
    slopes = tuple(part for part in parts if isinstance(part, Derivative))
    return slopes if len(slopes) == len(parts) else ()


def _together(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else List(tuple(nodes))


def _value(node: Node, samples: Samples) -> Any:
    """What something comes to; no number if it cannot be computed."""
    try:
        return samples.base.formula("").value(node)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return Array(0, 0, ())


def _is_printed(node: Node, value: Any) -> bool:
    """Whether a number, or a list of numbers, is how a value is printed."""
    parts = node.entries if isinstance(node, List) else (node,)
    numbers = [found for part in parts if (found := number_of(part)) is not None]
    found = entries(value)
    return len(numbers) == len(parts) == len(found) and all(
        isinstance(each, float) and is_printed_as(each, *number) for each, number in zip(found, numbers, strict=True)
    )


def _is_next(name: str, old: str) -> bool:
    """Whether a name can be the next value of another: x_2 of x_1, x_1 of (x = 2), x_new of x, or of what it is."""
    at, after, before = _AT_NUMBER.fullmatch(old), _NUMBERED.fullmatch(name), _NUMBERED.fullmatch(old)
    if at is not None and after is not None:
        return after[1] == at[1]
    if after is not None and before is not None:
        return after[1] == before[1] and int(after[3]) == int(before[3]) + 1
    return old == name or old in old_names_of(name)


def _against_steps(name: str, moved: _Moved, samples: Samples) -> Node | None:
    """The step the way that those before it went, each by the number of its own step: x_1 = x_0 - v_1, and on."""
    number = _NUMBERED.fullmatch(name)
    if number is None or int(number[3]) <= _BEFORE:
        return None
    names = [f"{number[1]}{number[2]}{int(number[3]) - back}{number[4]}" for back in range(_BEFORE + 2)]
    if not _stands_for(moved.start, names[1], samples):
        return None
    known = {definition.name: definition for definition in samples.definitions}
    if not rates_among(known):
        return None
    steps = [moved]
    for each in names[1:-1]:
        step = _taken_apart(known[each].formula) if each in known else None
        if step is None or step.sign == moved.sign:
            return None
        steps.append(step)
    by: set[str] | None = None
    for back, step in enumerate(steps):
        at, count = names[back + 1], int(number[3]) - back
        if not _stands_for(step.start, at, samples) or step.rate != moved.rate:
            return None
        stems = {
            found[1]
            for other in known
            if (found := _NUMBERED.fullmatch(other)) is not None
            and int(found[3]) == count
            and found[1] != number[1]
            and _stands_for(step.amount, other, samples)
        }
        by = stems if by is None else by & stems
    if not by:
        return None
    rate = product([("*", moved.rate)]) if moved.rate is not None else ONE
    amount = moved.amount if moved.rate is None else times(rate, moved.amount)
    return Sum((named(names[1]), amount), f"+{_TURNED[moved.sign]}")


def _stands_for(node: Node, name: str, samples: Samples) -> bool:
    """Whether something is a name, or the number or list that it is; another name may have been put in for that."""
    known = samples.base.floats
    if isinstance(node, Name):
        return node.name == name or (name in known and known.get(node.name) == known[name])
    return name in known and _is_printed(node, known[name])
