"""Layers of entries in letters, without numbers: w_{ij}^{(1)} and w^{(1)}_{ij} are entries of w1."""

import re

from autograd.worksheet.language.notations.told.layers import GIVES_NUMBERS
from autograd.worksheet.language.notations.told.slopes import GIVES_NUMBER
from autograd.worksheet.language.work import USUAL

_LETTERS = r"_(?:\{\s*[i-np-s](?:\s*,?\s*[i-np-s])?\s*\}|[i-np-s]{1,2}(?!\w))"
_NUMBERS = r"_(?:\{\s*[0-9](?:\s*,?\s*[0-9])?\s*\}|[0-9]{1,2}(?!\w))"
_LAYER = r"\^(?:\{\s*)?[(\[]\s*([1-9])\s*[)\]](?:\s*([T⊤])?\s*\})?"
_NAME = r"(?<![^\W_d∂δΔ])([^\W\d_][\u0300-\u036f]*)"
_ENTRY = re.compile(rf"{_NAME}(?:{_LETTERS}{_LAYER}|{_LAYER}{_LETTERS})")
_OF_A_LAYER = re.compile(rf"{_NAME}((?:{_LETTERS}|{_NUMBERS})?){_LAYER}((?:{_LETTERS}|{_NUMBERS})?)")
"""A name, what is below it before its layer, the layer, whether it is turned there, and what is below behind that."""

_BARE = r"(?:\^(?:([1-9])(?![0-9A-Za-z.])|\{([1-9])\})|([¹²³]))"
_BARE_LAYER = re.compile(rf"{_NAME}((?:{_LETTERS})?){_BARE}")
_TOLD = re.compile(rf"(?:^|[;,:])[ \t]*{_NAME}(?:{_LETTERS}{_BARE}|{_BARE}{_LETTERS})[ \t]*=(?!=)", re.MULTILINE)
"""z_j^1 = …: a power cannot be told."""

_OTHERWISE_RAISED = re.compile(r"\^(?:\{\s*)?[(\[]\s*[^\W\d_]")
"""w^{(l)}: any layer, or x^{(i)}, any example."""


def with_layers_of_entries(text: str) -> str:
    """A text with the number of the layer as part of each name that has one, where entries in letters have one, too.

    >>> with_layers_of_entries("h_i = σ(Σ_j w_{ij}^{(1)} x_j); y_k = Σ_i w^(2)_ki h_i; dL/db^(2) = y - t")
    'h_i = σ(Σ_j w1_{ij} x_j); y_k = Σ_i w2_ki h_i; dL/db2 = y - t'
    >>> with_layers_of_entries("∂L/∂w_{ij}^{(1)} = z_i x_j; ∂L/∂W^{(1)} = z x^T")
    '∂L/∂W1_{ij} = z_i x_j; ∂L/∂W1 = z x^T'
    >>> with_layers_of_entries("w_{ij}^{(l)} = 2 w_{ij}^{(1)}"), with_layers_of_entries("w_{11}^{(1)} = 2 w^(2)")
    ('w_{ij}^{(l)} = 2 w_{ij}^{(1)}', 'w_{11}^{(1)} = 2 w^(2)')
    >>> with_layers_of_entries("z_j^1 = Σ_i w_ij^1 x_i; z_k^2 = Σ_j w_jk^2 z_j^1; C = Σ_k (z_k^2)^2 + λ Σ_j v_j^2")
    'z1_j = Σ_i w1_ij x_i; z2_k = Σ_j w2_jk z1_j; C = Σ_k (z2_k)^2 + λ Σ_j v_j^2'
    """
    if len(text) > USUAL or not ("^" in text or "¹" in text):
        return text
    typed, text = text, _with_brackets(text)
    if not _ENTRY.search(text) or _OTHERWISE_RAISED.search(text):
        return typed
    if GIVES_NUMBER.search(text) or GIVES_NUMBERS.search(text):
        return typed
    names = {found[1] + found[3] for found in _OF_A_LAYER.finditer(text)}
    if any(re.search(rf"(?<!\w){re.escape(name)}(?![0-9])", text) for name in names):
        return typed
    capitals = _capitals(text)

    def named(found: re.Match[str]) -> str:
        name, before, layer, turned, behind = found.groups("")
        return capitals.get(name, name) + layer + before + behind + ("^T" if turned else "")

    return _OF_A_LAYER.sub(named, text)


def _with_brackets(text: str) -> str:
    """A text with brackets around the layers that stand above names without any, where something is told of one."""
    names = {found[1] for found in _TOLD.finditer(text)}
    if not names:
        return text
    layered = names | {found[1] for found in _BARE_LAYER.finditer(text) if "1" in found.groups() or found[5] == "¹"}

    def bracketed(found: re.Match[str]) -> str:
        layer = found[3] or found[4] or str("¹²³".index(found[5]) + 1)
        return f"{found[1]}{found[2]}^{{({layer})}}" if found[1] in layered else found[0]

    return _BARE_LAYER.sub(bracketed, text)


def _capitals(text: str) -> dict[str, str]:
    """The small letters that the entries of a matrix have: w_{ij}^{(1)} of W^{(1)}."""
    found = {(each[1], bool(each[2] or each[5])) for each in _OF_A_LAYER.finditer(text)}
    entries, wholes = ({name for name, has_index in found if has_index is wanted} for wanted in (True, False))
    return {name: name.upper() for name in entries - wholes if name.islower() and name.upper() in wholes - entries}
