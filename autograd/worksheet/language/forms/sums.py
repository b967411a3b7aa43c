"""What an index letter runs over where no brackets say so, and it is none of those on the left of the =.

Σ_i y_i log p_i + (1 - y_i) log(1 - p_i) is one sum, for all of it has i; diag(p_i (1 - p_i)) is of the whole list.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from autograd.worksheet.language.tree import (
    Call,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Product,
    Statement,
    Sum,
    free_letters,
)


def gathered(statement: Statement, known: Iterable[str]) -> Statement:
    """A statement whose sums go as far as their letter does, and whose diagonals are of lists."""
    if not any(part.has(Fold, Call) for part in statement.parts[1:]):
        return statement
    bound = frozenset(free_letters(statement.parts[:1], known))
    parts = tuple(_gathered(part, bound, known) for part in statement.parts[1:])
    return replace(statement, parts=(statement.parts[0], *parts)) if parts != statement.parts[1:] else statement


def _gathered(node: Node, bound: frozenset[str], known: Iterable[str]) -> Node:
    if isinstance(node, Fold):
        bound |= {node.letter}
    if not node.parts:
        return node
    inner = tuple(_gathered(part, bound, known) for part in node.parts)
    if inner != node.parts:
        node = node.with_parts(*inner)
    match node:
        case Sum():
            return _with_terms_behind(node, bound, known)
        case Call("diag", (entry,)):
            letters = set(free_letters([entry], known)) - bound
            return node.with_parts(_whole(entry, letters.pop())) if len(letters) == 1 else node
    return node


def _whole(node: Node, letter: str) -> Node:
    """A formula of an entry as one of the whole list."""
    match node:
        case Index(array, (Name(place),)) if place == letter:
            return array
    return node.with_parts(*(_whole(part, letter) for part in node.parts)) if node.parts else node


def _with_terms_behind(node: Sum, bound: Collection[str], known: Iterable[str]) -> Node:
    """A sum of terms in which the first Σ has those behind it that are of its letter, too."""
    for place, term in enumerate(node.terms[:-1]):
        fold = _last_fold(term)
        if fold is None or fold.letter in bound:
            continue
        behind = range(place + 1, len(node.terms))
        last = max((at for at in behind if fold.letter in free_letters([node.terms[at]], known)), default=0)
        if not last:
            continue
        body = Sum((*fold.parts, *node.terms[place + 1 : last + 1]), "+" + node.signs[place + 1 : last + 1])
        whole = _with_last(term, fold.with_parts(body))
        terms = (*node.terms[:place], whole, *node.terms[last + 1 :])
        signs = node.signs[: place + 1] + node.signs[last + 1 :]
        return whole if len(terms) == 1 else replace(node, terms=terms, signs=signs)
    return node


def _last_fold(term: Node) -> Fold | None:
    """The sum over an index letter that a term ends with."""
    match term:
        case Fold("sum"):
            return term
        case Negative(part):
            return _last_fold(part)
        case Product((*_, last), signs) if signs[-1] != "/":
            return _last_fold(last)
    return None


def _with_last(term: Node, fold: Fold) -> Node:
    """A term with another sum at its end."""
    match term:
        case Negative(part):
            return term.with_parts(_with_last(part, fold))
        case Product((*others, last)):
            return term.with_parts(*others, _with_last(last, fold))
    return fold
