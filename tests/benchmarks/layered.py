"""Networks written number by number, compiled, against NumPy by hand: part of `python -m tests.benchmarks.compiled`.

An MLP 784-128-10, a convolution (16×16, 4 filters 5×5, dense 10), both with softmax cross-entropy on 100 examples, and
the character transformer of tests/benchmarks/characters.py, one word recorded and 32 of its length run at once.

Ratios are of calls that follow a call of the same program, as in training; beside them stands what a call takes after
one of another's. The transformer on the engine that was chosen when all large graphs were a tape (ddf5c90, results the
same, in turn in one session, one thread, minima): 3.33 ms, and 0.59 ms now, 5.7 times less; in two other sessions 7.5
times less (5.08 and 0.68 ms), and 4.0 times where each call followed one of the other engine (5.03 and 1.26 ms).
"""

import random
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd import Value, compile
from autograd.engine.graph import order
from autograd.nn import Conv2d, Flatten, Linear, Module, ReLU, Sequential, cross_entropy
from tests.benchmarks.characters import LETTERS, Transformer

Call = Callable[[], Any]
CLASS = 1
"""The class that is right for every example: targets are part of the graph."""

ROUNDS, IN_A_ROW, MOST_SECONDS = 20, 4, 8.0


@dataclass
class Task:
    """A loss of one example, recorded: its inputs and parameters, and the examples to run it on."""

    name: str
    loss: Value
    inputs: list[Value]
    parameters: list[Value]
    X: Any
    by_hand: Call | None = None

    @property
    def theta(self) -> Any:
        """The parameters' numbers."""
        return np.array([p.data for p in self.parameters])


def classifier(name: str, model: Module, shape: tuple[int, ...], n: int, by_hand: Any) -> Task:
    """Softmax cross-entropy of a model on examples of a shape."""
    X = np.random.default_rng(0).normal(size=(n, int(np.prod(shape))))
    inputs = [Value(x) for x in X[0]]
    example = np.empty(shape, dtype=object)
    example.flat[:] = inputs
    task = Task(name, cross_entropy(model(example[None]), [CLASS]), inputs, model.parameters(), X)
    task.by_hand = by_hand(task)
    return task


def perceptron(n: int = 100) -> Task:
    """784-128-10."""
    rng = random.Random(0)
    model = Sequential(Linear(784, 128, rng=rng), ReLU(), Linear(128, 10, rng=rng))
    return classifier("MLP 784-128-10", model, (784,), n, perceptron_by_hand)


def perceptron_by_hand(task: Task) -> Call:
    """The same in NumPy, with its gradient."""
    theta, X, n = task.theta, task.X, len(task.X)
    W, b, V, c = (theta[a:z] for a, z in ((0, 100_352), (100_352, 100_480), (100_480, 101_760), (101_760, 101_770)))
    W, V, examples = W.reshape(128, 784), V.reshape(10, 128), np.arange(n)

    def call() -> Any:
        hidden = np.maximum(X @ W.T + b, 0.0)
        values, slopes = softmax_by_hand(hidden @ V.T + c, examples)
        to_hidden = (slopes @ V) * (hidden > 0)
        parts = to_hidden.T @ X, to_hidden.sum(axis=0), slopes.T @ hidden, slopes.sum(axis=0)
        return values, np.concatenate([part.ravel() for part in parts])

    return call


def convolution(n: int = 100) -> Task:
    """16×16, 4 filters 5×5, dense 10."""
    rng = random.Random(0)
    model = Sequential(Conv2d(1, 4, 5, rng=rng), ReLU(), Flatten(), Linear(4 * 12 * 12, 10, rng=rng))
    return classifier("convolution 16×16, 4 filters 5×5, dense 10", model, (1, 16, 16), n, convolution_by_hand)


def convolution_by_hand(task: Task) -> Call:
    """The same in NumPy, with its gradient: all windows beside each other, times the filters."""
    theta, n = task.theta, len(task.X)
    W, b, V, c = (theta[a:z] for a, z in ((0, 100), (100, 104), (104, 5864), (5864, 5874)))
    W, V, examples = W.reshape(4, 25), V.reshape(10, 4, 144), np.arange(n)
    images = task.X.reshape(n, 16, 16)

    def call() -> Any:
        seen = np.lib.stride_tricks.sliding_window_view(images, (5, 5), axis=(1, 2)).reshape(n * 144, 25)
        hidden = np.maximum(seen @ W.T + b, 0.0)
        flat = hidden.reshape(n, 576)
        weights = V.transpose(0, 2, 1).reshape(10, 576)  # as hidden has the filters last
        values, slopes = softmax_by_hand(flat @ weights.T + c, examples)
        to_hidden = (slopes @ weights).reshape(n * 144, 4) * (hidden > 0)
        to_weights = (slopes.T @ flat).reshape(10, 144, 4).transpose(0, 2, 1)
        parts = to_hidden.T @ seen, to_hidden.sum(axis=0), to_weights, slopes.sum(axis=0)
        return values, np.concatenate([part.ravel() for part in parts])

    return call


def softmax_by_hand(scores: Any, examples: Any) -> tuple[Any, Any]:
    """Softmax cross-entropy of each row, and the gradient of its mean by the scores."""
    scores -= scores.max(axis=1, keepdims=True)
    shares = np.exp(scores)
    totals = shares.sum(axis=1, keepdims=True)
    values = np.log(totals[:, 0]) - scores[:, CLASS]
    shares /= totals
    shares[examples, CLASS] -= 1.0
    shares /= len(scores)
    return values, shares


