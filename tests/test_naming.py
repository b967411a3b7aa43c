"""name_all: names from variables."""

import re

import numpy as np
import pytest

from autograd import Value, draw, explain, name_all, nn, play


def test_variables_name_their_values():
    x, y, _hidden = Value(1.0), Value(2.0, "given"), Value(3.0)
    z = x * y
    also = z
    number, text, nothing = 1.0, "x", None
    assert name_all(locals()) is None
    assert (x.name, y.name, z.name, _hidden.name) == ("x", "given", "z", None)
    assert also is z
    assert (number, text, nothing) == (1.0, "x", None)
    assert z.inputs[0] is x


def test_the_first_name_stays():
    v = Value(1.0)
    name_all({"a": v, "b": v})
    name_all({"c": v})
    assert v.name == "a"


def test_lists_tuples_and_arrays_give_indices():
    w = [Value(0.0), 1.0, Value(2.0)]
    nested = ([Value(0.0), Value(1.0)], (Value(2.0),))
    W = np.array([[Value(0.0), Value(1.0)], [Value(2.0), 5.0]], dtype=object)
    scalar = np.empty((), dtype=object)
    scalar[()] = Value(1.0)
    rows = [np.array([Value(0.0), Value(1.0)], dtype=object)]
    name_all({"w": w, "nested": nested, "W": W, "s": scalar, "rows": rows, "numbers": np.ones(3)})
    assert [w[0].name, w[2].name] == ["w[0]", "w[2]"]
    assert [nested[0][0].name, nested[0][1].name, nested[1][0].name] == ["nested[0,0]", "nested[0,1]", "nested[1,0]"]
    assert [W[0, 0].name, W[0, 1].name, W[1, 0].name] == ["W[0,0]", "W[0,1]", "W[1,0]"]
    assert scalar[()].name == "s"
    assert [rows[0][0].name, rows[0][1].name] == ["rows[0,0]", "rows[0,1]"]


def test_every_entry_of_a_large_array_is_named():
    W = np.vectorize(Value, otypes=[object])(np.zeros((40, 30)))
    name_all({"W": W})
    assert [node.name for node in W.flat] == [f"W[{i},{j}]" for i in range(40) for j in range(30)]


def test_what_holds_itself_and_what_is_deep_ends():
    loop = [Value(1.0)]
    loop.append(loop)
    deep = leaf = []
    for _ in range(5000):
        leaf.append([])
        leaf = leaf[0]
    leaf.append(Value(2.0))
    name_all({"loop": loop, "deep": deep})
    assert loop[0].name == "loop[0]"
    assert leaf[0].name.startswith("deep[0,0,0,")


def test_keys_must_be_names():
    message = "name_all: 1 is not a name; expected a mapping of str to Values, such as locals()"
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        name_all({1: Value(1.0)})


NETWORKS = {
    "w₁ w₂ b": lambda: nn.Neuron(2),
    "w₁₁ w₁₂ w₂₁ w₂₂ b₁ b₂": lambda: nn.Linear(2, 2),
    "w¹₁₁ w¹₁₂ b¹₁ w¹₂₁ w¹₂₂ b¹₂ w²₁₁ w²₁₂ b²₁": lambda: nn.MLP(2, [2, 1]),
    "w¹₁₁ b¹₁ γ²₁ β²₁ w³₁₁ b³₁": lambda: nn.Sequential(nn.Linear(1, 1), nn.LayerNorm(1), nn.Linear(1, 1)),
    "w₁₁ w₁₂ w₁₃ w₁₄ w₁₅ w₁₆ w₁₇ w₁₈ w₁₉ w₁,₁₀": lambda: nn.Linear(10, 1, bias=False),
    "w¹₁₁ u¹₁₁ b¹₁ c¹₁ w²₁₁ u²₁₁ b²₁ c²₁": lambda: nn.RNN(1, 1, num_layers=2),
    "e₁₁ e₂₁": lambda: nn.Embedding(2, 1),
}
"""What the parameters of networks are called, in their order."""


@pytest.mark.parametrize("names", NETWORKS)
def test_parameters_have_short_names(names):
    network = NETWORKS[names]()
    short = network.short_names()
    assert " ".join(short[id(parameter)] for parameter in network.parameters()) == names


def test_pages_pictures_and_players_call_parameters_by_their_short_names():
    network = nn.Sequential(nn.Linear(1, 1), nn.Tanh(), nn.Linear(1, 1))
    z = (network([0.5])[0] - 1) ** 2
    page = str(explain(z))
    for name in ("w¹₁₁", "b¹₁", "w²₁₁", "b²₁"):
        assert f"∂f/∂{name} " in page
        assert name in play(z).html
        assert name in draw(z, level="op").svg
    assert r"w^{(1)}_{11}" in explain(z).latex
    assert "v1" not in page


def test_names_given_by_hand_come_first():
    network = nn.Neuron(1, nonlin=False)
    network.w[0].name = "slope"
    assert [line.split()[0] for line in str(explain(network([2.0]))).splitlines()[-2:]] == ["∂f/∂b", "∂f/∂slope"]
