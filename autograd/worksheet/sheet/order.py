"""The order in which lines are read: a definition may come after its use."""

import re
from collections.abc import Collection, Container, Iterable, Iterator
from functools import partial

from autograd.support.remembered import remembered
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.notations.told.names import LONGEST_FUNCTION
from autograd.worksheet.language.vocabulary import function_called
from autograd.worksheet.sheet.sentences import LEFT
from autograd.worksheet.sheet.separation import factors_of

NumberedLine = tuple[int, str]

_CONTINUES = re.compile(r"\s*(?:[=≈≃≅＝]|$)")
_OF_ALL = r"\[[^\]\n]{0,40}\]|_\{[a-z]\s*,\s*[a-z]\}|\^\{?\([a-z]\)\}?"
"""What tells that something is said of each entry, or of each example."""
_BEGUN = r"(?:^(?:\s*(?:[-–*•]|\(?\w{1,2}[.)])\s)?|[;,:|→⇒]|[-=]>|(?<=[^\W\d_]{2} )|(?<=[^\W\d_]{2}\. ))"
"""Where a statement may begin: behind the mark of a list, too."""

_DEFINES = re.compile(rf"{_BEGUN}\s*({NAME})\s*(?:{_OF_ALL}|(?<=σ)\^\{{?2\}}?)?\s*[=≈](?!=)")
_ONLY_NUMBER = re.compile(rf"(?<![\w/∂])({NAME})\s*[=≈]\s*[-−]?[0-9.]+\s*(?:[,;]|\band\b|$)")
_DEFINES_TOGETHER = re.compile(r"(?:^|[:;,])\s*\(([^\W\d][\w\s,]*)\)\s*=(?!=)")
"""(x, y) = (2, 3)"""
_DEFINES_FUNCTION = re.compile(rf"{_BEGUN}\s*([^\W\d]\w*)\(([^\W\d_](?:\s*,\s*[^\W\d_])*)\)\s*=(?!=)")
"""f(x) = …: it holds for any x."""
_LAYER = r"(?:[lLkKℓ]|[0-9](?!\s?[-−+]))(?:\s?[-−+]\s?[0-9])?"
_OF_LAYER = rf"(?<![^\W_])([^\W\d]\w*(?:\([0-9]\)|\^(?:\({_LAYER}\)|\{{\(?{_LAYER}\)?\}}|[lLℓ](?!\w))))"
_USES_LAYER = re.compile(_OF_LAYER)
_USES_ENTRY_OF_MATRIX = re.compile(r"(?<![^\W_])([^\W\d_]\w{0,9}?)_\{?[i-k],?[i-k]\}?(?!\w)")
_USES_ENTRY = re.compile(r"(?<![^\W∂d])[^\W\d_]\w*_[a-z]{1,2}(?!\w)")
_DEFINES_LAYER = re.compile(rf"{_BEGUN}\s*{_OF_LAYER}\s*=(?!=)")
"""W(1) = …, a^(L) = …"""
_UPDATES = re.compile(
    r"<-|←|[-+]="
    rf"|(?<![\w/∂^{{}}])(?<!_\w,)(?![²³⁴])({NAME}(?:\^\{{?\([a-z]\)\}}?)?)\s*:?="
    rf"(?:(?!\s(?:and|where)\s|,\s[^,;()\[\]\n]{{0,40}}=)[^=;\n])*(?<![\w/∂])\1(?![\w(]|\s*=)"
    rf"|(?<![\w/∂])({NAME})\s*=[^=;\n]*(?<=\sor\s)\2\s*="
)
_ASSIGNS = re.compile(rf"(?<![\w/∂])({NAME}?)(?:{_OF_ALL}|_[a-z]{{1,2}})?\s*:=")
"""What may be a new value, or the first."""
_NOT_A_USE = re.compile(
    r"(?<=[\w\]])\[[^\]]*\]|(?<=\))\[\s*\w(?:\s*[-+,:]\s*\w)*\s*\]|#.*|(?<=\()\s*\w\s*:|_\{?[a-z]{1,2}(?!\w)|_\{[a-z]\s*,\s*\w{1,9}\}?|(?<!\w)(?:e|pi)\s*\^\s*[^\d\s]"
)
"""Index letters, remarks, the letters that sums run over, and the e of e^x."""
_OF_LETTER = re.compile(r"(\w+?)_\{?[a-z]{1,2}\}?")
"""What is said of each entry: z_k = …, W_kj = …"""
_WORD = re.compile(r"(?<![^\W\d])[d∂]?\s?([^\W\d][\w'′\u0300-\u036f]*)")
_STUCK = re.compile(r"(?<!\w)([a-z])(?=[A-ZΘ](?:_\w+|[0-9])?(?!\w))")
"""What stands before a matrix: the h of hW_2."""


