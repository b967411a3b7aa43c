"""Functions of several letters and points: ∇f(1, 2), ∂f/∂x(1, 2), f_x, and what is said of both coordinates at once.

A gradient becomes one word, ∇f, and a partial derivative f_x: the reader knows them of functions of one's own.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Notation, Pieces, as_typed
from autograd.worksheet.language.notations.patterns import NAME, NEW
from autograd.worksheet.language.tokens import CLOSE, OPEN
from autograd.worksheet.language.vocabulary import is_function

MOST_COORDINATES = 4
"""Coordinates of a point of which a line says something at once."""

_AT = r"\((?=[^()=]*,)[^()=]*\)"
"""A point in brackets: (1, 2)"""

_SQUARE = r"(?:2|²|\^\{?2\}?)"
_BEFORE = re.compile(r"(\ufdd0∇\w+\ufdd1|[^\W\d]\w*)\s?\Z")
_IS_GRADIENT = re.compile(r"\ufdd0∇(\w+)\ufdd1")
_LAST_WORD = 24
"""Characters before a bracket in which the word is that it belongs to."""


def nabla_for_word(match: re.Match[str], _: Document) -> Pieces:
    """∇f for grad f, as far to the right as these words ended: f (1, 2) is no f at 1.2"""
    return [(f"∇{match[1]}".rjust(len(match[0])), *match.span())]


Group = tuple[int, int, list[tuple[int, int]], str]
"""From where to where a point stands in a formula, where its coordinates do, and what it is the gradient of."""


def _groups(text: str, count: int, document: Document) -> list[Group] | None:
    """The points of so many coordinates in a formula, outside of all brackets.

    None if there is none of them, or a list of points.
    """
    found: list[Group] = []
    depth, begun, cuts = 0, 0, [0]
    for place, sign in enumerate(text):
        if sign in "([":
            depth += 1
            if depth == 1:
                begun, cuts = place, [place]
        elif sign in ")]":
            depth -= 1
            if depth == 0:
                before = _BEFORE.search(text, max(0, begun - _LAST_WORD), begun)
                gradient = _IS_GRADIENT.fullmatch(before[1]) if before else None
                parts = [(one + 1, other) for one, other in pairwise([*cuts, place])]
                is_call = before is not None and (is_function(before[1]) or document.calls_defined(before[1]))
                if gradient and before is not None:
                    found.append((before.start(), place + 1, [(begun, place + 1)] * count, gradient[1]))
                elif len(parts) == count and not is_call:
                    found.append((begun, place + 1, parts, ""))
        elif sign in ",;" and depth == 1:
            cuts.append(place)
        elif sign in ",;" and not depth:
            return None
    return found or None


def _sides(match: re.Match[str], document: Document) -> list[tuple[int, str, list[Group]]] | None:
    """The formulas behind the point on the left, with where each begins and its points; None if one has none."""
    count = len(re.findall(NAME, match[2]))
    found = []
    start = match.start(4)
    for side in re.split(r"[=≈]", match[4]):
        groups = _groups(side, count, document)
        if groups is None or any(len(document.fields.get(of, "")) != count for *_, of in groups if of):
            return None
        found.append((start, side, groups))
        start += len(side) + 1
    return found


def is_by_entries(document: Document, match: re.Match[str]) -> bool:
    """Whether what is said of a point is made of points everywhere."""
    return len(re.findall(NAME, match[2])) <= MOST_COORDINATES and _sides(match, document) is not None


def by_entries(match: re.Match[str], document: Document) -> Pieces:
    """(x1, y1) = (0, 2) - 0.1 (4, 6) as what is said of x1, and of y1."""
    names = list(re.finditer(NAME, match[2]))
    pieces = as_typed(match[1], match.start(1))
    for number, name in enumerate(names):
        column = match.start(2) + name.start()
        named = as_typed(name[0], column)
        pieces += [(" ; ", column, column + 1)] * (number > 0)
        pieces += [(OPEN, *match.span(2)), *named, (f"^+{CLOSE}", *match.span(2))] if match["new"] else named
        for start, side, groups in _sides(match, document) or []:
            pieces.append((" =", start - 1, start))
            done = 0
            for begun, end, parts, of in groups:
                pieces += as_typed(side[done:begun], start + done)
                first, last = parts[number]
                entry = as_typed(side[first:last], start + first)
                if of:
                    word = f"{OPEN}{of}_{document.fields[of][number]}{CLOSE}"
                    pieces += [(word, start + begun, start + first), *entry]
                else:
                    pieces += [("(", start + begun, start + begun + 1), *entry, (")", start + end - 1, start + end)]
                done = end
            pieces += as_typed(side[done:], start + done)
    return pieces


def is_by_letters(below: str, letters: Collection[str]) -> bool:
    """Whether what stands below is letters of a function side by side: f_xy.

    >>> is_by_letters("x2", ("x1", "x2")), is_by_letters("max", ("x", "y"))
    (True, False)
    """
    return bool(letters) and re.fullmatch("|".join(map(re.escape, letters)).join(("(?:", ")+")), below) is not None


FIELD_WORDS = (
    Notation("derivative", "f(x, y) = x y; grad f (1, 2) = 2", "f(x, y) = x y; ‹∇f›(1, 2) = 2", "g",
        rf"(?<!\w)[Gg]rad(?:ient)?\s+({NAME}?)\s?(?=\(|=)", nabla_for_word,
        when=lambda document, match: match[1] in document.fields,
        words=("rad",)),
)  # fmt: skip
"""Words that would be taken for prose."""

FIELDS = (
    Notation("derivative", "f(x, y) = x y; ∇²f = [[0, 1], [1, 0]]", "f(x, y) = x y; ‹∇2f› = [[0, 1], [1, 0]]", "∇H",
        rf"(?:∇{_SQUARE}\s?|(?<!\w)H_?)({NAME}?)(?=\s?\(|\s*=)", "‹∇2{1}›",
        when=lambda document, match: match[1] in document.fields and not document.defines(match[0]),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; ∇f(1, 2) = (2, 1)", "f(x, y) = x y; ‹∇f›(1, 2) = (2, 1)", "∇",
        rf"∇\s?({NAME})", "‹∇{1}›",
        when=lambda document, match: match[1] in document.fields,
        needs="fields"),
    Notation("derivative", "p(a, b) = a b; p_a = b", "p(a, b) = a b; ‹p_a› = b", "_",
        rf"(?<!\w)({NAME}?)_\{{?([^\W\d][\w]{{0,4}})\}}?(?!\w)", "‹{1}_{2}›",
        when=lambda document, match: is_by_letters(match[2], document.fields.get(match[1], ())),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; ∂f/∂x (1, 2) = 2", "f(x, y) = x y; ‹f_x›(1, 2) = 2", "( / d∂",
        rf"(?<!\w)[∂d]\s?({NAME})\s*/\s*[∂d]\s?({NAME})\s?(?:\|\s*_?\s*)?(?={_AT})", "‹{1}_{2}›",
        when=lambda document, match: match[2] in document.fields.get(match[1], ()),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; u = 2; ∂f/∂x = y", "f(x, y) = x y; u = 2; ‹f_x› = y", "/ d∂",
        rf"(?<!\w)[∂d]\s?({NAME})\s*/\s*[∂d]\s?({NAME})(?![\w(])", "‹{1}_{2}›",
        when=lambda document, match: document.is_slope_of_field(match[1], match[2]),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; u = 2; d2f/dx2 = 0", "f(x, y) = x y; u = 2; ‹f_xx› = 0", "/ d∂",
        rf"(?<!\w)[∂d]{_SQUARE}\s?({NAME}?)\s*/\s*[∂d]\s?({NAME}?){_SQUARE}(?!\w)", "‹{1}_{2}{2}›",
        when=lambda document, match: document.is_slope_of_field(match[1], match[2]),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; u = 2; ∂²f/∂x∂y = 1", "f(x, y) = x y; u = 2; ‹f_xy› = 1", "/ d∂",
        rf"(?<!\w)[∂d]{_SQUARE}\s?({NAME}?)\s*/\s*\(?[∂d]\s?({NAME}?)\s?[∂d]\s?({NAME}?)(?!\w)\)?", "‹{1}_{2}{3}›",
        when=lambda document, match: document.is_slope_of_field(match[1], match[2], match[3]),
        needs="fields"),
    Notation("list", "g = (1/2; 3.8)", "g = (1/2, 3.8)", "( ; =",
        r"(?<=[=≈])(\s*)\(([^();=]*(?:\([^()=;]*\)[^();=]*)*);([^();=]*(?:\([^()=;]*\)[^();=]*)*)\)",
        "{1}({2},{3})",
        when=lambda document, match: not document.has_commas),
    Notation("list", "(u, v) = (0, 2) - 0.1 (4, 6)", "u = (0) - 0.1 (4) ; v =  ( 2) - 0.1 ( 6)", "( , =",
        rf"^(\s*)\(\s*({NAME}(?:\s*,\s*{NAME})+)\s*\)\s*(?:[_^]?\{{?\(?(?P<new>{NEW})\)?\}}?)?\s*[=≈]([^;]*)$",
        by_entries,
        when=is_by_entries),
)  # fmt: skip
"""What is said of a function of several letters, or of a point."""
