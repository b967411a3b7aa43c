"""A solution as equations: what its lines say in numbers, and the digits with which they come out when recomputed."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from autograd.engine.by_hand import ByHand
from autograd.formulas.figures import Equation, Figures, settle
from autograd.formulas.notation import MOST_CHECKED
from autograd.formulas.outlines import Outlines
from autograd.formulas.symbols import NUMBER_NAMES, Symbol, is_named_number, symbol
from autograd.records.record import Backward, Forward, Steps
from autograd.records.residues import zero_gradients, zero_values
from autograd.records.steps import summed


@dataclass
class Statement:
    """A line of the forward pass: the formula in numbers, what stands inside its outermost function, that function."""

    record: Forward
    equation: Equation
    inside: list[Equation] = field(default_factory=list)
    outer: Equation | None = None

    @property
    def equations(self) -> list[Equation]:
        """All of them, in order."""
        outer = [self.outer] if self.outer is not None and self.outer is not self.equation else []
        return [*self.inside, self.equation, *outer]


@dataclass
class Gradient:
    """A line of the backward pass: a value's gradient once it is complete, with every use it came through."""

    operand: str
    uses: list[Backward]
    equation: Equation


class Page:
    """The lines of a solution, given, forward and backward, and the figures they are written with."""

    def __init__(self, records: Steps, digits: int, figures: Figures | None = None) -> None:
        self.figures = figures or Figures(digits)
        self.zeros: set[str] = set()
        self.conditions: dict[int, Equation] = {}
        self.outlines = Outlines(ByHand)
        self.given = [record for record in records.forward if record.kind != "statement" and not _is_known(record)]
        self.statements = [
            statement_of(record, self.outlines) for record in records.forward if record.kind == "statement"
        ]
        self.gradients = list(_gradients(records, self.outlines))
        if figures is None:
            self.settle(records)

    def settle(self, records: Steps) -> None:
        """Choose the digits."""
        values = zero_values(records)
        gradients = zero_gradients(records, values)
        self.zeros = values
        small = [record.value for record in records.forward if record.label in values]
        small += [line.equation.result for line in self.gradients if line.operand in gradients]
        self.figures.zeros = {self.figures.key(number) for number in small if number}
        self.conditions = {
            id(condition): _equation(condition, condition.value(), self.outlines)
            for line in self.gradients
            for use in line.uses
            for condition in use.conditions
        }
        equations = [equation for statement in self.statements for equation in statement.equations]
        equations += self.conditions.values()
        settle(equations + [line.equation for line in self.gradients], self.figures)

    def holds(self, condition: Symbol) -> bool:
        """Whether what a condition says of a number comes out."""
        known = self.conditions.get(id(condition))  # those of boxes stand on no line
        return known is None or known.holds


def _is_known(record: Forward) -> bool:
    """Whether nobody needs to be told what it is: e, pi, a number."""
    return not record.label or NUMBER_NAMES.get(record.value) == record.label


def statement_of(record: Forward, outlines: Outlines) -> Statement:
    """A statement with what it says in numbers."""
    formula = record.formula
    found = Statement(record, _equation(formula, record.value, outlines))
    if formula.rule is not None and formula.rule.sign is None:
        inside = [symbol(operand.value()) for operand in formula.operands]
        found.inside = [
            _equation(operand, number.value(), outlines)
            for operand, number in zip(formula.operands, inside, strict=True)
            if operand.rule is not None
        ]
        plain = all(part.rule is None and not is_named_number(part) for part in formula.operands)
        if plain and found.equation.is_whole:
            found.outer = found.equation  # it says the same
        else:
            found.outer = Equation(Symbol(formula.rule, tuple(inside)), record.value)
    return found


def _gradients(records: Steps, outlines: Outlines) -> list[Gradient]:
    found: list[Gradient] = []
    arrived: dict[str, list[Backward]] = defaultdict(list)
    for record in records.backward[1:]:
        arrived[record.operand].append(record)
        if not record.uses_left:
            uses = joined(arrived[record.operand])
            total = _term(uses[0], records.output)
            for use in uses[1:]:
                total = total + _term(use, records.output)
            equation = _equation(total, record.so_far, outlines)
            if len(uses) > 1:  # each stands by itself: their sums are no sum that is too long
                equation.is_whole = len(uses) <= MOST_CHECKED and all(
                    outlines.of(use.local_formula)[0].is_whole for use in uses
                )
            found.append(Gradient(record.operand, uses, equation))
    return found


def _equation(formula: Symbol, result: float, outlines: Outlines) -> Equation:
    outlined = outlines.of(formula)
    return Equation(formula, result, outlined[0].is_whole, outlined=outlined)


def _term(use: Backward, output: str) -> Symbol:
    """What comes through one use, in numbers."""
    return use.local_formula if use.source == output else symbol(use.upstream) * use.local_formula


def joined(uses: list[Backward]) -> list[Backward]:
    """The uses with those of one statement made one, as two edges of x·x are: in names they are one derivative."""
    found: dict[str, Backward] = {}
    for use in uses:
        known = found.get(use.source)
        if known is not None:
            use = replace(
                use,
                local_formula=summed(known.local_formula, use.local_formula),
                contribution=known.contribution + use.contribution,
                conditions=known.conditions + use.conditions,
            )
        found[use.source] = use
    return list(found.values())
