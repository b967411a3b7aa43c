"""Neuron, layer and multi-layer perceptron with the names and the behaviour of micrograd, without its defects."""

import random
from collections.abc import Callable, Sequence
from typing import Any

from autograd.engine.bulk import are_values, native_sums, sum_of_products
from autograd.engine.codegen.python import OPS, Value
from autograd.engine.operation import Op
from autograd.engine.value import constant
from autograd.formulas.notation import counted
from autograd.maths import is_array
from autograd.nn.counts.counting import dense_multiplies, width
from autograd.nn.modules.calls import ToNumber, ToRow, ToRows
from autograd.nn.modules.holdings import Shape
from autograd.nn.modules.module import call_each
from autograd.records.calls import underway
from autograd.support.lazy import np
from autograd.support.likeness import most_alike

Activation = str | Callable[[Any], Any] | None


class Neuron(ToNumber):
    """activation(w·x + b) for `nin` inputs x; without the activation if `nonlin` is false.

    The weights are drawn from (-1, 1) by `rng` (default: the module `random`), the bias is 0. `activation` is an
    operation of one operand or its name, or any function of a Value. ValueError for an input of another length.

    >>> import random
    >>> from autograd.nn import Neuron
    >>> neuron = Neuron(2, activation="tanh", rng=random.Random(0))
    >>> neuron
    Neuron(2, tanh)
    >>> neuron([1.0, -1.0])
    Value(0.17123131558442473)
    """

    def __init__(
        self, nin: int, nonlin: bool = True, *, activation: Activation = "relu", rng: random.Random | None = None
    ) -> None:
        self.nin = width(nin, "Neuron", "inputs")
        draw = (random if rng is None else rng).uniform
        self.w = [Value(draw(-1, 1)) for _ in range(self.nin)]
        self.b = Value(0.0)
        self.nonlin = nonlin
        self.activation = function(activation) if nonlin else None

    def forward(self, x: Any) -> Any:
        """The output for one input: a sequence of `nin` numbers or Values."""
        if type(x) is not list:
            x = row(x)
        if len(x) != self.nin:
            raise ValueError(f"Neuron: expected {counted(self.nin, 'input')}, got {len(x)}")
        weighted = sum_of_products(self.w, x, self.b)
        activation = self.activation
        return weighted if activation is None else activation(weighted)

    def __repr__(self) -> str:
        return f"Neuron({self.nin}, {written(self.activation)})"


class Layer(ToRow):
    """`nout` neurons beside one another, all with the same `nin` inputs; keywords are those of `Neuron`.

    Calling it gives a list of their outputs; a layer of one neuron gives its output alone.

    >>> from autograd.nn import Layer
    >>> layer = Layer(2, 3)
    >>> layer, len(layer([1.0, -1.0]))
    (Layer(2, 3, relu), 3)
    """

    def __init__(self, nin: int, nout: int, **options: Any) -> None:
        self.neurons = [Neuron(nin, **options) for _ in range(width(nout, "Layer", "neurons"))]

    def forward(self, x: Any) -> Any:
        """The outputs for one input."""
        x = row(x)
        if type(x) is list and are_values(x):
            x = x.copy()
        else:  # a plain number becomes a constant here, once, and not again in each neuron
            x = [number if isinstance(number, Value) else constant(number) for number in x]
        outputs = call_neurons(self.neurons, x)
        return outputs[0] if len(outputs) == 1 else outputs

    def output_shape(self, shape: Shape) -> Shape:
        """One output for each neuron."""
        if shape != (self.neurons[0].nin,):
            raise ValueError(f"{self!r}: expected an input of shape {(self.neurons[0].nin,)}, got {shape}")
        return (len(self.neurons),)

    def multiplies(self, shape: Shape) -> int:
        """One for each weight."""
        return dense_multiplies(self.neurons[0].nin, len(self.neurons))

    def __repr__(self) -> str:
        first = self.neurons[0]
        return f"Layer({first.nin}, {len(self.neurons)}, {written(first.activation)})"


