"""What is kept from one check to the next changes no verdict, and what it may take."""

import pytest

from autograd import anomalies, check
from autograd.support.remembered import LONGEST, MOST
from autograd.worked import sheet
from autograd.worksheet.evaluation.sampling import kept
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Rows
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import BEHIND_FIRST, FIRST
from autograd.worksheet.reporting.readings.hypotheses import read_work

SHEETS = {
    "residual": sheet("residual"),
    "updates": "w = 0.5; x = 2; y = relu(w*x); L = (y - 3)^2\ndL/dw = 2*(y - 3)*x\nw <- w - 0.1*dL/dw = 1.3\ndL/dw = 1",
    "slopes named": "x = [0.5, 2]; W = [[1, 2], [3, -4]]; z = W@x; L = sum(relu(z)^2)\nd = dL/dz; dL/dW = d@x.T",
    "letters": "x in R^m; W in R^{n×m}\ny = W@x; L = sum(tanh(y))\ndL/dx = W.T@(1 - tanh(y)^2)\ndL/dW = x@(1 - y^2)",
    "second": "x = 1.5; y = x^3; g = dy/dx\ndg/dx = 6*x = 9\ndg/dx = 3*x",
    "unread": "x = 1.5\nq = x $\ny = x^2 = 2.25\ndy/dx = x",
    "parameters": "x = -1.5; y = leaky_relu(x, 0.25)\ndy/dx = 0.25 = 0.5",
}


def judged(text):
    """What a judge says of a sheet, and what work it leaves; what it met is kept."""
    judge = Judge(read_work(text))
    said = [(each.line, each.verdict, each.claim, each.remark, each.answer) for each in judge.verdicts()]
    left = judge.work.left
    judge.keeping.give_back()
    return said, left


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.forget()
    yield
    kept.forget()


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_checked_again_is_told_and_charged_the_same(name):
    first = judged(SHEETS[name])
    assert judged(SHEETS[name]) == first
    judged(SHEETS[name].rpartition("\n")[0])  # one line less is asked, and what it asked is to be paid all the same
    judged(f"{SHEETS[name]} = 7")
    assert judged(SHEETS[name]) == first


def test_points_are_taken_from_the_check_before(monkeypatch):
    text = SHEETS["residual"]
    check(text)
    drawn = []
    monkeypatch.setattr("autograd.worksheet.evaluation.sampling.settling.at_random", lambda *given: drawn.append(given))
    report = check(text.replace("dz/db1 = 1", "dz/db1 = 2"))
    assert not drawn
    assert [each.line for each in report.verdicts if each.verdict == "wrong"][-1:] == [11]
    check(text.replace("w0 = 0.5", "w0 = 0.6"))
    assert drawn


def test_only_so_much_is_kept():
    for number in range(kept.MOST_KEPT + 9):
        check(f"x = {number}.5; y = x^2; dy/dx = 2*x")
    assert len(kept._KEPT) == kept.MOST_KEPT
    check("v = ones(90, 90)*0.5; w = v@v; L = sum(w); dL/dv = v@ones(90, 90)")
    assert sum(each.held for each in kept._KEPT.values()) <= kept.MOST_HELD


def test_what_bad_arithmetic_does_is_part_of_what_is_kept():
    text = "x = 0; y = x^2; dy/dx = 2*x + log(x)*0"
    with anomalies("ignore"):
        ignored = check(text).verdicts[0].verdict
    assert check(text).verdicts[0].verdict == "undefined at these numbers"
    with anomalies("ignore"):
        assert check(text).verdicts[0].verdict == ignored


def test_a_line_is_read_by_its_document_though_it_was_met_in_another():
    line = "z = w x^2"
    alone, layered = (rewrite(line, Document(text)).text for text in (line, f"x^2 = σ(v)\n{line}"))
    assert alone != layered
    assert rewrite(line, Document(line)).text == alone
    for rows in (FIRST, BEHIND_FIRST):
        rows._candidates.clear()
    assert rewrite(line, Document(f"x^2 = σ(v)\n{line}")).text == layered


def test_few_lines_are_remembered():
    rows = Rows(BEHIND_FIRST)
    for number in range(MOST + 2):
        rows.candidates(f"y = {number}")
    rows.candidates("y" * (LONGEST + 1))
    assert len(rows._candidates) == 2
