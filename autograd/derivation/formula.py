"""Formulas in index notation: sums of terms, each a number times factors, summed over index letters.

A formula stays in this form whatever is done to it, so that constants have left their sums, factors are collected into
powers and like terms are added without anybody asking for it. The operators and `of_op` let the local derivatives of
the table of operations run on formulas as they stand there.

| class    | what it is           | written            |
|----------|----------------------|--------------------|
| Entry    | an entry of a name   | x[i], W[i,j], mu   |
| Slope    | a derivative         | dL/dx[i]           |
| Apply    | an operation         | tanh(z[i])         |
| Unspecified | a function's name | r(z[i])            |
| Group    | a sum in brackets    | (z[i] - y[i])      |
| Extremum | over a letter        | max(k: x[k])       |
| Delta    | 1 where both agree   | [i = j]            |
| Ordinal  | a letter as a number | i                  |
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import Any, NamedTuple, TypeAlias, Union

from autograd.engine.codegen.python import OPS

Scalar = Fraction | float
_numbers = count()


class Letter(NamedTuple):
    """An index letter: what tells it from others, and how far it runs. What it is called is decided when written."""

    number: int
    length: int


Place: TypeAlias = Union[Letter, int, "Formula"]
Swap = Mapping[Letter, Place]


def fresh(length: int) -> Letter:
    """A letter that is used nowhere else."""
    return Letter(next(_numbers), length)


class Atom:
    """A factor: its `head`, the places it stands at, and the formulas inside it. Equal where it reads alike."""

    __slots__ = ("_key", "formulas", "head", "places")

    def __init__(self, head: Any, places: Sequence[Place] = (), formulas: Sequence["Formula"] = ()) -> None:
        self.head = head
        self.places = tuple(places)
        self.formulas = tuple(formulas)
        self._key: str | None = None

    @property
    def key(self) -> str:
        """What two atoms that read alike have in common, whatever their sums run over is called."""
        if self._key is None:
            self._key = self.written({})
        return self._key

    def written(self, bound: Mapping[Letter, str]) -> str:
        """The key, with other words for some letters."""
        places = ",".join(place_key(place, bound) for place in self.places)
        inside = ";".join(formula.written(bound) for formula in self.formulas)
        return f"{type(self).__name__}:{self.head}[{places}]({inside})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Atom) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return self.key

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        """The same with other places and formulas inside."""
        changed = type(self)(self.head, tuple(map(places, self.places)), tuple(map(formulas, self.formulas)))
        return of(changed)

    def atoms(self) -> Iterator["Atom"]:
        """Itself and every atom inside it."""
        yield self
        for formula in self.formulas:
            yield from formula.atoms()
        for place in self.places:
            if isinstance(place, Formula):
                yield from place.atoms()

    def letters(self) -> Iterator[Letter]:
        """The letters that stand in it free, as often as they do."""
        for place in self.places:
            if isinstance(place, Letter):
                yield place
            elif isinstance(place, Formula):
                yield from place.letters()
        for formula in self.formulas:
            yield from formula.letters()


class Entry(Atom):
    """An entry of a name (`head`)."""

    __slots__ = ()


class Slope(Atom):
    """A derivative: `head` is the name on top, how many of the places belong to it, and the name below."""

    __slots__ = ()


class Apply(Atom):
    """An operation of the table: `head` is its name and its parameters."""

    __slots__ = ()

    @property
    def rule(self) -> Any:
        name, parameters = self.head
        return OPS[name].with_parameters(*parameters) if parameters else OPS[name]

    def operands(self) -> Iterator["Formula"]:
        """What it is of: of the largest or smallest of several, which is one of two over and over, all of them."""
        for formula in self.formulas:
            inner = formula.single
            match inner.factors if inner is not None and inner.is_atom else ():
                case [(Apply() as other, _)] if other.head == self.head and self.head[0] in ("maximum", "minimum"):
                    yield from other.operands()
                case _:
                    yield formula

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        return applied(self.head, tuple(map(formulas, self.formulas)))


class Unspecified(Atom):
    """A function of which only the name (`head`) is known; with ′ its slope."""

    __slots__ = ()


class Group(Atom):
    """A sum as a factor."""

    __slots__ = ()

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        return formulas(self.formulas[0])


class Extremum(Atom):
    """The largest, the smallest, or the product over a letter: `head` is max, min or prod, the letter its one place."""

    __slots__ = ()

    def written(self, bound: Mapping[Letter, str]) -> str:
        (letter,) = self.places
        return super().written({**bound, letter: f"<{len(bound)}>"})  # type: ignore[dict-item]

    def letters(self) -> Iterator[Letter]:
        return (letter for letter in super().letters() if letter != self.places[0])


class Delta(Atom):
    """1 where two places agree, else 0."""

    __slots__ = ()

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        return delta(*map(places, self.places))


class Ordinal(Atom):
    """An index letter as a number."""

    __slots__ = ()

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        return of_place(places(self.places[0]))


Factor = tuple[Atom, Fraction]


class Term:
    """A number times factors, each to a power, summed over the letters that are `bound`."""

    __slots__ = ("_key", "bound", "coefficient", "factors")

    def __init__(self, coefficient: Scalar, factors: Sequence[Factor] = (), bound: Sequence[Letter] = ()) -> None:
        self.coefficient = coefficient
        self.factors = tuple(factors)
        self.bound = tuple(bound)
        self._key: str | None = None

    @property
    def key(self) -> str:
        """What like terms have in common: all but the number."""
        if self._key is None:
            self._key = self.written({})
        return self._key

    def written(self, bound: Mapping[Letter, str]) -> str:
        """The key, with other words for some letters: those of its own sums are counted as they are met."""
        if not self.factors:
            return "S" * len(self.bound)  # what nothing depends on counts: no number by itself
        if not self.bound:
            keys = ((atom.written(bound) if bound else atom.key, power) for atom, power in self.factors)
            return "*".join(sorted(f"{key}^{power}" for key, power in keys))
        depth = len(bound)
        blind = {**bound, **dict.fromkeys(self.bound, "?")}
        order = sorted(self.factors, key=lambda factor: f"{factor[0].written(blind)}^{factor[1]}")
        own: dict[Letter, str] = {}
        for atom, _ in order:
            for letter in atom.letters():
                if letter in self.bound and letter not in own:
                    own[letter] = f"<{depth + len(own)}>"
        inner = {**bound, **own}
        return f"S{len(own)}:" + "*".join(sorted(f"{atom.written(inner)}^{power}" for atom, power in self.factors))

    def __repr__(self) -> str:
        return f"{self.coefficient}·{self.key}"

    @property
    def is_atom(self) -> bool:
        """Whether it is a single factor."""
        return self.coefficient == 1 and len(self.factors) == 1 and self.factors[0][1] == 1 and not self.bound

    def times(self, coefficient: Scalar) -> "Term":
        return Term(self.coefficient * coefficient, self.factors, self.bound)

    def renamed(self) -> "Term":
        """The same with new letters for those it is summed over."""
        if not self.bound:
            return self
        new = {letter: fresh(letter.length) for letter in self.bound}
        (inner,) = Term(self.coefficient, self.factors).swapped(new).terms
        return Term(inner.coefficient, inner.factors, tuple(new.values()))

    def swapped(self, swap: Swap) -> "Formula":
        """The term with other places for some letters; what it is summed over are none of them."""

        def place(old: Place) -> Place:
            if isinstance(old, Letter):
                return swap.get(old, old)
            return as_place(old.swapped(swap)) if isinstance(old, Formula) else old

        return self.rebuilt(place, lambda inner: inner.swapped(swap))

    def rebuilt(self, places: Callable[[Place], Place], formulas: Callable[["Formula"], "Formula"]) -> "Formula":
        """The term with its factors rebuilt."""
        found = Formula([Term(self.coefficient)])
        for atom, power in self.factors:
            new = atom.rebuilt(places, formulas)
            found = found * (new if power == 1 else new ** number(power))
        return (
            Formula([Term(each.coefficient, each.factors, (*self.bound, *each.bound)) for each in found.terms])
            if (self.bound)
            else found
        )

    def letters(self) -> Iterator[Letter]:
        """The letters that stand in it free."""
        for atom, _ in self.factors:
            for letter in atom.letters():
                if letter not in self.bound:
                    yield letter


class Formula:
    """A sum of terms, like ones added; `cost` is how long it is, once somebody has counted."""

    __slots__ = ("_key", "cost", "terms")

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._key: str | None = None
        self.cost: int | None = None
        self.terms: tuple[Term, ...]
        terms = tuple(terms)
        if len(terms) == 1:  # most are: nothing is to be compared
            self.terms = terms if terms[0].coefficient else ()
            return
        found: dict[str, Term] = {}
        for term in terms:
            known = found.get(term.key)
            if known is None:
                found[term.key] = term
            else:
                found[term.key] = Term(known.coefficient + term.coefficient, known.factors, known.bound)
        self.terms = tuple(term for term in found.values() if term.coefficient)

    @property
    def key(self) -> str:
        if self._key is None:
            self._key = self.written({})
        return self._key

    def written(self, bound: Mapping[Letter, str]) -> str:
        if not bound and self._key is not None:
            return self._key
        keys = ((term.coefficient, term.written(bound) if bound else term.key) for term in self.terms)
        return "+".join(sorted(f"{number!s}.{key}" for number, key in keys))

    def __repr__(self) -> str:
        return self.key

    def atoms(self) -> Iterator[Atom]:
        """Every atom in it, at any depth."""
        for term in self.terms:
            for atom, _ in term.factors:
                yield from atom.atoms()

    def letters(self) -> Iterator[Letter]:
        """The letters that stand in it free."""
        for term in self.terms:
            yield from term.letters()

    def swapped(self, swap: Swap) -> "Formula":
        """The formula with other places for some letters."""
        if not any(letter in swap for letter in self.letters()):
            return self
        return total(term.swapped(swap) for term in self.terms)

    @property
    def number(self) -> Scalar | None:
        """The number it is, if it is one."""
        if not self.terms:
            return Fraction(0)
        (first, *others) = self.terms
        return first.coefficient if not others and not first.factors and not first.bound else None

    @property
    def single(self) -> Term | None:
        """Its term, if there is only one."""
        return self.terms[0] if len(self.terms) == 1 else None

    def __add__(self, other: Any) -> "Formula":
        return Formula((*self.terms, *formula(other).terms))

    __radd__ = __add__

    def __neg__(self) -> "Formula":
        return Formula(term.times(Fraction(-1)) for term in self.terms)

    def __sub__(self, other: Any) -> "Formula":
        return self + -formula(other)

    def __rsub__(self, other: Any) -> "Formula":
        return formula(other) + -self

    def __mul__(self, other: Any) -> "Formula":
        other = formula(other)
        if not self.terms or not other.terms:
            return Formula()
        for one, more in (self, other), (other, self):
            if (factor := one.number) is not None and (len(more.terms) == 1 or abs(factor) == 1):
                return more if factor == 1 else Formula(term.times(factor) for term in more.terms)
        return Formula([_product(_one_term(self), _one_term(other))])

    def __rmul__(self, other: Any) -> "Formula":
        return formula(other) * self

    def __truediv__(self, other: Any) -> "Formula":
        return self * formula(other) ** -1

    def __rtruediv__(self, other: Any) -> "Formula":
        return formula(other) / self

    def __pow__(self, exponent: Any) -> "Formula":
        power = formula(exponent).number
        if power is None:
            return of(Apply(("pow", ()), (), (self, formula(exponent))))
        if not isinstance(power, Fraction):
            power = Fraction(repr(float(power)))
        if power == 1:
            return self
        if power == 0:
            return ONE
        base = self.number
        if base is not None and (base == 0 or power.denominator > 1):
            return number(float(base) ** float(power)) if base else ZERO
        term = self.single
        whole = power.denominator == 1
        if term is None or term.bound or not (whole or term.is_atom):
            return Formula([Term(Fraction(1), ((Group(None, (), (self,)), power),))])
        coefficient = term.coefficient ** int(power) if whole else Fraction(1)
        return Formula([Term(coefficient, [(atom, old * power) for atom, old in term.factors])])

    def __rpow__(self, base: Any) -> "Formula":
        return formula(base) ** self

    def of_op(self, rule: Any, operands: tuple[Any, ...]) -> "Formula":
        """An operation of the table on operands, one of which is a formula."""
        return applied((rule.name, tuple(rule.parameters.values()) if rule is not rule.base else ()), operands)


def number(x: Scalar | int) -> Formula:
    """A number as a formula."""
    return Formula([Term(x if isinstance(x, float) else Fraction(x))])


def formula(x: Any) -> Formula:
    """x as a formula."""
    if isinstance(x, Formula):
        return x
    if isinstance(x, float):
        return number(Fraction(repr(x)) if len(repr(x)) < _EXACT else x)
    return number(x)


_EXACT = 12
"""Characters of a float that is meant as the decimal it reads; longer ones are results, such as the root of 2."""

ONE, ZERO = number(1), Formula()


def of(atom: Atom) -> Formula:
    """An atom as a formula."""
    return Formula([Term(Fraction(1), ((atom, Fraction(1)),))])


def total(parts: Iterable[Formula]) -> Formula:
    """The sum of formulas."""
    return Formula(term for part in parts for term in part.terms)


def delta(first: Place, second: Place) -> Formula:
    """1 where two places agree, else 0."""
    if place_key(first, {}) == place_key(second, {}):
        return ONE
    if isinstance(first, int) and isinstance(second, int):
        return ZERO
    return of(Delta(None, sorted((first, second), key=lambda place: place_key(place, {}))))


def of_place(place: Place) -> Formula:
    """A place as a number."""
    if isinstance(place, Formula):
        return place
    return of(Ordinal(None, (place,))) if isinstance(place, Letter) else number(place)


def as_place(x: Formula) -> Place:
    """The place a formula stands for: a letter or a whole number by itself."""
    if (found := x.number) is not None and float(found).is_integer():
        return int(found)
    match x.terms:
        case [Term(coefficient=1, factors=[(Ordinal() as atom, 1)])]:
            return atom.places[0]
    return x


def applied(head: tuple[str, tuple[float, ...]], operands: Sequence[Any]) -> Formula:
    """An operation on formulas; those with an operator, and roots, are powers, products and sums here.

    Switches are held on one side: [−x > 0] is 1 − [x > 0], which differs at the kink only, where nothing is judged.
    """
    name = head[0]
    inside = tuple(map(formula, operands))
    rule = OPS.get(name)
    match rule.sign if rule is not None else None, name:
        case "+", _:
            return inside[0] + inside[1]
        case "-", _:
            return inside[0] - inside[1]
        case "*", _:
            return inside[0] * inside[1]
        case "/", _:
            return inside[0] / inside[1]
        case "neg", _:
            return -inside[0]
        case "**", _:
            if inside[1].number is not None:
                return inside[0] ** inside[1]
        case _, "sqrt":
            return inside[0] ** Fraction(1, 2)
        case _, "nonzero" | "notnan":
            return ONE
        case _, "log" if inside[0].key == of(Entry("e")).key:
            return ONE
        case _, "mask":
            return _switch(inside[0])
    known = inside[0].number
    if known is not None and (name, known) in (("exp", 0), ("log", 1)):
        return number(name == "exp")
    return of(Apply(head, (), inside))


def _switch(x: Formula) -> Formula:
    """[x > 0], or 1 − [−x > 0], whichever has more positive terms in it."""
    if (known := x.number) is not None:
        return number(int(known > 0))
    positive = sum(term.coefficient > 0 for term in x.terms)
    turned = 2 * positive < len(x.terms) or (2 * positive == len(x.terms) and _first(x).coefficient < 0)
    found = of(Apply(("mask", ()), (), (-x if turned else x,)))
    return 1 - found if turned else found


def _first(x: Formula) -> Term:
    """The term whose key comes first, whatever its sign."""
    return min(x.terms, key=lambda term: term.key)


def _product(one: Term, other: Term) -> Term:
    """Two terms multiplied: their sums kept apart, their factors collected."""
    if set(one.bound) & set(other.bound):
        other = other.renamed()
    powers: dict[Atom, Fraction] = {}
    coefficient = one.coefficient * other.coefficient
    groups = sum(isinstance(atom, Group) for atom, _ in (*one.factors, *other.factors)) > 1
    for each, power in (*one.factors, *other.factors):
        atom = each
        if groups and isinstance(atom, Group) and power.denominator == 1 and atom not in powers:
            turned = Group(None, (), (-atom.formulas[0],))
            if turned in powers:  # (μ − x)(x − μ) = −(μ − x)²
                atom, coefficient = turned, coefficient * (-1) ** int(power)
        powers[atom] = powers.get(atom, Fraction(0)) + power
    factors = [(atom, power) for atom, power in powers.items() if power]
    return Term(coefficient, factors, (*one.bound, *other.bound))


def _one_term(x: Formula) -> Term:
    """A formula as one term: a sum of several becomes a factor in brackets."""
    return x.single or Term(Fraction(1), ((Group(None, (), (x,)), Fraction(1)),))


def place_key(place: Place, bound: Mapping[Letter, str]) -> str:
    """The key of a place."""
    if isinstance(place, Letter):
        return bound.get(place) or f"#{place.number}"
    return place.written(bound) if isinstance(place, Formula) else str(place)
