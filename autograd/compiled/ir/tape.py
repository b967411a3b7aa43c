"""A recorded graph as arrays: one row for each computed Value, which is all that engines keep of it."""

from array import array
from collections.abc import Sequence
from typing import Any

from autograd.compiled.ir.primitives import CONSTANT, INPUT, THETA
from autograd.engine.graph import places_in, recorded
from autograd.support.lazy import np


class Tape:
    """The rows of a graph, 9 bytes each.

    `rules` are the operations that occur; `codes`, `first`, `second` have an entry for each computed Value: its
    operation's place in `rules` and the numbers of its operands (−1: none). Numbers count the leaves first; leaf
    number i is entry `leaf_place[i]` of the constants, of theta or of a sample, as `leaf_kind[i]` says (CONSTANT,
    THETA, INPUT). Theta is `wrt`, then `others`: leaves that are neither inputs nor wanted. `outputs` are numbers,
    `names` those of the nodes that have one; `found` says which of `inputs` and `wrt` there are in the graph.
    """

    def __init__(self, outputs: Sequence[Any], inputs: Sequence[Any], wrt: Sequence[Any] | None) -> None:
        graph = recorded(*outputs)
        self.rules, leaves = graph.rules, graph.leaves
        codes = np.frombuffer(graph.codes, np.uint16)
        self.codes = codes.astype(np.uint8) if len(self.rules) < 256 else codes
        self.first, self.second, roots = (
            np.frombuffer(numbers, np.int32) for numbers in (graph.first, graph.second, graph.roots)
        )
        constant, data = np.frombuffer(graph.constant, bool), np.frombuffer(graph.data, np.float64)
        kept, places = _with_equal_constants_as_one(constant, data, [number for number, _ in graph.names])
        if len(kept) < len(leaves):
            computed = np.arange(len(kept), len(kept) + len(codes), dtype=np.int32)
            numbers = np.concatenate([places, computed])
            leaves = [leaves[place] for place in kept.tolist()]
            self.first, roots = numbers[self.first], numbers[roots]
            self.second = np.where(self.second < 0, np.int32(-1), numbers[self.second])
            self.names = {int(numbers[number]): name for number, name in graph.names}
        else:
            self.names = dict(graph.names)
        self.outputs = roots.tolist()
        self._sort_leaves(leaves, constant[kept], data[kept], inputs, wrt)

    def _sort_leaves(
        self, leaves: list[Any], constant: Any, data: Any, inputs: Sequence[Any], wrt: Sequence[Any] | None
    ) -> None:
        self.inputs = list(inputs)
        columns = np.frombuffer(places_in(leaves, self.inputs), np.int32)
        free = [leaves[place] for place in np.flatnonzero(~constant & (columns < 0)).tolist()]
        self.wrt = free if wrt is None else list(wrt)
        wanted = np.frombuffer(places_in(free, self.wrt), np.int32)
        self.others = [free[place] for place in np.flatnonzero(wanted < 0).tolist()]
        thetas = np.frombuffer(places_in(leaves, self.theta), np.int32)
        self.constants = data[constant]
        kind = np.where(columns >= 0, INPUT, np.where(constant, CONSTANT, THETA)).astype(np.uint8)
        place = np.where(columns >= 0, columns, np.where(constant, np.cumsum(constant) - 1, thetas))
        self.leaf_kind, self.leaf_place = bytearray(kind.tobytes()), array("i", place.astype(np.int32).tobytes())
        self.found = _present(columns, self.inputs), _present(thetas, self.wrt)

    @property
    def theta(self) -> list[Any]:
        """The leaves that theta holds: those whose gradient is wanted, then the rest."""
        return self.wrt + self.others

    @property
    def leaves(self) -> int:
        """How many leaves there are, constants among them."""
        return len(self.leaf_kind)

    def __len__(self) -> int:
        """How many Values are computed."""
        return len(self.codes)

    @property
    def nbytes(self) -> int:
        """The memory of the rows and of the leaves' table."""
        return int(self.codes.nbytes + self.first.nbytes + self.second.nbytes + 13 * self.leaves)

    def varying(self) -> bytearray:
        """For each node, whether it depends on an input."""
        return self._reached_from(kind == INPUT for kind in self.leaf_kind)

    def active(self) -> bytearray:
        """For each node, whether it depends on a leaf whose gradient is wanted."""
        wanted = len(self.wrt)
        return self._reached_from(
            kind == THETA and place < wanted for kind, place in zip(self.leaf_kind, self.leaf_place, strict=True)
        )

    def _reached_from(self, leaves: Any) -> bytearray:
        flags = bytearray(leaves)
        append = flags.append
        for x, y in zip(memoryview(self.first.data), memoryview(self.second.data), strict=True):
            append(flags[x] or (y >= 0 and flags[y]))
        return flags


def _present(places: Any, values: list[Any]) -> list[bool]:
    """Which of some Values occur among these places."""
    found = np.zeros(len(values), bool)
    found[places[(places >= 0) & (places < len(values))]] = True
    return found.tolist()  # type: ignore[no-any-return]


def _with_equal_constants_as_one(constant: Any, data: Any, named: list[int]) -> tuple[Any, Any]:
    """Which leaves are left when a constant without a name stands for all with its number; where each leaf is then."""
    nameless = constant.copy()
    nameless[[number for number in named if number < len(constant)]] = False
    alike = np.flatnonzero(nameless)
    bits = np.ascontiguousarray(data[alike]).view(np.uint64)  # 0 and −0 are two
    _, first, group = np.unique(bits, return_index=True, return_inverse=True)
    standing = np.arange(len(constant))
    standing[alike] = alike[first[group]]
    kept = np.flatnonzero(standing == np.arange(len(constant)))
    places = np.empty(len(constant), np.int32)
    places[kept] = np.arange(len(kept))
    return kept, places[standing]
