"""Nets in letters that say no sizes: z₁ = W₁x + b₁, h₁ = σ(z₁), z₂ = W₂h₁ + b₂, and then W₂ᵀδ₂. One number comes out
of them, where their loss is (h₂ - y)² and no sum, or that of two classes.
"""

import re

from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.work import USUAL

_PLACE = r"(?:_?\{?[0-9]\}?|[₀-₉])"
_LAYER = re.compile(
    rf"(?:^|[;,→:⇒]|->)[ \t]*{NAME}[ \t]*=[ \t]*([A-Z]{_PLACE})[ \t]*[·@*]?[ \t]*([a-z]{_PLACE}?)"
    rf"(?:[ \t]*\+[ \t]*({NAME}))?[ \t]*(?=$|[;→⇒,#]|->)",
    re.MULTILINE,
)
"""One layer: its weights, what it is of, and its bias."""

_LOSS = re.compile(
    rf"(?<![\w/]){NAME}[ \t]*=[ \t]*(?:(?:1/2|½|0\.5)?[ \t]*[·*]?[ \t]*\({NAME}[ \t]*[-−][ \t]*{NAME}\)(?:²|\^2)"
    rf"|[-−][ \t]*[\[({{]?[ \t]*{NAME}[ \t]*[·*]?[ \t]*(?:log|ln)\b[^=\n;]{{1,40}}?"
    rf"\([ \t]*1[ \t]*[-−][ \t]*{NAME}[ \t]*\)[ \t]*[·*]?[ \t]*(?:log|ln)\b)"
)
"""L = (a - y)², or of two classes: L = -(y log a + (1-y) log(1-a))"""
_TOLD = re.compile(r"[∈Σ∑‖∥|⟂]|\bin R\b|\bR\^|\\(?:in|sum)\b|\b(?:sum|mean|shape|trace|tr)\b|×")
"""What tells a size, or that several numbers come out."""

_TRANSPOSED = re.compile(r"ᵀ|⊤|\^\{?T\b|\.T\b")
_HIDDEN = (3, 2)


def with_sizes_of_layers(text: str) -> str:
    """A text with sizes, behind its first layer's line, where it transposes what has none.

    >>> net = "z1 = W1 x + b1; a1 = σ(z1); z2 = W2 a1; L = (z2 - y)^2; dL/dW2 = 2 (z2 - y) a1^T"
    >>> with_sizes_of_layers(net).removeprefix(net)
    '; x in R^2; W1 in R^(3x2); b1 in R^3; W2 in R^(1x3)'
    """
    if len(text) > USUAL or not _TRANSPOSED.search(text) or not _LOSS.search(text):
        return text
    layers = list(_LAYER.finditer(text))
    if not 1 < len(layers) < 6 or _TOLD.search(text) or GIVES_NUMBER.search(text):
        return text
    if len({found[1] for found in layers}) < len(layers) or not layers[0][2].isalpha():
        return text
    told, width = [f"{layers[0][2]} in R^2"], 2
    for at, found in enumerate(layers):
        is_last = at == len(layers) - 1
        after = 1 if is_last else _HIDDEN[at % 2]
        told.append(f"{found[1]} in R^({after}x{width})")
        told += [f"{found[3]} in R^{after}"] if found[3] and not is_last else []
        width = after
    end = text.find("\n", layers[0].start(1))
    end = len(text) if end < 0 else end
    return "; ".join((text[:end], *told)) + text[end:]


_BY_ROWS = re.compile(
    r"^[ \t]*[^\W\d]\w*[ \t]*=[ \t]*([a-z])[ \t]*@[ \t]*([A-Z]\w?)[ \t]*\+[ \t]*([a-z]\w?)[ \t]*$", re.MULTILINE
)
_SIZED = re.compile(r"[∈×]|\bin R\b|\bR\^|\bshape\b")
_SUM_OF_ROWS = r"[∂d]\w{{0,9}}[/_]?[∂d]{}[ \t]*=[^=\n]*(?:axis[ \t]*=[ \t]*0|\.sum\(0\))"


def with_rows_of_examples(text: str) -> str:
    r"""A text with the size of an x whose rows are examples, as the sum of the rows of dL/dy for a bias tells.

    >>> with_rows_of_examples("y = x @ W + b\ndL/db = sum(dL/dy, axis=0)").split("\n")[0]
    'y = x @ W + b; x in R^(4x2)'
    """
    found = _BY_ROWS.search(text) if len(text) <= USUAL and "@" in text else None
    if found is None or _SIZED.search(text) or GIVES_NUMBER.search(text) or "[" in text:
        return text
    if not re.search(_SUM_OF_ROWS.format(found[3]), text):
        return text
    return f"{text[: found.end()]}; {found[1]} in R^(4x2){text[found.end() :]}"
