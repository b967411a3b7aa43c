"""A worksheet with its verdicts as compilers show theirs: line numbers, a mark for each line, causes below.

`marked` makes records of it, which text and pages are made from.
"""

import textwrap
from dataclasses import dataclass

from autograd.support.terminal import GREEN, RED, YELLOW, painted
from autograd.worksheet.judging.verdicts import KINK, NOT_ATTEMPTED, Verdict
from autograd.worksheet.language.excerpt import visible, width, window
from autograd.worksheet.reporting.harmless import one_line
from autograd.worksheet.reporting.report import Report

RIGHT, WRONG, OPEN, NO_CLAIM = "✓", "✗", "○", " "
COLOURS = {RIGHT: GREEN, WRONG: RED, OPEN: YELLOW}
"""The colour of each mark; a line without a claim has none."""


@dataclass
class MarkedLine:
    """A line of a worksheet with its mark, and the verdicts of which there is something to say."""

    number: int
    text: str
    mark: str
    told: list[Verdict]


def marked(report: Report) -> list[MarkedLine]:
    """The lines of a worksheet, each with its mark; what stands after `#!` is left out."""
    lines = {line.number: line.text for line in report.sheet.lines} if report.sheet else {}
    for verdict in report.verdicts:
        lines.setdefault(verdict.line, verdict.text or verdict.claim)
    found = []
    for number, text in sorted(lines.items()):
        here = [verdict for verdict in report.verdicts if verdict.line == number]
        told = [verdict for verdict in here if not verdict.is_fine or verdict.hint]
        found.append(MarkedLine(number, text.partition("#!")[0].rstrip(), _mark(here), told))
    while found and not found[-1].text and not found[-1].told:
        found.pop()
    return found


def _mark(verdicts: list[Verdict]) -> str:
    """The mark of a line: wrong if anything in it is, open where something is undecided or missing."""
    if not verdicts:
        return NO_CLAIM
    if any(not verdict.is_fine and verdict.verdict != NOT_ATTEMPTED for verdict in verdicts):
        return WRONG
    return OPEN if any(verdict.verdict in (NOT_ATTEMPTED, KINK) for verdict in verdicts) else RIGHT


def marked_text(report: Report, columns: int, colour: bool = False) -> str:
    r"""The marked worksheet as text, in so many columns.

    >>> from autograd import check
    >>> print(marked_text(check("x = 2.0; y = x^3 = 8\ny = 9"), 60))
    1 of 2 claims is right: line 2 is the first wrong one
      1 │ ✓ x = 2.0; y = x^3 = 8
      2 │ ✗ y = 9
        │       ^
        │   wrong: it is not what the formula for it in line 1
        │   comes to
    """
    head = f"{visible(report.name)}: {report.summary()}" if report.name else report.summary()
    shown = textwrap.wrap(head, columns)
    if report.has_no_lines:
        return "\n".join(shown)
    lines = marked(report)
    digits = max(3, *(len(str(line.number)) for line in lines)) if lines else 3
    for line in lines:
        shown += _rows(line, digits, columns, colour)
    return "\n".join([*shown, *(row for told in report.waiting() for row in textwrap.wrap(told, columns))])


def _rows(line: MarkedLine, digits: int, columns: int, colour: bool) -> list[str]:
    """A line and what is said of it."""
    paint = COLOURS.get(line.mark, "")
    room = columns - digits - 5
    first = line.told[0] if line.told else None
    place = first.column if first and first.text else 0
    length = first.length if first and first.text else 1
    text = "".join(window(line.text, place, length, room - 2)).rstrip() if width(visible(line.text)) > room else ""
    mark = painted(line.mark, paint, colour)
    rows = [f"{line.number:>{digits}} │ {mark} {text or visible(line.text)}".rstrip()]
    margin = f"{'':>{digits}} │   "
    for verdict in line.told:
        said = f"{verdict.verdict}: {one_line(verdict.hint)}" if verdict.hint else verdict.verdict
        if verdict.text and not verdict.is_fine:
            widest = room - 2 if text else max(room, len(verdict.text))
            before, at, _ = window(verdict.text, verdict.column, verdict.length, widest)
            start, carets = width(before), "^" * max(1, min(width(at), room - width(before)))
            if start + len(carets) + 1 + width(said) <= room:
                rows.append(f"{margin}{' ' * start}{painted(f'{carets} {said}', paint, colour)}")
                continue
            rows.append(f"{margin}{' ' * start}{painted(carets, paint, colour)}")
        if verdict.read:
            said += f" (read as {one_line(verdict.read)})"
        rows += [f"{margin}{painted(row, paint, colour)}" for row in textwrap.wrap(said, room)]
    return rows
