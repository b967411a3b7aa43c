"""The pages of reference and notebooks: they build, name everything that is public, and no link leads nowhere."""

import json
import re
import zlib
from base64 import urlsafe_b64decode
from importlib import import_module
from urllib.parse import urlsplit

import pytest

import autograd
from tests import optional
from tests.faults import faults
from tests.pages import WAIT
from tests.samples import crossed

for package in ("nbconvert", "pdoc", "playwright"):
    optional.package(package)

from notebooks import build, playground, site  # noqa: E402  after what it needs is known to be there
from notebooks.site import formulas, frame, markdown  # noqa: E402
from notebooks.site.inventory import Entry, inventory  # noqa: E402
from notebooks.site.playground import link, sheet_of  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder with all pages, a playground among them in which other files stand for Pyodide's."""
    pyodide = tmp_path_factory.mktemp("pyodide")
    for name in playground.PYODIDE:
        (pyodide / name).write_text(name, "utf-8")
    folder = tmp_path_factory.mktemp("pages")
    site.write(folder, playground=True, pyodide=pyodide)
    return folder


def test_no_link_leads_nowhere_and_nothing_is_loaded_from_elsewhere(pages):
    assert site.broken(pages) == []


@pytest.mark.parametrize("start", ["index.html", "autograd.html", "13_transformer.html"])
def test_every_page_is_reached_by_links(pages, start):
    reached, waiting = set(), [pages / start]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            links = [urlsplit(link) for link in site.Links(page).links if not link.endswith(".ipynb")]
            waiting += [(page.parent / link.path).resolve() for link in links if link.path and not link.scheme]
    assert set(pages.rglob("*.html")) - reached == set()


@pytest.mark.parametrize("path", build.notebooks(), ids=lambda path: path.stem)
def test_every_notebook_has_a_page(pages, path):
    text = (pages / f"{path.stem}.html").read_text("utf-8")
    assert f"<title>{site.title_of(path)}</title>" in text
    assert not re.search(r"[$]|\\begin", re.sub(r"<(pre|code|script)\b.*?</\1>|<[^>]*>", "", text, flags=re.DOTALL))
    assert "\\" not in "".join(re.findall(r"<math.*?</math>", text, re.DOTALL))  # all of it is read


def test_players_are_live(pages):
    text = (pages / "01_one_neuron.html").read_text("utf-8")
    assert "<script>" in text
    assert "data-player" in text


def test_plots_of_several_panels_have_another_form_on_telephones(pages):
    one, three = ((pages / f"{name}.html").read_text("utf-8") for name in ("02_residual_block", "09_without_training"))
    assert '_subarea"><img alt="A plot: |∂output/∂input| by blocks" src="data:image/svg+xml;' in one
    assert re.search(
        r'<picture><source media="[^"]*" srcset="[^"]*"/?><img alt="A plot: indicator; step; relu" ', three
    )


@pytest.mark.parametrize("module", site.MODULES)
def test_every_public_name_is_in_the_reference(pages, module):
    path = pages / f"{module.replace('.', '/')}.html"
    places = site.Links(path).places
    assert "Stands in for a name" not in path.read_text("utf-8")
    assert sorted(set(import_module(module).__all__) - places) == []


def test_the_package_is_as_before(pages):
    assert autograd.tanh is autograd.OPS["tanh"]


def test_broken_links_are_found(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="b.html">there</a><a href="c.html">not</a><a href="b.html#x">there</a><a href="b.html#y">not</a>'
        '<a href="https://example.org">elsewhere</a><img src="data:,"><img src="https://example.org/x.png">'
        '<script src="//example.org/x.js"></script>',
        "utf-8",
    )
    (tmp_path / "b.html").write_text('<p id="x">', "utf-8")
    assert site.broken(tmp_path) == [
        "a.html: c.html",
        "a.html: b.html#y",
        "a.html: https://example.org/x.png",
        "a.html: //example.org/x.js",
    ]


def test_formulas_become_mathml_and_code_stays():
    found = site.with_formulas(r"<p>$x_1$ and $$\frac{a}{b}$$</p><code>$x$</code>")
    assert found.count("<math") == 2
    assert "<mfrac>" in found
    assert found.endswith("<code>$x$</code>")


@pytest.mark.parametrize(
    ("latex", "pieces"),
    [
        (r"= a + \frac{b + c}{2} = 3", ["= a", r"+ \frac{b + c}{2}", "= 3"]),
        (
            r"= \left(a + b\right) \cdot \sqrt{c = d} \approx 3",
            [r"= \left(a + b\right) \cdot \sqrt{c = d}", r"\approx 3"],
        ),
        (r"x = 1 \quad y = 2", ["x = 1", r"\quad y = 2"]),
        (
            r"= 3 \qquad \text{two uses, through $x_{1} + 1$}",
            ["= 3", r"\qquad\text{two }", r"\text{uses, }", r"\text{through }", r"\text{$x_{1} + 1$ }"],
        ),
        ("", []),
    ],
)
def test_a_line_of_a_solution_is_broken_where_print_would_break_it(latex, pieces):
    assert list(formulas.in_pieces(latex)) == pieces


