"""What a document is once it is read: its parts, each a worksheet, and whatever was not read."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from autograd.worksheet.sheet.model import Free, Sheet
from autograd.worksheet.sheet.reading.reader import Reading
from autograd.worksheet.tex.constructs.sentences import Sentence
from autograd.worksheet.tex.documents import Document
from autograd.worksheet.tex.nodes import TexNode
from autograd.worksheet.tex.rows import Statement
from autograd.worksheet.tex.survey import Survey
from autograd.worksheet.tex.units import Unit

DEVIATIONS = ("sigma", "epsilon")
"""Names of numbers that are above 0, whether that is said or not: standard deviations, and what keeps them from 0."""

TOO_LARGE = "the document is too large"
"""Why what comes last in it is not read, or not judged."""


@dataclass
class Unread:
    """A statement that is not read, with its place and why; all of one `reason` are told together."""

    start: int
    length: int
    message: str
    reason: str


@dataclass
class Part:
    """A part of a document as a worksheet; `units` are its statements in order.

    `unknown` are losses that are defined nowhere, with what they are differentiated by; `functions` such functions,
    `loose` names that nothing defines and no definition uses. `other_sizes` are those without what other parts tell,
    and those with rows for x in x W; `of_each` is the part with what is said of one example as said of each.
    """

    number: float
    sheet: Sheet
    units: list[Unit]
    reading: Reading
    unknown: dict[str, list[str]]
    functions: dict[str, int]
    loose: set[str] = field(default_factory=set)
    other_sizes: list[dict[str, Free]] = field(default_factory=list)
    of_each: "Part | None" = None


@dataclass(frozen=True)
class Condition:
    """A condition on two index letters that stands alone in a text: for i ≠ k."""

    start: int
    part: int
    letters: tuple[str, str]
    equal: bool


@dataclass
class Paper:
    """A document read; `contested` are names that a line says something else of than their definition.

    Some parts may be read such that what is said of one example is said `of_each`.
    """

    document: Document
    survey: Survey
    parts: list[Part] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    read: int = 0
    silent: int = 0
    declared: dict[int, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    positive: set[str] = field(default_factory=lambda: set(DEVIATIONS))
    conditions: list[Condition] = field(default_factory=list)
    of_each: bool = False
    statements: list[Statement] = field(default_factory=list)
    contested: dict[str, int] = field(default_factory=dict)
    computed: set[TexNode] = field(default_factory=set)
    places: list[tuple[int, int, list[str]]] = field(default_factory=list)

    @cached_property
    def part_of_line(self) -> dict[int, Part]:
        """The part that a line with a statement is in, when all is read."""
        return {self.document.line(unit.head.start): part for part in self.parts for unit in part.units}

    @cached_property
    def defined_in(self) -> Counter[str]:
        """How many parts define each name."""
        return Counter(name for part in self.parts for name in {unit.defines[0] for unit in part.units})

    translated: "dict[tuple[int, int, frozenset[str]], tuple[Statement, Translated]]" = field(default_factory=dict)


def too_large(start: int, done: str) -> Unread:
    """That work ran out, where, and what was done with it."""
    return Unread(start, 1, f"from here on nothing is read: {TOO_LARGE}: {done}", f"{TOO_LARGE}: {done}")


Translated = tuple[list[Sentence], list[Unread]]
"""The sentences of a statement, and what of it is not read."""
