"""draw: the picture says what the records say, takes any name, and is saved whole or not at all."""

import json
import math
import random
import re
import shutil
import sys
from base64 import b64decode
from xml.etree import ElementTree

import pytest

import autograd
from autograd import LanguageError, Value, anomalies, draw, draw_dot, steps, worked
from autograd.engine.graph import order
from autograd.formulas.notation import figure
from autograd.nn import cross_entropy
from autograd.pictures.convert import MissingProgramError, zoom
from autograd.pictures.dot import dot_plan
from autograd.pictures.drawing import Drawing
from autograd.pictures.lettering import broken, width
from autograd.pictures.picture import NOT_YET, Wording, pictured
from autograd.pictures.svg import svg
from autograd.records.statements import shown_name
from autograd.support.files import save
from tests import optional
from tests.graphs import EXAMPLES, random_graph, residual
from tests.samples import crossed
from tests.test_layout import overlap, places, points

SVG = "{http://www.w3.org/2000/svg}"
EVIL = [
    "<script>alert(1)</script>",
    "a & b &amp; c",
    "\"quoted\" 'twice' \\n \\",
    "two\nlines\ttab",
    "x" * 10_000,
    "שלום",
    "🦊🦊",
    "<b>html</b>",
    "\x00\x07￿",
    "{record|shape} <port>",
]


def computes(name: str) -> bool:
    """Whether a worked example has a graph; some only count."""
    try:
        worked.build(name)
    except LanguageError:
        return False
    return True


DRAWABLE = [name for name in worked.names() if computes(name)]

needs_dot = pytest.mark.needs("dot")


def square(name: str = "x") -> Value:
    x = Value(3.0, name)
    return x * x


def groups(drawing: Drawing, kind: str) -> list[ElementTree.Element]:
    """The boxes ("node") or edges ("edge") of a picture."""
    root = ElementTree.fromstring(drawing.svg)
    return [group for group in root.iter(f"{SVG}g") if kind in group.get("class", "").split()]


