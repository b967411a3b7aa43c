"""A notation: a row of the table, and what stands where a line is read so."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from autograd.support.remembered import LONGEST, MOST
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.tokens import CLOSE, OPEN

Pieces = list[tuple[str, int, int]]
"""Text to be put in, with the columns it stands for."""

_PART = re.compile(r"\{(\d)\}|([‹›]|[^{‹›]+)")


@dataclass(frozen=True)
class Notation:
    """A row: what kind of thing it is, an example and what that is read as, the pattern, and what is put in its place.

    In `into` {1} is the first group, and what stands between ‹ and › is one name. `when` decides by the document. A
    line without any of the signs in `signs`, or in one of its groups between blanks, or without any of `words` where
    there are such, has no such notation; nor has a document that lacks what it `needs`: layers, say. The example is
    read so under a `key`, where there is one.
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
    needs: str = ""

    @cached_property
    def matcher(self) -> re.Pattern[str]:
        """Its pattern, compiled when a line has its signs."""
        return re.compile(self.pattern)

    @cached_property
    def matches(self) -> Callable[[str], Iterable[re.Match[str]]]:
        """Finds where its pattern is in a line; only the beginning is looked at by one that is of the beginning."""
        if not self.pattern.startswith("^"):
            return self.matcher.finditer
        at_start = self.matcher.match
        return lambda text: (match,) if (match := at_start(text)) else ()


class Rows(tuple[Notation, ...]):
    """Rows in the order in which they are tried."""

    @cached_property
    def _groups(self) -> list[tuple[dict[str, int], int]]:
        """For each group of signs the rows, as bits, that have a sign in theirs, and those without such a group."""
        found: list[tuple[dict[str, int], int]] = []
        groups = [row.signs.split() for row in self]
        for number in range(max(map(len, groups), default=0)):
            rows_of: dict[str, int] = {}
            others = 0
            for place, each in enumerate(groups):
                for sign in each[number] if number < len(each) else "":
                    rows_of[sign] = rows_of.get(sign, 0) | 1 << place
                others |= (number >= len(each)) << place
            found.append((rows_of, others))
        return found

    @cached_property
    def _candidates(self) -> dict[str, int]:
        """For lines met before the rows that they may be in."""
        return {}

    def candidates(self, text: str) -> int:
        """The rows that a line may be in, as bits, without those that were ruled out when it was met before."""
        found = self._candidates.get(text)
        if found is None:
            found = self.possible(text)
            if len(text) <= LONGEST:
                if len(self._candidates) >= MOST:
                    self._candidates.clear()
                self._candidates[text] = found
        return found

    def rule_out(self, text: str, row: int) -> None:
        """Note that a row, as its bit, is nowhere in a line, whatever document that is in."""
        if text in self._candidates:
            self._candidates[text] &= ~row

    def possible(self, text: str) -> int:
        """The rows that a line may be in, as bits: those with a sign of each of their groups among its characters.

        >>> bin(Rows((Notation("", "", "", "= +", "", ""), Notation("", "", "", "=", "", ""))).possible("y = 2"))
        '0b10'
        """
        characters = set(text)
        possible = -1
        for rows_of, found in self._groups:
            for sign in rows_of.keys() & characters:
                found |= rows_of[sign]
            possible &= found
        return possible if possible > 0 else 0


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


def follows_an_equality(_: Document, match: re.Match[str]) -> bool:
    """Whether an equality sign stands before what was found, on its line."""
    return "=" in match.string[: match.start()]
