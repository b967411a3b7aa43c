"""Tables of symbols: a name and its number or list a row, below two words such as Symbol and Value."""

import re

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.notations.whole.tables.above import SHORT_NAME, Above
from autograd.worksheet.language.notations.whole.tables.markdown import (
    LONGEST_ROW,
    MOST_ROWS,
    MOST_TABLES,
    RULE,
    cells_of,
)
from autograd.worksheet.language.work import USUAL

_OF_VALUES = re.compile(
    r"(?i)(?:(?:initial|start(?:ing)?|given)[ -])?"
    r"(?:values?|(?:start|anfangs)?werte?|valeurs?|valor(?:es|e|i)?|数值|值|初始值)"
    r"(?:[ ]?\([^\W\d_][\w ]{1,20}\))?"
)
_OF_NAMES = re.compile(r"[^\W\d_]{2,20}(?:[ -][^\W\d_]{2,20})?")
_NUMBER = rf"{NUMBER}(?:[eE][-−+]?[0-9]{{1,3}})?"
_ROW = rf"\s*{_NUMBER}(?:\s*[,;]\s*{_NUMBER}){{0,40}}\s*"
_VALUE = re.compile(
    rf"{_NUMBER}|[-−+]?[0-9]+/[0-9]+|[\[(]{_ROW}[\])]|\[\s*\[{_ROW}\](?:\s*,?\s*\[{_ROW}\]){{0,20}}\s*\]"
)
_RULE = re.compile(RULE)
_LETTER = r"[^\W\d_][\u0302-\u0304]?(?:_\w{1,3}|[0-9₀-₉]{1,2})?"
_WORDS = r"[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){0,2}"
_NAME = re.compile(rf"({SHORT_NAME})|{_WORDS} \(?({_LETTER})\)?|({_LETTER}) \({_WORDS}\)")
"""A name, with words beside it or without: η, learning rate η, η (learning rate)."""


def with_given_names(text: str) -> str:
    r"""A text with w = 0.5 for each row of a table of symbols, where no line above tells anything of its names.

    >>> with_given_names("| Symbol | Value |\n|---|---|\n| w | 0.5 |\n| `x` | [1, 2] |").split("\n")
    ['', '', 'w = 0.5', 'x = [1, 2]']
    >>> with_given_names("w = 1\n| Symbol | Value |\n| w | 0.5 |")
    'w = 1\n| Symbol | Value |\n| w | 0.5 |'
    """
    if "|" not in text or len(text) > USUAL:
        return text
    lines = text.split("\n")
    place = met = 0
    while place < len(lines) - 1 and met < MOST_TABLES:
        end, rows = _table(lines, place)
        names = [name for name, _ in rows.values()]
        if rows and len(set(names)) == len(names):
            met += 1
            above = Above("\n".join(lines[:place]))
            if not any(map(above.tells, names)):
                lines[place:end] = [" = ".join(rows[number]) if number in rows else "" for number in range(place, end)]
        place = max(end, place + 1)
    return "\n".join(lines)


def _table(lines: list[str], place: int) -> tuple[int, dict[int, tuple[str, str]]]:
    """The place behind a table of symbols whose head is at a place, and the name and the value in each of its rows."""
    head = _cells(lines[place])
    if len(head) != 2 or not (_OF_NAMES.fullmatch(head[0]) and _OF_VALUES.fullmatch(head[1])):
        return place, {}
    rows: dict[int, tuple[str, str]] = {}
    at = place + 1
    if _RULE.fullmatch(lines[at][:LONGEST_ROW]):
        at += 1
    while at < len(lines) and len(rows) < MOST_ROWS and (cells := _cells(lines[at])):
        name = _NAME.fullmatch(cells[0])
        if len(cells) != 2 or name is None or not _VALUE.fullmatch(cells[1]):
            return at, {}
        rows[at] = (name[1] or name[2] or name[3], cells[1])
        at += 1
    return at, rows


def _cells(line: str) -> tuple[str, ...]:
    return cells_of(line) if "|" in line and len(line) <= LONGEST_ROW else ()
