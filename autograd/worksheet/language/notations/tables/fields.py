"""Functions of several letters and points: ∇f(1, 2), ∂f/∂x(1, 2), f_x, and what is said of both coordinates at once.

A gradient becomes one word, ∇f, and a partial derivative f_x: the reader knows both for functions the sheet defines.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Notation, Pieces, as_typed
from autograd.worksheet.language.notations.patterns import IN_BRACKETS, NAME, NEW, NUMBER, POINT
from autograd.worksheet.language.tokens import CLOSE, OPEN
from autograd.worksheet.language.vocabulary import is_function

MOST_COORDINATES = 4
"""Coordinates of a point of which a line says something at once."""

_AT = r"\((?=[^()=]*,)[^()=]*\)"
"""A point in brackets: (1, 2)"""

_IN_WORDS = "(?:evaluated )?at (?:the )?(?:point )?"

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
    """The points of so many coordinates in a formula; None if there is none of them, or a list of points."""
    found: list[Group] = []
    open_at: list[tuple[int, list[int]]] = []  # where each open bracket begins, and where its parts are cut
    for place, sign in enumerate(text):
        if sign in "([":
            open_at.append((place, [place]))
        elif sign in ")]" and open_at:
            begun, cuts = open_at.pop()
            before = _BEFORE.search(text, max(0, begun - _LAST_WORD), begun)
            gradient = _IS_GRADIENT.fullmatch(before[1]) if before and not open_at else None
            parts = [(one + 1, other) for one, other in pairwise([*cuts, place])]
            is_call = before is not None and (is_function(before[1]) or document.calls_defined(before[1]))
            if gradient and before is not None:
                found.append((before.start(), place + 1, [(begun, place + 1)] * count, gradient[1]))
            elif len(parts) == count and not is_call:
                if found and found[-1][1] > begun:
                    return None
                found.append((begun, place + 1, parts, ""))
        elif sign in ",;" and open_at:
            open_at[-1][1].append(place)
        elif sign in ",;":
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


_WORD_OF_LETTERS = re.compile(r"[^\W\d_]+")


def letters_at_point(document: Document, point: str) -> list[str]:
    """The letters whose numbers a point in brackets gives: those of the functions of so many letters, or else
    inputs x1, x2 that nothing gives a number; [] in doubt.
    """
    count = point.count(",") + point.count(";") + 1
    found = {tuple(letters) for letters in document.fields.values() if len(letters) == count}
    if len(found) == 1:
        return [*found.pop()]
    return document.inputs(count) if not document.fields else []


def is_of_field(document: Document, match: re.Match[str]) -> bool:
    """Whether a point in brackets, the last group, is one of the functions of several letters."""
    return bool(letters_at_point(document, match[match.lastindex or 0]))


def point_given(match: re.Match[str], document: Document) -> Pieces:
    """At P(1, 2): as a number for each letter, and for the point where it has a name."""
    numbers = list(re.finditer(r"[^(),;\s]+", match["point"]))
    at = match.start("point")
    first = _FIRST_POINT.search(document.text)
    sign = "=" if first is None or match.string.strip().startswith(first[0].strip()) else "<-"
    pieces: Pieces = []
    for letter, number in zip(letters_at_point(document, match["point"]), numbers, strict=True):
        column = at + number.start()
        pieces += [(f"{letter} {sign} ", column - 1, column), *as_typed(number[0], column), ("; ", column, column + 1)]
    if match["named"] and not document.defines(match["named"]):
        pieces += [(f"{match['named']} = [", at, at + 1)]
        for place, number in enumerate(numbers):
            column = at + number.start()
            pieces += [(", ", column, column + 1)] * (place > 0) + as_typed(number[0], column)
        pieces += [("]; ", at, at + 1)]
    return pieces


def put_at_point(match: re.Match[str], document: Document) -> Pieces:
    """2x + y|(1, 3) as 2(1) + (3)."""
    values = dict(zip(letters_at_point(document, match[2]), re.findall(r"[^(),;\s]+", match[2]), strict=True))
    pieces: Pieces = []
    done = start = match.start(1)
    for word in _WORD_OF_LETTERS.finditer(match[1]):
        parts = [word[0]] if word[0] in values else [*word[0]]
        if all(part in values for part in parts):
            begun, end = start + word.start(), start + word.end()
            pieces += as_typed(match.string[done:begun], done)
            pieces += [(f"({values[part]})", begun, end) for part in parts]
            done = end
    return [*pieces, *as_typed(match.string[done : match.end(1)], done)]


def along_axes(match: re.Match[str], _: Document) -> Pieces:
    """6i - 4j as (6, -4), -i as (-1, 0)."""
    said = match.groupdict()
    first, second = (_times_axis(said.get(along)) for along in ("along_x", "along_y"))
    return [(f"({first}, {said.get('sign', '')}{second})", *match.span())]


def _times_axis(typed: str | None) -> str:
    """The number in front of an axis: 1 where there is none but a sign, 0 without the axis."""
    if typed is None:
        return "0"
    typed = typed.strip(" *·")
    return typed if typed[-1:].isalnum() or typed.endswith(")") else f"{typed}1"


def has_no_axes(document: Document, match: re.Match[str]) -> bool:
    """Whether a line is of a gradient by two letters, and i and j are names of nothing else."""
    graded = re.match(rf"\s*{OPEN}?∇({NAME})", match.string[: match.start()].rpartition(";")[2])
    is_pair = graded is not None and len(document.fields.get(graded[1].rstrip(CLOSE), ())) == len("xy")
    return is_pair and not document.defines("i") and not document.defines("j")


def hessian_of_field(match: re.Match[str], document: Document) -> Pieces:
    """H as the second derivatives of the one function of several letters."""
    return [(f"{OPEN}∇2{document.graph_of_hessian}{CLOSE}", *match.span())]


def determinant(match: re.Match[str], document: Document) -> Pieces:
    """det H(1, 2), of two letters, as f_xx(1, 2) f_yy(1, 2) - f_xy(1, 2)^2."""
    name = document.graph_of_hessian
    x, y = document.fields[name]
    point = match["point"] or ""
    first, second, both = (f"{name}_{below}{point}" for below in (x + x, y + y, x + y))
    return [(f"{'; ' if match['comma'] else ''}({first} {second} - {both}^2)", *match.span())]


def test_at_point(match: re.Match[str], document: Document) -> Pieces:
    """D(1, 2) as the formula it was told by, with the point put in."""
    formula = document.tests_of_seconds[match[1]].replace("‹", OPEN).replace("›", f"{CLOSE}{match[2]}")
    point = re.findall(r"[^(),;\s]+", match[2])
    letters = document.fields.get(formula.partition(OPEN)[2][:1], ())
    if len(letters) != len(point):
        return as_typed(match[0], match.start())
    for letter, number in zip(letters, point, strict=True):
        formula = re.sub(rf"(?<![\w{OPEN}]){letter}(?![\w{CLOSE}])", f"({number})", formula)
    return [(f"({formula})", *match.span())]


def gradient_of_made(match: re.Match[str], document: Document) -> Pieces:
    """∇f as the list of its derivatives by the letters that it was told with."""
    listed = ", ".join(f"∂{match[1]}/∂{letter}" for letter in document.made[match[1]])
    return [(f"[{listed}]", *match.span())]


def by_letters_of(document: Document, match: re.Match[str]) -> bool:
    """Whether letters stand behind a function of theirs: fx, fxy."""
    below = match[2] or match[3]
    return len(below) <= len("xy") and set(below) <= set(document.fields.get(match[1], ()))


_SOLE = r"(?<![\w∂])"
_POINTS_WORD = (
    r"(?:(?:critical|stationary|kritischer?n?|stazionario|crítico)\s+)?"
    r"(?:points?|position|Punkte?|Stelle|punto|ponto|punkcie)\s+(?:(?:critico|stazionario|crítico)\s+)?"
)
_AT_POINT = (
    r"^[\s>*•-]*(?:\(?[a-z0-9][.)]\s+)?(?:(?i:at|in|im|an|en|em|no|nel|for|für|pour|per|para|au|bei)\s+(?:(?:the|der|dem|el|le|o|il)\s+)?"
    rf"(?:{_POINTS_WORD})?|(?i:{_POINTS_WORD}))"
    r"(?P<named>[A-Z]?[0-9]?)\s?=?\s?"
    rf"(?P<point>{POINT})(?:\s*:\s*|\s*\.?\s*$|,?\s+(?=[^\W\d]\S*\s*=|[∂∇]))"
)
"""At (1, 2): or Nel punto P(1, 2), before what is said there, or on a line of its own."""

_FIRST_POINT = re.compile(_AT_POINT, re.MULTILINE)

FIELD_WORDS = (
    Notation("arguments", "f (x, y) = x y", "f(x, y) = x y", "( , =",
        rf"(?<!\w)([^\W\d_]) (\({NAME}(?:\s*,\s*{NAME})+\))(?=\s*=)", "{1}{2}",
        when=lambda document, match: match[1] in document.fields,
        needs="fields"),
    Notation("derivative", "∂ f /∂x = y; ∂^2 f /∂y∂x = 1", "∂f/∂x = y; ∂^2f/∂y∂x = 1", "∂ /",
        rf"∂(\^\{{?2\}}?|²)?\s+({NAME})\s?/\s?(?=∂)|∂(\^\{{?2\}}?|²)?\s?({NAME})\s/\s?(?=∂)", "∂{1}{2}{3}{4}/"),
    Notation("derivative", "f(x, y) = x y; det H(1, 2) = -1",
        "f(x, y) = x y; (‹f_xx›(1, 2) ‹f_yy›(1, 2) - ‹f_xy›(1, 2)^2) = -1",
        "H",
        rf"(?:(?<=[\])])\s*(?P<comma>,)\s*)?"
        rf"(?<!\w)(?:[Dd]et(?:\s|\s?\(\s*)|\|)H(?P<point>{IN_BRACKETS})?\s?[)|]?(?=\s*[=≈<>])",
        determinant,
        when=lambda document, match: len(document.fields[document.graph_of_hessian]) == len("xy"),
        needs="graph_of_hessian"),
    Notation("givens", "At P(1, 2): f(x, y) = x y", "x = 1; y = 2; P = [1, 2]; f(x, y) = x y", "(",
        _AT_POINT, point_given,
        when=lambda document, match: bool(letters_at_point(document, match["point"]))),
    Notation("derivative", "f(x, y) = x y; grad f (1, 2) = 2", "f(x, y) = x y; ‹∇f›(1, 2) = 2", "g",
        rf"(?<!\w)[Gg]rad(?:ient)?\s+({NAME}?)\s?(?=\(|=)", nabla_for_word,
        when=lambda document, match: match[1] in document.fields,
        words=("rad",)),
)  # fmt: skip
"""Words that would be taken for prose."""

FIELDS = (
    Notation("derivative", "f(x, y) = (x y)^2; g = x y; f = g^2; ∇f = [1, 2]",
        "f(x, y) = (x y)^2; g = x y; f = g^2; [∂f/∂x, ∂f/∂y] = [1, 2]", "∇ =",
        rf"∇\s?({NAME})(?=\s*=)", gradient_of_made,
        when=lambda document, match: match[1] in document.made,
        needs="made"),
    Notation("derivative", "f(x, y) = x y; ∇²f = [[0, 1], [1, 0]]", "f(x, y) = x y; ‹∇2f› = [[0, 1], [1, 0]]", "∇H",
        rf"(?:∇{_SQUARE}\s?|(?<!\w)H_?)({NAME}?)(?=\s?\(|\s*=)", "‹∇2{1}›",
        when=lambda document, match: match[1] in document.fields and not document.defines(match[0]),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; ∇f(1, 2) = (2, 1)", "f(x, y) = x y; ‹∇f›(1, 2) = (2, 1)", "∇",
        rf"∇\s?({NAME})", "‹∇{1}›",
        when=lambda document, match: match[1] in document.fields,
        needs="fields"),
    Notation("derivative", "f(x, y) = x y²; Hesse: H(1, 2) = [[0, 4], [4, 2]]",
        "f(x, y) = x y²; Hesse: ‹∇2f›(1, 2) = [[0, 4], [4, 2]]", "H",
        rf"{_SOLE}H(?=\s?\((?:\s*{NUMBER}\s*,|[A-Z]\))|\s*=\s*[\[(])", hessian_of_field,
        needs="graph_of_hessian"),
    Notation("derivative", "f(x, y) = x y; D = f_xx f_yy - f_xy^2; D(1, 2) = -1",
        "f(x, y) = x y; D = ‹f_xx› ‹f_yy› - ‹f_xy›^2; (‹f_xx›(1, 2) ‹f_yy›(1, 2) - ‹f_xy›(1, 2)^2) = -1", "(",
        rf"(?<!\w)([A-ZΔ])\s?({POINT})", test_at_point,
        when=lambda document, match: match[1] in document.tests_of_seconds,
        needs="tests_of_seconds"),
    Notation("arguments", "f(x, y) = x y; D(x, y) = f_xx f_yy - f_xy^2", "f(x, y) = x y; D = ‹f_xx› ‹f_yy› - ‹f_xy›^2",
        "( ,", rf"(?<!\w)([A-ZΔ])\({NAME},\s?{NAME}\)(?=\s*=)", "{1}",
        when=lambda document, match: match[1] in document.tests_of_seconds,
        needs="tests_of_seconds"),
    Notation("power", "f(x, y) = x^2 + 2y; f_x = 2x2", "f(x, y) = x^2 + 2y; ‹f_x› = 2x^2", "23456",
        r"(?<![^\W\d])([a-z])([2-6])(?![\w.(])", "{1}^{2}",
        when=lambda document, match: match[1] in document.lost_powers,
        needs="lost_powers"),
    Notation("power", "f(x, y) = x^2y; f_x = 2xy + x2; D = fxy2",
        "f(x, y) = x^2y; ‹f_x› = 2xy + x^2; D = ‹f_xy›^2", "23",
        r"(?<![^\W\d])([^\W\d_])([^\W\d_]{1,2})([23])(?![\w.(])", "‹{1}_{2}›^{3}",
        when=by_letters_of,
        needs="lost_powers"),
    Notation("product", "f(x, y) = x y; D = f_xx . f_yy", "f(x, y) = x y; D = ‹f_xx› * ‹f_yy›", ".",
        r"(?<=[\w)\]}'’′])\s\.\s(?=[\w(])", " * ",
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; f'_x = y", "f(x, y) = x y; ‹f_x› = y", "'’′",
        rf"{_SOLE}([^\W\d_])['’′]{{1,2}}(?:_?\{{([^\W\d_]{{1,2}})\}}|_?([^\W\d_]{{1,2}})(?![\w'’′]))", "‹{1}_{2}{3}›",
        when=by_letters_of,
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; fxy'' = 1", "f(x, y) = x y; ‹f_xy› = 1", "'’′",
        rf"{_SOLE}([^\W\d_])_?([^\W\d_]{{1,2}})['’′]{{1,2}}(?!['’′])", "‹{1}_{2}›",
        when=by_letters_of,
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; fxy = 1", "f(x, y) = x y; ‹f_xy› = 1", "",
        rf"{_SOLE}([^\W\d_])([^\W\d_]{{2}})(?![\w'’′])", "‹{1}_{2}›",
        when=by_letters_of,
        needs="fields"),
    Notation("derivative", "p(a, b) = a b; p_a = b", "p(a, b) = a b; ‹p_a› = b", "_",
        rf"(?<!\w)({NAME}?)_(?:\{{([^\W\d]\w{{0,4}})\}}|([^\W\d]\w{{0,4}})(?!\w))", "‹{1}_{2}{3}›",
        when=lambda document, match: is_by_letters(match[2] or match[3], document.fields.get(match[1], ())),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; ∂f/∂x (1, 2) = 2", "f(x, y) = x y; ‹f_x›(1, 2) = 2", "( / d∂",
        rf"(?<!\w)[∂d]\s?({NAME})\s*/\s*[∂d]\s?({NAME})\s?(?:\|\s*_?\s*|{_IN_WORDS})?(?={_AT})",
        "‹{1}_{2}›",
        when=lambda document, match: match[2] in document.fields.get(match[1], ()),
        needs="fields"),
    Notation("derivative", "f(x, y) = x y; ∂f/∂x|_{(1, 2)} = 2", "f(x, y) = x y; ‹f_x›(1, 2) = 2", "| { d∂",
        rf"(?<!\w)[∂d]\s?({NAME})\s*/\s*[∂d]\s?({NAME})\s?\|\s*_?\{{({POINT})\}}", "‹{1}_{2}›{3}",
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
    Notation("derivative", "f(x, y) = x y; f_x(2, 3) = 2x y|(2, 3) = 12", "f(x, y) = x y; ‹f_x›(2, 3) = 2(2) (3) = 12",
        "|", rf"(?<=[=≈])([^=≈|;]*[\w)²³])\s?\|\s*_?\{{?({POINT})\}}?(?=\s*(?:[=≈.,;]|$))", put_at_point,
        when=is_of_field,
        needs="fields"),
    Notation("list", "f(x, y) = x y; ∇f(1, 2) = 2i - j", "f(x, y) = x y; ‹∇f›(1, 2) = (2, -1)", "i",
        r"(?<=[=≈])(?P<along_x>[^=≈;ij]*?)\*?\s?i\s*(?P<sign>[-−+])(?P<along_y>[^=≈;ij]*?)\*?\s?j(?!\w)", along_axes,
        when=has_no_axes,
        needs="fields"),
    Notation("list", "f(x, y) = x y; ∇f(1, 0) = 2i", "f(x, y) = x y; ‹∇f›(1, 0) = (2, 0)", "i",
        r"(?<=[=≈])(?P<along_x>[^=≈;ij]*?)\*?\s?i\s*(?=[=≈.;]|$)", along_axes,
        when=has_no_axes,
        needs="fields"),
    Notation("list", "f(x, y) = x y; ∇f(0, 1) = -2j", "f(x, y) = x y; ‹∇f›(0, 1) = (0, -2)", "j",
        r"(?<=[=≈])(?P<along_y>[^=≈;ij]*?)\*?\s?j\s*(?=[=≈.;]|$)", along_axes,
        when=has_no_axes,
        needs="fields"),
    Notation("statements", "f(x, y) = 3x y; f_x = 3y f_y = 3x", "f(x, y) = 3x y; ‹f_x› = 3y ; ‹f_y› = 3x", "=",
        rf"((?<=[=≈])[^=≈;{OPEN}]*[\w)²³])(?<!and)(?<!und)(?<!et)\s+(?={OPEN}\w_\w{{1,2}}{CLOSE}\s*=)", "{1} ; ",
        needs="fields"),
    Notation("statements", "f(x, y) = x y; D = f_xx(0, 1) = 0; D = f_xx(2, 1) = 0",
        "f(x, y) = x y; ‹f_xx›(0, 1) = 0; ‹f_xx›(2, 1) = 0", "=",
        rf"(?<![^;])\s*({NAME})\s*=\s*(?={OPEN}\w+{CLOSE} ?\([-−0-9./]+,[-−0-9./\s]+\))", "",
        when=lambda document, match: document.times_given[match[1]] > 1,
        needs="fields"),
    Notation("list", "g = (1/2; 3.8)", "g = (1/2, 3.8)", "( ; =",
        r"(?<=[=≈])(\s*)\(([^();=]*(?:\([^()=;]*\)[^();=]*)*);([^();=]*(?:\([^()=;]*\)[^();=]*)*)\)",
        "{1}({2},{3})",
        when=lambda document, match: not document.has_commas),
    Notation("list", "(u, v) = (0, 2) - (0.1 (4, 6))", "u = (0) - (0.1 (4)) ; v =  ( 2) - (0.1 ( 6))", "( , =",
        rf"^(\s*)\(\s*({NAME}(?:\s*,\s*{NAME})+)\s*\)\s*(?:[_^]?\{{?\(?(?P<new>{NEW})\)?\}}?)?\s*[=≈]([^;]*)$",
        by_entries,
        when=is_by_entries),
)  # fmt: skip
"""What is said of a function of several letters, or of a point."""
