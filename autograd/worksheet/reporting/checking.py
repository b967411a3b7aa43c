"""Worksheets and documents checked: which of them a text is, and the report on it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.engine.operation import Op, teach
from autograd.errors import LanguageError
from autograd.worksheet.causes.search import explain_cause
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.asked import Asked
from autograd.worksheet.judging.judge import Judge, asked_by, judged_key, validate
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.work import MOST_PATIENCE, Pot, allowing
from autograd.worksheet.reporting.figure import place_of
from autograd.worksheet.reporting.grading import grades, likenesses
from autograd.worksheet.reporting.letters_alone import FEWEST, decided_by, letters_above, waiting_above
from autograd.worksheet.reporting.lines import point_at_typed
from autograd.worksheet.reporting.misreading import doubt
from autograd.worksheet.reporting.papers.checking import check_paper
from autograd.worksheet.reporting.papers.keys import (
    check_under_key,
    first_wrong,
    is_document,
    key_as_sheet,
    refuse_wrong,
)
from autograd.worksheet.reporting.readings.anew.told_anew import examples
from autograd.worksheet.reporting.readings.hypotheses import LONGEST_TRIED, read_work, reading
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.reporting.report import Report, check_hints
from autograd.worksheet.sheet.model import Line, Sheet
from autograd.worksheet.sheet.reading.whole_text import without_long_runs
from autograd.worksheet.sheet.sections import sections
from autograd.worksheet.tex.documents import kind_of


def check(
    work: str | Value,
    key: str | Mapping[str, Any] | None = None,
    *,
    hints: int = 2,
    name: str = "",
    follow_through: float = 0.0,
    strict: bool = False,
    last_digit: float | None = None,
    patience: float = 1.0,
) -> Report:
    r"""The verdict on every claim of a worksheet: a report, true if all is right.

    With a key, the text of a right worksheet, the key's definitions are the graph and every line of `work` is a claim.
    For a graph one already has, `work` is its output and `key` what is claimed of the derivatives by its leaves, as
    numbers or formulas. `hints` from 0 to 3 is how much the report tells, `name` what it calls the worksheet;
    `follow_through` from 0 to 1 is the part of the points that is reached by what only follows from an earlier error;
    `last_digit` how many units of it are forgiven a number that is cut off or carried: 1, or what the key says with
    `# last digit: 2`. A worksheet may take some work, in proportion to its length, and what is left then is not judged;
    with `patience` it may take that many times as much, for long ones of one's own.
    LaTeX, and Markdown with formulas, are read as they stand; with `strict` what is not judged is a failure, too,
    with the exit code of what cannot be read.

    What cannot be read is a verdict, too; LanguageError is raised for a key that cannot be read or claims what is
    wrong, and for texts too long.

    >>> from autograd import Value, check
    >>> check("w = 2.0; x = 3.0\nz = w*x + 1 = 8\ndz/dw = x")
    1 of 2 claims is right: line 2 is the first wrong one
    line 2: wrong
      z = w*x + 1 = 8
                    ^
      the formula before it is right, but comes to another result
    >>> w, x = Value(2.0, "w"), Value(3.0, "x")
    >>> bool(check(w * x, {"w": 3, "x": "w"}))  # ∂z/∂w = 3, ∂z/∂x = w
    True
    """
    check_hints(hints)
    if not 0 <= follow_through <= 1:
        raise ValueError(f"follow_through={follow_through!r}: expected a part of the points, from 0 to 1")
    if last_digit is not None and not 0 <= last_digit <= MOST_UNITS:
        raise ValueError(f"last_digit={last_digit!r}: expected units of the last digit, from 0 to {MOST_UNITS}")
    if not 1 <= patience <= MOST_PATIENCE:
        raise ValueError(f"patience={patience!r}: expected how many times the usual work, from 1 to {MOST_PATIENCE}")
    if isinstance(work, Value):
        from autograd.worksheet.judging.graph import judged_graph

        if not isinstance(key, Mapping):
            raise TypeError(f"check(Value, {type(key).__name__!r}): expected claims such as {{'w': 0.6}}")
        return Report(judged_graph(work, key, explain_cause), hints, name, strict=strict)
    if not isinstance(work, str) or not isinstance(key, (str, type(None))):
        which = f"key={type(key).__name__!r}" if isinstance(work, str) else repr(type(work).__name__)
        instead = "of a right worksheet" if isinstance(work, str) else "of a worksheet, or a Value and claims"
        raise TypeError(f"check({which}): expected the text {instead}")
    if key is not None:
        refuse_empty(key)
    with allowing(patience):
        return _check_text(work, key, hints, name, follow_through, strict, last_digit)


def _check_text(
    work: str, key: str | None, hints: int, name: str, follow_through: float, strict: bool, last_digit: float | None
) -> Report:
    """The report on a text, be it a worksheet or a document."""
    kind = kind_of(name, work)
    if kind is not None:
        if key is None:
            return check_paper(work, kind, hints, name, strict)
        is_graded = _ASKS.search(key) is not None
        paper = check_under_key(work, kind, key, hints, name, strict, is_graded)
        if is_graded:
            pot = Pot.third(len(work))
            paper.take_points(_held_against(key, paper.typed, 2, "", follow_through, False, last_digit, pot))
        return paper
    report = _held_against(key, work, hints, name, follow_through, strict, last_digit)
    point_at_typed(report.verdicts, work)
    return report


def _held_against(
    key: str | None,
    work: str,
    hints: int,
    name: str,
    follow_through: float,
    strict: bool,
    last_digit: float | None,
    pot: Pot | None = None,
) -> Report:
    """The report on a worksheet, under a key where there is one."""
    if key is not None and is_document(key):
        refuse_wrong(key)
        key = key_as_sheet(key)
    solution, asks = (read_key(key), _judged_key(key)[1]) if key is not None else (None, None)
    units = _units(key or "") if last_digit is None else last_digit
    if solution is not None:
        return _checked(work, solution, asks, hints, name, follow_through, strict, units, pot)
    exercises = [examples(part) for part in sections(without_long_runs(work))]
    parts = [part for each, _ in exercises for part in each]
    if len(parts) == 1:
        report = _checked(work, None, None, hints, name, follow_through, strict, units, pot)
        return _with_letters_alone(report, work, hints, name, strict, units)
    pot = Pot.of(len(work))
    reports = [_checked(part, None, None, hints, name, 0.0, False, units, pot) for part in parts]
    report = _joined(reports, hints, name, strict)
    if all(is_certain for _, is_certain in exercises):
        return report
    whole = _checked(work, None, None, hints, name, 0.0, strict, units)
    return max(report, whole, key=lambda each: sum(verdict.is_fine for verdict in each.verdicts))


def _with_letters_alone(report: Report, work: str, hints: int, name: str, strict: bool, units: float) -> Report:
    """The report with what the lines above all numbers are by themselves, where these leave them waiting."""
    end = letters_above(work) if len(work) <= LONGEST_TRIED and not report.is_graded else 0
    waiting = waiting_above(report.verdicts, end) if end else set()
    if len(waiting) < FEWEST:
        return report
    lines = work.split("\n")
    above = "\n".join([*lines[:end], *[""] * (len(lines) - end)])
    alone = _checked(above, None, None, hints, name, 0.0, False, units)
    decided = decided_by(alone.verdicts, waiting)
    if not decided:
        return report
    numbers = {line.number for line in report.sheet.lines} if report.sheet is not None else set()
    numbers.update(verdict.line for verdict in report.verdicts)
    return _joined([_of_lines(report, numbers - decided), _of_lines(alone, decided)], hints, name, strict)


def _of_lines(report: Report, numbers: set[int]) -> Report:
    """A report with what it says of some lines and no others."""
    report.verdicts = [verdict for verdict in report.verdicts if verdict.line in numbers]
    if report.sheet is not None:
        lines = [line for line in report.sheet.lines if line.number in numbers]
        steps = [step for step in report.sheet.steps if step.line in numbers]
        report.sheet = replace(report.sheet, lines=lines, steps=steps)
    return report


def _checked(
    work: str,
    solution: Sheet | None,
    asks: Asked | None,
    hints: int,
    name: str,
    follow_through: float,
    strict: bool,
    units: float,
    pot: Pot | None = None,
) -> Report:
    """The report on one worksheet; the parts of a text share the work in a `pot`."""
    tried = reading(work, solution, units, pot)
    return _reported(tried, solution, asks, hints, name, follow_through, strict)


def check_reading(tried: Tried, hints: int) -> Report:
    """The report on a worksheet that was read and judged but for its causes; once for a reading."""
    return _reported(tried, None, None, hints, "", 0.0, False)


def _reported(
    tried: Tried, solution: Sheet | None, asks: Asked | None, hints: int, name: str, follow_through: float, strict: bool
) -> Report:
    sheet, units, pot = tried.sheet, tried.units, tried.pot
    if solution is None and asks is None and tried.was_judged and tried.judge.can_explain:
        judge = tried.judge
        judge.explain_all(explain_cause)
    else:
        judge = Judge(sheet, solution, explain_cause, asks, units, pot)
        if solution is None and tried.was_judged:
            judge.resume(tried.judge)
        judge.found = judge.verdicts()
    misread = ""
    if solution is None and any(line.points is not None for line in sheet.lines):
        validate(judge)  # it is a key
    elif solution is None:
        judge.wait_at_last()
        misread = doubt(judge.found, sheet.is_plain)
    report = Report(judge.found, hints, name, sheet, grades(judge, follow_through), strict=strict)
    if solution is not None:
        report.sheet = replace(sheet, said=[*sheet.said, *_names_told(judge), *_in_vain(solution)])
    elif said := _without_points(sheet):
        report.sheet = replace(sheet, said=[*sheet.said, f"as a key it {said}"])
    report.note = misread if sheet.steps or judge.found else "there is no formula in it"
    report.is_graded = solution is not None and any(line.points is not None for line in solution.lines)
    report.place = place_of(judge, report.first())
    if not judge.has_left:
        judge.keeping.give_back()
    return report


_ASKS = re.compile(r"\bpoints?\b|\bfind\b")
"""What only a key that gives points has in it."""

MOST_UNITS = 9
"""Units of the last digit that can be forgiven: ten are another digit."""

_LAST_DIGIT = re.compile(r"#\s*last digit:\s*([0-9](?:\.[0-9])?)(?![\w.])")
"""How a key says what is forgiven of the last digit."""


def _units(key: str) -> float:
    """How many units of the last digit a key forgives."""
    found = _LAST_DIGIT.search(key)
    return float(found[1]) if found else 1.0


def _in_vain(key: Sheet) -> list[str]:
    """What is said of a key that is good for hardly anything: it asks for nothing, or gives no points for it."""
    asks = key.finds() or any(line.points is not None for line in key.lines)
    if not asks and all(each.definition is not None and each.definition.given for each in key.steps):
        return ["the key asks for nothing: it only gives numbers"]
    said = _without_points(key)
    return [f"the key {said}"] if said else []


def _without_points(key: Sheet) -> str:
    """What is said of a key whose points are all 0."""
    points = [line.points for line in key.lines if line.points is not None]
    return "" if any(points) or not points or key.finds() else "gives 0 points for all that it asks for"


def _names_told(judge: Judge) -> list[str]:
    """What is said of names that look like those of the key, and the line for the key with which they are these."""
    found = likenesses(judge)
    if not found:
        return []
    told = ", ".join(f"{own} looks like {name}" for name, own in found.items())
    line = ", ".join(f"{name}: {own}" for name, own in found.items())
    return [f"{told} of the key: put this line first in the key to have them taken so: {line}"]


def _joined(reports: list[Report], hints: int, name: str, strict: bool) -> Report:
    """One report on the exercises of a sheet."""
    sheets = [report.sheet for report in reports if report.sheet is not None]
    lines: dict[int, Line] = {}
    for line in (line for each in sheets for line in each.lines):  # the lines of the others are blank in each
        if line.number not in lines or len(line.text.strip()) > len(lines[line.number].text.strip()):
            lines[line.number] = line
    sheet = replace(
        sheets[0],
        lines=[line for _, line in sorted(lines.items())],
        steps=[
            *{
                (step.line, step.statement.column, step.member, len(step.claims)): step
                for each in sheets
                for step in each.steps
            }.values()
        ],
        unread={name: line for each in sheets for name, line in each.unread.items()},
        said=list(dict.fromkeys(said for each in sheets for said in each.shortened())),
        short={},
    )
    told = {(verdict.line, verdict.column, verdict.claim): verdict for each in reports for verdict in each.verdicts}
    found = sorted(told.values(), key=lambda verdict: verdict.line)
    misread = doubt(found, all(each.is_plain for each in sheets)) or next(
        filter(None, (each.note for each in reports if each.verdicts)), ""
    )
    report = Report(found, hints, name, sheet, [], note=misread, strict=strict)
    report.place = next((each.place for each in reports if each.first()), report.place)
    return report


def read_key(text: str) -> Sheet:
    """The worksheet of a key; LanguageError at its first line that cannot be read, and at a claim that is wrong.

    Of a key that is a document, what is not read is left out.
    """
    if is_document(text):
        refuse_wrong(text)
        return read_work("")
    refuse_empty(text)
    key = _read_key(text)
    for line in key.lines:
        for error in line.errors:
            raise LanguageError(f"key, line {line.number}: {error}", error.text, error.column, error.length)
    found, _ = _judged_key(text)
    if found is not None:
        said = f"key, line {found.line}: {found.claim} is wrong"
        said += f": {found.cause}" if found.cause else ""
        raise LanguageError(said, found.text, found.column, found.length)
    return key


EMPTY_KEY = "the key has no formula in it: write what is given, how things are computed and what is asked"


def refuse_empty(text: str) -> None:
    """Refuse a key in which no formula is: nothing could be held against it."""
    if is_document(text):
        return
    key = _read_key(text)
    if not key.steps and not any(line.errors for line in key.lines):
        raise LanguageError(EMPTY_KEY)


@lru_cache(maxsize=8)  # many worksheets are held against one key
def _tried_key(text: str) -> Tried:
    """A key as it makes sense, read once; it may have been judged for that."""
    return reading(text)


def _read_key(text: str) -> Sheet:
    """The worksheet of a key."""
    return _tried_key(text).sheet


@lru_cache(maxsize=8)
def _judged_key(text: str) -> tuple[Verdict | None, Asked | None]:
    """The first claim of a key that is wrong, for no worksheet could be held against it; and what it asks for."""
    tried = _tried_key(text)
    if tried.was_judged and tried.judge.can_explain:
        judge = tried.judge
        judge.explain_all(explain_cause)
    else:
        judge = judged_key(tried.sheet, explain_cause)
    wrong = (verdict for verdict in judge.found if verdict.verdict in (verdicts.WRONG, verdicts.SHAPE))
    found = next(wrong, None)
    return found, asked_by(judge) if found is None else None


def _forget_keys(rule: Op) -> None:
    """Read and judge keys anew: an operation has come or gone."""
    _tried_key.cache_clear()
    _judged_key.cache_clear()
    first_wrong.cache_clear()
    key_as_sheet.cache_clear()


teach(_forget_keys, _forget_keys)
