"""Formulas in index notation, written as trees of the worksheet's language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import isqrt, pi

from autograd.derivation.formula import (
    Apply,
    Atom,
    Delta,
    Entry,
    Extremum,
    Factor,
    Formula,
    Group,
    Letter,
    Ordinal,
    Place,
    Scalar,
    Slope,
    Term,
    Unspecified,
)
from autograd.derivation.rewrites.cost import FRACTIONS, cost, is_quotient
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
)

LETTERS = "ijklnpqrstuvabcdfgmxyzw"
"""Index letters, in the order they are taken; those that are names on the sheet are left out."""

CALLED = {"mask": "step", "maximum": "max", "minimum": "min"}
"""Operations that are called otherwise on a sheet."""


def letters_for(names: Collection[str]) -> list[str]:
    """The index letters of a sheet that has these names."""
    found = [letter for letter in LETTERS if letter not in names]
    return [*found, *(f"{letter}{number}" for number in (1, 2, 3) for letter in LETTERS)]


class Writer:
    """Writes formulas; `free` are the letters that are called something already, `names` those of the sheet."""

    def __init__(
        self,
        letters: Sequence[str],
        free: Mapping[Letter, str],
        counts: Collection[str] = (),
        names: Collection[str] = (),
    ) -> None:
        self.letters = letters
        self.has_pi = "pi" in names
        self.counts = counts
        self.called: dict[Letter, str] = dict(free)

    def formula(self, x: Formula) -> Node:
        """A sum of terms, one without a minus first where there is any."""
        terms = positive_first(x.terms)
        if not terms:
            return number_node(Fraction(0))
        if (sides := sides_of(x)) is not None:
            return self.case(*sides)
        parts = [self.term(term) for term in terms]
        if len(parts) == 1:
            sign, node = parts[0]
            return negative(node) if sign == "-" else node
        return Sum(tuple(node for _, node in parts), "".join(sign for sign, _ in parts))

    def case(self, u: Formula, then: Formula, otherwise: Formula) -> Node:
        """One formula where u > 0, another where not; of what is compared, the longer stands on the left."""
        above = Formula(term for term in u.terms if term.coefficient > 0)
        below = -Formula(term for term in u.terms if term.coefficient < 0)
        sides, sign = ((below, above), "<") if cost(below) > cost(above) else ((above, below), ">")
        return Case(self.formula(then), self.formula(otherwise), tuple(map(self.formula, sides)), (sign,))

    def term(self, term: Term) -> tuple[str, Node]:
        """The sign of a term, and the term without it."""
        sign = "-" if term.coefficient < 0 else "+"
        positive = -term.coefficient if sign == "-" else term.coefficient
        return sign, self.product(positive, term.factors, term.bound)

    def product(self, coefficient: Scalar, factors: Sequence[Factor], bound: Sequence[Letter]) -> Node:
        """A number times factors, summed over letters: what does not depend on a letter stands before its sum."""
        coefficient, factors = with_ones(coefficient, factors)
        above: list[Node] = []
        below: list[Node] = []
        top, bottom = split(coefficient, self.has_pi)
        if top is not None:
            above += top.factors if isinstance(top, Product) and set(top.signs) == {"*"} else [top]
        if bottom is not None:
            below.append(bottom)
        order = sorted(factors, key=lambda factor: not self.is_count(factor[0]))
        for atom, power in order:
            if _depends(atom, bound):
                continue
            if power > 0:
                above.append(self.power(atom, power))
            else:
                below.append(self.power(atom, -power))
        inside = [factor for factor in order if _depends(factor[0], bound)]
        above += [self.fold(*component) for component in components(inside, bound)]
        return quotient(above, below)

    def is_count(self, atom: Atom) -> bool:
        """Whether a factor says how many there are: it stands first."""
        return isinstance(atom, Entry) and atom.head in self.counts

    def fold(self, factors: Sequence[Factor], bound: Sequence[Letter]) -> Node:
        """A sum over the letters, the first of them outermost."""
        outer, *others = bound
        name = self.call_new(outer)
        body = self.product(Fraction(1), factors, others)
        del self.called[outer]
        return Fold("sum", name, body)

    def call_new(self, letter: Letter) -> str:
        """A word for a letter that no letter around it has."""
        name = next(word for word in self.letters if word not in self.called.values())
        self.called[letter] = name
        return name

    def power(self, atom: Atom, power: Fraction) -> Node:
        """A factor with its exponent: a root of a sum of squares is a norm."""
        name = norm_of(atom) if power == Fraction(1, 2) else None
        return Call("norm", (Name(name),)) if name else powered(self.atom(atom), power)

    def atom(self, atom: Atom) -> Node:
        """A factor."""
        match atom:
            case Entry():
                return self.indexed(atom.head, atom.places)
            case Slope():
                top, count, bottom = atom.head
                places = atom.places
                return Derivative(self.indexed(top, places[:count]), self.indexed(bottom, places[count:]))
            case Group():
                return self.formula(atom.formulas[0])
            case Apply():
                name, parameters = atom.head
                operands = tuple(map(self.formula, atom.operands()))
                if name == "pow":
                    return Power(*operands)
                return Call(CALLED.get(name, name), (*operands, *(number_node(Fraction(repr(x))) for x in parameters)))
            case Unspecified():
                return Call(atom.head, tuple(map(self.formula, atom.formulas)))
            case Extremum():
                (letter,) = atom.places
                assert isinstance(letter, Letter)
                name = self.call_new(letter)
                body = self.formula(atom.formulas[0])
                del self.called[letter]
                return Fold(atom.head, name, body)
            case Delta():
                one, other = map(self.place, atom.places)
                return Call("indicator", (Sum((one, other), "+-"),))
            case Ordinal():
                return self.place(atom.places[0])
        raise TypeError(f"{type(atom).__name__} is not a kind of factor")

    def indexed(self, name: str, places: Iterable[Place]) -> Node:
        """A name, or an entry of it."""
        found = tuple(map(self.place, places))
        return Index(Name(name), found) if found else Name(name)

    def place(self, place: Place) -> Node:
        """A place."""
        if isinstance(place, Letter):
            return Name(self.called[place])
        return self.formula(place) if isinstance(place, Formula) else number_node(Fraction(place))


def sides_of(x: Formula) -> tuple[Formula, Formula, Formula] | None:
    """What is compared with 0, and what a formula of two terms is where it is above and where not.

    So with [u > 0] in one and [−u > 0] in the other, and where both are numbers but for that.
    """
    if len(x.terms) != 2:
        return None
    (one, first), (other, second) = ((term, _switch_of(term)) for term in x.terms)
    if first is None:
        one, first, other, second = other, second, one, None
    if first is None or isinstance(first.formulas[0].number, (Fraction, float)):
        return None
    u, then, otherwise = first.formulas[0], _without(one, first), _without(other, second)
    if second is not None:
        return (u, then, otherwise) if second.formulas[0].key == (-u).key else None
    are_numbers = then.number is not None and otherwise.number is not None
    return (u, then + otherwise, otherwise) if are_numbers else None


def _switch_of(term: Term) -> Apply | None:
    """The one factor [u > 0] of a term that is not summed over."""
    found = [atom for atom, power in term.factors if power == 1 and atom.head == ("mask", ())]
    is_alone = len(found) == 1 and not _depends(found[0], term.bound)
    return found[0] if is_alone and isinstance(found[0], Apply) else None


def _without(term: Term, switch: Atom | None) -> Formula:
    return Formula([Term(term.coefficient, [each for each in term.factors if each[0] is not switch], term.bound)])


def with_ones(coefficient: Scalar, factors: Sequence[Factor]) -> tuple[Scalar, Sequence[Factor]]:
    """A number and factors, those that are one number or another, by a condition, with 1 where it holds."""
    found: list[Factor] = []
    for atom, power in factors:
        sides = sides_of(atom.formulas[0]) if isinstance(atom, Group) and power == 1 else None
        then = sides[1].number if sides is not None else None
        if isinstance(then, Fraction) and then and isinstance(coefficient, Fraction):
            coefficient *= then
            found.append((Group(None, (), (Formula(each.times(1 / then) for each in atom.formulas[0].terms),)), power))
        else:
            found.append((atom, power))
    return coefficient, found


def positive_first(terms: Sequence[Term]) -> list[Term]:
    """The terms of a sum as they come, but for the first without a minus, which stands before all with one."""
    first = next((place for place, term in enumerate(terms) if not term.coefficient < 0), 0)
    return [terms[first], *terms[:first], *terms[first + 1 :]] if terms else []


def components(factors: Sequence[Factor], bound: Sequence[Letter]) -> list[tuple[list[Factor], list[Letter]]]:
    """Factors that are summed over letters, in groups that have no letter in common."""
    groups: list[tuple[list[Factor], list[Letter]]] = []
    for factor in factors:
        here = [letter for letter in dict.fromkeys(factor[0].letters()) if letter in bound]
        joined = [group for group in groups if set(group[1]) & set(here)]
        groups = [group for group in groups if not any(group is each for each in joined)]
        letters = dict.fromkeys([letter for group in joined for letter in group[1]] + here)
        groups.append(([each for group in joined for each in group[0]] + [factor], list(letters)))
    return groups


def norm_of(atom: Atom) -> str | None:
    """The name whose squares a factor sums, all of them."""
    match atom:
        case Group(formulas=(Formula(terms=(Term(coefficient=1, factors=((Entry() as entry, 2),)) as term,)),)):
            if entry.places and len(entry.places) == len(term.bound) and set(entry.places) == set(term.bound):
                return str(entry.head)
    return None


def powered(base: Node, power: Fraction) -> Node:
    """A power, or a root."""
    if power == 1:
        return base
    return Call("sqrt", (base,)) if power == Fraction(1, 2) else Power(base, number_node(power))


def _depends(atom: Atom, bound: Sequence[Letter]) -> bool:
    return any(letter in bound for letter in atom.letters())


def negative(node: Node) -> Node:
    """A formula with a minus: before the first factor of a product, where no bracket is needed."""
    match node:
        case Product((first, *others), signs):
            return Product((Negative(first), *others), signs)
    return Negative(node)


def quotient(above: Sequence[Node], below: Sequence[Node]) -> Node:
    """Factors above and below a fraction bar."""
    top = Product(tuple(above), "*" * len(above)) if len(above) > 1 else above[0] if above else number_node(Fraction(1))
    if not below:
        return top
    bottom = Product(tuple(below), "*" * len(below)) if len(below) > 1 else below[0]
    if isinstance(top, Product):
        return Product((*top.factors, bottom), top.signs + "/")
    return Product((top, bottom), "*/")


CONSTANTS = ((1, 0), (1, 1), (1, -1), (2, 0), (2, 1), (2, -1))
"""Kinds of constants that a float may be: of which root, and which power of π in it."""

MOST_BELOW = 64
"""The largest denominator below the root of a constant."""

ROUNDED = 1e-14
"""How far a float may be from what it is: some roundings."""


def _constant(x: float, has_pi: bool) -> tuple[Node | None, Node | None] | None:
    """What a float that is the root of a fraction, or π times one, has above the bar and below it: 1/sqrt(2*pi)."""
    for root, power in CONSTANTS if not has_pi else [each for each in CONSTANTS if not each[1]]:
        squared = abs(x) ** root / pi**power
        found = Fraction(squared).limit_denominator(MOST_BELOW) if squared < 1 / ROUNDED else None
        if not found or abs(float(found) - squared) > ROUNDED * squared:
            continue
        whole = [_largest_square(each) if root == 2 else 1 for each in (found.numerator, found.denominator)]
        inside = [found.numerator // whole[0] ** 2, found.denominator // whole[1] ** 2]
        sides = [[number_node(each)] if each != 1 else [] for each in inside]
        if power:
            sides[power < 0].append(Name("pi"))
        if root == 2:
            above, below = sides
            is_one = bool(above and below)  # sqrt(2/pi), but 1/sqrt(2*pi)
            roots = (
                [[quotient(above, below)], []] if is_one else [[quotient(each, [])] if each else [] for each in sides]
            )
            sides = [[Call("sqrt", (each,)) for each in side] for side in roots]
            sides = [[number_node(each)] * (each != 1) + side for each, side in zip(whole, sides, strict=True)]
        top, bottom = (quotient(side, []) if side else None for side in sides)
        return top, bottom
    return None


def _largest_square(number: int) -> int:
    """The largest whole number whose square divides this one."""
    return next(each for each in range(isqrt(number), 0, -1) if number % each**2 == 0)


def split(coefficient: Scalar, has_pi: bool = False) -> tuple[Node | None, Node | None]:
    """What of a number stands above the bar and below it; `has_pi` where the sheet calls something pi."""
    if isinstance(coefficient, float) and (found := _constant(coefficient, has_pi)) is not None:
        return found
    if isinstance(coefficient, Fraction) and coefficient.denominator in FRACTIONS:
        top = None if coefficient.numerator == 1 else number_node(Fraction(coefficient.numerator))
        return top, number_node(Fraction(coefficient.denominator))
    return (None if coefficient == 1 else number_node(coefficient)), None


def number_node(x: Scalar | int) -> Node:
    """A number: a whole one, a short decimal, or a fraction."""
    if isinstance(x, int):
        return number_node(Fraction(x))
    if not isinstance(x, Fraction):
        return Number(x, 0.0, repr(x))
    if x < 0:
        return negative(number_node(-x))
    if x.denominator == 1:
        return Number(float(x), 0.0, str(x.numerator))
    if not is_quotient(x):
        return Number(float(x), 0.0, repr(float(x)))
    return Product((number_node(Fraction(x.numerator)), number_node(Fraction(x.denominator))), "*/")
