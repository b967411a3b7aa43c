"""What modules hold: attributes, the Values in them, and arrays of Values."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from autograd.engine.bulk import are_values
from autograd.engine.codegen.python import Value
from autograd.engine.naming import entries
from autograd.maths import is_array
from autograd.support.lazy import np

Shape = tuple[int, ...]


def attributes(module: Any) -> Iterator[tuple[str, Any]]:
    """What a module holds, by name, in the order in which it was set; what is in a dictionary as name.key."""
    for name, held in vars(module).items():
        if name.startswith("_"):
            continue
        if isinstance(held, dict):
            yield from ((f"{name}.{key}", item) for key, item in held.items())
        else:
            yield name, held


def items_of(held: Any) -> list[Any]:
    """What is in lists, tuples and arrays inside one another, in order."""
    items = flat(held)
    return [item for _, item in entries(held)] if items is None else items


def is_of_values(held: Any) -> bool:
    """Whether it holds Values and nothing else."""
    return flat(held) is not None


def flat(held: Any) -> list[Any] | None:
    """The Values in an array, a list or a tuple of nothing else; None for anything else.

    Places are not looked at, since these may be millions.
    """
    if is_array(held):
        items = held.ravel().tolist() if held.dtype == object else []
    elif isinstance(held, (list, tuple)):
        items = list(held)
    else:
        return None
    return items if are_values(items) else None


def is_container(held: Any) -> bool:
    """Whether there can be Values inside: in a list, a tuple or an array of objects."""
    return isinstance(held, (list, tuple)) or (is_array(held) and held.dtype == object)


def is_parameter(item: Any) -> bool:
    """Whether something that a module holds is a leaf Value."""
    return isinstance(item, Value) and item.rule is None


def joined(path: str, name: str) -> str:
    """The name of something inside the module of that path."""
    return f"{path}.{name}" if path and name else path or name


def size(shape: Shape) -> int:
    """How many entries an array of that shape has."""
    return math.prod(shape)


def made_array(shape: Shape, make: Callable[[], Any]) -> Any:
    """An object array, filled in order."""
    array = np.empty(shape, dtype=object)
    for place in range(array.size):
        array.flat[place] = make()
    return array
