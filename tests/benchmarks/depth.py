"""What a test does with a sample, at its full size: `python -m tests.benchmarks.depth [NAME=SIZE …]`.

Long sums to JSON and back, records of a deep graph, solutions of 100,000 operations as text, copies of a chain a
million operations deep. Prints what each took.
"""

import copy
import pickle
import random
import re
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from autograd import Steps, Value, explain, steps
from autograd.engine.graph import order


def sum_of_products(operations: int) -> Value:
    """s + w1·0.7 + w2·0.7 + …"""
    y = Value(0.3, "s")
    rng = random.Random(1)
    for place in range(operations // 2):
        y = y + Value(rng.uniform(-1, 1), f"w{place}") * 0.7
    return y


def tanh_chain(operations: int) -> Value:
    """tanh of tanh of tanh …"""
    y = Value(0.5, "x")
    for _ in range(operations):
        y = y.tanh()
    return y


def written(build: Callable[[int], Value], operations: int) -> None:
    """A solution has all its lines, those of the backward pass too."""
    y = build(operations)
    page = str(explain(y))
    assert page.count("∂f/∂") >= operations // 2


Way = Callable[[Any], Any]


def json_of_a_sum(terms: int) -> None:
    """The records of a sum are the same after JSON."""
    text = steps(sum((Value(0.1 * i, f"x{i}") for i in range(terms)), Value(0.0))).to_json()
    assert Steps.from_json(text).to_json() == text


def deep_graph(statements: int) -> None:
    """Statements that each use the one before and a leaf: their records and their explanation, without recursion."""
    x = Value(1.0, "x")
    y = x
    for _ in range(statements):
        y = y * 1.0001 + x
    assert steps(y).backward[-1].operand == "x"
    assert re.search(r"(\d{4}) uses: directly, through t\d{4}, …, through t1$", str(explain(y)))


def copied_chain(operations: int, way: Way = lambda root: pickle.loads(pickle.dumps(root))) -> None:
    """A chain has the same gradients when it was copied."""
    x, y = Value(1.0), Value(0.0)
    chain = x
    for _ in range(operations // 2):
        chain = chain * x + y
    again = way(chain)
    again.backward()
    leaves = [node for node in order(again) if not node.inputs]
    assert [leaf.grad for leaf in leaves] == [operations / 2 + 1, operations / 2]


FULL: dict[str, tuple[Callable[[int], None], int]] = {
    "json": (json_of_a_sum, 10_000),
    "deep": (deep_graph, 5_000),
    "sums": (partial(written, sum_of_products), 100_000),
    "tanh": (partial(written, tanh_chain), 100_000),
    "pickle": (copied_chain, 1_000_000),
    "deepcopy": (lambda operations: copied_chain(operations, copy.deepcopy), 1_000_000),
}


def main() -> None:
    """Run all, or those named, and print how long each took."""
    asked = dict(word.partition("=")[::2] for word in sys.argv[1:]) or dict.fromkeys(FULL, "")
    for name, size in asked.items():
        run, full = FULL[name]
        began = time.process_time()
        run(int(size or full))
        print(f"{name:9} {int(size or full):9,}: as it must be, in {time.process_time() - began:.1f} s of CPU time")


if __name__ == "__main__":
    main()
