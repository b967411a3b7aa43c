"""Means in words: J = mean of (w x_i - y_i)^2."""

import re

from autograd.worksheet.language.notations.patterns import IN_BRACKETS
from autograd.worksheet.language.work import USUAL

_MEAN = re.compile(
    r"(?<==)([ \t]*)(?:the[ \t]+)?(?:mean|average|Mittelwert|moyenne|media|média)[ \t]+(?:of|over|von|de|di)[ \t]+"
    rf"((?:[^-−+=;,()\n]|{IN_BRACKETS})+?)(?=[ \t]*(?:$|[-−+=;,#]))",
    re.MULTILINE,
)
_BELOW = re.compile(r"(?<=[^\W_])_\{?([a-z])\}?(?!\w)")


def with_means_said(text: str) -> str:
    """A text with the function for such words, over the letter below what it is of.

    >>> with_means_said("J = mean of (w x_i - y_i)^2 + λ w^2"), with_means_said("J = the average of e")
    ('J = mean(i: (w x_i - y_i)^2) + λ w^2', 'J = mean(e)')
    """
    if len(text) > USUAL:
        return text

    def as_call(found: re.Match[str]) -> str:
        letters = _BELOW.findall(found[2])
        return f"{found[1]}mean({f'{letters[0]}: ' if letters else ''}{found[2]})"

    return _MEAN.sub(as_call, text)
