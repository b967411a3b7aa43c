"""Another example in a sheet: givens that have another number from some line on, though nothing says what began there.

In `Second point (x = 1):` words introduce what is given; in `now w becomes 0.4` they give it. Who goes on there
computes with the other number, and what does not hold for the first is not wrong.
"""

import re
from collections.abc import Iterator, Mapping

from autograd.worksheet.language.edits import all_numbers_in
from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import Node, Update, names_in
from autograd.worksheet.sheet.model import Definition, Sheet, Step, answered_once


@answered_once
def anew(sheet: Sheet) -> list[tuple[str, int]]:
    """The givens that are given another number or list behind words, or in them, and where."""
    definitions = {each.name: each for each in sheet.definitions() if each.given}
    given = {name: each.formula for name, each in definitions.items()}
    in_words = list(_told_in_words(sheet, definitions))
    read = {line.number for line in sheet.lines if line.statements}
    told = [(name, line) for name, line in in_words if line not in read]
    again = [step for step in sheet.steps if _is_another(step, given.get(step.name))]
    if not again:
        return told
    names = {each.name for each in sheet.definitions()}
    heads = {line.number: match[1] for line in sheet.lines if (match := _BEFORE_GIVEN.match(line.text))}
    words = {number: set(re.findall(r"[^\W\d_]{3,}", head)) - names for number, head in heads.items()}
    gives = (_ONLY_GIVES, _GIVES_IN_BRACKETS)
    words.update((line.number, set("+")) for line in sheet.lines if any(each.fullmatch(line.text) for each in gives))
    typed = sheet.text.split("\n")
    words.update(
        (step.line, set(":")) for step in again if _GIVES_BEFORE_COLON.match("".join(typed[step.line - 1 : step.line]))
    )
    found = ((step.name, step.line) for step in again)
    beside = {line.number for line in sheet.lines if _WORD.search(line.text)}  # T = 80 at t = 0 and T = 50 at t = 10
    return [
        *told,
        *(
            (name, line)
            for name, line in found
            if words.get(line) or (name, line) in in_words or (line in beside and line == definitions[name].line)
        ),
    ]


def _told_in_words(sheet: Sheet, given: Mapping[str, Definition]) -> Iterator[tuple[str, int]]:
    """The givens that the words of a line give another number."""
    if not given:
        return
    for line in sheet.lines:
        if not any(map(str.isdigit, line.text)):
            continue
        word = _WORD.search(line.text)
        for told in _IN_WORDS.finditer(line.text):
            each = given.get(spelled(told[1]))
            has_words = not line.statements or (word is not None and word.end() <= told.start())
            if each is None or each.line >= line.number or not has_words:
                continue
            if not _is_number(each.formula, told[3] or told[2]):
                yield each.name, line.number


def _is_number(formula: Node, typed: str) -> bool:
    """Whether a formula is the number or list that is typed, or is none."""
    numbers = [float(each.replace("−", "-")) for each in re.findall(NUMBER, typed)]
    ours = all_numbers_in(formula)
    return not ours or numbers == ours


def _is_another(step: Step, given: Node | None) -> bool:
    """Whether another number or list than the one given is all that is said of a name; not as its new value."""
    statement = step.statement
    is_alone = step.definition is None and len(statement.parts) == 2 and not statement.about
    is_alone = is_alone and given is not None and not isinstance(statement, Update)
    return is_alone and not names_in(statement.parts[1]) and statement.parts[1] != given


_GIVES_WORDS = (
    "is|was|were|be|being|has|now|becomes?|became|to|from|go|goes|changes?|changed|updated|set|equals?|moves?|moved"
    "|drops|rises|of|instead"
)
_VALUE = rf"(?:{NUMBER}|(?:\[[-−+0-9.,;\s\[\]]{{1,200}}\]|\([-−+0-9.,;\s]{{1,200}}\))(?:\^T|\.T|ᵀ)?)"
_IN_WORDS = re.compile(
    rf"(?<![\w.∂/'’′^*·×])({NAME})(?:\s*(?::?=|:|→|->|⇒)|(?:\s+(?:{_GIVES_WORDS})\b){{1,3}})\s*({_VALUE})"
    rf"(?:\s*(?:→|->|⇒|to)\s*({_VALUE}))?(?!\w|\.[0-9]|\s*[+*/^·×]|\s*[-−]\s*[\w(])"
)
"""What words give a name: x = 3, w becomes 0.4, b goes from 1 to 2."""

_WORD = re.compile(r"[^\W\d_]{3}")

_ENTRIES = r"[-−0-9.]+(?:\s*[,;]\s*[-−0-9.]+)*"
_ONLY_GIVES = re.compile(
    rf"\s*(?:\(?\w{{1,2}}[.)]\s+)?(?:[^\W\d]\w*\s*=\s*(?:[-−]?[0-9.]+|\({_ENTRIES}\)|\[{_ENTRIES}\])"
    r"\s*(?:[,;]\s*(?:and\s+)?|and\s+|(?=:)|\.?\s*$)){2,}(?::.*)?"
)
"""A line of several givens, and nothing else before a colon."""

_GIVES_BEFORE_COLON = re.compile(r"\s*(?:[^\W\d]\w*\s*=\s*[-−]?[0-9.]+\s*(?:,\s*)?){1,4}:\s")
"""y = 0, p = 0.8: L = …"""

_GIVES_IN_BRACKETS = re.compile(
    r"(?=[^=()]*?[^\W\d_]{3})[^=()]*\((?:[^\W\d]\w*\s*=\s*[-−]?[0-9.]+\s*(?:,\s*|(?=\)))){2,}\)\s*[.:]?\s*"
)
"""With the updated weights (w1 = 0.5, w2 = 0):"""

_BEFORE_GIVEN = re.compile(
    r"([^=#<←+*/·]*)[\s(][^\W\d]\w*\s*="
    r"(?:[^=]*$|[^=:;]*:|\s*(?:[-−]?[0-9.]+|\[[-−0-9., ]*\])\s*,[^=+*/·]*="
    r"\s*(?:[-−]?[0-9.]+|\[[-−0-9., ]*\])\s*(?:$|:))"
)
"""What stands before the only = of a line, or the first if a colon ends what is given, and the name there."""
