r"""LaTeX pasted among words: \begin{align}, \[, & and \\ are where lines are set, and say nothing of what they mean."""

import re

from autograd.worksheet.language.work import USUAL

_SETS = re.compile(
    r"\\(?:begin|end)\s*\{(?:align|aligned|alignat|equation|eqnarray|gather|gathered|multline|split)\*?\}"
    r"|(?<!\\)\\[()\[\]]"
)
_MATRIX = re.compile(r"\\begin\s*\{([bp]?)matrix\}([^{}]{1,400}?)\\end\s*\{\1matrix\}")
_ENDS = re.compile(r"\\\\(?:\[[0-9.]{1,5}\s?[a-z]{2}\])?([ \t]*)(?=(&?[ \t]*=|[^\n])?)")
r"""The end of a line that is set, \\ or \\[4pt], and what stands behind it on the line that is typed."""

_ALIGNS = re.compile(r"(?<!\\)&|\\(?:nonumber|notag)(?![a-zA-Z])|\\(?:label|tag)\*?\{[^{}\n]{0,60}\}")


def with_latex_unwrapped(text: str) -> str:
    r"""A text without what sets its formulas in LaTeX, where they stand in environments of it; columns stay.

    >>> with_latex_unwrapped("\\begin{align}\nz &= 2 \\\\\n &= 3 \\\\ h &= z\n\\end{align}")
    '             \nz  = 2   \n  = 3  ; h  = z\n           '
    >>> with_latex_unwrapped("\\[ x = \\begin{bmatrix} 1 & 2 \\\\ 0 & 4 \\end{bmatrix} \\]").split()
    ['x', '=', '[[1,', '2],', '[0,', '4]]']
    >>> with_latex_unwrapped("a & b \\\\")
    'a & b \\\\'
    """
    if len(text) > USUAL or "\\" not in text or _SETS.search(text) is None:
        return text

    def ended(found: re.Match[str]) -> str:
        goes_on = found[2] is None or found[2].lstrip("& \t").startswith("=")
        return (" " if goes_on else ";").rjust(len(found[0]) - len(found[1])) + found[1]

    text = _SETS.sub(lambda found: " " * len(found[0]), _MATRIX.sub(_listed, text).replace(r"\|", "||"))
    return _ALIGNS.sub(lambda found: " " * len(found[0]), _ENDS.sub(ended, text))


def _listed(found: re.Match[str]) -> str:
    """A matrix as a list of its rows; a column as a list of its entries."""
    rows = [[entry.strip() for entry in row.split("&")] for row in re.split(r"\\\\", found[2]) if row.strip()]
    if "\n" in found[0] or not all(all(row) for row in rows):
        return found[0]
    is_column = len(rows) > 1 and all(len(row) == 1 for row in rows)
    lists = ", ".join(row[0] if is_column else f"[{', '.join(row)}]" for row in rows)
    return f"[{lists}]".rjust(len(found[0]))
