"""What a picture of a computation shows, as data: boxes with their lines of text, arrows with their labels.

A function of the records. svg.py and dot.py write it down; the player changes its texts step by step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from autograd.formulas.notation import Writer, clipped, figure
from autograd.pictures.layout import Box, Edge, Layout, layout
from autograd.pictures.lettering import broken, width
from autograd.records.steps import Backward, Forward, Steps

SIZE = 14.0
SMALL = 12.0
LINE_HEIGHT = 19.0
LABEL_HEIGHT = 15.0
PADDING = 10.0
WIDEST_LINE = 34
"""Characters in a line of a box; longer formulas take up to three lines, and stand whole in the tool tip."""

LONGEST_LABEL = 26
NOT_YET = "grad not yet"

_text = Writer()


@dataclass(frozen=True)
class Line:
    """A line of text in a box: "name", "data", "now", "grad" or "note"; `room` is what its widest text needs."""

    role: str
    text: str
    room: float


@dataclass(frozen=True)
class Node:
    """A box: a "leaf", "constant" or "statement", a "module", or what is "hidden"; `name` is what tags call it."""

    id: str
    kind: str
    name: str
    lines: tuple[Line, ...]
    tip: str
    link: str = ""

    @property
    def box(self) -> Box:
        """The room it takes."""
        wide = max((line.room for line in self.lines), default=0.0) + 2 * PADDING
        tall = len(self.lines) * LINE_HEIGHT + PADDING
        return Box(max(wide, 36.0), tall, width(clipped(self.name, 16), SMALL) + 16)


@dataclass(frozen=True)
class Arrow:
    """An edge from an operand's box to the box of what uses it, by number; `label` is its local derivative."""

    id: str
    source: int
    target: int
    label: str = ""
    tip: str = ""

    @property
    def edge(self) -> Edge:
        """The room it takes."""
        if not self.label:
            return Edge(self.source, self.target)
        return Edge(self.source, self.target, width(self.label, SMALL) + 6, LABEL_HEIGHT)


@dataclass
class Picture:
    """Boxes, arrows, and notes to stand below them. `root` is the number of the output's box, `title` what it is.

    `node_of` has the id of each label's box, `arrow_of` that of each edge with a gradient: (source, operand, slot).
    """

    nodes: list[Node]
    arrows: list[Arrow]
    title: str
    root: int
    rankdir: str = "LR"
    notes: list[str] = field(default_factory=list)
    level: str = "op"
    node_of: dict[str, str] = field(default_factory=dict)
    arrow_of: dict[tuple[str, str, int], str] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Layout:
        """Where everything goes."""
        return layout([node.box for node in self.nodes], [arrow.edge for arrow in self.arrows], self.rankdir)

    def arrow_for(self, record: Backward) -> str:
        """The id of the arrow that a backward record goes back over; "" for the seed."""
        slot = record.slot if self.level == "op" else 0
        return self.arrow_of.get((record.source, record.operand, slot), "")


def data_text(x: float) -> str:
    """How a box shows its number."""
    return f"data {figure(x)}"


def grad_text(x: float | None, uses_left: int = 0) -> str:
    """How a box shows its gradient; None: not yet.

    >>> grad_text(-6), grad_text(-6, uses_left=1), grad_text(None)
    ('grad −6', 'grad −6 so far', 'grad not yet')
    """
    if x is None:
        return NOT_YET
    return f"grad {figure(x)}" + (" so far" if uses_left else "")


def slope_text(source: str, operand: str, local: float) -> str:
    """The label of an arrow, such as ∂d/∂a = 3; long names are cut."""
    text = f"∂{source}/∂{operand} = {figure(local)}"
    if len(text) > LONGEST_LABEL:
        text = f"∂{clipped(source, 8)}/∂{clipped(operand, 8)} = {figure(local)}"
    return text


