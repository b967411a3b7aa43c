"""What a worksheet consists of: lines, and the steps its statements are."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, TypeVar

from autograd.errors import LanguageError
from autograd.worksheet.language.earlier import with_classes
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.tokens import spelled
from autograd.worksheet.language.tree import (
    Case,
    Chain,
    Derivative,
    Find,
    Fold,
    Index,
    Name,
    Node,
    Number,
    Statement,
    Unknown,
    Update,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS

MOST_BEFORE = 4
"""Formulas to the left on a line, or at the ends of lines before, that a number may come from."""


@dataclass(frozen=True)
class Free:
    """A name without number: its rows and columns at each set of lengths, and what its entries must be like.

    `counts` is what it is itself, at each set, where it counts or chooses: m, or the index of a label. Along the axis
    of its `shares` entries add up to 1: down a column (0) or along a row (1). Entries that are labels are one of so
    many `choices`, and what is `one_hot_of` them has a 1 at each; what has the `rows_of` another is that. Where it
    `is_claimed` only, and defined nowhere, a claim may be right with any number, but not wrong.
    """

    sizes: tuple[tuple[int, int], ...] = ((1, 1),)
    counts: tuple[int, ...] = ()
    shares: int | None = None
    is_positive: bool = False
    is_symmetric: bool = False
    is_identity: bool = False
    is_ones: bool = False
    is_sign: bool = False
    is_claimed: bool = False
    choices: tuple[int, ...] = ()
    one_hot_of: str = ""
    rows_of: str = ""

    def size(self, which: int) -> tuple[int, int]:
        """Rows and columns at a set of lengths."""
        return self.sizes[which % len(self.sizes)]

    @property
    def varies(self) -> bool:
        """Whether it is another at other lengths."""
        return len({*self.sizes}) > 1 or len({*self.counts}) > 1

    @property
    def is_settled(self) -> bool:
        """Whether its entries are settled by what it is, whatever the numbers of others are."""
        return self.is_identity or bool(self.one_hot_of)

    @property
    def is_list(self) -> bool:
        """Whether it has several entries."""
        return self.sizes[0] != (1, 1)


@dataclass
class Line:
    """A line of a worksheet: its text, its statements or why it cannot be read, the verdict noted after `#!`
    and the points its comment gives.
    """

    number: int
    text: str
    statements: list[Statement] = field(default_factory=list)
    errors: list[LanguageError] = field(default_factory=list)
    noted: str = ""
    points: float | None = None


@dataclass
class Definition:
    """A name and the formula that defines it; `letters` are the indices on its left, `given` says it is only numbers.

    A definition that `is_derivative` is made from one: its value is a plain number outside the graph.
    """

    name: str
    letters: tuple[str, ...]
    formula: Node
    statement: Statement
    line: int
    given: bool = False
    is_derivative: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """The line and the column where it stands."""
        return self.line, self.statement.column

    @property
    def is_computed(self) -> bool:
        """Whether it makes one value of the graph from a formula: no given, no derivative, nothing for each index."""
        return not (self.given or self.is_derivative or self.letters)


ANY_NUMBER = Number(0.7, 0.05, "0.7")
"""What the letter of a function of one's own is tried at where nothing gives it a number: f′(x) = 2 x."""


