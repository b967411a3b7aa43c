"""Where the numbers of a step are when it runs: read them, write them, add to their gradients."""

from typing import Any

from autograd.compiled.ir.products import COLUMNS, EACH, ONCE, PARAMETERS, Source
from autograd.support.lazy import np

_FLOAT = 8  # bytes

FEW = 8
"""So many contributions to one entry are added one by one, more of them side by side."""


class Memory:
    """What a block of samples is worked on with.

    `numbers` and `slopes` have an array (rows, samples) for EACH and (rows, 1) for ONCE, and theta and its gradient as
    (entries, 1); `columns` is X of the block, turned. `kept` holds what a step needs again on the way back. `first`:
    it is the first block of a call.
    """

    def __init__(self, sizes: dict[str, int], width: int) -> None:
        self.width = width
        self.numbers: dict[str, Any] = {EACH: np.empty((sizes[EACH], width)), ONCE: np.empty((sizes[ONCE], 1))}
        self.slopes: dict[str, Any] = {space: np.zeros_like(array) for space, array in self.numbers.items()}
        self.columns: Any = None
        self.kept: dict[int, Any] = {}
        self.first = True


class Rows:
    """A source, ready to be used: a view where its entries lie at regular distances, else they are fetched."""

    def __init__(self, source: Source) -> None:
        self.space, self.wanted = source.space, source.wanted
        self.at = np.ascontiguousarray(source.at, dtype=np.intp)
        self.shape = self.at.shape
        self.strides = _strides(self.at)
        self.offset = int(self.at.flat[0])
        self.distinct = _are_distinct(self.at, self.strides)
        self.sets = False
        """Whether gradients that come here are the first to come."""
        self._sums = None if self.distinct or not self.wanted else _Repeated(self.at)

    @property
    def nbytes(self) -> int:
        """The memory of its entries' numbers."""
        return 0 if self.strides is not None else int(self.at.nbytes)

    def _view(self, array: Any) -> Any:
        width = array.shape[1]
        strides = (*(stride * width * _FLOAT for stride in self.strides), _FLOAT)  # type: ignore[union-attr]
        return np.ndarray((*self.shape, width), np.float64, array, self.offset * width * _FLOAT, strides)

    def read(self, memory: Memory) -> Any:
        """The numbers, with the samples as a last axis; of length 1 for what all samples share."""
        if self.space == COLUMNS:
            return memory.columns[self.offset : self.offset + self.at.size].reshape(*self.shape, -1)
        array = memory.numbers[self.space]
        return array[self.at] if self.strides is None else self._view(array)

    def write(self, memory: Memory, result: Any, adds: bool) -> None:
        """Put a result here, or add it to what is here."""
        array = memory.numbers[self.space]
        if self.strides is None:
            array[self.at] = array[self.at] + result if adds else result
        elif adds:
            view = self._view(array)
            np.add(view, result, out=view)
        else:
            self._view(array)[...] = result

    def target(self, memory: Memory) -> Any:
        """The array to write a result to at once; None where that cannot be."""
        return None if self.strides is None else self._view(memory.numbers[self.space])

    def slopes(self, memory: Memory) -> Any:
        """The gradient that has arrived here."""
        array = memory.slopes[self.space]
        return array[self.at] if self.strides is None else self._view(array)

    def add_product(self, memory: Memory, left: Any, right: Any, multiply: Any = None) -> None:
        """Add a product to the gradient here, in place where it is the first; `multiply`: not entry by entry."""
        array = memory.slopes[self.space]
        if self.sets and self.strides is not None and self.distinct and array.shape[1] == memory.width:
            out = self._view(array)
            if multiply is None:
                np.multiply(left, right, out=out)
            else:
                multiply(left, right, out=out.reshape(len(out), -1))
        elif multiply is None:
            self.add(memory, left * right)
        else:
            self.add(memory, multiply(left, right).reshape(*self.shape, -1))

    def add(self, memory: Memory, slopes: Any) -> None:
        """Add to the gradient here: contributions (…, samples), in the shape of the source or to be stretched to it."""
        array = memory.slopes[self.space]
        if array.shape[1] == 1 and slopes.shape[-1] != 1:
            slopes = np.add.reduce(slopes, axis=-1)[..., None]
        if self._sums is not None:
            self._sums.add(array, np.broadcast_to(slopes, (*self.shape, slopes.shape[-1])), self.sets)
        elif self.strides is not None:
            view = self._view(array)
            if self.sets:
                view[...] = slopes
            else:
                np.add(view, slopes, out=view)
        elif self.sets:
            array[self.at] = slopes
        else:
            array[self.at] += slopes


