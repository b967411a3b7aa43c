"""Given numbers that are moved in the page: all it shows is what a fresh run in Python gives."""

import math
import random
import re

import pytest

from autograd import Value, forget, maths, maximum, op, play, steps
from autograd.compiled.javascript import functions
from autograd.formulas.notation import figure
from autograd.player.live import MOST_KINKS
from tests.pages import texts
from tests.samples import sized


def residual(x0, w0, w1, b0, b1):
    x1 = (x0 * w0 + b0).relu().named("x1")
    y1 = (x1 * w1 + b1).named("y1")
    return (y1 + x0).relu().named("z")


def neuron(w, x, b):
    return (w * x + b).tanh()


def softmax(h0, h1, h2):
    return (-(h1.exp() / (h0.exp() + h1.exp() + h2.exp())).log()).named("L")


def kinks(x, y, w):
    """Two kinks in one statement, and a square whose derivative is used twice."""
    t = maximum(x * w, abs(y - w)).named("t")
    return (t * t * x + t.sigmoid()).named("f")


def functions_of_all_kinds(a, b):
    """What JavaScript has and what it lacks: the error function, powers, logarithms."""
    u = (a.gelu() + a.erf() * b.sin() + (a * a + 1).log() + (b * b + 0.5).sqrt()).named("u")
    v = (u.softplus() + (a * a + 1) ** 1.5 + b.cosh() / (a.cos() + 3) + (b * b + 2).log2() + a.atan()).named("v")
    return (v * u - b.silu() + a.elu()).named("y")


GRAPHS = [residual, neuron, softmax, kinks, functions_of_all_kinds]
START = {"x0": 1.0, "w0": 0.5, "w1": -0.2, "b0": 0.1, "b1": 0.15}


def built(graph, given=None):
    """The graph at given numbers, by name."""
    names = graph.__code__.co_varnames[: graph.__code__.co_argcount]
    return graph(*(Value((given or START).get(name, 0.7), name) for name in names))


def player(graph, far=3.0, level="name"):
    leaves = [record for record in steps(built(graph)).forward if record.kind == "leaf"]
    sliders = {leaf.label: (leaf.value - far, leaf.value + far) for leaf in leaves}
    return play(built(graph), level=level, sliders=sliders)


MOVE = """positions => {
  const inputs = [...document.querySelectorAll("#inputs input")];
  return positions.map((position) => {
    inputs.forEach((input, place) => { input.value = position[place]; });
    inputs[0].dispatchEvent(new Event("input"));
    const nodes = [...document.querySelectorAll("#picture .wide .node")];
    return {
      given: inputs.map((input) => +input.value),
      exact: nodes.map(({id, dataset}) => [+id.slice(6), dataset.value, dataset.gradient]),
      shown: nodes.map((node) => [...node.querySelectorAll(".data, .grad")].map((text) => text.textContent)),
      paper: [...document.querySelectorAll("#paper .forms")].map((line) => line.textContent),
    };
  });
}"""


@pytest.mark.parametrize(
    ("graph", "level"),
    [*((graph, "name") for graph in GRAPHS), (residual, "op"), (kinks, "op")],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_moved_numbers_give_what_a_fresh_run_gives(open_page, graph, level):
    """Random positions, each number and gradient to 1e-12, which is what libraries differ by."""
    page = open_page(player(graph, level=level).html)
    labels = [label for label, *_ in player(graph).scene.live.texts["sliders"]]
    rng = random.Random(graph.__name__)
    starts = [START.get(label, 0.7) for label in labels]
    positions = [[start + rng.uniform(-3, 3) for start in starts] for _ in range(sized(30, 300))]
    for state in page.evaluate(MOVE, positions):
        records = steps(built(graph, dict(zip(labels, state["given"], strict=True))), level)
        gradients = {use.operand: use.so_far for use in records.backward}
        for number, value, gradient in state["exact"]:
            record = records.forward[number]
            if not record.label or record.kind == "constant":  # what never moves
                continue
            assert float(value) == pytest.approx(record.value, rel=1e-12, abs=1e-14)
            assert float(gradient) == pytest.approx(gradients[record.label], rel=1e-12, abs=1e-13), record.label
            data, grad = state["shown"][[entry[0] for entry in state["exact"]].index(number)]
            assert data == f"data {figure(float(value))}"
            assert grad == f"grad {figure(float(gradient))}"
        assert all("NaN" not in line and "undefined" not in line for line in state["paper"])


def test_the_paper_follows_the_kinks(open_page):
    """Where a relu shuts, its derivative is 0 on the page too, and the side of the kink is told anew."""
    page = open_page(player(residual).html)
    labels = [label for label, *_ in player(residual).scene.live.texts["sliders"]]
    position = {"x0": 1.0, "w0": -1.0, "b0": 0.5, "w1": 2.0, "b1": 0.25}
    (state,) = page.evaluate(MOVE, [[position[label] for label in labels]])
    lines = dict(zip(texts(page, "#paper .left", "textContent"), state["paper"], strict=True))
    assert lines["x1"] == " = relu(x0·w0 + b0) = relu(1·(−1) + 0.5) = relu(−0.5) = 0"
    assert lines["y1"] == " = x1·w1 + b1 = 0·2 + 0.25 = 0.25"
    assert lines["∂z/∂w0"] == " = ∂z/∂x1 · ∂x1/∂w0 = 2·0 = 0"
    assert lines["∂z/∂x0"] == " = 1 + ∂z/∂x1 · ∂x1/∂x0 = 1 + 2·0 = 1"
    assert "x0·w0 + b0 = −0.5 < 0" in texts(page, "#paper .why", "textContent")
    page.fill("#slider", "17")
    assert page.inner_text("#sentence").endswith("upstream 2 times local 0 gives 0. The gradient of x0 is 1, complete.")
    page.click("#reset")
    assert texts(page, "#paper .forms", "textContent")[-1] == play(built(residual)).scene.paper[-1].text[6:]


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.__name__)
def test_unmoved_the_page_is_the_same(open_page, graph):
    """With the numbers as recorded, computed in the page, every line of four digits says what `explain` says."""
    page = open_page(player(graph).html)
    before = texts(page, "#paper .forms", "textContent")
    values = [value for *_, value in player(graph).scene.live.texts["sliders"]]
    (state,) = page.evaluate(MOVE, [values])
    for line, same in zip(before, state["paper"], strict=True):
        if not re.search(r"≈|\.\d{4}", line + same):
            assert same == line


