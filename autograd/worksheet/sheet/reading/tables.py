"""Tables of Markdown: what stands in a row is what a line would say, its first cell being what it is about."""

from dataclasses import dataclass
from itertools import pairwise

from autograd.support.lazy import compiled_when_used
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.notations.whole.tables.markdown import RULE
from autograd.worksheet.sheet.sentences import LEFT, STATEMENT

_ROW = compiled_when_used(r"\s*\|.*\|\s*(?:#[^|]*)?")
_RULE = compiled_when_used(RULE)
_ABOUT = compiled_when_used(rf"\s*({LEFT})\s*(?:[=≈][^=≈].*)?")
"""What a row is about: a name or a derivative, with its formula or without."""

_VALUE = compiled_when_used(r"\s*[-−+]?[0-9.]+(?:[eE][-−+]?[0-9]+)?\s*")
_WORKED = compiled_when_used(
    r"\s*[-−(√]?\s*[0-9.][-−+*/·×÷^²³√(),.0-9 ]*[0-9)²³]\s*(?:[=≈]\s*[-−]?[0-9][0-9.,]*\s*){1,2}"
)
"""What is worked out in numbers alone: 2(3) + 1 = 7, and no number that another stands for."""

_SLOPE = compiled_when_used(r"\s*[d∂]\s?[^\W\d][\w'’′\[\],]*\s*/\s*[d∂]\s?[^\W\d][\w'’′\[\],]*\s*")
_FORMULA = compiled_when_used(r"(?!.*(?<![\w_])[^\W\d_]{4,}(?!\w*\())\s*[-−(\[\w√Σ∂][^=≈|]*")
"""A formula: without words, as far as they are no functions."""

_NOTHING = compiled_when_used(r"\s*(?:[-−–—]*|[^\W\d_]{4,}(?: [^\W\d_]+)*)\s*")
"""A cell without formula: empty, a dash, or words such as "given"."""

_FORMULAS = compiled_when_used(
    r"(?i)\s*(?:form|f[óo]rmul|expres|defin|operat|opera[cç]|comput|c[áa]lcul|rechnung|equat)\w*\s*"
)
_GRADIENTS = compiled_when_used(r"(?i)\s*(?:grad|∇)\w*\s*")
_OF_DATA = compiled_when_used(r"\s*[^\W\d_]\u0302?[0-9₀-₉]?(?:_\w)?\s*")
"""The head of a column of numbers: x, y_i, x1."""

_ENDS = compiled_when_used(r"\s*[d∂]\s?([^\W\d]\w*)\s*/\s*[d∂]\s?(?:\(?[·•.…*]\)?|node|name|var\w*|x)?\s*")
"""A head such as dL/d·, over the derivatives of L by what the rows are about."""


@dataclass(frozen=True)
class Table:
    """What the heads of a table tell: the columns of formulas and of gradients, and what is differentiated.

    Where names are over the columns behind the first, the rows are data: nothing is given to what stands first there.
    """

    formulas: frozenset[int] = frozenset()
    gradients: int = -1
    end: str = ""
    is_data: bool = False


NO_TABLE = Table()
"""What is told where nothing is."""


def has_table(text: str) -> bool:
    """Whether a table of Markdown is in a text: a row of dashes between bars."""
    return "|" in text and any(
        "|" in line and len(line) <= LONGEST_REWRITTEN and _RULE.fullmatch(line) for line in text.splitlines()
    )


def tables_of(numbered: list[tuple[int, str]]) -> dict[int, Table | None]:
    """The table that each row belongs to, by the numbers of lines; None for its head and the rule of dashes below."""
    heads = {place for place, ((_, line), (_, below)) in enumerate(pairwise(numbered)) if _is_head(line, below)}
    found: dict[int, Table | None] = {}
    tables: list[tuple[str, dict[int, str]]] = []  # the head of each, and its rows
    is_inside = False
    for place, (number, line) in enumerate(numbered):
        if place in heads or place - 1 in heads:
            found[number] = None
            if place in heads:
                tables.append((line, {}))
                is_inside = True
        elif is_inside and _ROW.fullmatch(line):
            tables[-1][1][number] = line
        else:
            is_inside = False
    for head, rows in tables:
        found.update(dict.fromkeys(rows, _table(_cells(head), [*map(_cells, rows.values())])))
    return found


