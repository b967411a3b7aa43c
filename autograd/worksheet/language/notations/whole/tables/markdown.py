"""Tables of Markdown: a head, a line of dashes below it, and rows with bars between their cells."""

import re
from dataclasses import dataclass

LONGEST_ROW = 600
"""Characters of a row that is taken apart."""

MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 12, 100, 24
"""Tables of one text, and their rows and columns."""

RULE = r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*"
"""The dashes below the head, with colons for how columns are aligned; one dash is enough: |:-:|--:|"""

_RULE = re.compile(RULE)
_MARKS = re.compile(r"[`$]|\*\*|\\_(?=_)")
"""What is typed around a cell to make it look like a formula."""


@dataclass(frozen=True)
class Table:
    """A table: the place of its head among the lines of the text, and its cells without marks around them."""

    place: int
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def end(self) -> int:
        """The place behind its last row."""
        return self.place + 2 + len(self.rows)

    def column(self, place: int) -> list[str]:
        """The cells below a head."""
        return [row[place] for row in self.rows]


def tables_in(lines: list[str]) -> list[Table]:
    """The tables of a text whose rows have a cell for each head.

    >>> tables_in(["| t | `w` |", "|:-:|--:|", "| 1 | 0.5 |"])
    [Table(place=0, head=('t', 'w'), rows=(('1', '0.5'),))]
    >>> tables_in(["| a | b |", "|---|---|", "| 1 |"])
    []
    """
    found: list[Table] = []
    place = 0
    while place < len(lines) - 2 and len(found) < MOST_TABLES:
        if not (_is_row(lines[place + 1]) and _is_row(lines[place]) and _RULE.fullmatch(lines[place + 1])):
            place += 1
            continue
        end = place + 2
        while end < len(lines) and _is_row(lines[end]):
            end += 1
        head, *rows = (cells_of(line) for line in (lines[place], *lines[place + 2 : end]))
        if 0 < len(rows) <= MOST_ROWS and len(head) <= MOST_COLUMNS and all(len(row) == len(head) for row in rows):
            found.append(Table(place, head, tuple(rows)))
        place = end
    return found


def _is_row(line: str) -> bool:
    return "|" in line and len(line) <= LONGEST_ROW


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a row, with bars at its ends or without."""
    line = line.strip().removeprefix("|").removesuffix("|")
    return tuple(_MARKS.sub("", cell).strip() for cell in line.split("|"))
