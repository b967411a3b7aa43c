"""The command `autograd check`: worksheets from files, folders or standard input, and what is reported of them."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from autograd.commands.grading.keys import OTHER_NUMBERS, Keys, read_keys
from autograd.commands.grading.submissions import SUFFIXES, submissions
from autograd.commands.grammar import Parser, format_of, number, one_of, whole, write
from autograd.commands.texts import STANDARD_INPUT, cells_of, prose_in, text_of, worksheets
from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.support.progress import progress_bar
from autograd.support.terminal import colours, columns, complain, in_columns
from autograd.support.workers import shared
from autograd.worksheet.judging.verdicts import UNREADABLE, Verdict
from autograd.worksheet.language.excerpt import visible, width
from autograd.worksheet.language.work import BEYOND, FOR_A_SHEET, MOST_PATIENCE, allowing, sharing
from autograd.worksheet.reporting.checking import MOST_UNITS, check, read_key
from autograd.worksheet.reporting.hints import HINTS, ONE_FILE
from autograd.worksheet.reporting.marked import marked_text
from autograd.worksheet.reporting.papers.checking import check_notebook
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.reporting.report import Report, combined_exit_code
from autograd.worksheet.sheet.files import is_fenced
from autograd.worksheet.tex.documents import has_formulas, notebook_of

if TYPE_CHECKING:
    from autograd.commands.grading.results import Graded

MARKDOWN = (".md", ".markdown")
Result = TypeVar("Result")

NO_FENCE = "no fenced block (```) was found: all of it was read as a worksheet"

PAGE = 200
"""Columns of a report at most: more than any terminal has; what is longer is an excerpt."""

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
    command.add_argument("--all", action="store_true", help="the whole sheet, with line numbers and a mark a line")
    command.add_argument(
        "--read", action="store_true", help="the sheet as it was read: what was made of every line; text or json"
    )
    command.add_argument(
        "--key",
        metavar="FILE|FOLDER",
        help="an answer key: its definitions are the graph; or a folder with one for each student, called as they are",
    )
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
        type=number("a part of the points, from 0 to 1", lambda part: 0 <= part <= 1),
        default=0.0,
        metavar="PART",
        help="0 to 1: the part of the points for what only follows from an earlier error in what is asked "
        "(default 0; many give 1); a 0 that follows earns none",
    )
    command.add_argument(
        "--last-digit",
        type=number(
            f"a number of units of the last digit, from 0 to {MOST_UNITS}", lambda units: 0 <= units <= MOST_UNITS
        ),
        metavar="UNITS",
        help="how many units of its last digit a number may be off that was cut off or carried (default 1, or what the "
        "key says: # last digit: 2; 0 forgives rounding only)",
    )
    command.add_argument(
        "--strict",
        action="store_true",
        help="what is not judged, and in documents what is not read, is a failure (exit code 2)",
    )
    command.add_argument(
        "--timeout",
        type=number("a number of seconds above 0", lambda seconds: 0 < seconds < float("inf")),
        metavar="SECONDS",
        help="for each file (default: none; a file is bounded by its length, at 5 seconds of CPU time)",
    )
    command.add_argument(
        "--patience",
        type=number(f"how many times the usual work, from 1 to {MOST_PATIENCE}", lambda n: 1 <= n <= MOST_PATIENCE),
        default=1.0,
        metavar="TIMES",
        help="so many times the work that a file of its length may take (default 1): for long ones of one's own",
    )
    command.add_argument(
        "--results", metavar="FILE", help="write a line of JSON for each file to FILE as it comes, and no report"
    )
    command.add_argument("--resume", action="store_true", help="go on with the results of a run that was stopped")
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="share the work between the machines of a Dask scheduler, as in tcp://host:8786; local begins one here",
    )


def formats() -> dict[str, Callable[[list[Report]], str]]:
    """What can be printed, by name."""
    from autograd.worksheet.reporting import formats

    return {
        "json": formats.as_json,
        "text": as_text,
        "csv": formats.as_csv,
        "html": formats.as_html,
        "gradescope": formats.as_gradescope,
        "tex": formats.as_tex,
    }


def run(options: argparse.Namespace) -> int:
    """Check what the command line asks for, print the reports, and return the exit code."""
    key: str | Keys | None = None
    if options.key is not None and Path(options.key).is_dir():
        key = read_keys(options.key)
        for text in islice(key.texts.values(), 1):  # the others are read with what they are for
            read_key(text)
    elif options.key is not None:
        key = text_of(Path(options.key))
        read_key(key)  # a key that cannot be read stops everything, before any work
    asked = submissions(options.paths, options.key)
    for said in asked.told():
        complain(visible(said))
    files = asked.files
    if not files:
        raise LanguageError(
            f"no worksheets in {', '.join(options.paths)}: expected files ending in {' '.join(SUFFIXES)}"
        )
    asks = {"key": key, "hints": int(options.hints), "follow_through": options.follow_through, "strict": options.strict}
    asks |= {"last_digit": options.last_digit, "patience": options.patience}
    if options.results is not None:
        return _to_file(files, options, asks)
    if options.resume:
        raise LanguageError("--resume goes on with a file of results: name it with --results")
    if len(files) > 1 and format_of(options, formats()) == "gradescope":
        raise LanguageError(f"results.json is for one submission, and these are {len(files)}: {ONE_FILE}")
    lost = partial(not_checked, hints=int(options.hints))
    found = sorted(_results(files, options, partial(checked, **asks), lost), key=itemgetter(0))
    reports = [report for _, each in found for report in each]
    form = format_of(options, formats())
    if options.read:
        write(_as_read(reports, form), options)
    elif options.all and form == "text":
        shown = (marked_text(report, columns(PAGE), in_colour(options)) for report in reports)
        write("\n\n".join(shown), options)
    elif form == "text":
        shown_text = as_text(reports, in_colour(options), columns(PAGE))
        write(
            "\n".join(
                [
                    shown_text,
                    *_more_patience(reports, options.patience),
                    *(_derived(reports[0], key if isinstance(key, str) else None) if len(reports) == 1 else []),
                ]
            ),
            options,
        )
    else:
        write(formats()[form](reports), options)
    return combined_exit_code(report.exit_code for report in reports)


def _more_patience(reports: list[Report], patience: float) -> list[str]:
    """What helps where a sheet took more work than it may."""
    if not any(BEYOND in verdict.cause for report in reports for verdict in report.verdicts):
        return []
    return ["", f"--patience {4 * patience:g} allows four times the work"]


def _derived(report: Report, key: str | None) -> list[str]:
    """How the derivatives that are wrong are derived, where the answer may be told."""
    wrong = [verdict.line for verdict in report.verdicts if verdict.is_fault]
    if report.hints < len(HINTS) - 1 or not wrong or report.sheet is None:
        return []
    from autograd.derivation.shown import differentiated, in_lines

    lines = in_lines(key or report.sheet.text, columns(PAGE), differentiated(report.sheet, wrong))
    return ["derived:", *lines] if lines else []


def _as_read(reports: list[Report], form: str) -> str:
    """What was made of every line of the worksheets."""
    from autograd.worksheet.reporting.harmless import json_text
    from autograd.worksheet.reporting.papers.as_read import as_read, rows

    if form == "json":
        return json_text([{"name": report.name, "lines": rows(report)} for report in reports])
    if form != "text":
        raise LanguageError(f"--read is written as text or json, not as {form}")
    return "\n\n".join(map(as_read, reports))


def _to_file(files: list[str], options: argparse.Namespace, asks: dict[str, Any]) -> int:
    """Write what is found line by line to a file, leave out what is there already, and print what came of all."""
    from autograd.commands.grading.results import Results, settings

    with Results(Path(options.results), settings(**asks), options.resume) as results:
        left = [file for file in dict.fromkeys(files) if file not in results.done]
        lost = partial(_lost_line, hints=int(options.hints))
        for number, found in _results(left, options, partial(_line, **asks), lost):
            results.add(left[number], found)
    print(in_columns(f"{results}; {options.results} has a line for each"))
    return combined_exit_code(results.outcomes)


def _line(file: str, held: bytes | None = None, **asks: Any) -> "Graded":
    """The line for a submission."""
    from autograd.commands.grading.results import graded

    begun = time.process_time()
    reports = checked(file, held=held, **asks)
    return graded(file, reports, time.process_time() - begun)


def _lost_line(file: str, why: str, hints: int) -> "Graded":
    """The line for a submission that could not be checked."""
    from autograd.commands.grading.results import graded

    return graded(file, not_checked(file, why, hints), 0.0)


def not_checked(file: str, why: str, hints: int) -> list[Report]:
    """The report on a file that could not be checked."""
    return [Report([Verdict(1, 0, 1, "", UNREADABLE, why)], hints, file)]


def checked(
    path: str,
    held: bytes | None = None,
    *,
    key: "str | Keys | None",
    hints: int,
    follow_through: float = 0.0,
    strict: bool = False,
    last_digit: float | None = None,
    patience: float = 1.0,
) -> list[Report]:
    """The reports on one file, of a notebook one for each worksheet; what goes wrong with the file is in the report.

    `held` is what the file holds, where it was read elsewhere.
    """
    found: list[Report] = []
    try:
        cells = cells_of(path, held)
        prose = prose_in(cells) if cells is not None else []
        if not any(has_formulas(source) for _, source in prose):
            prose = []
        if prose and key is None:
            with allowing(patience):
                return [check_notebook(prose, hints, path, strict)]
        whose = None
        own = key if isinstance(key, str) else None
        if isinstance(key, Keys):
            whose = key.of(path)
            if whose is None:
                raise LanguageError(f"no key in {key.folder} is called as this file is, or a folder that it is in")
            own = key.texts[whose]
        typed = [(path, notebook_of(prose).text)] if prose else [*worksheets(path, key is not None, held, cells)]
        with sharing(sum(len(text) for _, text in typed), patience) if len(typed) > 1 else nullcontext() as work:
            for name, text in typed:
                if work is not None and work.room <= FOR_A_SHEET:
                    found += not_checked(name, f"the cells before it take all of {work.most} {BEYOND}", hints)
                    continue
                if work is not None:
                    work.spend(FOR_A_SHEET)
                found.append(
                    check(
                        text,
                        own,
                        hints=hints,
                        name=name,
                        follow_through=follow_through,
                        strict=strict,
                        last_digit=last_digit,
                        patience=patience,
                    )
                )
                is_paper = isinstance(found[-1], PaperReport)
                if prose and isinstance(found[-1], PaperReport) and found[-1].document is not None:
                    found[-1].document.cells = notebook_of(prose).cells
                if path.lower().endswith(MARKDOWN) and not is_fenced(text) and not is_paper:
                    found[-1].note = NO_FENCE
                other = key.others(text, whose) if isinstance(key, Keys) and whose is not None else None
                if other is not None:
                    found[-1].note = f"{OTHER_NUMBERS} {whose}: they are those of {other}"
        return found
    except (LanguageError, OSError) as error:
        said = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    except Exception as fault:  # nobody foresaw it: it costs this file its verdicts, not the others theirs
        said = (
            f"an internal error in autograd ({type(fault).__name__}: {clipped(str(fault), LONGEST)}); please report it"
        )
    return [*found, *not_checked(path, said.removeprefix(f"{path}: "), hints)]


def _results(
    files: list[str], options: argparse.Namespace, work: "Callable[..., Result]", lost: Callable[[str, str], Result]
) -> Iterator[tuple[int, Result]]:
    """The result for each file with its number, as they come; shared between processes, or machines, if many."""
    shares = STANDARD_INPUT not in files  # what others have read is gone
    processes = options.jobs or min(os.cpu_count() or 1, len(files) // MANY)
    if options.scheduler is not None:
        if not shares:
            raise LanguageError("standard input is not read where --scheduler is given: name the files")
        if options.timeout is not None:
            raise LanguageError(
                "--timeout is for processes on this machine; with --scheduler each file is bounded by its length alone"
            )
        from autograd.commands.grading.cluster import distributed

        workers = options.jobs or os.cpu_count() or 1
        found = distributed(work, files, options.scheduler, workers, lost)
    elif shares and (processes > 1 or options.timeout is not None):
        found = shared(work, files, processes or 1, lost, options.timeout)
    else:
        found = enumerate(map(work, files))
    yield from _progress(found, len(files))


def _progress(results: Iterable[Any], count: int) -> Iterator[Any]:
    """The results as they come, with a bar on standard error where there are many and someone looks."""
    if count < MANY or not sys.stderr.isatty():
        yield from results
    elif (bar := progress_bar(count, "sheet", leave=False)) is not None:
        with bar:
            for result in results:
                yield result
                bar.update()
    else:
        for number, result in enumerate(results, start=1):
            if number % 50 == 0 or number == count:
                print(f"{number} of {count} worksheets", file=sys.stderr)
            yield result


def in_colour(options: argparse.Namespace) -> bool:
    """Whether a report has colours: on a terminal that has them, not in a file."""
    return options.output is None and colours()


def as_text(reports: list[Report], colour: bool = False, columns: int | None = None) -> str:
    """The reports for people; of several files those that are right in one line each."""
    if len(reports) == 1:
        return reports[0].text(colour, columns)
    names = [visible(report.name or "standard input") for report in reports]
    shown = [
        report.text(colour, columns) if not report else f"{name}: {report.summary()}"
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
