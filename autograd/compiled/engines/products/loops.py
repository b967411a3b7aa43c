"""Everything but the matrix products in machine code: steps as runs of rows, a call for all between two products."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from autograd.compiled.engines.products.code import CONSTANT, POINTERS, SIZES, Kind, Operand, backward, forward
from autograd.compiled.engines.products.formulas import Call, written_for
from autograd.compiled.engines.products.rows import Memory, Rows
from autograd.compiled.engines.products.runner import Runner
from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.steps import Apply, Dots, Operand as StepOperand, Plus, Run, Source, Step, Total
from autograd.compiled.llvm import jit
from autograd.compiled.llvm.jit import Machine
from autograd.engine.operation import Op
from autograd.support.lazy import np


class Loop(Runner):
    """A run: an operation on rows, or a part of a sum of theirs; `number` is its place among all."""

    def __init__(
        self, rule: Op | None, out: Source, operands: Sequence[StepOperand], sign: int = 1, adds: bool = False
    ) -> None:
        super().__init__(out, list(operands))
        self.rule, self.sign, self.adds = rule, sign, adds
        self.number = -1
        self._flows = [isinstance(rows, Rows) and rows.wanted for rows in self.operands]

    def prepare(self, templates: dict[Op, Templates], gradient: bool) -> "Loop":
        """Find out where a gradient flows to, if one is wanted: not where the local derivative is 0 everywhere."""
        if not gradient:
            self._flows = [False] * len(self.operands)
        elif self.rule is not None and any(self._flows):
            written = written_for(self.rule, templates)
            self._flows = [flows and not written.local(slot).is_zero for slot, flows in enumerate(self._flows)]
        return self

    def reached(self) -> Iterator[Rows]:
        """The operands that a gradient flows to."""
        return (rows for rows, flows in zip(self.operands, self._flows, strict=True) if flows)  # type: ignore[misc]

    def may_set(self, rows: Rows) -> bool:
        """Row by row: what one row sets, another must not have added to before."""
        others = [other for other in self.reached() if other is not rows and other.space == rows.space]
        return rows.distinct and not any(np.isin(rows.at, other.at).any() for other in others)

    @property
    def kind(self) -> Kind:
        """What it does; once it is known whose gradients are the first to come."""
        operands = [
            Operand(rows.space, active=flows, sets=flows and rows.sets)
            if isinstance(rows, Rows)
            else Operand(CONSTANT, rows)
            for rows, flows in zip(self.operands, self._flows, strict=True)
        ]
        return Kind(self.rule, tuple(operands), self.sign, self.adds)


def runs(step: Step) -> Iterator[Loop]:
    """A step as runs, one after the other."""
    match step:
        case Apply(rule, out, operands):
            yield Loop(rule, out, operands)
        case Run(rule, out, terms):
            ends = accumulate([term.at.size for term in terms[1:]], initial=0)
            so_far = terms[0]
            for term, (start, stop) in zip(terms[1:], pairwise(ends), strict=True):
                link = _part(out, slice(start, stop))
                yield Loop(rule, link, [_part(so_far, slice(0, stop - start)), term])
                so_far = link
        case Plus(out, terms, signs, adds):
            for place, (value, sign) in enumerate(zip(terms, signs, strict=True)):
                yield Loop(None, out, [value], sign, adds or place > 0)
        case Total(out, terms, signs, adds):
            yield from _sums(out, [terms], signs, adds)
        case Dots(out, left, right, signs, adds):
            yield from _sums(out, [left, right], signs, adds)
        case _:
            raise AssertionError(f"{type(step).__name__} is no loop")


def _sums(out: Source, factors: list[Source], signs: Any, adds: bool) -> Iterator[Loop]:
    """Sums along the first axis of terms: the first of each sum, then the others, those of one sign together."""
    shape = factors[0].at.shape
    rows = np.broadcast_to(out.at.reshape(-1), shape)
    signs = np.ones(shape, np.int8) if signs is None else signs
    for part, more in (slice(0, 1), adds), (slice(1, None), True):
        for sign in (1, -1):
            chosen = np.flatnonzero(signs[part].ravel() == sign)
            if len(chosen):
                ours = [_part(Source(term.space, term.at[part], term.wanted), chosen) for term in factors]
                yield Loop(None, _part(Source(out.space, rows[part], out.wanted), chosen), ours, sign, more)


def _part(source: Source, chosen: Any) -> Source:
    """Some of the entries of a source, in a row."""
    return Source(source.space, source.at.ravel()[chosen], source.wanted)


class Loops:
    """Runs in machine code; `nbytes` is the memory that it and the numbers of the rows take."""

    def __init__(self, every: Sequence[Loop], gradient: bool) -> None:
        kinds: dict[Kind, int] = {}
        table: list[tuple[int, int, int]] = []
        rows: list[list[Any]] = [[], [], []]
        end = 0
        for number, run in enumerate(every):
            run.number = number
            start, end = end, end + run.out.size
            table.append((kinds.setdefault(run.kind, len(kinds)), start, end))
            sides = [run.out, *run.operands, 0.0][:3]
            for side, into in zip(sides, rows, strict=True):
                entries = side.at.ravel() if isinstance(side, Rows) else np.zeros(1, np.intp)
                into.append(np.broadcast_to(entries, (run.out.size,)).astype(np.int32))
        self._kinds, self._gradient = list(kinds), gradient
        self._arrays = [np.array(table, np.int64), *(np.concatenate(side) for side in rows if every)]
        self._addresses = [array.ctypes.data for array in self._arrays]
        self._functions: dict[tuple[str, int], Any] = {}
        self.nbytes = sum(int(array.nbytes) for array in self._arrays)

    def calls(self, memory: Memory, together: Sequence[Loop]) -> tuple[list[Call], list[Call]]:
        """The calls of runs that follow each other."""
        arguments = memory, together[0].number, together[-1].number + 1
        return [(self.forward, arguments)], [(self.backward, arguments)] if self._gradient else []

    def forward(self, memory: Memory, first: int, last: int) -> None:
        """Compute the rows."""
        self._go("forward", memory, first, last)

    def backward(self, memory: Memory, first: int, last: int) -> None:
        """Hand the gradient back."""
        self._go("backward", memory, first, last)

    def _go(self, way: str, memory: Memory, first: int, last: int) -> None:
        """As many samples at a time as the machine has lanes, or half as many if that fits; the rest one by one."""
        width, lanes = memory.width, jit.lanes()
        if width % lanes and width % (lanes // 2) == 0:
            lanes //= 2
        whole = width - width % lanes
        for start, stop, wide in (0, whole, lanes), (whole, width, 1):
            if start < stop:
                run = self._function(way, wide)
                run(*self._addresses, *memory.addresses, first, last, start, stop, width)

    def _function(self, way: str, lanes: int) -> Any:
        if (way, lanes) not in self._functions:
            ways = [forward, backward] if self._gradient else [forward]
            machine = Machine([write(self._kinds, lanes) for write in ways])
            self.nbytes += machine.nbytes
            for write in ways:
                name = write.__name__
                self._functions[name, lanes] = machine.function(f"{name}{lanes}", POINTERS, SIZES), machine
        return self._functions[way, lanes][0]
