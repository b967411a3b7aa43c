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
_NAMED_PAIR = rf"\(\s*({NAME})\s*=\s*({NUMBER})\s*,\s*({NAME})\s*=\s*({NUMBER})\s*\)"
_NAMED = re.compile(_NAMED_PAIR)
_NAMED_DATA = re.compile(
    rf"^[ \t]*(?:[^\W\d_][\w ,'’-]{{0,80}}:[ \t]*)?\{{?({_NAMED_PAIR}(?:\s*(?:[,;]|and|,\s*and)[ \t]*{_NAMED_PAIR})"
    r"{1,40})\}?[ \t]*(?:[.;]|$)",
    re.MULTILINE,
)
"""(x=1, y=2), (x=2, y=1)"""

_FIRST = r"(?:_?\{?1\}?|₁|\^\{?\(?1\)?\}?)"
_ONE_EXAMPLE = re.compile(
    rf"^([ \t]*(?:[^\W\d_][\w ]{{0,40}}:?[ \t])?)\(\s*([^\W\d_]){_FIRST}\s*,\s*([^\W\d_]){_FIRST}\s*\)[ \t]*=[ \t]*"
    rf"\(\s*({NUMBER})\s*,\s*({NUMBER})\s*\)(?=[ \t]*(?:$|[.,;#]))",
    re.MULTILINE,
)
"""(x_1, y_1) = (2, 1)"""

_USUAL = (("x", "y"), ("x", "t"))
"""What the two numbers of each pair are called where nothing else is said."""


def with_data_named(text: str) -> str:
    r"""A text with the list of all first numbers and that of all second, where they are used and given nothing.

    >>> with_data_named("Data: (1, 2), (3, 5).\nŷ = wx + b; e = y - ŷ")
    'x = [1, 3]; y = [2, 5];\nŷ = wx + b; e = y - ŷ'
    >>> with_data_named("Data: (x=1, y=2), (x=3, y=5)\nL = Σ_i (w x_i - y_i)²").split("\n")[0]
    'x = [1, 3]; y = [2, 5];'
    >>> with_data_named("Data: (1, 2), (3, 5)\nx = 1; y = 2")
    'Data: (1, 2), (3, 5)\nx = 1; y = 2'
    >>> with_data_named("(x_1, y_1) = (2, -1)\np = w x; L = (p - y)²").split("\n")[0]
    'x = 2, y = -1'
    """
    if len(text) > USUAL:
        return text
    if (found := _ONE_EXAMPLE.search(text)) is not None:
        return _with_one_example(text, found)
    if (found := _NAMED_DATA.search(text)) is not None:
        return _with_pairs_apart(text, found)
    found = _DATA.search(text)
    if found is None:
        return text
    told = [(found["first"], found["second"])] if found["first"] else _USUAL
    names = next((pair for pair in told if all(_is_needed(name, text) for name in pair)), None)
    if names is None:
        return text
    numbers = re.findall(NUMBER, found["pairs"])
    lists = (f"{name} = [{', '.join(numbers[which::2])}];" for which, name in enumerate(names))
    return f"{text[: found.start()]}{' '.join(lists)}{text[found.end() :]}"


def _with_one_example(text: str, found: re.Match[str]) -> str:
    """A text with the numbers of the only example for names without its number, where only those are used."""
    before, *names, first, second = found.groups()
    rest = text[: found.start()] + text[found.end() :]
    is_used = re.search(rf"(?<![^\W_])(?:{'|'.join(names)}){_FIRST}(?!\w)", rest)
    if is_used or not all(_is_needed(name, rest) for name in names):
        return text
    told = f"{before}{names[0]} = {first}, {names[1]} = {second}"
    return f"{text[: found.start()]}{told}{text[found.end() :]}"


def _with_pairs_apart(text: str, found: re.Match[str]) -> str:
    """A text with two lists for pairs with names, where these are the same in each; a remark where nothing is made of
    them.
    """
    pairs = _NAMED.findall(found[1])
    names = {(first, second) for first, _, second, _ in pairs}
    before, after = text[: found.start()], text[found.end() :]
    if len(names) > 1:
        return text
    if not all(_is_needed(name, before + after) for name in min(names)):
        return f"{before}# {found[0]}{after}"
    lists = ([x for _, x, _, _ in pairs], [y for _, _, _, y in pairs])
    told = (f"{name} = [{', '.join(each)}];" for name, each in zip(min(names), lists, strict=True))
    return f"{before}{' '.join(told)}{after}"


def _is_needed(name: str, text: str) -> bool:
    """Whether a name is used, be it right behind a letter, as the x of wx, and given nothing."""
    own = re.escape(name)
    is_used = re.search(rf"(?<![^\W_])(?:[^\W\d_])?{own}(?:_?\{{?[in]\}}?)?(?!\w)", text) is not None
    given = rf"(?:^|[;,:(]|[^\W\d_]{{3}}[ \t])[ \t]*{own}[ \t]*=(?!=)"
    return is_used and re.search(given, text, re.MULTILINE) is None
