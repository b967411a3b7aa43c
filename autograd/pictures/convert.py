"""PNG and PDF from SVG, through the extra `viz`, or from a graphviz graph where the program `dot` is installed."""

import re
import shutil
from typing import Any

from autograd.errors import AutogradError
from autograd.pictures.svg import FONTS

PNG_ZOOM = 2.0
_TYPST = b"""#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)"""
_PROBE = f"""<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" font-family="{FONTS}">
<text y="15">%s</text></svg>"""
_WIDTH = re.compile(r'<svg[^>]* width="([0-9.]+)"')


class MissingProgramError(AutogradError, ImportError):
    """Something that is not installed; says what to install and what goes without it."""


def png(svg: str, digraph: Any) -> bytes:
    """A picture as PNG, two pixels for one of the SVG's."""
    try:
        import resvg_py
    except ImportError:
        return by_dot(digraph, "png")
    if resvg_py.svg_to_bytes(svg_string=_PROBE % "x") == resvg_py.svg_to_bytes(svg_string=_PROBE % ""):
        return by_typst(svg, digraph, "png")  # no fonts on this machine; typst brings its own
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=PNG_ZOOM))


def pdf(svg: str, digraph: Any) -> bytes:
    """A picture as PDF: shapes stay shapes, text stays text."""
    return by_typst(svg, digraph, "pdf")


def by_typst(svg: str, digraph: Any, form: str) -> bytes:
    """A picture by typst, which is a typesetter for whole documents; by dot where it is missing."""
    try:
        import typst
    except ImportError:
        return by_dot(digraph, form)
    width = _WIDTH.search(svg)
    assert width, "pictures say how wide they are"
    # told, because what a pixel measures in points differs between versions of typst
    given: dict[str, Any] = {"format": form, "sys_inputs": {"svg": svg, "width": width[1]}}
    if form == "png":
        given["ppi"] = 72 * PNG_ZOOM
    return bytes(typst.compile(_TYPST, **given))


def by_dot(digraph: Any, form: str) -> bytes:
    """A picture by graphviz's program, laid out and drawn by it alone."""
    if shutil.which("dot") is None:
        raise MissingProgramError(
            f"saving as {form.upper()} needs a converter: pip install 'chalkgrad[viz]', or install graphviz; "
            f".svg and .html work without"
        )
    return bytes(digraph().pipe(format=form))
