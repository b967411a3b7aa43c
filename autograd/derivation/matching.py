"""Where a formula reads like a pattern with other index letters in it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from autograd.derivation.formula import Atom, Factor, Formula, Group, Letter, Place, Term, place_key

Found = dict[Letter, Place]

Shape = tuple[int, tuple[tuple[str, Fraction], ...]]
"""What a term has in common with all that match it: how many letters it is summed over, its factors and powers."""


def shape_of(term: Term) -> Shape:
    """The shape of a term, whatever its number and its letters are called."""
    factors = ((f"{type(atom).__name__}:{atom.head}", power) for atom, power in term.factors)
    return len(term.bound), tuple(sorted(factors))


def match_formulas(pattern: Formula, found: Formula, letters: Found) -> Iterator[Found]:
    """The ways in which a whole formula is a pattern."""
    if len(pattern.terms) == len(found.terms):
        yield from _match_terms(pattern.terms, found.terms, letters)


def _match_terms(patterns: Sequence[Term], terms: Sequence[Term], letters: Found) -> Iterator[Found]:
    if not patterns:
        yield letters
        return
    for place, term in enumerate(terms):
        if term.coefficient == patterns[0].coefficient:
            for known in match_terms(patterns[0], term, letters):
                yield from _match_terms(patterns[1:], (*terms[:place], *terms[place + 1 :]), known)


def match_terms(pattern: Term, term: Term, letters: Found) -> Iterator[Found]:
    """The ways in which a term is a pattern but for its number."""
    if _powers(pattern) == _powers(term) and len(pattern.bound) == len(term.bound):
        for known, _, sign in match_factors(pattern.factors, term.factors, letters, Fraction(1)):
            if sign > 0 and _is_summed_alike(pattern, term, known):
                yield known


def _powers(term: Term) -> list[Fraction]:
    """The powers of its factors, sorted: f is found in f², but f² is not f."""
    return sorted(power for _, power in term.factors)


def _is_summed_alike(pattern: Term, term: Term, letters: Found) -> bool:
    """Whether the letters a pattern is summed over stand for different ones that the term is summed over."""
    summed = [letters.get(letter) for letter in pattern.bound]
    return all(letter in term.bound for letter in summed) and len(set(summed)) == len(summed)


def match_factors(
    patterns: Sequence[Factor], factors: Sequence[Factor], letters: Found, times: Fraction
) -> Iterator[tuple[Found, tuple[int, ...], int]]:
    """The ways in which some factors are those of a pattern to the power `times`: the letters, the places, the sign.

    The sign is -1 where a bracket is the negative of the pattern's: (μ − x) for (x − μ).
    """
    if not patterns:
        yield letters, (), 1
        return
    atom, power = patterns[0]
    wanted = power * times
    for place, (other, has) in enumerate(factors):
        if (has > 0) == (wanted > 0) and abs(has) >= abs(wanted):
            for known, sign in _match_signed(atom, other, letters, wanted):
                rest = [(each, Fraction(0)) if i == place else (each, p) for i, (each, p) in enumerate(factors)]
                for found, places, others in match_factors(patterns[1:], rest, known, times):
                    yield found, (place, *places), sign * others


def _match_signed(pattern: Atom, atom: Atom, letters: Found, power: Fraction) -> Iterator[tuple[Found, int]]:
    for known in match_atoms(pattern, atom, letters):
        yield known, 1
    if isinstance(pattern, Group) and isinstance(atom, Group) and power.denominator == 1:
        for known in match_formulas(pattern.formulas[0], -atom.formulas[0], letters):
            yield known, -1 if power % 2 else 1


def match_atoms(pattern: Atom, atom: Atom, letters: Found) -> Iterator[Found]:
    """The ways in which a factor is a pattern."""
    if type(pattern) is not type(atom) or pattern.head != atom.head or len(pattern.places) != len(atom.places):
        return
    known: Found | None = letters
    for place, other in zip(pattern.places, atom.places, strict=True):
        known = _match_place(place, other, known) if known is not None else None
    if known is not None:
        yield from _match_several(pattern.formulas, atom.formulas, known)


def _match_several(patterns: Sequence[Formula], formulas: Sequence[Formula], letters: Found) -> Iterator[Found]:
    if len(patterns) != len(formulas):
        return
    if not patterns:
        yield letters
        return
    for known in match_formulas(patterns[0], formulas[0], letters):
        yield from _match_several(patterns[1:], formulas[1:], known)


def _match_place(pattern: Place, place: Place, letters: Mapping[Letter, Place]) -> Found | None:
    if not isinstance(pattern, Letter):
        return dict(letters) if place_key(pattern, {}) == place_key(place, {}) else None
    if pattern in letters:
        return dict(letters) if place_key(letters[pattern], {}) == place_key(place, {}) else None
    if isinstance(place, Letter) and place.length != pattern.length:
        return None
    return {**letters, pattern: place}
