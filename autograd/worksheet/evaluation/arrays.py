"""Rows and columns of numbers as worksheets mean them: a list is a column, and 1×1 counts as a number.

Entries are floats or Values. `+` and `−` repeat a column over columns and a row over rows; `*` and `/` take equal
shapes or a single number, since a missing transpose must not pass in silence, or the sums of rows or columns.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce

from autograd.engine.codegen.python import OPS
from autograd.support.types import Any

MOST_ENTRIES = 10_000
"""Entries of one array."""


class WrongShape(ValueError):
    """Arrays whose shapes do not fit together."""


@dataclass(slots=True, unsafe_hash=True)
class Array:
    """Numbers in rows and columns, stored row by row; never 1×1 (see `made`).

    `is_list` says that it was typed as a list: a column, but where only a row fits, a row; `is_folded`, that it has
    the sums of all rows or columns of a matrix, which is divided by them row by row or column by column;
    `has_samples`, that its rows are samples, as those of X W: a list beside it has an entry for each column.
    """

    rows: int
    columns: int
    entries: tuple[Any, ...]
    is_list: bool = False
    is_folded: bool = field(default=False, compare=False)
    has_samples: bool = field(default=False, compare=False)

    @property
    def is_vector(self) -> bool:
        """Whether it is one column or one row."""
        return 1 in (self.rows, self.columns)


def made(rows: int, columns: int, entries: Sequence[Any]) -> Any:
    """An array, or the number itself where there is only one."""
    if rows * columns > MOST_ENTRIES:
        raise WrongShape(f"{rows}×{columns} is too large: at most {MOST_ENTRIES} entries")
    return entries[0] if len(entries) == 1 else Array(rows, columns, tuple(entries))


def as_list(x: Any, like: Any = None) -> Any:
    """An array marked as typed as a list; with another array, if that is."""
    if not isinstance(x, Array) or not (like is None or (isinstance(like, Array) and like.is_list)):
        return x
    return Array(x.rows, x.columns, x.entries, is_list=True)


def with_samples(x: Any) -> Any:
    """A matrix marked as having samples in rows."""
    return replace(x, has_samples=True) if isinstance(x, Array) else x


def as_folded(x: Any, like: Any = None) -> Any:
    """An array marked as sums along an axis; with another array, if that is."""
    if not isinstance(x, Array) or not (like is None or (isinstance(like, Array) and like.is_folded)):
        return x
    return replace(x, is_folded=True)


def shape(x: Any) -> tuple[int, int]:
    """Rows and columns; (1, 1) for a number."""
    return (x.rows, x.columns) if isinstance(x, Array) else (1, 1)


def entries(x: Any) -> tuple[Any, ...]:
    """All numbers, row by row."""
    return x.entries if isinstance(x, Array) else (x,)


def index_of(x: Any, place: int) -> tuple[int, ...]:
    """The index of the entry at a place, counted row by row: one number in a row or column, none for a number.

    >>> index_of(made(3, 1, [1.0, 2.0, 3.0]), 2), index_of(made(2, 2, [1.0, 2.0, 3.0, 4.0]), 2), index_of(4.0, 0)
    ((2,), (1, 0), ())
    """
    if not isinstance(x, Array):
        return ()
    return (place,) if x.is_vector else divmod(place, x.columns)


def size(x: Any) -> str:
    """The shape, written.

    >>> size(made(3, 1, [1.0, 2.0, 3.0])), size(4.0)
    ('3×1', 'a number')
    """
    return f"{x.rows}×{x.columns}" if isinstance(x, Array) else "a number"


def mapped(function: Callable[[Any], Any], x: Any) -> Any:
    """A function of each entry; what is one for each row or column stays so: sqrt(var(x, axis=0))."""
    if not isinstance(x, Array):
        return function(x)
    entries = tuple(map(function, x.entries))
    return Array(x.rows, x.columns, entries, is_folded=x.is_folded, has_samples=x.has_samples)


_OPERATORS: dict[str, Callable[..., Any]] = {
    rule.name: getattr(operator, rule.method) for rule in OPS.values() if rule.method and rule.sign not in (None, "**")
}


def apply(operation: str, *numbers: Any) -> Any:
    """An operation of the table on floats or Values; bad arithmetic raises AnomalyError as everywhere."""
    direct = _OPERATORS.get(operation)
    if direct is not None:  # asking the table takes four times as long
        try:
            return direct(*numbers)
        except ZeroDivisionError:
            pass
    return OPS[operation](*numbers)


def applied(operation: str) -> Callable[..., Any]:
    """The same as a function, for many numbers: the operator, or the operation of the table, unless it divides."""
    return partial(apply, operation) if operation == "div" else _OPERATORS.get(operation) or OPS[operation]


def elementwise(operation: str, x: Any, y: Any, repeat: bool = False) -> Any:
    """An operation entry by entry; one number goes with every entry, a row with every row of a matrix. `repeat` columns
    too where asked.

    WrongShape where the shapes do not fit.
    """
    if not isinstance(x, Array):
        return apply(operation, x, y) if not isinstance(y, Array) else mapped(partial(applied(operation), x), y)
    if not isinstance(y, Array):
        direct = applied(operation)
        return mapped(lambda a: direct(a, y), x)
    if operation in ("add", "sub") and x.is_list != y.is_list and shape(x) != shape(y):
        x, y = laid_along(x, y), laid_along(y, x)
    if shape(x) != shape(y) and (repeat or x.is_folded or y.is_folded or _is_row_of(x, y) or _is_row_of(y, x)):
        x, y = repeated(x, y), repeated(y, x)
    if shape(x) != shape(y):
        sign = OPS[operation].sign or operation
        hint = "; for the matrix product write @" if sign == "*" and x.columns == y.rows else ""
        wanted = "equal shapes" if sign in "+-" else "equal shapes or a number"
        raise WrongShape(f"{size(x)} {sign.replace('**', '^')} {size(y)}: {wanted} were expected{hint}")
    is_folded = x.is_folded and y.is_folded  # as mean / sqrt(var + eps) is of each column, where both are
    return Array(x.rows, x.columns, tuple(map(applied(operation), x.entries, y.entries)), is_folded=is_folded)


def _is_row_of(x: Array, y: Array) -> bool:
    """Whether an array is a row, and no list, with an entry for each column of a matrix: gamma * xhat of a batch."""
    return x.rows == 1 < x.columns == y.columns and y.rows > 1


def laid_along(x: Array, other: Array) -> Array:
    """A list as a row, beside a row of its length."""
    fits = x.is_list and other.columns == x.rows and other.rows != x.rows and other.columns > 1
    return transpose(x) if fits else x


def as_row(x: Any, other: Array) -> Any:
    """A list as a row, where the matrix beside it has so many columns; anything else as it is."""
    return transpose(x) if isinstance(x, Array) and x.is_list and x.rows == other.columns > 1 else x


def repeated(x: Array, other: Array) -> Array:
    """A column repeated over the other's columns, or a row over its rows; anything else as it is."""
    if x.columns == 1 and x.rows == other.rows > 1 and other.columns > 1:
        return Array(x.rows, other.columns, tuple(entry for entry in x.entries for _ in range(other.columns)))
    if _is_row_of(x, other):
        return Array(other.rows, x.columns, x.entries * other.rows)
    return x


