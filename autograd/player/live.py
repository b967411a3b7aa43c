"""What a page needs to compute by itself: the program in JavaScript, and every text with places for its numbers.

Nothing is written twice: the records are written by what writes them always, with marks in the place of numbers, once
for each way the kinks in a statement can turn. All marks are negative, so that brackets show where a negative number
has them; the page puts in the numbers, and takes the brackets away where they are not needed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograd.compiled.ir.form import Form
from autograd.compiled.ir.lowering import Template
from autograd.compiled.ir.passes import optimized
from autograd.compiled.ir.primitives import ADD, INPUT, MUL
from autograd.compiled.javascript import javascript
from autograd.engine.codegen.python import Value
from autograd.formulas.figures import Figures
from autograd.formulas.notation import figure
from autograd.formulas.symbols import Symbol, is_named_number, simplified, symbol
from autograd.formulas.typeset import html
from autograd.pictures.picture import Picture
from autograd.player.frames import DIGITS, Writing, isolated
from autograd.player.paper import kept_whole
from autograd.records.explain import Text
from autograd.records.page import Page, joined
from autograd.records.record import Backward, Forward, Steps
from autograd.records.statements import statements
from autograd.records.steps import recorded

BARE, BRACKETED, TURNED = 0xF0000, 0xF4000, 0xF8000
"""Where the letters begin that stand for numbers: a number, one in brackets if it is negative, minus a number."""

MOST_MARKS = BRACKETED - BARE
MOST_KINKS = 5
"""Gates in a local derivative whose ways of turning are all written down."""

_FAR = 2.0**600  # no number of a computation is one of these
_STEP = 2.0**-40


@dataclass(frozen=True)
class Slider:
    """A given number that can be moved: its label, from where to where, and what it is."""

    label: str
    low: float
    high: float
    value: float


@dataclass(frozen=True)
class Live:
    """The `program` as JavaScript, and what the page's script needs to write every text anew."""

    program: str
    texts: dict[str, Any]


class Marks(Figures):
    """Numbers that stand for rows of a form, and how they are written: as a letter that nothing else uses."""

    def __init__(self) -> None:
        super().__init__(DIGITS)
        self.rows: list[int] = []
        self._known: dict[int, int] = {}

    def mark(self, row: int) -> float:
        """The number that stands for a row."""
        place = self._known.setdefault(row, len(self.rows))
        if place == len(self.rows):
            self.rows.append(row)
        return -_FAR * (1 + place * _STEP)

    def place(self, row: int) -> int:
        """Which of the page's numbers a row is."""
        self.mark(row)
        return self._known[row]

    def __call__(self, x: float) -> str:
        place = (abs(x) / _FAR - 1) / _STEP
        if not (0 <= place < len(self.rows) and place == int(place)):
            return figure(x, DIGITS)
        return f"{'−' if x < 0 else ''}{chr(BARE + int(place))}"


def encoded(text: str) -> str:
    """A text with marks in which a letter alone tells how its number is written."""
    found = []
    for place, letter in enumerate(text):
        if not BARE <= ord(letter) < BRACKETED:
            found.append(letter)
            continue
        before = text[:place]
        for opening, closing in (("(−", ")"), (r"\left(-", r"\right)")):
            outside = before[: -len(opening)][-1:]  # the brackets of a call are not the number's
            if before.endswith(opening) and text.startswith(closing, place + 1) and not _calls(outside):
                del found[len(found) - len(opening) :]
                found.append(chr(ord(letter) - BARE + BRACKETED) + "\0" * len(closing))
                break
        else:
            minus = found.pop() if before[-1:] in ("−", "-") else ""
            found.append(letter if minus else chr(ord(letter) - BARE + TURNED))
    written = "".join(found)
    for closing in (r"\right)", ")"):
        written = written.replace("\0" * len(closing) + closing, "")
    return written


def _calls(letter: str) -> bool:
    """Whether what stands before brackets is the name of a function."""
    return letter.isalnum() or letter in ("_", "}")


