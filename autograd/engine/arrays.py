"""Arrays of Values, and the numbers in them: in place of `np.vectorize`, which asks for a function and a type."""

import math
from typing import TYPE_CHECKING, Any

from autograd.engine.arguments import checked_name, number, refusal
from autograd.engine.value import Value
from autograd.support.lazy import np

if TYPE_CHECKING:
    from autograd.engine.codegen.methods import Array, Floats


def values(numbers: Any, name: str | None = None) -> "Array":
    """An array of new Values, an entry for each number of (nested lists or) an array.

    With a `name` they are called w[0], w[0,1] … TypeError for entries that are not numbers, ValueError for rows of
    different lengths.

    >>> from autograd import values
    >>> W = values([[1.0, 2.0], [3.0, 4.0]], "W")
    >>> W.shape, W[0, 1]
    ((2, 2), Value(2.0, 'W[0,1]'))
    """
    checked_name(name)
    given = _objects(numbers, "values")
    array = np.empty(given.shape, dtype=object)
    for place in np.ndindex(given.shape):
        label = f"{name}[{','.join(map(str, place))}]" if name and place else name
        array[place] = Value(given[place], label)
    return array


def numbers(values: Any) -> "Floats":
    """The numbers of an array (or nested lists) of Values, as an array of floats; plain numbers stay what they are.

    TypeError for entries that are neither, ValueError for rows of different lengths.

    >>> from autograd import Value, numbers
    >>> numbers([[Value(1.0), Value(2.0) * 3], [4, 5]]).tolist()
    [[1.0, 6.0], [4.0, 5.0]]
    """
    return _floats(values, "numbers", lambda value: value.data)


def gradients(values: Any) -> "Floats":
    """The gradients of an array (or nested lists) of Values, as an array of floats; NaN where none has arrived yet.

    TypeError for entries that are not Values, ValueError for rows of different lengths.

    >>> from autograd import gradients, values
    >>> w = values([1.0, 2.0])
    >>> (w * w).sum().backward()
    >>> gradients(w).tolist()
    [2.0, 4.0]
    """
    return _floats(values, "gradients", lambda value: value.grad if value.has_grad else math.nan, plain=False)


def _floats(values: Any, where: str, ask: Any, plain: bool = True) -> "Floats":
    """Something of each Value, as floats; plain numbers stand for themselves where that is allowed."""
    given = _objects(values, where)
    found = np.empty(given.shape, dtype=float)
    for place in np.ndindex(given.shape):
        entry = given[place]
        if isinstance(entry, Value):
            found[place] = ask(entry)
        elif plain:
            found[place] = number(entry, where)
        else:
            raise TypeError(refusal(f"{where}({type(entry).__name__!r})", entry, "a Value"))
    return found


def _objects(entries: Any, where: str) -> "Array":
    """Nested lists or an array as an array of objects; ValueError for rows of different lengths."""
    try:
        array = np.array(entries, dtype=object)
    except ValueError:
        array = None
    if array is None or any(isinstance(entry, (list, tuple, np.ndarray)) for entry in array.flat):
        raise ValueError(f"{where}: the rows have different lengths")
    return array
