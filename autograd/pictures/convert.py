"""PNG and PDF from SVG, through the extra `viz`, or from a graphviz graph where the program `dot` is installed."""

import shutil
from typing import Any

from autograd.errors import AutogradError

PNG_ZOOM = 2.0
_TYPST = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15">{}</text></svg>'


class MissingProgramError(AutogradError, ImportError):
    """Something that is not installed; says what to install and what goes without it."""


def png(svg: str, digraph: Any) -> bytes:
    """A picture as PNG, two pixels for one of the SVG's."""
    try:
        import resvg_py
    except ImportError:
        return by_dot(digraph, "png")
    if resvg_py.svg_to_bytes(svg_string=_PROBE.format("x")) == resvg_py.svg_to_bytes(svg_string=_PROBE.format("")):
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
    given: dict[str, Any] = {"format": form, "sys_inputs": {"svg": svg}}
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
