"""Usual mistakes planted in a solution: the table of mistakes, applied to what is right.

A row says what is written in place of what is right, in the notation of autograd.worksheet.causes.repairs.rewrites, and
the kinds of cause that name the mistake truly: of L = (y - t)^2 without its square one may say that a power is missing,
or the factor y - t. A row of formulas changes the formula, and its number with it; a slip changes the number alone.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from itertools import chain, islice, pairwise, takewhile
from typing import Any

from autograd.errors import AutogradError
from autograd.exercises.made import Exercise, Line, as_on_paper
from autograd.exercises.numbers import decimals_of, shown, shown_value
from autograd.exercises.template import Fact, Task, whole
from autograd.worksheet.causes.counts import wrong_layers
from autograd.worksheet.causes.numbers import with_names_for_numbers
from autograd.worksheet.causes.repairs.rewrites import apply_rows, read_rows
from autograd.worksheet.causes.search import LONGEST_MISSING
from autograd.worksheet.evaluation.arrays import Array, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.verdicts import NOT_ATTEMPTED, Verdict
from autograd.worksheet.language.edits import above, outside_masks, paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Node,
    Number,
    Power,
    Product,
    Sum,
    name_of,
    put_in,
)
from autograd.worksheet.reporting.checking import check
from autograd.worksheet.sheet.files import read_sheet

ROWS = """
sign lost             | sign    | whole     | U      | -U       | sign error
sign of a term        | sign    | term      | U      | turned   | wrong sign
factor missing        | factor  | factor    | U      | dropped  | factor too many
division missing      | mean    | under     | U      | dropped  | divisor too many
half not cancelled    | half    | number    | N      | dropped  | factor too many
factor 2 too many     | half    | whole     | U      | 2*U      | two missing
half too many         | half    | whole     | U      | (1/2)*U  | half missing
term missing          | term    | term      | U      | dropped  | term too many
power missing         | power   | raised    | U^V    | U        | power too high
multiplied            | inverse | divisor   | U      | upright  | divided
divided               | inverse | later     | U      | upright  | multiplied
mean for sum          | mean    | fold      | sum(U) | mean(U)  | one for another
sum for mean          | mean    | fold      | mean(U)| sum(U)   | one for another
transpose missing     | transpose | any     | U.T    | U        | transpose too many
transpose too many    | transpose | array   | U      | U.T      | transpose missing
order of a product    | transpose | matrix  | U      | before   | wrong order
"""
"""What is planted: its name, the kind of cause, where, what is right, what is written instead."""

TABLE = read_rows(ROWS)

LEFT_OUT = [row for row in TABLE if row.meant == "dropped" and row.kind != "half"]
"""The rows that leave a term or a factor out."""

TRUE = {
    "factor missing": {"factor", "local", "mean", "power", "mask", "path", "name", "inverse", "term"},
    "division missing": {"mean", "factor", "inverse"},
    "half not cancelled": {"half", "factor", "power"},
    "term missing": {"term", "path", "factor", "local", "name"},
    "power missing": {"power", "local", "half", "factor"},
    "mean for sum": {"mean", "factor", "extra", "half"},
    "sum for mean": {"mean", "extra"},
    "transpose missing": {"transpose", "product"},
    "transpose too many": {"transpose", "product"},
    "order of a product": {"transpose", "product"},
    "half too many": {"half", "extra", "inverse"},
    "factor 2 too many": {"half", "extra"},
    "one name for another": {"name", "index"},
    "slope of another function": {"local", "power"},
    "sum missing": {"fold", "transpose"},
    "forward value for a gradient": {"forward"},
    "arithmetic": {"arithmetic", "value"},
    "sign lost in the number": {"sign", "arithmetic"},
}
"""The kinds of cause that say truly what was planted, where it is not the row's own alone."""


@dataclass(frozen=True)
class Slip:
    """A mistake to be planted: what it is called, and the formula and number written, of which one may be right."""

    name: str
    row: Fact | Task
    formula: str
    value: str
    kinds: frozenset[str]

    @property
    def target(self) -> str:
        """What the mistake is made in."""
        return whole(self.row.target)


