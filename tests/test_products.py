"""The engine "products": layers found in a graph of single numbers, and the same numbers as eager."""

import random

import numpy as np
import pytest

from autograd import Value, compile
from autograd.compiled.engines.engine import STRAIGHT
from autograd.compiled.ir.products import COLUMNS, EACH, Matrix, Products
from autograd.compiled.ir.tape import Tape
from autograd.nn import Conv2d, Flatten, Linear, ReLU, Sequential, cross_entropy

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
    """At the recorded example, and at others: against the engine that is nearest to eager."""
    X = np.array([[x.data for x in inputs]])
    values, gradient = program.value_and_grad(X)
    loss.zero_grad()
    loss.backward()
    wanted = np.array([p.grad for p in parameters])
    np.testing.assert_allclose(values, loss.data, rtol=REL)
    np.testing.assert_allclose(gradient, wanted, rtol=REL, atol=REL * np.abs(wanted).max())
    others = np.random.default_rng(1).normal(size=(5, len(inputs)))
    by_levels = compile(loss, inputs, parameters, engine="levels")
    for found, exact in zip(program.value_and_grad(others), by_levels.value_and_grad(others), strict=True):
        np.testing.assert_allclose(found, exact, rtol=REL, atol=REL * np.abs(exact).max())
    np.testing.assert_allclose(program.value(others), by_levels.value(others), rtol=REL)


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
    assert len(Tape([loss], inputs, parameters)) > STRAIGHT
    assert compile(loss, inputs, parameters).engine == "products"
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
