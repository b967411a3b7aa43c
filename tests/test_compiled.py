"""Programs: replay, batches, the source, the passes, what they refuse, pickling, threads, large graphs."""

import copy
import math
import pickle
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import autograd
from autograd import (
    AnomalyError,
    BranchError,
    NoDerivativeError,
    Value,
    anomalies,
    compile,
    forget,
    maths,
    maximum,
    op,
    recording,
    relu,
)
from autograd.compiled.engines import engine as engines
from autograd.compiled.engines.engine import ENGINES, installed
from autograd.compiled.ir.form import AFTER, BEFORE, EACH, Form
from autograd.compiled.ir.lowering import lowered
from autograd.compiled.ir.passes import PASSES, optimized, simplified
from autograd.compiled.ir.primitives import CODES, CONSTANT, INPUT, MEAN, PRIMITIVES, THETA
from autograd.compiled.ir.tape import Tape
from autograd.engine.graph import order
from autograd.maths import FLOATS
from tests import optional
from tests.graphs import EXAMPLES

ENGINES_HERE = [name for name in ENGINES if installed(name)]
REL = 1e-12  # some hundred roundings of 1e-16 each; the graphs below lose no digits

every_engine = pytest.mark.parametrize("engine", ENGINES_HERE)


def network(seed=0):
    """A loss with a penalty, its inputs (two and a label), its parameters."""
    rng = random.Random(seed)
    x, y, label = Value(0.3, "x"), Value(-0.7, "y"), Value(1.0, "label")
    w = [Value(rng.gauss(0, 1), f"w{i}") for i in range(9)]
    hidden = [(w[3 * i] * x + w[3 * i + 1] * y + w[3 * i + 2]).tanh() for i in range(2)]
    score = w[6] * hidden[0] + w[7] * hidden[1] + w[8]
    loss = relu(1 - label * score) + 0.01 * sum(p * p for p in w)
    return loss.named("loss"), [x, y, label], w


def samples(n, columns=3, seed=0):
    return np.random.default_rng(seed).normal(size=(n, columns))


def eager(build, X, theta):
    """Values and mean gradient, the graph built anew for each row."""
    values, gradient = [], np.zeros(len(theta))
    for row in X.tolist():
        output, inputs, w = build()
        again = rebuilt(output, dict(zip(map(id, [*inputs, *w]), [*row, *theta.tolist()], strict=True)))
        again[0].backward()
        values.append(again[0].data)
        gradient += [again[1][id(p)].grad for p in w]
    return np.array(values), gradient / len(X)


def rebuilt(output, data):
    """The output computed anew from other data, and what each leaf became."""
    new = {}
    for node in order(output):
        if node.inputs:
            new[id(node)] = autograd.OPS[node.op](*(new[id(x)] for x in node.inputs))
        else:
            new[id(node)] = node if node.is_constant else Value(data[id(node)])
    return new[id(output)], new


@every_engine
def test_batches_agree_with_eager(engine):
    loss, inputs, w = network()
    program = compile(loss, inputs, engine=engine)
    assert program.engine == program.stats.engine == engine
    assert [x.name for x in program.wrt] == [x.name for x in order(loss) if x in w]
    theta = np.array([p.data for p in program.wrt]) + 0.1
    places = [w.index(next(p for p in w if p is leaf)) for leaf in program.wrt]
    for n in (1, 2, 3, 17, 40):
        values, gradient = program.value_and_grad(samples(n), theta)
        by_w = np.empty(len(w))
        by_w[places] = theta
        wanted, slopes = eager(network, samples(n), by_w)
        np.testing.assert_allclose(values, wanted, rtol=REL)
        np.testing.assert_allclose(gradient, slopes[places], rtol=REL, atol=REL)
        np.testing.assert_allclose(program.value(samples(n), theta), wanted, rtol=REL)


@every_engine
def test_same_input_same_bits(engine):
    loss, inputs, _ = network()
    program, other = compile(loss, inputs, engine=engine), compile(loss, inputs, engine=engine)
    values, gradient = program.value_and_grad(samples(37))
    for again in (program, other, program):
        again_values, again_gradient = again.value_and_grad(samples(37))
        np.testing.assert_array_equal(values, again_values)
        np.testing.assert_array_equal(gradient, again_gradient)


