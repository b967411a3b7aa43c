"""Playing computations too large for a box each: what modules do is one step, as it is one box in the picture.

Gradients are those of the whole computation, added up by box: going back from one box to another brings every
contribution between their Values at once.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from autograd.engine.anomalies import anomalies
from autograd.formulas.notation import ATOM, PRODUCT, counted, latex_name, latex_text
from autograd.formulas.symbols import symbol
from autograd.pictures.collapse import Overview, depths, overview
from autograd.pictures.lettering import width
from autograd.pictures.modules import overview_records, pictured_overview
from autograd.pictures.picture import NOT_YET, SIZE, Line, Node, Picture, data_text, grad_text
from autograd.player.flows import Flows
from autograd.player.frames import DIGITS, Frame, Writing, isolated, more_uses
from autograd.player.scene import Scene, heading, summary
from autograd.player.several import latex_spread, one_or_many, spread, told
from autograd.records.explain import Latex, Text, latex_derivative
from autograd.records.steps import Forward, Steps


def collapsed(z: Any, most: int) -> Scene:
    """The scene of a computation with modules, and what is farthest from its output, in boxes."""
    with anomalies("ignore"):  # an infinite slope is shown, as in `draw`
        return _Collapsed(overview(z, (), most)).scene()


@dataclass
class _Box:
    """A box of the picture: its name, what stands for it in the overview, and the places of what others use of it.

    `named` tells whether its name is that of a Value, `short` is what formulas call it where that is none.
    """

    id: str
    name: str
    thing: int
    record: Forward | None
    outputs: list[int]
    named: bool = False
    short: str = ""

    def symbol(self, index: str = "j") -> str:
        """Its name as LaTeX, with an index if it has several outputs."""
        name = latex_name(self.name) if self.record or self.named else latex_text(self.short or self.name)
        return name if len(self.outputs) < 2 else f"{{{name}}}_{{{index}}}"


class _Collapsed:
    """The frames of an overview."""

    def __init__(self, found: Overview) -> None:
        self.found = found
        self.records, things = overview_records(found)
        self.wide = self.drawn("LR")
        self.boxes = self.boxed(self.records, things)
        self.flows = Flows(found, {box.thing: box.id for box in self.boxes.values()})
        self.gradient = self.flows.gradient
        depth = depths(found)
        self.ordered = sorted(self.boxes.values(), key=lambda box: (-depth[box.thing], box.thing))
        for box in self.ordered:
            box.outputs = self.flows.outputs.get(box.id, [])
            if box.record is None and len(box.outputs) == 1 and box.thing in things and self.records:
                box.name = self.records.forward[things.index(box.thing)].label  # what others call the one it gives
                box.named = box.name.isalnum()
            elif box.record is None:
                group = found.groups[box.thing - len(found.nodes)]
                box.short = "" if group.modules else group.path.split()[0]  # "before" or "after"
        self.arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
        for arrow in self.wide.arrows:
            self.arrows[self.wide.nodes[arrow.target].id, self.wide.nodes[arrow.source].id].append(arrow.id)

    def drawn(self, rankdir: str) -> Picture:
        """The picture as `draw` has it."""
        return pictured_overview(self.found, rankdir)

    def boxed(self, records: Steps | None, things: list[int]) -> dict[str, _Box]:
        """The boxes of the picture, by id."""
        size = len(self.found.nodes)
        record_of = {}
        for record, thing in zip(records.forward if records else (), things, strict=True):
            record_of[f"n{record.number}"] = record, thing
        boxes = {}
        for node in self.wide.nodes:
            if node.id in record_of:
                record, thing = record_of[node.id]
                boxes[node.id] = _Box(node.id, record.label or node.name, thing, record, [])
            else:
                boxes[node.id] = _Box(node.id, node.name, size + int(node.id[1:]), None, [])
        return boxes

    def scene(self) -> Scene:
        """Everything to play."""
        root = self.boxes[self.flows.owner[-1]]
        shown = [self.forward(box) for box in self.ordered]
        if not self.flows.refusal:
            shown += self.backward(root)
        size = len(self.found.nodes)
        result = root.record or Forward(0, root.name, "leaf", "", (), symbol(0), self.number(size - 1))
        leaves = [box for box in self.ordered if box.record and box.record.kind == "leaf"]
        gradients = {box.name: self.gradient[box.thing] for box in leaves}
        head = heading(root.record) if root.record else root.symbol()
        said = summary(result, gradients, self.flows.refusal)
        modules = any(group.modules for group in self.found.groups)
        what = "what a module does is one step here" if modules else "what is farthest from the output is one step here"
        note = f"{size:,} Values: {what}; max_nodes={size} plays them one by one."

        def picture(rankdir: str) -> Picture:
            return with_rooms(self.drawn(rankdir), shown, note)

        return Scene(root.name, head, said, shown, picture)

    def number(self, place: int) -> float:
        """A Value's number, as recorded."""
        return float(self.found.nodes[place].result)

    def forward(self, box: _Box) -> Frame:
        """A step forward: a statement as always, or all that a module does."""
        if box.record is not None and self.records is not None:
            return Writing(self.records, self.wide).forward(box.record)
        edges = [arrow.id for arrow in self.wide.arrows if self.wide.nodes[arrow.target].id == box.id]
        numbers = [self.number(place) for place in box.outputs]
        given = sum(len(set(places)) for places in self.found.needs[box.thing].values())
        line = f"{isolated(box.name)} = {spread(numbers)}"
        takes = f" (takes {counted(given, 'number')})" if given else ""
        group = self.found.groups[box.thing - len(self.found.nodes)]
        what = f"{counted(len(group.members), 'Value')} " + (f"of {group.path}" if group.modules else group.path)
        sentence = f"Forward: {what}{takes} lead to {told(numbers)}."
        maths: dict[str, tuple[str, ...]] = {"left": (box.symbol(),), "value": (latex_spread(numbers),)}
        return Frame(
            "forward", box.id, one_or_many(data_text, "data", numbers), line, sentence, edges=edges, maths=maths
        )

    def backward(self, root: _Box) -> list[Frame]:
        """The steps back: the seed, then for each box what it hands on, once its own gradient is complete."""
        text = Text(DIGITS)
        one = text.derivative(isolated(root.name), isolated(root.name))
        sentence = (
            f"The way back begins at the output: {isolated(root.name)} changes exactly as fast as itself, {one} = 1."
        )
        maths: dict[str, tuple[str, ...]] = {"left": (self.derivative(root, root),), "value": ("1",)}
        found = [Frame("seed", root.id, grad_text(1.0), f"{one} = 1", sentence, maths=maths)]
        position = {pair: place for place, pair in enumerate(self.arrows)}
        left: dict[str, int] = defaultdict(int)
        for _, identity in self.flows.between:
            left[identity] += 1
        so_far: dict[str, dict[int, float]] = {box: dict.fromkeys(self.boxes[box].outputs, 0.0) for box in self.boxes}
        came: set[str] = set()
        for source in reversed(self.ordered):
            pairs = [pair for pair in self.flows.between if pair[0] == source.id]
            pairs.sort(key=lambda pair: position.get(pair, len(position)))
            for pair in pairs:
                operand = self.boxes[pair[1]]
                for place, contribution in self.flows.between[pair].items():
                    so_far[operand.id][place] += contribution
                left[operand.id] -= 1
                reached = list(so_far[operand.id].values())
                if not left[operand.id]:
                    reached = [self.gradient[place] for place in operand.outputs]
                found.append(self.step(root, source, operand, reached, left[operand.id], operand.id not in came))
                came.add(operand.id)
        return found

    def derivative(self, y: _Box, x: _Box, index: str = "j") -> str:
        """∂y/∂x as LaTeX; several y are told apart by j, several x by the index given."""
        return latex_derivative(y.symbol(), x.symbol(index))

    def step(self, root: _Box, source: _Box, operand: _Box, reached: list[float], left: int, first: bool) -> Frame:
        """One step back, from box to box."""
        flow = self.flows.between[source.id, operand.id]
        contributions = [flow.get(place, 0.0) for place in operand.outputs]
        upstream = [self.gradient[place] for place in source.outputs]
        y, x = isolated(source.name), isolated(operand.name)
        many = len(reached) > 1
        sentence = (
            f"Back from {y} to {x}: {told(upstream, 'gradient')} there, times the local derivatives, "
            f"brings {told(contributions)}. The {'gradients' if many else 'gradient'} of {x}: {spread(reached)}"
            + (f" so far; {more_uses(left)} to come." if left else ", complete.")
        )
        inside = [] if left else self.inside(operand)
        if inside:
            thing = "parameter" if self.found.groups[operand.thing - len(self.found.nodes)].modules else "leaf"
            sentence += f" With it comes what is inside: {told(inside, thing)}."
        line = f"{Text(DIGITS).derivative(isolated(root.name), x)} = {spread(reached)}" + (" + …" if left else "")
        shown = one_or_many(lambda number: grad_text(number, left), "grad", reached) + (
            " so far" if left and many else ""
        )
        maths = self.maths(root, source, operand, contributions, reached, first)
        return Frame(
            "backward", operand.id, shown, line, sentence, source.id, self.arrows[source.id, operand.id], left, maths
        )

    def inside(self, box: _Box) -> list[float]:
        """The gradients of the leaves in a module's box, which are known as soon as its own is."""
        members = self.found.groups[box.thing - len(self.found.nodes)].members if box.record is None else []
        leaves = (place for place in members if not self.found.nodes[place].inputs and place not in box.outputs)
        return [self.gradient[place] for place in leaves if not self.found.nodes[place].is_constant]

    def maths(
        self, root: _Box, source: _Box, operand: _Box, contributions: list[float], reached: list[float], first: bool
    ) -> dict[str, tuple[str, ...]]:
        """The pieces of the panel."""
        numbers = Latex(DIGITS).numbers
        upstream, local = self.derivative(root, source), self.derivative(source, operand, "i")
        term = (upstream, r"\cdot", local) if source is not root else (local,)
        if len(source.outputs) > 1:
            term = (r"\sum_{j}", *term)
        product = latex_spread(contributions)
        if len(contributions) == 1:
            product = numbers.part(symbol(contributions[0]), PRODUCT if first else ATOM, leading=first)
        found: dict[str, tuple[str, ...]] = {
            "left": (self.derivative(root, operand, "i"),),
            "term": term,
            "product": (product,),
            "upstream": (upstream, "=", latex_spread([self.gradient[place] for place in source.outputs])),
            "gives": (latex_spread(contributions),),
            "sum": (latex_spread(reached),),
        }
        if self.records and len(reached) == 1:
            for record in self.records.backward:
                if (record.source, record.operand) == (source.name, operand.name):
                    found |= Writing(self.records, self.wide).local(record)
        return found


def with_rooms(picture: Picture, shown: list[Frame], note: str) -> Picture:
    """The picture as it is at last, with room for what each frame shows."""
    data = {frame.node: frame.shown for frame in shown if frame.kind == "forward"}
    grad: dict[str, list[str]] = defaultdict(list)
    for frame in shown:
        if frame.kind != "forward":
            grad[frame.node].append(frame.shown)

    def line(role: str, texts: list[str]) -> Line:
        return Line(role, texts[-1], max(width(text, SIZE, bold=True) for text in texts))

    def finished(node: Node) -> Node:
        if node.kind == "constant" or node.id not in data:
            return node
        kept = [each for each in node.lines if each.role not in ("data", "grad")]
        lines = [line("data", ["data not yet", data[node.id]]), line("grad", [NOT_YET, *grad[node.id]])]
        return replace(node, lines=(*kept, *lines))

    picture.nodes = [finished(node) for node in picture.nodes]
    picture.notes.append(note)
    return picture
