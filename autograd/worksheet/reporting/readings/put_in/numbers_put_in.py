"""Names recovered from numbers: y = 0.5*2 is y = w*x on a sheet where w is 0.5, x is 2 and neither is used otherwise.

Who puts numbers in at once cuts the graph; a given that is asked about and that no formula uses must be one of them.
Which number is whose is told by the numbers alone, not by what is claimed of derivatives.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

from autograd.worksheet.evaluation.arrays import Array
from autograd.worksheet.evaluation.tolerances import agree, is_printed_as
from autograd.worksheet.judging.digits import is_long, is_result
from autograd.worksheet.language.edits import exponents_of_e, named, number_of, numbers_in, with_each
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import SQUASHES, is_called_loss, old_names_of, rates_among
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    name_of,
    names_in,
)
from autograd.worksheet.reporting.readings.put_in.put_in_place import numbers_said, of_names
from autograd.worksheet.reporting.readings.put_in.sums_put_in import Sums
from autograd.worksheet.sheet.model import Definition, Sheet, Step, definition_of, stretches
from autograd.worksheet.sheet.reading.meaning import elsewhere
from autograd.worksheet.sheet.unknown import names_behind


def with_names(sheet: Sheet, in_turn: Sequence[Mapping[str, Any]]) -> Sheet | None:
    """The sheet with names for the numbers put in at once; None if there are none.

    `in_turn` are what its names come to, up to each new value of one and in the end.
    """
    idle, raised, powers = _idle(sheet), _raised(sheet), _powers_told(sheet)
    raised += [name for name in idle if powers and name not in raised]
    printed, spelled_as = _printed(sheet), _spelled_as(sheet)
    computed = [each for each in sheet.definitions() if not is_result(each.formula)]
    slopes = _slopes_quoted(sheet)
    if not (idle or raised or slopes or _quoted(sheet)) or not computed:
        return None
    known = {each.name for each in sheet.definitions()}
    steps: list[Step] = []
    said: list[str] = []
    lists = {each.name: numbers_in(each.formula) for each in sheet.definitions() if isinstance(each.formula, List)}
    whole_lists = _put_in_whole(sheet, lists)
    earlier: dict[Node, float] = {}  # what may stand behind a number that far
    unnamed: dict[Node, float] = {}  # names for what is worked out and has none: u·v = 0.14, σ(0.14) = 0.535
    places: dict[str, tuple[int, Step]] = {}  # where that is, and what that is with its name
    sums = Sums()
    spoken: set[str] = set()
    put_in: set[str] = set()
    before: Mapping[str, Any] = {}
    for step, values in _at_their_time(sheet, in_turn):
        if values is not before:
            for name in {*sums.values} & values.keys():
                earlier.update(_entries(name, values[name]))
                sums.values[name] = values[name]
            before = values
        definition = step.definition
        if definition is None:
            told = number_of(step.claims[-1]) if step.claims else None
            if told is not None and isinstance(step.target, Derivative):
                earlier[elsewhere(step.target)] = told[0]
            elif told is not None and told[1] and isinstance(step.target, (Sum, Product, Call)):
                worked = _named(step.target, earlier, idle, printed, spelled_as, spoken, lists, unnamed)
                if names_in(worked):
                    name = f"({echo(worked)})"
                    unnamed[Name(name)] = told[0]
                    printed[name] = {told[0]}
                    places[name] = len(steps), _with_a_name(step, name, worked, known)
            steps.append(step)
            continue
        value = values.get(definition.name)
        if not is_result(definition.formula) and not is_new_value(definition, sheet):
            whole = sheet.in_numbers(definition.formula)
            meant = earlier if whole else {node: x for node, x in earlier.items() if name_of(node) in (*idle, *put_in)}
            formula = _with_net_inputs(definition.formula, earlier, idle, spelled_as)
            formula = sums.named(formula) if whole else formula
            formula = _with_raised(formula, raised, powers, sums.values)  # what is made below is no exponent
            formula = _named(formula, meant, idle, printed, spelled_as, spoken, lists, unnamed if whole else {})
            formula = formula if whole else _with_slopes(formula, slopes.get(definition.name, {}))
            if formula != definition.formula:
                for name in _behind(formula, places):
                    place, named_step = places[name]
                    steps[place] = named_step
                    known.add(name)
                put_in.update(set(names_in(formula)) - set(names_in(definition.formula)))
                said.append(f"read {definition.name} = {echo(definition.formula)} as {echo(formula)}")
                step = step.defined_by(formula, known)
                idle = [name for name in idle if name not in names_in(formula)]
            if isinstance(value, float) and whole:
                idle.append(definition.name)
            spoken.update(names_in(formula))
        if definition.name not in whole_lists:
            earlier.update(_entries(definition.name, value))
        sums.values[definition.name] = value
        steps.append(step)
    return replace(sheet, steps=steps, said=[*sheet.said, *said]) if said else None


def _with_a_name(step: Step, name: str, formula: Node, known: set[str]) -> Step:
    """A claim about a formula as one about a name that is defined by it."""
    target = step.statement.parts[0]
    left = Name(name, column=target.column, length=target.length)
    statement = replace(step.statement, parts=(left, formula, *step.statement.parts[1:]))
    return Step(step.line, statement, definition_of(statement, step.line, known), statement.parts[2:])


def _behind(formula: Node, places: Mapping[str, tuple[int, Step]]) -> Iterator[str]:
    """The names among some that a formula is made of, by way of their formulas, too."""
    for name in names_in(formula):
        if name in places:
            yield from _behind(places[name][1].statement.parts[1], places)
            yield name


def _put_in_whole(sheet: Sheet, lists: Mapping[str, list[float]]) -> set[str]:
    """The given lists whose numbers stand in a formula as a list: a number alone is no entry of one of these."""
    formulas = (each.formula for each in sheet.definitions() if not isinstance(each.formula, List))
    parts = (node for formula in formulas for node in formula.inside() if isinstance(node, List))
    typed = [numbers_in(node) for node in parts]
    return {name for name, numbers in lists.items() if len(numbers) > 1 and numbers in typed}


def _at_their_time(sheet: Sheet, in_turn: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Step, Mapping[str, Any]]]:
    """Each step, with what names come to when it is taken; the last that is known, where no more was computed."""
    for stretch, values in zip(stretches(sheet.steps), chain(in_turn, repeat(in_turn[-1])), strict=False):
        for step in stretch:
            yield step, values


def may_have_numbers(sheet: Sheet) -> bool:
    """Whether there is a given that is asked about and that no formula uses, or a number where others have names."""
    return bool(_idle(sheet)) or bool(_raised(sheet)) or _quoted(sheet) or bool(_slopes_quoted(sheet))


def has_numbers_left(sheet: Sheet) -> bool:
    """Whether numbers may still stand for names: givens that no formula uses, or terms that are numbers."""
    return may_have_numbers(sheet) or any(
        isinstance(part, Sum)
        and any(isinstance(term, Number) for term in part.terms)
        and not any(_is_exponential(term) for term in part.terms)
        for each in sheet.definitions()
        if not each.is_derivative
        for part in each.formula.inside()
    )


def _idle(sheet: Sheet) -> list[str]:
    """The givens that are asked about, but that no formula uses."""
    beyond = _beyond_loss(sheet)
    made = [each for each in sheet.definitions() if each.name not in beyond and not each.is_derivative]
    used = {name for each in made for name in names_in(each.formula)}
    asked: set[str] = set()
    for step in sheet.steps:
        is_asked = step.definition is None or step.name in beyond
        nodes = step.statement.parts if is_asked else step.claims
        for node in (part for whole in nodes for part in whole.inside()):
            if isinstance(node, Name):
                asked.add(node.name)
    givens = [each.name for each in sheet.definitions() if each.given and is_result(each.formula)]
    asked -= set(rates_among(givens))
    return [name for name in givens if name in asked and name not in used] + _cut(sheet, used)


def _beyond_loss(sheet: Sheet) -> set[str]:
    """What a loss is not made of: error signals, δ = (o - t) o (1 - o), and new values. They ask about the t there."""
    found: set[str] = set()
    known = {each.name: each for each in sheet.definitions()}
    above: list[str] = []  # what is computed above
    inside: set[str] = set()  # and what of it a loss is made of: all that may be put in where the loss is in numbers
    for each in known.values():
        if is_result(each.formula) or each.is_derivative:
            continue
        if is_called_loss(each.name):
            inside.update(above if sheet.in_numbers(each.formula) else names_behind(each.name, known) & set(above))
        elif is_new_value(each, sheet) or not (inside | found).isdisjoint(names_in(each.formula)):
            found.add(each.name)
        above.append(each.name)
    return found


def _cut(sheet: Sheet, used: set[str]) -> list[str]:
    """What is computed and goes nowhere, although a formula of numbers alone follows: σ(0.24) after z = … = 0.24."""
    found: list[str] = []
    waiting: list[str] = []
    for each in sheet.definitions():
        if is_result(each.formula) or each.is_derivative:
            continue
        if sheet.in_numbers(each.formula) and not is_new_value(each, sheet):
            found += [name for name in waiting if name not in used and name not in found]
        if not is_called_loss(each.name):
            waiting.append(each.name)
    return found


def _quoted(sheet: Sheet) -> bool:
    """Whether a formula of numbers has the long result of another: p2 = e^b/(1 + e^b) = 0.3993; p1 = 1 - 0.3993."""
    printed = _printed(sheet)
    results: set[float] = set()
    for each in sheet.definitions():
        if is_result(each.formula) or each.is_derivative or is_new_value(each, sheet):
            continue
        if results and sheet.in_numbers(each.formula):
            numbers = (part for part in each.formula.inside() if isinstance(part, Number) and is_long(part))
            if any(part.number in results for part in numbers):
                return True
        results |= printed.get(each.name, set())
    return False


def _slopes_quoted(sheet: Sheet) -> dict[str, dict[float, Node]]:
    """The derivatives whose long results stand beside names in formulas below: dL/dz = 0.1356; α = 0.1356 z (1 - z)."""
    told: dict[float, Node] = {}
    found: dict[str, dict[float, Node]] = {}
    for step in sheet.steps:
        if step.definition is None and isinstance(step.target, Derivative) and step.claims:
            last = step.claims[-1]
            if is_long(last.parts[0] if isinstance(last, Negative) else last) and (number := number_of(last)):
                told[number[0]] = elsewhere(step.target)
        elif step.definition is not None and told and names_in(step.definition.formula):
            numbers = {number[0] for node in step.definition.formula.inside() if (number := number_of(node))}
            if quoted := {number: told[number] for number in numbers & told.keys()}:
                found[step.name] = quoted
    return found


def _with_slopes(formula: Node, slopes: Mapping[float, Node]) -> Node:
    """A formula with derivatives for what they come to."""
    if not slopes:
        return formula

    def walk(node: Node) -> Node:
        number = number_of(node)
        if number is not None and number[0] in slopes:
            return replace(slopes[number[0]], column=node.column, length=node.length)
        return with_each(node, walk)

    return walk(formula)


def _raised(sheet: Sheet) -> list[str]:
    """The names that e is raised to in some formulas, where it is raised to numbers in others: e^z1/(e^1 + e^2)."""
    formulas = [*(each.formula for each in sheet.definitions()), *_powers_told(sheet).values()]
    exponents = [exponent for formula in formulas for exponent in exponents_of_e(formula)]
    if not any(number_of(exponent) for exponent in exponents):
        return []
    return list(dict.fromkeys(exponent.name for exponent in exponents if isinstance(exponent, Name)))


def _powers_told(sheet: Sheet) -> dict[float, Node]:
    """The numbers that powers of e are said to be: e^2 = 7.389."""
    return {
        number[0]: step.statement.parts[0]
        for step in sheet.steps
        if step.definition is None and _is_exponential(step.statement.parts[0])
        for claim in step.claims
        if (number := number_of(claim)) is not None
    }


def _with_raised(
    formula: Node, names: Collection[str], powers: Mapping[float, Node], values: Mapping[str, Any]
) -> Node:
    """A formula with e raised to a name, where one of these alone has the number that it is raised to.

    For what `powers` of e are said to be stand these powers, and for what they add up to, their sum.
    """
    if not names:
        return formula
    whole = Sum(tuple(map(elsewhere, powers.values())), "+" * len(powers)) if len(powers) > 1 else None
    total = sum(powers)

    def walk(node: Node) -> Node:
        number = number_of(node)
        if number is not None and number[0] in powers:
            return walk(replace(elsewhere(powers[number[0]]), column=node.column, length=node.length))
        if number is not None and whole is not None and number[1] and is_printed_as(total, *number):
            return with_each(replace(whole, column=node.column, length=node.length), walk)
        match node:
            case Power(Name("e"), exponent) | Call("exp", (exponent,)) if (number := number_of(exponent)) is not None:
                fits = [name for name in names if _comes_to(values.get(name), number[0], 0.0)]
                fits = fits or [name for name in names if _comes_to(values.get(name), *number)]
                if len(fits) == 1:
                    other = replace(named(fits[0]), column=exponent.column, length=exponent.length)
                    return node.with_parts(*(other if part is exponent else part for part in node.parts))
        return with_each(node, walk)

    return walk(formula)


def _comes_to(value: Any, number: float, half_unit: float) -> bool:
    """Whether a name has a number, or that is printed so."""
    return isinstance(value, float) and is_printed_as(value, number, half_unit)


def is_new_value(definition: Definition, sheet: Sheet) -> bool:
    """Whether a name is another's for its new value: w_new = 0.5 - 0.1*8 is a step, and judged as one.

    Not where the other is made of it: p_1 beside p = [p_1, p_2].
    """
    name, olds = definition.name, old_names_of(definition.name)
    return bool(olds) and any(each.name in olds and name not in names_in(each.formula) for each in sheet.definitions())


def _entries(name: str, value: Any) -> list[tuple[Node, float]]:
    """A name and its number, or the entries of a short list."""
    if isinstance(value, float):
        return [(named(name), value)]
    if not isinstance(value, Array) or not value.is_vector or len(value.entries) > MOST_ENTRIES:
        return []
    places = enumerate(map(float, value.entries))
    return [(Index(named(name), (Number(float(at), 0.0, str(at)),)), number) for at, number in places]


def _printed(sheet: Sheet) -> dict[str, set[float]]:
    """The numbers each name is said to be, beside what it is given."""
    return of_names(numbers_said((step.target, step.claims) for step in sheet.steps))


def _is_typed_as(typed: str, other: str) -> bool:
    """Whether two numbers are typed with the same digits, but for zeros at their ends: .60 and 0.6

    >>> _is_typed_as(".60", "0.6"), _is_typed_as("0.60", "0.5969"), _is_typed_as("1/2", "0.5")
    (True, False, False)
    """
    return typed == other or (all(map(_DECIMAL.fullmatch, (typed, other))) and float(typed) == float(other))


_DECIMAL = re.compile(r"[0-9]*\.[0-9]+")


def _spelled_as(sheet: Sheet) -> dict[str, str]:
    """How the number that a name is given was typed: 0.50 is rather who was given 0.50 than who was given 0.5."""
    return {each.name: each.formula.typed for each in sheet.definitions() if isinstance(each.formula, Number)}


def _named(
    formula: Node,
    values: Mapping[Node, float],
    idle: list[str],
    printed: Mapping[str, set[float]],
    spelled_as: Mapping[str, str],
    spoken: Collection[str],
    lists: Mapping[str, list[float]],
    unnamed: Mapping[Node, float],
) -> Node:
    """A formula with the name of its value for each number that one name fits, those first that nothing uses yet.

    It stays in numbers where several names have one that stands there more often than these: max(0, 0.9 - 0.1 + 1) +
    max(0, 0.1 - 0.1 + 1) where two scores are 0.1.
    `printed` are the numbers that names are said to be, `spelled_as` how those given were typed, `spoken` the names in
    formulas before this one, `lists` what is in those given, `unnamed` what was worked out without a name.
    """
    left = list(idle)

    def is_exact(meaning: Node, number: float, typed: str) -> bool:
        """Whether a given is typed so, or a name is said to be that number: 0.60 is no 0.5969 then."""
        name = name_of(meaning) or ""
        return spelled_as[name] == typed if name in spelled_as else number in printed.get(name, ())

    def is_as_given(meaning: Node, typed: str) -> bool:
        return _is_typed_as(spelled_as.get(name_of(meaning) or "", ""), typed)

    numbers = Counter(number[0] for node in formula.inside() if (number := number_of(node)) is not None)
    typed_here = set(numbers)

    doubts: set[float] = set()  # numbers that several names have, and that stand more often: any may be any

    def is_in_doubt(names: Collection[str], number: float) -> bool:
        rivals = [name for name in idle if name in names and number not in (1, 2)]  # which stand in many formulas
        doubts.update([number] if len(rivals) > 1 and numbers[number] > len(rivals) else ())
        return number in doubts

    def is_typed_itself(meaning: Node, number: float) -> bool:
        """Whether what a name is said to be stands in the formula, too: beside a's number, 0.69, 0.7 is not a."""
        said = printed.get(name_of(meaning) or "", set())
        return number not in said and not said.isdisjoint(typed_here)

    def meaning_of(number: float, half: float, typed: str = "", is_term: bool = False) -> Node | None:
        fits = [
            meaning
            for meaning, value in values.items()
            if is_printed_as(value, number, half)
            or (isinstance(meaning, Name) and number in printed.get(meaning.name, ()))
        ]
        fits = [each for each in fits if not is_typed_itself(each, number)]
        exactly = [each for each in fits if is_exact(each, number, typed)]
        fits = exactly or [each for each in fits if is_as_given(each, typed)] or fits
        if not exactly and abs(number) < ONE_DIGIT * 2 * half:  # nobody rounds 0.5917 to 0.6 and goes on
            fits = [each for each in fits if agree(values[each], number) or is_as_given(each, typed)]
        by_name = {name_of(meaning) or meaning: meaning for meaning in reversed(fits)}  # the first of each name
        fresh = [name for name in left if name in by_name]  # what was computed last goes on first
        unused = next((name for name in reversed(fresh) if name in printed), fresh[0] if fresh else None)
        if is_in_doubt({*map(str, by_name)}, number):
            return None
        if unused is not None:
            return by_name[unused]
        # ones and twos stand in many formulas: by them no name is meant that is computed, or was spoken of
        is_common = number in (1, 2) and not half and any(name in spoken or name in printed for name in by_name)
        if len(by_name) > 1:  # what was computed has gone into a formula by now, a parameter goes into several
            fits = [meaning for name, meaning in by_name.items() if name not in printed]
            if all(isinstance(meaning, Derivative) for meaning in fits):
                fits = fits[:1]  # the last of a chain goes on
        if not fits and half:
            fits = [meaning for meaning, value in unnamed.items() if is_printed_as(value, number, half)]
        if not fits and half and not is_term:
            fits = [meaning for meaning, value in complements() if is_printed_as(value, number, half)]
        return fits[0] if len(fits) == 1 and not is_common else None

    def complements() -> Iterator[tuple[Node, float]]:
        """What is left to 1 of each share: 1 - p."""
        for meaning, value in values.items():
            if isinstance(meaning, Name) and 0 < value < 1 and not is_given(meaning.name):
                yield Sum((_ONE, meaning), "+-"), 1 - value

    def is_given(name: str) -> bool:
        return name in spelled_as

    def meant(node: Node, number: float, half: float, is_term: bool = False) -> Node:
        found = meaning_of(number, half, node.typed if isinstance(node, Number) else "", is_term)
        if found is None or (isinstance(node, Negative) and is_computed(meaning_of(-number, half), found, -number)):
            return node
        if isinstance(found, Name) and found.name in left:
            left.remove(found.name)
        return replace(found, column=node.column, length=node.length)

    def is_computed(other: Node | None, found: Node, number: float) -> bool:
        """Whether the number without its sign is one computed before and not used yet, and with it is only given."""
        name = name_of(other) if other is not None else None
        return name in left and number in printed.get(name or "", ()) and name_of(found) not in printed

    shares: dict[str, float] = {}  # labels that are put in beside logarithms

    def as_label(node: Node) -> Node:
        """The label that a number beside a logarithm is, where that is no whole one: y log(p) + (1 - y) log(1 - p)."""
        if not isinstance(node, Number) or not 0 < node.number < 1:
            return node
        name = next((name for name in left if spelled_as.get(name) == node.typed), None)
        if name is not None:
            left.remove(name)
            shares[name] = node.number
            return replace(named(name), column=node.column, length=node.length)
        rest = next((each for each, share in shares.items() if is_printed_as(1 - share, node.number, 0.0)), None)
        return Sum((_ONE, named(rest)), "+-", column=node.column, length=node.length) if rest is not None else node

    def added(term: Node, sign: str) -> tuple[Node, str]:
        """A term of a sum with its sign: what is taken away may be a name below zero that is added, b of 0.72 - 0.3."""
        number = number_of(term)
        found = meant(term, *number, is_term=True) if number is not None and number[0] else walk(term)
        if found is term and sign == "-" and isinstance(term, Number) and term.number:
            below = meaning_of(-term.number, term.half_unit)
            if isinstance(below, Name) and below.name in left:
                left.remove(below.name)
                return replace(below, column=term.column, length=term.length), "+"
        return found, sign

    def weight_and_input(number: Number) -> list[Node]:
        """A weight and an input, where a number stands twice in a product and both have it; those unused first."""
        like = [name for name, typed in spelled_as.items() if typed == number.typed]
        pair = [
            next((name for name in names if name not in spoken), names[0])
            for role in (_WEIGHT, _INPUT)
            if (names := [name for name in like if role.match(name)])
        ]
        if len(pair) < len((_WEIGHT, _INPUT)):
            return []
        left[:] = [name for name in left if name not in pair]
        return [named(name) for name in pair]

    def apart(base: Node) -> Node | None:
        """How far what is computed is from a given that nothing uses yet, its label: the 0.3² of a loss."""
        number = number_of(base)
        computed = {
            each: {value, *printed.get(each.name, ())}
            for each, value in values.items()
            if isinstance(each, Name) and not is_given(each.name)
        }
        if number is None or not number[1]:
            return None
        if any(meaning_of(sign * number[0], number[1], is_term=True) is not None for sign in (1, -1)):
            return None
        labels = [name for name in left if is_given(name) and not (_WEIGHT.match(name) or _INPUT.match(name))]
        pairs = [
            (each, named(name))
            for name in labels
            for each, numbers in computed.items()
            if any(is_printed_as(abs(at - values[named(name)]), abs(number[0]), number[1]) for at in numbers)
        ]
        if len(pairs) != 1:
            return None
        (output, label) = pairs[0]
        left.remove(echo(label))
        is_above = (values[output] > values[label]) == (number[0] > 0)
        terms = (output, label) if is_above else (label, output)
        return Sum(terms, "+-", column=base.column, length=base.length)

    def zeros_computed() -> list[str]:
        """The names that were computed, are 0, and nothing used so far: tanh(0) is of these."""
        return [name for name in dict.fromkeys(left) if name not in spelled_as and values.get(named(name)) == 0]

    def listed(node: List) -> Node:
        """The list that numbers in brackets are, where one given list alone has them, and nothing used it so far."""
        numbers = numbers_in(node)
        fits = [name for name, each in lists.items() if len(numbers) > 1 and each == numbers and name not in spoken]
        return replace(named(fits[0]), column=node.column, length=node.length) if len(fits) == 1 else node

    def opposite_of(exponent: Node) -> Node | None:
        """What e is raised to without its minus, if that is computed and goes on here: exp(0.4) after a = … = -0.4."""
        number = number_of(exponent)
        if number is None or meaning_of(*number) is not None:
            return None
        below = meaning_of(-number[0], number[1])
        if not isinstance(below, Name) or below.name not in left or is_given(below.name):
            return None
        left.remove(below.name)
        return Negative(below, column=exponent.column, length=exponent.length)

    def walk(node: Node) -> Node:
        number = number_of(node)
        match node:
            case Call(_, (Number(0) as zero,)) if len(nothing := zeros_computed()) == 1:
                left.remove(nothing[0])
                return node.with_parts(replace(named(nothing[0]), column=zero.column, length=zero.length))
        if isinstance(node, Number) and not node.number:
            zeros = [name for name in left if spelled_as.get(name) == node.typed]
            return replace(named(zeros[0]), column=node.column, length=node.length) if len(zeros) == 1 else node
        if number is not None and number[0]:
            other = meant(node, *number)
            if other is not node or not isinstance(node, Negative):
                return other
        match node:
            case Power(Name("e"), exponent) | Call("exp", (exponent,)) if (
                opposite := opposite_of(exponent)
            ) is not None:
                return node.with_parts(*(opposite if part is exponent else part for part in node.parts))
            case Power(Name("e") as base, exponent) if not any(name_of(meaning) == "e" for meaning in values):
                return node.with_parts(base, walk(exponent))
            case Power(base, Number(2) as exponent) if (difference := apart(base)) is not None:
                return node.with_parts(difference, exponent)
            case Power(base, exponent):
                return node.with_parts(walk(base), exponent if isinstance(exponent, Number) else walk(exponent))
            case List((inside,)):
                return node.with_parts(walk(inside))
            case Call("sqrt", (Number() as inside,)) if isinstance(meaning_of(inside.number, inside.half_unit), Index):
                return node  # √2 is of no entry
            case Index() | Derivative():
                return node
            case List():
                return listed(node)
            case Product((Number() as one, Number() as other), "**") if one.number == other.number not in (0, 1) and (
                pair := weight_and_input(one)
            ):
                return node.with_parts(*pair)
            case Product(factors) if count := max(map(_squares, factors), default=0):
                return node.with_parts(*(part if _is_coefficient(part, count) else walk(part) for part in factors))
            case Product(factors) if any(_is_logarithm(factor) for factor in factors):
                return node.with_parts(*(as_label(part) if number_of(part) else walk(part) for part in factors))
            case Product(factors) if rests := [each for each in factors if _rest_of(each) in factors]:
                return node.with_parts(*(part if part in rests else walk(part) for part in factors))
            case Product((Number(1), other), "*/"):
                return node.with_parts(node.parts[0], walk(other))
            case Sum(terms) if any(_is_exponential(term) for term in terms):
                return node.with_parts(*(part if part == _ONE else walk(part) for part in terms))
            case Sum(terms, signs):
                found = [added(term, sign) for term, sign in zip(terms, signs, strict=True)]
                return replace(node, terms=tuple(term for term, _ in found), signs="".join(sign for _, sign in found))
        return node.with_parts(*map(walk, node.parts)) if node.parts else node

    found = walk(formula)
    return formula if doubts else found


