"""What is found beside a verdict: the answer, where a formula holds, what went wrong."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from autograd.engine.codegen.python import OPS
from autograd.engine.derivatives.gradients import evaluated
from autograd.engine.operation import text as written_formula
from autograd.engine.slopes import described
from autograd.errors import AnomalyError, LanguageError, NoDerivativeError
from autograd.formulas.notation import figure
from autograd.formulas.symbols import symbol
from autograd.worksheet.evaluation.arrays import Array, entries, made, shape
from autograd.worksheet.evaluation.evaluator import FOLDED, UNCOMPUTABLE, AxesError, IndexFault, ShapeError
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.samples import Broken, WaitsError
from autograd.worksheet.evaluation.tolerances import ACROSS_KINK, COARSE, agree
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.digits import is_result, significant_digits
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.edits import with_each
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import SMALL
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Derivative,
    Name,
    Negative,
    Node,
    Number,
    Sum,
    names_in,
)
from autograd.worksheet.language.vocabulary import PRIME, function_called
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import ANY_NUMBER

_SPECIAL = (0.0, 1.0, -1.0, 2.0)
"""Numbers that make a formula right by chance: factors that do not show, terms that are not there, x·x = 2·x."""

_MOST_SPECIAL = 8

PRINTED_ZERO = "0 within the digits printed, but not 0"

LEFT_OUT = 1e-4
"""The largest ε that may be left out of the numbers put in."""

MOST_SHOWN = 12
"""Entries of a list or matrix that are shown."""


def answer(claim: Claim) -> str:
    """What the target is at the givens, written: for index letters the entries they run through, in rows."""
    named = {node.name for node in claim.target.inside() if isinstance(node, Name)}
    letters = [letter for letter in claim.chosen[0] if letter in named]  # the formula's own change nothing
    truths = claim.truths(claim.samples.base)
    found = {tuple(chosen[name] for name in letters): truth for chosen, truth in zip(claim.chosen, truths, strict=True)}
    numbers = list(found.values())
    if not letters or any(isinstance(number, Array) for number in numbers):
        return value_written(numbers[0])
    rows, columns = ({place[axis] for place in found} for axis in (0, -1))
    if len(letters) == 2 and len(found) == len(rows) * len(columns):  # a guard such as i != j leaves no rows
        return value_written(made(len(rows), len(columns), numbers))
    return value_written(made(len(numbers), 1, numbers))


def value_written(x: Any, digits: int = 6, most: int = MOST_SHOWN) -> str:
    """A number, a list, or a matrix row by row; of many entries the first rows.

    >>> value_written(2.5), value_written(made(2, 2, [1.0, 2.0, 3.0, 4.0]))
    ('2.5', '[[1, 2], [3, 4]]')
    """
    columns = x.columns if isinstance(x, Array) and not x.is_vector else 1
    shown = [figure(entry, digits) for entry in entries(x)[: max(columns, most // columns * columns)]]
    more = ", …" if len(shown) < len(entries(x)) else ""
    if not isinstance(x, Array):
        return shown[0]
    if columns > 1:
        wide = ", …" if columns > most else ""
        rows = [shown[first : first + columns][:most] for first in range(0, len(shown), columns)]
        shown = [f"[{', '.join(row)}{wide}]" for row in rows]
    return f"[{', '.join(shown)}{more}]"


def remark(claim: Claim) -> str:
    """Where a right formula stops being right, if it does not say so: on which side of which kinks it holds."""
    if claim.samples.met:
        return ""
    elsewhere = claim.samples.elsewhere
    failing = [point for point in elsewhere if not claim.holds(point)]
    if not failing:
        return ""
    side = _side_between(claim, [point for point in elsewhere if point not in failing], failing, claim.samples.base)
    return f"holds where {side}" if side else "holds on these sides of the kinks only"


def side_it_holds_on(claim: Claim) -> str:
    """The side of a kink, or of a condition, that a formula about letters holds on; "" if that cannot be told."""
    points = (claim.samples.base, *claim.samples.near)
    holding = [point for point in points if claim.holds(point)]
    return _side_between(claim, holding, [point for point in points if point not in holding]) if holding else ""


def _side_between(claim: Claim, holding: list[Point], failing: list[Point], point: Point | None = None) -> str:
    """The side of a kink or of a condition that all points are on at which a claim holds, and none of the others."""
    point = point or holding[0]
    others, same = ([each.sides() for each in points] for points in (failing, holding))
    sides = point.sides()
    if any(len(each) != len(sides) for each in (*others, *same)):
        return ""  # other cases have other kinks
    kinks = point.kinks()
    for place, side in enumerate(sides):
        if any(each[place] == side for each in others) or any(each[place] != side for each in same):
            continue
        if place < len(kinks):
            node, _, condition = kinks[place]
            letters: Any = dict(zip("xy", map(described, node.inputs), strict=False), z=described(node))
            two = condition.operands if condition.sign == "-" else (condition, symbol(0))
            x, other = (written_formula(symbol(evaluated(formula, letters))) for formula in two)
            return f"{x} {'>' if side > 0 else '<'} {other}"
        if len(sides) == len(kinks) + 1 and (asked := _only_condition(claim)) is not None:
            return f"{echo(asked.sides[0])} {'>' if side > 0 else '<'} {echo(asked.sides[1])}"
    return ""


def _only_condition(claim: Claim) -> Case | None:
    """The condition that the definitions of a sheet have, where it is only one, of two sides."""
    formulas = claim.samples.computed_formulas
    found = [node for formula in formulas for node in formula.inside() if isinstance(node, Case)]
    return found[0] if len(found) == 1 and len(found[0].sides) == 2 else None


def only_here(claim: Claim) -> str:
    """Which given makes a formula right that is not otherwise: one that is 0, 1, -1 or 2; empty if none does."""
    floats = claim.samples.base.floats
    names = _special_names(claim, _SPECIAL)
    return f"this holds only because {' and '.join(f'{name} is {figure(floats[name], 6)}' for name in names)}" * bool(
        names
    )


def _special_names(claim: Claim, numbers: Collection[float]) -> list[str]:
    """The names of givens that are one of some numbers, with which a formula holds that does not otherwise."""
    samples = claim.samples
    special = [name for name in samples.varied if samples.base.floats[name] in numbers]
    for names in [*([name] for name in special[:_MOST_SPECIAL]), special]:
        points = samples.holding(names) if names else []
        if points and all(map(claim.holds, points)):
            return names
    return []


def put_in(claim: Claim) -> str:
    """What is put into the right formula before this one, which holds so: (a - y) σ'(z) x = a σ'(z) where x is 1, y 0.

    So is the 1 of v in dh_3 = dy_3 + 0, which is dh_t = dy_t v + g at the last time step. What is given can only be
    held against its numbers: the labels y = [3, 5], and the model y = w x + b.
    Empty if it is something else.
    """
    if _is_given(claim):
        return "at the numbers given"
    is_handed_on = _is_handed_on(claim)
    if claim.is_numeric or not (claim.before or is_handed_on):
        return ""
    names = _special_names(claim, (0, 1))
    if not names:
        return ""
    if not is_handed_on:
        is_right = replace(claim, formula=claim.before[-1]).holds_everywhere
        if not set(names) <= set(names_in(claim.before[-1])) or not is_right():
            return ""
    floats = claim.samples.base.floats
    return f"with {' and '.join(f'{name} = {figure(floats[name], 6)}' for name in names)} put in"


def _is_given(claim: Claim) -> bool:
    """Whether a claim says of what a number that is given, or a list of them, is made."""
    if not isinstance(claim.target, Name) or claim.is_numeric:
        return False
    given = (each.formula for each in claim.samples.definitions if each.name == claim.target.name and each.given)
    return any(map(is_result, given))


def _is_handed_on(claim: Claim) -> bool:
    """Whether a derivative by a time step is a sum of one and what the step behind hands on, or 0 at the last."""
    match claim.target, claim.formula:
        case Derivative(_, Name(bottom)), Sum(terms) if bottom.endswith("]"):
            is_handed = any(isinstance(term, Name) or (isinstance(term, Number) and not term.number) for term in terms)
            return is_handed and any(isinstance(term, Derivative) for term in terms)
    return False


def for_any_letter(claim: Claim) -> bool:
    """Whether a formula of a letter of a function of one's own holds whatever that is, with all that is given put in:
    g(h) = f(3 - 4 h).
    """
    samples = claim.samples
    inside = {*names_in(claim.formula), *names_in(claim.target)}
    behind = inside.union(*(samples.behind(name) for name in inside))
    letters = {each.name for each in samples.definitions if each.formula is ANY_NUMBER and each.name in behind}
    if not letters:
        return False
    points = samples.holding([name for name in samples.varied if name not in letters])
    return bool(points) and all(map(claim.holds, points))


def against(claim: Claim, verdict: Verdict, formula: Judged | None) -> str:
    """What is said of a wrong number that no mistake explains: which line's formula it is no value of.

    `formula` is the latest right one for the same thing; without it, it is the definition.
    """
    if verdict.cause or verdict.verdict != verdicts.WRONG or not claim.is_numeric:
        return ""
    line = formula.verdict.line if formula is not None else 0
    if formula is None:
        name = claim.target.name if isinstance(claim.target, Name) else None
        own = [each for each in claim.samples.definitions if each.name == name and not each.given]
        line = next((each.line for each in own if each.line != verdict.line), 0)
    return f"it is not what the formula for it in line {line} comes to" if line else ""


def leaves_nothing(claim: Claim) -> bool:
    """Whether 0 is claimed of what is no more than rounding leaves: 1 - h^2 where h = tanh(17.7) is 1 but for that.

    So are slopes at a lowest point that is known in printed digits only: 3x - 1 at x = 0.333333.
    """
    base = claim.samples.base
    found = [entry for value in claim.claimed(base) for entry in entries(value)]
    if max(map(abs, found)) > NOTHING_LEFT:
        return False
    most = max(NOTHING_LEFT, _rounded_away(claim)) if claim.is_slope else NOTHING_LEFT
    return all(abs(entry) <= most for value in claim.truths(base) for entry in entries(value))


def _rounded_away(claim: Claim) -> float:
    """How much a slope changes, about, where numbers in many digits are half a unit of their last one off."""
    base = claim.samples.base
    half_units = {
        name: 0.5 * 10.0 ** -len(repr(number).partition(".")[2])
        for name, number in base.floats.items()
        if isinstance(number, float) and name not in claim.samples.formula_of and _is_rounded(number)
    }
    changes = [0.0]
    try:
        others = [name for name in claim.samples.varied if name not in half_units]
        for point in claim.samples.holding(others) if half_units else ():
            moved = max(abs(point.floats[name] - base.floats[name]) for name in half_units)
            pairs = zip(claim.truths(point), claim.truths(base), strict=True)
            changes += [abs(x - y) / moved for pair in pairs for x, y in zip(*map(entries, pair), strict=True) if moved]
    except UNCOMPUTABLE:
        return 0.0
    return max(changes) * sum(half_units.values())


def _is_rounded(number: float) -> bool:
    """Whether a number has as many digits as one that was rounded, and not all those of a float.

    >>> [_is_rounded(each) for each in (0.333333, 1.13333, 0.5, 12.5, 1 / 3, 1e30)]
    [True, True, False, False, False, False]
    """
    typed = repr(abs(number))
    return "e" not in typed and LEAST_ROUNDED <= significant_digits(typed.removesuffix(".0")) <= MOST_ROUNDED


LEAST_ROUNDED, MOST_ROUNDED = 5, 12
"""Significant digits of a number that was rounded: with fewer it is meant as it stands, with more it was computed."""

NOTHING_LEFT = 1e-13
"""What is left of terms of about 1 that cancel but for their rounding, with some hundred times as much beside them."""


def printed_zero(claim: Claim) -> str:
    """What is said of a printed 0 that stands for a number that is none: not which, for that is the answer."""
    truths = [entry for truth in claim.truths(claim.samples.base) for entry in entries(truth)]
    if isinstance(claim.formula, Number) and not claim.formula.number and any(truths):
        return PRINTED_ZERO
    return ""


def nearly(claim: Claim, point: Any) -> bool:
    """Whether claim and truth are about the same at a point next to the givens."""
    try:
        pairs = zip(claim.truths(point), claim.claimed(claim.samples.base), strict=True)
        return all(
            shape(truth) == shape(found)
            and all(agree(x, y, ACROSS_KINK) for x, y in zip(entries(truth), entries(found), strict=True))
            for truth, found in pairs
        )
    except UNCOMPUTABLE:
        return False


def on_one_side(claim: Claim) -> bool:
    """Whether a claim holds on one side of the kinks the givens stand at."""
    near, around = claim.samples.near, claim.samples.around_kinks
    return any(point.kinks() and claim.holds(point) for point in (*near, *around)) or any(
        nearly(claim, point) for point in around
    )


def is_sign_of_zero(claim: Claim) -> bool:
    """Whether a claim is that sgn(0) is 1 or -1, or that a step is 1 at 0: for perceptrons there is nothing between."""
    named = claim.target.name if isinstance(claim.target, Name) else ""
    match next((each.formula for each in claim.samples.definitions if each.name == named), claim.target):
        case Call(function, (operand,)) if function in AT_ZERO:
            base = claim.samples.base
            try:
                values = [value for value in claim.claimed(base) for value in entries(value)]
                agreed = all(abs(value) == 1 for value in values) and base.formula(claim.text).value(operand) == 0
                return agreed and (function != "step" or min(values) > 0)
            except UNCOMPUTABLE:
                return False
    return False


AT_ZERO = (function_called("sgn"), "step")
"""Functions whose value at 0 is a convention."""


def on_either_side(claim: Claim) -> bool:
    """Whether a claim holds on every side of the kinks the givens stand at."""
    return all(nearly(claim, point) for point in claim.samples.around_kinks)


def with_biases(claim: Claim) -> bool:
    """Whether a count is right if layers that do not say so have biases."""
    return claim.holds(claim.samples.base.with_biases())


def _nearly(both: tuple[Any, Any]) -> bool:
    x, y = map(entries, both)
    return len(x) == len(y) and all(agree(*each, COARSE) for each in zip(x, y, strict=True))


def without_small(claim: Claim, before: Iterable[Node]) -> bool:
    """Whether numbers are right but for a small one left out: 0.1/√256 for η/√(G + ε), where ε is 1e-8."""
    base = claim.samples.base
    small = {name for name in SMALL if isinstance(each := base.floats.get(name), float) and abs(each) <= LEFT_OUT}

    def left_out(node: Node) -> Node:
        is_small = isinstance(node, Name) and node.name in small
        return Number(0.0, 0.0, "0") if is_small else with_each(node, left_out)

    name = claim.target.name if isinstance(claim.target, Name) else ""
    made_of = claim.samples.formula_of.get(name, claim.target)
    for node in (claim.target, made_of, *before) if small else ():
        other = claim.afresh(target=left_out(node))
        if other.target != node and (other.holds(base) or other.within_digits()):
            pairs = zip(claim.truths(base), other.truths(base), strict=True)
            return all(map(_nearly, pairs))
    return False


def verdict_on(fault: Exception) -> str:
    """The verdict on what cannot be computed, by what was raised."""
    if isinstance(fault, (WaitsError, AxesError)):
        return verdicts.NOT_JUDGED
    if isinstance(fault, ShapeError):
        return verdicts.SHAPE
    return verdicts.UNREADABLE if isinstance(fault, LanguageError) else verdicts.UNDEFINED


def blame(fault: Exception, verdict: Verdict) -> None:
    """Let a verdict say what cannot be computed, and point at the very place; its kind is an index or that it waits."""
    verdict.verdict, verdict.cause = verdict_on(fault), message_of(fault)
    verdict.waits = fault.blamed if isinstance(fault, WaitsError) else ""
    verdict.kind = "waits" if verdict.waits else "index" if isinstance(fault, IndexFault) else ""
    is_placed = verdict.verdict in (verdicts.UNREADABLE, verdicts.NOT_JUDGED)
    if is_placed and isinstance(fault, LanguageError) and fault.text == verdict.text:
        if not fault.length:
            return  # it stands on a line before
        verdict.column, verdict.length = fault.column, fault.length


def lost_by(fault: Exception, name: str, line: int) -> Broken:
    """Why a name whose new value could not be computed has none from then on."""
    if isinstance(fault, WaitsError):
        return Broken(fault.blamed, fault.why)
    return Broken(name, f"could not be computed in line {line}")


def message_of(fault: Exception) -> str:
    """What went wrong, and what helps where that is known."""
    match fault:
        case NoDerivativeError():
            return str(fault).partition(". ")[0]
        case AnomalyError(operation="exp"):  # which has no other fault than to be too large
            return f"{fault}: shift by the largest"
    return str(fault)


def holds_on_one_side(claim: Claim) -> bool:
    """Whether a formula holds at all points of one pattern of kinks, of several at least, and not at others.

    One that tells the sides apart itself is meant for all of them; so is one with a condition beside a single kink.
    That nothing is left of a formula on a side where the derivative is 0 says nothing of it.
    """
    if any(isinstance(part, Case) or (isinstance(part, Call) and _has_kink(part)) for part in claim.formula.inside()):
        return False
    sides: dict[tuple[int, ...], list[bool]] = {}
    for point in (claim.samples.base, *claim.samples.near):
        is_dead = not is_result(claim.formula) and _is_nothing(claim, point)
        sides.setdefault(point.sides(), []).append(claim.holds(point) and not is_dead)
    fewest = 2 if claim.samples.met else 1  # the sides that a condition tells apart
    return len(sides) > fewest and any(len(held) > 1 and all(held) for held in sides.values())


def _is_nothing(claim: Claim, point: Point) -> bool:
    """Whether what is claimed of is 0 at a point, all of it."""
    return all(float(entry) == 0 for truth in _known(claim, point) for entry in entries(truth))


def _has_kink(call: Call) -> bool:
    """Whether a function has a kink or a jump."""
    rule = OPS.get(call.function.rstrip(PRIME)) or OPS.get(FOLDED.get(call.function, ""))
    return rule is not None and bool(rule.conditions)


STRUCTURAL = (0.0, 0.5, 1.0, 2.0)
"""Numbers, but for their sign, that a derivative can be in every case: as a formula such a number can be wrong."""


def needs_numbers(claim: Claim) -> bool:
    """Whether a number is claimed of what has none, and would be another one with every number given.

    dL/dw = 1 may be a formula, but not behind another formula, whose value it is then.
    """
    if claim.has_numbers:
        return False
    truths = [entries(truth) for point in (claim.samples.base, *claim.samples.near) for truth in _known(claim, point)]
    if all(len(truth) == len(truths[0]) and all(map(agree, truth, truths[0])) for truth in truths):
        return False
    worth = claim.formula.operand if isinstance(claim.formula, Negative) else claim.formula
    is_formula = isinstance(worth, Number) and worth.number in STRUCTURAL and not worth.half_unit
    return not (is_formula and claim.is_about_slopes and not any(map(names_in, claim.before)))


def _known(claim: Claim, point: Point) -> list[Any]:
    """What the target is at a point; nothing where it cannot be computed."""
    try:
        return claim.truths(point)
    except Exhausted:
        raise
    except UNCOMPUTABLE:
        return []


def numbers_to_add(claim: Claim) -> str:
    """Which names need a number before a number can be judged.

    A number cannot be judged where only letters stand.
    """
    return numbers_to_add_for(claim.without_number())


def numbers_to_add_for(names: list[str]) -> str:
    """That names need numbers, and which."""
    shown = names if len(names) <= MOST_NAMED else names[: MOST_NAMED - 1]
    more = [f"{len(names) - len(shown)} more"] if len(shown) < len(names) else []
    listed = " and ".join(filter(None, (", ".join([*shown, *more][:-1]), [*shown, *more][-1])))
    have = "have no numbers" if len(names) > 1 else "has no number"
    return f"{listed} {have}, so that no number can be judged: add {', '.join(f'{name} = …' for name in shown)}"


MOST_NAMED = 4
"""Names without number that are listed."""
