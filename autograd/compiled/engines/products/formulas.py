"""Formulas of the table of operations, on arrays: what they are made of, run one after the other with NumPy."""

from collections.abc import Callable
from typing import Any

from autograd.compiled.ir.lowering import Template
from autograd.compiled.ir.primitives import PRIMITIVES
from autograd.support.lazy import np


class ArrayFormula:
    """A template on arrays; `constant` is its number where it is one, else None."""

    def __init__(self, template: Template) -> None:
        self._rows = [(on_arrays(kind), x, y) for kind, x, y in template.rows]
        self._result = template.result
        self.constant = template.result if isinstance(template.result, float) else None

    def __call__(self, x: Any, y: Any, z: Any, out: Any = None) -> Any:
        """The formula's numbers; they are in `out` if that is given."""
        letters = {"x": x, "y": y, "z": z}
        done: list[Any] = []

        def operand(part: Any) -> Any:
            if isinstance(part, str):
                return letters[part]
            return done[part] if isinstance(part, int) else part

        last = len(self._rows) - 1 if self._result == len(self._rows) - 1 else -1
        for number, (function, a, b) in enumerate(self._rows):
            operands = (operand(a),) if b is None else (operand(a), operand(b))
            done.append(function(*operands, out=out if number == last else None))
        result = operand(self._result)
        if out is not None and result is not out:
            out[...] = result
            return out
        return result


def on_arrays(kind: int) -> Callable[..., Any]:
    """NumPy's function for a primitive: takes operands, and `out` or None."""
    primitive = PRIMITIVES[kind]
    function = primitive.numpy
    if function is None:
        one_by_one = np.vectorize(primitive.on_floats, otypes=[float])

        def slowly(*operands: Any, out: Any) -> Any:
            result = one_by_one(*operands)
            if out is None:
                return result
            out[...] = result
            return out

        return slowly
    if primitive.name not in ("indicator", "notnan"):
        return function
    asked = function  # which gives truth values where there is nowhere to write numbers

    def as_numbers(x: Any, out: Any) -> Any:
        return asked(x, out=np.empty(np.shape(x)) if out is None else out)

    return as_numbers
