"""Layers: what they take, what they give back, what they refuse."""

import copy
import pickle
import random
import subprocess
import sys

import numpy as np
import pytest

from autograd import OPS, Value, gradcheck, nn
from autograd.engine.graph import order
from autograd.nn.functional.functions import total

REL = 1e-13  # some hundred roundings of 1e-16


def floats(x):
    return np.vectorize(float, otypes=[float])(np.array(x, dtype=object))


LAYERS = {
    "linear": (lambda rng: nn.Linear(4, 3, rng=rng), (2, 4)),
    "residual": (lambda rng: nn.Residual(nn.Sequential(nn.Linear(4, 4, rng=rng), nn.Tanh()), activation=None), (2, 4)),
    "batch norm": (lambda rng: nn.BatchNorm(4), (3, 4)),
    "layer norm": (lambda rng: nn.LayerNorm(4), (2, 4)),
    "RMS norm": (lambda rng: nn.RMSNorm(4), (2, 4)),
    "attention": (lambda rng: nn.Attention(2, num_heads=2, rng=rng), (1, 3, 2)),
    "causal attention": (lambda rng: nn.Attention(2, causal=True, rng=rng), (2, 3, 2)),
    "convolution": (lambda rng: nn.Conv2d(2, 2, kernel_size=2, padding=1, rng=rng), (1, 2, 2, 3)),
    "max pool": (lambda rng: nn.MaxPool2d(2), (1, 1, 4, 4)),
    "average pool": (lambda rng: nn.AvgPool2d(2, stride=1), (1, 1, 3, 3)),
    "flatten": (lambda rng: nn.Flatten(), (2, 2, 2)),
    "softmax": (lambda rng: nn.Softmax(dim=0), (3, 2)),
    "activation": (lambda rng: nn.Activation("softplus"), (2, 2)),
}


def made(name):
    make, shape = LAYERS[name]
    return make(random.Random(1)), np.random.default_rng(2).normal(size=shape)


@pytest.mark.parametrize("name", LAYERS)
def test_lists_and_arrays_give_back_their_kind(name):
    layer, x = made(name)
    layer.eval()
    array, lists = layer(x), layer(x.tolist())
    assert isinstance(array, np.ndarray)
    assert isinstance(lists, list)
    np.testing.assert_array_equal(floats(array), floats(lists))
    assert all(type(value) is Value for value in array.flat)
    assert type(np.array(lists, dtype=object).flat[0]) is Value


@pytest.mark.parametrize("name", LAYERS)
def test_gradients_of_inputs_against_differences(name):
    layer, x = made(name)

    def weighted(*entries):
        output = np.array(layer(np.array(entries, dtype=object).reshape(x.shape)), dtype=object).reshape(-1)
        return total([(k + 1) * value.sin() for k, value in enumerate(output)])

    assert gradcheck(weighted, x.reshape(-1).tolist())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in LAYERS if made(name)[0].parameters()])
def test_gradients_of_parameters_against_differences(name):
    layer, x = made(name)
    parameters = layer.parameters()

    def weighted(*numbers):
        for parameter, number in zip(parameters, numbers, strict=True):
            replace(layer, parameter, number)
        parameters[:] = numbers
        return total([(k + 1) * value.sin() for k, value in enumerate(layer(x).reshape(-1))])

    assert gradcheck(weighted, [parameter.data for parameter in parameters])


def replace(module, old, new):
    """Put one Value in the place of another, wherever it is held."""
    for _, inner in module.named_modules():
        for held in vars(inner).values():
            if isinstance(held, np.ndarray) and held.dtype == object:
                for place in range(held.size):
                    if held.flat[place] is old:
                        held.flat[place] = new


@pytest.mark.parametrize("name", LAYERS)
def test_they_say_their_shape(name):
    layer, x = made(name)
    layer.eval()
    assert np.shape(layer(x))[1:] == layer.output_shape(x.shape[1:])  # x is a batch


@pytest.mark.parametrize("name", LAYERS)
def test_pickle_and_copy(name):
    layer, x = made(name)
    layer.eval()
    expected = floats(layer(x))
    for again in pickle.loads(pickle.dumps(layer)), copy.deepcopy(layer):
        np.testing.assert_array_equal(floats(again(x)), expected)
        assert not {id(p) for p in again.parameters()} & {id(p) for p in layer.parameters()}
        assert repr(again) == repr(layer)


