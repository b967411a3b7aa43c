"""The engine "products": layers found in a graph of single numbers, and the same numbers as eager."""

import functools
import operator
import random
import tracemalloc
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from autograd import Value, compile, maximum, values
from autograd.compiled.engines.engine import LARGE, installed
from autograd.compiled.engines.products import engine
from autograd.compiled.ir.products import Products
from autograd.compiled.ir.steps import COLUMNS, EACH, Matrix
from autograd.compiled.ir.tape import Tape
from autograd.engine.graph import order
from autograd.nn import Conv2d, Flatten, LayerNorm, Linear, ReLU, Sequential, cross_entropy

SEEDED = random.Random(0)
REL = 1e-12  # sums of some hundred terms, added up in another order


def classifier(model, shape, seed=0):
    """The loss of one example, its inputs, the parameters."""
    rng = np.random.default_rng(seed)
    inputs = [Value(x) for x in rng.normal(size=int(np.prod(shape)))]
    example = np.empty(shape, dtype=object)
    example.flat[:] = inputs
    return cross_entropy(model(example[None]), [1]), inputs, model.parameters()


def dense(sizes=(100, 40, 10), seed=0):
    rng = random.Random(seed)
    a, b, c = sizes
    return classifier(Sequential(Linear(a, b, rng=rng), ReLU(), Linear(b, c, rng=rng)), (a,))


def convolution(seed=0):
    rng = random.Random(seed)
    layers = Conv2d(1, 3, 3, padding=1, rng=rng), ReLU(), Conv2d(3, 4, 3, rng=rng), ReLU(), Flatten()
    return classifier(Sequential(*layers, Linear(4 * 6 * 6, 5, rng=rng)), (1, 8, 8))


def matrices(loss, inputs, parameters):
    """The shapes (R, K, P) of the products found."""
    steps = Products(Tape([loss], inputs, parameters)).build().steps[EACH]
    return [(*step.weights.at.shape, step.operands.at.shape[1]) for step in steps if isinstance(step, Matrix)]


def assert_like_eager(program, loss, inputs, parameters):
    """At the recorded example, and at others: against an engine that goes through the graph node by node."""
    X = np.array([[x.data for x in inputs]])
    values, gradient = program.value_and_grad(X)
    loss.zero_grad()
    loss.backward()
    wanted = np.array([p.grad for p in parameters])
    np.testing.assert_allclose(values, loss.data, rtol=REL)
    np.testing.assert_allclose(gradient, wanted, rtol=REL, atol=REL * np.abs(wanted).max())
    others = np.random.default_rng(1).normal(size=(11, len(inputs)))  # some more than the lanes of a machine
    plain = compile(loss, inputs, parameters, engine="tape" if installed("tape") else "python")
    for ours in program, by_numpy(loss, inputs, parameters):
        for found, exact in zip(ours.value_and_grad(others), plain.value_and_grad(others), strict=True):
            np.testing.assert_allclose(found, exact, rtol=REL, atol=REL * np.abs(exact).max())
        np.testing.assert_allclose(ours.value(others), plain.value(others), rtol=REL)


def by_numpy(loss, inputs, parameters):
    """The same program with NumPy in place of machine code between the products."""
    with mock.patch.object(engine, "installed", return_value=False):
        return compile(loss, inputs, parameters, engine="products")


def test_the_layers_of_a_network_are_its_matrices():
    loss, inputs, parameters = dense()
    assert matrices(loss, inputs, parameters) == [(40, 100, 1), (10, 40, 1)]
    program = compile(loss, inputs, parameters, engine="products")
    assert_like_eager(program, loss, inputs, parameters)


def test_a_convolution_is_one_matrix_over_many_windows():
    loss, inputs, parameters = convolution()
    assert matrices(loss, inputs, parameters) == [(3, 9, 64), (4, 27, 36), (5, 144, 1)]
    assert_like_eager(compile(loss, inputs, parameters, engine="products"), loss, inputs, parameters)


