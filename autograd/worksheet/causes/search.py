"""Why a claim is wrong: the one usual mistake that gives exactly what was written, or nothing rather than a guess.

Each cause is of a kind, which is what a report tells with `hints=1`; with `hints=2` it says where.

    sign          a sign lost, or one too many
    factor        a factor forgotten, or a division
    local         the slope of an activation forgotten: 1 − a² for tanh, a·(1 − a) for sigmoid
    extra         a factor or a function too many
    half          a factor 2 or 1/2 missing, or not cancelled
    term          a term of a sum forgotten, or one too many
    power         a square or another power lost, added, or off by 1
    inverse       multiplied instead of divided, or the other way round
    mean          a sum for a mean, a mean for a sum, max for min; the 1/n forgotten
    fold          a sum missing, over an index or over all entries
    name          one name in place of another: the other weight, z for a
    index         a wrong index, row and column changed round
    transpose     a transpose missing or too many, factors of a matrix product in the wrong order
    rule          u'*v' for a product's slope, u'/v' for a quotient's, integrated for differentiated
    product       a matrix product for one entry by entry, or the other way round
    mask          a relu that counts as open though it is closed here; max or min of the other side
    zero          the derivative is 0, whatever the numbers: nothing leads from the one to the other
    path          a path left out: a value reaches the output in several ways
    forward       the value of a name where its gradient is meant
    other derivative  the derivative by another name: dz/dw in place of dz/db
    update        an equation where a new value, or a new formula, is meant
    stale         the value from before the last update
    carried       the number comes from the formula before it, which is wrong
    arithmetic    the formula is right, the number is not: a digit or the decimal point slipped
    biases        biases forgotten in a count of parameters, or counted where there are none
    missing case  asked for every index, claimed for some only

In counts of layers the kind is the cause itself: "input channels forgotten".

Of the mistakes planted by `python -m tests.benchmarks.causes`, all are found at their line. Explained rightly, wrongly,
not at all: 96.5, 0.9, 2.7 % of 2697 in sheets that the causes were tuned on; 97.4, 0.5, 2.1 % of 4760 in 19 sheets
written later and then looked at; 97.3, 0.2, 2.4 % of 1235 in four written after it; 95.3, 0.6, 4.1 % of 4614 in 26
sheets by another hand that nothing was tuned on.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograd.formulas.notation import figure
from autograd.worksheet.causes.counts import count_mistakes
from autograd.worksheet.causes.kinks import closed_relus, flat_sides, other_sides, without_effect
from autograd.worksheet.causes.location import differing_part
from autograd.worksheet.causes.mistakes import FAR, MISFITS, NAMED, PLAIN, TERMS, extra, undone
from autograd.worksheet.causes.numbers import is_telling, slips
from autograd.worksheet.causes.paths import paths_left_out
from autograd.worksheet.causes.repairs import Repair
from autograd.worksheet.causes.rules import mistaken_rules, mistaken_slopes
from autograd.worksheet.causes.steps import misdirected, missteps
from autograd.worksheet.evaluation.arrays import entries, index_of, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE, Work
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import REL, Claim
from autograd.worksheet.judging.follow_through import carried
from autograd.worksheet.judging.remarks import value_written
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Node, Transpose, names_in

if TYPE_CHECKING:
    from autograd.worksheet.judging.judge import Judge

MOST_WORK = 40_000
"""Operations spent on finding the cause of one mistake."""

MOST_NODES = 250
"""Parts of a formula, beyond which nobody looks for one slip in it."""

MOST_SEEN = 20
"""Right formulas of the sheet that are looked through for parts that may have been forgotten."""


def explain_cause(case: Claim, verdict: Verdict, judge: "Judge") -> None:
    """Note the cause of a wrong claim in its verdict, if it is one of the usual mistakes."""
    work = case.samples.work
    definitions = [definition.formula for definition in case.samples.definitions if not definition.given]
    case.seen = (*definitions, *(other.formula for other in judge.right[-MOST_SEEN:] if other.samples is case.samples))
    allowed = Work(min(MOST_WORK, judge.causes_work.left))
    for point in (case.samples.base, *case.samples.near):
        point.work = allowed
    try:
        found = next(_causes(case, verdict, judge), None)
    except UNCOMPUTABLE:
        found = None
    finally:
        judge.causes_work.left -= allowed.most - max(0, allowed.left)
        for point in (case.samples.base, *case.samples.near):
            point.work = work
    if found is not None:
        verdict.kind = found[0]
        verdict.cause = f"{verdict.cause}: {found[1]}" if verdict.cause else found[1]
        verdict.part = differing_part(case)


def _causes(case: Claim, verdict: Verdict, judge: "Judge") -> Iterator[tuple[str, str]]:
    """The causes that give exactly what was written, the plainest first."""
    if sum(1 for _ in case.formula.inside()) > MOST_NODES:
        return
    if verdict.verdict == verdicts.SHAPE:
        for repair in undone(case, (*MISFITS, *PLAIN, *TERMS, *FAR)):
            if _undoes(case, repair, broadcast=repair.kind in ("transpose", "product")):
                yield repair.kind, repair.cause
        return
    if verdict.verdict == verdicts.UNDEFINED:
        yield from (
            (repair.kind, repair.cause) for repair in undone(case, (*PLAIN, *TERMS, *FAR)) if _undoes(case, repair)
        )
        return
    name = case.target.value
    if case.is_numeric and case.samples.has_givens:
        yield from _numeric(case, judge)
        steps = (step.target for step in judge.sheet.steps if step.statement.kind == "update")
        is_once = case.target.kind == "name" and case.samples.base.is_given(name) and case.target not in steps
        if is_once and case.formula.kind in ("number", "negative"):
            yield "update", f"{name} has its value already: for a new one write {name} <- {echo(case.formula)}"
        return
    if case.target.kind == "name" and name in names_in(case.formula) and case.samples.base.is_given(name):
        yield "update", f"{name} has its value already: for a new one write {name} <- …"
        return
    if case.target.kind == "name" and any(
        each.name == name and each.is_derivative and not case.samples.updated.keys().isdisjoint(names_in(each.formula))
        for each in case.samples.definitions
    ):
        yield "update", f"{name} has its formula already: for a new one write {name} <- …"
        return
    yield from misdirected(case)
    masked = any(node.kind == "call" and node.value[0] == "step" for node in case.formula.inside())
    for cause in (*(() if masked else closed_relus(case)), *other_sides(case), *flat_sides(case)):
        yield "mask", cause
    for cause in without_effect(case):
        named = (*NAMED, extra) if masked else NAMED  # a closed mask is right, and something else beside it wrong
        yield from ((repair.kind, repair.cause) for repair in undone(case, named) if _undoes(case, repair))
        yield "zero", cause
        return
    for family in PLAIN:
        found = (repair for repair in family(case) if _undoes(case, repair))
        for repair in _widest_first(case, found):
            if repair.kind == "name" and not _vanishes(case.formula):  # 2(A - P) for 2(A - P) - 2(A - N), not N for A
                for cause in paths_left_out(case):
                    case.fixed = None
                    yield "path", cause
            case.fixed = repair.formula
            yield repair.kind, repair.cause
    yield from mistaken_slopes(case)
    for repair in undone(case, TERMS):
        if _undoes(case, repair):
            yield repair.kind, repair.cause
    for cause in paths_left_out(case):
        yield "path", cause
    for repair in undone(case, FAR):
        if _undoes(case, repair):
            yield repair.kind, repair.cause
    yield from mistaken_rules(case)


def _widest_first(case: Claim, found: Iterator[Repair]) -> Iterator[Repair]:
    """Of names that others stand for, first one that is right on other sides of the kinks, too: relu(z), not z."""
    first = next(found, None)
    if first is None:
        return
    if first.kind == "name" and case.samples.elsewhere and not _holds_elsewhere(case, first):
        yield from (repair for repair in found if _holds_elsewhere(case, repair))
    yield first


def _vanishes(formula: Node) -> bool:
    """Whether a part of a formula is a difference of a thing with itself, which was not meant."""
    sums = (node for node in formula.inside() if node.kind == "sum" and "-" in node.value)
    return any(len(set(node.parts)) < len(node.parts) for node in sums)


def _holds_elsewhere(case: Claim, repair: Repair) -> bool:
    return all(map(case.with_formula(repair.formula).holds, case.samples.elsewhere))


def _undoes(case: Claim, repair: Repair, broadcast: bool = False) -> bool:
    """Whether a formula without the mistake is right everywhere; the first number tells most apart."""
    fixed = case.with_formula(repair.formula)
    base = case.samples.base
    base.work.spend(5)
    try:
        found = base.formula(case.text, case.chosen[0], broadcast).value(repair.formula)
        truth = case.truths(base)[0]
        x, y = float(entries(found)[0]), float(entries(truth)[0])
    except (*UNCOMPUTABLE, TypeError):
        return False
    if abs(x - y) > 1e-6 * max(abs(x), abs(y), 1e-3):
        return False
    if not fixed.holds_everywhere(broadcast):
        return False
    case.fixed = repair.formula
    return True


def _numeric(case: Claim, judge: "Judge") -> Iterator[tuple[str, str]]:
    """Causes of a wrong number: it follows from a formula before it, or one mistake on the graph gives it."""
    base = case.samples.base
    whole = case.with_formula(Transpose(case.formula))
    if shape(case.truths(base)[0]) == shape(case.claimed(base)[0]) and whole.within_digits():
        yield "transpose", "it is transposed: rows and columns are changed round"
        return
    for formula in reversed(case.before):
        before = case.with_formula(formula)
        if before.holds(base):
            is_name = formula.kind in ("name", "index")
            comes = f"{echo(formula)} is" if is_name else "comes to"
            what = _one_entry(case) or f"but {comes} {value_written(case.truths(base)[0])}"
            yield "arithmetic", f"the formula {'' if is_name else 'before it '}is right, {what}"
            return
        if _same_value(case, formula) or carried(case, [formula], judge.rounded_before(case)):
            yield "carried", "it comes from the formula before it"
            return
    if case.target.kind == "call":
        yield from _only(count_mistakes(case))
        return
    found = list(missteps(case, judge)) or list(slips(case, judge.past))
    if not found and is_telling(case):
        found = [*mistaken_slopes(case), *mistaken_rules(case)]
    yield from _only(iter(found))


def _one_entry(case: Claim) -> str:
    """What is said of a list or matrix of which one entry is wrong."""
    base = case.samples.base
    truth = case.truths(base)[0]
    try:
        claim, off = case.printed(case.chosen[0])
    except UNCOMPUTABLE:
        return ""
    if len(case.chosen) > 1 or shape(claim) != shape(truth) or len(entries(truth)) < 2:
        return ""
    pairs = zip(entries(truth), entries(claim), entries(off), strict=True)
    wrong = [place for place, (x, y, far) in enumerate(pairs) if abs(x - y) > far + REL * max(abs(x), abs(y))]
    if len(wrong) != 1:
        return ""
    index = ",".join(map(str, index_of(truth, wrong[0])))
    return f"but its entry [{index}] comes to {figure(entries(truth)[wrong[0]], 6)}"


def _only(found: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The cause found, if there is one sort only."""
    causes = list(found)
    if len({kind for kind, _ in causes}) == 1:
        yield causes[0]


def _same_value(case: Claim, formula: Node) -> bool:
    """Whether a number is what a formula before it comes to."""
    base = case.samples.base
    try:
        claimed = [x for claim in case.claimed(base) for x in entries(claim)]
        other = case.with_formula(formula).claimed(base)
        before = [x for claim in other for x in entries(claim)]
        reach = [x for letters in case.chosen for x in entries(case.printed(letters)[1])]
    except UNCOMPUTABLE:
        return False
    return len(claimed) == len(before) and all(
        abs(x - y) <= off + REL * max(abs(x), abs(y)) for x, y, off in zip(claimed, before, reach, strict=True)
    )
