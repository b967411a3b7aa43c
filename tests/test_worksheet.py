"""Worksheets judged: the worked examples as they stand, each kind of verdict, keys, points, hints, other graphs."""

import gc
import json
import math
import re

import pytest

from autograd import LanguageError, Report, Value, check, relu, worked
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.reporting import formats


def said(text, key=None):
    return [verdict.verdict for verdict in check(text, key).verdicts]


@pytest.mark.parametrize("name", worked.WORKED)
def test_worked_examples_get_the_verdicts_and_causes_noted_in_them(name):
    assert worked.unlike_recorded(worked.sheet(name)) == []
    assert worked.report(name).verdicts
    assert worked.title(name)


def test_a_verdict_that_is_not_as_recorded_is_noticed():
    assert worked.unlike_recorded("x = 2.0; y = x^2\ndy/dx = 2*x  #! wrong") == ["line 2: right: "]
    assert worked.unlike_recorded("x = 2.0; y = x^2\ndy/dx = x  #! wrong: magic")


def test_the_case_the_sheet_forgot_is_missing():
    text = worked.sheet("softmax-cross-entropy")
    cut = "\n".join(line for line in text.splitlines() if not line.startswith("dL/dh[i]"))
    first = check(cut).first()
    assert (first.verdict, first.claim, first.cause) == ("not attempted", "dL/dh[i]", "the case i != 1 is missing")


X = "x = 3.0; w = -0.5; b = 0.25\ny = w*x + b\n"

LINE = "x = 2; w = 1; b = 0.5; t = 1; y = w*x + b; L = (y - t)^2/2"
"""A loss of two parameters: dL/dw is 3, dL/db 1.5."""

