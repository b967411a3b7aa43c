"""The usual mistakes as a table: what is written and what was meant, in the worksheet's own notation.

Each row undoes one mistake wherever it may have been made. In a column `written`, U and V are any formula, N a number,
f a function, i an index letter; with them `meant` is made. Words there stand for what no formula says:

    dropped      the term or factor is not there
    turned       the term has the other sign
    upright      the factor is multiplied instead of divided, or the other way round
    @            the product with the factor is a matrix product, or with * one entry by entry
    before       the factor stands before the one to its left
    multiplied   what is added is multiplied

`where` says of which parts of a formula it is tried; the operand of a mask (a step) is left alone, as so many changes
open or close it that none tells.

    whole        the whole formula; `positive` unless it has a minus
    inner        any other part
    any          any part
    call         a function of one operand that is no sum
    fold         a sum, mean, max or min of a list, or over a letter
    array        the name of a list or matrix
    single       a name or an entry, unless it is raised
    raised       a power
    operand      a name, an entry, a derivative, a sum or a function, unless it is raised
    summand      a name, an entry, a power or a product in a sum
    indexed      any part with letters that it may be summed over, `unsummed` one whose entries may be
    term         a term of a sum
    factor       a factor of a product; `under` one that it is divided by, `number` and `under number` of numbers
    later        a factor that another stands before: multiplied, `divisor` if it is divided by
    entrywise    a factor of an entry by entry product, `matrix` of a matrix product
    slopes       a sum of derivatives
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat

from autograd.worksheet.causes.candidates import scope
from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.judging.cause import Cause, Thing
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import (
    ONE,
    Path,
    above,
    divides,
    outside_masks,
    replaced,
)
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
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
)

ROWS = """
signs      | sign      | whole        | -U      | U          | sign error
signs      | sign      | positive     | U       | -U         | sign error
signs      | sign      | inner        | -U      | U          | wrong sign
signs      | sign      | term         | U       | turned     | wrong sign
signs      | sign      | raised       | U^V     | U^(-V)     | power's sign wrong
transposes | transpose | any          | U.T     | U          | transpose too many
transposes | transpose | array        | U       | U.T        | transpose missing
transposes | product   | entrywise    | U       | @          | matrix product
transposes | product   | matrix       | U       | *          | entrywise product
transposes | transpose | matrix       | U       | before     | wrong order
transposed | transpose | whole        | U       | U.T        | whole transposed
extra      | extra     | factor       | U       | dropped    | factor too many
extra      | extra     | under        | U       | dropped    | divisor too many
extra      | half      | number       | N       | dropped    | factor too many
extra      | half      | under number | N       | dropped    | divisor too many
extra      | term      | term         | U       | dropped    | term too many
extra      | extra     | call         | f(U)    | U          | function too many
powers     | power     | raised       | U^V     | U          | power too high
powers     | power     | raised       | U^V     | U^(V - 1)  | power too high by 1
powers     | power     | raised       | U^V     | U^(V + 1)  | power too low by 1
powers     | power     | operand      | U       | U^2        | not squared
means      | mean      | fold         | sum(U)  | mean(U)    | one for another
means      | mean      | fold         | mean(U) | sum(U)     | one for another
means      | mean      | fold         | max(U)  | min(U)     | one for another
means      | mean      | fold         | min(U)  | max(U)     | one for another
sums       | fold      | indexed      | U       | sum(i: U)  | sum over a letter missing
sums       | fold      | unsummed     | U       | sum(U)     | sum over entries missing
inverses   | inverse   | later        | U       | upright    | multiplied
inverses   | inverse   | divisor      | U       | upright    | divided
inverses   | inverse   | any          | U/V     | V/U        | upside down
added      | rule      | slopes       | U       | multiplied | slopes added
halves     | half      | whole        | U       | 2*U        | two missing
halves     | half      | whole        | U       | (1/2)*U    | half missing
halves     | half      | summand      | U       | 2*U        | two missing at
halves     | half      | summand      | U       | (1/2)*U    | half missing at
cubes      | power     | single       | U       | U^3        | not cubed
"""
"""The usual mistakes, those of a family in the order they are looked for."""


@dataclass(frozen=True)
class Row:
    """A row of the table, its formulas read."""

    family: str
    kind: str
    where: str
    written: Node
    meant: Node | str
    sentence: str


def read_rows(table: str) -> list[Row]:
    """The rows of a table, each formula read once."""
    found = []
    for line in table.strip().splitlines():
        family, kind, where, written, meant, sentence = (cell.strip() for cell in line.split("|"))
        found.append(Row(family, kind, where, _read(written), meant if meant in WORDS else _read(meant), sentence))
    return found


WORDS = ("dropped", "turned", "upright", "@", "*", "before", "multiplied")
"""What is meant where no formula says it."""

_ANY = "exp"
"""The function that a pattern is read with where it means any."""


def _read(pattern: str) -> Node:
    """A pattern as a formula."""
    return read_expression(pattern.replace("f(", f"{_ANY}("))


@dataclass(frozen=True)
class _Spot:
    """A part of a claim's formula, and where it stands."""

    claim: Claim
    path: Path
    node: Node

    @property
    def above(self) -> Node | None:
        """What it is a part of."""
        return above(self.claim.formula, self.path)

    @property
    def is_formula(self) -> bool:
        """Whether it is a formula of its own: of dz/dw and W[i,j] no part is."""
        return not isinstance(self.above, (Index, Derivative))

    def with_part(self, part: Node) -> Node:
        """The whole formula with something else here."""
        return replaced(self.claim.formula, self.path, part)


