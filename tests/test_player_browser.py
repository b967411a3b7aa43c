"""The player in a real browser: every number on the page is that of the records, whatever one presses."""

import json

import pytest

from autograd import Value, explain, steps
from autograd.formulas.typeset import plain
from autograd.pictures.picture import brief
from autograd.player import play
from autograd.player.frames import DIGITS
from autograd.records.explain import Text
from autograd.records.page import Page
from tests.graphs import EXAMPLES, residual
from tests.pages import box
from tests.test_collapse import loss

# What the page shows, read from its elements: the texts and states of the picture for wide windows, and the panel's.
READ = """() => {
  const text = (place) => place?.textContent ?? null;
  const seen = document.querySelector("#picture .wide svg");
  const identity = (group) => group.id.replace(/^(wide|tall)-/, "");
  const nodes = {}, edges = {};
  for (const group of seen.querySelectorAll(".node")) {
    nodes[identity(group)] = {
      name: [...group.querySelectorAll(".name")].map(text).join(" "), data: text(group.querySelector(".data")),
      grad: text(group.querySelector(".grad")), state: group.dataset.state,
    };
  }
  for (const group of seen.querySelectorAll(".edge[id]")) {
    edges[identity(group)] = {slope: text(group.querySelector(".slope:not(.unsaid)")), state: group.dataset.state};
  }
  const last = (selector) => text(document.querySelector(selector))?.split("=").pop() ?? null;
  return {
    brief: "brief" in seen.parentElement.dataset,
    step: +document.getElementById("player").dataset.step, where: text(document.getElementById("where")),
    sentence: text(document.getElementById("sentence")), nodes, edges,
    result: last(".equation .result"), upstream: last("#factors .upstream"), local: last("#factors .local"),
    gives: last("#factors .gives"), sum: last("#factors .so-far"),
    status: text(document.querySelector("#factors .status")),
    active: document.querySelectorAll(".equation .active").length,
    terms: document.querySelectorAll(".equation .term").length,
    slider: +document.getElementById("slider").value,
  };
}"""


def in_maths(written):
    """A number as MathML's text: 1.5e-7 is 1.5×10−7 there."""
    mantissa, _, exponent = written.partition("e")
    return f"{mantissa}×10{exponent.replace('-', '−')}" if exponent else mantissa


def square():
    x = Value(3.0, "x")
    return x * x


def expected(records, number, figure):
    """What nodes bear after so many steps, straight from the records."""
    data = {record.number: "data not yet" for record in records.forward if record.label}
    grad = {record.label: "grad not yet" for record in records.forward if record.kind != "constant"}
    for record in records.forward[:number]:
        if record.label:
            data[record.number] = f"data {figure(record.value)}"
    for record in records.backward[: max(0, number - len(records.forward))]:
        grad[record.operand] = f"grad {figure(record.so_far)}" + (" so far" if record.uses_left else "")
    return data, grad


def said(shown, text):
    """What a box says instead of a text, in a picture that has to be brief."""
    return brief(text) if text and shown["brief"] else text


def check_step(shown, records, number, figure):
    """Compare the page at a step with the records, their numbers written as `figure` writes them."""
    assert shown["step"] == shown["slider"] == number
    data, grad = expected(records, number, figure)
    for record in records.forward:
        node = shown["nodes"][f"n{record.number}"]
        assert node["data"] == said(shown, data.get(record.number))
        assert node["grad"] == said(shown, grad.get(record.label))
    total = len(records.forward) + len(records.backward)
    if number == 0:
        assert shown["where"] == f"Ready: {total} steps"
        return
    active = {name: edge["state"] for name, edge in shown["edges"].items() if edge["state"] in ("forward", "backward")}
    if number <= len(records.forward):
        record = records.forward[number - 1]
        assert shown["where"] == f"→ forward, step {number} of {total}"
        assert shown["nodes"][f"n{record.number}"]["state"] == "forward"
        if record.label:
            assert shown["result"] == in_maths(figure(record.value))
        assert figure(record.value) in shown["sentence"]
        assert set(active.values()) <= {"forward"}
        assert len(active) == len(set(record.operands) if records.level == "name" else record.operands)
        return
    record = records.backward[number - len(records.forward) - 1]
    node = next(entry.number for entry in records.forward if entry.label == record.operand)
    assert shown["where"] == f"← backward, step {number} of {total}"
    assert shown["nodes"][f"n{node}"]["state"] == "backward"
    if not record.source:
        assert shown["result"] == "1"
        assert not active
        return
    found = [shown[name] for name in ("upstream", "local", "gives", "sum")]
    assert found == [in_maths(figure(x)) for x in (record.upstream, record.local, record.contribution, record.so_far)]
    left = record.uses_left
    assert shown["status"] == (f"so far, {left} more use{'s' * (left > 1)} to come" if left else "complete")
    for part in (record.upstream, record.local, record.contribution, record.so_far):
        assert figure(part) in shown["sentence"]
    assert list(active.values()) == ["backward"]
    (edge,) = active
    assert f" = {shown['edges'][edge]['slope']}".endswith(f" = {figure(record.local)}")
    assert ("=" in shown["edges"][edge]["slope"]) != shown["brief"]
    source = next(entry.number for entry in records.forward if entry.label == record.source)
    assert edge.startswith(f"e{source}-")
    if records.level == "op":
        assert edge == f"e{source}-{record.slot}"
    assert shown["active"] == 1
    uses = [use for use in records.backward[: number - len(records.forward)] if use.operand == record.operand]
    assert shown["terms"] == (len(uses) if len(uses) <= 6 else 5)
    if not left and shown["result"] is not None:
        assert shown["result"] == in_maths(figure(record.so_far))


