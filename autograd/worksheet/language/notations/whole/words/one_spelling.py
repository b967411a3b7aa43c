"""Words with a capital in one place and without in another: Desired = 0.03, and then E = 1/2 (desired - predicted)².
Words for names: the target is t = 1, and then L = (y - target)².
"""

import re
from collections import Counter
from collections.abc import Mapping

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(r"(?:^|[;,:])[ \t]*([^\W\d_]{3,20}(?:_?[0-9])?)[ \t]*=(?!=)", re.MULTILINE)
_OPERAND = (
    r"(?:(?<=[-−+*/·×∗(=^|,])|(?<=[-−+*/·×∗(=^|,] )|(?<=[Nn]ew )|(?<=[Oo]ld )|(?<=[d∂] )|(?<=[d∂])){}"
    r"(?=[ \t]*(?:[-−+*/·×∗)^²|,;=]|$))"
)
"""A word as a part of a formula: an operator or a bracket on each side, or what is new or old of it."""


def with_one_spelling(text: str) -> str:
    r"""A text in which a word that is told a value is written in one way in all formulas.

    >>> with_one_spelling("Desired = 0.03\nE = 1/2 (desired - p)^2\nas desired - it is")
    'Desired = 0.03\nE = 1/2 (Desired - p)^2\nas desired - it is'
    >>> with_one_spelling("rate = 2\nNew Rate = Old Rate - 1")
    'rate = 2\nNew rate = Old rate - 1'
    >>> with_one_spelling("net = 2; Net = 3; y = net + Net")
    'net = 2; Net = 3; y = net + Net'
    """
    if len(text) > USUAL:
        return text
    told = set(_TOLD.findall(text))
    others = {name.swapcase()[0] + name[1:]: name for name in told if name[1:] == name[1:].lower()}
    others = {other: name for other, name in others.items() if other not in told and other in text}
    return _with_operands(text, others)


_SAID_TO_BE = re.compile(rf"(?<!\w)([^\W\d_]{{4,12}})\s+(?:is|be|of)\s+`?({NAME})\s*=\s*{NUMBER}")


def with_words_for_names(text: str) -> str:
    r"""A text with the name for a word that formulas use and that is said to be that name.

    >>> with_words_for_names("Say the target is `t = 1`.\nL = (y - target)^2")
    'Say the target is `t = 1`.\nL = (y - t)^2'
    >>> with_words_for_names("the target is t = 1\ntarget = 2\nL = (y - target)^2").endswith("(y - target)^2")
    True
    """
    if len(text) > USUAL:
        return text
    names = {word: name for word, name in _SAID_TO_BE.findall(text) if word != name and not is_function(word)}
    names = {word: name for word, name in names.items() if not re.search(rf"(?<!\w){word}\s*:?=", text)}
    return _with_operands(text, names)


def _with_operands(text: str, names: Mapping[str, str]) -> str:
    """A text with other names for some words in its formulas."""
    if not names:
        return text
    pattern = re.compile(_OPERAND.format(f"({'|'.join(map(re.escape, names))})"))
    lines = text.split("\n")
    return "\n".join(pattern.sub(lambda found: names[found[1]], line) if "=" in line else line for line in lines)


_NUMBERED = re.compile(r"(?<![^\W_])(?<![_.^])([^\W\d_]{1,3})(_?)([0-9]{1,2})(?![\w.(\[])")


def with_one_numbering(text: str) -> str:
    r"""A text in which a letter with a number is written in one way, t_1 or t1, if it is told nothing in both.

    >>> with_one_numbering("L = (a_1 - t1)^2 + (a_2 - t_2)^2\ndL/da_1 = 2 (a_1 - t_1)").count("t_1")
    2
    >>> with_one_numbering("t1 = 2\nt_1 = 3").count("t_1")
    1
    """
    if "_" not in text or len(text) > USUAL:
        return text
    spelled: dict[tuple[str, str], Counter[str]] = {}
    for letters, line, number in _NUMBERED.findall(text):
        spelled.setdefault((letters, number), Counter())[line] += 1
    for (letters, number), ways in spelled.items():
        if len(ways) < 2 or all(re.search(rf"(?<![\w/]){letters}{line}{number}\s*=", text) for line in ways):
            continue
        usual, other = ("_", "") if ways["_"] >= ways[""] else ("", "_")
        text = re.sub(rf"(?<![\w.^]){letters}{other}{number}(?![\w.(\[])", f"{letters}{usual}{number}", text)
    return text
