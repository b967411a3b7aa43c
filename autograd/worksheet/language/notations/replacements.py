"""What is put in the place of a notation where that takes more than a text with groups."""

import re
import unicodedata

from autograd.errors import LanguageError
from autograd.worksheet.language.latex.plain import pieces_of, spaced
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed, filled
from autograd.worksheet.language.notations.patterns import IN_BRACKETS, LIST_OF_NUMBERS, NAME, NUMBER, NUMBERED, SMALL
from autograd.worksheet.language.notations.told.layers import GIVES_NUMBERS
from autograd.worksheet.language.notations.told.slopes import sole_letter
from autograd.worksheet.language.tokens import CLOSE, OPEN
from autograd.worksheet.language.vocabulary import WRITTEN_OUT, function_called, is_function

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

_AT_THE_TOP = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What has commas of its own in a list."""

_IN_TWO = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_ENDS = re.compile(r"\s*(?:[-−+=≈;,)\]|/]|$)")
_MATRIX_SIGMA = re.compile(r"[Σ∑]\s*(?:[:∈⁻]|=(?!\s*[0-9])|\^\{?[-−]|in\b)")
"""Σ as a name: a covariance."""


def summed_over(match: re.Match[str], document: Document) -> str | None:
    """The letter that a sum without one runs over, "" for all entries of lists; None where it is no such sum."""
    sign, term = match[1], match[2]
    if not _ENDS.match(match.string, match.end()) or (sign in "Σ∑" and _MATRIX_SIGMA.search(document.text)):
        return None
    letters = _OVER.findall(_SLOPE_WORD.sub(lambda word: "" if document.defines(word[1]) else word[0], term))
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


def bold_label(match: re.Match[str], _: Document) -> Pieces:
    """A label without the stars around it, and without quotation marks; blanks take their place."""
    return as_typed(re.sub('[*"“”]', " ", match[0]), match.start())


_RESULT = re.compile(r"[=≈]\s*(?:[-−+]?[0-9.]+(?:e[-+]?[0-9]+)?\s*%?|\[[^=]*\]|\([-−+0-9.\s]+,[-−+0-9.,\s]+\))\Z")
"""A number, or a list, behind the sign of an equation."""

_ROWS_OF_NUMBERS = re.compile(r"\[[-−+0-9.;,\s]*\]")


def follows_an_equality(_: Document, match: re.Match[str]) -> bool:
    """Whether an equality sign stands before what was found, on its line."""
    return "=" in match.string[: match.start()]


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
    entries = _AT_THE_TOP.sub("", _IN_TWO.sub("", text)).split(",")
    are_plain = all(re.fullmatch(rf"\s*{NUMBER}\s*", entry) for entry in entries)
    return len(entries) > 1 and not are_plain and all(entry[:1] == " " and entry.strip() for entry in entries[1:])


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
    by_blanks = "," not in match[1] and _BLANK_LIST.search(document.text) is not None
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


_BLANK_BETWEEN = re.compile(r"(?<=[\w).²³])\s+(?=[-−]?[\w(.])(?!(?:x|of)\s)")
"""A blank between entries: a sign stands right before its entry, and between blanks where it joins two terms."""

_BLANK_LIST = re.compile(rf"\[\s*{NUMBER}(?:\s+{NUMBER})+\s*[;\]]")


def _gaps(inside: str) -> list[re.Match[str]]:
    """The blanks between entries that stand in no brackets."""
    return [each for each in _BLANK_BETWEEN.finditer(inside) if _depth(inside[: each.start()]) == 0]


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def are_entries_by_blanks(document: Document, match: re.Match[str]) -> bool:
    """Whether blanks alone part formulas of numbers, as they part the numbers of other lists of a text."""
    is_factor = re.search(r"[\w)\]]\s?\Z", match.string[: match.start()]) is not None
    is_plain = re.search(r"[(*/·×^]", match[1]) is None
    return not (is_plain or is_factor) and bool(_gaps(match[1])) and _BLANK_LIST.search(document.text) is not None


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


_REMARK_BEHIND = re.compile(r"\s*\([^()]*[^\W\d_]{3}[^()]*\)\s*\.?\s*$")
"""1.0 (the answer we want)"""


def tells_what_it_is(document: Document, match: re.Match[str]) -> bool:
    """Whether behind a label stands a number or a formula, and nothing else says what its name is."""
    told = _REMARK_BEHIND.sub("", match.string[match.end() :]).strip(" *.")
    words = (word for word in re.findall(r"[^\W\d_]{3,}", told) if not (is_function(word) or document.knows(word)))
    is_number = re.fullmatch(NUMBER, told) is not None
    is_told = document.begins_with(match[1]) if is_number else document.begins_with_formula(match[1])
    return not re.search(r"[=≈:<>?]", told) and not any(words) and not is_told


def named_before(match: re.Match[str], document: Document) -> Pieces:
    """Learning rate (η): as η ="""
    return [*as_typed(match[1], match.start(1)), (" = ", match.end() - 1, match.end())]


def entry_of_layer(match: re.Match[str], document: Document) -> Pieces:
    """w_{j0}^{(L)} as w^(L)[j,0]: an entry by its number."""
    place = int(match[4]) - document.first
    places = ([*as_typed(match[3], match.start(3)), (",", *match.span(4))] if match[3] else []) + [
        (str(place), *match.span(4))
    ]
    name = f"{OPEN}{match[1]}{match[2]}^({match[5]}){CLOSE}"
    return [(name, match.start(), match.end(2)), ("[", *match.span(2)), *places, ("]", *match.span(5))]


def of_what_it_is_called_with(match: re.Match[str], document: Document) -> Pieces:
    """σ as σ(z), where it is called with nothing else."""
    return [*as_typed("σ", match.start()), (f"({document.squashed})", match.start(), match.end())]


def name_of_output(match: re.Match[str], _: Document) -> Pieces:
    """What a program prints of a name: Predict: 0.25"""
    head = f"{match[2].lower()} ="
    return [
        *as_typed(match[1], match.start(1)),
        (head.ljust(match.end() - match.start(2)), match.start(2), match.end()),
    ]


def are_used(document: Document, match: re.Match[str]) -> bool:
    """Whether a formula uses names that are given numbers behind it, and no other numbers elsewhere."""
    words = set(re.findall(r"[^\W\d_]\w*", match[2].partition("=")[2]))
    given = [found[1] for found in NUMBERED.finditer(match[3])]
    if match[2].partition("=")[0].strip() in given:  # what it comes to
        return False
    return any(name in words for name in given) and all(document.times_numbered[name] == 1 for name in given)


def are_as_many_asked(document: Document, match: re.Match[str]) -> bool:
    """Whether a list has an entry for each derivative that the key asks for, of what stands behind a ∇."""
    asked = document.asked.get(match[2], ())
    return len(asked) > 1 and len(_AT_THE_TOP.sub("", match[3][1:-1]).split(",")) == len(asked)


def asked_of(match: re.Match[str], document: Document) -> Pieces:
    """The derivatives that the key asks for, in a list."""
    whole = ", ".join(f"d{match[2]}/d{bottom}" for bottom in document.asked[match[2]])
    return [*as_typed(match[1], match.start(1)), (f"[{whole}] =", match.end(1), match.end())]


def givens_first(match: re.Match[str], _: Document) -> Pieces:
    """What stands behind a formula and gives its names numbers, before it; without any words."""
    pieces = as_typed(match[1], match.start(1))
    for found in NUMBERED.finditer(match[3]):
        start = match.start(3) + found.start()
        pieces += [*as_typed(found[0], start), ("; ", start, match.start(3) + found.end())]
    return [*pieces, *as_typed(match[2], match.start(2))]


def but_for_ends(match: re.Match[str], document: Document) -> Pieces:
    """For which layers or steps a formula holds as what it does not hold for: the first, or the last, or neither."""
    if match[11]:
        letter, listed = match[11], re.findall("[0-9]", match[12])
        every = map(str, range(1, document.families[letter] + 1))
        excluded = [number for number in every if number not in listed]
        return [(" for " + ", ".join(f"{letter} != {each}" for each in excluded) if excluded else " ", *match.span())]
    if match[1]:
        letter, sign, ends = match[1], match[2], [(match[3], bool(match[4]))]
        if sign == "=":
            return (
                [(f" for {letter} = {match[3]}", *match.span())] if not match[4] else as_typed(match[0], match.start())
            )
    else:
        letter, sign, ends = match[5], "", [(match[7], bool(match[8])), (match[9], bool(match[10]))]
    excluded = [end for end, less in ends if end.isalpha() and (less or sign == "<")]
    excluded += ["1" for end, _ in ends if end == ("1" if sign == ">" else "2") and sign not in ("<", "<=", "≤")]
    return [(" for " + ", ".join(f"{letter} != {end}" for end in excluded) if excluded else " ", *match.span())]


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


def _names_and_numbers(
    match: re.Match[str], document: Document, group: int = 1
) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The names in a group, and the numbers in the last."""
    number = rf"{NUMBER}(?:,[0-9]+(?=\s*[;)]|$))?" if document.has_commas else NUMBER
    return list(re.finditer(NAME, match[group])), list(re.finditer(number, match[match.lastindex or 0]))


