"""A network explained layer by layer: what goes forward and what comes back as small matrices.

The lines are those of `derive`: `sheet` is a worksheet that `check` judges.
"""

import re
import textwrap
from collections.abc import Iterator
from functools import cached_property
from math import prod

from autograd.derivation.derive import Derivation, derivation_of
from autograd.derivation.latex.typesetting import ENTRYWISE, with_entrywise
from autograd.derivation.networks import losses
from autograd.derivation.networks.behind import slopes_behind
from autograd.derivation.networks.layers import write_calls
from autograd.derivation.networks.rows import array_of
from autograd.derivation.networks.sheet import NetworkSheet
from autograd.derivation.subject import Subject
from autograd.engine.codegen.python import Value
from autograd.engine.graph import sorted_graph
from autograd.errors import LanguageError
from autograd.nn.modules.names import raised
from autograd.records.calls import calls_among, losses_among
from autograd.records.residues import is_rounding
from autograd.support.types import Any
from autograd.worksheet.evaluation.arrays import entries, made, shape
from autograd.worksheet.evaluation.gradients import magnitude
from autograd.worksheet.judging.remarks import value_written
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Derivative, List, Name, Node, Sum, name_of
from autograd.worksheet.sheet.files import read_sheet

MOST_SHOWN = 30
"""Entries of a matrix that are shown."""

SMALL = 1e-9
"""Numbers below it are looked at: they may be what rounding has left of 0."""

MOST_WRITTEN = 8
"""Entries of a list that are written one by one; what more of them are is said in words."""

UPSTREAM, AFTER = "G", "L"
"""What comes back to the network from behind it, and what is computed there."""


class NetworkExplanation:
    """The layers of a network forward and backward, in matrix form with their numbers."""

    def __init__(self, z: Value, digits: int, width: int) -> None:
        self.z, self.digits, self.width = z, digits, width
        self.behind: list[str] = []
        computed = sorted_graph(z)[1]
        traces = calls_among(computed)
        if not traces:
            raise LanguageError('no module computed this: level="module" explains what a network of nn gives back')
        self.layers = NetworkSheet()
        write_calls(self.layers, traces)
        self.top = self._named_top(computed)
        self.subject = Subject(read_sheet("\n".join(self.layers.lines)))

    def _named_top(self, computed: list[Value]) -> str:
        """The name of what is explained; what is made of the network's outputs behind it is written."""
        for loss, kind, outputs, targets in losses_among(computed):
            if (output := losses.located(self.layers, outputs)) is not None:
                formula = losses.written(self.layers, kind, output, targets)
                self.layers.define(AFTER if loss is self.z else self.layers.new("E"), formula, (), [loss])
        name, _ = self.layers.at.get(id(self.z), ("", 0))
        if name and self.layers.shapes[name] in ((), (1,)):
            return name
        slopes = slopes_behind(self.z, computed, self.layers.at)
        if not slopes:
            raise LanguageError("what the modules gave back is not what this depends on: explain it by name")
        terms = [self._behind(name, found) for name, found in slopes.items()]
        return self.layers.define(AFTER, " + ".join(terms), ())

    def _behind(self, name: str, slopes: dict[int, float]) -> str:
        """A term with the slopes that come back to a name from behind the network, which are numbers."""
        shape = self.layers.shapes[name]
        rows = array_of([slopes.get(place, 0.0) for place in range(prod(shape))]).reshape(shape)
        self.behind.append(self.layers.give(self.layers.new(UPSTREAM), rows, fixed=True))
        product = f"{self.behind[-1]}*{name}"
        return f"sum({product})" if prod(shape) > 1 else product

    @cached_property
    def derivation(self) -> Derivation:
        """The derived backward pass of the layers."""
        given = [name for name in self.subject.order if name not in self.subject.bodies]
        leaves = [name for name in given if name not in self.layers.fixed]
        return derivation_of(self.subject, [self.top], leaves, "matrix")

    @property
    def sheet(self) -> str:
        """The layers and what is derived from them, as a worksheet."""
        return self.derivation.sheet

    @property
    def latex(self) -> str:
        """The backward pass in LaTeX."""
        return self.derivation.latex

    def __str__(self) -> str:
        given, forward = [], []
        for left, formula in self.derivation.definitions:
            name = echo(left)
            plain = name.partition("[")[0]
            if plain in self.behind or (plain == self.top and self.behind):
                continue
            if plain in self.subject.bodies:
                is_long = isinstance(formula, List) and _size(formula) > MOST_WRITTEN and plain in self.layers.told
                written = f"({self.layers.told[plain]})" if is_long else self.formula(formula)
                name = (self.z.name or AFTER) if plain == AFTER else name
                forward.append(f"{name} = {written} = {self.number(plain)}")
            elif name in self.layers.shapes:
                given.append(f"{name} = {self.number(name)}")
        backward = [
            " = ".join(dict.fromkeys([echo(line.target), *self.forms(line.forms), self.value(line.target)]))
            for line in self.derivation.lines
        ]
        shown = ["Given", *self.rows(given), "Forward", *self.rows(forward), "Backward", *self.rows(backward)]
        return "\n".join(shown)

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        return f"$$\n{self.latex.replace('align*', 'aligned')}\n$$"

    def forms(self, forms: list[Node]) -> list[str]:
        """The forms of a line; what comes from behind the network is a number."""
        found = dict.fromkeys(_in_words(form) or self.formula(form) for form in forms)
        hidden = [rf"\b{name}\b" for name in self.behind]
        return [form for form in found if not any(re.search(each, form) for each in hidden)]

    def formula(self, node: Node) -> str:
        """A formula with its products as they are meant."""
        return echo(with_entrywise(node, self.subject.reading.shapes))

    def number(self, name: str) -> str:
        """What a name stands for."""
        point = self.subject.point
        sizes = (magnitude(value, point.work) for value in entries(point.graph[name]))
        return self.written(point.floats[name], sizes)

    def value(self, target: Node) -> str:
        """What a derivative comes to."""
        assert isinstance(target, Derivative)
        whole = Derivative(Name(name_of(target.top) or ""), Name(name_of(target.bottom) or ""))
        point, (top, bottom) = self.subject.point, (name_of(part) or "" for part in whole.parts)
        found = point.formula(echo(whole)).value(whole)
        sizes = (point.steepness((top, 0), (bottom, place)) for place in range(len(entries(found))))
        return self.written(found, sizes)

    def written(self, found: Any, sizes: Iterator[float]) -> str:
        """Numbers, 0 where only rounding errors are left of one, which are in proportion to its size among `sizes`."""
        if any(0 < abs(number) < SMALL for number in entries(found)):
            pairs = zip(entries(found), sizes, strict=True)
            found = made(*shape(found), [0.0 if is_rounding(number, [size]) else number for number, size in pairs])
        return value_written(found, self.digits, MOST_SHOWN)

    def rows(self, lines: list[str]) -> list[str]:
        """Lines as on paper, none wider than the page."""
        shown = []
        for line in lines:
            row = f"  {on_paper(line, self.z.name or AFTER)}"
            shown += textwrap.wrap(row, self.width, subsequent_indent=" " * 6, break_long_words=False)
        return shown


