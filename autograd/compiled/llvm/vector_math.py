"""The functions of maths on vectors of doubles, as LLVM IR: no branches, no calls, within 4 ulp everywhere.

Right over the whole range: subnormals, overflow, ±0, ±inf and NaN come out as IEEE 754 and C say; signs of zero
too. Only `pow` with an exponent not listed in `POWERS`, sin and cos beyond 10⁵, and the functions in `LIBRARY` call
the C library, lane by lane.
The arithmetic is IEEE's throughout (no fast-math). Coefficients are Taylor's, so they explain themselves: a
minimax polynomial would save two terms in thirteen.

Sources: Tang, Table-driven implementation of the exponential function (1989), Cody and Waite, Software manual for
the elementary functions (1980), for exp and the reduction of arguments; the series in s = f/(2 + f) for log is that
of fdlibm's e_log.c (Sun, 1993), explained there.
"""

import math
from collections.abc import Callable
from typing import Any

from autograd.compiled.ir.primitives import code
from autograd.compiled.llvm import callbacks
from autograd.compiled.llvm.ir import Function, Vector, polynomial, vector_name, where

LOG2_E = 1 / math.log(2)
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")  # log 2 to 32 bits: k·LN2_HIGH is exact for every exponent k
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")  # … and what is missing
HALF_PI = [  # π/2 in pieces of 33 bits, so that q·piece is exact for q < 2²⁰; the last has 53
    float.fromhex(piece)
    for piece in ("0x1.921fb54400000p+0", "0x1.0b4611a600000p-34", "0x1.3198a2e000000p-69", "0x1.b839a252049c1p-104")
]
WHOLE = 1.5 * 2.0**52
"""Added to a number below 2⁵¹ it pushes the fraction out: the last bits of the sum are the nearest whole number."""

EXPONENT = 52  # where the exponent's bits start
BIAS = 1023
MANTISSA = (1 << EXPONENT) - 1
SQRT_HALF_BITS = 0x3FE6A09E667F3BCD  # of √½
TWO_52_BITS = (BIAS + 52) << EXPONENT  # of 2⁵², whose last bits hold a whole number
SMALLEST_NORMAL = 2.0**-1022
LARGE_ANGLE = 1e5

EXPM1_SERIES = [1 / math.factorial(k) for k in range(2, 14)]  # exp(r) − 1 = r + r²·Σ, good to 2⁻⁵⁷ for |r| ≤ (log 2)/2
LOG_SERIES = [2 / (2 * k + 1) for k in range(1, 11)]  # log(1 + f) = 2s + s·s²·Σ(s²), 2⁻⁵⁸ for |s| ≤ 0.1716
SIN_SERIES = [(-1) ** k / math.factorial(2 * k + 1) for k in range(1, 9)]  # sin r = r + r³·Σ(r²), |r| ≤ π/4
COS_SERIES = [(-1) ** k / math.factorial(2 * k) for k in range(2, 9)]  # cos r = 1 − r²/2 + r⁴·Σ(r²)


def _nearest(x: Vector) -> Vector:
    """The nearest whole number, for |x| < 2⁵¹."""
    return (x + WHOLE) - WHOLE


def _power_of_two(k: Vector) -> Vector:
    """2ᵏ for a whole k from −1022 to 1023, put together from its bits."""
    return (((k + WHOLE).bits() + BIAS) << EXPONENT).double()


def _clamp(x: Vector, low: float, high: float) -> Vector:
    """x, at least `low` and at most `high`; NaN stays."""
    x = where(x < low, low, x)
    return where(x > high, high, x)


def _expm1_reduced(x: Vector) -> tuple[Vector, Vector]:
    """A whole k and exp(r) − 1 with x = k·log 2 + r, |r| ≤ (log 2)/2."""
    k = _nearest(x * LOG2_E)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    return k, r + r * r * polynomial(r, EXPM1_SERIES)


def exp(x: Vector) -> Vector:
    """2ᵏ·exp(r)."""
    k, p = _expm1_reduced(_clamp(x, -746.0, 710.0))  # beyond, it is 0 and inf all the same
    half = _nearest(k * 0.5)  # 2ᵏ itself may be out of range; only the second product rounds
    return (1.0 + p) * _power_of_two(half) * _power_of_two(k - half)


