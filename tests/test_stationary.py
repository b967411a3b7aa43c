"""Where a gradient is zero: conditions hold there only, and the solution is where they are met."""

import pytest

from autograd import check

LEAST_SQUARES = """X in R^{n×d}, w in R^d, y in R^n
L = ||X w - y||²
∇_w L = 2 X^T (X w - y)
Setting the gradient to zero:
∇_w L = 0
2 X^T (X w - y) = 0
X^T X w = X^T y
w = (X^T X)^{-1} X^T y
"""

MISTAKES = (
    ("w = (X^T X)^{-1} X^T y", "w = 2 (X^T X)^{-1} X^T y", 8),
    ("w = (X^T X)^{-1} X^T y", "w = X^T y", 8),
    ("X^T X w = X^T y\nw = (X", "X^T X w = 2 X^T y\nw = 2 (X", 7),
    ("X^T X w = X^T y\n", "X^T X w = -X^T y\n", 7),
    ("∇_w L = 2 X^T", "∇_w L = X^T", 3),
)
"""What stands in the sheet, what is put in its place, and the line that is wrong then."""

OTHERS = (
    "ℓ(μ, σ) = -N log σ - 1/(2σ²) Σ_{n=1}^N (x_n - μ)²\n∂ℓ/∂μ = 1/σ² Σ_n (x_n - μ)\n"
    "∂ℓ/∂σ = -N/σ + 1/σ³ Σ_n (x_n - μ)²\nSetting to zero: μ̂ = 1/N Σ_n x_n and σ̂² = 1/N Σ_n (x_n - μ̂)².",
    "RSS(β) = (y - Xβ)ᵀ(y - Xβ)\n∂RSS/∂β = -2Xᵀ(y - Xβ)\nSet the first derivative to zero:\nXᵀ(y - Xβ) = 0\n"
    "XᵀXβ = Xᵀy\nβ̂ = (XᵀX)⁻¹Xᵀy\nFitted values: ŷ = Xβ̂ = X(XᵀX)⁻¹Xᵀy",
    "y in R^l, w in R^n, X in R^{l×n}\nL(w) = ||y - Xw||² + λ||w||²\n∇_w L = -2X'(y - Xw) + 2λw\n"
    "Setting the gradient to zero gives\nX'Xw + λw = X'y\nw = (X'X + λI_n)^{-1} X'y",
)


def wrong_lines(report):
    return [verdict.line for verdict in report.verdicts if verdict.is_first_hand]


def test_conditions_and_their_solution_are_right():
    report = check(LEAST_SQUARES)
    assert report
    assert [verdict.line for verdict in report.verdicts] == [3, 5, 6, 7, 8]


@pytest.mark.parametrize(("typed", "put_in", "line"), MISTAKES)
def test_a_mistake_is_found_where_it_was_made(typed, put_in, line):
    assert typed in LEAST_SQUARES
    assert wrong_lines(check(LEAST_SQUARES.replace(typed, put_in))) == [line]


@pytest.mark.parametrize("text", OTHERS)
def test_solutions_of_other_kinds(text):
    report = check(text)
    assert report
    assert all(verdict.is_fine for verdict in report.verdicts)


def test_nothing_is_judged_of_conditions_without_a_solution():
    report = check(LEAST_SQUARES.rpartition("w =")[0].rstrip(" \n"))
    assert [verdict.line for verdict in report.verdicts] == [3]
    assert "nothing says where the gradient is 0" in " ".join(report.sheet.said)


def test_zero_may_be_just_claimed():
    assert wrong_lines(check("L = (w x - t)^2\ndL/dw = 0")) == [2]


TOLD_BELOW = "J = (w x - y)^2\ndJ/dw = {}\n{}"


@pytest.mark.parametrize("solution", ["w = y/x", "", "Setting it to zero: w = y/x", "so that w* = y/x"])
@pytest.mark.parametrize(
    "formula", ["w x - y", "(w x - y) x", "(w x - y) x = 0", "-2 (w x - y) x = 0", "5 (w - y/x)", "w - y/x = 0"]
)
def test_a_solution_makes_no_wrong_slope_right(formula, solution):
    assert "right" not in [v.verdict for v in check(TOLD_BELOW.format(formula, solution)).verdicts if v.line == 2][:1]


@pytest.mark.parametrize("is_document", [False, True])
def test_where_both_sides_are_0_by_what_is_told_below_nothing_is_judged(is_document):
    text = "J = (w x - y)^2\ndJ/dw = (w x - y) x\nw = y/x"
    if is_document:
        text = r"Let $J(w) = (wx - y)^2$. \[\frac{\partial J}{\partial w} = (wx - y) x\] Hence $w = y/x$."
    (verdict,) = check(text, name="a.tex" if is_document else "").verdicts
    assert verdict.verdict == "not judged"


def test_a_slope_that_is_set_to_0_on_its_own_line_is_right_and_so_is_what_solves_it():
    report = check(TOLD_BELOW.format("2 (w x - y) x = 0", "w = y/x"))
    assert report
    assert len(report.verdicts) == 3
    assert wrong_lines(check(TOLD_BELOW.format("2 (w x - y) x = 0", "w = y"))) == [3]
    normal = LEAST_SQUARES.replace("(X w - y)\nSetting the gradient to zero:\n∇_w L = 0\n2", "(X w - y) = 0\n2")
    assert check(normal)
    assert wrong_lines(check(normal.replace("∇_w L = 2 X^T (X w - y)", "∇_w L = X^T (X w - y)"))) == [3]


@pytest.mark.parametrize("word", ["or", "and"])
def test_two_solutions_of_a_function_of_one_letter_are_no_mistake(word):
    text = f"f(x) = x^3 - 3x\nf'(x) = 3x^2 - 3 = 0\nx = 1 {word} x = -1"
    assert not any(verdict.is_fault for verdict in check(text).verdicts if verdict.line == 3)
    assert not check("f(x) = x^2\nx = 2\nx = 5\ndf/dx = 4")


@pytest.mark.parametrize("arrow", ["=>", "⇒"])
def test_an_arrow_of_two_signs_is_one(arrow):
    assert check(f"x = 2\nL = x^2 {arrow} dL/dx = 2x = 4")
    assert wrong_lines(check(f"x = 2\nL = x^2 {arrow} dL/dx = 2x = 5")) == [2]
    assert check(TOLD_BELOW.format("2 (w x - y) x", f"dJ/dw = 0 {arrow} w = y/x"))
    assert wrong_lines(check(TOLD_BELOW.format("2 (w x - y) x", f"dJ/dw = 0 {arrow} w = y"))) == [3]
