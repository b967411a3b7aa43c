"""Functions in words: J = mean of (w x_i - y_i)^2, A = softmax of each row, sigmoid of z is 0.62."""

import re

from autograd.worksheet.language.notations.patterns import IN_BRACKETS, NAME, NUMBER
from autograd.worksheet.language.work import USUAL

_MEAN = re.compile(
    r"(?<==)([ \t]*)(?:the[ \t]+)?(?:mean|average|Mittelwert|moyenne|media|média)[ \t]+(?:of|over|von|de|di)[ \t]+"
    rf"((?:[^-−+=;,()\n]|{IN_BRACKETS})+?)(?=[ \t]*(?:$|[-−+=;,#]))",
    re.MULTILINE,
)
_BELOW = re.compile(r"(?<=[^\W_])_\{?([a-z])\}?(?!\w)")
_SQUASH = r"([sS]oftmax|[sS]igmoid|[rR]e[lL][uU]|[tT]anh|exp)"
_THAT = r"it|that|this|them|(?:each|every|the)[ \t]+(?:row|entry|rows|entries)"
_OF = re.compile(
    rf"(?<==)([ \t]*)(?:the[ \t]+)?{_SQUASH}[ \t]+(?:of|over|applied to)[ \t]+"
    rf"(?:({_THAT})|({NAME}))(?=[ \t]*(?:$|[=;,≈#]))",
    re.MULTILINE,
)
_IS = re.compile(
    rf"^([ \t]*)(?:the[ \t]+)?{_SQUASH}[ \t]+of[ \t]+({NAME})[ \t]+is[ \t]+(?={NUMBER}|[\[(][-−0-9.])",
    re.MULTILINE,
)
_DEFINED = re.compile(
    rf"(?:^|[;,:]|^[ \t]*\(?\w{{1,2}}[.)])[ \t]*(?:[^\W\d_]{{3,}}[ \t]+)?({NAME})[ \t]*=(?!=)", re.MULTILINE
)


def with_functions_said(text: str) -> str:
    r"""A text with the function for such words: a mean over the letter below what it is of, others of what is named, or
    of what was defined last.

    >>> with_functions_said("J = mean of (w x_i - y_i)^2 + λ w^2"), with_functions_said("J = the average of e")
    ('J = mean(i: (w x_i - y_i)^2) + λ w^2', 'J = mean(e)')
    >>> with_functions_said("S = Q K^T\nA = softmax of each row = [1, 0]").split("\n")[1]
    'A = softmax(S) = [1, 0]'
    >>> with_functions_said("a = sigmoid of z")
    'a = sigmoid(z)'
    >>> with_functions_said("z = 0.5\nSigmoid of z is 0.62").split("\n")[1]
    'sigmoid(z) = 0.62'
    """
    if len(text) > USUAL:
        return text

    def as_mean(found: re.Match[str]) -> str:
        letters = _BELOW.findall(found[2])
        return f"{found[1]}mean({f'{letters[0]}: ' if letters else ''}{found[2]})"

    def as_call(found: re.Match[str]) -> str:
        blanks, function, that, name = found.groups()
        begun = text.rfind("\n", 0, found.start()) + 1
        above = [each[1] for each in _DEFINED.finditer(text, 0, begun)] if that else [name]
        return f"{blanks}{function.lower()}({above[-1]})" if above else found[0]

    if "of" in text or "softmax" in text:
        text = _OF.sub(as_call, text, count=MOST)
        text = _IS.sub(lambda found: f"{found[1]}{found[2].lower()}({found[3]}) = ", text)
    return _MEAN.sub(as_mean, text)


MOST = 50
"""Functions of what was defined last, each of which looks for it."""
