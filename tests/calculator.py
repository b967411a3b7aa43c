"""A calculator for printed solutions: reads a page as a student does, knows nothing of how it was written.

It has its own tokenizer and parser, computes with the printed decimals, and rounds to the digits printed.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "-0123456789abcdefghijklmnoprstuvwxyz")
NUMBER = r"(?:[0-9]+\.?[0-9]*(?:e-?[0-9]+)?)"
TOKEN = re.compile(rf"\s*({NUMBER}|[A-Za-zα-ωΑ-Ω_][A-Za-z0-9_.]*(?:\[[\d,]+\])?[′']*|[⁻⁰-⁹ᵃ-ᶻⁱ²³¹ˡʰʲʳʷʸˢˣ]+|\S)")

FUNCTIONS = {
    "relu": lambda x: max(x, 0.0),
    "exp": math.exp,
    "log": math.log,
    "tanh": math.tanh,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x)),
    "sqrt": math.sqrt,
    **{name: getattr(math, name) for name in ["sin", "cos", "tan", "atan", "sinh", "cosh", "log2", "erf"]},
    "leaky_relu": lambda x, slope=0.01: x if x > 0 else slope * x,
    "clip": lambda x, low=-1.0, high=1.0: min(max(x, low), high),
    "elu": lambda x: x if x > 0 else math.expm1(x),
    "silu": lambda x: x / (1 + math.exp(-x)),
    "gelu": lambda x: x * math.erfc(-x / math.sqrt(2)) / 2,
    "softplus": lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))),
    "step": lambda x: float(x > 0),
    "maximum": max,
    "minimum": min,
}
MEANINGLESS = (DivisionByZero, InvalidOperation, Overflow, OverflowError, ValueError, ZeroDivisionError)


class Unreadable(Exception):
    """Something a calculator has no key for."""


def as_float(x: Decimal | float) -> float:
    return float(x)


class Calculator:
    """Computes printed formulas; `values` are the printed numbers of names."""

    def __init__(self, values: dict[str, Decimal]) -> None:
        self.values = values
        self.tokens: list[str] = []

    def compute(self, text: str) -> Decimal:
        """What a formula comes to."""
        self.tokens = TOKEN.findall(text.replace("−", "-"))[::-1]
        found = self.sum()
        if self.tokens:
            raise Unreadable(f"{self.tokens[-1]} in {text}")
        return found

    def next(self, *wanted: str) -> bool:
        if self.tokens and self.tokens[-1] in wanted:
            self.tokens.pop()
            return True
        return False

    def sum(self) -> Decimal:
        found = self.product()
        while self.tokens and self.tokens[-1] in "+-":
            if self.tokens.pop() == "+":
                found += self.product()
            else:
                found -= self.product()
        return found

    def product(self) -> Decimal:
        found = self.signed()
        while self.tokens and self.tokens[-1] in "·/":
            if self.tokens.pop() == "·":
                found *= self.signed()
            else:
                found /= self.signed()
        return found

    def signed(self) -> Decimal:
        return -self.signed() if self.next("-") else self.power()

    def power(self) -> Decimal:
        base = self.atom()
        if self.tokens and re.fullmatch("[⁻⁰-⁹ᵃ-ᶻⁱ²³¹ˡʰʲʳʷʸˢˣ]+", self.tokens[-1]):
            raised = Calculator(self.values).compute(self.tokens.pop().translate(RAISED))
            return raise_to(base, raised)
        if self.next("^"):
            return raise_to(base, self.signed())
        return base

    def atom(self) -> Decimal:
        if not self.tokens:
            raise Unreadable("the formula ends")
        token = self.tokens.pop()
        if re.fullmatch(NUMBER, token):
            return Decimal(token)
        if token == "(":
            return self.closed(self.sum(), ")")
        if token == "|":
            return abs(self.closed(self.sum(), "|"))
        if token == "[":  # a condition in brackets: 1 or 0
            found, sign = self.sum(), self.tokens.pop() if self.tokens else ""
            if sign not in (">", "≡", "≠") or not self.next("0"):
                raise Unreadable("a bracket [")
            true = found > 0 if sign == ">" else (found == 0) == (sign == "≡")
            return self.closed(Decimal(int(true)), "]")
        if self.tokens and self.tokens[-1] == "(" and token in FUNCTIONS:
            self.tokens.pop()
            operands = [self.sum()]
            while self.next(","):
                operands.append(self.sum())
            self.closed(operands[0], ")")
            return Decimal(FUNCTIONS[token](*map(as_float, operands)))
        if token in self.values:
            return self.values[token]
        raise Unreadable(token)

    def closed(self, found: Decimal, bracket: str) -> Decimal:
        if not self.next(bracket):
            raise Unreadable(f"no {bracket}")
        return found


def raise_to(base: Decimal, exponent: Decimal) -> Decimal:
    if exponent == exponent.to_integral_value() and abs(exponent) < 1000:
        return base ** int(exponent)
    return Decimal(math.pow(base, exponent))


def rounds_to(found: Decimal, printed: str) -> bool:
    """Whether a number, rounded to the digits of a printed one, is that."""
    number = Decimal(printed.replace("−", "-"))
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    half = Decimal((0, (5,), exponent - 1))
    return abs(found - number) <= half * Decimal("1.000001")  # a float's last digits, where a function was computed


@dataclass
class Verdict:
    """What came of a line: "right", "wrong", "about" where the page says ≈, or "open": nothing to compute."""

    line: str
    kind: str
    said: str = ""


def recomputed(page: str) -> Iterator[Verdict]:
    """Every line of a page (written on lines of any length) with what a calculator makes of its forms."""
    values = {"e": Decimal(math.e), "pi": Decimal(math.pi)}
    part = ""
    for row in page.splitlines():
        if not row.startswith("  "):
            part = row
        elif part == "Given":
            for item in re.split(" {3,}", row.strip()):
                name, number = item.split(" = ")
                values[name] = printed_number(number)
        elif " = " in row or " ≈ " in row:
            yield from line(row.strip(), values, part)


def printed_number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("∞", "Infinity"))


def line(row: str, values: dict[str, Decimal], part: str) -> Iterator[Verdict]:
    left, _, rest = row.replace(" = 0]", " ≡ 0]").partition(" = ")  # a condition in brackets is no equation
    rest, *notes = re.split(" {3,}", rest)
    pieces = re.split(" ([=≈]) ", rest)
    forms, signs = pieces[::2], pieces[1::2]
    result = forms[-1]
    if part == "Forward":
        values[left.strip()] = printed_number(result)
    yield judged(row, forms, signs, values)
    for note in "; ".join(notes).split("; "):
        if found := re.fullmatch(r"(.*) ([=≈]) (\S+)(?: [<>] 0)?", note):
            yield judged(note, [found[1], found[3]], [found[2]], values)


def judged(row: str, forms: list[str], signs: list[str], values: dict[str, Decimal]) -> Verdict:
    result = forms[-1]
    if "…" in row or "∞" in row or "NaN" in row:
        return Verdict(row, "open")
    kind = "open"
    for place, form in enumerate(forms[:-1]):
        if "∂" in form:
            continue
        if "≈" in signs[place:]:
            return Verdict(row, "about")
        try:
            found = Calculator(values).compute(form)
        except MEANINGLESS as fault:
            return Verdict(row, "wrong", f"{form}: {fault!r}")
        if not rounds_to(found, result):
            return Verdict(row, "wrong", f"{form} is {found:.14g}")
        kind = "right"
        outer = re.fullmatch(r"(\w+)\((.*)\)", form)
        following = re.fullmatch(rf"{outer[1]}\(({NUMBER}|−{NUMBER})\)", forms[place + 1]) if outer else None
        if outer and following and outer[1] in FUNCTIONS and "," not in form and is_closed(outer[2]):
            inside = Calculator(values).compute(outer[2])
            if not rounds_to(inside, following[1]):
                return Verdict(row, "wrong", f"{outer[2]} is {inside:.14g}")
    return Verdict(row, kind)


def is_closed(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return True