@every_engine
@pytest.mark.parametrize("example", EXAMPLES)
def test_replay_is_what_rebuilding_and_backward_would_do(engine, example):
    ours, theirs = example(), example()
    program = compile(ours, engine=engine)
    leaves = [[x for x in order(root) if not x.inputs and not x.is_constant] for root in (ours, theirs)]
    assert [x.name for x in program.wrt] == [x.name for x in leaves[0]]
    for step in range(3):
        for mine, yours in zip(*leaves, strict=True):
            mine.data = yours.data = yours.data * 1.01 + 0.001 * step
        new, places = rebuilt(theirs, {id(x): x.data for x in leaves[1]})
        new.backward()
        before = [node.has_grad for node in order(ours) if node.inputs]
        assert program() == ours.data == pytest.approx(new.data, rel=REL)
        assert before == [node.has_grad for node in order(ours) if node.inputs] == [False] * len(before)
        for mine, yours in zip(*leaves, strict=True):
            yours.grad += places[id(yours)].grad
            assert mine.grad == pytest.approx(yours.grad, rel=1e-10, abs=1e-13)  # sums of terms that cancel


def test_replay_with_inputs_reaches_every_leaf():
    loss, inputs, w = network()
    program = compile(loss, inputs)
    number = program()
    ours = [leaf.grad for leaf in (*inputs, *w)]
    loss.zero_grad()
    loss.backward()
    assert number == pytest.approx(loss.data, rel=REL)
    assert ours == pytest.approx([leaf.grad for leaf in (*inputs, *w)], rel=REL, abs=REL)
    loss.zero_grad()
    compile(loss, inputs, wrt=[w[0]])()
    assert [leaf.has_grad for leaf in (*inputs, *w)] == [False] * 3 + [True] + [False] * 8


@every_engine
def test_replay_answers_bad_arithmetic_as_rebuilding_would(engine):
    x, w = Value(2.0, "x"), Value(3.0, "w")
    program = compile((x.log() * w).named("y"), engine=engine)
    x.data = 0
    with raises(AnomalyError, "log(x) with x = 0 is infinite"):
        program()
    assert (x.has_grad, program.outputs[0].data) == (False, math.log(2.0) * 3.0)
    with anomalies("ignore"):
        assert program() == -math.inf
    assert (x.grad, w.grad) == (math.inf, -math.inf)


@every_engine
def test_several_outputs(engine):
    a, b, w = Value(0.5, "a"), Value(2.0, "b"), Value(3.0, "w")
    program = compile([a * w, b, w, a * b + w * w], [a, b], [w], engine=engine)
    values, gradient = program.value_and_grad(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0]))
    np.testing.assert_allclose(values, [[10, 2, 10, 102], [30, 4, 10, 112]], rtol=REL)
    np.testing.assert_allclose(gradient, [((1 + 3) / 2 + 1 + 20) / 4], rtol=REL)
    np.testing.assert_array_equal(program.value(np.array([[1.0, 2.0]])), [[3, 2, 3, 11]])
    assert program() == [1.5, 2.0, 3.0, 10.0]


@every_engine
def test_leaves_that_are_neither_wanted_nor_inputs_keep_their_data(engine):
    x, w, fixed = Value(1.0, "x"), Value(2.0, "w"), Value(3.0, "fixed")
    program = compile(x * w * fixed, [x], [w], engine=engine)
    assert program.value_and_grad([[1.0], [3.0]])[1].tolist() == [6.0]
    fixed.data = 10
    values, gradient = program.value_and_grad([[1.0], [3.0]], [1.0])
    assert (values.tolist(), gradient.tolist()) == ([10.0, 30.0], [20.0])
    assert program.value().tolist() == [20.0]


@every_engine
def test_leaves_as_outputs(engine):
    x, w = Value(2.0, "x"), Value(3.0, "w")
    assert compile(x, [x], [], engine=engine).value([[1.0], [4.0]]).tolist() == [1.0, 4.0]
    assert [part.tolist() for part in compile(w, engine=engine).value_and_grad()] == [[3.0], [1.0]]
    assert compile(Value(1.5) * 2, [], [], engine=engine)() == 3.0


