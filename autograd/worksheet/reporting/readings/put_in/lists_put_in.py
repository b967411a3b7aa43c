"""Lists put in as numbers, entry after entry: μ = (2 + 4 + 6)/3 beside x = [2, 4, 6] is the mean of x.

A sum has as many terms as a given list has entries, the terms are alike, and differ in the entries alone, in order.
What such a sum comes to may be put in as a number, too: σ² = ((2 - 4)² + …)/3, where μ is 4.
"""

from collections.abc import Mapping, Sequence

from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.tree import Index, List, Name, Node, Number, Power, Sum
from autograd.worksheet.reporting.readings.put_in.squares_put_in import as_squares
from autograd.worksheet.sheet.model import Definition, Sheet, Step

FEWEST = 3
"""Entries of a list that is recognized by them alone."""


def with_lists(sheet: Sheet) -> Sheet | None:
    """The sheet with names for the lists that formulas go through in numbers; None if there are none."""
    lists: dict[str, tuple[float, ...]] = {}
    results: dict[str, float] = {}  # what the names made of them come to
    known = {each.name for each in sheet.definitions()}

    def anew(step: Step) -> Step:
        definition = step.definition
        if definition is None:
            return step
        entries = _entries(definition)
        if len(set(entries)) > 1:
            lists[definition.name] = entries
        if entries or not lists or not sheet.in_numbers(definition.formula):
            return step
        formula = _named(definition.formula, lists, results)
        if formula == definition.formula:
            return step
        told = next((number for claim in reversed(step.claims) if (number := number_of(claim))), None)
        if told is not None:
            results[definition.name] = told[0]
        return step.defined_by(formula, known)

    other = sheet.redefined(anew)
    return other if other.said != sheet.said else None


def may_have_lists(sheet: Sheet) -> bool:
    """Whether a list is given, and a formula in numbers has a sum of as many terms."""
    definitions = list(sheet.definitions())
    lengths = {len(_entries(each)) for each in definitions} - {0, 1}
    return bool(lengths) and any(
        isinstance(part, Sum) and len(part.terms) in lengths
        for each in definitions
        if sheet.in_numbers(each.formula)
        for part in each.formula.inside()
    )


def _entries(definition: Definition) -> tuple[float, ...]:
    """The numbers of a list that is given; none of anything else."""
    match definition.formula:
        case List(parts):
            numbers = [number_of(part) for part in parts]
            return tuple(number[0] for number in numbers if number is not None) if None not in numbers else ()
    return ()


def _named(formula: Node, lists: Mapping[str, tuple[float, ...]], results: Mapping[str, float]) -> Node:
    """A formula with the entries of lists for its numbers, where a sum goes through each of them in order."""
    if isinstance(formula, Sum) and set(formula.signs) == {"+"}:
        count = len(formula.terms)
        if count >= FEWEST or not any(map(number_of, formula.terms)):
            terms = _aligned(formula.terms, {name: each for name, each in lists.items() if len(each) == count})
            if terms is not None and terms != list(formula.terms):
                return formula.with_parts(*(_with_results(term, results) for term in terms))
        if (squares := as_squares(formula, lists, results)) is not None:
            return squares
    return formula.with_parts(*(_named(part, lists, results) for part in formula.parts)) if formula.parts else formula


def _aligned(parts: Sequence[Node], lists: Mapping[str, tuple[float, ...]]) -> list[Node] | None:
    """The same place in each term, with the entries of the one list that has these numbers in order; None where the
    terms differ otherwise.
    """
    told = [number_of(part) for part in parts]
    if None not in told:
        values = tuple(each[0] for each in told if each is not None)
        names = [name for name, numbers in lists.items() if numbers == values]
        if len(names) == 1:
            return [
                Index(Name(names[0]), (Number(float(at), 0.0, str(at)),), column=part.column, length=part.length)
                for at, part in enumerate(parts)
            ]
        return list(parts) if len(set(values)) == 1 else None
    first = parts[0]
    if any(type(part) is not type(first) or len(part.parts) != len(first.parts) for part in parts):
        return None
    if not first.parts or any(getattr(part, "signs", "") != getattr(first, "signs", "") for part in parts):
        return list(parts) if all(part == first for part in parts) else None
    places = [_aligned([part.parts[at] for part in parts], lists) for at in range(len(first.parts))]
    if any(place is None for place in places):
        return None
    return [part.with_parts(*(place[at] for place in places if place)) for at, part in enumerate(parts)]


def _with_results(term: Node, results: Mapping[str, float]) -> Node:
    """A term with the one name for a number that is what this comes to; exponents stay numbers."""
    number = number_of(term)
    if number is not None:
        names = [name for name, result in results.items() if result == number[0]]
        return Name(names[0], column=term.column, length=term.length) if len(names) == 1 else term
    if isinstance(term, Power):
        base, exponent = term.parts
        return term.with_parts(_with_results(base, results), exponent)
    if isinstance(term, Index) or not term.parts:
        return term
    return term.with_parts(*(_with_results(part, results) for part in term.parts))
