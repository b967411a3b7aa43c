"""Names that have no number, and functions that have no formula, told by the numbers that stand in their places.

Who writes z = w x + b = 0.5*2 + 0.1 need not say before that w is 0.5; who writes a = f(z) = 1/(1 + e^-1.1), where z
is 1.1, says what f is. Two formulas of the same shape are laid over each other; what the sheet says elsewhere of a name
goes before.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from autograd.worksheet.language.edits import all_numbers_in, exponents_of_e, number_of
from autograd.worksheet.language.notations.patterns import NAME, NUMBER
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import RATES
from autograd.worksheet.language.tokens import spelled, tokens_before
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
    Unknown,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.reporting.readings.tried import Tried
from autograd.worksheet.sheet.files import read_sheet
from autograd.worksheet.sheet.model import Sheet, Told
from autograd.worksheet.sheet.reading.meaning import elsewhere

MOST_ROUNDS = 6
"""So often names are looked for: what can be read once some have a number may have more of them."""

MOST_NAMES = 40
"""Names without numbers in a sheet."""

MOST_WAYS = 3
"""Numbers of a rate that are tried."""

ABOVE_ZERO = (*RATES, "lambda", "lambda_")
"""Names whose number is above 0, wherever it stands."""

PLACEHOLDER = Number(1.0, 0.0, "1")
"""What a name is given while its number is looked for."""

ARGUMENT = "x"
"""The letter of a function that is told in numbers."""

_REMARK_GIVES = re.compile(rf"(?<![\w/∂^({{])({NAME})\s*=\s*({NUMBER})(?![\w.%]|\s*(?:-(?!>)|[−+*/·×^(]))")
"""What a remark gives: # for example w = 0.5"""

RESULT = "result"
"""What is worked out in a remark is called so."""

_IN_NUMBERS = re.compile(r"=[^=;\n]*[0-9]\]*\s*[-+*/·×@)]|=[^=;\n]*\(\s*[-−]?[0-9.]+\s*\)|\^[\s{(−-]*[0-9.]")
"""A formula in numbers."""


def may_be_told(sheet: Sheet) -> bool:
    """Whether a name has no number, or a function no formula, and a formula in numbers stands anywhere."""
    without = unvalued(sheet)
    if _IN_NUMBERS.search(sheet.text) is not None and (without or any(unknown_functions(sheet))):
        return True
    return bool(without) and any(_in_remarks(sheet, without))


def with_numbers_told(tried: Tried) -> Tried | None:
    """The sheet read with what the numbers tell that stand in the places of names; None if they tell nothing."""
    names: dict[str, Node] = {}
    trial = tried
    for _ in range(MOST_ROUNDS):
        found = [name for name in unvalued(trial.sheet) if name not in names]
        if not found or len(names) + len(found) > MOST_NAMES:
            break
        names.update(dict.fromkeys(found, PLACEHOLDER))
        trial = tried.reread(told=Told(names))
    in_places, functions = dict(_numbers(trial.sheet, names)), dict(_formulas(trial.sheet))
    in_remarks = dict(_in_remarks(trial.sheet, names.keys() - in_places.keys()))
    best = _read_best(tried, {**in_remarks, **in_places}, functions)
    if in_remarks and best is not None and 2 * (best.faults - tried.faults) > best.fine - tried.fine:
        return _read_best(tried, in_places, functions)  # an example for what it is, not what is computed with
    return best


def _read_best(
    tried: Tried, numbers: Mapping[str, list[Node]], functions: Mapping[str, tuple[tuple[str, ...], Node]]
) -> Tried | None:
    """The sheet read with the numbers that fit best of those that names may have; None if nothing is told."""
    if not numbers and not functions:
        return None
    alone = {name: found[0] for name, found in numbers.items()}
    others = ((name, each) for name, found in numbers.items() for each in found[1:])
    ways = [Told(alone, functions), *(Told({**alone, name: each}, functions) for name, each in others)]
    return min((_read_with(tried, told) for told in ways[:MOST_WAYS]), key=lambda way: way.unsettled + way.unfit)


def _read_with(tried: Tried, told: Told) -> Tried:
    """The sheet read with what is told."""
    other = tried.reread(told=told)
    other.sheet.said.append(_said_of(told))
    return other


def unvalued(sheet: Sheet) -> list[str]:
    """The names that stand for nothing: no definition has them, and no index is called so."""
    known = {each.name for each in sheet.definitions()} | CONSTANTS.keys()
    found: dict[str, None] = {}
    for step in sheet.steps:
        letters = {*free_letters(step.statement.parts, known), *_fold_letters(step.statement.parts)}
        for part in step.statement.parts:
            found.update(dict.fromkeys(name for name in names_in(part) if name not in known and name not in letters))
    return list(found)


