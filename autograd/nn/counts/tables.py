"""A table of the layers of a model: shapes, parameters and multiplications, without making or computing anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograd.nn.counts.counting import width
from autograd.nn.modules.holdings import Shape
from autograd.nn.modules.module import Module
from autograd.support.encodings import printable

BIASES = ("b", "bias", "in_proj_bias")


@dataclass(frozen=True)
class Row:
    """One layer of a summary; `weights` and `biases` are 0 where an earlier row has the same module."""

    name: str
    layer: str
    output_shape: Shape
    weights: int
    biases: int
    multiplies: int

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases


@dataclass(frozen=True)
class Summary:
    """The layers of a model in the order of computation; `str()` is a table. Numbers are those for one input.

    `summary` makes it. Each of `rows` has `name`, `layer`, `output_shape`, `parameters` and `multiplies`.

    >>> from autograd.nn import Linear, ReLU, Sequential, summary
    >>> counted = summary(Sequential(Linear(10, 50), ReLU(), Linear(50, 3)), (10,))
    >>> counted.parameters, counted.weights, counted.biases, counted.multiplies
    (703, 650, 53, 650)
    >>> [row.output_shape for row in counted.rows]
    [(50,), (50,), (3,)]
    """

    input_shape: Shape
    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """All parameters."""
        return self.weights + self.biases

    @property
    def weights(self) -> int:
        """All parameters but the biases."""
        return sum(row.weights for row in self.rows)

    @property
    def biases(self) -> int:
        """All biases."""
        return sum(row.biases for row in self.rows)

    @property
    def multiplies(self) -> int:
        """All multiplications."""
        return sum(row.multiplies for row in self.rows)

    @printable
    def __str__(self) -> str:
        head = ("", "layer", "output shape", "parameters", "without biases", "multiplies")
        cells = [
            head,
            ("", "input", _shape(self.input_shape), "", "", ""),
            *((row.name, row.layer, _shape(row.output_shape), *_numbers(row)) for row in self.rows),
            ("", "total", "", *_numbers(self)),
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = []
        for row_cells in cells:
            left = [cell.ljust(width) for cell, width in zip(row_cells[:3], widths[:3], strict=True)]
            right = [cell.rjust(width) for cell, width in zip(row_cells[3:], widths[3:], strict=True)]
            lines.append("  ".join(left + right).rstrip())
        rule = "─" * max(map(len, lines))
        return "\n".join([lines[0], rule, *lines[1:-1], rule, lines[-1]])


def summary(model: Module, input_shape: Sequence[int] | int) -> Summary:
    """The layers of a model for one input of this shape (no batch axis; images are channels, height, width).

    Exact, in closed form, and without making a parameter. ValueError if a layer cannot take what it gets;
    NotImplementedError for a module that does not say its `output_shape`.

    >>> from autograd.nn import Linear, ReLU, Sequential, summary
    >>> print(summary(Sequential(Linear(10, 50), ReLU(), Linear(50, 3)), (10,)))
       layer           output shape  parameters  without biases  multiplies
    ───────────────────────────────────────────────────────────────────────
       input           (10,)
    0  Linear(10, 50)  (50,)                550             500         500
    1  ReLU()          (50,)                  0               0           0
    2  Linear(50, 3)   (3,)                 153             150         150
    ───────────────────────────────────────────────────────────────────────
       total                                703             650         650
    """
    given = input_shape if isinstance(input_shape, Iterable) else (width(input_shape, "summary", "inputs"),)
    shape = tuple(map(int, given))
    rows = []
    counted: set[int] = set()  # a module used twice has its parameters once
    for layer in model.measured(shape)[0]:
        weights = biases = 0
        for _, inner in layer.module.named_modules():
            if id(inner) not in counted:
                counted.add(id(inner))
                for attribute, count in inner.own_counts().items():
                    if attribute in BIASES:
                        biases += count
                    else:
                        weights += count
        rows.append(Row(layer.name, repr(layer.module), layer.output_shape, weights, biases, layer.multiplies))
    return Summary(shape, tuple(rows))


def _numbers(counts: Row | Summary) -> tuple[str, str, str]:
    return f"{counts.parameters:,}", f"{counts.weights:,}", f"{counts.multiplies:,}"


def _shape(shape: Shape) -> str:
    return str(tuple(shape))
