"""A recorded graph as arrays: one row for each computed Value, which is all that engines keep of it."""

from array import array
from collections.abc import Sequence
from struct import pack
from typing import Any

from autograd.compiled.ir.primitives import CONSTANT, INPUT, THETA
from autograd.engine.graph import numbered
from autograd.engine.operation import Op
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
        leaves, interior, first, second, roots = numbered(*outputs)
        leaves, places_now = _with_equal_constants_as_one(leaves)
        fewer = len(places_now) - len(leaves)
        numbers = np.concatenate([places_now, np.arange(len(leaves), len(leaves) + len(interior), dtype=np.int32)])
        self.first, self.second = (np.array(operands, dtype=np.int32) for operands in (first, second))
        self.outputs = [int(numbers[root]) for root in roots]
        if fewer:
            self.first = numbers[self.first]
            self.second = np.where(self.second < 0, np.int32(-1), numbers[self.second])
        places: dict[Op, int] = {}
        codes = [places.setdefault(node.rule, len(places)) for node in interior]
        self.rules = list(places)
        self.codes = np.array(codes, dtype=np.uint8 if len(places) < 256 else np.int32)
        self.names = {
            number: node.name
            for start, nodes in ((0, leaves), (len(leaves), interior))
            for number, node in enumerate(nodes, start)
            if node.name is not None
        }
        self._sort_leaves(leaves, inputs, wrt)

    def _sort_leaves(self, leaves: list[Any], inputs: Sequence[Any], wrt: Sequence[Any] | None) -> None:
        columns = {id(leaf): place for place, leaf in enumerate(inputs)}
        free = [leaf for leaf in leaves if not leaf.is_constant and id(leaf) not in columns]
        self.inputs = list(inputs)
        self.wrt = free if wrt is None else list(wrt)
        wanted = set(map(id, self.wrt))
        self.others = [leaf for leaf in free if id(leaf) not in wanted]
        theta = {id(leaf): place for place, leaf in enumerate(self.theta)}
        self.leaf_kind, self.leaf_place = bytearray(), array("i")
        constants: list[float] = []
        for leaf in leaves:
            for kind, places in (INPUT, columns), (THETA, theta):
                if id(leaf) in places:
                    self.leaf_kind.append(kind)
                    self.leaf_place.append(places[id(leaf)])
                    break
            else:
                self.leaf_kind.append(CONSTANT)
                self.leaf_place.append(len(constants))
                constants.append(leaf.data)
        self.constants = np.array(constants, dtype=float)
        present = set(map(id, leaves))
        self.found = [id(leaf) in present for leaf in self.inputs], [id(leaf) in present for leaf in self.wrt]

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


def _with_equal_constants_as_one(leaves: list[Any]) -> tuple[list[Any], Any]:
    """The leaves without constants of a number that was there before, and the new place of each."""
    kept: list[Any] = []
    places = array("i")
    known: dict[bytes, int] = {}
    for leaf in leaves:
        place = len(kept)
        if leaf.is_constant and leaf.name is None:
            place = known.setdefault(pack("d", leaf.data), place)
        if place == len(kept):
            kept.append(leaf)
        places.append(place)
    return kept, np.array(places, dtype=np.int32)
