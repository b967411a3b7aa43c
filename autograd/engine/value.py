"""Numbers that remember how they were made, and the backward pass over what they remember.

>>> x, w = Value(3.0, "x"), Value(-2.0, "w")
>>> y = (w * x + 7).relu()
>>> y.backward()
>>> y.data, w.grad, x.grad
(1.0, 3.0, -2.0)
"""

from collections.abc import Callable
from functools import partial
from math import isfinite
from threading import RLock

from autograd.engine import pickling, recording
from autograd.engine.arguments import ELSEWHERE, Absent, checked_name, number, refusal, words_of_torch
from autograd.engine.by_hand import (
    ByHand,
    Edited,
    Rest,
    attach_by_hand,
    backpropagate,
    edited,
    hand_made,
    set_backward,
    set_name,
    set_operands,
    set_slopes,
)
from autograd.engine.card import card
from autograd.engine.graph import Sweep, sorted_graph
from autograd.engine.native import core
from autograd.engine.operation import OPS, Op
from autograd.engine.slopes import local_slope, report_infinite_slope
from autograd.maths import is_array, real
from autograd.support.forks import ForkLock
from autograd.support.lazy import np
from autograd.support.types import TYPE_CHECKING, Any, SupportsIndex

if TYPE_CHECKING:
    from autograd.engine.codegen.methods import Methods  # those of the table
else:
    Methods = object


