r"""How wide formulas are in print, in points of a page with letters of ten: enough to tell where a row has to end.

>>> 340 < width(r"\sum_{i} (x_{i} - \mu)^{2}" + r" + \frac{a}{b}" * 14) < 380
True
"""

import re
from collections.abc import Iterator

LETTER, DIGIT, BRACKET, PLAIN = 5.8, 5.0, 3.9, 5.0
"""Widths of letters of formulas, of digits, of brackets, and of letters of words."""

OPERATOR, RELATION = 12.2, 13.3
"""Widths of + and =, with the room around them."""

SIGNS = {
    **dict.fromkeys("+-", OPERATOR),
    **dict.fromkeys("=<>", RELATION),
    **dict.fromkeys("()[]|", BRACKET),
    **dict.fromkeys(".,;", BRACKET),
    **dict.fromkeys((r"\odot", r"\times"), OPERATOR),
    **dict.fromkeys((r"\ne", r"\le", r"\ge", r"\in"), RELATION),
    r"\cdot": 7.2,
    r"\sum": 16.1,
    r"\quad": 10.0,
    r"\left": 3.5,
    r"\right": 3.5,
    r"\top": 7.8,
}
"""Widths of signs; a command of one's own is a letter, and a function its word."""

FUNCTIONS = ("exp", "log", "tanh", "sin", "cos", "max", "min")
TABLE, COLUMN = 15.0, 10.0
SMALL = 0.72
"""How much smaller indices and powers are, and fractions inside fractions."""

_TOKENS = re.compile(r"\\begin\{(\w+\*?)\}(.*?)\\end\{\1\}|\\[A-Za-z]+\*?|\\.|\S", re.S)


def width(tex: str) -> float:
    """How wide a formula is."""
    return _width(iter(list(_TOKENS.finditer(tex))), depth=0)


def _width(tokens: Iterator[re.Match[str]], depth: int) -> float:
    """How wide what comes is, up to the bracket that ends it; `depth` is how many fractions it stands in."""
    found = 0.0
    for token in tokens:
        if token[0] == "}":
            return found
        found += _of(token, tokens, depth)
    return found


def _of(token: re.Match[str], tokens: Iterator[re.Match[str]], depth: int) -> float:
    """How wide a token is, with the operands that it takes."""
    word = token[0]
    if token[1]:
        return _table(token[2], depth)
    if word == "{":
        return _width(tokens, depth)
    if word in ("_", "^"):
        return SMALL * _operand(tokens, depth)
    if word == r"\frac":
        scale = 1 if depth == 0 else SMALL
        return 2.4 + scale * max(_operand(tokens, depth + 1), _operand(tokens, depth + 1))
    if word == r"\sqrt":
        return 8.5 + _operand(tokens, depth)
    if word in (r"\text", r"\operatorname", r"\operatorname*"):
        return PLAIN * len(_letters(tokens)) + 1.7
    if word[1:] in FUNCTIONS:
        return PLAIN * (len(word) - 1) + 1.7
    return SIGNS.get(word, DIGIT if word.isdigit() else LETTER)


def _operand(tokens: Iterator[re.Match[str]], depth: int) -> float:
    token = next(tokens, None)
    return 0.0 if token is None else _of(token, tokens, depth)


def _letters(tokens: Iterator[re.Match[str]]) -> str:
    """The letters in the brackets that come."""
    found = ""
    for token in tokens:
        if token[0] == "}":
            break
        found += token[0].strip("{")
    return found


def _table(rows: str, depth: int) -> float:
    """How wide a matrix is: its columns, each as wide as its widest cell."""
    cells = [
        [_width(iter(list(_TOKENS.finditer(cell))), depth + 1) for cell in row.split("&")] for row in rows.split(r"\\")
    ]
    columns = max(map(len, cells))
    widest = [max((row[place] for row in cells if place < len(row)), default=0.0) for place in range(columns)]
    return TABLE + sum(widest) + COLUMN * (columns - 1)
