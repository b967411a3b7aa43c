"""The tree of a formula: a class for each kind of node, the statements they form, and questions every tree answers.

| class      | fields                    | written as                | its parts                     |
|------------|---------------------------|---------------------------|-------------------------------|
| Number     | number, half_unit, typed  | 0.25                      | none                          |
| Name       | name                      | w                         | none                          |
| Index      | array, places             | x[i], W[i,j]              | the array, then the places    |
| Derivative | top, bottom               | dL/dw                     | top and bottom                |
| Partial    | top, bottom               | dL/dw                     | top and bottom                |
| Slope      | top, bottom               | f′(z)                     | top and bottom                |
| Sum        | terms, signs              | a + b - c                 | the terms                     |
| Product    | factors, signs            | a*b/c, A @ x, 2x          | the factors                   |
| Negative   | operand                   | -x                        | the operand                   |
| Power      | base, exponent            | x^2                       | base and exponent             |
| Transpose  | operand                   | W.T                       | the operand                   |
| Call       | function, operands, names | tanh(x), conv(3, pad=1)   | the operands                  |
| Unknown    | function, operands, names, is_single | f(y), g′(z)    | the operands                  |
| Fold       | function, letter, body    | sum(i: x[i])              | the body                      |
| List       | entries                   | [1, 2]                    | the entries                   |
| Case       | then, otherwise, sides, signs | x if z > 0 else 0     | all of them but the signs     |

Every node has a `column` and a `length`, the characters it was read from. Two nodes are equal when they read alike,
wherever they stand. `parts`, `inside` and `with_parts` serve what treats all kinds alike; all else matches the classes.

>>> from autograd.worksheet.language.statements import read_expression
>>> match read_expression("2*tanh(w*x)"):
...     case Product((Number(2.0), Call(function, (operand,))), signs):
...         print(function, signs, names_in(operand), operand.column)
tanh ** ['w', 'x'] 7
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from autograd.errors import LanguageError
from autograd.support.types import Any

DOT = "·"
"""The sign of a product that is one of matrices, or of two lists, wherever it can be."""


MOST_REMEMBERED = 1_000
"""Parts of a formula that are remembered: one that others were put into again and again may have any number."""


@dataclass(slots=True, unsafe_hash=True)
class Node:
    """A part of a formula and where it stands: `column` and `length` count characters of the text it was read from.

    None is ever changed, so that it remembers what it is asked again and again: what is inside, of which kinds that is,
    its names and index letters.
    """

    column: int = field(default=0, kw_only=True, compare=False)
    length: int = field(default=1, kw_only=True, compare=False)
    _inside: tuple["Node", ...] = field(init=False, repr=False, compare=False)
    _kinds: frozenset[type] = field(init=False, repr=False, compare=False)
    _names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _letters: tuple[str, ...] = field(init=False, repr=False, compare=False)

    @property
    def parts(self) -> tuple["Node", ...]:
        """The nodes directly below it, from left to right."""
        return ()

    def with_parts(self, *parts: "Node") -> "Node":
        """The same node with other parts."""
        return self

    def is_like(self, other: "Node") -> bool:
        """Whether both are the same but for what their parts are."""
        return (
            type(self) is type(other) and len(self.parts) == len(other.parts) and self.with_parts(*other.parts) == other
        )

    def inside(self) -> Iterable["Node"]:
        """Itself and everything in it, from left to right."""
        found = getattr(self, "_inside", None)
        if found is None:
            found = tuple(islice(self._walk(), MOST_REMEMBERED))
            if len(found) == MOST_REMEMBERED:
                return self._walk()
            self._inside = found
        return found

    def has(self, *kinds: type["Node"]) -> bool:
        """Whether it, or anything in it, is of one of these kinds.

        >>> Negative(Partial(Name("L"), Name("w"))).has(Derivative, Call)
        True
        """
        found = getattr(self, "_kinds", None)
        if found is None:
            inside = self.inside()
            if not isinstance(inside, tuple):
                return any(isinstance(node, kinds) for node in inside)
            found = self._kinds = _with_bases(frozenset(map(type, inside)))
        return not found.isdisjoint(kinds)

    def _walk(self) -> Iterator["Node"]:
        """The same, one after another."""
        todo: list[Node] = [self]
        while todo:
            node = todo.pop()
            yield node
            parts = node.parts
            if parts:
                todo += parts[::-1]


@lru_cache(maxsize=1024)  # many formulas are made of the same kinds: these share them
def _with_bases(kinds: frozenset[type]) -> frozenset[type]:
    return frozenset(base for kind in kinds for base in kind.__mro__)


@dataclass(slots=True, unsafe_hash=True)
class Number(Node):
    """A literal: its number, half a unit of its last digit (0 for whole numbers), and how it was typed."""

    number: float
    half_unit: float
    typed: str

    parts = ()


@dataclass(slots=True, unsafe_hash=True)
class Name(Node):
    """A name."""

    name: str

    parts = ()


@dataclass(slots=True, unsafe_hash=True)
class Index(Node):
    """An entry of an array: one place or two, row and column."""

    array: Node
    places: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.array, *self.places)

    def with_parts(self, *parts: Node) -> "Index":
        array, *places = parts
        return Index(array, tuple(places), column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Derivative(Node):
    """The derivative of `top` by `bottom`, both names or entries of names."""

    top: Node
    bottom: Node

    # a function: in Python 3.14 dataclasses with slots look into the getters of properties
    parts = property(lambda self: (self.top, self.bottom))

    def with_parts(self, *parts: Node) -> "Derivative":
        return type(self)(*parts, column=self.column, length=self.length)


class Partial(Derivative):
    """The direct partial derivative: what else stands in the formula of `top` is held. It is written like the other."""

    __slots__ = ()


class Slope(Derivative):
    """f′(z) of a function of one's own: of a list for each entry, where the derivative would be a matrix."""

    __slots__ = ()


