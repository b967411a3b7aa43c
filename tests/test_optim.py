"""Optimizers and schedules: the numbers of PyTorch, step for step."""

import copy
import math
import pickle
import random
import signal
import threading

import pytest

from autograd import Value
from autograd.nn import Linear
from autograd.optim import (
    SGD,
    Adam,
    AdamW,
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    Optimizer,
    RMSprop,
    Schedule,
    StepLR,
    clip_grad_value_,
)
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
    "AdamW": (AdamW, "AdamW", {"lr": 0.1}),
    "RMSprop": (RMSprop, "RMSprop", {}),
    "RMSprop, centered": (RMSprop, "RMSprop", {"lr": 0.02, "alpha": 0.9, "centered": True, "momentum": 0.5}),
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


@pytest.mark.slow
@pytest.mark.parametrize(("make", "name", "options"), ROWS.values(), ids=ROWS)
def test_the_steps_of_pytorch(make, name, options):
    assert ours(make, options)[0] == pytest.approx(theirs(name, options)[0], rel=REL)


@pytest.mark.parametrize("name", STORED)
def test_the_steps_stored(name):
    make, _, options = ROWS[name]
    assert ours(make, options)[0] == pytest.approx(STORED[name], rel=REL)


@pytest.mark.parametrize(("make", "name", "options"), SCHEDULES.values(), ids=SCHEDULES)
def test_the_schedules_of_pytorch(make, name, options):
    found, rates = ours(SGD, {"lr": 0.1}, make)
    expected, expected_rates = theirs("SGD", {"lr": 0.1}, (name, options))
    assert rates == pytest.approx(expected_rates, rel=REL)
    assert found == pytest.approx(expected, rel=REL)


def of_adam(rng):
    return {"betas": (rng.uniform(0.5, 0.95), rng.uniform(0.9, 0.999)), "eps": 10 ** rng.uniform(-9, -2)}


