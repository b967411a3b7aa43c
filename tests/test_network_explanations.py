"""`explain(z, level="module")`: the layers of a network in matrix form, with small matrices for numbers."""

import random
import re

import pytest

from autograd import LanguageError, Value, check, explain, grad, nn
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.language.printer import echo


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


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("batched", [False, True], ids=["one input", "a batch"])
def test_each_line_is_one_that_check_calls_right(name, batched):
    network = NETWORKS[name]()
    rows = network(BATCH if batched else BATCH[0])
    outputs = [value for row in rows for value in row] if batched else rows
    loss = sum((value - 0.5) ** 2 for value in outputs).named("L")
    if name == "a perceptron" and batched:
        with pytest.raises(LanguageError, match="several inputs"):
            explain(loss, level="module")
        return
    shown = explain(loss, level="module")
    report = check(shown.sheet)
    assert report.verdicts
    assert {verdict.verdict for verdict in report.verdicts} <= {"right", "right, in row layout"}, report
    assert str(shown).count("∂L/∂") >= len(shown.derivation.lines)


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
            lambda: nn.Sequential(nn.Conv2d(1, 1, 1))([[[[1.0]]]])[0][0][0][0],
            "Conv2d(1, 1, kernel_size=1) is not written",
        ),
        (lambda: nn.Linear(60, 60)([1.0] * 60)[0], "this network has more than 2000 numbers"),
    ],
)
def test_what_has_no_such_form_says_so(made, message):
    with pytest.raises(LanguageError, match=re.escape(message)):
        explain(made(), level="module")
