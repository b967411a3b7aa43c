"""The player: a computation step by step, forward and backward, as one page, in a notebook or as a moving picture.

>>> from autograd import Value
>>> x, w = Value(3.0, "x"), Value(-2.0, "w")
>>> play((w * x + 7).relu().named("y"))
<player of y, 6 steps: shown in a notebook; .show() opens it, .save("y.html") or .save("y.svg") keeps it>
"""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from autograd.engine.anomalies import anomalies
from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.pictures.collapse import MOST_NODES, MOST_READ, READ_WHOLE, overview
from autograd.pictures.svg import svg
from autograd.player.animation import moving
from autograd.player.live import checked, live
from autograd.player.notebook import embedded
from autograd.player.opened import FEW_STATEMENTS, with_opened
from autograd.player.page import page
from autograd.player.scene import Scene, scene
from autograd.records.calls import calls_among
from autograd.records.steps import Steps, steps
from autograd.support.files import save, show_file


class Player:
    """A computation to step through: shown by notebooks, opened by `show`, kept by `save`."""

    def __init__(self, *scenes: Scene) -> None:
        self.scene = scenes[0]
        self.scenes = scenes

    def __repr__(self) -> str:
        output, count = self.scene.output, len(self.scene.frames)
        return (
            f"<player of {output}, {count} steps: shown in a notebook; .show() opens it, "
            f'.save("{output}.html") or .save("{output}.svg") keeps it>'
        )

    @cached_property
    def html(self) -> str:
        """The player as a page of its own, which needs nothing else and asks the network for nothing."""
        return page(self.scenes)

    @cached_property
    def svg(self) -> str:
        """The steps as a moving picture without controls, for where scripts do not run: READMEs, slides."""
        return moving(self.scene)

    def save(self, path: "str | os.PathLike[str]") -> None:
        """Write the page (x.html) or the moving picture (x.svg).

        Raises ValueError for another suffix and FileNotFoundError for a folder that does not exist.
        """
        save(path, {".html": lambda: self.html, ".htm": lambda: self.html, ".svg": lambda: self.svg})

    def show(self) -> None:
        """Open the page in the browser."""
        show_file(self.html, ".html")

    def _repr_html_(self) -> str:
        title = f"The computation of {self.scene.output}, step by step"
        return embedded(self.html, svg(self.scene.picture("LR")), title)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/html": self._repr_html_(), "text/plain": repr(self)}


def play(
    z: Value | Steps,
    level: Literal["name", "op"] = "name",
    max_nodes: int | None = None,
    sliders: Mapping[str, tuple[float, float]] | None = None,
) -> Player:
    """The computation of z to step through: every number forward, then every use of the chain rule backward.

    level "name" has a step for each named Value and each of its operands, as on paper, "op" one for every operation
    and edge. All that a module of a network does is one step, in a box that opens on a click. With more than
    `max_nodes` Values (200), operations fold into statements; where those are still more, what is farthest from z has
    one box, too. With `max_nodes` given, a network is played one by one up to that many. The way back is that of the
    records: no gradient of yours is touched. Also takes the records themselves. TypeError for anything but a Value.

    `sliders` are names of given numbers, and from where to where each can be moved: the page computes all numbers
    anew, forward and backward, in a file as in a notebook. ValueError for a name that is not there, and for what a
    page cannot compute.

    >>> from autograd import Value, play
    >>> x = Value(3.0, "x")
    >>> play(x * x, level="op")  # x, f; ∂f/∂f, and an edge for each use of x
    <player of f, 5 steps: ...>
    """
    if not isinstance(z, (Value, Steps)):
        raise TypeError(f"play({type(z).__name__!r}): expected a Value, the output of a computation")
    if level not in ("name", "op"):
        raise ValueError(f'play(level={level!r}): expected "name" or "op"')
    most = MOST_NODES if max_nodes is None else max_nodes
    if most < 1:
        raise ValueError(f"play(max_nodes={max_nodes!r}): expected at least 1")
    if sliders:
        return _movable(z, level, most, sliders)
    if isinstance(z, Steps):
        return Player(scene(z))
    nodes = order(z)
    size = len(nodes)
    in_boxes = (
        max_nodes is None and level == "name" and any(trace[-1].first < len(trace) - 1 for trace in calls_among(nodes))
    )
    if size <= READ_WHOLE * most:
        with anomalies("ignore"):  # an infinite slope is shown as ∞, and no reason to show nothing
            records = steps(z, level if size <= most else "name")
        if len(records.forward) <= (FEW_STATEMENTS if in_boxes else most):
            return Player(scene(records))
    found = overview(z, (), most)
    modules = any(group.modules for group in found.groups)
    what = "what a module does is one step here" if modules else "what is farthest from the output is one step here"
    what += ", a click opens it" if modules and size <= MOST_READ else ""
    return Player(*with_opened(z, found, most, f"{size:,} Values: {what}; max_nodes={size} plays them one by one."))


def _movable(z: Value | Steps, level: str, most: int, sliders: Mapping[str, tuple[float, float]]) -> Player:
    """A player whose given numbers can be moved."""
    if isinstance(z, Steps):
        raise TypeError("play(sliders=…): expected a Value; records hold for their own numbers only")
    with anomalies("ignore"):
        records = steps(z, level)  # type: ignore[arg-type]
    if len(records.forward) > most:
        raise ValueError(f"play(sliders=…): {len(records.forward):,} steps are more than max_nodes={most}")
    if records.refusal:
        raise ValueError(f"play(sliders=…): there is no way back here: {records.refusal}")
    moved = checked(sliders, records)
    made = scene(records, movable=True)
    made.live = live(z, level, records, moved, made.picture("LR"))
    return Player(made)
