"""Summaries: the numbers of the exercise sheets, and closed forms held against counting real graphs."""

import random

import numpy as np
import pytest

from autograd import nn
from autograd.engine.graph import order
from autograd.nn.counts.counting import convolution_parameters, dense_parameters, window_positions

RNG = random.Random(3)
SMALL = {
    "dense": (nn.Sequential(nn.Linear(4, 3, rng=RNG), nn.ReLU(), nn.Linear(3, 2, bias=False, rng=RNG)), (4,)),
    "dense on rows": (nn.Linear(4, 3, rng=RNG), (5, 4)),
    "MLP": (nn.MLP(3, [4, 1, 2], rng=RNG), (3,)),
    "convolutions": (
        nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.ReLU(), nn.Conv2d(3, 2, (2, 3), stride=(1, 3))),
        (2, 5, 6),
    ),
    "pools": (nn.Sequential(nn.MaxPool2d(2), nn.AvgPool2d(2), nn.Flatten()), (2, 8, 4)),
    "norms": (nn.Sequential(nn.LayerNorm(4), nn.RMSNorm(4), nn.Softmax()), (3, 4)),
    "batch norm": (nn.BatchNorm(3), (3, 2, 2)),
    "attention": (nn.Attention(4, num_heads=2), (5, 4)),
    "causal attention": (nn.Attention(4, num_heads=2, causal=True), (5, 4)),
    "residual": (nn.Residual(nn.Sequential(nn.Linear(4, 2), nn.ReLU(), nn.Linear(2, 4))), (4,)),
    "residual of an MLP": (nn.Residual(nn.MLP(2, [3, 2], rng=RNG)), (2,)),
    "convnet": (
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm(2), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8, 3)),
        (1, 6, 6),
    ),
}


@pytest.mark.parametrize(("model", "shape"), SMALL.values(), ids=SMALL)
def test_closed_forms_equal_the_graph(model, shape):
    model.eval()
    table = nn.summary(model, shape)
    outputs = np.array(model(np.random.default_rng(0).normal(size=(1, *shape))), dtype=object)
    # a reused factor is one node a use: each mul node is one multiplication
    multiplies = sum(node.op == "mul" for node in order(*outputs.reshape(-1)))
    assert table.multiplies == model.multiplies(shape) == multiplies
    assert model.output_shape(shape) == table.rows[-1].output_shape
    names = dict(model.named_parameters())
    assert table.parameters == len(names)
    biases = [name for name in names if name.partition("[")[0].rpartition(".")[2] in ("bias", "b", "in_proj_bias")]
    assert table.biases == len(biases)
    assert table.weights == len(names) - len(biases)
    assert table.rows[-1].output_shape == outputs.shape[1:]


def convnet():
    """W8: two convolutions, a pool and three dense layers, none with biases."""
    return nn.Sequential(
        nn.Conv2d(1, 100, 5, padding=2, bias=False),
        nn.Conv2d(100, 100, 5, padding=2, bias=False),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(100 * 50 * 50, 100, bias=False),
        nn.Linear(100, 100, bias=False),
        nn.Linear(100, 1, bias=False),
    )


def test_w1_mlp_shapes():
    table = nn.summary(nn.Sequential(nn.Linear(10, 50), nn.ReLU(), nn.Linear(50, 3), nn.ReLU()), 10)
    assert [row.output_shape for row in table.rows] == [(50,), (50,), (3,), (3,)]
    assert (table.parameters, table.weights) == (703, 650)


def test_w2_conv_parameters():
    table = nn.summary(nn.Sequential(nn.Conv2d(3, 100, 3), nn.Conv2d(100, 200, 3), nn.Conv2d(200, 400, 3)), (3, 32, 32))
    assert [row.parameters for row in table.rows] == [2_800, 180_200, 720_400]
    assert table.parameters == 903_400


def test_w5_conv_costs():
    image = (3, 100, 100)
    narrow = nn.summary(nn.Sequential(nn.Conv2d(3, 5, 3), nn.Conv2d(5, 10, 3), nn.Conv2d(10, 10, 5, stride=2)), image)
    wide = nn.summary(nn.Sequential(nn.Conv2d(3, 10, 5), nn.Conv2d(10, 5, 1)), image)
    assert [row.output_shape for row in narrow.rows] == [(5, 98, 98), (10, 96, 96), (10, 46, 46)]
    assert [row.output_shape for row in wide.rows] == [(10, 96, 96), (5, 96, 96)]
    a, b, d = narrow.rows[0], narrow.rows[1], wide.rows[0]
    assert (a.multiplies, b.multiplies, d.multiplies) == (1_296_540, 4_147_200, 6_912_000)
    assert a.multiplies + b.multiplies == 5_443_740
    assert (a.weights, b.weights, d.weights) == (135, 450, 750)
    assert (a.parameters + b.parameters, d.parameters) == (600, 760)


