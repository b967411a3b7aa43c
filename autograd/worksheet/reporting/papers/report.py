"""The report on a document begins by counting; what is not read or not judged is grouped by its reason."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from autograd.worksheet.judging.verdicts import NOT_ATTEMPTED, NOT_JUDGED, UNREADABLE, Verdict
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.reporting.papers.pages import is_wrong, marked_source, rows
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.tex.documents import Document
from autograd.worksheet.tex.rows import Statement

MOST_UNREAD = 10
"""Formulas that are not read, above which a document that is mostly so gets one line."""

MOST_PLACES = 12
"""Lines that are listed of one reason."""


@dataclass(repr=False)  # as text it is what a Report is
class PaperReport(Report):
    """The report on a document; true where something is right and nothing wrong. With `strict` what is not read, or not
    judged, is a failure.
    """

    read: int = 0
    unread: int = 0
    silent: int = 0
    signs: list[str] = field(default_factory=list)
    reasons: dict[str, list[int]] = field(default_factory=dict)
    missing: dict[str, list[int]] = field(default_factory=dict)
    strict: bool = False
    own_lines: int = 0
    document: Document | None = None
    statements: list[Statement] = field(default_factory=list)
    graded: Report | None = None
    typed: str = ""

    def counted(self) -> "PaperReport":
        """The report with what is not judged grouped by its reasons."""
        missing: defaultdict[str, list[int]] = defaultdict(list)
        for verdict in self.verdicts:
            if verdict.verdict == NOT_JUDGED:
                missing[verdict.cause].append(verdict.line)
        self.missing = dict(missing)
        return self

    def take_points(self, graded: Report) -> None:
        """Take the points of the same document as a worksheet, and what in it a person should look at."""
        self.grades, self.is_graded, self.graded = graded.grades, graded.is_graded, graded

    @property
    def needs_look(self) -> list[dict[str, Any]]:
        """What a person should look at under a key that gives points, also what is not attempted: it has no line."""
        if self.graded is None:
            return []
        missing = (verdict.claim for verdict in self.graded.verdicts if verdict.verdict == NOT_ATTEMPTED)
        return [*self.graded.needs_look, *({"line": None, "claim": each, "look": NOT_ATTEMPTED} for each in missing)]

    def __bool__(self) -> bool:
        wrong = any(map(is_wrong, self.verdicts))
        some = any(each.is_fine for each in self.verdicts) or not self.verdicts
        return some and not wrong and not (self.strict and self.leaves_open)

    @property
    def leaves_open(self) -> bool:
        """Whether anything is not read, or not judged."""
        return any(each.verdict in (NOT_JUDGED, UNREADABLE) for each in self.verdicts)

    @property
    def exit_code(self) -> int:
        """0 if nothing is wrong, 1 if something is; 2 if nothing could be read, or with `strict` not everything."""
        if any(map(is_wrong, self.verdicts)):
            return 1
        return 2 if (self.strict and self.leaves_open) or (self.unread and not self.read) else 0

    def first(self) -> Verdict | None:
        """The first error of its own."""
        found = (each for each in self.verdicts if each.is_first_hand and is_wrong(each))
        return next(found, None)

    def outcome(self) -> str:
        """What was read, and what came of it."""
        told = [_counted(self.read, "formula", "read")]
        told += [f"{self.unread} not read"] if self.unread else []
        told += [f"{self.silent} claim{'s' * (self.silent == 1)} nothing"] if self.silent else []
        claims = [each for each in self.verdicts if each.verdict != UNREADABLE]
        if not claims:
            return f"{', '.join(told)}; nothing is claimed"
        fine = sum(each.is_fine for each in claims)
        open_ = sum(each.verdict == NOT_JUDGED for each in claims)
        wrong = len(claims) - fine - open_
        parts = [f"{fine} right"] if fine or not wrong else []
        parts += [f"{wrong} wrong"] if wrong else []
        parts += [f"{open_} not judged"] if open_ else []
        said = f"{', '.join(told)}; {_counted(len(claims), 'claim')}: {', '.join(parts)}"
        first = self.first()
        return f"{said}; {self.where(first.line)} is the first wrong one" if first else said

    def where(self, line: int) -> str:
        """A line in words."""
        return self.document.where(line) if self.document is not None else f"line {line}"

    def listed(self, places: list[int]) -> str:
        """The lines something stands on, in words."""
        found = list(dict.fromkeys(places))
        if self.document is not None and self.document.cells:
            return ", ".join(map(self.where, found[:MOST_PLACES]))
        told = ", ".join(map(str, found[:MOST_PLACES]))
        more = len(found) - MOST_PLACES
        return f"line{'s' * (len(found) > 1)} {told}{f' and {more} more' if more > 0 else ''}"

    def section(self) -> str:
        """The document as a part of a page: its formulas set, with marks and causes."""
        if self.document is None:
            return super().section()
        title = f"<h1>{escape(visible(self.name))}</h1>" if self.name else ""
        kind = "right" if self else "wrong" if self.first() else "open"
        found = "\n".join(rows(self.document, self.statements, self.verdicts, self.hints))
        notes = "".join(
            f'<p class="reason">{escape(line.strip())}</p>' if line.startswith(" ") else f"<h2>{escape(line)}</h2>"
            for line in self.waiting()
        )
        summary = f'<p class="outcome {kind}">{escape(self.outcome())}</p>'
        return f'<section class="paper">{title}{summary}\n<table class="lines">\n{found}\n</table>{notes}</section>'

    def marked_source(self) -> str:
        """The same document with what is wrong coloured and noted in the margin."""
        return marked_source(self.document, self.verdicts, self.hints) if self.document is not None else ""

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, with how many formulas were read and how signs were."""
        formulas = {"read": self.read, "not_read": self.unread, "claim_nothing": self.silent}
        return {**super().to_dict(), "formulas": formulas, "signs": self.signs}

    def row(self, verdict: Verdict) -> dict[str, Any]:
        """A verdict as a plain row; in a notebook with its cell, and the line in that."""
        found = super().row(verdict)
        cell, line = self.document.cell(verdict.line) if self.document is not None else (0, verdict.line)
        return {"cell": cell, **found, "line": line} if cell else found

    def ordered(self) -> list[Verdict]:
        """What is wrong, in order, then remarks on what is right; what is not judged is grouped below."""
        found = [each for each in self.verdicts if each.verdict not in (NOT_JUDGED, UNREADABLE)]
        first = self.first()
        rest = [each for each in found if each is not first and not (each.is_fine and not each.hint)]
        return [first, *rest] if first else rest

    def told(self, verdict: Verdict, colour: bool = False, columns: int | None = None) -> str:
        """What is said of one verdict; carets stand under what is wrong in it, where that is known and may be told."""
        if verdict.part is not None and self.hints >= 2 and not verdict.is_fine:
            column, length = verdict.part
            verdict = replace(verdict, column=column, length=length)
        return super().told(verdict, colour, columns)

    def waiting(self) -> list[str]:
        """What is not read and not judged, by reason, and how signs were read."""
        lines = []
        if self.unread > max(MOST_UNREAD, 2 * self.read):
            first = next(iter(self.reasons.items()))
            lines.append(f"most of it is not read, first {self.where(first[1][0])}: {visible(first[0])}")
        elif self.reasons:
            lines.append("not read")
            lines += [f"  {visible(reason)}: {self.listed(places)}" for reason, places in self.reasons.items()]
        if self.missing:
            lines.append("not judged")
            lines += [f"  {visible(reason)}: {self.listed(places)}" for reason, places in self.missing.items()]
        if self.signs:
            lines.append("how signs were read")
            lines += [f"  {visible(sign)}" for sign in self.signs]
        return lines


def _counted(number: int, thing: str, end: str = "") -> str:
    return f"{number} {thing}{'s' * (number != 1)} {end}".rstrip()
