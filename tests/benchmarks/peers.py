"""The loss of a network, value and gradient, by other means: by hand in C, NumPy and numba, and by other libraries.

Each contender is a function of a `Problem` that prepares (compiles) and returns a function without arguments that
computes once: (values (n,), gradient (p,) of their mean). Where a library is missing it raises ImportError,
where the problem is not for it Declined.
"""

import ctypes
import importlib
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

PENALTY = 1e-4
HERE = Path(__file__).parent

Result = tuple[np.ndarray, np.ndarray]
Call = Callable[[], Result]


class Declined(Exception):
    """A contender cannot take part; the message says why."""


@dataclass(frozen=True)
class Problem:
    """Max-margin loss plus 1e-4·|theta|² of a ReLU network with these sizes, on rows (inputs …, label) of X."""

    sizes: tuple[int, ...]
    X: np.ndarray
    theta: np.ndarray

    @classmethod
    def of(cls, sizes: tuple[int, ...], n: int) -> "Problem":
        """A network with random parameters and two noisy half moons, always the same."""
        rng = np.random.default_rng(1337)
        count = sum((a + 1) * b for a, b in pairwise(sizes))
        scale = 1 / np.sqrt(max(sizes) / 16)
        theta = rng.uniform(-1, 1, count) * scale
        angle, label = rng.uniform(0, np.pi, n), rng.choice([-1.0, 1.0], n)
        moons = np.stack([label * np.cos(angle) + (label < 0), label * np.sin(angle) + (label < 0) * 0.5], axis=1)
        return cls(sizes, np.column_stack([moons + 0.1 * rng.normal(size=(n, 2)), label]), theta)

    def layers(self, theta: np.ndarray) -> list[np.ndarray]:
        """One matrix for each layer, a row for each neuron, its bias last: views of theta."""
        found, start = [], 0
        for a, b in pairwise(self.sizes):
            found.append(theta[start : start + (a + 1) * b].reshape(b, a + 1))
            start += (a + 1) * b
        return found


def numpy_by_hand(problem: Problem) -> Call:
    """Matrix products, and the backward pass written out."""
    theta, layers = problem.theta, problem.layers(problem.theta)
    x, label = np.ascontiguousarray(problem.X[:, :-1]), problem.X[:, -1]
    weights, biases = [layer[:, :-1] for layer in layers], [layer[:, -1] for layer in layers]

    def call() -> Result:
        outputs = [x]
        for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
            outputs.append(np.maximum(outputs[-1] @ weight.T + bias, 0.0))
        slack = 1.0 - label * (outputs[-1] @ weights[-1].T + biases[-1])[:, 0]
        values = np.maximum(slack, 0.0) + PENALTY * (theta @ theta)
        gradient = np.empty_like(theta)
        upstream = np.where(slack > 0, -label / len(label), 0.0)[:, None]
        for place, slot in reversed(list(enumerate(problem.layers(gradient)))):
            slot[:, :-1] = upstream.T @ outputs[place]
            slot[:, -1] = upstream.sum(0)
            if place:
                upstream = np.where(outputs[place] > 0, upstream @ weights[place], 0.0)
        gradient += 2 * PENALTY * theta
        return values, gradient

    return call


def c_by_hand(function: str, lanes: int) -> Callable[[Problem], Call]:
    """A function of standard_loss.c, compiled by gcc for this machine."""

    def prepare(problem: Problem) -> Call:
        if problem.sizes != (2, 16, 16, 1):
            raise Declined("written for the standard loss only")
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder, "standard_loss.so")
            flags = ["-O3", "-march=native", "-shared", "-fPIC", f"-DLANES={lanes}"]
            try:
                subprocess.run(["gcc", *flags, str(HERE / "standard_loss.c"), "-o", str(library)], check=True)
            except FileNotFoundError:
                raise Declined("gcc is not installed") from None
            run = getattr(ctypes.CDLL(str(library)), function)
        run.argtypes, run.restype = [ctypes.c_long] + [ctypes.c_void_p] * 4, None
        X, values, gradient = np.ascontiguousarray(problem.X), np.empty(len(problem.X)), np.empty(len(problem.theta))
        arrays = (X, problem.theta, values, gradient)
        pointers = [ctypes.c_void_p(array.ctypes.data) for array in arrays]  # prepared: C pays for the call alone

        def call() -> Result:
            run(len(X), *pointers)
            return values, gradient

        return call

    return prepare


