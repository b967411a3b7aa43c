"""Deltas, and what else stands in for something: sums that they remove, letters nothing depends on, derivatives."""

from collections.abc import Callable, Mapping

from autograd.derivation.formula import Delta, Formula, Letter, Slope, Term, number, of, total

Count = Callable[[int], Formula]
"""How a length is written."""


def without_deltas(term: Term) -> Formula:
    """A term without the sums that a delta removes."""
    for atom, _ in term.factors:
        if not isinstance(atom, Delta):
            continue
        for place, other in (atom.places, atom.places[::-1]):
            is_within = not isinstance(other, Letter) or other.length <= getattr(place, "length", 0)
            if isinstance(place, Letter) and place in term.bound and is_within and not isinstance(other, Formula):
                rest = [factor for factor in term.factors if factor[0] != atom]
                bound = [letter for letter in term.bound if letter != place]
                inner = Term(term.coefficient, rest).swapped({place: other})
                found = [Term(each.coefficient, each.factors, (*bound, *each.bound)) for each in inner.terms]
                return total(map(without_deltas, found))
    return Formula([term])


def resolved(x: Formula) -> Formula:
    """A formula without the sums that deltas remove, at any depth."""
    if not any(isinstance(atom, Delta) for atom in x.atoms()):
        return x
    inside = (term.rebuilt(lambda place: place, resolved) for term in x.terms)
    return total(without_deltas(term) for found in inside for term in found.terms)


def without_unused(term: Term, count: Count = number) -> Formula:
    """A term without sums over letters that nothing depends on: they count."""
    used = {letter for atom, _ in term.factors for letter in atom.letters()}
    found = Formula([Term(term.coefficient, term.factors, [letter for letter in term.bound if letter in used])])
    for letter in term.bound:
        if letter not in used:
            found = found * count(letter.length)
    return found


def with_slopes(
    x: Formula, lines: Mapping[str, tuple[tuple[Letter, ...], Formula]], top: str, count: Count = number
) -> Formula:
    """The formula with other formulas for derivatives by some names."""

    def replaced(atom: Slope) -> Formula:
        if atom.head[0] != top or atom.head[2] not in lines:
            return of(atom)
        letters, line = lines[atom.head[2]]
        own = total(Formula([term.renamed()]) for term in line.terms)
        return own.swapped(dict(zip(letters, atom.places, strict=True)))

    def inside(inner: Formula) -> Formula:
        return with_slopes(inner, lines, top, count)

    found = []
    for term in x.terms:
        product = Formula([Term(term.coefficient)])
        for atom, power in term.factors:
            new = replaced(atom) if isinstance(atom, Slope) else atom.rebuilt(lambda place: place, inside)
            product = product * (new if power == 1 else new ** number(power))
        bound = term.bound
        found += [
            without_unused(Term(each.coefficient, each.factors, (*bound, *each.bound)), count) for each in product.terms
        ]
    return resolved(total(found))


def slopes_in(x: Formula) -> set[str]:
    """The names whose derivatives stand in a formula."""
    return {atom.head[2] for atom in x.atoms() if isinstance(atom, Slope)}
