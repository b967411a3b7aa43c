"""The layers that a graph came out of, written as a worksheet: a statement for each call of a module.

| module            | one input            | a batch, a row an input          |
|-------------------|----------------------|----------------------------------|
| Linear, Layer     | z = W@x + b          | Z = X@W.T + b.T                  |
| ReLU, Tanh, …     | h = relu(z)          | H = relu(Z)                      |
| Softmax           | p = softmax(z)       | P[i,j] = exp(Z[i,j])/sum(k: …)   |
| LayerNorm         | its four steps       |                                  |
| Residual          | r = h + x            | R = H + X                        |
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.engine.naming import entries
from autograd.engine.operation import Op
from autograd.errors import LanguageError
from autograd.nn import Activation, Dropout, Layer, LayerNorm, Linear, Neuron, Residual, RMSNorm, Softmax
from autograd.records.calls import Call

MOST_NUMBERS = 2_000
"""Numbers that the sheet of a network may have."""


@dataclass
class Layers:
    """The sheet of a network while it is written: `lines` are its statements, `known` the names of what is computed."""

    lines: list[str] = field(default_factory=list)
    known: dict[tuple[int, ...], str] = field(default_factory=dict)
    shapes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    parameters: dict[int, tuple[str, ...]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    numbers: int = 0

    def give(self, name: str, values: Any) -> str:
        """Write a name's numbers."""
        array = [number for _, number in entries(values)]
        self.numbers += len(array)
        if self.numbers > MOST_NUMBERS:
            raise LanguageError(f"this network has more than {MOST_NUMBERS} numbers: draw or play shows its modules")
        self.lines.append(f"{name} = {_numbers(values)}")
        self.shapes[name] = _shape(values)
        return name

    def new(self, letter: str) -> str:
        """A name with the next number."""
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def received(self, call: Call) -> str:
        """The name of what a module was called with."""
        values = [value for _, value in entries(call.received)]
        name = self.known.get(tuple(map(id, values)))
        if name is not None:
            return name
        if any(isinstance(value, Value) and value.rule is not None for value in values):
            raise LanguageError(f"what {call.module!r} takes in is computed between modules: explain goes through them")
        (inputs,) = call.received[:1]
        given = self.give("X" if len(_shape(inputs)) == 2 else "x", inputs) if not self.known else ""
        if not given:
            given = self.give(self.new("X" if len(_shape(inputs)) == 2 else "x"), inputs)
        self.known[tuple(map(id, values))] = given
        return given

    def define(self, letter: str, formula: str, shape: tuple[int, ...], call: Call | None, letters: str = "") -> str:
        """Write a statement for what a module gave back; matrices have capitals."""
        name = self.new(letter.upper() if len(shape) == 2 else letter)
        self.lines.append(f"{name}{letters} = {formula}")
        self.shapes[name] = shape
        if call is not None:
            self.known[tuple(map(id, call.returned_values()))] = name
        return name

    def weights(self, module: Any) -> tuple[str, ...]:
        """The names of a module's weights and bias, written when they are first used."""
        found = self.parameters.get(id(module))
        if found is None:
            weight, bias = _weights(module)
            number = len(self.parameters) + 1
            names = [self.give(f"W{number}", weight)]
            names += [self.give(f"b{number}", bias)] if bias is not None else []
            found = self.parameters[id(module)] = tuple(names)
        return found


def written(calls: Sequence[Call]) -> Layers:
    """The sheet of the calls inside an outermost call; LanguageError for a module that has no such form."""
    layers = Layers()
    outer = _outer(calls)
    if len({id(call.module) for call in outer}) < len(outer):
        raise LanguageError("its modules were called on several inputs, one after the other: explain one of them")
    for call in outer:
        kind = next((kind for kind in WRITERS if isinstance(call.module, kind)), None)
        if kind is None:
            raise LanguageError(f"{call.module!r} is not written in matrices here: explain it by name or operation")
        WRITERS[kind](layers, call)
    return layers


def _outer(calls: Sequence[Call]) -> list[Call]:
    """The calls that are statements: not those inside them, nor modules that only call others."""
    found: list[tuple[int, Call]] = []
    for place, call in enumerate(calls):
        if isinstance(call.module, (Layer, Neuron, Linear)):
            found = [each for each in found if each[0] < call.first]
        elif call.first < place and not isinstance(call.module, Residual):
            continue
        found.append((place, call))
    return [call for _, call in found]


