"""LaTeX, Markdown and notebooks checked: the claims of every part judged, what is not understood never called wrong.

A claim is not judged where something it needs is defined nowhere, or was not read; where a derivative is taken of what
nothing says depends on it; where a number is held against letters without values; and where sizes are not told.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.support.collector import collector_paused
from autograd.worksheet.causes.search import WITHOUT_NUMBERS, explain_cause
from autograd.worksheet.evaluation.arrays import shape
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling import settle
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.judge import Judge
from autograd.worksheet.judging.meanings.unsaid import SIZES
from autograd.worksheet.judging.verdicts import NOT_JUDGED, UNREADABLE, Verdict
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
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
from autograd.worksheet.language.work import USUAL, Exhausted, PaperWork, Pot, Work
from autograd.worksheet.reporting.papers.misread import holds, misread
from autograd.worksheet.reporting.papers.places import Covering, Mentions, mentions
from autograd.worksheet.reporting.papers.products import SAID, entry_by_entry
from autograd.worksheet.reporting.papers.report import PaperReport
from autograd.worksheet.reporting.papers.typed import worksheet_of
from autograd.worksheet.sheet.model import Definition, Line, Sheet
from autograd.worksheet.sheet.unknown import names_behind
from autograd.worksheet.tex.abstract import SLOPE_OF, slopes_in, step_for
from autograd.worksheet.tex.documents import (
    MARKDOWN,
    Document,
    Formula,
    document_of,
    has_formulas,
    kind_of,
    notebook_of,
    under_key,
)
from autograd.worksheet.tex.names import shown_letter
from autograd.worksheet.tex.reading import TOO_LARGE, WEIGHT, Paper, Part, read_paper
from autograd.worksheet.tex.spelling import Spelling
from autograd.worksheet.tex.units import Unit, definition_only, has_free

MOST_CONDITIONS = 2
"""Conditions on index letters, the latest in a text, that a formula behind them may be meant under."""

MOST_BACK = 3
"""Claims before the last equation that a formula beginning with = may go on with."""

_ONE_SAMPLE = re.compile(
    r"\b(?:single|one|1|each)\s+(?:training\s+)?(?:example|sample|data\s*point|observation|instance)\b"
    r"|ein(?:zelnes|em|es)?\s+(?:Beispiel|Datenpunkt)|un\s+(?:seul\s+|solo\s+)?(?:exemple|ejemplo)"
    r"|(?:apenas\s+|só\s+)?uma\s+(?:única\s+)?amostra|un[ao]?\s+(?:sola\s+|única\s+)?(?:muestra|campione|esempio)"
    r"|单个样本|单样本|一个样本",
    re.IGNORECASE,
)
"""What speaks of one sample, as if there were no others."""

_EQUATION = re.compile(
    r"\b(?:line|(?:hyper)?plane|boundar(?:y|ies)|constraints?|subject to|solve|Gerade|(?:Hyper)?ebene|Grenze"
    r"|Nebenbedingung|droite|fronti[èe]re|contrainte)\b|\bs\.t\.|直线|超平面|边界|约束",
    re.IGNORECASE,
)
"""What speaks of a line, a plane, a condition: an equation behind it is one to be fulfilled, and claims nothing."""

_NEW_PARAGRAPH = re.compile(r"(?<![\w:,：])(?<![\w:,：] )\n(?=[ \t]*\n)|\\(?:par|item|section|paragraph)\b")
"""Where a paragraph ends: not before a formula on lines of its own in the middle of a sentence."""

_POWER_OF_TEN = re.compile(r"\{?\s*10\s*\^")
"""What tells how large something is."""

_NO_DERIVATIVE = "this is not a derivative, for "

_FAULTS = (verdicts.WRONG, verdicts.VALUE, verdicts.SHAPE, verdicts.UNDEFINED)


def check_paper(text: str, kind: str, hints: int = 2, name: str = "", strict: bool = False) -> PaperReport:
    """The report on a document."""
    return _checked(document_of(text, kind), hints, name, strict)


@collector_paused()
def check_under_key(
    text: str, kind: str, key: str, hints: int = 2, name: str = "", strict: bool = False, is_graded: bool = False
) -> PaperReport:
    """The report on a document under a key: what the key defines is so, and what the document says of it is a claim.

    The key is a document, too, or a worksheet. LanguageError where it claims what is wrong. What `is_graded` is read
    once, for the report and as the worksheet `typed`, and judged twice: half of the work is left for the second time.
    """
    if is_document(key):
        refuse_wrong(key)
    document = document_of(text, kind)
    both = under_key(document, key_of(key))
    work = PaperWork.of(len(both.text), 1 / 2 if is_graded else 1)
    paper = read_paper(both, work)
    report = _reported(both, paper, work, hints, name, strict)
    report.typed = worksheet_of(document, paper) if is_graded else ""
    for verdict in report.verdicts:
        if verdict.line > report.own_lines and is_refused(verdict):
            line = verdict.line - report.own_lines
            raise LanguageError(
                f"key, line {line}: {verdict.claim} is {verdict.verdict}", verdict.text, verdict.column, 1
            )
    report.verdicts = [verdict for verdict in report.verdicts if verdict.line <= report.own_lines]
    report.statements = [each for each in report.statements if each.start < len(text)]
    report.document = document
    return report.counted()


def is_refused(verdict: Verdict) -> bool:
    """Whether a verdict on a line of a key makes it useless: what it only asks for is not attempted there."""
    return verdict.is_fault and verdict.verdict not in (UNREADABLE, verdicts.NOT_ATTEMPTED)


def is_document(key: str) -> bool:
    """Whether a key is LaTeX or Markdown with formulas, not a worksheet."""
    return kind_of("", key) is not None or (_FORMULA.search(key) is not None and has_formulas(key))


_FORMULA = re.compile(r"\$[^$\n]*\\[A-Za-z]+[^$\n]*\$")


def key_of(text: str) -> Document:
    """A key as a document: its formulas, or a worksheet between the lines of a fence."""
    if not is_document(text):
        return document_of(f"```sheet\n{text}\n```", MARKDOWN)
    return document_of(text, kind_of("", text) or MARKDOWN)


def refuse_wrong(key: str) -> None:
    """Refuse a key, a document, that claims what is wrong, for no answer could be held against it."""
    first = first_wrong(key)
    if first is not None:
        said = f"key, line {first.line}: {first.claim} is wrong{f': {first.cause}' if first.cause else ''}"
        raise LanguageError(said, first.text, first.column, first.length)


@lru_cache(maxsize=8)  # many documents are held against one key
def first_wrong(key: str) -> Verdict | None:
    """The first claim of a key, a document, for which it is refused."""
    report = _checked(key_of(key), 2, "", False)
    return next((each for each in report.verdicts if each.is_first_hand and is_refused(each)), None)


@lru_cache(maxsize=8)
def key_as_sheet(text: str) -> str:
    """A key that is a document as the text of a worksheet, with its points."""
    return worksheet_of(key_of(text))


def check_notebook(
    cells: Iterable[tuple[int, str]], hints: int = 2, name: str = "", strict: bool = False
) -> PaperReport:
    """The report on the Markdown cells of a notebook, each with its number."""
    return _checked(notebook_of(cells), hints, name, strict)


@collector_paused()
def _checked(document: Document, hints: int, name: str, strict: bool) -> PaperReport:
    work = PaperWork.of(len(document.text))
    return _reported(document, read_paper(document, work), work, hints, name, strict)


def _reported(document: Document, paper: Paper, work: PaperWork, hints: int, name: str, strict: bool) -> PaperReport:
    text = document.text
    found: list[Verdict] = []
    pot = work.pot(WEIGHT * len(text) + USUAL)
    judged = [_judged(paper, each, pot) for each in paper.parts]
    for part in judged:  # when all is judged: one mistake may take as much as the claims of several parts
        part.explain()
    for part in judged:
        found += _doubted(paper, part, work.doubts)
    left = [verdict for verdict in found if verdict.cause == TOO_LARGE]
    for verdict in left:
        verdict.cause = f"{TOO_LARGE}: {len(found) - len(left)} of its {len(found)} claims are judged"
    for each in paper.unread:
        found.append(Verdict(1, each.start, each.length, "", UNREADABLE, each.message, text=text))
    for verdict in found:
        place(verdict, document)
    found.sort(key=lambda each: (each.line, each.column))
    report = PaperReport(found, hints, name, _sheet(document, paper), document=document, strict=strict)
    report.statements = paper.statements
    report.read, report.silent = paper.read, paper.silent
    report.own_lines = document.line(document.own_end - 1) if document.own_end <= len(text) else len(document.lines)
    paper.unread = [each for each in paper.unread if each.start < document.own_end]
    report.unread = len(paper.unread)
    reasons: defaultdict[str, list[int]] = defaultdict(list)
    for each in paper.unread:
        reasons[each.reason].append(document.line(each.start))
    report.reasons = dict(reasons)
    report.signs = signs_read(paper)
    return report.counted()


def _sheet(document: Document, paper: Paper) -> Sheet:
    """The document's lines as those of a worksheet, for reports that show all of them."""
    lines = [Line(number, line) for number, line in enumerate(document.text.splitlines(), start=1)]
    return Sheet(document.text, lines, [step for part in paper.parts for step in part.sheet.steps])


