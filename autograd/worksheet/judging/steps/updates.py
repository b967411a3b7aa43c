"""New values for names: what a step of gradient descent should be, w − rate · dL/dw, and what it comes to."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from autograd.worksheet.evaluation.arrays import Array, entries, shape, size
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE, ShapeError
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import numbers
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judgements import Judged
from autograd.worksheet.judging.steps.descent import goes_by_slope, is_loss, made_of, plain_step
from autograd.worksheet.judging.verdicts import DIGITS, Verdict
from autograd.worksheet.language.edits import ONE, minus, named, slope, times
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Derivative, List, Name, Node, Number, Sum, name_of, names_in
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.model import Definition, Step

_MOST_LOSSES = 4
_MOST_PARTS = 300


class Told(NamedTuple):
    """What is claimed of a new value, and the error it comes from: none if it is only rounded.

    `own` says that it is the error.
    """

    claim: Claim
    error: Verdict | None
    own: bool = False


class Move(NamedTuple):
    """A new value a step has given a name: by which formula, at which samples, and what it was before."""

    step: Step
    samples: Samples
    formula: Node
    old: Any
    new: Any


@dataclass
class Updates:
    """The new values a sheet has given, by name.

    Updates with nothing between them but claims about the names they move are one step of gradient descent: each
    takes the derivatives, and the numbers they are made of, from `before`, where the first of them stands.
    `plain` is the last step that a new name was given, `meant` are the steps meant where the first one told is wrong;
    `are_bare` says that a new value in numbers alone was the plain step by the rate that is given.
    `told` is what is claimed of new values where that is not what they are, `told_before` the same before the step;
    `spoken` is where each name was last claimed to be something. `moving` are the names that have new values
    anywhere, `moves` all new values in order.
    """

    moving: Collection[str] = ()
    values: dict[str, Any] = field(default_factory=dict)
    before: Samples | None = None
    moved: set[str] = field(default_factory=set)
    told: dict[str, Told] = field(default_factory=dict)
    told_before: dict[str, Told] = field(default_factory=dict)
    spoken: dict[str, Samples] = field(default_factory=dict)
    formulas: dict[str, Node] = field(default_factory=dict)
    written: dict[str, Node] = field(default_factory=dict)
    put_in: dict[str, dict[str, Node]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    plain: Node | None = None
    meant: dict[str, Node] = field(default_factory=dict)
    are_bare: bool = False

    def so_far(self) -> "Updates":
        """The rules of what was updated so far, which later updates leave as they are."""
        return replace(self, formulas=dict(self.formulas), written=dict(self.written), put_in=dict(self.put_in))

    def begin(self, step: Step, between: Iterable[Step], samples: Samples) -> Samples:
        """The samples an update is computed in; `samples` is the one reached, `between` what stands before it there."""
        about = (each.target if each.definition is None else None for each in between)
        goes_on = all(target is not None and name_of(target) in self.moved for target in about)
        if self.before is None or not goes_on or step.name in self.moved:
            self.before, self.moved, self.formulas, self.put_in = samples, set(), {}, {}
            self.told_before = dict(self.told)
        return self.before

    def take(self, step: Step, samples: Samples, claims: Sequence[Node] = (), strict: bool = True) -> None:
        """Compute a name's new value; a name no definition uses, such as a velocity, has its new value at once.

        So have all, unless `strict`, where only then the number claimed is right.
        """
        text, (target, formula) = step.statement.text, step.statement.parts
        base, name = samples.base, step.name
        used = {name for definition in samples.definitions for name in names_in(definition.formula)}
        states = self.moved - used
        before = self.spoken.get(name)
        own: dict[str, Any] = {}
        is_own = name not in self.values and before is not None and before is not samples
        if is_own and before is not None and name in before.base.floats and not _is_given(name, samples):
            own[name] = before.base.floats[name]  # not what its definition comes to by now
        known = {**base.floats, **{each: self.values[each] for each in states}, **own}
        new = numbers(Formula(text, known, point=base, work=base.work).value(formula))
        old = base.formula(text).value(target)
        if shape(new) != shape(old):
            message = f"{name} is {size(old)}: its new value is {size(new)}"
            raise ShapeError(message, text, formula.column, formula.length)
        if claims and not strict and not states.issuperset(self.moved & set(names_in(formula))):
            known |= {each: self.values[each] for each in self.moved}
            other = numbers(Formula(text, known, point=base, work=base.work).value(formula))
            if not _fits(samples, text, new, claims) and _fits(samples, text, other, claims):
                new, states = other, self.moved
        self.values[name], self.written[name] = new, formula
        self.moves.append(Move(step, samples, formula, old, new))
        self.put_in[name] = {
            **{each: self.formulas[each] for each in names_in(formula) if each in states and each in self.formulas},
            **{each: literal(value) for each, value in own.items()},
        }
        self.formulas[name] = with_names(formula, self.put_in[name])
        if sum(1 for _ in islice(self.formulas[name].inside(), _MOST_PARTS)) == _MOST_PARTS:
            self.formulas[name] = literal(new)
        self.moved.add(name)
        self.told.pop(name, None)

    def as_step(self, claim: Claim) -> Claim | None:
        """A claim about a new value as one about the step it comes of, where that begins; None for other claims."""
        target = self.formulas.get(claim.target.name) if isinstance(claim.target, Name) else None
        if target is None or self.before is None or not claim.is_numeric:
            return None
        return claim.afresh(samples=self.before, target=target, chosen=[{}], before=(target, *claim.before))

    def tell(self, claim: Claim, verdict: Verdict, error: Verdict | None) -> None:
        """Note what is claimed of a new value; `error` is what that follows from."""
        name = name_of(claim.target) or ""
        self.told.pop(name, None)
        if error is not None or verdict.verdict == DIGITS:
            self.told[name] = Told(claim, error, error is verdict)

    def line_told(self, step: Claim, name: str) -> int | None:
        """The line of the error in a velocity with which a claim about the step of a name would be right."""
        for other, told in self.told.items():
            if told.error is not None and other in self.put_in[name]:
                put_in = {**self.put_in[name], other: told.claim.formula}
                target = with_names(self.written[name], put_in)
                if step.afresh(target=target).within_digits():
                    return told.error.line
        return None

    def errors(self, samples: Samples) -> list[Judged]:
        """The errors in the values that names have in a samples: those it has been reached with."""
        told = self.told_before if samples is self.before else self.told
        return [
            Judged(each.error, each.claim.afresh(samples=samples))
            for each in told.values()
            if each.error is not None and not (each.own and each.claim.samples is samples)
        ]

    def rounded(self, samples: Samples) -> list[Claim]:
        """The rounded values that names have in a samples."""
        told = self.told_before if samples is self.before else self.told
        found = (each.claim for each in told.values() if each.error is None and each.claim.samples is not samples)
        return [each.afresh(samples=samples) for each in found]


def _is_given(name: str, samples: Samples) -> bool:
    return any(definition.given for definition in samples.definitions if definition.name == name)


def _fits(samples: Samples, text: str, value: Any, claims: Sequence[Node]) -> bool:
    """Whether the last of the numbers claimed is this one, within its digits."""
    return Claim(samples, text, literal(value), claims[-1], [{}]).within_digits()


def literal(value: Any) -> Node:
    """Numbers as a formula."""
    if isinstance(value, Array):
        rows = [value.entries[i * value.columns : (i + 1) * value.columns] for i in range(value.rows)]
        lists = [List(tuple(map(literal, row))) for row in rows]
        return List(tuple(each.parts[0] if value.columns == 1 else each for each in lists))
    return Number(float(value), 0.0, repr(float(value)))


def with_names(node: Node, put_in: dict[str, Node]) -> Node:
    """A formula with other formulas for its names; what is differentiated stays."""
    if isinstance(node, Name):
        return put_in.get(node.name, node)
    if not put_in or isinstance(node, Derivative) or not node.parts:
        return node
    return node.with_parts(*(with_names(part, put_in) for part in node.parts))


def step_target(
    name: str, formula: Node, samples: Samples, moved: Collection[str], from_number: bool = False
) -> Node | None:
    """The right step for a name, as a formula; None where the statement only gives a new value, or moves another way.

    Loss and rate are those that make the step right everywhere; else those it must mean, if it can only be plain
    descent. `moved` are the names that have a new value in the same step. `from_number` says that the step was typed
    with the number that the name had, which is no way to write another method.
    """
    if name not in names_in(formula) or not isinstance(formula, Sum):
        return None
    meant = plain_step(name, formula, samples, moved)
    by_slope: Node = formula
    if meant is None:
        by_slope = _with_slopes(name, formula, samples, from_number)
        meant = plain_step(name, by_slope, samples, moved)
    if meant is not None and Claim(samples, "", meant, formula, [{}]).holds(samples.base):
        return meant
    if meant is not None and formula.signs == "++" and not goes_by_slope(formula, samples):
        turned = Claim(samples, "", meant, Sum(formula.terms, "+-"), [{}])
        return meant if turned.holds_everywhere() else None  # w + 0.1 (t - y) x is a rule of its own
    if meant is None and (turned_round := _goes_up(name, formula, samples, moved)) is not None:
        return turned_round
    if meant is None or not by_slope.has(Derivative):
        for target in _targets(name, formula, samples) if len(names_in(formula)) > 1 else ():
            if Claim(samples, "", target, formula, [{}]).holds_everywhere():
                return target
    return meant


def _goes_up(name: str, formula: Sum, samples: Samples, moved: Collection[str]) -> Node | None:
    """The right step where this is just the opposite, by an error signal that has a name: w - η δ x, δ = t - y."""
    if len(formula.terms) != 2 or formula.signs[0] != "+":
        return None
    known = {definition.name: definition for definition in samples.definitions}
    signals = {
        each: definition.formula
        for each in names_in(formula)
        if each != name and (definition := known.get(each)) is not None
        if definition.is_computed
    }
    meant = plain_step(name, with_names(formula, signals), samples, moved) if signals else None
    turned = Sum(formula.terms, "++" if formula.signs == "+-" else "+-")
    return meant if meant is not None and Claim(samples, "", meant, turned, [{}]).holds_everywhere() else None


def _with_slopes(name: str, formula: Node, samples: Samples, from_number: bool) -> Node:
    """A step with the derivative of the loss for the computed names that come to it: g = 2w beside L = w^2.

    Where it began with a number, the one name that is made of the loss's names alone must be meant as that.
    """
    known = {definition.name: definition for definition in samples.definitions}
    used = [each for each in names_in(formula) if (found := known.get(each)) is not None and not found.given]
    used = [each for each in used if name in made_of(each, known) - {each} and not known[each].is_derivative]
    loss = next(
        (each for each in reversed(known) if each not in used and _is_loss_of(each, name, samples, known)), None
    )
    if loss is None:
        return formula
    within, target = made_of(loss, known), slope(loss, name)
    apart = [each for each in used if each not in within and made_of(each, known) - {each} <= within]
    is_meant = from_number and len(apart) == 1
    return with_names(
        formula,
        {
            each: target
            for each in apart
            if is_meant or Claim(samples, "", target, named(each), [{}]).holds_everywhere()
        },
    )


def _is_loss_of(loss: str, name: str, samples: Samples, known: dict[str, Definition]) -> bool:
    """Whether this is a single number one descends on, made of a name."""
    is_made = loss != name and not known[loss].given and isinstance(samples.base.floats.get(loss), float)
    return is_made and is_called_loss(loss) and name in made_of(loss, known) and is_loss(loss, known)


def _targets(name: str, formula: Node, samples: Samples) -> Iterator[Node]:
    """The steps a formula may be, by the likeliest losses and rates."""
    if _is_plain(name, formula, samples):
        for loss in _losses(name, formula, samples):
            for rate in _rates(name, loss, formula, samples):
                yield _step(name, loss, rate)


def _is_plain(name: str, formula: Node, samples: Samples) -> bool:
    """Whether a step may be the plain one: of what no definition uses it has a rate at most, and a gradient beside it.

    With momentum, decay or a running square there is more: a velocity, a second rate.
    """
    within = {other for definition in samples.definitions for other in names_in(definition.formula)}
    beside = {definition.name for definition in samples.definitions if definition.is_derivative}
    computed = {definition.name for definition in samples.definitions if not definition.given}
    others = set(names_in(formula)) - {name}
    apart = others - within - beside - computed
    if len(apart) > 1:
        return False
    return others != apart or formula.has(Derivative, Number)


def _step(name: str, loss: str, rate: Node) -> Node:
    return minus(named(name), times(rate, slope(loss, name)))


def _losses(name: str, formula: Node, samples: Samples) -> Iterator[str]:
    """Single numbers that depend on a name: those the formula differentiates, then from the last defined on."""
    if name not in samples.base.graph:  # it has a value that could not be computed
        return
    tops = [part.top.name for part in formula.inside() if isinstance(part, Derivative) and isinstance(part.top, Name)]
    last = [definition.name for definition in reversed(samples.definitions)]
    found = 0
    for loss in dict.fromkeys([*tops, *last]):
        value = samples.base.graph.get(loss)
        if loss == name or value is None or isinstance(value, (Array, Layer, float)) or value.op == "":
            continue
        try:
            slopes = [samples.base.slope((loss, 0), (name, j)) for j in range(len(entries(samples.base.graph[name])))]
        except Exhausted:
            raise
        except UNCOMPUTABLE:
            continue
        if any(slopes):
            yield loss
            found += 1
            if found == _MOST_LOSSES:
                return


def _rates(name: str, loss: str, formula: Node, samples: Samples) -> Iterator[Node]:
    """Numbers that may be the rate: names the loss does not depend on, then literals, then 1."""
    base = samples.base
    for other in names_in(formula):
        value = base.graph.get(other)
        if other == name or value is None or isinstance(value, (Array, Layer, float)) or value.op:
            continue
        if base.slope((loss, 0), (other, 0)) == 0:
            yield named(other)
    for part in formula.inside():
        if isinstance(part, Number):
            yield part
    yield ONE
