"""How formulas and numbers are written: as text for people, as LaTeX, as Python source."""

import math
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from autograd.formulas.names import is_one_name, latex_name as latex_name, latex_text as latex_text
from autograd.formulas.symbols import Function, Symbol, is_e, is_named_number
from autograd.support.types import Any, TypeVar

WHOLE, SUM, PRODUCT, POWER, ATOM = range(5)
"""What surrounds a part: nothing, a sum, a product, the base of a power, or something that takes a single thing."""

_BINDS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "neg": PRODUCT, "**": POWER}
Term = TypeVar("Term")

MOST_FORMS = 1000
"""How many ways of writing are kept: where each formula has other numbers in it, none is used again."""

LONGEST_FORM = 40
"""In parts: what is longer is written as it is."""

_MARK = "qZq"

MOST_TERMS = 6
"""A longer sum is written with its middle left out."""

MOST_CHECKED = 24
"""In LaTeX a longer one: whoever checks a solution needs all of its terms."""


def figure(x: float, digits: int = 4) -> str:
    """A number for people: exact where `digits` decimals suffice, else rounded to that many significant digits.

    A rounded number keeps its last zeros: 0.42 is exact, 0.4200 is not.

    >>> figure(0.1 + 0.2), figure(0.41997), figure(1 / 3), figure(-1.5e-7), figure(12345.678912)
    ('0.3', '0.4200', '0.3333', '−1.5e-7', '12346')
    """
    size = abs(x)
    if not size < math.inf:
        return "NaN" if x != x else "∞" if x > 0 else "−∞"
    if 0 < size < 1 and not _close(float(shown := f"{x:#.{digits}g}"), x):  # most numbers: no need to look further
        return _tidy(shown)
    whole = len(str(int(size))) if size < 1e15 else 15
    surest = max(max(12, digits) - whole, min(4, 14 - whole))  # what comes after is a float's noise
    decimals = max(0, min(digits, surest))
    rounded = round(x, decimals)
    if size < 1e15 and _close(rounded, x):
        shown = f"{rounded:.{decimals}f}"
        shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
        return shown.replace("-", "−") if shown != "-0" else "0"
    if 10**digits <= size < 1e7:
        return _tidy(f"{x:.0f}")
    exact = f"{x:.{digits}g}"
    return _tidy(exact if _close(float(exact), x) else f"{x:#.{digits}g}")


def _tidy(shown: str) -> str:
    """A number as people write it, from how Python does."""
    if "e" in shown:
        mantissa, _, exponent = shown.partition("e")
        shown = f"{mantissa.rstrip('.')}e{int(exponent)}"
    elif shown[-1] == ".":
        shown = shown[:-1]
    return "−" + shown[1:] if shown[0] == "-" else shown


def _close(rounded: float, x: float) -> bool:
    """Whether only rounding errors lie between them, which are no digits."""
    return abs(rounded - x) <= 1e-12 * abs(x)


def binds(part: Symbol) -> int:
    """How tightly a formula holds together: SUM, PRODUCT, POWER or ATOM."""
    return _BINDS.get(part.sign or "", ATOM)


def terms(formula: Symbol) -> list[tuple[str, Symbol]]:
    """The terms of a sum with their signs, from left to right; any other formula is one term."""
    rule = formula.rule
    if rule is None or rule.sign not in ("+", "-"):
        return [("+", formula)]
    x, y = formula.operands
    if x.sign not in ("+", "-") and (rule.sign == "-" or y.sign not in ("+", "-")):  # most sums
        return [("+", x), (rule.sign, y)]
    found: list[tuple[str, Symbol]] = []
    todo = [("+", formula)]
    while todo:
        sign, part = todo.pop()
        if part.sign == "+" and sign == "+":
            todo += [("+", part.operands[1]), ("+", part.operands[0])]
        elif part.sign == "-" and sign == "+":
            todo += [("-", part.operands[1]), ("+", part.operands[0])]
        else:
            found.append((sign, part))
    return found


