"""Layers numbered by superscripts: Z^{[1]} is Z1, and A^{[1]T} the transpose of A1, where no letter counts layers."""

import re

from autograd.worksheet.language.notations.patterns import COMMENT
from autograd.worksheet.language.work import USUAL

_RAISED = re.compile(
    r"(?<![\w\\])(?P<name>[dδ]?[^\W\d_]\u0302?)\^(?:\{\s*[\[(](?P<layer>[0-9])[\])]\s*(?P<rest>[^{}]{0,12})\}|\[(?P<bare>[0-9])\](?P<turned>[T⊤](?!\w))?)"
)
_IN_ROUND = re.compile(r"(?:^|[;\n])\s*d[^\W\d_]\^\{?\([0-9]\)\}?\s*=")
"""dZ^{(2)} = A^{(2)} - Y: words for slopes by what has a layer."""

_BEHIND = re.compile(r"(?<![\w\\])[A-Z]\[[0-9]\]\s*=(?=[^\n;]{0,80}(?<![\w\\])[WΘ]\[[0-9]\])", re.MULTILINE)
"""Z[1] = W[1] X + b[1]: no entry, for matrices are multiplied."""

_OF_LAYER_BEFORE = re.compile(
    r"(?<![\w\\])[a-z]\[([2-9])\]\s*=[^\n;]{0,60}?(?<![\w\\])[WΘ]\[\1\]\s*[*@·]?\s*[A-Za-z]\[([0-9])\]"
)
"""z[2] = W[2] a[1]: no entry of W a, for that is of one place."""

_INDEXED = re.compile(r"(?<![\w\\])(?P<name>d?[A-Za-z])\[(?P<layer>[0-9])\]")
_LETTERED = re.compile(r"[\[({](?:[lL]|[lL]\s*[-−+]\s*[0-9])[\])}]|\^[lL](?!\w)")
_STUCK = re.compile(r"(?<![\w\\])([A-Z])(?=[WUV]\^\{?[\[(][0-9])")
"""The X of XW^{(1)}"""

_NUMBERED = re.compile(r"(?<!\w)([dδ]?[^\W\d_]\u0302?)_?([0-9])(?!\w|\^\{?[\[(])")
"""A name that has such a number anyway: W1, W_1."""

_WHOLE = r"(?<![\w∂\\]){}\s*="


def with_numbered_layers(text: str) -> str:
    """A text with the number of a layer as part of each name.

    >>> with_numbered_layers("Z^{[2]} = W^{[2]} A^{[1]} + b^{[2]}; dW^{[2]} = dZ^{[2]} A^{[1]T}")
    'Z2 = W2 A1 + b2; dW2 = dZ2 A1^{T}'
    >>> with_numbered_layers("dA^[1] = W^[2]T dZ^[2]; dW^[2] = dZ^[2] A^[1]T")
    'dA1 = W2^{T} dZ2; dW2 = dZ2 A1^{T}'
    >>> with_numbered_layers("Z[1] = W[1] X; A[1] = tanh(Z[1])")
    'Z1 = W1 X; A1 = tanh(Z1)'
    >>> with_numbered_layers("z[2] = W[2] a[1]; a[2] = g[2](z[2])"), with_numbered_layers("z[2] = W[2] a")
    ('z2 = W2 a1; a2 = g2(z2)', 'z[2] = W[2] a')
    >>> with_numbered_layers("a_2^{[1]} = 3; a^{[2]} = w^{[2]} a_2^{[1]}")
    'a_2^{[1]} = 3; a2 = w2 a_2^{[1]}'
    >>> with_numbered_layers("a^{[l]} = f(a^{[l-1]}); x^{[1]}")
    'a^{[l]} = f(a^{[l-1]}); x^{[1]}'
    """
    text = _STUCK.sub(r"\1 ", text) if len(text) <= USUAL and "^" in text else text
    if len(text) > USUAL or ("[" not in text and "^" not in text) or _LETTERED.search(COMMENT.sub("", text)):
        return text
    is_behind = _BEHIND.search(text) or any(int(n) == int(m) + 1 for n, m in _OF_LAYER_BEFORE.findall(text))
    if is_behind and not any(re.search(_WHOLE.format(name), text) for name in "WZA"):
        found = _INDEXED
    elif "^{[" in text or "^[" in text or _IN_ROUND.search(text):
        found = _RAISED
    else:
        return text
    names = {(match["name"], _layer_of(match)) for match in found.finditer(text)}
    if not names.isdisjoint(_NUMBERED.findall(text)):
        return text
    return found.sub(_numbered, text)


def _layer_of(found: re.Match[str]) -> str:
    return found["layer"] or found.groupdict().get("bare") or ""


def _numbered(found: re.Match[str]) -> str:
    """A name with its number, and what stands above it besides."""
    rest = (found.groupdict().get("rest") or found.groupdict().get("turned") or "").strip()
    above = rest if rest[:1] in ("'", "’", "′") else f"^{{{rest}}}" if rest else ""
    return f"{found['name']}{_layer_of(found)}{above}"
