"""A worksheet read: its lines, the statements on them, and what is defined where."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from autograd.errors import LanguageError
from autograd.worksheet.evaluation import CONSTANTS, free_letters
from autograd.worksheet.functions import is_function
from autograd.worksheet.language import Node, Reader, Statement
from autograd.worksheet.points import Definition, definition_of
from autograd.worksheet.tokens import Token, spelled, tokens

LONGEST_SHEET = 500_000
"""Characters of a worksheet."""

_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)\s*([\w-]*)\s*$")
_POINTS = re.compile(r"(?<![\w.])([0-9]{1,4}(?:\.[0-9]{1,4})?) points?\b")
_ALIAS = re.compile(r"\s*([^\W\d][\w′']*)\s*:\s*([^\W\d][\w′']*)\s*")
_SHEET_WORDS = ("", "sheet", "worksheet", "text", "txt", "autograd")


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


@dataclass(frozen=True)
class Step:
    """A statement in its place: `definition` is what it defines, `claims` are the formulas that remain to be judged."""

    line: int
    statement: Statement
    definition: Definition | None
    claims: tuple[Node, ...]

    @property
    def target(self) -> Node:
        """What the claims are about."""
        return self.statement.parts[0]


@dataclass
class Sheet:
    """A worksheet: its lines, and its steps in order.

    `free` are single numbers that are given no value anywhere; `aliases` are other names for a key's names; `unread`
    has the lines of definitions that cannot be read.
    """

    text: str
    lines: list[Line]
    steps: list[Step]
    free: tuple[str, ...] = ()
    aliases: dict[str, str] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)

    def definitions(self) -> list[Definition]:
        """What it defines, in order."""
        return [step.definition for step in self.steps if step.definition is not None]


def sheet_lines(text: str) -> list[tuple[int, str]]:
    """The numbered lines that belong to the worksheet: all, or those inside the fences of Markdown."""
    lines = list(enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1))
    if not any(_FENCE.match(line) for _, line in lines):
        return lines
    found = []
    fence = ""
    wanted = False
    for number, line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence, wanted = mark[1], mark[2].lower() in _SHEET_WORDS
        elif mark and fence and mark[1].startswith(fence) and not mark[2]:
            fence = ""
        elif fence and wanted:
            found.append((number, line))
    return found


def read_sheet(text: str, key: "Sheet | None" = None) -> Sheet:
    """The worksheet in a text. A `key` has defined its names before.

    What cannot be read is noted at its line; only a text too long to be a worksheet raises LanguageError.
    """
    if len(text) > LONGEST_SHEET:
        raise LanguageError(f"{len(text)} characters are too many for a worksheet: at most {LONGEST_SHEET}")
    reading = _Reading(key.definitions() if key else [], key.aliases if key else {})
    lines = []
    aliases: dict[str, str] = {}
    for number, written in sheet_lines(text):
        formula, _, comment = written.partition("#")
        formula = formula.lstrip("> \t").rjust(len(formula))  # quoted, or pasted with its prompt
        renamed = _ALIAS.fullmatch(formula) if not reading.steps else None
        if renamed:
            aliases[spelled(renamed[2])] = spelled(renamed[1])
            continue
        line = Line(number, written, noted=comment[1:].strip() if comment.startswith("!") else "")
        worth = _POINTS.search(comment)
        line.points = float(worth[1]) if worth else None
        if formula.strip():
            reading.line(line, formula)
        lines.append(line)
    free = reading.free(bool(key))
    return Sheet(text, lines, reading.steps, free, aliases, reading.unread)


class _Reading:
    """What is known while a worksheet is read; as a collection, the names that may be differentiated."""

    def __init__(self, definitions: Iterable[Definition], aliases: Mapping[str, str]) -> None:
        self.aliases = {**aliases, **{f"d{other}": f"d{name}" for other, name in aliases.items()}}
        self.known: dict[str, Definition | None] = {definition.name: definition for definition in definitions}
        self.steps: list[Step] = []
        self.unread: dict[str, int] = {}
        self.unvalued: dict[str, None] = {}  # without any given they are names like others: dy/dw is a derivative

    def __contains__(self, name: object) -> bool:
        return name in self.known or name in self.unvalued

    def __iter__(self) -> Iterator[str]:
        return iter({**self.known, **self.unvalued})

    def __len__(self) -> int:
        return len(self.known) + len(self.unvalued)

    def line(self, line: Line, formula: str) -> None:
        """Read the statements of a line; after one that cannot be read, go on behind the next ;."""
        try:
            found = tokens(formula)
        except LanguageError as error:
            line.errors.append(error)
            return
        if self.aliases:
            found = [replace(token, text=self.aliases.get(token.text, token.text)) for token in found]
        reader = Reader(formula, found, self)
        while True:
            while reader.next.kind == ";":
                reader.take()
            if reader.next.kind == "end":
                return
            begun = reader.place
            reader.depth = reader.bars = 0
            try:
                statement = reader.statement()
                self.steps.append(self.step(statement, line.number))
                line.statements.append(statement)
            except LanguageError as error:
                line.errors.append(self.remarked(error, found[begun:]))
                self.assume(found[begun:], line.number)
                while reader.next.kind not in (";", "end"):
                    reader.take()

    def assume(self, rest: list[Token], line: int) -> None:
        """Take for defined what a statement that cannot be read would have defined."""
        if len(rest) > 1 and rest[0].kind == "name" and rest[1].kind in ("=", "[") and rest[0].text not in self.known:
            self.known[rest[0].text] = None
            self.unread[rest[0].text] = line

    def remarked(self, error: LanguageError, rest: list[Token]) -> LanguageError:
        """The error for a statement that cannot be read; where it begins like a sentence, that is said, too."""
        is_sentence = rest[1].kind != "=" and (rest[1].kind in (":", "end") or rest[1].spaced)
        if not (is_sentence and self.is_word(rest[0])):
            return error
        message = f"{error}; if this is a remark, write # before it"
        return LanguageError(message, error.text, error.column, error.length)

    def is_word(self, name: Token | Node) -> bool:
        """Whether a name stands for nothing and is long enough for a word."""
        word = name.text if isinstance(name, Token) else name.value
        return name.kind == "name" and len(word) > 2 and word not in self and not is_function(word)

    def step(self, statement: Statement, line: int) -> Step:
        """A statement as definition and claims."""
        left = statement.parts[0]
        if left.kind == "product" and "_" in left.value and self.is_word(left.parts[0]):
            raise self.wrong(f"{left.parts[0].value} has no value", left.parts[0], statement)
        if statement.kind != "chain":
            if statement.kind == "update" and left.value not in self.known:
                raise self.wrong(
                    f"{left.value} is given a new value, but it has none yet: write {left.value} = …", left, statement
                )
            return Step(line, statement, None, statement.parts[1:] if statement.kind == "update" else ())
        name = self.newly_named(left)
        if name is None:
            return Step(line, statement, None, statement.parts[1:])
        if len(statement.parts) == 1:
            raise self.wrong(f"{name} is not defined: write {name} = …", left, statement)
        if is_function(name):
            raise self.wrong(f"{name} is the name of a function: choose another", left, statement)
        if name.startswith("d") and name[1:] in self.known:
            raise self.wrong(f"{name} would read as a change of {name[1:]}: choose another name", left, statement)
        if left.kind == "index" and not all(
            part.kind == "name" and part.value not in self.known for part in left.parts[1:]
        ):
            raise self.wrong(f"an entry of {name} alone cannot be defined: write {name} = [ … ]", left, statement)
        definition = definition_of(statement, line, self.known)
        primed = self.known.get(name.rstrip("′"))
        if primed is not None and not primed.given and definition.given:
            message = f"{name} is no derivative here: write d{primed.name}/d…, or choose another name"
            raise self.wrong(message, left, statement)
        used = (self.known.get(node.value) for node in definition.formula.inside() if node.kind == "name")
        if any(other is not None and other.beside for other in used):
            definition = replace(definition, beside=True)
        self.known[name] = definition
        self.unvalued.update(
            dict.fromkeys(each for each in _unvalued(definition, self.known) if each not in self.known)
        )
        return Step(line, statement, definition, statement.parts[2:])

    def newly_named(self, left: Node) -> str | None:
        """The name a statement's left side would define, if it is not defined yet."""
        if left.kind == "index" and len(left.parts) > 1:
            left = left.parts[0]
        return left.value if left.kind == "name" and left.value not in self.known else None

    def wrong(self, message: str, node: Node, statement: Statement) -> LanguageError:
        """An error at a part of a statement."""
        return LanguageError(message, statement.text, node.column, node.length)

    def free(self, has_key: bool) -> tuple[str, ...]:
        """The names without value, where a sheet gives no number at all: it is judged at any."""
        definitions = [definition for definition in self.known.values() if definition is not None]
        if has_key or any(definition.given for definition in definitions):
            return ()
        found = dict.fromkeys(name for definition in definitions for name in _unvalued(definition, self.known))
        return tuple(name for name in found if name not in CONSTANTS)


def _unvalued(definition: Definition, known: Collection[str]) -> Iterator[str]:
    """The names in a definition that stand for nothing: neither defined nor index letters."""
    letters = set(free_letters([definition.formula], known)) | set(definition.letters)
    letters |= {node.value[1] for node in definition.formula.inside() if node.kind == "fold"}
    for node in definition.formula.inside():
        if node.kind == "name" and node.value not in known and node.value not in letters:
            yield node.value


def stretches(steps: list[Step]) -> Iterator[list[Step]]:
    """The steps in stretches: each ends with a new value for a name, or with the sheet."""
    stretch: list[Step] = []
    for step in steps:
        stretch.append(step)
        if step.statement.kind == "update":
            yield stretch
            stretch = []
    if stretch:
        yield stretch
