"""Adding an operation is one edit: it is differentiated, explained, drawn as LaTeX and checked the moment it exists."""

import math
import pickle
import re
import subprocess
import sys

import pytest

from autograd import OPS, GraphError, Value, anomalies, explain, grad, gradcheck, maths, op
from autograd.engine.operation import forget, text
from autograd.formulas.notation import LatexWriter
from autograd.formulas.symbols import Symbol, named
from tests.test_ops import REL, points, worst


@pytest.fixture
def cube():
    """An operation that is in no other file, as a user would define it."""

    @op(latex="{x}^3", dx=lambda x: 3 * x * x)
    def cube(x):
        """The third power."""
        return x * x * x

    yield cube
    if "cube" in OPS:
        forget("cube")


def test_a_new_operation_is_differentiated_explained_drawn_and_checked(cube):
    x = Value(2.0, "x")
    z = (x.cube() + 1).named("z")
    z.backward()
    assert (z.data, x.grad, grad(grad(z, x), x).data) == (9.0, 12.0, 12.0)
    assert cube(2.0) == 8.0
    for xs in points(cube):
        assert max(worst(cube, xs).values()) <= 1
    assert gradcheck(lambda x: x.cube().tanh(), 0.4)
    formula = Symbol(cube, (named("x1"),))
    assert text(formula) == "cube(x1)"
    assert LatexWriter()(formula) == "x_{1}^3"
    assert "z = cube(x) + 1 = cube(2) + 1 = 9" in str(explain(z))
    assert "∂z/∂x = 3·x·x = 3·2·2 = 12" in str(explain(z))


def test_a_forgotten_operation_leaves_nothing_behind(cube):
    before = Value(2.0).cube()
    forget("cube")
    assert "cube" not in OPS
    assert not hasattr(Value, "cube")
    with pytest.raises(KeyError):
        forget("cube")
    before.backward()  # what was computed with it still knows how

    @op(dx=lambda x: 2 * x)
    def cube(x):
        """Another one of that name."""
        return x * x

    assert Value(3.0).cube().data == 9.0


def test_an_operator_goes_with_its_operation():
    @op(sign="@", method="matmul", dx=lambda y: y, dy=lambda x: x)
    def times(x, y):
        return x * y

    assert (Value(2) @ Value(3)).data == (2 @ Value(3)).data == 6.0
    forget("times")
    with pytest.raises(TypeError, match=r"^unsupported operand type\(s\) for @: 'Value' and 'Value'$"):
        Value(2) @ Value(3)


def refused(message):
    return pytest.raises(TypeError, match="^" + re.escape(message) + "$")


def test_operations_that_cannot_work_are_refused_where_they_are_defined():
    on_formulas = (
        "Write them with operators and the functions of autograd.maths; maths.mask(x) is 1 where x > 0, else 0, and "
        "maths.over_any_number takes in further functions of floats"
    )
    before = dict(OPS)
    with refused("op data: Value has a data already; choose another name"):

        @op(dx=lambda x: 1)
        def data(x):
            return x

    with refused("op tanh: there is an operation of that name; forget('tanh') removes it"):

        @op(dx=lambda x: 1)
        def tanh(x):
            return x

    with refused(
        "op three: its operands are x, y, w; expected x, or x and y. What takes more is built from operations"
    ):

        @op(dx=lambda: 1, dy=lambda: 1, dw=lambda: 1)
        def three(x, y, w):
            return x + y + w

    with refused("op <lambda>: define it with def, since its name is what it is called by"):
        op(dx=lambda: 1)(lambda x: x)
    with refused("op <built-in function gamma>: expected a function in x, or in x and y, written in Python"):
        op(dx=lambda: 1)(math.gamma)
    for slope, shown in ((3, "3"), (math.cos, "<built-in function cos>"), (OPS["cos"], "<op cos(x)>")):
        with refused(f"op half: dx={shown}: expected a function written in Python, or None"):

            @op(dx=slope)
            def half(x):
                return x / 2

    with refused("op half: the local derivative dx is missing (None if there is none)"):

        @op()
        def half(x):
            return x / 2

    with refused("op half: no operand goes with dy"):

        @op(dx=lambda: 0.5, dy=lambda: 1)
        def half(x):
            return x / 2

    with refused("op half: dx is a formula in w, not in x, z"):

        @op(dx=lambda w: 0.5)
        def half(x):
            return x / 2

    with refused(
        "op gamma: its function and formulas must run on formulas too (must be real number, not Symbol). " + on_formulas
    ):

        @op(dx=lambda x: 1)
        def gamma(x):
            return math.gamma(x)

    with refused(
        "op clipped: its function and formulas must run on formulas too "
        "('>' not supported between instances of 'Symbol' and 'int'). " + on_formulas
    ):

        @op(dx=lambda x: 1)
        def clipped(x):
            return x if x > 0 else 0

    assert before == OPS


