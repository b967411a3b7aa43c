"""Names recovered from numbers: y = 0.5*2 is y = w*x on a sheet where w is 0.5, x is 2 and neither is used otherwise.

Who puts numbers in at once cuts the graph; a given that is asked about and that no formula uses must be one of them.
Which number is whose is told by the numbers alone, not by what is claimed of derivatives.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.edits import named, number_of
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names_in,
)
from autograd.worksheet.sheet.model import Definition, Sheet, Step, definition_of


def with_names(sheet: Sheet, values: Mapping[str, Any]) -> Sheet | None:
    """The sheet with names for the numbers put in at once; None if there are none.

    `values` are what its names come to.
    """
    idle = _idle(sheet)
    computed = [each for each in sheet.definitions() if not is_result(each.formula)]
    if not idle or not computed:
        return None
    steps: list[Step] = []
    said: list[str] = []
    earlier: dict[str, float] = {}  # what may stand behind a number that far
    for step in sheet.steps:
        definition = step.definition
        if definition is None:
            steps.append(step)
            continue
        value = values.get(definition.name)
        if not is_result(definition.formula):
            whole = not names_in(definition.formula)
            formula = _named(
                definition.formula, earlier if whole else {x: earlier[x] for x in idle if x in earlier}, idle
            )
            if formula != definition.formula:
                said.append(f"read {definition.name} = {echo(definition.formula)} as {echo(formula)}")
                step = _with_formula(step, definition, formula, sheet)
                idle = [name for name in idle if name not in names_in(formula)]
            if isinstance(value, float) and whole:
                idle.append(definition.name)
        if isinstance(value, float):
            earlier[definition.name] = value
        steps.append(step)
    return replace(sheet, steps=steps, said=[*sheet.said, *said]) if said else None


def may_have_numbers(sheet: Sheet) -> bool:
    """Whether there is a given that is asked about and that no formula uses."""
    return bool(_idle(sheet))


def _idle(sheet: Sheet) -> list[str]:
    """The givens that are asked about, but that no formula uses."""
    used = {name for each in sheet.definitions() for name in names_in(each.formula)}
    asked: set[str] = set()
    for step in sheet.steps:
        nodes = step.claims if step.definition is not None else step.statement.parts
        for node in (part for whole in nodes for part in whole.inside()):
            if isinstance(node, Name):
                asked.add(node.name)
    givens = [each.name for each in sheet.definitions() if number_of(each.formula) is not None]
    return [name for name in givens if name in asked and name not in used]


def _with_formula(step: Step, definition: Definition, formula: Node, sheet: Sheet) -> Step:
    """A step that defines a name by another formula; the numbers typed are claimed of it."""
    statement = replace(step.statement, parts=(step.statement.parts[0], formula, *step.statement.parts[2:]))
    known = {each.name for each in sheet.definitions()}
    return replace(step, statement=statement, definition=definition_of(statement, step.line, known))


def _named(formula: Node, values: Mapping[str, float], idle: list[str]) -> Node:
    """A formula with the name of its value for each number that one name fits, those first that nothing uses yet."""
    left = list(idle)

    def meant(node: Node, number: float, half: float) -> Node:
        fits = [name for name, value in values.items() if is_printed_as(value, number, half)]
        first = [name for name in left if name in fits]
        found = first[:1] or (fits if len(fits) == 1 else [])
        if not found:
            return node
        if found[0] in left:
            left.remove(found[0])
        return replace(named(found[0]), column=node.column, length=node.length)

    def walk(node: Node) -> Node:
        number = number_of(node)
        if number is not None and number[0]:
            other = meant(node, *number)
            if other is not node or not isinstance(node, Negative):
                return other
        match node:
            case Power(base, exponent):
                return node.with_parts(walk(base), exponent if isinstance(exponent, Number) else walk(exponent))
            case Index() | Derivative() | List():
                return node
            case Product(factors) if any(isinstance(factor, Power) for factor in factors):
                return node.with_parts(*(part if _is_half(part) else walk(part) for part in factors))
            case Product((Number(1), other), "*/"):
                return node.with_parts(node.parts[0], walk(other))
            case Sum(terms) if any(_is_exponential(term) for term in terms):
                return node.with_parts(*(part if part == _ONE else walk(part) for part in terms))
        return node.with_parts(*map(walk, node.parts)) if node.parts else node

    return walk(formula)


_ONE = Number(1.0, 0.0, "1")


def _is_half(node: Node) -> bool:
    """Whether a factor beside a square is the half of a loss, or the two of its derivative."""
    return isinstance(node, Number) and node.number in (0.5, 1.0, 2.0)


def _is_exponential(node: Node) -> bool:
    match node:
        case Call("exp") | Power(Name("e")):
            return True
    return False
