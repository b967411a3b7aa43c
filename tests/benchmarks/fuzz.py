"""Hostile worksheets: whatever is typed costs a clear message, never a traceback, a second or 200 MB.

    python -m tests.benchmarks.fuzz [--sheets N] [--seed N] [--jobs N]    fuzzed sheets, a million by default
    python -m tests.benchmarks.fuzz --first N --sheets M --seed N         those from number N on: a run in stretches
    python -m tests.benchmarks.fuzz --only NUMBER --seed N                one of them, printed and checked
    python -m tests.benchmarks.fuzz --hostile                             what each sheet of hostile_sheets.py costs

Sheets are salad of tokens, real sheets with characters and lines damaged, statements grown from the grammar, real
sheets with parts of their formulas changed, and some of these grown up to 20,000 characters. Times are CPU times.

Nearly all of the time is checking (97 %), 17 to 22 ms a sheet when nothing else runs: each sheet is tried in several
readings, and causes are looked for. A million are five to six hours of CPU time; with --jobs 2 on two cores, 85 sheets
a second, three and a quarter hours.

The first 210,000 sheets of seed 20281201, beside other work: four tracebacks of two kinds, two sheets that one pattern
took 3 and over 30 s for, and one judged otherwise in another order, all mended since; one of 1.28 s. The 170,000 from
number 200,000 on were then checked without a fault.

A million sheets of seed 20266, when there was one reading, took 4,159 s of CPU time (4.2 ms a sheet) beside other work:
no process more than 17 MB larger, 66 % reached judging, one traceback and four sheets of 1.02 to 1.04 s, mended since.
Of the hostile sheets the slowest took 0.72 s, the largest 61 MB.
"""

import argparse
import gc
import json
import random
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from autograd import LanguageError, check
from autograd.worksheet.judging import verdicts
from autograd.worksheet.language.tree import Chain, Find, Name, Update
from autograd.worksheet.language.work import BEYOND
from autograd.worksheet.reporting import formats
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.reporting.readings.hypotheses import SLOPES_TOLD
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.sheet.files import LONGEST_SHEET
from autograd.worksheet.sheet.model import Step
from tests.benchmarks.fuzzed_sheets import fuzzed
from tests.benchmarks.hostile_sheets import LARGEST, SLOWEST, costs, peak

CHUNK = 250
"""Sheets between two signs of progress."""

LONG = 5_000
"""Characters from which on it is recorded by how much a sheet made the process larger."""

ENDLESS = 30
"""Seconds of CPU time after which a sheet is given up."""

THOROUGH = 20
"""One in so many sheets is also checked with its claims in another order, and written in every format."""

JUDGED, UNREAD, NOTHING, WHOLE = "reached judging", "can't be read", "claims nothing", "refused whole"


class BrokenPromise(Exception):
    """What a report promises and does not keep."""


def outcome(text: str, thorough: int = 0) -> str:
    """What becomes of a sheet: whether any claim was judged. Whatever is no clear message is raised.

    A number for `thorough` asks for the claims in another order as well, which it chooses.
    """
    try:
        report = check(text, hints=3)
    except LanguageError:
        if len(text) <= LONGEST_SHEET:
            raise
        return WHOLE
    str(report)
    rows = json.loads(report.to_json())["verdicts"]
    if len(rows) != len(report.verdicts):
        raise BrokenPromise(f"{len(rows)} rows of JSON for {len(report.verdicts)} verdicts")
    every_claim_once(report)
    if thorough:
        for written in (formats.as_csv, formats.as_html, formats.as_gradescope):
            written([report])
        same_in_any_order(report, text, random.Random(thorough))
    if any(verdict.verdict != verdicts.UNREADABLE for verdict in report.verdicts):
        return JUDGED
    return UNREAD if report.verdicts else NOTHING


def every_claim_once(report: Report) -> None:
    """Each claim has one verdict, at a place in its line; what else is said is of statements without claims.

    A claim about each layer, time or copy is a step for each of them, with one verdict for all or one for each.
    """
    steps = report.sheet.steps
    errors = sum(len(line.errors) for line in report.sheet.lines)
    if isinstance(report, PaperReport):
        errors += report.unread
    updates = sum(isinstance(step.statement, Update) for step in steps)  # judged where they step down a derivative
    claims = sum(len(step.claims) for step in steps) - updates
    others = sum(
        len(step.statement.parts)
        if isinstance(step.statement, Find)
        else step.definition is not None or not step.claims
        for step in steps
    )
    told = {(step.line, formula) for step in steps for formula in step.claims}  # one said twice is one
    typed = min(len(told), len({(line, formula.column) for line, formula in told})) - updates
    found = sum(verdict.verdict not in (verdicts.TWICE, verdicts.VOID) for verdict in report.verdicts)
    if not typed + errors <= found <= claims + errors + updates + others + 1:
        raise BrokenPromise(f"{found} verdicts on {claims} claims and {errors} errors")
    for verdict in report.verdicts:
        if not 0 <= verdict.column <= len(verdict.text) or verdict.length < 1:
            raise BrokenPromise(f"column {verdict.column}, length {verdict.length} of {verdict.text!r}")