def transpose(x: Any) -> Any:
    """Rows for columns."""
    if not isinstance(x, Array):
        return x
    return Array(
        x.columns, x.rows, tuple(x.entries[i * x.columns + j] for j in range(x.columns) for i in range(x.rows))
    )


def matmul(x: Any, y: Any) -> Any:
    """The matrix product; a single number multiplies everything, and a list @ a list is what NumPy has for it."""
    if not isinstance(x, Array) or not isinstance(y, Array):
        return elementwise("mul", x, y)
    if _is_row(x, y) or (x.columns == y.columns == 1 and x.rows == y.rows):
        x = transpose(x)
    if x.columns != y.rows:
        raise WrongShape(f"{size(x)} @ {size(y)}: columns on the left must equal rows on the right")
    found: list[Any] = []
    for i in range(x.rows):
        row = x.entries[i * x.columns : (i + 1) * x.columns]
        found.extend(
            total([a * b for a, b in zip(row, y.entries[j :: y.columns], strict=True)]) for j in range(y.columns)
        )
    return made(x.rows, y.columns, found)


def is_matrix(x: Any) -> bool:
    """Whether there are several rows and several columns."""
    return isinstance(x, Array) and not x.is_vector


def is_matrix_product(x: Any, y: Any) -> bool:
    """Whether two arrays side by side can only mean their matrix product: W x, u.T v."""
    return isinstance(x, Array) and isinstance(y, Array) and (x.columns == y.rows or _is_row(x, y))


