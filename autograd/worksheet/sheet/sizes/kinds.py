"""What each name is, by how it is used: a single number, a list (a column or a row), or a matrix.

Formulas are walked up, where what is known of the parts tells what the whole is, and down, where the whole tells
it of a part. Capital letters in products of matrices are matrices, small ones lists.
"""

from collections.abc import Iterable, Mapping, Sequence

from autograd.worksheet.language.roles import AT_TIMES_RATES, RATES, is_called_loss
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
    Power,
    Product,
    Slope,
    Sum,
    Transpose,
    Unknown,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import FOLDS
from autograd.worksheet.language.work import Work

SINGLE, COLUMN, ROW, MATRIX = "single", "column", "row", "matrix"

ALWAYS_SINGLE = (*RATES, *AT_TIMES_RATES, "eps", "tau", "T", "m", "n", "N")
"""Names of single numbers, if nothing says otherwise and nothing is differentiated by them."""

INPUTS, DATA, WEIGHTS = "xhau", "XAHΦ", "WUV"
"""How the names of what goes into a layer begin, those of matrices of such, and those of a layer's weights."""

MOST_ROUNDS = 8
"""So often all formulas are walked: what one tells may tell another something."""

TRANSPOSED = {COLUMN: ROW, ROW: COLUMN}

_OF_MATRICES = {
    (MATRIX, COLUMN): COLUMN,
    (MATRIX, MATRIX): MATRIX,
    (ROW, COLUMN): SINGLE,
    (ROW, MATRIX): ROW,
    (COLUMN, ROW): MATRIX,
    (COLUMN, MATRIX): ROW,  # a list stands for a row where only a row fits
}
"""What the product of two of a kind is."""

_OF_ENTRIES = ("softmax", "logsumexp", "norm", *FOLDS)
"""Functions of all entries of a list."""


_OF_PLACES = ("column", "row", "columns", "rows")
"""Functions of the shape of a matrix."""

_WEIGHTS_OF_LAYERS = ("w[", "theta[")
"""How the names of one layer's weights begin, where small letters are matrices: w[l] of w^l a^{l-1} + b^l."""


def is_capital(name: str) -> bool:
    """Whether a name begins with a capital letter, as those of matrices do.

    >>> is_capital("W1"), is_capital("w"), is_capital("Sigma"), is_capital("dW")
    (True, False, True, False)
    """
    return name[:1].isupper()


def is_input(name: str) -> bool:
    """Whether a name is that of what goes into a layer: x, h_1."""
    return name[:1] in INPUTS


def is_weights(name: str) -> bool:
    """Whether a name is that of a layer's weights: W, U_1."""
    return name[:1] in WEIGHTS


def is_data(name: str) -> bool:
    """Whether a name is that of a matrix with an example in each row: X, A_1."""
    return name[:1] in DATA or name.startswith("Phi")


def _is_weight_of_layer(name: str) -> bool:
    """Whether a name is that of the weights of one layer, W[2], which nobody writes so of a single number."""
    return name.endswith("]") and is_weights(name)