def _fold_letters(parts: Iterable[Node]) -> Iterator[str]:
    return (node.letter for part in parts for node in part.inside() if isinstance(node, Fold))


def unknown_functions(sheet: Sheet) -> Iterator[str]:
    """The functions that a sheet calls and does not define."""
    for step in sheet.steps:
        for part in step.statement.parts:
            yield from (node.function for node in part.inside() if isinstance(node, Unknown))


def _pairs(sheet: Sheet) -> Iterator[tuple[Node, Node]]:
    """Each formula in names, and a formula in numbers that is said of the same, behind or below it."""
    latest: dict[Node, Node] = {}
    for step in sheet.steps:
        target, *parts = step.statement.parts
        for part in parts:
            if _has_names(part):
                latest[target] = part
            elif number_of(part) is None and target in latest:
                yield latest[target], part
    for line, worked in _worked_in_remarks(sheet.text):
        for step in sheet.steps:
            if step.line == line and step.definition is not None and _has_names(step.definition.formula):
                yield from ((step.definition.formula, part) for part in worked if not _has_names(part))


_REMARK_WORKS = re.compile(r"#\s*[=≈]\s*([-−0-9.(σa-z√][^#\n→;]{2,80}?)\s*(?:->|→|;|#|$)")
"""What a remark works out: z = w x + b  # = 0.5*2 + 1 = 2"""

MOST_REMARKS = 40
"""Remarks of a sheet that are read for what they work out."""


def _worked_in_remarks(text: str) -> Iterator[tuple[int, tuple[Node, ...]]]:
    """The formulas that remarks work out, with the numbers of their lines."""
    found = (
        (number, _REMARK_WORKS.search(line)) for number, line in enumerate(text.split("\n"), start=1) if "#" in line
    )
    for number, remark in islice(((number, each) for number, each in found if each is not None), MOST_REMARKS):
        steps = read_sheet(f"{RESULT} = {remark[1]}").steps
        if len(steps) == 1:
            yield number, tuple(part for part in steps[0].statement.parts[1:] if number_of(part) is None)


def _has_names(formula: Node) -> bool:
    return any(name not in CONSTANTS for name in names_in(formula))


def _numbers(sheet: Sheet, names: Iterable[str]) -> Iterator[tuple[str, list[Node]]]:
    """The names among some that always have the same number in their place, or list of numbers, and that.

    Where another name has a number in its place that it never is, the two have changed places, or it tells nothing.
    A rate may have several: all but one are mistakes; first those that stand most often in its place or beside it.
    """
    found: dict[str, dict[tuple[float, ...], Node]] = {name: {} for name in names}
    often: dict[str, Counter[tuple[float, ...]]] = {name: Counter() for name in names}
    told = {thing: numbers for thing, numbers in _printed(sheet).items() if name_of(thing) not in found}
    for formula, in_numbers in _pairs(sheet):
        for name, nodes in _by_name(_in_order(_laid_over(formula, in_numbers) or [], told)):
            numbers = {tuple(all_numbers_in(node)): node for node in nodes if number_of(node) or isinstance(node, List)}
            if name in found:
                found[name] = {**numbers, **found[name]}
                often[name].update(numbers.keys())
    return (
        (name, [elsewhere(numbers[each]) for each in sorted(numbers, key=lambda each: -often[name][each])])
        for name, numbers in found.items()
        if len(numbers) == 1 or (numbers and name in RATES)
    )


def _in_remarks(sheet: Sheet, names: Iterable[str]) -> Iterator[tuple[str, list[Node]]]:
    """The names among some that remarks give one number, and that number: z = w x  # say w = 0.5"""
    found: dict[str, dict[float, Node]] = {name: {} for name in names}
    for line in sheet.text.split("\n"):
        for name, typed in _REMARK_GIVES.findall(line.partition("#")[2]):
            if (name := spelled(name)) in found:
                for number in (token for token in tokens_before(typed)[0] if token.kind == "number"):
                    node: Node = Number(number.number, number.half_unit, number.text)
                    value = -number.number if typed[0] in "-−" else number.number
                    found[name][value] = Negative(node) if value != number.number else node
    return ((name, [*numbers.values()]) for name, numbers in found.items() if len(numbers) == 1)


