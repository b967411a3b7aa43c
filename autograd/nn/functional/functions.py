"""Functions of a whole row of numbers: softmax and its relatives, written so that exp never overflows."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Protocol, SupportsIndex, overload

from autograd.engine.codegen.python import OPS, Value
from autograd.maths import is_array
from autograd.support.lazy import np

if TYPE_CHECKING:
    from autograd.engine.codegen.methods import Array


class ToOne(Protocol):
    """A function that makes one number of a row; of arrays and of lists of rows, their shape without an axis."""

    @overload
    def __call__(self, x: "Array", dim: int = -1) -> "Array": ...
    @overload
    def __call__(self, x: Sequence[float], dim: int = -1) -> float: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, x: Sequence[Value | float], dim: int = -1) -> Value: ...
    @overload
    def __call__(self, x: Sequence[Sequence[Value | float]], dim: int = -1) -> list[Value]: ...
    def __call__(self, x: Any, dim: int = -1) -> Any: ...


class ToMany(Protocol):
    """A function that makes a row of a row; of arrays and of lists of rows, what has the same shape."""

    @overload
    def __call__(self, x: "Array", dim: int = -1) -> "Array": ...
    @overload
    def __call__(self, x: Sequence[float], dim: int = -1) -> list[float]: ...  # type: ignore[overload-overlap]
    @overload
    def __call__(self, x: Sequence[Value | float], dim: int = -1) -> list[Value]: ...
    @overload
    def __call__(self, x: Sequence[Sequence[Value | float]], dim: int = -1) -> list[list[Value]]: ...
    def __call__(self, x: Any, dim: int = -1) -> Any: ...


@overload
def along_axis(function: Callable[[list[Any]], list[Any]]) -> ToMany: ...
@overload
def along_axis(function: Callable[[list[Any]], Value]) -> ToOne: ...
def along_axis(function: Callable[[list[Any]], Any]) -> Any:
    """Let a function of one row take lists and arrays of any shape, along an axis (default: the last)."""

    def applied(x: Any, dim: int = -1) -> Any:
        if not hasattr(x, "__len__"):
            raise TypeError(f"{function.__name__}: expected a list or an array of numbers, got {x!r}")
        if is_array(x) or (len(x) and hasattr(x[0], "__len__")):
            return _on_array(function, x, dim)
        if dim not in (-1, 0):
            raise ValueError(f"{function.__name__}: a single row has the axis 0 alone, got dim={dim!r}")
        if not len(x):
            raise ValueError(f"{function.__name__}: expected at least one number, got an empty list")
        return function(list(x))

    # not functools.wraps: its __wrapped__ would show the signature of one row, without dim
    applied.__name__ = function.__name__
    applied.__qualname__ = function.__qualname__
    applied.__module__ = function.__module__
    applied.__doc__ = function.__doc__
    return applied


def _on_array(function: Callable[[list[Any]], Any], x: Any, dim: int) -> Any:
    from autograd.nn.modules.arrays import given_back

    array = np.array(x, dtype=object)
    if not isinstance(dim, SupportsIndex) or not -array.ndim <= dim.__index__() < array.ndim:
        wanted = f"an axis from {-array.ndim} to {array.ndim - 1} as dim"
        raise ValueError(f"{function.__name__}: expected {wanted}, got {dim!r}")
    array = np.moveaxis(array, dim, -1)
    if not array.size:
        raise ValueError(f"{function.__name__}: expected at least one number, got an empty list")
    rows = [function(list(row)) for row in array.reshape(-1, array.shape[-1])]
    result = np.array(rows, dtype=object)
    if result.ndim == 2:  # a row for each row, not one number
        return given_back(np.moveaxis(result.reshape(array.shape), -1, dim), x)
    return given_back(result.reshape(array.shape[:-1]), x)


def total(terms: list[Any]) -> Any:
    """The sum, without a 0 to begin with; 0.0 for no terms."""
    return reduce(add, terms) if terms else 0.0


def mean(terms: list[Any]) -> Any:
    """The mean; one term is its own, so that no picture shows a division by 1."""
    return terms[0] if len(terms) == 1 else total(terms) / len(terms)


def largest(row: list[Any]) -> Any:
    """The largest entry as part of the graph: what depends on it holds for other inputs too."""
    return reduce(OPS["maximum"], row)


def _logsumexp(row: list[Any]) -> Any:
    shift = largest(row)
    return shift + OPS["log"](total([OPS["exp"](x - shift) for x in row]))


def _softmax(row: list[Any]) -> list[Any]:
    shift = largest(row)
    powers = [OPS["exp"](x - shift) for x in row]
    below = total(powers)
    return [power / below for power in powers]


@along_axis
def logsumexp(row: list[Any]) -> Value:
    """log Σ exp(xᵢ), shifted by the largest entry; its gradient is the softmax.

    x is a list of numbers or Values, or an array or lists of any shape: then along the axis `dim`, which goes.
    ValueError for an empty one.

    >>> from autograd import Value
    >>> from autograd.nn import logsumexp
    >>> logsumexp([Value(1000.0), Value(1000.0)])
    Value(1000.6931471805599)
    """
    return _logsumexp(row)  # type: ignore[no-any-return]


@along_axis
def softmax(row: list[Any]) -> list[Any]:
    """Positive shares that add up to 1: exp(xᵢ) / Σ exp(xⱼ), shifted by the largest entry.

    x is a list of numbers or Values, or an array or lists of any shape: then along the axis `dim`. The shape stays.
    ValueError for an empty one.

    >>> from autograd.nn import softmax
    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    return _softmax(row)


@along_axis
def log_softmax(row: list[Any]) -> list[Any]:
    """The logarithms of the softmax, xᵢ − logsumexp(x); accurate also where the shares are tiny.

    Shapes and errors are those of `softmax`.

    >>> from autograd.nn import log_softmax
    >>> log_softmax([0.0, 1000.0])
    [-1000.0, 0.0]
    """
    below = _logsumexp(row)
    return [x - below for x in row]
