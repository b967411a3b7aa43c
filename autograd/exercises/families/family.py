"""A family of exercises: what it is about, what varies in it, and its template.

A template is written in the language of worksheets, see autograd.exercises.template; what its numbers are is found by
search.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Family:
    """A family of exercises: its name, what it is about, what is to be done, and what varies from one to the next.

    `varies` is the same for everybody who gets an exercise of one seed, so that all have as much to do, and `sizes`
    differ as numbers do. `template` makes the template for one choice of both; `draws` are so many draws of numbers,
    of which the kindest are taken, or the first that cost no more than `enough`.
    """

    name: str
    title: str
    task: str
    template: Callable[..., str]
    varies: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    sizes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    draws: int = 40
    enough: float = 0.0


def lines(*parts: str | list[str]) -> str:
    """A template from its parts, each with one row or several."""
    found: list[str] = []
    for part in parts:
        found += part.splitlines() if isinstance(part, str) else part
    return "\n".join(line.strip() for line in found)
