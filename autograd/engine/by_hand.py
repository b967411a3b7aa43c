"""Nodes made by hand: results that a user computed, with a local gradient for each operand or a function for all.

>>> from autograd import Value
>>> p = Value(0.25, "p")
>>> y = Value(-1.3863, (p,), (4.0,))  # log p, and its slope, both computed elsewhere
>>> y.backward()
>>> p.grad
4.0

Programs written for other engines make such nodes. They may have any number of operands. What is known of one is its
number and its local gradients, so the gradient of a gradient and compiled programs refuse it.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from weakref import ref

from autograd.engine.arguments import closest, number
from autograd.engine.native import core
from autograd.errors import GraphError, NoDerivativeError
from autograd.support.types import Any

UNNAMED = "node"
"""The name of a node without an operation's name."""


class Rest(object if core is None else core.Value):  # type: ignore[misc]  # natively graphs consist of nodes only
    """The operands of a node from the second one on, where there are more than two: a chain that graphs walk along."""

    __slots__ = ("_first", "_grad", "_second") if core is None else ()
    _first: Any
    _second: Any
    _grad: Any
    made = False
    """Whether there has ever been one: only then need graphs be searched for them."""

    def __init__(self, operands: tuple[Any, ...]) -> None:
        Rest.made = True
        last: Any = operands[-1]
        for operand in operands[-2:0:-1]:
            chained = Rest.__new__(Rest)
            chained._first, chained._second, chained._grad = operand, last, None
            last = chained
        self._first, self._second, self._grad = operands[0], last, None

    def __iter__(self) -> Iterator[Any]:
        link: Any = self
        while type(link) is Rest:
            yield link._first
            link = link._second
        yield link


class ByHand:
    """Stands in for the operation of a node made by hand.

    `name` is what pages call the operation. `slopes` are the local gradients, one for each operand; None: the function
    `backward` adds to the operands' gradients, and the slopes are found by watching it.
    """

    sign = method = text = latex = gate = None
    switches = conditions = ()  # nobody knows where it has kinks

    def __init__(self, name: str, slopes: tuple[float, ...] | None) -> None:
        self.name = name
        self.slopes = slopes
        self.backward: Callable[[], Any] | None = None
        self.was: float | None = None  # the node's result, where its `.data` has been set since
        self.owner: Callable[[], Any] = lambda: None  # the node, without keeping it alive
        self._seen: tuple[float, ...] | None = None

    def backpropagate(self, node: Any) -> None:
        """Add to the gradient of each operand of a node."""
        if self.backward is not None:
            self.backward()
        for operand, slope in zip(node.inputs, self.slopes or (), strict=False):
            if operand._grad is not None:  # a constant may have none
                operand._grad += node._grad * slope

    @property
    def letters(self) -> tuple[str, ...]:
        """A letter for each operand."""
        return tuple(f"x{place}" for place in range(1, len(self.known_slopes()) + 1))

    @property
    def derivatives(self) -> tuple[Any, ...]:
        """Something for each operand: there always is a local gradient."""
        return self.known_slopes()

    def local(self, slot: int, operands: tuple[Any, ...], result: Any) -> float:
        """The local gradient of the operand in that slot."""
        return self.known_slopes()[slot]

    def forward(self, *operands: Any) -> Any:
        """Nothing can be computed again: raises GraphError."""
        raise GraphError(f"{self.name} was made by hand: what it computes is not known, only its result")

    def known_slopes(self) -> tuple[float, ...]:
        """The local gradients; those of a function are found by watching what it adds to each operand."""
        if self.slopes is not None:
            return self.slopes
        if self._seen is None:
            node = self.owner()
            self._seen = () if node is None else find_slopes(node, self.backward)
        return self._seen

    def frozen(self) -> "ByHand":
        """The same for a copy of its node, which a function does not know: the local gradients as numbers."""
        return ByHand(self.name, self.known_slopes())