def test_a_copy_made_before_the_parameters_draws_the_same():
    layer = nn.Linear(3, 2, rng=random.Random(4))
    again = copy.deepcopy(layer)
    assert [p.data for p in again.parameters()] == [p.data for p in layer.parameters()]


def test_inputs_that_are_numbers_become_one_constant_each():
    output = nn.Linear(3, 5, rng=random.Random(0))([[1.0, 2.0, 3.0]])
    constants = [node for node in order(*output[0]) if node.is_constant]
    assert sorted(node.data for node in constants) == [1.0, 2.0, 3.0]


def test_parameters_are_made_on_first_use_and_do_not_depend_on_the_order_of_use():
    def network():
        rng = random.Random(5)
        return nn.Sequential(nn.Linear(2, 3, rng=rng), nn.ReLU(), nn.Linear(3, 1, rng=rng))

    first, second = network(), network()
    assert "weight" not in vars(first[0])
    second[2]([[1.0, 1.0, 1.0]])  # the last layer first
    assert [p.data for p in first.parameters()] == [p.data for p in second.parameters()]
    assert first[0].weight is first[0].weight


def test_parameters_have_the_spread_they_should():
    layer = nn.Linear(100, 50, rng=random.Random(0))
    weights = floats(layer.weight)
    assert weights.shape == (50, 100)
    assert np.abs(weights).max() <= 0.1
    assert np.abs(weights).max() > 0.0999  # 5,000 draws
    # the mean of 5,000 draws of deviation 0.058 strays by 0.0008; six times that
    assert abs(weights.mean()) < 0.005


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (nn.Linear(2, 1), ["weight[0,0]", "weight[0,1]", "bias[0]"]),
        (nn.Linear(1, 1, bias=False), ["weight[0,0]"]),
        (nn.Sequential(nn.ReLU(), nn.Linear(1, 1)), ["1.weight[0,0]", "1.bias[0]"]),
        (nn.Residual(nn.Sequential(nn.Linear(1, 1, bias=False))), ["inner.0.weight[0,0]"]),
        (nn.Sequential(nn.BatchNorm(1), nn.RMSNorm(1)), ["0.weight[0]", "0.bias[0]", "1.weight[0]"]),
        (
            nn.Attention(1),
            [
                *("in_proj_weight[0,0]", "in_proj_weight[1,0]", "in_proj_weight[2,0]"),
                *("in_proj_bias[0]", "in_proj_bias[1]", "in_proj_bias[2]"),
                *("out_proj.weight[0,0]", "out_proj.bias[0]"),
            ],
        ),
    ],
)
def test_names(model, names):
    assert [name for name, _ in model.named_parameters()] == names


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (nn.Linear(2, 3, bias=False), "Linear(2, 3, bias=False)"),
        (nn.Sequential(nn.Flatten(), nn.Tanh()), "Sequential(Flatten(), Tanh())"),
        (nn.Residual(nn.Linear(1, 1)), "Residual(Linear(1, 1), relu)"),
        (nn.Residual(nn.Linear(1, 1), None), "Residual(Linear(1, 1), linear)"),
        (nn.Conv2d(3, 5, kernel_size=3), "Conv2d(3, 5, kernel_size=3)"),
        (nn.Conv2d(3, 5, (3, 1), stride=2, padding=1), "Conv2d(3, 5, kernel_size=(3, 1), stride=2, padding=1)"),
        (nn.Conv2d(1, 1, np.int64(2)), "Conv2d(1, 1, kernel_size=2)"),
        (nn.MaxPool2d(2), "MaxPool2d(kernel_size=2)"),
        (nn.MaxPool2d(np.array([2, 3])), "MaxPool2d(kernel_size=(2, 3))"),
        (nn.AvgPool2d(2, stride=1), "AvgPool2d(kernel_size=2, stride=1)"),
        (nn.Attention(8, num_heads=2, causal=True), "Attention(8, num_heads=2, causal=True)"),
        (nn.Embedding(27, 16), "Embedding(27, 16)"),
        (nn.Softmax(dim=0), "Softmax(dim=0)"),
        (nn.Activation("sin"), "Activation('sin')"),
        (nn.Activation(lambda a: a), "Activation('<lambda>')"),
        (nn.RMSNorm(4), "RMSNorm(4)"),
    ],
)
def test_repr(module, text):
    assert repr(module) == text


