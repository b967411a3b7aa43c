"""What makes a form smaller without changing its results: each pass takes a form and gives another.

    folded        computes what depends on constants only
    simplified    x·1, −1·x, x/1, −−x, x − 0, x + (−0), x + (−y), x^1 … where IEEE gives the same
    settled       replaces the mean of a row that is the same for all samples by the row
    shared        computes once what is computed twice from the same operands
    without_dead  leaves out what neither a value nor the gradient needs

What must stay: x·0 (NaN if x is infinite), x + 0 (turns −0 into 0) unless x cannot be −0, x − x, x/x, and the order
in which sums are added up. A constant that overflows folds to what IEEE arithmetic gives.
"""

import math
import struct
from collections.abc import Callable

from autograd.compiled.ir.form import EACH, Form
from autograd.compiled.ir.primitives import (
    ABS,
    ADD,
    COMMUTATIVE,
    CONSTANT,
    DIV,
    EXP,
    FIRST_OPERATION,
    INDICATOR,
    MASK,
    MEAN,
    MUL,
    NEG,
    POW,
    PRIMITIVES,
    SUB,
)

Rewrite = Callable[[Form, int, int, int], int]
"""Gives the row, in a new form, for a kind and operands that are rows of the new form already."""


def optimized(form: Form) -> Form:
    """The form after all passes."""
    for run in PASSES:
        form = run(form)
    return form


def _rewritten(form: Form, rewrite: Rewrite) -> Form:
    """The form with every row made anew by `rewrite`, which may give an earlier row instead."""
    new = Form(constants=list(form.constants))
    row: list[int] = []
    for kind, first, second in form.rows():
        if kind >= FIRST_OPERATION:
            row.append(rewrite(new, kind, row[first], row[second] if second >= 0 else -1))
        elif kind == MEAN:
            row.append(new.append(MEAN, row[first]))
        else:
            row.append(new.append(kind, first))
    return _moved(form, new, row)


def _moved(form: Form, new: Form, row: list[int]) -> Form:
    """The new form with the outputs and names of the old one, whose rows are now `row`."""
    new.values = [row[place] for place in form.values]
    new.gradient = [row[place] for place in form.gradient]
    for place, name in form.names.items():
        if row[place] >= 0:
            new.names.setdefault(row[place], name)
    return new


def folded(form: Form) -> Form:
    """Compute what depends on constants only."""

    def rewrite(new: Form, kind: int, x: int, y: int) -> int:
        if new.kind[x] != CONSTANT or (y >= 0 and new.kind[y] != CONSTANT):
            return new.append(kind, x, y)
        numbers = [new.constants[new.first[place]] for place in (x, y) if place >= 0]
        return new.constant(PRIMITIVES[kind].on_floats(*numbers))

    return _rewritten(form, rewrite)


def simplified(form: Form) -> Form:
    """Leave out operations that change nothing, and take cheaper ones that give the same."""

    def number(new: Form, row: int) -> float:
        return new.constants[new.first[row]] if row >= 0 and new.kind[row] == CONSTANT else math.nan

    def is_minus_zero(x: float) -> bool:
        return x == 0 and math.copysign(1, x) < 0

    def rewrite(new: Form, kind: int, x: int, y: int) -> int:
        a, b = number(new, x), number(new, y)
        if kind == MUL:
            for one, other in ((a, y), (b, x)):
                if one == 1:
                    return other
                if one == -1:
                    return rewrite(new, NEG, other, -1)
                if one == 0 and not is_minus_zero(one) and is_bit(new, other):
                    return new.constant(0.0)
        elif kind == NEG and new.kind[x] == NEG:
            return new.first[x]
        elif kind == ADD:
            for zero, other in ((a, y), (b, x)):
                if zero == 0 and (is_minus_zero(zero) or never_minus_zero(new, other)):
                    return other
            if new.kind[y] == NEG:
                return new.append(SUB, x, new.first[y])
            if new.kind[x] == NEG:
                return new.append(SUB, y, new.first[x])
        elif kind == SUB:
            if b == 0 and (not is_minus_zero(b) or never_minus_zero(new, x)):
                return x
            if new.kind[y] == NEG:
                return new.append(ADD, x, new.first[y])
        elif kind == DIV and b == 1:
            return x
        elif kind == DIV and b and math.frexp(b)[0] in (0.5, -0.5) and 2.0**-1000 < abs(b) < 2.0**1000:
            return new.append(MUL, x, new.constant(1 / b))  # a power of two: its reciprocal is exact
        elif kind == POW:
            return power(new, x, b) if y >= 0 and b == b else new.append(kind, x, y)
        return new.append(kind, x, y)

    def power(new: Form, x: int, exponent: float) -> int:
        if exponent == 0:
            return new.constant(1.0)  # for NaN too
        if exponent == 1:
            return x
        if exponent == -1:
            return new.append(DIV, new.constant(1.0), x)
        if exponent in (2, 3):
            square = new.append(MUL, x, x)
            return square if exponent == 2 else new.append(MUL, square, x)
        return new.append(POW, x, new.constant(exponent))

    return _rewritten(form, rewrite)


