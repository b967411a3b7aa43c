"""Recurrent layers, step by step through a sequence: RNN, LSTM and GRU, with PyTorch's names, layouts and gates."""

import math
import random
from collections.abc import Sequence
from typing import Any

from autograd.engine.arguments import setting
from autograd.engine.codegen.python import OPS
from autograd.nn.counts.counting import dense_multiplies, width
from autograd.nn.layers.dropout import dropped
from autograd.nn.modules.arrays import array_of, given_back, refused, shaped
from autograd.nn.modules.calls import OnSequences
from autograd.nn.modules.holdings import Shape
from autograd.nn.modules.module import uniform
from autograd.support.lazy import np

States = tuple[Any, ...]
"""What is carried from step to step, an array (batch, hidden) each: the hidden state, and for an LSTM the cell."""


class _Recurrent(OnSequences):
    """What the three have in common: layers, directions, and the walk along the sequence.

    The input has the shape (length, input_size), or (length, batch, input_size), with `batch_first` (batch, length,
    input_size). The output has `hidden_size` numbers for each step, twice as many if `bidirectional`, where a second
    walk goes backwards; of several layers each takes the output of the one before. States have the shape
    (num_layers · directions, batch, hidden_size), without batch for a single sequence, and begin with 0.
    """

    symbols = (("weight_hh", "u"), ("bias_hh", "c"))

    gates = 1
    """How many gates there are: their weights lie below one another, in PyTorch's order."""
    carried = 1
    """How many states are carried from step to step."""
    products = 0
    """Multiplications of gates and states, for each hidden number in each step."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        rng: random.Random | None = None,
    ) -> None:
        name = type(self).__name__
        self.input_size = width(input_size, name, "inputs")
        self.hidden_size = width(hidden_size, name, "hidden numbers")
        self.num_layers = width(num_layers, name, "layers")
        self.bias, self.batch_first, self.bidirectional = bool(bias), bool(batch_first), bool(bidirectional)
        self.dropout = setting(dropout, name, "dropout", most=1.0)
        self._rng = rng
        draw = uniform(1 / math.sqrt(hidden_size))
        rows = self.gates * hidden_size
        announced: dict[str, Any] = {}
        for layer in range(num_layers):
            for direction in self._directions:
                place = f"l{layer}{direction}"
                announced[f"weight_ih_{place}"] = (rows, self._inputs(layer)), draw
                announced[f"weight_hh_{place}"] = (rows, hidden_size), draw
                if bias:
                    announced[f"bias_ih_{place}"] = announced[f"bias_hh_{place}"] = (rows,), draw
        self.declare(rng, **announced)

    @property
    def _directions(self) -> tuple[str, ...]:
        return ("", "_reverse") if self.bidirectional else ("",)

    @property
    def draws(self) -> bool:
        """Whether a call draws random numbers."""
        return self.training and self.dropout > 0 and self.num_layers > 1

    def _inputs(self, layer: int) -> int:
        return self.hidden_size * len(self._directions) if layer else self.input_size

    def forward(self, x: Any, state: Any = None) -> Any:
        """The hidden state of the last layer at each step, and the states at the end; `state` is that of the start."""
        given = array_of(x, self)
        if given.ndim not in (2, 3) or given.shape[-1] != self.input_size:
            raise refused(self, f"(length, {self.input_size}) or with a batch", given.shape)
        if not given.size:
            raise ValueError(f"{self!r}: the sequence is empty")
        single = given.ndim == 2
        sequence = given[:, None] if single else np.swapaxes(given, 0, 1) if self.batch_first else given
        start = self._start(state, sequence.shape[1], single)
        found: list[States] = []
        for layer in range(self.num_layers):
            outputs = []
            for direction in self._directions:
                steps = range(len(sequence))
                output, last = self._walk(
                    f"l{layer}{direction}", sequence, reversed(steps) if direction else steps, start[len(found)]
                )
                outputs.append(output)
                found.append(last)
            sequence = np.concatenate(outputs, axis=2)
            if self.draws and layer < self.num_layers - 1:
                sequence = dropped(sequence, self.dropout, self._rng)
        output = sequence[:, 0] if single else np.swapaxes(sequence, 0, 1) if self.batch_first else sequence
        ends = [np.stack([states[k] for states in found]) for k in range(self.carried)]
        carried = [given_back(end[:, 0] if single else end, x) for end in ends]
        return given_back(output, x), carried[0] if self.carried == 1 else tuple(carried)

    def _walk(self, place: str, sequence: Any, steps: Any, states: States) -> tuple[Any, States]:
        """One layer in one direction: the hidden state at each step, and the states at the end."""
        output = np.empty((*sequence.shape[:2], self.hidden_size), dtype=object)
        into, across = getattr(self, f"weight_ih_{place}").T, getattr(self, f"weight_hh_{place}").T
        for step in steps:
            from_input, from_state = sequence[step] @ into, states[0] @ across
            if self.bias:
                from_input = from_input + getattr(self, f"bias_ih_{place}")
                from_state = from_state + getattr(self, f"bias_hh_{place}")
            states = self._step(self._parts(from_input), self._parts(from_state), states)
            output[step] = states[0]
        return output, states

    def _parts(self, rows: Any) -> list[Any]:
        """What belongs to each gate."""
        return np.split(rows, self.gates, axis=1)

    def _step(self, from_input: Sequence[Any], from_state: Sequence[Any], states: States) -> States:
        """The states after one step."""
        raise NotImplementedError

    def _start(self, state: Any, batch: int, single: bool) -> list[States]:
        """The states each layer and direction begins with."""
        count = self.num_layers * len(self._directions)
        wanted = (count, self.hidden_size) if single else (count, batch, self.hidden_size)
        if state is None:
            zeros = array_of(np.zeros((count, batch, self.hidden_size)), self)
            return [(zeros[place],) * self.carried for place in range(count)]
        given = (state,) if self.carried == 1 else tuple(state)
        if len(given) != self.carried:
            raise ValueError(f"{self!r}: expected {self.carried} states to begin with, got {len(given)}")
        arrays = [array_of(each, self) for each in given]
        for array in arrays:
            if array.shape != wanted:
                raise ValueError(f"{self!r}: expected a state of shape {shaped(wanted)}, got {shaped(array.shape)}")
        return [tuple(array[place].reshape(batch, self.hidden_size) for array in arrays) for place in range(count)]

    def output_shape(self, shape: Shape) -> Shape:
        """(length, hidden_size · directions) of a sequence (length, input_size)."""
        if len(shape) != 2 or shape[-1] != self.input_size:
            raise refused(self, f"(length, {self.input_size})", shape)
        return shape[0], self.hidden_size * len(self._directions)

    def multiplies(self, shape: Shape) -> int:
        """One for each weight and one for each product of gates and states, in each step."""
        rows = self.gates * self.hidden_size
        weights = sum(
            dense_multiplies(self._inputs(layer) + self.hidden_size, rows) for layer in range(self.num_layers)
        )
        products = self.products * self.hidden_size * self.num_layers
        return shape[0] * len(self._directions) * (weights + products)

    def __repr__(self) -> str:
        options = [f", num_layers={self.num_layers}"] * (self.num_layers > 1)
        options += [", bias=False"] * (not self.bias) + [", batch_first=True"] * self.batch_first
        options += [f", dropout={self.dropout:g}"] * (self.dropout > 0) + [", bidirectional=True"] * self.bidirectional
        return f"{type(self).__name__}({self.input_size}, {self.hidden_size}{''.join(options)})"


class RNN(_Recurrent):
    """h ← tanh(W x + b + U h + c) at each step of a sequence; `nonlinearity` may be "relu" in place of "tanh".

    W is `weight_ih_l0` (hidden_size, input_size), U `weight_hh_l0` (hidden_size, hidden_size), b `bias_ih_l0` and c
    `bias_hh_l0`, all drawn from ±1/√hidden_size by `rng`; of further layers `…_l1`, of the walk backwards
    `…_l0_reverse`. Takes (length, input_size), (length, batch, input_size), or with `batch_first` (batch, length,
    input_size), and gives the hidden state at each step and the last one. ValueError for other shapes, for a
    `dropout` (between layers, in training) outside 0 to 1, and for another nonlinearity. Source: Elman (1990).

    >>> import random
    >>> from autograd.nn import RNN
    >>> layer = RNN(1, 2, rng=random.Random(0))
    >>> output, last = layer([[1.0], [0.5], [-1.0]])
    >>> len(output), len(output[0]), [h.data for h in last[0]] == [h.data for h in output[-1]]
    (3, 2, True)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        nonlinearity: str = "tanh",
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        rng: random.Random | None = None,
    ) -> None:
        if nonlinearity not in ("tanh", "relu"):
            raise ValueError(f'RNN: expected "tanh" or "relu" as nonlinearity, got {nonlinearity!r}')
        self.nonlinearity = nonlinearity
        super().__init__(input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, rng)

    def _step(self, from_input: Sequence[Any], from_state: Sequence[Any], states: States) -> States:
        return (OPS[self.nonlinearity](from_input[0] + from_state[0]),)


