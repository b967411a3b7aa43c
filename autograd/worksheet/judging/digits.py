"""Printed numbers: what their digits may stand for, and how far off they may make a formula.

A result, a number by itself or in a list, has half a unit of its last digit. A number inside a formula may be a rounded
one if it has two significant digits or more: 0.1 would excuse anything from 0.05 to 0.15.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from autograd.worksheet.evaluation.arrays import entries, made, shape
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.tolerances import ROUNDING
from autograd.worksheet.language.tree import List, Negative, Node, Number

MOST_LITERALS = 40
"""So many printed numbers of a formula are moved one by one; more are moved in groups."""

LEAST_DIGITS = 2
"""Significant digits of a number that may be a rounded one."""

Movable = Callable[[Number], bool]
"""Whether a printed number inside a formula may stand for another one that rounds to it."""


def significant_digits(typed: str) -> int:
    """How many digits of a number say something: leading zeros do not.

    >>> [significant_digits(typed) for typed in ("0.1", "0.10", "-3.0", "20", "1.5e-3", "0.0")]
    [1, 2, 2, 2, 2, 0]
    """
    return len(re.sub(r"[eE].*|\D", "", typed).lstrip("0"))


def has_leeway(literal: Number) -> bool:
    """Whether a number may be a rounded one by its digits alone."""
    return literal.half_unit > 0 and significant_digits(literal.typed) >= LEAST_DIGITS


def is_result(node: Node) -> bool:
    """Whether there is nothing to compute: a number, or a list of them."""
    match node:
        case Negative(Negative()):
            return False  # -(-0.5) is 0.5
        case List() | Negative():
            return all(map(is_result, node.parts))
    return isinstance(node, Number)


def single_result(node: Node) -> float | None:
    """The number that a result is; None for a list and for what is to be computed."""
    match node:
        case Number(number):
            return number
        case Negative(Number(number)):
            return -number
    return None


LEAST_FOR_LAST = 3
"""Significant digits of a number of which the last may be cut off: of fewer it would excuse too much."""


def is_long(node: Node) -> bool:
    """Whether a number has so many digits that its last may be cut off, or rounded, without excusing much."""
    return isinstance(node, Number) and node.half_unit > 0 and significant_digits(node.typed) >= LEAST_FOR_LAST


def is_off_by_last_digit(node: Node, claim: Any, truth: Any, units: float = 1.0) -> bool:
    """Whether results, with what they come to, are right but for the last digit: at most so many units of it away."""
    numbers = [part for part in node.inside() if isinstance(part, Number)]
    if not is_result(node) or not len(numbers) == len(entries(claim)) == len(entries(truth)):
        return False
    return all(
        is_long(number) and abs(found - float(wanted)) <= units * 2 * number.half_unit + ROUNDING * abs(found)
        for number, found, wanted in zip(numbers, entries(claim), entries(truth), strict=True)
    )


def is_zero(node: Node) -> bool:
    """Whether a result has no digit but 0."""
    return is_result(node) and not any(part.number for part in node.inside() if isinstance(part, Number))


def results(node: Node, count: int) -> list[bool]:
    """Of each of a formula's `count` entries, whether it is written as a result."""
    if isinstance(node, List) and node.entries:
        return [each for part in node.entries for each in results(part, count // len(node.entries))]
    return [is_result(node)] * count


def printed(node: Node, evaluator: Formula, may_move: Movable = has_leeway) -> tuple[Any, Any]:
    """What a formula comes to, and how far off its printed numbers may make it."""
    if isinstance(node, List):  # each entry has its own digits
        pairs = [printed(part, evaluator, may_move) for part in node.entries]
        claims = evaluator.listed(node, [claim for claim, _ in pairs])
        return claims, made(*shape(claims), [entry for _, off in pairs for entry in entries(off)])
    claim = evaluator.value(node)
    evaluator.work.spend(node.length // 8)
    off = [0.0] * len(entries(claim))
    rounded = dict.fromkeys(part for part in node.inside() if isinstance(part, Number) and part.half_unit)
    literals = [part for part in rounded if is_result(node) or may_move(part)]
    step = -(-len(literals) // MOST_LITERALS) or 1
    for first in range(0, len(literals), step):
        group = literals[first : first + step]
        reach = [0.0] * len(off)
        for sign in (-1, 1):
            moved = evaluator.value(shifted(node, group, sign))
            for place, (x, y) in enumerate(zip(entries(moved), entries(claim), strict=True)):
                reach[place] = max(reach[place], abs(x - y))
        off = [x + y for x, y in zip(off, reach, strict=True)]
    return claim, made(*shape(claim), off)


def shifted(node: Node, literals: Sequence[Node], sign: int) -> Node:
    """The formula with these numbers moved by half a unit of their last digit."""
    if isinstance(node, Number):
        moved = Number(node.number + sign * node.half_unit, node.half_unit, node.typed)
        return moved if node in literals else node
    return node.with_parts(*(shifted(part, literals, sign) for part in node.parts)) if node.parts else node
