"""New values for names: what a step of gradient descent should be, w − rate · dL/dw, and what it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograd.worksheet.arithmetic import UNCOMPUTABLE, Exhausted, ShapeError
from autograd.worksheet.arrays import Array, entries, shape, size
from autograd.worksheet.cases import Case
from autograd.worksheet.evaluation import Formula
from autograd.worksheet.layers import Layer
from autograd.worksheet.nodes import Node, name_of, names_in
from autograd.worksheet.parts import minus, named, times
from autograd.worksheet.points import numbers
from autograd.worksheet.settings import Setting
from autograd.worksheet.steps import Step

_MOST_LOSSES = 4


@dataclass
class Updates:
    """The new values a sheet has given, by name.

    Updates with nothing between them but claims about the names they move are one step of gradient descent: each
    takes the derivatives, and the numbers they are made of, from `before`, where the first of them stands.
    """

    values: dict[str, Any] = field(default_factory=dict)
    before: Setting | None = None
    moved: set[str] = field(default_factory=set)

    def begin(self, step: Step, between: Iterable[Step], setting: Setting) -> Setting:
        """The setting an update is computed in; `setting` is the one reached, `between` what stands before it there."""
        about = (each.target if each.definition is None else None for each in between)
        goes_on = all(target is not None and name_of(target) in self.moved for target in about)
        if self.before is None or not goes_on or step.target.value in self.moved:
            self.before, self.moved = setting, set()
        return self.before

    def take(self, step: Step, setting: Setting) -> None:
        """Compute a name's new value; a name no definition uses, such as a velocity, has its new value at once."""
        text, (target, formula) = step.statement.text, step.statement.parts
        base = setting.base
        used = {name for definition in setting.definitions for name in names_in(definition.formula)}
        known = {**base.floats, **{name: self.values[name] for name in self.moved - used}}
        new = numbers(Formula(text, known, point=base, work=base.work).value(formula))
        old = base.formula(text).value(target)
        if shape(new) != shape(old):
            message = f"{target.value} is {size(old)}: its new value is {size(new)}"
            raise ShapeError(message, text, formula.column, formula.length)
        self.values[target.value] = new
        self.moved.add(target.value)


def step_target(name: str, formula: Node, setting: Setting) -> Node | None:
    """The right step for a name, as a formula; None where the statement only gives a new value, or moves another way.

    Loss and rate are those that make the step right, else the likeliest: what is computed last, and a number of the
    formula that the loss does not depend on.
    """
    used = names_in(formula)
    moves = formula.kind == "sum" and len(set(used) - {name}) > 0
    if name not in used or not moves or not setting.has_givens or not _is_plain(name, formula, setting):
        return None
    likely = None
    for loss in _losses(name, formula, setting):
        for rate in _rates(name, loss, formula, setting):
            target = _step(name, loss, rate)
            likely = likely or target
            if Case(setting, "", target, formula, [{}]).holds(setting.base):
                return target
    return likely


def _is_plain(name: str, formula: Node, setting: Setting) -> bool:
    """Whether a step may be the plain one: of what no definition uses it has a rate at most, and a gradient beside it.

    With momentum, decay or a running square there is more: a velocity, a second rate.
    """
    within = {other for definition in setting.definitions for other in names_in(definition.formula)}
    beside = {definition.name for definition in setting.definitions if definition.beside}
    computed = {definition.name for definition in setting.definitions if not definition.given}
    others = set(names_in(formula)) - {name}
    apart = others - within - beside - computed
    if len(apart) > 1:
        return False
    return others != apart or any(part.kind in ("derivative", "number") for part in formula.inside())


def _step(name: str, loss: str, rate: Node) -> Node:
    variable = named(name)
    slope = Node("derivative", (named(loss), variable))
    return minus(variable, times(rate, slope))


def _losses(name: str, formula: Node, setting: Setting) -> Iterator[str]:
    """Single numbers that depend on a name: those the formula differentiates, then from the last defined on."""
    tops = [
        part.parts[0].value for part in formula.inside() if part.kind == "derivative" and part.parts[0].kind == "name"
    ]
    last = [definition.name for definition in reversed(setting.definitions)]
    found = 0
    for loss in dict.fromkeys([*tops, *last]):
        value = setting.base.graph.get(loss)
        if loss == name or value is None or isinstance(value, (Array, Layer, float)) or value.op == "":
            continue
        try:
            slopes = [setting.base.slope((loss, 0), (name, j)) for j in range(len(entries(setting.base.graph[name])))]
        except Exhausted:
            raise
        except UNCOMPUTABLE:
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
            yield named(other)
    for part in formula.inside():
        if part.kind == "number":
            yield part
    yield Node("number", (), (1.0, 0.0, "1"))
