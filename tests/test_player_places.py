"""Where the player goes: notebooks (trusted, untrusted, converted), files, and pages that show an <img>."""

import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from xml.etree import ElementTree

import pytest

from autograd import Value, anomalies, play, steps
from autograd.engine.graph import order
from autograd.formulas.notation import figure
from autograd.player.animation import SECONDS, moving
from autograd.player.frames import DIGITS
from autograd.records.page import Page
from tests import optional
from tests.graphs import EXAMPLES, residual
from tests.pages import becomes, box
from tests.test_player_browser import expected

CODE = """\
from autograd import Value, play
x, w = Value(3.0, "x"), Value(-2.0, "w")
play((w * x + 7).relu().named("y"))
"""


@pytest.fixture(scope="module")
def notebook():
    """A notebook whose one cell shows a player, executed."""
    nbclient, nbformat = map(optional.package, ("nbclient", "nbformat"))
    cells = [nbformat.v4.new_code_cell(CODE)]
    executed = nbformat.v4.new_notebook(cells=cells)
    nbclient.NotebookClient(executed, timeout=60).execute()
    return executed


@pytest.fixture(scope="module")
def converted(notebook):
    """The notebook as nbconvert's HTML page."""
    from nbconvert import HTMLExporter

    return HTMLExporter().from_notebook_node(notebook)[0]


def in_frame(page):
    """The player's frame in a page."""
    page.wait_for_selector("iframe")
    frame = page.query_selector("iframe").content_frame()
    frame.wait_for_selector("#player[data-kind='finished']")
    return frame


def test_a_converted_notebook_plays(open_page, converted):
    page = open_page(converted, foreign=True)  # nbconvert's own template asks for MathJax
    frame = in_frame(page)
    frame.click("#last")
    assert frame.inner_text("#where") == "← backward, step 6 of 6"
    assert frame.text_content("#wide-n1 .grad") == "grad −2"
    frame.press("body", "Home")
    assert frame.inner_text("#where") == "Ready: 6 steps"
    page.wait_for_function("Math.abs(document.querySelector('iframe').offsetHeight - 640) < 160")  # it told its height
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.query_selector("img[data-player]") is None
    assert [url for url in page.requests if not url.startswith(("file:", "data:", "about:", "https://cdnjs."))] == []


def test_a_converted_notebook_without_scripts_shows_the_picture(open_page, converted):
    page = open_page(converted, foreign=True, java_script_enabled=False)
    place = box(page, "img[data-player]")
    assert place["width"] > 300
    assert place["height"] > 100
    assert page.locator("iframe").count() == 0
    source = page.get_attribute("img[data-player]", "src")
    assert source.startswith("data:image/svg+xml;base64,")


def test_stripped_of_scripts_the_picture_is_what_remains(open_page):
    """As sanitizers do it, JupyterLab's for untrusted notebooks among them: no <script>, data: allowed in <img>."""
    stripped = re.sub(r"<script>.*?</script>", "", play(residual())._repr_html_(), flags=re.DOTALL)
    assert stripped.count("<") == 3  # div, img, /div: all that a sanitizer could object to
    page = open_page(stripped)
    assert page.evaluate("document.querySelector('img').naturalWidth") > 300


@pytest.mark.parametrize(("background", "theme"), [("#111", "dark"), ("#fff", "light"), ("transparent", "light")])
def test_in_a_notebook_the_player_takes_the_notebooks_side(open_page, background, theme):
    page = open_page(f"<body style='background:{background}'><p>{play(residual())._repr_html_()}", color_scheme="dark")
    frame = in_frame(page)
    assert frame.get_attribute("html", "data-theme") == theme
    paper = frame.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}[theme]


def test_one_output_shown_twice_gives_two_players(open_page):
    output = play(residual())._repr_html_()
    page = open_page(output + output)
    page.wait_for_function("document.querySelectorAll('iframe').length === 2")
    _, first, second = page.frames
    for frame in first, second:
        frame.wait_for_selector("#player[data-kind='finished']")
    second.click("#first")
    first.click("#last")
    assert second.get_attribute("#player", "data-step") == "0"


@pytest.mark.parametrize("width", [1280, 390])
def test_what_stands_below_a_player_does_not_move(open_page, width):
    """The frame has the height of its highest step as soon as it is in sight, wherever it was when the page opened."""
    page = open_page(f"<p style='height:3000px'>{play(residual())._repr_html_()}", width=width)
    frame = in_frame(page)
    page.locator("iframe").scroll_into_view_if_needed()
    frame.wait_for_function("parseFloat(document.getElementById('panel').style.minHeight) > 0")
    as_high_as_its_page = "Math.abs(innerHeight - document.querySelector('main').getBoundingClientRect().height) < 4"
    frame.wait_for_function(as_high_as_its_page)
    heights = []
    for button in ["#first", *["#forward"] * 17]:
        frame.click(button)
        frame.wait_for_function(as_high_as_its_page)  # at once, unless the page has another height than before
        heights.append(box(page, "iframe")["height"])
    assert frame.get_attribute("#player", "data-step") == "17"
    assert len(set(heights)) == 1


