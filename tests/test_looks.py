"""Every kind of page, narrow and wide, light and dark: nothing is cut, covered, or too small to be read."""

from pathlib import Path

import pytest

from autograd import Value, check, draw, play, worked
from autograd.worksheet.reporting import formats
from tests.faults import faults
from tests.graphs import batch_norm, residual, wide_neuron
from tests.samples import crossed
from tests.test_player_networks import small

pytestmark = pytest.mark.slow

DOCUMENT = Path(__file__).parent / "data" / "documents" / "batchnorm.tex"


def player():
    return play(residual(), sliders={"x0": (-2, 2)}).html


def player_of_many_inputs():
    return play(wide_neuron()).html


def player_of_a_network():
    return play(small()).html


def picture():
    return draw(batch_norm()).html


def checked_sheets():
    return formats.as_html([worked.report(name) for name in ("residual", "batchnorm", "conv-costs")])


def checked_document():
    return formats.as_html([check(DOCUMENT.read_text("utf-8"), name=DOCUMENT.name)])


def outputs_of_a_notebook():
    cards = Value(2.5, "w_1"), Value(1e300, "x" * 100)
    shown = [each._repr_html_() for each in (*cards, check("x = 2; y = x^2\ndy/dx = x\nfind y"))]
    shown.append(draw(residual())._repr_mimebundle_()["text/html"])
    return page(f"<div>{'</div><div style=overflow-x:auto>'.join(shown)}</div>")


def page(body):
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><body>{body}'


PAGES = [
    player,
    player_of_many_inputs,
    player_of_a_network,
    picture,
    checked_sheets,
    checked_document,
    outputs_of_a_notebook,
]


@crossed(build=PAGES, width=[390, 820, 1440], scheme=["light", "dark"])
def test_everything_can_be_read(open_page, build, width, scheme):
    assert faults(open_page(build(), width=width, color_scheme=scheme)) == []


@crossed(build=[checked_sheets, checked_document, player_of_a_network], width=[390, 1440], scheme=["light", "dark"])
def test_axe_finds_nothing(open_page, audited, build, width, scheme):
    assert audited(open_page(build(), width=width, color_scheme=scheme)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p style="font-size: 9px">small', '9.0 px: "small"'),
        ('<svg viewBox="0 0 100 100" width="50"><text y="20" font-size="16">drawn</text></svg>', '8.0 px: "drawn"'),
        ('<p style="overflow: hidden; width: 40px; white-space: nowrap">what is cut', 'cut: "what is cut"'),
        ('<p style="overflow: auto; width: 40px; white-space: nowrap">what scrolls', None),
        ('<p style="position: absolute; left: -40px">at the side', 'outside: "at the side"'),
        ('<p>below<p style="margin-top: -2em"><b>above</b>', 'over "above": "below"'),
        ('<p style="width: 500px">wide', "the page is 508 wide"),
        ('<p style="position: absolute; clip-path: inset(50%)">said to those who listen</p><p>fine', None),
    ],
)
def test_faults_are_found(open_page, body, fault):
    assert faults(open_page(page(body), width=390)) == ([fault] if fault else [])
