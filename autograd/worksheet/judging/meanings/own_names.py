"""Names of a student's own under a key: what they stand for in its formulas, and the key's formulas said again in them.

Such a name may have numbers in it that are put in for the key's names: with t = 1, e = p - 1 and dL/dz = e p (1-p) are
right. And ∂L/∂r has a meaning under a key that knows no r: with r = p - y, and the L that is said again to be r^2.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_long
from autograd.worksheet.language.edits import plain, with_name_for
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Name, Node, Number, name_of, names_in
from autograd.worksheet.sheet.model import Definition, Sheet

MOST_PUT_IN = 4_000
"""Parts of a formula in which own names are replaced by what they stand for."""


def own_definitions(sheet: Sheet, key: Sheet) -> dict[str, Definition]:
    """What a sheet defines besides its key, in order, but for derivatives and lists by entries."""
    known = {each.name for each in key.definitions()}
    found = (each for each in sheet.definitions() if each.name not in known)
    return {each.name: each for each in found if not (each.is_derivative or each.letters)}


def worked_out(sheet: Sheet) -> dict[str, Definition]:
    """What a sheet works out in printed numbers alone, as δ = 0.741 * 0.187, behind all that it computes with names."""
    definitions = [each for each in sheet.definitions() if not (each.is_derivative or each.letters)]
    numbered = [not names_in(each.formula) for each in definitions]
    graph = max((place for place, is_numbered in enumerate(numbered) if not is_numbered), default=len(definitions))
    return {each.name: each for each in definitions[graph + 1 :]}


def perhaps_rounded(numbered: Mapping[str, Definition], under_key: bool) -> frozenset[str]:
    """The names among these whose one number may be a rounded one; without a key, one of three digits or more."""
    return frozenset(
        name
        for name, each in numbered.items()
        if each.given and (under_key or any(map(is_long, each.formula.inside())))
    )


def with_numbers_put_in(formula: Node, own: Mapping[str, Definition]) -> Node | None:
    """A formula with what its own names stand for; None where there are none, or no number is in them."""
    used = [name for name in names_in(formula) if name in own]
    todo, behind = used[:], set(used)
    while todo:
        more = [name for name in names_in(own[todo.pop()].formula) if name in own and name not in behind]
        todo += more
        behind.update(more)
    if not any(isinstance(part, Number) for name in behind for part in own[name].formula.inside()):
        return None
    meant: dict[str, Node] = {}
    size = 0
    for name in own:  # each stands behind those it is made of
        if name in behind:
            meant[name] = _put_in(own[name].formula, meant)
            size += sum(1 for _ in meant[name].inside())
            if size > MOST_PUT_IN:
                return None
    return _put_in(formula, meant)


def _put_in(node: Node, meant: Mapping[str, Node]) -> Node:
    match node:
        case Derivative():
            return node
        case Name(name) if name in meant:
            return replace(meant[name], column=node.column, length=node.length)
    return node.with_parts(*(_put_in(part, meant) for part in node.parts)) if node.parts else node


def speaks_of_own_slopes(claim: Claim, own: Mapping[str, Definition]) -> bool:
    """Whether a claim has derivatives, by names of one's own, of what does not depend on them as the key has it."""
    return any(
        isinstance(node, Derivative)
        and name_of(node.bottom) in own
        and name_of(node.bottom) not in claim.samples.behind(name_of(node.top) or "")
        for side in (claim.target, claim.formula)
        for node in side.inside()
    )


def said_again(
    definitions: list[Definition], own: Mapping[str, Definition], sheet: Sheet, holds: Callable[[Name, Node], bool]
) -> tuple[list[Definition], str] | None:
    """The definitions with own names in those of the key: where a formula has what they stand for as a part, or is
    said again in them, and `holds`; and how the first such is read. None where there are none, or they go in circles.
    """
    changed = dict(_with_parts(definitions, own))
    for step in sheet.steps:
        if step.definition is None and isinstance(step.target, Name):
            for formula in step.claims:
                if own.keys() & set(names_in(formula)) and holds(step.target, formula):
                    changed.setdefault(step.target.name, formula)
    if not changed:
        return None
    made = [replace(each, formula=changed[each.name]) if each.name in changed else each for each in definitions]
    ordered = _in_order(made)
    name, formula = next(iter(changed.items()))
    return (ordered, f"with {name} = {echo(formula)}") if ordered is not None else None


def _with_parts(definitions: list[Definition], own: Mapping[str, Definition]) -> Iterator[tuple[str, Node]]:
    """The key's formulas in which what an own name stands for is a part."""
    wholes = {name: plain(each.formula) for name, each in own.items() if each.formula.parts}
    for each in definitions:
        if each.name in own or each.given or each.is_derivative:
            continue
        formula = each.formula
        for name, whole in wholes.items():
            formula = with_name_for(formula, whole, name)
        if formula is not each.formula:
            yield each.name, formula


def _in_order(definitions: list[Definition]) -> list[Definition] | None:
    """Definitions, each behind those it is made of; None if they go in circles."""
    names = {each.name for each in definitions}
    done: dict[str, None] = {}
    found: list[Definition] = []
    left = definitions
    while left:
        ready = [each for each in left if all(name in done or name not in names for name in names_in(each.formula))]
        if not ready:
            return None
        found += ready
        done.update(dict.fromkeys(each.name for each in ready))
        left = [each for each in left if each.name not in done]
    return found
