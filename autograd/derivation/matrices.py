"""Formulas in index notation, written with matrices: products, transposes, outer products, sums of rows and columns.

Each factor of a term is a matrix with a letter for its rows and one for its columns, or a list with one letter, or a
number. Factors with the same letters are multiplied entry by entry, and then one letter after the other is summed over:

| what has the letter k | what the sum over it is |
|-----------------------|-------------------------|
| A[i,k] and B[k,j]     | A @ B                   |
| A[i,k] and b[k]       | A @ b                   |
| A[i,k], b[k], C[k,j]  | A @ diag(b) @ C         |
| A[i,k]                | sum(A, axis=1)          |
| a[k]                  | sum(a)                  |

At the end a[i] b[j] is the outer product a @ b.T, and [i = j] a[i] is diag(a). What three matrices share, and what
would have to be repeated along an axis, has no such form: it stays in indices.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, permutations
from typing import Any

from autograd.derivation.formula import (
    Apply,
    Atom,
    Delta,
    Entry,
    Extremum,
    Formula,
    Group,
    Letter,
    Place,
    Slope,
    Term,
    Unspecified,
)
from autograd.derivation.rewrites.brackets import opened, parted, spread, unweighted
from autograd.derivation.writing import (
    CALLED,
    Writer,
    negative,
    norm_of,
    number_node,
    positive_first,
    powered,
    quotient,
    split,
)
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import has_samples_in_rows
from autograd.worksheet.language.tree import Call, Derivative, Index, Name, Node, Number, Product, Sum, Transpose

Axes = Mapping[Letter, int]
"""The axis that a letter is wanted along: 0 for rows."""

MEANS = ((), ("diag",), ("diag", "masks"))
"""What a term is written with besides products, the next only where it must: diag of a list, a mask of two lists."""

MOST_ORDERS = 24
"""Orders in which the letters of a term are summed over that are tried."""


class NoMatrices(Exception):
    """A formula has no form with matrices."""


@dataclass(frozen=True)
class Matrix:
    """A tree, and the letters of its rows and columns; None where there is one row or one column."""

    node: Node
    row: Letter | None = None
    column: Letter | None = None
    made_of: tuple["Matrix", ...] = ()
    turned_node: Node | None = None

    @property
    def letters(self) -> set[Letter]:
        return {letter for letter in (self.row, self.column) if letter is not None}

    @property
    def turned(self) -> "Matrix":
        """The transpose."""
        if not self.letters:
            return self
        node = self.node.operand if isinstance(self.node, Transpose) else Transpose(self.node)
        return Matrix(self.turned_node or node, self.column, self.row, turned_node=self.node)

    def laid(self, row: Letter | None, column: Letter | None) -> "Matrix":
        """The same with these letters for rows and columns."""
        if (self.row, self.column) == (row, column):
            return self
        if (self.column, self.row) == (row, column):
            return self.turned
        raise NoMatrices


class MatrixWriter:
    """Writes formulas with matrices; `shapes` are rows and columns of the names, `count` how a length is written.

    `dots` are the lists whose product the sheet itself writes as wᵀx.
    """

    def __init__(
        self,
        shapes: Mapping[str, tuple[int, ...]],
        count: Callable[[int], Node],
        plain: Writer,
        dots: Collection[tuple[Node, Node]] = (),
    ) -> None:
        self.dots = dots
        self.shapes = shapes
        self.count = count
        self.plain = plain

    def whole(self, x: Formula, row: Letter | None, column: Letter | None) -> Node:
        """A formula as a matrix with these letters; NoMatrices where it is none."""
        forms = (x, opened(x), parted(x), unweighted(x), spread(x, lambda atom: isinstance(atom, Delta)))
        different = {each.key: each for each in forms}.values()
        found = _shortest(self.formula, [(each, row, column) for each in different])
        missing = {letter for letter in (row, column) if letter is not None} - found.letters
        if not missing:
            return found.laid(row, column).node
        sizes = [self.count(letter.length) if letter is not None else number_node(1) for letter in (row, column)]
        if not found.letters:
            ones = Call("ones", tuple(sizes) if column is not None else (sizes[0],))
            if isinstance(found.node, Product):
                return Product((*found.node.factors, ones), f"{found.node.signs}*")
            return ones if found.node == number_node(1) else _times([found.node, ones])
        if missing == {column}:
            return Product((found.laid(row, None).node, Call("ones", (number_node(1), sizes[1]))), "*@")
        return Product((Call("ones", (sizes[0], number_node(1))), found.laid(None, column).node), "*@")

    def formula(self, x: Formula, row: Letter | None, column: Letter | None) -> Matrix:
        """A sum: numbers go with everything, a column or a row is repeated."""
        if not x.terms:
            return Matrix(number_node(0))
        if not any(letter for atom in x.atoms() for letter in atom.letters()):
            return Matrix(self.plain.formula(x))
        found = [(self.term(term, row, column), term) for term in positive_first(x.terms)]
        if len({frozenset(part.letters) for part, _ in found if len(part.letters) == 1}) > 1:
            found.sort(key=lambda each: -len(each[0].letters))  # a column and a row are added to a matrix before them
        is_square = row is not None and column is not None and row.length == column.length
        whole = [part for part, _ in found if is_square and len(part.letters) == 2]
        if any(has_samples_in_rows(part.laid(row, column).node) for part in whole):
            found.sort(key=lambda each: each[0].letters != {row})  # a list behind X@W would be read as a row
        parts, terms = [part for part, _ in found], [term for _, term in found]
        letters = set().union(*(part.letters for part in parts))
        if not any(part.letters == letters for part in parts):
            raise NoMatrices
        rows, columns = (row if row in letters else None), (column if column in letters else None)
        nodes = [
            part.laid(row if row in part.letters else None, column if column in part.letters else None).node
            for part in parts
        ]
        signs = ["-" if term.coefficient < 0 else "+" for term in terms]
        if len(nodes) == 1:
            return Matrix(negative(nodes[0]) if signs == ["-"] else nodes[0], rows, columns)
        return Matrix(_turned_whole(nodes, lambda parts: Sum(parts, "".join(signs))), rows, columns)

    def natural(self, x: Formula, axes: Axes) -> Matrix:
        """A formula as a matrix, its letters along the axes they are wanted along, else so that it is shortest."""
        letters = list(dict.fromkeys(x.letters()))
        if len(letters) > 2:
            raise NoMatrices
        if not letters:
            return self.formula(x, None, None)
        first, second = (*letters, None)[:2]
        if axes.get(letters[0]) == 1 or axes.get(letters[-1]) == 0 != len(letters) - 1:
            first, second = second, first
        orders = [(first, second), (second, first)]
        best = _shortest(self.formula, [(x, *order) for order in orders])
        if any(letter in axes for letter in letters):
            with suppress(NoMatrices):
                best = self.formula(x, *orders[0])
        try:
            turned = self.formula(x, best.column, best.row)
        except NoMatrices:
            return best
        if (turned.row, turned.column) != (best.column, best.row):
            return best
        return Matrix(best.node, best.row, best.column, turned_node=turned.node)

    def term(self, term: Term, row: Letter | None, column: Letter | None) -> Matrix:
        """The term without its sign, in the shortest of its forms."""
        for place, (atom, power) in enumerate(term.factors):
            if isinstance(atom, Delta) and power == 1 and set(atom.places) == {row, column}:
                rest = Term(term.coefficient, (*term.factors[:place], *term.factors[place + 1 :]), term.bound)
                return self.diagonal(rest, row, column)
        axes = {letter: axis for axis, letter in enumerate((row, column)) if letter is not None}
        order = sorted(term.factors, key=lambda factor: not self.plain.is_count(factor[0]))
        above = [self.factor(atom, power, axes) for atom, power in order if power > 0]
        below = [self.factor(atom, -power, axes) for atom, power in order if power < 0]
        top, bottom = split(-term.coefficient if term.coefficient < 0 else term.coefficient, self.plain.has_pi)
        above[:0] = [Matrix(node) for node in (top,) if node is not None]
        below[:0] = [Matrix(node) for node in (bottom,) if node is not None]
        orders = list(islice(permutations(term.bound), MOST_ORDERS))
        for means in MEANS[:-1]:
            with suppress(NoMatrices):
                return _shortest(self.contracted, [(above, below, order, row, column, means) for order in orders])
        return _shortest(self.contracted, [(above, below, order, row, column, MEANS[-1]) for order in orders])

    def diagonal(self, term: Term, row: Letter | None, column: Letter | None) -> Matrix:
        """A matrix that is 0 but where both letters agree: diag of a list, or a number times the identity."""
        assert row is not None
        assert column is not None
        found = self.formula(term.times(-1 if term.coefficient < 0 else 1).swapped({column: row}), row, None)
        if found.letters:
            return Matrix(Call("diag", (found.laid(row, None).node,)), row, column)
        ones = Call("eye", (self.count(row.length),))
        node = ones if found.node == number_node(1) else _times([found.node, ones])
        return Matrix(node, row, column, turned_node=node)

    def contracted(
        self,
        above: Sequence[Matrix],
        below: Sequence[Matrix],
        order: Sequence[Letter],
        row: Letter | None,
        column: Letter | None,
        means: Collection[str],
    ) -> Matrix:
        """Factors above and below a bar, summed over letters in this order, with products and these means."""
        tops = [part.node for part in above if not part.letters]
        bottoms = [part.node for part in below if not part.letters]
        lists = [[part for part in side if part.letters] for side in (above, below)]
        parts = _gathered(lists[0], lists[1], row, column)
        for letter in order:
            having = [part for part in parts if letter in part.letters]
            having = _outer_products(having, parts) if "masks" in means else having
            used = [part for each in having for part in (each, *each.made_of)]
            parts = [part for part in parts if letter not in part.letters and part not in used]
            if len(having) == 3 and "diag" not in means:
                raise NoMatrices
            found = self.dot(_summed(having, letter, row, column))
            if found.letters:
                parts = _gathered([*parts, found], [], row, column)
            else:
                tops.append(found.node)
        if not parts:
            return Matrix(_ratio(tops, bottoms))
        found = self.outer(parts, row, column)
        match found.node:
            case Product(factors, signs) if tops and set(signs[1:]) == {"@"}:  # a number goes with the first factor
                node = quotient([Product((*_flat(tops), *factors), "*" * len(_flat(tops)) + signs)], bottoms)
            case _:
                node = _ratio([*tops, found.node], bottoms)
        return Matrix(node, found.row, found.column)

    def dot(self, found: Matrix) -> Matrix:
        """A sum of products as the sheet writes it, where it does: wᵀx."""
        match found.node:
            case Call("sum", (Product((Name() as one, Name() as other), "**"),), ()):
                for left, right in ((one, other), (other, one)):
                    if (left, right) in self.dots:
                        return Matrix(Product((Transpose(left), right), "*@"))
        return found

    def outer(self, parts: Sequence[Matrix], row: Letter | None, column: Letter | None) -> Matrix:
        """What is left when all sums are done: one matrix, or a column times a row, entry by entry with a matrix."""
        if len(parts) == 1:
            return parts[0]
        whole = [part.laid(row, column).node for part in parts if len(part.letters) == 2]
        lists = {letter: part for part in parts if len(part.letters) == 1 for letter in part.letters}
        if row is None or column is None or set(lists) != {row, column}:
            raise NoMatrices
        product = Product((lists[row].laid(row, None).node, lists[column].laid(None, column).node), "*@")
        return Matrix(_times([product, *whole]) if whole else product, row, column)

    def factor(self, atom: Atom, power: Fraction, axes: Axes) -> Matrix:
        """A factor with its exponent, entry by entry."""
        base = self.atom(atom, axes)
        turned = powered(base.turned_node, power) if base.turned_node is not None else None
        name = norm_of(atom) if power == Fraction(1, 2) else None
        node = Call("norm", (Name(name),)) if name else powered(base.node, power)
        return Matrix(node, base.row, base.column, turned_node=turned)

    def atom(self, atom: Atom, axes: Axes) -> Matrix:
        """A factor."""
        match atom:
            case Entry():
                return self.entry(atom.head, atom.places)
            case Slope():
                return self.slope(atom)
            case Group():
                return self.natural(atom.formulas[0], axes)
            case Apply():
                return self.applied(atom, axes)
            case Unspecified():
                inner = self.natural(atom.formulas[0], axes)
                return Matrix(Call(atom.head, (inner.node,)), inner.row, inner.column)
            case Delta():
                free = [place for place in atom.places if isinstance(place, Letter)]
                others = [place for place in atom.places if not isinstance(place, Letter)]
                if len(free) != 1 or any(self.letters_in(place) for place in others):
                    raise NoMatrices
                at = self.plain.place(others[0])
                return Matrix(Call("onehot", (at, self.count(free[0].length))), free[0])
            case Extremum():
                (letter,) = atom.places
                inner = self.natural(atom.formulas[0], {})
                if inner.letters != {letter}:
                    raise NoMatrices
                return Matrix(Call(atom.head, (inner.node,)))
        raise NoMatrices

    @staticmethod
    def letters_in(place: Place) -> list[Letter]:
        """The letters of a place that is a formula."""
        return list(place.letters()) if isinstance(place, Formula) else []

    def entry(self, name: str, places: Sequence[Place]) -> Matrix:
        """A name whole, a row or a column of it, or an entry."""
        rows, columns = (*self.shapes.get(name, (1, 1)), 1, 1)[:2]
        free = [place for place in places if isinstance(place, Letter)]
        if any(self.letters_in(place) for place in places) or len(set(free)) < len(free):
            raise NoMatrices
        if len(free) == len(places):
            todo = list(free)
            row = todo.pop(0) if rows > 1 else None
            return Matrix(Name(name), row, todo.pop(0) if columns > 1 else None)
        if not free:
            return Matrix(Index(Name(name), tuple(map(self.plain.place, places))))
        at = next(place for place in places if not isinstance(place, Letter))
        function = "column" if isinstance(places[0], Letter) else "row"
        node = Call(function, (Name(name), self.plain.place(at)))
        return Matrix(node, free[0], None) if function == "column" else Matrix(node, None, free[0])

    def slope(self, atom: Slope) -> Matrix:
        """A derivative: of a number by a name, in the name's shape; of a list by a list, their Jacobian."""
        top, count, bottom = atom.head
        tops, bottoms = atom.places[:count], atom.places[count:]
        free = [place for place in atom.places if isinstance(place, Letter)]
        if len(free) < len(atom.places) or len(set(free)) < len(free) or count > 1 or (count and len(bottoms) > 1):
            raise NoMatrices
        node = Derivative(Name(top), Name(bottom))
        if not count:
            return Matrix(node, *_axes(self.entry(bottom, bottoms)))
        return Matrix(node, free[0], free[1]) if bottoms else Matrix(node, *_axes(self.entry(top, tops)))

    def applied(self, atom: Apply, axes: Axes) -> Matrix:
        """An operation, entry by entry."""
        name, parameters = atom.head
        letters = list(dict.fromkeys(letter for x in atom.formulas for letter in x.letters()))
        if len(atom.formulas) == 1:
            inner = self.natural(atom.formulas[0], axes)
            operands = [inner]
        else:
            row, column = (*letters, None, None)[:2]
            operands = [self.formula(x, row, column) for x in atom.formulas]
            inner = max(operands, key=lambda each: len(each.letters))
            if len(letters) > 2 or any(each.letters not in (set(), inner.letters) for each in operands):
                raise NoMatrices
            operands = [each.laid(inner.row, inner.column) if each.letters else each for each in operands]
        if len(letters) > 2 or name == "pow":
            raise NoMatrices
        settings = tuple(number_node(x) for x in parameters)
        nodes = tuple(each.node for each in operands)
        return Matrix(Call(CALLED.get(name, name), (*nodes, *settings)), inner.row, inner.column)