@dataclass(frozen=True)
class _Place(_Spot):
    """A term of a sum or a factor of a product: the one at `place`."""

    node: Sum | Product
    place: int

    @property
    def part(self) -> Node:
        """The term or factor."""
        part: Node = self.node.parts[self.place]
        return part

    @property
    def sign(self) -> str:
        """What stands before it."""
        return self.node.signs[self.place]

    @property
    def is_under(self) -> bool:
        """Whether the whole is in the end divided by it."""
        return divides(self.claim.formula, (*self.path, self.place))


def _is_call(spot: _Spot) -> bool:
    match spot.node:
        case Call(function, (_,)):
            return function not in ("sum", "mean")
    return False


def _is_array(spot: _Spot) -> bool:
    match spot.node:
        case Name(name):
            known = spot.claim.samples.base.floats
            return isinstance(known.get(name), Array) and spot.is_formula and not isinstance(spot.above, Transpose)
    return False


def _is_free(*kinds: type[Node]) -> Callable[[_Spot], bool]:
    """Whether a part is of these kinds, and not raised to a power."""
    return lambda spot: isinstance(spot.node, kinds) and spot.is_formula and not isinstance(spot.above, Power)


def _adds_slopes(spot: _Spot) -> bool:
    match spot.node:
        case Sum(terms, signs):
            return set(signs) == {"+"} and all(isinstance(term, Derivative) for term in terms)
    return False


_PARTS: Mapping[str, Callable[[_Spot], bool]] = {
    "whole": lambda spot: not spot.path,
    "positive": lambda spot: not spot.path and not isinstance(spot.node, Negative),
    "inner": lambda spot: bool(spot.path),
    "any": lambda spot: True,
    "call": _is_call,
    "fold": lambda spot: isinstance(spot.node, (Fold, Call)),
    "array": _is_array,
    "single": _is_free(Name, Index),
    "raised": lambda spot: isinstance(spot.node, Power) and spot.is_formula,
    "operand": _is_free(Name, Index, Sum, Call, Derivative),
    "summand": lambda spot: isinstance(spot.above, Sum) and isinstance(spot.node, (Product, Power, Name, Index)),
    "indexed": lambda spot: not isinstance(spot.node, (Number, List)) and spot.is_formula,
    "unsummed": lambda spot: not isinstance(spot.node, (Number, List, Fold)) and spot.is_formula,
    "slopes": _adds_slopes,
}
"""Which parts of a formula a row is tried at."""

