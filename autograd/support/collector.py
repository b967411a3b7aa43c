"""Python's collector of cycles, held back while very many objects are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 100_000
"""Objects made while it was paused: from then on they are not looked at right after."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """Inside a `with` block, or in a function it decorates, the collector does not run by itself.

    It looks at all there is again and again while that grows: half of the time that a long solution takes.

    >>> import gc
    >>> with collector_paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > MANY:
                _grow_old()
            gc.enable()


def _grow_old() -> None:
    """Put what was made among what has stayed for long, unlooked at: the next collection would go through all of it."""
    if hasattr(gc, "freeze") and not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