def texts(group: ElementTree.Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in group.iter(f"{SVG}text"):
        found.setdefault(text.get("class", ""), []).append("".join(text.itertext()))
    return found


@crossed(build=EXAMPLES, level=["op", "name"], rankdir=["LR", "TB"])
def test_boxes_and_edges_say_what_the_records_say(build, level, rankdir):
    z = build()
    records = steps(z, level)
    drawing = draw(z, rankdir, level=level)
    boxes = [texts(group) for group in groups(drawing, "node")]
    assert len(boxes) == len(records.forward)
    for record, box in zip(records.forward, boxes, strict=True):
        if record.label:
            assert box["data"] == [f"data {figure(record.value)}"]
        if record.kind != "constant":
            assert box["grad"] == [NOT_YET]
    slopes = sorted(text for group in groups(drawing, "edge") for text in texts(group).get("slope", []))
    values = sorted(figure(record.local) for record in records.backward[1:])
    assert sorted(slope.rsplit(" = ", 1)[1] for slope in slopes) == values


def test_gradients_are_those_there_are_and_stay_untouched():
    z = residual()
    assert all(NOT_YET in text for group in groups(draw(z), "node") for text in texts(group)["grad"])
    z.backward()
    before = [node.grad for node in autograd.engine.graph.order(z)]
    shown = {texts(group)["name"][0].split(" ")[0]: texts(group)["grad"][0] for group in groups(draw(z), "node")}
    assert shown["x0"] == "grad 0.9"
    assert shown["z"] == "grad 1"
    assert [node.grad for node in autograd.engine.graph.order(z)] == before


def test_both_edges_of_a_square_are_there():
    drawing = draw(square())
    assert len(groups(drawing, "edge")) == 2
    one, other = drawing.picture.plan.routes
    assert one.path != other.path
    assert len(groups(draw(square(), level="name"), "edge")) == 1  # as on paper: one derivative, 2x


def test_constants_have_no_gradient_and_their_edges_no_derivative():
    drawing = draw(Value(2.0, "x") * 3)
    constant = next(group for group in groups(drawing, "node") if "constant" in group.get("class", ""))
    assert texts(constant) == {"name": ["3"]}
    assert [texts(group).get("slope") for group in groups(drawing, "edge")] == [["∂f/∂x = 3"], None]


def test_a_leaf_changed_since_says_so():
    x = Value(2.0, "x")
    z = x * x
    x.data = 0.5
    drawing = draw(z)
    assert texts(groups(drawing, "node")[0])["now"] == ["now 0.5"]
    assert "Changed since this was computed: x." in drawing.svg
    assert texts(groups(drawing, "node")[0])["data"] == ["data 2"]


def test_numbers_that_are_not_finite_are_drawn_and_pointed_out():
    with anomalies("ignore"):
        x = Value(0.0, "x")
        z = (x.log() - x.log()).named("z")
    drawing = draw(z)
    assert "Not finite: t1 is −∞, t1′ is −∞, z is NaN." in drawing.svg
    assert ["∂t1/∂x = ∞"] in [texts(group).get("slope") for group in groups(drawing, "edge")]


def test_an_infinite_slope_is_no_reason_to_refuse():
    assert "= ∞" in draw(Value(0.0, "x").sqrt()).svg


def test_what_has_no_derivative_is_drawn_and_says_so():
    drawing = draw(Value(1.0, "x").step())
    assert "No derivatives: step has no derivative" in drawing.svg


@pytest.mark.parametrize("level", [None, "op", "name", "module"])
def test_a_single_leaf_is_a_picture(level):
    assert repr(draw(Value(1.0, "x"), level=level)) == "<drawing of x: 1 box, 0 edges>"
    assert repr(draw((Value(1.0) * 2).inputs[1], level=level)) == "<drawing of f: 1 box, 0 edges>"


def test_records_are_drawn_too():
    assert draw(steps(residual())).picture.nodes == draw(residual(), level="name").picture.nodes


@pytest.mark.parametrize("engine", ["own", pytest.param("dot", marks=needs_dot)])
@pytest.mark.parametrize("name", EVIL)
def test_names_are_text_everywhere(name, engine):
    drawing = draw((Value(1.0, name) * 2).named(name), engine=engine)
    root = ElementTree.fromstring(drawing.svg)
    assert not [element for element in root.iter() if element.tag not in KNOWN]
    shown = texts(groups(drawing, "node")[0])["name"][0]
    assert shown == shown_name(name)
    assert "<script" not in drawing.html.replace(drawing.svg, "")
    assert "<script" not in drawing._repr_mimebundle_()["text/html"]


KNOWN = {f"{SVG}{tag}" for tag in ("svg", "title", "style", "rect", "g", "path", "text", "a")}


@needs_dot
@pytest.mark.parametrize("name", EVIL)
def test_names_are_text_in_dot(name):
    import graphviz

    dot = draw((Value(1.0, name) * 2).named(name)).dot
    assert isinstance(dot, graphviz.Digraph)
    answer = json.loads(dot.pipe(format="json0"))
    drawn = ElementTree.fromstring(dot.pipe(format="svg"))
    assert len(answer["objects"]) == 3
    lines = [text.text for text in drawn.iter(f"{SVG}text")]
    assert shown_name(name) in lines
    assert not [element for element in drawn.iter() if "script" in element.tag]


def test_the_same_program_gives_the_same_picture():
    assert draw(residual()).svg == draw(residual()).svg


def test_ids_of_two_pictures_on_a_page_differ():
    one, other = (set(re.findall(r' id="([^"]+)"', draw(z).svg)) for z in (residual(), square()))
    assert one
    assert not one & other


@needs_dot
def test_long_edges_are_not_left_to_dot():
    x = z = Value(1.0, "x")
    for _ in range(12):
        z = z * x
    assert dot_plan(pictured(steps(z, "op"))) is None


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("engine", ["own", pytest.param("dot", marks=needs_dot)])
def test_edges_join_the_boxes_they_belong_to(seed, engine):
    picture = draw(random_graph(seed)[0], level="op", max_nodes=1000).picture
    if engine == "dot":
        picture.plan = dot_plan(picture) or picture.plan  # dot is not asked where edges are long
    assert picture.arrows
    for arrow, route in zip(picture.arrows, picture.plan.routes, strict=True):
        ends = points(route.path)[0], points(route.path)[-1]
        boxes = route.tag or picture.plan.boxes[arrow.source], picture.plan.boxes[arrow.target]
        for (x, y), box in zip(ends, boxes, strict=True):
            near = 3  # dot ends splines up to a penwidth from the box
            assert box.x - near <= x <= box.x + box.width + near
            assert box.y - near <= y <= box.y + box.height + near


@pytest.mark.slow
@crossed(name=DRAWABLE, level=["op", "name"], rankdir=["LR", "TB"])
def test_nothing_overlaps_in_worked_examples(name, level, rankdir):
    found = places(pictured(steps(worked.build(name), level), rankdir).plan)
    assert not [(a, b) for i, a in enumerate(found) for b in found[:i] if overlap(a, b)]


@needs_dot
def test_dot_keeps_boxes_apart(monkeypatch):
    monkeypatch.setattr("autograd.pictures.dot.PATIENCE", 300.0)  # a busy machine is no reason to fail
    plans = [dot_plan(pictured(steps(build()))) for build in EXAMPLES]
    assert plans.count(None) <= 2  # those with edges over many layers
    for plan in filter(None, plans):
        boxes = places(plan._replace(routes=[]))
        assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if overlap(a, b)]