@dataclass(slots=True, unsafe_hash=True)
class Sum(Node):
    """Terms, and a string of their signs, + and -."""

    terms: tuple[Node, ...]
    signs: str

    parts = property(lambda self: self.terms)

    def with_parts(self, *parts: Node) -> "Sum":
        return Sum(parts, self.signs, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Product(Node):
    """Factors, and a string of the operators before them: * / @, · and _ for side by side; the first is always *."""

    factors: tuple[Node, ...]
    signs: str

    parts = property(lambda self: self.factors)

    def with_parts(self, *parts: Node) -> "Product":
        return Product(parts, self.signs, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Negative(Node):
    """The negative of an operand."""

    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)

    def with_parts(self, *parts: Node) -> "Negative":
        return Negative(*parts, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Power(Node):
    """A base raised to an exponent."""

    base: Node
    exponent: Node

    parts = property(lambda self: (self.base, self.exponent))

    def with_parts(self, *parts: Node) -> "Power":
        return Power(*parts, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Transpose(Node):
    """The transpose of an operand."""

    operand: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)

    def with_parts(self, *parts: Node) -> "Transpose":
        return Transpose(*parts, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Call(Node):
    """A function of its operands; the last of them are given by `names`."""

    function: str
    operands: tuple[Node, ...]
    names: tuple[str, ...] = ()

    parts = property(lambda self: self.operands)

    def with_parts(self, *parts: Node) -> "Call":
        return Call(self.function, parts, self.names, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Unknown(Call):
    """A function of which nothing is known but its name: with ′ its slope. It is one number, or one for each entry."""

    is_single: bool = False

    def with_parts(self, *parts: Node) -> "Unknown":
        return Unknown(self.function, parts, self.names, self.is_single, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class Fold(Node):
    """A sum, mean, max, min or product of a body over an index letter."""

    function: str
    letter: str
    body: Node

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.body,)

    def with_parts(self, *parts: Node) -> "Fold":
        return Fold(self.function, self.letter, *parts, column=self.column, length=self.length)


@dataclass(slots=True, unsafe_hash=True)
class List(Node):
    """A column of entries, or of rows of a matrix."""

    entries: tuple[Node, ...]

    parts = property(lambda self: self.entries)

    def with_parts(self, *parts: Node) -> "List":
        return List(parts, column=self.column, length=self.length)


COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
"""Signs that compare what a condition speaks of."""

OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
"""The sign of a condition that holds where another does not."""


@dataclass(slots=True, unsafe_hash=True)
class Case(Node):
    """One formula or another, by a condition: its sides, and the signs that compare each with the next.

    Without `otherwise` nothing is said where the condition does not hold; a sum leaves its terms out there.
    """

    then: Node
    otherwise: Node | None
    sides: tuple[Node, ...]
    signs: tuple[str, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.then, *([] if self.otherwise is None else [self.otherwise]), *self.sides)

    def with_parts(self, *parts: Node) -> "Case":
        then, *others = parts
        otherwise = others.pop(0) if self.otherwise is not None else None
        return Case(then, otherwise, tuple(others), self.signs, column=self.column, length=self.length)


# The slots, since formulas are walked all the time. In Python 3.10 a class has inherited fields in slots of its own.
for _kind, _field in (
    (Sum, "terms"),
    (Product, "factors"),
    (Call, "operands"),
    (Unknown, "operands"),
    (List, "entries"),
):
    setattr(_kind, "parts", getattr(_kind, _field))  # noqa: B010


@dataclass(slots=True, unsafe_hash=True)
class Guard:
    """A condition on an index letter: `letter` equals or does not equal a letter or a number."""

    letter: str
    equal: bool
    other: str | int


@dataclass(slots=True, unsafe_hash=True)
class Statement:
    """A statement: a Chain, an Update or a Find. `about` is how the first part was typed, if it is on a line before."""

    parts: tuple[Node, ...]
    guards: tuple[Guard, ...]
    text: str
    column: int
    length: int
    about: str = ""

    def as_chain(self, parts: tuple[Node, ...]) -> "Chain":
        """What is claimed in its place: these expressions joined by =."""
        return Chain(parts, self.guards, self.text, self.column, self.length, self.about)

    def as_update(self) -> "Update":
        """The same as a new value for the name it begins with."""
        return Update(self.parts, self.guards, self.text, self.column, self.length, self.about)

    def error(self, message: str, node: Node) -> LanguageError:
        """An error at a part of it."""
        return LanguageError(message, self.text, node.column, node.length)

    @property
    def condition(self) -> str:
        """Its guards, written: " for i != j", or nothing."""
        guards = (f"{guard.letter} {'=' if guard.equal else '!='} {guard.other}" for guard in self.guards)
        return f" for {', '.join(guards)}" if self.guards else ""


class Chain(Statement):
    """Expressions joined by =."""

    __slots__ = ()


class Update(Statement):
    """A new value for a name: the name, its formula, and what is claimed of it after =."""

    __slots__ = ()


class Find(Statement):
    """Expressions to be found."""

    __slots__ = ()


class Blank(Find):
    """What is left to be filled in, as in dL/dw = …: it may be about a name that only the answer would define."""

    __slots__ = ()


def names_in(node: Node) -> list[str]:
    """The names a formula uses, each once, from left to right; the letters it folds over are not among them.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> names_in(read_expression("tanh(w*x + b) + 2w"))
    ['w', 'x', 'b']
    """
    known = getattr(node, "_names", None)
    if known is None:
        known = node._names = _names_in(node)
    return list(known)


def _names_in(node: Node) -> tuple[str, ...]:
    found: dict[str, None] = {}
    todo: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while todo:
        part, bound = todo.pop()
        if isinstance(part, Name):
            if part.name not in bound:
                found[part.name] = None
            continue
        if isinstance(part, Fold):
            bound |= {part.letter}
        for inner in part.parts[::-1]:
            todo.append((inner, bound))  # noqa: PERF401 (a list of none or two costs more)
    return tuple(found)


def free_letters(nodes: Iterable[Node], known: Mapping[str, Any] | Iterable[str]) -> list[str]:
    """The index letters that stand for any place: undefined names in square brackets, in order of appearance."""
    found = dict.fromkeys(letter for node in nodes for letter in _letters_in(node))
    return [letter for letter in found if letter not in known]


def _letters_in(node: Node) -> tuple[str, ...]:
    """The names in square brackets that no sum runs over."""
    if not node.has(Index, Call):
        return ()
    found = getattr(node, "_letters", None)
    if found is None:
        found = node._letters = tuple(dict.fromkeys(_letters_walked(node)))
    return found


def _letters_walked(node: Node) -> Iterator[str]:
    todo: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while todo:
        node, bound = todo.pop()
        if isinstance(node, (Name, Number)):
            continue
        places: Sequence[Node] = ()
        match node:
            case Fold(_, letter):
                bound |= {letter}
            case Index(_, places):
                pass
            case Call("column" | "row", (_, place, *_)):
                places = (place,)
        for place in places:
            if isinstance(place, Name) and place.name not in bound:
                yield place.name
        for part in node.parts[::-1]:
            todo.append((part, bound))  # noqa: PERF401 (a list of none or two costs more)


def name_of(node: Node) -> str | None:
    """The name a formula consists of, or whose entry it is; None for all others, such as (a + b)[0]."""
    if isinstance(node, Index):
        node = node.array
    return node.name if isinstance(node, Name) else None


def is_larger(node: Node, parts: int, levels: int) -> bool:
    """Whether a formula has so many parts, or so many levels inside one another, as others were put into it.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> is_larger(read_expression("2 + x*y"), 5, 9), is_larger(read_expression("2 + x*y"), 9, 3)
    (True, True)
    """
    level: list[Node] = [node]
    while level and parts > 0 and levels > 0:
        parts -= len(level)
        levels -= 1
        level = [part for each in level for part in each.parts]
    return parts <= 0 or levels <= 0


def put_in(node: Node, formulas: Mapping[str, Node]) -> Node:
    """A formula with other formulas for some of its names."""
    if isinstance(node, Name):
        return formulas.get(node.name, node)
    return node.with_parts(*(put_in(part, formulas) for part in node.parts)) if node.parts else node


def written(text: str, node: Node) -> str:
    """A part of a line as it was typed."""
    return text[node.column : node.column + node.length].strip()
