"""The closed list of rewrites that make a derived formula short, each of which leaves its value as it is.

| rewrite        | from                           | to                                           |
|----------------|--------------------------------|----------------------------------------------|
| delta          | Σ_j [i = j] a_j                | a_i                                          |
| name           | exp(h_i)/Σ_k exp(h_k)          | P_i, where a definition says so              |
| shares         | Σ_j y_j                        | 1, where the entries of y add up to 1        |
| multiplied out | Σ_i (x_i − μ)                  | Σ_i x_i − m μ, where that is shorter         |
| common factor  | a/s + b/s                      | (a + b)/s                                    |
| common sum     | Σ_j a_j c_j − Σ_j b_j c_j      | Σ_j (a_j − b_j) c_j                          |
| denominator    | a/s + b/(m s)                  | (m a + b)/(m s)                              |
| switch         | 1 − [u > 0]                    | [−u > 0]                                     |
| sign           | 2 [u > 0] − 1                  | sign(u)                                      |

Deltas vanish as soon as there is a sum over them; of all others the shortest form is kept, counted in symbols.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, permutations

from autograd.derivation.formula import (
    ZERO,
    Apply,
    Atom,
    Delta,
    Entry,
    Factor,
    Formula,
    Group,
    Letter,
    Place,
    Slope,
    Term,
    Unspecified,
    applied,
    number,
    of,
    total,
)
from autograd.derivation.matching import Found, Shape, match_factors, match_formulas, shape_of

Count = Callable[[int], Formula]

MOST_SYMBOLS = 150
"""Symbols of a formula that is multiplied out."""

MOST_JOINED = 6
"""Sums among which two with a factor in common are looked for."""

MOST_ORDERS = 6
"""Ways in which the letters of two sums are compared."""

MOST_TERMS = 24
"""Terms of a bracket that is multiplied out."""


def cost(x: Formula) -> int:
    """How many symbols a formula takes."""
    return sum(map(cost_of_term, x.terms)) + max(len(x.terms) - 1, 0)


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
        return set(_heads(self.body))

    @cached_property
    def shapes(self) -> set[Shape]:
        """The shapes of its terms: a sum that it is part of has terms of all of them."""
        return set(map(shape_of, self.body.terms))


class Tidy:
    """Makes formulas short with what a sheet defines; `shares` are the names whose entries add up to 1,
    with the axis along which they do.
    """

    def __init__(self, known: Iterable[Known], shares: Mapping[str, int] | None = None, count: Count = number) -> None:
        self.count = count
        self.shares = shares or {}
        self.used_shares: set[str] = set()
        patterns = [each.with_switches() for each in known if _is_pattern(each)]
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
                    return _in_order(x, place, new)
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
        for known in self._candidates(Formula([term])):
            if (single := known.body.single) is not None:
                yield from _named(term, known, single)

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
                yield from _named_sum(x, known)

    def _candidates(self, x: Formula) -> Iterator[Known]:
        heads = set(_heads(x))
        for head in sorted(heads):
            for known in self.by_rarest.get(head, ()):
                if known.names <= heads:
                    yield known


def _heads(x: Formula) -> Iterator[str]:
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


def _is_pattern(known: Known) -> bool:
    """Whether a definition can be recognised: it is more than a product of names, and all its letters are in it.

    A product of names meets by chance, w2 from one local derivative and a1 from another.
    """
    single = known.body.single
    factors = single.factors if single is not None and not single.bound else ()
    if factors and all(isinstance(atom, Entry) and power > 0 for atom, power in factors):
        return False
    return bool(known.names) and cost(known.body) > 1 and set(known.letters) <= set(known.body.letters())


def _in_order(x: Formula, place: int, new: Formula) -> Formula:
    """The formula with another for one of its terms."""
    return total(new if i == place else Formula([each]) for i, each in enumerate(x.terms))


def _named(term: Term, known: Known, pattern: Term) -> Iterator[Formula]:
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


def _named_sum(x: Formula, known: Known) -> Iterator[Formula]:
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


def _joined(x: Formula) -> Iterator[Formula]:
    """Two sums with a factor in common as one: Σ_j a_j c_j − Σ_j b_j c_j as Σ_j (a_j − b_j) c_j."""
    for (place, one), (other_place, other) in combinations(enumerate(x.terms), 2):
        if not one.bound or sorted(map(_length, one.bound)) != sorted(map(_length, other.bound)):
            continue
        for order in islice(permutations(other.bound), MOST_ORDERS):
            if list(map(_length, order)) != list(map(_length, one.bound)):
                continue
            (turned,) = Term(other.coefficient, other.factors).swapped(dict(zip(order, one.bound, strict=True))).terms
            common = [factor for factor in one.factors if factor in turned.factors]
            rests = [[factor for factor in each.factors if factor not in common] for each in (one, turned)]
            if all(rest and all(_depends(atom, one.bound) for atom, _ in rest) for rest in rests) and any(
                _depends(atom, one.bound) for atom, _ in common
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


def without_unused(term: Term, count: Count = number) -> Formula:
    """A term without sums over letters that nothing depends on: they count."""
    used = {letter for atom, _ in term.factors for letter in atom.letters()}
    found = Formula([Term(term.coefficient, term.factors, [letter for letter in term.bound if letter in used])])
    for letter in term.bound:
        if letter not in used:
            found = found * count(letter.length)
    return found


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
        below = [each.denominator for each in numbers]
        scale = Fraction(1, max(below)) if max(below) > 1 and all(max(below) % each == 0 for each in below) else scale
        if len({abs(each) for each in numbers}) == 1:
            scale = abs(numbers[0])
    if not common and scale == 1:
        return x
    inverse = Formula([Term(1 / scale, [(atom, -power) for atom, power in common])])
    parts = [Formula([term]) * inverse for term in x.terms]
    inner = total(sorted(parts, key=lambda part: (part.terms[0].coefficient < 0, cost(part))))
    return Formula([Term(scale, common)]) * inner


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
