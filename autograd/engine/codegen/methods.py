"""The operations as methods of Value, for type checkers.

Written by `python -m autograd.engine.codegen.signatures` from the table of operations.
"""

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from autograd import Value

Number = float | Fraction | Decimal | np.floating[Any] | np.integer[Any] | np.bool_
Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]


class Methods:
    """What Value has from the table."""

    @overload
    def add(self, other: Array) -> Array: ...
    @overload
    def add(self, other: "Value | Number") -> "Value": ...
    def add(self, other: "Value | Number | Array") -> "Value | Array":
        """The sum: passes its gradient on, unchanged, to both operands."""
        raise NotImplementedError

    @overload
    def __add__(self, other: Array) -> Array: ...
    @overload
    def __add__(self, other: "Value | Number") -> "Value": ...
    def __add__(self, other: "Value | Number | Array") -> "Value | Array":
        """The sum: passes its gradient on, unchanged, to both operands."""
        raise NotImplementedError

    @overload
    def __radd__(self, other: Array) -> Array: ...
    @overload
    def __radd__(self, other: "Value | Number") -> "Value": ...
    def __radd__(self, other: "Value | Number | Array") -> "Value | Array":
        """The sum: passes its gradient on, unchanged, to both operands."""
        raise NotImplementedError

    @overload
    def sub(self, other: Array) -> Array: ...
    @overload
    def sub(self, other: "Value | Number") -> "Value": ...
    def sub(self, other: "Value | Number | Array") -> "Value | Array":
        """The difference: the second operand gets the gradient with its sign turned."""
        raise NotImplementedError

    @overload
    def __sub__(self, other: Array) -> Array: ...
    @overload
    def __sub__(self, other: "Value | Number") -> "Value": ...
    def __sub__(self, other: "Value | Number | Array") -> "Value | Array":
        """The difference: the second operand gets the gradient with its sign turned."""
        raise NotImplementedError

    @overload
    def __rsub__(self, other: Array) -> Array: ...
    @overload
    def __rsub__(self, other: "Value | Number") -> "Value": ...
    def __rsub__(self, other: "Value | Number | Array") -> "Value | Array":
        """The difference: the second operand gets the gradient with its sign turned."""
        raise NotImplementedError

    @overload
    def mul(self, other: Array) -> Array: ...
    @overload
    def mul(self, other: "Value | Number") -> "Value": ...
    def mul(self, other: "Value | Number | Array") -> "Value | Array":
        """The product: each operand gets the gradient times the other operand."""
        raise NotImplementedError

    @overload
    def __mul__(self, other: Array) -> Array: ...
    @overload
    def __mul__(self, other: "Value | Number") -> "Value": ...
    def __mul__(self, other: "Value | Number | Array") -> "Value | Array":
        """The product: each operand gets the gradient times the other operand."""
        raise NotImplementedError

    @overload
    def __rmul__(self, other: Array) -> Array: ...
    @overload
    def __rmul__(self, other: "Value | Number") -> "Value": ...
    def __rmul__(self, other: "Value | Number | Array") -> "Value | Array":
        """The product: each operand gets the gradient times the other operand."""
        raise NotImplementedError

    @overload
    def div(self, other: Array) -> Array: ...
    @overload
    def div(self, other: "Value | Number") -> "Value": ...
    def div(self, other: "Value | Number | Array") -> "Value | Array":
        """The quotient; the denominator must not be 0."""
        raise NotImplementedError

    @overload
    def __truediv__(self, other: Array) -> Array: ...
    @overload
    def __truediv__(self, other: "Value | Number") -> "Value": ...
    def __truediv__(self, other: "Value | Number | Array") -> "Value | Array":
        """The quotient; the denominator must not be 0."""
        raise NotImplementedError

    @overload
    def __rtruediv__(self, other: Array) -> Array: ...
    @overload
    def __rtruediv__(self, other: "Value | Number") -> "Value": ...
    def __rtruediv__(self, other: "Value | Number | Array") -> "Value | Array":
        """The quotient; the denominator must not be 0."""
        raise NotImplementedError

    @overload
    def pow(self, other: Array) -> Array: ...
    @overload
    def pow(self, other: "Value | Number") -> "Value": ...
    def pow(self, other: "Value | Number | Array") -> "Value | Array":
        """x to the power y; a negative x needs a whole y."""
        raise NotImplementedError

    @overload
    def __pow__(self, other: Array) -> Array: ...
    @overload
    def __pow__(self, other: "Value | Number") -> "Value": ...
    def __pow__(self, other: "Value | Number | Array") -> "Value | Array":
        """x to the power y; a negative x needs a whole y."""
        raise NotImplementedError

    @overload
    def __rpow__(self, other: Array) -> Array: ...
    @overload
    def __rpow__(self, other: "Value | Number") -> "Value": ...
    def __rpow__(self, other: "Value | Number | Array") -> "Value | Array":
        """x to the power y; a negative x needs a whole y."""
        raise NotImplementedError

    def neg(self) -> "Value":
        """The negative."""
        raise NotImplementedError

    def __neg__(self) -> "Value":
        """The negative."""
        raise NotImplementedError

    def relu(self) -> "Value":
        """x where it is positive, else 0; the derivative at 0 counts as 0."""
        raise NotImplementedError

    def exp(self) -> "Value":
        """e to the power x: its own derivative; too large for a float from 709.79 on."""
        raise NotImplementedError

    def log(self) -> "Value":
        """The natural logarithm; x must be positive."""
        raise NotImplementedError

    def log2(self) -> "Value":
        """The logarithm to base 2: how many bits; x must be positive."""
        raise NotImplementedError

    def tanh(self) -> "Value":
        """Squashes any number into (-1, 1); nearly flat beyond 3."""
        raise NotImplementedError

    def sigmoid(self) -> "Value":
        """Squashes any number into (0, 1), 1/(1 + exp(-x)); written so that exp never overflows."""
        raise NotImplementedError

    def sqrt(self) -> "Value":
        """The square root; infinitely steep at 0."""
        raise NotImplementedError

    def sin(self) -> "Value":
        """The sine of an angle in radians."""
        raise NotImplementedError

    def cos(self) -> "Value":
        """The cosine of an angle in radians."""
        raise NotImplementedError

    def tan(self) -> "Value":
        """The tangent of an angle in radians, sin(x)/cos(x)."""
        raise NotImplementedError

    def atan(self) -> "Value":
        """The angle whose tangent is x, between -π/2 and π/2."""
        raise NotImplementedError

    def sinh(self) -> "Value":
        """The hyperbolic sine, (exp(x) - exp(-x))/2; too large for a float from 710.48 on."""
        raise NotImplementedError

    def cosh(self) -> "Value":
        """The hyperbolic cosine, (exp(x) + exp(-x))/2; too large for a float from 710.48 on."""
        raise NotImplementedError

    def erf(self) -> "Value":
        """The error function: twice the area under the bell curve exp(-t²)/√π from 0 to x."""
        raise NotImplementedError

    def abs(self) -> "Value":
        """The distance from 0; the derivative at 0 counts as 0."""
        raise NotImplementedError

    def __abs__(self) -> "Value":
        """The distance from 0; the derivative at 0 counts as 0."""
        raise NotImplementedError

    @overload
    def maximum(self, other: Array) -> Array: ...
    @overload
    def maximum(self, other: "Value | Number") -> "Value": ...
    def maximum(self, other: "Value | Number | Array") -> "Value | Array":
        """The larger one gets the gradient; equal ones share it by halves."""
        raise NotImplementedError

    @overload
    def minimum(self, other: Array) -> Array: ...
    @overload
    def minimum(self, other: "Value | Number") -> "Value": ...
    def minimum(self, other: "Value | Number | Array") -> "Value | Array":
        """The smaller one gets the gradient; equal ones share it by halves."""
        raise NotImplementedError

    def softplus(self) -> "Value":
        """log(1 + exp(x)), a smooth relu; written so that exp never overflows."""
        raise NotImplementedError

    def leaky_relu(self, slope: float = 0.01) -> "Value":
        """x where it is positive, else slope·x; the derivative at 0 counts as the slope."""
        raise NotImplementedError

    def elu(self, alpha: float = 1.0) -> "Value":
        """x where it is positive, else alpha·(exp(x) - 1); the derivative at 0 counts as alpha."""
        raise NotImplementedError

    def silu(self) -> "Value":
        """x·sigmoid(x), also called swish: a smooth relu that dips below 0 on the left."""
        raise NotImplementedError

    def gelu(self) -> "Value":
        """x times the share of a normal distribution that lies below x: a smooth relu that dips below 0 on the left."""
        raise NotImplementedError

    def clip(self, low: float = -1.0, high: float = 1.0) -> "Value":
        """x cut off below `low` and above `high`; its derivative is 1 from the one to the other, both included."""
        raise NotImplementedError

    def mask(self) -> "Value":
        """1 where x is positive, else 0, with derivative 0: what the derivatives of relu, abs … are made of."""
        raise NotImplementedError

    def nonzero(self) -> "Value":
        """1 where x is not 0, else 0, with derivative 0: what keeps the derivatives of x**y finite at 0."""
        raise NotImplementedError

    def notnan(self) -> "Value":
        """1 where x is a number, 0 where it is NaN, with derivative 0: what lets a NaN pass through max and min."""
        raise NotImplementedError

    def step(self) -> "Value":
        """1 where x is positive, else 0: a hard decision, which no gradient passes through."""
        raise NotImplementedError

    def indicator(self) -> "Value":
        """1 where x is 0, else 0: a hard decision, which no gradient passes through."""
        raise NotImplementedError
