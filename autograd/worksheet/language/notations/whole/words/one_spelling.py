"""Words with a capital in one place and without in another: Desired = 0.03, and then E = 1/2 (desired - predicted)²."""

import re

from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(r"(?:^|[;,:])[ \t]*([^\W\d_]{3,20}(?:_?[0-9])?)[ \t]*=(?!=)", re.MULTILINE)
_OPERAND = (
    r"(?:(?<=[-−+*/·×∗(=^|,])|(?<=[-−+*/·×∗(=^|,] )|(?<=[Nn]ew )|(?<=[Oo]ld )|(?<=[d∂] )|(?<=[d∂])){}"
    r"(?=[ \t]*(?:[-−+*/·×∗)^²|,;=]|$))"
)
"""A word as a part of a formula: an operator or a bracket on each side, or what is new or old of it."""


def with_one_spelling(text: str) -> str:
    r"""A text in which a word that is told a value is written in one way in all formulas.

    >>> with_one_spelling("Desired = 0.03\nE = 1/2 (desired - p)^2\nas desired - it is")
    'Desired = 0.03\nE = 1/2 (Desired - p)^2\nas desired - it is'
    >>> with_one_spelling("rate = 2\nNew Rate = Old Rate - 1")
    'rate = 2\nNew rate = Old rate - 1'
    >>> with_one_spelling("net = 2; Net = 3; y = net + Net")
    'net = 2; Net = 3; y = net + Net'
    """
    if len(text) > USUAL:
        return text
    told = set(_TOLD.findall(text))
    others = {name.swapcase()[0] + name[1:]: name for name in told if name[1:] == name[1:].lower()}
    others = {other: name for other, name in others.items() if other not in told and other in text}
    if not others:
        return text
    pattern = re.compile(_OPERAND.format(f"({'|'.join(map(re.escape, others))})"))
    lines = text.split("\n")
    return "\n".join(pattern.sub(lambda found: others[found[1]], line) if "=" in line else line for line in lines)
