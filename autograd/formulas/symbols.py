"""Formulas on names: run ordinary Python on symbols and keep what it did as data.

`Symbol` is the data, `rewritten` the closed list of simplifications; notation.py writes formulas down.
"""

import math
from collections.abc import Callable, Iterator

from autograd.support.types import TYPE_CHECKING, Any, Protocol


class Notation(Protocol):
    """What a formula needs to know about an operation."""

    @property
    def name(self) -> str: ...
    @property
    def sign(self) -> str | None: ...
    @property
    def method(self) -> str | None: ...
    @property
    def text(self) -> str | None: ...
    @property
    def latex(self) -> str | None: ...
    @property
    def forward(self) -> Callable[..., Any]: ...


class Function:
    """The notation of a plain function of `maths`, such as log1p."""

    sign = method = text = latex = None

    def __init__(self, name: str, forward: Callable[..., Any]) -> None:
        self.name = name
        self.forward = forward


class Symbol:
    """A formula: a name, a number, or an operation on formulas.

    `rule` is the operation's notation (None for names and numbers) and `operands` its Symbols;
    `name` is set for names only; `number` is the value that stands for it (None: not known).
    """

    __slots__ = ("name", "number", "operands", "rule")

    def __init__(
        self,
        rule: Notation | None = None,
        operands: tuple["Symbol", ...] = (),
        name: str | None = None,
        number: float | None = None,
    ) -> None:
        self.rule = rule
        self.operands = operands
        self.name = name
        self.number = number

    if TYPE_CHECKING:  # the operators come from the table of operations, see `learn`

        def __add__(self, other: "Symbol") -> "Symbol": ...
        def __mul__(self, other: "Symbol") -> "Symbol": ...
        def __truediv__(self, other: "Symbol") -> "Symbol": ...
        def __pow__(self, other: "Symbol") -> "Symbol": ...
        def __neg__(self) -> "Symbol": ...

    @classmethod
    def learn(cls, rule: Notation) -> None:
        """Give symbols an operation as an operator, if it has one."""

        def apply(*operands: Any) -> Symbol:
            return cls(rule, tuple(map(symbol, operands)))

        if rule.method:
            setattr(cls, f"__{rule.method}__", apply)
            setattr(cls, f"__r{rule.method}__", lambda y, x: apply(x, y))

    @classmethod
    def forget(cls, rule: Notation) -> None:
        """Remove an operation's operator from symbols."""
        for method in (f"__{rule.method}__", f"__r{rule.method}__") if rule.method else ():
            if method in vars(cls):
                delattr(cls, method)

    def of_op(self, rule: Notation, operands: tuple[Any, ...]) -> "Symbol":
        """Apply an operation of the table to operands, one of which is a symbol."""
        return Symbol(rule, tuple(map(symbol, operands)))

    def of_numbers(self, name: str, operands: tuple[Any, ...], forward: Callable[..., Any]) -> "Symbol":
        """Apply a function of `maths` to operands, one of which is a symbol."""
        return Symbol(Function(name, forward), tuple(map(symbol, operands)))

    def __repr__(self) -> str:
        if self.rule is None:
            return self.name or repr(self.number)
        return f"{self.rule.name}({', '.join(map(repr, self.operands))})"

    @property
    def is_number(self) -> bool:
        """Whether it is a plain number."""
        return self.rule is None and self.name is None

    @property
    def sign(self) -> str | None:
        """The operator it is made with, if any: "+", "-", "*", "/", "**" or "neg"."""
        return self.rule.sign if self.rule is not None else None

    def value(self) -> float:
        """The number it stands for: the one noted, else computed from its operands."""
        if self.number is None:
            assert self.rule is not None, f"{self.name} has no number"
            self.number = float(self.rule.forward(*(part.value() for part in self.operands)))
        return self.number

    def parts(self) -> Iterator["Symbol"]:
        """Itself and everything inside it, from left to right."""
        todo = [self]
        while todo:
            part = todo.pop()
            yield part
            todo.extend(reversed(part.operands))

    def same(self, other: "Symbol") -> bool:
        """Whether both are one formula, letter by letter."""
        pairs = [(self, other)]
        while pairs:
            a, b = pairs.pop()
            if a.is_number and b.is_number:
                if a.number != b.number:
                    return False
            elif a.name != b.name or a.rule is not b.rule or len(a.operands) != len(b.operands):
                return False
            pairs.extend(zip(a.operands, b.operands, strict=True))
        return True


