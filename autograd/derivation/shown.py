"""Derived lines beside something else: above a solution, below the verdicts on somebody's own."""

import textwrap
from collections.abc import Collection

from autograd.derivation.derive import derive
from autograd.errors import LanguageError
from autograd.worksheet.language.tree import Derivative, name_of
from autograd.worksheet.sheet.model import Sheet


def in_lines(text: str, width: int, only: Collection[str] | None = None) -> list[str]:
    """The lines derived from a worksheet, or those by some names, each form on a line of its own where they are long.

    None, where nothing can be derived.
    """
    try:
        found = derive(text)
    except LanguageError:
        return []
    rows: list[str] = []
    for line in found.lines:
        bottom = line.target.bottom if isinstance(line.target, Derivative) else line.target
        if only is None or name_of(bottom) in only:
            rows += _rows(line.text, width)
    return rows


def _rows(line: str, width: int) -> list[str]:
    whole = f"  {line}"
    if len(whole) <= width:
        return [whole]
    left, *forms = line.split(" = ")
    room = " " * (len(left) + 3)
    first = textwrap.wrap(f"  {left} = {forms[0]}", width, subsequent_indent=f"{room}    ", break_long_words=False)
    rest = [
        row
        for form in forms[1:]
        for row in textwrap.wrap(f"{room}= {form}", width, subsequent_indent=f"{room}    ", break_long_words=False)
    ]
    return [*first, *rest]


def differentiated(sheet: Sheet, lines: Collection[int]) -> set[str]:
    """The names that these lines of a worksheet claim derivatives by."""
    return {
        name_of(step.target.bottom) or ""
        for step in sheet.steps
        if step.line in lines and isinstance(step.target, Derivative)
    }
