"""States of models: into models and files, and whole or not at all."""

import json
import math
import random
import re

import numpy as np
import pytest

from autograd import Value
from autograd.nn import MLP, BatchNorm, Linear, Module, ReLU, Sequential


def network(seed=0):
    rng = random.Random(seed)
    return Sequential(Linear(2, 3, rng=rng), BatchNorm(3), ReLU(), Linear(3, 1, rng=rng))


def test_a_state_is_plain_numbers_by_name():
    model = network()
    model([[1.0, 2.0], [0.0, -1.0]])
    state = model.state_dict()
    assert list(state) == [
        *("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"),
        *("3.weight", "3.bias"),
    ]
    assert state["0.weight"] == [[w.data for w in row] for row in model[0].weight]
    assert state["1.num_batches_tracked"] == 1
    assert json.loads(json.dumps(state)) == state


def test_names_of_an_mlp():
    state = MLP(2, [1]).state_dict()
    assert list(state) == ["layers.0.neurons.0.w", "layers.0.neurons.0.b"]
    assert state["layers.0.neurons.0.b"] == 0.0


@pytest.mark.parametrize("make", [network, lambda seed: MLP(2, [3, 1], rng=random.Random(seed))])
@pytest.mark.parametrize("kind", ["dictionary", "arrays", "file"])
def test_into_another_model(make, kind, tmp_path):
    first, second = make(0), make(1)
    assert first.state_dict() != second.state_dict()
    identities = list(map(id, second.parameters()))
    if kind == "file":
        first.save(tmp_path / "model.json")
        second.load(tmp_path / "model.json")
    else:
        state = first.state_dict()
        second.load_state_dict(state if kind == "dictionary" else {name: np.array(n) for name, n in state.items()})
    assert second.state_dict() == first.state_dict()
    assert list(map(id, second.parameters())) == identities  # the same Values: an optimizer still knows them


def test_floats_are_exact_in_files(tmp_path):
    model = Linear(3, 1)
    for parameter, number in zip(model.parameters(), (0.1 + 0.2, 5e-324, -1.7976931348623157e308), strict=False):
        parameter.data = number
    model.save(tmp_path / "model.json")
    again = Linear(3, 1)
    again.load(tmp_path / "model.json")
    assert [p.data for p in again.parameters()] == [p.data for p in model.parameters()]


BAD_STATES = {
    "missing": (lambda s: s.pop("3.bias"), "load_state_dict: missing 3.bias"),
    "extra": (lambda s: s.update(other=1.0), "load_state_dict: not in the model: other"),
    "both": (
        lambda s: s.update(wieght=s.pop("0.weight")),
        "load_state_dict: missing 0.weight; not in the model: wieght",
    ),
    "shape": (
        lambda s: s.update({"3.weight": [[1.0, 2.0]]}),
        "load_state_dict: 3.weight has shape (1, 3), got (1, 2)",
    ),
    "ragged": (
        lambda s: s.update({"0.weight": [[1.0, 2.0], [1.0], [1.0, 2.0]]}),
        "load_state_dict: 0.weight has shape (3, 2), got rows of different lengths",
    ),
    "a word": (lambda s: s.update({"3.bias": ["x"]}), "load_state_dict: 3.bias[0] is 'x', not a number"),
    "buffer": (
        lambda s: s.update({"1.running_mean": [1.0]}),
        "load_state_dict: 1.running_mean has shape (3,), got (1,)",
    ),
}


@pytest.mark.parametrize(("spoil", "message"), BAD_STATES.values(), ids=BAD_STATES)
def test_what_does_not_fit_changes_nothing(spoil, message):
    model = network()
    before = model.state_dict()
    state = network(1).state_dict()
    spoil(state)
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        model.load_state_dict(state)
    assert str(caught.value) == message
    assert model.state_dict() == before


class Mixed(Module):
    def __init__(self, first):
        self.items = [Value(first), Linear(1, 1), [None, Value(2 * first)], 5.0]


def test_parameters_beside_other_things(tmp_path):
    model, again = Mixed(1.0), Mixed(7.0)
    assert model.state_dict()["items"] == [1.0, None, [None, 2.0], None]
    assert list(model.state_dict()) == ["items", "items.1.weight", "items.1.bias"]
    model.save(tmp_path / "model.json")
    again.load(tmp_path / "model.json")
    assert [p.data for p in again.parameters()] == [p.data for p in model.parameters()]
    with pytest.raises(ValueError, match=r"^load_state_dict: items\[0\] is None, not a number$"):
        again.load_state_dict({**model.state_dict(), "items": [None, None, [None, 2.0], None]})


def test_a_buffer_that_is_not_there():
    class Own(Module):
        buffers = ("mean",)

    with pytest.raises(AttributeError, match=r"^Own\.buffers names 'mean', which no attribute bears$"):
        Own().state_dict()


def test_many_missing_names_are_not_all_listed():
    with pytest.raises(ValueError, match=re.escape("layers.1.neurons.0.w and 1 more")):
        MLP(1, [2, 1]).load_state_dict({})


def test_something_that_is_no_dictionary():
    with pytest.raises(TypeError, match="load_state_dict: expected a dictionary of names, got list"):
        network().load_state_dict([1.0])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text[: len(text) // 2], "not a saved model, or cut short"),
        (lambda text: "", "not a saved model, or cut short"),
        (lambda text: "[1, 2]", "not a saved model"),
        (lambda text: text.replace('"kind": "model"', '"kind": "checkpoint"'), "not a saved model"),
        (lambda text: text.replace('"version": 1', '"version": 2'), "written in version 2, this is version 1"),
        (lambda text: text.replace("3.bias", "4.bias"), "load_state_dict: missing 3.bias"),
    ],
    ids=["cut short", "empty", "other JSON", "checkpoint", "later version", "other model"],
)
def test_files_that_are_refused_whole(spoil, message, tmp_path):
    path = tmp_path / "model.json"
    network(1).save(path)
    path.write_text(spoil(path.read_text()))
    model = network()
    before = model.state_dict()
    with pytest.raises(ValueError, match=re.escape(message)):
        model.load(path)
    assert model.state_dict() == before


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "model.json"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match="not a saved model, or cut short"):
        network().load(path)


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "model.json"
    network().save(path)
    before = path.read_bytes()

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space left"):
        network(1).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_numbers_that_are_not_finite_survive(tmp_path):
    model = Linear(1, 1)
    model.weight[0, 0].data = math.inf
    model.save(tmp_path / "model.json")
    again = Linear(1, 1)
    again.load(tmp_path / "model.json")
    assert again.weight[0, 0].data == math.inf
