"""What is put in the place of derivatives: gradients, and slopes by what they are by."""

import math
import re
import unicodedata

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed, filled
from autograd.worksheet.language.notations.patterns import IN_ANY_BRACKETS, NUMBER, PART_OF_TUPLE

_BLANKS = re.compile(r"\s+")
_MINUS = str.maketrans("−–", "--")
_TIMES_TWO = re.compile(r"^2[*·×⋅]?")
_TERM = re.compile(r"[-+]?[0-9.]+(?:[*·×⋅][0-9.]+)*")
_SUM_OF_NUMBERS = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[-+*·×⋅][0-9]*\.?[0-9]+)*")
_EXACT = 1e-6
"""How exactly numbers are typed that are the same."""


def is_difference_quotient(document: Document, match: re.Match[str]) -> bool:
    """Whether what a derivative is said to be is the change of a function over a step, which is near it, and no more.

    >>> from autograd.worksheet.language.notations.tables.derivatives import VALUES_AT
    >>> typed = ("(E(w + h) - E(w - h))/(2h)", "(E(2.1) - E(1.9))/(2*0.1)", "(E(w+h) - E)/h", "(E(w + h) - E(w - h))/h")
    >>> [bool(is_difference_quotient(Document(""), VALUES_AT[0].matcher.search(f"dE/dw = {each}"))) for each in typed]
    [True, True, True, False]
    """
    ahead, behind, step = (_BLANKS.sub("", each or "").translate(_MINUS) for each in match.group(2, 3, 4))
    step = step[1:-1] if step.startswith("(") else step
    places = [_number(each) for each in (ahead, behind, step)]
    if None not in places:
        first, second, over = (each or 0.0 for each in places)
        return abs(first - second - over) <= _EXACT * abs(over)
    base, sign, change = _last_term(ahead)
    before, other_sign, other = _last_term(behind)
    if sign == "+" and (behind in ("", base)):
        return step == change
    if not sign and (before, other_sign) == (ahead, "-"):
        return step == other
    if (sign, other_sign, base, change) != ("+", "-", before, other):
        return False
    number, whole = _number(change), _number(step)
    is_twice = number is not None and whole is not None and abs(2 * number - whole) <= _EXACT * abs(whole)
    return is_twice or _TIMES_TWO.sub("", step, count=1) == change != step


def _last_term(formula: str) -> tuple[str, str, str]:
    """What stands before the last sign of a sum, the sign, and what stands behind it.

    >>> _last_term("w_1+h"), _last_term("w")
    (('w_1', '+', 'h'), ('w', '', ''))
    """
    at = max(formula.rfind("+"), formula.rfind("-"))
    return (formula[:at], formula[at], formula[at + 1 :]) if at > 0 else (formula, "", "")


def _number(formula: str) -> float | None:
    """What a sum of numbers, or of products of them, comes to; None for all else."""
    if not _SUM_OF_NUMBERS.fullmatch(formula):
        return None
    return sum(math.prod(map(float, re.split("[*·×⋅]", term))) for term in _TERM.findall(formula))


def are_as_many_asked(document: Document, match: re.Match[str]) -> bool:
    """Whether a list has an entry for each derivative that the key asks for, of what stands behind a ∇."""
    asked = document.asked.get(match[2], ())
    return len(asked) > 1 and len(IN_ANY_BRACKETS.sub("", match[3][1:-1]).split(",")) == len(asked)


def asked_of(match: re.Match[str], document: Document) -> Pieces:
    """The derivatives that the key asks for, in a list."""
    whole = ", ".join(f"d{match[2]}/d{bottom}" for bottom in document.asked[match[2]])
    return [*as_typed(match[1], match.start(1)), (f"[{whole}] =", match.end(1), match.end())]


def _entries_named(document: Document, match: re.Match[str]) -> list[tuple[str, re.Match[str]]]:
    """The names y1, y2 or y_1, y_2 of the entries of a list y that has no name of its own, with their numbers."""
    if document.begins_with(match[2]):
        return []
    rows = re.findall(r"\[([^\[\]]*)\]", match[3])
    width = len(re.findall(NUMBER, rows[0]))
    numbers = list(re.finditer(NUMBER, match[3]))
    if not match[3].startswith("[["):
        places = [str(number + 1) for number in range(len(numbers))]
    elif any(len(re.findall(NUMBER, row)) != width for row in rows):
        return []
    else:
        places = [f"{row + 1}{column + 1}" for row in range(len(rows)) for column in range(width)]
    for below in ("", "_"):
        names = [f"{match[2]}{below}{place}" for place in places]
        if len(names) == len(numbers) and all(map(document.begins_with, names)):
            return list(zip(names, numbers, strict=True))
    return []


