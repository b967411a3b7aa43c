"""Functions over any number: floats are computed here, every other kind of number answers for itself."""

import math
import sys
from collections.abc import Callable
from functools import update_wrapper
from numbers import Real

from autograd.support.types import Any

FLOATS: dict[str, Callable[..., float]] = {}
"""What each function computes on floats, by name: the namespace of generated code."""


def over_any_number(on_floats: Callable[..., float]) -> Callable[..., Any]:
    """Let a function of floats take any number.

    A number that is not a float or an int is asked through its method `of_numbers(name, operands, function)`.
    """
    name = on_floats.__name__
    FLOATS[name] = on_floats

    def function(*operands: Any) -> Any:
        for operand in operands:
            if not isinstance(operand, (float, int)):
                return operand.of_numbers(name, operands, function)
        return on_floats(*operands)

    return update_wrapper(function, on_floats)


exp = over_any_number(math.exp)
log = over_any_number(math.log)
log1p = over_any_number(math.log1p)
log2 = over_any_number(math.log2)
expm1 = over_any_number(math.expm1)
sqrt = over_any_number(math.sqrt)
tanh = over_any_number(math.tanh)
sinh = over_any_number(math.sinh)
cosh = over_any_number(math.cosh)
sin = over_any_number(math.sin)
cos = over_any_number(math.cos)
tan = over_any_number(math.tan)
atan = over_any_number(math.atan)
erf = over_any_number(math.erf)
erfc = over_any_number(math.erfc)
pow = over_any_number(math.pow)
abs = over_any_number(abs)


@over_any_number
def maximum(x: float, y: float) -> float:
    """The larger one; NaN if either is."""
    return x if x >= y or x != x else y


@over_any_number
def minimum(x: float, y: float) -> float:
    """The smaller one; NaN if either is."""
    return x if x <= y or x != x else y


@over_any_number
def mask(x: float) -> float:
    """0 if x ≤ 0 else 1, for NaN too: what a derivative multiplies by it must not lose a NaN."""
    return 0.0 if x <= 0 else 1.0


@over_any_number
def indicator(x: float) -> float:
    """1 if x = 0 else 0."""
    return 1.0 if x == 0 else 0.0


@over_any_number
def notnan(x: float) -> float:
    """1 if x is a number, 0 if it is NaN."""
    return 1.0 if x == x else 0.0


OWN = dict(FLOATS)
"""The functions defined here, without those that `over_any_number` takes in later."""


def is_standard(name: str, function: Callable[..., Any]) -> bool:
    """Whether a function is that of this module or of Python's `math`, not another one that is only called the same."""
    while hasattr(function, "__wrapped__"):  # inspect.unwrap, without importing inspect
        function = function.__wrapped__
    return function in (OWN.get(name), getattr(math, name, None))


def in_numpy(name: str, function: Callable[..., Any]) -> Callable[..., Any] | None:
    """NumPy's function for one of this module or of Python's `math`, on operands and `out`; None if it has none."""
    if not is_standard(name, function):
        return None
    import numpy as np

    if name == "mask":
        return lambda x, out=None: np.subtract(1.0, np.less_equal(x, 0.0, out=out), out=out)
    if name == "indicator":
        return lambda x, out=None: np.equal(x, 0.0, out=out)
    if name == "notnan":
        return lambda x, out=None: np.equal(x, x, out=out)
    return getattr(np, {"pow": "power", "atan": "arctan"}.get(name, name), None)


def is_array(x: Any) -> bool:
    """Whether x is a NumPy array; NumPy is not imported to find out."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(x, numpy.ndarray)


def real(x: Any) -> float | None:
    """x as a float if it is a real number (bool, int, float, Fraction, Decimal, NumPy scalar), else None.

    OverflowError for what is finite but beyond the range of floats.
    """
    try:
        if isinstance(x, (int, float)):
            return float(x)
        if not isinstance(x, Real) and not _is_unregistered_real(x):
            return None
        found = float(x)
        if not math.isinf(found) or found == x:
            return found
    except OverflowError:
        pass
    raise OverflowError(f"{type(x).__name__!r} of a size beyond the range of floats, which ends at 1.8e308")


def _is_unregistered_real(x: Any) -> bool:
    """Whether x is a Decimal or a NumPy bool: real numbers that are not registered as such."""
    kinds = ("decimal", "Decimal"), ("numpy", "bool_")
    return any(module in sys.modules and isinstance(x, getattr(sys.modules[module], kind)) for module, kind in kinds)