class Edited:
    """Stands in for the operation of a computed Value whose `.data` has been set since: it remembers the result.

    Values have no slot for that, since it is rare and each would be larger; natively they have one.
    """

    __slots__ = ("rule", "was")

    def __init__(self, rule: Any, was: float) -> None:
        self.rule = rule
        self.was = was

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rule, name)

    def backpropagate(self, node: Any) -> None:
        """Add to the gradient of each operand of a node, as its result was when it was computed."""
        now = node._data
        try:
            node._data = self.was
            self.rule.backpropagate(node)
        finally:
            node._data = now


def edited(rule: Any, result: float) -> Any:
    """The rule of a computed Value whose `.data` is set: it remembers the result, the first one of several."""
    if isinstance(rule, ByHand):
        rule.was = result if rule.was is None else rule.was
        return rule
    return rule if isinstance(rule, Edited) else Edited(rule, result)


def keep_result(node: Any, result: float) -> None:
    """Let a computed Value remember a result, whatever its number is now."""
    if core is not None:
        node._z = result
    elif repr(node._data) != repr(result):  # what is not a number is the same as itself
        node._rule = edited(node._rule, result)


class Unknown(ByHand):
    """The rule of a local gradient that is only a number: how it depends on its operands is not known."""

    def backpropagate(self, node: Any) -> None:
        """Raises NoDerivativeError."""
        raise NoDerivativeError(
            f"the gradient of {self.name}, which was made by hand, is only a number: it has no derivative of its own. "
            f"Build it from operations, or define it with @op"
        )

    def local(self, slot: int, operands: tuple[Any, ...], result: Any) -> float:
        """Raises NoDerivativeError."""
        self.backpropagate(None)
        return math.nan


def with_unknown_slopes(slope: Any, node: Any) -> Any:
    """Make a leaf depend on the operands of a node made by hand, in a way that is not known."""
    attach(slope, node.inputs, node.recorded, Unknown(node.op, (math.nan,) * len(node.inputs)))
    keep_result(slope, slope._data)
    return slope


def find_slopes(node: Any, backward: Callable[[], Any] | None) -> tuple[float, ...]:
    """What a function adds to the gradient of each operand when the node's gradient is 1; all are restored."""
    operands = node.inputs
    different = list({id(x): x for x in (node, *operands)}.values())
    before = [x._grad for x in different]
    try:
        for x in different:
            x._grad = 0.0
        node._grad = 1.0
        if backward is not None:
            backward()
        seen: dict[int, float] = {id(x): x._grad for x in operands}
    finally:
        for x, old in zip(different, before, strict=True):
            x._grad = old
    first = {id(x): slot for slot, x in reversed(list(enumerate(operands)))}
    return tuple(seen[id(x)] if first[id(x)] == slot else 0.0 for slot, x in enumerate(operands))


def hand_made(name: Any, op: Any, label: str | None, parts: dict[str, Any]) -> tuple[tuple[Any, ...], Any, Any]:
    """What the arguments of Value mean: children, how the node was made, and its name.

    Other engines put the children where a name stands here: Value(data, (a, b), '+'). Raises TypeError for a keyword
    that none of them has.
    """
    children: Any = ()
    if name is not None and not isinstance(name, str):
        name, children = None, name
    for word, given in parts.items():
        if word in ("_children", "children", "_prev", "prev", "parents"):
            children = given
        elif word in ("_op", "local_grads", "_local_grads"):
            op = op or given
        else:
            raise TypeError(f"Value(): there is no {word}={closest(word, WORDS)}")
    if not isinstance(children, Iterable):
        raise TypeError(f"name={children!r}: expected a str")
    return tuple(children), op, name if label is None else label


WORDS = ("name", "label", "op", "children", "local_grads")
"""The keywords that Value takes."""


