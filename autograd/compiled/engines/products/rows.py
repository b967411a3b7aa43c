"""Where the numbers of a step are when it runs: which calls read them, write them, add to their gradients."""

import math
from functools import cached_property
from typing import Any

from autograd.compiled.engines.products.formulas import Call
from autograd.compiled.ir.steps import COLUMNS, EACH, ONCE, PARAMETERS, Source
from autograd.support.lazy import np

_FLOAT = 8  # bytes


class Memory:
    """What a block of samples is worked on with.

    `numbers` and `slopes` have an array (rows, samples) for EACH and (rows, 1) for ONCE, and during a call theta and
    its gradient as (entries, 1); `columns` is X of the block, turned. `first`: it is the first block of a call. `calls`
    are those of each stage, forward and backward, on these arrays, `addresses` where numbers and slopes are.
    """

    def __init__(self, sizes: dict[str, int], width: int) -> None:
        self.width = width
        self.numbers: dict[str, Any] = {EACH: np.empty((sizes[EACH], width)), ONCE: np.empty((sizes[ONCE], 1))}
        self.slopes: dict[str, Any] = {space: np.zeros_like(array) for space, array in self.numbers.items()}
        self.addresses: tuple[int, ...] = ()
        self.columns: Any = None
        self.ones = np.ones(width)
        self.first = True
        self.calls: dict[str, tuple[list[Call], list[Call]]] = {}
        self._rooms: dict[Any, list[Any]] = {}
        self._buffers: set[int] = set()  # the identities of the arrays that rooms are parts of
        self._used: dict[Any, int] = {}

    def prepare(self, columns: Any, theta: Any, slopes: Any, first: bool) -> None:
        """Begin a block."""
        self.columns, self.first = columns, first
        self.numbers[PARAMETERS], self.slopes[PARAMETERS] = theta, slopes
        spaces = EACH, ONCE, PARAMETERS
        self.addresses = tuple(part[space].ctypes.data for space in spaces for part in (self.numbers, self.slopes))

    def release(self) -> None:
        """Let go of what belongs to the caller."""
        self.columns = None
        del self.numbers[PARAMETERS], self.slopes[PARAMETERS]

    def room(self, shape: Any, kind: Any = float) -> Any:
        """Room for numbers that are forgotten at the end of a step; behind it lies one more row, of zeros."""
        key = tuple(shape), kind
        number = self._used.get(key, 0)
        self._used[key] = number + 1
        rooms = self._rooms.setdefault(key, [])
        if number == len(rooms):
            size = math.prod(shape)
            buffer = np.zeros(size + self.width, kind)
            self._buffers.add(id(buffer))
            rooms.append(buffer[:size].reshape(shape))
        return rooms[number]

    def is_room(self, array: Any) -> bool:
        """Whether an array is the whole of a room."""
        buffer = array.base
        return id(buffer) in self._buffers and array.flags.c_contiguous and array.size == buffer.size - self.width

    def rows_and_zeros(self, room: Any) -> Any:
        """The rows of a room, and the one behind them."""
        return room.base.reshape(-1, self.width)

    def next_step(self) -> None:
        """What was forgotten may be used again."""
        self._used.clear()


