"""From a tape to a `Form`: every operation written out in primitives, and the backward pass built with them.

There is no second rule book: what is written out is what the functions and formulas of the table of operations do
when they are run on symbols. The backward pass goes through the graph as `Value.backward` does, in the same order,
so that sums are added up in the same order too. Where only part of the graph depends on the inputs, a gradient
that reaches the other part is averaged over the samples first and goes on from there once a call.
"""

import struct
from typing import Any

from autograd.compiled.ir.form import Form
from autograd.compiled.ir.primitives import ADD, CONSTANT, FIRST_OPERATION, INPUT, MEAN, MUL, NEG, THETA, code
from autograd.compiled.ir.tape import Tape
from autograd.engine.operation import Op
from autograd.formulas.symbols import Function, Symbol, named, symbol

_SIGNS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "neg": "neg"}

Part = str | int | float
"""An operand in a template: a letter, the number of an earlier row, or a constant."""


class Template:
    """A formula in x, y and z, in primitives: `rows` of a code and two parts, and which part is the `result`."""

    def __init__(self, formula: Any) -> None:
        self.rows: list[tuple[int, Part, Part | None]] = []
        self._places: dict[Any, int] = {}
        self.result = self._part(symbol(formula))

    @property
    def is_zero(self) -> bool:
        """Whether it is the constant 0."""
        return isinstance(self.result, float) and self.result == 0  # row 0 is something else

    def _part(self, formula: Symbol) -> Part:
        if formula.rule is None:
            return formula.name or formula.value()
        if formula.sign not in _SIGNS and not isinstance(formula.rule, Function):
            return self._part(symbol(formula.rule.forward(*formula.operands)))  # an operation inside a formula
        rule = formula.rule
        number = code(_SIGNS.get(formula.sign or "", rule.name), len(formula.operands), rule.forward)
        x: Part = self._part(formula.operands[0])
        y = self._part(formula.operands[1]) if len(formula.operands) > 1 else None
        key = number, x, type(x), y, type(y)  # row 1 is not the number 1.0
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append((number, x, y))
        return self._places[key]


class Templates:
    """The templates of one operation: of its function, and of the local derivative by each operand."""

    def __init__(self, rule: Op) -> None:
        self.rule = rule
        self.forward = Template(rule.forward(*map(named, "xy"[: len(rule.letters)])))
        self._local: dict[int, Template] = {}

    def local(self, slot: int) -> Template:
        """The template of a local derivative; raises NoDerivativeError where there is none."""
        if slot not in self._local:
            operands = tuple(map(named, "xy"[: len(self.rule.letters)]))
            self._local[slot] = Template(self.rule.local(slot, operands, named("z")))
        return self._local[slot]


class _Lowering:
    """A form in the making; `row` is the row of each node, `differs` says which rows differ from sample to sample."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.form = Form()
        self.differs = bytearray()
        self.templates = [Templates(rule) for rule in tape.rules]
        self._constants: dict[bytes, int] = {}
        self.row: list[int] = []
        for kind, place in zip(tape.leaf_kind, tape.leaf_place, strict=True):
            leaf = self.constant(float(tape.constants[place])) if kind == CONSTANT else self.append(kind, place)
            self.row.append(leaf)

    def append(self, kind: int, first: int, second: int = -1) -> int:
        """Add a row; its number."""
        differs = self.differs
        if kind < FIRST_OPERATION:
            differs.append(kind == INPUT)
        else:
            differs.append(differs[first] or (second >= 0 and differs[second]))
        return self.form.append(kind, first, second)

    def constant(self, number: float) -> int:
        """The row of a constant; 0 and −0 are two."""
        bits = struct.pack("d", number)
        if bits not in self._constants:
            self._constants[bits] = self.form.constant(number)
            self.differs.append(False)
        return self._constants[bits]

    def written(self, template: Template, x: int, y: int, z: int = -1) -> int:
        """Write a template's rows for these operands and result; the row of the result."""
        letters = {"x": x, "y": y, "z": z}
        done: list[int] = []

        def place(part: Part | None) -> int:
            if part is None:
                return -1
            if isinstance(part, str):
                return letters[part]
            return done[part] if isinstance(part, int) else self.constant(part)

        for kind, a, b in template.rows:
            done.append(self.append(kind, place(a), place(b)))
        return place(template.result)

    def forward(self) -> None:
        """Write the computed Values, operands first."""
        tape, row = self.tape, self.row
        for rule, x, y in zip(tape.codes.tolist(), tape.first.tolist(), tape.second.tolist(), strict=True):
            row.append(self.written(self.templates[rule].forward, row[x], row[y]))
        self.form.values = [row[output] for output in tape.outputs]
        self.form.names = {row[node]: name for node, name in tape.names.items()}

    def backward(self) -> None:
        """Write the backward pass, from the mean of the outputs."""
        tape, row = self.tape, self.row
        active, varying = tape.active(), tape.varying()
        once: dict[int, int] = {}  # the row of the gradient so far at each node that does not vary: known once a call …
        each: dict[int, int] = {}  # … and what is different for each sample, which waits to be averaged

        def reach(node: int, contribution: int) -> None:
            sums = each if varying[node] or self.differs[contribution] else once
            sums[node] = self.append(ADD, sums[node], contribution) if node in sums else contribution

        def complete(node: int) -> int:
            if node in each and not varying[node]:
                reach(node, self.append(MEAN, each.pop(node)))
            gradient = (each if node in each else once).pop(node)
            if node in tape.names:
                self.form.names.setdefault(gradient, f"d_{tape.names[node]}")
            return gradient

        for output in tape.outputs:
            reach(output, self.constant(1.0 / len(tape.outputs)))
        codes, firsts, seconds = tape.codes.tolist(), tape.first.tolist(), tape.second.tolist()
        for place in range(len(tape) - 1, -1, -1):  # reversed: a gradient must be complete before it is handed on
            node, x, y = tape.leaves + place, firsts[place], seconds[place]
            if not active[node]:
                continue
            upstream = complete(node)
            for slot, operand in ((0, x), (1, y)):
                if operand >= 0 and active[operand]:
                    slope = self.templates[codes[place]].local(slot)
                    reach(operand, self._product(upstream, slope, row[x], row[y], row[node]))
        leaf = {place: node for node, place in enumerate(tape.leaf_place) if tape.leaf_kind[node] == THETA}
        zero = self.constant(0.0)
        self.form.gradient = [complete(leaf[place]) if place in leaf else zero for place in range(len(tape.wrt))]

    def _product(self, upstream: int, slope: Template, x: int, y: int, z: int) -> int:
        if slope.result == 1.0 and isinstance(slope.result, float):
            return upstream
        if slope.result == -1.0:
            return self.append(NEG, upstream)
        return self.append(MUL, upstream, self.written(slope, x, y, z))


def lowered(tape: Tape, gradient: bool = True) -> Form:
    """The tape written out in primitives, with the backward pass unless `gradient` is false; linear time.

    Raises NoDerivativeError where a gradient would have to go through an operation that has none.
    """
    lowering = _Lowering(tape)
    lowering.forward()
    if gradient:
        lowering.backward()
    return lowering.form
