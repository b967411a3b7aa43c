r"""Lists, matrices and cases."""

from collections.abc import Sequence

from autograd.worksheet.tex.constructs.looks import is_same, without_stops
from autograd.worksheet.tex.constructs.writer import DOTS, Writer
from autograd.worksheet.tex.nodes import Digits, Group, Sign, Space, Table, TexNode, Words
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
    if len(node.rows[0]) == 1:
        writer.open(node.start)
        put_list(writer, [row[0].parts for row in node.rows], node)
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


def put_cases(writer: Writer, nodes: Sequence[TexNode], place: int) -> int:
    """Cases on a value: a(z > 0) + b(z ≤ 0), of z and 0 the larger of both."""
    node = nodes[place]
    assert isinstance(node, Table)
    if node.name not in ("cases", "dcases", "rcases"):
        return 0
    rows = [
        (
            without_stops(list(row[0].parts)),
            without_stops([part for cell in row[1:] for part in cell.parts if not isinstance(part, (Words, Space))]),
        )
        for row in node.rows
    ]
    if len(rows) != 2 or len(node.rows[0]) < 2:
        raise writer.wrong("cases other than two are not read", node, "cases")
    (first, condition), (second, _) = rows
    sides = list(split_at(condition, [">", "<", "≥", "≤"]))
    if len(sides) != 2:
        raise writer.wrong("cases with this condition are not read", node, "cases")
    sign = next(part.text for part in condition if isinstance(part, Sign) and part.text in "><≥≤")
    left, right = sides if sign in ">≥" else sides[::-1]
    is_zero = [isinstance(each, Digits) and each.text == "0" for each in right] == [True]
    if (
        is_zero
        and is_same(first, left)
        and len(second) == 1
        and isinstance(second[0], Digits)
        and second[0].text == "0"
    ):
        writer.call("relu", node, left, node.start, node.end)
        return 1
    writer.open(node.start)
    for place, value in enumerate((first, second)):
        if place:
            writer.put("+", "+", node.start, node.start)
        writer.wrapped(value, value[0].start if value else node.start, value[-1].end if value else node.end)
        writer.put("*", "*", node.start, node.start)
        writer.put("(", "(", node.start, node.start)
        if place:
            writer.put("number", "1", node.start, node.start, number=1.0)
            writer.put("-", "-", node.start, node.start)
        writer.put("name", "step", node.start, node.start)
        writer.put("(", "(", node.start, node.start)
        writer.row(left)
        writer.put("-", "-", node.start, node.start)
        writer.wrapped(right, node.start, node.end)
        writer.close(node.end)
        writer.close(node.end)
    writer.close(node.end)
    return 1
