"""Large graphs: modules as boxes that open, and nothing that is too much to draw."""

import random
import re
from html import unescape

import pytest

from autograd import Steps, Value, draw
from autograd.engine.graph import order
from autograd.nn import MLP, Layer, Module, Neuron
from autograd.pictures.coarse import coarse_steps
from autograd.pictures.collapse import overview
from tests.samples import some


def loss(sizes: tuple[int, ...] = (16, 16, 1), points: int = 1) -> Value:
    """The squared error of a perceptron of two inputs, on so many points."""
    model = MLP(2, list(sizes), rng=random.Random(0))
    pick = random.Random(1)
    errors = [(model([Value(pick.random(), "x1"), Value(pick.random(), "x2")]) - 1) ** 2 for _ in range(points)]
    return sum(errors[1:], errors[0]).named("loss")


def names(drawing) -> list[str]:
    return [node.name for node in drawing.picture.nodes]


def module_names(drawing) -> list[str]:
    return sorted(node.name for node in drawing.picture.nodes if node.kind == "module")


def entered(drawing, name: str) -> int:
    """The number of the box that what is called so goes into."""
    return next(arrow.target for arrow in drawing.picture.arrows if drawing.picture.nodes[arrow.source].name == name)


def words(drawing, name: str) -> list[str]:
    return [line.text for node in drawing.picture.nodes if node.name == name for line in node.lines]


def test_a_network_shows_a_box_for_each_layer():
    z = loss()
    z.backward()
    drawing = draw(z)
    assert module_names(drawing) == ["layers.0", "layers.1", "layers.2"]
    assert len(names(drawing)) == 9  # two inputs, three layers, − 1, squared, and the two numbers
    assert words(drawing, "layers.1") == ["layers.1", "Layer(16, 16, relu)", "272 parameters", "800 Values"]
    assert words(drawing, "layers.2")[-2].startswith("data ")
    assert words(drawing, "layers.2")[-1].startswith("grad ")
    labels = [arrow.label for arrow in drawing.picture.arrows]
    assert labels.count("16 values") == 2
    assert "983 Values: modules are drawn as boxes; draw(loss, open='layers.0') opens one" in unescape(drawing.svg)


def test_every_value_is_somewhere():
    z = loss()
    found = overview(z, ["layers.1.neurons.3"], 200)
    alone = [place for place, member in enumerate(found.member) if member < 0]
    inside = [place for group in found.groups for place in group.members]
    assert sorted(alone + inside) == list(range(len(order(z))))


def test_boxes_open():
    z = loss()
    assert module_names(draw(z, open="layers.0")) == sorted(
        [*(f"layers.0.neurons.{number}" for number in range(16)), "layers.1", "layers.2"]
    )
    inside = draw(z, open="layers.0.neurons.3")
    assert module_names(inside) == ["layers.1", "layers.2", "others in layers.0"]
    assert {"w¹₄₁", "w¹₄₂", "b¹₄", "x1", "x2"} <= set(names(inside))
    assert words(inside, "others in layers.0")[:3] == ["others in layers.0", "15 × Neuron(2, relu)", "45 parameters"]
    assert len(module_names(draw(z, open=["layers.0", "layers.0.neurons.3"]))) == 17


def test_the_inside_of_a_neuron_is_what_its_box_said():
    z = loss()
    z.backward()
    box = words(draw(z, open="layers.0"), "layers.0.neurons.3")
    assert words(draw(z, open="layers.0.neurons.3"), "t5") == ["t5 = relu(t4)", *box[-2:]]


def test_an_unknown_module_is_refused():
    message = "draw(open='layers.9'): there is no such module here; expected one of layers.0, layers.0.neurons.0, "
    with pytest.raises(ValueError, match=re.escape(message)):
        draw(loss(), open="layers.9")


def test_modules_on_their_own_are_boxes():
    x = [Value(1.0, "x1"), Value(2.0, "x2")]
    assert module_names(draw(Neuron(2)(x), level="module")) == ["Neuron"]
    assert len(module_names(draw(sum(Layer(2, 3)(x)), level="module"))) == 3
    assert module_names(draw(MLP(2, [2, 1])(x), level="module")) == ["layers.0", "layers.1"]


def test_a_small_network_is_drawn_whole():
    assert module_names(draw(loss((2, 1)))) == []


def test_a_batch_goes_through_the_same_boxes():
    drawing = draw(loss(points=20), max_nodes=60)
    assert module_names(drawing) == ["layers.0", "layers.1", "layers.2"]
    assert "called 20 times" in words(drawing, "layers.1")[-1]
    assert len(names(drawing)) < 12


def test_a_recurrent_module_has_a_box_for_each_call():
    class Twice(Module):
        def __init__(self):
            self.cell = Layer(1, 1)
            self.other = Layer(1, 1)

        def forward(self, x):
            for _ in range(3):
                x = self.other([self.cell([x])])
            return x

    drawing = draw(Twice()(Value(1.0, "x")), level="module")
    assert module_names(drawing) == ["cell"] * 3 + ["other"] * 3
    assert sorted(names(drawing)) == sorted([*module_names(drawing), "x"])  # parameters stay inside, though shared
    assert sorted(node.lines[0].text for node in drawing.picture.nodes if node.name == "cell") == [
        f"cell, call {number}" for number in (1, 2, 3)
    ]
    assert drawing.picture.nodes[entered(drawing, "x")].lines[0].text == "cell, call 1"
    assert [len(drawing.picture.arrows)] == [6]


