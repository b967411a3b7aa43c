"""Lines of a solution set as plain text: columns, breaks, nothing beyond the width."""

import re
import textwrap
import unicodedata
from dataclasses import dataclass, field


@dataclass
class Line:
    """One line of a solution: what is computed, its forms (all equal), notes beside it.

    `signs` stand before the forms: "=", or "≈" where the result is rounded; all are "=" where there are none.
    """

    left: str
    forms: list[str]
    notes: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signs = self.signs or ["="] * len(self.forms)


def columns(lines: list[Line], width: int) -> list[str]:
    """Lines as text: what is computed in one column, notes in another where they fit, else below."""
    lefts = [cells(line.left) for line in lines]
    left = max((size for size in lefts if size <= width // 4), default=0)
    written = [_rows(line, size, left, width) for line, size in zip(lines, lefts, strict=True)]
    noted = [(rows, "; ".join(line.notes)) for rows, line in zip(written, lines, strict=True) if line.notes]
    fitting = [cells(rows[-1]) for rows, note in noted if note and _fits(rows, note, width)]
    beside = max(fitting, default=0) + 3
    for rows, note in noted:
        if note and _fits(rows, note, width):
            rows[-1] = padded(rows[-1], min(beside, width - cells(note))) + note
        elif note:
            rows += [f"{'':{left + 5}}{part}" for part in wrapped(note, width - left - 5)]
    return [row for rows in written for row in rows]


def in_rows(items: list[str], width: int) -> list[str]:
    """Items side by side, as many to a row as fit.

    >>> in_rows(["x = 1", "w = 2", "b = 3"], 18)
    ['  x = 1   w = 2', '  b = 3']
    """
    rows: list[str] = []
    for item in items:
        if rows and cells(rows[-1]) + cells(item) + 3 <= width:
            rows[-1] += f"   {item}"
        else:
            rows += [f"  {part}" for part in wrapped(item, width - 2)]
    return rows


_UNUSUAL = re.compile("[^\u0020-\u02ff\u0370-\u10ff\u1d00-\u1dff\u2010-\u2027\u2030-\u2bff]")


def cells(text: str) -> int:
    """How many columns a text takes on a terminal: two for each Chinese letter, none for an accent by itself.

    >>> cells("∂y/∂x"), cells("重み"), cells("x\u0302")
    (5, 4, 1)
    """
    if not _UNUSUAL.search(text):
        return len(text)
    return sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def padded(text: str, width: int) -> str:
    """The text with blanks after it, up to that width."""
    return text + " " * (width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """A text in rows of at most that width, broken between words, and inside a word only if it alone is too wide."""
    if not _UNUSUAL.search(text):
        if len(text) <= width and text.isprintable() and text == text.strip():
            return [text] if text else []
        return textwrap.wrap(text, width, break_on_hyphens=False)
    rows = [""]
    for word in text.split():
        if rows[-1] and cells(rows[-1]) + 1 + cells(word) <= width:
            rows[-1] += f" {word}"
            continue
        rows.append("")
        for letter in word:
            if cells(rows[-1]) + _cells(letter) > width:
                rows.append("")
            rows[-1] += letter
    return [row for row in rows if row]


def _fits(rows: list[str], note: str, width: int) -> bool:
    return cells(rows[-1]) + 3 + cells(note) <= width


def _rows(line: Line, size: int, left: int, width: int) -> list[str]:
    """A line, or a row for each form where it would be too wide; `size` is that of what is computed."""
    lead = f"  {line.left}{' ' * (left - size)} "
    forms = [f"{sign} {form}" for sign, form in zip(line.signs, line.forms, strict=True)]
    joined = lead + " ".join(forms)
    if cells(joined) <= width:
        return [joined]
    rows = [f"  {part}" for part in wrapped(line.left, width - 2)]
    indent = max(left, size) + 3
    fits = indent <= width // 3
    if not fits:
        indent = 6
    blank, room = " " * indent, width - indent - 2
    plain = not _UNUSUAL.search(joined)
    for whole, form in zip(forms, line.forms, strict=True):
        if plain and len(form) < room and "  " not in form and form == form.strip():  # most forms
            rows.append(blank + whole)
            continue
        for place, part in enumerate(_broken(form, room)):
            rows.append(f"{blank}  {part}" if place else f"{blank}{whole.partition(' ')[0]} {part}")
    if fits:
        rows[:2] = [lead + rows[1][indent:]]
    return rows


def _broken(form: str, width: int) -> list[str]:
    """A form in rows of at most that width, broken before a plus or minus, else anywhere between words."""
    if cells(form) < width and "  " not in form:
        return [form.strip()]
    rows = [""]
    for term in re.split(r" (?=[+−] )", form):
        if cells(rows[-1]) + 1 + cells(term) <= width:
            rows[-1] = f"{rows[-1]} {term}".strip()
        else:
            rows += wrapped(term, width)
    return [row for row in rows if row]
