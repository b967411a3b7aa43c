"""Derivatives with an underscore behind the d: dL/d_z, d_a_i/d_z_i, and dL/d_ai for ∂L/∂a_i."""

import re

from autograd.worksheet.language.work import USUAL

_LETTER = r"[^\W\d_]\w*(?:_\{\w{1,4}\})?"
_SLOPE = re.compile(rf"(?<![\w/])([d∂])(_?)({_LETTER})([ \t]*/[ \t]*[d∂])(_?)({_LETTER})(?!\w)")
_UNDERSCORED = re.compile(r"/[ \t]*[d∂]_[^\W\d_]|[d∂]_[^\W\d_]\w*[ \t]*/[ \t]*[d∂]")
_WITH_INDEX = re.compile(r"([^\W\d_])([ijkmn])")


def without_underscored_slopes(text: str) -> str:
    r"""A text with dL/dz for dL/d_z, where nothing is called d_z, and with the index below that stands beside its name.

    >>> without_underscored_slopes("a_i = σ(z_i)\ndL_i/d_ai = 1/a_i\nd_a_i/d_z_i = a_i (1 - a_i)").split("\n")[1:]
    ['dL_i/da_i = 1/a_i', 'da_i/dz_i = a_i (1 - a_i)']
    >>> without_underscored_slopes("d_k = 64; s = d_h/d_k"), without_underscored_slopes("dL/d_ai = 2")
    ('d_k = 64; s = d_h/d_k', 'dL/dai = 2')
    """
    if len(text) > USUAL or not _UNDERSCORED.search(text):
        return text

    def is_called(name: str) -> bool:
        return re.search(rf"(?<![\w/])(?<!/ )d_{re.escape(name)}(?!\w|[ \t]*/[ \t]*[d∂])", text) is not None

    def with_index(name: str) -> str:
        stuck = _WITH_INDEX.fullmatch(name)
        apart = f"{stuck[1]}_{stuck[2]}" if stuck is not None else name
        is_used = stuck is not None and re.search(rf"(?<![^\W_d∂]){apart}(?!\w)", text)
        return apart if is_used and not re.search(rf"(?<![\w]){name}(?!\w)", text) else name

    def plain(found: re.Match[str]) -> str:
        first, below, top, bar, other, bottom = found.groups()
        underscored = [name for sign, name in ((below, top), (other, bottom)) if sign]
        if not underscored or any(map(is_called, underscored)):
            return found[0]
        top = with_index(top) if below else top
        return f"{first}{top}{bar}{with_index(bottom) if other else bottom}"

    return _SLOPE.sub(plain, text)
