"""Decisions that a recording would freeze: inside `recording()` they are errors that name the line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import FrameType

from autograd.engine.anomalies import is_own_file
from autograd.errors import BranchError
from autograd.support.forks import ForkLock
from autograd.support.types import Any

_recording: ContextVar[bool] = ContextVar("recording", default=False)

muted: ContextVar[bool] = ContextVar("muted", default=False)
"""Whether recording is off: `no_grad` turns this on."""

open_recordings = 0
"""How many `recording` blocks are open anywhere; to read the context variable each time would cost too much."""


_COUNTING = ForkLock()


@contextmanager
def switched_on(switch: ContextVar[bool], counts: dict[str, Any], name: str) -> Iterator[None]:
    """Turn a switch on inside a `with` block; counts[name] is how many such blocks are open, in all threads.

    Reading the count, which is nearly always 0, takes a fraction of the time that reading the switch takes.
    """
    token = switch.set(True)
    with _COUNTING.held:
        counts[name] += 1
    try:
        yield
    finally:
        with _COUNTING.held:
            counts[name] -= 1
        switch.reset(token)


@contextmanager
def recording() -> Iterator[None]:
    """Inside a `with` block, comparing a Value, or asking whether it is true, raises BranchError there.

    A program keeps the branches that were taken when it was recorded, whatever its inputs are later.

    >>> from autograd import Value, recording
    >>> x = Value(2.0)
    >>> with recording():
    ...     y = x if x > 0 else -x
    Traceback (most recent call last):
    autograd.errors.BranchError: ..., line 2: ...
    """
    with switched_on(_recording, globals(), "open_recordings"):
        yield


def refuse_decision(what: str) -> None:
    """Raise BranchError inside `recording()`: a decision depends on a Value."""
    if not _recording.get():
        return
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and is_own_file(frame.f_code.co_filename):
        frame = frame.f_back
    place = f"{frame.f_code.co_filename}, line {frame.f_lineno}: " if frame is not None else ""
    raise BranchError(
        f"{place}{what} while a program is recorded: whatever is decided here would be frozen into it. "
        f"Use maximum(x, y), minimum(x, y), abs(x), relu(x) or mask(x), which decide anew for each sample"
    )
