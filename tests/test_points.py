"""Points under a key: only for work, for every answer once, never silently none."""

import csv
import json
import random
from itertools import islice

import pytest

from autograd import LanguageError, check
from autograd.commands.check import checked
from autograd.worksheet.judging.answers import BACK
from autograd.worksheet.language import work
from autograd.worksheet.reporting import formats
from tests.benchmarks import red_team

SCALAR = """
x = 1.5; w = 0.8; b = -0.3; t = 1
z = w*x + b
p = sigmoid(z)
L = 1/2 (p - t)^2
"""
"""dL/dz is -0.0396, dL/dw -0.0594."""

SCALAR_KEY = f"""{SCALAR}
dL/dp = p - t                      # 1 point
dL/dz = (p - t)*p*(1 - p)          # 1 point
dL/dw = (p - t)*p*(1 - p)*x        # 2 points
dL/db = (p - t)*p*(1 - p)          # 2 points
"""

ONLY_W = f"{SCALAR}dL/dw = (p - t)*p*(1 - p)*x  # 2 points\n"
FIND_W = f"{SCALAR}find dL/dw  # 2 points\n"

VECTOR_KEY = """
x = [0.5, -1.0, 2.0]
W = [[0.1, 0.2, -0.3], [0.4, -0.5, 0.6]]
h = tanh(W @ x)
c = [1.5, -0.7]
L = 1/2 sum((h - c)^2)
find dL/dh    # 2 points
find dL/dW    # 2 points
find dL/dx    # 2 points
"""

COUNTS_KEY = """
A = conv([28, 28, 1], filters=5, kernel=3, bias=1)
parameters(A) = 50          # 2 points
multiplies(A) = 30420       # 1 point
shape(A) = [26, 26, 5]      # 2 points
"""

VALUES_KEY = """
x = 1.5; w = 0.8; b = -0.3
z = w*x + b     # 1 point
p = sigmoid(z)  # 1 point
y = [x, p]
s = sum(y)      # 1 point
"""

NAMED_KEY = f"{SCALAR}g = dL/dw\nfind dL/dw\nfind g\n"


def points(work, key, **options):
    return check(work, key, **options).points


ALIASES = [
    "M = L; dL/dw = dM/dw",
    "M = 2*L; dL/dw = dM/dw/2",
    "M = -L; dL/dw = -dM/dw",
    "M = L + w; dL/dw = dM/dw - 1",
    "M = L - x*w; dL/dw = dM/dw + x",
    "M = exp(L); dL/dw = dM/dw/M",
    "M = L^2; dL/dw = dM/dw/(2L)",
    "M = log(L); dL/dw = dM/dw*L",
    "M = sqrt(L); dL/dw = 2*sqrt(L)*dM/dw",
    "e = p - t; M = 1/2 e^2; dL/dw = dM/dw",
    "M = [L, 1]; dL/dw = dM[0]/dw",
    "M = L; N = M; dL/dw = dN/dw",
    "M = L; g = dM/dw; dL/dw = g",
    "M = L; g = dM/dw; k = 2g; dL/dw = k/2",
    "q = dL/dw; dL/dw = q",
    "v = [dL/dw, 1]; dL/dw = v[0]",
    "dL/dw = dL/dw",
    "dL/dw = 2*dL/dw/2",
    "dL/dw = sum([dL/dw])",
    "dL/dw = max(dL/dw, -9)",
    "dL/dw = sum(i: onehot(0,2)[i]*dL/dw)",
    "M = L; dL/dw = dM/dw; dM/dw = dL/dw",
    "M = L; dM/dw = 3; dL/dw = dM/dw",
    "dL/dw = dL/dz*dz/dw",
    "dL/dw = dL/dp*dp/dz*dz/dw",
    "dL/dp = 3; dL/dw = dL/dp*dp/dz*x; dp/dz = 7",
    "v = 0; v <- dL/dw; dL/dw = v",
    "dL/dw = 0.0",
    "dL/dw = 0",
    "dL/dw = -0.1",
    "dL/dw = -0.1e0",
    "[dL/dw] = [dL/dw]",
    "dL/dw*1 = -0.0594",
    "x <- 0; dL/dw = 0",
    "dL/dw = exp(log(dL/dw))",
    "dL/dw = 1/(dw/dL)",
    "dL/dw = dL/dx*x/w",
    "dL/dw = L*d(log L)/dw",
    "dL/dw = (L(w+0.0001) - L)/0.0001",
]


@pytest.mark.parametrize("key", [ONLY_W, FIND_W], ids=["line", "find"])
@pytest.mark.parametrize("work", ALIASES)
def test_another_name_for_what_is_asked_is_no_work(work, key):
    assert points(work, key) == (0, 2)


