"""What the player shows at each step: texts and formulas, made from the records once, for the page and the picture.

>>> from autograd import Value, steps
>>> x = Value(3.0, "x")
>>> records = steps(x * x, level="op")
>>> for frame in Writing(records, pictured(records), Page(records, DIGITS)).frames():
...     print(frame.kind, frame.node, frame.shown, "|", frame.line)
forward n0 data 3 | x = 3
forward n1 data 9 | f = x·x = 3·3 = 9
seed n1 grad 1 | ∂f/∂f = 1
backward n0 grad 3 so far | ∂f/∂x = x + … = 3 + …
backward n0 grad 6 | ∂f/∂x = x + x = 3 + 3 = 6
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from autograd.formulas.figures import Equation, comes_out
from autograd.formulas.notation import ATOM, MOST_TERMS, PRODUCT, counted, shortened
from autograd.formulas.symbols import symbol
from autograd.pictures.picture import Picture, data_text, grad_text, pictured as pictured
from autograd.records.explain import Latex, Text
from autograd.records.page import Page, statement_of
from autograd.records.record import Backward, Forward, Steps

DIGITS = 4
"""The digits a solution begins with; its page gives a number more where a line would not come out."""


@dataclass
class Frame:
    """One step of the player.

    `node` is the picture's id of what gets a number, `source` of where a gradient comes from, and `edges` are the ids
    of what it comes along. `shown` is what the node's box says after it ("grad −6 so far"), `line` the step as one
    line of text, `sentence` the same in words; `maths` holds formulas by name, each as pieces of LaTeX that follow one
    another: many pieces come back in other steps, so a page can hold them once.
    """

    kind: str
    node: str
    shown: str
    line: str
    sentence: str
    source: str = ""
    edges: list[str] = field(default_factory=list)
    uses_left: int = 0
    maths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    about: bool = False  # whether the printed numbers only roughly give the printed result
    weight: float = 0.0  # how much an edge brings back


class Writing:
    """Writes the frames of one computation, with the figures of its page."""

    def __init__(self, records: Steps, picture: Picture, page: Page) -> None:
        self.records = records
        self.picture = picture
        self.figures, self.outlines = page.figures, page.outlines
        self.statements = {statement.record.label: statement for statement in page.statements}
        self.text, self.latex = Text(DIGITS, page), Latex(DIGITS, page)
        self.text.names.name = isolated  # type: ignore[method-assign]
        self.text.numbers.name = isolated  # type: ignore[method-assign]
        self.text.numbers.zeros = self.latex.numbers.zeros = page.zeros
        self.into: dict[str, list[str]] = defaultdict(list)
        for arrow in picture.arrows:
            self.into[picture.nodes[arrow.target].id].append(arrow.id)

    def frames(self) -> list[Frame]:
        """All of them, in order."""
        found = [self.forward(record) for record in self.records.forward if record.kind != "output"]
        arrived: dict[str, list[Backward]] = defaultdict(list)
        for record in self.records.backward:
            uses = arrived[record.operand]
            uses.append(record)
            found.append(self.backward(uses) if record.source else self.seed(record))
        return found

    def forward(self, record: Forward) -> Frame:
        """A number that is given, or one that is computed."""
        shown, number = self.figures(record.value), self.latex.numbers.number(record.value)
        node, name = f"n{record.number}", isolated(record.label)
        maths: dict[str, tuple[str, ...]] = {"value": (number,)}
        about = False
        if name:
            maths["left"] = (self.latex.names.name(record.label),)
        if record.kind == "statement":
            statement = self.statements.get(record.label) or statement_of(record, self.outlines)
            written = self.text.statement(statement)
            line = " ".join([name, *(part for pair in zip(written.signs, written.forms, strict=True) for part in pair)])
            for row, form in zip(("symbols", "numbers"), self.latex.statement(statement).forms[:-1], strict=False):
                maths[row] = (form,)
            about = not statement.equation.holds
            sentence = f"Forward: {line}."
        else:
            given = "given" if record.kind == "leaf" else "a constant"
            line = f"{name} = {shown}" if name else shown
            sentence = f"Forward: {name} is {given}, {shown}." if name else f"Forward: {shown} is a constant."
            if record.now is not None:
                sentence += f" (Since this was computed it has become {self.figures(record.now)}.)"
        shown = data_text(record.value, self.figures)
        return Frame("forward", node, shown, line, sentence, edges=self.into[node], maths=maths, about=about)

    def seed(self, record: Backward) -> Frame:
        """The output's own gradient, where the way back begins."""
        name = isolated(record.operand)
        line = f"{self.text.derivative(record.operand, record.operand)} = 1"
        sentence = f"The way back begins at the output: {name} changes exactly as fast as itself, {line}."
        maths: dict[str, tuple[str, ...]] = {
            "left": (self.derivative(record.operand, record.operand),),
            "value": ("1",),
        }
        node = self.picture.node_of[record.operand]
        return Frame("seed", node, grad_text(1.0), line, sentence, maths=maths)

    def backward(self, uses: list[Backward]) -> Frame:
        """What one edge brings back, beside what came before."""
        record = uses[-1]
        node, source = self.picture.node_of[record.operand], self.picture.node_of[record.source]
        upstream, local, contribution, so_far = (
            self.figures(x) for x in (record.upstream, record.local, record.contribution, record.so_far)
        )
        shown = grad_text(record.so_far, record.uses_left, self.figures)
        x, y = isolated(record.operand), isolated(record.source)
        sentence = (
            f"Back from {y} to {x}: upstream {upstream} times local {local} gives {contribution}. "
            f"The gradient of {x} is {so_far}"
            + (f" so far; {more_uses(record.uses_left)} to come." if record.uses_left else ", complete.")
        )
        return Frame(
            "backward",
            node,
            shown,
            self.line(uses),
            sentence,
            source,
            [self.picture.arrow_for(record)],
            record.uses_left,
            self.maths(uses),
            self.is_about(uses),
            abs(record.contribution),
        )

    def line(self, uses: list[Backward]) -> str:
        """The sum of what has come back, as one line of text."""
        text, record = self.text, uses[-1]
        left = text.derivative(self.records.output, record.operand)
        forms = (text.chain, lambda use, output, first: self.product(use, first, text))
        rows = [self.sum(uses, form) for form in forms]
        tail = f"{text.names.plus}…" if record.uses_left else ""
        written = [row + tail for row in dict.fromkeys(rows)]
        if not record.uses_left and written[-1] != self.figures(record.so_far):
            sign = text.about if self.is_about(uses) else text.equals
            return f"{' = '.join([left, *written])} {sign} {self.figures(record.so_far)}"
        return " = ".join([left, *written])

    def is_about(self, uses: list[Backward]) -> bool:
        """Whether upstream · local, as printed, gives what is printed only roughly, here or in the sum."""
        terms = [symbol(use.upstream) * symbol(use.local) for use in (uses if len(uses) <= MOST_TERMS else uses[-1:])]
        found = [Equation(terms[-1], uses[-1].contribution)]
        if len(terms) == len(uses):
            total = terms[0]
            for term in terms[1:]:
                total = total + term
            found.append(Equation(total, uses[-1].so_far))
        return not all(comes_out(equation, self.figures) for equation in found)

    def sum(self, uses: list[Backward], form: Callable[[Backward, str, bool], str]) -> str:
        """The terms of several uses with plus signs between them; only those that are shown are written."""
        terms = []
        for place in shortened(range(len(uses)), -1):
            sign = self.text.names.plus if place else ""
            terms.append(
                self.text.names.dots if place < 0 else sign + form(uses[place], self.records.output, not place)
            )
        return "".join(terms)

    def product(self, use: Backward, first: bool, dialect: Text) -> str:
        """One use in numbers: upstream · local, just local where it comes from the output itself."""
        numbers = dialect.numbers
        if use.source == self.records.output:
            return numbers.part(symbol(use.local), PRODUCT if first else ATOM, leading=first)
        upstream = numbers.part(symbol(use.upstream), PRODUCT if first else ATOM, leading=first)
        return upstream + numbers.times + numbers.part(symbol(use.local), ATOM)

    def maths(self, uses: list[Backward]) -> dict[str, tuple[str, ...]]:
        """The pieces of the panel: the sum's left side, this edge's term in symbols and numbers, its two factors."""
        record, first, latex = uses[-1], len(uses) == 1, self.latex
        number, output = latex.numbers.number, self.records.output
        upstream, local = self.derivative(output, record.source), self.derivative(record.source, record.operand)
        direct = record.source == output
        term = (latex.chain(record, output, first),) if direct else (upstream, latex.dot, local)
        product = (self.product(record, first, latex),)
        found = {
            "left": (self.derivative(output, record.operand),),
            "term": term,
            "upstream": (upstream, "=", number(record.upstream)),
            "gives": (number(record.contribution),),
            "sum": (number(record.so_far),),
        }
        if product != term:
            found["product"] = product
        return found | self.local(record)

    def local(self, record: Backward) -> dict[str, tuple[str, ...]]:
        """The local derivative: in names, as formula, as number; and what it depends on, where there are kinks."""
        forms = dict.fromkeys([self.latex.names(record.local_formula), self.latex.numbers.number(record.local)])
        equal = [piece for form in forms for piece in ("=", form)]
        found = {"local": (self.derivative(record.source, record.operand), *equal)}
        if conditions := self.latex.conditions([record], set()):
            found["because"] = tuple(conditions)
        return found

    def derivative(self, y: str, x: str) -> str:
        """∂y/∂x as LaTeX."""
        return self.latex.derivative(y, x)


def isolated(name: str) -> str:
    """A name that cannot turn round what stands beside it: right-to-left script is kept apart."""
    turns = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in name)
    return f"\u2068{name}\u2069" if turns else name


def more_uses(uses: int) -> str:
    """How many more uses, in words."""
    return counted(uses, "more use")
