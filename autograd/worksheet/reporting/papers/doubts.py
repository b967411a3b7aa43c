"""Reasons not to judge a claim of a document, which may have been misunderstood.

A claim is not judged where something it needs is defined nowhere, or was not read; where a derivative is taken of what
nothing says depends on it; where a number is held against letters without values; and where sizes are not told.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from contextlib import suppress

from autograd.worksheet.evaluation.arrays import shape
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE, Verdict
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Sum,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.reporting.papers.misread import holds, misread
from autograd.worksheet.reporting.papers.parts import Judged
from autograd.worksheet.reporting.papers.surroundings import Surroundings, formula_of
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.tex.abstract import SLOPE_OF
from autograd.worksheet.tex.names import shown_letter
from autograd.worksheet.tex.reading.paper import TOO_LARGE, Paper, Part
from autograd.worksheet.tex.spelling import Spelling
from autograd.worksheet.tex.units import has_free

MOST_CONDITIONS = 2
"""Conditions on index letters, the latest in a text, that a formula behind them may be meant under."""

MOST_BACK = 3
"""Claims before the last equation that a formula beginning with = may go on with."""

_POWER_OF_TEN = re.compile(r"\{?\s*10\s*\^")
"""What tells how large something is."""

_NO_DERIVATIVE = "this is not a derivative, for "

_FAULTS = (verdicts.WRONG, verdicts.VALUE, verdicts.SHAPE, verdicts.UNDEFINED)


def doubted(paper: Paper, judged: Judged, work: Work) -> list[Verdict]:
    """The verdicts on a part, those not to be trusted left out, in the document's language."""
    part, found, claims = judged.part, judged.found, judged.claims
    doubts = Doubts(paper, part, work)
    doubts.claims = sorted(
        ((each.column, claims[id(each)]) for each in found if id(each) in claims), key=lambda pair: pair[0]
    )
    for verdict in found:
        claim = claims.get(id(verdict))
        is_wrong = claim is not None and verdict.verdict in (verdicts.WRONG, verdicts.SHAPE)
        try:
            when = doubts.meant(verdict, claim) if verdict.verdict == verdicts.WRONG and claim is not None else ""
            why = doubts.about(verdict, claim) if not when else ""
        except Exhausted:
            when, why = "", TOO_LARGE
        if claim is not None and is_wrong and not when and (hint := _hint(claim)):
            why = why and f"{why} ({hint})"
            verdict.cause = f"{verdict.cause}: {hint}" if verdict.cause else hint
        if when:
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = verdicts.RIGHT, "", "", when
            verdict.mistake = verdict.part = None
        if why:
            verdict.verdict, verdict.cause, verdict.kind, verdict.remark = NOT_JUDGED, why, "", ""
            verdict.follows, verdict.mistake = None, None
    for verdict in found:
        claim = claims.get(id(verdict))
        try:
            why = doubts.under_condition(verdict, claim) if verdict.verdict == verdicts.WRONG and claim else ""
        except Exhausted:
            why = TOO_LARGE
        if why:
            verdict.verdict, verdict.cause, verdict.kind, verdict.mistake = NOT_JUDGED, why, "", None
        doubts.contest(verdict, claim)
    lost = {each.line for each in found if each.verdict == NOT_JUDGED}
    still = {each.line for each in found if each.is_first_hand and each.verdict != NOT_JUDGED}
    for verdict in found:
        if verdict.follows in lost and verdict.follows not in still:
            verdict.verdict, verdict.cause = NOT_JUDGED, f"it follows from line {verdict.follows}, which is not judged"
            verdict.follows = None
    names = {*part.reading.known, *part.sheet.free}
    shown = paper.survey.shown
    spelling = Spelling({**shown, **paper.survey.counted.shown(shown)}, names, paper.survey.first)
    for verdict in found:
        for each in ("cause", "remark", "answer", "read", "look"):
            setattr(verdict, each, spelling.shown(getattr(verdict, each)))
    return found


def _hint(claim: Claim) -> str:
    """What is said of a claim that is right with another sign, which looks alike."""
    with suppress(Exhausted):
        if (pair := misread(claim)) is not None:
            one, other = map(shown_letter, pair)
            return f"perhaps misread, as {one} and {other} look alike"
    return ""


