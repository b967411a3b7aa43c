"""Links that open a worksheet in the playground: the sheet is in the address, packed as the playground packs it."""

import ast
import zlib
from base64 import urlsafe_b64encode
from typing import Any

FOLDER = "playground"


def link(sheet: str) -> str:
    """The address of the playground with that sheet in it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)  # without a head, as browsers call deflate-raw
    packed = urlsafe_b64encode(packer.compress(sheet.encode()) + packer.flush()).rstrip(b"=").decode()
    return f"{FOLDER}/index.html#mode=sheet&sheet={packed}"


def sheet_of(cell: Any) -> str | None:
    """The worksheet in a cell: what stands under `%%sheet`, or what is given to `check` or `derive`."""
    if cell.cell_type != "code":
        return None
    if cell.source.startswith("%%sheet"):
        return str(cell.source.partition("\n")[2])
    try:
        tree = ast.parse(cell.source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        match node:
            case ast.Call(ast.Name("check" | "derive"), [ast.Constant(str(text)), *_]) if "\n" in text:
                return text.strip("\n")
    return None
