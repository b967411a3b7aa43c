"""Sums of squares put in as numbers, of how far the entries of a list are from a number: (-1)² + 0² + 1², or 1 + 0 + 1,
beside x = [1, 2, 3] and μ = 2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.language.edits import literal, named, number_of
from autograd.worksheet.language.tree import Index, Node, Number, Power, Sum

FEWEST = 2
"""Squares that are added up, at least."""

MOST_TRIED = 12
"""Lists, and numbers with names, that are tried: those told last."""


def as_squares(total: Sum, lists: Mapping[str, Sequence[float]], centres: Mapping[str, float]) -> Node | None:
    """The sum with names for what is squared, where the entries of a list and a number tell each of its terms."""
    bases = [term.base if isinstance(term, Power) and term.exponent == literal(2) else None for term in total.terms]
    are_worked_out = not any(bases)
    told = [number_of(each) for each in (total.terms if are_worked_out else bases) if each is not None]
    numbers = [each for each in told if each is not None]
    count = len(total.terms)
    if not (len(numbers) == count >= FEWEST and "-" not in total.signs and any(number for number, _ in numbers)):
        return None
    alike = [(name, entries) for name, entries in lists.items() if len(entries) == count]
    for name, entries in alike[-MOST_TRIED:]:
        for centre, value in [*centres.items()][-MOST_TRIED:]:
            apart = [entry - value for entry in entries]
            apart = [each**2 for each in apart] if are_worked_out else apart
            if all(is_printed_as(each, *number) for each, number in zip(apart, numbers, strict=True)):
                return total.with_parts(*(_squared(name, at, centre, typed) for at, typed in enumerate(total.terms)))
    return None


def _squared(name: str, at: int, centre: str, typed: Node) -> Node:
    """How far an entry is from a number, squared, at the place of a term."""
    column, length = typed.column, typed.length
    entry = Index(named(name), (Number(float(at), 0.0, str(at)),), column=column, length=length)
    middle = replace(named(centre), column=column, length=length)
    return Power(Sum((entry, middle), "+-", column=column, length=length), literal(2), column=column, length=length)
