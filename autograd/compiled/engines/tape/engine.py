"""The engine for large graphs: machine code that goes over the tape, so that compiling takes linear time.

Rows that depend on no input are done once a call, on single numbers; the others for 16 samples at a time. A gradient
that leaves the latter is added up over the samples and goes on from there once.
"""

from typing import Any

from autograd.compiled.engines.engine import Engine, Lowered
from autograd.compiled.engines.tape.code import CONSTANT, LANES, ONE, Kind, Operand, backward, forward
from autograd.compiled.ir.primitives import CONSTANT as IS_CONSTANT, INPUT, THETA
from autograd.compiled.ir.tape import Tape
from autograd.compiled.llvm.ir import Function
from autograd.compiled.llvm.jit import Machine
from autograd.support.lazy import np

WIDE = 16
"""Samples at a time."""

MOST_WIDE = 4_000_000
"""From this many rows it is one sample at a time, or the numbers of 16 would take more than a gigabyte."""

FEW = 8
"""Constant operands are written into the code where an operation has at most this many different ones."""

_FLOAT = 8  # bytes


class _Numbering:
    """Where each node's number is: entry `place` of `u`, or of `v` if it `varies`."""

    def __init__(self, tape: Tape) -> None:
        self.varies = np.frombuffer(tape.varying(), dtype=np.uint8).astype(bool)
        self.active = np.frombuffer(tape.active(), dtype=np.uint8).astype(bool)
        self.place = np.empty(len(self.varies), np.int32)
        for sort in (False, True):
            chosen = self.varies == sort
            self.place[chosen] = np.arange(np.count_nonzero(chosen), dtype=np.int32)
        self.lanes = int(np.count_nonzero(self.varies))
        self.ones = len(self.varies) - self.lanes


class _Rows:
    """The rows of one sort as the code wants them; results go to the places from `base` on."""

    def __init__(self, kinds: Any, first: Any, second: Any, base: int) -> None:
        self.arrays = kinds, first, second
        self.addresses = [array.ctypes.data for array in self.arrays]
        self.base = base

    def __len__(self) -> int:
        return len(self.arrays[0])


class _Kinds:
    """The kinds of a sort of rows, by number."""

    def __init__(self, tape: Tape, numbering: _Numbering, varying: bool) -> None:
        self.kinds: list[Kind] = []
        self.base = int(np.count_nonzero(numbering.varies[: tape.leaves] == varying))
        chosen = numbering.varies[tape.leaves :] == varying
        codes = tape.codes[chosen]
        first, second = tape.first[chosen], tape.second[chosen]
        numbers = np.zeros(len(codes), np.uint16)
        constants = self._constants(tape)
        for code, rule in enumerate(tape.rules):
            rows = np.flatnonzero(codes == code)
            if not len(rows):
                continue
            sides = [self._sides(operands[rows], constants, numbering, varying) for operands in (first, second)][
                : len(rule.letters)
            ]
            keys = sides[0][0] if len(sides) == 1 else sides[0][0] * len(sides[1][1]) + sides[1][0]
            found, inverse = np.unique(keys, return_inverse=True)
            numbers[rows] = len(self.kinds) + inverse
            for key in found.tolist():
                places = (key,) if len(sides) == 1 else divmod(key, len(sides[1][1]))
                self.kinds.append(Kind(rule, tuple(side[1][place] for side, place in zip(sides, places, strict=True))))
        if not numbering.lanes and not varying:  # numbered as the tape numbers them already
            self.rows = _Rows(numbers, tape.first, tape.second, self.base)
        else:
            self.rows = _Rows(numbers, numbering.place[first], numbering.place[np.maximum(second, 0)], self.base)

    @staticmethod
    def _constants(tape: Tape) -> Any:
        """The number of each leaf that is constant, NaN for the rest."""
        found = np.full(tape.leaves, np.nan)
        for leaf, (kind, place) in enumerate(zip(tape.leaf_kind, tape.leaf_place, strict=True)):
            if kind == IS_CONSTANT:
                found[leaf] = tape.constants[place]
        return found

    @staticmethod
    def _sides(operands: Any, constants: Any, numbering: _Numbering, varying: bool) -> tuple[Any, list[Operand]]:
        """For each of these operands which entry of a list describes it, and that list."""
        described = [Operand(LANES if lanes else ONE, active) for lanes in (False, True) for active in (False, True)]
        lanes = numbering.varies[operands] if varying else np.ones(len(operands), bool)
        which = 2 * lanes + numbering.active[operands]
        leaf = operands < len(constants)
        numbers = np.where(leaf, constants[np.where(leaf, operands, 0)] if len(constants) else np.nan, np.nan)
        bits = numbers[numbers == numbers].view(np.uint64)
        different = np.unique(bits)
        if 0 < len(different) <= FEW:
            number = np.ascontiguousarray(numbers).view(np.uint64)
            for bit in different:
                which[number == bit] = len(described)
                described.append(Operand(CONSTANT, number=float(bit.view(np.float64))))
        return which, described


