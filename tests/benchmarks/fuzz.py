"""Hostile worksheets: whatever is typed costs a clear message, never a traceback, a second or 200 MB.

    python -m tests.benchmarks.fuzz [--sheets N] [--seed N]

A third is salad of tokens, a third real sheets with characters and lines deleted, doubled, swapped and replaced, and
a third statements grown from the grammar. Times are CPU times. 30,000 sheets of seed 7 took 161 s on a busy machine:
slowest 0.15 s, the process 40 MB at its largest, no traceback.
"""

import argparse
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Callable

from autograd import LanguageError, check
from tests.benchmarks.right_sheets import RIGHT_SHEETS

SLOWEST = 1.0
"""Seconds of CPU time no sheet of 20,000 characters may take."""

LARGEST = 200
"""Megabytes no sheet may take."""


def _words(text: str) -> list[str]:
    return text.split()


TOKENS = [
    *_words(
        "x y z w1 W L dL dx dz ∂z ∂w1 i j k n e pi T σ ŷ λ for find <- = != + - − * · × / @ ^ ** ( ) [ ] | , : ; #"
    ),
    *_words(".T ᵀ ² ⁻¹ ½ 0 1 2 3.5 0.0 .5 1e9 1e-300 9 1,000 10000 sum mean max min tanh relu log exp sqrt sin"),
    *_words("softmax onehot column conv dense pool shape parameters multiplies step indicator zeros ones dot $ ' \""),
    *_words("２ ٣ （ ° % “ ’ ≈ log10 lg tan np. relu( 2,5 2. 0x10 == := // d wx x2 X w_1"),
    *("\\", "\0", "\u202e", "\u200b", "\ud800", "√", "∑", "é", "値", "x\u0302", "_", "__class__", ".", ""),
]

SHORT = [text for text in RIGHT_SHEETS.values() if len(text) < 700]


def salad(rng: random.Random) -> str:
    """Tokens in any order."""
    lines = (
        rng.choice(("", " ")).join(rng.choice(TOKENS) for _ in range(rng.randrange(1, 14)))
        for _ in range(rng.randrange(1, 5))
    )
    return "x = 1.5; y = x^2\n" * rng.randrange(2) + "\n".join(lines)


def damaged(rng: random.Random) -> str:
    """A real sheet, a little damaged."""
    text = rng.choice(SHORT)
    for _ in range(rng.randrange(1, 5)):
        lines = text.splitlines() or [""]
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(6))
        text = rng.choice(
            (
                lambda text=text, start=start, end=end: text[:start] + text[end:],
                lambda text=text, start=start, end=end: text[:start] + rng.choice(TOKENS) + text[end:],
                lambda text=text, start=start, end=end: text[:start] + text[start:end] * 3 + text[end:],
                lambda lines=lines: "\n".join(rng.sample(lines, len(lines))),
                lambda lines=lines: "\n".join(line for line in lines if rng.random() < 0.8),
            )
        )()
    return text


def grown(rng: random.Random) -> str:
    """Statements that can be read, of names, numbers and functions that may not fit."""
    names = ["a", "b", "c", "v[i]", "v", "M", "M[i,j]", "v[0]"]

    def formula(depth: int) -> str:
        if depth <= 0 or rng.random() < 0.2:
            return rng.choice([*names, "2", "0.5", "1.50", "da/db", "dv[i]/da", "dc/dv"])
        inside = [formula(depth - 1) for _ in range(2)]
        return rng.choice(
            [
                f"({inside[0]} + {inside[1]})",
                f"({inside[0]} - {inside[1]})",
                f"{inside[0]}*{inside[1]}",
                f"{inside[0]}/({inside[1]})",
                f"{inside[0]} @ {inside[1]}",
                f"({inside[0]})^{rng.choice(['2', '-1', '0.5', '(' + inside[1] + ')'])}",
                f"{rng.choice(['tanh', 'exp', 'log', 'relu', 'sqrt', 'sum', 'mean', 'softmax', 'H'])}({inside[0]})",
                f"sum(i: {inside[0]})",
                f"[{inside[0]}, {inside[1]}]",
                f"({inside[0]}).T",
            ]
        )

    lines = ["a = 0.7; b = -1.2; v = [0.3, 1.1, -0.4]; M = [[1.5, 2.5, 0.5], [0.1, -0.2, 0.3]]"]
    lines += [f"c = {formula(2)}"]
    lines += [
        f"{rng.choice(['dc/da', 'dc/dv', 'dc/dv[i]', 'c', 'dc/dM', 'a', 'dc/dM[i,j]'])} = {formula(3)}"
        + rng.choice(["", "", " = 0.25", f" = {formula(1)}", " for i != j"])
        for _ in range(rng.randrange(1, 4))
    ]
    lines += [f"a <- a - 0.1*{formula(1)}"] * (rng.random() < 0.1)
    return "\n".join(lines)


SOURCES: tuple[Callable[[random.Random], str], ...] = (salad, damaged, grown)


def survives(text: str) -> tuple[float, str]:
    """How long a sheet takes, and what becomes of it. Whatever is no clear message is raised."""
    begun = time.process_time()
    try:
        report = check(text, hints=3)
        str(report)
        json.loads(report.to_json())
        outcome = "right" if report else report.first().verdict if report.first() else "follows"
    except LanguageError:
        outcome = "refused whole"
    return time.process_time() - begun, outcome


def run(sheets: int, seed: int) -> tuple[float, float, Counter[str]]:
    """The slowest sheet's time, the megabytes of the process at its largest, and what became of the sheets."""
    rng = random.Random(seed)
    slowest = 0.0
    outcomes: Counter[str] = Counter()
    for number in range(sheets):
        text = SOURCES[number % len(SOURCES)](rng)
        try:
            spent, outcome = survives(text)
        except BaseException:
            print(f"sheet {number} of seed {seed}: {text!r}")
            raise
        assert spent < SLOWEST, f"{spent:.2f} s: {text!r}"
        slowest = max(slowest, spent)
        outcomes[outcome] += 1
    return slowest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, outcomes


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sheets", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    begun = time.perf_counter()
    slowest, megabytes, outcomes = run(chosen.sheets, chosen.seed)
    print(f"{chosen.sheets} sheets in {time.perf_counter() - begun:.0f} s, slowest {slowest:.2f} s, {megabytes:.0f} MB")
    for outcome, count in outcomes.most_common():
        print(f"{count:9} {outcome}")


if __name__ == "__main__":
    main()
