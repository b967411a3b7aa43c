"""What the player shows of boxes that stand for many Values: how far their numbers and their gradients go."""

from collections import defaultdict
from collections.abc import Sequence

from autograd.formulas.notation import ATOM, PRODUCT, counted, latex_text
from autograd.formulas.symbols import symbol
from autograd.pictures.picture import Picture, data_text, reached_text
from autograd.pictures.several import ends, one_or_many, spread, told
from autograd.player.frames import Frame, Writing, isolated, more_uses
from autograd.records.explain import latex_derivative
from autograd.records.page import Page
from autograd.records.record import Backward, Box, Flow, Forward, Steps


def frames(records: Steps, picture: Picture, page: Page) -> list[Frame]:
    """A frame for each record: the forward pass, then the backward pass."""
    return CoarseWriting(records, picture, page).frames()


class CoarseWriting(Writing):
    """Writes the frames of a computation some of whose records are boxes."""

    def __init__(self, records: Steps, picture: Picture, page: Page) -> None:
        super().__init__(records, picture, page)
        self.boxes = {record.label: record for record in records.forward if isinstance(record, Box)}
        self.flown: set[str] = set()  # what something came back to from a box, or into one
        self.between: dict[tuple[str, str], list[str]] = defaultdict(list)  # arrows, by the ids of both ends
        for arrow in picture.arrows:
            self.between[picture.nodes[arrow.target].id, picture.nodes[arrow.source].id].append(arrow.id)

    def forward(self, record: Forward) -> Frame:
        """A step forward: a statement as always, or all that a module does."""
        if not isinstance(record, Box):
            return super().forward(record)
        node, numbers = self.picture.node_of[record.label], record.values
        line = f"{isolated(record.label)} = {spread(numbers)}"
        takes = f" (takes {counted(len(record.operands), 'number')})" if record.operands else ""
        what = counted(record.size, "Value") + (" of " if record.kind == "module" else " ") + record.path
        sentence = f"Forward: {what}{takes} lead to {told(numbers)}."
        maths: dict[str, tuple[str, ...]] = {"left": (self.symbol(record.label),), "value": (self.spread(numbers),)}
        shown = one_or_many(lambda number: data_text(number, self.figures), "data", numbers)
        return Frame("forward", node, shown, line, sentence, edges=self.into[node], maths=maths)

    def backward(self, uses: list[Backward]) -> Frame:
        """A step back: as always between two statements, else from box to box."""
        flow = uses[-1]
        if not isinstance(flow, Flow):
            return super().backward(uses)
        self.flown.add(flow.operand)
        y, x, left = isolated(flow.source), isolated(flow.operand), flow.uses_left
        sentence = (
            f"Back from {y} to {x}: {told(flow.upstreams, 'gradient')} there, times the local derivatives, "
            f"brings {told(flow.contributions)}. "
            f"The {'gradients' if len(flow.reached) > 1 else 'gradient'} of {x}: {spread(flow.reached)}"
            + (f" so far; {more_uses(left)} to come." if left else ", complete.")
        )
        if flow.inside:
            thing = "parameter" if self.boxes[flow.operand].kind == "module" else "leaf"
            sentence += f" With it comes what is inside: {told(flow.inside, thing)}."
        node, source = self.picture.node_of[flow.operand], self.picture.node_of[flow.source]
        return Frame(
            "backward",
            node,
            reached_text(flow, self.figures),
            self.line(uses),
            sentence,
            source,
            self.between[source, node],
            left,
            self.flow_maths(flow, first=len(uses) == 1),
            weight=max(map(abs, flow.contributions), default=0.0),
        )

    def line(self, uses: list[Backward]) -> str:
        """The sum of what has come back; only what it has come to, where some came from or to a box."""
        last = uses[-1]
        if last.operand not in self.flown:
            return super().line(uses)
        left = self.text.derivative(self.records.output, last.operand)
        reached = last.reached if isinstance(last, Flow) else (last.so_far,)
        return f"{left} = {spread(reached)}" + (f"{self.text.names.plus}…" if last.uses_left else "")

    def flow_maths(self, flow: Flow, first: bool) -> dict[str, tuple[str, ...]]:
        """The pieces of the panel."""
        output = self.records.output
        upstream, local = self.derivative(output, flow.source), self.derivative(flow.source, flow.operand, "i")
        term = (local,) if flow.source == output else (upstream, r"\cdot", local)
        if len(flow.upstreams) > 1:
            term = (r"\sum_{j}", *term)
        product = self.spread(flow.contributions)
        if len(flow.contributions) == 1:
            number = symbol(flow.contributions[0])
            product = self.latex.numbers.part(number, PRODUCT if first else ATOM, leading=first)
        found: dict[str, tuple[str, ...]] = {
            "left": (self.derivative(output, flow.operand, "i"),),
            "term": term,
            "product": (product,),
            "upstream": (upstream, "=", self.spread(flow.upstreams)),
            "gives": (self.spread(flow.contributions),),
            "sum": (self.spread(flow.reached),),
        }
        return found | self.local(flow) if len(flow.parts) == 1 and len(flow.reached) == 1 else found

    def derivative(self, y: str, x: str, index: str = "j") -> str:
        """∂y/∂x as LaTeX; several y are told apart by j, several x by the index given."""
        return latex_derivative(self.symbol(y), self.symbol(x, index))

    def symbol(self, label: str, index: str = "j") -> str:
        """A label as LaTeX, with an index where it is that of a box with several values."""
        box = self.boxes.get(label)
        if box is None or label.isalnum():
            name = self.latex.names.operand(label)
        else:
            name = latex_text(box.path.split()[0] if box.kind == "hidden" else label)  # "before" or "after"
        return name if box is None or len(box.values) < 2 else f"{{{name}}}_{{{index}}}"

    def spread(self, numbers: Sequence[float]) -> str:
        """One number, or from where to where several go, as LaTeX."""
        number = self.latex.numbers.number
        if len(numbers) < 2:
            return number(numbers[0]) if numbers else ""
        low, high = ends(numbers)
        return rf"{{{number(low)}}} \;\dots\; {{{number(high)}}} \;\left({len(numbers)}\right)"
