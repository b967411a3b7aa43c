"""Reports for machines and for the web: JSON, CSV, Gradescope's results.json, an HTML page."""

import csv
import io
from collections.abc import Iterator
from html import escape
from typing import Any

from autograd.errors import LanguageError
from autograd.looks.style import style as pages_style
from autograd.worksheet.judging.verdicts import NOT_ATTEMPTED, Verdict
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.reporting.figure import picture, picture_style
from autograd.worksheet.reporting.grading import Grade
from autograd.worksheet.reporting.harmless import cell, json_text, one_line
from autograd.worksheet.reporting.hints import ONE_FILE
from autograd.worksheet.reporting.html import overview, style
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.reporting.report import FIELDS, Report

TOTAL = "total"
"""What the row of a sheet's points is called in a table."""


def as_json(reports: list[Report]) -> str:
    """One report as an object, several as a list."""
    found = [report.to_dict() for report in reports]
    return json_text(found[0] if len(found) == 1 else found)


def as_csv(reports: list[Report]) -> str:
    """A row for each claim, every cell in quotes; under a key one more for each thing nobody claims, and the total.

    What a spreadsheet would take for a formula has an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["name", *FIELDS])
    for report in reports:
        for row in report.rows():
            writer.writerow([cell(report.name), *(cell(row[name]) for name in FIELDS)])
        for row in _rows_without_claim(report):
            writer.writerow([cell(report.name), *(cell(row.get(name, "")) for name in FIELDS)])
    return written.getvalue().rstrip("\n")


def _rows_without_claim(report: Report) -> Iterator[dict[str, Any]]:
    """Under a key, what it asks for and nothing is claimed of, and the points of the whole sheet."""
    if report.is_graded:
        for grade in report.grades:
            if not grade.verdicts:
                told = {"claim": grade.asked, "verdict": NOT_ATTEMPTED, "look": grade.look}
                yield {**told, "points": grade.reached, "worth": grade.worth}
        reached, worth = report.points
        yield {"claim": TOTAL, "points": reached, "worth": worth}


def as_gradescope(reports: list[Report]) -> str:
    """Gradescope's results.json for one submission: a test for each thing asked, with its points."""
    if len(reports) > 1:
        raise LanguageError(f"results.json is for one submission, and these are {len(reports)}: {ONE_FILE}")
    tests: list[dict[str, Any]] = [
        {
            "name": one_line(grade.asked),
            "score": grade.reached,
            "max_score": grade.worth,
            "status": "passed" if grade.reached == grade.worth else "failed",
            "output": "\n".join(map(one_line, _said_of(grade))),
        }
        for report in reports
        for grade in report.grades
    ]
    output = "\n\n".join(report.text() for report in reports)
    result = {"score": sum(test["score"] for test in tests), "output": output, "output_format": "text", "tests": tests}
    return json_text(result)


def _said_of(grade: Grade) -> list[str]:
    """What is said of a thing asked: its verdicts, and why a person should look at it."""
    told = [_said(verdict) for verdict in grade.verdicts] or [NOT_ATTEMPTED]
    return [*told, f"needs a look: {grade.look}"] if grade.look else told


def _said(verdict: Verdict) -> str:
    told = ": ".join(filter(None, (verdict.verdict, verdict.hint)))
    return f"line {verdict.line}: {told}" if verdict.text else told


def as_html(reports: list[Report]) -> str:
    """A page of its own, without scripts and without network: each worksheet as typed, with marks and causes."""
    title = reports[0].name if len(reports) == 1 and reports[0].name else "Worksheets"
    parts = [
        f'<div class="sheet-of" id="sheet-{place}">{report.section()}\n{_figure(report, place)}</div>'
        for place, report in enumerate(reports, start=1)
    ]
    return document(title, "\n".join([overview(reports), *parts]))


def as_tex(reports: list[Report]) -> str:
    """A document as it was, with what is wrong in it coloured and noted in the margin."""
    if len(reports) != 1 or not isinstance(reports[0], PaperReport):
        raise LanguageError("--format tex gives one document back: a .tex file, or Markdown with formulas")
    return reports[0].marked_source()


def document(title: str, body: str) -> str:
    """A page of its own around what it shows, in the colours of reports."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(visible(title))}</title>
<style>{pages_style()}{_STYLE}{style()}{picture_style()}</style>
</head>
<body>
<main class="chalk-sheet">
{body}
</main>
</body>
</html>"""


_STYLE = """
main { max-width: 62rem; padding: 24px 16px }
h1 { margin-bottom: .2rem } h1 small { font-size: .75em; font-weight: 400; color: var(--quiet) }
.sheet-of { margin: 0 0 2.5rem } section + .sheet-of, nav + .sheet-of { margin-top: 2rem }
table.points, table.counts { width: 100% }
.counts code { white-space: pre-wrap; overflow-wrap: anywhere }
nav { overflow-wrap: anywhere } nav ul { padding-left: 1.2rem }
figure { margin: 1rem 0 2rem }
figcaption { color: var(--quiet) }
@media (max-width: 40rem) {
 main { padding: 14px 10px }
 :is(.points, .counts), :is(.points, .counts) :is(tbody, tr, td) { display: block }
 :is(.points, .counts) td { border: 0; padding: 0 }
 :is(.points, .counts) tr { border-bottom: 1px solid var(--hair); padding: .3rem 0 }
}
@media print { .chalk-sheet table.lines tr { break-inside: avoid } }
"""


def _figure(report: Report, number: int) -> str:
    """The graph of the first wrong line, the place marked in it; nothing where hints do not go so far."""
    from autograd.pictures.picture import listed  # checking needs no pictures

    first = report.first()
    if report.place is None or first is None or report.hints < 2:
        return ""
    try:
        drawn = picture(report.place, report.hints >= 3, number)
    except Exception as fault:  # nobody foresaw it: it costs this picture, not the page with everybody's verdicts
        said = f"No graph: an internal error in autograd ({type(fault).__name__}: {fault}); please report it"
        return f"<p>{escape(said)}</p>"
    marked = escape(listed(report.place.marked))
    about = f"the mistake is at {marked}" if report.place.is_cause else f"{marked} is what the claim is about"
    said = f"The graph of line {first.line}; {about}"
    return f"<figure>{drawn}<figcaption>{said}</figcaption></figure>" if drawn else ""
