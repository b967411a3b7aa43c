"""Claims about functions of which nothing is known: chain rules are judged, a form taken for granted is not."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.edits import paths, replaced
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Name, Node, Product, Unknown, name_of, names_in
from autograd.worksheet.language.vocabulary import PRIME
from autograd.worksheet.sheet.unknown import UPSTREAM

MOST_SLOPES, MOST_PLACES = 3, 24
"""Slopes, and places in a formula, where such a factor may be missing."""

MISSING = ("factor", "local")
"""Kinds of causes that a formula has which leaves out the slope of an unknown function."""


def unknown_in(claim: Claim) -> str:
    """The unknown function that what a claim is about depends on; "" if it depends on none.

    A number is compared where numbers are told of the derivatives of a loss.
    """
    found = (name for node in _outermost(claim.target) for name in _between(claim.samples, node))
    return next((name for name in found if not (claim.is_numeric and is_told(claim.samples, name))), "")


def stranger_in(claim: Claim) -> str:
    """An unknown function in a formula that nothing is defined with; "" if there is none."""
    known = {each for name in claim.samples.formula_of for each in _functions(claim.samples, name)}
    called = (node.function.rstrip(PRIME) for node in claim.formula.inside() if isinstance(node, Unknown))
    return next((name for name in called if name not in known), "")


def is_told(samples: Samples, name: str) -> bool:
    """Whether numbers are told of all derivatives that a loss is known by."""
    formula = samples.formula_of.get(name)
    return formula is not None and not formula.has(Unknown)


def _outermost(node: Node) -> Iterator[Node]:
    """The derivatives in a formula, and the names outside of these."""
    if isinstance(node, Derivative) or name_of(node) is not None:
        yield node
        return
    for part in node.parts:
        yield from _outermost(part)


def speaks_of_unknown(claim: Claim) -> bool:
    """Whether a formula takes an unknown function as it is: by its derivatives, or called."""
    return _speaks(claim.samples, claim.formula, frozenset())


def _speaks(samples: Samples, formula: Node, met: frozenset[str]) -> bool:
    """Whether a formula has an unknown function or a derivative through one in it, or a name made from such."""
    for node in formula.inside():
        match node:
            case Unknown():
                return True
            case Derivative() if any(True for _ in _between(samples, node)):
                return True
            case Name(name) if name not in met and name not in samples.own_names and name in samples.formula_of:
                if _speaks(samples, samples.formula_of[name], met | {name}):
                    return True
    return False


def is_primed(claim: Claim, name: str) -> bool:
    """Whether the sheet uses the slope of an unknown function, so that none of its own is meant."""
    return any(function.startswith(name + PRIME) for function in claim.samples.unknown_calls)


def slope_left_out(claim: Claim, name: str) -> Node | None:
    """The slope of an unknown function, as the sheet writes it, that a formula is right with as one more factor."""
    written = claim.samples.unknown_calls.get(name + PRIME, ())
    slopes = dict.fromkeys(replace(node, column=0, length=0) for node in written)
    places = list(islice(paths(claim.formula), MOST_PLACES))
    for slope in list(slopes)[:MOST_SLOPES]:
        for path, node in places:
            mended = replaced(claim.formula, path, Product((node, slope), "**"))
            if claim.with_formula(mended).holds_everywhere():
                return slope
    return None


def what_is_missing(claim: Claim, name: str) -> str:
    """What to write so that a claim about an unknown function can be judged."""
    calls = claim.samples.unknown_calls
    written = [part for function in calls if function.rstrip(PRIME) == name for part in calls[function][:1]]
    written += [
        part for part in claim.formula.inside() if isinstance(part, Unknown) and part.function.rstrip(PRIME) == name
    ]
    call = echo(written[0]).replace(PRIME, "") if written else ""
    if name in claim.samples.own_names or not call:
        return f"{name} is known by its derivatives only: a formula without them waits until it is defined, {name} = …"
    return f"nothing is said of {name}: what takes its form for granted waits for a formula, {call} = …"


def _between(samples: Samples, node: Node) -> Iterator[str]:
    """The unknown functions between what a derivative is of and by, or behind a name."""
    if isinstance(node, Derivative):
        top, bottom = (name_of(part) or "" for part in node.parts)
        for name in sorted(samples.behind(top)):
            if bottom in samples.behind(name) and bottom != name:
                yield from _functions(samples, name, bottom)
    elif (named := name_of(node)) is not None:
        for each in sorted(samples.behind(named)):
            yield from _functions(samples, each)
            formula = samples.formula_of.get(each)
            for slope in formula.inside() if formula is not None else ():
                if isinstance(slope, Derivative):
                    yield from _between(samples, slope)


def _functions(samples: Samples, name: str, by: str = "") -> Iterator[str]:
    """The unknown functions in a name's own formula; of what another name is behind, where that is given."""
    formula = samples.formula_of.get(name)
    for node in formula.inside() if formula is not None else ():
        if isinstance(node, Unknown):
            operands = names_in(node)
            if not by or not operands or any(by in samples.behind(each) or by == each for each in operands):
                yield node.function.rstrip(PRIME)
    if formula is not None and any(each.startswith(UPSTREAM) for each in names_in(formula)):
        yield name