VERDICTS = [
    ("x = 3.0; y = x^2\ndy/dx = 2x", ["right"]),
    ("x = 3.0; y = x^2\ndy/dx = 2x = 6", ["right", "right"]),
    ("x = 3.0; y = x^2\ndy/dx = 6.0", ["right"]),
    ("x = 3.0; y = x^2\ndy/dx = x", ["wrong"]),
    ("x = 2.0; y = x^2\ndy/dx = x^2", ["right value, wrong formula"]),
    ("x = -1.1; y = x^2 - 1.21\ny = x^2 + 1000*x - 1000*x - 1.21", ["right"]),  # no logarithm of x is needed
    ("x = 1.3; y = exp(x)\ny = 3.7", ["right within the digits printed"]),
    ("x = 1.3; y = exp(x)\ny = 3.6", ["wrong"]),
    ("x = 1.3; y = exp(x)\ny = 4", ["wrong"]),  # without a point it is exact
    ("x = 0.5; y = x/3\ny = 1/6", ["right"]),
    ("x = 0.5; y = x/3\ny = 0.17", ["right within the digits printed"]),
    ("x = 0.011; y = x^2\ny = 0.0", ["right within the digits printed"]),
    ("x = 0.011; y = x^2\ny = 0.000", ["right within the digits printed"]),
    ("x = 0.011; y = x^2\ny = 0", ["wrong"]),
    ("x = 1.7; y = sin(x)\ndy/dx = cos(1.7)", ["right"]),
    ("x0 = 1.0; w0 = 0.5; w1 = -0.2; y = x0*w0*w1 + x0\ndy/dx0 = 1 + w1*0.5", ["right"]),  # 0.5 stands for w0
    ("x = 2.0; w = 0.333; y = w*x\ndy/dx = 0.33 ", ["right within the digits printed"]),
    ("x = 2.0; w = 0.333; y = w*x^2\ndy/dx = 2*0.33*x", ["right within the digits printed"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx = 2x", ["right"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx = 2*x.T", ["right, in row layout"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx = [3, 5]; dy/dx = [3.0, 4.9]", ["right", "wrong"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx = 2*x[0]", ["wrong shape"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx[i] = 2*x[i]", ["right"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx[i] = 3 for i = 0", ["right"]),
    ("x = [1.5, 2.5]; y = sum(x^2)\ndy/dx[i] = 3", ["wrong"]),
    ("W = [[1.5, 2], [3, 4], [5, 6]]; x = [0.5, -1]; y = W@x\ndy/dx = W; dy/dx = W.T", ["right", "wrong shape"]),
    ("x = [1.5, 2.5]; y = x*x.T", ["wrong shape"]),
    ("x = 0.0; y = relu(x)\ndy/dx = 0", ["right"]),
    ("x = 0.0; y = relu(x)\ndy/dx = 1", ["undecided at a kink"]),
    ("a = step(0) = 1; b = sgn(0) = -1; c = hardlim(0) = 0", ["undecided at a kink"] * 2 + ["right"]),
    ("a = σ(z)\nx̂ = (x - μ)/σ = [-1.4142, 0, 0, 1. 1. 1.4142]", ["can't be read"]),
    ("a = step(0) = -1; b = step(1) = 0; c = sgn(2) = -1", ["wrong"] * 3),
    ("x = 0.0; y = relu(x)\ndy/dx = 0.5", ["wrong"]),
    ("x = 1.5; y = relu(x)\ndy/dx = 1", ["right"]),
    ("x = -1.5; y = relu(x)\ndy/dx = 1", ["wrong"]),
    ("x = 0.0; y = log(x)\ndy/dx = 1", ["undefined at these numbers", "not judged"]),
    ("x = 0.0; y = sqrt(x)\ndy/dx = 1", ["undefined at these numbers"]),
    ("x = 1.0; y = step(x)\ndy/dx = 0", ["undefined at these numbers"]),
    ("x = 1.5; y = x^2\ndy/dx = 1/(x - x)", ["undefined at these numbers"]),
    (  # e^-740 has two digits left: a quotient of such numbers is anything, but 1 + e^-740 is 1
        "x = [-740, -742]; s = logsumexp(x)\nds/dx[i] = exp(x[i])/sum(j: exp(x[j])); exp(x[0]) + 1 = 2",
        ["undefined at these numbers", "wrong"],
    ),
    ("y = relu(w*x)\ndy/dw = x; dy/dw = H(w*x) x", ["wrong", "right"]),  # without givens every pattern counts
    ("y = log(w) + w^3\ndy/dw = 1/w + 3w^2", ["right"]),
    ("x = 1.5; y = q*x\ndy/dx = q", ["can't be read", "not judged"]),
    ("x = 1.5; y = x^2\nfind dy/dx", ["not attempted"]),
    ("x = 1.5; y = x^2\nfind dy/dx\ndy/dx = 2x", ["right"]),
    (X + "y = -1.5\nz = y^2 = 2.25", ["wrong", "follows from your error in line 3"]),
    (X + "z = y^2\ndz/dy = y\ndz/dw = y*x", ["wrong", "follows from your error in line 4"]),
    (
        X + "u = x^2\nz = u^2\ndu/dx = x = 3\ndz/dx = 2u*du/dx = 54",
        ["wrong", "wrong", "right", "follows from your error in line 5"],
    ),
    (
        X + "u = x^2\nz = u^2\ndu/dx = x = 3\ndz/dx = 2u*du/dx = 55",
        ["wrong", "wrong", "right", "wrong"],
    ),
    (
        X + "u = x^2\nz = u^2\ndu/dx = x = 3\ndz/dx = 3u*du/dx = 81",
        ["wrong", "wrong", "wrong", "wrong"],
    ),
    (X + "z = y^2\ndz/dy = y\ndz/dw = dz/dy*x", ["wrong", "right"]),
    ("w = 1.5; x = 2.0; L = (w*x)^2; lr = 0.1\nw <- w - lr*dL/dw", ["right"]),
    ("w = 1.5; x = 2.0; L = (w*x)^2; lr = 0.1\nw <- w + lr*2*w*x^2", ["wrong"]),
    ("w = 1.5; x = 2.0; L = (w*x)^2; lr = 0.1\nw <- w - lr*2*w*x^2\nw = 0.3; L = 0.36", ["right"] * 3),
    ("w = 1.5; x = 2.0; L = w*x\nw <- 2.5\nL = 5; L = 3", ["right", "wrong"]),
    (f"{LINE}\nw <- w - 0.1 dL/dw\nb <- b - 0.1 dL/db\nw = 0.7; b = 0.35; y = 1.75", ["right"] * 5),
    (f"{LINE}\nw <- w - 0.1 dL/dw; w = 0.7\nb <- b - 0.1 dL/db; b = 0.35", ["right"] * 4),
    (
        f"{LINE}\nw <- w - 0.1 dL/dw; y = 1.9\nb <- b - 0.1 dL/db; b = 0.41",
        ["right"] * 4,
    ),  # asked for between: a new step
    (f"{LINE}\nw <- w - 0.1 dL/dw\nw <- w - 0.1 dL/dw\nw = 0.52", ["right"] * 3),
    (f"{LINE}\nv = 0; r = 0.1; m = 0.9\nv <- m v + dL/dw\nw <- w - r v\nw = 0.7", ["right"]),
    (
        f"{LINE}\ns = 0; r = 0.1\ns <- 0.9 s + 0.1 dL/dw^2\nw <- w - r dL/dw/sqrt(s)\nw = 0.683772",
        ["right within the digits printed"],
    ),
    (f"{LINE}\nd = 0.01; r = 0.1\nw <- (1 - r d) w - r dL/dw\nw = 0.699", ["right"]),
    (f"{LINE}\nr = 0.1\nw <- w + r dL/dw", ["wrong"]),
    ("A = conv([9, 9, 3], filters=4, kernel=3)\nparameters(A) = 108; parameters(A) = 112", ["right", "right"]),
    ("A = conv([9, 9, 3], filters=4, kernel=3, bias=0)\nparameters(A) = 112", ["wrong"]),
    ("x = 3.0; 2x = 6 = 5", ["right", "wrong"]),
    ("x = 3.0; w = 0.5; L = (w x)^2\ndLdw = 2w x; dL_dw = 2w x^2 = 9", ["wrong", "right", "right"]),
    (
        "x = 3.0; w = 0.5; L = (w x)^2\nfind dLdw, dLdx\ndL_dx = 1.5\nw <- w - 0.1*dLdw",
        ["not attempted"] + ["right"] * 2,
    ),
    ("L = (w x)^2\ndLdw = 2w x^2; dLdx = 2w x", ["right", "wrong"]),
    ("W = [[1.5, 2], [3, 4]]; x = [0.5, -1]; L = sum(W@x)\ndLdW[i,j] = x[j]; dLdW[i,j] = x[i]", ["right", "wrong"]),
    ("x = 3.0; w = 0.5; L = (w x)^2\ngrad_w = dL/dw = 2w x^2 = 9", ["right", "right"]),
    ("x = 3.0; L = x^2; dLdy = 7\ny = 2L; dLdy = 7", ["right"]),  # it has been a name before
    ("p = [0.2, 0.8]; y = [0, 1.0]; L = -sum(i: y[i] log p[i])\ndL/dp[i] = -y[i]/p[i]; L = -ln p[1]", ["right"] * 2),
    ("x = 3.0; y = x^2\ndy/dx = 2x\n  = 2*3\n\n  = 6", ["right"] * 3),
    ("x = 3.0; y = x^2\n = 9\n = 8", ["right", "wrong"]),
    ("x = 3.0; y = x^2\ny; dy/dx\n = x", ["wrong"]),
    ("x = 3.0; y = x^2\ndy/dx = $\n = 6\n = 6\n = 7", ["can't be read", "right", "wrong"]),
    ("x = [1.5, 2.5]; y[i] = x[i]^2\ndy[i]/dx[j] = 0 for i != j\n = 0\n = 2x[i] for i = j", ["right"] * 3),
    ("x = 3.0; y = $; z = x^2\ny = 4; z = 9", ["can't be read", "not judged", "not judged"]),
    ("w = 1.0; L = w^2; r = 0.1\nw <- w - r dL/dw = 1 - 0.1*2 = 0.8\n = 1 - 0.1*2 = 0.7", ["right"] * 4 + ["wrong"]),
    ("w = 1.0; L = w^2; r = 0.1\nw ← w - r dL/dw = 0.6", ["right", "wrong"]),
    ("w := 1.0; L := w^2\ndL/dw := 2w\nw := w - 0.1*dL/dw\nw = 0.8", ["right"] * 3),
    ("y = 2/3 ≈ 0.667 ≃ 0.67 ≅ 0.6", ["right within the digits printed"] * 2 + ["wrong"]),
    ("x = 2.0; y = x^2\ndy/dx = 2x. \ndy/dx = 4.  # so", ["right", "right"]),
    ("γ = 1.5; ŷ = 2γ\n∂ŷ/∂γ = 2; dyhat/dgamma = 2", ["right", "right"]),
]


@pytest.mark.parametrize(("text", "verdicts"), VERDICTS, ids=lambda part: str(part)[-40:])
def test_verdicts(text, verdicts):
    assert said(text) == verdicts


ROUNDED = "x = 3\na = x/7 = 0.43\n"
MEAN = "m = 3; x = [1, 2, 4]; y = [2, 3, 7]; w = 1.5\nL = 1/(2m) sum(i: (w x[i] - y[i])^2)\n"
SQUARE = "x = 1.5; w = 0.7; b = 0.2; t = 2\ny = w x + b\nL = (y - t)^2\n"
LEAKY = "x = -1.5; w = 2; b = 0.5; v = 3; t = 1\nz = w x + b\na = max(z, 0.1z)\ny = v a\nL = (y - t)^2\n"
CHAIN = "x = 1; w = 0.6; g = tanh(x)\na = w g\nh = tanh(a)\nL = h^2\n"
DIGITS = "right within the digits printed"

AS_BY_HAND = [
    (ROUNDED + "b = a^2 = 0.43^2 = 0.185\nc = a^2 = 0.185", [DIGITS] * 4),  # 0.1837 with all digits
    (ROUNDED + "b = a^2 = 0.43^2 = 0.186\nc = a^2 = 0.187", [DIGITS, DIGITS, "wrong", "wrong"]),
    ("x = 0.9; h = tanh(x) = 0.72\ndh/dx = 1 - h^2 = 0.4816", [DIGITS, "right", DIGITS]),
    ("x = 0.9; h = tanh(x) = 0.72\ndh/dx = 1 - h^2 = 0.4826", [DIGITS, "right", "wrong"]),
    (
        "x = 2; w = 0.25; s = σ(w x) = 0.6225\nL = -log(s); d = dL/ds = -1/s = -1.607\n"
        "dL/dw = -1.607*0.2350*2 = -0.755",
        [DIGITS, "right", DIGITS, DIGITS, DIGITS],
    ),
    (
        "x = 2; w = 0.25; z = w x; s = σ(z) = 0.6225; L = -log(s)\nd = dL/dz = s - 1 = -0.378\ndL/dw = -0.756",
        [DIGITS, "right", DIGITS, DIGITS],
    ),
    (
        "x = 2; w = 0.25; z = w x; s = σ(z) = 0.6225; L = -log(s)\nd = dL/dz = s - 1 = -0.378\ndL/dw = d x = -0.756",
        [DIGITS, "right", DIGITS, "right", DIGITS],
    ),
    ("a = 0.6916; w = -1.35; b = 0.8\nz = w a + b = -0.13\np = σ(z) = 0.468\nL = -ln(p) = 0.759", [DIGITS] * 3),
    (SQUARE + "dL/dw = -1.5 x = -1.5*1.5\ndL/dx = -1.5 w", ["right"] * 3),  # -1.5 is dL/dy
    (SQUARE + "dL/dw = -1.5 b; dL/dw = -1.4 x", ["wrong", "wrong"]),
    (MEAN + "dL/dw = 1/m ((-0.5)*1 + 0*2 + (-1)*4)\ndL/dw = 1/m (-4.5) = -1.5", ["right"] * 3),
    ("z = 0.4; u = 2; p = σ(z) = 0.599; q = u p\ndq/dz = u*0.599*0.401", [DIGITS] * 2),
    ("w = 0.8; x = 1.5; y = 1\np = σ(w x)\nL = -(y ln(p) + (1-y) ln(1-p)) = -ln(p)\ndL/dp = -1/p", ["right"] * 2),
    ("w = 0.8; x = 1.5; y = 1\np = σ(w x); L = -ln(p)\ndL/dw = (p - y) x", ["right"]),  # L is the loss of y = 1
    ("w = 0.8; x = 1.5; y = 0\np = σ(w x); L = -ln(1-p)\ndL/dw = (p - y) x; dL/dx = (p + y) x", ["right", "wrong"]),
    ("x = 0.8\nu = 0.8(x + 0.045x^3)\ndu/dx = 0.8(1 + 0.045 x^2)", ["wrong"]),  # 0.8 is a constant here
    ("x = 0.9; w = 0.4; b = 0.3\ny = w x + b = 0.4*0.8 + 0.3", ["wrong"]),  # nothing here rounds to 0.8
    ("x = 1.2; w = 3; t = 4; L = (w x - t)^2\ndL/dw = 2(-0.4)(1.3); dL/dw = 2(-0.4)(1.2)", ["wrong", "right"]),
    ("x = 2.0; w = 0.5; h = 0.4; y = w x + 0.5 h\ndy/dw = 2.04*1.0; dy/dx = 0.5 + 0.03", ["wrong"] * 2),
    (
        "mu = 0.4; logvar = -0.6; eps = 1.3\ns = exp(logvar/2) = 0.5488\nz = mu + s eps = 1.1135",
        ["wrong", "follows from your error in line 2"],  # 0.548812 was in the calculator
    ),
    (LEAKY + "dL/da = -10.5; da/dz = 1\ndL/dz = -10.5", ["right", "wrong", "follows from your error in line 6"]),
    ("x = 2; w = 3; L = (w x)^2\ndL/dw = w x^2\ndL/dw = 12", ["wrong", "follows from your error in line 2"]),
    ("x = 2; w = 3; L = (w x)^2\ndL/dw = w x^2\ndL/dw = 13", ["wrong", "wrong"]),
    (
        CHAIN + "dL/dh = h = 0.428\ndL/da = 0.35\ndL/dg = 0.21",
        ["wrong", "wrong", *["follows from your error in line 5"] * 2],
    ),
    (CHAIN + "dL/dh = h\ndL/da = 0.349\ndL/dg = 0.2094", ["wrong", *["follows from your error in line 5"] * 2]),
    (CHAIN + "dL/dh = h\ndL/da = 0.349\ndL/dg = 0.2092", ["wrong", "follows from your error in line 5", "wrong"]),
    (LEAKY + "da/dz = 1; dL/da = -10\ndL/dz = -10", ["wrong", "wrong", "follows from your error in line 6"]),
]


@pytest.mark.parametrize(("text", "verdicts"), AS_BY_HAND, ids=lambda part: str(part)[-40:])
def test_numbers_as_they_come_in_hand_work(text, verdicts):
    assert said(text) == verdicts


ONLY_HERE = [
    ("w = 0.8; x = 1.5; y = -1; s = w x\nL = max(0, 1 - y s) = max(0, 1 + s)", "this holds only because y is −1"),
    ("x = 2; y = x^2 + x\ndy/dx = x + 3", "this holds only because x is 2"),
    (
        "h = 0; v = 0.3; w = 0.8; x = 1.5; b = 0; s = w x + v h + b\ns = w x",
        "this holds only because h is 0 and b is 0",
    ),
]


@pytest.mark.parametrize(("text", "cause"), ONLY_HERE)
def test_a_formula_that_is_right_by_chance_says_by_which(text, cause):
    (verdict,) = check(text).verdicts
    assert (verdict.verdict, verdict.cause) == ("right value, wrong formula", cause)


def test_what_is_found_at_points_that_are_gone_is_not_taken_for_others():
    """Ids are given again: what is remembered of a point holds on to it. Where memory is freed often this shows."""
    text = "h = 0; v = 0.3; w = 0.8; x = 1.5; b = 0; s = w x + v h + b\ns = w x"
    often = gc.get_threshold()
    gc.set_threshold(5)
    try:
        assert {check(text).verdicts[0].cause for _ in range(10)} == {"this holds only because h is 0 and b is 0"}
    finally:
        gc.set_threshold(*often)


SUMMARIES = [
    ("x = 2; z = x^2", "nothing is claimed"),
    ("x = 2; z = x^2\ndz/dx = 4", "1 claim: right"),
    ("x = 2; z = x^2\n\ndz/dx = 5", "1 claim: wrong at line 3"),
    ("x = 2; z = x^2\ndz/dx = 4 $", "1 claim: can't be read at line 2"),
    ("x = 2; z = x^2\nfind dz/dx", "1 claim: not attempted"),
    ("x = 2; z = x^2\nfind dz/dx, z", "0 of 2 claims are right, 2 not attempted"),
    ("x = 2; z = x^2\ndz/dx = 4 = 5", "1 of 2 claims is right: line 2 is the first wrong one"),
    ("x = 2; z = x^2\ndz/dx = 4 $\ndz/dx = 5", "0 of 2 claims are right: line 2 is the first that can't be read"),
    ("x = 2; z = x^2\ndz/dx = 5; dz/dx = 4; dz/dx = 4", "2 of 3 claims are right: line 2 is the first wrong one"),
]


@pytest.mark.parametrize(("text", "summary"), SUMMARIES)
def test_summaries(text, summary):
    assert check(text).summary() == summary


CAUSES = [
    ("x = 3.0; y = x^2\ndy/dx\n= 2*x\n= 5", "arithmetic", "the formula before it is right, but comes to 6"),
    ("x = 3.0; y = x^2\ndy/dx = 2*x = 5", "arithmetic", "the formula before it is right, but comes to 6"),
    ("x = 3.0; w = 0.7; y = w*x\ndy/dx = w = 3", "arithmetic", "the formula is right, but w is 0.7"),
    ("x = 3.0; w = 0.7; y = w*x^2\ndy/dx = -2*w*x", "sign", "sign error"),
    ("x = 3.0; w = 0.7; y = w*x\ndy/dx = x", "name", "x is written where w belongs"),
    ("x = 1.27; u = sin(x); v = x^2; f = u*v\ndf/dx = 2.426", "path", "the path through u is left out"),
    ("x = 0.3; w = 0.7; h = tanh(w*x)\ndh/dw = x", "local", "the factor (1 - h^2) is missing"),
    ("x = 3.0; w = -0.7; h = relu(w*x)\ndh/dw = x", "mask", "relu(w·x) is closed here: its slope is 0"),
    ("x = 3.0; y = 1/2 x^2\ndy/dx = 2*x", "half", "one factor too many: 2"),
    ("x = [1.5, 2.5, 3.5]; n = 3; y = mean(x^2)\ndy/dx[i] = 2*x[i]", "mean", "the factor 1/n is missing"),
    (
        "x = [1.5, 2.5]; W = [[1.5, 2], [3, 4]]; y = sum(W@x)\ndy/dW[i,j] = x[i]",
        "index",
        "x[i] is written where x[j] belongs",
    ),
    ("x = [1.5, 2.5, 3.5]; y = sum(x^2)^2\ndy/dx[i] = 4*x[i]*x[i]^2", None, None),
    ("x = 1.234; y = x^3\ndy/dx = -4.568", "sign", "sign error"),
    ("w = 1.37; x = 2.11; L = (w*x)^2; r = 0.1\nw <- w - r*dL/dw\ndL/dw = 12.1988", "stale", None),
]


@pytest.mark.parametrize(("text", "kind", "cause"), CAUSES, ids=lambda part: str(part)[-30:])
def test_causes(text, kind, cause):
    found = check(text).first()
    if kind is None:
        assert found.verdict == "wrong"  # whatever is named must be true: see the mutation test
    else:
        assert found.kind == kind
        assert cause is None or found.cause == cause


def test_a_number_from_a_wrong_formula_may_be_made_of_rounded_ones():
    verdicts = check(
        "x = 0.5; h = tanh(x) = 0.462; L = 0.5 h\ndL/dx = 0.5 (1 - h) = 0.2690"
    ).verdicts  # exactly: 0.26894
    assert [verdict.cause for verdict in verdicts][1:] == ["h should be squared", "it comes from the formula before it"]


def test_a_right_formula_says_where_it_holds():
    report = check("x = 1.5; w = 0.5; b = 0.1\ny = relu(w*x + b)\ndy/dw = x")
    assert report
    assert report.verdicts[0].remark == "holds where w·x + b > 0"
    assert str(report) == "1 claim: right\nline 3: right, holds where w·x + b > 0"


def test_a_printed_zero_is_no_forgotten_term_but_said():
    verdict = check("x = 0.011; y = x^2\ny = 0.00").verdicts[0]
    assert verdict.remark == "0 within the digits printed, but not 0"


KEY = """
w: weight
x = 1.5; w = 0.8; b = -0.3
h = tanh(w*x + b)
L = h^2
find dL/dw, dL/db   # 4 points
dL/dh = 2*h         # 1 point
"""


def test_with_a_key_a_student_cannot_define_another_network():
    report = check("h = tanh(weight*x)\ndL/dh = 2*h\ndL/dweight = 2*h*(1 - h^2)*x", KEY)
    assert [verdict.verdict for verdict in report.verdicts] == ["wrong", "right", "right", "not attempted"]
    assert report.first_wrong_line == 1
    assert report.first().cause == "the term b is missing"
    assert [(grade.asked, grade.worth, grade.reached) for grade in report.grades] == [
        ("dL/dw", 2.0, 2.0),
        ("dL/db", 2.0, 0.0),
        ("dL/dh", 1.0, 1.0),
    ]
    assert report.points == (3.0, 5.0)


def test_what_a_key_asks_for_is_named_where_it_is_missing():
    report = check("h = tanh(weight*x + b)\ndL/dweight = 2*h*(1 - h^2)*x\nfind dL/dweight, dL/db, dL/dx", KEY)
    assert (
        str(report)
        == """\
2 of 4 claims are right, 2 not attempted; 2 of 5 points
line 3: not attempted
  find dL/dweight, dL/db, dL/dx
                          ^^^^^
line 3: not attempted
  dL/db"""
    )


def test_what_a_key_and_a_sheet_ask_for_is_missing_once():
    """Who copies the line with `find` is not told twice, and loses nothing twice."""
    report = check("dL/dh = 2*h\nfind dL/dw, dL/db", KEY)
    assert [verdict.claim for verdict in report.verdicts] == ["dL/dh = 2*h", "dL/dw", "dL/db"]
    assert report.points == (1.0, 5.0)


def test_verdicts_carry_the_points_of_the_key():
    report = check("h = tanh(weight*x)\ndL/dw = 2*h*(1 - h^2)*x = 5\ndL/dh = 2*h", KEY)
    assert {(row["claim"], row["verdict"]): (row["points"], row["worth"]) for row in report.rows()} == {
        ("h = tanh(weight*x)", "wrong"): (0.0, 0.0),
        ("dL/dw = 2*h*(1 - h^2)*x", "right"): (0.0, 1.0),
        ("dL/dw = 5", "wrong"): (0.0, 1.0),
        ("dL/dh = 2*h", "right"): (1.0, 1.0),
        ("dL/db", "not attempted"): (0.0, 2.0),
    }


@pytest.mark.parametrize(("part", "points"), [(0, 0.0), (0.5, 1.0), (1, 2.0)])
def test_what_follows_from_an_error_may_have_points(part, points):
    key = "x = 3.0; w = 2.0; u = w*x\nL = u^2\ndL/du = 2*u   # 3 points\nfind dL/dw   # 2 points"
    report = check("dL/du = u = 6.0\ndL/dw = dL/du*x = 18.0", key, follow_through=part)
    assert [verdict.verdict for verdict in report.verdicts][-1] == "follows from your error in line 1"
    assert [(grade.asked, grade.reached) for grade in report.grades] == [("dL/du", 0.0), ("dL/dw", points)]


@pytest.mark.parametrize("part", [-0.1, 1.5, math.nan])
def test_a_part_of_the_points_is_no_more_than_all(part):
    with pytest.raises(ValueError, match=r"^follow_through=.*: expected a part of the points, from 0 to 1$"):
        check("x = 1", follow_through=part)


def test_what_is_undecided_is_not_counted_as_right_and_said():
    assert str(check("x = 0; y = relu(x)\ndy/dx = 1; y = 0")).splitlines() == [
        "1 of 2 claims is right, 1 undecided at a kink",
        "line 2: undecided at a kink, right on one side of it",
    ]
    assert str(check("x = 0; y = relu(x)\ndy/dx = 1")).splitlines() == [
        "1 claim: undecided at a kink",
        "line 2: undecided at a kink, right on one side of it",
    ]


def test_with_a_key_derivatives_in_a_word_are_those_of_its_names():
    assert said("dLdweight = 2h(1 - h^2)x; dL_dweight = x; dhdweight = (1 - h^2)x; dweight = 3", KEY)[:4] == [
        "right",
        "wrong",
        "right",
        "can't be read",
    ]


def test_with_a_key_students_may_name_steps_of_their_own():
    assert said("s = weight*x + b\nh = tanh(s)\ndL/dweight = 2h(1 - h^2)x; dL/db = 2h(1 - h²)", KEY) == ["right"] * 3


ASKS = "x = 2.0; w = 3.0; b = 1.0\ny = w*x + b\nL = y^2\nfind dL/dw, dL/db # 10 points"

ANSWERS = [
    ("dL/dw = 28; dL/db = dL/dw/x", 10),
    ("dL/db = dL/dy; dL/dw = dL/dy*x", 0),
    ("dL/dy = 2y; dL/db = dL/dy; dL/dw = dL/dy*x", 10),
    ("d = dL/dy = 2y; dL/db = d; dL/dw = d x", 10),
    ("q = dL/dw = 28; dL/db = 14", 10),
    ("q = dL/dw = 28; dL/dw = q; dL/db = 2y\nw <- w - 0.1 dL/dw = 0.2\ndL/db = 2*1.4", 10),
    ("dL/dw = 28; dL/db = 15", 5),
    ("", 0),
    ("# nothing", 0),
    ("x <- 0; w <- 0; b <- 0\ndL/dw = 0\ndL/db = 0", 0),
    ("x <- 0; dL/dw = 0; dL/db = 2", 0),
    ("dL/dw = dL/dw; dL/db = dL/db", 0),
    ("dL/dw = 2*dL/dw/2", 0),
    ("q = dL/dw; dL/dw = q", 0),
    ("dL/dw = dL/db*x; dL/db = dL/dw/x", 0),
    ("dL/dw = 0.0e9; dL/db = 0.0e9", 0),
]


@pytest.mark.parametrize(("text", "reached"), ANSWERS)
def test_points_are_for_answers(text, reached):
    """Not for nothing, for what is true of anything, or of another graph than the key's."""
    report = check(text, key=ASKS)
    assert sum(grade.reached for grade in report.grades) == reached
    assert (report.exit_code == 0) == (reached == 10)


def test_what_is_told_of_itself_is_no_answer():
    (verdict,) = (each for each in check(f"{ASKS}\ndL/dw = 2*dL/dw/2\ndL/db = 14").verdicts if not each.is_fine)
    assert verdict.cause.startswith("what is claimed of it leads back to itself")
    h = "w = 0.5; x = [1, 2, 3]; h[t] = w*x[t]; L = sum(h^2)\nfind dL/dh[t]\n"
    assert check(h + "dL/dh[2] = 3\ndL/dh[t] = dL/dh[t+1] - 2w (x[t+1] - x[t]) for t != 2").exit_code == 0


def test_a_key_that_cannot_be_read_is_refused():
    with pytest.raises(
        LanguageError, match=r"^key, line 2: unexpected '\$': formulas stand without dollar signs; LaTeX is"
    ):
        check("x = 1", "x = 1.5\ny = $")


WAITING = [
    ("x = 3; L = (x + 1\ndL/dx = 1; dL/dx = 2\nL = 4", ["line 1: can't be read", "3 more claims depend on L"]),
    ("x = 3; u = $\nL = 2u\ndL/dx = 1\nfind dL/du; L", ["line 1: can't be read", "3 more claims depend on u"]),
    ("x = 0; y = log(x); z = 2y\nz = 4", ["line 1: undefined at these numbers", "1 more claim depends on y"]),
    ("x = 3; y = q x; z = y\nz = 4; x <- y; z = 3", ["line 1: can't be read", "3 more claims depend on y"]),
    ("x = 0\ny = log(x) = 3\nz = y = 4", ["line 2: undefined at these numbers", "2 more claims depend on y"]),
    ("x = 3\ny = q x = 3", ["line 2: can't be read", "1 more claim depends on y"]),
    ("q = zz + 1; v = 0\nv <- 0.9 v + q = -8\nv = 1", ["line 1: can't be read", "3 more claims depend on q"]),
    (
        "w = 1; v = 0; g = q\nv <- 0.9 v + g\nw <- w - v = 0.7; 2w = 1.4",
        ["line 1: can't be read", "4 more claims depend on g"],
    ),
    ("e = 2q; x = 1; y = 3\nL = e^2 = 1", ["line 1: can't be read", "1 more claim depends on e"]),  # no 2.718 here
    (
        "E = [[1, 2], [3, 4], [5, 6]]; o = [0, 1, 0]; w = [1, -2]\ne = E@o = [3, 4]\ns = w.T@e = -5",
        ["line 2: wrong shape", "2 more claims depend on e"],
    ),
]


@pytest.mark.parametrize(("text", "lines"), WAITING)
def test_what_waits_for_a_name_is_counted(text, lines):
    report = check(text)
    said = [line for line in str(report).splitlines() if line.startswith("line ") or " depend" in line]
    assert said == lines
    waiting = [row for row in report.rows() if row["kind"] == "waits"]
    assert len(waiting) == len(report.verdicts) - 1 == int(lines[1].split()[0])
    assert all(" could not be " in row["cause"] for row in waiting)
    rows = re.findall(r"<tr[^>]*><td>(\d*)</td>", report._repr_html_())
    assert [row for row in rows if row] == [str(line.number) for line in report.lines() if line.number]


MATRIX = "W = [[0.5, 1.5], [2.5, -0.5]]; x = [1.0, 2.0]\nz = W@x; L = sum(z^2)\n"
SOFTMAX = "z = [0.3, -1.2, 2.1]\ns[i] = exp(z[i])/sum(j: exp(z[j]))\n"
MISSING = [
    (MATRIX + "find dL/dW[i,j]\ndL/dW[0,j] = 2*z[0]*x[j]", "missing: i,j = 1,0; 1,1"),
    (MATRIX + "find dL/dW\ndL/dW[0,1] = 2*z[0]*x[1]", "missing: index = 0,0; 1,0; 1,1"),
    (MATRIX + "find dL/dx, z\ndL/dx[1] = 2*(z[0]*W[0,1] + z[1]*W[1,1])\nz = W@x", "the case index != 1 is missing"),
    (SOFTMAX + "find ds[i]/dz[j]\nds[i]/dz[i] = s[i]*(1 - s[i])", "the case i != j is missing"),
    (SOFTMAX + "find ds[i]/dz[j]\nds[i]/dz[j] = -s[i]*s[j] for i != j", "the case i = j is missing"),
    (SOFTMAX + "find ds[i]/dz[j]\nds[0]/dz[1] = -s[0]*s[1]", "missing: i,j = 0,0; 0,2; 1,0; 1,1; 1,2; 2,0, …"),
    (SOFTMAX + "find ds[i]/dz[0]\nds[1]/dz[0] = -s[1]*s[0]", "the case i != 1 is missing"),
    (SOFTMAX + "find ds[i]/dz[0]\nds[i]/dz[0] = -s[i]*s[0] for i != 0", "missing: i = 0"),
]


@pytest.mark.parametrize(("text", "cause"), MISSING)
def test_cases_that_are_missing_are_told_by_their_letters(text, cause):
    report = check(text)
    assert [(each.verdict, each.cause) for each in report.verdicts if not each.is_fine] == [("not attempted", cause)]


def test_what_waits_for_a_name_of_the_key_says_so_once():
    report = check("dL/dw = 3\ndL/dx = 4; dL/dx = 5", "w = 2; x = 0\nL = w*log(x)")
    assert (
        str(report)
        == """\
0 of 3 claims are right, 3 not judged
line 1: not judged
  dL/dw = 3
  ^^
  L could not be computed in line 2
2 more claims depend on L"""
    )


def test_hints_come_in_stages():
    text = "x = 3.0; w = 0.7; y = w*x\ndy/dx = x"
    shown = [check(text, hints=level).verdicts[0].hint for level in range(4)]
    assert shown == ["", "name", "x does not belong here", "x is written where w belongs; it is 0.7"]
    row = check(text, hints=0).rows()[0]
    assert (row["kind"], row["cause"], row["answer"]) == ("", "", "")


def test_answers_are_told_at_the_last_hint_only():
    """Of what is right, too: a line below may claim it wrongly."""
    text = "x1 = 0.6; w1 = -0.2; b1 = 0.15; z = x1*w1 + b1\ndz/dw1 = x1\ndz/dw1 = 1\nz = 0.1"
    for hints in range(4):
        report = check(text, hints=hints)
        shown = [row["answer"] for row in report.rows()]
        assert shown == (["0.6", "0.6", "0.03"] if hints == 3 else ["", "", ""])
        page = formats.as_html([report])
        assert ("grad 0.6" in page, "∂z/∂w1" in page) == (hints == 3, hints == 3)
        assert ("data 0.6" in page) == (hints >= 2)


def test_the_graph_of_a_wrong_number_keeps_it_back():
    text = "w = 0.5; x = 3.0; u = w*x; z = u^2\nz = 2.15"
    shown = {hints: formats.as_html([check(text, hints=hints)]) for hints in (2, 3)}
    assert "data 1.5<" in shown[2]
    assert ("2.25" in shown[2], "data 2.25<" in shown[3]) == (False, True)


AGAINST = [
    ("x = 3; w = 0.7; t = 1.3; y = w*x; L = (y - t)^2\ndL/dw = 2(y - t) x\ndL/dw = 1.713", 3, "line 2"),
    ("x = 3; w = 0.7\ny = exp(w*x)\ny = 1.713", 3, "line 2"),
]


@pytest.mark.parametrize(("text", "line", "where"), AGAINST)
def test_a_wrong_number_without_a_cause_is_held_against_its_formula_at_level_2(text, line, where):
    shown = [next(each.hint for each in check(text, hints=level).verdicts if each.line == line) for level in range(3)]
    assert shown == ["", "", f"it is not what the formula for it in {where} comes to"]


def test_what_was_read_is_echoed():
    verdict = check("a = 1.5; t = 0.5; L = 1/2 (a - t)^2\ndL/da = 2 (a - t)").verdicts[0]
    assert verdict.read == "2*(a - t)"
    assert "read as 2*(a - t)" in str(check("a = 1.5; t = 0.5; L = 1/2 (a - t)^2\ndL/da = 2 (a - t)"))


def test_a_matrix_product_without_sign_is_echoed_as_one():
    givens = "W = [[1, 2, 3], [3, 4, 5]]; x = [1, 2, 3]; u = [1, 2]\nL = sum(W x)\n"
    report = check(f"{givens}dL/dx = 2 W x; dL/du = u u.T W; L = 2 sum(W x) / 2")
    assert [verdict.read for verdict in report.verdicts] == ["2*W@x", "u@u.T@W", "2*sum(W@x)/2"]


def test_claims_about_a_graph_one_has():
    x0, w0, w1 = Value(1.0, "x0"), Value(0.5, "w0"), Value(-0.2, "w1")
    b0, b1 = Value(0.1, "b0"), Value(0.15, "b1")
    x1 = relu(x0 * w0 + b0).named("x1")
    z = relu(x1 * w1 + b1 + x0)
    report = check(z, {"w1": 0.6, "w0": "w1*x0", "x0": "1 + w1*w0"})
    assert report
    report = check(z, {"w1": "x1", "w0": "w1", "b0": 0.2, "q": 1, "b1": "1 +"})
    assert [verdict.verdict for verdict in report.verdicts] == [
        "right",
        "right value, wrong formula",
        "wrong",
        "can't be read",
        "can't be read",
    ]
    assert report.verdicts[1].cause == "the factor x0 is missing"
    assert report.first_wrong_line == 2
    assert [value._grad for value in (x0, w0, z)] == [None] * 3


@pytest.mark.parametrize("formula", ["x", "x^2", "x*w", "0*x"])
def test_a_graph_at_a_kink_is_judged_beside_it_too(formula):
    x, w = Value(0.0, "x"), Value(2.0, "w")
    assert check(relu(x) * w, {"w": "relu(x)"})
    (verdict,) = check(relu(x) * w, {"w": formula}).verdicts
    assert verdict.verdict == "right value, wrong formula"


def test_an_assert_fails_readably():
    with pytest.raises(AssertionError) as caught:
        assert check("x = 3.0; y = x^2\ndy/dx = x")
    assert "a factor 2 is missing" in repr(check("x = 3.0; y = x^2\ndy/dx = x"))
    assert caught.value is not None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((3,), "check('int'): expected the text of a worksheet, or a Value and claims"),
        (("x = 1", 3), "check(key='int'): expected the text of a right worksheet"),
        ((Value(1.0, "x"), {3: 2}), "a claim is made for 3: expected the name of a leaf, such as 'w'"),
        ((Value(1.0),), "check(Value, 'NoneType'): expected claims such as {'w': 0.6}"),
        ((Value(1.0, "x"), {"x": None}), "the claim for x is a 'NoneType': expected a number or a formula as text"),
    ],
)
def test_other_arguments(arguments, message):
    with pytest.raises(TypeError) as caught:
        check(*arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize("claim", [float("nan"), float("inf"), -math.inf])
def test_a_claim_is_finite(claim):
    with pytest.raises(ValueError, match=r"^the claim for x is (nan|-?inf): expected a finite number or a formula as"):
        check(Value(1.0, "x"), {"x": claim})


@pytest.mark.parametrize("hints", [-1, 4, "a", 1.5])
def test_hints_are_one_of_four(hints):
    message = f"hints={hints!r}: expected 0 to 3 (which line, what kind, where, the answer)"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        check("x = 1", hints=hints)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Report([], hints=hints)


def test_an_output_without_name_leaves_a_leaf_its_own():
    f, primed = Value(2.0, "f"), Value(3.0, "f′")
    assert check(f * f * primed, {"f": 12, "f′": 4})
    assert not check(f * f * primed, {"f": 1})


MARKDOWN = """# Homework
x = not a sheet
```
x = 3.0; y = x^2
dy/dx = 5
```
```python
x = 5
```
"""


def test_of_markdown_only_what_is_fenced_is_read():
    report = check(MARKDOWN)
    assert [(verdict.line, verdict.verdict) for verdict in report.verdicts] == [(5, "wrong")]


FENCES = [
    ("```{.sheet}\n%\n```", 2),
    ("``` {.sheet #one}\n%\n```", 2),
    ("```{sheet}\n%\n```", 2),
    ("~~~sheet title=`a`\n%\n~~~", 2),
    ("````\n%\n````", 2),
    ("````\nx = 3.0\n````\n```python\ny = $\n```\n```\n%\n```", 8),
    ("````\n```sheet\n%\n```\n````", 3),
    ("````markdown\n```sheet\nx = $\n```\n````\n```sheet\n%\n`````", 7),
    ('```python title="a"\nx = $\n```\n```\n%\n```', 5),
]


@pytest.mark.parametrize(("text", "line"), FENCES)
def test_fences_as_markdown_has_them(text, line):
    report = check(text.replace("%", "v = 2.0; y = v^2; dy/dv = 5"))
    assert [(verdict.line, verdict.verdict) for verdict in report.verdicts] == [(line, "wrong")]


def test_json_uses_the_names_of_the_report():
    report = check("x = 3.0; y = x^2\ndy/dx = x", name="=cmd")
    data = json.loads(report.to_json())
    assert data["first_wrong_line"] == 2
    assert data["right"] is False
    assert {"line", "column", "claim", "verdict", "cause", "hint"} <= set(data["verdicts"][0])
    assert formats.as_json([report, report]).startswith("[")


def test_exports():
    report = check("x = 3.0; y = x^2\ndy/dx = x", name="=<b>")
    rows = formats.as_csv([report]).splitlines()
    assert rows[0].startswith('"name","line","column"')
    assert rows[1].startswith('"\'=<b>","2","8","1","dy/dx = x","wrong","half')
    result = json.loads(formats.as_gradescope([report]))
    assert (result["score"], result["tests"][0]["max_score"]) == (0.0, 1.0)
    assert result["tests"][0]["output"] == "line 2: wrong: a factor 2 is missing: the derivative of a square brings one"
    page = formats.as_html([report])
    assert "=&lt;b&gt;" in page
    assert "<b>" not in page
    assert "<mark>x</mark>" in page


def test_layers_know_their_sizes():
    assert Layer("pool", (4, 4, 2), (2, 2, 2)).parameters() == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A = conv([9, 9, 3], filters=4)", "conv needs kernel=…"),
        ("A = conv([9, 9], filters=4, kernel=3)", "conv works on height, width and channels, not on 9×9"),
        ("A = conv([2, 2, 3], filters=4, kernel=3)", "a kernel of 3 does not fit into 2"),
        (
            "A = conv([9, 9, 3], size=4)",
            "conv takes filters=…, kernel=…, stride=…, padding=…, bias=…",
        ),
        ("A = dense([9], units=0.5)", "units is 0.5: a whole number from 1 to 1000000000 was expected"),
        ("x = [1, 2]; y = x[2]", "there is no entry 2: indices go from 0 to 1"),
        ("x = [[1, 2], [3, 4]]; y = x[2]", "there is no row 2: rows go from 0 to 1"),
        ("x = [[1, 2], [3]]", "rows of 1 and 2 entries: rows of one length were expected"),
        ("x = [1, 2]; y = sum(i: 3)", "nothing tells how far i runs: it must index something, as in x[i]"),
        ("x = 1; dx = 3", "dx would read as a change of x: choose another name"),
        ("tanh = 3; tanh(2)", "tanh is a function: write tanh(…)"),
        ("x <- 3", "x is given a new value, but it has none yet: write x = …"),
        ("x = 1; y = onehot(3, 3)", "onehot: the place of the 1 is 3: a whole number from 0 to 2 was expected"),
        ("x = zeros(1000, 1000)", "zeros: 1000×1000 is too large: at most 10000 entries"),
        ("x[0] = 3", "an entry of x alone cannot be defined: write x = [ … ]"),
    ],
)
def test_what_definitions_cannot_be(line, message):
    assert [verdict.cause for verdict in check(line).verdicts] == [message]


