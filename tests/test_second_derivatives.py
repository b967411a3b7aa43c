"""Second derivatives, Hessians, Newton's method, and derivatives of whole formulas, in every way they are written."""

import pytest

from autograd import check

SCALARS = "w = 2.0; x = 3.0; t = 5; b = 0.5\nL = (w x - t)^2 + sin(b w)\n"
LISTS = "w = [0.5, -1.0]; x = [1.0, 2.0]; t = 3; b = 0.2\nz = w · x + b\nL = (z - t)^2\n"
SOFTMAX = "z = [1.0, 2.0, 0.5]\ns = softmax(z)\nL = -log(s[1])\n"
PRODUCT = "x = 1.5\ny = x^2; q = sin(x)\n"
OWN = "f(x) = x^3 - 2x\nx = 3\n"

RIGHT = [
    (SCALARS, "d²L/dw² = 2x^2 - b^2 sin(b w)"),
    (SCALARS, "d^2 L/dw^2 = 2x^2 - b^2 sin(b w) = 17.7896"),
    (SCALARS, "d^{2}L/dw^{2} = 2x^2 - b^2 sin(b w)"),
    (SCALARS, "d2L/dw2 = 2x^2 - b^2 sin(b w)"),
    (SCALARS, "∂²L/∂w∂b = cos(b w) - b w sin(b w)"),
    (SCALARS, "d²L/dbdw = cos(b w) - b w sin(b w)"),
    (SCALARS, "∂^2L/(∂b ∂w) = cos(b w) - b w sin(b w)"),
    (SCALARS, "d(dL/dw)/db = cos(b w) - b w sin(b w)"),
    (SCALARS, "d/dw (dL/db) = cos(b w) - b w sin(b w)"),
    (SCALARS, "d/dw dL/dw = 2x^2 - b^2 sin(b w)"),
    (SCALARS, "g = dL/dw; H = dg/dw = 2x^2 - b^2 sin(b w)"),
    (LISTS, "d²L/dw² = 2 x x.T"),
    (LISTS, "H = d²L/dw² = 2 x x.T; H[0,1] = 4"),
    (LISTS, "∂²L/∂w[i]∂w[j] = 2 x[i] x[j]"),
    (LISTS, "∂²L/∂w[0]² = 2; ∂²L/∂w[1]^2 = 8"),
    (LISTS, "∂²L/∂w∂b = 2x; ∂²L/∂z² = 2"),
    (SOFTMAX, "d²L/dz² = diag(s) - s s.T"),
    (SOFTMAX, "∂²L/∂z[i]∂z[j] = -s[i] s[j] for i != j"),
    (SOFTMAX, "∂²L/∂z[i]² = s[i] (1 - s[i])"),
    (SOFTMAX, "ds/dz = diag(s) - s s.T; trace(ds/dz) = 1 - dot(s, s)"),
    (PRODUCT, "d(y q)/dx = y cos(x) + 2 x q"),
    (PRODUCT, "d/dx (y q) = dy/dx q + y dq/dx"),
    (PRODUCT, "d(y/q)/dx = (2x q - y cos(x))/q^2"),
    (PRODUCT, "d/dx x^3 = 3x^2 = 6.75; d(x^3)/dx = 3x^2"),
    (PRODUCT, "d/dx sin(x)^2 = 2 sin(x) cos(x)"),
    (PRODUCT, "d/dx x^2 sin(x) = 2x sin(x) + x^2 cos(x)"),
    (PRODUCT, "d²/dx² x^3 = 6x; d²(x^3)/dx² = 6x; d²y/dx² = 2"),
    (SOFTMAX, "d/dz[i] log(sum(j: exp(z[j]))) = s[i]"),
    (SOFTMAX, "d(z[i]^2)/dz[j] = 0 for i != j"),
    (OWN, "f'(x) = 3x^2 - 2 = 25; f''(x) = 6x = 18; x - f'(x)/f''(x) = 1.611"),
    ("w = 4.0; y = 2\nL = w^4 - y w\n", "w_new = w - dL/dw / d²L/dw² = 2.677"),
    ("w = 4.0; y = 2\nL = w^4 - y w\n", "w <- w - dL/dw / d²L/dw² = 2.677"),
    ("w = 4.0; y = 2\nL = w^4 - y w\n", "g = dL/dw; H = d²L/dw² = 12 w^2; w <- w - g/H = 2.677"),
    (
        "w = [1.0, 2.0]; X = [[2.0, 1.0], [1.0, 3.0]]; t = [1.0, -1.0]\nL = 1/2 ||X w - t||^2\n",
        "g = dL/dw = X.T (X w - t); H = d²L/dw² = X.T X; w <- w - H^{-1} g = [0.8, -0.6]",
    ),
]
WRONG = [
    (SCALARS, "d²L/dw² = 2x - b^2 sin(b w)", ""),
    (SCALARS, "d²L/dw² = 2x^2 + b^2 sin(b w)", "the sign of b^2*sin(b*w) is wrong"),
    (SCALARS, "∂²L/∂w∂b = cos(b w)", "the product rule has two terms: the one with the slope of cos(b·w) is left out"),
    (LISTS, "d²L/dw² = x x.T", "a factor 2 is missing: the derivative of a square brings one"),
    (SOFTMAX, "∂²L/∂z[i]² = s[i]", ""),
    (PRODUCT, "d(y q)/dx = 2x cos(x)", ""),
    (PRODUCT, "d/dx x^3 = 3x", ""),
    (OWN, "f''(x) = 3x", "a factor 2 is missing: the derivative of a square brings one"),
]


@pytest.mark.parametrize(("sheet", "claims"), RIGHT, ids=lambda text: text.splitlines()[-1])
def test_right_ones_are_right(sheet, claims):
    report = check(sheet + claims)
    assert {each.verdict.removesuffix(" within the digits printed") for each in report.verdicts} == {"right"}, report


@pytest.mark.parametrize(("sheet", "claim", "cause"), WRONG, ids=lambda text: text.splitlines()[-1] if text else "")
def test_wrong_ones_are_wrong(sheet, claim, cause):
    found = check(sheet + claim).verdicts[-1]
    assert found.verdict == "wrong"
    assert not cause or found.cause == cause


def test_a_symmetric_matrix_of_a_quadratic_form_stays_symmetric():
    given = "w = [1.0, 2.0]; A = [[2.0, 1.0], [1.0, 3.0]]; b = [1.0, -1.0]\nL = 1/2 w.T A w - b.T w\n"
    report = check(given + "dL/dw = A w - b; d²L/dw² = A; dL/dw = 2 A w - b")
    assert [each.verdict for each in report.verdicts] == ["right", "right", "wrong"]
    other = check(given.replace("[1.0, 3.0]]", "[1.5, 3.0]]") + "dL/dw = A w - b").verdicts[0]
    assert other.verdict == "wrong"


def test_without_numbers_too():
    report = check("L = (w x - t)^2\nd²L/dw² = 2x^2\n∂²L/∂w∂x = 4 w x - 2t\nd²L/dw² = 2x")
    assert [each.verdict for each in report.verdicts] == ["right", "right", "wrong"]


def test_formulas_in_formulas_in_formulas_are_not_differentiated_for_ever():
    found = check(f"x = 2\nf(x) = x^3 - 2x\n{'f′(' * 20}x{')' * 20} = 1").verdicts[-1]
    assert found.cause.endswith("characters is differentiated here: give it a name")
