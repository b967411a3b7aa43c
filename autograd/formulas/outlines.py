"""Formulas that are alike but for their numbers: one compiled function computes them all.

A long solution has thousands of lines and few kinds of them. What only depends on the kind is found out once; floats
compute it, with a bound of their rounding errors, so that decimals are needed only where floats cannot tell.

>>> from autograd.formulas.symbols import symbol
>>> outlines = Outlines()
>>> (one, first), (other, second) = (outlines.of(symbol(x) * symbol(2)) for x in (0.5, 3.0))
>>> one is other, second
(True, [3.0, 2.0])
>>> one.compute(*first)
1.0
"""

import math
from collections.abc import Callable
from functools import cached_property

from autograd.formulas.notation import MOST_CHECKED, terms
from autograd.formulas.symbols import Function, Symbol, is_named_number, named, symbol
from autograd.maths import FLOATS
from autograd.support.types import Any

ROUNDING = 2.0**-53
"""Of the number that is rounded: how far each operation on floats is off, at most."""


class Outline:
    """What formulas with these operations at these places have in common; `example` is one of them.

    `is_whole` tells whether a reader can compute them: every number stands on the page, no sum has its middle left
    out, and nothing is known by its result only. `uses` is how many lines there are of them.
    """

    def __init__(self, example: Symbol, is_whole: bool) -> None:
        self.example = example
        self.is_whole = is_whole
        self.uses = 0

    @cached_property
    def compute(self) -> Callable[..., float]:
        """The formula as a function of its numbers, from left to right."""
        return _Written(self.example).compute()

    @cached_property
    def bound(self) -> Callable[..., float]:
        """How far what floats compute may be from what decimals would, where these are the numbers."""
        return _Written(self.example).bound()


class Outlines:
    """The outlines of some formulas, each once; of operations of the `closed` kinds only results are known."""

    def __init__(self, *closed: type) -> None:
        self.closed = closed
        self._known: dict[tuple[Any, ...], Outline] = {}

    def of(self, formula: Symbol) -> tuple[Outline, list[float]]:
        """The outline of a formula, and the numbers that it has there, from left to right: all but e and pi."""
        key: list[Any] = []
        numbers: list[float] = []
        todo = [formula]
        while todo:
            part = todo.pop()
            rule = part.rule
            if rule is not None:
                key.append(rule)
                todo += part.operands[::-1]
            elif part.name is not None and is_named_number(part):
                key.append(part.name)
            else:
                key.append(None)
                numbers.append(math.nan if part.number is None else part.number)
        place = tuple(key)
        found = self._known.get(place)
        if found is None:
            is_open = not any(isinstance(part.rule, self.closed) for part in formula.parts())
            found = self._known[place] = Outline(formula, is_open and is_whole(formula))
        return found, numbers


def is_whole(formula: Symbol) -> bool:
    """Whether every number of a formula stands on the page: no sum in it has its middle left out."""
    return all(part.sign not in ("+", "-") or len(terms(part)) <= MOST_CHECKED for part in formula.parts())


class _Written:
    """The formula of an outline as Python: a line for each operation, its number in v, a bound of its error in e.

    The bounds add up as errors do, to first order, and twice that.
    """

    def __init__(self, formula: Symbol) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Any] = {"U": ROUNDING, "nan": math.nan}
        self.numbers = 0
        self.values, self.errors = 0, list[str]()
        self.result = self._write(formula)

    def _write(self, part: Symbol) -> tuple[str, str]:
        """Write what computes a part; its number and the bound, as Python."""
        if part.rule is None:
            if is_named_number(part):
                return repr(part.number), "0.0"
            self.numbers += 1
            name = f"x{self.numbers}"
            return name, f"U*abs({name})"
        operands = [self._write(operand) for operand in part.operands]
        self.values += 1
        value, error = f"v{self.values}", f"e{self.values}"
        way = _WAYS.get(part.sign or "")
        if way is None:
            function = f"f{self.values}"
            self.names[function] = _on_floats(part.rule, len(operands))
            computed, off = _called(function, part, operands, value)
        else:
            computed, off = (form.format(*(x for pair in operands for x in pair), v=value) for form in way)
        self.lines.append(f"{value} = {computed}")
        self.errors.append(f"{value} = {computed}; {error} = {off} + U*abs({value})")
        return value, error

    def compute(self) -> Callable[..., float]:
        return self._function(self.lines, self.result[0])

    def bound(self) -> Callable[..., float]:
        return self._function(self.errors, f"2*({self.result[1]})")

    def _function(self, lines: list[str], result: str) -> Callable[..., float]:
        numbers = ", ".join(f"x{number}" for number in range(1, self.numbers + 1))
        body = "".join(f"    {line}\n" for line in lines)
        exec(f"def function({numbers}):\n{body}    return {result}\n", self.names)
        return self.names.pop("function")  # type: ignore[no-any-return]


_WAYS = {  # how an operation on numbers {0} and {2}, whose errors are {1} and {3}, is computed, and the error of that
    "+": ("{0} + {2}", "{1} + {3}"),
    "-": ("{0} - {2}", "{1} + {3}"),
    "*": ("{0} * {2}", "abs({0})*{3} + abs({2})*{1}"),
    "/": ("{0} / {2}", "({1} + abs({v})*{3}) / abs({2})"),
    "neg": ("-{0}", "{1}"),
}


def _on_floats(rule: Any, operands: int) -> Callable[..., float]:
    """What computes an operation: the function of floats itself where it is only that, such as math.tanh."""
    forward: Callable[..., float] = rule.forward
    letters = tuple(named(f"x{place}") for place in range(operands))
    try:
        formula = symbol(forward(*letters))
    except Exception:  # it wants numbers
        return forward
    function = formula.rule
    is_only_that = isinstance(function, Function) and formula.operands == letters
    return FLOATS.get(function.name, forward) if function is not None and is_only_that else forward


def _called(function: str, part: Symbol, operands: list[tuple[str, str]], value: str) -> tuple[str, str]:
    """A function of numbers, and how far it moves with their errors; only powers read more digits than a float has."""
    numbers = [number for number, _ in operands]
    moved = [
        f"abs({function}({', '.join([*numbers[:slot], f'{number} {sign} {error}', *numbers[slot + 1 :]])}) - {value})"
        for slot, (number, error) in enumerate(operands)
        if part.operands[slot].rule is not None or part.sign == "**"
        for sign in "+-"
    ]
    return f"{function}({', '.join(numbers)})", " + ".join(moved) or "0.0"
