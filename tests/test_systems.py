"""The fourteen systems of the exercise sheets, built from modules: their numbers, and gradients by two other ways.

Counts (W1, W2, W5, W8) are in test_counting.py too; here the systems run.
"""

import itertools
import math
import random

import numpy as np
import pytest

from autograd import AnomalyError, NoDerivativeError, Value, exp, grad, jacobian, log
from autograd.engine.graph import order
from autograd.nn import (
    Activation,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    Linear,
    MaxPool2d,
    Module,
    ReLU,
    Residual,
    Sequential,
    Sigmoid,
    binary_cross_entropy,
    cross_entropy,
    half_squared_error,
    logsumexp,
    softmax,
    summary,
)
from autograd.nn.functional.functions import total
from tests.samples import sized

REL = 1e-13  # some hundred roundings of 1e-16
DIFFERENCE = 1e-7  # central differences with h = 1e-5 are good to about 1e-10 of numbers of order 1
ZERO = 1e-15  # what rounding leaves of differences of equal numbers of order 1


def floats(x):
    return np.vectorize(float, otypes=[float])(np.array(x, dtype=object))


def gradients(held):
    return np.vectorize(lambda value: value.grad, otypes=[float])(np.array(held, dtype=object))


def values(numbers):
    return np.vectorize(Value, otypes=[object])(numbers)


def set_to(held, numbers):
    for parameter, number in zip(held.flat, np.array(numbers, dtype=float).flat, strict=True):
        parameter.data = number


def differences_agree(loss, leaves):
    """Whether the gradients of all leaves are those that central differences give."""
    result = loss()
    for leaf in leaves:
        leaf.grad = 0.0
    result.backward()
    for leaf in leaves:
        here, width = leaf.data, 1e-5
        leaf.data = here + width
        above = loss().data
        leaf.data = here - width
        below = loss().data
        leaf.data = here
        assert leaf.grad == pytest.approx((above - below) / (2 * width), rel=DIFFERENCE, abs=1e-10)
    return True


def test_w1_mlp_shapes():
    model = Sequential(Linear(10, 50, rng=random.Random(0)), ReLU(), Linear(50, 3, rng=random.Random(1)), ReLU())
    X = np.random.default_rng(0).normal(size=(4, 10))
    Y = model(X)
    Wh, bh, Wo, bo = model[0].weight.T, model[0].bias[None], model[2].weight.T, model[2].bias[None]
    assert [m.shape for m in (Wh, bh, Wo, bo, Y)] == [(10, 50), (1, 50), (50, 3), (1, 3), (4, 3)]
    assert len(model.parameters()) == 703
    H = np.maximum(X @ floats(Wh) + floats(bh), 0)
    expected = np.maximum(H @ floats(Wo) + floats(bo), 0)
    np.testing.assert_allclose(floats(Y), expected, rtol=REL)
    total(list(Y.reshape(-1))).backward()
    delta = (expected > 0).astype(float)
    np.testing.assert_allclose(gradients(Wo), H.T @ delta, rtol=REL)
    hidden = (delta @ floats(Wo).T) * (H > 0)
    np.testing.assert_allclose(gradients(Wh), X.T @ hidden, rtol=REL, atol=ZERO)
    np.testing.assert_allclose(gradients(bh)[0], hidden.sum(axis=0), rtol=REL, atol=ZERO)
    some = [model[0].weight[3, 7], model[0].bias[3], model[2].weight[1, 5], model[2].bias[2]]
    assert differences_agree(lambda: total(list(model(X).reshape(-1))), some)


@pytest.mark.slow
def test_w2_conv_parameters():
    model = Sequential(Conv2d(3, 100, 3), Conv2d(100, 200, 3), Conv2d(200, 400, 3))
    assert [len(layer.parameters()) for layer in model[:2]] == [2_800, 180_200]  # made, and counted one by one
    assert summary(model, (3, 7, 7)).parameters == 903_400


