"""Which givens may be any number when a worksheet is tried at random ones, and which must stay what they are."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from autograd.worksheet.evaluation.arrays import Array, entries, shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.tolerances import SUM_OF_SHARES
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
    names_in,
)
from autograd.worksheet.sheet.model import Definition

_STATES = ("h_0", "h0", "c_0", "c0", "s_0", "s0")
"""Names of states to begin with."""

_SIZED = ("onehot", "zeros", "ones", "column", "row", "conv", "dense", "pool")


def varied_givens(
    definitions: Collection[Definition], base: Point, updated: Mapping[str, Any], formulas: list[Node]
) -> dict[str, bool]:
    """The givens that may be any number, and whether their entries are shares that add up to 1.

    Not those that count or choose: whole numbers used as index, exponent or size, or equal to a length; labels of 0
    and 1, which are several, or stand beside what is left of them to 1 or beside each other, or were put into the loss:
    L = -log(p) is that of a label y = 1 which no definition names, and then p - y is right. Nor a state of nothing to
    begin with, h_0 = 0: nobody writes what comes back through it.
    """
    counting, choosing = _counting(formulas), _choosing(definition.formula for definition in definitions)
    needed = {name for definition in definitions for name in names_in(definition.formula)}
    lengths = {length for found in base.graph.values() if isinstance(found, Array) for length in shape(found)}
    found: dict[str, bool] = {}
    for definition in definitions:
        name = definition.name
        if not (definition.given or name in updated) or isinstance(base.graph[name], Layer):
            continue
        numbers = entries(base.floats[name])
        literals = [node for node in definition.formula.inside() if isinstance(node, Number)]
        calls = definition.formula.has(Call)
        whole = name not in updated and not any(node.half_unit for node in literals)
        if len(numbers) == 1 and whole and (name in counting or numbers[0] in lengths - {1}):
            continue
        if whole and (name in choosing or name not in needed) and set(numbers) <= {0.0, 1.0}:
            continue
        if len(numbers) > 1 and whole and (calls or set(numbers) <= {0.0, 1.0}):
            continue
        if (name.endswith("[0]") or name in _STATES) and not any(numbers):
            continue
        found[name] = len(numbers) > 1 and min(numbers) >= 0 and abs(sum(numbers) - 1) <= SUM_OF_SHARES
    return found


def _counting(formulas: Iterable[Node]) -> set[str]:
    """Names used as an index, an exponent or a size."""
    found: set[str] = set()
    for formula in formulas:
        for node in formula.inside() if formula.has(Index, Power, Call, Case) else ():
            counts: tuple[Node, ...] = ()
            match node:
                case Index(_, places):
                    counts = places
                case Power(_, exponent):
                    counts = (exponent,)
                case Call(function, operands) if function in _SIZED:
                    counts = operands
                case Case(_, _, sides, signs) if {"=", "!="} & set(signs):
                    counts = sides
            found.update(inner.name for count in counts for inner in count.inside() if isinstance(inner, Name))
    return found


def _choosing(formulas: Iterable[Node]) -> set[str]:
    """Names that stand as 1 − y, and several that weigh logarithms in a sum: y_1 log p_1 + y_2 log p_2."""
    found: set[str] = set()
    for formula in formulas:
        for node in formula.inside() if formula.has(Sum) else ():
            match node:
                case Sum((Number(1), Name(name)), "+-"):
                    found.add(name)
                case Sum(terms):
                    weights = set(filter(None, map(_weight_of_log, terms)))
                    found |= weights if len(weights) > 1 else set()
    return found


def _weight_of_log(term: Node) -> str | None:
    """The name in a product with a logarithm: y of y log p, and of -y log p."""
    match term:
        case Negative(operand):
            return _weight_of_log(operand)
        case Product((Name(name) | Negative(Name(name)), Call("log")), signs) if "/" not in signs:
            return name
    return None


def in_quadratic_forms(definitions: Iterable[Definition]) -> set[str]:
    """The matrices A of forms x.T A x: who gives a symmetric one there means that it is."""
    found: set[str] = set()
    for definition in definitions:
        for node in definition.formula.inside():
            match node:
                case Product(factors):
                    for before, matrix, after in zip(factors, factors[1:], factors[2:], strict=False):
                        if isinstance(matrix, Name) and before == Transpose(after):
                            found.add(matrix.name)
    return found
