"""Functions of which nothing is known but their names: another smooth random one at each point."""

from collections.abc import Sequence

from autograd.support.types import TYPE_CHECKING, Any
from autograd.worksheet.evaluation.arrays import apply, entries, mapped
from autograd.worksheet.language.tree import Unknown
from autograd.worksheet.language.vocabulary import PRIME

if TYPE_CHECKING:
    from random import Random

FOR_AN_ENTRY = 5
"""Operations for each entry such a function is of."""


def called(node: Unknown, operands: Sequence[Any], seed: str) -> Any:
    """What a function comes to, of numbers or Values: a number, or one for each entry."""
    from random import Random  # here and not above: it takes its time to import

    name = node.function.rstrip(PRIME)
    rng = Random(f"{name} at {seed}")
    if node.is_single:
        return _single([entry for operand in operands for entry in entries(operand)], rng)
    slope, height, steepness, shift = (rng.uniform(0.4, 1.4) for _ in range(4))
    order = len(node.function) - len(name)
    return mapped(lambda x: _wave(x, slope, height, steepness, shift, order), operands[0])


def _single(numbers: Sequence[Any], rng: "Random") -> Any:
    """a·x + sin(b·x + c), of all entries."""
    weights = [(_any(rng), _any(rng)) for _ in numbers]
    straight = phase = rng.uniform(-1, 1)
    for x, (a, b) in zip(numbers, weights, strict=True):
        straight = apply("add", straight, apply("mul", x, a))
        phase = apply("add", phase, apply("mul", x, b))
    return apply("add", straight, apply("sin", phase))


def _any(rng: "Random") -> float:
    return rng.uniform(0.3, 1.2) * rng.choice((-1, 1))


def _wave(x: Any, slope: float, height: float, steepness: float, shift: float, order: int) -> Any:
    """s·x + h·sin(k·x + c), or its first or second derivative."""
    phase = apply("add", apply("mul", x, steepness), shift)
    if order == 0:
        return apply("add", apply("mul", x, slope), apply("mul", apply("sin", phase), height))
    if order == 1:
        return apply("add", apply("mul", apply("cos", phase), height * steepness), slope)
    return apply("mul", apply("sin", phase), -height * steepness**2)
