"""Where only rounding errors are left, 0 is meant: told once, for the page, the picture and the player.

>>> from autograd import Value, steps
>>> x, y = Value(0.1, "x"), Value(0.2, "y")
>>> records = steps((x + y - 0.3).named("z"))
>>> records.forward[-1].value, without_residues(records).forward[-1].value
(5.551115123125783e-17, 0.0)
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

from autograd.formulas.notation import terms
from autograd.formulas.symbols import Symbol
from autograd.records.record import Backward, Flow, Forward, Steps

RESIDUE = 2**-50
"""A sum below this fraction of all its terms, whatever their signs, is taken for 0: only rounding is left."""

_AS_RECORDED = 16
"""What `.grad` reads is taken for the same residue up to this many times as much."""


def is_rounding(total: float, parts: Sequence[float]) -> bool:
    """Whether nothing but rounding errors is left of a sum; an infinite one is what it is."""
    return isfinite(total) and (not any(parts) or abs(total) <= RESIDUE * sum(map(abs, parts)))


def is_residue(formula: Symbol, zeros: set[str]) -> bool:
    """Whether a formula is 0 where those names are: a sum of what cancels, or such a number times or over another."""
    if formula.rule is None:
        return formula.name in zeros
    if formula.sign == "*":
        return any(is_residue(factor, zeros) for factor in formula.operands)
    if formula.sign in ("/", "neg"):
        return is_residue(formula.operands[0], zeros)
    if formula.sign not in ("+", "-"):
        return False
    return is_rounding(
        formula.value(), [0.0 if is_residue(term, zeros) else term.value() for _, term in terms(formula)]
    )


def zero_values(records: Steps) -> set[str]:
    """The labels of the statements whose number is a residue."""
    zeros: set[str] = set()
    for record in records.forward:
        if record.kind == "statement" and is_residue(record.formula, zeros):
            zeros.add(record.label)
    return zeros


def zero_gradients(records: Steps, values: set[str]) -> dict[str, float]:
    """The labels whose gradient is a residue, and what is left there; `values` are the statements that are residues.

    What cancels may have been rounded further up already: rounding is in proportion to what arrives on all paths,
    whatever the signs, which is `rounded`.
    """
    zeros: dict[str, float] = {}
    arrived: dict[str, list[float]] = defaultdict(list)
    rounded: dict[str, float] = defaultdict(float)
    for record in records.backward:
        slope = abs(record.local)
        rounded[record.operand] += rounded[record.source] * slope if record.source and slope else slope
        nothing = record.source in zeros or is_residue(record.local_formula, values)
        arrived[record.operand].append(0.0 if nothing else record.contribution)
        if not record.source or record.uses_left:
            continue
        parts = arrived[record.operand]
        if sum(map(bool, parts)) > 1:
            parts = [rounded[record.operand]]
        if is_rounding(record.so_far, parts):
            zeros[record.operand] = record.so_far
    return zeros


def without_residues(records: Steps) -> Steps:
    """The records with 0 for each number and gradient of which only rounding errors are left."""
    values = zero_values(records)
    gradients = zero_gradients(records, values)
    if not values and not gradients:
        return records

    def forward(record: Forward) -> Forward:
        left = gradients.get(record.label)
        if left is not None and record.grad is not None and abs(record.grad) <= _AS_RECORDED * abs(left):
            record = replace(record, grad=0.0)
        return replace(record, value=0.0) if record.label in values else record

    def backward(record: Backward) -> Backward:
        if isinstance(record, Flow):
            return record
        if record.source in gradients:
            record = replace(record, upstream=0.0, contribution=0.0)
        return replace(record, so_far=0.0) if record.operand in gradients and not record.uses_left else record

    return replace(records, forward=[*map(forward, records.forward)], backward=[*map(backward, records.backward)])
