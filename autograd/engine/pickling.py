"""A graph as flat rows: pickling and copying without recursion, however deep the graph."""

from collections.abc import Callable
from copy import deepcopy

from autograd.engine.by_hand import ByHand, attach, keep_result
from autograd.engine.graph import order
from autograd.engine.native import core
from autograd.engine.operation import OPS, op_spelled
from autograd.errors import GraphError
from autograd.support.types import Any

attributes_of: Callable[[Any], dict[str, Any]] = vars if core is None else core.attributes_of
"""What a Value holds besides its numbers and operands: its name, and attributes that users set."""


def duplicate(node: Any, operands: tuple[Any, ...] | None = None) -> Any:
    """A Value like this one, with the same operands or with others."""
    copy = blank(type(node))
    if node._first is None:
        copy._rule = leaf_rule(node)
    else:
        others = node.inputs if operands is None else operands
        if isinstance(node._rule, ByHand):
            attach(copy, others, node.recorded, node._rule.frozen())
        else:
            copy._rule = node._rule
            copy._first, copy._second = (*others, None)[:2]
            copy._x = node._x
            if copy._second is not None:
                copy._y = node._y
    copy._data, copy._grad = node._data, node._grad
    if copy._first is not None:
        keep_result(copy, node.result)
    hang(copy, attributes_of(node))
    return copy


def leaf_rule(leaf: Any) -> Any:
    """What says whether a leaf is a constant; what was set of a node by hand, without operands, stays behind."""
    return None if isinstance(leaf._rule, ByHand) else leaf._rule


def hang(node: Any, own: dict[str, Any]) -> None:
    """Give a Value the name and attributes of another one."""
    if own.keys() == {"name"}:
        node.name = own["name"]  # natively that takes no dict
    elif own:
        vars(node).update(own)


def blank(kind: Any) -> Any:
    """A Value of a class without anything: not by calling the class, since a user's own may take other arguments."""
    node = kind.__new__(kind)
    node._first = node._second = None
    return node


def deep_copy(root: Any, memo: dict[int, Any]) -> Any:
    """A copy of the whole graph below a Value; what `memo` has copied already is shared."""
    for node in order(root):
        if id(node) not in memo:
            copy = memo[id(node)] = duplicate(node, tuple(memo[id(operand)] for operand in node.inputs))
            if own := attributes_of(node):
                vars(copy).update(deepcopy(own, memo))
    return memo[id(root)]


def reduce(root: Any) -> Any:
    """How a Value pickles: a leaf by itself, so that several roots share it; else leaves and one row a Value."""
    if root._first is None:
        own = {name: held for name, held in attributes_of(root).items() if name != "name"}
        return restore_leaf, (root.__class__, root._data, root.name, root._grad, leaf_rule(root)), own or None
    nodes = order(root)
    place = {id(node): index for index, node in enumerate(nodes)}
    leaves = [node for node in nodes if node._first is None]
    rows = nodes[len(leaves) :]
    columns = {
        "op": [node.op if isinstance(node._rule, ByHand) else node._rule.spelled for node in rows],
        "first": [place[id(node._first)] for node in rows],
        "second": [place.get(id(node._second), -1) for node in rows],
        "_z": [node.result for node in rows],
        **{slot: [getattr(node, slot, None) for node in rows] for slot in ("_data", "_grad", "_x", "_y")},
    }
    held = {row: own for row, node in enumerate(rows) if (own := attributes_of(node))}
    by_hand = {
        row: ([place[id(operand)] for operand in node.inputs], node._rule.known_slopes())
        for row, node in enumerate(rows)
        if isinstance(node._rule, ByHand)
    }
    return restore, (root.__class__, leaves, columns, held, by_hand)


def restore_leaf(kind: Any, data: float, name: str | None, grad: float | None, rule: Any) -> Any:
    """A leaf from what `reduce` made of it."""
    leaf = blank(kind)
    leaf._data, leaf._grad, leaf._rule = data, grad, rule
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
        node = blank(kind)
        x, y = columns["_x"][row], columns["_y"][row]
        if row in by_hand:
            places, slopes = by_hand[row]
            operands = tuple(nodes[place] for place in places)
            attach(node, operands, (x, y) if len(operands) == 2 else (x, *y), ByHand(name, slopes))
        else:
            second = columns["second"][row]
            node._rule, node._first, node._x = op_spelled(name), nodes[columns["first"][row]], x
            if second >= 0:
                node._second, node._y = nodes[second], y
        node._data, node._grad = columns["_data"][row], columns["_grad"][row]
        keep_result(node, columns["_z"][row])
        nodes.append(node)
    for row, name in enumerate(columns.get("name", ())):
        if name is not None:
            nodes[len(leaves) + row].name = name
    for row, own in (held or {}).items():
        hang(nodes[len(leaves) + row], own)
    return nodes[-1]
