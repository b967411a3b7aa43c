"""`explain(z, level="module")`: the layers of a network in matrix form, with small matrices for numbers."""

import random
import re

import pytest

from autograd import LanguageError, Value, check, explain, grad, nn
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Name
from tests.samples import crossed


def rng(seed):
    return random.Random(seed)


NETWORKS = {
    "linear layers": lambda: nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.Tanh(), nn.Linear(3, 2, rng=rng(2))),
    "a perceptron": lambda: nn.MLP(2, [3, 2], rng=rng(3)),
    "softmax": lambda: nn.Sequential(
        nn.Linear(2, 3, rng=rng(4)), nn.Sigmoid(), nn.Linear(3, 2, rng=rng(5)), nn.Softmax()
    ),
    "a residual block": lambda: nn.Sequential(nn.Linear(2, 2, rng=rng(6)), nn.Residual(nn.Linear(2, 2, rng=rng(7)))),
    "other activations": lambda: nn.Sequential(
        nn.Linear(2, 2, rng=rng(8)), nn.LeakyReLU(0.2), nn.Linear(2, 2, rng=rng(9)), nn.GELU(), nn.SiLU(), nn.ELU()
    ),
    "without bias": lambda: nn.Sequential(
        nn.Linear(2, 3, bias=False, rng=rng(1)), nn.ReLU(), nn.Linear(3, 2, rng=rng(2))
    ),
}
"""Networks of two inputs and two outputs."""

BATCH = [[0.5, -1.2], [0.3, 0.8], [-0.6, 0.4]]


@crossed(name=NETWORKS, batched=[False, True])
def test_each_line_is_one_that_check_calls_right(name, batched):
    network = NETWORKS[name]()
    rows = network(BATCH if batched else BATCH[0])
    outputs = [value for row in rows for value in row] if batched else rows
    loss = sum((value - 0.5) ** 2 for value in outputs).named("L")
    shown = explain(loss, level="module")
    report = check(shown.sheet)
    assert report.verdicts
    assert {verdict.verdict for verdict in report.verdicts} <= {"right", "right, in row layout"}, report
    assert str(shown).count("∂L/∂") >= len(shown.derivation.lines)


def test_what_is_only_rounding_is_zero():
    """Attention weighs keys against each other: what is added to all of them changes nothing."""
    outputs = [value for row in nn.Attention(2, rng=rng(0))(BATCH) for value in row]
    loss = sum(value**2 for value in outputs)
    (row,) = [row for row in str(explain(loss, level="module")).splitlines() if row.startswith("  ∂L/∂bk¹")]
    assert row.endswith("[0, 0]")


def test_layers_are_written_in_matrix_form_with_their_numbers():
    network = nn.Sequential(nn.Linear(2, 2, rng=rng(1)), nn.ReLU(), nn.Linear(2, 1, rng=rng(2)))
    network[0].load_state_dict({"weight": [[1.0, -1.0], [0.5, 2.0]], "bias": [0.0, 0.5]})
    network[2].load_state_dict({"weight": [[2.0, -3.0]], "bias": [1.0]})
    loss = ((network([1.0, -0.5])[0] - 1.0) ** 2).named("J")
    assert str(explain(loss, level="module")).splitlines() == [
        "Given",
        "  x = [1, −0.5]",
        "  W¹ = [[1, −1], [0.5, 2]]",
        "  b¹ = [0, 0.5]",
        "  W² = [2, −3]",
        "  b² = 1",
        "Forward",
        "  z¹ = W¹ x + b¹ = [1.5, 0]",
        "  h¹ = relu(z¹) = [1.5, 0]",
        "  z² = W² h¹ + b² = 4",
        "Backward",
        "  ∂J/∂z² = 6",
        "  ∂J/∂W² = (∂J/∂z²·h¹)ᵀ = [9, 0]",
        "  ∂J/∂b² = ∂J/∂z² = 6",
        "  ∂J/∂h¹ = (∂J/∂z²·W²)ᵀ = [12, −18]",
        "  ∂J/∂z¹ = ∂J/∂h¹ ∘ step(z¹) = [12, 0]",
        "  ∂J/∂x = W¹ᵀ ∂J/∂z¹ = [12, −12]",
        "  ∂J/∂W¹ = ∂J/∂z¹ xᵀ = [[12, −6], [0, 0]]",
        "  ∂J/∂b¹ = ∂J/∂z¹ = [12, 0]",
    ]