def is_bit(form: Form, row: int) -> bool:
    """Whether a row is 0 or 1, as far as its operation tells: a mask, an indicator, 1 minus one of them."""
    while form.kind[row] == SUB and form.kind[form.first[row]] == CONSTANT:
        if form.constants[form.first[form.first[row]]] != 1:
            return False
        row = form.second[row]
    return form.kind[row] in (MASK, INDICATOR)


def never_minus_zero(form: Form, row: int) -> bool:
    """Whether a row cannot be −0, as far as its operation tells."""
    kind, first, second = form.kind[row], form.first[row], form.second[row]
    if kind == CONSTANT:
        x = form.constants[first]
        return x != 0 or math.copysign(1, x) > 0
    return kind in (EXP, ABS, MASK, INDICATOR) or (kind == MUL and first == second)


def settled(form: Form) -> Form:
    """Replace the mean of a row that is the same for all samples by the row."""
    new = Form(constants=list(form.constants))
    row: list[int] = []
    stages = form.stages()
    for kind, first, second in form.rows():
        if kind == MEAN and stages[first] != EACH:
            row.append(row[first])
        elif kind < MEAN:
            row.append(new.append(kind, first))
        else:
            row.append(new.append(kind, row[first], row[second] if second >= 0 else -1))
    return _moved(form, new, row)


def shared(form: Form) -> Form:
    """Compute once what is computed twice from the same operands."""
    known: dict[tuple[int, int | bytes, int], int] = {}
    new = Form()
    row: list[int] = []
    for kind, first, second in form.rows():
        key: tuple[int, int | bytes, int]
        if kind == CONSTANT:
            key = kind, struct.pack("d", form.constants[first]), -1
        elif kind < MEAN:
            key = kind, first, -1
        else:
            first, second = row[first], row[second] if second >= 0 else -1
            key = (kind, second, first) if kind in COMMUTATIVE and second < first else (kind, first, second)
        if key not in known:
            constant = kind == CONSTANT
            known[key] = new.constant(form.constants[first]) if constant else new.append(kind, first, second)
        row.append(known[key])
    return _moved(form, new, row)


def without_dead(form: Form) -> Form:
    """Leave out what neither a value nor the gradient needs."""
    needed = bytearray(len(form))
    for place in (*form.values, *form.gradient):
        needed[place] = 1
    for place in range(len(form) - 1, -1, -1):
        if needed[place] and form.kind[place] >= MEAN:
            needed[form.first[place]] = 1
            if form.second[place] >= 0:
                needed[form.second[place]] = 1
    new = Form()
    row: list[int] = []
    for place, (kind, first, second) in enumerate(form.rows()):
        if not needed[place]:
            row.append(-1)
        elif kind == CONSTANT:
            row.append(new.constant(form.constants[first]))
        elif kind < MEAN:
            row.append(new.append(kind, first))
        else:
            row.append(new.append(kind, row[first], row[second] if second >= 0 else -1))
    return _moved(form, new, row)


PASSES = (folded, simplified, settled, folded, shared, without_dead)
"""In the order in which they run; folding again, because x^1 and the like make constants."""