def _with_net_inputs(
    formula: Node, values: Mapping[Node, float], idle: Collection[str], given: Collection[str]
) -> Node:
    """A formula with the one idle name that numbers in a squash come to: σ(0.6*0.7 + 0.1) beside s = w x + b."""

    def walk(node: Node) -> Node:
        match node:
            case Call(function, (Sum() | Product() as inside,)) if function in SQUASHES:
                worked = _worked_out(inside)
                names = (name_of(meaning) for meaning, value in values.items() if worked and agree(value, worked, NEAR))
                fits = [name for name in names if name in idle and name not in given]
                if len(fits) == 1 and fits[0]:
                    return node.with_parts(replace(named(fits[0]), column=inside.column, length=inside.length))
        return with_each(node, walk)

    return walk(formula)


def _worked_out(formula: Node) -> float | None:
    """What a sum of products of numbers comes to; None for what else there is."""
    number = number_of(formula)
    if number is not None:
        return number[0]
    match formula:
        case Sum(terms, signs) if None not in (values := [_worked_out(term) for term in terms]):
            return sum(value if sign == "+" else -value for value, sign in zip(values, signs, strict=True) if value)
        case Product(factors, signs) if set(signs) <= set("*_·"):
            values = [_worked_out(factor) for factor in factors]
            return None if None in values else math.prod(value for value in values if value is not None)
    return None


