"""What a Value is: a number among Python's and NumPy's numbers, with a name and a history."""

import math
import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import autograd
from autograd import OPS, Value
from autograd.engine.graph import order
from autograd.engine.value import constant

REAL = [
    *(True, 2, -3, 0.5, Fraction(1, 3), Decimal("0.1"), 2**70),
    *(np.float16(0.5), np.float32(0.1), np.float64(0.1), np.longdouble(0.5), np.int8(-3), np.uint64(7), np.bool_(True)),
]
NAMES = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**"}
OPERATORS = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "pow": lambda x, y: x**y,
}


def kind(x):
    return type(x).__name__


def exactly(message):
    return "^" + re.escape(message) + "$"


@pytest.mark.parametrize("number", REAL, ids=kind)
def test_every_real_number_is_kept_as_a_float(number):
    leaf = Value(number)
    assert type(leaf.data) is float
    assert leaf.data == float(number)
    leaf.data = number
    leaf.grad = number
    assert type(leaf.data) is type(leaf.grad) is float


@pytest.mark.parametrize("number", REAL, ids=kind)
@pytest.mark.parametrize("name", OPERATORS)
def test_numbers_on_both_sides_of_an_operator(number, name):
    v, x = Value(1.5), float(number)
    if name == "pow" and x > 1e9:
        x = number = 2.0  # 1.5 ** 2**70 is too large for a float
    apply = OPERATORS[name]
    for result, expected, inputs in (
        (apply(v, number), apply(1.5, x), (1.5, x)),
        (apply(number, v), apply(x, 1.5), (x, 1.5)) if name != "pow" or x >= 0 else (apply(v, 1), 1.5, (1.5, 1.0)),
    ):
        assert type(result) is Value
        assert type(result.data) is float
        assert result.data == expected
        assert (result.op, result._op) == (name, NAMES[name])
        assert tuple(x.data for x in result.inputs) == inputs  # in order, whatever the order of evaluation
        assert [x.is_constant for x in result.inputs].count(True) == 1


REFUSED = [
    ("3", " Did you mean float('3')?", " Did you mean float('3')?"),
    ("w", " A name goes second: Value(0.5, 'w').", ""),
    ("two words", "", ""),
    (b"3", "", ""),
    (1j, *[" Values are real: take .real, or abs()."] * 2),
    (None, *[" Does a function lack its return?"] * 2),
    ([1.0], *[" Make a Value of each entry; NumPy object arrays of Values can be computed with."] * 2),
    ((1.0,), *[" Make a Value of each entry; NumPy object arrays of Values can be computed with."] * 2),
    ({}, "", ""),
    (set(), "", ""),
]


@pytest.mark.parametrize(("what", "for_a_leaf", "for_an_operator"), REFUSED, ids=repr)
def test_what_is_no_real_number_is_refused(what, for_a_leaf, for_an_operator):
    with pytest.raises(TypeError, match=exactly(f"Value({kind(what)!r}): expected a real number.{for_a_leaf}")):
        Value(what)
    leaf = Value(1.0)
    with pytest.raises(TypeError, match=r"^Value\.data\(.*expected a real number\."):
        leaf.data = what
    if what is not None:  # which sets it back to "not yet"
        with pytest.raises(TypeError, match=r"^Value\.grad\(.*expected a real number\."):
            leaf.grad = what
    assert (leaf.data, leaf.has_grad) == (1.0, False)
    for name, apply in OPERATORS.items():
        said = f"expected a number or a Value.{for_an_operator}"
        with pytest.raises(TypeError, match=exactly(f"Value {NAMES[name]} {kind(what)!r}: {said}")):
            apply(leaf, what)
        with pytest.raises(TypeError, match=exactly(f"{kind(what)!r} {NAMES[name]} Value: {said}")):
            apply(what, leaf)


def test_other_refusals():
    with pytest.raises(TypeError, match=r"^Value\('ndarray'\): expected a real number\. Make a Value of each entry;"):
        Value(np.ones(2))
    with pytest.raises(
        TypeError, match=exactly("Value('complex128'): expected a real number. Values are real: take .real, or abs().")
    ):
        Value(np.complex128(1))
    with pytest.raises(
        TypeError,
        match=exactly(
            "Value('Value'): expected a real number. It is a Value already; .detach() gives a constant copy."
        ),
    ):
        Value(Value(1))
    with pytest.raises(TypeError, match=exactly("name=2: expected a str")):
        Value(1, 2)
    with pytest.raises(TypeError, match=exactly("name=2: expected a str")):
        Value(1).named(2)
    with pytest.raises(
        TypeError, match=exactly("maximum('str'): expected a number or a Value. Did you mean float('1')?")
    ):
        autograd.maximum(Value(1), "1")
    with pytest.raises(TypeError, match=exactly("exp('str'): expected a number, a Value or an array of them")):
        autograd.exp("1")
    with pytest.raises(TypeError, match=exactly("maximum(x, y): expected 2 operands, got 1")):
        autograd.maximum(Value(1))
    with pytest.raises(TypeError, match=r"^unsupported operand type\(s\) for \+: 'Value' and 'object'$"):
        Value(1) + object()
    with pytest.raises(AttributeError, match=r"^'Value' object has no attribute 'dta'$"):
        Value(1).dta  # noqa: B018