def place(verdict: Verdict, document: Document) -> None:
    """Give a verdict its line, and its column in it, in place of one in the whole document."""
    at = verdict.column
    verdict.line = document.line(at)
    start = document.lines[verdict.line - 1]
    end = document.lines[verdict.line] if verdict.line < len(document.lines) else len(document.text)
    line = document.text[start:end].rstrip("\r\n")
    verdict.text, verdict.column = line, at - start
    verdict.length = max(1, min(verdict.length, len(line) - verdict.column))
    if verdict.part is not None:
        column = verdict.part[0] - start
        inside = 0 <= column < len(line)
        verdict.part = (column, max(1, min(verdict.part[1], len(line) - column))) if inside else None
    verdict.claim = " ".join(verdict.claim.split())


@dataclass
class Judged:
    """A part with the verdicts on it, and the claim that each is about, by its identity."""

    part: Part
    found: list[Verdict]
    claims: dict[int, Claim]
    judges: list[Judge]

    def explain(self) -> None:
        """Find the causes of what is wrong, of which nothing was looked for while it was judged."""
        kept = set(map(id, self.found))
        for judge in self.judges:
            judge.unexplained = [each for each in judge.unexplained if id(each[1]) in kept]
            with suppress(Exhausted):
                judge.explain_all(explain_cause)
        self.judges = []


