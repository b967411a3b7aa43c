"""What characters a text must have if a pattern is to match anywhere in it: read off the pattern as `re` parses it."""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
_MOST_SIGNS = 12
"""Signs of a set, of which one is needed: most lines have one of more."""


@cache
def needed(pattern: str) -> frozenset[frozenset[str]]:
    r"""Sets of characters: of each a text that the pattern matches has one at least.

    >>> sorted(map(sorted, needed(r"(?<=\w)[=≈]\s*(?:a|b)?\((x|y)+\)(?=;|$)(?!@)")))
    [['('], [')'], ['=', '≈'], ['x', 'y']]
    """
    return frozenset(_of_all(_PARSER.parse(pattern)))


def _of_all(parts: Iterable[Any]) -> Iterator[frozenset[str]]:
    """What all of the parts of a pattern need."""
    for kind, value in parts:
        match str(kind):
            case "LITERAL":
                yield frozenset(chr(value))
            case "IN":
                found = _of_set(value)
                if found:
                    yield found
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT" if value[0] > 0:
                yield from _of_all(value[2])
            case "SUBPATTERN":
                if not value[1] and not value[2]:  # without flags of its own
                    yield from _of_all(value[3])
            case "ATOMIC_GROUP":
                yield from _of_all(value)
            case "ASSERT":
                yield from _of_all(value[1])
            case "BRANCH":
                yield from _of_one(value[1])


def _of_one(branches: Iterable[Any]) -> Iterator[frozenset[str]]:
    """What is needed if one of the branches is there: a character of any, where each needs some."""
    needs = [sorted(_of_all(branch), key=len) for branch in branches]
    if all(needs):
        found = frozenset().union(*(each[0] for each in needs))
        if len(found) <= _MOST_SIGNS:
            yield found


def _of_set(members: Iterable[Any]) -> frozenset[str]:
    """The characters of a set of a few; none for classes, ranges and what is not in a set."""
    members = list(members)
    if len(members) > _MOST_SIGNS or any(str(kind) != "LITERAL" for kind, _ in members):
        return frozenset()
    return frozenset(chr(value) for _, value in members)
