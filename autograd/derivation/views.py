"""What the formulas of a sheet are entry by entry: arrays whose entries are formulas in index notation.

The rules are those of autograd.worksheet.evaluation: a list is a column, + repeats a column over columns, · and
factors side by side are matrix products where they can be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from autograd.derivation.formula import (
    ONE,
    ZERO,
    Apply,
    Entry,
    Extremum,
    Formula,
    Letter,
    Place,
    Term,
    Unspecified,
    applied,
    as_place,
    delta,
    formula,
    fresh,
    number,
    of,
    of_place,
    total,
)
from autograd.engine.codegen.python import OPS
from autograd.errors import LanguageError
from autograd.worksheet.evaluation.evaluator import FOLDED, places_of_letter, windows_of_letter
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import has_samples_in_rows
from autograd.worksheet.language.tree import (
    COMPARISONS,
    DOT,
    Call,
    Case,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
    Unknown,
)
from autograd.worksheet.language.vocabulary import FOLDS, LAYERS, PRIME

At = Callable[[Place, Place], Formula]


class Underivable(LanguageError):
    """What no derivation can be written for: the message says why."""


@dataclass(frozen=True)
class View:
    """Rows, columns, and the entry at each place; an axis of length 1 takes any place."""

    rows: int
    columns: int
    at: At
    is_list: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @property
    def is_vector(self) -> bool:
        return 1 in self.shape

    @property
    def entry(self) -> Formula:
        """The entry of a single number."""
        return self.at(0, 0)

    @property
    def transposed(self) -> "View":
        return View(self.columns, self.rows, lambda row, column: self.at(column, row))

    @property
    def axes(self) -> tuple[int, ...]:
        """The lengths of its axes that are longer than 1."""
        return tuple(length for length in self.shape if length > 1)

    def along(self, *places: Place) -> Formula:
        """The entry at places on its axes that are longer than 1."""
        todo = list(places)
        row = todo.pop(0) if self.rows > 1 else 0
        return self.at(row, todo.pop(0) if self.columns > 1 else 0)


def scalar(x: Formula) -> View:
    """A single number."""
    return View(1, 1, lambda row, column: x)


def named(name: str, rows: int, columns: int, is_list: bool = False) -> View:
    """The array a name stands for."""

    def at(row: Place, column: Place) -> Formula:
        places = [place for place, length in ((row, rows), (column, columns)) if length > 1]
        return of(Entry(name, places))

    return View(rows, columns, at, is_list)


def elementwise(operation: Callable[[Formula, Formula], Formula], one: View, other: View, repeats: bool = True) -> View:
    """An operation entry by entry, as autograd.worksheet.evaluation.arrays does it."""
    one, other, rows, columns = fitted(one, other, repeats)
    return View(rows, columns, lambda row, column: operation(one.at(row, column), other.at(row, column)))


def fitted(one: View, other: View, repeats: bool = True) -> tuple[View, View, int, int]:
    """Two views, a list among them turned where it goes along the columns, and the size of what is made of both."""
    if repeats and one.is_list != other.is_list and one.shape != other.shape and (1, 1) not in (one.shape, other.shape):
        one, other = _laid_along(one, other), _laid_along(other, one)
    rows, columns = max(one.rows, other.rows), max(one.columns, other.columns)
    for each in (one, other):
        if each.rows not in (1, rows) or each.columns not in (1, columns):
            sizes = " and ".join(f"{view.rows}×{view.columns}" for view in (one, other))
            raise Underivable(f"{sizes} do not fit together")
    return one, other, rows, columns


def _laid_along(x: View, other: View) -> View:
    fits = x.is_list and other.columns == x.rows and other.rows != x.rows and other.columns > 1
    return x.transposed if fits else x


def summed(body: Formula, letters: Sequence[Letter], count: Callable[[int], Formula]) -> Formula:
    """The sum over letters; those that nothing depends on count."""
    found = body
    for letter in letters:
        found = total(_summed(term, letter, count) for term in found.terms)
    return found


def _summed(term: Term, letter: Letter, count: Callable[[int], Formula]) -> Formula:
    if letter not in set(term.letters()):
        return Formula([term]) * count(letter.length)
    return Formula([Term(term.coefficient, term.factors, (*term.bound, letter))])


class Reading:
    """Reads trees as arrays of formulas; `shapes` has what each name is: rows, columns, and whether it is a list.

    `counts` are the names of lengths: m for 3, where a sheet says that m = 3 is how many there are.
    """

    def __init__(self, shapes: Mapping[str, tuple[int, int, bool]], counts: Mapping[int, str] | None = None) -> None:
        self.shapes = shapes
        self.counts = counts or {}
        self.letters: dict[str, Place] = {}

    def count(self, length: int) -> Formula:
        """How many there are: by its name, if it has one."""
        return of(Entry(self.counts[length])) if length in self.counts else number(length)

    def defined(self, node: Node, letters: Sequence[str]) -> View:
        """What a definition is: with letters on its left, the entry at each of them."""
        if not letters:
            return self.view(node)
        lengths = [self.length(letter, node) for letter in letters]
        rows, columns = (*lengths, 1)[:2]

        def at(row: Place, column: Place) -> Formula:
            return self.within(dict(zip(letters, (row, column), strict=False)), node).entry

        return View(rows, columns, at)

    def within(self, letters: Mapping[str, Place], node: Node) -> View:
        """The view of a formula where some letters have places."""
        inner = Reading(self.shapes, self.counts)
        inner.letters = {**self.letters, **letters}
        return inner.view(node)

    def length(self, letter: str, node: Node) -> int:
        """How far an index letter runs in a formula."""
        for what, axis, axes, _ in places_of_letter(letter, [node]):
            try:
                view = self.view(what)
            except Underivable:
                continue
            return view.rows * view.columns if axes == 1 and view.is_vector else view.shape[axis]
        for what, axis, _, ahead in windows_of_letter(letter, [node]):  # x[i+k], with k as far as w[k]
            view = self.view(what)
            length = view.rows * view.columns if view.is_vector else view.shape[axis]
            if isinstance(ahead, Number):
                return length - int(ahead.number)
            return length - self.inner_length(ahead, node) + 1
        raise Underivable(f"nothing tells how far {letter} runs")

    def inner_length(self, letter: Node, node: Node) -> int:
        """How far a letter runs that a sum inside a formula is over."""
        for part in node.inside():
            if isinstance(part, Fold) and Name(part.letter) == letter:
                return self.length(part.letter, part.body)
        raise Underivable(f"nothing tells how far {echo(letter)} runs")

    def view(self, node: Node) -> View:
        """The array a tree stands for."""
        match node:
            case Number(value, typed=typed):
                return scalar(number(_exact(value, typed)))
            case Name(name):
                return self.name(name)
            case Index(array, places):
                return self.index(self.view(array), [self.place(place) for place in places])
            case Negative(operand):
                return self.each(lambda x: -x, self.view(operand))
            case Sum(terms, signs):
                return self.sum(terms, signs)
            case Product(factors, signs):
                return self.product(factors, signs)
            case Power(base, exponent):
                if base == Name("e") and "e" not in self.shapes:
                    return self.each(lambda x: applied(("exp", ()), (x,)), self.view(exponent))
                return elementwise(lambda x, y: x**y, self.view(base), self.view(exponent))
            case Transpose(operand):
                return self.view(operand).transposed
            case Call():
                return self.call(node)
            case Fold(function, letter, body):
                return self.fold(function, letter, body)
            case List(entries):
                return self.list([self.view(entry) for entry in entries])
            case Case():
                return self.case(node)
        raise Underivable(f"{echo(node)} is a derivative: what is made from it is not differentiated again")

    def case(self, node: Case) -> View:
        """One formula where a condition holds, another where not: [condition] then + (1 − [condition]) otherwise."""
        holds = scalar(ONE)
        sides = [self.view(side) for side in node.sides]
        for sign, one, other in zip(node.signs, sides[:-1], sides[1:], strict=True):
            holds = elementwise(lambda x, y: x * y, holds, elementwise(_COMPARED[sign], one, other))
        found = elementwise(lambda x, y: x * y, holds, self.view(node.then))
        if node.otherwise is None:
            return found
        rest = elementwise(lambda x, y: (1 - x) * y, holds, self.view(node.otherwise))
        return elementwise(lambda x, y: x + y, found, rest)

    def explicit(self, node: Node) -> Node:
        """A formula with its products written as what they are: x y as x @ y, where that is a matrix product."""
        match node:
            case Fold(_, letter):
                inner = Reading(self.shapes, self.counts)
                inner.letters = {**self.letters, letter: 0}
                return node.with_parts(*map(inner.explicit, node.parts))
            case Product(factors, signs):
                return self.explicit_product([self.explicit(factor) for factor in factors], signs)
        return node.with_parts(*map(self.explicit, node.parts)) if node.parts else node

    def explicit_product(self, factors: Sequence[Node], signs: str) -> Node:
        """A product with its signs written as what they are."""
        found, view = factors[0], self.view(factors[0])
        for sign, node in zip(signs[1:], factors[1:], strict=True):
            factor = self.view(node)
            kind, view = self.times(sign, view, factor)
            if kind == DOT:
                found = Call("dot", (found, node))
            elif isinstance(found, Product) and found is not factors[0]:
                found = Product((*found.factors, node), found.signs + kind)
            else:
                found = Product((found, node), f"*{kind}")
        return found

    def name(self, name: str) -> View:
        """What a name stands for."""
        if name in self.letters:
            return scalar(of_place(self.letters[name]))
        if name in self.shapes:
            return named(name, *self.shapes[name])
        return scalar(of(Entry(name)))

    def place(self, node: Node) -> Place:
        """The place an index stands for."""
        return as_place(self.view(node).entry)

    def index(self, what: View, places: list[Place]) -> View:
        """An entry; of a matrix with one place the row, as a list."""
        if len(places) == 2:
            return scalar(what.at(*places))
        if what.is_vector:
            return scalar(what.at(places[0], places[0]))
        return View(what.columns, 1, lambda row, column: what.at(places[0], row))

    def each(self, function: Callable[[Formula], Formula], view: View) -> View:
        """A function of each entry."""
        return replace(view, at=lambda row, column: function(view.at(row, column)))

    def sum(self, terms: Sequence[Node], signs: str) -> View:
        """Terms added and subtracted, all at once: a sum of a thousand is no deeper than one of two."""
        found = self.view(terms[0])
        parts = [(signs[0], found)]
        for sign, term in zip(signs[1:], terms[1:], strict=True):
            added = self.view(term)
            if found.rows == found.columns > 1 and has_samples_in_rows(terms[0]) and added.is_list:
                added = added.transposed if added.rows == found.columns else added
            one, other, rows, columns = fitted(found, added)
            if one is not found:
                parts = [(each, view.transposed if view.shape != (1, 1) else view) for each, view in parts]
            parts.append((sign, other))
            found = View(rows, columns, one.at)

        def at(row: Place, column: Place) -> Formula:
            entries = ((sign, view.at(row, column)) for sign, view in parts)
            return total(entry if sign != "-" else -entry for sign, entry in entries)

        is_list = len(parts) == 1 and parts[0][1].is_list
        return View(found.rows, found.columns, at, is_list)

    def product(self, factors: Sequence[Node], signs: str) -> View:
        """Factors multiplied and divided, from left to right."""
        found = self.view(factors[0])
        for sign, node in zip(signs[1:], factors[1:], strict=True):
            _, found = self.times(sign, found, self.view(node))
        return found

    def times(self, sign: str, one: View, other: View) -> tuple[str, View]:
        """What a sign means between two arrays, /, *, @ or ·, and what it comes to."""
        if sign == DOT and one.is_vector and one.shape == other.shape != (1, 1):
            return DOT, self.dot(one, other)
        if sign == "@" or (sign in "_·" and _is_matrix_product(one, other)):
            return "@", self.matmul(one, other)
        if sign == "/":
            return "/", elementwise(lambda x, y: x / y, one, other, False)
        return "*", elementwise(lambda x, y: x * y, one, other, False)

    def matmul(self, one: View, other: View) -> View:
        """The matrix product."""
        if (1, 1) in (one.shape, other.shape):
            return elementwise(lambda x, y: x * y, one, other)
        if _is_row(one, other):
            one = one.transposed
        if one.columns != other.rows:
            raise Underivable(f"{one.rows}×{one.columns} @ {other.rows}×{other.columns} do not fit together")

        def at(row: Place, column: Place) -> Formula:
            if one.columns == 1:
                return one.at(row, 0) * other.at(0, column)
            letter = fresh(one.columns)
            return summed(one.at(row, letter) * other.at(letter, column), [letter], self.count)

        return View(one.rows, other.columns, at)

    def dot(self, one: View, other: View) -> View:
        """The sum of products of two lists."""

        def at(row: Place, column: Place) -> Formula:
            letter = fresh(max(one.shape))
            return summed(one.at(letter, letter) * other.at(letter, letter), [letter], self.count)

        return View(1, 1, at)

    def fold(self, function: str, letter: str, body: Node) -> View:
        """A sum, mean, max or min over an index letter."""
        length = self.length(letter, body)
        shape = self.within({letter: 0}, body).shape

        def at(row: Place, column: Place) -> Formula:
            new = fresh(length)
            return self.folded(function, self.within({letter: new}, body).at(row, column), (new,))

        return View(*shape, at)

    def folded(self, function: str, body: Formula, letters: Sequence[Letter]) -> Formula:
        """A fold over letters."""
        if function in FOLDED:
            for letter in letters:
                body = of(Extremum(function, (letter,), (body,)))
            return body
        found = summed(body, letters, self.count)
        for letter in letters if function == "mean" else ():
            found = found / self.count(letter.length)
        return found

    def whole(self, function: str, view: View) -> View:
        """A fold of all entries."""

        def at(row: Place, column: Place) -> Formula:
            letters = [fresh(length) for length in view.axes]
            return self.folded(function, view.along(*letters), letters)

        return View(1, 1, at)

    def call(self, node: Call) -> View:
        """A function of its operands."""
        function, names = node.function, node.names
        if function in LAYERS:
            raise Underivable(f"{function}(…) counts: it has no derivative")
        operands = [self.view(part) for part in node.operands]
        if isinstance(node, Unknown):
            return self.unspecified(node, operands)
        if function in FOLDS and names:
            return self.along_axis(node, operands)
        if function in FOLDED and len(operands) > 1:
            found = operands[0]
            for operand in operands[1:]:
                found = elementwise(lambda x, y: applied((FOLDED[function], ()), (x, y)), found, operand)
            return found
        if function in FOLDS:
            return self.whole(function, operands[0])
        if function in _LISTS:
            return _LISTS[function](self, *operands)
        if function.endswith(PRIME) and function.removesuffix(PRIME) in OPS:
            rule = OPS[function.removesuffix(PRIME)]
            return self.each(lambda x: formula(rule.slope(x)), operands[0])
        if function not in OPS:
            raise Underivable(f"{function} is not a function with known derivatives")
        rule = OPS[function]
        parameters = tuple(float(view.entry.number or 0) for view in operands[len(rule.letters) :])
        if parameters:
            rule = rule.with_parameters(*parameters)
        head = (function, () if rule is rule.base else tuple(rule.parameters.values()))
        if len(rule.letters) == 1:
            return self.each(lambda x: applied(head, (x,)), operands[0])
        return elementwise(lambda x, y: applied(head, (x, y)), operands[0], operands[1])

    def unspecified(self, node: Unknown, operands: list[View]) -> View:
        """A function of which only the name is known, of a number or of each entry."""
        if len(operands) > 1 or (node.is_single and operands[0].shape != (1, 1)):
            raise Underivable(f"of {node.function} nothing is known: not how it depends on each entry")
        return self.each(lambda x: of(Unspecified(node.function, (), (x,))), operands[0])

    def along_axis(self, node: Call, operands: list[View]) -> View:
        """sum(x, axis=0), of a matrix for each column, and axis=1 for each row; of a list of all its entries."""
        view, options = operands[0], dict(zip(node.names, operands[1:], strict=True))
        if view.is_vector or "axis" not in options:
            return self.whole(node.function, view)
        by_row = options["axis"].entry.number == 1
        lines = view if by_row else view.transposed

        def at(row: Place, column: Place) -> Formula:
            letter = fresh(lines.columns)
            return self.folded(node.function, lines.at(row, letter), (letter,))

        found = View(lines.rows, 1, at)
        return found if by_row else found.transposed

    def list(self, views: list[View]) -> View:
        """A column, or rows of a matrix."""
        columns = 1 if all(view.shape == (1, 1) for view in views) else max(view.rows for view in views)

        def at(row: Place, column: Place) -> Formula:
            if isinstance(row, int):
                return views[row].at(column, 0)
            return total(delta(row, place) * view.at(column, 0) for place, view in enumerate(views))

        if len(views) == 1:
            return View(1, columns, lambda row, column: views[0].at(column, 0))
        return View(len(views), columns, at, is_list=columns == 1)

    def softmax(self, x: View) -> View:
        """exp of each entry over the sum of all, of a matrix row by row."""

        def at(row: Place, column: Place) -> Formula:
            letter = fresh(x.columns if x.columns > 1 else x.rows)
            other = x.at(row, letter) if x.columns > 1 else x.at(letter, column)
            return _exp(x.at(row, column)) / summed(_exp(other), [letter], self.count)

        return View(*x.shape, at)

    def logsumexp(self, x: View) -> View:
        """log of the sum of exp of each entry."""
        return self.each(lambda y: applied(("log", ()), (y,)), self.whole("sum", self.each(_exp, x)))

    def norm(self, x: View) -> View:
        """The root of the sum of squares."""
        squares = self.whole("sum", self.each(lambda y: y**2, x))
        return self.each(lambda y: y ** Fraction(1, 2), squares)

    def trace(self, x: View) -> View:
        """The sum of what stands from corner to corner."""

        def at(row: Place, column: Place) -> Formula:
            letter = fresh(x.rows)
            return summed(x.at(letter, letter), [letter], self.count)

        return View(1, 1, at)

    def diag(self, x: View) -> View:
        """What stands from corner to corner; of a list, the matrix that is 0 elsewhere."""
        if x.shape == (1, 1):
            return x
        if not x.is_vector:
            return View(min(x.shape), 1, lambda row, column: x.at(row, row), is_list=True)
        length = max(x.shape)
        return View(length, length, lambda row, column: delta(row, column) * x.at(row, row))

    def filled(self, x: Formula, *sizes: View) -> View:
        """An array of one number over and over."""
        rows, columns = (*(int(self.whole_number(size)) for size in sizes), 1)[:2]
        return View(rows, columns, lambda row, column: x)

    def onehot(self, place: View, length: View) -> View:
        """A column with 1 at a place."""
        return View(self.whole_number(length), 1, lambda row, column: delta(row, as_place(place.entry)))

    def whole_number(self, size: View) -> int:
        """The size a formula gives."""
        found = size.entry.number
        if found is None:
            lengths = [length for length, name in self.counts.items() if size.entry.key == of(Entry(name)).key]
            found = Fraction(lengths[0]) if lengths else None
        if found is None:
            raise Underivable("how large it is depends on a name")
        return int(found)


def _exp(x: Formula) -> Formula:
    return applied(("exp", ()), (x,))


def _columns(reading: Reading, matrix: View, place: View) -> View:
    at = as_place(place.entry)
    return View(matrix.rows, 1, lambda row, column: matrix.at(row, at))


def _rows(reading: Reading, matrix: View, place: View) -> View:
    at = as_place(place.entry)
    return View(1, matrix.columns, lambda row, column: matrix.at(at, column))


_LISTS: dict[str, Callable[..., View]] = {
    "softmax": Reading.softmax,
    "logsumexp": Reading.logsumexp,
    "norm": Reading.norm,
    "dot": Reading.dot,
    "transpose": lambda reading, x: x.transposed,
    "column": _columns,
    "row": _rows,
    "zeros": lambda reading, *sizes: reading.filled(ZERO, *sizes),
    "ones": lambda reading, *sizes: reading.filled(ONE, *sizes),
    "onehot": Reading.onehot,
    "trace": Reading.trace,
    "diag": Reading.diag,
    "eye": lambda reading, size: reading.diag(reading.filled(ONE, size)),
}
"""What functions of lists are entry by entry."""


def _compared(sign: str) -> Callable[[Formula, Formula], Formula]:
    """Whether two numbers compare so, as 1 or 0."""

    def found(x: Formula, y: Formula) -> Formula:
        places = as_place(x), as_place(y)
        if sign in ("=", "!="):
            if any(isinstance(place, Letter) for place in places):
                same = delta(*places)
            else:
                same = 1 - of(Apply(("nonzero", ()), (), (x - y,)))
            return same if sign == "=" else 1 - same
        larger = x - y if sign in (">", "<=") else y - x
        known = larger.number
        holds = applied(("mask", ()), (larger,)) if known is None else number(int(known > 0))
        return holds if sign in "<>" else 1 - holds

    return found


_COMPARED = {sign: _compared(sign) for sign in COMPARISONS}


def _is_matrix_product(one: View, other: View) -> bool:
    return (1, 1) not in (one.shape, other.shape) and (one.columns == other.rows or _is_row(one, other))


def _is_row(one: View, other: View) -> bool:
    return one.is_list and one.columns != other.rows == one.rows and other.columns > 1


def _exact(value: float, typed: str) -> Fraction:
    try:
        return Fraction(typed)
    except ValueError:
        return Fraction(repr(value))
