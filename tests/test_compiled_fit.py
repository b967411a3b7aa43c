"""fit with the loss compiled: the same training to rounding, and what is trained eagerly all the same."""

import math
import random
import re

import numpy as np
import pytest

from autograd import AnomalyError, NoDerivativeError
from autograd.nn import (
    MLP,
    BatchNorm,
    Embedding,
    Linear,
    Sequential,
    Tanh,
    cross_entropy,
    half_squared_error,
    hinge,
    l2_penalty,
    mse,
)
from autograd.optim import SGD, Adam
from autograd.training import compiled_loss, fit, loop
from autograd.training.compiled_loss import CompiledLoss

REL = 1e-9  # some dozen steps, each of which carries roundings of 1e-15 on and makes them a little larger


def classes(kind):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 3))
    y = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
    return (X, y) if kind is np.array else (X.tolist(), y.tolist())


def regression(kind):
    X = np.random.default_rng(1).normal(size=(40, 3))
    y = np.stack([np.sin(X[:, 0]), X[:, 1] * X[:, 2]], axis=1)
    return (X, y) if kind is np.array else (X.tolist(), y.tolist())


def margins(kind):
    X, y = classes(kind)
    return X, [1 if t else -1 for t in y]


TASKS = {
    "cross_entropy": (
        classes,
        lambda rng: Sequential(Linear(3, 4, rng=rng), Tanh(), Linear(4, 3, rng=rng)),
        cross_entropy,
    ),
    "mse": (regression, lambda rng: Sequential(Linear(3, 4, rng=rng), Tanh(), Linear(4, 2, rng=rng)), mse),
    "hinge": (margins, lambda rng: MLP(3, [4, 1], rng=rng), hinge),
}


@pytest.mark.parametrize("kind", [list, np.array])
@pytest.mark.parametrize("task", TASKS)
def test_the_same_training_to_rounding(task, kind):
    data, build, loss = TASKS[task]
    X, y = data(kind)
    found = []
    for compiled in (True, False):
        model = build(random.Random(0))

        def penalized(outputs, targets, model=model):
            return loss(outputs, targets) + l2_penalty(model, 1e-3)

        history = fit(
            *(model, penalized, X, y, Adam(model, lr=0.01), 4),
            batch_size=7,
            rng=random.Random(3),
            progress=False,
            compiled=compiled,
        )
        found.append((history, [p.data for p in model.parameters()]))
    (ours, weights), (theirs, wanted) = found
    assert weights == pytest.approx(wanted, rel=REL)
    assert ours.loss == pytest.approx(theirs.loss, rel=REL)
    assert ours.gradient_norm == pytest.approx(theirs.gradient_norm, rel=REL)
    assert ours.learning_rate == theirs.learning_rate


def refused(model, loss, X, y, message):
    before = [p.data for p in model.parameters()]
    with pytest.raises(ValueError, match=message):
        fit(model, loss, X, y, SGD(model, lr=0.1), 1, progress=False, compiled=True)
    assert [p.data for p in model.parameters()] == before
    assert not any(p.has_grad for p in model.parameters())


def test_what_cannot_be_compiled_says_why():
    X, y = regression(list)
    rng = random.Random(0)
    normed = Sequential(Linear(3, 2, rng=rng), BatchNorm(2))
    refused(normed, mse, X, y, r"^fit\(compiled=True\): a module keeps statistics of the batches$")
    model = Linear(3, 2, rng=rng)
    total = r"^fit\(compiled=True\): the loss of a batch is not the mean of the losses of its examples$"
    refused(model, half_squared_error, X, y, total)

    def branching(outputs, targets):
        return mse(outputs, targets) if outputs[0][0] > 0 else mse(outputs, targets) * 2

    refused(model, branching, X, y, r"one example by itself cannot be recorded \(.*comparing a Value while a program")
    words = Embedding(5, 2, rng=rng)
    refused(words, lambda rows, targets: mse(rows, targets), [0, 1, 2], [[1.0, 2.0]] * 3, "cannot be recorded")


