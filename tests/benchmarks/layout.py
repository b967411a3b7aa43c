"""How long the layout takes, and `draw` of a large graph: `python -m tests.benchmarks.layout`.

Graphs like those of networks and of random computations, with and without labels on the edges. Times are minima of
processor time, so that others on the machine matter less.
"""

import random
import time

from autograd import Value, draw
from autograd.engine.graph import order
from autograd.nn import MLP
from autograd.pictures.layers import in_columns, layers
from autograd.pictures.layout import Box, Edge, layout

LIMITS = {200: 0.05, 2_000: 0.5, 20_000: 6.0}
"""Seconds allowed for so many boxes."""

LIMIT_OF_DRAW = 2.0
"""Seconds allowed for `draw` of 100,000 Values."""


def network(values: int) -> tuple[list[Box], list[Edge]]:
    """About this many boxes of a multilayer perceptron on one point, layers of equal width."""
    width = max(2, round((values / 9) ** 0.5))
    boxes: list[Box] = []
    edges: list[Edge] = []

    def box(*operands: int) -> int:
        edges.extend(Edge(operand, len(boxes), 70, 15) for operand in operands)
        boxes.append(Box(90, 50))
        return len(boxes) - 1

    outputs = [box() for _ in range(width)]
    while len(boxes) < values:
        following = []
        for _ in range(width):
            total = box()
            for inward in outputs:
                total = box(total, box(box(), inward))
            following.append(box(total))
        outputs = following
    return boxes, edges


def random_computation(values: int) -> tuple[list[Box], list[Edge]]:
    """So many boxes, a quarter of them leaves, operands mostly recent."""
    pick = random.Random(values)
    edges = []
    for target in range(values // 4, values):
        for _ in range(2):
            source = target - 1 - int(pick.expovariate(0.02)) if pick.random() < 0.8 else pick.randrange(target)
            edges.append(Edge(max(source, 0), target, 70, 15))
    return [Box(90, 50)] * values, edges


def chain(values: int) -> tuple[list[Box], list[Edge]]:
    """A chain whose every step uses its first box too."""
    edges = [Edge(source, target, 70, 15) for target in range(1, values) for source in (target - 1, 0)]
    return [Box(90, 50)] * values, edges


def large_graphs() -> list[tuple[str, Value]]:
    """Graphs of about 100,000 Values: a chain, a network on one point, a small network on many."""
    x = Value(0.5, "x")
    chain = x
    for step in range(50_000):
        chain = chain * x + 0.1 if step % 2 else chain.tanh()
    point = [Value(0.1 * number) for number in range(16)]
    wide = MLP(16, [128, 128, 64, 1], rng=random.Random(0))(point)
    model, pick = MLP(2, [16, 16, 1], rng=random.Random(0)), random.Random(1)
    batch = sum(((model([pick.random(), pick.random()]) - 1) ** 2 for _ in range(150)), Value(0.0))
    return [("chain", chain), ("wide network", wide), ("network, 150 points", batch)]


def main() -> None:
    """Print the time for each graph and whether it is within the limit."""
    print(f"{'draw':20} {'Values':>7} {'boxes':>7} {'seconds':>26} {'limit':>6}")
    for name, z in large_graphs():
        times = []
        for _ in range(3):
            start = time.process_time()
            boxes = len(draw(z).picture.nodes)
            draw(z).svg  # noqa: B018
            times.append((time.process_time() - start) / 2)
        verdict = "ok" if min(times) < LIMIT_OF_DRAW else "TOO SLOW"
        print(f"{name:20} {len(order(z)):7} {boxes:7} {min(times):26.3f} {LIMIT_OF_DRAW:6} {verdict}")
    print()
    print(f"{'graph':20} {'boxes':>7} {'edges':>7} {'slots':>8} {'labels':>6} {'seconds':>8} {'limit':>6}")
    for limit, seconds in LIMITS.items():
        for make in network, random_computation, chain:
            boxes, labelled = make(limit)
            for edges in labelled, [Edge(*edge[:2]) for edge in labelled]:
                times = []
                for _ in range(5 if limit < 10_000 else 2):
                    start = time.process_time()
                    layout(boxes, edges)
                    times.append(time.process_time() - start)
                has_labels = edges is labelled
                ends = [edge[:2] for edge in edges]
                slots = len(in_columns(layers(len(boxes), ends), ends, [has_labels] * len(edges)).before)
                print(
                    f"{make.__name__:20} {len(boxes):7} {len(edges):7} {slots:8} {'yes' if has_labels else 'no':>6} "
                    f"{min(times):8.3f} {seconds:6} {'ok' if min(times) < seconds else 'TOO SLOW'}"
                )


if __name__ == "__main__":
    main()