def test_lines_of_a_solution_meet_at_their_first_sign_and_lose_nothing():
    found = site.with_formulas(
        r"$$\begin{aligned} y &= a + b = 3 \\ &= \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \end{aligned}$$"
    )
    assert found.count("<span><span>") == 2
    assert found.count("<mtr>") == 2
    assert re.sub(r"<[^>]*>", "", found) == "y=a+b=3=1234"


def test_the_command_says_where_the_pages_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(site, "write", lambda folder, *_: (folder / "a.html").write_text('<a href="b.html">', "utf-8"))
    monkeypatch.setattr(site.sys, "argv", ["site", str(tmp_path)])
    assert site.main() == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (
        f"1 pages in {tmp_path}; begin with index.html\n",
        "leads nowhere: a.html: b.html\n",
    )


def test_where_nothing_can_be_written_the_command_says_so(tmp_path, monkeypatch, capsys):
    (tmp_path / "taken").write_text("", "utf-8")
    monkeypatch.setattr(site.sys, "argv", ["site", str(tmp_path / "taken")])
    assert site.main() == 1
    assert re.fullmatch(r"site: .*'\S*taken'\n", capsys.readouterr().err)


def test_every_notebook_can_be_downloaded_as_it_stands(pages):
    for path in build.notebooks():
        assert f"notebooks/{path.name}" in site.Links(pages / f"{path.stem}.html").links
        assert (pages / "notebooks" / path.name).read_bytes() == path.read_bytes()


def test_pages_follow_one_another(pages):
    listed, page = [entry.address for entry in site.entries()], pages / "index.html"
    visited = []
    for _ in listed:
        visited.append(page.relative_to(pages).as_posix())
        following = re.search(r'<a href="([^"]+)" rel="next">', page.read_text("utf-8"))
        if not following:
            break
        page = (page.parent / following[1]).resolve()
    assert visited == listed


def test_contents_show_all_pages_and_the_headings_of_this_one(pages):
    text = (pages / "04_softmax.html").read_text("utf-8")
    contents = text[text.index('<nav aria-label="Contents">') : text.index("</aside>")]
    assert [entry.address for entry in site.entries() if f'href="{entry.address}"' not in contents] == []
    assert '<a href="04_softmax.html" aria-current="page">4 · Softmax' in contents
    assert ">When exp is too large</a>" in contents


def sheets(folder):
    """The sheets that pages open in the playground."""
    for path in sorted(folder.glob("*.html")):
        for link_ in site.Links(path).links:
            if link_.startswith("playground/"):
                packed = link_.partition("&sheet=")[2]
                yield path.stem, zlib.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), -15).decode()


def test_every_exercise_opens_in_the_playground(pages):
    opened = set(sheets(pages))
    for path in build.notebooks():
        [exercise] = [cell.source for cell in build.read(path).cells if "exercise" in cell.metadata.get("tags", [])]
        assert (path.stem, exercise.partition("\n")[2]) in opened


def test_sheets_of_cells_are_found():
    new = build.nbformat.v4.new_code_cell
    assert sheet_of(new("%%sheet\nx = 2")) == "x = 2"
    assert sheet_of(new('check("""\nx = 2\ny = x\n""")')) == "x = 2\ny = x"
    assert sheet_of(new("check(sheet)")) is None
    assert sheet_of(new("!ls")) is None
    assert sheet_of(build.nbformat.v4.new_markdown_cell("%%sheet\nx = 2")) is None
    assert re.fullmatch(r"playground/index.html#mode=sheet&sheet=[\w-]+", link("x = 2"))


def test_what_is_linked_by_name_is_there(pages):
    head, body = (pages / "objects.inv").read_bytes().split(b"zlib.\n", 1)
    assert head.startswith(b"# Sphinx inventory version 2\n# Project: chalkgrad\n# Version: ")
    lines = [line.split(" ", 4) for line in zlib.decompress(body).decode().splitlines()]
    found = {(name, role): address for name, role, priority, address, title in lines}
    assert found["autograd.Value", "py:class"] == "autograd.html#Value"
    assert found["autograd.Value.backward", "py:method"] == "autograd.html#Value.backward"
    assert found["autograd.nn.cross_entropy", "py:function"] == "autograd/nn.html#cross_entropy"
    assert found["autograd.LanguageError", "py:exception"] == "autograd.html#LanguageError"
    assert found["04_softmax", "std:doc"] == "04_softmax.html"
    places = {}
    for address in found.values():
        page, _, place = address.partition("#")
        if page not in places:
            places[page] = site.Links(pages / page).places
        assert not place or place in places[page], address


