"""Numbers and gradients of many Values at once: what optimizers and compiled programs read and write at each step.

>>> from autograd import Value
>>> w, b = Value(2.0), Value(0.5)
>>> add_gradients([w, b], [1.0, -1.0])
>>> data_of([w, b]), gradients_of([w, b])
([2.0, 0.5], [1.0, -1.0])
"""

from collections.abc import Iterable
from operator import mul

from autograd.engine.codegen.python import OPS, Value, native
from autograd.engine.native import core
from autograd.support.types import Any


def data_of(values: Iterable[Any]) -> list[float]:
    """The `data` of each Value."""
    return [value._data for value in values]


def gradients_of(values: Iterable[Any]) -> list[float | None]:
    """The gradient of each Value; None where no backward pass has reached it."""
    return [value._grad for value in values]


def set_gradients(values: Iterable[Any], gradients: Iterable[float | None]) -> None:
    """Give each Value its gradient; None sets it back to "not yet"."""
    for value, gradient in zip(values, gradients, strict=True):
        value._grad = gradient


def add_gradients(values: Iterable[Any], gradients: Iterable[float]) -> None:
    """Add to the gradient of each Value, as a backward pass does for leaves."""
    for value, gradient in zip(values, gradients, strict=True):
        value._grad = gradient if value._grad is None else value._grad + gradient


def clear_gradients(values: Iterable[Any]) -> None:
    """Set the gradient of each Value back to "not yet"."""
    for value in values:
        value._grad = None


def sum_of_products(weights: list[Any], others: Any, first: Any) -> Any:
    """first + weights[0]·others[0] + weights[1]·others[1] + …, an operation after the other."""
    return sum(map(mul, weights, others), first)


def are_values(items: list[Any]) -> bool:
    """Whether all of them are Values, of no kind of a user's own."""
    return _VALUES.issuperset(map(type, items))


def distinct_leaves(items: list[Any]) -> list[Any]:
    """Those of any things that are Values computed from nothing, each once."""
    return list(dict.fromkeys(item for item in items if isinstance(item, Value) and item._first is None))


_VALUES = {Value}

native_sums: Any = core if core is not None and native(OPS["add"]) and native(OPS["mul"]) else None
"""The native core, where its sums of products are those of the table."""

if core is not None:
    data_of, gradients_of, clear_gradients = core.data_of, core.gradients_of, core.clear_gradients
    are_values, distinct_leaves = core.are_values, core.distinct_leaves
if native_sums is not None:
    native_sums.give_sum(sum_of_products)
    sum_of_products = native_sums.sum_of_products