class _Program:
    """The form that computes every number a page shows, from the records whose derivatives have their gates."""

    def __init__(self, gated: Steps, sliders: list[Slider]) -> None:
        self.form = Form()
        self.marks = Marks()
        self.conditions: dict[int, int] = {}
        columns = {slider.label: place for place, slider in enumerate(sliders)}
        self.value: dict[str, int] = {}
        for record in gated.forward:
            if not record.label:
                continue
            if record.label in columns:
                row = self.form.append(INPUT, columns[record.label])
            else:
                row = self.constant(record.value) if record.kind != "statement" else self.row(record.formula)
            self.value[record.label] = row
        self.gradient = {gated.output: self.constant(1.0)}
        self.local: list[int] = []
        self.contribution: list[int] = []
        self.so_far: list[int] = []
        for use in gated.backward[1:]:
            self.local.append(self.row(use.local_formula))
            self.contribution.append(self.form.append(MUL, self.gradient[use.source], self.local[-1]))
            before = self.gradient.get(use.operand)
            reached = self.contribution[-1]
            self.so_far.append(reached if before is None else self.form.append(ADD, before, reached))
            self.gradient[use.operand] = self.so_far[-1]

    def constant(self, number: float) -> int:
        """The row of a constant."""
        return self.form.constant(number)

    def row(self, formula: Symbol) -> int:
        """The row of a formula on labels."""
        template = Template(formula)
        done: list[int] = []

        def place(part: Any) -> int:
            if isinstance(part, str):
                return self.value[part] if part in self.value else self.constant(_known(formula, part))
            return done[part] if isinstance(part, int) else self.constant(part)

        for kind, x, y in template.rows:
            done.append(self.form.append(kind, place(x), -1 if y is None else place(y)))
        return place(template.result)

    def marked(self, formula: Symbol) -> Symbol:
        """A formula whose names stand for marks."""
        if formula.rule is None:
            if formula.name is None or is_named_number(formula):
                return formula
            return Symbol(name=formula.name, number=self.marks.mark(self.value[formula.name]))
        return Symbol(formula.rule, tuple(map(self.marked, formula.operands)))

    def statement(self, record: Forward) -> Forward:
        """A record of the forward pass with marks."""
        if not record.label:
            return record
        formula = self.marked(record.formula)
        if formula.rule is not None and formula.rule.sign is None:
            for operand, plain in zip(formula.operands, record.formula.operands, strict=True):
                if operand.rule is not None:
                    operand.number = self.marks.mark(self.row(plain))
        number = self.marks.mark(self.value[record.label])
        if formula.rule is not None:
            formula.number = number
        return replace(record, value=number, formula=formula, now=None)

    def use(self, number: int, record: Backward, formula: Symbol) -> Backward:
        """A record of the backward pass with marks, and a local derivative without gates."""
        mark = self.marks.mark
        conditions = []
        for condition in record.conditions:
            shown = self.marked(condition)
            if id(condition) not in self.conditions:
                self.conditions[id(condition)] = self.row(condition)
            shown.number = mark(self.conditions[id(condition)])
            conditions.append(shown)
        return replace(
            record,
            upstream=mark(self.gradient[record.source]),
            local_formula=self.marked(formula),
            local=mark(self.local[number]),
            contribution=mark(self.contribution[number]),
            so_far=mark(self.so_far[number]),
            conditions=tuple(conditions),
        )

    def source(self) -> str:
        """The program as JavaScript."""
        self.form.values = self.marks.rows
        return javascript(optimized(self.form))


def _known(formula: Symbol, name: str) -> float:
    return next(part.value() for part in formula.parts() if part.name == name)


def live(z: Value, level: str, records: Steps, sliders: list[Slider], picture: Picture) -> Live:
    """What a page needs to compute all numbers by itself, and to write every text anew; see player.js.

    Raises ValueError for what cannot be computed in a page.
    """
    gated = recorded(statements(z, level), level, gates=True)
    program = _Program(gated, sliders)
    kinks = _kinks(gated)
    gates = {way: [program.marks.place(program.row(gate)) for gate in found] for way, found in kinks.items()}
    forward = [program.statement(record) for record in records.forward]
    runs: list[Steps] = []
    for run in range(max((2 ** len(found) for found in kinks.values()), default=1)):
        backward = records.backward[:1] + [
            program.use(number, use, _turned(gate.local_formula, kinks[use.source, use.operand], run))
            for number, (use, gate) in enumerate(zip(records.backward[1:], gated.backward[1:], strict=True))
        ]
        runs.append(replace(records, forward=forward, backward=backward))
    pages = [Page(run, DIGITS, program.marks) for run in runs]
    frames = [_Marked(run, picture, page).frames() for run, page in zip(runs, pages, strict=True)]
    steps = []
    for number, frame in enumerate(frames[0]):
        use = number - len(records.forward)
        way = (records.backward[use].source, records.backward[use].operand) if use > 0 else ("", "")
        turns = range(2 ** len(kinks.get(way, ())))
        steps.append(
            {
                "sentence": html(encoded(frame.sentence)),
                "shown": encoded(frame.shown),
                "gates": gates.get(way, []),
                "turns": [
                    {name: [encoded(piece) for piece in pieces] for name, pieces in frames[run][number].maths.items()}
                    for run in turns
                ],
                "weight": program.marks.place(program.contribution[use - 1]) if use > 0 else -1,
                "local": program.marks.place(program.local[use - 1]) if use > 0 else -1,
            }
        )
    rows = _rows(runs, pages, gates)
    if len(program.marks.rows) > MOST_MARKS:
        raise ValueError(f"play(sliders=…): {len(program.marks.rows):,} numbers are more than a page computes")
    said = {
        "sliders": [[slider.label, slider.low, slider.high, slider.value] for slider in sliders],
        "steps": steps,
        "rows": rows,
        "exact": {
            picture.node_of[label]: [
                program.marks.place(row),
                program.marks.place(program.gradient[label]) if label in program.gradient else -1,
            ]
            for label, row in program.value.items()
        },
        "finished": [
            [html(text), encoded(program.marks(mark))]
            for text, mark in [
                (records.output, program.marks.mark(program.value[records.output])),
                *(
                    (f"∂{records.output}/∂{slider.label}", program.marks.mark(program.gradient[slider.label]))
                    for slider in sliders
                    if slider.label in program.gradient
                ),
            ]
        ],
    }
    try:
        return Live(program.source(), said)
    except ValueError as error:
        raise ValueError(f"play(sliders=…): {error}; without sliders it can be played") from None


