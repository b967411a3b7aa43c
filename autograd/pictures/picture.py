"""What a picture of a computation shows, as data: boxes with their lines of text, arrows with their labels.

A function of the records. svg.py and dot.py write it down; the player changes its texts step by step.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Literal

from autograd.formulas.names import operand_name
from autograd.formulas.notation import Writer, clipped, figure
from autograd.pictures.layout import Box, Edge, Layout, layout
from autograd.pictures.lettering import LOWERED, READABLE, broken, set_width, width
from autograd.pictures.several import one_or_many
from autograd.records.record import Backward, Box as Many, Flow, Forward, Steps
from autograd.records.residues import without_residues

SIZE = 14.0
SMALL = 12.5
LINE_HEIGHT = 19.0
LABEL_HEIGHT = 15.0
PADDING = 8.0
WIDEST_LINE = 34
"""Characters in a line of a box; longer formulas take up to three lines, and stand whole in the tool tip."""

NARROW = 370 * LOWERED / READABLE
"""How wide pictures for narrow pages are where that is enough: on a telephone they fit without becoming unreadable."""

NARROW_LINE = 20
"""Characters in a line of a box there."""

LONGEST_LABEL = 26
WIDEST_NUMBER = "−0.000e−5"
"""As wide as any number a box may get."""

NOT_YET = "grad not yet"

_text = Writer()


@dataclass(frozen=True)
class Line:
    """A line of text in a box: "name", "data", "now", "grad", "own" or "note"; `room` is what its widest text needs.

    Gradients of parameters inside a box are its own.
    """

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
    widest: str = ""  # of the labels it may get

    @property
    def edge(self) -> Edge:
        """The room it takes."""
        if not self.label:
            return Edge(self.source, self.target)
        room = max(set_width(self.label, SMALL), set_width(self.widest, SMALL))
        return Edge(self.source, self.target, room + 6, LABEL_HEIGHT)


@dataclass
class Picture:
    """Boxes, arrows, and notes to stand below them. `root` is the number of the output's box, `title` what it is.

    Its layers are at most `widest` from end to end, if they can be; it is `brief` where its wording was.
    `node_of` has the id of each label's box, `arrow_of` that of each edge with a gradient: (source, operand, slot).
    """

    nodes: list[Node]
    arrows: list[Arrow]
    title: str
    root: int
    rankdir: str = "LR"
    notes: list[str] = field(default_factory=list)
    level: str = "op"
    widest: float = inf
    brief: bool = False
    node_of: dict[str, str] = field(default_factory=dict)
    arrow_of: dict[tuple[str, str, int], str] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Layout:
        """Where everything goes."""
        boxes, edges = [node.box for node in self.nodes], [arrow.edge for arrow in self.arrows]
        return layout(boxes, edges, self.rankdir, self.widest)

    def narrow(self) -> "Picture":
        """The same for a narrow page: from top to bottom, at arrows numbers alone, formulas in shorter lines."""
        nodes = [replace(node, lines=tuple(_narrow(node.lines))) for node in self.nodes]
        arrows = [replace(arrow, label=arrow.label.rpartition("= ")[2], widest="") for arrow in self.arrows]
        return replace(self, nodes=nodes, arrows=arrows, rankdir="TB", widest=NARROW)

    def arrow_for(self, record: Backward) -> str:
        """The id of the arrow that a backward record goes back over; "" for the seed."""
        slot = record.slot if self.level == "op" else 0
        return self.arrow_of.get((record.source, record.operand, slot), "")


def _narrow(lines: Iterable[Line]) -> Iterator[Line]:
    """A box's lines with its formula broken anew."""
    found = list(lines)
    formula = " ".join(line.text for line in found if line.role == "name")
    for text in broken(formula, NARROW_LINE) if formula else ():
        yield Line("name", text, set_width(text, SIZE))
    yield from (line for line in found if line.role != "name")


Figures = Callable[[float], str]
"""How numbers are written: as `figure` does, or with the digits of a page."""


def data_text(x: float, shown: Figures = figure) -> str:
    """How a box shows its number."""
    return f"data {shown(x)}"


def grad_text(x: float | None, uses_left: int = 0, shown: Figures = figure) -> str:
    """How a box shows its gradient; None: not yet.

    >>> grad_text(-6), grad_text(-6, uses_left=1), grad_text(None)
    ('grad −6', 'grad −6 so far', 'grad not yet')
    """
    if x is None:
        return NOT_YET
    return f"grad {shown(x)}" + (" so far" if uses_left else "")


