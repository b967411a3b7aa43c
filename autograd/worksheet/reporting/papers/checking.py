"""LaTeX, Markdown and notebooks checked: the claims of every part judged, what is not understood never called wrong."""

from collections import defaultdict
from collections.abc import Iterable

from autograd.support.collector import collector_paused
from autograd.worksheet.judging.verdicts import UNREADABLE, Verdict
from autograd.worksheet.language.work import USUAL, PaperWork
from autograd.worksheet.reporting.papers.doubts import doubted
from autograd.worksheet.reporting.papers.parts import judged_part
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.sheet.model import Line, Sheet
from autograd.worksheet.tex.documents import Document, document_of, notebook_of
from autograd.worksheet.tex.reading.paper import TOO_LARGE, Paper
from autograd.worksheet.tex.reading.parts import WEIGHT
from autograd.worksheet.tex.reading.reader import read_paper


def check_paper(text: str, kind: str, hints: int = 2, name: str = "", strict: bool = False) -> PaperReport:
    """The report on a document."""
    return checked(document_of(text, kind), hints, name, strict)


def check_notebook(
    cells: Iterable[tuple[int, str]], hints: int = 2, name: str = "", strict: bool = False
) -> PaperReport:
    """The report on the Markdown cells of a notebook, each with its number."""
    return checked(notebook_of(cells), hints, name, strict)


@collector_paused()
def checked(document: Document, hints: int, name: str, strict: bool) -> PaperReport:
    """The report on a document whose formulas are found."""
    work = PaperWork.of(len(document.text))
    return reported(document, read_paper(document, work), work, hints, name, strict)


def reported(document: Document, paper: Paper, work: PaperWork, hints: int, name: str, strict: bool) -> PaperReport:
    """The report on a document that is read: each part judged, causes looked for, what is doubtful left out."""
    text = document.text
    found: list[Verdict] = []
    pot = work.pot(WEIGHT * len(text) + USUAL)
    judged = [judged_part(paper, each, pot) for each in paper.parts]
    paper.parts = [each.part for each in judged]
    for part in judged:  # when all is judged: one mistake may take as much as the claims of several parts
        part.explain()
    for part in judged:
        found += doubted(paper, part, work.doubts)
    left = [verdict for verdict in found if verdict.cause == TOO_LARGE]
    for verdict in left:
        verdict.cause = f"{TOO_LARGE}: {len(found) - len(left)} of its {len(found)} claims are judged"
    for each in paper.unread:
        found.append(Verdict(1, each.start, each.length, "", UNREADABLE, each.message, text=text))
    for verdict in found:
        place(verdict, document)
    found.sort(key=lambda each: (each.line, each.column))
    report = PaperReport(found, hints, name, _sheet(document, paper), document=document, strict=strict)
    report.statements = paper.statements
    report.read, report.silent = paper.read, paper.silent
    report.own_lines = document.line(document.own_end - 1) if document.own_end <= len(text) else len(document.lines)
    paper.unread = [each for each in paper.unread if each.start < document.own_end]
    report.unread = len(paper.unread)
    reasons: defaultdict[str, list[int]] = defaultdict(list)
    for each in paper.unread:
        reasons[each.reason].append(document.line(each.start))
    report.reasons = dict(reasons)
    report.signs = signs_read(paper)
    return report.counted()


def _sheet(document: Document, paper: Paper) -> Sheet:
    """The document's lines as those of a worksheet, for reports that show all of them."""
    lines = [Line(number, line) for number, line in enumerate(document.text.splitlines(), start=1)]
    return Sheet(document.text, lines, [step for part in paper.parts for step in part.sheet.steps])


def place(verdict: Verdict, document: Document) -> None:
    """Give a verdict its line, and its column in it, in place of one in the whole document."""
    at = verdict.column
    verdict.line = document.line(at)
    start = document.lines[verdict.line - 1]
    end = document.lines[verdict.line] if verdict.line < len(document.lines) else len(document.text)
    line = document.text[start:end].rstrip("\r\n")
    verdict.text, verdict.column = line, at - start
    verdict.length = max(1, min(verdict.length, len(line) - verdict.column))
    if verdict.part is not None:
        column = verdict.part[0] - start
        inside = 0 <= column < len(line)
        verdict.part = (column, max(1, min(verdict.part[1], len(line) - column))) if inside else None
    verdict.claim = " ".join(verdict.claim.split())


def signs_read(paper: Paper) -> list[str]:
    """How signs were read that could have meant something else, a line each."""
    survey = paper.survey
    found = []
    letters = sorted(letter for letter in survey.letters if survey.lowered[letter])
    if letters and survey.axes:
        found.append(
            f"{', '.join(letters)}: ind{'ex letters' if len(letters) > 1 else 'ex letter'}, from {survey.first}"
        )
    squares = sorted(survey.shown[f"{name}^2"] for name in survey.squares if f"{name}^2" in survey.shown)
    found += [f"{each}: a name" for each in squares]
    layered = sorted({shown for name, shown in survey.shown.items() if "^(" in name})
    if layered:
        found.append(f"{', '.join(layered[:6])}{' …' if len(layered) > 6 else ''}: names with their layer")
    starred = sorted({shown for name, shown in survey.shown.items() if name.endswith("^*")})
    found += [f"{each}: a name" for each in starred]
    found += ["what is said of one example is said of each"] if paper.of_each else []
    return found
