"""The pages of reference and notebooks: they build, name everything that is public, and no link leads nowhere."""

from importlib import import_module

import pytest

import autograd
from tests import optional

for package in ("nbconvert", "pdoc", "latex2mathml"):
    optional.package(package)

from notebooks import build, site  # noqa: E402  after what it needs is known to be there

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A folder with all pages."""
    folder = tmp_path_factory.mktemp("pages")
    site.write(folder)
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
            links = [site.urlsplit(link) for link in site.Links(page).links]
            waiting += [(page.parent / link.path).resolve() for link in links if link.path and not link.scheme]
    assert set(pages.rglob("*.html")) - reached == set()


@pytest.mark.parametrize("path", build.notebooks(), ids=lambda path: path.stem)
def test_every_notebook_has_a_page(pages, path):
    text = (pages / f"{path.stem}.html").read_text("utf-8")
    assert f"<title>{site.title_of(path)}</title>" in text
    assert "$" not in site.re.sub(r"<(pre|code|script)\b.*?</\1>|<[^>]*>", "", text, flags=site.re.DOTALL)  # all MathML


def test_players_are_live(pages):
    text = (pages / "01_one_neuron.html").read_text("utf-8")
    assert "<script>" in text
    assert "data-player" in text


def test_plots_of_several_panels_are_marked(pages):
    one, three = ((pages / f"{name}.html").read_text("utf-8") for name in ("08_convolutions", "09_without_training"))
    assert '<img alt="A plot: One filter, one image" src=' in one
    assert '<img alt="A plot: No way back" class="unconfined" src=' in three


@pytest.mark.parametrize("module", site.MODULES)
def test_every_public_name_is_in_the_reference(pages, module):
    places = site.Links(pages / f"{module.replace('.', '/')}.html").places
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


def test_the_command_says_where_the_pages_are(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(site, "write", lambda folder: (folder / "a.html").write_text('<a href="b.html">', "utf-8"))
    monkeypatch.setattr(site.sys, "argv", ["site", str(tmp_path)])
    assert site.main() == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (
        f"1 pages in {tmp_path}; begin with index.html\n",
        "leads nowhere: a.html: b.html\n",
    )
