"""A sum told once and then spoken of by its sign alone: p_i = e^{a_i} / Σ_k e^{a_k}, and then (e^{a_i} Σ - …) / Σ^2."""

import re

from autograd.worksheet.language.work import USUAL

_TOLD = re.compile(
    r"[Σ∑]_(?:\{\s*([a-z])\s*(?:=[^{}]{1,9})?\}|([a-z])(?!\w))(?:\s?\^(?:\{\w{1,9}\}|\w(?!\w)))?\s*"
    r"(?:e\^(?:\{[^{}]{1,20}\}|\([^()]{1,20}\))|exp\([^()]{1,20}\))"
)
"""A sum of exponentials, with the letter it runs over."""

_BARE = re.compile(r"[Σ∑](?=\s*(?:[-−+*·/)^²=]|$))", re.MULTILINE)


_NAMED = re.compile(r"(?:^|[;,:(]|[^\W\d_]{2})[ \t]*[Σ∑][ \t]*=", re.MULTILINE)
"""Σ = …, as a name of its own."""


def with_bare_sums(text: str) -> str:
    r"""A text with the sum of exponentials that it tells in the place of a sign alone.

    >>> with_bare_sums("p_i = e^{a_i} / Σ_k e^{a_k}\ndp_i/da_i = (e^{a_i} Σ - e^{a_i} e^{a_i}) / Σ^2").split("\n")[1]
    'dp_i/da_i = (e^{a_i} (Σ_k e^{a_k}) - e^{a_i} e^{a_i}) / (Σ_k e^{a_k})^2'
    >>> with_bare_sums("p_i = e^{a_i} / Σ_k e^{a_k}\nL = -Σ y_i log(p_i); Σ = 3")
    'p_i = e^{a_i} / Σ_k e^{a_k}\nL = -Σ y_i log(p_i); Σ = 3'
    """
    if len(text) > USUAL or not _BARE.search(text) or _NAMED.search(text):
        return text
    told = {match[0]: match[1] or match[2] for match in _TOLD.finditer(text)}
    if len(told) != 1:
        return text
    whole, letter = told.popitem()

    def line(typed: str) -> str:
        is_free = re.search(rf"_\{{?{letter}(?!\w)", typed.replace(whole, "")) is None
        return _BARE.sub(f"({whole})", typed) if is_free else typed

    return "\n".join(map(line, text.split("\n")))
