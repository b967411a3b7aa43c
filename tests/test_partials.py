"""Direct partials: right inside a chain rule and of intermediates, never of the output, and as the key means them."""

import pytest

from autograd import check

BATCHNORM = """
x = [1.0, 2.0, 4.5]; eps = 0.001; g = 1.5; c = 0.3; t = [0.1, 0.5, 1.2]
mu = mean(i: x[i])
v = mean(i: (x[i] - mu)^2)
xhat[i] = (x[i] - mu)/sqrt(v + eps)
y[i] = g*xhat[i] + c
L = sum(i: (y[i] - t[i])^2)
"""
RESIDUAL = """
x0 = 1.0; w0 = 0.5; w1 = -0.2; b0 = 0.1; b1 = 0.15
x1 = relu(x0*w0 + b0)
y1 = x1*w1 + b1
z = relu(y1 + x0)
"""
RECURRENT = """
w = 0.5; u = 0.3; h0 = 0.2; x1 = 1.5; x2 = -0.7; t1 = 0.4; t2 = 0.1
h1 = tanh(w*h0 + u*x1)
h2 = tanh(w*h1 + u*x2)
L = (h1 - t1)^2 + (h2 - t2)^2
"""
MU_AND_V_HELD = "dxhat[i]/dx[i] is read as the direct partial, with mu and v held"
TWO_PATHS = "x = 2; a = x^2 + 1; b = x*a + 3*x"


def last(text, key=None):
    return check(text, key=key).verdicts[-1]


@pytest.mark.parametrize(
    ("sheet", "claim", "remark"),
    [
        (BATCHNORM, "dxhat[i]/dx[i] = 1/sqrt(v + eps)", MU_AND_V_HELD),
        (BATCHNORM, "dxhat[0]/dx[0] = 0.680", "dxhat[0]/dx[0] is read as the direct partial, with mu and v held"),
        (BATCHNORM, "∂x̂[i]/∂x[i] = (v + eps)^(-1/2)", MU_AND_V_HELD),
        (BATCHNORM, "dv/dx[i] = 2*(x[i] - mu)/3", ""),
        (
            BATCHNORM,
            "dL/dx[i] = dL/dxhat[i]*dxhat[i]/dx[i] + dL/dmu*dmu/dx[i] + dL/dv*dv/dx[i]",
            MU_AND_V_HELD,
        ),
        (
            RECURRENT,
            "dL/dw = dL/dh2*dh2/dw + dL/dh1*dh1/dw",
            "dh2/dw is read as the direct partial, with h1 held",
        ),
        (RECURRENT, "dL/dw = dL/dh2*dh2/dw + 2*(h1 - t1)*dh1/dw", ""),
        (RECURRENT, "dh2/dw = h1*(1 - h2^2)", "dh2/dw is read as the direct partial, with h1 held"),
        (RECURRENT, "dh2/dw = h1*(1 - h2^2) + dh2/dh1*dh1/dw", ""),
        (
            TWO_PATHS + "; L = b^2 + a*b",
            "dL/dx = dL/da*da/dx + dL/db*db/dx",
            "db/dx is read as the direct partial, with a held",
        ),
        (TWO_PATHS + "; L = b^2; ", "db/dx = a + 3 = 8", "db/dx is read as the direct partial, with a held"),
    ],
)  # fmt: skip
def test_direct_partials_are_right_and_said(sheet, claim, remark):
    found = last(f"{sheet}\n{claim}")
    assert (found.verdict.startswith("right"), found.remark) == (True, remark)


@pytest.mark.parametrize(
    ("sheet", "claim", "cause"),
    [
        (RESIDUAL, "dz/dx0 = 1", ""),
        (RESIDUAL, "dz/dx0 = dz/dy1*dy1/dx1*w0", "the term dz/dy1 is missing"),
        (RECURRENT, "dL/dw = dL/dh2*h1*(1 - h2^2)", ""),
        (RECURRENT, "dL/dh1 = 2*(h1 - t1)", "the path through h2 is left out"),
        (RECURRENT, "dL/dw = dL/dh2*dh2/dw - dL/dh1*dh1/dw", "the sign of dL/dh1*dh1/dw is wrong"),
        (TWO_PATHS, "db/dx = a + 3", "the path through a is left out"),
        (TWO_PATHS + "; L = b^2", "dL/dx = 2*b*(a + 3)", "the path through a is left out"),
        (BATCHNORM, "dL/dx[i] = dL/dxhat[i]/sqrt(v + eps)", "2 of 5 paths are left out: those through mu and v"),
        (BATCHNORM, "dxhat[i]/dx[i] = -1/sqrt(v + eps)", "sign error"),
        (BATCHNORM, "dxhat[i]/dx[i] = 1/(v + eps)", ""),
    ],
)
def test_what_is_neither_is_wrong_as_before(sheet, claim, cause):
    found = last(f"{sheet}\n{claim}")
    assert found.verdict == "wrong"
    assert not cause or found.cause == cause


@pytest.mark.parametrize(
    ("told", "claim", "verdict"),
    [
        ("db/dx = a + 3 # 1 point", "db/dx = a + 3", "right"),
        ("db/dx = a + 3 # 1 point", "db/dx = a + 3 + 2*x^2", "wrong"),
        ("db/dx = a + 3 + 2*x^2 # 1 point", "db/dx = a + 3", "wrong"),
        ("db/dx = a + 3 + 2*x^2 # 1 point", "db/dx = 3*x^2 + 4", "right"),
        ("dL/dx = 2*b*(3*x^2 + 4) # 1 point", "db/dx = a + 3", "right"),
    ],
)
def test_under_a_key_it_means_what_it_means_there(told, claim, verdict):
    key = f"{TWO_PATHS}; L = b^2\n{told}"
    assert check(claim, key=key).verdicts[0].verdict == verdict
