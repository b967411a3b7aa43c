"""What is said of one example is said of each: p = σ(w^T x + b) beside Σ_i (p_i - y_i)^2 is p_i = σ(w^T x_i + b)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Node,
    Number,
    Statement,
    name_of,
    names_in,
)
from autograd.worksheet.sheet.model import Sheet
from autograd.worksheet.sheet.sizes.kinds import is_input

_RAISED = re.compile(r"\^\{?(?:\[\w\])?\(([a-z])\)|(?:⁽(?=.⁾)|(?=ⁱ))([ⁱⁿ])")
"""The letter of what can be nothing but an example: x^(i)."""


@dataclass(frozen=True)
class Examples:
    """The names that each example has one of, and the letter of examples."""

    names: frozenset[str] = frozenset()
    letter: str = ""

    def __bool__(self) -> bool:
        return bool(self.names)

    def each(self, statement: Statement) -> Statement:
        """A statement about any example, where it speaks of one; data and functions of one's own stay as they are."""
        if isinstance(statement.parts[0], Call) or isinstance(statement.parts[-1], (Number, List)):
            return statement
        return replace(statement, parts=tuple(map(self._of_each, statement.parts)))

    def _of_each(self, node: Node) -> Node:
        """A formula with the entry of an example for each name that has no index of one."""
        match node:
            case Name(name) if name in self.names or name.removeprefix("d") in self.names:
                return self._entry(node, node)
            case Index(Name(name) as array, places) if name in self.names:
                is_entry = len(places) == 1 and places[0] != Name(self.letter)
                return self._entry(node, array, *places) if is_entry else node
        return with_each(node, self._of_each)

    def _entry(self, node: Node, array: Node, *places: Node) -> Index:
        letter = Name(self.letter, column=node.column, length=node.length)
        return Index(array, (letter, *places), column=node.column, length=node.length)


NO_EXAMPLES = Examples()


def examples_in(sheet: Sheet) -> Examples:
    """The examples a sheet sums over, where it defines with no index what it sums; nothing where there are none."""
    indexed: dict[str, set[str]] = {}
    for name, letter in _summed(sheet):
        indexed.setdefault(name, set()).add(letter)
    if not indexed:
        return NO_EXAMPLES
    bare = {each.name: each.formula for each in sheet.definitions() if not (each.letters or each.given)}
    raised = {one or {"ⁱ": "i", "ⁿ": "n"}[other] for one, other in _RAISED.findall(sheet.text)}
    letters = {
        letter
        for name in bare.keys() & indexed.keys()
        for letter in indexed[name]
        if letter in raised or not (name.endswith("]") or _is_list(bare[name]))
    }
    letters |= {letter for name, letter in _summed_with_more(sheet, bare.values()) if letter in raised}
    if len(letters) > 1:
        letters &= raised
    if len(letters) != 1:
        return NO_EXAMPLES
    (letter,) = letters
    parameters = {
        name_of(each.bottom) for part in _parts(sheet) for each in part.inside() if isinstance(each, Derivative)
    }
    names = {name for name, them in indexed.items() if letter in them} - (parameters - bare.keys())
    for name in [*reversed(bare)]:  # what an example is computed from is one too, back to the inputs
        used = set(names_in(bare[name])) if name in names else set()
        if used.isdisjoint(names):
            names |= used & bare.keys() or set(filter(is_input, used))
    for name, formula in bare.items():
        sums = any(isinstance(node, Fold) and node.letter == letter for node in formula.inside())
        if not sums and not names.isdisjoint(names_in(formula)):
            names.add(name)
    return Examples(frozenset(names), letter)


def _parts(sheet: Sheet) -> Iterator[Node]:
    return (part for step in sheet.steps for part in step.statement.parts)


def _is_list(formula: Node) -> bool:
    """Whether a formula comes to a list by what it is: entries of that are no examples."""
    return isinstance(formula, List) or (isinstance(formula, Call) and formula.function == "softmax")


def _summed_with_more(sheet: Sheet, formulas: Iterable[Node]) -> set[tuple[str, str]]:
    """The names that have an index less in formulas than in sums, with the letter of these: x_j, and x_j^(i)."""
    entries = {
        node.array
        for formula in formulas
        for node in formula.inside()
        if isinstance(node, Index) and len(node.places) == 1
    }
    folds = (node for part in _parts(sheet) for node in part.inside() if isinstance(node, Fold))
    return {
        (name_of(node.array) or "", fold.letter)
        for fold in folds
        for node in fold.inside()
        if isinstance(node, Index)
        and len(node.places) > 1
        and node.places[0] == Name(fold.letter)
        and Name(name_of(node.array) or "") in entries
    }


def _summed(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The names whose entries are summed over, with the letter of the sum."""
    parts = (part for part in _parts(sheet) if part.has(Fold))
    for fold in (node for part in parts for node in part.inside() if isinstance(node, Fold)):
        for node in fold.inside():
            match node:
                case Index(Name(name), (Name(place), *_)) if place == fold.letter:
                    yield name, place