def symbol(x: Any) -> Symbol:
    """The symbol for x: itself, or a number."""
    return x if type(x) is Symbol or isinstance(x, Symbol) else Symbol(None, (), None, float(x))


def named(name: str, number: float | None = None) -> Symbol:
    """A name, and the number it stands for."""
    return Symbol(name=name, number=number)


NUMBER_NAMES = {math.e: "e", math.pi: "pi"}
"""The numbers that have a name everywhere."""


def is_named_number(part: Symbol) -> bool:
    """Whether a formula is e or pi, which pages never write in digits."""
    return part.name is not None and NUMBER_NAMES.get(part.number or 0.0) == part.name


def is_e(part: Symbol) -> bool:
    """Whether a formula is the number e."""
    return part.name == "e" and is_named_number(part)


def rewritten(formula: Symbol) -> Symbol:
    """The formula after one step of the closed list of rewrites; its operands are already rewritten.

    The list: 0 + x, 0·x, 1·x, −1·x, x/1, −−x, x·(1/y), a·a → a², x¹, x⁰, log(e), and folding of numbers.
    """
    rule = formula.rule
    if rule is None:
        return formula
    if rule.name == "log" and is_e(formula.operands[0]):
        return symbol(1)
    rewrite = _REWRITES.get(rule.sign or "")
    if rewrite is None:
        return formula
    for part in formula.operands:  # a loop: it runs for each step of a long solution
        if part.rule is not None or part.name is not None:
            return rewrite(formula, *formula.operands)
    return Symbol(number=formula.value())


def simplified(formula: Symbol) -> Symbol:
    """The formula with the rewrites applied everywhere inside it (for shallow formulas: it recurs)."""
    if formula.rule is None:
        return formula
    inside = tuple(map(simplified, formula.operands))
    return rewritten(Symbol(formula.rule, inside, number=formula.number))


def _is(part: Symbol, number: float) -> bool:
    return part.number == number and part.is_number


def _sum(formula: Symbol, x: Symbol, y: Symbol) -> Symbol:
    return y if _is(x, 0) else x if _is(y, 0) else formula


def _difference(formula: Symbol, x: Symbol, y: Symbol) -> Symbol:
    return rewritten(-y) if _is(x, 0) else x if _is(y, 0) else formula


def _product(formula: Symbol, x: Symbol, y: Symbol) -> Symbol:
    for number, other in (x, y), (y, x):
        if _is(number, 0):
            return number
        if _is(number, 1):
            return other
        if _is(number, -1):
            return rewritten(-other)
        if number.is_number and other.sign == "*" and other.operands[0].is_number:
            return rewritten(rewritten(number * other.operands[0]) * other.operands[1])
    if y.sign == "/" and _is(y.operands[0], 1):
        return rewritten(x / y.operands[1])
    if x.sign == "/" and _is(x.operands[0], 1):
        return rewritten(y / x.operands[1])
    if x.rule is None and x.same(y):
        return x ** symbol(2)
    return formula


def _quotient(formula: Symbol, x: Symbol, y: Symbol) -> Symbol:
    return x if _is(y, 1) or _is(x, 0) else formula


def _power(formula: Symbol, x: Symbol, y: Symbol) -> Symbol:
    return x if _is(y, 1) else symbol(1) if _is(y, 0) else formula


def _negation(formula: Symbol, x: Symbol) -> Symbol:
    return x.operands[0] if x.sign == "neg" else formula


_REWRITES: dict[str, Callable[..., Symbol]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "**": _power,
    "neg": _negation,
}
