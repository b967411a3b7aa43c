"""How the player looks in a real browser: nothing overflows, everything can be read and touched, nothing executes."""

import os

import pytest

from autograd import Value
from autograd.player import play
from autograd.records.statements import LONGEST_NAME
from tests.graphs import EXAMPLES, batch_norm, long_names, residual, unnamed, wide_neuron
from tests.samples import crossed
from tests.test_collapse import loss

WIDTHS = (390, 820, 1440)
SCHEMES = ("light", "dark")

# Every pair of (a part, what it must lie inside) that does not, by their rectangles; what scrolls may hold more.
OVERFLOWS = """() => {
  const found = [], tolerance = 1;
  const inside = (part, whole, why) => {
    const inner = part.getBoundingClientRect(), outer = whole.getBoundingClientRect();
    if (!inner.width || !outer.width) return;
    if (inner.left < outer.left - tolerance || inner.right > outer.right + tolerance ||
        inner.top < outer.top - tolerance || inner.bottom > outer.bottom + tolerance) {
      const sides = ({left, top, right, bottom}) => [left, top, right, bottom].map(Math.round).join(" ");
      found.push(`${why}: ${part.textContent.slice(0, 40)} at ${sides(inner)} is not in ${sides(outer)}`);
    }
  };
  for (const node of document.querySelectorAll("#picture .node")) {
    for (const text of node.querySelectorAll("text")) inside(text, node.querySelector("rect"), "box");
    inside(node, node.closest("svg"), "picture");
  }
  for (const slope of document.querySelectorAll("#picture .slope")) inside(slope, slope.closest("svg"), "label");
  const main = document.getElementById("player"), panel = document.getElementById("panel");
  for (const part of main.children) inside(part, main, "page");
  for (const part of document.getElementById("controls").children) inside(part, part.parentElement, "controls");
  const paper = document.getElementById("paper");
  for (const line of paper.querySelectorAll("li")) {
    for (const part of [line, ...line.children]) {
      const {left, right} = part.getBoundingClientRect(), edge = paper.getBoundingClientRect();
      if (left < edge.left - tolerance || right > edge.right + tolerance) found.push(`paper: ${line.textContent}`);
    }
  }
  const seen = [...document.querySelectorAll("#picture svg[viewBox]")].find((svg) => svg.getBoundingClientRect().width);
  const scale = seen.getBoundingClientRect().width / seen.viewBox.baseVal.width;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    const said = walker.currentNode.data.trim() && !place.closest("title, style");
    if (!said || !place.getBoundingClientRect().width) continue;
    const size = parseFloat(getComputedStyle(place).fontSize) * (seen.contains(place) ? scale : 1);
    if (size < 10.99) found.push(`${size} px: ${place.outerHTML.slice(0, 80)}`);
  }
  const things = seen.querySelectorAll(".node > rect, .slope:not(.unsaid)");
  const apart = [...things].map((each) => each.getBoundingClientRect());
  apart.forEach((a, index) => apart.slice(index + 1).forEach((b) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > tolerance && down > tolerance) found.push(`overlap at ${a.left} ${a.top}`);
  }));
  for (const part of panel.querySelectorAll("#where, #formula, #sentence, .equation, .column, #factors, dt, dd")) {
    inside(part, part.parentElement, "panel");
  }
  const boxes = [...panel.querySelectorAll(".column > div > *, dd > *")];
  for (const part of boxes) {
    const scrolls = part.closest(".column, dd");
    if (scrolls.scrollWidth <= scrolls.clientWidth + 1) inside(part, scrolls, "formula");
  }
  const across = document.documentElement.scrollWidth;
  if (across > innerWidth) found.push(`the page is ${across} wide`);
  return found;
}"""

SIDEWAYS = "document.getElementById('picture').scrollWidth - document.getElementById('picture').clientWidth"

GO = "number => { const s = document.getElementById('slider'); s.value = number; s.dispatchEvent(new Event('input')); }"


def turning(page, places):
    """Go to these steps, one after the other."""
    for number in places:
        page.evaluate(GO, number)
        yield number


