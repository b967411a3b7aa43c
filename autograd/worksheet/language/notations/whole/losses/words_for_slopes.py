"""Words for derivatives whose loss is called otherwise, or has no formula: dL_dw = dL_dy * x, Verlust = (y - t)²."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.roles import is_called_loss, loss_called
from autograd.worksheet.language.work import USUAL

_WORD = re.compile(r"(?<![\w.∂/])d([A-Z]|[^\W\d_]{3,20}(?=_))_?d([^\W\d_]\w*)(?![\w(.]|\s*/)")
_TOLD = re.compile(rf"(?:^|[;,:])[ \t]*({NAME})[ \t]*(?=[=,(])", re.MULTILINE)
_SQUARED_OR_LOG = re.compile(
    rf"(?:^|;)[ \t]*({NAME})[ \t]*=(?!=)[^=;\n]*(?:\([^()=;\n]*\)[ \t]*(?:\*\*[ \t]*2|\^2|²)|log|ln\()", re.MULTILINE
)
"""What is a loss by its formula, whatever it is called."""

_D_WORD = re.compile(r"(?<![\w.∂/])d_([^\W\d]\w*)(?![\w(.]|\s*/)")
_D_TOLD = re.compile(r"(?:^|[;,])[ \t]*d_([^\W\d]\w*)[ \t]*=(?!=)", re.MULTILINE)

_ALONE_NAME = re.compile(r"(?<![\w∂])[^\W\d]\w*")
_OF_MATRICES = re.compile(r"[@ᵀ⊤]|\^\{?T\b|\.T\b")
"""Where matrices are multiplied, whose sizes nothing tells."""

LEAST = 2
"""Names that such words must be by: one alone may be anything."""


def with_slopes_of_losses(text: str) -> str:
    r"""A text with the name of the loss in such words, which are by at least two names of the text, or with derivatives
    for them where no loss is told.

    >>> with_slopes_of_losses("y = w x + b\ndL_dy = 3\ndL_dw = dL_dy * x")
    'y = w x + b\ndL/dy = 3\ndL/dw = dL/dy * x'
    >>> with_slopes_of_losses("y = w x\nloss = y²\ndL_dy = 2 y\ndL_dw = dL_dy x").count("dL_d")
    3
    >>> with_slopes_of_losses("y = w x\nq = (y - 1)²\ndE_dy = 2 (y - 1)\ndE_dw = dE_dy x").count("dq_d")
    3
    >>> with_slopes_of_losses("y = w x\nfehler = y²\ndFehler_dy = 2 y\ndFehler_dw = dFehler_dy x").count("dfehler_d")
    3
    """
    if len(text) > USUAL or not (words := set(_WORD.findall(text))):
        return text
    told = set(_TOLD.findall(text))
    alone = told.union(_ALONE_NAME.findall(text))
    bottoms: dict[str, set[str]] = {}
    for top, bottom in words:
        if top not in told and bottom in alone:
            bottoms.setdefault(top, set()).add(bottom)
    meant = {top: _meant(top, text, told, below) for top, below in bottoms.items() if len(below) >= LEAST}

    def slope(word: re.Match[str]) -> str:
        top, bottom = word.groups()
        if not meant.get(top) or bottom not in bottoms[top]:
            return word[0]
        return meant[top].format(bottom)

    return _WORD.sub(slope, text) if any(meant.values()) else text


def _meant(top: str, text: str, told: set[str], below: set[str]) -> str:
    """How the derivative of what is called so is written, with {} for what it is by; "" where that is known anyway."""
    spelled_so = [name for name in told if name.lower() == top.lower()]
    if len(top) > 1 or spelled_so:
        return f"d{spelled_so[0]}_d{{}}" if len(top) > 1 and len(spelled_so) == 1 else ""
    is_said = re.search(rf"(?<![\w∂.]){top}(?:\w{{0,3}}[ \t]*(?:\([^()=\n]*\))?[ \t]*=|[ \t]*[-+*/·])", text)
    if not is_called_loss(top) or loss_called(top, told) or is_said:
        return ""
    ends = [name for name in _SQUARED_OR_LOG.findall(text) if name not in below and _stands_once(name, text)]
    return f"d{ends[0]}_d{{}}" if len(ends) == 1 else f"d{top}/d{{}}"


def _stands_once(name: str, text: str) -> bool:
    """Whether nothing is made of a name."""
    return len(re.findall(rf"(?<![\w∂]){re.escape(name)}(?![\w'’′])", text)) == 1


def with_upstream_slopes(text: str) -> str:
    """A text with derivatives of a loss for words d_x, where what the last result gives is told nowhere: d_h alone.

    >>> with_upstream_slopes("u = w x; h = tanh(u); d_u = d_h (1 - h h); d_w = d_u x")
    'u = w x; h = tanh(u); dL/du = dL/dh (1 - h h); dL/dw = dL/du x'
    >>> with_upstream_slopes("u = w x; h = u u; d_u = 2 u; d_w = d_u x").count("d_")
    3
    """
    if len(text) > USUAL or "d_" not in text or _OF_MATRICES.search(text):
        return text
    words, slopes = set(_D_WORD.findall(text)), set(_D_TOLD.findall(text))
    told = set(_TOLD.findall(text))
    upstream = (words - slopes) & told
    if not upstream or len(slopes & words) < LEAST or any(map(is_called_loss, told)):
        return text
    loss = next((each for each in "LJEC" if not re.search(rf"(?<!\w){each}(?!\w)", text)), "")
    bottoms = words.intersection(_ALONE_NAME.findall(text))

    def slope(word: re.Match[str]) -> str:
        return f"d{loss}/d{word[1]}" if word[1] in bottoms else word[0]

    return "\n".join(_D_WORD.sub(slope, line) if loss and "=" in line else line for line in text.split("\n"))
