"""How fast graphs are built and run backward, beside other engines and plain floats, in turn, in one run.

    python -m tests.benchmarks.eager [--rounds N] [--longest N]

The standard step is micrograd's demo: MLP(2, [16, 16, 1]) with relu, 100 two-moons points, max-margin loss plus
1e-4·L2; forward, backward, update; 65,000 scalar operations. The chain is N operations long, y*x and y+x in turn.
`loops` is the same step written as plain loops over weights, without modules. `transformer` is one training step of a
character transformer of the kind people write in a single file: 16 wide, 4 heads, 8 letters, SGD.

The engines: autograd on its native core and on pure Python, micrograd, minigrad, and `slots`, an engine of ours in the
idiom of single-file GPTs (tests/programs/slots.py). `floats` has no gradient. Each runs in a process of its own, since
minigrad crashes on long graphs, and within a round they take turns.
Times are CPU times, the least of all rounds. Results are compared before anything is timed.
"""

import argparse
import gc
import importlib
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.benchmarks.two_moons import two_moons

POINTS, LABELS = two_moons(100, 0.1, random.Random(1337))
ENGINES = {
    "autograd": "autograd",
    "pure": "autograd",
    "micrograd": "micrograd.engine",
    "minigrad": "minigrad.engine",
    "slots": "tests.programs.slots",
}
TASKS = ("step", "loops", "transformer")
SIZES = [2, 16, 16, 1]
ALPHA = 1e-4
SAME = 1e-10  # 65,000 roundings of 1e-16 each, added up in one order or another


class Step:
    """micrograd's demo, as its notebook has it, on an engine's own Value and MLP."""

    def __init__(self, engine: str) -> None:
        self.value = importlib.import_module(ENGINES[engine]).Value
        random.seed(1337)
        package = "autograd" if engine == "pure" else engine
        self.model = importlib.import_module(f"{package}.nn").MLP(SIZES[0], SIZES[1:])
        self.rate = 1.0

    def gradients(self) -> float:
        """The loss; the gradients are left in the parameters. Every number is wrapped: minigrad crashes otherwise."""
        value = self.value
        inputs = [list(map(value, point)) for point in POINTS]
        scores = list(map(self.model, inputs))
        losses = [(value(1.0) + value(-label) * score).relu() for label, score in zip(LABELS, scores, strict=True)]
        data_loss = sum(losses, value(0.0)) * value(1.0 / len(losses))
        loss = data_loss + value(ALPHA) * sum((p * p for p in self.model.parameters()), value(0.0))
        self.model.zero_grad()
        loss.backward()
        return loss.data  # type: ignore[no-any-return]

    def __call__(self) -> float:
        loss = self.gradients()
        for p in self.model.parameters():
            p.data -= self.rate * p.grad
        self.rate = max(0.1, self.rate - 0.009)
        return loss


class Loops:
    """The same step as plain loops over weights."""

    def __init__(self, engine: str) -> None:
        self.value = importlib.import_module(ENGINES[engine]).Value
        self.layers = [
            [([self.value(w) for w in weights], self.value(bias)) for weights, bias in layer]
            for layer in FloatStep().layers
        ]
        self.weights = [w for layer in self.layers for weights, bias in layer for w in (*weights, bias)]

    def score(self, x: list[Any]) -> Any:
        """What the network makes of a point."""
        for layer in self.layers:
            x = [sum([w * xi for w, xi in zip(weights, x, strict=True)], bias) for weights, bias in layer]
            if layer is not self.layers[-1]:
                x = [xi.relu() for xi in x]
        return x[0]

    def gradients(self) -> float:
        """The loss; the gradients are left in the weights."""
        value = self.value
        losses = []
        for point, label in zip(POINTS, LABELS, strict=True):
            losses.append((value(1.0) + value(-label) * self.score([value(x) for x in point])).relu())
        squares = sum([w * w for w in self.weights], value(0.0))
        loss = sum(losses, value(0.0)) * value(1.0 / len(losses)) + value(ALPHA) * squares
        for w in self.weights:
            w.grad = 0.0
        loss.backward()
        return loss.data  # type: ignore[no-any-return]

    def __call__(self) -> float:
        loss = self.gradients()
        for w in self.weights:
            w.data -= 0.1 * w.grad
        return loss


