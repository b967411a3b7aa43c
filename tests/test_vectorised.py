"""Sheets of Andrew Ng's course: samples beside matrices, layers in square brackets, words for derivatives with 1/m."""

import pytest

from autograd import check

HEAD = "Z1 = W1 X + b1\nA1 = tanh(Z1)\nZ2 = W2 A1 + b2\nA2 = σ(Z2)\n"
LINES = [
    "dZ2 = A2 - Y",
    "dW2 = 1/m dZ2 A1^T",
    "db2 = 1/m np.sum(dZ2, axis=1, keepdims=True)",
    "dZ1 = W2^T dZ2 * (1 - A1^2)",
    "dW1 = 1/m dZ1 X^T",
    "db1 = 1/m np.sum(dZ1, axis=1, keepdims=True)",
]
WRONG = [
    "dZ2 = Y - A2",
    "dW2 = dZ2 A1^T",
    "dW2 = 1/m A1 dZ2^T",
    "db2 = np.sum(dZ2, axis=1, keepdims=True)",
    "dZ1 = W2 dZ2 * (1 - A1^2)",
    "dZ1 = W2^T dZ2 * (1 - A1)",
    "dW1 = 1/m dZ1 X",
]
COSTS = [
    "J = -1/m Σ_{i=1}^m (y^{(i)} log a^{[2](i)} + (1 - y^{(i)}) log(1 - a^{[2](i)}))",
    "J = -1/m Σ_i (y^(i) log ŷ^(i) + (1 - y^(i)) log(1 - ŷ^(i)))",
    "L(ŷ, y) = -(y log ŷ + (1-y) log(1-ŷ))\nJ = 1/m Σ_{i=1}^m L(a^{[2](i)}, y^{(i)})",
    "J = -1/m sum(Y * log(A2) + (1 - Y) * log(1 - A2))",
    "",
]


def in_brackets(text):
    """The layers of matrices as Z^{[1]}."""
    for name in ("Z", "W", "A", "b"):
        for layer in "12":
            for rest in ("T", "2"):
                text = text.replace(f"{name}{layer}^{rest}", f"{name}^{{[{layer}]{rest}}}")
            text = text.replace(f"{name}{layer}", f"{name}^{{[{layer}]}}")
    return text


def behind_names(text):
    """The layers of matrices as Z[1]."""
    for name in ("Z", "W", "A", "b"):
        for layer in "12":
            text = text.replace(f"{name}{layer}", f"{name}[{layer}]")
    return text


@pytest.mark.parametrize("typed", [str, in_brackets, behind_names])
@pytest.mark.parametrize("cost", COSTS)
def test_the_lines_of_a_vectorised_net_are_judged(cost, typed):
    text = typed(HEAD) + (cost.replace("A2", typed("A2")) + "\n" if cost else "")
    right = check(text + typed("\n".join(LINES)))
    assert right, right
    assert sum(verdict.is_fine for verdict in right.verdicts) == len(LINES)
    wrong = check(text + typed("\n".join([*LINES, *WRONG])))
    assert sum(verdict.is_fault for verdict in wrong.verdicts) == len(WRONG), wrong


def test_the_usual_cost_is_said_where_none_is_told():
    report = check(HEAD + "\n".join(LINES))
    assert "as the cost, of which nothing is said" in str(report)


@pytest.mark.parametrize("told", ["the loss is squared", "J = 1/m sum((A2 - Y)^2)"])
def test_another_cost_is_none_of_the_usual(told):
    first = check(f"{HEAD}{told}\n{LINES[0]}\n{LINES[1]}").verdicts[0]
    assert not first.is_fine


REGRESSION = "Z = w^T X + b\nA = σ(Z)\n"
ONE_UNIT = [
    # the cost, what is right and what is not
    ("J = -1/m Σ_i (y_i log a_i + (1 - y_i) log(1 - a_i))", "dw = 1/m X dZ^T", "dw = X dZ^T"),
    (
        "J = -1/m Σ_i (y^{(i)} log a^{(i)} + (1 - y^{(i)}) log(1 - a^{(i)}))",
        "db = 1/m Σ_i dz^{(i)}",
        "db = Σ_i dz^{(i)}",
    ),
    ("J = -1/m sum(Y * log(A) + (1 - Y) * log(1 - A))", "db = 1/m np.sum(dZ)", "db = 1/m np.sum(A)"),
]


