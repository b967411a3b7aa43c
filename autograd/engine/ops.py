"""Every primitive operation, and nothing else: what it computes, its local derivatives, how it is written.

An operation is one decorated function. Its operands are called x and y, its result z; `dx` and `dy` are its
local derivatives, formulas in any of x, y, z that run on floats, on Values (second derivatives) and on symbols
(what people and the compiler read). None says that there is none. At kinks they follow PyTorch.
"""

import math

from autograd import maths
from autograd.engine.operation import op


@op(sign="+", method="add", latex="{x} + {y}", dx=lambda: 1, dy=lambda: 1)
def add(x, y):
    """The sum: passes its gradient on, unchanged, to both operands.

    >>> from autograd import Value, add
    >>> x, y = Value(2.0), Value(3.0)
    >>> add(x, y).backward()  # the same as x + y
    >>> x.grad, y.grad
    (1.0, 1.0)
    """
    return x + y


@op(sign="-", method="sub", latex="{x} - {y}", dx=lambda: 1, dy=lambda: -1)
def sub(x, y):
    """The difference: the second operand gets the gradient with its sign turned.

    >>> from autograd import Value, sub
    >>> x, y = Value(2.0), Value(3.0)
    >>> sub(x, y).backward()  # the same as x - y
    >>> x.grad, y.grad
    (1.0, -1.0)
    """
    return x - y


@op(sign="*", method="mul", latex=r"{x} \cdot {y}", dx=lambda y: y, dy=lambda x: x)
def mul(x, y):
    """The product: each operand gets the gradient times the other operand.

    >>> from autograd import Value, mul
    >>> x, y = Value(2.0), Value(3.0)
    >>> mul(x, y).backward()  # the same as x * y
    >>> x.grad, y.grad
    (3.0, 2.0)
    """
    return x * y


@op(sign="/", method="truediv", latex=r"\frac{{x}}{{y}}", dx=lambda y: 1 / y, dy=lambda y, z: -z / y)
def div(x, y):
    """The quotient; the denominator must not be 0.

    >>> from autograd import Value, div
    >>> x, y = Value(6.0), Value(2.0)
    >>> div(x, y).backward()  # the same as x / y
    >>> x.grad, y.grad
    (0.5, -1.5)
    """
    return x / y


@op(
    sign="**",
    method="pow",
    latex="{x}^{{y}}",
    dx=lambda x, y: y * x ** (y - 1 + (1 - nonzero(y)) * (1 - nonzero(x))),  # nonzero: x**0 is flat at x = 0 too
    dy=lambda x, z: z * log(x + (1 - nonzero(x))),  # and so is 0**y
)
def pow(x, y):
    """x to the power y; a negative x needs a whole y.

    >>> from autograd import Value, pow
    >>> x = Value(3.0)
    >>> pow(x, 2).backward()  # the same as x**2
    >>> x.grad
    6.0
    """
    return maths.pow(x, y)


@op(sign="neg", method="neg", latex="-{x}", dx=lambda: -1)
def neg(x):
    """The negative.

    >>> from autograd import Value, neg
    >>> x = Value(2.0)
    >>> neg(x).backward()  # the same as -x
    >>> x.grad
    -1.0
    """
    return -x


@op(latex=r"\operatorname{relu} {x}", dx=lambda x: mask(x))
def relu(x):
    """x where it is positive, else 0; the derivative at 0 counts as 0.

    >>> from autograd import Value, grad, relu
    >>> relu(-3.0), relu(2.0)
    (0.0, 2.0)
    >>> [grad(relu(x), x).data for x in (Value(-3.0), Value(0.0), Value(2.0))]
    [0.0, 0.0, 1.0]
    """
    return maths.maximum(x, 0.0)


@op(latex=r"\exp {x}", dx=lambda z: z)
def exp(x):
    """e to the power x: its own derivative; too large for a float from 709.79 on.

    >>> from autograd import Value, exp, grad
    >>> x = Value(1.0)
    >>> exp(x).data == grad(exp(x), x).data
    True
    """
    return maths.exp(x)


@op(latex=r"\log {x}", dx=lambda x: 1 / x)
def log(x):
    """The natural logarithm; x must be positive.

    >>> from autograd import Value, grad, log
    >>> x = Value(4.0)
    >>> grad(log(x), x).data  # 1/x
    0.25
    """
    return maths.log(x)


