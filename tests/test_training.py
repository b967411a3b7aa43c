"""fit: what it learns, what it says, how it stops, and that a resumed run is the run itself."""

import builtins
import gc
import io
import random
import sys

import numpy as np
import pytest

from autograd import AnomalyError
from autograd.nn import MLP, BatchNorm, Linear, Module, ReLU, Sequential, cross_entropy, hinge, mse
from autograd.optim import SGD, Adam, ExponentialLR
from autograd.training import History, fit, plot_decision_boundary
from tests import optional

X = [[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [-1.0, 0.0], [0.5, 0.5], [0.3, -0.4]]
Y = [[1.0], [0.0], [2.5], [-1.0], [1.0], [0.2]]


def network(seed=0):
    rng = random.Random(seed)
    return Sequential(Linear(2, 4, rng=rng), BatchNorm(4), ReLU(), Linear(4, 1, rng=rng))


def run(model, epochs=3, optimizer=None, **options):
    optimizer = optimizer or SGD(model, lr=0.05)
    return fit(model, mse, X, Y, optimizer, epochs, **{"progress": False, **options})


def test_one_epoch_by_hand():
    model, twin = Linear(2, 1, rng=random.Random(0)), Linear(2, 1, rng=random.Random(0))
    history = run(model, epochs=1, batch_size=4)
    losses, norms = [], []
    for start, stop in (0, 4), (4, 6):
        loss = mse(twin(X[start:stop]), Y[start:stop])
        twin.zero_grad()
        loss.backward()
        norms.append(sum(p.grad**2 for p in twin.parameters()) ** 0.5)
        losses.append(loss.data * (stop - start))
        for p in twin.parameters():
            p.data -= 0.05 * p.grad
    assert model.state_dict() == twin.state_dict()
    # the same sums, added up by fsum there
    assert history.loss == pytest.approx([sum(losses) / 6], rel=1e-14)
    assert history.gradient_norm == pytest.approx([sum(norms) / 2], rel=1e-14)
    assert history.learning_rate == [0.05]
    assert (history.epochs, history.stopped) == (1, "")


def test_the_loss_goes_down():
    history = run(network(), epochs=60)
    assert history.loss[-1] < 0.1 * history.loss[0]


@pytest.mark.parametrize("kind", [list, np.array])
def test_lists_and_arrays(kind):
    model = Linear(2, 1, rng=random.Random(0))
    fit(model, mse, kind(X), kind(Y), SGD(model, lr=0.05), 2, 2, random.Random(1), progress=False)
    other = Linear(2, 1, rng=random.Random(0))
    run(other, 2, batch_size=2, rng=random.Random(1))
    assert model.state_dict() == other.state_dict()


def test_shuffled_by_the_given_generator_and_nothing_else():
    def result(seed):
        model = network()
        random.seed(seed)  # not asked
        run(model, batch_size=2, rng=random.Random(3))
        return model.state_dict()

    assert result(1) == result(2)
    other = network()
    run(other, batch_size=2)
    assert other.state_dict() != result(1)


def test_labels_of_classes_and_an_mlp():
    model = MLP(2, [8, 3], rng=random.Random(0))
    history = fit(model, cross_entropy, X, [0, 1, 2, 1, 0, 2], Adam(model, lr=0.1), 30, progress=False)
    assert history.loss[-1] < 0.1
    classes = np.array([[score.data for score in scores] for scores in model(X)]).argmax(axis=1)
    assert classes.tolist() == [0, 1, 2, 1, 0, 2]


class Interrupt:
    """A loss that is interrupted at its n-th call, as by Ctrl-C."""

    def __init__(self, at):
        self.left = at

    def __call__(self, outputs, targets):
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return mse(outputs, targets)


def test_ctrl_c_keeps_what_was_trained_and_says_where(capsys):
    model, twin = network(), network()
    history = fit(model, Interrupt(5), X, Y, SGD(model, lr=0.05), 9, 2, progress=False)
    assert history.stopped == "stopped by Ctrl-C in epoch 2 of 9, batch 2; what was trained is kept"
    assert history.epochs == 1
    assert "fit: stopped by Ctrl-C in epoch 2 of 9, batch 2" in capsys.readouterr().err
    run(twin, epochs=1, batch_size=2)
    optimizer = SGD(twin, lr=0.05)
    loss = mse(twin(X[:2]), Y[:2])
    loss.backward()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    assert model.state_dict() == twin.state_dict()


@pytest.mark.parametrize("make", [lambda m: SGD(m, lr=0.05, momentum=0.9), lambda m: Adam(m, lr=0.03)])
@pytest.mark.parametrize("interrupted", [False, True], ids=["ended", "interrupted"])
def test_a_resumed_run_is_the_run_itself(make, interrupted, tmp_path):
    def go(model, epochs, loss=mse, **options):
        optimizer = make(model)
        return fit(
            *(model, loss, X, Y, optimizer, epochs, 2, random.Random(8)),
            schedule=ExponentialLR(optimizer, 0.9),
            progress=False,
            **options,
        )

    whole = network()
    expected = go(whole, 7)
    path = tmp_path / "run.json"
    if interrupted:
        go(network(), 7, loss=Interrupt(11), checkpoint=path)  # in the middle of the fourth epoch
    else:
        go(network(), 3, checkpoint=path)
    model = network(seed=5)  # what it begins with does not matter
    history = go(model, 7, checkpoint=path)
    assert model.state_dict() == whole.state_dict()
    assert history == expected
    again = network(seed=6)
    assert go(again, 7, checkpoint=path) == expected  # nothing is left to do
    assert again.state_dict() == whole.state_dict()


def test_a_checkpoint_of_another_run_changes_nothing(tmp_path):
    path = tmp_path / "run.json"
    run(network(), checkpoint=path)
    model = MLP(2, [3, 1])
    before = model.state_dict()
    with pytest.raises(ValueError, match="SGD: the state is for 25 parameters, this optimizer has 13"):
        run(model, checkpoint=path)
    with pytest.raises(ValueError, match="this checkpoint is of a run without rng=; go on in the same way"):
        run(network(), checkpoint=path, rng=random.Random(0))
    assert model.state_dict() == before
    path.write_text(path.read_text()[:300])
    with pytest.raises(ValueError, match="not a saved checkpoint, or cut short"):
        run(network(), checkpoint=path)


def test_callbacks():
    seen = []
    model = network()
    history = run(model, 9, callbacks=[lambda h: seen.append(h.loss[-1]), lambda h: h.epochs == 4])
    assert seen == history.loss
    assert history.epochs == 4
    assert history.stopped == "a callback stopped it after epoch 4 of 9"


BAD = {
    "none": (lambda m: fit(m, mse, [], [], SGD(m)), "fit: there are no examples"),
    "lengths": (lambda m: fit(m, mse, X, Y[:3], SGD(m)), "fit: 6 inputs but 3 targets"),
    "NaN in X": (
        lambda m: fit(m, mse, [[0.0, 1.0], [2.0, float("nan")]], Y[:2], SGD(m)),
        "fit: X[1, 1] is NaN",
    ),
    "NaN in y": (lambda m: fit(m, mse, np.ones((2, 2)), np.array([1.0, np.nan]), SGD(m)), "fit: y[1] is NaN"),
    "batch size": (lambda m: run(m, batch_size=0), "fit: expected a batch_size of at least 1, got 0"),
    "shape": (
        lambda m: fit(m, mse, [[1.0], [2.0]], Y[:2], SGD(m), progress=False),
        "Linear(2, 4): expected an input of shape (…, 2), got (2, 1)",
    ),
    "target shape": (
        lambda m: fit(m, mse, X, [1.0] * 6, SGD(m), progress=False),
        "mse: outputs have shape (6, 1), targets (6,); they must be equal",
    ),
    "labels": (
        lambda m: fit(m, cross_entropy, X, [0, 0, 0, 0, 0, 1], SGD(m), progress=False),
        "cross_entropy: expected labels from 0 to 0 (1 class), got 1",
    ),
}


@pytest.mark.parametrize(("attempt", "message"), BAD.values(), ids=BAD)
def test_bad_input_changes_nothing(attempt, message):
    model = network()
    before = model.state_dict()
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        attempt(model)
    assert str(caught.value) == message
    assert model.state_dict() == before


def test_a_loss_that_is_not_finite_stops_with_the_first_bad_node_named():
    model = network()
    before = model.state_dict()

    def overflowing(outputs, targets):
        scaled = (outputs[0][0] * 0 + 1e200).named("huge")
        return scaled * scaled * 1e-300 + mse(outputs, targets)

    with pytest.raises(AnomalyError) as caught:
        fit(model, overflowing, X, Y, SGD(model), 2, progress=False)
    assert str(caught.value) == (
        "fit, epoch 1 of 2, batch 1: the loss is inf. It begins with mul(1e+200, 1e+200) = inf."
    )
    assert model.state_dict() == before  # running statistics too


def test_a_loss_that_begins_with_an_infinite_parameter():
    model = Linear(2, 1, rng=random.Random(0))
    model.weight[0, 0].data = float("inf")
    model.weight[0, 0].named("w00")
    with pytest.raises(AnomalyError, match=r"the loss is inf\. It begins with the leaf w00 = inf\."):
        fit(model, mse, [[1.0, 0.0]], [[1.0]], SGD(model), progress=False)


def test_a_gradient_that_is_not_finite():
    model = Linear(1, 1, bias=False)
    model.weight[0, 0].data = 1e-300
    before = model.state_dict()
    with pytest.raises(AnomalyError, match="the norm of the gradient is inf, though the loss is"):
        fit(model, lambda outputs, _: outputs[0][0] * 1e10, [[1e300]], [1.0], SGD(model), progress=False)
    assert model.state_dict() == before


@pytest.mark.parametrize("on", [True, False])
def test_the_garbage_collector_is_as_it_was(on):
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        run(network(), epochs=1)
        assert gc.isenabled() is on
        with pytest.raises(ValueError, match="outputs have shape"):
            fit(network(), mse, X, [1.0] * 6, SGD(network()), progress=False)
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_a_loss_that_is_no_value():
    model = network()
    with pytest.raises(TypeError, match="fit: the loss must be a Value made from the outputs, got float"):
        fit(model, lambda outputs, targets: 1.0, X, Y, SGD(model), progress=False)


def test_plain_lines_when_not_at_a_terminal(capsys):
    history = run(network(), 25, progress=True)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 13  # every second epoch, and the last
    assert lines[0] == (
        f"epoch 2 of 25: loss {history.loss[1]:.6g}, gradient norm {history.gradient_norm[1]:.3g}, learning rate 0.05"
    )
    assert lines[-1].startswith("epoch 25 of 25: ")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_bar_at_a_terminal(monkeypatch):
    optional.package("tqdm")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(network(), 4, progress=True)
    assert "4/4" in terminal.getvalue()
    assert "loss=" in terminal.getvalue()


def test_plain_lines_at_a_terminal_without_tqdm(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    run(network(), 2, progress=True)
    assert len(terminal.getvalue().splitlines()) == 2


def test_plots():
    matplotlib = optional.package("matplotlib")
    matplotlib.use("Agg")
    model = MLP(2, [4, 1], rng=random.Random(0))
    history = fit(model, hinge, X, [1, -1, 1, -1, 1, -1], SGD(model, lr=0.1), 5, progress=False)
    figure = history.plot()
    assert [axis.get_ylabel() for axis in figure.axes] == ["loss", "gradient norm"]
    assert figure.axes[0].lines[0].get_ydata().tolist() == history.loss
    boundary = plot_decision_boundary(model, X, [1, -1, 1, -1, 1, -1], resolution=5)
    assert len(boundary.axes[0].collections) >= 2
    assert not any(p.has_grad and p.grad != p.grad for p in model.parameters())
    classes = MLP(2, [3], rng=random.Random(0))
    plot_decision_boundary(classes, X, [0, 1, 2, 1, 0, 2], resolution=4)
    with pytest.raises(ValueError, match=r"expected points of two numbers each, got shape \(6, 1\)"):
        plot_decision_boundary(model, Y, [1] * 6)
    matplotlib.pyplot.close("all")


def test_plots_without_matplotlib(monkeypatch):
    real = builtins.__import__

    def refuse(name, *rest, **options):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **options)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ImportError) as caught:
        History().plot()
    assert str(caught.value) == (
        "History.plot needs matplotlib: pip install 'chalkgrad[notebooks]'; without it the numbers are in the lists "
        "of the History"
    )


def test_a_module_of_ones_own():
    class Quadratic(Module):
        def __init__(self):
            self.curve = Linear(2, 1, rng=random.Random(0))

        def forward(self, x):
            return self.curve([[t, t * t] for t in x])

    model = Quadratic()
    xs = [k / 5 - 1 for k in range(11)]
    fit(model, mse, xs, [[3 * x * x - x] for x in xs], Adam(model, lr=0.1), 300, progress=False)
    assert model.curve.weight[0, 0].data == pytest.approx(-1, abs=0.01)  # 300 steps come that near
    assert model.curve.weight[0, 1].data == pytest.approx(3, abs=0.05)
