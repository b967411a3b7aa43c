"""The command `autograd exercise`: exercises with keys, one or one for each student."""

import argparse
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograd.commands.grammar import Parser, whole, write_sheet
from autograd.commands.texts import text_of
from autograd.errors import LanguageError
from autograd.exercises.families import table as families
from autograd.support.progress import progress_bar
from autograd.support.terminal import columns, in_columns

if TYPE_CHECKING:
    from autograd.exercises.package import Order

PAGE = 100

MANY = 16
"""Students who are work enough for a process; from so many, progress is shown."""

LARGEST_ROSTER = 20_000_000
"""Bytes of a roster: a line of 200 for each of the most students there may be."""


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument("family", nargs="?", help="one of them; without a name, the list")
    command.add_argument(
        "--seed", type=seed, default="0", metavar="N", help="what the numbers are made from: a number or a word"
    )
    command.add_argument("--blanks", action="store_true", help="a sheet to fill in, and no mistakes")
    command.add_argument(
        "--find-the-error",
        type=whole("mistakes", 1, 20),
        metavar="K",
        help="a solution with K usual mistakes in it, and no blanks (default: both, with 2)",
    )
    command.add_argument("--students", metavar="FILE", help="a roster as CSV: everybody gets other numbers")
    command.add_argument(
        "--moodle",
        type=whole("variants", 1, 500),
        metavar="N",
        help="also moodle.xml and moodle.gift, N variants for a question bank",
    )
    command.add_argument(
        "--jobs",
        type=whole("processes", 1, 64),
        default=0,
        metavar="N",
        help=f"processes (default: one for every {MANY} students, one a processor at most)",
    )
    command.add_argument("--nbgrader", action="store_true", help="also assignment.ipynb, for nbgrader")
    command.add_argument(
        "-o", "--output", metavar="FOLDER", help="a new folder for the files (default: print the sheet)"
    )


def seed(text: str) -> str:
    """A number or a word, for argparse."""
    if not re.fullmatch(r"\w[\w.-]{,39}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number or a word of 40 characters at most")
    return text


def run(options: argparse.Namespace) -> int:
    """Write the files of an exercise, print its sheet, or list what there is."""
    if options.family is None:
        print(listed())
        return 0
    from autograd.exercises.package import MISTAKES, Order, files_of_class, files_of_one
    from autograd.support.folders import write_folder

    name = families.family(options.family.strip()).name
    if options.blanks and options.find_the_error:
        raise LanguageError("--blanks and --find-the-error are two sorts of sheets: without either there are both")
    mistakes = options.find_the_error or (0 if options.blanks else MISTAKES)
    order = Order(
        name,
        options.seed,
        blanks=not options.find_the_error,
        mistakes=mistakes,
        variants=options.moodle or 0,
        notebook=options.nbgrader,
    )
    if options.output is None and (options.moodle or options.nbgrader):
        raise LanguageError("--moodle and --nbgrader need a folder for the files: name it with -o")
    if options.students is None and options.output is None:
        write_sheet(dict(files_of_one(order))["sheet.txt" if order.blanks else "errors.txt"].rstrip("\n"), options)
        return 0
    students = None
    if options.students is not None:
        from autograd.exercises.roster import read_roster

        students = read_roster(text_of(Path(options.students), LARGEST_ROSTER), options.students)
        if options.output is None:
            raise LanguageError("--students needs a folder for the files: name it with -o")
    processes = options.jobs or min(os.cpu_count() or 1, len(students or ()) // MANY)
    files = (
        files_of_one(order)
        if students is None
        else _with_progress(files_of_class(order, students, processes), order, len(students))
    )
    count = write_folder(options.output, files)
    for_whom = f" for {len(students)} student{'s' * (len(students) != 1)}" if students is not None else ""
    print(in_columns(f"{options.output}: {count} files{for_whom}"))
    return 0


def _with_progress(files: Iterable[tuple[str, str]], order: "Order", count: int) -> Iterator[tuple[str, str]]:
    """The files as they come, with a bar on standard error where there are many and someone looks."""
    bar = progress_bar(count, "student", leave=False) if count >= MANY and sys.stderr.isatty() else None
    last = "sheet.html" if order.blanks else "errors.html"
    for name, text in files:
        yield name, text
        if bar is not None and name.endswith(last):
            bar.update()
    if bar is not None:
        bar.close()


def listed() -> str:
    """The families there are, with what each is about."""
    room = max(map(len, families.names())) + 2
    rows = (
        textwrap.fill(f"{each.name:<{room}}{each.title}", columns(PAGE), subsequent_indent=" " * room)
        for each in families.FAMILIES
    )
    return "\n".join(rows)
