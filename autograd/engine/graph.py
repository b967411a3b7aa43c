"""The order of a graph, found without recursion."""

from array import array

from autograd.engine.by_hand import Rest, refuse_by_hand
from autograd.engine.native import core
from autograd.support.forks import ForkLock
from autograd.support.types import Any

_LOCK = ForkLock()  # the marks are on the Values: two threads must not mark at once


def sorted_graph(*roots: Any) -> tuple[list[Any], list[Any]]:
    """The leaves the roots depend on and the Values computed from them, each once.

    Leaves (constants too) in the order of first use, from left to right; computed Values after their operands.
    Linear time; the same program gives the same order, run after run.
    """
    leaves: list[Any] = []
    interior: list[Any] = []
    opened, done = object(), object()  # marks of this call: whatever others left behind means "not seen yet"
    stack = list(reversed(roots))
    push, pop = stack.append, stack.pop
    with _LOCK:
        while stack:
            node = pop()
            if node._mark is done:
                continue
            if node._mark is not opened:
                first = node._first
                while first is not None and first._mark is not done:  # down the first operands without the stack
                    node._mark = opened
                    push(node)
                    node = first
                    first = node._first
                if first is None:
                    node._mark = done
                    leaves.append(node)
                    continue
            second = node._second  # the first operand and everything below it is done
            if second is None or second._mark is done:
                node._mark = done
                interior.append(node)
            else:
                node._mark = opened
                push(node)
                push(second)
    if Rest.made:
        interior = [node for node in interior if type(node) is not Rest]
    return leaves, interior


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
    first, second = array("i"), array("i")
    places: dict[Any, int] = {}
    codes = array("H", [places.setdefault(node._rule, len(places)) for node in interior])
    with _LOCK:
        for number, leaf in enumerate(leaves):
            leaf._mark = number
        for number, node in enumerate(interior, len(leaves)):
            node._mark = number
            first.append(node._first._mark)
            second.append(-1 if node._second is None else node._second._mark)
        at = array("i", [root._mark for root in roots])
    return Recorded(
        leaves,
        bytearray(leaf.is_constant for leaf in leaves),
        array("d", [leaf._data for leaf in leaves]),
        list(places),
        codes,
        first,
        second,
        [(number, node.name) for number, node in enumerate(leaves + interior) if node.name is not None],
        at,
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
