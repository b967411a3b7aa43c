"""What sentences call the derivative above: Let's call this δ_j. And words for derivatives, dy_j beside dL/dy_j."""

import re

from autograd.worksheet.language.work import USUAL

_NAME = r"[^\W\d]\w*?[\u0302-\u0304]?"
_PLACE = r"(?:_\{?[a-z]{1,2}\}?|\[\w\])?"
_LET = r"(?:(?:Let['’]?s|Let us|We(?: will|['’]ll)?|I(?: will|['’]ll)?|and)\s+)?"
_THIS = r"(?i:call|denote)\s+(?:this|it)(?:\s+(?:quantity|term|derivative|gradient|vector|factor))?(?:\s+(?:by|as))?"
_CALLED = re.compile(rf"^[ \t]*(?:[-*•][ \t]+)?{_LET}{_THIS}\s+({_NAME}['’′]?)({_PLACE})(?=[ \t]*(?:[.,;:]|$))")
_SLOPE = re.compile(
    rf"^[ \t]*(?:\S{{1,3}}[ \t]+)?([d∂][ \t]?[A-Z][ \t]*/[ \t]*[d∂][ \t]?)({_NAME})({_PLACE})[ \t]*=(?!=)"
)
_OF_LOSS = re.compile(rf"(?<!\w)[d∂][ \t]?([A-Z])[ \t]*/[ \t]*[d∂][ \t]?({_NAME}){_PLACE}(?!\w)")
_WORD = r"(?<![\w∂/.'’])(?<!/ )d({})({})(?![\w'’′(\[{{\u0302-\u0304]|[ \t]*/)"
_CHANGE = (
    r"(?<!\w){0}(?:_\{{?\w+\}}?)?[ \t]*[-+−][ \t]*d{0}|[d∂]{0}(?:_\{{?\w+\}}?)?[ \t]*[·*]?[ \t]*d{0}(?!\w*[ \t]*/)"
)
"""x_i + dx_i, and dL/dx_i dx_i: a change of x_i."""

_DIFFERENTIAL = re.compile(r"^[ \t]*d[A-Z][ \t]*=|[∫]|\bint(?:egral)?\b", re.MULTILINE)

_MADE_D = re.compile(r"(?<![\w/])d[ \t]*=(?![ \t]*[0-9.]|=)")
"""d = t - s: a factor, in dk = d k."""

MOST = 8
"""Names that words for derivatives are sought for."""


def with_slopes_called(text: str) -> str:
    r"""A text with what is called so in place of the sentence, and with derivatives for the words for them.

    >>> with_slopes_called("∂L/∂z_j = a_j - y_j\nLet's call this δ_j.").split("\n")[1]
    'δ_j = ∂L/∂z_j.'
    >>> with_slopes_called("dL/du_j = 2 u_j\nCall this du'_j.\ndL/dx_j = du'_j w").split("\n")[2]
    'dL/dx_j = dL/du_j w'
    >>> with_slopes_called("dL/dw_j = dL/dy_j dy_j/dw_j = dy_j x_j")
    'dL/dw_j = dL/dy_j dy_j/dw_j = dL/dy_j x_j'
    >>> with_slopes_called("dL/dV = A^T G\ndL/dW = X^T dV").split("\n")[1]
    'dL/dW = X^T dL/dV'
    """
    if len(text) > USUAL or "/" not in text:
        return text
    text = _with_names_called(text)
    if _DIFFERENTIAL.search(text):
        return text
    slopes = {(loss, name) for loss, name in _OF_LOSS.findall(text)}
    if len({loss for loss, _ in slopes}) != 1 or len(slopes) > MOST:
        return text
    for loss, name in sorted(slopes):
        word = re.compile(_WORD.format(re.escape(name), r"_\{?[a-z]{1,2}\}?"))
        is_told = re.search(rf"(?:^|[;,])[ \t]*d{re.escape(name)}(?:_\{{?\w+\}}?)?[ \t]*:?=", text, re.MULTILINE)
        is_change = re.search(_CHANGE.format(re.escape(name)), text) is not None
        if not (is_told or is_change):
            text = word.sub(rf"d{loss}/d\1\2", text)
            slope = rf"^[^\n=]*[d∂]{loss}[ \t]*/[ \t]*[d∂]{re.escape(name)}[ \t]*="
            if not _MADE_D.search(text) and re.search(slope, text, re.MULTILINE):
                text = re.sub(_WORD.format(re.escape(name), ""), rf"d{loss}/d\1", text)
    return text


