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
from collections.abc import Callable, Iterator

from autograd.worksheet.evaluation.arrays import Array, entries, size
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.tolerances import agree
from autograd.worksheet.evaluation.unknown_names import unvalued
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.judging.meanings.another_example import anew
from autograd.worksheet.judging.meanings.untold.links import (
    at_an_untold_argument,
    by_a_presumed_name,
    not_made_of,
    of_one_example,
    of_what_goes_nowhere,
    of_what_is_not_linked,
    through_an_untold_name,
)
from autograd.worksheet.judging.meanings.untold.numbers_alone import (
    after_new_values,
    beside_what_is_differentiated,
    formulas_made,
    in_numbers_only,
    partly_in_numbers,
    through_a_number,
    through_a_root,
    through_what_is_in_numbers,
)
from autograd.worksheet.judging.meanings.untold.unsettled import SIZES, Found, Unsettled, slopes_in
from autograd.worksheet.language.notations.patterns import NAME, SUPPOSED
from autograd.worksheet.language.roles import is_called_loss, is_called_result
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Node,
    Number,
    Update,
    name_of,
    names_in,
)
from autograd.worksheet.sheet.model import ANY_NUMBER, Line, Sheet, answered_once

_CLAIMS_SLOPE = re.compile(r"\s*(?:[∂∇]|d\S*\s*(?:/|=)|\\frac\s*\{\s*(?:\\partial|d))")
"""How a line begins that claims what a derivative is: it tells nothing of other claims."""

_WORDS = re.compile(rf"(?<!\w){NAME}")


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
    made = formulas_made(claim.sheet)
    behind = {each for name in names_in(claim.nodes[0]) for each in (name, *claim.samples.behind(name))}
    untold = sorted(name for name in behind if name in claim.sheet.free and name not in made)
    if not untold or not claim.nodes[1].has(List) or any(name in made and made[name].has(List) for name in behind):
        return None
    return f"nothing tells the size of {untold[0]}", SIZES


def at_no_number(claim: Unsettled) -> Found | None:
    """A number for what depends on a letter of a function of one's own, that is given none."""
    if claim.has_key or names_in(claim.nodes[1]):
        return None
    made, given = formulas_made(claim.sheet), _first_given(claim.sheet)
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
    if claim.has_key or next(slopes_in(claim.nodes[0]), None) is not None or not names_in(claim.nodes[1]):
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