def _axes(x: Matrix) -> tuple[Letter | None, Letter | None]:
    return x.row, x.column


def _gathered(
    above: Sequence[Matrix], below: Sequence[Matrix], row: Letter | None, column: Letter | None
) -> list[Matrix]:
    """Factors with the same letters multiplied entry by entry, those below the bar dividing."""
    kinds: dict[frozenset[Letter], tuple[list[Matrix], list[Matrix]]] = {}
    for parts, at in ((above, 0), (below, 1)):
        for part in parts:
            kinds.setdefault(frozenset(part.letters), ([], []))[at].append(part)
    found = []
    for tops, bottoms in kinds.values():
        if len(tops) == 1 and not bottoms:
            found.append(tops[0])
            continue
        lead = min((*tops, *bottoms), key=lambda part: isinstance(part.node, Transpose))
        if (lead.row is not None and lead.row == column) or (lead.column is not None and lead.column == row):
            lead = lead.turned
        node, turned = (_laid(tops, bottoms, axes) for axes in (_axes(lead), _axes(lead)[::-1]))
        found.append(Matrix(node, lead.row, lead.column, turned_node=turned))
    return found


def _laid(above: Sequence[Matrix], below: Sequence[Matrix], axes: tuple[Letter | None, Letter | None]) -> Node:
    """Factors above and below a bar laid alike; the transpose of it all where each would be transposed by itself."""
    laid = [part.laid(*axes).node for part in (*above, *below)]
    return _turned_whole(laid, lambda parts: _ratio(parts[: len(above)], parts[len(above) :]))


