"""The engine for large graphs made of layers: NumPy's matrix products, and slices of equal operations in between."""

import math
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from autograd.compiled.engines.engine import Engine, Lowered, Unsuitable, installed
from autograd.compiled.engines.products.formulas import Call
from autograd.compiled.engines.products.loops import Loop, Loops, runs
from autograd.compiled.engines.products.matrices import MatrixRunner
from autograd.compiled.engines.products.rows import Memory, Rows
from autograd.compiled.engines.products.runner import Caller, Runner
from autograd.compiled.engines.products.steps import runner
from autograd.compiled.ir.products import Products, TooDeep
from autograd.compiled.ir.steps import COLUMNS, CONSTANTS, EACH, ONCE, PARAMETERS, ZEROS, Matrix, Source
from autograd.support.lazy import np

LEAST = 0.8
"""The share of operations that must be in sums of products, or of values, for this engine to be worth it."""

FEWEST = 20
"""How many operations there must be to a step."""

CACHE = 2**18
"""How many numbers are worked on at once: a block of samples is as wide as that allows."""

NARROWEST, WIDEST = 32, 512

LARGEST = 2**24
"""How many numbers an operand of a step may have, all samples of a block together."""

WIDTHS = 4
"""For so many sizes of a block the arrays are kept from call to call."""