@dataclass(frozen=True)
class Faulty:
    """A solution with mistakes in it: its lines, and what was planted where."""

    exercise: Exercise
    slips: tuple[Slip, ...]
    lines: tuple[Line, ...] = field(repr=False)

    @property
    def task(self) -> str:
        """What is to be done."""
        if len(self.slips) == 1:
            return "One line is wrong. Find it, and put it right."
        return f"{len(self.slips)} lines are wrong. Find them, and put them right."

    def sheet(self) -> str:
        """The sheet with the mistakes, as a worksheet."""
        return self.exercise.worksheet(
            self.exercise.heading("find the error"),
            [self.task],
            [*map(str, self.exercise.system), "", *map(str, self.lines)],
        )

    def key(self) -> str:
        """The key to it: points are for what was wrong and is put right."""
        planted = {slip.target for slip in self.slips}
        return self.exercise.key(only=planted, what="key, find the error")

    def where(self) -> list[int]:
        """The lines of the sheet with a mistake."""
        wrong = {str(line) for line in self.lines if whole(line.target) in {slip.target for slip in self.slips}}
        return [number for number, line in enumerate(self.sheet().splitlines(), start=1) if line in wrong]


@dataclass(frozen=True)
class Proposal:
    """A mistake that could be made: the claim that it is made in, and the formula of it.

    What it comes to is computed when somebody asks for it: of all that could be planted few are.
    """

    name: str
    plan: Callable[[], Slip | None]
    claim: Claim | None = None
    formula: Node | None = None

    @cached_property
    def slip(self) -> Slip | None:
        """As it is planted; None where it is no mistake after all, or has no place on the sheet."""
        return self.plan()


def proposals(exercise: Exercise) -> list[Proposal]:
    """The mistakes that could be made in an exercise, whether their causes can be told or not."""
    known = _changes(_Kind(exercise.family.name, exercise.sort, exercise))
    samples = Samples(exercise.point, list(exercise.plan.definitions), exercise.point.work)
    found: list[Proposal] = []
    for row in exercise.asked:
        if row.target in known:
            example, changes = known[row.target]
            claim = example.afresh(samples=samples)
            found += (_proposal(exercise, row, claim, each) for each in changes)
            if isinstance(claim.target, Call):
                found += map(_ready, _count_slips(exercise, row, claim))
        if isinstance(exercise.values[whole(row.target)], float):
            found += map(_ready, _number_slips(exercise, row))
    return found


def _ready(slip: Slip) -> Proposal:
    return Proposal(slip.name, lambda: slip)


def _proposal(exercise: Exercise, row: Fact | Task, claim: Claim, change: "Change") -> Proposal:
    name, formula, kinds = change
    return Proposal(name, partial(_slip, exercise, row, claim, name, formula, kinds), claim, formula)


def slips(exercise: Exercise, proposed: Sequence[Proposal], rng: random.Random) -> Iterator[Slip]:
    """Those of the mistakes whose causes can be told, in any order."""
    ready = list(proposed)
    rng.shuffle(ready)
    seen: dict[str, list[Proposal]] = {}
    for each in ready:  # each sort in turn, so that the commonest do not drown the others
        seen.setdefault(each.name, []).append(each)
    turns = list(seen.values())
    rng.shuffle(turns)
    while turns:
        for turn in turns:
            while turn:
                each = turn.pop()
                slip = each.slip
                if slip is not None and not any(row.holds(exercise, slip, each) for row in UNTOLD):
                    yield slip
                    break
        turns = [turn for turn in turns if turn]


@dataclass(frozen=True)
class _Kind:
    """What exercises have in common that differ in their numbers alone; `example` is one of them."""

    family: str
    sort: tuple[tuple[str, Any], ...]
    example: Exercise = field(compare=False, repr=False)


Change = tuple[str, Node, frozenset[str]]
"""What a mistake is called, the formula it makes, and the kind of cause that its row has."""


