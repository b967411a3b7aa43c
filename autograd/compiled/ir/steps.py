"""The steps of the form "products": what is computed at once, from which numbers, and where the results go."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from autograd.compiled.ir.primitives import CONSTANT, INPUT, THETA
from autograd.engine.operation import Op
from autograd.support.lazy import np

PARAMETERS, ONCE, EACH, COLUMNS = "theta", "once", "each", "columns"
"""Where numbers are: in theta, in rows with one number a call, in rows with a number for each sample, in X itself."""

FEW = 4
"""Sums of this many values are added up one by one, longer ones side by side."""

MANY = 5_000
"""So many parameters are taken from theta itself, fewer are fetched into rows beforehand."""

SMALLEST = 32
"""A matrix with fewer products than this is not worth a call of its own."""


class Source(NamedTuple):
    """Numbers: the entries `at`, an array of any shape, of a space; `wanted` says whether a gradient flows there."""

    space: str
    at: Any
    wanted: bool


Operand = Source | float


@dataclass
class Apply:
    """An operation of the table on each row: `operands` has a source, or a constant, for each letter."""

    rule: Op
    out: Source
    operands: list[Operand]


@dataclass
class Matrix:
    """Rows of products: the weights (R, K) times the operands (K, P) go to `out` (R, P).

    `signs` (R, K) are −1 where a product is subtracted; None where none is.
    """

    out: Source
    weights: Source
    operands: Source
    signs: Any


@dataclass
class Dots:
    """Sums of K products each, of whatever: `left` and `right` are (K, M), `signs` too or None.

    `adds`, here and below: to what is there already.
    """

    out: Source
    left: Source
    right: Source
    signs: Any
    adds: bool = False


@dataclass
class Total:
    """Sums of K values each: `terms` is (K, M), `signs` too or None."""

    out: Source
    terms: Source
    signs: Any
    adds: bool = False


@dataclass
class Plus:
    """Sums of few values each, with the same sign in each row."""

    out: Source
    terms: list[Operand]
    signs: tuple[int, ...]
    adds: bool = False


@dataclass
class Run:
    """An operation applied on and on: the largest of a row.

    Result number k is the operation on result k − 1 and `terms[k + 1]`, the first one on `terms[0]` and `terms[1]`.
    Runs side by side may end sooner: those that go on come first. `out` has the results, one number k after the other.
    """

    rule: Op
    out: Source
    terms: list[Source]


Step = Apply | Matrix | Dots | Total | Plus | Run


@dataclass
class Space:
    """The rows of a stage: how many, and which of them are loaded with numbers from elsewhere before its steps."""

    size: int = 0
    loads: dict[str, list[tuple[Any, Any]]] = field(default_factory=dict)

    def allocate(self, count: int) -> Any:
        """New rows, side by side."""
        self.size += count
        return np.arange(self.size - count, self.size)

    def load(self, space: str, places: Any) -> Any:
        """New rows that are loaded with these entries of another space."""
        rows = self.allocate(len(places))
        self.loads.setdefault(space, []).append((rows, places))
        return rows


CONSTANTS, ZEROS = "constants", "zeros"
COMPUTED, ZERO = 255, 254
ELSEWHERE = (INPUT, COLUMNS), (THETA, PARAMETERS), (CONSTANT, CONSTANTS), (COMPUTED, ONCE), (ZERO, ZEROS)
"""Where a leaf of each kind, or what is computed once, is loaded from."""
