"""A class of 100,000 submissions on a cluster on this machine: seconds, memory, and a worker killed in the middle.

    python -m tests.benchmarks.submissions [--sheets N] [--workers 1 2] [--kill] [--stop] [--plain N]
    python -m tests.benchmarks.submissions --hostile N [--sheets 500]    the same class with N hostile files and without

With --kill one worker is killed when half of the results are there; with --stop the whole command is killed when a
quarter is there, and goes on with --resume. Each number of workers must find the same, byte for byte: every line there,
none twice, the same but for times and order; and for the first sheets, 2,000 or as many as --plain says, what is found
without a cluster. Memory is that of all processes together, the most of it in the first half and in the second: it is
flat where these are alike.

With --hostile, N files of 20,000 to 500,000 characters stand among the others, of as many kinds of hostile_kinds.py:
their share of the time is told, and whether the others take longer beside them, each by itself.

Of 500 submissions: 3.8 s of CPU time, with five hostile ones among them 7.3 s, of which these took 3.0 s; the others
took 0.9 to 1.1 times what they take alone, on two cores that others kept busy.

Of 500 submissions, with a worker killed, on two cores that others kept busy: 26 s with one worker, 31 s with two,
81 MB, every result the same. The 100,000 have not been run yet.
"""

import argparse
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from autograd.worksheet.sheet.files import LONGEST_SHEET
from tests.benchmarks.hostile_documents import ending
from tests.benchmarks.hostile_kinds import KINDS, SHORTEST, sheet as hostile_sheet

KEY = """x = 1.5; w = 0.8; b = -0.3; t = 1
z = w*x + b
p = sigmoid(z)
L = 1/2 (p - t)^2
dL/dp = p - t              # 1 point
dL/dz = (p - t)*p*(1 - p)  # 2 points
dL/dw = dL/dz*x            # 2 points
dL/db = dL/dz              # 1 point
"""

ANSWERS = {
    "dL/dp": ("p - t", "t - p", "-0.2891", "p - 1"),
    "dL/dz": ("(p - t)*p*(1 - p)", "dL/dp*p*(1 - p)", "(p - t)*p", "(p - t)*p*(1 + p)"),
    "dL/dw": ("dL/dz*x", "(p - t)*p*(1 - p)*x", "dL/dz*w", "-0.0891"),
    "dL/db": ("dL/dz", "(p - t)*p*(1 - p)", "dL/dz*b", "1"),
}


def write_class(folder: Path, count: int, seed: int = 0) -> None:
    """Submissions to the key, right and wrong; one in a hundred is no text, one in a hundred long."""
    rng = random.Random(seed)
    for number in range(count):
        lines = [f"{asked} = {rng.choice(several)}" for asked, several in ANSWERS.items()]
        if number % 100 == 7:
            lines += ["dL/dw = x + " + "1 + " * 50 + "1"] * 20
        text = b"\xff\x81" if number % 100 == 3 else "\n".join(lines).encode()
        (folder / f"{number:06}.txt").write_bytes(text)


def write_hostile(folder: Path, count: int, seed: int = 0) -> None:
    """Hostile files among the others, from the shortest to the longest that a file may be."""
    rng = random.Random(seed)
    names = rng.sample(range(len(list(folder.iterdir()))), count)
    for number, (name, kind) in enumerate(zip(names, rng.sample(KINDS, count), strict=True)):
        length = round(SHORTEST * (LONGEST_SHEET / SHORTEST) ** (number / max(1, count - 1)))
        text = hostile_sheet(kind, length, rng).encode("utf-8", "surrogatepass")
        (folder / f"{name:06}-{HOSTILE}{ending(kind)}").write_bytes(text)


HOSTILE = "hostile"
"""What is in the names of such files."""


def cpu_seconds() -> float:
    """CPU time of the processes that have ended, with those below them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def print_hostile(folder: Path, count: int, command: Callable[..., list[str]]) -> None:
    """Print what a class takes by itself, and with so many hostile files in it."""
    found = []
    for with_them in (False, True):
        if with_them:
            write_hostile(folder, count)
        results = folder.parent / f"{with_them}.jsonl"
        files = len(list(folder.iterdir()))
        begun = cpu_seconds()
        taken = run(command(results), results, files)
        spent = cpu_seconds() - begun
        rows = [json.loads(line) for line in _whole(results)[1:]]
        theirs = sum(row["seconds"] for row in rows if HOSTILE in row["file"])
        others = sum(row["seconds"] for row in rows if HOSTILE not in row["file"])
        found.append((spent, others))
        told = f"{spent:.1f} s of CPU time, of which hostile ones {theirs:.1f} s, the others {others:.1f} s"
        print(f"{files} files: {taken}; {told}", flush=True)
        for row in rows if with_them else ():
            if HOSTILE in row["file"]:
                path = Path(row["file"])
                print(f"  {path.name}: {path.stat().st_size} bytes, {row['seconds']:.2f} s", flush=True)
    (before, alone), (after, beside) = found
    print(f"the whole takes {after / before:.2f} times as long, the others {beside / alone:.2f} times")


def lines(path: Path) -> list[bytes]:
    """The results in a file as they stand there, in order, without times; the first line says what was asked."""
    return sorted(re.sub(rb', "seconds": [0-9.e-]+|"seconds": [0-9.e-]+, ', b"", line) for line in _whole(path)[1:])


def _whole(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def below(process: int) -> list[int]:
    """The processes below one, as Linux lists them."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found, todo = [], [process]
    while todo:
        found += children.get(todo[-1], [])
        todo += children.get(todo.pop(), [])
    return found


