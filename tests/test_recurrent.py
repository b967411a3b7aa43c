"""Recurrent layers, dropout, clipping and initialisation: PyTorch's numbers, names and states."""

import math
import random

import numpy as np
import pytest

from autograd import Value
from autograd.nn import (
    ELU,
    GELU,
    GRU,
    LSTM,
    RNN,
    BatchNorm,
    Conv2d,
    Dropout,
    LayerNorm,
    LeakyReLU,
    Linear,
    RMSNorm,
    Sequential,
    SiLU,
    initialise,
    mse,
    summary,
    to_torch,
)
from autograd.nn.functional.initialisation import GAINS, RULES, fans
from autograd.optim import SGD, Adam, clip_grad_norm_, clip_grad_value_
from autograd.training import fit
from tests import optional

REL = 1e-12  # some hundred roundings each
KINDS = {"RNN": RNN, "LSTM": LSTM, "GRU": GRU}


def numbers(array):
    return np.vectorize(float, otypes=[float])(np.array(array, dtype=object))


def options(rng):
    return {
        "num_layers": rng.choice([1, 1, 2, 3]),
        "bias": rng.random() < 0.7,
        "batch_first": rng.random() < 0.5,
        "bidirectional": rng.random() < 0.4,
    }


def close(ours, theirs):
    theirs = theirs.detach().numpy()
    np.testing.assert_allclose(numbers(ours), theirs, rtol=REL, atol=REL * max(1.0, np.abs(theirs).max()))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_numbers_gradients_and_states_of_pytorch(kind):
    torch = optional.package("torch")
    for seed in range(50):
        rng = random.Random(seed)
        chosen = options(rng)
        if kind == "RNN":
            chosen["nonlinearity"] = rng.choice(["tanh", "relu"])
        inputs, hidden, length, batch = (rng.randint(1, 3) for _ in range(4))
        ours = KINDS[kind](inputs, hidden, rng=rng, **chosen)
        theirs = to_torch(ours)
        assert list(theirs.state_dict()) == list(ours.state_dict())
        assert type(theirs).__name__ == kind
        single = rng.random() < 0.3
        shape = (
            (length, inputs)
            if single
            else (batch, length, inputs)
            if chosen["batch_first"]
            else (length, batch, inputs)
        )
        x = np.array([rng.gauss(0, 1) for _ in range(math.prod(shape))]).reshape(shape)
        count = chosen["num_layers"] * (1 + chosen["bidirectional"])
        begin = (count, hidden) if single else (count, batch, hidden)
        states = [
            np.array([rng.gauss(0, 1) for _ in range(math.prod(begin))]).reshape(begin) for _ in range(ours.carried)
        ]
        given = None if rng.random() < 0.4 else states
        mine = given if given is None or kind == "LSTM" else given[0]
        tensors = None if given is None else [torch.tensor(state) for state in given]
        tensors = tensors if tensors is None or kind == "LSTM" else tensors[0]
        leaves = np.array([Value(number) for number in x.flat], dtype=object).reshape(shape)
        source = torch.tensor(x, requires_grad=True)
        found, last = ours(leaves, mine)
        output, end = theirs(source, tensors)
        close(found, output)
        for here, there in zip(*((last, end) if kind == "LSTM" else ([last], [end])), strict=True):
            close(here, there)
        total = sum((found * found).flat) + sum((np.array(last, dtype=object) * 1.5).flat)
        total.backward()
        carried = end if kind == "LSTM" else [end]
        ((output**2).sum() + sum((each * 1.5).sum() for each in carried)).backward()
        close([[value.grad for value in leaves.flat]], source.grad.reshape(1, -1))
        gradients = dict(theirs.named_parameters())
        for name in ours.state_dict():
            held = getattr(ours, name)
            close(np.array([value.grad for value in held.flat]), gradients[name].grad.reshape(-1))
        again = KINDS[kind](inputs, hidden, rng=random.Random(99), **chosen)
        again.load_state_dict(theirs.state_dict())  # and back
        assert again.state_dict() == ours.state_dict()


