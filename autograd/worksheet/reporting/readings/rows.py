"""Capitals given as a flat list: Y = [1, 0] is a row beside X, which has an example in each column."""

from dataclasses import replace

from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import List
from autograd.worksheet.sheet.model import Sheet


def flat_capitals(sheet: Sheet) -> list[str]:
    """The names with a capital that are given a flat list."""
    return [
        each.name
        for each in sheet.definitions()
        if each.name[:1].isupper() and isinstance(each.formula, List) and not isinstance(each.formula.entries[0], List)
    ]


def with_rows(sheet: Sheet) -> Sheet:
    """The sheet with a row for each of them."""
    names = set(flat_capitals(sheet))
    known = {each.name for each in sheet.definitions()}
    steps = []
    for step in sheet.steps:
        if step.definition is not None and step.definition.name in names:
            formula = step.definition.formula
            row = List((formula,), column=formula.column, length=formula.length)
            step = step.defined_by(row, known)
        steps.append(step)
    said = [f"read {name} as a row, [{echo(_formula(sheet, name))}]" for name in flat_capitals(sheet)]
    return replace(sheet, steps=steps, said=[*sheet.said, *said])


def _formula(sheet: Sheet, name: str) -> List:
    return next(each.formula for each in sheet.definitions() if each.name == name and isinstance(each.formula, List))