MAKERS = {
    "SGD": (
        SGD,
        lambda r: (
            {"momentum": r.random(), "nesterov": True}
            if r.random() < 0.3
            else {"momentum": r.choice([0.0, r.random()]), "dampening": r.choice([0.0, r.random()])}
        ),
    ),
    "Adam": (Adam, lambda r: {"betas": (r.uniform(0.5, 0.95), r.uniform(0.9, 0.999)), "eps": 10 ** r.uniform(-9, -2)}),
    "AdamW": (
        AdamW,
        lambda r: {"betas": (r.uniform(0.5, 0.95), r.uniform(0.9, 0.999)), "eps": 10 ** r.uniform(-9, -2)},
    ),
    "RMSprop": (
        RMSprop,
        lambda r: {
            "alpha": r.uniform(0.5, 0.99),
            "eps": 10 ** r.uniform(-6, -2),
            "momentum": r.choice([0.0, r.random()]),
            "centered": r.random() < 0.3,
        },
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MAKERS)
def test_the_steps_of_pytorch_with_random_settings(name):
    optional.package("torch")
    make, draw = MAKERS[name]
    for seed in range(50):
        rng = random.Random(seed)
        options = {"lr": 10 ** rng.uniform(-4, -2), "weight_decay": rng.choice([0.0, rng.random()]), **draw(rng)}
        # the difference of two means in a centered RMSprop loses some digits
        rel = REL if not options.get("centered") else 1e-9
        assert ours(make, options)[0] == pytest.approx(theirs(name, options)[0], rel=rel), options


CHAINS = [(first, second) for first in SCHEDULES for second in SCHEDULES] + [("cosine", "step", "linear")]


@pytest.mark.parametrize("names", CHAINS, ids="+".join)
@pytest.mark.parametrize("lr", [0.0, 0.1, 1.0])
def test_chained_schedules_are_those_of_pytorch(names, lr):
    torch = optional.package("torch")
    optimizer = SGD([Value(0.0)], lr=lr)
    chain = [SCHEDULES[name][0](optimizer) for name in names]
    other = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    their_chain = [getattr(torch.optim.lr_scheduler, SCHEDULES[n][1])(other, **SCHEDULES[n][2]) for n in names]
    other.step()
    for _ in range(60):
        assert optimizer.lr == pytest.approx(other.param_groups[0]["lr"], rel=REL, abs=1e-15)
        for schedule, their_schedule in zip(chain, their_chain, strict=True):
            schedule.step()
            their_schedule.step()


def test_chained_by_hand():
    optimizer = SGD([Value(0.0)], lr=1.0)
    chain = ExponentialLR(optimizer, 0.9), StepLR(optimizer, 2, 0.5)
    rates = []
    for _ in range(4):
        for schedule in chain:
            schedule.step()
        rates.append(optimizer.lr)
    assert rates == pytest.approx([0.9, 0.405, 0.3645, 0.16402], rel=1e-4)  # those of PyTorch, to the digits written


def test_a_cosine_climbs_from_0_to_its_lowest_rate():
    optimizer = SGD([Value(0.0)], lr=0.0)
    schedule = CosineAnnealingLR(optimizer, 4, eta_min=0.1)
    for _ in range(4):
        schedule.step()
    assert optimizer.lr == pytest.approx(0.1, rel=REL)


def test_a_rate_that_cannot_be_is_refused_and_nothing_moves():
    optimizer = SGD([Value(0.0)], lr=0.5)
    schedule = Schedule(optimizer, lambda epoch: math.inf if epoch == 2 else 1 - epoch)
    schedule.step()
    with pytest.raises(ValueError, match=r"^Schedule, epoch 2: expected a finite learning rate, got inf$"):
        schedule.step()
    assert (optimizer.lr, schedule.epoch) == (0.0, 1)


class Faulty(Optimizer):
    def updated(self, data, grad, memory):
        memory["seen"] = 1.0
        return self.lr / (data - 2)  # an error at the second parameter


def test_an_error_in_a_step_changes_nothing():
    leaves = [Value(1.0), Value(2.0)]
    (leaves[0] * leaves[1]).backward()
    optimizer = Faulty(leaves, lr=0.1)
    with pytest.raises(ZeroDivisionError):
        optimizer.step()
    assert ([leaf.data for leaf in leaves], optimizer.steps, optimizer.memory) == ([1.0, 2.0], 0, [{}, {}])


@pytest.mark.parametrize("at", range(4))
def test_ctrl_c_waits_for_the_end_of_a_step(at):
    class Interrupted(SGD):
        def updated(self, data, grad, memory):
            if data == at:
                signal.raise_signal(signal.SIGINT)
            return super().updated(data, grad, memory)

    leaves = [Value(float(x)) for x in range(3)]
    sum(leaves, Value(0.0)).backward()
    optimizer = Interrupted(leaves, lr=1.0)
    if at < 3:
        with pytest.raises(KeyboardInterrupt):
            optimizer.step()
    else:
        optimizer.step()
    assert ([leaf.data for leaf in leaves], optimizer.steps) == ([-1.0, 0.0, 1.0], 1)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_steps_in_another_thread():
    w = Value(1.0)
    (w * 1).backward()
    thread = threading.Thread(target=SGD([w], lr=0.5).step)
    thread.start()
    thread.join()
    assert w.data == 0.5


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
        (lambda: SGD(3), TypeError, "SGD: expected a module or a list of Values as parameters, got 3"),
        (
            lambda: clip_grad_value_(3, 1),
            TypeError,
            "clip_grad_value_: expected a module or a list of Values as parameters, got 3",
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
        (lambda: SGD([Value(1.0)], lr=math.inf), ValueError, "SGD: expected a finite lr, got inf"),
        (lambda: SGD([Value(1.0)], lr=10**400), ValueError, "SGD: expected a finite lr, got inf"),
        (lambda: SGD([Value(1.0)], lr="0.1"), TypeError, "SGD: expected a number as lr, got '0.1'"),
        (lambda: SGD([Value(1.0)], lr=None), TypeError, "SGD: expected a number as lr, got None"),
        (
            lambda: SGD([Value(1.0)], momentum=-0.5),
            ValueError,
            "SGD: expected momentum of at least 0, got -0.5",
        ),
        (
            lambda: SGD([Value(1.0)], dampening=math.nan),
            ValueError,
            "SGD: expected a finite dampening, got nan",
        ),
        (lambda: SGD([Value(1.0)], weight_decay=math.inf), ValueError, "SGD: expected a finite weight_decay, got inf"),
        (lambda: Adam([Value(1.0)], betas=(0.9,)), ValueError, "Adam: expected two numbers as betas, got (0.9,)"),
        (lambda: Adam([Value(1.0)], betas=0.9), ValueError, "Adam: expected two numbers as betas, got 0.9"),
        (lambda: AdamW([Value(1.0)], eps=-1e-8), ValueError, "AdamW: expected eps of at least 0, got -1e-08"),
        (lambda: RMSprop([Value(1.0)], alpha=1.5), ValueError, "RMSprop: expected alpha from 0 to 1, got 1.5"),
        (lambda: StepLR(None, 1), TypeError, "StepLR: expected an optimizer, got None"),
        (lambda: StepLR(SGD([Value(1.0)]), 1.5), TypeError, "StepLR: expected a whole number as step_size, got 1.5"),
        (lambda: StepLR(SGD([Value(1.0)]), 2, -0.1), ValueError, "StepLR: expected gamma of at least 0, got -0.1"),
        (
            lambda: ExponentialLR(SGD([Value(1.0)]), math.nan),
            ValueError,
            "ExponentialLR: expected gamma of at least 0, got nan",
        ),
        (
            lambda: LinearLR(SGD([Value(1.0)]), start_factor=5),
            ValueError,
            "LinearLR: expected start_factor from 0 to 1, got 5",
        ),
        (
            lambda: LinearLR(SGD([Value(1.0)]), start_factor=0.0),
            ValueError,
            "LinearLR: expected start_factor above 0: what is 0 cannot be led anywhere by a factor",
        ),
        (
            lambda: LinearLR(SGD([Value(1.0)]), end_factor=-1),
            ValueError,
            "LinearLR: expected end_factor from 0 to 1, got -1",
        ),
        (
            lambda: CosineAnnealingLR(SGD([Value(1.0)]), 5, eta_min=-0.1),
            ValueError,
            "CosineAnnealingLR: expected eta_min of at least 0, got -0.1",
        ),
        (
            lambda: Schedule(SGD([Value(1.0)]), 0.5),
            TypeError,
            "Schedule: expected a function of the epoch as factor, got 0.5",
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


def trained(make):
    leaves = [Value(1.0), Value(-2.0)]
    optimizer = make(leaves)
    hill(*leaves).backward()
    optimizer.step()
    return optimizer


SPOILT = {
    "another kind": ("Adam", {"kind": "SGD"}, "Adam: the state is that of SGD; only Adam can continue it"),
    "another setting": (
        "SGD",
        {"settings": {"momentum": 0.5, "dampening": 0.0, "weight_decay": 0.0, "nesterov": False}},
        "SGD: the state is of a run with momentum=0.5, here momentum=0.9",
    ),
    "a setting of another type": (
        "SGD",
        {"settings": {"momentum": 0.9, "dampening": 0.0, "weight_decay": 0.0, "nesterov": 0}},
        "SGD: the state is of a run with nesterov=0, here nesterov=False",
    ),
    "no settings": (
        "Adam",
        {"settings": {}},
        "Adam: the state has settings {}, expected betas, eps, weight_decay, decoupled",
    ),
    "rate": ("SGD", {"lr": "0.1"}, "SGD: the state has a learning rate of '0.1', at first None"),
    "infinite rate": ("SGD", {"lr": math.inf}, "SGD: the state has a learning rate of inf, at first None"),
    "true as rate": ("SGD", {"lr": True}, "SGD: the state has a learning rate of True, at first None"),
    "steps": ("SGD", {"steps": 1.5}, "SGD: the state has made 1.5 steps"),
    "memory": ("SGD", {"memory": "v"}, "SGD: the state is for no parameters, this optimizer has 2"),
    "memory of one": ("SGD", {"memory": [{"v": 1.0}, None]}, "SGD: the state remembers None of parameter 1"),
    "another memory": ("Adam", {"memory": [{}, {"v": 1.0}]}, "Adam: the state remembers {'v': 1.0} of parameter 1"),
    "a word": ("SGD", {"memory": [{"v": "x"}, {}]}, "SGD: the state remembers {'v': 'x'} of parameter 0"),
    "not finite": ("SGD", {"memory": [{"v": math.nan}, {}]}, "SGD: the state remembers {'v': nan} of parameter 0"),
    "a negative square": (
        "Adam",
        {"memory": [{"n": 1, "m": 0.5, "v": -1.0}, {}]},
        "Adam: the state remembers {'n': 1, 'm': 0.5, 'v': -1.0} of parameter 0",
    ),
}

KINDS = {
    "SGD": lambda p: SGD(p, lr=0.1, momentum=0.9),
    "Adam": lambda p: Adam(p, lr=0.1),
    "AdamW": lambda p: AdamW(p, lr=0.1),
    "RMSprop": lambda p: RMSprop(p, momentum=0.5, centered=True),
}


@pytest.mark.parametrize(("kind", "changes", "message"), SPOILT.values(), ids=SPOILT)
def test_a_state_that_does_not_fit_changes_nothing(kind, changes, message):
    optimizer = trained(KINDS[kind])
    before = copy.deepcopy(optimizer.state_dict())
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        optimizer.load_state_dict({**before, **changes})
    assert str(caught.value) == message
    assert optimizer.state_dict() == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_that_lacks_something_or_is_none(kind):
    optimizer = trained(KINDS[kind])
    state = optimizer.state_dict()
    for name in state:
        with pytest.raises(ValueError, match=f"^{kind}: the state lacks {name}$"):
            optimizer.load_state_dict({key: held for key, held in state.items() if key != name})
    with pytest.raises(ValueError, match=f"^{kind}: expected a state_dict, got list$"):
        optimizer.load_state_dict([])
    for other in KINDS.values():
        fresh = other([Value(0.0), Value(0.0)])
        if type(fresh).__name__ == kind:
            fresh.load_state_dict(state)
            assert fresh.state_dict() == state
        else:
            with pytest.raises(ValueError, match="the state is that of"):
                fresh.load_state_dict(state)


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_state_of_a_schedule(name):
    make = SCHEDULES[name][0]
    schedule = make(SGD([Value(0.0)], lr=0.1))
    schedule.step()
    state = schedule.state_dict()
    other = make(SGD([Value(0.0)], lr=0.3))
    other.load_state_dict(state)
    assert other.state_dict() == state
    with pytest.raises(ValueError, match="the state is that of"):
        Schedule(SGD([Value(0.0)]), lambda epoch: 1.0).load_state_dict(state)
    for spoilt in {"epoch": -1}, {"epoch": 1.5}, {"first": math.inf}, {"settings": None}, {"kind": None}:
        with pytest.raises(ValueError, match=f"^{type(schedule).__name__}: "):
            other.load_state_dict({**state, **spoilt})
    assert other.state_dict() == state


@pytest.mark.parametrize("name", SCHEDULES)
def test_schedules_are_pickled(name):
    schedule = SCHEDULES[name][0](SGD([Value(0.0)], lr=0.1))
    again = pickle.loads(pickle.dumps(schedule))
    for _ in range(3):
        schedule.step()
        again.step()
    assert again.optimizer.lr == schedule.optimizer.lr


if __name__ == "__main__":
    print({row: theirs(name, options)[0] for row, (_, name, options) in ROWS.items()})
