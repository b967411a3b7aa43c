r"""The report on a worksheet: the first wrong line first, then everything else there is to say.

>>> from autograd import check
>>> print(check("x = 3.0; y = x^2\ndy/dx = 2*x = 5"))
1 of 2 claims is right: line 2 is the first wrong one
line 2: wrong
  dy/dx = 2*x = 5
                ^
  the formula before it is right, but comes to another result
"""

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from autograd.support.encodings import printable
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.remarks import PRINTED_ZERO
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.excerpt import pointed, visible, width
from autograd.worksheet.reporting.figure import Place
from autograd.worksheet.reporting.grading import Grade
from autograd.worksheet.reporting.harmless import json_text, one_line
from autograd.worksheet.reporting.hints import HINTS, THE_ANSWER, discreet
from autograd.worksheet.reporting.html import in_notebook, section
from autograd.worksheet.reporting.lines import MarkedLine, marked
from autograd.worksheet.sheet.model import Sheet

FIELDS = (
    *("line", "column", "length", "claim", "verdict", "kind", "cause", "remark", "answer", "read", "hint"),
    *("points", "worth", "look"),
)
"""The fields of a verdict in reports for machines."""


@dataclass
class Report:
    r"""The verdicts on a worksheet's claims, made by `check`; true if nothing is wrong.

    `verdicts` has one for each claim, with `line` (from 1), `column` (from 0), `claim`, `verdict`, `cause` and `hint`;
    `hints` from 0 to 3 says how much is told: which line, what kind, where, the answer. Notebooks show the worksheet
    with a mark for each line.

    >>> from autograd import check
    >>> report = check("w = 2; x = 3; z = w*x\ndz/dw = x = 2")
    >>> bool(report), report.first_wrong_line, report.exit_code
    (False, 2, 1)
    >>> wrong = report.verdicts[1]
    >>> wrong.claim, wrong.verdict, wrong.cause
    ('dz/dw = 2', 'wrong', 'the formula is right, but x is 3')
    """

    verdicts: list[Verdict]
    hints: int = 2
    name: str = ""
    sheet: Sheet | None = field(default=None, repr=False)
    grades: list[Grade] = field(default_factory=list, repr=False)
    place: Place | None = field(default=None, repr=False)
    is_graded: bool = field(default=False, repr=False)
    note: str = field(default="", repr=False)
    strict: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        check_hints(self.hints)
        for verdict in self.verdicts:
            verdict.hint = self.hint(verdict)

    def __bool__(self) -> bool:
        return not any(verdict.is_fault or verdict.verdict == verdicts.DOUBTFUL for verdict in self.verdicts) and (
            not self.verdicts or any(verdict.is_fine for verdict in self.verdicts)
        )

    @property
    def first_wrong_line(self) -> int | None:
        """The line of the first error of its own; None if there is none."""
        first = self.first()
        return first.line if first else None

    def first(self) -> Verdict | None:
        """The first error of its own; what was not attempted comes last."""
        faults = [verdict for verdict in self.verdicts if verdict.is_first_hand]
        return min(faults, key=lambda verdict: verdict.verdict == verdicts.NOT_ATTEMPTED, default=None)

    @property
    def exit_code(self) -> int:
        """0 all right, 1 something wrong, 2 something cannot be read, or was perhaps misread.

        What is not judged counts as not read if `strict`.
        """
        unread = (verdicts.UNREADABLE, verdicts.DOUBTFUL, *((verdicts.NOT_JUDGED,) if self.strict else ()))
        if any(verdict.verdict in unread for verdict in self.verdicts):
            return 2
        return 1 if any(verdict.is_fault for verdict in self.verdicts) else 0

    @property
    def points(self) -> tuple[float, float]:
        """Points reached and points there are."""
        return sum(grade.reached for grade in self.grades), sum(grade.worth for grade in self.grades)

    @property
    def needs_look(self) -> list[dict[str, Any]]:
        """What a person should look at under a key: what was not read or not judged, and points missed without fault.

        Each has the `line`, None where it stands nowhere, the `claim` or what is asked for, and why to `look`.
        """
        found: list[dict[str, Any]] = [
            {"line": verdict.line, "claim": verdict.claim, "look": verdict.look}
            for verdict in self.verdicts
            if verdict.look
        ]
        return found + [{"line": None, "claim": each.asked, "look": each.look} for each in self.grades if each.look]

    def looks(self) -> list[str]:
        """What a person should look at, a line each."""
        found = self.needs_look
        lines = [f"line {each['line']}: " if each["line"] else "" for each in found]
        told = (f"  {line}{visible(each['claim'])}: {each['look']}" for line, each in zip(lines, found, strict=True))
        return ["Needs a look", *told] if found else []

    def hint(self, verdict: Verdict) -> str:
        """What may be said of a verdict at this level of hints."""
        if verdict.is_fine:
            told = verdict.remark or ("right on one side of it" if verdict.verdict == verdicts.KINK else "")
            if self.hints >= THE_ANSWER and verdict.remark == PRINTED_ZERO:
                told = f"{told}; it is {verdict.answer}"
            return told if self.hints >= 1 else ""
        if verdict.verdict in (verdicts.UNREADABLE, verdicts.NOT_JUDGED):
            return verdict.cause
        parts = []
        if self.hints >= 2:
            parts += [self.allowed(verdict, verdict.cause or verdict.remark)]
        elif self.hints == 1:
            parts += [verdict.kind]
        if self.hints >= THE_ANSWER and verdict.answer:
            parts += [f"it is {verdict.answer}"]
        return "; ".join(filter(None, parts))

    def allowed(self, verdict: Verdict, told: str) -> str:
        """A cause or remark as far as this level of hints lets it be told."""
        return told if self.hints >= THE_ANSWER else discreet(verdict, told)

    def summary(self) -> str:
        """One line: how many claims are right, the first wrong line, and the points where a key gives any."""
        note = self.note if self.verdicts and not self else ""
        looks = len(self.needs_look)
        look = f"{looks} need{'s' * (looks == 1)} a look" if looks else ""
        told = [self.outcome(), note, self.score() if self.is_graded else "", look]
        return "; ".join(filter(None, told))

    def score(self) -> str:
        """The points reached, in words; "no points" where nothing could be read."""
        if self.has_no_lines:
            return "no points"
        reached, worth = self.points
        return f"{reached:.4g} of {worth:.4g} point{'s' if worth != 1 else ''}"

    def outcome(self) -> str:
        """One line: how many claims are right, and the first wrong line."""
        if not self.verdicts:
            return f"nothing is claimed{f': {self.note}' if self.note else ''}"
        only = self.verdicts[0]
        if self.has_no_lines:
            return f"{only.verdict}: {visible(only.cause)}"
        kinks = sum(verdict.verdict == verdicts.KINK for verdict in self.verdicts)
        fine = sum(verdict.is_fine for verdict in self.verdicts) - kinks
        first = self.first()
        attempted = first is not None and first.verdict != verdicts.NOT_ATTEMPTED
        if len(self.verdicts) == 1:  # "0 of 1" would be a machine's way to say it
            return f"1 claim: {only.verdict}" + (f" at line {first.line}" if first and attempted else "")
        told = f", {kinks} undecided at a kink" if kinks else ""
        for kind in (*verdicts.UNDECIDED, verdicts.NOT_ATTEMPTED):
            count = sum(verdict.verdict == kind for verdict in self.verdicts)
            told += f", {count} {kind}" if count else ""
        if first and attempted:
            sort = "that can't be read" if first.verdict == verdicts.UNREADABLE else "wrong one"
            told += f": line {first.line} is the first {sort}"
        return f"{fine} of {len(self.verdicts)} claims {'is' if fine == 1 else 'are'} right{told}"

    @property
    def has_no_lines(self) -> bool:
        """Whether not even a line could be read: there is no such file, or it is no text."""
        only = self.verdicts[0] if len(self.verdicts) == 1 else None
        return only is not None and not only.text and only.verdict == verdicts.UNREADABLE

    def ordered(self) -> list[Verdict]:
        """What is not right, the first wrong line first; then remarks on what is.

        What waits for a name is not among them where the reason is: the name's own line, or the first that waits.
        """
        first = self.first()
        told = {*self.sheet.unread, *(each.name for each in self.sheet.definitions())} if self.sheet else set()
        rest = []
        for verdict in self.verdicts:
            waits = verdict.waits in told
            told |= {verdict.waits} - {""}
            silent = verdict.is_fine and verdict.verdict != verdicts.KINK and not verdict.hint
            if verdict is not first and not waits and not silent:
                rest.append(verdict)
        return [first, *rest] if first else rest

    def text(self, colour: bool = False, columns: int | None = None) -> str:
        """The report for people, in so many columns of a terminal if it is asked for."""
        lines = [f"{visible(self.name)}: {self.summary()}" if self.name else self.summary()]
        if not self.has_no_lines:
            lines += [self.told(verdict, colour, columns) for verdict in self.ordered()]
        lines += [*self.waiting(), *(self.sheet.shortened() if self.sheet else []), *self.looks()]
        return "\n".join(_fitted(line, columns) for line in lines)

    def where(self, line: int) -> str:
        """A line in words."""
        return f"line {line}"

    def told(self, verdict: Verdict, colour: bool = False, columns: int | None = None) -> str:
        """What is said of one verdict: what is right in a line, what is not with its place."""
        said = f"{self.where(verdict.line)}: {verdict.verdict}"
        if verdict.is_fine:
            said = f"{said}, {one_line(verdict.hint)}" if verdict.hint else said
            return _coloured(_fitted(said, columns), verdict, colour)
        lines = [_coloured(said, verdict, colour)]
        if verdict.text:
            lines.append(pointed(verdict.text, verdict.column, verdict.length, columns=columns))
        elif verdict.claim:  # what a key asks for stands nowhere in the file
            lines.append(_fitted(f"  {one_line(verdict.claim)}", columns))
        if verdict.read:
            lines.append(_fitted(f"  read as {one_line(verdict.read)}", columns))
        if verdict.hint:
            lines.append(_fitted(f"  {one_line(verdict.hint)}", columns))
        return "\n".join(lines)

    def waiting(self) -> list[str]:
        """How many more claims depend on each name without value, besides those the report tells of."""
        told = set(map(id, self.ordered()))
        found = Counter(verdict.waits for verdict in self.verdicts if verdict.waits and id(verdict) not in told)
        return [
            f"{count} more claim{'s depend' if count > 1 else ' depends'} on {name}" for name, count in found.items()
        ]

    @printable
    def __str__(self) -> str:
        return self.text()

    @printable
    def __repr__(self) -> str:  # what a failing `assert check(…)` shows
        return self.text()

    def section(self) -> str:
        """The report as a part of a page."""
        return section(self)

    def lines(self) -> list[MarkedLine]:
        """The lines of the worksheet, each with its mark and its verdicts."""
        return marked(self.sheet, self.verdicts)

    def rows(self) -> list[dict[str, Any]]:
        """The verdicts as plain rows, with no more than the hints allow."""
        return [self.row(verdict) for verdict in self.verdicts]

    def row(self, verdict: Verdict) -> dict[str, Any]:
        """A verdict as a plain row. The answer is told of right claims no sooner: others may claim it wrongly."""
        least = {"kind": 1, "cause": 2, "remark": 1 if verdict.is_fine else 2, "answer": THE_ANSWER}
        found = {name: getattr(verdict, name) if self.hints >= least.get(name, 0) else "" for name in FIELDS}
        return {**found, **{name: self.allowed(verdict, found[name]) for name in ("cause", "remark")}}

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data; under a key with what it asks for and what of it was reached."""
        more: dict[str, Any] = {"note": self.note} if self.note else {}
        if self.is_graded:
            more["grades"] = [each.to_dict() for each in self.grades]
        return {
            "name": self.name,
            "right": bool(self),
            "first_wrong_line": self.first_wrong_line,
            "points": list(self.points),
            "needs_look": self.needs_look,
            "verdicts": self.rows(),
            **more,
        }

    def _repr_html_(self) -> str:
        """The worksheet with its marks and causes, in its own colours, for notebooks."""
        return in_notebook(self)

    def to_json(self) -> str:
        """The report as JSON."""
        return json_text(self.to_dict())


def _fitted(text: str, columns: int | None) -> str:
    """A line, broken where it has more columns than there are; what is of several lines has been fitted."""
    if columns is None or "\n" in text or "\033" in text or width(text) <= columns:
        return text
    indent = text[: len(text) - len(text.lstrip())]
    return textwrap.fill(
        text.strip(),
        columns,
        initial_indent=indent,
        subsequent_indent=indent or "  ",
        break_on_hyphens=False,  # names of files have them
        break_long_words=False,
    )


_COLOURS = {True: "\033[32m", False: "\033[31m"}


def _coloured(text: str, verdict: Verdict, colour: bool) -> str:
    return f"{_COLOURS[verdict.is_fine]}{text}\033[0m" if colour else text


def check_hints(hints: object) -> None:
    """Make sure that hints are one of the levels there are."""
    if not isinstance(hints, int) or hints not in range(len(HINTS)):
        raise ValueError(f"hints={hints!r}: expected 0 to 3 ({', '.join(HINTS)})")


def combined_exit_code(codes: Iterable[int]) -> int:
    """The exit code for several files: 1 if any is wrong, else 2 if any is unreadable."""
    found = set(codes)
    return 1 if 1 in found else 2 if 2 in found else 0
