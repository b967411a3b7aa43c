"""What a sheet leaves unsaid: a claim that may be right with it is not judged, and told what to add.

| what is unsaid                              | the claim waits where                                     |
|---------------------------------------------|-----------------------------------------------------------|
| what a name stands for that is only claimed | it does not hold for any number                           |
| what a name is that only derivatives are by  | nothing that is right speaks of it                        |
| that a loss is a list as it is written      | anything is wrong about a derivative of it                |
| a definition or remark that cannot be read  | sizes do not fit, or the line speaks of what is claimed   |
| what a name is anew, on a line not read     | it is below that line, and of what the name makes         |
| where a power or logarithm can be computed  | it cannot be at the numbers that were tried               |
| what a slope is at, σ′(z)                   | it is made of that, and nothing else of z                 |
| how a result was computed, a1 = 0.731       | a derivative would go through it, and nothing else leads  |
| what the numbers of a formula stand for     | it is a derivative that they have cut                     |
| what some of its numbers stand for          | the others were read as names                             |
| what a number of a right value stands for   | nothing links it with what is differentiated              |
| that a formula is made of a name below it   | it is a derivative by that name, of the same names        |
| where what is computed goes on              | it is a derivative by what no formula is made of          |
| how a loss of its derivatives depends on it | a formula says its derivative by that, beside others      |
| a definition that cannot be computed        | it is a derivative by what only that is made of           |
| at which numbers a slope is, f′(x) = 6      | it is a number, and the slope has others elsewhere        |
| a constant                                  | words tell that one is left out                           |
| that another example begins                 | a given has another number by now, behind or in words     |
| which of several cases it is about          | P/Q is said to be other numbers, three at least           |
| how many numbers a name stands for          | it is in lists, and the name only in what they stand for  |
| that it is of one example                   | it has another size, and its sum stands behind the next = |
| which of several ways it is computed        | it is in numbers, and a label in words stands before each |
"""

import itertools
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from autograd.worksheet.evaluation.arrays import Array, entries, size
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.evaluation.tolerances import agree
from autograd.worksheet.evaluation.unknown_names import unvalued
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.digits import is_long, is_result
from autograd.worksheet.judging.meanings.another_example import anew
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.notations.patterns import NAME, SUPPOSED
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import is_called_loss, is_called_result
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Unknown,
    Update,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import PRIME
from autograd.worksheet.sheet.model import ANY_NUMBER, Definition, Line, Sheet, Step, answered_once

SIZES = "sizes"
"""The kind of a claim that is not judged because its names seem to have other sizes."""

_CLAIMS_SLOPE = re.compile(r"\s*(?:[∂∇]|d\S*\s*(?:/|=)|\\frac\s*\{\s*(?:\\partial|d))")
"""How a line begins that claims what a derivative is: it tells nothing of other claims."""

_WORDS = re.compile(rf"(?<!\w){NAME}")


@dataclass(frozen=True)
class Unsettled:
    """A claim with a fault, as far as it is known: its target and formula in a text, at samples of a sheet.

    Of a new value the nodes are also what it should be. What is right holds for `any_number` that some names stand for,
    and is `spoken_of` some names. On the `unread` lines, so far, nothing could be read or judged.
    """

    sheet: Sheet
    samples: Samples
    text: str
    nodes: tuple[Node, ...]
    verdict: Verdict
    has_key: bool = False
    any_number: Collection[str] = ()
    spoken_of: Callable[[], Collection[str]] = tuple
    unread: Callable[[], Collection[int]] = tuple

    def parts(self) -> Iterator[Node]:
        """The parts of target and formula."""
        for node in self.nodes:
            yield from node.inside()

    def names(self) -> Iterable[str]:
        """The names in target and formula."""
        return dict.fromkeys(name for node in self.nodes for name in names_in(node))

    @property
    def has_numbers(self) -> bool:
        """Whether nothing that it speaks of is without a number."""
        return not any(self.samples.open.get(name) for name in self.names())


Found = tuple[str, str]
"""What to say, and the kind of verdict that is."""


def waits(claim: Unsettled, is_last: bool = False) -> bool:
    """Whether a claim with a fault waits for what the sheet leaves unsaid; its verdict says for what then.

    It is asked once more when no other meaning of it is left.
    """
    rules = LAST_RULES if is_last else RULES
    found = next((found for rule in rules if (found := rule(claim)) is not None), None)
    if found is None:
        return False
    verdict = claim.verdict
    verdict.verdict, (verdict.cause, verdict.kind), verdict.remark = verdicts.NOT_JUDGED, found, ""
    return True


def of_nothing(claim: Unsettled) -> Found | None:
    """A name that is defined nowhere and is in claims only: nobody can say what does not hold for it.

    If something is right whatever it is, as LSE = a + log Σ exp(z_i - a), it is any number.
    """
    free = claim.sheet.free
    for node in claim.parts():
        is_any = isinstance(node, Name) and node.name in claim.any_number
        if isinstance(node, Name) and node.name in free and free[node.name].is_claimed and not is_any:
            known = [name for name in claim.samples.base.floats if not (name in free and free[name].is_claimed)]
            return str(unvalued(claim.text, node, known)), claim.verdict.kind
    return None


