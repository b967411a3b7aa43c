"""Operations with settings besides their operands: leaky_relu(x, slope=0.2)."""

import copy
import gc
import linecache
import math
import pickle

import numpy as np
import pytest

import autograd
from autograd import (
    OPS,
    Steps,
    Value,
    check,
    clip,
    explain,
    forget,
    grad,
    gradcheck,
    leaky_relu,
    maths,
    op,
    steps,
)
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.engine import codegen
from autograd.engine.operation import MOST_KEPT

WAYS = [
    lambda x: leaky_relu(x, 0.25),
    lambda x: leaky_relu(x, slope=0.25),
    lambda x: x.leaky_relu(0.25),
    lambda x: x.leaky_relu(slope=0.25),
    lambda x: OPS["leaky_relu"].with_parameters(0.25)(x),
    lambda x: leaky_relu(np.array([x], dtype=object), 0.25)[0],
]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_tell_a_setting_makes_the_same_operation(way):
    x = Value(-2.0, "x")
    y = way(x)
    assert (y.data, y.op, y.rule) == (-0.5, "leaky_relu", OPS["leaky_relu"].with_parameters(slope=0.25))
    y.backward()
    assert (x.grad, grad(y, x).data) == (0.25, 0.25)


def test_defaults_are_the_row_of_the_table():
    assert leaky_relu.with_parameters(0.01) is leaky_relu.with_parameters() is leaky_relu
    assert leaky_relu.with_parameters(0.5).with_parameters(0.01) is leaky_relu
    assert leaky_relu(-2.0) == Value(-2.0).leaky_relu().data == -0.02
    assert leaky_relu(np.array([-2.0, 2.0]), 0.5).tolist() == [-1.0, 2.0]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_settings_are_copied_and_pickled(again):
    x = Value(-2.0, "x")
    y = (leaky_relu(x, 0.25) + clip(x, low=-1, high=0)).named("y")
    other = again(y)
    assert (other.data, other.inputs[0].rule, other.inputs[1].rule) == (y.data, y.inputs[0].rule, y.inputs[1].rule)
    assert again(y.inputs[0].rule) is y.inputs[0].rule
    assert str(explain(Steps.from_json(steps(y).to_json()))) == str(explain(y))


def test_settings_are_written_where_they_are_not_the_usual_ones():
    x = Value(-2.0, "x")
    y = (leaky_relu(x, 0.25) + leaky_relu(x)).named("y")
    assert "y = leaky_relu(x, 0.25) + leaky_relu(x) = " in str(explain(y))
    assert r"\operatorname{leaky\_relu}\left({x}, 0.25\right)" in explain(y).latex


@pytest.mark.parametrize("engine", [name for name in ENGINES if installed(name)])
def test_settings_are_compiled(engine):
    x, w = Value(-2.0, "x"), Value(0.5, "w")
    y = leaky_relu(x * w, 0.25) * clip(w, 0, 2)
    values, gradient = autograd.compile(y, inputs=[x], engine=engine).value_and_grad([[-2.0], [3.0]])
    assert values.tolist() == [-0.125, 0.75]
    assert gradient.tolist() == pytest.approx([(-0.25 - 0.25 + 1.5 + 1.5) / 2], rel=1e-15)


def test_settings_are_checked_and_differentiated_twice():
    x = Value(-2.0, "x")
    assert gradcheck(lambda x: x.leaky_relu(0.3) * x, [x])
    assert grad(grad(x.leaky_relu(0.3) * x, x), x).data == pytest.approx(0.6, rel=1e-15)
    report = check(
        "x = -2.0\ny = leaky_relu(x, 0.2)*x = 0.8\ndy/dx = 0.4*x = -0.8\ndy/dx = 0.2*x\nz = clip(x, -1, 1) = -1"
    )
    assert report.first_wrong_line == 4
    assert [verdict.line for verdict in report.verdicts if verdict.verdict == "wrong"] == [4]


WRONG = [
    (lambda: leaky_relu(1.0, 2, 3), "leaky_relu: there is no parameter for 3; it has slope=0.01"),
    (lambda: leaky_relu(1.0, slop=3), "leaky_relu: there is no parameter for slop; it has slope=0.01"),
    (
        lambda: leaky_relu(1.0, Value(3.0)),
        "leaky_relu: slope is 'Value'; expected a plain number: what is differentiated is an operand, not a parameter",
    ),
    (lambda: OPS["tanh"](1.0, slope=3), "tanh: there is no parameter for slope; it has none"),
]


@pytest.mark.parametrize(("attempt", "message"), WRONG, ids=[message for _, message in WRONG])
def test_wrong_settings_are_refused(attempt, message):
    with pytest.raises(TypeError) as caught:
        attempt()
    assert str(caught.value) == message


