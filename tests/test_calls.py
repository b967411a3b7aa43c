"""Calls of modules are noted for as long as what they returned lives, and cost no memory after that."""

import gc
import random
from weakref import ref

import pytest

from autograd import Value
from autograd.nn import MLP, Layer, Module, Neuron
from autograd.records import calls
from autograd.records.calls import calls_among


def found(result: object) -> list[Value]:
    return [result] if isinstance(result, Value) else result


def calls_behind(value: Value) -> list[calls.Call]:
    return next(iter(calls_among([value])), [])


def names(value: Value) -> list[str]:
    return [type(call.module).__name__ for call in calls_behind(value)]


def test_calls_are_noted_with_what_went_in_and_came_out():
    model, x = MLP(2, [3, 1], rng=random.Random(0)), [Value(1.0), Value(2.0)]
    z = model(x)
    behind = calls_behind(z)
    assert names(z) == ["Neuron", "Neuron", "Neuron", "Layer", "Neuron", "Layer", "MLP"]
    assert [call.first for call in behind] == [0, 1, 2, 0, 4, 4, 0]
    assert behind[-1].received_values() == x
    hidden = behind[3].returned_values()
    assert len(hidden) == 3
    assert behind[5].received_values() == hidden
    assert [call.returned_values() for call in behind[4:]] == [[z], [z], [z]]


def test_values_from_elsewhere_have_no_calls():
    assert calls_behind(Value(1.0) * 2) == []


@pytest.mark.parametrize(
    "build", [lambda: MLP(2, [3, 1]), lambda: MLP(2, [3, 2]), lambda: Layer(2, 3), lambda: Neuron(2)]
)
def test_notes_go_with_the_values_without_the_garbage_collector(build):
    gc.collect()
    gc.disable()
    try:
        before = len(calls._notes)
        result = build()([Value(1.0), Value(2.0)])
        assert len(calls_among([*found(result)])) == 1
        leaf = ref(next(iter(calls_behind(found(result)[0])[-1].received_values())))
        assert len(calls._notes) > before
        del result
        assert len(calls._notes) == before
        assert leaf() is None
    finally:
        gc.enable()


def test_a_call_that_fails_leaves_nothing_behind():
    class Broken(Module):
        def forward(self, x):
            return Neuron(2)([x])

    with pytest.raises(ValueError, match="expected 2 inputs"):
        Broken()(Value(1.0))
    assert calls.underway.get() is None


def test_inputs_by_keyword_and_outputs_handed_through():
    class Same(Module):
        def forward(self, x, y):
            return [x, x * y]

    x, y = Value(2.0), Value(3.0)
    same, product = Same()(x, y=y)
    assert calls_behind(same) == []  # a leaf came from no module
    assert calls_behind(product)[0].received_values() == [x, y]
    assert calls_behind(product)[0].returned_values() == [x, product]