class LSTM(_Recurrent):
    """A cell c that gates keep, write and show: c ← f·c + i·g, h ← o·tanh(c), at each step of a sequence.

    i, f and o are sigmoids and g a tanh of W x + b + U h + c', whose rows stand in this order, i, f, g, o, in
    `weight_ih_l0` (4 hidden_size, input_size), `weight_hh_l0` and both biases. Shapes, drawing and errors as in `RNN`;
    gives the output and (h, c) at the end, and takes such a pair to begin with. Source: Hochreiter and Schmidhuber
    (1997), with the forget gate of Gers et al. (2000).

    >>> import random
    >>> from autograd.nn import LSTM
    >>> output, (h, c) = LSTM(1, 2, rng=random.Random(0))([[1.0], [0.5], [-1.0]])
    >>> len(output), len(h[0]), len(c[0])
    (3, 2, 2)
    """

    gates, carried, products = 4, 2, 3

    def _step(self, from_input: Sequence[Any], from_state: Sequence[Any], states: States) -> States:
        take, keep, new, show = (a + b for a, b in zip(from_input, from_state, strict=True))
        sigmoid, tanh = OPS["sigmoid"], OPS["tanh"]
        cell = sigmoid(keep) * states[1] + sigmoid(take) * tanh(new)
        return sigmoid(show) * tanh(cell), cell


class GRU(_Recurrent):
    """A hidden state that gates reset and renew: h ← (1 − z)·n + z·h, at each step of a sequence.

    r and z are sigmoids of W x + b + U h + c, and n = tanh(W x + b + r·(U h + c)); with rows in this order, r, z, n,
    in `weight_ih_l0` (3 hidden_size, input_size), `weight_hh_l0` and both biases. Shapes, drawing and errors as in
    `RNN`. Source: Cho et al. (2014), in PyTorch's form.

    >>> import random
    >>> from autograd.nn import GRU
    >>> output, last = GRU(1, 2, num_layers=2, rng=random.Random(0))([[1.0], [0.5], [-1.0]])
    >>> len(output), len(last)
    (3, 2)
    """

    gates, products = 3, 3

    def _step(self, from_input: Sequence[Any], from_state: Sequence[Any], states: States) -> States:
        sigmoid, tanh = OPS["sigmoid"], OPS["tanh"]
        reset, keep = (sigmoid(from_input[gate] + from_state[gate]) for gate in (0, 1))
        new = tanh(from_input[2] + reset * from_state[2])
        return ((1 - keep) * new + keep * states[0],)
