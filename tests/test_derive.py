"""`derive`: backward passes come out as on paper, and `check` agrees with every line."""

from statistics import median

import pytest

from autograd import LanguageError, check, derive, worked
from autograd.cli import main
from autograd.derivation.latex.rows import PAGE
from autograd.derivation.latex.widths import width
from autograd.derivation.rewrites import names
from tests.benchmarks import derivations, lines as lengths
from tests.commands import run_command
from tests.derivable import SYSTEMS
from tests.samples import crossed, sized

DERIVED = {
    "batchnorm": """
        df/dy[i] = 2*c[i]*y[i]
        df/dgamma = sum(i: df/dy[i]*xhat[i]) = 2*sum(i: c[i]*y[i]*xhat[i])
        df/dbeta = sum(i: df/dy[i]) = 2*sum(i: c[i]*y[i])
        df/dxhat[i] = df/dy[i]*gamma
        df/dvar = -sum(i: df/dxhat[i]*(x[i] - mu))/(2*(var + eps)^(3/2))
          = -sum(i: df/dxhat[i]*xhat[i])/(2*(var + eps))
        dvar/dmu = -2*sum(i: x[i] - mu)/m = 0
        df/dmu = -sum(i: df/dxhat[i])/sqrt(var + eps)
        df/dx[i] = df/dxhat[i]/sqrt(var + eps) + 2*df/dvar*(x[i] - mu)/m + df/dmu/m
          = (m*df/dxhat[i] - sum(j: df/dxhat[j]) - xhat[i]*sum(j: df/dxhat[j]*xhat[j]))/(m*sqrt(var + eps))
    """,
    "softmax-cross-entropy": """
        dL/dP[i] = -y[i]/P[i]
        dP[i]/dh[i] = P[i]*(1 - P[i])
        dP[i]/dh[j] = -P[i]*P[j] for i != j
        dL/dh[i] = P[i]*(dL/dP[i] - sum(j: dL/dP[j]*P[j])) = P[i] - y[i]   # the entries of y add up to 1
    """,
    "two-layer-matrix": """
        dJ/dz[i] = z[i] - y[i]
        dJ/dW[i,j] = dJ/dz[i]*h[j] = (z[i] - y[i])*h[j]
        dz[i]/dh[j] = W[i,j]
        dJ/dh[i] = sum(j: dJ/dz[j]*W[j,i])
        dJ/dg[i] = dJ/dh[i]*h[i]*(1 - h[i])
        dJ/dV[i,j] = dJ/dg[i]*x[j] = h[i]*(1 - h[i])*x[j]*sum(k: (z[k] - y[k])*W[k,i])
    """,
    "softmax-jacobian": """
        ds[i]/dz[i] = s[i]*(1 - s[i])
        ds[i]/dz[j] = -s[i]*s[j] for i != j
    """,
    "sigmoid-chain": """
        dLoss/da2 = a2 - t
        da2/dz2 = a2*(1 - a2)
        dLoss/dz2 = dLoss/da2*a2*(1 - a2)
        dz2/dw2 = a1
        dLoss/dw2 = dLoss/dz2*a1 = (a2 - t)*a2*(1 - a2)*a1
        dLoss/da1 = dLoss/dz2*w2
        dLoss/dz1 = dLoss/da1*a1*(1 - a1)
        dLoss/dw1 = dLoss/dz1*x = (a2 - t)*a2*(1 - a2)*w2*a1*(1 - a1)*x
    """,
}
"""Examples and the lines derived from them, in index notation."""

WITH_MATRICES = {
    "batchnorm": """
        df/dy = 2*c*y
        df/dgamma = sum(df/dy*xhat) = 2*sum(c*y*xhat)
        df/dbeta = sum(df/dy) = 2*sum(c*y)
        df/dxhat = gamma*df/dy
        df/dvar = -sum(df/dxhat*(x - mu))/(2*(var + eps)^(3/2)) = -sum(df/dxhat*xhat)/(2*(var + eps))
        dvar/dmu = -2*sum(x - mu)/m = 0
        df/dmu = -sum(df/dxhat)/sqrt(var + eps)
        df/dx = df/dxhat/sqrt(var + eps) + 2*df/dvar*(x - mu)/m + df/dmu/m
          = (m*df/dxhat - sum(df/dxhat) - sum(df/dxhat*xhat)*xhat)/(m*sqrt(var + eps))
    """,
    "two-layer-matrix": """
        dJ/dz = z - y
        dJ/dW = dJ/dz@h.T = (z - y)@h.T
        dz/dh = W
        dJ/dh = W.T@dJ/dz
        dJ/dg = dJ/dh*h*(1 - h)
        dJ/dV = dJ/dg@x.T = (h*(1 - h)*(W.T@(z - y)))@x.T
    """,
    "twin-branch": """
        dJ/dyhat = ((1 - y.T)/(1 - yhat) - y.T/yhat)/m
        dJ/dz3 = dJ/dyhat*yhat*(1 - yhat) = (yhat - y.T)/m
        dJ/dW2 = dJ/dz3@a.T = (yhat - y.T)@a.T/m
        dJ/db2 = sum(dJ/dz3) = sum(yhat.T - y)/m
        dJ/da = W2.T@dJ/dz3
        dJ/dZ2 = dJ/da*delta3
        dJ/dX2 = W1.T@dJ/dZ2 = W1.T@((W2.T@(yhat - y.T))*delta3)/m
        dJ/dZ1 = dJ/da*delta4
        dJ/dW1 = dJ/dZ2@X2.T + dJ/dZ1@X1.T
          = ((W2.T@(yhat - y.T))*delta3)@X2.T/m + ((W2.T@(yhat - y.T))*delta4)@X1.T/m
        dJ/db1 = sum(dJ/dZ2, axis=1) + sum(dJ/dZ1, axis=1)
          = W2.T*((delta3 + delta4)@(yhat.T - y))/m
    """,
}
"""Examples and the lines derived from them with matrices."""

