"""A graph in layers: which box stands in which layer, and in which order, so that few edges cross.

The first half of the layout (Sugiyama, Tagawa and Toda 1981); alignment.py then finds the coordinates.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil
from typing import NamedTuple

LONGEST = 8
"""An edge over more layers than this is cut: its slots on the way would grow as n² over long chains."""

MOST_ROWS = 4
"""Into how many rows leaves are put that have no room in one."""

Edge = tuple[int, int]


class Columns(NamedTuple):
    """A graph whose every edge runs through a slot in each layer it passes.

    Slots 0 … n-1 are the boxes; the others are tags of cut edges, labels and bends. `columns` holds the slots of
    each layer in order; `before` and `after` the neighbours of a slot in the layer before and after. `routes` are
    the slots of each edge, source to target; a cut edge's start with its tag. `tails` are the slots from a box with
    cut edges to the tag that stands for them. `labels` is the slot of each edge's label, if it has one.
    """

    boxes: int
    columns: list[list[int]]
    before: list[list[int]]
    after: list[list[int]]
    routes: list[list[int]]
    tails: dict[int, list[int]]
    labels: dict[int, int]


def layers(boxes: int, edges: Sequence[Edge]) -> list[int]:
    """The layer of each box, by longest path from the left; leaves sit one layer before their first use.

    Raises ValueError for a graph with a cycle.
    """
    targets: list[list[int]] = [[] for _ in range(boxes)]
    waiting = [0] * boxes
    for source, target in edges:
        targets[source].append(target)
        waiting[target] += 1
    leaves = [box for box in range(boxes) if not waiting[box]]
    layer = [0] * boxes
    ready = leaves.copy()
    for source in ready:  # grows as it goes
        beyond = layer[source] + 1
        for target in targets[source]:
            if layer[target] < beyond:
                layer[target] = beyond
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    if len(ready) < boxes:
        raise ValueError("layout: the edges form a cycle; expected a graph without one")
    for leaf in leaves:
        if targets[leaf]:
            layer[leaf] = min(layer[target] for target in targets[leaf]) - 1
    return layer


class Rows(NamedTuple):
    """What decides how many boxes have room beside each other: their sizes, those of the labels of the edges to them.

    An edge that passes a layer needs a `lane` of it; there is so much `room` in each.
    """

    sizes: Sequence[float]
    labels: Sequence[float]
    room: float
    lane: float


def in_more_layers(layer: Sequence[int], edges: Sequence[Edge], rows: Rows) -> list[int]:
    """The layers with results in several layers where one has not enough room for them, as far as MOST_ROWS suffice.

    Leaves stand before their first use again.

    >>> rows = Rows([80, 80, 80, 60], [0, 0, 0, 0, 0], 200, 10)
    >>> in_more_layers([0, 1, 1, 2], [(0, 1), (0, 2), (1, 3), (2, 3)], rows)
    [0, 1, 1, 2]
    >>> in_more_layers([0, 1, 1, 2], [(0, 1), (0, 2), (1, 3), (2, 3)], rows._replace(room=150))
    [0, 1, 2, 3]
    """
    found = list(layer)
    into: dict[int, list[int]] = defaultdict(list)
    uses: dict[int, list[int]] = defaultdict(list)
    for number, (source, target) in enumerate(edges):
        into[target].append(number)
        uses[source].append(target)

    def needed(row: Sequence[int], place: int) -> float:
        """The room that some of the results of a layer need, with what passes them on the way to others."""
        own = set(row)
        beyond = {box for box, other in enumerate(found) if other >= place and box not in own}
        late = {box for box in uses if box not in into and beyond.issuperset(uses[box])}  # leaves that stand further on
        passing = sum(found[source] < place and target in beyond and source not in late for source, target in edges)
        boxes = sum(rows.sizes[box] for box in row)
        labels = sum(rows.labels[number] or rows.lane for box in row for number in into[box])
        return max(boxes, labels) + rows.lane * passing

    place = 0
    while place <= max(found, default=-1):
        here = [box for box, other in enumerate(found) if other == place and box in into]
        most = needed(here, place)
        if len(here) > 1 and rows.room < most <= MOST_ROWS * rows.room:
            kept = len(here) - 1
            while kept > 1 and needed(here[:kept], place) > rows.room:
                kept -= 1
            found = [other + (other > place) for other in found]
            for box in here[kept:]:
                found[box] = place + 1
        place += 1
    for leaf in uses.keys() - into.keys():
        found[leaf] = min(found[target] for target in uses[leaf]) - 1
    first = min(found, default=0)
    return [place - first for place in found]


def in_rows(layer: Sequence[int], edges: Sequence[Edge], sizes: Sequence[float], room: float, lane: float) -> list[int]:
    """The layers with leaves in several rows where one has not enough room: some move to a layer before their own.

    Rows become about equally full. The edges of a leaf that has moved need a `lane` in the row it left. Where more than
    MOST_ROWS were needed nothing moves: the edges of all those leaves would have no room either.

    >>> in_rows([0, 0, 0, 0, 1], [(0, 4), (1, 4), (2, 4), (3, 4)], [80, 80, 80, 80, 60], 300, 10)
    [0, 0, 1, 1, 2]
    """
    targets = {target for _, target in edges}
    rows: dict[int, list[int]] = defaultdict(list)
    for box, place in enumerate(layer):
        rows[place].append(box)
    passing = [0] * (max(rows, default=0) + 2)
    for source, target in edges:
        passing[layer[source] + 1] += 1
        passing[layer[target]] -= 1
    passing = list(accumulate(passing))
    found = list(layer)
    place = max(rows, default=0)
    while place >= 0 or place in rows:
        here = rows[place]
        leaves = [box for box in here if box not in targets][: len(here) - 1]
        size = sum([sizes[box] for box in here])
        left = room - lane * passing[place] if place >= 0 else room
        needed = ceil(size / max(left, 1))
        if 1 < needed <= MOST_ROWS:
            # leaves alone stand in rows that are about equally full
            moved, goal = 0, size / needed if targets.isdisjoint(here) else left
            for box in leaves:
                if size <= goal and size + lane * moved <= left:
                    break
                rows[place - 1].append(box)
                found[box] = place - 1
                size, moved = size - sizes[box], moved + 1
        place -= 1
    first = min(found, default=0)
    return [place - first for place in found]


def in_columns(layer: Sequence[int], edges: Sequence[Edge], labelled: Sequence[bool]) -> Columns:
    """The graph with a slot for each edge in every layer it passes, ordered so that few edges cross.

    `layer` is that of each box. Where edges have labels a column of their own stands before their target's layer.
    """
    has_labels = {layer[target] for (_, target), label in zip(edges, labelled, strict=True) if label}
    column, columns = [], 0
    for place in range(max(layer, default=-1) + 1):
        columns += place in has_labels
        column.append(columns)
        columns += 1
    at = [column[place] for place in layer]  # the column of each slot
    routes: list[list[int]] = []
    tails: dict[int, list[int]] = {}
    labels: dict[int, int] = {}

    def bends(first: int, last: int) -> list[int]:
        """New slots in the columns between two."""
        at.extend(range(first + 1, last))
        return list(range(len(at) - max(last - first - 1, 0), len(at)))

    for number, (source, target) in enumerate(edges):
        start = source
        if layer[target] - layer[source] > LONGEST:
            if source not in tails:
                end = column[layer[source] + 1]
                between = bends(at[source], end)
                at.append(end)
                tails[source] = [source, *between, len(at) - 1]
            at.append(column[layer[target] - 1])
            start = len(at) - 1
        between = bends(at[start], at[target])
        routes.append([start, *between, target])
        if labelled[number]:
            labels[number] = between[-1]
    before: list[list[int]] = [[] for _ in at]
    after: list[list[int]] = [[] for _ in at]
    for route in (*routes, *tails.values()):
        for slot, following in pairwise(route):
            after[slot].append(following)
            before[following].append(slot)
    return Columns(len(layer), ordered(at, before, after, columns), before, after, routes, tails, labels)


def ordered(at: list[int], before: list[list[int]], after: list[list[int]], columns: int) -> list[list[int]]:
    """The slots of each column in an order with few crossings; also sorts `before` and `after` by it."""
    found: list[list[int]] = [[] for _ in range(columns)]
    for slot in first_visit(before, after):
        found[at[slot]].append(slot)
    place = [0] * len(at)
    note(found, place)
    best, fewest = found, crossings(found, after, place)
    sweeps = 24 if len(at) < 300 else 8 if len(at) < 6000 else 4
    stale = 0
    for sweep in range(sweeps):
        if not fewest or stale == 4:
            break
        found = [column.copy() for column in found]
        if sweep % 2:
            for column in reversed(found[:-1]):
                by_mean(column, after, place)
        else:
            for column in found[1:]:
                by_mean(column, before, place)
        count = crossings(found, after, place)
        stale += 1
        if count < fewest:
            best, fewest, stale = found, count, 0
    note(best, place)
    if fewest and len(at) < 2000:
        for _ in range(4):
            if not swapped(best, before, after, place):
                break
    for neighbours in before, after:
        for slots in neighbours:
            if len(slots) > 1:
                slots.sort(key=place.__getitem__)
    return best


def first_visit(before: list[list[int]], after: list[list[int]]) -> list[int]:
    """All slots in the order a walk from the results back to the leaves meets them: trees come out uncrossed."""
    seen = bytearray(len(before))
    found = []
    for root in range(len(before)):
        stack = [] if after[root] else [root]
        while stack:
            slot = stack.pop()
            if not seen[slot]:
                seen[slot] = 1
                found.append(slot)
                stack.extend(reversed(before[slot]))
    return found


def note(columns: list[list[int]], place: list[int]) -> None:
    """Note the place of each slot in its column."""
    for column in columns:
        for index, slot in enumerate(column):
            place[slot] = index


def by_mean(column: list[int], neighbours: list[list[int]], place: list[int]) -> None:
    """Sort a column by the mean place of each slot's neighbours; slots without any stay where they are."""
    mean: dict[int, float] = {}
    for slot in column:
        beside = neighbours[slot]
        if len(beside) == 1:
            mean[slot] = place[beside[0]]
        elif beside:
            mean[slot] = sum([place[other] for other in beside]) / len(beside)
    if len(mean) == len(column):
        column.sort(key=mean.__getitem__)
    else:
        moving = iter(sorted(mean, key=mean.__getitem__))
        column[:] = [next(moving) if slot in mean else slot for slot in column]
    for index, slot in enumerate(column):
        place[slot] = index