class _Repeated:
    """Contributions to entries some of which occur several times: those to one entry are added up first."""

    def __init__(self, at: Any) -> None:
        self.axis = next((axis for axis in range(at.ndim) if (at == at.take([0], axis=axis)).all()), None)
        if self.axis is not None:
            at = at.take(0, axis=self.axis)
        self.entries, inverse, counts = np.unique(at, return_inverse=True, return_counts=True)
        self.inverse = inverse.ravel()
        self.size = at.size
        self.parts: list[tuple[Any, Any]] = []  # which entries, and which contributions go there
        self.order: Any = None
        if len(self.entries) == at.size:
            self.order = np.argsort(at.ravel(), kind="stable")
            return
        order = np.argsort(inverse.ravel(), kind="stable")
        starts = np.cumsum(counts) - counts
        rooms = 1 << np.ceil(np.log2(counts)).astype(int)  # counts that are not too different go together
        for room in np.unique(rooms).tolist():
            chosen = np.flatnonzero(rooms == room)
            places = starts[chosen, None] + np.arange(room)
            beyond = np.arange(room) >= counts[chosen, None]
            members = np.where(beyond, self.size, order[np.minimum(places, len(order) - 1)])
            self.parts.append((self.entries[chosen], np.ascontiguousarray(members.T)))

    def add(self, array: Any, slopes: Any, sets: bool) -> None:
        """Add contributions to the entries of an array, or set them."""
        if self.axis is not None:
            slopes = np.add.reduce(slopes, axis=self.axis)
        width = slopes.shape[-1]
        slopes = slopes.reshape(-1, width)
        if self.order is not None:
            self._to(array, self.entries, slopes[self.order], sets)
            return
        if width == 1:
            total = np.bincount(self.inverse, slopes[:, 0], len(self.entries))
            self._to(array, self.entries, total[:, None], sets)
            return
        padded = np.empty((self.size + 1, width))
        padded[:-1] = slopes
        padded[-1] = 0.0
        for entries, members in self.parts:
            if len(members) > FEW:
                total = np.add.reduce(padded[members], axis=0)
            else:
                total = padded[members[0]]
                for more in members[1:]:
                    total += padded[more]
            self._to(array, entries, total, sets)

    @staticmethod
    def _to(array: Any, entries: Any, slopes: Any, sets: bool) -> None:
        if sets:
            array[entries] = slopes
        else:
            array[entries] += slopes


def _are_distinct(at: Any, strides: tuple[int, ...] | None) -> bool:
    """Whether no entry occurs twice."""
    if strides is not None and 0 not in strides:
        reach = 0
        for length, stride in sorted(zip(at.shape, strides, strict=True), key=lambda axis: axis[1]):
            if stride <= reach:
                break
            reach += (length - 1) * stride
        else:
            return True
    return int(np.bincount((at - at.min()).ravel()).max()) == 1


def _strides(at: Any) -> tuple[int, ...] | None:
    """The distances between entries along each axis, if they are the same everywhere and none is negative."""
    strides = []
    for axis in range(at.ndim):
        steps = np.diff(at, axis=axis)
        if not steps.size:
            strides.append(0)
            continue
        first = int(steps.flat[0])
        if first < 0 or (steps != first).any():
            return None
        strides.append(first)
    return tuple(strides)


__all__ = ["COLUMNS", "EACH", "ONCE", "PARAMETERS", "Memory", "Rows"]
