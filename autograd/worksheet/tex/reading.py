r"""A document read: its statements put into the language, and a worksheet made of each of its parts.

Definitions may come after their use, and a part may use what another defines: the nearest definition whose indices fit.
Whatever is not read is noted with its place, and costs nothing but itself and what goes on with it.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.notations import Document as Notations
from autograd.worksheet.language.tokens import LONGEST, Token, tokens as read_tokens
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.language.work import READING, Exhausted
from autograd.worksheet.sheet.families import in_order
from autograd.worksheet.sheet.model import Free, Line, Sheet
from autograd.worksheet.sheet.reader import Reading
from autograd.worksheet.sheet.separation import split_statements
from autograd.worksheet.sheet.sizes.declarations import Declaration, Declarations
from autograd.worksheet.tex.abstract import SLOPE_OF, bottoms_in, own_function, own_slope, placeholders, slopes_in
from autograd.worksheet.tex.constructs.sentences import Sentence, Translator
from autograd.worksheet.tex.constructs.writer import UnreadError
from autograd.worksheet.tex.documents import Document, Formula
from autograd.worksheet.tex.layers import OPENS_MEMBER, Layers
from autograd.worksheet.tex.macros import expand
from autograd.worksheet.tex.nodes import Letter, Sign
from autograd.worksheet.tex.rows import EQUALS, Statement, is_condition, statements_of
from autograd.worksheet.tex.scanning import scan
from autograd.worksheet.tex.sizes import sizes_told
from autograd.worksheet.tex.survey import Survey, survey

MOST_PARTS = 8
"""Formulas of a chain that may be left out because they cannot be read."""

ROOM = 20_000
"""Characters that a document counts as more than it has: without numbers a claim takes the work of several."""

WAITS = "rows that go on with a formula that is not read"


@dataclass
class Unread:
    """A statement that is not read, with its place and why; all of one `reason` are told together."""

    start: int
    length: int
    message: str
    reason: str


@dataclass
class Unit:
    """A statement with the rows that go on with it."""

    sentences: list[Sentence]
    part: float
    number: int = 0

    @property
    def head(self) -> Sentence:
        """The statement itself."""
        return self.sentences[0]

    @cached_property
    def defines(self) -> tuple[str, int]:
        """The name on the left of its first = and how many index letters it has; no name where it is not one alone."""
        return defined_by(self.head.tokens)

    @cached_property
    def uses(self) -> set[str]:
        """The names it speaks of, those that it differentiates among them."""
        found = set()
        for sentence in self.sentences:
            found |= {token.text for token in sentence.tokens if token.kind == "name"}
        return found | {name[1:] for name in found if name.startswith("d") and len(name) > 1}

    @cached_property
    def names_slope(self) -> bool:
        """Whether it gives a derivative a name, and says no more: δ = dL/dz."""
        formula = _definition_only(self.head.tokens)
        begun = next((place for place, token in enumerate(formula) if token.kind in ("=", ":=")), len(formula))
        kinds, depth = [], 0
        for token in formula[begun + 1 :]:
            depth += (token.kind == "[") - (token.kind == "]")
            kinds += [token.kind] if not depth and token.kind not in ("(", ")", "]") else []
        return bool(self.defines[0]) and kinds == ["name", "/", "name"]

    @property
    def updates(self) -> bool:
        """Whether it gives a name a new value: w <- …, w = w - …"""
        if any(token.kind in ("<-", ":=") for token in self.head.tokens):
            return True
        name, tokens = self.defines[0], self.head.tokens
        pairs = pairwise(range(len(tokens)))
        return bool(name) and any(tokens[one].kind == "=" and tokens[two].text == name for one, two in pairs)


def defined_by(tokens: list[Token]) -> tuple[str, int]:
    """The name tokens begin with, before a sign of equality, and how many indices it has; ("", 0) if there is none."""
    if not tokens or tokens[0].kind != "name":
        return "", 0
    place, axes = 1, 0
    name = tokens[0].text
    if len(tokens) > 3 and tokens[1].text == OPENS_MEMBER:
        place = next(number for number, token in enumerate(tokens) if token.kind == "]") + 1
        if tokens[2].kind == "number":
            name = f"{name}[{tokens[2].text}]"
        elif place != 4:
            return "", 0
    if len(tokens) > place and tokens[place].kind == "[":
        axes = 1
        while place < len(tokens) and tokens[place].kind != "]":
            axes += tokens[place].kind == ","
            if tokens[place].kind == "number":
                return "", 0
            place += 1
        place += 1
    elif len(tokens) > place and tokens[place].kind == "(":
        if function_called(tokens[0].text):
            return "", 0
        while place < len(tokens) and tokens[place].kind != ")":
            place += 1
        place += 1
    after = tokens[place].kind if place < len(tokens) else ""
    return (name, axes) if after in ("=", ":=") else ("", 0)


@dataclass
class Part:
    """A part of a document as a worksheet; `units` are its statements in order.

    `unknown` are losses that are defined nowhere, with what they are differentiated by; `functions` such functions,
    `loose` names that nothing defines and no definition uses. `other_sizes` are those without what other parts tell.
    """

    number: float
    sheet: Sheet
    units: list[Unit]
    reading: Reading
    unknown: dict[str, list[str]]
    functions: dict[str, int]
    loose: set[str] = field(default_factory=set)
    other_sizes: dict[str, Free] | None = None


@dataclass(frozen=True)
class Condition:
    """A condition on two index letters that stands alone in a text: for i ≠ k."""

    start: int
    part: int
    letters: tuple[str, str]
    equal: bool


@dataclass
class Paper:
    """A document read."""

    document: Document
    survey: Survey
    parts: list[Part] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    read: int = 0
    silent: int = 0
    declared: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


class PaperReading(Reading):
    """Reads the tokens of a document: what is advised for typed lines does not fit it."""

    def with_advice(self, error: LanguageError, found: list[Token], begun: int) -> LanguageError:
        """The error as it is."""
        return error


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


def read_paper(document: Document) -> Paper:
    """A document read."""
    text = document.text
    statements, unread = _statements(document)
    found = survey(statements, text)
    paper = Paper(document, found, unread=unread, statements=statements)
    for start, length, message in document.unclosed:
        paper.unread.append(Unread(start, length, message, message))
    for start, end in document.inputs:
        paper.unread.append(Unread(start, end - start, "other files are not followed", "other files are not followed"))
    units = list(_evaluated(with_each(_units(paper, statements), found)))
    for number, unit in enumerate(units):
        unit.number = number
    parts = sorted({unit.part for unit in units})
    for part in parts:
        paper.parts.append(_part(paper, part, units, ROOM // len(parts)))
    paper.unread.sort(key=lambda each: each.start)
    return paper


def _statements(document: Document) -> tuple[list[Statement], list[Unread]]:
    """The statements of all formulas, in order, and what cannot be written out."""
    found: list[Statement] = []
    unread: list[Unread] = []
    for formula in document.formulas:
        if formula.given:
            found += _given_lines(document, formula)
            continue
        try:
            if formula.end - formula.start > LONGEST:
                message = f"{formula.end - formula.start} characters are too many for a formula: at most {LONGEST}"
                raise LanguageError(message, document.text, formula.start, 1)
            tokens = expand(scan(document.source, formula.start, formula.end), document.macros, document.text)
            statements = statements_of(tokens, document.text)
        except LanguageError as error:
            unread.append(Unread(error.column, error.length, str(error), str(error)))
            found.append(Statement(formula.start, formula.end, error=error, part=formula.part))
            continue
        for statement in statements:
            statement.part, statement.display = formula.part, formula.display
            if (fault := statement.error) is not None:
                unread.append(Unread(fault.column, fault.length, str(fault), str(fault)))
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
    waits = False
    for statement in statements:
        if statement.error is not None:
            if statement.continues or unit is None or statement.display:
                waits = True
            continue
        sentences = list(_read(paper, statement))
        if not sentences:
            if _claims(statement):
                waits = True
            continue
        if statement.continues and (waits or unit is None or unit.part != statement.part):
            message = "this goes on with a formula that is not read" if waits else "nothing stands before this ="
            paper.unread.append(Unread(statement.start, max(1, statement.end - statement.start), message, WAITS))
            continue
        paper.read += 1
        if statement.continues and unit is not None:
            unit.sentences += sentences
            continue
        if unit is not None:
            yield unit
        first, *others = sentences
        unit, waits = Unit([first], statement.part), False
        for other in others:
            yield unit
            unit = Unit([other], statement.part)
    if unit is not None:
        yield unit


def _evaluated(units: Iterable[Unit]) -> Iterator[Unit]:
    """The units; one that is evaluated at some numbers has a part of its own, in which these are given."""
    for number, unit in enumerate(units, start=1):
        given = next((sentence.at for sentence in unit.sentences if sentence.at), ())
        if given:
            unit.part += number / 100_000
            place = 0
            for end, token in enumerate(given):
                if token.kind == ";":
                    yield Unit([Sentence(list(given[place:end]), unit.head.start, unit.head.end)], unit.part)
                    place = end + 1
        yield unit


def with_each(units: Iterable[Unit], survey: Survey) -> list[Unit]:
    """The units, with J_i for what J adds up, where J is one number and J_i is spoken of: the loss of one sample."""
    units = list(units)
    axes = axes_in(units)
    listed = {unit.defines[0] for unit in units if unit.defines[1]}
    found = []
    for unit in units:
        found.append(unit)
        name, letters = unit.defines
        if not name or letters or not axes.get(name) or name in listed:
            continue
        if (tokens := _each(unit.head.tokens, f"{name}·")) is not None:
            listed.add(name)
            survey.shown[f"{name}·"] = survey.shown.get(name, name)
            found.append(Unit([Sentence(tokens, unit.head.start, unit.head.end)], unit.part))
    for sentence in (each for unit in found for each in unit.sentences):
        for place, (token, after) in enumerate(pairwise(sentence.tokens)):
            name = token.text.removeprefix("d") if token.text not in survey.shown else token.text
            if after.kind == "[" and token.kind == "name" and f"{name}·" in survey.shown and name in axes:
                sentence.tokens[place] = replace(token, text=f"{token.text}·")
    return found


def _each(tokens: list[Token], name: str) -> list[Token] | None:
    """What a sum or a mean adds up, as the definition of a name; None for what is anything else."""
    formula = _definition_only(tokens)[2:]
    begun = next((place for place, token in enumerate(formula) if token.text == "sum"), None)
    if begun is None or formula[begun + 3 : begun + 4] == [] or formula[begun + 3].kind != ":":
        return None
    before = formula[:begun]
    closes = [place for place, token in enumerate(formula) if token.kind == ")"]
    if not all(token.kind in ("-", "(", ")", "/", "*", "number", "name") for token in before) or not closes:
        return None
    if (
        closes[-1] != len(formula) - 1
        or _depth(formula, begun)
        or _depth(formula[begun + 1 :], len(formula) - begun - 2) != 1
    ):
        return None
    letter, at = formula[begun + 2], formula[begun].column
    head = [Token("name", name, at, 0), Token("[", "[", at, 0), letter, Token("]", "]", at, 0), Token("=", "=", at, 0)]
    sign = [token for token in before if token.kind == "-"]
    body = formula[begun + 4 : -1]
    return [*head, *sign, Token("(", "(", at, 0), *body, Token(")", ")", formula[-1].column, 1)]


def _claims(statement: Statement) -> bool:
    return statement.given or statement.continues or any(each in EQUALS for each in statement.relations)


def _read(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """The sentences of a statement; none where it claims nothing, or is not read, which is noted."""
    text = paper.document.text
    if statement.given:
        yield from _read_given(paper, statement)
        return
    match statement.nodes:
        case (Letter(one), Sign("=" | "≠" as sign), Letter(other)) if is_condition(statement.nodes):
            paper.conditions.append(Condition(statement.start, statement.part, (one, other), sign == "="))
    if not _claims(statement) or is_condition(statement.nodes) or sizes_told(statement.nodes, paper.survey):
        if not declares(paper, statement):
            paper.silent += 1
        return
    translator = Translator(text, paper.survey)
    try:
        yield from translator.sentences(statement)
    except UnreadError as error:
        paper.unread.append(Unread(error.column, error.length, str(error), error.reason))
    except LanguageError as error:
        paper.unread.append(Unread(error.column, error.length, str(error), str(error)))
    for left in translator.left_out:
        paper.unread.append(Unread(left.column, left.length, str(left), left.reason))


def _read_given(paper: Paper, statement: Statement) -> Iterator[Sentence]:
    """A line of givens, typed in the language of worksheets."""
    typed = paper.document.text[statement.start : statement.end]
    try:
        found = [replace(token, column=token.column + statement.start) for token in read_tokens(typed)]
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


def declares(paper: Paper, statement: Statement) -> bool:
    r"""Note the size of names that are said to be in \mathbb{R}^{m \times n}; whether that is what a statement says."""
    found = sizes_told(statement.nodes, paper.survey)
    paper.declared.setdefault(statement.part, {}).update(found)
    return bool(found)


def _part(paper: Paper, number: float, units: list[Unit], room: int) -> Part:
    """One part of a document as a worksheet; with so many characters more it may take the work of a longer one."""
    document = paper.document
    own = [unit for unit in units if unit.part == number]
    spans = [(unit.head.start, unit.sentences[-1].end) for unit in own]
    length = sum(end - start for start, end in spans)
    work = READING.work(length)
    reading = PaperReading([], {}, (), work, Signs(paper.survey))
    reading.dots = True
    lines: list[Line] = []
    others = inherited(own, units, number)
    layers = layers_in(paper.survey, [*others, *own])
    reading.families = layers
    unknown = {top: layers.written_out(bottoms) for top, bottoms in unknown_in([*others, *own], paper.survey).items()}
    for definition in placeholders(document.text, document.line(own[0].head.start), unknown):
        reading.known[definition.name] = definition
    loose = set(layers.written_out(loose_in(own, others, unknown, paper.survey)))
    for definition in placeholders(document.text, document.line(own[0].head.start), {"": sorted(loose)}):
        if definition.name:
            reading.known[definition.name] = definition
    for _, bottom in (pair for unit in (*others, *own) for each in unit.sentences for pair in slopes_in(each.tokens)):
        if bottom not in reading.known:
            reading.unvalued[bottom] = None
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
        for unit in hoisted([*others, *own]):
            if unit.number in from_elsewhere:
                tokens = _definition_only(unit.head.tokens)
                _take(reading, paper, lines, replace(unit.head, tokens=tokens), silent=True)
                continue
            for sentence in unit.sentences:
                if unit.updates and sentence is unit.head:
                    sentence = replace(sentence, tokens=of_whole(sentence.tokens))
                if sentence.tokens:
                    _take(reading, paper, lines, sentence)
        if layers:
            reading.steps = in_order(reading.steps)
    except Exhausted as exhausted:
        start = lines[-1].number if lines else 1
        lines.append(Line(start, document.text))
        paper.unread.append(Unread(own[-1].head.start, 1, f"from here on nothing is read: {exhausted}", str(exhausted)))
    here = paper.declared.get(int(number), {})
    before: dict[str, tuple[str, ...]] = {}
    for earlier in sorted(paper.declared):
        before.update(paper.declared[earlier] if earlier <= number else {})
    for name in paper.survey.samples - set(before) - {unit.defines[0] for unit in (*others, *own)}:
        if name.capitalize() in before and axes_in(own).get(name) == len(before[name.capitalize()]):
            before[name] = before[name.capitalize()]  # x^{(i)} is a row of X
    taken = {name for name, definition in reading.known.items() if definition is not None} | set(before)
    bounds = {(line, letter): bound for unit in own for line, letter, bound in _bounds(paper, unit)}
    sizes = _sizes(paper, reading, told_of(before, bounds, taken), own)
    sheet = Sheet(" " * (length + room), lines, reading.steps, sizes, {}, reading.unread, reading.short, True, [])
    part = Part(number, sheet, own, reading, unknown, functions, loose)
    if before != here:
        part.other_sizes = _sizes(paper, reading, told_of(here, bounds, taken), own)
    return part


def told_of(
    declared: Mapping[str, tuple[str, ...]], bounds: dict[tuple[int, str], tuple[str, str]], taken: Collection[str]
) -> "Told":
    """What is told of sizes, as worksheets tell it; a length whose letter is `taken` by another name has its own."""
    names = [
        Declaration(name, tuple(f"{each}·" if each in taken else each for each in lengths), f"what is told of {name}")
        for name, lengths in declared.items()
    ]
    return Told(names, bounds)


def loose_in(own: Iterable[Unit], others: Iterable[Unit], unknown: Mapping[str, object], survey: Survey) -> set[str]:
    """The names of a part's claims that nothing defines."""
    own, others = list(own), list(others)
    defined = {unit.defines[0] for unit in (*own, *others)} | set(unknown)
    for unit in (*own, *others):
        if unit.defines[0]:
            defined |= {token.text for token in _definition_only(unit.head.tokens)}
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


