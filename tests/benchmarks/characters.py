"""A tiny character-level transformer, trained number by number on the words of tests/words.txt.

    python -m tests.benchmarks.characters [--steps N]

One layer, 16 wide, 4 heads, causal attention, RMS norms, residuals. Predicts each next letter; knowing nothing costs
log 27 = 3.30 a letter. Prints the loss on the way, and words of its own at the end.
"""

import argparse
import math
import random
import time
from pathlib import Path
from typing import Any

import numpy as np

from autograd import no_grad
from autograd.nn import (
    Attention,
    Embedding,
    Linear,
    Module,
    ReLU,
    Residual,
    RMSNorm,
    Sequential,
    cross_entropy,
    softmax,
)
from autograd.nn.functional.functions import total
from autograd.optim import Adam, LinearLR

LETTERS = ".abcdefghijklmnopqrstuvwxyz"  # the full stop is where a word begins and ends
WORDS = (Path(__file__).parent.parent / "words.txt").read_text().split()


class Transformer(Module):
    """Letters so far in, scores for the next letter at each place out."""

    def __init__(self, features: int = 16, heads: int = 4, longest: int = 12, rng: random.Random | None = None) -> None:
        self.letters = Embedding(len(LETTERS), features, rng=rng)
        self.places = Embedding(longest, features, rng=rng)
        self.body = Sequential(
            RMSNorm(features),
            Residual(Sequential(RMSNorm(features), Attention(features, heads, causal=True, rng=rng)), activation=None),
            Residual(
                Sequential(
                    RMSNorm(features),
                    Linear(features, 4 * features, rng=rng),
                    ReLU(),
                    Linear(4 * features, features, rng=rng),
                ),
                activation=None,
            ),
            RMSNorm(features),
            Linear(features, len(LETTERS), rng=rng),
        )
        for part in self.letters, self.places, self.body[4]:  # scores near 0: to begin with, it knows nothing
            for weight in part.parameters():
                weight.data *= 0.1

    def forward(self, letters: Any) -> Any:
        """Letters as numbers, one word."""
        return self.body(self.letters(letters) + self.places(np.arange(len(letters))))


def numbered(word: str) -> Any:
    """A word as numbers, with its beginning and end."""
    return np.array([LETTERS.index(letter) for letter in f".{word}."])


def loss_of(model: Module, words: list[str]) -> Any:
    """The mean cost of a letter, each word costing as much as any other."""
    costs = [cross_entropy(model(letters[:-1]), letters[1:]) for letters in map(numbered, words)]
    return total(costs) / len(costs)


def train(model: Module, steps: int, rng: random.Random, batch: int = 4) -> list[float]:
    """Train on words drawn by `rng`; gives the loss of each step."""
    optimizer = Adam(model, lr=0.02, betas=(0.85, 0.99))
    schedule = LinearLR(optimizer, 1.0, 0.1, total_iters=steps)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_of(model, rng.sample(WORDS, batch))
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.data)
    return losses


def invented(model: Module, rng: random.Random) -> str:
    """A word drawn letter by letter from what the model expects."""
    word = ""
    with no_grad():
        while len(word) < 11:
            scores = model(numbered(word)[:-1])[-1]
            shares = [float(share) for share in softmax(scores)]
            (letter,) = rng.choices(LETTERS, shares)
            if letter == ".":
                break
            word += letter
    return word


def main() -> None:
    """Train, and print loss and inventions."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.characters", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--steps", type=int, default=200)
    given = parser.parse_args()
    rng = random.Random(0)
    model = Transformer(rng=rng)
    with no_grad():
        before = loss_of(model, WORDS).data
    print(f"{len(model.parameters()):,} parameters, {len(WORDS)} words; knowing nothing costs {math.log(27):.2f}")
    print(f"before: {before:.3f} a letter")
    started = time.perf_counter()
    losses = train(model, given.steps, rng)
    with no_grad():
        after = loss_of(model, WORDS).data
    print(f"after {given.steps} steps, {time.perf_counter() - started:.0f} s: {after:.3f} a letter on all words")
    for start in range(0, len(losses), max(1, len(losses) // 10)):
        part = losses[start : start + max(1, len(losses) // 10)]
        print(f"  steps {start + 1:4} to {start + len(part):4}: {sum(part) / len(part):.3f}")
    print("words of its own:", ", ".join(invented(model, rng) for _ in range(10)))


if __name__ == "__main__":
    main()