@pytest.mark.parametrize("huge", [10**400, -(10**5000), Fraction(10**400, 3), Decimal("1e400")], ids=kind)
def test_numbers_beyond_the_range_of_floats(huge):
    said = f"{kind(huge)!r} of a size beyond the range of floats, which ends at 1.8e308"
    with pytest.raises(OverflowError, match=exactly(f"Value: {said}")):
        Value(huge)
    for name, apply in OPERATORS.items():
        with pytest.raises(OverflowError, match=exactly(said)):
            apply(Value(2), huge)
        if (name, kind(huge)) == ("pow", "Fraction"):
            continue  # Fraction makes a float of itself there before anyone is asked
        with pytest.raises(OverflowError, match=exactly(said)):
            apply(huge, Value(2))
    if isinstance(huge, int):
        assert (Value(2) < huge) is (huge > 0)
        assert (huge < Value(2)) is (huge < 0)


def test_non_finite_numbers_are_numbers():
    assert Value(math.inf).data == Value(Decimal("Infinity")).data == math.inf
    assert math.isnan(Value(math.nan).data)


# Comparison


@pytest.mark.parametrize("other", [2, 2.0, Value(2), np.float64(2), np.int32(2), Fraction(2), Decimal(2)], ids=kind)
def test_order_goes_by_number(other):
    for less, equal, more in [(Value(1), Value(2), Value(3))]:
        assert less < other
        assert less <= other
        assert not less > other
        assert not less >= other
        assert equal <= other
        assert equal >= other
        assert not equal < other
        assert other < more
        assert other <= more
        assert not other > more
        assert other >= equal


def test_nan_compares_as_in_python():
    nan = Value(math.nan)
    for other in (nan, 1.0, Value(1.0)):
        assert [nan < other, nan <= other, nan > other, nan >= other] == [False] * 4
    assert nan == nan


def test_integers_compare_exactly():
    assert Value(2.0**53) < 2**53 + 1


def test_equality_and_hash_are_identity():
    v, w = Value(2), Value(2)
    assert v == v
    assert v != w
    assert v != 2
    assert hash(v) != hash(w)
    assert len({v, w, v}) == 2
    assert [v, w].index(w) == 1


@pytest.mark.parametrize("other", ["2", None, 1j, object()], ids=kind)
def test_what_cannot_be_compared(other):
    with pytest.raises(TypeError, match="not supported between instances of 'Value' and"):
        Value(1) < other  # noqa: B015
    with pytest.raises(TypeError, match="not supported between instances of"):
        other >= Value(1)  # noqa: B015


TRUTHS = (bool, lambda v: (not v) is False, lambda v: v and True, lambda v: all([v]), lambda v: any([None, v]))


@pytest.mark.parametrize("number", [1, -2.5, 1e-320, math.inf, math.nan])
def test_a_value_that_is_not_0_is_true(number):
    assert [truth(Value(number)) for truth in TRUTHS] == [True] * len(TRUTHS)


@pytest.mark.parametrize("zero", [0, -0.0, False])
def test_whether_a_value_of_0_is_true_nobody_can_say(zero):
    message = (
        "a Value of 0 is true to micrograd, as every object is, and false to PyTorch: write v is not None if it is "
        "there, v.data != 0 if its number counts"
    )
    for truth in TRUTHS:
        with pytest.raises(TypeError, match=exactly(message)):
            truth(Value(zero))
    with pytest.raises(TypeError, match=exactly(message)):
        bool(Value(2.0).relu() - 2)


# Among Python's functions