def has_as_many(document: Document, match: re.Match[str], group: int = 1) -> bool:
    """Whether there is a number for each name of a tuple."""
    names, numbers = _names_and_numbers(match, document, group)
    return len(names) == len(numbers)


def gives_nothing_else(document: Document, match: re.Match[str], group: int = 1) -> bool:
    """Whether nothing else on a sheet gives the names of a list anything, nor the list that they are entries of."""
    names = re.findall(NAME, match[group])
    wholes = {name.partition("_")[0] for name in names if "_" in name}
    is_list = any(re.search(rf"(?<!\w){re.escape(whole)}\s*=\s*[\[(]", document.text) for whole in wholes)
    return not is_list and not any(map(document.begins_with, names))


def givens_of_tuple(match: re.Match[str], document: Document, group: int = 1) -> Pieces:
    """(x, y) = (3, 2) as a number for each."""
    pieces: Pieces = []
    last = match.lastindex or 0
    for name, number in zip(*_names_and_numbers(match, document, group), strict=True):
        column = match.start(group) + name.start()
        pieces += [("; ", column, column + 1)] if pieces else []
        pieces += [*as_typed(name[0], column), (" = ", *match.span(last))]
        pieces += as_typed(number[0], match.start(last) + number.start())
    return pieces


def words_as_name(match: re.Match[str], _: Document) -> Pieces:
    """mean weight as mean_weight."""
    return as_typed(match[1] + re.sub("[ -]", "_", match[2]), match.start())


