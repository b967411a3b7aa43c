"""Lines of a solution set as plain text: columns, breaks, nothing beyond the width."""

import re
import textwrap
from dataclasses import dataclass, field


@dataclass
class Line:
    """One line of a solution: what is computed, its forms (all equal), notes beside it.

    `signs` stand before the forms: "=", or "≈" where one comes out only about; all are "=" where there are none.
    """

    left: str
    forms: list[str]
    notes: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.signs = self.signs or ["="] * len(self.forms)


def columns(lines: list[Line], width: int) -> list[str]:
    """Lines as text: what is computed in one column, notes in another as far as they fit beside, else below."""
    left = max((len(line.left) for line in lines if len(line.left) <= width // 4), default=0)
    written = [_rows(line, left, width) for line in lines]
    notes = ["; ".join(line.notes) for line in lines]
    fitting = [len(rows[-1]) for rows, note in zip(written, notes, strict=True) if note and _fits(rows, note, width)]
    beside = max(fitting, default=0) + 3
    for rows, note in zip(written, notes, strict=True):
        if note and _fits(rows, note, width):
            rows[-1] = rows[-1].ljust(min(beside, width - len(note))) + note
        else:
            rows += [f"{'':{left + 5}}{part}" for part in textwrap.wrap(note, width - left - 5)]
    return [row for rows in written for row in rows]


def in_rows(items: list[str], width: int) -> list[str]:
    """Items side by side, as many to a row as fit.

    >>> in_rows(["x = 1", "w = 2", "b = 3"], 18)
    ['  x = 1   w = 2', '  b = 3']
    """
    rows: list[str] = []
    for item in items:
        if rows and len(rows[-1]) + len(item) + 3 <= width:
            rows[-1] += f"   {item}"
        else:
            rows.append(f"  {item}")
    return rows


def _fits(rows: list[str], note: str, width: int) -> bool:
    return len(rows[-1]) + 3 + len(note) <= width


def _rows(line: Line, left: int, width: int) -> list[str]:
    """A line, or a row for each form where it would be too wide."""
    lead = f"  {line.left:<{left}} "
    joined = lead + " ".join(f"{sign} {form}" for sign, form in zip(line.signs, line.forms, strict=True))
    if len(joined) <= width:
        return [joined]
    rows = [lead.rstrip()]
    indent = len(lead) if len(lead) <= width // 3 else 6
    for sign, form in zip(line.signs, line.forms, strict=True):
        for place, part in enumerate(_broken(form, width - indent - 2)):
            rows.append(f"{'':{indent}}{' ' if place else sign} {part}")
    if indent == len(lead):
        rows[:2] = [lead + rows[1][indent:]]
    return rows


def _broken(form: str, width: int) -> list[str]:
    """A form in rows of at most that width, broken before a plus or minus, else anywhere between words."""
    rows = [""]
    for term in re.split(r" (?=[+−] )", form):
        if len(rows[-1]) + 1 + len(term) <= width:
            rows[-1] = f"{rows[-1]} {term}".strip()
        else:
            rows += textwrap.wrap(term, width, break_on_hyphens=False)
    return [row for row in rows if row]