class Doubts(Surroundings):
    """What speaks against a verdict: the seven rules that keep false alarms away."""

    def __init__(self, paper: Paper, part: Part, work: Work) -> None:
        super().__init__(paper, part, work)
        self.claims: list[tuple[int, Claim]] = []
        self.conditions: list[tuple[int, str]] = []
        self.anew: list[tuple[int, str]] = []

    def about(self, verdict: Verdict, claim: Claim | None) -> str:
        """Why a verdict is not to be trusted; "" if nothing speaks against it."""
        if verdict.verdict == UNREADABLE:
            return self.missing(verdict)
        if verdict.is_fine and claim is not None and isinstance(claim.target, Derivative):
            is_empty = names_in(claim.formula) and not claim.samples.has_givens
            return self.unlinked(claim.target) if is_empty else ""  # both sides are 0 as far as the document says
        if verdict.is_fine or claim is None:
            return "" if verdict.is_fine or verdict.verdict not in _FAULTS else verdict.cause
        nodes = (claim.target, claim.formula)
        for node in (inner for each in nodes for inner in each.inside()):
            if isinstance(node, Derivative) and (why := self.unlinked(node)):
                return why
        if why := self.past_the_link(claim) or self.of_another_net(claim) or self.of_an_equation(verdict, claim):
            return why
        letters = set(free_letters([claim.formula], self.definitions)) - set(
            free_letters([claim.target], self.definitions)
        )
        if letters and (verdict.mistake is None or letters & self.fixed):
            return f"{min(letters)} is an index on one side only"
        if letter := self.sample_on_one_side(verdict):
            return f"{letter} is an index on one side only"
        if not self.is_step(verdict) and (why := self.stated_otherwise(claim)):
            return why
        if verdict.mistake is None and (why := self.without_sample(claim) or self.sums_openly(claim)):
            return why
        if why := self.of_one_sample(verdict, claim) or self.not_claimed(verdict, claim):
            return why
        for name in self.part.unknown:
            if self.is_closed(claim, name):
                return f"{self.shown(name)} is defined nowhere, so only chains of its derivatives are judged"
        for name, operands in self.part.functions.items():
            if operands > 1 and self.is_called_in(name, verdict):
                return f"{self.shown(name)} is defined nowhere: write {self.shown(name)}(…) = …"
            is_chain = claim.formula.has(Derivative)
            is_chain = is_chain or self.is_called_in(f"{SLOPE_OF}{name}", verdict)
            if (self.calls(name, nodes) or self.is_called_in(name, verdict)) and not is_chain:
                return f"{self.shown(name)} is defined nowhere: write {self.shown(name)}(…) = …"
        for name in self.reached(nodes):
            if name in self.part.loose:
                return f"{self.shown(name)} is defined nowhere: write {self.shown(name)} = …"
            if name not in self.definitions and name in self.tops:
                return f"{self.shown(name)} is differentiated, but defined nowhere: write {self.shown(name)} = …"
            if why := self.contested(name) or self.of_another(name):
                return why
        if isinstance(claim.target, (Name, Index)) and (why := self.redefined(claim, verdict)):
            return why
        is_equation = claim.is_numeric or isinstance(claim.target, Number)
        if is_equation and not claim.samples.has_givens and verdict.verdict == verdicts.WRONG:
            names = [name for name in self.reached(nodes) if name in self.part.sheet.free]
            if names:
                return f"{self.shown(names[0])} has no number here"
        if name := self.written_out(claim):
            return f"how many entries {self.shown(name)} has is not told"
        if verdict.verdict == verdicts.SHAPE and isinstance(claim.target, Derivative) and self.is_each(claim):
            return "the derivative of a list by a list is a matrix: write entries, as in dy_i/dx_i"
        if verdict.verdict == verdicts.SHAPE and not self.sizes_known(nodes):
            return "the sizes are not told: write x \\in \\mathbb{R}^{m}"
        return ""

    def of_an_equation(self, verdict: Verdict, claim: Claim) -> str:
        """What is said of an equation whose right side is 0, and of one behind it in the same formula."""
        if isinstance(claim.target, (Name, Index, Derivative, Number)):
            return ""
        if isinstance(claim.formula, Number) and claim.formula.number == 0 and not claim.samples.has_givens:
            return "it is an equation: what solves it is not told"
        at = bisect_left(self.claims, verdict.column, key=lambda pair: pair[0])
        column, other = self.claims[at - 1] if at else (-1, claim)
        formulas = {bisect_right(self.formula_starts, place) for place in (column, verdict.column)}
        is_zero = isinstance(other.formula, Number) and other.formula.number == 0
        is_condition = is_zero and not isinstance(other.target, (Name, Index, Derivative))
        return "it is what the equation before it comes to" if is_condition and len(formulas) == 1 else ""

    def of_another_net(self, claim: Claim) -> str:
        """What is said of a chain for a loss that nobody defines, of which the document has another for the same
        derivative, through other names: dL/dX by what is made of X in one example, and in another.
        """
        slope = claim.target
        if not isinstance(slope, Derivative) or name_of(slope.top) not in self.part.unknown:
            return ""
        through = self.taken_by(claim, name_of(slope.top))
        self.work.spend(len(self.claims))
        for column, other in self.claims if through else ():
            others = self.taken_by(other, name_of(slope.top)) if other.target == slope else set()
            pairs = [(one, each) for one in through for each in others]
            if pairs and not any(
                one == each or one in self.behind(each) or each in self.behind(one) for one, each in pairs
            ):
                where = self.paper.document.where(self.paper.document.line(column))
                return f"another chain is said to be the same in {where}"
        return ""

    def taken_by(self, claim: Claim, top: str | None) -> set[str]:
        """The names by which a loss is differentiated in a formula."""
        slopes = [node for node in claim.formula.inside() if isinstance(node, Derivative) and name_of(node.top) == top]
        return {name for node in slopes if (name := name_of(node.bottom)) is not None}

    def written_out(self, claim: Claim) -> str:
        """The name whose entries a claim writes one by one, though its length is not told: y_1 + y_2; "" if none."""
        entries: defaultdict[str, set[Node]] = defaultdict(set)
        for node in claim.formula.inside():
            if isinstance(node, Index) and all(isinstance(place, Number) for place in node.places):
                entries[name_of(node) or ""].add(node)
        several = [name for name, found in entries.items() if len(found) > 1]
        free = self.part.sheet.free
        return next(
            (name for name in several if any(free[each].varies for each in self.reached_by(name) & free.keys())), ""
        )

    def missing(self, verdict: Verdict) -> str:
        """What is said of a claim that cannot be computed."""
        if verdict.waits:
            return f"{self.shown(verdict.waits)} has no value that could be computed"
        without = verdict.cause.partition(" has no value")[0]
        flat = verdict.cause.removeprefix(_NO_DERIVATIVE).partition(" has")[0]
        survey = self.paper.survey
        for name, known in (
            (without, survey.shown),
            (without[1:], survey.differentiated),
            (flat, survey.differentiated),
        ):
            if name in known:
                return f"{self.shown(name)} is defined nowhere: write {self.shown(name)} = …"
        return verdict.cause

    def is_each(self, claim: Claim) -> bool:
        """Whether a claim says of the derivative of a list by a list what holds entry by entry."""
        known = claim.samples.base.floats
        assert isinstance(claim.target, Derivative)
        sides = (known.get(name_of(side) or "") for side in (claim.target.top, claim.target.bottom))
        return all(each is not None and not isinstance(each, Layer) and max(shape(each)) > 1 for each in sides)

    def stated_otherwise(self, claim: Claim) -> str:
        """What is said where something is given once more: y = 1, then y = 0; y = w x, then log y = w x."""
        name = name_of(claim.target)
        if self.is_keyed(name or ""):
            return ""
        is_slope = claim.target.has(Derivative)
        for each in [name] if name else [] if is_slope else names_in(claim.target):
            definition = self.definitions.get(each)
            if definition is None or claim.formula is definition.formula:
                continue
            says_number = name and definition.given and not names_in(claim.formula)
            if says_number or (not name and claim.formula == definition.formula):
                return f"{self.shown(each)} is given otherwise in {self.paper.document.where(definition.line)}"
        return ""

    def without_sample(self, claim: Claim) -> str:
        """What is said where x stands beside y by itself, and elsewhere as x^{(i)}: of one sample, not of all."""
        entries = [node for node in claim.formula.inside() if isinstance(node, Index)]
        inside = {id(node.array) for node in entries}
        bare = {node.name for node in claim.formula.inside() if isinstance(node, Name) and id(node) not in inside}
        few = {name_of(node.array) or "" for node in entries if len(node.places) < 2}
        samples = sorted((bare | few) & self.paper.survey.samples)
        if len(samples) > 1 and bare & set(samples):
            return f"{' and '.join(map(self.shown, samples))} stand without a sample, as if there were one only"
        return ""

    def sums_openly(self, claim: Claim) -> str:
        r"""What is said of a sum that has neither an index nor lists to be added up: \frac{1}{n} \sum (y - t)^2."""
        nodes = (claim.target, claim.formula)
        formulas = [self.definitions[name].formula for name in self.reached(nodes) if name in self.definitions]
        known = claim.samples.base.floats
        for node in (inner for each in (*nodes, *formulas) for inner in each.inside()):
            if isinstance(node, Call) and node.function == "sum":
                values = [known[name] for name in names_in(node) if name in known]
                if not any(isinstance(each, Layer) or max(shape(each)) > 1 for each in values):
                    return "this sum does not say over what"
        return ""

    def of_one_sample(self, verdict: Verdict, claim: Claim) -> str:
        """What is said of the derivative of a sum over all samples where the text before it speaks of one, and of a
        name that is said to be something else then.
        """
        name = name_of(claim.target) if isinstance(claim.target, Name) else None
        told = self.definitions.get(name or "")
        begun = told.statement.column if told is not None and claim.formula is not told.formula else verdict.column
        if name and self.one_sample.between(begun, verdict.column):
            return f"the text speaks of one sample, and {self.shown(name)} is of all"
        for node in claim.target.inside():
            top = name_of(node.top) if isinstance(node, Derivative) else None
            definition = self.definitions.get(top or "")
            if definition is None or not self.is_of_all(definition):
                continue
            if self.one_sample.between(definition.statement.column, verdict.column):
                return f"the text speaks of one sample, and {self.shown(top or '')} is of all"
        return ""

    def not_claimed(self, verdict: Verdict, claim: Claim) -> str:
        """What is said of an equation that does not claim to hold: near it only, or a line's, a condition."""
        is_near = self.sign_before(verdict) == "≈"
        if is_near and not claim.is_numeric:
            return "≈ says that it is near, not that it is equal"
        if is_near and _POWER_OF_TEN.match(self.paper.document.text, verdict.column):
            return "≈ says how large it is, not what it comes to"
        is_equation = isinstance(claim.target, Sum) and not names_in(claim.formula) and self.is_inline(verdict.column)
        begun = self.paragraphs.last_before(verdict.column) + 1
        if is_equation and self.equations.between(begun, verdict.column):
            return "the text speaks of a line or a condition, which need not hold"
        return ""

    def sample_on_one_side(self, verdict: Verdict) -> str:
        """The letter of samples that a formula has, and the left side of its line has not; "" if there is none."""
        for letter in sorted(self.paper.survey.counted.samples):
            for unit in self.units.at(verdict.column):
                equals = next((token.column for token in unit.head.tokens if token.kind == "="), 0)
                left = [token for token in unit.head.tokens if token.column < equals]
                end = verdict.column + verdict.length
                tokens = [token for each in unit.sentences for token in each.tokens]
                right = [token for token in tokens if verdict.column <= token.column < end]
                if has_free(right, letter) and not has_free(left, letter):
                    return letter
        return ""

    def redefined(self, claim: Claim, verdict: Verdict) -> str:
        """What is said of a name that is defined once more, with other names: not the same thing, perhaps."""
        name = name_of(claim.target) or ""
        definition = self.definitions.get(name)
        if definition is None or claim.formula is definition.formula or self.is_keyed(name):
            return ""
        if isinstance(definition.formula, Derivative):  # what is said of it then is a claim
            return ""
        begun = definition.statement.column
        if verdict.column in self.begun and self.is_inline(verdict.column):
            insort(self.conditions, (verdict.column, name))
        if verdict.column in self.begun and self.is_inline(verdict.column) and self.is_inline(begun):
            return self.is_anew(name, definition, verdict)
        behind = {*self.behind(name)}
        says_anew = verdict.column in self.begun and verdict.mistake is None and bool(names_in(claim.formula))
        if says_anew or set(names_in(claim.formula)) - behind - {name}:
            return self.is_anew(name, definition, verdict)
        return ""

    def contested(self, name: str) -> str:
        """What is said of a name from another part of the text, if that has said something else of it since then."""
        line, definition = self.paper.contested.get(name, 0), self.definitions.get(name)
        if definition is None or not self.lines or self.lines[0] <= definition.line <= self.lines[1]:
            return ""
        return f"{self.shown(name)} is said to be something else in {self.paper.document.where(line)}" if line else ""

    def of_another(self, name: str) -> str:
        """What is said of a name from another part that is about another example: both say what y is, differently."""
        definition = self.definitions.get(name)
        if definition is None or definition.given or not self.lines or self.is_keyed(name):
            return ""
        part = self.paper.part_of_line.get(definition.line)
        if part is None or part is self.part or not any(self.paper.defined_in[each] > 1 for each in self.own):
            return ""
        self.work.spend(len(part.units))
        for unit in part.units:
            other = unit.defines[0]
            if other != name and other in self.own and self.own[other] != formula_of(unit):
                where = self.paper.document.where(definition.line)
                return f"{self.shown(name)} is said in {where}, where {self.shown(other)} is something else"
        return ""

    def contest(self, verdict: Verdict, claim: Claim | None) -> None:
        """Note that a definition says something else of a name, which cannot be judged."""
        name = name_of(claim.target) if claim is not None else None
        if name and verdict.verdict == NOT_JUDGED and verdict.cause != TOO_LARGE:
            self.paper.contested.setdefault(name, self.paper.document.line(verdict.column))

    def is_anew(self, name: str, definition: Definition, verdict: Verdict) -> str:
        """What is said of a name that is defined once more; behind that it may mean either."""
        if verdict.column in self.begun and not self.is_inline(verdict.column):
            insort(self.anew, (verdict.column, name))
        return f"{self.shown(name)} is defined otherwise in {self.paper.document.where(definition.line)}"

    def under_condition(self, verdict: Verdict, claim: Claim) -> str:
        """What is said of a claim behind something that is said otherwise for this paragraph: if o = s, then …"""
        if not (self.conditions or self.anew):
            return ""
        begun = self.paragraphs.last_before(verdict.column) + 1
        first, last = (bisect_left(self.conditions, (place,)) for place in (begun, verdict.column))
        said = [name for _, name in self.conditions[first:last]]
        said += [name for _, name in self.anew[: bisect_left(self.anew, (verdict.column,))]]
        reached = self.reached((claim.target, claim.formula)) if said else ()
        for name in (name for name in said if name in reached):
            return f"{self.shown(name)} is said to be something else before it"
        return ""

    def is_closed(self, claim: Claim, name: str) -> bool:
        """Whether a claim about an unknown loss says what its derivative is, not how it is made of others."""
        nodes = list(claim.target.inside())
        if not any(isinstance(node, Derivative) and name_of(node.top) == name for node in nodes):
            return name in self.reached((claim.target, claim.formula)) and not any(
                isinstance(node, Derivative) for node in claim.formula.inside()
            )
        formula = claim.formula
        while isinstance(formula, Negative):
            formula = formula.operand
        terms = formula.terms if isinstance(formula, Sum) else (formula,)
        return not all(map(self.has_slope, terms))

    def meant(self, verdict: Verdict, claim: Claim) -> str:
        """The condition in the text before a claim under which it is right: for i ≠ k; "" if there is none."""
        before = [
            each for each in self.paper.conditions if each.part == self.part.number and each.start < verdict.column
        ]
        for condition in before[-MOST_CONDITIONS:][::-1]:
            one, other = condition.letters
            chosen = [
                each
                for each in claim.chosen
                if {one, other} <= set(each) and (each[one] == each[other]) == condition.equal
            ]
            if chosen and len(chosen) < len(claim.chosen) and claim.afresh(chosen=chosen).holds_everywhere():
                return f"for {one} {'=' if condition.equal else '≠'} {other}"
        return self.further_back(verdict, claim)

    def further_back(self, verdict: Verdict, claim: Claim) -> str:
        """The line that a formula of its own beginning with = goes on with, if that is not the last one before it."""
        for unit in self.units.at(verdict.column):
            begun = next((each.start for each in unit.sentences[1:] if each.start <= verdict.column < each.end), 0)
            between = self.formula_starts[bisect_right(self.formula_starts, unit.head.start) :]
            if not begun or not between or between[0] > begun:
                continue
            at = bisect_left(self.claims, unit.head.start, key=lambda pair: pair[0])
            for column, other in self.claims[max(0, at - MOST_BACK) : at][::-1]:
                if holds(other.afresh(formula=claim.formula, before=())):
                    return f"it goes on with {self.paper.document.where(self.paper.document.line(column))}"
        return ""

    def unlinked(self, node: Derivative) -> str:
        """What is said of a derivative of what does not depend on it, as far as the document says."""
        top, bottom = name_of(node.top), name_of(node.bottom)
        if top is None or bottom is None or top == bottom or bottom in self.behind(top):
            return ""
        if top.startswith("("):
            return ""
        return f"nothing says that {self.shown(top)} depends on {self.shown(bottom)}"

    def past_the_link(self, claim: Claim) -> str:
        """What is said of a chain for a loss that nobody defines, through names of which none is said to depend on what
        it is taken by.
        """
        slope = claim.target
        top, bottom = (name_of(slope.top), name_of(slope.bottom)) if isinstance(slope, Derivative) else (None, None)
        if bottom is None or top not in self.part.unknown:
            return ""
        slopes = [node for node in claim.formula.inside() if isinstance(node, Derivative) and name_of(node.top) == top]
        through = {name for node in slopes if (name := name_of(node.bottom)) is not None}
        if not through or any(name == bottom or bottom in self.behind(name) for name in through):
            return ""
        return f"nothing says that {self.shown(min(through))} depends on {self.shown(bottom)}"
