"""The records as a solution one would write by hand: text, Markdown, LaTeX.

>>> x, w = Value(3.0, "x"), Value(-2.0, "w")
>>> print(explain((w * x + 7).relu().named("y")))
Forward
  y = relu(w·x + 7) = relu(−2·3 + 7) = relu(1) = 1
Backward
  ∂y/∂w = x = 3     w·x + 7 = 1 > 0
  ∂y/∂x = w = −2
"""

import textwrap
from collections import defaultdict
from dataclasses import replace
from typing import Any, Literal

from autograd.engine.codegen.python import Value
from autograd.formulas.columns import Line, columns
from autograd.formulas.names import latex_name, markdown_text
from autograd.formulas.notation import ATOM, PRODUCT, SUM, LatexWriter, Writer, figure, shortened
from autograd.formulas.symbols import Symbol, symbol
from autograd.records.residues import zero_gradients, zero_values
from autograd.records.steps import Backward, Forward, Steps, steps, summed

WIDTH = 100
"""No line is wider, in characters, unless asked for."""

NARROWEST, MOST_DIGITS = 40, 17
"""What a page can be asked for."""

_COUNTS = "no one two three four five six seven eight nine ten".split()  # noqa: SIM905


class Text:
    """How a solution is written as plain text."""

    equals, dot = " = ", " · "

    def __init__(self, digits: int) -> None:
        self.names = Writer(False, digits)
        self.numbers = Writer(True, digits)
        self.vanished: set[str] = set()  # whose gradients are rounding errors where 0 is meant

    def derivative(self, output: str, operand: str) -> str:
        """∂output/∂operand, of names."""
        return f"∂{self.names.operand(output)}/∂{self.names.operand(operand)}"

    def lines(self, records: Steps) -> tuple[list[Line], list[Line]]:
        """The lines of the forward and of the backward pass."""
        self.numbers.zeros |= zero_values(records)
        forward = [self.forward(record) for record in records.forward if record.kind == "statement"]
        return forward, self.backward(records)

    def forward(self, record: Forward) -> Line:
        """A statement: formula with names, with numbers, a function of its number, the result."""
        formula = record.formula
        forms = [self.names(formula), self.numbers(formula)]
        if formula.rule is not None and formula.rule.sign is None:
            inside = tuple(symbol(operand.value()) for operand in formula.operands)
            forms.append(self.numbers(Symbol(formula.rule, inside)))
        result = 0.0 if record.label in self.numbers.zeros else record.value
        return Line(self.names.name(record.label), _distinct([*forms, self.numbers.number(result)]))

    def backward(self, records: Steps) -> list[Line]:
        """A line for each value whose gradient is complete, with every use of the chain rule."""
        self.vanished |= zero_gradients(records).keys()
        lines: list[Line] = []
        arrived: dict[str, list[Backward]] = defaultdict(list)
        noted: set[str] = set()
        for record in records.backward[1:]:
            arrived[record.operand].append(record)
            if record.uses_left:
                continue
            uses = _joined(arrived[record.operand])
            output, operand = records.output, record.operand
            rows = [[form(use, output, first=not index) for index, use in enumerate(uses)] for form in self.forms]
            gradient = self.derivative(output, operand)
            line = Line(
                gradient, _distinct([*map(self.sum, rows), self.numbers.number(self.gradient(operand, record.so_far))])
            )
            line.notes = self.conditions(uses, noted) + self.uses(uses, output)
            lines.append(line)
        return lines

    @property
    def forms(self) -> tuple[Any, ...]:
        """The forms of a line, one after the other: chain in names, number · formula, numbers."""
        return self.chain, self.mixed, self.plain

    def chain(self, use: Backward, output: str, first: bool) -> str:
        """One use, as ∂z/∂y · ∂y/∂x."""
        if use.source == output:
            return self.names.part(use.local_formula, SUM, leading=first)
        return self.derivative(output, use.source) + self.dot + self.derivative(use.source, use.operand)

    def mixed(self, use: Backward, output: str, first: bool) -> str:
        """One use, as the upstream number times the local formula."""
        if use.source == output:
            return self.chain(use, output, first)
        upstream = self.upstream(use, first)
        return upstream + self.dot + self.names.part(use.local_formula, PRODUCT)

    def upstream(self, use: Backward, first: bool) -> str:
        """The upstream gradient, as a number."""
        number = symbol(self.gradient(use.source, use.upstream))
        return self.numbers.part(number, PRODUCT if first else ATOM, leading=first)

    def gradient(self, label: str, number: float) -> float:
        """A gradient, 0 where nothing but rounding errors is left of it."""
        return 0.0 if label in self.vanished else number

    def plain(self, use: Backward, output: str, first: bool) -> str:
        """One use, in numbers."""
        if use.source == output:
            return self.numbers.part(use.local_formula, SUM, leading=first)
        upstream = self.upstream(use, first)
        return upstream + self.numbers.times + self.numbers.part(use.local_formula, PRODUCT)

    def sum(self, terms: list[str]) -> str:
        """The terms of a form with plus signs between them, the middle left out where there are many."""
        return "".join(shortened([terms[0], *(self.names.plus + term for term in terms[1:])], self.names.dots))

    def conditions(self, uses: list[Backward], noted: set[str]) -> list[str]:
        """On which side of their kinks the statements are, told once for each statement."""
        found: dict[str, Symbol] = {}
        for use in uses:
            if use.source not in noted and use.conditions:
                noted.add(use.source)
                for condition in use.conditions:
                    mirrored = Symbol(condition.rule, condition.operands[::-1]) if condition.sign == "-" else condition
                    if condition is mirrored or self.names(mirrored) not in found:
                        found[self.names(condition)] = condition
        return [self.condition(condition) for condition in found.values()]

    def condition(self, formula: Symbol) -> str:
        """Something compared with 0."""
        number = formula.value()
        sign = " > 0" if number > 0 else " < 0" if number < 0 else ""
        return f"{self.names(formula)} = {self.numbers.number(number)}{sign}"

    def uses(self, uses: list[Backward], output: str) -> list[str]:
        """Through what several contributions come."""
        if len(uses) < 2:
            return []
        count = _COUNTS[len(uses)] if len(uses) < len(_COUNTS) else str(len(uses))
        sources = dict.fromkeys(use.source for use in uses)
        through = ["directly" if source == output else f"through {self.prose_name(source)}" for source in sources]
        if len(through) == 1:
            return [f"{count} uses, {through[0]}"]
        if len(through) > 4:
            through = [*through[:2], "…", through[-1]]
        joint = ", " if "…" in through else ", and "
        return [f"{count} uses: " + ", ".join(through[:-1]) + joint + through[-1]]

    def prose_name(self, name: str) -> str:
        """A name inside prose."""
        return name


