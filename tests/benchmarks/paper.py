"""Printed solutions put into a calculator: every line of the worked examples and of random formulas.

    python -m tests.benchmarks.paper [--formulas N] [--seed N]

Prints how many lines come out, how many are marked ≈, and every line that a calculator refutes.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator

from autograd import AutogradError, Value, explain, steps, worked
from autograd.errors import LanguageError
from autograd.worksheet.evaluation.expression import expression
from tests.calculator import Verdict, recomputed
from tests.formulas import random_formula, random_given

UNBROKEN = 100_000
"""So wide that every line is one row."""


def of_worked() -> Iterator[Verdict]:
    """The lines of the worked examples."""
    for name in worked.names():
        try:
            root = worked.build(name)
        except LanguageError:
            continue  # it only counts
        for level in ("name", "op"):
            yield from recomputed(str(explain(steps(root, level), width=UNBROKEN)))


def of_formulas(count: int, seed: int = 0, digits: int = 4) -> Iterator[Verdict]:
    """The lines of so many random formulas."""
    rng = random.Random(seed)
    while count:
        text, given = random_formula(rng, rng.choice([2, 3, 3, 4])), random_given(rng)
        used = {name: number for name, number in given.items() if name in text.replace("exp", "").replace("max", "")}
        try:
            found = expression(text, used)
            page = str(explain(found, width=UNBROKEN, digits=digits)) if isinstance(found, Value) else ""
        except AutogradError:
            continue
        if page.startswith("Given"):
            count -= 1
            yield from recomputed(page)


def main() -> None:
    """Recompute them all."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.paper", description=__doc__.partition("\n")[0])
    parser.add_argument("--formulas", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0, help="another one makes other formulas")
    given = parser.parse_args()
    formulas = of_formulas(given.formulas, given.seed)
    for title, verdicts in ("worked examples", of_worked()), ("random formulas", formulas):
        found = list(verdicts)
        count = Counter(verdict.kind for verdict in found)
        lines = len(found) - count["open"]
        print(f"{title}: {lines:,} lines with numbers, {count['wrong']} wrong, {count['about'] / lines:.2%} marked ≈")
        for verdict in found:
            if verdict.kind == "wrong":
                print(f"  {verdict.line}\n    {verdict.said}")


if __name__ == "__main__":
    main()