def _dense(layers: Layers, call: Call) -> None:
    """A linear layer, and its activation, if it has one."""
    x = layers.received(call)
    names = layers.weights(call.module)
    outputs = len(_weights(call.module)[0])
    is_batch = len(layers.shapes[x]) == 2
    shape = (*layers.shapes[x][:-1], outputs)
    formula = f"{x}@{names[0]}.T" if is_batch else f"{names[0]}@{x}"
    if names[1:]:
        formula += f" + {names[1]}" + (".T" if is_batch and outputs > 1 else "")
    activation = _activation(call.module)
    z = layers.define("z", formula, shape, None if activation else call)
    if activation:
        layers.define("h", _applied(activation, z), shape, call)


def _elementwise(layers: Layers, call: Call) -> None:
    x = layers.received(call)
    layers.define("h", _applied(call.module.operation, x), layers.shapes[x], call)


def _softmax(layers: Layers, call: Call) -> None:
    x = layers.received(call)
    if len(layers.shapes[x]) == 1:
        layers.define("p", f"softmax({x})", layers.shapes[x], call)
        return
    layers.define("p", f"exp({x}[i,j])/sum(k: exp({x}[i,k]))", layers.shapes[x], call, "[i,j]")


def _norm(layers: Layers, call: Call) -> None:
    """Layer norm of one input, step by step."""
    x = layers.received(call)
    if len(layers.shapes[x]) != 1 or isinstance(call.module, RMSNorm):
        raise LanguageError(f"{call.module!r} of a batch is not written in matrices here: call it on one input")
    number = layers.new("n")[1:]
    gamma = layers.give(f"gamma{number}", call.module.weight)
    beta = layers.give(f"beta{number}", call.module.bias)
    layers.lines.append(f"eps{number} = {call.module.eps!r}")
    layers.lines.append(f"mu{number} = mean({x})")
    layers.lines.append(f"var{number} = mean(({x} - mu{number})^2)")
    layers.lines.append(f"xhat{number} = ({x} - mu{number})/sqrt(var{number} + eps{number})")
    layers.counts["n"] -= 1
    layers.define("n", f"{gamma}*xhat{number} + {beta}", layers.shapes[x], call)


def _residual(layers: Layers, call: Call) -> None:
    """What the inner module made, and what it was given."""
    x, inner = layers.received(call), list(layers.known.values())[-1]
    activation = call.module.activation
    r = layers.define("r", f"{inner} + {x}", layers.shapes[x], None if activation else call)
    if activation:
        layers.define("h", _applied(activation, r), layers.shapes[x], call)


def _nothing(layers: Layers, call: Call) -> None:
    """A module that leaves what it gets as it is."""
    if [id(value) for value in call.received_values()] != [id(value) for value in call.returned_values()]:
        raise LanguageError(f"{call.module!r} drops numbers at random: explain what it does in use, after eval()")


WRITERS: dict[type, Callable[[Layers, Call], None]] = {
    Linear: _dense,
    Layer: _dense,
    Neuron: _dense,
    Softmax: _softmax,
    LayerNorm: _norm,
    Residual: _residual,
    Dropout: _nothing,
    Activation: _elementwise,
}
"""How a kind of module is written."""


def _weights(module: Any) -> tuple[list[Any], Any]:
    """A weight matrix, a row for each output, and a bias, if there is one."""
    if isinstance(module, Linear):
        return module.weight.tolist(), None if module.bias is None else module.bias.tolist()
    neurons = [module] if isinstance(module, Neuron) else module.neurons
    return [list(neuron.w) for neuron in neurons], [neuron.b for neuron in neurons]


def _activation(module: Any) -> Any:
    """The activation of a layer of neurons."""
    if isinstance(module, Linear):
        return None
    return (module if isinstance(module, Neuron) else module.neurons[0]).activation


def _applied(operation: Any, x: str) -> str:
    """An operation of the table on a name."""
    if not isinstance(operation, Op):
        raise LanguageError(f"{operation!r} is a function of one's own: it is not written in matrices")
    settings = operation.parameters.values() if operation is not operation.base else ()
    return f"{operation.base.name}({', '.join([x, *map(repr, settings)])})"


def _shape(values: Any) -> tuple[int, ...]:
    if hasattr(values, "shape"):
        return tuple(map(int, values.shape))
    return (len(values), *_shape(values[0])) if isinstance(values, (list, tuple)) else ()


def _numbers(values: Any) -> str:
    """Numbers as the language has them."""
    if hasattr(values, "tolist"):
        values = values.tolist()
    if isinstance(values, (list, tuple)):
        return f"[{', '.join(map(_numbers, values))}]"
    return repr(float(values))