def test_w3_batchnorm():
    x, c, gamma, beta, eps, m = np.array([1.1, 2.2, 4.3]), np.array([0.3, -1.2, 2.1]), 1.5, 0.5, 0.01, 3
    layer = BatchNorm(1, eps=eps)
    layer.weight[0].data, layer.bias[0].data = gamma, beta
    given = values(x[:, None])

    def f():
        return total([weight * y * y for weight, y in zip(c, layer(given)[:, 0], strict=True)])

    f().backward()
    mu, var = x.mean(), x.var()
    root = math.sqrt(var + eps)
    xhat = (x - mu) / root
    dy = 2 * c * (gamma * xhat + beta)
    dxhat = dy * gamma
    assert layer.weight[0].grad == pytest.approx(sum(dy * xhat), rel=REL)
    assert layer.bias[0].grad == pytest.approx(sum(dy), rel=REL)
    dvar = -0.5 * sum(dxhat * (x - mu) * (var + eps) ** -1.5)
    dmu = -sum(dxhat) / root
    dx = (m * dxhat - dxhat.sum() - xhat * sum(dxhat * xhat)) / (m * root)
    np.testing.assert_allclose(dx, dxhat / root + dvar * 2 * (x - mu) / m + dmu / m, rtol=1e-12)
    np.testing.assert_allclose(gradients(given)[:, 0], dx, rtol=1e-12)  # the terms cancel to a tenth
    assert abs(-2 / m * sum(x - mu)) < ZERO * 10  # dσ²/dμ
    wrong = (m * gamma * dy - sum(gamma * dy) - dy * gamma * sum(gamma * dy * xhat)) / (m * root)
    assert np.abs(wrong - dx).max() > 1  # the sheet's last line has dyᵢγ where x̂ᵢ belongs
    assert differences_agree(f, [*layer.parameters(), *given[:, 0]])


def test_w4_residual():
    block = Residual(Sequential(Linear(1, 1), ReLU(), Linear(1, 1)))
    (w0,), b0 = block.inner[0].weight[0], block.inner[0].bias[0]
    (w1,), b1 = block.inner[2].weight[0], block.inner[2].bias[0]
    for parameter, number in zip((w0, b0, w1, b1), (0.5, 0.1, -0.2, 0.15), strict=True):
        parameter.data = number
    x0 = Value(1.0, "x0")
    z = block([x0])[0]
    assert z.data == pytest.approx(1.03, rel=REL)
    x1 = block.inner[1](block.inner[0]([x0]))[0]
    assert x1.data == pytest.approx(0.6, rel=REL)
    assert block.inner[2]([x1])[0].data == pytest.approx(0.03, rel=REL)
    slopes = {"b1": 1.0, "w1": 0.6, "w0": -0.2, "b0": -0.2, "x0": 0.9}
    found = dict(zip(slopes, (g.data for g in grad(z, [b1, w1, w0, b0, x0])), strict=True))
    assert found == pytest.approx(slopes, rel=REL)
    assert found["w1"] != 1  # the sheet's number; its formula, x1, is right
    assert differences_agree(lambda: block([x0])[0], [w0, b0, w1, b1, x0])


@pytest.mark.slow
def test_w5_convolution_a_on_a_real_image():
    layer = Conv2d(3, 5, kernel_size=3, rng=random.Random(0))
    size = sized(34, 100)
    assert summary(layer, (3, 100, 100)).multiplies == 1_296_540
    image = np.random.default_rng(1).uniform(size=(3, size, size))
    output = layer(image)
    assert output.shape == (5, size - 2, size - 2) == summary(layer, image.shape).rows[0].output_shape
    z = total(list(output.reshape(-1)))
    nodes = order(z)
    multiplies = sum(node.op == "mul" for node in nodes)
    assert multiplies == summary(layer, image.shape).multiplies
    computed = sum(bool(node.inputs) for node in nodes)
    assert computed == 2 * multiplies + output.size - 1  # 26 sums a place, one for the bias, and those to z
    seen = np.lib.stride_tricks.sliding_window_view(image, (3, 3), axis=(1, 2))
    weights = floats(layer.weight)
    expected = np.einsum("cijkl,fckl->fij", seen, weights) + floats(layer.bias)[:, None, None]
    np.testing.assert_allclose(floats(output), expected, rtol=1e-12, atol=1e-13)  # 27 terms of both signs
    del nodes
    z.backward()
    for filters in gradients(layer.weight):  # the same for each filter: the sum of what each weight saw
        np.testing.assert_allclose(filters, seen.sum(axis=(1, 2)), rtol=1e-11)  # up to 9,604 roundings
    assert gradients(layer.bias).tolist() == [(size - 2) ** 2] * 5


