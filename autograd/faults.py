"""What happens when arithmetic goes wrong: an error that says where, a warning, or the IEEE result."""

import math
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from autograd.errors import AnomalyError
from autograd.maths import in_numpy
from autograd.symbols import Notation

Mode = Literal["raise", "warn", "ignore"]

FAULTS = (ArithmeticError, ValueError)
"""What Python's floats raise where IEEE arithmetic has a result: log(0), 1/0, exp(1000), (-8)**(1/3)."""

_mode: ContextVar[str] = ContextVar("anomalies", default="raise")


@contextmanager
def anomalies(mode: Mode) -> Iterator[None]:
    """Choose what bad arithmetic does inside a `with` block: "raise" (the default), "warn" or "ignore".

    "raise" is an AnomalyError, "warn" a RuntimeWarning. Under "warn" and "ignore" results are those of IEEE arithmetic:
    inf, -inf, NaN. Raises ValueError for any other word.

    >>> from autograd import Value, anomalies
    >>> with anomalies("ignore"):
    ...     print(Value(0).log().data)
    -inf
    """
    if mode not in ("raise", "warn", "ignore"):
        raise ValueError(f'anomalies({mode!r}): expected "raise", "warn" or "ignore"')
    token = _mode.set(mode)
    try:
        yield
    finally:
        _mode.reset(token)


def report(message: str) -> None:
    """Raise, warn or keep silent, as the mode says."""
    mode = _mode.get()
    if mode == "raise":
        raise AnomalyError(message) from None
    if mode == "warn":
        warnings.warn(message, RuntimeWarning, stacklevel=_levels_to_caller())


def _levels_to_caller() -> int:
    """How far up the stack, seen from `report`, the line is that called into this package."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and is_own_file(frame.f_code.co_filename):
        level, frame = level + 1, frame.f_back
    return level


_OWN_FILES = (os.path.dirname(__file__) + os.sep, "<operation ")
"""Where this package's code is from: its folder, and what generated.py writes."""


def is_own_file(name: str) -> bool:
    """Whether code from the file of this name is this package's."""
    return name.startswith(_OWN_FILES)


def ieee(formula: Callable[..., Any], numbers: tuple[float, ...]) -> float:
    """What a formula gives on these numbers in IEEE arithmetic, which has a result for everything."""
    import numpy as np

    with np.errstate(all="ignore"):
        return float(formula(*map(_Ieee, numbers)))


class _Ieee:
    """A number that never raises: NumPy's float64, with `maths` answered by NumPy's functions."""

    def __init__(self, x: Any) -> None:
        import numpy as np

        self.x: Any = np.float64(x.x if isinstance(x, _Ieee) else x)

    def of_numbers(self, name: str, operands: tuple[Any, ...], function: Callable[..., Any]) -> "_Ieee":
        numbers = tuple(_Ieee(operand).x for operand in operands)
        answer = in_numpy(name, function)
        try:
            return _Ieee(answer(*numbers) if answer else function(*map(float, numbers)))
        except FAULTS:  # a function that NumPy does not know
            return _Ieee(math.nan)

    def of_op(self, rule: Notation, operands: tuple[Any, ...]) -> Any:
        return rule.forward(*(_Ieee(operand) for operand in operands))

    def __float__(self) -> float:
        return float(self.x)

    def __neg__(self) -> "_Ieee":
        return _Ieee(-self.x)


def _operator(method: str) -> Callable[..., _Ieee]:
    return lambda *operands: _Ieee(getattr(_Ieee(operands[0]).x, method)(*(_Ieee(x).x for x in operands[1:])))


for _method in ("add", "sub", "mul", "truediv", "pow", "radd", "rsub", "rmul", "rtruediv", "rpow"):
    setattr(_Ieee, f"__{_method}__", _operator(f"__{_method}__"))


def finite(numbers: tuple[float, ...]) -> bool:
    """Whether all are finite: a non-finite operand merely propagates, which is not an anomaly."""
    return all(map(math.isfinite, numbers))
