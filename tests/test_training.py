"""fit: what it learns, what it says, how it stops, and that a resumed run is the run itself."""

import builtins
import copy
import gc
import io
import json
import random
import re
import signal
import sys

import numpy as np
import pytest

from autograd import AnomalyError
from autograd.nn import MLP, BatchNorm, Linear, Module, ReLU, Sequential, cross_entropy, hinge, mse
from autograd.optim import SGD, Adam, ExponentialLR, StepLR
from autograd.training import History, fit, plot_decision_boundary
from tests import optional

X = [[0.0, 1.0], [1.0, -1.0], [2.0, 0.5], [-1.0, 0.0], [0.5, 0.5], [0.3, -0.4]]
Y = [[1.0], [0.0], [2.5], [-1.0], [1.0], [0.2]]


def network(seed=0):
    rng = random.Random(seed)
    return Sequential(Linear(2, 4, rng=rng), BatchNorm(4), ReLU(), Linear(4, 1, rng=rng))


def run(model, epochs=3, optimizer=None, make=lambda model: SGD(model, lr=0.05), **options):
    optimizer = optimizer or make(model)
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
    with pytest.raises(ValueError, match=r"run\.json: Adam: the state is that of SGD; only Adam can continue it$"):
        run(network(), optimizer=None, checkpoint=path, make=Adam)
    with pytest.raises(ValueError, match=r"SGD: the state is of a run with momentum=0\.0, here momentum=0\.9$"):
        run(network(), checkpoint=path, make=lambda m: SGD(m, lr=0.05, momentum=0.9))
    path.write_text(path.read_text()[:300])
    with pytest.raises(ValueError, match="not a saved checkpoint, or cut short"):
        run(network(), checkpoint=path)


def spoilt(*path_and_value):
    """What changes one entry of a checkpoint, or takes it away (`del`)."""
    *path, last, value = path_and_value

    def spoil(content):
        for part in path:
            content = content[part]
        if value is del_:
            del content[last]
        else:
            content[last] = value

    return spoil


del_ = object()

DAMAGES = {
    "no model": spoilt("model", del_),
    "model a list": spoilt("model", []),
    "a weight missing": spoilt("model", "0.weight", del_),
    "a weight infinite": spoilt("model", "0.weight", 0, 0, float("inf")),
    "a weight NaN": spoilt("model", "0.weight", 0, 0, float("nan")),
    "a weight a word": spoilt("model", "0.weight", 0, 0, "x"),
    "a weight true": spoilt("model", "0.weight", 0, 0, True),
    "a weight of 400 digits": spoilt("model", "0.weight", 0, 0, 10**400),
    "a weight of another shape": spoilt("model", "0.weight", [[1.0]]),
    "a buffer infinite": spoilt("model", "1.running_var", 0, float("inf")),
    "no optimizer": spoilt("optimizer", None),
    "another optimizer": spoilt("optimizer", "kind", "SGD"),
    "another setting": spoilt("optimizer", "settings", "betas", [0.5, 0.999]),
    "no rate": spoilt("optimizer", "lr", del_),
    "rate a word": spoilt("optimizer", "lr", "fast"),
    "memory with text": spoilt("optimizer", "memory", 0, "m", "x"),
    "memory negative": spoilt("optimizer", "memory", 0, "v", -1.0),
    "memory without n": spoilt("optimizer", "memory", 0, "n", del_),
    "memory of fewer": spoilt("optimizer", "memory", []),
    "no schedule": spoilt("schedule", None),
    "another schedule": spoilt("schedule", 0, "kind", "StepLR"),
    "another gamma": spoilt("schedule", 0, "settings", "gamma", 0.8),
    "schedule without epoch": spoilt("schedule", 0, "epoch", del_),
    "two schedules": lambda content: content["schedule"].append(content["schedule"][0]),
    "rng a word": spoilt("rng", "x"),
    "rng short": spoilt("rng", 1, [1, 2, 3]),
    "rng with text": spoilt("rng", 1, 0, "x"),
    "rng of another version": spoilt("rng", 0, 7),
    "history a string": spoilt("history", "x"),
    "losses a string": spoilt("history", "loss", "x"),
    "a loss NaN": spoilt("history", "loss", 0, float("nan")),
    "fewer losses": lambda content: content["history"]["loss"].pop(),
    "stopped a number": spoilt("history", "stopped", 1),
    "a part too many": spoilt("more", 1),
}


