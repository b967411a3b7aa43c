"""A report as a table of a web page."""

from collections.abc import Sequence
from html import escape
from typing import Any

from autograd.worksheet.language.excerpt import visible, window
from autograd.worksheet.reporting.harmless import one_line

WIDEST = 400
"""Characters of a line that are shown: a line of thousands with an error in each formula would fill megabytes."""

LEFT = 'style="text-align:left"'
"""Notebooks set cells flush right, where formulas and sentences are hard to read."""


def scores(reports: Sequence[Any]) -> str:
    """The points of several worksheets, if a key gives any."""
    if len(reports) < 2 or not any(report.is_graded for report in reports):
        return ""
    rows = "\n".join(
        f"<tr><td {LEFT}>{escape(visible(report.name))}</td><td {LEFT}>{escape(report.score())}</td></tr>"
        for report in reports
    )
    return f'<section><h2>Points</h2>\n<table class="points">\n{rows}\n</table></section>'


def section(report: Any) -> str:
    """One worksheet: its summary, then its claims line by line."""
    rows = []
    for verdict in report.verdicts:
        kind = "fine" if verdict.is_fine else "fault"
        column, length = verdict.part if verdict.part and report.hints >= 2 else (verdict.column, verdict.length)
        before, at, after = map(escape, window(verdict.text, column, length, WIDEST))
        shown = f"{before}<mark>{at}</mark>{after}"
        if verdict.is_fine or not verdict.text:
            shown = escape(one_line(verdict.claim or verdict.text))
        rows.append(
            f"<tr><td>{verdict.line}</td><td {LEFT}><code>{shown.strip()}</code></td>"
            f'<td {LEFT} class="{kind}">{"✓" if verdict.is_fine else "✗"} {escape(verdict.verdict)}</td>'
            f"<td {LEFT}>{escape(one_line(verdict.hint))}</td></tr>"
        )
    title = f"<h1>{escape(visible(report.name))}</h1>" if report.name else ""
    head = f"<tr><th>line</th><th {LEFT}>claim</th><th {LEFT}>verdict</th><th></th></tr>"
    table = f"<table>\n{head}\n" + "\n".join(rows) + "\n</table>" if rows else ""
    notes = "".join(f"<p>{escape(note)}</p>" for note in (report.sheet.shortened() if report.sheet else []))
    looks = "".join(f"<li>{escape(line.strip())}</li>" for line in report.looks()[1:])
    listed = f"<p>Needs a look</p>\n<ul>{looks}</ul>" if looks else ""
    return f"<section>{title}<p>{escape(report.summary())}</p>\n{table}{notes}{listed}</section>"
