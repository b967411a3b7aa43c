"""Samples counted by a small letter above: yⁱ is y^{(i)}, where a sum runs over i."""

import re

_LETTERS = {"ⁱ": "i", "ʲ": "j", "ᵏ": "k", "ⁿ": "n"}
_SMALL = {"i": "ᵢ", "j": "ⱼ", "k": "ₖ", "n": "ₙ"}
_RAISED = re.compile(
    "((?<![a-zA-Zα-ωΑ-Ω])[^\\W\\d_][\u0302-\u0304]?(?:_?[0-9a-z]|[₀-₉ᵢⱼₖ])?)(?:([ⁱʲᵏⁿ])|⁽([ⁱʲᵏⁿ])⁾)(?!\\w)"
)
"""yⁱ, ŷⁱ, xⱼⁱ, y⁽ⁱ⁾: a letter alone, perhaps with an index below."""


def with_samples_counted(text: str) -> str:
    """A text in which such letters stand in brackets, as several names have them that are never without.

    >>> with_samples_counted("L = Σᵢ (ŷⁱ - yⁱ)²")
    'L = Σᵢ (ŷ^{(i)} - y^{(i)})²'
    >>> with_samples_counted("G = Σᵢ γⁱ rᵢ"), with_samples_counted("L = Σ_i (yⁱ - xⁱ - x)^2")
    ('G = Σᵢ γⁱ rᵢ', 'L = Σ_i (yⁱ - xⁱ - x)^2')
    """
    if not any(small in text for small in _LETTERS):
        return text
    found: dict[str, set[str]] = {}
    for name, bare, bracketed in _RAISED.findall(text):
        found.setdefault(_LETTERS[bare or bracketed], set()).add(name[0])
    counted = {letter for letter, names in found.items() if _counts(letter, names, text)}
    if not counted:
        return text

    def in_brackets(match: re.Match[str]) -> str:
        letter = _LETTERS[match[2] or match[3]]
        return f"{match[1]}^{{({letter})}}" if letter in counted else match[0]

    return _RAISED.sub(in_brackets, text)


def _counts(letter: str, names: set[str], text: str) -> bool:
    """Whether a sum runs over a letter, and several names have it, none of which is raised to anything in a sum."""
    summed = re.search(rf"[Σ∑](?:{_SMALL[letter]}|_\{{?{letter}(?!\w))", text) is not None
    return summed and len(names) > 1 and not any(_is_alone(name, text) for name in names)


def _is_alone(name: str, text: str) -> bool:
    """Whether a name stands in a formula without a letter above or an index."""
    return re.search(rf"[-+*/·×−(=]\s*{name}[\u0302-\u0304]?\s*[-+*/·×−)]", text) is not None
