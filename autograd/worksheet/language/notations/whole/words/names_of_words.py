"""Names of several words: Step Size = 0.1 * 5.7, and then Intercept = 0 - Step Size."""

import re

from autograd.worksheet.language.work import USUAL

_WORD = r"(?:[^\W\d_]{3,15}|of)"
_TOLD = re.compile(
    rf"^[ \t]*(?!(?i:new|old|updated|current|previous|the|then|and|so)\b)({_WORD}(?: {_WORD}){{1,3}})[ \t]*=(?!=)",
    re.MULTILINE,
)
_OPERAND = r"((?<=[-−+*/·×(=])|(?<=[-−+*/·×(=] )|\b[d∂]/[d∂] ?[^\W\d_]\w{{0,14}} ){}(?=[ \t]*(?:[-−+*/·×)^²=]|$))"
"""Words as a part of a formula: an operator or a bracket on each side, or the words d/dx before it."""


def with_names_of_words(text: str) -> str:
    r"""A text with one name for several words that are told a value and used as a part of a formula.

    >>> with_names_of_words("Step Size = 0.1 * 5.7\nNew b = 0 - Step Size = -0.57\nthe step size is small")
    'Step_Size = 0.1 * 5.7\nNew b = 0 - Step_Size = -0.57\nthe step size is small'
    >>> with_names_of_words("Sum of squares = (1 - b)^2\nd/db Sum of squares = -2 (1 - b)")
    'Sum_of_squares = (1 - b)^2\nd/db Sum_of_squares = -2 (1 - b)'
    >>> with_names_of_words("hidden output = 3; y = 2")
    'hidden output = 3; y = 2'
    """
    if len(text) > USUAL:
        return text
    for words in dict.fromkeys(found[1] for found in _TOLD.finditer(text)):
        used = re.compile(_OPERAND.format(f"(?i:{words})"), re.MULTILINE)
        if used.search(text):
            name = words.replace(" ", "_")
            text = used.sub(rf"\1{name}", text)
            text = re.sub(rf"(^[ \t]*|: ){words}(?=[ \t]*=)", rf"\1{name}", text, flags=re.MULTILINE | re.IGNORECASE)
    return text
