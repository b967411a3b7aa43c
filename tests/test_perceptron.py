"""Neuron, Layer and MLP: what programs written for micrograd rely on, and what micrograd gets wrong."""

import pickle
import random

import numpy as np
import pytest

from autograd import OPS, AnomalyError, Value, relu, tanh
from autograd.nn import MLP, Layer, Module, Neuron
from autograd.records.calls import calls_among
from tests import optional


def numbers(module):
    return [parameter.data for parameter in module.parameters()]


def test_same_numbers_as_micrograd_under_the_same_seed():
    peer = optional.package("micrograd.nn")
    random.seed(1337)
    theirs = peer.MLP(2, [4, 4, 1])
    random.seed(1337)
    ours = MLP(2, [4, 4, 1])
    assert numbers(ours) == numbers(theirs)
    theirs([0.3, -0.7]).backward()
    score = ours([0.3, -0.7])
    score.backward()
    assert score.data == theirs([0.3, -0.7]).data
    assert [p.grad for p in ours.parameters()] == [p.grad for p in theirs.parameters()]
    ours.zero_grad()
    assert not any(p.has_grad for p in ours.parameters())


def test_a_program_written_for_micrograd_runs():
    model = MLP(2, [3, 1], rng=random.Random(1))
    inputs = [list(map(Value, row)) for row in [[0.5, -1.0], [1.0, 2.0]]]
    scores = list(map(model, inputs))
    losses = [(1 + -yi * score).relu() for yi, score in zip([1, -1], scores, strict=True)]
    loss = sum(losses) * (1.0 / len(losses)) + 1e-4 * sum(p * p for p in model.parameters())
    model.zero_grad()
    loss.backward()
    before = loss.data
    for p in model.parameters():
        p.data -= 0.01 * p.grad
    after = sum((1 + -yi * model(x)).relu() for yi, x in zip([1, -1], inputs, strict=True)) * 0.5
    assert after.data < before
    assert [neuron.b for neuron in model.layers[0].neurons] == model.parameters()[2:9:3]
    assert all(neuron.nonlin for neuron in model.layers[0].neurons)
    assert not model.layers[1].neurons[0].nonlin


def test_a_module_written_for_micrograd_runs():
    class Scale(Module):
        def __init__(self):
            self.factor = Value(2.0)

        def __call__(self, x):
            return self.factor * x

        def parameters(self):
            return [self.factor]

    scale = Scale()
    scale(3.0).backward()
    assert scale.factor.grad == 3.0
    scale.zero_grad()
    assert scale.factor.grad == 0.0


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Neuron(3)([1.0, 2.0]), ValueError, "Neuron: expected 3 inputs, got 2"),
        (lambda: Neuron(1)([1.0, 2.0]), ValueError, "Neuron: expected 1 input, got 2"),
        (lambda: Layer(2, 4)([1.0, 2.0, 3.0]), ValueError, "Neuron: expected 2 inputs, got 3"),
        (lambda: MLP(2, [4, 1])(0.5), ValueError, "Neuron: expected 2 inputs, got 1"),
        (lambda: MLP(2, [4, 1])([]), ValueError, "Neuron: expected 2 inputs, got 0"),
        (lambda: MLP(2, [4, 1])(np.ones((5, 3))), ValueError, "Neuron: expected 2 inputs, got 3"),
        (
            lambda: MLP(2, 16),
            TypeError,
            "MLP(2, 16): expected a list of layer sizes, such as [16, 16, 1]",
        ),
        (lambda: MLP(2, []), ValueError, "MLP(2, []): expected at least one layer, such as [1]"),
        (lambda: MLP(2, [2.5]), TypeError, "Layer: expected a whole number of neurons, got 2.5"),
        (lambda: Neuron(0), ValueError, "Neuron: expected at least one of its inputs, got 0"),
        (lambda: MLP(2, [3, 0]), ValueError, "Layer: expected at least one of its neurons, got 0"),
        (
            lambda: MLP(2, [1], last="tanhf"),
            ValueError,
            "activation='tanhf': expected the name of an operation, a function or None. Did you mean 'tanh'?",
        ),
        (
            lambda: Module()(1.0),
            NotImplementedError,
            "Module has no forward(): write what it makes of its inputs",
        ),
        (
            lambda: Layer(1, 1)(["a"]),
            TypeError,
            "Value('str'): expected a real number. A name goes second: Value(0.5, 'w').",
        ),
    ],
)
def test_bad_input(make, error, message):
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


