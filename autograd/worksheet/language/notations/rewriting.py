"""How the rows of the table are applied to a line, and what column of it each character stands for."""

from dataclasses import dataclass

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Notation, Pieces, Rows, as_typed, filled
from autograd.worksheet.language.notations.table import BEHIND_FIRST, FIRST, NOTATIONS
from autograd.worksheet.language.tokens import CLOSE, OPEN


@dataclass
class Rewritten:
    """A line as it is read: for each character of its text the columns of what was typed; none where it is as typed."""

    text: str
    starts: list[int]
    ends: list[int]
    used: tuple[Notation, ...] = ()

    def place(self, column: int, length: int = 1) -> tuple[int, int]:
        """The column and length, in what was typed, of a place in the text."""
        if not self.used:
            return column, max(1, length)
        if not self.starts or column >= len(self.starts):
            return (self.ends[-1] if self.ends else 0), 1
        start = self.starts[column]
        last = min(column + max(1, length), len(self.ends)) - 1
        return start, max(1, self.ends[last] - start)


LONGEST_REWRITTEN = 2_000
"""Characters of a line that may be in other notations."""

MOST_KEPT = 600
"""Lines of a document that are kept as they were read: it may be read in several ways."""

MOST_PASSES = 4
"""So often a row is tried on what it has made: brackets in brackets."""


def rewrite(line: str, document: Document, rows: Rows = NOTATIONS) -> Rewritten:
    """A line with what is typed in other notations put in the language's own.

    >>> rewrite("y = np.exp(1./n)", Document("")).text
    'y = exp(1/n)'
    """
    known = document.rewritten.get((id(rows), line))
    if known is None:
        line = line.replace(OPEN, "\ufdd2").replace(CLOSE, "\ufdd2")
        if rows is NOTATIONS:
            known = _rewritten(rewrite(line, document, FIRST), document, BEHIND_FIRST)
        else:
            known = _rewritten(Rewritten(line, [], []), document, rows)
        if len(document.rewritten) >= MOST_KEPT:
            document.rewritten.clear()
        document.rewritten[id(rows), line] = known
    return known


def _rewritten(found: Rewritten, document: Document, rows: Rows) -> Rewritten:
    """A line after each of the rows that it may be in."""
    left = rows.candidates(found.text) if len(found.text) <= LONGEST_REWRITTEN else 0
    while left:
        first = left & -left
        left ^= first
        row = rows[first.bit_length() - 1]
        if row.needs and not getattr(document, row.needs):
            continue
        if (row.words and not any(map(found.text.__contains__, row.words))) or not any(row.matches(found.text)):
            rows.rule_out(found.text, first)
            continue
        before = found
        for _ in range(MOST_PASSES if row.kind == "brackets" else 1):
            pieces = _pieces(found, row, document)
            if pieces is None:
                break
            found = put_together(found, pieces, row)
        if found is not before:
            left = rows.candidates(found.text) & -(first << 1)
    return found


def put_together(line: Rewritten, pieces: Pieces, row: Notation) -> Rewritten:
    """A line of the pieces that a row makes of another."""
    text = line.text
    starts, ends = (line.starts, line.ends) if line.used else (range(len(text)), range(1, len(text) + 1))
    return Rewritten(
        "".join(text for text, _, _ in pieces),
        [starts[start] for text, start, _ in pieces for _ in text],
        [ends[end - 1] for text, _, end in pieces for _ in text],
        (*line.used, row),
    )


def _pieces(found: Rewritten, row: Notation, document: Document) -> Pieces | None:
    """The text a row makes of a line, in pieces; None if there is nothing it reads."""
    pieces: Pieces = []
    done, is_read = 0, False
    for match in row.matches(found.text):
        is_named = found.text.rfind(OPEN, 0, match.start()) > found.text.rfind(CLOSE, 0, match.start())
        if is_named or match.start() == match.end() or not row.when(document, match):
            continue
        pieces += as_typed(found.text[done : match.start()], done)
        pieces += row.into(match, document) if callable(row.into) else filled(row.into, match)
        done, is_read = match.end(), True
    return [*pieces, *as_typed(found.text[done:], done)] if is_read else None