def test_constants_take_no_derivative_and_kinks_are_those_of_the_table():
    x = Value(0.0, "x")
    for build, slope in ((lambda: x**2, 0.0), (lambda: 0.0**x, 0.0), (lambda: x.relu(), 0.0), (lambda: abs(x), 0.0)):
        x.zero_grad()
        compile(build())()
        assert x.grad == slope


@every_engine
def test_what_has_no_derivative(engine):
    x, w = Value(2.0, "x"), Value(3.0, "w")
    program = compile((x * w).step(), [x], [w], engine=engine)
    assert program.value([[1.0], [-1.0]]).tolist() == [1.0, 0.0]
    with pytest.raises(NoDerivativeError, match=r"^step has no derivative: it is flat but for a jump\."):
        program.value_and_grad([[1.0]])
    assert compile(x.step() * w, [x], [w], engine=engine).value_and_grad([[1.0]])[1].tolist() == [1.0]


# ------------------------------------------------------------------------------------------------------ the source


def test_source_runs_by_itself():
    loss, inputs, _ = network()
    program = compile(loss, inputs, engine="python")
    theta = [p.data for p in program.wrt]
    X = samples(5).tolist()
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{program.source}\nprint(value_and_grad({X}, {theta}))"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    values, gradient = eval(done.stdout)  # what we just printed
    found = program.value_and_grad(X)
    assert values == found[0].tolist()
    assert gradient == found[1].tolist()


def test_source_has_the_names_of_the_graph():
    x, w, b = Value(1.0, "x"), Value(2.0, "w"), Value(0.5, "class")
    hidden = (w * x + b).tanh().named("hidden state")
    assert compile((hidden * 3).named("z"), [x]).source == (
        "from math import tanh\n\n\n"
        "def value_and_grad(X, theta):\n"
        '    """The values of z for each row (x,) of X and the gradient of their mean by (w, class_2)."""\n'
        "    w, class_2 = theta\n"
        "    n = len(X)\n"
        "    total_d_w = total_d_class = 0.0\n"
        "    values = []\n"
        "    for x, in X:\n"
        "        hidden_state = tanh(w * x + class_2)\n"
        "        z = hidden_state * 3.0\n"
        "        # backward\n"
        "        t1 = 3.0 * (1.0 - hidden_state * hidden_state)\n"
        "        total_d_w += t1 * x\n"
        "        total_d_class += t1\n"
        "        values.append(z)\n"
        "    d_w = total_d_w / n\n"
        "    d_class = total_d_class / n\n"
        "    return values, [d_w, d_class]\n"
    )
    assert compile(w * x).source == (
        "def value_and_grad(theta):\n"
        '    """The value of the output and the gradient of it by (w, x)."""\n'
        "    w, x = theta\n"
        "    t1 = w * x\n"
        "    return t1, [x, w]\n"
    )


# ------------------------------------------------------------------------------------------------------ the passes


def run(form, X, theta):
    """What a form computes, row by row, in IEEE arithmetic."""
    stages, ones, each = form.stages(), {}, {}

    def go(stage, rows, sample):
        for row, (kind, x, y) in enumerate(form.rows()):
            if stages[row] != stage:
                continue
            if kind in (CONSTANT, THETA, INPUT):
                rows[row] = {CONSTANT: form.constants, THETA: theta, INPUT: sample}[kind][x]
            elif kind == MEAN:
                rows[row] = sum(each[x]) / len(X)
            else:
                numbers = [rows[operand] if operand in rows else ones[operand] for operand in (x, y) if operand >= 0]
                rows[row] = PRIMITIVES[kind].on_floats(*numbers)

    go(BEFORE, ones, [])
    values = []
    for sample in X:
        rows = {}
        go(EACH, rows, sample)
        for row, number in rows.items():
            each.setdefault(row, []).append(number)
        values.append([rows.get(row, ones.get(row)) for row in form.values])
    go(AFTER, ones, [])
    return values, [ones[row] for row in form.gradient]