@pytest.mark.parametrize(("cost", "right", "wrong"), ONE_UNIT)
def test_logistic_regression_over_samples(cost, right, wrong):
    text = f"{REGRESSION}{cost}\ndZ = A - Y\ndw = 1/m X dZ^T\n"
    assert check(text + right), check(text + right)
    assert check(text + wrong).verdicts[-1].is_fault


SAMPLES = """\
z^{(i)} = w^T x^{(i)} + b
ŷ^{(i)} = a^{(i)} = σ(z^{(i)})
L(ŷ, y) = -(y log ŷ + (1-y) log(1-ŷ))
J = 1/m Σ_{i=1}^m L(ŷ^{(i)}, y^{(i)})
dz^{(i)} = a^{(i)} - y^{(i)}
dw = 1/m Σ_{i=1}^m x^{(i)} dz^{(i)}"""


def test_a_sheet_of_samples_alone():
    assert check(SAMPLES), check(SAMPLES)
    assert not check(SAMPLES.replace("1/m Σ_{i=1}^m x", "Σ_{i=1}^m x"))
    assert not check(SAMPLES.replace("a^{(i)} - y", "a^{(i)} + y"))


README = """\
a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
f = (c - d)**2
g = f / 2.0
g += 10.0 / f
g = 24.7041
a.grad = 138.8338
b.grad = 645.5773"""


def test_what_a_program_adds_to_is_another_name_from_there_on():
    assert check(README), check(README)
    assert not check(README.replace("645.5773", "645.7773"))
    assert not check(README.replace("24.7041", "24.7141"))


WELCH = """\
z^{(2)} = XW^{(1)}   (1)
a^{(2)} = f(z^{(2)})   (2)
z^{(3)} = a^{(2)}W^{(2)}   (3)
ŷ = f(z^{(3)})   (4)
J = Σ 1/2 (y - ŷ)^2   (5)
f(z) = 1/(1+e^{-z})
δ^{(3)} = -(y - ŷ) f'(z^{(3)})
δ^{(2)} = δ^{(3)} (W^{(2)})^T f'(z^{(2)})
"""
OTHERS = [
    # a sheet, what is right on its last line and a mistake there
    ("o = V s\np = softmax(o)\nL = -Σ_k y_k log p_k\n∂L/∂V = (p - y) ⊗ s", "(p - y) ⊗ s", "s ⊗ (p - y)"),
    ("x = -2; z = 4\nf = x * z\nvar derivative_f_wrt_z = x; // -2", "= x", "= z"),
    (
        "x ∈ R^d, h ∈ R^k, o ∈ R^q\nz = W^{(1)} x\nh = φ(z)\no = W^{(2)} h\nL = l(o, y)\n∂L/∂h = W^{(2)⊤} ∂L/∂o",
        "W^{(2)⊤}",
        "W^{(2)}",
    ),
    (f"{WELCH}∂J/∂W^{{(1)}} = X^T δ^{{(2)}}   (7)", "X^T", "X"),
    (f"{WELCH}∂J/∂W^{{(2)}} = (a^{{(2)}})^T δ^{{(3)}}   (6)", "δ^{(3)}", "δ^{(2)}"),
    ("z2 = X W1\na2 = f(z2)\nz3 = a2 W2\nŷ = f(z3)\nJ = Σ 1/2 (y - ŷ)^2\n∂J/∂z3 = -(y - ŷ) f'(z3)", "-(", "("),
    ("ŷ = a = σ(z)\nL = (ŷ - y)^2\ndL/dz = 2(a - y) a (1 - a)", "(1 - a)", ""),
]


@pytest.mark.parametrize(("text", "right", "wrong"), OTHERS)
def test_classics_as_they_are_typed(text, right, wrong):
    assert check(text), check(text)
    head, _, tail = text.rpartition(right)
    assert check(f"{head}{wrong}{tail}").verdicts[-1].is_fault
