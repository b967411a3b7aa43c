"""What can be said of a claim.

No fault is found in a claim that is

    right                             at the numbers given; a formula also at others
    right within the digits printed   a number that is what the right one rounds to
    right but for the last digit      cut off, not rounded: less than a unit of it away
    right, in row layout              a derivative written as a row that is a column here
    undecided at a kink               right on one side of the kink that the givens stand on

nothing is found out of one that is

    not judged                        what it needs is not known: the report says what to add
    perhaps wrong                     or misread: nobody would say it of the sheet as it was read, or most of it

and a fault in one that is

    wrong                             with the cause, if one usual mistake gives exactly this
    right value, wrong formula        it comes out right at the numbers given, but not at others
    follows from your error in line   it would be right if the claim there were: no second fault
    wrong shape                       a row for a column, two numbers for three
    undefined at these numbers        the logarithm of 0, a number too large
    not attempted                     `find` asks for it, and nothing is claimed of it
    can't be read                     as a formula, or it speaks of what is not defined
    asked twice                       a key gives points for it on another line, too: it counts once
    asks for nothing                  a line of a key gives points for what nobody can claim
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from autograd.worksheet.judging.cause import Cause

RIGHT = "right"
DIGITS = "right within the digits printed"
LAST = "right but for the last digit"
ROW = "right, in row layout"
VALUE = "right value, wrong formula"
FOLLOWS = "follows from your error in line"
WRONG = "wrong"
SHAPE = "wrong shape"
UNDEFINED = "undefined at these numbers"
KINK = "undecided at a kink"
NOT_ATTEMPTED = "not attempted"
UNREADABLE = "can't be read"
NOT_JUDGED = "not judged"
DOUBTFUL = "perhaps wrong"
TWICE = "asked twice"
VOID = "asks for nothing"

FINE = (RIGHT, DIGITS, LAST, ROW, KINK)
"""Verdicts that find no fault."""

UNDECIDED = (NOT_JUDGED, DOUBTFUL)
"""Verdicts of what nobody knows to be right or wrong."""


@dataclass
class Verdict:
    """One claim and what is said of it.

    `line` counts from 1, `column` from 0, in the `text` of the line; `claim` is what is judged. `kind` is the sort of
    mistake, `cause` where it is, `answer` what is right, `remark` what else there is to know. `read` is how a formula
    with products without sign was read, `hint` what may be shown of these at the level asked for, `waits` the name
    without value that it cannot be judged for, `points` its share of those reached and `worth` of those the key
    gives, `look` why a person should look at it, and `part` the column and length of what is wrong within the claim,
    where that is known; `mistake` is the cause as a value, `follows` the line of the error it follows from, and `earns`
    says that it follows from nothing but errors in what a key asks for.
    """

    line: int
    column: int
    length: int
    claim: str
    verdict: str
    cause: str = ""
    kind: str = ""
    answer: str = ""
    remark: str = ""
    hint: str = ""
    text: str = ""
    read: str = ""
    points: float = 1.0
    worth: float = 1.0
    look: str = ""
    waits: str = ""
    part: tuple[int, int] | None = None
    mistake: Cause | None = field(default=None, repr=False)
    follows: int | None = field(default=None, repr=False)
    earns: bool = field(default=False, repr=False)

    def explain(self, mistake: Cause) -> None:
        """Note what the mistake is, and after what cannot be computed why."""
        self.mistake, self.kind = mistake, mistake.kind
        self.cause = f"{self.cause}: {mistake}" if self.cause else str(mistake)

    def follow(self, line: int) -> None:
        """Note that it would be right if the claim in an earlier line were."""
        self.verdict, self.follows = f"{FOLLOWS} {line}", line

    @property
    def is_fine(self) -> bool:
        """Whether no fault was found."""
        return self.verdict in FINE

    @property
    def is_first_hand(self) -> bool:
        """Whether it is a fault of its own, not one that follows from another."""
        return self.is_fault and self.follows is None

    @property
    def is_fault(self) -> bool:
        """Whether a fault was found: of what is not judged, or perhaps misread, nobody knows."""
        return not self.is_fine and self.verdict not in UNDECIDED


def together(found: list[Verdict], members: Mapping[int, str], alone: Collection[str] = ()) -> list[Verdict]:
    """The verdicts, one for all layers or steps of a claim: the first that is no fine one, and of which that is.

    Of the steps counted by one of the letters `alone` the last is enough, which nothing comes behind, or the first. All
    but the first are enough where that waits for what nothing tells: the weights before a first layer that is given.
    """
    claims: dict[tuple[int, int, int, str], list[Verdict]] = {}
    for verdict in found:
        if id(verdict) in members:
            claims.setdefault((verdict.line, verdict.column, verdict.length, verdict.claim), []).append(verdict)
    kept = {id(verdict) for verdict in found if id(verdict) not in members}
    for verdicts_of in claims.values():
        worst = next((each for each in verdicts_of if each.is_fault), None)
        worst = worst or next((each for each in verdicts_of if not each.is_fine), verdicts_of[0])
        first, *others = verdicts_of
        if worst is first and first.verdict == NOT_JUDGED and others and all(each.is_fine for each in others):
            worst = others[0]
            worst.remark = worst.remark or f"from {members[id(worst)]} on"
        end = next((each for each in (verdicts_of[-1], verdicts_of[0]) if each.is_fine), None)
        if end is not None and worst.is_fault and members[id(end)].partition(" ")[0] in alone:
            worst, end.remark = end, f"for {members[id(end)]}, the {'last' if end is verdicts_of[-1] else 'first'}"
        if any(each.is_fine for each in verdicts_of) and not worst.is_fine:
            worst.claim += f" for {members[id(worst)]}"
        kept.add(id(worst))
    return [verdict for verdict in found if id(verdict) in kept]