def _sizes(paper: Paper, reading: Reading, told: Declarations, units: list[Unit]) -> dict[str, Free]:
    """The sizes of names without number; a definition that contradicts others is not read."""
    try:
        sizes = reading.sizes(told)
    except Exhausted as exhausted:
        paper.unread.append(
            Unread(units[-1].head.start, 1, f"the sizes are not found out: {exhausted}", str(exhausted))
        )
        return {}
    for definition, error in sizes.contradictions:
        paper.unread.append(Unread(error.column, error.length, str(error), str(error)))
        reading.unread[definition.name] = definition.line
        reading.steps = [
            replace(step, definition=None) if step.definition is definition else step for step in reading.steps
        ]
    return sizes.free


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
    equals = [place for place, token in enumerate(tokens) if token.kind == "=" and not _depth(tokens, place)]
    starts = equals if len(equals) > 1 else []
    spans = [(start, end) for start, end in pairwise([*starts, len(tokens)])]
    for start, end in spans:
        last = tokens[end - 1]
        if tokens[start].column <= column <= last.column + last.length and end - start < len(tokens):
            return [*tokens[:start], *tokens[end:]]
    return []


def of_whole(tokens: list[Token]) -> list[Token]:
    """A new value w_j <- w_j - … as one of the whole list; nothing where its index stands beside another."""
    if len(tokens) < 5 or tokens[1].text != "[":
        return tokens
    letter, found, place = tokens[2].text, [], 0
    while place < len(tokens):
        if [token.text for token in tokens[place : place + 3]] == ["[", letter, "]"]:
            place += 3
        elif tokens[place].kind == "name" and tokens[place].text == letter:
            return []
        else:
            found.append(tokens[place])
            place += 1
    sign = next(token for token in found if token.kind in ("=", ":=", "<-"))
    return [replace(token, kind="<-") if token is sign else token for token in found]