@pytest.mark.parametrize("kind", KINDS)
def test_steps_of_pytorch(kind):
    torch = optional.package("torch")
    ours = KINDS[kind](2, 3, rng=random.Random(0))
    theirs = to_torch(ours)
    x = [[0.5, -1.0], [0.3, 0.8], [-0.2, 0.1]]
    optimizer, other = Adam(ours, lr=0.05), torch.optim.Adam(theirs.parameters(), lr=0.05)
    for _ in range(5):
        optimizer.zero_grad()
        other.zero_grad()
        sum((np.array(ours(x)[0], dtype=object) ** 2).flat).backward()
        (theirs(torch.tensor(x, dtype=torch.float64))[0] ** 2).sum().backward()
        optimizer.step()
        other.step()
    for name, there in theirs.state_dict().items():
        close(getattr(ours, name), there)


def test_lists_give_lists():
    output, last = GRU(2, 3)([[1.0, 2.0]])
    assert isinstance(output, list)
    assert isinstance(last[0], list)
    output, (h, c) = LSTM(2, 3)([[1.0, 2.0]])
    assert [y.data for y in h[0]] == [y.data for y in output[0]]
    assert isinstance(c[0], list)


@pytest.mark.parametrize(
    ("layer", "parameters", "multiplies"),
    [
        (RNN(2, 3), 2 * 3 + 9 + 6, 5 * (6 + 9)),
        (LSTM(2, 3), 4 * (6 + 9 + 6), 5 * (4 * 15 + 9)),
        (GRU(2, 3, bias=False), 3 * 15, 5 * (3 * 15 + 9)),
        (
            GRU(2, 3, num_layers=2, bidirectional=True),
            2 * 3 * (6 + 9 + 6) + 2 * 3 * (18 + 9 + 6),
            2 * 5 * (3 * 15 + 3 * 27 + 18),
        ),
    ],
)
def test_counts(layer, parameters, multiplies):
    assert len(layer.parameters()) == parameters
    made = summary(layer, (5, 2))
    assert (made.parameters, made.multiplies) == (parameters, multiplies)
    assert layer.output_shape((5, 2)) == np.array(layer(np.ones((5, 2)))[0]).shape


