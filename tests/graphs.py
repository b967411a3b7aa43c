"""Graphs that several tests use."""

import random
from collections.abc import Callable

from autograd import Value
from autograd.engine.codegen.python import OPS


def residual() -> Value:
    """W4: the residual block of the exercise sheet."""
    x0, w0, w1 = Value(1.0, "x0"), Value(0.5, "w0"), Value(-0.2, "w1")
    b0, b1 = Value(0.1, "b0"), Value(0.15, "b1")
    x1 = (x0 * w0 + b0).relu().named("x1")
    y1 = (x1 * w1 + b1).named("y1")
    return (y1 + x0).relu().named("z")


def neuron() -> Value:
    """tanh(w·x + b), the output unnamed."""
    w, x, b = Value(2, "w"), Value(1, "x"), Value(-1, "b")
    return (w * x + b).tanh()


def softmax_cross_entropy() -> Value:
    """Three logits, the second one's class; only h0 … h2 and L have names, and every exp is written anew."""
    h = [Value(number, f"h{i}") for i, number in enumerate((1.2, 2.1, 0.5))]
    return (-(h[1].exp() / sum(logit.exp() for logit in h)).log()).named("L")


def batch_norm() -> Value:
    """W3 with three samples and f = Σ c·y²; x − mu is written anew wherever it occurs."""
    x = [Value(number, f"x{i}") for i, number in enumerate((1.1, 2.2, 4.3))]
    gamma, beta = Value(1.5, "gamma"), Value(0.5, "beta")
    mu = (sum(x) / 3).named("mu")
    var = (sum((sample - mu) ** 2 for sample in x) / 3).named("var")
    hats = [((sample - mu) / (var + 0.01).sqrt()).named(f"xhat{i}") for i, sample in enumerate(x)]
    y = [(gamma * hat + beta).named(f"y{i}") for i, hat in enumerate(hats)]
    return sum(c * sample**2 for c, sample in zip((0.3, -1.2, 2.1), y, strict=True)).named("f")


def batch_norm_unnamed() -> Value:
    """The same with names for inputs only."""
    x = [Value(number, f"x{i}") for i, number in enumerate((1.1, 2.2, 4.3))]
    gamma, beta = Value(1.5, "gamma"), Value(0.5, "beta")
    mu = sum(x) / 3
    var = sum((sample - mu) ** 2 for sample in x) / 3
    y = [gamma * (sample - mu) / (var + 0.01).sqrt() + beta for sample in x]
    return sum(c * sample**2 for c, sample in zip((0.3, -1.2, 2.1), y, strict=True))


def wide_neuron() -> Value:
    """Seventeen inputs."""
    sums = sum((Value(i / 70, f"w{i}") * Value(i / 5 - 1, f"x{i}") for i in range(17)), Value(0.5, "b"))
    return sums.tanh().named("out")


def long_names() -> Value:
    """Names that leave no room for anything."""
    a, b = Value(2.0, "a" * 10_000), Value(3.0, "line\nbreak\x00 and ‮ turn")
    return ((a * b + a).exp() / (a + b) ** 2).named("<script>" * 20)


def unnamed() -> Value:
    """Nothing has a name, and one leaf is used over and over."""
    x, y = Value(0.5), Value(1.0)
    chain = x
    for _ in range(40):
        chain = y * chain + x
    return chain


EXAMPLES: list[Callable[[], Value]] = [
    residual,
    neuron,
    softmax_cross_entropy,
    batch_norm,
    batch_norm_unnamed,
    wide_neuron,
    long_names,
    unnamed,
]

SMOOTH = [rule for rule in OPS.values() if None not in rule.derivatives and rule.name not in ("pow", "exp", "div")]


def random_graph(seed: int, size: int = 40) -> tuple[Value, list[Value]]:
    """A random graph of about that many operations, some of its Values named, and its leaves."""
    rng = random.Random(seed)
    leaves = [Value(rng.uniform(0.2, 2.0), f"x{i}" if i % 2 else None) for i in range(4)]
    nodes = list(leaves)
    for count in range(size):
        rule = rng.choice(SMOOTH)
        operands = [rng.choice(nodes[-8:] + leaves) for _ in rule.letters]
        if rule.name in ("log", "log2", "sqrt"):
            operands = [operands[0] * operands[0] + 0.5]
        node = rule(*operands)
        if rng.random() < 0.2:
            node = node * rng.choice([2, 0.5, -1, 1, 0])
        if abs(node.data) > 50:
            node = node.tanh()
        nodes.append(node.named(f"n{count}") if rng.random() < 0.3 else node)
    total = sum(nodes[-6:], Value(0.0, "zero"))
    return total, leaves
