"""Brackets multiplied out, opened, and put around what terms have in common."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from autograd.derivation.formula import ZERO, Atom, Factor, Formula, Group, Term, number, total
from autograd.derivation.rewrites.cost import cost, is_quotient
from autograd.derivation.rewrites.deltas import Count, without_unused

MOST_TERMS = 24
"""Terms of a bracket that is multiplied out."""


def multiplied_out(x: Formula, count: Count = number) -> Formula | None:
    """The formula with its brackets multiplied out; None if it has none, or too many."""
    found: list[Term] = []
    changed = False
    for term in x.terms:
        terms = list(_multiplied_out(term, count))
        changed |= len(terms) > 1
        found += terms
        if len(found) > MOST_TERMS:
            return None
    return Formula(found) if changed else None


def _multiplied_out(term: Term, count: Count) -> Iterator[Term]:
    for place, (atom, power) in enumerate(term.factors):
        if isinstance(atom, Group) and power == 1 and not _is_slope_of_tanh(atom):
            before, after = term.factors[:place], term.factors[place + 1 :]
            for inner in atom.formulas[0].terms:
                own = inner.renamed()
                first = Formula([Term(term.coefficient, before)]) * Formula([own]) * Formula([Term(Fraction(1), after)])
                (found,) = first.terms
                product = Term(found.coefficient, found.factors, (*term.bound, *own.bound))
                for each in without_unused(product, count).terms:
                    yield from _multiplied_out(each, count)
            return
    yield term


def _is_slope_of_tanh(group: Group) -> bool:
    """1 − h², which is kept whole: multiplied out, where h is near 1, what is left of it is lost in rounding."""
    match sorted(group.formulas[0].terms, key=lambda term: len(term.factors)):
        case [Term(coefficient=1, factors=()), Term(coefficient=-1, factors=((_, power),))]:
            return power == 2
    return False


def opened(x: Formula) -> Formula:
    """The formula without the brackets that hold sums over letters: their terms stand by themselves."""
    return _opened(x, lambda _, group: any(each.bound for each in group.terms))


def spread(x: Formula, is_wanted: Callable[[Atom], bool]) -> Formula:
    """The formula without the brackets that hold such factors: their terms stand by themselves."""
    return _opened(x, lambda _, group: any(is_wanted(atom) for atom in group.atoms()))


def parted(x: Formula) -> Formula:
    """The formula without the brackets that no matrix is, for more than two letters stand in them."""
    return _opened(x, lambda _, group: len(set(group.letters())) > 2)


def unweighted(x: Formula) -> Formula:
    """The formula without the brackets in which a list weighs the rows of a matrix: a[j]*A[j,i] + b[j]*B[j,i]."""
    return _opened(x, lambda _, group: any(_has_weights(term) for term in group.terms))


def _has_weights(term: Term) -> bool:
    letters = [set(atom.letters()) for atom, _ in term.factors]
    return {len(each) for each in letters if each.isdisjoint(term.bound)} >= {1, 2}


def _opened(x: Formula, is_wanted: Callable[[Term, Formula], bool]) -> Formula:
    found: list[Formula] = []
    for term in x.terms:
        for place, (atom, power) in enumerate(term.factors):
            inner = atom.formulas[0] if isinstance(atom, Group) and power == 1 else ZERO
            if inner.terms and is_wanted(term, inner):
                rest = Formula([Term(term.coefficient, (*term.factors[:place], *term.factors[place + 1 :]))])
                for each in inner.terms:
                    (product,) = (Formula([each.renamed()]) * rest).terms
                    bound = (*term.bound, *product.bound)
                    found.append(_opened(Formula([Term(product.coefficient, product.factors, bound)]), is_wanted))
                break
        else:
            found.append(Formula([term]))
    return total(found)


def _shared(powers: Sequence[Fraction]) -> Fraction:
    """The power that all of these have in common: 0 where some are above the bar and some below."""
    return min(powers, key=abs) if min(powers) > 0 or max(powers) < 0 else Fraction(0)


def factored(x: Formula, one_bar: bool = True) -> Formula:
    """The formula with what its terms have in common before a bracket; over `one_bar`, what is below any of them."""
    if len(x.terms) < 2:
        return x
    atoms: dict[Atom, list[Fraction]] = {}
    for term in x.terms:
        for atom, power in term.factors:
            if not any(letter in term.bound for letter in atom.letters()):
                atoms.setdefault(atom, []).append(power)
    common: list[Factor] = []
    for atom, powers in atoms.items():
        everywhere = powers if len(powers) == len(x.terms) else [*powers, Fraction(0)]
        shared = min(everywhere) if one_bar else _shared(everywhere)
        if shared:
            common.append((atom, shared))
    numbers = [term.coefficient for term in x.terms if isinstance(term.coefficient, Fraction)]
    scale = Fraction(1)
    if len(numbers) == len(x.terms):
        below = max(each.denominator for each in numbers)
        if is_quotient(Fraction(1, below)) and all(below % each.denominator == 0 for each in numbers):
            scale = Fraction(1, below)  # no decimal: 2*x + 0.02*w stays as it is
        if len({abs(each) for each in numbers}) == 1:
            scale = abs(numbers[0])
    if not common and scale == 1:
        return x
    inverse = Formula([Term(1 / scale, [(atom, -power) for atom, power in common])])
    parts = [Formula([term]) * inverse for term in x.terms]
    inner = total(sorted(parts, key=lambda part: (part.terms[0].coefficient < 0, cost(part))))
    return Formula([Term(scale, common)]) * inner
