"""Where the boxes and edges of a graph go on the page: a layered layout, a function of sizes alone.

>>> a, b, product = Box(60, 40), Box(60, 40), Box(80, 40)
>>> plan = layout([a, b, product], [Edge(0, 2), Edge(1, 2)])
>>> plan.boxes[2]
Rect(x=92.3, y=35.0, width=80, height=40.0)
>>> plan.routes[0].path
'M68.0,28.0C80.2,28.0 80.2,48.0 92.3,48.0'

Each edge has a way of its own through every layer, so edges never run behind boxes or labels. Boxes must not depend
on themselves. 20,000 boxes take seconds; the same sizes give the same picture, run after run.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from math import inf
from typing import NamedTuple

from autograd.pictures.alignment import confined, coordinates
from autograd.pictures.layers import Columns, Rows, in_columns, in_more_layers, in_rows, layers

MARGIN = 8.0
BETWEEN_BOXES = 14.0
BETWEEN_EDGES = 10.0
BETWEEN_LAYERS = 20.0
STEEP = 0.16  # layers move apart by this much of the longest way across between them, so that no edge gets steep
WIDEST_GAP = 70.0
TAG_HEIGHT = 18.0
SHARED_TAG = 76.0
BETWEEN_PORTS = 14.0
LABEL_ROOM = 7.0  # from a label to the line it stands by
MOST_PARTED = 300  # boxes up to which layers are parted that are too wide


class Box(NamedTuple):
    """The size of a box, and the width of the tag that names it where an edge from or to it is cut."""

    width: float
    height: float
    tag: float = 40.0


class Edge(NamedTuple):
    """An edge from a box to a box, by their numbers, and the size of its label."""

    source: int
    target: int
    label_width: float = 0.0
    label_height: float = 0.0


class Rect(NamedTuple):
    """A place on the page: its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


class Route(NamedTuple):
    """How an edge is drawn: SVG path data ending at its target, and the place of its label.

    An edge over more than 8 layers is cut: its path starts at a `tag`, where the name of its source belongs.
    """

    path: str
    label: Rect | None
    tag: Rect | None


class Tail(NamedTuple):
    """The other end of cut edges: from a box to a tag, where the name of the target, or their number, belongs."""

    path: str
    tag: Rect
    edges: list[int]


class Layout(NamedTuple):
    """A page: its size, a Rect for each box, a Route for each edge, a Tail for each box with cut edges."""

    width: float
    height: float
    boxes: list[Rect]
    routes: list[Route]
    tails: dict[int, Tail]


def layout(boxes: Sequence[Box], edges: Sequence[Edge], rankdir: str = "LR", widest: float = inf) -> Layout:
    """A place for every box, label and edge; `rankdir` is "LR" (results to the right) or "TB" (at the bottom).

    Boxes keep apart from each other, from labels and from the edges of others. Layers are at most `widest` from end to
    end, if that is enough for what must stand in them. Raises ValueError for a cycle or an unknown rankdir.
    """
    if rankdir not in ("LR", "TB"):
        raise ValueError(f'rankdir={rankdir!r}: expected "LR" (left to right) or "TB" (top to bottom)')
    ends = [(edge.source, edge.target) for edge in edges]
    labelled = [edge.label_width > 0 for edge in edges]
    found: Layout | None = None
    for layer in _layerings(boxes, edges, ends, rankdir, widest):
        plan = Page(in_columns(layer, ends, labelled), boxes, edges, rankdir == "LR", widest).plan()
        if found is None or _across(plan, rankdir) < _across(found, rankdir):
            found = plan
        if _across(found, rankdir) <= widest:
            break
    assert found is not None  # there is a first one
    return found


def _across(plan: Layout, rankdir: str) -> float:
    return plan.height if rankdir == "LR" else plan.width


