"""The command `autograd derive`: the backward pass of a sheet, written as one writes it on paper."""

import argparse

from autograd.commands.grammar import Parser, format_of, write, write_sheet
from autograd.commands.subject import sheet_asked, subject_options
from autograd.errors import LanguageError

FORMATS = ("text", "latex")

NOTATIONS = {
    "index": "in index notation (the default)",
    "matrix": "with matrices, where there is such a form",
}


def add_options(command: Parser) -> None:
    """Add to the command what it takes."""
    subject_options(command)
    command.add_argument(
        "--of",
        metavar="NAME",
        help="what is differentiated (default: what the sheet asks)",
    )
    command.add_argument(
        "--by",
        metavar="NAME",
        action="append",
        help="what by, besides what lies between; repeatable",
    )
    for name, about in NOTATIONS.items():
        command.add_argument(
            f"--{name}",
            dest="notation",
            action="store_const",
            const=name,
            default="index",
            help=about,
        )
    command.add_argument(
        "--steps",
        action="store_true",
        help="how each line came about, in remarks before it",
    )
    command.add_output(FORMATS)
    command.add_argument(
        "--latex",
        dest="format",
        action="store_const",
        const="latex",
        help="--format latex",
    )


def run(options: argparse.Namespace) -> int:
    """Print or save the derivation."""
    from autograd.derivation.derive import derive

    found = derive(sheet_of(options), options.of, options.by, options.notation)
    if not found.lines and not found.refused:
        raise LanguageError("there is nothing to derive: no number is computed from others that may change")
    if format_of(options, FORMATS) == "latex":
        write(found.document, options)
    else:
        write_sheet(found.steps if options.steps else found.sheet, options)
    return 0 if found.lines else 1


def sheet_of(options: argparse.Namespace) -> str:
    """The worksheet that was asked for; of a formula alone, the sheet that gives it a name."""
    text = sheet_asked(options)
    if text is not None:
        return text
    given = "; ".join(word.replace("=", " = ", 1) for word in options.values)
    name = next(name for name in ("f", "y", "L", "result") if f"{name} =" not in given)
    formula = options.formula.strip()
    if formula.isidentifier() and not options.values:
        from autograd.worked import names
        from autograd.worksheet.language.suggestions import nearest

        known = nearest(formula, names()) or f": there are {', '.join(names())}"
        raise LanguageError(f"there is no worked example {formula}{known}", formula, 0, len(formula))
    return f"{given}\n{formula if '=' in formula else f'{name} = {formula}'}"