def list_of_givens(match: re.Match[str], document: Document) -> Pieces:
    """θ = (w, b) = (3, 2) as a number for each, and the list that they make up."""
    given = givens_of_tuple(match, document, 2)
    name, listed = (as_typed(match[group], match.start(group)) for group in (1, 2))
    end = match.end(2)
    return [*given, ("; ", end, end + 1), *name, (" = [", end, end + 1), *listed, ("]", end, end + 1)]


_OF_OUTPUTS = {"sigmoid": "({0} * (1 - {0}))", "tanh": "(1 - {0}^2)", "relu": "({0} > 0)"}
"""The slopes of what squashes, made of its output."""


def slope_in_a_program(match: re.Match[str], document: Document) -> Pieces:
    """sigmoid_prime(z) as sigmoid'(z); of an output, a = sigmoid(z), sigmoid_derivative(a) as (a * (1 - a))."""
    function, argument = re.sub(r"sigma\b", "sigmoid", match[1]), match[2].strip()
    if document.squashed_by.get(argument) == function.lower():
        return [(_OF_OUTPUTS[function.lower()].format(argument), *match.span())]
    return [(f"{function}'({argument})", *match.span())]


_PART_OF_TUPLE = re.compile(rf"(?:[^()\[\],]|{IN_BRACKETS}|\[[^\[\]]*\])+")


def _given_below(match: re.Match[str], document: Document) -> list[str]:
    """The names with numbers that a function is made of, in the order they are given, where a gradient has as many
    entries.
    """
    used = document.made_of.get(match[1], set())
    names = [name for name in document.numbered if name in used]
    return names if len(_PART_OF_TUPLE.findall(match[2].strip()[1:-1])) == len(names) > 1 else []


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


def has_a_formula_for_each(document: Document, match: re.Match[str]) -> bool:
    """Whether there is a part for each name of a tuple, in one of which a name stands."""
    parts = _PART_OF_TUPLE.findall(match[2])
    return len(parts) == len(re.findall(NAME, match[1])) and any(re.search(NAME, part) for part in parts)


