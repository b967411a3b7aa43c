"""Ctrl-C that waits, so that what belongs together is done whole or not at all."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


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
