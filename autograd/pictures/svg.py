"""Pictures as SVG: text and shapes only, no scripts, no references to anything outside.

Each box is a <g id="…n3" class="node leaf"> with a <text> for each line, by class; each edge a <g id="…e5-0"
class="edge">. Attributes hold the light look; the style sheet adds the dark one, for this picture alone.
"""

import re
import textwrap
from hashlib import sha256
from html import escape
from math import hypot

from autograd.formulas.notation import clipped
from autograd.formulas.typeset import runs
from autograd.looks.palette import BACKWARD, BACKWARD_DARK, FORWARD, FORWARD_DARK
from autograd.pictures.layout import TAG_HEIGHT, Rect
from autograd.pictures.lettering import LOWERED, width
from autograd.pictures.picture import LINE_HEIGHT, NOT_YET, PADDING, SIZE, SMALL, Line, Node, Picture

FONTS = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Verdana, Arial, sans-serif"
INK, LINES, PAPER = "#1b1f24", "#57606a", "#ffffff"
FILLS = {"leaf": "#eef6fb", "constant": "#f4f4f4", "module": "#f3eefb", "hidden": "#f4f4f4"}
STROKES = {"leaf": "#5b8fb0", "constant": "#8a8f96", "module": "#7a5ea8", "hidden": "#8a8f96"}
DARK = f"""\
@media (prefers-color-scheme:dark){{\
.ID .page{{fill:#15181c}}.ID text{{fill:#e6e9ed}}\
.ID .data{{fill:{FORWARD_DARK}}}.ID .grad,.ID .own{{fill:{BACKWARD_DARK}}}.ID .edge .line,\
.ID .node rect{{stroke:#98a2ae}}.ID .node rect{{fill:#1f242a}}.ID .leaf rect{{fill:#1b2a35}}\
.ID .module rect{{fill:#292238}}\
.ID .tip,.ID .tag{{fill:#98a2ae}}.ID .slope{{fill:#c9d0d8}}}}"""
WIDEST_FITTED = 1400
ARROW = 9.0
_ROLES = {
    "name": f'fill="{INK}"',
    "data": f'fill="{FORWARD}" font-weight="bold"',
    "grad": f'fill="{BACKWARD}" font-weight="bold"',
    "own": f'fill="{BACKWARD}" font-size="{SMALL:g}"',
    "waiting": f'fill="{BACKWARD}" font-style="italic"',
    "now": f'fill="{INK}" font-style="italic"',
    "note": f'fill="{LINES}" font-size="{SMALL:g}"',
}


def svg(picture: Picture, prefix: str | None = None) -> str:
    """A picture as one <svg> element. Ids start with the prefix, by default made from the content.

    Pictures up to 1400 pixels wide shrink to the width there is; wider ones keep their size.
    """
    plan = picture.plan
    rows = [row for note in picture.notes for row in textwrap.wrap(note, max(40, int(plan.width / 7)))]
    wide = max([plan.width, *(width(row, SMALL) + 2 * PADDING for row in rows)])
    tall = plan.height + (len(rows) * LINE_HEIGHT + PADDING if rows else 0)
    shapes = "".join([*edges(picture), *tails(picture), *boxes(picture)])
    shapes += "".join(
        f'<text class="note" x="{PADDING:g}" y="{plan.height + (row + 0.7) * LINE_HEIGHT:g}" text-anchor="start"'
        f' font-size="{SMALL:g}" fill="{LINES}">{escape(text)}</text>'
        for row, text in enumerate(rows)
    )
    if prefix is None:
        prefix = f"g{sha256(shapes.encode('utf-8', 'replace')).hexdigest()[:8]}-"
    scope = f"{prefix}picture"
    fitted = ' style="max-width:100%;height:auto"' if wide <= WIDEST_FITTED else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" width="{wide:g}" height="{tall:g}" '
        f'viewBox="0 0 {wide:g} {tall:g}"{fitted} role="img" font-family="{escape(FONTS)}" font-size="{SIZE:g}" '
        f'text-anchor="middle"><title>{escape(picture.title)}</title><style>{DARK.replace("ID", scope)}</style>'
        f'<rect class="page" width="100%" height="100%" fill="{PAPER}"/>'
        f"{shapes.replace(_MARK, prefix)}</svg>"
    )


_MARK = "\x00"  # stands for the prefix, which depends on the rest; no label can contain it


def edges(picture: Picture) -> list[str]:
    """The arrows, each with its label; cut ones start at a tag with their source's name."""
    found = []
    for arrow, route in zip(picture.arrows, picture.plan.routes, strict=True):
        label = ""
        if route.label:
            label = text_at(route.label, arrow.label, "slope", LINES, beside=picture.rankdir == "TB")
        if route.tag:
            label += tag_at(route.tag, clipped(picture.nodes[arrow.source].name, 16))
        tip = f"<title>{escape(arrow.tip)}</title>" if arrow.tip else ""
        found.append(f'<g id="{_MARK}{arrow.id}" class="edge">{tip}{line(route.path)}{label}</g>')
    return found