class Kinds:
    """What is known of every name, and of the formulas made of them."""

    def __init__(self, known: Mapping[str, str], unknown: Iterable[str], work: Work) -> None:
        self.known = dict(known)
        self.open = set(unknown) - set(known)
        self.work = work
        self.entries: list[tuple[str, Node]] = []
        self.bottoms: set[str | None] = set()

    def infer(
        self, formulas: Mapping[str, list[Node]], entries: Iterable[tuple[str, Node]], claims: Iterable[Node]
    ) -> None:
        """Find out what the names are from what defines them, then from what is claimed, then from how they look.

        `entries` are names and formulas of what has an index on its left: these come to single numbers, or to the
        rows of a matrix.
        """
        claims = list(claims)
        self.entries = list(entries)
        slopes = (part for each in claims if each.has(Derivative) for part in each.inside())
        self.bottoms = {name_of(part.bottom) for part in slopes if isinstance(part, Derivative)}
        defining = [*(node for nodes in formulas.values() for node in nodes), *(node for _, node in self.entries)]
        nodes = [*defining, *claims]
        self.index(each for each in nodes if each.has(Index, Call))
        if any(each.has(Index) for each in nodes):
            self.samples(nodes)
        self.inputs(formulas)
        if any(each.has(Transpose) for each in nodes):
            self.data(formulas)
        self.concatenated(nodes)
        self.rounds(formulas, ())
        self.rounds(formulas, claims)
        has_lists = any(kind != SINGLE for kind in self.known.values()) or any(map(_is_weight_of_layer, self.open))
        if has_lists and self.guess(formulas):
            self.rounds(formulas, claims)
        for name in self.open - set(self.known):
            self.known[name] = SINGLE

    def index(self, nodes: Iterable[Node]) -> None:
        """What has two indices is a matrix, what has one a list."""
        for node in (part for each in nodes for part in each.inside()):
            match node:
                case Index(Name(name), places) if name in self.open:
                    if len(places) == 2 or self.known.get(name) not in (MATRIX, ROW):
                        self.known[name] = MATRIX if len(places) == 2 else COLUMN
                case Call("column" | "row", (Name(name), *_)) if name in self.open:
                    self.known[name] = MATRIX

    def samples(self, nodes: Iterable[Node]) -> None:
        """In w^T x[i] the x[i] is a list itself, an example: x is a matrix of such. So it is beside a matrix, and
        where it is transposed; beside a capital letter, if there are examples that are lists.
        """
        nodes = list(nodes)
        examples = {name for name, _ in self.entries}
        has_rows = any(_is_row(part, examples) for each in nodes for part in each.inside())
        for node in (part for each in nodes for part in each.inside()):
            match node:
                case Transpose(Index(Name(name), (_,))) if name in self.open:
                    self.known[name] = MATRIX
                case Product(factors, signs):
                    for one, other, sign in zip(factors, factors[1:], signs[1:], strict=False):
                        if sign in "@_" + DOT and isinstance(other, Index) and len(other.places) == 1:
                            is_row = isinstance(one, Transpose) or (
                                isinstance(one, Name)
                                and self.known.get(one.name, MATRIX if has_rows and is_capital(one.name) else "")
                                == MATRIX
                                and one.name not in ALWAYS_SINGLE
                            )
                            if is_row and isinstance(other.array, Name) and other.array.name in self.open:
                                self.known[other.array.name] = MATRIX

    def inputs(self, formulas: Mapping[str, list[Node]]) -> None:
        """The x and h of z = x W + h U + b are lists where z is a small letter, too, and nothing is made of an X."""
        everything = (part for nodes in formulas.values() for node in nodes for part in node.inside())
        if any(isinstance(part, Product) and (name_of(part.factors[0]) or "")[:1] == "X" for part in everything):
            return
        for name, nodes in formulas.items():
            if is_capital(name):
                continue
            firsts = [each for node in nodes for each in (node, *(node.terms[:1] if isinstance(node, Sum) else ()))]
            for part in (part for node in nodes for part in node.inside()):
                match part:
                    case Product((Name(first), Name(second)), signs) if signs[1] in "@_*" + DOT:
                        is_product = signs[1] != "*" or part in firsts
                        if is_product and is_input(first) and first in self.open and is_weights(second):
                            self.known.setdefault(first, ROW)

    def data(self, formulas: Mapping[str, list[Node]]) -> None:
        """The X and W of z = X W + b are matrices, whatever the letter of z: an example is a row of X."""
        for nodes in formulas.values():
            for node in nodes:
                match node.terms[0] if isinstance(node, Sum) else node:
                    case Product((Name(first), Name(second)), signs) if signs[1] in "@_" + DOT:
                        if {first, second} <= self.open and is_data(first) and is_weights(second):
                            self.known.setdefault(first, MATRIX)
                            self.known.setdefault(second, MATRIX)

    def concatenated(self, nodes: Sequence[Node]) -> None:
        """In W [h, x] both are lists where anything is transposed, or has a norm; else they are numbers, W is a row."""
        parts = [part for each in nodes if each.has(Call) for part in each.inside()]
        functions = {part.function for part in parts if isinstance(part, Call)}
        has_lists = not functions.isdisjoint(_OF_ENTRIES) or any(each.has(Transpose) for each in nodes)
        for part in parts if "concat" in functions else ():
            match part:
                case Product((Name(weights), Call("concat", operands)), signs) if "/" not in signs:
                    if weights in self.open:
                        self.known.setdefault(weights, MATRIX if has_lists else ROW)
                    for operand in operands if has_lists else ():
                        self.be(operand, COLUMN)

    def rounds(self, formulas: Mapping[str, list[Node]], claims: Iterable[Node]) -> None:
        """Walk all formulas until nothing new is found."""
        for _ in range(MOST_ROUNDS):
            before = len(self.known)
            for name, nodes in formulas.items():
                for node in nodes:
                    if isinstance(node, Call) and node.function == "softmax" and self.known.get(name) == MATRIX:
                        self.be(node.operands[0], MATRIX)
                    found = self.of(node)
                    if found is None and is_called_loss(name) and self.has_single_term(node):
                        self.known.setdefault(name, SINGLE)
                    if found is not None and name not in self.known:
                        self.known[name] = found
                    elif found is None and (wanted := self.known.get(name)) is not None:
                        self.be(node, wanted)
            for name, node in self.entries:
                found = self.of(node)
                if found is None:
                    self.be(node, SINGLE)
                elif found in (COLUMN, ROW):
                    self.known[name] = MATRIX
            for node in claims:
                self.of(node)
            if len(self.known) == before:
                break

    def guess(self, formulas: Mapping[str, list[Node]]) -> bool:
        """Whether a capital letter beside other factors can be taken for a matrix, where there are lists at all."""
        before = len(self.known)
        for node in (part for nodes in formulas.values() for each in nodes for part in each.inside()):
            match node:
                case Product(factors, signs) if len(factors) > 1 and not self.has_sum_beside(factors):
                    beside_row = set(signs[1:]) == {"*"} and any(self.of(factor) == ROW for factor in factors)
                    for factor, sign in zip(factors, signs, strict=True):
                        if sign != "/" and isinstance(_bare(factor), Name) and _looks_like_matrix(factor):
                            self.be(_bare(factor), ROW if beside_row else MATRIX)
        return len(self.known) > before

    def has_single_term(self, node: Node) -> bool:
        """Whether a sum has a term that is a number by all that is known of it: then all terms of a loss are. So is
        the only factor of a loss of which nothing is known beside such a number, the R of -log(π_i) R.
        """
        kinds = [self.of(part) for part in node.parts if names_in(part)] if isinstance(node, (Sum, Product)) else []
        return SINGLE in kinds and (isinstance(node, Sum) or kinds.count(None) == 1)

    def has_sum_beside(self, factors: tuple[Node, ...]) -> bool:
        """Whether one of two factors takes entries together to a number: the C of C Σ_i ξ_i is no matrix."""
        rest = [factor for factor in factors if not isinstance(factor, Number)]
        return len(rest) == 2 and any(isinstance(each, Fold) and self.of(each) == SINGLE for each in rest)

    def be(self, node: Node, kind: str) -> None:
        """Let what is not known in a formula be such that the whole is of a kind."""
        match node:
            case Name(name):
                is_list = kind != SINGLE and name in ALWAYS_SINGLE and name not in self.bottoms
                if name in self.open and name not in self.known and not is_list:
                    self.known[name] = kind
            case Sum(terms):
                has_products = kind == MATRIX and any(isinstance(term, Product) for term in terms)
                for term in terms:
                    is_bias = has_products and isinstance(term, Name) and not is_capital(term.name)
                    if not is_bias and self.of(term) is None:  # what a bias is, its product tells
                        self.be(term, kind)
            case Power(base, exponent) if self.of(base) == SINGLE:
                self.be(exponent, kind)
            case Negative(part) | Power(part, _) | Fold("sum" | "mean", _, part):
                self.be(part, kind)
            case Transpose(part):
                self.be(part, TRANSPOSED.get(kind, kind))
            case Unknown(is_single=True):
                pass
            case Call(function, operands) if function not in (*_OF_ENTRIES, "dot", "trace", *_OF_PLACES):
                for operand in operands:
                    if self.of(operand) is None:
                        self.be(operand, kind)
            case Product(factors, signs) if kind != SINGLE:
                self.factors_be(factors, signs, kind)
            case Product(factors, signs) if "@" not in signs and DOT not in signs:
                for factor in factors:
                    self.be(factor, kind)
            case Product(factors) if len(unknown := [each for each in factors if self.of(each) is None]) == 1:
                if all(each is unknown[0] or self.of(each) == SINGLE for each in factors):
                    self.be(unknown[0], kind)

    def factors_be(self, factors: tuple[Node, ...], signs: str, kind: str) -> None:
        """Let unknown factors of a product be matrices where they are written so; the last is what is left."""
        pairs = zip(factors, signs, strict=True)
        unknown = [(factor, sign) for factor, sign in pairs if sign != "/" and self.of(factor) is None]
        if not unknown:
            return
        for factor, _ in unknown if set(signs[1:]) & {"@", "_", DOT} else ():
            if _looks_like_matrix(factor) and (factor is not factors[-1] or kind == MATRIX):
                self.be(_bare(factor), MATRIX)
        last, sign = unknown[-1]
        if self.of(last) is None:
            self.be(last, MATRIX if kind == MATRIX and sign != "*" and _looks_like_matrix(last) else kind)

    def of(self, node: Node) -> str | None:
        """What a formula comes to; None if that is not known yet."""
        self.work.spend(1)
        match node:
            case Number():
                return SINGLE
            case Name(name):
                return self.known.get(name) or (None if name in self.open else SINGLE)
            case Index(Name(name), places):
                return COLUMN if len(places) == 1 and self.known.get(name) == MATRIX else SINGLE
            case Index():
                return SINGLE
            case Slope(_, bottom):
                return self.of(bottom)
            case Derivative(top, bottom):
                return (
                    self.of(bottom) if self.of(top) == SINGLE else self.of(top) if self.of(bottom) == SINGLE else None
                )
            case Sum(terms):
                return self.sum(terms)
            case Power(base, exponent) if self.of(base) == SINGLE:
                return self.of(exponent)  # e^-z goes entry by entry
            case Negative(part) | Power(part, _) | Fold(_, _, part):
                return self.of(part)
            case Transpose(part) | Call("transpose", (part,)):
                return self.transpose(part)
            case Product(factors, signs):
                return self.product(factors, signs)
            case Unknown(is_single=True):
                return SINGLE
            case Call(function, operands, names):
                return self.call(function, operands, names)
            case Case(then, otherwise):
                return self.of(then) if otherwise is None else self.sum((then, otherwise))
            case List(entries):
                return MATRIX if any(self.of(entry) not in (SINGLE, None) for entry in entries) else COLUMN
        return None

    def sum(self, terms: tuple[Node, ...]) -> str | None:
        """A sum has the kind of its largest term; what is added to a product of matrices, or subtracted, has it too."""
        kinds = [self.of(term) for term in terms]
        found = next((kind for kind in (MATRIX, COLUMN, ROW) if kind in kinds), None)
        if found is None:
            return None if None in kinds else SINGLE
        for term, kind in zip(terms, kinds, strict=True):
            if kind is None:
                self.be_term(term, terms, kinds, found)
        return found

    def be_term(self, term: Node, terms: tuple[Node, ...], kinds: list[str | None], found: str) -> None:
        """Let a term be what it is added to: a bias of each example, where that is a matrix."""
        alike = [each for each, kind in zip(terms, kinds, strict=True) if kind == found]
        products = [each for each in alike if _has_matrices(each, self)]
        if not isinstance(term, Name):
            self.be(term, found)
        elif products:
            data_first = any(_begins_with_data(each) for each in products)
            if found == ROW and term.name[0] in "bc" and any(map(_ends_with_data, products)):
                self.be(term, SINGLE)  # w^T X + b
            elif not data_first:
                self.be(term, COLUMN if found == MATRIX and not is_capital(term.name) else found)
            elif found == MATRIX:
                self.be(term, found if is_capital(term.name) else ROW)
            elif len(terms) > 2 or term.name[0] not in "bc":
                self.be(term, found)
        elif not all(isinstance(each, Product) for each in alike):
            self.be(term, found)

    def transpose(self, part: Node) -> str | None:
        """What is transposed is no single number."""
        found = self.of(part)
        if found is None:
            self.be(part, MATRIX if _looks_like_matrix(part) else COLUMN)
            found = self.of(part)
        return TRANSPOSED.get(found, found) if found is not None else None

    def product(self, factors: tuple[Node, ...], signs: str) -> str | None:
        """Factors from left to right; with @ there are no single numbers."""
        total = self.factor(factors[0], signs[1:2] == "@")
        for sign, factor in zip(signs[1:], factors[1:], strict=True):
            kind = self.factor(factor, sign == "@")
            if sign in "@_" + DOT:
                if kind is None and total in (MATRIX, ROW):
                    if isinstance(_bare(factor), (Name, Sum)):
                        self.be(_bare(factor), MATRIX if _looks_like_matrix(factor) else COLUMN)
                    kind = self.of(factor)
                elif (
                    total is None and kind in (COLUMN, MATRIX) and _looks_like_matrix(factors[0]) and len(factors) == 2
                ):
                    self.be(factors[0].operand if isinstance(factors[0], Transpose) else factors[0], MATRIX)
                    total = self.of(factors[0])
                joined = _OF_MATRICES.get((total or "", kind or ""))
                if joined is None and sign == DOT and total == kind == COLUMN:
                    joined = SINGLE
                if joined is not None:
                    total = joined
                    continue
            if total in (SINGLE, None) and kind != SINGLE:
                total = kind if total == SINGLE or kind is not None else None
        return total

    def factor(self, node: Node, is_matrix: bool) -> str | None:
        """What a factor is; beside an @ it is a matrix or a list."""
        found = self.of(node)
        if found is None and is_matrix:
            self.be(node, MATRIX if _looks_like_matrix(node) else COLUMN)
            found = self.of(node)
        return found

    def call(self, function: str, operands: tuple[Node, ...], names: tuple[str, ...]) -> str | None:
        """Functions of lists come to a number, or to a list again; all others go entry by entry."""
        if not operands:
            return None
        if function in _OF_ENTRIES and len(operands) - len(names) == 1:
            found = self.of(operands[0])
            if found is None:
                self.be(operands[0], MATRIX if function != "softmax" and _ends_with_capitals(operands[0]) else COLUMN)
                found = self.of(operands[0])
            if function == "softmax":
                return found
            if "axis" in names and found == MATRIX:
                axis = operands[1 + names.index("axis")]
                return ROW if isinstance(axis, Number) and axis.number == 0 else COLUMN
            return SINGLE
        match function:
            case "trace" | "det" | "rows" | "columns":
                self.of(operands[0])
                return SINGLE
            case "dot":
                for operand in operands:
                    if self.of(operand) is None:
                        self.be(operand, COLUMN)
                return SINGLE
            case "diag":
                return COLUMN if self.of(operands[0]) == MATRIX else MATRIX
            case "eye":
                return MATRIX
            case "concat":
                both = [self.of(operand) for operand in operands]
                for operand, kind in zip(operands, both, strict=True):
                    if kind is None and both[0] != both[1]:
                        self.be(operand, next(each for each in both if each is not None))
                return next((kind for kind in (MATRIX, ROW) if kind in both), COLUMN)
            case "pick":
                for operand, kind in zip(operands, (MATRIX, COLUMN), strict=False):
                    if self.of(operand) is None:
                        self.be(operand, kind)
                return COLUMN
            case "onehot" if self.of(operands[0]) in (COLUMN, ROW):
                return MATRIX
            case "onehot" | "column" | "row":
                return ROW if function == "row" else COLUMN
            case "zeros" | "ones":
                return MATRIX if len(operands) == 2 else COLUMN
        kinds = [self.of(operand) for operand in operands]
        found = next((kind for kind in kinds if kind not in (SINGLE, None)), None)
        return found or (None if None in kinds else SINGLE)


