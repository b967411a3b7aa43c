"""Bars in words, as plain text has them: z_bar is z̄, the derivative of what has a bar of 1, L_bar = 1."""

import re

from autograd.worksheet.language.work import USUAL

_END = re.compile(r"^[ \t]*([^\W\d_]\w*?)_bar[ \t]*=[ \t]*1(?:\.0?)?[ \t]*(?:$|[;,#])", re.MULTILINE)
_WORD = re.compile(r"(?<![\w/∂])([^\W\d_])(\w*?)_bar(?!\w)")
_MACRON = "\u0304"


def with_bars(text: str) -> str:
    r"""A text with bars for the words, where the bar of something computed is 1.

    >>> print(with_bars("L = w x\nL_bar = 1\nw_bar = L_bar x"))
    L = w x
    L̄ = 1
    w̄ = L̄ x
    >>> with_bars("x = [0, 2]\nx_bar = 1"), with_bars("L = w x\nL_bar = 2")
    ('x = [0, 2]\nx_bar = 1', 'L = w x\nL_bar = 2')
    """
    if "_bar" not in text or len(text) > USUAL:
        return text
    ends = {found[1] for found in _END.finditer(text)}
    if len(ends) != 1:
        return text
    made = rf"(?:^|[;,])[ \t]*{re.escape(ends.pop())}[ \t]*=[^=;\n#]*[^\W\d]"
    return _WORD.sub(rf"\1{_MACRON}\2", text) if re.search(made, text, re.MULTILINE) else text
