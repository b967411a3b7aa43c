"""Threads that wait to help: told within microseconds, where an executor's futures take fifty."""

import weakref
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from autograd.support.forks import ForkLock, renew_after_fork

Task = Callable[[], None]


class Helpers:
    """Threads, begun when there is first something to do; they end when this object or Python does."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = ForkLock()
        self.renew()
        renew_after_fork(self)

    def renew(self) -> None:
        """Begin without threads; in a forked process there are none."""
        self._begun = False
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()

    def ask(self, task: Task) -> None:
        """Have each of them call the task when it is free; this does not wait for them."""
        with self._lock.held:
            if not self._begun:
                self._begin()
        for _ in range(self._count):
            self._tasks.put(task)

    def _begin(self) -> None:
        self._begun = True
        for _ in range(self._count):
            Thread(target=_serve, args=(self._tasks,), daemon=True).start()
        weakref.finalize(self, _dismiss, self._tasks, self._count)


def _serve(tasks: "SimpleQueue[Task | None]") -> None:
    while task := tasks.get():
        task()
        del task  # and with it what it holds, while nothing is to be done


def _dismiss(tasks: "SimpleQueue[Task | None]", count: int) -> None:
    for _ in range(count):
        tasks.put(None)
