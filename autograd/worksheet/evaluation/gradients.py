"""Derivatives of a graph by its nodes, as numbers beside it: as far as asked, with claims or mistakes in place."""

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from heapq import heappop, heappush
from types import MappingProxyType
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.engine.graph import sorted_graph
from autograd.engine.slopes import local_slope
from autograd.worksheet.evaluation.tolerances import CANCELLED
from autograd.worksheet.language.work import Work

SMALLEST = 5e-324
"""The step between floats near 0: what a number can be off by that is too small for all its digits."""


class Sweep:
    """The derivatives of one Value by what it depends on, swept from the last computed on, no further than asked.

    `order` is when each Value was computed. What is `claimed` of a node takes the place of its derivative, and what
    lies below follows. `between` has, for a node, others above it, and how much more than it is the derivative by the
    node is claimed to be of each. Nothing is handed down from what is `held`. How much of what was `passed` has been
    `paid` for tells a check that goes on with the sweep of another: it pays as if it had begun.
    """

    def __init__(
        self,
        root: Value,
        order: Mapping[int, int],
        claimed: Mapping[int, float],
        between: Mapping[int, Sequence[tuple[int, float]]] = MappingProxyType({}),
    ) -> None:
        self.found = {id(root): 1.0}
        self.faults: dict[int, Exception] = {}
        self.claimed = claimed
        self.between = dict(between)
        self.order = order
        self.waiting = [(-order[id(root)], root)]
        self.held: frozenset[int] = frozenset()
        self.passed: list[int] = []  # minus the places handed down from, in order
        self.paid = 0

    def again(self, paid: int = 0) -> "Sweep":
        """The same for another check, in which so much is paid for yet: what either finds, both know."""
        other = copy(self)
        other.paid = paid
        return other

    def copied(self) -> "Sweep":
        """One that has found the same, and goes on by itself."""
        other = copy(self)
        other.found, other.faults, other.between = dict(self.found), dict(self.faults), dict(self.between)
        other.waiting, other.passed = self.waiting[:], self.passed[:]
        return other

    def by(self, node: Value, work: Work) -> float:
        """The derivative by a Value; raises what was met on a way down to it: no derivative, bad arithmetic."""
        identity = id(node)
        if identity not in self.order:  # it was updated: nothing that is defined comes from its new value
            return 0.0
        self.down_to(self.order[identity], work)
        self.correct(identity)
        if identity in self.claimed and identity in self.found:
            return self.claimed[identity]
        if identity in self.faults:
            raise self.faults[identity].with_traceback(None)  # or it would hold every caller that met it
        return self.found.get(identity, 0.0)

    def down_to(self, place: int, work: Work) -> None:
        """Hand gradients down from every Value computed after this place."""
        if self.paid < len(self.passed):
            due = bisect_left(self.passed, -place)
            work.spend(2 * max(0, due - self.paid))
            self.paid = max(self.paid, due)
        found, claimed, order, waiting = self.found, self.claimed, self.order, self.waiting
        while waiting and -waiting[0][0] > place:
            work.spend(2)
            minus, node = heappop(waiting)
            self.passed.append(minus)
            self.paid += 1
            if id(node) in self.held:
                continue
            self.correct(id(node))
            upstream = claimed.get(id(node), found[id(node)]) if claimed else found[id(node)]
            fault = None if id(node) in claimed else self.faults.get(id(node))
            for slot, operand in enumerate(node.inputs):
                if operand.is_constant or not (upstream or fault):  # what does not matter may even lack a derivative
                    continue
                identity = id(operand)
                if identity not in found:
                    found[identity] = 0.0
                    heappush(waiting, (-order[identity], operand))
                try:
                    found[identity] += upstream * local_slope(node, slot)
                except (TypeError, ArithmeticError) as error:
                    self.faults.setdefault(identity, error)
                if fault:
                    self.faults.setdefault(identity, fault)

    def correct(self, identity: int) -> None:
        """Add what is claimed beyond the truth of the paths between other nodes and this one, once."""
        for above, more in self.between.pop(identity, ()):
            if identity in self.found and above in self.found:
                self.found[identity] += self.claimed.get(above, self.found[above]) * more


def below(roots: Iterable[Value], known: Mapping[int, Any]) -> list[Value]:
    """These and what they are made of, as far as it is not known already, operands first."""
    found: list[Value] = []
    done: set[int] = set()
    stack = [(root, False) for root in roots]
    while stack:
        node, finished = stack.pop()
        if finished:
            found.append(node)
        elif id(node) not in done and id(node) not in known:
            done.add(id(node))
            if inputs := node.inputs:
                stack.append((node, True))
                stack += [(operand, False) for operand in inputs]
            else:
                found.append(node)
    return found


def gradients(root: Value, work: Work, slope: Callable[[Value, int], float] = local_slope) -> dict[int, float]:
    """The derivatives of a Value by all it depends on, by the identity of the node; its graph stays as it is.

    `slope` gives the local derivative of a node by the operand in a slot: another one makes a usual mistake.
    """
    interior = sorted_graph(root)[1]
    work.spend(len(interior))
    found = {id(root): 1.0}
    for node in reversed(interior):
        upstream = found.get(id(node), 0.0)
        if upstream == 0:
            continue  # what does not matter may even lack a derivative
        for slot, operand in enumerate(node.inputs):
            if not operand.is_constant:
                found[id(operand)] = found.get(id(operand), 0.0) + upstream * slope(node, slot)
    return found


def magnitude(root: Value, work: Work) -> float:
    """What the rounding errors of a computation are in proportion to: each number times how much it matters."""
    leaves, interior = sorted_graph(root)
    matters = weights(root, work)
    return float(sum(abs(node.data) * matters.get(id(node), 0.0) for node in (*leaves, *interior)))


def weights(root: Value, work: Work) -> dict[int, float]:
    """How much each part of a computation matters to its result, whatever the sign, by the identity of the node.

    The rounding errors of a derivative are in proportion to that: its contributions without their signs.
    """
    return gradients(root, work, lambda node, slot: abs(local_slope(node, slot)))


def smallest_that_matters(root: Value, work: Work) -> Value | None:
    """The first number so small that floats lose its digits, if those lost decide what a computation comes to."""
    interior = sorted_graph(root)[1]
    work.spend(len(interior))
    small: list[Value] = [node for node in interior if abs(node.data) < sys.float_info.min and not node.is_constant]
    if not small:
        return None
    try:
        matters = weights(root, work)
    except ArithmeticError:  # divided by one of them
        return small[0]
    lost = sum(matters.get(id(node), 0.0) for node in small) * SMALLEST
    return small[0] if lost > CANCELLED * max(abs(root.data), sys.float_info.min) else None
