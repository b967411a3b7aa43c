"""Tables of Markdown that show an iteration, a step or a sample a row: each row told as a line of statements.

Of | step | g | v = 0.9·v + g | w − 0.1·v | a row says what g is, what v <- 0.9·v + g comes to, and w <- w − 0.1·v.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.notations.whole.tables.above import SHORT_NAME, Above, key_of, words_in
from autograd.worksheet.language.notations.whole.tables.markdown import Table, tables_in
from autograd.worksheet.language.notations.whole.tables.plans import Plan, plan_of
from autograd.worksheet.language.notations.whole.tables.rows import Rows, Unclear
from autograd.worksheet.language.work import USUAL

_AND = r"(?:[ \t]*,[ \t]*|[ \t]+(?:and|und|et|e|y)[ \t]+)"
_NAMES = rf"{SHORT_NAME}(?:{_AND}{SHORT_NAME}){{0,3}}"
_STARTS = re.compile(
    rf"(?<!\w)({_NAMES})[ \t]+(?:starts?|begins?|starting|initiali[sz]ed|initially|startet|starten|beginnt|beginnen"
    r"|commencent?|débutent?|empiezan?|comienzan?|iniciam?|parten?|partono|começam?)"
    rf"(?:[ \t]+(?:at|from|with|as|to|bei|mit|à|avec|en|con|da|em|com))?[ \t]*=?[ \t]*({NUMBER})(?![\w.]*\w)"
)
"""v starts at 0; m and s start at 0"""

_GIVEN = re.compile(rf"(?<![\w/∂])({SHORT_NAME})[ \t]*=[ \t]*({NUMBER})(?=[ \t]*(?:[,;)]|$|and\b))")
_RULE = re.compile(
    rf"(?:[^=:;]{{0,40}}:(?!=))?[ \t]*(?:[-*•][ \t]+)?({SHORT_NAME})[ \t]*(?::=|<-|←|=)[ \t]*([^=;,]*)[;,]?"
)
"""A rule for new values, w <- w - 0.1 g, which is not worked out."""

_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
_OF_A_STEP = re.compile(r"[\s#*]*[^\W\d_]{3,20}[ \t]*[0-9]{1,3}\b")
"""A heading such as Epoch 2, below which one goes on."""


@dataclass(frozen=True)
class _Told:
    """A table that was told: its first and its last number, and the names that have new values by then."""

    first: str
    last: str
    moved: frozenset[str]


def with_steps_in_rows(text: str) -> str:
    r"""A text with a line of statements for each row of such a table, and nothing for its head.

    >>> text = "w = 2; g(w) = 2w\n| t | g | w - 0.1·g |\n|:-:|--:|--:|\n| 1 | 4 | 1.6 |\n| 2 | 3.2 | 1.28 |"
    >>> print(with_steps_in_rows(text))
    w = 2; g(w) = 2w
    <BLANKLINE>
    <BLANKLINE>
    g = g(w) = 4; w <- w - 0.1·g = 1.6
    g = g(w) = 3.2; w <- w - 0.1·g = 1.28
    >>> with_steps_in_rows("| x | y |\n|---|---|\n| 1 | 2 |")
    '| x | y |\n|---|---|\n| 1 | 2 |'
    """
    if "|" not in text or len(text) > USUAL:
        return text
    lines = text.split("\n")
    outside = list(lines)  # without tables
    earlier: list[_Told] = []
    unclear: set[str] = set()  # names in the heads of tables above that are not understood
    done = 0
    for table in tables_in(lines):
        outside[table.place : table.end] = [""] * (table.end - table.place)
        outside[done : table.place] = map(_with_starts, outside[done : table.place])
        told = _with_table(lines, table, earlier, outside[:done], outside[done : table.place], unclear)
        if told is not None:
            earlier.append(told)
        elif earlier:
            break  # what it says of names that the tables above moved is not known
        else:
            unclear |= words_in(" ".join(table.head))
        done = table.end
    return "\n".join(lines)


def _with_table(
    lines: list[str], table: Table, earlier: list[_Told], top: list[str], between: list[str], unclear: set[str]
) -> _Told | None:
    """Tell a table in its lines; None where it is not understood, or where it begins, or its names are `unclear`. Above
    it stand the lines of the `top`, and `between` it and the table before it others.
    """
    before, above = Above("\n".join(top)), Above("\n".join([*top, *between]))
    plan = plan_of(table, _titles(between), above)
    if plan is None or ((plan.used | plan.stepped) - plan.first) & unclear:
        return None
    starts = _starts(table, plan, above, earlier, between)
    if starts is None:
        return None
    known = before.given.keys() | frozenset[str]().union(*(told.moved for told in earlier))
    values = dict.fromkeys(known | above.lists, "") | above.given
    try:
        rows = Rows(table, plan, above, values, not _has_letter(plan, above)).told()
    except Unclear:
        return None
    if not any("=" in row for row in rows):
        return None
    lines[table.place - len(between) : table.place] = [_givens_of(line, plan, known) for line in between]
    lines[: table.place] = [_without_rules(line, plan.stepped) for line in lines[: table.place]]
    lines[table.place] = ""
    begun = [f"{name} {'<-' if name in known else '='} {number}" for name, number in plan.starts.items()]
    lines[table.place + 1] = "; ".join([*begun, *(f"{name} <- {number}" for name, number in starts.items())])
    lines[table.place + 2 : table.end] = rows
    return _Told(table.rows[0][0], table.rows[-1][0], frozenset(plan.stepped | plan.gives))


def _without_rules(line: str, names: set[str]) -> str:
    """A line without the rules for new values of names, which a table tells for each step.

    >>> _without_rules("w = 1; w <- w - 0.1 g; b <- b - 1; w <- w - 2 = -1", {"w"})
    'w = 1; b <- b - 1; w <- w - 2 = -1'
    """
    if not any(sign in line for sign in ("<-", "←", "=")):
        return line
    parts = re.split(r"(?<=[;,])", line)
    kept = [
        part for part in parts if not ((rule := _RULE.fullmatch(part)) and key_of(rule[1]) in names & words_in(rule[2]))
    ]
    return line if len(kept) == len(parts) else "".join(kept)


def _titles(between: list[str]) -> list[str]:
    """What a table may be called by: the last line above it, the last without a formula, and the heading over that."""
    said = [line for line in reversed(between) if line.strip()]
    words = [line for line in said if "=" not in line]
    return [*said[:1], *words[:1], *[line for line in said if _HEADING.match(line)][:1]]


def _has_letter(plan: Plan, above: Above) -> bool:
    """Whether the letter that counts the rows is a name of something else."""
    return above.tells(plan.letter) or plan.letter in plan.gives


def _with_starts(line: str) -> str:
    """A line with v = 0 for v starts at 0.

    >>> _with_starts("## Adam (m and s start at 0)")
    '## Adam (m = 0, s = 0)'
    """

    def given(found: re.Match[str]) -> str:
        return ", ".join(f"{name} = {found[2]}" for name in re.split(_AND, found[1]))

    return _STARTS.sub(given, line)


def _givens_of(line: str, plan: Plan, known: Collection[str]) -> str:
    """What a heading gives of the names in a table, anew where they are `known`; other lines as they are."""
    if not _HEADING.match(line):
        return line
    given = [found for found in _GIVEN.finditer(line) if key_of(found[1]) in plan.used | plan.stepped]
    signs = {found: "<-" if key_of(found[1]) in known else "=" for found in given}
    return "; ".join(f"{found[1]} {signs[found]} {found[2]}" for found in given) or line


def _starts(table: Table, plan: Plan, above: Above, earlier: list[_Told], between: list[str]) -> dict[str, str] | None:
    """The names that start over in a table, and from where; None where that is not certain.

    They do where rules of steps are told above it, or where its steps are counted from where those of the table before
    it were, below a heading of its own.
    """
    stepped = plan.stepped - plan.begins
    given_here = {key_of(name) for line in between for name, _ in _GIVEN.findall(line)}
    ruled = {name: above.given[name] for name in stepped & above.moved.keys() & above.given.keys()}
    moved = (frozenset[str]().union(*(told.moved for told in earlier)) & (plan.used | stepped)) - plan.first
    moved -= given_here | plan.starts.keys()
    if not moved or table.rows[0][0] == str(int(_number(earlier[-1].last)) + 1):
        return ruled
    has_heading = any(_HEADING.match(line) and not _OF_A_STEP.match(line) for line in between)
    if not has_heading or table.rows[0][0] != earlier[-1].first or moved - above.given.keys():
        return None
    return ruled | {name: above.given[name] for name in sorted(moved)}


def _number(cell: str) -> str:
    return cell if cell.isascii() and cell.isdigit() else "-1"