def test_an_inventory_is_read_by_sphinx():
    sphinx = optional.package("sphinx.util.inventory")
    if not hasattr(sphinx.InventoryFile, "loads"):
        pytest.skip("Sphinx before 8.2 reads inventories from streams only")
    written = inventory([Entry("a.b", "py:function", "a.html#b")], "p", "1.0")
    read = sphinx.InventoryFile.loads(written, uri="https://example.org")
    item = read.data["py:function"]["a.b"]
    assert item.uri == "https://example.org/a.html#b"


def test_what_matters_most_stands_first_in_the_reference(pages):
    names = re.findall(r'<section id="([^"]+)">', (pages / "autograd.html").read_text("utf-8"))
    assert names[:4] == ["Value", "explain", "check", "derive"]
    assert names[-1].endswith("Error")
    assert names.index("tanh") > names.index("compile")


HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(2)>"


def test_hostile_titles_and_texts_show_as_text():
    entries = [frame.Entry("a.html", HOSTILE, HOSTILE), frame.Entry("b.html", HOSTILE)]
    body = markdown.html_of(f"# {HOSTILE}\n\n## {HOSTILE}\n\n${HOSTILE}$ [{HOSTILE}](javascript:alert(3))")
    page = frame.page(entries, "a.html", site.with_formulas(body))
    assert re.findall(r"<(?:script|img)[^>]*alert[^>]*>|onerror=[^&]*>|javascript:", page.replace("&lt;", "‹")) == []
    assert page.count("<script") == 3  # the frame's own
    assert "alert(1)" in page


def test_pages_are_searched_found_and_followed_without_a_server(browser, pages):
    complaints = []
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((pages / "01_one_neuron.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.keyboard.press("/")
    page.keyboard.type("temperature softmax")
    page.locator("#found li:first-child", has_text="4 · Softmax").wait_for(timeout=WAIT)
    page.fill("#search", "<b>nothing")
    page.wait_for_function("document.querySelector('#found-count').textContent === 'nothing found'")
    page.fill("#search", "cross_entropy")
    page.keyboard.press("Enter")
    page.wait_for_url("**/autograd/nn.html#cross_entropy")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.fill("#search", "two moons")  # from a page in a folder
    page.wait_for_selector("#found a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*.html#*")
    page.close()
    assert complaints == []


def test_players_and_sliders_of_pages_move(browser, pages):
    page = browser.new_page()
    page.goto((pages / "18_initialisation.html").as_uri())
    player = page.frame_locator("iframe").first
    slider = player.locator("#input-0")
    slider.evaluate("input => { input.value = 2; input.dispatchEvent(new Event('input', {bubbles: true})) }")
    player.locator(".data:visible", has_text="data 16").first.wait_for(timeout=WAIT)  # 2⁴
    page.close()


@crossed(width=[390, 1440], scheme=["light", "dark"])
def test_axe_finds_nothing(browser, audited, pages, scheme, width):
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}
    for name in (
        "index",
        "notebooks",
        "teachers",
        "04_softmax",
        "18_initialisation",
        "10_your_own_worksheet",
        "16_attention",
        "autograd",
        "autograd/optim",
    ):
        page.goto((pages / f"{name}.html").as_uri())
        found |= {name: violations} if (violations := audited(page)) else {}
    page.close()
    assert found == {}


@crossed(
    name=["index", "05_batch_norm", "17_latex_homework", "teachers"], width=[390, 820, 1440], scheme=["light", "dark"]
)
def test_everything_can_be_read(browser, pages, name, width, scheme):
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto((pages / f"{name}.html").as_uri())
    assert [fault for frame in page.frames for fault in faults(frame)] == []
    page.close()


def test_the_start_page_has_a_picture_for_telephones(browser, pages):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto((pages / "index.html").as_uri())
    image = page.locator("picture img").first
    image.evaluate("image => image.decode()")
    seen = image.evaluate("image => [image.currentSrc, image.getBoundingClientRect().right]")
    assert seen[0].endswith("residual-narrow.svg")
    assert seen[1] <= 390  # all of it is seen
    page.close()


def test_the_reference_stands_in_the_frame_of_all_pages(pages):
    """Its contents begin with its own names; links lead out of its folder."""
    text = (pages / "autograd" / "nn.html").read_text("utf-8")
    assert '<a href="../autograd/nn.html" aria-current="page">autograd.nn</a><ul><li><a href="#Module">' in text
    assert '<link rel="stylesheet" href="../pages.css">' in text
    assert '<a href="../teachers.html">Teaching with chalkgrad</a>' in text
    assert text.count("<main") == 1


def test_the_index_of_the_search_is_small(pages):
    text = (pages / "search-index.js").read_text("utf-8")
    rows = json.loads(text.removeprefix("window.SECTIONS="))
    assert {address.partition("#")[0] for address, *_ in rows} == {entry.address for entry in site.entries()}
    assert len(text) < 500_000
