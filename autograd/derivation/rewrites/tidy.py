"""The shortest form of a formula, found with the closed list of rewrites."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice, permutations

from autograd.derivation.formula import Apply, Atom, Entry, Formula, Group, Letter, Term, Unspecified, number, total
from autograd.derivation.matching import shape_of
from autograd.derivation.rewrites.brackets import MOST_TERMS, factored, multiplied_out
from autograd.derivation.rewrites.cost import cost
from autograd.derivation.rewrites.deltas import Count, without_unused
from autograd.derivation.rewrites.functions import with_function
from autograd.derivation.rewrites.names import Known, heads, in_order, is_pattern, named, named_sum

MOST_SYMBOLS = 150
"""Symbols of a formula that is multiplied out."""

MOST_JOINED = 6
"""Sums among which two with a factor in common are looked for."""

MOST_ORDERS = 6
"""Ways in which the letters of two sums are compared."""


class Tidy:
    """Makes formulas short with what a sheet defines; `shares` are the names whose entries add up to 1,
    with the axis along which they do.
    """

    def __init__(self, known: Iterable[Known], shares: Mapping[str, int] | None = None, count: Count = number) -> None:
        self.count = count
        self.shares = shares or {}
        self.used_shares: set[str] = set()
        patterns = [each.with_switches() for each in known if is_pattern(each)]
        often: dict[str, int] = {}
        for each in patterns:
            for name in each.names:
                often[name] = often.get(name, 0) + 1
        self.by_rarest: dict[str, list[Known]] = {}
        for each in patterns:
            rarest = min(sorted(each.names), key=often.__getitem__)
            self.by_rarest.setdefault(rarest, []).append(each)

    def shortest(self, x: Formula) -> Formula:
        """The shortest form found."""
        best = self.recognised(x)
        apart = factored(best, one_bar=False)
        return min([self.recognised(factored(best)), best, self.recognised(apart), *self.candidates(x)], key=cost)

    def candidates(self, x: Formula) -> Iterator[Formula]:
        """Forms of a formula with its brackets multiplied out."""
        out = multiplied_out(x, self.count) if cost(x) <= MOST_SYMBOLS else None
        if out is not None:
            wide = self.recognised(out)
            yield wide
            yield self.recognised(factored(wide))

    def recognised(self, x: Formula) -> Formula:
        """The formula with names for what they are defined as, wherever that is shorter."""
        x = total(self._inside(term) for term in x.terms)
        for _ in range(20):
            better = self._once(x)
            if better is None:
                return x
            x = better
        return x

    def _inside(self, term: Term) -> Formula:
        if not any(atom.formulas for atom, _ in term.factors):
            return Formula([term])
        found = term.rebuilt(lambda place: place, self.recognised)
        return total(without_unused(each, self.count) for each in found.terms) if term.bound else found

    def _once(self, x: Formula) -> Formula | None:
        """The formula after one rewrite that makes it shorter."""
        before = cost(x)
        for place, term in enumerate(x.terms):
            for new in self._terms(term):
                found = total([*(Formula([each]) for i, each in enumerate(x.terms) if i != place), new])
                if cost(found) < before:
                    return in_order(x, place, new)
        return next((new for new in self._sums(x) if cost(new) < before), None)

    def _terms(self, term: Term) -> Iterator[Formula]:
        """What a term may be written as."""
        for atom, power in term.factors:
            axis = self.shares.get(atom.head) if isinstance(atom, Entry) and power == 1 else None
            if axis is not None and axis < len(atom.places):
                own = atom.places[axis]
                others = [each for each, _ in term.factors if each != atom]
                alone = list(atom.letters()).count(own) == 1  # type: ignore[arg-type]
                if alone and own in term.bound and not any(own in each.letters() for each in others):
                    self.used_shares.add(atom.head)
                    rest = [factor for factor in term.factors if factor[0] != atom]
                    yield Formula([Term(term.coefficient, rest, [each for each in term.bound if each != own])])
        yield from self._alone(term)
        yield from with_function(term)
        for known in self._candidates(Formula([term])):
            if (single := known.body.single) is not None:
                yield from named(term, known, single)

    def _alone(self, term: Term) -> Iterator[Formula]:
        """A term with a bracket that is summed over by itself, Σ_i (x_i − μ), multiplied out."""
        for place, (atom, power) in enumerate(term.factors):
            if not isinstance(atom, Group) or power != 1:
                continue
            own = [letter for letter in dict.fromkeys(atom.letters()) if letter in term.bound]
            others = (*term.factors[:place], *term.factors[place + 1 :])
            if not own or any(letter in own for other, _ in others for letter in other.letters()):
                continue
            inner = total(
                without_unused(Term(each.coefficient, each.factors, (*each.bound, *own)), self.count)
                for each in (each.renamed() for each in atom.formulas[0].terms)
            )
            rest = Term(term.coefficient, others, [letter for letter in term.bound if letter not in own])
            yield Formula([rest]) * self.recognised(inner)

    def _sums(self, x: Formula) -> Iterator[Formula]:
        """What several terms together may be written as."""
        if len(x.terms) == 2:
            yield from _switched(x)
        if 1 < len(x.terms) <= MOST_JOINED:
            yield from _joined(x)
        shapes = set(map(shape_of, x.terms)) if len(x.terms) > 1 else set()
        for known in self._candidates(x) if shapes else ():
            size = len(known.body.terms)
            if 1 < size <= min(len(x.terms), MOST_TERMS) and known.shapes <= shapes:
                yield from named_sum(x, known)

    def _candidates(self, x: Formula) -> Iterator[Known]:
        inside = set(heads(x))
        for head in sorted(inside):
            for known in self.by_rarest.get(head, ()):
                if known.names <= inside:
                    yield known


def _joined(x: Formula) -> Iterator[Formula]:
    """Two sums with a factor in common as one: Σ_j a_j c_j − Σ_j b_j c_j as Σ_j (a_j − b_j) c_j.

    What they have in common has every letter: a sum over a letter of one of them alone is a sum of its own.
    """
    for (place, one), (other_place, other) in combinations(enumerate(x.terms), 2):
        if not one.bound or sorted(map(_length, one.bound)) != sorted(map(_length, other.bound)):
            continue
        for order in islice(permutations(other.bound), MOST_ORDERS):
            if list(map(_length, order)) != list(map(_length, one.bound)):
                continue
            (turned,) = Term(other.coefficient, other.factors).swapped(dict(zip(order, one.bound, strict=True))).terms
            common = [factor for factor in one.factors if factor in turned.factors]
            rests = [[factor for factor in each.factors if factor not in common] for each in (one, turned)]
            shared = {letter for atom, _ in common for letter in atom.letters()}
            if shared.issuperset(one.bound) and all(
                rest and all(_depends(atom, one.bound) for atom, _ in rest) for rest in rests
            ):
                is_same = one.coefficient in (turned.coefficient, -turned.coefficient)
                scale = max(one.coefficient, -one.coefficient) if is_same else Fraction(1)
                inner = Formula(
                    Term(each.coefficient / scale, rest) for each, rest in zip((one, turned), rests, strict=True)
                )
                (product,) = (Formula([Term(scale, common)]) * inner).terms
                joined = Formula([Term(product.coefficient, product.factors, one.bound)])
                kept = [Formula([term]) for at, term in enumerate(x.terms) if at not in (place, other_place)]
                yield total([*kept[:place], joined, *kept[place:]])


def _depends(atom: Atom, letters: Sequence[Letter]) -> bool:
    return any(letter in letters for letter in atom.letters())


def _length(letter: Letter) -> int:
    return letter.length


def _switched(x: Formula) -> Iterator[Formula]:
    """1 − [u > 0] as [−u > 0], and 2 [u > 0] − 1 as the sign of u."""
    one, other = x.terms
    for constant, switch in (one, other), (other, one):
        match switch.factors:
            case [(Apply(head=("mask", _)) as atom, 1)] if not constant.factors and not switch.bound:
                if constant.coefficient == -switch.coefficient:
                    turned = Apply(atom.head, (), (-atom.formulas[0],))
                    yield Formula([Term(constant.coefficient, ((turned, Fraction(1)),))])
                if 2 * constant.coefficient == -switch.coefficient:
                    sign = Unspecified("sign", (), atom.formulas)
                    yield Formula([Term(-constant.coefficient, ((sign, Fraction(1)),))])
