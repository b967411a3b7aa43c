"""Derivations in letters above an example in numbers: what the numbers leave waiting is judged by the letters alone."""

import re

from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.verdicts import Verdict
from autograd.worksheet.language.notations.patterns import COMMENT, NAME, NUMBER

_GIVES = re.compile(
    rf"(?:^|(?<=[\s;,:(]))(?![∂d]\w*/)(?![i-nt]\s*=\s*[01])({NAME}?)(?:\[\w+\])?[ \t]*=[ \t]*"
    rf"(?:{NUMBER}|\[[-−\[ \t]*[0-9.][-−+0-9., \t\[\]]*\])[ \t]*(?:$|[;,:.](?![0-9]))"
)
"""A name that is given a number, or a list of numbers, and nothing more."""

FEWEST = 2
"""Lines that must be decided by the letters alone, and statements that these must have."""

_UNDECIDED = (verdicts.UNREADABLE, *verdicts.UNDECIDED)


def letters_above(text: str) -> int:
    r"""How many lines there are above the first that gives a number; 0 where they say nothing, or there is none.

    >>> letters_above("L = (w x - y)^2\ndL/dw = 2(w x - y) x\nLet w = 2, x = 3, y = 4.")
    2
    >>> letters_above("w = 2\ny = w x"), letters_above("L = (w x - y)^2\ndL/dw = 2(w x - y) x")
    (0, 0)
    """
    said = 0
    for above, line in enumerate(text.split("\n")):
        told = COMMENT.sub("", line)
        if _GIVES.search(told) is not None:
            return above if said >= FEWEST else 0
        said += "=" in told
    return 0


def waiting_above(found: list[Verdict], end: int) -> set[int]:
    """The lines up to one that are not decided."""
    return {verdict.line for verdict in found if verdict.line <= end and verdict.verdict in _UNDECIDED}


def decided_by(alone: list[Verdict], waiting: set[int]) -> set[int]:
    """The lines of those that wait which the letters alone decide, or find nothing to say of: definitions, which are
    read then. None where the letters hardly make sense of them.
    """
    open_still = {verdict.line for verdict in alone if verdict.verdict in _UNDECIDED}
    decided = waiting - open_still
    faults = sum(verdict.line in decided and verdict.is_fault for verdict in alone)
    fine = sum(verdict.line in decided and verdict.is_fine for verdict in alone)
    return decided if fine + faults >= FEWEST and fine >= faults else set()
