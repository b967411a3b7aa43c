"""Pictures in a real browser: text stays in its box, nothing executes, modules open by a click."""

import os
import random

import pytest

from autograd import Value, anomalies, draw, steps
from autograd.nn import MLP
from autograd.pictures.picture import Wording, pictured
from autograd.pictures.svg import svg
from tests.graphs import EXAMPLES, random_graph, residual
from tests.pages import WAIT
from tests.samples import crossed
from tests.test_collapse import loss
from tests.test_drawing import EVIL

OUTSIDE = """() => {
  const outside = [], slack = 0.5;
  for (const box of document.querySelectorAll('.node')) {
    const frame = box.querySelector('rect').getBoundingClientRect();
    for (const text of box.querySelectorAll('text')) {
      const place = text.getBoundingClientRect();
      if (place.left < frame.left - slack || place.right > frame.right + slack
          || place.top < frame.top - slack || place.bottom > frame.bottom + slack) outside.push(text.textContent);
    }
  }
  return outside;
}"""
OVERLAPPING = """() => {
  const texts = [...document.querySelectorAll('.edge text')].filter(text => text.textContent);
  const places = [...texts, ...document.querySelectorAll('.node')].map(
    part => [part.textContent, (part.querySelector('rect') || part).getBoundingClientRect()]);
  const found = [];
  for (let i = 0; i < texts.length; i++) for (let j = 0; j < places.length; j++) {
    const [a, b] = [places[i][1], places[j][1]], slack = 2;
    if (i !== j && a.left + slack < b.right && b.left + slack < a.right
        && a.top + slack < b.bottom && b.top + slack < a.bottom) found.push([places[i][0], places[j][0]]);
  }
  return found;
}"""


def cases() -> list[tuple[str, str]]:
    """Pictures to look at, by name."""
    found = []
    for build in EXAMPLES:
        z = build()
        found.append((f"{build.__name__} not yet", svg(pictured(steps(z)))))
        z.backward()
        found.append((f"{build.__name__} op TB", svg(pictured(steps(z, "op"), "TB"))))
        found.append((f"{build.__name__} final", svg(pictured(steps(z), wording=Wording("final")))))
    graphs = [random_graph(seed)[0] for seed in range(4)]
    found += [(f"random {z.data}", draw(z, level="op", max_nodes=500).svg) for z in graphs]
    z = loss()
    z.backward()
    found += [(f"network {opened}", draw(z, open=opened).svg) for opened in ((), "layers.1.neurons.2")]
    with anomalies("ignore"):
        found.append(("not finite", draw(Value(0.0, "x").log() * Value(float("nan"), "y")).svg))
    long = Value(-1.23456e-200, "W" * 40) * Value(-9.87654e200, "@" * 40)
    long.backward()
    found.append(("wide letters", draw((long + 1).named("漢字" * 20)).svg))
    return found


@pytest.fixture(scope="module")
def all_cases():
    return cases()


def test_text_stays_in_its_box_and_labels_keep_clear(open_page, all_cases, tmp_path):
    page = open_page("<!DOCTYPE html><meta charset='utf-8'><body style='margin:0'>", width=1600)
    for name, picture in all_cases:
        page.page.evaluate("picture => { document.body.innerHTML = picture }", picture)
        assert page.page.evaluate(OUTSIDE) == [], name
        assert page.page.evaluate(OVERLAPPING) == [], name
        # AUTOGRAD_SCREENSHOTS names a folder to look at them yourself
        if folder := os.environ.get("AUTOGRAD_SCREENSHOTS"):
            page.page.locator("svg").first.screenshot(path=f"{folder}/{name.replace(' ', '-')}.png")


def test_the_tests_see_what_they_look_for(open_page):
    box = '<g class="node"><rect width="9" height="9"/><text y="9">long text</text></g>'
    label = '<g class="edge"><text y="9">long text</text></g>'
    page = open_page(f"<!DOCTYPE html><svg>{box}{label}</svg>")
    assert page.page.evaluate(OUTSIDE) == ["long text"]
    assert page.page.evaluate(OVERLAPPING) == [["long text", "long text"]]