SCALARS_ONLY = ("conv-parameters", "conv-costs", "convnet-parameters", "hard-coded", "mlp-shapes")
"""Examples without a backward pass: they count, their one decision has no derivative, or they end in a matrix."""


def joined(text):
    """The lines of a text; what begins with = belongs to the line before."""
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("= "):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines


def all_right(derivation):
    """Whether a derivation has lines, and each claim in each of them is right."""
    report = check(derivation.sheet)
    claims = sum(len(line.forms) for line in derivation.lines)
    return claims > 0 and len(report.verdicts) == claims and {verdict.verdict for verdict in report.verdicts} <= RIGHT


def run(capsys, *words):
    """The exit code of a command, and what it printed."""
    code = main(list(map(str, words)))
    return (code, *capsys.readouterr())


RIGHT = {"right", "right, in row layout"}


@pytest.mark.parametrize("name", DERIVED)
def test_examples_are_derived_as_on_paper(name):
    assert derive(worked.sheet(name)).derived.splitlines() == joined(DERIVED[name])


@pytest.mark.parametrize("name", WITH_MATRICES)
def test_examples_are_derived_with_matrices(name):
    assert derive(worked.sheet(name), notation="matrix").derived.splitlines() == joined(WITH_MATRICES[name])


@pytest.mark.parametrize("notation", ["index", "matrix"])
@pytest.mark.parametrize("name", [name for name in worked.names() if name not in SCALARS_ONLY])
def test_every_line_derived_from_an_example_is_right(name, notation):
    derivation = derive(worked.sheet(name), notation=notation)
    assert all_right(derivation), check(derivation.sheet)
    assert not derivation.refused


@crossed(name=SYSTEMS, notation=["index", "matrix"])
def test_every_line_derived_from_a_system_is_right(name, notation):
    derivation = derive(SYSTEMS[name], notation=notation)
    assert all_right(derivation), check(derivation.sheet)
    assert not derivation.refused


WITHOUT_NUMBERS = (
    "x in R^m; W in R^{n×m}\ny = W x; L = 1/2 ||y - t||^2",
    "mu = mean(x)\nvar = mean((x - mu)^2)\nxhat = (x - mu)/sqrt(var + eps)\ny = gamma*xhat + beta\nf = sum(y^2)",
    "Z1 = W1 X + b1\nA1 = relu(Z1)\nZ2 = W2 A1 + b2\nL = mean((Z2 - Y)^2)",
    "S = Q K.T/sqrt(d)\nA[i,j] = exp(S[i,j])/sum(k: exp(S[i,k]))\nO = A V\nL = sum(O*G)",
    "X in R^{n×d}; Q, K, V, P, R, U in R^{d×k}\nS = X Q (X K)^T/sqrt(k); A = softmax(S); H = A X V\n"
    "Z = X P (X R)^T/sqrt(k); B = softmax(Z); G = B X U\nL = sum((H + G)^2)",
)


@pytest.mark.parametrize("notation", ["index", "matrix"])
@pytest.mark.parametrize("sheet", WITHOUT_NUMBERS)
def test_sheets_without_numbers_are_derived(sheet, notation):
    derivation = derive(sheet, notation=notation)
    assert all_right(derivation), check(derivation.sheet)


def test_lengths_have_names_where_there_are_no_numbers():
    derivation = derive("m = mean(x); L = (m - t)^2", by=["x"], notation="matrix")
    assert str(derivation).splitlines() == [
        "x in R^n",
        "m = mean(x)",
        "L = (m - t)^2",
        "dL/dm = 2*(m - t)",
        "dL/dx = dL/dm/n*ones(n) = 2*(m - t)/n*ones(n)",
    ]


UNKNOWN = {
    "any loss": "mu = mean(x)\nvar = mean((x - mu)^2)\nxhat = (x - mu)/sqrt(var + eps)\n"
    "y = gamma*xhat + beta\nL = f(y)",
    "any activation": "V in R^{k×n}; W in R^{m×k}; x in R^n; y in R^m\ng = V x; h = r(g); z = W h\n"
    "J = 1/2 (z - y)^T (z - y)\ndJ/dg = dJ/dh * r'(g)",
    "with numbers": "x = 2; w = 3\nz = w*x\na = φ(z)\nL = (a - 1)^2",
}


