"""What comes back to a network from behind it: slopes by what it gave back, along ways that do not lead through it."""

from collections.abc import Mapping, Sequence

from autograd.derivation.networks.sheet import Entry
from autograd.engine.codegen.python import Value


def slopes_behind(z: Value, computed: Sequence[Value], at: Mapping[int, Entry]) -> dict[str, dict[int, float]]:
    """For each name with such a slope the slopes by its entries; `computed` are the Values below z, operands first."""
    slopes = {id(z): 1.0}
    found: dict[str, dict[int, float]] = {}

    def arrived(value: Value, slope: float) -> None:
        entry = at.get(id(value))
        if entry is None:
            slopes[id(value)] = slopes.get(id(value), 0.0) + slope
        else:
            by_entry = found.setdefault(entry[0], {})
            by_entry[entry[1]] = by_entry.get(entry[1], 0.0) + slope

    if id(z) in at:
        arrived(z, 1.0)
        return found
    for node in reversed(computed):
        slope = slopes.pop(id(node), 0.0)
        if slope and node.rule is not None:
            operands = tuple(each.data for each in node.inputs)
            for slot, operand in enumerate(node.inputs):
                if operand.rule is not None or id(operand) in at:
                    arrived(operand, slope * node.rule.local(slot, operands, node.data))
    return found
