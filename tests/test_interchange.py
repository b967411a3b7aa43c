"""Modules beside PyTorch's of the same name: the same outputs, gradients and states."""

import random

import numpy as np
import pytest

from autograd import OPS, forget, nn, op
from autograd.nn.exchange import interchange
from autograd.nn.functional.functions import total
from tests import optional

torch = optional.package("torch")

REL = 1e-12  # a few thousand roundings of 1e-16, added up in different orders
NEAR = 1e-13  # for sums that cancel to about 0

rng = random.Random(7)
ROWS, SEQUENCES, IMAGES = (4, 6), (2, 5, 6), (2, 3, 7, 6)
MODELS = {
    "linear": (nn.Linear(6, 3, rng=rng), ROWS),
    "linear without bias": (nn.Linear(6, 3, bias=False, rng=rng), SEQUENCES),
    "activations": (
        nn.Sequential(nn.ReLU(), nn.Tanh(), nn.Sigmoid(), nn.Softplus(), nn.Activation("sin"), nn.Activation("exp")),
        ROWS,
    ),
    "activations with settings": (nn.Sequential(nn.LeakyReLU(0.2), nn.ELU(0.7), nn.SiLU(), nn.GELU()), ROWS),
    **{name: (nn.Activation(name), ROWS) for name in ("tan", "atan", "sinh", "cosh", "erf")},
    "operations with settings": (
        nn.Sequential(
            *(
                nn.Activation(OPS[name].with_parameters(number))
                for name in ("elu", "leaky_relu")
                for number in (0.3, 1)
            ),
            nn.Activation(OPS["clip"].with_parameters(-0.5, 0.7)),
        ),
        ROWS,
    ),
    "softmax": (nn.Sequential(nn.Softmax(), nn.LogSoftmax(dim=0)), ROWS),
    "residual": (nn.Residual(nn.Sequential(nn.Linear(6, 4, rng=rng), nn.ReLU(), nn.Linear(4, 6, rng=rng))), ROWS),
    "residual without activation": (nn.Residual(nn.Linear(6, 6, rng=rng), activation=None), ROWS),
    "residual with a module": (nn.Residual(nn.Linear(6, 6, rng=rng), activation=nn.Tanh()), ROWS),
    "residual with tanh": (nn.Residual(nn.Linear(6, 6, rng=rng), activation="tanh"), ROWS),
    "batch norm of rows": (nn.BatchNorm(6, eps=0.01), ROWS),
    "batch norm of images": (nn.BatchNorm(3, momentum=0.3), IMAGES),
    "layer norm": (nn.LayerNorm(6), SEQUENCES),
    "RMS norm": (nn.Sequential(nn.RMSNorm(6), nn.RMSNorm(6, eps=0.1)), SEQUENCES),
    "one head": (nn.Attention(6, rng=rng), SEQUENCES),
    "three heads": (nn.Attention(6, num_heads=3, rng=rng), SEQUENCES),
    "causal": (nn.Attention(6, num_heads=2, causal=True, rng=rng), SEQUENCES),
    "attention without bias": (nn.Attention(6, num_heads=2, bias=False, rng=rng), SEQUENCES[1:]),
    "convolution": (nn.Conv2d(3, 4, kernel_size=3, rng=rng), IMAGES),
    "convolution of one image": (nn.Conv2d(3, 4, kernel_size=(2, 3), bias=False, rng=rng), IMAGES[1:]),
    "convolution with stride": (nn.Conv2d(3, 2, kernel_size=3, stride=2, padding=1, rng=rng), IMAGES),
    "uneven convolution": (nn.Conv2d(3, 2, kernel_size=(3, 2), stride=(1, 2), padding=(2, 0), rng=rng), IMAGES),
    "max pool": (nn.MaxPool2d(2), IMAGES),
    "overlapping pools": (nn.Sequential(nn.MaxPool2d(3, stride=1), nn.AvgPool2d(2, stride=(1, 2))), IMAGES),
    "average pool": (nn.AvgPool2d((3, 2)), IMAGES),
    "convnet": (
        nn.Sequential(
            nn.Conv2d(3, 4, kernel_size=3, rng=rng),
            nn.BatchNorm(4),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(16, 3, rng=rng),
        ),
        IMAGES,
    ),
    "MLP": (nn.MLP(6, [5, 1, 3], activation="tanh", rng=rng), ROWS),
    "MLP with one output": (nn.MLP(6, [5, 1], last="sigmoid", rng=rng), ROWS),
}


