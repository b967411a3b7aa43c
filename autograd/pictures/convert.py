"""PNG and PDF from SVG, through the extra `viz`, or from a graphviz graph where the program `dot` is installed."""

import re
import shutil
from typing import Any

from autograd.errors import AutogradError
from autograd.pictures.svg import FONTS

PNG_ZOOM = 2.0
"""Pixels of a PNG for one of the SVG's, where the picture is not too large for that."""

MOST_PIXELS = 12e6
"""A larger picture gets fewer pixels for one of the SVG's: 12 megapixels are written in about a second."""

READABLE_ZOOM = 0.75
"""With fewer pixels than this for one of the SVG's, text cannot be read: only a picture beyond measure gets fewer."""

BEYOND_MEASURE = 60e6
"""No picture has more pixels than this."""

_TYPST = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)"""
_PROBE = f"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="{FONTS}">
<text y="15">%s</text></svg>"""
_SIZE = re.compile(r'<svg[^>]* width="([0-9.]+)" height="([0-9.]+)"')


class MissingProgramError(AutogradError, ImportError):
    """Something that is not installed; says what to install and what goes without it."""


def png(svg: str, digraph: Any) -> bytes:
    """A picture as PNG, two pixels for one of the SVG's, fewer where the picture is large."""
    try:
        import resvg_py
    except ImportError:
        return by_dot(digraph, "png")
    if resvg_py.svg_to_bytes(svg_string=_PROBE % "x") == resvg_py.svg_to_bytes(svg_string=_PROBE % ""):
        return by_typst(svg, digraph, "png")  # no fonts on this machine; typst brings its own
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom(*size(svg))))


def size(svg: str) -> tuple[float, float]:
    """How wide and how high a picture says it is."""
    found = _SIZE.search(svg)
    assert found, "pictures say how large they are"
    return float(found[1]), float(found[2])


def zoom(width: float, height: float) -> float:
    """How many pixels of a PNG stand for one of the SVG's, along a side.

    >>> [round(zoom(*size), 2) for size in ((800, 600), (4000, 1500), (8339, 3397), (80_000, 3000))]
    [2.0, 1.41, 0.75, 0.5]
    """
    dense, readable = (min(limit, (pixels / (width * height)) ** 0.5) for limit, pixels in _DENSITIES)
    return float(max(dense, readable))


_DENSITIES = (PNG_ZOOM, MOST_PIXELS), (READABLE_ZOOM, BEYOND_MEASURE)


def pdf(svg: str, digraph: Any) -> bytes:
    """A picture as PDF: shapes stay shapes, text stays text."""
    return by_typst(svg, digraph, "pdf")


def by_typst(svg: str, digraph: Any, form: str) -> bytes:
    """A picture by typst, which is a typesetter for whole documents; by dot where it is missing."""
    try:
        import typst
    except ImportError:
        return by_dot(digraph, form)
    width, height = size(svg)
    # told, because what a pixel measures in points differs between versions of typst
    given: dict[str, Any] = {"format": form, "sys_inputs": {"svg": svg, "width": f"{width:g}"}}
    if form == "png":
        given["ppi"] = 72 * zoom(width, height)
    return bytes(typst.compile(_TYPST, **given))


def by_dot(digraph: Any, form: str) -> bytes:
    """A picture by graphviz's program, laid out and drawn by it alone."""
    if shutil.which("dot") is None:
        raise MissingProgramError(
            f"saving as {form.upper()} needs a converter: pip install 'chalkgrad[viz]', or install graphviz; "
            f".svg and .html work without"
        )
    return bytes(digraph().pipe(format=form))
