"""What a page of a network can open: a scene for each module, in which that one is open and the others are boxes."""

from dataclasses import replace
from typing import Any

from autograd.engine.anomalies import anomalies
from autograd.pictures.coarse import coarse_steps
from autograd.pictures.collapse import Overview, openings
from autograd.player.scene import Scene, scene

MOST_SCENES = 8
"""Modules of a page that can be opened, from the outside in."""

FEW_STATEMENTS = 30
"""A network with no more of them is played without boxes."""


def with_opened(z: Any, found: Overview, most: int, note: str) -> list[Scene]:
    """The scene of an overview, and one for each module that can be opened; each knows what leads where.

    A large computation has fewer of them: it is read anew for each.
    """
    with anomalies("ignore"):
        scenes = [scene(coarse_steps(found), note)]
    place: dict[str, int] = {}
    for path, inside in openings(z, found, most, MOST_SCENES):
        with anomalies("ignore"):
            made = scene(coarse_steps(inside), f"{path} is open; what else there is stands in boxes.")
        place[path] = len(scenes)
        scenes.append(replace(made, heading=f"{path} in {made.heading}", opened=path))
    for each in scenes:
        nodes = each.picture("LR").nodes
        each.inside |= {node.id: place[node.name] for node in nodes if node.kind == "module" and node.name in place}
    return scenes