def _turned_whole(nodes: Sequence[Node], joined: Callable[[tuple[Node, ...]], Node]) -> Node:
    """What is made of several nodes; the transpose of it all where each would be transposed by itself."""
    operands = tuple(node.operand for node in nodes if isinstance(node, Transpose))
    return Transpose(joined(operands)) if len(operands) == len(nodes) else joined(tuple(nodes))


def _shortest(write: Callable[..., Matrix], given: Sequence[tuple[Any, ...]]) -> Matrix:
    """The shortest of what can be written; NoMatrices where nothing can. A transpose counts for more than a letter."""
    if len(given) == 1:
        return write(*given[0])
    best: Matrix | None = None
    least = 0
    for each in given:
        try:
            found = write(*each)
        except NoMatrices:
            continue
        written = echo(found.node)
        length = len(written) + 4 * written.count(".T")
        if best is None or length < least:
            best, least = found, length
    if best is None:
        raise NoMatrices
    return best


def _outer_products(having: Sequence[Matrix], parts: Sequence[Matrix]) -> list[Matrix]:
    """Factors with a letter; a list b[k] beside a matrix A[k,j] becomes one with a[j], as (b @ a.T) * A."""
    lists = [part for part in having if len(part.letters) == 1]
    if len(having) < 3 or len(lists) != 1:
        return list(having)
    others = [part for part in parts if len(part.letters) == 1 and part is not lists[0]]
    for matrix in having:
        for other in others if len(matrix.letters) == 2 else ():
            if other.letters < matrix.letters:
                one, two = (lists[0], other) if lists[0].letters == {matrix.row} else (other, lists[0])
                product = Product((one.laid(matrix.row, None).node, two.laid(None, matrix.column).node), "*@")
                node = _times([product, matrix.node])
                new = Matrix(node, matrix.row, matrix.column, (lists[0], other, matrix))
                return [new if part is matrix else part for part in having if part is not lists[0]]
    return list(having)


