"""What is put in the place of signs: factors, lists by blanks, thousands, what is raised or below."""

import re

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.plain import pieces_of, spaced
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed
from autograd.worksheet.language.notations.patterns import BLANK_LIST, IN_ANY_BRACKETS, NAME, NUMBER, SMALL
from autograd.worksheet.language.notations.told.layers import GIVES_NUMBERS
from autograd.worksheet.language.vocabulary import WRITTEN_OUT

_IN_TWO = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_RESULT = re.compile(r"[=≈]\s*(?:[-−+]?[0-9.]+(?:e[-+]?[0-9]+)?\s*%?|\[[^=]*\]|\([-−+0-9.\s]+,[-−+0-9.,\s]+\))\Z")
"""A number, or a list, behind the sign of an equation."""

_ROWS_OF_NUMBERS = re.compile(r"\[[-−+0-9.;,\s]*\]")


def follows_a_result(_: Document, match: re.Match[str]) -> bool:
    """Whether a gap stands behind what a statement comes to: another one begins there."""
    before = _ROWS_OF_NUMBERS.sub(lambda rows: rows[0].replace(";", ","), match.string[: match.start()])
    return _RESULT.search(before.rpartition(";")[2]) is not None


_ENDS_IN_SLOPE = re.compile(r"[d∂]\w+\s*/\s*[d∂]\w+\Z")


def follows_a_formula(_: Document, match: re.Match[str]) -> bool:
    """Whether a wide gap stands behind a whole statement: a derivative before it may be a factor with what follows."""
    before = match.string[: match.start()].rpartition(";")[2]
    return "=" in before and _ENDS_IN_SLOPE.search(before) is None


def are_entries(text: str) -> bool:
    """Whether a text in brackets is a list of formulas: it has a comma with a blank between any two of them.

    >>> are_entries("1, 2 + 0.5·4"), are_entries("max(a, b)"), are_entries("1, 2"), are_entries("a,b + 1")
    (True, False, False, False)
    """
    entries = IN_ANY_BRACKETS.sub("", _IN_TWO.sub("", text)).split(",")
    are_plain = all(re.fullmatch(rf"\s*{NUMBER}\s*", entry) for entry in entries)
    return len(entries) > 1 and not are_plain and all(entry[:1] == " " and entry.strip() for entry in entries[1:])


_BLANK_BETWEEN = re.compile(r"(?<=[\w).²³])\s+(?=[-−]?[\w(.])(?!(?:x|of)\s)")
"""A blank between entries: a sign stands right before its entry, and between blanks where it joins two terms."""


def _gaps(inside: str) -> list[re.Match[str]]:
    """The blanks between entries that stand in no brackets."""
    return [each for each in _BLANK_BETWEEN.finditer(inside) if _depth(inside[: each.start()]) == 0]


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def are_entries_by_blanks(document: Document, match: re.Match[str]) -> bool:
    """Whether blanks alone part formulas of numbers, as they part the numbers of other lists of a text."""
    is_factor = re.search(r"[\w)\]]\s?\Z", match.string[: match.start()]) is not None
    is_plain = re.search(r"[(*/·×^]", match[1]) is None
    return not (is_plain or is_factor) and bool(_gaps(match[1])) and BLANK_LIST.search(document.text) is not None


def entries_by_blanks(match: re.Match[str], _: Document) -> Pieces:
    """[exp(1) -2(3) 1 + 4] with its commas."""
    pieces, done, start = as_typed("[", match.start()), 0, match.start(1)
    for gap in _gaps(match[1]):
        pieces += as_typed(match[1][done : gap.start()], start + done)
        pieces.append((", ", start + gap.start(), start + gap.end()))
        done = gap.end()
    return [*pieces, *as_typed(f"{match[1][done:]}]", start + done)]


def _list_with(document: Document, number: str) -> tuple[list[str], int] | None:
    """The only list of numbers in a text that has a number once among its entries, and where."""
    found = {tuple(re.findall(NUMBER, each)) for each in _NUMBERS_IN_LISTS.findall(document.text)}
    lists = [[*each] for each in found if number in each]
    return (lists[0], lists[0].index(number)) if len(lists) == 1 and lists[0].count(number) == 1 else None


_NUMBERS_IN_LISTS = re.compile(rf"\[(\s*{NUMBER}(?:[,\s]\s*{NUMBER})+\s*)\]")


