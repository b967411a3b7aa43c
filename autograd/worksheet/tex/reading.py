r"""A document read: its statements put into the language, and a worksheet made of each of its parts.

Definitions may come after their use, and a part may use what another defines: the nearest definition whose indices fit.
Whatever is not read is noted with its place, and costs nothing but itself and what goes on with it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.notations.document import Document as Notations
from autograd.worksheet.language.tokens import LONGEST, Token, tokens as read_tokens
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.language.work import MACROS, Exhausted, PaperWork, Work
from autograd.worksheet.sheet.families import in_order
from autograd.worksheet.sheet.model import Free, Line, Sheet
from autograd.worksheet.sheet.reading.reader import Reading
from autograd.worksheet.sheet.roles import is_called_loss
from autograd.worksheet.sheet.separation import split_statements
from autograd.worksheet.sheet.sizes.declarations import Declaration, Declarations
from autograd.worksheet.tex.abstract import SLOPE_OF, bottoms_in, own_function, own_slope, placeholders, slopes_in
from autograd.worksheet.tex.constructs.conditions import ONES
from autograd.worksheet.tex.constructs.sentences import Sentence, Translator
from autograd.worksheet.tex.constructs.writer import UnreadError
from autograd.worksheet.tex.documents import KEY_PARTS, Document, Formula
from autograd.worksheet.tex.layers import Layers
from autograd.worksheet.tex.macros import expand
from autograd.worksheet.tex.names import parts_of
from autograd.worksheet.tex.nodes import (
    Digits,
    Fence,
    Group,
    Letter,
    Scripted,
    Sign,
    Styled,
    TexNode,
    Words,
    all_rows,
)
from autograd.worksheet.tex.rewrites.calls import with_named_calls
from autograd.worksheet.tex.rows import EQUALS, Statement, is_condition, statements_of
from autograd.worksheet.tex.scanning import scan
from autograd.worksheet.tex.sizes import LOOKED_BACK, positive_told, sizes_told, symmetric_said, symmetric_told
from autograd.worksheet.tex.survey import FACTORS, Survey, survey
from autograd.worksheet.tex.units import (
    Definitions,
    Unit,
    axes_in,
    definition_only,
    depth_at,
    evaluated,
    hoisted,
    named_twice,
    of_whole,
    reached_from,
    with_each,
    with_named_parts,
    with_told_operands,
    without_circles,
    without_open_formulas,
    without_open_losses,
)

MOST_PARTS = 8
"""Formulas of a chain that may be left out because they cannot be read."""

FOR_A_FORMULA, FOR_A_CHARACTER = 10, 1.5
"""Operations that a formula and each of its characters take, until it is a statement of the language."""

FOR_A_PART = 100
"""Operations for making a worksheet of a part of a document, and judging it."""

ROOM = 20_000
"""Characters that a document counts as more than it has: without numbers a claim takes the work of several."""

WEIGHT = 3
"""So many characters of a worksheet make the work of one of a formula, when it is judged."""

DEVIATIONS = ("sigma", "epsilon")
"""Names of numbers that are above 0, whether that is said or not: standard deviations, and what keeps them from 0."""

TOO_LARGE = "the document is too large"
"""Why what comes last in it is not read, or not judged."""

WAITS = "rows that go on with a formula that is not read"


@dataclass
class Unread:
    """A statement that is not read, with its place and why; all of one `reason` are told together."""

    start: int
    length: int
    message: str
    reason: str


@dataclass
class Part:
    """A part of a document as a worksheet; `units` are its statements in order.

    `unknown` are losses that are defined nowhere, with what they are differentiated by; `functions` such functions,
    `loose` names that nothing defines and no definition uses. `other_sizes` are those without what other parts tell,
    and those with rows for x in x W.
    """

    number: float
    sheet: Sheet
    units: list[Unit]
    reading: Reading
    unknown: dict[str, list[str]]
    functions: dict[str, int]
    loose: set[str] = field(default_factory=set)
    other_sizes: list[dict[str, Free]] = field(default_factory=list)


@dataclass(frozen=True)
class Condition:
    """A condition on two index letters that stands alone in a text: for i ≠ k."""

    start: int
    part: int
    letters: tuple[str, str]
    equal: bool


@dataclass
class Paper:
    """A document read; `contested` are names that a line says something else of than their definition."""

    document: Document
    survey: Survey
    parts: list[Part] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    read: int = 0
    silent: int = 0
    declared: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    positive: set[str] = field(default_factory=lambda: set(DEVIATIONS))
    conditions: list[Condition] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    contested: dict[str, int] = field(default_factory=dict)
    computed: set[TexNode] = field(default_factory=set)

    @cached_property
    def part_of_line(self) -> dict[int, Part]:
        """The part that a line with a statement is in, when all is read."""
        return {self.document.line(unit.head.start): part for part in self.parts for unit in part.units}

    @cached_property
    def defined_in(self) -> Counter[str]:
        """How many parts define each name."""
        return Counter(name for part in self.parts for name in {unit.defines[0] for unit in part.units})

    translated: "dict[tuple[int, int, frozenset[str]], tuple[Statement, Translated]]" = field(default_factory=dict)


class PaperReading(Reading):
    """Reads the tokens of a document: what is advised for typed lines does not fit it."""

    def with_advice(self, error: LanguageError, found: list[Token], begun: int) -> LanguageError:
        """The error as it is."""
        return error

    def unreached(self, names: Iterable[str]) -> list[str]:
        """None: what is wrong about names that nobody defines is doubted when it is judged, for it may be misread."""
        return []


class Signs(Notations):
    """What a document tells of its notation, where the language asks: nothing that is not said by its formulas."""

    def __init__(self, survey: Survey) -> None:
        super().__init__("")
        self.survey = survey

    def differentiates(self, name: str) -> bool:
        """Whether a derivative of a name is written anywhere."""
        return name in self.survey.differentiated

    @cached_property
    def has_numbers(self) -> bool:
        """Whether anything is given as a number."""
        return self.survey.has_numbers


def read_paper(document: Document, work: PaperWork | None = None) -> Paper:
    """A document read, with so much work at most."""
    text = document.text
    work = work or PaperWork.of(len(text))
    statements, unread = _statements(document, work.formulas)
    every, shown = with_named_calls(statements, text) if _CALLED.search(text) else (statements, {})
    statements = [each for each in every if each.end > each.start] if shown else every
    found = survey(every, text)
    found.shown.update(shown)
    paper = Paper(
        document, found, unread=unread, statements=statements, symmetric=symmetric_said(statements, text, found)
    )
    paper.computed = _computed_in(statements)
    for start, length, message in document.unclosed:
        paper.unread.append(Unread(start, length, message, message))
    for start, end in document.inputs:
        paper.unread.append(Unread(start, end - start, "other files are not followed", "other files are not followed"))
    told: Iterable[Unit] = without_open_losses(_units(paper, every))
    for rewrite in (without_open_formulas, with_told_operands, named_twice, with_named_parts, without_circles):
        told = rewrite(told)
    units = list(evaluated(with_each(told, found)))
    for number, unit in enumerate(units):
        unit.number = number
    parts: defaultdict[float, list[Unit]] = defaultdict(list)
    for unit in units:
        parts[unit.part].append(unit)
    definitions = Definitions(units)
    for part in sorted(parts):
        try:
            work.statements.spend(FOR_A_PART)
        except Exhausted:
            paper.unread.append(too_large(parts[part][0].head.start, "its first parts are read"))
            break
        paper.parts.append(_part(paper, part, parts[part], definitions, ROOM // len(parts), work))
    paper.unread.sort(key=lambda each: each.start)
    return paper


def too_large(start: int, done: str) -> Unread:
    """That work ran out, where, and what was done with it."""
    return Unread(start, 1, f"from here on nothing is read: {TOO_LARGE}: {done}", f"{TOO_LARGE}: {done}")


def _statements(document: Document, work: Work) -> tuple[list[Statement], list[Unread]]:
    """The statements of all formulas, in order, and what cannot be written out."""
    found: list[Statement] = []
    unread: list[Unread] = []
    macros = Work(MACROS.work(len(document.text)).most, work)
    once: dict[tuple[str, str], tuple[int, list[Statement]]] = {}
    for number, formula in enumerate(document.formulas):
        said = document.source[formula.start : formula.end], document.text[formula.start : formula.end]
        try:
            length = min(LONGEST, formula.end - formula.start) if said not in once else 0
            work.spend(int(FOR_A_FORMULA + FOR_A_CHARACTER * length))
        except Exhausted:
            unread.append(too_large(formula.start, f"{number} of its {len(document.formulas)} formulas are read"))
            break
        if formula.given:
            found += _given_lines(document, formula)
            continue
        if said in once:
            start, likes = once[said]
            found += [each.again(formula.start - start, formula.part, formula.display) for each in likes]
            continue
        try:
            if formula.end - formula.start > LONGEST:
                message = f"{formula.end - formula.start} characters are too many for a formula: at most {LONGEST}"
                raise LanguageError(message, document.text, formula.start, 1)
            tokens = expand(scan(document.source, formula.start, formula.end), document.macros, document.text, macros)
            statements = statements_of(tokens, document.text)
        except LanguageError as error:
            unread.append(Unread(error.column, error.length, str(error), str(error)))
            found.append(Statement(formula.start, formula.end, error=error, part=formula.part))
            continue
        for statement in statements:
            statement.part, statement.display = formula.part, formula.display
            if (fault := statement.error) is not None:
                unread.append(Unread(fault.column, fault.length, str(fault), str(fault)))
        if all(statement.error is None for statement in statements):
            once[said] = formula.start, statements
        found += statements
    return found, unread


def _given_lines(document: Document, formula: Formula) -> Iterator[Statement]:
    """The lines of a fence of givens, or of a comment that begins with check:."""
    place = formula.start
    for line in document.text[formula.start : formula.end].split("\n"):
        bare = line.partition("#")[0].rstrip()
        if bare.strip():
            yield Statement(place, place + len(bare), given=True, part=formula.part)
        place += len(line) + 1


def _units(paper: Paper, statements: Iterable[Statement]) -> Iterator[Unit]:
    """The statements of a document as units, each with the rows that go on with it."""
    unit: Unit | None = None
    waits, lost = False, None
    is_headless = False
    for statement in statements:
        if statement.error is not None:
            if statement.continues or unit is None or statement.display:
                waits, lost = True, None
            continue
        if statement.continues and not statement.display and _is_behind_word(paper, statement):
            statement = replace(statement, nodes=statement.nodes[1:], continues=False, like=None)
        if statement.continues and is_headless and not statement.relations[1:]:
            lost, is_headless, waits = _as_left(statement), False, False
            paper.read += statement.start < paper.document.own_end
            continue
        is_headless = statement.display and not _claims(statement) and _speaks_of_chance(statement.nodes)
        if statement.continues and lost is not None and statement.part == lost.part:
            statement = _behind_left(lost, statement)
        read = list(_read(paper, statement))
        sentences = [sentence for sentence in read if not sentence.is_note]
        if not sentences:
            if _claims(statement) and (waits or not statement.continues):  # else the chain has a formula less
                waits, lost = True, None if statement.continues else lost or statement
            continue
        if statement.continues and (waits or unit is None or unit.part != statement.part):
            message = "this goes on with a formula that is not read" if waits else "nothing stands before this ="
            paper.unread.append(Unread(statement.start, max(1, statement.end - statement.start), message, WAITS))
            continue
        paper.read += statement.start < min(paper.document.own_end, statement.end)
        yield from (Unit([sentence], statement.part) for sentence in read if sentence.is_note)
        if statement.continues and unit is not None:
            unit.sentences += sentences
            continue
        if unit is not None:
            yield unit
        first, *others = sentences
        unit, waits, lost = Unit([first], statement.part), False, None
        for other in others:
            yield unit
            unit = Unit([other], statement.part)
    if unit is not None:
        yield unit


_WORD_BEFORE = re.compile(r"[^\W\d_]{2}[*_]{0,3}\s*(?:\$|\\\()\s*$")
"""What stands before a formula that goes on with a word of the text: the MSE $= 0.5$."""


def _is_behind_word(paper: Paper, statement: Statement) -> bool:
    """Whether what a formula in a line of text goes on with is a word."""
    before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]
    return len(statement.nodes) > 1 and _WORD_BEFORE.search(before) is not None


def _as_left(statement: Statement) -> Statement:
    """A formula behind = as one before it: of P(y | x) = a = b is judged that a = b."""
    sign, *nodes = statement.nodes
    return replace(statement, nodes=(*nodes, sign), continues=False, like=None)


def _behind_left(lost: Statement, statement: Statement) -> Statement:
    """What goes on with a statement of which only the right side is not read: its left side is equal to that, too."""
    equals = next((place for place, node in enumerate(lost.nodes) if isinstance(node, Sign) and node.text in EQUALS), 0)
    if not equals or lost.like is not None or statement.like is not None:
        return statement
    return replace(statement, nodes=(*lost.nodes[:equals], *statement.nodes), continues=False)


_CHANCE = ("P", "Q", "p", "q", "Pr", "Prob")
"""What the chance of something is called."""


def _speaks_of_chance(nodes: Sequence[TexNode]) -> bool:
    """Whether nodes speak of the chance of something, or what is expected: P(Y = 1), -log Q(y | x), E[x]."""
    pairs = (pair for row in all_rows(nodes) for pair in pairwise(row))
    return any(_is_chance(*pair) or _is_expectation(*pair) for pair in pairs)


def _is_chance(name: TexNode, fence: TexNode) -> bool:
    """Whether the chance of something stands there: P(Y = 1 | x)."""
    match parts_of(name)[0], fence.base if isinstance(fence, Scripted) else fence:
        case ((Letter(text) | Words(text)), Fence("(" | "[", parts, _)) if text in _CHANCE:
            return any(isinstance(part, Sign) and part.text in ("=", "|", "\\mid", "∼") for part in parts)
    return False


def _is_expectation(name: TexNode, fence: TexNode) -> bool:
    r"""Whether what is expected of something stands there, or how it varies: E[x], \operatorname{Var}[x]."""
    base = parts_of(name)[0]
    match base, fence.base if isinstance(fence, Scripted) else fence:
        case Styled("mathbb", Group((Letter("E"),))), Fence("(" | "["):
            return True
        case ((Letter(text) | Words(text)), Fence("[")):
            return text in ("E", "Var", "Cov", "Std", "var", "Variance")
    return False


def _asks_where_least(nodes: Sequence[TexNode]) -> bool:
    r"""Whether a formula asks where another is least or largest: \arg\min_\theta L(\theta)."""
    words = [base.text for node in nodes[:2] if isinstance(base := parts_of(node)[0], Words)]
    return words[:1] in (["argmin"], ["argmax"]) or words in (["arg", "min"], ["arg", "max"])


def _without_chance(statement: Statement) -> Statement | None:
    """A chain without its formulas that speak of chances, or ask where something is least: of these no text can be
    judged; None if nothing is left.
    """
    starts = [place for place, node in enumerate(statement.nodes) if isinstance(node, Sign) and node.text in EQUALS]
    spans = list(pairwise([0, *starts, len(statement.nodes)]))
    formulas = {span: statement.nodes[slice(*span)] for span in spans}
    kept = [span for span, nodes in formulas.items() if not (_speaks_of_chance(nodes) or _asks_where_least(nodes[1:]))]
    if len(kept) == len(spans):
        return statement
    if not kept or kept[0] != spans[0] or len(kept) < 2 - statement.continues:
        return None
    return replace(statement, nodes=tuple(node for span in kept for node in statement.nodes[slice(*span)]))


def _claims(statement: Statement) -> bool:
    return statement.given or statement.continues or any(each in EQUALS for each in statement.relations)


def _read(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """The sentences of a statement; none where it claims nothing, or is not read, which is noted."""
    if statement.given:
        yield from _read_given(paper, statement)
        return
    if _is_supposed(paper, statement):
        paper.silent += statement.start < paper.document.own_end
        return
    for condition in (statement.nodes, *(() if _claims(statement) else statement.guards)):
        match condition:
            case (Letter(one), Sign("=" | "≠" as sign), Letter(other)) if is_condition(condition):
                paper.conditions.append(Condition(statement.start, statement.part, (one, other), sign == "="))
    if (name := symmetric_told(statement.nodes, paper.survey)) is not None:
        paper.symmetric.add(name)
        paper.silent += statement.start < paper.document.own_end
        return
    bare = _without_chance(statement)
    if bare is None:
        paper.silent += statement.start < paper.document.own_end
        return
    statement = bare
    if not _claims(statement) or is_condition(statement.nodes) or sizes_told(statement.nodes, paper.survey):
        if not declares(paper, statement):
            paper.silent += statement.start < paper.document.own_end
        return
    sentences, left_out = _translated(paper, statement)
    is_recalled = _is_recalled(paper, statement)
    yield from (replace(each, recalls=True) for each in sentences) if is_recalled else sentences
    if not sentences and [each.reason for each in left_out] == ["sets"]:  # what a set consists of cannot be judged
        paper.silent += statement.start < paper.document.own_end
    else:
        paper.unread += left_out


_CALLED = re.compile(
    r"\{\s*(?:\\(?:partial|delta)|d|\\mathrm\s*\{d\})\s*[^{}$\n]{1,40}(?:\{[^{}$\n]{1,20}\}[^{}$\n]{0,9})?\("
)
"""What a document has that differentiates by σ(z)."""

_IF = re.compile(
    r"(?:\b(?:if|whether|unless|wenn|falls|si|cuando|se|als|jeśli|если|eğer)|若|如果|当|假如|もし)\s*(?:\$|\\\()\s*$",
    re.IGNORECASE,
)
"""What stands before a formula that is only supposed."""


def _is_supposed(paper: Paper, statement: Statement) -> bool:
    """Whether a name is only supposed to be some number, within a line of text: if $y = 1$, …, if $y = 0$, …"""
    match statement.nodes if not statement.display else ():
        case (_, Sign("="), Digits()) | (_, Sign("="), Sign("-"), Digits()):
            return _IF.search(paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]) is not None
    return False


_SINCE = re.compile(
    r"(?:\b(?:since|because|as|recall|da|weil|puisque|comme|porque|como|perché|pois)|因为|由于|なので)\s*(?:\$|\\\()\s*$",
    re.IGNORECASE,
)
"""What stands before a formula that says once more what is known."""


def _is_recalled(paper: Paper, statement: Statement) -> bool:
    """Whether a line of text says once more what number a name has that is computed elsewhere: since $z = 2 > 0$."""
    match statement.nodes if not statement.display else ():
        case (name, Sign("="), Digits(), *rest) | (name, Sign("="), Sign("-"), Digits(), *rest):
            if name not in paper.computed:
                return False
            before = paper.document.text[max(0, statement.start - LOOKED_BACK) : statement.start]
            is_compared = any(isinstance(node, Sign) and node.text in ("<", ">", "≤", "≥", "≠") for node in rest[:1])
            return is_compared or _SINCE.search(before) is not None
    return False


def _computed_in(statements: Iterable[Statement]) -> set[TexNode]:
    """The names that statements define by more than a number."""
    found = set()
    for statement in statements:
        match statement.nodes:
            case (_, Sign("="), Sign("-"), Digits()):
                continue
            case (name, Sign("="), _, _, *_):
                found.add(name)
    return found


Translated = tuple[list[Sentence], list[Unread]]
"""The sentences of a statement, and what of it is not read."""


def _translated(paper: Paper, statement: Statement) -> Translated:
    """A statement translated, or one like it moved to its place: what stands in a document once more is read once."""
    numbered = frozenset(name for part, name in paper.survey.numbered if part == statement.part)
    first, by = statement.like or statement, statement.behind
    key = id(first), len(statement.nodes), numbered
    if key not in paper.translated:
        at_first = replace(statement, start=first.start, end=statement.end - by)
        paper.translated[key] = first, _translate(paper, at_first)  # kept: no other may have its identity
    sentences, left_out = paper.translated[key][1]
    if not by:
        return sentences, left_out
    return [each.again(by) for each in sentences], [replace(each, start=each.start + by) for each in left_out]


def _translate(paper: Paper, statement: Statement) -> Translated:
    translator = Translator(paper.document.text, paper.survey)
    sentences: list[Sentence] = []
    unread: list[Unread] = []
    try:
        sentences = translator.sentences(statement)
    except UnreadError as error:
        unread.append(Unread(error.column, error.length, str(error), error.reason))
    except LanguageError as error:
        unread.append(Unread(error.column, error.length, str(error), str(error)))
    unread += [Unread(left.column, left.length, str(left), left.reason) for left in translator.left_out]
    return sentences, unread


def _read_given(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """A line of givens, typed in the language of worksheets."""
    typed = paper.document.text[statement.start : statement.end]
    try:
        found = [
            replace(token, text=_as_in_formulas(token), column=token.column + statement.start)
            for token in read_tokens(typed)
        ]
    except LanguageError as error:
        place = statement.start + error.column
        paper.unread.append(Unread(place, error.length, str(error), str(error)))
        return
    row: list[Token] = []
    for token in split_statements(found):
        if token.kind in (";", "end"):
            if row:
                end = row[-1].column + row[-1].length
                yield Sentence(row, row[0].column, end)
            row = []
        else:
            row.append(token)


_NUMBERED = re.compile(r"([^\W\d_]+)([0-9]+)")


def _as_in_formulas(token: Token) -> str:
    """A token of givens with the name that formulas have for it: of w1 they make w_1."""
    found = _NUMBERED.fullmatch(token.text) if token.kind == "name" and function_called(token.text) is None else None
    return f"{found[1]}_{found[2]}" if found else token.text


def declares(paper: Paper, statement: Statement) -> bool:
    r"""Note the size of names that are said to be in \mathbb{R}^{m \times n}; whether that is what a statement says."""
    found = sizes_told(statement.nodes, paper.survey)
    paper.positive |= positive_told(statement.nodes, paper.survey)
    paper.declared.setdefault(statement.part, {}).update(found)
    return bool(found)


def _part(paper: Paper, number: float, own: list[Unit], definitions: Definitions, room: int, work: PaperWork) -> Part:
    """One part of a document as a worksheet; with so many characters more it may take the work of a longer one."""
    document = paper.document
    spans = [(unit.head.start, unit.sentences[-1].end) for unit in own]
    length = sum(end - start for start, end in spans)
    reading = PaperReading([], {}, (), work.statements, Signs(paper.survey))
    reading.dots = True
    lines: list[Line] = []
    others = linked(definitions.inherited(own, number), own, definitions)
    layers = layers_in(paper.survey, [*others, *own])
    reading.families = layers
    unknown = {top: layers.written_out(bottoms) for top, bottoms in unknown_in([*others, *own], paper.survey).items()}
    for definition in placeholders(document.text, document.line(own[0].head.start), unknown):
        reading.known[definition.name] = definition
    loose = set(layers.written_out(loose_in(own, others, unknown, paper.survey)))
    for definition in placeholders(document.text, document.line(own[0].head.start), {"": sorted(loose)}):
        if definition.name:
            reading.known[definition.name] = definition
    called = {unit.defines[0] for unit in (*others, *own) if unit.is_function}
    for _, bottom in (pair for unit in (*others, *own) for each in unit.sentences for pair in slopes_in(each.tokens)):
        if bottom not in reading.known and bottom not in called:
            reading.unvalued[bottom] = None
    reading.unvalued.update({family: None for family in layers.names if family not in reading.known})
    for bottom in (name for unit in (*others, *own) for each in unit.sentences for name in bottoms_in(each.tokens)):
        if bottom not in reading.known:
            reading.unvalued[bottom] = None
    has_lists = bool(paper.survey.axes or any(size for sizes in paper.declared.values() for size in sizes.values()))
    functions = {
        name: count for unit in (*others, *own) for each in unit.sentences for name, count in each.functions.items()
    }
    reading.own.update({name: own_function(name, count, has_lists) for name, count in functions.items() if count < 5})
    reading.own.update({f"{SLOPE_OF}{name}": own_slope() for name, count in functions.items() if count == 1})
    try:
        from_elsewhere = {unit.number for unit in others}
        valued = {unit.defines[0]: unit.number for unit in (*own[::-1], *others) if not unit.updates}
        for unit in hoisted([*others, *own]):
            if unit.updates and valued.get(unit.head.tokens[0].text, unit.number) >= unit.number:
                continue  # a new value of what has none yet: how one goes on
            if unit.number in from_elsewhere:
                tokens = definition_only(unit.head.tokens)
                _take(reading, paper, lines, replace(unit.head, tokens=tokens), silent=True)
                continue
            for sentence in unit.sentences:
                if unit.updates and sentence is unit.head:
                    sentence = replace(sentence, tokens=of_whole(sentence.tokens))
                if sentence.tokens:
                    _take(reading, paper, lines, sentence)
        if layers:
            reading.steps = in_order(reading.steps)
    except Exhausted:
        start = lines[-1].number if lines else 1
        lines.append(Line(start, document.text))
        paper.unread.append(too_large(own[-1].head.start, "its first statements are read"))
    reading.work = work.sizes
    here = paper.declared.get(int(number), {})
    before: dict[str, tuple[str, ...]] = {}
    for earlier in sorted(paper.declared):
        before.update(paper.declared[earlier] if earlier <= number else {})
    for name in paper.survey.samples - set(before) - {unit.defines[0] for unit in (*others, *own)}:
        if name.capitalize() in before and axes_in(own).get(name) == len(before[name.capitalize()]):
            before[name] = before[name.capitalize()]  # x^{(i)} is a row of X
    taken = {name for name, definition in reading.known.items() if definition is not None} | set(before)
    bounds = {(line, letter): bound for unit in own for line, letter, bound in _bounds(paper, unit)}
    sizes = _sizes(paper, reading, told_of(before, bounds, taken, paper.symmetric), own) or {}
    sheet = Sheet(
        " " * (WEIGHT * length + room), lines, reading.steps, sizes, {}, reading.unread, reading.short, True, []
    )
    loose = {name for name in loose if not name.startswith(ONES)}
    part = Part(number, sheet, own, reading, unknown, functions, loose)
    told = [here] if before != here else []
    if rows := rows_in([*others, *own]) - taken - set(FACTORS):
        told.append({**before, **{name: ("1", f"{name}·") for name in sorted(rows)}})
    for each in told:
        other = _sizes(paper, reading, told_of(each, bounds, taken, paper.symmetric), own, tried=True)
        part.other_sizes += [other] if other is not None else []
    return part


def linked(others: Sequence[Unit], own: Sequence[Unit], definitions: Definitions) -> list[Unit]:
    """The definitions from other parts without those of losses of other nets: of nothing that they are differentiated
    by here. Chains for them can be judged as those for any loss.
    """
    slopes = [pair for unit in own for each in unit.sentences for pair in slopes_in(each.tokens)]
    found = []
    for unit in others:
        bottoms = {bottom for top, bottom in slopes if top == unit.defines[0] != bottom}
        reached = reached_from(unit, definitions.by_name) - {unit.defines[0]} if bottoms else set()
        if not reached or bottoms & reached or unit.part >= KEY_PARTS or not is_called_loss(unit.defines[0]):
            found.append(unit)
    return found


def rows_in(units: Iterable[Unit]) -> set[str]:
    """The names that may be rows: they stand before a matrix, x W, and never behind one."""
    before, behind = set(), set()
    for one, other in (pair for unit in units for each in unit.sentences for pair in pairwise(each.tokens)):
        if one.kind == other.kind == "name":
            if other.text[0].isupper() and one.text[0].islower():
                before.add(one.text)
            elif one.text[0].isupper() and other.text[0].islower():
                behind.add(other.text)
    return before - behind


def told_of(
    declared: Mapping[str, tuple[str, ...]],
    bounds: dict[tuple[int, str], tuple[str, str]],
    taken: Collection[str],
    symmetric: set[str],
) -> "Told":
    """What is told of sizes, as worksheets tell it; a length whose letter is `taken` by another name has its own."""
    names = [
        Declaration(name, tuple(f"{each}·" if each in taken else each for each in lengths), f"what is told of {name}")
        for name, lengths in declared.items()
    ]
    return Told(names, bounds, symmetric)


def loose_in(own: Iterable[Unit], others: Iterable[Unit], unknown: Mapping[str, object], survey: Survey) -> set[str]:
    """The names of a part's claims that nothing defines; the x of d(x²)/dx is any number, wherever it comes from."""
    own, others = list(own), list(others)
    defined = {unit.defines[0] for unit in (*own, *others)} | set(unknown)
    defined |= {name for unit in own for each in unit.sentences for name in bottoms_in(each.tokens)}
    for unit in (*own, *others):
        if unit.defines[0]:
            defined |= {token.text for token in definition_only(unit.head.tokens)}
    found: set[str] = set()
    for unit in own:
        for sentence in unit.sentences:
            slopes = {f"d{name}" for pair in slopes_in(sentence.tokens) for name in pair}
            slopes |= {f"d{name}" for name in bottoms_in(sentence.tokens)}
            for token, after in pairwise([*sentence.tokens, Token("end", "", 0, 0)]):
                word = token.text
                is_name = token.kind == "name" and word not in defined and word not in slopes
                is_name = is_name and not (
                    survey.is_index(word)
                    or word in survey.counted.last
                    or word in CONSTANTS
                    or "′" in word
                    or word == "d"
                )
                if is_name and not (after.kind == "(" and (function_called(word) or word in sentence.functions)):
                    found.add(word)
    return found