ONES = np.ones
BAD = {
    "linear": (
        lambda: nn.Linear(10, 50)(ONES((4, 3))),
        "Linear(10, 50): expected an input of shape (…, 10), got (4, 3)",
    ),
    "one number": (lambda: nn.Linear(2, 1)(1.0), "Linear(2, 1): expected an input of shape (…, 2), got ()"),
    "ragged": (lambda: nn.Linear(2, 1)([[1.0, 2.0], [1.0]]), "Linear(2, 1): the input has rows of different lengths"),
    "ragged arrays": (
        lambda: nn.Linear(2, 1)([ONES((2, 2)), ONES((2, 3))]),
        "Linear(2, 1): the input has rows of different lengths",
    ),
    "residual": (
        lambda: nn.Residual(nn.Linear(2, 3))(ONES((4, 2))),
        "Residual(Linear(2, 3), relu): the inner module turns shape (4, 2) into (4, 3); only equal shapes can be added",
    ),
    "convolution": (
        lambda: nn.Conv2d(3, 5, 3)(ONES((1, 5, 5))),
        "Conv2d(3, 5, kernel_size=3): expected an input of shape (3, height, width), got (1, 5, 5)",
    ),
    "large kernel": (
        lambda: nn.Conv2d(1, 1, 5)(ONES((1, 8, 3))),
        "Conv2d(1, 1, kernel_size=5) on an image of 8 × 3: a kernel of 5 does not fit into 3",
    ),
    "large padded kernel": (
        lambda: nn.Conv2d(1, 1, 6, padding=1)(ONES((1, 3, 8))),
        "Conv2d(1, 1, kernel_size=6, padding=1) on an image of 3 × 8: "
        "a kernel of 6 does not fit into 3 with 1 on either side",
    ),
    "large pool": (
        lambda: nn.MaxPool2d(4)(ONES((1, 3, 3))),
        "MaxPool2d(kernel_size=4) on an image of 3 × 3: a kernel of 4 does not fit into 3",
    ),
    "no stride": (lambda: nn.Conv2d(1, 1, 1, stride=0), "Conv2d: expected a stride of at least 1, got 0"),
    "activation of two operands": (
        lambda: nn.Activation(OPS["add"]),
        "activation=add: expected an operation of one operand, this one has two",
    ),
    "axis of an array": (
        lambda: nn.Softmax(dim=5)([[0.0, 0.0]]),
        "softmax: expected an axis from -2 to 1 as dim, got 5",
    ),
    "axis of a row": (lambda: nn.softmax([0.0, 0.0], dim=5), "softmax: a single row has the axis 0 alone, got dim=5"),
    "no window": (lambda: nn.AvgPool2d((2, 0)), "AvgPool2d: expected a kernel_size of at least 1, got (2, 0)"),
    "less than no padding": (
        lambda: nn.Conv2d(1, 1, 1, padding=-1),
        "Conv2d: expected a padding of at least 0, got -1",
    ),
    "pool of a row": (
        lambda: nn.MaxPool2d(2)(ONES(4)),
        "MaxPool2d(kernel_size=2): expected an input of shape (channels, height, width), got (4,)",
    ),
    "batch norm": (
        lambda: nn.BatchNorm(3)(ONES((4, 2))),
        "BatchNorm(3): expected an input of shape (batch, 3, …), got (4, 2)",
    ),
    "batch of one": (
        lambda: nn.BatchNorm(2)(ONES((1, 2))),
        "BatchNorm(2): one number for each feature has no variance: train on larger batches, or call eval() first",
    ),
    "empty batch": (lambda: nn.BatchNorm(2)(ONES((0, 2))), "BatchNorm(2): the batch is empty"),
    "zero variance": (
        lambda: nn.BatchNorm(2, eps=0.0)([[1.0, 0.5], [2.0, 0.5], [4.0, 0.5]]),
        "BatchNorm(2): feature 1 has zero variance in this batch: all 3 numbers are 0.5, and eps is 0",
    ),
    "layer norm": (
        lambda: nn.LayerNorm(3)(ONES((4, 2))),
        "LayerNorm(3): expected an input of shape (…, 3), got (4, 2)",
    ),
    "attention": (
        lambda: nn.Attention(4)(ONES((3, 2))),
        "Attention(4, num_heads=1): expected an input of shape (length, 4), got (3, 2)",
    ),
    "heads": (lambda: nn.Attention(4, num_heads=3), "Attention: 4 features cannot be shared out to 3 heads"),
    "flatten": (lambda: nn.Flatten()(ONES(3)), "Flatten(): expected an input of shape (batch, …), got (3,)"),
    "embedding": (lambda: nn.Embedding(3, 2)([0, 3]), "Embedding(3, 2): expected numbers from 0 to 2, got 3"),
    "size": (lambda: nn.Linear(0, 1), "Linear: expected at least one of its inputs, got 0"),
    "empty softmax": (lambda: nn.softmax([]), "softmax: expected at least one number, got an empty list"),
    "empty rows": (lambda: nn.logsumexp(ONES((2, 0))), "logsumexp: expected at least one number, got an empty list"),
}


