"""The player as one page: the finished picture, the records as data, and the script that goes through them."""

import json
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from autograd.formulas.mathml import mathml, mathml_inside
from autograd.looks.palette import BACKWARD, BACKWARD_DARK, FORWARD, FORWARD_DARK
from autograd.pictures.picture import Picture
from autograd.pictures.svg import svg
from autograd.player.frames import Frame
from autograd.player.scene import Scene

DARK = (
    "--ink:#ececec;--quiet:#b0b0b0;--paper:#161616;--line:#8c8c8c;--soft:#262626;"
    f"--forward:{FORWARD_DARK};--backward:{BACKWARD_DARK};--forward-tint:#12303f;--backward-tint:#40270f"
)
"""The page's colours in the dark."""


def page(scene: Scene) -> str:
    """A whole HTML document that asks the network for nothing."""
    wide, tall = scene.picture("LR"), scene.picture("TB")
    pictures = [
        f'<div class="{kind}">{svg(picture, prefix=f"{kind}-")}</div>'
        for kind, picture in (("wide", wide), ("tall", tall))
    ]
    beside = max(900, round(0.9 * wide.plan.width) + 420)  # from here on the panel has room beside the picture
    css = Template(part("player.css")).substitute(
        beside=f"{beside}px", dark=DARK, forward=FORWARD, backward=BACKWARD
    ) + scales(wide, tall)
    return Template(part("page.html")).substitute(
        title=f"{escape(scene.output)} step by step",
        heading=mathml(scene.heading),
        css=css,
        picture="\n".join(pictures),
        finished=escape(scene.finished),
        records=for_script(_content(wide, scene.frames)),
        script=part("player.js"),
    )


def scales(wide: Picture, tall: Picture) -> str:
    """How small the pictures may become before they scroll: what they say must stay readable."""
    return (
        f".wide svg{{min-width:{0.72 * wide.plan.width:.0f}px}}.tall svg{{min-width:{0.62 * tall.plan.width:.0f}px}}\n"
    )


def for_script(content: Any) -> str:
    """Data as JSON that no <script> element ends in, and no comment begins in."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _content(picture: Picture, shown: list[Frame]) -> dict[str, Any]:
    """What the script needs, in few letters: formulas as numbers of the pieces of MathML they are made of."""
    pieces: dict[str, int] = {}
    steps = [
        {
            "kind": frame.kind,
            "node": frame.node,
            "source": frame.source,
            "edges": frame.edges,
            "shown": frame.shown,
            "left": frame.uses_left,
            "sentence": frame.sentence,
            "maths": {
                name: [pieces.setdefault(mathml_inside(piece), len(pieces)) for piece in formula]
                for name, formula in frame.maths.items()
            },
        }
        for frame in shown
    ]
    nodes = [[node.id, node.name] for node in picture.nodes]
    sloping = set(picture.arrow_of.values())  # the labels of others do not wait for the way back
    edges = [[arrow.id, arrow.id in sloping] for arrow in picture.arrows]
    return {"nodes": nodes, "edges": edges, "pieces": list(pieces), "steps": steps}


def part(name: str) -> str:
    """A file of this package."""
    return (files("autograd.player") / name).read_text(encoding="utf-8")
