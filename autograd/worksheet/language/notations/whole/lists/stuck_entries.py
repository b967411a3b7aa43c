"""Entries whose index stands right behind the name, as in Σ (yi − (m xi + b))²: y_i and x_i; W_{xh}x_t, a product."""

import re

from autograd.worksheet.language.work import USUAL

_ENTRY = re.compile(r"(?<![\w\\∂])([^\W\d_A-Zπp])i(?![\w(])")
_STUCK = re.compile(r"(?<![\w\\])([∂d]?)([a-zA-Z]?)([^\W\d_A-Zπp])i(?![\w(])")
_SUM = re.compile(r"[Σ∑]|(?<!\w)sum(?!\w)")


_BRACED = re.compile(r"(?<=[^\W_])(_\{[^\W\d_]\w{0,7}\})(?=(?!T(?!\w))[^\W\d_])")
"""An index in braces, and the next factor right behind it."""


def with_factors_apart(text: str) -> str:
    """A text with blanks between such factors.

    >>> with_factors_apart("a_t = W_{xh}x_t + W_{hh}h_{t-1} + e^{-z}b + w_{1}T")
    'a_t = W_{xh} x_t + W_{hh} h_{t-1} + e^{-z}b + w_{1}T'
    """
    return _BRACED.sub(r"\1 ", text) if "}" in text else text


def with_entries(text: str) -> str:
    """A text with such entries as y_i, in a sheet that sums over them and gives none of them by itself.

    >>> with_entries("L = (1/n) Σ (yi − (m xi + b))², ∂L/∂m = (−2/n) Σ xi (yi − (mxi + b))")
    'L = (1/n) Σ (y_i − (m x_i + b))², ∂L/∂m = (−2/n) Σ x_i (y_i − (m x_i + b))'
    >>> with_entries("x = [1, 2]; n = sum (xi * wi) + b")
    'x = [1, 2]; n = sum (x_i * w_i) + b'
    >>> with_entries("L = Σ_i (y_i - xi)²"), with_entries("xi = 2; yi = 3; L = Σ (yi - xi)")
    ('L = Σ_i (y_i - xi)²', 'xi = 2; yi = 3; L = Σ (yi - xi)')
    """
    if len(text) > USUAL or "i" not in text or not _SUM.search(text):
        return text
    names = {found[1] for found in _ENTRY.finditer(text)}
    if re.search(rf"(?<![\w∂/])[{''.join(sorted(names)) or 'x'}]i[ \t]*=(?!=)", text):
        return text
    if len(names) < 2 or names.isdisjoint("xy") or re.search(rf"[{''.join(sorted(names))}]_\{{?i", text):
        return text

    def entry(found: re.Match[str]) -> str:
        sign, before, name = found.groups()
        if name not in names:
            return found[0]
        return f"{sign}{before} {name}_i" if before else f"{sign}{name}_i"

    return _STUCK.sub(entry, text)
