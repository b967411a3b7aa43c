"""Conventions at a kink: who says that step(0) is 1 computes on with 1, e = t - a = 0."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.remarks import AT_ZERO
from autograd.worksheet.language.edits import literal, number_of
from autograd.worksheet.language.tree import Call, Case, Negative, Node, names_in
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step
from autograd.worksheet.sheet.reading.meaning import elsewhere

_ELSE = {"step": 0}
"""What a function is below 0, where that is not -1."""


def steps_used(sheet: Sheet) -> list[Step]:
    """Where a number is said of a name that is a step or a sign, and is used elsewhere."""
    found = [step for step in sheet.steps if step.name and step.claims and next(_jumps(step), None) is not None]
    if not found:
        return []
    used = {name for step in sheet.steps for part in step.statement.parts[1:] for name in names_in(part)}
    return [step for step in found if step.name in used]


def _jumps(step: Step) -> Iterator[Call]:
    """The formulas of a step that are a call of what jumps at 0."""
    return (part for part in step.statement.parts[1:] if isinstance(part, Call) and part.function in AT_ZERO)


def with_conventions(tried: Tried) -> Tried | None:
    """The sheet with what it says these functions are at 0; None where it says nothing, or one thing and the other."""
    undecided = {each.line for each in tried.verdicts if each.verdict == verdicts.KINK}
    said: dict[str, set[float]] = {}
    for step in steps_used(tried.sheet):
        numbers = [found[0] for claim in step.claims if (found := number_of(claim)) is not None]
        if step.line in undecided:
            for jump in _jumps(step):
                said.setdefault(jump.function, set()).update(numbers)
    at_zero = {function: int(numbers.pop()) for function, numbers in said.items() if len(numbers) == 1}
    return tried.other(_with_cases(tried.sheet, at_zero)) if at_zero else None


def _with_cases(sheet: Sheet, at_zero: Mapping[str, int]) -> Sheet:
    """The sheet with cases for the functions, where they are all of a formula: 1 if z >= 0 else 0."""

    def decided(node: Node) -> Node:
        if not isinstance(node, Call) or node.function not in at_zero:
            return node
        operand, below = elsewhere(node.operands[0]), _ELSE.get(node.function, -1)
        signs = (">=",) if at_zero[node.function] == 1 else (">",)
        otherwise = literal(below) if below >= 0 else Negative(literal(-below))
        return Case(literal(1), otherwise, (operand, literal(0)), signs, column=node.column, length=node.length)

    steps = []
    for step in sheet.steps:
        parts = (step.target, *map(decided, step.statement.parts[1:]))
        if parts != step.statement.parts:
            made = step.definition
            made = replace(made, formula=decided(made.formula)) if made is not None else None
            statement = replace(step.statement, parts=parts)
            step = replace(step, statement=statement, definition=made, claims=tuple(map(decided, step.claims)))
        steps.append(step)
    return replace(sheet, steps=steps)


def says_it_always(other: Tried, tried: Tried) -> bool:
    """Whether what is said of these functions is right with the convention, wherever it was right without."""
    lines = {step.line for step in steps_used(tried.sheet)}
    wrong = {each.line for each in tried.verdicts if not each.is_fine}
    return not any(each.line in lines - wrong and not each.is_fine for each in other.verdicts)