@pytest.mark.parametrize("transform", [*PASSES, optimized])
def test_a_pass_keeps_the_results(transform):
    for build in (network, lambda: (EXAMPLES[2](), [], None), lambda: (EXAMPLES[3](), [], None)):
        output, inputs, w = build()
        tape = Tape([output], inputs, w)
        form = lowered(tape)
        for stage in PASSES if transform is not optimized else ():
            if stage is transform:
                break
            form = stage(form)
        X = samples(3, len(inputs)).tolist()
        theta = [p.data for p in tape.theta]
        before, after = (run(f, X, theta) for f in (form, transform(form)))
        np.testing.assert_allclose(before[0], after[0], rtol=1e-15)  # x² for pow(x, 2): half an ulp
        np.testing.assert_allclose(before[1], after[1], rtol=1e-14, atol=1e-16)
        assert len(transform(form)) <= len(form)


def formula(text):
    """A form of one value: an input x or y, or a number, and primitives, in prefix notation."""
    form, words = Form(), iter(text.split())

    def part():
        word = next(words)
        if word in CODES:
            operands = [part() for _ in range(PRIMITIVES[CODES[word]].arity)]
            return form.append(CODES[word], *operands)
        return form.append(INPUT, "xy".index(word)) if word in "xy" else form.constant(float(word))

    form.values = [part()]
    return form


REWRITES = [
    ("mul x 1", "x"),
    ("mul 1 x", "x"),
    ("mul -1 x", "neg x"),
    ("div x 1", "x"),
    ("div x 4", "mul x 0.25"),
    ("neg neg x", "x"),
    ("sub x 0", "x"),
    ("add x -0", "x"),
    ("add exp x 0", "exp x"),
    ("add x neg y", "sub x y"),
    ("sub x neg y", "add x y"),
    ("pow x 1", "x"),
    ("pow x 2", "mul x x"),
    ("pow x 0", "1"),
    ("mul x add 2 3", "mul x 5"),
    ("div 1 0", "inf"),
    ("mul 0 mask x", "0"),
    ("mul 0 sub 1 sub 1 indicator x", "0"),
    *(
        (kept, kept)
        for kept in (
            "mul x 0",
            "mul -0 mask x",
            "add x 0",
            "sub x x",
            "div x x",
            "div x 3",
            "sub x -0",
            "pow x 0.5",
            "div x 0",
        )
    ),
]


@pytest.mark.parametrize(("before", "after"), REWRITES)
def test_what_is_simplified_and_what_must_stay(before, after):
    def written(form, row):
        kind, x, y = form.kind[row], form.first[row], form.second[row]
        if kind in PRIMITIVES:
            return " ".join([PRIMITIVES[kind].name, *(written(form, operand) for operand in (x, y) if operand >= 0)])
        return "xy"[x] if kind == INPUT else f"{form.constants[x]:g}"

    form = optimized(formula(before))
    assert written(form, form.values[0]) == after
    points = [0.0, -0.0, 1.5, -2.0, 1e300, 5e-324, math.inf, -math.inf, math.nan]
    X = [(x, y) for x in points for y in points]
    for old, new in zip(run(formula(before), X, [])[0], run(form, X, [])[0], strict=True):
        np.testing.assert_array_equal(old, new)
        assert old[0] != old[0] or math.copysign(1, old[0]) == math.copysign(1, new[0])


def test_common_parts_are_computed_once_and_dead_ones_not_at_all():
    x, w = Value(0.5, "x"), Value(2.0, "w")
    form = optimized(lowered(Tape([(w * x).exp() + (x * w).exp()], [x], [w]), gradient=False))
    assert sorted(PRIMITIVES[kind].name for kind in form.kind if kind in PRIMITIVES) == ["add", "exp", "mul"]


def test_what_no_sample_changes_is_computed_once_a_call():
    loss, inputs, w = network()
    form = optimized(lowered(Tape([loss], inputs, w)))
    squares = [
        stage
        for stage, kind, x, y in zip(form.stages(), form.kind, form.first, form.second, strict=True)
        if kind == CODES["mul"] and x == y and form.kind[x] == THETA
    ]
    assert squares == [BEFORE] * len(w)
    assert simplified(form).stages().count(AFTER) == form.stages().count(AFTER) >= len(w)


# ------------------------------------------------------------------------------------------------------ bad input


def raises(kind, message):
    return pytest.raises(kind, match=f"^{re.escape(message)}$")


