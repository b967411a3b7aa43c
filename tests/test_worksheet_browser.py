"""The page of a report in a real browser: nothing is wider than the window, wide graphs scroll by themselves."""

import pytest

from autograd import check, worked
from autograd.pictures.lettering import LOWERED, READABLE
from autograd.worksheet.reporting import formats
from tests.faults import faults
from tests.pages import texts
from tests.samples import crossed

NAMES = ["sigmoid-chain", "batchnorm", "twin-branch", "hard-coded", "conv-costs"]
LONG = "/".join(["a-folder-with-a-long-name"] * 8)


def test_names_have_room_beside_their_points_where_it_is_narrow(open_page):
    key = "x = 2.0; y = x^2\nfind dy/dx   # 2 points"
    reports = [check(f"dy/dx = {claim}", key, name=f"{LONG}/{claim}.sheet") for claim in ("2*x", "x")]
    page = open_page(formats.as_html(reports), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    widths = page.evaluate("[...document.querySelectorAll('.points td')].map(each => each.clientWidth)")
    assert min(widths) > 300


@crossed(width=[390, 1200], scheme=["light", "dark"])
def test_nothing_is_wider_than_the_window(open_page, width, scheme):
    reports = [worked.report(name, hints) for name, hints in zip(NAMES, (2, 3, 2, 3, 2), strict=True)]
    for report in reports:
        report.name = f"{LONG}/{report.name}.sheet"
    page = open_page(formats.as_html(reports), width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    figures = page.evaluate("[...document.querySelectorAll('figure > .drawing')].map(each => each.scrollWidth)")
    assert len(figures) == 3
    assert max(figures) > 390  # this is what would widen a narrow page
    cells = page.evaluate("[...document.querySelectorAll('td, h1')].map(each => each.scrollWidth - each.clientWidth)")
    assert max(cells) <= 1
    size = page.evaluate(
        "Math.min(...[...document.querySelectorAll('figure svg')].filter(each => each.checkVisibility())"
        ".map(each => each.getBoundingClientRect().width / each.viewBox.baseVal.width))"
    )
    assert size >= 0.999 * READABLE / LOWERED  # a picture shrunk further could not be read
    assert page.locator("figure svg:visible .node.meant").count() >= 3


SHEET = """\
x0 = 1.0; w0 = 0.5; w1 = -0.2; b0 = 0.1; b1 = 0.15

x1 = relu(x0*w0 + b0) = 0.6      # a remark
z = relu(x1*w1 + b1 + x0) = 1.03
dz/dw1 = x1 = 1
dz/dx0 = 1 - w1*w0; dz/db0 = w1 = 0.2
find dz/db1"""
ROWS = """[...document.querySelectorAll('.lines tr:not(.said)')].map(
row => [...row.cells].map(cell => cell.innerText.trim()))"""


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_page_is_the_sheet_with_its_marks(open_page, width):
    page = open_page(formats.as_html([check(SHEET, name="by hand.sheet")]), width=width)
    numbers, marks, lines = zip(*page.evaluate(ROWS), strict=True)
    assert numbers == tuple(map(str, range(1, 8)))
    assert [mark[:1] for mark in marks] == ["", "", "✓", "✓", "✗", "✗", "○"]
    assert list(lines) == SHEET.split("\n")
    marked = texts(page, "mark")
    assert marked == ["1", "w1*w0", "0.2"]
    assert page.locator("mark").first.evaluate("each => getComputedStyle(each).textDecorationStyle") == "wavy"
    said = [row.split() for row in texts(page, "tr.said")]
    assert [words[0] for words in said] == ["wrong:", "1", "w1", "0.2", "not"]
    below = page.evaluate(
        "(([line, cause]) => cause.top - line.bottom)([...document.querySelectorAll('tr.wrong')].slice(0, 2)"
        ".map(each => each.getBoundingClientRect()))"
    )
    assert abs(below) < 1
    assert faults(page) == []


THEMES = [("light", "dark"), ("dark", "light")]


@pytest.mark.parametrize(("theme", "preferred"), THEMES)
def test_a_notebook_shows_the_sheet_in_its_own_colours_whatever_the_reader_prefers(open_page, theme, preferred):
    report = check(SHEET)
    page = open_page(
        f'<!doctype html><meta charset="utf-8"><body data-jp-theme-light="{str(theme == "light").lower()}">'
        f"{report._repr_html_()}",
        color_scheme=preferred,
    )
    ink, paper = page.locator(".chalk-sheet").evaluate(
        "each => ['color', 'backgroundColor'].map(name => getComputedStyle(each)[name].match(/[0-9]+/g).map(Number)[0])"
    )
    assert (ink < 60 < 200 < paper) if theme == "light" else (paper < 60 < 200 < ink)


def test_the_exercises_of_a_sheet_keep_their_lines():
    page = formats.as_html([check("Ex 1\nx = 2; y = x^2 = 5\nEx 2\nx = 3; y = x^2 = 9")])
    assert "<code>x = 3; y = x^2 = 9</code>" in page


def test_what_nobody_claims_has_no_number():
    lines = check("dy/dx = w\n\n# the end", "x = 2; w = 3; y = w*x\nfind y\nfind dy/dw, dy/dx").lines()
    assert [(line.number, line.mark, line.text) for line in lines] == [
        (1, "✓", "dy/dx = w"),
        (2, " ", ""),
        (3, " ", "# the end"),
        (None, "○", "y"),
        (None, "○", "dy/dw"),
    ]


def test_a_line_with_thousands_of_errors_costs_no_megabytes():
    page = formats.as_html([check("x = 2; y = x^2\n" + "y = 5; " * 3000)])
    assert "… and " in page
    assert len(page) < 30_000
