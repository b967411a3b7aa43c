"""A computation as plain records, one for each step forward and one for each step back.

Everything that shows something is a function of these: explain, draw, play, check.

>>> w, x, b = Value(2.0, "w"), Value(1.0, "x"), Value(-1.0, "b")
>>> for record in steps((w * x + b).tanh()).backward:
...     print(record.source, "→", record.operand, record.contribution)
 → f 1.0
f → t1 0.41997434161402614
t1 → w 0.41997434161402614
t1 → x 0.8399486832280523
t1 → b 0.41997434161402614
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from autograd.engine.codegen.python import Value
from autograd.engine.ieee import ieee
from autograd.engine.slopes import local_slope
from autograd.errors import NoDerivativeError
from autograd.formulas.symbols import Symbol, rewritten, simplified, symbol
from autograd.records.record import Backward as Backward, Forward as Forward, Steps as Steps
from autograd.records.statements import Part, chained, is_one, local_symbol, open_slope, statements, ungated
from autograd.support.collector import collector_paused
from autograd.support.types import Any, Literal


@collector_paused()
def steps(z: Value, level: Literal["name", "op"] = "name") -> Steps:
    """The records of the computation of z.

    level "name" has one for each statement, as on paper, and on the way back one for each pair of a statement and an
    operand; level "op" one for each operation and each edge. Gradients anywhere stay untouched. Raises TypeError for
    anything but a Value, AnomalyError for an infinite local derivative.

    >>> from autograd import Value, steps
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> z = (w * x + x).named("z")
    >>> [(record.source, record.operand, record.contribution) for record in steps(z).backward]
    [('', 'z', 1.0), ('z', 'w', 3.0), ('z', 'x', 3.0)]
    >>> edges = steps(x * x, level="op").backward
    >>> [(edge.operand, edge.so_far, edge.uses_left) for edge in edges]
    [('f', 1.0, 0), ('x', 3.0, 1), ('x', 6.0, 0)]
    """
    if not isinstance(z, Value):
        raise TypeError(f"steps({type(z).__name__!r}): expected a Value, the output of a computation")
    if level not in ("name", "op"):
        raise ValueError(f'level={level!r}: expected "name" or "op"')
    return recorded(statements(z, level), level)


def recorded(found: list[Part], level: str, gates: bool = False) -> Steps:
    """The records of a computation in parts, as `statements` gives them.

    With `gates`, local derivatives hold for other numbers too: gates stay in them, and no conditions are noted.
    """
    try:
        backward, refusal = _backward(found, level, gates), ""
    except NoDerivativeError as error:
        backward, refusal = [], str(error)
    forward = _forward(found, level)
    if not all(isfinite(part.number) for part in found):  # under anomalies("ignore")
        for formula in (*(each.formula for each in forward), *(each.local_formula for each in backward)):
            _note_numbers(formula)
    return Steps(level, found[-1].label, forward, backward, refusal)


def _note_numbers(formula: Any) -> float:
    """Its number in IEEE arithmetic, noted in all its parts: computed again, floats would have none."""
    if not isinstance(formula, Symbol):
        return float(formula)
    numbers = [_note_numbers(part) for part in formula.operands]  # formulas on a page are shallow: it recurs
    if formula.number is None:
        assert formula.rule is not None, f"{formula.name} has no number"
        formula.number = ieee(formula.rule.forward, tuple(numbers))
    return formula.number


def _forward(found: list[Part], level: str) -> list[Forward]:
    place: dict[int, int] = {}
    records: list[Forward] = []
    for part in found:
        if not part.label and (level == "name" or part.rule is not None):
            continue
        place[part.index] = len(records)
        data = part.node.data
        now = data if data != part.number and (data == data or part.number == part.number) else None
        kind: Any = "statement" if part.rule else "constant" if part.node.is_constant else "leaf"
        operands = tuple(place[operand] for operand in _reached(part, found) if operand in place)
        op = part.rule.name if part.rule else ""
        number = len(records)
        records.append(Forward(number, part.label, kind, op, operands, part.formula, part.number, now, part.grad))
    return records


def _reached(part: Part, found: list[Part]) -> list[int]:
    """The parts with a label (or plain numbers) that a statement's formula is made of, from left to right."""
    reached: list[int] = []
    todo = list(reversed(part.operands))
    while todo:
        operand = found[todo.pop()]
        if operand.label or operand.rule is None:
            reached.append(operand.index)
        else:
            todo.extend(reversed(operand.operands))
    return reached


