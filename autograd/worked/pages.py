"""A worked example to read: its claims with a verdict on each, as text; one that only counts as a page of its own."""

from html import escape

from autograd.formulas.notation import clipped
from autograd.support.files import save
from autograd.worked.sheets import sheet
from autograd.worked.solutions import counts, givens, report
from autograd.worksheet.reporting.checking import check
from autograd.worksheet.reporting.formats import document
from autograd.worksheet.reporting.html import section
from autograd.worksheet.reporting.report import Report

WIDEST = 100
"""Characters of a claim that are shown."""


def heads(name: str) -> list[str]:
    """What an example is about, where it comes from, what is learned: the remarks its sheet begins with."""
    return [line.lstrip("# ") for line in sheet(name).splitlines()[:3] if line.startswith("#")]


def claims(name: str) -> str:
    """Every claim of an example in the order of its sheet: what is right in a line, what is not with its place."""
    found = report(name)
    remarks = _remarks(found)
    shown = [found.summary()]
    for verdict in found.verdicts:
        if not verdict.is_fine:
            shown.append(found.told(verdict))
            continue
        said = ", ".join(filter(None, (verdict.verdict, verdict.hint)))
        claim = clipped(" ".join(verdict.claim.split()), WIDEST)
        shown.append(f"line {verdict.line}: {said}: {claim}{remarks.pop(verdict.line, '')}")
    return "\n".join(shown)


def _remarks(found: Report) -> dict[int, str]:
    """What the sheet itself remarks on its lines."""
    lines = found.sheet.lines if found.sheet else []
    remarks = ((line.number, line.text.partition("#")[2]) for line in lines)
    return {number: f"   # {remark.strip()}" for number, remark in remarks if remark and not remark.startswith("!")}


class CountedPage:
    """An example that only counts as a page: the layers, the counts with their formulas, and the verdicts."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def html(self) -> str:
        """The page, complete in itself."""
        text = sheet(self.name)
        first, *rest = heads(self.name)
        parts = [f"<h1>{escape(first)}</h1>", *(f"<p>{escape(line)}</p>" for line in rest)]
        parts += [f"<p>{escape('; '.join(given))}</p>" for given in [givens(text)] if given]
        parts += [counts(text).html, "<h2>Claims of the sheet</h2>", section(check(text))]
        return document(first, "\n".join(parts))

    def save(self, path: str) -> None:
        """Write the page. Raises ValueError for another suffix and FileNotFoundError for a folder that is not there."""
        save(path, {".html": lambda: self.html})
