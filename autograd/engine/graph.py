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


def numbered(*roots: Any) -> tuple[list[Any], list[Any], "array[int]", "array[int]", list[int]]:
    """The graph as `sorted_graph` gives it, with numbers: leaves first, then computed Values.

    After the two lists: the number of each computed Value's first operand, of its second (−1: there is none), and
    the numbers of the roots. Raises GraphError for what was made by hand: such a graph cannot be computed again.
    """
    leaves, interior = sorted_graph(*roots)
    refuse_by_hand(interior)
    first, second = array("i"), array("i")
    with _LOCK:
        for number, leaf in enumerate(leaves):
            leaf._mark = number
        for number, node in enumerate(interior, len(leaves)):
            node._mark = number
            first.append(node._first._mark)
            second.append(-1 if node._second is None else node._second._mark)
        return leaves, interior, first, second, [root._mark for root in roots]


def order(*roots: Any) -> list[Any]:
    """The Values the roots depend on and the roots themselves, operands first."""
    leaves, interior = sorted_graph(*roots)
    return leaves + interior
