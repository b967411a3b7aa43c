"""What a step of gradient descent should be: w − rate · dL/dw."""

from collections.abc import Iterator

from autograd.worksheet.arrays import Array, entries
from autograd.worksheet.cases import Case
from autograd.worksheet.evaluation import Exhausted
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.layers import Layer
from autograd.worksheet.settings import FAULTS, Setting

_MOST_LOSSES = 4


def step_target(name: str, formula: Node, setting: Setting) -> Node | None:
    """The right step for a name, as a formula; None where the statement only gives a new value.

    Loss and rate are those that make the step right, else the likeliest: what is computed last, and a number of the
    formula that the loss does not depend on.
    """
    used = names_in(formula)
    moves = formula.kind == "sum" and len(set(used) - {name}) > 0
    if name not in used or not moves or not setting.has_givens:
        return None
    likely = None
    for loss in _losses(name, formula, setting):
        for rate in _rates(name, loss, formula, setting):
            target = _step(name, loss, rate)
            likely = likely or target
            if Case(setting, "", target, formula, [{}]).holds(setting.base):
                return target
    return likely


def _step(name: str, loss: str, rate: Node) -> Node:
    variable = Node("name", (), name)
    slope = Node("derivative", (Node("name", (), loss), variable))
    return Node("sum", (variable, Node("product", (rate, slope), "**")), "+-")


def _losses(name: str, formula: Node, setting: Setting) -> Iterator[str]:
    """Single numbers that depend on a name: those the formula differentiates, then from the last defined on."""
    tops = [
        part.parts[0].value for part in formula.inside() if part.kind == "derivative" and part.parts[0].kind == "name"
    ]
    last = [definition.name for definition in reversed(setting.definitions) if definition.name in setting.base.graph]
    found = 0
    for loss in dict.fromkeys([*tops, *last]):
        value = setting.base.graph[loss]
        if loss == name or isinstance(value, (Array, Layer, float)) or value.op == "":
            continue
        try:
            slopes = [setting.base.slope((loss, 0), (name, j)) for j in range(len(entries(setting.base.graph[name])))]
        except Exhausted:
            raise
        except FAULTS:
            continue
        if any(slopes):
            yield loss
            found += 1
            if found == _MOST_LOSSES:
                return


def _rates(name: str, loss: str, formula: Node, setting: Setting) -> Iterator[Node]:
    """Numbers that may be the rate: names the loss does not depend on, then literals, then 1."""
    base = setting.base
    for other in names_in(formula):
        value = base.graph.get(other)
        if other == name or value is None or isinstance(value, (Array, Layer, float)) or value.op:
            continue
        if base.slope((loss, 0), (other, 0)) == 0:
            yield Node("name", (), other)
    for part in formula.inside():
        if part.kind == "number":
            yield part
    yield Node("number", (), (1.0, 0.0, "1"))
