"""Errors of neurons: where δ_o is the slope of the loss by net_o, δ_h is claimed to be that by net_h.

By itself δ_h is a name like any other, and what is wrong with it would be found only in what is made of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from autograd.worksheet.judging.verdicts import UNDECIDED, UNREADABLE
from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Derivative, Name, Node
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.model import Sheet, Step

ERROR = "delta"

_NET_INPUTS = ("net", "z", "in", "s", "u", "v", "a", "h", "o")
"""What the sum is called that a neuron squashes, the most usual first."""

MOST_TRIED = 2
"""Names of net inputs that are tried."""


def errors_of_neurons(sheet: Sheet) -> Iterator[dict[str, str]]:
    """What the errors of a sheet may be the slopes by: for each of them, the net input that is called like it."""
    computed = {each.name: each.line for each in sheet.definitions() if each.is_computed}
    told = [each.name for each in sheet.definitions() if not (each.given or each.letters)]
    errors = [name for name in dict.fromkeys(told) if name.startswith(ERROR) and len(name) > len(ERROR)]
    lines = {each.name: each.line for each in sheet.definitions()}
    if errors and not sheet.short:
        for stem in _NET_INPUTS:
            inputs = {name: stem + name.removeprefix(ERROR) for name in errors}
            if all(each in computed and computed[each] < lines[name] for name, each in inputs.items()):
                yield inputs


def may_have_errors(sheet: Sheet) -> bool:
    """Whether a sheet has a loss, and errors of neurons."""
    return _loss(sheet) != "" and any(True for _ in errors_of_neurons(sheet))


def with_errors_as_slopes(tried: Tried) -> Tried | None:
    """The sheet with its errors as the slopes that they are called after; None where they are not."""
    loss = _loss(tried.sheet)
    for inputs in islice(errors_of_neurons(tried.sheet), MOST_TRIED):
        other = tried.other(_with_slopes(tried.sheet, {name: (loss, by) for name, by in inputs.items()}))
        lines = {each.line for each in tried.sheet.definitions() if each.name in inputs}
        if _are_slopes(other, tried, lines):
            return other
        other.leave()
    return None


def _with_slopes(sheet: Sheet, slopes: Mapping[str, tuple[str, str]]) -> Sheet:
    """The sheet with derivatives in the places of names, and claims where these were defined."""

    def walk(node: Node) -> Node:
        if isinstance(node, Name) and node.name in slopes:
            top, bottom = (Name(name, column=node.column, length=node.length) for name in slopes[node.name])
            return Derivative(top, bottom, column=node.column, length=node.length)
        return with_each(node, walk)

    steps: list[Step] = []
    for step in sheet.steps:
        parts = tuple(map(walk, step.statement.parts))
        made = step.definition
        if parts == step.statement.parts:
            steps.append(step)
            continue
        statement = replace(step.statement, parts=parts)
        is_error = made is not None and made.name in slopes
        if made is not None and not is_error:
            made = replace(made, formula=walk(made.formula), is_derivative=True)
        claims = tuple(part for part in parts[1:] if part != parts[0]) if is_error else tuple(map(walk, step.claims))
        steps.append(replace(step, statement=statement, definition=None if is_error else made, claims=claims))
    return replace(sheet, steps=steps, short={**sheet.short, **slopes})


def _are_slopes(other: Tried, tried: Tried, lines: set[int]) -> bool:
    """Whether at least half of these lines are right as slopes, none of them waits, and nothing else fares worse.

    A line that only says which slope is meant, δ_o = ∂E/∂net_o, claims nothing.
    """
    said = {line: [each for each in other.verdicts if each.line == line] for line in lines}
    said = {line: found for line, found in said.items() if found}
    if any(each.verdict in (UNREADABLE, *UNDECIDED) for found in said.values() for each in found):
        return False
    right = sum(all(each.is_fine for each in found) for found in said.values())
    fine = {(each.line, each.column) for each in tried.verdicts if each.is_fine and each.line not in lines}
    kept = {(each.line, each.column) for each in other.verdicts if each.is_fine or each.follows in lines}
    return 0 < len(said) <= 2 * right and fine <= kept


def _loss(sheet: Sheet) -> str:
    """The one loss of a sheet; "" if there is none, or there are several."""
    losses = {each.name for each in sheet.definitions() if is_called_loss(each.name) and each.is_computed}
    return losses.pop() if len(losses) == 1 else ""
