"""Steps as indices of names in the head of a table: w_t, w_{t+1} and h_{t-1} where t counts the rows."""

import re
from collections.abc import Iterable

from autograd.worksheet.language.notations.patterns import SMALL

LETTERS = "tkni"
"""Letters that count steps."""

_SMALL_BELOW = re.compile(r"([ₖₙₜᵢ])(?:([₊₋])₁)?")
_NAME = r"(?<![\w.])(?P<name>[^\W\d_][\u0302-\u0304]?[^\W_]{0,9})"
_INDEX = r"_(?:\{{{0}(?:\s*(?P<sign>[-−+])\s*1)?\}}|{0}(?!\w))"


def plain_indices(head: str) -> str:
    """A head with w_{t+1} for wₜ₊₁.

    >>> plain_indices("wₜ₊₁ = wₜ − 0.1·gₜ")
    'w_{t+1} = w_t − 0.1·g_t'
    """

    def below(found: re.Match[str]) -> str:
        letter = found[1].translate(SMALL)
        return f"_{{{letter}{'+' if found[2] == '₊' else '-'}1}}" if found[2] else f"_{letter}"

    return _SMALL_BELOW.sub(below, head)


def letter_of(heads: Iterable[str]) -> str:
    """The letter that counts the rows: at the end of the first head, or below the names in the others.

    >>> letter_of(["iteration k", "w"]), letter_of(["step", "w_t"]), letter_of(["step", "w"])
    ('k', 't', '')
    """
    first, *others = heads
    counted = re.fullmatch(rf"(?:.*\W)?([{LETTERS}])\)?", first)
    below = re.search(rf"_\{{?([{LETTERS}])(?![^\W_])", " ".join(others))
    return counted[1] if counted else below[1] if below else ""


def with_new_values(heads: list[str], letter: str, given: Iterable[str]) -> list[str]:
    """Heads with the new values of names that are given without an index: w_new for w_{t+1} and w for w_t, or, where
    w_{t-1} is spoken of, w_new for w_t.

    >>> with_new_values(["t", "w_t", "w_{t+1} = w_t - 0.1·g"], "t", ["w"])
    ['t', 'w', 'w_new = w - 0.1·g']
    >>> with_new_values(["t", "w_t = w_{t-1} - 0.1·g"], "t", ["w"]), with_new_values(["t", "x_t"], "t", [])
    (['t', 'w_new = w - 0.1·g'], ['t', 'x_t'])
    """
    if not letter:
        return heads
    pattern = re.compile(_NAME + _INDEX.format(letter))
    offsets: dict[str, set[int]] = {}
    for found in (found for head in heads for found in pattern.finditer(head)):
        offsets.setdefault(found["name"], set()).add(_offset(found))
    first = {name: min(offsets[name]) for name in offsets.keys() & set(given) - {letter}}

    def bare(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in first or max(offsets[name]) - first[name] > 1:
            return found[0]
        return f"{name}_new" if _offset(found) > min(0, first[name]) else name

    return [pattern.sub(bare, head) for head in heads]


def at_row(head: str, letter: str, number: int, is_free: bool) -> str:
    """What a head says in the row of a number; the letter stands for it by itself, too, where it `is_free`.

    >>> at_row("h_t = tanh(w·h_{t-1})", "t", 2, True), at_row("m/(1 - 0.9^t)", "t", 2, True)
    ('h_2 = tanh(w·h_1)', 'm/(1 - 0.9^2)')
    """
    if not letter:
        return head
    pattern = re.compile(_NAME + _INDEX.format(letter))
    head = pattern.sub(lambda found: f"{found['name']}_{number + _offset(found)}", head)
    return re.sub(rf"(?<![\w.]){letter}(?![\w(])", str(number), head) if is_free else head


def _offset(found: re.Match[str]) -> int:
    return {None: 0, "+": 1}.get(found["sign"], -1)
