"""The solution on paper beside the picture: each line as `explain` writes it, with the steps that write it.

A line of the backward pass is written term by term, as its uses come back; what it says then is that step's own line.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from autograd.formulas.columns import Line
from autograd.formulas.typeset import html
from autograd.player.frames import DIGITS, Frame, isolated
from autograd.records.explain import Text
from autograd.records.page import Page
from autograd.records.record import Box, Steps


@dataclass(frozen=True)
class Row:
    """A line of the paper: the section it stands in, its text and notes, and the steps it belongs to, counted from 1.

    `left` is what is computed, `forms` what it equals, each with its sign.
    """

    section: str
    left: str
    forms: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    steps: tuple[int, ...]

    @property
    def text(self) -> str:
        """The line as text, without its notes."""
        return " ".join([self.left, *(f"{sign} {form}" for sign, form in self.forms)])

    @property
    def html(self) -> str:
        """What the line equals, as HTML: each form stays together where there is room."""
        return "".join(f" <span>{sign} {kept_whole(form)}</span>" for sign, form in self.forms)


def kept_whole(form: str) -> str:
    """A form as HTML in which no line ends inside ∂y/∂x, unless it is long.

    >>> kept_whole("1 + ∂z/∂y")
    '1 + <span class="whole">∂z/∂y</span>'
    """
    words = form.split(" ")
    return " ".join(
        f'<span class="whole">{html(word)}</span>' if "/" in word and len(word) <= LONGEST_WHOLE else html(word)
        for word in words
    )


LONGEST_WHOLE = 24
"""Letters of a word that may not be broken at its slash."""


def paper(records: Steps, page: Page, frames: list[Frame]) -> list[Row]:
    """The lines of a computation, in the order in which they are written."""
    if any(isinstance(record, Box) for record in records.forward):
        return [*_told(frames)]
    step_of = dict(zip((record.label for record in records.forward), count(1), strict=False))
    back: dict[str, list[int]] = defaultdict(list)
    for step, use in enumerate(records.backward, len(records.forward) + 1):
        back[use.operand].append(step)
    text = Text(DIGITS, page)
    text.names.name = text.numbers.name = isolated  # type: ignore[method-assign]
    rows = []
    for record, said in zip(page.given, text.given(page), strict=True):
        left, _, number = said.rpartition(" = ")
        rows.append(Row("Given", left, (("=", number),), (), (step_of[record.label],)))
    for statement, line in zip(page.statements, text.statements(page), strict=True):
        rows.append(_row("Forward", line, (step_of[statement.record.label],)))
    for gradient, line in zip(page.gradients, text.gradients(records, page), strict=True):
        rows.append(_row("Backward", line, tuple(back[gradient.operand])))
    return rows


def _row(section: str, line: Line, steps: tuple[int, ...]) -> Row:
    return Row(section, line.left, tuple(zip(line.signs, line.forms, strict=True)), tuple(line.notes), steps)


def _told(frames: list[Frame]) -> list[Row]:
    """What boxes lead to is told by the steps themselves: there is no formula for it."""
    rows: list[Row] = []
    back: dict[str, list[int]] = defaultdict(list)
    for step, frame in enumerate(frames, 1):
        if frame.kind == "backward":
            back[frame.node].append(step)
    for step, frame in enumerate(frames, 1):
        left, _, right = frame.line.partition(" = ")
        if frame.kind == "forward" and right:
            rows.append(Row("Forward", left, (("=", right),), (), (step,)))
        elif frame.kind == "backward" and not frame.uses_left:
            rows.append(Row("Backward", left, (("=", right),), (), tuple(back[frame.node])))
    return rows
