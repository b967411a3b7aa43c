"""Layers as worksheets write them, height × width × channels, and what is counted of them."""

from dataclasses import dataclass
from math import prod

from autograd.nn.counts.counting import (
    convolution_multiplies,
    convolution_parameters,
    dense_multiplies,
    dense_parameters,
    window_positions,
)
from autograd.support.types import Any
from autograd.worksheet.evaluation.arrays import Array, WrongShape, entries, made, whole

MOST = 10**9
"""Sizes along an axis, channels, filters, units."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer by its sizes: `given` and `out` are shapes; `bias` is None where the sheet does not say."""

    kind: str
    given: tuple[int, ...]
    out: tuple[int, ...]
    kernel: int = 1
    bias: bool | None = None
    stride: int = 1
    padding: int = 0

    def parameters(self, bias: bool = False) -> int:
        """Its weights, and its biases if it is known to have them or they are asked for."""
        bias = bias if self.bias is None else self.bias
        if self.kind == "conv":
            return convolution_parameters(self.given[2], self.out[2], (self.kernel, self.kernel), bias)
        return dense_parameters(prod(self.given), self.out[0], bias) if self.kind == "dense" else 0

    def multiplies(self) -> int:
        """Its multiplications for one input."""
        if self.kind == "conv":
            return convolution_multiplies(
                self.given[2], self.out[2], (self.kernel, self.kernel), (self.out[0], self.out[1])
            )
        return dense_multiplies(prod(self.given), self.out[0]) if self.kind == "dense" else 0

    def shape(self) -> Any:
        """The shape of what comes out, as a list."""
        return made(len(self.out), 1, [float(number) for number in self.out])

    def formula(self, count: str, bias: bool = False) -> str:
        """The formula of its "shape", "parameters" or "multiplies" as on paper, with its numbers; "" if there is none.

        >>> layer = Layer("conv", (28, 28, 1), (26, 26, 5), kernel=3, bias=True)
        >>> layer.formula("shape"), layer.formula("parameters")
        ('[28 − 3 + 1, 28 − 3 + 1, 5]', '5·(3·3·1 + 1)')
        """
        if count == "shape":
            sides = [self._positions(size) for size in self.given[:2]]
            return "" if self.kind == "dense" else f"[{', '.join(sides)}, {self.out[2]}]"
        biased = count == "parameters" and (bias if self.bias is None else self.bias)
        if self.kind == "conv":
            places = f"{self.out[0]}·{self.out[1]}·" if count == "multiplies" else ""
            one = f"{self.kernel}·{self.kernel}·{self.given[2]}{' + 1' if biased else ''}"
            return f"{places}{self.out[2]}·({one})"
        weights = "·".join(map(str, (*self.given, self.out[0])))
        return "" if self.kind == "pool" else f"{weights} + {self.out[0]}" if biased else weights

    def _positions(self, size: int) -> str:
        """How many places the window has along an axis, as a formula."""
        room = f"{size}{f' + 2·{self.padding}' if self.padding else ''} − {self.kernel}"
        if self.stride == 1:
            return f"{room} + 1"
        steps = f"({room})/{self.stride}"
        return f"{steps if (size + 2 * self.padding - self.kernel) % self.stride == 0 else f'⌊{steps}⌋'} + 1"


OPTIONS = {
    "conv": ("filters", "kernel", "stride", "padding", "bias"),
    "dense": ("units", "bias"),
    "pool": ("kernel", "stride", "padding"),
}
"""What can be said of each kind of layer, in order."""


def built(kind: str, given: Any, options: dict[str, Any]) -> Layer:
    """A layer on a shape (a list) or on what comes out of another layer. WrongShape where it does not fit."""
    incoming = given.out if isinstance(given, Layer) else tuple(whole(x, "a size", 1, MOST) for x in _listed(given))
    numbers = {name: whole(x, name, _LEAST.get(name, 1), MOST) for name, x in options.items()}
    bias = bool(numbers["bias"]) if "bias" in numbers else None
    if kind == "dense":
        return Layer(kind, incoming, (_wanted(kind, numbers, "units"),), bias=bias)
    if len(incoming) != 3:
        raise WrongShape(f"{kind} works on height, width and channels, not on {_written(incoming)}")
    kernel = _wanted(kind, numbers, "kernel")
    stride = numbers.get("stride", kernel if kind == "pool" else 1)
    padding = numbers.get("padding", 0)
    try:
        places = [window_positions(size, kernel, stride, padding) for size in incoming[:2]]
    except ValueError as misfit:
        raise WrongShape(str(misfit)) from None
    channels = incoming[2] if kind == "pool" else _wanted(kind, numbers, "filters")
    return Layer(kind, incoming, (*places, channels), kernel, bias, stride, padding)


_LEAST = {"padding": 0, "bias": 0}


def _wanted(kind: str, numbers: dict[str, int], name: str) -> int:
    if name not in numbers:
        raise WrongShape(f"{kind} needs {name}=…")
    return numbers[name]


def _listed(given: Any) -> tuple[Any, ...]:
    if isinstance(given, Array) and not given.is_vector:
        raise WrongShape(f"a shape is a list such as [100, 100, 3], not {given.rows}×{given.columns}")
    return entries(given)


def _written(numbers: tuple[int, ...]) -> str:
    return "×".join(map(str, numbers))