def formulas_of_tuple(match: re.Match[str], document: Document) -> Pieces:
    """a, b = f(x), g(x) as a formula for each."""
    pieces: Pieces = []
    names, parts = re.finditer(NAME, match[1]), _PART_OF_TUPLE.finditer(match[2])
    for name, part in zip(names, parts, strict=True):
        column = match.start(1) + name.start()
        pieces += [("; ", column, column + 1)] if pieces else []
        pieces += [*as_typed(name[0], column), (" = ", *match.span(2))]
        pieces += as_typed(part[0].strip(), match.start(2) + part.end() - len(part[0].lstrip()))
    return pieces


_NUMBERED_NAME = re.compile(r"(.*?)(_?)([0-9]|[₀-₉])")


def are_entries_of_one(document: Document, match: re.Match[str]) -> bool:
    """Whether names in a list are told by one call that makes a list, and nowhere else, nor is the list they make."""
    names = re.findall(NAME, match[2])
    is_told = any(map(document.begins_with, names)) or len({*names}) < len(names)
    return not is_told and not document.begins_with(_whole_of(names))


def _whole_of(names: list[str]) -> str:
    """What the list of some names is called: a for a1 and a2; else by all of them."""
    found = [_NUMBERED_NAME.fullmatch(name) for name in names]
    stems = {each[1] if each is not None else "" for each in found}
    return stems.pop() if len(stems) == 1 and "" not in stems else f"{OPEN}{','.join(names)}{CLOSE}"


def entries_of_result(match: re.Match[str], _: Document) -> Pieces:
    """[a1, a2] = softmax([s1, s2]) as the list a, which the formula tells, and its entries a1 and a2."""
    names = list(re.finditer(NAME, match[2]))
    whole = _whole_of([name[0] for name in names])
    pieces = [*as_typed(match[1], match.start(1)), (whole, *match.span(2)), *as_typed(match[3], match.start(3))]
    for place, name in enumerate(names):
        column, end = match.start(2) + name.start(), match.start(2) + name.end()
        pieces += [(" ; ", column, column + 1), *as_typed(name[0], column), (f" = {whole}[{place}]", column, end)]
    return pieces


_GIVENS = re.compile(rf"\s*(?:{NAME}\s*=\s*{NUMBER}[\s;,]+)+{NAME}\s*=\s*{NUMBER}\s*")


def only_gives(_: Document, match: re.Match[str]) -> bool:
    """Whether a line gives names numbers, and says nothing else."""
    return _GIVENS.fullmatch(match.string) is not None


def gives_each_once(document: Document, match: re.Match[str]) -> bool:
    """Whether that are three names or more, each given once: behind x = 1 stands 3 x in q = 3 x = 3."""
    names = re.findall(rf"({NAME})\s*=", match.string)
    return len(set(names)) == len(names) > 2 and only_gives(document, match)


def given_at_point(match: re.Match[str], document: Document) -> Pieces:
    """f(x, y) = … at (3, 2) as the function, and a number for each of its arguments."""
    start, end = match.start(), match.end(2)
    return [*as_typed(match.string[start:end], start), ("; ", end, end + 1), *givens_of_tuple(match, document)]


def counted_step(match: re.Match[str], document: Document) -> Pieces:
    """Iteration t = 2 as the next value of t where formulas have one: β^t; else it is a heading."""
    letter = match[1]
    used = re.sub(rf"(?<!\w){letter}\s*=\s*[0-9]+|_\{{?{letter}\b", "", document.text)
    if re.search(rf"(?<!\w){letter}(?!\w)", used) is None:
        return [(" " * len(match[0]), *match.span())]
    first = re.search(rf"(?<!\w){letter}\s*=\s*([0-9]+)", document.text)
    sign = " = " if first is None or first[1] == match[2] else " <- "
    return [*as_typed(letter, match.start(1)), (sign, *match.span(1)), *as_typed(match[2], match.start(2))]


def is_factor(document: Document, match: re.Match[str]) -> bool:
    """Whether what stands before a list with blanks is multiplied by it, and not a function of one's own or an =."""
    before = re.search(r"([^\W\d][\w'’′]*)(?:\^\{?(?:[T⊤]|[-−]1)\}?|ᵀ|⊤|\.T)?\s*$", match.string[: match.start()])
    if before is None or before[1] in ("and", "or", "in", "is", "with", "at", "for"):
        return False
    return document.defines(before[1]) and not re.search(rf"(?<!\w){re.escape(before[1])}\(", document.text)