def of_a_list(claim: Unsettled) -> Found | None:
    """A loss that is a list: then its names have other sizes than were found."""
    match claim.nodes[0]:
        case Derivative(Name(loss)) if claim.samples.free and is_called_loss(loss):
            found = claim.samples.base.floats.get(loss)
            if isinstance(found, Array):
                why = f"comes to a list ({size(found)}) as it stands: tell the sizes of its names, as in x in R^n"
                return f"{loss} {why}", SIZES
    return None


def of_more_indices(claim: Unsettled) -> Found | None:
    """What is said of entries r_ij in letters, where the numbers of a sheet are of one of them: r = u·v."""
    if claim.verdict.verdict != verdicts.SHAPE or not isinstance(claim.nodes[0], Index):
        return None
    for node in claim.parts():
        if isinstance(node, Index) and isinstance(node.array, Name) and all(isinstance(x, Name) for x in node.places):
            value = claim.samples.base.floats.get(node.array.name)
            axes = 0 if not isinstance(value, Array) else 1 if value.is_vector else 2
            if value is not None and axes < len(node.places):
                came = "one number" if axes == 0 else "a list"
                return f"{node.array.name} is {came} here: what is said of entries in letters is not judged", SIZES
    return None


def after_unread(claim: Unsettled) -> Found | None:
    """A line that could not be read, and may tell a size or what is assumed of a name that the claim depends on."""
    if claim.has_numbers:
        return None
    is_misfit = claim.verdict.verdict == verdicts.SHAPE
    behind = {each for name in claim.names() for each in claim.samples.behind(name)}
    for number, words in _telling(claim.sheet):
        if is_misfit or not behind.isdisjoint(words):
            return f"line {number} could not be read: what it says may be needed here", claim.verdict.kind
    return None


def after_unread_anew(claim: Unsettled) -> Found | None:
    """What is made of a name that a line above says anew, if that could not be read: E = … with a penalty."""
    if claim.has_key or not (anew := _told_anew(claim.sheet)):
        return None
    above = [(name, line) for name, line in anew if line < claim.verdict.line]
    spoken = {spelled(word) for word in _WORDS.findall(claim.text)} if above else set()
    behind = {each for name in (*claim.names(), *spoken) for each in claim.samples.behind(name)}
    lines = [line for name, line in above if name in behind]
    line = next(filter(claim.unread().__contains__, lines), None) if lines else None
    return (f"line {line} could not be read: it is needed here", claim.verdict.kind) if line is not None else None


_BEGINS = re.compile(rf"\s*({NAME})\s*(?:\([^()=]{{0,40}}\)\s*)?:?=(?!=)")


@answered_once
def _told_anew(sheet: Sheet) -> list[tuple[str, int]]:
    """The names of which another line says what they are made of, below their definition, and where."""
    made = {each.name: each.line for each in sheet.definitions() if not each.given}
    errors = ((_BEGINS.match(line.text), line.number) for line in sheet.lines if line.errors)
    tables = {line.number for line in sheet.lines if "|" in line.text}  # whose heads say formulas once more
    claimed = (
        (name_of(step.target), step.line)
        for step in sheet.steps
        if step.definition is None and step.line not in tables and len(step.statement.parts) > 1
    )
    found = [*((spelled(match[1]), line) for match, line in errors if match is not None), *claimed]
    return [(name, line) for name, line in found if name is not None and made.get(name, line) < line]


_GIVES_NEW_VALUE = re.compile(
    rf"\s*{NAME}(?:_\{{?\w+\}}?)?(?:[^=\n]{{0,20}}(?:←|<-|⟵)|(?:\^|_)\{{?\(?\w\s?\+\s?1\)?\}}?\s*:?=|(?:⁺|\^\{{?\+\}}?)\s*=)"
)
"""w ← w - …, w^{t+1} = w^t - …: of what is made of w before, it tells nothing."""


@answered_once
def _telling(sheet: Sheet) -> list[tuple[int, set[str]]]:
    """The lines that could not be read and may tell something, each with the names that it speaks of."""
    lines = (line for line in sheet.lines if line.errors and not line.statements)
    tells_nothing = (_CLAIMS_SLOPE, _GIVES_NEW_VALUE)
    return [
        (line.number, set(_words(line))) for line in lines if not any(each.match(line.text) for each in tells_nothing)
    ]


def _words(line: Line) -> Iterator[str]:
    """The names that a line speaks of, as far as can be told: also the y of y_k."""
    for match in _WORDS.finditer(line.text):
        word = spelled(match[0])
        yield word
        yield word.partition("_")[0]
        yield spelled(match[0].rstrip("²³"))


def beyond_numbers(claim: Unsettled) -> Found | None:
    """A power or a logarithm that has no value at the numbers that were tried."""
    if claim.verdict.verdict != verdicts.UNDEFINED or claim.has_numbers:
        return None
    return f"at the numbers tried for the letters it has no value: {claim.verdict.cause}", claim.verdict.kind


