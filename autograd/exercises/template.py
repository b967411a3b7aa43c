"""Templates: an exercise in the language of worksheets, its numbers left open.

    x w b ~ halves             given: numbers drawn from a grid; x[3] ~ … draws a list, W[2,3] ~ … a matrix
    eta = 0.1                  given: as it stands
    z = w*x + b                what the exercise is about
    L = 1/2*(z - t)^2 ? 1      the same, and its number is asked for, for one point
    dL/dw = (z - t)*x ? 2      asked for, with the formula that the solution has, for two points

The last kind is told from the one before by its left side: it is a derivative, a count, or a name that has its formula
already.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DRAWN = re.compile(r"\s*(\w+)(?:\[(\d+)(?:,(\d+))?\])?")
_LETTERS = re.compile(r"\[[a-z](?:,[a-z])*\]")
_NUMERIC = re.compile(r"[-\d.\[\], ]+")
_PLAIN_NAME = re.compile(r"([^\W\d]\w*)(?:\[[a-z](?:,[a-z])*\])?")


@dataclass(frozen=True)
class Draw:
    """A given whose numbers are drawn: its name, rows and columns, and the grid."""

    name: str
    rows: int
    columns: int
    grid: str


@dataclass(frozen=True)
class Fact:
    """What is given as it stands, or what the exercise is about: `points` if its number is asked for."""

    target: str
    formula: str
    points: float = 0.0
    is_given: bool = False


@dataclass(frozen=True)
class Task:
    """Something to be found, the formula of the solution, and what it is worth."""

    target: str
    formula: str
    points: float


Row = Draw | Fact | Task


def whole(target: str) -> str:
    """A target without index letters.

    >>> whole("dL/dh[i]"), whole("dL/dW[i,j]"), whole("dp[0]/dx"), whole("parameters(A)")
    ('dL/dh', 'dL/dW', 'dp[0]/dx', 'parameters(A)')
    """
    return _LETTERS.sub("", target)


def rows(template: str) -> Iterator[Row]:
    """The rows of a template, in order."""
    known: set[str] = set()
    for line in template.strip().splitlines():
        statement, _, points = line.partition(" ? ")
        if "~" in statement:
            names, _, grid = statement.partition("~")
            for word in names.split():
                name, count, columns = _DRAWN.fullmatch(word).groups()  # type: ignore[union-attr]
                known.add(name)
                yield Draw(name, int(count or 1), int(columns or 1), grid.strip())
            continue
        if not statement.strip():
            continue
        target, _, formula = (part.strip() for part in statement.partition(" = "))
        name = _PLAIN_NAME.fullmatch(target)
        if name and name[1] not in known:
            known.add(name[1])
            yield Fact(target, formula, float(points or 0), is_given=bool(_NUMERIC.fullmatch(formula)))
        else:
            yield Task(target, formula, float(points))