def test_pythons_functions_take_values():
    v = Value(2.25, "v")
    assert (float(v), int(v), round(v), round(v, 1), math.floor(v), math.ceil(v)) == (2.25, 2, 2, 2.2, 2, 3)
    assert (f"{v:.1f}", f"{v:>8.3f}", f"{v}", str(v)) == ("2.2", "   2.250", "Value(2.25, 'v')", "Value(2.25, 'v')")
    assert math.isfinite(v)
    assert math.sqrt(v) == 1.5
    values = [Value(3), Value(1), v]
    assert [x.data for x in sorted(values)] == [1.0, 2.25, 3.0]
    assert max(values) is values[0]
    assert min(values) is values[1]
    total = sum(values)
    total.backward()
    assert (total.data, [x.grad for x in values]) == (6.25, [1.0] * 3)
    assert math.prod(values).data == 6.75
    assert abs(Value(-2)).data == 2.0
    assert (+v) is v
    assert (-v).data == -2.25


def test_augmented_assignment_makes_a_new_value():
    v = w = Value(2.0)
    v += 1
    v *= 3
    v -= 1
    v /= 2
    v **= 2
    assert (v.data, w.data) == (16.0, 2.0)
    v.backward()
    assert w.grad == 12.0


def test_repr_says_number_name_and_gradient_once_there_is_one():
    v = Value(2, "it's")
    assert repr(v) == 'Value(2.0, "it\'s")'
    (v * 3).backward()
    assert repr(v) == 'Value(2.0, "it\'s", grad=3.0)'
    assert repr(Value(-0.0)) == "Value(-0.0)"


def test_a_node_knows_how_it_was_made():
    x, y = Value(3, "x"), Value(4, "y")
    z = x - y
    assert (z.op, z._op, z.rule, z.inputs, z._prev) == ("sub", "-", OPS["sub"], (x, y), (x, y))
    assert (x * x).inputs == (x, x)
    assert (x.op, x._op, x.rule, x.inputs, x._prev) == ("", "", None, (), ())
    assert (x.relu().op, x.relu()._op, x.tanh()._op) == ("relu", "ReLU", "tanh")
    assert z.named("z") is z
    assert z.name == "z"
    with pytest.raises(AttributeError):
        z.inputs = ()
    assert [node.name for node in order((x + y) * z)] == ["x", "y", None, "z", None]


@pytest.mark.parametrize("rule", OPS.values(), ids=lambda rule: rule.name)
def test_every_operation_is_a_function_and_a_method(rule):
    xs = (0.5, 0.25)[: len(rule.letters)]
    values = [Value(x) for x in xs]
    function = getattr(autograd, rule.name)
    method = getattr(Value, rule.name)
    assert function is rule
    assert function(*xs) == function(*values).data == method(*values).data
    assert type(function(*xs)) is float
    assert function(*values).inputs == tuple(values)
    assert method.__doc__ == rule.__doc__
    assert rule.__doc__
    arrays = [np.array([x, x]) for x in xs]
    assert function(*arrays).dtype == float
    assert list(function(*arrays)) == [function(*xs)] * 2
    assert [node.data for node in function(*[np.array([v, v]) for v in values])] == [function(*xs)] * 2
    assert function(*map(np.array, xs)) == function(*xs)  # arrays without dimensions: a number, as NumPy's functions
    assert function(*map(np.array, values)).data == function(*xs)


# Constants, detached values, subclasses


def test_a_number_met_in_an_expression_is_a_constant():
    x = Value(2.0)
    y = 3 * x
    three = y.inputs[0]
    y.backward()
    assert three.is_constant
    assert not x.is_constant
    assert (three.grad, three.has_grad) == (0.0, False)


def test_detach_cuts_off():
    x = Value(2.0, "x")
    cut = (x * 3).named("cut").detach()
    assert (cut.data, cut.name, cut.is_constant, cut.inputs) == (6.0, "cut", True, ())
    (cut * x).backward()
    assert (x.grad, cut.grad) == (6.0, 0.0)
    assert constant(1.0).is_constant


class Weight(Value):
    """A Value of a user's own kind."""


def test_subclasses_are_values_and_compute_values():
    w, x = Weight(2.0, "w"), Value(3.0)
    for z in (w * x, x * w, w * 2, 2 * w, w.tanh(), -w, np.float64(2) * w):
        assert type(z) is Value
    z = w * x
    z.backward()
    assert (w.grad, x.grad) == (3.0, 2.0)


@pytest.mark.parametrize(
    ("root", "message"),
    [
        (0.5, "backward('float'): expected a Value, computed from Values."),
        (None, "backward('NoneType'): expected a Value, computed from Values. Does a function lack its return?"),
    ],
)
def test_backward_on_something_not_built_from_values(root, message):
    with pytest.raises(TypeError) as caught:
        Value.backward(root)
    assert str(caught.value) == message
