"""micrograd's demo from end to end: two moons, MLP 2-16-16-1, 100 steps; beside micrograd, in wall time.

    python -m tests.benchmarks.moons [--steps N] [--seed N]

The loop is that of micrograd's notebook, line by line; each engine runs it in turn, ten steps at a
time, in a process of its own.
"""

import argparse
import importlib
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.benchmarks.two_moons import two_moons

POINTS, LABELS = two_moons(100, 0.1, random.Random(1337))


def training(engine: str, steps: int, seed: int) -> Iterator[tuple[float, float]]:
    """Train step by step; yields loss and accuracy. `engine` is a package with micrograd's names."""
    value = importlib.import_module(f"{engine}.engine" if engine == "micrograd" else engine).Value
    random.seed(seed)
    model = importlib.import_module(f"{engine}.nn").MLP(2, [16, 16, 1])
    for step in range(steps):
        inputs = [list(map(value, point)) for point in POINTS]
        scores = list(map(model, inputs))
        losses = [(1 + -label * score).relu() for label, score in zip(LABELS, scores, strict=True)]
        data_loss = sum(losses) * (1.0 / len(losses))
        total_loss = data_loss + 1e-4 * sum(p * p for p in model.parameters())
        model.zero_grad()
        total_loss.backward()
        learning_rate = 1.0 - 0.9 * step / 100
        for p in model.parameters():
            p.data -= learning_rate * p.grad
        right = [(label > 0) == (score.data > 0) for label, score in zip(LABELS, scores, strict=True)]
        yield total_loss.data, sum(right) / len(right)


RUNS: list[Iterator[tuple[float, float]]] = []
"""The training of this process."""


def start(engine: str, steps: int, seed: int) -> None:
    """Get ready to train in this process."""
    RUNS.append(training(engine, steps, seed))


def advance(steps: int) -> tuple[tuple[float, float], float, float]:
    """Train on; loss and accuracy, wall time and processor time."""
    started, at_work = time.perf_counter(), time.process_time()
    for _ in range(steps):
        last = next(RUNS[0])
    return last, time.perf_counter() - started, time.process_time() - at_work


def main() -> None:
    """Train, and print loss, accuracy and times."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.moons", description=__doc__.partition("\n")[0])
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1337)
    given = parser.parse_args()
    engines = ["autograd"]
    try:
        importlib.import_module("micrograd.engine")
        engines.append("micrograd")
    except ImportError:
        print("micrograd is left out: it is not installed")
    # a process for each: what one keeps alive, the other's garbage collector must not walk over
    homes = {
        name: ProcessPoolExecutor(1, get_context("spawn"), start, (name, given.steps, given.seed)) for name in engines
    }
    spent = dict.fromkeys(engines, 0.0)
    worked = dict.fromkeys(engines, 0.0)
    last: dict[str, tuple[float, float]] = {}
    for done in range(0, given.steps, 10):
        for name, home in homes.items():
            last[name], wall, work = home.submit(advance, min(10, given.steps - done)).result()
            spent[name] += wall
            worked[name] += work
    for home in homes.values():
        home.shutdown()
    if "micrograd" in spent:
        wall, work = (times["micrograd"] / times["autograd"] for times in (spent, worked))
        print(f"autograd is {wall:.1f}× as fast as micrograd in wall time, {work:.1f}× in CPU time")
    for name, (loss, accuracy) in last.items():
        print(
            f"{name:10}{spent[name]:7.1f} s, {worked[name]:.1f} s CPU, "
            f"loss {loss:.6f}, training accuracy {accuracy:.0%}"
        )


if __name__ == "__main__":
    main()
