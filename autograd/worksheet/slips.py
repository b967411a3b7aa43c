"""Mistakes on the graph that give a number: what it would be under each, held against what was written."""

from collections.abc import Iterator, Sequence

from autograd.generated import Value
from autograd.graph import sorted_graph
from autograd.notation import figure
from autograd.slopes import local_slope
from autograd.worksheet.arrays import entries
from autograd.worksheet.cases import REL, Case
from autograd.worksheet.echo import echo
from autograd.worksheet.evaluation import Exhausted, Formula
from autograd.worksheet.language import Node, names_in
from autograd.worksheet.layers import Layer
from autograd.worksheet.points import Entry, Point
from autograd.worksheet.readings import entries_by_name
from autograd.worksheet.settings import FAULTS, Setting
from autograd.worksheet.sweeps import gradients

MOST_ENTRIES = 12
"""Entries of a list that paths are followed through."""

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

    plain = list(_handling(case, claim, half, truth, typed, past))
    yield from plain
    digits = len(typed.replace(".", "").replace("-", "").strip("0"))
    if plain and digits > LEAST_DIGITS:
        return
    if case.target.kind == "derivative":
        top, bottom = (echo(part) for part in case.target.parts)
        of_bottom = bottom.partition("[")[0]
        for node, number in entries_by_name(case.setting.base) if typed else ():  # nobody copies 0.5 as 1/2
            if abs(number) == 1 and echo(node).partition("[")[0] != of_bottom:
                continue  # a 1 is met everywhere: it tells nothing
            if gives(number):
                yield "forward", f"{figure(number)} is the value of {echo(node)}, not the gradient d{top}/d{bottom}"
        for node, number in entries_by_name(case.setting.base):
            if number and gives(truth / number):
                yield "factor", f"the factor {echo(node)} is forgotten"
        if not half or digits > LEAST_DIGITS:
            for node, number in _parts(case):
                if number and abs(abs(number) - 1) > REL and gives(truth / number):
                    yield "factor", f"the factor {echo(node, 3)} is forgotten"
        if not half:
            for node, number in entries_by_name(case.setting.base, arrays_too=False):
                if number and abs(abs(number) - 1) > REL and gives(truth * number):
                    yield "factor", f"the factor 1/{echo(node)} is forgotten"


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
    if half and abs(claim - truth) <= 2.5 * half and 20 * half < abs(truth):
        yield "arithmetic", "rounded badly in the last digit"
    right = figure(truth, 6).replace("−", "-")
    if typed and sorted(typed) == sorted(right[: len(typed)]) and typed != right[: len(typed)]:
        yield "arithmetic", "two digits changed places"
    if open_masks(case):
        yield "mask", "a relu counts as open that is closed here"
    for cause in paths_left_out(case) if typed else ():
        yield "path", cause
    for setting in past:
        try:
            stale = setting.base.formula(case.text, case.chosen[0]).value(case.target)
        except FAULTS:
            continue
        if len(entries(stale)) == 1 and gives(float(stale)) and not gives(truth):
            yield "stale", "it is the value before the update"


def open_masks(case: Case) -> bool:
    """Whether a claimed derivative is right if every relu counts as open."""
    if case.target.kind != "derivative":
        return False
    points = [case.setting.base] if case.is_numeric else [case.setting.base, *case.setting.near]
    try:
        return all(_as_claimed(case, point, _opened(case, point)) for point in points)
    except FAULTS:
        return False


def _opened(case: Case, point: Point) -> list[list[float]]:
    """The derivatives claimed, with every relu open."""
    found = []
    for letters in case.chosen:
        formula = point.formula(case.text, letters)
        (top, tops, _), (bottom, bottoms, _) = (point.entry_places(formula, part) for part in case.target.parts)
        found.append(
            [
                gradients(point.node((top, i)), point.work, {}, open_masks=True).get(id(point.node((bottom, j))), 0.0)
                for i in tops
                for j in bottoms
            ]
        )
    return found


def _as_claimed(case: Case, point: Point, numbers: list[list[float]]) -> bool:
    """Whether the claim gives these numbers, within the digits printed at the givens; none are no numbers it gives."""
    if not numbers:
        return False
    if case.is_numeric:
        pairs = [case.printed(letters) for letters in case.chosen]
    else:
        pairs = [(claim, None) for claim in case.claimed(point)]
    for (claim, off), wanted in zip(pairs, numbers, strict=True):
        found = entries(claim)
        reach = entries(off) if off is not None else [0.0] * len(found)
        if len(found) != len(wanted):
            return False
        for x, y, far in zip(found, wanted, reach, strict=True):
            if abs(x - y) > far + REL * max(abs(x), abs(y)) or (not y and not case.is_numeric and x):
                return False
    return True


