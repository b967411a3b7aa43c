"""What is put in the place of programs: slopes and methods."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed

_OF_OUTPUTS = {"sigmoid": "({0} * (1 - {0}))", "tanh": "(1 - {0}^2)", "relu": "({0} > 0)"}
"""The slopes of what squashes, made of its output."""


def slope_in_a_program(match: re.Match[str], document: Document) -> Pieces:
    """sigmoid_prime(z) as sigmoid'(z); of an output, a = sigmoid(z), sigmoid_derivative(a) as (a * (1 - a))."""
    function, argument = re.sub(r"sigma\b", "sigmoid", match[1]), match[2].strip()
    if document.squashed_by.get(argument) == function.lower():
        return [(_OF_OUTPUTS[function.lower()].format(argument), *match.span())]
    return [(f"{function}'({argument})", *match.span())]


def copied(match: re.Match[str], _: Document) -> Pieces:
    """np.copy(p) as (p), np.zeros_like(p) as what is 0 of the same shape."""
    return [(f"(0*({match[2]}))" if match[1] else f"({match[2]})", *match.span())]


def shaped_as_told(match: re.Match[str], _: Document) -> Pieces:
    """A list as it is where it is made a column, and its transpose where it is made a row."""
    return [*as_typed(match[1], match.start(1)), (".T" if match[2] else "", match.end(1), match.end())]


def top_in_brackets(match: re.Match[str], _: Document) -> Pieces:
    """∂ log p as ∂(log p)."""
    sign, top, end = match.start(1), match[1][1:].lstrip(), match.end(1)
    return [(match[1][0], sign, sign + 1), ("(", sign + 1, sign + 1), *as_typed(top, end - len(top)), (")", end, end)]


def slope_behind_arrow(match: re.Match[str], _: Document) -> Pieces:
    """dL/dw → 2 x → 4 with = for its arrows."""
    pieces = _as_typed_at(match, 1)
    for group in (2, 3) if match[3] else (2,):
        arrow = match.start(group) - 1
        pieces += [("=", arrow, arrow + 1), *_as_typed_at(match, group)]
    return pieces


def _as_typed_at(match: re.Match[str], group: int) -> Pieces:
    return as_typed(match[group], match.start(group))


METHODS = ("tanh", "sigmoid", "relu", "exp", "log", "sum", "mean", "sqrt", "abs", "square", "softmax")
METHODS_OF_TWO = {
    "matmul": "@", "mm": "@", "mv": "@", "dot": "@", "add": "+", "add_bias": "+", "sub": "-", "mul": "*", "div": "/"
}  # fmt: skip
"""Methods of tensors: functions of what stands before them, and operators between that and what stands in brackets."""

_METHOD = re.compile(r"\.(\w+)(\((?:[^()]|\([^()]*\))*\))")


def chained_methods(match: re.Match[str], _: Document) -> Pieces:
    """Methods that are called one after another, as formulas inside one another."""
    shown = match[1]
    for method, arguments in _METHOD.findall(match[2]):
        is_of_two = method in METHODS_OF_TWO
        shown = f"({shown} {METHODS_OF_TWO[method]} {arguments})" if is_of_two else f"{method}({shown})"
    return [(shown, match.start(), match.end())]
