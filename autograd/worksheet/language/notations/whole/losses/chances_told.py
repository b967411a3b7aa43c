"""Chances that are told inside of a loss only: J = -log p(o|c) = -log(exp(u_o^T v_c) / Σ_w exp(u_w^T v_c))."""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(
    rf"^([ \t]*)({NAME}[ \t]*=[ \t]*[-−][ \t]*(?:log|ln)[ \t]*"
    r"(?P<chance>[pPq]\([^()=|]{1,9}\|[^()=]{1,9}\)))[ \t]*="
    r"[ \t]*[-−][ \t]*(?:log|ln)[ \t]*(?P<body>[(\[{].*[)\]}])[ \t]*$",
    re.MULTILINE,
)


def with_chances_told(text: str) -> str:
    r"""A text that says first what the chance is, and then the loss.

    >>> with_chances_told("J = -log p(o|c) = -log( exp(u_o^T v) / Σ_w exp(u_w^T v) )")
    'p(o|c) = ( exp(u_o^T v) / Σ_w exp(u_w^T v) ); J = -log p(o|c)'
    >>> with_chances_told("p(o|c) = s_o\nJ = -log p(o|c) = -log(s_o)").split("\n")[1]
    'J = -log p(o|c) = -log(s_o)'
    """

    def told(found: re.Match[str]) -> str:
        if f"\n{found['chance']} =" in f"\n{text}":
            return found[0]
        return f"{found[1]}{found['chance']} = ({found['body'][1:-1]}); {found[2]}"

    return _TOLD.sub(told, text) if len(text) <= USUAL and "|" in text else text