@pytest.mark.parametrize("notation", ["index", "matrix"])
@pytest.mark.parametrize("name", UNKNOWN)
def test_functions_of_which_only_the_name_is_known_are_derived(name, notation):
    derivation = derive(UNKNOWN[name], notation=notation)
    assert all_right(derivation), check(derivation.sheet)
    assert not derivation.refused


def test_the_derivatives_of_any_loss_are_where_all_begins():
    lines = derive(UNKNOWN["any loss"]).derived.splitlines()
    assert lines[0] == "dL/dgamma = sum(i: dL/dy[i]*xhat[i])"
    assert lines[-1].endswith(
        "= (n*dL/dxhat[i] - sum(j: dL/dxhat[j]) - xhat[i]*sum(j: dL/dxhat[j]*xhat[j]))/(n*sqrt(var + eps))"
    )
    assert (
        "dJ/dV = dJ/dg@x.T = (r′(g)*(W.T@(z - y)))@x.T" in derive(UNKNOWN["any activation"], notation="matrix").derived
    )


GATES = {  # each: the lines before, and the whole derivative of c by h
    "c = f*c0 + i": "dc/di*i*(1 - i) + dc/df*f*(1 - f) = c - i^2 - c0*f^2",
    "g = tanh(h + 1); c = f*c0 + g": "dc/dg*(1 - g^2) + dc/df*f*(1 - f) = 1 - g^2 + c0*f*(1 - f)",
}


@pytest.mark.parametrize("lines", GATES)
def test_a_sum_of_squares_is_not_taken_for_the_sum(lines):
    sheet = f"h = 0.2; c0 = 0.5; f = sigmoid(h + 1); i = sigmoid(h - 1); {lines}"
    derivation = derive(sheet, of="c", by=["h"])
    assert derivation.derived.splitlines()[-1] == f"dc/dh = {GATES[lines]}"
    assert all_right(derivation)


def test_a_derivation_is_shown_as_its_worksheet():
    derivation = derive("w = 2; L = w^2")
    assert repr(derivation) == str(derivation) == "w = 2\nL = w^2\ndL/dw = 2*w"


def test_products_are_written_as_what_they_are():
    assert str(derive("W = [[1, 2], [3, 5]]; x = [0.5, 0.7]\nL = sum((W x)^2)")).splitlines()[2] == "L = sum((W@x)^2)"


def test_cases_are_derived_as_cases():
    derivation = derive("x = 2; w = 3\nz = w x\na = z if z > 0 else 0.1 z\nL = a^2")
    assert "dL/dz = dL/da*(1 if z > 0 else 0.1) = 2*a*(1 if z > 0 else 0.1)" in derivation.derived
    assert all_right(derivation)