def test_numbers_are_written_as_python_writes_them(open_page):
    page = open_page(player(neuron, far=1e9).html)
    rng = random.Random(1)
    numbers = [rng.uniform(-10, 10) * 10.0 ** rng.randint(-9, 7) for _ in range(sized(60, 600))]
    numbers += [0.0, 0.5, -0.25, 1e-5, 12345.678, 99999.5, 1 / 3, 0.41997, -7e8, 2e8, 0.1 + 0.2]
    states = page.evaluate(MOVE, [[number, 0.7, 0.7] for number in numbers])
    for state in states:
        assert state["shown"][0][0] == f"data {figure(state['given'][0])}"


def test_the_error_function_is_pythons(open_page):
    page = open_page(f"<script>{functions()} window.erfs = (x) => [erf(x), erfc(x)];</script>")
    points = [place / 50 for place in range(-300, 301)]
    for x, (ours, rest) in zip(points, page.evaluate("points => points.map(erfs)", points), strict=True):
        assert ours == pytest.approx(math.erf(x), rel=1e-13, abs=1e-300)
        assert rest == pytest.approx(math.erfc(x), rel=1e-12)  # of e^(−x²) its last digits


@pytest.mark.parametrize(
    ("sliders", "message"),
    [
        ({"v": (0, 1)}, "nothing given is called so; expected one of w, x, b"),
        ({"w": (1, 0)}, "expected two finite numbers, the smaller one first"),
        ({"w": (0, float("inf"))}, "expected two finite numbers"),
        ({"w": 3}, "expected two numbers, from where to where"),
        ({"w": (5, 6)}, "w is 0.7, which does not lie between them"),
        ({"f": (0, 1)}, "nothing given is called so"),
        (["w"], "play(sliders='list'): expected names with two numbers each, such as {'w': (-2, 2)}"),
    ],
)
def test_what_cannot_be_moved(sliders, message):
    with pytest.raises((ValueError, TypeError), match=re.escape(message)):
        play(built(neuron), sliders=sliders)


def test_what_a_page_cannot_compute():
    with pytest.raises(TypeError, match="records hold for their own numbers only"):
        play(steps(built(neuron)), sliders={"w": (0, 1)})
    with pytest.raises(ValueError, match="there is no way back here"):
        play((Value(2.0, "x").step() * 3).named("y"), sliders={"x": (0, 3)})
    with pytest.raises(ValueError, match="steps are more than max_nodes=2"):
        play(built(neuron), sliders={"w": (0, 1)}, max_nodes=2)
    y = Value(0.5, "x")
    for _ in range(MOST_KINKS + 1):
        y = y.relu()
    with pytest.raises(ValueError, match="give names to its parts"):
        play(y.named("y"), sliders={"x": (0, 1)})


def test_a_function_of_ones_own_is_no_javascript():
    @maths.over_any_number
    def area(x):
        return math.asinh(x)

    @op(dx=lambda x, z: 1 / (x * x + 1) ** 0.5)
    def areasinh(x):
        """The area hyperbolic sine."""
        return area(x)

    try:
        y = Value(0.5, "x").areasinh().named("y")
        with pytest.raises(ValueError, match=re.escape("play(sliders=…): JavaScript has no function area")):
            play(y, sliders={"x": (0, 1)})
    finally:
        forget("areasinh")


def test_names_stay_text(open_page):
    name = "</script><script>window.hacked = 1</script><img src=x onerror=window.hacked=1>"
    root = (Value(2.0, name) * Value(3.0, "\U000f0001") + 1).named("'\"><svg onload=window.hacked=1>")
    page = open_page(play(root, sliders={steps(root).forward[0].label: (-3, 3)}).html)
    page.evaluate(MOVE, [[1.5]])
    assert page.evaluate("window.hacked") is None