def _judged(paper: Paper, part: Part, pot: Pot) -> Judged:
    """A part with the verdicts on it, without their causes."""
    part.sheet = with_losses(part, paper.document)
    alone = STEPS if part.unknown else frozenset()
    judge = _judge(part.sheet, pot, alone)
    for sizes in part.other_sizes:
        if not _unfit(judge.found):
            break
        other = _judge(replace(part.sheet, free=sizes), pot, alone)
        if _unfit(other.found) < _unfit(judge.found):
            part.sheet, judge = other.sheet, other
    faulty = [verdict.column for verdict in judge.found if verdict.verdict in _WRONG][:FIRST_FAULTS]
    sheet = entry_by_entry(part.sheet) if faulty else None
    if sheet is not None and _faults(_judge(_claims_at(sheet, faulty), pot, alone).found) < len(faulty):
        other = _judge(sheet, pot, alone)
        if _faults(other.found) < _faults(judge.found) and _unfit(other.found) <= _unfit(judge.found):
            _tell(other.found, judge.found)
            part.sheet, judge = other.sheet, other
    found, claims, judges = judge.found, _claims_of(judge), [judge]
    if part.sheet.free and any(each.given for each in part.sheet.definitions()):
        at_givens = _judge(replace(part.sheet, free={}), pot, alone)
        found, claims, judges = (
            _with_numbers(at_givens.found, found),
            {**claims, **_claims_of(at_givens)},
            [*judges, at_givens],
        )
    return Judged(part, found, claims, judges)


def _doubted(paper: Paper, judged: Judged, work: Work) -> list[Verdict]:
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


FIRST_FAULTS = 12
"""Claims that are wrong, the first of a part: only if · read otherwise helps one of these, all are judged so."""

_WRONG = (verdicts.SHAPE, verdicts.WRONG)


def _claims_at(sheet: Sheet, columns: Container[int]) -> Sheet:
    """A worksheet with no claims but those at these places."""
    steps = [
        replace(step, claims=tuple(each for each in step.claims if each.column in columns)) for step in sheet.steps
    ]
    return replace(sheet, steps=steps)


