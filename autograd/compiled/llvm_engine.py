"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np

from autograd.compiled.engine import Engine, Lowered
from autograd.compiled.form import Form
from autograd.compiled.jit import Machine, lanes
from autograd.compiled.llvm_driver import CHUNK, Layout, part, run
from autograd.compiled.llvm_form import Plan, after, before, block, sums

_FLOAT = 8  # bytes


class _Code:
    """A form as machine code: `run` does a whole call; `begin`, `part` and `end` do it in parts."""

    def __init__(self, form: Form, columns: int) -> None:
        width, plan = lanes(), Plan(form)
        self.layout = Layout(plan, width, columns)
        rows = [before(plan), block(plan, width, columns), sums(plan, width), after(plan)]
        drivers = [build(plan, self.layout, width, columns) for build in (part, run)]
        self.machine = Machine([*rows, *drivers])
        self.sums = len(plan.sums)
        self.run = self.machine.function("run", 5)
        self.begin = self.machine.function("before", 2, 0)
        self.part = self.machine.function("part", 6)
        self.end = self.machine.function("after", 4)
        self._free: list[tuple[int, Any]] = []

    def memory(self) -> tuple[int, Any]:
        """Scratch memory that no other call is using: its address, and the array it is in; `give_back` it."""
        try:
            return self._free.pop()
        except IndexError:
            array = np.empty(self.layout.size + 8)
            return (array.ctypes.data + 63) // 64 * 64, array

    def give_back(self, memory: tuple[int, Any]) -> None:
        """Let other calls have it."""
        self._free.append(memory)


class LlvmEngine:
    """Runs machine code. Sums over samples are taken chunk by chunk, so that threads do not change a bit."""

    def __init__(self, forms: Lowered, threads: int) -> None:
        self._forms, self._lock = forms, Lock()
        self._outputs, self._columns = len(forms.tape.outputs), len(forms.tape.inputs)
        self._gradient = len(forms.tape.wrt)
        self._codes = {not forms.refusal: self._compiled(not forms.refusal)}
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def _compiled(self, gradient: bool) -> _Code:
        return _Code(self._forms.form(gradient), self._columns)

    @property
    def nbytes(self) -> int:
        """The memory of the machine code."""
        return sum(code.machine.nbytes for code in self._codes.values())

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample, (n, k)."""
        with self._lock:
            if False not in self._codes:
                self._codes[False] = self._compiled(False)
        return self._run(self._codes[False], X, theta)[0]

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, (n, k), and the gradient of their mean."""
        return self._run(self._codes[True], X, theta)

    def _run(self, code: _Code, X: Any, theta: Any) -> tuple[Any, Any]:
        n = len(X)
        values, gradient = np.empty((n, self._outputs)), np.empty(self._gradient)
        scratch = code.memory()
        if self._pool is not None and n > CHUNK:
            self._in_parts(code, X, theta, values, gradient, scratch[0])
        else:
            code.run(_address(theta), _address(X), _address(values), _address(gradient), scratch[0], n)
        code.give_back(scratch)
        return values, gradient

    def _in_parts(self, code: _Code, X: Any, theta: Any, values: Any, gradient: Any, scratch: int) -> None:
        n = len(X)
        totals = np.empty((-(-n // CHUNK), code.sums))
        once = scratch + _FLOAT * code.layout.once
        code.begin(_address(theta), once)

        def some(first: int, last: int, memory: int) -> None:
            for chunk in range(first, last):
                start = chunk * CHUNK
                code.part(
                    _address(theta),
                    once,
                    _address(X) + _FLOAT * start * self._columns,
                    _address(values) + _FLOAT * start * self._outputs,
                    _address(totals) + _FLOAT * chunk * code.sums,
                    memory,
                    min(CHUNK, n - start),
                )

        def with_memory(first: int, last: int) -> None:
            memory = code.memory()
            some(first, last, memory[0])
            code.give_back(memory)

        assert self._pool is not None
        bounds = [len(totals) * place // self._threads for place in range(self._threads + 1)]
        others = [self._pool.submit(with_memory, *share) for share in zip(bounds[1:-1], bounds[2:], strict=True)]
        some(0, bounds[1], scratch)
        for other in others:
            other.result()
        total = np.add.reduce(totals, axis=0, initial=0.0)
        code.end(_address(theta), once, _address(total), _address(gradient), n)


def _address(array: Any) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run."""
    return LlvmEngine(forms, threads)