def crossings(columns: list[list[int]], after: list[list[int]], place: list[int]) -> int:
    """How many pairs of edges cross, in n log n (Barth, Jünger and Mutzel 2002)."""
    count = 0
    for column, following in pairwise(columns):
        first = 1
        while first < len(following):
            first *= 2
        tree = [0] * (2 * first)
        for slot in column:
            places = [place[other] for other in after[slot]]
            if len(places) > 1:
                places.sort()
            for index in places:
                index += first
                tree[index] += 1
                while index > 1:
                    if not index & 1:
                        count += tree[index + 1]
                    index >>= 1
                    tree[index] += 1
    return count


def swapped(columns: list[list[int]], before: list[list[int]], after: list[list[int]], place: list[int]) -> bool:
    """Swap neighbours wherever that undoes crossings; whether any were swapped."""
    better = False
    for column in columns:
        for index in range(len(column) - 1):
            upper, lower = column[index], column[index + 1]
            gain = 0
            for neighbours in before, after:
                below = [place[other] for other in neighbours[lower]]
                for other in neighbours[upper]:
                    here = place[other]
                    for there in below:
                        gain += (here > there) - (here < there)
            if gain > 0:
                column[index], column[index + 1] = lower, upper
                place[upper], place[lower] = index + 1, index
                better = True
    return better
