"""The records as a solution one would write by hand: text, Markdown, LaTeX.

>>> x, w = Value(3.0, "x"), Value(-2.0, "w")
>>> print(explain((w * x + 7).relu().named("y")))
Given
  w = −2   x = 3
Forward
  y = relu(w·x + 7) = relu(−2·3 + 7) = relu(1) = 1
Backward
  ∂y/∂w = x = 3     w·x + 7 = 1 > 0
  ∂y/∂x = w = −2
"""

from functools import cached_property
from importlib import import_module

from autograd.engine.codegen.python import Value
from autograd.formulas.columns import Line, columns, in_rows, wrapped
from autograd.formulas.figures import Equation
from autograd.formulas.names import latex_name, markdown_text
from autograd.formulas.notation import ATOM, PRODUCT, SUM, LatexWriter, Writer, shortened
from autograd.formulas.symbols import Symbol, symbol
from autograd.records.page import Page, Statement
from autograd.records.steps import Backward, Steps, steps
from autograd.support.collector import collector_paused
from autograd.support.encodings import printable
from autograd.support.types import Any, Literal

WIDTH = 100
"""No line is wider, in characters, unless asked for."""

NARROWEST, MOST_DIGITS = 40, 17
"""What a page can be asked for."""

ABREAST = 8
"""Given numbers in a row of LaTeX."""

_COUNTS = "no one two three four five six seven eight nine ten".split()  # noqa: SIM905


