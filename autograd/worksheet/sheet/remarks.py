"""Lines and parts of lines that are no formulas: headings, comments, sentences, titles.

A line without any = claims and defines nothing, so it can be read over; but not where an = may have been forgotten.
"""

import re
from collections import Counter
from collections.abc import Collection

from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.vocabulary import is_function

_RELATION = re.compile(r"[=≈≃≅＝←~]|<-")
_COMMENT = re.compile(r"\s*(?://|%|/\*)")
_RULED = re.compile(r"\s*([=*_~-]{2,})\s*[^\W_][^=<]*?[\s:]*\1\s*")
"""=== backward ===, **Backward**"""

_NUMBERED = re.compile(
    r"\s*(?:\(?(?:[a-z]|[ivx]{2,4}|[0-9]{1,2})[).]|(?:[Qq]|[Pp]\.?) ?[0-9]{1,2}|[^\W\d_]{2,20}\. ?[0-9]{1,9}"
    r"|(?i:exercise|ex|problem|question|task|part|step|iteration|iter|epoch|round|example|case|sheet|worksheet|homework"
    r"|hw|layer|sample|batch|week|section|chapter|lab|assignment|page|update|aufgabe|schritt|teil|blatt) "
    r"?(?:[0-9]{1,3}[a-z]?|[a-z]))[.):]?\s*"
)
"""Exercise 3, Q1, (a)"""

_WORD = re.compile(r"(?<![\w'’′])[^\W\d][\w'’′]*")
_PLAIN = re.compile(r"[^\W\d_]{2,}(?:['’][a-z]{1,2})?")
_SIGNS = re.compile(r"[\^@*\[\]{}|√∑²³]")
"""Signs of formulas that sentences do not have."""

_TOLD = re.compile(r"(?::|\b(?:is|are|equals|gives|becomes|to))\s*[-−]?[0-9.]+\Z")
"""What ends like a claim in words: loss: 4, the loss is 4."""

_SLOPE = re.compile(r"[d∂]\s?\w+(?:\[[^\]]*\])?\s*/\s*[d∂]\s?\w+")
_RENAMED = re.compile(r"\s*[^\W\d][\w′']*\s*:\s*[^\W\d][\w′']*\s*")
_GIVEN = re.compile(
    r"(?<![\w'’′])([^\W\d][\w'’′]*)\s*(?:\([^()=]*\)\s*)?:?=(?:\s*([-−]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?=\s*(?:$|[,)]|and\b)))?"
)
"""A name that is given something; a plain number, perhaps."""

LONGEST = 300
"""Characters of a remark."""


def is_remark(line: str, names: Collection[str]) -> bool:
    """Whether a line is no formula, nor can have been meant as one.

    >>> is_remark("// dL/dw = x", ()), is_remark("Forward pass", ()), is_remark("Exercise 3", "x")
    (True, True, True)
    >>> is_remark("dL/dw 4", "Lw"), is_remark("loss 4", ()), is_remark("w x + b", "wxb")
    (False, False, False)
    """
    line = line.strip()
    if _COMMENT.match(line) or len(line) > LONGEST:
        return bool(_COMMENT.match(line))
    if _RULED.fullmatch(line):
        return True
    words = _WORD.findall(line)
    if _RELATION.search(line) or _RENAMED.fullmatch(line) or _TOLD.search(line) or words[:1] == ["find"]:
        return False
    if _NUMBERED.fullmatch(line):
        return not any(spelled(word) in names for word in words)
    if _SIGNS.search(line):
        return False
    slope = _SLOPE.search(line)
    if slope:
        rest = line[: slope.start()]
        return _plain_words(rest, names) > 1 and not re.search(r"\d", line[slope.start() :])
    plain = _plain_words(line, names)
    if plain == len(words) == 1:
        return len(words[0]) > 2 and not re.search(r"[\d(]", line)
    return plain > max(1, sum(spelled(word) in names for word in words))


def _plain_words(text: str, names: Collection[str]) -> int:
    """How many words of a language there are: no names, no differentials of names, no calls."""
    found = 0
    for word in _WORD.finditer(text):
        name = spelled(word[0])
        known = name in names or (name.startswith("d") and (name[1:] in names or bool(differentials(name, names))))
        called = text[word.end() : word.end() + 1] == "(" and is_function(name)
        found += bool(_PLAIN.fullmatch(word[0])) and not known and not called
    return found


class Titles:
    """Reads over the titles of a sheet, as in `Huber loss, delta = 1`: lines of prose before anything is defined."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._given: Counter[str] | None = None
        self._used: Counter[str] = Counter()

    def formulas(self, line: str) -> str:
        """What a title gives: numbers for names that are given nothing elsewhere, and are used. The rest is blank.

        A line that is no title, or gives something else that is needed, stays what it is.
        """
        if len(line) > LONGEST or ";" in line or "<-" in line:
            return line
        head = line.partition("=")[0]
        before = re.sub(r"[^\W\d][\w'’′]*\s*:?$", "", head)
        if before == line or _SIGNS.search(before) or _SLOPE.search(before) or _plain_words(before, ()) < 2:
            return line
        kept = [" "] * len(line)
        for found in _GIVEN.finditer(line):
            if not self.is_needed(found[1]):
                continue
            if not found[2] or found.start() == 0:
                return line
            kept[found.start() - 1 : found.end()] = [";", *line[found.start() : found.end()]]
        return "".join(kept)

    def is_needed(self, name: str) -> bool:
        """Whether the sheet uses a name that it gives a value only once."""
        if self._given is None:
            bare = re.sub(r"#.*", "", self.text)
            self._given = Counter(spelled(found[1]) for found in _GIVEN.finditer(bare))
            self._used = Counter(map(spelled, _WORD.findall(bare)))
        return self._given[spelled(name)] < 2 <= self._used[spelled(name)]
