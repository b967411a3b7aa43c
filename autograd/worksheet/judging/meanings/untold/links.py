"""Claims that wait because nothing links what they speak of with what they are of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from autograd.worksheet.judging.meanings.untold.numbers_alone import cut_off, formulas_made, is_computed
from autograd.worksheet.judging.meanings.untold.unsettled import Found, Unsettled, slopes_in
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    Name,
    Node,
    Product,
    Unknown,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import PRIME
from autograd.worksheet.sheet.model import Sheet, Step, answered_once


def not_made_of(claim: Unsettled) -> Found | None:
    """A derivative by what is computed of the same names, and is written nowhere in what is differentiated."""
    match claim.nodes[0]:
        case Derivative(Name(top), (Name(by) | Index(Name(by)))) if not (claim.has_key or claim.has_numbers):
            behind = claim.samples.behind(top)
            made = next((each for each in claim.sheet.definitions() if each.name == by and not each.given), None)
            if made is None or by in behind or top in claim.samples.behind(by):
                return None
            used = set(names_in(made.formula)) - {*made.letters}
            if used and behind.issuperset(used):
                return f"{top} is not written with {by}: write it so, {top} = …", claim.verdict.kind
    return None


def of_what_goes_nowhere(claim: Unsettled) -> Found | None:
    """A derivative by what is computed and stands in no formula, or only in one that cannot be computed."""
    if claim.has_key:
        return None
    for top, by, behind in cut_off(claim.samples, claim.nodes):
        lost = next((each for each in _makers(claim.sheet).get(by, ()) if each in claim.samples.broken), None)
        if lost is not None:
            return claim.samples.broken[lost].said(lost), claim.verdict.kind
        told = next((each for each in _told_of_givens(claim.sheet).get(by, ()) if each in behind), None)
        if told is not None:
            return f"{told} is given in numbers, so that nothing depends on {by}: write {told} = … first", ""
        if by in _going_nowhere(claim.sheet) and is_computed(formulas_made(claim.sheet)[by]):
            return f"nothing says that {top} depends on {by}: write {by} where it is used", ""
    return None


def through_an_untold_name(claim: Unsettled) -> Found | None:
    """A derivative through a name that nothing tells, and of which another derivative is written: it is made of
    something. With ∂L/∂ŷ and ∂ŷ/∂s, L depends on s, whatever ŷ is.
    """
    if claim.has_key or claim.has_numbers:
        return None
    for top, by, behind in cut_off(claim.samples, claim.nodes):
        untold = next((name for name in _differentiated(claim.sheet) if name in (top, *behind) and name != by), None)
        if untold is not None:
            return f"nothing says what {untold} is made of: write {untold} = …", claim.verdict.kind
    return None


@answered_once
def _differentiated(sheet: Sheet) -> list[str]:
    """The names that nothing tells, of which derivatives are written."""
    slopes = (node for step in sheet.steps for part in step.statement.parts for node in slopes_in(part))
    tops = dict.fromkeys(name_of(slope.top) or "" for slope in slopes if name_of(slope.top) != name_of(slope.bottom))
    return [name for name in tops if name in sheet.free]


def of_what_is_not_linked(claim: Unsettled) -> Found | None:
    """A derivative of a loss that is known by its derivatives only: ∂L/∂F = E ∂L/∂P, beside P that is not written with
    F. As far as the sheet says, L is any function of both.
    """
    unlinked = {} if claim.has_key else _not_linked(claim.sheet)
    if not unlinked:
        return None
    for slope in (node for part in claim.nodes for node in slopes_in(part)):
        top, by = name_of(slope.top), name_of(slope.bottom)
        made = unlinked.get(top or "", ())
        name = next(
            (each for each in made if by is not None and (by == each or by in claim.samples.behind(each))), None
        )
        if name is not None:
            return f"nothing says what {top} has to do with {name}: write {name} where it is used", claim.verdict.kind
    return None


@answered_once
def _not_linked(sheet: Sheet) -> dict[str, list[str]]:
    """For each loss that is known by its derivatives only the computed names that it is any function of, beside others,
    though a formula says what its derivative by them is.
    """
    made = formulas_made(sheet)
    operands = {
        name: [each for each in names_in(part) if each in made and _is_computed_from_names(made[each])]
        for name, formula in made.items()
        for part in formula.inside()
        if isinstance(part, Unknown) and part.function == name and len(part.operands) > 1
    }
    found: dict[str, list[str]] = {}
    for step in sheet.steps if operands else ():
        match step.target:
            case Derivative(Name(top), (Name(by) | Index(Name(by)))) if by in operands.get(top, ()) and step.claims:
                if names_in(step.claims[0]):
                    found.setdefault(top, []).append(by)
    return found


def _is_computed_from_names(formula: Node) -> bool:
    return bool(names_in(formula)) and bool(formula.parts)


def of_one_example(claim: Unsettled) -> Found | None:
    """A derivative as one example has it, ∂L/∂b = p_i - y_i, where a line below has the sum of all: Σ_i (p_i - y_i).

    Not so where the one is said to be the other, ∂L/∂b = p_i - y_i = Σ_i (p_i - y_i).
    """
    target, formula = claim.nodes[:2]
    if claim.has_key or not isinstance(target, Derivative):
        return None
    known = claim.samples.base.floats
    letters = set(free_letters([formula], known)) - set(free_letters([target], known))
    for letter, step in _summed_below(claim.sheet).get(echo(target), ()):
        if letter in letters and step.line > claim.verdict.line and formula not in step.statement.parts:
            return f"it is of one example, and the sum of all stands in line {step.line}", claim.verdict.kind
    return None


@answered_once
def _summed_below(sheet: Sheet) -> dict[str, list[tuple[str, Step]]]:
    """The derivatives that are said to be sums, each with the letter of the sum and the statement."""
    found: dict[str, list[tuple[str, Step]]] = {}
    for step in sheet.steps:
        for part in step.claims if isinstance(step.target, Derivative) else ():
            for factor in part.factors if isinstance(part, Product) else (part,):
                if isinstance(factor, Fold) and factor.function == "sum":
                    found.setdefault(echo(step.target), []).append((factor.letter, step))
    return found


def at_an_untold_argument(claim: Unsettled) -> Found | None:
    """What is made of a slope at a name that nothing tells: in δ = (a - y) σ′(z), z is something, and no number of its
    own.
    """
    untold = _only_slopes_are_of(claim.sheet)
    if claim.has_key or not untold:
        return None
    found = next((name for name in _made_of(claim.sheet, claim.names()) if name in untold), None)
    return (f"nothing says what {found} is: write {found} = …", claim.verdict.kind) if found is not None else None


@answered_once
def _only_slopes_are_of(sheet: Sheet) -> frozenset[str]:
    """The names that nothing tells, and that stand in formulas only as what slopes of functions are taken at."""
    every: Counter[str] = Counter()
    at_slopes: Counter[str] = Counter()
    for node in (node for step in sheet.steps for part in step.statement.parts for node in part.inside()):
        match node:
            case Name(name):
                every[name] += 1
            case Call(function, operands) if function.endswith(PRIME):
                at_slopes.update(name for operand in operands if (name := _array_of(operand)))
    return frozenset(name for name, count in at_slopes.items() if name in sheet.free and count == every[name])


def _array_of(node: Node) -> str:
    """A name, or that of what an entry is of; "" for everything else."""
    return name_of(node.array if isinstance(node, Index) else node) or ""


def _made_of(sheet: Sheet, names: Iterable[str]) -> Iterator[str]:
    """Names, and what they are made of."""
    told = _formulas_of(sheet)
    waiting, met = list(names), set()
    while waiting:
        name = waiting.pop()
        if name not in met:
            met.add(name)
            yield name
            waiting += told.get(name, ())


@answered_once
def _formulas_of(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """The names in the formula of each name."""
    return {each.name: tuple(names_in(each.formula)) for each in sheet.definitions()}


def by_a_presumed_name(claim: Unsettled) -> Found | None:
    """A derivative by what only seems to be what a function is of: nothing that is right speaks of it."""
    named = [name for name in claim.names() if name in claim.sheet.presumed]
    if claim.has_key or not named:
        return None
    spoken_of = claim.spoken_of()
    name = next((name for name in named if name not in spoken_of), None)
    return (f"nothing says what {name} is: write {name} = …", claim.verdict.kind) if name is not None else None


@answered_once
def _makers(sheet: Sheet) -> dict[str, list[str]]:
    """The names that are defined with each name."""
    found: dict[str, list[str]] = {}
    for each in sheet.definitions():
        for name in names_in(each.formula):
            found.setdefault(name, []).append(each.name)
    return found


@answered_once
def _told_of_givens(sheet: Sheet) -> dict[str, list[str]]:
    """The givens that formulas are claimed of, by the names in these: y = [3, 5] beside y_i = w x_i + b."""
    given = {each.name for each in sheet.definitions() if each.given}
    found: dict[str, list[str]] = {}
    for step in sheet.steps:
        target = name_of(step.target)
        if step.definition is None and target in given:
            for name in (name for claim in step.claims for name in names_in(claim)):
                found.setdefault(name, []).append(target)
    return found


@answered_once
def _going_nowhere(sheet: Sheet) -> set[str]:
    """The names of which nothing is made but what goes nowhere itself; what is differentiated is an end."""
    ends = {name_of(node.top) for step in sheet.steps for part in step.statement.parts for node in slopes_in(part)}
    found: set[str] = set()
    for name in reversed(formulas_made(sheet)):
        if name not in ends and found.issuperset(_makers(sheet).get(name, ())):
            found.add(name)
    return found
