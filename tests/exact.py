"""The table's operations on mpmath numbers: what value and derivatives really are, to far more digits than a float has.

Derivatives are differences of the operation's own function, so no formula of a derivative is trusted.
"""

from collections.abc import Callable
from typing import Any

import mpmath
from mpmath import mp

from autograd.engine.operation import Op

DIGITS = 700  # second differences over 1e-60 at 1e150 use up 420 of them; well over 60 are left
WIDTH = mpmath.mpf(10) ** -60  # a difference quotient is then good to 1e-120


class Exact:
    """A number of 700 digits that operations take for a number: asked by `maths` and by operators."""

    def __init__(self, x: Any) -> None:
        self.x = x.x if isinstance(x, Exact) else mpmath.mpmathify(x)

    def of_numbers(self, name: str, operands: tuple[Any, ...], function: Callable[..., Any]) -> "Exact":
        known = {
            "pow": mp.power,
            "log2": lambda x: mp.log(x) / mp.log(2),
            "abs": abs,
            "maximum": max,
            "minimum": min,
            "mask": lambda x: mp.mpf(x > 0),
            "indicator": lambda x: mp.mpf(x == 0),
            "notnan": lambda x: mp.mpf(not mp.isnan(x)),
        }
        return Exact((known.get(name) or getattr(mp, name))(*(Exact(x).x for x in operands)))

    def of_op(self, rule: Op, operands: tuple[Any, ...]) -> Any:
        return rule.forward(*map(Exact, operands))

    def __neg__(self) -> "Exact":
        return Exact(-self.x)


def _operator(method: str) -> Callable[[Exact, Any], Exact]:
    return lambda first, second: Exact(getattr(first.x, method)(Exact(second).x))


for _name in ("add", "sub", "mul", "truediv", "pow", "radd", "rsub", "rmul", "rtruediv", "rpow"):
    setattr(Exact, f"__{_name}__", _operator(f"__{_name}__"))

INDEPENDENT: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: mp.power(x, y),
    "neg": lambda x: -x,
    "relu": lambda x: (x + abs(x)) / 2,
    "exp": lambda x: mp.exp(x),
    "log": lambda x: mp.log(x),
    "tanh": lambda x: 1 - 2 / (1 + mp.exp(2 * x)),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sqrt": lambda x: mp.sqrt(x),
    "sin": lambda x: mp.im(mp.expj(x)),
    "cos": lambda x: mp.re(mp.expj(x)),
    "abs": lambda x: x if x > 0 else -x,
    "maximum": lambda x, y: x if x > y else y,
    "minimum": lambda x, y: x if x < y else y,
    "log2": lambda x: mp.log(x) / mp.log(2),
    "tan": lambda x: mp.sin(x) / mp.cos(x),
    "atan": lambda x: mp.arg(mp.mpc(1, x)),
    "sinh": lambda x: (mp.exp(x) - mp.exp(-x)) / 2,
    "cosh": lambda x: (mp.exp(x) + mp.exp(-x)) / 2,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "leaky_relu": lambda x: x if x > 0 else mp.mpf(0.01) * x,
    "elu": lambda x: x if x > 0 else mp.exp(x) - 1,
    "silu": lambda x: x / (1 + mp.exp(-x)),
    "gelu": lambda x: x * mp.ncdf(x),
    "clip": lambda x: min(max(x, mp.mpf(-1)), mp.mpf(1)),
}
"""What operations mean, in other words than ops.py; one that is not here is held to its own function."""


def value(rule: Op, *xs: Any) -> Any:
    """The operation's value; None where it has no real one."""
    exact = INDEPENDENT.get(rule.name) or (lambda *numbers: Exact(rule.forward(*map(Exact, numbers))).x)
    found = exact(*map(mp.mpmathify, xs))
    return None if isinstance(found, mp.mpc) and found.imag != 0 else mp.re(found)


def derivative(rule: Op, slots: tuple[int, ...], *xs: float) -> Any:
    """The first or second derivative by the operands in these slots, rounded to a float; NaN where none is real."""
    with mp.workdps(DIGITS):
        widths = [min(mp.mpf(1), abs(mp.mpf(x))) * WIDTH for x in xs]
        total = size = mp.mpf(0)
        for signs in [(1,), (-1,)] if len(slots) == 1 else [(1, 1), (1, -1), (-1, 1), (-1, -1)]:
            moved = [mp.mpf(x) for x in xs]
            for slot, sign in zip(slots, signs, strict=True):
                moved[slot] += sign * widths[slot]
            z = value(rule, *moved)
            if z is None:
                return float("nan")
            total += mp.fprod(signs) * z
            size = max(size, abs(z))
        if abs(total) <= size * mp.mpf(10) ** (30 - DIGITS):  # what rounding leaves of a difference that is 0
            return 0.0
        return rounded(total / mp.fprod(2 * widths[slot] for slot in slots))


def rounded(x: Any) -> float:
    """As a float: beyond the range of floats it is 0 or infinite."""
    if abs(x) > mp.mpf(1.7976931348623157e308):
        return float("inf") if x > 0 else float("-inf")
    return float(x)