def is_of_an_entry(document: Document, match: re.Match[str]) -> bool:
    """Whether the number that a softmax is taken of is an entry of the one list that has it."""
    return _list_with(document, match[1]) is not None


def share_of_entry(match: re.Match[str], document: Document) -> Pieces:
    """softmax(2) as an entry of softmax([2, 1]), of the list that has the 2."""
    entries, place = _list_with(document, match[1]) or ([match[1]], 0)
    return [(f"softmax([{', '.join(entries)}])[{place}]", *match.span())]


_GIVENS = re.compile(rf"\s*(?:{NAME}\s*=\s*{NUMBER}[\s;,]+)+{NAME}\s*=\s*{NUMBER}\s*")


def only_gives(_: Document, match: re.Match[str]) -> bool:
    """Whether a line gives names numbers, and says nothing else."""
    return _GIVENS.fullmatch(match.string) is not None


def gives_each_once(document: Document, match: re.Match[str]) -> bool:
    """Whether that are three names or more, each given once: behind x = 1 stands 3 x in q = 3 x = 3."""
    names = re.findall(rf"({NAME})\s*=", match.string)
    return len(set(names)) == len(names) > 2 and only_gives(document, match)


def separated(match: re.Match[str], _: Document) -> Pieces:
    """What stands in brackets with its semicolons as the commas that numbers with a decimal comma cannot have."""
    typed = as_typed(match[0], match.start())
    return [("," if sign == ";" else sign, start, end) for sign, start, end in typed]


def in_capitals(match: re.Match[str], _: Document) -> Pieces:
    """k_12 as K_12, the rest of which stays as it is."""
    behind = (match.lastindex or 0) > 2
    return [
        *as_typed(match[1], match.start(1)),
        (match[2].upper(), *match.span(2)),
        *(as_typed(match[3], match.start(3)) if behind else []),
    ]


def in_small_letters(match: re.Match[str], _: Document) -> Pieces:
    """SOFTMAX as softmax."""
    return [(match[1].lower(), *match.span())]


def entry_of_capital(match: re.Match[str], _: Document) -> Pieces:
    """w_ki as the entry of W."""
    name, below = match[2].swapcase(), ",".join(letter for letter in match.group(3, 4) if letter)
    return [*as_typed(match[1], match.start(1)), (f"{name}[{below}]", *match.span(2))]


def times_between(match: re.Match[str], _: Document) -> Pieces:
    """98x98x5 with * for its x."""
    return [("*" if sign == "x" else sign, start, end) for sign, start, end in as_typed(match[0], match.start())]


def commands_read(match: re.Match[str], _: Document) -> Pieces:
    """A line as it is typed without commands of LaTeX."""
    try:
        return [(text, piece.start, piece.end) for text, piece in spaced(pieces_of(match[0]))]
    except LanguageError:
        return as_typed(match[0], match.start())


def small_below(match: re.Match[str], _: Document) -> Pieces:
    """xᵢ as x_{i}."""
    return [(f"_{{{match[0].translate(SMALL)}}}", *match.span())]


_THOUSANDS = {"K": "e3", "M": "e6", "B": "e9"}


def thousands(match: re.Match[str], _: Document) -> Pieces:
    """150K as 150e3."""
    return [*as_typed(match[1], match.start(1)), (_THOUSANDS[match[2]], *match.span(2))]


_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def raised_decimal(match: re.Match[str], _: Document) -> Pieces:
    """⁻⁰·⁴⁸ as ^(-0.48)."""
    before, behind = (each.translate(_RAISED_DIGITS) for each in match.groups())
    return [(f"^({before}.{behind})", *match.span())]


def raised_layer(match: re.Match[str], _: Document) -> Pieces:
    """⁽¹⁾ as ^{(1)}."""
    return [(f"^{{({'⁰¹²³⁴⁵⁶⁷⁸⁹'.index(match[1])})}}", *match.span())]


def written_out(match: re.Match[str], _: Document) -> Pieces:
    """sec^2 z as (1/cos(z))^2."""
    operand = match[3] or f"({match[4]})"
    return [(f"{WRITTEN_OUT[match[1]].format(operand)}{match[2]}", *match.span())]


def are_put_together(document: Document, match: re.Match[str]) -> bool:
    """Whether [h, x] is of names that have values: where numbers are given, x_t may be that of x."""
    has_numbers = document.gives_numbers or GIVES_NUMBERS.search(document.whole) is not None
    return not (has_numbers and re.search(r"_\{?[a-z]", f"{match[2]} {match[3]}"))
