"""Operations that come after a first `check`: known at once, everywhere, and forgotten without a trace."""

import gc
import math
import weakref

import numpy as np
import pytest

from autograd import (
    OPS,
    AnomalyError,
    NoDerivativeError,
    Value,
    check,
    compile,
    draw,
    explain,
    forget,
    grad,
    gradcheck,
    maths,
    op,
)
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.language.suggestions import is_absent, no_function
from autograd.worksheet.language.vocabulary import function_called, is_bare, is_function, is_powered, words
from autograd.worksheet.sheet.files import read_sheet

REL = 1e-12  # the same formulas on the same numbers, in another order of sums


def define_leaky():
    @op(latex=r"\operatorname{leaky} {x}", dx=lambda x: 0.25 + 0.75 * OPS["mask"](x))
    def bent_line(x):
        """x where it is positive, else a quarter of it."""
        return OPS["maximum"](x, 0.25 * x)

    return bent_line


def define_soft_gate():
    c = math.sqrt(2 / math.pi)

    def inner(x):
        return c * (x + 0.044715 * x * x * x)

    def slope(x):
        t = OPS["tanh"](inner(x))
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * c * (1 + 3 * 0.044715 * x * x)

    @op(latex=r"\operatorname{gelu} {x}", dx=lambda x: slope(x))
    def soft_gate(x):
        """A smooth relu, in the form with tanh."""
        return 0.5 * x * (1 + OPS["tanh"](inner(x)))

    return soft_gate


def _is_inside(x):
    return OPS["mask"](1 - OPS["abs"](x))


def define_cut_line():
    @op(latex=r"\operatorname{cut_line} {x}", dx=lambda x: _is_inside(x))
    def cut_line(x):
        """x between -1 and 1; what is beyond counts as -1 or 1."""
        return OPS["maximum"](-1.0, OPS["minimum"](1.0, x))

    return cut_line


DEFINED = {"bent_line": define_leaky, "soft_gate": define_soft_gate, "cut_line": define_cut_line}
RIGHT = {  # a sheet with {f}, every line of which is right
    "bent_line": "x = 2.0; y = bent_line(x) = 2\ndy/dx = bent_line'(x) = 1\n",
    "soft_gate": "x = 2.0; y = soft_gate(x) = 1.954598\ndy/dx = soft_gate'(x) = 1.086099\n",
    "cut_line": "x = 0.5; y = cut_line(x) = 0.5\ndy/dx = cut_line'(x) = 1\n",
}
WRONG = {
    "bent_line": "x = -2.0; y = bent_line(x) = -0.5\ndy/dx = 1\n",
    "soft_gate": "x = 2.0; y = soft_gate(x)\ndy/dx = 1 - soft_gate(x)^2\n",
    "cut_line": "x = 0.5; y = cut_line(x)\ndy/dx = x\n",
}
KINKS = {
    "bent_line": (0.0, ["bent_line(x) with x = 0"]),
    "soft_gate": (0.0, []),
    "cut_line": (1.0, ["cut_line(x) with x = 1"]),
}
CONDITIONS = {"bent_line": "(x,)", "soft_gate": "()", "cut_line": "(sub(1.0, abs(x)),)"}


def verdicts(text):
    return [verdict.verdict for verdict in check(text).verdicts]


@pytest.fixture(params=DEFINED)
def defined(request):
    """An operation that comes when sheets have been checked already."""
    name = request.param
    unknown = check(RIGHT[name])
    assert unknown.exit_code == 2
    assert f"there is no function {name}" in str(unknown)
    yield DEFINED[name]()
    if name in OPS:
        forget(name)


