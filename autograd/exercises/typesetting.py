r"""Formulas of worksheets as LaTeX.

>>> print(statement("dL/dw1 = (a - t)*x/2 = -0.5", {"L", "w1", "a", "t", "x"}))
\frac{\partial L}{\partial w_{1}} = \frac{(a - t) \cdot x}{2} = -0.5
>>> print(formula("sum(i: exp(h[i]))^2", {"h"}), formula("W.T @ relu(z)", {"W", "z"}))
\left(\sum_{i} \exp(h_{i})\right)^{2} W^{\top} \operatorname{ReLU}(z)
"""

from collections.abc import Collection
from functools import lru_cache

from autograd.errors import LanguageError
from autograd.formulas.names import latex_name, latex_text
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import (
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Transpose,
)

BLANK = "…"
RULE = r"\underline{\hspace{5cm}}"
"""What a blank is in print."""

FUNCTIONS = {
    **{name: rf"\{name}" for name in ("exp", "log", "tanh", "sin", "cos", "max", "min")},
    "sigmoid": r"\sigma",
    "relu": r"\operatorname{ReLU}",
    "step": "H",
}
"""How functions are typeset; others with their word."""

SUM, PRODUCT, POWER = 1, 2, 4


def statement(text: str, defined: Collection[str]) -> str:
    """A chain of formulas joined by =, the last of which may be a blank; several of them separated by semicolons."""
    names = frozenset(defined)
    found = [" = ".join(formula(each, names) for each in part.split(" = ")) for part in text.split("; ")]
    return r",\quad ".join(found)


def formula(text: str, defined: Collection[str] = ()) -> str:
    """A formula; what cannot be read stands as it is."""
    return _formula(text.strip(), frozenset(defined))


@lru_cache(maxsize=2048)
def _formula(text: str, defined: frozenset[str]) -> str:
    if text == BLANK:
        return RULE
    try:
        return typeset(read_expression(text, defined))
    except LanguageError:
        return latex_text(text)


def typeset(node: Node, binding: int = 0) -> str:
    """A formula as LaTeX, in brackets unless it binds as tightly as asked."""
    binds = 9
    match node:
        case Number(_, _, typed):
            written = typed
        case Name(name):
            written = latex_name(name)
        case Index(array, places):
            inner = typeset(array, 9)
            among = ", ".join(map(typeset, places)) if any("," in typeset(each) for each in places) else ""
            among = among or " ".join(map(typeset, places))
            written = rf"{{{inner}}}_{{{among}}}" if "_" in inner else f"{inner}_{{{among}}}"
        case Derivative(top, bottom):
            written = rf"\frac{{\partial {typeset(top)}}}{{\partial {typeset(bottom)}}}"
        case Sum(terms, signs):
            rest = [f" {sign} {typeset(term, PRODUCT)}" for sign, term in zip(signs[1:], terms[1:], strict=True)]
            written, binds = signs[0].strip("+") + typeset(terms[0], PRODUCT) + "".join(rest), SUM
        case Product():
            written, binds = _product(node), PRODUCT
        case Negative(operand):
            written, binds = f"-{typeset(operand, PRODUCT)}", SUM
        case Power(base, exponent):
            written, binds = rf"{_raised(base)}^{{{typeset(exponent)}}}", POWER
        case Transpose(operand):
            written, binds = rf"{_raised(operand)}^{{\top}}", POWER
        case Call("sqrt", (operand,)):
            written = rf"\sqrt{{{typeset(operand)}}}"
        case Call(function, operands, names):
            titles = [""] * (len(operands) - len(names)) + [rf"\text{{{name}}}=" for name in names]
            given = [title + typeset(operand) for title, operand in zip(titles, operands, strict=True)]
            written = f"{_function(function)}({', '.join(given)})"
        case Fold(function, letter, body):
            sign = r"\sum" if function == "sum" else rf"\operatorname*{{{function}}}"
            written, binds = rf"{sign}_{{{letter}}} {typeset(body, PRODUCT)}", PRODUCT
        case List(entries):
            rows = [
                " & ".join(map(typeset, entry.entries)) if isinstance(entry, List) else typeset(entry)
                for entry in entries
            ]
            written = r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"
        case _:
            raise TypeError(f"{type(node).__name__} is not a kind of node")
    return (
        rf"\left({written}\right)" if binds < binding and _is_high(written) else _in_brackets(written, binds, binding)
    )


def _in_brackets(written: str, binds: int, binding: int) -> str:
    return f"({written})" if binds < binding else written


def _is_high(written: str) -> bool:
    """Whether plain brackets would be too small."""
    return any(word in written for word in (r"\frac", r"\sum", r"\begin", r"\operatorname*"))


def _raised(base: Node) -> str:
    match base:
        case Fold() | Call():
            written = typeset(base)
            return rf"\left({written}\right)" if _is_high(written) else written
        case Derivative():
            return rf"\left({typeset(base)}\right)"
    return typeset(base, POWER + 1)


def _function(name: str) -> str:
    if name.endswith("′"):
        return f"{_function(name[:-1])}'"
    return FUNCTIONS.get(name) or rf"\operatorname{{{name}}}"


def _product(node: Product) -> str:
    """Factors from left to right; what is divided by stands below a line."""
    written, is_fraction = typeset(node.factors[0], PRODUCT + 1), False
    top = typeset(node.factors[0]) if len(node.factors) > 1 and node.signs[1] == "/" else written
    for place, (sign, factor) in enumerate(zip(node.signs[1:], node.factors[1:], strict=True)):
        if sign == "/":
            numerator = top if place == 0 else written
            written, is_fraction = rf"\frac{{{numerator}}}{{{typeset(factor)}}}", True
        else:
            between = " " if sign == "@" or (is_fraction and not isinstance(factor, Number)) else r" \cdot "
            between = between if not isinstance(factor, Number) else r" \cdot "
            written, is_fraction = f"{written}{between}{typeset(factor, PRODUCT + 1)}", False
    return written