def are_lists(x: Any, y: Any) -> bool:
    """Whether two arrays are columns, or rows, of one length."""
    return isinstance(x, Array) and shape(x) == shape(y) and x.is_vector


def _is_row(x: Array, y: Array) -> bool:
    """Whether a list stands for a row: left of a matrix that only a row can be multiplied by."""
    return x.is_list and x.columns != y.rows == x.rows and y.columns > 1


def total(numbers: Sequence[Any]) -> Any:
    """The sum, from left to right."""
    return joined("add", numbers)


def joined(operation: str, numbers: Sequence[Any]) -> Any:
    """The numbers joined by an operation, from left to right: "add", "maximum" …"""
    return reduce(applied(operation), numbers)


def softmax(x: Any) -> Any:
    """exp of each entry over the sum of all, of a matrix row by row; the largest is taken off first, so that nothing
    overflows.
    """
    if is_matrix(x):
        rows = [softmax(row(x, float(place))) for place in range(x.rows)]
        return made(x.rows, x.columns, [entry for each in rows for entry in each.entries])
    largest = max(map(float, entries(x)))
    powers = mapped(lambda entry: apply("exp", apply("sub", entry, largest)), x)
    return elementwise("div", powers, total(entries(powers)))


def logsumexp(x: Any) -> Any:
    """log of the sum of exp of each entry; the largest is taken off first, so that nothing overflows."""
    largest = max(map(float, entries(x)))
    powers = [apply("exp", apply("sub", entry, largest)) for entry in entries(x)]
    return apply("add", largest, apply("log", total(powers)))


def whole(x: Any, what: str, least: int = 0, most: int = MOST_ENTRIES) -> int:
    """A whole number in a range; WrongShape for anything else."""
    number = None if isinstance(x, Array) else float(x)
    if number is None or not number.is_integer() or not least <= number <= most:
        came = size(x) if number is None else f"{number:g}"
        raise WrongShape(f"{what} is {came}: a whole number from {least} to {most} was expected")
    return int(number)


def filled(number: float, rows: Any, columns: Any = None) -> Any:
    """An array of one number over and over; a list, where it has one size only."""
    height = whole(rows, "the number of rows", 1)
    breadth = whole(columns, "the number of columns", 1) if columns is not None else 1
    if height * breadth > MOST_ENTRIES:
        raise WrongShape(f"{height}×{breadth} is too large: at most {MOST_ENTRIES} entries")
    found = made(height, breadth, [number] * (height * breadth))
    return as_list(found) if columns is None else found


def onehot(place: Any, length: Any) -> Any:
    """A column with 1 at a place, counted from 0, and 0 elsewhere; of a list of places, a row for each."""
    rows = whole(length, "the length of onehot", 1)
    if isinstance(place, Array) and place.is_vector:
        each = [entries(onehot(at, length)) for at in place.entries]
        return made(len(each), rows, [entry for row in each for entry in row])
    at = whole(place, "the place of the 1", 0, rows - 1)
    return made(rows, 1, [float(i == at) for i in range(rows)])


