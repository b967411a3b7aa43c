"""Places where functions are looked at: z = x^2 + x y, with slopes at points, is z(x, y) = …, and θ^(0) is θ_0."""

import re

from autograd.worksheet.language.notations.patterns import POINT
from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(r"^([ \t]*)([a-zA-Z])([ \t]*=(?!=)[ \t]*)([^=;,\n]*[^\W\d][^=;,\n]*)$", re.MULTILINE)
_FUNCTIONS = re.compile(r"(?<![^\W\d_])(?:exp|log|ln|sqrt|sin|cos|tan|tanh)(?![^\W\d_])")
_PAIR = re.compile(rf"\(\s*([a-z])\s*,\s*([a-z])\s*\)\s*=\s*{POINT}")
_AT = rf"[ \t]*(?:\|_?\{{?|(?:evaluated[ \t]+)?at[ \t]+(?:the[ \t]+)?(?:point[ \t]+)?){POINT}"


_OF_ONE = re.compile(r"^[ \t]*[^\W\d_]\(([^\W\d_])\)[ \t]*=(?!=)", re.MULTILINE)


def with_steps_below(text: str) -> str:
    r"""A text with θ_0 for θ^(0), the first of several places that a function of θ is looked at.

    >>> with_steps_below("J(θ) = θ^2\nθ^(0) = 1\nθ^{(1)} = 1 - 0.1·2").split("\n")[1:]
    ['θ_0 = 1', 'θ_1 = 1 - 0.1·2']
    >>> with_steps_below("h(x) = w x\nJ = (h(x^(1)) - y^(1))^2")
    'h(x) = w x\nJ = (h(x^(1)) - y^(1))^2'
    """
    if "(0)" not in text or len(text) > USUAL:
        return text
    for letter in dict.fromkeys(_OF_ONE.findall(text)):
        step = rf"(?<!\w){letter}\^\{{?\(([0-9])\)\}}?"
        if re.search(rf"(?<!\w){letter}\^\{{?\(0\)", text) and not re.search(rf"(?<!\w){letter}_", text):
            text = re.sub(step, rf"{letter}_\1", text)
    return text


def with_arguments(text: str) -> str:
    r"""A text with the letters of such a function, where its slopes are said at points, or these are told in pairs.

    >>> with_arguments("z = x^2 + xy\n∂z/∂y = x\n∂z/∂x at (1,2) = 4").split("\n")[0]
    'z(x, y) = x^2 + xy'
    >>> with_arguments("z = x^2 + xy\n∂z/∂y = x").split("\n")[0], with_arguments("z = wx\n(w, x) = (1, 2)\nL = z^2")
    ('z = x^2 + xy', 'z = wx\n(w, x) = (1, 2)\nL = z^2')
    """
    if len(text) > USUAL or "(" not in text or not re.search(POINT, text):
        return text
    found = _TOLD.search(text)
    if found is None:
        return text
    name, formula = found[2], _FUNCTIONS.sub("", found[4])
    letters = sorted(set(re.findall(r"[^\W\d_]", formula)) - {"e"})
    if len(letters) != len("xy") or name in letters or re.search(r"[^\W\d]_", formula):
        return text
    pair = next((each.groups() for each in _PAIR.finditer(text) if sorted(each.groups()) == letters), None)
    slopes = [rf"(?<!\w)[d∂]\s?{name}\s*/\s*[d∂]\s?{letter}(?!\w)" for letter in letters]
    is_at_points = pair is not None or any(re.search(slope + _AT, text) for slope in slopes)
    is_used = re.search(rf"(?<![\w∂]){name}(?!\w|[ \t]*[=(])", text[found.end() :]) is not None
    if not is_at_points or is_used or not all(re.search(slope, text) for slope in slopes):
        return text
    arguments = ", ".join(pair or letters)
    return f"{text[: found.end(2)]}({arguments}){text[found.end(2) :]}"
