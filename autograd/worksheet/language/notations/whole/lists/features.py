"""Features of an example, which are only ever lists of numbers: φ(x) = [1, 0, 1] beside w · φ(x)."""

import re
from functools import partial

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_LIST = rf"[\[(][ \t]*{NUMBER}(?:[ \t]*,?[ \t]+{NUMBER}|[ \t]*,{NUMBER})+[ \t]*[\])]"
_GIVEN = re.compile(
    rf"(?<![\w.])([^\W\d_]{{1,3}})\(([^\W\d_])\)[ \t]*(?:=|:=|←)[ \t]*{_LIST}[ \t]*(?=$|[;,.#(])", re.MULTILINE
)
_ARGUMENTS = re.compile(r"(?<=\w)\([^\W\d_](?:[ \t]*[,;|][ \t]*[^\W\d_]\w{0,2})*\)")
"""(x, y, w) behind the name of what they are the arguments of."""


def with_features_named(text: str) -> str:
    r"""A text with φ for φ(x), where that is given lists, x nothing, and neither stands alone.

    >>> with_features_named("φ(x) = [1, 0]\ns = w · φ(x) y"), with_features_named("f(x) = [2, 4]\nf(x) = [x, 2x]")
    ('φ = [1, 0]\ns = w · φ y', 'f(x) = [2, 4]\nf(x) = [x, 2x]')
    >>> with_features_named("φ(x) = [1, 0]; x = 3"), with_features_named("φ(x) = [1, 0]; φ(z) = [2, 1]")
    ('φ(x) = [1, 0]; x = 3', 'φ(x) = [1, 0]; φ(z) = [2, 1]')
    >>> with_features_named("L(x, w) = max(0, 1 - w · φ(x))\nφ(x) = [1, 0]")
    'L(φ, w) = max(0, 1 - w · φ)\nφ = [1, 0]'
    """
    if len(text) > USUAL or ")" not in text:
        return text
    for name, letter in dict.fromkeys((found[1], found[2]) for found in _GIVEN.finditer(text)):
        called = f"{name}({letter})"
        rest = _ARGUMENTS.sub(" ", text.replace(called, " "))
        is_alone = re.search(rf"(?<![^\W\d_]){name}(?!\w)|(?<![^\W\d_]){letter}(?![\w'’])", rest)
        if not is_function(name) and is_alone is None and f"{name}(" not in text.replace(called, " "):
            text = _ARGUMENTS.sub(partial(_with_argument, letter, name), text.replace(called, name))
    return text


def _with_argument(letter: str, name: str, found: re.Match[str]) -> str:
    return re.sub(rf"(?<!\w){letter}(?!\w)", name, found[0])
