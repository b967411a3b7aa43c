"""Arguments that a sum runs over are indices: Σ_b π(b|s) φ(s, b) is a sum over the entries π_b and φ_b.

So are those in the same place elsewhere, as the a of φ(s, a). What else stands in the brackets, and is the same
wherever the name is called, tells nothing.
"""

import re
from collections.abc import Collection

from autograd.worksheet.language.vocabulary import is_function
from autograd.worksheet.language.work import USUAL

_ARGUMENT = r"[^\W\d_]['’′]?"
_CALLED = re.compile(
    rf"(?<![\w.)\]])([^\W\d_]\w?)((?:_(?:[^\W\d_]|\{{[^\W\d_]\}}))?)\(\s*({_ARGUMENT}(?:\s*[,|;]\s*{_ARGUMENT}){{0,2}})\s*\)"
)
_SUMMED = re.compile(rf"[Σ∑]_\{{?({_ARGUMENT})(?![\w=])(?:\s*∈\s*\w+\s*)?\}}?")
_MOST_NAMES = 12


def with_indices(text: str) -> str:
    """A text with such arguments as indices; every line is as long as it was.

    >>> with_indices("p(x) = e^{f(x)}/Σ_z e^{f(z)}")
    'p_x  = e^{f_x }/Σ_z e^{f_z }'
    >>> with_indices("f(x) = x^2; L = Σ_i f(x_i)"), with_indices("q(a|s) = 2; V = Σ_{a'} q(a'|s)")
    ('f(x) = x^2; L = Σ_i f(x_i)', 'q_a    = 2; V = Σ_b    q_b    ')
    """
    if len(text) > USUAL or "(" not in text:
        return text
    summed = {found[1] for found in _SUMMED.finditer(text)}
    if not summed:
        return text
    calls: dict[str, list[re.Match[str]]] = {}
    for found in _CALLED.finditer(text):
        calls.setdefault(found[1] + found[2], []).append(found)
    places = {
        name: at
        for name, them in list(calls.items())[:_MOST_NAMES]
        if not is_function(name) and (at := _place_summed(name, them, summed, text)) is not None
    }
    indices = {_arguments(each)[at] for name, at in places.items() for each in calls[name]}
    for name, them in list(calls.items())[:_MOST_NAMES]:  # p(x) of f(x), where Σ_z f(z)
        if name not in places and not is_function(name):
            at = _place_summed(name, them, indices, text)
            if at is not None:
                places[name] = at
    if not places or any(_is_number(letter, text) for letter in indices):
        return text
    primed = _without_primes(indices, text)
    if primed is None:
        return text

    def entry(found: re.Match[str]) -> str:
        name = found[1] + found[2]
        if name not in places:
            return found[0]
        letter = _arguments(found)[places[name]]
        return f"{found[1]}_{primed.get(letter, letter)}".ljust(len(found[0]))

    def letter_of_sum(found: re.Match[str]) -> str:
        letter = primed.get(found[1])
        return f"{found[0][0]}_{letter}".ljust(len(found[0])) if letter else found[0]

    return _SUMMED.sub(letter_of_sum, _CALLED.sub(entry, text))


def _arguments(call: re.Match[str]) -> list[str]:
    return [each.replace("’", "'").replace("′", "'") for each in re.findall(_ARGUMENT, call[3])]


def _place_summed(name: str, calls: list[re.Match[str]], summed: Collection[str], text: str) -> int | None:
    """The place of the one argument that a sum runs over somewhere; None if the others are not always the same."""
    found = [_arguments(each) for each in calls]
    places = {at for each in found for at, letter in enumerate(each) if letter in summed}
    if len(places) != 1 or len({len(each) for each in found}) != 1:
        return None
    at = places.pop()
    if len({(*each[:at], *each[at + 1 :]) for each in found}) != 1:
        return None
    alone = rf"(?<![\w.∂]){re.escape(name)}(?!\w|\s*\()"
    other = rf"(?<![\w.)\]]){re.escape(name)}\("
    return at if len(re.findall(other, text)) == len(calls) and not re.search(alone, text) else None


def _is_number(letter: str, text: str) -> bool:
    """Whether a letter stands in a formula by itself: it is a number, then."""
    bare = re.escape(letter)
    return (
        re.search(rf"[-−+*/·^=]\s*{bare}(?![\w'’′(])|(?<![\w,|;(]){bare}\s*[-−+*/·^]|\(\s*{bare}\s*[-−+*/·^]", text)
        is not None
    )


def _without_primes(letters: Collection[str], text: str) -> dict[str, str] | None:
    """Other letters for those with primes; None where there are not enough."""
    primed = sorted(letter for letter in letters if len(letter) > 1)
    free = [each for each in "bckmn" if not re.search(rf"(?<![^\W_]){each}(?!\w)", text)]
    return dict(zip(primed, free, strict=False)) if len(primed) <= len(free) else None
