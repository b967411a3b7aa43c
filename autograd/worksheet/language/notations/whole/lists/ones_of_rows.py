"""Columns of ones beside matrices: the rows of E are added up by E 1_n, and spread out again by s 1_n^T."""

import re

from autograd.worksheet.language.work import USUAL

_ONES = r"(?<![\w.])(?:1|𝟏|𝟙)_\{?([a-z])\}?"
_ROW = re.compile(rf"{_ONES}(?:\^\{{?[T⊤]\}}?|ᵀ|⊤)(?!\w)")
_COLUMN = re.compile(rf"{_ONES}(?!\s*(?:\^\{{?[T⊤]|ᵀ|⊤)|\w)")
_SIZE = re.compile(r"\bR\^(?:\(|\{)\s*([a-z])\s*[x×]\s*([a-z])\s*(?:\)|\})|ℝ\^\{\s*([a-z])\s*[x×]\s*([a-z])\s*\}")
_SIZED = re.compile(
    rf"(?P<names>[A-Z](?:\s*,\s*(?:and\s+)?[A-Z]|\s+and\s+[A-Z])*)\s*,?\s+(?:(?:are|is|all|each|both)\s+){{0,3}}"
    rf"(?:elements? of|matrices in|in|∈)\s*(?P<size>{_SIZE.pattern})"
)
_TOLD = re.compile(
    rf"(?:^|[,;:]|\b(?:[Ww]here|and|with)\s)\s*([^\W\d]\w*)\s*=[^=,;\n]*{_ONES}\s*(?=$|[,;.\n])", re.MULTILINE
)
_INVERSE = re.compile(r"(\((?:[^()\n]|\([^()\n]*\)){1,60}\)|[^\W\d]\w*)\^\{?[-−]1\}?")
_WORD = re.compile(r"[^\W\d]\w*")
_NUMBERS = (3, 2, 4, 5)
"""Sizes that letters stand for."""


def with_ones_of_rows(text: str) -> str:
    r"""A text with sizes in numbers and lists of ones, where sizes are told in letters; with 1/s for the s^-1 of sums.

    >>> print(with_ones_of_rows("X in R^(n x h)\nE = exp(X X^T)\ns = E 1_n\nP = E ⊙ (s^-1 1_n^T)"))
    X in R^(3x2)
    E = exp(X X^T)
    s = E @ ones(3, 1)
    P = E ⊙ ((1/s) @ ones(1, 3))
    >>> with_ones_of_rows("s = E 1_n"), with_ones_of_rows("X in R^(n×h); s = 1_n^T X")
    ('s = E 1_n', 'X in R^(n×h); s = 1_n^T X')
    """
    if len(text) > USUAL or not (_ROW.search(text) and _COLUMN.search(text)):
        return text
    letters = list(dict.fromkeys(letter for found in _SIZE.finditer(text) for letter in found.groups() if letter))
    ones = {found[1] for kind in (_ROW, _COLUMN) for found in kind.finditer(text)}
    if not _SIZED.search(text) or not ones <= set(letters) or len(letters) > len(_NUMBERS):
        return text
    sizes = dict(zip(letters, _NUMBERS, strict=False))
    sums = set(_sums_of_rows(text))

    def inverse(found: re.Match[str]) -> str:
        words = {word for word in _WORD.findall(found[1]) if not word.startswith("_")}
        return f"(1/{found[1]})" if words and (words <= sums or _COLUMN.search(found[1])) else found[0]

    def in_numbers(line: str) -> str:
        if line.lstrip().startswith("#"):
            return line
        line = _ROW.sub(lambda found: f"@ ones(1, {sizes[found[1]]})", _INVERSE.sub(inverse, line))
        return _sized(_COLUMN.sub(lambda found: f"@ ones({sizes[found[1]]}, 1)", line), sizes)

    return "\n".join(map(in_numbers, text.split("\n")))


def _sums_of_rows(text: str) -> list[str]:
    """The names that are told as sums of rows."""
    return [found[1] for found in _TOLD.finditer(text)]


def _sized(line: str, sizes: dict[str, int]) -> str:
    """A line with sizes in numbers; of a sentence only what it says of them."""
    found = _SIZED.search(line)
    if found is None:
        return line
    names = ", ".join(re.findall(r"[A-Z]", found["names"]))
    rows, columns = (sizes[letter] for letter in re.findall(r"(?<![A-Za-z])[a-wyz](?![A-Za-z])", found["size"]))
    told = f"{names} in R^({rows}x{columns})"
    return told if "=" not in line else line[: found.start()] + told + line[found.end() :]
