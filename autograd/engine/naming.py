"""Names for Values from the variables that hold them."""

from collections.abc import Iterator, Mapping

from autograd.engine.value import Value
from autograd.maths import is_array
from autograd.support.lazy import np
from autograd.support.types import Any


def name_all(mapping: Mapping[str, Any]) -> None:
    """Name the Values in a mapping that have no name yet, by their keys: `name_all(locals())`.

    Values in lists, tuples and NumPy arrays get indices: w[0], W[0,1]. A Value's first name stays; keys that start
    with an underscore are skipped. Raises TypeError for keys that are not text.

    >>> from autograd import Value, name_all
    >>> x, w = Value(1.0), [Value(2.0), Value(3.0)]
    >>> name_all({"x": x, "w": w})
    >>> x, w
    (Value(1.0, 'x'), [Value(2.0, 'w[0]'), Value(3.0, 'w[1]')])
    """
    if not isinstance(mapping, Mapping):
        raise TypeError(f"name_all({type(mapping).__name__!r}): expected a mapping of str to Values, such as locals()")
    for name, held in tuple(mapping.items()):
        if not isinstance(name, str):
            raise TypeError(f"name_all: {name!r} is not a name; expected a mapping of str to Values, such as locals()")
        if not name.startswith("_"):
            for index, value in entries(held):
                if isinstance(value, Value) and value.name is None:
                    value.name = f"{name}[{','.join(map(str, index))}]" if index else name


def entries(held: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    """What is in lists, tuples and NumPy arrays of objects inside one another, with its indices, in order.

    A single thing has the indices (); a list that contains itself is walked once.
    """
    todo: list[tuple[tuple[int, ...], Any]] = [((), held)]
    seen: set[int] = set()
    while todo:
        index, part = todo.pop()
        inner = _entries(part)
        if inner is None:
            yield index, part
        elif id(part) not in seen:
            seen.add(id(part))
            todo.extend(((*index, *place), entry) for place, entry in reversed(inner))


def _entries(part: Any) -> list[tuple[tuple[int, ...], Any]] | None:
    """What a list, a tuple or a NumPy array of objects holds, each entry with its place; None for the rest."""
    if isinstance(part, (list, tuple)):
        return [((place,), entry) for place, entry in enumerate(part)]
    if is_array(part) and part.dtype == object:
        return [(place, part[place]) for place in np.ndindex(part.shape)]
    return None
