"""Formulas in index notation, written as trees of the worksheet's language."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

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
from autograd.derivation.rewrites.cost import FRACTIONS, is_quotient
from autograd.worksheet.language.tree import (
    Call,
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
    """Writes formulas; `free` are the letters that are called something already."""

    def __init__(self, letters: Sequence[str], free: Mapping[Letter, str], counts: Collection[str] = ()) -> None:
        self.letters = letters
        self.counts = counts
        self.called: dict[Letter, str] = dict(free)

    def formula(self, x: Formula) -> Node:
        """A sum of terms, one without a minus first where there is any."""
        terms = positive_first(x.terms)
        if not terms:
            return number_node(Fraction(0))
        parts = [self.term(term) for term in terms]
        if len(parts) == 1:
            sign, node = parts[0]
            return negative(node) if sign == "-" else node
        return Sum(tuple(node for _, node in parts), "".join(sign for sign, _ in parts))

    def term(self, term: Term) -> tuple[str, Node]:
        """The sign of a term, and the term without it."""
        sign = "-" if term.coefficient < 0 else "+"
        positive = -term.coefficient if sign == "-" else term.coefficient
        return sign, self.product(positive, term.factors, term.bound)

    def product(self, coefficient: Scalar, factors: Sequence[Factor], bound: Sequence[Letter]) -> Node:
        """A number times factors, summed over letters: what does not depend on a letter stands before its sum."""
        above: list[Node] = []
        below: list[Node] = []
        top, bottom = split(coefficient)
        if top is not None:
            above.append(top)
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


def split(coefficient: Scalar) -> tuple[Node | None, Node | None]:
    """What of a number stands above the bar and below it."""
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
