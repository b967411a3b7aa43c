r"""What a document differentiates, or calls, and defines nowhere: f of \partial f / \partial y, g of a = g(z).

Such a loss is some smooth function of what it is seen to depend on; an activation is one of every entry. Chains of
their derivatives can be judged so, whatever they are; what only holds for one of them cannot.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.statements import read_expression
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Chain, Name, Node, Number, Sum, put_in
from autograd.worksheet.sheet.model import Definition, Step

_SMOOTH = (
    "sin(1.3*x + 0.4) + 0.6*x^2",
    "sum(i: sin(1.3*x[i] + 0.7*i + 0.4) + (0.3 + 0.2*i)*x[i]^2) + 0.1*sum(i: x[i])^2",
    "sum(i: sum(j: sin(1.3*x[i,j] + 0.7*i - 0.9*j + 0.4) + (0.3 + 0.2*i + 0.1*j)*x[i,j]^2))"
    " + 0.1*sum(i: sum(j: x[i,j]))^2",
)
"""A smooth function of a number, a list, a matrix, that is like no other and has no symmetry between entries."""

_WHOLE = ("x", "sum(i: x[i])", "sum(i: sum(j: x[i,j]))")
"""All of a number, a list, a matrix, by which what another name adds is multiplied: it takes few operations."""

_SLOPE = "1.3*cos(1.3*x + 0.4) + 1.2*x"
"""The slope of the smooth function of a number."""

SLOPE_OF = "slope·"
"""What stands before the name of an unknown function for its slope at every entry."""

_OF_SEVERAL = ("x", "t", "u", "v")
_SLOPES = ("sin(1.3*x + 0.4) + 0.6*x^2", "0.8*x*t + sin(x - 0.5*t)", "0.7*t*u + sin(u - x)", "0.6*u*v + sin(v + t)")
"""What each further operand adds to a function of several."""


def slopes_in(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """The names of each derivative in tokens: what is differentiated, and by what."""
    for place, token in enumerate(tokens):
        if token.kind != "/" or not place:
            continue
        top, bottom = _before(tokens, place), tokens[place + 1] if place + 1 < len(tokens) else None
        if top is not None and bottom is not None and bottom.kind == "name" and bottom.text.startswith("d"):
            yield top, bottom.text[1:]


def bottoms_in(tokens: list[Token]) -> Iterator[str]:
    """The names that formulas in brackets are differentiated by: the z of d(…)/dz."""
    for before, sign, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if before.kind == ")" and sign.kind == "/" and after.kind == "name" and after.text[:1] == "d" != after.text:
            yield after.text[1:]


def _before(tokens: list[Token], place: int) -> str | None:
    """The name differentiated in what stands before a fraction bar."""
    place -= 1
    while place > 0 and tokens[place].kind == "]":
        while place and tokens[place].kind != "[":
            place -= 1
        place -= 1
    token = tokens[place]
    is_slope = token.kind == "name" and token.text.startswith("d") and len(token.text) > 1
    return token.text[1:] if is_slope else None


def placeholders(text: str, line: int, unknown: Mapping[str, Iterable[str]]) -> list[Definition]:
    """Definitions that let unknown functions be differentiated while a document is read; they are filled in later."""
    found = []
    for name, by in unknown.items():
        found += [_definition(f"{name}·{other}", Name(other), text, line) for other in by]
        found.append(_definition(name, Number(1.0, 0.0, "1"), text, line))
    return found


def _definition(name: str, formula: Node, text: str, line: int) -> Definition:
    statement = Chain((Name(name), formula), (), text, 0, 0)
    return Definition(name, (), formula, statement, line)


def step_for(name: str, sizes: Mapping[str, tuple[int, int]], text: str, line: int) -> Step:
    """The step that defines an unknown loss, from the names it depends on and their rows and columns."""
    parts: list[Node] = []
    whole: list[Node] = []
    for other, (rows, columns) in sizes.items():
        axes = 0 if rows * columns == 1 else 1 if 1 in (rows, columns) else 2
        for found, pattern in ((parts, _SMOOTH[axes]), (whole, _WHOLE[axes])):
            found.append(put_in(read_expression(pattern), {"x": Name(other)}))
    mixed = read_expression("0.05*a*b")  # so that no part of its slope is one of a single name
    terms = (*parts, *(put_in(mixed, {"a": one, "b": after}) for one, after in pairwise(whole)))
    formula = Sum(terms, "+" * len(terms)) if len(terms) > 1 else next(iter(terms), Number(1.0, 0.0, "1"))
    definition = _definition(name, formula, text, line)
    return Step(line, definition.statement, definition, ())


def own_slope() -> tuple[tuple[str, ...], Node]:
    """The slope of an unknown function at every entry."""
    return ("x",), read_expression(_SLOPE)


def own_function(name: str, operands: int, has_lists: bool) -> tuple[tuple[str, ...], Node]:
    """An unknown function as one of the document's own: a smooth one of every entry; a loss adds up those of lists."""
    letters = _OF_SEVERAL[:operands]
    formula = " + ".join(_SLOPES[: len(letters)])
    if has_lists and (operands > 1 or is_called_loss(name)):
        formula = f"sum({formula})"
    return letters, read_expression(formula)