def tanh(x: Vector) -> Vector:
    """t/(t + 2) with t = exp(2|x|) − 1, which is accurate at 0 as well."""
    function = x.function
    k, p = _expm1_reduced(_clamp(function.intrinsic("fabs", x) * 2.0, 0.0, 44.0))  # tanh 22 rounds to 1
    scale = _power_of_two(k)
    t = p * scale + (scale - 1.0)
    return function.intrinsic("copysign", t / (t + 2.0), x)


def _log_positive(x: Vector) -> Vector:
    """The logarithm of a normal x > 0: e·log 2 + log(1 + f), with 1 + f = x/2ᵉ between √½ and √2."""
    shifted = x.bits() - SQRT_HALF_BITS
    biased = (shifted + (BIAS << EXPONENT)) >> EXPONENT
    e = (biased | TWO_52_BITS).double() - (2.0**52 + BIAS)
    f = ((shifted & MANTISSA) + SQRT_HALF_BITS).double() - 1.0
    s = f / (f + 2.0)
    z = s * s
    half_square = 0.5 * f * f
    rest = s * (half_square + z * polynomial(z, LOG_SERIES)) + e * LN2_LOW
    return e * LN2_HIGH - ((half_square - rest) - f)


def log(x: Vector) -> Vector:
    """−inf at 0, NaN below."""
    subnormal = x < SMALLEST_NORMAL
    result = _log_positive(where(subnormal, x * 2.0**54, x))
    return _log_ends(where(subnormal, result - 54 * math.log(2), result), x)


def log1p(x: Vector) -> Vector:
    """log u + c/u, where u = 1 + x rounded and c is what the rounding lost."""
    u = x + 1.0
    back = u - 1.0
    lost = where(x > 2.0**54, 0.0, (x - back) + (1.0 - (u - back)))
    result = _log_ends(_log_positive(u) + lost / u, u)
    return where(x.equals(0.0), x, result)  # −0 stays


def _log_ends(result: Vector, u: Vector) -> Vector:
    """The logarithm of u, or of what it cannot take."""
    result = where(u > 0.0, result, where(u.equals(0.0), -math.inf, math.nan))
    return where(u.equals(math.inf), u, result)


def _quarter_turns(x: Vector) -> tuple[Vector, Vector]:
    """The nearest whole q to x/(π/2), and x − q·π/2, for |x| ≤ LARGE_ANGLE."""
    q = _nearest(x * (2 / math.pi))
    first, *pieces, last = HALF_PI
    r = x - q * first
    lost: Vector | float = 0.0
    for piece in pieces:  # what rounding loses here counts if the next difference is small
        part = q * piece
        difference = r - part
        lost = lost + ((r - difference) - part)
        r = difference
    return q, r - (q * last - lost)


def _circular(x: Vector, name: str, ahead: int) -> Vector:
    """sin, −sin, cos or −cos of what is left of x, by its quadrant, counted from `ahead`."""
    function = x.function
    q, r = _quarter_turns(x)
    z = r * r
    sine = r * (1.0 + z * polynomial(z, SIN_SERIES))
    cosine = 1.0 - (0.5 * z - z * z * polynomial(z, COS_SERIES))
    quadrant = (q + WHOLE).bits() + ahead
    chosen = where((quadrant & 1).equals(0), sine, cosine)
    turned = (chosen.bits() ^ ((quadrant & 2) << 62)).double()
    large = function.intrinsic("fabs", x).above_or_nan(LARGE_ANGLE)
    return function.unless_any(large, turned, lambda: function.lane_by_lane(name, x))


def sin(x: Vector) -> Vector:
    """The sine of any angle."""
    return _circular(x, "sin", 0)


def cos(x: Vector) -> Vector:
    """The cosine: the sine, a quarter turn ahead."""
    return _circular(x, "cos", 1)


FUNCTIONS: dict[str, Callable[[Vector], Vector]] = {
    formula.__name__: formula for formula in (exp, log, log1p, tanh, sin, cos)
}
"""What is called, so that its instructions are compiled once."""


def maximum(x: Vector, y: Vector | float) -> Vector:
    """As in maths: the larger one, x if they are equal, NaN if either is."""
    if not isinstance(y, Vector) and y == y:
        return where(x < y, y, x)  # one instruction, as relu deserves
    return _or_nan(x, where(x.below_or_nan(y), y, x))


