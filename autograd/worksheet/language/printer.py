"""Formulas written out as they were read: every product with its sign, every bracket that is needed.

>>> from autograd.worksheet.language.statements import read_expression
>>> echo(read_expression("1/2 (a − t)² · 2x"))
'1/2*(a - t)^2*2*x'
"""

import re

from autograd.worksheet.language.tree import (
    DOT,
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


def echo(node: Node, binding: int = 0) -> str:
    """The formula in plain signs, in brackets unless it binds as tightly as asked."""
    if isinstance(node, Name):
        return node.name
    if isinstance(node, Number):
        return node.typed
    binds = 9
    match node:
        case Product(factors, signs):
            operators = signs.replace("_", "*").replace(DOT, "*")[1:]
            rest = [f"{sign}{echo(factor, 4)}" for sign, factor in zip(operators, factors[1:], strict=True)]
            written, binds = echo(factors[0], 3) + "".join(rest), 2
        case Sum(terms, signs):
            rest = [f" {sign} {echo(term, 2)}" for sign, term in zip(signs[1:], terms[1:], strict=True)]
            written, binds = signs[0].strip("+") + echo(terms[0], 2) + "".join(rest), 1
        case Call(function, operands, names):
            titles = [""] * (len(operands) - len(names)) + [f"{name}=" for name in names]
            given = [f"{title}{echo(operand)}" for title, operand in zip(titles, operands, strict=True)]
            written = f"{function}({', '.join(given)})"
        case Power(base, exponent):
            written, binds = f"{echo(base, 5)}^{echo(exponent, 4)}", 4
        case Index(array, places):
            written = f"{echo(array, 9)}[{','.join(map(echo, places))}]"
        case Derivative(top, bottom):
            written = _second(top, bottom) or f"d{echo(top)}/d{echo(bottom)}"
        case Negative(operand):
            written, binds = f"-{echo(operand, 3)}", 3
        case Transpose(operand):
            written = f"{echo(operand, 5)}.T"
        case Fold(function, letter, body):
            match body:
                case Case(then, None, (Name(name), side), (sign,)) if name == letter:
                    written = f"{function}({letter} {sign} {echo(side)}: {echo(then)})"
                case _:
                    written = f"{function}({letter}: {echo(body)})"
        case Case(then, otherwise, sides, signs):
            compared = "".join(f" {sign} {echo(side, 1)}" for sign, side in zip(signs, sides[1:], strict=True))
            ending = f" else {echo(otherwise)}" if otherwise is not None else ""
            written, binds = f"{echo(then, 1)} if {echo(sides[0], 1)}{compared}{ending}", 0
        case List(entries):
            written = f"[{', '.join(map(echo, entries))}]"
    return f"({written})" if binds < binding else written


_FIRST = re.compile(r"\(d(\w+)/d(\w+)\)")
"""What a first derivative is called that is differentiated again."""


def second(top: Node, bottom: Node) -> tuple[str, Node, Node] | None:
    """Of a second derivative what is differentiated, and what by, first and then; None of any other."""
    name = top.array if isinstance(top, Index) else top
    found = _FIRST.fullmatch(name.name) if isinstance(name, Name) else None
    if found is None:
        return None
    first: Node = Name(found[2])
    return found[1], Index(first, top.places) if isinstance(top, Index) else first, bottom


def _second(top: Node, bottom: Node) -> str:
    found = second(top, bottom)
    if found is None:
        return ""
    of, first, then = found[0], echo(found[1]), echo(found[2])
    if first == then and isinstance(found[1], Name):
        return f"d^2{of}/d{first}^2"
    return f"d^2{of}/(d{first} d{then})"
