"""Whether exercises are what they should be: every family, many seeds.

    python -m tests.benchmarks.exercises [--count N] [--first SEED] [--families NAME …] [--shard 1/4]
        [--workers N] [--under-key N] [--show]

For each: the key and the solution are right, the sheet is "not attempted" throughout and worth nothing, and mistakes
planted in the solution, one at a time, are found at their lines. A cause counts as right if its kind is one that the
planted mistake may be called. Proposed are all mistakes as they come; those that `check` does not name rightly are not
planted in what students get.
"""

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any

from autograd import check
from autograd.errors import AutogradError
from autograd.exercises import Exercise, exercise, names
from autograd.exercises.planting import Faulty, Slip, faulty, found, proposals, slips, with_some_of
from autograd.exercises.template import whole
from autograd.worksheet.judging.verdicts import NOT_ATTEMPTED


@dataclass
class Tally:
    """What came of the exercises of a family."""

    made: int = 0
    faults: list[str] = field(default_factory=list)
    planted: int = 0
    at_line: int = 0
    named: int = 0
    sheets: int = 0
    unlike: list[str] = field(default_factory=list)
    outcome: Counter[tuple[str, str]] = field(default_factory=Counter)

    def try_all(self, made: Exercise, tried: Sequence[Slip]) -> None:
        """Plant mistakes, and count what `check` says of them.

        Those in different lines are planted in one sheet: each must be found among the others. If not all of them are,
        and where a second one is in the same line, each is planted alone, and what is said of it then counts.
        """
        together = list({slip.target: slip for slip in reversed(tried)}.values())
        told = found(faulty(made, together))
        if told.is_at_its_lines and all(told.right):
            self.planted += len(together)
            self.at_line += len(together)
            self.named += len(together)
            self.outcome.update((slip.name, "named") for slip in together)
            tried = [slip for slip in tried if slip not in together]
        for slip in tried:
            self.try_one(made, slip)

    def try_one(self, made: Exercise, slip: Slip) -> None:
        """Plant a mistake alone, and count what `check` says of it."""
        sheet = faulty(made, [slip])
        told = found(sheet)
        is_named = told.is_at_its_lines and all(told.right)
        self.planted += 1
        self.at_line += told.is_at_its_lines
        self.named += is_named
        outcome = "named" if all(told.right) else "another cause"
        self.outcome[slip.name, outcome if told.is_at_its_lines else "other lines"] += 1
        if not is_named:
            lines = sheet.sheet().splitlines()
            said = " | ".join(lines[line - 1] for line in sheet.where())
            self.unlike.append(f"{made.family.name}, seed {made.seed}: {slip.name}: {said}: {told}")

    def add(self, other: "Tally") -> None:
        """Count what came of more exercises of it."""
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def __str__(self) -> str:
        share = f"{100 * self.named / self.planted:.1f} % named" if self.planted else "none planted"
        return (
            f"{self.made} made, {len(self.faults)} at fault; {self.planted} mistakes proposed: "
            f"{self.at_line} found at their lines alone, {share}; {self.sheets} sheets with mistakes"
        )


def faults_of(made: Exercise, under_key: bool = True) -> Iterator[str]:
    """What is wrong with an exercise, if anything is; `under_key`, what people get for it is looked at, too."""
    for what, text in (("key", made.key()), ("solution", made.solved())):
        report = check(text)
        if not report or not report.verdicts:
            yield f"{what}: {report}"
    blank = check(made.sheet())
    if {verdict.verdict for verdict in blank.verdicts} != {NOT_ATTEMPTED}:
        yield f"sheet: {blank}"
    if not under_key:
        return
    graded = check(made.sheet(), made.key())
    if graded.points[0] or any(not each.is_fine and each.verdict != NOT_ATTEMPTED for each in graded.verdicts):
        yield f"sheet under the key: {graded}"
    full = check(made.solved(), made.key())
    if full.points != (made.points, made.points) or not full:
        yield f"solution under the key: {full}"


def faults_of_planted(sheet: Faulty, under_key: bool = True) -> Iterator[str]:
    """What is wrong with a sheet with mistakes in it, if anything is.

    Under the key it loses the points of what was planted, and no others. The key that gives points for these lines
    alone is the whole key but for that, which earns every point with what is right.
    """
    told = found(sheet)
    if not told.is_at_its_lines or not all(told.right):
        yield f"not found: {told}"
    made = sheet.exercise
    if under_key:
        graded = check(sheet.sheet(), made.key())
        lost = sum(slip.row.points for slip in sheet.slips)
        if graded.points != (made.points - lost, made.points):
            yield f"other points than for what is right: {graded}"
    all_of_it, part = (_points_apart(key) for key in (made.key(), sheet.key()))
    if [formula for formula, _ in part] != [formula for formula, _ in all_of_it]:
        yield f"its key is another one: {sheet.key()}"
    worth = {formula for formula, points in part if points}
    if worth != {formula for formula, points in all_of_it if points and _is_about(formula, sheet)}:
        yield f"its key gives points for other lines: {sheet.key()}"