class _Marked(Writing):
    """Writes frames with marks: what comes out of them is the page's to say."""

    def is_about(self, uses: list[Backward]) -> bool:
        return False


Way = tuple[str, str]
"""From which statement to which operand."""


def _kinks(gated: Steps) -> dict[Way, list[Symbol]]:
    """The noted gates in each local derivative, each once."""
    found: dict[Way, list[Symbol]] = {}
    for use in gated.backward[1:]:
        known = found.setdefault((use.source, use.operand), [])
        for part in use.local_formula.parts():
            if getattr(part.rule, "gate", None) == "noted" and not any(part.same(gate) for gate in known):
                known.append(part)
        if len(known) > MOST_KINKS:
            raise ValueError(f"play(sliders=…): there are {len(known)} kinks in {use.source}: give names to its parts")
    return found


def _turned(formula: Symbol, gates: list[Symbol], run: int) -> Symbol:
    """A derivative with each gate open or shut, as the bits of a number say."""

    def turned(part: Symbol) -> Symbol:
        gate = getattr(part.rule, "gate", None)
        if gate == "quiet":
            return symbol(1)
        if gate:
            place = next(place for place, known in enumerate(gates) if part.same(known))
            return symbol(run >> place & 1)
        return part if part.rule is None else Symbol(part.rule, tuple(map(turned, part.operands)))

    return simplified(turned(formula))


def _rows(runs: list[Steps], pages: list[Page], gates: Mapping[Way, list[int]]) -> list[dict[str, Any]]:
    """The lines of the paper: given numbers, statements, and gradients term by term, for each way of turning."""
    records, page = runs[0], pages[0]
    text = Text(DIGITS, page)
    text.names.name = text.numbers.name = isolated  # type: ignore[method-assign]
    rows: list[dict[str, Any]] = [{"forms": [encoded(said.rpartition(" = ")[2])]} for said in text.given(page)]
    rows += [{"forms": [kept_whole(encoded(form)) for form in line.forms]} for line in text.statements(page)]
    noted: set[str] = set()
    for place, gradient in enumerate(page.gradients):
        terms = []
        for number, use in enumerate(gradient.uses):
            turns, way = [], (use.source, use.operand)
            for other in pages[: 2 ** len(gates[way])]:
                turned = joined(other.gradients[place].uses)[number]
                turns.append([kept_whole(encoded(form(turned, records.output, not number))) for form in text.forms])
            terms.append({"gates": gates[way], "turns": turns})
        notes = text.conditions(gradient.uses, noted) + text.uses(gradient.uses, records.output)
        result = encoded(page.figures(gradient.equation.result))
        rows.append({"terms": terms, "result": result, "notes": "; ".join(html(encoded(note)) for note in notes)})
    return rows


def checked(sliders: Mapping[str, tuple[float, float]], records: Steps) -> list[Slider]:
    """The sliders that were asked for; ValueError or TypeError for what cannot be moved, or not there."""
    if not isinstance(sliders, Mapping):
        said = type(sliders).__name__
        raise TypeError(f"play(sliders={said!r}): expected names with two numbers each, such as {{'w': (-2, 2)}}")
    leaves = {record.label: record for record in records.forward if record.kind == "leaf"}
    found = []
    for label, ends in sliders.items():
        said = f"play(sliders={{{label!r}: {ends!r}}})"
        record = leaves.get(label)
        if record is None:
            raise ValueError(f"{said}: nothing given is called so; expected one of {', '.join(leaves) or 'none'}")
        try:
            low, high = map(float, ends)
        except (TypeError, ValueError):
            raise TypeError(f"{said}: expected two numbers, from where to where") from None
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise ValueError(f"{said}: expected two finite numbers, the smaller one first")
        if not low <= record.value <= high:
            raise ValueError(f"{said}: {label} is {figure(record.value)}, which does not lie between them")
        found.append(Slider(label, low, high, record.value))
    return found