@op(latex=r"\log_2 {x}", dx=lambda x: 1 / (x * math.log(2)))
def log2(x):
    """The logarithm to base 2: how many bits; x must be positive.

    >>> from autograd import Value, grad, log2
    >>> x = Value(8.0)
    >>> log2(x).data, round(grad(log2(x), x).data, 6)  # 1/(x·log 2)
    (3.0, 0.180337)
    """
    return maths.log2(x)


@op(latex=r"\tanh {x}", dx=lambda z: 1 - z * z)
def tanh(x):
    """Squashes any number into (-1, 1); nearly flat beyond 3.

    >>> from autograd import Value, grad, tanh
    >>> [round(grad(tanh(x), x).data, 4) for x in (Value(0.0), Value(1.0), Value(3.0))]
    [1.0, 0.42, 0.0099]
    """
    return maths.tanh(x)


@op(latex=r"\sigma\left({{x}}\right)", dx=lambda z: z * (1 - z))
def sigmoid(x):
    """Squashes any number into (0, 1), 1/(1 + exp(-x)); written so that exp never overflows.

    >>> from autograd import Value, grad, sigmoid
    >>> x = Value(0.0)
    >>> sigmoid(x).data, grad(sigmoid(x), x).data  # never steeper than 1/4
    (0.5, 0.25)
    >>> sigmoid(-1000.0)
    0.0
    """
    return maths.exp(maths.minimum(x, 0.0)) / (1 + maths.exp(-maths.abs(x)))


@op(latex=r"\sqrt{{x}}", dx=lambda z: 1 / (2 * z))
def sqrt(x):
    """The square root; infinitely steep at 0.

    >>> from autograd import Value, grad, sqrt
    >>> x = Value(4.0)
    >>> sqrt(x).data, grad(sqrt(x), x).data
    (2.0, 0.25)
    """
    return maths.sqrt(x)


@op(latex=r"\sin {x}", dx=lambda x: cos(x))
def sin(x):
    """The sine of an angle in radians.

    >>> from autograd import Value, grad, sin
    >>> x = Value(0.0)
    >>> sin(x).data, grad(sin(x), x).data
    (0.0, 1.0)
    """
    return maths.sin(x)


@op(latex=r"\cos {x}", dx=lambda x: -sin(x))
def cos(x):
    """The cosine of an angle in radians.

    >>> from autograd import Value, cos, grad
    >>> x = Value(0.0)
    >>> cos(x).data, grad(grad(cos(x), x), x).data  # its second derivative is -cos
    (1.0, -1.0)
    """
    return maths.cos(x)


@op(latex=r"\tan {x}", dx=lambda z: 1 + z * z)
def tan(x):
    """The tangent of an angle in radians, sin(x)/cos(x).

    >>> from autograd import Value, grad, tan
    >>> x = Value(0.0)
    >>> tan(x).data, grad(tan(x), x).data
    (0.0, 1.0)
    """
    return maths.tan(x)


@op(latex=r"\arctan {x}", dx=lambda x: 1 / (1 + x * x))
def atan(x):
    """The angle whose tangent is x, between -π/2 and π/2.

    >>> from autograd import Value, atan, grad
    >>> x = Value(1.0)
    >>> round(4 * atan(x).data, 6), grad(atan(x), x).data
    (3.141593, 0.5)
    """
    return maths.atan(x)


@op(latex=r"\sinh {x}", dx=lambda x: cosh(x))
def sinh(x):
    """The hyperbolic sine, (exp(x) - exp(-x))/2; too large for a float from 710.48 on.

    >>> from autograd import Value, grad, sinh
    >>> x = Value(0.0)
    >>> sinh(x).data, grad(sinh(x), x).data
    (0.0, 1.0)
    """
    return maths.sinh(x)


@op(latex=r"\cosh {x}", dx=lambda x: sinh(x))
def cosh(x):
    """The hyperbolic cosine, (exp(x) + exp(-x))/2; too large for a float from 710.48 on.

    >>> from autograd import Value, cosh, grad
    >>> x = Value(0.0)
    >>> cosh(x).data, grad(cosh(x), x).data, grad(grad(cosh(x), x), x).data
    (1.0, 0.0, 1.0)
    """
    return maths.cosh(x)


