"""The command `autograd check`: worksheets from files, folders or standard input, and what is reported of them."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from autograd.commands.grammar import Parser, format_of, one_of, whole, write
from autograd.commands.submissions import SUFFIXES, submissions
from autograd.commands.texts import STANDARD_INPUT, text_of, worksheets
from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.support.progress import progress_bar
from autograd.worksheet.judging.verdicts import UNREADABLE, Verdict
from autograd.worksheet.language.excerpt import visible, width
from autograd.worksheet.reporting.report import HINTS, Report, check, combined_exit_code, read_key
from autograd.worksheet.sheet.files import is_fenced

MARKDOWN = (".md", ".markdown")
NO_FENCE = "no fenced block (```) was found: all of it was read as a worksheet"

LONGEST = 200
"""Characters that are told of a fault."""

MANY = 8
"""Files that are work enough for a process; from this many, progress is shown."""


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar="FILE|FOLDER",
        help="worksheets, or notebooks with %%%%sheet cells; - is standard input",
    )
    command.add_argument("--key", metavar="FILE", help="an answer key: its definitions are the graph")
    command.add_output(sorted(formats()))
    command.add_argument(
        "--hints",
        type=one_of("stage", map(str, range(len(HINTS)))),
        default="2",
        help="0 which line, 1 what kind, 2 where (default), 3 the answer",
    )
    command.add_argument(
        "--jobs",
        type=whole("processes", 1, 64),
        default=0,
        metavar="N",
        help=f"processes (default: one for every {MANY} files, one a processor at most)",
    )
    command.add_argument(
        "--follow-through",
        type=part,
        default=0.0,
        metavar="PART",
        help="0 to 1: the part of the points for what only follows from an earlier error (default 0; many give 1)",
    )


def part(text: str) -> float:
    """A number from 0 to 1, for argparse."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a part of the points, from 0 to 1")
    return found


def formats() -> dict[str, Callable[[list[Report]], str]]:
    """What can be printed, by name."""
    from autograd.worksheet.reporting import formats

    return {
        "json": formats.as_json,
        "text": as_text,
        "csv": formats.as_csv,
        "html": formats.as_html,
        "gradescope": formats.as_gradescope,
    }


def run(options: argparse.Namespace) -> int:
    """Check what the command line asks for, print the reports, and return the exit code."""
    key = None
    if options.key is not None:
        key = text_of(Path(options.key))
        read_key(key)  # a key that cannot be read stops everything, before any work
    asked = submissions(options.paths, options.key)
    for said in asked.told():
        print(f"autograd: {visible(said)}", file=sys.stderr)
    files = asked.files
    if not files:
        raise LanguageError(
            f"no worksheets in {', '.join(options.paths)}: expected files ending in {' '.join(SUFFIXES)}"
        )
    work = partial(checked, key=key, hints=int(options.hints), follow_through=options.follow_through)
    reports = [report for found in _reports(files, work, options.jobs) for report in found]
    write(formats()[format_of(options, formats())](reports), options)
    return combined_exit_code(report.exit_code for report in reports)


def checked(path: str, key: str | None, hints: int, follow_through: float = 0.0) -> list[Report]:
    """The reports on one file, of a notebook one for each worksheet; what goes wrong with the file is in the report."""
    found: list[Report] = []
    try:
        for name, text in worksheets(path, joined=key is not None):
            found.append(check(text, key, hints=hints, name=name, follow_through=follow_through))
            if path.lower().endswith(MARKDOWN) and not is_fenced(text):
                found[-1].note = NO_FENCE
        return found
    except (LanguageError, OSError) as error:
        said = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    except Exception as fault:  # nobody foresaw it: it costs this file its verdicts, not the others theirs
        said = (
            f"an internal error in autograd ({type(fault).__name__}: {clipped(str(fault), LONGEST)}); please report it"
        )
    return [*found, Report([Verdict(1, 0, 1, "", UNREADABLE, said.removeprefix(f"{path}: "))], hints, path)]


def _reports(files: list[str], work: Callable[[str], list[Report]], jobs: int) -> Iterator[list[Report]]:
    """The reports on each file, in order; shared between processes where there are many."""
    shared = jobs or min(os.cpu_count() or 1, len(files) // MANY)
    processes = shared if STANDARD_INPUT not in files else 1  # what others have read is gone
    if processes < 2:
        yield from _progress(map(work, files), len(files))
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(processes) as pool:
        yield from _progress(
            pool.map(work, files, chunksize=max(1, min(16, len(files) // (4 * processes)))), len(files)
        )


def _progress(reports: Iterable[list[Report]], count: int) -> Iterator[list[Report]]:
    """The reports as they come, with a bar on standard error where there are many and someone looks."""
    if count < MANY or not sys.stderr.isatty():
        yield from reports
    elif (bar := progress_bar(count, "sheet", leave=False)) is not None:
        with bar:
            for report in reports:
                yield report
                bar.update()
    else:
        for number, report in enumerate(reports, start=1):
            if number % 50 == 0 or number == count:
                print(f"{number} of {count} worksheets", file=sys.stderr)
            yield report


def as_text(reports: list[Report]) -> str:
    """The reports for people; of several files those that are right in one line each."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if len(reports) == 1:
        return reports[0].text(colour)
    names = [visible(report.name or "standard input") for report in reports]
    shown = [
        report.text(colour) if not report else f"{name}: {report.summary()}"
        for name, report in zip(names, reports, strict=True)
    ]
    if any(report.is_graded for report in reports):
        room = max(map(width, names))
        rows = [
            f"  {name}{' ' * (room - width(name))}  {report.score()}"
            for name, report in zip(names, reports, strict=True)
        ]
        shown += ["", "Points", *rows]
    return "\n".join(shown)
