"""Formulas in bold, as Markdown has them: blanks take the place of the stars, for all that looks at whole texts."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import BOLD

_NOTHING_TOLD = Document("")
_TELLS = re.compile(r"=|\*\*\[.*\]\*\*")
"""What a line has that is no heading: an equation, or a row of a matrix."""


def without_bold(text: str) -> str:
    """A text with blanks for the stars around formulas, and around labels before these; each sign stays in its place.

    >>> [without_bold(text) for text in ("**f(x) = x^2**", "**Given:** x = 3", "f = **6**", "f = x**2")]
    ['  f(x) = x^2  ', '  Given:   x = 3', 'f =   6  ', 'f = x**2']
    """
    if "**" not in text:
        return text
    return "\n".join(
        rewrite(line, _NOTHING_TOLD, BOLD).text if "**" in line and _TELLS.search(line) else line
        for line in text.split("\n")
    )
