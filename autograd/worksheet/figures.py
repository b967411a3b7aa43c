"""The graph of a wrong claim as a picture, with the place marked in it."""

import re
from html import escape

from autograd.generated import Value
from autograd.worksheet.arithmetic import UNCOMPUTABLE
from autograd.worksheet.judging import Judge
from autograd.worksheet.verdicts import Verdict

MARK = "fault"
"""The class of what is marked."""

STYLE = ".node.fault rect { stroke: var(--fault) !important; stroke-width: 3; stroke-dasharray: 7 3 }"
"""How it is marked: by dashes too, never by colour alone."""


def place_of(judge: Judge, verdict: Verdict | None) -> tuple[Value, str] | None:
    """The Value whose graph a claim speaks of, and the name it is about: of ∂z/∂w1 the graph of z and w1."""
    case = next((case for each, case in judge.claimed if each is verdict), None)
    if case is None or not case.chosen or case.target.kind not in ("derivative", "name", "index"):
        return None  # what is no part of the graph has no place in it: counts, numbers
    base, target = case.setting.base, case.target
    top, bottom = target.parts if target.kind == "derivative" else (target, target)
    try:
        formula = base.formula(case.text, case.chosen[0])
        (name, places, _), (about, others, _) = (base.entry_places(formula, part) for part in (top, bottom))
    except UNCOMPUTABLE:
        return None
    root, marked = base.node((name, places[0])), base.node((about, others[0]))
    both = isinstance(root, Value) and isinstance(marked, Value)  # numbers beside the graph have no place either
    return (root, marked.name or "") if both and root.op else None


def picture(root: Value, marked: str) -> str:
    """The picture of a graph as SVG, with one name marked; "" where its gradients cannot be computed."""
    from autograd.pictures.drawing import draw  # checking needs no pictures

    try:
        root.zero_grad()
        root.backward()
    except UNCOMPUTABLE:
        return ""
    drawn = draw(root, level="name", engine="own").svg
    title = re.escape(escape(marked, quote=False))
    return re.sub(rf'class="node ([^"]*)"(?=><title>{title} = )', rf'class="node \1 {MARK}"', drawn, count=1)
