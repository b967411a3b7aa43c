"""The results of IEEE arithmetic, which has one for everything, where Python's floats raise an error.

NumPy has them too, but would have to be loaded for a single division by zero.
"""

import math
from collections.abc import Callable

from autograd.formulas.symbols import Notation
from autograd.maths import is_standard
from autograd.support.types import Any

FAULTS = (ArithmeticError, ValueError)
"""What Python's floats raise where IEEE arithmetic has a result: log(0), 1/0, exp(1000), (-8)**(1/3)."""

_POLES = {"log": 0.0, "log2": 0.0, "log10": 0.0, "log1p": -1.0}
"""Where functions go to -inf."""

_BEYOND: dict[str, Callable[..., float]] = {
    **dict.fromkeys(("exp", "exp2", "expm1", "cosh", "hypot"), lambda *_: math.inf),
    **dict.fromkeys(("sinh", "floor", "ceil", "trunc"), lambda x: math.copysign(math.inf, x)),
}
"""What functions give where their result is too large for a float."""


def ieee(formula: Callable[..., Any], numbers: tuple[float, ...]) -> float:
    """What a formula gives on these numbers in IEEE arithmetic.

    >>> ieee(lambda x, y: x / y, (-1.0, 0.0)), ieee(lambda x: x**0.5, (-4.0,))
    (-inf, nan)
    """
    return float(formula(*map(_Ieee, numbers)))


class _Ieee:
    """A number that never raises."""

    def __init__(self, x: Any) -> None:
        self.x = float(x)

    def of_numbers(self, name: str, operands: tuple[Any, ...], function: Callable[..., Any]) -> "_Ieee":
        numbers = [float(operand) for operand in operands]
        if name == "pow" and is_standard(name, function):
            return _Ieee(power(*numbers))
        try:
            return _Ieee(function(*numbers))
        except OverflowError:
            beyond = _BEYOND.get(name) if is_standard(name, function) else None
            return _Ieee(beyond(*numbers) if beyond else math.nan)
        except FAULTS:
            is_pole = is_standard(name, function) and _POLES.get(name) == numbers[0]
            return _Ieee(-math.inf if is_pole else math.nan)

    def of_op(self, rule: Notation, operands: tuple[Any, ...]) -> Any:
        return rule.forward(*(_Ieee(operand) for operand in operands))

    def __float__(self) -> float:
        return self.x

    def __neg__(self) -> "_Ieee":
        return _Ieee(-self.x)


def quotient(x: float, y: float) -> float:
    """x/y; a number other than 0 divided by 0 is infinite, with the sign of both."""
    try:
        return x / y
    except ZeroDivisionError:
        return math.copysign(math.inf, x) * math.copysign(1.0, y) if x and x == x else math.nan


def power(x: float, y: float) -> float:
    """x to the power of y; NaN where that is no real number."""
    try:
        return math.pow(x, y)
    except OverflowError:
        size = math.inf
    except ValueError:
        if x:
            return math.nan
        size = math.inf  # 0 to a negative power
    return math.copysign(size, x) if y % 2 == 1 else size


def _operator(compute: Callable[[float, float], float], turned: bool = False) -> Callable[[_Ieee, Any], _Ieee]:
    if turned:
        return lambda right, left: _Ieee(compute(float(left), right.x))
    return lambda left, right: _Ieee(compute(left.x, float(right)))


for _name, _compute in {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "truediv": quotient,
    "pow": power,
}.items():
    setattr(_Ieee, f"__{_name}__", _operator(_compute))
    setattr(_Ieee, f"__r{_name}__", _operator(_compute, turned=True))