_PLACES: Mapping[str, Callable[[_Place], bool]] = {
    "term": lambda spot: isinstance(spot.node, Sum),
    "factor": lambda spot: not isinstance(spot.part, Number) and not spot.is_under,
    "under": lambda spot: not isinstance(spot.part, Number) and spot.is_under,
    "number": lambda spot: isinstance(spot.part, Number) and not spot.is_under,
    "under number": lambda spot: isinstance(spot.part, Number) and spot.is_under,
    "later": lambda spot: spot.place > 0 and spot.sign in "*_·",
    "divisor": lambda spot: spot.place > 0 and spot.sign == "/",
    "entrywise": lambda spot: spot.place > 0 and spot.sign in "*_·",
    "matrix": lambda spot: spot.place > 0 and spot.sign == "@",
}
"""Which terms of a sum, and else factors of a product, a row is tried at."""


def _dropped(spot: _Place) -> Node:
    """A sum or product without one part."""
    place, signs = spot.place, spot.node.signs[: spot.place] + spot.node.signs[spot.place + 1 :]
    rest: tuple[Node, ...] = spot.node.parts[:place] + spot.node.parts[place + 1 :]
    match spot.node:
        case Product(factors, all_signs) if not place and all_signs[1:2] == "/":
            return Product((ONE, *factors[1:]), all_signs)
        case Sum() if signs[0] == "-":
            rest = (Negative(rest[0]), *rest[1:])
    if len(rest) == 1:
        return rest[0]
    first = "+" if isinstance(spot.node, Sum) else "*"
    return replace(spot.node.with_parts(*rest), signs=first + signs[1:])


def _turned(spot: _Place) -> Node:
    """A sum with the other sign of one term."""
    if not spot.place:
        return spot.node.with_parts(Negative(spot.part), *spot.node.parts[1:])
    return _with_sign("-" if spot.sign == "+" else "+", spot)


def _with_sign(sign: str, spot: _Place) -> Node:
    """A sum or product with another sign at one place."""
    signs = spot.node.signs
    return replace(spot.node, signs=signs[: spot.place] + sign + signs[spot.place + 1 :])


def _before(spot: _Place) -> Node:
    """A product with a factor before the one to its left."""
    parts = list(spot.node.parts)
    parts[spot.place - 1 : spot.place + 1] = spot.part, parts[spot.place - 1]
    return spot.node.with_parts(*parts)


_EDITS: Mapping[str, Callable[[_Place], Node]] = {
    "dropped": _dropped,
    "turned": _turned,
    "upright": lambda spot: _with_sign("*" if spot.sign == "/" else "/", spot),
    "@": partial(_with_sign, "@"),
    "*": partial(_with_sign, "*"),
    "before": _before,
}
"""What is meant at a place where no formula says it."""

TABLE = read_rows(ROWS)


def print_table() -> str:
    """The table for people: what is written where, what was meant, and what is said of it."""
    things = {"part": "U", "meant": "V", "whole": "U/V", "function": "f", "letter": "i"}
    lines = [("kind", "where", "written", "meant", "what is said")]
    for line, row in zip(ROWS.strip().splitlines(), TABLE, strict=True):
        _, _, where, written, meant, _ = (cell.strip() for cell in line.split("|"))
        match row.written, row.meant:
            case Call(function), Call(other):
                things = {**things, "part": function, "meant": other}
            case _:
                things = {**things, "part": "U", "meant": "V"}
        lines.append((row.kind, where, written, meant, str(Cause(row.kind, row.sentence, things))))
    *widths, _ = (max(map(len, column)) for column in zip(*lines, strict=True))
    return "\n".join("  ".join([*map(str.ljust, cells, widths), said]) for *cells, said in lines)


def find_rewrites(family: str, claim: Claim) -> Iterator[Cause]:
    """The causes that rows of a family undo, each with the formula without the mistake."""
    return apply_rows([row for row in TABLE if row.family == family], claim)


