"""Names for Values from the variables that hold them."""

from collections.abc import Iterator, Mapping
from typing import Any

from autograd.maths import is_array
from autograd.value import Value


def name_all(mapping: Mapping[str, Any]) -> None:
    """Name the Values in a mapping that have no name yet, by their keys: `name_all(locals())`.

    Values in lists, tuples and NumPy arrays get indices: w[0], W[0,1]. A Value's first name stays; keys that start
    with an underscore are passed over. Raises TypeError for keys that are not text.

    >>> from autograd import Value, name_all
    >>> x, w = Value(1.0), [Value(2.0), Value(3.0)]
    >>> name_all({"x": x, "w": w})
    >>> x, w
    (Value(1.0, 'x'), [Value(2.0, 'w[0]'), Value(3.0, 'w[1]')])
    """
    for name, held in tuple(mapping.items()):
        if not isinstance(name, str):
            raise TypeError(f"name_all: {name!r} is no name; expected a mapping of str to Values, such as locals()")
        if not name.startswith("_"):
            for index, value in _values(held):
                if value.name is None:
                    value.name = f"{name}[{','.join(map(str, index))}]" if index else name


def _values(held: Any) -> Iterator[tuple[tuple[int, ...], Value]]:
    """The Values in something, with their indices, in order; what holds itself is looked through once."""
    todo: list[tuple[tuple[int, ...], Any]] = [((), held)]
    seen: set[int] = set()
    while todo:
        index, part = todo.pop()
        if isinstance(part, Value):
            yield index, part
        elif id(part) not in seen and (entries := _entries(part)):
            seen.add(id(part))
            todo.extend(((*index, *place), entry) for place, entry in reversed(entries))


def _entries(part: Any) -> list[tuple[tuple[int, ...], Any]]:
    """What a list, a tuple or a NumPy array of objects holds, each entry with its place; nothing for the rest."""
    if isinstance(part, (list, tuple)):
        return [((place,), entry) for place, entry in enumerate(part)]
    if is_array(part) and part.dtype == object:
        import numpy as np

        return [(place, part[place]) for place in np.ndindex(part.shape)]
    return []