SHORT = (  # sheet, notation, the last line derived from it
    ("x in R^n\nl = n*log(sigma) + sum(i: (x[i] - mu)^2)\ndl/dmu = ?", "matrix", "dl/dmu = -2*sum(x - mu)"),
    ("x = 2; a = 3\np = a*x; l = log(p); r = a/p^2\ndl/dx = ?", "index", "dl/dx = dl/dp*a = a/p"),
    ("X in R^{n×d}; W, V in R^{d×k}; G in R^{n×n}\nL = sum(G*(X W (X V)^T))", "matrix", "dL/dV = (G@X).T@X@W"),
    ("w = 0.5; x = 2; y = 1\nL = (w*x - y)^2 + 0.01*w^2\ndL/dw = ?", "index", "dL/dw = 2*(w*x - y)*x + 0.02*w"),
    (
        "A, B in R^{n×m}; x, y in R^m; u in R^n\nL = sum(u*(A x)) + sum(i: u[i]*sum(j: B[i,j]*y[j]))\ndL/du = ?",
        "index",
        "dL/du[i] = sum(j: A[i,j]*x[j]) + sum(j: B[i,j]*y[j])",
    ),
    ("a = [2, -1]\nL = sum(abs(a))^2", "index", "dL/da[i] = 2*sign(a[i])*sum(j: abs(a[j]))"),
    ("u in R^n; v in R^n\ns = u.T@v/(norm(u)*norm(v))", "matrix", "ds/dv = u/(norm(u)*norm(v)) - s*v/sum(v^2)"),
    (
        "y = [1, 0]; z = [0.2, -0.4]; m = 2\np = sigmoid(z)\nL = -mean(i: y[i]*log(p[i]) + (1 - y[i])*log(1 - p[i]))"
        "\ndL/dp = ?",
        "index",
        "dL/dp[i] = ((1 - y[i])/(1 - p[i]) - y[i]/p[i])/m",
    ),
    (
        "U in R^{m×n}; r in R^n; h in R^n; q in R^m\ng = U@(r*h)\nL = sum(q*g^2)\ndL/dU = ?",
        "matrix",
        "dL/dU = dL/dg@(r*h).T = 2*(q*g)@(r*h).T",
    ),
    (
        "z = 0.4; y = 1\np = 1/(1 + exp(-z))\nL = -y*log(p) - (1 - y)*log(1 - p)\ndL/dz = ?",
        "index",
        "dL/dz = dL/dp*p*(1 - p) = p - y",
    ),
    (
        "x = [0.7, 1]\nf = (exp(2x) - 1)/(exp(2x) + 1)\nL = sum(f)\ndL/dx = ?",
        "matrix",
        "dL/dx = dL/df*(1 - f^2) = 1 - f^2",
    ),
    ("x = [0.4, 1]; w = [2, -0.3]\nL = log(1 + exp(-w.T x))", "matrix", "dL/dw = -sigmoid(-w.T@x)*x"),
    ("x in R^n\nf = prod(x)", "index", "df/dx[i] = f/x[i]"),
    (
        "h in R^m; U, T in R^{m×m}; b in R^m\nr = sigmoid(T@h)\nc = tanh(r*(U@h + b))\nE = sum(c)\ndE/dh = ?",
        "matrix",
        "dE/dh = U.T@(dE/dc*(1 - c^2)*r) + T.T@(dE/dr*(1 - r)*r)"
        " = U.T@((1 - c^2)*r) + T.T@((1 - c^2)*(U@h + b)*(1 - r)*r)",
    ),
    ("x = [0.5, 1]; m = 0.3\nL = sum(i: (x[i] - m)^2)", "matrix", "dL/dm = -2*sum(x - m)"),  # 0.3 is no count
    (  # one row after the other, no masks made of two lists, no diagonals
        "x in R^n; W, U in R^{n×n}; v in R^n\ng = tanh(W x)\nh = tanh(U g)\ny = v.T h\ndy/dx = ?",
        "matrix",
        "dy/dx = W.T@(dy/dg*(1 - g^2)) = W.T@((1 - g^2)*(U.T@(v*(1 - h^2))))",
    ),
    (
        "X in R^{N×d}; W in R^{d×k}; Y in R^{N×k}; b in R^k\nP = X W + b.T\nL = sum((P - Y)^2)/N\ndL/db = ?",
        "matrix",
        "dL/db = sum(dL/dP, axis=0).T = 2*sum(P - Y, axis=0).T/N",
    ),
    (
        "X in R^{n×d}; W, V in R^{d×k}\nQ = X W\nK = X V\nA = softmax(Q K^T)\nO = A X\nL = sum(O^2)\ndL/dV = ?",
        "matrix",
        "dL/dV = X.T@dL/dK",
    ),
    ("A in R^{n×n}; X in R^{n×n}\nf = trace(X.T@A@X)\ndf/dX = ?", "matrix", "df/dX = (A + A.T)@X"),
    (
        "x = [1, 2]\nL = log(1 + x[0]^2)*sum(diag(x)@x)\ndL/dx = ?",
        "matrix",
        "dL/dx = [2*x[0]*sum(j: x[j]^2)/(1 + x[0]^2), 0] + 2*log(1 + x[0]^2)*x",
    ),
    (
        "W in R^{k×n}; V in R^{n×n}; x in R^n\ng = tanh(W V x)\nL = l(g)\ndL/dW = ?",
        "index",
        "dL/dW[i,j] = dL/dg[i]*(1 - g[i]^2)*sum(p: V[j,p]*x[p])",
    ),
    (
        "W in R^{k×n}; V in R^{n×n}; x in R^n\ng = tanh(W V x)\nL = l(g)\ndL/dW = ?",
        "matrix",
        "dL/dW = (dL/dg*(1 - g^2))@(V@x).T",
    ),
    ("S in R^{n×m}\nA = softmax(S)\nL = l(A)", "index", "dL/dS[i,j] = A[i,j]*(dL/dA[i,j] - sum(k: dL/dA[i,k]*A[i,k]))"),
    ("S in R^{n×m}\nA = softmax(S)\nL = l(A)", "matrix", "dL/dS = A*(dL/dA - sum(dL/dA*A, axis=1))"),
    ("Y in R^{m×k}; Z in R^{m×k}\nL = -1/m*sum(Y*log(Z))\ndL/dZ = ?", "matrix", "dL/dZ = -Y/(m*Z)"),
    ("A in R^{n×n}; x in R^n\nL = sum((x - A x)^2)\ndL/dx = ?", "matrix", "dL/dx = 2*(x - A@x + A.T@(A@x - x))"),
    ("x = [1, 2, 5]\nA = [mean([x[0], x[1]]), x[2]]\ndA/dx = ?", "matrix", "dA/dx = [[1/2, 1/2, 0], [0, 0, 1]]"),
    (
        "x = [1, 2, 5]; w = [3, 4]\ny[i] = sum(k: w[k]*x[i + k])\ndy/dx = ?",
        "matrix",
        "dy/dx = [[w[0], w[1], 0], [0, w[0], w[1]]]",
    ),
    (  # the diagonal and a column, which meet in an entry
        "A = [[1, 2, 4], [3, 5, 1], [2, 1, 7]]; x = [1, 2, 3]\nL = trace(A) + sum(column(A, 1)*x)\ndL/dA = ?",
        "index",
        "dL/dA[i,1] = x[i] for i != 1",
    ),
)


@pytest.mark.parametrize(("sheet", "notation", "last"), SHORT)
def test_lines_are_written_as_one_would_on_paper(sheet, notation, last):
    derivation = derive(sheet, notation=notation)
    assert derivation.derived.splitlines()[-1] == last
    assert all_right(derivation)


