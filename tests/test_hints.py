"""Hints below 3 never tell the answer: not the number that is right, and not the whole formula."""

import random
import re

import pytest

from autograd import check
from autograd.worksheet.judging.cause import DISCREET, SENTENCES
from autograd.worksheet.language.printer import echo
from autograd.worksheet.reporting import formats
from autograd.worksheet.reporting.hints import HINTS
from tests import test_causes, test_worksheet
from tests.benchmarks import causes
from tests.samples import sized

PLANTED = sized(30, 100)

WRITTEN = [row[0] for table in (test_causes.CAUSES, test_worksheet.CAUSES, test_worksheet.AGAINST) for row in table]

ZEROS = [
    "x = 0.011; y = x^2\ny = 0.00",
    "x = 0.011; y = [x^2, x]\ny = [0.00, 0.01]",
    "x = 0.011; y = x^3\ny = 0.0",
    "x = 3.0; w = 2.0; y = 5*w\ndy/dx = 1",
    "x = -3.0; y = relu(x)\ndy/dx = 1",
    "x = 3.0; y = 7*x\ndy/dx = 8.0",
    "x = 3.0; w = 4.5; y = w*x\ndy/dx = x",
    "x = [1.0, 2.5]; y = sum(x^2)\ndy/dx = 2*x = [2, 4]",
]


def told_by(report, verdict):
    """All that is said of a verdict, but for what was typed."""
    row = report.row(verdict)
    return " ".join(str(row[name]) for name in ("kind", "cause", "remark", "answer", "hint"))


def answers_in(told, verdict):
    """The numbers that are right, and the right formula, as far as they stand in what is told."""
    found = []
    if not re.search(r"[^\W\d_]", verdict.claim.rpartition("=")[2]):
        bare = re.sub(r"line \d+|(?:entry |(?<=\w))\[[\d,]+\]", "", told)
        for number in re.findall(r"[\d.]*\d(?:e[-−]?\d+)?", verdict.answer):
            shown = rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)"
            found += re.findall(shown, bare) if not re.search(shown, verdict.claim.rpartition("=")[2]) else []
    if verdict.mistake is not None and verdict.mistake.fixed is not None:
        whole = echo(verdict.mistake.fixed)
        found += re.findall(rf"(?<![\w.]){re.escape(whole)}(?![\w.])", told)
    return found


def of_all(texts, hints):
    """Each text's report at a level of hints, with its verdicts that have a fault or a remark."""
    for text in texts:
        report = check(text, hints=hints)
        for verdict in report.verdicts:
            if verdict.hint or not verdict.is_fine:
                yield text, report, verdict


def planted():
    """Sheets with the usual mistakes."""
    found = list(causes.mutants(1))
    return [mutant.text for mutant in random.Random(0).sample(found, min(PLANTED, len(found)))]


@pytest.mark.parametrize("hints", range(len(HINTS) - 1))
@pytest.mark.parametrize("texts", [WRITTEN, ZEROS], ids=["causes", "zeros"])
def test_the_answer_is_not_told(texts, hints):
    for text, report, verdict in of_all(texts, hints):
        if verdict.verdict != "right value, wrong formula":  # who has it has the number
            assert answers_in(told_by(report, verdict), verdict) == [], text


@pytest.mark.parametrize("hints", [2, pytest.param(1, marks=pytest.mark.slow)])
def test_nor_is_it_told_of_planted_mistakes(hints):
    for text, report, verdict in of_all(planted(), hints):
        if verdict.verdict != "right value, wrong formula":
            assert answers_in(told_by(report, verdict), verdict) == [], text


def test_at_the_last_level_it_is():
    """The test of the tester."""
    told = [answers_in(told_by(report, verdict), verdict) for _, report, verdict in of_all(WRITTEN, 3)]
    assert sum(map(bool, told)) > len(told) / 4


@pytest.mark.parametrize("hints", range(len(HINTS)))
def test_no_format_tells_more_than_another(hints):
    report = check("x = 3.0; y = x^2\ndy/dx = 2*x = 5\ny = 0.0", hints=hints)
    shown = [
        report.text(),
        report.to_json(),
        report._repr_html_(),
        formats.as_csv([report]),
        formats.as_gradescope([report]),
    ]
    assert all(("comes to 6" in text or "it is 6" in text) == (hints == 3) for text in shown)


def test_every_discreet_sentence_stands_for_one_there_is():
    assert set(DISCREET) <= set(SENTENCES)
    for sentence, instead in DISCREET.items():
        assert set(re.findall(r"{(\w+)", instead)) <= set(re.findall(r"{(\w+)", SENTENCES[sentence]))
