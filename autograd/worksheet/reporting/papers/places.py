"""Places in a text, found without going through all of it: what covers one, or stands between two."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

STRIDE = 256
"""Characters that are looked up together: hardly more than a few formulas stand in so many."""


class Covering(Generic[Thing]):
    """Things and the places that each covers, from a start up to an end.

    >>> words = Covering([(0, 5, "first"), (6, 600, "long")])
    >>> [list(words.at(place)) for place in (4, 5, 6, 599)]
    [['first'], [], ['long'], ['long']]
    """

    def __init__(self, spans: Iterable[tuple[int, int, Thing]]) -> None:
        self._near: defaultdict[int, list[tuple[int, int, Thing]]] = defaultdict(list)
        for span in spans:
            for stretch in range(span[0] // STRIDE, span[1] // STRIDE + 1):
                self._near[stretch].append(span)

    def at(self, place: int) -> Iterator[Thing]:
        """What covers a place, in the order given."""
        return (thing for start, end, thing in self._near.get(place // STRIDE, ()) if start <= place < end)


class Mentions:
    """Where a pattern stands in a text.

    >>> found = Mentions(re.compile("one|each"), "of one sample, and of each")
    >>> found.between(0, 6), found.between(4, 20), found.last_before(26)
    (True, False, 22)
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        found = list(pattern.finditer(text))
        self._starts, self._ends = [each.start() for each in found], [each.end() for each in found]

    def between(self, start: int, end: int) -> bool:
        """Whether it stands between two places, whole."""
        first = bisect_left(self._starts, start)
        return first < len(self._starts) and self._ends[first] <= end

    def last_before(self, place: int) -> int:
        """Where the last begins that ends before a place; -1 if none does."""
        number = bisect_right(self._ends, place)
        return self._starts[number - 1] if number else -1


@lru_cache(maxsize=6)  # each part of a document asks for the same
def mentions(pattern: re.Pattern[str], text: str) -> Mentions:
    """Where a text speaks of something, found once for all of its parts."""
    return Mentions(pattern, text)
