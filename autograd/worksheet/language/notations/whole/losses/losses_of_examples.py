"""Losses of single examples that are called as their sum or mean is: L_i beside L = Σ_i L_i has a name of its own."""

import re

from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.work import USUAL

_INDEX = r"_(?:\{([ijkmn])\}|([ijkmn])(?![^\W_]))"
_TOLD = re.compile(rf"(?:^|(?<=[;,:]))[ \t]*([^\W\d_]{{1,5}}){_INDEX}[ \t]*=(?!=)[ \t]*[^\s=][^=;\n]*", re.MULTILINE)
_ADDED_UP = r"(?:^|(?<=[;,:]))[ \t]*{}[ \t]*=(?!=)[^=;\n]*(?:[Σ∑]|(?<!\w)(?:sum|mean|avg)(?![^\W_]))"

OTHERS = ("ℓ", "cost", "loss", "E", "C")
"""Names that the losses of examples are given, the first that stands nowhere."""


def with_losses_of_examples(text: str) -> str:
    r"""A text with a name of their own for the losses of examples, where their sum or mean has the same.

    >>> with_losses_of_examples("L = 1/N Σ_i L_i\nL_i = (a_i - y_i)^2\n∂L_i/∂a_i = 2 (a_i - y_i)").split("\n")
    ['L = 1/N Σ_i ℓ_i', 'ℓ_i = (a_i - y_i)^2', '∂ℓ_i/∂a_i = 2 (a_i - y_i)']
    >>> with_losses_of_examples("L = mean(L_i)\nL_1 = 2"), with_losses_of_examples("x = Σ_i x_i\nx_i = 2")
    ('L = mean(L_i)\nL_1 = 2', 'x = Σ_i x_i\nx_i = 2')
    """
    if len(text) > USUAL or "_" not in text:
        return text
    for loss in {found[1] for found in _TOLD.finditer(text) if is_called_loss(spelled(found[1]))}:
        if re.search(_ADDED_UP.format(loss), text, re.MULTILINE) is None:
            continue
        other = next((name for name in OTHERS if not re.search(rf"(?<![^\W_d∂]){name}(?![^\W_])", text)), None)
        if other is not None:
            text = re.sub(rf"(?<![^\W\dd∂]){loss}(?={_INDEX})", other, text)
    return text
