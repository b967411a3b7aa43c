"""Cases and conditions: on indices and on values, in claims, definitions and sums, in every way they are written."""

import pytest

from autograd import check
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import read_expression

CLOSED = "x = -2.0; w = 1.5; b = 0.2\nz = w x + b\na = relu(z)\nL = a^2\n"
OPEN = CLOSED.replace("x = -2.0", "x = 2.0")
SOFTMAX = "z = [1.0, 2.0, 0.5]; y = 1\ns = softmax(z)\n"
LEAKY = "z = [1.0, -2.0, 0.5]\na[i] = z[i] if z[i] > 0 else 0.1 z[i]\n"
PIECES = "x = 2.0; w = 0.5\nz = w x\nc = z if z > 1.5\nc = 3z otherwise\n"
BRACED = "x = 2.0; w = 0.5\nz = w x\nc = {z if z > 1.5; 3z if z <= 1.5}\n"
ELSEWHERE = "the numbers given are on the other side: judged at others"

RIGHT = [
    (CLOSED, "da/dw = x if w x + b > 0", ELSEWHERE),
    (CLOSED, "da/dw = 0 if z <= 0", ""),
    (OPEN, "da/dw = 0 if z ≤ 0", ELSEWHERE),
    (CLOSED, "da/dw = x if z > 0 else 0", ""),
    (OPEN, "da/dw = x if z > 0, 0 otherwise", ""),
    (OPEN, "da/dw = 0 if z <= 0, x otherwise", ""),
    (OPEN, "da/dw = {x if z > 0; 0 otherwise}", ""),
    (OPEN, "da/dw = {x if z > 0, 0 if z <= 0}", ""),
    (OPEN, "dL/dw = 2 a x 1{z ≥ 0}", ""),
    (OPEN, "dL/dw = 2 a x 1[z > 0]", ""),
    (OPEN, "dL/dw = 2 a (x if z > 0 else 0)", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i]*(1[i=j] - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (1{i = j} - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (𝟙[i=j] - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i]*(δ_ij - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (δ_{ij} - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (δ[i,j] - s[j])", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (1 - s[i]) if i = j else -s[i] s[j]", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (1 - s[i]) if i = j", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (1 - s[i]) if i = j\nds[i]/dz[j] = -s[i] s[j] otherwise", ""),
    (SOFTMAX, "ds[i]/dz[j] = -s[i] s[j] if i ≠ j", ""),
    (SOFTMAX, "ds[i]/dz[i] = s[i]*sum(k != i: s[k])", ""),
    (SOFTMAX, "ds[i]/dz[i] = s[i] sum(k≠i: s[k])", ""),
    (SOFTMAX, "ds[i]/dz[i] = s[i] Σ_{k≠i} s_k", ""),
    (SOFTMAX, "ds[i]/dz[i] = s[i] Σ_{k=1, k≠i}^n s[k]", ""),
    (SOFTMAX, "L = -sum(k: 1[k = y] log(s[k])); dL/dz[i] = s[i] - 1[i = y]", ""),
    (LEAKY, "da[i]/dz[i] = 1 if z[i] > 0 else 0.1", ""),
    (LEAKY, "da[i]/dz[i] = 1 if z[i] > 0; da[i]/dz[i] = 0.1 otherwise", ""),
    (LEAKY, "da[i]/dz[j] = 0 if i ≠ j", ""),
    (PIECES, "dc/dw = 3x = 6", ""),
    (PIECES, "dc/dz = 1 if z > 1.5", ELSEWHERE),
    (PIECES, "dc/dz = 3 if z <= 1.5 else 1", ""),
    (BRACED, "dc/dz = 3 if z <= 1.5; 1 otherwise", ""),
    ("w = [1, 2]; x = [3, 1]\ny = max(0, w·x - 9)\n", "dy/dw = 0 if w·x ≤ 9; dy/dw = x if w·x > 9", ELSEWHERE),
    ("a = relu(w x)\n", "da/dw = x if w x > 0\nda/dw = 0 otherwise", ""),
    ("a = relu(w x)\n", "da/dw = {x if w x > 0; 0 otherwise}", ""),
]
WRONG = [
    (CLOSED, "da/dw = w if z > 0", "w is written where x belongs"),
    (CLOSED, "da/dw = x if z <= 0", ""),
    (OPEN, "da/dw = {0 if z > 0; x otherwise}", ""),
    (SOFTMAX, "ds[i]/dz[j] = s[i] (δ_ij + s[j])", "the sign of s[j] is wrong"),
    (SOFTMAX, "ds[i]/dz[i] = s[i]*sum(k: s[k])", ""),
    (SOFTMAX, "ds[i]/dz[j] = -s[i] s[j] if i = j", ""),
    (SOFTMAX, "L = -sum(k: 1[k = y] log(s[k])); dL/dz[i] = s[i] - 1[i != y]", ""),
    (LEAKY, "da[i]/dz[i] = 2 if z[i] > 0", ""),
    (PIECES, "dc/dz = 3 if z > 1.5", ""),
    (PIECES, "dc/dw = x", ""),
    ("a = relu(w x)\n", "da/dw = w if w x > 0", "w is written where x belongs"),
]
NOT_READ = [
    ("x = 2\ny = 3 otherwise", "otherwise than what? Write the condition: if z <= 0"),
    ("x = 2\ny = 3 if x", "after if comes a condition, such as z > 0 or i != j"),
    ("x = [1, 2]\ny = max(i != 9: x[i]) + max(i = 7: x[i])", "max of nothing: the condition leaves no entry"),
    ("x = [1, 2]; z = [1, 2, 3]\ny = (x if z > 0 else 0)", "2×1 beside 3×1 in a condition: equal shapes were expected"),
]


@pytest.mark.parametrize(("sheet", "claims", "remark"), RIGHT, ids=lambda text: text.splitlines()[-1] if text else "")
def test_right_ones_are_right(sheet, claims, remark):
    report = check(sheet + claims)
    assert {each.verdict for each in report.verdicts} == {"right"}, report
    assert not remark or report.verdicts[-1].remark == remark


@pytest.mark.parametrize(("sheet", "claims", "cause"), WRONG, ids=lambda text: text.splitlines()[-1] if text else "")
def test_wrong_ones_are_wrong(sheet, claims, cause):
    found = check(sheet + claims).verdicts[-1]
    assert found.verdict == "wrong"
    assert not cause or found.cause == cause


@pytest.mark.parametrize(("text", "cause"), NOT_READ)
def test_what_cannot_be_read_says_why(text, cause):
    found = check(text).verdicts[-1]
    assert (found.verdict in ("can't be read", "wrong shape"), found.cause) == (True, cause)


def test_a_condition_that_is_never_met_is_not_judged():
    found = check("x = 2.0; w = 1.0\ny = w x\ndy/dw = 0 if y < 0").verdicts[0]
    why = "nothing is known where y < 0: the numbers given are on the other side"
    assert (found.verdict, found.cause) == ("not judged", why)


@pytest.mark.parametrize("formula", ["2*(x if z > 0 else 0)", "sum(k != i: s[k])", "x if 0 < z <= 1 else -x"])
def test_what_was_read_is_echoed(formula):
    assert echo(read_expression(f"({formula})", [*"xzs"])) == formula
