"""Small networks learn: the demos of tests/benchmarks, cut down to seconds."""

import random
import re

import pytest

from autograd.engine.native import core
from autograd.nn import MLP, hinge, l2_penalty, summary
from autograd.optim import SGD, Schedule
from autograd.training import fit
from tests import optional
from tests.benchmarks import characters, digits, eager, moons


@pytest.mark.slow
def test_two_moons_reach_every_point():
    """micrograd's demo with `fit`, until every point is on its side."""
    model = MLP(2, [16, 16, 1], rng=random.Random(1))
    optimizer = SGD(model, lr=1.0)
    schedule = Schedule(optimizer, lambda epoch: 1.0 - 0.9 * epoch / 100)

    def loss(scores, labels):
        return hinge(scores, labels) + l2_penalty(model, 1e-4)

    def all_right(_):
        scores = model(moons.POINTS)
        return all((score.data > 0) == (label > 0) for score, label in zip(scores, moons.LABELS, strict=True))

    history = fit(
        *(model, loss, moons.POINTS, moons.LABELS, optimizer, 100),
        callbacks=[all_right],
        schedule=schedule,
        progress=False,
    )
    assert all_right(history)
    assert history.loss[-1] < 0.2 * history.loss[0]


def test_the_demo_as_micrograd_runs_it():
    optional.package("micrograd")
    ours, theirs = moons.training("autograd", 2, 7), moons.training("micrograd", 2, 7)
    for (our_loss, our_accuracy), (their_loss, their_accuracy) in zip(ours, theirs, strict=True):
        assert our_loss == pytest.approx(their_loss, rel=1e-10)  # 65,000 roundings, and one step between
        assert our_accuracy == their_accuracy


@pytest.mark.slow
def test_digits_begin_to_be_read():
    optional.package("sklearn")
    X, y, held_X, held_y = digits.digits()
    model = digits.network()
    assert summary(model, 64).parameters == 64 * 16 + 16 + 16 * 10 + 10
    before = digits.accuracy(model, held_X[:60], held_y[:60])
    fit(
        *(model, digits.cross_entropy, X[:160], y[:160], digits.Adam(model, lr=0.02), 3),
        batch_size=16,
        rng=random.Random(0),
        progress=False,
    )
    assert before < 0.3
    assert digits.accuracy(model, held_X[:60], held_y[:60]) > 0.5  # 480 examples seen; chance is 0.1


@pytest.mark.slow
def test_characters_begin_to_be_expected():
    model = characters.Transformer(rng=random.Random(0))
    losses = characters.train(model, 8, random.Random(1), batch=2)
    assert losses[0] == pytest.approx(3.3, abs=0.05)  # it knows nothing: log 27
    assert sum(losses[-3:]) / 3 < 3.1
    assert re.fullmatch("[a-z]{0,11}", characters.invented(model, random.Random(2)))


def test_the_words():
    assert len(characters.WORDS) == len(set(characters.WORDS)) == 310
    assert all(re.fullmatch("[a-z]{3,10}", word) for word in characters.WORDS)


def test_the_benchmark_compares_results_before_it_measures():
    step = eager.Step("autograd")
    loss, gradients = eager.answer({"do": "check"}, step, step.value)
    assert eager.same(loss, eager.FloatStep()())
    assert not eager.same([loss, gradients], [loss, [gradient + 1e-8 for gradient in gradients]])
    chained = eager.answer({"do": "chain", "operations": 1000}, step, step.value)
    assert chained["value"] == pytest.approx(1, rel=1e-12)  # y ↦ y/2 + 1/2, again and again
    # at the fixed point y = x/(1 - x), whose slope is 1/(1 - x)²
    assert chained["gradient"] == pytest.approx(4, rel=1e-12)
    least = 100 if core is None else 80
    many = {"do": "memory", "operations": 100_000}  # places that are free before do not count
    assert least < eager.answer(many, step, step.value) <= 220


def test_a_peer_that_cannot_be_asked_is_named():
    worker = eager.Worker("no such engine")
    assert worker.ask("check") is None
    assert "argument --worker: invalid choice" in worker.missing
    worker.stop()