def clipped(text: str, length: int) -> str:
    """The text, or its beginning with an ellipsis where it has more characters.

    >>> clipped("a long name", 8), clipped("a name", 8)
    ('a long…', 'a name')
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def counted(number: int, thing: str, things: str = "") -> str:
    """A number of things, in words; `things` is the plural where it is not made with s or es.

    >>> counted(1, "Value"), counted(1000, "Value"), counted(2, "box"), counted(2, "leaf", "leaves")
    ('1 Value', '1,000 Values', '2 boxes', '2 leaves')
    """
    plural = things or thing + ("es" if thing.endswith(("s", "x")) else "s")
    return f"{number:,} {thing if number == 1 else plural}"


def shortened(parts: Sequence[Term], dots: Term, most: int = MOST_TERMS) -> list[Term]:
    """The terms of a sum (or their places), the middle left out where there are too many."""
    if len(parts) <= most:
        return list(parts)
    return [*parts[:3], dots, *parts[-2:]]


@lru_cache(maxsize=1)  # names and numbers are written one after the other
def _shape(formula: Symbol) -> tuple[tuple[Any, ...], list[Symbol]] | None:
    """What formulas that are alike have in common, None for each name; and the names in it. None: it is long."""
    key: list[Any] = []
    leaves: list[Symbol] = []
    todo = [formula]
    while todo:
        part = todo.pop()
        if part.rule is not None:
            key.append(part.rule)
            todo += part.operands[::-1]
        elif part.name is None:
            key.append(part.number)
        else:
            key.append(None)
            leaves.append(part)
        if len(key) > LONGEST_FORM:
            return None
    return tuple(key), leaves


class Writer:
    """Writes formulas as text for people. `numbers` writes the numbers that names stand for."""

    plus, minus, times, over, dots = " + ", " − ", "·", "/", " + …"
    most_terms = MOST_TERMS

    def __init__(self, numbers: bool = False, digits: int = 4) -> None:
        self.numbers = numbers
        self.figures: Callable[[float], str] = partial(figure, digits=digits)
        self.zeros: set[str] = set()  # names whose number is a rounding error where 0 is meant
        self._forms: dict[tuple[Any, ...], str] = {}

    def __call__(self, formula: Symbol) -> str:
        """The formula, written."""
        return self.part(formula, WHOLE, leading=True)

    def part(self, part: Symbol, binding: int, leading: bool = False) -> str:
        """A part of a formula, in brackets unless it binds at least as tightly as it has to.

        A part that starts with a minus gets brackets unless it is `leading`; so does a name that is a formula itself,
        unless it stands alone.
        """
        rule, exponent = part.rule, False
        if rule is not None:
            if _BINDS.get(rule.sign or "", ATOM) < binding:
                return self.brackets(self.operation(part, leading=True))
            written = self.operation(part, leading)
        elif self.shows_number(part):
            written = self.leaf(part)
            exponent = "e" in written or r"\times" in written
        elif binding > WHOLE:
            return self.operand(part.name or "")
        else:
            written = self.name(part.name or "")
        minus = written.startswith(("-", "−"))
        if (minus and (binding > PRODUCT or not leading)) or (exponent and binding > PRODUCT):
            return self.brackets(written)
        return written

    def filled_in(self, part: Symbol, binding: int = WHOLE, leading: bool = True) -> str:
        """The same as `part`, for formulas that many are like: what these have in common is written once.

        That is, where each name, or the number written for it, is a thing by itself, without a sign or an exponent.
        """
        shape = _shape(part)
        if shape is None:
            return self.part(part, binding, leading)
        key, leaves = shape
        written = tuple(map(self._plain_leaf, leaves))
        if "" in written:
            return self.part(part, binding, leading)
        place = (binding, leading, key)
        form = self._forms.get(place)
        if form is None:
            form = self._form(part, binding, leading)
            if len(self._forms) < MOST_FORMS:
                self._forms[place] = form
        return form % written if form else self.part(part, binding, leading)

    def _plain_leaf(self, part: Symbol) -> str:
        """A name or the number written for it; "" where what surrounds it depends on what is written."""
        if is_named_number(part):
            return ""
        name = part.name or ""
        if self.numbers and part.number is not None:
            shown = self.number(0.0 if name in self.zeros else part.number)
            return "" if shown[0] == "−" or "e" in shown else shown
        return name if name.isascii() and name.isidentifier() else ""

    def _form(self, part: Symbol, binding: int, leading: bool) -> str:
        """How it is written, with %s for each name; "" where names do not stand there in their order, each once."""
        count = 0

        def marked(inner: Symbol) -> Symbol:
            nonlocal count
            if inner.rule is not None:
                return Symbol(inner.rule, tuple(map(marked, inner.operands)))
            if inner.name is None:
                return inner
            count += 1
            return Symbol(name=f"{_MARK}{count}{_MARK}")

        for inner in part.parts():  # a superscript is another sign, and a number may change its sign
            if inner.sign in ("**", "neg") and inner.operands[-1].name is not None:
                return ""
        written = self.part(marked(part), binding, leading)
        found = re.findall(f"{_MARK}([0-9]+){_MARK}", written)
        in_order = found == [str(place) for place in range(1, count + 1)]
        return re.sub(f"{_MARK}[0-9]+{_MARK}", "%s", written.replace("%", "%%")) if in_order else ""

    def shows_number(self, part: Symbol) -> bool:
        """Whether a leaf is written as a number."""
        return part.name is None or (self.numbers and part.number is not None and not is_named_number(part))

    def leaf(self, part: Symbol) -> str:
        """A name or a number."""
        if self.shows_number(part):
            return self.number(0.0 if part.name in self.zeros else part.value())
        return self.name(part.name or "")

    def number(self, x: float) -> str:
        """A number."""
        return self.figures(x)

    def name(self, name: str) -> str:
        """A name."""
        return name

    def operand(self, name: str) -> str:
        """A name where something touches it."""
        return self.name(name) if is_one_name(name) else self.brackets(self.name(name))

    def brackets(self, written: str) -> str:
        """Something in brackets."""
        return f"({written})"

    def operation(self, part: Symbol, leading: bool) -> str:
        """An operation with its operands."""
        assert part.rule is not None
        sign, operands = part.rule.sign, part.operands
        if sign in ("+", "-"):
            return self.sum(part, leading)
        if sign == "*":
            return self.part(operands[0], PRODUCT, leading) + self.times + self.part(operands[1], PRODUCT)
        if sign == "neg":
            return self.negative(operands[0])
        if sign == "/":
            return self.quotient(operands[0], operands[1], leading)
        if sign == "**":
            return self.power(operands[0], operands[1])
        return self.call(part)

    def sum(self, part: Symbol, leading: bool) -> str:
        """A sum, its middle left out where it is long."""
        (_, first), *rest = terms(part)
        written = [self.part(first, SUM, leading)]
        for sign, term in rest:
            written.append(
                (self.plus if sign == "+" else self.minus) + self.part(term, PRODUCT if sign == "-" else SUM)
            )
        return "".join(shortened(written, self.dots, self.most_terms))

    def negative(self, x: Symbol) -> str:
        """Minus x; a number just changes its sign."""
        if x.rule is None and self.shows_number(x):
            return self.number(-x.value())
        return self.minus.strip() + self.part(x, PRODUCT)

    def quotient(self, x: Symbol, y: Symbol, leading: bool) -> str:
        """x over y."""
        return self.part(x, PRODUCT, leading) + self.over + self.part(y, POWER)

    def power(self, x: Symbol, y: Symbol) -> str:
        """x to the power y; whole exponents are superscripts, and so are letters above e, with a minus or without."""
        base, exponent = self.part(x, ATOM), self.part(y, ATOM, leading=True)
        if re.fullmatch("−?[0-9]+", exponent) or (is_e(x) and re.fullmatch("\\(?−?[a-pr-z][0-9]*\\)?", exponent)):
            return base + exponent.strip("()").translate(_RAISED)
        return f"{base}^{exponent}" if re.fullmatch(r"[\w.]+|\(.*\)", exponent) else f"{base}^({exponent})"

    def call(self, part: Symbol) -> str:
        """A function of its operands."""
        assert part.rule is not None
        binding = SUM if part.rule.text else WHOLE
        written = [self.part(operand, binding, leading=True) for operand in part.operands]
        if part.rule.text:
            return filled(part.rule.text, lambda slot, _: written[slot])
        return f"{part.rule.name}({', '.join(written)})"


_RAISED = str.maketrans(
    "−0123456789abcdefghijklmnoprstuvwxyz", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
)  # there is no raised q


def filled(template: str, operand: Callable[[int, bool], str]) -> str:
    """A template with {x} and {y} filled in by `operand(slot, braced)`; {{x}} is braced and keeps one pair."""

    def fill(found: re.Match[str]) -> str:
        braced, bare = found.groups()
        return f"{{{operand('xy'.index(braced), True)}}}" if braced else operand("xy".index(bare), False)

    return re.sub(r"\{\{([xy])\}\}|\{([xy])\}", fill, template)


class LatexWriter(Writer):
    """Writes formulas as LaTeX, each operation by the template of its definition."""

    plus, minus, times, dots = " + ", " - ", r" \cdot ", r" + \dots"
    most_terms = MOST_CHECKED

    def filled_in(self, part: Symbol, binding: int = WHOLE, leading: bool = True) -> str:
        return self.part(part, binding, leading)

    def number(self, x: float) -> str:
        shown = super().number(x).replace("−", "-").replace("∞", r"\infty").replace("NaN", r"\mathrm{NaN}")
        mantissa, _, exponent = shown.partition("e")
        return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else shown

    def name(self, name: str) -> str:
        return latex_name(name)

    def brackets(self, written: str) -> str:
        return rf"\left({written}\right)"

    def operation(self, part: Symbol, leading: bool) -> str:
        assert part.rule is not None
        sign = part.rule.sign
        if sign in ("+", "-"):
            return self.sum(part, leading)
        unary = len(part.operands) == 1
        function = part.rule.name.replace("_", r"\_")
        default = rf"\operatorname{{{function}}}" + (" {x}" if unary else r"\left({{x}}, {{y}}\right)")
        if len(part.operands) > 2 or not part.rule.name.isidentifier():  # made by hand
            listed = ", ".join(self.part(inner, SUM, leading=True) for inner in part.operands)
            return rf"\operatorname{{{latex_text(part.rule.name)}}}" + self.brackets(listed)

        def operand(slot: int, braced: bool) -> str:
            inner = part.operands[slot]
            if braced:
                return self.part(inner, WHOLE, leading=True)
            if sign == "*":
                return self.part(inner, PRODUCT, leading and slot == 0)
            return self.part(inner, ATOM) if inner.rule is None else self.brackets(self(inner))

        return filled(part.rule.latex or default, operand)


def source(formula: Symbol) -> str:
    """The formula as Python source over the functions of `maths`, every operation computed as on floats."""
    if formula.rule is None:
        return formula.name or repr(formula.number)
    if formula.sign in ("+", "-", "*", "/"):
        x, y = map(source, formula.operands)
        return f"({x} {formula.sign} {y})"
    if formula.sign == "neg":
        return f"(-{source(formula.operands[0])})"
    if isinstance(formula.rule, Function):
        return f"{formula.rule.name}({', '.join(map(source, formula.operands))})"
    return source(formula.rule.forward(*formula.operands))
