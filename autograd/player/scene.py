"""What there is to play: a picture, the frames that lead to it, and what is said about the whole."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import inf

from autograd.formulas.notation import Writer
from autograd.formulas.symbols import Symbol
from autograd.pictures.picture import Picture, Wording, pictured
from autograd.player.boxes import frames
from autograd.player.frames import DIGITS, Frame
from autograd.player.live import Live
from autograd.player.paper import Row, paper
from autograd.records.explain import Text
from autograd.records.page import Page
from autograd.records.record import Box, Steps
from autograd.records.residues import without_residues

MOST_GRADIENTS = 12
"""Up to this many gradients are told in the sentence that sums up."""

LONGEST_TITLE = 120
"""Letters of a title; a longer formula stands there with the names of what it is made of."""


@dataclass
class Scene:
    """Something to play: `picture` gives the finished picture, "LR" or "TB", with room for what each frame shows;
    it is brief where it would not have the room given, and has it then.

    `heading` is a formula as text, `finished` a sentence: what came out; `paper` is the solution, line by line.
    `inside` tells for the boxes that can be opened, by their ids, the place of the scene that shows what is in them;
    `opened` is the module that is open here. `live` is what the page needs to compute all numbers by itself.
    """

    output: str
    heading: str
    finished: str
    frames: list[Frame]
    paper: list[Row]
    picture: Callable[..., Picture]
    inside: dict[str, int] = field(default_factory=dict)
    opened: str = ""
    live: Live | None = None


def scene(records: Steps, note: str = "", movable: bool = False) -> Scene:
    """The scene of a computation; a note stands below its picture. Boxes have room for other numbers if `movable`."""
    page = Page(records, DIGITS)
    clean = without_residues(records)

    @lru_cache(maxsize=3)
    def picture(rankdir: str, room: float = inf) -> Picture:
        tall = rankdir == "TB"
        wording = Wording("final", page.figures, narrow=tall, movable=movable, brief=tall)
        made = pictured(clean, rankdir, wording)
        if not tall and made.plan.width > room:
            shorter = pictured(clean, rankdir, replace(wording, brief=True))
            made = shorter if shorter.plan.width <= room else made
        made.notes += [note] if note else []
        return made

    shown = frames(clean, picture("LR"), page)
    lines = paper(records, page, shown)
    return Scene(records.output, whole_formula(clean), summary(clean, page), shown, lines, picture)


def whole_formula(records: Steps) -> str:
    """The output's formula with all it is made of put in, if that is short enough; just its name where it is a box's.

    >>> from autograd import Value, steps
    >>> x = Value(3.0, "x")
    >>> y = (x * x).named("y")
    >>> whole_formula(steps((y + 1).named("z")))
    'z = x² + 1'
    """
    output = records.forward[-1]
    if isinstance(output, Box) or output.kind != "statement":
        return output.label
    formulas = {record.label: record.formula for record in records.forward if record.kind == "statement"}
    left = LONGEST_TITLE  # a formula has at least as many letters as parts

    def put_in(part: Symbol) -> Symbol:
        nonlocal left
        left -= 1
        if left < 0:
            return part
        part = formulas.get(part.name or "", part) if part.rule is None else part
        return part if part.rule is None else Symbol(part.rule, tuple(map(put_in, part.operands)), number=part.number)

    write = Writer()
    whole = f"{output.label} = {write(put_in(output.formula))}"
    return whole if left >= 0 and len(whole) <= LONGEST_TITLE else f"{output.label} = {write(output.formula)}"


def summary(records: Steps, page: Page) -> str:
    """What came out, as a sentence: the page's last word, and its only one where scripts are off."""
    output, figures = records.forward[-1], page.figures
    complete = {record.operand: record.so_far for record in records.backward if record.source}
    gradients = [record.label for record in records.forward if record.kind == "leaf" and record.label in complete]
    said = [f"{output.label} = {figures(output.value)}"]
    if records.refusal:
        return f"{said[0]}. No backward pass: {records.refusal}"
    text = Text(DIGITS)
    shown = gradients[:MOST_GRADIENTS]
    said += [f"{text.derivative(output.label, leaf)} = {figures(complete[leaf])}" for leaf in shown]
    if len(gradients) > MOST_GRADIENTS:
        said.append(f"and {len(gradients) - MOST_GRADIENTS:,} more")
    return "; ".join(said) + "."