@pytest.mark.parametrize("engine", ["own", pytest.param("dot", marks=pytest.mark.needs("dot"))])
def test_no_name_executes_or_breaks_out(open_page, engine):
    hostile = [*EVIL, "</text></svg><img src=x onerror=alert(1)>", "]]><script>alert(1)</script>", "' onload='alert(1)"]
    together = [hostile] if engine == "own" else [hostile[at : at + 4] for at in range(0, len(hostile), 4)]
    sums = [sum((Value(1.0, name) * 2).named(name[::-1]) for name in names) for names in together]
    drawings = [draw((total * Value(1.0, hostile[0])).named(hostile[0]), engine=engine) for total in sums]
    for content in (content for drawing in drawings for content in (drawing.svg, drawing.html)):
        page = open_page(content)  # complaints, requests and dialogs would fail it
        assert page.page.evaluate("document.querySelectorAll('script, img, [onload], [onerror]').length") == 0
        shown = page.page.evaluate("[...document.querySelectorAll('.name')].map(name => name.textContent)")
        assert "<script>alert(1)</script>" in shown


def test_the_picture_follows_the_color_scheme(open_page):
    picture = draw(Value(2.0, "x") * 3).svg
    colors = [
        open_page(picture, color_scheme=scheme).page.evaluate(
            "[getComputedStyle(document.querySelector('.page')).fill,"
            " getComputedStyle(document.querySelector('text')).fill]"
        )
        for scheme in ("light", "dark")
    ]
    assert colors == [["rgb(255, 255, 255)", "rgb(87, 96, 106)"], ["rgb(21, 24, 28)", "rgb(201, 208, 216)"]]


def test_modules_open_by_a_click_without_scripts(open_page):
    model = MLP(2, [3, 1], rng=random.Random(0))
    z = model([Value(1.0, "x1"), Value(2.0, "x2")])
    page = open_page(draw(z, level="module").html, java_script_enabled=False).page
    assert page.locator("#whole").is_visible()
    page.locator("#whole .module:visible", has_text="layers.0").click()
    page.locator("#whole").wait_for(state="hidden", timeout=WAIT)
    page.locator(".view:visible .module:visible", has_text="layers.0.neurons.2").click()
    page.locator(".view:visible h1", has_text="layers.0.neurons.2").wait_for(timeout=WAIT)
    assert page.locator(".view:visible .leaf:visible", has_text="w¹₃₁").is_visible()
    page.locator(".view:visible a", has_text="the whole").click()
    page.locator("#whole").wait_for(state="visible", timeout=WAIT)


def test_a_narrow_page_shrinks_or_scrolls_and_never_widens(open_page):
    for picture in draw(Value(2.0, "x") * 3), draw(loss((3, 1)), level="op"):
        page = open_page(picture.html, width=360).page
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_card_reads_well(open_page):
    x = Value(2.5, "<b>x</b>")
    page = open_page(f"<!DOCTYPE html><meta charset='utf-8'>{x._repr_html_()}").page
    assert page.locator("table").inner_text().split() == ["<b>x</b>", "data", "2.5", "grad", "not", "yet"]


@crossed(width=[390, 820, 1440], scheme=["light", "dark"])
def test_a_page_of_a_picture_is_readable_and_sound(open_page, audited, width, scheme):
    z = residual()
    z.backward()
    page = open_page(draw(z, level="name").html, width=width, color_scheme=scheme).page
    sizes = page.evaluate(SIZES)
    assert min(sizes) >= 10.99
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert audited(page) == []


SIZES = """() => [...document.querySelectorAll("svg tspan, svg text, h1, li, p")]
  .filter((text) => text.getBoundingClientRect().width)
  .map((text) => parseFloat(getComputedStyle(text).fontSize) * (text.ownerSVGElement?.getScreenCTM().a ?? 1))"""
