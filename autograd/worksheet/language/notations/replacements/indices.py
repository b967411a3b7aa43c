"""What is put in the place of indices: entries, layers and steps."""

import re

from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.notation import Pieces, as_typed
from autograd.worksheet.language.notations.patterns import NAME
from autograd.worksheet.language.tokens import CLOSE, OPEN


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


def moved_entry(match: re.Match[str], document: Document) -> Pieces:
    """x_{i+p-1} as x[i+p], which counts from 0; of a list that is called by a capital the entry of that."""
    name = match[1] if match[1] in document.lists else match[1].swapcase()
    inside = [*as_typed(match[2], match.start(2)), *([(",", *match.span(3))] if match[3] else [])]
    inside += as_typed(match[3], match.start(3)) if match[3] else []
    return [(name, *match.span(1)), ("[", *match.span(1)), *inside, ("]", match.end() - 1, match.end())]


def is_told_for_each(document: Document, match: re.Match[str]) -> bool:
    """Whether a list behind a formula with an index is that of all: not y_i = [1, 2], one sample, nor f_n of a name."""
    letter = match[2]
    if re.match(rf"\s*{NAME}?(?:_\{{?|\[){letter}[\]}}]?\s*=\s*$", match[1]):
        return False
    names = re.findall(rf"([^\W\d_][^\W_]*)(?:_\{{?|\[){letter}(?!\w)", match[1].replace("∂", ""))
    return document.wholes.isdisjoint(names)