def same_in_any_order(report: Report, text: str, rng: random.Random) -> None:
    """Claims at the end of a sheet, after all that defines, are as right, or not, in another order.

    How many parts of a line that cannot be read have a verdict may depend on what of them was read before.
    """
    lines = text.splitlines()
    steps = report.sheet.steps
    defining = (step.line for step in steps if step.definition is not None or not isinstance(step.statement, Chain))
    last = max(defining, default=0)
    claiming = {step.line for step in steps if step.claims}
    if (
        any(line.errors for line in report.sheet.lines)
        or len(lines) - last < 2
        or not {line.number for line in report.sheet.lines}.issuperset(range(1, len(lines) + 1))  # some are joined
        or any(re.match("[>\\s]*[=≈≃≅＝]", line) for line in lines[last:])  # what goes on with the line before
        or {number for number in range(last + 1, len(lines) + 1) if lines[number - 1].strip()} - claiming  # titles
        or any(may_be_told_anew(step, report) for step in steps if step.line > last)
    ):
        return
    order = rng.sample(range(last, len(lines)), len(lines) - last)
    other = check("\n".join([*lines[:last], *(lines[place] for place in order)]), hints=3)
    if any(BEYOND in verdict.cause for each in (report, other) for verdict in each.verdicts):
        return  # whether the work runs out, and which claims are left over then, depends on their order
    if any(SLOPES_TOLD in str(each) for each in (report, other)):
        return  # what is told first is taken as it is
    found = {place: [] for place in range(last, len(lines))}
    again = {place: [] for place in range(last, len(lines))}
    for verdict in report.verdicts:
        found.get(verdict.line - 1, []).append(verdict.is_fine)
    for verdict in other.verdicts:
        if verdict.line > last:
            again[order[verdict.line - 1 - last]].append(verdict.is_fine)
    for place, fine in found.items():
        if set(fine) != set(again[place]):
            raise BrokenPromise(f"line {place + 1} is judged {fine}, in another order {again[place]}")


def may_be_told_anew(step: Step, report: Report) -> bool:
    """Whether a claim may be read as what a name is from there on: what defines it above is a given, or not right, or
    slopes of it are told one after another, as those of gates are.
    """
    if not isinstance(step.target, Name):
        return False
    faulty = {verdict.line for verdict in report.verdicts if not verdict.is_fine}
    definitions = [each for each in report.sheet.definitions() if each.name == step.target.name]
    has_slopes = re.search(rf"[d∂]\s?{re.escape(step.target.name)}\s*/", report.sheet.text) is not None
    return has_slopes or all(each.given or each.line in faulty for each in definitions)


@dataclass
class Figures:
    """What came of some sheets; `faults` are their numbers, sources, texts and what went wrong."""

    sheets: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int, int] = (0.0, 0, 0)  # seconds, number, characters
    largest: tuple[float, int, int] = (0.0, 0, 0)  # megabytes more after a long sheet, number, characters
    risen: float = 0.0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, str, str]] = field(default_factory=list)

    def join(self, other: "Figures") -> None:
        """Add what another process found."""
        self.sheets += other.sheets
        self.seconds += other.seconds
        self.slowest, self.largest = max(self.slowest, other.slowest), max(self.largest, other.largest)
        self.risen = max(self.risen, other.risen)
        self.outcomes += other.outcomes
        self.spent.update(other.spent)
        self.faults += other.faults

    def __str__(self) -> str:
        """The figures as a table, a row for each source of sheets."""
        each = 1000 * self.seconds / max(1, self.sheets)
        lines = [
            f"{self.sheets} sheets, {self.seconds:.0f} s of CPU time, {each:.1f} ms a sheet",
            "slowest {:.2f} s: number {}, {} characters".format(*self.slowest),
            f"process {self.risen:.0f} MB larger at most; by a sheet over {LONG} characters "
            "{:.0f} MB: number {}, {} characters".format(*self.largest),
        ]
        kinds = (JUDGED, UNREAD, NOTHING, WHOLE)
        lines += [f"{'source':10}{'sheets':>9}" + "".join(f"{kind:>17}" for kind in kinds) + f"{'ms a sheet':>12}"]
        for source in [*sorted({name for name, _ in self.outcomes}), "all"]:
            row = [
                sum(n for (name, what), n in self.outcomes.items() if source in (name, "all") and what == kind)
                for kind in kinds
            ]
            count = max(1, sum(row))
            seconds = self.seconds if source == "all" else self.spent[source]
            shares = "".join(f"{n:>10}{n / count:>7.1%}" for n in row)
            lines.append(f"{source:10}{count:>9}{shares}{1000 * seconds / count:>12.1f}")
        return "\n".join(lines)


