"""A network explained layer by layer: what goes forward and what comes back as small matrices.

The lines are those of `derive`: `sheet` is a worksheet that `check` judges.
"""

import re
import textwrap
from functools import cached_property
from weakref import ref

from autograd.derivation.derive import Derivation, derivation_of
from autograd.derivation.networks.layers import written
from autograd.derivation.subject import Subject
from autograd.derivation.typesetting import ENTRYWISE, with_entrywise
from autograd.engine.codegen.python import Value
from autograd.engine.derivatives.gradients import grad
from autograd.engine.graph import sorted_graph
from autograd.engine.naming import entries
from autograd.errors import LanguageError
from autograd.records.calls import Call, calls_among
from autograd.worksheet.judging.remarks import value_written
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Derivative, Name, Node, name_of
from autograd.worksheet.sheet.files import read_sheet

MOST_SHOWN = 30
"""Entries of a matrix that are shown."""

UPSTREAM, AFTER = "G", "L"
"""What comes back to the network from behind it, and what is computed there."""


class NetworkExplanation:
    """The layers of a network forward and backward, in matrix form with their numbers."""

    def __init__(self, z: Value, digits: int, width: int) -> None:
        self.z, self.digits, self.width = z, digits, width
        traces = calls_among(sorted_graph(z)[1])
        if not traces:
            raise LanguageError('no module computed this: level="module" explains what a network of nn gives back')
        self.layers = written(traces[-1])
        outputs = _returned(traces[-1][-1])
        self.output = list(self.layers.known.values())[-1]
        self.top = self.output
        if len(outputs) > 1 or outputs[0] is not z:
            held = [output for output in outputs if output is not None]
            slopes = iter(grad(z, held))
            self._go_behind([float(next(slopes)) if output is not None else 0.0 for output in outputs])
        self.subject = Subject(read_sheet("\n".join(self.layers.lines)))

    def _go_behind(self, slopes: list[float]) -> None:
        """Write what comes back from behind the network, as numbers."""
        shape = self.layers.shapes[self.output]
        rows = [slopes[at : at + shape[-1]] for at in range(0, len(slopes), shape[-1])] if len(shape) == 2 else slopes
        self.layers.give(UPSTREAM, rows if len(slopes) > 1 else slopes[0])
        product = f"{UPSTREAM}*{self.output}"
        self.layers.lines.append(f"{AFTER} = sum({product})" if len(slopes) > 1 else f"{AFTER} = {product}")
        self.top = AFTER

    @cached_property
    def derivation(self) -> Derivation:
        """The derived backward pass of the layers."""
        given = [name for name in self.subject.order if name not in self.subject.bodies]
        leaves = [name for name in given if name != UPSTREAM and not name.startswith("eps")]
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
            if name in (UPSTREAM, AFTER):
                continue
            plain = name.partition("[")[0]
            if plain in self.subject.bodies:
                forward.append(f"{name} = {self.formula(formula)} = {self.number(plain)}")
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
        found = dict.fromkeys(self.formula(form) for form in forms)
        return [form for form in found if not re.search(rf"\b{UPSTREAM}\b", form)]

    def formula(self, node: Node) -> str:
        """A formula with its products as they are meant."""
        return echo(with_entrywise(node, self.subject.reading.shapes))

    def number(self, name: str) -> str:
        """What a name stands for."""
        return value_written(self.subject.point.floats[name], self.digits, MOST_SHOWN)

    def value(self, target: Node) -> str:
        """What a derivative comes to."""
        assert isinstance(target, Derivative)
        whole = Derivative(Name(name_of(target.top) or ""), Name(name_of(target.bottom) or ""))
        found = self.subject.point.formula(echo(whole)).value(whole)
        return value_written(found, self.digits, MOST_SHOWN)

    def rows(self, lines: list[str]) -> list[str]:
        """Lines as on paper, none wider than the page."""
        shown = []
        for line in lines:
            row = f"  {on_paper(line, self.z.name or AFTER)}"
            shown += textwrap.wrap(row, self.width, subsequent_indent=" " * 6, break_long_words=False)
        return shown


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


LETTERS = {"gamma": "γ", "beta": "β", "mu": "μ", "var": "σ²", "xhat": "x̂", "eps": "ε"}
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
    line = re.sub(r"([^\W\d_]+)(\d+)(?=\W|$)", lambda found: _letter(found[1]) + found[2].translate(_RAISED), line)
    line = re.sub(r"(\w[⁰¹²³⁴⁵⁶⁷⁸⁹]+)\^", r"(\1)^", line)  # the square of h¹ is not h¹²
    line = re.sub(r"\^(\d)(?!\d|/)", lambda found: found[1].translate(_RAISED), line)
    line = line.replace(".T", "ᵀ").replace("@", " ").replace(ENTRYWISE, " ∘ ").replace("*", "·")
    return re.sub(r"-(?=\S)|(?<= )-(?= )", "−", line)


def _returned(call: Call) -> list[Value | None]:
    """What a module gave back, entry by entry; None for what nobody holds any more, so that nothing depends on it."""
    return [value() if isinstance(value, ref) else value for _, value in entries(call.returned)]


def explained(z: Value, digits: int, width: int) -> NetworkExplanation:
    """The layers that a Value came out of, explained."""
    return NetworkExplanation(z, digits, width)
