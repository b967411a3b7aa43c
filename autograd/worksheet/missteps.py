"""Mistakes in the number a name has after a step of gradient descent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograd.worksheet.arithmetic import UNCOMPUTABLE, Exhausted
from autograd.worksheet.arrays import Array
from autograd.worksheet.cases import REL, Case
from autograd.worksheet.echo import echo
from autograd.worksheet.nodes import Node

if TYPE_CHECKING:
    from autograd.worksheet.judging import Judge


def missteps(case: Case, judge: "Judge") -> Iterator[tuple[str, str]]:
    """The step in the wrong direction, or without one of its factors, where it gives exactly the number written."""
    name, before, formula = case.target.value, judge.updates.before, case.formula
    number = formula.parts[0] if formula.kind == "negative" else formula
    if case.target.kind != "name" or before is None or name not in judge.updates.moved or number.kind != "number":
        return
    old, new, claim = before.base.floats[name], case.setting.base.floats[name], case.claimed(case.setting.base)[0]
    if any(isinstance(x, Array) for x in (old, new, claim)) or old == new:
        return

    def gives(move: float) -> bool:
        return bool(abs(claim - (old + move)) <= number.value[1] + REL * abs(claim))

    if gives(old - new):
        yield "sign", "the step goes the wrong way: plus for minus, or minus for plus"
    for factor in (factor for step in _steps(case, judge)[-1:] for factor in _factors(step)):
        try:
            size = before.base.formula(case.text).value(factor)
        except Exhausted:
            raise
        except UNCOMPUTABLE:
            continue
        if isinstance(size, float) and size not in (0.0, 1.0) and gives((new - old) / size):
            yield "factor", f"the factor {echo(factor, 2)} is forgotten in the step"


def _steps(case: Case, judge: "Judge") -> list[Node]:
    """The formulas of the new values so far for the name a claim is about."""
    updates = (step for step in judge.sheet.steps if step.statement.kind == "update" and step.target == case.target)
    return [step.statement.parts[1] for step in updates if id(step.claims[0]) in judge.done]


def _factors(formula: Node) -> Iterator[Node]:
    """The factors of a formula's terms."""
    for node in formula.inside():
        if node.kind == "product":
            yield from (part for sign, part in zip(node.value, node.parts, strict=True) if sign != "/")
