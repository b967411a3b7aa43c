"""Mistakes on the graph that give a number: what it would be under each, held against what was written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from autograd.formulas.notation import figure
from autograd.worksheet.causes.candidates import counting, is_own_slope
from autograd.worksheet.causes.kinks import find_closed_relus, find_flat_sides, find_no_effect, find_other_sides
from autograd.worksheet.causes.paths import find_paths_left_out
from autograd.worksheet.evaluation.arrays import entries, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import ROUNDING, WHOLE_UNITS, is_printed_as
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.literals import entries_by_name, single_value
from autograd.worksheet.judging.steps.descent import made_of
from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Name, Negative, Node, Number, Power, Sum, name_of, names_in
from autograd.worksheet.language.work import Exhausted

LEAST_DIGITS = 2
"""A number of so few digits may equal anything: two explanations are none."""


@dataclass(frozen=True)
class Written:
    """The one number a claim consists of: with half a unit of its last digit, as `typed`, and what is right, `truth`.

    A number computed from whole ones, as 1/2, is exact and counts as not typed: `half` is 0 and `typed` empty.
    """

    number: float
    half: float
    typed: str
    truth: float

    def is_from(self, number: float) -> bool:
        """Whether it is another number, within its digits; what rounds to 0 is told from nothing."""
        reach = self.half + ROUNDING * max(abs(self.number), abs(number))
        return abs(self.number - number) <= reach and abs(number) > self.half

    @property
    def is_telling(self) -> bool:
        """Whether it has so many digits that nothing else is likely to give it."""
        return len(self.typed.replace(".", "").replace("-", "").strip("0")) > LEAST_DIGITS


def find_slips(claim: Claim, past: Sequence[Samples]) -> Iterator[Cause]:
    """The mistakes that give exactly the number written: first those of handling, then other numbers of the sheet."""
    written = _written(claim)
    if written is None:
        yield from _turned_over(claim)
        return
    kinks = [*find_closed_relus(claim), *find_other_sides(claim), *find_flat_sides(claim)]
    if kinks:
        yield kinks[0]
        return
    plain = list(_handling(claim, written, past))
    yield from plain
    if plain and written.is_telling:
        return
    zero = [] if plain else list(find_no_effect(claim))
    if zero:
        yield from zero
        return
    if isinstance(claim.target, Derivative):
        yield from _other_numbers(claim, written)


def _turned_over(claim: Claim) -> Iterator[Cause]:
    """Find a sign error in what is computed from printed numbers, which are taken as they stand."""
    base = claim.samples.base
    for truth, claimed in zip(claim.truths(base), claim.claimed(base), strict=True):
        if shape(truth) != shape(claimed) or not any(entries(truth)):
            return
        if any(abs(x + y) > ROUNDING * abs(x) for x, y in zip(entries(truth), entries(claimed), strict=True)):
            return
    yield Cause("sign", "sign error")


def with_names_for_numbers(claim: Claim) -> Node:
    """A formula with its numbers put in as it stands in letters: numbers of the right formula stay, others are names.

    The right formula is the definition of what is claimed, or one before it on the line. Its own names come first; what
    is computed from the name claimed cannot have been put in.
    """
    name = claim.target.name if isinstance(claim.target, Name) else ""
    right = [each.formula for each in claim.samples.definitions if each.name == name] or list(claim.before[-1:])
    alone = number_of(claim.formula)
    if alone is not None and abs(alone[0]) in _SMALL:  # as a result 0 tells of no name that is 0
        return claim.formula
    if not right or not claim.formula.has(Number):
        return claim.formula
    parts = list(right[0].inside())
    told = {each.name: each for each in claim.samples.definitions}
    meanings = entries_by_name(claim.samples.base)
    known: dict[Node, float] = {
        node: value for node, value in meanings if not name or name not in made_of(names_in(node)[0], told)
    }
    slopes: dict[Node, float] = {
        part: value for part in parts if isinstance(part, Derivative) for value in single_value(claim, part)
    }
    exponents = Counter(part.exponent.number for part in parts if isinstance(part, Power) and _is_number(part.exponent))
    own = Counter(part.number for part in parts if isinstance(part, Number))
    values = known | slopes
    in_order = {part: values[part] for part in parts if part in values} | values
    return _Naming(in_order, Counter(parts), own - exponents, exponents).named(claim.formula)


def _is_number(node: Node) -> TypeGuard[Number]:
    return isinstance(node, Number)


@dataclass
class _Naming:
    """Puts names in for numbers, `values` being what each is: each as often as the right formula has it, if it can be.

    `left` has how often each part of the right formula is still to come; its `own` numbers and its `exponents` are
    numbers here, too.
    """

    values: dict[Node, float]
    left: Counter[Node]
    own: Counter[float]
    exponents: Counter[float]

    def named(self, node: Node, is_exponent: bool = False) -> Node:
        """The formula with names for its numbers."""
        literal = number_of(node)
        if literal is not None:
            number, half = literal
            own = self.exponents if is_exponent else self.own
            if own[number] > 0:
                own[number] -= 1
                return node
            fitting = [part for part, value in self.values.items() if is_printed_as(value, number, half)]
            if abs(number) in _SMALL:  # these are met everywhere
                fitting = [part for part in fitting if part in self.left]
            if fitting:
                best = min(fitting, key=lambda part: self.distance(part, number))
                self.left[best] -= 1
                return best
        if isinstance(node, Power):
            return node.with_parts(self.named(node.base), self.named(node.exponent, is_exponent=True))
        return node.with_parts(*map(self.named, node.parts)) if node.parts else node

    def distance(self, part: Node, number: float) -> tuple[bool, bool, bool]:
        """How far a part is from being meant: rounded, of another formula, or used up already."""
        is_rounded = abs(self.values[part] - number) > ROUNDING * abs(number)
        return is_rounded and part not in self.left, self.left.get(part, 0) <= 0, is_rounded


_SMALL = (0, 1, 2)


def _other_numbers(claim: Claim, written: Written) -> Iterator[Cause]:
    """Find a value of the sheet in place of a gradient, or a missing factor of the gradient."""
    base, truth = claim.samples.base, written.truth
    top, bottom = (echo(part) for part in claim.target.parts)
    of_bottom = bottom.partition("[")[0]
    own = "" if is_own_slope(claim) else top
    for node, number in entries_by_name(base) if written.typed else ():  # nobody copies 0.5 as 1/2
        if abs(number) == 1 and echo(node).partition("[")[0] != of_bottom:
            continue  # a 1 is met everywhere: it tells nothing
        if written.is_from(number):
            yield Cause("forward", "forward value", {"number": number, "part": node, "meant": claim.target})
    for node, number in entries_by_name(base):
        if number and echo(node) != own and written.is_from(truth / number):
            yield Cause("factor", "factor missing", {"meant": node})
    if not written.half or written.is_telling:
        for node, number in _parts(claim):
            if number and abs(abs(number) - 1) > ROUNDING and written.is_from(truth / number):
                yield Cause("factor", "factor missing", {"meant": node})
    if not written.half:
        for node, number in entries_by_name(base, arrays_too=False):
            if number and echo(node) != own and abs(abs(number) - 1) > ROUNDING and written.is_from(truth * number):
                yield Cause("factor", "division missing", {"meant": node})
    elif written.is_telling:
        for node in counting(claim):
            number = node.number if isinstance(node, Number) else base.floats[name_of(node) or ""]
            if number and abs(number) not in (0.5, 1, 2) and written.is_from(truth * number):
                yield Cause("mean", "division missing", {"meant": node})


def is_telling(claim: Claim) -> bool:
    """Whether the number written has so many digits that nothing else is likely to give it."""
    written = _written(claim)
    return written is not None and written.is_telling


def _written(claim: Claim) -> Written | None:
    """The one number written; None for lists, for several places, and for what is computed from printed numbers."""
    node, sign = claim.formula, ""
    if isinstance(node, Negative) and isinstance(node.parts[0], Number):
        node, sign = node.parts[0], "-"
    if len(claim.chosen) != 1:
        return None
    half, typed = 0.0, ""
    if isinstance(node, Number):
        half, typed = node.half_unit, node.typed
    elif any(isinstance(part, Number) and part.half_unit for part in node.inside()):
        return None
    base = claim.samples.base
    truths, claims = entries(claim.truths(base)[0]), entries(claim.claimed(base)[0])
    if len(truths) != 1 or len(claims) != 1 or isinstance(truths[0], Layer) or isinstance(claims[0], Layer):
        return None
    return Written(float(claims[0]), half, sign + typed, float(truths[0]))


def _parts(claim: Claim) -> Iterator[tuple[Node, float]]:
    """Sums in the sheet's definitions, with what they are at the givens."""
    formula = claim.samples.base.formula(claim.text)
    known = claim.samples.base.floats
    for definition in claim.samples.definitions:
        for node in () if definition.given else definition.formula.inside():
            if isinstance(node, Sum) and set(names_in(node)) <= set(known):
                try:
                    found = entries(formula.value(node))
                except Exhausted:
                    raise
                except UNCOMPUTABLE:
                    continue
                if len(found) == 1 and not isinstance(found[0], Layer):
                    yield node, float(found[0])