def test_w6_softmax_cross_entropy():
    numbers = np.array([1.2, 2.1, 0.5])
    shares = np.exp(numbers) / np.exp(numbers).sum()
    for target in 1, [0, 1, 0]:
        h = values(numbers)
        L = cross_entropy(h, target)
        assert L.data == pytest.approx(-math.log(shares[1]), rel=REL)
        L.backward()
        np.testing.assert_allclose(gradients(h), shares - [0, 1, 0], rtol=REL)  # i = j, and i ≠ j
    assert differences_agree(lambda: cross_entropy(h, 1), list(h))


def test_w7_softmax_jacobian():
    z = list(values([0.3, -1.2, 2.1]))
    s = softmax(z)
    found = floats(jacobian(s, z))
    shares = floats(s)
    np.testing.assert_allclose(found, np.diag(shares) - np.outer(shares, shares), rtol=1e-12)
    assert differences_agree(lambda: softmax(z)[1], z)


def test_w8_convnet_in_small():
    """The sheet's chain of layers, narrower: what its closed form counts is what is there, and it learns."""
    rng = random.Random(0)
    model = Sequential(
        Conv2d(1, 3, 5, padding=2, bias=False, rng=rng),
        Conv2d(3, 3, 5, padding=2, bias=False, rng=rng),
        MaxPool2d(2),
        *(Activation("tanh"), Flat(), Linear(3 * 2 * 2, 4, bias=False, rng=rng)),
        *(Linear(4, 4, bias=False, rng=rng), Linear(4, 1, bias=False, rng=rng)),
    )
    made = [len(layer.parameters()) for layer in model]
    assert made == [25 * 3, 25 * 3 * 3, 0, 0, 0, 12 * 4, 4 * 4, 4]
    assert summary(model, (1, 4, 4)).parameters == sum(made) == len(model.parameters())
    image = np.random.default_rng(0).normal(size=(1, 1, 4, 4))
    some = [model[0].weight[1, 0, 2, 2], model[1].weight[0, 2, 1, 3], model[5].weight[2, 7], model[7].weight[0, 1]]
    assert differences_agree(lambda: model(image)[0, 0], some)


class Flat(Module):
    """A module of one's own that says its shapes."""

    def forward(self, x):
        return x.reshape(len(x), -1)

    def output_shape(self, shape):
        return (math.prod(shape),)


def test_w9_pooling():
    bright = np.zeros((1, 4, 8))
    bright[0, 1, 4] = 1.0
    shifted = np.roll(bright, 1, axis=2)
    most, mean = MaxPool2d(2), AvgPool2d(2)
    assert (floats(most(bright)) == floats(most(shifted))).all()  # the shift stays inside its window
    assert (bright != shifted).any()
    far = np.roll(bright, 2, axis=2)
    assert (floats(most(bright)) != floats(most(far))).any()
    a, b = np.random.default_rng(0).normal(size=(2, 1, 4, 8))
    np.testing.assert_allclose(floats(mean(a + b)), floats(mean(a)) + floats(mean(b)), rtol=1e-12, atol=ZERO)
    assert np.abs(floats(most(a + b)) - floats(most(a)) - floats(most(b))).max() > 0.1  # max is not linear
    x = values(a)
    assert differences_agree(lambda: total([k * y for k, y in enumerate(most(x).reshape(-1))]), list(x.reshape(-1)))