def test_a_condition_on_a_function_is_read_in_latex():
    derivation = derive("r = -2\nL = r^2/2 if abs(r) < 1 else abs(r) - 1/2")
    assert [verdict.verdict for verdict in check(derivation.document).verdicts] == ["right"]
    assert derive("r = -2; pi = 3\nL = pi*gelu(r)\ndL/dr = ?").derived.endswith("0.3989422804014327*r*exp(-r^2/2))")


def test_signs_are_read_in_latex_and_text():
    assert all(verdict.is_fine for verdict in check(derive(SHORT[0][0]).document).verdicts)
    wrong = check("a = 3\nL = abs(a)\ndL/da = sgn(a)\ndL/da = -sign(a)").verdicts
    assert [(verdict.verdict, verdict.cause) for verdict in wrong] == [("right", ""), ("wrong", "sign error")]


@pytest.mark.parametrize("notation", ["index", "matrix"])
def test_lines_at_ties_that_relu_makes_are_not_called_wrong(notation):
    sheet = "x = [-1, -2, -0.5, 2]\nh = relu(x)\nm = max(h[0], h[1]); n = max(h[2], h[3])\nL = m + n"
    derivation = derive(sheet, notation=notation)
    verdicts = check(derivation.sheet).verdicts
    assert {verdict.verdict for verdict in verdicts} == {"right", "undecided at a kink"}
    wrong = check(f"{sheet}\ndL/dh[0] = 2\ndL/dh = [1, 1, 0, 1]\ndL/dx[0] = 1\ndL/dm = 0\ndL/dh[0] = m + 3")
    assert not any(verdict.is_fine for verdict in wrong.verdicts)


def test_a_name_that_is_used_often_takes_no_longer_than_as_many_names():
    """What is compared with a line grows with the line, not with its square."""
    lines = [f"x{k} = sin(x{k - 1}) + x0" if k % 2 else f"x{k} = x{k - 1}*x{max(k - 2, 0)} + 1" for k in range(1, 121)]
    tried = []
    matched = names.match_formulas

    def counting(*given):
        tried.append(1)
        return matched(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "match_formulas", counting)
        derivation = derive("\n".join(["x0 = 0.1", *lines, "L = x120^2"]))
    assert len(derivation.lines) == 121
    assert len(tried) < 10 * len(lines)


def test_random_sheets_are_derived_and_every_line_is_right():
    for seed in range(sized(6, 24)):
        for notation in ("index", "matrix"):
            claims, found = derivations.faults(derivations.sheet(seed), notation)
            assert claims > 0
            assert not found, f"seed {seed}, {notation}"


def test_a_wrong_line_would_be_found():
    derivation = derive(worked.sheet("batchnorm"))
    wrong = derivation.sheet.replace("2*df/dvar*(x[i] - mu)/m", "df/dvar*(x[i] - mu)/m")
    assert [verdict.line for verdict in check(wrong).verdicts if verdict.verdict not in RIGHT] == [19]


def test_what_cannot_be_derived_is_named_and_the_rest_is_derived():
    derivation = derive("w = 2; x = 3; v = 5\nz = w*x\nh = step(z)\nL = h*v + z")
    assert derivation.derived.splitlines() == ["dL/dh = v"]
    assert [str(refusal) for refusal in derivation.refused] == [
        "line 3: h cannot be differentiated: step has no derivative: it is flat but for a jump"
    ]
    assert all_right(derivation)


def test_why_a_name_has_no_value_is_said():
    refused = derive("x = 2; L = x^2\nA = log(x - 2)\nB = softmax(x, axis=0)").refused
    assert [str(refusal) for refusal in refused] == [
        "line 2: A could not be computed: log(x − 2) with x − 2 = 0 is infinite",
        "line 3: B could not be computed: softmax takes nothing by name: leave out axis=",
    ]


def test_what_cannot_be_read_is_named_and_the_rest_is_derived():
    derivation = derive("w = 2; x = 3; u = (w\nL = w*x^2\nM = exp(")
    assert derivation.derived.splitlines() == ["dL/dw = x^2", "dL/dx = 2*w*x"]
    assert [str(refusal)[:7] for refusal in derivation.refused] == ["line 1:", "line 3:"]


@pytest.mark.parametrize(
    ("sheet", "options", "message"),
    [
        ("x = 2; L = x^2", {"of": "M"}, "the sheet computes no M: there are L"),
        ("x = 2; L = x^2", {"by": ["z"]}, "the sheet computes no z: there are x, L"),
        ("x = 2; L = (x", {}, "line 1: the bracket ( is never closed: a ) is missing"),
    ],
)
def test_bad_input_costs_one_message(sheet, options, message):
    with pytest.raises(LanguageError) as raised:
        derive(sheet, **options)
    assert str(raised.value).startswith(message)


def test_the_command_prints_the_sheet(capsys, tmp_path):
    code, out, err = run(capsys, "derive", "softmax-cross-entropy")
    assert (code, err) == (0, "")
    path = tmp_path / "derived.sheet"
    path.write_text(out, encoding="utf-8")
    assert main(["check", str(path)]) == 0


