"""Meanings other than the plain one in which a claim is right: direct partials, its own names, other layouts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.asked import Asked
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.comparison import Comparison
from autograd.worksheet.judging.meanings import layouts, own_names, partials
from autograd.worksheet.judging.remarks import answer
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Name, Node
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.model import Definition, Sheet


@dataclass
class Otherwise:
    """What else the claims of a sheet may mean, where they are wrong as they stand.

    `again` are the samples with the key's formulas said again in own names, `known_layouts` which samples have claims
    in denominator layout, both by the identity of samples.
    """

    sheet: Sheet
    key: Sheet | None
    asks: Asked | None
    work: Work
    comparison: Comparison
    again: dict[int, tuple[Samples, str]] = field(default_factory=dict)
    known_layouts: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def meanings(self) -> partials.Meanings:
        """Which derivatives are total ones in the key, and which direct partials."""
        return (
            partials.meanings_of(claim for verdict, claim in self.asks.claims if verdict.is_fine) if self.asks else {}
        )

    def as_partials(self, claim: Claim, verdict: Verdict) -> Claim:
        """The claim with direct partials where it is right with them, which its verdict says then; else as it is."""
        other = self.tried(partials.readings(claim, self.meanings), claim, verdict)
        if other is not claim:
            verdict.remark = "; ".join(filter(None, (partials.said(other), verdict.remark)))
            verdict.answer = answer(other) if claim.has_numbers else ""
        return other

    def tried(self, others: Iterable[Claim], claim: Claim, verdict: Verdict) -> Claim:
        """The first of other readings of a claim that is right, which the verdict says then; else the claim."""
        for other in others:
            trial = replace(verdict, remark="", cause="", kind="", waits="")
            try:
                self.comparison.compare(other, trial, other.compared(other.samples.base))
            except Exhausted:
                raise
            except UNCOMPUTABLE:
                continue
            if trial.is_fine:
                verdict.verdict, verdict.cause, verdict.kind, verdict.remark = trial.verdict, "", "", trial.remark
                return other
        return claim

    def is_by_columns(self, claim: Claim, claims_at: Callable[[Samples], Iterable[Claim]]) -> bool:
        """Whether a claim is right in denominator layout, and the sheet can be in that."""
        if claim.has_numbers or self.key is not None:
            return False
        other = layouts.by_columns(claim)
        if other is None or not other.holds_everywhere():
            return False
        at = id(claim.samples)
        if at not in self.known_layouts:
            self.known_layouts[at] = layouts.may_be_by_columns(self.sheet.text, claims_at(claim.samples))
        return self.known_layouts[at]

    @cached_property
    def own_definitions(self) -> Mapping[str, Definition]:
        """What the sheet defines besides its key."""
        return own_names.own_definitions(self.sheet, self.key) if self.key is not None else {}

    @cached_property
    def numbered(self) -> Mapping[str, Definition]:
        """The names in whose place their rounded numbers may be held against a claim."""
        return self.own_definitions if self.key is not None else own_names.worked_out(self.sheet)

    def in_own_names(self, claim: Claim) -> tuple[Claim, str]:
        """A claim about derivatives by own names, where the key's formulas are said again in these; and how."""
        if not self.own_definitions or not own_names.speaks_of_own_slopes(claim, self.own_definitions):
            return claim, ""
        samples, said = self.said_again(claim.samples)
        return (claim.afresh(samples=samples), said) if samples is not claim.samples else (claim, "")

    def with_numbers_put_in(self, claim: Claim, verdict: Verdict) -> Claim:
        """The claim with the numbers that own names stand for, where it is right with them; else as it is."""
        formula = own_names.with_numbers_put_in(claim.formula, self.numbered)
        return self.tried([claim.with_formula(formula)], claim, verdict) if formula is not None else claim

    def said_again(self, samples: Samples) -> tuple[Samples, str]:
        """Samples with the key's formulas said again in names of one's own; the same where they are not."""
        found = self.again.get(id(samples))
        if found is None:

            def holds(target: Name, formula: Node) -> bool:
                return Claim(samples, "", target, formula, [{}]).holds_everywhere()

            made = own_names.said_again(samples.definitions, self.own_definitions, self.sheet, holds)
            found = samples, ""
            if made is not None:
                definitions, said = made
                written = [part for step in self.sheet.steps for part in step.statement.parts]
                found = (
                    settle(definitions, samples.updated, self.sheet.free, written, self.work, self.sheet.unread),
                    said,
                )
            self.again[id(samples)] = found
        return found
