"""The places that the index letters of a claim stand for."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from autograd.errors import LanguageError
from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.language.tree import Node, free_letters

MOST_LETTERS, MOST_CHOICES = 2, 60
"""Of a claim about more index letters than these, and in a sheet without numbers, so many choices of places are all
tried: of ∂O_ab/∂V_jp there would be hundreds.
"""


def assignments(
    samples: Samples, target: Node, formula: Node, guards: Iterable[Any], text: str
) -> list[dict[str, int]]:
    """Every choice of places for the index letters of a claim that its guards admit.

    LanguageError where nothing tells how far a letter runs.
    """
    known = samples.base.floats
    letters = free_letters([target, formula], known)
    if samples.counts:  # the length n counts, too, where something has the index n
        others = [name for name in known if name not in samples.counts]
        letters = free_letters([target, formula], others)
    guards = tuple(guards)
    evaluator = samples.base.formula(text)
    found: list[dict[str, int]] = [{}]
    for letter in letters:
        length = evaluator.range(letter, [target, formula], target)
        samples.work.spend(3 * len(found) * length)
        found = [{**chosen, letter: place} for chosen in found for place in range(length)]
    for guard in guards:
        for side in (guard.letter, guard.other):
            if isinstance(side, str) and side not in letters and side not in known:
                raise LanguageError(f"{side} indexes nothing in this line", text, target.column, target.length)
            if isinstance(side, str) and side not in letters and isinstance(known[side], (Array, Layer)):
                raise LanguageError(
                    f"{side} is not an index: compare index letters and numbers", text, target.column, target.length
                )
        found = [
            chosen
            for chosen in found
            if (_side(guard.letter, chosen, known) == _side(guard.other, chosen, known)) == guard.equal
        ]
    if samples.free and len(letters) > MOST_LETTERS and len(found) > MOST_CHOICES:
        return _some_of(found)
    return found


def _some_of(found: list[dict[str, int]]) -> list[dict[str, int]]:
    """Some of many choices of places: those among the first two, which are alike in all ways, and as many others."""
    first = [chosen for chosen in found if max(chosen.values()) < 2]
    others = [chosen for chosen in found if max(chosen.values()) > 1]
    return first + random.Random(len(found)).sample(others, min(len(others), max(len(first), MOST_CHOICES // 4)))


def _side(side: Any, chosen: Mapping[str, int], known: Mapping[str, Any]) -> float:
    if isinstance(side, int):
        return float(side)
    return float(chosen[side]) if side in chosen else float(known[side])
