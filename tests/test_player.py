"""What the player says at each step, without a browser: frames, and large graphs in boxes."""

import math
import random

import pytest

from autograd import Value, anomalies, play, steps
from autograd.engine.graph import order
from autograd.formulas.notation import figure
from autograd.nn import MLP
from autograd.pictures.coarse import coarse_steps
from autograd.pictures.collapse import overview
from autograd.pictures.flows import Flows
from autograd.pictures.lettering import width
from autograd.pictures.picture import NOT_YET, SIZE
from autograd.pictures.several import spread
from autograd.player.frames import Writing
from autograd.player.scene import scene as scene_of
from tests.graphs import EXAMPLES, random_graph, residual
from tests.test_collapse import loss


def lines(player):
    return [frame.line for frame in player.scene.frames]


def test_the_lines_of_the_residual_example():
    assert lines(play(residual())) == [
        "x0 = 1",
        "w0 = 0.5",
        "b0 = 0.1",
        "w1 = −0.2",
        "b1 = 0.15",
        "x1 = relu(x0·w0 + b0) = relu(1·0.5 + 0.1) = relu(0.6) = 0.6",
        "y1 = x1·w1 + b1 = 0.6·(−0.2) + 0.15 = 0.03",
        "z = relu(y1 + x0) = relu(0.03 + 1) = relu(1.03) = 1.03",
        "∂z/∂z = 1",
        "∂z/∂x0 = 1 + …",
        "∂z/∂y1 = 1",
        "∂z/∂w1 = ∂z/∂y1 · ∂y1/∂w1 = 1·0.6 = 0.6",
        "∂z/∂b1 = ∂z/∂y1 · ∂y1/∂b1 = 1·1 = 1",
        "∂z/∂x1 = ∂z/∂y1 · ∂y1/∂x1 = 1·(−0.2) = −0.2",
        "∂z/∂w0 = ∂z/∂x1 · ∂x1/∂w0 = −0.2·1 = −0.2",
        "∂z/∂b0 = ∂z/∂x1 · ∂x1/∂b0 = −0.2·1 = −0.2",
        "∂z/∂x0 = 1 + ∂z/∂x1 · ∂x1/∂x0 = 1 + (−0.2)·0.5 = 0.9",
    ]


def test_what_the_residual_example_says():
    frames = play(residual()).scene.frames
    assert frames[9].shown == "grad 1 so far"
    assert frames[9].sentence == (
        "Back from z to x0: upstream 1 times local 1 gives 1. The gradient of x0 is 1 so far; 1 more use to come."
    )
    assert frames[16].sentence == (
        "Back from x1 to x0: upstream −0.2 times local 0.5 gives −0.1. The gradient of x0 is 0.9, complete."
    )
    assert frames[0].sentence == "Forward: x0 is given, 1."


def test_right_to_left_names_keep_to_themselves():
    (_, _, forward, *_) = play((Value(2.0, "שלום") * Value(3.0, "x")).named("y")).scene.frames
    assert forward.line == "y = \u2068שלום\u2069·x = 2·3 = 6"


@pytest.mark.parametrize("level", ["name", "op"])
@pytest.mark.parametrize("build", EXAMPLES, ids=lambda build: build.__name__)
def test_every_frame_has_its_place_in_the_picture(build, level):
    player = play(build(), level)
    for rankdir in "LR", "TB":
        picture = player.scene.picture(rankdir)
        ids = {node.id for node in picture.nodes}
        arrows = {arrow.id for arrow in picture.arrows}
        for frame in player.scene.frames:
            assert {frame.node} | ({frame.source} - {""}) <= ids
            assert set(frame.edges) <= arrows


def room(node, role):
    return next(line.room for line in node.lines if line.role == role)


@pytest.mark.parametrize("points", [1, 3])
def test_layers_are_played_as_boxes(points):
    """Every number is checked against the backward pass of the whole."""
    z = loss(points=points)
    scene = play(z).scene
    kinds = [frame.kind for frame in scene.frames]
    assert kinds.index("seed") == kinds.count("forward") < 60
    assert {"g0", "g1", "g2"} <= {frame.node for frame in scene.frames}
    last = {frame.node: frame.shown for frame in scene.frames}
    z.backward()
    inputs = [node for node in order(z) if node.name in ("x1", "x2")]
    named = {node.id: node.name for node in scene.picture("LR").nodes}
    shown = sorted(last[node] for node, name in named.items() if name.startswith(("x1", "x2")))
    assert shown == sorted(f"grad {figure(leaf.grad)}" for leaf in inputs)
    found = overview(z, (), 200)
    for number, group in enumerate(found.groups):
        outputs = [found.nodes[place] for place in group.members if id(found.nodes[place]) in group.outputs]
        assert last[f"g{number}"] == f"grad {spread([output.grad for output in outputs])}"
    parameters = [leaf.grad for leaf in order(z) if not leaf.inputs and not leaf.is_constant and leaf not in inputs]
    said = [frame.sentence for frame in scene.frames if "parameters" in frame.sentence]
    assert len(said) == 3
    assert any(figure(max(parameters)) in sentence for sentence in said)


