"""Plots on pages: SVG in the page's colours, light and dark, and with fewer panels beside each other on a telephone.

matplotlib draws; what is here writes the drawing so that it fits where it is shown.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from html import escape
from io import StringIO
from typing import Any

from autograd.looks.maps import counterparts
from autograd.looks.palette import DARK, LIGHT
from autograd.looks.reflow import is_broad, reflowed

DENSITY = 110
"""Pixels of an inch."""

READABLE = 0.66
"""How far a plot may shrink: its letters have 16.8 pixels, and are to keep 11."""

BESIDE = 40
"""Pixels of a window beside its widest plot."""

FONTS = "system-ui,-apple-system,'Segoe UI','DejaVu Sans',Verdana,Arial,sans-serif"

MOST_CELLS = 10_000
"""A matrix with more cells stays a bitmap, in the colours it has."""


def use() -> None:
    """Give matplotlib's plots the look of the pages; in a notebook, show them as SVG for light and dark pages.

    ImportError in one line without matplotlib.
    """
    pyplot("plots.use").style.use("autograd.looks.plots")
    try:
        from IPython.core.getipython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    shell: Any = get_ipython()
    if shell is None:
        return
    from matplotlib.figure import Figure

    set_matplotlib_formats("svg")  # type: ignore[no-untyped-call]
    for kind, written in (("image/svg+xml", svg), ("text/html", image)):
        shell.display_formatter.formatters[kind].for_type(Figure, written)


def pyplot(what: str, without: str = "everything else works") -> Any:
    """matplotlib's pyplot; ImportError in one line that says what to install, and what there is without it."""
    try:
        from matplotlib import pyplot
    except ImportError:
        install = "pip install 'chalkgrad[notebooks]'"
        raise ImportError(f"{what} needs matplotlib: {install}; without it {without}") from None
    return pyplot


def image(figure: Any) -> str:
    """A figure as an image for a notebook; where the window is narrow, one with its panels below each other."""
    drawn = svg(figure)
    shown = f'<img alt="{escape(described(figure))}" style="max-width:100%" src="{_address(drawn)}">'
    wide = width(drawn)
    if not is_broad(figure):
        return shown
    with reflowed(figure):
        narrow = _address(svg(figure))
    return f'<picture><source media="(max-width:{wide * READABLE + BESIDE:.0f}px)" srcset="{narrow}">{shown}</picture>'


def width(drawn: str) -> int:
    """How wide a drawing is in pixels."""
    return int(re.search(r' width="(\d+)"', drawn)[1])  # type: ignore[index]


def _address(drawn: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"


def described(figure: Any) -> str:
    """What can be said of a figure, by its panels: "A plot: loss by epoch"."""
    told = []
    for axes in figure.axes:
        across, up = axes.get_xlabel(), axes.get_ylabel()
        named = f"{up} by {across}" if across and up else across or up
        told.append(axes.get_title() or axes.get_title(loc="left") or named)
    return ": ".join(["A plot", *filter(None, ["; ".join(dict.fromkeys(filter(None, told)))])])


def svg(figure: Any) -> str:
    """A figure as SVG: text stays text, and every colour of the project has its counterpart on dark pages."""
    from matplotlib import rc_context

    written = StringIO()
    unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))  # the same from run to run
    with ExitStack() as stack:
        stack.enter_context(rc_context({"svg.fonttype": "none", "svg.hashsalt": "autograd"}))
        for change in (_powers_as_text, _matrices_as_cells):
            stack.enter_context(change(figure))
        figure.savefig(written, format="svg", bbox_inches="tight", pad_inches=0.03, metadata=unsaid)
    return _recoloured(_shortened(written.getvalue()), described(figure))


_NUMBER = re.compile(r"\d+\.\d{3,}")
_WORDY = re.compile(r"\n([MLCQz]) ?")
_CELL = re.compile(r'd="M ?([-\d.]+) ([-\d.]+)L([-\d.]+) \2L\3 ([-\d.]+)L\1 \4L\1 \2\s*"( clip-path="[^"]*")')
_PLACES = re.compile(r' (?:d|x|y|width|height|transform|points)="[^"]*"')
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt"[^>]*?viewBox="([^"]*)"[^>]*>')


def _shortened(text: str) -> str:
    """The <svg> element alone, with as many digits as can be seen, and of as many pixels as the figure wants."""
    text = re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)).replace(">\n<", "><").strip()
    text = _PLACES.sub(lambda place: _NUMBER.sub(lambda number: f"{float(number[0]):.2f}", place[0]), text)
    text = _PLACES.sub(lambda place: _WORDY.sub(r"\1", place[0]), text)
    text = _CELL.sub(r'd="M\1 \2H\3V\4H\1z"', text)  # matrices have hundreds of them
    size = _SIZE.search(text)
    assert size is not None
    _, _, wide, high = (float(number) * DENSITY / 72 for number in size[2].split())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide:.0f}" '
        f'height="{high:.0f}" viewBox="{size[2]}" role="img">'
    )
    return head + re.sub(r"font: (?:(\w+) )?([\d.]+)px [^;\"]*", _font, text[size.end() :])