class Latex(Text):
    """How a solution is written as LaTeX."""

    dot = r" \cdot "

    def __init__(self, digits: int) -> None:
        super().__init__(digits)
        self.names = LatexWriter(False, digits)
        self.numbers = LatexWriter(True, digits)

    def derivative(self, output: str, operand: str) -> str:
        return latex_derivative(self.names.operand(output), self.names.operand(operand))

    def uses(self, uses: list[Backward], output: str) -> list[str]:
        return [rf"\text{{{note}}}" for note in super().uses(uses, output)]

    def prose_name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def row(self, line: Line) -> str:
        """A line as rows of an `aligned` environment; each form has a row where one would be too wide."""
        joint = r" \\ &= " if sum(map(len, line.forms)) > 2 * WIDTH else " = "
        notes = "".join(rf" \qquad {note}" for note in line.notes)
        return f"{line.left} &= {joint.join(line.forms)}{notes}"


def latex_derivative(y: str, x: str) -> str:
    """∂y/∂x of what is LaTeX already."""
    return rf"\frac{{\partial {y}}}{{\partial {x}}}"


class Explanation:
    """A written solution: `str()` is text, `.markdown` and `.latex` are for pages; notebooks show it."""

    def __init__(self, records: Steps, digits: int, width: int) -> None:
        self.records = records
        self.digits = digits
        self.width = width

    def __str__(self) -> str:
        forward, backward = Text(self.digits).lines(self.records)
        shown = ["Forward", *columns(forward, self.width)] if forward else []
        for note in self._changes():
            shown += [f"  {row}" for row in textwrap.wrap(note, self.width - 2)]
        shown += ["Backward", *columns(backward, self.width)] if backward else []
        shown += textwrap.wrap(self._refusal(), self.width)
        return "\n".join(shown or [f"{self.records.output} = {figure(self.records.forward[-1].value, self.digits)}"])

    __repr__ = __str__

    def _changes(self) -> list[str]:
        return [
            f"{record.label} was {figure(record.value, self.digits)} when this was computed; it is "
            f"{figure(record.now, self.digits)} now"
            for record in self.records.forward
            if record.now is not None
        ]

    @property
    def latex(self) -> str:
        """Both passes as `aligned` environments, one after the other."""
        return "\n".join(f"\\[\n{block}\n\\]" for _, block in self._blocks())

    @property
    def markdown(self) -> str:
        """Both passes under headings, the formulas as LaTeX between dollars."""
        shown = [f"**{heading}**\n\n$$\n{block}\n$$" for heading, block in self._blocks()]
        shown += [f"*{markdown_text(note)}*" for note in self._changes()]
        return "\n\n".join([*shown, markdown_text(self._refusal())]).rstrip()

    def _refusal(self) -> str:
        return f"No backward pass: {self.records.refusal}" if self.records.refusal else ""

    def _blocks(self) -> list[tuple[str, str]]:
        dialect = Latex(self.digits)
        named = zip(("Forward", "Backward"), dialect.lines(self.records), strict=True)
        return [
            (heading, "\\begin{aligned}\n" + " \\\\\n".join(map(dialect.row, lines)) + "\n\\end{aligned}")
            for heading, lines in named
            if lines
        ]

    def _repr_markdown_(self) -> str:
        return self.markdown