def condition_from_first(match: re.Match[str], document: Document) -> Pieces:
    """A condition on an index letter whose number is counted from where entries are, as x_1 tells."""
    before = [piece for group in (1, 2, 3) for piece in as_typed(match[group], match.start(group))]
    return [*before, (str(int(match[4]) - document.first), *match.span(4))]


def indicator(match: re.Match[str], document: Document) -> Pieces:
    """1[i=j] as a case; the number in 1[j = 2] is counted from where entries are, as x_1 tells."""
    sign = "!=" if match[2] in ("!=", "≠") else "="
    start, end = match.span()
    sides = [as_typed(match[side], match.start(side)) for side in (1, 3)]
    for side, other in ((0, 3), (1, 1)):
        number, letter = match[(1, 3)[side]], match[other]
        if document.first and number.isdecimal() and int(number) and len(letter) == 1 and letter in document.letters:
            sides[side] = [(str(int(number) - document.first), *match.span((1, 3)[side]))]
    return [("(1 if ", start, end), *sides[0], (f" {sign} ", *match.span(2)), *sides[1], (" else 0)", start, end)]


def is_named_there(document: Document, match: re.Match[str]) -> bool:
    """Whether a formula gets a name at the end of a statement, which is met nowhere before it."""
    typed = match.string[match.start() : match.end(3)]
    is_formula = is_made(match[2]) or re.fullmatch(r"\s*[dδΔ]\w+\s*", match[2]) is not None
    return is_formula and document.is_named_there(match[3], typed)


def is_made(formula: str) -> bool:
    """Whether a formula is more than a name, and no condition: what can be called something.

    >>> is_made("y - t"), is_made("y"), is_made("p_i (1 - p_i) for i")
    (True, False, False)
    """
    if re.search(r"(?<!\w)(?:for|if|when|where|si|pour|für|falls)\s+\w+\s*\Z", formula):
        return False
    return re.fullmatch(rf"\s*{NAME}\s*", formula) is None and re.search(r"[^\W\d_]", formula) is not None


def separated(match: re.Match[str], _: Document) -> Pieces:
    """What stands in brackets with its semicolons as the commas that numbers with a decimal comma cannot have."""
    typed = as_typed(match[0], match.start())
    return [("," if sign == ";" else sign, start, end) for sign, start, end in typed]


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


def in_capitals(match: re.Match[str], _: Document) -> Pieces:
    """k_12 as K_12, the rest of which stays as it is."""
    return [*as_typed(match[1], match.start(1)), (match[2].upper(), *match.span(2))]


def in_small_letters(match: re.Match[str], _: Document) -> Pieces:
    """SOFTMAX as softmax."""
    return [(match[1].lower(), *match.span())]


def entry_of_capital(match: re.Match[str], _: Document) -> Pieces:
    """w_ki as the entry of W."""
    name, below = match[2].swapcase(), ",".join(letter for letter in match.group(3, 4) if letter)
    return [*as_typed(match[1], match.start(1)), (f"{name}[{below}]", *match.span(2))]


def moved_entry(match: re.Match[str], document: Document) -> Pieces:
    """x_{i+p-1} as x[i+p], which counts from 0; of a list that is called by a capital the entry of that."""
    name = match[1] if match[1] in document.lists else match[1].swapcase()
    inside = [*as_typed(match[2], match.start(2)), *([(",", *match.span(3))] if match[3] else [])]
    inside += as_typed(match[3], match.start(3)) if match[3] else []
    return [(name, *match.span(1)), ("[", *match.span(1)), *inside, ("]", match.end() - 1, match.end())]


def under_condition(match: re.Match[str], _: Document) -> Pieces:
    """i ≠ j: a formula, with `for` behind it; without, where it has i twice for i = j."""
    formula = as_typed(match[4], match.start(4))
    has_both = re.search(rf"_\{{?{match[3]}|,\s?{match[3]}|\[{match[3]}", match[4]) is not None
    return [*formula, (" for ", *match.span(1)), *as_typed(match[1], match.start(1))] if has_both else formula


def times_between(match: re.Match[str], _: Document) -> Pieces:
    """98x98x5 with * for its x."""
    return [("*" if sign == "x" else sign, start, end) for sign, start, end in as_typed(match[0], match.start())]