def test_the_picture_is_the_same_where_dot_is_installed_and_where_not(monkeypatch):
    here = draw(residual()).svg
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert draw(residual()).svg == here
    with pytest.raises(ValueError, match="graphviz's program dot is not installed"):
        draw(residual(), engine="dot")


def test_a_dot_that_fails_or_babbles_is_told_of(monkeypatch, tmp_path):
    for script in ("exit 1", "echo nonsense", "echo '{}'"):
        fake = tmp_path / "dot"
        fake.write_text(f"#!/bin/sh\n{script}\n")
        fake.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
        with pytest.raises(ValueError, match="this graph is too much for it"):
            draw(residual(), engine="dot")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rankdir": "RL"}, "draw(rankdir='RL'): expected one of 'LR', 'TB'"),
        ({"level": "ops"}, "draw(level='ops'): expected one of None, 'op', 'name', 'module'"),
        ({"engine": "neato"}, "draw(engine='neato'): expected one of 'own', 'dot'"),
        ({"max_nodes": 0}, "draw(max_nodes=0): expected at least 1"),
    ],
)
def test_wrong_options_are_refused(given, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        draw(residual(), **given)


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match=re.escape("draw('list'): expected a Value, the output of a computation")):
        draw([residual()])


# saving


@pytest.mark.parametrize("suffix", [".svg", ".dot", ".html", ".SVG"])
def test_saving(tmp_path, suffix):
    drawing = draw(residual())
    drawing.save(tmp_path / f"f{suffix}")
    saved = (tmp_path / f"f{suffix}").read_text("utf-8")
    assert saved == {".svg": drawing.svg, ".dot": drawing.dot.source, ".html": drawing.html}[suffix.lower()]
    assert [path.name for path in tmp_path.iterdir()] == [f"f{suffix}"]


def test_png_and_pdf_through_viz(tmp_path):
    optional.package("resvg_py")
    optional.package("typst")
    drawing = draw(residual())
    drawing.save(tmp_path / "f.png")
    drawing.save(tmp_path / "f.pdf")
    png, pdf = (tmp_path / "f.png").read_bytes(), (tmp_path / "f.pdf").read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20], "big") == pytest.approx(2 * drawing.picture.plan.width, abs=2)  # whole pixels
    assert pdf[:5] == b"%PDF-"


@needs_dot
def test_png_and_pdf_through_dot(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setitem(sys.modules, "typst", None)
    draw(residual()).save(tmp_path / "f.png")
    draw(residual()).save(tmp_path / "f.pdf")
    assert (tmp_path / "f.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "f.pdf").read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_without_any_converter_one_line_says_what_to_install(tmp_path, monkeypatch, form):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setitem(sys.modules, "typst", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MissingProgramError) as caught:
        draw(residual()).save(tmp_path / f"f.{form}")
    assert str(caught.value) == (
        f"saving as {form.upper()} needs a converter: pip install 'chalkgrad[viz]', or install graphviz; "
        ".svg and .html work without"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("f.gif", ValueError, "save('f.gif'): the suffix '.gif' is none of .svg, .png, .pdf, .dot or .html"),
        ("f", ValueError, "save('f'): the suffix '' is none of .svg, .png, .pdf, .dot or .html"),
        ("no/f.svg", FileNotFoundError, "save('no/f.svg'): there is no folder 'no'; make it first"),
    ],
)
def test_places_that_are_none(tmp_path, monkeypatch, path, error, message):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        draw(residual()).save(path)
    assert list(tmp_path.iterdir()) == []


def test_what_fails_on_the_way_leaves_the_old_file(tmp_path, monkeypatch):
    old = tmp_path / "f.svg"
    old.write_text("old")

    def failing() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        save(old, {".svg": failing})
    monkeypatch.setattr("os.replace", lambda *_: failing())
    with pytest.raises(RuntimeError):
        save(old, {".svg": lambda: "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["f.svg"]
    assert old.read_text() == "old"


def test_a_saved_file_is_readable_by_others(tmp_path):
    draw(residual()).save(tmp_path / "f.svg")
    (tmp_path / "g").write_text("")
    assert (tmp_path / "f.svg").stat().st_mode == (tmp_path / "g").stat().st_mode


def test_show_opens_a_page(monkeypatch, capsys):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or False)
    drawing = draw(residual())
    drawing.show()
    (url,) = opened
    path = capsys.readouterr().out.strip().removeprefix("No viewer was found; the picture is in ")
    assert url == f"file://{path}"
    with open(path, encoding="utf-8") as page:
        assert page.read() == drawing.html
    shutil.rmtree(path.rpartition("/")[0])


# notebooks and micrograd


def test_notebooks_get_an_image():
    bundle = draw(residual(), "TB")._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
    assert bundle["text/html"].startswith('<img alt="the computation as a graph" src="data:image/svg+xml;base64,')
    wide = draw(residual())._repr_mimebundle_()["text/html"]
    assert 'style="max-width:none"' in wide
    narrow = re.fullmatch(
        r'<picture><source media="\(max-width:\d+px\)" srcset="data:.*,(.*)">(<img .*>)</picture>', wide
    )
    assert int(re.search(r' width="(\d+)"', b64decode(narrow[1]).decode())[1]) <= 390  # a telephone shows all of it
    assert bundle["text/plain"] == "<drawing of z: 12 boxes, 12 edges>"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Value(2.5, "w<b>"), ["w&lt;b&gt;", "2.5", "not yet"]),
        ((Value(2.0) * 3).inputs[1], ["Value", "3", "none: a constant"]),
        (Value(math.inf, "x" * 100), ["x" * 39 + "…<", "∞"]),
    ],
)
def test_a_value_alone_shows_a_card(value, said):
    card = value._repr_html_()
    ElementTree.fromstring(card)
    assert all(text in card for text in said)


