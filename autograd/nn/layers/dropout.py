"""Dropout: numbers that are left out at random in training."""

import random
from typing import Any

from autograd.engine.arguments import setting
from autograd.nn.modules.arrays import on_arrays
from autograd.nn.modules.calls import OnNumbers
from autograd.nn.modules.holdings import Shape
from autograd.support.lazy import np


class Dropout(OnNumbers):
    """In training each entry is 0 with probability `p`, and 1/(1 − p) times itself otherwise; in use nothing changes.

    Takes any shape. `rng` decides (default: the module `random`); give `fit` the same one to have it in a checkpoint.
    ValueError for a `p` outside 0 to 1. Source: Srivastava et al. (2014).

    >>> import random
    >>> from autograd.nn import Dropout
    >>> layer = Dropout(0.5, rng=random.Random(0))
    >>> [y.data for y in layer([1.0, 2.0, 3.0, 4.0])]
    [2.0, 4.0, 0.0, 0.0]
    >>> [y.data for y in layer.eval()([1.0, 2.0, 3.0, 4.0])]
    [1.0, 2.0, 3.0, 4.0]
    """

    def __init__(self, p: float = 0.5, rng: random.Random | None = None) -> None:
        self.p = setting(p, "Dropout", "p", most=1.0)
        self._rng = rng

    @property
    def draws(self) -> bool:
        """Whether a call draws random numbers."""
        return self.training and self.p > 0

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The entries that stay, scaled, and 0 for the others."""
        return dropped(x, self.p, self._rng) if self.draws else x

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        return shape

    def __repr__(self) -> str:
        return f"Dropout({self.p:g})"


def dropped(x: Any, p: float, rng: random.Random | None) -> Any:
    """An array of Values, each 0 with probability p, else 1/(1 − p) times itself."""
    draw = random.random if rng is None else rng.random
    scales = np.array([0.0 if draw() < p else 1 / (1 - p) for _ in range(x.size)], dtype=float)
    return x * scales.reshape(x.shape)
