"""The page of a report in a real browser: nothing is wider than the window, wide graphs scroll by themselves."""

import pytest

from autograd import check, worked
from autograd.worksheet.reporting import formats

NAMES = ["sigmoid-chain", "batchnorm", "twin-branch", "hard-coded", "conv-costs"]
LONG = "/".join(["a-folder-with-a-long-name"] * 8)


def test_names_have_room_beside_their_points_where_it_is_narrow(open_page):
    key = "x = 2.0; y = x^2\nfind dy/dx   # 2 points"
    reports = [check(f"dy/dx = {claim}", key, name=f"{LONG}/{claim}.sheet") for claim in ("2*x", "x")]
    page = open_page(formats.as_html(reports), width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    widths = page.evaluate("[...document.querySelectorAll('.points td')].map(each => each.clientWidth)")
    assert min(widths) > 300


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(open_page, width, scheme):
    reports = [worked.report(name, hints) for name, hints in zip(NAMES, (2, 3, 2, 3, 2), strict=True)]
    for report in reports:
        report.name = f"{LONG}/{report.name}.sheet"
    page = open_page(formats.as_html(reports), width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    figures = page.evaluate("[...document.querySelectorAll('figure div')].map(each => each.scrollWidth)")
    assert len(figures) == 3
    assert max(figures) > width  # this is what would widen the page
    cells = page.evaluate("[...document.querySelectorAll('td, h1')].map(each => each.scrollWidth - each.clientWidth)")
    assert max(cells) <= 1
    size = page.evaluate(
        "Math.min(...[...document.querySelectorAll('figure svg')].map(each => "
        "each.getBoundingClientRect().height / each.viewBox.baseVal.height))"
    )
    assert size > 0.6  # a picture shrunk further could not be read
