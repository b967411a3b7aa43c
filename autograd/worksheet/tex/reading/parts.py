"""A worksheet made of a part of a document, with the definitions of other parts that it uses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from autograd.errors import LanguageError
from autograd.worksheet.language.forms.fields import NABLA
from autograd.worksheet.language.notations.document import Document as Notations
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.vocabulary import CONSTANTS, function_called
from autograd.worksheet.language.work import Exhausted, PaperWork
from autograd.worksheet.sheet.families import in_order
from autograd.worksheet.sheet.model import Line, Sheet
from autograd.worksheet.sheet.reading.examples import NO_EXAMPLES, Examples, examples_in
from autograd.worksheet.sheet.reading.reader import Reading
from autograd.worksheet.tex.abstract import SLOPE_OF, bottoms_in, own_function, own_slope, placeholders
from autograd.worksheet.tex.constructs.conditions import ONES
from autograd.worksheet.tex.constructs.sentences import Sentence
from autograd.worksheet.tex.documents import KEY_PARTS
from autograd.worksheet.tex.layers import Layers
from autograd.worksheet.tex.reading.paper import Paper, Part, Unread, too_large
from autograd.worksheet.tex.reading.part_sizes import bounds_of, rows_in, sizes_of, told_of
from autograd.worksheet.tex.survey import FACTORS, Survey
from autograd.worksheet.tex.units import (
    Definitions,
    Unit,
    axes_in,
    depth_at,
    hoisted,
    of_whole,
    reached_from,
)

MOST_PARTS = 8
"""Formulas of a chain that may be left out because they cannot be read."""

MOST_TWICE = 3_000
"""Characters of a part that is read once more, with what is said of one example as said of each."""

WEIGHT = 3
"""So many characters of a worksheet make the work of one of a formula, when it is judged."""


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

    @cached_property
    def has_points(self) -> bool:
        """Whether anything is given as a number, or functions of several letters are looked at."""
        return self.has_numbers or bool(self.survey.fields.letters)


def part_of(
    paper: Paper,
    number: float,
    own: list[Unit],
    definitions: Definitions,
    room: int,
    work: PaperWork,
    examples: Examples = NO_EXAMPLES,
) -> Part:
    """One part of a document as a worksheet; with so many characters more it may take the work of a longer one.

    Read once more, what is said of one of the `examples` is said of each.
    """
    document = paper.document
    spans = [(unit.head.start, unit.sentences[-1].end) for unit in own]
    length = sum(end - start for start, end in spans)
    reading = PaperReading([], {}, (), work.statements, Signs(paper.survey))
    reading.dots, reading.examples = True, examples
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
    for _, bottom in (pair for unit in (*others, *own) for each in unit.sentences for pair in each.slopes):
        if bottom not in reading.known and bottom not in called:
            reading.unvalued[bottom] = None
    reading.unvalued.update({family: None for family in layers.names if family not in reading.known})
    for bottom in (name for unit in (*others, *own) for each in unit.sentences for name in bottoms_in(each.tokens)):
        if bottom not in reading.known and bottom not in called:
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
        told = (unit for unit in (*others, *own) if unit.defines[0] and not unit.updates)
        used = {token.text for unit in told for token in unit.head.definition[1:]}
        for unit in hoisted([*others, *own]):
            first = unit.head.tokens[0].text if unit.updates else ""
            has_any = first in used and first in (reading.known if reading.document.has_numbers else reading)
            if unit.updates and valued.get(first, -1 if has_any else unit.number) >= unit.number:
                continue  # a new value of what has none yet: how one goes on
            if unit.number in from_elsewhere:
                tokens = unit.head.definition
                _take(reading, paper, lines, replace(unit.head, tokens=tokens), silent=True)
                continue
            for sentence in unit.sentences:
                if unit.updates and sentence is unit.head:
                    sentence = replace(sentence, tokens=of_whole(sentence.tokens))
                if sentence.tokens:
                    _take(reading, paper, lines, sentence, silent=bool(examples))
        if layers:
            reading.steps = in_order(reading.steps)
    except Exhausted:
        start = lines[-1].number if lines else 1
        lines.append(Line(start, document.text))
        if not examples:
            paper.unread.append(too_large(own[-1].head.start, "its first statements are read"))
    reading.work = work.sizes
    here = paper.declared.get(int(number), {})
    before: dict[str, tuple[str, ...]] = {**paper.survey.ones}
    for earlier in sorted(paper.declared):
        before.update(paper.declared[earlier] if earlier <= number else {})
    for name in paper.survey.samples - set(before) - {unit.defines[0] for unit in (*others, *own)}:
        if name.capitalize() in before and axes_in(own).get(name) == len(before[name.capitalize()]):
            before[name] = before[name.capitalize()]  # x^{(i)} is a row of X
    taken = {name for name, definition in reading.known.items() if definition is not None} | set(before)
    bounds = {(line, letter): bound for unit in own for line, letter, bound in bounds_of(paper, unit)}
    told_sizes = told_of(before, bounds, taken, paper.symmetric)
    sizes = sizes_of(paper, reading, told_sizes, own, tried=bool(examples)) or {}
    sheet = Sheet(
        " " * (WEIGHT * length + room), lines, reading.steps, sizes, {}, reading.unread, reading.short, True, []
    )
    loose = {name for name in loose if not name.startswith(ONES)} - _rates_in(own)
    part = Part(number, sheet, own, reading, unknown, functions, loose)
    tried = [{**paper.survey.ones, **here}] if before != {**paper.survey.ones, **here} else []
    if rows := rows_in([*others, *own]) - taken - set(FACTORS):
        tried.append({**before, **{name: ("1", f"{name}·") for name in sorted(rows)}})
    for each in tried:
        other = sizes_of(paper, reading, told_of(each, bounds, taken, paper.symmetric), own, tried=True)
        part.other_sizes += [other] if other is not None else []
    if not examples and length <= MOST_TWICE and (found := examples_in(sheet)):
        part.of_each = part_of(paper, number, own, definitions, room, work, found)
    return part


def _rates_in(units: Iterable[Unit]) -> set[str]:
    """The letters of rates in what new values are: w - η dL/dw may be judged at any."""
    used = {token.text for unit in units if unit.updates for token in unit.head.tokens}
    return used.intersection(FACTORS)


def linked(others: Sequence[Unit], own: Sequence[Unit], definitions: Definitions) -> list[Unit]:
    """The definitions from other parts without those of losses of other nets: of nothing that they are differentiated
    by here. Chains for them can be judged as those for any loss.
    """
    slopes = [pair for unit in own for each in unit.sentences for pair in each.slopes]
    found = []
    for unit in others:
        bottoms = {bottom for top, bottom in slopes if top == unit.defines[0] != bottom}
        reached = reached_from(unit, definitions.by_name) - {unit.defines[0]} if bottoms else set()
        if not reached or bottoms & reached or unit.part >= KEY_PARTS or not is_called_loss(unit.defines[0]):
            found.append(unit)
    return found


def loose_in(own: Iterable[Unit], others: Iterable[Unit], unknown: Mapping[str, object], survey: Survey) -> set[str]:
    """The names of a part's claims that nothing defines; the x of d(x²)/dx is any number, wherever it comes from."""
    own, others = list(own), list(others)
    defined = {unit.defines[0] for unit in (*own, *others)} | set(unknown)
    defined |= {name for unit in own for each in unit.sentences for name in bottoms_in(each.tokens)}
    for unit in (*own, *others):
        if unit.defines[0] and not unit.updates:
            defined |= {token.text for token in unit.head.definition}
    found: set[str] = set()
    for unit in own:
        for sentence in unit.sentences:
            slopes = {f"d{name}" for pair in sentence.slopes for name in pair}
            slopes |= {f"d{name}" for name in bottoms_in(sentence.tokens)}
            for token, after in pairwise([*sentence.tokens, Token("end", "", 0, 0)]):
                word = token.text
                is_name = token.kind == "name" and word not in defined and word not in slopes
                is_name = is_name and not (
                    survey.is_index(word)
                    or word in survey.counted.last
                    or word in CONSTANTS
                    or "′" in word
                    or word.startswith(NABLA)
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
            for top, bottom in sentence.slopes:
                if top not in defined and top not in CONSTANTS and not axes.get(top) and top != bottom:
                    found.setdefault(top, {})[bottom] = None
    return {top: list(bottoms) for top, bottoms in found.items()}


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
