"""The order of a graph, found without recursion."""

from array import array
from collections.abc import Callable
from functools import partial

from autograd.engine.by_hand import Rest, refuse_by_hand
from autograd.engine.native import core
from autograd.support.types import Any


def sorted_graph(*roots: Any) -> tuple[list[Any], list[Any]]:
    """The leaves the roots depend on and the Values computed from them, each once.

    Leaves (constants too) in the order of first use, from left to right; computed Values after their operands.
    Linear time; the same program gives the same order, run after run.
    """
    leaves: list[Any] = []
    interior: list[Any] = []
    done: set[int] = set()
    stack = list(reversed(roots))
    push, pop, close = stack.append, stack.pop, done.add
    while stack:
        node = pop()
        if id(node) in done:
            continue
        first = node._first
        while first is not None and id(first) not in done:  # down the first operands
            push(node)
            node = first
            first = node._first
        second = node._second  # the first operand and everything below it is done
        if first is None:
            close(id(node))
            leaves.append(node)
        elif second is None or id(second) in done:
            close(id(node))
            interior.append(node)
        else:
            push(node)
            push(second)
    if Rest.made:
        interior = [node for node in interior if type(node) is not Rest]
    return leaves, interior


class _Zero(float):
    """A 0 that is an object of its own where Python has only one of each float."""


_new_zero: Callable[[], float] = partial(float, "0") if float("0") is not float("0") else _Zero


def sort_for_sweep(root: Any, leaves: list[Any], before: list[Any], interior: list[Any], between: list[Any]) -> None:
    """The same order for a backward pass, which needs all gradients at 0: a 0 of this call's own marks what is done.

    The gradients that there were are put into `before` and `between`, each before it is overwritten: they can be
    restored whatever ends this early, Ctrl-C too.
    """
    done = _new_zero()
    stack = [root]
    push, pop = stack.append, stack.pop
    add_leaf, keep, add, keep_between = leaves.append, before.append, interior.append, between.append
    while stack:
        node = pop()
        if node._grad is done:
            continue
        first = node._first
        while first is not None and first._grad is not done:
            push(node)
            node = first
            first = node._first
        second = node._second
        if first is None:
            keep(node._grad)
            add_leaf(node)
            node._grad = done
        elif second is None or second._grad is done:
            keep_between(node._grad)
            add(node)
            node._grad = done
        else:
            push(node)
            push(second)


if core is not None:
    sorted_graph = core.sorted_graph


class Recorded:
    """A graph as arrays, leaves and computed Values numbered one after the other.

    `constant` says of each leaf whether it is a constant, `data` has its number. `codes` has for each computed Value
    the place of its operation in `rules`, `first` and `second` the numbers of its operands (−1: there is none).
    `names` are those of the Values that have one, each with the Value's number; `roots` the numbers of the roots.
    """

    def __init__(self, *parts: Any) -> None:
        self.leaves, self.constant, self.data, self.rules, self.codes, self.first, self.second, *rest = parts
        self.names, self.roots = rest


def recorded(*roots: Any) -> Recorded:
    """The graph as arrays, in the order of `sorted_graph`.

    Raises GraphError for what was made by hand: such a graph cannot be computed again.
    """
    found = None if core is None else core.recorded_rows(*roots)
    return _recorded_by_python(*roots) if found is None else Recorded(*found)


def _recorded_by_python(*roots: Any) -> Recorded:
    leaves, interior = sorted_graph(*roots)
    refuse_by_hand(interior)
    rules: dict[Any, int] = {}
    codes = array("H", [rules.setdefault(node.rule, len(rules)) for node in interior])
    place = {id(node): number for number, node in enumerate(leaves + interior)}
    return Recorded(
        leaves,
        bytearray(leaf.is_constant for leaf in leaves),
        array("d", [leaf._data for leaf in leaves]),
        list(rules),
        codes,
        array("i", [place[id(node._first)] for node in interior]),
        array("i", [-1 if node._second is None else place[id(node._second)] for node in interior]),
        [(number, node.name) for number, node in enumerate(leaves + interior) if node.name is not None],
        array("i", [place[id(root)] for root in roots]),
    )


def places_in(values: list[Any], others: list[Any]) -> Any:
    """For each Value its place in a list of others, as 32-bit numbers; −1: it is not there."""
    if core is not None:
        return core.places_in(values, others)
    places = {id(other): place for place, other in enumerate(others)}
    return array("i", [places.get(id(value), -1) for value in values])


def order(*roots: Any) -> list[Any]:
    """The Values the roots depend on and the roots themselves, operands first."""
    leaves, interior = sorted_graph(*roots)
    return leaves + interior
