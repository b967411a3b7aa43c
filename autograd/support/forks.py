"""Locks that a forked process finds free, whoever held them in the process it was forked from.

A fork copies one thread only: a lock that another one holds at that moment would never be released in the child, and
whoever asks for it there would wait for ever. So the child gets new ones, as in Python's `logging` and `random`. What a
lock guards here is either whole at every moment or made anew by the next pass (marks on Values, gradients underway).
"""

import os
import weakref
from collections.abc import Callable
from threading import Lock

from autograd.support.types import Any, Protocol


class Renewed(Protocol):
    """What begins anew in a forked process."""

    def renew(self) -> None:
        """Forget the threads that are not there."""


_KNOWN: "weakref.WeakSet[Renewed]" = weakref.WeakSet()


def renew_after_fork(thing: Renewed) -> None:
    """Call `renew` of this in every process that is forked while it lives."""
    _KNOWN.add(thing)


def _renew_all() -> None:
    for thing in tuple(_KNOWN):
        thing.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)


class ForkLock:
    """A lock of a kind such as `Lock` or `RLock`, which is free in a forked process.

    In a block it is `held`, the lock itself: in methods written in Python, Ctrl-C could come before it is given back.

    >>> lock = ForkLock()
    >>> with lock.held:
    ...     print("nobody else")
    nobody else
    """

    __slots__ = ("__weakref__", "_kind", "held")

    def __init__(self, kind: Callable[[], Any] = Lock) -> None:
        self._kind = kind
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        """Begin anew with a lock that is free."""
        self.held = self._kind()
