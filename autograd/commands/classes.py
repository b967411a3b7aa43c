"""The command `autograd class`: the report on a class, from the results of `autograd check`."""

import argparse

from autograd.commands.grammar import Parser
from autograd.support.terminal import in_columns

_COUNT = 5
_UNDER_COUNT = " " * (_COUNT + 2)


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument("results", metavar="RESULTS", help="the file that autograd check … --results wrote")
    command.add_argument("--students", metavar="FILE", help="teacher/students.csv of autograd exercise --students")
    command.add_argument("--title", default="", help="what the exercise is called (default: its family, or the file)")
    command.add_argument(
        "-o", "--output", metavar="FOLDER", help="a new folder for the pages (default: print a summary)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the pages of a class, or print what came of it."""
    from pathlib import Path

    from autograd.commands.grading.class_pages import files
    from autograd.commands.grading.classes import read_class
    from autograd.support.folders import write_folder

    found = read_class(options.results, options.students)
    title = options.title or found.exercise or Path(options.results).stem
    if options.output is None:
        print(summary(found))
        return 0
    count = write_folder(options.output, files(found, title))
    print(in_columns(f"{options.output}: {count} files; begin with index.html"))
    return 0


def summary(found: object) -> str:
    """What came of a class, for a terminal: the points, and the most usual mistakes."""
    from autograd.commands.grading.classes import Class
    from autograd.formulas.notation import counted
    from autograd.worksheet.reporting.harmless import one_line

    assert isinstance(found, Class)
    handed_in = [member for member in found.members if member.file]
    points = sum(member.points for member in handed_in) / max(1, len(handed_in))
    worth = max((member.worth for member in handed_in), default=0.0)
    lines = [f"{counted(len(handed_in), 'submission')}, {points:.3g} of {worth:.4g} points on average"]
    for each in found.mistakes[:10]:
        (about, said), _ = each.examples.most_common(1)[0]
        lines.append(f"{len(each.members):{_COUNT}}  {each.kind}: {about}{f': {said}' if said else ''}")
    lines += [f"{member.name}: {member.note}" for member in handed_in if member.note]
    return "\n".join(in_columns(one_line(line), _UNDER_COUNT) for line in lines)
