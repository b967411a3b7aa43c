"""What is put in the place of cases: conditions."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed


def condition_from_first(match: re.Match[str], document: Document) -> Pieces:
    """A condition on an index letter whose number is counted from where entries are, as x_1 tells."""
    before = [piece for group in (1, 2, 3) for piece in as_typed(match[group], match.start(group))]
    return [*before, (str(int(match[4]) - document.first), *match.span(4))]


def is_index(match: re.Match[str], letter: str) -> bool:
    """Whether a small letter that a sum goes up to, or begins with, is an index elsewhere on its line, and no count."""
    around = f"{match.string[: match.start()]} {match.string[match.end() :]}"
    return letter.islower() and re.search(rf"(?:_\{{?|\[|\^\{{?\(){letter}(?![^\W_])", around) is not None


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
