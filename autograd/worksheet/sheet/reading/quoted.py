"""Statements quoted in prose: what is left of a line that was not read, if only its statements are kept.

Where a line as a whole makes no sense, what stands between its words often does. Each part must be a whole statement;
a line whose words could change what its formulas mean stays unread.
"""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from autograd.support.lazy import compiled_when_used
from autograd.worksheet.language.notations.patterns import NAME, SUPPOSES
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.vocabulary import is_function

_ABBREVIATED = compiled_when_used(
    r"\b(?:w\.r\.t\.|i\.e\.|e\.g\.|z\.\s?B\.|d\.\s?h\.|bzw\.|resp\.|cf\.|p\.\s?ex\.|ej\.|c\.-à-d\.)", re.I
)
_DASH = compiled_when_used(r"(?<=[^\W\d_]{2})\s+[-–—]\s+(?=[^\W\d_]{2})|\s[–—]\s|(?<=\w)\s+--?\s+(?=[^\W\d_]{3})")
_ASIDE = compiled_when_used(r"(?:(?<=\s)|^)[(\[]([^()\[\]]*(?:\([^()]*\)[^()]*)*)[)\]]")
"""Brackets that stand for themselves: (eta = 0.5), (hidden layer)."""

_LEFT = rf"(?:[d∂]\s?{NAME}(?:\[[^\[\]]*\])?\s*/\s*[d∂]\s?{NAME}(?:\[[^\[\]]*\])?|{NAME}(?:\[[^\[\]]*\]|\([^()=]*\))?)"
_STATEMENT = compiled_when_used(rf"{_LEFT}(?:\^\{{?\(?\w+\)?\}}?)?\s*(?::=|[=≈←]|<-)\s*\S.*", re.DOTALL)
_NUMBERS = compiled_when_used(
    r"(?=.*[0-9)]\s*[-−+*/·×^(])(?:sqrt|exp|log|ln|tanh|max|min|σ|√|[-−+*/·×^().,0-9\s])+[=≈]\s*[-−]?[0-9.,]+"
)
_RELATION = compiled_when_used(r"[=≈←]|<-")
_WORD = compiled_when_used(r"(?<![\w'’′^_.\]])[^\W\d_²³]+(?:['’-][^\W\d_]{2,}|['’]s)*(?![\w′^_(\['’])")
_SIGN_BEFORE = compiled_when_used(r"(?:[=≈+*/·×^∘@−\[<>∂√(-]|(?<!\w)d/d|[·*])\s*\Z")
_SIGN_BEHIND = compiled_when_used(r"\s*(?::?=|[≈←+*/·×^∘@−\])\[²³]|<-|[-–](?=\s*[\w(]))")
_CUT = compiled_when_used(r"[;⇒⟹→∴|]|[.,:](?=\s|$)|,(?=\s*[^\W\d])")
_LETTERS_OF_WORDS = frozenset("aeyoiuàéèиія")
_ADJACENT = compiled_when_used(r"[-−+*/·×^(]\s*\Z")

_ARGUMENT = compiled_when_used(r"\s*(?![^\W\d_]{3})[\w(]")

LONGEST_NAME = 2
"""Letters of a word that may rather be a name."""

CALCULATES = {
    *("plus", "minus", "times", "divided", "over", "squared", "cubed", "half", "twice", "per", "repeat", "than"),
    *("doppelt", "halb", "doble", "doppio", "dobro", "mal", "durch", "fois", "por", "veces", "vezes", "volte"),
}
"""Words that belong to a formula."""

RENEWS = {
    *("new", "updated", "old", "previous", "next", "neu", "neue", "neuer", "neues", "neuen", "alte", "alter", "nuevo"),
    *("nueva", "nouveau", "nouvelle", "nuovo", "nuova", "novo", "nova", "viejo", "ancien", "vecchio", "antigo"),
}
"""Words that tell which value of a name is meant."""


def quoted_statements(line: str, is_name: Callable[[str], bool], has_value: Callable[[str], bool]) -> str:
    """A line with all blanked out but its statements, a ; between them; what has none stays what it is.

    >>> names = "w b eta out".split().__contains__
    >>> quoted_statements("Then the bias, b = 0.25 (hidden layer), and we use (eta = 0.5).", names, lambda name: False)
    '               b = 0.25;                                    eta = 0.5  '
    >>> quoted_statements("if b were 2, out = 4", names, lambda name: False)
    'if b were 2, out = 4'
    """
    if len(line) > LONGEST_REWRITTEN or not _RELATION.search(line):
        return line
    plain = _without_asides(line, is_name)
    runs = list(_prose(plain, is_name))
    if any(word.lower() in SUPPOSES or _goes_on(plain, runs, place) for place, (_, _, word) in enumerate(runs)):
        return line
    kept = []
    for start, part, before in _parts(plain, runs):
        if not _RELATION.search(part):
            if re.match(r"[-−+*/·×^]?\s*[0-9(]", part) and _ADJACENT.search(plain[:start].rstrip()):
                return line
            continue
        if not (_STATEMENT.fullmatch(part) or _NUMBERS.fullmatch(part)):
            return line
        name = re.match(NAME, part)
        if name and has_value(name[0]) and not RENEWS.isdisjoint(before):
            return line
        kept.append((start, part))
    kept = _without_examples(kept)
    if not kept:
        return line
    shown = [" "] * len(line)
    for place, (start, part) in enumerate(kept):
        shown[start : start + len(part)] = line[start : start + len(part)]
        if place + 1 < len(kept):
            shown[min(start + len(part), kept[place + 1][0] - 1)] = ";"
    return "".join(shown)


