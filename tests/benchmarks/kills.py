"""Kills and forks: files are whole whenever the writer dies, and a forked process never waits for a thread it has not.

    python -m tests.benchmarks.kills save 1000    # processes killed while they save a model over and over
    python -m tests.benchmarks.kills fit 100      # processes killed in `fit`, each going on where the last one stopped
    python -m tests.benchmarks.kills fork 200     # processes forked while threads run backward and compiled programs
    python -m tests.benchmarks.kills check 30     # `autograd check --jobs 4`, ended by three signals in turn

Each prints how many were tried and how many went wrong, and ends with 1 if any did. POSIX only; `check` for Linux.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from autograd import Value, compile, grad
from autograd.nn import BatchNorm, Linear, Sequential, Tanh, mse
from autograd.optim import Adam, ExponentialLR
from autograd.training import History, fit

PATIENCE = 20.0
"""Seconds after which a child counts as hanging: it has milliseconds of work to do."""


def killed(work: Callable[[], Any], seconds: float) -> bool:
    """Fork a process that works, kill it after some seconds; whether it had ended before."""
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFEXITED(os.waitpid(child, 0)[1])


def kills_in_save(count: int, folder: Path, rng: random.Random) -> int:
    """How many files were not whole after a process that saves was killed."""
    path = folder / "model.json"
    model = Linear(20, 20)

    def save_again_and_again() -> None:
        for turn in range(100_000):
            for parameter in model.parameters():
                parameter.data = float(turn)
            model.save(path)

    faults = 0
    for parameter in model.parameters():  # a whole file has one number all over, also before a child has saved any
        parameter.data = -1.0
    model.save(path)
    for _ in range(count):
        killed(save_again_and_again, rng.uniform(0.002, 0.02))
        try:
            found = Linear(20, 20)
            found.load(path)
            faults += len({parameter.data for parameter in found.parameters()}) > 1
            for left in folder.glob(".*"):
                left.unlink()
        except (ValueError, OSError) as fault:
            print(fault)
            faults += 1
        model.load(path)
    return faults


X = [[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [-1.0, 0.0]]
Y = [[1.0], [0.0], [2.5], [-1.0]]


def training(path: Path | None, epochs: int) -> tuple[dict[str, Any], History]:
    """A run of `fit` with everything that has a state."""
    rng = random.Random(1)
    model = Sequential(Linear(2, 4, rng=rng), BatchNorm(4), Tanh(), Linear(4, 1, rng=rng))
    optimizer = Adam(model, lr=0.05)
    schedule = ExponentialLR(optimizer, 0.999)
    history = fit(model, mse, X, Y, optimizer, epochs, 2, rng, schedule=schedule, checkpoint=path, progress=False)
    return model.state_dict(), history


def kills_in_fit(count: int, folder: Path, rng: random.Random) -> int:
    """How many checkpoints were not a whole state of the killed run, or did not lead to its end."""
    epochs, faults, left = 60, 0, count
    state, history = training(None, epochs)
    while left > 0:
        path = folder / f"run{left}.json"
        while left > 0 and not killed(partial(training, path, epochs), rng.uniform(0.01, 0.08)):
            left -= 1
            if path.exists():
                losses = json.loads(path.read_text())["checkpoint"]["history"]["loss"]
                faults += losses != history.loss[: len(losses)]
        found, whole = training(path, epochs)
        faults += found != state or whole != history
    return faults


def forks_under_load(count: int) -> int:
    """How many forked processes hang, or come to another result."""
    stop = threading.Event()
    x, y = Value(2.0), Value(3.0)
    programs = [compile((x * y).tanh() + x, [x], [y], engine=engine) for engine in ("python", "auto")]
    samples = [[float(k)] for k in range(200)]

    def backward() -> None:
        a = Value(1.5)
        while not stop.is_set():
            z = a
            for _ in range(200):
                z = (z * a).tanh()
            z.backward()

    def compiled() -> None:
        while not stop.is_set():
            for program in programs:
                program.value_and_grad(samples)

    def child() -> None:
        a = Value(3.0)
        (a * a).backward()
        (slope,) = grad(a * a, [a])
        values = [program.value([[1.0]])[0] for program in programs]
        os._exit(0 if (a.grad, slope.data) == (6.0, 6.0) and values[0] == values[1] else 1)

    threads = [threading.Thread(target=task, daemon=True) for task in (backward, backward, compiled)]
    for thread in threads:
        thread.start()
    faults = 0
    for _ in range(count):
        process = os.fork()
        if not process:
            try:
                child()
            finally:
                os._exit(2)
        faults += not ended(process)
    stop.set()
    for thread in threads:
        thread.join()
    return faults


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)
"""What ends a command that checks a class."""

GONE_IN = 2.0
"""Seconds after which none of its workers may be left."""

RUNS_CHECK = [sys.executable, "-c", "import sys; from autograd.cli import main; sys.exit(main(sys.argv[1:]))", "check"]


def kills_in_check(count: int, folder: Path, rng: random.Random) -> int:
    """How often a worker was left when a command that checks a class in four processes had been ended."""
    work = "x = 1.5; y = 2.5; L = x*y + sin(x)\n" + "dL/dx = y*x + cos(x*y) + x\n" * 200
    for number in range(40):
        (folder / f"s{number}.txt").write_text(work)
    faults = 0
    for number in range(count):
        command = [*RUNS_CHECK, str(folder), "--jobs", "4"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            seen: set[int] = set()
            while len(seen) < 4 and process.poll() is None:  # as many as are asked for work
                seen |= children(process.pid)
                time.sleep(0.01)
            time.sleep(rng.uniform(0, 0.3))
            seen |= children(process.pid)
            process.send_signal(SIGNALS[number % len(SIGNALS)])
            process.wait()
        until = time.monotonic() + GONE_IN
        while any(map(runs, seen)) and time.monotonic() < until:
            time.sleep(0.01)
        left = [each for each in seen if runs(each)]
        if left or len(seen) < 4:
            print(f"{SIGNALS[number % len(SIGNALS)].name}: {len(left)} of {len(seen)} workers left")
            faults += 1
        for each in left:
            os.kill(each, signal.SIGKILL)
    return faults


def children(process: int) -> set[int]:
    """The processes that one has started, and those that these have."""
    found: set[int] = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended meanwhile
            continue
        if parent == process:
            found |= {int(status.parent.name)} | children(int(status.parent.name))
    return found


def runs(process: int) -> bool:
    """Whether a process has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def ended(process: int) -> bool:
    """Whether a child ends well before patience does; it is killed if not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return status == 0
        time.sleep(0.001)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return False


def main(kind: str, count: int) -> int:
    """Try, and say what came of it."""
    rng = random.Random(0)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        match kind:
            case "save":
                faults = kills_in_save(count, Path(folder), rng)
            case "fit":
                faults = kills_in_fit(count, Path(folder), rng)
            case "check":
                faults = kills_in_check(count, Path(folder), rng)
            case _:
                faults = forks_under_load(count)
    print(f"{kind}: {count} tried, {faults} faults, {time.monotonic() - begun:.0f} s")
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
