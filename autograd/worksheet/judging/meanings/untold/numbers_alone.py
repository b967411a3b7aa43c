"""Claims that wait because something is typed in numbers only: no names for them, no slopes through them."""

import re
from collections.abc import Collection, Iterable, Iterator

from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.digits import is_long, is_result
from autograd.worksheet.judging.meanings.untold.unsettled import Found, Unsettled, slopes_in
from autograd.worksheet.language.roles import is_called_loss, is_called_result
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    List,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Update,
    name_of,
    names_in,
)
from autograd.worksheet.sheet.model import ANY_NUMBER, Definition, Sheet, answered_once


def through_a_number(claim: Unsettled) -> Found | None:
    """A result that only its number is told of: who differentiates through it knows its formula."""
    if claim.has_key:
        return None
    formulas = _formulas_behind(claim)
    has_target = any(each.given and each.name in _TARGETS for each in claim.samples.definitions)
    for top, bottom, names in cut_off(claim.samples, formulas):
        behind = [each for each in claim.samples.definitions if each.name in {top, *names}]
        has_computed = any(not each.given for each in behind if each.name != top)
        for each in behind:
            if _is_result(each, has_target) and not (has_computed and _MAY_BE_LABEL.fullmatch(each.name)):
                return _only_a_number(claim, each.name, bottom)
    return None


_MAY_BE_LABEL = re.compile(r"y_?\d*")
"""Names of results that also labels have, which a network is held against."""

_TARGETS = ("t", "target", "label", "T", "y_true")
"""What labels are called where y is an output."""


def _is_result(definition: Definition, has_target: bool) -> bool:
    """Whether a number, or a list of numbers, is given for what people compute; a whole one beside a target."""
    is_called = is_called_result(definition.name) or is_called_loss(definition.name)
    parts = list(definition.formula.inside()) if definition.given and is_called else []
    are_numbers = all(isinstance(part, (Number, Negative, List)) for part in parts)
    return are_numbers and any(
        isinstance(part, Number) and (has_target or (part.half_unit > 0 and not part.number.is_integer()))
        for part in parts
    )


def in_numbers_only(claim: Unsettled) -> Found | None:
    """A derivative by what numbers may stand for: of y = 0.5*3, which depends on nothing as it is typed."""
    if claim.has_key:
        return None
    formulas = _formulas_behind(claim)
    for _, _, behind in cut_off(claim.samples, formulas):
        if (found := _typed_in_numbers(claim, behind)) is not None:
            return found
    return None


def _formulas_behind(claim: Unsettled) -> list[Node]:
    """What a claim is about, and the formulas of the names in it, and in these."""
    made, found = formulas_made(claim.sheet), dict.fromkeys(claim.names())
    todo = [*found]
    while todo:
        more = [name for name in names_in(made.get(todo.pop(), ANY_NUMBER)) if name not in found]
        found.update(dict.fromkeys(more))
        todo += more
    return [*claim.nodes, *(made[name] for name in found if name in made)]


def through_a_root(claim: Unsettled) -> Found | None:
    """A derivative by way of a number whose square is told how it is made: σ² = (1 + 0 + 1)/3, and σ = 0.8165."""
    slope = claim.nodes[0]
    top, bottom = (name_of(slope.top), name_of(slope.bottom)) if isinstance(slope, Derivative) else (None, None)
    if claim.has_key or top is None or bottom is None:
        return None
    made, behind = formulas_made(claim.sheet), claim.samples.behind(top)
    for each in claim.samples.definitions:
        if each.given and each.name in behind and f"{each.name}^2" in made:
            return _only_a_number(claim, each.name, bottom)
    return None


def _only_a_number(claim: Unsettled, name: str, bottom: str) -> Found:
    """That nothing but its number is told of a name that a derivative by `bottom` goes through."""
    why = f"{name} is a number, so that nothing tells how it depends on {bottom}"
    return f"{why}: write its formula, {name} = …", claim.verdict.kind


def after_new_values(claim: Unsettled) -> Found | None:
    """A number alone for what is typed in numbers only, below new values: with these it comes to what nothing tells."""
    name = name_of(claim.nodes[0])
    if claim.has_key or name is None or name not in _computed_in_numbers(claim.sheet):
        return None
    steps, line = claim.sheet.steps, claim.verdict.line
    has_moved = any(isinstance(step.statement, Update) and step.line < line for step in steps)
    is_alone = any(step.line == line and step.claims == (claim.nodes[1],) and step.definition is None for step in steps)
    return _typed_in_numbers(claim, (name,)) if has_moved and is_alone and is_result(claim.nodes[1]) else None