def _by_name(laid: list[tuple[Node, Node]]) -> Iterator[tuple[str, list[Node]]]:
    """The names that are laid over numbers, each with the numbers that it may be.

    A rate is above 0, and may stand behind the slope. In w - η ∂E/∂w = 0.5 + 0.1*2 it is 0.1, and the sign a mistake or
    that of the slope.
    """
    slopes = [node for thing, node in laid if isinstance(thing, Derivative)]
    for thing, node in laid:
        name = name_of(thing)
        if name is None:
            continue
        nodes = [node]
        if name in RATES and slopes:
            nodes = [each.operand if isinstance(each, Negative) else each for each in (node, *slopes)]
        if name in ABOVE_ZERO:
            nodes = [each for each in nodes if (number := number_of(each)) is None or number[0] > 0]
        yield name, nodes


def numbers_said(sayings: Iterable[tuple[Node, Iterable[Node]]]) -> dict[Node, set[float]]:
    """The numbers that each thing is said to be, of things and what is said of them."""
    found: dict[Node, set[float]] = {}
    for target, formulas in sayings:
        for number in map(number_of, formulas):
            if number is not None:
                found.setdefault(target, set()).add(number[0])
    return found


def of_names(numbers: Mapping[Node, set[float]]) -> dict[str, set[float]]:
    """Numbers that things are said to be, of those that are names."""
    return {thing.name: each for thing, each in numbers.items() if isinstance(thing, Name)}


def _in_order(laid: list[tuple[Node, Node]], told: Mapping[Node, Collection[float]]) -> list[tuple[Node, Node]]:
    """Names and slopes and what stands in their places, where that is none of their numbers in the place of another.

    Nothing, where that helps nobody: a (h d) = 0.1 (0.4*0.8), where d is 0.4, tells that h is 0.8.
    """
    found = list(laid)
    for place, (thing, node) in enumerate(laid):
        if not _is_another(node, told.get(thing, ())):
            continue
        other = next(
            (at for at, (its, _) in enumerate(laid) if its not in told and _is_one(laid[at][1], told[thing])), None
        )
        if other is None and isinstance(thing, Name):
            return []
        if other is not None:
            found[place], found[other] = (thing, laid[other][1]), (laid[other][0], node)
    return found


def _is_one(node: Node, told: Collection[float]) -> bool:
    return number_of(node) is not None and not _is_another(node, told)


def _is_another(node: Node, told: Collection[float]) -> bool:
    """Whether something is a number, and none of some, as far as its digits go."""
    number = number_of(node)
    return number is not None and bool(told) and all(abs(each - number[0]) > number[1] + 1e-9 for each in told)


def _laid_over(formula: Node, other: Node) -> list[tuple[Node, Node]] | None:
    """The names and slopes in a formula, each with what stands in its place; None if the other has another shape."""
    match formula, other:
        case Name("e"), _:
            return [] if name_of(other) == "e" else None
        case Name() | Derivative(), _ if number_of(other) is not None:
            return [(formula, other)]
        case Name(), List() if all_numbers_in(other):
            return [(formula, other)]
        case Transpose(Name() as whole), List() if all_numbers_in(other):
            return [(whole, _transposed(other))]
        case Index(), _ if number_of(other) is not None:
            return []
        case _ if not _has_names(formula):
            return []
        case Negative(operand), _:
            return _laid_over(operand, _negated(other))
        case Product(), Negative(Product()):
            return _laid_over(formula, _negated(other))
        case Sum(terms, signs), Sum(others, their_signs):
            if len(signs) != len(their_signs):  # what is worked out first may stand in brackets
                (terms, signs), (others, their_signs) = _terms(formula), _terms(other)
            others = tuple(
                each if sign == own else _negated(each)
                for each, sign, own in zip(others, signs, their_signs, strict=False)
            )
            pairs = list(zip(terms, others, strict=False)) if len(signs) == len(their_signs) else []
        case _:
            shapes = (_shape(formula), _shape(other)), (_shape(_with_half(formula)), _shape(_with_half(other)))
            pairs = next(
                (
                    list(zip(ours, theirs, strict=True))
                    for (kind, ours), (their_kind, theirs) in shapes
                    if (kind, len(ours)) == (their_kind, len(theirs))
                ),
                [],
            )
    inside = [_laid_over(part, its) for part, its in pairs] or [None]
    return None if None in inside else [each for found in inside for each in found or ()]


def _transposed(rows: List) -> List:
    """A matrix in numbers with its rows as columns; a list stays one."""
    entries = [row.entries for row in rows.entries if isinstance(row, List)]
    if len(entries) < len(rows.entries) or len({*map(len, entries)}) > 1:
        return rows
    return rows.with_parts(*(List(column) for column in zip(*entries, strict=True)))


