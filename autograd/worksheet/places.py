"""A place in a text, shown: the line, and carets under what is meant."""

import re
import unicodedata

from autograd.errors import LanguageError

WIDEST = 100
"""Columns of a line that are shown."""


def shown(error: LanguageError) -> str:
    """The message of an error and, where its text is known, the line with carets under the place.

    >>> from autograd.worksheet.language import read_expression
    >>> try:
    ...     read_expression("2·x + (y")
    ... except LanguageError as error:
    ...     print(shown(error))
    the bracket ( is never closed: a ) is missing
      2·x + (y
            ^
    """
    return f"{error}\n{pointed(error.text, error.column, error.length)}" if error.text else str(error)


def pointed(text: str, column: int, length: int, indent: str = "  ") -> str:
    """Two lines: the line of the text that holds the column, and carets under `length` characters from there.

    Tabs become blanks, invisible characters �, and of long lines a window is shown.
    """
    start = max((found.end() for found in re.finditer(r"\r\n|\n|\r", text[:column])), default=0)
    line = re.split(r"\r\n|\n|\r", text[start:], maxsplit=1)[0]
    place = min(column - start, len(line))
    length = max(1, min(length, len(line) - place))
    window = max(0, place - WIDEST // 2) if len(line) > WIDEST else 0
    end = window + WIDEST
    before = ("…" if window else "") + "".join(map(_visible, line[window:place]))
    at = "".join(map(_visible, line[place : min(place + length, end)]))
    after = "".join(map(_visible, line[place + length : end])) + ("…" if len(line) > end else "")
    return f"{indent}{before}{at}{after}".rstrip() + f"\n{indent}{' ' * width(before)}{'^' * max(1, width(at))}"


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("σ(z)"), width("x\u0302"), width("値")
    (4, 1, 2)
    """
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _visible(character: str) -> str:
    if character == "\t":
        return "    "
    return "�" if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else character
