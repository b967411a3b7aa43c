"""Layers in round brackets behind names that are given lists: w(1) = [[1, 2]], z(2) = w(2) y(1) + b(2) are w1, z2."""

import re

from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_AT_LAYER = re.compile(r"(?<![^\W∂d])([^\W\d_][\u0302-\u0304]?)\(([1-9])\)(?=([\w(]?))")
"""w(1), ∂w(1): a letter with a layer."""

_GIVES_LIST = re.compile(r"(?:^|[;,:])[ \t]*([^\W\d_])\([1-9]\)[ \t]*=[ \t]*\[", re.MULTILINE)
_TOLD = re.compile(r"(?<![^\W∂d])([^\W\d_][\u0302-\u0304]?)\((?:[1-9]|[lik])\)[ \t]*=(?!=)")
"""w(1) = …, or y(i) = … for any."""

_LEAST = 2
"""Names that lists are given for so."""


def with_layers_numbered(text: str) -> str:
    """A text with the layer as a number of the name.

    >>> with_layers_numbered("w(1) = [[1, 2]], b(1) = [3], b(2) = 4; z(1) = w(1)·x + b(1); dz(1)/db(1) = σ'(z(1))")
    "w1 = [[1, 2]], b1 = [3], b2 = 4; z1 = w1·x + b1; dz1/db1 = σ'(z1)"
    >>> with_layers_numbered("V(1) = [1, 2], c(1) = [3]; z = V(1)x + c(1)")
    'V1 = [1, 2], c1 = [3]; z = V1 x + c1'
    >>> with_layers_numbered("f(1) = [2, 3]; f(x) = [x, x]"), with_layers_numbered("w(1) = [2]; y = w(1)")
    ('f(1) = [2, 3]; f(x) = [x, x]', 'w(1) = [2]; y = w(1)')
    """
    if len(text) > USUAL or ")" not in text or "[" not in text:
        return text
    if len(set(_GIVES_LIST.findall(text))) < _LEAST:
        return text
    names = {name for name in _TOLD.findall(text) if not is_function(name) and not _is_called(name, text)}
    if any(re.search(rf"(?<!\w){name}_?{layer}(?!\w)", text) for name, layer, _ in _AT_LAYER.findall(text)):
        return text
    return _AT_LAYER.sub(lambda found: _numbered(found) if found[1] in names else found[0], text)


def _numbered(found: re.Match[str]) -> str:
    """w(1) as w1; what stands right behind is its factor: w(1)x"""
    return f"{found[1]}{found[2]}" + ("" if not found[3] else "·" if found[3] == "(" else " ")


def _is_called(name: str, text: str) -> bool:
    """Whether a name is also called with other letters or numbers than layers: f(x), f(2.5)."""
    return re.search(rf"(?<!\w){name}\((?![1-9lik]\))[^()\n]", text) is not None