def transformer(length: int = 8, n: int = 32) -> Task:
    """Words of one length: each letter and each target as 27 columns, one of which is 1."""
    model = Transformer(rng=random.Random(0))
    rng = np.random.default_rng(0)
    X = np.concatenate(
        [np.eye(len(LETTERS))[rng.integers(0, len(LETTERS), (n, length))].reshape(n, -1) for _ in range(2)], axis=1
    )
    inputs = [Value(x) for x in X[0]]
    letters, targets = np.array(inputs, dtype=object).reshape(2, length, len(LETTERS))
    rows = letters @ model.letters.weight + model.places(np.arange(length))
    loss = cross_entropy(model.body(rows), targets)
    return Task(f"transformer, {n} words of {length} letters", loss, inputs, model.parameters(), X)


def contenders(task: Task) -> dict[str, Callable[[], Call]]:
    """The engines for large graphs, and NumPy by hand."""

    def engine(name: str) -> Callable[[], Call]:
        def prepare() -> Call:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of places that words of this length do not have
                program = compile(task.loss, task.inputs, task.parameters, engine=name)
            return lambda: program.value_and_grad(task.X, theta)

        return prepare

    theta = task.theta
    found = {f"autograd, {name}": engine(name) for name in ("products", "tape")}
    if task.by_hand is not None:
        found["NumPy by hand"] = lambda: task.by_hand  # type: ignore[return-value]
        found["torch, arrays"] = lambda: torch_arrays(task)
        found["jax.jit, arrays"] = lambda: jax_arrays(task)
    return found


def torch_arrays(task: Task) -> Call:
    """PyTorch on arrays, one thread."""
    import torch

    torch.set_num_threads(1)
    is_dense = task.name.startswith("MLP")
    kinds: Any = torch.nn
    layers = (
        [kinds.Linear(784, 128), kinds.ReLU(), kinds.Linear(128, 10)]
        if is_dense
        else [kinds.Conv2d(1, 4, 5), kinds.ReLU(), kinds.Flatten(), kinds.Linear(576, 10)]
    )
    model = kinds.Sequential(*layers).double()
    X = torch.tensor(task.X if is_dense else task.X.reshape(-1, 1, 16, 16))
    targets = torch.full((len(X),), CLASS)
    kinds.utils.vector_to_parameters(torch.tensor(task.theta), model.parameters())

    def call() -> Any:
        model.zero_grad()
        values = kinds.functional.cross_entropy(model(X), targets, reduction="none")
        values.mean().backward()
        return values.detach().numpy(), np.concatenate([p.grad.numpy().ravel() for p in model.parameters()])

    return call


def jax_arrays(task: Task) -> Call:
    """jax.jit on arrays."""
    import jax

    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy
    is_dense = task.name.startswith("MLP")
    X = jnp.asarray(task.X if is_dense else task.X.reshape(-1, 1, 16, 16))
    theta = jnp.asarray(task.theta)

    def loss(theta: Any, X: Any) -> Any:
        if is_dense:
            hidden = X @ theta[:100_352].reshape(128, 784).T + theta[100_352:100_480]
            V, c = theta[100_480:101_760].reshape(10, 128), theta[101_760:]
        else:
            seen = jax.lax.conv_general_dilated(X, theta[:100].reshape(4, 1, 5, 5), (1, 1), "VALID")
            hidden = (seen + theta[100:104].reshape(1, 4, 1, 1)).reshape(len(X), 576)
            V, c = theta[104:5864].reshape(10, 576), theta[5864:]
        scores = jnp.maximum(hidden, 0.0) @ V.T + c
        values = jax.nn.logsumexp(scores, axis=1) - scores[:, CLASS]
        return values.mean(), values

    run = jax.jit(jax.value_and_grad(loss, has_aux=True))

    def call() -> Any:
        (_, values), gradient = run(theta, X)
        return np.asarray(values), np.asarray(gradient)

    return call


def report(task: Task) -> None:
    """Measure in turn, and print a table; ratios are of CPU time, which others on the machine disturb less."""
    calls: dict[str, Call] = {}
    first: dict[str, float] = {}
    wanted = None
    for name, prepare in contenders(task).items():
        start = time.process_time()
        try:
            call = prepare()
        except (ImportError, ValueError) as refusal:
            print(f"{name}: {refusal}")
            continue
        values, gradient = call()
        first[name], calls[name] = time.process_time() - start, call
        wanted = wanted or (values, gradient)
        scale = np.abs(wanted[1]).max()
        assert np.allclose(values, wanted[0], rtol=1e-11), name
        assert np.allclose(gradient, wanted[1], rtol=1e-9, atol=1e-12 * scale), name
    best, after, spent = (
        dict.fromkeys(calls, float("inf")),
        dict.fromkeys(calls, float("inf")),
        dict.fromkeys(calls, 0.0),
    )
    for _ in range(ROUNDS):
        for name, call in calls.items():
            if spent[name] < MOST_SECONDS:
                first_one, *others = (seconds(call) for _ in range(IN_A_ROW))
                after[name], best[name] = min(after[name], first_one), min(best[name], *others)
                spent[name] += first_one + sum(others)
    one = "NumPy by hand" if task.by_hand else "autograd, products"
    nodes = sum(bool(node.inputs) for node in order(task.loss))
    print(f"\n{task.name}: {nodes:,} operations; 1.00 is {best[one] * 1e3:.2f} ms")
    print(f"{'':24}{'ratio':>9}{'ms a call':>12}{'after others':>14}{'first result, s':>17}")
    for name in sorted(best, key=best.__getitem__):
        row = f"{best[name] / best[one]:9.2f}{best[name] * 1e3:12.2f}{after[name] * 1e3:14.2f}{first[name]:17.3f}"
        print(f"{name:24}{row}")


def seconds(call: Call) -> float:
    """The CPU time of a call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def main() -> None:
    """Print all tables."""
    for build in (perceptron, convolution, transformer):
        report(build())