def _handling(claim: Claim, written: Written, past: Sequence[Samples]) -> Iterator[Cause]:
    """Mistakes that need no other number than the right one, or the graph as a whole."""
    half, typed, truth = written.half, written.typed, written.truth
    if truth and written.is_from(-truth):
        yield Cause("sign", "sign error")
    if written.is_from(2 * truth) or written.is_from(truth / 2):
        yield Cause("half", "number missing", {"meant": "1/2" if written.is_from(2 * truth) else "2"})
    for power in (-3, -2, -1, 1, 2, 3):
        if written.is_from(truth * 10.0**power):
            yield Cause("arithmetic", "decimal point", {"number": 10.0 ** abs(power)})
    units = truth / (2 * half) if half else 0.0
    off = abs(written.number - truth)
    if half and off <= 2.5 * half and 20 * half < abs(truth) and abs(units - round(units)) > WHOLE_UNITS:
        yield Cause("arithmetic", "last digit")
    right = figure(truth, 6).replace("−", "-")
    if typed and sorted(typed) == sorted(right[: len(typed)]) and typed != right[: len(typed)]:
        yield Cause("arithmetic", "digits swapped")
    yield from find_paths_left_out(claim) if typed else ()
    for samples in past:
        try:
            stale = samples.base.formula(claim.text, claim.chosen[0]).value(claim.target)
        except UNCOMPUTABLE:
            continue
        if len(entries(stale)) == 1 and written.is_from(float(stale)) and not written.is_from(truth):
            yield Cause("stale", "stale")
