"""Whether a worksheet was understood: where most of it contradicts how it was read, the reading is in doubt, not its
author. Then nothing is called wrong: what would be is perhaps wrong, with the same cause and answer. So is a claim that
contradicts it as nobody would.

Under a key there is no doubt: what the key means is meant.
"""

import re
from collections.abc import Sequence

from autograd.worksheet.judging import verdicts
from autograd.worksheet.judging.verdicts import Verdict

MOST_WRONG = 2
"""Lines with faults of their own that speak against their author, however little is right beside them."""

MOST_UNREAD = 2
"""Claims not read or not judged that cast no doubt on the others, however few these are."""

_CONTRADICTS = (verdicts.WRONG, verdicts.VALUE, verdicts.SHAPE, verdicts.UNDEFINED)

_UNREAD = (verdicts.UNREADABLE, verdicts.NOT_JUDGED)

_LOST_LINKS = ("zero", "update meant")
"""Mistakes that hardly anybody makes: a slope by what has no effect, another number for a given. A link was not read,
or another example begins. (In the typed sheets of the corpus no such claim is wrong; of 450 right lines that former
versions called wrong 60 had these causes.)
"""

SAID = "little of it agrees with how it was read, so it may have been misread: `check FILE --read` prints how"


def is_misread(found: Sequence[Verdict]) -> bool:
    """Whether a worksheet with these verdicts was probably not understood.

    That is so where more than half of its claims were not read or judged; and where less than a quarter of them is
    right and more than MOST_WRONG lines have faults of their own. A few slips in what was read are slips.
    """
    faults = [each for each in found if each.verdict in _CONTRADICTS and not _is_lost(each)]
    unread = sum(each.verdict in _UNREAD for each in found)
    right = sum(each.is_fine for each in found)
    if unread > MOST_UNREAD and unread > len(faults) + right:
        return bool(faults)
    return len({each.line for each in faults}) > MOST_WRONG and len(faults) + unread > 3 * right


def is_strange(found: Sequence[Verdict]) -> bool:
    """Whether what is wrong in a worksheet without a mistake to be named was probably misread.

    One such line is a slip that has no name. Several, more than there are mistakes with names, are a notation that was
    not understood; so is one where much is unread.
    """
    faults = [each for each in found if each.verdict in _CONTRADICTS]
    unnamed = len({each.line for each in faults if _has_no_name(each)})
    named = len({each.line for each in faults if each.mistake is not None and not _is_carried(each)})
    unread = sum(each.verdict in _UNREAD for each in found)
    right = sum(each.is_fine for each in found)
    several = unnamed > max(1, named) and right < 5 * unnamed
    return several or (unread > MOST_UNREAD and 2 * right <= 3 * (unnamed + unread))


def _has_no_name(verdict: Verdict) -> bool:
    """Whether it is wrong, and nothing is found that explains it."""
    is_open = verdict.mistake is None and not verdict.cause and not _is_arithmetic(verdict)
    return is_open and verdict.verdict in (verdicts.WRONG, verdicts.SHAPE)


_FUNCTION = r"(?:log|ln|exp|sqrt|tanh|sigmoid|σ|√|e(?=\^))"
_IN_NUMBERS = re.compile(rf"(?:{_FUNCTION}|[-−+*/·×^().,0-9\s½²³])*")
_RELATION = re.compile("[=≈:]")

LONGEST_IN_NUMBERS = 200
"""Characters of a formula of numbers that is looked at."""


def _is_arithmetic(verdict: Verdict) -> bool:
    """Whether it is about what numbers come to: that is wrong however the rest of a sheet is read."""
    before = verdict.text[max(0, verdict.column - LONGEST_IN_NUMBERS) : verdict.column]
    formula, _, behind = before.rpartition("≈" if before.rstrip().endswith("≈") else "=")
    formula = _RELATION.split(formula)[-1]
    is_told = bool(formula.strip()) and not behind.strip()
    return is_told and _IN_NUMBERS.fullmatch(formula) is not None and not _is_carried(verdict)


def _is_lost(verdict: Verdict) -> bool:
    """Whether it says what nobody would of a sheet as it was read; one wrong formula may cut many links."""
    return verdict.mistake is not None and verdict.mistake.sentence in _LOST_LINKS


def _is_carried(verdict: Verdict) -> bool:
    """Whether it is a result of a formula before it that is wrong."""
    return verdict.mistake is not None and verdict.mistake.sentence == "carried"


def doubt(found: Sequence[Verdict], is_plain: bool) -> str:
    """Call nothing wrong that was probably not understood; what is said of the worksheet, if that is most of it.

    What `is_plain` was read as it is typed: there only what nobody would say is in doubt.
    """
    misread, strange = not is_plain and is_misread(found), not is_plain and is_strange(found)
    before: Verdict | None = None
    for verdict in found:
        goes_on = before is not None and before.line == verdict.line and before.verdict == verdicts.DOUBTFUL
        is_doubted = _is_lost(verdict) or (goes_on and _is_carried(verdict)) or (strange and _has_no_name(verdict))
        if verdict.verdict in _CONTRADICTS and (misread or is_doubted) and not _is_arithmetic(verdict):
            verdict.verdict = verdicts.DOUBTFUL
        before = verdict
    firm = {each.line for each in found if each.verdict in _CONTRADICTS}
    doubted = {each.line for each in found if each.verdict == verdicts.DOUBTFUL} - firm
    for verdict in found:
        if verdict.follows in doubted:
            verdict.cause = verdict.cause or f"it follows from line {verdict.follows}"
            verdict.verdict, verdict.follows = verdicts.DOUBTFUL, None
    return SAID if misread else ""