@pytest.mark.parametrize("work", ["dL/dw = g; g = dL/dw", "h = 2g; g = h/2; dL/dw = g", "dL/dw = g", "g = dL/dw"])
def test_nor_is_the_keys_own_name_for_it(work):
    assert points(work, NAMED_KEY)[0] == 0


@pytest.mark.parametrize("given", ["x = 1; y = 2\nf(x, y) = x^2 y", "f(x, y) = x^2 y\nx = 1; y = 2"])
def test_a_function_is_not_asked_for_below_which_its_letters_are_given(given):
    assert points("df/dx = 2 x y = 4", f"{given}\nfind df/dx  # 2 points") == (2, 2)


def test_a_name_of_the_key_that_is_worked_out_answers_both():
    assert points("g = (p - t)*p*(1 - p)*x", NAMED_KEY) == (1, 1)  # one thing under two names is asked once


IDENTITIES = [
    "g[j] = dL/dh[j]; dL/dh[i] = g[i]",
    "dL/dh[i] = sum(j: dL/dh[j]*onehot(i,2)[j])",
    "dL/dW[i,j] = sum(k: dL/dW[k,j]*onehot(i,2)[k])",
    "I = [[1,0,0],[0,1,0],[0,0,1]]; dL/dx[i] = sum(k: I[i,k]*dL/dx[k])",
    "I = [[1,0],[0,1]]; dL/dh = I @ dL/dh",
    "dL/dh = dL/dh",
    "dL/dW = (dL/dW.T).T",
    "g = dL/dx; dL/dx[i] = g[i]",
    "g = dL/dx; dL/dx = g",
    "dL/dh = [dL/dh[0], dL/dh[1]]",
    "M = L; dL/dx[i] = dM/dx[i]",
    "M = exp(L); dL/dW[i,j] = dM/dW[i,j]/M",
    "k[i] = h[i]; M = 1/2 sum(i: (k[i] - c[i])^2); dL/dh[i] = dM/dh[i]",
    "dL/dx[i] = sum(j: dL/dh[j]*dh[j]/dx[i])",
    "dL/dh[i] = dL/dh[1 - i]*0 + dL/dh[i]",
    "i = 0; dL/dh[i] = h[0] - c[0]",
    "dL/dh = [0.0, 0.0]; dL/dx = [0.0, 0.0, 0.0]",
]


@pytest.mark.parametrize("work", IDENTITIES)
def test_nor_is_an_identity_through_indices_and_matrices(work):
    assert points(work, VECTOR_KEY) == (0, 6)


COUNTED = [
    "parameters(A) = parameters(A); multiplies(A) = multiplies(A); shape(A) = shape(A)",
    "n = parameters(A); parameters(A) = n",
    "B = conv([28, 28, 1], filters=5, kernel=3, bias=1)\nparameters(A) = parameters(B); shape(A) = shape(B)",
    "parameters(A) = parameters(conv([28, 28, 1], filters=5, kernel=3, bias=1))",
    "B = A; parameters(A) = parameters(B); multiplies(A) = multiplies(B)",
    "n[i] = shape(A)[i] + 0*[1, 2, 3][i]; shape(A) = n",
    "parameters(A) = parameters(A, A)/2; multiplies(A) = 2*multiplies(A)/2",
    "parameters(A) = sum(ones(parameters(A)))",
    "I = [[1,0,0],[0,1,0],[0,0,1]]; shape(A) = I @ shape(A)",
]


@pytest.mark.parametrize("work", COUNTED)
def test_nor_is_a_count_of_a_copy(work):
    assert points(work, COUNTS_KEY) == (0, 5)


VALUES = [
    "q = p; p = q",
    "q = 2z; z = q/2",
    "q = exp(s); s = log(q)",
    "z = log(p/(1 - p))",
    "p = s - x",
    "p = y[1]",
    "s = sum(i: y[i]) + s - s",
    "z = z; p = p; s = s",
]


@pytest.mark.parametrize("work", VALUES)
def test_nor_is_a_value_computed_from_itself(work):
    assert points(work, VALUES_KEY) == (0, 3)