def test_the_command_takes_a_formula(capsys):
    assert run(capsys, "derive", "tanh(w*x)", "w=1", "x=2")[1].splitlines()[-2:] == [
        "df/dw = (1 - f^2)*x",
        "df/dx = (1 - f^2)*w",
    ]


def test_steps_tell_how_a_line_came_about():
    assert derive(worked.sheet("softmax-cross-entropy")).steps.splitlines()[-4:] == [
        "# chain rule: dL/dh[i] = sum(j: dL/dP[j]*dP[j]/dh[i])",
        "# with the local derivatives: dL/dP[i]*exp(h[i])/sum(j: exp(h[j])) - "
        "exp(h[i])*sum(j: dL/dP[j]*exp(h[j]))/sum(j: exp(h[j]))^2",
        "# recognised: P[j] = exp(h[j])/sum(k: exp(h[k]))",
        *joined(DERIVED["softmax-cross-entropy"])[-1:],
    ]
    assert "# only xhat[i] depends on x[i]: no sum is left" in derive(worked.sheet("batchnorm")).steps
    assert "# only z[i] depends on W[i,j]: no sum is left" in derive(worked.sheet("two-layer-matrix")).steps


def test_steps_are_remarks(capsys, tmp_path):
    path = tmp_path / "derived.sheet"
    path.write_text(run(capsys, "derive", "--steps", "--matrix", "two-layer-matrix")[1], encoding="utf-8")
    assert main(["check", str(path)]) == 0


def test_latex_has_a_row_for_each_form():
    derivation = derive(
        "W = [[1, 2], [3, 5]]; x = [0.5, 0.7]\nh = tanh(W@x)\nL = sum(h^2)/2", by="W", notation="matrix"
    )
    assert derivation.latex.splitlines() == [
        r"\begin{align*}",
        r"\frac{\partial L}{\partial h} &= h \\",
        r"\frac{\partial L}{\partial W} &= \left(\frac{\partial L}{\partial h} \odot (1 - h^{2})\right) x^{\top} \\",
        r"&= (h \odot (1 - h^{2})) x^{\top}",
        r"\end{align*}",
    ]
    assert derivation._repr_latex_() == derivation.latex


WIDE = """x = 0.5; w = 2; v = -0.4; y = 1; b = 0.3
L = (w*tanh(v*x) - y)^2 + (w*sin(v*x) - y)^2*exp(-x) + (w*x - b)^3*cos(v*x) + b*w*v*x*exp(w*v*x) + y^2*log(1 + x^2)"""


def test_latex_goes_on_in_another_row_where_a_page_ends():
    derivation = derive(WIDE)
    lines = derivation.document.replace("&", "").splitlines()
    assert max(width(line.removesuffix(r"\\")) for line in lines) < PAGE + 5
    assert sum(line.startswith(r"\quad") for line in lines) >= 4
    report = check(derivation.document)
    assert report
    assert len(report.verdicts) == len(check(derivation.sheet).verdicts)
    assert r"\quad" not in derive("w = 2; x = 3; L = (w*x - 1)^2").document


def test_the_widths_of_formulas_are_those_of_print():
    """Measured with pdflatex, in points, letters of ten."""
    for tex, wide in (
        (r"\frac{\partial L}{\partial w_{1}} = \frac{(a - t) \cdot x}{2}", 77.5),
        (r"\left(\sum_{i} \exp(h_{i})\right)^{2} W^{\top} \operatorname{ReLU}(z)", 127.9),
        (r"\begin{pmatrix} 1 & 2 \\ x & 0.5 \end{pmatrix} \odot \sqrt{\sigma^{2} + 0.01}", 106.0),
    ):
        assert width(tex) == pytest.approx(wide, rel=0.1)  # to tell rows apart that is enough


AS_LATEX = ("batchnorm", "softmax-cross-entropy", "softmax-jacobian", "sigmoid-chain", "two-layer-matrix")


@pytest.mark.parametrize("notation", ["index", "matrix"])
@pytest.mark.parametrize("name", AS_LATEX)
def test_latex_is_read_and_judged_as_the_sheet_is(name, notation):
    derivation = derive(worked.sheet(name), notation=notation)
    report = check(derivation.document)
    assert len(report.verdicts) >= len(derivation.lines)
    assert all(verdict.is_fine for verdict in report.verdicts), report


NUMBERED = {
    "two layers": "x in R^n; W1 in R^{k×n}; W2 in R^{n×k}\nh1 = relu(W1 x)\ny = x + W2 h1\nL = 1/2*||y - t||^2",
    "beside the list itself": "x in R^n; h0 in R^k; W in R^{k×n}; W2 in R^{k×n}; U in R^{k×k}\n"
    "g = sigmoid(W2 x + U h0)\nh = g*tanh(W x) + (1 - g)*h0^2\nL = l(h)",
}
"""Sheets with names that end in a number, whose entries have indices behind it."""