class ProductsEngine:
    """Runs the steps, a block of samples at a time; `steps` is how many there are."""

    def __init__(self, forms: Lowered, any_graph: bool = False) -> None:
        self._forms, self._tape = forms, forms.tape
        self._gradient = not forms.refusal
        products = Products(self._tape)
        if any_graph:
            products.build()
        else:
            _build(products)
        self._steps: dict[str, list[Runner]] = {stage: list(self._runners(products, stage)) for stage in (ONCE, EACH)}
        self.steps = sum(map(len, products.steps.values()))
        self._outputs = [Rows(out) if isinstance(out, Source) else out for out in products.outputs]
        self._sizes = {stage: space.size for stage, space in products.spaces.items()}
        self._loads = {
            stage: {where: _joined(parts) for where, parts in space.loads.items()}
            for stage, space in products.spaces.items()
        }
        self._plan()
        loops = [step for step in self._steps[EACH] if isinstance(step, Loop)]
        self._loops = Loops(loops, self._gradient)
        most = max([1, *(rows.size for step in self._steps[EACH] for rows in step.rows() if rows.stays)])
        self._width = min(WIDEST, max(NARROWEST, CACHE // max(1, self._sizes[EACH])), max(1, LARGEST // most))
        self._free: dict[int, list[Memory]] = {}
        every = [rows for stage in self._steps.values() for step in stage for rows in step.rows()]
        for rows in every:
            rows.settle()
        self.nbytes = sum(rows.nbytes for rows in every) + self._loops.nbytes

    def _runners(self, products: Products, stage: str) -> Iterator[Runner]:
        """The steps of a stage, ready to run; with LLVM those for each sample are loops in machine code."""
        templates: dict[Any, Any] = {}
        in_loops = stage == EACH and installed("tape")
        for step in products.steps[stage]:
            if in_loops and not isinstance(step, Matrix):
                yield from (run.prepare(templates, self._gradient) for run in runs(step))
            else:
                yield runner(step, templates, self._gradient)

    def _plan(self) -> None:
        """Which gradients are the first to arrive, so that nothing has to be set to zero beforehand."""
        touched = np.zeros(self._sizes[EACH], bool)
        unset = np.zeros(self._sizes[EACH], bool)
        self._varying = [out for out in self._outputs if isinstance(out, Rows) and out.space == EACH]
        for out in self._varying:
            touched[out.at] = unset[out.at] = True
        writers = np.zeros(len(self._tape.theta), np.intp)
        for step in reversed(self._steps[EACH]):
            at = step.out.at
            unset[at] |= ~touched[at]
            touched[at] = True
            for rows in step.reached():
                if rows.space == EACH:
                    here = touched[rows.at]
                    rows.sets = not here.any() and step.may_set(rows)
                    if not rows.sets:
                        unset[rows.at] |= ~here
                    touched[rows.at] = True
        for loaded, _ in self._loads[EACH].values():
            unset[loaded] |= ~touched[loaded]
        self._unset = np.flatnonzero(unset)
        for stage in (ONCE, EACH):
            for step in self._steps[stage]:
                for rows in step.reached():
                    if rows.space == PARAMETERS:
                        writers += np.bincount(rows.at.ravel(), minlength=len(writers))
            if PARAMETERS in self._loads[stage]:
                writers += np.bincount(self._loads[stage][PARAMETERS][1], minlength=len(writers))
        for step in self._steps[EACH]:
            if isinstance(step, MatrixRunner) and step.may_be_alone():
                step.alone = bool((writers[step.weights.at] == 1).all())

    def _memory(self, width: int) -> Memory:
        try:
            return self._free[width].pop()
        except (KeyError, IndexError):
            memory = Memory(self._sizes, width)
            for stage, steps in self._steps.items():
                found = list(self._calls(memory, steps))
                forward = [call for part, _ in found for call in part]
                memory.calls[stage] = forward, [call for _, part in reversed(found) for call in part]
            return memory

    def _calls(self, memory: Memory, steps: list[Runner]) -> Iterator[tuple[list[Call], list[Call]]]:
        """The calls of steps, forward and backward; runs that follow each other are called together."""
        for in_loops, group in groupby(steps, lambda step: isinstance(step, Loop)):
            if in_loops:
                yield self._loops.calls(memory, [step for step in group if isinstance(step, Loop)])
            else:
                yield from (step.calls(memory, self._gradient) for step in group if isinstance(step, Caller))

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        return self._run(X, theta, gradient=False)[0]

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, and the gradient of their mean."""
        return self._run(X, theta, gradient=True)

    def _run(self, X: Any, theta: Any, gradient: bool) -> tuple[Any, Any]:
        n = len(X)
        values = np.empty((n, len(self._outputs)))
        slopes = np.zeros((len(theta), 1))
        numbers = np.ascontiguousarray(theta)[:, None]
        first: Any = None
        with np.errstate(all="ignore"):
            for start in range(0, n, self._width):
                block = X[start : start + self._width]
                memory = self._memory(len(block))
                memory.prepare(block.T, numbers, slopes, first is None)
                memory.slopes[ONCE][...] = 0.0
                if first is None:
                    first = memory
                    self._load(ONCE, memory)
                    _run(memory.calls[ONCE][0])
                else:
                    memory.numbers[ONCE][...] = first.numbers[ONCE]
                self._block(memory, values[start : start + self._width], n, gradient)
                if memory is not first:
                    first.slopes[ONCE] += memory.slopes[ONCE]
                    self._release(memory)
            if gradient:
                self._finish(first)
        if first is not None:
            self._release(first)
        return values.reshape(self._forms.shape(n)), slopes[: len(self._tape.wrt), 0]

    def _release(self, memory: Memory) -> None:
        memory.release()
        self._free.setdefault(memory.width, []).append(memory)
        for width in tuple(self._free)[:-WIDTHS]:  # the oldest; another thread may have been here
            self._free.pop(width, None)

    def _load(self, stage: str, memory: Memory) -> None:
        """Fetch what a stage's steps want in rows."""
        numbers = memory.numbers[stage]
        for where, (rows, places) in self._loads[stage].items():
            if where == COLUMNS:
                numbers[rows] = memory.columns[places]
            elif where == ZEROS:
                numbers[rows] = 0.0
            elif where == CONSTANTS:
                numbers[rows] = self._tape.constants[places][:, None]
            else:
                numbers[rows] = memory.numbers[where][places]

    def _block(self, memory: Memory, values: Any, n: int, gradient: bool) -> None:
        self._load(EACH, memory)
        _run(memory.calls[EACH][0])
        for column, out in enumerate(self._outputs):
            values[:, column] = out.now(memory)[0] if isinstance(out, Rows) else out
        if not gradient:
            return
        slopes = memory.slopes[EACH]
        slopes[self._unset] = 0.0
        for out in self._varying:
            slopes[out.at] += 1.0 / (n * len(self._outputs))
        _run(memory.calls[EACH][1])
        self._unload(EACH, memory)

    def _unload(self, stage: str, memory: Memory) -> None:
        """Hand back the gradients of what was fetched."""
        for where in (ONCE, PARAMETERS):
            if where in self._loads[stage]:
                rows, places = self._loads[stage][where]
                np.add.at(memory.slopes[where][:, 0], places, np.add.reduce(memory.slopes[stage][rows], axis=1))

    def _finish(self, memory: Memory) -> None:
        """The way back through what is done once."""
        for out in self._outputs:
            if isinstance(out, Rows) and out.space == ONCE:
                memory.slopes[ONCE][out.at] += 1.0 / len(self._outputs)
        _run(memory.calls[ONCE][1])
        self._unload(ONCE, memory)


def _run(calls: list[Call]) -> None:
    for function, arguments in calls:
        function(*arguments)


def _build(products: Products) -> None:
    """Sort a graph into steps; raises Unsuitable for one that is something else."""
    total = len(products.tape)
    share = products.share
    if share < LEAST:
        left = list(products.left().items())
        shown = ", ".join(f"{count:,} {name}" for name, count in left[:4])
        more = ", …" if len(left) > 4 else ""
        raise Unsuitable(
            f"engine='products': {share:.0%} of {total:,} operations are in sums of products, less than {LEAST:.0%}; "
            f"what does not fit is {shown}{more}; engine='auto' takes one that fits"
        )
    try:
        products.build(total / FEWEST if FEWEST else math.inf)
    except TooDeep as refusal:
        raise Unsuitable(
            f"engine='products': {total:,} operations are {refusal.args[0]:,} steps one after the other, "
            f"fewer than {FEWEST} to a step; engine='auto' takes one that fits"
        ) from None


def _joined(parts: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    return tuple(np.concatenate([np.asarray(part) for part in side]) for side in zip(*parts, strict=True))  # type: ignore[return-value]


def start(forms: Lowered, any_graph: bool = False) -> Engine:
    """The engine, ready to run; NumPy decides on threads.

    Raises Unsuitable for a graph that is not made of layers, unless it is to take `any_graph`.
    """
    return ProductsEngine(forms, any_graph)