@dataclass
class _Way:
    """How a statement reaches one of its operands, through what is folded into it."""

    formula: Any
    local: float
    flow: float
    conditions: list[Symbol]
    slot: int


def _ways(found: list[Part], gates: bool) -> tuple[dict[int, dict[int, list[_Way]]], dict[int, float]]:
    """For each statement its ways to each operand, and the gradient of each part."""
    ways: dict[int, dict[int, list[_Way]]] = defaultdict(dict)
    gradient: dict[int, float] = defaultdict(float, {found[-1].index: 1.0})
    inner: dict[int, tuple[int, _Way]] = {}  # of a folded part: its statement, and the way there
    for part in reversed(found):
        if part.rule is None or not part.varies:
            continue
        start = part.index, _Way(symbol(1), 1.0, gradient[part.index], [], 0)
        statement, here = start if part.label else inner[part.index]
        letters = tuple([found[x].named(number) for x, number in zip(part.operands, part.numbers, strict=True)])
        result = part.named(part.number)
        for slot, index in enumerate(part.operands):
            operand = found[index]
            if not operand.varies:
                continue
            noted = list[Symbol]()
            formula = open_slope(part.rule, slot, letters, result) if is_one(here.formula) else None
            if formula is None:
                slope = local_symbol(part.rule, slot, letters, result)
                if not gates:
                    slope, noted = ungated(slope)
                formula = chained(here.formula, slope)
            local = local_slope(part.node, slot)
            way = _Way(formula, here.local * local, here.flow * local, here.conditions + noted, slot)
            if operand.label:
                gradient[index] += way.flow
                ways[statement].setdefault(index, []).append(way)
            else:
                inner[index] = statement, way
    return ways, gradient


def _backward(found: list[Part], level: str, gates: bool) -> list[Backward]:
    ways, gradient = _ways(found, gates)
    seed = Backward("", found[-1].label, 1.0, symbol(1), 1.0, 1.0, 1.0, 0)
    records = [seed]
    if level == "name":
        ways = {source: {operand: [_together(way)] for operand, way in there.items()} for source, there in ways.items()}
    left: dict[int, int] = defaultdict(int)
    for there in ways.values():
        for operand, way in there.items():
            left[operand] += len(way)
    shared = {operand for operand, count in left.items() if count > 1}
    so_far: dict[int, float] = defaultdict(float)
    for part in reversed(found):
        if part.index not in ways:
            continue
        there = ways[part.index]
        for operand in sorted(there, key=_place_on_paper(part, found, shared)):
            for step in there[operand]:
                left[operand] -= 1
                so_far[operand] += step.flow
                records.append(
                    Backward(
                        part.label,
                        found[operand].label,
                        gradient[part.index],
                        step.formula,
                        step.local,
                        step.flow,
                        so_far[operand] if left[operand] else gradient[operand],
                        left[operand],
                        tuple(step.conditions),
                        step.slot,
                    )
                )
    return records


def _place_on_paper(part: Part, found: list[Part], shared: set[int]) -> Callable[[int], tuple[int, int]]:
    """The order of a statement's operands: leaves used once, then what is `shared`, then intermediates.

    Each of these from left to right.
    """
    position = {index: place for place, index in reversed(list(enumerate(_reached(part, found))))}
    return lambda index: (1 if index in shared else 2 if found[index].rule else 0, position[index])


def _together(ways: list[_Way]) -> _Way:
    """Several ways from a statement to one operand as one: their sum."""
    together = ways[0]
    for way in ways[1:]:
        formula = summed(together.formula, way.formula)
        conditions = together.conditions + way.conditions
        together = _Way(formula, together.local + way.local, together.flow + way.flow, conditions, 0)
    return together


def summed(x: Any, y: Any) -> Symbol:
    """The sum of two formulas; twice the formula where they are the same."""
    return simplified(symbol(2) * x) if x.same(y) else rewritten(x + y)