def test_the_page_shows_the_graph_with_the_place_marked():
    report = check("x = 3.0; w = 0.5\ny = tanh(w*x)\ndy/dw = x*y")
    page = formats.as_html([report])
    assert page.count("<figure") == 1
    assert page.count("<svg") == 2  # one for narrow pages
    assert page.count(' meant">') == 2
    assert "<title>w = 0.5" in page.partition(' meant">')[2][:40]
    hidden = check("x = 3.0; w = 0.5\ny = tanh(w*x)\ndy/dw = x*y", hints=1)
    assert "<svg" not in formats.as_html([hidden])


GRAPH = "x = 3.0; w = 0.5; b = 0.2; v = 1.5\nh = tanh(w*x + b)\ny = v*h + x\nL = (y - 1)^2\n"
MARKS = [
    ("dL/dw = 2*(y - 1)*w*(1 - h^2)*x", "v", "w"),
    ("dL/dv = 2*(y - 1)", "h", "2*(y - 1)"),
    ("dL/dv = 2*(y - 1)*h*h", "h", "h"),
    ("dL/dw = 2*(y - 1)*v*(1 - h)*x", "h", "h"),
    ("dL/dx = 2*(y - 1)*v*(1 - h^2)*w", "y", "2*(y - 1)*v*(1 - h^2)*w"),
    ("y = v*h", "x", "v*h"),
    ("dL/dv = 2*(y + 1)*h", "", "1"),
    ("dL/dw = -2*(y - 1)*v*(1 - h^2)*x", "", "-2*(y - 1)*v*(1 - h^2)*x"),
    ("dy/dv = h = 0.5", "h", "0.5"),
    ("dL/dv = y", "", "y"),
    ("u = relu(w*x - 5); z = u + v\ndz/dx = w", "u", "w"),
    ("m = max(w, b); z = m*v\ndz/db = v", "m", "v"),
    ("p = [0.5, 1.5]; q = [2.0, 3.0]; z = sum(i: p[i]*q[i])\ndz/dp[i] = p[i]", "q[0] q[1]", "p[i]"),
]


