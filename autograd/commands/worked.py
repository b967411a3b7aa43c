"""The command `autograd worked`: the examples, their solutions, and the verdicts on what their sheets claim."""

import argparse
from typing import Any

from autograd import worked
from autograd.records.explain import explain
from autograd.records.steps import Steps, steps
from autograd.worked import pages
from autograd.worksheet.reporting.counts import Counts

PAGE = 112
"""Columns of a page: the notes of the sheets' solutions fit beside their lines."""


def run(options: argparse.Namespace) -> int:
    """Show what was asked for of an example; the list of them without a name."""
    from autograd.commands.play import save_worked

    if options.all:
        print(worked.table())
        return 0
    if options.name is None:
        for name in worked.names():
            print(f"{name}  {worked.title(name)}")
        return 0
    name = options.name.strip()
    if options.check:
        print(worked.report(name))
        return 0 if worked.as_recorded(name) else 1
    counts = counts_in(worked.sheet(name))
    if counts and counts.is_all and not options.svg:
        return counted(name, counts, options)
    saved = save_worked(options, worked.build(name)) if options.html or options.svg else None
    if saved is not None:
        return saved
    if options.form:
        print(form(steps(worked.build(name), options.level), options.form, options.digits))
    else:
        print(page(name, options))
    return 0


def counted(name: str, counts: Counts, options: argparse.Namespace) -> int:
    """Show an example that only counts: there is no graph to play."""
    from autograd.commands.play import save_asked

    saved = save_asked(options, lambda: pages.CountedPage(name))
    if saved is not None:
        return saved
    print(counts_form(counts, options.form) if options.form else page(name, options))
    return 0


def counts_in(text: str) -> Counts:
    """What the layers of a worksheet come to, as wide as a page; false if it has none."""
    found = worked.counts(text)
    found.width = PAGE
    return found


def counts_form(counts: Counts, kind: str | None) -> str:
    """Counts as "latex", "markdown" or "json", or as text."""
    return counts.to_json() if kind == "json" else str(getattr(counts, kind) if kind else counts)


def form(records: Steps, kind: str, digits: int) -> str:
    """A solution as "latex", "markdown" or "json"."""
    return records.to_json() if kind == "json" else str(getattr(explain(records, digits=digits), kind))


def page(name: str, options: argparse.Namespace) -> str:
    """An example as one would want to read it: what is given, the solution, and what the sheet claims."""
    text = worked.sheet(name)
    first, *heads = pages.heads(name)
    shown = [f"{name}: {first}", *heads, ""]
    if given := worked.givens(text, options.digits):
        shown += ["Given", *in_rows(given)]
    counts = counts_in(text)
    if counts:
        shown.append(str(counts))
    if not counts.is_all:
        solution = explain(steps(worked.build(name), options.level), digits=options.digits, width=PAGE)
        shown.append(solution.passes() if given else str(solution))
    return "\n".join([*shown, "", "Claims of the sheet", pages.claims(name)])


def in_rows(items: list[str]) -> list[str]:
    """Items side by side, as many to a line as fit."""
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) + 3 > PAGE:
            lines.append("")
        lines[-1] += f"   {item}" if lines[-1] else f"  {item}"
    return lines


def add_options(command: Any) -> None:
    """Add to the command what is its own; what it shares with `explain` comes from there."""
    command.add_argument("name", nargs="?", help="one of them; without a name, the list")
    command.add_argument("--all", action="store_true", help="every claim of every example with its verdict")
    command.add_argument("--check", action="store_true", help="the verdicts alone; exit 0 if they are as recorded")
