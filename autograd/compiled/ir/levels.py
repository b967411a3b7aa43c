"""In which order a graph is computed, equal operations side by side."""

from typing import Any

from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.primitives import MAXIMUM, MINIMUM
from autograd.compiled.ir.sums import Sums
from autograd.compiled.ir.tape import Tape
from autograd.engine.operation import Op
from autograd.support.lazy import np


class Levels:
    """The level of each node that has a number: one more than that of its operands of the same stage.

    `nodes` are these, those inside a run left out; `each` those that differ from sample to sample. `runs` has the nodes
    of each run by the last one, `steps` is about how many steps it will be. `varies` and `active` are filled in for
    these.
    """

    def __init__(self, tape: Tape, sums: Sums, varies: Any, active: Any) -> None:
        self.tape, self.sums, self.varies, self.active = tape, sums, varies, active
        nodes = tape.leaves + np.flatnonzero(~sums.inner[tape.leaves :])
        self.head = np.searchsorted(sums.heads, nodes)
        is_head = np.zeros(len(varies), bool)
        is_head[sums.heads] = True
        self.head[~is_head[nodes]] = -1
        self.level = np.zeros(len(varies), np.int32)
        self.runs: dict[int, list[int]] = {}
        self._forward(nodes)
        inside = {node for run in self.runs.values() for node in run[:-1]}
        kept = np.array([node not in inside for node in nodes.tolist()], bool) if inside else slice(None)
        self.nodes, self.head = nodes[kept], self.head[kept]
        self.each = self.nodes[varies[self.nodes]]
        late, self.steps = self._from_the_end(), self._count(self.level)
        if self._count(late) < self.steps:
            self.level, self.steps = late, self._count(late)

    def _operands(self, node: int, head: int) -> Any:
        tape, sums = self.tape, self.sums
        if head >= 0:
            part = slice(sums.starts[head], sums.starts[head + 1])
            right = sums.right[part]
            return np.concatenate([sums.left[part], right[right >= 0]])
        run = np.array(self.runs.get(node, [node])) - tape.leaves
        second = tape.second[run]
        return np.concatenate([tape.first[run[:1]], second[second >= 0]])

    def _forward(self, nodes: Any) -> None:
        tape, level, varies, active = self.tape, self.level, self.varies, self.active
        single = self.sums.single
        chosen = nodes - tape.leaves
        selects = np.array([_selects(rule) for rule in tape.rules], bool)[tape.codes[chosen]].tolist()
        rows = zip(
            nodes.tolist(),
            self.head.tolist(),
            tape.first[chosen].tolist(),
            tape.second[chosen].tolist(),
            selects,
            strict=True,
        )
        for node, head, x, y, select in rows:
            if head >= 0:
                operands = self._operands(node, head)
                each = varies[operands]
                active[node] = active[operands].any()
                if each.any():
                    varies[node] = True
                    operands = operands[each]
                level[node] = level[operands].max() + 1
                continue
            active[node] = active[x] or (y >= 0 and active[y])
            if varies[x] or (y >= 0 and varies[y]):
                varies[node] = True
                of_x, of_y = level[x] if varies[x] else 0, level[y] if y >= 0 and varies[y] else 0
                if select and varies[x] and varies[y]:
                    run = (
                        self.runs.pop(x, None)
                        if single[x] and tape.codes[x - tape.leaves] == tape.codes[node - tape.leaves]
                        else None
                    )
                    self.runs[node] = [*(run or []), node]
                    level[node] = max(of_x - (run is not None), of_y) + 1
                    continue
            else:
                of_x, of_y = level[x], level[y] if y >= 0 else 0
            level[node] = max(of_x, of_y) + 1

    def _from_the_end(self) -> Any:
        """Levels as late as can be: what comes together later is side by side then, though it began at other times."""
        level = np.full(len(self.level), self.level.max(initial=0), np.int32)
        varies = self.varies
        for node, head in zip(self.nodes[::-1].tolist(), self.head[::-1].tolist(), strict=True):
            operands = self._operands(node, head)
            if varies[node]:
                operands = operands[varies[operands]]
            level[operands] = np.minimum(level[operands], level[node] - 1)
        return level

    def _count(self, level: Any) -> int:
        """How many steps these levels make, more or less: one for each operation at each level."""
        codes = np.where(self.head >= 0, len(self.tape.rules), self.tape.codes[self.nodes - self.tape.leaves])
        return len(np.unique(level[self.nodes].astype(np.int64) * (len(self.tape.rules) + 1) + codes))


def _selects(rule: Op) -> bool:
    """Whether an operation is the larger or the smaller of two and nothing more."""
    return Templates(rule).forward.rows in ([(MAXIMUM, "x", "y")], [(MINIMUM, "x", "y")])