_IS = re.compile(
    r"^[ \t]*(?:[Tt]his|[Tt]hat|[Ii]t|[Ww]hich) is (?:(?:your|our|the|just|exactly|called|simply|what we call) )*"
    r"([^\W\d_][\u0302-\u0304]?)(?=[ \t]*(?:[-–—,.;:(]|$))(?!\w)"
)
"""This is your ŷ - the predicted probability."""

_TOLD_ABOVE = re.compile(
    r"^[ \t]*([^\W\d_]\w{0,6}[\u0302-\u0304]?(?:\([^\W\d_]\w{0,3}\))?)[ \t]*=(?!=)[^=]*[^\W\d][^=]*$"
)
"""g(s) = 1/(1 + e^(-s))"""


_ANY_PLACE = r"(?:\([^()\n]*\)|[ⁱʲ]|_\{?\w+\}?|\^\{?\(\w\)\}?)?"
"""An argument, a sample or an index behind a name."""


def with_results_called(text: str) -> str:
    r"""A text with a definition for a sentence that says what the formula above is called, where nothing else does.

    >>> with_results_called("g(s) = 1/(1 + e^-s)\nThis is your p - the probability.\ndL/dp = 1/p")
    'g(s) = 1/(1 + e^-s)\np = g(s)\ndL/dp = 1/p'
    >>> with_results_called("g(s) = 1/(1 + e^-s)\nThis is your p.\ns = w x\ndL/dp = 1/p").split("\n")[2]
    's = w x; p = g(s)'
    >>> with_results_called("z = w x\nThis is a.\na = 3")
    'z = w x\nThis is a.\na = 3'
    """
    if len(text) > USUAL or " is " not in text:
        return text
    lines = text.split("\n")
    for at in range(1, len(lines)):
        called = _IS.match(lines[at])
        above = _TOLD_ABOVE.match(lines[at - 1]) if called else None
        if called is None or above is None or called[1] in ("a", "A", "I", above[1]):
            continue
        name = re.escape(called[1])
        others = "\n".join([*lines[:at], *lines[at + 1 :]])
        is_told = re.search(
            rf"(?<![\w∂/]){name}(?:\([^()\n]*\)|[ⁱʲ]|_\{{?\w+\}}?|\^\{{?\(\w\)\}}?)?[ \t]*=(?!=)", others
        )
        if is_told is None and re.search(rf"(?<![^\W∂d]){name}(?!\w)|(?<![^\W∂d]){name}[ⁱʲ]", others):
            argument = above[1].partition("(")[2].rstrip(")")
            below = range(at + 1, len(lines))
            later = next(
                (each for each in below if argument and re.match(rf"[ \t]*{argument}[ \t]*=(?!=)", lines[each])), at
            )
            before = "" if later == at else f"{lines[later].rstrip()}; "
            lines[at] = " " * len(lines[at])
            lines[later] = f"{before}{called[1]} = {above[1]}"
    return "\n".join(lines)


def _with_names_called(text: str) -> str:
    """A text with a definition for each sentence that calls the derivative above something."""
    lines = text.split("\n")
    above: re.Match[str] | None = None
    for at, line in enumerate(lines):
        called = _CALLED.match(line)
        if called is not None and above is not None and above[3].strip("{}") == called[2].strip("{}"):
            name, slope = called[1], above[1] + above[2]
            if name[0] == "d" and name[1:].rstrip("'’′") == above[2]:
                word = re.compile(rf"(?<![\w∂/]){re.escape(name)}(?=_)")
                lines[at] = ""
                lines[at + 1 :] = [word.sub(slope, each) for each in lines[at + 1 :]]
            else:
                lines[at] = f"{name}{called[2]} = {slope}{above[3]}{line[called.end() :]}"
        above = _SLOPE.match(line) or (above if not line.strip() else None)
    return "\n".join(lines)
