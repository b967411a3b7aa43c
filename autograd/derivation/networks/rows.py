"""Numbers and Values in rows: arrays of NumPy where it is, and as much of one as dense networks need where it is not.

>>> rows = Rows.of([[1, 2, 3], [4, 5, 6]])
>>> rows.shape, rows.flat, [row.flat for row in rows], rows.reshape(3, -1).shape
((2, 3), [1, 2, 3, 4, 5, 6], [[1, 2, 3], [4, 5, 6]], (3, 2))
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from autograd.support.lazy import np


@dataclass
class Rows:
    """Entries, row by row, and how many there are along each axis."""

    flat: list[Any]
    shape: tuple[int, ...]

    @classmethod
    def of(cls, x: Any) -> "Rows":
        """Lists in lists, or a single number."""
        if not isinstance(x, (list, tuple, Rows)):
            return cls([x], ())
        rows = [cls.of(each) for each in x]
        return cls([entry for row in rows for entry in row.flat], (len(rows), *(rows[0].shape if rows else ())))

    @property
    def ndim(self) -> int:
        """How many axes there are."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """How many entries there are."""
        return len(self.flat)

    def reshape(self, *shape: Any) -> "Rows":
        """The same entries along other axes; one of them may be -1."""
        sizes = shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape
        known = prod(size for size in sizes if size >= 0)
        return Rows(self.flat, tuple(size if size >= 0 else self.size // known for size in sizes))

    def item(self) -> Any:
        """The only entry."""
        [entry] = self.flat
        return entry

    def __iter__(self) -> Iterator[Any]:
        within = self.shape[1:]
        each = prod(within)
        parts = (self.flat[at * each : (at + 1) * each] for at in range(self.shape[0]))
        return (Rows(part, within) if within else part[0] for part in parts)


def array_of(x: Any) -> Any:
    """Lists, arrays and single numbers as an array of objects."""
    try:
        return np.array(x, dtype=object)
    except ImportError:
        return Rows.of(x)


def filled(shape: Sequence[int], things: Sequence[Any]) -> Any:
    """An array of things, each of which stays as it is."""
    try:
        found = np.empty(shape, dtype=object)
    except ImportError:
        return Rows(list(things), tuple(shape))
    for place, thing in enumerate(things):
        found.flat[place] = thing
    return found
