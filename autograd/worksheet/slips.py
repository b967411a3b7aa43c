"""Mistakes on the graph that give a number: what it would be under each, held against what was written."""

from collections.abc import Iterator, Sequence

from autograd.notation import figure
from autograd.worksheet.arrays import entries
from autograd.worksheet.candidates import counting, is_own_slope
from autograd.worksheet.cases import REL, Case
from autograd.worksheet.echo import echo
from autograd.worksheet.evaluation import Exhausted
from autograd.worksheet.kinks import closed_relus, other_sides, without_effect
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.layers import Layer
from autograd.worksheet.readings import entries_by_name
from autograd.worksheet.settings import FAULTS, Setting
from autograd.worksheet.ways import paths_left_out

LEAST_DIGITS = 2
"""A number of so few digits may equal anything: two explanations are none."""


def slips(case: Case, past: Sequence[Setting]) -> Iterator[tuple[str, str]]:
    """The mistakes that give exactly the number written: first those of handling, then other numbers of the sheet."""
    found = _written(case)
    if found is None:
        return
    claim, half, truth, typed = found

    def gives(number: float) -> bool:
        return abs(claim - number) <= half + REL * max(abs(claim), abs(number)) and abs(number) > half

    kinks = [*closed_relus(case), *other_sides(case)]
    if kinks:
        yield "mask", kinks[0]
        return
    plain = list(_handling(case, claim, half, truth, typed, past))
    yield from plain
    digits = _digits(typed)
    if plain and digits > LEAST_DIGITS:
        return
    for cause in () if plain else without_effect(case):
        yield "zero", cause
        return
    if case.target.kind == "derivative":
        top, bottom = (echo(part) for part in case.target.parts)
        of_bottom = bottom.partition("[")[0]
        own = "" if is_own_slope(case) else top
        for node, number in entries_by_name(case.setting.base) if typed else ():  # nobody copies 0.5 as 1/2
            if abs(number) == 1 and echo(node).partition("[")[0] != of_bottom:
                continue  # a 1 is met everywhere: it tells nothing
            if gives(number):
                yield "forward", f"{figure(number)} is the value of {echo(node)}, not the gradient d{top}/d{bottom}"
        for node, number in entries_by_name(case.setting.base):
            if number and echo(node) != own and gives(truth / number):
                yield "factor", f"the factor {echo(node)} is forgotten"
        if not half or digits > LEAST_DIGITS:
            for node, number in _parts(case):
                if number and abs(abs(number) - 1) > REL and gives(truth / number):
                    yield "factor", f"the factor {echo(node, 2)} is forgotten"
        if not half:
            for node, number in entries_by_name(case.setting.base, arrays_too=False):
                if number and echo(node) != own and abs(abs(number) - 1) > REL and gives(truth * number):
                    yield "factor", f"the factor 1/{echo(node)} is forgotten"
        elif digits > LEAST_DIGITS:
            for node in counting(case):
                number = case.setting.base.floats[node.value] if node.kind == "name" else node.value[0]
                if number and abs(number) not in (0.5, 1, 2) and gives(truth * number):
                    yield "mean", f"the factor 1/{echo(node, 4)} is forgotten"


def is_telling(case: Case) -> bool:
    """Whether the number written has so many digits that nothing else is likely to give it."""
    found = _written(case)
    return found is not None and _digits(found[3]) > LEAST_DIGITS


def _digits(typed: str) -> int:
    return len(typed.replace(".", "").replace("-", "").strip("0"))


def _written(case: Case) -> tuple[float, float, float, str] | None:
    """The one number written, half a unit of its last digit, the truth, and the number as typed."""
    base = case.setting.base
    node = case.formula
    typed = ""
    if node.kind == "negative" and node.parts[0].kind == "number":
        node, typed = node.parts[0], "-"
    if len(case.chosen) != 1:
        return None
    if node.kind != "number":
        if any(part.kind == "number" and part.value[1] for part in node.inside()):
            return None
        half, written = 0.0, ""
    else:
        half, written = float(node.value[1]), node.value[2]
    truths = entries(case.truths(base)[0])
    claims = entries(case.claimed(base)[0])
    if len(truths) != 1 or len(claims) != 1 or isinstance(truths[0], Layer) or isinstance(claims[0], Layer):
        return None
    return float(claims[0]), half, float(truths[0]), typed + written


def _parts(case: Case) -> Iterator[tuple[Node, float]]:
    """Sums in the sheet's definitions, with what they are at the givens."""
    formula = case.setting.base.formula(case.text)
    known = case.setting.base.floats
    for definition in case.setting.definitions:
        for node in () if definition.given else definition.formula.inside():
            if node.kind == "sum" and set(names_in(node)) <= set(known):
                try:
                    found = entries(formula.value(node))
                except Exhausted:
                    raise
                except FAULTS:
                    continue
                if len(found) == 1 and not isinstance(found[0], Layer):
                    yield node, float(found[0])


def _handling(
    case: Case, claim: float, half: float, truth: float, typed: str, past: Sequence[Setting]
) -> Iterator[tuple[str, str]]:
    """Mistakes that need no other number than the right one, or the graph as a whole."""

    def gives(number: float) -> bool:
        return abs(claim - number) <= half + REL * max(abs(claim), abs(number)) and abs(number) > half

    if truth and gives(-truth):
        yield "sign", "a lost sign"
    if gives(2 * truth) or gives(truth / 2):
        yield "half", f"a factor {'1/2' if gives(2 * truth) else '2'} is missing"
    for power in (-3, -2, -1, 1, 2, 3):
        if gives(truth * 10.0**power):
            yield "arithmetic", f"the decimal point slipped: a factor of {figure(10.0 ** abs(power))}"
    units = truth / (2 * half) if half else 0.0
    if half and abs(claim - truth) <= 2.5 * half and 20 * half < abs(truth) and abs(units - round(units)) > 1e-6:
        yield "arithmetic", "rounded badly in the last digit"
    right = figure(truth, 6).replace("−", "-")
    if typed and sorted(typed) == sorted(right[: len(typed)]) and typed != right[: len(typed)]:
        yield "arithmetic", "two digits changed places"
    for cause in paths_left_out(case) if typed else ():
        yield "path", cause
    for setting in past:
        try:
            stale = setting.base.formula(case.text, case.chosen[0]).value(case.target)
        except FAULTS:
            continue
        if len(entries(stale)) == 1 and gives(float(stale)) and not gives(truth):
            yield "stale", "it is the value before the update"
