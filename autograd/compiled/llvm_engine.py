"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

import ctypes
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from autograd.compiled.engine import Engine, Lowered
from autograd.compiled.form import Form
from autograd.compiled.jit import Machine, lanes
from autograd.compiled.llvm_driver import CHUNK, Layout, mean, part, run, share
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
    """A form as machine code: `run` does a whole call; `begin`, `share` and `end` do it in shares."""

    def __init__(self, form: Form, columns: int) -> None:
        width, plan = lanes(), Plan(form, columns)
        self.layout = Layout(plan, width)
        rows = [before(plan), block(plan, width), sums(plan, width), after(plan)]
        drivers = [mean(self.layout), part(self.layout), share(self.layout), run(self.layout, max(0, _OFFSET))]
        self.machine = Machine([*rows, *drivers])
        self.run = self.machine.function("run", 5)
        self.begin = self.machine.function("before", 2, 0)
        self.share = self.machine.function("share", 6)
        self.mean = self.machine.function("mean", 1)
        self.end = self.machine.function("after", 4, 0)
        self.free: list[tuple[int, Any]] = []

    def memory(self) -> tuple[int, Any]:
        """Scratch memory that no other call is using: its address, and the array it is in; goes back to `free`."""
        try:
            return self.free.pop()
        except IndexError:
            array = np.empty(self.layout.size + 8)
            return (array.ctypes.data + 63) // 64 * 64, array


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
        shape, p = self._forms.shape, len(self._forms.tape.wrt)
        machine, free, memory, empty = code.run, code.free, code.memory, np.empty
        longest = CHUNK if self._pool is not None else sys.maxsize

        def call(X: Any, theta: Any) -> tuple[Any, Any]:
            n = len(X)
            values, gradient = empty(shape(n)), empty(p)
            scratch = memory()
            if n > longest:
                self._in_shares(code, X, theta, values, gradient, scratch[0])
            elif _OFFSET >= 0:
                machine(id(theta), id(X), id(values), id(gradient), scratch[0], n)
            else:
                addresses = np.array([_address(array) for array in (theta, X, values, gradient)])
                cell = _address(addresses)
                machine(cell, cell + 8, cell + 16, cell + 24, scratch[0], n)
            free.append(scratch)
            return values, gradient

        return call

    def _in_shares(self, code: _Code, X: Any, theta: Any, values: Any, gradient: Any, scratch: int) -> None:
        """The same, each thread with its share of the chunks."""
        n, layout = len(X), code.layout
        chunks = -(-n // CHUNK)
        totals = np.empty((chunks, layout.sums))
        once = scratch + _FLOAT * layout.once
        where = [_address(array) for array in (X, values, totals)]
        steps = [_FLOAT * size for size in (CHUNK * layout.columns, CHUNK * layout.k, layout.sums)]
        code.begin(_address(theta), once)

        def run(first: int, last: int, memory: int) -> None:
            mine = (address + first * step for address, step in zip(where, steps, strict=True))
            code.share(_address(theta), once, *mine, memory, min(last * CHUNK, n) - first * CHUNK)

        def run_beside(first: int, last: int) -> None:
            memory = code.memory()
            run(first, last, memory[0])
            code.free.append(memory)

        assert self._pool is not None
        bounds = [chunks * place // self._threads for place in range(self._threads + 1)]
        others = [self._pool.submit(run_beside, *part) for part in pairwise(bounds[1:])]
        run(0, bounds[1], scratch)
        for other in others:
            other.result()
        total = np.add.reduce(totals, axis=0, initial=0.0)
        code.mean(_address(total), n)
        code.end(_address(theta), once, _address(total), _address(gradient))


def _address(array: Any) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run."""
    return LlvmEngine(forms, threads)