@pytest.mark.parametrize(("line", "boxes", "part"), MARKS)
def test_what_the_cause_speaks_of_is_marked(line, boxes, part):
    """In the graph and in the claim; where it speaks of nothing there, the graph has what the derivative is by."""
    report = check(GRAPH + line)
    page = formats.as_html([report])
    pictures = [re.findall(r'class="node \w+ meant"><title>(\S+) = ', each) for each in page.split("<svg")[1:]]
    marked, narrow = pictures  # one for narrow pages
    assert marked == narrow
    about = report.first().claim.partition(" = ")[0].rpartition("/d")[2]
    assert marked == (boxes.split() or [about])
    assert re.findall("<mark>(.*?)</mark>", page) == [part]
    assert f"the mistake is at {', '.join(boxes.split())}<" in page or not boxes
    whole = re.findall("<mark>(.*?)</mark>", formats.as_html([check(GRAPH + line, hints=1)]))
    assert whole == [line.rpartition(" = ")[2]]


def test_a_picture_that_fails_costs_no_page(monkeypatch):
    def failing(*_, **__):
        raise KeyError("box <7>")

    monkeypatch.setattr(formats, "picture", failing)
    page = formats.as_html([check("x = 3.0; y = x^2\ndy/dx = x"), check("x = 3.0; y = x^2\ndy/dx = 2x")])
    assert (
        "<p>No graph: an internal error in autograd (KeyError: &#x27;box &lt;7&gt;&#x27;); please report it</p>" in page
    )
    assert page.count("</table>") == 2


