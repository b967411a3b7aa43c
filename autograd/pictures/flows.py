"""Gradients by box: what goes back from each box of an overview to each other."""

from collections import defaultdict

from autograd.engine.slopes import local_slope
from autograd.errors import NoDerivativeError
from autograd.pictures.collapse import Overview


class Flows:
    """The gradients of a whole computation, and what its boxes hand back to each other.

    `owner` has the id of the box each Value is in, by place, and `gradient` its gradient. `between` leads from a pair
    of boxes (source, operand) to what comes from the one for each Value in the other. Where an operation has no
    derivative, it is empty and `refusal` says why.
    """

    def __init__(self, found: Overview, box_of: dict[int, str]) -> None:
        self.found = found
        self.owner = [box_of.get(found.thing(place), "") for place in range(len(found.nodes))]
        self.gradient = [0.0] * len(found.nodes)
        self.between: dict[tuple[str, str], dict[int, float]] = {}
        self.refusal = ""
        self.find_owners()
        try:
            self.flow_back()
        except NoDerivativeError as error:
            self.between, self.refusal = {}, str(error)

    def find_owners(self) -> None:
        """Give each Value without a box that of the statement it is folded into."""
        for place in range(len(self.owner) - 1, -1, -1):  # users before operands
            for inside in self.found.operands[place]:
                self.owner[inside] = self.owner[inside] or self.owner[place]

    def flow_back(self) -> None:
        """Find every gradient, and what goes from box to box."""
        nodes, gradient, owner = self.found.nodes, self.gradient, self.owner
        varies = [not node.is_constant for node in nodes]
        gradient[-1] = 1.0
        for place in range(len(nodes) - 1, -1, -1):  # reversed: complete before it is handed on
            for slot, inside in enumerate(self.found.operands[place]):
                if not varies[inside]:
                    continue
                contribution = gradient[place] * local_slope(nodes[place], slot)
                gradient[inside] += contribution
                if owner[place] != owner[inside]:
                    handed = self.between.setdefault((owner[place], owner[inside]), {})
                    handed[inside] = handed.get(inside, 0.0) + contribution


def outputs(found: Overview) -> dict[int, list[int]]:
    """The Values of each box that others use, by their places; the computation's output counts as used.

    A parameter that several modules share is inside each of them.
    """
    size = len(found.nodes)
    used: dict[int, set[int]] = defaultdict(set)
    for needed in found.needs.values():
        for source, places in needed.items():
            if source >= size:
                used[source].update(places)
    used[found.thing(size - 1)].add(size - 1)
    return {box: sorted(used[box]) for box in found.needs if box >= size}
