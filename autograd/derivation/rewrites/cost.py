"""How long a formula is, counted in symbols."""

from fractions import Fraction

from autograd.derivation.formula import Atom, Formula, Group, Slope, Term


def cost(x: Formula) -> int:
    """How many symbols a formula takes."""
    if x.cost is None:
        x.cost = sum(map(cost_of_term, x.terms)) + max(len(x.terms) - 1, 0)
    return x.cost


def cost_of_term(term: Term) -> int:
    """How many symbols a term takes."""
    found = len(set(term.bound)) + (abs(term.coefficient) != 1) + (term.coefficient < 0)
    if isinstance(term.coefficient, Fraction):
        found += is_quotient(term.coefficient) and abs(term.coefficient.numerator) != 1
    found += not term.factors and abs(term.coefficient) == 1
    return found + sum(cost_of_atom(atom) + (power != 1) for atom, power in term.factors)


FRACTIONS = (2, 3, 4, 6, 8, 9, 12, 16, 24)
"""Denominators of numbers that are written as fractions, though some have a short decimal form."""


def is_quotient(x: Fraction) -> bool:
    """Whether a number is written as a fraction, not as a decimal."""
    rest = x.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest > 1 or x.denominator in FRACTIONS


def cost_of_atom(atom: Atom) -> int:
    """How many symbols a factor takes: places count for nothing, a derivative is two names."""
    return (not isinstance(atom, Group)) + isinstance(atom, Slope) + sum(map(cost, atom.formulas))