HONEST = [
    (SCALAR_KEY, "dL/dp = p - t; dL/dz = dL/dp*p*(1 - p); dL/dw = dL/dz*x; dL/db = dL/dz"),
    (SCALAR_KEY, "dL/dp = -0.2891; dL/dz = -0.0594; dL/dw = -0.0891; dL/db = -0.0594"),
    (SCALAR_KEY, "dL/dp = p - t; dp/dz = p*(1 - p); dz/dw = x; dz/db = 1\n"
     "dL/dz = dL/dp*dp/dz; dL/dw = dL/dz*dz/dw; dL/db = dL/dz*dz/db"),
    (SCALAR_KEY, "e = p - t; s = p*(1 - p); dL/dp = e; dL/dz = e s; g = dL/dz; dL/dw = g x; dL/db = g"),
    (SCALAR_KEY, "M = L; dM/dp = p - t; dL/dp = dM/dp; dL/dz = (p - t) p (1 - p); dL/dw = dL/dz*x; dL/db = dL/dw/x"),
    (SCALAR_KEY, "[dL/dp, dL/dz] = [p - t, (p - t) p (1 - p)]; [dL/dw, dL/db] = [x dL/dz, dL/dz]"),
    (VECTOR_KEY, "dL/dh[i] = h[i] - c[i]; d[i] = dL/dh[i]*(1 - h[i]^2)\ndL/dW[i,j] = d[i]*x[j]\n"
     "dL/dx[j] = sum(i: W[i,j]*d[i])"),
    (VECTOR_KEY, "dL/dh = h - c; d = (h - c)*(1 - h^2); dL/dW = d @ x.T; dL/dx = W.T @ d"),
    (COUNTS_KEY, "parameters(A) = 5*(3*3*1 + 1) = 50; shape(A) = [28 - 2, 26, 5]\n"
     "multiplies(A) = shape(A)[0]*shape(A)[1]*shape(A)[2]*3*3*1"),
    (VALUES_KEY, "p = sigmoid(z) = 0.711; z = 0.9; s = x + p"),
    (FIND_W, "q = 1 - p\ndL/dw = -q^2 p x"),
    (FIND_W, "e = p - 1; g = -0.0594\ndL/dw = e p (1-p) x; dL/dw = g x"),
    (FIND_W, "g = -0.0891\ndL/dw = g"),
    (FIND_W, "r = p - t\nL = 1/2 r^2\ndL/dr = r; dr/dp = 1\ndL/dw = dL/dr*dr/dp*p*(1 - p)*x"),
    (FIND_W, "r = p - t\ndL/dr = r\ndL/dw = r*p*(1 - p)*1.5 = 1.5 r (p - p^2)"),
    (
        VECTOR_KEY,
        "g = h - c\ndL/dh = g\n"
        "dL/dW[i,j] = g[i] (1 - h[i]^2) x[j]; dL/dx = W.T (g*(1 - h^2))",
    ),
    (FIND_W, "L_w = (p - t)*p*(1 - p)*x"),
    (FIND_W, "dw = -0.0891"),
    (FIND_W + "w <- w - 0.5*dL/dw  # 1 point", "dL/dw = -0.0891\nw = 0.84455"),
    (FIND_W, "dL/dw: -0.0891"),
    (FIND_W, "g_p = p - t; g_z = g_p*p*(1 - p)\ndL/dw = g_z x"),
    (FIND_W, "d/dw (1/2 (sigmoid(w x + b) - t)^2) = (p - t) p (1 - p) x"),
    (FIND_W, "error = p - t; dL/dw = error*p*(1 - p)*x"),
    (FIND_W + "find dL/db", "∇L = (dL/dw, dL/db) = (-0.0891, -0.0594)"),
    (FIND_W + "find dL/db", "grad L = [-0.0891, -0.0594]"),
    (VECTOR_KEY.replace("find dL/dW", "#").replace("find dL/dx", "#"), "dL/dh1 = h1 - c1; dL/dh2 = h2 - c2"),
    (VECTOR_KEY.replace("find dL/dW", "#").replace("find dL/dx", "#"), "dL/dh_i = h_i - c_i"),
]  # fmt: skip


@pytest.mark.parametrize("said", ["", "L = 1/2 r^2\n", "L = r^2\n"])
def test_a_slope_by_a_name_of_ones_own_is_judged_with_the_keys_formula(said):
    right, wrong = (check(f"r = p - t\n{said}dL/dr = {slope}", FIND_W) for slope in ("r", "2 r"))
    assert [each.verdicts[-2].verdict for each in (right, wrong)] == ["right", "wrong"]


@pytest.mark.parametrize(("key", "work"), HONEST)
def test_work_has_all_its_points(key, work):
    report = check(work, key)
    assert report.points[0] == report.points[1], str(report)
    assert report


CHAINS = [
    ("dL/dw = dL/dz*dz/dw", 2),
    ("dL/dw = dL/dp*dp/dz*dz/dw", 2),
    ("dL/dw = dL/dz*x", 2),
    ("s = w*x; dL/dw = dL/dz*x", 2),
    ("dL/dw = dL/dw", 0),
    ("M = L; dL/dw = dM/dw", 0),
    ("M = exp(L); dL/dw = dM/dw/M", 0),
    ("M = L + w; dL/dw = dM/dw - 1", 0),
    ("e = p - t; M = 1/2 e^2; dL/dw = dM/dw", 0),
    ("dL/dw = dL/dp*dp/dz*dz/dw; dL/dp = 7", 2),
]