@pytest.mark.parametrize("notation", ["index", "matrix"])
@pytest.mark.parametrize("name", NUMBERED)
def test_names_with_numbers_have_indices_in_latex(name, notation):
    derivation = derive(NUMBERED[name], notation=notation)
    report = check(derivation.document)
    assert len(report.verdicts) >= len(derivation.lines)
    assert all(verdict.is_fine for verdict in report.verdicts), report


@pytest.mark.parametrize("entry", [r"(W_2)_{ij}", r"{W_{2}}_{i j}", r"[W_2]_{i,j}"])
def test_entries_of_names_with_numbers_are_read(entry):
    sizes = r"\[ x \in \mathbb{R}^{n} \] \[ W_2 \in \mathbb{R}^{k \times n} \] \[ z = W_2 x \] \[ L = \|z\|^2 \]"
    report = check(rf"{sizes} \[ \frac{{\partial L}}{{\partial {entry}}} = 2 z_i x_j \] \[ z_i = \sum_j {entry} x_j \]")
    assert [verdict.verdict for verdict in report.verdicts] == ["right", "right"], report


@pytest.mark.parametrize(
    ("system", "notation", "row"),
    [
        ("two layers over a batch", "matrix", r"\frac{\partial L}{\partial H} \odot \mathbb{1}[Z > 0]"),
        ("lists without numbers", "index", r"\[ \sum_{i} y_{i} = 1 \]"),
        ("logistic regression", "index", r"\sigma(z)"),
        ("an entry by its number", "matrix", "Entries are counted from 0."),
        ("a depthwise convolution", "index", r"x_{0, 1}"),
        ("a mean of norms", "index", r"\operatorname*{mean}_{k}(x_{g k})"),
    ],
)
def test_latex_says_what_its_reader_has_to_know(system, notation, row):
    """A name H on the sheet is no step function, and what adds up to 1 is said: no right line is called wrong."""
    derivation = derive(SYSTEMS[system], notation=notation)
    assert row in derivation.document
    report = check(derivation.document)
    assert len(report.verdicts) > len(derivation.lines)
    assert all(verdict.is_fine for verdict in report.verdicts), report


def test_rows_that_add_up_to_1_are_told_in_latex():
    sheet = "Y in R^{m×k}; Z in R^{m×k}\nP[i,j] = exp(Z[i,j])/sum(l: exp(Z[i,l]))\n# each row of Y adds up to 1\n"
    derivation = derive(f"{sheet}L = -sum(i: sum(j: Y[i,j]*log(P[i,j])))", by="Z")
    assert r"\[ \sum_{j} Y_{i j} = 1 \]" in derivation.document
    assert derivation.latex.splitlines()[-2] == "&= P_{i j} - Y_{i j}"
    assert all(verdict.is_fine for verdict in check(derivation.document).verdicts)


def test_a_report_with_all_hints_ends_with_the_derivation_of_what_is_wrong(capsys, tmp_path):
    path = tmp_path / "mine.sheet"
    path.write_text("x = 2; w = 3\nz = w*x\nL = (z - 1)^2\ndL/dw = 2*(z - 1)\ndL/dx = 2*(z - 1)*w\n", encoding="utf-8")
    lines = run(capsys, "check", "--hints", "3", path)[1].splitlines()
    assert lines[-2:] == ["derived:", "  dL/dw = dL/dz*x = 2*(z - 1)*x"]
    assert "derived:" not in run(capsys, "check", "--hints", "2", path)[1]


def test_worked_examples_show_the_derivation_above_the_numbers(capsys):
    out = run(capsys, "worked", "sigmoid-chain")[1]
    assert out.index("Derived\n  dLoss/da2 = a2 - t\n") < out.index("Forward\n")


WRITTEN = {
    "max-pooling": ("index", "dL/dx[3] = dL/dp[1]*indicator(x[3] - p[1])"),
    "convolution with an index": ("index", "dL/dx[1] = dL/dy[0]*w[1] + dL/dy[1]*w[0]"),
    "differences": ("matrix", "dL/dx = [-dL/dd[0], dL/dd[0] - dL/dd[1], dL/dd[1] - dL/dd[2], dL/dd[2]]"),
    "softmax cross-entropy of a batch": (
        "matrix",
        "dL/dZ = P*(dL/dP - sum(dL/dP*P, axis=1)) = (P - Y)/m   # the entries of each row of Y add up to 1",
    ),
    "attention of one head": ("matrix", "dL/dS = A*(dL/dA - sum(dL/dA*A, axis=1))"),
    "batch norm of a matrix": ("matrix", "dL/dmu = -sum(dL/dXhat, axis=0).T/sqrt(var + eps)"),
}
"""A line of a system as it is written on paper."""


@pytest.mark.parametrize("name", WRITTEN)
def test_lines_of_systems_are_written_as_on_paper(name):
    notation, line = WRITTEN[name]
    assert line in derive(SYSTEMS[name], notation=notation).derived.splitlines()


def test_a_number_summed_over_indices_is_counted_as_often_as_there_are_entries():
    sheet = "x = [0.5, 1.2]; s = 0.5; A = [[1, 2], [3, 4]]\nB = A*A + s\ny = B@x\nL = s + sum(y)*sum(B)/10"
    derivation = derive(sheet, by=["s"])
    assert all_right(derivation)
    assert "dL/ds = 1 + sum(i: sum(j: dL/dB[i,j]))" in derivation.derived


