"""Whether exercises are what they should be: every family, many seeds.

    python -m tests.benchmarks.exercises [--count N] [--first SEED] [--family NAME] [--show]

For each: the key and the solution are right, the sheet is "not attempted" throughout and worth nothing, and mistakes
planted in the solution, one at a time, are found at their lines. A cause counts as right if its kind is one that the
planted mistake may be called. Proposed are all mistakes as they come; those that `check` does not name rightly are not
planted in what students get.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from autograd import check
from autograd.errors import AutogradError
from autograd.exercises import Exercise, exercise, names
from autograd.exercises.planting import Faulty, Slip, faulty, found, proposals, slips, with_some_of
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

    def __str__(self) -> str:
        share = f"{100 * self.named / self.planted:.1f} % named" if self.planted else "none planted"
        return (
            f"{self.made} made, {len(self.faults)} at fault; {self.planted} mistakes proposed: "
            f"{self.at_line} found at their lines alone, {share}; {self.sheets} sheets with mistakes"
        )


def faults_of(made: Exercise) -> Iterator[str]:
    """What is wrong with an exercise, if anything is."""
    for what, text in (("key", made.key()), ("solution", made.solved())):
        report = check(text)
        if not report or not report.verdicts:
            yield f"{what}: {report}"
    blank = check(made.sheet())
    if {verdict.verdict for verdict in blank.verdicts} != {NOT_ATTEMPTED}:
        yield f"sheet: {blank}"
    graded = check(made.sheet(), made.key())
    if graded.points[0] or any(not each.is_fine and each.verdict != NOT_ATTEMPTED for each in graded.verdicts):
        yield f"sheet under the key: {graded}"
    full = check(made.solved(), made.key())
    if full.points != (made.points, made.points) or not full:
        yield f"solution under the key: {full}"


def faults_of_planted(sheet: Faulty) -> Iterator[str]:
    """What is wrong with a sheet with mistakes in it, if anything is."""
    told = found(sheet)
    if not told.is_at_its_lines or not all(told.right):
        yield f"not found: {told}"
    graded = check(sheet.sheet(), sheet.key())
    if graded.points[0]:
        yield f"points for mistakes: {graded}"
    right = check(sheet.exercise.solved(), sheet.key())
    if right.points[0] != right.points[1] or not right.points[1]:
        yield f"no points for what is right: {right}"


def tally(name: str, seeds: range, most: int, mistakes: int = 2) -> Tally:
    """What comes of a family's exercises with these seeds, with at most so many mistakes tried in each."""
    result = Tally()
    for seed in seeds:
        made = exercise(name, seed)
        result.made += 1
        result.faults += [f"{name}, seed {seed}: {fault}" for fault in faults_of(made)]
        proposed = slips(made, proposals(made), random.Random(seed))
        tried = list(islice(proposed, most))
        for slip in tried:
            result.try_one(made, slip)
        try:
            sheet = with_some_of(made, chain(tried, proposed), mistakes)
        except AutogradError as error:
            result.faults.append(str(error))
            continue
        result.faults += [f"{name}, seed {seed}: {each}" for each in faults_of_planted(sheet)]
        result.sheets += 1
    return result


def main() -> None:
    """Print what came of each family."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=500, help="exercises of each family")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--family", action="append", help="this family alone")
    parser.add_argument("--most", type=int, default=3, help="mistakes tried in each")
    parser.add_argument("--show", action="store_true", help="every mistake that is not named rightly")
    options = parser.parse_args()
    total = Tally()
    for name in options.family or names():
        begun = time.process_time()
        result = tally(name, range(options.first, options.first + options.count), options.most)
        print(f"{name:24} {result}, {time.process_time() - begun:.0f} s of CPU time", flush=True)
        for fault in result.faults[:5]:
            print(f"  {fault}")
        if options.show:
            print("\n".join(result.unlike))
            print({f"{name}, {outcome}": count for (name, outcome), count in sorted(result.outcome.items())})
        for what in ("made", "planted", "at_line", "named", "sheets"):
            setattr(total, what, getattr(total, what) + getattr(result, what))
        total.faults += result.faults
    print(f"{'all':24} {total}")


if __name__ == "__main__":
    main()
