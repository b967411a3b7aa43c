"""Compare gradients with finite differences: does the slope that backward found agree with how f really changes?"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from autograd.engine.anomalies import anomalies
from autograd.engine.arguments import number
from autograd.engine.codegen.python import Value
from autograd.engine.derivatives.gradients import evaluated
from autograd.engine.graph import order, sorted_graph
from autograd.engine.slopes import described
from autograd.engine.value import constant
from autograd.errors import AnomalyError
from autograd.formulas.notation import counted, figure
from autograd.support.encodings import printable

REL = 1e-6
"""Extrapolated central differences are good to ~1e-10 where f is smooth; a wrong formula is off by far more."""

WIDEST, NARROWER, STEPS = 0.03, 4.0, 21  # from 3 % of the scale down to 1e-14 of it, where rounding eats everything
ROUNDING = 2.0**-52  # each operation is good to about one unit in the last place
UNCERTAIN = 1e-3  # differences that do not agree with each other to three digits say nothing about the gradient
ONE_SIDED = 1e-4  # quotients over one side of a kink have an error that goes with the width, not with its square


@dataclass
class Checked:
    """One derivative, compared with finite differences.

    `gradient` is what backward found, `difference` what finite differences give, within `uncertainty`. `verdict` is
    "right", "wrong", "kink" (nothing contradicts it, but f bends here) or "unresolved" (f is too rough, or so much
    larger than its slope that rounding hides it).
    """

    name: str
    at: float
    gradient: float
    difference: float
    uncertainty: float
    verdict: str
    kinks: list[str] = field(default_factory=list)

    @printable
    def __str__(self) -> str:
        line = (
            f"{self.name} = {figure(self.at)}: gradient {figure(self.gradient, 10)}, "
            f"differences {figure(self.difference, 10)} ± {self.uncertainty:.0e}: {self.verdict}"
        )
        return line + "".join(f"\n  at a kink: {kink}" for kink in self.kinks)


@dataclass
class GradientReport:
    """What gradcheck found: true if no derivative is wrong. `kinks` lists the bends of f that the point sits on."""

    checked: list[Checked]
    tolerance: float

    @property
    def kinks(self) -> list[str]:
        """The kinks that were found, each once."""
        return list(dict.fromkeys(kink for entry in self.checked for kink in entry.kinks))

    @property
    def wrong(self) -> list[Checked]:
        """The derivatives that do not pass."""
        return [entry for entry in self.checked if entry.verdict not in ("right", "kink")]

    def __bool__(self) -> bool:
        return not self.wrong

    @printable
    def __str__(self) -> str:
        count = len(self.checked)
        said = (
            f"{len(self.wrong)} of {count:,} derivatives not confirmed"
            if self.wrong
            else f"{counted(count, 'derivative')} confirmed"
        )
        lines = [f"{said} by central differences, to a relative {self.tolerance:g}"]
        lines += [str(entry) for entry in self.checked if entry.verdict != "right"]
        return "\n".join(lines)

    __repr__ = __str__


def gradcheck(f: Callable[..., Any], xs: Any, tolerance: float = REL) -> GradientReport:
    """Check that backward through f(*xs) agrees with central differences: gives a report, which is true if it does.

    xs are numbers or Values (one may stand alone); f gets fresh Values of their numbers and names. A gradient may be
    off by a relative `tolerance`, plus what rounding and the curvature of f leave uncertain in the differences, which
    is measured. At a kink it must lie between the slopes of the two sides, and the report lists the kink. Raises
    TypeError if f gives anything but one Value or number.

    >>> from autograd import gradcheck
    >>> gradcheck(lambda x, y: (x * y).tanh(), [0.5, 2.0])
    2 derivatives confirmed by central differences, to a relative 1e-06
    >>> report = gradcheck(lambda x: x.relu(), 0.0)
    >>> bool(report), report.kinks
    (True, ['relu(x) with x = 0'])
    """
    given = list(xs) if isinstance(xs, Iterable) else [xs]
    numbers = [x.data if isinstance(x, Value) else number(x, f"gradcheck xs[{i}]") for i, x in enumerate(given)]
    names = [getattr(x, "name", None) or name for x, name in zip(given, _parameters(f, len(given)), strict=True)]
    leaves, y = _called(f, numbers, names)
    nodes = order(*leaves, y)
    before = [node._grad for node in nodes]  # f may use Values from outside: their gradients are not ours to change
    try:
        y.backward()
        gradients = [leaf.grad for leaf in leaves]
        noise = ROUNDING * sum(abs(node.grad * node.data) for node in nodes if node.inputs)
    finally:
        for node, old in zip(nodes, before, strict=True):
            node._grad = old
    point = _Point(f, numbers, names, noise)
    return GradientReport(
        [point.check(place, gradient, tolerance) for place, gradient in enumerate(gradients)], tolerance
    )


class _Sides(NamedTuple):
    """The slopes of f on both sides of a point, over `width`, what rounding does to them, and the kinks in between."""

    width: float
    left: float
    right: float
    central: float
    noise: float
    kinks: list[str]

    def bends_like(self, wider: "_Sides") -> bool:
        """Whether the slopes of the two sides differ as much as they do over a wider interval: a bend, not a curve."""
        jump, jump_over_wider = abs(self.right - self.left), abs(wider.right - wider.left)
        return jump > 100 * self.noise and jump > 0.9 * jump_over_wider


@dataclass
class _Point:
    """Where f is checked. `noise` is what rounding may do to f there, to first order."""

    f: Callable[..., Any]
    numbers: list[float]
    names: list[str]
    noise: float

    def check(self, place: int, gradient: float, tolerance: float) -> Checked:
        """The verdict on the derivative by x number `place`."""
        name, x = self.names[place], self.numbers[place]
        difference, error, rounding = math.nan, math.inf, math.inf
        smooth: list[_Sides] = []
        bends: list[_Sides] = []
        for sides in self._all_sides(place):
            if sides.kinks:
                bends.append(sides)
                smooth.clear()
                continue
            smooth.append(sides)
            if len(smooth) < 3 or not smooth[-3].width > smooth[-2].width > sides.width:
                continue
            before, after = (n.central + (n.central - w.central) / (NARROWER**2 - 1) for w, n in pairwise(smooth[-3:]))
            spread = max(abs(after - before), abs(after - sides.central)) + sides.noise
            if spread < error:
                difference, error, rounding = after, spread, sides.noise
            if error <= tolerance * abs(difference) / 100:
                break
        size = max(abs(gradient), abs(difference))
        resolved = error <= UNCERTAIN * size or size <= error <= 10 * rounding < math.inf
        agrees = abs(gradient - difference) <= tolerance * size + error
        if not agrees and not bends and len(smooth) > 1 and smooth[-1].bends_like(smooth[-2]):
            bends = smooth
        if bends and not (resolved and bends is not smooth):
            return self._at_kink(name, x, gradient, bends)
        verdict = "unresolved" if not resolved else "right" if agrees else "wrong"
        return Checked(name, x, gradient, difference, error, verdict)

    def _at_kink(self, name: str, x: float, gradient: float, bends: list[_Sides]) -> Checked:
        """The verdict where f bends: the gradient must lie between the slopes of the two sides."""
        sides = bends[min(len(bends) - 1, 8)]  # wide enough for rounding, narrow enough for curvature
        low, high = sorted((sides.left, sides.right))
        error = ONE_SIDED * max(abs(low), abs(high)) + sides.noise
        verdict = "kink" if low - error <= gradient <= high + error else "wrong"
        unnamed = [f"f has slope {figure(sides.left)} on the left and {figure(sides.right)} on the right"]
        return Checked(name, x, gradient, sides.central, max(high - low, error), verdict, bends[-1].kinks or unnamed)

    def _all_sides(self, place: int) -> Iterator[_Sides]:
        """f on both sides of the point, closer and closer, where it can be computed on both."""
        x = self.numbers[place]
        for scale in dict.fromkeys((max(1.0, abs(x)), abs(x) or 1.0)):  # log(1e-9) is to be seen from close by
            for step in range(STEPS):
                h = x + scale * WIDEST / NARROWER**step - x  # as much as really is added to x
                if h == 0:
                    break
                try:
                    with anomalies("raise"):
                        left, here, right = (self._moved(place, x + move) for move in (-h, 0.0, h))
                except (AnomalyError, ValueError):  # outside the domain of f, as of log or of a probability
                    continue
                a, b, c = left.data, here.data, right.data
                if math.isfinite(a) and math.isfinite(b) and math.isfinite(c):
                    noise = (self.noise + ROUNDING * max(abs(a), abs(b), abs(c))) / h
                    yield _Sides(h, (b - a) / h, (c - b) / h, (c - a) / (2 * h), noise, _kinks(left, here, right))

    def _moved(self, place: int, there: float) -> Value:
        numbers = list(self.numbers)
        numbers[place] = there
        return _called(self.f, numbers, self.names)[1]


def _called(f: Callable[..., Any], numbers: list[float], names: list[str]) -> tuple[list[Value], Value]:
    """Call f on fresh Values: these, and its result."""
    leaves = [Value(x, name) for x, name in zip(numbers, names, strict=True)]
    y = f(*leaves)
    try:
        return leaves, y if isinstance(y, Value) else constant(number(y, "f"))
    except TypeError:
        raise TypeError(f"gradcheck: f returned {type(y).__name__!r}; expected one Value") from None


def _parameters(f: Callable[..., Any], count: int) -> list[str]:
    """What f calls its parameters; x1, x2 … if it does not say."""
    code = getattr(f, "__code__", None)
    if code is not None and code.co_argcount == count:
        return list(code.co_varnames[:count])
    return [f"x{place + 1}" for place in range(count)]


def _kinks(left: Value, here: Value, right: Value) -> list[str]:
    """The kinks and jumps between two points: the switches that differ from one to the other."""
    nodes, low, high = (sorted_graph(y)[1] for y in (here, left, right))
    if not [node.op for node in nodes] == [node.op for node in low] == [node.op for node in high]:
        return ["f itself takes another branch on the other side"]
    return [
        node.rule.written(tuple(map(described, node.inputs)))
        for node, a, b in zip(nodes, low, high, strict=True)
        if node.rule.switches and _positions(a) != _positions(b)
    ]


def _positions(node: Value) -> list[float]:
    """The numbers of a node's switches, as recorded."""
    rule: Any = node.rule
    given = dict(zip(rule.letters, node.recorded, strict=True), z=node.result)
    return [evaluated(switch, given) for switch in rule.switches]
