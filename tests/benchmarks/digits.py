"""scikit-learn's 8×8 digits with MLP 64-16-10, trained number by number.

    python -m tests.benchmarks.digits [--epochs N] [--examples N]

Prints loss and held-out accuracy after each epoch; needs scikit-learn (extra `notebooks`).
"""

import argparse
import random
import time
from typing import Any

import numpy as np

from autograd import no_grad
from autograd.nn import Linear, ReLU, Sequential, cross_entropy
from autograd.optim import Adam
from autograd.training import History, fit


def digits(held_out: int = 360) -> tuple[Any, Any, Any, Any]:
    """Images (64 numbers from 0 to 1) and labels for training, and those held out, shuffled by a fixed seed."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    drawn = np.random.default_rng(0).permutation(len(bunch.target))
    X, y = bunch.data[drawn] / 16, bunch.target[drawn]
    return X[held_out:], y[held_out:], X[:held_out], y[:held_out]


def network(seed: int = 0) -> Sequential:
    """64-16-10."""
    rng = random.Random(seed)
    return Sequential(Linear(64, 16, rng=rng), ReLU(), Linear(16, 10, rng=rng))


def accuracy(model: Sequential, X: Any, y: Any) -> float:
    """The share of examples whose largest score is that of their label."""
    with no_grad():
        scores = model(X).astype(float)
    return float((scores.argmax(axis=1) == y).mean())


def main() -> None:
    """Train, and print what is reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.digits", description=__doc__.partition("\n")[0])
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--examples", type=int, default=1437, help="how many to train on")
    given = parser.parse_args()
    X, y, held_X, held_y = digits()
    X, y = X[: given.examples], y[: given.examples]
    model = network()
    started = time.perf_counter()

    def report(history: History) -> None:
        taken = time.perf_counter() - started
        print(
            f"epoch {history.epochs}: loss {history.loss[-1]:.3f}, held-out accuracy "
            f"{accuracy(model, held_X, held_y):.1%}, {taken:.0f} s",
            flush=True,
        )

    fit(
        *(model, cross_entropy, X, y, Adam(model, lr=0.01), given.epochs),
        batch_size=16,
        rng=random.Random(0),
        callbacks=[report],
        progress=False,
    )


if __name__ == "__main__":
    main()