class Rows:
    """A source, ready to be used: a view where its entries lie at regular distances, else they are fetched."""

    def __init__(self, source: Source) -> None:
        self.space, self.wanted = source.space, source.wanted
        self.at: Any = np.ascontiguousarray(source.at, dtype=np.intp)
        self.shape, self.size = self.at.shape, self.at.size
        self.strides = _strides(self.at)
        self.offset = int(self.at.flat[0])
        self.distinct = _are_distinct(self.at, self.strides)
        self.together = self.size == 1 or bool((np.diff(self.at.ravel()) == 1).all())
        self.sets = False
        """Whether gradients that come here are the first to come."""

    @cached_property
    def _sums(self) -> "_Repeated | None":
        return None if self.distinct or not self.wanted else _Repeated(self.at)

    def settle(self) -> None:
        """Forget the entries where they are a view anyway."""
        if self.strides is not None and self.distinct:
            self.at = None

    @property
    def nbytes(self) -> int:
        """The memory of its entries' numbers."""
        return 0 if self.at is None else int(self.at.nbytes)

    @property
    def stays(self) -> bool:
        """Whether its numbers are in the same array at each call."""
        return self.space in (EACH, ONCE)

    def view(self, array: Any) -> Any:
        """The entries in an array, where they lie at regular distances."""
        width = array.shape[1]
        strides = (*(stride * width * _FLOAT for stride in self.strides), _FLOAT)  # type: ignore[union-attr]
        return np.ndarray((*self.shape, width), np.float64, array, self.offset * width * _FLOAT, strides)

    def now(self, memory: Memory) -> Any:
        """The numbers in a call, with the samples as a last axis; of length 1 for what all samples share."""
        if self.space == COLUMNS:
            return memory.columns[self.offset : self.offset + self.size].reshape(*self.shape, -1)
        array = memory.numbers[self.space]
        return array[self.at] if self.strides is None else self.view(array)

    def reading(self, memory: Memory) -> tuple[list[Call], Any]:
        """The calls that fetch the numbers, and the array that has them then, until the next call of the program."""
        array = memory.numbers[self.space]
        if self.strides is not None:
            return [], self.view(array)
        found = np.empty((*self.shape, array.shape[1]))
        return [(array.take, (self.at, 0, found, "clip"))], found

    def writing(self, memory: Memory) -> tuple[Any, list[Call]]:
        """The array to write to, and the calls that put it where it belongs."""
        array = memory.numbers[self.space]
        if self.strides is not None:
            return self.view(array), []
        found = np.empty((*self.shape, array.shape[1]))
        return found, [(array.__setitem__, (self.at, found))]

    def upstream(self, memory: Memory) -> tuple[list[Call], Any]:
        """The calls that fetch the gradient that has arrived here, and the array that has it then."""
        array = memory.slopes[self.space]
        if self.strides is not None:
            return [], self.view(array)
        found = memory.room((*self.shape, array.shape[1]))
        return [(array.take, (self.at, 0, found, "clip"))], found

    def adding(self, memory: Memory, slopes: Any) -> list[Call]:
        """The calls that add an array to the gradient here."""
        if self._in_place(memory):
            view = self.view(memory.slopes[EACH])
            return [(np.copyto, (view, slopes)) if self.sets else (np.add, (view, slopes, view))]
        if self.space == ONCE:
            return self._adding_up(memory, slopes)
        if self._sums is None or self.space != EACH or memory.width == 1:
            return [(self.add, (memory, slopes))]
        calls, slopes = _stretched(memory, slopes, (*self.shape, memory.width))
        return [*calls, *self._sums.calls(memory, memory.slopes[EACH], slopes, self.sets)]

    def _adding_up(self, memory: Memory, slopes: Any) -> list[Call]:
        """The calls that add to the gradient of what all samples share, which is never the first to come."""
        array = memory.slopes[ONCE]
        calls: list[Call] = []
        total = slopes[..., 0]
        if slopes.shape[-1] != 1:
            total = memory.room(slopes.shape[:-1])
            calls.append((np.matmul, (slopes, memory.ones, total)))  # faster than a reduction of short rows
        if self.distinct and self.strides is not None:
            view = self.view(array)[..., 0]
            return [*calls, (np.add, (view, total, view))]
        more, total = _stretched(memory, total, self.shape)
        return [*calls, *more, (np.add.at, (array[:, 0], self.at.reshape(-1), total.reshape(-1)))]

    def adding_product(self, memory: Memory, left: Any, right: Any) -> list[Call]:
        """The calls that add a product to the gradient here."""
        if self.sets and self._in_place(memory):
            return [(np.multiply, (left, right, self.view(memory.slopes[self.space])))]
        product = memory.room(np.broadcast_shapes(np.shape(left), np.shape(right)))
        return [(np.multiply, (left, right, product)), *self.adding(memory, product)]

    def _in_place(self, memory: Memory) -> bool:
        """Whether contributions can be added, one to each entry."""
        return self.distinct and self.strides is not None and self.space == EACH

    def add_matrix(self, memory: Memory, left: Any, right: Any) -> None:
        """Add a matrix product to the gradient here."""
        if self.sets and self.together and self._in_place(memory):
            np.matmul(left, right, out=self.view(memory.slopes[self.space]).reshape(len(left), -1))
        else:
            self.add(memory, (left @ right).reshape(*self.shape, -1))

    def add(self, memory: Memory, slopes: Any) -> None:
        """Add to the gradient here: contributions (…, samples), in the shape of the source or to be stretched to it."""
        array = memory.slopes[self.space]
        if array.shape[1] == 1 and slopes.shape[-1] != 1:
            slopes = (slopes @ memory.ones)[..., None]  # adds up faster than a reduction of short rows
        if self._sums is not None:
            self._sums.add(array, np.broadcast_to(slopes, (*self.shape, slopes.shape[-1])), self.sets)
        elif self.strides is not None:
            view = self.view(array)
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

    def calls(self, memory: Memory, array: Any, slopes: Any, sets: bool) -> list[Call]:
        """The calls that add contributions to the entries of an array, or set them."""
        calls: list[Call] = []
        width = array.shape[1]
        if self.axis is not None:
            shorter = memory.room((*slopes.shape[: self.axis], *slopes.shape[self.axis + 1 :]))
            calls.append((np.add.reduce, (slopes, self.axis, None, shorter)))
            slopes = shorter
        slopes = memory.rows_and_zeros(slopes) if self.padded else slopes.reshape(-1, width)
        for entries, members in self.parts:
            target = array[entries] if isinstance(entries, slice) else None
            count = entries.stop - entries.start if isinstance(entries, slice) else len(entries)
            into = target if target is not None and sets else memory.room((count, width))
            if isinstance(members, int):
                calls.append((np.add.reduce, (slopes.reshape(-1, members, width), 1, None, into)))
            elif len(members) == 1:
                calls.append((slopes.take, (members[0], 0, into, "clip")))
            else:
                side_by_side = memory.room((*members.shape, width))
                calls.append((slopes.take, (members, 0, side_by_side, "clip")))
                calls.append((np.add.reduce, (side_by_side, 0, None, into)))
            if target is None and not sets:
                before = memory.room((count, width))
                calls += [(array.take, (entries, 0, before, "clip")), (np.add, (into, before, into))]
            if target is None:
                calls.append((array.__setitem__, (entries, into)))
            elif not sets:
                calls.append((np.add, (target, into, target)))
        return calls

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


def _stretched(memory: Memory, array: Any, shape: tuple[int, ...]) -> tuple[list[Call], Any]:
    """The calls that spread an array over a room of a shape, if it is not one already; and the room."""
    if array.shape == shape and memory.is_room(array):
        return [], array
    room = memory.room(shape)
    return [(np.copyto, (room, array))], room


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