def of_a_slope_as_told(claim: Unsettled) -> Found | None:
    """Another formula of a slope that is a name, as nothing links what it is by with the loss: its value is right."""
    target = name_of(claim.nodes[0]) or ""
    if claim.verdict.verdict != verdicts.VALUE or "/" not in target:
        return None
    return "its value is right, and nothing tells more of this slope: write how the loss is made", claim.verdict.kind


_TRUE_CLASS = re.compile(
    r"(?i:true|correct|right|target|actual)\s+(?i:class|label)\s*(?:is\s+|=\s*|[:,]\s*)?([a-z])(?![\w'’])"
    r"|(?<!\w)([a-z])\s+(?i:is|being|denotes)\s+(?i:the\s+)(?i:true|correct|right|target|actual)\s+(?i:class|label)"
)
"""Words that call the class where a label is 1 by a letter: of the true class c."""


@answered_once
def _true_classes(sheet: Sheet) -> set[str]:
    """The letters that call such a class."""
    return {letter for found in _TRUE_CLASS.findall(sheet.text) for letter in found if letter}


def of_the_true_class(claim: Unsettled) -> Found | None:
    """What holds where the label is 1, at the class that the sheet calls by a letter: L = -log p_c, beside
    L = -Σ_i y_i log p_i.
    """
    if claim.has_key or not (letters := _true_classes(claim.sheet)):
        return None
    places = (place for node in claim.parts() if isinstance(node, Index) for place in node.places)
    letter = next((name for place in places for name in names_in(place) if name in letters), None)
    why = f"the label is 1 at {letter}, and 0 elsewhere: write it so, y = onehot({letter}, …)"
    return (why, claim.verdict.kind) if letter is not None else None


def through_a_number(claim: Unsettled) -> Found | None:
    """A result that only its number is told of: who differentiates through it knows its formula."""
    if claim.has_key:
        return None
    formulas = _formulas_behind(claim)
    has_target = any(each.given and each.name in _TARGETS for each in claim.samples.definitions)
    for top, bottom, names in _cut_off(claim.samples, formulas):
        behind = [each for each in claim.samples.definitions if each.name in {top, *names}]
        has_computed = any(not each.given for each in behind if each.name != top)
        for each in behind:
            if _is_result(each, has_target) and not (has_computed and _MAY_BE_LABEL.fullmatch(each.name)):
                return _only_a_number(claim, each.name, bottom)
    return None


_MAY_BE_LABEL = re.compile(r"y_?\d*")
"""Names of results that also labels have, which a network is held against."""


_TARGETS = ("t", "target", "label", "T", "y_true")
"""What labels are called where y is an output."""


def _is_result(definition: Definition, has_target: bool) -> bool:
    """Whether a number, or a list of numbers, is given for what people compute; a whole one beside a target."""
    is_called = is_called_result(definition.name) or is_called_loss(definition.name)
    parts = list(definition.formula.inside()) if definition.given and is_called else []
    are_numbers = all(isinstance(part, (Number, Negative, List)) for part in parts)
    return are_numbers and any(
        isinstance(part, Number) and (has_target or (part.half_unit > 0 and not part.number.is_integer()))
        for part in parts
    )


def in_numbers_only(claim: Unsettled) -> Found | None:
    """A derivative by what numbers may stand for: of y = 0.5*3, which depends on nothing as it is typed."""
    if claim.has_key:
        return None
    formulas = _formulas_behind(claim)
    for _, _, behind in _cut_off(claim.samples, formulas):
        if (found := _typed_in_numbers(claim, behind)) is not None:
            return found
    return None


def _formulas_behind(claim: Unsettled) -> list[Node]:
    """What a claim is about, and the formulas of the names in it, and in these."""
    made, found = _made(claim.sheet), dict.fromkeys(claim.names())
    todo = [*found]
    while todo:
        more = [name for name in names_in(made.get(todo.pop(), ANY_NUMBER)) if name not in found]
        found.update(dict.fromkeys(more))
        todo += more
    return [*claim.nodes, *(made[name] for name in found if name in made)]


def through_a_root(claim: Unsettled) -> Found | None:
    """A derivative by way of a number whose square is told how it is made: σ² = (1 + 0 + 1)/3, and σ = 0.8165."""
    slope = claim.nodes[0]
    top, bottom = (name_of(slope.top), name_of(slope.bottom)) if isinstance(slope, Derivative) else (None, None)
    if claim.has_key or top is None or bottom is None:
        return None
    made, behind = _made(claim.sheet), claim.samples.behind(top)
    for each in claim.samples.definitions:
        if each.given and each.name in behind and f"{each.name}^2" in made:
            return _only_a_number(claim, each.name, bottom)
    return None


def _only_a_number(claim: Unsettled, name: str, bottom: str) -> Found:
    """That nothing but its number is told of a name that a derivative by `bottom` goes through."""
    why = f"{name} is a number, so that nothing tells how it depends on {bottom}"
    return f"{why}: write its formula, {name} = …", claim.verdict.kind


