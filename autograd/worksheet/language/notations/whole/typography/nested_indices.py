"""Indices with an index of their own, net_{h_1} for net_{h1}, and words raised, y_1^{target} is y_1_target."""

import re

from autograd.worksheet.language.notations.patterns import NEW, OLD

_NESTED = re.compile(r"(?<=_\{)((?![ijklmnt]_)[^\W\d_]{1,9})_(?:([0-9]{1,2})|\{([0-9]{1,2})\})(?=\})")


_RAISED_WORD = re.compile(rf"(?<=[\w}}])(?<!\be)\^\{{\(?(?!(?:{NEW}|{OLD})\b)([a-z]{{3,12}})\)?\}}")


_LAYERS = r"(?:[A-SU-Z][A-Z]{1,3}|[a-z]{2})"
_RAISED_TOLD = re.compile(
    rf"(?:^|[;,])[ \t]*(?!e\^)[^\W\d_][\w{{}}]*\^\{{?\(?({_LAYERS})\)?\}}?[ \t]*=[ \t]*(?=[\[(]|[-−+]?\.?[0-9])",
    re.MULTILINE,
)
"""W^IH = [0.2, 0.1]: letters of the layers between which weights stand, a name that is told in numbers."""


_PRIMED_ENTRY = re.compile(r"^([ \t]*[^\W\d_]+_(?:[ijk]|\{[ijk]\}))['’′](?=[ \t]*=(?!=))", re.MULTILINE)
"""w_i' = w_i - η dE/dw_i"""


def with_flat_indices(text: str) -> str:
    """A text in which these are one word; an index by a letter, x_{i_1}, stays, and so do new and old values.

    >>> with_flat_indices("net_{h_1} = w_1 i_1; ∂E_{o_{1}}/∂net_{h_1}; x_{i_1}")
    'net_{h1} = w_1 i_1; ∂E_{o1}/∂net_{h1}; x_{i_1}'
    >>> with_flat_indices("L = (y_1 - y_1^{target})^2; w^{new} = w - 1; e^{max} = 2")
    'L = (y_1 - y_1_target)^2; w^{new} = w - 1; e^{max} = 2'
    >>> with_flat_indices("w_i' = w_i - η dE/dw_i")
    'w_i^{new} = w_i - η dE/dw_i'
    >>> with_flat_indices("W^IH = [2, 3]; w^{ho} = 0.5; z = W^IH · x; d = e w^ho; g = W^TX")
    'W_IH = [2, 3]; w_ho = 0.5; z = W_IH · x; d = e w_ho; g = W^TX'
    """
    text = _PRIMED_ENTRY.sub(r"\1^{new}", text) if "_" in text else text
    text = _RAISED_WORD.sub(lambda match: f"_{match[1]}", text) if "^{" in text else text
    for word in {*_RAISED_TOLD.findall(text)} if "^" in text else ():
        text = re.sub(rf"(?<=[\w}}])(?<!\be)\^(?:\{{\(?{word}\)?\}}|{word}(?![^\W\d_]))", f"_{word}", text)
    return _NESTED.sub(lambda match: match[1] + (match[2] or match[3]), text) if "_{" in text else text
