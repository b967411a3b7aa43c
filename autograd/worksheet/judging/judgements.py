"""The claims judged so far, and what is asked of them: which were wrong, which formula was right, what was rounded."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from autograd.worksheet.evaluation.sampling.samples import Samples
from autograd.worksheet.judging.claim import Claim
from autograd.worksheet.judging.verdicts import DIGITS, LAST, Verdict
from autograd.worksheet.language.tree import Node, names_in
from autograd.worksheet.sheet.model import MOST_BEFORE

MOST_ROUNDED = 30
"""Rounded numbers, the latest, that others may be carried on from."""

MOST_ERRORS = 200
"""Wrong claims, the latest, that others may follow from."""

MOST_KNOWN = 30
"""Right claims, the latest, about what a number may stand for."""


class Judged(NamedTuple):
    """A claim that can be computed, and the verdict on it."""

    verdict: Verdict
    claim: Claim


class Judgements:
    """Every claim judged, in order. What is asked often is sorted as it comes in, so that long sheets stay quick."""

    def __init__(self) -> None:
        self.all: list[Judged] = []
        self.right: list[Claim] = []
        self._names: set[str] = set()
        self._spoken: set[str] = set()
        self._claims_read = 0
        self._formulas: dict[Node, Judged] = {}
        self._wrong: defaultdict[int, list[Judged]] = defaultdict(list)
        self._rounded: defaultdict[int, dict[Node, Claim]] = defaultdict(dict)
        self._followed: defaultdict[int, dict[int, deque[Claim]]] = defaultdict(dict)

    def add(self, verdict: Verdict, claim: Claim, follows: int | None = None) -> None:
        """One more claim, judged; `follows` is the line of the error it follows from."""
        judged = Judged(verdict, claim)
        self.all.append(judged)
        if verdict.is_first_hand:
            self._wrong[id(claim.samples)].append(judged)
        if verdict.is_fine:
            self.right.append(claim)
            if not claim.is_numeric:
                self._formulas[claim.target] = judged
            elif verdict.verdict in (DIGITS, LAST):
                self._rounded[id(claim.samples)][claim.target] = claim
        elif follows is not None and claim.is_numeric:
            self._followed[id(claim.samples)].setdefault(follows, deque(maxlen=MOST_ROUNDED)).append(claim)

    def formula_for(self, claim: Claim) -> Judged | None:
        """The latest right formula for what a claim is about, at the same samples."""
        found = self._formulas.get(claim.target)
        return found if found is not None and found.claim.samples is claim.samples else None

    def right_before(self, claim: Claim) -> list[Node]:
        """The formulas before a claim on its line that were found right."""
        latest = [each.claim.formula for each in self.all[-MOST_BEFORE:] if each.verdict.is_fine]
        return [formula for formula in claim.before if any(formula is each for each in latest)]

    def names_in_right(self) -> Collection[str]:
        """The names in the formulas found right; each formula is gone through once, when it is first asked."""
        for claim in self.right[self._claims_read :]:
            self._names.update(names_in(claim.formula))
            self._spoken.update(names_in(claim.target))
        self._claims_read = len(self.right)
        return self._names

    def names_spoken_of(self) -> Collection[str]:
        """The names in what is found right, and in what that is about."""
        return self._spoken | set(self.names_in_right())

    def known_targets(self) -> list[Node]:
        """What the latest right claims are about."""
        return [claim.target for claim in self.right[-MOST_KNOWN:]]

    def wrong_at(self, samples: Samples) -> list[Judged]:
        """The wrong claims at these samples, in order."""
        return self._wrong[id(samples)]

    def wrong_before(self, line: int, samples: Samples) -> list[Judged]:
        """The latest wrong claims of earlier lines at the same samples."""
        wrong = self.wrong_at(samples)
        before = bisect_left(wrong, line, key=lambda each: each.verdict.line)
        return wrong[max(0, before - MOST_ERRORS) : before]

    def rounded(self, claim: Claim) -> list[Claim]:
        """The latest rounded numbers claimed of other things at the same samples."""
        here = reversed(self._rounded[id(claim.samples)].items())
        return list(islice((each for target, each in here if target != claim.target), MOST_ROUNDED))[::-1]

    def followed(self, samples: Samples) -> Mapping[int, Sequence[Claim]]:
        """The numbers that followed from the error of a line, the latest of each."""
        return self._followed[id(samples)]

    def at(self, samples: Samples) -> Iterable[Claim]:
        """The claims judged at these samples, in order."""
        return (each.claim for each in self.all if each.claim.samples is samples)
