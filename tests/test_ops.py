"""Every operation of the table against mpmath: value, first and second derivatives, at ordinary points and extremes.

A new operation is tested here the moment it exists: the tests run over the table.
"""

import itertools
import math
from collections.abc import Iterator

import pytest
from mpmath import mp

import autograd
from autograd import OPS, AnomalyError, NoDerivativeError, Value, grad, gradcheck, op
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.engine.anomalies import anomalies
from autograd.engine.operation import Op, forget
from tests import exact, optional

REL = 8 * 2.0**-52  # a second derivative is some eight operations of half a unit in the last place, rarely all one way
LAST_DIGIT = 2.0**-52

CANCELLING = {
    "tanh": (1, 2, "1 − z² cancels where z is near ±1; differentiated again its error is doubled: 2z·(1 − z²)"),
    "sigmoid": (1, 1, "z·(1 − z) cancels where z is near 1, and 1 − 2z where z is near ½"),
    "softplus": (0, 1, "its second derivative is sigmoid's first: z·(1 − z)"),
    "silu": (1, 1, "σ + z·(1 − σ) cancels near its zero at −1.28, and 1 − σ where σ is near 1"),
}
"""Where a formula cancels an absolute error of 2^-52 × upstream is allowed: upstream by order, and why."""

ROUGHER = {"pow": (2, "y − 1 is rounded before it is an exponent, and 1 + y·log x may cancel")}
"""By what factor the relative tolerance is larger, and why."""

ONE_OPERAND = [0.7, -1.3, 2.5, -2.0, 3.0, 1e-3, -1e-3, 2**-40, -(2**-40), 300.0, -300.0, 1e150, -1e150, 1e-150, -1e-150]
TWO_OPERANDS = [0.7, -1.3, 3.0, -2.0, 300.0, -300.0, 1e150, -1e150, 1e-150, -1e-150]
"""Ordinary numbers, extremes, and (as differences too) both sides of every kink."""

SMOOTH = [rule for rule in OPS.values() if None not in rule.derivatives and not rule.gate]
FLAT = [rule for rule in OPS.values() if None in rule.derivatives or rule.gate]


def points(rule: Op) -> Iterator[tuple[float, ...]]:
    """Where an operation is tested: kinks themselves are not among these, their two sides are."""
    if len(rule.letters) == 1:
        return ((x,) for x in ONE_OPERAND)
    near = [(x, x * (1 + side * 2**-20)) for x in (0.7, -2.0) for side in (1, -1)]
    if rule.name in ("maximum", "minimum"):
        return itertools.chain(itertools.permutations(TWO_OPERANDS, 2), near)
    return itertools.chain(itertools.product(TWO_OPERANDS, repeat=2), near)


def disagreement(rule: Op, got: float, expected: float, order: int) -> float:
    """By how many times what is allowed a result is off: at most 1 is good."""
    if got == expected or (got != got and expected != expected):
        return 0.0
    if not math.isfinite(got) or not math.isfinite(expected):
        return math.inf
    upstream = CANCELLING[rule.name][order - 1] if order and rule.name in CANCELLING else 0
    factor = ROUGHER[rule.name][0] if order and rule.name in ROUGHER else 1
    smallest = 2.0**-1074  # below 2^-1022 floats lose digits: a unit in the last place is this
    return abs(got - expected) / (factor * REL * abs(expected) + LAST_DIGIT * upstream + smallest)


def worst(rule: Op, xs: tuple[float, ...]) -> dict[str, float]:
    """How far value, local derivatives and second derivatives are off at a point, in units of what is allowed."""
    with mp.workdps(exact.DIGITS):
        real = exact.value(rule, *xs)
    expected = math.nan if real is None else exact.rounded(real)
    with anomalies("ignore"):
        leaves = [Value(x) for x in xs]
        z = rule(*leaves)
        found = {"value": disagreement(rule, z.data, expected, 0)}
        if real is None or (rule.name == "pow" and (math.isinf(expected) or (expected == 0) != (real == 0))):
            return found  # pow's derivatives are written in z, which is beyond the range of floats here
        z.backward()
        for i, leaf in enumerate(leaves):
            found[f"d{rule.letters[i]}"] = disagreement(rule, leaf.grad, exact.derivative(rule, (i,), *xs), 1)
            slope = grad(z, leaf)
            found[f"d{rule.letters[i]} by grad"] = disagreement(rule, slope.data, leaf.grad, 1)
            for j, other in enumerate(leaves):
                second = exact.derivative(rule, (i, j), *xs)
                found[f"d{rule.letters[i]}d{rule.letters[j]}"] = disagreement(rule, grad(slope, other).data, second, 2)
    return found


