"""Where the numbers of a step are when it runs: read them, write them, add to their gradients."""

from typing import Any

from autograd.compiled.ir.steps import COLUMNS, EACH, ONCE, PARAMETERS, Source
from autograd.support.lazy import np

_FLOAT = 8  # bytes


class Memory:
    """What a block of samples is worked on with.

    `numbers` and `slopes` have an array (rows, samples) for EACH and (rows, 1) for ONCE, and theta and its gradient as
    (entries, 1); `columns` is X of the block, turned. `first`: it is the first block of a call. `held` are the numbers
    that steps have read, which they need again on the way back; `views` and `targets` are parts of the arrays.
    """

    def __init__(self, sizes: dict[str, int], width: int) -> None:
        self.width = width
        self.numbers: dict[str, Any] = {EACH: np.empty((sizes[EACH], width)), ONCE: np.empty((sizes[ONCE], 1))}
        self.slopes: dict[str, Any] = {space: np.zeros_like(array) for space, array in self.numbers.items()}
        self.columns: Any = None
        self.first = True
        self.held: dict[Rows, Any] = {}
        self.views: dict[Rows, Any] = {}
        self.targets: dict[Rows, Any] = {}

    def prepare(self, columns: Any, theta: Any, slopes: Any, first: bool) -> None:
        """Begin a block."""
        self.columns, self.first = columns, first
        self.numbers[PARAMETERS], self.slopes[PARAMETERS] = theta, slopes

    def release(self) -> None:
        """Let go of what belongs to the caller."""
        self.columns = None
        self.held.clear()
        del self.numbers[PARAMETERS], self.slopes[PARAMETERS]


