"""The command `autograd worked`: the examples, their solutions, and the verdicts on what their sheets claim."""

import argparse
from typing import Any

from autograd import worked
from autograd.errors import LanguageError
from autograd.notation import figure
from autograd.records import Steps, steps
from autograd.writing import explain

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
    saved = save_worked(options, worked.build(name)) if options.html or options.svg else None
    if saved is not None:
        return saved
    if options.form:
        print(form(steps(worked.build(name), options.level), options.form, options.digits))
    else:
        print(page(name, options))
    return 0


def form(records: Steps, kind: str, digits: int) -> str:
    """A solution as "latex", "markdown" or "json"."""
    return records.to_json() if kind == "json" else str(getattr(explain(records, digits=digits), kind))


def page(name: str, options: argparse.Namespace) -> str:
    """An example as one would want to read it: what is given, the solution, and what the sheet claims."""
    heads = [line.lstrip("# ") for line in worked.sheet(name).splitlines()[:3] if line.startswith("#")]
    shown = [f"{name}: {heads[0]}", *heads[1:], ""]
    try:
        records = steps(worked.build(name), options.level)
    except LanguageError:  # it only counts: the sheet says it all
        shown += [line for line in worked.sheet(name).splitlines() if line.strip() and not line.startswith("#")]
    else:
        shown += ["Given", *given(records, options.digits)]
        shown += [str(explain(records, digits=options.digits, width=PAGE))]
    return "\n".join([*shown, "", "Claims of the sheet", str(worked.report(name))])


def given(records: Steps, digits: int) -> list[str]:
    """The leaves and their numbers, in lines."""
    leaves = [f"{record.label} = {figure(record.value, digits)}" for record in records.forward if record.op == ""]
    lines = [""]
    for leaf in leaves:
        if len(lines[-1]) + len(leaf) + 3 > PAGE:
            lines.append("")
        lines[-1] += f"   {leaf}" if lines[-1] else f"  {leaf}"
    return lines


def add_options(command: Any) -> None:
    """Add to the command what is its own; what it shares with `explain` comes from there."""
    command.add_argument("name", nargs="?", help="one of them; without a name, the list")
    command.add_argument("--all", action="store_true", help="every claim of every example with its verdict")
    command.add_argument("--check", action="store_true", help="the verdicts alone; exit 0 if they are as recorded")
