"""Ctrl-C that waits, so that what belongs together is done whole or not at all."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn


@contextmanager
def held() -> Iterator[None]:
    """Inside a `with` block Ctrl-C waits: what it interrupts is the end of the block.

    Other threads than the main one never see Ctrl-C, so nothing happens there; nor where Ctrl-C is ignored.

    >>> try:
    ...     with held():
    ...         signal.raise_signal(signal.SIGINT)
    ...         print("the step is done,")
    ... except KeyboardInterrupt:
    ...     print("and then interrupted")
    the step is done,
    and then interrupted
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield
        return
    caught: list[Any] = []
    signal.signal(signal.SIGINT, lambda *received: caught.append(received))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if caught:
            before(*caught[-1])


@contextmanager
def told_to_end() -> Iterator[None]:
    """Inside a `with` block being told to end (SIGTERM) is an exception, so that what was begun is cleared away.

    Only where nobody else listens for it, and in the main thread.
    """
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or before is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)