def _summed(parts: Sequence[Matrix], letter: Letter, row: Letter | None, column: Letter | None) -> Matrix:
    """The sum over a letter of all factors that have it."""
    if len(parts) == 1:
        return _total(parts[0], letter)
    if len(parts) == 3:
        return _weighted(parts, letter, row)
    if len(parts) != 2 or parts[0].letters & parts[1].letters != {letter}:
        raise NoMatrices
    one, other = parts
    first = next(iter(one.letters - {letter}), None)
    second = next(iter(other.letters - {letter}), None)
    turned = (first is not None and first == column) or (second is not None and second == row)
    if first is None or second is None:  # a list beside a matrix: a row stands before it, a column behind
        single, kept = (one, second) if first is None else (other, first)
        as_row = kept == column or (kept != row and single.column == letter)
        turned = (single is one) != as_row
    if turned:
        one, other, first, second = other, one, second, first
    left = one if one.column == letter else one.turned
    right = other if other.row == letter else other.turned
    if isinstance(left.node, Transpose) and isinstance(right.node, Transpose):  # Aᵀ Bᵀ is (B A)ᵀ
        return Matrix(Transpose(_chained(right.node.operand, left.node.operand)), first, second)
    return Matrix(_chained(left.node, right.node), first, second)


def _chained(*nodes: Node) -> Node:
    """The product of matrices, those that are products of matrices themselves without brackets: A @ B @ C."""
    found: list[Node] = []
    for node in nodes:
        is_chain = isinstance(node, Product) and set(node.signs[1:]) == {"@"}
        found += node.parts if is_chain else [node]
    return Product(tuple(found), "*" + "@" * (len(found) - 1))


