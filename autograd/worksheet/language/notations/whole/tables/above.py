"""What the text above a table tells: numbers that are given, what names are made of, functions, and new values."""

import re
from itertools import islice

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.tokens import spelled

SHORT_NAME = r"[^\W\d][\w'’′\u0300-\u036f]{0,24}(?:_\{\w{1,9}\})?"
"""A name, as long as those in tables are."""

MOST_TOLD = 200
"""Names and functions of which it is looked up what they are made of."""

_TOLD = re.compile(
    rf"(?<![\w/∂.])({SHORT_NAME})(?:\(({SHORT_NAME}(?:,\s*{SHORT_NAME}){{0,3}})\))?"
    r"[ \t]*(:=|<-|←|=(?!=))(?=([^=≈;\n`|]{0,200}))"
)
"""A name, or a function of some letters, and what it is said to be."""

_NUMBER = re.compile(rf"[ \t]*({NUMBER}(?:[eE][-−+]?[0-9]{{1,3}})?)[ \t]*(?:$|[,;)*]|\.(?:[ \t]|$)|[ \t][^\W\d]{{2}})")
_RESULT = re.compile(rf"(?:=[^=;]*)?=[ \t]*({NUMBER})[ \t]*(?:$|;)")
_LIST = re.compile(r"[ \t]*[\[(][ \t]*[-−+]?[0-9.]+[ \t]*[,;]")
_WORD = re.compile(r"[^\W\d][\w\u0302-\u0304]*(?:_\{\w{1,9}\})?")


_NO_LETTERS = str.maketrans(dict.fromkeys("²³⁰¹⁴⁵⁶⁷⁸⁹⁻⁺½⅓¼¾", " "))
"""Signs that are parts of words to a pattern, and none of names."""


def key_of(name: str) -> str:
    """A name in one spelling: w1 for w_1 and w₁."""
    return re.sub(r"[_{}]", "", spelled(name))


def words_in(formula: str) -> set[str]:
    """The words in a formula, in one spelling."""
    return {key_of(word) for word in _WORD.findall(formula.translate(_NO_LETTERS))}


class Above:
    """What a text tells.

    >>> above = Above("L(w) = ½(3w − 2)², start w = 1; w <- w - 0.1 g")
    >>> above.given, sorted(above.functions), above.moved.keys(), above.behind("L(w)") >= {"w"}
    ({'w': '1'}, ['L'], dict_keys(['w']), True)
    """

    def __init__(self, text: str) -> None:
        self.given: dict[str, str] = {}
        self.made: dict[str, str] = {}
        self.functions: dict[str, str] = {}
        self.lists: set[str] = set()
        self.moved: dict[str, str] = {}
        for found in islice(_TOLD.finditer(text), MOST_TOLD):
            self._tell(key_of(found[1]), found)

    def _tell(self, key: str, found: re.Match[str]) -> None:
        formula = found[4]
        number = _NUMBER.match(formula)
        if found[2] is not None and number is None:
            self.functions.setdefault(key, found[2])
            self.made.setdefault(key, formula)
        elif found[2] is not None:
            return  # L(1) = 0.5 gives nothing
        elif number is not None:
            if key not in self.made:
                self.given.setdefault(key, number[1])
        elif found[3] in ("<-", "←") or key in words_in(formula):
            self._move(key, found)
        elif _LIST.match(formula):
            self.lists.add(key)
        else:
            self.made.setdefault(key, formula)

    def _move(self, key: str, found: re.Match[str]) -> None:
        """Take note of a new value: of what it is, if that is worked out."""
        end = found.string.find("\n", found.end(4))
        worked = _RESULT.match(found.string, found.end(4), len(found.string) if end < 0 else end)
        if worked is None:
            self.moved.setdefault(key, found[4])
        else:
            self.given[key] = worked[1]

    def tells(self, name: str) -> bool:
        """Whether anything is said of a name."""
        key = key_of(name)
        return any(key in told for told in (self.given, self.made, self.moved, self.lists))

    def names_in(self, formula: str, others: set[str]) -> set[str]:
        """The names in a formula, those of letters side by side, too: w and x in wx + b."""
        return _known_in(formula, others | self._known())

    def _known(self) -> set[str]:
        return self.given.keys() | self.made.keys() | self.lists | self.moved.keys()

    def behind(self, formula: str, told: dict[str, str] | None = None) -> set[str]:
        """The names in a formula, and those that they are made of; `told` are more names and what they are made of."""
        made = {**self.made, **(told or {})}
        found: set[str] = set()
        waiting, known = [formula], self._known() | made.keys()
        while waiting:
            new = _known_in(waiting.pop(), known) - found
            found |= new
            waiting += [made[name] for name in new if name in made]
        return found


def _known_in(formula: str, known: set[str]) -> set[str]:
    words = words_in(formula)
    return (words & known) | {letter for word in words - known for letter in word if letter in known}
