"""What happens when arithmetic goes wrong: an error that says where, a warning, or the IEEE result."""

import math
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from autograd.errors import AnomalyError
from autograd.support.types import Literal

Mode = Literal["raise", "warn", "ignore"]

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


def mode() -> str:
    """What bad arithmetic does here: "raise", "warn" or "ignore"."""
    return _mode.get()


def report(message: str, operation: str = "") -> None:
    """Raise, warn or stay silent, as the mode says; the error names the operation that has no finite result."""
    does = mode()
    if does == "raise":
        raise AnomalyError(message, operation) from None
    if does == "warn":
        warnings.warn(message, RuntimeWarning, stacklevel=_levels_to_caller())


def _levels_to_caller() -> int:
    """How many frames above `report` the line stands that called into this package."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and is_own_file(frame.f_code.co_filename):
        level, frame = level + 1, frame.f_back
    return level


_OWN_FILES = (os.path.dirname(os.path.dirname(__file__)) + os.sep, "<operation ")
"""Where this package's code comes from: its folder, and the code that codegen/python.py writes."""


def is_own_file(name: str) -> bool:
    """Whether code from the file of this name is this package's."""
    return name.startswith(_OWN_FILES)


def finite(numbers: tuple[float, ...]) -> bool:
    """Whether all are finite: that a non-finite operand propagates is no anomaly."""
    return all(map(math.isfinite, numbers))
