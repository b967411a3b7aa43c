"""Data that are told as pairs without names: data: (1, 2), (2, 3), (3, 5) beside ŷ = wx + b."""

import re

from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.work import USUAL

_PAIR = rf"\(\s*{NUMBER}\s*,\s*{NUMBER}\s*\)"
_DATA = re.compile(
    r"^[ \t]*(?:[^\W\d_][\w ,'’-]{0,60}[ \t])?"
    r"(?i:data|dataset|training set|pairs|samples|examples|observations)\b[^=()\[\];:\n]{0,30}"
    rf"(?:\(\s*(?P<first>{NAME})\s*,\s*(?P<second>{NAME})\s*\)[ \t]*)?(?::|=|are)[ \t]*\{{?"
    rf"(?P<pairs>{_PAIR}(?:\s*(?:[,;]|and|,\s*and)[ \t]*{_PAIR}){{1,40}})\}}?[ \t]*(?:[.;]|$)",
    re.MULTILINE,
)
_USUAL = (("x", "y"), ("x", "t"))
"""What the two numbers of each pair are called where nothing else is said."""


def with_data_named(text: str) -> str:
    r"""A text with the list of all first numbers and that of all second, where they are used and given nothing.

    >>> with_data_named("Data: (1, 2), (3, 5).\nŷ = wx + b; e = y - ŷ")
    'x = [1, 3]; y = [2, 5];\nŷ = wx + b; e = y - ŷ'
    >>> with_data_named("Data: (1, 2), (3, 5)\nx = 1; y = 2")
    'Data: (1, 2), (3, 5)\nx = 1; y = 2'
    """
    found = _DATA.search(text) if len(text) <= USUAL else None
    if found is None:
        return text
    told = [(found["first"], found["second"])] if found["first"] else _USUAL
    names = next((pair for pair in told if all(_is_needed(name, text) for name in pair)), None)
    if names is None:
        return text
    numbers = re.findall(NUMBER, found["pairs"])
    lists = (f"{name} = [{', '.join(numbers[which::2])}];" for which, name in enumerate(names))
    return f"{text[: found.start()]}{' '.join(lists)}{text[found.end() :]}"


def _is_needed(name: str, text: str) -> bool:
    """Whether a name is used, be it right behind a letter, as the x of wx, and given nothing."""
    own = re.escape(name)
    is_used = re.search(rf"(?<![^\W_])(?:[^\W\d_])?{own}(?:_?\{{?[in]\}}?)?(?!\w)", text) is not None
    given = rf"(?:^|[;,:(]|[^\W\d_]{{3}}[ \t])[ \t]*{own}[ \t]*=(?!=)"
    return is_used and re.search(given, text, re.MULTILINE) is None
