"""What is computed, at other values of what it is computed from: J(w = 0.35), or J(0.34 + 0.01) beside w = 0.34."""

from collections.abc import Iterable, Iterator, Mapping

from autograd.worksheet.language.edits import number_of
from autograd.worksheet.language.roles import SMALL
from autograd.worksheet.language.tree import Index, List, Name, Node, Number, Sum
from autograd.worksheet.sheet.model import Definition
from autograd.worksheet.sheet.unknown import names_behind

NEAR = 0.1
"""How far a number between -1 and 1 is at most from the value it stands beside; others, so many times themselves."""

MUCH_FURTHER = 4
"""So many times as far are all other values."""

_STEPS = (*SMALL, "h", "delta", "Delta", "dw", "dx", "step")
"""Names of what is added to a weight to see how a loss changes."""

Known = Mapping[str, Definition | None]


def place_meant(name: str, value: Node, known: Known) -> Node | None:
    """The name or the entry that a value in brackets is another value of: w for J(w + h), and for J(0.34 + 0.01) too.

    None where it may be a factor.
    """
    definition = known.get(name)
    if definition is None or not definition.is_computed:
        return None
    places = dict(_values_given(names_behind(name, known), known))
    first = value
    match value:
        case Sum((start, step)) if number_of(step) is not None or (isinstance(step, Name) and step.name in _STEPS):
            if start in places:
                return start
            first = start
            is_it = [place for place, given in places.items() if number_of(start) == number_of(given)]
        case Number(number, half_unit, _) if half_unit:  # L(1) is the loss of step 1
            is_it = _nearest(number, places)
        case _:
            return None
    return is_it[0] if len(is_it) == 1 and number_of(first) is not None else None


def _values_given(names: set[str], known: Known) -> Iterator[tuple[Node, Node]]:
    """The numbers that names are given, and those of entries of their lists."""
    for name in sorted(names):
        definition = known.get(name)
        if definition is not None and definition.given:
            yield from zip(_leaves(_named(Name(name), definition.formula)), _leaves(definition.formula), strict=True)


def _leaves(node: Node) -> Iterator[Node]:
    """The entries of a list or of a matrix, or what is none."""
    if isinstance(node, List):
        for each in node.entries:
            yield from _leaves(each)
    else:
        yield node


def _nearest(number: float, places: Mapping[Node, Node]) -> list[Node]:
    """What has a number near to one, if all others are much further from it."""
    far = {place: abs(given[0] - number) for place, each in places.items() if (given := number_of(each)) is not None}
    found = sorted(far, key=far.__getitem__)
    is_near = bool(found) and far[found[0]] <= NEAR * max(1.0, abs(number))
    return found[:1] if is_near and (len(found) == 1 or far[found[1]] >= MUCH_FURTHER * far[found[0]]) else []


def changes_of(values: Iterable[tuple[Node, Node]], known: Known) -> dict[str, Node] | None:
    """What stands for names that have other values, or lists with such entries; None where it is anything else."""
    found: dict[str, Node] = {}
    for place, value in values:
        match place:
            case Name(name):
                found[name] = value
            case Index(Name(name), places) if (definition := known.get(name)) is not None and definition.given:
                whole = found.get(name) or _named(Name(name), definition.formula)
                if entry_at(definition.formula, places) is None:
                    return None
                found[name] = with_entry(whole, places, value)
            case _:
                return None
    return found


def _named(whole: Node, given: Node) -> Node:
    """A list with its entries named: [w[0], w[1]]."""
    if not isinstance(given, List):
        return whole
    array, above = (whole.array, whole.places) if isinstance(whole, Index) else (whole, ())
    places = ((*above, Number(float(place), 0.0, str(place))) for place in range(len(given.entries)))
    return given.with_parts(*map(_named, (Index(array, each) for each in places), given.entries))


def entry_at(formula: Node, places: tuple[Node, ...]) -> Node | None:
    """The entry of a list of numbers, or of a matrix of them."""
    for place in places:
        if not (isinstance(formula, List) and isinstance(place, Number) and 0 <= place.number < len(formula.entries)):
            return None
        formula = formula.entries[int(place.number)]
    return formula if number_of(formula) is not None else None


def with_entry(whole: Node, places: tuple[Node, ...], entry: Node) -> Node:
    """A list, or a matrix, with another entry."""
    match places:
        case (Number(number), *rest) if isinstance(whole, List):
            entries = list(whole.entries)
            entries[int(number)] = with_entry(entries[int(number)], tuple(rest), entry)
            return whole.with_parts(*entries)
    return entry