NEAR = 2e-3
"""Part of a net input by which it may differ from what is worked out in rounded numbers."""

MOST_ENTRIES = 12
"""Entries of a list that a number may be."""

ONE_DIGIT = 10
"""Units of its last digit that a number of one digit is below."""

_ONE = Number(1.0, 0.0, "1")
_WEIGHT, _INPUT = re.compile(r"[wWvVuUk](?![a-z]{2})|weight|theta"), re.compile(r"[xi](?![a-z])|input")
"""What weights and inputs are called."""


def _squares(node: Node) -> int:
    """How many powers are added up; 0 where other terms are."""
    match node:
        case Power():
            return 1
        case Sum(terms) if all(map(_squares, terms)):
            return len(terms)
        case Product(factors):
            return max(map(_squares, factors))
    return 0


def _rest_of(node: Node) -> Node | None:
    """What is taken from 1: the a of a (1 - a), where 1 is no label."""
    match node:
        case Sum((Number(1), other), "+-"):
            return other
    return None


def _is_coefficient(node: Node, count: int) -> bool:
    """Whether a factor beside squares is the half of a loss, how many they are, or the two of its derivative."""
    if isinstance(node, Product):
        return all(_is_coefficient(part, count) for part in node.factors)
    return isinstance(node, Number) and node.number in (0.5, 1.0, 2.0, count)


def _is_logarithm(node: Node) -> bool:
    """Whether a factor beside a number is a logarithm: then that is a label, 1·ln(p), and stays what it is."""
    return isinstance(node, Call) and node.function in ("log", "ln")


def _is_exponential(node: Node) -> bool:
    match node:
        case Call("exp") | Power(Name("e")):
            return True
    return False
