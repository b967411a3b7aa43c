"""What printed digits excuse, and what they do not: rules (a) to (d) with the smallest sheets that once broke them."""

import pytest

from autograd import check
from autograd.worksheet.judging.digits import significant_digits
from tests.benchmarks.tolerance import LEAST, attempts, excused

RIGHT, DIGITS, WRONG = "right", "right within the digits printed", "wrong"
LAST = "right but for the last digit"

SOFTPLUS = "x1 = -0.812; w1 = 1.12; b1 = -1.66; v = 1.55\nh1 = softplus(b1 + w1*x1)\nL = h1^2/3 + h1*v\n"
"""dL/dw1 is -0.0924."""

NEURON = "x = 0.7; w = 0.31; b = -0.2; t = 0.45\nz = w*x + b\np = sigmoid(z)\nL = (p - t)^2/2\n"
"""p is 0.5043, dL/db 0.0136, dL/dw 0.00949."""

STEP = "w = 0.15; g = 0.0004; η = 0.5\nv = w - η g = "
PASS = "w_1 = 0.15; w_2 = 0.2; i_1 = 0.05; i_2 = 0.1; b_1 = 0.35\nnet = w_1 i_1 + w_2 i_2 + b_1 = "
SIGMOID = "z = 0.9; a = sigmoid(z)\nL = (a - 1)^2/2\n"
"""a is 0.7109, 1 - a 0.2891."""

PRODUCT = "o = 0.4; s = 0.90888; e = 1.5\n"
MOVED = "w0 = -1; r = 0.1; m = 0.1053; s = 0.1516; t = 7.618\nw1 = w0 - r = -1.1\nw2 = w1 - r m/sqrt(t) = "
"""w1 is -1.1 as it stands, w2 -1.1038: nothing is rounded to -1.1."""
LINEAR = "w = 0.3; c = 0.005\nL = c*w\n"

GIVENS_ARE_EXACT = [  # (a)
    (STEP + "0.15 + 0.5*0.0004 = 0.1502", [WRONG, WRONG]),
    (STEP + "0.15 - 0.0004 = 0.1496", [WRONG, WRONG]),
    (STEP + "0.15 - 0.15*0.0004", [WRONG]),
    (STEP + "0.15 - 0.5*0.0004 = 0.1498", [RIGHT, RIGHT]),
    (STEP + "0.15 - 0.0002 = 0.1498", [RIGHT, RIGHT]),
    ("w = 2.0; g = 0.03; η = 0.1\nv = w - η g = 2.0 + 0.1*0.03 = 2.003", [WRONG, WRONG]),
    ("w = 2.0; g = 0.03; η = 0.1\nv = w - η g = 2 + 0.1*0.03 = 2.003", [WRONG, WRONG]),
    (PASS + "0.15*0.1 + 0.2*0.05 + 0.35 = 0.375", [WRONG, WRONG]),  # inputs swapped
    (PASS + "0.2*0.05 + 0.2*0.1 + 0.35", [WRONG]),  # a wrong weight
    (PASS + "0.15*0.05 + 0.2*0.1 + 0.35 = 0.3775", [RIGHT, RIGHT]),
    (MOVED + "-1.1 - 0.1*0.1053/sqrt(0.1516) = -1.127", [RIGHT, WRONG, WRONG]),
    (MOVED + "-1.1 - 0.1*0.1053/sqrt(7.618) = -1.104", [RIGHT, RIGHT, DIGITS]),
]

CARRIED = [  # (b)
    (SIGMOID + "dL/dz = (a-1) a (1-a) = -0.3*0.7*0.3 = -0.063", [RIGHT, DIGITS, DIGITS]),
    (SIGMOID + "dL/dz = (a-1) a (1-a) = -0.3*0.7*0.3 = -0.06", [RIGHT, DIGITS, DIGITS]),
    (SIGMOID + "dL/dz = (a-1) a (1-a) = -0.3*0.7*0.2 = -0.042", [RIGHT, WRONG, WRONG]),
    (SIGMOID + "dL/dz = (a-1) a (1-a) = -0.2*0.7*0.3", [RIGHT, WRONG]),
    (SIGMOID + "dL/dz = (a-1) a (1-a) = 0.3*0.7*0.3", [RIGHT, WRONG]),
    (SIGMOID + "dL/dz = -(1-a)*0.7*(1-a)", [DIGITS]),
    (SIGMOID + "dL/dz = -(1-a)*0.6*(1-a)", [WRONG]),
    (SIGMOID + "k = 0.3\ndL/dz = (a-1) a (1-a) = -0.3*0.7*0.3 = -0.063", [RIGHT, DIGITS, DIGITS]),
    ("x = 1/3; w = 0.7\nL = (w x)^2\ndL/dw = 2 w x x = 2*0.7*0.3*0.3 = 0.126", [RIGHT, DIGITS, DIGITS]),
    ("x = 1/3; w = 0.7\nL = (w x)^2\ndL/dw = 2 w x x = 2*0.7*0.3*0.4", [RIGHT, WRONG]),
]