def _typed_in_numbers(claim: Unsettled, names: Collection[str]) -> Found | None:
    """That the first of some names that is computed from numbers alone is typed so, where one is."""
    name = next((name for name in _computed_in_numbers(claim.sheet) if name in names), None)
    why = f"{name} is typed in numbers only: write the names they stand for, {name} = …"
    return (why, claim.verdict.kind) if name is not None else None


def through_what_is_in_numbers(claim: Unsettled) -> Found | None:
    """A derivative that is added up by way of a name that is typed in numbers only: ∂L/∂σ² 2 (x - μ)/m, beside
    σ² = (1² + 0² + 1²)/3, which depends on nothing as it is typed.
    """
    slope, *formulas = claim.nodes
    if claim.has_key or not isinstance(slope, Derivative):
        return None
    slopes = (each for part in formulas for each in slopes_in(part) if each.top == slope.top)
    names = {name for each in slopes for name in names_in(each.bottom)} - {*names_in(slope.bottom)}
    return _typed_in_numbers(claim, names)


def partly_in_numbers(claim: Unsettled) -> Found | None:
    """A derivative through a formula in which some numbers were read as names, and long ones are left: of what they are
    made, nothing tells.
    """
    if claim.has_key:
        return None
    left = _with_numbers_left(claim.sheet)
    if not left:
        return None
    tops = (name_of(node.top) for part in claim.nodes for node in slopes_in(part))
    behind = {name for top in tops if top is not None for name in (top, *claim.samples.behind(top))}
    name = next((name for name in left if name in behind), None)
    why = f"{name} has numbers in it that may stand for names: write {name} = … with these"
    return (why, claim.verdict.kind) if name is not None else None


def beside_what_is_differentiated(claim: Unsettled) -> Found | None:
    """A slope right at the numbers given, by a number that nothing links with it: p = 7 beside L = (w x - t)^2."""
    slope, formula = claim.nodes[:2]
    top = name_of(slope.top) if isinstance(slope, Derivative) else None
    if claim.has_key or top is None or claim.verdict.verdict != verdicts.VALUE:
        return None
    samples = claim.samples
    linked = samples.behind(top)
    if linked == {top}:  # a function of its letters
        return None
    ours = sorted({each for name in names_in(formula) for each in samples.behind(name)} - linked)
    name = next((each for each in ours if not samples.used_by(each)), None)
    why = f"nothing says what {name} has to do with {top}: write what it is made of, {name} = …"
    return (why, claim.verdict.kind) if name is not None else None


@answered_once
def _with_numbers_left(sheet: Sheet) -> list[str]:
    """The names whose formula was read with names for some of its numbers, and has long numbers besides."""
    said = {match[1] for each in sheet.said if (match := _READ_ANEW.match(each))}
    return [
        name
        for name, formula in formulas_made(sheet).items()
        if name in said and any(_is_rounded(part) and is_long(part) for part in formula.inside())
    ]


_READ_ANEW = re.compile(r"read (\S+) = ")


def cut_off(samples: Samples, formulas: Iterable[Node]) -> Iterator[tuple[str, str, Collection[str]]]:
    """The derivatives in formulas by what nothing leads to: of what, by what, and the names that do lead to it."""
    for node in (part for formula in formulas for part in formula.inside()):
        top, bottom = (name_of(node.top), name_of(node.bottom)) if isinstance(node, Derivative) else (None, None)
        if top is not None and bottom is not None and bottom not in (behind := samples.behind(top)):
            yield top, bottom, behind


@answered_once
def formulas_made(sheet: Sheet) -> dict[str, Node]:
    """The formula that defines each name."""
    return {each.name: each.formula for each in sheet.definitions()}


@answered_once
def _computed_in_numbers(sheet: Sheet) -> list[str]:
    """The names that are computed from numbers alone, in the order of their definitions."""
    return [name for name, made in formulas_made(sheet).items() if sheet.in_numbers(made) and is_computed(made)]


def is_computed(formula: Node) -> bool:
    """Whether something in numbers is more than a fraction of whole numbers."""
    return any(
        isinstance(node, (Sum, Call, Power))
        or (isinstance(node, Product) and (node.signs.count("*") > 1 or any(map(_is_rounded, node.factors))))
        for node in formula.inside()
    )


def _is_rounded(node: Node) -> bool:
    """Whether something is a number with digits behind the point."""
    return isinstance(node, Number) and "." in node.typed and not node.number.is_integer()
