"""Loops over rows of numbers as LLVM IR, one function forward and one backward: compiled once, however many rows.

What is done between two matrix products is a list of runs. A run does the same with each of its rows: its kind says
what, an operation of the table or a part of a sum, where the operands are, and which of them want a gradient. Only
kinds that occur are written, with the table's own formulas, run on vectors of samples.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograd.compiled.ir.steps import EACH, ONCE, PARAMETERS
from autograd.compiled.llvm.formulas import local, on_vectors
from autograd.compiled.llvm.ir import Function, Vector, total_of
from autograd.engine.operation import Op

CONSTANT = "constant"
SPACES = EACH, ONCE, PARAMETERS
"""Where an operand can be, if not in the code itself."""

POINTERS = 4 + 2 * len(SPACES)
"""The addresses that a function takes: of runs, of the rows of results, x and y, of each space and its gradients."""

SIZES = 5
"""The whole numbers it takes: runs from, to; samples from, to, in all."""


@dataclass(frozen=True)
class Operand:
    """An operand of a kind: where it is, or its number; whether a gradient goes there, and is the first to come."""

    place: str
    number: float = 0.0
    active: bool = False
    sets: bool = False


@dataclass(frozen=True)
class Kind:
    """What a run does: an operation, or, without a rule, a part of a sum: sign times x, or times x times y.

    `adds`: to what is there already.
    """

    rule: Op | None
    operands: tuple[Operand, ...]
    sign: int = 1
    adds: bool = False

    def value(self, function: Function, given: tuple[Vector | float, ...]) -> Any:
        """The result."""
        if self.rule is not None:
            return on_vectors(function, self.rule.forward, given)
        product = given[0] if len(given) == 1 else given[0] * given[1]
        return product if self.sign > 0 else -product

    def slope(self, function: Function, slot: int, given: tuple[Vector | float, ...], result: Vector) -> Any:
        """The local derivative by an operand."""
        if self.rule is not None:
            return on_vectors(function, partial(local, self.rule, slot), (*given, result))
        other = 1.0 if len(given) == 1 else given[1 - slot]
        return other if self.sign > 0 else -other


@dataclass(frozen=True)
class _Line:
    """An operand of the row at hand: the addresses of its number and gradient, or of the first sample's."""

    numbers: str
    slopes: str


def forward(kinds: Sequence[Kind], lanes: int) -> Function:
    """`forwardL(…)`: the runs in order; addresses and sizes are those of POINTERS and SIZES."""
    return _Writer(kinds, lanes, backward=False).function


def backward(kinds: Sequence[Kind], lanes: int) -> Function:
    """`backwardL(…)`: the runs from the last to the first."""
    return _Writer(kinds, lanes, backward=True).function