_GIVES = re.compile(rf"({NAME})\s*=\s*[-−]?[0-9.,]+")


def _without_examples(kept: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The statements without those that give one name several numbers: for x = 1 it is 3, for x = 2 it is 5."""
    given: dict[str, set[str]] = {}
    for _, part in kept:
        if match := _GIVES.fullmatch(part):
            given.setdefault(match[1], set()).add(part)
    return [each for each in kept if not (match := _GIVES.fullmatch(each[1])) or len(given[match[1]]) < 2]


def _without_asides(line: str, is_name: Callable[[str], bool]) -> str:
    """A line without abbreviations, dashes between words, and words in brackets."""

    def parted(match: re.Match[str]) -> str:
        return ";".ljust(len(match[0]))

    def is_aside(text: str) -> bool:
        return not _RELATION.search(text) and _are_words(text, is_name)

    line = _ABBREVIATED.sub(lambda match: " " * len(match[0]), line)
    line = _DASH.sub(parted, line)
    return _ASIDE.sub(lambda match: parted(match) if is_aside(match[1]) else match[0], line)


def _goes_on(line: str, runs: list[tuple[int, int, str]], place: int) -> bool:
    """Whether a word goes on with the formula before it: y = x plus 3; not in the mean of x_i over three points."""
    start, end, word = runs[place]
    before = line[runs[place - 1][1] if place else 0 : start].strip()
    is_of_words = word.lower() == "over" and place + 1 < len(runs) and not line[end : runs[place + 1][0]].strip()
    return not is_of_words and word.lower() in CALCULATES and bool(before) and before[-1] not in ",;.:!?"


def _are_words(text: str, is_name: Callable[[str], bool]) -> bool:
    """Whether a text is made of words alone, one of them no name."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return not re.search(r"[^\w\s,.:;'’-]", text) and any(not is_name(word) for word in words)


def _prose(line: str, is_name: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """The words of a line that belong to no formula, from where to where."""
    found = list(_WORD.finditer(line))
    for match, after in zip_longest(found, found[1:]):
        word = match[0]
        is_letter = len(word) == 1
        if _SIGN_BEFORE.search(line, 0, match.start()) or _SIGN_BEHIND.match(line, match.end()):
            continue
        if is_name(word) and not (is_letter and _joins(line, match, after, is_name)):
            continue
        if is_letter and word.lower() not in _LETTERS_OF_WORDS:
            continue
        if is_function(word) and _ARGUMENT.match(line, match.end()):
            continue
        yield match.start(), match.end(), word


def _joins(line: str, match: re.Match[str], after: re.Match[str] | None, is_name: Callable[[str], bool]) -> bool:
    """Whether a letter that is a name is the word for "and" here: x = 2 y salida deseada d = 1."""
    if match[0] not in _LETTERS_OF_WORDS or not line[: match.start()].endswith(" "):
        return False
    if after is None or line[match.end() : after.start()].strip():
        return False
    is_word = len(after[0]) > LONGEST_NAME and not is_name(after[0])
    return is_word or re.match(rf"{NAME}\s*=", line[after.start() :]) is not None


def _parts(line: str, runs: list[tuple[int, int, str]]) -> Iterator[tuple[int, str, set[str]]]:
    """What is between words, signs of sentences and brackets that stand for themselves; with the words before it."""
    cut = list(line)
    for start, end, _ in runs:
        cut[start:end] = "\0" * (end - start)
    for match in _ASIDE.finditer(line):
        if _RELATION.search(match[1]):
            cut[match.start()] = cut[match.end() - 1] = "\0"
    depth = 0
    for place, sign in enumerate(cut):
        depth += (sign in "([") - (sign in ")]")
        if depth <= 0 and _CUT.match(line, place):
            cut[place] = "\0"
    begun = 0
    for match in re.finditer(r"\0[\0\s]*|\Z", "".join(cut)):
        part = "".join(cut[begun : match.start()])
        bare = part.strip(" \t.,;:!?")
        if bare:
            before = {word.lower() for start, end, word in runs if end <= begun and not line[end:begun].strip(" ,:")}
            start = begun + part.index(bare)
            yield start, bare, before
        begun = match.end()
