"""Plots on pages: their colours in the light and in the dark, their text, and their form on a telephone."""

import re
import sys
from base64 import b64decode

import pytest

from autograd.looks import plots
from autograd.looks.maps import diverging
from autograd.looks.palette import DARK, FORWARD, FORWARD_DARK, LIGHT, luminance
from autograd.looks.reflow import reflowed
from tests import optional


@pytest.fixture(scope="module")
def pyplot():
    """matplotlib's pyplot in the look of the pages."""
    matplotlib = optional.package("matplotlib")
    matplotlib.use("Agg")
    with matplotlib.rc_context():
        plots.use()
        yield matplotlib.pyplot
    matplotlib.pyplot.close("all")


HOSTILE = '"</text><script>alert(1)</script>'


@pytest.fixture(scope="module")
def figure(pyplot):
    """Two panels beside each other, one logarithmic."""
    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3))
    axes[0].semilogy([1, 0.1, 0.01, 0.001])
    axes[0].set(xlabel="epoch", ylabel="loss")
    axes[1].plot([1, 2, 3], color="#123456")
    axes[1].set_title(HOSTILE)
    return figure


@pytest.fixture(scope="module")
def drawn(figure):
    """That figure as SVG."""
    return plots.svg(figure)


def test_text_has_contrast_in_the_light_and_in_the_dark(drawn):
    assert set(re.findall(r'<text [^>]*fill: ([^;"]*)', drawn)) == {"var(--text)"}
    texts = re.findall(r"svg\{--text:(#\w{6})", drawn)
    assert texts == [LIGHT["quiet"], DARK["quiet"]]
    for colour, paper in zip(texts, (LIGHT["paper"], DARK["paper"]), strict=True):
        low, high = sorted([luminance(colour), luminance(paper)])
        assert (high + 0.05) / (low + 0.05) >= 4.5  # what WCAG asks of text


def test_colours_of_the_project_change_in_the_dark_and_others_stay(drawn):
    name = FORWARD[1:].lower()
    assert re.findall(rf"--{name}:(#\w+)", drawn) == [FORWARD.lower(), FORWARD_DARK]
    assert f"stroke: var(--{name})" in drawn
    assert "stroke: #123456" in drawn


def test_powers_are_letters(figure, drawn):
    assert ">10⁻²<" in drawn
    assert "mathdefault" in figure.axes[0].yaxis.get_major_formatter()(0.01)  # as before
    assert plots._plain(r"$\mathdefault{-6\times10^{-12}}$") == "-6·10⁻¹²"


def test_matrices_are_cells_whose_colours_change(pyplot):
    figure, axes = pyplot.subplots()
    shown = axes.imshow([[-1, 0, 1], [0.5, 0.5, -0.5]], cmap=diverging())
    figure.colorbar(shown)
    limits = axes.get_xlim(), axes.get_ylim()
    cell = re.compile(r'<path d="M[^"]*z" style="fill: var\(--\w+\); stroke')
    assert len(cell.findall(plots.svg(figure))) == 6 + 256  # the bar has them all
    assert (axes.get_xlim(), axes.get_ylim(), shown.get_visible(), len(axes.collections)) == (*limits, True, 0)


def test_large_matrices_stay_bitmaps(pyplot):
    figure, axes = pyplot.subplots()
    axes.imshow([[0.0] * 101] * 100)
    axes.set_axis_off()
    assert "<image" in plots.svg(figure)


def test_a_telephone_shows_panels_below_each_other(figure, drawn):
    places = [axes.get_subplotspec() for axes in figure.axes]
    with reflowed(figure):
        assert [axes.get_subplotspec().rowspan.start for axes in figure.axes] == [0, 1]
    image = plots.image(figure)
    assert [axes.get_subplotspec() for axes in figure.axes] == places
    assert figure.get_size_inches().tolist() == [9, 3]
    wide = plots.width(drawn)
    narrow, again = (b64decode(each).decode() for each in re.findall(r"base64,([^\"]*)", image))
    assert again == drawn  # the same from run to run
    assert plots.width(narrow) < 500 < wide < 1000
    assert sorted(re.findall(r"<text[^>]*>([a-z]+)<", narrow)) == ["epoch", "loss"]
    assert image.startswith(f'<picture><source media="(max-width:{wide * 0.66 + 40:.0f}px)"')


def test_hostile_names_are_text(figure, drawn):
    assert "<script" not in drawn
    assert plots.described(figure) == f"A plot: loss by epoch; {HOSTILE}"


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(
        ImportError, match=r"^plots.use needs matplotlib: pip install 'chalkgrad\[notebooks\]'; without"
    ):
        plots.use()