ROUNDED = [  # (c)
    (SOFTPLUS + "dL/dw1 = 0.1*b1", [WRONG]),
    (SOFTPLUS + "dL/dw1 = 0.05*b1", [WRONG]),
    (SOFTPLUS + "dL/dw1 = 0.056*b1", [DIGITS]),
    (SOFTPLUS + "dL/dw1 = 0.060*b1", [WRONG]),
    *(
        (NEURON + f"dL/db = {formula}", [WRONG])
        for formula in ("0.9*0.1", "0.01*w/x", "0.1*p^2", "0.1*sin(w)*x", "0.1*t*w")
    ),
    (PRODUCT + "-(1.5) * 0.083 * 0.4 = -0.04969", [DIGITS]),
    (PRODUCT + "g = -e*s*(1-s)*o = -1.5*0.083*0.4 = -0.04969", [DIGITS, DIGITS]),
    (PRODUCT + "-(1.5) * 0.083 * 0.4 = -0.05969", [WRONG]),
    (PRODUCT + "-(1.5) * 0.08 * 0.4 = -0.04969", [WRONG]),
    (PRODUCT + "1.5 * 0.4 = 0.61", [WRONG]),
]

RESULTS = [  # (d)
    (NEURON + "dL/db = 0.014\ndL/db = 0.01\ndL/db = 0.015", [DIGITS, DIGITS, WRONG]),
    ("x = 1/3\ny = x\ny = 0.3333333333\ny = 0.3333333334\ny = 0.33", [DIGITS, LAST, DIGITS]),
    ("x = 0.7; y = 1/x\ny = 1.428571429\ny = 1.428571428\ny = 1.42857142857143", [DIGITS, LAST, RIGHT]),
    ("x = [1/3, 2/3]; y = 3 x\ny = [1.0, 2.0]\nx = [0.333, 0.667]\nx = [0.333, 0.66]", [RIGHT, DIGITS, WRONG]),
]

CANCELLING = [
    (NEURON + "dL/dp = (p - t)*1.0001 + 1e12*x - 1e12*x", [WRONG]),
    (NEURON + "dL/dp = (p - t)*1.000001 + 1e15*x - 1e15*x", [WRONG]),
    (LINEAR + "dL/dw = 1e13*w - 1e13*w + 0.00495", [WRONG]),
    (LINEAR + "dL/dw = w - w + 0.005", [RIGHT]),
    ("w = 0.7; x = 0.3\nL = sin(w x)\ndL/dw = (sin((w+1e-7) x) - sin((w-1e-7) x))/2e-7", [WRONG]),
    ("z = 10.0; h = tanh(z)\ndh/dz = (1 - h)*(1 + h)", [RIGHT]),  # what is left of it has eight digits only
    ("x = 0.1; y = 0.2; f = x + y - 0.3\ng = f*1000\ng = 1000*x + 1000*y - 300", [RIGHT]),
]

NOTHING = [
    (NEURON + "dL/dw = 0.0", [WRONG]),
    (NEURON + "dL/dw = 0.00", [WRONG]),
    (NEURON + "dL/dw = -0.0", [WRONG]),
    (NEURON + "dL/dt = p - p\nk = 2\ndL/dk = 0.0", [WRONG, RIGHT]),
    ("x = [0.011, 1.2]; y = sum(x^2)\ndy/dx = [0.0, 2.4]; dy/dx = [0.0, 0.0]", [DIGITS, WRONG]),
    ("x = 0.011; y = x^2\ndy/dx = 0.0; y = 0.0", [WRONG, DIGITS]),
    ("x = -1.5; y = relu(x)\ndy/dx = 0.0", [RIGHT]),
    ("x = 0.1; w = 3; t = 0.3\ny = w*x; L = (y - t)^2/2\ndL/dw = (y - t)*x = 0", [RIGHT, RIGHT]),
    ("x = 0.1; w = 3; t = 0.3000001\ny = w*x; L = (y - t)^2/2\ndL/dw = (y - t)*x = 0", [RIGHT, WRONG]),
]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [*GIVENS_ARE_EXACT, *CARRIED, *ROUNDED, *RESULTS, *CANCELLING, *NOTHING],
    ids=lambda part: str(part)[-50:],
)
def test_what_digits_excuse(text, verdicts):
    assert [verdict.verdict for verdict in check(text).verdicts] == verdicts


def test_a_printed_zero_is_told_to_be_none():
    assert str(check(NEURON + "dL/dw = 0.0").first().hint) == "it is not 0: write its first digits"


@pytest.mark.parametrize(
    ("typed", "digits"), [("0.1", 1), ("0.10", 2), ("3.", 1), ("3.0", 2), ("1.5e-3", 2), ("007", 1)]
)
def test_leading_zeros_say_nothing(typed, digits):
    assert significant_digits(typed) == digits


def test_wrong_formulas_with_numbers_of_one_digit_are_never_right():
    """A sample of `python -m tests.benchmarks.tolerance`; that the attempts are wrong is told by the definitions."""
    tried = list(attempts(200, seed=1))
    assert all(attempt.off >= LEAST for attempt in tried)
    assert excused(iter(tried)) == []