@pytest.mark.parametrize(
    "text",
    [
        "W = ones(1, 3)\nshape(W) = [1, 333]",
        "A = conv([9, 9, 3], filters=4, kernel=3)\nparameters(A) = 1",
        "z = [0.5, 1.5]\nsoftmax(z)[0] = 3",
        "z = [0.5, 1.5]; s = sum(z^2)\ng = ds/dz = z",
        "2 + 2 = 5",
    ],
)
def test_what_is_no_part_of_the_graph_has_no_place_in_it(text):
    report = check(text)
    assert not report
    assert formats.as_html([report])


def test_the_magic_of_notebooks():
    from autograd.worksheet.reporting import notebook as magic

    class Notebook:
        def __init__(self):
            self.user_ns = {"key": KEY, "number": 3}

        def register_magic_function(self, function, magic_kind, magic_name):
            self.magic = {(magic_kind, magic_name): function}

    notebook = Notebook()
    magic.load_ipython_extension(notebook)
    run = notebook.magic["cell", "sheet"]
    assert run("", "x = 3.0; y = x^2\ndy/dx = 2x")
    assert not run("--key key --hints 3", "h = tanh(weight*x)")
    table = run("", "x = 3.0; y = x^2\ndy/dx = x")._repr_html_()
    assert '<td style="text-align:left"><code>dy/dx = <mark>x</mark></code></td>' in table  # Jupyter: right
    for line in ("--key number", "--hints 7", "--other"):
        with pytest.raises(ValueError, match=r"^%%sheet .*expected"):
            run(line, "x = 1")


