"""The primitive operations that compiled programs are made of: what formulas consist of when written out in full.

They are the operators and the functions of `maths`; everything in the table of operations is built from these.
Each row says what an engine has to know: the Python source, NumPy's function, the arity. A function of floats that
`maths.over_any_number` took in later becomes a primitive when a formula with it is compiled; all engines call it.
"""

from collections.abc import Callable
from inspect import unwrap
from itertools import chain, count
from typing import Any, NamedTuple

from autograd import maths
from autograd.engine.ieee import FAULTS, ieee
from autograd.support.lazy import np


class Primitive(NamedTuple):
    """A primitive operation: `source` with {x} and {y} to fill in; `function` computes it on any numbers."""

    name: str
    arity: int
    source: str
    function: Callable[..., Any]

    @property
    def numpy(self) -> Callable[..., Any] | None:
        """NumPy's function for it; None for a function that was taken in later."""
        if self.name in _OPERATORS:
            return getattr(np, _OPERATORS[self.name])  # type: ignore[no-any-return]
        return maths.in_numpy(self.name, self.function)

    def on_floats(self, *numbers: float) -> float:
        """Its result as Python computes it; what Python refuses as IEEE arithmetic has it, NaN if NumPy has none."""
        try:
            return float(self.function(*numbers))
        except FAULTS:
            return ieee(self.function, numbers)


CONSTANT, THETA, INPUT, MEAN = range(4)
"""Rows that are not operations: a constant, a parameter, an input column, the mean of a row over the samples."""

FIRST_OPERATION = 4

PRIMITIVES: dict[int, Primitive] = {}
"""Every primitive operation by its number in the rows of a `Form`."""

CODES: dict[str, int] = {}
"""The numbers by name."""


def _define(name: str, arity: int, source: str, function: Callable[..., Any]) -> None:
    CODES[name] = FIRST_OPERATION + len(CODES)
    PRIMITIVES[CODES[name]] = Primitive(name, arity, source, function)


_OPERATORS = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide", "neg": "negative"}
"""What NumPy calls them."""

_define("add", 2, "{x} + {y}", lambda x, y: x + y)
_define("sub", 2, "{x} - {y}", lambda x, y: x - y)
_define("mul", 2, "{x} * {y}", lambda x, y: x * y)
_define("div", 2, "{x} / {y}", lambda x, y: x / y)
_define("neg", 1, "-{x}", lambda x: -x)
for _name in maths.OWN:
    _arity = 2 if _name in ("pow", "maximum", "minimum") else 1
    _operands = "{x}, {y}" if _arity == 2 else "{x}"
    _function = getattr(maths, _name)
    _define(_name, _arity, f"{_name}({_operands})", _function)

_TAKEN_IN: dict[Callable[..., Any], int] = {}
"""The numbers of functions that were taken in later."""


def code(name: str, arity: int, function: Callable[..., Any]) -> int:
    """The number of a primitive: a built-in one of this name, or else this function, which becomes one now."""
    if name in CODES:
        return CODES[name]
    on_floats = unwrap(function)
    if on_floats not in _TAKEN_IN:
        taken = {primitive.name for primitive in PRIMITIVES.values()}
        name = next(new for new in chain((name,), (f"{name}_{i}" for i in count(2))) if new not in taken)
        _TAKEN_IN[on_floats] = number = FIRST_OPERATION + len(PRIMITIVES)
        PRIMITIVES[number] = Primitive(name, arity, f"{name}({', '.join(('{x}', '{y}')[:arity])})", function)
    return _TAKEN_IN[on_floats]


ADD, SUB, MUL, DIV, NEG = (CODES[_name] for _name in ("add", "sub", "mul", "div", "neg"))
POW, ABS, EXP = (CODES[_name] for _name in ("pow", "abs", "exp"))
MAXIMUM, MINIMUM, MASK, INDICATOR = (CODES[_name] for _name in ("maximum", "minimum", "mask", "indicator"))
COMMUTATIVE = frozenset((ADD, MUL))
"""What gives the same bits with its operands exchanged."""
