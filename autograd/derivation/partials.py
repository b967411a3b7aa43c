"""Local derivatives: what a formula depends on, and how strongly, at each place where it stands.

The rules are those of the table of operations, run on formulas.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import NamedTuple

from autograd.derivation.formula import (
    ONE,
    Apply,
    Atom,
    Entry,
    Extremum,
    Formula,
    Group,
    Letter,
    Term,
    Unspecified,
    applied,
    formula,
    fresh,
    number,
    of,
)
from autograd.derivation.views import Underivable
from autograd.engine.codegen.python import OPS
from autograd.errors import NoDerivativeError
from autograd.worksheet.language.vocabulary import PRIME


class Use(NamedTuple):
    """A place where an entry of a name is used: the derivative there, and the letters of the sums it stands in."""

    entry: Entry
    slope: Formula
    bound: tuple[Letter, ...]


def uses(body: Formula, names: Collection[str]) -> Iterator[Use]:
    """Every place where a formula uses one of these names."""
    for term in body.terms:
        if not _has_any(term, names):
            continue
        own = term.renamed()
        for place, (atom, power) in enumerate(own.factors):
            inner = list(_uses_in(atom, names))
            if not inner:
                continue
            others = (*own.factors[:place], *own.factors[place + 1 :])
            rest = Formula([Term(own.coefficient, others)]) * _of_power(atom, power)
            for use in inner:
                yield Use(use.entry, rest * use.slope, (*own.bound, *use.bound))


def _has_any(term: Term, names: Collection[str]) -> bool:
    atoms = (atom for factor, _ in term.factors for atom in factor.atoms())
    return any(isinstance(atom, Entry) and atom.head in names for atom in atoms)


def _of_power(atom: Atom, power: Fraction) -> Formula:
    """The derivative of an atom's power by the atom."""
    if power == 1:
        return ONE
    base = of(atom)
    return formula(OPS["pow"].local(0, (base, number(power)), base**power))


def _uses_in(atom: Atom, names: Collection[str]) -> Iterator[Use]:
    match atom:
        case Entry():
            if atom.head in names:
                yield Use(atom, ONE, ())
        case Group():
            yield from uses(atom.formulas[0], names)
        case Unspecified():
            slope = of(Unspecified(f"{atom.head}{PRIME}", (), atom.formulas))
            for use in uses(atom.formulas[0], names):
                yield Use(use.entry, slope * use.slope, use.bound)
        case Apply() if len(several := list(atom.operands())) > 2:  # max(a, b, c): where it is the largest
            for operand in several:
                chosen = applied(("indicator", ()), (operand - of(atom),))
                for use in uses(operand, names):
                    yield Use(use.entry, chosen * use.slope, use.bound)
        case Apply():
            for slot, operand in enumerate(atom.formulas):
                inner = list(uses(operand, names))
                if inner:
                    local = _local(atom, slot)
                    for use in inner:
                        yield Use(use.entry, local * use.slope, use.bound)
        case Extremum():
            letter = atom.places[0]
            assert isinstance(letter, Letter)
            new = fresh(letter.length)
            body = atom.formulas[0].swapped({letter: new})
            local = of(atom) / body if atom.head == "prod" else applied(("indicator", ()), (body - of(atom),))
            for use in uses(body, names):
                yield Use(use.entry, local * use.slope, (new, *use.bound))


def _local(atom: Apply, slot: int) -> Formula:
    try:
        return formula(atom.rule.local(slot, atom.formulas, of(atom)))
    except NoDerivativeError:
        raise Underivable(f"{atom.head[0]} has no derivative: it is flat but for a jump") from None
