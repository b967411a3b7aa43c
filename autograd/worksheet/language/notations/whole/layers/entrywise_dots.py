"""Dots that multiply entry by entry beside those of matrices: δ = (Wᵀ · e) · σ'(z), σ'(z) = a · (1 - a)."""

import re

from autograd.worksheet.language.work import USUAL

_SLOPE = r"(?:σ|sigmoid|tanh|ReLU|relu|φ|[fgh])(?:_\{?\w\}?)?['’′]\("
_BEFORE_SLOPE = re.compile(rf"(?<=[\w)\]}}]) ?· ?(?={_SLOPE})")
_LAYER = r"(?P<layer>\^\{?\([0-9l]\)\}?|_\{?\w\}?)?"
_BESIDE_REST = re.compile(
    rf"(?<![\w∂.])((?P<name>[^\W\d_]\w{{0,6}}){_LAYER}) ?· ?(?=\(1 ?[-−] ?(?P=name)(?(layer)(?P=layer))\))"
)
_OF_MATRICES = re.compile(r"[ᵀ⊤]|\^\{?T\b|\.T\b")


def with_entrywise_dots(text: str) -> str:
    """A text with ⊙ for a dot before a slope, and between a and 1 - a, where matrices are transposed.

    >>> with_entrywise_dots("d = (W^T · e) · σ'(z); σ'(z) = a · (1 - a)")
    "d = (W^T · e) ⊙ σ'(z); σ'(z) = a ⊙ (1 - a)"
    >>> with_entrywise_dots("d = e · σ'(z)")
    "d = e · σ'(z)"
    """
    if len(text) > USUAL or "·" not in text or not _OF_MATRICES.search(text):
        return text
    return _BESIDE_REST.sub(r"\1 ⊙ ", _BEFORE_SLOPE.sub(" ⊙ ", text))
