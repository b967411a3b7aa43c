"""IEEE arithmetic without NumPy, held against NumPy's."""

import math
import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from autograd import maths
from autograd.engine.ieee import ieee

EDGES = (0.0, -0.0, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0, 1e-320, -1e-320, 1e308, -1e308, 800.0, -800.0)
EDGES += (math.inf, -math.inf, math.nan)

OPERATIONS = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": lambda x, y: x**y,
    "maximum": maths.maximum,
    "minimum": maths.minimum,
}

FUNCTIONS = ("exp", "log", "log1p", "log2", "expm1", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "tan", "atan", "abs")
"""The engine's own, erf apart: NumPy has none."""

OTHERS = ("log10", "floor", "ceil", "trunc")
"""Functions of Python's that are not the engine's: someone may take them in."""


@pytest.fixture
def taken_in(monkeypatch):
    """`over_any_number`, without its memory of what it took in."""
    monkeypatch.setattr(maths, "FLOATS", dict(maths.FLOATS))
    return maths.over_any_number


def same(found, wanted):
    # 4 ulp: NumPy has functions of its own, beside the C library's
    assert found == pytest.approx(wanted, rel=1e-15, abs=0, nan_ok=True)
    if found == 0:
        assert math.copysign(1, found) == math.copysign(1, wanted)


@pytest.mark.parametrize("name", OPERATIONS)
def test_operations_are_numpy_s(name):
    with np.errstate(all="ignore"):
        for x, y in product(EDGES, repeat=2):
            if name in ("maximum", "minimum") and x == y == 0:
                continue  # which zero is open
            if name == "power" and x in (0, -math.inf) and y == 0.5:
                continue  # NumPy takes the root, which of -0 is -0, of -inf NaN; the C library's powers are 0 and inf
            same(ieee(OPERATIONS[name], (x, y)), float(getattr(np, name)(x, y)))


@pytest.mark.parametrize("name", [*FUNCTIONS, *OTHERS])
def test_functions_are_numpy_s(name, taken_in):
    function = getattr(maths, name) if name in FUNCTIONS else taken_in(getattr(math, name))
    with np.errstate(all="ignore"):
        for x in EDGES:
            if name in ("sin", "cos", "tan") and abs(x) == 1e308:
                continue  # a matter of how many digits of pi
            whole = name in ("floor", "ceil", "trunc")  # Python's give an int, which has one 0
            wanted = getattr(np, {"atan": "arctan"}.get(name, name))(x)
            same(ieee(function, (x,)), float(wanted) + (0.0 if whole else -0.0))


def test_numbers_may_stand_on_either_side():
    assert ieee(lambda x: (1 - x) / (2 - x) + 3**x - 2 * x, (2.0,)) == -math.inf
    assert math.isnan(ieee(lambda x: 0 / x, (0.0,)))
    assert ieee(lambda x: -(1 / x), (-0.0,)) == math.inf


def test_a_function_that_is_only_called_the_same_has_no_pole(taken_in):
    def log(x):
        raise ValueError

    assert math.isnan(ieee(taken_in(log), (0.0,)))


def test_bad_arithmetic_does_not_load_numpy():
    code = "import sys, autograd as a\n"
    code += "for f in (lambda: a.Value(1)/0, lambda: a.log(0), lambda: a.exp(a.Value(1000))):\n"
    code += "    try: f()\n    except a.AnomalyError: pass\n    else: raise SystemExit(1)\n"
    code += "print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
