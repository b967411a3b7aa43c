"""Numbers, sums, products and indices of a formula, computed; see functions.py for its calls."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from autograd.engine.codegen.python import Value
from autograd.engine.value import constant
from autograd.errors import AutogradError, LanguageError
from autograd.support.types import Any, Protocol
from autograd.worksheet.evaluation import arrays
from autograd.worksheet.evaluation.arrays import Array, WrongShape, applied, elementwise, entries, mapped, shape, size
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.unknown_names import unvalued
from autograd.worksheet.language.roles import has_samples_in_rows
from autograd.worksheet.language.tree import (
    DOT,
    Call,
    Case,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Partial,
    Power,
    Product,
    Slope,
    Sum,
    Transpose,
    Unknown,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.language.work import Work


class ShapeError(LanguageError):
    """A part of a formula whose shapes do not fit together."""


class AxesError(LanguageError):
    """What has no matrix as sizes are known: a derivative with more than two axes, a convolution by a single number."""


class IndexFault(LanguageError):
    """What goes wrong only where an index is: it indexes nothing, or there is no such entry."""


class OutsideFault(IndexFault):
    """An entry with a difference for its index that there is none of: a sum over windows leaves it out."""


class IndexClash(ShapeError, IndexFault):
    """An index letter that runs to different ends."""


UNCOMPUTABLE = (AutogradError, ArithmeticError)
"""What computing a formula may raise."""


COMPARES: dict[str, Callable[[float, float], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
"""What a sign in a condition asks."""


class Differentiates(Protocol):
    """Knows the derivatives of the names in a formula, what has been claimed of its calls, and if biases count.

    `seed` tells one point from another, for functions that are unknown.
    """

    biases: bool

    @property
    def seed(self) -> str: ...

    def derivative(self, formula: "Arithmetic", node: Derivative) -> Any: ...
    def claimed(self, node: Node) -> Any: ...


LOOKING_FOR_NAMES = 60
"""Operations for finding the name that was meant by one that stands for nothing."""

FOLDED = {"max": "maximum", "min": "minimum", "prod": "mul"}
"""The operation behind a fold that takes the largest or smallest, or multiplies."""

OF_NOTHING = {"sum": 0.0, "prod": 1.0}
"""What a fold comes to whose condition leaves no entry."""


SINGLE = (float, Value)
"""What a single number is, with which nothing has to be asked before it is added or multiplied."""

SCALES = ("gamma", "scale")
"""Names of lists by which the columns of normalized examples are multiplied."""


class Arithmetic:
    """Evaluates trees of one text.

    `values` are what names stand for: numbers, Values, arrays of them, layers; `letters` the places index letters
    stand for; `point` knows derivatives; `broadcast` lets products repeat rows and columns too. `cases` are the sides
    of the conditions met so far, where they are to be noted.
    """

    keeps_form = False
    """Whether e, pi and functions of numbers stay what they are, for a page that shows log(10) as such."""

    def __init__(
        self,
        text: str,
        values: Mapping[str, Any],
        letters: Mapping[str, int] | None = None,
        point: Differentiates | None = None,
        work: Work | None = None,
        broadcast: bool = False,
    ) -> None:
        self.text = text
        self.values = values
        self.letters: dict[str, int] = dict(letters or {})
        self.point = point
        self.work = work or Work()
        self.broadcast = broadcast
        self.cases: list[int] | None = None
        self._ranges: dict[int, tuple[Node, int]] = {}  # with the node, so that no other gets its identity
        self._kept: dict[tuple[Any, ...], Any] | None = None
        self._letters_in: dict[int, tuple[Node, tuple[str, ...]]] = {}

    def value(self, node: Node) -> Any:
        """What a tree comes to."""
        work = self.work
        work.left -= 1
        if work.left < 0:
            work.spend(0)
        compute = _COMPUTED.get(type(node))
        if compute is None:
            raise TypeError(f"{type(node).__name__} is not a kind of node")
        return compute(self, node)

    def number(self, node: Number) -> Any:
        """A number as it was typed."""
        return node.number

    def index(self, node: Index) -> Any:
        """An entry, or a row of a matrix."""
        array, what = node.array, None
        if isinstance(array, Name) and array.name not in self.letters:
            what = self.values.get(array.name)
        what = self.value(array) if what is None else what
        if isinstance(what, Array) and (place := self.lettered(node, what)) is not None:
            return what.entries[place]
        if arrays.is_matrix(what) and len(node.places) == 1:
            return self.matrix_row(node, what)
        return entries(what)[self.entry(node, what)]

    def negative(self, node: Negative) -> Any:
        """The same with another sign."""
        return self.each("neg", node, self.value(node.operand))

    def transpose(self, node: Transpose) -> Any:
        """Rows for columns."""
        return arrays.transpose(self.value(node.operand))

    def wrong(self, message: str, node: Node, kind: type[LanguageError] = LanguageError) -> LanguageError:
        """An error at a part of the formula."""
        return kind(message, self.text, node.column, node.length)

    def call(self, node: Call) -> Any:
        """A function of its operands."""
        raise NotImplementedError

    def name(self, node: Name) -> Any:
        """What a name stands for."""
        name = node.name
        if name in self.letters:
            return float(self.letters[name])
        if name in self.values:
            return self.values[name]
        if name in CONSTANTS:
            return self.kept(CONSTANTS[name])
        self.work.spend(LOOKING_FOR_NAMES)
        raise unvalued(self.text, node, self.values)

    def refuse_layers(self, node: Node, *operands: Any) -> None:
        """Make sure that what is computed with is made of numbers."""
        for operand in operands:
            if isinstance(operand, Layer):
                raise self.wrong("a layer is not a number: ask for its shape(…), parameters(…) or multiplies(…)", node)

    def spread(self, operation: str, node: Node, x: Any, y: Any) -> Any:
        """An operation entry by entry, counted; errors name the part."""
        if isinstance(x, Layer) or isinstance(y, Layer):
            self.refuse_layers(node, x, y)
        if isinstance(x, Array) or isinstance(y, Array):
            self.work.spend(max(len(entries(x)), len(entries(y))))
        try:
            return elementwise(operation, x, y, self.broadcast or operation in ("add", "sub"))
        except WrongShape as misfit:
            raise self.wrong(str(misfit), node, ShapeError) from None

    def power(self, node: Power) -> Any:
        """A power entry by entry; H^(-1) of a square matrix is its inverse."""
        base, exponent = self.value(node.base), self.value(node.exponent)
        if not arrays.is_square(base) or isinstance(exponent, (Array, Layer)) or float(exponent) != -1:
            return self.spread("pow", node, base, exponent)
        self.work.spend(2 * base.rows**3)
        try:
            return arrays.inverse(base)
        except WrongShape as misfit:
            raise self.wrong(str(misfit), node, ShapeError) from None

    def sum(self, node: Sum) -> Any:
        """Terms added and subtracted, from left to right."""
        total = self.value(node.terms[0])
        for sign, term in zip(node.signs[1:], node.terms[1:], strict=True):
            added = self.value(term)
            if type(total) in SINGLE and type(added) in SINGLE:  # most are: nothing else is to be asked
                total = total + added if sign == "+" else total - added
                continue
            if arrays.is_square(total) and (total.has_samples or has_samples_in_rows(node.terms[0])):
                added = arrays.as_row(added, total)
            total = self.spread("add" if sign == "+" else "sub", node, total, added)
        return total

    def product(self, node: Product) -> Any:
        """Factors multiplied and divided, from left to right."""
        total = self.value(node.factors[0])
        for place, (sign, below) in enumerate(zip(node.signs[1:], node.factors[1:], strict=True), start=1):
            factor = self.value(below)
            if type(total) in SINGLE and type(factor) in SINGLE and sign in "*_":
                total = total * factor
            elif isinstance(total, Array) and (scaled := self.scaled(node, place, total, factor)) is not None:
                total = scaled
            elif sign != "/" and _is_chained(node.factors[place - 1 : place + 1], total, factor):
                self.work.spend(len(entries(factor)))
                total = arrays.transpose(arrays.matmul(arrays.transpose(total), factor))
            elif sign == DOT and arrays.are_lists(total, factor):
                self.refuse_layers(node, total, factor)
                self.work.spend(len(entries(factor)))
                total = arrays.dot(total, factor)
            elif sign == "@" or (sign in "_·" and arrays.is_matrix_product(total, factor)):
                self.refuse_layers(node, total, factor)
                self.work.spend(shape(total)[0] * len(entries(factor)))
                try:
                    total = arrays.matmul(total, factor)
                except WrongShape as misfit:
                    raise self.wrong(str(misfit), node, ShapeError) from None
            else:
                try:
                    total = self.spread("div" if sign == "/" else "mul", node, total, factor)
                except ShapeError as misfit:
                    if sign != "*" or set(node.signs[place + 1 :]) != {"_"}:
                        raise
                    return self.with_rest(node, place, total, misfit)
        return arrays.with_samples(total) if arrays.is_square(total) and has_samples_in_rows(node) else total

    def scaled(self, node: Product, place: int, total: Any, factor: Any) -> Any:
        """γ x̂ of a list of scales and a matrix of examples in rows: one for each column; None for all others."""
        names = [each.name for each in node.factors[place - 1 : place + 1] if isinstance(each, Name)]
        if node.signs[place] not in "*_" or not any(name in SCALES for name in names) or not isinstance(factor, Array):
            return None
        x, y = arrays.as_row(total, factor), arrays.as_row(factor, total)
        if x is total and y is factor:
            return None
        self.work.spend(max(len(entries(x)), len(entries(y))))
        return elementwise("mul", x, y, repeat=True)

    def with_rest(self, node: Product, place: int, total: Any, misfit: ShapeError) -> Any:
        """A product that only fits if its last factors, side by side, come first: a ∘ B c, entry by entry a and B c."""
        rest = Product(node.factors[place:], "*" + node.signs[place + 1 :], column=node.column, length=node.length)
        try:
            return self.spread("mul", node, total, self.value(rest))
        except ShapeError:
            raise misfit from None

    def list(self, node: List) -> Any:
        """A column, or rows of a matrix."""
        return self.listed(node, [self.value(entry) for entry in node.entries])

    def listed(self, node: List, found: Sequence[Any]) -> Any:
        """What a list comes to whose entries come to what was found."""
        self.refuse_layers(node, *found)
        try:
            return arrays.listed(found)
        except WrongShape as misfit:
            raise self.wrong(str(misfit), node, ShapeError) from None

    def case(self, node: Case) -> Any:
        """What the condition chooses; of lists entry by entry."""
        sides = [self.value(side) for side in node.sides]
        self.refuse_layers(node, *sides)
        if not any(isinstance(side, Array) for side in sides):
            if self.holds(node.signs, sides):
                return self.value(node.then)
            if node.otherwise is None:
                raise self.wrong("nothing is said of the numbers here: the condition does not hold", node)
            return self.value(node.otherwise)
        if node.otherwise is None:
            raise self.wrong("a condition on a list is one on each entry: write else behind it, or index letters", node)
        chosen = [self.value(node.then), self.value(node.otherwise)]
        whole = next(side for side in sides if isinstance(side, Array))
        each = [*zip(*(self.spread_to(node, x, whole) for x in (*sides, *chosen)), strict=True)]
        found = [then if self.holds(node.signs, compared) else other for *compared, then, other in each]
        return arrays.made(whole.rows, whole.columns, found)

    def spread_to(self, node: Node, x: Any, whole: Array) -> tuple[Any, ...]:
        """The entries of what has the shape of a whole; a number for each of them."""
        self.work.spend(len(whole.entries))
        if isinstance(x, Array) and shape(x) != shape(whole):
            message = f"{size(x)} beside {size(whole)} in a condition: equal shapes were expected"
            raise self.wrong(message, node, ShapeError)
        return entries(x) if isinstance(x, Array) else (x,) * len(whole.entries)

    def holds(self, signs: Sequence[str], sides: Sequence[Any], noted: bool = True) -> bool:
        """Whether numbers compare so; the sides of what is computed are `noted` where `cases` are."""
        holds = True
        if any(isinstance(side, Array) for side in sides):
            raise ShapeError("a condition compares numbers, and this is a list")
        for sign, x, y in zip(signs, sides[:-1], sides[1:], strict=True):
            if noted and self.cases is not None and (isinstance(x, Value) or isinstance(y, Value)):
                self.cases.append((float(x) > float(y)) - (float(x) < float(y)))
            holds = holds and COMPARES[sign](float(x), float(y))
        return holds

    def entry(self, node: Index, what: Any) -> int:
        """The place of an entry, counted row by row: x[i] of a row or column, W[i,j] of a matrix."""
        places = [self.place(place) for place in node.places]
        if isinstance(what, Layer):
            raise self.wrong("a layer has no entries: ask for its shape(…)", node)
        rows, columns = shape(what)
        if len(places) == 1:
            if rows > 1 and columns > 1:
                raise self.wrong(f"this is {size(what)}: two indices, row and column, were expected", node)
            rows, columns, places = 1, rows * columns, [0, places[0]]
        for place, length, at in zip(places, (rows, columns), (node.places[0], node.places[-1]), strict=True):
            if not 0 <= place < length:
                fault = OutsideFault if _is_difference(at) else IndexFault
                raise self.wrong(f"there is no entry {place}: indices go from 0 to {length - 1}", at, fault)
        return places[0] * columns + places[1]

    def lettered(self, node: Index, what: Array) -> int | None:
        """The place of an entry, where its places are letters that fit: most are, and need no more to be asked."""
        places = [self.letters.get(place.name) if isinstance(place, Name) else None for place in node.places]
        match places:
            case [int(row), int(column)] if 0 <= row < what.rows and 0 <= column < what.columns:
                return row * what.columns + column
            case [int(place)] if 1 in (what.rows, what.columns) and 0 <= place < what.rows * what.columns:
                return place
        return None

    def matrix_row(self, node: Index, what: Array) -> Any:
        """W[i], a row of a matrix as a list."""
        place = self.place(node.places[0])
        if not 0 <= place < what.rows:
            message = f"there is no row {place}: rows go from 0 to {what.rows - 1}"
            raise self.wrong(message, node.places[0], IndexFault)
        return arrays.transpose(arrays.row(what, float(place)))

    def place(self, node: Node) -> int:
        """The number an index stands for."""
        if isinstance(node, Name) and node.name in self.letters:
            return self.letters[node.name]
        found = self.value(node)
        if isinstance(found, (Array, Layer)) or not float(found).is_integer():
            raise self.wrong("an index is an index letter or a whole number", node)
        return int(found)

    def derivative(self, node: Derivative) -> Any:
        """dA/dB."""
        if self.point is None:
            raise self.wrong("a derivative has no place here", node)
        return self.once(node, partial(self.point.derivative, self))

    def keep_parts(self) -> None:
        """From now on compute sums and derivatives once for each choice of the letters in them, not for each term.

        What names stand for must stay the same.
        """
        self._kept = {}

    def once(self, node: Node, compute: Callable[[Any], Any]) -> Any:
        """What a part comes to, computed once for each choice of its letters where parts are kept."""
        if self._kept is None:
            return compute(node)
        known = self._letters_in.get(id(node))
        if known is None:
            known = node, tuple(name for name in names_in(node) if name in self.letters)
            self._letters_in[id(node)] = known
        key = id(node), *map(self.letters.get, known[1])
        if key in self._kept:
            self.work.left += 1  # what is known takes no operation
        else:
            self._kept[key] = compute(node)
        return self._kept[key]

    def fold(self, node: Fold) -> Any:
        """A sum, mean, max, min or product over an index letter."""
        return self.once(node, self.folded)

    def folded(self, node: Fold) -> Any:
        """The same, computed afresh."""
        function, letter = node.function, node.letter
        known = self._ranges.get(id(node))
        if known is None:
            known = self._ranges[id(node)] = node, self.range(letter, [node.body], node)
        length = known[1]
        outer = self.letters.get(letter)
        found, counted = None, 0
        for place in range(length):
            self.letters[letter] = place
            if self.leaves_out(node.body):
                continue
            counted += 1
            try:
                term = self.value(node.body)
            except OutsideFault:
                if function != "sum":
                    raise
                continue
            if found is None:
                found = term
            else:
                found = self.spread(FOLDED.get(function, "add"), node, found, term)
        if outer is None:
            del self.letters[letter]
        else:
            self.letters[letter] = outer
        if found is None:
            if function not in OF_NOTHING:
                raise self.wrong(f"{function} of nothing: the condition leaves no entry", node)
            return OF_NOTHING[function]
        return self.spread("div", node, found, float(counted)) if function == "mean" else found

    def leaves_out(self, body: Node) -> bool:
        """Whether a term is none of a sum, by the condition on its letter: at j ≠ m there is no kink."""
        if not isinstance(body, Case) or body.otherwise is not None:
            return False
        return not self.holds(body.signs, [self.value(side) for side in body.sides], noted=False)

    def range(self, letter: str, nodes: Iterable[Node], at: Node) -> int:
        """How far an index letter runs: the length of the axes it stands at; where x[i+1] does, to one before its end.

        x[i+a] tells it where nothing else does.
        """
        nodes = list(nodes)
        lengths = self._lengths(letter, nodes)
        windows = list(windows_of_letter(letter, nodes))
        ends = [
            length - int(ahead.number)
            for what, axis, axes, ahead in windows
            if isinstance(ahead, Number) and (length := self._length(what, axis, axes)) is not None
        ]
        if not lengths:
            for what, axis, axes, ahead in windows:
                length = self._length(what, axis, axes)
                others = self._lengths(ahead.name, nodes, inside=True) if isinstance(ahead, Name) else {}
                if length is not None and len(others) == 1:
                    ends.append(length - next(iter(others)) + 1)
        if ends and min([*ends, *lengths]) > 0:
            return min([*ends, *lengths])
        if not lengths:
            raise self.wrong(
                f"nothing tells how far {letter} runs: it must index something, as in x[{letter}]", at, IndexFault
            )
        if len(lengths) > 1:
            (first, one), (second, other) = list(lengths.items())[:2]
            raise self.wrong(f"{letter} runs to {first - 1} in {one} and to {second - 1} in {other}", at, IndexClash)
        return next(iter(lengths))

    def _lengths(self, letter: str, nodes: Iterable[Node], inside: bool = False) -> dict[int, str]:
        """The lengths of the axes a letter stands at alone, each with one of them; `inside` sums over it, too."""
        found: dict[int, str] = {}
        for what, axis, axes, described in places_of_letter(letter, nodes, inside):
            length = self._length(what, axis, axes)
            if length is not None:
                found[length] = described
        return found

    def _length(self, what: Node, axis: int, axes: int) -> int | None:
        """The length of an axis; None of what holds letters that stand for nothing yet."""
        try:
            rows, columns = shape(self.values[what.name] if isinstance(what, Name) else self.value(what))
        except (KeyError, LanguageError):
            return None
        if axes == 1 and rows > 1 and columns > 1:
            return rows  # W[i] is a row
        return rows * columns if axes == 1 else (rows, columns)[axis]

    def each(self, operation: str, node: Node, *operands: Any) -> Any:
        """An operation of the table on numbers or on each entry."""
        self.refuse_layers(node, *operands)
        if len(operands) == 2:
            return self.spread(operation, node, *operands)
        self.work.spend(len(entries(operands[0])))
        direct = applied(operation)
        if not self.keeps_form or operation == "neg":  # a negative number is a number
            return mapped(direct, operands[0])
        return mapped(lambda entry: direct(self.kept(entry)), operands[0])

    def kept(self, x: Any) -> Any:
        """A number as it is computed with: a constant Value where the form is to be kept."""
        return constant(x) if self.keeps_form and isinstance(x, float) else x


_COMPUTED: dict[type[Node], Callable[[Arithmetic, Any], Any]] = {
    Name: Arithmetic.name,
    Number: Arithmetic.number,
    Product: Arithmetic.product,
    Sum: Arithmetic.sum,
    Index: Arithmetic.index,
    **dict.fromkeys((Call, Unknown), lambda formula, node: formula.call(node)),
    Fold: Arithmetic.fold,
    Power: Arithmetic.power,
    Negative: Arithmetic.negative,
    **dict.fromkeys((Derivative, Partial, Slope), Arithmetic.derivative),
    Transpose: Arithmetic.transpose,
    List: Arithmetic.list,
    Case: Arithmetic.case,
}
"""How each kind of node is computed: asked for by its class, which is faster than to match one after another."""


def _is_difference(place: Node) -> bool:
    """Whether an index is i - a, of two letters: dx[i] = sum(a: dy[i - a] w[a]) has what there is of dy."""
    match place:
        case Sum((Name(), Name()), "+-"):
            return True
    return False


def _is_chained(factors: tuple[Node, ...], total: Any, factor: Any) -> bool:
    """Whether a gradient stands before the Jacobian it is to be multiplied by: dE/dA dA/dZ, of lists A and Z."""
    match factors:
        case (Derivative(_, middle), Derivative(top, _)) if middle == top and isinstance(factor, Array):
            return isinstance(total, Array) and total.columns == 1 and total.rows == factor.rows and factor.columns > 1
    return False


def windows_of_letter(letter: str, nodes: Iterable[Node]) -> Iterator[tuple[Node, int, int, Node]]:
    """Where x[i+1] or x[i+a] stands: what it indexes, the axis, how many axes are indexed, and what is added to i."""
    for node in (part for each in nodes for part in each.inside()):
        if isinstance(node, Index):
            for axis, place in enumerate(node.places):
                match place:
                    case Sum((Name(name), Number() | Name() as ahead), "++") if name == letter:
                        yield node.array, axis, len(node.places), ahead


def places_of_letter(letter: str, nodes: Iterable[Node], inside: bool = False) -> Iterator[tuple[Node, int, int, str]]:
    """Where an index letter stands: what it indexes, the axis, how many axes are indexed, and a description.

    What is `inside` a sum over the same letter counts where it is asked for.
    """
    todo = list(nodes)
    while todo:
        node = todo.pop()
        match node:
            case Fold(_, inner) if inner == letter and not inside:
                continue
            case Index(array, places):
                for axis, place in enumerate(places):
                    if isinstance(place, Name) and place.name == letter:
                        described = array.name if isinstance(array, Name) else "…"
                        yield array, axis, len(places), f"{described}[…]"
            case Call("column" | "row" as function, (what, Name(name))) if name == letter:
                yield what, ("row", "column").index(function), 2, f"{function}(…)"
        todo.extend(reversed(node.parts))
