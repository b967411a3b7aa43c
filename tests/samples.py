"""Which cases of large tables are tried: a sample of them, always the same one, or all.

A test says what the cases are and how many of them it tries; `python -m tests.benchmarks.every_case` runs the same
tests with all of them.
"""

import os
import random
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")

WHOLE = "AUTOGRAD_EVERY_CASE"
"""The variable of the environment that asks for all cases."""


def some(cases: Iterable[Case], count: int) -> list[Case]:
    """So many of the cases, in their order."""
    every = list(cases)
    if WHOLE in os.environ or count >= len(every):
        return every
    chosen = random.Random(0).sample(range(len(every)), count)
    return [every[place] for place in sorted(chosen)]


def sized(usual: Case, whole: Case) -> Case:
    """How large a case is, or how many there are: as it is usual, or as it is when all cases are asked for."""
    return whole if WHOLE in os.environ else usual


def sample_of_all(*tables: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Combinations of one entry of each table: as few as it takes for each entry to occur.

    Every table is gone through in an order of its own, again and again, as long as the longest one lasts.
    """
    every = [list(table) for table in tables]
    if WHOLE in os.environ:
        return list(product(*every))
    rng = random.Random(0)
    rounds = range(max(map(len, every)))
    orders = [_again_and_again(table, rng) for table in every]
    return [tuple(map(next, orders)) for _ in rounds]


def _again_and_again(table: list[Case], rng: random.Random) -> Iterator[Case]:
    """A table's entries in some order, then in another."""
    while True:
        yield from rng.sample(table, len(table))


def crossed(**tables: Iterable[Any]) -> pytest.MarkDecorator:
    """A test of several parameters is run with a sample of these tables' entries crossed, or with all of them."""
    return pytest.mark.parametrize(tuple(tables), sample_of_all(*tables.values()), ids=_called)


def _called(case: Any) -> str | None:
    """A function by its name; whatever else as pytest does it."""
    return getattr(case, "__name__", None)
