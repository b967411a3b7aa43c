"""Claims about a graph one already has: the graph computed again at random points, and its derivatives held against."""

import math
import random
from collections.abc import Iterator, Mapping
from typing import Any

from autograd.engine.codegen.python import Value
from autograd.engine.graph import order
from autograd.errors import LanguageError
from autograd.maths import real
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.random_points import moved, scatter
from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.judge import Explains, Judge
from autograd.worksheet.judging.verdicts import UNREADABLE, WRONG, Verdict
from autograd.worksheet.language.edits import named
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.suggestions import nearest
from autograd.worksheet.language.tree import Chain, Derivative
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.model import Sheet, Step

OUTPUT = "f"
"""What an unnamed output is called."""


def judged_graph(root: Value, claims: Mapping[str, Any], explains: Explains | None = None) -> list[Verdict]:
    """The verdicts on claimed derivatives of a Value, one for each name in `claims`: a number, or a formula as text.

    Lines are counted in the order of the claims.
    """
    names = {node.name for node in order(root) if node.name}
    output = root.name or OUTPUT
    while not root.name and output in names:
        output += "′"
    samples = _samples(root, output)
    judge = Judge(Sheet("", [], []), explains=explains)
    for line, (name, claim) in enumerate(claims.items(), start=1):
        written = _written(name, claim)
        text = f"d{output}/d{name} = {written}"
        start = len(text) - len(written)
        verdict = judge.note(line, text, start, max(1, len(written)), UNREADABLE)
        verdict.claim = text
        try:
            if name not in names:
                raise LanguageError(f"the graph has no {name}{nearest(name, sorted(names))}", text, 0, start)
            formula = read_expression(" " * start + written, samples.base.graph)
            target = Derivative(named(output), named(name), length=start - 3)
        except LanguageError as error:
            verdict.cause = str(error)
            continue
        verdict.verdict = WRONG
        statement = Chain((target, formula), (), text, 0, len(text))
        judge.judge_claim(Step(line, statement, None, (formula,)), formula, samples, verdict)
    return judge.found


def _written(name: Any, claim: Any) -> str:
    """A claim as text."""
    if not isinstance(name, str):
        raise TypeError(f"a claim is made for {name!r}: expected the name of a leaf, such as 'w'")
    if isinstance(claim, str):
        return claim
    number = real(claim)
    if number is None:
        raise TypeError(f"the claim for {name} is a {type(claim).__name__!r}: expected a number or a formula as text")
    if not math.isfinite(number):
        raise ValueError(f"the claim for {name} is {number}: expected a finite number or a formula as text")
    return repr(int(claim)) if isinstance(claim, int) else repr(number)


def _samples(root: Value, output: str) -> Samples:
    """The graph at its own numbers, and again at random ones."""
    work = Work()
    nodes = order(root)
    rng = random.Random(0)
    base = _point(nodes, nodes, output, work)
    samples = Samples(base, [], work, pattern=base.sides())

    def draw(scale: float) -> Point | None:
        try:
            return _point(nodes, list(_again(nodes, scale, rng)), output, work)
        except UNCOMPUTABLE:
            return None

    samples.scattered = scatter(samples.pattern, draw)
    return samples


def _again(nodes: list[Value], scale: float, rng: random.Random) -> Iterator[Value]:
    """The same computation from other leaves; constants stay."""
    made: dict[int, Value] = {}
    for node in nodes:
        if node.op:
            assert node.rule is not None
            copy = node.rule(*(made[id(operand)] for operand in node.inputs))
        elif node.is_constant:
            copy = node
        else:
            copy = Value(moved(node.data, scale, rng))
        made[id(node)] = copy
        yield copy


def _point(originals: list[Value], nodes: list[Value], output: str, work: Work) -> Point:
    """The named nodes of a graph as names of a point; of two with one name the first counts."""
    point = Point(work)
    for original, node in zip(originals, nodes, strict=True):
        name = output if original is originals[-1] else original.name
        if name and name not in point.graph:
            point.hold(name, node)
    return point
