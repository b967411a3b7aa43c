"""The player as one page: the finished picture and paper, the records as data, the script that goes through them."""

import json
import re
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import Any

from autograd.compiled.javascript import functions
from autograd.formulas.mathml import mathml_inside
from autograd.formulas.typeset import html
from autograd.looks.style import style
from autograd.pictures.lettering import LOWERED, READABLE
from autograd.pictures.svg import svg
from autograd.player.frames import Frame
from autograd.player.paper import Row, kept_whole
from autograd.player.scene import Scene

BROAD = 1376 * LOWERED / READABLE
"""How wide a picture may be that a page of 1440 pixels shows whole."""

LONG = 12
"""A left side with more letters has its line to itself."""


def page(scenes: Sequence[Scene]) -> str:
    """A whole HTML document that asks the network for nothing; scenes after the first are opened inside it."""
    first = scenes[0]
    return Template(part("page.html")).substitute(
        title=f"{escape(first.output)} step by step",
        heading=html(first.heading),
        output=html(first.output),
        css=style() + uncommented(part("player.css")),
        picture=pictures(first),
        inputs=inputs(first),
        paper=paper(first.paper),
        finished=kept_whole(first.finished),
        records=for_script([content(scene, opened=place > 0) for place, scene in enumerate(scenes)]),
        programs=f"{functions()}const PROGRAM = {first.live.program};\n" if first.live else "",
        script=uncommented(part("player.js")).replace("$least", f"{READABLE / LOWERED:.4f}"),
    )


def pictures(scene: Scene) -> str:
    """The finished picture, for wide windows and for narrow ones."""
    shapes = ("wide", scene.picture("LR", BROAD)), ("tall", scene.picture("TB"))
    return "\n".join(
        f'<div class="{kind}"{" data-brief" if picture.brief else ""}>{svg(picture, prefix=f"{kind}-")}</div>'
        for kind, picture in shapes
    )


def paper(rows: Sequence[Row]) -> str:
    """The solution: a list for each section, and on each line the steps that write it."""
    written, number = [], 0
    for section, lines in groupby(rows, lambda row: row.section):
        items = []
        for row in lines:
            notes = f'<span class="why">{"; ".join(map(html, row.notes))}</span>' if row.notes else ""
            long = ' class="long"' if len(row.left) > LONG else ""
            items.append(
                f'<li{long} data-row="{number}"><span class="left">{html(row.left)}</span>'
                f'<span class="forms">{row.html}</span>{notes}</li>'
            )
            number += 1
        kind = ' class="given"' if section == "Given" else ""
        written.append(f"<h2>{section}</h2>\n<ol{kind}>{''.join(items)}</ol>")
    return "\n".join(written)


def for_script(data: Any) -> str:
    """Data as JSON that no <script> element ends in, and no comment begins in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def content(scene: Scene, opened: bool = False) -> dict[str, Any]:
    """What the script needs of a scene, in few letters: formulas as numbers of the pieces of MathML they are made of.

    A scene that is `opened` later brings what it shows with it.
    """
    pieces: dict[str, int] = {}
    steps = [step(frame, pieces) for frame in scene.frames]
    picture = scene.picture("LR")
    nodes = [[node.id, node.name] for node in picture.nodes]
    sloping = set(picture.arrow_of.values())  # the labels of others do not wait for the way back
    edges = [[arrow.id, arrow.id in sloping] for arrow in picture.arrows]
    rows = [list(row.steps) for row in scene.paper]
    said = {"nodes": nodes, "edges": edges, "pieces": list(pieces), "steps": steps, "rows": rows}
    said |= {"finished": kept_whole(scene.finished), "inside": scene.inside, "opened": scene.opened}
    if scene.live:
        said["live"] = {**scene.live.texts, "steps": [live_step(each, pieces) for each in scene.live.texts["steps"]]}
        said["pieces"] = list(pieces)
    if opened:
        shown = {"heading": html(scene.heading), "picture": pictures(scene), "paper": paper(scene.paper)}
        said |= {"shown": shown}
    return said


def step(frame: Frame, pieces: dict[str, int]) -> dict[str, Any]:
    """A step for the script; what it does not have is left out."""
    maths = {name: numbered(formula, pieces) for name, formula in frame.maths.items()}
    said = {
        "kind": frame.kind,
        "node": frame.node,
        "source": frame.source,
        "edges": frame.edges,
        "shown": frame.shown,
        "left": frame.uses_left,
        "sentence": html(frame.sentence),
        "about": frame.about,
        "weight": float(f"{frame.weight:.3g}") if frame.weight < 1e300 else 0,
        "partial": kept_whole(frame.line.partition(" = ")[2]) if frame.uses_left else "",
        "maths": maths,
    }
    return {name: value for name, value in said.items() if value or name in ("edges", "maths")}


def live_step(step: dict[str, Any], pieces: dict[str, int]) -> dict[str, Any]:
    """A step's texts with places for numbers, its formulas as numbers of pieces."""
    turns = [{name: numbered(formula, pieces) for name, formula in turn.items()} for turn in step["turns"]]
    return {**step, "turns": turns}


def numbered(formula: Sequence[str], pieces: dict[str, int]) -> list[int]:
    """A formula as the numbers of its pieces of MathML."""
    return [pieces.setdefault(mathml_inside(piece), len(pieces)) for piece in formula]


def inputs(scene: Scene) -> str:
    """The sliders, if there are any."""
    if not scene.live:
        return ""
    rows = [
        f'<div><label for="input-{place}">{html(label)}</label><input id="input-{place}" type="range" min="{low!r}" '
        f'max="{high!r}" step="any" value="{value!r}"><output for="input-{place}"></output></div>'
        for place, (label, low, high, value) in enumerate(scene.live.texts["sliders"])
    ]
    reset = '<button id="reset" title="The numbers of the computation as it was recorded">as recorded</button>'
    return f'<section id="inputs" class="controls" aria-label="Given numbers">{"".join(rows)}{reset}</section>\n'


_COMMENTS = re.compile(r"^ *(?://[^\n]*|/\*.*?\*/)\n", re.MULTILINE | re.DOTALL)


def uncommented(code: str) -> str:
    r"""A script or a style sheet without the lines that are for those who change it: each page carries a copy.

    >>> uncommented("/* All that is shown. */\n  // Why.\n  shown();  // when\n")
    '  shown();  // when\n'
    """
    return _COMMENTS.sub("", code)


def part(name: str) -> str:
    """A file of this package."""
    return (files("autograd.player") / name).read_text(encoding="utf-8")