def test_w8_convnet_parameters_without_making_one():
    model = convnet()
    table = nn.summary(model, (1, 100, 100))
    assert [row.parameters for row in table.rows] == [2_500, 250_000, 0, 0, 25_000_000, 10_000, 100]
    assert table.parameters == table.weights == 25_262_600
    assert table.biases == 0
    assert all("weight" not in vars(layer) for layer in model)


def test_the_table():
    assert str(
        nn.summary(nn.Sequential(nn.Conv2d(3, 5, 3), nn.ReLU(), nn.Flatten(), nn.Linear(48_020, 2)), (3, 100, 100))
    ) == (
        "   layer                        output shape   parameters  without biases  multiplies\n"
        "─────────────────────────────────────────────────────────────────────────────────────\n"
        "   input                        (3, 100, 100)\n"
        "0  Conv2d(3, 5, kernel_size=3)  (5, 98, 98)           140             135   1,296,540\n"
        "1  ReLU()                       (5, 98, 98)             0               0           0\n"
        "2  Flatten()                    (48020,)                0               0           0\n"
        "3  Linear(48020, 2)             (2,)               96,042          96,040      96,040\n"
        "─────────────────────────────────────────────────────────────────────────────────────\n"
        "   total                                           96,182          96,175   1,392,580"
    )


def test_a_module_used_twice_counts_once():
    layer = nn.Linear(3, 3)
    table = nn.summary(nn.Sequential(layer, nn.ReLU(), layer), (3,))
    assert [row.parameters for row in table.rows] == [12, 0, 0]
    assert table.multiplies == 18


def test_a_row_of_inputs_may_be_given_by_its_length():
    model = nn.Linear(3, 2)
    assert nn.summary(model, np.int64(3)) == nn.summary(model, 3) == nn.summary(model, (3,))


def test_names_in_nested_models():
    model = nn.Sequential(
        nn.Embedding(5, 4), nn.Residual(nn.Sequential(nn.LayerNorm(4), nn.Attention(4))), nn.MLP(4, [2, 1])
    )
    rows = model[0].measured((3,))[0] + model[1].measured((3, 4))[0] + model[2].measured((4,))[0]
    assert [row.name for row in rows] == ["", "inner.0", "inner.1", "layers.0", "layers.1"]
    assert [row.name for row in nn.summary(nn.Sequential(model[0], model[1]), (3,)).rows] == [
        "0",
        "1.inner.0",
        "1.inner.1",
    ]


@pytest.mark.parametrize(
    ("model", "shape", "message"),
    [
        (
            nn.Sequential(nn.Linear(10, 50), nn.Linear(5, 3)),
            (10,),
            "Linear(5, 3): expected an input of shape (…, 5), got (50,)",
        ),
        (nn.MLP(2, [3, 1]), (3,), "Layer(2, 3, relu): expected an input of shape (2,), got (3,)"),
        (
            nn.Sequential(nn.Conv2d(1, 1, 3), nn.Conv2d(1, 1, 9)),
            (1, 10, 10),
            "Conv2d(1, 1, kernel_size=9) on an image of 8 × 8: a kernel of 9 does not fit into 8",
        ),
    ],
)
def test_shapes_that_do_not_fit(model, shape, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        nn.summary(model, shape)
    assert str(caught.value) == message


def test_a_module_that_does_not_say_its_shapes():
    class Own(nn.Module):
        pass

    with pytest.raises(NotImplementedError) as caught:
        nn.summary(Own(), (1,))
    assert str(caught.value) == "Own does not say its shapes: write output_shape(self, shape)"


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "padding"),
    [(7, 3, 1, 0), (7, 3, 2, 0), (8, 3, 2, 1), (5, 5, 3, 0), (1, 1, 1, 0), (4, 2, 5, 3)],
)
def test_window_positions_by_walking(size, kernel, stride, padding):
    starts = [start for start in range(-padding, size + padding, stride) if start + kernel <= size + padding]
    assert window_positions(size, kernel, stride, padding) == len(starts)


def test_batches_cost_as_many_times():
    for model, shape in (nn.Conv2d(2, 3, 3), (2, 5, 5)), (nn.Linear(4, 2), (4,)), (nn.Attention(4), (3, 4)):
        assert model.multiplies((7, *shape)) == 7 * model.multiplies(shape)


def test_counts_of_parameters():
    assert dense_parameters(10, 50, bias=False) == 500
    assert convolution_parameters(3, 5, (3, 3), bias=False) == 135
