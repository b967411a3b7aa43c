"""Why a claim is wrong: the one usual mistake that gives exactly what was written, or nothing rather than a guess.

Each cause is of a kind, which is what a report tells with `hints=1`; with `hints=2` it says where.

    sign          a sign error
    factor        a factor missing, or a division
    local         the slope of an activation missing: 1 − a² for tanh, a·(1 − a) for sigmoid
    extra         a factor or a function too many
    half          a factor 2 or 1/2 missing, or not cancelled
    term          a term of a sum missing, or one too many
    power         a square or another power lost, added, or off by 1
    inverse       multiplied instead of divided, or the other way round
    mean          a sum for a mean, a mean for a sum, max for min; the 1/n missing
    fold          a sum missing, over an index or over all entries
    name          one name in place of another: the other weight, z for a
    index         a wrong index, row and column swapped
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
    biases        biases missing in a count of parameters, or counted where there are none
    missing case  asked for every index, claimed for some only

In counts of layers the kind is the cause itself: "the input channels are missing". Below stands the table of
the plainest mistakes: what is written, and what was meant.

Of the mistakes planted by `python -m tests.benchmarks.causes`, all are found at their line. Explained rightly, wrongly,
not at all: 96.5, 0.9, 2.7 % of 2697 in sheets that the causes were tuned on; 97.4, 0.5, 2.1 % of 4760 in 19 sheets
written later and then looked at; 97.3, 0.2, 2.4 % of 1235 in four written after it; 95.3, 0.6, 4.1 % of 4614 in 26
sheets by another hand that nothing was tuned on.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from autograd.formulas.notation import figure
from autograd.worksheet.causes.activations import find_wrong_activation
from autograd.worksheet.causes.counts import find_count_mistakes
from autograd.worksheet.causes.kinks import find_closed_relus, find_flat_sides, find_no_effect, find_other_sides
from autograd.worksheet.causes.location import differing_part
from autograd.worksheet.causes.numbers import find_slips, is_telling, with_names_for_numbers
from autograd.worksheet.causes.omissions import (
    find_lost_operands,
    find_missing_divisions,
    find_missing_divisors,
    find_missing_factors,
    find_missing_scale,
    find_missing_terms,
)
from autograd.worksheet.causes.paths import find_paths_left_out
from autograd.worksheet.causes.repairs.rewrites import find_rewrites, find_transposes_everywhere
from autograd.worksheet.causes.rules import find_mistaken_rules, find_mistaken_slopes
from autograd.worksheet.causes.steps import find_misdirection, find_missteps, find_turned_steps
from autograd.worksheet.causes.substitutions import (
    find_factors_made_of,
    find_merged_factors,
    find_misfits,
    find_missing_functions,
    find_names_everywhere,
    find_names_made_of,
    find_other_derivatives,
    find_other_names,
    find_swapped_names,
    find_values_for_slopes,
    find_wrong_indices,
    find_wrong_masks,
)
from autograd.worksheet.evaluation.arrays import entries, index_of, shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.expression import Known, Repair
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import FIRST_LOOK, ROUNDING, SMALLEST_LOOK
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.follow_through import carried
from autograd.worksheet.judging.remarks import value_written
from autograd.worksheet.judging.steps.updates import Updates
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
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
from autograd.worksheet.language.work import Work

if TYPE_CHECKING:
    from autograd.worksheet.judging.judge import Seen

MOST_WORK = 40_000
"""Operations spent on finding the cause of one mistake."""

WITHOUT_NUMBERS = 4
"""So many times as much where there are no numbers: each repair is tried at several points of several lengths."""

FOR_A_STAGE = 4
"""Operations for one place where causes are looked for."""

MOST_NODES = 250
"""Parts of a formula, beyond which nobody looks for one slip in it."""


def explain_cause(claim: Claim, verdict: Verdict, seen: "Seen") -> None:
    """Note the cause of a wrong claim in its verdict, if it is one of the usual mistakes."""
    samples = claim.samples
    if seen.work.room <= 0:
        return
    right = [other.formula for other in seen.right if other.samples is samples]
    most = MOST_WORK * (WITHOUT_NUMBERS if seen.sheet.free else 1)
    allowed = Work(min(most, seen.work.room))
    try:
        looked_at = replace(claim.counted_as(allowed), seen=(*samples.computed_formulas, *right))
        found = find_cause(Wrong(looked_at, verdict.verdict, seen.rounded, seen.past, seen.updates))
    except UNCOMPUTABLE:
        found = None
    finally:
        seen.work.count(allowed.most - max(0, allowed.left))
    if found is not None:
        verdict.explain(found)
        verdict.part = differing_part(claim, found)


@dataclass
class Wrong:
    """A wrong claim whose cause is looked for: what its `verdict` is, and what else the sheet says.

    `rounded` are claims of rounded numbers that it may come from, `past` the samples from before each update,
    `updates` the rules of what was updated.
    """

    claim: Claim
    verdict: str
    rounded: Sequence[Claim]
    past: Sequence[Samples]
    updates: Updates

    @cached_property
    def sort(self) -> str:
        """Which of the sorts of claims it is: for each other causes are looked for."""
        claim = self.claim
        if self.verdict == verdicts.SHAPE:
            return SHAPE
        if self.verdict == verdicts.UNDEFINED:
            return UNDEFINED
        if claim.is_numeric and claim.has_numbers:
            return COUNT if isinstance(claim.target, Call) else NUMBER
        return ZERO if next(find_no_effect(claim), None) else FORMULA

    @cached_property
    def parts(self) -> dict[bool, dict[int, Known]]:
        """What is known of the parts of its formula, where products repeat rows and columns and where not."""
        return {broadcast: Repair.unknown(self.claim.formula) for broadcast in (False, True)}

    @cached_property
    def has_mask(self) -> bool:
        """Whether a mask stands in the formula: who writes one knows of the kink."""
        return any(isinstance(node, Call) and node.function == "step" for node in self.claim.formula.inside())


SHAPE = "shape"
"""A formula whose shape does not fit."""

UNDEFINED = "undefined"
"""A formula that cannot be computed at the numbers given."""

NUMBER = "number"
"""A number."""

COUNT = "count"
"""A number of parameters or multiplications of layers."""

ZERO = "zero"
"""A formula for a derivative that is 0 whatever the numbers."""

FORMULA = "formula"
"""Any other formula."""


Finds = Callable[[Wrong], Iterator[Cause]]


@dataclass(frozen=True)
class Stage:
    """One place where causes are looked for, in claims of the sorts `of`, `when` that makes sense.

    `repairs` says that the causes found are tried: that only counts which makes the formula right, everywhere. Of
    these one is taken that is right on other sides of the kinks, too, where one is found, if `widest`: relu(z), not z;
    and a cause that `rivals` finds comes first. Where what is found must `agree`, causes of several kinds are none.
    """

    finds: Finds
    of: Collection[str] = (FORMULA,)
    repairs: bool = False
    when: Callable[[Wrong], bool] = lambda wrong: True
    broadcast: bool = False
    widest: bool = False
    rivals: Finds | None = None
    agree: bool = False

    def first(self, wrong: Wrong) -> Cause | None:
        """The first cause found here that gives exactly what was written."""
        if wrong.sort not in self.of or not self.when(wrong):
            return None
        wrong.claim.samples.base.work.spend(FOR_A_STAGE + wrong.claim.formula.length // 8)
        found = self.finds(wrong)
        if self.repairs:
            broadcast = self.broadcast and wrong.sort == SHAPE
            found = (cause for cause in found if _is_right_with(wrong, cause, broadcast))
            found = (cause for cause in found if is_believable(cause, wrong.claim))
        if self.agree:
            causes = list(found)
            return causes[0] if len({cause.kind for cause in causes}) == 1 else None
        first = next(found, None)
        if first is None or wrong.sort != FORMULA:
            return first
        if self.widest and not _holds_elsewhere(wrong.claim, first):
            first = next((cause for cause in found if _holds_elsewhere(wrong.claim, cause)), first)
        rival = next(self.rivals(wrong), None) if self.rivals and not _vanishes(wrong.claim.formula) else None
        return rival or first


def find_cause(wrong: Wrong) -> Cause | None:
    """The plainest cause that gives exactly what was written; None if there is none."""
    if sum(1 for _ in wrong.claim.formula.inside()) > MOST_NODES:
        return None
    found = (stage.first(wrong) for stage in STAGES)
    return next((cause for cause in found if cause is not None), None)


def is_believable(cause: Cause, claim: Claim) -> bool:
    """Whether somebody may have made a mistake: the repair is right, but no row says that nobody makes that one.

    Nobody forgets to write what is said itself: whatever y is said to be, with y in its place it is right.
    """
    if cause.fixed is not None and isinstance(claim.target, Name) and claim.target.name in names_in(cause.fixed):
        return claim.target.name in names_in(claim.formula)
    return not any(cause.sentence in row.sentences and row.holds(cause, claim) for row in UNBELIEVABLE)


@dataclass(frozen=True)
class Unbelievable:
    """A row: causes with these sentences are none where something `holds` of them, and `why`."""

    sentences: tuple[str, ...]
    why: str
    holds: Callable[[Cause, Claim], bool]


def _is_odd_fraction(cause: Cause, claim: Claim) -> bool:
    """Whether a missing factor is a fraction whose divisor is made of several things."""
    meant = cause.about.get("meant")
    if not isinstance(meant, Product) or "/" not in meant.signs:
        return False
    below = [part for sign, part in zip(meant.signs, meant.factors, strict=True) if sign == "/"]
    return any(isinstance(part, (Sum, Product)) for part in below)


def _is_longer(cause: Cause, claim: Claim) -> bool:
    """Whether what is missing is longer than all that was written."""
    meant = cause.about.get("meant")
    return isinstance(meant, Node) and len(echo(meant)) > max(LONGEST_MISSING, len(echo(claim.formula)))


def _is_like_term(cause: Cause, claim: Claim) -> bool:
    """Whether a missing term is what stands there already, but for a number: then that number is wrong."""
    meant, beside = cause.about.get("meant"), cause.about.get("within", claim.formula)
    if not isinstance(meant, Node) or not isinstance(beside, Node) or not names_in(meant):
        return False
    if isinstance(claim.formula, Product) and beside in claim.formula.factors:
        beside = claim.formula
        meant = claim.formula.with_parts(*(meant if part == cause.about["within"] else part for part in beside.parts))
    if set(names_in(meant)) != set(names_in(beside)):
        return False
    ratios = []
    for point in (claim.samples.base, *claim.samples.near[:2]):
        try:
            one, other = (point.formula(claim.text, claim.chosen[0]).value(node) for node in (meant, beside))
            ratios.append(float(entries(one)[0]) / float(entries(other)[0]))
        except (*UNCOMPUTABLE, TypeError, ZeroDivisionError):
            return False
    return all(abs(each - ratios[0]) <= FIRST_LOOK * abs(ratios[0]) for each in ratios)


def _has_no_square(cause: Cause, claim: Claim) -> bool:
    """Whether nothing is squared anywhere, so that no square can have brought the 2."""
    nodes = (node for each in claim.samples.definitions for node in each.formula.inside())
    return not any(isinstance(node, Power) or (isinstance(node, Call) and node.function == "norm") for node in nodes)


LONGEST_MISSING = 24
"""Characters of what may be missing from a shorter formula: σ(z1)*(1 - σ(z1)) is forgotten at times."""

UNBELIEVABLE = (
    Unbelievable(
        ("factor missing", "factor missing in a term"), "nobody forgets to divide by a product", _is_odd_fraction
    ),
    Unbelievable(
        ("factor missing", "factor missing in a term", "term missing"), "it is most of the answer", _is_longer
    ),
    Unbelievable(("term missing", "term missing beside"), "a coefficient is wrong", _is_like_term),
    Unbelievable(("two missing",), "no square brings it", _has_no_square),
)
"""Repairs that make a formula right, and that nobody believes: no cause is told rather than these."""


def _is_right_with(wrong: Wrong, cause: Cause, broadcast: bool) -> bool:
    """Whether a formula without the mistake is right everywhere; the first number tells most apart."""
    assert cause.fixed is not None
    claim, base = wrong.claim, wrong.claim.samples.base
    base.work.spend(5)
    try:
        repair = Repair(claim.text, base.floats, claim.chosen[0], base, base.work, broadcast)
        repair.parts = wrong.parts[broadcast]
        found = repair.value(cause.fixed)
        truth = claim.truths(base)[0]
        x, y = float(entries(found)[0]), float(entries(truth)[0])
    except (*UNCOMPUTABLE, TypeError):
        return False
    near = abs(x - y) <= FIRST_LOOK * max(abs(x), abs(y), SMALLEST_LOOK)
    return near and claim.with_formula(cause.fixed).holds_everywhere(broadcast)


def _holds_elsewhere(claim: Claim, cause: Cause) -> bool:
    """Whether a formula without the mistake is right on other sides of the kinks."""
    assert cause.fixed is not None
    return all(map(claim.with_formula(cause.fixed).holds, claim.samples.elsewhere))


def _vanishes(formula: Node) -> bool:
    """Whether a part of a formula is a difference of a thing with itself, which was not meant."""
    sums = (node for node in formula.inside() if isinstance(node, Sum) and "-" in node.signs)
    return any(len(set(node.parts)) < len(node.parts) for node in sums)


def _transposed_number(wrong: Wrong) -> Iterator[Cause]:
    """Numbers in rows that belong in columns."""
    claim, base = wrong.claim, wrong.claim.samples.base
    axes = shape(claim.truths(base)[0])
    if min(axes) > 1 and axes == shape(claim.claimed(base)[0]):
        whole = claim.with_formula(Transpose(claim.formula))
        if whole.within_digits():
            yield Cause("transpose", "number transposed")


def _from_formula_before(wrong: Wrong) -> Iterator[Cause]:
    """A number that is not what a right formula before it comes to, or is what a wrong one does."""
    claim, base = wrong.claim, wrong.claim.samples.base
    for formula in reversed(claim.before):
        if claim.with_formula(formula).holds(base):
            yield _not_the_value(claim, formula)
        elif _same_value(claim, formula) or carried(claim, [formula], wrong.rounded):
            yield Cause("carried", "carried")


def _not_the_value(claim: Claim, formula: Node) -> Cause:
    """The cause that a number is not what a formula comes to; of a list or matrix one entry, if only one is wrong."""
    truth = claim.truths(claim.samples.base)[0]
    is_name = isinstance(formula, (Name, Index))
    entry = _only_wrong_entry(claim)
    if entry is None:
        sentence = "name's value wrong" if is_name else "value wrong"
        return Cause("arithmetic", sentence, {"part": formula, "meant": value_written(truth)})
    index, meant = ",".join(map(str, index_of(truth, entry))), figure(entries(truth)[entry], 6)
    sentence = "name's entry wrong" if is_name else "entry wrong"
    return Cause("arithmetic", sentence, {"part": formula, "index": index, "meant": meant})


def _only_wrong_entry(claim: Claim) -> int | None:
    """The place of the one wrong entry of a list or matrix."""
    truth = claim.truths(claim.samples.base)[0]
    try:
        claimed, off = claim.printed(claim.chosen[0])
    except UNCOMPUTABLE:
        return None
    if len(claim.chosen) > 1 or shape(claimed) != shape(truth) or len(entries(truth)) < 2:
        return None
    pairs = zip(entries(truth), entries(claimed), entries(off), strict=True)
    wrong = [place for place, (x, y, far) in enumerate(pairs) if abs(x - y) > far + ROUNDING * max(abs(x), abs(y))]
    return wrong[0] if len(wrong) == 1 else None


def _same_value(claim: Claim, formula: Node) -> bool:
    """Whether a number is what a formula before it comes to."""
    base = claim.samples.base
    try:
        claimed = [x for found in claim.claimed(base) for x in entries(found)]
        other = claim.with_formula(formula).claimed(base)
        before = [x for found in other for x in entries(found)]
        reach = [x for letters in claim.chosen for x in entries(claim.printed(letters)[1])]
    except UNCOMPUTABLE:
        return False
    return len(claimed) == len(before) and all(
        abs(x - y) <= off + ROUNDING * max(abs(x), abs(y)) for x, y, off in zip(claimed, before, reach, strict=True)
    )


def _number_slips(wrong: Wrong) -> Iterator[Cause]:
    """What gives a number alone: a mistake in a step, else one in handling it, else a wrong rule."""
    claim = wrong.claim
    found = list(find_missteps(claim, wrong.updates)) or list(find_slips(claim, wrong.past))
    if not found and is_telling(claim):
        found = [*find_mistaken_slopes(claim), *find_mistaken_rules(claim)]
    yield from found


def _numbers_put_in(wrong: Wrong) -> Iterator[Cause]:
    """A mistake in a formula with its numbers put in: what it is in the formula with the names of what they are."""
    named = wrong.claim.with_formula(with_names_for_numbers(wrong.claim))
    if named.is_numeric:
        return
    cause = find_cause(replace(wrong, claim=named))
    if cause is not None and cause.fixed is not None:  # which has other parts than what is written
        yield replace(cause, fixed=None)


def _new_value(wrong: Wrong) -> Iterator[Cause]:
    """A number for a name that has one already."""
    claim, name = wrong.claim, wrong.claim.target
    moving = wrong.updates.moving
    is_once = isinstance(name, Name) and claim.samples.base.is_given(name.name) and name.name not in moving
    if is_once and isinstance(claim.formula, (Number, Negative)):
        yield Cause("update", "update meant", {"part": name, "meant": claim.formula})


def _new_formula(wrong: Wrong) -> Iterator[Cause]:
    """A formula for a name that has a value or a formula already, in which what changed since stands."""
    claim, name, samples = wrong.claim, wrong.claim.target, wrong.claim.samples
    if not isinstance(name, Name):
        return
    if name.name in names_in(claim.formula) and samples.base.is_given(name.name):
        yield Cause("update", "update meant", {"part": name, "meant": "…"})
    if any(
        each.name == name.name and each.is_derivative and not samples.updated.keys().isdisjoint(names_in(each.formula))
        for each in samples.definitions
    ):
        yield Cause("update", "new formula meant", {"part": name})


def _of(finds: Callable[[Claim], Iterator[Cause]]) -> Finds:
    """What finds causes in a claim alone."""
    return lambda wrong: finds(wrong.claim)


def _rows(family: str) -> Finds:
    """What finds the mistakes of a family of the table."""
    return _of(partial(find_rewrites, family))


PATHS = _of(find_paths_left_out)
ANYWHERE = (SHAPE, UNDEFINED, FORMULA)
COMPUTED = (ZERO, FORMULA)

STAGES = (
    # a shape that does not fit
    Stage(_rows("transposes"), (SHAPE,), repairs=True, broadcast=True),
    Stage(_of(find_transposes_everywhere), (SHAPE,), repairs=True, broadcast=True),
    Stage(_rows("transposed"), (SHAPE,), repairs=True, broadcast=True),
    Stage(_of(find_misfits), (SHAPE,), repairs=True),
    Stage(_of(find_lost_operands), (SHAPE,), repairs=True),
    # a number: what gives exactly this number
    Stage(_transposed_number, (NUMBER, COUNT)),
    Stage(_from_formula_before, (NUMBER, COUNT)),
    Stage(_of(find_turned_steps), (NUMBER, FORMULA)),
    Stage(_of(find_count_mistakes), (COUNT,), agree=True),
    Stage(_number_slips, (NUMBER,), agree=True),
    Stage(_numbers_put_in, (NUMBER,)),
    Stage(_new_value, (NUMBER,)),
    # a formula: first what it cannot be meant as, then masks
    Stage(_new_formula, COMPUTED),
    Stage(_of(find_misdirection), COMPUTED),
    Stage(_of(find_closed_relus), COMPUTED, when=lambda wrong: not wrong.has_mask),
    Stage(_of(find_other_sides), COMPUTED),
    Stage(_of(find_flat_sides), COMPUTED),
    # a derivative that is 0: others find a 0 by chance
    Stage(_of(find_wrong_masks), (ZERO,), repairs=True),
    Stage(_of(find_wrong_indices), (ZERO,), repairs=True),
    Stage(_rows("extra"), (ZERO,), repairs=True, when=lambda wrong: wrong.has_mask),  # a closed mask is right
    Stage(_of(find_no_effect), (ZERO,)),
    # one slip away from what is right
    Stage(_of(find_wrong_masks), ANYWHERE, repairs=True, widest=True, rivals=PATHS),
    Stage(_rows("signs"), ANYWHERE, repairs=True),
    Stage(_rows("transposes"), ANYWHERE, repairs=True, broadcast=True),
    Stage(_of(find_transposes_everywhere), ANYWHERE, repairs=True, broadcast=True),
    Stage(_rows("transposed"), ANYWHERE, repairs=True, broadcast=True),
    Stage(_rows("extra"), ANYWHERE, repairs=True),
    Stage(_rows("powers"), ANYWHERE, repairs=True),
    Stage(_of(find_wrong_activation), ANYWHERE, repairs=True),
    Stage(_rows("means"), ANYWHERE, repairs=True),
    Stage(_rows("sums"), ANYWHERE, repairs=True),
    Stage(_rows("inverses"), ANYWHERE, repairs=True),
    Stage(_rows("added"), ANYWHERE, repairs=True),
    Stage(_rows("halves"), ANYWHERE, repairs=True),
    Stage(_of(find_wrong_indices), ANYWHERE, repairs=True),
    Stage(_of(find_other_names), ANYWHERE, repairs=True, widest=True, rivals=PATHS),
    Stage(_of(find_names_everywhere), ANYWHERE, repairs=True, rivals=PATHS),
    Stage(_of(find_missing_scale), ANYWHERE, repairs=True),
    Stage(_of(find_missing_divisors), ANYWHERE, repairs=True),
    Stage(_of(find_names_made_of), ANYWHERE, repairs=True, widest=True, rivals=PATHS),
    Stage(_of(find_missing_factors), ANYWHERE, repairs=True),
    Stage(_of(find_factors_made_of), ANYWHERE, repairs=True, widest=True, rivals=PATHS),
    Stage(_of(find_merged_factors), ANYWHERE, repairs=True, widest=True, rivals=PATHS),
    Stage(_rows("cubes"), ANYWHERE, repairs=True),
    Stage(_of(find_mistaken_slopes)),
    # beside a wrong formula a term is often found that another mistake explains better
    Stage(_of(find_missing_terms), ANYWHERE, repairs=True),
    Stage(PATHS),
    # where no path explains it
    Stage(_of(find_missing_functions), ANYWHERE, repairs=True),
    Stage(_of(find_swapped_names), ANYWHERE, repairs=True),
    Stage(_of(find_values_for_slopes), ANYWHERE, repairs=True),
    Stage(_of(find_other_derivatives), ANYWHERE, repairs=True),
    Stage(_of(find_missing_divisions), ANYWHERE, repairs=True),
    Stage(_of(find_mistaken_rules)),
)
"""Where causes are looked for, the plainest first: of two that explain a line, the first is told."""
