"""Products as Octave and MATLAB have them: X * W' is one of matrices where .* multiplies entry by entry."""

import re

from autograd.worksheet.language.notations.patterns import NUMBER
from autograd.worksheet.language.work import USUAL

_ENTRYWISE = re.compile(r"(?<=[\w)\]'’])([ \t]*)\.\*(?=[ \t]*[\w(\[-])")
_OTHERS = re.compile(r"(?<=[\w)\]'’])([ \t]*)\.(?=[/^][ \t]*[\w(\[-])")
_PRODUCT = re.compile(
    r"(?P<left>(?<![\w.])[^\W\d]\w*|[)\]'’ᵀ])[ \t]*\*(?!\*)[ \t]*(?=[^\W\d]\w*(?!\w|[(])|\[|(?<=[)\]'’ᵀ\s*])\()"
)
"""A product of what is no number."""

_TRANSPOSED = re.compile(r"(?<![\w'’])([^\W\d]\w{0,12})['’](?![\w'’(])|(?<=\))['’](?![\w'’(])")
_PRIMED = re.compile(
    r"(?:^|[;,])[ \t]*([^\W\d]\w{0,12})['’][ \t]*=(?!=)|(?<![\w'’])([^\W\d]\w{0,12})['’]\(", re.MULTILINE
)
"""w' = …, f'(x): no transposes."""

_ROW = re.compile(rf"\[[ \t]*({NUMBER}(?:[ \t]+{NUMBER})+)[ \t]*\]")
"""A list by blanks, which is a row there."""


def _joined(product: re.Match[str]) -> str:
    """A product of names side by side; before a bracket, where that is no call, with the sign of matrices."""
    left, is_name = product["left"], product["left"][0].isalpha()
    if product.string[product.end()] != "(" or not is_name:
        return f"{left} "
    return f"{left} @ " if left[0].isupper() else product[0]


def with_products_joined(text: str) -> str:
    """A text with names side by side for such products of matrices, ⊙ for those of entries, ᵀ, and rows as such.

    >>> with_products_joined("z = x * W' + 2 * b; g = (a - t) .* a .* (1 - a).^2")
    'z = x Wᵀ + 2 * b; g = (a - t)  ⊙ a  ⊙ (1 - a) ^2'
    >>> with_products_joined("z = x * w; w' = w - 2 * g"), with_products_joined("f'(x) = 2 .* x; z = w * x")[:5]
    ("z = x * w; w' = w - 2 * g", "f'(x)")
    """
    if len(text) > USUAL or ".*" not in text or "@" in text or not _ENTRYWISE.search(text):
        return text
    primed = {name for names in _PRIMED.findall(text) for name in names}
    text = _TRANSPOSED.sub(lambda found: found[0] if found[1] in primed else f"{found[1] or ''}ᵀ", text)
    text = _PRODUCT.sub(_joined, _ENTRYWISE.sub(r"\1 ⊙", text))
    text = _ROW.sub(lambda found: f"[[{', '.join(found[1].split())}]]", text)
    return _OTHERS.sub(r"\1 ", text)