def test_w10_sigmoid_chain():
    x, w1, w2, t, rate = 0.9, 0.7, -1.3, 0.4, 0.1
    model = Sequential(Linear(1, 1, bias=False), Sigmoid(), Linear(1, 1, bias=False), Sigmoid())
    set_to(model[0].weight, w1)
    set_to(model[2].weight, w2)
    a1 = 1 / (1 + math.exp(-w1 * x))
    a2 = 1 / (1 + math.exp(-w2 * a1))
    loss = half_squared_error(model([x]), [t])
    assert loss.data == pytest.approx(0.5 * (a2 - t) ** 2, rel=1e-12)  # a2 − t cancels to a tenth
    loss.backward()
    dw1, dw2 = model[0].weight[0, 0].grad, model[2].weight[0, 0].grad
    assert dw2 == pytest.approx((a2 - t) * a2 * (1 - a2) * a1, rel=1e-12)
    assert dw1 == pytest.approx((a2 - t) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x, rel=1e-12)
    assert round(dw1, 7) == 0.0055801
    assert round((a1 - t) * a2 * (1 - a2) * w2 * a1 * (1 - a1) * x, 7) == -0.0140613  # a1 for a2, as on the sheet
    assert w1 - rate * dw1 == pytest.approx(0.7 - 0.1 * 0.0055801, abs=1e-8)  # five digits are given
    assert differences_agree(lambda: half_squared_error(model([x]), [t]), model.parameters())


def test_w11_hard_coded():
    model = Sequential(Linear(4, 6, bias=False), Activation("indicator"), Linear(6, 1), Activation("indicator"))
    rows = np.zeros((6, 4))
    for row, (i, j) in zip(rows, itertools.combinations(range(4), 2), strict=True):
        row[i], row[j] = 1, -1
    set_to(model[0].weight, rows)
    set_to(model[2].weight, np.ones(6))
    set_to(model[2].bias, 0)
    inputs = list(itertools.product(range(4), repeat=4))
    outputs = floats(model(np.array(inputs)))[:, 0]
    assert outputs.tolist() == [float(len(set(x)) == 4) for x in inputs]
    pairs = model[2](model[1](model[0]([3, 1, 3, 1])))
    assert pairs[0].data == 2  # two equal pairs
    with pytest.raises(NoDerivativeError, match="indicator has no derivative"):
        model([3, 1, 0, 2])[0].backward()


def test_w12_two_layer_matrix():
    V, W = np.array([[0.2, -0.5], [0.7, 0.1], [-0.3, 0.4]]), np.array([[0.6, -0.1, 0.3], [0.2, 0.5, -0.4]])
    x, y = np.array([1.1, -0.6]), np.array([0.3, 0.8])
    model = Sequential(Linear(2, 3, bias=False), Sigmoid(), Linear(3, 2, bias=False))
    set_to(model[0].weight, V)
    set_to(model[2].weight, W)
    h = 1 / (1 + np.exp(-V @ x))
    z = W @ h
    output = model(x)
    J = half_squared_error(output, y)
    assert J.data == pytest.approx(0.5 * (z - y) @ (z - y), rel=REL)
    np.testing.assert_allclose(floats(grad(J, list(output))), z - y, rtol=REL)
    J.backward()
    np.testing.assert_allclose(gradients(model[2].weight), np.outer(z - y, h), rtol=REL)
    np.testing.assert_allclose(gradients(model[0].weight), np.outer((z - y) @ W * h * (1 - h), x), rtol=1e-12)
    assert differences_agree(lambda: half_squared_error(model(x), y), model.parameters())


class TwinBranch(Module):
    """W13: one dense layer used for two inputs; σ(W2 (ReLU(W1 x1 + b1) − ReLU(W1 x2 + b1)) + b2)."""

    def __init__(self):
        self.shared = Linear(2, 3)
        self.relu = ReLU()
        self.head = Sequential(Linear(3, 1), Sigmoid())

    def forward(self, x1, x2):
        return self.head(self.relu(self.shared(x1)) - self.relu(self.shared(x2)))