def has_entries_named(document: Document, match: re.Match[str]) -> bool:
    """Whether a derivative is by a list whose entries are names of their own: dL/dy = [1, 2] beside y1 = …, y2 = …"""
    return bool(_entries_named(document, match))


def slopes_of_entries(match: re.Match[str], document: Document) -> Pieces:
    """A derivative by such a list as those by its entries."""
    pieces: Pieces = []
    for name, number in _entries_named(document, match):
        start = match.start(3) + number.start()
        pieces += [(" ; ", *match.span())] if pieces else []
        pieces += [*as_typed(match[1], match.start(1)), (f"{name} = ", *match.span(2)), *as_typed(number[0], start)]
    return pieces


def _given_below(match: re.Match[str], document: Document) -> list[str]:
    """The names with numbers that a function is made of, in the order they are given, where a gradient has as many
    entries.
    """
    used = document.made_of.get(match[1], set())
    names = [name for name in document.numbered if name in used]
    return names if len(PART_OF_TUPLE.findall(match[2].strip()[1:-1])) == len(names) > 1 else []


def has_an_entry_for_each(document: Document, match: re.Match[str]) -> bool:
    """Whether a gradient has an entry for each given name that its function is made of."""
    return bool(_given_below(match, document))


def gradient_by_givens(match: re.Match[str], document: Document) -> Pieces:
    """∇f as the list of the derivatives by these names."""
    slopes = ", ".join(f"∂{match[1]}/∂{name}" for name in _given_below(match, document))
    return [
        (f"[{slopes}]", match.start(), match.end(1)),
        *as_typed(match[0][match.end(1) - match.start() :], match.end(1)),
    ]


def gradient_by(match: re.Match[str], document: Document) -> Pieces:
    """∇L by what the document says elsewhere that it is by."""
    return [*filled("d{1}/d", match), (document.gradients[match[1]], *match.span())]


def gradient_by_variable(match: re.Match[str], document: Document) -> Pieces:
    """∇ of a formula as the derivative by the only x, w or θ there is."""
    return [(f"∂/∂{document.sole_variable} ", *match.span())]


def gradient_of_graded(match: re.Match[str], document: Document) -> Pieces:
    """grad_w alone, of what the document takes gradients of."""
    return [(f"∂{document.graded}/∂{match[1]}", *match.span())]


def slope_of_loss(match: re.Match[str], document: Document) -> Pieces:
    """dy_t of a time step, and ∇w, of the only loss there is."""
    return [(f"∂{document.sole_loss}/∂", match.start(), match.start(1)), *as_typed(match[1], match.start(1))]


def bar_derivative(match: re.Match[str], document: Document) -> Pieces:
    """z̄ as the derivative by z of what has the bar 1."""
    name = unicodedata.normalize("NFD", match[1])[0]
    return [(f"d{document.barred}/d{name}{match[2]}", *match.span())]


def slope_of_function(match: re.Match[str], document: Document) -> Pieces:
    """∂σ/∂z as that of what σ is called with everywhere."""
    return [*as_typed(match[1], match.start(1)), (f"({match[2]}({document.sole_argument(match[2])}))", *match.span(2))]


def hessian_by(match: re.Match[str], document: Document) -> Pieces:
    """∇²L, twice by what the document says elsewhere that ∇L is by."""
    by = (document.gradients[match[1]], *match.span())
    return [*filled("d²{1}/d", match), by, ("²", match.end() - 1, match.end())]


def slope_by_sole_letter(match: re.Match[str], document: Document) -> Pieces:
    """y' as dy/dx, of y = x² - 3x."""
    return [(f"d{match[1]}/d{document.of_sole_letters[match[1]]}", *match.span())]


def second_slope_by_sole_letter(match: re.Match[str], document: Document) -> Pieces:
    """y'' as d²y/dx²."""
    return [(f"d²{match[1]}/d{document.of_sole_letters[match[1]]}²", *match.span())]


def slope_of_entry(match: re.Match[str], document: Document) -> Pieces:
    """D_j S_i as ∂S_i/∂a_j, where it is said once that S is differentiated by a."""
    top = as_typed(f"{match[2]}{match[3]}", match.start(2))
    below = f"/∂{document.indexed_bottom_of(match[2])}_{match[1]}"
    return [("∂", match.start(), match.start() + 1), *top, (below, match.end(), match.end())]


def is_gradient_at_letters(document: Document, match: re.Match[str]) -> bool:
    """Whether ∇_w L(w, b) is of an L that is defined, at w itself: not at w_0, and not of σ(w)."""
    letters = [letter.strip() for letter in match[4].split(",")]
    is_at_itself = (match[1] or match[2]) in letters and document.begins_with(match[3])
    return is_at_itself or document.begins_with(f"{match[3]}({match[4]})")