@lru_cache(maxsize=256)
def _changes(of: _Kind) -> Mapping[str, tuple[Claim, tuple[Change, ...]]]:
    """The formula of everything asked for as a claim, by its target, and what mistakes make of it."""
    exercise = of.example
    lines = [f"{row.target} = {row.formula}" for row in exercise.asked]
    judge = _Claims(read_sheet(exercise.worksheet([], [], [*map(str, exercise.system), *lines])))
    judge.verdicts()
    rows = {row.target.replace(" ", ""): row.target for row in exercise.asked}
    claims = (claim for _, claim in judge.judged.all if not is_result(claim.formula))
    return {rows[echo(each.target).replace(" ", "")]: (each, tuple(_changed(each))) for each in claims}


class _Claims(Judge):
    """Makes the claims of a sheet that is known to be right, and holds them against nothing."""

    def weigh(self, claim: Claim, verdict: Verdict) -> None:
        """Take it as it is."""
        self.judged.add(verdict, claim)


def _changed(claim: Claim) -> Iterator[Change]:
    """The formulas that usual mistakes make of one."""
    if isinstance(claim.target, Call):
        return
    is_matrix = any(isinstance(part, Product) and "@" in part.signs for part in claim.formula.inside())
    for each in TABLE:
        if each.kind == "transpose" and not is_matrix:  # a column by itself may be written as a row
            continue
        for cause in apply_rows([each], claim):
            if cause.fixed is not None:
                yield each.family, cause.fixed, frozenset({each.kind})
    for name, formula in (*_other_names(claim), *_other_slopes(claim), *_without_folds(claim)):
        yield name, formula, frozenset()


def _slip(
    exercise: Exercise, row: Fact | Task, claim: Claim, name: str, formula: Node, kinds: frozenset[str]
) -> Slip | None:
    """The mistake with this formula, if it comes to another number."""
    written = as_on_paper(echo(formula))
    if written == as_on_paper(echo(claim.formula)):
        return None
    right = exercise.values[whole(row.target)]
    try:
        value = _joined(claim.with_formula(formula), right)
    except UNCOMPUTABLE:
        value = ""
    if not value and "transpose" not in kinds:  # of another shape: nobody leaves a matrix standing for a number
        return None
    if isinstance(row, Fact):  # its formula is given: what is wrong is what was put in
        written = exercise.put_in(formula)
        if not written or not value:
            return None
    if value == shown_value(right):
        return None
    return Slip(name, row, written, value, kinds | TRUE.get(name, kinds))


def _joined(claim: Claim, like: Any) -> str:
    """What a claim comes to: a number, a list or a matrix of the shape of what it is about; "" if it is of none."""
    found = claim.claimed(claim.samples.base)
    if len(found) == 1:
        return shown_value(found[0]) if shape(found[0]) == shape(like) else ""
    if not isinstance(like, Array) or len(found) != len(like.entries) or any(isinstance(x, Array) for x in found):
        return ""
    return shown_value(replace(like, entries=tuple(map(float, found))))


def _count_slips(exercise: Exercise, row: Fact | Task, claim: Claim) -> Iterator[Slip]:
    """What is usually left out of a count of one layer: input channels, biases; or a number of another layer."""
    assert isinstance(claim.target, Call)
    known = claim.samples.base.floats
    layers = [known.get(name_of(operand) or "") for operand in claim.target.operands]
    function = claim.target.function
    if len(layers) != 1 or not isinstance(layers[0], Layer) or function not in ("parameters", "multiplies"):
        return
    layer = layers[0]
    others = [each for each in known.values() if isinstance(each, Layer)]
    found = [(wrong, cause.kind) for wrong, cause in wrong_layers(layer, others)]
    if function == "parameters":
        found.append((replace(layer, bias=False), "biases"))
    for wrong, kind in found:
        formula = wrong.formula(function).replace("·", "*").replace("−", "-")
        value = wrong.parameters() if function == "parameters" else wrong.multiplies()
        if value and value != exercise.values[whole(row.target)]:
            yield Slip(kind, row, formula, shown(value), frozenset({kind}))


