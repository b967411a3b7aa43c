"""A graph as flat rows: pickling and copying without recursion, however deep the graph."""

from copy import deepcopy

from autograd.engine.by_hand import ByHand, attach
from autograd.engine.graph import order
from autograd.engine.operation import OPS, op_spelled
from autograd.errors import GraphError
from autograd.support.types import Any

_COPIED = ("_data", "_grad", "_rule")
_RECORDED = ("_x", "_y", "_z")


def duplicate(node: Any, operands: tuple[Any, ...] | None = None) -> Any:
    """A Value like this one, with the same operands or with others."""
    copy = object.__new__(type(node))
    for slot in _COPIED:
        setattr(copy, slot, getattr(node, slot))
    copy._mark = copy._first = copy._second = None
    if node._first is not None:
        copy._z = node._z
        others = node.inputs if operands is None else operands
        if isinstance(node._rule, ByHand):
            attach(copy, others, node.recorded, node._rule.frozen())
        else:
            copy._first, copy._second = (*others, None)[:2]
            copy._x, copy._y = node._x, getattr(node, "_y", None)
    vars(copy).update(vars(node))
    return copy


def deep_copy(root: Any, memo: dict[int, Any]) -> Any:
    """A copy of the whole graph below a Value; what `memo` has copied already is shared."""
    for node in order(root):
        if id(node) not in memo:
            copy = memo[id(node)] = duplicate(node, tuple(memo[id(operand)] for operand in node.inputs))
            if own := vars(node):
                vars(copy).update(deepcopy(own, memo))
    return memo[id(root)]


def reduce(root: Any) -> Any:
    """How a Value pickles: a leaf by itself, so that several roots share it; else leaves and one row a Value."""
    if root._first is None:
        own = {name: held for name, held in vars(root).items() if name != "name"}
        return restore_leaf, (type(root), root._data, root.name, root._grad, root._rule), own or None
    nodes = order(root)
    place = {id(node): index for index, node in enumerate(nodes)}
    leaves = [node for node in nodes if node._first is None]
    rows = nodes[len(leaves) :]
    columns = {
        "op": [node.op if isinstance(node._rule, ByHand) else node._rule.spelled for node in rows],
        "first": [place[id(node._first)] for node in rows],
        "second": [place.get(id(node._second), -1) for node in rows],
        **{slot: [getattr(node, slot, None) for node in rows] for slot in ("_data", "_grad", *_RECORDED)},
    }
    held = {row: vars(node) for row, node in enumerate(rows) if vars(node)}
    by_hand = {
        row: ([place[id(operand)] for operand in node.inputs], node._rule.known_slopes())
        for row, node in enumerate(rows)
        if isinstance(node._rule, ByHand)
    }
    return restore, (type(root), leaves, columns, held, by_hand)


def restore_leaf(kind: Any, data: float, name: str | None, grad: float | None, rule: Any) -> Any:
    """A leaf from what `reduce` made of it."""
    leaf = object.__new__(kind)  # not kind(data, name): a user's own kind may want more
    leaf._data, leaf._grad, leaf._rule = data, grad, rule
    leaf._first = leaf._second = leaf._mark = None
    if name is not None:
        leaf.name = name
    return leaf


def restore(
    kind: Any,
    leaves: list[Any],
    columns: dict[str, list[Any]],
    held: dict[int, dict[str, Any]] | None = None,
    by_hand: dict[int, tuple[list[int], tuple[float, ...]]] | None = None,
) -> Any:
    """A graph's root from what `reduce` made of it; GraphError if it uses an operation that is not defined.

    `held` is what Values hold besides, their names among it, and `by_hand` the operands and local gradients of those
    made by hand, both by row. Version 0.1.0 had a column of names and nothing else.
    """
    by_hand = by_hand or {}
    spelled = [name for row, name in enumerate(columns["op"]) if row not in by_hand]
    unknown = sorted({name if isinstance(name, str) else name[0] for name in spelled} - OPS.keys())
    if unknown:
        raise GraphError(
            f"the graph uses the operation {', '.join(unknown)}, which is not defined here: define it first"
        )
    nodes = list(leaves)
    for row, name in enumerate(columns["op"]):
        node = object.__new__(kind)
        node._mark = None
        for slot in ("_data", "_grad", *_RECORDED):
            setattr(node, slot, columns[slot][row])
        if row in by_hand:
            places, slopes = by_hand[row]
            operands = tuple(nodes[place] for place in places)
            numbers = (node._x, *node._y) if len(operands) != 2 else (node._x, node._y)
            attach(node, operands, numbers, ByHand(name, slopes))
        else:
            second = columns["second"][row]
            node._rule, node._first = op_spelled(name), nodes[columns["first"][row]]
            node._second = None if second < 0 else nodes[second]
        nodes.append(node)
    for row, name in enumerate(columns.get("name", ())):
        if name is not None:
            nodes[len(leaves) + row].name = name
    for row, own in (held or {}).items():
        vars(nodes[len(leaves) + row]).update(own)
    return nodes[-1]
