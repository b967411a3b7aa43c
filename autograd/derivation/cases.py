"""The cases a derivative falls into: where two indices are the same and where they differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from autograd.derivation.formula import Atom, Delta, Formula, Letter, Place, total
from autograd.derivation.rewrites import resolved

MOST_CASES = 16
"""Lines for one derivative; more are left as one line with indicators."""


@dataclass(frozen=True)
class Case:
    """A case: what stands at the letters, which letters differ from what, and the forms the derivative takes there."""

    places: tuple[Place, ...]
    differ: tuple[tuple[Letter, Place], ...]
    forms: tuple[Formula, ...]


def cases(letters: tuple[Letter, ...], forms: tuple[Formula, ...]) -> list[Case]:
    """The cases of a derivative: one, where no delta is left in it; those where it is 0 between numbers left out."""
    found = list(_split(Case(letters, (), forms)))
    return found if len(found) <= MOST_CASES else [Case(letters, (), forms)]


def _split(case: Case) -> Iterator[Case]:
    pair = next(_deltas(case), None)
    if pair is None:
        if not case.differ or case.forms[-1].terms or all(isinstance(other, Letter) for _, other in case.differ):
            yield case
        return
    letter, other = pair
    if isinstance(other, Letter):
        yield from _split(_swapped(case, letter, other))
        yield from _split(_without(case, letter, [other]))
        return
    numbers = sorted({place for each, place in _deltas(case) if each == letter and isinstance(place, int)})
    for place in numbers:
        yield from _split(_swapped(case, letter, place))
    if len(numbers) < letter.length:
        yield from _split(_without(case, letter, numbers))


def _deltas(case: Case) -> Iterator[tuple[Letter, Place]]:
    """The deltas between a free letter and another, the later one first, or a number."""
    for form in case.forms:
        for atom in form.atoms():
            if isinstance(atom, Delta):
                free = [place for place in case.places if place in atom.places and isinstance(place, Letter)]
                others = [place for place in atom.places if isinstance(place, int)]
                if len(free) == 2 and isinstance(free[1], Letter):
                    yield free[1], free[0]
                elif free and others and isinstance(free[0], Letter):
                    yield free[0], others[0]


def _swapped(case: Case, letter: Letter, place: Place) -> Case:
    """The case where a letter is a place."""
    swap = {letter: place}
    places = tuple(place if each == letter else each for each in case.places)
    return Case(places, case.differ, tuple(resolved(form.swapped(swap)) for form in case.forms))


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
