"""Bad arithmetic: an error that says where, a warning, or the IEEE result."""

import math
import pickle
import re
import warnings

import pytest

from autograd import OPS, AnomalyError, Value, anomalies, exp, grad, log, steps


def exactly(message):
    return "^" + re.escape(message) + "$"


FAULTS = [  # what is computed, the message, the IEEE result
    (lambda: Value(0, "x").log(), "log(x) with x = 0 is infinite", -math.inf),
    (lambda: Value(-1, "x").log(), "log(x) with x = −1 is not a real number", math.nan),
    (lambda: log(Value(0)), "log(0) is infinite", -math.inf),
    (lambda: log(0), "log(0) is infinite", -math.inf),
    (lambda: Value(1000, "t").exp(), "exp(t) with t = 1000 is too large for a float", math.inf),
    (lambda: exp(1000), "exp(1000) is too large for a float", math.inf),
    (lambda: 1 / Value(0, "x"), "1/x with x = 0 is infinite", math.inf),
    (lambda: -1 / Value(0, "x"), "−1/x with x = 0 is infinite", -math.inf),
    (lambda: Value(3, "y") / (Value(0, "x") * 2), "y/(x·2) with y = 3 and x·2 = 0 is infinite", math.inf),
    (lambda: (lambda x: x / x)(Value(0, "x")), "x/x with x = 0 is not a real number", math.nan),
    (lambda: Value(-8, "b") ** (1 / 3), "b^0.3333 with b = −8 is not a real number", math.nan),
    (lambda: Value(0, "x") ** -1, "x^(−1) with x = 0 is infinite", math.inf),
    (lambda: Value(10, "t") ** 400, "t⁴⁰⁰ with t = 10 is too large for a float", math.inf),
    (lambda: 2 ** Value(5000, "n"), "2^n with n = 5000 is too large for a float", math.inf),
    (lambda: Value(-4, "x").sqrt(), "sqrt(x) with x = −4 is not a real number", math.nan),
    (
        lambda: (((Value(0, "x") * 2 + 1) * 3).tanh() * 0).log(),
        "log(tanh(…·3)·0) with tanh(…·3)·0 = 0 is infinite",
        -math.inf,
    ),
    (
        lambda: Value(0, "loss " * 100).log(),
        f"log({('loss ' * 100)[:59]}…) with {('loss ' * 100)[:59]}… = 0 is infinite",
        -math.inf,
    ),
]
STEEP = [  # what is differentiated by x = 0, the message, the IEEE derivative
    (lambda x: x.sqrt(), "the derivative of sqrt(x) with x = 0 is infinite", math.inf),
    (lambda x: x**0.5, "the derivative of x^0.5 with x = 0 is infinite", math.inf),
    (
        lambda x: (x + 1e-320).log(),
        "the derivative of log(x + 1e-320) with x + 1e-320 = 9.99988867183e-321 is infinite",
        math.inf,
    ),
    (lambda x: x.sqrt() * 0, "the derivative of sqrt(x) with x = 0 is infinite", math.nan),
    (lambda x: -(x.sqrt()), "the derivative of sqrt(x) with x = 0 is infinite", -math.inf),
]


def same(x, y):
    return x == y or (x != x and y != y)


@pytest.mark.parametrize(("compute", "message", "result"), FAULTS)
def test_bad_arithmetic(compute, message, result):
    with pytest.raises(AnomalyError, match=exactly(message)):
        compute()
    with anomalies("ignore"):
        assert same(float(compute()), result)
    with anomalies("warn"), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert same(float(compute()), result)
    assert [(str(w.message), w.category, w.filename) for w in caught] == [(message, RuntimeWarning, __file__)]


SLOPES = {
    "backward": lambda z, x: z.backward() or x.grad,
    "grad": lambda z, x: grad(z, x).data,
    "steps": lambda z, x: next(record.so_far for record in steps(z).backward[::-1] if record.operand == x.name),
}
"""The derivative by x, in each of the ways that do not go by another's."""


