"""Differentials, of which derivatives are read off: dL = tr(G^T dY), dY = dX W + X dW, and so ∂L/∂W = X^T G."""

import re

from autograd.worksheet.language.work import USUAL

_BEGUN = r"^[ \t]*(?:(?i:so|then|hence|thus|now|with|and|where|using)\b[ ,:]*)?"
_CHANGE = r"(?<![\w/∂])d ?[A-Za-zα-ωΑ-Ω]\w{0,6}(?![\w(])"
_OF_LOSS = re.compile(rf"{_BEGUN}d ?[LJCEFfl]\s*=(?!=)[^=\n/]*{_CHANGE}", re.MULTILINE)
"""dL = r^T dr: nobody calls the derivative of a loss by itself so."""

_DIFFERENTIAL = re.compile(rf"{_BEGUN}d ?[A-Za-zα-ωΑ-Ω]\w{{0,6}}\s*=(?!=)[^\n/]*{_CHANGE}[^\n/]*$", re.MULTILINE)
_DERIVED = re.compile(r"[∂∇]|(?<!\w)d[LJCEFfl]\s*/\s*d")


def without_differentials(text: str) -> str:
    r"""A text with blanks for the lines that tell differentials, if derivatives are told as well.

    >>> without_differentials("dL = r^T dr\ndr = X dw\n∂L/∂w = X^T r").strip()
    '∂L/∂w = X^T r'
    >>> without_differentials("dZ = A - Y\ndW = dZ X^T\n∂J/∂b = 1")
    'dZ = A - Y\ndW = dZ X^T\n∂J/∂b = 1'
    """
    if len(text) > USUAL or not _OF_LOSS.search(text) or not _DERIVED.search(text):
        return text
    return _DIFFERENTIAL.sub(lambda found: " " * len(found[0]), text)