def slope_of_function(match: re.Match[str], document: Document) -> Pieces:
    """∂σ/∂z as that of what σ is called with everywhere."""
    return [*as_typed(match[1], match.start(1)), (f"({match[2]}({document.sole_argument(match[2])}))", *match.span(2))]


def hessian_by(match: re.Match[str], document: Document) -> Pieces:
    """∇²L, twice by what the document says elsewhere that ∇L is by."""
    by = (document.gradients[match[1]], *match.span())
    return [*filled("d²{1}/d", match), by, ("²", match.end() - 1, match.end())]


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


def slope_by_its_letter(match: re.Match[str], _: Document) -> Pieces:
    """(x² - 3x)' as d/dx (x² - 3x)."""
    begun = match.start(1)
    return [(f"d/d{sole_letter(match[1])} ", begun, begun + 1), *as_typed(match[1], begun)]


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


def written_out(match: re.Match[str], _: Document) -> Pieces:
    """sec^2 z as (1/cos(z))^2."""
    operand = match[3] or f"({match[4]})"
    return [(f"{WRITTEN_OUT[match[1]].format(operand)}{match[2]}", *match.span())]


def copied(match: re.Match[str], _: Document) -> Pieces:
    """np.copy(p) as (p), np.zeros_like(p) as what is 0 of the same shape."""
    return [(f"(0*({match[2]}))" if match[1] else f"({match[2]})", *match.span())]


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


_OF_FUNCTION_OR_SLOPE = re.compile(rf"[^=:]*(?:{NAME}\([^()=:]*\)|[d∂]\s?{NAME})\s*=[^=:]*")


def is_behind_a_statement(match: re.Match[str]) -> bool:
    """Whether a function or a derivative is told before, no bracket of which is open: not sum(i: df/dy_i …)."""
    before = match.string[: match.start()]
    return _OF_FUNCTION_OR_SLOPE.fullmatch(before) is not None and before.count("(") == before.count(")")


def is_no_word_alone(document: Document, name: str) -> bool:
    """Whether a name is short, or stands elsewhere: the t of a target value t, not the word of a true label."""
    return len(name) < 3 or len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)) > 1


def is_aside(document: Document, match: re.Match[str]) -> bool:
    """Whether what stands in brackets behind a formula are words: at least one is called nothing, and none calls it."""
    before = match.string[: match.start()].rstrip()
    words = re.findall(r"(?<![\w{])[^\W\d_]{2,}(?![\w}])", match[1])
    named = document.defined | document.bottoms
    if match[0].startswith("  ") and _ONLY_WORDS.fullmatch(match[1]):  # a column of remarks: (mean)
        return "=" in before and named.isdisjoint(words) and _CONDITIONAL.isdisjoint(words)
    is_single = len(words) < 2 and not before[-1:].isdecimal() and before[-1:] not in ")]²³%"
    is_told = any(word not in named and not is_function(word) for word in words)
    return "=" in before and not is_single and is_told and _CONDITIONAL.isdisjoint(words)


def are_words_of_a_column(document: Document, match: re.Match[str]) -> bool:
    """Whether several words that nothing is called stand in brackets in a column of remarks, formulas between them."""
    words = {word for word in re.findall(r"(?<![\w{])[^\W\d_]{3,}(?![\w}(])", match[1]) if not is_function(word)}
    strange = words - document.defined - document.bottoms
    return "=" in match.string[: match.start()] and len(strange) > 1 and _CONDITIONAL.isdisjoint(words)


_SPOKEN = re.compile(r"(?<![\w(])([^\W\d_]{2,}),?(?=\s+([^\W_]{1,20})(?![\w(]))")
"""A word with another behind it, or with a name or a number, and no sign between them that formulas have."""


def is_said_in_brackets(document: Document, match: re.Match[str]) -> bool:
    """Whether what stands in brackets behind a result speaks: words that nothing is called stand before others.

    Not where it begins with a condition, and is a case: 2 (if x is positive); nor where it gives a name that is used.
    """
    said = match[1].strip()
    named = document.defined | document.bottoms
    pairs = [pair.groups() for pair in _SPOKEN.finditer(said)]
    strange = [pair for pair in pairs if not (pair[0] in named or is_function(pair[0]))]
    speaks = len(strange) > 1 or any(len(other) > 1 and other.isalpha() for _, other in strange)
    is_case = said.partition(" ")[0] in _CONDITIONAL
    gives = match[2] is not None and not document.is_mentioned_once(match[2])
    is_of_use = gives or re.search(r"\s[^\W\d_]\Z", said) is not None  # y = 4 (target value t)
    return speaks and not (is_case or is_of_use) and "=" in match.string[: match.start()]