def test_a_card_shows_the_gradient_there_is():
    x = Value(2.0, "x")
    (x * x).backward()
    assert ">4<" in x._repr_html_()


def test_draw_dot_is_called_as_in_micrograd():
    dot = draw_dot(residual(), format="png", rankdir="TB")
    assert dot.format == "png"
    assert "rankdir=TB" in dot.source
    assert dot.source.count("->") == 12
    with pytest.raises(ValueError, match="rankdir"):
        draw_dot(residual(), rankdir="XX")


# words


def test_widths_grow_with_text_and_never_vanish():
    assert 0 < width("i") < width("W") < width("W", bold=True)
    assert width("漢字") >= 2 * 14
    assert width("🦊") > 14


@pytest.mark.parametrize("text", ["a = b", "t1 = " + " + ".join("abcdefghij" * 3), "x" * 200, "a − b − c" * 9])
def test_long_formulas_are_broken_and_cut(text):
    lines = broken(text, 30)
    assert 1 <= len(lines) <= 3
    assert all(0 < len(line) <= 32 for line in lines)
    assert len(text) > 30 or lines == [text]


def test_room_is_for_every_text_on_the_way():
    picture = pictured(steps(residual()), wording=Wording("final"))
    x0 = picture.nodes[0]
    assert x0.lines[-1].text == "grad 0.9"
    assert x0.lines[-1].room >= width("grad 1 so far", bold=True)
    assert svg(picture).count("grad not yet") == 0


@pytest.mark.parametrize("level", ["op", "name"])
def test_what_is_only_rounding_is_0_in_the_picture_too(level):
    x, y = Value(0.1, "x"), Value(0.2, "y")
    total = (x + y).named("total")
    root = ((total - 0.3).named("left") * 7).named("z")
    assert root.data != 0
    root.backward()
    picture = draw(root, level=level).picture
    data = {node.name: [line.text for line in node.lines if line.role == "data"] for node in picture.nodes}
    assert data["left"] == data["z"] == ["data 0"]
    assert data["total"] == ["data 0.3"]


@pytest.mark.parametrize("level", ["op", "name"])
def test_a_gradient_of_nothing_but_rounding_is_0_in_the_picture_too(level):
    found = 0
    for seed in range(20):
        pick = random.Random(seed)
        root = cross_entropy([Value(pick.uniform(-1, 1)) for _ in range(3)], 0).named("loss")
        root.backward()
        found += any(node.op == "maximum" and node.grad for node in order(root))
        for node in draw(root, level=level).picture.nodes:
            assert not any(re.search(r"grad .*e-1[5-9]", line.text) for line in node.lines)
    assert found > 3, "some seeds leave rounding errors there"


def test_a_large_picture_has_fewer_pixels_an_inch():
    width, height = 16_678 / 2, 6_794 / 2  # of a network with 150 boxes
    assert width * height * zoom(width, height) ** 2 < 17e6
    assert 14 * zoom(width, height) > 10, "letters of ten pixels can be read"
    assert zoom(800, 600) == 2
    assert 1e6 * 3e4 * zoom(1e6, 3e4) ** 2 <= 60e6 * (1 + 1e-9)  # a square root, squared


def test_names_that_are_formulas_stand_in_brackets_on_arrows():
    product = (Value(2.0, "x1") * Value(3.0, "w1")).named("x1*w1")
    (picture,) = [draw((product + 1).named("x y")).picture]
    assert {arrow.label for arrow in picture.arrows} >= {"∂(x y)/∂(x1*w1) = 1", "∂(x1*w1)/∂x1 = 3"}


def test_a_mean_over_one_example_divides_by_nothing():
    names = [node.name for node in draw(cross_entropy([Value(0.5), Value(-0.5)], 1)).picture.nodes]
    assert "1" not in names