def _depth(tokens: list[Token], place: int) -> int:
    """How many brackets are open before a place."""
    kinds = [token.kind for token in tokens[:place]]
    return kinds.count("(") + kinds.count("[") - kinds.count(")") - kinds.count("]")


def _definition_only(tokens: list[Token]) -> list[Token]:
    """The tokens of a statement up to its second sign of equality."""
    depth = 0
    seen = 0
    for place, token in enumerate(tokens):
        depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
        if token.kind in ("=", ":=") and not depth:
            seen += 1
            if seen == 2:
                return tokens[:place]
    return tokens


def hoisted(units: list[Unit]) -> Iterator[Unit]:
    """The units of a part in order; what defines a name comes before what uses it, unless a new value lies between."""
    end = next((place for place, unit in enumerate(units) if unit.updates), len(units))
    definers: dict[str, Unit] = {}
    members: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(units[:end], key=lambda unit: not unit.names_slope):
        name = unit.defines[0]
        if name and definers.setdefault(name, unit) is unit and name.endswith("]"):
            members[name.partition("[")[0]].append(unit)

    def defining(name: str) -> list[Unit]:
        """What defines a name, or single layers of it that no rule for all of them gives."""
        rule = definers.get(name)
        return [rule] if rule is not None and rule.names_slope else [*members[name], *([rule] if rule else [])]

    placed: set[int] = set()
    for unit in units:
        todo = [unit]
        while todo:
            one = todo[-1]
            if one.number in placed:
                todo.pop()
                continue
            found = [unit for name in sorted(one.uses) for unit in defining(name)]
            needed = [unit for unit in found if unit.number not in placed and unit not in todo]
            if (needed and definers.get(one.defines[0]) is not None) or (needed and not one.updates):
                todo += needed
                continue
            todo.pop()
            placed.add(one.number)
            yield one