PAPER = """() => [...document.querySelectorAll("#paper li")].filter((line) => !line.classList.contains("unwritten"))
  .map((line) => [...line.querySelectorAll(".left, .forms")].map((part) => part.textContent).join(""))"""


def on_paper(z, level="name"):
    """The lines of `explain`: what is given, forward, backward, each as one line of text."""
    explanation = explain(z, level)
    text = Text(DIGITS, explanation.page)
    lines = [*text.statements(explanation.page), *text.gradients(explanation.records, explanation.page)]
    written = [
        " ".join([line.left, *(f"{sign} {form}" for sign, form in zip(line.signs, line.forms, strict=True))])
        for line in lines
    ]
    return [*map(plain, text.given(explanation.page)), *map(plain, written)]


LONG = {"batch_norm", "batch_norm_unnamed", "unnamed", "wide_neuron"}
"""Examples of so many operations that one level shows what there is to see."""


@pytest.mark.parametrize("level", ["name", "op"])
@pytest.mark.parametrize("build", [square, *EXAMPLES], ids=lambda build: build.__name__)
def test_the_finished_paper_is_the_explanation_and_every_step_shows_the_records(open_page, build, level):
    root = build()
    records = steps(root, level)
    page = open_page(play(root, level=level).html)
    turned = [line.replace("\u2068", "").replace("\u2069", "") for line in page.evaluate(PAPER)]
    assert turned == on_paper(build(), level)
    if level == "op" and build.__name__ in LONG:
        return
    page.click("#first")  # a page opens finished
    total = len(records.forward) + len(records.backward)
    # Every step is shown by its button; the numbers are read in the same go, since a call into the browser costs 10 ms.
    shown = json.loads(
        page.evaluate(
            f"() => {{ const read = {READ}, found = [read()], next = document.getElementById('forward');"
            "while (!next.disabled) { next.click(); found.push(read()); } return JSON.stringify(found); }"
        )
    )
    assert len(shown) == total + 1
    figure = Page(records, DIGITS).figures
    for number, state in enumerate(shown):
        check_step(state, records, number, figure)
    # and back again, by jumps: a step looks the same wherever one comes from
    for number in (0, total // 2, total):
        page.fill("#slider", str(number))
        assert page.evaluate(READ) == shown[number]


def test_a_network_is_played_in_boxes(open_page):
    """Each step of a network's boxes shows its own number, and all that came before stays."""
    player = play(loss())
    page = open_page(player.html)
    page.click("#first")
    last = {}
    for number, frame in enumerate(player.scene.frames, 1):
        page.click("#forward")
        shown = page.evaluate(READ)
        last[frame.node, frame.kind == "forward"] = frame.shown
        for (node, forward), text in last.items():
            bears = shown["nodes"][node]["data" if forward else "grad"]
            assert bears in (said(shown, text), None)  # a plain number has no line for its data
        assert shown["step"] == number
        assert shown["sentence"] == plain(frame.sentence)
        assert {name for name, edge in shown["edges"].items() if edge["state"] in ("forward", "backward")} == set(
            frame.edges
        )
    labels = [edge["slope"] for edge in page.evaluate(READ)["edges"].values()]
    page.click("#first")
    assert [edge["slope"] for edge in page.evaluate(READ)["edges"].values() if edge["slope"]] == ["16 values"] * 2
    assert labels.count("16 values") == 2
    page.locator("#wide-g0, #tall-g0").locator("visible=true").click()
    assert page.inner_text("#heading").startswith("layers.0 in loss")  # a module's box opens


def test_there_are_two_edges_for_both_uses_of_x(open_page):
    page = open_page(play(square(), level="op").html)
    page.click("#last")
    shown = page.evaluate(READ)
    assert [edge["slope"] for edge in shown["edges"].values()] == ["∂f/∂x = 3", "∂f/∂x = 3"]


def test_buttons_and_keys(open_page):
    page = open_page(play(residual()).html)

    def step():
        return page.evaluate("+document.getElementById('player').dataset.step")

    total = 17
    assert step() == total
    page.click("#first")
    assert page.is_disabled("#first")
    assert page.is_disabled("#back")
    for button, number in (
        ("#forward", 1),
        ("#forward", 2),
        ("#back", 1),
        ("#last", total),
        ("#back", 16),
        ("#first", 0),
    ):
        page.click(button)
        assert step() == number
    page.click("#last")
    assert page.is_disabled("#forward")
    page.keyboard.press("Home")
    assert step() == 0
    for key, number in (
        ("ArrowRight", 1), ("ArrowDown", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("ArrowUp", 1), ("ArrowUp", 0),
        ("ArrowLeft", 0), ("End", total), ("ArrowRight", total), ("Home", 0), ("Control+ArrowRight", 0),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert step() == number, key


def test_the_slider_by_mouse_and_keys(open_page):
    page = open_page(play(residual()).html)
    place = box(page, "#slider")
    page.mouse.click(place["x"] + place["width"] - 4, place["y"] + place["height"] / 2)
    assert page.evaluate(READ)["step"] == 17
    for key, number in (("ArrowLeft", 16), ("ArrowRight", 17), ("Home", 0), ("ArrowRight", 1), ("End", 17)):
        page.keyboard.press(key)  # the slider has the focus: one press must be one step, not two
        assert page.evaluate(READ)["step"] == number
    assert page.get_attribute("#slider", "aria-valuetext") == "step 17 of 17"


def test_play_pause_and_speed(open_page):
    page = open_page(play(residual()).html, own=True)
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at("1970-01-02")  # from here on time goes by only as the test says, however long it takes
    assert page.get_attribute("#play", "aria-label") == "Play from the start"
    page.keyboard.press("Space")
    assert page.get_attribute("#play", "aria-label") == "Pause"
    assert page.evaluate(READ)["step"] == 0
    page.clock.run_for(700)
    assert page.evaluate(READ)["step"] == 1
    page.clock.run_for(1800 * 3)
    assert page.evaluate(READ)["step"] == 4
    page.click("#play")
    assert page.get_attribute("#play", "aria-label") == "Play"
    page.clock.run_for(10_000)
    assert page.evaluate(READ)["step"] == 4
    page.select_option("#speed", "4")
    page.click("#play")
    page.clock.run_for(400 + 450 * 13)
    assert page.evaluate(READ)["step"] == 17
    assert page.get_attribute("#play", "aria-label") == "Play"
    page.click("#play")  # from the end it begins anew
    assert page.evaluate(READ)["step"] == 0
    page.clock.run_for(700)
    assert page.evaluate(READ)["step"] == 1
    page.keyboard.press("ArrowRight")  # whoever takes a step by hand has paused
    page.clock.run_for(10_000)
    assert page.evaluate(READ)["step"] == 2


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_a_node_leads_to_its_own_sum(open_page, how):
    root = residual()
    records = steps(root)
    page = open_page(play(root).html, width=1440)
    last = {record.operand: place for place, record in enumerate(records.backward, len(records.forward) + 1)}
    for record in records.forward:
        node = f"#wide-n{record.number}"
        if how == "click":
            page.click(node)
        else:
            page.focus(node)
            page.keyboard.press(how)
        check_step(page.evaluate(READ), records, last[record.label], Page(records, DIGITS).figures)
        assert page.get_attribute("#play", "aria-label") == "Play"
    page.keyboard.press("Space")  # after a click, too, the space plays
    assert page.get_attribute("#play", "aria-label") == "Pause"


def test_a_constant_leads_to_its_number(open_page):
    page = open_page(play((Value(3.0, "x") * 2).named("y"), level="op").html, width=1440)
    page.click("#wide-n1")
    assert page.evaluate(READ)["sentence"] == "Forward: 2 is a constant."


def test_scripts_off_leaves_the_finished_picture(open_page):
    page = open_page(play(residual()).html, java_script_enabled=False)
    assert page.is_hidden("#controls")
    text = page.inner_text("#picture")
    assert "not yet" not in text
    for part in ("data 1.03", "grad 0.9", "∂x1/∂x0 = 0.5", "grad 0.6"):
        assert part in text
    assert "∂z/∂w1 = 0.6" in page.inner_text("#panel")
    assert page.locator("#paper li").count() == 15
    assert "∂z/∂b0 = ∂z/∂x1 · ∂x1/∂b0 = −0.2·1 = −0.2" in " ".join(page.inner_text("#paper").split())


# the paper


def test_a_line_appears_with_its_step_and_sums_grow_term_by_term(open_page):
    page = open_page(play(residual()).html)
    whole = page.evaluate(PAPER)
    for number in range(18):
        page.fill("#slider", str(number))
        lines = page.evaluate(PAPER)
        last = [line for line in lines if line.startswith("∂z/∂x0")]
        assert last == (["∂z/∂x0 = 1 + …"] * (10 <= number < 17) + [whole[-1]] * (number == 17))
        assert set(lines) - set(last) <= set(whole)
        lit = page.evaluate(
            "[...document.querySelectorAll('#paper [aria-current=step] .left')].map((l) => l.textContent)"
        )
        frame = play(residual()).scene.frames[number - 1].line if number else ""
        assert lit == ([frame.partition(" = ")[0]] if number not in (0, 9) else [])  # the seed has no line
    assert lines == whole


def test_a_line_leads_to_its_step(open_page):
    page = open_page(play(residual()).html)
    rows = play(residual()).scene.paper
    for place, row in enumerate(rows):
        page.click(f"#paper [data-row='{place}'] .left")
        assert page.evaluate(READ)["step"] == row.steps[-1]
        page.fill("#slider", "17")  # where all lines are written
