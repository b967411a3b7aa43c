"""Wrong formulas with numbers of one digit in them, as one writes who hopes that printed digits excuse them.

    python -m tests.benchmarks.tolerance [COUNT]

Each is a formula for a value or a derivative of a random network that is 5 to 100 % off, made of names of the sheet and
of numbers such as 0.3. None may be called right; printed are those that are.
"""

import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.sheet.files import read_sheet

NETWORKS = [
    "z = w*x + b\np = sigmoid(z)\nL = (p - t)^2",
    "z = w*x + b\nh = tanh(z)\ny = v*h\nL = 1/2 (y - t)^2",
    "h = softplus(b + w*x)\nL = h^2/3 + h*v",
    "a = sin(w*x)\nc = a*v + b\nL = exp(c) - t*c",
    "u = w*x\nr = relu(u + 3) + b\nL = log(1 + r^2)*v",
]
"""Networks of x, w, b, t and v, with the loss L."""

TARGETS = ["L", "dL/dw", "dL/db", "dL/dx", "dL/dv", "dL/dt"]

LEAST, MOST = 0.05, 1.0
"""How far off a formula is at least and at most, in proportion to the truth."""


class Attempt(NamedTuple):
    """A sheet whose last line is the formula, and how far off that is."""

    sheet: str
    claim: str
    off: float


NUMBERS = ["0.{}", "0.{}", "0.0{}", "{}."]
"""How numbers of one digit are written."""

FACTORS = ["{}", "{}", "{}^2", "sin({})", "(1 - {})", "tanh({})", "1/(1 + {}^2)"]
"""What is made of a name."""


def _formula(names: list[str], rng: random.Random) -> str:
    """A formula of names and numbers of one digit, at least one of these; a number alone is no formula."""
    parts = [rng.choice(NUMBERS).format(rng.randint(1, 9)), rng.choice(FACTORS).format(rng.choice(names))]
    for _ in range(rng.randint(0, 2)):
        number, factor = rng.choice(NUMBERS).format(rng.randint(1, 9)), rng.choice(FACTORS).format(rng.choice(names))
        parts.append(rng.choice((number, factor)))
    if rng.random() < 0.2:  # numbers only
        parts[1] = rng.choice(NUMBERS).format(rng.randint(1, 9))
    rng.shuffle(parts)
    formula = parts[0]
    for part in parts[1:]:
        formula += rng.choice(["*", "*", "*", " + ", " - "]) + part
    return rng.choice(["", "-"]) + formula


def attempts(count: int, seed: int = 0) -> Iterator[Attempt]:
    """So many wrong formulas; the same ones for one seed."""
    rng = random.Random(seed)
    found = 0
    while found < count:
        givens = {name: f"{rng.choice((-1, 1)) * rng.uniform(0.2, 1.9):.{rng.randint(2, 4)}f}" for name in "xwbtv"}
        network = rng.choice(NETWORKS)
        text = "; ".join(f"{name} = {number}" for name, number in givens.items()) + f"\n{network}\n"
        sheet = read_sheet(text)
        judge = Judge(sheet)
        base = settle(sheet.definitions(), {}, {}, [], judge.work, {}).base
        names = list(base.floats)
        for _ in range(20):
            target = rng.choice([each for each in TARGETS if each.rpartition("d")[2] in (*names, "L")])
            formula = _formula([name for name in names if name != target], rng)
            try:
                truth, value = (base.formula("").value(read_expression(each, base.graph)) for each in (target, formula))
            except UNCOMPUTABLE:
                continue
            off = abs(value - truth) / abs(truth) if truth else 0.0
            if LEAST <= off <= MOST and found < count:
                found += 1
                yield Attempt(text, f"{target} = {formula}", off)


def excused(tried: Iterator[Attempt]) -> list[tuple[Attempt, str]]:
    """The attempts that are called right, or anything but wrong, with the verdict."""
    found = []
    for attempt in tried:
        verdict = Judge(read_sheet(attempt.sheet + attempt.claim)).verdicts()[-1]
        if verdict.is_fine:
            found.append((attempt, verdict.verdict))
    return found


def main() -> None:
    """Print how many are called right, and each of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    found = excused(attempts(count))
    print(f"{count} wrong formulas with numbers of one digit, 5 to 100 % off: {len(found)} called right")
    for attempt, verdict in found:
        print(f"\n{attempt.sheet}{attempt.claim}\n  {attempt.off:.0%} off: {verdict}")


if __name__ == "__main__":
    main()
