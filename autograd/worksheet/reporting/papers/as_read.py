r"""A worksheet printed back in its own notation: what was made of every line, judged, taken, passed over or not read.

>>> from autograd import check
>>> print(as_read(check("Exercise 1\nLet x = 2\ny = x²\ndy/dx = 2x = 4\ny = = 3")))
5 lines: 1 given, 1 definition, 1 with claims, 1 passed over, 1 not read
  1   passed over
  2   given        x = 2
  3   definition   y = x^2
  4 ✓ claim        dy/dx = 2*x = 4
  5 ✗ not read     y = = 3: two = in a row: write one
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from autograd.worksheet.judging.verdicts import UNREADABLE
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Find, Node, Update
from autograd.worksheet.reporting.lines import MarkedLine
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.sheet.model import Step

GIVEN, DEFINITION, CLAIM = "given", "definition", "claim"
NEW_VALUE, QUESTION = "new value", "question"
NOT_READ, PASSED_OVER, EMPTY = "not read", "passed over", ""

COUNTED = {
    GIVEN: "given",
    DEFINITION: "definition",
    CLAIM: "with claims",
    NEW_VALUE: "new value",
    QUESTION: "question",
    PASSED_OVER: "passed over",
    NOT_READ: "not read",
}
"""How lines of each status are counted, in this order."""

PLURAL = {DEFINITION, NEW_VALUE, QUESTION}
"""What takes an s where there are several."""


def status(line: MarkedLine, steps: Iterable[Step]) -> str:
    """What was made of a line: of several statements, what tells most of it."""
    if any(verdict.verdict == UNREADABLE for verdict in line.verdicts):
        return NOT_READ
    found = {_status(step) for step in steps}
    if line.verdicts and not found <= {NEW_VALUE, QUESTION}:
        return CLAIM
    order = (CLAIM, NEW_VALUE, QUESTION, DEFINITION, GIVEN)
    return next((each for each in order if each in found), PASSED_OVER if line.text.strip() else EMPTY)


def _status(step: Step) -> str:
    if isinstance(step.statement, Update):
        return NEW_VALUE
    if isinstance(step.statement, Find):
        return QUESTION
    if step.definition is None or step.claims:
        return CLAIM
    return GIVEN if step.definition.given else DEFINITION


def typed(step: Step) -> str:
    """A statement in the worksheet's own notation."""
    parts: list[Node | str] = list(step.statement.parts)
    if isinstance(step.statement, Find):
        return f"find {', '.join(map(_echo, parts))}{step.statement.condition}"
    if isinstance(step.statement, Update):
        new = " = ".join(map(_echo, parts[1:]))
        return f"{_echo(parts[0])} <- {new}{step.statement.condition}"
    return f"{' = '.join(map(_echo, parts))}{step.statement.condition}"


def _echo(part: Any) -> str:
    return part if isinstance(part, str) else echo(part)


def rows(report: Report) -> list[dict[str, Any]]:
    """Each line of the worksheet: `line` number, `status`, `mark`, what was `typed`, what was `read`, and `why` not."""
    steps: dict[int, list[Step]] = {}
    for step in report.sheet.shown_steps if report.sheet is not None else []:
        steps.setdefault(step.line, []).append(step)
    found = []
    for line in report.lines():
        if line.number is None:
            continue
        here = steps.get(line.number, [])
        what = status(line, here)
        read = "; ".join(map(typed, here))
        reasons = list(dict.fromkeys(each.cause for each in line.verdicts if each.verdict == UNREADABLE))
        found.append(
            {
                "line": line.number,
                "status": what,
                "mark": line.mark.strip(),
                "typed": line.text,
                "read": line.text.strip() if reasons else read,
                "why": "; ".join(reasons),
            }
        )
    return found


def counted(found: list[dict[str, Any]]) -> str:
    """How many lines there are of each status; empty ones do not count."""
    count = Counter(row["status"] for row in found if row["status"])
    told = [
        f"{count[each]} {said}{'s' * (each in PLURAL and count[each] > 1)}"
        for each, said in COUNTED.items()
        if count[each]
    ]
    total = count.total()
    return f"{total} line{'s' * (total != 1)}: {', '.join(told)}" if total else "nothing is written"


def as_read(report: Report) -> str:
    """The worksheet as it was read, a row for each line; what was read otherwise than typed is said at the end."""
    if report.has_no_lines:
        return report.text()
    found = rows(report)
    digits = max([3, *(len(str(row["line"])) for row in found)])
    room = max(map(len, COUNTED))
    shown = [f"{visible(report.name)}: {counted(found)}" if report.name else counted(found)]
    for row in found:
        text = visible(f"{row['read']}: {row['why']}" if row["why"] else row["read"])
        shown.append(f"{row['line']:>{digits}} {row['mark'] or ' '} {row['status']:<{room}}  {text}".rstrip())
    return "\n".join([*shown, *(report.sheet.shortened() if report.sheet else [])])
