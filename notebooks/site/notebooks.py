"""A page for each notebook, with its players live."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

import nbformat

from notebooks import build
from notebooks.site import playground
from notebooks.site.formulas import with_formulas
from notebooks.site.frame import Entry, page
from notebooks.site.markdown import Exporter


def title_of(path: Path) -> str:
    """A notebook's title: its first line."""
    return str(build.read(path).cells[0].source).partition("\n")[0].lstrip("# ")


def prepared(notebook: Any, *, to_playground: bool) -> Any:
    """The notebook, its sheets in colours and with links to the playground."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.source.startswith("%%sheet"):
            cell.metadata["magics_language"] = "sheet"  # its colours, by nbconvert and Pygments
        sheet = playground.sheet_of(cell) if to_playground else None
        if sheet is not None:
            said = f'<p class="open"><a href="{escape(playground.link(sheet))}">Open in the playground</a></p>'
            cells.append(nbformat.v4.new_markdown_cell(said))
    notebook.cells = cells
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}  # which knows magics
    return notebook


def write_notebooks(folder: Path, entries: Sequence[Entry], *, to_playground: bool) -> None:
    """Write the pages, and the notebooks themselves beside them."""
    exporter = Exporter(template_name="basic")
    (folder / "notebooks").mkdir(exist_ok=True)
    for path in build.notebooks():
        body, _ = exporter.from_notebook_node(prepared(build.read(path), to_playground=to_playground))
        (folder / "notebooks" / path.name).write_bytes(path.read_bytes())
        tools = f'<a href="notebooks/{path.name}" download>Download the notebook (.ipynb)</a>'
        address = f"{path.stem}.html"
        (folder / address).write_text(page(entries, address, with_formulas(body), tools=tools), "utf-8")