def paths_left_out(case: Case) -> Iterator[str]:
    """Ways from the target's top to its bottom that a claim leaves out."""
    if case.target.kind != "derivative":
        return
    points = [case.setting.base] if case.is_numeric else [case.setting.base, *case.setting.near]
    try:
        ways = [_ways(case, point) for point in points]
        for label in ways[0][0] if ways and ways[0] and len(ways[0][0]) > 1 else ():
            if all(
                _as_claimed(case, point, [[sum(each.values()) - each.get(label, 0.0)] for each in way])
                and any(each.get(label) for each in way)
                for point, way in zip(points, ways, strict=True)
            ):
                yield f"the path through {label} is left out"
        if not case.is_numeric:
            for name in case.setting.base.graph:
                if all(_as_claimed(case, point, _without(case, point, name)) for point in points):
                    yield f"the path through {name} is left out"
            for term in _terms(case):
                if all(_as_claimed(case, point, _without_term(case, point, term)) for point in points):
                    yield f"the term {echo(term)} of {echo(case.target.parts[0])} is left out"
    except FAULTS:
        return


def _places(case: Case, point: Point) -> Iterator[tuple[dict[str, int], list[tuple[Entry, Entry]]]]:
    """For each choice of places, the entries a claimed derivative is of and by."""
    for letters in case.chosen:
        formula = point.formula(case.text, letters)
        (top, tops, _), (bottom, bottoms, _) = (point.entry_places(formula, part) for part in case.target.parts)
        yield letters, [((top, i), (bottom, j)) for i in tops for j in bottoms]


def _without(case: Case, point: Point, name: str) -> list[list[float]]:
    """The derivatives claimed without what reaches them through a name, of which they must be a part."""
    numbers = entries(point.floats[name])
    if (
        len(numbers) > MOST_ENTRIES
        or name in names_in(case.target)
        or not getattr(entries(point.graph[name])[0], "op", "")
    ):
        return []
    found: list[list[float]] = []
    for _, pairs in _places(case, point):
        found.append([])
        for top, bottom in pairs:
            through = sum(point.slope(top, (name, k)) * point.slope((name, k), bottom) for k in range(len(numbers)))
            if not through and len(pairs) == 1:
                return []
            found[-1].append(point.slope(top, bottom) - through)
    return found if any(x for each in found for x in each) else []


def _terms(case: Case) -> Sequence[Node]:
    """The terms of what the target's top is defined as."""
    top = case.target.parts[0]
    for definition in case.setting.definitions:
        if definition.name == top.value and not definition.letters and definition.formula.kind == "sum":
            return definition.formula.parts
    return ()


def _without_term(case: Case, point: Point, term: Node) -> list[list[float]]:
    """The derivatives claimed without what reaches them through one term of the top's definition."""
    top = next(each for each in case.setting.definitions if each.name == case.target.parts[0].value)
    sign = -1.0 if top.formula.value[top.formula.parts.index(term)] == "-" else 1.0
    found = []
    value = entries(Formula(case.text, point.graph, {}, point, point.work).value(term))
    slopes = gradients(value[0], point.work, {}) if len(value) == 1 and isinstance(value[0], Value) else {}
    for _, pairs in _places(case, point):
        found.append([point.slope(of, by) - sign * slopes.get(id(point.node(by)), 0.0) for of, by in pairs])
    return found if slopes and any(x for each in found for x in each) else []


def _ways(case: Case, point: Point) -> list[dict[str, float]]:
    """For each choice of places: what reaches the bottom through each named statement that uses it."""
    found = []
    for letters in case.chosen:
        formula = point.formula(case.text, letters)
        (top, tops, _), (bottom, bottoms, _) = (point.entry_places(formula, part) for part in case.target.parts)
        if len(tops) != 1 or len(bottoms) != 1:
            return []
        found.append(_contributions(point.node((top, tops[0])), point.node((bottom, bottoms[0])), point))
    return found


def _contributions(root: Value, bottom: Value, point: Point) -> dict[str, float]:
    """What reaches a node through each named statement that uses it."""
    interior = sorted_graph(root)[1]
    gradient = gradients(root, point.work, {})
    uses: dict[int, list[Value]] = {}
    for node in interior:
        for operand in node.inputs:
            uses.setdefault(id(operand), []).append(node)
    found: dict[str, float] = {}
    for node in uses.get(id(bottom), []):
        for slot, operand in enumerate(node.inputs):
            if operand is bottom and gradient.get(id(node)):
                if slot and node.inputs[0] is bottom:
                    continue  # x*x is met twice in the list of uses; each slot counts once
                slope = sum(local_slope(node, each) for each, x in enumerate(node.inputs) if x is bottom)
                label = _statement(node, uses)
                found[label] = found.get(label, 0.0) + gradient[id(node)] * slope / node.inputs.count(bottom)
    return found


def _statement(node: Value, uses: dict[int, list[Value]]) -> str:
    """The name of the statement a node is part of."""
    while node.name is None and uses.get(id(node)):
        node = uses[id(node)][0]
    return node.name or "the output"