@pytest.mark.parametrize("rule", SMOOTH, ids=lambda rule: rule.name)
def test_value_and_derivatives_are_those_of_mpmath(rule):
    tested = 0
    for xs in points(rule):
        off = {what: by for what, by in worst(rule, xs).items() if not by <= 1}
        assert not off, f"{rule.name}{xs}: off by these times what is allowed: {off}"
        tested += 1
    assert tested >= 15


@pytest.mark.parametrize("rule", SMOOTH, ids=lambda rule: rule.name)
def test_what_has_no_finite_real_result_raises_and_everything_else_does_not(rule):
    for xs in points(rule):
        with mp.workdps(exact.DIGITS):
            real = exact.value(rule, *xs)
        beyond = real is None or math.isinf(exact.rounded(real))
        if beyond and rule.name not in ("add", "sub", "mul", "div"):  # overflow of + − · / is inf, as in Python
            with pytest.raises(AnomalyError, match=r"is too large for a float$|is not a real number$"):
                rule(*map(Value, xs))
            with pytest.raises(AnomalyError):
                rule(*xs)
        else:
            assert rule(*map(Value, xs)).data == rule(*xs)


KINKS = {
    "relu": [((0.0,), (0.0,))],
    "abs": [((0.0,), (0.0,)), ((-0.0,), (0.0,))],
    "maximum": [((2.0, 2.0), (0.5, 0.5)), ((0.0, -0.0), (0.5, 0.5))],
    "minimum": [((2.0, 2.0), (0.5, 0.5)), ((0.0, -0.0), (0.5, 0.5))],
    "leaky_relu": [((0.0,), (0.01,))],
    "elu": [((0.0,), (1.0,))],
    "clip": [((-1.0,), (1.0,)), ((1.0,), (1.0,))],
    "mask": [((0.0,), (0.0,))],
    "nonzero": [((0.0,), (0.0,))],
    "notnan": [((math.nan,), (0.0,))],
}
"""The derivatives that count at kinks, which are PyTorch's."""


@pytest.mark.parametrize(("name", "xs", "slopes"), [(name, *row) for name, rows in KINKS.items() for row in rows])
def test_kinks(name, xs, slopes):
    leaves = [Value(x) for x in xs]
    OPS[name](*leaves).backward()
    assert tuple(leaf.grad for leaf in leaves) == slopes


def test_kinks_are_those_of_torch():
    torch = optional.package("torch")
    functions = {
        **{name: getattr(torch, name) for name in ("relu", "abs", "maximum", "minimum")},
        "leaky_relu": torch.nn.functional.leaky_relu,
        "elu": torch.nn.functional.elu,
        "clip": lambda x: torch.clip(x, -1, 1),
    }
    for name, function in functions.items():
        for xs, slopes in KINKS[name]:
            leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in xs]
            function(*leaves).backward()
            assert tuple(leaf.grad.item() for leaf in leaves) == slopes


@pytest.mark.parametrize("rule", SMOOTH, ids=lambda rule: rule.name)
def test_a_second_derivative_never_fails_at_a_kink(rule):
    for xs in [(1.0,) * len(rule.letters), (0.0,) * len(rule.letters)]:
        with anomalies("ignore"):
            leaves = [Value(x) for x in xs]
            for leaf in leaves:
                assert isinstance(grad(grad(rule(*leaves), leaf), leaf), Value)


@pytest.mark.parametrize("rule", FLAT, ids=lambda rule: rule.name)
def test_what_is_flat_is_0_or_1_and_has_derivative_0_or_none(rule):
    for x in [*ONE_OPERAND, 0.0, -0.0]:
        leaf = Value(x)
        z = rule(leaf)
        assert z.data in (0.0, 1.0)
        assert z.data == float(exact.value(rule, x))
        if None in rule.derivatives:
            with pytest.raises(NoDerivativeError, match=f"^{rule.name} has no derivative"):
                z.backward()
            with pytest.raises(NoDerivativeError, match=f"^{rule.name} has no derivative"):
                grad(z, leaf)
        else:
            z.backward()
            assert leaf.grad == 0.0


