"""Parts of a formula that are told in numbers: p = 3*2 + 1 below L = (w x + b - t)^2 is the w x + b in it.

Which part is meant is told by the numbers that its names have, each in its place; where several could be meant, none
is, but for the one whose names have the number of this name: yhat1 is made of x1.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from autograd.worksheet.evaluation.tolerances import is_printed_as
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.edits import number_of, plain
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import Call, Negative, Node, Power, Product, Sum, names_in
from autograd.worksheet.reporting.readings.put_in.numbers_put_in import is_new_value
from autograd.worksheet.sheet.model import Definition, Sheet, Step
from autograd.worksheet.sheet.reading.meaning import elsewhere
from autograd.worksheet.sheet.unknown import names_behind

MOST_PARTS = 200
"""Parts of formulas that numbers are held against."""

ValueOf = Callable[[Node], float | None]

_COUNT = re.compile(r"[0-9]+\Z")


def told_in_numbers_only(sheet: Sheet) -> list[Definition]:
    """What is computed in numbers, beside formulas of names that have numbers."""
    found = [
        each
        for each in sheet.definitions()
        if not (is_result(each.formula) or each.letters or is_called_loss(each.name))
        and sheet.in_numbers(each.formula)
        and not is_new_value(each, sheet)
    ]
    return found if found and next(_parts(sheet), None) is not None else []


def with_parts_told(sheet: Sheet, value_of: ValueOf) -> Sheet | None:
    """The sheet with the part of a formula for what is told in the numbers of that part; None if there is none."""
    parts = {plain(part): part for part, _ in zip(_parts(sheet), range(MOST_PARTS), strict=False)}
    known = {each.name: each for each in sheet.definitions()}
    found: dict[str, Node] = {}
    for each in told_in_numbers_only(sheet):
        fits = [part for part in parts.values() if _says(each.formula, part, value_of)]
        if len(fits) > 1:
            fits = [part for part in fits if _counts(part) == {_count_of(each.name)}]
        names = names_in(fits[0]) if len(fits) == 1 else []
        if names and not any(name == each.name or each.name in names_behind(name, known) for name in names):
            found[each.name] = elsewhere(fits[0])
    if not found:
        return None

    def told(step: Step) -> Step:
        return step.defined_by(found[step.name], known) if step.definition and step.name in found else step

    said = [f"took {name} for the {echo(part)} that comes to the same" for name, part in found.items()]
    return replace(sheet, steps=[told(step) for step in sheet.steps], said=[*sheet.said, *said])


def _parts(sheet: Sheet) -> Iterator[Node]:
    """The parts of formulas that could be told in numbers, and the beginnings of sums."""
    for each in sheet.definitions():
        if each.given or each.is_derivative or each.letters:
            continue
        for node in each.formula.inside():
            match node:
                case Sum(terms, signs):
                    for end in range(2, len(terms) + 1):
                        part = replace(node, terms=terms[:end], signs=signs[:end])
                        if names_in(part):
                            yield part
                case Product() | Power() | Call():
                    if names_in(node):
                        yield node


def _count_of(name: str) -> str:
    """The number that a name ends in, "" if it has none."""
    found = _COUNT.search(name)
    return found[0] if found is not None else ""


def _counts(part: Node) -> set[str]:
    """The numbers that names of a part end in."""
    return {count for name in names_in(part) if (count := _count_of(name))}


def _says(numbers: Node, part: Node, value_of: ValueOf) -> bool:
    """Whether a formula of numbers is a part with the numbers of its names put in, each in its place."""
    number = number_of(numbers)
    if number is not None:
        value = value_of(part)
        return value is not None and is_printed_as(value, *number)
    match numbers, part:
        case Sum(told, signs), Sum(terms, others) if 1 < len(told) <= len(terms):
            first = len(terms) - len(told) + 1  # what is worked out so far: 7 - 5 of w x + b - t
            begun = terms[0] if first == 1 else replace(part, terms=terms[:first], signs=others[:first])
            begins = _says(told[0], begun, value_of) if signs[0] == others[0] else _says_less(told[0], begun, value_of)
            return begins and all(
                _says(number, term, value_of) if sign == other else _says_less(number, term, value_of)
                for number, sign, term, other in zip(told[1:], signs[1:], terms[first:], others[first:], strict=True)
            )
        case Product(told, signs), Product(factors, others) if len(told) == len(factors):
            if [sign == "/" for sign in signs] != [sign == "/" for sign in others]:
                return False
            orders = [factors] if "/" in signs or len(factors) != len("ab") else [factors, factors[::-1]]
            return any(_all_say([*zip(told, order, strict=True)], value_of) for order in orders)
        case (Power(), Power()) | (Negative(), Negative()):
            return _all_say([*zip(numbers.parts, part.parts, strict=True)], value_of)
        case Call(function, told), Call(other, operands) if function == other and len(told) == len(operands):
            return _all_say([*zip(told, operands, strict=True)], value_of)
    return False


def _says_less(numbers: Node, part: Node, value_of: ValueOf) -> bool:
    """Whether a number is a part without its sign: 2 - 1 for w + b, where b is -1."""
    number, value = number_of(numbers), value_of(part)
    return number is not None and value is not None and is_printed_as(-value, *number)


def _all_say(pairs: list[tuple[Node, Node]], value_of: ValueOf) -> bool:
    return all(_says(numbers, part, value_of) for numbers, part in pairs)