@pytest.mark.parametrize("way", SLOPES)
@pytest.mark.parametrize(("compute", "message", "result"), STEEP)
def test_every_way_back_answers_alike(compute, message, result, way):
    x = Value(0.0, "x")
    with pytest.raises(AnomalyError, match=exactly(message)):
        SLOPES[way](compute(x), x)
    if way == "grad" and result != result:
        result = 0.0  # grad builds nothing on an upstream of 0, so that nothing makes 0·∞ of it
    with anomalies("ignore"):
        assert same(SLOPES[way](compute(x), x), result)


@pytest.mark.parametrize("way", SLOPES)
def test_a_slope_that_python_takes_for_complex_is_not_a_number(way):
    x = Value(-8.0, "x")
    with anomalies("ignore"):
        assert math.isnan(SLOPES[way](x ** (1 / 3), x))


@pytest.mark.parametrize(("compute", "message", "result"), STEEP)
def test_infinite_local_derivatives(compute, message, result):
    x = Value(0.0, "x")
    z = compute(x)
    x.grad = 5.0
    with pytest.raises(AnomalyError, match=exactly(message)):
        z.backward()
    assert (x.grad, z.has_grad) == (5.0, False)
    with anomalies("warn"), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        z.backward()
    assert [(str(w.message), w.category, w.filename) for w in caught] == [(message, RuntimeWarning, __file__)]
    x.grad = 0.0
    with anomalies("ignore"):
        z.backward()
    assert same(x.grad, result)


def test_the_message_gives_the_number_as_recorded():
    x = Value(0.0, "x")
    z = x.sqrt()
    x.data = 4.0
    with pytest.raises(AnomalyError, match=exactly("the derivative of sqrt(x) with x = 0 is infinite")):
        z.backward()


def test_modes_nest_and_a_wrong_one_is_refused():
    with anomalies("ignore"):
        with anomalies("raise"), pytest.raises(AnomalyError):
            Value(0).log()
        assert Value(0).log().data == -math.inf
    with pytest.raises(AnomalyError):
        Value(0).log()
    message = 'anomalies(\'bad\'): expected "raise", "warn" or "ignore"'
    with pytest.raises(ValueError, match=exactly(message)), anomalies("bad"):
        pass


def test_overflow_of_sums_and_products_is_infinite():
    assert (Value(1e308) + 1e308).data == (Value(-1e200) * -1e200).data == (Value(1e308) / 1e-10).data == math.inf
    assert (Value(-1e308) - 1e308).data == -math.inf


@pytest.mark.parametrize("x", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("rule", OPS.values(), ids=lambda rule: rule.name)
def test_what_is_not_finite_propagates_in_silence(rule, x):
    for place in range(len(rule.letters)):
        for other in (0.0, -1.5, x):
            xs = [other] * len(rule.letters)
            xs[place] = x
            leaves = [Value(number) for number in xs]
            z = rule(*leaves)  # raises nothing, warns of nothing
            if None not in rule.derivatives:
                z.backward()
            if x != x and not rule.gate and None not in rule.derivatives and rule.name != "pow":
                assert z.data != z.data  # relu(nan) must not hide it
    assert math.isnan(Value(math.nan).relu().data)


def test_a_power_of_values_says_by_which_of_them_it_has_no_derivative():
    a, b = Value(-2.0), Value(-3.0)
    with pytest.raises(AnomalyError) as caught:
        (a**b).backward()
    assert str(caught.value) == "the derivative of (−2)^(−3) by its second operand is not a real number"
    assert not a.has_grad
    assert grad(a**b, a).data == -0.1875
    with anomalies("ignore"):
        (a**b).backward()
    assert (a.grad, math.isnan(b.grad)) == (-0.1875, True)


def test_unnamed_operands_show_their_numbers():
    with pytest.raises(AnomalyError) as caught:
        Value(-2.0) ** Value(0.5)
    assert str(caught.value) == "(−2)^0.5 is not a real number"


@pytest.mark.parametrize(
    ("fault", "operation"),
    [(lambda: exp(1000), "exp"), (lambda: Value(0.0).log(), "log"), (lambda: 1 / Value(0.0), "div")],
)
def test_errors_know_the_operation(fault, operation):
    with pytest.raises(AnomalyError) as caught:
        fault()
    assert caught.value.operation == operation
    assert pickle.loads(pickle.dumps(caught.value)).operation == operation
    assert AnomalyError("no single operation").operation == ""