def test_what_cannot_be_compiled_is_trained_eagerly(monkeypatch):
    monkeypatch.setattr(loop, "WORTH_COMPILING", 0)
    X, y = regression(list)
    models = [Linear(3, 2, rng=random.Random(0)) for _ in range(2)]
    for model, compiled in zip(models, (None, False), strict=True):
        fit(model, half_squared_error, X, y, SGD(model, lr=0.001), 2, progress=False, compiled=compiled)
    assert models[0].state_dict() == models[1].state_dict()


@pytest.mark.parametrize("compiled", [True, None, False])
def test_a_loss_that_is_a_float_is_refused_alike(compiled, monkeypatch):
    monkeypatch.setattr(loop, "WORTH_COMPILING", 0)
    X, y = classes(list)
    model = Linear(3, 1, rng=random.Random(0))
    with pytest.raises(TypeError, match=r"^fit: the loss must be a Value made from the outputs, got float$"):
        fit(model, lambda rows, targets: 1.0, X, y, SGD(model, lr=0.1), progress=False, compiled=compiled)


def test_a_backward_pass_that_fails_leaves_the_gradients_as_they_were():
    X, y = classes(list)
    model = Linear(3, 1, rng=random.Random(0))
    for parameter in model.parameters():
        parameter.grad = 7.0

    def stepped(outputs, targets):
        return outputs[0][0].step()

    before = [parameter.grad for parameter in model.parameters()]
    with pytest.raises(NoDerivativeError):
        fit(model, stepped, X, y, SGD(model, lr=0.1), progress=False, compiled=True)
    assert [parameter.grad for parameter in model.parameters()] == before


def test_by_default_small_tasks_are_not_compiled(monkeypatch):
    made = []
    monkeypatch.setattr(loop, "compiled_step", lambda *given: made.append(given))
    X, y = regression(list)
    model = Linear(3, 2, rng=random.Random(0))
    fit(model, mse, X, y, SGD(model, lr=0.01), 2, progress=False)
    assert not made
    monkeypatch.setattr(loop, "WORTH_COMPILING", 8 * 40 * 2)
    fit(model, mse, X, y, SGD(model, lr=0.01), 2, progress=False)
    assert len(made) == 2


def test_numbers_that_are_not_finite_are_found_as_ever():
    X = [[1.0], [2.0], [1e200]]
    model = Linear(1, 1, rng=random.Random(0))
    with pytest.raises(AnomalyError, match=r"^fit, epoch 1 of 1, batch 3: the loss is inf\. It begins with mul\("):
        fit(model, mse, X, [[0.0]] * 3, SGD(model, lr=1e-9), 1, 1, progress=False, compiled=True)
    assert all(math.isfinite(p.data) for p in model.parameters())


def test_large_networks_train_through_matrix_products(monkeypatch, capsys):
    X = np.random.default_rng(0).normal(size=(12, 64))
    y = np.arange(12) % 3
    found = []
    for compiled in (True, False):
        rng = random.Random(0)
        model = Sequential(Linear(64, 80, rng=rng), Tanh(), Linear(80, 3, rng=rng))
        history = fit(model, cross_entropy, X, y, SGD(model, lr=0.1), 2, 5, progress=False, compiled=compiled)
        found.append([*history.loss, *(p.data for p in model.parameters())])
    assert found[0] == pytest.approx(found[1], rel=REL)
    compiled = CompiledLoss(model, cross_entropy, X, y, model.parameters())
    assert compiled.program.engine == "products"
    assert re.fullmatch(
        r"10,\d\d\d operations of one example compiled in 1\.5 s, engine products, 0\.\d MB: dense 64→80, tanh, "
        r"dense 80→3, softmax cross-entropy, dot products of 3",
        compiled.told(1.5),
    )
    assert compiled.enough([4, 5, 6, 7]) == [4, 5, 6, 7]
    monkeypatch.setattr(compiled_loss, "MOST_CHECKED", 1)
    assert compiled.enough([4, 5, 6, 7]) == [4, 5]
