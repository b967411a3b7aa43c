"""What a report may tell at each level of hints: below the last, no answer in numbers and none as a formula.

What is said of a mistake may hold the answer itself: the number a formula comes to, a name that is the whole formula.
Then a sentence that says as much without it takes its place, or else the kind of mistake alone.
"""

import re
from collections.abc import Iterator

from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.cause import DISCREET
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.printer import echo

HINTS = ("which line", "what kind", "where", "the answer")
"""What each level of hints adds."""

ONE_FILE = "check one file at a time with --format gradescope"

THE_ANSWER = HINTS.index("the answer")

_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+−]?\d+)?(?!\w)")
_PLACES = re.compile(r"line \d+|(?:entry |(?<=\w))\[[\d, ]+\]")
"""Numbers that are no numbers of the sheet: lines and indices."""


def discreet(verdict: Verdict, told: str) -> str:
    """A cause or remark as it may be told where the answer may not be."""
    if not shows_answer(verdict, told):
        return told
    mistake = verdict.mistake
    if mistake is not None and mistake.sentence in DISCREET:
        instead = told.replace(str(mistake), mistake.written(DISCREET[mistake.sentence]))
        if not shows_answer(verdict, instead):
            return instead
    return verdict.kind


def shows_answer(verdict: Verdict, told: str) -> bool:
    """Whether a text holds the right number, or the whole of the right formula; a claim that came out right knew it."""
    if verdict.is_fine or verdict.verdict in (verdicts.VALUE, verdicts.UNREADABLE, verdicts.NOT_JUDGED):
        return False
    mistake = verdict.mistake
    if mistake is None or mistake.sentence in DISCREET or not re.search(r"[^\W\d_]", claimed(verdict)):
        shown = set(_numbers(_PLACES.sub("", told)))  # in a formula of names a factor 2 is no answer, though it be 2
        if any(_is_shown(answer, each) for answer in _numbers(verdict.answer) for each in shown):
            return True
    fixed = mistake.fixed if mistake is not None else None
    return fixed is not None and re.search(rf"(?<![\w.]){re.escape(echo(fixed))}(?![\w.])", told) is not None


def claimed(verdict: Verdict) -> str:
    """The formula of a claim as it was typed."""
    return verdict.claim.rpartition("=")[2]


def _numbers(text: str) -> Iterator[float]:
    """The numbers in a text, whatever their signs."""
    for found in _NUMBER.findall(text):
        yield abs(float(found.replace("−", "-").replace(",", "")))


def _is_shown(answer: float, shown: float) -> bool:
    return abs(answer - shown) <= 1e-3 * max(answer, shown)  # three digits of it are the answer
