"""Sums without an index over outputs that are numbered: E = 1/2 Σ (t - o)² beside t1, t2, o1 and o2."""

import re

from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_LETTER = "(?:(?![²³¹⁰⁴-⁹])[^\\W\\d_]){1,12}[\u0302-\u0304]?"
_BARE_SUM = re.compile(r"[Σ∑](?![\w_^{ᵢⱼₖₙ]|\s*[a-z]_)\s*([^=≈;,\n#]{3,120})")
_TOLD = re.compile(rf"(?<![\w/∂])({_LETTER})(?:_?([1-9])|([₁-₉]))[ \t]*[=≈](?!=)")
_NAME = re.compile(rf"(?<![\w∂.'’′])({_LETTER})(?![\w\u0302-\u0304({{'’′]|\s*\()|(?<![\w∂.])({_LETTER})(?=²|³)")
_DIGITS = str.maketrans("₁₂₃₄₅₆₇₈₉", "123456789")
_MOST = 6
"""Outputs that are summed over."""


def with_sums_spelled(text: str) -> str:
    """A text with the terms of such sums, where all bare letters of a term are numbered alike and told only so.

    >>> with_sums_spelled("t1 = 1; t2 = 0; o1 = 2; o2 = 3; E = 1/2 Σ (t - o)²").split("; ")[-1]
    'E = 1/2 (((t1 - o1)²) + ((t2 - o2)²))'
    >>> with_sums_spelled("out1 = 2; out2 = 3; E = Σ out²").split("; ")[-1]
    'E = ((out1²) + (out2²))'
    >>> with_sums_spelled("t1 = 1; t2 = 0; t = 3; E = Σ t²"), with_sums_spelled("y1 = 1; y2 = 2; E = Σ_i y_i")
    ('t1 = 1; t2 = 0; t = 3; E = Σ t²', 'y1 = 1; y2 = 2; E = Σ_i y_i')
    """
    if len(text) > USUAL or not _BARE_SUM.search(text):
        return text
    numbered: dict[str, set[str]] = {}
    for name, plain, small in _TOLD.findall(text):
        numbered.setdefault(name, set()).add(plain or small.translate(_DIGITS))
    families = {name: numbers for name, numbers in numbered.items() if _is_family(name, numbers, text)}
    return _BARE_SUM.sub(lambda found: _spelled(found, families), text) if families else text


def has_bare_sums(text: str) -> bool:
    """Whether a text has a sum without an index, which may be made of what is told below it."""
    return _BARE_SUM.search(text) is not None


def _is_family(name: str, numbers: set[str], text: str) -> bool:
    """Whether a name is numbered from 1 on, and told nothing alone."""
    is_counted = {*map(int, numbers)} == {*range(1, len(numbers) + 1)}
    alone = rf"(?:^|[;,:])[ \t]*{name}(?:\(\w\))?[ \t]*[=≈](?!=)"
    return is_counted and 1 < len(numbers) <= _MOST and re.search(alone, text, re.MULTILINE) is None


def _spelled(found: re.Match[str], families: dict[str, set[str]]) -> str:
    """A sum with its terms; as it is where another letter, or none of them, is in it."""
    term = found[1].rstrip(" .")
    names = {one or other for one, other in _NAME.findall(term)} - {"e"}
    names = {name for name in names if not is_function(name)}
    summed = [families[name] for name in names if name in families]
    if not summed or len(summed) != len(names) or any(each != summed[0] for each in summed):
        return found[0]
    if any(not names.intersection(one or other for one, other in _NAME.findall(part)) for part in _terms(term)):
        return found[0]

    def numbered(number: str) -> str:
        return _NAME.sub(lambda name: name[0] + number if name[0] in names else name[0], term)

    terms = " + ".join(f"({numbered(number)})" for number in sorted(summed[0]))
    return f"({terms}){found[0][len(found[0].rstrip(' .')) :]}"


def _terms(formula: str) -> list[str]:
    """The terms of a formula that stand in no brackets."""
    parts, depth = [""], 0
    for sign in formula:
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 and sign in "+-−" and parts[-1].strip():
            parts.append("")
        else:
            parts[-1] += sign
    return parts
