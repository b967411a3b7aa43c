"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

import ctypes
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np

from autograd.compiled.engine import Engine, Lowered
from autograd.compiled.form import Form
from autograd.compiled.jit import Machine, lanes, registers
from autograd.compiled.llvm_kernel import CHUNK, functions
from autograd.compiled.llvm_plan import DOUBLE as _FLOAT, Layout, Plan

_LINE = 8  # doubles: what vectors are aligned to


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
    """A form as machine code: `run` does a whole call; `before`, `each` (for some samples) and `finish`, its parts."""

    def __init__(self, form: Form, columns: int) -> None:
        self.layout = layout = Layout(Plan(form, registers()), columns, lanes())
        self.machine = Machine(functions(layout, max(0, _OFFSET)))
        self.run = self.machine.function("run", 5)
        self.run_on = self.machine.function("run_objects", 1, 1, 4)
        self.before = self.machine.function("before", 2, 0)
        self.each = self.machine.function("each", 6, 2)
        self.finish = self.machine.function("finish", 3, 2)
        self._free: list[tuple[int, Any]] = []

    def memory(self, n: int) -> tuple[int, Any]:
        """Memory to work in that no other call is using: its address, and the array it is in; `give_back` it."""
        layout = self.layout
        size = layout.work + layout.once + layout.means * _chunks(n) + _LINE
        free = self._free
        memory = free.pop() if free else (0, ())
        if len(memory[1]) >= size:
            return memory
        array = np.empty(size)
        start = _address(array)
        return start + -start % (_FLOAT * _LINE), array

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
        return self._run(self._codes[False], X, theta, 0)[0]

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, (n, k), and the gradient of their mean."""
        return self._run(self._codes[True], X, theta, self._gradient)

    def _run(self, code: _Code, X: Any, theta: Any, entries: int) -> tuple[Any, Any]:
        n = len(X)
        arrays = values, gradient = np.empty((n, self._outputs)), np.empty(entries)
        if not n:
            return arrays
        memory = code.memory(n)
        if self._pool is not None and n > CHUNK:
            self._in_parts(code, [_address(array) for array in (X, theta, *arrays)], memory[0], n)
        elif _OFFSET >= 0:
            code.run_on(X, theta, values, gradient, memory[0], n)
        else:
            code.run(*map(_address, (X, theta, values, gradient)), memory[0], n)
        code.give_back(memory)
        return arrays

    def _in_parts(self, code: _Code, arrays: list[int], work: int, n: int) -> None:
        """As `run` does it, the chunks shared out: whoever is free takes the next."""
        X, theta, values, gradient = arrays
        layout, chunks = code.layout, deque(range(_chunks(n)))
        once = work + _FLOAT * layout.work
        sums = once + _FLOAT * layout.once
        code.before(theta, once)

        def take(work: int) -> None:
            while True:
                try:
                    chunk = chunks.popleft()
                except IndexError:
                    return
                out = sums + _FLOAT * layout.means * chunk
                stop = min(n, (chunk + 1) * CHUNK)
                code.each(X, theta, once, values, out, work, chunk * CHUNK, stop)

        def help_out() -> None:
            memory = code.memory(0)
            take(memory[0])
            code.give_back(memory)

        assert self._pool is not None
        others = [self._pool.submit(help_out) for _ in range(min(self._threads, len(chunks)) - 1)]
        take(work)
        for other in others:
            other.result()
        code.finish(theta, once, gradient, n, _chunks(n))


def _chunks(n: int) -> int:
    return max(1, -(-n // CHUNK))


def _address(array: Any) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run."""
    return LlvmEngine(forms, threads)
