"""Formulas of the table of operations, on arrays: what they are made of, run one after the other with NumPy."""

from collections.abc import Callable, Sequence
from typing import Any

from autograd.compiled.ir.lowering import Template
from autograd.compiled.ir.primitives import PRIMITIVES
from autograd.support.lazy import np


class ArrayFormulas:
    """Templates on arrays; what several of them have in common is computed once.

    `constants` has the number of each that is one, else None.
    """

    def __init__(self, templates: Sequence[Template]) -> None:
        places: dict[Any, int] = {}
        self._rows: list[tuple[Any, Any, Any]] = []
        self._results: list[Any] = []
        for template in templates:
            mine: list[int] = []
            for kind, *parts in template.rows:
                x, y = (mine[part] if isinstance(part, int) else part for part in parts)
                key = kind, x, type(x), y, type(y)  # row 1 is not the number 1.0
                if key not in places:
                    places[key] = len(places)
                    self._rows.append((on_arrays(kind), x, y))
                mine.append(places[key])
            result = template.result
            self._results.append(mine[result] if isinstance(result, int) else result)
        self.constants = [result if isinstance(result, float) else None for result in self._results]

    def __call__(self, x: Any, y: Any, z: Any) -> list[Any]:
        """The numbers of each formula."""
        done: list[Any] = []
        operand = _operands(x, y, z, done)
        for function, a, b in self._rows:
            given = (operand(a),) if b is None else (operand(a), operand(b))
            done.append(function(*given, out=None))
        return [operand(result) for result in self._results]

    def into(self, x: Any, y: Any, out: Any) -> None:
        """Write the numbers of the only formula, which may be large, to an array."""
        done: list[Any] = []
        operand = _operands(x, y, None, done)
        last = len(self._rows) - 1
        for number, (function, a, b) in enumerate(self._rows):
            given = (operand(a),) if b is None else (operand(a), operand(b))
            done.append(function(*given, out=out if number == last else None))
        if self._results[0] != last or last < 0:
            out[...] = operand(self._results[0])


def _operands(x: Any, y: Any, z: Any, done: list[Any]) -> Callable[[Any], Any]:
    """What a part of a template stands for: a letter, an earlier row, or a number."""
    letters = {"x": x, "y": y, "z": z}

    def operand(part: Any) -> Any:
        if isinstance(part, str):
            return letters[part]
        return done[part] if isinstance(part, int) else part

    return operand


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
