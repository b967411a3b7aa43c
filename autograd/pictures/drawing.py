"""Pictures of computations: `draw` for people, `draw_dot` for programs written for micrograd.

>>> x, w = Value(3.0, "x"), Value(-2.0, "w")
>>> picture = draw((w * x).named("y"))
>>> picture
<drawing of y: 3 boxes, 2 edges>
>>> picture.svg[:4]
'<svg'
"""

import os
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

from autograd.engine.anomalies import anomalies
from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.formulas.notation import counted
from autograd.pictures.coarse import coarse_steps
from autograd.pictures.collapse import MOST_NODES, READ_WHOLE, Overview, openings, overview
from autograd.pictures.convert import pdf, png
from autograd.pictures.dot import digraph, dot_plan
from autograd.pictures.pages import image, page
from autograd.pictures.picture import Picture, listed, pictured
from autograd.pictures.svg import svg
from autograd.records.calls import calls_among
from autograd.records.statements import shown_name
from autograd.records.steps import Steps, steps
from autograd.support.files import save, show_file

if TYPE_CHECKING:
    from graphviz import Digraph

MOST_VIEWS = 40


class Drawing:
    """A picture that shows itself in notebooks.

    `svg` is its text, `dot` a `graphviz.Digraph` of it; `save` writes it to a file, `show` opens it in a viewer.
    """

    def __init__(self, picture: Picture, name: str, views: Callable[[], dict[str, Picture]] = dict) -> None:
        self.picture = picture
        self.name = name
        self._views = views

    @cached_property
    def svg(self) -> str:
        """The picture as SVG."""
        return svg(self.picture)

    @property
    def dot(self) -> "Digraph":
        """The picture as a graph for graphviz."""
        return digraph(self.picture)

    @property
    def html(self) -> str:
        """A page with the picture, complete in itself; boxes of modules lead to pictures of what is inside."""
        return page(self.picture, self._views())

    def save(self, path: "str | os.PathLike[str]") -> None:
        """Write a file: .svg, .png, .pdf, .dot or .html.

        PNG and PDF need the extra `viz` (pip install 'chalkgrad[viz]') or graphviz's program dot.
        """
        save(
            path,
            {
                ".svg": lambda: self.svg,
                ".png": lambda: png(self.svg, lambda: self.dot),
                ".pdf": lambda: pdf(self.svg, lambda: self.dot),
                ".dot": lambda: str(self.dot.source),
                ".html": lambda: self.html,
            },
        )

    def show(self) -> None:
        """Open the picture in a browser."""
        show_file(self.html, ".html")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        # notebooks that are not trusted show no SVG, but they do show images
        return {
            "image/svg+xml": self.svg,
            "text/html": image(self.picture, self.svg),
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        boxes, edges = counted(len(self.picture.nodes), "box"), counted(len(self.picture.arrows), "edge")
        return f"<drawing of {self.name}: {boxes}, {edges}>"


def draw(
    z: Value | Steps,
    rankdir: Literal["LR", "TB"] = "LR",
    level: Literal["op", "name", "module"] | None = None,
    max_nodes: int = MOST_NODES,
    open: str | Sequence[str] = (),
    engine: Literal["own", "dot"] = "own",
) -> Drawing:
    """The computation of z as a picture: operands left of results ("LR") or above them ("TB").

    level "op" has a box for each operation, "name" one for each statement, as on paper, and "module" one for each
    module that was called; `open` names modules to be opened, by their paths, such as "layers.0". Without a level it
    is "op" up to `max_nodes` Values, beyond that what is readable. More than `max_nodes` boxes are never drawn: what
    is farthest from z is left out, and the picture says so. Gradients are those that `.grad` reads, which stay
    untouched. Takes the records themselves, too.

    `engine` "own" lays the picture out the same way everywhere; "dot" has graphviz's program do it, for some 250
    boxes at most and no edges over many layers. TypeError for anything but a Value, ValueError for an unknown
    setting, for a module to open that is not there, and for "dot" where the program is not installed.

    >>> from autograd import Value, draw
    >>> w, x = Value(-2.0, "w"), Value(3.0, "x")
    >>> y = (w * x + 7).relu().named("y")
    >>> draw(y)  # notebooks show it; .save("y.svg") keeps it, .show() opens it
    <drawing of y: 6 boxes, 5 edges>
    >>> draw(y, level="name")  # w, x and y, as on paper
    <drawing of y: 3 boxes, 2 edges>
    """
    if not isinstance(z, (Value, Steps)):
        raise TypeError(f"draw({type(z).__name__!r}): expected a Value, the output of a computation")
    for name, given, known in (
        ("rankdir", rankdir, ("LR", "TB")),
        ("level", level, (None, "op", "name", "module")),
        ("engine", engine, ("own", "dot")),
    ):
        if given not in known:
            raise ValueError(f"draw({name}={given!r}): expected one of {', '.join(map(repr, known))}")
    if max_nodes < 1:
        raise ValueError(f"draw(max_nodes={max_nodes!r}): expected at least 1")
    if isinstance(z, Steps):
        drawing = Drawing(pictured(z, rankdir), z.output)
    else:
        drawing = _drawn(z, rankdir, level, max_nodes, (open,) if isinstance(open, str) else tuple(open))
    if engine == "dot":
        plan = dot_plan(drawing.picture)
        if plan is None:
            raise ValueError(
                "draw(engine='dot'): graphviz's program dot is not installed, or this graph is too much for it"
            )
        drawing.picture.plan = plan
    return drawing


def _drawn(z: Value, rankdir: str, level: str | None, most: int, opened: tuple[str, ...]) -> Drawing:
    nodes = order(z)
    size, name, whole = len(nodes), z.name or "f", f"max_nodes={len(nodes)}"
    chosen = level
    if level is None:
        chosen = "op" if size <= most else "name"
        if opened or (size > most and calls_among(nodes)):
            chosen = "module"
    if (chosen == "op" and size <= most) or (chosen == "name" and size <= READ_WHOLE * most):
        picture = pictured(records_of(z, chosen if size > 1 else "op"), rankdir)
        if len(picture.nodes) <= most:
            if level is None and chosen == "name":
                picture.notes.append(
                    f"{size:,} Values: unnamed ones are folded into formulas; "
                    f'draw({name}, level="op", {whole}) shows each.'
                )
            return Drawing(picture, name)
    found = overview(z, opened, most, modules=chosen == "module")
    picture = pictured_overview(found, rankdir)
    modules = [group.path for group in found.groups if group.modules and group.members]
    if modules and level is None and not opened:
        picture.notes.append(
            f"{size:,} Values: modules are drawn as boxes; draw({name}, open={modules[0]!r}) opens one, "
            f'draw({name}, level="op", {whole}) shows everything.'
        )
    elif any(not group.modules for group in found.groups):
        picture.notes.append(f"{size:,} Values: not all are drawn; draw({name}, {whole}) shows more.")
    unknown = [path for path in opened if not any(path == known for known in found.paths)]
    if unknown:
        raise ValueError(
            f"draw(open={unknown[0]!r}): there is no such module here; expected one of {listed(found.paths, 8)}"
        )
    return Drawing(picture, name, partial(views, z, found, rankdir, most, opened))


def records_of(z: Value, level: str) -> Steps:
    """The records; an infinite slope shows as ∞ in a picture and is no reason to refuse one."""
    with anomalies("ignore"):
        return steps(z, level)  # type: ignore[arg-type]


def pictured_overview(found: Overview, rankdir: str) -> Picture:
    """The picture of an overview."""
    with anomalies("ignore"):
        picture = pictured(coarse_steps(found), rankdir)
    picture.title = f"The computation of {shown_name(found.nodes[-1].name or 'f')}: {len(found.nodes):,} Values"
    return picture


def views(z: Value, found: Overview, rankdir: str, most: int, opened: tuple[str, ...]) -> dict[str, Picture]:
    """A picture for each module that can be opened, by its path, with that one open; from the outside in."""
    found_inside = openings(z, found, most, MOST_VIEWS, opened)
    return {path: pictured_overview(inside, rankdir) for path, inside in found_inside}


def draw_dot(root: Value, format: str = "svg", rankdir: Literal["LR", "TB"] = "LR") -> "Digraph":
    """The computation as a `graphviz.Digraph`, called as in micrograd.

    To be rendered or shown it needs graphviz's program dot; `draw` does not.

    >>> from autograd import Value, draw_dot
    >>> x = Value(3.0, "x")
    >>> print(draw_dot(x * x).source.count("->"))  # an edge for each use of x
    2
    """
    picture = draw(root, rankdir).picture
    return digraph(picture, format)
