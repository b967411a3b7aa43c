"""The engine that makes machine code of a graph: one sample straight through, samples in lanes, threads over chunks."""

import sys
import time
from collections.abc import Callable
from typing import Any

from autograd.compiled.engines.engine import Engine, Lowered
from autograd.compiled.engines.llvm.kernel import APART, CHUNK, functions
from autograd.compiled.engines.llvm.plan import DOUBLE as _FLOAT, Layout, Plan
from autograd.compiled.ir.form import EACH, Form
from autograd.compiled.llvm.arrays import OFFSET
from autograd.compiled.llvm.jit import Machine, lanes, registers
from autograd.compiled.llvm.threads import Helpers
from autograd.support.forks import ForkLock
from autograd.support.lazy import np

BRIEF = 256
"""Batches up to this size run while holding the GIL: letting other threads run costs more than it gives."""

SHARED = 4_000_000
"""From this many rows times samples, a tenth of a millisecond, other threads help: waking one takes 30 µs."""

PATIENCE = 100_000
"""So often the caller looks whether the other threads' last chunks are done, about 0.1 ms, before it sleeps."""

PAUSE = 1e-4
"""Seconds it then sleeps between two looks."""

_LINE = 8  # doubles: what vectors are aligned to


class _Code:
    """A form as machine code: `run` does a whole call; `before`, `share`, `wait` and `finish`, its parts."""

    def __init__(self, form: Form, columns: int) -> None:
        self.layout = Layout(Plan(form, registers()), columns, lanes())
        self.machine = Machine(functions(self.layout))
        self.run = self.machine.function("run", 5)
        self.run_briefly = self.machine.builtin("run_arrays") if OFFSET >= 0 else self.run
        self.before = self.machine.function("before", 2, 0)
        self.share = self.machine.function("share", 7)
        self.wait = self.machine.function("wait", 1, 2)
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
        self._forms, self._lock = forms, ForkLock()
        self._codes = {not forms.refusal: self._compiled(not forms.refusal)}
        self.nbytes = sum(code.machine.nbytes for code in self._codes.values())
        self._helpers = Helpers(threads - 1)
        self._alone = threads == 1
        if True in self._codes:
            self.value_and_grad = self._caller(self._codes[True])

    def _compiled(self, gradient: bool) -> _Code:
        return _Code(self._forms.form(gradient), len(self._forms.tape.inputs))

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        with self._lock.held:
            if False not in self._codes:
                self._codes[False] = self._compiled(False)
        return self._caller(self._codes[False])(X, theta)[0]

    def _caller(self, code: _Code) -> Callable[[Any, Any], tuple[Any, Any]]:
        """A function that runs the code; small programs take a microsecond, so it must not look anything up twice."""
        p, k = len(self._forms.tape.wrt), 0 if self._forms.single else len(self._forms.tape.outputs)
        run, run_briefly, free, memory, empty = code.run, code.run_briefly, code.free, code.memory, np.empty
        brief, own = BRIEF if OFFSET >= 0 else 0, memory()[1]  # its own memory: no other thread runs meanwhile
        rows = max(1, len(code.layout.plan.order[EACH]))
        longest = max(CHUNK, SHARED // rows) if not self._alone else sys.maxsize

        def call(X: Any, theta: Any) -> tuple[Any, Any]:
            n = len(X)
            values, gradient = empty((n, k) if k else n), empty(p)
            if n < brief:
                run_briefly(X, theta, values, gradient, own)
                return values, gradient
            scratch = memory()
            if n > longest:
                self._in_shares(code, X, theta, values, gradient, scratch[0])
            else:
                run(*map(_address, (X, theta, values, gradient)), scratch[0], n)
            free.append(scratch)
            return values, gradient

        return call

    def _in_shares(self, code: _Code, X: Any, theta: Any, values: Any, gradient: Any, scratch: int) -> None:
        """The same, with the chunks shared out: whoever is free takes the next."""
        n, size, chunks = len(X), code.layout.means, -(-len(X) // CHUNK)
        sums, counts = np.empty((chunks, size)), np.zeros(2 * APART, np.int64)
        once = scratch + _FLOAT * code.layout.work
        where = [*map(_address, (X, theta)), once, *map(_address, (values, sums, counts))]
        code.before(where[1], once)

        def help_out(kept: Any = (X, theta, values, sums, counts)) -> None:
            memory = code.memory()  # who comes when all chunks are taken touches no more than the counts
            code.share(*where, memory[0], n)
            code.free.append(memory)

        self._helpers.ask(help_out)
        code.share(*where, scratch, n)
        code.wait(where[-1], chunks, PATIENCE)
        while counts[APART] < chunks:
            time.sleep(PAUSE)
        code.finish(where[1], once, where[4], _address(gradient), n, chunks)


def _address(array: Any) -> int:
    address: int = array.__array_interface__["data"][0]
    return address


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run."""
    return LlvmEngine(forms, threads)
