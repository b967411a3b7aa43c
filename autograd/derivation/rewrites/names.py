"""Definitions recognised: the name in place of what it is defined as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from autograd.derivation.formula import (
    Apply,
    Atom,
    Entry,
    Factor,
    Formula,
    Letter,
    Place,
    Term,
    Unspecified,
    applied,
    number,
    of,
    total,
)
from autograd.derivation.matching import Found, Shape, match_factors, match_formulas, shape_of
from autograd.derivation.rewrites.cost import cost


@dataclass(frozen=True)
class Known:
    """A definition as a pattern: the name stands for `body` at any of its letters, or at one of its `places` alone."""

    name: str
    letters: tuple[Letter, ...]
    body: Formula
    places: tuple[Place, ...] = ()

    def with_switches(self) -> "Known":
        """The same with the switches that derivatives have for its own steps: it is to be found in derivatives."""
        return Known(self.name, self.letters, _with_switches(self.body), self.places)

    @cached_property
    def names(self) -> set[str]:
        """The names and functions in it."""
        return set(heads(self.body))

    @cached_property
    def shapes(self) -> set[Shape]:
        """The shapes of its terms: a sum that it is part of has terms of all of them."""
        return set(map(shape_of, self.body.terms))


def heads(x: Formula) -> Iterator[str]:
    for atom in x.atoms():
        if isinstance(atom, Entry):
            yield atom.head
        elif isinstance(atom, Apply):
            yield f"{atom.head[0]}()"
        elif isinstance(atom, Unspecified):
            yield f"{atom.head}()"


def _with_switches(x: Formula) -> Formula:
    if not any(atom.head == ("step", ()) for atom in x.atoms()):
        return x
    return total(_term_with_switches(term) for term in x.terms)


def _term_with_switches(term: Term) -> Formula:
    found = Formula([Term(term.coefficient, (), ())])
    for atom, power in term.factors:
        new = atom.rebuilt(lambda place: place, _with_switches)
        if atom.head == ("step", ()):
            new = applied(("mask", ()), tuple(map(_with_switches, atom.formulas)))
        found = found * new ** number(power)
    return Formula(Term(each.coefficient, each.factors, (*term.bound, *each.bound)) for each in found.terms)


def is_pattern(known: Known) -> bool:
    """Whether a definition can be recognised: it is more than a product of names, and all its letters are in it.

    A product of names meets by chance, w2 from one local derivative and a1 from another.
    """
    single = known.body.single
    factors = single.factors if single is not None and not single.bound else ()
    if factors and all(isinstance(atom, Entry) and power > 0 for atom, power in factors):
        return False
    return bool(known.names) and cost(known.body) > 1 and set(known.letters) <= set(known.body.letters())


def in_order(x: Formula, place: int, new: Formula) -> Formula:
    """The formula with another for one of its terms."""
    return total(new if i == place else Formula([each]) for i, each in enumerate(x.terms))


def named(term: Term, known: Known, pattern: Term) -> Iterator[Formula]:
    """A term with a name for some of its factors."""
    for times in (Fraction(1), Fraction(-1), Fraction(2), Fraction(-2)):
        if times != 1 and (pattern.bound or (pattern.coefficient != 1 and times not in (1, -1))):
            continue
        for letters, places, sign in match_factors(pattern.factors, term.factors, {}, times):
            entry = _entry(known, letters, term)
            if entry is None:
                continue
            powers = [power * times for _, power in pattern.factors]
            left = list(term.factors)
            for place, power in zip(places, powers, strict=True):
                left[place] = (left[place][0], left[place][1] - power)
            rest = [factor for factor in left if factor[1]]
            summed = [letters[letter] for letter in pattern.bound]
            if len(set(summed)) < len(summed) or any(letter not in term.bound for letter in summed):
                continue
            if any(letter in summed for atom, _ in rest for letter in atom.letters()):
                continue
            if any(letter in summed for letter in entry.letters()):
                continue
            bound = [letter for letter in term.bound if letter not in summed]
            first = min(places)
            own = (entry, times)
            before = [f for f in left[:first] if f[1]]
            after = [f for f in left[first:] if f[1]]
            scale = sign * term.coefficient / pattern.coefficient ** int(times)
            yield _collected(scale, [*before, own, *after], bound)


def _collected(coefficient: Fraction | float, factors: Sequence[Factor], bound: Sequence[Letter]) -> Formula:
    """A term, equal factors collected."""
    powers: dict[Atom, Fraction] = {}
    for atom, power in factors:
        powers[atom] = powers.get(atom, Fraction(0)) + power
    return Formula([Term(coefficient, [each for each in powers.items() if each[1]], bound)])


def _entry(known: Known, letters: Found, where: Term | Formula) -> Entry | None:
    """The entry of a definition at the places its letters stand for; None if one of them is summed over deeper in."""
    places = [letters[letter] for letter in known.letters] or known.places
    seen = set(where.letters()) | set(where.bound if isinstance(where, Term) else ())
    if any(isinstance(place, Letter) and place not in seen for place in places):
        return None
    return Entry(known.name, places)


def named_sum(x: Formula, known: Known) -> Iterator[Formula]:
    """A sum with a name for some of its terms, which may be a multiple of what the name is."""
    size = len(known.body.terms)
    first = known.body.terms[0]
    tried = set()
    for anchor in x.terms:
        ratio = anchor.coefficient / first.coefficient
        if size == len(x.terms) and ratio in tried:  # all terms together are the same, whichever is first
            continue
        tried.add(ratio)
        wanted = Formula(term.times(ratio) for term in known.body.terms)
        for chosen in _subsets(x.terms, size, anchor):
            for letters in match_formulas(wanted, Formula(chosen), {}):
                entry = _entry(known, letters, Formula(chosen))
                if entry is not None:
                    place = min(x.terms.index(term) for term in chosen)
                    kept = [Formula([term]) for term in x.terms if term not in chosen]
                    yield total([*kept[:place], of(entry) * number(ratio), *kept[place:]])


def _subsets(terms: Sequence[Term], size: int, anchor: Term) -> Iterator[tuple[Term, ...]]:
    """So many of the terms, the anchor among them: all of them, or those beside one another."""
    if size == len(terms):
        yield tuple(terms)
        return
    if size == 2:
        yield from ((anchor, other) for other in terms if other is not anchor)
        return
    for start in range(len(terms) - size + 1):
        chosen = tuple(terms[start : start + size])
        if anchor in chosen:
            yield chosen
