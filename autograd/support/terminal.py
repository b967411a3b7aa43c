"""What the terminal can show: how wide it is, and whether colours are wanted."""

import os
import sys

from autograd.support.types import Any

NARROWEST = 40
"""Columns that every command needs."""


def columns(widest: int) -> int:
    """Columns to write in: the terminal's, `widest` at most, and `widest` where there is no terminal.

    COLUMNS, where it is set, is believed before the terminal.
    """
    return max(NARROWEST, min(widest, screen() or widest))


def screen() -> int:
    """The columns of the terminal; 0: there is none."""
    return _columns_said() or _columns_seen()


def complain(said: object) -> None:
    """Say on standard error what is wrong; a first line wider than the terminal is broken between words."""
    first, *rest = f"autograd: {said}".split("\n")
    print("\n".join([in_columns(first), *rest]), file=sys.stderr)


def in_columns(line: str, indent: str = "  ") -> str:
    """A line of words, broken between them where it is wider than the terminal; what goes on stands further in."""
    if len(line) <= (room := columns(len(line))):
        return line
    import textwrap  # here: most lines fit

    return textwrap.fill(line, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _columns_said() -> int:
    said = os.environ.get("COLUMNS", "")
    return int(said) if said.isdecimal() else 0


def _columns_seen() -> int:
    """As shutil finds them, which takes a tenth of a command's time to import."""
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ is not None else 0
    except (AttributeError, ValueError, OSError):
        return 0


def colours(stream: Any = None) -> bool:
    """Whether what goes to a stream (default: standard output) may have colours; an empty variable counts as not set.

    NO_COLOR says no. Else FORCE_COLOR or CLICOLOR_FORCE says yes, unless it is 0. Else a terminal has colours, unless
    TERM is dumb.
    """
    if os.environ.get("NO_COLOR"):
        return False
    for name in "FORCE_COLOR", "CLICOLOR_FORCE":
        if os.environ.get(name):
            return os.environ[name] != "0"
    stream = sys.stdout if stream is None else stream
    return bool(stream.isatty()) and os.environ.get("TERM") != "dumb"


BOLD, FAINT, RED, GREEN, YELLOW, BLUE = "1", "2", "31", "32", "33", "34"


def painted(text: str, colour: str, wanted: bool) -> str:
    """A text in a colour, where colours are wanted."""
    return f"\033[{colour}m{text}\033[0m" if wanted and text else text
