"""What can be said of a claim."""

from dataclasses import dataclass

RIGHT = "right"
DIGITS = "right within the digits printed"
ROW = "right, in row layout"
VALUE = "right value, wrong formula"
FOLLOWS = "follows from your error in line"
WRONG = "wrong"
SHAPE = "wrong shape"
UNDEFINED = "undefined at these numbers"
KINK = "undecided at a kink"
NOT_ATTEMPTED = "not attempted"
UNREADABLE = "can't be read"

FINE = (RIGHT, DIGITS, ROW, KINK)
"""Verdicts that find no fault."""


@dataclass
class Verdict:
    """One claim and what is said of it.

    `line` counts from 1, `column` from 0; `kind` is the sort of mistake, `cause` where it is, `answer` what is right,
    `remark` what else there is to know; `read` is how a formula with products
    without sign was read, `hint` what may be shown of these at the level asked for.
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

    @property
    def is_fine(self) -> bool:
        """Whether no fault was found."""
        return self.verdict in FINE

    @property
    def is_first_hand(self) -> bool:
        """Whether it is a fault of its own, not one that follows from another."""
        return not self.is_fine and not self.verdict.startswith(FOLLOWS)