def _size(node: List) -> int:
    """How many entries are written one by one."""
    return sum(_size(each) if isinstance(each, List) else 1 for each in node.entries)


def _in_words(form: Node) -> str:
    """What long lists of entries are; nothing for what is short."""
    lists = [each for each in (form.terms if isinstance(form, Sum) else (form,)) if isinstance(each, List)]
    if not lists or _size(lists[0]) <= MOST_WRITTEN:
        return ""
    behind = dict.fromkeys(name_of(each.bottom) or "" for each in lists[0].inside() if isinstance(each, Derivative))
    slopes = " and ".join(f"d{AFTER}/d{name}" for name in behind)
    if any(isinstance(each, Call) and each.function == "indicator" for each in lists[0].inside()):
        return f"({slopes} where the entry is the largest of its window, else 0)"
    return f"(for each entry the sum of {slopes} at its places there)"


LETTERS = {"gamma": "γ", "beta": "β", "mu": "μ", "var": "σ²", "xhat": "x̂", "Xhat": "X̂", "eps": "ε"}
"""What the names of a normalisation are on paper."""


def _letter(stem: str) -> str:
    return LETTERS.get(stem.removeprefix("∂"), stem)


def on_paper(line: str, top: str = AFTER) -> str:
    """A line of a worksheet with the signs of paper.

    >>> on_paper("dL/dW1 = dL/dz1@x.T = (a - y)*h1^2")
    '∂L/∂W¹ = ∂L/∂z¹ xᵀ = (a − y)·(h¹)²'
    """
    line = re.sub(r"\bd([^\W\d]\w*)/d([^\W\d]\w*)", lambda found: f"∂{found[1]}/∂{found[2]}", line)
    line = re.sub(rf"∂{AFTER}/", f"∂{top}/", line)
    line = re.sub(r"([^\W\d_]+)(\d+)(?=\W|$)", lambda found: _letter(found[1]) + raised(found[2]), line)
    line = re.sub(r"(\w[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\^", r"(\1)^", line)  # the square of h¹ is not h¹²
    line = re.sub(r"\^(\d)(?!\d|/)", lambda found: raised(found[1]), line)
    line = line.replace(".T", "ᵀ").replace("@", " ").replace(ENTRYWISE, " ∘ ").replace("*", "·")
    return re.sub(r"-(?=\S)|(?<= )-(?= )", "−", line)


def explained(z: Value, digits: int, width: int) -> NetworkExplanation:
    """The layers that a Value came out of, explained."""
    return NetworkExplanation(z, digits, width)