def test_a_parameter_used_outside_of_its_module_is_shown():
    layer, x = Layer(1, 1), Value(1.0, "x")
    weight = layer.neurons[0].w[0]
    drawing = draw((layer([x]) + 0.1 * weight**2).named("z"), level="module")
    assert "layers" not in names(drawing)
    assert "w₁₁" in " ".join(names(drawing))
    inside = [arrow for arrow in drawing.picture.arrows if arrow.id.startswith("m")]
    assert len(inside) == 1  # x; that it uses its own parameter goes without saying


def test_a_module_that_hands_its_input_through_takes_no_part():
    class Same(Module):
        def forward(self, x):
            return x

    y = Value(1.0, "x") * 2
    drawing = draw((Same()(y) + 1).named("z"), level="module")
    assert module_names(drawing) == []


def test_values_used_in_and_after_a_module_stay_outside():
    w = Value(2.0, "w")

    class Scale(Module):
        def forward(self, x):
            return (x * w).tanh()

    x = Value(3.0, "x")
    drawing = draw((Scale()(x) + w).named("z"), level="module")
    assert sorted(names(drawing)) == ["Scale", "w", "x", "z"]


@pytest.mark.slow
@pytest.mark.parametrize("level", some([None, "op", "name", "module"], 2))
def test_a_graph_of_100000_values_has_a_small_picture_that_says_so(level):
    x = Value(0.5, "x")
    z = x
    for step in range(50_000):
        z = z * x + 0.1 if step % 2 else z.tanh()
    drawing = draw(z, level=level)
    assert 8 <= len(names(drawing)) <= 50
    hidden = next(node for node in drawing.picture.nodes if node.kind == "hidden")
    assert len(names(drawing)) - 1 + int(hidden.lines[0].text.split()[0].replace(",", "")) == 100_001
    assert "100,001 Values: not all are drawn; draw(f, max_nodes=100001) shows more." in drawing.svg


def test_what_is_hidden_makes_no_circle():
    pick = random.Random(0)
    nodes = [Value(pick.uniform(0.5, 1.5)) for _ in range(20)]
    for _ in range(2000):
        nodes.append((pick.choice(nodes) * pick.choice(nodes[-30:])).tanh())
    z = sum(nodes[-40:])
    for most in (1, 10, 50, 400):
        assert len(names(draw(z, level="op", max_nodes=most))) <= max(most, 12)


def test_many_small_statements_fold_rather_than_hide():
    x = Value(1.0, "x")
    z = x
    for number in range(60):
        z = (z * 0.5 + x * 0.25 + 1).named(f"z{number}")
    drawing = draw(z)
    assert names(drawing) == ["x", "t1", *(f"z{number}" for number in range(60))]
    assert "unnamed ones are folded into formulas" in drawing.svg


def test_boxes_on_a_page_lead_to_what_is_inside():
    html = draw(loss((3, 1))).html
    assert draw(loss((3, 1)), level="module").html.count('class="view"') == 1 + 2 + 4
    targets = set(re.findall(r'<a href="#([^"]+)"', draw(loss((3, 1)), level="module").html))
    ids = set(re.findall(r' id="([^"]+)"', draw(loss((3, 1)), level="module").html))
    assert targets <= ids
    assert "Click on a module" not in html


@pytest.mark.parametrize("points", [1, 3])
def test_coarse_records_survive_json(points):
    records = coarse_steps(overview(loss(points=points), (), 200))
    assert {record.kind for record in records.forward} >= {"module", "statement", "leaf"}
    text = records.to_json()
    assert Steps.from_json(text).to_json() == text


def test_coarse_records_add_up():
    z = loss(points=3)
    records = coarse_steps(overview(z, (), 200))
    z.backward()
    grads = [node.grad for node in order(z) if node.name in ("x1", "x2")]
    complete = {record.operand: record.so_far for record in records.backward if not record.uses_left}
    reached = [complete[record.label] for record in records.forward if record.kind == "leaf"]
    assert sorted(reached) == pytest.approx(sorted(grads), rel=1e-12)  # the same products
    for record in records.forward:
        assert all(operand < record.number for operand in record.operands)


def test_parameters_that_calls_share_stay_inside_them():
    class Twice(Module):
        def __init__(self):
            self.cell = Layer(1, 1)
            self.other = Layer(1, 1)

        def forward(self, x):
            for _ in range(2):
                x = self.other([self.cell([x])])
            return x

    records = coarse_steps(overview(Twice()(Value(1.0, "x")), (), 200))
    assert [len(record.values) for record in records.forward if record.kind == "module"] == [1] * 4
    assert [(record.source, record.operand) for record in records.backward] == [
        ("", "other, call 2"),
        ("other, call 2", "cell, call 2"),
        ("cell, call 2", "other"),
        ("other", "cell"),
        ("cell", "x"),
    ]