def numbers(array, kind=float):
    return np.vectorize(kind, otypes=[float])(np.array(array, dtype=object))


def data(shape):
    return np.random.default_rng(3).normal(size=shape)


def close(ours, theirs):
    assert np.shape(ours) == tuple(theirs.shape)
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=REL, atol=NEAR)


def gradients(module):
    return {name: numbers(held, lambda value: value.grad) for name, held in arrays(module)}


def arrays(module):
    """Each array of parameters under the name it has in the state."""
    for path, inner in module.named_modules():
        for attribute in dict.fromkeys(name for name, _, _ in inner.own_parameters()):
            yield (f"{path}.{attribute}" if path else attribute), getattr(inner, attribute)


@pytest.mark.parametrize("training", [True, False], ids=["training", "in use"])
@pytest.mark.parametrize(("model", "shape"), MODELS.values(), ids=MODELS)
def test_outputs_gradients_and_statistics(model, shape, training):
    theirs = nn.to_torch(model.train(training))
    assert theirs.training is training
    x = data(shape)
    given = np.vectorize(lambda number: model_input(number), otypes=[object])(x)
    tensor = torch.tensor(x, requires_grad=True)
    output, expected = model(given), theirs(tensor)
    close(numbers(output), expected)
    weights = data(np.shape(output))
    model.zero_grad()
    total(list((output * weights).reshape(-1))).backward()
    (expected * torch.tensor(weights)).sum().backward()
    close(numbers(given, lambda value: value.grad), tensor.grad)
    if not isinstance(model, nn.MLP):
        ours = gradients(model)
        for name, parameter in theirs.named_parameters():
            close(ours.pop(name), parameter.grad)
        assert not ours
        for name, buffer in theirs.named_buffers():
            np.testing.assert_allclose(model.state_dict()[name], buffer.numpy(), rtol=REL, atol=NEAR)


def model_input(number):
    from autograd import Value

    return Value(number)


@pytest.mark.parametrize("name", [name for name, (model, _) in MODELS.items() if not isinstance(model, nn.MLP)])
def test_states_load_into_each_other(name):
    model = MODELS[name][0]
    theirs = nn.to_torch(model)
    state = theirs.state_dict()
    assert list(state) == list(model.state_dict())
    for tensor in state.values():
        if tensor.is_floating_point():
            tensor += 0.25
    kept = model.state_dict()
    model.load_state_dict(state)
    for entry, numbers_now in model.state_dict().items():
        np.testing.assert_array_equal(numbers_now, state[entry].numpy())
    model.load_state_dict(kept)
    assert model.state_dict() == kept


def test_embedding():
    ours = nn.Embedding(9, 4, rng=random.Random(0))
    places = [[0, 8, 3], [3, 3, 1]]
    expected = nn.to_torch(ours)(torch.tensor(places))
    close(numbers(ours(places)), expected)
    total(list(np.array(ours(places)).reshape(-1))).backward()
    weight = nn.to_torch(ours)
    weight(torch.tensor(places)).sum().backward()
    close(gradients(ours)["weight"], weight.weight.grad)


def test_what_pytorch_lacks():
    class Own(nn.Module):
        def __repr__(self):
            return "Own()"

    with pytest.raises(TypeError) as caught:
        nn.to_torch(nn.Sequential(nn.Linear(1, 1), Own()))
    assert str(caught.value) == "to_torch: PyTorch has no module for Own()"


@pytest.mark.parametrize("name", [*interchange.MODULES, *interchange.FUNCTIONS])
def test_operations(name):
    x = np.linspace(0.25, 3.0, 12)
    model = nn.Activation(name)
    close(numbers(model(x)), nn.to_torch(model)(torch.tensor(x)))


@pytest.mark.parametrize("name", ["mask", "nonzero", "notnan", "step", "indicator"])
def test_operations_pytorch_lacks(name):
    with pytest.raises(TypeError, match=f"^to_torch: PyTorch has no function '{name}'$"):
        nn.to_torch(nn.Activation(name))


def test_an_operation_of_ones_own_is_not_the_one_pytorch_has_by_that_name():
    @op(dx=lambda x: 2 * x)
    def sum(x):
        """The square."""
        return x * x

    try:
        with pytest.raises(TypeError, match=r"^to_torch: PyTorch has no function 'sum'$"):
            nn.to_torch(nn.Activation("sum"))
    finally:
        forget("sum")
