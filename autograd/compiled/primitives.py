"""The primitive operations that compiled programs are made of: what formulas consist of when written out in full.

They are the operators and the functions of `maths`; everything in the table of operations is built from these.
Each row says what an engine has to know: the Python source, NumPy's function, the arity.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from autograd import maths


class Primitive(NamedTuple):
    """A primitive operation: `source` with {x} and {y} to fill in, `numpy` the name of NumPy's function.

    `function` computes it on any numbers.
    """

    name: str
    arity: int
    source: str
    numpy: str
    function: Callable[..., Any]


CONSTANT, THETA, INPUT, MEAN = range(4)
"""Rows that are no operations: a constant, a parameter, an input column, the mean of a row over the samples."""

FIRST_OPERATION = 4

PRIMITIVES: dict[int, Primitive] = {}
"""Every primitive operation by its number in the rows of a `Form`."""

CODES: dict[str, int] = {}
"""The numbers by name."""


def _define(name: str, arity: int, source: str, numpy: str, function: Callable[..., Any]) -> None:
    CODES[name] = FIRST_OPERATION + len(CODES)
    PRIMITIVES[CODES[name]] = Primitive(name, arity, source, numpy, function)


_define("add", 2, "{x} + {y}", "add", lambda x, y: x + y)
_define("sub", 2, "{x} - {y}", "subtract", lambda x, y: x - y)
_define("mul", 2, "{x} * {y}", "multiply", lambda x, y: x * y)
_define("div", 2, "{x} / {y}", "divide", lambda x, y: x / y)
_define("neg", 1, "-{x}", "negative", lambda x: -x)
_OTHER_NAMES = {"pow": "power", "abs": "absolute"}
for _name in maths.FLOATS:
    _arity = 2 if _name in ("pow", "maximum", "minimum") else 1
    _operands = "{x}, {y}" if _arity == 2 else "{x}"
    _define(_name, _arity, f"{_name}({_operands})", _OTHER_NAMES.get(_name, _name), getattr(maths, _name))

ADD, SUB, MUL, DIV, NEG = (CODES[_name] for _name in ("add", "sub", "mul", "div", "neg"))
POW, SQRT, ABS, EXP = (CODES[_name] for _name in ("pow", "sqrt", "abs", "exp"))
MAXIMUM, MINIMUM, MASK, INDICATOR = (CODES[_name] for _name in ("maximum", "minimum", "mask", "indicator"))
COMMUTATIVE = frozenset((ADD, MUL))
"""What gives the same bits with its operands exchanged."""