def test_an_input_of_the_wrong_length_is_refused_before_anything_is_recorded():
    model = MLP(2, [3, 1], rng=random.Random(0))
    before = numbers(model)
    with pytest.raises(ValueError, match="expected 2 inputs, got 3"):
        model([1.0, 2.0, 3.0])
    assert numbers(model) == before


@pytest.mark.parametrize("sizes", [(4, 4, 1), [4, 4, 1], np.array([4, 4, 1])], ids=["tuple", "list", "array"])
def test_sizes_may_be_any_sequence(sizes):
    assert numbers(MLP(2, sizes, rng=random.Random(0))) == numbers(MLP(2, [4, 4, 1], rng=random.Random(0)))


@pytest.mark.parametrize("widths", [[1], [1, 1], [3, 1, 2], [1, 1, 1, 4]])
def test_layers_of_width_one_work_anywhere(widths):
    model = MLP(1, widths, activation="tanh", rng=random.Random(3))
    x = Value(0.4)
    expected = [0.4]
    for layer in model.layers:
        raw = [sum(w.data * x for w, x in zip(n.w, expected, strict=True)) + n.b.data for n in layer.neurons]
        expected = raw if layer is model.layers[-1] else np.tanh(raw)
    outputs = model([x])
    outputs = [outputs] if widths[-1] == 1 else outputs
    assert [y.data for y in outputs] == pytest.approx(expected, rel=1e-14)  # rounding of some 20 operations
    sum(outputs).backward()
    assert x.grad != 0
    assert all(p.has_grad for p in model.parameters())


@pytest.mark.parametrize("chosen", ["tanh", tanh, lambda v: v.tanh()], ids=["name", "op", "function"])
def test_choice_of_activations(chosen):
    model = MLP(2, [2, 1], activation="relu", last=chosen, rng=random.Random(5))
    plain = MLP(2, [2, 1], activation=relu, rng=random.Random(5))
    assert model([1.0, 0.5]).data == plain([1.0, 0.5]).tanh().data


def test_seeded():
    assert numbers(MLP(3, [4, 1], rng=random.Random(0))) == numbers(MLP(3, [4, 1], rng=random.Random(0)))
    assert numbers(MLP(3, [4, 1], rng=random.Random(0))) != numbers(MLP(3, [4, 1], rng=random.Random(1)))


def test_names():
    model = MLP(2, [2, 1], rng=random.Random(0))
    names, parameters = zip(*model.named_parameters(), strict=True)
    assert names == (
        *("layers.0.neurons.0.w[0]", "layers.0.neurons.0.w[1]", "layers.0.neurons.0.b"),
        *("layers.0.neurons.1.w[0]", "layers.0.neurons.1.w[1]", "layers.0.neurons.1.b"),
        *("layers.1.neurons.0.w[0]", "layers.1.neurons.0.w[1]", "layers.1.neurons.0.b"),
    )
    assert list(parameters) == model.parameters()


def test_a_module_used_twice_has_its_parameters_once():
    class Twice(Module):
        def __init__(self):
            self.inner = Neuron(1, rng=random.Random(0))
            self.again = self.inner

        def forward(self, x):
            return self.inner(x) + self.again(x)

    assert [name for name, _ in Twice().named_parameters()] == ["inner.w[0]", "inner.b"]


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (MLP(2, [16, 16, 1]), "MLP(2, [16, 16, 1], relu, last linear)"),
        (MLP(2, [1], last=tanh), "MLP(2, [1], last tanh)"),
        (Layer(2, 3), "Layer(2, 3, relu)"),
        (Layer(2, 3, nonlin=False), "Layer(2, 3, linear)"),
        (Neuron(4, activation="sigmoid"), "Neuron(4, sigmoid)"),
    ],
)
def test_repr(module, text):
    assert repr(module) == text


