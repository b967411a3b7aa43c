"""Entries the other way round: w_{jk} is the j-th entry of w_k, of which alone the definitions speak."""

from dataclasses import replace

from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import Derivative, Index, Name, Node, name_of
from autograd.worksheet.sheet.model import Sheet


def spoken_of_both_ways(sheet: Sheet) -> set[str]:
    """The names without number that claims have with two indices, and definitions with one; those alone that slopes
    are by, if there are any.
    """
    claimed = _places(sheet, is_defined=False) if sheet.free else {}
    twice = {name for name in sheet.free if claimed.get(name) == {2}}
    if not twice:
        return set()
    defined = _places(sheet, is_defined=True)
    found = {name for name in twice if defined.get(name) == {1}}
    targets = (step.target.bottom for step in sheet.steps if isinstance(step.target, Derivative))
    return {name for bottom in targets if (name := name_of(bottom)) in found} or found


def _places(sheet: Sheet, is_defined: bool) -> dict[str, set[int]]:
    """With how many indices each name stands in definitions, or in claims and what they are about."""
    found: dict[str, set[int]] = {}
    for step in sheet.steps:
        if is_defined != (step.definition is not None):
            continue
        nodes = step.statement.parts[1:] if is_defined else step.statement.parts
        for node in (inner for part in nodes for inner in part.inside()):
            if isinstance(node, Index) and isinstance(node.parts[0], Name):
                found.setdefault(node.parts[0].name, set()).add(len(node.places))
    return found


def with_entries_turned(sheet: Sheet) -> Sheet:
    """The sheet with the indices of these in the order of the definitions."""
    names = spoken_of_both_ways(sheet)

    def turned(node: Node) -> Node:
        node = with_each(node, turned)
        if isinstance(node, Index) and isinstance(node.parts[0], Name) and node.parts[0].name in names:
            name, *places = node.parts
            return node.with_parts(name, *reversed(places))
        return node

    steps = [
        step
        if step.definition is not None
        else replace(
            step,
            statement=replace(step.statement, parts=tuple(map(turned, step.statement.parts))),
            claims=tuple(map(turned, step.claims)),
        )
        for step in sheet.steps
    ]
    said = [f"read the indices of {name} the other way round: {name}_k is a list for each k" for name in sorted(names)]
    return replace(sheet, steps=steps, said=[*sheet.said, *said])