class Rows:
    """A source, ready to be used: a view where its entries lie at regular distances, else they are fetched."""

    def __init__(self, source: Source) -> None:
        self.space, self.wanted = source.space, source.wanted
        self.at: Any = np.ascontiguousarray(source.at, dtype=np.intp)
        self.shape, self.size = self.at.shape, self.at.size
        self.strides = _strides(self.at)
        self.offset = int(self.at.flat[0])
        self.distinct = _are_distinct(self.at, self.strides)
        self.together = self.at.size == 1 or bool((np.diff(self.at.ravel()) == 1).all())
        self.sets = False
        """Whether gradients that come here are the first to come."""
        self._sums = None if self.distinct or not self.wanted else _Repeated(self.at)

    def settle(self) -> None:
        """Forget the entries where they are a view anyway."""
        if self.strides is not None:
            self.at = None

    @property
    def nbytes(self) -> int:
        """The memory of its entries' numbers."""
        return 0 if self.at is None else int(self.at.nbytes)

    def view(self, array: Any) -> Any:
        """The entries in an array."""
        width = array.shape[1]
        strides = (*(stride * width * _FLOAT for stride in self.strides), _FLOAT)  # type: ignore[union-attr]
        return np.ndarray((*self.shape, width), np.float64, array, self.offset * width * _FLOAT, strides)

    def read(self, memory: Memory) -> Any:
        """The numbers, with the samples as a last axis; of length 1 for what all samples share."""
        found = memory.held[self] = self._found(memory)
        return found

    def again(self, memory: Memory) -> Any:
        """The numbers as they were read."""
        return memory.held[self]

    def _found(self, memory: Memory) -> Any:
        if self.space == COLUMNS:
            return memory.columns[self.offset : self.offset + self.size].reshape(*self.shape, -1)
        array = memory.numbers[self.space]
        if self.space == PARAMETERS:
            return array[self.at] if self.strides is None else self.view(array)
        found = memory.views.get(self)
        if found is None:
            found = np.empty((*self.shape, array.shape[1])) if self.strides is None else self.view(array)
            memory.views[self] = found
        if self.strides is None:
            array.take(self.at, axis=0, out=found, mode="clip")
        return found

    def out(self, memory: Memory) -> Any:
        """The array to write a result to, in place if its entries are side by side; see `write`."""
        found = memory.views.get(self)
        if found is None:
            array = memory.numbers[self.space]
            found = np.empty((*self.shape, array.shape[1])) if self.strides is None else self.view(array)
            memory.views[self] = found
        return found

    def write(self, memory: Memory) -> None:
        """What was written to `out` is put where it belongs."""
        if self.strides is None:
            memory.numbers[self.space][self.at] = memory.views[self]

    def fetch(self, memory: Memory) -> None:
        """What is there already comes to `out`."""
        if self.strides is None:
            memory.numbers[self.space].take(self.at, axis=0, out=self.out(memory), mode="clip")

    def slopes(self, memory: Memory) -> Any:
        """The gradient that has arrived here."""
        if self.strides is None:
            return memory.slopes[self.space][self.at]
        return self._target(memory)

    def _target(self, memory: Memory) -> Any:
        if self.space == PARAMETERS:
            return self.view(memory.slopes[self.space])
        found = memory.targets.get(self)
        if found is None:
            found = memory.targets[self] = self.view(memory.slopes[self.space])
        return found

    def add_product(self, memory: Memory, left: Any, right: Any, multiply: Any = None) -> None:
        """Add a product to the gradient here, in place where it is the first; `multiply`: not entry by entry."""
        if self.sets and self.distinct and self.strides is not None and (multiply is None or self.together):
            out = self._target(memory)
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
            view = self._target(memory)
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
        entries, inverse, counts = np.unique(at, return_inverse=True, return_counts=True)
        self.inverse, self.count, self.size = inverse.ravel(), len(entries), at.size
        order = np.argsort(self.inverse, kind="stable")
        starts = np.cumsum(counts) - counts
        rooms = counts if (counts == counts[0]).all() else 1 << np.ceil(np.log2(counts)).astype(int)
        self.parts: list[tuple[Any, Any]] = []
        """Entries, and for each its contributions: their numbers (some, entries), or how many lie side by side."""
        self.padded = False
        for room in np.unique(rooms).tolist():  # counts that are not too different go together
            chosen = np.flatnonzero(rooms == room)
            places = starts[chosen, None] + np.arange(room)
            beyond = np.arange(room) >= counts[chosen, None]
            members = np.where(beyond, self.size, order[np.minimum(places, len(order) - 1)])
            self.padded |= bool(beyond.any())
            together = members.size == self.size and (np.diff(members.ravel()) == 1).all()
            self.parts.append((_slice(entries[chosen]), room if together else np.ascontiguousarray(members.T)))
        self.all = _slice(entries)

    def add(self, array: Any, slopes: Any, sets: bool) -> None:
        """Add contributions to the entries of an array, or set them."""
        if self.axis is not None:
            slopes = np.add.reduce(slopes, axis=self.axis)
        width = slopes.shape[-1]
        slopes = slopes.reshape(-1, width)
        if width == 1:
            total = np.bincount(self.inverse, slopes[:, 0], self.count)
            self._to(array, self.all, total[:, None], sets)
            return
        if self.padded:
            padded = np.empty((self.size + 1, width))
            padded[:-1] = slopes
            padded[-1] = 0.0
            slopes = padded
        for entries, members in self.parts:
            if isinstance(members, int):
                total = slopes if members == 1 else np.add.reduce(slopes.reshape(-1, members, width), axis=1)
            elif len(members) == 1:
                total = slopes[members[0]]
            else:
                total = np.add.reduce(slopes[members], axis=0)
            self._to(array, entries, total, sets)

    @staticmethod
    def _to(array: Any, entries: Any, slopes: Any, sets: bool) -> None:
        if sets:
            array[entries] = slopes
        else:
            array[entries] += slopes


def _slice(entries: Any) -> Any:
    """Entries as a slice, if they lie side by side."""
    return slice(entries[0], entries[-1] + 1) if (np.diff(entries) == 1).all() else entries


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