def test_a_function_of_floats_taken_in_later():
    asinh_of_floats = maths.over_any_number(math.asinh)

    @op(dx=lambda x: 1 / OPS["sqrt"](1 + x * x))
    def asinh(x):
        return asinh_of_floats(x)

    try:
        x = Value(0.5)
        x.asinh().backward()
        assert x.grad == pytest.approx(1 / math.sqrt(1.25), rel=REL)
        assert gradcheck(asinh, 0.5)
    finally:
        forget("asinh")


def test_a_function_that_is_only_called_like_one_of_numpys():
    def sign(x):
        if x < 0:
            raise ValueError("negative")
        return 1.0

    sign_of_floats = maths.over_any_number(sign)

    @op(dx=lambda x: 0)
    def odd(x):
        return sign_of_floats(x)

    try:
        with anomalies("ignore"):
            assert math.isnan(odd(-3.0))  # NumPy's sign has -1 there
    finally:
        forget("odd")
        del maths.FLOATS["sign"]


def test_a_function_taken_in_before_anything_was_compiled():
    code = """
import math
from autograd import Value, maths, op
gamma_of_floats = maths.over_any_number(math.gamma)
@op(dx=lambda x: 1)
def gamma(x):
    return gamma_of_floats(x)
from autograd import compile
x = Value(0.5, "x")
print(compile(gamma(x), [x], engine="python").value([[0.5]])[0] == math.gamma(0.5))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr


@pytest.mark.parametrize(
    ("notation", "message"),
    [
        ({"method": "add"}, "op odd: method='add' is add's already"),
        ({"sign": "*"}, "op odd: sign='*' is mul's already"),
        ({"gate": "notd"}, 'op odd: gate=\'notd\'; expected "noted" or "quiet"'),
        ({"text": "<{y}>"}, "op odd: text speaks of y, which is not one of its operands"),
        ({"latex": "{q}"}, "op odd: latex speaks of q, which is not one of its operands"),
    ],
)
def test_notation_that_cannot_be(notation, message):
    def odd(x):
        return x

    with pytest.raises(TypeError) as caught:
        op(dx=lambda: 1, **notation)(odd)
    assert str(caught.value) == message
    assert "odd" not in OPS
    assert (Value(1.0) + Value(2.0)).data == 3.0


def test_an_operator_written_with_itself_leaves_nothing_behind():
    def modulo(x, y):
        return x % y

    with pytest.raises(TypeError, match=r"^op modulo: its function and formulas must run on formulas too"):
        op(sign="%", method="mod", dx=lambda: 1, dy=None)(modulo)
    assert "modulo" not in OPS
    assert not hasattr(Symbol, "__mod__")
    assert not hasattr(Value, "__mod__")


def test_built_in_operations_stay():
    with pytest.raises(ValueError, match=r"^forget\('mul'\): a built-in operation, which others are made of, stays$"):
        forget("mul")
    assert (Value(2.0) * 3).data == 6.0


def test_a_pickle_of_an_operation_that_is_gone():
    @op(dx=lambda: 2)
    def twice(x):
        """Twice x."""
        return x + x

    try:
        text = pickle.dumps(Value(1.0).twice())
    finally:
        forget("twice")
    with pytest.raises(GraphError) as caught:
        pickle.loads(text)
    assert str(caught.value) == "the graph uses the operation twice, which is not defined here: define it first"