def layers_in(survey: Survey, units: Iterable[Unit]) -> Layers:
    """The layers and steps of a document, as far down as definitions speak of them."""
    used = (member for unit in units if unit.defines[0] for member in unit.head.members)
    return Layers.counting(survey.counted, used)


def unknown_in(units: Iterable[Unit], survey: Survey) -> dict[str, list[str]]:
    """What is differentiated and defined nowhere, a single number, with all that it is differentiated by."""
    units = list(units)
    defined = {unit.defines[0].partition("[")[0] for unit in units}
    found: dict[str, dict[str, None]] = {}
    axes = axes_in(units)
    for unit in units:
        for sentence in unit.sentences:
            for top, bottom in slopes_in(sentence.tokens):
                if top not in defined and top not in CONSTANTS and not axes.get(top) and top != bottom:
                    found.setdefault(top, {})[bottom] = None
    return {top: list(bottoms) for top, bottoms in found.items()}


class Told(Declarations):
    """What a document tells of sizes: names without number have some, whatever else has a number."""

    covers_all = True

    def __bool__(self) -> bool:
        return True


def _bounds(paper: Paper, unit: Unit) -> Iterator[tuple[int, str, tuple[str, str]]]:
    """How far the letters of sums run, by line."""
    for sentence in unit.sentences:
        line = paper.document.line(sentence.start)
        for letter, size in sentence.bounds.items():
            yield line, letter, (size, f"the sum over {letter} in line {line}")