def test_the_numbers_are_the_gradients_of_the_graph():
    network = nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.LayerNorm(3), nn.Tanh(), nn.Linear(3, 1, rng=rng(2)))
    loss = (network([0.4, -0.7])[0] - 1.0) ** 2
    shown = explain(loss, level="module")
    targets = {echo(line.target): line.target for line in shown.derivation.lines}
    for name, parameters in (("W1", network[0].weight), ("b2", network[3].bias), ("gamma1", network[1].weight)):
        target = targets[f"dL/d{name}"]
        numbers = entries(shown.subject.point.formula(f"dL/d{name}").value(target))
        wanted = [slope.data for slope in grad(loss, list(parameters.flat))]
        assert list(numbers) == pytest.approx(wanted, rel=1e-9)  # both are exact but for rounding


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda: Value(2.0) * 3, "no module computed this"),
        (
            lambda: nn.RNN(1, 2)([[[1.0], [0.5]]])[0][0][0][0],
            "RNN(1, 2) of a batch is not written in matrices here: call it on one sequence",
        ),
        (
            lambda: nn.Attention(2)([[0.1, 0.2]])[0][0],
            "Attention(2, num_heads=1) of a single place is not written in matrices",
        ),
        (
            lambda: nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5, rng=rng(1)))([0.5, 0.5])[0],
            "Dropout(0.5) drops numbers at random",
        ),
        (
            lambda: nn.MLP(2, [3, 1])([[0.1 * row, 0.2] for row in range(60)])[0] * 1,
            "this takes more than 120 statements: its modules were called on several inputs",
        ),
        (
            lambda: (lambda outputs: nn.Linear(2, 1)([outputs[0], outputs[1] * 2])[0])(nn.Linear(2, 2)([0.5, 0.5])),
            "what Linear(2, 1) takes in is computed between modules",
        ),
        (lambda: nn.Linear(60, 60)([1.0] * 60)[0], "this network has more than 2000 numbers"),
    ],
)
def test_what_has_no_such_form_says_so(made, message):
    with pytest.raises(LanguageError, match=re.escape(message)):
        explain(made(), level="module")


class LastStep(nn.Module):
    """What a head makes of the last step of a recurrent layer."""

    def __init__(self, cell, head):
        self.cell, self.head = cell, head

    def forward(self, x):
        return self.head(self.cell(x)[0][-1])


def drawn(*shape, seed=3):
    """Numbers in nested lists."""
    draw = rng(seed)

    def rows(sizes):
        return [rows(sizes[1:]) for _ in range(sizes[0])] if sizes else draw.uniform(-1, 1)

    return rows(shape)


def twice(network, one, other):
    """The squared difference of what a network makes of two inputs."""
    return (network(one)[0] - network(other)[0]) ** 2