def numba_by_hand(problem: Problem) -> Call:
    """Plain loops over samples and neurons, for any network."""
    numba = importlib.import_module("numba")
    sizes, X, theta = np.array(problem.sizes), problem.X, problem.theta

    @numba.njit(fastmath=False)
    def loss(X, theta, sizes, values, gradient):  # type: ignore[no-untyped-def]
        depth, width = len(sizes) - 1, sizes.max()
        outputs, upstream = np.zeros((depth + 1, width)), np.zeros((depth + 1, width))
        penalty = 0.0
        for p in range(len(theta)):
            penalty += theta[p] * theta[p]
            gradient[p] = 0.0
        for s in range(len(X)):
            for i in range(sizes[0]):
                outputs[0, i] = X[s, i]
            start = 0
            for layer in range(depth):
                for i in range(sizes[layer + 1]):
                    total = theta[start + sizes[layer]]
                    for j in range(sizes[layer]):
                        total += theta[start + j] * outputs[layer, j]
                    outputs[layer + 1, i] = total if total > 0 or layer == depth - 1 else 0.0
                    start += sizes[layer] + 1
            label = X[s, sizes[0]]
            slack = 1 - label * outputs[depth, 0]
            values[s] = max(slack, 0.0) + PENALTY * penalty
            if slack <= 0:
                continue
            upstream[depth, 0] = -label
            for layer in range(depth - 1, -1, -1):
                start -= (sizes[layer] + 1) * sizes[layer + 1]
                for j in range(sizes[layer]):
                    upstream[layer, j] = 0.0
                for i in range(sizes[layer + 1]):
                    d, row = upstream[layer + 1, i], start + i * (sizes[layer] + 1)
                    if layer < depth - 1 and outputs[layer + 1, i] <= 0:
                        continue
                    gradient[row + sizes[layer]] += d
                    for j in range(sizes[layer]):
                        gradient[row + j] += d * outputs[layer, j]
                        upstream[layer, j] += d * theta[row + j]
        for p in range(len(theta)):
            gradient[p] = gradient[p] / len(X) + 2 * PENALTY * theta[p]

    def call() -> Result:
        values, gradient = np.empty(len(X)), np.empty(len(theta))
        loss(X, theta, sizes, values, gradient)
        return values, gradient

    return call


def jax_jit(problem: Problem) -> Call:
    """value_and_grad of array code."""
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    jnp = jax.numpy

    def loss(theta, X):  # type: ignore[no-untyped-def]
        values = _array_loss(problem, theta, X[:, :-1], X[:, -1], lambda x: jnp.maximum(x, 0.0))
        return values.mean(), values

    run = jax.jit(jax.value_and_grad(loss, has_aux=True))
    X, theta = jnp.asarray(problem.X), jnp.asarray(problem.theta)

    def call() -> Result:
        (_, values), gradient = run(theta, X)
        return np.asarray(values), np.asarray(gradient)

    return call


def _array_loss(problem, theta, x, label, relu):  # type: ignore[no-untyped-def]
    """The values, in any library whose arrays behave like NumPy's."""
    start, last = 0, len(problem.sizes) - 2
    for place, (a, b) in enumerate(pairwise(problem.sizes)):
        layer = theta[start : start + (a + 1) * b].reshape((b, a + 1))
        start += (a + 1) * b
        x = x @ layer[:, :-1].T + layer[:, -1]
        x = x if place == last else relu(x)
    return relu(1.0 - label * x[:, 0]) + PENALTY * (theta * theta).sum()