def test_names_in_a_notebook_are_text(open_page):
    name = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked=1'>"
    page = open_page(play((Value(2.0, name) * 3).named("'\">" + name))._repr_html_())
    frame = in_frame(page)
    frame.click("#last")
    assert page.evaluate("window.hacked") is None
    assert frame.evaluate("window.hacked") is None


def test_the_notebook_gets_html_and_text():
    bundle = play(residual())._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/plain"].startswith("<player of z, 17 steps")


@pytest.mark.slow
def test_jupyterlab_shows_the_picture_until_it_trusts(browser, notebook, tmp_path):
    """In a real JupyterLab: an untrusted notebook shows the picture, a trusted one the player."""
    optional.package("jupyterlab")
    with lab(notebook, tmp_path) as url:
        for trusted in False, True:
            if trusted:
                sign(tmp_path)
            context = browser.new_context()
            page = context.new_page()
            page.goto(url)
            page.wait_for_selector(f".jp-OutputArea-output {'iframe' if trusted else 'img[alt]'}", timeout=60_000)
            if trusted:
                frame = in_frame(page)
                frame.click("#last")
                assert frame.inner_text("#where") == "← backward, step 6 of 6"
            else:
                assert page.evaluate("document.querySelector('.jp-OutputArea-output img').naturalWidth") > 300
                assert page.locator(".jp-OutputArea-output iframe").count() == 0
            context.close()


