"""Sentences that quote as code whatever they state: `z = w x = 6`, so `dz/dw = x`."""

import re

from autograd.worksheet.language.notations.patterns import SUPPOSES
from autograd.worksheet.language.notations.rewriting import LONGEST_REWRITTEN
from autograd.worksheet.language.vocabulary import is_function

_SPAN = re.compile(r"`([^`\n]+)`")
_RELATION = re.compile(r"[=≈≃≅<>]|[→←]")
_STATES = re.compile(r"\S\s*(?:[=≈≃≅]|<-|[→←])\s*\S")
_WORD = re.compile(r"[^\W\d_]{2,}")


def with_code_alone(text: str) -> str:
    """A text with the code alone of each sentence that states nothing else, a comma behind each piece.

    Not of one with a condition: what it states may hold of something else. Columns stay what they are.

    >>> with_code_alone("Use `w=2`, then `y = w x`.").split()
    ['w=2,', 'y', '=', 'w', 'x']
    >>> with_code_alone("y is `w x`"), with_code_alone("If `w=1`, then `y = 0`")
    ('y is `w x`', 'If `w=1`, then `y = 0`')
    """
    if "`" not in text or "```" in text:
        return text
    return "\n".join(_code_of(line) if "`" in line else line for line in text.split("\n"))


def _code_of(line: str) -> str:
    spans = [span for span in _SPAN.finditer(line) if _STATES.search(span[1])]
    if not spans or len(line) > LONGEST_REWRITTEN or line.lstrip().startswith(("#", "|")):
        return line
    between = _SPAN.sub(" ` ", line)
    words = {word.lower() for word in _WORD.findall(between) if not is_function(word)}
    before = {word.lower() for word in _WORD.findall(_SPAN.sub(" ` ", line[: spans[-1].start()]))}
    if not words or _RELATION.search(between) or not SUPPOSES.isdisjoint(before):
        return line
    shown = [" "] * len(line)
    for place, span in enumerate(spans):
        shown[span.start(1) : span.end(1)] = span[1]
        if place + 1 < len(spans):
            shown[span.end(1)] = ","
    return "".join(shown)
