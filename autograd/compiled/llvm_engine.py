"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

import ctypes
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from autograd.compiled.engine import Engine, Lowered
from autograd.compiled.form import Form
from autograd.compiled.jit import Machine, lanes
from autograd.compiled.llvm_driver import CHUNK, Layout, part, run
from autograd.compiled.llvm_form import Plan, after, before, block, sums

_FLOAT = 8  # bytes


def _where_arrays_keep_their_address() -> int:
    """So many bytes into an array object NumPy keeps the address of its data; −1 if this is not so here.

    It is the first field after Python's own, and part of NumPy's binary interface. Asking an array for its address
    costs a microsecond, which is what a small program takes to run.
    """
    array, offset = np.empty(1), object.__basicsize__
    found = sys.implementation.name == "cpython" and ctypes.c_void_p.from_address(id(array) + offset).value
    return offset if found == array.ctypes.data else -1


_OFFSET = _where_arrays_keep_their_address()


class _Code:
    """A form as machine code: `run` does a whole call; `begin`, `part` and `end` do it in parts."""

    def __init__(self, form: Form, columns: int) -> None:
        width, plan = lanes(), Plan(form, columns)
        self.layout = Layout(plan, width)
        rows = [before(plan), block(plan, width), sums(plan, width), after(plan)]
        self.machine = Machine([*rows, part(self.layout), run(self.layout, max(0, _OFFSET))])
        self.sums = self.layout.sums
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
        self.nbytes = sum(code.machine.nbytes for code in self._codes.values())
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None

    def _compiled(self, gradient: bool) -> _Code:
        return _Code(self._forms.form(gradient), self._columns)

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
            if _OFFSET >= 0:
                code.run(id(theta), id(X), id(values), id(gradient), scratch[0], n)
            else:
                addresses = np.array([_address(array) for array in (theta, X, values, gradient)])
                cell = _address(addresses)
                code.run(cell, cell + 8, cell + 16, cell + 24, scratch[0], n)
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
        others = [self._pool.submit(with_memory, *share) for share in pairwise(bounds[1:])]
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
