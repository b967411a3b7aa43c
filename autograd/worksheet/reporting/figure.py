"""The graph of a wrong claim as a picture, with the place marked in it."""

import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from autograd.engine.codegen.python import Value
from autograd.worksheet.causes.location import meant
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Derivative, Index, Name

if TYPE_CHECKING:
    from autograd.pictures.picture import Picture

MARK = "meant"
"""The class of what is marked."""

_STYLE = ".drawing svg .node.meant > rect { stroke: var(--backward); stroke-width: 3; stroke-dasharray: 7 3 }"
"""How it is marked: by dashes too, never by colour alone."""


@dataclass(frozen=True)
class Place:
    """The Value whose graph a claim speaks of, and the names in it that are marked.

    That is what the cause of the mistake speaks of, if `is_cause`; else what the claim is about, of ∂z/∂w1 this is w1.
    `is_forward` is whether the claim is about the root's own number, not a derivative.
    """

    root: Value
    marked: tuple[str, ...]
    is_forward: bool
    is_cause: bool = False


def picture_style() -> str:
    """What pictures on pages of reports need besides the style sheet of all pages."""
    from autograd.pictures.pages import STYLE  # checking needs no pictures

    return STYLE + _STYLE


def place_of(judge: Judge, verdict: Verdict | None) -> Place | None:
    """The place in the graph that a claim is about; None where it is about no single number of the graph."""
    claim = next((claim for each, claim in judge.judged.all if each is verdict), None)
    if verdict is None or claim is None or not claim.chosen:
        return None
    base = claim.samples.base
    match claim.target:
        case Derivative(top, bottom):
            is_forward = False
        case Name() | Index() as top:
            bottom, is_forward = top, True
        case _:
            return None  # what is no part of the graph has no place in it: counts, numbers
    try:
        formula = base.formula(claim.text, claim.chosen[0])
        (name, places, _), (about, others, _) = (base.entry_places(formula, part) for part in (top, bottom))
        root, marked = base.node((name, places[0])), base.node((about, others[0]))
    except UNCOMPUTABLE:
        return None
    both = isinstance(root, Value) and isinstance(marked, Value)  # numbers beside the graph have no place either
    if not (both and root.op):
        return None
    found = meant(claim, verdict.mistake, root) if verdict.mistake is not None else ()
    return Place(root, found or (marked.name or "",), is_forward, bool(found))


def picture(place: Place, answers: bool, number: int) -> str:
    """The graph of a place in a frame, with the place marked; "" where its gradients cannot be computed.

    `number` tells it from the page's other pictures. Without `answers` it has neither gradients nor slopes, and not
    the number that is claimed.
    """
    from autograd.pictures.drawing import draw  # checking needs no pictures
    from autograd.pictures.pages import shown

    place.root.zero_grad()
    try:
        if answers:
            place.root.backward()
    except UNCOMPUTABLE:
        return ""
    drawing = draw(place.root, level="name")
    if not answers:
        _without_answers(drawing.picture, place.is_forward)
    titles = "|".join(re.escape(escape(name, quote=False)) for name in place.marked)
    framed = shown(drawing.picture, number)
    return re.sub(rf'class="node ([^"]*)"(?=><title>(?:{titles}) = )', rf'class="node \1 {MARK}"', framed)


def _without_answers(picture: "Picture", is_forward: bool) -> None:
    """Take what a claim may ask for from a picture, before it is laid out."""
    picture.arrows = [replace(arrow, label="", tip="") for arrow in picture.arrows]
    picture.nodes = [
        replace(node, lines=tuple(line for line in node.lines if line.role != "grad")) for node in picture.nodes
    ]
    if is_forward:
        root = picture.nodes[picture.root]
        lines = tuple(line for line in root.lines if line.role != "data")
        picture.nodes[picture.root] = replace(root, lines=lines, tip=root.tip.rpartition(" = ")[0])
