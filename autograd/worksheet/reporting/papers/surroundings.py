"""What stands around the claims of a part of a document, and what their names are computed from."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.tree import Derivative, Fold, Node, free_letters, name_of, names_in
from autograd.worksheet.language.work import Work
from autograd.worksheet.reporting.papers.places import Covering, Mentions, mentions
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.sheet.unknown import names_behind
from autograd.worksheet.tex.abstract import SLOPE_OF
from autograd.worksheet.tex.documents import Formula
from autograd.worksheet.tex.reading.paper import Paper, Part
from autograd.worksheet.tex.units import Unit

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


class Surroundings:
    """What is known of the text around the claims of a part, and of what their names are computed from."""

    def __init__(self, paper: Paper, part: Part, work: Work) -> None:
        self.paper, self.part = paper, part
        self.definitions = {each.name: each for each in part.sheet.definitions()}
        self._behind: dict[str, dict[str, None]] = {}
        self._signs: dict[int, list[tuple[int, str]]] = {}  # the = of each unit, and where they stand
        self.work = work

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
        slopes = (pair for unit in self.part.units for each in unit.sentences for pair in each.slopes)
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

    def reached_by(self, name: str) -> set[str]:
        """A name with all that it is computed from."""
        return {name, *self.behind(name)}

    def sign_before(self, verdict: Verdict) -> str:
        """The sign between a claim's formula and what it is held against."""
        end = verdict.column + verdict.length
        for unit in reversed([*self.units.at(verdict.column)]):
            signs = self._signs.get(id(unit))
            if signs is None:  # once for all that stands in a chain
                tokens = (token for each in unit.sentences for token in each.tokens)
                signs = self._signs[id(unit)] = sorted((each.column, each.text) for each in tokens if each.kind == "=")
            place = bisect_left(signs, (end,))
            if place:
                return signs[place - 1][1]
        return ""

    def is_of_all(self, definition: Definition) -> bool:
        """Whether a definition adds up something, over samples written out or others."""
        if definition.formula.has(Fold):
            return True
        members = [name.partition("[")[0] for name in names_in(definition.formula) if name.endswith("]")]
        return bool(self.paper.survey.counted.samples) and len(set(members)) < len(members)

    @cached_property
    def own(self) -> dict[str, list[str]]:
        """What the part itself defines by more than a number, and how."""
        units = (unit for unit in self.part.units if unit.defines[0] and not unit.updates)
        return {unit.defines[0]: told for unit in units if len(told := formula_of(unit)) > 1}

    @cached_property
    def lines(self) -> tuple[int, int] | None:
        """The first and the last line of the part."""
        starts = [each.start for unit in self.part.units for each in unit.sentences]
        document = self.paper.document
        return (document.line(min(starts)), document.line(max(starts))) if starts else None

    def is_keyed(self, name: str) -> bool:
        """Whether a key says what a name is."""
        definition = self.definitions.get(name)
        return definition is not None and definition.statement.column >= self.paper.document.own_end

    def is_inline(self, place: int) -> bool:
        """Whether a place is in a formula within a line of text."""
        return next(self.inline.at(place), None) is not None

    def has_slope(self, formula: Node) -> bool:
        """Whether a formula has the derivative of a name in it, or the name of one; that of a formula tells as much."""
        named = (self.definitions.get(name) for name in names_in(formula))
        is_named = any(each is not None and each.is_derivative for each in named)
        slopes = (node for node in formula.inside() if isinstance(node, Derivative))
        return is_named or any(not (name_of(node.top) or "").startswith("(") for node in slopes)

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


def formula_of(unit: Unit) -> list[str]:
    """The texts of what a statement defines a name by."""
    return [token.text for token in unit.head.definition[2:]]