def _points_apart(key: str) -> list[tuple[str, str]]:
    """The lines of a key below its heading, what stands there and what is said of its points."""
    return [(formula, points) for formula, _, points in (line.partition("   # ") for line in key.splitlines()[1:])]


def _is_about(formula: str, sheet: Faulty) -> bool:
    return whole(formula.partition(" = ")[0]) in {slip.target for slip in sheet.slips}


def tally(name: str, seeds: range, most: int, under_key: int = 1, mistakes: int = 2) -> Tally:
    """What comes of a family's exercises with these seeds, with at most so many mistakes tried in each.

    Each, or each second … of them, is looked at `under_key`, too.
    """
    result = Tally()
    for seed in seeds:
        is_under_key = seed % under_key == 0
        made = exercise(name, seed)
        result.made += 1
        result.faults += [f"{name}, seed {seed}: {fault}" for fault in faults_of(made, is_under_key)]
        proposed = slips(made, proposals(made), random.Random(seed))
        tried = list(islice(proposed, most))
        result.try_all(made, tried)
        several = max(mistakes, len({slip.target for slip in tried}))  # the sheet that was tried already, if it can be
        try:
            sheet = with_some_of(made, chain(tried, proposed), several)
        except AutogradError as error:
            result.faults.append(str(error))
            continue
        result.faults += [f"{name}, seed {seed}: {each}" for each in faults_of_planted(sheet, is_under_key)]
        result.sheets += 1
    return result


PIECE = 10
"""Exercises of a family that a process makes before it asks for more."""


def pieces(families: Sequence[str], seeds: range, shard: tuple[int, int], *how: int) -> list[tuple[Any, ...]]:
    """What is to be made, a few exercises at a time, and of that the part that a shard has: (1, 4) is every fourth."""
    every = [(name, seeds[at : at + PIECE], *how) for name in families for at in range(0, len(seeds), PIECE)]
    part, parts = shard
    return every[part - 1 :: parts]


def shard_of(text: str) -> tuple[int, int]:
    """2/4 as the second of four parts."""
    part, parts = map(int, text.split("/"))
    if not 1 <= part <= parts:
        raise ValueError(text)
    return part, parts


def tallied(piece: tuple[Any, ...]) -> tuple[str, Tally, float]:
    """A family's name, what came of some of its exercises, and the CPU time it took."""
    begun = time.process_time()
    return piece[0], tally(*piece), time.process_time() - begun


def main() -> None:
    """Print what came of each family."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=500, help="exercises of each family")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--families", nargs="+", default=names(), choices=names(), metavar="NAME", help="these alone")
    parser.add_argument("--most", type=int, default=3, help="mistakes tried in each")
    parser.add_argument("--shard", type=shard_of, default=(1, 1), help="a part of it, such as 1/4")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--show", action="store_true", help="every mistake that is not named rightly")
    parser.add_argument("--under-key", type=int, default=1, metavar="N", help="each Nth under its key, too")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.count)
    todo = pieces(options.families, seeds, options.shard, options.most, options.under_key)
    left = Counter(name for name, *_ in todo)
    results = {name: Tally() for name in left}
    seconds: Counter[str] = Counter()
    with ProcessPoolExecutor(options.workers, get_context("spawn")) as pool:
        for name, result, took in pool.map(tallied, todo):
            results[name].add(result)
            seconds[name] += took
            left[name] -= 1
            if not left[name]:
                show(name, results[name], seconds[name], options.show)
    total = Tally()
    for result in results.values():
        total.add(result)
    print(f"{'all':24} {total}, {sum(seconds.values()):.0f} s of CPU time")


def show(name: str, result: Tally, seconds: float, whole: bool) -> None:
    """Print what came of a family, with its first faults; `whole` with every mistake that is not named rightly."""
    print(f"{name:24} {result}, {seconds:.0f} s of CPU time", flush=True)
    for fault in result.faults[:5]:
        print(f"  {fault}")
    if whole:
        print("\n".join(result.unlike))
        print({f"{name}, {outcome}": count for (name, outcome), count in sorted(result.outcome.items())})


if __name__ == "__main__":
    main()
