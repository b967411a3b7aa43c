"""The gradient from the sums: entries that are computed alike, from neighbouring numbers, become one loop."""

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from autograd.compiled.engines.llvm.plan import Plan
from autograd.compiled.ir.form import AFTER, Form
from autograd.compiled.ir.primitives import ADD, CONSTANT, DIV, MEAN, MUL, NEG, SUB, THETA
from autograd.compiled.llvm.ir import Function, Vector

LONGEST = 24
"""Operations and leaves of an entry that may be part of a loop, at most."""

_WRITTEN: dict[int, Callable[..., Any]] = {
    ADD: operator.add,
    SUB: operator.sub,
    MUL: operator.mul,
    DIV: operator.truediv,
    NEG: operator.neg,
}

Recipe = tuple[tuple[int | str, ...], tuple[int, ...]]
"""In Polish order, operands first: what to do, and where the numbers from memory are."""


@dataclass
class Run:
    """Entries `start` to `start + length` of the gradient: one recipe, whose places move by `strides` an entry."""

    start: int
    length: int
    recipe: Recipe
    strides: tuple[int, ...]

    def function(self, name: str, form: Form, lanes: int) -> Function:
        """The loop over vectors of entries; the last one overlaps the one before."""
        function = Function(lanes)
        vector, emit = function.type(), function.emit
        function.lines += [
            f"define internal void @{name}(double %share, ptr %theta, ptr %once, ptr %sums, ptr %gradient) {{",
            "entry:",
            "  br label %loop",
            "loop:",
            "  %i = phi i64 [0, %entry], [%next, %loop]",
            f"  %beyond = icmp sgt i64 %i, {self.length - lanes}",
            f"  %at = select i1 %beyond, i64 {self.length - lanes}, i64 %i",
        ]
        share = function.spread("%share")
        stack: list[Vector | float] = []
        operations, places = self.recipe
        leaves = iter(zip(places, self.strides, strict=True))
        for operation in operations:
            if isinstance(operation, str):
                place, stride = next(leaves)
                base = emit(f"getelementptr double, ptr {operation}, i64 {place}")
                if stride:
                    number = function.vector(
                        f"load {vector}, ptr {emit(f'getelementptr double, ptr {base}, i64 %at')}, align 8"
                    )
                else:
                    number = function.spread(emit(f"load double, ptr {base}"))
                stack.append(number * share if operation == "%sums" else number)
            elif operation >= 0:
                right = () if operation == NEG else (stack.pop(),)
                left = stack.pop()
                stack.append(_WRITTEN[operation](left, *right))
            else:
                stack.append(form.constants[-1 - operation])
        (result,) = stack
        to = emit(f"getelementptr double, ptr %gradient, i64 {emit(f'add i64 %at, {self.start}')}")
        function.lines += [
            f"  store {vector} {function.register(result)}, ptr {to}, align 8",
            f"  %next = add i64 %i, {lanes}",
            f"  %more = icmp slt i64 %next, {self.length}",
            "  br i1 %more, label %loop, label %end",
            "end:",
            "  ret void",
            "}",
        ]
        return function


def after_runs(plan: Plan) -> Iterator[Run]:
    """The gradient's entries, cut into the longest runs of neighbours that are computed alike."""
    recipes = _recipes(plan)
    run: Run | None = None
    for place, row in enumerate(plan.form.gradient):
        recipe = recipes.get(row)
        if run is not None and recipe is not None and _continues(run, recipe):
            run.length += 1
            continue
        if run is not None:
            yield run
        run = None if recipe is None else Run(place, 1, recipe, (0,) * len(recipe[1]))
    if run is not None:
        yield run


def _continues(run: Run, recipe: Recipe) -> bool:
    """Whether this is the run's next entry; the second one decides the strides."""
    if recipe[0] != run.recipe[0]:
        return False
    moved = tuple(new - old for new, old in zip(recipe[1], run.recipe[1], strict=True))
    if run.length == 1 and all(step in (0, 1) for step in moved):
        run.strides = moved
    return moved == tuple(run.length * stride for stride in run.strides)


def _recipes(plan: Plan) -> dict[int, Recipe]:
    """The recipe of each row of the last stage and of what it is made from, if it is short."""
    form = plan.form
    found: dict[int, Recipe] = {}
    for row, (kind, first, second) in enumerate(form.rows()):
        if kind == CONSTANT:
            found[row] = (-1 - first,), ()
        elif kind == THETA:
            found[row] = ("%theta",), (first,)
        elif row in plan.once:
            found[row] = ("%once",), (plan.once[row],)
        elif row in plan.places:
            found[row] = ("%sums",), (plan.places[row],)
        elif plan.stages[row] == AFTER and kind == MEAN and first in found:
            found[row] = found[first]
        elif plan.stages[row] == AFTER and kind in _WRITTEN and first in found and (second < 0 or second in found):
            parts = [found[operand] for operand in (first, second) if operand >= 0]
            operations = tuple(operation for part in parts for operation in part[0])
            if len(operations) < LONGEST:
                found[row] = (*operations, kind), tuple(place for part in parts for place in part[1])
    return found
