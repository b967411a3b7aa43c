"""The numbers of several Values at once, told briefly: from which to which they go, and how many there are."""

from collections.abc import Callable, Sequence
from math import nan

from autograd.formulas.notation import counted, figure


def spread(numbers: Sequence[float]) -> str:
    """One number, or the smallest and the largest of several, and how many they are.

    >>> spread([0.5]), spread([0.5, -1.0, 0.25])
    ('0.5', '−1 … 0.5 (3)')
    """
    if len(numbers) == 1:
        return figure(numbers[0])
    low, high = ends(numbers)
    return f"{figure(low)} … {figure(high)} ({len(numbers):,})" if numbers else "nothing"


def ends(numbers: Sequence[float]) -> tuple[float, float]:
    """The smallest and the largest; NaN, which is neither, is not left out."""
    if not numbers or any(number != number for number in numbers):
        return nan, nan
    return min(numbers), max(numbers)


def told(numbers: Sequence[float], thing: str = "number") -> str:
    """The same in words."""
    if len(numbers) == 1:
        return f"{thing} {figure(numbers[0])}" if thing != "number" else figure(numbers[0])
    things = counted(len(numbers), thing, "leaves" if thing == "leaf" else "")
    low, high = ends(numbers)
    return f"{things} from {figure(low)} to {figure(high)}" if numbers else "none"


def one_or_many(text: Callable[[float], str], word: str, numbers: Sequence[float]) -> str:
    """What a box says: as always for one number, else how far several go."""
    return text(numbers[0]) if len(numbers) == 1 else f"{word} {spread(numbers)}"
