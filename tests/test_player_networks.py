"""Networks in the player: modules that open in the page, names of parameters, widths of edges, zoom and map."""

import random
import re

import pytest

from autograd import Value, play, steps
from autograd.engine.graph import order
from autograd.formulas.notation import figure
from autograd.nn import MLP
from autograd.pictures.coarse import coarse_steps, listed
from autograd.pictures.collapse import MOST_READ, overview
from autograd.player.opened import FEW_STATEMENTS, MOST_SCENES
from tests.graphs import batch_norm, residual, unnamed
from tests.pages import box
from tests.test_collapse import loss
from tests.test_player_looks import OVERFLOWS


def small(sizes=(4, 4, 1)):
    network = MLP(2, list(sizes), rng=random.Random(0))
    return ((network([Value(0.3, "x1"), Value(-0.7, "x2")]) - 1) ** 2).named("loss")


NAMES = """() => [...document.querySelectorAll("#picture .wide .node")]
  .map((node) => [...node.querySelectorAll(".name")].map((name) => name.textContent).join(" "))"""

VISIBLE = "visible=true"


def module(page, name):
    """The box of a module, where it can be seen."""
    return page.locator(".node.module").filter(has_text=name).locator(VISIBLE).first


def test_a_networks_layers_are_boxes_that_open_in_the_page(open_page):
    page = open_page(play(small()).html, width=1440)
    assert [name for name in page.evaluate(NAMES) if name.startswith("layers")] == ["layers.0", "layers.1", "layers.2"]
    module(page, "layers.1").click()
    assert page.inner_text("#heading").startswith("layers.1 in loss")
    inside = [name for name in page.evaluate(NAMES) if name.startswith("layers")]
    assert inside == ["layers.0", *(f"layers.1.neurons.{number}" for number in range(4)), "layers.2"]
    assert page.evaluate(OVERFLOWS) == []
    neuron = module(page, "layers.1.neurons.1").text_content()  # its parameters stand in its box
    assert re.search(
        r"Neuron\(4, relu\)w = −0.436  0.512  0.237  −0.499b = 0data .*grad w = 0  0  0  0grad b = 0$", neuron
    ), neuron
    unsaid = "() => document.querySelectorAll('#picture .wide .own.unsaid').length"
    assert page.evaluate(unsaid) == 0
    page.click("#first")
    assert page.evaluate(unsaid) == 2 * 4  # w and b of each neuron
    page.click("#forward")
    assert page.inner_text("#where").startswith("→ forward, step 1 of")
    page.click("#whole")
    assert page.is_hidden("#whole")
    assert page.get_attribute("#player", "data-kind") == "finished"
    assert [name for name in page.evaluate(NAMES) if name.startswith("layers")] == ["layers.0", "layers.1", "layers.2"]


def test_a_neurons_box_tells_the_gradients_of_its_weights():
    network = MLP(2, [4, 4, 1], rng=random.Random(0))
    z = network([Value(0.3, "x1"), Value(-0.7, "x2")])
    z.backward()
    boxes = {
        record.path: record
        for record in coarse_steps(overview(z, ("layers.1",), 200)).forward
        if hasattr(record, "path")
    }
    for number, neuron in enumerate(network.layers[1].neurons):
        slopes = [listed([weight.grad for weight in neuron.w]), listed([neuron.b.grad])]
        told = boxes[f"layers.1.neurons.{number}"].slopes
        assert told == (f"grad w = {slopes[0]}", f"grad b = {slopes[1]}")
    assert boxes["layers.0"].slopes == ()


def test_every_weight_can_be_opened_down_to_its_chain_rule(open_page):
    z = small((4, 2, 1))
    page = open_page(play(z).html, width=1440)
    module(page, "layers.0").click()
    module(page, "layers.0.neurons.1").focus()
    page.keyboard.press("Enter")
    names = page.evaluate(NAMES)
    assert {"w¹₂₁", "w¹₂₂", "b¹₂", "x1", "x2"} <= set(names)
    gradient = next(use.so_far for use in reversed(steps(z).backward) if use.operand == "w¹₂₁")
    shown = page.locator("#picture .wide .node").filter(has_text="w¹₂₁").locator(".grad").first.text_content()
    assert shown in {f"grad {figure(gradient, digits)}" for digits in range(4, 13)}


def test_parameters_are_called_as_one_writes_them():
    z = small((2, 1))
    labels = {record.label for record in steps(z).forward if record.kind == "leaf"}
    assert labels == {*("w¹₁₁", "w¹₁₂", "w¹₂₁", "w¹₂₂", "b¹₁", "b¹₂", "w²₁₁", "w²₁₂", "b²₁", "x1", "x2")}
    assert "w¹₂₁" in str(play(z, max_nodes=200).scene.paper)


@pytest.mark.parametrize("sizes", [(4, 4, 1), (16, 16, 1)])
def test_what_opens_is_bounded(sizes):
    scenes = play(small(sizes)).scenes
    assert 3 < len(scenes) <= MOST_SCENES + 1
    for scene in scenes:
        assert set(scene.inside.values()) <= set(range(len(scenes)))
        assert set(scene.inside) <= {node.id for node in scene.picture("LR").nodes if node.kind == "module"}


def test_a_large_network_opens_less_and_a_small_one_has_no_boxes():
    assert len(play(loss((60, 60, 1))).scenes) == 1 + MOST_READ // len(order(loss((60, 60, 1))))
    assert len(steps(small((2, 1))).forward) <= FEW_STATEMENTS
    assert {node.kind for node in play(small((2, 1))).scene.picture("LR").nodes} == {"leaf", "statement"}


