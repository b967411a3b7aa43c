"""Places where functions are looked at: z = x^2 + x y, with slopes at points, is z(x, y) = …, and θ^(0) is θ_0."""

import re

from autograd.worksheet.language.notations.patterns import NAME, NUMBER, POINT
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


_AT_PAIR = re.compile(
    r"^([ \t]*)(?:(?:now|so|and|then)[ \t]+)?(?:at|for|in|bei|en|em|an|im|evaluate(?:d)?[ \t]+at)[ \t]+"
    r"(?:(?:the[ \t]+)?(?:point|punkt|punto|ponto)[ \t]+)?"
    rf"\(\s*({NAME}(?:\s*,\s*{NAME}){{1,4}})\s*\)[ \t]*=[ \t]*\(\s*({NUMBER}(?:\s*,\s*{NUMBER}){{1,4}})\s*\)[ \t]*"
    r"(?:[:,]|,?[ \t]*(?:we|this)[ \t]+(?:get|have|find|obtain|gives?|is)\b:?)[ \t]*(?=\S[^=\n]*=)",
    re.MULTILINE | re.IGNORECASE,
)


_BELOW = re.compile(r"/\s?[d∂]\s?([^\W\d_])(?![\w])")
_AT_POINT = re.compile(
    r"^([ \t]*)(?:at|in|bei|en|em|im)[ \t]+(?:the[ \t]+)?(?:point|punkt|punto|ponto)?[ \t]*"
    rf"\(\s*({NUMBER})\s*,\s*({NUMBER})\s*\)[ \t]*[:,][ \t]*(?=\S[^=\n]*=)",
    re.MULTILINE | re.IGNORECASE,
)


def with_points_told(text: str) -> str:
    r"""A text with a number for each letter of a point, in front of what is said at it.

    >>> with_points_told("at (x, y) = (1, 2): df/dx = 4"), with_points_told("For (u,v)=(3,-1) we get f = 2")
    ('x = 1, y = 2: df/dx = 4', 'u = 3, v = -1: f = 2')
    >>> with_points_told("f = x^2 y\n∂f/∂x = 2 x y\nAt the point (1, 2): ∂f/∂x = 4").split("\n")[2]
    'x = 1, y = 2: ∂f/∂x = 4'
    """
    if len(text) > USUAL or "(" not in text:
        return text

    def told(found: re.Match[str]) -> str:
        names, numbers = ([each.strip() for each in found[group].split(",")] for group in (2, 3))
        if len(names) != len(numbers):
            return found[0]
        return f"{found[1]}{_numbers_told(names, numbers)}: "

    text = _AT_PAIR.sub(told, text)
    told_first = _TOLD.search(text)
    formula = _FUNCTIONS.sub("", told_first[4]) if told_first is not None else ""
    letters = sorted(set(re.findall(r"[^\W\d_]", formula)) - {"e"})
    if (
        set(_BELOW.findall(text)).issubset(letters)
        and len(letters) == len("xy")
        and not re.search(r"(?<!\w)[^\W\d_]\(\s*[a-z]\s*,", text)
    ):

        def told_alike(found: re.Match[str]) -> str:
            return f"{found[1]}{_numbers_told(letters, [found[2], found[3]])}: "

        text = _AT_POINT.sub(told_alike, text)
    return text


def _numbers_told(names: list[str], numbers: list[str]) -> str:
    return ", ".join(map(" = ".join, zip(names, numbers, strict=True)))
