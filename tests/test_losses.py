"""Losses against their formulas, against PyTorch, and what they refuse."""

import math
from fractions import Fraction

import numpy as np
import pytest

from autograd import Value, gradcheck
from autograd.nn import (
    Linear,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    half_squared_error,
    hinge,
    l2_penalty,
    mse,
)
from tests import optional

REL = 1e-13  # some dozen roundings of 1e-16

Z = [[0.3, -1.2, 2.1], [0.7, 0.1, -0.4]]
P = [[0.3, 0.9, 0.5], [0.01, 0.6, 0.99]]


def logistic(z):
    return 1 / (1 + math.exp(-z))


ROWS = {
    "mse": (mse, Z, [[1.0, 0.0, 2.0], [0.5, 0.5, 0.5]], lambda z, t: np.mean((z - t) ** 2)),
    "half squared error": (
        half_squared_error,
        Z,
        [[1.0, 0.0, 2.0], [0.5, 0.5, 0.5]],
        lambda z, t: 0.5 * np.sum((z - t) ** 2),
    ),
    "half squared error of one": (half_squared_error, 0.3, 1.0, lambda z, t: 0.5 * (z - t) ** 2),
    "binary": (
        binary_cross_entropy,
        P,
        [[0, 1, 1], [0, 1, 0]],
        lambda p, t: np.mean(-t * np.log(p) - (1 - t) * np.log(1 - p)),
    ),
    "binary with shares": (
        binary_cross_entropy,
        P,
        [[0.2, 0.9, 1], [0, 0.5, 0.3]],
        lambda p, t: np.mean(-t * np.log(p) - (1 - t) * np.log(1 - p)),
    ),
    "binary with logits": (
        binary_cross_entropy_with_logits,
        Z,
        [[0, 1, 1], [0, 0.25, 0]],
        lambda z, t: np.mean(np.log1p(np.exp(z)) - t * z),
    ),
    "cross entropy": (
        cross_entropy,
        Z,
        [2, 1],
        lambda z, t: -np.mean(np.log(np.exp(z) / np.exp(z).sum(1, keepdims=True))[[0, 1], t.astype(int)]),
    ),
    "cross entropy of one": (
        cross_entropy,
        Z[0],
        1,
        lambda z, t: -np.log(np.exp(z[1]) / np.exp(z).sum()),
    ),
    "cross entropy with shares": (
        cross_entropy,
        Z,
        [[0.2, 0.3, 0.5], [0, 1, 0]],
        lambda z, t: -np.mean((t * np.log(np.exp(z) / np.exp(z).sum(1, keepdims=True))).sum(1)),
    ),
    "hinge": (hinge, Z[0], [1, -1, 1], lambda z, t: np.mean(np.maximum(0, 1 - z * t))),
}


@pytest.mark.parametrize(("loss", "outputs", "targets", "formula"), ROWS.values(), ids=ROWS)
def test_values_and_gradients(loss, outputs, targets, formula):
    expected = float(formula(np.array(outputs), np.array(targets, dtype=float)))
    assert float(loss(outputs, targets)) == pytest.approx(expected, rel=REL)
    assert float(loss(np.array(outputs), np.array(targets))) == pytest.approx(expected, rel=REL)
    shape = np.shape(outputs)
    flat = np.array(outputs).reshape(-1).tolist()
    assert gradcheck(lambda *given: loss(np.array(given, dtype=object).reshape(shape), targets), flat)


