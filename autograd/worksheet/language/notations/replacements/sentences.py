"""What is put in the place of sentences: names with what they are given, tuples, words before formulas."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed
from autograd.worksheet.language.notations.patterns import LIST_OF_NUMBERS, NAME, NUMBER, PART_OF_TUPLE
from autograd.worksheet.language.notations.told.slopes import sole_letter
from autograd.worksheet.language.tokens import CLOSE, OPEN
from autograd.worksheet.language.vocabulary import function_called, is_function


def bold_label(match: re.Match[str], _: Document) -> Pieces:
    """A label without the stars around it, and without quotation marks; blanks take their place."""
    return as_typed(re.sub('[*"“”]', " ", match[0]), match.start())


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


def name_of_output(match: re.Match[str], _: Document) -> Pieces:
    """What a program prints of a name: Predict: 0.25"""
    head = f"{match[2].lower()} ="
    return [
        *as_typed(match[1], match.start(1)),
        (head.ljust(match.end() - match.start(2)), match.start(2), match.end()),
    ]


def _names_and_numbers(
    match: re.Match[str], document: Document, group: int = 1
) -> tuple[list[re.Match[str]], list[re.Match[str]]]:
    """The names in a group, and the numbers in the last."""
    number = rf"{NUMBER}(?:,[0-9]+(?=\s*[;)]|$|,\s))?" if document.has_commas else NUMBER
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


def tuple_by_blanks(match: re.Match[str], _: Document) -> Pieces:
    """(x y) = (3 0) as (x, y) = (3; 0)."""
    pieces: Pieces = []
    for group, sign in ((1, ", "), (3, "; ")):
        start = match.start(group)
        pieces.append(("(", start - 1, start))
        for place, entry in enumerate(re.finditer(r"\S+", match[group])):
            column = start + entry.start()
            pieces += [(sign, column - 1, column)] * (place > 0) + as_typed(entry[0], column)
        pieces.append((")", match.end(group), match.end(group) + 1))
        pieces += as_typed(match[2], match.start(2)) if group == 1 else []
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


def has_a_formula_for_each(document: Document, match: re.Match[str]) -> bool:
    """Whether there is a part for each name of a tuple, in one of which a name stands."""
    parts = PART_OF_TUPLE.findall(match[2])
    return len(parts) == len(re.findall(NAME, match[1])) and any(re.search(NAME, part) for part in parts)


def formulas_of_tuple(match: re.Match[str], document: Document) -> Pieces:
    """a, b = f(x), g(x) as a formula for each."""
    pieces: Pieces = []
    names, parts = re.finditer(NAME, match[1]), PART_OF_TUPLE.finditer(match[2])
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


def under_condition(match: re.Match[str], _: Document) -> Pieces:
    """i ≠ j: a formula, with `for` behind it; without, where it has i twice for i = j."""
    formula = as_typed(match[4], match.start(4))
    has_both = re.search(rf"_\{{?{match[3]}|,\s?{match[3]}|\[{match[3]}", match[4]) is not None
    return [*formula, (" for ", *match.span(1)), *as_typed(match[1], match.start(1))] if has_both else formula


def slope_by_its_letter(match: re.Match[str], _: Document) -> Pieces:
    """(x² - 3x)' as d/dx (x² - 3x)."""
    begun = match.start(1)
    return [(f"d/d{sole_letter(match[1])} ", begun, begun + 1), *as_typed(match[1], begun)]


_OF_FUNCTION_OR_SLOPE = re.compile(rf"[^=:]*(?:{NAME}\([^()=:]*\)|[d∂]\s?{NAME})\s*=[^=:]*")


def is_behind_a_statement(match: re.Match[str]) -> bool:
    """Whether a function or a derivative is told before, no bracket of which is open: not sum(i: df/dy_i …)."""
    before = match.string[: match.start()]
    return _OF_FUNCTION_OR_SLOPE.fullmatch(before) is not None and before.count("(") == before.count(")")


def is_no_word_alone(document: Document, name: str) -> bool:
    """Whether a name is short, or stands elsewhere: the t of a target value t, not the word of a true label."""
    return len(name) < 3 or len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", document.text)) > 1


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


_LETTER = re.compile(r"[^\W\d_](?:_?[0-9]{1,2})?")
_RAISED_NAME = re.compile(r"([^\W\d_][\u0300-\u036f]?)(?:[²³]|\^.*|\[.*)")


def are_given_nowhere(document: Document, match: re.Match[str]) -> bool:
    """Whether no statement begins with the second of two names that are given one number, and it is no product, nor a
    power.
    """
    base = re.split("[\\^²³]", match[4])[0]
    is_layer = re.search("[\\^²³]", match[2]) is not None
    if base != match[4] and (not is_layer or document.begins_with(base) or document.stands_alone(base)):
        return False
    letters = _LETTER.findall(match[4])
    is_product = len(letters) > 1 and "".join(letters) == match[4] and all(map(document.defines, letters))
    return not (is_product or document.begins_with(match[4]) or document.knows_in_key(match[4]))


def is_second_name(document: Document, name: str) -> bool:
    """Whether a name is given nothing anywhere else, so it may be another name for the one before it."""
    base = _RAISED_NAME.fullmatch(name)
    if base is not None and document.stands_alone(base[1]):
        return False
    return not (document.begins_with(name) or document.knows_in_key(name)) and name not in ("e", "pi", "π")


def are_words_before_a_formula(document: Document, match: re.Match[str]) -> bool:
    """Whether words that nothing is called stand before a formula of names that are told: the error is (y - 1)^2 = 4"""
    names = re.findall(rf"(?<![\w.]){NAME}", match[3])
    return document.defined.isdisjoint(match[2].split()) and all(
        name in document.defined or function_called(name) is not None for name in names
    )


_OF_SEVERAL = re.compile(r"[-+*/·×^(]|\w\s\w")


def is_behind_a_formula(_: Document, match: re.Match[str]) -> bool:
    """Whether what is told last before it is a formula of more than a name or a number, not within brackets."""
    before = match.string[: match.start()]
    last = re.split(r"[:;,]", before.rpartition("=")[2])[-1] if "=" in before else ""
    is_whole = last.count("(") == last.count(")") and last.count("[") == last.count("]")
    is_said = _NUMBER_ALONE.fullmatch(last) or re.search(r"[^\W\d_]{2,}\s+[^\W\d_]{3,}", last)
    return is_whole and _OF_SEVERAL.search(last) is not None and not is_said


_NUMBER_ALONE = re.compile(r"\s*[-−]?[0-9.]+(?:e[-−+]?[0-9]+)?\s*")


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
