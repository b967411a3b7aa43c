"""The cases a derivative falls into: where two indices are the same and where they differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from autograd.derivation.formula import Atom, Delta, Formula, Letter, Place, Term, as_place, of_place, total
from autograd.derivation.rewrites.brackets import spread
from autograd.derivation.rewrites.deltas import resolved

MOST_CASES = 16
"""Lines for one derivative; more are left as one line with indicators, or as a list of the entries."""

MOST_LISTED = 1024
"""Entries of a derivative that are written one by one, in one line."""


@dataclass(frozen=True)
class Case:
    """A case: what stands at the letters, which letters differ from what, and the forms the derivative takes there."""

    places: tuple[Place, ...]
    differ: tuple[tuple[Letter, Place], ...]
    forms: tuple[Formula, ...]

    def leaves_none_to(self, place: Place) -> bool:
        """Whether a letter differs from every number that it may be."""
        numbers = {other for letter, other in self.differ if letter == place and isinstance(other, int)}
        return isinstance(place, Letter) and len(numbers) == place.length


def cases(letters: tuple[Letter, ...], forms: tuple[Formula, ...]) -> list[Case]:
    """The cases of a derivative: one, where no delta is left in it; those where it is 0 between numbers left out."""
    found = list(_split(Case(letters, (), forms)))
    return found if len(found) <= MOST_CASES else [Case(letters, (), forms)]


@dataclass(frozen=True)
class Listed:
    """A form as a list of entries, each of its own, and what is the same for all of them."""

    entries: list[Formula]
    rest: Formula


def listed(letters: tuple[Letter, ...], form: Formula) -> Listed | None:
    """A form whose terms stand at one entry alone, or at all of them; None where there are none of the first kind."""
    if not letters or prod(letter.length for letter in letters) > MOST_LISTED:
        return None
    found: dict[tuple[int, ...], list[Formula]] = {}
    rest = []
    for term in spread(form, lambda atom: isinstance(atom, Delta)).terms:
        at = {letter: place for atom, _ in term.factors for letter, place in _pinned(atom)}
        if not at:
            rest.append(term)
        elif not all(letter in at for letter in letters):
            return None
        else:
            swap: dict[Letter, Place] = {letter: at[letter] for letter in letters}
            found.setdefault(tuple(map(at.__getitem__, letters)), []).append(resolved(term.swapped(swap)))
    if not found:
        return None
    places = product(*(range(letter.length) for letter in letters))
    return Listed([total(found.get(place, ())) for place in places], Formula(rest))


def unrolled(letters: tuple[Letter, ...], form: Formula) -> Listed | None:
    """Each entry of a form in which windows shift, [i = j + k], with the sums that reach it written out."""
    if not letters or not any(_is_shifted(atom) and set(atom.letters()) - set(letters) for atom in form.atoms()):
        return None
    places = list(product(*(range(letter.length) for letter in letters)))
    if len(places) > MOST_LISTED:
        return None
    found = []
    for place in places:
        terms = spread(form.swapped(dict(zip(letters, place, strict=True))), _is_shifted).terms
        found.append(total(each for term in terms for each in _written_out(term)))
    return Listed(found, Formula())


def _is_shifted(atom: Atom) -> bool:
    return isinstance(atom, Delta) and any(isinstance(place, Formula) for place in atom.places)


def _written_out(term: Term) -> Iterator[Formula]:
    """A term without shifted deltas: for each number that a letter in them may be, what is left."""
    for atom, _ in term.factors:
        if isinstance(atom, Delta):
            inside = [letter for letter in atom.letters() if letter in term.bound]
            if len(inside) == 1 and _is_shifted(atom):
                (shift,) = (place for place in atom.places if isinstance(place, Formula))
                (other,) = (place for place in atom.places if place is not shift)
                wanted = as_place(of_place(other) - shift + of_place(inside[0]))
                if isinstance(wanted, int):  # j = i − 1, where there is such a j
                    if 0 <= wanted < inside[0].length:
                        yield from _with_number(term, inside[0], wanted)
                    return
            for letter in inside[:1]:
                for number in range(letter.length):
                    yield from _with_number(term, letter, number)
                return
    yield resolved(Formula([term]))


def _with_number(term: Term, letter: Letter, number: int) -> Iterator[Formula]:
    rest = Term(term.coefficient, term.factors, [each for each in term.bound if each != letter])
    for each in rest.swapped({letter: number}).terms:
        yield from _written_out(each)


def _pinned(atom: Atom) -> Iterator[tuple[Letter, int]]:
    """The letter that a delta holds at a number."""
    if isinstance(atom, Delta):
        for letter, place in (atom.places, atom.places[::-1]):
            if isinstance(letter, Letter) and isinstance(place, int):
                yield letter, place


def _split(case: Case) -> Iterator[Case]:
    if any(map(case.leaves_none_to, case.places)):
        return
    pair = next(_deltas(case), None)
    if pair is None:
        if not case.differ or case.forms[-1].terms or all(isinstance(other, Letter) for _, other in case.differ):
            yield case
        return
    letter, other = pair
    if isinstance(other, Letter):
        yield from _swapped(case, letter, other)
        yield from _split(_without(case, letter, [other]))
        return
    numbers = sorted({place for each, place in _deltas(case) if each == letter and isinstance(place, int)})
    for place in numbers:
        yield from _swapped(case, letter, place)
    yield from _split(_without(case, letter, numbers))


def _deltas(case: Case) -> Iterator[tuple[Letter, Place]]:
    """The deltas between a free letter and another, the later one first, or a number."""
    for form in case.forms:
        for atom in form.atoms():
            if isinstance(atom, Delta):
                letters = (place for place in case.places if isinstance(place, Letter) and place in atom.places)
                free = list(dict.fromkeys(letters))
                others = [place for place in atom.places if isinstance(place, int)]
                if len(free) == 2:
                    yield free[1], free[0]
                elif free and others:
                    yield free[0], others[0]


def _swapped(case: Case, letter: Letter, place: Place) -> Iterator[Case]:
    """The cases where a letter is a place; none where it is said to be another."""
    swap = {letter: place}
    places = tuple(swap.get(each, each) if isinstance(each, Letter) else each for each in case.places)
    differ: dict[tuple[Letter, Place], None] = {}
    for pair in case.differ:
        one, other = (swap.get(each, each) if isinstance(each, Letter) else each for each in pair)
        if one == other:
            return
        if isinstance(one, Letter):
            differ[one, other] = None
        elif isinstance(other, Letter):
            differ[other, one] = None
    yield from _split(Case(places, (*differ,), tuple(resolved(form.swapped(swap)) for form in case.forms)))


def _without(case: Case, letter: Letter, places: list[int] | list[Letter]) -> Case:
    """The case where a letter is none of these places."""

    def gone(atom: Atom) -> bool:
        return isinstance(atom, Delta) and letter in atom.places and any(place in atom.places for place in places)

    differ = (*case.differ, *((letter, place) for place in places))
    return Case(case.places, differ, tuple(_dropping(form, gone) for form in case.forms))


def _dropping(x: Formula, gone: Callable[[Atom], bool]) -> Formula:
    """The formula with 0 for some factors."""
    found = []
    for term in x.terms:
        if any(gone(atom) for atom, _ in term.factors):
            continue
        if any(gone(inner) for atom, _ in term.factors for inner in atom.atoms()):
            found.append(term.rebuilt(lambda place: place, lambda inner: _dropping(inner, gone)))
        else:
            found.append(Formula([term]))
    return total(found)