def test_inputs_in_order_are_multiplied_where_they_are():
    loss, inputs, parameters = dense()
    first = Products(Tape([loss], inputs, parameters)).build().steps[EACH][0]
    assert first.operands.space == COLUMNS


def test_large_batches_go_in_blocks():
    loss, inputs, parameters = dense((30, 12, 5))
    program = compile(loss, inputs, parameters, engine="products")
    X = np.random.default_rng(2).normal(size=(1200, 30))
    values, gradient = program.value_and_grad(X)
    parts = [program.value_and_grad(X[start : start + 300]) for start in range(0, 1200, 300)]
    np.testing.assert_allclose(values, np.concatenate([part[0] for part in parts]), rtol=REL)
    np.testing.assert_allclose(gradient, sum(part[1] for part in parts) / 4, rtol=1e-11, atol=1e-15)


def test_it_is_chosen_for_large_graphs_of_layers_and_says_what_does_not_fit():
    loss, inputs, parameters = dense((150, 40, 10))
    assert len(Tape([loss], inputs, parameters)) > LARGE
    program = compile(loss, inputs, parameters)
    assert program.engine == "products"
    assert_like_eager(program, loss, inputs, parameters)
    deep = classifier(Sequential(*(Linear(22, 22, rng=SEEDED) for _ in range(12))), (22,))
    program = compile(*deep)
    assert program.engine == "products"
    assert_like_eager(program, *deep)
    x, w = Value(0.5, "x"), Value(0.3, "w")
    node = x * w
    for _ in range(50):
        node = (node * w).tanh()
    with pytest.raises(ValueError, match=r"^engine='products': ") as refusal:
        compile(node, [x], [w], engine="products")
    assert str(refusal.value) == (
        "engine='products': 0% of 101 operations are in sums of products, less than 80%; what does not fit is 51 mul, "
        "50 tanh; engine='auto' takes one that fits"
    )


def test_deep_graphs_are_for_other_engines_and_described_in_short():
    w, x = [Value(0.1 * i) for i in range(1, 4)], Value(0.5, "x")
    node = x
    for _ in range(2500):
        node = w[0] * node + w[1] * x + w[2] * node
    with pytest.raises(ValueError, match=r"^engine='products'") as refusal:
        compile(node, [x], w, engine="products")
    assert str(refusal.value) == (
        "engine='products': 12,500 operations are 2,500 steps one after the other, fewer than 20 to a step; "
        "engine='auto' takes one that fits"
    )
    program = compile(node, [x], w)
    assert program.engine in ("tape", "python")
    assert program.describe() == "7,500 mul, 5,000 add"


# ------------------------------------------------------------------------------------------------ what was found

DESCRIBED = [
    (dense, "dense 100→40, relu, dense 40→10, softmax cross-entropy"),
    (
        convolution,
        "convolution of 3 filters of 9 at 64 places, relu, convolution of 4 filters 3×3×3 at 36 places, relu, "
        "dense 144→5, softmax cross-entropy",
    ),
    (
        lambda: classifier(
            Sequential(Conv2d(1, 2, (2, 3), rng=SEEDED), Flatten(), Linear(24, 3, rng=SEEDED)), (1, 5, 5)
        ),
        "convolution of 2 filters 2×3 at 4×3 places, dense 24→3, softmax cross-entropy",
    ),
    (
        lambda: classifier(Sequential(Linear(20, 30, rng=SEEDED), LayerNorm(30), Linear(30, 4, rng=SEEDED)), (20,)),
        "dense 20→30, layer norm, dense 30→4, softmax cross-entropy",
    ),
]


def arrays():
    """A network of arrays of Values, without biases."""
    rng = np.random.default_rng(0)
    W, V, x = values(rng.normal(size=(40, 30))), values(rng.normal(size=(5, 40))), values(rng.normal(size=30))
    loss = ((V @ np.tanh(W @ x)) ** 2).sum()
    return loss, list(x), [*W.ravel(), *V.ravel()]


