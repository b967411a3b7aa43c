"""What the worked examples compute and claim: the Value of each, and the verdicts on its sheet."""

import textwrap

from autograd.engine.codegen.python import Value
from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.worked.sheets import WORKED, sheet
from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.remarks import value_written
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.work import Work
from autograd.worksheet.reporting.checking import check
from autograd.worksheet.reporting.counts import Counts, counted
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.model import Sheet


def build(name: str) -> Value:
    """The last single number an example computes, with the graph below it; every definition has its name.

    LanguageError for an unknown one, and for one that only counts.
    """
    return last_value(sheet(name), name)


def last_value(text: str, name: str = "the sheet") -> Value:
    """The last single number the definitions of a worksheet compute, with the graph below it.

    Where there are only lists and matrices, the last entry of the last one; LanguageError where nothing is computed.
    """
    read = _readable(text)
    definitions = read.definitions()
    point = settle(definitions, {}, read.free, (), Work(), read.unread).base.as_written(definitions)
    computed = [found for found in point.graph.values() if not isinstance(found, Array)]
    computed[:0] = [found.entries[-1] for found in point.graph.values() if isinstance(found, Array)]
    for found in reversed(computed):
        if isinstance(found, Value) and found.op:
            return found
    why = "it only counts or says what is given" if computed or definitions else "there is nothing in it"
    raise LanguageError(f"{name} computes no number: {why}", name, 0, max(1, len(name)))


def counts(text: str) -> Counts:
    """What the layers of a worksheet come to, with the formulas; false if it has none."""
    return counted(_readable(text))


def givens(text: str, digits: int = 4) -> list[str]:
    """What the numbers of a worksheet are before anything is computed, in the order of its lines.

    >>> givens("w = [[1, 2], [3, 4]]; x = 1/3; m = zeros(50); z = x + 1")
    ['w = [[1, 2], [3, 4]]', 'x = 0.3333', 'm = zeros(50)']
    """
    read = _readable(text)
    point = settle(read.definitions(), {}, read.free, (), Work(), read.unread).base
    shown = []
    for definition in read.definitions():
        found = point.graph.get(definition.name)
        if found is None or isinstance(found, Layer) or not all(_is_leaf(entry) for entry in entries(found)):
            continue
        if len(entries(found)) > _MOST_GIVEN:
            written = echo(definition.formula)
        else:
            written = value_written(found, digits, _MOST_GIVEN)
        is_row = shape(found)[0] == 1 < shape(found)[1]  # a list by itself is a column
        shown.append(f"{definition.name} = {f'[{written}]' if is_row and written[0] == '[' else written}")
    return shown


def _is_leaf(entry: object) -> bool:
    return isinstance(entry, Value) and not entry.op


def _readable(text: str) -> Sheet:
    """The worksheet in a text; what cannot be read in it is raised."""
    read = read_sheet(text)
    for line in read.lines:
        for error in line.errors:
            raise LanguageError(f"line {line.number}: {error}", error.text, error.column, error.length)
    return read


def report(name: str, hints: int = 2) -> Report:
    """The report on an example's claims."""
    return check(sheet(name), hints=hints, name=name)


def as_recorded(name: str) -> bool:
    """Whether every claim of an example gets the verdict noted in its sheet, and the cause where one is noted."""
    return not unlike_recorded(sheet(name))


def unlike_recorded(text: str) -> list[str]:
    """The lines of a worksheet whose verdicts are not those noted after `#!`, with what is said of them."""
    found = check(text)
    unlike = []
    for line in read_sheet(text).lines:
        here = [verdict for verdict in found.verdicts if verdict.line == line.number]
        wanted, _, cause = (part.strip() for part in line.noted.partition(":"))
        kinds = [kind.strip() for kind in wanted.split(",")] if wanted else ["right"]
        kinds = kinds * len(here) if len(kinds) == 1 else kinds
        causes = {verdict.cause for verdict in here}
        same = len(kinds) == len(here) and all(
            verdict.verdict.startswith(kind) for verdict, kind in zip(here, kinds, strict=True)
        )
        if not same or (cause and cause not in causes):
            unlike.append(f"line {line.number}: {', '.join(f'{each.verdict}: {each.cause}' for each in here)}")
    return unlike


def table(width: int = 0) -> str:
    """All claims of all examples with their verdicts, a line for each; causes go below where there is no room."""
    lines = []
    for name in WORKED:
        for verdict in report(name).verdicts:
            lines += _row(name, verdict, width)
    return "\n".join(lines)


def _row(name: str, verdict: Verdict, width: int) -> list[str]:
    room = min(_CLAIM, width - _LEAD - _SAID) if width else _CLAIM
    lead = f"{name:22}{verdict.line:4}  {clipped(' '.join(verdict.claim.split()), room):{room}}  {verdict.verdict}"
    if not verdict.cause:
        return [lead]
    whole = f"{lead}: {verdict.cause}"
    if not width or len(whole) <= width:
        return [whole]
    return [f"{lead}:", *textwrap.wrap(verdict.cause, width, initial_indent="    ", subsequent_indent="    ")]


_CLAIM = 60
_LEAD = 28  # the name, the line, and what is left between them
_SAID = 16  # the longest verdict, and what is left before it

_MOST_GIVEN = 30
"""Entries of what is given; of more the formula is shown."""
