r"""Formulas of worksheets as LaTeX.

>>> print(statement("dL/dw1 = (a - t)*x/2 = -0.5", {"L", "w1", "a", "t", "x"}))
\frac{\partial L}{\partial w_{1}} = \frac{(a - t) \cdot x}{2} = -0.5
>>> print(formula("sum(i: exp(h[i]))^2", {"h"}), formula("W.T @ relu(z)", {"W", "z"}))
\left(\sum_{i} \exp(h_{i})\right)^{2} W^{\top} \operatorname{ReLU}(z)
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from autograd.errors import LanguageError
from autograd.formulas.names import latex_name, latex_text
from autograd.worksheet.language.edits import literal
from autograd.worksheet.language.printer import second
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tree import (
    Call,
    Case,
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

CLASHES = {"step": ("H", r"\mathbb{1}[{} > 0]"), "sigmoid": ("sigma", r"\operatorname{sigmoid}({})")}
"""Functions that are typeset as something which may be a name of the sheet: the name, and what stands for them then."""

_COMPARED = {"=": "=", "!=": r"\ne", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge"}

ENTRYWISE = "∘"
"""The sign of a product entry by entry, in trees that are made to be typeset."""

CLASHING = {f"{function} beside {name}": form for function, (name, form) in CLASHES.items()}
"""What functions are called in trees that are made to be typeset, where the name stands on the sheet."""

SUM, PRODUCT, POWER = 1, 2, 4


Shapes = Mapping[str, tuple[int, ...]]
"""Rows and columns of names that are lists and matrices."""


def statement(text: str, defined: Collection[str], shapes: Shapes | None = None) -> str:
    """A chain of formulas joined by =, the last of which may be a blank; several of them separated by semicolons.

    With `shapes`, what is multiplied entry by entry has a sign of its own, and indices are counted from 1, as on paper.
    """
    found = [" = ".join(formula(each, defined, shapes) for each in part.split(" = ")) for part in text.split("; ")]
    return r",\quad ".join(found)


def formula(text: str, defined: Collection[str] = (), shapes: Shapes | None = None) -> str:
    """A formula; what cannot be read stands as it is."""
    known = None if shapes is None else tuple(sorted(shapes.items()))
    return _formula(text.strip(), frozenset(defined), known)


@lru_cache(maxsize=2048)
def _formula(text: str, defined: frozenset[str], shapes: tuple[tuple[str, tuple[int, ...]], ...] | None) -> str:
    if text == BLANK:
        return RULE
    try:
        tree = read_expression(text, defined)
    except LanguageError:
        return latex_text(text)
    return typeset(tree if shapes is None else with_entrywise(_from_1(tree), dict(shapes)))


def _from_1(node: Node) -> Node:
    """A formula whose indices are counted from 1."""
    match node:
        case Index(array, places):
            counted = (literal(int(each.number) + 1) if isinstance(each, Number) else each for each in places)
            return node.with_parts(array, *counted)
    return node.with_parts(*map(_from_1, node.parts)) if node.parts else node


def typeset(node: Node, binding: int = 0) -> str:
    """A formula as LaTeX, in brackets unless it binds as tightly as asked."""
    binds = 9
    match node:
        case Number(_, _, typed):
            written = typed
        case Name(name):
            written = _name(name)
        case Index(array, places):
            inner = typeset(array, 9)
            parts = list(map(typeset, places))
            is_apart = any(set(part) & {",", " "} for part in parts) or all(map(str.isdigit, parts))  # 0 1 is not 01
            among = (", " if is_apart else " ").join(parts)
            written = rf"({inner})_{{{among}}}" if "_" in inner else f"{inner}_{{{among}}}"
        case Derivative(top, bottom) if (found := second(top, bottom)) is not None:
            of, first, then = rf"\partial^2 {latex_name(found[0])}", typeset(found[1]), typeset(found[2])
            is_twice = first == then and isinstance(found[1], Name)
            below = rf"\partial {first}^2" if is_twice else rf"\partial {first} \partial {then}"
            written = rf"\frac{{{of}}}{{{below}}}"
        case Derivative(top, bottom):
            written = rf"\frac{{\partial {typeset(top)}}}{{\partial {typeset(bottom)}}}"
        case Sum(terms, signs):
            rest = [f" {sign} {typeset(term, PRODUCT)}" for sign, term in zip(signs[1:], terms[1:], strict=True)]
            written, binds = (
                signs[0].strip("+") + typeset(terms[0], SUM if signs[0] == "+" else PRODUCT) + "".join(rest),
                SUM,
            )
        case Product((Negative(operand), *others), signs):
            written, binds = f"-{_product(Product((operand, *others), signs))}", SUM
        case Product():
            written, binds = _product(node), PRODUCT
        case Negative(operand):
            written, binds = f"-{typeset(operand, PRODUCT)}", SUM
        case Power(base, exponent):
            written, binds = rf"{_raised(base)}^{{{typeset(exponent)}}}", POWER
        case Transpose(Name(name)) if "^" in name:
            written = rf"{_name(name)[:-1]}\top}}"
        case Transpose(operand):
            written, binds = rf"{_raised(operand)}^{{\top}}", POWER
        case Call("indicator", (Sum((one, other), "+-"),)):
            written = rf"\mathbb{{1}}[{typeset(one)} = {typeset(other)}]"
        case Case(then, otherwise, sides, signs):
            compared = "".join(
                rf" {_COMPARED[sign]} {typeset(side)}" for sign, side in zip(signs, sides[1:], strict=True)
            )
            rows = [rf"{typeset(then)} & \text{{if }} {typeset(sides[0])}{compared}"]
            rows += [rf"{typeset(otherwise)} & \text{{otherwise}}"] if otherwise is not None else []
            written = r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"
        case Call(function, (operand,)) if function in CLASHING:
            written = CLASHING[function].replace("{}", typeset(operand))
        case Call("sqrt", (operand,)):
            written = rf"\sqrt{{{typeset(operand)}}}"
        case Call("norm", (operand,)):
            written = rf"\|{typeset(operand)}\|"
        case Call(function, operands, names):
            titles = [""] * (len(operands) - len(names)) + [rf"\text{{{name}}}=" for name in names]
            given = [title + typeset(operand) for title, operand in zip(titles, operands, strict=True)]
            written = f"{_function(function)}({', '.join(given)})"
        case Fold(function, letter, body):
            if function == "sum":
                written, binds = rf"\sum_{{{letter}}} {typeset(body, PRODUCT)}", PRODUCT
            else:
                written = rf"\operatorname*{{{function}}}_{{{letter}}}({typeset(body)})"
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
        case Name(name) | Index(Name(name)) if "^" in name:
            return rf"({typeset(base)})"
    return typeset(base, POWER + 1)


def _name(name: str) -> str:
    """A name, its number raised where `without_clashes` says so."""
    stem, raised, number = name.partition("^(")
    return f"{latex_name(stem)}^{{({number}}}" if raised else latex_name(name)


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
            between = r" \odot " if sign == ENTRYWISE else between
            is_last_sum = isinstance(factor, Fold) and place == len(node.factors) - 2  # which ends with the product
            written += between + typeset(factor, PRODUCT if is_last_sum else PRODUCT + 1)
            is_fraction = False
    return written


def without_clashes(node: Node, shapes: Shapes) -> Node:
    """A formula whose functions are typeset as none of these names, and whose names as no entries of others.

    Where there is a list h, the name h0 is written with its number raised: h_0 is an entry of h.
    """
    if isinstance(node, Name):
        parts = re.fullmatch(r"(\D+)_?(\d+)", node.name)
        is_entry = parts is not None and max(shapes.get(parts[1], (1,))[:2]) > 1
        return Name(f"{parts[1]}^({parts[2]})") if parts is not None and is_entry else node
    if not node.parts:
        return node
    node = node.with_parts(*(without_clashes(part, shapes) for part in node.parts))
    names = shapes.keys()
    match node:
        case Call(function, operands) if function in CLASHES and CLASHES[function][0] in names:
            return Call(f"{function} beside {CLASHES[function][0]}", operands)
    return node


_TO_A_NUMBER = ("sum", "mean", "max", "min", "norm", "logsumexp", "dot")


def with_entrywise(node: Node, shapes: Mapping[str, tuple[int, ...]]) -> Node:
    """A formula whose products of lists and matrices entry by entry are marked as such, for print."""
    if not node.parts:
        return node
    node = node.with_parts(*(with_entrywise(part, shapes) for part in node.parts))
    if not isinstance(node, Product):
        return node
    signs, size = "*", _size(node.factors[0], shapes)
    for sign, factor in zip(node.signs[1:], node.factors[1:], strict=True):
        other = _size(factor, shapes)
        signs += ENTRYWISE if sign == "*" and (1, 1) not in (size, other) else sign
        size = _multiplied(sign, size, other)
    return Product(node.factors, signs, column=node.column, length=node.length)


def _size(node: Node, shapes: Mapping[str, tuple[int, ...]]) -> tuple[int, int]:
    """Rows and columns of a formula."""
    match node:
        case Name(name):
            rows, columns = (*shapes.get(name, (1, 1)), 1, 1)[:2]
            return rows, columns
        case Index() | Number() | Fold():
            return 1, 1
        case Derivative(top, bottom):
            of, by = _size(top, shapes), _size(bottom, shapes)
            return by if of == (1, 1) else of if by == (1, 1) else (max(of), max(by))
        case Transpose(operand):
            rows, columns = _size(operand, shapes)
            return columns, rows
        case Call(function, operands, names) if function in _TO_A_NUMBER and len(operands) - len(names) == 1:
            if names != ("axis",):
                return 1, 1
            rows, columns = _size(operands[0], shapes)
            return (1, columns) if operands[1] == Number(0.0, 0.0, "0") else (rows, 1)
        case Call("dot"):
            return 1, 1
        case Call("ones" | "zeros" | "onehot"):
            return 2, 1 + (len(node.operands) > 1 and node.function != "onehot")
        case Product(factors, signs):
            size = _size(factors[0], shapes)
            for sign, factor in zip(signs[1:], factors[1:], strict=True):
                size = _multiplied(sign, size, _size(factor, shapes))
            return size
    sizes = [_size(part, shapes) for part in node.parts] or [(1, 1)]
    return max(rows for rows, _ in sizes), max(columns for _, columns in sizes)


def _multiplied(sign: str, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if sign == "@" and (1, 1) not in (one, other):
        return one[0], other[1]
    return max(one[0], other[0]), max(one[1], other[1])
