"""Between lists, NumPy arrays and single numbers: what modules take in, check and give back.

A module accepts nested lists or arrays of numbers and Values, works on an object array of Values, and gives back
the kind it was given.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.engine.value import constant
from autograd.support.lazy import np

Array = Any
"""A NumPy object array of Values."""


def array_of(x: Any, where: object) -> Array:
    """Nested lists or an array as an object array of Values; plain numbers become constants.

    ValueError for rows of different lengths, TypeError for what is not a number; `where` (its text) begins the message.
    """
    try:
        array = np.array(x, dtype=object)  # a copy: what happens to the caller's array later is not our input
    except ValueError:  # arrays of different shapes in a list
        raise ValueError(f"{where}: the input has rows of different lengths") from None
    for place, entry in enumerate(array.flat):
        if type(entry) is not Value:
            if isinstance(entry, (list, tuple, np.ndarray)):
                raise ValueError(f"{where}: the input has rows of different lengths")
            array.flat[place] = entry if isinstance(entry, Value) else constant(entry)
    return array


def given_back(result: Array, x: Any) -> Any:
    """The result in the kind of x: nested lists unless x is an array; a single entry as itself."""
    if isinstance(result, np.ndarray) and not result.ndim:
        return result.item()
    return result if isinstance(x, np.ndarray) or not isinstance(result, np.ndarray) else result.tolist()


def on_arrays(forward: Callable[[Any, Array], Array]) -> Callable[[Any, Any], Any]:
    """Let a module's `forward`, written for an object array, take lists and arrays and give back the same kind."""

    @wraps(forward)
    def wrapped(module: Any, x: Any) -> Any:
        return given_back(forward(module, array_of(x, module)), x)

    return wrapped


def refused(module: Any, wanted: str, shape: tuple[int, ...]) -> ValueError:
    """The error for an input of the wrong shape, which shows both."""
    return ValueError(f"{module!r}: expected an input of shape {wanted}, got {shaped(shape)}")


def shaped(shape: tuple[int, ...]) -> str:
    """A shape as people write it: (100, 100, 3), (10,)."""
    return str(tuple(map(int, shape)))