def inherited(own: list[Unit], units: list[Unit], part: float) -> list[Unit]:
    """The definitions of other parts that a part needs: of the nearest before it whose indices fit."""
    by_name: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.defines[0] and not unit.updates:
            by_name.setdefault(unit.defines[0], []).append(unit)
    slopes = {unit.defines[0] for unit in units if unit.names_slope and unit.part < part}
    slopes -= {unit.defines[0] for unit in own if unit.names_slope}
    known = {unit.defines[0] for unit in own if unit.defines[0]} - slopes
    found: list[Unit] = []
    bottoms = {bottom for unit in own for each in unit.sentences for _, bottom in slopes_in(each.tokens)}
    axes_used = axes_in(own)
    wanted = dict.fromkeys(name for unit in own for name in sorted(unit.uses - known))
    todo = deque((name, axes_used.get(name, 0), part) for name in wanted)
    seen: set[str] = set(known)
    while todo:
        name, axes, at = todo.popleft()
        if name in seen or name in CONSTANTS:
            continue
        todo += [(each, axes, at) for each in by_name if each.startswith(f"{name}[")]
        others = [unit for unit in by_name.get(name, ()) if unit.part != part or at != part]
        before = [unit for unit in others if unit.part <= at][::-1]
        fitting = [unit for unit in before if unit.defines[1] == axes or not unit.defines[1]]
        fitting = [unit for unit in fitting if unit.names_slope] or fitting or before
        if len(fitting) > 1:  # the nearest of those that reach most of what is differentiated by
            fitting.sort(key=lambda unit: -len(bottoms & reached_from(unit, by_name)))
        chosen = next(iter(fitting), None)
        if chosen is None:
            continue
        seen.add(name)
        first = next((unit for unit in by_name[name] if unit.part == chosen.part), chosen)
        chosen = chosen if chosen.part == at else first
        found.append(chosen)
        inside = axes_in([chosen])
        todo += [(each, inside.get(each, 0), chosen.part) for each in sorted(chosen.uses - {name})]
    return list(hoisted(sorted(found, key=lambda unit: unit.number)))


def reached_from(unit: Unit, by_name: Mapping[str, list[Unit]]) -> set[str]:
    """The names that a definition speaks of, and those that these are computed from."""
    found: set[str] = set()
    todo = [unit]
    while todo:
        new = todo.pop().uses - found
        found |= new
        todo += [by_name[name][0] for name in sorted(new - {unit.defines[0]}) if name in by_name]
    return found


def axes_in(units: Iterable[Unit]) -> dict[str, int]:
    """The most indices each name has in units."""
    found: dict[str, int] = {}
    for sentence in (each for unit in units for each in unit.sentences):
        opened: list[tuple[str, int]] = []
        before = ""
        for token in sentence.tokens:
            if token.text == OPENS_MEMBER:
                opened.append((before, 0))
            elif token.kind == "[":
                opened.append((before, 1))
            elif token.kind == "," and opened:
                opened[-1] = (opened[-1][0], opened[-1][1] + 1)
            elif token.kind == "]" and opened:
                name, axes = opened.pop()
                for each in (name, name.removeprefix("d")):
                    found[each] = max(found.get(each, 0), axes)
                before = name if not axes else ""
                continue
            before = token.text if token.kind == "name" else ""
    return found
