"""Divergences of distributions that are told by a formula: KL(N(μ, σ²) || N(0, 1)) = 1/2 (μ² + σ² - log σ² - 1)."""

import re

from autograd.worksheet.language.notations.patterns import IN_BRACKETS
from autograd.worksheet.language.work import USUAL

_DIVERGENCE = re.compile(rf"(?<!\w)(?:D_?\{{?)?KLD?\}}?[ \t]*({IN_BRACKETS}|\[[^\[\]\n]{{1,60}}\])")
_OF_DISTRIBUTIONS = re.compile(r"(?:[NpqQP]|𝒩)_?\w{0,3}[ \t]*\(.*(?:\|\||∥|‖)|(?:\|\||∥|‖)[ \t]*(?:[Npq]|𝒩)[ \t]*\(")
"""Between two that have arguments; KL(P || Q) may be of two lists."""


def with_divergences_named(text: str) -> str:
    r"""A text with the name KL for the one divergence that it speaks of.

    >>> with_divergences_named("KL(N(m, s²) || N(0, 1)) = 1/2 (m² + s² - log s² - 1)\ndKL/dm = m")
    'KL = 1/2 (m² + s² - log s² - 1)\ndKL/dm = m'
    >>> with_divergences_named("KL(P || Q) = 0.02; KL(Q || P) = 0.03")
    'KL(P || Q) = 0.02; KL(Q || P) = 0.03'
    """
    if len(text) > USUAL or "KL" not in text:
        return text
    found = {match[0] for match in _DIVERGENCE.finditer(text) if _OF_DISTRIBUTIONS.search(match[1])}
    return text.replace(found.pop(), "KL") if len(found) == 1 else text
