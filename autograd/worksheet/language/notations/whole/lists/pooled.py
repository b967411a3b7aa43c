"""Windows of pooling that are told in words: "then a 3x3 max pool with stride 1" beside P = maxpool(K)."""

import re

from autograd.worksheet.language.work import USUAL

_SAID = re.compile(
    r"(?<![\w.])([1-9])[ \t]?(?:x|×|by|-by-)[ \t]?\1[- \t]{1,2}"
    r"(?:(?:non-overlapping|max|average|avg|mean|window)[- \t]?){0,3}pool"
    r"(?:[^.\n]{0,40}?\b(?:stride|step)s?[ \t](?:of[ \t]|=[ \t]?)?([1-9]))?",
    re.IGNORECASE,
)
_CALLED = re.compile(r"(?<!\w)((?:[Mm]ax|[Aa]vg|[Mm]ean)_?[Pp]ool(?:ing|2[dD])?\([ \t]*[^\W\d]\w{0,9}[ \t]*)\)")


def with_windows_told(text: str) -> str:
    r"""A text in which pooling is called with the one window that is told.

    >>> with_windows_told("a 3x3 max pool with stride 1\nP = maxpool(K)\nQ = maxpool(P, 2)").split("\n")[1:]
    ['P = maxpool(K, 3, 1)', 'Q = maxpool(P, 2)']
    >>> with_windows_told("2×2 pooling, stride 2: P = maxpool(K)").split(": ")[1]
    'P = maxpool(K, 2, 2)'
    """
    if len(text) > USUAL or "ool" not in text:
        return text
    said = {(found[1], found[2] or found[1]) for found in _SAID.finditer(text)}
    if len(said) != 1:
        return text
    window, stride = said.pop()
    return _CALLED.sub(rf"\1, {window}, {stride})", text)
