"""Lists of which each entry is told by itself, and that are multiplied as a whole: h_1 = 2, h_2 = 3, z = h · v."""

import re

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.work import USUAL

_NAME = r"[^\W\d_]{1,4}"
_TOLD = re.compile(rf"(?:^|(?<=[;,]))[ \t]*({_NAME})_?\{{?([0-9])\}}?[ \t]*=(?!=)[ \t]*(?=([^=;,\n]*))", re.MULTILINE)
"""An entry by its number, and what it is first said to be."""

_LIST = rf"[\[(][ \t]*[\[(]?[ \t]*{NUMBER}(?:[ \t,;]+{NUMBER})+"
_GIVEN = re.compile(rf"(?:^|(?<=[;,]))[ \t]*([^\W\d]\w*)[ \t]*=[ \t]*{_LIST}", re.MULTILINE)
"""A name that is a list, or a matrix."""

_TURNED = r"(?:\^T|\^⊤|ᵀ|\.T)?"
_DOT = r"[ \t]*[·@⋅×*][ \t]*"
_OTHERWISE = (
    r"(?:^|[;,:])[ \t]*{0}[ \t]*:?=(?!=)|(?<![\w∂^{{]){0}\(|[∂d]{0}(?!\w)"
    r"|(?:^|[;,])[ \t]*\w+\([ \t]*{0}[ \t]*[,)][^=\n]*="
)
"""A name that is told by itself, a function, what a function is of, or what is differentiated by."""

_AS_FACTOR = (
    rf"(?<![\w∂^{{{{]){{0}}{_TURNED}{_DOT}(?:{{1}})(?!\w)"
    rf"|(?<![\w∂^{{{{])(?:{{1}}){_TURNED}(?:{_DOT}|[ \t]){{0}}(?![\w(^{{{{])"
)
"""A name beside one of several lists."""


def with_lists_used_whole(text: str) -> str:
    r"""A text with such a list behind the last of its entries, which are told as numbers or of other things.

    >>> with_lists_used_whole("v = [2, 5]\nh_1 = 0.1\nh_2 = 0.3\nz = h · v = 1.7")
    'v = [2, 5]\nh_1 = 0.1\nh_2 = 0.3; h = [h_1, h_2]\nz = h · v = 1.7'
    >>> with_lists_used_whole("v = [2, 5]\nh_1 = 0.1; h_2 = h_1 + 1\nz = h · v").count(";")
    1
    >>> with_lists_used_whole("v = [2, 5]\nh_1 = 0.1; h_2 = 0.3\nh = [0.1, 0.3]\nz = h · v").count("[")
    2
    """
    if "[" not in text or len(text) > USUAL:
        return text
    told: dict[str, dict[int, re.Match[str]]] = {}
    for found in _TOLD.finditer(text):
        told.setdefault(found[1], {}).setdefault(int(found[2]), found)
    lists = "|".join(re.escape(name) for name in dict.fromkeys(_GIVEN.findall(text)))
    whole = [name for name, entries in told.items() if lists and _is_whole(name, entries, lists, text)]
    put = {_end_of_line(told[name]): _list_of(name, told[name]) for name in whole}
    for place in sorted(put, reverse=True):
        text = text[:place] + put[place] + text[place:]
    return text


def _is_whole(name: str, told: dict[int, re.Match[str]], lists: str, text: str) -> bool:
    """Whether all entries of a list are told, none by another, and the list is not, but is multiplied with another."""
    numbers = sorted(told)
    if len(told) < 2 or numbers != list(range(numbers[0], numbers[0] + len(told))) or numbers[0] > 1:
        return False
    if any(re.search(rf"(?<![^\W\d_]){name}_?[0-9]", found[3]) for found in told.values()):
        return False  # the next of steps
    if re.search(_OTHERWISE.format(name), text, re.MULTILINE):
        return False
    used = re.search(_AS_FACTOR.format(name, lists), text)
    return used is not None and used.start() > _end_of_line(told)


def _end_of_line(told: dict[int, re.Match[str]]) -> int:
    """Where the line ends on which the last of the entries is told."""
    last = max(told.values(), key=lambda found: found.start())
    end = last.string.find("\n", last.end())
    return len(last.string) if end < 0 else end


def _list_of(name: str, told: dict[int, re.Match[str]]) -> str:
    entries = (re.sub(r"[ \t]*=.*", "", found[0]).strip() for _, found in sorted(told.items()))
    return f"; {name} = [{', '.join(entries)}]"