def slope_text(source: str, operand: str, local: float, shown: Figures = figure) -> str:
    """The label of an arrow, such as ∂d/∂a = 3; long names are cut, and names that are formulas stand in brackets.

    >>> slope_text("d", "a", 3.0), slope_text("d", "a*b", 3.0), slope_text("x1*w1 + x2*w2", "x1*w1", 1.0)
    ('∂d/∂a = 3', '∂d/∂(a*b) = 3', '∂(x1*w1 +…)/∂(x1*w1) = 1')
    """
    text = f"{derivative_text(source, operand)} = {shown(local)}"
    if len(text) > LONGEST_LABEL:
        text = f"{derivative_text(source, operand, most=8)} = {shown(local)}"
    return text


def derivative_text(source: str, operand: str, most: int | None = None) -> str:
    """∂source/∂operand, with names cut to so many letters."""

    def shown(name: str) -> str:
        short = name if most is None else clipped(name, most)
        return short if operand_name(name) == name else f"({short})"

    return f"∂{shown(source)}/∂{shown(operand)}"


@dataclass(frozen=True)
class Wording:
    """How a picture says things.

    `gradients` "now" are what `.grad` reads, "not yet" where no backward pass has arrived; "final" those of the
    records, in boxes with room for every text on the way there, and for any number where they are `movable`.
    `figures` writes numbers. What is `brief` needs less room: an arrow bears its local derivative's number alone, and a
    box says in fewer letters what is not its last word. For a `narrow` page formulas are broken into shorter lines,
    too, and boxes stand as near to each other as it needs.
    """

    gradients: Literal["now", "final"] = "now"
    figures: Figures = figure
    narrow: bool = False
    movable: bool = False
    brief: bool = False

    @property
    def line(self) -> int:
        """How many characters a formula's line may have."""
        return NARROW_LINE if self.narrow else WIDEST_LINE


def pictured(records: Steps, rankdir: str = "LR", wording: Wording = Wording()) -> Picture:
    """The picture of a computation; arrows between boxes of many Values say how many they stand for."""
    records = without_residues(records)
    arrived: dict[str, list[Backward]] = defaultdict(list)
    for use in records.backward:
        arrived[use.operand].append(use)
    shown = [record for record in records.forward if record.kind != "output"]
    picture = Picture(
        [box_of(record, arrived[record.label], wording) for record in shown],
        [],
        f"The computation of {records.output}",
        len(shown) - 1,
        rankdir,
        level=records.level,
        widest=NARROW if wording.narrow else inf,
        brief=wording.brief,
    )
    place = {record.number: place for place, record in enumerate(shown)}  # of each record's box
    for record in records.forward:
        place.setdefault(record.number, place[record.operands[0]] if record.kind == "output" else 0)
        if record.label:
            picture.node_of[record.label] = picture.nodes[place[record.number]].id
    slopes = {(use.source, use.operand, use.slot if records.level == "op" else 0): use for use in local(records)}
    for record in shown:
        if isinstance(record, Many):
            arrows = arrows_to_box(record, place)
        else:
            arrows = arrows_to(record, place, records, slopes, wording)
        for arrow, key in arrows:
            picture.arrows.append(arrow)
            if key:
                picture.arrow_of[key] = arrow.id
    picture.notes += notes(records)
    return picture


Key = tuple[str, str, int]


def local(records: Steps) -> Iterator[Backward]:
    """The records with local derivatives: those of boxes are made of some."""
    for record in records.backward:
        if isinstance(record, Flow):
            yield from record.parts
        else:
            yield record


def arrows_to(
    statement: Forward, place: dict[int, int], records: Steps, slopes: dict[Key, Backward], wording: Wording
) -> Iterator[tuple[Arrow, Key | None]]:
    """The arrows to a statement's box, each with the edge it stands for, if a gradient comes back there."""
    distinct = list(dict.fromkeys(statement.operands))  # at level "name" both uses in x·x are one
    for slot, operand in enumerate(statement.operands if records.level == "op" else distinct):
        key = statement.label, records.forward[operand].label, slot if records.level == "op" else 0
        arrow = Arrow(f"e{statement.number}-{slot}", place[operand], place[statement.number])
        use = slopes.get(key)
        if use is None:
            yield arrow, None
            continue
        number = wording.figures(use.local)
        said = f"{derivative_text(use.source, use.operand)} = {_text(use.local_formula)} = {number}"
        label = number if wording.brief else slope_text(use.source, use.operand, use.local, wording.figures)
        widest = f"{label.rpartition('= ')[0]}= {WIDEST_NUMBER}" if wording.movable else ""
        yield replace(arrow, label=label, tip=said, widest=widest), key