@op(latex=r"\operatorname{erf} {x}", dx=lambda x: 2 / math.sqrt(math.pi) * exp(-(x * x)))
def erf(x):
    """The error function: twice the area under the bell curve exp(-t²)/√π from 0 to x.

    >>> from autograd import Value, erf, grad
    >>> x = Value(0.0)
    >>> erf(x).data, round(grad(erf(x), x).data, 6), erf(10.0)
    (0.0, 1.128379, 1.0)
    """
    return maths.erf(x)


@op(method="abs", latex=r"\left|{{x}}\right|", text="|{x}|", dx=lambda x: mask(x) - mask(-x))
def abs(x):
    """The distance from 0; the derivative at 0 counts as 0.

    >>> from autograd import Value, grad
    >>> [grad(abs(x), x).data for x in (Value(-3.0), Value(0.0), Value(2.0))]
    [-1.0, 0.0, 1.0]
    """
    return maths.abs(x)


@op(
    latex=r"\max\left({{x}}, {{y}}\right)",
    dx=lambda x, y, z: (2 - notnan(z) + mask(x - y) - mask(y - x)) / 2,
    dy=lambda x, y, z: (2 - notnan(z) + mask(y - x) - mask(x - y)) / 2,
)
def maximum(x, y):
    """The larger one gets the gradient; equal ones share it by halves.

    Where either is NaN, both get all of it, as in PyTorch.

    >>> from autograd import Value, grad, maximum
    >>> x, y = Value(2.0), Value(3.0)
    >>> [slope.data for slope in grad(maximum(x, y), [x, y])]
    [0.0, 1.0]
    >>> [slope.data for slope in grad(maximum(x, y - 1), [x, y])]
    [0.5, 0.5]
    """
    return maths.maximum(x, y)


@op(
    latex=r"\min\left({{x}}, {{y}}\right)",
    dx=lambda x, y, z: (2 - notnan(z) + mask(y - x) - mask(x - y)) / 2,
    dy=lambda x, y, z: (2 - notnan(z) + mask(x - y) - mask(y - x)) / 2,
)
def minimum(x, y):
    """The smaller one gets the gradient; equal ones share it by halves.

    Where either is NaN, both get all of it, as in PyTorch.

    >>> from autograd import Value, grad, minimum
    >>> x, y = Value(2.0), Value(3.0)
    >>> [slope.data for slope in grad(minimum(x, y), [x, y])]
    [1.0, 0.0]
    """
    return maths.minimum(x, y)


@op(latex=r"\operatorname{softplus} {x}", dx=lambda x: sigmoid(x))
def softplus(x):
    """log(1 + exp(x)), a smooth relu; written so that exp never overflows.

    >>> from autograd import Value, grad, softplus
    >>> softplus(1000.0)
    1000.0
    >>> x = Value(0.0)
    >>> grad(softplus(x), x).data  # the sigmoid
    0.5
    """
    return maths.maximum(x, 0.0) + maths.log1p(maths.exp(-maths.abs(x)))


@op(dx=lambda x, slope: slope + (1 - slope) * mask(x))
def leaky_relu(x, slope=0.01):
    """x where it is positive, else slope·x; the derivative at 0 counts as the slope.

    >>> from autograd import Value, leaky_relu
    >>> leaky_relu(-3.0), leaky_relu(-3.0, slope=0.5), Value(2.0).leaky_relu(0.5)
    (-0.03, -1.5, Value(2.0))
    """
    return maths.maximum(x, 0.0) + slope * maths.minimum(x, 0.0)


@op(dx=lambda x, alpha: exp(minimum(x, 0)) * (alpha + (1 - alpha) * mask(x)))
def elu(x, alpha=1.0):
    """x where it is positive, else alpha·(exp(x) - 1); the derivative at 0 counts as alpha.

    >>> from autograd import Value, elu, grad
    >>> elu(2.0), elu(-1000.0), elu(-1000.0, alpha=0.5)
    (2.0, -1.0, -0.5)
    >>> [grad(elu(x, 0.5), x).data for x in (Value(2.0), Value(0.0))]
    [1.0, 0.5]
    """
    return maths.maximum(x, 0.0) + alpha * maths.expm1(maths.minimum(x, 0.0))