def _is_row(node: Node, examples: Iterable[str]) -> bool:
    """Whether something is written of an example that only a list has: p_ik, or softmax(z_i)."""
    match node:
        case Index(Name(name), (_, _)) | Transpose(Index(Name(name))) | Call("softmax" | "norm", (Index(Name(name)),)):
            return name in examples
        case Call("softmax"):
            return node.has(Index)
    return False


def _bare(node: Node) -> Node:
    """A factor without its transpose."""
    return node.operand if isinstance(node, Transpose) else node


def _ends_with_capitals(node: Node) -> bool:
    """Whether a formula comes to a matrix by how it looks: all that stands last in its terms are capitals."""
    match node:
        case Name(name):
            return is_capital(name)
        case Sum(terms):
            return all(map(_ends_with_capitals, terms))
        case Product(factors, signs):
            last = [factor for factor, sign in zip(factors, signs, strict=True) if sign != "/"][-1:]
            return all(map(_ends_with_capitals, last))
        case Call(_, operands):
            return all(map(_ends_with_capitals, operands))
        case Negative(part) | Transpose(part) | Power(part, _):
            return _ends_with_capitals(part)
    return isinstance(node, Number)


def _has_matrices(node: Node, kinds: Kinds) -> bool:
    """Whether a term has a product of matrices in it."""
    match node:
        case Negative(part):
            return _has_matrices(part, kinds)
        case Product(factors):
            return any(kinds.of(factor) == MATRIX for factor in factors)
    return False


def _begins_with_data(node: Node) -> bool:
    """Whether a product begins with the data, as X w does: an example is a row of it."""
    match node:
        case Product((Name(name), *_)):
            return is_data(name)
    return False


def _ends_with_data(node: Node) -> bool:
    """Whether a row is made of the data, as w^T X is: an example is a column of it."""
    match node:
        case Product((Transpose(), Name(name))):
            return is_data(name)
    return False


def _looks_like_matrix(node: Node) -> bool:
    """Whether a factor is written as a matrix: a capital letter, perhaps transposed, or the weights w of a layer."""
    match node:
        case Name(name):
            return is_capital(name) or name.startswith(_WEIGHTS_OF_LAYERS)
        case Transpose(part) | Negative(part):
            return _looks_like_matrix(part)
    return _ends_with_capitals(node) if isinstance(node, (Sum, Call)) else False