def test_batches():
    model = MLP(2, [3, 1], rng=random.Random(2))
    batch = [[0.1, 0.2], [0.3, -0.4], [1.0, 2.0]]
    singly = [model(x).data for x in batch]
    assert [y.data for y in model(batch)] == singly
    assert isinstance(model(batch), list)
    assert model(np.array(batch)).shape == (3,)
    assert [y.data for y in model(np.array(batch))] == singly
    assert MLP(2, [3, 2], rng=random.Random(2))(np.array(batch)).shape == (3, 2)


def test_inputs_that_are_plain_numbers_become_one_constant_each():
    model = MLP(2, [5, 1], rng=random.Random(0))
    from autograd.engine.graph import order

    constants = [node for node in order(model([0.5, 1.5])) if node.is_constant]
    assert [node.data for node in constants] == [0.5, 1.5]


def test_pickles():
    model = MLP(2, [3, 1], rng=random.Random(0))
    again = pickle.loads(pickle.dumps(model))
    assert numbers(again) == numbers(model)
    assert again([1.0, 2.0]).data == model([1.0, 2.0]).data


# A layer calls its neurons all at once, natively


class Doubled(Neuron):
    def forward(self, x):
        return super().forward(x) * 2


def odd_neurons():
    """Neurons of every kind that is not quite the usual one."""
    rng = random.Random(5)
    made = [Neuron(2, rng=rng) for _ in range(7)]
    made[1].activation = lambda v: v * 3 + 1
    made[2].w = tuple(made[2].w)
    made[3].b = 0.5
    made[4].forward = lambda x: x[0] - x[1] * Value(2.0)
    made[5].activation = None
    made[6].activation = OPS["leaky_relu"].with_parameters(0.2)
    return [*made, Doubled(2, rng=rng), Neuron(2, activation="tanh", rng=rng)]


@pytest.mark.parametrize(
    "inputs", [[0.5, -2.0], [Value(1.5), 3], (Value(0.1), Value(0.2))], ids=["floats", "mixed", "tuple"]
)
def test_a_layer_gives_and_notes_what_its_neurons_do_one_by_one(inputs):
    layer, alone = Layer(2, 1), odd_neurons()
    layer.neurons = odd_neurons()
    together = layer(inputs)
    expected = [neuron(inputs) for neuron in alone]
    assert [y.data for y in together] == [y.data for y in expected]
    assert [y.op for y in together] == [y.op for y in expected]
    (trace,) = calls_among(together)
    assert [call.module for call in trace] == [*layer.neurons, layer]
    assert [call.returned_values() for call in trace[:-1]] == [[y] for y in together]
    sum(together).backward()
    sum(expected).backward()
    gradients = [[w.grad for w in neuron.w] for neuron in layer.neurons]
    assert gradients == [[w.grad for w in neuron.w] for neuron in alone]


def test_a_layer_refuses_what_its_neurons_refuse():
    layer = Layer(2, 3)
    with pytest.raises(ValueError, match="Neuron: expected 2 inputs, got 3"):
        layer([1.0, 2.0, 3.0])
    layer.neurons[1].activation = "relu"
    with pytest.raises(TypeError, match="'str' object is not callable"):
        layer([1.0, 2.0])
    del layer.neurons[1].w
    with pytest.raises(AttributeError, match="'Neuron' object has no attribute 'w'"):
        layer([1.0, 2.0])
    with pytest.raises(AnomalyError, match="infinite"):
        Layer(1, 2, activation=lambda v: 1 / (v - v))([1.0])
