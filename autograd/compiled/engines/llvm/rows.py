"""Rows of a form as LLVM IR, written straight down."""

import operator
from collections.abc import Iterator
from typing import Any

from autograd.compiled.engines.llvm.plan import DOUBLE, Plan
from autograd.compiled.ir.form import BEFORE
from autograd.compiled.ir.primitives import ADD, CONSTANT, MEAN, MUL, PRIMITIVES, SUB, THETA
from autograd.compiled.llvm import vector_math
from autograd.compiled.llvm.ir import Function, Vector

_OPERATORS: dict[str, Any] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "neg": operator.neg,
}

Number = Vector | float


class Rows:
    """Writes the rows of one stage into a function; of those in `only`, if it is set."""

    def __init__(self, plan: Plan, stage: int, function: Function) -> None:
        self.plan, self.form = plan, plan.form
        self.stage, self.function = stage, function
        self.share: Vector | None = None  # 1/n, in the last stage
        self.only: set[int] | None = None  # all
        self.fused = _fused(plan, stage) if stage != BEFORE else set[int]()  # which waits: a sum alone is faster
        self.done: dict[int, Number] = {}

    def line(self, *lines: str) -> None:
        """Write lines as they are."""
        self.function.lines += lines

    def at(self, pointer: str, place: int, of: str = "double") -> str:
        """The address of an element."""
        return self.function.emit(f"getelementptr {of}, ptr {pointer}, i64 {place}")

    def store(self, number: Number, where: str) -> None:
        """Store a number or vector."""
        self.line(f"  store {self.function.type()} {self.function.register(number)}, {where}, align {DOUBLE}")

    def write(self) -> Iterator[int]:
        """Write every operation of this stage, operands first; yields the rows as they are written."""
        form, plan = self.form, self.plan
        for row in plan.order[self.stage]:
            kind, first, second = form.kind[row], form.first[row], form.second[row]
            if row in self.fused:
                continue
            if self.only is not None and row not in self.only:
                continue
            if kind == MEAN:
                self.done[row] = self._mean(row, first)
            else:
                self.done[row] = self._operation(kind, first, second)
            yield row

    def _operation(self, kind: int, first: int, second: int) -> Vector:
        function = self.function
        name = PRIMITIVES[kind].name
        if kind in (ADD, SUB):
            if second in self.fused:
                a, b = self._factors(second)
                if kind == SUB:
                    a = -function.lift(a)
                return function.intrinsic("fmuladd", a, b, self.number(first))
            if first in self.fused:
                other = self.number(second)
                return function.intrinsic(
                    "fmuladd", *self._factors(first), -function.lift(other) if kind == SUB else other
                )
        operands = [self.number(row) for row in (first, second) if row >= 0]
        if not any(isinstance(operand, Vector) for operand in operands):
            operands[0] = function.lift(operands[0])
        if name in _OPERATORS:
            result: Vector = _OPERATORS[name](*operands)
            return result
        return vector_math.write(function, name, tuple(operands), PRIMITIVES[kind].function)

    def _factors(self, product: int) -> tuple[Number, Number]:
        return self.number(self.form.first[product]), self.number(self.form.second[product])

    def _mean(self, row: int, first: int) -> Number:
        if row not in self.plan.places:
            return self.number(first)  # the same for every sample
        total = self.function.vector(f"load double, ptr {self.at('%sums', self.plan.places[row])}")
        assert self.share is not None
        return total * self.share

    def number(self, row: int) -> Number:
        """A row as an operand."""
        if row in self.done:
            return self.done[row]
        kind, first = self.form.kind[row], self.form.first[row]
        if kind == CONSTANT:
            return self.form.constants[first]
        return self.loaded("%theta", first) if kind == THETA else self.loaded("%once", self.plan.once[row])

    def loaded(self, pointer: str, place: int) -> Vector:
        """A number from memory: loaded where it is used, because registers are few."""
        return self.function.vector(f"load double, ptr {self.at(pointer, place)}")


def _fused(plan: Plan, stage: int) -> set[int]:
    """The products of this stage that only one sum needs, which then multiplies and adds at once."""
    form, products = plan.form, set[int]()
    for row, (kind, first, second) in enumerate(form.rows()):
        if kind in (ADD, SUB) and plan.stages[row] == stage and row not in plan.absorbed:
            for operand in (second, first):
                if form.kind[operand] == MUL and plan.uses[operand] == 1 and plan.stages[operand] == stage:
                    products.add(operand)
                    break
    return products
