"""Functions that a sheet does not define: chain rules through them are judged, forms taken for granted wait."""

import pytest

from autograd import check

BATCHNORM = """
x in R^m
mu = mean(i: x[i])
v = mean(i: (x[i] - mu)^2)
xhat[i] = (x[i] - mu)/sqrt(v + eps)
y[i] = γ*xhat[i] + β
"""
NEURON = "z = w x + b\na = g(z)\nL = 1/2 (a - y)^2\ndL/db = (a - y) g'(z)\n"
NETWORK = "z = W x + b\nh = g(z)\no = U h\nL = l(o, y)\n"
NUMBERS = "W = [[1.0, 2.0], [0.5, -1.0]]; x = [1.0, 2.0]\ny = W x\n"
UPSTREAM = "x = 2.0; w = 0.5; b = 1.0\nz = w x + b\na = σ(z)\ndL/da = 0.3\n"
NEW_VALUE = "x = 0.5; w = 0.2; η = 0.1; y = 1\np = σ(w x)\ndL/dw = (p - y) x\n"
POLAR = "x = r cos(θ); y = r sin(θ)\nz = f(x, y)\n"

RIGHT = [
    (BATCHNORM, "df/dγ = sum(i: df/dy[i]*xhat[i]); df/dβ = sum(i: df/dy[i])"),
    (BATCHNORM, "df/dxhat[i] = df/dy[i]*γ"),
    (BATCHNORM, "df/dv = -1/2 sum(i: df/dy[i]*γ*(x[i] - mu)*(v + eps)^(-3/2))"),
    (BATCHNORM, "df/dmu = -sum(i: df/dxhat[i]/sqrt(v + eps)); df/dy[i] = df/dy[i]"),
    (BATCHNORM, "df/dx[i] = df/dxhat[i]*dxhat[i]/dx[i] + df/dmu*dmu/dx[i] + df/dv*dv/dx[i]; df/dβ = sum(k: df/dy[k])"),
    (
        BATCHNORM,
        "df/dx[i] = (m*γ*df/dy[i] - sum(k: γ*df/dy[k]) - xhat[i]*sum(n: γ*df/dy[n]*xhat[n]))/(m*sqrt(v + eps))",
    ),
    (NEURON, "dL/dw = (a - y) g'(z) x; dL/dz = dL/da da/dz; da/dz = g'(z); dL/da = a - y"),
    (NEURON, "d²a/dz² = g''(z)"),
    (NETWORK, "dL/dU = dL/do h.T; dL/dh = U.T dL/do; dL/dz = dL/dh * g'(z); dL/dW = dL/dz x.T; dL/dx = W.T dL/dz"),
    (NUMBERS, "dL/dW = dL/dy x.T; dL/dx = W.T dL/dy"),
    (NUMBERS, "dL/dy = [0.1, -0.2]\ndL/dx = W.T dL/dy = [0, 0.4]; dL/dW = [[0.1, 0.2], [-0.2, -0.4]]"),
    (UPSTREAM, "dL/dz = dL/da a (1 - a) = 0.3 * 0.881 * 0.119 = 0.0315; dL/dw = dL/dz x = 0.063; dL/dw = 0.0315*2"),
    ("f(y)\ny = w x\n", "df/dw = df/dy x"),
    ("y = w x\nL = L(y, t)\n", "dL/dw = dL/dy x"),
    (POLAR, "∂z/∂r = ∂z/∂x cos(θ) + ∂z/∂y sin(θ); ∂z/∂θ = -∂z/∂x r sin(θ) + ∂z/∂y r cos(θ)"),
    ("x = u^2\ny = f(x) + f(u)\n", "dy/du = 2u f'(x) + f'(u)"),
    ("z = [1.0, -2.0]; t = [0.5, 0.5]\nf(u) = u^3\nL = sum((f(z) - t)^2)\n", "dL/dz = 2 (f(z) - t) * f'(z)"),
    ("f(u) = u^3\na = f(W x)\nL = ||a - t||^2\n", "dL/dx = W.T (2 (a - t) * f'(W x))"),
    ("f(s) = s^3; y = f(a) + f(2a)\n", "dy/da = f'(a) + 2 f'(2a) = 3a^2 + 24a^2"),
]
WRONG = [
    (BATCHNORM, "df/dmu = -df/dxhat[i]/sqrt(v + eps)", "the sum over i is missing"),
    (BATCHNORM, "df/dxhat[i] = df/dy[i]", "the factor gamma is missing"),
    (
        BATCHNORM,
        "df/dx[i] = (m*γ*df/dy[i] - sum(k: γ*df/dy[k]) - df/dy[i]*γ*sum(n: γ*df/dy[n]*xhat[n]))/(m*sqrt(v + eps))",
        "df/dy[i]*gamma is written where xhat[i] belongs",
    ),
    (NEURON, "dL/dw = (y - a) g'(z) x", "sign error"),
    (NEURON, "dL/dw = (a - y) x", "the factor g′(z) is missing"),
    (NEURON, "dL/da = a + y", "the sign of y is wrong"),
    (NETWORK, "dL/dW = dL/dz x.T; dL/dx = W dL/dz", "W needs its transpose"),
    (NETWORK, "dL/dz = dL/dh * g'(h); dL/dh = U.T dL/do", ""),
    (NUMBERS, "dL/dx = W dL/dy", "W needs its transpose"),
    (UPSTREAM, "dL/dx = dL/da a (1 - a) x", "x is written where w belongs"),
    (UPSTREAM, "dL/dz = dL/da a (1 - a) = 0.31", ""),
    (POLAR, "∂z/∂θ = ∂z/∂x r sin(θ) + ∂z/∂y r cos(θ)", ""),
    (POLAR, "∂z/∂r = ∂z/∂x cos(θ)", ""),
]
OF_LOSS = "{} is known by its derivatives only: a formula without them waits until it is defined, {} = …"
OF_FUNCTION = "nothing is said of {}: what takes its form for granted waits for a formula, {} = …"
WAITS = [
    (BATCHNORM, "df/dβ = sum(i: df/dy[i]); df/dx[i] = 2*(y[i] - x[i])", OF_LOSS.format("f", "f")),
    (NEURON, "dL/dw = (a - y) a (1 - a) x", OF_FUNCTION.format("g", "g(z)")),
    (NEURON, "da/dz = a (1 - a)", OF_FUNCTION.format("g", "g(z)")),
    (NETWORK, "dL/do = o - y", OF_FUNCTION.format("l", "l(o, y)")),
    (UPSTREAM, "dL/dz = dL/da a (1 - a); dL/da = a - 1", OF_LOSS.format("L", "L")),
    (NEW_VALUE, "w_new = w - η dL/dw = 0.2 - 0.1*(-0.23)", OF_LOSS.format("L", "L")),
    (NEW_VALUE, "w := w - η dL/dw = 0.2 - 0.1*(-0.23)", OF_LOSS.format("L", "L")),
    ("z = 0.5; w = 2\na = w z\n", "da/dz = w g'(z)", OF_FUNCTION.format("g", "g(z)")),
    ("x = 2.0\ny = f(x)\n", "y = 3.5", OF_FUNCTION.format("f", "f(x)")),
]


