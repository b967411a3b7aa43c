"""Formulas of the table of operations, on arrays: what they are made of, as calls of NumPy's functions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from autograd.compiled.ir.lowering import Template
from autograd.compiled.ir.primitives import PRIMITIVES
from autograd.support.lazy import np

Call = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and what it is called with: arrays, the last of which it writes to."""

Room = Callable[..., Any]
"""Gives an array of a shape, and a kind of numbers, to write to."""


class ArrayFormulas:
    """Templates on arrays; what several of them have in common is computed once."""

    def __init__(self, templates: Sequence[Template]) -> None:
        places: dict[Any, int] = {}
        self._rows: list[tuple[int, Any, Any]] = []
        self._results: list[Any] = []
        for template in templates:
            mine: list[int] = []
            for kind, *parts in template.rows:
                x, y = (mine[part] if isinstance(part, int) else part for part in parts)
                key = kind, x, type(x), y, type(y)  # row 1 is not the number 1.0
                if key not in places:
                    places[key] = len(places)
                    self._rows.append((kind, x, y))
                mine.append(places[key])
            result = template.result
            self._results.append(mine[result] if isinstance(result, int) else result)

    def calls(self, room: Room, x: Any, y: Any, z: Any, out: Any = None) -> tuple[list[Call], list[Any]]:
        """The calls that compute the formulas, and where the results are: of a single one in `out`, if given."""
        letters = {"x": x, "y": y, "z": z}
        found: list[Call] = []
        done: list[Any] = []

        def operand(part: Any) -> Any:
            if isinstance(part, str):
                return letters[part]
            return done[part] if isinstance(part, int) else part

        for number, (kind, a, b) in enumerate(self._rows):
            operands = (operand(a),) if b is None else (operand(a), operand(b))
            is_last = out is not None and number == self._results[0] and isinstance(self._results[0], int)
            target = out if is_last else room(np.broadcast_shapes(*map(np.shape, operands)))
            found += _on_arrays(kind, operands, target, room)
            done.append(target)
        results = [operand(result) for result in self._results]
        if out is not None and results[0] is not out:
            found.append((np.copyto, (out, results[0])))
        return found, results


_COMPARED: dict[str, tuple[Callable[[Any], Call], bool]] = {
    "mask": (lambda x: (np.less_equal, (x, 0.0)), True),
    "indicator": (lambda x: (np.equal, (x, 0.0)), False),
    "notnan": (lambda x: (np.equal, (x, x)), False),
}
"""Primitives that compare: how, and whether 1 stands for no."""


def _on_arrays(kind: int, operands: tuple[Any, ...], out: Any, room: Room) -> list[Call]:
    """The calls for a primitive."""
    primitive = PRIMITIVES[kind]
    if primitive.numpy is None:
        one_by_one = np.vectorize(primitive.on_floats, otypes=[float])
        return [(lambda *given: np.copyto(given[-1], one_by_one(*given[:-1])), (*operands, out))]
    if primitive.name in ("maximum", "minimum"):  # NumPy wants to be told which is the result
        return [(partial(primitive.numpy, out=out), operands)]
    if primitive.name not in _COMPARED:
        return [(primitive.numpy, (*operands, out))]
    compare, is_no = _COMPARED[primitive.name]
    function, given = compare(operands[0])
    bits = room(np.shape(out), bool)
    return [(function, (*given, bits)), (np.subtract, (1.0, bits, out)) if is_no else (np.copyto, (out, bits))]