def test_it_is_explained_drawn_compiled_differentiated_and_checked(defined):
    name = defined.name
    x = Value(0.5, "x")
    y = defined(x).named("y")
    assert f"y = {name}(x) = {name}(0.5)" in str(explain(y))
    assert name in draw(y).svg
    w = Value(1.0, "w")
    samples = (0.5, -0.25, 3.0)
    for engine in filter(installed, ENGINES.keys() - {"products"}):  # which is for large graphs
        program = compile(defined(w * x), [x], engine=engine)
        numbers, slopes = program.value_and_grad([[sample] for sample in samples])
        assert numbers.tolist() == pytest.approx([defined(sample) for sample in samples], rel=REL)
        assert slopes[0] == pytest.approx(sum(sample * defined.slope(sample) for sample in samples) / 3, rel=REL)
    slope = grad(y, x)
    assert slope.data == defined.slope(0.5)
    assert gradcheck(lambda x: grad(defined(x) * x, x), 0.4)  # its second derivative
    assert gradcheck(defined, 0.4)
    place, kinks = KINKS[name]
    report = gradcheck(lambda x: defined(x), place)
    assert report
    assert report.kinks == kinks


def test_slopes_of_numbers_arrays_and_values(defined):
    numbers = np.array([[0.5, -2.0], [3.0, 0.0]])
    slopes = defined.slope(numbers)
    assert (slopes.shape, slopes.dtype) == ((2, 2), float)
    for number, slope in zip(numbers.ravel(), slopes.ravel(), strict=True):
        x = Value(number)
        defined(x).backward()
        assert slope == x.grad == float(defined.slope(x)) == defined.slope(number)
    x = Value(0.5)
    assert grad(defined.slope(x) * x, x).data == pytest.approx(grad(grad(defined(x), x) * x, x).data, rel=REL)


@pytest.mark.parametrize(
    ("name", "at", "error", "message"),
    [
        ("add", 1.0, TypeError, "add.slope: expected an operation of one operand; add has two, see local"),
        ("tanh", "1", TypeError, "tanh('str'): expected a number, a Value or an array of them"),
        ("sin", "1", TypeError, "sin('str'): expected a number, a Value or an array of them"),
        ("log", 0.0, AnomalyError, "the derivative of log(0) is infinite"),
        ("sqrt", 0.0, AnomalyError, "the derivative of sqrt(0) is infinite"),
        ("sqrt", -1.0, AnomalyError, "sqrt(−1) is not a real number"),
        (
            "step",
            1.0,
            NoDerivativeError,
            "step has no derivative: it is flat but for a jump. Keep it out of what is "
            "differentiated, or cut it off with .detach()",
        ),
    ],
)
def test_slopes_there_are_none_of(name, at, error, message):
    with pytest.raises(error) as caught:
        OPS[name].slope(at)
    assert str(caught.value) == message


def test_what_is_said_of_absent_functions_goes_when_they_come():
    assert no_function("ReLU6") == "there is no function ReLU6: write min(6, max(0, x))"

    @op(dx=lambda x: OPS["mask"](x) * OPS["mask"](6 - x))
    def relu6(x):
        """Cut off on both sides."""
        return maths.minimum(maths.maximum(x, 0.0), 6.0)

    assert no_function("ReLU6") == "there is no function ReLU6: did you mean relu6?"
    assert not is_absent("relu6")
    forget("relu6")


def test_a_formula_read_before_its_operation_was_forgotten_has_no_value():
    define_soft_gate()
    sheet = read_sheet("x = 2.0; y = soft_gate(x)\ndy/dx = 1")
    forget("soft_gate")
    first, second = Judge(sheet).verdicts()
    assert (first.verdict, first.cause) == ("can't be read", no_function("soft_gate"))
    assert (second.verdict, second.cause) == ("not judged", "y could not be computed in line 1")


def test_its_lines_get_the_right_verdicts(defined):
    name = defined.name
    assert set(verdicts(RIGHT[name])) <= {"right", "right within the digits printed"}
    assert len(verdicts(RIGHT[name])) == 3
    assert verdicts(WRONG[name])[-1] == "wrong"
    assert str(defined.conditions) == CONDITIONS[name]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("bent_line", "x = 2.0; y = bent_line(x)^2\ndy/dx = 2x", "right"),  # on this side, and said so
        ("bent_line", "x = -2.0; y = bent_line(x)^2\ndy/dx = x/8", "right"),
        ("bent_line", "x = 0.0; y = bent_line(x)\ndy/dx = 1", "undecided at a kink"),
        ("cut_line", "x = 0.5; y = cut_line(x)\ndy/dx = 1", "right"),
        ("cut_line", "x = 3.0; y = cut_line(x)\ndy/dx = 0", "right"),
        ("cut_line", "x = 1.0; y = cut_line(x)\ndy/dx = 1", "undecided at a kink"),
        ("soft_gate", "x = 0.0; y = soft_gate(x)\ndy/dx = 1/2", "right"),
    ],
)
def test_kinks_are_where_its_formulas_have_them(name, text, expected):
    DEFINED[name]()
    try:
        assert verdicts(text) == [expected]
    finally:
        forget(name)


