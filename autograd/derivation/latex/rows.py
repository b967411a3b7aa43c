r"""Formulas in rows that a page has room for: a wide one goes on behind a sign, as on paper.

>>> from autograd.worksheet.language.statements import read_expression
>>> print(*rows(read_expression("(a*b + c*d - f)/2", {"a", "b", "c", "d", "f"}), room=70), sep="\n")
\frac{a \cdot b}{2} + \frac{c \cdot d}{2}
- \frac{f}{2}
"""

from collections.abc import Iterator

from autograd.derivation.latex.typesetting import ENTRYWISE, PRODUCT, typeset
from autograd.derivation.latex.widths import OPERATOR, width
from autograd.worksheet.language.tree import Fold, Negative, Node, Product, Sum

PAGE = 345.0
"""How wide a page is, in points: that of LaTeX's articles."""

BETWEEN = {"*": r"\cdot ", ENTRYWISE: r"\odot "}
"""The signs before which a product may go on in another row: two matrices side by side have none."""


def rows(node: Node, room: float = PAGE) -> list[str]:
    """A formula in as many rows as it needs; each but the first begins with a sign."""
    written = typeset(node)
    if width(written) <= room:
        return [written]
    found: list[str] = []
    for piece in _pieces(node, room):
        joined = f"{found[-1]} {piece}" if found else piece
        if not found or width(joined) > room:
            found.append(piece)
        else:
            found[-1] = joined
    return found


def _pieces(node: Node, room: float) -> Iterator[str]:
    """The parts of a formula that a row may begin with: terms, and where one is too wide the factors of it."""
    match node:
        case Sum(terms, signs):
            for place, (sign, term) in enumerate(zip(signs, terms, strict=True)):
                written = typeset(term, PRODUCT)
                is_wide = width(written) + OPERATOR > room and not isinstance(term, Sum)
                first, *others = _pieces(term, room) if is_wide else (written,)
                yield first if (place, sign) == (0, "+") else f"{sign} {first}" if place else f"-{first}"
                yield from others
        case Product((Sum(terms, signs), below), "*/"):  # nothing that stands over a bar can go on in another row
            yield from _pieces(Sum(tuple(Product((term, below), "*/") for term in terms), signs), room)
        case Product((first, *others, below), signs) if others and signs[-1] == "/" and "/" not in signs[:-1]:
            yield from _pieces(Product((Product((first, below), "*/"), *others), signs[:-1]), room)
        case Product(factors, signs) if "/" not in signs:
            apart = _multiplied_out(node)
            yield from _factors(factors, signs) if apart is None else _pieces(apart, room)
        case Fold(letter=letter, body=Product() as body, function="sum"):
            first, *others = _pieces(body, room)
            yield rf"\sum_{{{letter}}} {first}"
            yield from others
        case Negative(Product() as operand):
            first, *others = _pieces(operand, room)
            yield f"-{first}"
            yield from others
        case _:
            yield typeset(node)


def _multiplied_out(node: Product) -> Sum | None:
    """The terms of a bracket in a product, each with its other factors: no row ends inside brackets."""
    for place, (sign, factor) in enumerate(zip(node.signs, node.factors, strict=True)):
        if isinstance(factor, Sum) and sign in BETWEEN and (node.signs[place + 1 :] or "*")[0] in BETWEEN:
            terms = (_with_factor(node, place, term) for term in factor.terms)
            return Sum(tuple(terms), factor.signs)
    return None


def _with_factor(node: Product, place: int, new: Node) -> Product:
    """A product with another factor in some place, the factors of which stand beside the others."""
    plain = isinstance(new, Product) and set(new.signs) == {"*"}
    factors = new.parts if plain else (new,)
    signs = node.signs[: place + 1] + "*" * (len(factors) - 1) + node.signs[place + 1 :]
    return Product((*node.factors[:place], *factors, *node.factors[place + 1 :]), signs)


def _factors(factors: tuple[Node, ...], signs: str) -> Iterator[str]:
    """The factors of a product, matrices side by side together."""
    run = ""
    for place, (sign, factor) in enumerate(zip(signs, factors, strict=True)):
        is_last_sum = isinstance(factor, Fold) and place == len(factors) - 1
        written = typeset(factor, PRODUCT if is_last_sum else PRODUCT + 1)
        if place and sign in BETWEEN:
            yield run
            run = BETWEEN[sign] + written
        else:
            run = f"{run} {written}" if run else written
    yield run