class Text:
    """How a solution is written as plain text, in the figures of a page or with so many digits."""

    equals, about, dot = "=", "≈", " · "
    writer = Writer

    def __init__(self, digits: int, page: Page | None = None) -> None:
        self.page = page
        self.names = self.writer(False, digits)
        self.numbers = self.writer(True, digits)
        if page is not None:
            self.names.figures = self.numbers.figures = page.figures

    def derivative(self, output: str, operand: str) -> str:
        """∂output/∂operand, of names."""
        return f"∂{self.names.operand(output)}/∂{self.names.operand(operand)}"

    def given(self, page: Page) -> list[str]:
        """What each name that nothing is computed for stands for."""
        return [f"{self.names.name(record.label)} = {self.numbers.number(record.value)}" for record in page.given]

    def statements(self, page: Page) -> list[Line]:
        """The lines of the forward pass."""
        return [self.statement(statement) for statement in page.statements]

    def statement(self, statement: Statement) -> Line:
        """A statement: formula with names, with numbers, a function of its number, the result."""
        formula, last = statement.record.formula, statement.equation
        forms = [("", self.names.filled_in(formula)), (self.equals, self.numbers.filled_in(formula))]
        if statement.outer is not None:
            inside = self.sign(*statement.inside) if statement.outer.holds else self.equals
            if statement.outer is not statement.equation:
                forms.append((inside, self.numbers.filled_in(statement.outer.formula)))
            last = statement.outer if statement.equation.holds or inside == self.about else statement.equation
        forms.append((self.sign(last), self.numbers.number(statement.record.value)))
        return self.line(self.names.name(statement.record.label), forms)

    def sign(self, *equations: Equation) -> str:
        """What stands between formulas that are equal, or are about so as they are printed."""
        return self.equals if all(equation.holds for equation in equations) else self.about

    def line(self, left: str, forms: list[tuple[str, str]]) -> Line:
        """A line of forms with their signs, without those that say the same as the next one."""
        kept: list[tuple[str, str]] = []
        for sign, form in forms:
            if kept and _says_the_same(kept[-1][1], form):
                sign = kept.pop()[0]
            kept.append((sign, form))
        return Line(left, [form for _, form in kept], signs=[sign or self.equals for sign, _ in kept])

    def gradients(self, records: Steps, page: Page) -> list[Line]:
        """A line for each value whose gradient is complete, with every use of the chain rule."""
        lines: list[Line] = []
        noted: set[str] = set()
        output = records.output
        for gradient in page.gradients:
            uses = gradient.uses
            rows = [[form(use, output, first=not index) for index, use in enumerate(uses)] for form in self.forms]
            forms = [(self.equals, self.sum(row)) for row in rows]
            result = self.numbers.number(gradient.equation.result)
            line = self.line(
                self.derivative(output, gradient.operand), [*forms, (self.sign(gradient.equation), result)]
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
            return self.names.filled_in(use.local_formula, SUM, first)
        return self.derivative(output, use.source) + self.dot + self.derivative(use.source, use.operand)

    def mixed(self, use: Backward, output: str, first: bool) -> str:
        """One use, as the upstream number times the local formula."""
        if use.source == output:
            return self.chain(use, output, first)
        upstream = self.upstream(use, first)
        return upstream + self.dot + self.names.filled_in(use.local_formula, PRODUCT, False)

    def upstream(self, use: Backward, first: bool) -> str:
        """The upstream gradient, as a number."""
        shown = self.numbers.number(use.upstream)
        if first and shown[0] not in "−-":  # nothing before it, and a product behind
            return shown
        return self.numbers.part(symbol(use.upstream), PRODUCT if first else ATOM, leading=first)

    def plain(self, use: Backward, output: str, first: bool) -> str:
        """One use, in numbers."""
        if use.source == output:
            return self.numbers.filled_in(use.local_formula, SUM, first)
        upstream = self.upstream(use, first)
        return upstream + self.numbers.times + self.numbers.filled_in(use.local_formula, PRODUCT, False)

    def sum(self, terms: list[str]) -> str:
        """The terms of a form with plus signs between them, the middle left out where there are many."""
        if len(terms) == 1:
            return terms[0]
        return "".join(
            shortened(
                [terms[0], *(self.names.plus + term for term in terms[1:])], self.names.dots, self.names.most_terms
            )
        )

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
        side = " > 0" if number > 0 else " < 0" if number < 0 else ""
        sign = self.equals if self.page is None or self.page.holds(formula) else self.about
        return f"{self.names(formula)} {sign} {self.numbers.number(number)}{side}"

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


def _says_the_same(form: str, other: str) -> bool:
    """Whether they differ in blanks only."""
    return form[:1] == other[:1] and form.replace(" ", "") == other.replace(" ", "")


class Latex(Text):
    """How a solution is written as LaTeX."""

    about, dot = r"\approx", r" \cdot "
    writer = LatexWriter

    def derivative(self, output: str, operand: str) -> str:
        return latex_derivative(self.names.operand(output), self.names.operand(operand))

    def uses(self, uses: list[Backward], output: str) -> list[str]:
        return [rf"\text{{{note}}}" for note in super().uses(uses, output)]

    def prose_name(self, name: str) -> str:
        return f"${latex_name(name)}$"

    def row(self, line: Line) -> str:
        """A line as rows of an `aligned` environment; each form has a row where one would be too wide."""
        joint = r" \\ &" if sum(map(len, line.forms)) > 2 * WIDTH else " "
        notes = "".join(rf" \qquad {note}" for note in line.notes)
        forms = joint.join(f"{sign} {form}" for sign, form in zip(line.signs, line.forms, strict=True))
        return f"{line.left} &{forms}{notes}"


def latex_derivative(y: str, x: str) -> str:
    """∂y/∂x of what is LaTeX already."""
    return rf"\frac{{\partial {y}}}{{\partial {x}}}"


class Explanation:
    """A written solution: `str()` is text, `.markdown` and `.latex` are for pages; notebooks show it."""

    def __init__(self, records: Steps, digits: int, width: int) -> None:
        self.records = records
        self.digits = digits
        self.width = width

    @cached_property
    @collector_paused()
    def page(self) -> Page:
        """What the lines say in numbers, and the digits of each number."""
        return Page(self.records, self.digits)

    @printable
    def __str__(self) -> str:
        if not self.page.statements:
            return f"{self.records.output} = {self.page.figures(self.records.forward[-1].value)}"
        shown = ["Given", *in_rows(Text(self.digits, self.page).given(self.page), self.width)]
        return "\n".join([*(shown if len(shown) > 1 else []), self.passes()])

    __repr__ = __str__

    @collector_paused()
    def passes(self) -> str:
        """The two passes as text, for a page that says itself what is given."""
        text = Text(self.digits, self.page)
        shown = ["Forward", *columns(text.statements(self.page), self.width)]
        for note in self._changes():
            shown += [f"  {row}" for row in wrapped(note, self.width - 2)]
        backward = text.gradients(self.records, self.page)
        shown += ["Backward", *columns(backward, self.width)] if backward else []
        return "\n".join([*shown, *wrapped(self._refusal(), self.width)])

    def _changes(self) -> list[str]:
        return [
            f"{record.label} was {self.page.figures(record.value)} when this was computed; it is "
            f"{self.page.figures(record.now)} now"
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

    @collector_paused()
    def _blocks(self) -> list[tuple[str, str]]:
        dialect = Latex(self.digits, self.page)
        passes = {
            "Forward": dialect.statements(self.page),
            "Backward": dialect.gradients(self.records, self.page),
        }
        given = [] if not self.page.statements else dialect.given(self.page)
        rows = {
            "Given": [r"& " + r" \quad ".join(given[at : at + ABREAST]) for at in range(0, len(given), ABREAST)],
            **{heading: list(map(dialect.row, lines)) for heading, lines in passes.items()},
        }
        return [
            (heading, "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}")
            for heading, lines in rows.items()
            if lines
        ]

    def _repr_markdown_(self) -> str:
        return self.markdown


def explain(
    z: Value | Steps, level: Literal["name", "op", "module"] = "name", digits: int = 4, width: int = WIDTH
) -> Explanation:
    """The solution as it would stand on paper: the forward pass, then every use of the chain rule.

    level "name" has a line for each named Value, "op" one for each operation, "module" the layers of a network in
    matrix form, with small matrices for numbers. Numbers are exact where `digits`
    decimals suffice, else have that many significant digits, and more (up to 12) where a line would not come out on a
    calculator otherwise; what comes out only roughly says ≈. No line of the text has more than `width` characters.
    Also takes the records themselves. What comes back is shown by notebooks; `str()` is the text, `.markdown` and
    `.latex` are for pages. No gradient is touched. Raises TypeError for anything but a Value, AnomalyError for an
    infinite local derivative.

    >>> from autograd import Value, explain
    >>> w, x, b = Value(3.0, "w"), Value(2.0, "x"), Value(-7.0, "b")
    >>> explain((w * x + b).relu().named("y"))
    Given
      w = 3   x = 2   b = −7
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
    if level == "module":
        if isinstance(z, Steps):
            raise ValueError("explain: records know of no modules: explain the Value itself")
        networks = import_module("autograd.derivation.networks.solution")  # which needs worksheets, and they need this
        return networks.explained(z, digits, width)  # type: ignore[no-any-return]
    return Explanation(z if isinstance(z, Steps) else steps(z, level), digits, width)
