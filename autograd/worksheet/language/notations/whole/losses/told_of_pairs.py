"""Losses of one example or step that are told as functions: L = Σ_i ℓ(y_i, p_i), and ℓ(y_i, p_i) = (y_i - p_i)²."""

import re

from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_LETTERED = r"[^\W\d_][\u0302\u0304]?(?:_(?:\w|\{\w\})|[ᵢⱼₖₜₙ]|\^\{?\([a-z]\)\}?)?"
_CALL = rf"(?<![\w\\])(∂?)([^\W\d_∂])\(\s*({_LETTERED})\s*,\s*({_LETTERED})\s*\)"
_CALLED = re.compile(_CALL)
_TOLD = re.compile(
    rf"(?:^|[;,]|(?<=[\w)])[ \t]+(?:with|where|avec|mit|con|com)(?=[ \t]))[ \t]*{_CALL}[ \t]*=(?!=)[ \t]*"
    r"([^=;\n#]*[^=;\n#\s,.])[ \t]*[.,]?[ \t]*(?=$|;)",
    re.MULTILINE,
)
_SUMMED = re.compile(rf"[Σ∑][^;\n]*?{_CALL}")
_OF_ONE = re.compile(r"_|[ᵢⱼₖₜₙ]|\^")


def with_losses_of_pairs(text: str) -> str:
    r"""A text with the formula of such a loss wherever it is called, and in what is differentiated.

    >>> with_losses_of_pairs("L = ∑_i ℓ(y_i, p_i)\nℓ(y_i, p_i) = (y_i - p_i)^2; b = 2")
    'L = ∑_i ((y_i - p_i)^2)\n; b = 2'
    >>> with_losses_of_pairs("E = ∑_t l(h_t, y_t) with l(h, y) = h - y\n∂E/∂h_t = ∂l(h_t, y_t)/∂h_t")
    'E = ∑_t (h_t - y_t)\n∂E/∂h_t = ∂(h_t - y_t)/∂h_t'
    >>> with_losses_of_pairs("f(x, y) = x y\nz = f(a, b)"), with_losses_of_pairs("L = ∑_i ℓ(y_i, p_i)")
    ('f(x, y) = x y\nz = f(a, b)', 'L = ∑_i ℓ(y_i, p_i)')
    """
    if len(text) > USUAL or ("∑" not in text and "Σ" not in text):
        return text
    summed = {found[2] for found in _SUMMED.finditer(text) if _OF_ONE.search(found[3]) and _OF_ONE.search(found[4])}
    told = [found for found in _TOLD.finditer(text) if found[2] in summed and not is_function(found[2])]
    names = [found[2] for found in told]
    if not told or len({*names}) != len(names):
        return text
    for found in reversed(told):
        text = text[: found.start()] + text[found.end() :]
    formulas = {found[2]: found for found in told}
    return _CALLED.sub(lambda call: _put_in(call, formulas[call[2]]) if call[2] in formulas else call[0], text)


def _put_in(call: re.Match[str], told: re.Match[str]) -> str:
    """The formula of a call, with what it is called with."""
    names = dict(zip(told.group(3, 4), call.group(3, 4), strict=True))
    pattern = "|".join(
        rf"(?<![^\W\d_]){re.escape(name)}(?![\w'’′ᵢⱼₖₜₙ])" for name in sorted(names, key=len, reverse=True)
    )
    return f"{call[1]}({re.sub(pattern, lambda found: names[found[0]], told[5])})"
