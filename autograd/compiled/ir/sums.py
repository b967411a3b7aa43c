"""Sums in a tape, found whatever the order they were written in: `w1*x1 + w2*x2 + b`, `b - w1*x1`, `sum(terms)`.

An addition, subtraction or negative whose result is used once, by another of these, is part of that one's sum. What is
left of a sum is its last row, the head, and its terms: values, or products of two that nothing else uses. Everything
here works on whole arrays, so a million rows take a fraction of a second.
"""

from typing import Any

from autograd.compiled.ir.lowering import Templates
from autograd.compiled.ir.primitives import ADD, CONSTANT, MUL, NEG, SUB
from autograd.compiled.ir.tape import Tape
from autograd.engine.operation import Op
from autograd.errors import NoDerivativeError
from autograd.support.lazy import np

OTHER, PLUS, MINUS, NEGATIVE, TIMES = range(5)
"""What an operation is to a sum."""

_ROLES: tuple[tuple[int, tuple[Any, ...], tuple[Any, ...]], ...] = (
    (PLUS, (ADD, "x", "y"), (1.0, 1.0)),
    (MINUS, (SUB, "x", "y"), (1.0, -1.0)),
    (NEGATIVE, (NEG, "x", None), (-1.0,)),
    (TIMES, (MUL, "x", "y"), ("y", "x")),
)
"""The roles, each with the one primitive of such an operation and its slopes: the name of an operation says nothing."""


def role_of(rule: Op) -> int:
    """What an operation is to a sum."""
    written = Templates(rule)
    for role, row, slopes in _ROLES:
        if written.forward.rows == [row] and len(slopes) == len(rule.letters):
            try:
                found = [written.local(slot) for slot in range(len(slopes))]
            except NoDerivativeError:
                return OTHER
            if all(slope.result == wanted for slope, wanted in zip(found, slopes, strict=True)):
                return role
    return OTHER


class Sums:
    """The sums of a tape.

    `heads` are the numbers of their last rows, in order. The terms of head number i are entries `starts[i]` to
    `starts[i + 1]` of `sign`, `left` and `right`: sign times left, or times left times right where that is not −1.
    `inner` says of each node whether it is inside a sum and has no number of its own, `single` whether it is used once.
    """

    def __init__(self, tape: Tape) -> None:
        leaves, count = tape.leaves, tape.leaves + len(tape)
        first, second = tape.first, tape.second
        role = np.zeros(count, np.int8)
        role[leaves:] = np.array([role_of(rule) for rule in tape.rules], np.int8)[tape.codes] if len(tape) else 0
        rows = np.arange(leaves, count, dtype=np.int32)
        binary = second >= 0
        user = np.full(count, -1, np.int32)
        user[first] = rows
        user[second[binary]] = rows[binary]
        single = np.bincount(first, minlength=count) + np.bincount(second[binary], minlength=count) == 1
        single[tape.outputs] = False
        adds = (role == PLUS) | (role == MINUS) | (role == NEGATIVE)
        private = single & adds[user] & (user >= 0)
        absorbed, products = private & adds, private & (role == TIMES)
        turned = role == NEGATIVE  # whose operands have the other sign; of a difference it is the second that has
        head, sign = self._heads(np.flatnonzero(absorbed), absorbed, user, role, first, second, leaves)
        self.inner, self.single = absorbed | products, single
        self._collect(tape, rows[adds[leaves:]], head, sign, absorbed, products, role, turned)

    @staticmethod
    def _heads(
        inside: Any, absorbed: Any, user: Any, role: Any, first: Any, second: Any, leaves: int
    ) -> tuple[Any, Any]:
        """For each node the head of the sum it is inside, and the sign it has there: each time twice as far up."""
        head = np.arange(len(absorbed), dtype=np.int32)
        sign = np.ones(len(absorbed), np.int8)
        above = user[inside]
        head[inside] = above
        minus = (role[above] == NEGATIVE) | ((role[above] == MINUS) & (second[above - leaves] == inside))
        sign[inside[minus]] = -1
        while len(inside):
            above = head[inside]
            sign[inside] *= sign[above]
            head[inside] = head[above]
            inside = inside[absorbed[head[inside]]]
        return head, sign

    def _collect(
        self, tape: Tape, rows: Any, head: Any, sign: Any, absorbed: Any, products: Any, role: Any, turned: Any
    ) -> None:
        """Gather the terms of all sums, those of one head side by side."""
        leaves = tape.leaves
        found: list[tuple[Any, Any, Any]] = []
        for operands, other in ((tape.first, turned), (tape.second, turned | (role == MINUS))):
            operand = operands[rows - leaves]
            outside = (operand >= 0) & ~absorbed[operand]
            row = rows[outside]
            found.append((head[row], np.where(other[row], -sign[row], sign[row]), operand[outside]))
        heads, signs, terms = (np.concatenate(parts) for parts in zip(*found, strict=True))
        del found
        kept = ~_zeros(tape)[terms]
        kept |= np.bincount(heads[kept], minlength=len(head))[heads] < 2  # a sum keeps its zero beside a single term
        order = np.flatnonzero(kept)[np.argsort(heads[kept], kind="stable")]
        heads, self.sign, terms = heads[order], signs[order], terms[order]
        product = products[terms]
        inside = np.where(product, terms - leaves, 0)
        self.left = np.where(product, tape.first[inside], terms) if len(tape) else terms
        self.right = np.where(product, tape.second[inside], np.int32(-1)) if len(tape) else terms
        starts = np.flatnonzero(np.diff(heads, prepend=-1))
        self.heads = heads[starts]
        self.starts = np.append(starts, len(heads))


def _zeros(tape: Tape) -> Any:
    """For each node, whether it is the constant 0."""
    found = np.zeros(tape.leaves + len(tape), bool)
    kind, place = np.frombuffer(tape.leaf_kind, np.uint8), np.array(tape.leaf_place, np.intp)
    constant = np.flatnonzero(kind == CONSTANT)
    found[constant] = tape.constants[place[constant]] == 0
    return found