def is_of_itself(_: Document, match: re.Match[str]) -> bool:
    """Whether the derivative in brackets behind a formula is the one that the line is about: w.grad = 6 (∂L/∂w)."""
    left = "".join(match.string[: match.start()].rpartition(";")[2].partition("=")[0].split()).replace("∂", "d")
    of, by = match[1], match[2]
    return left in (f"d{of}/d{by}", f"d{by}", f"d{of}d{by}", f"grad_{by}", *(f"{by}{end}" for end in _GRADS))


def is_given_before(document: Document, match: re.Match[str]) -> bool:
    """Whether a name that is given a number is given another one above."""
    name = match[1].strip()
    first = re.search(rf"(?<![\w/∂]){re.escape(name)}\s*=\s*({NUMBER}(?:/[0-9]+)?|{LIST_OF_NUMBERS})", document.text)
    here = document.text.find(match[0].strip())
    return first is not None and first.start() < here and first[1] != match[2].strip()


_DENIES = re.compile(r"(?i)\b(?:not?|never|unless|except|wrong|nicht|nie|pas|non|jamais|nunca|mai)\b|n't\b")
"""Words with which a line says what is not so."""


def changes_given(document: Document, match: re.Match[str]) -> bool:
    """Whether a line of words gives another number to a name that is given one above."""
    words = re.findall(r"[^\W\d_]{3,}", match[0][: match.start(1) - match.start()])
    is_said = any(not (is_function(word) or document.begins_with(word)) for word in words)
    is_slope = _OF_SLOPE.search(match.string[match.start() : match.start(1)]) is not None
    return is_said and not is_slope and is_given_before(document, match) and not _DENIES.search(match.string)


_OF_SLOPE = re.compile(
    r"(?i)(?:respect\s+to|wrt|w\.r\.t\.|nach|(?:gradient|derivative|slope|Ableitung|dérivée|derivada)\s+(?:(?:of|for|in|by|de|par|per|por)"
    r"\s+)?)\s*\(?\s*\Z"
)
"""What tells of a slope, and of no new value: the gradient with respect to w is 2."""


def is_named_by_its_value(document: Document, match: re.Match[str]) -> bool:
    """Whether what ends the formula of a function, z of f(a) = ln(a) = z, is a name of it that is differentiated."""
    slope = rf"[∂d]\s?{re.escape(match[4])}\s?/\s?[∂d]"
    return match[2] != match[4] and re.search(slope, document.text) is not None


_GRADS = (".grad", ".gradient", ".g", "_grad")
"""What makes the name of a gradient of a name."""

_ONLY_WORDS = re.compile(r"[^\W\d_]{3,}(?:[ -][^\W\d_]{2,})*")

_CONDITIONAL = {"if", "else", "otherwise", "when", "for", "where", "wenn", "falls", "sonst", "si", "sinon", "se"}
"""Words that make a formula of what stands in brackets: (x if z > 0 else 0)."""


_LETTER = re.compile(r"[^\W\d_](?:_?[0-9]{1,2})?")


_RAISED_NAME = re.compile(r"([^\W\d_][\u0300-\u036f]?)(?:[²³]|\^.*|\[.*)")


def are_given_nowhere(document: Document, match: re.Match[str]) -> bool:
    """Whether no statement begins with the second of two names that are given one number, and it is no product."""
    letters = _LETTER.findall(match[4])
    is_product = len(letters) > 1 and "".join(letters) == match[4] and all(map(document.defines, letters))
    return not (is_product or document.begins_with(match[4]) or document.knows_in_key(match[4]))


def is_gradient_at_letters(document: Document, match: re.Match[str]) -> bool:
    """Whether ∇_w L(w, b) is of an L that is defined, at w itself: not at w_0, and not of σ(w)."""
    letters = [letter.strip() for letter in match[4].split(",")]
    is_at_itself = (match[1] or match[2]) in letters and document.begins_with(match[3])
    return is_at_itself or document.begins_with(f"{match[3]}({match[4]})")