def _other_names(claim: Claim) -> Iterator[tuple[str, Node]]:
    """One name in place of another that is like it: of its shape, and computed if that is; of what comes before."""
    known = claim.samples.base.floats
    before = takewhile(lambda name: claim.target != Name(name), known)
    others = {name: known[name] for name in before if not isinstance(known[name], Layer)}
    for path, node in outside_masks(claim.formula):
        name = name_of(node)
        if name not in known or isinstance(above(claim.formula, path), (Derivative, Index)):
            continue
        for other, value in others.items():
            if other == name or shape(value) != shape(known[name]):
                continue
            if claim.samples.base.is_given(other) != claim.samples.base.is_given(name):
                continue
            new: Node = Name(other)
            new = Index(new, node.places) if isinstance(node, Index) else new
            yield "one name for another", replaced(claim.formula, path, new)


def _other_slopes(claim: Claim) -> Iterator[tuple[str, Node]]:
    """1 − a² for 1 − a, and the other way round: the slope of another function; a given is no function's value."""
    for path, node in paths(claim.formula):
        match node:
            case Sum((Number(1.0) as one, Power(base, Number(2.0))), "+-"):
                yield "slope of another function", replaced(claim.formula, path, node.with_parts(one, base))
            case Sum((Number(1.0) as one, Name(name) as base), "+-") if not claim.samples.base.is_given(name):
                squared = node.with_parts(one, Power(base, Number(2.0, 0.0, "2")))
                yield "slope of another function", replaced(claim.formula, path, squared)


def _without_folds(claim: Claim) -> Iterator[tuple[str, Node]]:
    """A sum over a letter that the line has already is lost."""
    for path, node in paths(claim.formula):
        if isinstance(node, Fold) and node.function == "sum":
            for letter in claim.chosen[0]:
                body = put_in(node.body, {node.letter: Name(letter)})
                yield "sum missing", replaced(claim.formula, path, body)


def _number_slips(exercise: Exercise, row: Fact | Task) -> Iterator[Slip]:
    """Mistakes in a number behind its right formula: two digits swapped, the point, the sign."""
    formula = row.formula
    value = exercise.values[whole(row.target)]
    right = shown(value)
    found = {"arithmetic": [*_swapped(right), *([shown(value * 10)] if decimals_of(value) is not None else [])]}
    found["sign lost in the number"] = [shown(-value)] if value else []
    for name, numbers in found.items():
        for number in numbers:
            if float(number) != float(right):
                yield Slip(name, row, formula, number, frozenset(TRUE[name]))


def _swapped(number: str) -> Iterator[str]:
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    for first, second in pairwise(places):
        if number[first] != number[second] and not (first == 0 and number[second] == "0" and "." not in number):
            digits = list(number)
            digits[first], digits[second] = digits[second], digits[first]
            swapped = "".join(digits)
            if not (swapped.startswith("0") and swapped[1:2].isdigit()):
                yield swapped


@dataclass(frozen=True)
class Untold:
    """A row: the cause of mistakes of which this `holds` cannot be told, and `why`."""

    why: str
    holds: Callable[[Exercise, Slip, Proposal], bool]


