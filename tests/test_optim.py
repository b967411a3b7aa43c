"""Optimizers and schedules: the numbers of PyTorch, step for step."""

import random

import pytest

from autograd import Value
from autograd.nn import Linear
from autograd.optim import SGD, Adam, CosineAnnealingLR, ExponentialLR, LinearLR, Schedule, StepLR
from tests import optional

REL = 1e-12  # a hundred steps of some ten roundings each
STEPS = 25
START = (1.5, -0.7)

ROWS = {
    "plain": (SGD, "SGD", {"lr": 0.1}),
    "decayed": (SGD, "SGD", {"lr": 0.1, "weight_decay": 0.3}),
    "momentum": (SGD, "SGD", {"lr": 0.05, "momentum": 0.9}),
    "damped": (SGD, "SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.5, "weight_decay": 0.1}),
    "Nesterov": (SGD, "SGD", {"lr": 0.05, "momentum": 0.8, "nesterov": True, "weight_decay": 0.01}),
    "Adam": (Adam, "Adam", {"lr": 0.1}),
    "Adam with coupled decay": (Adam, "Adam", {"lr": 0.1, "betas": (0.8, 0.99), "weight_decay": 0.2}),
    "Adam with decoupled decay": (
        lambda p, **options: Adam(p, decoupled=True, **options),
        "AdamW",
        {"lr": 0.1, "eps": 1e-3, "weight_decay": 0.2},
    ),
}

STORED = {
    "plain": (0.05988435333384742, 0.0016601375259146683),
    "decayed": (0.07978171038242565, 0.0022004218613057513),
    "momentum": (-0.8955272233839968, 0.2845983073234114),
    "damped": (-0.8787387607721058, 0.4097753608074645),
    "Nesterov": (-0.8962989278928799, 0.7891836209498891),
    "Adam": (0.26380503734482774, 0.5385807706914887),
    "Adam with coupled decay": (0.5047002172372492, 0.3502094301804067),
    "Adam with decoupled decay": (0.09122555807710649, 0.3392544146128368),
}
"""Where the steps led in PyTorch 2.13: the output of `python -m tests.test_optim`."""

SCHEDULES = {
    "step": (lambda o: StepLR(o, 5, gamma=0.5), "StepLR", {"step_size": 5, "gamma": 0.5}),
    "exponential": (lambda o: ExponentialLR(o, 0.9), "ExponentialLR", {"gamma": 0.9}),
    "linear": (lambda o: LinearLR(o, 0.25, total_iters=8), "LinearLR", {"start_factor": 0.25, "total_iters": 8}),
    "cosine": (lambda o: CosineAnnealingLR(o, 20, eta_min=0.01), "CosineAnnealingLR", {"T_max": 20, "eta_min": 0.01}),
}


def hill(x, y):
    """A loss with slopes of many sizes."""
    return (x * x - y) ** 2 + (1 - x).tanh() * 0.3 + y * y * 0.1


def ours(make, options, schedule=None):
    """Where the steps lead, and the learning rate of each."""
    x, y = Value(START[0]), Value(START[1])
    optimizer = make([x, y], **options)
    schedule = schedule and schedule(optimizer)
    rates = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        hill(x, y).backward()
        rates.append(optimizer.lr)
        optimizer.step()
        if schedule:
            schedule.step()
    return (x.data, y.data), rates


def theirs(name, options, schedule=None):
    torch = optional.package("torch")
    x, y = (torch.tensor(start, dtype=torch.float64, requires_grad=True) for start in START)
    optimizer = getattr(torch.optim, name)([x, y], **options)
    schedule = schedule and getattr(torch.optim.lr_scheduler, schedule[0])(optimizer, **schedule[1])
    rates = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        hill(x, y).backward()
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if schedule:
            schedule.step()
    return (x.item(), y.item()), rates


@pytest.mark.parametrize(("make", "name", "options"), ROWS.values(), ids=ROWS)
def test_the_steps_of_pytorch(make, name, options):
    assert ours(make, options)[0] == pytest.approx(theirs(name, options)[0], rel=REL)


@pytest.mark.parametrize("name", ROWS)
def test_the_steps_stored(name):
    make, _, options = ROWS[name]
    assert ours(make, options)[0] == pytest.approx(STORED[name], rel=REL)


@pytest.mark.parametrize(("make", "name", "options"), SCHEDULES.values(), ids=SCHEDULES)
def test_the_schedules_of_pytorch(make, name, options):
    found, rates = ours(SGD, {"lr": 0.1}, make)
    expected, expected_rates = theirs("SGD", {"lr": 0.1}, (name, options))
    assert rates == pytest.approx(expected_rates, rel=REL)
    assert found == pytest.approx(expected, rel=REL)


def test_schedules_by_hand():
    optimizer = SGD([Value(0.0)], lr=0.8)
    schedule = StepLR(optimizer, step_size=2, gamma=0.5)
    rates = []
    for _ in range(5):
        rates.append(optimizer.lr)
        schedule.step()
    assert rates == [0.8, 0.8, 0.4, 0.4, 0.2]
    assert Schedule(SGD([Value(0.0)], lr=2.0), lambda epoch: 3.0).optimizer.lr == 6.0


@pytest.mark.parametrize("make", [lambda p: SGD(p, lr=0.05, momentum=0.9), lambda p: Adam(p, lr=0.1)])
def test_going_on_from_a_state(make):
    def steps(optimizer, x, count):
        for _ in range(count):
            optimizer.zero_grad()
            hill(x, x).backward()
            optimizer.step()

    x = Value(1.5)
    optimizer = make([x])
    steps(optimizer, x, 4)
    again = Value(x.data)
    other = make([again])
    other.load_state_dict(optimizer.state_dict())
    steps(optimizer, x, 4)
    steps(other, again, 4)
    assert again.data == x.data


def test_frozen_parameters_and_those_without_gradient_stay():
    layer = Linear(2, 1, rng=random.Random(0))
    layer.weight[0, 0].is_constant = True
    unused = Value(5.0)
    before = layer.weight[0, 0].data
    optimizer = Adam([*layer.parameters(), unused], lr=0.1, weight_decay=0.1)
    layer([[1.0, 1.0]])[0][0].backward()
    optimizer.step()
    assert (layer.weight[0, 0].data, unused.data) == (before, 5.0)
    assert layer.weight[0, 1].data != Linear(2, 1, rng=random.Random(0)).weight[0, 1].data


def test_a_parameter_given_twice_moves_once():
    w = Value(1.0)
    optimizer = SGD([w, w], lr=0.5)
    (w * w).backward()
    optimizer.step()
    assert w.data == 0.0


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: SGD([]), ValueError, "SGD: no parameters to learn"),
        (lambda: StepLR(SGD([Value(1.0)]), 0), ValueError, "StepLR: expected step_size of at least 1, got 0"),
        (
            lambda: LinearLR(SGD([Value(1.0)]), total_iters=0),
            ValueError,
            "LinearLR: expected total_iters of at least 1, got 0",
        ),
        (
            lambda: CosineAnnealingLR(SGD([Value(1.0)]), 0),
            ValueError,
            "CosineAnnealingLR: expected T_max of at least 1, got 0",
        ),
        (lambda: SGD([1.0]), TypeError, "SGD: expected leaf Values as parameters, got 1.0"),
        (
            lambda: Adam([Value(1.0) * 2]),
            TypeError,
            "Adam: expected leaf Values as parameters, got Value(2.0)",
        ),
        (lambda: SGD([Value(1.0)], lr=-0.1), ValueError, "SGD: expected lr of at least 0, got -0.1"),
        (lambda: SGD([Value(1.0)], lr=float("nan")), ValueError, "SGD: expected lr of at least 0, got nan"),
        (
            lambda: SGD([Value(1.0)], nesterov=True),
            ValueError,
            "SGD: nesterov wants momentum above 0 and dampening 0",
        ),
        (
            lambda: Adam([Value(1.0)], betas=(0.9, 1.0)),
            ValueError,
            "Adam: expected betas from 0 up to but not including 1, got (0.9, 1.0)",
        ),
        (
            lambda: SGD([Value(1.0)]).load_state_dict(SGD([Value(1.0), Value(2.0)]).state_dict()),
            ValueError,
            "SGD: the state is for 2 parameters, this optimizer has 1",
        ),
    ],
)
def test_bad_input(make, error, message):
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


if __name__ == "__main__":
    print({row: theirs(name, options)[0] for row, (_, name, options) in ROWS.items()})