@pytest.mark.parametrize(("work", "reached"), CHAINS)
def test_a_key_may_allow_the_chain_rule_to_stand(work, reached):
    assert points(work, FIND_W.replace("points", "points, allow chain")) == (reached, 2)
    assert points(work, f"{FIND_W}# allow chain") == (reached, 2)


STANDING = """
x = [1.1, 2.2, 4.3]; gamma = 1.5; c = [0.3, -1.2, 2.1]
y = gamma*x
f = sum(c*y^2)
df/dgamma = sum(i: df/dy[i]*x[i])   # 2 points
df/dx[i] = df/dy[i]*gamma           # 2 points
"""


@pytest.mark.parametrize(
    ("work", "reached"),
    [
        ("df/dgamma = sum(i: df/dy[i]*x[i]); df/dx = gamma*df/dy", 4),
        ("s = df/dy; df/dgamma = sum(i: s[i] x[i]); df/dx[i] = gamma s[i]", 4),
        ("df/dy = 2c*y; df/dgamma = sum(2c*y*x); df/dx = gamma*df/dy", 4),
        ("df/dx[i] = sum(j: df/dy[j]*dy[j]/dx[i])", 0),
        ("g = f; df/dx[i] = gamma*dg/dy[i]", 0),
    ],
)
def test_what_the_keys_own_line_leaves_standing_may_stand(work, reached):
    assert points(work, STANDING) == (reached, 4)


UPDATE_KEY = "w = 2\nL = w^2\nw <- w - 0.1*dL/dw # 1 point"
WORKED_UPDATE_KEY = "w = 2; b = 1\nL = w^2*b\ndL/dw = 2*w*b  # 2 points\nw <- w - 0.1*dL/dw # 1 point"


@pytest.mark.parametrize(
    ("key", "work", "reached"),
    [
        (UPDATE_KEY, "w <- w - 0.1*dL/dw", 1),
        (UPDATE_KEY, "w <- w - 0.1*dL/dw = 1.6", 1),
        (UPDATE_KEY, "w <- w - 0.1*2*w = 1.6", 1),
        (UPDATE_KEY, "w <- w - 0.1*4", 1),
        (UPDATE_KEY, "w <- 2 - 0.4 = 1.6", 1),
        (UPDATE_KEY, "w <- 1.6", 1),
        (UPDATE_KEY, "w_new = w - 0.1*dL/dw = 1.6", 1),
        (UPDATE_KEY, "w <- w - 0.1*dL/dw = 1.7", 0),
        (UPDATE_KEY.replace("dw #", "dw = 1.6 #"), "w <- w - 0.1*dL/dw = 1.6", 1),
        (UPDATE_KEY.replace("dw #", "dw = 1.6 #"), "w <- 2 - 0.4 = 1.6", 1),
        (UPDATE_KEY.replace("dw #", "dw = 1.6 #"), "w <- 1.7", 0),
        (UPDATE_KEY.replace("dw #", "dw\nw = 1.6 #"), "w <- w - 0.1*4 = 1.6", 1),
        (UPDATE_KEY.replace("dw #", "dw\nw = 1.6 #"), "w = 2", 0),
        (UPDATE_KEY + "\nw <- w - 0.1*dL/dw # 1 point", "w <- w - 0.4\nw = 1.6\nw <- w - 0.32 = 1.28", 2),
        (UPDATE_KEY + "\nw <- w - 0.1*dL/dw # 1 point", "w <- w - 0.4\nw = 1.6", 1),
        (UPDATE_KEY, "w <- w + 0.1*dL/dw", 0),
        (UPDATE_KEY, "w <- w - 0.2*dL/dw", 0),
        (UPDATE_KEY, "w <- 1.7", 0),
        (UPDATE_KEY, "w <- w", 0),
        (UPDATE_KEY, "M = L; w <- w - 0.1*dM/dw", 0),
        (UPDATE_KEY, "", 0),
        (WORKED_UPDATE_KEY, "dL/dw = 2 w b = 4; w <- w - 0.1*dL/dw = 1.6", 3),
        (WORKED_UPDATE_KEY, "w <- w - 0.1*dL/dw = 1.6", 1),
        (WORKED_UPDATE_KEY, "w <- w - 0.1*dL/dw", 0),
        (WORKED_UPDATE_KEY, "g = dL/dw; w <- w - 0.1*g", 0),
    ],
)
def test_points_on_a_new_value_can_be_earned(key, work, reached):
    assert points(work, key)[0] == reached