def test_w13_twin_branch():
    W1, b1 = np.array([[0.4, -0.3], [0.6, 0.2], [-0.5, 0.7]]), np.array([0.1, -0.2, 0.3])
    W2, b2 = np.array([[0.8, -0.6, 0.5]]), 0.05
    # one row an example; on the sheet, one column
    X1, X2 = np.array([[1.1, 0.3], [-0.4, 0.9]]).T, np.array([[0.2, -0.7], [0.8, 1.3]]).T
    y, m = np.array([1, 0]), 2
    model = TwinBranch()
    set_to(model.shared.weight, W1)
    set_to(model.shared.bias, b1)
    set_to(model.head[0].weight, W2)
    set_to(model.head[0].bias, b2)
    assert len(model.parameters()) == 13  # the shared layer once

    def J():
        return binary_cross_entropy(model(X1, X2)[:, 0], y)

    J().backward()
    Z1, Z2 = X1 @ W1.T + b1, X2 @ W1.T + b1
    a = np.maximum(Z1, 0) - np.maximum(Z2, 0)
    yhat = 1 / (1 + np.exp(-(a @ W2[0] + b2)))
    delta1, delta4, delta3 = (yhat - y) / m, (Z1 > 0) * 1.0, (Z2 > 0) * -1.0
    np.testing.assert_allclose(gradients(model.head[0].weight)[0], delta1 @ a, rtol=1e-12)
    assert model.head[0].bias[0].grad == pytest.approx(delta1.sum(), rel=1e-12)
    dW1 = sum(
        d * (np.outer(W2[0] * open1, x1) + np.outer(W2[0] * open2, x2))
        for d, open1, open2, x1, x2 in zip(delta1, delta4, delta3, X1, X2, strict=True)
    )
    np.testing.assert_allclose(gradients(model.shared.weight), dW1, rtol=1e-12, atol=ZERO)
    db1 = (delta1[:, None] * W2 * (delta4 + delta3)).sum(axis=0)
    np.testing.assert_allclose(gradients(model.shared.bias), db1, rtol=1e-12, atol=ZERO)
    with pytest.raises(ValueError, match="could not be broadcast"):  # the sheet's W2 without its transpose
        W2 * (np.outer(delta4[0], X1[0]) + np.outer(delta3[0], X2[0]))
    lost_sign = sum(
        d * (np.outer(W2[0] * open1, x1) - np.outer(W2[0] * open2, x2))
        for d, open1, open2, x1, x2 in zip(delta1, delta4, delta3, X1, X2, strict=True)
    )
    assert np.abs(lost_sign - dW1).max() > 0.01
    assert differences_agree(J, model.parameters())


def test_w13_equal_inputs_teach_the_shared_layer_nothing():
    model = TwinBranch()
    X = np.random.default_rng(0).normal(size=(4, 2))
    binary_cross_entropy(model(X, X)[:, 0], [1, 0, 0, 1]).backward()
    assert np.abs(gradients(model.shared.weight)).max() < ZERO
    assert np.abs(gradients(model.shared.bias)).max() < ZERO


def test_w13_the_bias_learns_nothing_where_both_branches_are_open():
    model = TwinBranch()
    set_to(model.shared.bias, [50.0, 50.0, -50.0])  # open, open, shut
    X1, X2 = np.array([[1.0, 2.0]]), np.array([[0.5, -1.0]])
    binary_cross_entropy(model(X1, X2)[:, 0], [1]).backward()
    assert gradients(model.shared.bias).tolist() == [0.0, 0.0, 0.0]
    assert np.abs(gradients(model.shared.weight)[:2]).min() > 0


def test_w14_logsumexp():
    z, t, a = list(values([1.2, -0.7, 0.4])), 2, 1.2
    plain = log(sum(exp(x) for x in z))
    LSE = logsumexp(z)
    assert LSE.data == pytest.approx(plain.data, rel=REL)
    assert (a + log(sum(exp(x - a) for x in z))).data == pytest.approx(plain.data, rel=REL)
    CE = cross_entropy(z, t)
    assert CE.data == pytest.approx(LSE.data - z[t].data, rel=REL)
    np.testing.assert_allclose(floats(grad(LSE, z)), floats(softmax(z)), rtol=REL)
    np.testing.assert_allclose(floats(grad(plain, z)), floats(softmax(z)), rtol=REL)
    assert differences_agree(lambda: logsumexp(z), z)
    big = list(values([1000.0, 1001.0, 999.0]))
    with pytest.raises(AnomalyError, match="exp"):
        log(sum(exp(x) for x in big))
    assert logsumexp(big).data == pytest.approx(1001 + math.log(1 + math.exp(-1) + math.exp(-2)), rel=REL)
    np.testing.assert_allclose(floats(grad(logsumexp(big), big)), floats(softmax([0.0, 1.0, -1.0])), rtol=REL)