def attach_by_hand(node: Any, operands: tuple[Any, ...], how: Any, kind: type) -> None:
    """Make a node of a leaf: `how` is an operation's name, or the local gradients of the operands, in order.

    Raises TypeError where the operands are not Values, ValueError where there are not as many local gradients.
    """
    check_operands(operands, kind)
    slopes: tuple[float, ...] | None = None
    if not isinstance(how, str):
        slopes = tuple(number(slope, "a local gradient") for slope in how)
        if len(slopes) != len(operands):
            raise ValueError(
                f"Value(…, children, gradients): {len(operands)} children and {len(slopes)} local gradients; "
                f"expected one for each"
            )
    name = how if isinstance(how, str) and how else UNNAMED
    attach(node, operands, tuple(operand._data for operand in operands), ByHand(name, slopes))
    keep_result(node, node._data)


def check_operands(operands: tuple[Any, ...], kind: type) -> None:
    """TypeError unless all are Values."""
    for operand in operands:
        if not isinstance(operand, kind):
            raise TypeError(
                f"Value(…, children): {type(operand).__name__!r} is among the children; expected Values, and after "
                f"them an operation's name, or a local gradient for each"
            )


def attach(node: Any, operands: tuple[Any, ...], numbers: tuple[float, ...], rule: ByHand) -> None:
    """Give a node any number of operands, the numbers they had, and its rule."""
    first, *others = operands
    node._rule = rule
    rule.owner = ref(node)
    node._first, node._x = first, numbers[0]
    if len(others) == 1:
        node._second, node._y = others[0], numbers[1]
    else:
        node._second, node._y = (Rest(tuple(others)) if others else None), numbers[1:]


def backpropagate(node: Any) -> None:
    """One step of the backward pass: add to the gradient of each operand what this node contributes."""
    for operand in node.inputs:
        if operand._grad is None and not operand.is_constant:
            operand._grad = 0.0
    if node._first is not None and node._grad is not None:
        node._rule.backpropagate(node)


def own_rule(node: Any, what: str) -> ByHand:
    """The rule of a node made by hand, or of a leaf that is becoming one; AttributeError for what was computed."""
    if isinstance(node._rule, ByHand):
        return node._rule
    if node.is_constant:  # inside no_grad, say: what is set has no effect
        return ByHand(UNNAMED, None)
    if node._first is not None:
        raise AttributeError(
            f"{what}: {node!r} was computed by {node.op} and knows how to hand its gradient on; "
            f"a node of your own is made by Value(data, (operands), 'name')"
        )
    rule = ByHand(UNNAMED, None)
    node._rule, rule.owner = rule, ref(node)
    return rule


def set_backward(node: Any, backward: Callable[[], Any]) -> None:
    """Let a function do a node's backward step: only for nodes made by hand, since the others have one."""
    rule = own_rule(node, "_backward")
    if rule is node._rule:
        node._rule = ByHand(rule.name, None)
        node._rule.backward, node._rule.owner, node._rule.was = backward, ref(node), rule.was


def set_name(node: Any, name: Any) -> None:
    """Say what pages call the operation of a node made by hand."""
    own_rule(node, "_op").name = str(name) or UNNAMED


def set_slopes(node: Any, slopes: Iterable[Any]) -> None:
    """Give a node made by hand its local gradients, one for each operand."""
    own_rule(node, "_local_grads").slopes = tuple(number(slope, "a local gradient") for slope in slopes) or None


def set_operands(node: Any, given: Iterable[Any], kind: type) -> None:
    """Give a node made by hand its operands; with none it is a leaf from then on, whatever it was computed by."""
    operands = tuple(given)
    check_operands(operands, kind)
    if not operands and not node.is_constant:
        node._first = node._second = node._rule = None
    rule = own_rule(node, "_prev")
    if operands and rule is node._rule:
        attach(node, operands, tuple(operand._data for operand in operands), rule)
        rule.was = None
        keep_result(node, node._data)


def refuse_by_hand(nodes: Iterable[Any]) -> None:
    """Raise GraphError if one of these was made by hand: it cannot be computed again."""
    for node in nodes:
        if isinstance(node.rule, ByHand):
            raise GraphError(
                f"compile: {node.name or node.op} was made by hand: its number and its local gradients are known, what "
                f"it computes is not. Build it from operations, or define it with @op"
            )
