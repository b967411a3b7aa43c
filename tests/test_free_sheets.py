"""Sheets without numbers: lists and matrices get lengths from what is said of them and from how they are used."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from autograd import check
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.reporting.readings.hypotheses import read_work
from autograd.worksheet.sheet.sizes.declarations import Declarations, without_declarations
from tests.benchmarks import letters_only
from tests.benchmarks.free_sheets import SUBJECTS, made, outcome

DECLARATIONS = {
    "x in R^m": [("x", "m")],
    "x ∈ ℝ^m": [("x", "m")],
    "x ∈ ℝⁿ": [("x", "n")],
    "A ∈ ℝᵐˣⁿ": [("A", "m n")],
    "W in R^{n×m}": [("W", "n m")],
    "W ∈ ℝ^{n x m}; x, t in R^m": [("W", "n m"), ("x", "m"), ("t", "m")],
    "W ∈ R^(n*m)": [("W", "n m")],
    r"W \in \mathbb{R}^{n \times m}": [("W", "n m")],
    "Let x ∈ R^n, y ∈ R^m and W ∈ R^(m×n).": [("W", "m n"), ("x", "n"), ("y", "m")],
    "X: m×n": [("X", "m n")],
    "X: mxn": [("X", "m n")],
    "W is n x m": [("W", "n m")],
    "W is an n × m matrix": [("W", "n m")],
    "W1 in R^{h×d}, W2: k×h": [("W1", "h d"), ("W2", "k h")],
    "X.shape = (m, n)": [("X", "m n")],
    "shape(X) = [m, 10]": [("X", "m 10")],
    "X has shape (m, n)": [("X", "m n")],
    "x is a vector of length m": [("x", "m")],
    "x and y are vectors of length n": [("x", "n"), ("y", "n")],
    "x is an m-vector": [("x", "m")],
    "b in R": [("b", "")],
    "b is a scalar": [("b", "")],
    "X (m×n)": [("X", "m n")],
    "x in R^3": [("x", "3")],
    "X: (N, D)   W: (D, C)   b: (C,)": [("X", "N D"), ("W", "D C"), ("b", "C")],
    "Let S be a symmetric n×n matrix and u a vector in R^n.": [("u", "n"), ("S", "n n")],
    "x_1, ..., x_n are given": [("x", "n")],
    "v in R^d (centre), u in R^d (context)": [("v", "d"), ("u", "d")],
}


@pytest.mark.parametrize("line", DECLARATIONS)
def test_sizes_are_told_in_many_ways(line):
    found = Declarations()
    assert not without_declarations(line, 1, Document(line), found).strip()
    assert [(each.name, " ".join(each.lengths)) for each in found.names] == DECLARATIONS[line]


@pytest.mark.parametrize(
    ("line", "left", "letter", "length"),
    [
        ("L = sum(i=1..m: x[i])", "L = sum(i     : x[i])", "i", "m"),
        ("L = sum(i=0..m-1: x[i])", "L = sum(i       : x[i])", "i", "m"),
        ("L = Σ_{i=1}^m x[i]", "L = Σ_{i=1}^m x[i]", "i", "m"),
        ("L = sum(i=1..n) x[i]^2", "L = sum_i       x[i]^2", "i", "n"),
    ],
)
def test_sums_tell_how_far_a_letter_runs(line, left, letter, length):
    found = Declarations()
    assert without_declarations(line, 1, Document(line), found) == left
    assert found.bound(1, letter)[0] == length


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("x^(i) ∈ R^n; h^(i) = σ(θ^T x^(i))", [("x", "[i] n")]),
        ("x_i ∈ R^d; m_i = y_i w^T x_i; J = Σ_i m_i", [("x", "[i] d")]),
        ("W_l ∈ R^{n_l × n_{l-1}}; a_l = W_l a_{l-1}", [("W[1]", "n_1 n_0"), ("W[2]", "n_2 n_1"), ("W[3]", "n_3 n_2")]),
        ("h_{t-1} in R^m; h_t = U h_{t-1}", [(f"h[{step}]", "m") for step in range(5)]),
    ],
)
def test_sizes_are_told_of_examples_layers_and_steps(text, sizes):
    found = Declarations()
    without_declarations(text.partition(";")[0], 1, Document(text), found)
    assert [(each.name, " ".join(each.lengths)) for each in found.names] == sizes


@pytest.mark.parametrize("line", ["i = 1, …, m", "for i = 1..m", "i in {1, ..., m}"])
def test_a_letter_may_run_so_far_everywhere(line):
    found = Declarations()
    assert not without_declarations(line, 1, Document(line), found).strip()
    assert found.bound(7, "i")[0] == "m"


@pytest.mark.parametrize(
    "line",
    ["p[i] = exp(z[i])/sum(j: exp(z[j]))", "y = max(0, x)", "a: b", "z = x in the box", "dz/dx = 2 x", "q = 1 - p"],
)
def test_formulas_tell_no_sizes(line):
    found = Declarations()
    assert without_declarations(line, 1, Document(line), found) == line
    assert not found


CLAIMS = [  # definitions; for each claim whether it is right
    ("f = x^T A x", {"df/dx = 2 A x": False, "df/dx = (A + A^T) x": True, "df/dA = x x^T": True}),
    (
        "y = W @ x\nL = 1/2 ||y - t||^2",
        {"dL/dx = W @ (y - t)": False, "dL/dx = W^T (y - t)": True, "dL/dW = (y - t) x^T": True,
         "dL/dW = x (y - t)^T": False},
    ),
    (
        "L = mean(i: (y[i] - t[i])^2)",
        {"dL/dy[i] = 2 (y[i] - t[i])": False, "dL/dy[i] = 2/n (y[i] - t[i])": True,
         "dL/dy[i] = -2/n (y[i] - t[i])": False},
    ),
    (
        "L = ||X w - y||^2",
        {"dL/dw = 2 X (X w - y)": False, "dL/dw = 2 X^T (X w - y)": True, "dL/dy = -2 (X w - y)": True,
         "dL/dX = 2 (X w - y) w^T": True, "dL/dX = 2 w (X w - y)^T": False},
    ),
    ("p = softmax(z)\nL = -log(p[2])", {"dL/dz[2] = p[2] - 1": True, "dL/dz[0] = p[0]": True, "dL/dz[1] = 0": False}),
    (
        "p[i] = exp(z[i])/sum(j: exp(z[j]))",
        {"dp[i]/dz[i] = p[i]*(1 - p[i])": True, "dp[i]/dz[j] = -p[i]*p[j] for i != j": True,
         "dp[i]/dz[j] = p[i]*p[j] for i != j": False},
    ),
    (
        "J = 1/(2m) ||X θ - y||^2",
        {"dJ/dθ = 1/m X^T (X θ - y)": True, "dJ/dθ = X^T (X θ - y)": False, "dJ/dθ = 1/m X (X θ - y)": False},
    ),
    (
        "L = 1/m sum(i=1..m: (w x[i] + b - y[i])^2)",
        {"dL/dw = 2/m sum(i: (w x[i] + b - y[i]) x[i])": True, "dL/db = 2 mean(i: w x[i] + b - y[i])": True,
         "dL/db = 2 sum(i: w x[i] + b - y[i])": False},
    ),
    (
        "W in R^{k×d}; x in R^d; b in R^k\nz = W x + b\na = σ(z)\nJ = 1/2 (a - y)^T (a - y)\nδ = dJ/dz",
        {"dJ/dz = (a - y)*a*(1 - a)": True, "dJ/dW = δ x^T": True, "dJ/dW = x δ^T": False, "dJ/db = δ": True,
         "dJ/dx = W^T δ": True, "dJ/dx = W δ": False},
    ),
    (
        "g = V x; h = σ(g); z = W h\nJ = 1/2 (z - y)^T (z - y)",
        {"dJ/dz = (z - y)^T": True, "dJ/dW = (z - y) h^T": True, "dJ/dV = (W^T (z - y) * h * (1 - h)) x^T": True,
         "dJ/dV = (W (z - y) * h * (1 - h)) x^T": False, "dJ/dW[i,j] = (z[j] - y[j]) h[i]": False},
    ),
    (
        "X in R^{m×n}; w in R^n; y in R^m; b in R\nyhat = X w + b\nL = 1/m sum((yhat - y)^2)",
        {"dL/dw = 2/m X^T (yhat - y)": True, "dL/dw = 2/n X^T (yhat - y)": False, "dL/db = 2/m sum(yhat - y)": True,
         "dL/db = 2 mean(yhat - y)": True, "dL/db = 2/m (yhat - y)": False},
    ),
]  # fmt: skip
CLAIMS += [  # as strangers typed them, read wrongly or not at all at first
    (
        "h_t = tanh(W h_{t-1} + U x_t + b),  t = 1, ..., T\ny_t = V h_t + c\n"
        "L = Σ_t 1/2 ||y_t - d_t||²\ne_t = y_t - d_t",
        {"∂L/∂h_t = V^T e_t + W^T (∂L/∂h_{t+1} ∘ (1 - h_{t+1}²)) for t < T": True,
         "∂L/∂h_t = V^T e_t + W (∂L/∂h_{t+1} ∘ (1 - h_{t+1}²)) for t < T": False,
         "∂L/∂h_t = V^T e_t for t = T": True, "∂L/∂h_t = V^T e_t for t = 1, …, T-1": False},
    ),
    (
        "Given m examples (x^(i), y^(i)), x^(i) ∈ R^n, θ ∈ R^n\nh^(i) = σ(θ^T x^(i))\n"
        "J(θ) = -1/m Σ_i [ y^(i) log h^(i) + (1 - y^(i)) log(1 - h^(i)) ]",
        {"∂J/∂θ_j = 1/m Σ_i (h^(i) - y^(i)) x_j^(i)": True, "∂J/∂θ_j = Σ_i (h^(i) - y^(i)) x_j^(i)": False,
         "∇²J = 1/m Σ_i h^(i) (1 - h^(i)) x^(i) x^(i)^T": True},
    ),
    (
        "Let S be a symmetric n×n matrix and u a vector in R^n.\nq = u'Su; s = u'u\nR = q/s\nF = u'Su - λ(u'u - 1)",
        {"dR/du = 2/s (Su - R u)": True, "dR/du = 2/s (Su + R u)": False, "dq/dS = u u'": True,
         "d²F/du² = 2S - 2λI": True, "d²F/du² = 2S - 2λ": False},
    ),
    (
        "x_i ∈ R^d, labels y_i ∈ {-1, 1}, i = 1..n\nm_i = y_i (w^T x_i + b)\n"
        "J = 1/2 ||w||² + C Σ_i max(0, 1 - m_i)",
        {"∂J/∂w = w - C Σ_i 1[m_i < 1] y_i x_i": True, "∂J/∂w = w - C Σ_i 1[m_i < 1] x_i": False,
         "∂J/∂C = Σ_i max(0, 1 - m_i)": True},
    ),
    (
        "x_1, ..., x_n iid N(μ, σ²)\nℓ = -n/2 log(2π) - n log σ - 1/(2σ²) Σ_i (x_i - μ)²",
        {"∂²ℓ/∂μ² = -n/σ²": True, "∂²ℓ/∂μ² = n/σ²": False},
    ),
    (
        "x, γ, β ∈ R^d\nμ = 1/d Σ_i x_i\nx̂_i = x_i - μ\ny_i = γ_i x̂_i + β_i\nLoss L, write g_i = ∂L/∂y_i.",
        {"∂L/∂γ_i = g_i x̂_i": True, "∂L/∂x̂_i = g_i β_i": False},
    ),
    (
        "x ∈ R^n, w ∈ R^3\ny_i = Σ_{k=0}^{2} w_k x_{i+k},  i = 0, ..., n-3\nL = 1/2 Σ_i (y_i - t_i)²",
        {"∂L/∂w_k = Σ_i (y_i - t_i) x_{i+k}": True, "∂L/∂w_k = Σ_i (y_i - t_i) x_i": False},
    ),
    ("c = f ⊙ c_prev + i ⊙ g; h = o ⊙ tanh(c)", {"dh/do = tanh(c)": True, "dc/dc_prev = f": True, "dc/df = c": False}),
    ("x in R^n; v = mean(x^2)\nL = v^2", {"dL/dv = 2 v": True, "dv/dx = 2/n x": True}),
    ("x in R^n\ns = sum(x)\nL = s^2", {"dL/dx = 2 s": True, "dL/dx = s": False}),
    ("z^l = W^l a^{l-1} + b^l; a^l = σ(z^l)\nC = 1/2 ||a^L - y||²\nδ^l = ∂C/∂z^l",
     {"(BP1) δ^L = (a^L - y) ⊙ σ'(z^L)": True, "∂C/∂a^0 = W^1 δ^1": False, "∂C/∂a^0 = (W^1)^T δ^1": True}),
    ("A = softmax(S), row-wise\nL = f(A)\nP = ∂L/∂A",
     {"∂L/∂S_ij = A_ij (P_ij - Σ_k P_ik A_ik)": True, "∂L/∂S_ij = A_ij (P_ij - Σ_k P_ik)": False}),
    ("Let W be a diagonal n×n matrix, X an n×p matrix, y and β vectors.\nQ(β) = (y - Xβ)^T W (y - Xβ)",
     {"∂Q/∂β = -2 X^T W (y - Xβ)": True, "∂Q/∂β = -2 X^T (y - Xβ)": False}),
    ("A(θ) = log Σ_{j=1}^n exp(θ_j)\nπ_i = exp(θ_i - A)\ndA/dθ_i = π_i",
     {"∇²A = diag(π) - π π^T": True, "∇²A = diag(π) + π π^T": False}),
    ("X ∈ R^{m×n}, θ ∈ R^n\nh = σ(Xθ)\nD = diag(h ∘ (1 − h))\n"
     "J(θ) = -(1/m) (yᵀ log(h) + (1 − y)ᵀ log(1 − h))\nR(θ) = J(θ) + λ/(2m) θᵀθ",
     {"∇²R = (1/m) Xᵀ D X + (λ/m) I": True, "∇²R = (1/m) Xᵀ D X + λ I": False}),
    ("y_i ~ Poisson(λ_i), λ_i = exp(x_i^T β), x_i ∈ R^p, i = 1, ..., n\nℓ(β) = Σ_i (y_i x_i^T β - exp(x_i^T β))",
     {"∂²ℓ/∂β∂β^T = -Σ_i λ_i x_i x_i^T": True, "∂ℓ/∂β_j = Σ_i (y_i - λ_i) x_ij": True, "∂λ_i/∂β_j = x_ij": False}),
    ("A, X ∈ ℝ^{n×n}; x, b ∈ ℝⁿ",
     {"d tr(AX)/dX = Aᵀ": True, "d||Ax − b||²/dx = 2Aᵀ(Ax − b)": True, "d tr(AX)/dX = A": False}),
    ("x = (x_1, ..., x_n)\nf = x_1² + ... + x_n²",
     {"∂f/∂x_i = 2 x_i": True, "∇f = (2x_1, ..., 2x_n)": True, "∇f = (3x_1, ..., 3x_n)": False}),
    ("y = W x, x ∈ R^n, y ∈ R^m\nL = 1/2 ||y - t||²",
     {"dL/dx = [Σ_i W_i1 (y_i - t_i), ..., Σ_i W_in (y_i - t_i)]^T": True,
      "dL/dW = [(y_1-t_1) x_1, …, (y_1-t_1) x_n; …; (y_m-t_m) x_1, …, (y_m-t_m) x_n]": True,
      "dL/dW = [(y_1-t_1) x_1, …, (y_n-t_n) x_1; …; (y_1-t_1) x_m, …, (y_n-t_n) x_m]": False}),
    ("s = softmax(z); z ∈ R^n\nJ = [s_1(1-s_1), -s_1 s_2, …, -s_1 s_n; …; -s_n s_1, …, s_n(1-s_n)]",
     {"ds/dz = J": True, "ds/dz = -J": False}),
    ("y = w₁x₁ + w₂x₂ + … + wₙxₙ + b\nL = (y - t)²",
     {"∂L/∂wᵢ = 2 (y - t) xᵢ": True, "∂L/∂x = 2 (y - t) (w_1, …, w_n)": True, "∂L/∂wᵢ = 2 (y - t) wᵢ": False}),
    ("h_{l+1} = h_l + U_l tanh(V_l h_l), l = 0..L-1\nJ = 1/2 ||h_L - y||^2\nδ_l = ∂J/∂h_l",
     {"∂J/∂V_l = ((1 - tanh²(V_l h_l)) ⊙ U_l^T δ_{l+1}) h_l^T": True, "∂J/∂U_l = δ_l tanh(V_l h_l)^T": False,
      "δ_l = V_l^T ((1 - tanh²(V_l h_l)) ⊙ (U_l^T δ_{l+1}))": False}),
    ("x^{l+1} = x^l + F(x^l), l = 0, ..., L-1 with F acting elementwise\nE = E(x^L)",
     {"∂E/∂x^l = ∂E/∂x^{l+1} ⊙ (1 + F'(x^l))": True, "∂E/∂x^l = ∂E/∂x^{l+1} ⊙ F'(x^l)": False}),
    ("Let a_0 = x, a_k = W_k a_{k-1} for k = 1, 2, 3\nL = 1/2 ||a_3 - y||²\ne = a_3 - y",
     {"dL/dW_2 = W_3^T e a_1^T": True, "dL/dW_1 = W_3^T W_2^T e x^T": False}),
    ("z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}\na^{[l]} = g(z^{[l]})\nJ = L(a^{[L]}, y)",
     {"∂J/∂z^{[l]} = W^{[l+1]T} ∂J/∂z^{[l+1]} * g'(z^{[l]})": True, "∂J/∂a^{[l-1]} = W^{[l]} ∂J/∂z^{[l]}": False}),
    ("w_1 = 0.5; x_0 = 2; w_2 = -1\nx_l = tanh(w_l x_{l-1})",
     {"∂x_2/∂w_2 = (1 - x_2²) x_1 = 0.4477": True, "∂x_l/∂w_l = (1 - x_l²) x_l": False}),
    ("a^l = σ(W^l a^{l-1} + b^l)\na^0 = [1, 2]\nW^1 = [[0.1, 0.2], [0.3, -0.4]], b^1 = [0, 0.1]\n"
     "W^2 = [[0.5, -0.5]], b^2 = [0.2]\nC = 1/2 ||a^2 - 1||^2\nz^l = W^l a^{l-1} + b^l\nδ^l = ∂C/∂z^l",
     {"δ^2 = (a^2 - 1) σ'(z^2) = -0.1032": True, "∂C/∂W^l = δ^l (a^{l-1})^T": True, "δ^1 = W^2 δ^2 ⊙ σ'(z^1)": False}),
    ("p = softmax(z), with one-hot target t\nL = -Σ_c t_c log p_c  (Σ_c t_c = 1)",
     {"dL/dz = p - t": True, "dL/dz = t - p": False}),
    ("h_t = tanh(W h_{t-1} + U x_t)\no_t = V h_t + c\np_t = softmax(o_t)\nL = -Σ_t y_t^T log p_t, each y_t one-hot",
     {"dL/dh_T = V^T (p_T - y_T)": True, "dL/dV = Σ_t h_t (p_t - y_t)^T": False}),
    ("P = softmax(Z) (row-wise)\nE = -(1/N) Σ_n Σ_k Y_nk log P_nk, each row of Y is one-hot",
     {"∂E/∂Z = (1/N)(P - Y)": True, "∂E/∂Z = P - Y": False}),
    ("Q, K ∈ R^{n×d}, V ∈ R^{n×e}\nS = Q K^T/√d\nA = softmax(S) along rows\nO = A V\nLet Ō = ∂L/∂O be given",
     {"V̄ = A^T Ō": True, "S̄_ij = A_ij (Ā_ij - Σ_k A_ik Ā_ik)": True, "K̄ = S̄ Q/√d": False}),
    ("D = ||a - p||² - ||a - n||² + m\nL = max(0, D)\nIf D > 0:",
     {"∂L/∂n = 2 (a - n)": True, "∂L/∂n = 2 (n - a)": False, "∂L/∂m = 1": True}),
    ("s(t) = f(U x(t) + W s(t-1))\no(t) = V s(t)\nE = Σ_t 1/2 ||d(t) - o(t)||²\ne(t) = o(t) - d(t)",
     {"∂E/∂V = Σ_t e(t) s(t)^T": True, "∂E/∂o(t) = -e(t)": False}),
    ("h = X θ, X ∈ R^{m×n}\nJ(θ) = 1/(2m) (Xθ - y)^T (Xθ - y)", {"∇²J(θ) = 1/m X^T X": True, "∇²J(θ) = X^T X": False}),
    ("Z = X W + 1 b^T, X is N × D, W is D × K, b is K × 1\nL = f(Z)\nG := ∂L/∂Z",
     {"∂L/∂b = G^T 1": True, "∂L/∂b = 2 G^T 1": False}),
    ("J(w) = 1/n Σ_i log(1 + exp(-y_i w^T x_i)), y_i ∈ {-1, +1}\nm_i = y_i w^T x_i",
     {"∇²J(w) = 1/n Σ_i σ(m_i) σ(-m_i) x_i x_i^T": True, "∂J/∂w = -1/n Σ_i σ(-m_i) x_i": False}),
    ("f_t = σ(W_f [h_{t-1}, x_t] + b_f)\nc_t = f_t c_{t-1}\nh_t = tanh(c_t)\nL = (h_t - y)^2",
     {"dL/dW_f = dL/df_t f_t (1 - f_t) [h_{t-1}, x_t]": True, "dL/dW_f = dL/df_t f_t (1 - f_t) [x_t, h_{t-1}]": False,
      "dL/dh_t = 2 (h_t - y)": True, "dL/dh_t = h_t - y": False, "dL/df_t = dL/dc_t c_{t-1}": True}),
    ("f = σ(W [h ; x] + b)\nL = 1/2 ||f - y||^2\nδ = ∂L/∂f ⊙ f ⊙ (1 - f)",
     {"∂L/∂W = δ [h ; x]^T": True, "∂L/∂W = δ [x ; h]^T": False, "∂L/∂b = δ": True}),
    ("m = X.shape[1]\nZ1 = np.dot(W1, X) + b1\nA1 = np.tanh(Z1)\nZ2 = np.dot(W2, A1) + b2\nA2 = sigmoid(Z2)\n"
     "J = -1/m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))\ndZ2 = A2 - Y\ndW2 = 1/m * np.dot(dZ2, A1.T)\n"
     "db2 = 1/m * np.sum(dZ2, axis=1, keepdims=True)",
     {"dZ1 = np.multiply(np.dot(W2.T, dZ2), 1 - np.power(A1, 2))": True,
      "dZ1 = np.multiply(np.dot(W2, dZ2), 1 - np.power(A1, 2))": False,
      "dW1 = 1/m * np.dot(np.multiply(np.dot(W2.T, dZ2), 1 - A1**2), X.T)": True}),
    ("l(μ, σ^2) = -n/2 log(σ^2) - 1/(2σ^2) Σ_{i=1}^n (x_i - μ)^2",
     {"∂l/∂σ^2 = -n/(2σ^2) + 1/(2σ^4) Σ_{i=1}^n (x_i - μ)^2": True,
      "∂l/∂σ^2 = -n/(2σ^2) + 1/(2σ^2) Σ_{i=1}^n (x_i - μ)^2": False}),
    ("l(μ, v) = -1/(2v) Σ_{i=1}^n (x_i - μ)^2\nSetting the derivative to zero:",
     {"∂l/∂μ = 1/v Σ_{i=1}^n (x_i - μ) = 0": True, "∂l/∂μ = 1/v Σ_{i=1}^n (x_i + μ) = 0": False}),
    ("z = x W + b\nh = σ(z)\nL = Σ_i y_i log softmax(h U)_i", {"∂h/∂z = h (1 - h)": True, "∂h/∂z = h (1 + h)": False}),
    ("y_1 = x_1 w + b, y_2 = x_2 w + b\nWe have a loss L, and want the derivative of L with respect to w and b.",
     {"∂L/∂w = ∂L/∂y_1 x_1 + ∂L/∂y_2 x_2": True, "∂L/∂w = ∂L/∂y_1 x_2 + ∂L/∂y_2 x_1": False}),
    ("z^l_j = Σ_k w^l_{jk} a^{l-1}_k + b^l_j\na^l_j = σ(z^l_j)\nδ^l_j = ∂C/∂z^l_j\nC = 1/2 ||y - a^L||^2",
     {"∂C/∂w^l_{jk} = a^{l-1}_k δ^l_j": True, "∂C/∂w^l_{jk} = a^{l-1}_j δ^l_k": False,
      "δ^L = (a^L - y) ⊙ σ'(z^L)": True}),
    ("h_t = tanh(W h_{t-1} + U x_t)\ns_t = V h_t\np_t = softmax(s_t)\n"
     "E = -Σ_t y_t · log p_t, donde cada y_t es one-hot",
     {"∂E/∂V = Σ_t (p_t - y_t) h_t^T": True, "∂E/∂V = Σ_t h_t (p_t - y_t)^T": False}),
]  # fmt: skip
OTHERWISE = [
    ("L_i = Σ_{j≠y_i} max(0, w_j^T x_i - w_{y_i}^T x_i + Δ)",
     {"∇_{w_{y_i}} L_i = -Σ_{j≠y_i} 1(w_j^T x_i - w_{y_i}^T x_i + Δ > 0) x_i": True,
      "∇_{w_{y_i}} L_i = Σ_{j≠y_i} 1(w_j^T x_i - w_{y_i}^T x_i + Δ > 0) x_i": False,
      "∇_{w_j} L_i = 1(w_j^T x_i - w_{y_i}^T x_i + Δ > 0) x_i": True,
      "∇_{w_j} L_i = -1(w_j^T x_i - w_{y_i}^T x_i + Δ > 0) x_i": False,
      "∇_{w_{y_i}} L_i = Σ_{j ≠ y_i} ∇_{w_{y_i}} max(0, w_j^T x_i - w_{y_i}^T x_i + Δ)": True}),
    ("L_i = -log(e^{f_{y_i}}/Σ_j e^{f_j})\np_j = e^{f_j}/Σ_k e^{f_k}",
     {"L_i = -f_{y_i} + log Σ_j e^{f_j}": True, "L_i = -f_{y_i} + Σ_j e^{f_j}": False,
      "∂p_j/∂f_i = p_i (1 - p_i), i = j": True, "∂p_j/∂f_i = -p_i p_j, i ≠ j": True,
      "∂p_j/∂f_i = p_i p_j, i ≠ j": False}),
    ("p_j = e^{z_j}/Σ_k e^{z_k}\nL = -Σ_k y_k log p_k, y is one-hot",
     {"∂L/∂z_i = -Σ_k y_k 1/p_k ∂p_k/∂z_i": True, "∂L/∂z_i = Σ_k y_k 1/p_k ∂p_k/∂z_i": False}),
    ("z = sigmoid(np.dot(x, Wx) + np.dot(h, Wh))\ng = np.tanh(np.dot(x, Ux) + np.dot(h, Uh))\n"
     "h_next = (1-z) * h + z * g\n"
     "dg = dh_next * z\ndh = dh_next * (1-z)\ndt = dg * (1 - g ** 2)\ndUx = np.dot(x.T, dt)\ndh += np.dot(dt, Uh.T)\n"
     "dz = dh_next * g - dh_next * h\ndt = dz * z * (1-z)\ndWh = np.dot(h.T, dt)",
     {"dh += np.dot(dt, Wh.T)": True, "dh += np.dot(dt, Wh)": False, "dWx = np.dot(x.T, dt)": True}),
    ("l(μ, σ^2) = -n/2 log(2π) - n/2 log(σ^2) - 1/(2σ^2) Σ_{i=1}^n (x_i - μ)^2\n∂l/∂μ = 1/σ^2 Σ_{i=1}^n (x_i - μ) = 0\n"
     "∂l/∂σ^2 = -n/(2σ^2) + 1/(2σ^4) Σ_{i=1}^n (x_i - μ)^2 = 0\nμ = 1/n Σ_{i=1}^n x_i",
     {"σ^2 = 1/n Σ_{i=1}^n (x_i - μ)^2": True, "σ^2 = 1/(n-1) Σ_{i=1}^n (x_i - μ)^2": False}),
]  # fmt: skip
"""Sheets that are shown as they are read, with other letters."""

PAIRS = [(text, claim, is_right) for text, claims in CLAIMS for claim, is_right in claims.items()]


@pytest.mark.parametrize(("text", "claim", "is_right"), PAIRS)
def test_claims_are_judged_at_lengths_of_their_own(text, claim, is_right):
    report = check(f"{text}\n{claim}")
    assert report.verdicts[-1].line == text.count("\n") + 2
    if not any(dots in claim for dots in ("…", "...")):  # these are shown as they are read
        assert claim.partition(" = ")[0].endswith(report.verdicts[-1].claim.partition(" = ")[0])
    assert report.verdicts[-1].is_fine == is_right, report
    assert report.verdicts[-1].verdict != "can't be read", report


@pytest.mark.parametrize(
    ("text", "claim", "is_right"), [(text, *each) for text, all_ in OTHERWISE for each in all_.items()]
)
def test_claims_are_judged_with_other_letters(text, claim, is_right):
    verdict = check(f"{text}\n{claim}").verdicts[-1]
    assert verdict.line == text.count("\n") + 2
    assert verdict.is_fine == is_right
    assert verdict.is_fault != is_right


@pytest.mark.parametrize("claim", ["∂E/∂w_{ji} = δ_j o_i", "∂E/∂w_{ji} = δ_j o_j"])
def test_what_nothing_is_said_to_depend_on_is_not_judged(claim):
    text = "E = 1/2 Σ_k (t_k - q_k)^2\no_j = σ(z_j)\nz_j = Σ_i w_{ji} o_i\nδ_j = ∂E/∂z_j\n"
    assert check(text + claim).verdicts[-1].verdict == "not judged"


def test_each_class_has_two_lengths_of_its_own():
    free = read_work("y = W @ x\nL = 1/2 ||y - t||^2\ndL/dx = W^T (y - t)").free
    assert free["W"].sizes == ((3, 4), (4, 2))
    assert free["x"].sizes == ((4, 1), (2, 1))
    assert free["t"].sizes == ((3, 1), (4, 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "x in R^m\nw in R^n\nL = w^T x\ndL/dw = x",
            "w in R^n in line 2 and x in R^m in line 1 cannot both be: n is not m",
        ),
        (
            "x in R^3; w in R^2\nL = w^T x\ndL/dw = x",
            "w in R^2 in line 1 and x in R^3 in line 1 cannot both be: 2 is not 3",
        ),
        (
            "W_z in R^{m×d}\nx in R^m\nz = σ(W_z x)\nL = sum(z)\ndL/dz = 1",
            "W_z in R^{m×d} in line 1 and x in R^m in line 2 cannot both be: d is not m",
        ),
        (
            "W in R^{3×4}; x in R^3\ny = W x\nL = sum(y)\ndL/dy = 1",
            "W in R^{3×4} in line 1 and x in R^3 in line 1 cannot both be: 4 is not 3",
        ),
        (
            "x in R^m\nx in R^n\nL = x^T x\ndL/dx = 2 x",
            "x in R^m in line 1 and x in R^n in line 2 cannot both be: m is not n",
        ),
    ],
)
def test_sizes_that_contradict_each_other_say_which_two_places(text, message):
    report = check(text)
    assert message in str(report)
    assert not any("wrong" in verdict.verdict for verdict in report.verdicts)


NOT_JUDGED = [  # a sheet, its verdicts, and why the last of them that is not judged is not
    (
        "L = (w x - t)^2\ndL/dw = 2 (w x - t) x = -8",
        ["right", "not judged"],
        "w, x and t have no numbers, so that no number can be judged: add w = …, x = …, t = …",
    ),
    ("z = x^2 = 9", ["not judged"], "x has no number, so that no number can be judged: add x = …"),
    ("z = relu(x) = 0.5\ndz/dx = step(x)", ["not judged", "right"], "x has no number"),
    ("x = 3; L = (x + 1\ndL/dx = 1", ["can't be read", "not judged"], "L could not be read in line 1"),
    ("x = 0; y = log(x)\ndy/dx = 1", ["undefined at these numbers", "not judged"], "y could not be computed in line 1"),
]


@pytest.mark.parametrize(("text", "verdicts", "why"), NOT_JUDGED)
def test_what_is_not_judged_says_why_and_what_to_add(text, verdicts, why):
    report = check(text)
    assert [verdict.verdict for verdict in report.verdicts] == verdicts
    (told,) = (verdict for verdict in report.verdicts if verdict.verdict == "not judged")
    assert told.cause.startswith(why)
    assert told.hint == told.cause
    assert ", 1 not judged" in report.summary() or report.summary() == "1 claim: not judged"


def test_a_number_that_a_derivative_can_always_be_is_a_formula():
    right = "dL/dw = 2 x (w x - t)\ndL/dt = -2 (w x - t)\n"
    verdicts = check(f"L = (w x - t)^2; y = w x + x\n{right}dL/dw = 1\ndL/dw = 0\ndy/dx = 1\ndy/dw = 7").verdicts
    assert [verdict.verdict for verdict in verdicts] == ["right", "right", "wrong", "wrong", "wrong", "not judged"]


@pytest.mark.parametrize(
    ("text", "code", "strict", "is_right"),
    [
        ("z = w x + b = 7\ndz/db = 1", 0, 2, True),
        ("z = x^2 = 9", 0, 2, False),
        ("z = x^2 = 9\ndz/dx = x", 1, 2, False),
        ("z = x^2\ndz/dx = 2 x", 0, 0, True),
    ],
)
def test_what_is_not_judged_is_no_fault_unless_strict(text, code, strict, is_right):
    assert (check(text).exit_code, check(text, strict=True).exit_code) == (code, strict)
    assert bool(check(text)) == is_right
    assert not any(verdict.is_first_hand for verdict in check(text).verdicts if verdict.verdict == "not judged")


def test_under_a_key_what_is_not_judged_needs_a_look():
    report = check("q = 2 $\nq = 5\ndL/dw = 3", "w = 2; x = 3\nL = w*x\nfind dL/dw")
    assert [each["look"] for each in report.needs_look] == ["not read", "not judged"]


FREE = Path(__file__).parent / "data" / "free"


@pytest.mark.parametrize("file", sorted(FREE.glob("*.sheet")), ids=lambda file: file.stem)
def test_worked_examples_without_a_number_are_judged(file):
    report = check(file.read_text("utf-8"))
    noted = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        verdict, _, cause = line.partition("#!")[2].strip().partition(": ")
        if verdict:
            noted[number] = (verdict, cause)
    said = {each.line: (each.verdict, each.cause) for each in report.verdicts if not each.is_fine}
    assert said == noted
    assert any(each.is_fine for each in report.verdicts)


@pytest.mark.parametrize("seed", [*range(len(SUBJECTS)), *random.Random(17).sample(range(100, 2_000), 12)])
@pytest.mark.parametrize("with_mistake", [False, True])
def test_random_sheets_come_out_as_they_were_made(seed, with_mistake):
    sheet = made(seed, with_mistake)
    assert outcome(sheet) == "fine", sheet.text


def test_the_random_sheets_would_notice_a_checker_that_sees_nothing():
    sheet = made(3, True)
    blind = replace(sheet, planted=None)
    assert outcome(blind).startswith("false alarm")
    assert outcome(replace(made(3, False), planted=0)).startswith("missed")


ONLY_CLAIMED = [
    ("dL/dw = 2 (w x - s) x", "not judged", "s has no value: add s=…"),
    ("dL/dw = 2 δ x", "not judged", "delta has no value: add delta=…"),
    ("dL/dw = 2 (w x - t) x + q - q", "right", ""),
    ("w <- w - η*dL/dw", "right", ""),
    ("w <- w + η*2 (w x - t) x", "wrong", "the sign of eta*2*(w*x - t)*x is wrong"),
]


@pytest.mark.parametrize(("line", "verdict", "why"), ONLY_CLAIMED)
def test_what_is_only_claimed_may_be_any_number_but_makes_nothing_wrong(line, verdict, why):
    (found,) = check(f"L = (w x - t)^2\n{line}").verdicts
    assert found.verdict == verdict
    assert found.cause.startswith(why)


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("x = 2; w in R\ny = w x\ndy/dw = x = 2\ny = 6", ["right", "not judged", "not judged"]),
        (
            "m = 3; η = 0.1\nL = 1/m sum(i: (w x[i])^2)\ndL/dw = 2/m sum(i: w x[i]^2)\ndL/dw = 3.7",
            ["right", "not judged"],
        ),
        ("x in R^m; W in R^{n×m}; m = 3\ny = W x; L = 1/2 ||y - t||^2\ndL/dx = W^T (y - t)", ["right"]),
        ("x = 2; y = w x\ndy/dw = x", ["can't be read", "not judged"]),
    ],
)
def test_numbers_are_asked_for_by_name(text, verdicts):
    assert [verdict.verdict for verdict in check(text).verdicts] == verdicts


AFTER_ITS_USE = [
    ("dL/dw = 2 (y - t) x\ny = w x + b\nL = (y - t)^2", ["right"]),
    ("dL/dw = 2 (y - t)\ny = w x + b\nL = (y - t)^2", ["wrong"]),
    ("y = w x = 6\nw = 2\nx = 3\ndy/dw = x = 3", ["right"] * 3),
    ("find dL/dw\nx = 2; w = 3; t = 1\nL = (w x - t)^2\ndL/dw = 2 (w x - t) x", ["right"]),
    ("L = 1/2 ||a - t||^2\na = σ(z)\nz = W x + b\ndL/dW = dL/dz x^T\ndL/dW = x dL/dz^T", ["right", "wrong shape"]),
    ("L = e^2\ne = y - t\ny = w x\ndL/dw = 2 e x", ["right"]),
    ("p = e^z/(1 + e^z)\ne = 2 p\ndp/dz = p (1 - p)", ["right"]),
    ("w = 2; x = 3\ny = w x\nw <- 4\nw2 = w + 1\ny = 12", ["right"]),
    ("L = 1/2 (y - t\nL = 1/2 (y - t)^2\ndL/dy = y - t", ["can't be read", "right"]),
    ("z = u $ v\ny = z^2\ndy/dz = 2 z\nq = r^2\ndq/dr = 2 r", ["can't be read", "not judged", "right"]),
]


@pytest.mark.parametrize(("text", "verdicts"), AFTER_ITS_USE)
def test_a_definition_may_come_after_its_use(text, verdicts):
    assert [verdict.verdict for verdict in check(text).verdicts] == verdicts


@pytest.mark.parametrize(
    "text",
    [
        "Exercise 1\nf = x^2\ndf/dx = 2x\nExercise 2\nf = x^3\ndf/dx = 3x^2",
        "a)\nL = (w x - t)^2\ndL/dw = 2 (w x - t) x\n---\nL = 1/2 (w x - t)^2\ndL/dw = (w x - t) x",
        "a)\nz = w x; L = (z - t)^2\nb)\nL = z^2 - 2 z t + t^2\ndL/dz = 2 (z - t)",
        "Output: Y\n1) x = 2\ny = x^2 = 4\n2) x = 3\ny = x^3 = 27",  # a word for a name, in one of the parts only
    ],
)
def test_a_heading_and_another_formula_for_a_name_begin_a_part(text):
    report = check(text)
    assert report.verdicts
    assert all(verdict.is_fine for verdict in report.verdicts), report


FORMULAS_AS_CAUSES = [
    ("L = mean(i: (y[i] - t[i])^2)\ndL/dy[i] = 2 (y[i] - t[i])", "the factor 1/n is missing"),
    ("L = mean((y - t)^2)\ndL/dy = 2 (y - t)", "the factor 1/n is missing"),
    ("x in R^m\nL = 1/m sum(i: (y[i] - x[i])^2)\ndL/dy[i] = 2 (y[i] - x[i])", "the factor 1/m is missing"),
    ("S = sum(i=1..n: x[i])\ndS/dx[j] = n", "the factor 1/n is missing"),
    ("y = W x\nL = 1/2 ||y - t||^2\ndL/dW[i,k] = (y[i] - t[i]) x[q]", "x[q] is written where x[k] belongs"),
    ("L = x^T W x + b^T x\ndL/dx = W x + W^T x", "the term b.T*x of L is left out"),
]


@pytest.mark.parametrize(("text", "cause"), FORMULAS_AS_CAUSES)
def test_causes_are_formulas_where_there_are_no_numbers(text, cause):
    (wrong,) = check(text).verdicts
    assert wrong.cause == cause
    assert not wrong.answer


def test_that_labels_add_up_to_1_is_said():
    text = "p = softmax(z)\nL = -sum(i: y[i] log(p[i]))\ndL/dz = p - y"
    assert str(check(text)) == "1 claim: right\ntook the entries of y as adding up to 1, as labels do"


@pytest.mark.parametrize(
    ("text", "verdicts", "message"),
    [
        ("x in R^m\ny = foo(x)\ndy/dx = 2", ["can't be read", "not judged"], "there is no function foo"),
        (
            "y = W x\nL = 1/2 ||y - t||^2\ndL/dx[k] = sum(i: (y[j] - t[j]) W[j,k])",
            ["can't be read"],
            "nothing tells how far i runs: it must index something, as in x[i]",
        ),
        ("L = x^T x\ndL/dx[i] = 2 x[i] for q != 1", ["can't be read"], "q indexes nothing in this line"),
        ("L = mean(i: x^2)\ndL/dx = 2 x/n", ["can't be read", "not judged"], "nothing tells how far i runs"),
        ("y = adj(A)\ndy/dA = adj(A) A", ["can't be read"] * 2, "there is no function adj"),
        ("z = w x; L = z^2\nq = z + 1\ndL/dq = 3 x", ["not judged"], "L is not written with q: write it so, L = …"),
    ],
)
def test_what_is_not_understood_is_said_at_its_place_and_never_wrong(text, verdicts, message):
    report = check(text)
    assert [verdict.verdict for verdict in report.verdicts] == verdicts
    assert message in str(report)


SAMPLES = [
    (
        "L = 1/m sum(i=1..m: (w^T x[i] + b - y[i])^2)",
        {"dL/dw = 2/m sum(i: (w^T x[i] + b - y[i]) x[i])": True, "dL/db = 2/m sum(i: w^T x[i] + b - y[i])": True,
         "dL/dw = 2 sum(i: (w^T x[i] + b - y[i]) x[i])": False},
    ),
    (
        "w in R^n; λ in R\nL = sum(i=1..m: log(1 + exp(-y[i] w^T x[i]))) + λ/2 ||w||^2",
        {"dL/dw = λ w - sum(i: y[i] x[i] σ(-y[i] w^T x[i]))": True, "dL/dw = λ w": False},
    ),
    ("y = onehot(k, n)\nq = softmax(z)\nJ = -y^T log(q)", {"dJ/dz = q - y": True, "dJ/dz[k] = q[k] - 1": True}),
    (
        "x in R^784; W in R^{10×784}; b in R^10\nz = W x + b\nL = ||z||^2",
        {"dL/dW = 2 z x^T": True, "dL/dx = 2 W z": False, "dL/dx = 2 W^T z": True},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "claim", "is_right"), [(text, *each) for text, claims in SAMPLES for each in claims.items()]
)
def test_examples_labels_and_large_sizes(text, claim, is_right):
    report = check(f"{text}\n{claim}")
    assert report.verdicts[-1].is_fine == is_right, report
    assert is_right or report.verdicts[-1].is_fault


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"y{i} = W{i} x{i} + b{i}; L{i} = ||y{i}||^2\ndL{i}/dy{i} = 2 y{i}" for i in range(200)),
        "a0 = x\n" + "\n".join(f"a{i + 1} = W{i} a{i}" for i in range(200)) + "\nL = ||a200||^2\ndL/dx = 2 x",
        "W in R^{9999×9999}\ny = W x\ndy/dx = W",
        "x in R^m; w in R^n\n" + "\n".join(f"L{i} = w^T x" for i in range(300)),
        "\n".join(f"y{i} = y{(i + 1) % 200} + 1" for i in range(200)) + "\ndy0/dx = 1",
        "a and " * 300 + "= 3",
        "x in R^m, " * 150 + "y = x",
        "let " * 400 + "x in R^m",
        "x in R^" + "9" * 1_900,
    ],
    ids=("matrices", "chain", "large", "contradictions", "circle", "and", "told often", "let", "digits"),
)
def test_sizes_of_hostile_sheets_count_as_work(text):
    assert all("internal" not in verdict.cause for verdict in check(text).verdicts)


@pytest.mark.parametrize("name", list(letters_only.sheets())[::5])
def test_sheets_as_people_type_them(name):
    """A sample; `python -m tests.benchmarks.letters_only` reads all of them."""
    found = letters_only.outcomes(letters_only.sheets()[name])
    assert found
    assert set(found.values()) <= {"right", "found"}


@pytest.mark.parametrize(
    ("text", "verdicts", "why"),
    [
        ("P in R^{n×m}, V in R^{m×d}\nO = P V\ndO/dV = P", ["not judged"], "four axes: write entries"),
        ("Z in R^{n×m}\nA = σ(Z)\ndA/dZ = A (1 - A)\ndA/dZ = A (1 + A)", ["right", "wrong"], ""),
        ("z in R^n\na = tanh(z)\nda/dz = 1 - a^2\nda/dz = diag(1 - a^2)\nda/dz = a", ["right", "right", "wrong"], ""),
        ("S symmetric\nf = x^T S x\ndf/dx = 2 S x", ["right"], ""),
        ("S = S^T\nf = x^T S x\ndf/dx = 2 S x", ["right"], ""),
        ("f = x^T S x\ndf/dx = 2 S x", ["wrong"], ""),
        ("p = a u + (1 - a) v\nl = log p\ndl/da = (u - v)/p\ndl/da = (u + v)/p", ["right", "wrong"], ""),
        ("h = relu(w x)\ndh/dw = x if w x > 0 else 0\ndh/dw = -x if w x > 0 else 0", ["right", "wrong"], ""),
        ("z = x y\ndz/dx = y\ndz/dx = x", ["right", "wrong"], ""),
        ("h = relu(w x)\ndh/dw = x", ["wrong"], "the slope of the relu is missing"),
        ("h = w x if w > 0 else x\ndh/dw = x", ["wrong"], "it holds only where w > 0"),
        ("L = max(0, 1 - s)\ndL/ds = -1\ndL/ds = 0", ["undecided at a kink"] * 2, "it holds only where 0 > 1 − s"),
        ("a = g(w x)\nda/dw = g'(w x) x\nda/dw = x", ["right", "wrong"], "the factor g′(w*x) is missing"),
        ("J = ||Y - T||^2\ndJ/dY = 2 (Y - T)\nY = X W\ndJ/dW = 2 X^T (Y - T)", ["right", "right"], ""),
    ],
)  # fmt: skip
def test_what_letters_are_is_told_by_what_stands_beside_them(text, verdicts, why):
    report = check(text)
    assert [each.verdict.removesuffix(" shape") for each in report.verdicts] == verdicts, report
    assert why in str(report)


@pytest.mark.parametrize("written", ["dp_i/dz_j = {} for i = j", "dp_i/dz_j = {} if i = j", "If i = j: dp_i/dz_j = {}"])
def test_a_condition_behind_a_slope_is_no_name_for_it(written):
    other = "dp_i/dz_j = -p_i p_j for i ≠ j"
    assert check(f"p = softmax(z)\n{written.format('p_i (1 - p_i)')}\n{other}")
    wrong = check(f"p = softmax(z)\n{written.format('p_i (1 + p_i)')}\n{other}")
    assert [verdict.line for verdict in wrong.verdicts if verdict.is_first_hand] == [2]


LOSSES_IN_NUMBERS = [
    ("y = [2, 3]; t = [1, 5]\nL = ((2 - 1)^2 + (3 - 5)^2)/2 = 2.5\ndL/dy = y - t", "y[0] - t[0]", True),
    ("y = [2, 3]; t = [1, 5]\nL = 1/2((2 - 1)^2 + (3 - 5)^2) = 2.5\ndL/dy = y - t", "y[0] - t[0]", True),
    ("y = [2, 3]; t = [1, 5]\nL = ((2 - 1)^2 + (3 - 5)^2)/2 = 2.5\ndL/dy = t - y", "y[0] - t[0]", False),
    (
        "y = [2, 3, 4]; t = [1, 5, 3]\nL = 1/3[(2 - 1)^2 + (3 - 5)^2 + (4 - 3)^2]\ndL/dy = 2/3(y - t)",
        "y[2] - t[2]",
        True,
    ),
    ("y = [2, 3, 4]; t = [1, 5, 3]\nL = 1/3[(2 - 1)^2 + (3 - 5)^2 + (4 - 3)^2]\ndL/dy = y - t", "y[2] - t[2]", False),
    ("u = 2; v = 3; s = 1; t = 5\nL = ((2 - 1)^2 + (3 - 5)^2)/2\ndL/du = u - s\ndL/dv = v - t", ")/2", True),
    ("u = 2; v = 3; s = 1; t = 5\nL = ((2 - 1)^2 + (3 - 5)^2)/2\ndL/du = u - s\ndL/dv = t - v", ")/2", False),
    ("u = 0.5; v = 0.3; k = 0.1\nR = 0.1/2*(0.5^2 + 0.3^2)\ndR/du = k u\ndR/dk = 1/2(u^2 + v^2)", "as k/2*(u^2", True),
]


@pytest.mark.parametrize(("text", "read", "is_right"), LOSSES_IN_NUMBERS)
def test_what_stands_before_squares_in_numbers_and_how_many_they_are_stays_a_number(text, read, is_right):
    report = check(text)
    assert read in str(report)
    assert all(verdict.is_fine for verdict in report.verdicts) is is_right


CARRIED = [
    ("y = w x + b\nL = (y - t)^2\ndL/dy = 4 (y - t)\n", "dL/dw = 4 (y - t) x", True),
    ("y = w x + b\nL = (y - t)^2\ndL/dy = 4 (y - t)\n", "dL/dw = 2 (y - t)", False),
    ("z = W x\na = tanh(z)\nL = ||a - y||^2\ndL/da = a - y\n", "dL/dz = (a - y) ⊙ (1 - a ⊙ a)", True),
]


@pytest.mark.parametrize(("above", "claim", "is_carried"), CARRIED)
def test_errors_are_carried_forward_in_letters_too(above, claim, is_carried):
    *_, error, verdict = check(above + claim).verdicts
    assert error.verdict == "wrong"
    assert verdict.verdict == ("follows from your error in line " + str(error.line) if is_carried else "wrong")
