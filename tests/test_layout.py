"""The layout: nothing overlaps, edges keep clear of what is not theirs, and cost grows with the graph."""

import random
import re
from itertools import combinations, pairwise

import pytest

from autograd.pictures.layers import LONGEST, crossings, in_columns, layers
from autograd.pictures.layout import Box, Edge, Layout, Rect, layout


def random_graph(boxes: int, seed: int, labelled: bool = True) -> tuple[list[Box], list[Edge]]:
    """A DAG like those of computations: each box but the leaves has one or two operands, some of them far back."""
    pick = random.Random(seed)
    sizes = [Box(pick.uniform(30, 160), pick.uniform(24, 70), pick.uniform(20, 60)) for _ in range(boxes)]
    edges = []
    for target in range(max(2, boxes // 4), boxes):
        for _ in range(pick.choice((1, 2, 2))):
            source = pick.randrange(max(0, target - 12), target) if pick.random() < 0.8 else pick.randrange(target)
            label = (pick.uniform(20, 120), 15.0) if labelled and pick.random() < 0.8 else (0.0, 0.0)
            edges.append(Edge(source, target, *label))
    return sizes, edges


def chain(boxes: int) -> tuple[list[Box], list[Edge]]:
    """x·x·x·…: each product uses the last one and x."""
    edges = [edge for target in range(1, boxes) for edge in (Edge(target - 1, target, 40, 15), Edge(0, target, 40, 15))]
    return [Box(60, 40)] * boxes, edges


def places(plan: Layout) -> list[Rect]:
    """Everything on the page that has a place of its own."""
    labels = [route.label for route in plan.routes if route.label]
    tags = [route.tag for route in plan.routes if route.tag]
    return [*plan.boxes, *labels, *tags, *(tail.tag for tail in plan.tails.values())]


def points(path: str, steps: int = 12) -> list[tuple[float, float]]:
    """Points along SVG path data made of M, L and C."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MLC])([^MLC]*)", path):
        given = [float(number) for number in re.split("[ ,]", numbers)]
        ends = list(zip(given[::2], given[1::2], strict=True))
        if command == "M":
            found.append(ends[0])
            continue
        start = found[-1]
        corners = [start, *ends] if command == "C" else [start, start, ends[0], ends[0]]
        for step in range(1, steps + 1):
            t = step / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            found.append(tuple(sum(w * c[axis] for w, c in zip(weights, corners, strict=True)) for axis in (0, 1)))
    return found


def overlap(one: Rect, other: Rect) -> bool:
    """Whether they share more than an edge."""
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def inside(point: tuple[float, float], place: Rect) -> bool:
    slack = 0.2  # paths are written with one decimal
    return (
        place.x + slack < point[0] < place.x + place.width - slack
        and place.y + slack < point[1] < place.y + place.height - slack
    )


CASES = [
    (boxes, seed, rankdir, labelled)
    for boxes in (10, 25, 60, 120, 200)
    for seed in range(4)
    for rankdir in ("LR", "TB")
    for labelled in (True, False)
]


@pytest.mark.parametrize(("boxes", "seed", "rankdir", "labelled"), CASES)
def test_nothing_overlaps_and_all_is_on_the_page(boxes, seed, rankdir, labelled):
    plan = layout(*random_graph(boxes, seed, labelled), rankdir)
    assert sum(overlap(*pair) for pair in combinations(places(plan), 2)) == 0
    for place in places(plan):
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.width <= plan.width
        assert place.y + place.height <= plan.height


@pytest.mark.parametrize("rankdir", ["LR", "TB"])
@pytest.mark.parametrize("seed", range(4))
def test_edges_run_behind_no_box_and_no_label(seed, rankdir):
    sizes, edges = random_graph(60, seed)
    plan = layout(sizes, edges, rankdir)
    paths = [route.path for route in plan.routes] + [tail.path for tail in plan.tails.values()]
    hits = [(path, place) for path in paths for point in points(path) for place in places(plan) if inside(point, place)]
    assert hits == []


@pytest.mark.parametrize("rankdir", ["LR", "TB"])
def test_an_edge_joins_its_boxes(rankdir):
    sizes, edges = random_graph(80, 1)
    plan = layout(sizes, edges, rankdir)
    for edge, route in zip(edges, plan.routes, strict=True):
        start, end = points(route.path)[0], points(route.path)[-1]
        for (x, y), place, far in ((start, route.tag or plan.boxes[edge.source], 1), (end, plan.boxes[edge.target], 0)):
            along = (x, place.x, place.width) if rankdir == "LR" else (y, place.y, place.height)
            across = (y, place.y, place.height) if rankdir == "LR" else (x, place.x, place.width)
            assert along[0] == pytest.approx(along[1] + far * along[2], abs=0.11)  # rounded to a tenth, twice
            assert across[1] <= across[0] <= across[1] + across[2]


def test_the_test_sees_an_overlap():
    assert overlap(Rect(0, 0, 10, 10), Rect(9, 9, 10, 10))
    assert not overlap(Rect(0, 0, 10, 10), Rect(10, 0, 10, 10))
    assert inside((5, 5), Rect(0, 0, 10, 10))


def test_the_same_sizes_give_the_same_picture():
    assert layout(*random_graph(150, 7)) == layout(*random_graph(150, 7))


@pytest.mark.parametrize("label", [(0.0, 0.0), (50.0, 15.0)])
@pytest.mark.parametrize("rankdir", ["LR", "TB"])
def test_two_edges_of_a_square_are_apart(rankdir, label):
    plan = layout([Box(60, 40), Box(60, 40)], [Edge(0, 1, *label), Edge(0, 1, *label)], rankdir)
    one, other = (points(route.path) for route in plan.routes)
    across = 1 if rankdir == "LR" else 0
    assert all(abs(a[across] - b[across]) >= 7 for a, b in zip(one, other, strict=True))


def test_leaves_sit_one_layer_before_their_first_use():
    # 0 → 2 → 3 → 4, and the leaf 1 is used by 3 and by 4
    assert layers(5, [(0, 2), (2, 3), (1, 3), (3, 4), (1, 4)]) == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("seed", range(3))
def test_every_edge_runs_through_each_column_between_its_ends(seed):
    sizes, edges = random_graph(100, seed)
    ends = [edge[:2] for edge in edges]
    graph = in_columns(layers(len(sizes), ends), ends, [edge[2] > 0 for edge in edges])
    column = {slot: number for number, slots in enumerate(graph.columns) for slot in slots}
    assert sorted(column) == list(range(len(graph.before)))
    for route in (*graph.routes, *graph.tails.values()):
        assert [column[slot] for slot in route] == list(range(column[route[0]], column[route[-1]] + 1))


def test_long_edges_are_cut():
    boxes, edges = chain(30)
    plan = layout(boxes, edges)
    layer = layers(30, [edge[:2] for edge in edges])
    for number, (edge, route) in enumerate(zip(edges, plan.routes, strict=True)):
        far = layer[edge.target] - layer[edge.source] > LONGEST
        assert (route.tag is not None) == far
        assert (number in plan.tails[0].edges) == far
    assert list(plan.tails) == [0]


def test_slots_grow_with_the_graph_and_not_with_its_square():
    def slots(boxes: int) -> int:
        edges = [edge[:2] for edge in chain(boxes)[1]]
        return len(in_columns(layers(boxes, edges), edges, [True] * len(edges)).before)

    assert slots(4000) - slots(2000) == slots(6000) - slots(4000)


@pytest.mark.parametrize("seed", range(5))
def test_crossings_are_counted_right(seed):
    pick = random.Random(seed)
    left, right = list(range(12)), list(range(12, 24))
    after: list[list[int]] = [[] for _ in range(24)]
    for _ in range(30):
        after[pick.choice(left)].append(pick.choice(right))
    pick.shuffle(left)
    pick.shuffle(right)
    place = {slot: index for column in (left, right) for index, slot in enumerate(column)}
    edges = [(place[slot], place[other]) for slot in left for other in after[slot]]
    crossed = sum((a[0] - b[0]) * (a[1] - b[1]) < 0 for a, b in combinations(edges, 2))
    assert crossings([left, right], after, [place[slot] for slot in range(24)]) == crossed


def test_a_tree_is_drawn_without_crossings():
    edges = [(2 * node + child, node) for node in range(1, 32) for child in (0, 1)]
    random.Random(0).shuffle(edges)
    graph = in_columns(layers(64, edges), edges, [False] * len(edges))
    place = [0] * len(graph.before)
    for column in graph.columns:
        for index, slot in enumerate(column):
            place[slot] = index
    assert crossings(graph.columns, graph.after, place) == 0


def test_long_edges_are_straight_between_their_bends():
    # a chain of six, and an edge past it: the way past is one straight line
    boxes = [Box(60, 40)] * 7
    edges = [*(Edge(node, node + 1) for node in range(6)), Edge(0, 6)]
    middle = points(layout(boxes, edges).routes[-1].path)
    heights = [y for x, y in middle if 160 < x < 400]
    assert heights
    assert max(heights) - min(heights) < 0.2


def test_wrong_rankdir_and_cycles_are_refused():
    with pytest.raises(ValueError, match=re.escape('rankdir=\'RL\': expected "LR" (left to right) or "TB"')):
        layout([Box(1, 1)], [], "RL")
    with pytest.raises(ValueError, match="the edges form a cycle"):
        layout([Box(1, 1)] * 2, [Edge(0, 1), Edge(1, 0)])


def test_nothing_and_one_box():
    assert layout([], []).boxes == []
    assert layout([Box(60, 40)], []).boxes == [Rect(8, 8, 60, 40)]


def test_columns_do_not_share_room():
    plan = layout(*random_graph(40, 3))
    edges = sorted({(place.x, place.x + place.width) for place in plan.boxes})
    assert all(first[0] <= second[0] for first, second in pairwise(edges))


@pytest.mark.parametrize("rankdir", ["LR", "TB"])
@pytest.mark.parametrize("seed", range(6))
def test_a_narrow_layout_is_as_wide_as_it_must_be(seed, rankdir):
    boxes, edges = random_graph(25, seed)

    def across(widest: float) -> float:
        plan = layout(boxes, edges, rankdir, widest)
        assert not any(overlap(one, other) for one, other in combinations(places(plan), 2))
        assert all(place.x >= 7 and place.x + place.width <= plan.width - 7 for place in places(plan))
        return plan.width if rankdir == "TB" else plan.height

    free, least = across(10_000), across(1)
    assert least < free
    middle = (least + free) / 2
    assert across(middle) == pytest.approx(middle, abs=0.2) or across(middle) < middle
    assert layout(boxes, edges, rankdir, 10_000) == layout(boxes, edges, rankdir)


def test_leaves_without_room_beside_each_other_stand_in_rows():
    boxes, edges = [Box(80, 40)] * 6, [Edge(leaf, 5, 30, 15) for leaf in range(5)]
    plan = layout(boxes, edges, "TB", 382)
    assert plan.width <= 382
    rows = sorted({place.y for place in plan.boxes})
    assert [sum(place.y == row for place in plan.boxes) for row in rows] == [3, 2, 1]
    many = [Box(80, 40)] * 31, [Edge(leaf, 30, 30, 15) for leaf in range(30)]
    assert layout(*many, "TB", 382).height == layout(*many, "TB").height  # in so many rows nobody finds his way


def test_results_without_room_beside_each_other_stand_in_rows_too():
    boxes = [Box(150, 60)] * 5
    edges = [Edge(0, 1, 40, 15), Edge(0, 2, 40, 15), Edge(0, 3, 40, 15), *(Edge(box, 4, 40, 15) for box in (1, 2, 3))]
    free, narrow = layout(boxes, edges, "TB"), layout(boxes, edges, "TB", 390)
    assert free.width > 390 >= narrow.width
    rows = sorted({place.y for place in narrow.boxes})
    assert [sum(place.y == row for place in narrow.boxes) for row in rows] == [1, 2, 1, 1]
    assert not any(overlap(one, other) for one, other in combinations(places(narrow), 2))