@contextmanager
def lab(notebook, folder):
    """A JupyterLab that serves the notebook from a folder; its address. Everything it keeps is in that folder."""
    import nbformat

    nbformat.write(notebook, folder / "shown.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0"]
    command += ["--ServerApp.token=shown", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(command, env=kept_in(folder), stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while not (ports := re.findall(r"http://127\.0\.0\.1:(\d+)/lab", (folder / "log").read_text())):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"JupyterLab did not start: {(folder / 'log').read_text()}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{ports[0]}/lab/tree/shown.ipynb?token=shown"
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:  # it waits for a kernel that was just starting
            server.kill()
            server.wait()


def kept_in(folder):
    """The environment for a Jupyter that touches nothing outside a folder."""
    kept = {f"JUPYTER_{kind}_DIR": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    return {**os.environ, **kept}


def sign(folder):
    """Trust the notebook, as its user would by running it."""
    command = [sys.executable, "-m", "jupyter", "trust", str(folder / "shown.ipynb")]
    subprocess.run(command, env=kept_in(folder), check=True, capture_output=True)


# What the moving picture shows: the texts of its boxes and edges and its caption, as far as they are opaque.
SEEN = """() => [...document.querySelectorAll("text")].filter((text) => {
  for (let each = text; each; each = each.parentElement) if (getComputedStyle(each).opacity === "0") return false;
  return true;
}).map((text) => text.textContent)"""


def at(page, seconds):
    """The moving picture's texts at a time."""
    page.evaluate(
        "time => document.getAnimations().forEach((each) => {"
        "const {delay, duration} = each.effect.getTiming();"
        "each.pause(); each.currentTime = time + delay + duration; })",
        seconds * 1000,
    )
    return page.evaluate(SEEN)


@pytest.mark.parametrize("level", ["name", "op"])
def test_the_moving_picture_goes_through_every_step(open_page, level):
    records = steps(residual(), level)
    page = open_page(play(records).svg, reduced_motion="no-preference")
    assert page.evaluate("document.getAnimations().length") > 20
    count = len(records.forward) + len(records.backward)
    written = Page(records, DIGITS).figures
    assert at(page, 0.5 * SECONDS).count("grad not yet") == len(records.forward)
    for number in range(1, count + 1):
        data, grad = expected(records, number, written)
        shown = at(page, (number + 0.5) * SECONDS)
        assert sorted(text for text in shown if text.startswith("data")) == sorted(data.values())
        assert sorted(text for text in shown if text.startswith("grad")) == sorted(grad.values())
        slopes = [text for text in shown if re.match("∂.+/∂.+ = [^=]+$", text)]
        assert len(slopes) == max(0, number - len(records.forward) - 1)
        (caption,) = [text for text in shown if text.startswith(("→ forward", "← backward"))]
        if number > len(records.forward) + 1:
            record = records.backward[number - len(records.forward) - 1]
            assert f"∂z/∂{record.operand} = " in caption
            assert caption.endswith("…" if record.uses_left else figure(record.so_far))
    held = at(page, (count + 1.5) * SECONDS)
    assert "not yet" not in " ".join(held)
    assert any(text.startswith("z = 1.03; ∂z/∂x0 = 0.9;") for text in held)


def test_the_moving_picture_without_motion_is_the_finished_one(open_page):
    page = open_page(play(residual()).svg, reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    shown = page.evaluate(SEEN)
    assert "not yet" not in " ".join(shown)
    assert shown.count("grad −0.2") == 3
    assert any(text.startswith("z = 1.03") for text in shown)


def test_the_moving_picture_moves_inside_an_image(open_page, tmp_path):
    play(residual()).save(tmp_path / "moving.svg")
    page = open_page('<img src="moving.svg">', width=600, height=300, reduced_motion="no-preference")
    page.requests[:] = [url for url in page.requests if not url.endswith("moving.svg")]
    first = page.screenshot()
    becomes(lambda: page.screenshot() != first, True)


TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.mark.parametrize("build", EXAMPLES, ids=lambda build: build.__name__)
def test_the_moving_picture_is_sound_xml_and_asks_for_nothing(build):
    player = play(build())
    for text in player.svg, moving(player.scene, narrow=True):
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        for element in root.iter():
            assert element.tag.rpartition("}")[2] in {"svg", "g", "rect", "path", "text", "tspan", "title", "style"}
            assert not [name for name in element.attrib if "href" in name or name.startswith("on")]


def test_the_moving_picture_for_telephones_says_no_more_than_its_boxes_hold():
    texts = [text.text for text in ElementTree.fromstring(moving(play(residual()).scene, narrow=True)).iter(TEXT)]
    assert "not yet" in texts
    assert "grad 1 + …" in texts  # x0's, of two uses
    assert not {"grad not yet", "data not yet", "grad 1 so far"} & set(texts)


def test_saving(tmp_path):
    player = play(residual())
    player.save(tmp_path / "z.html")
    player.save(tmp_path / "z.svg")
    assert (tmp_path / "z.html").read_text(encoding="utf-8") == player.html
    assert (tmp_path / "z.svg").read_text(encoding="utf-8") == player.svg
    with pytest.raises(ValueError, match=r"the suffix '\.gif' is none of \.html, \.htm or \.svg"):
        player.save(tmp_path / "z.gif")
    with pytest.raises(FileNotFoundError, match="there is no folder"):
        player.save(tmp_path / "missing" / "z.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["z.html", "z.svg"]


def test_where_no_file_may_be_made_the_error_names_the_one_asked_for(tmp_path, monkeypatch):
    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("autograd.support.files.os.open", refuse)
    with pytest.raises(PermissionError, match=re.escape(repr(str(tmp_path / "z.html")))):
        play(residual()).save(tmp_path / "z.html")


def test_the_page_of_the_residual_example_is_small():
    assert len(play(residual()).html.encode()) <= 90_000


def test_the_way_back_is_that_of_the_records():
    root = residual()
    assert play(root).html == play(steps(root)).html
    assert not any(node.has_grad for node in order(root))  # no gradient is touched


def test_a_computation_without_derivatives_says_so(open_page):
    page = open_page(play((Value(2.0, "x").step() * 3).named("y")).html)
    page.click("#last")
    assert page.get_attribute("#player", "data-kind") == "forward"
    page = open_page(play((Value(2.0, "x").step() * 3).named("y")).html, java_script_enabled=False)
    assert "No backward pass" in page.inner_text("#sentence")


def test_what_is_not_a_number_is_shown(open_page):
    with anomalies("ignore"):
        root = (Value(float("inf"), "x") * Value(0.0, "w")).named("y")
        page = open_page(play(root).html)
    page.click("#last")
    assert page.text_content("#wide-n2 .data") == "data NaN"
    assert page.text_content("#wide-n1 .grad") == "grad ∞"


def test_a_leaf_changed_since_says_so(open_page):
    x = Value(2.0, "x")
    root = (x * 3).named("y")
    x.data = 5.0
    page = open_page(play(root).html)
    page.click("#last")
    assert page.text_content("#wide-n0 .data") == "data 2"
    assert page.text_content("#wide-n0 .now") == "now 5"
    page.fill("#slider", "1")
    assert page.inner_text("#sentence") == "Forward: x is given, 2. (Since this was computed it has become 5.)"


def test_what_is_no_value_is_refused():
    with pytest.raises(TypeError, match="expected a Value"):
        play(3.0)
