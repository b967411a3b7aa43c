"""Families of names over layers or time steps: a[l] = σ(W[l] a[l-1]), h[t] = tanh(U h[t-1]). A small one is taken.

A network of three layers, or four steps, stands for all: what is said with the letter is said of each of them.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograd.errors import LanguageError
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Case,
    Fold,
    Guard,
    Index,
    Name,
    Node,
    Number,
    Statement,
    Sum,
    Update,
    name_of,
    names_in,
)
from autograd.worksheet.sheet.model import Step

MOST = 6
"""Layers or steps that are taken at most."""


MOST_PARTS = 60_000
"""Parts of the formulas of a sheet, with its layers and steps written out."""


_COMPARES = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge
}  # fmt: skip


class OutsideError(Exception):
    """A layer or step that there is none of."""


@dataclass
class Families:
    """The letters of families in a document with the last of each, and the names that are families.

    `ends` are the words for the last, L and T; `made` counts the parts that were written out. Letters are `of_next`
    where definitions are of the next, x[l+1]: their first is 0. `spoken_of` are the numbers of names in definitions.
    """

    last: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    made: int = 0
    of_next: frozenset[str] = frozenset()
    spoken_of: dict[str, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "Families":
        """The families of a document: what is defined layer by layer, or step by step, and what stands beside it."""
        last = {letter: min(count, MOST) for letter, count in document.families.items()}
        ends = {sign: last[letter] for sign, letter in document.ends.items()}
        of_next = frozenset(letter for letter, each in document.recursions.items() if each.is_of_next)
        return cls(last, ends, frozenset(map(spelled, document.family_names)), of_next=of_next)

    def __bool__(self) -> bool:
        return bool(self.last)

    def each(self, statement: Statement) -> list[tuple[str, Statement]]:
        """A statement for each layer or step there is of it, with how that is said; as it is where it has none."""
        letter = self.letter_of(statement.parts)
        if not letter:
            try:
                parts = tuple(self.put(part, {}) for part in statement.parts)
            except OutsideError:
                first = statement.parts[0]
                message = "there is no such layer or time step: the sheet tells of others"
                raise LanguageError(message, statement.text, first.column, max(1, first.length)) from None
            return [("", replace(statement, parts=parts))]
        found = []
        for number in range(letter not in self.of_next, self.last[letter] + 1):
            made = self.at(statement, letter, number)
            if made is not None and not (letter in self.of_next and self._is_beyond(made)):
                found.append((f"{letter} = {number}", made))
        if not found and not statement.guards:
            first = statement.parts[0]
            message = f"nothing above tells of layers or time steps that this holds for, whatever {letter} is"
            raise LanguageError(message, statement.text, first.column, max(1, first.length))
        return found

    def define(self, statement: Statement) -> None:
        """Note which layers or steps of which names a definition speaks of."""
        for part in statement.parts[:2] if self.of_next else ():
            for name in names_in(part):
                base, _, number = name.removesuffix("]").partition("[")
                if number.isdecimal() and base in self.names:
                    self.spoken_of.setdefault(base, set()).add(int(number))

    def _is_beyond(self, statement: Statement) -> bool:
        """Whether a statement needs a layer or step that no definition speaks of: W[L] of x[l+1] = W[l] x[l]."""
        for place, part in enumerate(statement.parts):
            own = name_of(part.array) if isinstance(part, Index) and not place else None
            for name in names_in(part) if place or not isinstance(part, Name) else ():
                if name == own:
                    continue
                base, _, number = name.removesuffix("]").partition("[")
                if base in self.spoken_of and number.isdecimal() and int(number) not in self.spoken_of[base]:
                    return True
        return False

    def at(self, statement: Statement, letter: str, number: int) -> Statement | None:
        """A statement for one layer or step; None where it speaks of one that there is none of."""
        if not all(self.admits(guard, number) for guard in statement.guards if guard.letter == letter):
            return None
        guards = tuple(guard for guard in statement.guards if guard.letter != letter)
        try:
            parts = tuple(self.put(part, {letter: number}) for part in statement.parts)
            return replace(statement, parts=parts, guards=guards)
        except OutsideError:
            return None

    def members(self, letter: str, node: Node) -> Iterator[tuple[int, Node]]:
        """A formula for each layer or step there is of it."""
        for number in range(letter not in self.of_next, self.last[letter] + 1):
            try:
                yield number, self.put(node, {letter: number})
            except OutsideError:
                continue

    def at_ends(self, node: Node) -> Node:
        """A formula with names of single layers or steps, where it speaks of the last, or of one by its number."""
        try:
            return self.put(node, {})
        except OutsideError:
            return node

    def add(self, name: str, letter: str) -> None:
        """Take a name for that of a family counted by a letter."""
        self.names |= {name}

    def admits(self, guard: Guard, number: int) -> bool:
        """Whether a layer or step is one that a condition speaks of: t != T."""
        other = guard.other if isinstance(guard.other, int) else self.ends.get(guard.other, -1)
        return guard.equal == (number == other)

    def letter_of(self, nodes: tuple[Node, ...]) -> str:
        """The letter that is free in formulas, as the layer or step of a family; "" if there is none."""
        todo: list[tuple[Node, frozenset[str]]] = [(node, frozenset()) for node in nodes]
        while todo:
            node, bound = todo.pop()
            if isinstance(node, Fold):
                bound |= {node.letter}
            if isinstance(node, Index) and name_of(node.array) in self.names and isinstance(node.array, Name):
                for name in names_in(node.places[0]):
                    if name in self.last and name not in bound:
                        return name
            todo += [(part, bound) for part in node.parts]
        return ""

    def put(self, node: Node, letters: Mapping[str, int]) -> Node:
        """A formula with names of single layers or steps for entries of families; sums over them are written out."""
        self.made += 1
        if self.made > MOST_PARTS:
            raise LanguageError(f"written out, the layers and steps have more than {MOST_PARTS} parts", "", 0, 0)
        match node:
            case Index(Name(base), (place, *others)) if base in self.names:
                number = self.number(place, letters)
                if number is None:
                    return node
                if not self.holds(base, number):
                    raise OutsideError
                name = Name(f"{base}[{number}]", column=node.column, length=node.length)
                places = tuple(self.put(other, letters) for other in others)
                return Index(name, places, column=node.column, length=node.length) if places else name
            case Name(name) if name in letters:
                return Number(float(letters[name]), 0.0, str(letters[name]), column=node.column, length=node.length)
            case Fold("sum", letter, body) if self.counts(letter, body):
                terms = tuple(self.terms(letter, body, letters))
                if not terms:
                    raise OutsideError
                sign = "+" * len(terms)
                return terms[0] if len(terms) == 1 else Sum(terms, sign, column=node.column, length=node.length)
        return node.with_parts(*(self.put(part, letters) for part in node.parts)) if node.parts else node

    def counts(self, letter: str, body: Node) -> bool:
        """Whether the letter of a sum is that of layers or steps in it, by which they are counted or another."""
        if letter in self.last:
            return self.letter_of((body,)) == letter
        members = (node for node in body.inside() if isinstance(node, Index) and isinstance(node.array, Name))
        places = (node.places[0] for node in members if name_of(node.array) in self.names)
        return any(letter in names_in(place) for place in places)

    def terms(self, letter: str, body: Node, letters: Mapping[str, int]) -> Iterator[Node]:
        """The terms of a sum over all layers or steps."""
        for number in range(1, self.last.get(letter, max(self.last.values())) + 1):
            try:
                term = self.put(body, {**letters, letter: number})
            except OutsideError:
                continue
            match term:
                case Case(then, None, (Number(one), Number(other)), (sign,)):
                    if _COMPARES[sign](one, other):
                        yield then
                case _:
                    yield term

    def holds(self, name: str, number: int) -> bool:
        """Whether there is a layer or step of this number of a name."""
        return 0 <= number <= max(self.last.values())

    def number(self, place: Node, letters: Mapping[str, int]) -> int | None:
        """The layer or step that an index stands for."""
        match place:
            case Number(number) if number.is_integer():
                return int(number)
            case Name(name):
                return letters.get(name, self.ends.get(name))
            case Sum(terms, signs):
                found = [self.number(term, letters) for term in terms]
                known = [number for number in found if number is not None]
                if len(known) == len(found):
                    return sum(number if sign == "+" else -number for number, sign in zip(known, signs, strict=True))
        return None


def in_order(steps: list[Step]) -> list[Step]:
    """The steps, each definition after those that it needs; all others where they are."""
    definitions = (step for step in steps if step.definition is not None and not isinstance(step.statement, Update))
    defined = {step.name: step for step in definitions}  # w[l] <- w[l] - … is made of what w[l] is, and stays
    found: list[Step] = []
    met: set[int] = set()

    def add(step: Step) -> None:
        if id(step) in met:
            return
        met.add(id(step))
        for name in names_in(step.definition.formula) if step.definition is not None else ():
            if name in defined:
                add(defined[name])
        found.append(step)

    for step in steps:
        add(step)
    return found