def test_an_operation_with_settings_is_forgotten():
    names = set(vars(codegen.python)["_NAMES"])

    @op(dx=lambda x, a, b: a * maths.cos(a * x + b))
    def wave(x, a=1.0, b=0.0):
        """A sine of another length and phase."""
        return maths.sin(a * x + b)

    x = Value(0.5)
    y = x.wave(2, b=1)
    y.backward()
    assert (y.data, x.grad) == (math.sin(2.0), 2 * math.cos(2.0))
    forget("wave")
    assert set(vars(codegen.python)["_NAMES"]) == names
    y.backward()  # what was computed with it keeps its gradients
    assert x.grad == 4 * math.cos(2.0)
    assert not hasattr(x, "wave")


TOLD = [
    (lambda x: math.exp(x), "Write maths.exp for math.exp (from autograd import maths)"),
    (lambda x: max(x, 0), "Write maths.maximum for max (from autograd import maths)"),
    (
        lambda x: x if x > 0 else 0,
        "Write them with operators and the functions of autograd.maths; maths.mask(x) is 1 where x > 0, else 0, and "
        "maths.over_any_number takes in further functions of floats",
    ),
]


@pytest.mark.parametrize(("formula", "advice"), TOLD, ids=[advice for _, advice in TOLD])
def test_what_does_not_run_on_formulas_says_what_to_write(formula, advice):
    def own(x):
        return x

    with pytest.raises(TypeError) as caught:
        op(dx=formula)(own)
    assert str(caught.value).startswith("op own: its function and formulas must run on formulas too (")
    assert str(caught.value).endswith(advice)


ADVICE = "Where a name stands for it, write the formula itself, with max, min and exp"


@pytest.mark.parametrize(
    ("call", "formula", "said"),
    [
        (
            "leaky_relu(x, a)",
            "max(0, x) + a*min(0, x)",
            f"leaky_relu: its slope has to be typed as a number here. {ADVICE}",
        ),
        (
            "elu(x, a)",
            "max(0, x) + a*(exp(min(0, x)) - 1)",
            f"elu: its alpha has to be typed as a number here. {ADVICE}",
        ),
    ],
)
def test_a_name_for_a_setting_on_a_sheet_is_never_called_wrong(call, formula, said):
    """dy/da is right, but a setting has no derivative: it was said that y does not depend on a."""
    slope = {"leaky_relu(x, a)": "x", "elu(x, a)": "exp(x) - 1"}[call]
    refused = check(f"x = -2.0; a = 0.2\ny = {call}\ndy/da = {slope}")
    assert [verdict.verdict for verdict in refused.verdicts] == ["can't be read", "not judged"]
    assert said in str(refused)
    assert check(f"x = -2.0; a = 0.2\ny = {formula}\ndy/da = {slope}").exit_code == 0


def test_settings_on_a_sheet_cost_work():
    """Each number is an operation of its own with code of its own: a sheet full of them comes to its end in time."""
    lines = "".join(f"y{i} = leaky_relu(x, {0.1 + i / 1e4:.4f})\n" for i in range(690))
    before = len(OPS["leaky_relu"].variants())
    assert "operations: split it into smaller sheets" in str(check(f"x = 2.0\n{lines}"))
    assert len(OPS["leaky_relu"].variants()) - before < 690


def test_what_is_kept_for_settings_is_bounded():
    """A setting that changes at each step: the operations used last are kept, with their code and its source."""
    clipped = OPS["clip"]
    gc.collect()
    elsewhere = {each.code_name for each in clipped.variants()}  # what other tests use
    x = Value(0.5, "x")
    held = x.clip(-0.25, 2.0)
    for number in range(3 * MOST_KEPT):
        x.clip(-1.0, 1 + number * 2**-20)
    gc.collect()
    kept = {each.code_name for each in clipped.variants()}
    latest = {each.code_name for each in clipped._kept.values()}
    assert kept - elsewhere == (latest | {held.rule.code_name}) - elsewhere
    assert len(clipped._kept) == MOST_KEPT
    written = {place for place in linecache.cache if place.startswith("<operation clip__")}
    assert written - {f"<operation {name}>" for name in elsewhere} == {f"<operation {name}>" for name in latest}
    assert x.clip(-0.25, 2.0).rule is held.rule  # one that is still used is the same one when it is asked for again
    held.backward()
    assert x.grad == 1.0


def test_a_setting_that_is_used_again_is_kept():
    usual = OPS["clip"].with_parameters(-0.5, 0.5)
    name = usual.code_name
    del usual
    for number in range(2 * MOST_KEPT):
        OPS["clip"].with_parameters(-2.0, 1 + number * 2**-20)
        OPS["clip"].with_parameters(-0.5, 0.5)
    gc.collect()
    assert OPS["clip"].with_parameters(-0.5, 0.5).code_name == name
