"""Products as Octave and MATLAB have them: X * W' is one of matrices where .* is entry by entry, or rows end with ;."""

import re

from autograd.worksheet.language.notations.document import CONVOLVES
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

_ROWS = re.compile(r"(?<![\w'’′])\[[^\[\]=<>;|\n]{1,60}(?:;[^\[\]=<>;|\n]{1,60}){1,9}\]")
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

    It is such a text where entries are multiplied by .*, or where rows are parted by ; and nothing is convolved.

    >>> with_products_joined("z = x * W' + 2 * b; g = (a - t) .* a .* (1 - a).^2")
    'z = x Wᵀ + 2 * b; g = (a - t)  ⊙ a  ⊙ (1 - a) ^2'
    >>> with_products_joined("z = x * w; w' = w - 2 * g"), with_products_joined("f'(x) = 2 .* x; z = w * x")[:5]
    ("z = x * w; w' = w - 2 * g", "f'(x)")
    >>> with_products_joined("W = [1, 2; 3, 4]; v = W * u; g = X' * (X*w - y)")
    'W = [1, 2; 3, 4]; v = W u; g = Xᵀ @ (X w - y)'
    """
    if len(text) > USUAL or "@" in text:
        return text
    is_sure = ".*" in text and _ENTRYWISE.search(text) is not None
    if not is_sure and (CONVOLVES.search(text) or not (";" in text and _ROWS.search(text))):
        return text
    primed = {name for names in _PRIMED.findall(text) for name in names}

    def transposed(found: re.Match[str]) -> str:
        name = found[1] or ""
        is_meant = name not in primed if is_sure else not name or name.isupper()
        return f"{name}ᵀ" if is_meant else found[0]

    text = _TRANSPOSED.sub(transposed, text)
    text = _PRODUCT.sub(_joined, _ENTRYWISE.sub(r"\1 ⊙", text))
    if is_sure:
        text = _ROW.sub(lambda found: f"[[{', '.join(found[1].split())}]]", text)
    return _OTHERS.sub(r"\1 ", text)
