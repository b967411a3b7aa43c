"""Words for derivatives, dx, of a loss without a formula, where one is said to be that, dy = ∂L/∂y, or dy is given."""

import re

from autograd.worksheet.language.notations.patterns import LIST_OF_NUMBERS, NAME, NUMBER
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.work import USUAL

_WORD = re.compile(rf"(?<![\w.∂/\\])(?<!/ )d(?!_)({NAME})(?![\w(]|\s*/\s*[d∂])")
_WORD_TOLD = re.compile(rf"(?:^|[;,])[ \t]*d(?!_)({NAME})[ \t]*=(?!=)[ \t]*([^=;\n]*)", re.MULTILINE)
_SAID = re.compile(
    r"(?:^|[;,])[ \t]*d(?!_)([^\W\d][^\s=/;]{0,11})[ \t]*=[ \t]*[d∂][ ]?([^\W\d_])[ ]?/[ ]?[d∂][ ]?\1[ \t]*"
    r"(?=$|[=;,.])",
    re.MULTILINE,
)
"""dy = ∂L/∂y"""

_TOLD = re.compile(rf"(?:^|[;,:])[ \t]*({NAME})[ \t]*=(?!=)", re.MULTILINE)
_SLOPE = re.compile(rf"(?<!\w)[d∂]\s?({NAME})\s?/\s?[d∂]")
_BY_ANOTHER = re.compile(rf"(?<![\w.∂/\\])d(?!_){NAME}(?![\w(])|(?<!\w)[d∂]\s?{NAME}\s?/\s?[d∂]")
_ALONE_NAME = re.compile(rf"(?<![\w∂]){NAME}")
_GIVEN = re.compile(rf"\s*(?:{NUMBER}|{LIST_OF_NUMBERS}|\[\[[-−+0-9.,;\s\[\]]+\]\])\s*[.,]?\s*")
_TWICE = re.compile(r"(∂[^\W\d_]/∂[^\s=;]+)[ \t]*=[ \t]*[d∂][ ]?[^\W\d_][ ]?/[ ]?[d∂][ ]?([^\s=;]+)")

LEAST = 2
"""Other words that must be told by each other where none is said to be a derivative."""


def with_words_said_to_be(text: str) -> str:
    r"""A text with derivatives for all such words that are by names of the text.

    >>> with_words_said_to_be("u = 2 x; y = v u\ndy = ∂L/∂y = 0.3\ndu = dy v; dx = ∂L/∂x = 2 du")
    'u = 2 x; y = v u\n∂L/∂y = 0.3\n∂L/∂u = ∂L/∂y v; ∂L/∂x = 2 ∂L/∂u'
    >>> with_words_said_to_be("u = 2 x; y = v u\ndy = [0.3, 1]\ndu = dy v; dx = 2 du").split("\n")[1:]
    ['∂L/∂y = [0.3, 1]', '∂L/∂u = ∂L/∂y v; ∂L/∂x = 2 ∂L/∂u']
    >>> with_words_said_to_be("y = v u; L = y²\ndy = ∂L/∂y = 2 y\ndu = dy v").count("∂")
    2
    """
    if len(text) > USUAL or not (slopes := _WORD_TOLD.findall(text)):
        return text
    told = set(_TOLD.findall(text))
    names = told | {_whole(name) for name in told}
    loss = _loss_of(text, slopes, names)
    if not loss or loss in names:
        return text
    names |= {*_ALONE_NAME.findall(text)}
    words = {name for name, _ in slopes if name in names or _whole(name) in names}
    words |= {_whole(name) for name in words}

    def slope(word: re.Match[str]) -> str:
        return f"∂{loss}/∂{word[1]}" if word[1] in words or _whole(word[1]) in words else word[0]

    lines = (_WORD.sub(slope, line) if "=" in line or "←" in line else line for line in text.split("\n"))
    return _TWICE.sub(lambda found: found[1] if found[1].endswith(f"∂{found[2]}") else found[0], "\n".join(lines))


def _whole(name: str) -> str:
    """The list that a name is an entry of, where it has an index."""
    return name.partition("_")[0]


def _loss_of(text: str, slopes: list[tuple[str, str]], names: set[str]) -> str:
    """What such words are derivatives of; "" where nothing says that they are any."""
    said = {loss for _, loss in _SAID.findall(text)}
    if said:
        return said.pop() if len(said) == 1 else ""
    given = {name for name, formula in slopes if _GIVEN.fullmatch(formula) and formula.strip() != "1"}
    by_others = {name for name, formula in slopes if name not in given and _BY_ANOTHER.search(formula)}
    if len(by_others) < LEAST:
        return ""
    tops = {top for top in _SLOPE.findall(text) if is_called_loss(top)}
    if tops or _SLOPE.search(text):
        return tops.pop() if len(tops) == 1 else ""
    told = {each for name in _TOLD.findall(text) for each in (name, _whole(name))}
    upstream = (rf"(?<![\w∂])d{re.escape(name)}(?![^\W_])" for name in given & told)
    is_upstream = any(re.search(each, formula) for each in upstream for _, formula in slopes)
    if not is_upstream or any(map(is_called_loss, names)):
        return ""
    return next((each for each in "LJEC" if not re.search(rf"(?<!\w){each}(?!\w)", text)), "")
