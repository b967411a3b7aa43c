r"""Lists, matrices and cases."""

import re
from collections.abc import Sequence
from dataclasses import replace

from autograd.worksheet.tex.constructs.looks import is_same, without_stops
from autograd.worksheet.tex.constructs.writer import DOTS, Writer
from autograd.worksheet.tex.nodes import Digits, Fence, Group, Sign, Space, Table, TexNode, Words
from autograd.worksheet.tex.rows import split_at


def put_list(writer: Writer, entries: Sequence[Sequence[TexNode]], node: TexNode) -> None:
    """A list of entries."""
    beside = bool(writer.out) and writer.out[-1].kind in ("name", ")", "]")
    if beside:
        writer.open(node.start)
    writer.put("[", "[", node.start, node.start, spaced=True)
    for place, entry in enumerate(entries):
        if place:
            writer.put(",", ",", node.start, node.start)
        if not entry:
            raise writer.wrong("an entry of this list is missing", node)
        writer.row(entry)
    writer.put("]", "]", node.end - 1, node.end)
    if beside:
        writer.close(node.end)


def put_matrix(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """A matrix: a list, or a list of rows."""
    node = nodes[place]
    assert isinstance(node, Table)
    if any(isinstance(part, Sign) and part.text == "…" for cell in node.children for part in cell.children):
        raise writer.wrong("dots in a matrix are not read", node, DOTS)
    if len({len(row) for row in node.rows}) != 1:
        raise writer.wrong("the rows of this matrix differ in length", node)
    columns = [cells for cells in zip(*node.rows, strict=True) if any(cell.parts for cell in cells)]
    node = replace(node, rows=tuple(zip(*columns, strict=True)))  # a && b: nothing stands in a column
    if len(columns) == 1 or is_list(writer, nodes, place):
        writer.open(node.start)
        put_list(writer, [cell.parts for row in node.rows for cell in row], node)
        writer.close(node.end)
        return 1
    writer.open(node.start)
    writer.put("[", "[", node.start, node.start, spaced=True)
    for place, row in enumerate(node.rows):
        if place:
            writer.put(",", ",", row[0].start, row[0].start)
        put_list(
            writer, [cell.parts for cell in row], Group((), start=row[0].start, end=max(row[-1].end, row[0].start + 1))
        )
    writer.put("]", "]", node.end - 1, node.end)
    writer.close(node.end)
    return 1


def is_list(writer: Writer, nodes: Sequence[TexNode], place: int) -> bool:
    """Whether a row is a list, as that of a document may be: not before a column, nor as what a matrix is."""
    node = nodes[place]
    if not (isinstance(node, Table) and len(node.rows) == 1 and writer.survey.has_rows_for_lists):
        return False
    after = [each for each in nodes[place + 1 : place + 3] if not (isinstance(each, Sign) and each.text in "·×")]
    if after and isinstance(after[0], Table) and len(after[0].rows) > 1:
        return False
    left = next((number for number, token in enumerate(writer.out) if token.kind == "="), 0)
    names = [token.text for token in writer.out[:left] if token.kind == "name"]
    return not names or not names[-1].removeprefix("d")[:1].isupper()


_COMPARES = {"=": "=", "≠": "!=", "<": "<", ">": ">", "≤": "<=", "≥": ">="}


def put_cases(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Cases: a if z > 0 else b; of z and 0 the larger of both."""
    node = nodes[place]
    table = cases_in(node)
    if table is None:
        return 0
    rows = [_value_and_condition(row) for row in table.rows if any(cell.parts for cell in row) and has_value(row)]
    if len(rows) < 2:
        raise writer.wrong("there is one case only", node, "cases")
    if (operand := _larger(rows)) is not None:
        writer.call("relu", node, operand, node.start, node.end)
        return 1
    writer.open(node.start)
    for number, (value, condition) in enumerate(rows):
        if not value:
            raise writer.wrong("what holds in this case is missing", node, "cases")
        if number:
            writer.put("else", "else", value[0].start, value[0].start)
        writer.wrapped(value, value[0].start, value[-1].end)
        if number == len(rows) - 1:
            break
        put_comparison(writer, condition, node)
    writer.close(node.end)
    return 1


def cases_in(node: TexNode) -> Table | None:
    r"""The rows of \begin{cases}, or of an array between \left\{ and \right."""
    match node:
        case Table("cases" | "dcases" | "rcases") as table:
            return table
        case Fence("{", (Table() as table,), "."):
            return table
    return None


_NO_VALUE = re.compile(
    r"\s*(?:undef\w*|not defined|does not exist|DNE|n/?a|nicht definiert|non d[ée]fini\w*|indefinid\w*"
    r"|no definid\w*|未定义|未定義)\.?\s*",
    re.IGNORECASE,
)
"""What a text says of a function where it has no value, or no slope."""


def has_value(row: Sequence[Group]) -> bool:
    """Whether the first cell of a case says what holds in it, not that nothing does."""
    match row[0].parts:
        case (Words(text),):
            return _NO_VALUE.fullmatch(text) is None
    return True


def _value_and_condition(row: Sequence[Group]) -> tuple[list[TexNode], list[TexNode]]:
    """What stands in a row, and its condition: behind &, behind a comma, behind `if`."""
    row = row[next((place for place, cell in enumerate(row) if cell.parts), 0) :]
    parts = [part for cell in row[1:] for part in cell.parts]
    value = list(row[0].parts)
    if len(row) == 1:
        ends = (
            number
            for number, part in enumerate(value)
            if _is_remark(part) or (isinstance(part, Sign) and part.text in (",", ":"))
        )
        end = next(ends, len(value))
        value, parts = value[:end], value[end:]
    condition = [part for part in parts if not _is_remark(part) and not isinstance(part, Space)]
    return without_stops(split_at(value, ["="])[-1]), without_stops(condition)


def _is_remark(node: TexNode) -> bool:
    """Whether these are words such as `if`, not a function."""
    return isinstance(node, Words) and node.command != "operatorname"


def put_comparison(writer: Writer, condition: Sequence[TexNode], node: TexNode) -> None:
    """The condition of a case."""
    signs = [part for part in condition if isinstance(part, Sign) and part.text in _COMPARES]
    sides = split_at(condition, list(_COMPARES))
    if not signs or not all(sides):
        raise writer.wrong("cases with this condition are not read", node, "cases")
    writer.put("if", "if", sides[0][0].start, sides[0][0].start)
    for number, side in enumerate(sides):
        if number:
            kind = _COMPARES[signs[number - 1].text]
            writer.put(kind, kind, signs[number - 1].start, signs[number - 1].end)
        writer.row(side)


def _larger(rows: Sequence[tuple[list[TexNode], list[TexNode]]]) -> list[TexNode] | None:
    """The z of: z if z > 0, else 0."""
    if len(rows) != 2:
        return None
    (first, condition), (second, _) = rows
    match condition, second:
        case [*left, Sign(">" | "≥"), Digits("0")], [Digits("0")] if is_same(first, left):
            return left
    return None
