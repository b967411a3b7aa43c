r"""What the playground's page asks for: plain data in, plain data out, whichever way the page runs.

A request names its `kind` and has the `text` of a worksheet; `answer` never raises for what somebody typed.

>>> found = answer({"kind": "verdicts", "text": "x = 3; y = x^2\ndy/dx = x"})
>>> found["summary"], [(line["number"], line["mark"]) for line in found["lines"]]
('1 claim: wrong at line 2', [(1, ' '), (2, '✗')])
>>> answer({"kind": "solution", "text": "x = "})["error"]
'line 1: nothing comes after this =: a formula was expected'
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from autograd.commands.playground import givens, solution, training
from autograd.commands.playground.computed import computed
from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.errors import AutogradError, LanguageError
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.excerpt import visible
from autograd.worksheet.reporting.checking import check, check_reading
from autograd.worksheet.reporting.harmless import one_line
from autograd.worksheet.reporting.html import KINDS
from autograd.worksheet.reporting.lines import MarkedLine, places
from autograd.worksheet.reporting.readings.hypotheses import reading
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.reporting.report import Report
from autograd.worksheet.sheet.sections import sections
from autograd.worksheet.tex.documents import kind_of

LONGEST = 20_000
"""Characters of a worksheet that is checked as one types it."""

FROM_FILES, BETWEEN_DOLLARS = "LaTeX is read from a file saved as .tex or .md", "LaTeX is read between dollars: $x$"
"""What is said of LaTeX on the command line, and what helps on the page."""

BESIDE = 60
"""Values whose picture stands below the solution."""

MOST_SAID = 20
"""Verdicts of a line that are told."""


def answer(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request; what is wrong with it is in the answer's `error`."""
    kind, text = request.get("kind"), request.get("text", "")
    if kind not in KINDS_OF_REQUEST or not isinstance(text, str):
        return {"error": "the page and this server are of different versions: load the page again"}
    if len(text) > LONGEST:
        return {"error": f"{len(text):,} characters are too many to be checked as you type: at most {LONGEST:,}"}
    try:
        return KINDS_OF_REQUEST[kind](text, request)
    except LanguageError as error:
        said = {"error": visible(str(error))}
        return {**said, "text": error.text, "column": error.column, "length": error.length} if error.text else said
    except (AutogradError, ArithmeticError) as error:
        return {"error": visible(str(error))}
    except RecursionError:
        return {"error": "this is nested too deeply"}


class Desk:
    """The worksheets asked about last: what was found out about them is here when something else is asked of one."""

    def __init__(self) -> None:
        self.report = lru_cache(maxsize=4)(self._report)
        self.value = lru_cache(maxsize=4)(self._value)
        self.judged: tuple[str, Tried] | None = None

    def marked(self, text: str) -> Tried:
        """A worksheet read and judged, causes not yet looked for."""
        if self.judged is not None:
            self.judged[1].leave()  # who goes on typing asks for no causes
        self.judged = text, reading(text)
        return self.judged[1]

    def _report(self, text: str, hints: int) -> Report:
        """The report on a worksheet."""
        if self.judged is not None and self.judged[0] == text:  # its marks were asked for just now
            tried, self.judged = self.judged[1], None
            return check_reading(tried, hints)
        found = check(text, hints=hints, name=_file(text))
        found.name = ""
        return found

    def _value(self, text: str) -> Value:
        """The number a worksheet computes, with the graph below it."""
        return computed(self.report(text, 2).sheet)


DESK = Desk()
"""The page's one: it asks about one worksheet after the other."""


_LATEX = re.compile(r"\$[^$\n]*\\?[^$\n]*\$|\\[\[(]|\\begin\b")
_DOCUMENT = re.compile(r"\\(documentclass|section|begin\{document\})")


def _file(text: str) -> str:
    """What a file with this text would be called: it says in which way formulas stand in it."""
    if _DOCUMENT.search(text):
        return "sheet.tex"
    return "sheet.md" if _LATEX.search(text) else ""


def _hints(request: Mapping[str, Any]) -> int:
    hints = request.get("hints", 2)
    return hints if hints in (0, 1, 2, 3) else 2


def _marks(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """The marks alone, as long as causes are still looked for; nothing where it takes as long as all."""
    if len(sections(text)) > 1 or kind_of(_file(text), text) is not None:
        return {}
    tried = DESK.marked(text)
    found = Report(tried.verdicts, _hints(request), "", tried.sheet)
    return {"lines": [_line(line, found.hints) for line in found.lines()]}


def _verdicts(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of the lines, what is said of them and where, and the numbers that have a slider."""
    found = DESK.report(text, _hints(request))
    return {
        "summary": found.summary(),
        "fine": bool(found),
        "claims": len(found.verdicts),
        "lines": [_line(line, found.hints) for line in found.lines()],
        "notes": found.sheet.shortened() if found.sheet else [],
        "givens": givens.sliders(found.sheet) if found.sheet else [],
    }


def _line(line: MarkedLine, hints: int) -> dict[str, Any]:
    said = {}
    for verdict in line.told[:MOST_SAID]:
        told = _said(line, verdict)
        said[told["verdict"], told["hint"], told["place"]] = told
    return {
        "number": line.number,
        "mark": line.mark,
        "kind": KINDS.get(line.mark, ""),
        "places": places(line, is_exact=hints >= 2),
        "said": list(said.values()),
        "more": max(0, len(line.told) - MOST_SAID),
    }


def _said(line: MarkedLine, verdict: Verdict) -> dict[str, Any]:
    place = verdict.text[verdict.column : verdict.column + verdict.length]
    return {
        "kind": "right" if verdict.is_fine else "wrong" if line.mark == "✗" else "open",
        "verdict": verdict.verdict,
        "hint": one_line(verdict.hint).replace(FROM_FILES, BETWEEN_DOLLARS),
        "place": visible(place[:40]),
        "numbers": verdict.claim.rpartition("=")[2].strip().lstrip("-−").replace(".", "", 1).isdigit(),
    }


def _page(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    from autograd.worksheet.reporting.formats import as_html

    return {"page": as_html([DESK.report(text, _hints(request))])}


def _solution(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    counted = solution.counts(DESK.report(text, 2).sheet)
    if counted is not None:
        return {"html": counted}
    found = DESK.value(text)
    shown = {"html": solution.html(found)}
    return {**shown, **_picture(text, request)} if len(order(found)) <= BESIDE else shown


def _latex(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    from autograd.records.explain import explain

    return {"latex": explain(DESK.value(text)).latex}


def _derivation(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    return solution.derivation(text)


def _picture(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    from autograd.pictures.drawing import draw
    from autograd.pictures.svg import svg

    found = DESK.value(text)
    found.zero_grad()
    with suppress(AutogradError):  # without a way back the picture has no gradients
        found.backward()
    drawn = draw(found, level="name").picture
    return {"svg": svg(drawn.narrow() if request.get("tall") is True else drawn)}


def _player(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    from autograd.player import play

    return {"page": play(DESK.value(text)).html}


def _formula(text: str, request: Mapping[str, Any]) -> dict[str, Any]:
    return givens.as_sheet(text, request.get("values", {}))


KINDS_OF_REQUEST: dict[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    "marks": _marks,
    "verdicts": _verdicts,
    "page": _page,
    "solution": _solution,
    "latex": _latex,
    "derivation": _derivation,
    "picture": _picture,
    "player": _player,
    "formula": _formula,
    "train": lambda _, request: training.train(request),
    "weight": lambda _, request: training.weight(request),
}
"""What can be asked for."""
