"""Ways through the graph: what a claimed derivative leaves out, of several ways from top to bottom."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from autograd.engine.codegen.python import Value
from autograd.engine.graph import sorted_graph
from autograd.engine.slopes import local_slope
from autograd.worksheet.causes.variants import as_claimed, points_of
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.gradients import gradients
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.judging.cause import Cause
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Node, Sum, name_of, names_in

MOST_ENTRIES = 12
"""Entries of a list that paths are followed through."""

MOST_WAYS = 5
"""Ways of which several may be left out at once."""


Ways = list[list[dict[str, float]]]
"""For each choice of places and each entry: what reaches the bottom through each statement."""


def find_paths_left_out(claim: Claim) -> Iterator[Cause]:
    """Ways from the target's top to its bottom that a claim leaves out."""
    if not isinstance(claim.target, Derivative):
        return
    points = points_of(claim)
    try:
        ways, labels = _all_ways(claim, points, 1)
        for label in labels if len(labels) > 1 else ():
            if _leaves_out(claim, points, ways, [label]):
                yield from _own_path(claim, points) if label == echo(claim.target.parts[0]) else [_through(label)]
        if not claim.is_numeric:
            for name in claim.samples.base.graph:
                if all(as_claimed(claim, point, _without(claim, point, name)) for point in points):
                    yield _through(name)
            yield from _terms_left_out(claim, points)
            if not labels:
                ways, labels = _all_ways(claim, points, MOST_ENTRIES)
            for count in range(2, len(labels)) if len(labels) <= MOST_WAYS else ():
                for left in combinations(labels, count):
                    if _leaves_out(claim, points, ways, left):
                        yield Cause("path", "paths left out", {"count": count, "all": len(labels), "through": left})
    except UNCOMPUTABLE:
        return


def _through(label: str) -> Cause:
    """The cause that the path through a name is left out."""
    return Cause("path", "path left out", {"through": (label,)})


def _leaves_out(claim: Claim, points: Sequence[Point], ways: Sequence[Ways], left: Sequence[str]) -> bool:
    """Whether a claim is what reaches the bottom in all ways but these, all of which reach it somewhere."""
    kept = (
        [[sum(x for label, x in each.items() if label not in left) for each in pairs] for pairs in way] for way in ways
    )
    return all(any(each.get(label) for way in ways for pairs in way for each in pairs) for label in left) and all(
        as_claimed(claim, point, numbers) for point, numbers in zip(points, kept, strict=True)
    )


def _own_path(claim: Claim, points: Sequence[Point]) -> Iterator[Cause]:
    """What is left out where the bottom stands in the top's own formula, and reaches it in other ways too."""
    top, bottom = claim.target.parts
    found = list(_terms_left_out(claim, points))
    yield found[0] if found else Cause("path", "own path left out", {"top": top, "bottom": bottom})


def _terms_left_out(claim: Claim, points: Sequence[Point]) -> Iterator[Cause]:
    """Terms of the top's definition that a claim leaves out."""
    for term in _terms(claim):
        if all(as_claimed(claim, point, _without_term(claim, point, term)) for point in points):
            yield Cause("path", "term left out", {"term": term, "top": claim.target.parts[0]})


def _without(claim: Claim, point: Point, name: str) -> list[list[float]]:
    """The derivatives claimed without what reaches them through a name, of which they must be a part."""
    numbers = entries(point.floats[name])
    if (
        len(numbers) > MOST_ENTRIES
        or name in names_in(claim.target)
        or not getattr(entries(point.graph[name])[0], "op", "")
    ):
        return []
    found: list[list[float]] = []
    for letters in claim.chosen:
        pairs = point.entry_pairs(point.formula(claim.text, letters), claim.target)
        found.append([])
        for top, bottom in pairs:
            through = sum(point.slope(top, (name, k)) * point.slope((name, k), bottom) for k in range(len(numbers)))
            if not through and len(pairs) == 1:
                return []
            found[-1].append(point.slope(top, bottom) - through)
    return found if any(x for each in found for x in each) else []


def _terms(claim: Claim) -> Sequence[Node]:
    """The terms of what the target's top is defined as."""
    top = name_of(claim.target.parts[0])
    for definition in claim.samples.definitions:
        if definition.name == top and not definition.letters and isinstance(definition.formula, Sum):
            return definition.formula.terms
    return ()


def _without_term(claim: Claim, point: Point, term: Node) -> list[list[float]]:
    """The derivatives claimed without what reaches them through one term of the top's definition."""
    top = name_of(claim.target.parts[0])
    formula = next(each.formula for each in claim.samples.definitions if each.name == top)
    is_taken_off = isinstance(formula, Sum) and formula.signs[formula.terms.index(term)] == "-"
    sign = -1.0 if is_taken_off else 1.0
    found = []
    value = entries(Formula(claim.text, point.graph, {}, point, point.work).value(term))
    slopes = gradients(value[0], point.work) if len(value) == 1 and isinstance(value[0], Value) else {}
    for letters in claim.chosen:
        pairs = point.entry_pairs(point.formula(claim.text, letters), claim.target)
        found.append([point.slope(of, by) - sign * slopes.get(id(point.node(by)), 0.0) for of, by in pairs])
    return found if slopes and any(x for each in found for x in each) else []


def _all_ways(claim: Claim, points: Sequence[Point], most: int) -> tuple[list[Ways], list[str]]:
    """The ways at each point, and their names, where a derivative has at most so many entries."""
    ways = [_ways(claim, point, most) for point in points]
    return ways, list(dict.fromkeys(label for way in ways for pairs in way for each in pairs for label in each))


def _ways(claim: Claim, point: Point, most: int) -> Ways:
    """For each choice of places and each entry: what reaches the bottom through each named statement that uses it."""
    found: Ways = []
    for letters in claim.chosen:
        pairs = point.entry_pairs(point.formula(claim.text, letters), claim.target)
        if len(pairs) > most:
            return []
        found.append([_contributions(point.node(top), point.node(bottom), point) for top, bottom in pairs])
        if len(pairs) > 1:  # of a list, by the name of the whole
            found[-1] = [_summed(each) for each in found[-1]]
    return found


def _summed(ways: dict[str, float]) -> dict[str, float]:
    """What reaches the bottom through any entry of a list, by its name."""
    found: dict[str, float] = {}
    for label, x in ways.items():
        name = label.partition("[")[0]
        found[name] = found.get(name, 0.0) + x
    return found


def _contributions(root: Value, bottom: Value, point: Point) -> dict[str, float]:
    """What reaches a node through each named statement that uses it."""
    gradient = gradients(root, point.work)
    users: dict[int, dict[int, Value]] = {}  # each once, also x*x of x
    for node in sorted_graph(root)[1]:
        for operand in node.inputs:
            users.setdefault(id(operand), {})[id(node)] = node
    found: dict[str, float] = {}
    labels: dict[int, str] = {}
    for node in users.get(id(bottom), {}).values():
        if gradient.get(id(node)):
            slope = sum(local_slope(node, slot) for slot, operand in enumerate(node.inputs) if operand is bottom)
            label = _statement(node, users, labels)
            found[label] = found.get(label, 0.0) + gradient[id(node)] * slope
    return found


def _statement(node: Value, users: dict[int, dict[int, Value]], labels: dict[int, str]) -> str:
    """The name of the statement a node is part of; `labels` has those found before, so that each way is gone once."""
    way = []
    while node.name is None and id(node) in users and id(node) not in labels:
        way.append(id(node))
        node = next(iter(users[id(node)].values()))
    label = labels.get(id(node)) or node.name or "the output"
    labels.update(dict.fromkeys(way, label))
    return label
