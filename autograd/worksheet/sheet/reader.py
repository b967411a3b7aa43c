"""The statements of a worksheet read one after another: what each defines, and what it claims."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.statements import Reader
from autograd.worksheet.language.tokens import Token, tokens, tokens_before
from autograd.worksheet.language.tree import (
    Chain,
    Derivative,
    Find,
    Fold,
    Index,
    Name,
    Node,
    Statement,
    Update,
    free_letters,
    name_of,
    written,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, is_function
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.misreadings import is_word, label_error, refuse_misreadings
from autograd.worksheet.sheet.model import MOST_BEFORE, Definition, Line, Step, definition_of, plain_number_message
from autograd.worksheet.sheet.separation import split_factors, split_statements
from autograd.worksheet.sheet.shorthand import Losses, about_slope

LONGEST_CONTINUED = 200
"""Characters of a formula that later lines can continue: it is read again for each of them."""

LONGEST_TARGET = 60
"""Characters of what a line that begins with = is about."""

FOR_A_LINE, FOR_A_TOKEN, FOR_A_CLAIM, FOR_AN_ERROR = 4, 5, 8, 8
"""Operations that reading takes."""

_GRADIENT = re.compile(r"^(?:grad|gradient)_?|_grad(?:ient)?$")
_DEFINED = re.compile(r";\s*([^\W\d]\w{,50}\s*=)")
"""What begins like a definition behind a semicolon."""


class Reading:
    """What is known while a worksheet is read; as a collection, the names that may be differentiated."""

    def __init__(
        self,
        definitions: Iterable[Definition],
        aliases: Mapping[str, str],
        changes: Collection[str] = (),
        work: Work | None = None,
    ) -> None:
        self.work = work or Work()
        self.aliases = {**aliases, **{f"d{other}": f"d{name}" for other, name in aliases.items()}}
        self.known: dict[str, Definition | None] = {definition.name: definition for definition in definitions}
        self.steps: list[Step] = []
        self.unread: dict[str, int] = {}
        self.head: Statement | None = None  # what a line that begins with = continues
        self.updated = ""  # the name it gave a new value
        self.computed = ""  # the last name of a number that is computed
        self.changes = changes
        self.losses = Losses(self.known.values())
        self.short: dict[str, tuple[str, str]] = {}  # dw for dL/dw, where that is certain
        self.unvalued: dict[str, None] = {}  # without any given they are names like others: dy/dw is a derivative

    def __contains__(self, name: object) -> bool:
        return name in self.known or name in self.unvalued

    def __iter__(self) -> Iterator[str]:
        return iter({**self.known, **self.unvalued})

    def __len__(self) -> int:
        return len(self.known) + len(self.unvalued)

    def line(self, line: Line, formula: str) -> None:
        """Read the statements of a line; after one that cannot be read, go on behind the next ;."""
        self.work.spend(FOR_A_LINE + len(formula) // 4)
        found, refused = tokens_before(formula)
        self.work.spend(FOR_A_TOKEN * len(found))
        if self.aliases:
            found = [replace(token, text=self.rename(token.text)) for token in found]
        found = split_statements(split_factors(found, self), self)
        last = max((place + 1 for place, token in enumerate(found) if token.kind == ";"), default=0)
        reader = Reader(formula, found, self)
        reader.short = self.short
        while True:
            while reader.next.kind == ";":
                reader.take()
            if reader.next.kind == "end" and not refused:
                return
            begun = reader.place
            reader.depth = reader.bars = 0
            try:
                if refused and begun >= last:
                    raise refused
                if begun == 0 and reader.next.kind == "=":
                    self.go_on(reader, line)
                else:
                    self.take(reader.statement(), line)
            except Exhausted:
                raise
            except LanguageError as error:
                self.work.spend(FOR_AN_ERROR)
                self.head = None
                line.errors.append(self.with_advice(error, found, begun))
                self.assume(found, begun, line.number)
                if error is refused:
                    for each in _DEFINED.finditer(formula, error.column):
                        self.assume(tokens(each[1]), 0, line.number)
                    return
                while reader.next.kind not in (";", "end"):
                    reader.take()

    def rename(self, word: str) -> str:
        """A student's name as the key has it, in the words for derivatives, too."""
        if word in self.aliases or word in self:
            return self.aliases.get(word, word)
        found = differentials(word, {**self.aliases, **dict.fromkeys(self)}) if word.startswith("d") else []
        if len(found) != 1:
            return word
        top, bottom = (self.aliases.get(name, name) for name in found[0])
        return f"d{top}_d{bottom}"

    def take(self, statement: Statement, line: Line) -> None:
        """Add the step a statement is; after a new value, what is claimed of it is one more."""
        self.work.spend(FOR_A_CLAIM * len(statement.parts))
        self.head, self.updated = None, ""
        if isinstance(statement, Chain) and len(statement.parts) > 2 and self.newly_named(statement.parts[0]):
            statement = self.without_second_derivative(statement, line)
        alone, claims = statement, statement.parts[2:]
        if isinstance(statement, Update):
            end = statement.parts[1].column + statement.parts[1].length
            alone = replace(statement, parts=statement.parts[:2], length=end - statement.column)
        self.steps.append(self.step(alone, line.number))
        line.statements.append(alone)
        if isinstance(statement, Update):
            self.updated = name_of(statement.parts[0]) or ""
            statement = statement.as_chain((statement.parts[0], *claims))
            if claims:
                self.claim(statement, claims, line)
        if not isinstance(statement, Find):
            self.head = statement

    def without_second_derivative(self, statement: Statement, line: Line) -> Statement:
        """H = dg/dw = … with g a derivative itself: only what follows can be computed."""
        match statement.parts:
            case left, Derivative(Name(name) as top), *others:
                definition = self.known.get(name)
                if definition is not None and definition.is_derivative:
                    line.errors.append(statement.error(plain_number_message(name), top))
                    return replace(statement, parts=(left, *others))
        return statement

    def go_on(self, reader: Reader, line: Line) -> None:
        """Add what a line that begins with = claims, about the same as the statement before."""
        head = self.head
        if head is None:
            raise reader.wrong("a line that begins with = continues the statement before it: there is none to be read")
        if head.parts[0].length > LONGEST_CONTINUED:
            raise reader.wrong("what this line continues is long: give it a name, and write the name before the =")
        claimed = reader.continued()
        target = head.parts[0] if head.about else _elsewhere(head.parts[0])
        about = head.about or clipped(written(head.text, head.parts[0]), LONGEST_TARGET)
        parts = (target, *head.parts[1:][-MOST_BEFORE:], *claimed.parts)
        guards = claimed.guards or head.guards
        self.work.spend(FOR_A_CLAIM * len(parts) + head.parts[0].length // 2)
        self.claim(replace(claimed, parts=parts, guards=guards, about=about), claimed.parts, line)

    def claim(self, statement: Statement, claims: tuple[Node, ...], line: Line) -> None:
        """Add claims about what is defined: of a name's new value only numbers, for in formulas it is old or new."""
        for claim in claims if self.updated else ():
            named = next((node for node in claim.inside() if isinstance(node, (Name, Derivative))), None)
            if named is not None and name_of(named) not in CONSTANTS:
                message = (
                    f"after a new value of {self.updated} stand numbers: a formula could mean the old or the new one"
                )
                raise statement.error(message, named)
        self.steps.append(Step(line.number, statement, None, claims))
        line.statements.append(statement)
        self.head = statement

    def assume(self, found: list[Token], begun: int, line: int) -> None:
        """Take for defined what a statement that cannot be read would have defined, or several separated by commas."""
        depth = 0
        for place in range(begun, len(found) - 1):
            token, after = found[place], found[place + 1]
            depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            if token.kind == ";":
                return
            if token.kind == "name" and token.text not in self.known and not differentials(token.text, self):
                first = place == begun and after.kind in ("=", "[", "(")
                if first or (depth <= 0 and after.kind == "=" and found[place - 1].kind in (",", ":", ")")):
                    self.known[token.text] = None
                    self.unread[token.text] = line

    def with_advice(self, error: LanguageError, found: list[Token], begun: int) -> LanguageError:
        """The error for a statement that cannot be read; where it begins like a sentence or a title, that is said."""
        label = label_error(error.text) if begun == 0 else None
        if label:
            return label
        first, second = (*found[begun : begun + 2], None, None)[:2]
        is_sentence = second is not None and second.kind != "=" and (second.kind in (":", "end") or second.spaced)
        if first is None or first.kind != "name" or not (is_sentence and is_word(first.text, self)):
            return error
        message = f"{error}; if this is a remark, write # before it"
        return LanguageError(message, error.text, error.column, error.length)

    def step(self, statement: Statement, line: int) -> Step:
        """A statement as definition and claims."""
        left = statement.parts[0]
        refuse_misreadings(statement, self)
        match statement, left:
            case Find(), _:
                return Step(line, statement, None, ())
            case Update(), Name(name) if name not in self.known:
                raise statement.error(f"{name} is given a new value, but it has none yet: write {name} = …", left)
            case Chain(), _ if new := self.newly_named(left):
                return self.define(new, statement, line)
        return Step(line, statement, None, statement.parts[1:])

    def define(self, name: str, statement: Statement, line: int) -> Step:
        """A statement that defines a name; dw = … may be a claim about dL/dw instead."""
        left = statement.parts[0]
        if len(statement.parts) == 1:
            raise statement.error(f"{name} is not defined: write {name} = …", left)
        if is_function(name):
            raise statement.error(f"{name} is the name of a function: choose another", left)
        if isinstance(left, Index) and not all(
            isinstance(place, Name) and place.name not in self.known for place in left.places
        ):
            raise statement.error(f"an entry of {name} alone cannot be defined: write {name} = [ … ]", left)
        definition = definition_of(statement, line, self.known)
        if self.stands_for_slope(definition):
            return self.step(about_slope(statement, self.short[name]), line)
        self.refuse_change(definition, left)
        primed = self.known.get(name.rstrip("′"))
        if primed is not None and not primed.given and definition.given:
            message = f"{name} is not a derivative here: write d{primed.name}/d…, or choose another name"
            raise statement.error(message, left)
        used = (self.known.get(node.name) for node in definition.formula.inside() if isinstance(node, Name))
        if any(other is not None and other.is_derivative for other in used):
            definition = replace(definition, is_derivative=True)
        self.known[name] = definition
        if not (definition.given or definition.is_derivative or definition.letters):
            self.computed = name
        self.losses.add(definition)
        self.unvalued.update(
            dict.fromkeys(each for each in _unvalued(definition, self.known) if each not in self.known)
        )
        return Step(line, statement, definition, statement.parts[2:])

    def stands_for_slope(self, definition: Definition) -> bool:
        """Whether dw = … can only be about dL/dw, here and from here on."""
        word, formula = definition.name, definition.formula
        by = word.removeprefix("d")
        if by == word or by not in self or word in self.changes:
            return False
        match formula:
            case Derivative(Name(loss), Name(bottom)) if bottom == by:
                pass
            case _:
                loss = self.losses.of(by, word, formula, self.short)
        if loss:
            self.short[word] = (loss, by)
        return bool(loss)

    def refuse_change(self, definition: Definition, left: Node) -> None:
        """Refuse dw and grad_w: who means dL/dw would define a name of no meaning, and it would not be judged."""
        name = definition.name
        of, by = self.computed, name.removeprefix("d")
        slope = f"d{of}/d{by if by != of else '…'} = …"
        if by != name and (by in self.known or (by in self.unvalued and not definition.given)):
            instead = f"write {slope} for the derivative, or choose another name" if of else "choose another name"
            raise definition.statement.error(f"{name} would read as a change of {by}: {instead}", left)
        by = _GRADIENT.sub("", name)
        if by != name and by != of and by in self and of and not definition.is_derivative:
            message = f"{name} would be a name of its own: for the derivative write d{of}/d{by} = …"
            raise definition.statement.error(message, left)

    def newly_named(self, left: Node) -> str | None:
        """The name a statement's left side would define, if it is not defined yet."""
        name = name_of(left)
        return None if name in self.known else name

    def free(self, has_key: bool) -> tuple[str, ...]:
        """The names without value, where a sheet gives no number at all: it is judged at any."""
        definitions = [definition for definition in self.known.values() if definition is not None]
        if has_key or any(definition.given for definition in definitions):
            return ()
        found = dict.fromkeys(name for definition in definitions for name in _unvalued(definition, self.known))
        return tuple(name for name in found if name not in CONSTANTS)


def _elsewhere(node: Node) -> Node:
    """A formula that stands on a line before: nothing of it has a place in this one."""
    return replace(node.with_parts(*map(_elsewhere, node.parts)), column=0, length=0)


def _unvalued(definition: Definition, known: Collection[str]) -> Iterator[str]:
    """The names in a definition that stand for nothing: neither defined nor index letters."""
    letters = set(free_letters([definition.formula], known)) | set(definition.letters)
    letters |= {node.letter for node in definition.formula.inside() if isinstance(node, Fold)}
    for node in definition.formula.inside():
        if isinstance(node, Name) and node.name not in known and node.name not in letters:
            yield node.name