@pytest.mark.parametrize(
    ("attempt", "error", "message"),
    [
        (lambda: RNN(0, 1), ValueError, "RNN: expected at least one of its inputs, got 0"),
        (lambda: LSTM(1, 1.5), TypeError, "LSTM: expected a whole number of hidden numbers, got 1.5"),
        (lambda: GRU(1, 1, num_layers=0), ValueError, "GRU: expected at least one of its layers, got 0"),
        (lambda: GRU(1, 1, dropout=1.5), ValueError, "GRU: expected dropout from 0 to 1, got 1.5"),
        (
            lambda: RNN(1, 1, nonlinearity="sigmoid"),
            ValueError,
            'RNN: expected "tanh" or "relu" as nonlinearity, got \'sigmoid\'',
        ),
        (
            lambda: RNN(2, 1)([[1.0]]),
            ValueError,
            "RNN(2, 1): expected an input of shape (length, 2) or with a batch, got (1, 1)",
        ),
        (
            lambda: RNN(2, 1)([]),
            ValueError,
            "RNN(2, 1): expected an input of shape (length, 2) or with a batch, got (0,)",
        ),
        (lambda: RNN(2, 1)(np.ones((0, 2))), ValueError, "RNN(2, 1): the sequence is empty"),
        (
            lambda: GRU(2, 3)([[1.0, 2.0]], [[0.0, 0.0]]),
            ValueError,
            "GRU(2, 3): expected a state of shape (1, 3), got (1, 2)",
        ),
        (
            lambda: LSTM(2, 3)([[1.0, 2.0]], [[[0.0] * 3]]),
            ValueError,
            "LSTM(2, 3): expected 2 states to begin with, got 1",
        ),
        (lambda: BatchNorm(2, momentum=2), ValueError, "BatchNorm: expected momentum from 0 to 1, got 2"),
        (lambda: BatchNorm(2, eps=-1e-5), ValueError, "BatchNorm: expected eps of at least 0, got -1e-05"),
        (lambda: BatchNorm(2, momentum="x"), TypeError, "BatchNorm: expected a number as momentum, got 'x'"),
        (lambda: LayerNorm(2, eps=math.nan), ValueError, "LayerNorm: expected eps of at least 0, got nan"),
        (lambda: RMSNorm(2, eps=math.inf), ValueError, "RMSNorm: expected a finite eps, got inf"),
        (lambda: LeakyReLU(math.inf), ValueError, "LeakyReLU: expected a finite negative_slope, got inf"),
        (lambda: ELU("1"), TypeError, "ELU: expected a number as alpha, got '1'"),
        (lambda: Dropout(-0.1), ValueError, "Dropout: expected p from 0 to 1, got -0.1"),
        (lambda: Dropout("half"), TypeError, "Dropout: expected a number as p, got 'half'"),
        (
            lambda: clip_grad_norm_([Value(1.0)], -1),
            ValueError,
            "clip_grad_norm_: expected max_norm of at least 0, got -1",
        ),
        (lambda: clip_grad_norm_([1.0], 1), TypeError, "clip_grad_norm_: expected Values as parameters, got 1.0"),
        (lambda: clip_grad_norm_([Value(1.0)], 1, 0), ValueError, "clip_grad_norm_: expected norm_type above 0, got 0"),
        (
            lambda: clip_grad_value_([Value(1.0)], math.nan),
            ValueError,
            "clip_grad_value_: expected clip_value of at least 0, got nan",
        ),
        (
            lambda: initialise(Linear(1, 1), "glorot"),
            ValueError,
            "initialise: expected one of zeros, ones, xavier_uniform, xavier_normal, kaiming_uniform, kaiming_normal, "
            "orthogonal as name, got 'glorot'",
        ),
        (
            lambda: initialise(LayerNorm(2), "zeros"),
            ValueError,
            "initialise: LayerNorm(2) has no array of weights with two axes or more",
        ),
        (
            lambda: initialise([Value(1.0)], "zeros"),
            ValueError,
            "initialise: expected an array with two axes or more, got shape (1,)",
        ),
        (
            lambda: initialise([[1.0]], "zeros"),
            TypeError,
            "initialise: expected a module or an array of leaf Values, got list",
        ),
        (
            lambda: initialise(Linear(1, 1), "kaiming_normal", mode="in"),
            ValueError,
            'initialise: expected "fan_in" or "fan_out" as mode, got \'in\'',
        ),
        (
            lambda: initialise(Linear(1, 1), "xavier_normal", gain="gelu"),
            ValueError,
            "initialise: expected a number or one of linear, sigmoid, tanh, relu, leaky_relu, selu as gain, got 'gelu'",
        ),
    ],
)
def test_bad_input(attempt, error, message):
    with pytest.raises(error) as caught:
        attempt()
    assert str(caught.value) == message


ACTIVATIONS = {
    "LeakyReLU": lambda rng: LeakyReLU(rng.choice([0.01, rng.uniform(-0.5, 1.5)])),
    "ELU": lambda rng: ELU(rng.choice([1.0, rng.uniform(0.1, 3.0)])),
    "SiLU": lambda rng: SiLU(),
    "GELU": lambda rng: GELU(),
}