class Value(Methods):
    """A number in a computation: `data`, its gradient `grad`, and the operation and operands it came from.

    `data` is any real number (bool, int, float, Fraction, Decimal, NumPy scalar), kept as a float; `name` is what
    explanations call it. Raises TypeError for anything else. Compute with it as with any number: + - * / ** and the
    operations of the table, as functions and as methods; `<` compares by number, `==` by identity.

    >>> from autograd import Value
    >>> w, x = Value(-2.0, "w"), Value(3.0, "x")
    >>> y = (w * x + 7).relu()
    >>> y.backward()
    >>> y.data, w.grad, x.grad
    (1.0, 3.0, -2.0)
    """

    # Operands have a slot each, since a tuple would cost a third of the speed; _x and _y are their numbers as recorded,
    # whatever becomes of .data later; of the result, Edited remembers that. __weakref__ lets others note things about a
    # Value without keeping it alive: calls.py, the module it came from. __dict__, made on demand, holds the name and
    # what users hang on it.
    __slots__ = ("__dict__", "__weakref__", "_data", "_first", "_grad", "_rule", "_second", "_x", "_y")
    name: str | None = None

    def __init__(self, data: Any, name: Any = None, op: Any = "", label: str | None = None, **parts: Any) -> None:
        self._data = number(data, "Value")
        self._grad = None
        self._rule = None
        self._first = self._second = None
        if name is None and label is None and not parts and not op:
            return
        children, how, name = hand_made(name, op, label, parts)
        if name is not None:
            self.name = checked_name(name)
        if recording.muted.get():
            self._rule = CONSTANT if children else None
        elif children:
            attach_by_hand(self, children, how, Value)
        elif isinstance(how, str) and how:
            set_name(self, how)

    if TYPE_CHECKING:  # slots are typed here; the operations come from the table, see codegen/python.py
        _data: float
        _grad: float | None
        _rule: Any
        _first: Any
        _second: Any
        _x: float
        _y: float

    @property
    def data(self) -> float:
        """The number. Setting it changes what is computed next, not what has been recorded."""
        return self._data

    @data.setter
    def data(self, data: Any) -> None:
        new = number(data, "Value.data")
        if self._first is not None:
            self._rule = edited(self._rule, self._data)
        self._data = new

    @property
    def grad(self) -> float:
        """The gradient `backward` left here; 0.0 until one has reached it."""
        return 0.0 if self._grad is None else self._grad

    @grad.setter
    def grad(self, grad: Any) -> None:
        self._grad = None if grad is None else number(grad, "Value.grad")

    @property
    def has_grad(self) -> bool:
        """Whether a backward pass has reached it."""
        return self._grad is not None

    @property
    def inputs(self) -> tuple["Value", ...]:
        """The operands, in order: (x, x) for x*x, () for a leaf."""
        if self._first is None:
            return ()
        second = self._second
        if second is None:
            return (self._first,)
        return (self._first, *second) if type(second) is Rest else (self._first, second)

    @property
    def _prev(self) -> tuple["Value", ...]:
        return self.inputs

    @_prev.setter
    def _prev(self, operands: Any) -> None:
        set_operands(self, operands, Value)

    _children = _prev

    @property
    def rule(self) -> Op | None:
        """The operation of the table that computed it; None for a leaf."""
        if self._first is None:
            return None
        return self._rule.rule if type(self._rule) is Edited else self._rule  # type: ignore[no-any-return]

    @property
    def op(self) -> str:
        """The operation's name in the table of operations; "" for a leaf."""
        return "" if self._first is None else self._rule.name

    @property
    def recorded(self) -> tuple[float, ...]:
        """The operands' numbers when it was computed, whatever their `.data` is now; () for a leaf."""
        if self._first is None:
            return ()
        if self._second is None:
            return (self._x,)
        rest: Any = self._y
        return (self._x, *rest) if type(self._second) is Rest else (self._x, rest)

    @property
    def result(self) -> float:
        """Its own number when it was computed, whatever its `.data` is now; that of a leaf is its data."""
        return self._data if self._first is None else self._z

    @property
    def _z(self) -> float:  # natively a slot
        was: float | None = getattr(self._rule, "was", None)
        return self._data if was is None else was

    @property
    def _op(self) -> str:
        if self._first is None:
            return self._rule.name if isinstance(self._rule, ByHand) else ""
        return self._rule.sign or {"relu": "ReLU"}.get(self.op, self.op)

    @_op.setter
    def _op(self, name: str) -> None:
        set_name(self, name)

    @property
    def is_constant(self) -> bool:
        """Whether it is a constant: a plain number in an expression, or detached. It gets no gradient.

        Setting it freezes a leaf, or lets it learn again.
        """
        return self._rule is CONSTANT

    @is_constant.setter
    def is_constant(self, frozen: bool) -> None:
        if self._first is not None:
            raise ValueError(f"{self!r} is computed: only a leaf can be made a constant; .detach() gives one")
        self._rule = CONSTANT if frozen else None
        self._grad = None if frozen else self._grad

    def named(self, name: str) -> "Value":
        """Itself, with a name."""
        self.name = checked_name(name)
        return self

    @property
    def label(self) -> str:
        """The name, by the word the lecture uses; "" where there is none."""
        return self.name or ""

    @label.setter
    def label(self, label: str | None) -> None:
        self.name = checked_name(label)

    def item(self) -> float:
        """The number, as PyTorch spells it."""
        return self._data

    @property
    def _local_grads(self) -> tuple[float, ...]:
        return tuple(local_slope(self, slot) for slot in range(len(self.inputs)))

    @_local_grads.setter
    def _local_grads(self, slopes: Any) -> None:
        set_slopes(self, slopes)

    @property
    def _backward(self) -> Callable[[], None]:
        """One step of the backward pass: `_backward()` adds to the gradient of each operand."""
        return partial(backpropagate, self)

    @_backward.setter
    def _backward(self, backward: Callable[[], Any]) -> None:
        set_backward(self, backward)

    def clamp(self, low: float, high: float) -> "Value":
        """The number cut off on both sides, as PyTorch spells `clip`."""
        return self.clip(low, high)

    def max_with(self, other: "Value | float") -> "Value":
        """The larger of two, as some programs spell it."""
        return self.maximum(other)

    def detach(self) -> "Value":
        """A constant of the same number and name, through which no gradient flows."""
        return constant(self._data, self.name)

    @property
    def real(self) -> "Value":
        """Itself: Values are real. NumPy asks for it in `np.var`."""
        return self

    @property
    def imag(self) -> "Value":
        """A constant 0."""
        return constant(0.0)

    def conjugate(self) -> "Value":
        """Itself: Values are real. NumPy asks for it in `np.var` and `np.std`."""
        return self

    def backward(self, seed: float = 1.0, **words: Any) -> None:
        """Leave in every Value this one depends on its gradient: how fast this one changes with it.

        Leaves add to what they have, everything in between starts fresh. `seed` is this Value's own gradient, where
        that comes from elsewhere. Time is linear in the size of the graph and there is no recursion. Raises
        AnomalyError for an infinite local derivative and NoDerivativeError at a step or indicator; then every gradient
        is as it was before.
        """
        if not isinstance(self, Value):
            raise TypeError(refusal(f"backward({type(self).__name__!r})", self, "a Value, computed from Values"))
        upstream = number(words_of_torch(seed, words) if words else seed, "backward")
        with _ONE_PASS.held:
            if core is not None:
                core.sweep(self, upstream)
                return
            swept = Sweep()
            try:
                computed = swept.sort([self])
                self._grad = upstream
                for node in reversed(computed):  # reversed: a gradient must be complete before it is handed on
                    node._rule.backpropagate(node)
                if not all(map(isfinite, (node.grad for node in swept.leaves))):
                    report_infinite_slope(computed)
                for node, old in zip(swept.leaves, swept.before, strict=True):
                    if node._rule is CONSTANT:
                        node._grad = None
                    elif old is not None:
                        node._grad += old
                for node in [node for node in swept.leaves if type(node._rule) is ByHand]:  # it may have a function too
                    node._rule.backpropagate(node)
            except BaseException:  # Ctrl-C too
                swept.restore()
                raise

    def zero_grad(self) -> None:
        """Reset to "not yet" the gradients of everything this Value depends on, and its own."""
        with _ONE_PASS.held:
            if core is not None:
                below = sorted_graph(self)
            else:
                swept = Sweep()
                try:
                    below = swept.leaves, swept.sort([self])
                except BaseException:
                    swept.restore()
                    raise
            for nodes in below:
                for node in nodes:
                    node._grad = None

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self)} - ELSEWHERE.keys())

    def of_op(self, rule: Op, operands: tuple[Any, ...]) -> Any:
        """Apply an operation of the table to operands, one of which is a Value."""
        method = rule.methods.get(Value) or getattr(Value, rule.name)  # AttributeError once it is forgotten
        return method(*(self._beside(operand, rule.name) for operand in operands))

    @staticmethod
    def _beside(other: Any, where: str) -> Any:
        """The other operand of an operation on a Value, as a Value; numbers become constants."""
        if isinstance(other, Value):
            return other
        x = real(other)
        if x is None:
            raise TypeError(refusal(f"{where}({type(other).__name__!r})", other))
        return constant(x)

    def __array_ufunc__(self, ufunc: Any, method: str, *operands: Any, **keywords: Any) -> Any:
        """NumPy's functions on a Value, or on a Value and arrays: arrays of Values come out."""
        if ufunc.__name__ in OPS and method == "__call__" and not keywords:
            return OPS[ufunc.__name__](*operands)
        boxed = []
        for operand in operands:
            box = np.empty((), dtype=object)
            box[()] = (
                operand if isinstance(operand, Value) or is_array(operand) else self._beside(operand, ufunc.__name__)
            )
            boxed.append(operand.astype(object) if is_array(operand) else box)
        return getattr(ufunc, method)(*boxed, **keywords)

    def __lt__(self, other: Any) -> bool:
        return NotImplemented if (y := number_to_compare(other)) is None else self._data < y

    def __le__(self, other: Any) -> bool:
        return NotImplemented if (y := number_to_compare(other)) is None else self._data <= y

    def __gt__(self, other: Any) -> bool:
        return NotImplemented if (y := number_to_compare(other)) is None else self._data > y

    def __ge__(self, other: Any) -> bool:
        return NotImplemented if (y := number_to_compare(other)) is None else self._data >= y

    def __bool__(self) -> bool:
        """True as numbers are; at 0 other engines disagree, and an answer would be wrong for half of the programs."""
        if recording.open_recordings:
            recording.refuse_decision("asking whether a Value is true")
        if self._data == 0:
            raise TypeError(
                "a Value of 0 is true to micrograd, as every object is, and false to PyTorch: write v is not None if it"
                " is there, v.data != 0 if its number counts"
            )
        return True

    def __float__(self) -> float:
        return self._data

    def __int__(self) -> int:
        return int(self._data)

    def __pos__(self) -> "Value":
        return self

    def __round__(self, digits: SupportsIndex | None = None) -> float:
        return round(self._data, digits)

    def __format__(self, how: str) -> str:
        return format(self._data, how) if how else str(self)

    def __repr__(self) -> str:
        name = f", {self.name!r}" if self.name is not None else ""
        grad = f", grad={self._grad!r}" if self._grad is not None else ""
        return f"Value({self._data!r}{name}{grad})"

    def _repr_html_(self) -> str:
        return card(self.name, self._data, self._grad, self.is_constant)

    def __copy__(self) -> "Value":
        return pickling.duplicate(self)  # type: ignore[no-any-return]

    def __deepcopy__(self, memo: dict[int, Any]) -> "Value":
        return pickling.deep_copy(self, memo)  # type: ignore[no-any-return]

    def __reduce__(self) -> Any:
        return pickling.reduce(self)


