"""Submissions checked on many machines, by Dask distributed: workers get the texts, so they need no common disk."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import autograd
from autograd.commands.texts import LARGEST_NOTEBOOK
from autograd.errors import AutogradError
from autograd.support.workers import KILLED

Result = TypeVar("Result")

LOCAL = "local"
"""The scheduler that is begun here, with a process for each worker."""

BATCH = 8
"""Submissions that go to a worker together: one alone takes as long on its way as it takes to be checked."""

AHEAD = 3
"""Batches for each worker that are on their way or done: memory stays flat, however many there are."""

PATIENCE = "20s"
"""How long a scheduler may take to answer."""

COUNT_AGAIN = 50
"""Batches after which workers are counted again."""

BYTES = 4_000_000
"""Bytes of a batch, from which on it is not filled up."""

Batch = list[tuple[int, str, bytes | None]]


def distributed(
    work: Callable[..., Result],
    tasks: Sequence[str],
    scheduler: str,
    workers: int,
    lost: Callable[[str, str], Result],
) -> Iterator[tuple[int, Result]]:
    """The result of each task with its number, as they come: `work` gets its name and what the file holds.

    What a killed worker was at is done again, at last by itself; what kills its worker each time is `lost`. What cannot
    be opened here is done here, to say so.
    """
    try:
        from dask import config
        from distributed import Client, KilledWorker, LocalCluster, as_completed
    except ImportError:
        raise AutogradError("--scheduler needs distributed: pip install 'chalkgrad[cluster]'") from None
    with ExitStack() as stack:
        stack.enter_context(config.set({"distributed.scheduler.allowed-failures": 1}))
        address: Any = scheduler
        if scheduler == LOCAL:
            address = LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs="CRITICAL"
            )
            stack.enter_context(address)
        try:
            client = stack.enter_context(Client(address, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise AutogradError(f"no scheduler at {scheduler}: {error}") from None
        _same_everywhere(client, scheduler)
        called = f"work of {client.id}"
        _give(client, work, called)
        stack.callback(client.unregister_worker_plugin, called)
        waiting = _read(tasks)
        alone: deque[Batch] = deque()
        flying: dict[Any, Batch] = {}
        last_try: Batch = []
        room = AHEAD
        sent = 0
        finished = as_completed()

        def submit(batch: Batch) -> None:
            """Send a batch on its way."""
            nonlocal sent
            if batch:
                future = client.submit(_done, called, batch, pure=False)
                flying[future] = batch
                finished.add(future)
                sent += 1

        def send() -> Iterator[tuple[int, Result]]:
            """Keep each worker busy, at last with what may have killed one; yield what could not be read on the way."""
            nonlocal room, last_try
            if not sent % COUNT_AGAIN:  # workers come and go
                room = AHEAD * max(1, len(client.nthreads()))
                _same_everywhere(client, scheduler)
            while len(flying) < room:
                batch = _batch(waiting)
                if not batch:
                    break
                for number, _, held in batch:
                    if held is None:
                        yield number, work(tasks[number])
                submit([each for each in batch if each[2] is not None])
            if not flying and alone:  # one alone, so that no other is killed with it
                last_try = alone.popleft()
                submit(last_try)

        yield from send()
        while flying:
            future = next(finished)
            batch = flying.pop(future)
            try:
                yield from future.result()
            except KilledWorker:
                if batch is last_try:
                    number, name, _ = batch[0]
                    yield number, lost(name, KILLED)
                else:
                    alone.extend([each] for each in batch)
            future.release()
            yield from send()


def _same_everywhere(client: Any, scheduler: str) -> None:
    """AutogradError where the scheduler or a worker has not this version: work it cannot import never ends."""
    found = client.get_versions(packages=["chalkgrad"])
    nodes = [
        ("the scheduler", found["scheduler"]),
        *((f"worker {name}", each) for name, each in found["workers"].items()),
    ]
    for name, node in nodes:
        theirs = node["packages"].get("chalkgrad")
        if theirs != autograd.__version__:
            has = "has no chalkgrad" if theirs is None else f"has chalkgrad {theirs}"
            raise AutogradError(f"{name} of {scheduler} {has}: install chalkgrad {autograd.__version__} there, as here")


def _read(tasks: Sequence[str]) -> Iterator[tuple[int, str, bytes | None]]:
    """What each file holds, as far as it may be read; None where it cannot be opened."""
    for number, name in enumerate(tasks):
        try:
            with Path(name).open("rb") as file:
                yield number, name, file.read(LARGEST_NOTEBOOK + 1)
        except OSError:
            yield number, name, None


def _batch(waiting: Iterator[tuple[int, str, bytes | None]]) -> Batch:
    """The next submissions that go together."""
    found: Batch = []
    size = 0
    for each in islice(waiting, BATCH):
        found.append(each)
        size += len(each[2] or b"")
        if size > BYTES:
            break
    return found


def _give(client: Any, work: Callable[..., Any], name: str) -> None:
    """Give all workers the work, keys and all: once, not with every batch; those that come later get it, too."""
    from distributed import WorkerPlugin

    class Given(WorkerPlugin):  # type: ignore[misc]
        """What a worker is to do."""

        def __init__(self) -> None:
            self.work = work

    client.register_plugin(Given(), name=name)


def _done(called: str, batch: Batch) -> list[tuple[int, Any]]:
    """What a worker does: each submission of a batch."""
    from distributed import get_worker

    work = get_worker().plugins[called].work
    return [(number, work(name, held)) for number, name, held in batch]
