"""The order of a graph, found without recursion."""

from array import array
from collections.abc import Callable, Iterable
from functools import partial

from autograd.engine.by_hand import Rest, refuse_by_hand
from autograd.engine.native import core
from autograd.support.types import Any


def sorted_graph(*roots: Any) -> tuple[list[Any], list[Any]]:
    """The leaves the roots depend on and the Values computed from them, each once.

    Leaves (constants too) in the order of first use, from left to right; computed Values after their operands.
    Linear time; the same program gives the same order, run after run.
    """
    try:
        leaves, interior = _sorted_by_hash(roots)
    except TypeError:  # a user's own kind that has no hash
        return _sorted_by_marks(roots)
    kinds: set[Any] = {*map(type, leaves), *map(type, interior)}
    if any(kind.__hash__ is not object.__hash__ or kind.__eq__ is not object.__eq__ for kind in kinds):
        return _sorted_by_marks(roots)  # two Values that are equal are two
    return leaves, _without_links(interior)


def _without_links(interior: list[Any]) -> list[Any]:
    return [node for node in interior if type(node) is not Rest] if Rest.made else interior


def _sorted_by_hash(roots: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    leaves: list[Any] = []
    interior: list[Any] = []
    done: set[Any] = set()
    stack: list[Any] = []
    push, pop, close = stack.append, stack.pop, done.add
    for root in roots:
        if root not in done:
            push(root)
        while stack:
            node = pop()  # it is not done: what is pushed is what is next, or above that
            first = node._first
            while first is not None and first not in done:  # down the first operands
                push(node)
                node = first
                first = node._first
            second = node._second  # the first operand and everything below it is done
            if first is None:
                close(node)
                leaves.append(node)
            elif second is None or second in done:
                close(node)
                interior.append(node)
            else:
                push(node)
                push(second)
    return leaves, interior


class _Zero(float):
    """A 0 that is an object of its own where Python has only one of each float."""


_new_zero: Callable[[], float] = partial(float, "0") if float("0") is not float("0") else _Zero


class Sweep:
    """The Values that roots depend on, in the same order, with their gradients at 0, and those that there were.

    A 0 of its own marks what is done, which is faster than a set. Each gradient is noted before it is overwritten: they
    can be restored whatever ends the sorting early, Ctrl-C too.
    """

    __slots__ = ("before", "between", "interior", "leaves")

    def __init__(self) -> None:
        self.leaves: list[Any] = []
        self.interior: list[Any] = []
        self.before: list[float | None] = []  # the gradients of the leaves
        self.between: list[float | None] = []

    def sort(self, roots: Iterable[Any]) -> list[Any]:
        """Find them, and set their gradients to 0; gives the computed ones."""
        done = _new_zero()
        stack: list[Any] = []
        push, pop = stack.append, stack.pop
        keep, add_leaf = self.before.append, self.leaves.append
        keep_between, add = self.between.append, self.interior.append
        for root in roots:
            if root._grad is not done:
                push(root)
            while stack:
                node = pop()
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
        return _without_links(self.interior)

    def restore(self) -> None:
        """Put back the gradients that there were."""
        for nodes, grads in (self.leaves, self.before), (self.interior, self.between):
            for node, grad in zip(nodes, grads, strict=False):  # what was noted last may not have been overwritten
                node._grad = grad


def _sorted_by_marks(roots: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    found = Sweep()
    try:
        return found.leaves, found.sort(roots)
    finally:
        found.restore()


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
