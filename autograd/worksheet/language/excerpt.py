"""A place in a text, shown: the line, and carets under what is meant."""

import unicodedata

from autograd.errors import LanguageError

WIDEST = 100
"""Columns of a line that are shown."""


def shown(error: LanguageError) -> str:
    """The message of an error and, where its text is known, the line with carets under the place.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> try:
    ...     read_expression("2·x + (y")
    ... except LanguageError as error:
    ...     print(shown(error))
    the bracket ( is never closed: a ) is missing
      2·x + (y
            ^
    """
    said = "\n".join(map(visible, str(error).split("\n")))
    return f"{said}\n{pointed(error.text, error.column, error.length)}" if error.text else said


def text_with(error: LanguageError, typed: str) -> str:
    """The line that the column of an error counts in: as it was typed, or as it is read where that moves columns.

    >>> text_with(LanguageError("", "y =  (", 5), "y =（")
    'y =  ('
    """
    before, end = error.text[: error.column], error.column + error.length
    same = typed.startswith(before) or typed[error.column : end].strip() == error.text[error.column : end].strip() != ""
    return typed if same or not error.text else error.text


def pointed(text: str, column: int, length: int, indent: str = "  ", columns: int | None = None) -> str:
    """Two lines: the line of the text that holds the column, and carets under `length` characters from there.

    Tabs become blanks, invisible characters �, and of long lines a window is shown.
    """
    widest = WIDEST if columns is None else min(WIDEST, columns - len(indent) - 2)
    before, at, after = window(text, column, length, widest)
    return f"{indent}{before}{at}{after}".rstrip() + f"\n{indent}{' ' * width(before)}{'^' * max(1, width(at))}"


def window(text: str, column: int, length: int, widest: int = WIDEST) -> tuple[str, str, str]:
    """What stands before a place in its line, at it and after it, as far as it is shown."""
    start = max(text.rfind(end, 0, column) for end in "\r\n") + 1
    line = text[start:].partition("\n")[0].partition("\r")[0]
    place = min(column - start, len(line))
    length = max(1, min(length, len(line) - place))
    first = max(0, place - widest // 2) if len(line) > widest else 0
    end = first + widest
    before = ("…" if first else "") + visible(line[first:place])
    at = visible(line[place : min(place + length, end)])
    after = visible(line[place + length : end]) + ("…" if len(line) > end else "")
    return before, at, after


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("σ(z)"), width("x\u0302"), width("値")
    (4, 1, 2)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def visible(text: str) -> str:
    r"""A text in one line that does nothing to a terminal: for controls and what turns directions stands �.

    >>> visible("a\x1b[2Jb\u202ec")
    'a�[2Jb�c'
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\t":
        return "    "
    return "�" if is_unprintable(character) else character


def is_unprintable(character: str) -> bool:
    """Whether a character is a control, turns directions, or separates lines: a terminal would act upon it."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
