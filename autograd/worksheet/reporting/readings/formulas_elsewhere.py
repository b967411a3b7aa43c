"""Formulas that stand elsewhere on a sheet: said of a name later, named later as a part, or of a result's likes."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from autograd.engine.codegen.python import OPS
from autograd.worksheet.evaluation.tolerances import agree, is_printed_as
from autograd.worksheet.judging.digits import is_result
from autograd.worksheet.language.edits import in_one_order, named, number_of, plain, with_name_for
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    List,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Sum,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS
from autograd.worksheet.reporting.readings.put_in.numbers_put_in import is_new_value
from autograd.worksheet.sheet.model import Definition, Sheet, Step, definition_of
from autograd.worksheet.sheet.reading.meaning import elsewhere
from autograd.worksheet.sheet.unknown import names_behind


def has_parts_to_name(sheet: Sheet) -> bool:
    """Whether a formula that has a name is part of another one: each formula is looked at once."""
    own = {
        each.name: in_one_order(each.formula) for each in sheet.definitions() if each.is_computed and each.formula.parts
    }
    if len(own) < 2:
        return False
    parts = Counter(part for formula in own.values() for part in set(formula.inside()))
    return any(parts[formula] > 1 for formula in own.values())


def formulas_later(sheet: Sheet) -> dict[int, Step]:
    """The places of steps that define a name by numbers only, each with the step below that says what it is made of.

    E = (1/3)(0.25 + 0.01) and below it E = mean(e^2), of names that are defined before the first. Where only a number
    is told, the formula stands above it: the lines were put in order.
    """
    found: dict[int, Step] = {}
    waiting: dict[int, tuple[Step, set[str]]] = {}
    before: set[str] = set()
    for place, step in enumerate(sheet.steps):
        first = step.definition
        if first is not None:
            if _is_in_numbers(first, sheet) and not is_new_value(first, sheet):
                waiting[place] = step, set(before)
            before.add(first.name)
        elif step.claims and (names := names_in(step.claims[0])):
            for above, (other, known) in list(waiting.items()):
                if other.target == step.target:
                    del waiting[above]
                    is_given = is_result(other.statement.parts[1]) and step.line >= other.line
                    found.update({above: step} if known.issuperset(names) and not is_given else {})
    return found


def _is_in_numbers(definition: Definition, sheet: Sheet) -> bool:
    """Whether a name is defined by numbers only, or by its entries, each of which is: Y[0,0] = 1*2 + 3*1."""
    if sheet.in_numbers(definition.formula):
        return True
    names = set(names_in(definition.formula))
    entries = [each for each in sheet.definitions() if each.name in names]
    return (
        isinstance(definition.formula, List)
        and len(entries) == len(names)
        and all(each.name.startswith(f"{definition.name}[") and sheet.in_numbers(each.formula) for each in entries)
    )


def with_later_formulas(sheet: Sheet) -> Sheet:
    """The sheet with names defined by the formula said of them later, where the first has numbers only."""
    known = {each.name for each in sheet.definitions()}
    later = formulas_later(sheet)
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        if place in later:
            other = later[place]
            statement = replace(other.statement, parts=(other.statement.parts[0], other.claims[0]))
            steps.append(Step(other.line, statement, definition_of(statement, other.line, known), ()))
            made_here = names_in(step.statement.parts[1])  # the list of its entries says nothing else of it
            step = replace(step, definition=None, claims=step.claims if made_here else step.statement.parts[1:])
        steps.append(step)
    return replace(sheet, steps=steps)


def with_formulas_below(sheet: Sheet, lines: Mapping[str, int]) -> Sheet:
    """The sheet with names defined where a formula is first said of them again, below these `lines` of theirs."""
    known = {each.name for each in sheet.definitions()}
    left = dict(lines)
    steps: list[Step] = []
    for step in sheet.steps:
        name = step.name
        if lines.get(name) == step.line:
            continue
        if name in left and step.definition is not None:  # which stands before these lines where they were put in order
            del left[name]
        if name in left and isinstance(step.target, Name) and step.claims:
            del left[name]
            step = replace(step, definition=definition_of(step.statement, step.line, known), claims=step.claims[1:])
        steps.append(step)
    return replace(sheet, steps=steps)


def formulas_in_stages(sheet: Sheet) -> dict[int, int]:
    """The places of steps that define a name, each with the step below that says it again, in names defined between.

    J = 1/2 (w x - y)^2, and then c = w x, d = c - y, J = 1/2 d^2; nothing between uses the name.
    """
    found: dict[int, int] = {}
    waiting: dict[str, tuple[int, set[str]]] = {}  # where each name is defined, and what is defined below that
    for place, step in enumerate(sheet.steps):
        definition = step.definition
        if definition is None:
            name = step.name if isinstance(step.target, Name) and step.claims else ""
            above, between = waiting.get(name, (place, set()))
            if above < place and between.intersection(names_in(step.claims[0])):
                found[above] = place
                del waiting[name]
            continue
        for name in names_in(definition.formula):
            waiting.pop(name, None)
        if definition.is_computed:
            for _, between in waiting.values():
                between.add(definition.name)
            waiting[definition.name] = place, set()
    return found


def with_stages(sheet: Sheet) -> Sheet:
    """The sheet with names defined by the formula said of them last, in stages; the first is claimed of them then."""
    known = {each.name for each in sheet.definitions()}
    stages = formulas_in_stages(sheet)
    wholes = {below: sheet.steps[above] for above, below in stages.items()}
    steps: list[Step] = []
    for place, step in enumerate(sheet.steps):
        if place in stages:
            continue
        if place in wholes:
            whole = wholes[place]
            made = definition_of(step.statement, step.line, known)
            steps.append(replace(step, definition=made, claims=step.statement.parts[2:]))
            step = replace(whole, definition=None, claims=whole.statement.parts[1:])
        steps.append(step)
    return replace(sheet, steps=steps)


def asked_of_stages(sheet: Sheet) -> dict[str, set[str]]:
    """The names with a formula of their own that are differentiated by names computed below it, and these names."""
    computed = {each.name: each.line for each in sheet.definitions() if each.is_computed}
    found: dict[str, set[str]] = {}
    for step in sheet.steps:
        match step.target:
            case Derivative(Name(top), Name(bottom)) if top in computed and bottom in computed:
                if computed[top] < computed[bottom]:
                    found.setdefault(top, set()).add(bottom)
    return found


def with_wholes_of_stages(sheet: Sheet, values: Mapping[str, Any]) -> Sheet | None:
    """The sheet with names told in one formula made of the last of their stages, where that comes to the same.

    f = x^2 y + 2, and then a = x x, b = a y, c = b + 2: df/da is asked of c. None if there is no such name.
    """
    made = {each.name: each for each in sheet.definitions() if not (each.given or each.is_derivative)}
    ends: dict[str, str] = {}
    used = {name for each in made.values() for name in names_in(each.formula)}
    behind = {name: names_behind(name, made) for name in made if name not in used}
    for top, bottoms in asked_of_stages(sheet).items():
        for name, stages in behind.items():
            is_end = made[name].line > made[top].line and top not in stages
            if is_end and bottoms <= {name, *stages} and _is_same(values.get(name), values.get(top)):
                ends[name] = top
    if not ends:
        return None
    known = {each.name for each in sheet.definitions()}
    wholes = {step.name: step for step in sheet.steps if step.definition is not None and step.name in ends.values()}
    steps: list[Step] = []
    for step in sheet.steps:
        if step.definition is not None and step.name in ends.values():
            continue
        steps.append(step)
        if step.definition is not None and step.name in ends:
            whole = wholes[ends[step.name]]
            statement = replace(whole.statement, parts=(whole.target, named(step.name)))
            steps.append(Step(step.line, statement, definition_of(statement, step.line, known), ()))
            steps.append(replace(whole, definition=None, claims=whole.statement.parts[1:]))
    return replace(sheet, steps=steps)


def _is_same(one: Any, other: Any) -> bool:
    """Whether two values are numbers, and the same."""
    return isinstance(one, float) and isinstance(other, float) and agree(one, other)


def with_parts_named(sheet: Sheet) -> Sheet | None:
    """The sheet with the names it gives later to parts of formulas above: y = v relu(w x), h = relu(w x), dy/dh = v.

    None if there are none.
    """
    steps, said = list(sheet.steps), []
    known = {each.name for each in sheet.definitions()}

    @cache
    def parts_of(formula: Node) -> frozenset[Node]:
        return frozenset(in_one_order(formula).inside())

    for step in sheet.steps:
        part = step.definition
        if part is None or part.given or part.is_derivative or part.letters or len(part.formula.parts) < 1:
            continue
        whole = in_one_order(part.formula)
        place = next(
            (
                at
                for at, each in enumerate(steps)
                if each.definition is not None
                and not each.definition.given
                and each.definition.name != part.name
                and whole in parts_of(each.definition.formula)
            ),
            None,
        )
        own = next((at for at, each in enumerate(steps) if each is step), None)  # none where it has a name in it by now
        if place is None or own is None or own < place:
            continue
        steps.insert(place, steps.pop(own))
        for at in range(place + 1, len(steps)):
            each = steps[at]
            if each.definition is None or each.definition.given:
                continue
            formula = with_name_for(each.definition.formula, whole, part.name, in_one_order)
            if formula is not each.definition.formula:
                said.append(f"read {each.definition.name} = {echo(each.definition.formula)} as {echo(formula)}")
                steps[at] = each.defined_by(formula, known)
    return replace(sheet, steps=steps, said=[*sheet.said, *said]) if said else None


def arguments_in_numbers(sheet: Sheet) -> list[Definition]:
    """What is computed in numbers, is in no formula, and yet differentiated by: z = 0.5*2 beside h = tanh(w x)."""
    used = {name for each in sheet.definitions() for name in names_in(each.formula)}
    below = {
        name_of(node.bottom)
        for step in sheet.steps
        for part in step.statement.parts
        for node in part.inside()
        if isinstance(node, Derivative)
    }
    return [
        each
        for each in sheet.definitions()
        if each.name in below - used and not is_result(each.formula) and sheet.in_numbers(each.formula)
    ]


def with_arguments_named(
    sheet: Sheet, values: Mapping[str, Any], value_of: Callable[[Node], float | None]
) -> Sheet | None:
    """The sheet with such names for what one function is called with, which comes to the same; None if there are none.

    `values` are what names come to, and `value_of` tells it of a formula.
    """
    known = {each.name for each in sheet.definitions()}
    arguments = {
        plain(operand): operand
        for each in sheet.definitions()
        for call in each.formula.inside()
        if isinstance(call, Call) and len(call.operands) == 1 and call.function in OPS
        for operand in call.operands
        if isinstance(operand, (Sum, Product)) and names_in(operand)
    }
    found: dict[str, Node] = {}
    for each in arguments_in_numbers(sheet):
        value = values.get(each.name)
        fits = [
            operand for operand in arguments.values() if isinstance(value, float) and is_same(value, value_of(operand))
        ]
        if len(fits) == 1 and fits[0] not in found.values():
            found[each.name] = fits[0]
    if not found:
        return None
    return with_parts_named(
        sheet.redefined(
            lambda step: (
                step.defined_by(elsewhere(found[step.name]), known)
                if step.definition is not None and step.name in found
                else step
            )
        )
    )


def is_same(value: float, other: float | None) -> bool:
    """Whether two numbers are the same but for what is rounded on the way."""
    return other is not None and agree(value, other, ROUNDED_ON_THE_WAY)


ROUNDED_ON_THE_WAY = 1e-3
"""What may be lost of a number that is computed from rounded ones."""


def with_likewise(sheet: Sheet, values: Mapping[str, Any] | None = None) -> Sheet | None:
    """The sheet with the formula of another of its kind for a result: a2 = 0.269 beside a1 = exp(s1)/(exp(s1)+exp(s2)).

    The numbers of the two stand for each other in all names of the formula. With `values`, what the names come to so
    read, only where the result comes out; None if there are none.
    """
    formulas = {each.name: each.formula for each in sheet.definitions() if not each.given and not each.is_derivative}
    known = {*CONSTANTS}
    steps, said = [], []
    for step in sheet.steps:
        definition = step.definition
        result = number_of(definition.formula) if definition is not None else None
        if definition is not None and result is not None and len(_digits(definition.formula)) >= FEWEST_DIGITS:
            value = (values or {}).get(definition.name, result[0])
            formula = next(_likewise(definition.name, formulas, known), None)
            if formula is not None and isinstance(value, float) and is_printed_as(value, *result):
                said.append(f"read {definition.name} as {echo(formula)}, which comes to that")
                formulas[definition.name] = formula
                parts = (step.statement.parts[0], formula, *step.statement.parts[1:])
                statement = replace(step.statement, parts=parts)
                made = definition_of(statement, step.line, known)
                step = replace(step, statement=statement, definition=made, claims=parts[2:])
        if definition is not None:
            known.add(definition.name)
        steps.append(step)
    return replace(sheet, steps=steps, said=[*sheet.said, *said]) if said else None


FEWEST_DIGITS = 3
"""Digits of a result that is no chance."""


def _digits(formula: Node) -> str:
    """The digits of a number that count, as it is typed."""
    number = formula.operand if isinstance(formula, Negative) else formula
    return re.sub(r"\D|e.*", "", number.typed).lstrip("0") if isinstance(number, Number) else ""


def _likewise(name: str, formulas: Mapping[str, Node], known: set[str]) -> Iterator[Node]:
    """The formulas of names that differ from this one by a number or a letter below, made its own; of known names."""
    for other, formula in formulas.items():
        differing = [pair for pair in zip(other, name, strict=False) if pair[0] != pair[1]]
        if len(other) != len(name) or len(set(differing)) != 1:
            continue
        swap = _swap(*differing[0])
        if swap(other) == name:
            made = _swapped(formula, swap)
            if known.issuperset(names_in(made)):
                yield made


def _swap(one: str, two: str) -> Callable[[str], str]:
    """Puts two numbers in names in each other's place, or two letters that stand below: out_h1 and outo1."""
    if one.isdecimal() and two.isdecimal():
        return lambda name: name.translate(str.maketrans(one + two, two + one))
    below = re.compile(rf"(?<=_)[{re.escape(one + two)}](?=[0-9]*$)|(?<=[a-z])[{re.escape(one + two)}](?=[0-9]+$)")
    return lambda name: below.sub(lambda found: two if found[0] == one else one, name)


def _swapped(formula: Node, swap: Callable[[str], str]) -> Node:
    """A formula with other numbers or letters in its names, which nobody typed."""
    made = formula.with_parts(*(_swapped(part, swap) for part in formula.parts)) if formula.parts else formula
    made = replace(made, column=0, length=0)
    return replace(made, name=swap(made.name)) if isinstance(made, Name) else made
