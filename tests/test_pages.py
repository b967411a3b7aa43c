"""Pages are read in one go and waited for: what a busy machine would break is in no test."""

import re
from pathlib import Path

import pytest

from tests.pages import becomes, box, kept, texts

TWICE = re.compile(
    r"\.(all_inner_texts|all_text_contents|evaluate_all|bounding_box|query_selector_all|wait_for_timeout)\("
)
"""What first finds elements and then asks each, between which a page may replace them; and what waits for a time."""


def test_nothing_is_read_in_two_goes_and_no_time_is_waited_for():
    files = set(Path(__file__).parent.glob("test_*.py")) - {Path(__file__)}
    found = {file.name: sorted(set(TWICE.findall(file.read_text("utf-8")))) for file in files}
    assert {name: calls for name, calls in found.items() if calls} == {}


@pytest.mark.slow
def test_what_a_page_replaces_all_the_time_is_read_whole(open_page):
    page = open_page(
        "<!doctype html><main></main><script>let n = 0; const again = () => {"
        "document.querySelector('main').innerHTML = '<p>1</p><p>2</p>'; n++; setTimeout(again) }; again();</script>"
    )
    for _ in range(10):
        assert texts(page, "p") == ["1", "2"]
        assert box(page, "p")["width"] > 0
    becomes(lambda: page.evaluate("n > 50"), True)
    page.goto("about:blank")  # else it went on as long as nothing else is opened


def test_what_does_not_become_so_fails_with_what_it_is(monkeypatch):
    monkeypatch.setattr("tests.pages.WAIT", 0)
    with pytest.raises(AssertionError, match="2 did not become 3"):
        becomes(lambda: 2, 3)


class Addressed:
    """A page of which only the address is asked."""

    def __init__(self, fragment):
        self.fragment = fragment

    def evaluate(self, script):
        assert script == "location.hash.slice(1)"
        return self.fragment


def test_what_an_address_keeps():
    page = Addressed("mode=train&sheet=q1CwVTCyVqgEUhUA&train=q1ZKSSxJVLJSUCouyCxKzFGqBQA")
    assert kept(page, "formula") is None
    assert (kept(page, "sheet"), kept(page, "train")) == ("x = 2; y = x", {"data": "spiral"})
