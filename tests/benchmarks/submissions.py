"""A class of 100,000 submissions on a cluster on this machine: seconds, memory, and a worker killed in the middle.

    python -m tests.benchmarks.submissions [--sheets N] [--workers 1 2] [--kill]

With --kill one worker is killed when half of the results are there. What is found is compared with what is found
without a cluster: every line there, none twice, the same but for times and order.

Of 500 submissions, with a worker killed, on two cores that others kept busy: 26 s with one worker, 31 s with two,
81 MB, every result the same. The 100,000 have not been run yet.
"""

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def lines(path: Path) -> list[dict[str, object]]:
    """The results in a file in order of names, without times."""
    with path.open(encoding="utf-8") as file:
        found = [json.loads(line) for line in list(file)[1:]]
    for row in found:
        del row["seconds"]
    return sorted(found, key=lambda row: str(row["file"]))


def workers_of(process: int) -> list[int]:
    """The processes below one, as Linux lists them, that are workers of a cluster."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        below.setdefault(parent, []).append(int(path.parent.name))
    found, todo = [], [process]
    while todo:
        for child in below.get(todo.pop(), []):
            todo.append(child)
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found


def run(folder: Path, key: Path, results: Path, arguments: list[str], kill_at: int = 0) -> tuple[float, float]:
    """Seconds that a command takes, and megabytes of its largest process; a worker is killed after so many results."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    begun = time.monotonic()
    command = [sys.executable, "-m", "autograd", "check", str(folder), "--key", str(key), "--results", str(results)]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.DEVNULL) as process:
        while kill_at and process.poll() is None:
            time.sleep(0.05)
            if results.exists() and results.read_bytes().count(b"\n") > kill_at:
                victims = workers_of(process.pid)
                os.kill(victims[0], signal.SIGKILL)
                print(f"killed one of {len(victims)} workers after {kill_at} results", flush=True)
                kill_at = 0
    largest = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return time.monotonic() - begun, largest / 1024


def main() -> None:
    """Print what each number of workers takes."""
    grammar = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    grammar.add_argument("--sheets", type=int, default=100_000)
    grammar.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    grammar.add_argument("--kill", action="store_true")
    options = grammar.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, key = Path(place, "class"), Path(place, "key")
        folder.mkdir()
        key.write_text(KEY)
        write_class(folder, options.sheets)
        plain = Path(place, "plain.jsonl")
        taken, largest = run(folder, key, plain, ["--jobs", str(max(options.workers))])
        print(f"processes {max(options.workers)}: {taken:.1f} s, largest process {largest:.0f} MB", flush=True)
        expected = lines(plain)
        for count in options.workers:
            results = Path(place, f"{count}.jsonl")
            kill_at = options.sheets // 2 if options.kill and count > 1 else 0
            more = ["--scheduler", "local", "--jobs", str(count)]
            taken, largest = run(folder, key, results, more, kill_at)
            same = "the same results" if lines(results) == expected else "OTHER RESULTS"
            rate = options.sheets / taken
            print(
                f"workers {count}: {taken:.1f} s, {rate:.0f} a second, largest process {largest:.0f} MB, {same}",
                flush=True,
            )


if __name__ == "__main__":
    main()
