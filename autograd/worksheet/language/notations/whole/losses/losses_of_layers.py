"""Losses of nets in letters, z^(l) = W^(l) a^(l-1): L = ½(ŷ - y)² of lists, and L = C(ŷ, y), for example that."""

import re

from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.work import USUAL

_BEFORE = re.compile(r"\^\{?\([a-z] ?[-−] ?1\)|\^\{?\[[a-z] ?[-−] ?1\]")
_TRANSPOSED = re.compile(r"ᵀ|⊤|\^\{?T\b|\.T\b")
_TELLS_SIZES = re.compile(r"[∈∑‖∥|×]|\bR\^|\bin R\b|\\in\b")
_ARGUMENTS = r"\((?:[^()=\n]|\([^()=\n]{1,9}\)){1,40}\)"
_EXAMPLE = re.compile(
    rf"(?<![\w/])(?P<loss>[A-Z])[ \t]*=[ \t]*[A-Z]{_ARGUMENTS}[ \t]*,[ \t]*\(?"
    r"(?i:for example|for instance|e\.g\.|say|par exemple|zum beispiel|z\. ?b\.|por ejemplo|por exemplo|ad esempio"
    r"|per esempio)[^=\n]{0,60}?(?=(?P=loss)[ \t]*=)"
)
_OUTPUT = r"[^()=\n]{1,12}(?:\^\{?\([A-Z]\)\}?)?"
_SQUARE = re.compile(
    r"(?<![\w/∂])([A-Z][ \t]*=[ \t]*(?:½|1/2|0\.5|\(1/2\))?[ \t]*[·*]?[ \t]*)"
    rf"\(({_OUTPUT}[ \t]*[-−][ \t]*{_OUTPUT})\)(²|\^2)"
)


def with_losses_of_layers(text: str) -> str:
    r"""A text with the one loss that a general one is an example of, and the square of a list as its norm's, where
    layers have transposes and no sizes are told.

    >>> net = "z^(l) = W^(l) a^(l-1)\nL = C(a, y), for example L = ½(a^(L) - y)²\nd = (W^(l))ᵀ e"
    >>> print(with_losses_of_layers(net).split("\n")[1].replace("  ", ""))
    L = ½‖a^(L) - y‖²
    >>> with_losses_of_layers("L = ½(a - y)²")
    'L = ½(a - y)²'
    """
    if len(text) > USUAL or not _BEFORE.search(text) or not _TRANSPOSED.search(text):
        return text
    text = _EXAMPLE.sub(lambda found: " " * len(found[0]), text)
    if GIVES_NUMBER.search(text) or _TELLS_SIZES.search(text):
        return text
    return _SQUARE.sub(r"\1‖\2‖\3", text)
