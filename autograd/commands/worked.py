"""The command `autograd worked`: the examples, their solutions, and the verdicts on what their sheets claim."""

import argparse
import textwrap

from autograd import worked
from autograd.commands.explain import FORMS, PAGE, counts_form, counts_in, form_of, solution_options
from autograd.commands.grammar import Parser, format_of, write
from autograd.commands.play import saving_options
from autograd.support.terminal import colours, columns, screen

FORMATS = (*FORMS, "html", "svg")


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    command.add_argument("name", nargs="?", help="one of them; without a name, the list")
    command.add_argument("--all", action="store_true", help="every claim of every example with its verdict")
    command.add_argument("--check", action="store_true", help="the verdicts alone; exit 0 if they are as recorded")
    saving_options(command)
    solution_options(command, FORMATS)


def run(options: argparse.Namespace) -> int:
    """Show what was asked for of an example; the list of them without a name."""
    if options.all:
        write(worked.table(0 if options.output is not None else screen()), options)
        return 0
    if options.name is None:
        write(listed(), options)
        return 0
    name = options.name.strip()
    if options.check:
        write(str(worked.report(name)), options)
        return 0 if worked.as_recorded(name) else 1
    counts = counts_in(worked.sheet(name))
    saved = save_as_page(name, bool(counts and counts.is_all), options)
    if saved is not None:
        return saved
    form = format_of(options, FORMATS)
    if form == "text":
        write(page(name, options), options)
    else:
        write(counts_form(counts, form) if counts.is_all else form_of(worked.build(name), form, options), options)
    return 0


def listed() -> str:
    """The examples there are, with what each is about."""
    room = max(map(len, worked.names())) + 2
    rows = (
        textwrap.fill(
            f"{name:<{room}}{worked.title(name)}", columns(PAGE), subsequent_indent=" " * room, break_on_hyphens=False
        )
        for name in worked.names()
    )
    return "\n".join(rows)


def save_as_page(name: str, only_counts: bool, options: argparse.Namespace) -> int | None:
    """Save the player of an example, or the page of one that only counts; None if neither was asked for."""
    from autograd.commands.play import save_asked
    from autograd.player import play
    from autograd.worked import pages

    if options.output is not None and format_of(options, FORMATS) in ("html", "svg"):
        setattr(options, format_of(options, FORMATS), options.output)
    if only_counts and not options.svg:
        return save_asked(options, lambda: pages.CountedPage(name))
    return save_asked(options, lambda: play(worked.build(name), level=options.level))


def page(name: str, options: argparse.Namespace) -> str:
    """An example as one would want to read it: what is given, the solution, and what the sheet claims."""
    from autograd.derivation.shown import in_lines
    from autograd.records.explain import explain
    from autograd.records.steps import steps
    from autograd.worked import pages
    from autograd.worksheet.reporting.marked import marked_text

    width, in_colour = columns(PAGE), options.output is None and colours()
    text = worked.sheet(name)
    first, *heads = pages.heads(name)
    shown = [row for head in (f"{name}: {first}", *heads) for row in textwrap.wrap(head, width)] + [""]
    if given := worked.givens(text, options.digits):
        shown += ["Given", *in_rows(given, width)]
    counts = counts_in(text)
    if counts:
        shown.append(str(counts))
    if not counts.is_all:
        if derived := in_lines(text, width):
            shown += ["Derived", *derived]
        solution = explain(steps(worked.build(name), options.level), digits=options.digits, width=width)
        shown.append(solution.passes() if given else str(solution))
    return "\n".join([*shown, "", "Claims of the sheet", marked_text(worked.report(name), width, in_colour)])


def in_rows(items: list[str], width: int) -> list[str]:
    """Items side by side, as many to a line as fit."""
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) + 3 > width:
            lines.append("")
        lines[-1] += f"   {item}" if lines[-1] else f"  {item}"
    return lines