def test_what_compile_refuses():
    x, w = Value(1.0, "x"), Value(2.0, "w")
    h = (w * x).named("h")
    y = h + 3
    with raises(TypeError, "output: expected Values, got 'int'"):
        compile(3)
    with raises(ValueError, "compile: expected at least one output and one thread"):
        compile([])
    with raises(TypeError, "inputs: expected a list of Values, got one Value: write [x]"):
        compile(y, x)
    with raises(ValueError, "inputs[0] (other) is not in the graph: the output does not depend on it"):
        compile(y, [Value(1.0, "other")])
    with raises(ValueError, "inputs[0] (h) is computed, not a leaf: expected Values that are made, not computed"):
        compile(y, [h])
    with raises(ValueError, "wrt[0] (Value(3)) is a constant: expected Values that are made, not computed"):
        compile(y, wrt=[y.inputs[1]])
    with raises(ValueError, "inputs[1] (x) is inputs[0] again"):
        compile(y, [x, x])
    with raises(ValueError, "wrt[0] (x) is one of the inputs: it varies, so it has no one gradient"):
        compile(y, [x], [x])
    with raises(ValueError, "engine='fast': expected 'auto', 'llvm', 'products', 'tape', 'python'"):
        compile(y, engine="fast")


@every_engine
def test_wrt_that_is_not_reached_has_gradient_0_and_is_mentioned_once(engine):
    x, w, lost = Value(1.0, "x"), Value(2.0, "w"), Value(5.0, "lost")
    with pytest.warns(UserWarning, match=r"^the output does not depend on lost: the gradient there is 0$") as seen:
        program = compile(w * x, [x], [lost, w], engine=engine)
    assert len(seen) == 1
    assert seen[0].filename == __file__
    assert program.value_and_grad([[3.0]])[1].tolist() == [0.0, 3.0]


@every_engine
def test_arrays(engine):
    loss, inputs, w = network()
    program = compile(loss, inputs, w, engine=engine)
    X, theta = samples(4), np.array([p.data for p in w])
    values, gradient = program.value_and_grad(X, theta)
    wide, fixed = np.zeros((8, 6)), X.copy()
    wide[::2, ::2] = X
    fixed.flags.writeable = False
    for same in (wide[::2, ::2], np.asfortranarray(X), fixed, X.tolist(), X.astype(">f8")):
        again = program.value_and_grad(same, theta.tolist())
        np.testing.assert_array_equal(again[0], values)
        np.testing.assert_array_equal(again[1], gradient)
    assert program.value(np.ones((2, 3), dtype=np.float32)).tolist() == program.value(np.ones((2, 3), int)).tolist()
    assert program.value(np.empty((0, 3))).shape == (0,)
    columns = "a row for each sample and a column for each of x, y, label"
    with raises(ValueError, f"X has shape (4, 2): expected (n, 3), {columns}"):
        program.value_and_grad(X[:, :2])
    with raises(ValueError, f"X has shape (3,): expected (n, 3), {columns}"):
        program.value(X[0])
    with raises(ValueError, "X has no rows: the mean over no samples has no gradient"):
        program.value_and_grad(np.empty((0, 3)))
    with raises(ValueError, "theta has shape (2,): expected (9,), a number for each of wrt"):
        program.value_and_grad(X, [1.0, 2.0])
    with raises(TypeError, "X: expected an array of real numbers, got dtype <U1."):
        program.value_and_grad([["a", "b", "c"]])
    with raises(TypeError, "X: expected an array of real numbers, got dtype complex128."):
        program.value_and_grad(X + 1j)
    with raises(
        TypeError, "X: expected an array of real numbers, got dtype object. Give numbers: .data of each Value."
    ):
        program.value_and_grad([inputs])
    with raises(TypeError, "X: expected an array of real numbers, got rows of different lengths"):
        program.value_and_grad([[1.0, 2.0, 3.0], [1.0]])


