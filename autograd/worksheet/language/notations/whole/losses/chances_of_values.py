"""Chances of several values, pi(a=0) and pi(a=1|θ): each is a name of its own."""

import re

from autograd.worksheet.language.work import USUAL

_CHANCE = re.compile(r"(?<![\w.])(pi|π|[pP]r?|q)\(\s*([^\W\d]\w?)\s?=\s?([0-9]{1,2})\s*(?:[|;]\s*[^()=,]{1,12})?\)")


def with_chances_of_values(text: str) -> str:
    """A text with names for such chances, of at least two values of one letter.

    >>> with_chances_of_values("π(a=1|θ) = 1/(1 + e^-θ), π(a=0) = 1 - π(a=1)")
    'π_a1 = 1/(1 + e^-θ), π_a0 = 1 - π_a1'
    >>> with_chances_of_values("p(y=1|x) = σ(z)")
    'p(y=1|x) = σ(z)'
    """
    if len(text) > USUAL or "=" not in text:
        return text
    values: dict[tuple[str, str], set[str]] = {}
    for found in _CHANCE.finditer(text):
        values.setdefault((found[1], found[2]), set()).add(found[3])

    def named(found: re.Match[str]) -> str:
        is_one_of_several = len(values[found[1], found[2]]) > 1
        return f"{found[1]}_{found[2]}{found[3]}" if is_one_of_several else found[0]

    return _CHANCE.sub(named, text) if values else text
