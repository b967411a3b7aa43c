"""The player as a moving picture: one SVG with CSS alone, which also runs inside an <img>.

What it shows without its animation, to those who want no motion and in programs that know none, is the finished
picture.
"""

from collections import defaultdict
from copy import deepcopy
from textwrap import wrap
from xml.etree import ElementTree as Tree

from autograd.looks.palette import BACKWARD, BACKWARD_DARK, FORWARD, FORWARD_DARK
from autograd.pictures.lettering import width
from autograd.pictures.picture import LINE_HEIGHT, NOT_YET, PADDING, SIZE, brief
from autograd.pictures.svg import svg
from autograd.player.scene import Scene

SECONDS = 1.6
"""How long a step is shown."""

HOLD = 4
"""For how many steps the finished picture stands still."""

_SVG = "{http://www.w3.org/2000/svg}"
_PREFIX = "moving-"
_STYLE = """\
.passing{opacity:0}.there,.passing{animation-duration:%gs;animation-iteration-count:infinite;\
animation-delay:-%gs;animation-timing-function:step-end}.caption{fill:#1b1f24;font-weight:bold;text-anchor:start}\
.waiting{fill:#57606a;font-style:italic;font-weight:normal}.mark{fill:none;stroke-width:3.5}\
"""
_STYLE += f".mark.forward{{stroke:{FORWARD}}}.mark.backward{{stroke:{BACKWARD};stroke-dasharray:9 5}}"
_STYLE += "@media(prefers-color-scheme:dark){"
_STYLE += ".moving-picture .caption{fill:#e6e9ed}.moving-picture .waiting{fill:#b0b6be}"
_STYLE += f".mark.forward{{stroke:{FORWARD_DARK}}}.mark.backward{{stroke:{BACKWARD_DARK}}}}}"
_STYLE += """\
@media(prefers-reduced-motion:reduce){.there,.passing{animation:none}}"""


def moving(scene: Scene, narrow: bool = False) -> str:
    """The steps one after the other, over and over, as one <svg>; below the picture stands what each step says.

    For a narrow page it runs from top to bottom, and boxes say no more than they have room for.
    """
    return _Film(scene, narrow).svg()