class _Writer:
    """A function in the making: loops over runs, the rows of a run, the samples of a row."""

    def __init__(self, kinds: Sequence[Kind], lanes: int, backward: bool) -> None:
        self.function = function = Function(lanes)
        self.lines, self.vector, self.backward = function.lines, function.type(), backward
        spaces = ", ".join(f"ptr %{space}, ptr %d_{space}" for space in SPACES)
        header = f"define void @{'backward' if backward else 'forward'}{lanes}(ptr %runs, ptr %out, ptr %x, ptr %y"
        start, end, step, at = ("%last", "%first", -1, "%next") if backward else ("%first", "%last", 1, "%run")
        self.lines += [
            f"{header}, {spaces}, i64 %first, i64 %last, i64 %from, i64 %to, i64 %width) {{",
            "entry:",
            "  br label %check",
            "check:",
            f"  %run = phi i64 [ {start}, %entry ], [ %next, %done ]",
            f"  %more = icmp ne i64 %run, {end}",
            "  br i1 %more, label %begin, label %end",
            "begin:",
            f"  %next = add i64 %run, {step}",
        ]
        place = function.emit(f"mul i64 {at}, 3")
        kind, start_row, stop_row = (
            self.function.whole("%runs", function.emit(f"add i64 {place}, {entry}"), "i64") for entry in range(3)
        )
        labels = " ".join(f"i64 {number}, label %kind{number}" for number in range(len(kinds)))
        self.lines.append(f"  switch i64 {kind}, label %done [ {labels} ]")
        for number, what in enumerate(kinds):
            self.lines.append(f"kind{number}:")
            function.block = f"kind{number}"
            self._counted(f"row{number}", start_row, stop_row, 1, partial(self._row, what, f"sample{number}"))
            self.lines.append("  br label %done")
        self.lines += ["done:", "  br label %check", "end:", "  ret void", "}"]

    def _counted(
        self, name: str, start: str, stop: str, step: int, body: Callable[[str], list[Vector]]
    ) -> list[Vector]:
        """A loop that is gone through at least once; `body` gets the count, what it returns is added up."""
        function, before = self.function, self.function.block
        self.lines += [f"  br label %{name}", f"{name}:"]
        function.block = name
        place = len(self.lines)
        parts = body(f"%{name}.at")
        sums = [part + Vector(function, f"%{name}.sum{number}") for number, part in enumerate(parts)]
        after = function.block
        incoming = [(f"%{name}.at", "i64", start, f"%{name}.next")]
        incoming += [
            (f"%{name}.sum{number}", self.vector, function.constant(0.0), total.register)
            for number, total in enumerate(sums)
        ]
        self.lines[place:place] = [
            f"  {register} = phi {kind} [ {first}, %{before} ], [ {then}, %{after} ]"
            for register, kind, first, then in incoming
        ]
        self.lines += [
            f"  %{name}.next = add i64 %{name}.at, {step}",
            f"  %{name}.more = icmp ult i64 %{name}.next, {stop}",
            f"  br i1 %{name}.more, label %{name}, label %{name}.end",
            f"{name}.end:",
        ]
        function.block = f"{name}.end"
        return sums

    # ---------------------------------------------------------------------------------------------------------- memory

    def _line(self, name: str, space: str, row: str) -> _Line:
        """Where an operand, or the result, of a row is."""
        if space == CONSTANT:
            return _Line("", "")
        entry = self.function.whole(name, row, "i32")
        if space == EACH:
            entry = self.function.emit(f"mul i64 {entry}, %width")
        return _Line(self.function.at(f"%{space}", entry), self.function.at(f"%d_{space}", entry))

    def _load(self, line: str, sample: str) -> Vector:
        return self.function.load(self.function.at(line, sample))

    def _store(self, vector: Vector, line: str, sample: str, adds: bool) -> None:
        if adds:
            vector = self._load(line, sample) + vector
        self.function.store(vector, self.function.at(line, sample))

    # ------------------------------------------------------------------------------------------------------------ rows

    def _row(self, kind: Kind, name: str, row: str) -> list[Vector]:
        """What a run does with one of its rows."""
        function = self.function
        out = self._line("%out", EACH, row)
        lines = [self._line(f"%{x}", operand.place, row) for x, operand in zip("xy", kind.operands, strict=False)]
        shared = {  # what all samples share is fetched before they are gone through
            slot: function.spread(function.emit(f"load double, ptr {line.numbers}"))
            for slot, (operand, line) in enumerate(zip(kind.operands, lines, strict=True))
            if operand.place in (ONCE, PARAMETERS)
        }

        def sample(at: str) -> list[Vector]:
            given = tuple(
                operand.number if operand.place == CONSTANT else shared.get(slot) or self._load(line.numbers, at)
                for slot, (operand, line) in enumerate(zip(kind.operands, lines, strict=True))
            )
            if self.backward:
                return self._hand_back(kind, given, out, lines, at)
            self._store(function.lift(kind.value(function, given)), out.numbers, at, kind.adds)
            return []

        totals = self._counted(name, "%from", "%to", function.lanes, sample)
        receivers = [slot for slot in shared if kind.operands[slot].active] if self.backward else []
        for slot, total in zip(receivers, totals, strict=True):
            address = lines[slot].slopes
            before = function.emit(f"load double, ptr {address}")
            after = function.emit(f"fadd double {before}, {total_of(total)}")
            self.lines.append(f"  store double {after}, ptr {address}")
        return []

    def _hand_back(
        self, kind: Kind, given: tuple[Vector | float, ...], out: _Line, lines: list[_Line], at: str
    ) -> list[Vector]:
        """Write the gradient of each operand that has one for each sample; those of the others, to be added up."""
        upstream, result = self._load(out.slopes, at), self._load(out.numbers, at)
        rest: list[Vector] = []
        for slot, (operand, line) in enumerate(zip(kind.operands, lines, strict=True)):
            if not operand.active:
                continue
            slope = kind.slope(self.function, slot, given, result)
            contribution = upstream if slope == 1 else -upstream if slope == -1 else upstream * slope
            if operand.place == EACH:
                self._store(contribution, line.slopes, at, not operand.sets)
            else:
                rest.append(contribution)
        return rest
