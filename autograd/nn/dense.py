"""Layers that connect everything with everything, and what stands between those and images or words."""

import math
import random
from typing import Any

import numpy as np

from autograd.nn.arrays import on_arrays, refused
from autograd.nn.counting import dense_multiplies
from autograd.nn.holdings import Shape, size
from autograd.nn.module import Module, uniform
from autograd.nn.perceptron import width


class Linear(Module):
    """x Wᵀ + b: `inputs` numbers in, `outputs` numbers out, for each row of x; without b if `bias` is false.

    `weight` has the shape (outputs, inputs), as in PyTorch, `bias` (outputs,); both are drawn from ±1/√inputs.

    >>> layer = Linear(2, 3, rng=random.Random(0))
    >>> np.shape(layer([[1.0, 2.0], [0.0, 1.0]]))
    (2, 3)
    """

    weight: Any
    bias: Any

    def __init__(self, inputs: int, outputs: int, bias: bool = True, rng: random.Random | None = None) -> None:
        self.inputs = width(inputs, "Linear", "inputs")
        self.outputs = width(outputs, "Linear", "outputs")
        draw = uniform(1 / math.sqrt(inputs))
        both = {"weight": ((outputs, inputs), draw), "bias": ((outputs,), draw)}
        if not bias:
            self.bias = None
            del both["bias"]
        self.declare(rng, **both)

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The outputs, in the last axis."""
        self.output_shape(x.shape)
        rows = x @ self.weight.T
        return rows if self.bias is None else rows + self.bias

    def output_shape(self, shape: Shape) -> Shape:
        """The same but for the last axis."""
        if not shape or shape[-1] != self.inputs:
            raise refused(self, f"(…, {self.inputs})", shape)
        return (*shape[:-1], self.outputs)

    def multiplies(self, shape: Shape) -> int:
        """One for each weight, in each row."""
        return size(shape[:-1]) * dense_multiplies(self.inputs, self.outputs)

    def __repr__(self) -> str:
        return f"Linear({self.inputs}, {self.outputs}{'' if self._has_bias else ', bias=False'})"

    @property
    def _has_bias(self) -> bool:
        return "bias" in self._declared


class Flatten(Module):
    """Everything of one input in a single row: (batch, 3, 4, 4) becomes (batch, 48).

    >>> Flatten()([[[1.0, 2.0], [3.0, 4.0]]])
    [[Value(1.0), Value(2.0), Value(3.0), Value(4.0)]]
    """

    @on_arrays
    def forward(self, x: Any) -> Any:
        """One row for each input of the batch."""
        if x.ndim < 2:
            raise refused(self, "(batch, …)", x.shape)
        return x.reshape(len(x), -1)

    def output_shape(self, shape: Shape) -> Shape:
        """One axis with all entries."""
        return (size(shape),)

    def __repr__(self) -> str:
        return "Flatten()"


class Embedding(Module):
    """A row of `features` learned numbers for each of `count` things: whole numbers in, their rows out.

    >>> np.shape(Embedding(27, 16)([[0, 5, 26]]))
    (1, 3, 16)
    """

    weight: Any

    def __init__(self, count: int, features: int, rng: random.Random | None = None) -> None:
        self.count = width(count, "Embedding", "things")
        self.features = width(features, "Embedding", "features")
        self.declare(rng, weight=((count, features), _normal))

    def forward(self, x: Any) -> Any:
        """The rows of the numbers in x."""
        places = np.array(x)
        if not np.issubdtype(places.dtype, np.integer):
            raise TypeError(f"{self!r}: expected whole numbers, got {places.dtype}")
        outside = places[(places < 0) | (places >= self.count)]
        if outside.size:
            raise ValueError(f"{self!r}: expected numbers from 0 to {self.count - 1}, got {outside.flat[0]}")
        rows = self.weight[places]
        return rows if isinstance(x, np.ndarray) else rows.tolist()

    def output_shape(self, shape: Shape) -> Shape:
        """One more axis."""
        return (*shape, self.features)

    def __repr__(self) -> str:
        return f"Embedding({self.count}, {self.features})"


def _normal(rng: random.Random) -> float:
    return rng.gauss(0, 1)