class MLP(ToRows):
    """Layers one after the other: `nin` inputs, then as many neurons in each layer as `nouts` says.

    Neurons have the `activation` (a name or a function, see `Neuron`), those of the last layer `last` (default: none,
    they are linear). Calling it on one input gives a list of outputs, a single one alone; calling it on a batch, a
    list or array of inputs, gives a list or array of what each gives.

    >>> import random
    >>> from autograd.nn import MLP
    >>> model = MLP(2, [16, 16, 1], rng=random.Random(0))
    >>> model, len(model.parameters())
    (MLP(2, [16, 16, 1], relu, last linear), 337)
    >>> model([1.0, -1.0]).data == model([[1.0, -1.0], [0.0, 0.0]])[0].data
    True
    >>> MLP(3, (4, 2), activation="tanh", last="sigmoid")
    MLP(3, [4, 2], tanh, last sigmoid)
    """

    def __init__(
        self,
        nin: int,
        nouts: Sequence[int],
        *,
        activation: Activation = "relu",
        last: Activation = None,
        rng: random.Random | None = None,
    ) -> None:
        try:
            widths = [nin, *nouts]
        except TypeError:
            raise TypeError(f"MLP({nin!r}, {nouts!r}): expected a list of layer sizes, such as [16, 16, 1]") from None
        if len(widths) == 1:
            raise ValueError(f"MLP({nin!r}, {nouts!r}): expected at least one layer, such as [1]")
        before = function(activation)
        after = function(last)
        self.layers = [
            Layer(ins, outs, nonlin=chosen is not None, activation=chosen, rng=rng)
            for ins, outs, chosen in zip(widths, widths[1:], [before] * (len(widths) - 2) + [after], strict=False)
        ]

    def forward(self, x: Any) -> Any:
        """The outputs for one input or for a batch of them."""
        if is_batch(x):
            outputs = [self(single) for single in x]
            return array_of(outputs) if is_array(x) else outputs
        for layer in self.layers:
            x = layer(x)
        return x

    def __repr__(self) -> str:
        nin = self.layers[0].neurons[0].nin
        *hidden, last = (layer.neurons[0].activation for layer in self.layers)
        kinds = ", ".join([*map(written, hidden[:1]), f"last {written(last)}"])
        return f"MLP({nin}, {[len(layer.neurons) for layer in self.layers]}, {kinds})"


_FORWARD = Neuron.forward


def call_neurons(neurons: list[Neuron], x: list[Value]) -> list[Any]:
    """What each of the neurons makes of the same input; natively all of them at once, as long as they are ours."""
    calls = underway.get()
    if native_sums is None or calls is None or type(neurons) is not list or Neuron.forward is not _FORWARD:
        return call_each(neurons, x)
    return native_sums.call_neurons(Neuron, neurons, (x,), calls)  # type: ignore[no-any-return]


def row(x: Any) -> Any:
    """One input as a sequence; a single number counts as a sequence of one."""
    if is_array(x) and not x.ndim:
        return [x.item()]
    return x if hasattr(x, "__len__") else list(x) if hasattr(x, "__iter__") else [x]


def is_batch(x: Any) -> bool:
    """Whether x is a list or an array of inputs, not one input."""
    return x.ndim > 1 if is_array(x) else isinstance(x, (list, tuple)) and bool(x) and hasattr(x[0], "__len__")


def array_of(outputs: list[Any]) -> Any:
    """Outputs of a batch as a NumPy object array."""
    return np.array(outputs, dtype=object)


def function(activation: Activation) -> Callable[[Any], Any] | None:
    """The function an activation stands for; None for none. ValueError unless it takes one operand."""
    if isinstance(activation, Op) and len(activation.letters) != 1:
        raise ValueError(f"activation={activation.name}: expected an operation of one operand, this one has two")
    if activation is None or callable(activation):
        return activation
    unary = [name for name, rule in OPS.items() if len(rule.letters) == 1]
    if activation not in unary:
        near = most_alike(str(activation), unary)
        hint = f" Did you mean {near!r}?" if near else f" Known: {', '.join(unary)}."
        raise ValueError(f"activation={activation!r}: expected the name of an operation, a function or None.{hint}")
    return OPS[activation]


def written(activation: Callable[[Any], Any] | None) -> str:
    """An activation's name for people."""
    return "linear" if activation is None else getattr(activation, "name", getattr(activation, "__name__", "custom"))