def minimum(x: Vector, y: Vector | float) -> Vector:
    """As in maths: the smaller one, x if they are equal, NaN if either is."""
    if not isinstance(y, Vector) and y == y:
        return where(x > y, y, x)
    return _or_nan(x, where(x.above_or_nan(y), y, x))


def _or_nan(x: Vector, result: Vector) -> Vector:
    return where(x.is_nan(), x, result)


def mask(x: Vector) -> Vector:
    """0 if x ≤ 0 else 1, for NaN too."""
    return where(x.above_or_nan(0.0), 1.0, 0.0)


def indicator(x: Vector) -> Vector:
    """1 if x = 0 else 0."""
    return where(x.equals(0.0), 1.0, 0.0)


def notnan(x: Vector) -> Vector:
    """1 if x is a number, 0 if it is NaN."""
    return where(x.is_nan(), 0.0, 1.0)


def sqrt(x: Vector) -> Vector:
    """Rounded correctly, by the machine."""
    return x.function.intrinsic("sqrt", x)


def abs(x: Vector) -> Vector:
    """x without its sign."""
    return x.function.intrinsic("fabs", x)


def _root(x: Vector) -> Vector:
    """x**0.5, which is not quite sqrt(x): 0 for −0, inf for −inf."""
    return where(x.equals(-math.inf), math.inf, sqrt(x + 0.0))


def _inverse_square(x: Vector) -> Vector:
    """x**-2: x·x is scaled, so that it neither overflows nor loses digits where the result is a normal number."""
    scale = where(abs(x) > 1.0, 2.0**-40, 2.0**40)
    y = x * scale
    return 1.0 / (y * y) * (scale * scale)


POWERS: dict[float, Callable[[Vector], Vector | float]] = {
    -2.0: _inverse_square,
    -1.0: lambda x: 1.0 / x,
    -0.5: lambda x: 1.0 / _root(x),
    0.0: lambda x: 1.0,
    0.5: _root,
    1.0: lambda x: x,
    2.0: lambda x: x * x,
    3.0: lambda x: x * x * x,
}
"""Constant exponents that take no logarithm. The rule: two roundings at most, so within 1 ulp of the C library's pow
(three, as in x⁴ = x²·x², may be 2 ulp off)."""


def pow(x: Vector, y: Vector | float) -> Vector | float:
    """x to the power y, as the C library has it: 1 for y = 0 and for x = 1, even if the other is NaN."""
    if not isinstance(y, Vector) and y in POWERS:
        return POWERS[y](x)
    return x.function.lane_by_lane("pow", x, y)


INLINE: dict[str, Callable[..., Vector | float]] = {
    formula.__name__: formula for formula in (sqrt, abs, maximum, minimum, mask, indicator, notnan, pow)
}
"""What is a few instructions, written where it is needed."""

LIBRARY = frozenset(("atan", "cosh", "erf", "erfc", "expm1", "log2", "sinh", "tan"))
"""What the C library is called for, lane by lane: the same functions that Python's `math` has."""


def write(function: Function, name: str, operands: tuple[Vector | float, ...], of_maths: Any = None) -> Vector:
    """Write the function of maths called `name` on these operands, of which one at least is a vector.

    `of_maths` is that function itself: Python is called for those that were taken in later.
    """
    first, *others = operands
    if name in FUNCTIONS:
        return function.call(name, first)
    if name in INLINE:
        return function.lift(INLINE[name](function.lift(first), *others))
    if name in LIBRARY:
        return function.lane_by_lane(name, first)
    return function.lane_by_lane(callbacks.symbol(code(name, len(operands), of_maths)), *operands)


Vector.write = staticmethod(write)


def definition(name: str, lanes: int) -> Function:
    """The vector function `name`, complete: `module` makes text of it."""
    function = Function(lanes)
    result = FUNCTIONS[name](Vector(function, "%x"))
    vector = function.type()
    function.lines.insert(0, f"define internal {vector} @{vector_name(name, lanes)}({vector} %x) {{\nentry:")
    function.lines.append(f"  ret {vector} {result.register}\n}}")
    return function