def test_forgotten_it_leaves_no_trace(defined):
    name = defined.name
    check(RIGHT[name])
    explain(defined(Value(0.5, "x")).named("y"))
    gradcheck(defined, 0.4)
    compile(defined(Value(0.5, "x")))
    assert {name, f"{name}′"} <= set(words())
    assert function_called(name) == name
    assert is_function(name)
    assert is_bare(name)
    assert is_powered(name)
    assert not is_absent(name)
    forget(name)
    assert check(RIGHT[name]).exit_code == 2
    assert f"there is no function {name}" in str(check(RIGHT[name]))
    assert name not in " ".join(words())
    assert not any(
        asked(word) for asked in (function_called, is_function, is_bare, is_powered) for word in (name, f"{name}′")
    )
    assert verdicts("x = 2.0; y = relu(x)\ndy/dx = relu'(x) = 1") == ["right", "right"]


@pytest.mark.parametrize("name", DEFINED)
def test_forgotten_no_table_holds_it(name):
    rule = DEFINED[name]()
    x = Value(0.5, "x")
    check(RIGHT[name])
    check("x = 2.0; y = x", key=RIGHT[name])
    y = rule(x).named("y")
    texts = str(explain(y)), draw(y).svg
    gradcheck(rule, 0.4)
    grad(y, x)
    value = compile(y, engine="python")()
    gone = weakref.ref(rule)
    forget(name)
    del rule, y
    for _ in range(2):  # native Values are freed by counting: what a first collection frees of them frees the rule
        gc.collect()
    assert (gone(), bool(texts), math.isfinite(value)) == (None, True, True)


PEOPLE_TYPE = [
    "x = 0.5; y = tg x = 0.5463; dy/dx = 1 + y^2 = 1.2984; dy/dx = 1/cos(x)^2; dy/dx = tan'(x)",
    "x = 1; y = arctan x = 0.7854; dy/dx = 1/(1 + x^2) = 0.5; dy/dx = arctg'(x)",
    "x = 0.3; y = sinh x; dy/dx = cosh(x) = 1.0453; dy/dx = (exp(x) + exp(-x))/2",
    "x = 0.3; y = cosh x; dy/dx = sinh(x) = 0.3045",
    "x = 2; y = log2(x) = 1; dy/dx = 1/(x*ln 2) = 0.7213; z = log_2 x = 1",
    "x = 2; y = erf(x) = 0.9953; dy/dx = 2/sqrt(pi)*exp(-x^2)",
    "x = -0.5; y = LeakyReLU(x, 0.2) = -0.1; dy/dx = 0.2",
    "x = -1; y = ELU(x, 2) = -1.2642; dy/dx = 2e^x = 0.7358; dy/dx = y + 2",
    "x = 1; y = swish(x) = 0.7311; dy/dx = σ(x) + x*σ(x)*(1 - σ(x)) = 0.9277",
    "x = 1; y = GELU(x) = 0.8413; dy/dx = 1.0833",
    "x = 3; y = hardtanh(x) = 1; dy/dx = 0; z = clamp(x, 0, 2) = 2",
]


@pytest.mark.parametrize("sheet", PEOPLE_TYPE)
def test_the_operations_people_ask_for_are_known_by_the_names_people_type(sheet):
    assert check(sheet).exit_code == 0


def test_their_usual_mistakes_have_causes():
    found = [
        check(sheet).verdicts[0].cause
        for sheet in (
            "x = 0.5; y = tan(x); dy/dx = sin(x)/cos(x)^2",
            "x = 0.3; z = cosh(x); dz/dx = -sinh(x)",
            "x = 0.3; z = atan(x); dz/dx = 1/(1 - x^2)",
        )
    ]
    assert found == ["one factor too many: sin(x)", "sign error", "the sign of x^2 is wrong"]
