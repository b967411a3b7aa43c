"""Whether the native core and pure Python give the same, bit for bit: numbers, gradients, and what errors say.

    python -m tests.benchmarks.parity [--cases N]

Each engine runs in a process of its own over the same random cases: every operation as function, method and operator on
ordinary and extreme numbers; random graphs with everything that hangs on them; graphs that `grad` makes; inside
`no_grad`; with anomalies ignored and raised. One hash of all results each; the exit code is 1 where they differ.
"""

import argparse
import copy
import hashlib
import math
import operator
import os
import pickle
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from fractions import Fraction
from typing import Any

from autograd import OPS, Value, anomalies, explain, grad, no_grad
from autograd.engine.graph import order
from autograd.engine.native import in_use

EXTREME = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.0,
    0.5,
    -0.5,
    1e308,
    -1e308,
    1e-308,
    5e-324,
    710.0,
    -750.0,
    math.inf,
    -math.inf,
    math.nan,
]
UNUSUAL = [3, -2, 0, 10**20, 10**400, True, Fraction(1, 3), "2", None, 1j, [1.0]]
WORD = struct.Struct("d")


def bits(number: float) -> bytes:
    """A number's bits; those of NaN may differ."""
    return WORD.pack(number) if number == number else b"nan"


def state(nodes: list[Any]) -> bytes:
    """All that can be seen of Values."""
    return b"".join(
        bits(node.data)
        + bits(node.grad)
        + bytes([node.has_grad, node.is_constant])
        + repr((node.name, node.op)).encode()
        for node in nodes
    )


def number(rng: random.Random) -> Any:
    """An ordinary or an extreme number, seldom something else."""
    choice = rng.random()
    return rng.choice(UNUSUAL) if choice < 0.1 else rng.choice(EXTREME) if choice < 0.5 else rng.uniform(-4, 4)


def single(rng: random.Random) -> bytes:
    """One operation and its backward pass."""
    rule = rng.choice(list(OPS.values()))
    given = [number(rng) for _ in rule.letters]
    operands = [Value(x) if isinstance(x, float) and rng.random() < 0.7 else x for x in given]
    if not any(isinstance(operand, Value) for operand in operands):
        place = rng.randrange(len(operands))
        operands[place] = Value(given[place])
    if rule.method and rng.random() < 0.5:
        y = getattr(operator, rule.method)(*operands)
    elif isinstance(operands[0], Value) and rng.random() < 0.5:
        y = getattr(operands[0], rule.name)(*operands[1:])
    elif rule.parameters and rng.random() < 0.5:
        y = rule(*operands, **dict.fromkeys(rule.parameters, 0.3))
    else:
        y = rule(*operands)
    if not isinstance(y, Value):
        return repr(y).encode()
    y.backward(*([] if rng.random() < 0.5 else [number(rng)]))
    return state(order(y))


def graph(rng: random.Random) -> bytes:
    """A random graph whose leaves change, whose nodes are named, made by hand, copied and pickled."""
    values = [Value(number(rng) if rng.random() < 0.1 else rng.uniform(-2, 2)) for _ in range(4)]
    for place in range(30):
        rule = rng.choice(list(OPS.values()))
        values.append(rule(*[rng.choice(values[-8:]) for _ in rule.letters]))
        if rng.random() < 0.1:
            values[-1].name = f"v{place}"
        if rng.random() < 0.1:
            rng.choice(values).data = rng.uniform(-2, 2)
        if rng.random() < 0.1:
            values.append(Value(rng.uniform(-1, 1), tuple(values[-3:]), (1.0, -2.0, 0.5)))
        if rng.random() < 0.1:
            values[-1].note = place
    root = values[-1]
    root.backward()
    root.backward(-0.5)
    copies = [copy.copy(root), copy.deepcopy(root), pickle.loads(pickle.dumps(root))]
    own = sorted(
        (name, held) for name, held in vars(root).items() if not name.startswith("_")
    )  # natively a rule by hand, too
    text = str(explain(root)) if rng.random() < 0.02 else ""
    return state(values) + b"".join(state(order(each)) for each in copies) + f"{own} {text}".encode()


def gradients(rng: random.Random) -> bytes:
    """The graphs that `grad` makes, of a random graph and of its first gradient; seldom one tampered with."""
    xs = [Value(rng.choice([rng.uniform(-2, 2), 0.0, 1.0, 2.0, -1.0]), f"x{i}") for i in range(3)]
    values = [*xs, Value(1.5).detach()]
    for _ in range(rng.randrange(1, 20)):
        rule = rng.choice(list(OPS.values()))
        if rule.parameters and rng.random() < 0.5:
            rule = rule.with_parameters(*[0.5] * len(rule.parameters))
        operands = [rng.choice(values[-6:] + xs) for _ in rule.letters]
        if len(operands) == 2 and rng.random() < 0.3:
            operands[rng.randrange(2)] = rng.choice([2, 3.0, -1, 0.5, 0])
        with anomalies("ignore"):
            values.append(rule(*operands))
    if rng.random() < 0.05:
        values.append(values[-1] * Value(3.0, (values[-1], xs[0]), (1.0, 2.0)))
    if rng.random() < 0.05:
        xs[0].data = 7.0
    if rng.random() < 0.1:
        xs[1].is_constant = True
    found = grad(values[-1], [*xs, rng.choice(values), xs[0]])
    return shape(found) + shape(grad(found[0], xs))


def shape(roots: list[Any]) -> bytes:
    """A graph's Values in order, and which are whose operands."""
    nodes = order(*roots)
    places = {id(node): place for place, node in enumerate(nodes)}
    edges = [[places[id(operand)] for operand in node.inputs] for node in [*nodes, *roots]]
    return state(nodes) + repr((edges, [places[id(root)] for root in roots])).encode()


def digest(cases: int) -> str:
    """The hash of all results, and how many of which errors there were."""
    rng, found = random.Random(), hashlib.sha256()
    errors: dict[str, int] = {}
    kinds: list[Callable[[random.Random], bytes]] = [single, single, single, single, graph, gradients]
    for mode in ("ignore", "raise"):
        with anomalies(mode):
            for case in range(cases // 2):
                rng.seed(f"{mode} {case}")  # so that one difference does not shift all that follow
                try:
                    with no_grad() if rng.random() < 0.1 else nullcontext():
                        result = rng.choice(kinds)(rng)
                except Exception as fault:  # whatever it is: both must say the same
                    result = f"{type(fault).__name__}: {fault}".encode()
                    errors[type(fault).__name__] = errors.get(type(fault).__name__, 0) + 1
                found.update(result)
    return f"{found.hexdigest()[:24]} {dict(sorted(errors.items()))}"


def of_engine(pure: bool, cases: int) -> tuple[str, str]:
    """Which engine answered, and its hash."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.parity", "--engine", "--cases", str(cases)],
        env={**os.environ, "AUTOGRAD_PURE": "1" if pure else ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    engine, result = done.stdout.splitlines()
    return engine, result


def main() -> int:
    """Compare and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.parity", description=__doc__.partition("\n")[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--engine", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.engine:
        print(in_use, digest(given.cases), sep="\n")
        return 0
    found = [of_engine(pure, given.cases) for pure in (True, False)]
    for engine, result in found:
        print(f"{engine:40} {given.cases:,} cases {result}")
    return 0 if found[0][1] == found[1][1] else 1


if __name__ == "__main__":
    sys.exit(main())