def test_new_values_are_asked_in_order():
    key = f"{UPDATE_KEY}\nw <- w - 0.1*dL/dw # 2 points"
    assert points("w <- w - 0.1*dL/dw = 1.6; w <- w - 0.1*dL/dw = 1.28", key) == (3, 3)
    assert points("w <- w - 0.1*dL/dw = 1.6; w <- w - 0.1*dL/dw = 1.6", key) == (1, 3)


def test_what_a_new_value_comes_to_is_asked_once_with_it():
    key = "w = 2\nL = w^2\nw <- w - 0.1*dL/dw = 1.6 # 2 points"
    assert points("w <- w - 0.1*dL/dw = 1.6", key) == (2, 2)
    assert points("w <- w - 0.1*dL/dw = 1.7", key) == (0, 2)


BAIT = [
    "p = 1; dL/dw = 0; dL/db = 0; dL/dz = 0",
    "dL/dp = 0; dL/dz = 0; dL/dw = 0; dL/db = 0",
    "L = 0; dL/dw = 0; dL/db = 0",
    "z = 1000; dL/dw = 0; dL/db = 0",
    "dp/dz = 0; dL/dz = 0; dL/dw = 0; dL/db = 0",
    "dp/dz = 1; dL/dz = -0.289; dL/dw = -0.434; dL/db = -0.289",
    "dz/dw = 1; dL/dw = -0.0594",
]


@pytest.mark.parametrize("work", BAIT)
def test_errors_in_what_is_not_asked_and_zeros_are_followed_by_no_points(work):
    assert points(work, SCALAR_KEY, follow_through=1) == (0, 6)


def test_errors_in_what_is_asked_are_followed():
    work = "dL/dp = t - p = 0.2891\ndL/dz = 0.0594\ndL/dw = 0.0891\ndL/db = 0.0594"
    assert points(work, SCALAR_KEY, follow_through=0.5) == (2.5, 6)


DROWNED = ["1e13*w - 1e13*w", "1e13*x - 1e13*x", "1e12*p - 1e12*p", "1e14 - 1e14", "1e15*(w - w*w/w)"]


@pytest.mark.parametrize("more", DROWNED)
@pytest.mark.parametrize("factor", ["1.001", "0.999", "1.01", "1.0005", "0.98"])
def test_terms_that_cancel_excuse_nothing(factor, more):
    """Moved by half a unit of its last digit a formula leaps as far as rounding goes: that is no leeway."""
    assert points(f"dL/dw = (p - t)*p*(1 - p)*x*{factor} + {more}", ONLY_W) == (0, 2)


TOLD_TWICE = [
    (f"{SCALAR}find dL/dw  # 2 points\ndL/dw = (p - t)*p*(1 - p)*x  # 3 points", 2),
    (f"{SCALAR}find dL/dw\ndL/dw = (p - t)*p*(1 - p)*x  # 3 points", 3),
    (f"{SCALAR}find dL/dw\nfind dL/dw", 1),
    (f"{SCALAR}g = dL/dw\nfind dL/dw\nfind g  # 2 points", 2),
]


@pytest.mark.parametrize(("key", "worth"), TOLD_TWICE)
def test_what_is_asked_twice_counts_once(key, worth):
    assert points("dL/dw = (p - t)*p*(1 - p)*x", key) == (worth, worth)


LOOKS = [
    ("dL/dw = $", [("$", "not read")]),
    ("dL/dw*1 = -0.0891", [("dL/dw*1 = -0.0891", "it is right, and answers nothing the key asks for")]),
    ("dL/dw = dL/dz*x", [("dL/dw", "what is claimed of it rests on dL/dz, which is not worked out")]),
    ("M = L; dL/dw = dM/dw", [("dL/dw", "what is claimed of it rests on dM/dw, which is not worked out")]),
    ("dL/dw = dL/dw", [("dL/dw", BACK)]),
    ("dL/dw = -0.1", [("dL/dw", "one digit is too few to tell whether it was worked out")]),
    ("dL/dz = -0.06\ndL/dw = -0.06*x", [("dL/dw", "one digit is too few to tell whether it was worked out")]),
    ("dL/dw = 3", []),
    ("dL/dw = (p - t)*p*(1 - p)*x", []),
    ("", []),
]


@pytest.mark.parametrize(("work", "looks"), LOOKS)
def test_what_is_not_judged_or_answers_nothing_needs_a_look(work, looks):
    report = check(work, ONLY_W)
    assert [(each["claim"], each["look"]) for each in report.needs_look] == looks
    assert ("Needs a look" in str(report)) == ("need" in report.summary()) == bool(looks)
    assert report.to_dict()["needs_look"] == report.needs_look
    assert ("Needs a look" in report._repr_html_()) == bool(looks)
    assert check(work.replace("$", "3")).needs_look == []  # without a key there is nothing to miss