def after_new_values(claim: Unsettled) -> Found | None:
    """A number alone for what is typed in numbers only, below new values: with these it comes to what nothing tells."""
    name = name_of(claim.nodes[0])
    if claim.has_key or name is None or name not in _computed_in_numbers(claim.sheet):
        return None
    steps, line = claim.sheet.steps, claim.verdict.line
    has_moved = any(isinstance(step.statement, Update) and step.line < line for step in steps)
    is_alone = any(step.line == line and step.claims == (claim.nodes[1],) and step.definition is None for step in steps)
    return _typed_in_numbers(claim, (name,)) if has_moved and is_alone and is_result(claim.nodes[1]) else None


def _typed_in_numbers(claim: Unsettled, names: Collection[str]) -> Found | None:
    """That the first of some names that is computed from numbers alone is typed so, where one is."""
    name = next((name for name in _computed_in_numbers(claim.sheet) if name in names), None)
    why = f"{name} is typed in numbers only: write the names they stand for, {name} = …"
    return (why, claim.verdict.kind) if name is not None else None


def through_what_is_in_numbers(claim: Unsettled) -> Found | None:
    """A derivative that is added up by way of a name that is typed in numbers only: ∂L/∂σ² 2 (x - μ)/m, beside
    σ² = (1² + 0² + 1²)/3, which depends on nothing as it is typed.
    """
    slope, *formulas = claim.nodes
    if claim.has_key or not isinstance(slope, Derivative):
        return None
    slopes = (each for part in formulas for each in _slopes_in(part) if each.top == slope.top)
    names = {name for each in slopes for name in names_in(each.bottom)} - {*names_in(slope.bottom)}
    return _typed_in_numbers(claim, names)


def partly_in_numbers(claim: Unsettled) -> Found | None:
    """A derivative through a formula in which some numbers were read as names, and long ones are left: of what they are
    made, nothing tells.
    """
    if claim.has_key:
        return None
    left = _with_numbers_left(claim.sheet)
    if not left:
        return None
    tops = (name_of(node.top) for part in claim.nodes for node in _slopes_in(part))
    behind = {name for top in tops if top is not None for name in (top, *claim.samples.behind(top))}
    name = next((name for name in left if name in behind), None)
    why = f"{name} has numbers in it that may stand for names: write {name} = … with these"
    return (why, claim.verdict.kind) if name is not None else None


def beside_what_is_differentiated(claim: Unsettled) -> Found | None:
    """A slope right at the numbers given, by a number that nothing links with it: p = 7 beside L = (w x - t)^2."""
    slope, formula = claim.nodes[:2]
    top = name_of(slope.top) if isinstance(slope, Derivative) else None
    if claim.has_key or top is None or claim.verdict.verdict != verdicts.VALUE:
        return None
    samples = claim.samples
    linked = samples.behind(top)
    if linked == {top}:  # a function of its letters
        return None
    ours = sorted({each for name in names_in(formula) for each in samples.behind(name)} - linked)
    name = next((each for each in ours if not samples.used_by(each)), None)
    why = f"nothing says what {name} has to do with {top}: write what it is made of, {name} = …"
    return (why, claim.verdict.kind) if name is not None else None


@answered_once
def _with_numbers_left(sheet: Sheet) -> list[str]:
    """The names whose formula was read with names for some of its numbers, and has long numbers besides."""
    said = {match[1] for each in sheet.said if (match := _READ_ANEW.match(each))}
    return [
        name
        for name, formula in _made(sheet).items()
        if name in said and any(_is_rounded(part) and is_long(part) for part in formula.inside())
    ]


_READ_ANEW = re.compile(r"read (\S+) = ")


def _cut_off(samples: Samples, formulas: Iterable[Node]) -> Iterator[tuple[str, str, Collection[str]]]:
    """The derivatives in formulas by what nothing leads to: of what, by what, and the names that do lead to it."""
    for node in (part for formula in formulas for part in formula.inside()):
        top, bottom = (name_of(node.top), name_of(node.bottom)) if isinstance(node, Derivative) else (None, None)
        if top is not None and bottom is not None and bottom not in (behind := samples.behind(top)):
            yield top, bottom, behind


@answered_once
def _made(sheet: Sheet) -> dict[str, Node]:
    """The formula that defines each name."""
    return {each.name: each.formula for each in sheet.definitions()}


@answered_once
def _computed_in_numbers(sheet: Sheet) -> list[str]:
    """The names that are computed from numbers alone, in the order of their definitions."""
    return [name for name, made in _made(sheet).items() if sheet.in_numbers(made) and _is_computed(made)]


def _is_computed(formula: Node) -> bool:
    """Whether something in numbers is more than a fraction of whole numbers."""
    return any(
        isinstance(node, (Sum, Call, Power))
        or (isinstance(node, Product) and (node.signs.count("*") > 1 or any(map(_is_rounded, node.factors))))
        for node in formula.inside()
    )


def _is_rounded(node: Node) -> bool:
    """Whether something is a number with digits behind the point."""
    return isinstance(node, Number) and "." in node.typed and not node.number.is_integer()


