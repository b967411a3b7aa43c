"""Layers that are a matrix, and what is done entry by entry, written as statements.

| module            | one input            | a batch, a row an input          |
|-------------------|----------------------|----------------------------------|
| Linear, Layer     | z = W@x + b          | Z = X@W.T + b.T                  |
| ReLU, Tanh, …     | h = relu(z)          | H = relu(Z)                      |
| Softmax           | p = softmax(z)       | P[i,j] = exp(Z[i,j])/sum(k: …)   |
| Residual          | r = h + x            | R = H + X                        |
| Flatten           | x = [Z[0,0], …]      | a row an input                   |
| Embedding         | x = row(E, 2).T      | X = [row(E, 2).T, …]             |
"""

from collections.abc import Sequence
from typing import Any

from autograd.derivation.networks.images import image, received
from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet, operation as written
from autograd.engine.operation import Op
from autograd.errors import LanguageError
from autograd.nn import Linear, Neuron


def dense(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """A linear layer, and its activation, if it has one."""
    name = sheet.received(x, repr(module))
    names = weights(sheet, module)
    outputs = len(_weights(module)[0])
    shape = (*sheet.shapes[name][:-1], outputs)
    activation = _activation(module)
    z = linear(sheet, name, names, shape, None if activation else values)
    if activation:
        sheet.define(sheet.called("h", shape), applied(activation, z), shape, values)


def linear(
    sheet: NetworkSheet, x: str, names: Sequence[str], shape: tuple[int, ...], values: Sequence[Any] | None, z: str = ""
) -> str:
    """W x + b of one input, or of a batch with a row for each."""
    is_batch = len(shape) == 2
    formula = f"{x}@{names[0]}.T" if is_batch else f"{names[0]}@{x}"
    for bias in names[1:]:
        formula += f" + {bias}" + (".T" if is_batch and shape[-1] > 1 else "")
    return sheet.define(sheet.called(z or "z", shape), formula, shape, values)


def weights(sheet: NetworkSheet, module: Any) -> tuple[str, ...]:
    """The names of a module's weights and bias, written when they are first used."""
    found = sheet.parameters.get(id(module))
    if found is None:
        weight, bias = _weights(module)
        number = sheet.new("W").removeprefix("W")
        names = [sheet.give(f"W{number}", weight)]
        names += [sheet.give(f"b{number}", bias)] if bias is not None else []
        found = sheet.parameters[id(module)] = tuple(names)
    return found


def elementwise(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """An operation on each entry."""
    if array_of(x).ndim > 2:
        name, grid = received(sheet, module, x)
        batch, channels, *size = grid.shape
        image(sheet, applied(module.operation, name), batch, size, channels, values, "h")
        return
    name = sheet.received(x, repr(module))
    same(sheet, applied(module.operation, name), name, values)


def same(sheet: NetworkSheet, formula: str, like: str, values: Sequence[Any], letter: str = "h") -> None:
    """A statement that leaves the size of a name as it is."""
    sheet.define(sheet.called(letter, sheet.shapes[like]), formula, sheet.shapes[like], values)


def softmax(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """Shares of a row, or of each row."""
    name = sheet.received(x, repr(module))
    shape = sheet.shapes[name]
    if module.dim not in (-1, len(shape) - 1) or name in sheet.grids:
        raise LanguageError(f"{module!r} along the columns is not written in matrices: explain it by name or operation")
    is_log = type(module).__name__ == "LogSoftmax"
    if len(shape) == 1:
        shares = f"{name} - logsumexp({name})" if is_log else f"softmax({name})"
        sheet.define(sheet.new("p"), shares, shape, values)
        return
    below = f"sum(k: exp({name}[i,k]))"
    shares = f"{name}[i,j] - log({below})" if is_log else f"exp({name}[i,j])/{below}"
    sheet.define(f"{sheet.new('P')}[i,j]", shares, shape, values)


def residual(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """What the inner module made, and what it was given."""
    inner = next(reversed(sheet.shapes))
    name = sheet.received(x, repr(module))
    if sheet.shapes[inner] != sheet.shapes[name]:
        raise LanguageError(f"{module!r} adds what is laid out in two ways: explain it by name or operation")
    added = f"{inner} + {name}"
    if not module.activation:
        same(sheet, added, name, values, "r")
        return
    shape = sheet.shapes[name]
    r = sheet.define(sheet.called("r", shape), added, shape)
    same(sheet, applied(module.activation, r), name, values)


def flatten(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """Nothing is computed: what takes it in puts the entries side by side."""


def dropout(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """A module that leaves what it gets as it is."""
    if [id(value) for value in array_of(x).flat] != [id(value) for value in values]:
        raise LanguageError(f"{module!r} drops numbers at random: explain what it does in use, after eval()")


def embedding(sheet: NetworkSheet, module: Any, x: Any, values: Sequence[Any]) -> None:
    """The rows of a table."""
    if id(module) not in sheet.parameters:
        sheet.parameters[id(module)] = (sheet.give(sheet.new("E"), module.weight),)


def applied(operation: Any, x: str) -> str:
    """An operation of the table on a name."""
    if not isinstance(operation, Op):
        raise LanguageError(f"{operation!r} is a function of one's own: it is not written in matrices")
    return written(operation, [x])


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