def arrows_to_box(box: Many, place: dict[int, int]) -> Iterator[tuple[Arrow, Key | None]]:
    """The arrows to the box of many Values: one from each other box, which tells how many come from there."""
    taken = Counter(place[operand] for operand in box.operands)
    for index, (source, count) in enumerate(taken.items()):
        label = f"{count} values" if count > 1 else ""
        yield Arrow(f"m{box.group}-{index}", source, place[box.number], label), None


def box_of(record: Forward, uses: list[Backward], wording: Wording) -> Node:
    """The box of a record."""
    if isinstance(record, Many):
        return many_box(record, uses, wording)
    name = record.label or wording.figures(record.value)
    return Node(f"n{record.number}", record.kind, name, tuple(box_lines(record, uses, wording)), tip(record))


def many_box(record: Many, uses: list[Backward], wording: Wording) -> Node:
    """The box of a module, or of what is hidden."""
    identity = f"g{record.group}"
    about = [clipped(line, WIDEST_LINE) for line in record.about]
    lines = [Line("note", line, width(line, SMALL)) for line in about]
    name, said = " ".join(record.about), f"{' '.join(record.about)}, not shown"
    if record.kind == "module":
        name = record.path
        heading = clipped(record.path + (f", call {record.call}" if record.call else ""), WIDEST_LINE)
        lines.insert(0, Line("name", heading, width(heading, SIZE)))
        said = f"{record.path}: {', '.join(record.about)}"
    if wording.gradients == "final":
        data = one_or_many(lambda number: data_text(number, wording.figures), "data", record.values)
        lines.append(bold("data", "data not yet", data, short=wording.brief))
        reached = [reached_text(use, wording.figures) for use in uses]
        lines.append(bold("grad", NOT_YET, *reached, short=wording.brief))
        lines += [Line("own", line, width(line, SMALL)) for line in record.slopes]
    elif len(record.values) == 1:
        lines += [bold("data", data_text(record.value)), bold("grad", grad_text(record.grad))]
    return Node(identity, record.kind, name, tuple(lines), said)


def reached_text(use: Backward, shown: Figures = figure) -> str:
    """How a box shows what its gradient has come to with a step back."""
    if not isinstance(use, Flow):
        return grad_text(use.so_far, use.uses_left, shown)
    text = one_or_many(lambda number: grad_text(number, use.uses_left, shown), "grad", use.reached)
    return text + (" so far" if use.uses_left and len(use.reached) > 1 else "")


def bold(role: str, *texts: str, short: bool = False) -> Line:
    """A line with the last of some texts, and with room for each; what is not yet there is not bold."""
    said = [brief(text) if short else text for text in texts]
    rooms = [width(text, SIZE, bold=not text.endswith("not yet")) for text in said]
    return Line(role, said[-1], max(rooms))


def brief(text: str) -> str:
    """What a box says where there is little room.

    >>> brief("grad not yet"), brief("grad −6 so far"), brief("data 0 … 2 (16)")
    ('not yet', 'grad −6 + …', 'data 0 … 2')
    """
    return "not yet" if text.endswith("not yet") else re.sub(r" \(\d+\)", "", text).replace(" so far", " + …")


def box_lines(record: Forward, uses: list[Backward], wording: Wording) -> Iterator[Line]:
    """The lines of a statement's or a leaf's box."""
    if record.kind == "statement":
        for text in broken(f"{record.label} = {_text(record.formula)}", wording.line):
            yield Line("name", text, set_width(text, SIZE))
    else:
        text = record.label or wording.figures(record.value)
        yield Line("name", text, set_width(text, SIZE))
    if record.label:
        waiting = ["data not yet"] if wording.gradients == "final" else []
        waiting += [f"data {WIDEST_NUMBER}"] if wording.movable else []
        yield bold("data", *waiting, data_text(record.value, wording.figures), short=wording.brief)
    if record.now is not None:
        text = f"now {wording.figures(record.now)}"
        yield Line("now", text, width(text, SIZE))
    if record.kind == "constant":
        if record.label:
            yield Line("note", "constant", width("constant", SIZE))
        return
    if wording.gradients == "now":
        yield bold("grad", grad_text(record.grad, shown=wording.figures))
    else:
        reached = [reached_text(use, wording.figures) for use in uses]
        reached[:0] = [f"grad {WIDEST_NUMBER}"] if wording.movable else []
        yield bold("grad", NOT_YET, *reached, short=wording.brief)


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
    odd = [record for record in records.forward if record.value - record.value != 0 and not isinstance(record, Many)]
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