def _sizes(
    paper: Paper, reading: Reading, told: Declarations, units: list[Unit], tried: bool = False
) -> dict[str, Free] | None:
    """The sizes of names without number; a definition that contradicts others is not read, and of sizes that are only
    `tried` nothing is left.
    """
    try:
        sizes = reading.sizes(told)
    except Exhausted:
        if tried:
            return None
        why = f"{TOO_LARGE}: not all sizes are found out"
        paper.unread.append(Unread(units[-1].head.start, 1, why, why))
        return {}
    if tried and sizes.contradictions:
        return None
    for definition, error in sizes.contradictions:
        paper.unread.append(Unread(error.column, error.length, str(error), str(error)))
        reading.unread[definition.name] = definition.line
        reading.steps = [
            replace(step, definition=None) if step.definition is definition else step for step in reading.steps
        ]
    positive = paper.positive & sizes.free.keys()
    ones = {name: replace(each, is_ones=True) for name, each in sizes.free.items() if name.startswith(ONES)}
    return {**sizes.free, **{name: replace(sizes.free[name], is_positive=True) for name in positive}, **ones}


def _take(reading: Reading, paper: Paper, lines: list[Line], sentence: Sentence, silent: bool = False) -> None:
    """Read a sentence as the line of the document it stands on."""
    document = paper.document
    line = Line(document.line(sentence.start), document.text)
    end = sentence.tokens[-1].column + sentence.tokens[-1].length if sentence.tokens else sentence.end
    tokens = sentence.tokens
    for _ in range(MOST_PARTS):
        head = reading.head
        line.errors = []
        reading.read(line, document.text, [*tokens, Token("end", "", end, 1)])
        if not line.errors:
            break
        error = line.errors[0]
        if not silent:
            paper.unread.append(Unread(error.column, error.length, str(error), str(error)))
        tokens = _without_part(tokens, error.column)
        if not tokens:
            paper.read -= not silent
            break
        reading.head = head
    line.errors = []
    lines.append(line)


def _without_part(tokens: list[Token], column: int) -> list[Token]:
    """A chain without the formula in which a column is; nothing where that is the first, or there is no other."""
    equals = [place for place, token in enumerate(tokens) if token.kind == "=" and not depth_at(tokens, place)]
    starts = equals if len(equals) > 1 else []
    spans = [(start, end) for start, end in pairwise([*starts, len(tokens)])]
    for start, end in spans:
        last = tokens[end - 1]
        if tokens[start].column <= column <= last.column + last.length and end - start < len(tokens):
            return [*tokens[:start], *tokens[end:]]
    return []