COUNTED = [
    ("conv([28, 28, 1], filters=5, kernel=3, bias=1)", "5·(3·3·1 + 1)", "26·26·5·(3·3·1)"),
    ("conv([28, 20, 3], filters=4, kernel=5, padding=2)", "4·(5·5·3)", "28·20·4·(5·5·3)"),
    ("conv([96, 97, 2], filters=4, kernel=5, stride=2, bias=0)", "4·(5·5·2)", "46·47·4·(5·5·2)"),
    ("dense([4, 4, 3], units=10)", "4·4·3·10", "4·4·3·10"),
    ("dense([7], units=1, bias=1)", "7·1 + 1", "7·1"),
    ("pool([9, 9, 3], kernel=3)", "0", "0"),
]


@pytest.mark.parametrize(("layer", "parameters", "multiplies"), COUNTED, ids=[layer for layer, _, _ in COUNTED])
def test_counts_are_solved_as_on_paper_and_their_solution_is_right(layer, parameters, multiplies):
    counts = worked.counts(f"A = {layer}")
    lines = {line.left: line for line in counts.lines}
    assert list(lines) == ["shape(A)", "parameters(A)", "multiplies(A)"]
    assert (lines["parameters(A)"].forms[0], lines["multiplies(A)"].forms[0]) == (parameters, multiplies)
    assert counts.is_all
    _solution_is_right(f"A = {layer}", counts)


