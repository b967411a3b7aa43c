"""What stands in raised brackets: layers, z⁽ˡ⁾ = W⁽ˡ⁾ a⁽ˡ⁻¹⁾, and how often a function is differentiated, f⁽²⁾(x)."""

import re
import unicodedata

_RAISED = re.compile("⁽([^⁽⁾\\s]{1,6})⁾")
_LETTER = re.compile(r"⁽[^\W\d_⁰¹²³⁴-⁹][^⁽⁾]{0,5}⁾(?!\()")
_ORDER = re.compile(r"(?<![\w.])([^\W\d_])(?:\^\{?\(([1-3])\)\}?|⁽([¹²³])⁾)(?=\([^\W\d_]\))")
_OWN = r"(?:^|[;,:])[ \t]*{}\([^\W\d_]\)[ \t]*=(?!=)"
_LAYERED = r"\)\}}?\({0}(?:\^|⁽)|⁾\({0}"
"""f^(2)(f^(1)(x)), which are layers."""


def with_layers_raised(text: str) -> str:
    """A text with a power sign for such brackets, if a letter stands in any of them.

    >>> with_layers_raised("δ⁽ᴸ⁾ = (W⁽ˡ⁺¹⁾)ᵀ δ⁽ˡ⁻¹⁾ + b⁽²⁾"), with_layers_raised("W⁽¹⁾")
    ('δ^(L) = (W^(l+1))ᵀ δ^(l-1) + b^(2)', 'W⁽¹⁾')
    >>> with_layers_raised("f(x) = x³; f⁽²⁾(x) = 6 x"), with_layers_raised("f(x) = f^(2)(f^(1)(x))")
    ("f(x) = x³; f''(x) = 6 x", 'f(x) = f^(2)(f^(1)(x))')
    """
    if "^" in text or "⁽" in text:
        names = {found[1] for found in _ORDER.finditer(text)}
        own = {name for name in names if _is_own(name, text)}
        text = _ORDER.sub(lambda found: _primed(found) if found[1] in own else found[0], text) if own else text
    if "⁽" not in text or not _LETTER.search(text):
        return text
    return _RAISED.sub(lambda found: f"^({unicodedata.normalize('NFKC', found[1])})".replace("−", "-"), text)


def _is_own(name: str, text: str) -> bool:
    """Whether a name is a function of one's own, and no layers are called so."""
    is_told = re.search(_OWN.format(name), text, re.MULTILINE) is not None
    return is_told and re.search(_LAYERED.format(name), text) is None


def _primed(found: re.Match[str]) -> str:
    """A function with as many primes as it is differentiated."""
    return found[1] + "'" * int(found[2] or "¹²³".index(found[3]) + 1)
