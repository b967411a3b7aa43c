"""Layers in small raised brackets: z⁽ˡ⁾ = W⁽ˡ⁾ a⁽ˡ⁻¹⁾ is z^(l) = W^(l) a^(l-1)."""

import re
import unicodedata

_RAISED = re.compile("⁽([^⁽⁾\\s]{1,6})⁾")
_LETTER = re.compile("⁽[^\\W\\d¹²³⁰-⁹]")


def with_layers_raised(text: str) -> str:
    """A text with a power sign for such brackets, if a letter stands in any of them.

    >>> with_layers_raised("δ⁽ᴸ⁾ = (W⁽ˡ⁺¹⁾)ᵀ δ⁽ˡ⁻¹⁾ + b⁽²⁾"), with_layers_raised("W⁽¹⁾")
    ('δ^(L) = (W^(l+1))ᵀ δ^(l-1) + b^(2)', 'W⁽¹⁾')
    """
    if "⁽" not in text or not _LETTER.search(text):
        return text
    return _RAISED.sub(lambda found: f"^({unicodedata.normalize('NFKC', found[1])})".replace("−", "-"), text)
