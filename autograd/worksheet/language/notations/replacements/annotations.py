"""What is put in the place of annotations: what stands in brackets or behind a formula."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed
from autograd.worksheet.language.notations.patterns import NAME, NUMBERED
from autograd.worksheet.language.vocabulary import is_function


def parts_apart(match: re.Match[str], _: Document) -> Pieces:
    """What stands between bars, with semicolons for these."""
    return as_typed(match[0].replace("|", ";"), match.start())


def are_used(document: Document, match: re.Match[str]) -> bool:
    """Whether a formula uses names that are given numbers behind it, and no other numbers elsewhere."""
    words = set(re.findall(r"[^\W\d_]\w*", match[2].partition("=")[2]))
    given = [found[1] for found in NUMBERED.finditer(match[3])]
    if match[2].partition("=")[0].strip() in given:  # what it comes to
        return False
    return any(name in words for name in given) and all(document.times_numbered[name] == 1 for name in given)


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


_FOR_A_NAME = re.compile(rf"(?<!\w)for\s+({NAME})\s*$")
MOST_OF_CONDITIONS = 2
"""Words, but for names, of what is a condition: for positive z."""


def is_aside(document: Document, match: re.Match[str]) -> bool:
    """Whether what stands in brackets behind a formula are words: at least one is called nothing, and none calls it."""
    before = match.string[: match.start()].rstrip()
    words = re.findall(r"(?<![\w{])[^\W\d_]{2,}(?![\w}])", match[1])
    named = document.defined | document.bottoms
    if match[0].startswith("  ") and _ONLY_WORDS.fullmatch(match[1]):  # a column of remarks: (mean)
        return "=" in before and named.isdisjoint(words) and _CONDITIONAL.isdisjoint(words)
    is_single = len(words) < 2 and not before[-1:].isdecimal() and before[-1:] not in ")]²³%"
    strange = [word for word in words if not (word in named or is_function(word))]
    by = _FOR_A_NAME.search(match[1])  # w is constant for x
    if by is not None and by[1] in named and len(strange) > MOST_OF_CONDITIONS:
        words.remove("for")
    return "=" in before and not is_single and bool(strange) and _CONDITIONAL.isdisjoint(words)


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


_GRADS = (".grad", ".gradient", ".g", "_grad")
"""What makes the name of a gradient of a name."""

_ONLY_WORDS = re.compile(r"[^\W\d_]{3,}(?:[ -][^\W\d_]{2,})*")
_CONDITIONAL = {"if", "else", "otherwise", "when", "for", "where", "wenn", "falls", "sonst", "si", "sinon", "se"}
"""Words that make a formula of what stands in brackets: (x if z > 0 else 0)."""