def test_an_engine_that_is_not_installed(monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    x = Value(2.0, "x")
    assert compile(x * x).engine == "python"
    with raises(
        ImportError,
        "engine='llvm' needs llvmlite, which is not installed: pip install 'chalkgrad[fast]'. "
        "Without it, engine='auto' takes one that needs nothing more and computes the same",
    ):
        compile(x * x, engine="llvm")


def test_a_graph_too_large_for_an_engine(monkeypatch):
    x = Value(2.0, "x")
    monkeypatch.setitem(ENGINES, "python", ENGINES["python"]._replace(most=2))
    program = compile(x * x + x)
    with raises(
        ValueError,
        "engine='python': 3 operations are more than the 2 it takes (Python's own compiler takes too long); "
        "engine='auto' takes one that does",
    ):
        compile(x * x + x + 1, engine="python")
    assert program() == 6.0


# ------------------------------------------------------------------------------------------- functions of one's own

HALF = 0.5


def rest(x):
    """What is left of x after whole numbers; refuses what is negative."""
    if x < 0:
        raise ValueError("negative")
    return x % 1.0 * (2 * HALF)


@pytest.fixture
def own():
    """Operations of functions that maths has taken in: one of C, one of Python, one of two operands."""
    asinh_of, rest_of, hypot_of = map(maths.over_any_number, (math.asinh, rest, math.hypot))

    @op(dx=lambda x: 1 / maths.sqrt(1 + x * x))
    def asinh(x):
        """The inverse of sinh."""
        return asinh_of(x)

    @op(dx=lambda x: 1)
    def fraction(x):
        """What is left after whole numbers."""
        return rest_of(x)

    @op(dx=lambda x, y, z: x / z, dy=lambda x, y, z: y / z)
    def distance(x, y):
        """From the origin."""
        return hypot_of(x, y)

    yield asinh, fraction, distance
    for name in ("asinh", "fraction", "distance"):
        forget(name)
    for name in ("asinh", "rest", "hypot"):
        del FLOATS[name]


@every_engine
def test_functions_that_were_taken_in_later(engine, own):
    asinh, fraction, distance = own

    def build(x, y, w):
        return (asinh(w * x) * fraction(x * x + 0.3) + distance(y, w)).named("z")

    x, y, w = Value(0.3, "x"), Value(-0.7, "y"), Value(1.1, "w")
    program = compile(build(x, y, w), [x, y], [w], engine=engine)
    X = samples(21, 2)
    wanted, slope = [], 0.0
    for row in X.tolist():
        new = Value(1.1)
        z = build(*map(Value, row), new)
        z.backward()
        wanted.append(z.data)
        slope += new.grad / len(X)
    values, gradient = program.value_and_grad(X)
    np.testing.assert_allclose(values, wanted, rtol=REL)
    np.testing.assert_allclose(gradient, [slope], rtol=REL)
    np.testing.assert_allclose(program.value(X), wanted, rtol=REL)


@every_engine
def test_what_such_a_function_refuses_is_nan(engine, own):
    _, fraction, _ = own
    x, w = Value(0.5, "x"), Value(1.5, "w")
    program = compile(fraction(x) * w, [x], [w], engine=engine)
    values, _ = program.value_and_grad([[0.5], [-0.5], [1.25]])
    np.testing.assert_array_equal(values, [0.75, math.nan, 0.375])


def test_the_source_of_such_functions(own):
    asinh, fraction, _ = own
    x, w = Value(0.3, "x"), Value(1.1, "w")
    source = compile(asinh(w) * fraction(x), [x], [w]).source
    assert source.startswith("from math import asinh, sqrt\n\n\ndef rest(x):\n")
    names = {"HALF": HALF}
    exec(source, names)
    values, (slope,) = names["value_and_grad"]([(0.3,)], [1.1])
    assert values == [pytest.approx(math.asinh(1.1) * 0.3, rel=REL)]
    assert slope == pytest.approx(0.3 / math.sqrt(2.21), rel=REL)


def test_another_function_of_the_same_name(own):
    *_, distance = own
    x, y = Value(3.0, "x"), Value(4.0, "y")
    before = compile(distance(x, y), [x, y])

    def hypot(x, y):
        return x + y

    taken = maths.over_any_number(hypot)

    @op(dx=lambda x, y: 1, dy=lambda x, y: 1)
    def streets(x, y):
        """The way along streets."""
        return taken(x, y)

    after, both = compile(streets(x, y), [x, y]), compile(streets(x, y) * distance(x, y), [x, y])
    forget("streets")
    assert before.value([[3.0, 4.0]]) == [5.0]
    assert after.value([[3.0, 4.0]]) == [7.0]
    assert both.value([[3.0, 4.0]]) == [35.0]
    names = {}
    exec(both.source, names)
    assert names["value_and_grad"]([(3.0, 4.0)], [])[0] == [35.0]


# ----------------------------------------------------------------------------------------- recording, copies, threads


def test_recording_refuses_decisions():
    x, y = Value(2.0, "x"), Value(3.0, "y")
    rest = (
        "while a program is recorded: whatever is decided here would be frozen into it. Use maximum(x, y), "
        "minimum(x, y), abs(x), relu(x) or mask(x), which decide anew for each sample"
    )
    line = sys._getframe().f_lineno + 3
    with recording():
        with pytest.raises(BranchError) as refusal:
            _ = x if x > 0 else y
        assert str(refusal.value) == f"{__file__}, line {line}: comparing a Value {rest}"
        for decide in (lambda: x < y, lambda: x <= 1, lambda: max(x, y), lambda: sorted([x, y])):
            with pytest.raises(BranchError, match="comparing a Value"):
                decide()
        with pytest.raises(BranchError, match="asking whether a Value is true"):
            bool(x)
        assert x == x
        assert maximum(x, y).data == 3.0
        with ThreadPoolExecutor(1) as pool:  # other threads record nothing
            assert pool.submit(lambda: x < y).result()
    assert x < y
    assert bool(x)


@every_engine
def test_pickling_and_copying(engine):
    loss, inputs, w = network()
    program = compile(loss, inputs, w, engine=engine)
    values, gradient = program.value_and_grad(samples(5))
    for again in (pickle.loads(pickle.dumps(program)), copy.deepcopy(program)):
        assert (again.engine, [x.name for x in again.inputs]) == (engine, ["x", "y", "label"])
        again_values, again_gradient = again.value_and_grad(samples(5))
        np.testing.assert_array_equal(values, again_values)
        np.testing.assert_array_equal(gradient, again_gradient)
        again()
        assert again.wrt[0].has_grad
    assert not w[0].has_grad


@every_engine
def test_several_threads_at_once(engine):
    loss, inputs, w = network()
    program = compile(loss, inputs, w, engine=engine)
    batches = [samples(20 + seed, seed=seed) for seed in range(12)]
    wanted = [program.value_and_grad(X) for X in batches]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(5):
            for (values, gradient), (again, slopes) in zip(
                wanted, pool.map(program.value_and_grad, batches), strict=True
            ):
                np.testing.assert_array_equal(values, again)
                np.testing.assert_array_equal(gradient, slopes)


def test_stats_and_how_it_shows():
    loss, inputs, _ = network()
    program = compile(loss, inputs)
    stats = program.stats
    assert stats.nodes == sum(bool(node.inputs) for node in order(loss))
    assert stats.before > stats.after > stats.nodes
    assert stats.bytes > 0
    assert stats.seconds > 0
    assert repr(program) == f"<Program of {stats.nodes} operations, 3 inputs, engine {program.engine}>"


# ------------------------------------------------------------------------------------------------------ large graphs


@pytest.mark.parametrize("engine", [name for name in ENGINES_HERE if name in ("tape", "python")])
def test_large_graphs(engine):
    x, w = Value(0.5, "x"), [Value(1 / (i + 1)) for i in range(3000)]
    total = sum((p * x).tanh() * p for p in w)
    for _ in range(2000):
        total = total * 0.999 + x
    program = compile(total, [x], engine=engine)
    total.backward()
    values, gradient = program.value_and_grad([[0.5], [0.5], [0.5]])
    np.testing.assert_allclose(values, total.data, rtol=REL)
    np.testing.assert_allclose(gradient, [p.grad for p in program.wrt], rtol=REL)


@pytest.mark.slow
def test_auto_takes_the_tape_for_large_graphs_in_little_memory():
    optional.package("llvmlite")
    w = Value(0.5, "w")
    node = w
    for _ in range(100_000):
        node = node * 0.5 + w
    program = compile(node)
    assert program.engine == "tape"
    assert program.stats.bytes / program.stats.nodes < 13  # and 16 more for the numbers of a call: below 40
    assert program() == node.data == 1.0
    assert w.grad == pytest.approx(2.0, rel=REL)