@pytest.mark.parametrize(("sheet", "claims"), RIGHT)
def test_chain_rules_are_right(sheet, claims):
    report = check(sheet + claims)
    assert {each.verdict.removesuffix(" within the digits printed") for each in report.verdicts} == {"right"}, report


@pytest.mark.parametrize(("sheet", "claims", "cause"), WRONG)
def test_mistakes_in_them_are_found(sheet, claims, cause):
    found = [each for each in check(sheet + claims).verdicts if not each.is_fine]
    assert found
    assert found[0].verdict in ("wrong", "wrong shape")
    assert not cause or found[0].cause == cause


@pytest.mark.parametrize(("sheet", "claims", "why"), WAITS)
def test_what_takes_a_form_for_granted_waits(sheet, claims, why):
    found = check(sheet + claims).verdicts[-1]
    assert (found.verdict, found.cause, found.answer) == ("not judged", why, "")


def test_a_prime_of_a_function_that_has_another_word_is_its_slope():
    report = check("z = 0.5; w = 2\na = tanh(z); L = w a\ndL/dz = w g'(z)\ndL/dz = g'(z)")
    assert [each.verdict for each in report.verdicts] == ["right", "wrong"]
    assert report.first().cause == "the factor w is missing"
    assert "read g′(z) as tanh′(z)" in str(report)


def test_what_is_told_of_such_a_loss_is_given_and_not_claimed():
    report = check(UPSTREAM + "dL/dz = dL/da a (1 - a)")
    assert [each.line for each in report.verdicts] == [5]


def test_a_loss_that_is_defined_otherwise_is_still_told():
    cause = check("w = 2; L = w^2\ndl/dw = 4").verdicts[0].cause
    assert cause == "this is not a derivative, for l has no value: did you mean L?"


@pytest.mark.parametrize("text", ["L = w(x - t)^2\ndL/dx = 2w(x - t)", "L = w(x - t)^2\ndL/dx = 2 w (x - t)"])
def test_a_product_stays_one(text):
    assert check(text).exit_code == 0
