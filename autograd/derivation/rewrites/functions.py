"""Functions recognised by their formulas: 1/(1 + exp(−u)) is σ(u), whatever stands at u.

So what is differentiated and what comes out are the functions: σ′ is σ (1 − σ), and log(1 + exp(u)) has the slope σ(u).
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import product

from autograd.derivation.formula import Apply, Formula, Term, applied, number, of, total

_EXP = ("exp", ())


def _exp(u: Formula) -> Formula:
    return applied(_EXP, (u,))


FUNCTIONS: tuple[tuple[str, Callable[[Formula], Formula]], ...] = (
    ("tanh", lambda u: (_exp(u) - _exp(-u)) / (_exp(u) + _exp(-u))),
    ("tanh", lambda u: (_exp(2 * u) - 1) / (_exp(2 * u) + 1)),
    ("tanh", lambda u: (1 - _exp(-2 * u)) / (1 + _exp(-2 * u))),
    ("sigmoid", lambda u: _exp(u) / (1 + _exp(u))),
    ("sigmoid", lambda u: 1 / (1 + _exp(-u))),
)
"""The functions, and their formulas: those with more in them first."""

_TIMES = (Fraction(1), Fraction(-1), Fraction(1, 2), Fraction(-1, 2))
"""What u may be of the exponents in a formula."""


def in_functions(x: Formula) -> Formula:
    """A formula with functions in place of their formulas, at any depth."""
    if not any(atom.head == _EXP for atom in x.atoms()):
        return x
    inside = [term.rebuilt(lambda place: place, in_functions) for term in x.terms]
    return total(_recognised(term) for found in inside for term in found.terms)


def _recognised(term: Term) -> Formula:
    found = next(with_function(term), None)
    return Formula([term]) if found is None else total(map(_recognised, found.terms))


def with_function(term: Term) -> Iterator[Formula]:
    """A term with a function in place of some of its factors."""
    if not any(power < 0 and atom.formulas for atom, power in term.factors):
        return
    exponents = {each.key: each for each in _exponents(term)}.values()
    for (name, of_u), exponent, times in product(FUNCTIONS if exponents else (), exponents, _TIMES):
        u = exponent * number(times)
        (pattern,) = of_u(u).terms
        if (rest := _without(term, pattern)) is not None:
            (found,) = (Formula([rest]) * of(Apply((name, ()), (), (u,)))).terms
            yield Formula([Term(found.coefficient, found.factors, term.bound)])


def _exponents(term: Term) -> Iterator[Formula]:
    """What exp is taken of below a bar."""
    for factor, power in term.factors:
        for atom in factor.atoms() if power < 0 else ():
            if atom.head == _EXP:
                yield atom.formulas[0]


def _without(term: Term, pattern: Term) -> Term | None:
    """The factors of a term that are left where those of a pattern are taken out; None where they are not all there."""
    left = dict(term.factors)
    for atom, power in pattern.factors:
        has = left.get(atom, Fraction(0))
        if has * power <= 0 or abs(has) < abs(power):
            return None
        left[atom] = has - power
    return Term(term.coefficient / pattern.coefficient, [each for each in left.items() if each[1]])
