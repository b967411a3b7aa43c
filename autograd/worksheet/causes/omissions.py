"""What was left out of a formula, put back: factors, terms, divisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite

from autograd.worksheet.causes.candidates import (
    alike,
    arrays_of,
    counting,
    divided_by,
    divisors,
    factors,
    handed_on,
    numbers_of,
    parts_seen,
    scope,
    singles,
    sums,
)
from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.tolerances import FIRST_LOOK
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import (
    ONE,
    above,
    literal,
    minus,
    outside_masks,
    over,
    paths,
    replaced,
    times,
)
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
)
from autograd.worksheet.language.work import Exhausted

MOST_PAIRED = 40
"""Divisors whose products are tried."""

MOST_NUMBER = 1000.0
"""The largest number that is looked for as a factor."""

ALL = (Sum, Fold, Call, Power, Product, Negative)
"""The kinds of formulas that may stand as a factor."""


def _factor(kind: str, factor: Node, fixed: Node, term: Node | None = None) -> Cause:
    """The cause that a factor is missing, of everything or of one term."""
    if term is None:
        return Cause(kind, "factor missing", {"meant": factor}, fixed)
    return Cause(kind, "factor missing in a term", {"meant": factor, "within": term}, fixed)


def _division(kind: str, divisor: Node, fixed: Node, term: Node | None = None) -> Cause:
    """The cause that everything, or one term, is not divided by something."""
    if term is None:
        return Cause(kind, "division missing", {"meant": divisor}, fixed)
    return Cause(kind, "division missing in a term", {"meant": divisor, "within": term}, fixed)


def find_missing_factors(claim: Claim) -> Iterator[Cause]:
    """Find a missing factor: a gradient of everything, or a factor of one term, inside a sum or a matrix product."""
    sample = Sample.of(claim)
    if sample is not None:
        for factor in handed_on(claim, list(claim.chosen[0])):
            yield from lost(sample, "factor", factor)
    found: dict[tuple[str, ...], list[tuple[str, Node]]] = {}
    for path, node in paths(claim.formula):
        around = above(claim.formula, path)
        if not isinstance(around, (Sum, Fold, Negative)):
            continue
        if isinstance(node, (Fold, Negative)) or (isinstance(node, Sum) and isinstance(around, Negative)):
            continue
        in_term = node if isinstance(around, Sum) else None
        letters = tuple(scope(claim, path))
        if letters not in found:
            found[letters] = [*factors(claim, letters), *(("factor", each) for each in handed_on(claim, letters))]
        for kind, factor in found[letters]:
            yield _factor(kind, factor, replaced(claim.formula, path, times(node, factor)), in_term)
        for factor in counting(claim):
            yield _division("mean", factor, replaced(claim.formula, path, over(node, factor)), in_term)
    for path, node in paths(claim.formula):
        if isinstance(node, Product) and "@" in node.signs:
            for place, part in enumerate(node.parts):
                for kind, factor in arrays_of(claim):
                    parts = (*node.parts[:place], times(part, factor), *node.parts[place + 1 :])
                    fixed = replaced(claim.formula, path, node.with_parts(*parts))
                    yield Cause(kind, "factor missing beside", {"meant": factor, "within": part}, fixed)


def find_lost_operands(claim: Claim) -> Iterator[Cause]:
    """A side of a matrix product left out, of everything or of what a function or a sum takes: `W` for `W x`."""
    arrays = [each for kind, each in arrays_of(claim) if kind == "factor" and each != claim.target]
    for path, node in paths(claim.formula):
        if path and not isinstance(above(claim.formula, path), (Sum, Call, Negative)):
            continue
        for factor in arrays:
            for sides in ((node, factor), (factor, node), (node, Transpose(factor)), (Transpose(factor), node)):
                fixed = replaced(claim.formula, path, Product(sides, "*@"))
                yield _factor("factor", factor, fixed, node if path else None)


def find_missing_scale(claim: Claim) -> Iterator[Cause]:
    """Find a missing factor of everything, with its sign: one number tells which factors are worth a try."""
    sample = Sample.of(claim)
    if sample is None:
        return
    letters = list(claim.chosen[0])
    for kind, factor in factors(claim, letters):
        yield from lost(sample, kind, factor)
    for factor in counting(claim):
        yield _division("mean", factor, over(claim.formula, factor))
    large, small = sorted((abs(sample.truth), abs(sample.claimed)), reverse=True)
    number = literal(round(min(large / small, MOST_NUMBER)))
    constant = number if abs(sample.truth) == large else over(ONE, number)
    constants = () if any(number == each for each in _sizes(claim)) else (constant,)
    for factor in (*constants, *parts_seen(claim, ALL, letters), *sums(claim)):
        yield from lost(sample, "factor", factor)
    names = [
        (node, sample.number(node))
        for node in singles(claim, letters)[:MOST_PAIRED]
        if not isinstance(node, Derivative)
    ]
    for place, (node, x) in enumerate([(ONE, 1.0), *names]):
        for other, y in names[place:]:
            if x and y and same(abs(sample.claimed * (x - y)), abs(sample.truth)):
                yield from lost(sample, "factor", minus(node, other))


def _sizes(claim: Claim) -> Iterator[Node]:
    """The lengths of what has no numbers: a factor that is one of them is the length, and no number."""
    if claim.samples.free:
        for found in claim.samples.base.floats.values():
            if not isinstance(found, Layer):
                yield from (literal(length) for length in shape(found) if length > 1)


def lost(sample: "Sample", kind: str, factor: Node) -> Iterator[Cause]:
    """The claim with one more factor, with its sign, if that gives the number it should."""
    number = sample.number(factor)
    if number and same(abs(sample.claimed * number), abs(sample.truth)):
        signed = factor if sample.claimed * number * sample.truth > 0 else Negative(factor)
        yield _factor(kind, signed, times(sample.claim.formula, signed))


def find_missing_divisors(claim: Claim) -> Iterator[Cause]:
    """Find a missing division of everything by what another formula divides by: √(σ² + ε), or a power of it."""
    sample = Sample.of(claim)
    if sample is None:
        return
    for node in dict.fromkeys(divided_by(claim, list(claim.chosen[0]))):
        if not isinstance(node, (Number, Name)):
            yield from undivided(sample, node, sample.number(node))


def undivided(sample: "Sample", node: Node, number: float) -> Iterator[Cause]:
    """The claim divided by one thing more, with its sign, if that gives the number it should."""
    if number and same(abs(sample.claimed), abs(sample.truth * number)):
        factor = over(literal(-1) if sample.claimed * sample.truth * number < 0 else ONE, node)
        yield _factor("factor", factor, times(sample.claim.formula, factor))


def find_missing_divisions(claim: Claim) -> Iterator[Cause]:
    """Find a missing division: by a name, its powers, a product of two, by what other formulas divide by."""
    sample = Sample.of(claim)
    letters = list(claim.chosen[0])
    if sample is not None:
        numbers = [(node, sample.number(node)) for node in divisors(claim, letters)]
        pairs = (
            (times(node, other), x * y)
            for place, (node, x) in enumerate(numbers[:MOST_PAIRED])
            for other, y in numbers[place + 1 : MOST_PAIRED]
        )
        for node, number in (*numbers, *pairs):
            yield from undivided(sample, node, number)
    found: dict[tuple[str, ...], list[Node]] = {}
    for path, node in paths(claim.formula):
        if isinstance(above(claim.formula, path), (Sum, Fold)):
            known = tuple(scope(claim, path))
            if known not in found:
                found[known] = divisors(claim, known)
            for factor in found[known]:
                yield _division("factor", factor, replaced(claim.formula, path, over(node, factor)), node)


@dataclass(frozen=True)
class Sample:
    """One number of a claim at the givens that is not 0, and the truth there."""

    claim: Claim
    letters: dict[str, int]
    place: int
    truth: float
    claimed: float

    @staticmethod
    def of(claim: Claim) -> "Sample | None":
        """The first such number, if possible one that is wrong; a claim of one number stands for every entry."""
        base = claim.samples.base
        try:
            pairs = zip(claim.chosen, claim.truths(base), claim.claimed(base), strict=True)
        except Exhausted:
            raise
        except UNCOMPUTABLE:  # its shapes do not fit
            return None
        found = None
        for letters, truth, claimed in pairs:
            truths, claims = entries(truth), entries(claimed)
            if len(claims) not in (1, len(truths)) or any(isinstance(x, Layer) for x in (*truths, *claims)):
                return None
            for place, x in enumerate(truths):
                y = claims[place % len(claims)]
                if x and y and isfinite(x) and isfinite(y) and (found is None or found.claimed == found.truth):
                    found = Sample(claim, letters, place, float(x), float(y))
        return found

    def number(self, node: Node) -> float:
        """What a formula is in that place; 0 where it has no value there."""
        try:
            found = entries(self.claim.samples.base.formula(self.claim.text, self.letters).value(node))
        except Exhausted:
            raise
        except UNCOMPUTABLE:
            return 0.0
        number = found[0] if len(found) == 1 else found[self.place] if self.place < len(found) else 0.0
        return 0.0 if isinstance(number, Layer) else float(number)


def same(x: float, y: float) -> bool:
    """Whether two numbers are worth a closer look."""
    return abs(x - y) <= FIRST_LOOK * max(x, y)


def find_missing_terms(claim: Claim) -> Iterator[Cause]:
    """Find a missing term: a name, or a product of two."""
    for path, node in outside_masks(claim.formula):
        around = above(claim.formula, path)
        if not isinstance(node, (Name, Index, Derivative)) or isinstance(around, (Index, Derivative, Sum)):
            continue
        for other in alike(claim, node, scope(claim, path)):
            for sign in "+-":
                fixed = Sum((node, other), "+" + sign)
                about = {"meant": other, "within": node}
                yield Cause("term", "term missing beside", about, replaced(claim.formula, path, fixed))
    for path, node in outside_masks(claim.formula):
        inside = isinstance(above(claim.formula, path), (Call, Negative, Product, Power))
        if isinstance(node, Sum) or (inside and isinstance(node, (Product, Negative, Call))):
            for other in singles(claim, scope(claim, path)):
                for sign in "+-":
                    fixed = Sum((node, other), "+" + sign)
                    yield Cause("term", "term missing", {"meant": other}, replaced(claim.formula, path, fixed))
    nodes = singles(claim, list(claim.chosen[0]))
    tops = [node.parts[0] for node in nodes if isinstance(node, Derivative)]  # beside a gradient another may be missing
    handed = (
        each for each in handed_on(claim, list(claim.chosen[0])) if each != claim.target and each.parts[0] in tops
    )
    added = [*nodes, *(handed if tops else ()), *numbers_of(claim)]
    added += parts_seen(claim, (Product, Power, Call, Fold), list(claim.chosen[0]))
    added += [times(x, y) for i, x in enumerate(nodes) for y in nodes[i:]] if len(nodes) <= 16 else []
    for node in added:
        for sign in "+-":
            fixed = Sum((claim.formula, node), "+" + sign)
            term = node if sign == "+" else Negative(node)
            yield Cause("term", "term missing", {"meant": term}, fixed)