def torch_arrays(compiled: bool) -> Callable[[Problem], Call]:
    """backward() of array code, one thread; of the same compiled by torch.compile, which takes half a minute."""

    def prepare(problem: Problem) -> Call:
        torch = importlib.import_module("torch")
        torch.set_num_threads(1)
        X, theta = torch.tensor(problem.X), torch.tensor(problem.theta, requires_grad=True)

        def loss(theta, X):  # type: ignore[no-untyped-def]
            return _array_loss(problem, theta, X[:, :-1], X[:, -1], torch.relu)

        run = torch.compile(loss, dynamic=False) if compiled else loss

        def call() -> Result:
            theta.grad = None
            values = run(theta, X)
            values.mean().backward()
            return values.detach().numpy(), theta.grad.numpy()

        return call

    return prepare


def pytensor_arrays(problem: Problem) -> Call:
    """A compiled function of array code."""
    pytensor = importlib.import_module("pytensor")
    tensor = importlib.import_module("pytensor.tensor")
    X, theta = tensor.dmatrix(), tensor.dvector()
    values = _array_loss(problem, theta, X[:, :-1], X[:, -1], lambda x: tensor.maximum(x, 0.0))
    run = pytensor.function([theta, X], [values, pytensor.grad(values.mean(), theta)])

    def call() -> Result:
        found, gradient = run(problem.theta, problem.X)
        return found, gradient

    return call


def casadi_graph(compiled: bool) -> Callable[[Problem], Call]:
    """The scalar graph (SX) of one sample, mapped over the samples: on CasADi's machine, or by gcc from its C."""

    def prepare(problem: Problem) -> Call:
        casadi = importlib.import_module("casadi")
        if len(problem.theta) > 10_000:
            raise Declined("too slow for a graph of this size")
        row, theta = casadi.SX.sym("row", problem.X.shape[1]), casadi.SX.sym("theta", len(problem.theta))
        x, start = row[:-1], 0
        for place, (a, b) in enumerate(pairwise(problem.sizes)):
            layer = casadi.reshape(theta[start : start + (a + 1) * b], a + 1, b).T
            start += (a + 1) * b
            x = layer[:, :-1] @ x + layer[:, -1]
            x = x if place == len(problem.sizes) - 2 else casadi.fmax(x, 0)
        value = casadi.fmax(1 - row[-1] * x, 0) + PENALTY * casadi.dot(theta, theta)
        run = casadi.Function("loss", [row, theta], [value, casadi.gradient(value, theta)])
        n = len(problem.X)
        mapped = run.map("batch", "serial", n, [1], [1]) if n > 1 else run  # theta is shared, gradients are summed
        if compiled:
            mapped = _by_gcc(mapped, casadi)
        columns, parameters = casadi.DM(problem.X.T), casadi.DM(problem.theta)

        def call() -> Result:
            values, gradient = mapped(columns, parameters)
            return values.full().ravel(), gradient.full().ravel() / n

        return call

    return prepare


def _by_gcc(function, casadi):  # type: ignore[no-untyped-def]
    """A CasADi function as machine code, from the C it writes."""
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "batch.c"), Path(folder, "batch.so")
        generator = casadi.CodeGenerator(source.name)
        generator.add(function)
        generator.generate(f"{folder}/")
        subprocess.run(["gcc", "-O3", "-march=native", "-shared", "-fPIC", source, "-o", library], check=True)
        return casadi.external(function.name(), str(library))


CONTENDERS: dict[str, Callable[[Problem], Call]] = {
    "C by hand, tiled": c_by_hand("tiled", 4),
    "C by hand, tiled, 8 lanes": c_by_hand("tiled", 8),
    "C by hand, lanes": c_by_hand("lanes", 4),
    "C by hand, 8 lanes": c_by_hand("lanes", 8),
    "C by hand, plain loops": c_by_hand("plain", 4),
    "numba by hand": numba_by_hand,
    "NumPy by hand": numpy_by_hand,
    "jax.jit": jax_jit,
    "pytensor": pytensor_arrays,
    "torch eager": torch_arrays(compiled=False),
    "torch compiled": torch_arrays(compiled=True),
    "CasADi VM": casadi_graph(compiled=False),
    "CasADi compiled by gcc": casadi_graph(compiled=True),
}
"""Everything this project's engines are measured against, by name."""
