"""Which claims answer what is asked for: those that say something, of the graph as it was given."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling import Samples
from autograd.worksheet.judging.attempts import entries_at
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.language.tree import Derivative, Index, Name, Node, name_of
from autograd.worksheet.sheet.model import Definition, Sheet


def answered(claims: Sequence[Judged], key: Sheet | None = None) -> tuple[set[Any], set[Any]]:
    """The entries that are answered, whether rightly or not, and all that claims speak of.

    dL/dw = dL/dw is true and says nothing; nor do two claims that lead back to each other. What a formula needs must be
    answered itself, or be claimed nowhere. After a new value for a name of the key, its graph is another one.
    """
    of_key = {definition.name for definition in key.definitions()} if key else set()
    told = [
        (_told_at(claim, letters), claim, letters)
        for _, claim in claims
        if not any(name in of_key for name in claim.samples.updated)
        for letters in claim.chosen
    ]
    claimed = set().union(*(entries for entries, _, _ in told)) if told else set()
    waiting: defaultdict[Any, list[int]] = defaultdict(list)
    needs = []
    for number, (_, claim, letters) in enumerate(told):
        needed = set(_needed(claim, letters, claimed))
        needs.append(len(needed))
        for entry in needed:
            waiting[entry].append(number)
    found: set[Any] = set()
    ready = [number for number, count in enumerate(needs) if not count]
    while ready:
        for entry in told[ready.pop()][0] - found:
            found.add(entry)
            for number in waiting[entry]:
                needs[number] -= 1
                if not needs[number]:
                    ready.append(number)
    return found, set().union(*(told_of(claim) for _, claim in claims)) if claims else set()


def told_of(claim: Claim) -> set[Any]:
    """The entries a claim speaks of."""
    return {entry for letters in claim.chosen for entry in _told_at(claim, letters)}


def _told_at(claim: Claim, letters: Mapping[str, int]) -> set[Any]:
    """With d = dL/dw, what is claimed of d is claimed of dL/dw."""
    found = set(entries_at(claim.samples, claim.text, claim.target, letters))
    definition = _slope_named(claim.samples, claim.target) if isinstance(claim.target, Name) else None
    if definition is not None and isinstance(definition.formula, Derivative):
        found.update(entries_at(claim.samples, definition.statement.text, definition.formula, {}))
    return found


def _slope_named(samples: Samples, node: Node) -> Definition | None:
    """The definition of a name that is given to a derivative, or to what is made from one."""
    name = name_of(node)
    return next((each for each in samples.definitions if each.is_derivative and each.name == name), None)


def _needed(claim: Claim, letters: Mapping[str, int], claimed: Collection[Any]) -> Iterator[Any]:
    """The entries a formula uses that are claimed somewhere; of its own names that are not, those they come from."""
    seen: set[str] = set()
    todo = [(claim.text, claim.formula)]
    while todo:
        text, formula = todo.pop()
        for part in _used(formula):
            try:
                found = [entry for entry in entries_at(claim.samples, text, part, letters) if entry in claimed]
            except UNCOMPUTABLE:  # a letter that is bound within
                continue
            yield from found
            definition = None if found else _slope_named(claim.samples, part)
            if definition is not None and definition.name not in seen:
                seen.add(definition.name)
                todo.append((definition.statement.text, definition.formula))


def _used(formula: Node) -> Iterator[Node]:
    """The names, entries and derivatives a formula uses, each as a whole."""
    todo = [formula]
    while todo:
        node = todo.pop()
        match node:
            case Name() | Derivative():
                yield node
            case Index(Name(), places):
                yield node
                todo += places
            case Index():
                yield node
                todo += node.parts
            case _:
                todo += node.parts