def test_a_table_has_the_points_reached_their_worth_and_the_sum():
    reports = [check("dL/dp = p - t; dL/dz = 7; L = $", SCALAR_KEY, name=name) for name in ("a", "b")]
    head, *rows = csv.reader(formats.as_csv(reports).splitlines())
    table = [dict(zip(head, row, strict=True)) for row in rows]
    mine = [row for row in table if row["name"] == "b"]
    assert {row["claim"]: (float(row["points"]), float(row["worth"])) for row in mine} == {
        "dL/dp = p - t": (1, 1),
        "dL/dz = 7": (0, 1),
        "$": (0, 0),
        "dL/dw": (0, 2),
        "dL/db": (0, 2),
        "total": (1, 6),
    }
    assert [row["look"] for row in mine if row["claim"] == "$"] == ["not read"]
    for column in ("points", "worth"):
        *parts, total = (float(row[column]) for row in mine)
        assert sum(parts) == total


def test_results_json_is_for_one_submission():
    report = check("dL/dw = dL/dz*x", ONLY_W)
    (test,) = json.loads(formats.as_gradescope([report]))["tests"]
    assert (test["status"], test["score"], test["max_score"]) == ("failed", 0, 2)
    assert "needs a look: what is claimed of it rests on dL/dz" in test["output"]
    (test,) = json.loads(formats.as_gradescope([check("", ONLY_W)]))["tests"]
    assert test["output"] == "not attempted"
    with pytest.raises(LanguageError, match=r"^results.json is for one submission, and these are 2: check one file"):
        formats.as_gradescope([report, report])


@pytest.mark.parametrize("work", ["L = 3\n", "L = 3\n\n\n", "L = 3", "\nL = 3\n# end\n"])
def test_what_was_not_attempted_points_into_the_students_own_sheet(work):
    (missing,) = (each for each in check(work, FIND_W).verdicts if each.verdict == "not attempted")
    assert missing.line == max(n for n, line in enumerate(work.split("\n"), start=1) if line)
    assert missing.claim == "dL/dw"


KEYS = [
    (SCALAR_KEY, []),
    (ONLY_W, []),
    (STANDING, []),
    (WORKED_UPDATE_KEY, []),
    (f"{ONLY_W}dL/dw = (p - t)*(1 - p)*p*x  # 3 points\n", [(7, "asked twice", "line 6 asks for it, for 2 points")]),
    (f"{ONLY_W}find dL/dw  # 1 point\n", [(7, "asked twice", "line 6 asks for it, for 2 points")]),
    (f"{ONLY_W}dL/db = dL/db  # 1 point\n", [(7, "asks for nothing", "what is claimed of it leads back to itself")]),
    (f"{ONLY_W}dL/dW = 3  # 1 point\n", [(7, "can't be read", "")]),
    (f"{ONLY_W}dL/db = 3  # 1 point\n", [(7, "wrong", "")]),
]


@pytest.mark.parametrize(("key", "faults"), KEYS)
def test_a_key_is_validated_by_itself(key, faults):
    found = [each for each in check(key).verdicts if not each.is_fine]
    assert [(each.line, each.verdict) for each in found] == [(line, verdict) for line, verdict, _ in faults]
    assert all(each.cause.startswith(cause) for each, (_, _, cause) in zip(found, faults, strict=True))
    assert bool(check(key)) == (not faults)


RED_TEAM = 40


@pytest.mark.parametrize(
    ("source", "is_due"),
    [
        (red_team.cheats, lambda points, worth: points == 0 < worth),
        (red_team.honest, lambda points, worth: points == pytest.approx(worth)),
    ],
    ids=["cheats", "honest"],
)
def test_cheats_under_random_keys_have_no_points_and_work_has_all(source, is_due):
    """A sample; `python -m tests.benchmarks.red_team` tries 10,000 of each."""
    tried = list(islice(source(random.Random(3)), RED_TEAM))
    assert len({attempt.sort for attempt in tried}) >= 5
    assert [attempt for attempt in tried if not is_due(*red_team.reached(attempt))] == []


def test_cheats_are_right_but_for_the_points():
    """The test of the tester: most cheats find no fault, and would be paid for what is true."""
    tried = list(islice(red_team.cheats(random.Random(4)), 60))
    reports = [check(attempt.work, attempt.key) for attempt in tried]
    claims = [[each for each in report.verdicts if each.verdict != "not attempted"] for report in reports]
    assert sum(all(each.is_fine for each in own) for own in claims) > len(tried) / 2


