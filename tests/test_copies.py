"""Pickling and copying: flat, whatever the depth, and sharing what was shared."""

import copy
import math
import pickle
from io import BytesIO
from pathlib import Path

import pytest

from autograd import OPS, Value
from autograd.engine.graph import order
from tests.benchmarks import depth

WAYS = {
    "pickle": lambda x: pickle.loads(pickle.dumps(x)),
    "pure Python pickle": lambda x: pickle._Unpickler(BytesIO(pickle._dumps(x))).load(),
    **{f"protocol {number}": lambda x, n=number: pickle.loads(pickle.dumps(x, n)) for number in range(6)},
    "deepcopy": copy.deepcopy,
}


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def copied(request):
    return request.param


def everything(root):
    """All there is to know of a graph, as plain data."""
    nodes = order(root)
    place = {id(node): index for index, node in enumerate(nodes)}
    return [
        (
            node.op,
            node.data,
            node.result,
            node.name,
            node._grad,
            node.is_constant,
            node.recorded,
            [place[id(x)] for x in node.inputs],
        )
        for node in nodes
    ]


def graph():
    x, w = Value(2.0, "x"), Value(-0.5, "w")
    h = (x * w + 3).named("h")
    return x, w, h, (h.tanh() - h / x).named("L")


def test_a_copy_is_the_same_graph_anew(copied):
    x, _, _, loss = graph()
    loss.backward()
    x.data, loss.inputs[0].data = 7.0, 3.0  # what was recorded is kept beside it
    again = copied(loss)
    assert everything(again) == everything(loss)
    assert not {id(node) for node in order(again)} & {id(node) for node in order(loss)}
    for root in (loss, again):
        root.zero_grad()
        root.backward()
    assert everything(again) == everything(loss)
    assert (again * 2).data == loss.data * 2


def test_every_operation_survives(copied):
    for rule in OPS.values():
        z = rule(*[Value(0.5), Value(0.25)][: len(rule.letters)])
        assert everything(copied(z)) == everything(z), rule.name
        assert copied(rule) is rule


def test_leaves_stay_shared_between_roots(copied):
    x = Value(2.0, "x")
    again, first, second = copied([x, x * 3, x.tanh()])
    assert first.inputs[0] is second.inputs[0] is again
    assert first.inputs[1].is_constant
    first.backward()
    second.backward()
    assert again.grad == 3.0 + (1 - second.data * second.data)


def test_deepcopy_shares_everything_that_was_shared():
    _, _, h, loss = graph()
    h_again, loss_again = copy.deepcopy((h, loss))
    assert h_again in order(loss_again)


def test_a_shallow_copy_of_a_node_has_the_same_inputs():
    x, w, h, _ = graph()
    again = copy.copy(h)
    assert again is not h
    assert again.inputs == h.inputs
    assert (again.data, again.name, again.op) == (h.data, "h", "add")
    again.backward()
    assert (w.grad, x.grad) == (2.0, -0.5)
    leaf = copy.copy(x)
    leaf.data = 9.0
    assert (x.data, leaf.name, leaf.inputs) == (2.0, "x", ())


class Weight(Value):
    """A Value of a user's own kind, which holds more and is made differently."""

    def __init__(self, data, unit):
        super().__init__(data, "w")
        self.unit = unit


def test_what_a_users_own_kind_holds_is_copied(copied):
    w = Weight(2.0, ["kg"])
    for again in (copied(w), copied(w * 3).inputs[0]):
        assert type(again) is Weight
        assert again.unit == ["kg"]
        assert again.unit is not w.unit
    assert copy.copy(w).unit is w.unit


@pytest.mark.slow
@pytest.mark.parametrize("way", ["pickle", "pure Python pickle", "deepcopy"])
def test_depth_does_not_matter(way):
    depth.copied_chain(100_000, WAYS[way])


PICKLES = pickle.loads((Path(__file__).parent / "data" / "pickles-0.1.0.pickle").read_bytes())
"""What version 0.1.0 pickled, by what it is: modules have moved since then."""


@pytest.mark.parametrize("kind", PICKLES)
def test_pickles_of_the_first_version_are_read(kind):
    assert pickle.loads(pickle.dumps(pickle.loads(PICKLES[kind]))) is not None


def test_what_the_first_version_pickled_is_as_it_was():
    y = pickle.loads(PICKLES["value"])
    assert (y.name, y.data) == ("y", pytest.approx(1.5 * math.tanh(-0.5), rel=1e-15))
    assert pickle.loads(PICKLES["program"])() == y.data
    assert pickle.loads(PICKLES["report"]).first_wrong_line == 2
    assert "tanh" in str(pickle.loads(PICKLES["explanation"]))
    networks = [pickle.loads(PICKLES[name]) for name in ("model", "mlp")]
    assert [len(network.parameters()) for network in networks] == [31, 13]
