"""The form "products": a large graph as matrix products and whole slices of equal operations.

A network written number by number has the layers of its matrices still in it: the sums of one layer have the same
operands, and their weights are the rows of a matrix. Sums with the same weights over other operands are one product
too: a convolution, or a layer used at each place of a sequence. What is left of the graph runs level by level, equal
operations side by side. Steps read and write rows of numbers, numbered so that most of them are slices.
"""

import math
from typing import Any

from autograd.compiled.ir.levels import Levels
from autograd.compiled.ir.primitives import CONSTANT, INPUT, THETA
from autograd.compiled.ir.steps import (
    COLUMNS,
    COMPUTED,
    EACH,
    ELSEWHERE,
    FEW,
    MANY,
    ONCE,
    PARAMETERS,
    SMALLEST,
    ZERO,
    Apply,
    Dots,
    Matrix,
    Operand,
    Plus,
    Run,
    Source,
    Space,
    Step,
    Total,
)
from autograd.compiled.ir.sums import Sums
from autograd.compiled.ir.tape import Tape
from autograd.engine.operation import Op
from autograd.support.lazy import np


class TooDeep(Exception):
    """A graph makes too many steps, one after the other; it has their number."""


class Products:
    """A tape in this form.

    `steps` has the steps of each stage, ONCE and EACH, in order; `spaces` their rows; `outputs` where the outputs are.
    `inside` is how many of the operations are in sums of at least `FEW` − 1 products or values, and `left` counts the
    others by name.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.sums = Sums(tape)
        self.spaces = {ONCE: Space(), EACH: Space()}
        self.steps: dict[str, list[Step]] = {ONCE: [], EACH: []}
        self.outputs: list[Operand] = []

    @property
    def share(self) -> float:
        """Which share of the operations is in sums of products, or of values; before anything else is built."""
        lengths = np.diff(self.sums.starts)
        long = lengths >= FEW - 1
        products = np.add.reduceat(self.sums.right >= 0, self.sums.starts[:-1]) if len(lengths) else lengths
        inside = int((lengths[long] + products[long]).sum())
        return min(1.0, inside / max(1, len(self.tape)))

    def left(self, every: bool = False) -> dict[str, int]:
        """The operations outside such sums, or all of them, by name and number, most frequent first."""
        tape, sums = self.tape, self.sums
        outside = ~sums.inner[tape.leaves :]
        long = sums.heads[np.diff(sums.starts) >= FEW - 1]
        outside[long - tape.leaves] = False
        outside |= every
        counts = np.bincount(tape.codes[outside], minlength=len(tape.rules))
        found = {rule.name: int(count) for rule, count in zip(tape.rules, counts, strict=True) if count}
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def build(self, most: float = math.inf) -> "Products":
        """Sort everything into steps; TooDeep, before that takes long, if it would be more than so many."""
        _Builder(self).build(most)
        return self


class _Builder:
    """Sorts a tape into steps: `space` and `place` say where each node's number is."""

    def __init__(self, products: Products) -> None:
        self.products, self.tape, self.sums = products, products.tape, products.sums
        tape = self.tape
        self.zero = tape.leaves + len(tape)
        """A node that is always 0: sums that go together with longer ones are filled up with it."""
        count = self.zero + 1
        kinds = np.frombuffer(tape.leaf_kind, np.uint8)
        self.leaves = tape.leaves
        self.kind = np.full(count, COMPUTED, np.uint8)
        self.kind[: tape.leaves] = kinds
        self.kind[self.zero] = ZERO
        self.place = np.full(count, -1, np.int32)
        self.place[: tape.leaves] = tape.leaf_place
        self.loaded = {stage: np.full(count, -1, np.int32) for stage in (ONCE, EACH)}
        self.varies = np.zeros(count, bool)
        self.varies[: tape.leaves] = kinds == INPUT
        self.active = np.zeros(count, bool)
        self.active[: tape.leaves] = (kinds == THETA) & (self.place[: tape.leaves] < len(tape.wrt))
        self.head_of = np.full(count, -1, np.int32)
        self.head_of[self.sums.heads] = np.arange(len(self.sums.heads))
        self.runs: dict[int, list[int]] = {}

    # ------------------------------------------------------------------------------------------------ where things are

    def rows(self, stage: str, nodes: Any) -> Source:
        """The rows of nodes in a stage's own space; what is elsewhere is loaded into new rows."""
        nodes = np.asarray(nodes)
        found = self.loaded[stage][nodes]
        missing = nodes[found < 0]
        if len(missing):
            wanted = np.zeros(len(self.kind), bool)
            wanted[missing] = True
            self._load(stage, np.flatnonzero(wanted))
            found = self.loaded[stage][nodes]
        return Source(stage, found, bool(self.active[nodes].any()))

    def _load(self, stage: str, nodes: Any) -> None:
        space = self.products.spaces[stage]
        kinds = self.kind[nodes]
        for kind, where in ELSEWHERE:
            chosen = nodes[kinds == kind]
            if len(chosen):
                chosen = chosen[np.argsort(self.place[chosen], kind="stable")]
                self.loaded[stage][chosen] = space.load(where, self.place[chosen])

    def weights(self, nodes: Any) -> Source:
        """The weights of a matrix: entries of theta where all are, which need not be fetched."""
        if (self.kind[nodes] == THETA).all():
            return Source(PARAMETERS, self.place[nodes].astype(np.intp), bool(self.active[nodes].any()))
        return self.rows(ONCE, nodes)

    def fixed(self, nodes: Any) -> Source:
        """Nodes that are the same for all samples: many of theta as they are, else rows of ONCE."""
        nodes = np.asarray(nodes)
        return self.weights(nodes) if nodes.size >= MANY else self.rows(ONCE, nodes)

    def source(self, stage: str, nodes: Any, own: bool) -> Source:
        """Nodes that are either all of a stage's own, but for zeros, or all fixed."""
        return self.rows(stage, nodes) if own else self.fixed(nodes)

    def own(self, stage: str, nodes: Any) -> Any:
        """Whether nodes are computed in a stage, or, in EACH, inputs."""
        return self.varies[nodes] if stage == EACH else nodes >= self.leaves

    def put(self, stage: str, nodes: Any) -> Source:
        """New rows for the results of a step."""
        rows = self.products.spaces[stage].allocate(nodes.size).reshape(nodes.shape)
        self.place[nodes] = self.loaded[stage][nodes] = rows
        return Source(stage, rows, bool(self.active[nodes].any()))

    def emit(self, stage: str, step: Step) -> None:
        """Add a step."""
        self.products.steps[stage].append(step)

    # -------------------------------------------------------------------------------------------------------- levels

    def build(self, most: float) -> None:
        """Level by level, what is done once and then what is done for each sample."""
        levels = Levels(self.tape, self.sums, self.varies, self.active)
        if levels.steps > most:
            raise TooDeep(levels.steps)
        self.runs = levels.runs
        for stage, chosen in ((ONCE, levels.nodes[~self.varies[levels.nodes]]), (EACH, levels.each)):
            level = levels.level[chosen]
            order = chosen[np.argsort(level, kind="stable")]
            for group in np.split(order, np.flatnonzero(np.diff(levels.level[order])) + 1):
                if len(group):
                    self._level(stage, group)
        self.products.outputs = [self._output(node) for node in self.tape.outputs]

    def _output(self, node: int) -> Operand:
        if self.kind[node] == CONSTANT:
            return float(self.tape.constants[self.place[node]])
        return self.rows(EACH if self.varies[node] else ONCE, np.array([node]))

    def _level(self, stage: str, nodes: Any) -> None:
        heads = self.head_of[nodes] >= 0
        if heads.any():
            _Sums(self, stage, nodes[heads]).emit()
        rest = nodes[~heads]
        codes = self.tape.codes[rest - self.leaves]
        for code in np.unique(codes).tolist():
            chosen, rule = rest[codes == code], self.tape.rules[code]
            runs = np.array([node in self.runs for node in chosen.tolist()])
            if runs.any():
                self._run(stage, rule, [self.runs[node] for node in chosen[runs].tolist()])
            if not runs.all():
                self._apply(stage, rule, chosen[~runs])

    def _run(self, stage: str, rule: Op, runs: list[list[int]]) -> None:
        """One step for runs of one operation, long ones first."""
        first, second = self.tape.first, self.tape.second
        runs = sorted(runs, key=len, reverse=True)
        longest = range(len(runs[0]))
        links = [np.array([run[link] for run in runs if len(run) > link]) for link in longest]
        terms = [self.rows(stage, first[links[0] - self.leaves])]
        terms += [self.rows(stage, second[link - self.leaves]) for link in links]
        self.emit(stage, Run(rule, self.put(stage, np.concatenate(links)), terms))

    def _apply(self, stage: str, rule: Op, nodes: Any) -> None:
        """Steps for the nodes of one level and operation: one for each kind of operands."""
        sides = [self.tape.first[nodes - self.leaves], self.tape.second[nodes - self.leaves]][: len(rule.letters)]
        keys = self.keys(stage, sides)
        for key in np.unique(keys, axis=0):
            chosen = np.flatnonzero((keys == key).all(axis=1))
            operands = [side[chosen] for side in sides]
            own = [operand for operand in operands if self.own(stage, operand[0])]
            if own:
                chosen_order = np.argsort(self.rows(stage, own[0]).at, kind="stable")
                operands = [operand[chosen_order] for operand in operands]
                chosen = chosen[chosen_order]
            sources = [self.operand(stage, operand) for operand in operands]
            self.emit(stage, Apply(rule, self.put(stage, nodes[chosen]), sources))

    def keys(self, stage: str, sides: list[Any]) -> Any:
        """What tells apart operands that do not go together: those of the stage, fixed ones, each constant."""
        columns = []
        for side in sides:
            key = np.where(self.own(stage, side), -1, -2)
            constant = self.kind[side] == CONSTANT
            places = self.place[side]
            if constant.any() and len(np.unique(places[constant])) <= 2 * FEW:
                key = np.where(constant, places, key)
            columns.append(key)
        return np.stack(columns, axis=1)

    def operand(self, stage: str, nodes: Any) -> Operand:
        """An operand of a step: a constant where it is one and the same."""
        if self.kind[nodes[0]] == CONSTANT and (nodes == nodes[0]).all():
            return float(self.tape.constants[self.place[nodes[0]]])
        return self.source(stage, nodes, bool(self.own(stage, nodes[0])))