def _layerings(
    boxes: Sequence[Box], edges: Sequence[Edge], ends: list[tuple[int, int]], rankdir: str, widest: float
) -> Iterator[list[int]]:
    """Layers to try one after the other until all have room: with leaves in rows, then results, too."""
    layer = layers(len(boxes), ends)
    if widest == inf:
        yield layer
        return
    room = widest - 2 * MARGIN + BETWEEN_BOXES
    sizes = [(box.height if rankdir == "LR" else box.width) + BETWEEN_BOXES for box in boxes]
    yield in_rows(layer, ends, sizes, room, BETWEEN_EDGES)
    if len(boxes) > MOST_PARTED:
        return
    beside = [
        edge.label_height + LABEL_ROOM if rankdir == "LR" else edge.label_width + 2 * LABEL_ROOM for edge in edges
    ]
    labels = [size + BETWEEN_EDGES / 2 if edge.label_width else 0.0 for edge, size in zip(edges, beside, strict=True)]
    for share, lanes in product((1, 0.95, 0.9), (1, 2)):  # how many edges pass is known when all is in its place only
        rows = Rows(sizes, labels, share * room, BETWEEN_EDGES)
        yield in_rows(in_more_layers(layer, ends, rows), ends, sizes, rows.room, lanes * BETWEEN_EDGES)