def test_with_a_limit_given_a_network_is_played_one_by_one():
    flat = play(small(), max_nodes=200).scene
    assert len(flat.picture("LR").nodes) == len(steps(small()).forward)


def test_widths_show_how_much_comes_back(open_page):
    page = open_page(play(residual()).html, width=1440)
    width = "id => parseFloat(getComputedStyle(document.querySelector(`#wide-${id} .line`)).strokeWidth)"
    records = steps(residual())
    plain_widths = {page.evaluate(width, arrow.id) for arrow in play(residual()).scene.picture("LR").arrows}
    page.click("#sizes")
    assert page.get_attribute("#sizes", "aria-pressed") == "true"
    picture = play(residual()).scene.picture("LR")
    contributions = {picture.arrow_for(use): abs(use.contribution) for use in records.backward[1:]}
    shown = sorted((contribution, page.evaluate(width, arrow)) for arrow, contribution in contributions.items())
    assert [size for _, size in shown] == sorted(size for _, size in shown)
    assert shown[-1][1] > 2 * shown[0][1]
    page.click("#sizes")
    assert {page.evaluate(width, arrow.id) for arrow in picture.arrows} == plain_widths


# zoom, map


def scale(page):
    return float(page.get_attribute("#player", "data-scale"))


BACKGROUND = """() => {
  const {left, top, width, height} = document.getElementById("picture").getBoundingClientRect();
  for (let y = top + 40; y < top + height; y += 7) for (let x = left + 60; x < left + width - 10; x += 7) {
    const seen = document.elementFromPoint(x, y);
    if (seen?.closest("#picture") && !seen.closest(".node, #map")) return [x, y];
  }
}"""


def test_zooming_and_fitting(open_page):
    page = open_page(play(batch_norm()).html, width=1440, height=900, reduced_motion="reduce")
    fitted = scale(page)
    page.click("#larger")
    assert scale(page) == pytest.approx(1.25 * fitted, rel=1e-3)
    page.keyboard.press("-")
    assert scale(page) == pytest.approx(fitted, rel=1e-3)
    frame = box(page, "#picture")
    page.mouse.move(frame["x"] + 200, frame["y"] + 200)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function("+document.getElementById('player').dataset.scale > 2")
    at = page.evaluate("(({scrollLeft, scrollTop}) => [scrollLeft, scrollTop])(document.getElementById('picture'))")
    start = page.evaluate(BACKGROUND)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] - 50, start[1] - 30, steps=3)
    page.mouse.up()
    moved = page.evaluate("(({scrollLeft, scrollTop}) => [scrollLeft, scrollTop])(document.getElementById('picture'))")
    assert moved == pytest.approx([at[0] + 50, at[1] + 30], abs=2)
    page.click("#fit")
    assert scale(page) == pytest.approx(fitted, rel=1e-3)


IN_WINDOW = """() => {
  const boxes = [...document.querySelectorAll(".node[data-state=forward] > rect")];
  const box = boxes.find((each) => each.getBoundingClientRect().width);
  const [inner, outer] = [box, document.querySelector("#map .seen")].map((rect) =>
    ["x", "y", "width", "height"].map((name) => +rect.getAttribute(name)));
  return inner[0] >= outer[0] && inner[1] >= outer[1]
    && inner[0] + inner[2] <= outer[0] + outer[2] && inner[1] + inner[3] <= outer[1] + outer[3];
}"""


def test_a_large_picture_has_a_map(open_page):
    page = open_page(play(unnamed(), level="op").html, width=1440, reduced_motion="reduce")
    assert len(play(unnamed(), level="op").scene.picture("LR").nodes) > 60
    page.wait_for_selector("#map .seen")
    bounds = box(page, "#map")
    page.mouse.click(bounds["x"] + bounds["width"] / 2, bounds["y"] + 4)
    above = page.evaluate("document.getElementById('picture').scrollTop")
    page.mouse.click(bounds["x"] + bounds["width"] / 2, bounds["y"] + bounds["height"] - 4)
    assert page.evaluate("document.getElementById('picture').scrollTop") > above
    page.fill("#slider", "5")
    page.wait_for_function(IN_WINDOW)  # the map shows where one is
    map_, node = (box(page, each) for each in ("#map", ".node[data-state=forward]"))
    apart = node["x"] > map_["x"] + map_["width"] or node["x"] + node["width"] < map_["x"]
    assert apart or node["y"] > map_["y"] + map_["height"] or node["y"] + node["height"] < map_["y"]
    page = open_page(play(residual()).html, width=1440)
    assert page.locator("#map").count() == 0


# what is too large or too long


@pytest.mark.slow
@pytest.mark.parametrize("far", ["chain", "wide", "network"])
def test_a_graph_of_100_000_values_is_a_page_that_says_what_it_leaves_out(far):
    if far == "chain":
        z = Value(0.5, "x")
        for _ in range(25_000):
            z = z * 1.00001 + 1e-9
    elif far == "wide":
        z = sum((Value(place / 1e5, f"x{place}") * Value(0.1) for place in range(25_000)), Value(0.0))
    else:
        z = small((300, 100, 1))
    player = play(z.named("y"))
    size = len(order(z))
    assert len(player.html) < 1_500_000
    assert any(note.startswith(f"{size:,} Values:") for note in player.scene.picture("LR").notes)
    assert len(player.scene.picture("LR").nodes) <= 400


def test_names_of_10_000_letters_are_cut_and_said_to_be(open_page):
    root = (Value(2.0, "x" * 10_000) * Value(3.0, "w" * 10_000)).named("y" * 10_000)
    page = open_page(play(root).html, width=390)
    assert page.evaluate(OVERFLOWS) == []
    assert len(play(root).html) < 90_000
    assert "…" in page.inner_text("#heading")
