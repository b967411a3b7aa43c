"""Pictures and graphviz: as a graph for its programs, and laid out by its program `dot`."""

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from autograd.pictures.layers import LONGEST, layers
from autograd.pictures.layout import MARGIN, Layout, Rect, Route
from autograd.pictures.picture import Picture
from autograd.pictures.svg import FILLS, INK, LINES, PAPER, STROKES

if TYPE_CHECKING:
    from graphviz import Digraph

MOST_BOXES = 250
"""Beyond, `dot` takes seconds and soon forever."""

PATIENCE = 30.0


def digraph(picture: Picture, format: str | None = None) -> "Digraph":
    """The picture as a `graphviz.Digraph`, with labels as in the SVG."""
    import graphviz

    dot = graphviz.Digraph("computation", comment=picture.title.replace("\n", " "), format=format)
    dot.attr("graph", rankdir=picture.rankdir, fontname="sans-serif")
    dot.attr("node", shape="box", style="rounded,filled", fontname="sans-serif", fontsize="11", fontcolor=INK)
    dot.attr("edge", fontname="sans-serif", fontsize="9", color=LINES, fontcolor=LINES)
    if picture.notes:
        dot.attr(label="".join(f"{quoted(note)}\\l" for note in picture.notes))
    for number, node in enumerate(picture.nodes):
        style = "filled,dashed" if node.kind in ("constant", "hidden") else "filled"
        dot.node(
            node.id,
            label=graphviz.nohtml("\\n".join(quoted(line.text) for line in node.lines)),
            tooltip=graphviz.nohtml(quoted(node.tip)),
            style=style if node.kind == "module" else f"{style},rounded",
            fillcolor=FILLS.get(node.kind, PAPER),
            color=STROKES.get(node.kind, LINES),
            penwidth="2.4" if number == picture.root else "1.2",
        )
    for arrow in picture.arrows:
        source, target = picture.nodes[arrow.source].id, picture.nodes[arrow.target].id
        dot.edge(source, target, label=graphviz.nohtml(quoted(arrow.label)) if arrow.label else None)
    return dot


def quoted(text: str) -> str:
    """A text for a DOT label: backslashes would begin escapes there, and & an entity of HTML."""
    return text.replace("\\", "\\\\").replace("&", "&amp;")


def dot_plan(picture: Picture) -> Layout | None:
    """Where `dot` would put everything; None where it is not installed or fails.

    Also None for many boxes and for edges over many layers: those take dot seconds, and our own layout cuts them.
    """
    if shutil.which("dot") is None or len(picture.nodes) > MOST_BOXES:
        return None
    edges = [(arrow.source, arrow.target) for arrow in picture.arrows]
    layer = layers(len(picture.nodes), edges)
    if any(layer[target] - layer[source] > LONGEST for source, target in edges):
        return None
    try:
        run = subprocess.run(
            ["dot", "-Tjson"], input=sizes(picture), capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        return positions(picture, json.loads(run.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError):
        return None


def sizes(picture: Picture) -> str:
    """The picture as DOT with nothing but sizes: numbers for names, no text."""
    lines = [
        f"digraph {{ rankdir={picture.rankdir} nodesep=0.25 ranksep=0.4 nslimit=1 nslimit1=1",
        'node [shape=box fixedsize=true label=""]',
    ]
    for number, node in enumerate(picture.nodes):
        lines.append(f"{number} [width={node.box.width / 72:.3f} height={node.box.height / 72:.3f}]")
    for number, arrow in enumerate(picture.arrows):
        edge = arrow.edge
        label = ""
        if edge.label_width:
            size = f'FIXEDSIZE="TRUE" WIDTH="{edge.label_width:.0f}" HEIGHT="{edge.label_height:.0f}"'
            label = f'label=<<TABLE BORDER="0" {size}><TR><TD></TD></TR></TABLE>> '
        lines.append(f"{arrow.source} -> {arrow.target} [id={number} {label}arrowhead=none]")
    return "\n".join([*lines, "}"])


def positions(picture: Picture, answer: Any) -> Layout:
    """The places in dot's answer, its points as pixels, and its y axis turned."""
    _, _, width, height = map(float, answer["bb"].split(","))

    def place(text: str) -> tuple[float, float]:
        x, y = text.split(",")
        return float(x) + MARGIN, height - float(y) + MARGIN

    boxes = []
    placed = {int(found["name"]): found["pos"] for found in answer.get("objects", [])}
    for number, node in enumerate(picture.nodes):
        (x, y), box = place(placed[number]), node.box
        boxes.append(Rect(round(x - box.width / 2, 1), round(y - box.height / 2, 1), box.width, box.height))
    routes: list[Route | None] = [None] * len(picture.arrows)
    for found in answer.get("edges", []):  # in an order of dot's own
        index = int(found["id"])
        start, *points = [f"{x:.1f},{y:.1f}" for x, y in map(place, found["pos"].split())]
        path = f"M{start}" + "".join(f"C{' '.join(points[at : at + 3])}" for at in range(0, len(points), 3))
        label = None
        edge = picture.arrows[index].edge
        if "lp" in found:
            x, y = place(found["lp"])
            size = edge.label_width, edge.label_height
            label = Rect(round(x - size[0] / 2, 1), round(y - size[1] / 2, 1), *size)
        routes[index] = Route(path, label, None)
    if None in routes:
        raise ValueError("dot answered with fewer edges than there are")
    return Layout(
        round(width + 2 * MARGIN, 1), round(height + 2 * MARGIN, 1), boxes, [route for route in routes if route], {}
    )
