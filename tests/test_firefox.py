"""The pages in Firefox, where it is installed: as in Chromium nothing is cut, small or overlaps."""

import json
import shutil

import pytest

from autograd import check, draw, steps
from autograd.player import play
from autograd.player.frames import DIGITS
from autograd.records.page import Page
from autograd.worksheet.reporting import formats
from tests.faults import FAULTS, LEAST
from tests.firefox import firefox
from tests.graphs import residual
from tests.samples import crossed
from tests.test_player_browser import READ, check_step
from tests.test_player_looks import GO, OVERFLOWS, SIDEWAYS
from tests.test_worksheet_browser import SHEET

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser_of_mozilla(tmp_path_factory):
    """Firefox, open."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("firefox (a system package): no page is looked at in it")
    with firefox(program, tmp_path_factory.mktemp("firefox")) as opened:
        yield opened


@crossed(width=[390, 820, 1440], scheme=["light", "dark"])
def test_pages_in_firefox(browser_of_mozilla, tmp_path, width, scheme):
    root = residual()
    root.backward()
    pages = {
        "player": play(root).html,
        "drawing": draw(root, level="name").html,
        "sheet": formats.as_html([check(SHEET, name="by hand.sheet")]),
    }
    for name, text in pages.items():
        file = tmp_path / f"{name}.html"
        file.write_text(text, "utf-8")
        where = f"{name} at {width}, {scheme}"
        browser_of_mozilla.open(file.as_uri(), width, scheme)
        run = browser_of_mozilla.run
        assert run("() => matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark"), where
        assert run("() => document.documentElement.scrollWidth") == width, where
        assert run(FAULTS, LEAST) == [], where
        if name == "player":
            for step in (17, 0, 6, 14):
                run(GO, step)
                assert run(OVERFLOWS) == [], f"{where}, step {step}"
                assert run(f"() => {SIDEWAYS}") <= 0, where
        assert browser_of_mozilla.complaints(file.as_uri()) == [], where


def test_every_step_of_a_player_shows_the_records_in_firefox(browser_of_mozilla, tmp_path):
    root = residual()
    records = steps(root)
    file = tmp_path / "player.html"
    file.write_text(play(root).html, "utf-8")
    browser_of_mozilla.open(file.as_uri(), 1440, "light")
    figure = Page(records, DIGITS).figures
    for number in range(18):
        browser_of_mozilla.run(GO, number)
        check_step(json.loads(browser_of_mozilla.run(f"() => JSON.stringify(({READ})())")), records, number, figure)
