"""Processes that share work. They end with this one, however it ends; what a killed one was at is tried again once."""

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

Result = TypeVar("Result")

LOOK = 0.5
"""Seconds between two looks whether the parent is still there, where its end is not told."""

KILLED = "the process that checked it was killed, and again when it was tried once more: there may be too little memory"
TRIES = 2


@dataclass
class _Worker:
    """A process, the pipe to it, and what it is at: the number and name of a task, and until when it may take."""

    process: BaseProcess
    pipe: "Connection[Any, Any]"
    task: tuple[int, str] | None = None
    until: float = float("inf")

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def shared(
    work: Callable[[str], Result],
    tasks: Sequence[str],
    processes: int,
    lost: Callable[[str, str], Result],
    timeout: float | None = None,
) -> Iterator[tuple[int, Result]]:
    """The result of each task with its number, as they come.

    What cannot be done is `lost`, with the reason: a task that takes more than `timeout` seconds, or one whose process
    is killed twice.
    """
    waiting = deque(enumerate(tasks))
    tries = [0] * len(tasks)
    workers: list[_Worker] = []
    try:
        while waiting or any(worker.task for worker in workers):
            busy = sum(worker.task is not None for worker in workers)
            while len(workers) < min(processes, busy + len(waiting)):
                workers.append(_begun(work))
            for worker in workers:
                if worker.task is None and waiting:
                    _hand(worker, waiting.popleft(), timeout)
            for worker in _ready(workers):
                number, name = worker.task or (0, "")
                is_late = not worker.pipe.poll()
                try:
                    result: Any = None if is_late else worker.pipe.recv()
                except (EOFError, OSError):  # it was killed
                    tries[number] += 1
                else:
                    worker.task = None
                    if not is_late:
                        yield number, result
                        continue
                workers.remove(worker)
                worker.end()
                if is_late:
                    yield number, lost(name, f"it took more than {timeout:g} seconds")
                elif tries[number] < TRIES:
                    waiting.appendleft((number, name))
                else:
                    yield number, lost(name, KILLED)
    finally:
        for worker in workers:
            worker.end()


def _hand(worker: _Worker, task: tuple[int, str], timeout: float | None) -> None:
    """Give a worker a task; one that was killed meanwhile is found out when it is waited for."""
    worker.task = task
    worker.until = float("inf") if timeout is None else time.monotonic() + timeout
    with contextlib.suppress(OSError):
        worker.pipe.send(task[1])


def _ready(workers: Iterable[_Worker]) -> list[_Worker]:
    """The workers that have a result, are gone, or have taken too long: at least one, once there is one."""
    busy = [worker for worker in workers if worker.task is not None]
    while True:
        left = min(worker.until for worker in busy) - time.monotonic()
        told = wait([worker.pipe for worker in busy], None if left == float("inf") else max(0.0, left))
        found = [worker for worker in busy if worker.pipe in told or worker.until <= time.monotonic()]
        if found:
            return found


def _begun(work: Callable[[str], Any]) -> _Worker:
    """A new process that waits for tasks."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()  # or its end would not be told
    return _Worker(process, ours)


def _serve(pipe: "Connection[Any, Any]", work: Callable[[str], Any]) -> None:
    """Do what comes through the pipe, until nothing does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what the parent does then is not for this process to do
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):  # nobody is there any more
        os._exit(1)


def _end_with_parent(parent: int) -> None:
    """End this process when its parent has ended, even if that was killed and could tell nobody."""
    begun_by = multiprocessing.parent_process()
    told = [begun_by.sentinel] if begun_by is not None else []
    while os.getppid() == parent and not wait(told, LOOK):
        pass
    os._exit(1)
