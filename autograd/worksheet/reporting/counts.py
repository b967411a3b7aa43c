"""The solution of a worksheet that counts: sizes, parameters and multiplications of its layers, as on paper.

>>> from autograd.worksheet.sheet.files import read_sheet
>>> print(counted(read_sheet("A = conv([28, 28, 1], filters=5, kernel=3, bias=1)")))
Layers
  A = conv([28, 28, 1], filters=5, kernel=3, bias=1)
Counts
  shape(A)      = [28 − 3 + 1, 28 − 3 + 1, 5] = [26, 26, 5]
  parameters(A) = 5·(3·3·1 + 1) = 50
  multiplies(A) = 26·26·5·(3·3·1) = 30,420
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import TypeGuard

from autograd.engine.codegen.python import Value
from autograd.formulas.columns import Line, columns
from autograd.support.encodings import printable
from autograd.worksheet.evaluation.arrays import entries
from autograd.worksheet.evaluation.evaluator import UNCOMPUTABLE
from autograd.worksheet.evaluation.expression import Formula
from autograd.worksheet.evaluation.layers import Layer
from autograd.worksheet.evaluation.point import Point
from autograd.worksheet.evaluation.sampling.settling import settle
from autograd.worksheet.judging.tracing import COUNTS
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tree import Call, Node, Number
from autograd.worksheet.language.work import Work
from autograd.worksheet.reporting.html import LEFT
from autograd.worksheet.sheet.model import Sheet

_WITH = "with biases "

WIDTH = 100
"""No line is wider, in characters, unless asked for."""


@dataclass
class Counts:
    """A solution: the `layers` as they are defined, and a line for each count.

    `is_all` says that the worksheet asks for nothing else: no number of a graph.
    """

    layers: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    is_all: bool = False
    width: int = WIDTH

    def __bool__(self) -> bool:
        return bool(self.lines)

    @printable
    def __str__(self) -> str:
        layers = ["Layers", *(f"  {layer}" for layer in self.layers)] if self.layers else []
        return "\n".join([*layers, "Counts", *columns(self.lines, self.width)])

    @property
    def latex(self) -> str:
        """The counts as one `aligned` environment."""
        return f"\\[\n{self._aligned()}\n\\]"

    @property
    def markdown(self) -> str:
        """The layers as code, the counts as LaTeX between dollars."""
        layers = [f"```\n{self._listed()}\n```"] if self.layers else []
        return "\n\n".join(["**Counts**", *layers, f"$$\n{self._aligned()}\n$$"])

    def to_json(self) -> str:
        """The layers and the counts, each with its forms and notes, as JSON."""
        lines = [{"count": line.left, "forms": line.forms, "notes": line.notes} for line in self.lines]
        return json.dumps({"layers": self.layers, "counts": lines}, ensure_ascii=False)

    @property
    def html(self) -> str:
        """The layers and the counts as a section of a page."""
        rows = [
            f"<tr><td {LEFT}><code>{escape(line.left)}</code></td><td {LEFT}>= {escape(' = '.join(line.forms))}</td>"
            f"<td {LEFT}>{escape('; '.join(line.notes))}</td></tr>"
            for line in self.lines
        ]
        layers = [f"<h2>Layers</h2>\n<pre><code>{escape(self._listed())}</code></pre>"] if self.layers else []
        parts = ["<section>", *layers, "<h2>Counts</h2>", '<table class="counts">', *rows, "</table>", "</section>"]
        return "\n".join(parts)

    def _listed(self) -> str:
        return "\n".join(self.layers)

    def _aligned(self) -> str:
        rows = [
            f"{_latex_text(line.left)} &= {' = '.join(map(_latex, line.forms))}"
            + "".join(f" && \\text{{{_WITH}}}{_latex(note.removeprefix(_WITH))}" for note in line.notes)
            for line in self.lines
        ]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def counted(sheet: Sheet, width: int = WIDTH) -> Counts:
    """The counts of a worksheet: all of each layer it defines, then the sums and comparisons it asks for."""
    point = settle(sheet.definitions(), {}, sheet.free, (), Work(), sheet.unread).base
    found = Counts(width=width)
    for definition in sheet.definitions():
        layer = point.floats.get(definition.name)
        if isinstance(layer, Layer):
            found.layers.append(f"{definition.name} = {echo(definition.formula)}")
            found.lines += [_of_layer(count, definition.name, layer) for count in COUNTS]
    told = {line.left for line in found.lines}
    for node, text in _asked(sheet):
        written = echo(node)
        if written not in told:
            told.add(written)
            try:
                found.lines.append(_asked_line(node, text, point))
            except UNCOMPUTABLE:
                continue  # the report says what is wrong with it
    asking = [step.target for step in sheet.steps if step.claims]
    of_counts = all(any(map(_is_count, target.inside())) for target in asking)
    values = [(x, entry) for x in point.graph.values() if not isinstance(x, Layer) for entry in entries(x)]
    computed = [x for x, entry in values if isinstance(entry, Value) and entry.op]
    # matrices may stand there for their shapes alone
    only_shapes = of_counts and not any(isinstance(x, Value) for x in computed)
    found.is_all = bool(found.lines) and (only_shapes or not computed)
    return found


def _is_count(node: Node) -> TypeGuard[Call]:
    return isinstance(node, Call) and node.function in COUNTS


def _asked(sheet: Sheet) -> Iterator[tuple[Node, str]]:
    """The counts that claims are about or speak of, then what is made of them; each with its text."""
    for step in sheet.steps:
        counts = [node for part in (step.target, *step.claims) for node in part.inside() if _is_count(node)]
        whole = [step.target] if any(map(_is_count, step.target.inside())) else []
        for node in (*counts, *whole):
            yield node, step.statement.text


def _of_layer(count: str, name: str, layer: Layer) -> Line:
    """A count of one layer: its formula with numbers, and what it is with biases where that is not said."""
    forms = [layer.formula(count), _result(count, layer)]
    line = Line(f"{count}({name})", [form for form in forms if form][-2:])
    if count == "parameters" and _may_have_biases(layer):
        line.notes.append(f"{_WITH}{layer.formula(count, bias=True)} = {_grouped(layer.parameters(True))}")
    return line


def _asked_line(node: Node, text: str, point: Point) -> Line:
    """A count that is asked for: of several layers their sum, of counts what is made of them."""
    formula = point.formula(text)
    value = formula.value(node)
    result = f"[{', '.join(map(_plain, entries(value)))}]" if len(entries(value)) > 1 else _grouped(value)
    if not _is_count(node):
        return Line(echo(node), [echo(_with_numbers(node, formula)), result])
    layers = [formula.value(operand) for operand in node.operands]
    count = node.function
    if not all(isinstance(layer, Layer) for layer in layers):
        return Line(echo(node), [result])  # the shape of a matrix
    if len(layers) == 1:
        return _of_layer(count, echo(node.operands[0]), layers[0])
    line = Line(echo(node), [" + ".join(_grouped(getattr(layer, count)()) for layer in layers), result])
    if count == "parameters" and any(map(_may_have_biases, layers)):
        numbers = [layer.parameters(True) for layer in layers]
        line.notes.append(f"{_WITH}{' + '.join(map(_grouped, numbers))} = {_grouped(sum(numbers))}")
    return line


def _may_have_biases(layer: Layer) -> bool:
    return layer.bias is None and layer.kind != "pool"


def _result(count: str, layer: Layer) -> str:
    if count == "shape":
        return f"[{', '.join(map(str, layer.out))}]"
    return _grouped(layer.multiplies() if count == "multiplies" else layer.parameters())


def _grouped(number: float) -> str:
    """A count with its digits in groups."""
    return f"{int(number):,}" if float(number).is_integer() else f"{number:g}".replace("-", "−")


def _plain(number: float) -> str:
    return _grouped(number).replace(",", "")  # in a list a comma parts numbers


def _with_numbers(node: Node, formula: Formula) -> Node:
    """The formula with its number for each count."""
    if _is_count(node):
        number = formula.value(node)
        return Number(number, 0.0, _plain(number)) if isinstance(number, float) else node
    return node.with_parts(*(_with_numbers(part, formula) for part in node.parts)) if node.parts else node


_LATEX = {"·": r" \cdot ", "−": "-", "⌊": r"\lfloor ", "⌋": r"\rfloor "}


def _latex(form: str) -> str:
    """A form as LaTeX."""
    spaced = re.sub("[·−⌊⌋]", lambda sign: _LATEX[sign[0]], form)
    return re.sub(r"\b(?=m(in|ax)\()", r"\\", re.sub(r"(?<=\d),(?=\d)", "{,}", spaced))


def _latex_text(text: str) -> str:
    """What stands in words."""
    escaped = re.sub("([_^])", r"\\\1{}", text)
    return rf"\text{{{escaped}}}"