def not_made_of(claim: Unsettled) -> Found | None:
    """A derivative by what is computed of the same names, and is written nowhere in what is differentiated."""
    match claim.nodes[0]:
        case Derivative(Name(top), (Name(by) | Index(Name(by)))) if not (claim.has_key or claim.has_numbers):
            behind = claim.samples.behind(top)
            made = next((each for each in claim.sheet.definitions() if each.name == by and not each.given), None)
            if made is None or by in behind or top in claim.samples.behind(by):
                return None
            used = set(names_in(made.formula)) - {*made.letters}
            if used and behind.issuperset(used):
                return f"{top} is not written with {by}: write it so, {top} = …", claim.verdict.kind
    return None


def of_what_goes_nowhere(claim: Unsettled) -> Found | None:
    """A derivative by what is computed and stands in no formula, or only in one that cannot be computed."""
    if claim.has_key:
        return None
    for top, by, behind in _cut_off(claim.samples, claim.nodes):
        lost = next((each for each in _makers(claim.sheet).get(by, ()) if each in claim.samples.broken), None)
        if lost is not None:
            return claim.samples.broken[lost].said(lost), claim.verdict.kind
        told = next((each for each in _told_of_givens(claim.sheet).get(by, ()) if each in behind), None)
        if told is not None:
            return f"{told} is given in numbers, so that nothing depends on {by}: write {told} = … first", ""
        if by in _going_nowhere(claim.sheet) and _is_computed(_made(claim.sheet)[by]):
            return f"nothing says that {top} depends on {by}: write {by} where it is used", ""
    return None


def through_an_untold_name(claim: Unsettled) -> Found | None:
    """A derivative through a name that nothing tells, and of which another derivative is written: it is made of
    something. With ∂L/∂ŷ and ∂ŷ/∂s, L depends on s, whatever ŷ is.
    """
    if claim.has_key or claim.has_numbers:
        return None
    for top, by, behind in _cut_off(claim.samples, claim.nodes):
        untold = next((name for name in _differentiated(claim.sheet) if name in (top, *behind) and name != by), None)
        if untold is not None:
            return f"nothing says what {untold} is made of: write {untold} = …", claim.verdict.kind
    return None


@answered_once
def _differentiated(sheet: Sheet) -> list[str]:
    """The names that nothing tells, of which derivatives are written."""
    slopes = (node for step in sheet.steps for part in step.statement.parts for node in _slopes_in(part))
    tops = dict.fromkeys(name_of(slope.top) or "" for slope in slopes if name_of(slope.top) != name_of(slope.bottom))
    return [name for name in tops if name in sheet.free]


def of_what_is_not_linked(claim: Unsettled) -> Found | None:
    """A derivative of a loss that is known by its derivatives only: ∂L/∂F = E ∂L/∂P, beside P that is not written with
    F. As far as the sheet says, L is any function of both.
    """
    unlinked = {} if claim.has_key else _not_linked(claim.sheet)
    if not unlinked:
        return None
    for slope in (node for part in claim.nodes for node in _slopes_in(part)):
        top, by = name_of(slope.top), name_of(slope.bottom)
        made = unlinked.get(top or "", ())
        name = next(
            (each for each in made if by is not None and (by == each or by in claim.samples.behind(each))), None
        )
        if name is not None:
            return f"nothing says what {top} has to do with {name}: write {name} where it is used", claim.verdict.kind
    return None


@answered_once
def _not_linked(sheet: Sheet) -> dict[str, list[str]]:
    """For each loss that is known by its derivatives only the computed names that it is any function of, beside others,
    though a formula says what its derivative by them is.
    """
    made = _made(sheet)
    operands = {
        name: [each for each in names_in(part) if each in made and _is_computed_from_names(made[each])]
        for name, formula in made.items()
        for part in formula.inside()
        if isinstance(part, Unknown) and part.function == name and len(part.operands) > 1
    }
    found: dict[str, list[str]] = {}
    for step in sheet.steps if operands else ():
        match step.target:
            case Derivative(Name(top), (Name(by) | Index(Name(by)))) if by in operands.get(top, ()) and step.claims:
                if names_in(step.claims[0]):
                    found.setdefault(top, []).append(by)
    return found


def _is_computed_from_names(formula: Node) -> bool:
    return bool(names_in(formula)) and bool(formula.parts)


def of_one_example(claim: Unsettled) -> Found | None:
    """A derivative as one example has it, ∂L/∂b = p_i - y_i, where a line below has the sum of all: Σ_i (p_i - y_i).

    Not so where the one is said to be the other, ∂L/∂b = p_i - y_i = Σ_i (p_i - y_i).
    """
    target, formula = claim.nodes[:2]
    if claim.has_key or not isinstance(target, Derivative):
        return None
    known = claim.samples.base.floats
    letters = set(free_letters([formula], known)) - set(free_letters([target], known))
    for letter, step in _summed_below(claim.sheet).get(echo(target), ()):
        if letter in letters and step.line > claim.verdict.line and formula not in step.statement.parts:
            return f"it is of one example, and the sum of all stands in line {step.line}", claim.verdict.kind
    return None


@answered_once
def _summed_below(sheet: Sheet) -> dict[str, list[tuple[str, Step]]]:
    """The derivatives that are said to be sums, each with the letter of the sum and the statement."""
    found: dict[str, list[tuple[str, Step]]] = {}
    for step in sheet.steps:
        for part in step.claims if isinstance(step.target, Derivative) else ():
            for factor in part.factors if isinstance(part, Product) else (part,):
                if isinstance(factor, Fold) and factor.function == "sum":
                    found.setdefault(echo(step.target), []).append((factor.letter, step))
    return found


