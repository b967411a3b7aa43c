"""What a key asks for: of what, for how many points, and what may be left standing in an answer to it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.assignments import assignments
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.answers import Allowance, Answers, is_coarse, told_of
from autograd.worksheet.judging.attempts import covered
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.judging.remarks import message_of
from autograd.worksheet.judging.steps.updates import Move
from autograd.worksheet.judging.tracing import is_entry, is_pair
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Find, Name, Node, Update, name_of
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Sheet, Step

ALLOW_CHAIN = re.compile(r"\ballow chain\b")
"""In a comment of a key: the chain rule may be left standing, in all the key asks or in what that line asks."""

AS_A_NUMBER = re.compile(r"\bas a number\b")
"""In a comment of a key: in what that line asks, a formula alone is no answer."""

FIND_IS_WORTH = 1.0
"""Points for what `find` asks for without saying how many."""


@dataclass(frozen=True)
class Item:
    """Something a key asks for: its entries, what it is worth, and what may stand in an answer.

    `move` is the new value, where that is asked for, and `number` counts those of one name from 0.
    """

    step: Step
    node: Node
    worth: float
    entries: tuple[Any, ...]
    chosen: list[dict[str, int]]
    allowance: Allowance
    move: Move | None = None
    number: int = 0

    @property
    def is_find(self) -> bool:
        """Whether it is asked for with `find`."""
        return isinstance(self.step.statement, Find)

    @property
    def written(self) -> str:
        """What is asked, in the language of worksheets."""
        return f"{echo(self.node)} <- …" if self.move is not None else echo(self.node)


@dataclass
class Asked:
    """What a key asks for. `twice` are the steps that ask only for what was asked before, which counts once, with the
    step that did; `void` those that have points and ask for nothing that can be claimed.
    """

    key: Sheet
    samples: Samples
    claims: Sequence[Judged]
    moves: Sequence[Move]
    items: list[Item] = field(default_factory=list)
    twice: list[tuple[Step, Node, Item]] = field(default_factory=list)
    void: list[tuple[Step, Node, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        worth = {line.number: line.points for line in self.key.lines}
        self._members = Counter(_family(step) for step in self.key.steps if step.member)
        self._updated = _updates_before(self.key.steps)
        found = [item for step in self.key.steps for item in self._of_step(step, worth.get(step.line))]
        found = self._once(found, worth)
        self.entries = frozenset(entry for item in found if item.move is None for entry in item.entries)
        self.names = frozenset(definition.name for definition in self.key.definitions())
        told = [judged for judged in self.claims if judged.verdict.is_fine]
        self.coarse = frozenset(entry for _, claim in told if is_coarse(claim) for entry in told_of(claim))
        self.own = own = Answers(told, self.key, (), Work())
        as_numbers = {line.number for line in self.key.lines if AS_A_NUMBER.search(line.text.partition("#")[2])}
        self.numbers = frozenset(entry for item in found if item.step.line in as_numbers for entry in item.entries)
        chains = {line.number for line in self.key.lines if ALLOW_CHAIN.search(line.text.partition("#")[2])}
        bare = {line.number for line in self.key.lines if not line.statements and not line.errors}
        everywhere = bool(chains & bare)
        for item in found:
            standing = frozenset(self._standing(own, item) - self.entries)
            chain = everywhere or item.step.line in chains
            allowed = Allowance(standing, chain, frozenset(item.entries if chain else ()), self.numbers)
            self.items.append(replace(item, allowance=allowed))

    @property
    def finds(self) -> list[Item]:
        """What is asked for with `find`."""
        return [item for item in self.items if item.is_find]

    def in_vain(self) -> Iterator[tuple[Step, Node, str]]:
        """What the key has points for, though its own line does not answer it, and why."""
        for item in self.items:
            missing = set(item.entries) - self.own.found(item.allowance)
            if missing and not item.is_find and (why := self.own.reason(missing, item.allowance)):
                yield item.step, item.node, why

    def _of_step(self, step: Step, points: float | None) -> Iterator[Item]:
        """What a step asks for, each with its share of the points."""
        asks = isinstance(step.statement, Find)
        if (points is None and not asks) or step.is_helper:
            return
        if points is not None and step.member:  # all layers, or steps, share them
            points /= self._members[_family(step)]
        worth = FIND_IS_WORTH if points is None else points / len(step.statement.parts if asks else (0,))
        update = step if isinstance(step.statement, Update) else None if asks else self._updated.get(id(step))
        if update is not None:
            if update is not step and update.line == step.line:  # w <- w - 0.1*4 = 1.6 asks for one thing
                return
            moves = [move for move in self.moves if move.step.name == update.name]
            number = next((place for place, move in enumerate(moves) if move.step is update), None)
            if number is not None:
                yield Item(step, step.target, worth, (), [{}], Allowance(), moves[number], number)
                return
        for node in step.statement.parts if asks else (step.target,):
            try:
                chosen = assignments(self.samples, node, node, step.statement.guards, step.statement.text)
                claim = Claim(self.samples, step.statement.text, node, node, chosen)
                entries = covered(claim)
                slopes = {entry for entry in told_of(claim) if is_pair(entry)}
                if slopes.difference(entries):  # of g = dL/dw it is dL/dw that is asked
                    entries = sorted(slopes)
            except UNCOMPUTABLE as fault:
                self.void.append((step, node, message_of(fault)))
                continue
            yield Item(step, node, worth, tuple(entries), chosen, Allowance())

    def _once(self, items: list[Item], worth: dict[int, float | None]) -> list[Item]:
        """What is asked, each entry once: the first that says how many points it is worth counts."""
        found: list[Item] = []
        told: dict[Any, Item] = {}
        for item in sorted(items, key=lambda item: worth.get(item.step.line) is None):
            left = tuple(entry for entry in item.entries if entry not in told)
            if item.move is None and not left:
                self.twice.append((item.step, item.node, told[item.entries[0]]))
                continue
            told.update(dict.fromkeys(left, item))
            found.append(replace(item, entries=left))
        order = {id(step): place for place, step in enumerate(self.key.steps)}
        return sorted(found, key=lambda item: order[id(item.step)])

    def _standing(self, own: Answers, item: Item) -> set[Any]:
        """What the key's own claims leave standing in the end of what is asked."""
        if item.move is not None:
            samples, formula = item.move.samples, item.move.formula
            try:
                todo = list(own.tracer(samples).ends(item.step.statement.text, formula, {})[0])
            except UNCOMPUTABLE:
                return set()
        else:
            todo = list(item.entries)
        about: dict[Any, list[Any]] = {}
        for telling in own.tellings:
            for entry in telling.about:
                about.setdefault(entry, []).extend(telling.ends)
        found: set[Any] = set()
        seen: set[Any] = set()
        while todo:
            entry = todo.pop()
            if entry in seen:
                continue
            seen.add(entry)
            if entry in about:
                todo += about[entry]
            elif is_pair(entry) or not is_entry(entry):
                found.add(entry)
        return found - set(item.entries)


def _updates_before(steps: Iterable[Step]) -> dict[int, Step]:
    """The last new value of its name before each claim of a name, by the claim's identity."""
    last: dict[str, Step] = {}
    found: dict[int, Step] = {}
    for step in steps:
        name = name_of(step.target)
        if isinstance(step.statement, Update):
            last[step.name] = step
        elif isinstance(step.target, Name) and name in last:
            found[id(step)] = last[name]
    return found


def _family(step: Step) -> tuple[int, int]:
    """What the layers or steps of one statement have in common: where it stands."""
    return step.line, step.statement.column