@crossed(width=WIDTHS, scheme=SCHEMES)
def test_nothing_overflows_its_box_and_everything_to_touch_is_large_enough(open_page, width, scheme):
    page = open_page(play(residual()).html, width=width, color_scheme=scheme)
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('button, select, input')].map((each) => {"
        "const {width, height} = each.getBoundingClientRect(); return [each.id, width, height]; })"
    )
    sizes = [size for size in sizes if size[0] != "whole"]  # which is there inside a module only
    assert len(sizes) == 11
    assert {name: size for name, *size in sizes if min(size) < 44} == {}
    for number in turning(page, range(18)):
        assert page.evaluate(OVERFLOWS) == [], f"step {number}"
        # AUTOGRAD_SCREENSHOTS names a folder to look at them yourself
        if (folder := os.environ.get("AUTOGRAD_SCREENSHOTS")) and number in (0, 6, 10, 17):
            page.screenshot(path=f"{folder}/residual-{width}-{scheme}-{number}.png", full_page=True)


@crossed(build=[*EXAMPLES, loss], width=[WIDTHS[0], WIDTHS[-1]])
def test_nothing_overflows_in_larger_graphs(open_page, build, width):
    page = open_page(play(build()).html, width=width)
    last = int(page.get_attribute("#slider", "max"))
    if build not in (wide_neuron, long_names, unnamed):
        assert page.evaluate(SIDEWAYS) == 0
    for number in turning(page, range(0, last + 1, max(1, last // 12))):
        assert page.evaluate(OVERFLOWS) == [], f"step {number}"


@crossed(width=WIDTHS, scheme=SCHEMES)
def test_axe_finds_nothing(open_page, audited, width, scheme):
    """The rules of WCAG that a program can check, with sliders, finished and at a step of each kind."""
    page = open_page(play(residual(), sliders={"x0": (-2, 2)}).html, width=width, color_scheme=scheme)
    assert audited(page) == []
    for _ in turning(page, (0, 6, 14)):
        assert audited(page) == []


CONTRASTS = """() => {
  const channel = (x) => (x /= 255) <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const numbers = (color) => color.match(/[0-9.]+/g).map(Number);
  const below = (place) => {
    if (place.closest("g.node")) return getComputedStyle(place.closest("g.node").querySelector("rect")).fill;
    for (let each = place; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const found = {};
  for (const place of document.querySelectorAll("#picture text, #where, #sentence, dt, math, .status, h1, button")) {
    if (!place.getBoundingClientRect().width || place.disabled) continue;
    const style = getComputedStyle(place);
    const ink = light(numbers(place.closest("svg") && !place.closest("button") ? style.fill : style.color));
    const paper = light(numbers(below(place)));
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    const name = `${place.tagName} ${place.getAttribute("class") ?? place.id}`;
    found[name] = Math.min(found[name] ?? 99, ratio);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_have_contrast(open_page, scheme):
    page = open_page(play(residual()).html, color_scheme=scheme)
    for _ in turning(page, (0, 6, 9, 10, 17)):
        ratios = page.evaluate(CONTRASTS)
        assert len(ratios) > 5
        assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}  # WCAG 2, AA
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(21, 24, 28)")


def test_forward_and_backward_differ_by_more_than_colour(open_page):
    page = open_page(play(residual()).html)
    dashes = "getComputedStyle(document.querySelector('.wide [data-state={}] .line')).strokeDasharray"
    for _ in turning(page, [6]):
        assert page.evaluate(dashes.format("forward")) == "none"
    for _ in turning(page, [17]):
        assert page.evaluate(dashes.format("backward")) != "none"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_reduced_motion_stops_the_dashes(open_page, motion):
    page = open_page(play(residual()).html, reduced_motion=motion)
    page.evaluate(GO, 17)
    assert page.evaluate("document.getAnimations().length > 0") == (motion == "no-preference")


def test_on_paper_it_is_light_and_without_controls(open_page):
    page = open_page(play(residual()).html, color_scheme="dark")
    page.evaluate(GO, 17)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.is_hidden("#controls")
    assert page.locator("#picture svg").locator("visible=true").count() == 1
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('#picture text.name')).fill") == "rgb(27, 31, 36)"


HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "\"'><svg onload=window.hacked=1>",
    "<!--<script>",
    "]]></style><script>window.hacked = 1</script>",
    "{x}$beside ${page} \\frac{1}{2} \\u003c",
    "line\nbreak\ttab",
    "שלום עולם",
    "مرحبا",
    "🧮👩‍👩‍👧",
    "& &amp; &lt;",
    "javascript:window.hacked=1",
    "x" * 10_000,
]


def hostile(labels):
    total = Value(1.0, labels[0])
    for label in labels[1:]:
        total = (total * Value(0.5, label) + 1).named(f"{label} too")
    return total


def presentable(label):
    shown = " ".join(label.split())
    shown = "".join(letter if letter.isprintable() else "�" for letter in shown)
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


@pytest.mark.parametrize("level", ["name", "op"])
def test_names_are_text_and_nothing_executes(open_page, level):
    root = hostile(HOSTILE)
    page = open_page(play(root, level=level).html)
    page.evaluate("() => { const next = document.getElementById('forward'); while (!next.disabled) next.click(); }")
    assert page.evaluate("window.hacked") is None
    names = page.evaluate("() => [...document.querySelectorAll('.wide .leaf .name')].map((name) => name.textContent)")
    assert set(map(presentable, HOSTILE)) <= set(names)
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, link').length") == 0


IN_VIEW = """() => {
  const box = [...document.querySelectorAll(".node[data-state=forward], .node[data-state=backward]")]
    .map((each) => each.getBoundingClientRect()).find((each) => each.width);
  const line = document.querySelector("#paper li.now").getBoundingClientRect();
  const inside = (part, whole) => part.left >= whole.left - 1 && part.right <= whole.right + 1
    && part.top >= whole.top - 1 && part.bottom <= whole.bottom + 1;
  const [frame, paper] = ["picture", "paper"].map((id) => document.getElementById(id).getBoundingClientRect());
  if (frame.top < -1 && box.top < 0) return ["the box is above the window"];
  return [inside(box, frame), inside(line, paper) && line.top >= 0 && line.bottom <= innerHeight];
}"""


@crossed(build=[batch_norm, wide_neuron], width=WIDTHS)
def test_what_happens_is_in_view_and_its_line(open_page, build, width):
    height = 664 if width == WIDTHS[0] else 900  # what a telephone leaves of its 844
    page = open_page(play(build()).html, width=width, height=height, reduced_motion="reduce")
    last = int(page.get_attribute("#slider", "max"))
    for number in turning(page, range(1, last + 1, 5)):
        assert page.evaluate(IN_VIEW) == [True, True], f"step {number}"