def at_an_untold_argument(claim: Unsettled) -> Found | None:
    """What is made of a slope at a name that nothing tells: in δ = (a - y) σ′(z), z is something, and no number of its
    own.
    """
    untold = _only_slopes_are_of(claim.sheet)
    if claim.has_key or not untold:
        return None
    found = next((name for name in _made_of(claim.sheet, claim.names()) if name in untold), None)
    return (f"nothing says what {found} is: write {found} = …", claim.verdict.kind) if found is not None else None


@answered_once
def _only_slopes_are_of(sheet: Sheet) -> frozenset[str]:
    """The names that nothing tells, and that stand in formulas only as what slopes of functions are taken at."""
    every: Counter[str] = Counter()
    at_slopes: Counter[str] = Counter()
    for node in (node for step in sheet.steps for part in step.statement.parts for node in part.inside()):
        match node:
            case Name(name):
                every[name] += 1
            case Call(function, operands) if function.endswith(PRIME):
                at_slopes.update(name for operand in operands if (name := _array_of(operand)))
    return frozenset(name for name, count in at_slopes.items() if name in sheet.free and count == every[name])


def _array_of(node: Node) -> str:
    """A name, or that of what an entry is of; "" for everything else."""
    return name_of(node.array if isinstance(node, Index) else node) or ""


def _made_of(sheet: Sheet, names: Iterable[str]) -> Iterator[str]:
    """Names, and what they are made of."""
    told = _formulas_of(sheet)
    waiting, met = list(names), set()
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            yield name
            waiting += told.get(name, ())


