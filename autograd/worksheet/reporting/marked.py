"""A worksheet with its verdicts as compilers show theirs: line numbers, a mark for each line, causes below."""

import textwrap

from autograd.support.terminal import GREEN, RED, YELLOW, painted
from autograd.worksheet.language.excerpt import visible, width, window
from autograd.worksheet.reporting.harmless import one_line
from autograd.worksheet.reporting.lines import OPEN, RIGHT, WRONG, MarkedLine
from autograd.worksheet.reporting.report import Report

COLOURS = {RIGHT: GREEN, WRONG: RED, OPEN: YELLOW}
"""The colour of each mark; a line without a claim has none."""


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
    lines = report.lines()
    digits = max([3, *(len(str(line.number or "")) for line in lines)])
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
    rows = [f"{line.number or '':>{digits}} │ {mark} {text or visible(line.text)}".rstrip()]
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