@pytest.mark.parametrize("name", ["conv-costs", "conv-parameters", "convnet-parameters", "mlp-shapes"])
def test_solutions_of_examples_that_count_are_right(name):
    text = worked.sheet(name)
    counts = worked.counts(text)
    assert counts.is_all
    _solution_is_right(text, counts)
    asked = {verdict.claim.partition(" = ")[0] for verdict in worked.report(name).verdicts}
    assert asked <= {line.left for line in counts.lines}


def _solution_is_right(text, counts):
    """Every line of a solution is a claim of the worksheet's language, but for what is rounded down."""
    claims, remarks = [], []
    for line in counts.lines:
        claims.append(" = ".join([line.left, *(form for form in line.forms if "⌊" not in form)]))
        claims += [f"{line.left} = {note.removeprefix('with biases ')}" for note in line.notes]
        remarks += ["", *["counted with biases"] * len(line.notes)]
    sheet = "\n".join([text, *claims])
    last = {verdict.line: (verdict.verdict, verdict.remark) for verdict in check(sheet).verdicts}
    first = sheet.count("\n") + 2 - len(claims)
    assert [last[line] for line in range(first, first + len(claims))] == [("right", remark) for remark in remarks]


def test_half_a_step_of_a_window_is_no_step():
    line = worked.counts("A = conv([96, 97, 2], filters=4, kernel=5, stride=2)").lines[0]
    assert line.forms == ["[⌊(96 − 5)/2⌋ + 1, (97 − 5)/2 + 1, 4]", "[46, 47, 4]"]


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("A = pool([9, 9, 3], kernel=3)", True),
        ("A = pool([9, 9, 3], kernel=3); W = ones(3, 2); Y = W@[1, 2]; shape(Y) = [3, 1]", True),
        ("A = pool([9, 9, 3], kernel=3); x = 2; y = x^2; shape(A) = [3, 3, 3]", False),
        ("A = pool([9, 9, 3], kernel=3); x = [1, 2]; y = x^2 = [1, 4]", False),
        ("x = 2; y = x^2", False),
    ],
)
def test_what_only_counts_asks_for_no_number_of_a_graph(text, is_all):
    counts = worked.counts(text)
    assert counts.is_all == is_all
    assert bool(counts) == ("A =" in text)