@op(dx=lambda x, z: sigmoid(x) + z * (1 - sigmoid(x)))
def silu(x):
    """x·sigmoid(x), also called swish: a smooth relu that dips below 0 on the left.

    >>> from autograd import Value, grad, silu
    >>> silu(0.0), silu(1000.0), silu(-1000.0)
    (0.0, 1000.0, -0.0)
    >>> x = Value(0.0)
    >>> grad(silu(x), x).data
    0.5
    """
    return x * (maths.exp(maths.minimum(x, 0.0)) / (1 + maths.exp(-maths.abs(x))))


@op(dx=lambda x: (1 + erf(x / math.sqrt(2))) / 2 + x * exp(-(x * x) / 2) / math.sqrt(2 * math.pi))
def gelu(x):
    """x times the share of a normal distribution that lies below x: a smooth relu that dips below 0 on the left.

    It is x·(1 + erf(x/√2))/2, computed with erfc = 1 - erf so that no digits are lost where x is negative. The form
    with tanh only comes close to it.

    >>> from autograd import Value, gelu, grad
    >>> [round(gelu(x), 6) for x in (-2.0, 0.0, 2.0)]
    [-0.0455, 0.0, 1.9545]
    >>> x = Value(0.0)
    >>> grad(gelu(x), x).data
    0.5
    """
    return x * maths.erfc(-x / math.sqrt(2)) / 2


@op(dx=lambda x, low, high: (1 - mask(low - x)) * (1 - mask(x - high)))
def clip(x, low=-1.0, high=1.0):
    """x cut off below `low` and above `high`; its derivative is 1 from the one to the other, both included.

    >>> from autograd import Value, clip, grad
    >>> clip(3.0), clip(3.0, -2, 2), clip(0.3)
    (1.0, 2.0, 0.3)
    >>> [grad(x.clip(0, 1), x).data for x in (Value(-1.0), Value(1.0))]
    [0.0, 1.0]
    """
    return maths.minimum(maths.maximum(x, low), high)


@op(gate="noted", latex=r"\left[{{x}} > 0\right]", text="[{x} > 0]", dx=lambda: 0)
def mask(x):
    """1 where x is positive, else 0, with derivative 0: what the derivatives of relu, abs … are made of.

    Of NaN it is 1, so that a NaN passes through them as in PyTorch.

    >>> from autograd import Value, grad, mask
    >>> x = Value(2.0)
    >>> mask(x).data, grad(mask(x), x).data
    (1.0, 0.0)
    """
    return maths.mask(x)


@op(gate="quiet", latex=r"\left[{{x}} \ne 0\right]", text="[{x} ≠ 0]", dx=lambda: 0)
def nonzero(x):
    """1 where x is not 0, else 0, with derivative 0: what keeps the derivatives of x**y finite at 0.

    >>> from autograd import nonzero
    >>> nonzero(-3.0), nonzero(0.0)
    (1.0, 0.0)
    """
    return 1 - maths.indicator(x)


@op(gate="quiet", latex=r"\left[{{x}} \ne \mathrm{NaN}\right]", text="[{x} ≠ NaN]", dx=lambda: 0)
def notnan(x):
    """1 where x is a number, 0 where it is NaN, with derivative 0: what lets a NaN pass through max and min.

    >>> from autograd import notnan
    >>> notnan(2.0), notnan(float("nan"))
    (1.0, 0.0)
    """
    return maths.notnan(x)


@op(latex=r"H\left({{x}}\right)", dx=None)
def step(x):
    """1 where x is positive, else 0: a hard decision, which no gradient passes through.

    >>> from autograd import Value, grad, step
    >>> step(-0.1), step(0.1)
    (0.0, 1.0)
    >>> x = Value(0.1)
    >>> grad(step(x), x)
    Traceback (most recent call last):
    autograd.errors.NoDerivativeError: step has no derivative: it is flat but for a jump...
    """
    return maths.mask(x) * maths.notnan(x)


@op(latex=r"\left[{{x}} = 0\right]", text="[{x} = 0]", dx=None)
def indicator(x):
    """1 where x is 0, else 0: a hard decision, which no gradient passes through.

    >>> from autograd import indicator
    >>> indicator(0.0), indicator(0.1)
    (1.0, 0.0)
    """
    return maths.indicator(x)