class Transformer:
    """A step of a character transformer in plain lists, as in single-file GPTs."""

    WIDTH, HEADS, LETTERS = 16, 4, (3, 1, 4, 1, 5, 9, 2, 6, 0)

    def __init__(self, engine: str) -> None:
        self.value = importlib.import_module(ENGINES[engine]).Value
        rng = random.Random(42)
        shapes = {"letter": (27, 16), "place": (8, 16), "out": (27, 16), "up": (64, 16), "down": (16, 64)}
        shapes |= dict.fromkeys(("query", "key", "value", "mixed"), (16, 16))
        self.rows = {
            name: [[self.value(rng.gauss(0, 0.2)) for _ in range(columns)] for _ in range(count)]
            for name, (count, columns) in shapes.items()
        }
        self.weights = [w for rows in self.rows.values() for row in rows for w in row]

    def linear(self, name: str, x: list[Any]) -> list[Any]:
        """A matrix times a vector."""
        return [sum([w * xi for w, xi in zip(row, x, strict=True)]) for row in self.rows[name]]

    def softmax(self, scores: list[Any]) -> list[Any]:
        """The shares of scores, the largest subtracted."""
        largest = max(score.data for score in scores)
        powers = [(score - largest).exp() for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def normed(self, x: list[Any]) -> list[Any]:
        """A vector of root mean square 1."""
        scale = (sum([xi * xi for xi in x]) * (1 / len(x)) + 1e-5) ** -0.5
        return [xi * scale for xi in x]

    def attention(self, query: list[Any], keys: list[list[Any]], values: list[list[Any]]) -> list[Any]:
        """What each head gathers from the letters so far, side by side."""
        found = []
        size = self.WIDTH // self.HEADS
        for part in (slice(start, start + size) for start in range(0, self.WIDTH, size)):
            scores = [sum([q * k for q, k in zip(query[part], key[part], strict=True)]) * 0.5 for key in keys]
            shares = self.softmax(scores)
            columns = zip(*(value[part] for value in values), strict=True)
            found += [sum([a * v for a, v in zip(shares, column, strict=True)]) for column in columns]
        return found

    def gradients(self) -> float:
        """The loss; the gradients are left in the weights."""
        keys, values, losses = [], [], []
        for place, (letter, following) in enumerate(pairwise(self.LETTERS)):
            x = [a + b for a, b in zip(self.rows["letter"][letter], self.rows["place"][place], strict=True)]
            inner = self.normed(x)
            keys.append(self.linear("key", inner))
            values.append(self.linear("value", inner))
            mixed = self.linear("mixed", self.attention(self.linear("query", inner), keys, values))
            x = [a + b for a, b in zip(x, mixed, strict=True)]
            up = [h.relu() for h in self.linear("up", self.normed(x))]
            x = [a + b for a, b in zip(x, self.linear("down", up), strict=True)]
            losses.append(-self.softmax(self.linear("out", self.normed(x)))[following].log())
        loss = sum(losses) * (1 / len(losses))
        for w in self.weights:
            w.grad = 0.0
        loss.backward()
        return loss.data  # type: ignore[no-any-return]

    def __call__(self) -> float:
        loss = self.gradients()
        for w in self.weights:
            w.data -= 0.05 * w.grad
        return loss


class FloatStep:
    """The same loss on plain floats, without gradient: the floor for loops in Python."""

    def __init__(self) -> None:
        random.seed(1337)
        self.layers = [
            [([random.uniform(-1, 1) for _ in range(inputs)], 0.0) for _ in range(outputs)]
            for inputs, outputs in pairwise(SIZES)
        ]

    def score(self, x: list[float]) -> float:
        for layer in self.layers:
            x = [bias + sum(w * xi for w, xi in zip(weights, x, strict=True)) for weights, bias in layer]
            if layer is not self.layers[-1]:
                x = [max(0.0, xi) for xi in x]
        return x[0]

    def __call__(self) -> float:
        losses = [max(0.0, 1.0 - label * self.score(x)) for x, label in zip(POINTS, LABELS, strict=True)]
        squares = sum(w * w for layer in self.layers for weights, bias in layer for w in (*weights, bias))
        return sum(losses) / len(losses) + ALPHA * squares


def chain(x: Any, operations: int) -> Any:
    """y*x and y+x in turn, starting with y = x."""
    y = x
    for _ in range(operations // 2):
        y = y * x
        y = y + x
    return y


def worker(engine: str) -> None:
    """Answer commands, one JSON line each, until there are no more."""
    value = float if engine == "floats" else importlib.import_module(ENGINES[engine]).Value
    steps: dict[str, Any] = {}
    for line in sys.stdin:
        command = json.loads(line)
        gc.collect()
        (gc.enable if command.get("gc", True) else gc.disable)()
        task = command.get("task", "")
        if task and task not in steps:
            kinds: dict[str, Any] = {"step": Step, "loops": Loops, "transformer": Transformer}
            steps[task] = FloatStep() if engine == "floats" else kinds[task](engine)
        print(json.dumps(answer(command, steps.get(task), value)), flush=True)


def answer(command: dict[str, Any], step: Any, value: Any) -> Any:
    """The result of one command: `check`, `step`, `chain` or `memory`."""
    if command["do"] == "check":
        if isinstance(step, FloatStep):
            return step()
        weights = step.model.parameters() if isinstance(step, Step) else step.weights
        return [step.gradients(), [float(w.grad) for w in weights]]
    if command["do"] == "step":
        return seconds(step)
    operations = command["operations"]
    x = value(0.5)
    if command["do"] == "memory":
        for _ in range(2):  # natively that gives back what is kept for new nodes and was not needed since the last time
            gc.collect()
        tracemalloc.start()
        y = chain(x, operations)
        bytes_now, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return bytes_now / operations
    started = time.process_time()
    y = chain(x, operations)
    if value is float:
        return {"seconds": time.process_time() - started, "value": y}
    y.backward()
    result = {"value": y.data, "gradient": x.grad}
    del y
    return {"seconds": time.process_time() - started, **result}


def seconds(run: Callable[[], Any]) -> float:
    """The CPU time of a call."""
    started = time.process_time()
    run()
    return time.process_time() - started


class Worker:
    """An engine in a process of its own; `missing` says why it cannot be asked any more."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        self.missing = ""
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.eager", "--worker", self.engine],
            env={**os.environ, "AUTOGRAD_PURE": "1" if self.engine == "pure" else ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **command: Any) -> Any:
        """Its answer; None if it fails, and then it starts anew."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps({"do": do, **command}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""  # it has ended
        if line:
            return json.loads(line)
        _, errors = self.process.communicate()
        self.missing = errors.strip().rpartition("\n")[2][:90] or f"crashes (exit code {self.process.returncode})"
        self.start()
        return None

    def stop(self) -> None:
        """End it; what it says while ending does not matter."""
        self.process.communicate()


def same(ours: Any, theirs: Any) -> bool:
    """Whether two results are equal but for rounding."""
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return abs(ours - theirs) <= SAME * max(1.0, abs(ours))


def measure_step(workers: dict[str, Worker], rounds: int, task: str) -> None:
    """Print a step's times and ratios."""
    expected = workers["autograd"].ask("check", task=task)
    taking_part = {}
    for name, peer in workers.items():
        if name == "floats" and task == "transformer":
            continue
        theirs = peer.ask("check", task=task)
        if theirs is None:
            print(f"  {name} is left out: {peer.missing}")
        elif not (same(expected[0], theirs) if name == "floats" else same(expected, theirs)):
            raise SystemExit(f"{name} computes something else: loss {theirs if name == 'floats' else theirs[0]}")
        else:
            taking_part[name] = peer
    print(f"  all compute the same loss {expected[0]:.12f} and gradients")
    best: dict[tuple[str, bool], float] = {}
    for _ in range(rounds):
        for collector in (True, False):
            for name, peer in taking_part.items():
                taken = peer.ask("step", gc=collector, task=task)
                if taken is not None:
                    best[name, collector] = min(taken, best.get((name, collector), taken))
    unit = best["autograd", True]
    print(f"  {'':28} ratio   ms/step")
    for (name, collector), taken in sorted(best.items(), key=lambda row: row[1]):
        label = f"{name}, garbage collector {'on' if collector else 'off'}"
        print(f"  {label:33}{taken / unit:6.2f}×{taken * 1e3:8.1f}")


def measure_chain(workers: dict[str, Worker], rounds: int, longest: int) -> None:
    """Print the time a node of chains of 10⁴ operations and up: build, backward and free."""
    lengths = [10**power for power in range(4, 9) if 10**power <= longest]
    best: dict[tuple[str, bool, int], float] = {}
    failed: dict[tuple[str, bool, int], str] = {}
    for operations in lengths:
        expected: Any = None
        for _ in range(rounds if operations < 10**6 else max(2, rounds // 4)):
            for collector in (True, False):
                for name, peer in workers.items():
                    row = name, collector, operations
                    if any((name, collector, shorter) in failed for shorter in lengths):
                        continue
                    found = peer.ask("chain", operations=operations, gc=collector)
                    if found is None:
                        failed[row] = peer.missing
                        continue
                    expected = expected or found
                    for key in expected.keys() & found.keys() - {"seconds"}:
                        if not same(expected[key], found[key]):
                            raise SystemExit(f"{name}: {key} {found[key]}, expected {expected[key]}")
                    best[row] = min(found["seconds"], best.get(row, found["seconds"]))
    shown = "".join(f"{f'10^{len(str(n)) - 1}':>9}" for n in lengths)
    print(f"  {'ns/node':33}{'10^6 : 10^4':>12}{shown}")
    for name in workers:
        for collector in (True, False):
            times = [best.get((name, collector, n)) for n in lengths]
            at = dict(zip(lengths, times, strict=True))
            ratio = f"{at[10**6] / at[10**4] / 100:.2f}×" if at.get(10**6) and at.get(10**4) else "–"
            cells = "".join(f"{'–' if t is None else f'{t / n * 1e9:.0f}':>9}" for n, t in at.items())
            label = f"{name}, garbage collector {'on' if collector else 'off'}"
            print(f"  {label:33}{ratio:>12}{cells}")
    for (name, collector, operations), why in failed.items():
        if collector:
            print(f"  {name} fails at {operations:,}: {why}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.eager", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=8, help="how often each is timed")
    parser.add_argument("--longest", type=int, default=10**6, help="the longest chain (10000000 takes minutes)")
    parser.add_argument("--worker", choices=[*ENGINES, "floats"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        worker(given.worker)
        return
    workers = {name: Worker(name) for name in (*ENGINES, "floats")}
    everyone = list(workers.values())
    print(f"Python {sys.version.partition(' ')[0]}; least CPU time of {given.rounds} rounds")
    for task in TASKS:
        print(f"\n{task}")
        measure_step(workers, given.rounds, task)
    print("\nA chain of operations: build, backward, free")
    measure_chain(workers, given.rounds, given.longest)
    print("\nBytes a node (100,000 operations, tracemalloc)")
    for name, peer in workers.items():
        if name != "floats" and (taken := peer.ask("memory", operations=10**5)) is not None:
            print(f"  {name:12}{taken:6.0f}")
    for peer in everyone:
        peer.stop()


if __name__ == "__main__":
    main()
