"""A report as part of a web page: the worksheet itself with a mark for each line, and causes below their lines."""

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from autograd.formulas.notation import clipped
from autograd.looks.palette import DARK, LIGHT, properties
from autograd.worksheet.judging.verdicts import KINK, NOT_ATTEMPTED, UNDECIDED, Verdict
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.reporting.harmless import one_line
from autograd.worksheet.reporting.lines import NO_CLAIM, OPEN, RIGHT, WRONG, MarkedLine, places

WIDEST = 400
"""Characters of a line that are shown around the first place that is wrong."""

MOST_SAID = 20
"""Verdicts of a line that are written out."""

FRAGMENT = 40
"""Characters of a place that are repeated where several things are said of a line."""

LEFT = 'style="text-align:left"'
"""Notebooks set cells flush right, where formulas and sentences are hard to read."""

KINDS = {RIGHT: "right", WRONG: "wrong", OPEN: "open"}
"""The class of each mark."""


@cache
def style(file: str = "sheet.css") -> str:
    """The style of sections, which names nothing outside of them; of notebooks also their colours."""
    text = (files("autograd.worksheet.reporting") / file).read_text("utf-8")
    return Template(text).substitute(light=properties(LIGHT), dark=properties(DARK))


def in_notebook(report: Any) -> str:
    """A section with its own colours, for a notebook's output."""
    return f'<div class="chalk-sheet"><style>{style("notebook.css")}{style()}</style>{report.section()}</div>'


def overview(reports: Sequence[Any]) -> str:
    """Several worksheets in a table, with what they come to or their points; each name leads to its section."""
    if len(reports) < 2:
        return ""
    names = [
        f'<a href="#sheet-{place}">{escape(visible(report.name)) or "standard input"}</a>'
        for place, report in enumerate(reports, start=1)
    ]
    if not any(report.is_graded for report in reports):
        said = (f" {escape(report.summary())}" for report in reports)
        listed = "\n".join(f"<li>{name}{what}</li>" for name, what in zip(names, said, strict=True))
        return f"<nav><ul>\n{listed}\n</ul></nav>"
    rows = "\n".join(
        f"<tr><td {LEFT}>{name}</td><td {LEFT}>{escape(report.score())}</td></tr>"
        for name, report in zip(names, reports, strict=True)
    )
    return f'<section><h2>Points</h2>\n<table class="points">\n{rows}\n</table></section>'


def section(report: Any) -> str:
    """One worksheet: its summary, then its lines, each with its mark and what is said of it."""
    folder, slash, name = visible(report.name).rpartition("/")
    title = f"<h1>{f'<small>{escape(folder)}/</small>' if slash else ''}{escape(name)}</h1>" if name else ""
    rows = "" if report.has_no_lines else "\n".join(_rows(line, report.hints) for line in report.lines())
    table = f'<table class="lines">\n{rows}\n</table>' if rows else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in (report.sheet.shortened() if report.sheet else []))
    looks = "".join(f"<li>{escape(line.strip())}</li>" for line in report.looks()[1:])
    listed = f"<p>Needs a look</p>\n<ul>{looks}</ul>" if looks else ""
    kind = ("right" if report else "wrong") if report.verdicts else "open"
    outcome = f'<p class="outcome {kind}">{escape(report.summary())}</p>'
    return f"<section>{title}{outcome}\n{table}{notes}{listed}</section>"


def _rows(line: MarkedLine, hints: int) -> str:
    """A line of a worksheet and, below it, what is said of it."""
    words = ", ".join(dict.fromkeys(verdict.verdict for verdict in line.verdicts if not verdict.is_fine))
    words = words or next((verdict.verdict for verdict in line.verdicts), "")
    kind = KINDS.get(line.mark, "")
    mark = f'{line.mark}<span class="word"> {escape(words)}</span>' if line.mark != NO_CLAIM else ""
    number = "" if line.number is None else line.number
    row = ' class="wrong"' if line.mark == WRONG else ""
    cells = f'<td>{number}</td><td class="{kind}">{mark}</td><td {LEFT}><code>{_shown(line, hints)}</code></td>'
    return "\n".join([f"<tr{row}>{cells}</tr>", *_said(line, row)])


def _shown(line: MarkedLine, hints: int) -> str:
    """The text of a line with what is wrong in it marked; of a long one what stands around the first such place."""
    wrong = places(line, is_exact=hints >= 2)
    start, end = 0, len(line.text)
    if end > WIDEST:
        start = max(0, (wrong[0][0] if wrong else 0) - WIDEST // 2)
        end = min(end, start + WIDEST)
    parts, at = ["…" if start else ""], start
    for first, last in wrong:
        if first >= end:
            break
        last = min(last, end)
        parts += [_text(line.text[at:first]), f"<mark>{_text(line.text[first:last])}</mark>"]
        at = last
    return "".join([*parts, _text(line.text[at:end]), "…" if end < len(line.text) else ""])


def _text(text: str) -> str:
    return escape(visible(text))


def _said(line: MarkedLine, row: str) -> list[str]:
    """A row for each thing there is to say of a line; where they are several, with the place each is about."""
    told = line.told
    rows: dict[str, None] = {}
    for verdict in told[:MOST_SAID]:
        place = visible(verdict.text[verdict.column : verdict.column + verdict.length]) if len(told) > 1 else ""
        about = f"<code>{escape(clipped(place, FRAGMENT))}</code> " if place.strip() else ""
        rows[f'<td class="{_kind(verdict)}" {LEFT}>{about}{_sentence(verdict)}</td>'] = None
    if len(told) > MOST_SAID:
        rows[f"<td {LEFT}>… and {len(told) - MOST_SAID} more</td>"] = None
    said = row.replace("wrong", "said wrong") or ' class="said"'
    return [f"<tr{said}><td></td><td></td>{cell}</tr>" for cell in rows]


def _sentence(verdict: Verdict) -> str:
    read = f" (read as {one_line(verdict.read)})" if verdict.read and not verdict.is_fine else ""
    hint = f": {one_line(verdict.hint)}" if verdict.hint else ""
    return f"<strong>{escape(verdict.verdict)}</strong>{escape(hint)}{escape(read)}"


def _kind(verdict: Verdict) -> str:
    if verdict.verdict in (NOT_ATTEMPTED, KINK, *UNDECIDED):
        return KINDS[OPEN]
    return KINDS[RIGHT if verdict.is_fine else WRONG]