def pictured(records: Steps, rankdir: str = "LR", gradients: Literal["now", "final"] = "now") -> Picture:
    """The picture of a computation.

    gradients "now": what `.grad` reads, "not yet" where no backward pass has arrived. "final": those of the records,
    in boxes with room for every text on the way there.
    """
    arrived: dict[str, list[Backward]] = defaultdict(list)
    for record in records.backward:
        arrived[record.operand].append(record)
    nodes = [
        Node(
            f"n{record.number}",
            record.kind,
            record.label or figure(record.value),
            tuple(box_lines(record, arrived[record.label], gradients)),
            tip(record),
        )
        for record in records.forward
    ]
    place = {record.label: record.number for record in records.forward if record.label}
    picture = Picture(nodes, [], f"The computation of {records.output}", place.get(records.output, 0), rankdir)
    picture.level = records.level
    picture.node_of = {label: f"n{number}" for label, number in place.items()}
    slopes = {(use.source, use.operand, use.slot if records.level == "op" else 0): use for use in records.backward}
    for statement in records.forward:
        distinct = list(dict.fromkeys(statement.operands))  # at level "name" both uses in x·x are one
        for slot, operand in enumerate(statement.operands if records.level == "op" else distinct):
            key = statement.label, records.forward[operand].label, slot if records.level == "op" else 0
            identity = f"e{statement.number}-{slot}"
            arrow = Arrow(identity, operand, statement.number)
            if use := slopes.get(key):
                picture.arrow_of[key] = identity
                said = f"∂{use.source}/∂{use.operand} = {_text(use.local_formula)} = {figure(use.local)}"
                arrow = replace(arrow, label=slope_text(use.source, use.operand, use.local), tip=said)
            picture.arrows.append(arrow)
    picture.notes += notes(records)
    return picture


def box_lines(record: Forward, uses: list[Backward], gradients: str) -> Iterator[Line]:
    """The lines of a statement's or a leaf's box."""
    if record.kind == "statement":
        for text in broken(f"{record.label} = {_text(record.formula)}", WIDEST_LINE):
            yield Line("name", text, width(text, SIZE))
    else:
        text = record.label or figure(record.value)
        yield Line("name", text, width(text, SIZE))
    if record.label:
        text = data_text(record.value)
        yield Line("data", text, width(text, SIZE, bold=True))
    if record.now is not None:
        text = f"now {figure(record.now)}"
        yield Line("now", text, width(text, SIZE))
    if record.kind == "constant":
        if record.label:
            yield Line("note", "constant", width("constant", SIZE))
        return
    if gradients == "now":
        text = grad_text(record.grad)
        yield Line("grad", text, width(text, SIZE, bold=True))
    else:
        texts = [NOT_YET, *(grad_text(use.so_far, use.uses_left) for use in uses)]
        yield Line("grad", texts[-1], max(width(text, SIZE, bold=True) for text in texts))


def tip(record: Forward) -> str:
    """All that is known of a box, in one line."""
    if record.kind == "statement":
        said = f"{record.label} = {_text(record.formula)} = {figure(record.value, 12)}"
    else:
        said = f"{record.label} = {figure(record.value, 12)}" if record.label else figure(record.value, 12)
        said += f" ({record.kind})"
    if record.now is not None:
        said += f"; its .data is {figure(record.now, 12)} now"
    if record.grad is not None:
        said += f"; grad {figure(record.grad, 12)}"
    return said


def notes(records: Steps) -> list[str]:
    """What must be said below the picture: non-finite numbers, leaves changed since, gradients that cannot be."""
    said = []
    odd = [record for record in records.forward if record.value - record.value != 0]
    if odd:
        shown = listed([f"{record.label or 'a constant'} is {figure(record.value)}" for record in odd])
        said.append(f"Not finite: {shown}.")
    changed = [record for record in records.forward if record.now is not None]
    if changed:
        shown = listed([record.label for record in changed])
        said.append(f"Changed since this was computed: {shown}. Numbers and derivatives are those of the computation.")
    if records.refusal:
        said.append(f"No derivatives: {records.refusal}.")
    return said


def listed(items: Iterable[str], most: int = 4) -> str:
    """Items with commas, the rest of a long list as a number.

    >>> listed("abcdef")
    'a, b, c, d and 2 more'
    """
    found = list(items)
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return ", ".join(found[:most]) + rest
