"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

import ctypes
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np

from autograd.compiled.engine import Engine, Lowered
from autograd.compiled.form import EACH, Form
from autograd.compiled.jit import Machine, lanes, registers
from autograd.compiled.llvm_kernel import CHUNK, functions
from autograd.compiled.llvm_plan import DOUBLE as _FLOAT, Layout, Plan

BRIEF = 256
"""Up to so many samples other threads have to wait: letting them run costs more than it gives."""

SHARED = 4_000_000
"""From so many rows times samples on, a tenth of a millisecond, other threads help: waking one takes 30 µs."""

_LINE = 8  # doubles: what vectors are aligned to


def _where_arrays_keep_their_address() -> int:
    """So many bytes into an array object NumPy keeps the address of its data; −1 if this is not so here.

    It is the first field after Python's own, and the address of the shape the third: part of NumPy's binary interface.
    Asking an array for its address costs a microsecond, which is what a small program takes to run.
    """
    if sys.implementation.name != "cpython":
        return -1
    array, offset = np.empty((5, 1)), object.__basicsize__
    data, shape = (ctypes.c_void_p.from_address(id(array) + place).value for place in (offset, offset + 16))
    found = data == array.ctypes.data and shape and ctypes.c_ssize_t.from_address(shape).value == len(array)
    return offset if found else -1


_OFFSET = _where_arrays_keep_their_address()


class _Code:
    """A form as machine code: `run` does a whole call; `before`, `each` (for some samples) and `finish`, its parts."""

    def __init__(self, form: Form, columns: int) -> None:
        self.layout = Layout(Plan(form, registers()), columns, lanes())
        self.machine = Machine(functions(self.layout, max(0, _OFFSET)))
        self.run = self.machine.function("run", 5)
        self.run_briefly = self.machine.builtin("run_arrays") if _OFFSET >= 0 else self.run
        self.before = self.machine.function("before", 2, 0)
        self.each = self.machine.function("each", 6, 2)
        self.finish = self.machine.function("finish", 4, 2)
        self.free: list[tuple[int, Any]] = []

    def memory(self) -> tuple[int, Any]:
        """Memory to work in that no other call is using: its address, and the array it is in; goes back to `free`."""
        try:
            return self.free.pop()
        except IndexError:
            array = np.empty(self.layout.size + _LINE)
            start = _address(array)
            return start + -start % (_FLOAT * _LINE), array


class LlvmEngine:
    """Runs machine code. Sums over samples are taken chunk by chunk, so that threads do not change a bit."""

    def __init__(self, forms: Lowered, threads: int) -> None:
        self._forms, self._lock = forms, Lock()
        self._codes = {not forms.refusal: self._compiled(not forms.refusal)}
        self.nbytes = sum(code.machine.nbytes for code in self._codes.values())
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None
        if True in self._codes:
            self.value_and_grad = self._caller(self._codes[True])

    def _compiled(self, gradient: bool) -> _Code:
        return _Code(self._forms.form(gradient), len(self._forms.tape.inputs))

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        with self._lock:
            if False not in self._codes:
                self._codes[False] = self._compiled(False)
        return self._caller(self._codes[False])(X, theta)[0]

    def _caller(self, code: _Code) -> Callable[[Any, Any], tuple[Any, Any]]:
        """A function that runs the code; small programs take a microsecond, so it must not look anything up twice."""
        p, k = len(self._forms.tape.wrt), 0 if self._forms.single else len(self._forms.tape.outputs)
        run, run_briefly, free, memory, empty = code.run, code.run_briefly, code.free, code.memory, np.empty
        brief = BRIEF if _OFFSET >= 0 else 0
        rows = max(1, len(code.layout.plan.order[EACH]))
        longest = max(CHUNK, SHARED // rows) if self._pool is not None else sys.maxsize

        def call(X: Any, theta: Any) -> tuple[Any, Any]:
            n = len(X)
            values, gradient = empty((n, k) if k else n), empty(p)
            try:
                scratch = free.pop()
            except IndexError:
                scratch = memory()
            if n < brief:
                run_briefly(X, theta, values, gradient, scratch[1])
            elif n > longest:
                self._in_shares(code, X, theta, values, gradient, scratch[0])
            else:
                run(*map(_address, (X, theta, values, gradient)), scratch[0], n)
            free.append(scratch)
            return values, gradient

        return call

    def _in_shares(self, code: _Code, X: Any, theta: Any, values: Any, gradient: Any, scratch: int) -> None:
        """The same, with the chunks shared out: whoever is free takes the next."""
        n, size = len(X), code.layout.means
        chunks = deque(range(-(-n // CHUNK)))
        sums = np.empty((len(chunks), size))
        once = scratch + _FLOAT * code.layout.work
        where = [*map(_address, (X, theta)), once, _address(values)]
        first = _address(sums)
        code.before(where[1], once)

        def take(memory: int) -> None:
            while True:
                try:
                    chunk = chunks.popleft()
                except IndexError:
                    return
                start = chunk * CHUNK
                code.each(*where, first + _FLOAT * size * chunk, memory, start, min(start + CHUNK, n))

        def help_out() -> None:
            memory = code.memory()
            take(memory[0])
            code.free.append(memory)

        assert self._pool is not None
        others = [self._pool.submit(help_out) for _ in range(min(self._threads, len(chunks)) - 1)]
        take(scratch)
        for other in others:
            if not other.cancel():  # who has not begun by now is not waited for: there is nothing left to do
                other.result()
        code.finish(where[1], once, first, _address(gradient), n, len(sums))


def _address(array: Any) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run."""
    return LlvmEngine(forms, threads)
