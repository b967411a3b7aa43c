"""Layers that connect everything with everything, and what stands between those and images or words."""

import math
import random
from typing import Any

from autograd.nn.counts.counting import dense_multiplies, width
from autograd.nn.modules.arrays import on_arrays, refused
from autograd.nn.modules.calls import OfAnyDepth, OfPlaces, OnLists
from autograd.nn.modules.holdings import Shape, size
from autograd.nn.modules.module import uniform
from autograd.support.lazy import np


class Linear(OnLists):
    """x Wᵀ + b: `in_features` numbers in, `out_features` numbers out, for each row of x; without b if `bias` is false.

    Takes any shape whose last axis is `in_features`. `weight` has the shape (out_features, in_features), `bias`
    (out_features,); both are drawn from ±1/√in_features by `rng` (default: the module `random`). ValueError for an
    input of another length.

    >>> import random
    >>> from autograd.nn import Linear
    >>> layer = Linear(2, 3, rng=random.Random(0))
    >>> rows = layer([[1.0, 2.0], [0.0, 1.0]])
    >>> len(rows), len(rows[0]), layer.weight.shape
    (2, 3, (3, 2))
    """

    weight: Any
    bias: Any

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, rng: random.Random | None = None
    ) -> None:
        self.in_features = width(in_features, "Linear", "inputs")
        self.out_features = width(out_features, "Linear", "outputs")
        draw = uniform(1 / math.sqrt(in_features))
        shape = out_features, in_features
        self.declare(rng, weight=(shape, draw), bias=((out_features,), draw) if bias else None)

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The outputs, in the last axis."""
        self.output_shape(x.shape)
        rows = x @ self.weight.T
        return rows if self.bias is None else rows + self.bias

    def output_shape(self, shape: Shape) -> Shape:
        """The same but for the last axis."""
        if not shape or shape[-1] != self.in_features:
            raise refused(self, f"(…, {self.in_features})", shape)
        return (*shape[:-1], self.out_features)

    def multiplies(self, shape: Shape) -> int:
        """One for each weight, in each row."""
        return size(shape[:-1]) * dense_multiplies(self.in_features, self.out_features)

    def __repr__(self) -> str:
        return f"Linear({self.in_features}, {self.out_features}{'' if self._has_bias else ', bias=False'})"

    @property
    def _has_bias(self) -> bool:
        return "bias" in self._declared


class Flatten(OfAnyDepth):
    """Everything of one input in a single row: (batch, 3, 4, 4) becomes (batch, 48). ValueError without a batch axis.

    >>> from autograd.nn import Flatten
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


class Embedding(OfPlaces):
    """A row of `embedding_dim` learned numbers for each of `num_embeddings` things: whole numbers in, their rows out.

    Its numbers are drawn from a normal distribution. TypeError for numbers that are not whole, ValueError for those
    outside the table.

    >>> from autograd.nn import Embedding
    >>> letters = Embedding(27, 2)
    >>> row = letters([0, 5, 26])
    >>> len(row), row[1] == list(letters.weight[5])
    (3, True)
    """

    symbols = (("weight", "e"),)

    weight: Any

    def __init__(self, num_embeddings: int, embedding_dim: int, rng: random.Random | None = None) -> None:
        self.num_embeddings = width(num_embeddings, "Embedding", "things")
        self.embedding_dim = width(embedding_dim, "Embedding", "features")
        self.declare(rng, weight=((num_embeddings, embedding_dim), _normal))

    def forward(self, x: Any) -> Any:
        """The rows of the numbers in x."""
        places = np.array(x)
        if not places.size:
            places = places.astype(int)  # an empty list is an array of floats to NumPy
        if not np.issubdtype(places.dtype, np.integer):
            raise TypeError(f"{self!r}: expected whole numbers, got {places.dtype}")
        outside = places[(places < 0) | (places >= self.num_embeddings)]
        if outside.size:
            raise ValueError(f"{self!r}: expected numbers from 0 to {self.num_embeddings - 1}, got {outside.flat[0]}")
        rows = self.weight[places]
        return rows if isinstance(x, np.ndarray) else rows.tolist()

    def output_shape(self, shape: Shape) -> Shape:
        """One more axis."""
        return (*shape, self.embedding_dim)

    def __repr__(self) -> str:
        return f"Embedding({self.num_embeddings}, {self.embedding_dim})"


def _normal(rng: random.Random) -> float:
    return rng.gauss(0, 1)
