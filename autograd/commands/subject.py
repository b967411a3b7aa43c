"""What `autograd explain`, `draw` and `play` are about: a formula, a worksheet's file or a worked example."""

import argparse
import re
from collections.abc import Sequence

from autograd import worked
from autograd.commands.grammar import Parser
from autograd.commands.texts import STANDARD_INPUT, text_of
from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError
from autograd.support.types import Any
from autograd.worksheet.evaluation.expression import expression
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.language.tree import List, Name, names_in


def subject_options(command: Parser) -> None:
    """Add to a command what it is about."""
    command.add_argument(
        "formula",
        help="such as tanh(w*x + b), the file of a worksheet (- is standard input) or a worked example's name",
    )
    command.add_argument("values", nargs="*", default=[], metavar="NAME=NUMBER", help="the numbers its names stand for")


def sheet_asked(options: argparse.Namespace) -> str | None:
    """The text of the worksheet or worked example that was asked for, read once; None for a formula."""
    if not hasattr(options, "sheet"):
        formula = options.formula.strip()
        options.sheet = _typed_sheet(formula, options.values) if is_sheet(formula) else None
        if options.sheet is None and not options.values:
            options.sheet = _sheet(formula)
        elif options.sheet is None:
            _refuse_values(formula, options.values)
    return options.sheet  # type: ignore[no-any-return]


def is_sheet(formula: str) -> bool:
    """Whether a formula is a sheet in a line: it defines names, as in z = w*x; y = tanh(z).

    >>> is_sheet("z = w*x; y = tanh(z)"), is_sheet("w*x"), is_sheet("x=1")
    (True, False, False)
    """
    if ";" in formula:
        return "=" in formula
    name, sign, rest = formula.partition("=")
    return bool(sign) and name.strip().isidentifier() and not _is_number(rest)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _typed_sheet(formula: str, values: Sequence[str]) -> str:
    """The sheet that was typed as a formula, below the numbers its names stand for."""
    given = given_values(values)
    for name in given:
        if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", formula):
            raise LanguageError(f"{name} has a value, but the formula has no {name}")
    numbers = "; ".join(f"{name} = {number!r}" for name, number in given.items())
    return f"{numbers}\n{formula}" if numbers else formula


def _refuse_values(name: str, values: Sequence[str]) -> None:
    """LanguageError where numbers are given beside a worksheet."""
    what = "a worked example" if name in worked.names() else _is_file(name) and "a worksheet"
    if what and not any(value.partition("=")[0].strip() == name for value in values):
        said = f"{values[0][:40]} is more than it takes: {name[:40]} is {what}, whose numbers stand in it"
        raise LanguageError(said, values[0], 0, max(1, len(values[0])))


def _sheet(name: str) -> str | None:
    if name in worked.names():
        return worked.sheet(name)
    return text_of(name) if _is_file(name) else None


def _is_file(name: str) -> bool:
    """Whether a formula is the name of a worksheet's file."""
    if name == STANDARD_INPUT or "." not in name:
        return name == STANDARD_INPUT
    from autograd.commands.grading.submissions import SUFFIXES  # a formula with its numbers needs none of it

    return name.endswith(SUFFIXES)


def computation(options: argparse.Namespace) -> Value:
    """The Value of what was asked for; of worksheets and examples the last number they compute."""
    formula = options.formula.strip()
    text = sheet_asked(options)
    if text is not None:
        return worked.last_value(text, formula)
    try:
        result = asked(options.formula, options.values)
    except LanguageError:
        if not options.values and (meant := nearest(formula, worked.names(), 0.75)):
            raise LanguageError(f"there is no worked example {formula}{meant}", formula, 0, len(formula)) from None
        raise
    return result if isinstance(result, Value) else Value(result)


def asked(formula: str, arguments: Sequence[str]) -> Any:
    """What a formula comes to for arguments such as w=2, as `expression` has it."""
    name, sign, _ = formula.partition("=")
    if sign and name.strip().isidentifier():
        try:
            given_values([formula])
        except LanguageError:
            pass  # it is a formula with a name for it: the = is what is wrong
        else:
            message = f"{formula.strip()[:40]} stands where the formula belongs: first the formula, then its numbers"
            raise LanguageError(message, formula, 0, len(formula))
    return expression(formula, given_values(arguments))


def given_values(arguments: Sequence[str]) -> dict[str, float]:
    """The numbers of arguments such as w=2 and b=-1/2.

    >>> given_values(["w=2", "b=-1/2"])
    {'w': 2.0, 'b': -0.5}
    """
    found: dict[str, float] = {}
    for argument in arguments:
        name, sign, written = argument.partition("=")
        if not sign or not name.strip():
            raise LanguageError("expected a name and its value, such as w=2", argument, 0, len(argument))
        tree = read_expression(name)
        if not isinstance(tree, Name):
            raise LanguageError(f"{name.strip()[:40]} is not a name", argument, 0, max(1, len(name)))
        if tree.name in found:
            raise LanguageError(f"{tree.name} is given twice", argument, 0, len(argument))
        found[tree.name] = _given(argument, name.strip(), written)
    return found


def _given(argument: str, name: str, written: str) -> float:
    """The number behind the = of an argument; errors name the argument."""
    start = len(argument) - len(written)
    if not written.strip():
        message = f"{argument.strip()} is without its number: write one, such as {name}=2, without blanks"
        raise LanguageError(message, argument, 0, len(argument))
    try:
        return float(expression(written, {}))
    except LanguageError as error:
        number = f"{name}=… takes a number, such as 2, -0.5 or 1/3"
        if "=" in written:
            message = f"{argument.strip()[:40]} is more than one name and its number: give each by itself"
            raise LanguageError(message, argument, 0, len(argument)) from None
        try:
            tree = read_expression(written)
        except LanguageError:
            raise LanguageError(str(error), argument, start + error.column, error.length) from None
        if names_in(tree) or isinstance(tree, List):
            written = written.strip()
            raise LanguageError(f"{written[:40]} is not a number: {number}", argument, start, len(written)) from None
        raise LanguageError(str(error), argument, start + error.column, error.length) from None