def pick(x: Any, places: Any) -> Any:
    """The entry of each row at its place, counted from 0."""
    rows, columns = shape(x)
    if len(entries(places)) != rows:
        raise WrongShape(f"{size(x)} and {size(places)}: a place for each row was expected")
    at = [whole(place, "the place", 0, columns - 1) for place in entries(places)]
    return made(rows, 1, [entries(x)[row * columns + place] for row, place in enumerate(at)])


def column(x: Any, place: Any) -> Any:
    """One column of a matrix."""
    rows, columns = shape(x)
    at = whole(place, "the column", 0, columns - 1)
    return made(rows, 1, entries(x)[at::columns])


def row(x: Any, place: Any) -> Any:
    """One row of a matrix."""
    rows, columns = shape(x)
    at = whole(place, "the row", 0, rows - 1)
    return made(1, columns, entries(x)[at * columns : (at + 1) * columns])


def dot(x: Any, y: Any) -> Any:
    """The sum of products of two lists of one length; of matrices their product, as NumPy has it."""
    if is_matrix_product(x, y):
        return matmul(x, y)
    if len(entries(x)) != len(entries(y)):
        raise WrongShape(f"dot of {size(x)} and {size(y)}: equal lengths were expected")
    return total([a * b for a, b in zip(entries(x), entries(y), strict=True)])


def listed(parts: Sequence[Any]) -> Any:
    """A column of numbers; of lists of one length a matrix with a row for each."""
    if not any(isinstance(part, Array) for part in parts):
        return as_list(made(len(parts), 1, parts))
    lengths = {len(entries(part)) for part in parts}
    if len(lengths) > 1 or not all(shape(part)[1] == 1 for part in parts):
        raise WrongShape(f"rows of {' and '.join(map(str, sorted(lengths)))} entries: rows of one length were expected")
    return made(len(parts), lengths.pop(), [entry for part in parts for entry in entries(part)])


def concat(x: Any, y: Any) -> Any:
    """A column with the entries of two below each other; two rows stand side by side, two matrices on each other."""
    rows, columns = zip(shape(x), shape(y), strict=True)
    if rows == (1, 1) and max(columns) > 1:
        return made(1, sum(columns), [*entries(x), *entries(y)])
    if columns[0] != columns[1]:
        raise WrongShape(f"{size(x)} above {size(y)}: as many columns were expected")
    return made(sum(rows), columns[0], [*entries(x), *entries(y)])


def norm(x: Any) -> Any:
    """The length of a list: the root of the sum of squares."""
    return apply("sqrt", total([entry * entry for entry in entries(x)]))


def diag(x: Any) -> Any:
    """A matrix with these numbers from corner to corner, and 0 elsewhere; of a matrix, what stands there."""
    if not isinstance(x, Array):
        return x
    if not x.is_vector:
        return made(min(shape(x)), 1, x.entries[:: x.columns + 1][: min(shape(x))])
    length = len(x.entries)
    return made(length, length, [x.entries[i] if i == j else 0.0 for i in range(length) for j in range(length)])


