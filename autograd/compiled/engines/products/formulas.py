"""Formulas of the table of operations, on arrays: what they are made of, as calls of NumPy's functions."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from autograd.compiled.ir.lowering import Template, Templates
from autograd.compiled.ir.primitives import ADD, NEG, PRIMITIVES, SUB, Primitive
from autograd.engine.operation import Op
from autograd.support.lazy import np

Call = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and what it is called with: arrays, the last of which it writes to."""

Room = Callable[..., Any]
"""Gives an array of a shape, and a kind of numbers, to write to."""


def written_for(rule: Op, templates: dict[Op, Templates]) -> Templates:
    """The formulas of an operation, made when it is met first."""
    if rule not in templates:
        templates[rule] = Templates(rule)
    return templates[rule]


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
        written = _Written(room, {"x": x, "y": y, "z": z})
        for number, row in enumerate(self._rows):
            is_last = out is not None and number == self._results[0] and isinstance(self._results[0], int)
            written.add(*row, out if is_last else None)
        results = [written.floats(result) for result in self._results]
        if out is not None and results[0] is not out:
            written.calls.append((np.copyto, (out, results[0])))
        return written.calls, results


class _Written:
    """Formulas on arrays in the making: the calls so far, and the array of each row.

    What a comparison gives, and sums of such, are kept as bytes until they meet another number: NumPy computes with
    them many times faster, and turns a whole array into floats faster than it multiplies floats by bytes.
    """

    def __init__(self, room: Room, letters: dict[str, Any]) -> None:
        self.calls: list[Call] = []
        self._room, self._letters = room, letters
        self._rows: list[Any] = []
        self._most: list[int] = []  # what a row of bytes can be, at most and, with the other sign, at least; 0: floats
        self._turned: dict[int, Any] = {}  # rows of bytes as floats

    def add(self, kind: int, a: Any, b: Any, out: Any) -> None:
        """One more row: a primitive of letters, numbers or rows; `out` where its floats should go, if that matters."""
        parts = (a,) if b is None else (a, b)
        primitive = PRIMITIVES[kind]
        most = sum(map(self._bytes, parts)) if kind in (ADD, SUB, NEG) and any(map(self._is_bytes, parts)) else 0
        if primitive.name in _COMPARED:
            operand = self.floats(a)
            bits = self._room(np.shape(operand), bool)
            self.calls += [(function, (*given, bits)) for function, given in _COMPARED[primitive.name](operand, bits)]
            self._append(bits.view(np.int8), 1)
        elif 0 < most <= _MOST:
            operands = [self._rows[part] if isinstance(part, int) else int(part) for part in parts]
            target = self._room(np.broadcast_shapes(*map(np.shape, operands)), np.int8)
            self.calls.append((primitive.numpy, (*operands, target)))  # type: ignore[arg-type]
            self._append(target, most)
        else:
            floats = tuple(map(self.floats, parts))
            target = self._room(np.broadcast_shapes(*map(np.shape, floats))) if out is None else out
            self.calls.append(_on_arrays(primitive, floats, target))
            self._append(target, 0)

    def floats(self, part: Any) -> Any:
        """The numbers of a letter, a row or a number."""
        if not isinstance(part, int):
            return self._letters[part] if isinstance(part, str) else part
        if not self._most[part]:
            return self._rows[part]
        if part not in self._turned:
            array = self._rows[part]
            self._turned[part] = self._room(array.shape)
            self.calls.append((np.copyto, (self._turned[part], array)))
        return self._turned[part]

    def _append(self, array: Any, most: int) -> None:
        self._rows.append(array)
        self._most.append(most)

    def _is_bytes(self, part: Any) -> bool:
        return isinstance(part, int) and self._most[part] > 0

    def _bytes(self, part: Any) -> int:
        """How large a part can be, if it is a row of bytes or a small whole number; else more than fits."""
        if isinstance(part, float) and part.is_integer():
            return int(min(abs(part), 2 * _MOST))
        return self._most[part] if self._is_bytes(part) else 2 * _MOST


_MOST = 127
"""The largest number in a byte with a sign."""

_COMPARED: dict[str, Callable[[Any, Any], list[Call]]] = {
    "mask": lambda x, bits: [(np.less_equal, (x, 0.0)), (np.logical_not, (bits,))],  # NaN counts as positive
    "indicator": lambda x, _: [(np.equal, (x, 0.0))],
    "notnan": lambda x, _: [(np.equal, (x, x))],
}
"""Primitives that compare, whose results are 0 and 1: how."""


def _on_arrays(primitive: Primitive, operands: tuple[Any, ...], out: Any) -> Call:
    """The call for a primitive."""
    if primitive.numpy is None:
        one_by_one = np.vectorize(primitive.on_floats, otypes=[float])
        return lambda *given: np.copyto(given[-1], one_by_one(*given[:-1])), (*operands, out)
    if primitive.name in ("maximum", "minimum"):  # NumPy wants to be told which is the result
        return partial(primitive.numpy, out=out), operands
    return primitive.numpy, (*operands, out)