def _of(process: int, what: str) -> bytes:
    """What Linux tells of a process; nothing of one that has ended."""
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except OSError:
        return b""


def megabytes(processes: list[int]) -> float:
    """What these processes hold."""
    held = (_of(each, "statm").split() for each in processes)
    return sum(int(each[1]) for each in held if each) * os.sysconf("SC_PAGE_SIZE") / 2**20


class Run(NamedTuple):
    """What a command took: seconds, and the megabytes of all its processes at most in each half."""

    seconds: float
    megabytes: tuple[float, float]

    def __str__(self) -> str:
        first, second = self.megabytes
        return f"{self.seconds:.1f} s, {first:.0f} and {second:.0f} MB"


def run(command: list[str], results: Path, count: int, kill_at: int = 0, stop_at: int = 0) -> Run:
    """Run a command on so many sheets; a worker is killed after so many results, or all of it after so many."""
    begun = time.monotonic()
    most = [0.0, 0.0]
    done = place = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            time.sleep(0.2)
            if results.exists():
                with results.open("rb") as file:
                    file.seek(place)
                    new = file.read()
                place, done = place + len(new), done + new.count(b"\n")
            all_ = below(process.pid)
            most[2 * done > count] = max(most[2 * done > count], megabytes([process.pid, *all_]))
            if kill_at and done > kill_at:
                workers = [each for each in all_ if b"spawn_main" in _of(each, "cmdline")]
                os.kill(workers[0], signal.SIGKILL)
                print(f"killed one of {len(workers)} workers after {done} results", flush=True)
                kill_at = 0
            if stop_at and done > stop_at:
                process.kill()
                print(f"killed the command after {done} results", flush=True)
                break
    return Run(time.monotonic() - begun, (most[0], most[1]))


def main() -> None:
    """Print what each number of workers takes."""
    grammar = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    grammar.add_argument("--sheets", type=int, help="100,000, or 500 with --hostile")
    grammar.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    grammar.add_argument("--kill", action="store_true")
    grammar.add_argument("--stop", action="store_true")
    grammar.add_argument("--hostile", type=int, default=0, metavar="N")
    grammar.add_argument("--plain", type=int, default=2_000)
    options = grammar.parse_args()
    options.sheets = options.sheets or (500 if options.hostile else 100_000)
    with tempfile.TemporaryDirectory() as place:
        folder, key = Path(place, "class"), Path(place, "key")
        folder.mkdir()
        key.write_text(KEY)
        write_class(folder, options.sheets)

        def command(results: Path, *more: str, files: Sequence[Path] = (folder,)) -> list[str]:
            asked = ["--key", str(key), "--results", str(results), *more]
            return [sys.executable, "-m", "autograd", "check", *map(str, files), *asked]

        if options.hostile:
            print_hostile(folder, options.hostile, command)
            return
        plain, jobs = Path(place, "plain.jsonl"), str(max(options.workers))
        first = sorted(folder.iterdir())[: options.plain]
        taken = run(command(plain, "--jobs", jobs, files=first), plain, len(first))
        print(f"{len(first)} in {jobs} processes: {taken}", flush=True)
        before: list[bytes] = []
        for count in options.workers:
            results = Path(place, f"{count}.jsonl")
            more = ["--scheduler", "local", "--jobs", str(count)]
            if options.stop:
                run(command(results, *more), results, options.sheets, stop_at=options.sheets // 4)
                more.append("--resume")
            kill_at = options.sheets // 2 if options.kill and count > 1 else 0
            taken = run(command(results, *more), results, options.sheets, kill_at)
            found = lines(results)
            is_same = found[: len(first)] == lines(plain) and found == (before or found)
            said = "the same results" if is_same and len(found) == options.sheets else "OTHER RESULTS"
            print(f"workers {count}: {taken}, {options.sheets / taken.seconds:.0f} a second, {said}", flush=True)
            before = found


if __name__ == "__main__":
    main()
