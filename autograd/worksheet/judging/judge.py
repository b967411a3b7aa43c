"""A worksheet judged: a verdict for each claim, from the definitions' graph at the givens and at random points."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE, ShapeError
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.products import with_matrix_products
from autograd.worksheet.evaluation.sampling.assignments import assignments
from autograd.worksheet.evaluation.sampling.kept import Keeping
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.answers import Allowance, Answers, told_of
from autograd.worksheet.judging.asked import Asked
from autograd.worksheet.judging.attempts import not_attempted, note_missing
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.comparison import Comparison
from autograd.worksheet.judging.follow_through import followed, vanishes
from autograd.worksheet.judging.judgements import Judged, Judgements
from autograd.worksheet.judging.meanings import (
    dependence,
    layouts,
    outer,
    own_names,
    partials,
    percents,
    powers,
    stationary,
    supposed,
    unknowns,
)
from autograd.worksheet.judging.meanings.conditions import where_it_holds
from autograd.worksheet.judging.meanings.otherwise import Otherwise
from autograd.worksheet.judging.meanings.untold.unsaid import waits
from autograd.worksheet.judging.meanings.untold.unsettled import Unsettled
from autograd.worksheet.judging.remarks import (
    against,
    answer,
    blame,
    for_any_letter,
    message_of,
    only_here,
    put_in,
    verdict_on,
)
from autograd.worksheet.judging.steps.stepping import judge_new_name, judge_update, note_step_meant
from autograd.worksheet.judging.steps.updates import Updates
from autograd.worksheet.judging.verdicts import Verdict, together
from autograd.worksheet.language.excerpt import text_with
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Find,
    Name,
    Node,
    Number,
    Power,
    Product,
    Update,
    name_of,
    names_in,
    written,
)
from autograd.worksheet.language.work import Exhausted, Pot, Work, left_by
from autograd.worksheet.sheet.model import MOST_BEFORE, Definition, Sheet, Step, stretches

MOST_RIGHT = 20
"""Right claims, the latest, in which is looked for parts that may be missing."""

FOR_A_CLAIM = 12
"""Operations for noting a claim and what is said of it."""

NODES_FOR_ONE = 2
"""Nodes of a target that one operation is counted for at each claim: its names and numbers are looked through."""

Explains = Callable[[Claim, Verdict, "Seen"], None]
"""Finds the cause of a wrong claim, with what was seen before it, and notes it in the verdict."""


class Seen:
    """What a judge has seen up to a wrong claim: what its cause is looked for with, and can be looked for later.

    `right` are the latest claims found right, `rounded` those of rounded numbers, `formula` the right one for the same
    thing, `past` the samples from before each update. `work` is what there is for all causes.
    """

    def __init__(self, judge: "Judge", claim: Claim) -> None:
        self.right = judge.right[-MOST_RIGHT:]
        self.rounded = judge.comparison.rounded_before(claim)
        self.formula = judge.judged.formula_for(claim)
        self.past = judge.past[:]
        self.updates, self.sheet, self.work = judge.updates.so_far(), judge.sheet, judge.causes_work


@dataclass
class Judge:
    """Judges the claims of a sheet; with a key, the key's definitions are the graph and every line is a claim.

    `found` has all verdicts so far, `judged` the claims that can be computed with theirs, `past` the samples they were
    judged at and `updates` the new values; what is `right_once` is not judged again where the same is said of the same.
    `members` are the layers or steps of a family that verdicts, by identity, are about; `by_itself` are letters of
    steps of which a text may speak of one by itself, without those around it.
    `units` of its last digit are forgiven a number that is cut off or carried.
    `too_much` is said of what is left when the work has run out, where that is not how many operations there were.
    `keeping` has the points that were taken from checks before, or can be given to those after this.
    `done` counts the claims that are finished with, `open` is the one at hand. One that `defers` leaves the causes of
    what is wrong for later; `has_left` says that some claims were too much work. `last_claim` was made last,
    about a target of `target_size` nodes; what stands `behind` it in its chain is judged next.
    """

    sheet: Sheet
    key: Sheet | None = None
    explains: Explains | None = None
    asks: Asked | None = None
    units: float = 1.0
    pot: Pot | None = None
    too_much: str = ""
    defers: bool = False
    unexplained: list[tuple[Claim, Verdict, Seen]] = field(default_factory=list)
    has_left: bool = False
    work: Work = field(init=False)
    causes_work: Work = field(init=False)
    found: list[Verdict] = field(default_factory=list)
    judged: Judgements = field(default_factory=Judgements)
    past: list[Samples] = field(default_factory=list)
    updates: Updates = field(init=False)
    comparison: Comparison = field(init=False)
    otherwise: Otherwise = field(init=False)
    right_once: dict[Hashable, Judged] = field(default_factory=dict)
    done: int = 0
    open: tuple[Node, Verdict] | None = None
    own: set[int] = field(init=False)
    members: dict[int, str] = field(default_factory=dict)
    by_itself: frozenset[str] = frozenset()
    last_claim: Claim | None = None
    behind: tuple[Node, ...] = ()
    target_size: int = 0
    known: list[Samples] = field(default_factory=list)
    known_asked: dict[int, tuple[Claim, bool]] = field(default_factory=dict)
    keeping: Keeping = field(default_factory=Keeping)

    def __post_init__(self) -> None:
        if self.key is not None and self.asks is None:
            self.asks = asked_by(judged_key(self.key))
        length = len(self.sheet.text) + (len(self.key.text) if self.key else 0)
        self.updates = Updates({step.name for step in self.sheet.steps if isinstance(step.statement, Update)})
        self.own = set(map(id, self.sheet.steps))
        self.work, self.causes_work = left_by(self.sheet.spent, length)
        if self.pot is not None:
            self.work.within, self.causes_work.within = self.pot.judging, self.pot.causes
        self.comparison = Comparison(self.sheet, self.judged, self.updates, self.units)
        self.otherwise = Otherwise(self.sheet, self.key, self.asks, self.work, self.comparison)

    def verdicts(self) -> list[Verdict]:
        """A verdict for each claim and each thing asked but not attempted, in the order of lines.

        On a line what waits for a name comes last: what it waits for may be defined there.
        """
        for line in self.sheet.lines:
            for error in line.errors:
                text = text_with(error, line.text)
                self.note(line.number, text, error.column, error.length, verdicts.UNREADABLE, str(error))
        try:
            self.judge()
            if self.sheet.supposed:
                self.judge_with_others()
        except Exhausted as exhausted:
            self.leave(self.too_much or str(exhausted))
        found = sorted(
            together(self.found, self.members, self.by_itself),
            key=lambda verdict: (verdict.line, verdict.waits != "", verdict.column),
        )
        stationary.settle(found, self.sheet.steps)
        return found

    def note(self, line: int, text: str, column: int, length: int, verdict: str, cause: str = "") -> Verdict:
        """One more verdict on a place in a line; of what was made, and not typed, the place is all of the line."""
        if not length:
            column, length = len(text) - len(text.lstrip()), max(1, len(text.strip()))
        claim = text[column : column + length].strip()
        self.found.append(Verdict(line, column, length, claim, verdict, cause, text=text))
        return self.found[-1]

    def leave(self, why: str) -> None:
        """Say of the claim at hand, and of every claim after it, why it is not judged."""
        self.has_left = True
        left = [(step, each) for step in self.sheet.steps for each in step.claims][self.done :]
        for step, formula in left:
            at_hand, begun = self.open or (None, None)
            verdict = begun if begun is not None and at_hand is formula else self.begin(step, formula)
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = verdicts.UNREADABLE, why, "", ""
            verdict.follows = None
        if not left:  # it was no claim that took so much
            last = max((verdict.line for verdict in self.found), default=1)
            self.note(last, "", 0, 1, verdicts.UNREADABLE, why)

    def begin(self, step: Step, formula: Node) -> Verdict:
        """The verdict on a claim not judged yet."""
        statement = step.statement
        place = statement if isinstance(statement, Update) else formula
        verdict = self.note(step.line, statement.text, place.column, place.length, verdicts.WRONG)
        if not isinstance(statement, Update):
            about = statement.about or written(statement.text, step.target)
            verdict.claim = f"{about} = {written(statement.text, formula)}{statement.condition}"
        if step.member:
            self.members[id(verdict)] = step.member
        self.open = formula, verdict
        return verdict

    def finish(self) -> None:
        """Count a claim as judged, unless the work ran out on the way: what fails for that reason is not wrong."""
        self.work.spend(0)
        self.done += 1

    def judge(self) -> None:
        """Judge stretch by stretch: a new value for a name begins the next."""
        asked: list[tuple[Step, Samples]] = []
        samples = None
        definitions = self.key.definitions() if self.key else []
        for stretch, after in pairwise([*stretches(self.sheet.steps), []]):
            definitions = [*definitions, *(step.definition for step in stretch if step.definition is not None)]
            formulas = [
                part for step in stretch for part in (step.claims if step.statement.about else step.statement.parts)
            ]
            samples = self.settled(definitions, formulas)
            for place, step in enumerate(stretch):
                if isinstance(step.statement, Find):
                    asked.append((step, samples))
                elif isinstance(step.statement, Update):
                    ahead = [claim for each in after[:1] if each.target == step.target for claim in each.claims]
                    judge_update(self, step, self.updates.begin(step, stretch[:place], samples), ahead)
                    self.finish()
                else:
                    self.step(step, samples)
                    self.updates.spoken[name_of(step.target) or ""] = samples
            self.past.append(samples)
        by_key = {item.node for item in self.asks.finds} if self.asks else set()  # asked twice, it is missing once
        for step, where in asked:
            chain = Allowance(chain=True, numbers=self.asks.numbers if self.asks else frozenset())
            not_attempted(step, where, self.answers, chain, partial(self.asked, step), by_key)
        for item in self.asks.finds if self.asks and self.past else ():
            claim = Claim(self.past[-1], item.step.statement.text, item.node, item.node, item.chosen)
            note = partial(self.asked, item.step, item.node)
            note_missing(claim, item.entries, self.answers, item.allowance, note)

    def judge_with_others(self) -> None:
        """Judge the sheet again with other numbers for names of which nothing tells theirs: what differs waits."""
        known = self.past[0].base.floats if self.past else {}
        for line, text, node, why in supposed.first_uses(self.sheet, known):
            self.note(line, text, node.column, node.length, verdicts.UNREADABLE, why)
        other = Judge(supposed.with_others(self.sheet), units=self.units, pot=self.pot, defers=True)
        other.work = self.work
        other.judge()
        supposed.wait_for_numbers(self.found, self.judged.all, other.judged.all, self.sheet)
        self.unexplained = [each for each in self.unexplained if each[1].is_fault]

    def resume(self, other: "Judge") -> None:
        """Judge at the points that the same sheet was judged at before; the work for it is counted anew."""
        self.known = [samples.afresh(self.work) for samples in other.past]

    def settled(self, definitions: list[Definition], formulas: list[Node]) -> Samples:
        """The points of the next stretch; those at which the same sheet was judged before, where it was."""
        place = len(self.past)
        if place < len(self.known):
            return self.known[place]
        found = settle(
            definitions,
            self.updates.values,
            self.sheet.free,
            formulas,
            self.work,
            self.sheet.unread,
            keeping=self.keeping,
        )
        found.own = own_names.perhaps_rounded(self.otherwise.numbered, under_key=self.key is not None)
        return found

    @cached_property
    def answers(self) -> Answers:
        """What the claims answer; asked when all of them are judged."""
        asked = self.asks
        work = Work(self.work.most // 2)
        if asked is None:
            return Answers(self.judged.all, self.sheet, None, work)
        return Answers(self.judged.all, self.sheet, asked.entries, work, asked.coarse, asked.names)

    def step(self, step: Step, samples: Samples) -> None:
        """Judge each claim of a line."""
        text, statement = step.statement.text, step.statement
        definition = step.definition
        if definition is not None and definition.name in samples.broken:
            fault = samples.broken[definition.name].fault
            if fault is not None:
                place: LanguageError | Node = definition.formula
                if isinstance(fault, LanguageError) and fault.text == text and fault.length:
                    place = fault
                verdict = self.note(step.line, text, place.column, place.length, verdict_on(fault), message_of(fault))
                if verdict.verdict == verdicts.SHAPE and self.sheet.free.keys() & set(names_in(definition.formula)):
                    verdict.verdict = verdicts.NOT_JUDGED  # sizes that nobody told fit nothing
                    verdict.cause += ", as sizes were taken: tell them, as in X in R^(m×n)"
        judge_new_name(self, step, samples)
        skipped = len(statement.parts) - len(step.claims)
        for number, formula in enumerate(step.claims, start=skipped):
            self.work.spend(FOR_A_CLAIM + formula.length // 8)
            verdict = self.begin(step, formula)
            if any(isinstance(node, Product) and "_" in node.signs for node in formula.inside()):
                verdict.read = echo(with_matrix_products(formula, samples.base.floats))
            self.behind = statement.parts[number + 1 :]
            self.judge_claim(step, formula, samples, verdict, statement.parts[max(1, number - MOST_BEFORE) : number])
            self.finish()
        if len(statement.parts) == 1:  # nothing is claimed, but a slip should not pass unseen
            self.alone(step, samples)

    def alone(self, step: Step, samples: Samples) -> None:
        """Make sure a formula without claim can be computed."""
        node = step.target
        try:
            samples.needs(step.statement.text, node)
            for letters in assignments(samples, node, node, (), step.statement.text):
                samples.base.formula(step.statement.text, letters).value(node)
        except UNCOMPUTABLE as fault:
            if isinstance(fault, Exhausted):
                raise
            blame(fault, self.note(step.line, step.statement.text, node.column, node.length, verdicts.WRONG))

    def judge_claim(
        self, step: Step, formula: Node, samples: Samples, verdict: Verdict, before: tuple[Node, ...] = ()
    ) -> None:
        """Judge one claim and note what is found in its verdict."""
        text = step.statement.text
        said_before = id(samples), step.target, formula, step.statement.guards
        if (judged := self.right_once.get(said_before)) is not None:
            same = judged.verdict
            verdict.verdict, verdict.answer, verdict.remark = same.verdict, same.answer, same.remark
            self.judged.add(verdict, judged.claim.afresh(formula=formula, before=before))
            return
        try:
            claim = self.claim(step, formula, samples, before)
            truths = claim.truths(claim.samples.base)
            if any(isinstance(truth, Layer) for truth in truths):
                if [samples.base.formula(text).value(formula)] == list(truths):  # the key's layer, written once more
                    verdict.verdict = verdicts.RIGHT
                    return
                message = "a layer is not a number: ask for its shape(…), parameters(…) or multiplies(…)"
                raise LanguageError(message, text, step.target.column, step.target.length)
            if samples.resized is not None and claim.holds_everywhere():
                other = self.claim(step, formula, samples.resized, before)
                claim = claim if other.holds_everywhere() else other
            claim, said = where_it_holds(claim)
        except Exhausted:
            raise
        except UNCOMPUTABLE as fault:
            blame(fault, verdict)
            self.waits(samples, text, (step.target, formula), verdict)
            return
        self.weigh(claim, verdict)
        verdict.remark = verdict.remark or said
        if verdict.verdict == verdicts.RIGHT and len(self.past) == 1 and self.judged.all[-1].verdict is verdict:
            self.right_once[said_before] = self.judged.all[-1]

    def claim(self, step: Step, formula: Node, samples: Samples, before: tuple[Node, ...]) -> Claim:
        """The claim of a formula at samples; raises what is wrong with its names and indices."""
        text = step.statement.text
        samples.needs(text, step.target, formula)
        chosen = assignments(samples, step.target, formula, step.statement.guards, text)
        if not chosen:
            raise LanguageError("no index is left by the conditions", text, formula.column, formula.length)
        last = self.last_claim
        is_about_it = last is not None and last.target is step.target and last.text == text
        if last is not None and is_about_it and last.samples is samples and last.chosen == chosen:
            self.last_claim = replace(last, formula=formula, before=before)  # what the target is, is known by now
            self.work.spend(self.target_size // NODES_FOR_ONE)
        else:
            self.last_claim = Claim(samples, text, step.target, formula, chosen, before)
            self.target_size = sum(1 for _ in step.target.inside())
        return self.last_claim

    def weigh(self, claim: Claim, verdict: Verdict) -> None:
        """Judge a claim whose target is known."""
        claim = partials.as_meant(claim, self.otherwise.meanings)
        claim, said = self.otherwise.in_own_names(claim)
        verdict.remark = said
        verdict.answer = answer(claim) if claim.has_numbers else ""
        held = self.updates.as_step(claim) or claim
        try:
            same = held.compared(held.samples.base)
        except Exhausted:
            raise
        except ShapeError as misfit:  # why is still to be found
            verdict.verdict, verdict.remark = verdicts.SHAPE, str(misfit)
        except UNCOMPUTABLE as fault:
            blame(fault, verdict)
        else:
            self.comparison.compare(held, verdict, same)
            lost = held.underflow() if verdict.verdict in (verdicts.WRONG, verdicts.VALUE) else None
            if lost is not None:
                blame(lost, verdict)
        if self.waits(claim.samples, claim.text, (claim.target, claim.formula, held.target), verdict):
            return
        if self.sheet.opaque and (
            why := dependence.is_behind_what_is_unread(held, self.sheet.opaque, verdict.is_fault)
        ):
            verdict.verdict, verdict.cause, verdict.remark = verdicts.NOT_JUDGED, why, ""
            return
        if held is claim and verdict.is_fine and (name := stationary.solved_for(claim)):
            why = f"{name} is told below, by a formula that makes both sides 0: write {name}* = … for where that is"
            verdict.verdict, verdict.cause, verdict.remark = verdicts.NOT_JUDGED, why, ""
            return
        if held is claim and verdict.is_fine and claim.is_about_slopes and layouts.transposes_a_number(claim):
            verdict.verdict, verdict.cause, verdict.remark = verdicts.NOT_JUDGED, layouts.TRANSPOSES_A_NUMBER, ""
            return
        if held is claim and (why := dependence.speaks_of_nothing(claim, verdict.is_fine)):
            verdict.verdict, verdict.cause, verdict.remark = verdicts.NOT_JUDGED, why, ""
            return
        if held is claim and verdict.is_fault:
            held = claim = self.otherwise.as_partials(claim, verdict)
        if verdict.verdict == verdicts.VALUE and held is claim and for_any_letter(claim):
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = verdicts.RIGHT, "", "", "with numbers put in"
        if held is claim and verdict.is_fault:
            held = claim = self.otherwise.with_numbers_put_in(claim, verdict)
        if held is claim and verdict.is_fault and self.otherwise.is_by_columns(claim, self.claims_at):
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = verdicts.RIGHT, "", "", layouts.SAID
        if verdict.verdict == verdicts.SHAPE and held is claim and (made := outer.as_outer(claim, self.behind)):
            held = claim = self.otherwise.tried((made,), claim, verdict)
            verdict.remark = outer.SAID if claim is made else verdict.remark
        if held is claim and verdict.is_fault and not claim.has_numbers and (made := powers.as_products(claim)):
            held = claim = self.otherwise.tried((made,), claim, verdict)
            verdict.remark = powers.SAID if claim is made else verdict.remark
        if held is claim and verdict.is_fault:
            note_step_meant(claim, self.updates)
        if held is claim and verdict.is_fault and (meant := self.updates.meant.get(name_of(claim.target) or "")):
            held = claim = self.otherwise.tried((claim.afresh(target=meant),), claim, verdict)
        if held is claim and verdict.is_fault and (made := percents.as_number(claim)):
            held = claim = self.otherwise.tried((made,), claim, verdict)
            verdict.remark = percents.SAID if claim is made else verdict.remark
        if verdict.verdict == verdicts.VALUE and held is claim and (said := put_in(claim)):
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = verdicts.RIGHT, "", "", said
        if self.waits_for_function(held, verdict):
            return
        match claim.target:
            case Power(Name(name), Number(typed=typed)) if verdict.verdict not in verdicts.FINE and not (
                claim.is_constant(name) and "." in typed
            ):
                power = written(claim.text, claim.target)
                message = f"{power} = … would be a claim about a power of {name}: for a layer or a step write {name}2"
                blame(LanguageError(message, claim.text, claim.target.column, claim.target.length), verdict)
                return
        error, line = None, None
        if verdict.verdict in (verdicts.WRONG, verdicts.VALUE):
            error, line = self.follow(held, verdict, claim)
        if held is not claim:
            self.updates.tell(claim, verdict, verdict if verdict.is_first_hand else error)
        if verdict.is_first_hand:
            seen = Seen(self, claim)
            if self.defers:
                self.unexplained.append((claim, verdict, seen))
            else:
                self.look_into(claim, verdict, seen)
        self.judged.add(verdict, claim, line)

    def look_into(self, claim: Claim, verdict: Verdict, seen: "Seen") -> None:
        """Note in the verdict on a wrong claim what is wrong, or what is found beside it."""
        if self.explains is not None and (not verdict.cause or verdict.verdict == verdicts.UNDEFINED):
            self.explain(self.explains, claim, verdict, seen)
        if verdict.verdict == verdicts.VALUE and not verdict.cause:
            verdict.cause = only_here(claim)
        verdict.remark = verdict.remark or against(claim, verdict, seen.formula)

    @property
    def can_explain(self) -> bool:
        """Whether causes can be found for what was judged without them, as if it were judged again.

        Not where a cause decides what is judged at all.
        """
        return self.defers and not (self.has_left or any(samples.has_unknown for samples in self.past))

    def explain_all(self, explains: Explains) -> None:
        """Find the causes of what is wrong, that were not looked for while it was judged."""
        self.explains, self.defers = explains, False
        for claim, verdict, seen in self.unexplained:
            if verdict.follows is not None and not verdict.cause and self.key is None:
                continue  # where another gradient is zero
            try:
                self.look_into(claim, verdict, seen)
            except Exhausted:  # it is wrong all the same
                continue

    def waits(
        self, samples: Samples, text: str, nodes: tuple[Node, ...], verdict: Verdict, is_last: bool = False
    ) -> bool:
        """Whether a claim with a fault waits for what the sheet leaves unsaid, and is not judged."""
        if not verdict.is_fault:
            return False
        right = self.judged.names_in_right()
        has_key, spoken_of = self.key is not None, self.judged.names_spoken_of
        unsettled = Unsettled(self.sheet, samples, text, nodes, verdict, has_key, right, spoken_of, self.unread_lines)
        return waits(unsettled, is_last)

    def unread_lines(self) -> set[int]:
        """The lines of which nothing could be read or judged, so far."""
        unjudged = (verdicts.UNREADABLE, verdicts.NOT_JUDGED)
        unread = {each.line for each in self.found if each.verdict in unjudged}
        return unread - {each.line for each in self.found if each.is_fine} if unread else unread

    def wait_at_last(self) -> None:
        """Let claims wait that are right at the numbers only, in no other meaning, and not by a mistake with a name."""
        for verdict, claim in self.judged.all:
            if verdict.verdict == verdicts.VALUE and verdict.mistake is None:
                self.waits(claim.samples, claim.text, (claim.target, claim.formula), verdict, is_last=True)

    def claims_at(self, samples: Samples) -> Iterator[Claim]:
        """The claims of all lines, as far as they can be made, at the same samples."""
        for step in self.sheet.steps:
            for formula in step.claims:
                try:
                    yield self.claim(step, formula, samples, ())
                except Exhausted:
                    raise
                except UNCOMPUTABLE:
                    continue

    def waits_for_function(self, claim: Claim, verdict: Verdict) -> bool:
        """Whether a claim takes for granted what is not known of a function; its verdict says so then.

        Where the sheet speaks of the slope, to leave it out is a mistake.
        """
        if not claim.samples.has_unknown:
            return False
        name, stranger = unknowns.unknown_in(claim), unknowns.stranger_in(claim)
        if not name and not stranger:
            return False
        verdict.answer = ""
        if verdict.is_fine or (not stranger and unknowns.speaks_of_unknown(claim)):
            return False
        name = stranger or name
        if self.explains is not None and not (claim.is_numeric or stranger) and unknowns.is_primed(claim, name):
            trial = replace(verdict, cause="", mistake=None)
            self.explains(claim, trial, Seen(self, claim))
            if trial.kind in unknowns.MISSING:
                return False
            slope = unknowns.slope_left_out(claim, name)
            if slope is not None:
                verdict.cause, verdict.kind = f"the factor {echo(slope)} is missing", "factor"
                return False
        verdict.verdict, verdict.cause, verdict.kind = verdicts.NOT_JUDGED, unknowns.what_is_missing(claim, name), ""
        verdict.remark, verdict.waits = "", name
        return True

    def explain(self, explains: Explains, claim: Claim, verdict: Verdict, seen: "Seen") -> None:
        """Note the cause of a wrong claim; where nothing else explains it, with direct partials that may be meant."""
        explains(claim, verdict, seen)
        for other in partials.meant_perhaps(claim, self.otherwise.meanings):
            if verdict.mistake is not None and verdict.kind != "other derivative":
                return
            trial = replace(verdict, cause="", mistake=None)
            explains(other, trial, seen)
            if trial.mistake is not None:
                verdict.cause, verdict.kind = trial.cause, trial.kind
                verdict.mistake, verdict.part = trial.mistake, trial.part

    @property
    def right(self) -> list[Claim]:
        """The claims found right so far, in order."""
        return self.judged.right

    def follow(self, held: Claim, verdict: Verdict, claim: Claim) -> tuple[Verdict | None, int | None]:
        """The earlier wrong claim this would be right with, and its line; `held` is what it is held against."""
        wrong = [*self.updates.errors(held.samples), *self.judged.wrong_before(verdict.line, held.samples)]
        asked = wrong if self.asks is None else [error for error in wrong if self.is_asked(error.claim)]
        line, earns = None, False
        for errors in [asked, wrong] if len(asked) < len(wrong) else [wrong]:
            line = followed(held, errors, self.comparison.rounded_before(held), self.judged.followed(held.samples))
            if line is not None:
                earns = errors is asked or len(asked) == len(wrong)
                break
        line = self.updates.line_told(held, name_of(claim.target) or "") if line is None and held is not claim else line
        if line is None:
            return None, None
        verdict.follow(line)
        verdict.earns = earns and not vanishes(held)
        return next((error.verdict for error in wrong if error.verdict.line == line), None), line

    def is_asked(self, claim: Claim) -> bool:
        """Whether a claim is about something that is asked for; without a key, everything is."""
        if self.asks is None:
            return True
        known = self.known_asked.get(id(claim))
        if known is None or known[0] is not claim:
            known = self.known_asked[id(claim)] = claim, self._is_asked(self.asks, claim)
        return known[1]

    def _is_asked(self, asks: Asked, claim: Claim) -> bool:
        moving = {item.step.name for item in asks.items if item.move is not None}
        return name_of(claim.target) in moving or not asks.entries.isdisjoint(told_of(claim))

    def asked(self, step: Step, node: Node, verdict: str, cause: str) -> Verdict:
        """Note a verdict on what is asked for; what a key asks has no place in the file: it is missing at its end."""
        if id(step) in self.own:
            return self.note(step.line, step.statement.text, node.column, node.length, verdict, cause)
        last = next((line for line in reversed(self.sheet.lines) if line.text.strip()), None)
        return self.note(last.number if last else 1, "", len(last.text) if last else 0, 1, verdict, cause)


def validate(judge: Judge) -> None:
    """Note what is wrong with a judged sheet as a key: what it asks for twice, or in vain."""
    asks = asked_by(judge)
    if asks is None:
        return
    for step, node, first in asks.twice:
        cause = (
            f"line {first.step.line} asks for it, for {first.worth:g} point{'s' * (first.worth != 1)}: it counts once"
        )
        judge.note(step.line, step.statement.text, node.column, node.length, verdicts.TWICE, cause)
    for step, node, cause in (*asks.void, *asks.in_vain()):
        judge.note(step.line, step.statement.text, node.column, node.length, verdicts.VOID, cause)
    judge.found.sort(key=lambda verdict: (verdict.line, verdict.waits != "", verdict.column))


def judged_key(key: Sheet, explains: Explains | None = None) -> Judge:
    """A key judged by itself."""
    judge = Judge(key, explains=explains)
    judge.found = judge.verdicts()
    return judge


def asked_by(judge: Judge) -> Asked | None:
    """What a key asks for that was judged by itself; None where nothing of it could be judged."""
    if not judge.past:
        return None
    samples = judge.past[-1].counted_as(Work())  # one key is held against many sheets
    return Asked(judge.sheet, samples, judge.judged.all, judge.updates.moves)
