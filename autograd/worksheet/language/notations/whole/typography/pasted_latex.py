r"""LaTeX pasted among words: \begin{align}, & and \\ are where lines are set, and say nothing of what they mean."""

import re

from autograd.worksheet.language.work import USUAL

_SETS = re.compile(
    r"\\(?:begin|end)\s*\{(?:align|aligned|alignat|equation|eqnarray|gather|gathered|multline|split)\*?\}"
)
_ENDS = re.compile(r"\\\\(?:\[[0-9.]{1,5}\s?[a-z]{2}\])?([ \t]*)(?=(&?[ \t]*=|[^\n])?)")
r"""The end of a line that is set, \\ or \\[4pt], and what stands behind it on the line that is typed."""

_ALIGNS = re.compile(r"(?<!\\)&|\\(?:nonumber|notag)(?![a-zA-Z])|\\(?:label|tag)\*?\{[^{}\n]{0,60}\}")


def with_latex_unwrapped(text: str) -> str:
    r"""A text without what sets its formulas in LaTeX, where they stand in environments of it; columns stay.

    >>> with_latex_unwrapped("\\begin{align}\nz &= 2 \\\\\n &= 3 \\\\ h &= z\n\\end{align}")
    '             \nz  = 2   \n  = 3  ; h  = z\n           '
    >>> with_latex_unwrapped("a & b \\\\")
    'a & b \\\\'
    """
    if len(text) > USUAL or "\\begin" not in text or _SETS.search(text) is None:
        return text

    def ended(found: re.Match[str]) -> str:
        goes_on = found[2] is None or found[2].lstrip("& \t").startswith("=")
        return (" " if goes_on else ";").rjust(len(found[0]) - len(found[1])) + found[1]

    text = _SETS.sub(lambda found: " " * len(found[0]), text)
    return _ALIGNS.sub(lambda found: " " * len(found[0]), _ENDS.sub(ended, text))