class Page:
    """Places the slots of a graph. `along` runs from leaves to results, `across` from box to box of a layer."""

    def __init__(
        self, graph: Columns, boxes: Sequence[Box], edges: Sequence[Edge], sideways: bool, widest: float = inf
    ) -> None:
        self.graph, self.edges, self.sideways = graph, edges, sideways
        slots = len(graph.before)
        self.length = [0.0] * slots  # of each slot, along
        self.above = [BETWEEN_EDGES / 2] * slots  # its room across, on either side of the line through it
        self.below = self.above.copy()
        for slot, box in enumerate(boxes):
            self.take(slot, box.width, box.height)
        self.cut: dict[int, list[int]] = {source: [] for source in graph.tails}
        for number, route in enumerate(graph.routes):
            if route[0] >= len(boxes):
                source = edges[number].source
                self.cut[source].append(number)
                self.take(route[0], boxes[source].tag, TAG_HEIGHT)
        for source, numbers in self.cut.items():
            only = boxes[edges[numbers[0]].target].tag
            self.take(graph.tails[source][-1], only if len(numbers) == 1 else SHARED_TAG, TAG_HEIGHT)
        for number, slot in graph.labels.items():
            _, _, width, height = edges[number]
            if sideways:  # the text stands on its line
                self.length[slot], self.above[slot] = width, height + LABEL_ROOM
            else:  # the text stands right of its line
                self.length[slot], self.below[slot] = height, width + 2 * LABEL_ROOM
        across = coordinates(graph, self.above, self.below)
        self.across = confined(graph.columns, self.above, self.below, across, widest - 2 * MARGIN + BETWEEN_BOXES)
        self.place_columns()

    def take(self, slot: int, width: float, height: float) -> None:
        """Give a slot the room of a box."""
        self.length[slot], size = (width, height) if self.sideways else (height, width)
        self.above[slot] = self.below[slot] = (size + BETWEEN_BOXES) / 2

    def place_columns(self) -> None:
        """Find where the column of each slot starts and ends."""
        before, across = self.graph.before, self.across
        self.start, self.end = self.length.copy(), self.length.copy()
        along = MARGIN
        for number, column in enumerate(self.graph.columns):
            if number:
                steps = [abs(across[slot] - across[other]) for slot in column for other in before[slot]]
                along += min(BETWEEN_LAYERS + STEEP * max(steps, default=0.0), WIDEST_GAP)
            size = max([self.length[slot] for slot in column])
            for slot in column:
                self.start[slot], self.end[slot] = along, along + size
            along += size
        self.total = along + MARGIN

    def rect(self, slot: int) -> Rect:
        """The place of a box or a tag: in the middle of its column."""
        size = self.above[slot] + self.below[slot] - BETWEEN_BOXES
        along = (self.start[slot] + self.end[slot] - self.length[slot]) / 2
        return self.turned(along, self.across[slot] - size / 2, self.length[slot], size)

    def label(self, number: int) -> Rect | None:
        """The place of an edge's label: beside its line."""
        if number not in self.graph.labels:
            return None
        slot = self.graph.labels[number]
        _, _, width, height = self.edges[number]
        along = (self.start[slot] + self.end[slot] - self.length[slot]) / 2
        if self.sideways:
            return self.turned(along, self.across[slot] - height - 4, width, height)
        return self.turned(along, self.across[slot] + LABEL_ROOM, height, width)

    def turned(self, along: float, across: float, length: float, size: float) -> Rect:
        """A place on the page, which may be turned."""
        across += MARGIN - BETWEEN_BOXES / 2
        along, across = round(along, 1), round(across, 1)
        return Rect(along, across, length, size) if self.sideways else Rect(across, along, size, length)

    def ports(self, ends: list[tuple[int, int]]) -> list[float]:
        """Where each edge meets its box, across; an end is a box and the slot beside it.

        The edges of a box are spread over its side in the order of where they lead.
        """
        at_box: dict[int, list[tuple[float, int]]] = {}
        for index, (box, slot) in enumerate(ends):
            at_box.setdefault(box, []).append((self.across[slot], index))
        found = [0.0] * len(ends)
        for box, leading in at_box.items():
            middle = self.across[box]
            if len(leading) == 1:
                found[leading[0][1]] = middle
                continue
            size = self.above[box] + self.below[box] - BETWEEN_BOXES
            step = min(BETWEEN_PORTS, 0.7 * size / (len(leading) - 1))
            leading.sort()
            for place, (_, index) in enumerate(leading):
                found[index] = middle + step * (place - (len(leading) - 1) / 2)
        return found

    def path(self, slots: list[int], leaves: float, arrives: float) -> str:
        """The line from the first slot's box to the last one's: straight through each column, bending between them."""
        first, last = slots[0], slots[-1]
        shift = MARGIN - BETWEEN_BOXES / 2
        along = (self.start[first] + self.end[first] + self.length[first]) / 2
        across = leaves + shift
        written = [f"M{self.point(along, across)}"]
        reached, along = along, self.end[first]
        for slot in slots[1:]:
            following = arrives + shift if slot == last else self.across[slot] + shift
            start = self.start[slot]
            if abs(following - across) > 0.05:
                middle = (along + start) / 2
                if along > reached:
                    written.append(f"L{self.point(along, across)}")
                bend = self.point(middle, across), self.point(middle, following), self.point(start, following)
                written.append(f"C{' '.join(bend)}")
                reached, across = start, following
            along = self.end[slot]
        end = (self.start[last] + self.end[last] - self.length[last]) / 2
        if end > reached:  # a last piece of no length would turn the arrow
            written.append(f"L{self.point(end, across)}")
        return "".join(written)

    def point(self, along: float, across: float) -> str:
        """A point on the page, written."""
        return f"{along:.1f},{across:.1f}" if self.sideways else f"{across:.1f},{along:.1f}"

    def plan(self) -> Layout:
        """Everything in its place."""
        graph, boxes = self.graph, self.graph.boxes
        routes = [*graph.routes, *graph.tails.values()]
        leaving = self.ports([(route[0], route[1]) for route in routes])
        arriving = self.ports([(route[-1], route[-2]) for route in routes])
        paths = [self.path(*given) for given in zip(routes, leaving, arriving, strict=True)]
        drawn = [
            Route(paths[number], self.label(number), self.rect(route[0]) if route[0] >= boxes else None)
            for number, route in enumerate(graph.routes)
        ]
        tails = {
            source: Tail(path, self.rect(tail[-1]), self.cut[source])
            for (source, tail), path in zip(graph.tails.items(), paths[len(drawn) :], strict=True)
        }
        extent = max([x + room for x, room in zip(self.across, self.below, strict=True)], default=0.0)
        across = extent + 2 * MARGIN - BETWEEN_BOXES
        width, height = (self.total, across) if self.sideways else (across, self.total)
        return Layout(round(width, 1), round(height, 1), [self.rect(box) for box in range(boxes)], drawn, tails)