EDGES = [  # x, y, dz/dx, dz/dy: what pow's formulas are guarded for
    (0.0, 2.0, 0.0, 0.0),
    (0.0, 1.0, 1.0, 0.0),
    (0.0, 0.0, 0.0, 0.0),
    (3.0, 0.0, 0.0, math.log(3)),
    (-3.0, 2.0, -6.0, None),
    (-3.0, 0.0, 0.0, None),
    (-3.0, -1.0, -1 / 9, None),
    (0.0, 0.5, None, 0.0),
]


@pytest.mark.parametrize(("x", "y", "dx", "dy"), EDGES)
def test_pow_at_0_and_negative_bases(x, y, dx, dy):
    base, exponent = Value(x, "x"), Value(y, "y")
    for make, leaf, slope in ((lambda: base**y, base, dx), (lambda: x**exponent, exponent, dy)):
        leaf.zero_grad()
        if slope is None:
            with pytest.raises(AnomalyError, match=r"^the derivative of .* is (infinite|not a real number)$"):
                make().backward()
        else:
            make().backward()
            assert leaf.grad == pytest.approx(slope, rel=REL)


@pytest.mark.parametrize("power", [2, 3, 4])
def test_derivatives_of_powers_at_0_take_no_log(power):
    x = Value(0.0)
    slope = x**power
    for order in range(1, 6):
        slope = grad(slope, x)
        assert slope.data == (math.factorial(power) if order == power else 0.0)


def test_mixed_second_derivative_of_pow_where_the_exponent_is_0():
    x, y = Value(2.0), Value(0.0)
    assert grad(grad(x**y, x), y).data == grad(grad(x**y, y), x).data == 0.5  # 1/x


# The tester tested


def perturbed(rule: Op, slot: int) -> Op:
    """The operation with one local derivative a thousandth of a percent too large."""

    def formula(place):
        factor = 1.00001 if place == slot else 1.0
        if len(rule.letters) == 1:
            return lambda x, z: rule.local(place, (x,), z) * factor
        return lambda x, y, z: rule.local(place, (x, y), z) * factor

    one, two = (lambda x: rule.forward(x)), (lambda x, y: rule.forward(x, y))
    forward = one if len(rule.letters) == 1 else two
    forward.__name__ = f"perturbed_{rule.name}"
    return op(**{f"d{letter}": formula(place) for place, letter in enumerate(rule.letters)})(forward)


@pytest.mark.parametrize(("rule", "slot"), [(rule, slot) for rule in SMOOTH for slot in range(len(rule.letters))])
def test_a_perturbed_derivative_is_caught(rule, slot):
    xs = (0.7, 0.4)[: len(rule.letters)]
    if rule.name == "minimum":
        xs = (0.7, 0.4) if slot else (0.4, 0.7)
    if rule.name == "maximum":
        xs = (0.4, 0.7) if slot else (0.7, 0.4)
    wrong = perturbed(rule, slot)
    try:
        assert worst(wrong, xs)[f"d{rule.letters[slot]}"] > 1
        report = gradcheck(wrong, xs)
        assert not report
        assert [entry.verdict for entry in report.checked].count("wrong") == 1
        assert report.checked[slot].verdict == "wrong"
        assert gradcheck(rule, xs)
    finally:
        forget(wrong.name)


@pytest.mark.parametrize(
    ("rule", "given", "message"),
    [
        ("relu", (1, 2), "relu(x): expected 1 operand, got 2"),
        ("maximum", (1,), "maximum(x, y): expected 2 operands, got 1"),
    ],
)
def test_the_number_of_operands(rule, given, message):
    with pytest.raises(TypeError) as caught:
        OPS[rule](*given)
    assert str(caught.value) == message


@pytest.mark.parametrize("engine", [name for name in ENGINES if installed(name)])
@pytest.mark.parametrize("rule", [rule for rule in SMOOTH if len(rule.letters) == 1], ids=lambda rule: rule.name)
def test_compiled_operations_are_the_table_s(rule, engine):
    xs = [x for x in ONE_OPERAND if abs(x) < 30 and (x > 0 or rule.name not in ("log", "log2", "sqrt"))]
    x, w = Value(xs[0], "x"), Value(0.0, "w")
    program = autograd.compile(rule(x + w), inputs=[x], engine=engine)
    for number in xs:
        values, gradient = program.value_and_grad([[number]])
        leaf = Value(number)
        y = rule(leaf)
        y.backward()
        assert values.tolist() == pytest.approx([y.data], rel=REL)
        assert gradient.tolist() == pytest.approx([leaf.grad], rel=REL, abs=8 * LAST_DIGIT)  # see CANCELLING