@pytest.mark.parametrize(
    ("loss", "name", "outputs", "targets"),
    [
        (mse, "mse_loss", Z, Z[::-1]),
        (binary_cross_entropy, "binary_cross_entropy", P, [[0.0, 1.0, 1.0], [0.2, 1.0, 0.0]]),
        (
            binary_cross_entropy_with_logits,
            "binary_cross_entropy_with_logits",
            [[800.0, -800.0, 0.0]],
            [[0.0, 1.0, 0.5]],
        ),
        (cross_entropy, "cross_entropy", Z, [0, 2]),
        (cross_entropy, "cross_entropy", [[1000.0, 0.0, -1000.0]], [[0.5, 0.25, 0.25]]),
    ],
)
def test_the_same_as_pytorch(loss, name, outputs, targets):
    torch = optional.package("torch")
    values = np.vectorize(Value, otypes=[object])(outputs)
    tensor = torch.tensor(outputs, dtype=torch.float64, requires_grad=True)
    ours = loss(values, targets)
    theirs = getattr(torch.nn.functional, name)(tensor, torch.tensor(np.array(targets)))
    ours.backward()
    theirs.backward()
    assert ours.data == pytest.approx(theirs.item(), rel=REL)
    grads = [value.grad for value in values.reshape(-1)]
    # absolute: at saturation the difference of two equal shares is rounding
    np.testing.assert_allclose(grads, tensor.grad.numpy().reshape(-1), rtol=REL, atol=1e-15)


def test_a_certain_and_right_probability_costs_nothing():
    p = Value(1.0)
    loss = binary_cross_entropy([p], [1])
    loss.backward()
    assert (loss.data, p.grad) == (0.0, -1.0)


def test_l2_penalty():
    layer = Linear(2, 1)
    expected = sum(p.data**2 for p in layer.parameters())
    assert l2_penalty(layer).data == pytest.approx(expected, rel=REL)
    assert l2_penalty(layer.parameters(), 0.5).data == pytest.approx(expected / 2, rel=REL)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: mse([[1.0], [2.0]], [1.0, 2.0]),
            "mse: outputs have shape (2, 1), targets (2,); they must be equal",
        ),
        (lambda: mse([], []), "mse: the batch is empty"),
        (lambda: cross_entropy(np.ones((0, 3)), []), "cross_entropy: the batch is empty"),
        (
            lambda: cross_entropy(np.ones((2, 3)), [0, 1, 2]),
            "cross_entropy: logits of shape (2, 3) want targets of shape (2,), got (3,)",
        ),
        (
            lambda: cross_entropy(np.ones((2, 3)), [0, 3]),
            "cross_entropy: expected labels from 0 to 2 (3 classes), got 3",
        ),
        (lambda: cross_entropy([1.0], 1), "cross_entropy: expected labels from 0 to 0 (1 class), got 1"),
        (lambda: cross_entropy([1.0, 2.0], -1), "cross_entropy: expected labels from 0 to 1 (2 classes), got -1"),
        (lambda: binary_cross_entropy([0.5], [2]), "binary_cross_entropy: expected targets from 0 to 1, got 2.0"),
        (
            lambda: binary_cross_entropy([0.5, 1.5], [0, 1]),
            "binary_cross_entropy: expected probabilities from 0 to 1, got 1.5; "
            "for scores there is binary_cross_entropy_with_logits",
        ),
        (
            lambda: binary_cross_entropy([-0.25], [0]),
            "binary_cross_entropy: expected probabilities from 0 to 1, got -0.25; "
            "for scores there is binary_cross_entropy_with_logits",
        ),
        (lambda: hinge([0.5], [0]), "hinge: expected labels -1 and 1, got 0.0"),
        (lambda: hinge([0.5], [float("nan")]), "hinge: expected targets from -1 to 1, got nan"),
    ],
)
def test_bad_input(make, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize("target", [0.5, float("nan"), float("inf"), "a", None, 1j, Value(1.0)], ids=repr)
def test_labels_that_are_no_class_numbers(target):
    with pytest.raises(TypeError) as caught:
        cross_entropy([1.0, 2.0], target)
    assert str(caught.value) == f"cross_entropy: expected class numbers, got {target!r}"


@pytest.mark.parametrize("target", [0, 1.0, True, np.int64(1), np.float32(1), Fraction(1)], ids=repr)
def test_labels_that_are_class_numbers(target):
    assert cross_entropy([1.0, 2.0], target).data == cross_entropy([1.0, 2.0], int(target)).data


@pytest.mark.parametrize("target", ["a", None, 1j], ids=repr)
def test_targets_that_are_no_numbers(target):
    with pytest.raises(TypeError) as caught:
        binary_cross_entropy([0.5], [target])
    assert str(caught.value) == f"binary_cross_entropy: expected targets from 0 to 1, got {target!r}"