DESCRIBED.append((arrays, "dense 30→40, tanh, dense 40→5, square, sum"))


def test_layers_need_no_bias():
    graph = arrays()
    assert_like_eager(compile(*graph, engine="products"), *graph)


@pytest.mark.parametrize(("build", "text"), DESCRIBED)
def test_what_was_found_is_said_in_words(build, text):
    description = compile(*build()).describe()
    assert description == text
    first, header, *rows = str(description).splitlines()
    assert first == text
    assert header.split() == ["part", "numbers", "parameters", "multiplications"]
    assert [row[2:].split("  ")[0] for row in rows] == text.split(", ")


def test_small_things_are_described_too():
    x, w = Value(2.0, "x"), Value(3.0, "w")
    assert compile((x * w).tanh(), [x]).describe() == "product, tanh"
    assert compile(x, [x], []).describe() == ""
    assert compile(w * w, [], [w]).describe() == "product"
    parts = {part.name: part for part in compile(*dense()).describe().parts}
    assert (parts["dense 100→40"].numbers, parts["dense 100→40"].parameters) == (40, 4040)
    assert parts["dense 40→10"].multiplications == 400


# ---------------------------------------------------------------------------------------- random graphs of layers


def layered(draw):
    """A random network of single numbers: its output, inputs, parameters; weights are shared, left out, or vary."""
    number = st.floats(-1.5, 1.5).map(lambda x: round(x, 3))
    inputs = [Value(draw(number)) for _ in range(draw(st.integers(2, 6)))]
    parameters = []

    def weight():
        if parameters and draw(st.integers(0, 9)) == 0:
            return draw(st.sampled_from(parameters))
        parameters.append(Value(draw(number)))
        return parameters[-1]

    before, rows = [inputs], list(inputs)
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["dense", "again", "window", "norm", "mixed", "softmax"]))
        if kind == "again" and len(rows) > 1:  # the same matrix over other operands
            matrix = [[weight() for _ in range(len(rows) - 1)] for _ in range(2)]
            spans = [rows[:-1], rows[1:]]
            new = [combined(draw, row, span, weight) for row in matrix for span in spans]
        elif kind == "window" and len(rows) > 2:
            kernel, size = [weight(), weight()], len(rows) - 1
            new = [combined(draw, kernel, rows[place : place + 2], weight) for place in range(size)]
        elif kind == "norm":
            mean = sum(rows[1:], rows[0]) / len(rows)
            spread = sum(((x - mean) ** 2 for x in rows), 0.1) / len(rows)
            new = [weight() * ((x - mean) / spread.sqrt()) for x in rows]
        elif kind == "mixed":  # weights that vary
            new = [combined(draw, rows, rows[::-1], weight), combined(draw, draw(st.permutations(rows)), rows, weight)]
        elif kind == "softmax":
            shift = functools.reduce(maximum, rows)
            powers = [(x - shift).exp() for x in rows]
            new = [power / sum(powers) for power in powers]
        else:
            new = [combined(draw, [weight() for _ in rows], rows, weight) for _ in range(draw(st.integers(1, 5)))]
        act = draw(st.sampled_from(["tanh", "sigmoid", None]))
        new = [getattr(x, act)() if act else x for x in new]
        if draw(st.booleans()) and len(new) == len(before[-1]):  # a skip
            new = [x + y for x, y in zip(new, before[-1], strict=True)]
        if len(new) > 2 and draw(st.booleans()):  # a row is dropped
            new.pop(draw(st.integers(0, len(new) - 1)))
        before.append(new)
        rows = new
    outputs = rows[: draw(st.integers(1, 2))]
    return outputs, inputs, parameters