LAYERS = {
    "a convolution": lambda: nn.mse(
        nn.Sequential(nn.Conv2d(1, 2, 2, rng=rng(1)), nn.Tanh(), nn.Flatten())(drawn(1, 3, 3)), drawn(2, 4)
    ),
    "a convolutional network": lambda: nn.cross_entropy(
        nn.Sequential(
            nn.Conv2d(1, 2, 2, padding=1, rng=rng(1)),
            nn.MaxPool2d(2),
            nn.Sigmoid(),
            nn.Conv2d(2, 1, 2, rng=rng(3)),
            nn.Flatten(),
            nn.Linear(1, 2, rng=rng(2)),
        )([drawn(1, 3, 3)]),
        [1],
    ),
    "strides and averages": lambda: nn.mse(
        nn.Sequential(nn.Conv2d(2, 1, 2, stride=2, rng=rng(1)), nn.AvgPool2d(2))(drawn(2, 4, 4)), [[[0.1]]]
    ),
    "a batch of images": lambda: nn.mse(
        nn.Sequential(
            nn.Conv2d(1, 2, 2, rng=rng(1)), nn.BatchNorm(2), nn.Tanh(), nn.Flatten(), nn.Linear(8, 1, rng=rng(2))
        )(drawn(2, 1, 3, 3)),
        [[0.1], [0.5]],
    ),
    "batch norm": lambda: nn.mse(nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.BatchNorm(3))(drawn(3, 2)), drawn(3, 3)),
    "batch norm in use": lambda: nn.mse(
        nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.BatchNorm(3)).eval()(drawn(2, 2)), drawn(2, 3)
    ),
    "layer norm of a batch": lambda: nn.half_squared_error(
        nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.LayerNorm(3))(drawn(2, 2)), drawn(2, 3)
    ),
    "RMS norm": lambda: nn.mse(nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.RMSNorm(3))(drawn(2)), drawn(3)),
    "attention": lambda: nn.mse(nn.Attention(2, rng=rng(1))(drawn(3, 2)), drawn(3, 2)),
    "two heads that look back": lambda: nn.mse(
        nn.Attention(4, num_heads=2, causal=True, rng=rng(1))(drawn(3, 4)), drawn(3, 4)
    ),
    "an RNN": lambda: nn.mse(LastStep(nn.RNN(2, 3, rng=rng(1)), nn.Linear(3, 1, rng=rng(2)))(drawn(3, 2)), [0.5]),
    "an LSTM": lambda: nn.binary_cross_entropy_with_logits(
        LastStep(nn.LSTM(2, 2, rng=rng(1)), nn.Linear(2, 1, rng=rng(2)))(drawn(2, 2)), [1]
    ),
    "a GRU": lambda: nn.hinge(LastStep(nn.GRU(2, 2, rng=rng(1)), nn.Linear(2, 1, rng=rng(2)))(drawn(2, 2)), [-1]),
    "two ways and two layers": lambda: nn.mse(
        LastStep(nn.RNN(1, 2, num_layers=2, bidirectional=True, rng=rng(1)), nn.Linear(4, 1, rng=rng(2)))(drawn(2, 1)),
        [0.5],
    ),
    "binary cross-entropy": lambda: nn.binary_cross_entropy(
        nn.Sequential(nn.Linear(2, 1, rng=rng(1)), nn.Sigmoid())(drawn(3, 2)), [[1], [0], [1]]
    ),
    "cross-entropy of a batch": lambda: nn.cross_entropy(nn.Linear(2, 3, rng=rng(1))(drawn(2, 2)), [2, 0]),
    "a penalty": lambda: (lambda net: nn.mse(net(drawn(2)), drawn(2)) + nn.l2_penalty(net, 0.1))(
        nn.Linear(2, 2, rng=rng(1))
    ),
    "a network called twice": lambda: twice(nn.Linear(2, 1, rng=rng(1)), [0.5, 0.2], [0.1, -0.4]),
    "operations between modules": lambda: nn.mse(
        nn.Linear(2, 1, rng=rng(3))([2 * value.tanh() for value in nn.Linear(2, 2, rng=rng(1))(drawn(2))]), [0.3]
    ),
    "a residual block at the start": lambda: nn.mse(nn.Residual(nn.Linear(2, 2, rng=rng(1)))(drawn(2)), drawn(2)),
    "a table of vectors": lambda: nn.mse(
        nn.Sequential(nn.Embedding(4, 2, rng=rng(1)), nn.Linear(2, 1, rng=rng(3)))([1, 3, 1]), drawn(3, 1)
    ),
    "logarithms of shares": lambda: -nn.Sequential(nn.Linear(2, 3, rng=rng(1)), nn.LogSoftmax())(drawn(2, 2))[0][1],
}
"""A loss, or another number, of each kind of layer."""


@pytest.mark.parametrize("name", LAYERS)
def test_each_kind_of_layer_is_explained_with_its_gradients(name):
    z = LAYERS[name]().named("J")
    shown = explain(z, level="module")
    report = check(shown.sheet)
    assert {verdict.verdict for verdict in report.verdicts} <= {"right", "right, in row layout"}, report
    assert not shown.derivation.refused
    parameters = [
        name
        for name, values in shown.layers.values.items()
        if name not in shown.layers.fixed | set(shown.subject.bodies) and name[0] not in "xX"
    ]
    assert parameters
    for name in parameters:
        target = Derivative(Name(shown.top), Name(name))
        numbers = entries(shown.subject.point.formula(echo(target)).value(target))
        wanted = [slope.data for slope in grad(z, shown.layers.values[name])]
        assert list(numbers) == pytest.approx(wanted, rel=1e-9, abs=1e-15)  # both are exact but for rounding
    assert all(len(line) <= 100 for line in str(shown).splitlines())


def test_losses_have_their_formulas_and_images_their_windows():
    loss = LAYERS["a convolution"]().named("J")
    lines = str(explain(loss, level="module")).splitlines()
    assert "  Z¹ = W¹ P¹ + b¹ = [[" in "\n".join(lines)
    assert any(line.startswith("  P¹ = (the windows of X, a column each) = [[") for line in lines)
    assert any(line.startswith("  J = mean((H¹ − T)²) = ") for line in lines)
    assert any(line.startswith("  ∂J/∂W¹ = ∂J/∂Z¹ P¹ᵀ = ") for line in lines)
    assert "  ∂J/∂X = (for each entry the sum of ∂J/∂P¹ at its places there) = " in re.sub(
        r"\s*\n\s{6}", " ", "\n".join(lines)
    ).replace("\n", "\n")
