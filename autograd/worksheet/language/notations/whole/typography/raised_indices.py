"""Indices of matrices that are raised, S^{ij} = Σ_a Q^{ia} K^{ja}, as physicists write them: they are no powers."""

import re
import unicodedata

from autograd.worksheet.language.notations.patterns import BARRED
from autograd.worksheet.language.work import USUAL

_INDEX = r"[a-z0-9]['’′]?"
_RAISED = re.compile(
    rf"(?<![\w.])([d∂]?)(?!e\^)([A-Za-zα-ωΑ-Ω\u0100-\u024f][\u0302-\u0304]?)"
    rf"\^\{{[ ]?({_INDEX}),?[ ]?({_INDEX})[ ]?\}}(?![\w_])"
)
"""A name with two indices above it."""

_LETTERS = re.compile(r"[a-z]['’′]?")
_PRIMED = re.compile(r"([a-z])['’′]")
_PRIMED_BELOW = re.compile(r"((?:[Σ∑]|(?<!\w)sum)_\{?)([a-z])['’′](\}?)")
_SUM = re.compile(r"[Σ∑]|(?<!\w)sum")
_FREE = "mnpqrsuvw"
_BAR_TOLD = re.compile(
    rf"(?<!\w)([{BARRED}]|[A-Za-z]\u0304)[ \t]*:?=[ \t]*([∂d] ?[^\W\d]\w*[ \t]*/[ \t]*[∂d] ?([A-Za-z]))(?!\w)"
)
"""Ā = ∂L/∂A"""

_BAR_TOLD_BEHIND = r"(?<=[\w)\]]),?[ \t]+(?:where|with)[ \t]+{}[ \t]*=[ \t]*{}[ \t]*\.?(?=[ \t]*(?:#.*)?$)"

FEWEST = 2
"""Names, or pairs of indices, that are raised where it is no chance: x^{ab} alone is a power."""


def with_lowered_indices(text: str) -> str:
    r"""A text with these indices below, where names have two letters so.

    >>> with_lowered_indices("S^{ij} = Q^{ia} K^{ja}; A^{ij} = exp(S^{ij})/Σ_{j'} exp(S^{ij'})")
    'S[i,j] = Σ_a Q[i,a] K[j,a]; A[i,j] = exp(S[i,j])/Σ_{m} exp(S[i,m])'
    >>> with_lowered_indices("S^{ij} = Q^{ij} + 1; S^{00} = 2; S^{1j} = [3, 4]; 0.4 S^{0b}")
    'S[i,j] = Q[i,j] + 1; S[0,0] = 2; S[1] = [3, 4]; 0.4 S[0]'
    >>> with_lowered_indices("y = x^{ab} + e^{kt}")
    'y = x^{ab} + e^{kt}'
    """
    if "^{" not in text or len(text) > USUAL:
        return text
    found = list(_RAISED.finditer(text))
    lettered = {(each[2], each[3], each[4]) for each in found if each[3] != each[4] and _are_letters(each)}
    names = {name for name, *_ in lettered}
    if (len(names) < FEWEST and len(lettered) < FEWEST) or any(f"{name}_" in text for name in names):
        return text
    has_zero = any("0" in (each[3], each[4]) for each in found)
    letters = set(re.findall(r"(?<![^\W\d_])[a-z](?![a-z])|(?<=[{a-z])[a-z](?=['’′}])", text))
    free = iter([each for each in _FREE if each not in letters])
    other = {primed: next(free, primed) for primed in dict.fromkeys(_PRIMED.findall("".join(_all_indices(text))))}

    def lowered(match: re.Match[str]) -> str:
        name = f"{match[1]}{match[2]}"
        if match[2] not in names:
            return match[0]
        places = [other.get(place[0], place[0]) if len(place) > 1 else place for place in match.group(3, 4)]
        if all(map(str.isdecimal, places)) and not has_zero:
            return f"{name}_{{{''.join(places)}}}"
        return f"{name}[{places[0]},{places[1]}]"

    text = _PRIMED_BELOW.sub(lambda match: f"{match[1]}{other.get(match[2], match[2])}{match[3]}", text)
    return _with_bars(re.sub(r"[^;\n]+", lambda line: _of_rows(_RAISED.sub(lowered, _with_sum(line[0], names))), text))


_ROW = re.compile(r"(?<=[\w\u0302-\u0304])\[([0-9]),([a-z])\]")


def _of_rows(statement: str) -> str:
    """A statement about a row by its number, without the letter of its entries: S[1] = [3, 4] for S[1,j]."""
    letters = {match[2] for match in _ROW.finditer(statement)}
    is_alone = len(letters) == 1 and not re.search(r"\[[a-z],|,[a-z]\]|[Σ∑]|sum", _ROW.sub("", statement))
    return _ROW.sub(r"[\1]", statement) if is_alone else statement


def _are_letters(match: re.Match[str]) -> bool:
    return all(_LETTERS.fullmatch(place) for place in match.group(3, 4))


def _all_indices(text: str) -> list[str]:
    return [match[3] + match[4] for match in _RAISED.finditer(text)]


def _with_sum(statement: str, names: set[str]) -> str:
    """A statement with Σ for the letter that two factors of its one product share, where nothing tells that sum."""
    left, sign, right = statement.partition("=")
    factors = [match for match in _RAISED.finditer(right) if match[2] in names]
    if not sign or "=" in right or _SUM.search(right) or re.search(r"[-+−]", re.sub(r"\([^()]*\)", "", right)):
        return statement
    bound = {place for match in _RAISED.finditer(left) for place in match.group(3, 4)}
    letters = [place for match in factors for place in match.group(3, 4) if place.isalpha()]
    summed = [each for each in dict.fromkeys(letters) if letters.count(each) == len((1, 2)) and each not in bound]
    if not bound or not summed or len(factors) < len((1, 2)):
        return statement
    first = next(match for match in factors if set(match.group(3, 4)) & set(summed))
    sums = "".join(f"Σ_{each} " for each in summed)
    return left + sign + right[: first.start()] + sums + right[first.start() :]


def _with_bars(text: str) -> str:
    """A text with ∂L/∂A_{ij} for Ā_{ij}, where it says that Ā is ∂L/∂A."""
    for barred, slope, letter in _BAR_TOLD.findall(text):
        if unicodedata.normalize("NFD", barred) == f"{letter}\u0304":
            text = re.sub(rf"{barred}(?=_\{{|\[)", slope, text)
            text = re.sub(_BAR_TOLD_BEHIND.format(barred, re.escape(slope)), "", text, flags=re.MULTILINE)
    return text
