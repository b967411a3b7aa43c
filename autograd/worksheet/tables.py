"""A report as a table of a web page."""

from html import escape
from typing import Any

LEFT = 'style="text-align:left"'
"""Notebooks set cells flush right, where formulas and sentences are hard to read."""


def section(report: Any) -> str:
    """One worksheet: its summary, then its claims line by line."""
    rows = []
    for verdict in report.verdicts:
        kind = "fine" if verdict.is_fine else "fault"
        start, end = verdict.column, verdict.column + verdict.length
        text = verdict.text
        shown = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        if verdict.is_fine or not text:
            shown = escape(verdict.claim or text)
        rows.append(
            f"<tr><td>{verdict.line}</td><td {LEFT}><code>{shown.strip()}</code></td>"
            f'<td {LEFT} class="{kind}">{"✓" if verdict.is_fine else "✗"} {escape(verdict.verdict)}</td>'
            f"<td {LEFT}>{escape(verdict.hint)}</td></tr>"
        )
    title = f"<h1>{escape(report.name)}</h1>" if report.name else ""
    head = f"<tr><th>line</th><th {LEFT}>claim</th><th {LEFT}>verdict</th><th></th></tr>"
    table = f"<table>\n{head}\n" + "\n".join(rows) + "\n</table>" if rows else ""
    return f"<section>{title}<p>{escape(report.summary())}</p>\n{table}</section>"
