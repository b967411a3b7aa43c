"""What a sheet leaves unsaid makes a claim wait that may be right with it; what is said otherwise is wrong."""

import pytest

from autograd import check
from autograd.worksheet.judging import verdicts

WAITS = [
    ("z = 0.5; y = 0\np = σ(z)\nL = -ln(1 - p)\nIf instead y = 1, L = 0.4741", "line 4 supposes"),
    ("x in R^n; y = 2 x\nL = sum(y^2\ndL/dx = x", "could not be read"),
    (
        "L = -sum(i: y[i] log(p[i]))\np = softmax(z)\n1 y ~ 1 2\ndL/dz[i] = p[i]*7 - y[i]",
        "line 3 could not",
    ),
    ("y = x^3\ndy/dx = 3*log(-x^2)", "no value"),
    ("z1 = 1.2; z2 = 0.2; a1 = 0.731\nL = -log(a1)\ndL/dz1 = a1 - 1", "a1 is a number, so that nothing tells"),
    ("f(x) = x^2\nf'(x) = 6", "x is not given: write at which number this is"),
    ("f(x, y) = x y^2; r = 2\n∇f = (1, 4)", "x is not given"),
    ("w = 0.5; h = 0.7616; y = 1.2; t = 1.0\nL = 1/2 (y - t)^2\ndL/dh = 0.2*0.5", "write its formula, y = …"),
    (
        "w = 0; h = 2; y1 = 0\nv = w h\nw <- 0 + 1.3 = 1.3\ny1 = 1.3*2",
        "y1 is a number told in line 1, before new values",
    ),
]

LINE = "x = 2; w = 3; b = 1; t = 5\n"
WAITS += [
    (LINE + "L = (w x + b - t)^2\np = 7\ne = p - t = 2\ndL/dw = 2 e x", "what p has to do with L"),
    (LINE + "L = (w x + b - t)^2\np = 7\ndL/dw = 2 (p - t) x", "what p has to do with L"),
]

WRONG = [
    LINE + "L = (w x + b - t)^2\np = 7\ndL/dw = 2 (p - t) x b x",  # nor is it right at the numbers
    LINE + "L = (w x + b - t)^2\np = w x + b\ndL/dw = 2 (p - t) x b",  # a factor of 1
    LINE + "L = (w x + b - t)^2\np = 7\ndL/dw = 2 (p - t) x = 9",
    "w = 0; h = 2; y1 = 0\nv = w h\ny1 = 1.3*2",  # no new value stands between
    "w = 0.5; x = 2.0; t = 3.0; b = 0.1\ny = w x\nL = (y - t)^2\ndL/db = 2 (y - t)",  # a bias left out
    "w = 0.5; x = 2.0; y = 0.8; b = 0.1\np = w x\nL = (p - y)^2\ndL/db = 2 (p - y)",  # y is a label here
    "f(x, y) = x y^2; r = 2\nf_x = 2 y",
    "f(x, y) = x y^2\n∇f(1, 2) = (4, 2)",
    "f(x, y) = x y^2\nx = 1; y = 2\nf_y = 2",
    "x = 2\ny = x^2 = 4\nx = 3\ny = 8",  # a given given anew: what follows is judged with it
    "x in R^n; y = 2 x\nL = sum(y^2)\ndL/dq = x(\ndL/dx = x",  # a claim that cannot be read tells nothing
]


@pytest.mark.parametrize(("text", "why"), WAITS)
def test_a_claim_waits_for_what_is_unsaid(text, why):
    last = check(text).verdicts[-1]
    assert (last.verdict, why in last.cause) == (verdicts.NOT_JUDGED, True), last


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_whatever_is_unsaid_is_wrong(text):
    last = check(text).verdicts[-1]
    assert last.is_fault or last.verdict == verdicts.DOUBTFUL, last


W_X = "x ∈ R^n, W ∈ R^{n×n}\ny = W x; z = σ(y)\n"
LAYOUTS = [
    (W_X + "∂y/∂x = W.T", True),
    (W_X + "∂z/∂y = diag(z (1 - z))\n∂y/∂x = W.T", True),
    (W_X + "L = f(z); ∂L/∂x = ∂y/∂x ∂z/∂y ∂L/∂z", True),
    (W_X + "∂z/∂x = diag(z (1 - z)) W\n∂y/∂x = W.T", False),  # the other layout elsewhere
    ("In numerator layout\n" + W_X + "∂y/∂x = W.T", False),
    (W_X.replace("n×n", "m×n") + "∂y/∂x = W.T\n∂z/∂x = W.T diag(z)", False),
]


@pytest.mark.parametrize(("text", "is_right"), LAYOUTS)
def test_jacobians_may_be_in_either_layout_throughout(text, is_right):
    last = check(text).verdicts[-1]
    assert last.is_fine == is_right, last
    assert ("denominator layout" in last.remark) == is_right
