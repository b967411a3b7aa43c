"""gradcheck: what it confirms, what it catches, what it says at a kink."""

import math
import re

import pytest

from autograd import AnomalyError, NoDerivativeError, Value, abs, anomalies, gradcheck, maximum, op
from autograd.engine.operation import forget
from autograd.engine.ops import step

SMOOTH = {
    "a product": (lambda x, y: x * y + y.tanh(), [0.5, 2.0]),
    "log close to 0": (lambda x: x.log(), 1e-150),
    "sqrt close to 0": (lambda x: x.sqrt(), 1e-9),
    "exp close to overflow": (lambda x: x.exp(), 709.7),
    "sin far out": (lambda x: x.sin(), 300.0),
    "small beside 1": (lambda x: x.sin() + 1, 1e-9),
    "very steep": (lambda x: (x * 1e10).tanh(), 0.0),
    "very large": (lambda x: x * x, 1e150),
    "very small": (lambda x: x * x, 1e-150),
    "0 at 0": (lambda x: x**2, 0.0),
    "an exponent of 0": (lambda x, y: x**y, [2.0, 0.0]),
    "a period that fits the steps": (lambda x: (x * (128 * math.pi)).sin(), 1.0),
    "saturated": (lambda x: x.tanh() + x.sigmoid(), 19.0),
    "nothing left": (lambda x: x - x, 3.0),
    "a plain number": (lambda x: 3.0, 1.0),
    "its own argument": (lambda x: x, 1.0),
    "a kink nearby": (lambda x: (x - 1e-4).relu() + x.relu() * 2, 3e-5),
    "a domain that ends nearby": (lambda x, y: (x - y).sqrt(), [1.0, 1.0 - 1e-7]),
}


@pytest.mark.parametrize(("f", "xs"), SMOOTH.values(), ids=list(SMOOTH))
def test_right_gradients_pass(f, xs):
    report = gradcheck(f, xs)
    assert report, str(report)
    assert report.kinks == []
    assert [entry.verdict for entry in report.checked] == ["right"] * len(report.checked)


WRONG = {
    "a path cut off": (lambda x: x.detach() * x, 3.0),
    "a thousandth of a percent": (lambda x: x.tanh() + x.detach() * 1e-5, 0.5),
    "small beside its value": (lambda x: x * 1e-5 + x.detach() * 1e-8 + 1, 1.0),
    "0 for what is small": (lambda x: x.detach() * 1e-5, 1.0),
    "numbers instead of Values": (lambda x: math.sin(x.data), 1.0),
    "a sum of two kinks that is none": (lambda x: x.relu() - (-x).relu(), 0.0),
}


@pytest.mark.parametrize(("f", "xs"), WRONG.values(), ids=list(WRONG))
def test_wrong_gradients_fail(f, xs):
    report = gradcheck(f, xs)
    assert not report
    assert [entry.verdict for entry in report.wrong] == ["wrong"]


def test_only_the_wrong_ones_are_called_wrong():
    report = gradcheck(lambda x, y, z: x * y.detach() * z, [1.0, 2.0, 3.0])
    assert [entry.verdict for entry in report.checked] == ["right", "wrong", "right"]
    assert [entry.name for entry in report.wrong] == ["y"]
    assert str(report) == (
        "1 of 3 derivatives not confirmed by central differences, to a relative 1e-06\n"
        f"y = 2: gradient 0, differences 3 ± {report.wrong[0].uncertainty:.0e}: wrong"
    )
    assert (report.wrong[0].gradient, report.wrong[0].at) == (0.0, 2.0)


def test_the_tolerance_is_relative_and_can_be_chosen():
    def off(x):
        return (x + x.detach() * 1e-3) * 1e-9

    assert not gradcheck(off, 1.0)
    assert gradcheck(off, 1.0, tolerance=1e-2)


KINKS = {
    "relu": (lambda x: x.relu(), 0.0, ["relu(x) with x = 0"]),
    "abs": (lambda x: abs(x - 2), 2.0, ["|x − 2| with x − 2 = 0"]),
    "maximum": (lambda x, y: maximum(x, y), [1.0, 1.0], ["maximum(x, y) with x = 1 and y = 1"]),
    "two": (lambda x: x.relu() + abs(x), 0.0, ["relu(x) with x = 0", "|x| with x = 0"]),
    "a jump": (lambda x: (x * 3).mask() * 5, 0.0, ["[x·3 > 0] with x·3 = 0"]),
    "a branch": (lambda x: x * 2 if x > 0 else x * 3, 0.0, ["f has slope 3 on the left and 2 on the right"]),
    "another graph": (lambda x: x * 2 if x > 0 else x, 0.0, ["f itself takes another branch on the other side"]),
    "rounding beside it": (lambda x: (x * 0.1 - 0.03).relu(), 0.3, ["relu(x·0.1 − 0.03) with x·0.1 − 0.03 = 0"]),
}