@pytest.mark.parametrize("spoil", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_checkpoint_is_a_value_error_and_changes_nothing(spoil, tmp_path):
    def parts(seed):
        model = network(seed)
        optimizer = Adam(model, lr=0.01)
        return model, optimizer, ExponentialLR(optimizer, 0.9), random.Random(seed)

    def go(model, optimizer, schedule, rng):
        fit(model, mse, X, Y, optimizer, 2, 3, rng, schedule=schedule, checkpoint=path, progress=False)

    def state(model, optimizer, schedule, rng):
        return copy.deepcopy((model.state_dict(), optimizer.state_dict(), schedule.state_dict(), rng.getstate()))

    path = tmp_path / "run.json"
    go(*parts(0))
    content = json.loads(path.read_text())
    spoil(content["checkpoint"])
    path.write_text(json.dumps(content))
    mine = parts(1)
    before = state(*mine)
    with pytest.raises(ValueError, match=re.escape(str(path))):
        go(*mine)
    assert state(*mine) == before


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1e999", "9" * 400, "nan", "{}", "\x00", '"x"'])
def test_something_else_is_no_checkpoint(text, tmp_path):
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(ValueError, match="not a saved checkpoint"):
        run(network(), checkpoint=path)
    with pytest.raises(ValueError, match="not a saved model"):
        network().load(path)


@pytest.mark.parametrize("number", ["1e999", "-1e999", "9" * 400, "9" * 5000, "true", "null", '"1"', "[1]"])
def test_numbers_that_no_file_of_ours_has(number, tmp_path):
    path = tmp_path / "model.json"
    model = Linear(1, 1, bias=False)
    model.weight[0, 0].data = 0.5
    model.save(path)
    path.write_text(path.read_text().replace("0.5", number))
    with pytest.raises(ValueError):  # noqa: PT011  each has its own words
        model.load(path)
    assert model.weight[0, 0].data == 0.5


def test_what_is_not_finite_is_saved_and_loaded_as_it_is(tmp_path):
    model, again = Linear(2, 1, bias=False), Linear(2, 1, bias=False)
    model.weight[0, 0].data, model.weight[0, 1].data = float("inf"), float("-inf")
    model.save(tmp_path / "model.json")
    again.load(tmp_path / "model.json")
    assert again.state_dict() == model.state_dict()


def test_several_schedules():
    def rates(**options):
        model = network()
        optimizer = SGD(model, lr=0.1)
        schedule = [ExponentialLR(optimizer, 0.9), StepLR(optimizer, 2, 0.5)]
        return fit(model, mse, X, Y, optimizer, 4, schedule=schedule, progress=False, **options).learning_rate

    assert rates() == pytest.approx([0.1, 0.09, 0.0405, 0.03645], rel=1e-12)
    with pytest.raises(TypeError, match=r"^fit: expected a schedule or a list of them as schedule, got 0\.9$"):
        run(network(), schedule=[0.9])


@pytest.mark.parametrize("compiled", [False, True])
def test_ctrl_c_during_a_step_is_after_it(compiled):
    class Interrupted(Adam):
        left = 40

        def updated(self, data, grad, memory):
            self.left -= 1
            if not self.left:
                signal.raise_signal(signal.SIGINT)
            return super().updated(data, grad, memory)

    def model():
        return Linear(2, 1, rng=random.Random(0))

    mine, twin = model(), model()
    optimizer = Interrupted(mine, lr=0.01)
    history = fit(mine, mse, X, Y, optimizer, 99, progress=False, compiled=compiled)
    assert (history.epochs, optimizer.steps) == (13, 14)  # three parameters: the 40th is the first of step 14
    assert {memory["n"] for memory in optimizer.memory} == {14}
    fit(twin, mse, X, Y, Adam(twin, lr=0.01), 14, progress=False, compiled=compiled)
    assert mine.state_dict() == twin.state_dict()


def test_ctrl_c_at_the_end_of_an_epoch_is_after_it(tmp_path):
    class Interrupted(ExponentialLR):
        def rate(self, epoch):
            if epoch == 2:
                signal.raise_signal(signal.SIGINT)
            return super().rate(epoch)

    def go(kind, epochs, path):
        model = network()
        optimizer = SGD(model, lr=0.05)
        schedule = kind(optimizer, 0.9)
        history = fit(model, mse, X, Y, optimizer, epochs, schedule=schedule, checkpoint=path, progress=False)
        return history, json.loads(path.read_text())["checkpoint"]

    found, kept = go(Interrupted, 9, tmp_path / "one.json")
    wanted, whole = go(ExponentialLR, 2, tmp_path / "other.json")
    assert (found.loss, found.learning_rate, found.gradient_norm) == (
        *(wanted.loss, wanted.learning_rate),
        wanted.gradient_norm,
    )
    assert kept["model"] == whole["model"]
    assert kept["optimizer"] == whole["optimizer"]


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