def test_counts_are_written_for_pages_too():
    counts = worked.counts("A_1 = conv([96, 96, 10], filters=90, kernel=5, stride=2)\nmax(parameters(A_1), 2) = 1")
    assert (
        r"\text{parameters(A\_{}1)} &= 90 \cdot (5 \cdot 5 \cdot 10) = 22{,}500 && \text{with biases }" in counts.latex
    )
    assert r"\lfloor (96 - 5)/2\rfloor" in counts.latex
    assert r"&= \max(22500, 2) = 22{,}500" in counts.latex
    assert counts.markdown.startswith("**Counts**\n\n```\nA_1 = conv(")
    assert json.loads(counts.to_json())["counts"][1]["forms"] == ["90·(5·5·10)", "22,500"]


def test_only_slopes_are_counted_at_a_kink():
    jump = check("x = 0.0; y = indicator(x) = 1; z = relu(x)\ndz/dx = 0\nz = 0")
    assert [verdict.remark for verdict in jump.verdicts] == ["", "at a kink: its slope counts as PyTorch counts it", ""]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("dL/dW = W", "[[2, 4], [6, 8], [10, 12]]"),
        ("dL/dW[i,j] = W[i,j]", "[[2, 4], [6, 8], [10, 12]]"),
        ("dL/dW[0,j] = W[0,j]", "[2, 4]"),
        ("dL/dW[i,j] = W[i,j] for i != j", "[4, 6, 10, 12]"),
        ("dL/dW[i,j] = W[i,j] for i = 2, j = 1", "12"),
        ("dL/da = W[i,0]", "3"),  # an index of the formula alone makes no list of what is one number
        ("x = [1.5, 2]\nx = [2, 1]", "[1.5, 2]"),
        ("V = ones(40, 3)\nV = 2 ones(40, 3)", "[[1, 1, 1], [1, 1, 1], [1, 1, 1], [1, 1, 1], …]"),
        ("V = ones(2, 40)\nV = 2 ones(2, 40)", "[[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …], …]"),
    ],
)
def test_answers_are_laid_out_as_what_they_answer(line, answer):
    report = check(f"W = [[1, 2], [3, 4], [5, 6]]; a = 0.5; L = sum(W*W) + 3 a\n{line}", hints=3)
    assert report.verdicts[-1].answer == answer


def test_the_table_of_all_claims():
    lines = worked.table().splitlines()
    assert len(lines) > 100
    assert any(line.startswith("residual") and "the formula is right, but x1 is 0.6" in line for line in lines)


TYPED = [
    ("x = 2; w = 0.5; t = 3\ny = 0.5*2 = 1\nL = (1 - 3)^2 = 4\ndL/dy = 2(y - t) = -4\ndL/dw = 2(y - t) x = -8", None),
    ("x = 2; w = 0.5; t = 3\ny = 0.5*2 = 1\nL = (1 - 3)^2 = 4\ndL/dw = 2(t - y) x = 8", 4),
    ("p = 0.4; t = 1.0\nL = 1/2 (p - 1.0)^2\ndL/dp = p - t", None),
    ("x = 2; w = 3; b = 1\nz = w*2 + b = 7\ndz/dw = x", None),
    ("w = 0.5; x = 2; t = 3; η = 0.1\nL = (w x - t)^2\ndL/dw = -8\nw = w - η dL/dw = 1.3", None),
    ("w = 0.5; x = 2; t = 3; η = 0.1\nL = (w x - t)^2\ndL/dw = -8\nw = w + η dL/dw", 4),
    ("w = 0.5; x = 2; t = 3; η = 0.1\nL = (w x - t)^2\ndL/dw = -8\nw_new = 0.5 - 0.1*8 = -0.3", 4),
    ("w = 0.5; v = 1; x = 2; η = 0.1\nL = (w x + v)^2\nw^+ = w - η dL/dw = -0.3\nv^+ = 0.6", None),
    ("w = 0.5; v = 1; x = 2; η = 0.1\nL = (w x + v)^2\nw^+ = w - η dL/dw = -0.3\nv^+ = 1.4", 4),
    ("a = [1, 2]; b = [3, 4]\ns = a · b = 11", None),
    ("W = [[1, 2], [3, 4]]; x = [1, 2]; b = [1, 1]\nh = x @ W + b = [8, 11]", None),
    ("W = [[1, 2], [3, 4]]; X = [[5, 6], [7, 8]]\nP = W·X = [[19, 22], [43, 50]]", None),
    ("W = [[1, 2], [3, 4]]; X = [[5, 6], [7, 8]]\nP = W·X = [[5, 12], [21, 32]]", None),
    ("W = [[1, 2], [3, 4]]; X = [[5, 6], [7, 8]]\nP = W·X = [[19, 22], [43, 51]]", 2),
    ("x = 3; y = -4\na = x + y\nq = x*y\nL = a q\nda = q\ndq = a\ndx = da\ndx += dq y", None),
    ("x = 3; y = -4\na = x + y\nq = x*y\nL = a q\nda = q\ndq = a\ndx = da\ndx += dq x", 8),
    ("Exercise 1\nx = 2\ny = x^2 = 4\nExercise 2\nx = 3\ny = x^3 = 27\ndy/dx = 27", None),
    ("Exercise 1\nx = 2\ny = x^2 = 4\nExercise 2\nx = 3\ny = x^3 = 27\ndy/dx = 9", 7),
    ("p = softmax(z)\nL = -log(p[2])\ndL/dz[2] = p[2] - 1\ndL/dz[0] = p[0]", None),
    ("f = x^T A x\ndf/dx = 2 A x", 2),
    ("s(u) = 1/(1 + e^-u)\nw = 0.3; x = 2\ny = s(w x)\ndy/dw = s(w x)(1 - s(w x)) x", None),
    ("f(x) = x^3\nf'(x) = 3x^2\nf'(2) = 12", None),
    ("f(x) = x^3\nf'(x) = 3x", 2),
    ("w = 0.5; x = 2; y = w x\n∂(w x)/∂w = x", None),
    ("f(x) = x^2\nx = 3\nf = x^2 = 9\ndf/dx = 2x = 6", None),
    ("x = [1, 2]; y = [0.5, 3]\nL = 1/2 Σ_i (x_i - y_i)^2\n∂L/∂x_0 = x_0 - y_0\ndx = x - y", None),
    ("z = 0.6; h = 1/(1 + e^-z) ≈ 0.645", None),
    ("dot = 3; w = 2\ny = w dot\ndy/dw = dot", None),
]
"""Sheets as people type them, and the first wrong line."""


@pytest.mark.parametrize(("text", "line"), TYPED)
def test_sheets_as_people_type_them(text, line):
    report = check(text)
    assert report.first_wrong_line == line, report