@pytest.mark.parametrize(("f", "xs", "kinks"), KINKS.values(), ids=list(KINKS))
def test_kinks_are_listed(f, xs, kinks):
    report = gradcheck(f, xs)
    assert report.kinks == kinks
    assert {entry.verdict for entry in report.checked} == {"kink"}
    assert report, str(report)
    assert f"at a kink: {kinks[0]}" in str(report)


def test_points_that_f_refuses_are_left_out():
    def share(x):
        if x.data < 0:
            raise ValueError("expected a share")
        return 1 - x * x

    report = gradcheck(share, 0.01)
    assert [entry.verdict for entry in report.checked] == ["right"], str(report)


def test_a_kink_is_not_met_where_it_does_not_matter():
    report = gradcheck(lambda x, y: x.relu() + y**2, [0.0, 3.0])
    assert [entry.verdict for entry in report.checked] == ["kink", "right"]


def test_a_gradient_outside_the_slopes_of_both_sides_is_wrong_at_a_kink_too():
    @op(dx=lambda: 2)
    def bent(x):
        return abs.forward(x)

    try:
        report = gradcheck(bent, 0.0)
    finally:
        forget("bent")
    assert [entry.verdict for entry in report.checked] == ["wrong"]


def test_what_rounding_hides_is_not_confirmed():
    report = gradcheck(lambda x: x * 1e-5 + 1e6, 1.0)
    assert [entry.verdict for entry in report.checked] == ["unresolved"]
    assert not report


def test_xs_are_numbers_or_values_whose_gradients_stay():
    x, w = Value(2.0, "input"), Value(3.0, "w")
    x.grad, w.grad = 7.0, 8.0
    report = gradcheck(lambda a, b: a * b + w * w, [x, 5])
    assert [entry.name for entry in report.checked] == ["input", "b"]
    assert (x.grad, w.grad) == (7.0, 8.0)
    assert gradcheck(lambda *xs: sum(x * x for x in xs), range(3)).checked[2].name == "x3"
    assert gradcheck(lambda: Value(1.0), []).checked == []
    assert not w.inputs


def test_a_whole_loss():
    report = gradcheck(lambda *h: -(h[1].exp() / sum(x.exp() for x in h)).log(), [1.2, 2.1, 0.5])
    shares = [math.exp(x) / sum(map(math.exp, (1.2, 2.1, 0.5))) for x in (1.2, 2.1, 0.5)]
    assert report
    expected = [share - (place == 1) for place, share in enumerate(shares)]
    assert [entry.gradient for entry in report.checked] == pytest.approx(expected, rel=1e-14)  # a few roundings
    assert [entry.difference for entry in report.checked] == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: gradcheck(lambda x: [x], 1.0), TypeError, "gradcheck: f returned 'list'; expected one Value"),
        (lambda: gradcheck(lambda x: None, 1.0), TypeError, "gradcheck: f returned 'NoneType'; expected one Value"),
        (
            lambda: gradcheck(lambda x: x, ["1"]),
            TypeError,
            "gradcheck xs[0]('str'): expected a real number. Did you mean float('1')?",
        ),
        (lambda: gradcheck(lambda x: x.log(), 0.0), AnomalyError, "log(x) with x = 0 is infinite"),
        (lambda: gradcheck(lambda x: x.sqrt(), 0), AnomalyError, "the derivative of sqrt(x) with x = 0 is infinite"),
    ],
)
def test_bad_input(call, error, message):
    with pytest.raises(error, match="^" + re.escape(message) + "$"):
        call()


def test_no_gradient_through_a_hard_decision():
    with pytest.raises(NoDerivativeError, match=r"^step has no derivative"):
        gradcheck(lambda x: step(x) * x, 1.0)
    assert gradcheck(lambda x: step(x).detach() * x, 1.0)


def test_it_takes_no_side_in_how_anomalies_are_treated():
    with anomalies("ignore"):
        assert gradcheck(lambda x: x.log(), 1e-3)
        assert not gradcheck(lambda x: x.log(), -1.0)


def test_one_derivative_that_is_wrong_is_told_in_plain_words():
    report = gradcheck(lambda x: x.detach() * x, 2.0)
    assert str(report).startswith("1 of 1 derivatives not confirmed by central differences")