for _name in ELSEWHERE:  # not by __getattr__, which would double the time of every look at a slot
    setattr(Value, _name, Absent(_name))

REFERENCE: Any = Value
HandMade: type = Value
"""What a node made by hand is; natively a kind of its own."""

if core is not None:  # the same class, with its storage and what is done most in C
    for _name, _held in vars(REFERENCE).items():
        if _name not in vars(core.Value) and _name != "__weakref__":
            setattr(core.Value, _name, _held)
        elif isinstance(_held, property) and _held.__doc__:
            core.document(_name, _held.__doc__)
    del _held
    core.Value.__doc__ = REFERENCE.__doc__
    core.Value.__wrapped__ = REFERENCE  # where `inspect` finds its signature and its source
    Value = core.Value  # type: ignore[misc]

    # Together with its function such a node is a cycle: the collector must see it, and of plain Values it sees nothing.
    # Programs that ask for type(x) == Value, as some do before they wrap a number, must not notice.
    class _SameKind(type):
        def __eq__(cls, other: object) -> bool:
            return other is cls or other is Value

        def __hash__(cls) -> int:
            return hash(Value)

    HandMade = _SameKind("Value", (Value,), {"__class__": property(lambda self: Value)})


_ONE_PASS = ForkLock(RLock)
"""Gradients are on the Values: passes of several threads that share leaves go one after the other."""


class _Constant:
    """Stands in for the operation of a constant."""

    def __reduce__(self) -> str:
        return "CONSTANT"


CONSTANT = _Constant()


def constant(x: float, name: str | None = None) -> Value:
    """A leaf that gets no gradient."""
    node = Value(x, name)
    node._rule = CONSTANT
    return node


def number_to_compare(other: Any) -> float | None:
    """The number to compare a Value with; None for what is not a number."""
    if recording.open_recordings:
        recording.refuse_decision("comparing a Value")
    if isinstance(other, (int, float)):
        return other  # as it is: Python compares integers of any size exactly
    return other._data if isinstance(other, Value) else real(other)


def as_value(other: Any, attempt: str) -> Any:
    """The other operand of an operator as a Value; NotImplemented for what may know how to handle Values itself.

    `attempt` is the operator as typed, with {} for the type of the other operand.
    """
    if isinstance(other, Value):
        return other
    x = real(other)
    if x is not None:
        return constant(x)
    if isinstance(other, (str, bytes, complex, list, tuple, dict, set, type(None))):
        raise TypeError(refusal(attempt.format(repr(type(other).__name__)), other))
    return NotImplemented