class _Film:
    """A picture whose elements each are there from one step to another; step 0 is before them all."""

    def __init__(self, scene: Scene, narrow: bool) -> None:
        Tree.register_namespace("", _SVG[1:-1])
        picture = scene.picture("TB" if narrow else "LR")
        self.said = brief if picture.brief else str
        self.root = Tree.fromstring(svg(picture, prefix=_PREFIX))
        self.sloping = set(picture.arrow_of.values())
        self.groups = {group.get("id", "").removeprefix(_PREFIX): group for group in self.root.iter(f"{_SVG}g")}
        self.shown = shown = scene.frames
        self.finished = scene.finished
        self.end = len(shown) + 1 + HOLD  # when it all begins again
        self.spans: dict[tuple[int, int], None] = {}
        self.reaching: dict[tuple[str, bool], list[int]] = defaultdict(list)  # the steps that reach a box, either way
        self.along: dict[str, int] = {}  # the step that goes back over an edge
        for step, frame in enumerate(shown, 1):
            self.reaching[frame.node, frame.kind == "forward"].append(step)
            for edge in frame.edges if frame.kind == "backward" else ():
                self.along.setdefault(edge, step)

    def svg(self) -> str:
        """All of it, written."""
        for identity in self.groups:
            self.animate(identity)
        self.mark()
        self.caption()
        style = Tree.SubElement(self.root, f"{_SVG}style")
        before = SECONDS * (self.end - HOLD / 2)  # it begins finished, as one meets it
        style.text = _STYLE % (SECONDS * self.end, before) + "".join(map(self.keyframes, self.spans))
        return Tree.tostring(self.root, encoding="unicode")

    def keyframes(self, span: tuple[int, int]) -> str:
        """When something is seen that is there from one step to before another."""
        start, stop = (f"{100 * step / self.end:.4g}%" for step in span)
        before = "0%{opacity:0}" if span[0] else ""
        after = f"{stop},to{{opacity:0}}" if span[1] < self.end else "to{opacity:1}"
        return f"@keyframes s{span[0]}-{span[1]}{{{before}{start}{{opacity:1}}{after}}}"

    def during(self, element: Tree.Element, start: int, stop: int | None = None) -> Tree.Element:
        """Let an element be there only from one step to before another; without an end, in the finished picture too."""
        span = start, self.end if stop is None else stop
        self.spans[span] = None
        element.set("class", f"{element.get('class', '')} {'there' if stop is None else 'passing'}".strip())
        element.set("style", f"animation-name:s{span[0]}-{span[1]}")
        return element

    def animate(self, identity: str) -> None:
        """Let the texts of a box or an edge come when their step does."""
        group = self.groups[identity]
        texts = {text.get("class", ""): text for text in group.iter(f"{_SVG}text")}
        given, back = (self.reaching.get((identity, forward), []) for forward in (True, False))
        if "data" in texts and given:
            self.instead(group, texts["data"], [("data not yet", 0), (texts["data"].text or "", given[0])])
        if "grad" in texts:
            arriving = [(self.shown[step - 1].shown, step) for step in back]
            self.instead(group, texts["grad"], [(NOT_YET, 0), *arriving])
        if "slope" in texts and identity in self.sloping:
            self.during(texts["slope"], self.along[identity])

    def instead(self, group: Tree.Element, text: Tree.Element, contents: list[tuple[str, int]]) -> None:
        """Give a text several contents, each from a step on; the last is the finished picture's."""
        stops = [start for _, start in contents[1:]]
        for (content, start), stop in zip(contents[:-1], stops, strict=True):
            earlier = deepcopy(text)
            earlier.text = self.said(content)
            if content.endswith("not yet"):
                earlier.set("class", f"{earlier.get('class')} waiting")
            group.append(self.during(earlier, start, stop))
        if len(contents) > 1:
            self.during(text, contents[-1][1])

    def mark(self) -> None:
        """Frame what each step is about."""
        for step, frame in enumerate(self.shown, 1):
            way = "forward" if frame.kind == "forward" else "backward"
            marks = Tree.Element(f"{_SVG}g", {"class": ""})
            for identity in (frame.node, *frame.edges):
                for shape in self.groups[identity]:
                    if shape.tag == f"{_SVG}rect" or shape.get("class") == "line":
                        kept = {name: shape.get(name, "") for name in ("x", "y", "width", "height", "rx", "d")}
                        kept = {name: value for name, value in kept.items() if value}
                        Tree.SubElement(marks, shape.tag, kept | {"class": f"mark {way}"})
            self.root.append(self.during(marks, step, step + 1))

    def caption(self) -> None:
        """Say below the picture what each step does, and at last what came out."""
        wide, tall = (float(self.root.get(side, "0")) for side in ("width", "height"))
        letters = max(24, int((wide - 2 * PADDING) / (0.6 * SIZE)))
        said = [f"{'→ forward' if frame.kind == 'forward' else '← backward'}: {frame.line}" for frame in self.shown]
        texts = [wrap(text, letters, break_on_hyphens=False) or [""] for text in [*said, self.finished]]
        for step, rows in enumerate(texts, 1):
            group = Tree.SubElement(self.root, f"{_SVG}g", {"class": ""})
            for row, text in enumerate(rows[:4]):
                place = {"x": f"{PADDING:g}", "y": f"{tall + (row + 0.7) * LINE_HEIGHT:g}", "class": "caption"}
                Tree.SubElement(group, f"{_SVG}text", place).text = text
                wide = max(wide, width(text, SIZE, bold=True) + 2 * PADDING)
            self.during(group, step, step + 1 if step <= len(self.shown) else None)
        tall += min(4, max(map(len, texts))) * LINE_HEIGHT + PADDING
        self.root.set("width", f"{wide:g}")
        self.root.set("height", f"{tall:g}")
        self.root.set("viewBox", f"0 0 {wide:g} {tall:g}")