def combined(draw, weights, operands, weight):
    """A weighted sum, in one of the ways in which people write it."""
    products = [w * x if draw(st.booleans()) else x * w for w, x in zip(weights, operands, strict=True)]
    way = draw(st.sampled_from(["sum", "bias first", "bias last", "subtracted", "balanced", "negated"]))
    if way == "bias first":
        return sum(products, weight())
    if way == "bias last":
        return sum(products) + weight()
    if way == "subtracted":
        return functools.reduce(operator.sub, products, weight())
    if way == "negated":
        return weight() - (-sum(products[1:], products[0]))
    while way == "balanced" and len(products) > 1:
        products = [sum(products[place + 1 : place + 2], products[place]) for place in range(0, len(products), 2)]
    return products[0] if way == "balanced" else sum(products)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_random_layers_are_computed_as_eager_does(data):
    outputs, inputs, parameters = layered(data.draw)
    found = set(map(id, order(*outputs)))
    inputs = [x for x in inputs if id(x) in found]
    parameters = [w for w in parameters if id(w) in found]
    with mock.patch.object(engine, "LEAST", 0.0), mock.patch.object(engine, "FEWEST", 0):
        program = compile(outputs, inputs, parameters, engine="products")
        without_llvm = by_numpy(outputs, inputs, parameters)
    X = np.array([[x.data for x in inputs]] * 2)
    X[1] += 0.25
    values, gradient = program.value_and_grad(X[:1])
    total = sum(outputs[1:], outputs[0]) / len(outputs)
    total.backward()
    # norms of numbers that lie close together lose some digits, on either side
    np.testing.assert_allclose(values[0], [x.data for x in outputs], rtol=1e-10, atol=1e-12)
    exact = np.array([w.grad for w in parameters])
    np.testing.assert_allclose(gradient, exact, rtol=1e-9, atol=1e-11 * max(1.0, np.abs(exact).max(initial=0)))
    others = [compile(outputs, inputs, parameters, engine=name) for name in filter(installed, ("python", "tape"))]
    for other in (without_llvm, *others):
        for ours, theirs in zip(program.value_and_grad(X), other.value_and_grad(X), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-11 * max(1.0, np.abs(theirs).max(initial=0)))


# ---------------------------------------------------------------------------------------------------- large and small


def test_a_program_holds_less_than_40_bytes_a_node():
    loss, inputs, parameters = dense((400, 150, 10))
    compile(*dense((150, 40, 10))).value_and_grad(np.zeros((2, 150)))  # what is imported and written once
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    program = compile(loss, inputs, parameters)
    program.value_and_grad(np.zeros((2, len(inputs))))
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert program.engine == "products"
    assert program.stats.bytes < held < 40 * program.stats.nodes


def test_arrays_are_kept_for_few_sizes_of_a_batch():
    loss, inputs, parameters = dense()
    program = compile(loss, inputs, parameters, engine="products")
    wanted = program.value_and_grad(np.ones((9, len(inputs))))[1]
    for n in (1, 2, 3, 4, 5, 6, 9, 1):
        gradient = program.value_and_grad(np.ones((n, len(inputs))))[1]
        np.testing.assert_allclose(gradient, wanted, rtol=REL, atol=1e-15)
    assert len(program._engine._free) <= engine.WIDTHS


def test_no_samples_have_values_but_no_gradient():
    loss, inputs, parameters = dense()
    program = compile(loss, inputs, parameters, engine="products")
    assert program.value(np.empty((0, len(inputs)))).shape == (0,)
    with pytest.raises(ValueError, match="X has no rows"):
        program.value_and_grad(np.empty((0, len(inputs))))


def test_numbers_that_are_not_finite_stay_with_their_sample():
    loss, inputs, parameters = dense()
    program = compile(loss, inputs, parameters, engine="products")
    X = np.random.default_rng(0).normal(size=(3, len(inputs)))
    X[1, 0] = np.nan
    values, gradient = program.value_and_grad(X)
    assert np.isnan(values).tolist() == [False, True, False]
    assert np.isnan(gradient).any()
    assert np.isfinite(program.value_and_grad(X[::2])[1]).all()  # nothing is left behind in the arrays