NEURON_KEY = """x = 2; w = 0.5; b = 0.1; t = 3; η = 0.1
z = w*x + b # 1 point
h = σ(z) # 1 point
L = (h - t)^2
find dL/dh # 2 points
w <- w - η*dL/dw # 1 point
"""
OWN_NAMES = "net = w*x + b = 1.1\na = σ(net) = 0.7503\nE = (a - t)^2 = 5.061\ndE/da = 2(a - t) = -4.4995"


def test_names_that_look_like_those_of_the_key_are_told_and_one_line_accepts_them():
    report = check(OWN_NAMES, NEURON_KEY)
    assert report.points == (0, 5)
    said = (
        "net looks like z, a looks like h, E looks like L of the key: "
        "put this line first in the key to have them taken so: z: net, h: a, L: E"
    )
    assert said in str(report)
    assert check(OWN_NAMES, f"z: net, h: a, L: E\n{NEURON_KEY}").points == (4, 5)
    assert "looks like" not in str(check("z = 1.1\nu = 2 z", NEURON_KEY))


def test_a_new_value_earns_its_points_where_the_rest_is_not_attempted():
    assert check("z = 1.1\nw_new = w - η*dL/dw = 0.6686", NEURON_KEY).points == (2, 5)
    report = check("w <- w - η*dL/dw", NEURON_KEY)
    assert report.points == (1, 5)
    assert not report.needs_look


@pytest.mark.parametrize(
    ("units", "typed", "fine"),
    [
        (None, "0.4286", True),
        (None, "0.4285", True),
        (0, "0.4285", False),
        (None, "0.4287", False),
        (2, "0.4287", True),
        (2, "0.4289", False),
    ],
)
def test_units_of_the_last_digit_are_forgiven_as_asked(units, typed, fine):
    work = f"x = 3\ny = x/7 = {typed}"
    assert bool(check(work, last_digit=units)) is fine
    if units is not None:
        assert bool(check(f"y = x/7 = {typed}", f"# last digit: {units}\nx = 3\ny = x/7")) is fine
    with pytest.raises(ValueError, match=r"^last_digit=10: expected units of the last digit, from 0 to 9$"):
        check(work, last_digit=10)


BEHIND = [
    "(p - t)*p*(1 - p)*x = dL/dw",
    "-0.0891 = dL/dw",
    "-0.0891 = (p - t) p (1 - p) x = dL/dw",
    "e = p - t; e p (1 - p) x = dL/dw",
]


@pytest.mark.parametrize("key", [ONLY_W, FIND_W], ids=["line", "find"])
@pytest.mark.parametrize("work", BEHIND)
def test_an_answer_may_stand_before_what_it_answers(work, key):
    assert points(work, key) == (2, 2)
    assert check(f"{SCALAR}{work}")


def test_a_number_before_what_it_answers_is_held_to_its_digits():
    assert [verdict.verdict for verdict in check(f"{SCALAR}-0.0892 = dL/dw").verdicts] == ["wrong"]


@pytest.mark.parametrize("key", [ONLY_W, FIND_W], ids=["line", "find"])
@pytest.mark.parametrize(
    ("work", "look"),
    [
        ("slope = (p - t)*p*(1 - p)*x", "slope comes to it, and is nowhere said to be that"),
        ("g = 3", ""),
        ("g = 0", ""),
        ("slope = (p - t)*p*(1 - p)*x; dL/dw = 3", ""),
    ],
)
def test_a_name_that_comes_to_what_is_asked_needs_a_look(work, look, key):
    report = check(work, key)
    assert report.points == (0, 2)
    assert "".join(each["look"] for each in report.needs_look) == look


TYPESET = {
    "formula": (r"$$\frac{\partial L}{\partial w} = (p - t)\, p\, (1 - p)\, x$$", 2),
    "number": (r"$$\frac{dL}{dw} \approx -0.0891$$", 2),
    "pieces": (
        "$$\\frac{\\partial L}{\\partial p} = p - t, \\quad \\frac{\\partial p}{\\partial z} = p(1-p), \\quad "
        "\\frac{\\partial z}{\\partial w} = x$$ so\n"
        "$$\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial p} \\frac{\\partial p}{\\partial z} "
        "\\frac{\\partial z}{\\partial w}$$",
        2,
    ),
    "rows": (
        "\\begin{align} \\frac{\\partial L}{\\partial w} &= (p - t)\\, \\sigma'(z)\\, x \\\\\n"
        "&= (p - t)\\, p\\, (1 - p)\\, x \\\\\n&\\approx -0.0891 \\end{align}",
        2,
    ),
    "powers": (r"$$\frac{\partial L}{\partial w} = (p - t) (p - p^2)^1 x$$", 2),
    "wrong": (r"$$\frac{\partial L}{\partial w} = (p - t)\, p\, x$$", 0),
    "itself": (r"$$\frac{\partial L}{\partial w} = \frac{dL}{dw}$$", 0),
    "chain": (r"$$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} \frac{\partial z}{\partial w}$$", 0),
    "alias": ("$M = L$, $$\\frac{\\partial L}{\\partial w} = \\frac{\\partial M}{\\partial w}$$", 0),
    "macro": ("\\newcommand{\\g}{\\frac{\\partial L}{\\partial w}}$$\\g = \\g$$", 0),
    "comment": (r"% $\frac{\partial L}{\partial w} = (p - t)\, p\, (1 - p)\, x$", 0),
    "not read": (r"$$\frac{\partial L}{\partial w} = \foo(3)$$", 0),
}
TYPESET_KEY = r"""$x = 1.5$, $w = 0.8$, $b = -0.3$, $t = 1$
$z = w x + b$, $p = \sigma(z)$, $L = \frac{1}{2} (p - t)^2$
$$\frac{\partial L}{\partial w} = (p - t)\, p\, (1 - p)\, x$$ % 2 points"""