@dataclass(frozen=True)
class Told:
    """What a sheet does not say in so many words: numbers of names, and functions, their letters and formulas.

    Names that may have any number have another one in `supposed`.
    """

    numbers: Mapping[str, Node] = field(default_factory=dict)
    functions: Mapping[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    supposed: Mapping[str, Node] = field(default_factory=dict)


CONDITION, SOLUTION = "condition", "solution"


@dataclass(frozen=True)
class Step:
    """A statement in its place: `definition` is what it defines, `claims` are the formulas that remain to be judged.

    `member` tells which of a family it is: the layer or the time step. `zero` says that it is about the place where a
    gradient is zero: a CONDITION that holds there, or that the SOLUTION is that place.
    """

    line: int
    statement: Statement
    definition: Definition | None
    claims: tuple[Node, ...]
    member: str = ""
    zero: str = ""

    @property
    def target(self) -> Node:
        """What the claims are about."""
        return self.statement.parts[0]

    @property
    def tells_name(self) -> bool:
        """Whether it says what a name is, on a line of its own: no new value, and nothing that goes on with a line."""
        return isinstance(self.statement, Chain) and isinstance(self.target, Name) and not self.statement.about

    @property
    def is_helper(self) -> bool:
        """Whether nobody wrote it: it gives a name to a formula that is differentiated, or to a loss never defined."""
        return self.definition is not None and (self.definition.name.startswith("(") or not self.statement.text)

    def defined_by(self, formula: Node, known: Iterable[str]) -> "Step":
        """The step with another formula for what it defines; what it claims stays the same."""
        statement = replace(self.statement, parts=(self.statement.parts[0], formula, *self.statement.parts[2:]))
        return replace(self, statement=statement, definition=definition_of(statement, self.line, known))

    @property
    def name(self) -> str:
        """The name its target is, or has an entry of; "" for all other targets."""
        return name_of(self.target) or ""


_ASSUMES_A_SIDE = re.compile(
    r"(?i)\b(?:assum\w+|suppos\w+|wlog|consider|when|where|if|case)\b[^\n=]{0,60}"
    r"(?:\b(?:active|violated|positive|nonzero|non-zero)\b|[\w)]\s*(?:[<>]=?|[≤≥])\s*0\b[^\n=]{0,60}:\s*$)",
    re.MULTILINE,
)
"""Assume the margin is violated."""


_SIDE_OF = re.compile(
    r"(?im)\b(?:assum\w+|suppos\w+|consider|when|where|if|case)\b[^\n=<>]{0,60}?\b([^\W\d]\w*)\s*([<>])=?\s*0\b[^\n=]*:\s*$"
)
"""The case when delta >= 0, …:"""


@dataclass
class Sheet:
    """A worksheet: its lines, and its steps in order.

    `free` are names that are given no number anywhere; `aliases` are other names for a key's names; `unread`
    has the lines of definitions that cannot be read; `short` the words for derivatives: dw for dL/dw.
    With `dots`, · is a product of lists or matrices. `said` is what else was read otherwise than typed, and `spent`
    the operations that reading took. `presumed` are names that are taken for what functions are of: z beside tanh(w x).
    It `is_plain` where all of it is read, as it is typed: in no other notation, between no words. Names that have a
    number nobody tells, as any would do, have another one in `supposed`; those of which only the printed result can be
    read are `opaque`, with their lines: what they depend on is not known.
    """

    text: str
    lines: list[Line]
    steps: list[Step]
    free: dict[str, Free] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    short: dict[str, tuple[str, str]] = field(default_factory=dict)
    dots: bool = False
    said: list[str] = field(default_factory=list)
    spent: int = 0
    presumed: frozenset[str] = frozenset()
    is_plain: bool = False
    supposed: Mapping[str, Node] = field(default_factory=dict)
    opaque: Mapping[str, int] = field(default_factory=dict)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({"supposed": {}, "opaque": {}, **with_classes(state)})  # which earlier versions had not

    @cached_property
    def has_cases_claimed(self) -> bool:
        """Whether something is claimed for one side only, dy/dw = x if z > 0, or one is assumed in words.

        Who tells the other side, too, knows of it.
        """
        if _ASSUMES_A_SIDE.search(self.text):
            return True
        claims = (claim for step in self.steps for claim in step.claims)
        return any(isinstance(node, Case) and node.otherwise is None for claim in claims for node in claim.inside())

    @property
    def shown_steps(self) -> list[Step]:
        """The steps but for numbers that are only supposed: any others would do as well."""
        return [step for step in self.steps if step.statement.text or step.name not in self.supposed]

    @cached_property
    def assumed_sides(self) -> set[str]:
        """On which sides of 0 names are said to be in words, for what stands below: delta > 0."""
        return {f"{spelled(name)} {sign} 0" for name, sign in _SIDE_OF.findall(self.text)}

    @cached_property
    def tells_solutions(self) -> bool:
        """Whether it says where a gradient is zero, which comes behind what is made of any value."""
        return any(step.zero == SOLUTION for step in self.steps)

    def shortened(self) -> list[str]:
        """How words such as dz were read, if any were, and what else was read otherwise than typed."""
        slopes = [f"d{top}/d{bottom}" for top, bottom in self.short.values()]
        return [*self.said, *([f"read {', '.join(self.short)} as {', '.join(slopes)}"] if slopes else [])]

    def definitions(self) -> list[Definition]:
        """What it defines, in order."""
        return [step.definition for step in self.steps if step.definition is not None]

    def in_numbers(self, formula: Node) -> bool:
        """Whether a formula has no names but e and pi, and these are no names of the sheet."""
        names = set(names_in(formula))
        return names <= CONSTANTS.keys() and not (names and any(each.name in names for each in self.definitions()))

    def redefined(self, anew: Callable[[Step], Step]) -> "Sheet":
        """The sheet with each step as `anew` gives it, in order, and said which formulas are others now."""
        steps = [anew(step) for step in self.steps]
        said = [
            f"read {old.name} = {echo(old.formula)} as {echo(new.formula)}"
            for old, new in ((typed.definition, step.definition) for typed, step in zip(self.steps, steps, strict=True))
            if old is not None and new is not None and old.formula != new.formula
        ]
        return replace(self, steps=steps, said=[*self.said, *said])

    def finds(self) -> list[Step]:
        """Where it asks for something, in order."""
        return [step for step in self.steps if isinstance(step.statement, Find)]


Answer = TypeVar("Answer")


def answered_once(ask: Callable[[Sheet], Answer]) -> Callable[[Sheet], Answer]:
    """A question about a whole sheet that each of its lines may lead to: or what a line costs would grow with them all.

    The answer is kept beside the sheet's fields, so that a sheet replaced by another is asked anew.
    """
    kept = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answer(sheet: Sheet) -> Answer:
        beside = vars(sheet)
        if kept not in beside:
            beside[kept] = ask(sheet)
        found: Answer = beside[kept]
        return found

    return answer


def stretches(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps in stretches, at least one: each ends with a new value for a name, or with the sheet."""
    stretch: list[Step] = []
    for step in steps:
        stretch.append(step)
        if isinstance(step.statement, Update):
            yield stretch
            stretch = []
    if stretch or not steps:
        yield stretch


def definition_of(statement: Statement, line: int, known: Mapping[str, Any] | Iterable[str]) -> Definition:
    """The definition a statement makes, its left side not being known yet."""
    left, formula = statement.parts[:2]
    places = left.places if isinstance(left, Index) else ()
    letters = tuple(place.name for place in places if isinstance(place, Name))
    uses = set(names_in(formula)) - set(free_letters([formula], known))
    is_derivative = formula.has(Derivative)
    given = not (uses or is_derivative or formula.has(Fold, Unknown))
    return Definition(name_of(left) or "", letters, formula, statement, line, given, is_derivative)
