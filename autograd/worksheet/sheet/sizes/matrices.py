"""The sizes of what is made of matrices that are typed out, as far as they are known while a sheet is read."""

from collections.abc import Mapping

from autograd.engine.codegen.python import OPS
from autograd.worksheet.language.edits import literal
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
    name_of,
)
from autograd.worksheet.language.vocabulary import FOLDS
from autograd.worksheet.sheet.model import Definition

MOST_DEEP = 12
"""Definitions that are gone through, one behind the other."""

Size = tuple[int, int]
SINGLE: Size = (1, 1)


class MatrixSizes:
    """The sizes of names as far as they are known, each found once."""

    def __init__(self, known: Mapping[str, Definition | None]) -> None:
        self.known = known
        self.found: dict[str, Size | None] = {}

    def of_name(self, name: str, deep: int) -> Size | None:
        """The size of a name, after its definition."""
        definition = self.known.get(name)
        if definition is None or definition.letters or deep > MOST_DEEP:
            return None
        if name not in self.found:
            self.found[name] = None
            self.found[name] = size_of(definition.formula, self, deep + 1)
        return self.found[name]


def size_of(node: Node, sizes: MatrixSizes, deep: int = 0) -> Size | None:
    """The rows and columns of a formula; None where they are not known."""

    def of(part: Node) -> Size | None:
        return size_of(part, sizes, deep)

    match node:
        case Number() | Index() | Fold():
            return SINGLE
        case List((List(first), *others)) if all(isinstance(each, List) for each in others):
            return len(others) + 1, len(first)
        case List(entries):
            return len(entries), 1
        case Name(name):
            return sizes.of_name(name, deep)
        case Negative(part) | Power(part):
            return of(part)
        case Transpose(part):
            size = of(part)
            return size and (size[1], size[0])
        case Derivative(top, bottom) if name_of(top) not in sizes.known or of(top) == SINGLE:
            return of(bottom)
        case Call("convolve" | "conv", (first, second)):
            return _convolved(of(first), of(second))
        case Call("convolve", (first, second, Number(stride))):
            return _convolved(of(first), of(second), int(stride))
        case Call("fullconv", (first, second)):
            larger, smaller = of(first), of(second)
            return larger and smaller and (larger[0] + smaller[0] - 1, larger[1] + smaller[1] - 1)
        case Call("maxpool" | "meanpool", (part, *told)):
            width, *strides = [int(each.number) for each in told if isinstance(each, Number)] or [2]
            return _convolved(of(part), (width, width), strides[0] if strides else width)
        case Call("pad", (part,)):
            size = of(part)
            return size and (size[0] + 2, size[1] + 2)
        case Call("rot180", (part,)):
            return of(part)
        case Call(function, (part,)) if function in OPS or function in FOLDS:
            return SINGLE if function in FOLDS else of(part)
        case Sum(parts):
            return _largest([of(part) for part in parts])
        case Product(factors, signs):
            return _product([of(factor) for factor in factors], signs)
    return None


def as_convolutions(node: Node, sizes: MatrixSizes, stride: int = 1) -> Node:
    """A formula of a sheet about convolutions: X * F, of a matrix and a smaller one, is no product of their entries."""
    node = node.with_parts(*(as_convolutions(part, sizes, stride) for part in node.parts)) if node.parts else node
    match node:
        case Product((first, second), "**"):
            larger, smaller = (size_of(part, sizes) for part in (first, second))
            is_laid_on = larger != smaller and SINGLE not in (larger, smaller)
            if is_laid_on and _convolved(larger, smaller) is not None:
                steps = () if stride == 1 else (literal(stride),)
                return Call("convolve", (first, second, *steps), column=node.column, length=node.length)
    return node


def _convolved(larger: Size | None, smaller: Size | None, stride: int = 1) -> Size | None:
    """The size of a convolution without padding."""
    if larger is None or smaller is None or stride < 1:
        return None
    left = larger[0] - smaller[0], larger[1] - smaller[1]
    return (left[0] // stride + 1, left[1] // stride + 1) if min(left) >= 0 else None


def _largest(sizes: list[Size | None]) -> Size | None:
    """The size of a sum: that of what is no single number."""
    return next((size for size in sizes if size not in (None, SINGLE)), SINGLE if None not in sizes else None)


def _product(sizes: list[Size | None], signs: str) -> Size | None:
    """The size of a product, be it of entries or of matrices."""
    found: Size | None = SINGLE
    for size, sign in zip(sizes, signs, strict=True):
        if found is None or size is None:
            return None
        if SINGLE in (found, size):
            found = size if found == SINGLE else found
        elif sign == "@" or found != size:
            found = (found[0], size[1]) if found[1] == size[0] else None
    return found
