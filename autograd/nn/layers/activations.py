"""Operations of the table as modules, to be put between layers."""

import math
from collections.abc import Callable
from typing import Any

from autograd.engine.arguments import setting
from autograd.engine.codegen.python import OPS
from autograd.nn.functional.functions import log_softmax, softmax
from autograd.nn.layers.perceptron import function, written
from autograd.nn.modules.arrays import array_of, given_back, on_arrays
from autograd.nn.modules.calls import OnLists, OnNumbers
from autograd.nn.modules.holdings import Shape


class Activation(OnNumbers):
    """Any operation of one operand, applied to each entry of lists or arrays of any shape.

    `operation` is its name in the table, the operation itself, or a function that takes an array. ValueError for a
    name that is none and for an operation of two operands, TypeError for no operation at all.

    >>> from autograd.nn import Activation
    >>> Activation("cos")([[0.0, 0.0]])
    [[Value(1.0), Value(1.0)]]
    """

    operation: Callable[[Any], Any]

    def __init__(self, operation: str | Callable[[Any], Any]) -> None:
        chosen = function(operation)
        if chosen is None:
            raise TypeError("Activation(None): expected the name of an operation, or the operation itself")
        self.operation = chosen

    def forward(self, x: Any) -> Any:
        """The operation on each entry."""
        return given_back(self.operation(array_of(x, self)), x)

    def output_shape(self, shape: Shape) -> Shape:
        """The same."""
        return shape

    def __repr__(self) -> str:
        return f"Activation({written(self.operation)!r})"


class _Fixed(Activation):
    name = ""

    def __init__(self) -> None:
        self.operation = OPS[self.name]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class ReLU(_Fixed):
    """max(x, 0) of each entry; the derivative at 0 counts as 0.

    >>> from autograd.nn import ReLU
    >>> ReLU()([[1.0, -1.0]])
    [[Value(1.0), Value(0.0)]]
    """

    name = "relu"


class Tanh(_Fixed):
    """tanh of each entry: from −1 to 1.

    >>> from autograd.nn import Tanh
    >>> [round(float(y), 4) for y in Tanh()([-1.0, 0.0, 1.0])]
    [-0.7616, 0.0, 0.7616]
    """

    name = "tanh"


class Sigmoid(_Fixed):
    """The logistic function 1/(1 + exp(−x)) of each entry: from 0 to 1, so a score becomes a probability.

    >>> from autograd.nn import Sigmoid
    >>> [round(float(y), 4) for y in Sigmoid()([-1.0, 0.0, 1.0])]
    [0.2689, 0.5, 0.7311]
    """

    name = "sigmoid"


class Softplus(_Fixed):
    """log(1 + exp x) of each entry: a ReLU without a kink.

    >>> from autograd.nn import Softplus
    >>> [round(float(y), 4) for y in Softplus()([-10.0, 0.0, 10.0])]
    [0.0, 0.6931, 10.0]
    """

    name = "softplus"


class GELU(_Fixed):
    """x·Φ(x), Φ(x) the share of a normal distribution below x: a ReLU without a kink, which dips below 0 to the left.

    >>> from autograd.nn import GELU
    >>> [round(float(y), 4) for y in GELU()([-1.0, 0.0, 1.0])]
    [-0.1587, 0.0, 0.8413]
    """

    name = "gelu"


class SiLU(_Fixed):
    """x·σ(x): a ReLU without a kink, which dips below 0 to the left of 0. It is also called swish.

    >>> from autograd.nn import SiLU
    >>> [round(float(y), 4) for y in SiLU()([-1.0, 0.0, 1.0])]
    [-0.2689, 0.0, 0.7311]
    """

    name = "silu"


class LeakyReLU(Activation):
    """x where it is positive, else `negative_slope` times x; so is the derivative, which at 0 is the slope.

    ValueError for a slope that is not finite.

    >>> from autograd.nn import LeakyReLU
    >>> LeakyReLU(0.1)([2.0, -3.0])
    [Value(2.0), Value(-0.30000000000000004)]
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = setting(negative_slope, "LeakyReLU", "negative_slope", least=-math.inf)
        super().__init__(OPS["leaky_relu"].with_parameters(self.negative_slope))

    def __repr__(self) -> str:
        return f"LeakyReLU({self.negative_slope:g})"


class ELU(Activation):
    """x where it is positive, else `alpha`·(exp(x) − 1): a ReLU that ends softly at −alpha.

    ValueError for an alpha that is not finite. Source: Clevert et al. (2016).

    >>> from autograd.nn import ELU
    >>> [round(float(y), 4) for y in ELU()([-10.0, -1.0, 2.0])]
    [-1.0, -0.6321, 2.0]
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = setting(alpha, "ELU", "alpha", least=-math.inf)
        super().__init__(OPS["elu"].with_parameters(self.alpha))

    def __repr__(self) -> str:
        return f"ELU({self.alpha:g})" if self.alpha != 1 else "ELU()"


class Softmax(OnLists):
    """The softmax along an axis (default: the last): scores become positive shares that add up to 1.

    Of the same shape as its input. With `cross_entropy` leave it out: that takes the scores themselves.

    >>> from autograd.nn import Softmax
    >>> [round(float(share), 4) for share in Softmax()([[1.0, 2.0, 3.0]])[0]]
    [0.09, 0.2447, 0.6652]
    """

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
    """The logarithm of the softmax along an axis (default: the last); accurate also where the shares are tiny.

    >>> from autograd.nn import LogSoftmax
    >>> LogSoftmax()([[0.0, 1000.0]])  # the share itself, exp(−1000), is too small for a float
    [[Value(-1000.0), Value(0.0)]]
    """

    @on_arrays
    def forward(self, x: Any) -> Any:
        """Logarithms of shares."""
        return log_softmax(x, self.dim)
