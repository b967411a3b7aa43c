"""What is put in the place of lists: sums, rows and columns, entries."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed
from autograd.worksheet.language.notations.patterns import BLANK_LIST, IN_BRACKETS, NAME, NUMBER

FACTOR = (
    rf"(?:{NAME}\((?:[^()=]|\([^()=]*\)){{0,80}}\)|{NAME}(?:\[[^\[\]=]*\])?|[0-9]+(?:\.[0-9]+)?"
    r"|\((?:[^()=:]|\([^()=:]*\)){0,80}\))"
    r"(?:\s*(?:\^(?:\((?:[^()=]|\([^()=]*\)){0,80}\)|\{[^{}=]*\}|[\w.]+(?:\[[^\[\]=]*\])?)|[²³]))?"
)
_OF_WHAT = rf"(?:\((?:[^()=]|\([^()=]*\)){{0,80}}\)|{NAME}(?:\[[^\[\]=]*\]|\((?:[^()=]|\([^()=]*\)){{0,40}}\))?)"
FACTOR_OR_SLOPE = rf"(?:[d∂] ?{_OF_WHAT}\s*/\s*[d∂] ?{NAME}(?:\[[^\[\]=]*\])?|{FACTOR})"
"""A factor, or a derivative of what may be an entry, or a formula: ∂(log(p[k]))/∂z[i]"""

_OVER = re.compile(r"(?<=[\w\u0300-\u036f])(?:_\{?|\[)([a-z])(?=\]|\}|(?![\w]))")
_SLOPE_WORD = re.compile(r"(?<!\w)d_([a-z])(?!\w)")
"""d_y, a word for a derivative where y is a name."""

_ENDS = re.compile(r"\s*(?:[-−+=≈;,)\]|/]|$)")
_MATRIX_SIGMA = re.compile(r"[Σ∑]\s*(?:[:∈⁻]|=(?!\s*[0-9])|\^\{?[-−]|in\b)")
"""Σ as a name: a covariance."""


_NAMED_BELOW = re.compile(r"(?<![\w.])[^\W\d_]+_[abcdefghopqrsuvwxyz](?![\w(\[{])")
"""e_x, which is a name where it is told something: no index is called so."""


def summed_over(match: re.Match[str], document: Document) -> str | None:
    """The letter that a sum without one runs over, "" for all entries of lists; None where it is no such sum."""
    sign, term = match[1], match[2]
    if not _ENDS.match(match.string, match.end()) or (sign in "Σ∑" and _MATRIX_SIGMA.search(document.text)):
        return None
    term_alone = _SLOPE_WORD.sub(lambda word: "" if document.defines(word[1]) else word[0], term)
    letters = _OVER.findall(_NAMED_BELOW.sub(lambda word: "" if document.begins_with(word[0]) else word[0], term_alone))
    bound = _bound_letters(match)
    is_called = sign == "sum" and match.string[match.end(1)] == "("
    return next((letter for letter in letters if letter not in bound), letters[0] if letters else None) or (
        None if is_called or re.search(r"\bfor\b", term) else ""
    )


def _bound_letters(match: re.Match[str]) -> set[str]:
    """The letters below on the left of a line."""
    return set(_OVER.findall(match.string[: match.start()].partition("=")[0]))


def with_letter(match: re.Match[str], document: Document) -> Pieces:
    """A sum with the letter it runs over, another one than on the left, or with brackets."""
    letter, bound = summed_over(match, document), _bound_letters(match)
    term = as_typed(match[2], match.start(2))
    if not letter:
        return [("sum(", *match.span(1)), *term, (")", match.end() - 1, match.end())]
    meant = letter
    if letter in bound:  # P_i = exp(z_i)/Σ exp(z_i)
        meant = next(each for each in "jknpqr" if each not in {*bound, *_OVER.findall(match[2])})
        at = {found.start(1) for found in _OVER.finditer(match[2]) if found[1] == letter}
        term = [(meant if place in at else text, start, end) for place, (text, start, end) in enumerate(term)]
    return [(f"sum_{meant} ", *match.span(1)), *term]


def rows_of_numbers(match: re.Match[str], _: Document) -> Pieces:
    """[0 0; 2 0] with its commas, a list in a list for each row."""
    pieces: Pieces = []
    start = match.start() + 1
    rows = match[0][1:-1].split(";")
    for row in rows:
        pieces.append(("[" if not pieces else ",[", start - 1, start))
        numbers = list(re.finditer(r"\S+", row))
        for place, number in enumerate(numbers):
            column = start + number.start()
            pieces += [(",", column - 1, column)] * (place > 0) + as_typed(number[0], column)
        start += len(row) + 1
        pieces.append(("]", start - 1, start))
    if len(rows) == 1:
        return pieces
    return [("[", match.start(), match.start() + 1), *pieces, ("]", match.end() - 1, match.end())]


def _matrix(match: re.Match[str], document: Document) -> list[list[re.Match[str]]]:
    """The entries of each row between ;, as many in each: parted by commas, or by blanks as in other lists."""
    rows: list[list[re.Match[str]]] = []
    by_blanks = "," not in match[1] and BLANK_LIST.search(document.text) is not None
    entry = re.compile(r"[^\s;]+" if by_blanks else rf"(?:[^(),;]|{IN_BRACKETS}){{1,80}}")
    start = 0
    for row in match[1].split(";"):
        rows.append([each for each in entry.finditer(match[1], start, start + len(row)) if each[0].strip()])
        start += len(row) + 1
    if by_blanks and not all(_ENTRY.fullmatch(each[0]) for row in rows for each in row):
        return []
    is_even = len({len(row) for row in rows}) == 1 and bool(rows[0])
    return rows if is_even and not (document.has_commas and re.search(r"[0-9],[0-9]", match[1])) else []


_ENTRY = re.compile(rf"{NAME}|{NUMBER}|[-−]{NAME}")


def are_rows(document: Document, match: re.Match[str]) -> bool:
    """Whether the parts between ; in square brackets are rows of a matrix, as in MATLAB, each with as many entries."""
    return bool(_matrix(match, document))


def gives_new_values(document: Document, match: re.Match[str]) -> bool:
    """Whether all names in square brackets have values by then: [w; b] = [1; 2] - 0.1 [3; 4]"""
    return all(map(document.knows, re.findall(NAME, match[0].partition("=")[0])))


def rows_of_entries(match: re.Match[str], document: Document) -> Pieces:
    """[a, b; c, d] as [[a, b], [c, d]]."""
    pieces: Pieces = [("[", match.start(), match.start() + 1)]
    for row in _matrix(match, document):
        for place, entry in enumerate(row):
            begun = match.start(1) + entry.start()
            sign = ", " if place else ", [" if len(pieces) > 1 else "["
            pieces += [(sign, begun, begun), *as_typed(entry[0], begun)]
        end = match.start(1) + row[-1].end()
        pieces.append(("]", end, end))
    return [*pieces, ("]", match.end() - 1, match.end())]


def columns_of_pairs(match: re.Match[str], _: Document) -> Pieces:
    """(x, y) = (1, 2), (3, 5) as the list of all x and that of all y."""
    start, end = match.span()
    numbers = list(re.finditer(NUMBER, match[3]))
    pieces: Pieces = []
    for which in (0, 1):
        pieces += [*as_typed(match[which + 1], match.start(which + 1)), (" = [", *match.span(3))]
        for number in numbers[which::2]:
            pieces += [*as_typed(number[0], match.start(3) + number.start()), (", ", *match.span(3))]
        pieces[-1] = ("]", end - 1, end)
        pieces += [("; ", start, end)] if not which else []
    return pieces


def is_factor(document: Document, match: re.Match[str]) -> bool:
    """Whether what stands before a list with blanks is multiplied by it, and not a function of one's own or an =."""
    before = re.search(r"([^\W\d][\w'’′]*)(?:\^\{?(?:[T⊤]|[-−]1)\}?|ᵀ|⊤|\.T)?\s*$", match.string[: match.start()])
    if before is None or before[1] in ("and", "or", "in", "is", "with", "at", "for"):
        return False
    return document.defines(before[1]) and not re.search(rf"(?<!\w){re.escape(before[1])}\(", document.text)
