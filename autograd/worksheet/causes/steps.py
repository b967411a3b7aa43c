"""Mistakes in a step of gradient descent, and in the number a name has after it."""

from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.steps.descent import moved_by, product
from autograd.worksheet.judging.steps.updates import Updates, with_names
from autograd.worksheet.language.edits import Path, named, number_of, paths, replaced, times
from autograd.worksheet.language.tree import Derivative, Name, Node, Product, Sum, name_of
from autograd.worksheet.language.work import Exhausted


def find_misdirection(claim: Claim) -> Iterator[Cause]:
    """Another derivative, or another number, in a step where dL/dw should stand; a number with a sign error."""
    slope = next((part for part in claim.target.inside() if isinstance(part, Derivative)), None)
    own = claim.target.parts[0] if isinstance(claim.target, Sum) and slope is not None else None
    move = moved_by(own.name, claim.formula) if own is not None and isinstance(own, Name) else None
    if move is None or slope is None:
        return
    for path, node in paths(claim.formula):
        other = isinstance(node, Derivative) and node != slope and node.parts[0] == slope.parts[0]
        if other and claim.with_formula(replaced(claim.formula, path, slope)).holds_everywhere():
            yield Cause("name", "one for another", {"part": node, "meant": slope})
    for place, (_, node) in enumerate(move.factors):
        rate = product([each for at, each in enumerate(move.factors) if at != place])
        if isinstance(claim.formula, Sum) and claim.target.parts[1] == times(rate, slope):
            turned = replace(claim.formula, signs="++" if claim.formula.signs == "+-" else "+-")
            is_turned = claim.formula.parts[0] == own and claim.with_formula(turned).holds(claim.samples.base)
            if is_turned:
                yield Cause("sign", "wrong sign", {"part": claim.formula.parts[1]})
            else:
                yield Cause("name", "one for another", {"part": node, "meant": slope})


def find_turned_steps(claim: Claim) -> Iterator[Cause]:
    """A step in numbers with plus for minus: (2, 1) + 0.1 (4, 6), where (4, 6) is the gradient."""
    match claim.formula, claim.target:
        case Sum((_, term), "++" | "+-" as signs) as formula, Sum((_, by), meant) if meant != signs:
            is_step = claim.is_numeric and (by == term or by.has(Derivative))
            if is_step and claim.with_formula(replace(formula, signs=meant)).within_digits():
                yield Cause("sign", "wrong way")


def find_missteps(claim: Claim, updates: Updates) -> Iterator[Cause]:
    """The step in the wrong direction, or without one of its factors, where it gives exactly the number written."""
    step = updates.as_step(claim)
    if step is None:
        return
    name = name_of(claim.target) or ""
    formula = updates.written[name]
    old, new, claimed = (
        step.samples.base.floats[name],
        claim.samples.base.floats[name],
        claim.claimed(claim.samples.base)[0],
    )
    if any(isinstance(x, Array) for x in (old, new, claimed)) or old == new:
        return

    def gives(variant: Node) -> bool:
        target = with_names(variant, updates.put_in[name])
        other = step.afresh(target=target)
        try:
            if other.truths(step.samples.base) == step.truths(step.samples.base):
                return False
            return other.within_digits() if number_of(claim.formula) else other.holds(step.samples.base)
        except Exhausted:
            raise
        except UNCOMPUTABLE:
            return False

    if isinstance(formula, Sum):
        own = named(name)
        signs = zip(formula.signs, formula.parts, strict=True)
        turned = "".join(sign if part == own else "-+"["+-".index(sign)] for sign, part in signs)
        if own in formula.parts and gives(replace(formula, signs=turned)):
            yield Cause("sign", "wrong way")
    for path, factor in _factors(formula):
        if gives(_without(formula, path)):
            yield Cause("factor", "factor missing in the step", {"meant": factor})


def _without(formula: Node, path: Path) -> Node:
    """A formula without one factor."""
    whole, place = formula, path[-1]
    for step in path[:-1]:
        whole = whole.parts[step]
    if not isinstance(whole, Product):
        return formula
    factors = [each for at, each in enumerate(zip(whole.signs, whole.factors, strict=True)) if at != place]
    return replaced(formula, path[:-1], product(factors))


def _factors(formula: Node) -> Iterator[tuple[Path, Node]]:
    """The factors of a formula's terms, and the way to them."""
    for path, node in paths(formula):
        if isinstance(node, Product) and "@" not in node.signs:
            for place, (sign, part) in enumerate(zip(node.signs, node.parts, strict=True)):
                if sign != "/":
                    yield (*path, place), part
