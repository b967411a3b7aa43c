"""Formulas taken apart and put together: the ways to their parts, other parts in their place, small formulas made."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import is_not

from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
)

Path = tuple[int, ...]
"""The way to a part of a formula: its place among the parts, then the place among the parts of that, and so on."""


def paths(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a formula, and the way to it."""
    yield path, node
    for place, part in enumerate(node.parts):
        yield from paths(part, (*path, place))


def outside_masks(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a formula but those of a mask's operand: so many changes open or close a mask that none tells."""
    yield path, node
    if not isinstance(node, Call) or node.function != "step":
        for place, part in enumerate(node.parts):
            yield from outside_masks(part, (*path, place))


def replaced(node: Node, path: Path, part: Node) -> Node:
    """The formula with another part at the end of a path."""
    if not path:
        return part
    place, *rest = path
    parts = list(node.parts)
    parts[place] = replaced(parts[place], tuple(rest), part)
    return node.with_parts(*parts)


def above(formula: Node, path: Path) -> Node | None:
    """What the part at the end of a path is a part of; None for the whole formula."""
    found = None
    for place in path:
        found, formula = formula, formula.parts[place]
    return found


def divides(formula: Node, path: Path) -> bool:
    """Whether a factor at the end of a path stands in a denominator, among factors only."""
    found, node = False, formula
    for place in path:
        match node:
            case Product(_, signs):
                found ^= signs[place] == "/"
            case Negative():
                pass
            case _:
                found = False
        node = node.parts[place]
    return found


def plain(formula: Node) -> Node:
    """A formula with one sign for all the ways to write a product."""
    match formula:
        case Product(factors, signs):
            return Product(tuple(map(plain, factors)), re.sub("[_·]", "*", signs))
    return formula.with_parts(*map(plain, formula.parts)) if formula.parts else formula


def in_one_order(formula: Node) -> Node:
    """A `plain` formula with its terms and factors in an order that is the same however they were typed.

    Nobody should see it, and where products of matrices stand in another order, they are no longer the same.
    """
    parts = tuple(map(in_one_order, formula.parts))
    match formula:
        case Sum(_, signs):
            pairs = sorted(zip(signs, parts, strict=True), key=hash)
            return Sum(tuple(part for _, part in pairs), "".join(sign for sign, _ in pairs))
        case Product(_, signs):
            pairs = [("*" if sign in "_·" else sign, part) for sign, part in zip(signs, parts, strict=True)]
            pairs = sorted(pairs, key=hash) if "@" not in signs and "/" not in signs else pairs
            return Product(tuple(part for _, part in pairs), "".join(sign for sign, _ in pairs))
    return formula.with_parts(*parts) if parts else formula


def with_each(node: Node, change: Callable[[Node], Node]) -> Node:
    """A formula with each of its parts changed; the same object where none is."""
    parts = tuple(map(change, node.parts))
    return node.with_parts(*parts) if any(map(is_not, parts, node.parts)) else node


def with_name_for(formula: Node, part: Node, name: str, form: Callable[[Node], Node] = plain) -> Node:
    """A formula with a name wherever a part, which is in a `form`, stands in it; the same object where it does not."""
    if form(formula) == part:
        return replace(named(name), column=formula.column, length=formula.length)
    return with_each(formula, lambda each: with_name_for(each, part, name, form))


def named(name: str) -> Node:
    """A name as a formula."""
    return Name(name)


def entry(name: str, *letters: str) -> Node:
    """An entry of a name at index letters: x[i] or W[i,j]."""
    return Index(named(name), tuple(map(named, letters)))


def literal(number: int) -> Node:
    """A whole number as a literal."""
    return Number(float(number), 0.0, str(number))


def number_of(node: Node) -> tuple[float, float] | None:
    """The number that a literal is, or its negative, and half a unit of its last digit; None for other formulas."""
    match node:
        case Number(number, half_unit):
            return number, half_unit
        case Negative(Number(number, half_unit)):
            return -number, half_unit
    return None


def numbers_in(node: Node) -> list[float]:
    """The number that a literal is, or those of a list of them; none of what has to be computed."""
    entries = node.entries if isinstance(node, List) else (node,)
    found = [number[0] for each in entries if (number := number_of(each)) is not None]
    return found if len(found) == len(entries) else []


def all_numbers_in(node: Node) -> list[float]:
    """The numbers of a literal, of a list, or of a matrix row by row; none of what has to be computed."""
    if isinstance(node, List) and any(isinstance(each, List) for each in node.entries):
        rows = [numbers_in(row) for row in node.entries]
        return [number for row in rows for number in row] if all(rows) else []
    return numbers_in(node)


ONE, TWO = literal(1), literal(2)


def exponents_of_e(formula: Node) -> Iterator[Node]:
    """What e is raised to anywhere in a formula."""
    for node in formula.inside():
        match node:
            case Power(Name("e"), exponent) | Call("exp", (exponent,)):
                yield exponent


def times(x: Node, y: Node) -> Node:
    """The product x*y."""
    return Product((x, y), "**")


def slope(top: str, bottom: str) -> Node:
    """The derivative of one name by another."""
    return Derivative(named(top), named(bottom))


def over(x: Node, y: Node) -> Node:
    """The quotient x/y."""
    return Product((x, y), "*/")


def plus(x: Node, y: Node) -> Node:
    """The sum x + y."""
    return Sum((x, y), "++")


def minus(x: Node, y: Node) -> Node:
    """The difference x - y."""
    return Sum((x, y), "+-")


HALF = over(ONE, TWO)
