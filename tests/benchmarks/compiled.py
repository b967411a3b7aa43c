"""Compiled programs against C by hand and other libraries: `python -m tests.benchmarks.compiled [NAME …]`.

The standard loss (MLP(2, [16, 16, 1]), ReLU, max-margin, 1e-4·|theta|²), value and gradient, for 1, 100 and 10,000
samples, and a network whose graph of one sample has 3·10⁵ nodes; then networks of modules (layered.py). One thread
each, but for one of two; all called from Python, timed in turn, minima of many. All results are compared with NumPy's
before anything is timed. With NAMEs only contenders whose name contains one of them run (and those by hand: the best C
is 1); with the NAME "layered" only those of modules do. The whole takes five minutes.
"""

import os

if __name__ == "__main__":
    for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(_threads, "1")  # before NumPy loads

import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from autograd import Value, compile, relu
from tests.benchmarks import layered
from tests.benchmarks.peers import CONTENDERS, PENALTY, Call, Declined, Problem, Result, numpy_by_hand

STANDARD = (2, 16, 16, 1)
LARGE = (2, 190, 190, 190, 1)
"""A network whose loss of one sample, penalty included, is a graph of 3·10⁵ operations."""

ENGINES = ("llvm", "products", "tape", "python")
BUDGET = 2.0  # seconds spent on each contender at each size, so that slow ones do not hold up the rest


def graph(problem: Problem) -> tuple[Value, list[Value], list[Value]]:
    """The loss of one sample, recorded: the output, its inputs, its parameters."""
    theta = [Value(p) for p in problem.theta.tolist()]
    inputs = [Value(x) for x in problem.X[0].tolist()]
    outputs, start, last = inputs[:-1], 0, len(problem.sizes) - 2
    for place, (a, b) in enumerate(pairwise(problem.sizes)):
        neurons = [theta[start + i * (a + 1) : start + (i + 1) * (a + 1)] for i in range(b)]
        start += (a + 1) * b
        sums = [sum((w * x for w, x in zip(weights, outputs, strict=True)), bias) for *weights, bias in neurons]
        outputs = sums if place == last else [relu(total) for total in sums]
    loss = relu(1 - inputs[-1] * outputs[0]) + PENALTY * sum(p * p for p in theta)
    return loss, inputs, theta


def engine(name: str, threads: int = 1) -> Callable[[Problem], Call]:
    """One of this project's engines as a contender."""

    def prepare(problem: Problem) -> Call:
        output, inputs, theta = graph(problem)
        try:
            program = compile(output, inputs, theta, engine=name, threads=threads)
        except ValueError as refusal:  # too large for this engine
            raise Declined(str(refusal)) from None
        return lambda: program.value_and_grad(problem.X, problem.theta)

    return prepare


def eager(problem: Problem) -> Call:
    """The graph built anew for each sample, and backward()."""

    def call() -> Result:
        values, gradient = [], np.zeros(len(problem.theta))
        for row in problem.X:
            loss, _, theta = graph(Problem(problem.sizes, row[None], problem.theta))
            loss.backward()
            values.append(loss.data)
            gradient += [p.grad for p in theta]
        return np.array(values), gradient / len(values)

    return call


OURS = {f"autograd, {name}": engine(name) for name in ENGINES} | {"autograd, llvm, 2 threads": engine("llvm", 2)}


@dataclass
class Measured:
    """A contender at one size: its function, the seconds until its first result, the seconds of its fastest call."""

    call: Call
    first: float
    spent: float = 0.0
    best: float = field(default=math.inf)

    def time(self) -> None:
        """One more round of calls."""
        calls = max(1, min(1000, int(2e-3 / self.best))) if self.best < math.inf else 1
        start = time.perf_counter()
        for _ in range(calls):
            self.call()
        seconds = time.perf_counter() - start
        self.spent += seconds
        self.best = min(self.best, seconds / calls)


def agrees(result: Result, wanted: Result) -> bool:
    """Whether values and gradient are those of NumPy, to the rounding of sums of this length."""
    values, gradient = result
    scale = float(np.max(np.abs(wanted[1])))
    return np.allclose(values, wanted[0], rtol=1e-11, atol=0) and np.allclose(
        gradient, wanted[1], rtol=1e-10, atol=1e-12 * scale
    )


def measure(problem: Problem, contenders: dict[str, Callable[[Problem], Call]]) -> dict[str, Measured | str]:
    """Every contender at this size, timed in turn; a sentence for those that cannot take part."""
    wanted = numpy_by_hand(problem)()
    found: dict[str, Measured | str] = {}
    for name, prepare in contenders.items():
        start = time.perf_counter()
        try:
            call = prepare(problem)
            result = call()
        except (ImportError, Declined) as reason:
            found[name] = str(reason)
            continue
        found[name] = Measured(call, time.perf_counter() - start)
        if not agrees(result, wanted):
            found[name] = "WRONG: its result is not NumPy's"
    running = [measured for measured in found.values() if isinstance(measured, Measured)]
    for _ in range(200):
        for measured in running:
            if measured.spent < BUDGET:
                measured.time()
    return found


def report(problem: Problem, contenders: dict[str, Callable[[Problem], Call]]) -> None:
    """Measure and print one table, ratios first."""
    n = len(problem.X)
    found = measure(problem, contenders)
    ran = {name: measured for name, measured in found.items() if isinstance(measured, Measured)}
    by_hand = {name: measured for name, measured in ran.items() if name.startswith("C by hand")}
    fastest = min((by_hand or {"": ran["NumPy by hand"]}).values(), key=lambda measured: measured.best).best
    rebuilt = Problem(problem.sizes, problem.X[:1], problem.theta)
    start = time.perf_counter()
    eager(rebuilt)()
    eager_seconds = (time.perf_counter() - start) * n / len(rebuilt.X)
    unit = "the best C" if by_hand else "NumPy by hand"
    print(f"\n{'-'.join(map(str, problem.sizes))}, n = {n:,}; 1.00 is {unit}, {fastest * 1e6:,.1f} µs a call")
    print(f"{'':28}{'ratio':>9}{'µs a call':>14}{'first result, s':>17}{'pays back after calls (eager, NumPy)':>38}")
    for name, measured in sorted(ran.items(), key=lambda item: item[1].best):
        pays = [
            pays_back(measured, seconds) if name in OURS else ""
            for seconds in (eager_seconds, ran["NumPy by hand"].best)
        ]
        print(
            f"{name:28}{measured.best / fastest:9.2f}{measured.best * 1e6:14,.1f}{measured.first:17.3f}"
            f"{', '.join(filter(None, pays)):>38}"
        )
    print(f"{'autograd, eager':28}{eager_seconds / fastest:9.0f}{eager_seconds * 1e6:14,.0f}")
    for name, why in found.items():
        if isinstance(why, str):
            print(f"{name:28}{'–':>9}  {why}")


def pays_back(measured: Measured, seconds: float) -> str:
    """After how many calls compiling has paid, against something that takes so long and needs no compiling."""
    gain = seconds - measured.best
    return f"{math.ceil(measured.first / gain):,}" if gain > 0 else "never"


def main(names: list[str]) -> None:
    """Print all tables."""
    everything = {**OURS, **CONTENDERS}
    chosen = {
        name: prepare
        for name, prepare in everything.items()
        if not names or "by hand" in name or any(part in name for part in names)
    }
    if names != ["layered"]:
        for n in (1, 100, 10_000):
            report(Problem.of(STANDARD, n), chosen)
        for n in (1, 16, 100):
            report(Problem.of(LARGE, n), chosen)
    layered.main()


if __name__ == "__main__":
    main(sys.argv[1:])