def _font(found: re.Match[str]) -> str:
    """A text's font by its size: the family is said once, for all."""
    return f"font-size: {found[2]}px" + (f"; font-style: {found[1]}" if found[1] else "")


_COLOUR = re.compile(r"#[0-9a-f]{6}\b")


def _recoloured(text: str, title: str) -> str:
    """A drawing whose colours are properties, with a style sheet of what they are in the light and in the dark."""
    dark = {LIGHT[name].lower(): colour for name, colour in DARK.items()} | {"#000000": DARK["ink"]}
    dark = {**_of_maps(), **dark}
    used = {colour: dark[colour] for colour in sorted(set(_COLOUR.findall(text))) if colour in dark}
    text = _COLOUR.sub(lambda colour: f"var(--{colour[0][1:]})" if colour[0] in used else colour[0], text)
    text = text.replace(f'fill: var(--{LIGHT["line"][1:]})"', 'fill: var(--text)"')  # grey letters need more contrast
    light = ";".join(f"--{colour[1:]}:{colour}" for colour in used)
    night = ";".join(f"--{colour[1:]}:{other}" for colour, other in used.items())
    style = (
        f"svg{{--text:{LIGHT['quiet']};{light}}}text{{font-family:{FONTS};fill:{LIGHT['ink']}}}"
        f"@media(prefers-color-scheme:dark){{svg{{--text:{DARK['quiet']};{night}}}text{{fill:{DARK['ink']}}}}}"
    )
    head, opened, rest = text.partition('role="img">')
    return f"{head}{opened}<title>{escape(title)}</title><style>{style}</style>{rest}"


@lru_cache(maxsize=1)
def _of_maps() -> dict[str, str]:
    return counterparts()


_RAISED = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_POWER = re.compile(r"\^\{([^}]*)\}")


def _plain(text: str) -> str:
    """A number of a logarithmic axis as text: letters that are set small by a formula could not be read."""
    inside = text.replace("$", "").replace(r"\mathdefault{", "").removesuffix("}").replace(r"\times", "·")
    return _POWER.sub(lambda power: power[1].translate(_RAISED), inside)


@contextmanager
def _powers_as_text(figure: Any) -> Iterator[None]:
    """While this lasts, logarithmic axes write 10⁻³ in letters."""
    from matplotlib.ticker import Formatter, LogFormatter

    class Powers(Formatter):
        def __init__(self, inner: Any) -> None:
            self.inner = inner

        def __call__(self, x: float, pos: int | None = None) -> str:
            return _plain(self.inner(x, pos))

        def set_locs(self, locs: Any) -> None:
            self.inner.set_locs(locs)

    changed = []
    for axis in [axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)]:
        for ticker in (axis.major, axis.minor):
            if isinstance(ticker.formatter, LogFormatter):
                changed.append((ticker, ticker.formatter))
                ticker.formatter = Powers(ticker.formatter)
    try:
        yield
    finally:
        for ticker, formatter in changed:
            ticker.formatter = formatter


@contextmanager
def _matrices_as_cells(figure: Any) -> Iterator[None]:
    """While this lasts, images of few numbers, and the bars beside them, are cells: of bitmaps no colour can change."""
    bars = figure.findobj(lambda each: bool(each.get_rasterized()))
    hidden = [shown for axes in figure.axes for shown in axes.images if _is_small(shown)]
    cells = [_cells(shown.axes, shown) for shown in hidden]
    for shown in hidden:
        shown.set_visible(False)
    for bar in bars:
        bar.set(rasterized=False, edgecolor="face", linewidth=0.3)
    try:
        yield
    finally:
        for mesh in cells:
            mesh.remove()
        for shown in hidden:
            shown.set_visible(True)
        for bar in bars:
            bar.set(rasterized=True, edgecolor="none")


def _is_small(shown: Any) -> bool:
    numbers = shown.get_array()
    return bool(shown.get_visible() and numbers.ndim == 2 and numbers.size <= MOST_CELLS)


def _cells(axes: Any, shown: Any) -> Any:
    """An image as a mesh in the same place; the limits of the axes stay."""
    rows, columns = shown.get_array().shape
    left, right, bottom, top = shown.get_extent()
    first, last = (top, bottom) if shown.origin == "upper" else (bottom, top)

    def between(low: float, high: float, count: int) -> list[float]:
        return [low + (high - low) * place / count for place in range(count + 1)]

    limits = axes.get_xlim(), axes.get_ylim()
    mesh = axes.pcolormesh(
        between(left, right, columns),
        between(first, last, rows),
        shown.get_array(),
        cmap=shown.get_cmap(),
        norm=shown.norm,
        alpha=shown.get_alpha(),
        zorder=shown.get_zorder(),
        edgecolors="face",
        linewidth=0.3,  # no seams
    )
    axes.set(xlim=limits[0], ylim=limits[1])
    return mesh
