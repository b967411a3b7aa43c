"""The command `autograd explain`, and how `autograd worked` asks for a form of a solution."""

import argparse

from autograd.commands.grammar import Parser, format_of, one_of, whole, write
from autograd.commands.subject import computation, sheet_asked, subject_options
from autograd.engine.codegen.python import Value
from autograd.records.explain import MOST_DIGITS, WIDTH, explain
from autograd.records.steps import steps
from autograd.support.terminal import columns
from autograd.support.types import TYPE_CHECKING

if TYPE_CHECKING:
    from autograd.worksheet.reporting.counts import Counts

PAGE = 112
"""Columns of a page: the notes of the sheets' solutions fit beside their lines."""

FORMS = ("text", "markdown", "latex", "json")


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    subject_options(command)
    solution_options(command, FORMS)


def solution_options(command: Parser, formats: tuple[str, ...]) -> None:
    """Add how a solution is written."""
    command.add_argument(
        "--level", type=one_of("level", ("name", "op")), default="name", help="name, or op: a line for every operation"
    )
    command.add_argument(
        "--digits", type=whole("digits", 1, MOST_DIGITS), default=4, metavar="N", help="digits shown (default 4)"
    )
    command.add_output(formats)
    for form in FORMS[1:]:
        command.add_argument(f"--{form}", dest="format", action="store_const", const=form, help=f"--format {form}")


def run(options: argparse.Namespace) -> None:
    """Print or save the solution."""
    write(_solution(options, format_of(options, FORMS)), options)


def _solution(options: argparse.Namespace, form: str) -> str:
    text = sheet_asked(options)
    counts = counts_in(text) if text is not None else None
    if counts and counts.is_all:
        return counts_form(counts, form)
    shown = form_of(computation(options), form, options)
    return f"{counts}\n{shown}" if counts and form == "text" else shown


def counts_in(text: str) -> "Counts":
    """What the layers of a worksheet come to; false if it has none."""
    from autograd import worked

    found = worked.counts(text)
    found.width = columns(PAGE)
    return found


def counts_form(counts: "Counts", form: str) -> str:
    """Counts in one of the forms of a solution."""
    if form == "json":
        return counts.to_json()
    return str(counts if form == "text" else getattr(counts, form))


def form_of(z: Value, form: str, options: argparse.Namespace) -> str:
    """The solution of a computation in one of its forms."""
    records = steps(z, options.level)
    if form == "json":
        return records.to_json()
    found = explain(records, digits=options.digits, width=columns(WIDTH))
    return str(found if form == "text" else getattr(found, form))