CANCELLING = {"GELU": 2e-15}
"""What is allowed besides: PyTorch's 1 + erf cancels on the left, where ours has erfc; its derivative does in both."""


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_are_those_of_pytorch(name):
    torch = optional.package("torch")
    for seed in range(50):
        rng = random.Random(seed)
        ours = ACTIVATIONS[name](rng)
        theirs = to_torch(ours)
        assert type(theirs).__name__ == name
        x = [0.0, 1e-9, -1e-9, 40.0, -40.0, *(rng.gauss(0, 3) for _ in range(5))]
        leaves, source = [Value(number) for number in x], torch.tensor(x, dtype=torch.float64, requires_grad=True)
        found, output = ours(leaves), theirs(source)
        least = CANCELLING.get(name, 1e-300)
        for here, there in zip(found, output, strict=True):
            assert here.data == pytest.approx(there.item(), rel=REL, abs=least)
        sum(found).backward()
        output.sum().backward()
        assert [leaf.grad for leaf in leaves] == pytest.approx(source.grad.tolist(), rel=REL, abs=CANCELLING.get(name))
        assert ours.output_shape((3, 4)) == (3, 4)


def test_running_means_over_all_batches_are_those_of_pytorch():
    torch = optional.package("torch")
    ours, theirs = BatchNorm(2, momentum=None), torch.nn.BatchNorm1d(2, momentum=None).double()
    rng = random.Random(0)
    for _ in range(5):
        batch = [[rng.gauss(1, 2), rng.gauss(-3, 1)] for _ in range(4)]
        close(ours(batch), theirs(torch.tensor(batch, dtype=torch.float64)))
    close(ours.running_mean, theirs.running_mean)
    close(ours.running_var, theirs.running_var)
    assert to_torch(ours).momentum is None


# ----------------------------------------------------------------------------------------------------------- dropout


def test_dropout_in_training_and_in_use():
    layer = Dropout(0.25, rng=random.Random(0))
    x = [Value(float(k + 1)) for k in range(4000)]
    y = layer(x)
    sum(y).backward()
    kept = [place for place, value in enumerate(y) if value.data]
    assert {x[place].grad for place in range(4000)} == {0.0, 1 / 0.75}
    assert all(y[place].data == x[place].data * (1 / 0.75) for place in kept)
    assert abs(len(kept) / 4000 - 0.75) < 0.03  # four deviations of a share of 4000
    assert [value.data for value in layer.eval()(x)] == [value.data for value in x]
    assert {value.data for value in Dropout(1.0)([1.0, 2.0])} == {0.0}


def test_dropout_in_pytorch_and_between_layers():
    torch = optional.package("torch")
    theirs = to_torch(Sequential(Linear(2, 2), Dropout(0.3)))
    assert isinstance(theirs[1], torch.nn.Dropout)
    assert theirs[1].p == 0.3
    layer = GRU(1, 4, num_layers=2, dropout=0.5, rng=random.Random(1))
    first, second = (numbers(layer([[1.0], [2.0]])[0]) for _ in range(2))
    assert (first != second).any()
    close(layer.eval()([[1.0], [2.0]])[0], to_torch(layer)(torch.tensor([[1.0], [2.0]], dtype=torch.float64))[0])


def test_what_draws_random_numbers_is_not_compiled():
    rng = random.Random(0)
    model = Sequential(Linear(2, 3, rng=rng), Dropout(0.5, rng=rng), Linear(3, 1, rng=rng))
    with pytest.raises(ValueError, match=r"^fit\(compiled=True\): a module draws random numbers$"):
        fit(model, mse, [[1.0, 2.0]], [[1.0]], SGD(model), progress=False, compiled=True)
    fit(model, mse, [[1.0, 2.0]], [[1.0]], SGD(model), progress=False)
    fit(model.eval(), mse, [[1.0, 2.0]], [[1.0]], SGD(model), progress=False, compiled=True)


# ---------------------------------------------------------------------------------------------------------- clipping