SECOND = {
    "logistic regression": (
        "X = [[1, 0.5], [1, -1.2], [1, 2.1]]; y = [1, 0, 1]; w = [0.3, -0.7]; m = 3\np = σ(X@w)\n"
        "L = -1/m*sum(i: y[i]*log(p[i]) + (1 - y[i])*log(1 - p[i]))\nfind dL/dw, d^2L/dw^2",
        ["d^2L/(dw[i] dw[j]) = sum(k: X[k,i]*p[k]*(1 - p[k])*X[k,j])/m", "d^2L/dw^2 = X.T@diag(p*(1 - p))@X/m"],
    ),
    "a gradient with a name": (
        "x = [0.3, 0.4]; A = [[1, 0.5], [1.3, -1.2]]\nf = x.T@A@x\ng = df/dx\nfind dg/dx",
        ["dg[i]/dx[j] = A[i,j] + A[j,i]", "dg/dx = A + A.T"],
    ),
    "by two names": ("x = 0.5; y = 0.3\nf = x^2*y + y^3\nfind d^2f/dxdy", ["d^2f/(dx dy) = 2*x"] * 2),
    "a softmax's Jacobian": (
        "z = [0.3, -1.2, 2.1]\ns = softmax(z)\nfind ds/dz",
        ["ds[i]/dz[j] = -s[i]*s[j] for i != j", "ds/dz = diag(s) - s@s.T"],
    ),
    "a Jacobian of two layers": (
        "x = [0.1, 0.5]; W = [[1, 2], [3, 4]]; V = [[0.5, 0.2], [0.3, 0.4]]\nh = tanh(W@x)\nz = V@h\nfind dz/dx",
        [
            "dz[i]/dx[j] = sum(k: dz[i]/dh[k]*(1 - h[k]^2)*W[k,j]) = sum(k: V[i,k]*(1 - h[k]^2)*W[k,j])",
            "dz/dx = dz/dh@diag(1 - h^2)@W = V@diag(1 - h^2)@W",
        ],
    ),
}
"""Hessians and Jacobians, in index notation and with matrices."""


@pytest.mark.parametrize("name", SECOND)
def test_hessians_and_jacobians_are_derived(name):
    sheet, lines = SECOND[name]
    for notation, line in zip(("index", "matrix"), lines, strict=True):
        derivation = derive(sheet, notation=notation)
        assert line in derivation.derived.splitlines()
        assert not derivation.refused
        assert all_right(derivation)


def test_what_is_asked_on_the_way_is_derived_and_what_is_none_is_said():
    derivation = derive(
        "w = 0.5; x = 2; v = 3; y = 1\nz = w*x; a = σ(z); L = (a - y)^2\nfind da/dw, dL/dz, dL/dq, dL/dv"
    )
    assert derivation.derived.splitlines() == [
        "dL/da = 2*(a - y)",
        "dL/dz = dL/da*a*(1 - a)",
        "dL/dw = dL/dz*x = 2*(a - y)*a*(1 - a)*x",
        "dL/dv = 0   # L does not depend on v",
        "da/dz = a*(1 - a)",
        "da/dw = da/dz*x = a*(1 - a)*x",
    ]
    assert list(map(str, derivation.refused)) == ["line 3: dL/dq is not a derivative: the sheet computes no q"]
    assert all_right(derivation)


def test_long_sheets_are_no_deeper_than_short_ones():
    sheet = "x = 0.5\n" + "\n".join(f"a{place} = x^2" for place in range(400))
    sheet += "\nL = " + " + ".join(f"a{place}" for place in range(400))
    lines = derive(sheet).derived.splitlines()
    assert len(lines) == 401
    assert lines[-1].startswith("dL/dx = ")


def test_derived_lines_are_no_longer_than_twice_the_shortest_by_hand():
    found = [share for name in lengths.BY_HAND for share in lengths.shares(name)]
    assert len(found) > 50
    assert median(found) <= 2
    assert check(lengths.by_hand("batchnorm"))
    assert check(lengths.by_hand("residual"))


FLAT = """A = [[0.9, -1.8], [1.7, 1.5]]; u = [5.0, 4.0]; s = [0.7, -1.5]; B = [[0.2, 0.3], [0.4, -0.5]]
h = tanh(A.T@u)
z[i] = h[i]*sum(k: s[k]*B[i,k])
L = mean(z^2)"""


def test_what_is_left_of_a_flat_tanh_is_not_lost_in_rounding():
    derivation = derive(FLAT, by=["A"])
    assert " = z[j]*(1 - h[j]^2)*u[i]*sum(k: s[k]*B[j,k])" in derivation.derived
    assert all_right(derivation)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("batchnom", "there is no worked example batchnom: did you mean batchnorm?"),
        ("conv-costs", "there is nothing to derive: no number is computed from others that may change"),
    ],
)
def test_where_nothing_is_derived_the_command_says_why(capsys, word, message):
    with pytest.raises(LanguageError) as raised:
        run_command("derive", word)
    assert str(raised.value).splitlines()[0] == message
