"""Indices with a comma between, w_k,i^(l+1), w_{1,2}^3, and layers of those who write ℓ or count from 0."""

import re

from autograd.worksheet.language.work import USUAL

_COMMA = re.compile(r"(?<!\w)([d∂]?)([^\W\d_][\u0302-\u0304]?)_([A-Za-z0-9]),([A-Za-z])(?![\w,'’′]| ?=\s*[-−]?[0-9])")
_RAISED_NUMBERS = re.compile(r"(?<=[^\W\d_])_\{([0-9])\s?,\s?([0-9])\}(?=\^(?:[0-9](?![\w.])|\{[0-9]\}))")
"""Two numbers below one that is raised: w_{1,2}^3."""

_INDICES = frozenset("abcdefghijklmnpqrst")
_SCRIPT = re.compile(r"\^[({]?ℓ|\^\{?\(ℓ")
_SCRIPT_LOSS = re.compile(r"[d∂] ?ℓ|(?<![\w^({_])ℓ\s*(?:=|\()")
_COUNTED = re.compile(r"(?<![^\W_])l\s*[-−+]\s*1(?!\w)")
_BEFORE_LAST = re.compile(r"\^(?:\{?\(|\{)L\s?[-−]\s?1(?:\)\}?|\})")
_OTHER_LAST = re.compile(r"\^(?:\{?[(\[]L[)\]]\}?|\{L\}|L(?!\w))|L\s?[-−]\s?2")


def without_commas_below(text: str) -> str:
    r"""A text without commas in such indices; those of a name that has one index elsewhere are no such.

    >>> without_commas_below("z_k^l = Σ_j w_k,j^l a_j; ∂z/∂w_k,j = a_j")
    'z_k^l = Σ_j w_kj^l a_j; ∂z/∂w_kj = a_j'
    >>> without_commas_below("Φ_x,y = N_W,B(x); d = Φ_x,y")
    'Φ_xy = N_WB(x); d = Φ_xy'
    >>> without_commas_below("w_{0,1}^2 = 3; u_{0,1} = 2")
    'w_{01}^2 = 3; u_{0,1} = 2'
    >>> without_commas_below("L = Σ_i f(x_i,y)"), without_commas_below("a_i,b = 2")
    ('L = Σ_i f(x_i,y)', 'a_i,b = 2')
    """
    if "," not in text or len(text) > USUAL:
        return text
    text = _RAISED_NUMBERS.sub(r"_{\1\2}", text)
    found = list(_COMMA.finditer(text))
    names = {each[2] for each in found}
    alone = {name for name in names if re.search(rf"(?<!\w)[d∂]?{name}_\{{?\w(?![,\w])", text)}

    def braced(match: re.Match[str]) -> str:
        is_argument = match.string[match.start() - 1 : match.start()] == "(" and match[4] not in _INDICES
        if match[2] in alone or is_argument:
            return match[0]
        is_counted = match[3].isdecimal() and match[4] in _INDICES
        return (
            f"{match[1]}{match[2]}_{{{match[3]},{match[4]}}}"
            if is_counted
            else f"{match[1]}{match[2]}_{match[3]}{match[4]}"
        )

    return _COMMA.sub(braced, text)


def with_usual_layers(text: str) -> str:
    r"""A text with l for ℓ above names, and with L for L-1 where that is the last layer, for they are counted from 0.

    >>> with_usual_layers("a^ℓ = σ(z^ℓ); z^(ℓ+1) = w a^ℓ; E = (a^(L−1) - y)^2")
    'a^l = σ(z^l); z^(l+1) = w a^l; E = (a^L - y)^2'
    >>> with_usual_layers("a^l = σ(w a^(l-1)); E = (a^L - a^(L-1))^2")
    'a^l = σ(w a^(l-1)); E = (a^L - a^(L-1))^2'
    """
    if len(text) > USUAL:
        return text
    if "ℓ" in text and _SCRIPT.search(text) and not _SCRIPT_LOSS.search(text):
        text = text.replace("ℓ", "l")
    if _COUNTED.search(text) and _BEFORE_LAST.search(text) and not _OTHER_LAST.search(text):
        text = _BEFORE_LAST.sub("^L", text)
    return text
