"""Entries of matrices in round brackets: S(m, n) = Σ_i Σ_j K(i, j) I(m + i, n + j) beside K = [[1, 0], [0, -1]]."""

import re

from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_MATRIX = re.compile(r"(?:^|(?<=[;,:]))[ \t]*([^\W\d]\w{0,7})[ \t]*=[ \t]*\[\s*\[", re.MULTILINE)
_INDEX = r"[a-z0-9](?:[ \t]*[-−+][ \t]*[a-z0-9]){0,2}"
_ENTRY = rf"\([ \t]*({_INDEX})[ \t]*,[ \t]*({_INDEX})[ \t]*\)"
_RULE = re.compile(rf"^[ \t]*([^\W\d]\w{{0,7}}){_ENTRY}[ \t]*=(?!=)([^=\n]*)", re.MULTILINE)


def with_entries_below(text: str) -> str:
    r"""A text with these indices below the names of matrices, and of what a rule makes of them for each entry.

    >>> print(with_entries_below("K = [[1, 0]]; A = [[1, 2, 3]]\nS(m,n) = Σ_i Σ_j K(i,j) A(m+i, n+j)"))
    K = [[1, 0]]; A = [[1, 2, 3]]
    S_{m,n} = Σ_i Σ_j K_{i,j} A_{m+i, n+j}
    >>> with_entries_below("A = [[1, 2]]\nf(x, y) = x y\nf(1, 2) = 2")
    'A = [[1, 2]]\nf(x, y) = x y\nf(1, 2) = 2'
    """
    if len(text) > USUAL or ")" not in text:
        return text
    names = {name for name in _MATRIX.findall(text) if not is_function(name)}
    if not names:
        return text
    for name, *_, formula in _RULE.findall(text):
        if any(re.search(rf"(?<![^\W\d_]){re.escape(each)}{_ENTRY}", formula) for each in names):
            names.add(name)
    called = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.sub(rf"(?<![^\W\d_])({called}){_ENTRY}", _below, text)


def _below(found: re.Match[str]) -> str:
    inside = found[0][len(found[1]) + 1 : -1].strip()
    return f"{found[1]}_{{{inside}}}"
