"""The operations as functions, for type checkers.

Written by `python -m autograd.engine.codegen.signatures` from the table of operations.
"""

from typing import overload

from autograd.engine.codegen.methods import Array, Number
from autograd.engine.operation import Op
from autograd.engine.value import Value

__all__ = [
    "abs",
    "add",
    "atan",
    "clip",
    "cos",
    "cosh",
    "div",
    "elu",
    "erf",
    "exp",
    "gelu",
    "indicator",
    "leaky_relu",
    "log",
    "log2",
    "mask",
    "maximum",
    "minimum",
    "mul",
    "neg",
    "nonzero",
    "notnan",
    "pow",
    "relu",
    "sigmoid",
    "silu",
    "sin",
    "sinh",
    "softplus",
    "sqrt",
    "step",
    "sub",
    "tan",
    "tanh",
]


class _abs(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The distance from 0; the derivative at 0 counts as 0."""
        raise NotImplementedError


class _add(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The sum: passes its gradient on, unchanged, to both operands."""
        raise NotImplementedError


class _atan(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The angle whose tangent is x, between -π/2 and π/2."""
        raise NotImplementedError


class _clip(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, low: float = -1.0, high: float = 1.0) -> Value: ...
    @overload
    def __call__(self, x: Number, low: float = -1.0, high: float = 1.0) -> float: ...
    @overload
    def __call__(self, x: Array, low: float = -1.0, high: float = 1.0) -> Array: ...
    def __call__(self, x: Value | Number | Array, low: float = -1.0, high: float = 1.0) -> Value | float | Array:
        """x cut off below `low` and above `high`; its derivative is 1 from the one to the other, both included."""
        raise NotImplementedError


class _cos(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The cosine of an angle in radians."""
        raise NotImplementedError


class _cosh(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The hyperbolic cosine, (exp(x) + exp(-x))/2; too large for a float from 710.48 on."""
        raise NotImplementedError


class _div(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The quotient; the denominator must not be 0."""
        raise NotImplementedError


class _elu(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, alpha: float = 1.0) -> Value: ...
    @overload
    def __call__(self, x: Number, alpha: float = 1.0) -> float: ...
    @overload
    def __call__(self, x: Array, alpha: float = 1.0) -> Array: ...
    def __call__(self, x: Value | Number | Array, alpha: float = 1.0) -> Value | float | Array:
        """x where it is positive, else alpha·(exp(x) - 1); the derivative at 0 counts as alpha."""
        raise NotImplementedError


class _erf(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The error function: twice the area under the bell curve exp(-t²)/√π from 0 to x."""
        raise NotImplementedError


class _exp(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """e to the power x: its own derivative; too large for a float from 709.79 on."""
        raise NotImplementedError


class _gelu(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """x times the share of a normal distribution that lies below x: a smooth relu that dips below 0 on the left."""
        raise NotImplementedError


class _indicator(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """1 where x is 0, else 0: a hard decision, which no gradient passes through."""
        raise NotImplementedError


class _leaky_relu(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, slope: float = 0.01) -> Value: ...
    @overload
    def __call__(self, x: Number, slope: float = 0.01) -> float: ...
    @overload
    def __call__(self, x: Array, slope: float = 0.01) -> Array: ...
    def __call__(self, x: Value | Number | Array, slope: float = 0.01) -> Value | float | Array:
        """x where it is positive, else slope·x; the derivative at 0 counts as the slope."""
        raise NotImplementedError


class _log(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The natural logarithm; x must be positive."""
        raise NotImplementedError


class _log2(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The logarithm to base 2: how many bits; x must be positive."""
        raise NotImplementedError


class _mask(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """1 where x is positive, else 0, with derivative 0: what the derivatives of relu, abs … are made of."""
        raise NotImplementedError


class _maximum(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The larger one gets the gradient; equal ones share it by halves."""
        raise NotImplementedError


class _minimum(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The smaller one gets the gradient; equal ones share it by halves."""
        raise NotImplementedError


class _mul(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The product: each operand gets the gradient times the other operand."""
        raise NotImplementedError


class _neg(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The negative."""
        raise NotImplementedError


class _nonzero(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """1 where x is not 0, else 0, with derivative 0: what keeps the derivatives of x**y finite at 0."""
        raise NotImplementedError


class _notnan(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """1 where x is a number, 0 where it is NaN, with derivative 0: what lets a NaN pass through max and min."""
        raise NotImplementedError


class _pow(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """x to the power y; a negative x needs a whole y."""
        raise NotImplementedError


class _relu(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """x where it is positive, else 0; the derivative at 0 counts as 0."""
        raise NotImplementedError


class _sigmoid(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """Squashes any number into (0, 1), 1/(1 + exp(-x)); written so that exp never overflows."""
        raise NotImplementedError


class _silu(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """x·sigmoid(x), also called swish: a smooth relu that dips below 0 on the left."""
        raise NotImplementedError


class _sin(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The sine of an angle in radians."""
        raise NotImplementedError


class _sinh(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The hyperbolic sine, (exp(x) - exp(-x))/2; too large for a float from 710.48 on."""
        raise NotImplementedError


class _softplus(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """log(1 + exp(x)), a smooth relu; written so that exp never overflows."""
        raise NotImplementedError


class _sqrt(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The square root; infinitely steep at 0."""
        raise NotImplementedError


class _step(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """1 where x is positive, else 0: a hard decision, which no gradient passes through."""
        raise NotImplementedError


class _sub(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value, y: Value | Number) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Value) -> Value: ...
    @overload
    def __call__(self, x: Number, y: Number) -> float: ...
    @overload
    def __call__(self, x: Array, y: Value | Number | Array) -> Array: ...
    @overload
    def __call__(self, x: Value | Number, y: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array, y: Value | Number | Array) -> Value | float | Array:
        """The difference: the second operand gets the gradient with its sign turned."""
        raise NotImplementedError


class _tan(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """The tangent of an angle in radians, sin(x)/cos(x)."""
        raise NotImplementedError


class _tanh(Op):
    @overload  # type: ignore[override]
    def __call__(self, x: Value) -> Value: ...
    @overload
    def __call__(self, x: Number) -> float: ...
    @overload
    def __call__(self, x: Array) -> Array: ...
    def __call__(self, x: Value | Number | Array) -> Value | float | Array:
        """Squashes any number into (-1, 1); nearly flat beyond 3."""
        raise NotImplementedError


abs: _abs
add: _add
atan: _atan
clip: _clip
cos: _cos
cosh: _cosh
div: _div
elu: _elu
erf: _erf
exp: _exp
gelu: _gelu
indicator: _indicator
leaky_relu: _leaky_relu
log: _log
log2: _log2
mask: _mask
maximum: _maximum
minimum: _minimum
mul: _mul
neg: _neg
nonzero: _nonzero
notnan: _notnan
pow: _pow
relu: _relu
sigmoid: _sigmoid
silu: _silu
sin: _sin
sinh: _sinh
softplus: _softplus
sqrt: _sqrt
step: _step
sub: _sub
tan: _tan
tanh: _tanh
