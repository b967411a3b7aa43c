"""Pictures and cards in a notebook: executed, converted, and looked at in the browser."""

import pytest

from tests import optional
from tests.pages import WAIT, box, texts

CELLS = [
    "from autograd import Value, draw\nx, w = Value(3.0, 'x<1>'), Value(-2.0, 'w')\ny = (w * x + 7).relu().named('y')",
    "draw(y)",
    "y.backward()\nx",
]


@pytest.fixture(scope="module")
def converted() -> str:
    """A notebook that shows a picture and a card, executed, as nbconvert's HTML page."""
    nbclient, nbformat, nbconvert = map(optional.package, ("nbclient", "nbformat", "nbconvert"))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    nbclient.NotebookClient(notebook, timeout=60).execute()
    (output,) = notebook.cells[1].outputs
    assert set(output.data) == {"image/svg+xml", "text/html", "text/plain"}
    return nbconvert.HTMLExporter().from_notebook_node(notebook)[0]


@pytest.mark.slow
@pytest.mark.parametrize("scripts", [True, False])
def test_a_converted_notebook_shows_the_picture_and_the_card(open_page, converted, scripts):
    page = open_page(converted, foreign=True, java_script_enabled=scripts).page  # nbconvert's template asks for MathJax
    picture = "img[alt='the computation as a graph']"
    page.locator(picture).wait_for(timeout=WAIT)
    place = box(page, picture)
    assert place["width"] > 300
    assert place["height"] > 80
    if scripts:
        assert texts(page, picture, "naturalWidth")[0] > 300
    assert page.locator("table", has_text="x<1>").inner_text().split() == ["x<1>", "data", "3", "grad", "−2"]