def test_both_indices_of_layers_are_told_apart():
    frame = next(frame for frame in play(loss()).scene.frames if (frame.node, frame.source) == ("g0", "g1"))
    assert frame.maths["left"] == (r"\frac{\partial \mathit{loss}}{\partial {\text{layers.0}}_{i}}",)
    assert "".join(frame.maths["term"]) == (
        r"\sum_{j}\frac{\partial \mathit{loss}}{\partial {\text{layers.1}}_{j}}"
        r"\cdot\frac{\partial {\text{layers.1}}_{j}}{\partial {\text{layers.0}}_{i}}"
    )


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([2.0], "2"), ([2.0, -1.0], "−1 … 2 (2)"), ([1.0, math.nan, 3.0], "NaN … NaN (3)"), ([], "nothing")],
)
def test_several_numbers(numbers, said):
    assert spread(numbers) == said


def test_what_goes_between_boxes_adds_up():
    """Contributions to each Value outside its box sum to its gradient, as `backward` has it."""
    z = loss(points=2)
    found = overview(z, (), 200)
    boxes = {found.thing(place): str(found.thing(place)) for place in range(len(found.nodes))}
    flows = Flows(found, boxes)
    z.backward()
    assert flows.gradient == pytest.approx([node.grad for node in found.nodes], rel=1e-12)  # the same products
    together = {}
    for handed in flows.between.values():
        for place, contribution in handed.items():
            together[place] = together.get(place, 0.0) + contribution
    crossing = [place for place in together if flows.owner[place] == str(place)]  # all its users are elsewhere
    assert len(crossing) > 4
    for place in crossing:
        assert together[place] == pytest.approx(flows.gradient[place], rel=1e-12)


def test_boxes_without_modules_keep_the_gradients():
    """In random graphs most of which is in a box, what stands outside has the gradients that `backward` gives it."""
    seen = 0
    for seed in range(24):
        root, _ = random_graph(seed)
        frames = [frame for frame in scene_of(coarse_steps(overview(root, (), 30))).frames if frame.kind == "backward"]
        root.backward()
        last = {frame.line.partition(" = ")[0].partition("/∂")[2]: frame for frame in frames}
        for node in order(root):
            if node.name in last and not node.is_constant:
                assert last[node.name].shown in {f"grad {figure(node.grad, digits)}" for digits in range(4, 13)}
                seen += 1
    assert seen > 15


def test_boxes_have_room_for_what_they_show():
    scene = play(loss()).scene
    for node in scene.picture("LR").nodes:
        texts = [frame.shown for frame in scene.frames if frame.node == node.id]
        if node.kind == "constant":
            continue
        for text in [*texts, NOT_YET]:
            role = "data" if text.startswith("data") else "grad"
            assert room(node, role) >= width(text, SIZE, bold=text != NOT_YET)


@pytest.mark.slow
def test_a_long_chain_is_played():
    y = Value(0.5, "x")
    for _ in range(30_000):
        y = y * 1.00001 + 1e-9
    player = play(y.named("y"))
    assert len(player.scene.frames) < 450
    assert len(player.html) < 1_500_000


def test_max_nodes_says_when_boxes_begin():
    z = loss((3, 1))
    assert len(play(z, max_nodes=1000).scene.picture("LR").nodes) > 10
    few = play(z, max_nodes=10).scene.picture("LR")
    assert {node.kind for node in few.nodes} >= {"module"}
    assert any("max_nodes=" in note for note in few.notes)


def test_records_are_played_as_they_are():
    z = residual()
    assert lines(play(steps(z, "op"))) == lines(play(z, level="op"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((3.0,), {}), r"play\('float'\): expected a Value, the output of a computation"),
        (((Value(1),), {"level": "all"}), r"play\(level='all'\): expected \"name\" or \"op\""),
        (((Value(1),), {"max_nodes": 0}), r"play\(max_nodes=0\): expected at least 1"),
    ],
)
def test_what_cannot_be_played(arguments, message):
    given, named = arguments
    with pytest.raises((TypeError, ValueError), match=message):
        play(*given, **named)


def test_a_single_value():
    assert lines(play(Value(2.0, "x"))) == ["x = 2", "∂x/∂x = 1"]


def test_no_derivative_in_a_large_graph():
    z = MLP(2, [16, 16, 1], rng=random.Random(0))([Value(0.1), Value(0.2)]).step().named("hard")
    scene = play(z).scene
    assert {frame.kind for frame in scene.frames} == {"forward"}
    assert "No backward pass" in scene.finished


def test_an_infinite_slope_is_shown():
    with anomalies("ignore"):
        root = Value(0.0, "x").sqrt().named("y")
    assert lines(play(root))[-1] == "∂y/∂x = 1/(2·y) = ∞"


def test_a_value_used_often_is_played_in_linear_time(monkeypatch):
    """Each line writes the terms it shows, not all that have come so far."""
    written, product = [], Writing.product
    monkeypatch.setattr(Writing, "product", lambda *given: written.append(given) or product(*given))

    def count(uses):
        written.clear()
        x = Value(0.5, "x")
        y = x
        for _ in range(uses):
            y = y * 0.5 + x
        play(y.named("y"), level="op", max_nodes=10_000)
        return len(written)

    assert count(400) < 2.1 * count(200)
