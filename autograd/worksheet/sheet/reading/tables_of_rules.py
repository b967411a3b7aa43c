"""Tables that say nothing which is a claim for certain: rules of any a and b, numbers below heads of words."""

from collections.abc import Iterator

from autograd.support.lazy import compiled_when_used
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.notations.whole.tables.markdown import RULE
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.sheet.reading.tables import NO_TABLE, Table

_ROW = compiled_when_used(r"\s*\|[ \t][^|]*(?:[ \t]\|[ \t][^|]*){1,24}[ \t]\|\s*")
"""A row with blanks inside its bars: no absolute value |x|."""

_RULE = compiled_when_used(RULE)
_NAME = r"[^\W\d][\w'’′\u0300-\u036f]{0,24}"
_TOLD = compiled_when_used(
    rf"(?<![\w/∂])({_NAME}(?:_\{{[\w,]{{1,9}}\}})?)(?:\(({_NAME}(?:,[ \t]*{_NAME}){{0,3}})\)|\[[\w,]{{1,9}}\])?"
    r"[ \t]*(?:&[ \t]*)?(?::=|<-|←|[=≈∈~]|in\b)"
)
"""What is said to be something: a name, or a function of some letters."""

_WORD = compiled_when_used(rf"(?<![\w\\])\\?({_NAME}(?:_\{{[\w,]{{1,9}}\}})?)(?![\w(])")
_RIGHT = compiled_when_used(r"[=≈]([^=≈]*)")
_SLOPE = compiled_when_used(r"[d∂][ \t]?[^\W\d]\w*[ \t]*/[ \t]*[d∂]")
"""The beginning of a derivative, whose names are not looked up."""


def tables_without_dashes(numbered: list[tuple[int, str]]) -> dict[int, dict[int, Table | None]]:
    """The rows of each table without a line of dashes, by the number of its first; None for a row that is no claim.

    A row is one where a cell with an = is made of names of which the text tells something, or of numbers alone.

    >>> lines = ["w = 2", "| rule | slope |", "| y = a*b | dy/da = b |", "| z = 3*w = 6 | dz/dw = 3 |"]
    >>> rows = tables_without_dashes(list(enumerate(lines, start=1)))[2]
    >>> [number for number, table in rows.items() if table is None]
    [2, 3]
    """
    found: dict[int, dict[int, Table | None]] = {}
    told: set[str] | None = None
    for table in _tables(numbered):
        if told is None:
            told = {each for _, line in numbered for each in _told_in(line)}
        found[table[0][0]] = {
            number: NO_TABLE if any(_is_claim(cell, told) for cell in line.split("|")) else None
            for number, line in table
        }
    return found


def _tables(numbered: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Rows below each other with as many cells, two at least, of tables without a line of dashes below their head."""
    table: list[tuple[int, str]] = []
    bars = 0
    for number, line in [*numbered, (0, "")]:
        is_row = "|" in line and len(line) <= LONGEST_REWRITTEN and _ROW.fullmatch(line) is not None
        if not is_row or (table and line.count("|") != bars):
            if len(table) > 1 and not any(_RULE.fullmatch(row) for _, row in table):
                yield table
            table = []
        if is_row:
            bars = line.count("|")
            table.append((number, line))


def _told_in(line: str) -> Iterator[str]:
    """The names that a line tells something of, and the letters of its functions."""
    for found in _TOLD.finditer(line):
        yield spelled(found[1])
        if found[2] is not None:
            yield from (spelled(letter.strip()) for letter in found[2].split(","))


def _is_claim(cell: str, told: set[str]) -> bool:
    """Whether a cell says what something comes to, in numbers and names that are told."""
    rights = _RIGHT.findall(cell)
    if not rights or not all(map(str.strip, rights)):
        return False
    words = [spelled(word) for right in rights if not _SLOPE.search(right) for word in _WORD.findall(right)]
    return all(word in told or word in CONSTANTS or function_called(word) for word in words)
