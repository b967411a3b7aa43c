"""Layers that bring numbers to mean 0 and deviation 1, and then let them learn their own."""

import random
import sys
from typing import Any

from autograd.engine.arguments import setting
from autograd.engine.codegen.python import OPS
from autograd.nn.counts.counting import width
from autograd.nn.functional.functions import total
from autograd.nn.modules.arrays import on_arrays, refused
from autograd.nn.modules.calls import OnLists
from autograd.nn.modules.holdings import Shape, size
from autograd.nn.modules.module import one, zero
from autograd.support.lazy import np


class BatchNorm(OnLists):
    """γ x̂ + β with x̂ = (x − μ)/√(σ² + ε) for each feature, over a batch (m, features) or images (m, channels, h, w).

    In training μ and σ² (divided by m) are those of the batch, and `running_mean` and `running_var` (divided by
    m − 1, as in PyTorch) move towards them by `momentum`, or with None are the means over all batches so far; in use
    (`eval`) the running ones take their place. γ is `weight` and β is `bias`. ValueError for a batch of one, which has
    no variance, for a negative `eps` and for a `momentum` outside 0 to 1.

    >>> from autograd.nn import BatchNorm
    >>> layer = BatchNorm(1)
    >>> [round(float(row[0]), 3) for row in layer([[1.0], [2.0], [3.0]])]
    [-1.225, 0.0, 1.225]
    """

    symbols = (("weight", "γ"), ("bias", "β"))

    buffers = ("running_mean", "running_var", "num_batches_tracked")
    weight: Any
    bias: Any

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float | None = 0.1) -> None:
        self.num_features = width(num_features, "BatchNorm", "features")
        self.eps = setting(eps, "BatchNorm", "eps")
        self.momentum = None if momentum is None else setting(momentum, "BatchNorm", "momentum", most=1.0)
        self.running_mean = [0.0] * num_features
        self.running_var = [1.0] * num_features
        self.num_batches_tracked = 0
        self.declare(random.Random(0), weight=((num_features,), one), bias=((num_features,), zero))

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The normalised batch, of the same shape."""
        self._check(x.shape)
        columns = np.moveaxis(x, 1, 0).reshape(self.num_features, -1)
        if self.training:
            deviations, spreads = self._of_batch(columns)
        else:
            deviations = [column - centre for column, centre in zip(columns, self.running_mean, strict=True)]
            spreads = list(self.running_var)
        normalised = np.empty_like(columns)
        for place, (each, spread) in enumerate(zip(deviations, spreads, strict=True)):
            normalised[place] = self.weight[place] * (each / OPS["sqrt"](spread + self.eps)) + self.bias[place]
        return np.moveaxis(normalised.reshape(self.num_features, len(x), *x.shape[2:]), 0, 1)

    def _of_batch(self, columns: Any) -> tuple[list[Any], list[Any]]:
        """The deviations from the mean of each feature, and its variance; the running ones move towards these."""
        count = columns.shape[1]
        if count < 2:
            raise ValueError(
                f"{self!r}: one number for each feature has no variance: train on larger batches, or call eval() first"
            )
        centres = [total(list(column)) / count for column in columns]
        deviations = [column - centre for column, centre in zip(columns, centres, strict=True)]
        spreads = []
        for place, each in enumerate(deviations):
            spreads.append(total(list(each * each)) / count)
            if not spreads[-1].data + self.eps:
                raise ValueError(
                    f"{self!r}: feature {place} has zero variance in this batch: all {count} numbers are "
                    f"{columns[place][0].data!r}, and eps is 0"
                )
        move = 1 / (self.num_batches_tracked + 1) if self.momentum is None else self.momentum
        keep = 1 - move
        unbiased = count / (count - 1)
        self.running_mean = [keep * old + move * new.data for old, new in zip(self.running_mean, centres, strict=True)]
        self.running_var = [
            keep * old + move * unbiased * new.data for old, new in zip(self.running_var, spreads, strict=True)
        ]
        self.num_batches_tracked += 1
        return deviations, spreads

    def _check(self, shape: Shape) -> None:
        if len(shape) < 2 or shape[1] != self.num_features:
            raise refused(self, f"(batch, {self.num_features}, …)", shape)
        if not size(shape):
            raise ValueError(f"{self!r}: the batch is empty")

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        self._check((1, *shape))
        return shape

    def multiplies(self, shape: Shape) -> int:
        """One by γ for each number."""
        return size(shape)

    def __repr__(self) -> str:
        return f"BatchNorm({self.num_features})"


class LayerNorm(OnLists):
    """γ (x − μ)/√(σ² + ε) + β over the features of each row; γ is `weight` and β is `bias`.

    Takes any shape whose last axis is `normalized_shape` and gives the same; no row depends on another, and training
    and use are alike. ValueError for a negative `eps`.

    >>> from autograd.nn import LayerNorm
    >>> [round(float(x), 3) for x in LayerNorm(3)([[1.0, 2.0, 3.0]])[0]]
    [-1.225, 0.0, 1.225]
    """

    symbols = (("weight", "γ"), ("bias", "β"))

    weight: Any
    bias: Any

    def __init__(self, normalized_shape: int, eps: float = 1e-5) -> None:
        self.normalized_shape = width(normalized_shape, type(self).__name__, "features")
        self.eps = setting(eps, type(self).__name__, "eps")
        self.declare(random.Random(0), weight=((normalized_shape,), one), bias=((normalized_shape,), zero))

    @on_arrays
    def forward(self, x: Any) -> Any:
        """The normalised rows, of the same shape."""
        self.output_shape(x.shape)
        rows = np.empty((size(x.shape[:-1]), self.normalized_shape), dtype=object)
        for place, row in enumerate(x.reshape(-1, self.normalized_shape)):
            rows[place] = self._normalised(row)
        return rows.reshape(x.shape)

    def _normalised(self, row: Any) -> Any:
        deviations = row - total(list(row)) / self.normalized_shape
        spread = total(list(deviations * deviations)) / self.normalized_shape
        return self.weight * (deviations / OPS["sqrt"](spread + self.eps)) + self.bias

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        if not shape or shape[-1] != self.normalized_shape:
            raise refused(self, f"(…, {self.normalized_shape})", shape)
        return shape

    def multiplies(self, shape: Shape) -> int:
        """A square and one by γ for each number."""
        return 2 * size(shape)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.normalized_shape})"


class RMSNorm(LayerNorm):
    """γ x/√(mean of x² + ε) over the features of each row; γ is `weight`, ε by default the spacing of floats at 1.

    Takes any shape whose last axis is `normalized_shape` and gives the same.

    >>> from autograd.nn import RMSNorm
    >>> [round(float(x), 3) for x in RMSNorm(2)([[3.0, 4.0]])[0]]  # divided by √12.5
    [0.849, 1.131]
    """

    def __init__(self, normalized_shape: int, eps: float | None = None) -> None:
        super().__init__(normalized_shape, sys.float_info.epsilon if eps is None else eps)
        self.declare(random.Random(0), weight=((normalized_shape,), one))

    def _normalised(self, row: Any) -> Any:
        square = total(list(row * row)) / self.normalized_shape
        return self.weight * (row / OPS["sqrt"](square + self.eps))