def test_clipping_is_that_of_pytorch():
    torch = optional.package("torch")
    for seed in range(50):
        rng = random.Random(seed)
        slopes = [rng.gauss(0, 10 ** rng.uniform(-3, 3)) for _ in range(rng.randint(1, 9))]
        most, kind = 10 ** rng.uniform(-2, 2), rng.choice([1.0, 2.0, 3.5, math.inf])
        for way in "norm", "value":
            leaves = [Value(0.0) for _ in slopes]
            sum((slope * leaf for slope, leaf in zip(slopes, leaves, strict=True)), Value(0.0)).backward()
            other = [torch.zeros((), dtype=torch.float64, requires_grad=True) for _ in slopes]
            for tensor, slope in zip(other, slopes, strict=True):
                tensor.grad = torch.tensor(slope, dtype=torch.float64)
            if way == "norm":
                norm = torch.nn.utils.clip_grad_norm_(other, most, kind).item()
                assert clip_grad_norm_(leaves, most, kind) == pytest.approx(norm, rel=REL)
            else:
                torch.nn.utils.clip_grad_value_(other, most)
                clip_grad_value_(leaves, most)
            assert [leaf.grad for leaf in leaves] == pytest.approx([tensor.grad.item() for tensor in other], rel=REL)


def test_clipping_takes_modules_and_optimizers_and_leaves_out_what_has_no_gradient():
    layer = Linear(1, 1)
    layer([[3.0]])[0][0].backward()
    unused = Value(1.0)
    assert clip_grad_norm_(layer, 100.0) == pytest.approx(math.sqrt(10), rel=REL)
    clip_grad_value_(SGD([*layer.parameters(), unused]), 2.0)
    assert (layer.weight[0, 0].grad, layer.bias[0].grad, unused.has_grad) == (2.0, 1.0, False)
    layer.bias[0]._grad = math.inf
    with pytest.raises(ValueError, match=r"^clip_grad_norm_: the norm of the gradient is inf$"):
        clip_grad_norm_(layer, 1.0)
    assert clip_grad_norm_([unused], 1.0) == 0.0


# ---------------------------------------------------------------------------------------------------- initialisation


@pytest.mark.parametrize("mode", ["fan_in", "fan_out"])
@pytest.mark.parametrize("name", ["xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal"])
def test_spreads_are_those_of_pytorch(name, mode):
    torch = optional.package("torch")
    for make, shape in (lambda: Linear(60, 40), (40, 60)), (lambda: Conv2d(6, 8, 5), (8, 6, 5, 5)):
        layer, tensor = make(), torch.empty(shape, dtype=torch.float64)
        fan = torch.nn.init._calculate_fan_in_and_fan_out(tensor)
        assert fans(shape) == fan
        initialise(layer, name, random.Random(0), gain="relu", mode=mode)
        found = numbers(layer.weight)
        if name.startswith("xavier"):
            deviation = math.sqrt(2) * math.sqrt(2 / sum(fan))
        else:
            deviation = math.sqrt(2) / math.sqrt(fan[mode == "fan_out"])
        if name.endswith("uniform"):
            assert 0.98 < np.abs(found).max() / (math.sqrt(3) * deviation) <= 1
        assert found.std() == pytest.approx(deviation, rel=0.06)  # three deviations of that of 1200 numbers


def test_gains_are_those_of_pytorch():
    torch = optional.package("torch")
    for name, gain in GAINS.items():
        assert gain == pytest.approx(torch.nn.init.calculate_gain(name), rel=REL)


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4)])
def test_orthogonal_rows_or_columns(shape):
    layer = Linear(shape[1], shape[0])
    initialise(layer.weight, "orthogonal", random.Random(0), gain=2.0)
    found = numbers(layer.weight)
    product = found @ found.T if shape[0] <= shape[1] else found.T @ found
    np.testing.assert_allclose(product, 4 * np.eye(min(shape)), atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_the_same_generator_gives_the_same_numbers(name):
    models = [Sequential(Linear(3, 4), LayerNorm(4), Linear(4, 2)) for _ in range(2)]
    biases = [model.state_dict()["0.bias"] for model in models]
    for model in models:
        initialise(model, name, random.Random(7))
    states = [model.state_dict() for model in models]
    assert states[0]["0.weight"] == states[1]["0.weight"]
    assert states[0]["2.weight"] == states[1]["2.weight"]
    assert [state["0.bias"] for state in states] == biases
    assert states[0]["1.weight"] == [1.0] * 4