def _is_head(line: str, below: str) -> bool:
    return len(line) <= LONGEST_REWRITTEN and bool(_ROW.fullmatch(line) and _RULE.fullmatch(below))


def _cells(line: str) -> list[str]:
    return line.split("|")[1:-1]


def _table(head: list[str], rows: list[list[str]]) -> Table:
    """What is told of the columns; a column of gradients is one of the output, which has a 1 there."""
    formulas = frozenset(place for place, cell in enumerate(head) if place and _FORMULAS.fullmatch(cell))
    if len(head) > 2 and all(_OF_DATA.fullmatch(cell) for cell in head[1:3]):
        return Table(is_data=True)
    for place, cell in enumerate(head):
        ended = _ENDS.fullmatch(cell)
        if ended:
            return Table(formulas, place, ended[1])
        if _GRADIENTS.fullmatch(cell):
            ones = [row for row in rows if len(row) > place and row[place].strip() in ("1", "1.0", "1.00")]
            about = _ABOUT.fullmatch(ones[-1][0]) if ones and ones[-1] is rows[-1] else None
            return Table(formulas, place, about[1] if about else "")
    return Table(formulas)


def row_of_table(line: str, table: Table | None = NO_TABLE) -> str:
    """The statements in a row of a table: what has a =, the number beside a name and the formula beside a derivative.

    Beside a name stand formulas, too, where the table says so. All else is blank.

    >>> row_of_table("| c = a*b | 8 | dL/dc = 2 |"), row_of_table("| a | 2 |"), row_of_table("|---|---|")
    ('  c = a*b = 8 ; dL/dc = 2  ', '  a = 2  ', '         ')
    >>> row_of_table("| c | a*b | 8 |", Table(frozenset({1}))), row_of_table("| a | given | 2 |")
    ('  c = a*b = 8  ', '  a         = 2  ')
    >>> row_of_table("| 1 | 2(1) + 1 = 3 | 4 |", Table(is_data=True))
    '    ; 2(1) + 1 = 3      '
    """
    if len(line) > LONGEST_REWRITTEN or not _ROW.fullmatch(line):
        return line
    shown = [" "] * len(line)
    bars = [place for place, sign in enumerate(line) if sign == "|"]
    cells = [line[start + 1 : end] for start, end in pairwise(bars)]
    worth = _worth(cells, table or NO_TABLE) if cells else []
    for place, cell in enumerate(cells):
        is_worked = place > 0 and place not in worth and _WORKED.fullmatch(cell) is not None
        if place in worth or is_worked or STATEMENT.fullmatch(cell.rstrip()) or (place == 0 and worth):
            shown[bars[place] + 1 : bars[place + 1]] = cell
            if place:
                shown[bars[place]] = "=" if place in worth else ";"
    return "".join(shown)


def _worth(cells: list[str], table: Table) -> list[int]:
    """The cells that say what the first comes to: formulas, up to a number."""
    found: list[int] = []
    is_slope = _SLOPE.fullmatch(cells[0]) is not None
    if table.is_data or not _ABOUT.fullmatch(cells[0]):
        return found
    for place, cell in enumerate(cells[1:], start=1):
        if place == table.gradients:
            break
        if _VALUE.fullmatch(cell):
            return [*found, place]
        if _NOTHING.fullmatch(cell):
            continue
        if not _FORMULA.fullmatch(cell) or not (is_slope or place in table.formulas):
            break
        found.append(place)
    return found


def slope_of_row(line: str, table: Table | None) -> str:
    """The derivative of the output by what a row is about, where a column has it; it stands in its own place.

    >>> slope_of_row("| c = a*b | 8 | 2 |", Table(gradients=2, end="L"))
    '          dL/dc = 2  '
    """
    if table is None or not table.end or len(line) > LONGEST_REWRITTEN or not _ROW.fullmatch(line):
        return ""
    bars = [place for place, sign in enumerate(line) if sign == "|"]
    if len(bars) < table.gradients + 2:
        return ""
    cell = line[bars[table.gradients] + 1 : bars[table.gradients + 1]]
    about = _ABOUT.fullmatch(line[bars[0] + 1 : bars[1]])
    if about is None or _SLOPE.fullmatch(about[1]) or not (_VALUE.fullmatch(cell) or _FORMULA.fullmatch(cell)):
        return ""
    before = f"d{table.end}/d{about[1]} =".rjust(bars[table.gradients] + 1)
    return f"{before}{cell}".ljust(len(line))
