"""Givens in headings and titles: ### t = 1 (x₁ = [1, 0.5]) gives x₁, of which nothing else is said."""

import re

from autograd.worksheet.language.notations.patterns import LIST_OF_NUMBERS, NAME, NUMBER, SLOPE
from autograd.worksheet.language.work import USUAL

_VALUE = rf"(?:{NUMBER}|\[[-−+0-9.,;\s\[\]]{{1,80}}\])"
_GIVEN = re.compile(rf"({NAME})[ \t]*=[ \t]*{_VALUE}")
_HEADING = re.compile(
    rf"^[ \t]*(?:#{{2,6}}[ \t][^\n()]*|(?:[^\W\d_]{{3,}}[ ]){{1,5}})"
    rf"\(({_GIVEN.pattern}(?:[ \t]*[,;][ \t]*{_GIVEN.pattern}){{0,9}})\)[ \t]*:?[ \t]*$",
    re.MULTILINE,
)
"""A heading, or a title in words, that ends with givens in brackets; behind one # stands a remark."""


_GIVEN_ANY = rf"{NAME}[ \t]*=[ \t]*(?:{NUMBER}|{LIST_OF_NUMBERS})"
_ASKED = re.compile(
    r"^([ \t]*(?:\(?\w[.)][ \t]+)?(?i:for|with|at|given|if|suppose|let|take|using|consider)[ \t]+)"
    rf"({_GIVEN_ANY}(?:[ \t]*(?:,[ \t]*(?:and[ \t]+)?|and[ \t]+){_GIVEN_ANY}){{0,12}})"
    r"([ \t]*,?[ \t]+(?:compute|find|calculate|evaluate|determine|work out|what)\b[^=\n]*)$",
    re.MULTILINE,
)
"""What is given, in what a question asks."""


_TASK = re.compile(
    r"^([ \t]*(?:[^\W\d_]{1,9}[ \t]?[0-9]{0,2}[.:)][ \t]*)?"
    r"(?i:find|compute|calculate|derive|determine|give|show|work out|what (?:is|are))[ \t]+"
    r"(?:the[ \t]+)?(?:partial[ \t]+)?(?i:gradient|derivative|slope|jacobian|hessian|minimum)s?[ \t]+of[ \t]+"
    r"(?:the[ \t]+[^\W\d_]{4,9}[ \t]+)?)"
    rf"({NAME}(?:\([^()=\n]{{1,20}}\))?[ \t]*=[^=\n]*?)"
    r"([ \t]*,?[ \t]+(?:with respect to|at the point)\b[^=\n]*|[ \t]*[?.])?$",
    re.MULTILINE,
)
"""What a function is, in a task that asks for its gradient."""


_SLOPES_OF = re.compile(
    rf"^([ \t]*(?:\w{{1,2}}[.)][ \t]+)?(?i:find|compute|calculate|determine|evaluate)[ \t]+{SLOPE}"
    rf"(?:[ \t]*(?:,|and|,[ \t]*and)[ \t]*{SLOPE}){{0,3}}[ \t]*(?:,[ \t]*)?"
    r"(?:if|for|of|when|where|given[ \t]+that)[ \t]+)"
    r"([^\W\d]\w*(?:\([^()=]*\))?[ \t]*=[^=\n]*?)([.:]?)$",
    re.MULTILINE,
)
"""Find ∂z/∂x if z = …"""


def with_questions_read(text: str) -> str:
    r"""A text with blanks for the words of questions around what they give, and of tasks around what they are about.

    >>> with_questions_read("Task 1: find the gradient of f(w) = w^T x with respect to w.").split()
    ['f(w)', '=', 'w^T', 'x']

    >>> with_questions_read("Find ∂z/∂x and ∂z/∂y if z = ln(x^2 + y^2)").split()
    ['z', '=', 'ln(x^2', '+', 'y^2)']
    >>> with_questions_read("(d) For x = (1, 2), w = 3 compute z.\nFind x = 2.")
    '        x = (1, 2), w = 3           \nFind x = 2.'
    """
    if "=" not in text or len(text) > USUAL:
        return text
    for pattern in (_ASKED, _TASK, _SLOPES_OF):
        text = pattern.sub(lambda found: " " * len(found[1]) + found[2] + " " * len(found[3] or ""), text)
    return text


def with_headings_read(text: str) -> str:
    r"""A text with what its headings give, in its place, for blanks where the rest of these stood.

    >>> with_headings_read("### t = 1, cat (x = 2, h = 3)\nh = 3 + x")
    '                x = 2        \nh = 3 + x'
    >>> with_headings_read("## Layer (w = 0.5)\nw = 0.5"), with_headings_read("# a = 2")
    ('## Layer (w = 0.5)\nw = 0.5', '# a = 2')
    >>> with_headings_read("Update (α = 0.1):\nv = 2 α")
    '        α = 0.1  \nv = 2 α'
    """
    if len(text) > USUAL or ("#" not in text and "(" not in text):
        return text

    def read(found: re.Match[str]) -> str:
        line = found[0]
        start = found.start(1) - found.start()
        shown = [" "] * len(line)
        for given in _GIVEN.finditer(found[1]):
            elsewhere = rf"(?<![\w/∂]){re.escape(given[1])}[ \t]*:?[=≈←](?![^\n]*\)[ \t]*:?[ \t]*$)"
            if re.search(elsewhere, text, re.MULTILINE) is None:
                begun, end = start + given.start(), start + given.end()
                shown[begun:end] = given[0]
                if end < len(line):
                    shown[end] = ";"
        return "".join(shown).rstrip(" ;").ljust(len(line)) if "=" in "".join(shown) else line

    return _HEADING.sub(read, text)
