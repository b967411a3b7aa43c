"""Convolutions of matrices in letters, | x_11 x_12 ; x_21 x_22 | * | w_11 | + b = | y_11 y_12 ; … |, entry by entry."""

import re

from autograd.worksheet.language.work import USUAL

_ENTRY = r"[^\W\d]\w{0,5}"
_MATRIX = (
    rf"(?:\|\s*({_ENTRY}(?:\s*[\s,;]\s*{_ENTRY}){{0,48}})\s*\||\[\s*({_ENTRY}(?:\s*[\s,;]\s*{_ENTRY}){{0,48}})\s*\])"
)
_CONVOLVED = re.compile(
    rf"^[ \t]*{_MATRIX}[ \t]*[*∗⊛⋆★][ \t]*{_MATRIX}[ \t]*(?:\+[ \t]*({_ENTRY})[ \t]*)?=[ \t]*{_MATRIX}[ \t]*\.?[ \t]*$",
    re.MULTILINE,
)
_SAYS_SO = re.compile(r"(?i)convol|correlat|faltung|(?<!\w)conv(?!\w)")


def with_convolutions_spelled(text: str) -> str:
    r"""A text in which such an equation tells each entry of the result that is told nowhere else.

    >>> with_convolutions_spelled("convolution:\n| a_1 a_2 a_3 | * | w_1 w_2 | + b = | y_1 y_2 |").split("\n")[1]
    'y_1 = a_1 w_1 + a_2 w_2 + b; y_2 = a_2 w_1 + a_3 w_2 + b'
    >>> with_convolutions_spelled("| a_1 a_2 | * | w_1 w_2 | = | y_1 y_2 |")
    '| a_1 a_2 | * | w_1 w_2 | = | y_1 y_2 |'
    """
    if len(text) > USUAL or not _SAYS_SO.search(text):
        return text
    return _CONVOLVED.sub(lambda found: _spelled(found, text), text)


def _spelled(found: re.Match[str], text: str) -> str:
    """The entries of the result that are told nowhere else; the equation as it is where its sizes do not fit."""
    groups = found.groups()
    matrices = [_rows(groups[at] or groups[at + 1]) for at in (0, 2, 5)]
    bias = groups[4]
    if any(len({*map(len, rows)}) != 1 for rows in matrices):
        return found[0]
    image, kernel, result = matrices
    if (len(result), len(result[0])) != (len(image) - len(kernel) + 1, len(image[0]) - len(kernel[0]) + 1):
        return found[0]
    statements = []
    for row, names in enumerate(result):
        for column, name in enumerate(names):
            if re.search(rf"^[ \t]*{name}[ \t]*=", text, re.MULTILINE):
                continue
            terms = [
                f"{image[row + down][column + right]} {weight}"
                for down, weights in enumerate(kernel)
                for right, weight in enumerate(weights)
            ]
            statements.append(f"{name} = {' + '.join([*terms, bias] if bias else terms)}")
    return "; ".join(statements) or " " * len(found[0])


def _rows(inside: str) -> list[list[str]]:
    """The rows of a matrix, its entries between blanks or commas."""
    return [re.split(r"[\s,]+", row.strip()) for row in inside.split(";")]