def explain(
    z: Value | Steps, level: Literal["name", "op"] = "name", digits: int = 4, width: int = WIDTH
) -> Explanation:
    """The solution as it would stand on paper: the forward pass, then every use of the chain rule.

    level "name" has a line for each named Value, "op" one for each operation. Numbers are exact where `digits`
    decimals suffice, else have that many significant digits. No line of the text has more than `width` characters.
    Also takes the records themselves. What comes back is shown by notebooks; `str()` is the text, `.markdown` and
    `.latex` are for pages. No gradient is touched. Raises TypeError for anything but a Value, AnomalyError for an
    infinite local derivative.

    >>> from autograd import Value, explain
    >>> w, x, b = Value(3.0, "w"), Value(2.0, "x"), Value(-7.0, "b")
    >>> explain((w * x + b).relu().named("y"))
    Forward
      y = relu(w·x + b) = relu(3·2 + (−7)) = relu(−1) = 0
    Backward
      ∂y/∂w = 0     w·x + b = −1 < 0
      ∂y/∂x = 0
      ∂y/∂b = 0
    """
    if not isinstance(digits, int) or isinstance(digits, bool) or not 1 <= digits <= MOST_DIGITS:
        raise ValueError(f"explain: digits={digits!r}: expected a whole number from 1 to {MOST_DIGITS}")
    if not isinstance(width, int) or width < NARROWEST:
        raise ValueError(f"explain: width={width!r}: expected a whole number from {NARROWEST}")
    return Explanation(z if isinstance(z, Steps) else steps(z, level), digits, width)


def _joined(uses: list[Backward]) -> list[Backward]:
    """The uses with those of one statement made one, as two edges of x·x are: in names they are one derivative."""
    joined: dict[str, Backward] = {}
    for use in uses:
        known = joined.get(use.source)
        if known is not None:
            use = replace(
                use,
                local_formula=summed(known.local_formula, use.local_formula),
                contribution=known.contribution + use.contribution,
                conditions=known.conditions + use.conditions,
            )
        joined[use.source] = use
    return list(joined.values())


def _distinct(forms: list[str]) -> list[str]:
    """The forms without those that say the same as the next one."""
    bare = [form.replace(" ", "") for form in forms]
    return [form for place, form in enumerate(forms) if bare[place : place + 1] != bare[place + 1 : place + 2]]