def run(numbers: Iterable[int], seed: int) -> Figures:
    """The figures of the sheets with these numbers."""
    figures = Figures()
    outcome("x = 1.5; y = x^2\ndy/dx = 2*x", thorough=1)  # whatever loads when it is first used has loaded
    if not gc.get_freeze_count():
        gc.freeze()  # and needs no looking through: a tenth of the time
    start = peak()
    for number in numbers:
        text, source = fuzzed(seed, number)
        before, begun = peak(), time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
        try:
            found = outcome(text)
            spent = time.process_time() - begun
            if spent > SLOWEST:  # once more: what else ran on the machine may have slowed it down
                begun = time.process_time()
                outcome(text)
                spent = min(spent, time.process_time() - begun)
            if number % THOROUGH == 0 and len(text) < LONG:
                outcome(text, thorough=number + 1)
        except Exception:
            figures.faults.append((number, source, text, traceback.format_exc(limit=-6)))
            found, spent = "fault", time.process_time() - begun
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        risen = peak() - before
        if spent > SLOWEST or risen > LARGEST:
            figures.faults.append((number, source, text, f"{spent:.2f} s, {risen:.0f} MB"))
        figures.sheets += 1
        figures.seconds += spent
        figures.spent[source] += spent
        figures.slowest = max(figures.slowest, (spent, number, len(text)))
        if len(text) > LONG:
            figures.largest = max(figures.largest, (risen, number, len(text)))
        figures.outcomes[source, found] += 1
    figures.risen = peak() - start
    return figures


def _give_up(*_: Any) -> None:
    raise BrokenPromise(f"no end after {ENDLESS} s")


def _chunk(first: int, sheets: int, seed: int) -> Figures:
    signal.signal(signal.SIGVTALRM, _give_up)
    return run(range(first, min(first + CHUNK, sheets)), seed)


def chunks(sheets: int, seed: int, jobs: int, begin: int = 0) -> Iterator[Figures]:
    """The figures of so many sheets from the one with the number `begin`, chunk by chunk, from so many processes."""
    end = begin + sheets
    work = partial(_chunk, sheets=end, seed=seed)
    if jobs == 1:
        yield from map(work, range(begin, end, CHUNK))
        return
    with ProcessPoolExecutor(jobs) as pool:
        for first in range(begin, end, 40 * CHUNK):  # some at a time: a million sheets are 4,000 chunks
            yield from pool.map(work, range(first, min(end, first + 40 * CHUNK), CHUNK))


def with_progress(found: Iterator[Figures], sheets: int) -> Iterator[Figures]:
    """The figures as they come, with a bar on standard error where tqdm is installed, else a line now and then."""
    try:
        from tqdm import tqdm
    except ImportError:
        done = 0
        for figures in found:
            done += figures.sheets
            if done % (20 * CHUNK) == 0:
                print(f"{done} of {sheets} sheets", file=sys.stderr)
            yield figures
        return
    with tqdm(total=sheets, unit="sheet", mininterval=2) as bar:
        for figures in found:
            bar.update(figures.sheets)
            yield figures


def print_hostile() -> int:
    """Print what each hostile sheet costs; 1 if any costs too much."""
    worst = 0
    print(f"{'sheet':30}{'characters':>11}{'CPU s':>7}{'MB':>6}")
    for cost in costs():
        worst |= cost.is_too_much
        mark = "  TOO MUCH" if cost.is_too_much else ""
        print(f"{cost.name:30}{cost.characters:>11}{cost.seconds:>7.2f}{cost.megabytes:>6.0f}  {cost.outcome}{mark}")
    return int(worst)


def main() -> int:
    """Print the figures; 1 if anything went wrong."""
    sys.stdout.reconfigure(errors="backslashreplace")  # half a surrogate, say
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sheets", type=int, default=1_000_000)
    options.add_argument("--first", type=int, default=0, metavar="NUMBER", help="begin with this one")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--jobs", type=int, default=1, help="processes")
    options.add_argument("--only", type=int, metavar="NUMBER", help="this sheet alone: print it and its report")
    options.add_argument("--hostile", action="store_true", help="what each hostile sheet costs")
    chosen = options.parse_args()
    if chosen.hostile:
        return print_hostile()
    if chosen.only is not None:
        text, _ = fuzzed(chosen.seed, chosen.only)
        figures = run([chosen.only], chosen.seed)
        print(text, figures, *(wrong for *_, wrong in figures.faults), sep="\n")
        if not figures.faults:
            print(check(text, hints=3))
        return int(bool(figures.faults))
    begun = time.perf_counter()
    total = Figures()
    try:
        for figures in with_progress(chunks(chosen.sheets, chosen.seed, chosen.jobs, chosen.first), chosen.sheets):
            total.join(figures)
            for number, source, text, wrong in figures.faults:
                print(f"sheet {number} of seed {chosen.seed} ({source}): {text!r}\n{wrong}", flush=True)
    except KeyboardInterrupt:
        print(f"stopped after {total.sheets} of {chosen.sheets} sheets")
    print(f"seed {chosen.seed}, {chosen.jobs} jobs: {time.perf_counter() - begun:.0f} s")
    print(total)
    print(f"{len(total.faults)} faults")
    return int(bool(total.faults))


if __name__ == "__main__":
    sys.exit(main())
