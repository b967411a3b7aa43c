"""A worksheet read: its lines, the statements on them, and what is defined where."""

import re

from autograd.errors import LanguageError
from autograd.worksheet.margins import formulas_of
from autograd.worksheet.reading import Reading
from autograd.worksheet.steps import Line, Sheet
from autograd.worksheet.tokens import spelled

LONGEST_SHEET = 500_000
"""Characters of a worksheet."""

_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)\s*([\w-]*)\s*$")
_POINTS = re.compile(r"(?<![\w.])([0-9]{1,4}(?:\.[0-9]{1,4})?) points?\b")
_ALIAS = re.compile(r"\s*([^\W\d][\w′']*)\s*:\s*([^\W\d][\w′']*)\s*")
_SHEET_WORDS = ("", "sheet", "worksheet", "text", "txt", "autograd")


def sheet_lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines that belong to the worksheet: all, or those inside the fences of Markdown."""
    lines = list(enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1))
    if not any(_FENCE.match(line) for _, line in lines):
        return lines
    found = []
    fence = ""
    wanted = False
    for number, line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence, wanted = mark[1], mark[2].lower() in _SHEET_WORDS
        elif mark and fence and mark[1].startswith(fence) and not mark[2]:
            fence = ""
        elif fence and wanted:
            found.append((number, line))
    return found


def read_sheet(text: str, key: Sheet | None = None) -> Sheet:
    """The worksheet in a text. A `key` has defined its names before.

    What cannot be read is noted at its line; only a text too long to be a worksheet raises LanguageError.
    """
    if len(text) > LONGEST_SHEET:
        raise LanguageError(f"{len(text)} characters are too many for a worksheet: at most {LONGEST_SHEET}")
    reading = Reading(key.definitions() if key else [], key.aliases if key else {})
    lines = []
    aliases: dict[str, str] = {}
    for number, written in sheet_lines(text):
        formula, _, comment = written.partition("#")
        formula = formulas_of(formula, reading)
        renamed = _ALIAS.fullmatch(formula) if not reading.steps else None
        if renamed:
            aliases[spelled(renamed[2])] = spelled(renamed[1])
            continue
        line = Line(number, written, noted=comment[1:].strip() if comment.startswith("!") else "")
        worth = _POINTS.search(comment)
        line.points = float(worth[1]) if worth else None
        if formula.strip():
            reading.line(line, formula)
        lines.append(line)
    free = reading.free(bool(key))
    return Sheet(text, lines, reading.steps, free, aliases, reading.unread)