_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+)[ \t]+\Z")
MOST_IN_A_LINE = 20
"""Statements of one line that are put in order."""

MOST_LINES = 2_000
"""Lines that are put in order: long sheets are read as they stand."""


def in_reading_order(lines: list[NumberedLine], letters: Collection[str] = ()) -> list[NumberedLine]:
    """The lines, those that define what is used above them before it; lines that begin with = stay behind theirs.

    Not after a new value: what is defined below one is made from that. Of the `letters` of functions x = -2 y is an
    equation that is solved, and defines none.

    >>> in_reading_order([(1, "y = w x"), (2, "= 6"), (3, "w = 2"), (4, "x = 3")])
    [(3, 'w = 2'), (4, 'x = 3'), (1, 'y = w x'), (2, '= 6')]
    >>> in_reading_order([(1, "a = 2"), (2, "c = a"), (3, "a = 3 b")])
    [(1, 'a = 2'), (2, 'c = a'), (3, 'a = 3 b')]
    >>> in_reading_order([(1, "δ^l_j = ∂C/∂z^l_j"), (2, "C = 1/2 a")])
    [(2, 'C = 1/2 a'), (1, 'δ^l_j = ∂C/∂z^l_j')]
    """
    if len(lines) > MOST_LINES:
        return lines
    blocks: list[list[NumberedLine]] = []
    for line in lines:
        if blocks and _CONTINUES.match(line[1]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    defined: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for place, block in enumerate(blocks):
        if any(_updates(text) or not defined.keys().isdisjoint(_ASSIGNS.findall(text)) for _, text in block):
            break
        only_numbers = _ONLY_NUMBER.findall(block[0][1])
        for name in _defined_in(block[0][1]):
            if name in only_numbers or name not in letters:
                (numbers if name in only_numbers else defined).setdefault(name, place)
    for name, place in numbers.items():  # z = 3 below z = w x is what it comes to; above it, it is given
        defined[name] = min(place, defined.get(name, place))
    uses = [[each for name in _used_in(block) for each in _used_by(name, defined)] for block in blocks]
    if not any(defined.get(name, -1) > place for place, names in enumerate(uses) for name in names):
        return lines
    return [line for place in _order(uses, defined) for line in blocks[place]]


_BETWEEN = re.compile(
    r"(?:,|(?<=[\w)\]²³])(?:\.(?: +[^\W\d_]{2,}){0,4}| (?:y|e|o|et|und|and)(?: +[^\W\d_]{2,}){1,6}))"
    rf"(?=\s+{LEFT}\s*=(?!=))"
)
"""A comma, or the end of a sentence and the words that the next begins with, or an and with words behind it, before
what is given something.
"""


def statements_in(line: str) -> list[str]:
    """A line, or the statements between its commas, each in its columns, where one uses what none before it defines.

    >>> statements_in("p = 2 N, N = e^z"), statements_in("a = 2, b = 3 a"), statements_in("t = 1, p = tanh(z)")
    (['p = 2 N', '         N = e^z'], ['a = 2, b = 3 a'], ['t = 1', '       p = tanh(z)'])
    """
    parts = list(_between_commas(line))
    if not 1 < len(parts) <= MOST_IN_A_LINE:
        return [line]
    defined: set[str] = set()
    for part in parts:
        used = _used_in([(0, f"={part.partition('=')[2]}")])
        if any(word not in defined and not function_called(word) for word in used):
            return parts
        defined.update(_defined_in(part))
    return [line]


_GIVEN_NUMBER = rf"{NAME}\s*=\s*[-−]?[0-9.]+"
_NUMBERS = re.compile(
    rf"\s*(?:[-*•]\s+)?(?:[^\W\d_][\w ]{{2,30}}:\s+)?{_GIVEN_NUMBER}(?:\s*,\s*{_GIVEN_NUMBER})+\s*\.?\s*"
)
_MADE = re.compile(rf"(?:^|[;,:])\s*({NAME})\s*=(?!=)[^=,;]*[^\W\d_]")


def names_made(lines: Iterable[str]) -> frozenset[str]:
    """The names that lines give a formula of others."""
    return frozenset(name for line in lines for name in _MADE.findall(line.partition("#")[0]))


def givens_and_results(line: str, made: Container[str]) -> list[str]:
    """A line that gives numbers, and below it the results in it, each in its columns: Forward: x = 2, y = 3, q = 6.

    >>> givens_and_results("Forward: x = 2, q = 6, y = 3", {"q"}), givens_and_results("x = 2, y = 3", {"q"})
    (['Forward: x = 2       , y = 3', '                q = 6       '], ['x = 2, y = 3'])
    """
    head = line.partition("#")[0]
    if _NUMBERS.fullmatch(head) is None:
        return [line]
    parts = [*re.finditer(rf"({NAME})\s*=\s*[-−]?[0-9.]+", head)]
    results = [part for part in parts if part[1] in made]
    if not results or len(results) == len(parts):
        return [line]
    givens, others = list(line), [" "] * len(line)
    for part in results:
        begun = line.rfind(",", 0, part.start())
        others[part.start() : part.end()] = part[0]
        start, end = (begun, part.end()) if begun >= 0 else (part.start(), line.find(",", part.end()) + 1)
        givens[start:end] = " " * (end - start)
        if part is not results[-1]:
            others[part.end()] = ","
    return ["".join(givens), "".join(others)]


@remembered
def _updates(text: str) -> bool:
    """Whether a line gives a new value."""
    return _UPDATES.search(text.partition("#")[0]) is not None


def _between_commas(line: str) -> Iterator[str]:
    """The statements of a line that commas are between, each in its columns."""
    head = line.partition("#")[0]
    begun = 0
    for comma in _BETWEEN.finditer(head):
        part = line[begun : comma.start()]
        if "=" in part and part.count("(") == part.count(")") and part.count("[") == part.count("]"):
            yield " " * begun + part
            begun = comma.end()
    yield " " * begun + line[begun:]


def _used_by(word: str, defined: Container[str]) -> list[str]:
    """The names that a word is the product of, as W and x of Wx, or the list v of v_1; else the word, and
    letters it may be made of.
    """
    if word in defined:
        return [word]
    whole, below, place = word.rpartition("_")
    if below and place.isdecimal() and whole in defined:
        return [whole]
    letters = [letter for letter in word if letter in defined] if len(word) == len("wx") and word.isalpha() else []
    return factors_of(word.replace("ᵀ", ""), defined) or [word, *letters]


def is_out_of_order(text: str) -> bool:
    """Whether a definition of a text comes after its use."""
    lines = [(number, part) for number, line in enumerate(text.split("\n"), 1) for part in statements_in(line)]
    return in_reading_order(lines) != lines


def _order(uses: list[list[str]], defined: dict[str, int]) -> list[int]:
    """The places of blocks, each where it stands or, if what it uses is defined below, behind that; blocks that use one
    another as `_pulled_up` has them.
    """
    needed = [
        {defined[name] for name in names if name in defined and defined[name] != place}
        for place, names in enumerate(uses)
    ]
    waiting_for: dict[int, list[int]] = {}
    missing = [set(places) for places in needed]
    done: dict[int, None] = {}
    for place in range(len(uses)):
        missing[place] -= done.keys()
        todo = [] if missing[place] else [place]
        for other in missing[place]:
            waiting_for.setdefault(other, []).append(place)
        while todo:
            ready = min(todo)
            todo.remove(ready)
            done[ready] = None
            for other in waiting_for.pop(ready, ()):
                missing[other].discard(ready)
                if not missing[other] and other not in done:
                    todo.append(other)
    return list(done) if len(done) == len(uses) else _pulled_up(uses, defined)


def _pulled_up(uses: list[list[str]], defined: dict[str, int]) -> list[int]:
    """The places of blocks, those that define what another uses right before it."""
    done: dict[int, None] = {}
    begun: set[int] = set()
    for first in range(len(uses)):
        todo = [first]
        while todo:
            place = todo[-1]
            needed = [defined[name] for name in uses[place] if name in defined] if place not in begun else []
            begun.add(place)
            missing = [each for each in dict.fromkeys(needed) if each not in begun]
            if missing:
                todo += reversed(missing)
                continue
            todo.pop()
            done[place] = None
    return list(done)


def _defined_in(text: str) -> list[str]:
    """The names a line gives something, z_k as z, too; not those of functions."""
    given, others = _given_something(text)
    names = [*(name for name in given if not function_called(name)), *others]
    names += _families(name for name in others if _USES_LAYER.fullmatch(name))
    return [*names, *(found[1] for name in names if (found := _OF_LETTER.fullmatch(name)))]


@remembered
def _given_something(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words a line gives something; and those that are names whatever they are called."""
    said = text.partition("#")[0]
    alone = *filter(None, map(partial(_name_given, said), _DEFINES.finditer(said))), *_functions_given(text)
    together = [name for names in _DEFINES_TOGETHER.findall(said) for name in re.findall(NAME, names)]
    return alone, (*_DEFINES_LAYER.findall(text), *together)


def _families(names: Iterable[str]) -> list[str]:
    """What all layers of names are called here, a^ of a^(L-1) and a_j^l; of single ones, a^(1), none is said."""
    return [f"{re.split(r'[_^(]', name, maxsplit=1)[0]}^" for name in names if not _NUMBERED_LAYER.search(name)]


_NUMBERED_LAYER = re.compile(r"[(^{][0-9]")


def _used_in(block: list[NumberedLine]) -> list[str]:
    """The names that the formulas of a block use."""
    return list(dict.fromkeys(word for _, text in block for word in _words_used(text)))


def _name_given(text: str, found: re.Match[str]) -> str:
    """The name that is given something there; "" of what a function stands before: log p_j = …"""
    word = _WORD_BEFORE.search(text, max(0, found.start(1) - LONGEST_FUNCTION), found.start(1))
    return "" if word and function_called(word[1]) else found[1]


def _functions_given(text: str) -> Iterator[str]:
    """The functions of one's own that a line gives a formula."""
    return (name for name, _ in _DEFINES_FUNCTION.findall(text))


@remembered
def _words_used(text: str) -> tuple[str, ...]:
    """The words in the formulas of a line."""
    found: dict[str, None] = {}
    if "=" in text or "find" in text or text.lstrip().startswith("|"):  # a row of a table
        letters = {letter for _, those in _DEFINES_FUNCTION.findall(text) for letter in re.findall(r"\w", those)}
        layers = _USES_LAYER.findall(text)
        entries = (*_USES_ENTRY.findall(text), *_USES_ENTRY_OF_MATRIX.findall(text))
        found.update(dict.fromkeys((*_STUCK.findall(text), *layers, *_families(layers), *entries)))
        for match in _WORD.finditer(_NOT_A_USE.sub(" ", text)):
            if match[0] in letters:
                continue
            word = match[0].strip()
            found[word] = found[match[1]] = None
            if match[1][-1] in "²³ᵀ" and match[1][:-1] not in letters:
                found[match[1][:-1]] = None
            if word[:1] in "d∂":
                found[word[1:].strip()] = None
    return tuple(found)
