"""Operations of the table as modules, to be put between layers."""

from typing import Any

from autograd.generated import OPS
from autograd.nn.arrays import array_of, given_back, on_arrays
from autograd.nn.functions import log_softmax, softmax
from autograd.nn.holdings import Shape
from autograd.nn.module import Module


class Activation(Module):
    """Any operation of one operand, applied to each entry: Activation("sin").

    >>> ReLU()([[1.0, -1.0]])
    [[Value(1.0), Value(0.0)]]
    """

    def __init__(self, operation: str) -> None:
        from autograd.nn.perceptron import function

        self.operation = function(operation)

    def forward(self, x: Any) -> Any:
        """The operation on each entry."""
        return given_back(self.operation(array_of(x, self)), x)  # type: ignore[misc]

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        return shape

    def __repr__(self) -> str:
        return f"Activation({self.operation.name!r})"  # type: ignore[union-attr]


class _Fixed(Activation):
    name = ""

    def __init__(self) -> None:
        self.operation = OPS[self.name]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class ReLU(_Fixed):
    """max(x, 0) of each entry."""

    name = "relu"


class Tanh(_Fixed):
    """tanh of each entry."""

    name = "tanh"


class Sigmoid(_Fixed):
    """The logistic function of each entry."""

    name = "sigmoid"


class Softplus(_Fixed):
    """log(1 + exp x) of each entry."""

    name = "softplus"


class Softmax(Module):
    """The softmax along an axis (default: the last)."""

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    @on_arrays
    def forward(self, x: Any) -> Any:
        """Shares that add up to 1 along the axis."""
        return softmax(x, self.dim)

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        return shape

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'' if self.dim == -1 else f'dim={self.dim}'})"


class LogSoftmax(Softmax):
    """The logarithm of the softmax along an axis (default: the last)."""

    @on_arrays
    def forward(self, x: Any) -> Any:
        """Logarithms of shares."""
        return log_softmax(x, self.dim)
