"""Gradients by box: what goes back from each box of an overview to each other."""

from collections import defaultdict

from autograd.engine.slopes import local_slope
from autograd.errors import NoDerivativeError
from autograd.pictures.collapse import Overview


class Flows:
    """The gradients of a whole computation, and what its boxes hand back to each other.

    `owner` has the id of the box each Value is in, by place, and `gradient` its gradient; `outputs` has for each box
    the places of those that others use. `between` leads from a pair of boxes (source, operand) to what comes from the
    one for each Value in the other. Where an operation has no derivative, it is empty and `refusal` says why.
    """

    def __init__(self, found: Overview, box_of: dict[int, str]) -> None:
        self.nodes = found.nodes
        self.place_of = {id(node): place for place, node in enumerate(found.nodes)}
        self.owner = [box_of.get(found.thing(place), "") for place in range(len(found.nodes))]
        self.gradient = [0.0] * len(found.nodes)
        self.between: dict[tuple[str, str], dict[int, float]] = {}
        self.refusal = ""
        self.find_owners()
        self.outputs = self.find_outputs()
        try:
            self.flow_back()
        except NoDerivativeError as error:
            self.between, self.refusal = {}, str(error)

    def find_owners(self) -> None:
        """Give each Value without a box that of the statement it is folded into."""
        for place in range(len(self.nodes) - 1, -1, -1):  # users before operands
            for operand in self.nodes[place].inputs:
                inside = self.place_of[id(operand)]
                self.owner[inside] = self.owner[inside] or self.owner[place]

    def find_outputs(self) -> dict[str, list[int]]:
        """Which Values of each box others use; the computation's output counts as used."""
        used: dict[str, set[int]] = defaultdict(set)
        used[self.owner[-1]].add(len(self.nodes) - 1)
        for place, node in enumerate(self.nodes):
            for operand in node.inputs:
                inside = self.place_of[id(operand)]
                if self.owner[inside] != self.owner[place]:
                    used[self.owner[inside]].add(inside)
        return {box: sorted(places) for box, places in used.items()}

    def flow_back(self) -> None:
        """Find every gradient, and what goes from box to box."""
        gradient = self.gradient
        gradient[-1] = 1.0
        for place in range(len(self.nodes) - 1, -1, -1):  # reversed: complete before it is handed on
            for slot, operand in enumerate(self.nodes[place].inputs):
                if operand.is_constant:
                    continue
                inside = self.place_of[id(operand)]
                contribution = gradient[place] * local_slope(self.nodes[place], slot)
                gradient[inside] += contribution
                if self.owner[place] != self.owner[inside]:
                    handed = self.between.setdefault((self.owner[place], self.owner[inside]), {})
                    handed[inside] = handed.get(inside, 0.0) + contribution