def convolve(x: Any, kernel: Any, stride: Any = 1.0) -> Any:
    """The kernel laid on a matrix wherever it fits, in steps of `stride`: the sums of products there, not turned round.

    So nets have it, where signal processing calls this a cross-correlation.

    >>> convolve(Array(2, 3, (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)), Array(2, 2, (1.0, 0.0, 0.0, -1.0))).entries
    (-4.0, -4.0)
    """
    step = whole(stride, "how far the kernel is moved", 1, MOST_PADDED)
    (rows, columns), (height, width) = shape(x), shape(kernel)
    if height > rows or width > columns:
        raise WrongShape(f"a kernel of {size(kernel)} does not fit into {size(x)}")
    weights = entries(kernel)
    found = [total(list(map(partial(apply, "mul"), window, weights))) for window in _windows(x, height, width, step)]
    return made((rows - height) // step + 1, (columns - width) // step + 1, found)


def _windows(x: Any, height: int, width: int, step: int) -> Iterator[list[Any]]:
    """The numbers in each window of so many rows and columns, wherever one fits in steps of `step`, row by row."""
    rows, columns = shape(x)
    numbers = entries(x)
    for i in range(0, rows - height + 1, step):
        for j in range(0, columns - width + 1, step):
            yield [numbers[(i + down) * columns + j + right] for down in range(height) for right in range(width)]


def maxpool(x: Any, window: Any = 2.0, stride: Any = None) -> Any:
    """The largest number in each window of `window` rows and columns, in steps of `stride`: of the window, unless told.

    >>> maxpool(Array(2, 4, (1.0, 5.0, 2.0, 0.0, 3.0, 4.0, 8.0, 6.0))).entries
    (5.0, 8.0)
    """
    return _pooled(x, window, stride, lambda numbers: joined("maximum", numbers))


def meanpool(x: Any, window: Any = 2.0, stride: Any = None) -> Any:
    """The mean of each window of `window` rows and columns, in steps of `stride`: of the window, unless told.

    >>> meanpool(Array(2, 2, (1.0, 5.0, 2.0, 4.0)))
    3.0
    """
    return _pooled(x, window, stride, lambda numbers: apply("div", total(numbers), float(len(numbers))))


def _pooled(x: Any, window: Any, stride: Any, pool: Callable[[Sequence[Any]], Any]) -> Any:
    """What each window comes to: a matrix; a list, where the windows are side by side only."""
    width = whole(window, "the width of a window", 1, MOST_PADDED)
    step = width if stride is None else whole(stride, "how far a window is moved", 1, MOST_PADDED)
    rows, columns = shape(x)
    if width > rows or width > columns:
        raise WrongShape(f"a window of {width}×{width} does not fit into {size(x)}")
    found = [pool(window) for window in _windows(x, width, width, step)]
    height = (rows - width) // step + 1
    return made(height, len(found) // height, found) if height > 1 else made(len(found), 1, found)


def pad(x: Any, width: Any = 1.0) -> Any:
    """A matrix with zeros around it."""
    by = whole(width, "how wide the zeros are", 0, MOST_PADDED)
    return _padded(x, by, by)


def _padded(x: Any, above: int, beside: int) -> Any:
    """A matrix with so many rows of zeros above and below it, and so many columns on its sides."""
    rows, columns = shape(x)
    numbers = entries(x)
    found = [
        numbers[(i - above) * columns + j - beside] if 0 <= i - above < rows and 0 <= j - beside < columns else 0.0
        for i in range(rows + 2 * above)
        for j in range(columns + 2 * beside)
    ]
    return made(rows + 2 * above, columns + 2 * beside, found)


def fullconv(x: Any, kernel: Any) -> Any:
    """The kernel laid on a matrix wherever it touches it, where there is nothing on zeros: what goes back to an input.

    >>> fullconv(Array(1, 2, (1.0, 2.0)), Array(1, 2, (3.0, 4.0))).entries
    (4.0, 11.0, 6.0)
    """
    height, width = shape(kernel)
    if max(height, width) > MOST_PADDED:
        raise WrongShape(f"a kernel of {size(kernel)} is too large here: at most {MOST_PADDED} rows and columns")
    return convolve(_padded(x, height - 1, width - 1), kernel)


def rot180(x: Any) -> Any:
    """A matrix turned by half: its last entry first."""
    return made(*shape(x), entries(x)[::-1])


MOST_PADDED = 20
"""Rows and columns of zeros on each side."""


def eye(length: Any) -> Any:
    """The identity: 1 from corner to corner."""
    return diag(filled(1.0, length))


def rows(x: Any) -> float:
    """How many rows a matrix has, or entries a list."""
    return float(shape(x)[0])


def columns(x: Any) -> float:
    """How many columns a matrix has."""
    return float(shape(x)[1])


def trace(x: Any) -> Any:
    """The sum of what stands from corner to corner."""
    if isinstance(x, Array) and x.rows != x.columns:
        raise WrongShape(f"trace of {size(x)}: as many rows as columns were expected")
    return total(entries(diag(x)))


MOST_INVERTED = 20
"""Rows of a matrix that is inverted."""


def det(x: Any) -> Any:
    """The determinant of a square matrix: rows are taken off one another until all below the diagonal is 0."""
    if not isinstance(x, Array):
        return x
    if x.rows != x.columns or x.rows > MOST_INVERTED:
        raise WrongShape(f"the determinant of {size(x)}: a square matrix was expected, of {MOST_INVERTED} rows at most")
    length = x.rows
    rows = [list(x.entries[i * length : (i + 1) * length]) for i in range(length)]
    found: Any = 1.0
    for i in range(length):
        pivot = _pivot(rows, i)
        if not float(rows[pivot][i]):
            return 0.0
        if pivot != i:
            rows[i], rows[pivot] = rows[pivot], rows[i]
            found = apply("neg", found)
        found = apply("mul", found, rows[i][i])
        for k in range(i + 1, length):
            factor = apply("div", rows[k][i], rows[i][i])
            rows[k] = _less(rows[k], factor, rows[i])
    return found


def _pivot(rows: list[list[Any]], i: int) -> int:
    """The row from one on whose entry in that column is largest: what is divided by."""
    return max(range(i, len(rows)), key=lambda k: abs(float(rows[k][i])))


def _less(row: list[Any], factor: Any, other: list[Any]) -> list[Any]:
    """A row less another one times a factor."""
    return [apply("sub", a, apply("mul", factor, b)) for a, b in zip(row, other, strict=True)]


def inverse(x: Any) -> Any:
    """The inverse of a square matrix: rows are taken off one another until the identity is left."""
    if not isinstance(x, Array):
        return apply("div", 1.0, x)
    if x.rows != x.columns or x.rows > MOST_INVERTED:
        raise WrongShape(f"the inverse of {size(x)}: as many rows as columns were expected, at most {MOST_INVERTED}")
    length = x.rows
    rows = [[*x.entries[i * length : (i + 1) * length], *(float(i == j) for j in range(length))] for i in range(length)]
    return made(length, length, [entry for row in reduced(rows) for entry in row[length:]])


def reduced(rows: list[list[Any]], least: float = 0.0) -> list[list[Any]]:
    """Rows taken off one another until the identity is left in their first columns, and what was to find behind it.

    Raises ZeroDivisionError where one would be divided by less than `least`.
    """
    rows = list(rows)
    for i in range(len(rows)):
        pivot = _pivot(rows, i)
        if abs(float(rows[pivot][i])) < least:
            raise ZeroDivisionError
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [apply("div", entry, rows[i][i]) for entry in rows[i]]
        for k in range(len(rows)):
            if k != i:
                rows[k] = _less(rows[k], rows[k][i], rows[i])
    return rows


def is_square(x: Any) -> bool:
    """Whether there are as many rows as columns, and several."""
    return isinstance(x, Array) and x.rows == x.columns


def is_own_transpose(x: Any) -> bool:
    """Whether a square matrix is symmetric."""
    return is_square(x) and transpose(x).entries == x.entries


def symmetric(x: Array) -> Array:
    """A square matrix with what stands above its diagonal below it, too."""
    found = [x.entries[min(i, j) * x.columns + max(i, j)] for i in range(x.rows) for j in range(x.columns)]
    return Array(x.rows, x.columns, tuple(found))