def is_second_name(document: Document, name: str) -> bool:
    """Whether a name is given nothing anywhere else, so it may be another name for the one before it."""
    base = _RAISED_NAME.fullmatch(name)
    if base is not None and document.stands_alone(base[1]):
        return False
    return not (document.begins_with(name) or document.knows_in_key(name)) and name not in ("e", "pi", "π")


def are_put_together(document: Document, match: re.Match[str]) -> bool:
    """Whether [h, x] is of names that have values: where numbers are given, x_t may be that of x."""
    has_numbers = document.gives_numbers or GIVES_NUMBERS.search(document.whole) is not None
    return not (has_numbers and re.search(r"_\{?[a-z]", f"{match[2]} {match[3]}"))


def are_words_before_a_formula(document: Document, match: re.Match[str]) -> bool:
    """Whether words that nothing is called stand before a formula of names that are told: the error is (y - 1)^2 = 4"""
    names = re.findall(rf"(?<![\w.]){NAME}", match[3])
    return document.defined.isdisjoint(match[2].split()) and all(
        name in document.defined or function_called(name) is not None for name in names
    )


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


_OF_SEVERAL = re.compile(r"[-+*/·×^(]|\w\s\w")


def is_behind_a_formula(_: Document, match: re.Match[str]) -> bool:
    """Whether what is told last before it is a formula of more than a name or a number, not within brackets."""
    before = match.string[: match.start()]
    last = re.split(r"[:;,]", before.rpartition("=")[2])[-1] if "=" in before else ""
    is_whole = last.count("(") == last.count(")") and last.count("[") == last.count("]")
    is_said = _NUMBER_ALONE.fullmatch(last) or re.search(r"[^\W\d_]{2,}\s+[^\W\d_]{3,}", last)
    return is_whole and _OF_SEVERAL.search(last) is not None and not is_said


_NUMBER_ALONE = re.compile(r"\s*[-−]?[0-9.]+(?:e[-−+]?[0-9]+)?\s*")


def is_told_for_each(document: Document, match: re.Match[str]) -> bool:
    """Whether a list behind a formula with an index is that of all: not y_i = [1, 2], one sample, nor f_n of a name."""
    letter = match[2]
    if re.match(rf"\s*{NAME}?(?:_\{{?|\[){letter}[\]}}]?\s*=\s*$", match[1]):
        return False
    names = re.findall(rf"([^\W\d_][^\W_]*)(?:_\{{?|\[){letter}(?!\w)", match[1].replace("∂", ""))
    return document.wholes.isdisjoint(names)


def all_given(match: re.Match[str], _: Document) -> Pieces:
    """Three names or more that are given one number, each of them by itself: w0 = w1 = w2 = 0.5"""
    pieces: Pieces = as_typed(match[1], match.start(1))
    for told in re.finditer(rf"{NAME}\s*=\s*", match[2]):
        start = match.start(2) + told.start()
        separator = [(" ; ", start, start)] if told.start() else []
        pieces += [*separator, *as_typed(told[0], start), *as_typed(match[3], match.start(3))]
    return pieces


def are_all_given_first(document: Document, match: re.Match[str]) -> bool:
    """Whether names that are said to be one number are spoken of here for the first time."""
    names = [each.strip() for each in match[2].split("=") if each.strip()]
    here = document.text.find(match[0].strip())
    firsts = [re.search(rf"(?<!\w){re.escape(name)}(?!\w)", document.text) for name in names]
    return len({*names}) == len(names) and all(first is not None and first.start() >= here for first in firsts)


def each_given(match: re.Match[str], document: Document) -> Pieces:
    """Two names that are given one number: y1 = y2 = 0. What has another letter is made of that: a^1 = x = 2; where
    both begin at 0, m_0 = v_0 = 0, neither is.
    """
    last = as_typed(match[6], match.start(6))
    second = as_typed(match[4], match.start(4))
    is_made = match[2][0] != match[4][0] and not (match[6].strip() == "0" and match[2][1:] == match[4][1:])
    return [
        *as_typed(match[1], match.start(1)), *second, *as_typed(match[5], match.start(5)), *last,
        (" ; ", match.end(6) - 1, match.end(6)),
        *as_typed(match[2], match.start(2)), *as_typed(match[3], match.start(3)), *(second if is_made else last),
    ]  # fmt: skip