@pytest.mark.parametrize("key", [ONLY_W, FIND_W, TYPESET_KEY], ids=["line", "find", "typeset"])
@pytest.mark.parametrize("work", TYPESET)
def test_documents_have_points_for_work_and_for_nothing_else(work, key):
    text, reached = TYPESET[work]
    report = check(text, key, name="a.tex")
    assert report.points == (reached, 2), str(report)
    assert f"{reached} of 2 points" in str(report)
    if work != "comment":  # which says nothing
        assert report.needs_look or report.verdicts


def test_points_of_a_document_follow_as_those_of_a_worksheet_do():
    work = "\n".join(
        rf"$\frac{{dL}}{{d{name}}} = {claim}$"
        for name, claim in (("p", "t - p"), ("z", 0.0594), ("w", 0.0891), ("b", 0.0594))
    )
    assert check(work, SCALAR_KEY, name="a.md", follow_through=0.5).points == (2.5, 6)


@pytest.mark.parametrize(
    ("number", "reached"), [("-0{,}0891", 2), ("-0{,}089", 2), ("-0{,}098", 0), ("\\frac{\\partial L}{\\partial w}", 0)]
)
def test_formulas_in_the_text_of_a_notebook_earn_points(number, reached):
    cell = {"cell_type": "markdown", "source": [rf"so $\frac{{\partial L}}{{\partial w}} = {number}$"]}
    held = json.dumps({"cells": [{"cell_type": "code", "source": ["1"]}, cell]}).encode()
    (report,) = checked("a.ipynb", held, key=ONLY_W, hints=2)
    assert report.points == (reached, 2)
    assert "not read" not in report.outcome()


@pytest.mark.parametrize("key", ["", "\n \n", "# a comment", "hello there"])
@pytest.mark.parametrize("name", ["", "a.md"])
def test_a_key_without_a_formula_is_refused(key, name):
    with pytest.raises(LanguageError, match=r"^the key has no formula in it: write what is given, how"):
        check("$x = 2$" if name else "x = 2", key, name=name)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("x = 2; y = 3", "the key asks for nothing: it only gives numbers"),
        ("y = x^2; x = 2\ndy/dx = 2x  # 0 points", "the key gives 0 points for all that it asks for"),
        ("y = x^2; x = 2\ndy/dx = 2x  # 0 points\ny = 4  # 1 point", None),
        ("y = x^2; x = 2", None),
        ("x = 2\nfind x", None),
    ],
)
def test_a_key_that_is_good_for_nothing_is_told_so_in_one_line(key, said):
    lines = check("x = 2", key).text().splitlines()
    assert (lines[-1] if lines[-1].startswith("the key ") else None) == said
    if said and "points" in said:
        assert check(key).text().splitlines()[-1] == said.replace("the key gives", "as a key it gives")


def test_a_file_that_is_too_much_to_be_judged_needs_a_look(monkeypatch):
    check("", ONLY_W)  # the key is judged once, with all the work there is for it
    monkeypatch.setattr(work, "LEFT_AT_LEAST", 300)
    monkeypatch.setattr(work, "WHOLE", work.Budget(0, 0, 0))
    report = check("dL/dz = x*(p - t)\n" * 20 + "dL/dw = (p - t)*p*(1 - p)*x", ONLY_W)
    assert report.points == (0, 2)
    look = "judging the file takes too much work: not all of it was judged"
    assert [(each["claim"], each["look"]) for each in report.needs_look] == [("dL/dw", look)]


def test_a_sheet_without_a_formula_is_told_so():
    assert check("# nothing yet").text() == "nothing is claimed: there is no formula in it"