@answered_once
def _formulas_of(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """The names in the formula of each name."""
    return {each.name: tuple(names_in(each.formula)) for each in sheet.definitions()}


def by_a_presumed_name(claim: Unsettled) -> Found | None:
    """A derivative by what only seems to be what a function is of: nothing that is right speaks of it."""
    named = [name for name in claim.names() if name in claim.sheet.presumed]
    if claim.has_key or not named:
        return None
    spoken_of = claim.spoken_of()
    name = next((name for name in named if name not in spoken_of), None)
    return (f"nothing says what {name} is: write {name} = …", claim.verdict.kind) if name is not None else None


@answered_once
def _makers(sheet: Sheet) -> dict[str, list[str]]:
    """The names that are defined with each name."""
    found: dict[str, list[str]] = {}
    for each in sheet.definitions():
        for name in names_in(each.formula):
            found.setdefault(name, []).append(each.name)
    return found


@answered_once
def _told_of_givens(sheet: Sheet) -> dict[str, list[str]]:
    """The givens that formulas are claimed of, by the names in these: y = [3, 5] beside y_i = w x_i + b."""
    given = {each.name for each in sheet.definitions() if each.given}
    found: dict[str, list[str]] = {}
    for step in sheet.steps:
        target = name_of(step.target)
        if step.definition is None and target in given:
            for name in (name for claim in step.claims for name in names_in(claim)):
                found.setdefault(name, []).append(target)
    return found


@answered_once
def _going_nowhere(sheet: Sheet) -> set[str]:
    """The names of which nothing is made but what goes nowhere itself; what is differentiated is an end."""
    ends = {name_of(node.top) for step in sheet.steps for part in step.statement.parts for node in _slopes_in(part)}
    found: set[str] = set()
    for name in reversed(_made(sheet)):
        if name not in ends and found.issuperset(_makers(sheet).get(name, ())):
            found.add(name)
    return found


def _slopes_in(formula: Node) -> Iterator[Derivative]:
    return (node for node in formula.inside() if isinstance(node, Derivative))


def given_anew(claim: Unsettled) -> Found | None:
    """A given that words introduce once more with another number, or give another: another example begins there."""
    if claim.has_key:
        return None
    behind = {each for name in claim.names() for each in (name, *claim.samples.behind(name))}
    for name, line in anew(claim.sheet):
        if line == claim.verdict.line or (name in behind and line < claim.verdict.line):
            return f"{name} is given anew in line {line}: a new exercise begins with a heading", claim.verdict.kind
    return None


def of_cases(claim: Unsettled) -> Found | None:
    """A quantity of several names that is said to be three numbers or more, and nothing else: each is of its own case,
    P/Q = 1, P/Q = 0.25, P/Q = 4.
    """
    if claim.has_key or claim.nodes[0] not in _told_by_cases(claim.sheet):
        return None
    return "it is said to be another number in each of several lines: tell where each is meant", claim.verdict.kind


@answered_once
def _told_by_cases(sheet: Sheet) -> set[Node]:
    """The quantities of several names of which three lines or more say another number each, and none anything else."""
    said: dict[Node, list[tuple[Node, ...]]] = {}
    for step in sheet.steps:
        if len(names_in(step.target)) > 1 and not step.target.has(Derivative):
            said.setdefault(step.target, []).append(step.claims)
    return {
        target
        for target, each in said.items()
        if 2 < len(each) == len(set(each)) and all(len(claims) == 1 and is_result(claims[0]) for claims in each)
    }


def in_another_way(claim: Unsettled) -> Found | None:
    """What is computed in numbers once more, behind another label: (i) Binary: y = 0.378, (ii) Bipolar: y = -0.245."""
    match claim.nodes[:2]:
        case Name(name), formula if not (claim.has_key or names_in(formula)):
            labels, made = _labels(claim.sheet), _lines_told(claim.sheet).get(name, 0)
            ours, theirs = labels.get(claim.verdict.line), labels.get(made)
            if ours and theirs and ours != theirs:
                return f"line {made} says it under another label: give one of them another name", claim.verdict.kind
    return None


_LABEL = re.compile(r"\s*(\(?(?:[ivx]{1,4}|[a-h]|[0-9]{1,2})[.)])\s+(?:[^\W\d_]{3,}[ -]?){1,6}:")


@answered_once
def _labels(sheet: Sheet) -> dict[int, str]:
    """The lines that begin with a mark and words, and the marks."""
    return {number: found[1] for number, text in _typed_lines(sheet) if (found := _LABEL.match(text)) is not None}


@answered_once
def _lines_told(sheet: Sheet) -> dict[str, int]:
    """The lines in which names are defined."""
    return {each.name: each.line for each in sheet.definitions()}


_SUMMED = re.compile(r"=[^=]*\bsum\([^=]*\baxis\b")


def before_a_sum(claim: Unsettled) -> Found | None:
    """What has another size, and is summed over an axis behind the next =: dL/dg = dL/dy * x = sum(dL/dy * x, axis=0).

    It tells for one example what the sum is for all.
    """
    is_sum = any(isinstance(part, Call) and part.function == "sum" for part in claim.nodes[1].inside())
    if claim.verdict.verdict != verdicts.SHAPE or claim.has_key or is_sum:
        return None
    lines, line = _text_lines(claim.sheet), claim.verdict.line
    if line > len(lines):  # it is none of the lines of a worksheet
        return None
    first, below = lines[line - 1], (lines[at] for at in range(line, len(lines)))
    whole = "".join([first, *itertools.takewhile(lambda each: each.lstrip().startswith("="), below)])
    if _SUMMED.search(whole, len(first.partition("=")[0]) + 1) is None:
        return None
    return "it is of one example, and the sum of all stands behind it", claim.verdict.kind


@answered_once
def _text_lines(sheet: Sheet) -> list[str]:
    """The lines of a sheet's text."""
    return sheet.text.split("\n")


def in_lists(claim: Unsettled) -> Found | None:
    """Lists in the place of names of which nothing tells a number or size: g = u (1 - z) = [0.2, 0.1] * [0.9, 1]."""
    if claim.verdict.verdict != verdicts.SHAPE or claim.has_key or names_in(claim.nodes[1]):
        return None
    made = _made(claim.sheet)
    behind = {each for name in names_in(claim.nodes[0]) for each in (name, *claim.samples.behind(name))}
    untold = sorted(name for name in behind if name in claim.sheet.free and name not in made)
    if not untold or not claim.nodes[1].has(List) or any(name in made and made[name].has(List) for name in behind):
        return None
    return f"nothing tells the size of {untold[0]}", SIZES


def at_no_number(claim: Unsettled) -> Found | None:
    """A number for what depends on a letter of a function of one's own, that is given none."""
    if claim.has_key or names_in(claim.nodes[1]):
        return None
    made, given = _made(claim.sheet), _first_given(claim.sheet)
    here = claim.verdict.line, claim.verdict.column
    names = dict.fromkeys(names_in(claim.nodes[0]))
    names.update(dict.fromkeys(each for name in list(names) for each in claim.samples.behind(name)))
    open_to = (name for name in names if made.get(name) is ANY_NUMBER)
    letter = next((name for name in open_to if name not in given or given[name] > here), None)
    if letter is None or _is_the_same_everywhere(claim):
        return None
    return f"{letter} is not given: write at which number this is, as in f'(2) or ∇f(1, 2)", claim.verdict.kind


def _is_the_same_everywhere(claim: Unsettled) -> bool:
    """Whether what a claim is about is the same number at all points: f′′ of a square."""
    points = claim.samples.base, *claim.samples.near[:2]
    try:
        first, *others = (entries(point.formula(claim.text).value(claim.nodes[0])) for point in points)
    except (*UNCOMPUTABLE, TypeError):
        return False
    return all(agree(float(x), float(y)) for other in others for x, y in zip(first, other, strict=True))


@answered_once
def _first_given(sheet: Sheet) -> dict[str, tuple[int, int]]:
    """The lines in which names are first given a new value, and the columns."""
    moved = (step for step in reversed(sheet.steps) if isinstance(step.statement, Update))
    return {step.name: (step.line, step.statement.column) for step in moved}


def computed_once_more(claim: Unsettled) -> Found | None:
    """A result that is given as a number, and computed in numbers behind new values of others: the second time."""
    match claim.nodes[:2]:
        case Name(name), formula if not claim.has_key and is_called_result(name) and not names_in(formula):
            told, moved = _told_in_line(claim.sheet).get(name), _new_values_in_lines(claim.sheet)
            behind = bisect_right(moved, told) if told is not None else len(moved)
            is_moved = name in _first_given(claim.sheet)  # by a formula of its own
            if not is_moved and behind < len(moved) and moved[behind] < claim.verdict.line:
                why = f"{name} is a number told in line {told}, before new values of what it may be made of"
                return f"{why}: write its formula there, {name} = …", claim.verdict.kind
    return None


@answered_once
def _told_in_line(sheet: Sheet) -> dict[str, int]:
    """The lines in which names are defined by a number."""
    return {each.name: each.line for each in sheet.definitions() if isinstance(each.formula, Number)}


@answered_once
def _new_values_in_lines(sheet: Sheet) -> list[int]:
    """The lines in which names are first given a new value, in order."""
    return sorted(line for line, _ in _first_given(sheet).values())


_SUPPOSES = re.compile(
    r"\s*(?i:(?:but |and |what )?(?:if|suppose|had|wenn|falls|si|se)\b[^=]*"
    r"\b(?:instead|were|been|stattdessen|au lieu|plutôt|en cambio|invece)\b)[^=,]*=\s*[-−0-9.]+\s*[,:]"
)
"""If instead y = 1, …"""


def supposed(claim: Unsettled) -> Found | None:
    """What a line says of numbers that it only supposes."""
    line = claim.verdict.line
    if line in _supposing(claim.sheet):
        return f"line {line} supposes something else: a new exercise begins with a heading", claim.verdict.kind
    if line in _supposing_kinds(claim.sheet):
        return f"line {line} supposes more than the sheet says: say it above, as in A is symmetric", claim.verdict.kind
    return None


def up_to_a_constant(claim: Unsettled) -> Found | None:
    """What a name is said to be once more, without a constant: where words tell that one is left out."""
    line = claim.verdict.line
    if claim.has_key or next(_slopes_in(claim.nodes[0]), None) is not None or not names_in(claim.nodes[1]):
        return None
    if line in _without_constants(claim.sheet):
        return f"line {line} may leave out a constant: give what is left another name", claim.verdict.kind
    return None


_LEAVES_OUT = re.compile(
    r"(?i)(?<!\w)(?:drop\w*|ignor\w+|omit\w*|discard\w*|neglect\w*|leav\w+ out|up to|without|remov\w+|except for|plus)"
    r"\s+(?:[^\W\d_]+\s+){0,4}(?:constants?|terms?)(?!\w)|∝|\+\s*const"
)
"""Dropping the constant, up to an additive constant"""


@answered_once
def _without_constants(sheet: Sheet) -> set[int]:
    """The lines that tell that a constant is left out, and those right below words that do."""
    found: set[int] = set()
    is_told = False
    for line in sheet.lines:
        leaves_out = _LEAVES_OUT.search(line.text) is not None
        if leaves_out or is_told:
            found.add(line.number)
        if line.statements or line.errors or leaves_out:
            is_told = leaves_out and not line.statements
    return found


_SUPPOSES_KIND = re.compile(rf"(?<!\w)(?:{SUPPOSED})(?!\w)")


@answered_once
def _supposing(sheet: Sheet) -> set[int]:
    """The lines that suppose something."""
    return {number for number, text in _typed_lines(sheet) if _SUPPOSES.match(text)}


@answered_once
def _supposing_kinds(sheet: Sheet) -> set[int]:
    """The lines that suppose that a matrix is of a kind, but for what is said of it anyway."""
    known = {name for name, free in sheet.free.items() if free.is_symmetric}
    found = ((number, _SUPPOSES_KIND.search(text)) for number, text in _typed_lines(sheet))
    return {number for number, kind in found if kind and known.isdisjoint(kind[0].split())}


def _typed_lines(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The lines of a sheet with their numbers; each line of a part of a document has the text of the whole."""
    whole: dict[str, list[str]] = {}
    for line in sheet.lines:
        if "\n" not in line.text:
            yield line.number, line.text
            continue
        lines = whole.get(line.text)
        if lines is None:
            lines = whole[line.text] = line.text.split("\n")
        yield line.number, lines[line.number - 1] if line.number <= len(lines) else ""


RULES: tuple[Callable[[Unsettled], Found | None], ...] = (
    of_nothing, by_a_presumed_name, of_a_list, of_more_indices, after_unread, after_unread_anew, beyond_numbers,
    of_a_slope_as_told, of_the_true_class, through_a_number, through_a_root, in_numbers_only, after_new_values,
    through_what_is_in_numbers, partly_in_numbers, not_made_of, of_what_is_not_linked, of_what_goes_nowhere,
    through_an_untold_name, at_an_untold_argument, of_one_example, at_no_number, given_anew, of_cases, before_a_sum,
    in_lists, computed_once_more, supposed, up_to_a_constant, in_another_way,
)  # fmt: skip
"""What a claim may wait for, asked in this order."""

LAST_RULES = (beside_what_is_differentiated,)
"""What it may wait for if it is right in no other meaning."""
