"""The lengths of lists and matrices without numbers, found out from the definitions by unification."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograd.errors import LanguageError
from autograd.worksheet.language.notations.patterns import NEW, OLD
from autograd.worksheet.language.roles import has_samples_in_rows, is_called_loss
from autograd.worksheet.language.tree import (
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
    Power,
    Product,
    Slope,
    Sum,
    Transpose,
    Unknown,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import PRIME
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Definition, Free
from autograd.worksheet.sheet.sizes.declarations import Declarations
from autograd.worksheet.sheet.sizes.dimensions import (
    MOST_LENGTH,
    ONE,
    SINGLE as SINGLE_SHAPE,
    ContradictionError,
    Length,
    Shape,
    be_one_together,
    join,
    lengths_of,
)
from autograd.worksheet.sheet.sizes.kinds import COLUMN, MATRIX, ROW, SINGLE, Kinds, is_capital, is_input, is_weights
from autograd.worksheet.sheet.sizes.labels import shares_in

COUNTS = ("m", "n", "N", "M", "B", "K", "D", "d")
"""Names of how many there are of something, such as examples."""

IDENTITY = "I"
"""The name of the matrix with ones on its diagonal, where it stands among matrices and is nothing else."""

MOST_TOLD = 12
"""A length that is told as a number and larger is like one with a name: 784 entries say no more than a few."""

_OF_ALL = ("sum", "mean", "max", "min", "logsumexp", "norm", "trace")
"""Functions of all entries of a list that come to a number."""


@dataclass
class Sizes:
    """What is found out: the names without number, and the definitions whose sizes contradict others."""

    free: dict[str, Free] = field(default_factory=dict)
    contradictions: list[tuple[Definition, LanguageError]] = field(default_factory=list)


@dataclass
class Inference:
    """Joins the lengths that must be the same, definition by definition."""

    definitions: list[Definition]
    declared: Declarations
    kinds: Kinds
    work: Work
    known: set[str]
    shapes: dict[str, Shape] = field(default_factory=dict)
    named: dict[str, Length] = field(default_factory=dict)
    labels: dict[str, Length] = field(default_factory=dict)
    choices: dict[str, Length] = field(default_factory=dict)
    averaged: list[Length] = field(default_factory=list)
    letters: dict[str, Length] = field(default_factory=dict)
    windows: list[tuple[Length, Length, Length]] = field(default_factory=list)
    concatenated: list[tuple[Length, Length, Length]] = field(default_factory=list)
    """A length, and the two that it is the sum of."""
    summed: list[Length] = field(default_factory=list)
    inverted: list[tuple[Length, Length]] = field(default_factory=list)
    """Lengths of which the first must be larger: X^T X has no inverse where X has more columns than rows."""
    line: int = 0

    def length_called(self, typed: str, said: str) -> Length:
        """The length that a declaration speaks of: a number, or one that has a name."""
        if typed.startswith("["):
            return self.bounded(typed[1:-1])
        if typed.isdecimal() and int(typed) <= MOST_TOLD:
            return ONE if int(typed) == 1 else Length(int(typed), said=said)
        found = self.named.get(typed)
        if found is None:
            found = self.named[typed] = Length(name=typed, said=said)
        return found

    def shape_of(self, name: str) -> Shape:
        """The shape of a name; of one that is met first, by its kind."""
        found = self.shapes.get(name)
        if found is None:
            kind = self.kinds.known.get(name, SINGLE)
            rows = Length() if kind in (COLUMN, MATRIX) else ONE
            found = self.shapes[name] = rows, Length() if kind in (ROW, MATRIX) else ONE
        return found

    def declare(self) -> None:
        """Take the sizes that are told."""
        for told in self.declared.names:
            lengths = [self.length_called(typed, told.said) for typed in told.lengths]
            shape = (lengths[0] if lengths else ONE, lengths[1] if len(lengths) > 1 else ONE)
            before = self.shapes.setdefault(told.name, shape)
            for one, other in zip(before, shape, strict=True):
                join(one, other)
        for name in sorted(self.declared.symmetric):
            join(*self.shape_of(name))

    def identity(self, chains: Iterable[tuple[Node, ...]]) -> None:
        """Let I have as many rows as what it stands beside, in claims, too."""
        join(*self.shape_of(IDENTITY))
        for chain in chains:
            if any(IDENTITY in names_in(part) for part in chain):
                try:
                    self.letters = {}
                    found = [shape for part in chain if (shape := self.shape(part)) is not None]
                    for shape in found[1:]:
                        self.together(found[0], shape, spread=False)
                except ContradictionError:
                    continue  # what does not fit is said where it is computed

    def define(self, definition: Definition) -> None:
        """Join what a definition says is the same."""
        self.line, self.letters = definition.line, {}
        for letter in definition.letters:
            self.letters[letter] = self.bounded(letter)
        for letter in free_letters([definition.formula], self.known):
            if letter not in self.letters:
                self.letters[letter] = self.labels.setdefault(letter, Length())
        found = self.shape(definition.formula)
        for axes, count in written_out(definition.formula):
            for name, axis in axes:
                shape = self.shape_of(name)
                join(shape[axis if len(shape) > axis and not shape[0].is_one else 1], Length(count))
        if definition.letters:
            lengths = [self.letters[letter] for letter in definition.letters]
            rest = ONE if found is None or _is_single(found) else found[0] if found[1].is_one else found[1]
            found = lengths[0], lengths[1] if len(lengths) > 1 else rest
        if found is None:
            return
        before = self.shapes.setdefault(definition.name, found)
        for one, other in zip(before, found, strict=True):
            join(one, other)

    def bounded(self, letter: str) -> Length:
        """How far an index letter runs, as far as that is told."""
        bound = self.declared.bound(self.line, letter)
        return self.length_called(*bound) if bound else Length()

    def shape(self, node: Node) -> Shape | None:
        """The shape of a formula, or None; on the way lengths are joined."""
        self.work.spend(1)
        match node:
            case Number():
                return SINGLE_SHAPE
            case Name(name):
                return SINGLE_SHAPE if name in self.letters else self.shape_of(name)
            case Index(array, places):
                return self.entry(array, places)
            case Sum(terms):
                return self.alike(terms, spread=True, in_rows=has_samples_in_rows(terms[0]))
            case Negative(part):
                return self.shape(part)
            case Power(base, exponent):
                raised = self.shape(exponent)
                match base, exponent:
                    case Product((one, other)), Negative(Number(1)):
                        self.invert(one, other)
                found = self.shape(base)
                return raised if found == SINGLE_SHAPE and raised is not None else found
            case Transpose(part) | Call("transpose", (part,)):
                found = self.shape(part)
                return found and (found[1], found[0])
            case Product(factors, signs):
                return self.product(factors, signs)
            case Fold(function, letter, body):
                return self.fold(function, letter, body)
            case Unknown(_, operands, is_single=True):
                for operand in operands:
                    self.shape(operand)
                return SINGLE_SHAPE
            case Call(function, operands, names):
                return self.call(function, operands, names)
            case Case(then, otherwise, sides):
                for side in sides:
                    self.shape(side)
                return self.alike((then, *([] if otherwise is None else [otherwise])))
            case List(entries):
                inner = [self.shape(entry) for entry in entries]
                columns = inner[0][0] if inner and inner[0] is not None else ONE
                return Length(len(entries), said=f"a list of {len(entries)} in line {self.line}"), columns
            case Slope(_, bottom):
                return self.shape(bottom)
            case Derivative(top, bottom):
                of, by = self.shape(top), self.shape(bottom)
                if of and by and of[1].is_one and by[1].is_one and not (of[0].is_one or by[0].is_one):
                    return of[0], by[0]
                return by if of == SINGLE_SHAPE else of if by == SINGLE_SHAPE else None
        return None

    def entry(self, array: Node, places: tuple[Node, ...]) -> Shape | None:
        """An entry, or a row of a matrix; its index letters run as far as the array does."""
        shape = self.shape(array)
        if shape is None:
            return None
        is_matrix = not shape[0].is_one and not shape[1].is_one
        axes = shape if len(places) == 2 or is_matrix else (shape[1] if shape[0].is_one else shape[0],)
        for place, axis in zip(places, axes, strict=False):
            match place:
                case Name(name) if name in self.letters:
                    if len(places) == 2:
                        be_one_together(axis, self.letters[name])
                    join(axis, self.letters[name])
                case Name(name) if name in self.labels:
                    join(axis, self.labels[name])
                case Index(Name(name)) if name in self.kinds.open:
                    self.shape(place)
                    join(axis, self.choices.setdefault(name, axis))
                case Sum((Name(name), ahead), "++") if name in self.letters:
                    self.window(axis, self.letters[name], ahead)
                case Number(number):
                    axis.root.least = max(axis.root.least, int(number) + 1)
        return (shape[1], ONE) if is_matrix and len(places) == 1 else SINGLE_SHAPE

    def window(self, axis: Length, steps: Length, ahead: Node) -> None:
        """What x[i+k] says of lengths: x is as long as i and k run together, less one."""
        match ahead:
            case Name(name) if name in self.letters:
                self.windows.append((axis, steps, self.letters[name]))
            case Number(number) if number == int(number) > 0:
                self.windows.append((axis, steps, Length(int(number) + 1)))

    def alike(self, parts: Iterable[Node], spread: bool = False, in_rows: bool = False) -> Shape | None:
        """Parts of one shape, or single numbers; `spread` columns and rows stand for matrices of such.

        Beside a matrix whose samples are `in_rows` a list is a row.
        """
        found: Shape | None = SINGLE_SHAPE
        for part in parts:
            shape = self.shape(part)
            if shape is None or found is None:
                found = found or shape
                continue
            if in_rows and shape[1].is_one and not found[1].is_one and not found[0].is_one:
                shape = (ONE, shape[0])
            found = self.together(found, shape, spread)
        return found

    def together(self, one: Shape, other: Shape, spread: bool) -> Shape:
        """The shape of two that go together entry by entry."""
        if _is_single(one):
            return other
        if _is_single(other):
            return one
        for axis in (0, 1):
            if not (spread and (one[axis].is_one or other[axis].is_one)):
                join(one[axis], other[axis])
        if not spread:
            return one
        return (other[0] if one[0].is_one else one[0], other[1] if one[1].is_one else one[1])

    def product(self, factors: tuple[Node, ...], signs: str) -> Shape | None:
        """Factors multiplied from left to right, as matrices where they can be."""
        self.count(factors, signs)
        total = self.shape(factors[0])
        for sign, factor in zip(signs[1:], factors[1:], strict=True):
            shape = self.shape(factor)
            if total is None or shape is None:
                total = total if shape is None or (total and not _is_single(total)) else shape
            elif _is_single(total) or _is_single(shape):
                total = total if _is_single(shape) else shape
            elif sign == "_" and _goes_by_entries(factor) and not (shape[1].is_one or total[1].is_one):
                total = self.together(total, shape, spread=False)
            elif sign in "@_·" and (joined := self.of_matrices(total, shape)) is not None:
                total = joined
            elif sign == "·":
                join(total[0], shape[0])
                total = SINGLE_SHAPE
            else:
                total = self.together(total, shape, spread=False)
        return total

    def invert(self, one: Node, other: Node) -> None:
        """X^T X, or X X^T, is inverted."""
        match one, other:
            case (Transpose(part), whole) | (whole, Transpose(part)) if part == whole:
                shape = self.shape(whole)
                if shape is not None:
                    self.inverted.append(shape if isinstance(one, Transpose) else (shape[1], shape[0]))

    def of_matrices(self, one: Shape, other: Shape) -> Shape | None:
        """The shape of a product of matrices; None where these can only be multiplied entry by entry."""
        inner, outer = one[1], other[0]
        if inner.is_one and not outer.is_one:
            if other[1].is_one:
                return None
            join(one[0], outer)  # a list stands for a row
            return ONE, other[1]
        if outer.is_one and not inner.is_one:
            return None
        join(inner, outer)
        return one[0], other[1]

    def fold(self, function: str, letter: str, body: Node) -> Shape | None:
        """A sum over an index letter."""
        found, length = self.along(letter, body)
        if function == "mean":
            self.averaged.append(length)
        return found

    def along(self, letter: str, body: Node) -> tuple[Shape | None, Length]:
        """The shape of what a fold is of, and how far its letter runs."""
        outer = self.letters.get(letter)
        length = self.letters[letter] = self.bounded(letter)
        self.summed.append(length)
        found = self.shape(body)
        if outer is None:
            del self.letters[letter]
        else:
            self.letters[letter] = outer
        return found, length

    def call(self, function: str, operands: tuple[Node, ...], names: tuple[str, ...]) -> Shape | None:
        """Functions of lists, and all others entry by entry."""
        count = len(operands) - len(names)
        if function in _OF_ALL and function != "trace" and count == 1:
            shape = self.shape(operands[0])
            if function == "mean" and shape is not None and shape[1].is_one:
                self.averaged.append(shape[0])
            if "axis" in names and shape is not None:
                axis = operands[count + names.index("axis")]
                return (ONE, shape[1]) if axis == Number(0.0, 0.0, "0") else (shape[0], ONE)
            return SINGLE_SHAPE
        match function, operands:
            case "softmax", (part,):
                return self.shape(part)
            case (("rows" | "columns"), (part,)):
                self.shape(part)
                return SINGLE_SHAPE
            case (("trace" | "det"), (part,)):
                shape = self.shape(part)
                if shape is not None:
                    join(*shape)
                return SINGLE_SHAPE
            case "dot", (one, other):
                shapes = self.shape(one), self.shape(other)
                if shapes[0] and shapes[1]:
                    join(shapes[0][0], shapes[1][0])
                return SINGLE_SHAPE
            case "diag", (part,):
                shape = self.shape(part)
                if shape is None or _is_single(shape):
                    return None
                length = shape[0] if shape[1].is_one else shape[1]
                return (length, length) if shape[0].is_one or shape[1].is_one else (length, ONE)
            case "eye", (size,):
                length = self.counted(size)
                return length, length
            case "onehot", (place, size):
                length = self.counted(size)
                places = self.shape(place)
                if places is not None and not _is_single(places):
                    if isinstance(place, Name) and place.name in self.kinds.open:
                        join(length, self.choices.setdefault(place.name, length))
                    return (places[1] if places[0].is_one else places[0]), length
                if isinstance(place, Name) and place.name in self.kinds.open and place.name not in self.letters:
                    self.labels[place.name] = length
                return length, ONE
            case "pick", (matrix, places):
                shapes = self.shape(matrix), self.shape(places)
                if shapes[0] is None or shapes[1] is None:
                    return None
                join(shapes[0][0], shapes[1][0])
                if isinstance(places, Name) and places.name in self.kinds.open:
                    join(shapes[0][1], self.choices.setdefault(places.name, shapes[0][1]))
                return shapes[0][0], ONE
            case "concat", (one, other):
                shapes = self.shape(one), self.shape(other)
                if shapes[0] is None or shapes[1] is None:
                    return None
                is_row = shapes[0][0].is_one and not shapes[0][1].is_one
                whole = Length()
                self.concatenated.append((whole, shapes[0][is_row], shapes[1][is_row]))
                return (ONE, whole) if is_row else (whole, shapes[0][1])
            case (("zeros" | "ones"), (rows, *rest)):
                return self.counted(rows), self.counted(rest[0]) if rest else ONE
            case "column", (matrix, _):
                shape = self.shape(matrix)
                return shape and (shape[0], ONE)
            case "row", (matrix, _):
                shape = self.shape(matrix)
                return shape and (ONE, shape[1])
        return self.alike(operands)

    def counted(self, node: Node) -> Length:
        """The length a number or a name stands for."""
        match node:
            case Number(number) if number == int(number) >= 1:
                return self.length_called(str(int(number)), f"{int(number)} in line {self.line}")
            case Name(name):
                return self.length_called(name, f"{name} in line {self.line}")
            case Call(("rows" | "columns") as axis, (part,)):
                shape = self.shape(part)
                return shape[axis == "columns"] if shape is not None else Length()
        return Length()

    def count(self, factors: tuple[Node, ...], signs: str) -> None:
        """The m of 1/m sum(i: …) is how far i runs."""
        lengths = [self.run_of(factor) for factor, sign in zip(factors, signs, strict=True) if sign != "/"]
        found = [length for length in lengths if length is not None]
        below = [factor for factor, sign in zip(factors, signs, strict=True) if sign == "/"]
        names = [name for factor in below for name in names_in(factor) if name in COUNTS and name not in self.shapes]
        if len(found) == 1 and len(names) == 1 and names[0] in self.kinds.open and names[0] not in self.named:
            self.named[names[0]] = found[0]

    def run_of(self, node: Node) -> Length | None:
        """How far a sum runs."""
        match node:
            case Negative(part):
                return self.run_of(part)
            case Fold("sum", letter, body):
                return self.along(letter, body)[1]
            case Call("sum" | "norm", (part,)) | Power(Call("norm", (part,))):
                shape = self.shape(part)
                if shape is None or _is_single(shape):
                    return None
                return shape[0] if shape[1].is_one else shape[1] if shape[0].is_one else None
        return None


def written_out(formula: Node) -> Iterator[tuple[set[tuple[str, int]], int]]:
    """The sums that are written out, w[j,0] a[0] + w[j,1] a[1] + w[j,2] a[2]: the axes they run along, and how far."""
    for node in formula.inside():
        numbers: dict[tuple[tuple[str, int], ...], list[int]] = {}
        for term in node.terms if isinstance(node, Sum) else ():
            entries: dict[int, list[tuple[str, int]]] = {}
            for factor in term.factors if isinstance(term, Product) else ():
                match factor:
                    case Index(Name(name), places):
                        for axis, place in enumerate(places):
                            if isinstance(place, Number):
                                entries.setdefault(int(place.number), []).append((name, axis))
            for number, axes in entries.items():
                if len(axes) > 1:
                    numbers.setdefault(tuple(axes), []).append(number)
        for along, found in numbers.items():
            if len(found) > 1 and found == list(range(len(found))):
                yield set(along), len(found)


def _like_their_family(names: Iterable[str], kinds: Kinds) -> None:
    """Let the first of a family be a list where the others are, c[0] beside c[1], and an old value: c_prev beside c."""
    members = ((name, kind) for name, kind in kinds.known.items() if name.endswith("]") and kind != SINGLE)
    families = {name.rpartition("[")[0]: kind for name, kind in members}
    for name in names:
        kind = families.get(name.rpartition("[")[0]) if name.endswith("]") else None
        if kind is None and (old := _OF_OLD.fullmatch(name)):
            kind = kinds.known.get(old[1] or old[2])
        if kind is not None and kinds.known.get(name, SINGLE) == SINGLE:
            kinds.known[name] = kind


_OF_OLD = re.compile(rf"(\w+?)_(?:{OLD}|{NEW})|(\w+_[a-z])-1")
"""The name that another is an old or a new value of, or the same of the time step before: c_t-1 beside c_t."""


def sized(
    definitions: list[Definition],
    chains: list[tuple[Node, ...]],
    names: Iterable[str],
    declared: Declarations,
    work: Work,
) -> Sizes:
    """The size of each of the names without number, and the definitions that contradict what is known.

    `chains` are the statements: formulas that are said to be equal.
    """
    found = Sizes()
    declared = _as_rows(declared, definitions)
    claims = [part for chain in chains for part in chain]
    unknown = list(dict.fromkeys([*names, *(told.name for told in declared.names)]))
    given = {definition.name for definition in definitions if definition.given}
    defined = {definition.name: definition for definition in definitions}
    computed = (name for name in defined if name not in given)
    kinds = Kinds(dict(_told_kinds(declared, definitions)), [*unknown, *computed], work)
    wholes = _taken_as_wholes(claims)
    for chain in chains:
        if name_of(chain[0]) not in wholes:
            _single_losses(chain, kinds)
    formulas: dict[str, list[Node]] = {}
    for definition in definitions:
        if definition.letters:
            kinds.known.setdefault(definition.name, MATRIX if len(definition.letters) > 1 else COLUMN)
        elif not definition.is_derivative:
            formulas.setdefault(definition.name, []).append(definition.formula)
    kinds.infer(formulas, ((each.name, each.formula) for each in definitions if each.letters), claims)
    _like_their_family(unknown, kinds)
    inference = Inference(definitions, declared, kinds, work, {*defined, *unknown})
    for definition in definitions:
        match definition.formula:
            case Number(number) if definition.given and MOST_LENGTH >= number == int(number) >= 1:
                said = f"{definition.name} = {int(number)} in line {definition.line}"
                inference.named[definition.name] = Length(int(number), said=said) if number > 1 else ONE
    try:
        inference.declare()
    except ContradictionError as clash:
        told = declared.names[-1]
        first = next((each for each in definitions if told.name in names_in(each.formula)), None)
        if first is not None:
            found.contradictions.append((first, first.statement.error(str(clash), first.formula)))
    for definition in definitions:
        try:
            inference.define(definition)
        except ContradictionError as clash:
            told_apart = _said_of_names(clash, names_in(definition.formula), declared)
            error = definition.statement.error(str(told_apart), definition.formula)
            found.contradictions.append((definition, error))
    has_identity = kinds.known.get(IDENTITY) == MATRIX and IDENTITY in unknown and IDENTITY not in defined
    if has_identity:
        inference.identity(chains)
    found.free = numbered(inference, [name for name in unknown if name not in defined], claims)
    formula_of = {definition.name: definition.formula for definition in definitions}
    shares = {**shares_in([*((formula,) for formula in formula_of.values()), *chains], formula_of), **declared.shares}
    if has_identity:
        found.free[IDENTITY] = replace(found.free[IDENTITY], is_identity=True)
    for name in declared.symmetric & set(found.free):
        found.free[name] = replace(found.free[name], is_symmetric=True)
    for name in declared.signs & found.free.keys():
        found.free[name] = replace(found.free[name], is_sign=True)
    for name in shares.keys() & found.free.keys():
        found.free[name] = replace(found.free[name], shares=shares[name])
    return found


def _said_of_names(clash: ContradictionError, names: list[str], declared: Declarations) -> ContradictionError:
    """A contradiction with the sizes told of two names of the formula it is found in, where these say both.

    A length that several declarations speak of is told by the first of them: in W x, with W in R^{m×d} and x in R^m,
    both m and d would be told by W's.
    """
    one, other = (
        [told for told in declared.names if told.name in names and each in told.lengths] for each in clash.lengths
    )
    pairs = ((first, second) for first in one for second in other if first.name != second.name)
    pair = next(pairs, None)
    return ContradictionError(pair[0].said, pair[1].said, *clash.lengths) if pair is not None else clash


def _single_losses(chain: tuple[Node, ...], kinds: Kinds) -> None:
    """A loss is a number: where it is a formula that takes nothing together, all that stands in it are numbers."""
    match chain:
        case (Name(loss), *formulas) if is_called_loss(loss):
            for formula in formulas:
                if not any(map(_takes_together, formula.inside())):
                    kinds.be(formula, SINGLE)


def _taken_as_wholes(formulas: Iterable[Node]) -> set[str]:
    """The names that are transposed, or of which all entries are taken together: E of tr(E^T E) is no loss."""
    found = set()
    for node in (part for formula in formulas if formula.has(Transpose, Call) for part in formula.inside()):
        match node:
            case Transpose(Name(name)) | Call("sum" | "mean" | "norm" | "trace", (Name(name), *_)):
                found.add(name)
    return found


def _takes_together(node: Node) -> bool:
    match node:
        case Fold() | Transpose() | Index() | Derivative():
            return True
        case Unknown():
            return True
        case Call(function):
            return function in (*_OF_ALL, "dot")
        case Product(_, signs):
            return "@" in signs or "·" in signs
    return False


def numbered(inference: Inference, names: list[str], claims: list[Node]) -> dict[str, Free]:
    """Each name with its size at either set of lengths; the names of lengths, and of what is only an index, too."""
    counts = {name: length for name, length in inference.named.items() if name not in inference.known}
    counts.update((name, length) for name, length in inference.named.items() if name in names)
    counts.update(_count_of_sums(inference, [name for name in names if name not in counts], claims))
    classes: dict[int, Length] = {}
    shapes = {name: inference.shape_of(name) for name in names if name not in counts}
    one_hot = dict(_one_hot_names(inference, names))
    stacked = {name: rows for name, rows in _stacked_names(inference, names) if name not in one_hot}
    shapes.update((name, shapes[rows]) for name, rows in stacked.items())
    shapes.update((name, (shapes[label][0], inference.choices[label])) for name, label in one_hot.items())
    everything = [*shapes.values(), *inference.shapes.values()]
    for length in (*(each for shape in everything for each in shape), *counts.values(), *inference.labels.values()):
        if not length.is_one:
            classes.setdefault(id(length.root), length.root)
    of_parts = (length for lengths in inference.concatenated for length in lengths[1:] if not length.is_one)
    for each in (*of_parts, *(length for window in inference.windows for length in window[1:])):
        classes.setdefault(id(each.root), each.root)
    numbers = dict(zip(classes, lengths_of(list(classes.values())), strict=True))
    for whole, *parts in inference.concatenated:
        if whole.root.number is None and whole.root not in [part.root for part in parts]:
            both = [(1, 1) if part.is_one else numbers[id(part.root)] for part in parts]
            numbers[id(whole.root)] = tuple(map(sum, zip(*both, strict=True)))
    for more, less in inference.inverted:
        _make_larger(more.root, less.root, numbers)
    for whole, steps, width in inference.windows:
        if whole.root is not steps.root and whole.root is not width.root and whole.root.number is None:
            pairs = zip(numbers[id(steps.root)], numbers[id(width.root)], strict=True)
            numbers[id(whole.root)] = tuple(one + other - 1 for one, other in pairs)

    def number(length: Length) -> tuple[int, ...]:
        return (1, 1) if length.is_one else numbers.get(id(length.root), (1, 1))  # of a mean of nothing with an index

    free = {name: Free(tuple(zip(*map(number, shape), strict=True))) for name, shape in shapes.items()}
    for name, axis in inference.choices.items():
        if name in free:
            free[name] = replace(free[name], choices=number(axis))
    for name, label in one_hot.items():
        free[name] = replace(free[name], one_hot_of=label)
    for name, rows in stacked.items():
        free[name] = replace(free[name], rows_of=rows)
    for name in dict.fromkeys(each for claim in claims for each in names_in(claim)):
        count = _claimed_count(name, inference, counts)
        if count is not None:
            counts[name] = count
    for name, length in counts.items():
        free[name] = Free(((1, 1),), counts=number(length))
    for letter, length in inference.labels.items():
        least = min(number(length))
        free[letter] = Free(((1, 1),), counts=(least - 1, 0) if least > 1 else (0, 0))
    return free


def _make_larger(more: Length, less: Length, numbers: dict[int, tuple[int, ...]]) -> None:
    """Let a length be larger than another at either set of lengths: they change places where it is not."""
    if {more.number, less.number} != {None} or more is less or max(more.least, less.least) > 1:
        return
    pairs = list(zip(numbers[id(more)], numbers[id(less)], strict=True))
    numbers[id(more)], numbers[id(less)] = tuple(map(max, pairs)), tuple(map(min, pairs))


def _one_hot_names(inference: Inference, names: list[str]) -> Iterator[tuple[str, str]]:
    """The Y of claims that no formula is made of, and the y of P[i, y[i]] whose labels its rows are."""
    used = {name for each in inference.definitions for name in names_in(each.formula)}
    for label in inference.choices:
        if label in names and label.upper() in names and label.upper() not in used | {label}:
            yield label.upper(), label


def _stacked_names(inference: Inference, names: list[str]) -> Iterator[tuple[str, str]]:
    """The X whose rows are the examples x[i], where these are lists: one that no formula is made of, or that fits."""
    used = {name for each in inference.definitions for name in names_in(each.formula)}
    told = {told.name for told in inference.declared.names}
    for rows in names:
        whole = rows.upper()
        if whole == rows or whole not in names or inference.kinds.known.get(rows) != MATRIX:
            continue
        if whole not in used or (whole not in told and _can_be_stacked(inference.shape_of(whole), inference, rows)):
            yield whole, rows


def _can_be_stacked(whole: Shape, inference: Inference, rows: str) -> bool:
    """Whether a matrix can have the examples as its rows; then its lengths are theirs. They are not its columns."""
    of_rows = inference.shape_of(rows)
    if whole[1].is_one or whole[0].root is of_rows[1].root or whole[1].root is of_rows[0].root:
        return False
    try:
        for one, other in zip(whole, of_rows, strict=True):
            join(one, other)
    except ContradictionError:
        return False
    return True


def _count_of_sums(inference: Inference, names: list[str], claims: list[Node]) -> dict[str, Length]:
    """The n of -n log σ - Σ_i …, where all sums run as far and nothing is differentiated by it."""
    bottoms = {name_of(node.bottom) for claim in claims for node in claim.inside() if isinstance(node, Derivative)}
    found = [name for name in names if name in COUNTS and name not in bottoms]
    roots = {id(each.root): each.root for each in inference.summed}
    if len(found) != 1 or len(roots) != 1 or not _is_single(inference.shape_of(found[0])):
        return {}
    (root,) = roots.values()
    return {} if root.name or root.number is not None else {found[0]: root}


def _claimed_count(name: str, inference: Inference, counts: Mapping[str, Length]) -> Length | None:
    """What m is in a claim, where it is defined nowhere: as many as are averaged, or as there are at all."""
    if name not in COUNTS or name in inference.known or name in counts or name in inference.letters:
        return None
    averaged = {id(length.root): length.root for length in inference.averaged}
    if len(averaged) == 1:
        return next(iter(averaged.values()))
    roots = {id(each.root): each.root for shape in inference.shapes.values() for each in shape if not each.is_one}
    return next(iter(roots.values())) if len(roots) == 1 else None


def _as_rows(declared: Declarations, definitions: Iterable[Definition]) -> Declarations:
    """What is told, x ∈ R^d as a row where lists stand before matrices throughout: z = x W + b."""
    products = [
        (first.name, second.name)
        for definition in definitions
        for part in definition.formula.inside()
        if isinstance(part, Product) and len(part.factors) == 2
        for first, second in [part.factors]
        if isinstance(first, Name) and isinstance(second, Name)
    ]
    before = [is_input(first) and is_weights(second) for first, second in products]
    if not any(before) or any(is_capital(first) and not is_capital(second) for first, second in products):
        return declared
    names = [replace(told, lengths=("1", *told.lengths)) if len(told.lengths) == 1 else told for told in declared.names]
    return replace(declared, names=names)


def _told_kinds(declared: Declarations, definitions: Iterable[Definition]) -> Iterator[tuple[str, str]]:
    """What names are by their declarations, and by the numbers given for them."""
    for told in declared.names:
        kind = {0: SINGLE, 1: COLUMN}.get(len(told.lengths), MATRIX)
        if len(told.lengths) == 2 and "1" in told.lengths:
            kind = SINGLE if told.lengths[0] == told.lengths[1] else COLUMN if told.lengths[1] == "1" else ROW
        yield told.name, kind
    for name in sorted(declared.symmetric):
        yield name, MATRIX
    for definition in definitions:
        match definition.formula:
            case List((List(), *_)) if definition.given:
                yield definition.name, MATRIX
            case List() if definition.given:
                yield definition.name, COLUMN
            case _ if definition.given:
                yield definition.name, SINGLE


def _goes_by_entries(node: Node) -> bool:
    """Whether a factor goes entry by entry with the matrix beside it: Y log A, and δ W^T σ'(z)."""
    match node:
        case Call(function) | Unknown(function):
            return function == "log" or function.endswith(PRIME)
    return isinstance(node, Slope)


def _is_single(shape: Shape) -> bool:
    return shape[0].is_one and shape[1].is_one
