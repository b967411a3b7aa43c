"""A document held against a key, which is another document or a worksheet."""

import re
from functools import lru_cache

from autograd.errors import LanguageError
from autograd.support.collector import collector_paused
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.verdicts import UNREADABLE, Verdict
from autograd.worksheet.language.work import PaperWork
from autograd.worksheet.reporting.papers.checking import checked, reported
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.reporting.papers.typed import worksheet_of
from autograd.worksheet.tex.documents import MARKDOWN, Document, document_of, has_formulas, kind_of, under_key
from autograd.worksheet.tex.reading.reader import read_paper


@collector_paused()
def check_under_key(
    text: str, kind: str, key: str, hints: int = 2, name: str = "", strict: bool = False, is_graded: bool = False
) -> PaperReport:
    """The report on a document under a key: what the key defines is so, and what the document says of it is a claim.

    The key is a document, too, or a worksheet. LanguageError where it claims what is wrong. What `is_graded` is read
    once, for the report and as the worksheet `typed`, and judged twice: some work is left for the second time.
    """
    if is_document(key):
        refuse_wrong(key)
    document = document_of(text, kind)
    both = under_key(document, key_of(key))
    work = PaperWork.of(len(both.text), 1 / 2 if is_graded else 1)
    paper = read_paper(both, work)
    report = reported(both, paper, work, hints, name, strict)
    report.typed = worksheet_of(document, paper) if is_graded else ""
    for verdict in report.verdicts:
        if verdict.line > report.own_lines and is_refused(verdict):
            line = verdict.line - report.own_lines
            raise LanguageError(
                f"key, line {line}: {verdict.claim} is {verdict.verdict}", verdict.text, verdict.column, 1
            )
    report.verdicts = [verdict for verdict in report.verdicts if verdict.line <= report.own_lines]
    report.statements = [each for each in report.statements if each.start < len(text)]
    report.document = document
    return report.counted()


def is_refused(verdict: Verdict) -> bool:
    """Whether a verdict on a line of a key makes it useless: what it only asks for is not attempted there."""
    return verdict.is_fault and verdict.verdict not in (UNREADABLE, verdicts.NOT_ATTEMPTED)


def is_document(key: str) -> bool:
    """Whether a key is LaTeX or Markdown with formulas, not a worksheet."""
    return kind_of("", key) is not None or (_FORMULA.search(key) is not None and has_formulas(key))


_FORMULA = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$")


def key_of(text: str) -> Document:
    """A key as a document: its formulas, or a worksheet between the lines of a fence."""
    if not is_document(text):
        return document_of(f"```sheet\n{text}\n```", MARKDOWN)
    return document_of(text, kind_of("", text) or MARKDOWN)


def refuse_wrong(key: str) -> None:
    """Refuse a key, a document, that claims what is wrong, for no answer could be held against it."""
    first = first_wrong(key)
    if first is not None:
        said = f"key, line {first.line}: {first.claim} is wrong{f': {first.cause}' if first.cause else ''}"
        raise LanguageError(said, first.text, first.column, first.length)


@lru_cache(maxsize=8)  # many documents are held against one key
def first_wrong(key: str) -> Verdict | None:
    """The first claim of a key, a document, for which it is refused."""
    report = checked(key_of(key), 2, "", False)
    return next((each for each in report.verdicts if each.is_first_hand and is_refused(each)), None)


@lru_cache(maxsize=8)
def key_as_sheet(text: str) -> str:
    """A key that is a document as the text of a worksheet, with its points."""
    return worksheet_of(key_of(text))
