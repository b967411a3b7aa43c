"""A graph as flat rows: pickling and copying without recursion, however deep the graph."""

from copy import deepcopy
from typing import Any

from autograd.engine.graph import order
from autograd.engine.operation import OPS
from autograd.errors import GraphError

_COPIED = ("_data", "_grad", "_rule", "name")
_RECORDED = ("_x", "_y", "_z")


def duplicate(node: Any, operands: tuple[Any, ...] | None = None) -> Any:
    """A Value like this one, with the same operands or with others."""
    copy = object.__new__(type(node))
    for slot in _COPIED:
        setattr(copy, slot, getattr(node, slot))
    copy._mark = None
    copy._first, copy._second = (*(node.inputs if operands is None else operands), None, None)[:2]
    for slot in _RECORDED[: 3 if node._first is not None else 0]:
        setattr(copy, slot, getattr(node, slot, None))
    vars_of(copy).update(vars_of(node))
    return copy


def vars_of(node: Any) -> dict[str, Any]:
    """What a Value of a user's own kind holds besides; a Value itself holds nothing."""
    return getattr(node, "__dict__", {})


def deep_copy(root: Any, memo: dict[int, Any]) -> Any:
    """A copy of the whole graph below a Value; what `memo` has copied already is shared."""
    for node in order(root):
        if id(node) not in memo:
            copy = memo[id(node)] = duplicate(node, tuple(memo[id(operand)] for operand in node.inputs))
            if own := vars_of(node):
                vars_of(copy).update(deepcopy(own, memo))
    return memo[id(root)]


def reduce(root: Any) -> Any:
    """How a Value pickles: a leaf by itself, so that several roots share it; else leaves and one row a Value."""
    if root._first is None:
        return restore_leaf, (type(root), root._data, root.name, root._grad, root._rule), vars_of(root) or None
    nodes = order(root)
    place = {id(node): index for index, node in enumerate(nodes)}
    leaves = [node for node in nodes if node._first is None]
    rows = nodes[len(leaves) :]
    columns = {
        "op": [node.op for node in rows],
        "first": [place[id(node._first)] for node in rows],
        "second": [-1 if node._second is None else place[id(node._second)] for node in rows],
        **{slot: [getattr(node, slot, None) for node in rows] for slot in ("_data", "_grad", "name", *_RECORDED)},
    }
    return restore, (type(root), leaves, columns)


def restore_leaf(kind: Any, data: float, name: str | None, grad: float | None, rule: Any) -> Any:
    """A leaf from what `reduce` made of it."""
    leaf = object.__new__(kind)  # not kind(data, name): a user's own kind may want more
    leaf._data, leaf.name, leaf._grad, leaf._rule = data, name, grad, rule
    leaf._first = leaf._second = leaf._mark = None
    return leaf


def restore(kind: Any, leaves: list[Any], columns: dict[str, list[Any]]) -> Any:
    """A graph's root from what `reduce` made of it; GraphError if it uses an operation that is not defined."""
    unknown = sorted(set(columns["op"]) - OPS.keys())
    if unknown:
        raise GraphError(
            f"the graph uses the operation {', '.join(unknown)}, which is not defined here: define it first"
        )
    nodes = list(leaves)
    slots = [slot for slot in columns if slot not in ("op", "first", "second")]
    for row, name in enumerate(columns["op"]):
        node = object.__new__(kind)
        node._rule = OPS[name]
        node._first = nodes[columns["first"][row]]
        second = columns["second"][row]
        node._second = None if second < 0 else nodes[second]
        node._mark = None
        for slot in slots:
            setattr(node, slot, columns[slot][row])
        nodes.append(node)
    return nodes[-1]
