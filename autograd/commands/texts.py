"""What files and standard input hold, as text; the worksheets in a notebook."""

import codecs
import sys
from collections.abc import Iterator

from autograd.errors import LanguageError
from autograd.support.types import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes of a file that are read."""

LARGEST_NOTEBOOK = 30 * LARGEST
"""Bytes of a notebook: most are pictures."""

MOST_SIGNS = 1_500_000
"""Brackets and commas of a notebook, braces four times: what is parsed takes some 80 bytes for each. A picture is one
string, which has none."""

MOST_CELLS = 10_000
"""Cells of a notebook."""

STANDARD_INPUT = "-"
NOTEBOOK = ".ipynb"
_MAGIC = "%%sheet"


def text_of(path: "str | Path", largest: int = LARGEST, held: bytes | None = None) -> str:
    """What a file holds, or standard input for `-`. LanguageError where it is too large or no text.

    `held` is what it holds, where it was read elsewhere.
    """
    if held is not None:
        return _decoded(held, str(path), largest)
    if str(path) == STANDARD_INPUT:
        return _decoded(_standard_input(largest + 1), "standard input", largest)
    try:
        with open(path, "rb") as file:
            held = file.read(largest + 1)
    except OSError as error:
        raise LanguageError(f"{path}: {error.strerror}") from None
    return _decoded(held, str(path), largest)


def _standard_input(most: int) -> bytes:
    if sys.stdin is None:
        raise LanguageError("standard input is closed")
    held = getattr(sys.stdin, "buffer", sys.stdin).read(most)
    return held if isinstance(held, bytes) else held.encode("utf-8", "replace")


def _decoded(held: bytes, name: str, largest: int) -> str:
    if len(held) > largest:
        raise LanguageError(f"{name}: more than {largest} bytes are too many for a worksheet")
    marked = held.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(held) % 2 == 0
    try:
        return held.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise LanguageError(f"{name}: not a text in UTF-8 (byte {error.start}): save it as UTF-8") from None


Cells = list[tuple[str, str]]
"""The kind of each cell of a notebook, and what is in it."""


def cells_of(path: str, held: bytes | None = None) -> Cells | None:
    """The cells of a notebook, which is parsed once; None for what is no notebook."""
    if not path.lower().endswith(NOTEBOOK):
        return None
    return _sources(path, text_of(path, LARGEST_NOTEBOOK, held))


def worksheets(
    path: str, joined: bool = False, held: bytes | None = None, cells: Cells | None = None
) -> Iterator[tuple[str, str]]:
    """The worksheets in a file, each with what it is called: one, or each cell of a notebook that begins with %%sheet.

    `joined`, the cells of a notebook are one worksheet, as a key needs it; `cells` are these, where they are known.
    LanguageError where there is none.
    """
    cells = cells_of(path, held) if cells is None else cells
    if cells is None:
        yield "" if path == STANDARD_INPUT else path, text_of(path, held=held)
        return
    found = list(_sheets(cells))
    if not found:
        raise LanguageError(
            f"{path}: a notebook without worksheets: these are cells that begin with {_MAGIC}, or text with formulas"
        )
    if joined:
        yield path, "\n".join(sheet for _, sheet in found)
    else:
        yield from ((f"{path}, cell {number}", sheet) for number, sheet in found)


def prose_in(cells: Cells) -> list[tuple[int, str]]:
    """The Markdown cells of a notebook without worksheets, counted from 1 among all; none where it has worksheets."""
    if any(True for _ in _sheets(cells)):
        return []
    return [(number, source) for number, (kind, source) in enumerate(cells, start=1) if kind == "markdown"]


def _sheets(cells: Cells) -> Iterator[tuple[int, str]]:
    """The cells with a worksheet, counted from 1 among all, without their first line."""
    for number, (kind, source) in enumerate(cells, start=1):
        sheet = _sheet_in(source) if kind == "code" else None
        if sheet is not None:
            yield number, sheet


def _sheet_in(source: str) -> str | None:
    """The worksheet in a cell of code; None if there is none."""
    first, _, rest = source.lstrip().partition("\n")
    return rest if first.split()[:1] == [_MAGIC] else None


def _sources(path: str, text: str) -> Cells:
    """The kind of each cell and what is in it."""
    if 4 * text.count("{") + text.count("[") + text.count(",") > MOST_SIGNS:  # before it is parsed
        raise LanguageError(f"{path}: too large for a notebook with worksheets: clear its outputs and save it again")
    import json  # here and not above: most commands read no notebook

    try:
        content = json.loads(text)
        cells = content["cells"]
        count = len(cells)
        several = cells[:MOST_CELLS]
        sources = [(str(cell["cell_type"]), "".join(cell["source"])) for cell in several if count <= MOST_CELLS]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise LanguageError(f"{path}: not a notebook: its cells cannot be found") from None
    if count > MOST_CELLS:
        raise LanguageError(f"{path}: {count} cells are too many for a notebook: at most {MOST_CELLS}")
    return sources
