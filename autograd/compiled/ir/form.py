"""What all engines share: value and gradient of a graph as one flat list of primitive operations."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from autograd.compiled.ir.primitives import CONSTANT, INPUT, MEAN, PRIMITIVES, THETA

BEFORE, EACH, AFTER = range(3)
"""When a row is computed: once a call before the samples, for each sample, once a call after them."""


@dataclass
class Form:
    """Rows of primitive operations, operands first.

    Row i is operation `kind[i]` (see primitives.py) on rows `first[i]` and `second[i]` (−1: no second operand), or
    a leaf: entry `first[i]` of `constants` (CONSTANT), of theta (THETA) or of the sample (INPUT), or the mean over
    the samples of row `first[i]` (MEAN). `values` are the rows of the outputs, `gradient` those of the gradient,
    one for each entry of theta that is asked for. `names` are for people.
    """

    kind: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    second: list[int] = field(default_factory=list)
    constants: list[float] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    gradient: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.kind)

    def append(self, kind: int, first: int, second: int = -1) -> int:
        """Add a row; its number."""
        self.kind.append(kind)
        self.first.append(first)
        self.second.append(second)
        return len(self.kind) - 1

    def constant(self, number: float) -> int:
        """Add a constant; its row."""
        self.constants.append(number)
        return self.append(CONSTANT, len(self.constants) - 1)

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """Kind, first and second of each row."""
        return zip(self.kind, self.first, self.second, strict=True)

    @property
    def operations(self) -> int:
        """How many rows compute something."""
        return sum(kind in PRIMITIVES for kind in self.kind)

    def stages(self) -> list[int]:
        """For each row BEFORE, EACH or AFTER: the samples are gone through once, in between."""
        stages: list[int] = []
        for kind, first, second in self.rows():
            if kind == INPUT:
                stages.append(EACH)
            elif kind in (CONSTANT, THETA):
                stages.append(BEFORE)
            elif kind == MEAN:
                stages.append(AFTER if stages[first] == EACH else stages[first])
            else:
                stages.append(stages[first] if second < 0 else max(stages[first], stages[second]))
        return stages
