"""Examples worked one after another: ŷ = 3*2 + 60 = 66 in the first of five lines, where ŷ has an entry for each."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.judging.digits import single_result
from autograd.worksheet.language.edits import literal, with_each
from autograd.worksheet.language.tree import Chain, Derivative, Fold, Index, Name, Node, names_in
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step

FEWEST = 2
"""Lines that say a number of the same thing each."""

Turns = Mapping[Node, list[int]]
"""What a number is said of in several lines, and the places of the steps that do."""


def said_in_turn(sheet: Sheet) -> Turns:
    """What is said to be a number in one line after another."""
    found: defaultdict[Node, list[int]] = defaultdict(list)
    for place, step in enumerate(sheet.steps):
        is_plain = isinstance(step.statement, Chain) and not step.statement.guards and not step.member
        if is_plain and step.claims and not step.target.has(Derivative, Index, Fold) and names_in(step.target):
            found[step.target] += [place] if single_result(step.claims[-1]) is not None else []
    return {target: places for target, places in found.items() if len(places) >= FEWEST}


def with_entries_in_turn(tried: Tried) -> Tried | None:
    """The sheet with an entry of each list for each of as many lines; None where there are none."""
    sheet, values = tried.sheet, tried.values or {}
    lists = {name: len(each.entries) for name, each in values.items() if isinstance(each, Array) and each.is_vector}
    turn: dict[int, tuple[int, set[str]]] = {}
    for target, places in said_in_turn(sheet).items():
        lengths = {lists[name] for name in names_in(target) if name in lists}
        if lengths == {len(places)} == {len({sheet.steps[place].line for place in places})}:
            names = {name for name, length in lists.items() if length == len(places)}
            turn |= {place: (at, names) for at, place in enumerate(places)}
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        if place not in turn:
            steps.append(step)
            continue
        at, names = turn[place]
        if step.definition is not None:
            statement = replace(step.statement, parts=step.statement.parts[: -len(step.claims)])
            steps.append(replace(step, statement=statement, claims=()))
        claims = tuple(_entry(claim, at, names) for claim in step.claims)
        parts = (_entry(step.target, at, names), *claims)
        statement = replace(step.statement, parts=parts)
        steps.append(replace(step, statement=statement, definition=None, claims=claims))
    said = f"read {', '.join(dict.fromkeys(sheet.steps[place].name for place in turn if sheet.steps[place].name))}"
    said += " as one entry after another"
    return tried.other(replace(sheet, steps=steps, said=[*sheet.said, said])) if turn else None


def _entry(node: Node, at: int, names: set[str]) -> Node:
    """A formula with the entry of a list for each name of one."""
    if isinstance(node, Name) and node.name in names:
        return Index(node, (literal(at),), column=node.column, length=node.length)
    return with_each(node, lambda part: _entry(part, at, names))
