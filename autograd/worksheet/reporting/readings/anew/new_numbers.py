"""New values that are put in and not told: p = w x = 0.905*2 = 1.81, where w was 0.9 and 0.905 is a result above."""

import re
from collections.abc import Iterator
from dataclasses import replace

from autograd.worksheet.evaluation.tolerances import agree
from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Chain, Name, Node, Product, Update
from autograd.worksheet.sheet.model import Sheet, Step


def put_in_anew(sheet: Sheet) -> dict[int, tuple[Name, Node]]:
    """The places of steps that compute a name once more with another number for one that is given, and that number.

    It must stand above as a result: a number that is only typed there may be a slip.
    """
    given = {each.name: number_of(each.formula) for each in sheet.definitions() if each.given}
    values = dict(given)
    formulas = {each.name: each.formula for each in sheet.definitions() if not each.given}
    found: dict[int, tuple[Name, Node]] = {}
    for place, step in enumerate(sheet.steps):
        if isinstance(step.statement, Update) and isinstance(step.target, Name):
            values.pop(step.target.name, None)
        is_again = isinstance(step.statement, Chain) and step.definition is None and len(step.claims) > 1
        if not is_again or step.claims[0] != formulas.get(step.name):
            continue
        new = {
            name.name: (name, number)
            for name, number in _put_in(step.claims[0], step.claims[1])
            if _is_other(values.get(name.name), number) and number_of(number) not in given.values()
        }
        told = [(name, number) for name, number in new.values() if _is_result_above(number, step.line, sheet)]
        if len(new) == len(told) == 1:
            found[place] = told[0]
            values[told[0][0].name] = number_of(told[0][1])
    return found


def with_numbers_put_in_anew(sheet: Sheet) -> Sheet:
    """The sheet with these new values before the steps that are computed with them."""
    new = put_in_anew(sheet)
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        if place in new:
            name, number = new[place]
            update = Update((name, number), (), step.statement.text, name.column, name.length, "")
            steps.append(Step(step.line, update, None, ()))
        steps.append(step)
    said = [
        f"took {name.name} = {echo(number)} from line {sheet.steps[place].line} on"
        for place, (name, number) in new.items()
    ]
    return replace(sheet, steps=steps, said=[*sheet.said, *said])


def _put_in(formula: Node, claim: Node) -> Iterator[tuple[Name, Node]]:
    """The names in a formula, each with the number that stands in its place."""
    if isinstance(formula, Name) and number_of(claim) is not None:
        yield formula, claim
    elif type(formula) is type(claim) and len(formula.parts) == len(claim.parts):
        if (
            isinstance(formula, Product)
            and isinstance(claim, Product)
            and formula.signs.count("/") != claim.signs.count("/")
        ):
            return
        for part, other in zip(formula.parts, claim.parts, strict=True):
            yield from _put_in(part, other)


def _is_other(value: tuple[float, float] | None, number: Node) -> bool:
    """Whether a number is another than the one that a name is given."""
    found = number_of(number)
    return (
        value is not None
        and found is not None
        and not agree(value[0], found[0])
        and abs(value[0] - found[0]) > found[1]
    )


def _is_result_above(number: Node, line: int, sheet: Sheet) -> bool:
    """Whether a line above ends with a number that it computes, or goes on to."""
    typed = re.escape(echo(number).lstrip("-"))
    result = re.compile(rf"(?:^\s*|[=+*/·×−-][^;,]*)[=≈→]\s*[-−]?{typed}(?![\w.])")
    return any(result.search(each) for each in sheet.text.split("\n")[: line - 1])