@pytest.mark.parametrize(("make", "message"), BAD.values(), ids=BAD)
def test_bad_input(make, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        make()
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nn.Linear(2, 1)([["a", 1.0]]), "Value('str'): expected a real number. A name goes second"),
        (lambda: nn.Embedding(3, 2)([0.5]), "Embedding(3, 2): expected whole numbers, got float64"),
        (lambda: nn.Sequential(nn.Linear(1, 1), nn.ReLU), "Sequential: expected modules, got <class"),
        (lambda: nn.softmax(Value(1.0)), "softmax: expected a list or an array of numbers, got Value(1.0)"),
        (lambda: nn.Activation(None), "Activation(None): expected the name of an operation, or the operation itself"),
        (
            lambda: nn.MaxPool2d(2.5),
            "MaxPool2d: expected a whole number for kernel_size, or two of them, got 2.5",
        ),
        (
            lambda: nn.Conv2d(1, 1, (1, 2, 3)),
            "Conv2d: expected a whole number for kernel_size, or two of them, got (1, 2, 3)",
        ),
        (lambda: nn.Conv2d(1, 1, 1, stride="2"), "Conv2d: expected a whole number for stride, or two of them, got '2'"),
        (lambda: nn.summary(nn.Linear(2, 1), 2.5), "summary: expected a whole number of inputs, got 2.5"),
        (lambda: nn.Linear(1.5, 1), "Linear: expected a whole number of inputs, got 1.5"),
    ],
)
def test_wrong_types(make, message):
    with pytest.raises(TypeError) as caught:
        make()
    assert str(caught.value).startswith(message)


def test_a_refused_batch_leaves_running_statistics_alone():
    layer = nn.BatchNorm(2, eps=0.0)
    layer([[1.0, 2.0], [3.0, 5.0]])
    before = layer.state_dict()
    with pytest.raises(ValueError, match="zero variance"):
        layer([[1.0, 0.5], [2.0, 0.5]])
    assert layer.state_dict() == before


def test_batch_norm_in_training_and_in_use():
    layer = nn.BatchNorm(1, eps=0.0, momentum=0.5)
    assert floats(layer([[1.0], [3.0]])).tolist() == [[-1.0], [1.0]]
    assert layer.running_mean == [1.0]  # halfway from 0 to 2
    assert layer.running_var == [1.5]  # halfway from 1 to 2, the variance over m − 1
    layer.eval()
    assert floats(layer([[1.0], [1.0 + 1.5**0.5]])).reshape(-1) == pytest.approx([0.0, 1.0], rel=REL)
    assert layer.num_batches_tracked == 1
    assert layer.train().training


def test_freeze():
    model = nn.Sequential(nn.Linear(2, 2, rng=random.Random(0)), nn.Linear(2, 1, rng=random.Random(1)))
    assert model[0].freeze() is model[0]
    model([[1.0, 2.0]])[0][0].backward()
    assert not any(p.has_grad for p in model[0].parameters())
    assert all(p.has_grad for p in model[1].parameters())
    assert len(model.parameters()) == 9
    model[0].unfreeze()
    model([[1.0, 2.0]])[0][0].backward()
    assert all(p.has_grad for p in model.parameters())


def test_only_leaves_can_be_frozen():
    with pytest.raises(ValueError, match="only a leaf can be made a constant"):
        (Value(1.0) * 2).is_constant = True


