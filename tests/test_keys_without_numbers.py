"""Keys that give no number, know a loss by its derivatives only or speak of each layer; conditions; new values."""

import pytest

from autograd import check

LISTS = """x in R^m; W in R^{n×m}
z = W x + b
h = tanh(z)
L = 1/2 sum((h - c)^2)
find dL/dh   # 1 point
dL/dW[i,j] = (h[i] - c[i])*(1 - h[i]^2)*x[j]   # 3 points
"""
UPSTREAM = """y = W x + b
z = relu(y)
dL/dW = (dL/dz * step(y)) x.T   # 2 points
dL/dx = W.T (dL/dz * step(y))   # 2 points
"""
LAYERS = """z[l] = W[l] a[l-1] + b[l]; a[l] = g(z[l])
C = 1/2 ||a[3] - y||^2
dC/dz[l] = (W[l+1].T dC/dz[l+1]) * g'(z[l])   # 2 points
dC/dW[l] = dC/dz[l] a[l-1].T   # 3 points
"""
SINGLE = """z = w*x + b
p = sigmoid(z)
L = 1/2 (p - t)^2
dL/dw = (p - t)*p*(1 - p)*x   # 2 points
"""
KINK = """z = w*x + b
p = relu(z)
L = 1/2 (p - t)^2
find dL/dw   # 2 points
"""
GIVEN_KINK = f"x = 1.5; w = 0.8; b = -0.3; t = 1\n{KINK}"
SECOND = """x = 1.5; w = 0.8; t = 1
p = sigmoid(w*x)
L = 1/2 (p - t)^2
d²L/dw² = x^2*p*(1-p)*(p*(1-p) + (p-t)*(1-2*p))   # 2 points
"""
STEP = """x = 1.5; w = 0.8; b = -0.3; t = 1
p = sigmoid(w*x + b)
L = 1/2 (p - t)^2
w <- w - 0.1*dL/dw   # 2 points
"""

TRIES = [
    (LISTS, "dL/dh = h - c\ndL/dW = ((h - c)*(1 - h^2)) x^T", 4),
    (LISTS, "dL/dh[i] = h[i] - c[i]; δ = (h - c)*(1 - h*h); dL/dW[i,j] = δ[i] x[j]", 4),
    (LISTS, "dL/dh = c - h\ndL/dW = x ((h - c)*(1 - h^2))^T", 0),
    (LISTS, "dL/dh = dL/dh; δ = dL/dz; dL/dW = δ x^T", 0),
    (LISTS, "M = f(L); dL/dh = dM/dh/f'(L); dL/dW[i,j] = sum(k: dL/dz[k] dz[k]/dW[i,j])", 0),
    (LISTS, "m = 0; n = 0; dL/dh[i] = 5; dL/dW[i,j] = 5", 0),
    (LISTS, "dL/dh[i] = h[i] - c[i] for i = 0", 0),
    (LISTS, "dL/dh = h - c\ndL/dW = 0.5", 1),
    (UPSTREAM, "δ = dL/dz * step(y); dL/dW = δ x.T; dL/dx = W.T δ", 4),
    (UPSTREAM, "dL/dy = dL/dz*step(y)\ndL/dW = dL/dy x.T; dL/dx = W.T dL/dy", 4),
    (UPSTREAM, "dL/dW = dL/dy x.T; dL/dx = W.T dL/dy", 0),
    (UPSTREAM, "L = 5; dL/dW = 0*W; dL/dx = 0*x", 0),
    (UPSTREAM, "M = sum(z*dL/dz); dL/dW = dM/dW; dL/dx = dM/dx", 0),
    (LAYERS, "dC/dz[l] = (W[l+1].T dC/dz[l+1]) * g'(z[l])\ndC/dW[l] = dC/dz[l] a[l-1].T", 5),
    (LAYERS, "δ[l] = dC/dz[l]; dC/dz[l] = δ[l]; dC/dW[l] = dC/db[l] a[l-1].T", 0),
    (LAYERS, "dC/dz[2] = (W[3].T dC/dz[3]) * g'(z[2])", 1),  # one of two layers
    (SINGLE, "dL/dw = x p (1 - p) (p - t)", 2),
    (SINGLE, "dL/dw = x dL/db", 0),
    (KINK, "dL/dw = (p - t) x if z > 0\ndL/dw = 0 if z < 0", 2),
    (KINK, "dL/dw = {(p - t) x if z > 0; 0 otherwise}", 2),
    (KINK, "dL/dw = 0 if z < 0", 0),
    (KINK, "dL/dw = (p - t) x if z > 0", 0),
    (GIVEN_KINK, "dL/dw = (p - t) x if z > 0", 2),
    (GIVEN_KINK, "dL/dw = 0 if z < 0", 0),
    (GIVEN_KINK, "dL/dw = 0 if z < 0; dL/dw = dL/dw if z > 0", 0),
    (SECOND, "d²L/dw² = p (1 - p) x^2 (p (1 - p) + (p - t)(1 - 2p))", 2),
    (SECOND, "dL/dw = (p - t) p (1 - p) x\nd²L/dw² = d/dw dL/dw", 0),
    (STEP, "w <- 0.809", 2),
    (STEP, "w <- 0.8 - 0.1*(-0.0891)", 2),
    (STEP, "w <- w + 0.00891", 2),
    (STEP, "w <- w - 0.1*(-0.08)", 0),
    (STEP, "w <- 0.8", 0),
    (STEP, "w <- 0.80", 0),
    (STEP, "w_new = 0.8", 0),
    (STEP, "M = L; w <- w - 0.1*dM/dw = 0.8", 0),
    (STEP, "w <- 0.9", 0),
]


@pytest.mark.parametrize(("key", "work", "due"), TRIES)
def test_points_for_work_and_for_nothing_else(key, work, due):
    assert check(work, key).points[0] == pytest.approx(due)


@pytest.mark.parametrize(
    ("key", "worth"), [(LISTS, 4), (UPSTREAM, 4), (LAYERS, 5), (SINGLE, 2), (KINK, 2), (SECOND, 2), (STEP, 2)]
)
def test_a_line_is_worth_what_it_says_however_many_layers_or_helpers_it_has(key, worth):
    assert check("", key).points == (0, worth)


def test_why_an_answer_of_one_case_or_the_old_value_has_no_points():
    assert "it is said under a condition that leaves out other cases" in str(check("dL/dw = 0 if z < 0", GIVEN_KINK))
    assert "it is the value before the step: write the digits that change" in str(check("w <- 0.8", STEP))
    assert "one digit is too few to tell whether it was worked out" in str(
        check("w <- 0.9", STEP.replace("0.8;", "0.94;"))
    )
