"""A notation: a row of the table, and what stands where a line is read so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.tokens import CLOSE, OPEN

Pieces = list[tuple[str, int, int]]
"""Text to be put in, with the columns it stands for."""

_PART = re.compile(r"\{(\d)\}|([‹›]|[^{‹›]+)")


@dataclass(frozen=True)
class Notation:
    """A row: what kind of thing it is, an example and what that is read as, the pattern, and what is put in its place.

    In `into` {1} is the first group, and what stands between ‹ and › is one name. `when` decides by the document. A
    line without any of the signs in `signs`, or without any of `words` where there are such, has no such notation. The
    example is read so under a `key`, where there is one.
    """

    kind: str
    typed: str
    read: str
    signs: str
    pattern: str
    into: str | Callable[[re.Match[str], Document], "Pieces"]
    when: Callable[[Document, re.Match[str]], bool] = lambda document, match: True
    words: tuple[str, ...] = ()
    key: str = ""

    @cached_property
    def matcher(self) -> re.Pattern[str]:
        """Its pattern, compiled when a line has one of its signs."""
        return re.compile(self.pattern)

    @cached_property
    def is_absent(self) -> Callable[[set[str]], bool]:
        """Tells of the characters of a line that none of the signs is among them."""
        return frozenset(self.signs).isdisjoint


def as_typed(text: str, column: int) -> Pieces:
    return [(character, column + place, column + place + 1) for place, character in enumerate(text)]


def filled(into: str, match: re.Match[str]) -> Pieces:
    """What a row puts in the place of a match."""
    pieces: Pieces = []
    for part in _PART.finditer(into):
        if part[1]:
            group = int(part[1])
            pieces += as_typed(match[group] or "", match.start(group))
        else:
            text = {"‹": OPEN, "›": CLOSE}.get(part[2], part[2])
            pieces.append((text, match.start(), match.end()))
    return pieces