def test_a_module_of_ones_own_with_lists_of_modules():
    class Two(nn.Module):
        def __init__(self):
            self.parts = [nn.Linear(1, 1, rng=random.Random(0)), [nn.Linear(1, 1, rng=random.Random(1))]]
            self.scale = Value(2.0)
            self.more = {"slope": Value(1.0), "part": nn.Linear(1, 1, bias=False)}
            self._hidden = Value(3.0)
            self.last = None

        def forward(self, x):
            self.last = self.scale * self.parts[0](x)[0]
            return self.last

    two = Two()
    two([1.0])
    assert repr(two) == "Two(parts.0=Linear(1, 1), parts.1.0=Linear(1, 1), more.part=Linear(1, 1, bias=False))"
    assert [name for name, _ in two.named_parameters()] == [
        *(
            "scale",
            "more.slope",
            "parts.0.weight[0,0]",
            "parts.0.bias[0]",
            "parts.1.0.weight[0,0]",
            "parts.1.0.bias[0]",
        ),
        "more.part.weight[0,0]",
    ]
    other = Two()
    other.load_state_dict(two.state_dict())
    assert other.state_dict() == two.state_dict()


def test_an_unknown_attribute():
    with pytest.raises(AttributeError, match="'Linear' object has no attribute 'wieght'"):
        nn.Linear(1, 1).wieght  # noqa: B018


@pytest.mark.parametrize("x", [[0.5, -1.0, 2.0], [1000.0, 1001.0, 999.0], [-1000.0, 0.0, 3.0], [700.0]])
def test_softmax_and_its_relatives(x):
    wide = np.array(x, dtype=np.longdouble)
    powers = np.exp(wide - wide.max())
    expected = powers / powers.sum()
    values = [Value(number) for number in x]
    np.testing.assert_allclose(floats(nn.softmax(values)), expected.astype(float), rtol=REL)
    lse = nn.logsumexp(values)
    assert lse.data == pytest.approx(float(wide.max() + np.log(powers.sum())), rel=REL)
    lse.backward()
    # at 1e-434 the share is beyond doubles and its derivative 0; the rest is rounding
    np.testing.assert_allclose([v.grad for v in values], expected.astype(float), rtol=REL, atol=1e-15)
    np.testing.assert_allclose(floats(nn.log_softmax(values)), np.array(x) - lse.data, rtol=REL)
    assert nn.softmax(x) == pytest.approx(expected.astype(float), rel=REL)


def test_an_embedding_of_nothing():
    assert nn.Embedding(3, 2)([]) == []
    assert nn.Embedding(3, 2)(np.empty((0, 4), dtype=int)).shape == (0, 4, 2)


def test_softmax_along_axes():
    x = np.random.default_rng(0).normal(size=(2, 3, 4))
    for axis in (0, 1, 2, -1):
        shares = np.array(nn.softmax(x, axis), dtype=float)
        np.testing.assert_allclose(shares, np.exp(x) / np.exp(x).sum(axis=axis, keepdims=True), rtol=REL)
    assert np.shape(nn.logsumexp(x.tolist(), 1)) == (2, 4)
    np.testing.assert_allclose(
        np.array(nn.logsumexp(x, 1), dtype=float), np.log(np.exp(x).sum(axis=1)), rtol=REL, atol=1e-15
    )


def test_an_mlp_is_a_chain_of_linear_layers():
    model = nn.MLP(3, [4, 2], rng=random.Random(0))
    chain = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    for dense, layer in zip((chain[0], chain[2]), model.layers, strict=True):
        dense.load_state_dict(
            {"weight": [[w.data for w in n.w] for n in layer.neurons], "bias": [n.b.data for n in layer.neurons]}
        )
    x = np.random.default_rng(1).normal(size=(5, 3))
    np.testing.assert_allclose(floats(chain(x)), floats(model(x)), rtol=REL)


def test_an_mlp_does_not_load_numpy():
    program = (
        "import sys; from autograd.nn import MLP; MLP(2, [3, 1])([1.0, 2.0]).backward(); print('numpy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
    )


def test_exports():
    for name in nn.__all__:
        assert getattr(nn, name).__name__ == name
    with pytest.raises(AttributeError, match=r"module 'autograd\.nn' has no attribute 'Conv3d'"):
        nn.Conv3d  # noqa: B018