class _Memory:
    """The numbers and gradients of a call: `u`, `gu` for all samples, `v`, `gv` in lanes."""

    def __init__(self, ones: int, lanes: int, wide: int) -> None:
        self.wide = wide
        self.u, self.gu = np.empty(ones), np.zeros(ones)
        self.v, self.gv = (np.zeros((lanes, wide)) for _ in range(2))
        self.addresses = {name: array.ctypes.data for name, array in vars(self).items() if name != "wide"}


class TapeEngine:
    """Goes over the tape, with memory for each call that is under way."""

    def __init__(self, forms: Lowered) -> None:
        self._forms, tape = forms, forms.tape
        numbering = _Numbering(tape)
        self._sizes = numbering.ones, numbering.lanes
        once, each = (_Kinds(tape, numbering, varying) for varying in (False, True))
        self._once, self._each = once.rows, each.rows
        self._widths = (1, WIDE) if len(each.rows) <= MOST_WIDE else (1,)
        self._leaves(tape, numbering)
        functions: dict[tuple[str, str, int], Function] = {}
        for name, kinds, widths in ("once", once.kinds, (1,)), ("each", each.kinds, self._widths):
            for lanes in widths if kinds else ():
                functions["forward", name, lanes] = forward(name, kinds, lanes)
                if not forms.refusal:
                    functions["backward", name, lanes] = backward(name, kinds, lanes)
        self._machine = Machine(functions.values())
        self._functions = {
            key: self._machine.function("{}_{}{}".format(*key), *((5, 2) if key[0] == "forward" else (7, 3)))
            for key in functions
        }
        self._free: dict[int, list[_Memory]] = {1: [], WIDE: []}
        mine = {id(array): array.nbytes for rows in (self._once, self._each) for array in rows.arrays}
        shared = sum(mine.get(id(array), 0) for array in (tape.first, tape.second))
        self.nbytes = sum(mine.values()) - shared + self._machine.nbytes

    def _leaves(self, tape: Tape, numbering: _Numbering) -> None:
        """Where theta, the constants and the inputs are; where the outputs are."""
        place = numbering.place[: tape.leaves].copy()
        kind, source = np.frombuffer(tape.leaf_kind, dtype=np.uint8), np.array(tape.leaf_place, dtype=np.intp)
        self._place_of = {which: place[kind == which] for which in (IS_CONSTANT, THETA, INPUT)}
        self._source_of = {which: source[kind == which] for which in (IS_CONSTANT, THETA, INPUT)}
        self._constants = tape.constants
        self._outputs = [(bool(numbering.varies[x]), int(numbering.place[x])) for x in tape.outputs]
        wanted = self._source_of[THETA] < len(tape.wrt)
        self._wanted = self._source_of[THETA][wanted], self._place_of[THETA][wanted]

    def _memory(self, wide: int) -> _Memory:
        try:
            return self._free[wide].pop()
        except IndexError:
            return _Memory(*self._sizes, wide)

    def value(self, X: Any, theta: Any) -> Any:
        """The outputs for each sample."""
        return self._run(X, theta, gradient=False)[0]

    def value_and_grad(self, X: Any, theta: Any) -> tuple[Any, Any]:
        """The outputs for each sample, and the gradient of their mean."""
        return self._run(X, theta, gradient=True)

    def _run(self, X: Any, theta: Any, gradient: bool) -> tuple[Any, Any]:
        n, k = len(X), len(self._outputs)
        wide = WIDE if n > 2 and WIDE in self._widths else 1
        memory = self._memory(wide)
        try:
            values = np.empty((n, k))
            memory.u[self._place_of[THETA]] = theta[self._source_of[THETA]]
            memory.u[self._place_of[IS_CONSTANT]] = self._constants[self._source_of[IS_CONSTANT]]
            self._go("forward", memory, None)
            for column, (varies, place) in enumerate(self._outputs):
                if not varies:
                    values[:, column] = memory.u[place]
            if len(self._each):
                for start in range(0, n, wide):
                    self._samples(memory, X[start : start + wide], values[start : start + wide], gradient)
            elif self._sizes[1]:
                self._only_inputs(X, values)
            slopes = self._finish(memory, n) if gradient else None
        finally:
            memory.gu[:] = 0.0
        self._free[wide].append(memory)
        return values.reshape(self._forms.shape(n)), slopes

    def _only_inputs(self, X: Any, values: Any) -> None:
        """Outputs that are inputs themselves."""
        for column, (varies, place) in enumerate(self._outputs):
            if varies:
                values[:, column] = X[:, self._source_of[INPUT][self._place_of[INPUT] == place][0]]

    def _samples(self, memory: _Memory, X: Any, values: Any, gradient: bool) -> None:
        """As many samples as there are lanes, or fewer."""
        used = len(X)
        for place, column in zip(self._place_of[INPUT], self._source_of[INPUT], strict=True):
            memory.v[place, :used] = X[:, column]
            memory.v[place, used:] = X[-1, column]  # lanes without a sample: nothing unusual, and not looked at
        self._go("forward", memory, used)
        for column, (varies, place) in enumerate(self._outputs):
            if varies:
                values[:, column] = memory.v[place, :used]
        if gradient:
            for varies, place in self._outputs:
                if varies:
                    memory.gv[place] += 1.0 / len(self._outputs)
            self._go("backward", memory, used)

    def _finish(self, memory: _Memory, n: int) -> Any:
        """The gradient, from what the samples add up to."""
        if n != 1:
            memory.gu /= n
        for varies, place in self._outputs:
            if not varies:
                memory.gu[place] += 1.0 / len(self._outputs)
        self._go("backward", memory, None)
        gradient = np.zeros(len(self._forms.tape.wrt))
        gradient[self._wanted[0]] = memory.gu[self._wanted[1]]
        return gradient

    def _go(self, way: str, memory: _Memory, used: int | None) -> None:
        """Go over the rows of one sort: those done once (`used` is None) or those of the samples."""
        rows, name, lanes = (self._once, "once", 1) if used is None else (self._each, "each", memory.wide)
        if not len(rows):
            return
        run, at = self._functions[way, name, lanes], memory.addresses
        v, gv = (at["u"], at["gu"]) if used is None else (at["v"], at["gv"])
        if way == "forward":
            run(*rows.addresses, at["u"], v, rows.base, len(rows))
        else:
            run(*rows.addresses, at["u"], v, at["gu"], gv, used or 1, rows.base, len(rows))


def start(forms: Lowered, threads: int) -> Engine:
    """The engine, ready to run; it has one thread."""
    return TapeEngine(forms)