class _Sums:
    """The sums of one level, about to become steps."""

    def __init__(self, builder: _Builder, stage: str, heads: Any) -> None:
        self.builder, self.stage, self.heads = builder, stage, heads
        sums, number = builder.sums, builder.head_of[heads]
        starts, stops = sums.starts[number], sums.starts[number + 1]
        counts = stops - starts
        self.owner = np.repeat(np.arange(len(heads)), counts)
        at = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(starts, counts)
        # the last term, number −1, is 0·0
        self.left, self.right = (np.append(side[at], np.int32(builder.zero)) for side in (sums.left, sums.right))
        self.sign = np.append(sums.sign[at], np.int8(1))
        self.done = np.zeros(len(at), bool)  # terms that are in a step already
        self.begun = np.zeros(len(heads), bool)  # heads that have rows

    def emit(self) -> None:
        """Matrices first, then what is left of each sum."""
        self._matrices()
        self._rest()

    # ------------------------------------------------------------------------------------------------------ matrices

    def _weighted(self) -> tuple[Any, Any, Any]:
        """The products of a weight and an operand: their numbers, weights, operands."""
        builder, stage = self.builder, self.stage
        product = np.flatnonzero((self.right[:-1] >= 0) & ~self.done)
        left, right = self.left[product], self.right[product]
        own_left, own_right = builder.own(stage, left), builder.own(stage, right)
        # a constant that multiplies a weight is an operand: the zeros around an image
        constant_left, constant_right = builder.kind[left] == CONSTANT, builder.kind[right] == CONSTANT
        operand_left = (own_left & ~own_right) | (~own_left & ~own_right & constant_left & ~constant_right)
        operand_right = (own_right & ~own_left) | (~own_left & ~own_right & constant_right & ~constant_left)
        one = operand_left | operand_right
        weight, operand = np.where(operand_left, right, left)[one], np.where(operand_left, left, right)[one]
        return product[one], weight, operand

    def _matrices(self) -> None:
        """Products in the order of their weights, and then, for what is left, in the order of their operands."""
        place, kind = self.builder.place, self.builder.kind.astype(np.int64)
        for alone in (False, True):
            terms, weight, operand = self._weighted()
            if len(terms) < 2:
                return
            sorts = operand if alone else weight
            owner = self.owner[terms]
            order = np.lexsort((kind[sorts] << 40 | place[sorts], owner))
            self._blocks(terms[order], weight[order], operand[order], owner[order], alone)

    def _blocks(self, terms: Any, weight: Any, operand: Any, owner: Any, alone: bool) -> None:
        """Find what makes a matrix; `alone`: long rows by themselves as well."""
        signed = np.where(self.sign[terms] < 0, ~weight, weight)
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        bounds = list(zip(starts.tolist(), [*starts[1:].tolist(), len(owner)], strict=True))
        matrices: dict[bytes, list[tuple[int, int]]] = {}
        for start, stop in bounds:  # the same operands: rows of a matrix
            matrices.setdefault(operand[start:stop].tobytes(), []).append((start, stop))
        windows: dict[bytes, list[list[tuple[int, int]]]] = {}
        places = self.builder.place[weight]
        for rows in matrices.values():  # the same matrix over other operands: a convolution
            rows.sort(key=lambda row: (int(places[row[0]]), row))
            windows.setdefault(b"".join(signed[start:stop].tobytes() for start, stop in rows), []).append(rows)
        for blocks in windows.values():
            count, length = len(blocks) * len(blocks[0]), blocks[0][0][1] - blocks[0][0][0]
            if (count < 2 or count * length < SMALLEST) and not (alone and length >= 2 * SMALLEST):
                continue
            rows = blocks[0]
            heads = np.array([[owner[block[row][0]] for block in blocks] for row in range(len(rows))])
            operands = np.stack([operand[block[0][0] : block[0][1]] for block in blocks], axis=1)
            weights = np.stack([weight[start:stop] for start, stop in rows])
            signs = np.stack([self.sign[terms[start:stop]] for start, stop in rows])
            for block in blocks:
                for start, stop in block:
                    self.done[terms[start:stop]] = True
            self.begun[heads] = True
            self._matrix(self.heads[heads], weights, operands, signs)

    def _matrix(self, heads: Any, weights: Any, operands: Any, signs: Any) -> None:
        builder, stage = self.builder, self.stage
        if (builder.kind[operands] == INPUT).all() and _is_range(builder.place[operands].ravel()):
            source = Source(COLUMNS, builder.place[operands].astype(np.intp), False)
        else:
            source = builder.rows(stage, operands)
        out = builder.put(stage, heads)
        builder.emit(stage, Matrix(out, builder.weights(weights), source, None if (signs > 0).all() else signs))

    # ---------------------------------------------------------------------------------------------------- what is left

    def _rest(self) -> None:
        """Sums without a matrix, and what comes on top of one: together where they have the same kinds of terms."""
        builder, stage = self.builder, self.stage
        left = np.flatnonzero(~self.done)
        if not len(left):
            return
        left = left[np.argsort(self.owner[left], kind="stable")]
        owners, starts = np.unique(self.owner[left], return_index=True)
        kinds = self._kinds(left)
        groups: dict[Any, list[tuple[int, Any]]] = {}
        for owner, terms in zip(owners.tolist(), np.split(left, starts[1:]), strict=True):
            found = kinds[terms]
            terms = terms[np.lexsort((self._places(terms), found))]
            found = np.sort(found)
            key = self._key(found)
            groups.setdefault((bool(self.begun[owner]), key), []).append((owner, terms))
        for (begun, _), members in groups.items():
            owners = np.array([owner for owner, _ in members])
            lists = [terms for _, terms in members]
            order = np.argsort([self._first(terms) for terms in lists], kind="stable")
            if begun:
                order = np.argsort(builder.place[self.heads[owners]], kind="stable")
            heads = self.heads[owners[order]]
            out = builder.rows(stage, heads) if begun else builder.put(stage, heads)
            self._parts(out, [lists[number] for number in order.tolist()], kinds, begun)

    def _first(self, terms: Any) -> int:
        """What sums are sorted by, so that their rows lie in the order of their first terms."""
        return int(self._places(terms[:1])[0])

    def _places(self, terms: Any) -> Any:
        left, right = self.left[terms], self.right[terms]
        own = self.builder.own(self.stage, left)
        return self.builder.place[np.where(own | (right < 0), left, right)]

    def _kinds(self, terms: Any) -> Any:
        """For each term a number: its sign, and whether it and its factors are of the stage, fixed or a constant."""
        builder, stage = self.builder, self.stage
        kinds = np.full(len(self.owner) + 1, -1, np.int64)
        left, right, sign = self.left[terms], self.right[terms], self.sign[terms]
        own_left, own_right = builder.own(stage, left), builder.own(stage, right) & (right >= 0)
        product = right >= 0
        swap = product & ~own_left & own_right  # the factor of the stage first
        self.left[terms], self.right[terms] = np.where(swap, right, left), np.where(swap, left, right)
        own_left, own_right = own_left | own_right, own_left & own_right
        kinds[terms] = np.where(product, 0, 4) + 2 * ~own_left + ~own_right
        kinds[terms] = 2 * kinds[terms] + (sign < 0)
        constant = ~product & (builder.kind[left] == CONSTANT)
        kinds[terms[constant]] = 100 + 2 * builder.place[left[constant]] + (sign[constant] < 0)
        return kinds

    @staticmethod
    def _key(kinds: Any) -> Any:
        """What sums that go together have in common: how many terms of each kind, many of them roughly."""
        found, counts = np.unique(kinds, return_counts=True)
        few = (found >= _VALUES) & (counts[found >= _VALUES].sum() <= FEW)
        roughly = -np.ceil(np.log2(counts) / 2).astype(int)  # up to 1, 4, 16, 64 …
        return tuple(zip(found.tolist(), np.where(few, counts, roughly).tolist(), strict=True))

    def _parts(self, out: Source, lists: list[Any], kinds: Any, adds: bool) -> None:
        """The steps of sums with about the same number of terms of each kind."""
        builder, stage = self.builder, self.stage
        rows: dict[int, Any] = {}  # for each kind its terms, a row for each, and a column for each sum
        for kind in np.unique(kinds[lists[0]]).tolist():
            chosen = [terms[kinds[terms] == kind] for terms in lists]
            rows[kind] = np.full((max(map(len, chosen)), len(lists)), -1)
            for column, terms in enumerate(chosen):
                rows[kind][: len(terms), column] = terms
        for factors in sorted({kind // 2 for kind in rows if kind < _VALUES}):
            part = np.concatenate([rows[kind] for kind in (2 * factors, 2 * factors + 1) if kind in rows])
            left = builder.source(stage, self.left[part], factors < 2)
            right = builder.source(stage, self.right[part], factors == 0)
            builder.emit(stage, Dots(out, left, right, _signs(self.sign[part]), adds))
            adds = True
        values = {kind: part for kind, part in rows.items() if kind >= _VALUES}
        if not values:
            return
        if sum(map(len, values.values())) <= FEW:
            operands = [builder.operand(stage, self.left[row]) for part in values.values() for row in part]
            signs = tuple(int(self.sign[row[0]]) for part in values.values() for row in part)
            builder.emit(stage, Plus(out, operands, signs, adds))
            return
        for own in (True, False):
            parts = [part for kind, part in values.items() if (kind // 2 == _VALUES // 2 + 1) == own]
            if parts:
                part = np.concatenate(parts)
                source = builder.source(stage, self.left[part], own)
                builder.emit(stage, Total(out, source, _signs(self.sign[part]), adds))
                adds = True


_VALUES = 8
"""From here on kinds of terms are values, below they are products."""


def _signs(signs: Any) -> Any:
    return None if (signs > 0).all() else signs


def _is_range(places: Any) -> bool:
    return bool((np.diff(places) == 1).all())