def _weighted(parts: Sequence[Matrix], letter: Letter, row: Letter | None) -> Matrix:
    """A[i,k] b[k] C[k,j] summed over k, as A @ diag(b) @ C."""
    lists = [part for part in parts if part.letters == {letter}]
    others = [part for part in parts if len(part.letters) == 2]
    if len(lists) != 1 or len(others) != 2 or others[0].letters & others[1].letters != {letter}:
        raise NoMatrices
    one, other = sorted(others, key=lambda part: row not in part.letters)
    left = one if one.column == letter else one.turned
    right = other if other.row == letter else other.turned
    weights = Call("diag", (lists[0].laid(letter, None).node,))
    return Matrix(Product((left.node, weights, right.node), "*@@"), left.row, right.column)


def _total(part: Matrix, letter: Letter) -> Matrix:
    """The sum of a list, or of a matrix along an axis."""
    if len(part.letters) == 1:
        match part.node:
            case Call("sum", (inner, _), ("axis",)):
                return Matrix(Call("sum", (inner,)))
        return Matrix(Call("sum", (part.node,)))
    if isinstance(part.node, Transpose):  # the columns of Aᵀ are the rows of A
        return _total(part.turned, letter).turned
    axis = 0 if part.row == letter else 1
    node = Call("sum", (part.node, number_node(axis)), ("axis",))
    return Matrix(node, None if axis == 0 else part.row, part.column if axis == 0 else None)


def _flat(nodes: Sequence[Node]) -> list[Node]:
    """Factors, those of products entry by entry among them by themselves."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Product) and set(node.signs) == {"*"}:
            found += node.factors
        else:
            found.append(node)
    return found


def _ratio(above: Sequence[Node], below: Sequence[Node]) -> Node:
    """Factors above and below a bar; what stands above as 1/x stands below as x."""
    tops: list[Node] = []
    bottoms: list[Node] = []
    for node in _flat(above):
        match node:
            case Product((Number(1.0), inverse), "*/"):
                bottoms.append(inverse)
            case Product((*factors, last), signs) if signs[-1] == "/" and set(signs[:-1]) == {"*"}:
                tops += factors
                bottoms.append(last)
            case _:
                tops.append(node)
    return quotient(tops, [*below, *bottoms])


def _times(nodes: Sequence[Node]) -> Node:
    flat = _flat(nodes)
    return Product(tuple(flat), "*" * len(flat)) if len(flat) > 1 else flat[0]