def apply_rows(rows: Sequence[Row], claim: Claim) -> Iterator[Cause]:
    """What rows make of a claim's formula: each a cause with another formula `fixed`."""
    at_parts = [row for row in rows if row.where in _PARTS]
    at_places = [row for row in rows if row.where in _PLACES]
    for path, node in outside_masks(claim.formula):
        places = range(len(node.parts)) if at_places else ()
        for at in (_Place(claim, path, node, place) for place in places if isinstance(node, (Sum, Product))):
            for row in at_places:
                if (row.where == "term") == isinstance(node, Sum) and _PLACES[row.where](at):
                    yield _edited(row, at)
        spot = _Spot(claim, path, node)
        for row in at_parts:
            if _PARTS[row.where](spot):
                yield from _replaced(row, spot)


def _edited(row: Row, spot: _Place) -> Cause:
    """The cause that a row finds at a term or factor."""
    assert isinstance(row.meant, str)
    about: dict[str, Thing] = {"part": spot.part}
    if row.meant == "before":
        about = {"part": spot.node.parts[spot.place - 1], "meant": spot.part}
    return Cause(row.kind, row.sentence, about, spot.with_part(_EDITS[row.meant](spot)))


def _replaced(row: Row, spot: _Spot) -> Iterator[Cause]:
    """The causes that a row finds at a part of a formula: one, or one for each letter that it may be summed over."""
    bound: Bound = {}
    if not _fits(row.written, spot.node, bound):
        return
    node = spot.node
    match row.written, row.meant, node:
        case _, "multiplied", Sum(terms):
            yield Cause(row.kind, row.sentence, {"part": terms}, spot.with_part(Product(terms, "*" * len(terms))))
        case Call(function), Call(other), (Call() | Fold()) if row.where == "fold":
            fixed = spot.with_part(replace(node, function=other))
            yield Cause(row.kind, row.sentence, {"part": function, "meant": other}, fixed)
        case _, Fold(function), _:
            for letter in scope(spot.claim, spot.path):
                if any(part == Name(letter) for part in node.inside()):
                    fixed = spot.with_part(Fold(function, letter, node))
                    yield Cause(row.kind, row.sentence, {"letter": letter}, fixed)
        case _, Node() as meant, _:
            function = node.function if isinstance(node, Call) else ""
            about: dict[str, Thing] = {"part": bound["U"], "whole": node, "function": function}
            yield Cause(row.kind, row.sentence, about, spot.with_part(_filled(meant, bound)))


Bound = dict[str, Node]
"""What the letters of a pattern stand for."""


def _fits(pattern: Node, node: Node, bound: Bound) -> bool:
    """Whether a formula reads as a pattern does; what its letters stand for is noted."""
    match pattern, node:
        case Name(letter), _:
            bound[letter] = node
            return letter != "N" or isinstance(node, Number)
        case Call(function), (Call(other) | Fold(other)):  # with any operands, over a letter or not; f is any function
            same = function in (other, _ANY)
        case _:
            same = pattern.is_like(node)
    return same and all(map(_fits, pattern.parts, node.parts, repeat(bound)))


def _filled(pattern: Node, bound: Bound) -> Node:
    """A pattern with what its letters stand for."""
    if isinstance(pattern, Name):
        return bound[pattern.name]
    return pattern.with_parts(*(_filled(part, bound) for part in pattern.parts))


def find_transposes_everywhere(claim: Claim) -> Iterator[Cause]:
    """A transpose missing wherever a name stands: who forgets it at one place forgets it at both."""
    fixed: dict[str, list[Node]] = {}
    for path, node in outside_masks(claim.formula):
        if isinstance(node, Name) and _is_array(_Spot(claim, path, node)):
            before = fixed.setdefault(node.name, [claim.formula])
            before.append(replaced(before[-1], path, Transpose(node)))
    for name, steps in fixed.items():
        if len(steps) > 2:
            yield Cause("transpose", "transpose missing", {"part": name}, steps[-1])
