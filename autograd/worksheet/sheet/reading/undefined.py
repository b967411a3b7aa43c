"""Names that nothing defines: losses known by their derivatives, and sizes where no number is given."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from autograd.worksheet.language.roles import SETTINGS
from autograd.worksheet.language.tree import (
    Call,
    Chain,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Node,
    Number,
    Product,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.sheet.families import in_order
from autograd.worksheet.sheet.model import Definition, Step, definition_of
from autograd.worksheet.sheet.reading.defining import unvalued_in
from autograd.worksheet.sheet.reading.known import FOR_A_CLAIM
from autograd.worksheet.sheet.reading.meaning import Meaning
from autograd.worksheet.sheet.sizes.declarations import Declarations
from autograd.worksheet.sheet.sizes.inference import Sizes, sized
from autograd.worksheet.sheet.unknown import arguments, as_definitions, names_behind, told_slopes


class Undefined(Meaning):
    """What is to be said, at the end, of names that nothing defines."""

    def finish(self) -> None:
        """Define what is not defined in so many words, and put the layers or time steps in order."""
        if not self.has_key:
            self.define_losses()
            self.define_counts()
        if self.families:
            self.work.spend(FOR_A_CLAIM * len(self.steps))
            self.steps = in_order(self.steps)
            counts = [f"{letter.upper()} = {count}" for letter, count in self.families.last.items()]
            self.said["family"] = (
                f"took {' and '.join(counts)}: what is said of {', '.join(self.families.last)} is said of each"
            )

    def define_losses(self) -> None:
        """Let losses that are known by their derivatives only be unknown functions of what these are by."""
        for name in sorted(self.functions.losses):
            parts = [part for step in self.steps for part in step.statement.parts]
            self.work.spend(FOR_A_CLAIM * len(parts))
            operands = arguments(name, parts, self.known)
            if name in self.known or not operands:
                continue
            places = [
                place for place, step in enumerate(self.steps, start=1) if step.definition and step.name in operands
            ]
            place = max(places, default=0)
            line = self.steps[place - 1].line if place else 1
            computed = [each for each in operands if (known := self.known.get(each)) is not None and not known.given]
            told = told_slopes(name, computed, [step.statement.parts for step in self.steps])
            self.steps = [replace(step, claims=()) if step.statement.parts in told else step for step in self.steps]
            for each, formula in reversed(as_definitions(name, operands, told).items()):
                statement = Chain((Name(each), formula), (), "", 0, 0)
                definition = self.known[each] = definition_of(statement, line, self.known)
                self.steps.insert(place, Step(line, statement, definition, ()))
            self.said[name] = f"took {name} as any function of {', '.join(operands)}: only its derivatives are told"

    def define_counts(self) -> None:
        """Let the n of 1/n Σ (y - ŷ)² be how many numbers the lists have, where all have as many."""
        lists = (each.formula for each in self.known.values() if each is not None and each.given)
        lengths = {
            len(each.entries) for each in lists if isinstance(each, List) and not isinstance(each.entries[0], List)
        }
        if len(lengths) != 1:
            return
        length = lengths.pop()
        names = [name for name in counts_in(step.statement.parts for step in self.steps) if name not in self.known]
        for name in names:
            number = Number(float(length), 0.0, str(length))
            statement = Chain((Name(name), number), (), "", 0, 0)
            definition = self.known[name] = definition_of(statement, 1, self.known)
            self.steps.insert(0, Step(1, statement, definition, ()))
            self.said[f"count {name}"] = f"took {name} = {length}, for so many numbers are in each list"

    def sizes(self, declared: Declarations) -> Sizes:
        """The names without number and their sizes, where a sheet gives no number at all: it is judged at any."""
        definitions = [definition for definition in self.known.values() if definition is not None]
        parts = (part for step in self.steps for part in step.statement.parts if part.has(Index))
        entries = (node for part in parts for node in part.inside() if isinstance(node, Index))
        places = {name_of(place) for entry in entries for place in entry.places}
        given = [each for each in definitions if each.given and each.name not in {*SETTINGS, *places}]
        has_numbers = bool(given) and not self.only_begins(given)
        if not declared and has_numbers:
            return Sizes()
        chains = [step.statement.parts for step in self.steps]
        if has_numbers and not declared.covers_all:  # what else has no number was forgotten
            return sized(definitions, chains, (), declared, self.work)
        letters = {letter for each in definitions for letter in free_letters([each.formula], self.known)}
        found = dict.fromkeys(
            name  # the c of p[c], where 1[k = c] speaks of it as well, is a place
            for definition in definitions
            for name in unvalued_in(definition, self.known)
            if name not in letters - set(definition.letters)
        )
        if has_numbers and not found and not self.only_claimed():
            return Sizes()
        sizes = sized(definitions, chains, self.without_constants(found), declared, self.work)
        told = {each.name for each in declared.names}
        for name in self.unreached(name for name in found if name in sizes.free and name not in told):
            free = sizes.free[name]
            if not (name in SETTINGS or free.is_settled or free.counts or free.rows_of):
                sizes.free[name] = replace(free, is_claimed=True)
        claimed = self.without_constants(name for name in self.only_claimed() if name not in sizes.free)
        if claimed and not declared.covers_all:
            other = sized(definitions, chains, [*self.without_constants(found), *claimed], declared, self.work)
            sizes.free.update(
                (name, replace(other.free[name], is_claimed=not (name in SETTINGS or other.free[name].is_settled)))
                for name in claimed
            )
        return sizes

    def only_begins(self, given: Collection[Definition]) -> bool:
        """Whether only a 0 or 1 is given that letters begin with, h_0 = 0 or y = 1, and more names have no number."""
        is_one = (isinstance(each.formula, Number) and each.formula.number in (0.0, 1.0) for each in given)
        if self.document.gives_numbers or not all(is_one):
            return False
        definitions = [each for each in self.known.values() if each is not None]
        found = {name for definition in definitions for name in unvalued_in(definition, self.known)}
        return len(found) > len(given)

    def unreached(self, names: Iterable[str]) -> list[str]:
        """Of names without value those that nothing is made of that is differentiated: they may be anything there."""
        parts = (part for step in self.steps for part in step.statement.parts)
        tops = {name_of(node.top) or "" for part in parts for node in part.inside() if isinstance(node, Derivative)}
        if not tops:
            return []
        self.work.spend(FOR_A_CLAIM * len(tops))
        reached = tops.union(*(names_behind(top, self.known) for top in tops))
        return [name for name in names if name not in reached]

    def without_constants(self, names: Iterable[str]) -> list[str]:
        """Names without e and pi."""
        return [name for name in names if name not in CONSTANTS]

    def only_claimed(self) -> list[str]:
        """The names that stand for nothing and are in claims only: where these are not right, nobody knows why."""
        found: dict[str, None] = {}
        for step in self.steps:
            letters = set(free_letters(step.statement.parts, self.known))
            for name in (name for part in step.statement.parts for name in names_in(part)):
                if name not in self and name not in letters:
                    found[name] = None
        return list(found)


COUNTS = ("m", "n", "N")
"""Names of how many data there are."""


def counts_in(statements: Iterable[tuple[Node, ...]]) -> list[str]:
    """The names of counts that sums are divided by, as the m of 1/m Σ (y - ŷ)²."""
    found: dict[str, None] = {}
    for node in (node for parts in statements for part in parts for node in part.inside()):
        if not isinstance(node, Product) or "/" not in node.signs:
            continue
        below = [part for part, sign in zip(node.factors, node.signs, strict=True) if sign == "/"]
        names = [name for part in below for name in names_in(part) if name in COUNTS]
        is_sum = names and any(isinstance(part, Fold) or _is_sum(part) for part in node.inside())
        found.update(dict.fromkeys(names if is_sum else ()))
    return list(found)


def _is_sum(node: Node) -> bool:
    return isinstance(node, Call) and node.function == "sum"
