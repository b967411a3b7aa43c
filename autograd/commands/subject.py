"""What `autograd explain`, `draw` and `play` are about: a formula, a worksheet's file or a worked example."""

import argparse
from pathlib import Path
from typing import Any

from autograd import worked
from autograd.commands.check import SUFFIXES, text_of
from autograd.errors import LanguageError
from autograd.generated import Value
from autograd.worksheet.evaluation import asked
from autograd.worksheet.suggestions import nearest


def subject_options(command: Any) -> None:
    """Add to a command what it is about."""
    command.add_argument("formula", help="such as tanh(w*x + b), the file of a worksheet or a worked example's name")
    command.add_argument("values", nargs="*", default=[], metavar="NAME=NUMBER", help="the numbers its names stand for")


def computation(options: argparse.Namespace) -> Value:
    """The Value of what was asked for; of worksheets and examples the last number they compute."""
    formula = options.formula.strip()
    if not options.values:
        if formula in worked.names():
            return worked.build(formula)
        if formula.endswith(SUFFIXES):
            return worked.last_value(text_of(Path(formula)), formula)
    try:
        result = asked(options.formula, options.values)
    except LanguageError:
        if not options.values and (meant := nearest(formula, worked.names(), 0.75)):
            raise LanguageError(f"there is no worked example {formula}{meant}", formula, 0, len(formula)) from None
        raise
    return result if isinstance(result, Value) else Value(result)