def _faults(found: Iterable[Verdict]) -> int:
    """How many claims are wrong."""
    return sum(verdict.verdict in _WRONG for verdict in found)


def _tell(found: Iterable[Verdict], otherwise: Iterable[Verdict]) -> None:
    """Tell of claims that are right as · multiplies entry by entry, and wrong otherwise, that they are so."""
    wrong = {_span(each) for each in otherwise if each.is_fault}
    for verdict in found:
        if verdict.is_fine and _span(verdict) in wrong:
            verdict.remark = verdict.remark or SAID


def _unfit(found: Iterable[Verdict]) -> int:
    """How many claims have no shape, or cannot be computed."""
    return sum(verdict.verdict in (verdicts.SHAPE, UNREADABLE) or verdict.kind == SIZES for verdict in found)


def with_losses(part: Part, document: Document) -> Sheet:
    """The worksheet of a part with its unknown losses: functions of the last of all that they are differentiated by."""
    sheet = part.sheet
    if not part.unknown:
        return sheet
    definitions = {each.name: each for each in sheet.definitions()}
    try:
        known = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread).base.floats
    except UNCOMPUTABLE:  # too much work: judging will say so
        return sheet
    steps = list(sheet.steps)
    for name, bottoms in part.unknown.items():
        inner = {each for other in bottoms for each in names_behind(other, definitions)}
        sizes = {
            other: shape(known[other])
            for other in bottoms
            if other in known and other not in inner and not isinstance(known[other], Layer)
        }
        if sizes:
            needed = [place for place, each in enumerate(steps) if each.definition and each.definition.name in sizes]
            place = max(needed, default=-1) + 1
            line = steps[place - 1].line if place else 1
            steps.insert(place, step_for(name, sizes, document.text, line))
    return replace(sheet, steps=steps)


STEPS = frozenset({"t", "tau", "n", "k"})
"""Letters that count steps in time. Who says nothing of the loss of several speaks of one, as if it were the last."""


def _judge(sheet: Sheet, pot: Pot, alone: frozenset[str]) -> Judge:
    """A worksheet judged, but for the causes of what is wrong."""
    judge = Judge(sheet, explains=explain_cause, pot=pot, by_itself=alone, too_much=TOO_LARGE, defers=True)
    if sheet.free:
        share = max(0.0, min(1.0, 2 - len(sheet.text) / USUAL))  # what is long has much for all its causes as it is
        judge.causes_work.left += int((WITHOUT_NUMBERS - 1) * share * judge.causes_work.left)
    judge.found = judge.verdicts()
    return judge


def _claims_of(judge: Judge) -> dict[int, Claim]:
    """The claim that each verdict is about, by the verdict's identity."""
    return {id(judged.verdict): judged.claim for judged in judge.judged.all}


def _with_numbers(at_givens: list[Verdict], found: list[Verdict]) -> list[Verdict]:
    """The verdicts, at the numbers given where a claim speaks of nothing else."""
    open_at_givens = defaultdict(list)
    for verdict in at_givens:
        open_at_givens[verdict.line].append(verdict.verdict in (UNREADABLE, NOT_JUDGED))
    without = {line for line, is_open in open_at_givens.items() if all(is_open)}
    unjudged = (UNREADABLE, NOT_JUDGED)
    computed = {_span(each): each for each in at_givens if each.verdict not in unjudged and each.line not in without}
    merged = [computed.pop(_span(verdict), verdict) for verdict in found]
    return [*merged, *computed.values()]


def _span(verdict: Verdict) -> tuple[int, int]:
    return verdict.column, verdict.length