def _with_half(formula: Node) -> Node:
    """A product with 0.5 in front for 1/2, where it begins with that: 1/2 (y - t)^2 is worked as 0.5*0.4^2."""
    factors = list(_flat(formula)) if isinstance(formula, Product) else []
    match factors[:2]:
        case [(Number(1), "*"), (Number(2), "/")]:
            left = [(Number(0.5, 0.0, "0.5"), "*"), *factors[2:]]
            return Product(tuple(factor for factor, _ in left), "".join(sign for _, sign in left))
    return formula


def _terms(formula: Sum) -> tuple[tuple[Node, ...], str]:
    """The terms of a sum, and of sums that are added in it, with their signs."""
    terms: list[Node] = []
    signs = ""
    for term, sign in zip(formula.terms, formula.signs, strict=True):
        inner = _terms(term) if isinstance(term, Sum) and sign == "+" else ((term,), sign)
        terms += inner[0]
        signs += inner[1]
    return tuple(terms), signs


def _negated(formula: Node) -> Node:
    """The negative of a formula; of a product in its first factor."""
    match formula:
        case Negative(operand):
            return operand
        case Product((first, *rest)):
            return formula.with_parts(_negated(first), *rest)
    return Negative(formula, column=formula.column, length=formula.length)


def _shape(formula: Node) -> tuple[object, list[Node]]:
    """What a formula is, and its parts; a product in a product makes no difference, nor how a power of e is written."""
    match formula:
        case Product():
            factors = list(_flat(formula))
            return "".join(sign for _, sign in factors), [factor for factor, _ in factors]
        case Power(Name("e"), exponent):
            return "exp", [exponent]
        case Call(function, operands):
            return function, list(operands)
    return type(formula), list(formula.parts)


def _flat(formula: Node, sign: str = "*") -> Iterator[tuple[Node, str]]:
    """The factors of a product and of products in it, each with * or /."""
    match formula:
        case Product(factors, signs):
            for factor, own in zip(factors, signs, strict=True):
                divides = (own == "/") != (sign == "/")
                yield from _flat(factor, "/" if divides else "*")
        case _:
            yield formula, sign


def _formulas(sheet: Sheet) -> Iterator[tuple[str, tuple[tuple[str, ...], Node]]]:
    """The functions that are told in numbers: the letter, and the formula with the letter where its number stood."""
    printed = _printed(sheet)
    for step in sheet.steps:
        for formula, in_numbers in zip(step.statement.parts[1:], step.statement.parts[2:], strict=False):
            match formula:
                case Unknown(function, (operand,)) if not _has_names(in_numbers) and number_of(in_numbers) is None:
                    number = number_of(operand)
                    numbers = printed.get(operand, set()) | ({number[0]} if number is not None else set())
                    meant = _with_letter(in_numbers, numbers)
                    if ARGUMENT in names_in(meant):
                        yield function, ((ARGUMENT,), elsewhere(meant))


def _printed(sheet: Sheet) -> Mapping[Node, set[float]]:
    """The numbers that each thing is given, or said to be."""
    return numbers_said((step.statement.parts[0], step.statement.parts[1:]) for step in sheet.steps)


def _with_letter(formula: Node, numbers: set[float]) -> Node:
    """A formula with the letter for each of some numbers; where one is raised, those of e^-1 alone: 1/(1 + e^-x)."""
    is_raised = any(_meant(exponent, numbers) is not None for exponent in exponents_of_e(formula))

    def walk(node: Node, raised: bool) -> Node:
        letter = _meant(node, numbers) if raised or not is_raised else None
        if letter is not None or not node.parts or number_of(node) is not None:
            return letter or node
        return node.with_parts(*(walk(part, raised or part in exponents_of_e(node)) for part in node.parts))

    return walk(formula, False)


def _meant(node: Node, numbers: set[float]) -> Node | None:
    """The letter for a number among some, or its negative."""
    number = number_of(node)
    if number is None or not {number[0], -number[0]} & numbers:
        return None
    return Name(ARGUMENT) if number[0] in numbers else Negative(Name(ARGUMENT))


def _said_of(told: Told) -> str:
    """What the report says of what was told so."""
    numbers = [f"{name} = {echo(number)}" for name, number in told.numbers.items()]
    formulas = [f"{name}({letters[0]}) = {echo(formula)}" for name, (letters, formula) in told.functions.items()]
    return f"took {', '.join([*numbers, *formulas])}, as the numbers that stand in their places tell"
