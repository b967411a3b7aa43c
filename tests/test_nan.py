"""A NaN passes through relu, max and min, forward and backward, as in PyTorch: on every engine."""

import math

import numpy as np
import pytest

from autograd import OPS, Value, anomalies, compile, draw, explain, grad, play, steps
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.optim import SGD
from tests import optional

NAN, INF = math.nan, math.inf

ROWS = [  # operation, operands, the derivatives PyTorch gives (held against it below)
    ("relu", (NAN,), (1.0,)),
    ("abs", (NAN,), (0.0,)),
    *(
        (name, operands, slopes)
        for name in ("maximum", "minimum")
        for operands, slopes in [
            ((NAN, 1.0), (1.0, 1.0)),
            ((1.0, NAN), (1.0, 1.0)),
            ((NAN, NAN), (1.0, 1.0)),
            ((NAN, INF), (1.0, 1.0)),
            ((-INF, NAN), (1.0, 1.0)),
            ((INF, INF), (0.5, 0.5)),
            ((-INF, -INF), (0.5, 0.5)),
            ((2.0, 2.0), (0.5, 0.5)),
        ]
    ),
]

every_row = pytest.mark.parametrize(("name", "operands", "slopes"), ROWS)


def same(found, wanted):
    np.testing.assert_array_equal(np.array(found, dtype=float), np.array(wanted, dtype=float))  # NaN equals NaN here


@every_row
def test_eager(name, operands, slopes):
    leaves = [Value(x) for x in operands]
    with anomalies("ignore"):
        z = OPS[name](*leaves)
        z.backward()
        again = grad(OPS[name](*leaves), leaves)
    same([leaf.grad for leaf in leaves], slopes)
    same([slope.data for slope in again], slopes)
    same(z.data, NAN if any(map(math.isnan, operands)) else operands[0])


@pytest.mark.parametrize("engine", [name for name in ENGINES if installed(name)])
@every_row
def test_compiled(engine, name, operands, slopes):
    leaves = [Value(1.0) for _ in operands]
    if len(leaves) == 2:
        leaves[1].data = 2.0
    program = compile(OPS[name](*leaves), [], leaves, engine=engine)
    value, gradient = program.value_and_grad(np.empty((1, 0)), np.array(operands))
    same(gradient, slopes)
    same(value, NAN if any(map(math.isnan, operands)) else operands[0])


@every_row
def test_pytorch(name, operands, slopes):
    torch = optional.package("torch")
    leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in operands]
    getattr(torch, name)(*leaves).backward()
    same([leaf.grad.item() for leaf in leaves], slopes)


def test_hard_decisions_about_nan_are_0():
    same([OPS["step"](NAN), OPS["indicator"](NAN), OPS["notnan"](NAN)], [0.0, 0.0, 0.0])


def test_a_nan_is_not_lost_in_training():
    w, x = Value(2.0), Value(NAN)
    with anomalies("ignore"):
        (w * x).relu().backward()
        SGD([w], lr=0.1).step()
    assert math.isnan(w.data)


@pytest.mark.parametrize(
    "build",
    [
        lambda x: (Value(-2.0).detach().log() + 1) * x,
        lambda x: x ** Value(0.5),
        lambda x: (x * 2).log().tanh() + 1 / (x - x),
    ],
)
def test_what_is_not_finite_is_shown(build):
    with anomalies("ignore"):
        y = build(Value(-3.0, "x"))
        for level in ("name", "op"):
            written = explain(y, level=level)
            assert "NaN" in str(written)
            assert written.latex
        assert draw(y).svg
        assert play(y).html


def test_what_is_written_alike_is_one_line_of_nan_too():
    counts = []
    for number in (2.0, -2.0):
        with anomalies("ignore"):
            n = Value(number, "x").log().named("n")
            counts.append(len(steps((-n).exp() * (1 / (-n).exp()) + (-n).exp()).forward))
    assert counts[0] == counts[1]