def _has_list(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether the numbers of what is right are not put in: then nobody puts in those of what is wrong."""
    is_fact = isinstance(slip.row, Fact) and proposed.claim is not None
    return is_fact and not exercise.put_in(slip.row.formula)


def _reads_otherwise(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether the numbers put in are those of other names, too: w*2 with w for 2."""
    if not isinstance(slip.row, Fact) or proposed.claim is None or proposed.formula is None:
        return False
    written = proposed.claim.with_formula(read_expression(slip.formula))
    return _names(with_names_for_numbers(written)) != _names(proposed.formula)


def _names(formula: Node) -> Counter[str]:
    """How often a formula has each name."""
    return Counter(part.name for part in formula.inside() if isinstance(part, Name))


def _is_rounding(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether its number is as near to the right one as rounding brings it: of it, or of the numbers put in."""
    del proposed
    right = exercise.values[slip.target]
    if not isinstance(right, float) or not slip.value:
        return False
    units = LAST_UNITS * _half_unit(shown(right)) if decimals_of(right) is None else 0.0
    return abs(float(slip.value) - right) <= units + (_carried(exercise, slip) if isinstance(slip.row, Fact) else 0.0)


def _carried(exercise: Exercise, slip: Slip) -> float:
    """How far the numbers put in can move what they come to, each by half a unit of its last digit."""
    formula = read_expression(slip.formula)
    value = exercise.point.formula(slip.formula).value
    total = 0.0
    for path, node in paths(formula):
        if isinstance(node, Number) and (half := _half_unit(node.typed)):
            moved = replaced(formula, path, replace(node, number=node.number + half))
            with suppress(*UNCOMPUTABLE):
                total += abs(float(value(moved)) - float(value(formula)))
    return total


def _half_unit(written: str) -> float:
    """Half a unit of the last digit; none of a whole number, nor of a single digit, which may be exact.

    >>> _half_unit("-1.1"), _half_unit("0.1"), _half_unit("3")
    (0.05, 0.0, 0.0)
    """
    _, digits, exponent = Decimal(written).as_tuple()
    return 0.5 * 10.0**exponent if isinstance(exponent, int) and exponent < 0 and len(digits) > 1 else 0.0


def _has_too_much(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether it is right without one of its terms or factors: of p q for q, where p is 1, p q is one too many."""
    if "extra" in slip.kinds or proposed.claim is None or proposed.formula is None:
        return False
    wrong = proposed.claim.with_formula(proposed.formula)
    return any(
        each.fixed is not None and wrong.with_formula(each.fixed).holds(exercise.point)
        for each in apply_rows(LEFT_OUT, wrong)
    )


HANDLED = {-1.0: "sign", 2.0: "half", 0.5: "half", **{10.0**power: "arithmetic" for power in (-3, -2, -1, 1, 2, 3)}}
"""How many times the right number is one that a slip in it gives, and the kind of cause that says so."""


def _is_number_slip(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether a slip in the number gives the same."""
    right = exercise.values[slip.target]
    if not isinstance(slip.row, Fact) or not isinstance(right, float) or not right:
        return False
    ratio = float(slip.value) / right
    return any(abs(ratio - each) < RATIO and kind not in slip.kinds for each, kind in HANDLED.items())


def _is_asked_for(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether it comes to what else is asked for: then it is that, for another name."""
    others = (value for target, value in exercise.values.items() if target != slip.target and "/" in target)
    return isinstance(slip.row, Task) and slip.value in {shown_value(each) for each in others if each is not None}


def _leaves_most_out(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether more is left out than is left."""
    if proposed.claim is None or proposed.formula is None:
        return False
    right, wrong = (len(echo(formula)) for formula in (proposed.claim.formula, proposed.formula))
    return right - wrong > max(LONGEST_MISSING, wrong)


def _was_a_product(exercise: Exercise, slip: Slip, proposed: Proposal) -> bool:
    """Whether all that was divided by is left out, and that is a product."""
    if slip.name != "division missing" or proposed.claim is None:
        return False
    match proposed.claim.formula:
        case Product((*_, Product()), signs) if signs[-1] == "/":
            return True
    return False


LAST_UNITS = 6
"""Half units of the last digit of a rounded number by which another way of rounding may differ."""

RATIO = 1e-3
"""How near the ratio of two printed numbers is to a whole one, if it is that."""

UNTOLD = (
    Untold("nobody puts numbers in for lists", _has_list),
    Untold("more is left out than is left", _leaves_most_out),
    Untold("nobody forgets to divide by a product", _was_a_product),
    Untold("it is what else is asked for", _is_asked_for),
    Untold("a slip in the number gives the same", _is_number_slip),
    Untold("its numbers are those of other names", _reads_otherwise),
    Untold("it is right with a term or factor less", _has_too_much),
    Untold("it differs as another way of rounding does", _is_rounding),
)
"""What is never planted, for another mistake gives the same: a teacher could not tell which it was."""


def faulty(exercise: Exercise, planted: Sequence[Slip]) -> Faulty:
    """A solution with these mistakes in it."""
    wrong = {slip.target: slip for slip in planted}
    lines = []
    for line, row in zip(exercise.solution, exercise.solution_rows, strict=True):
        slip = wrong.get(whole(row.target))
        lines.append(line if slip is None else exercise.answer(row, slip.formula, slip.value, in_full=True))
    return Faulty(exercise, tuple(planted), tuple(lines))


@dataclass(frozen=True)
class Found:
    """What `check` says of a faulty solution: whether the mistakes are found, all and only they, with their causes."""

    is_at_its_lines: bool
    causes: tuple[str, ...]
    right: tuple[bool, ...]


@lru_cache(maxsize=8)  # a mistake that was tried alone is the first of several
def _faults(text: str) -> Mapping[int, Verdict]:
    """The first verdict on each line of a sheet that is at fault."""
    faults: dict[int, Verdict] = {}
    for verdict in check(text).verdicts:
        if not verdict.is_fine and verdict.verdict != NOT_ATTEMPTED:
            faults.setdefault(verdict.line, verdict)
    return faults


def found(sheet: Faulty) -> Found:
    """What `check` finds in it."""
    faults = _faults(sheet.sheet())
    where = sheet.where()
    causes, right = [], []
    text = sheet.sheet().splitlines()
    for slip in sheet.slips:
        line = next((number for number in where if text[number - 1].startswith(slip.row.target + " =")), 0)
        fault = faults.get(line)
        causes.append(fault.cause if fault is not None else "")
        right.append(fault is not None and fault.mistake is not None and fault.mistake.kind in slip.kinds)
    return Found(sorted(faults) == sorted(where), tuple(causes), tuple(right))


TRIES = 60
"""Mistakes that are tried until so many are found that `check` names rightly."""


def with_mistakes(exercise: Exercise, count: int, seed: object = 0) -> Faulty:
    """A solution with so many usual mistakes, each in another line, of another sort if there are enough.

    Only mistakes are planted that `check` finds at their lines and names: what it is told apart by is there.
    AutogradError where the exercise has no room for so many.
    """
    rng = random.Random(f"mistakes/{exercise.family.name}/{exercise.seed}/{exercise.student}/{seed}")
    return with_some_of(exercise, slips(exercise, proposals(exercise), rng), count)


def with_some_of(exercise: Exercise, proposed: Iterable[Slip], count: int) -> Faulty:
    """A solution with so many of these mistakes; AutogradError where there is no room for them.

    The first that are made in different lines are tried together, which is nearly always enough, then one by one.
    """
    waiting = islice(proposed, TRIES)
    drawn: list[Slip] = []
    first: dict[str, Slip] = {}
    while len(first) < count and (slip := next(waiting, None)):
        drawn.append(slip)
        first.setdefault(slip.target, slip)
    if len(first) == count and _are_told(exercise, [*first.values()]):
        return faulty(exercise, [*first.values()])
    chosen: list[Slip] = []
    for slip in chain(drawn, waiting):
        if slip.target not in {each.target for each in chosen} and _are_told(exercise, [*chosen, slip]):
            chosen.append(slip)
            if len(chosen) == count:
                return faulty(exercise, chosen)
    said = f"{len(chosen)} mistake{'s' * (len(chosen) != 1)}"
    raise AutogradError(f"exercise {exercise.family.name}, seed {exercise.seed}: there is room for {said} only")


def _are_told(exercise: Exercise, chosen: Sequence[Slip]) -> bool:
    """Whether `check` finds these mistakes at their lines, and names them."""
    told = found(faulty(exercise, chosen))
    return told.is_at_its_lines and all(told.right)