class Doubts:
    """What speaks against a verdict: the seven rules that keep false alarms away."""

    def __init__(self, paper: Paper, part: Part, work: Work) -> None:
        self.paper, self.part = paper, part
        self.definitions = {each.name: each for each in part.sheet.definitions()}
        self._behind: dict[str, dict[str, None]] = {}
        self.work = work
        self.claims: list[tuple[int, Claim]] = []
        self.conditions: list[tuple[int, str]] = []
        self.anew: list[tuple[int, str]] = []

    @cached_property
    def units(self) -> Covering[Unit]:
        """The statements, by where their sentences stand."""
        return Covering((each.start, each.end, unit) for unit in self.part.units for each in unit.sentences)

    @cached_property
    def inline(self) -> Covering[Formula]:
        """The formulas within lines of text, by where they stand."""
        return Covering((each.start, each.end, each) for each in self.paper.document.formulas if not each.display)

    @cached_property
    def one_sample(self) -> Mentions:
        """Where the text speaks of one sample."""
        return mentions(_ONE_SAMPLE, self.paper.document.text)

    @cached_property
    def equations(self) -> Mentions:
        """Where the text speaks of equations that are to be fulfilled."""
        return mentions(_EQUATION, self.paper.document.text)

    @cached_property
    def paragraphs(self) -> Mentions:
        """Where paragraphs begin."""
        return mentions(_NEW_PARAGRAPH, self.paper.document.text)

    @cached_property
    def begun(self) -> set[int]:
        """Where the first formulas of definitions begin."""
        heads = (unit.head.tokens for unit in self.part.units if unit.defines[0])
        equals = ("=", ":=")
        return {next((after.column for sign, after in pairwise(each) if sign.kind in equals), -1) for each in heads}

    @cached_property
    def steps(self) -> list[tuple[int, int]]:
        """Where names are given new values."""
        sentences = (each for unit in self.part.units if unit.updates for each in unit.sentences)
        return [(each.start, each.end) for each in sentences]

    def is_step(self, verdict: Verdict) -> bool:
        """Whether a verdict is about what a name becomes, not what it is."""
        return any(start <= verdict.column < end for start, end in self.steps)

    @cached_property
    def tops(self) -> set[str]:
        """What is differentiated, by something else than itself."""
        slopes = (pair for unit in self.part.units for each in unit.sentences for pair in slopes_in(each.tokens))
        return {top for top, bottom in slopes if top != bottom}

    @cached_property
    def fixed(self) -> set[str]:
        """The index letters that a definition has on its right only."""
        return {
            letter
            for step in self.part.sheet.steps
            if step.definition is not None
            for formula in step.statement.parts[1:]
            for letter in set(free_letters([formula], self.definitions))
            - set(free_letters([step.statement.parts[0]], self.definitions))
        }

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
        if why := self.past_the_link(claim):
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
            is_chain = any(isinstance(node, Derivative) for node in claim.formula.inside())
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
        if claim.is_numeric and not claim.samples.has_givens and verdict.verdict == verdicts.WRONG:
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

    def reached_by(self, name: str) -> set[str]:
        """A name with all that it is computed from."""
        return {name, *self.behind(name)}

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
        is_slope = any(isinstance(node, Derivative) for node in claim.target.inside())
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

    def sign_before(self, verdict: Verdict) -> str:
        """The sign between a claim's formula and what it is held against."""
        tokens = [token for unit in self.units.at(verdict.column) for each in unit.sentences for token in each.tokens]
        end = verdict.column + verdict.length
        return next((each.text for each in reversed(tokens) if each.kind == "=" and each.column < end), "")

    def is_of_all(self, definition: Definition) -> bool:
        """Whether a definition adds up something, over samples written out or others."""
        if any(isinstance(each, Fold) for each in definition.formula.inside()):
            return True
        members = [name.partition("[")[0] for name in names_in(definition.formula) if name.endswith("]")]
        return bool(self.paper.survey.counted.samples) and len(set(members)) < len(members)

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
            if other != name and other in self.own and self.own[other] != _formula_of(unit):
                where = self.paper.document.where(definition.line)
                return f"{self.shown(name)} is said in {where}, where {self.shown(other)} is something else"
        return ""

    @cached_property
    def own(self) -> dict[str, list[str]]:
        """What the part itself defines by more than a number, and how."""
        units = (unit for unit in self.part.units if unit.defines[0] and not unit.updates)
        return {unit.defines[0]: told for unit in units if len(told := _formula_of(unit)) > 1}

    @cached_property
    def lines(self) -> tuple[int, int] | None:
        """The first and the last line of the part."""
        starts = [each.start for unit in self.part.units for each in unit.sentences]
        document = self.paper.document
        return (document.line(min(starts)), document.line(max(starts))) if starts else None

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

    def is_keyed(self, name: str) -> bool:
        """Whether a key says what a name is."""
        definition = self.definitions.get(name)
        return definition is not None and definition.statement.column >= self.paper.document.own_end

    def is_inline(self, place: int) -> bool:
        """Whether a place is in a formula within a line of text."""
        return next(self.inline.at(place), None) is not None

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

    def has_slope(self, formula: Node) -> bool:
        """Whether a formula has a derivative in it, or the name of one."""
        named = (self.definitions.get(name) for name in names_in(formula))
        is_named = any(each is not None and each.is_derivative for each in named)
        return is_named or any(isinstance(node, Derivative) for node in formula.inside())

    def is_called_in(self, name: str, verdict: Verdict) -> bool:
        """Whether a claim itself calls an unknown function."""
        places = self.called.get(name, [])
        at = bisect_left(places, verdict.column)
        return at < len(places) and places[at] < verdict.column + verdict.length

    @cached_property
    def called(self) -> Mapping[str, list[int]]:
        """Where unknown functions, or their slopes, are called."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for sentence in (each for unit in self.part.units for each in unit.sentences):
            for token in sentence.tokens:
                if token.kind == "name" and token.text.removeprefix(SLOPE_OF) in sentence.functions:
                    found[token.text].append(token.column)
        return {name: sorted(places) for name, places in found.items()}

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

    @cached_property
    def formula_starts(self) -> list[int]:
        """Where formulas begin."""
        return [each.start for each in self.paper.document.formulas]

    def calls(self, name: str, nodes: Iterable[Node]) -> bool:
        """Whether formulas, or what they are computed from, call an unknown function."""
        uses = self.callers.get(name, set())
        return bool(uses) and not uses.isdisjoint(self.reached(nodes))

    @cached_property
    def callers(self) -> Mapping[str, set[str]]:
        """What begins the sentences in which each unknown function is called."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for sentence in (each for unit in self.part.units for each in unit.sentences):
            for name in sentence.functions:
                found[name].update(token.text for token in sentence.tokens[:1])
        return found

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

    def behind(self, name: str) -> dict[str, None]:
        """The names a name is computed from, in order of the alphabet."""
        found = self._behind.get(name)
        if found is None:
            found = self._behind[name] = dict.fromkeys(sorted(names_behind(name, self.definitions)))
            self.work.spend(len(found))
        return found

    def reached(self, nodes: Iterable[Node]) -> list[str]:
        """The names formulas speak of, and those that these are computed from."""
        found: dict[str, None] = {}
        for node in nodes:
            for name in names_in(node):
                found[name] = None
                behind = self.behind(name)
                self.work.spend(len(behind) // 20)
                found.update(behind)
        return list(found)

    def sizes_known(self, nodes: Iterable[Node]) -> bool:
        """Whether the sizes of all names in formulas are told, or follow: those of lists from those of matrices."""
        return not any(name in self.unsized for name in self.reached(nodes))

    @cached_property
    def unsized(self) -> set[str]:
        """The names whose sizes are not told, and do not follow."""
        told = {name for declared in self.paper.declared.values() for name in declared}
        return {
            name
            for name, each in self.part.sheet.free.items()
            if name not in told and (not told or all(min(size) > 1 for size in each.sizes))
        }

    def shown(self, name: str) -> str:
        """A name as the document has it."""
        shown = self.paper.survey.shown
        return self.paper.survey.counted.shown(shown).get(name, shown.get(name, name))


def _formula_of(unit: Unit) -> list[str]:
    """The texts of what a statement defines a name by."""
    return [token.text for token in definition_only(unit.head.tokens)[2:]]


def signs_read(paper: Paper) -> list[str]:
    """How signs were read that could have meant something else, a line each."""
    survey = paper.survey
    found = []
    letters = sorted(letter for letter in survey.letters if survey.lowered[letter])
    if letters and survey.axes:
        found.append(
            f"{', '.join(letters)}: ind{'ex letters' if len(letters) > 1 else 'ex letter'}, from {survey.first}"
        )
    squares = sorted(survey.shown[f"{name}^2"] for name in survey.squares if f"{name}^2" in survey.shown)
    found += [f"{each}: a name" for each in squares]
    layered = sorted({shown for name, shown in survey.shown.items() if "^(" in name})
    if layered:
        found.append(f"{', '.join(layered[:6])}{' …' if len(layered) > 6 else ''}: names with their layer")
    starred = sorted({shown for name, shown in survey.shown.items() if name.endswith("^*")})
    found += [f"{each}: a name" for each in starred]
    return found