def tails(picture: Picture) -> list[str]:
    """The other ends of cut arrows: tags with their target's name, or how many there are."""
    found = []
    for tail in picture.plan.tails.values():
        first = picture.nodes[picture.arrows[tail.edges[0]].target].name
        said = clipped(first, 16) if len(tail.edges) == 1 else f"{len(tail.edges)} uses"
        found.append(f'<g class="edge tail">{line(tail.path)}{tag_at(tail.tag, said)}</g>')
    return found


def boxes(picture: Picture) -> list[str]:
    """The boxes with their texts."""
    return [
        box(node, place, number == picture.root)
        for number, (node, place) in enumerate(zip(picture.nodes, picture.plan.boxes, strict=True))
    ]


def box(node: Node, place: Rect, is_root: bool) -> str:
    """A box: leaves are tinted, constants dashed, the output has a thicker frame, what can be opened a double one."""
    middle = place.x + place.width / 2
    top = place.y + PADDING / 2 + 0.74 * LINE_HEIGHT
    texts = "".join(
        f'<text class="{line.role}" x="{middle:.1f}" y="{top + row * LINE_HEIGHT:.1f}" {_ROLES[role(line)]}>'
        f"{typeset(line.text) if line.role == 'name' else escape(line.text)}</text>"
        for row, line in enumerate(node.lines)
    )
    dashes = ' stroke-dasharray="4 3"' if node.kind in ("constant", "hidden") else ""
    frame = (
        f'<rect x="{place.x:g}" y="{place.y:g}" width="{place.width:g}" height="{place.height:g}" '
        f'rx="{10 if node.kind != "module" else 4}" fill="{FILLS.get(node.kind, PAPER)}" '
        f'stroke="{STROKES.get(node.kind, LINES)}" stroke-width="{2.4 if is_root else 1.2}"{dashes}/>'
    )
    drawn = f"<title>{escape(node.tip)}</title>{frame}{texts}"
    if node.link:
        drawn = f'<a href="#{escape(node.link)}">{drawn}</a>'
    return f'<g id="{_MARK}{node.id}" class="node {node.kind}">{drawn}</g>'


def role(line: Line) -> str:
    """The look of a line: a gradient not yet there has another."""
    return "waiting" if line.text == NOT_YET else line.role


def text_at(place: Rect, text: str, kind: str, color: str, beside: bool = False) -> str:
    """A small text in the middle of a place, or at its left where it stands beside a line."""
    x, anchor = (place.x, ' text-anchor="start"') if beside else (place.x + place.width / 2, "")
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{place.y + 0.78 * place.height:.1f}" '
        f'font-size="{SMALL:g}" fill="{color}"{anchor}>{typeset(text)}</text>'
    )


def typeset(text: str) -> str:
    """A line of text with its indices lowered.

    >>> typeset("x1 + 1")
    'x<tspan dy="3" font-size="11.7">1</tspan><tspan dy="-3"> + 1</tspan>'
    """
    found, height = [], 0
    for piece, level in runs(text):
        shown, off = escape(piece), height - level * LOW if level <= 0 else height - level * HIGH
        size = f' font-size="{LOWERED:g}"' if level else ""
        found.append(f'<tspan dy="{off:g}"{size}>{shown}</tspan>' if off or level else shown)
        height = level * (LOW if level <= 0 else HIGH)
    return "".join(found)


LOW, HIGH = 3, 5
"""How many pixels an index stands below its line, and how many a layer's number stands above it."""


def tag_at(place: Rect, text: str) -> str:
    """The name at the end of a cut arrow."""
    drawn = Rect(place.x, place.y + (place.height - TAG_HEIGHT) / 2, place.width, TAG_HEIGHT)
    return text_at(drawn, text, "tag", LINES)


def line(path: str) -> str:
    """A line with its arrow head, which points where the line does."""
    numbers = [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]
    x, y = numbers[-1]
    before = next((point for point in reversed(numbers) if hypot(x - point[0], y - point[1]) > 0.05), (x - 1, y))
    length = hypot(x - before[0], y - before[1])
    dx, dy = (x - before[0]) / length, (y - before[1]) / length
    back = min(ARROW - 2, length)
    shortened_path = f"{path[: path.rindex(',')].rstrip('-.0123456789')}{x - back * dx:.1f},{y - back * dy:.1f}"
    left = f"{x - ARROW * dx - 4 * dy:.1f},{y - ARROW * dy + 4 * dx:.1f}"
    right = f"{x - ARROW * dx + 4 * dy:.1f},{y - ARROW * dy - 4 * dx:.1f}"
    return (
        f'<path class="line" d="{shortened_path}" fill="none" stroke="{LINES}" stroke-width="1.3"/>'
        f'<path class="tip" d="M{x:.1f},{y:.1f}L{left}L{right}Z" fill="{LINES}"/>'
    )
