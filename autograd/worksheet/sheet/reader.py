"""The statements of a worksheet read one after another: what each defines, and what it claims."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, replace

from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.forms.cases import completed, otherwise
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import SAID
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import Reader
from autograd.worksheet.language.tokens import CLOSE, OPEN, Token, spelled, tokens, tokens_before
from autograd.worksheet.language.tree import (
    Blank,
    Call,
    Case,
    Chain,
    Derivative,
    Find,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Statement,
    Sum,
    Update,
    free_letters,
    name_of,
    names_in,
    written,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, NAMED_TOO, function_called, is_function
from autograd.worksheet.language.work import Exhausted, Work
from autograd.worksheet.sheet.blanks import without_blanks
from autograd.worksheet.sheet.families import Families, in_order
from autograd.worksheet.sheet.misreadings import is_word, label_error, refuse_misreadings
from autograd.worksheet.sheet.model import (
    MOST_BEFORE,
    Definition,
    Line,
    Step,
    definition_of,
)
from autograd.worksheet.sheet.roles import AT_TIMES_RATES, RATES, SETTINGS, loss_called
from autograd.worksheet.sheet.separation import Either, split_entries, split_factors, split_statements
from autograd.worksheet.sheet.shorthand import Losses, about_slope, named_slope
from autograd.worksheet.sheet.sizes.declarations import Declarations
from autograd.worksheet.sheet.sizes.inference import Sizes, sized
from autograd.worksheet.sheet.unknown import Functions, arguments, as_definitions, told_slopes

LONGEST_CONTINUED = 200
"""Characters of a formula that later lines can continue: it is read again for each of them."""

LONGEST_TARGET = 60
"""Characters of what a line that begins with = is about."""

FOR_A_LINE, FOR_A_TOKEN, FOR_A_CLAIM, FOR_AN_ERROR = 4, 5, 8, 40
"""Operations that reading takes."""

LONGEST_HIDDEN = 600
"""Characters of a formula that is differentiated as it stands: its names may be such formulas, too."""

MOST_PLACES = 2
"""Indices of a name."""

_GRADIENT = re.compile(r"^(?:grad|gradient)_?|_grad(?:ient)?$")
_DEFINED = re.compile(r";\s*([^\W\d]\w{,50}\s*=)")
"""What begins like a definition behind a semicolon."""


def apart(statement: Statement) -> tuple[Statement, Statement | None]:
    """A statement about every entry, and what it says of the whole list: y[i] = 2 x[i] = [2, 4]."""
    match statement:
        case Chain((Index(Name() as whole, (Name(),)), formula, *_, List() as entries)):
            if not isinstance(formula, List):
                kept = replace(statement, parts=statement.parts[:-1])
                return kept, replace(statement, parts=(whole, entries), guards=())
    return statement, None


class Reading:
    """What is known while a worksheet is read; as a collection, the names that may be differentiated."""

    def __init__(
        self,
        definitions: Iterable[Definition],
        aliases: Mapping[str, str],
        changes: Collection[str] = (),
        work: Work | None = None,
        document: Document | None = None,
        given: Document | None = None,
    ) -> None:
        self.work = work or Work()
        self.document = document or Document("")
        self.has_key = given is not None
        meant = given or self.document  # under a key, its functions and layers are meant
        self.said: dict[str, str] = {}  # for each kind of notation the first line read so, and how
        self.dots = False
        self.defined = {spelled(name) for name in self.document.defined}
        self.plain = {name for name in self.document.defined if name in NAMED_TOO and not self.document.calls(name)}
        self.without: dict[str, int] = {}  # names that cannot be computed, and the lines that do not define them
        self.contributions: dict[str, list[Node]] = {}  # what is added up to a derivative, so far
        self.own: dict[str, tuple[tuple[str, ...], Node]] = {}  # functions of one's own: letters and formula
        self.waiting: dict[str, Statement] = {}  # those that are to be names, too
        self.moved: set[str] = set()  # the names given a new value so far
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
        self.families = Families.of(meant)
        self.members: list[tuple[str, Statement]] = []  # what the last statement is for each layer or step
        self.functions = Functions(meant)
        losses = () if self.has_key else self.functions.losses
        if not (self.has_key or self.document.has_numbers):
            self.short.update(self.functions.upstream)
        # without any given they are names like others: dy/dw is a derivative
        found = {*losses, *self.families.names}
        found |= meant.bottoms_of_formulas - set(CONSTANTS)
        self.unvalued: dict[str, None] = dict.fromkeys(sorted(found))

    def __contains__(self, name: object) -> bool:
        return name in self.known or name in self.unvalued

    def __iter__(self) -> Iterator[str]:
        return iter({**self.known, **self.unvalued})

    def __len__(self) -> int:
        return len(self.known) + len(self.unvalued)

    def line(self, line: Line, formula: str) -> None:
        """Read the statements of a line; after one that cannot be read, go on behind the next ;."""
        self.work.spend(FOR_A_LINE + len(formula) // 4)
        if self.waiting:
            self.name_own(line)
        typed, (formula, blanks) = formula, without_blanks(formula)
        found, refused = self.tokens(formula)
        found = self.named_loss(found)
        self.work.spend(FOR_A_TOKEN * len(found))
        if self.aliases:
            found = [replace(token, text=self.rename(token.text)) for token in found]
        found = split_entries(found, self.is_matrix, self.defined, self.document.first)
        words, names = {*self.document.words, *self.own}, Either(self, self.document.arguments)
        found = split_factors(found, names, words, self.defined, self.document.free_bottoms)
        found = split_statements(found, self)
        self.read(line, typed, found, blanks, formula, refused)

    def read(
        self,
        line: Line,
        typed: str,
        found: list[Token],
        blanks: Collection[int] = (),
        formula: str = "",
        refused: LanguageError | None = None,
    ) -> None:
        """Read the statements in tokens of what was typed; `refused` is why the `formula` behind them has none."""
        last = max((place + 1 for place, token in enumerate(found) if token.kind == ";"), default=0)
        reader = Reader(typed, found, self)
        reader.short, reader.dots, reader.plain = self.short, self.dots, self.plain
        reader.unknown, reader.is_single = self.functions.called, self.functions.is_single
        reader.slope_meant = self.slope_meant
        reader.members = self.families.names
        target = self.known.get("T")
        reader.is_t_list = isinstance(target.formula, List) if target else not self.document.defines("T")
        reader.own, reader.hidden = self.own, lambda node: self.hidden(node, formula or typed, line.number)
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
                    start = reader.next.column
                    statement = reader.statement()
                    if any(start <= column <= reader.next.column for column in blanks):
                        self.leave_open(statement, line)
                    else:
                        self.take(statement, line)
            except Exhausted:
                raise
            except LanguageError as error:
                self.work.spend(min(FOR_AN_ERROR, FOR_A_TOKEN * (reader.place - begun)))
                self.head = None
                line.errors.append(self.with_advice(error, found, begun))
                self.assume(found, begun, line.number)
                if error is refused:
                    for each in _DEFINED.finditer(formula, error.column):
                        self.assume(tokens(each[1]), 0, line.number)
                    return
                while reader.next.kind not in (";", "end"):
                    reader.take()

    def tokens(self, formula: str) -> tuple[list[Token], LanguageError | None]:
        """The tokens of a line, its other notations read; up to what has no meaning, and the error there."""
        line = rewrite(formula, self.document)
        found, refused = tokens_before(line.text)
        if not line.used:
            return found, refused
        for row in line.used:
            read = line.text.replace(OPEN, "").replace(CLOSE, "")
            if row.kind in SAID and row.kind not in self.said and read.split() != formula.split():
                self.said[row.kind] = (
                    f"read {clipped(formula.strip(), LONGEST_TARGET)} as {clipped(read.strip(), LONGEST_TARGET)}"
                )
        if refused is not None:
            refused = LanguageError(str(refused), formula, *line.place(refused.column, refused.length or 1))
        self.work.spend(FOR_A_TOKEN * len(found))  # to find the place of each in what was typed takes as long again
        places = (line.place(token.column, token.length) for token in found)
        return [
            Token(token.kind, token.text, column, length, token.number, token.half_unit, token.spaced)
            for token, (column, length) in zip(found, places, strict=True)
        ], refused

    def is_called(self, word: str) -> bool:
        """Whether something is called so: a name with a value or one that is defined or differentiated anywhere."""
        return (
            word in self
            or word in self.document.defined
            or word in self.defined
            or word in self.document.bottoms
            or word in self.own
        )

    def has_value(self, name: str) -> bool:
        """Whether a name is defined already, as it is typed or spelled."""
        return spelled(name) in self.known

    def is_given(self, name: str) -> bool:
        """Whether a name has been given a number."""
        definition = self.known.get(name)
        return definition is not None and definition.given

    def is_matrix(self, name: str) -> bool | None:
        """Whether a name is a matrix; None of what is no list, as far as can be told."""
        definition = self.known.get(name)
        match definition.formula if definition is not None else None:
            case List((List(), *_)):
                return True
            case None | Number() | Negative(Number()):
                return None
        return False if self.document.has_lists or name in self.document.entries[0] else None

    def named_loss(self, found: list[Token]) -> list[Token]:
        """The tokens with dLoss for dL, where a loss is defined and nothing is called L."""
        return [
            replace(token, text=f"d{loss}")
            if token.kind == "name" and token.text[:1] == "d" and len(token.text) == 2 and after.kind == "/"
            and (loss := loss_called(token.text[1], self.document.defined))
            else token
            for token, after in zip(found, [*found[1:], *found[-1:]], strict=True)
        ]  # fmt: skip

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
        """Add the steps a statement is: one, or one for each layer or time step."""
        if not self.families:
            self.take_one(statement, line)
            return
        self.members, begun = [], len(line.statements)
        self.work.spend(statement.length * sum(self.families.last.values()) // 4)
        for member, each in self.families.each(statement):
            self.work.spend(FOR_A_CLAIM * len(each.parts))
            before = len(self.steps)
            self.take_one(each, line)
            self.steps[before:] = [replace(step, member=member) for step in self.steps[before:]]
            if self.head is not None:
                self.members.append((member, self.head))
        del line.statements[begun + 1 :]

    def take_one(self, statement: Statement, line: Line) -> None:
        """Add the step a statement is; after a new value, what is claimed of it is one more."""
        self.work.spend(FOR_A_CLAIM * len(statement.parts))
        self.head, self.updated = None, ""
        self.let_stand(statement, line)
        named = self.as_own(statement, line)
        if named is None:
            return
        cased = self.as_case(named)
        if cased is None:
            line.statements.append(named)
            return
        statement, listed = apart(cased)
        whole = self.as_sum(statement)
        if whole is None:
            line.statements.append(statement)
            return
        statement = self.as_update(whole)
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
        if listed is not None:
            self.steps.append(Step(line.number, listed, None, listed.parts[1:]))
            line.statements.append(listed)
        if not isinstance(statement, Find):
            self.head = statement

    def let_stand(self, statement: Statement, line: Line) -> None:
        """Let a letter be any number where it makes no difference: a rate in w - α dw, the x of σ′(x) = …"""
        match statement.parts:
            case Call(function, (Name(letter),)), _, *_ if function.endswith("′"):
                letters = [letter] if all(set(names_in(part)) <= {letter} for part in statement.parts) else []
            case Name(name), formula if name in names_in(formula) or isinstance(statement, Update):
                letters = [each for each in names_in(formula) if each in (*RATES, *AT_TIMES_RATES)]
            case _:
                return
        for letter in letters:
            if letter not in self and letter not in self.defined and self.has_givens:
                self.hide(Name(letter), Number(0.7, 0.05, "0.7"), statement.text, line.number)

    def leave_open(self, statement: Statement, line: Line) -> None:
        """Add what a statement says before its blank, and that what it is about is asked for."""
        if len(statement.parts) > 1:
            self.take(statement, line)
        blank = Blank(statement.parts[:1], (), statement.text, statement.column, statement.length)
        self.steps.append(self.step(blank, line.number))
        line.statements.append(blank)

    def as_update(self, statement: Statement) -> Statement:
        """w = w - …, as programs write a new value; as an equation it could only be right if nothing changed.

        So is w = 0.5 - …, where w is 0.5 and comes to something else.
        """
        match statement:
            case Chain((Name(name), Sum((first, *_)) as formula, *_)) if statement.about == "":
                definition = self.known.get(name)
                inside = names_in(
                    Sum(tuple(term for term in formula.terms if not isinstance(term, Derivative)), formula.signs)
                )
                if definition is None or not (definition.given or name in self.moved):
                    return statement
                is_number = not inside and name not in self.moved and first == definition.formula
                if name in inside or is_number:
                    self.moved.add(name)
                    self.said.setdefault("update", f"read {name} = {name} … as a new value, {name} <- …")
                    return Update(*(getattr(statement, each.name) for each in fields(statement)))
        return statement

    def as_case(self, statement: Statement) -> Statement | None:
        """`= 0 otherwise` with the condition of the line above; None where it completes the definition there."""
        match statement:
            case Chain((Name(name), Case(_, None) as case)) if (known := self.known.get(name)) is not None:
                whole = completed(known.formula, case)
                if whole is not None:
                    known.formula = put_elsewhere(whole, known.formula)
                    return None
            case Chain((*_, Case(_, None, (), ()) as case)):
                pass
            case _:
                return statement
        before = self.steps[-1] if self.steps else None
        whole = None
        if before is not None and before.target == statement.parts[0]:
            whole = otherwise(case, before.statement.parts[-1])
            guards = before.statement.guards
            if whole is None and len(guards) == 1 and not case.signs:
                opposite = (replace(guards[0], equal=not guards[0].equal),)
                return replace(statement, parts=(*statement.parts[:-1], case.then), guards=opposite)
        if case.signs:
            return statement
        if whole is None:
            raise statement.error("otherwise than what? Write the condition: if z <= 0", case)
        return replace(statement, parts=(*statement.parts[:-1], whole))

    def as_own(self, statement: Statement, line: Line) -> Statement | None:
        """Note a function of one's own; it is a name as well where its letters have values, or it is differentiated.

        None where there is nothing else to it.
        """
        match statement.parts:
            case Call(function, letters) as call, body, *claims if isinstance(statement, Chain) and claims is not None:
                pass
            case _:
                return statement
        if function in self.known or function_called(function):
            return statement
        names = tuple(name_of(letter) or "" for letter in letters)
        self.own[function] = names, _elsewhere(body)
        named = replace(statement, parts=(Name(function, column=call.column, length=call.length), *statement.parts[1:]))
        missing = [name for name in names if not self.known.get(name)]
        comes = any(name in self.defined for name in missing)
        if self.document.defines_formula(function):  # f = q z below says how it is made
            line.statements.append(statement)
            return None
        if comes or self.document.defines(function) or not (self.document.differentiates(function) or not missing):
            line.statements.append(statement)
            if self.document.differentiates(function):
                self.waiting[function] = replace(named, parts=named.parts[:2])
            return None
        return named

    def name_own(self, line: Line) -> None:
        """Make names of functions of one's own that are differentiated, once their letters have values."""
        for function, statement in list(self.waiting.items()):
            if function in self.known:
                del self.waiting[function]
            elif all(self.known.get(name) for name in self.own[function][0]):
                del self.waiting[function]
                self.take(statement, line)

    def hidden(self, node: Node, text: str, line: int) -> Node:
        """A name for a formula that is differentiated as it stands; its entry at the index letters in the formula."""
        name = f"({echo(node)})"
        self.work.spend(FOR_A_CLAIM + len(name) // 4)
        if len(name) > LONGEST_HIDDEN:
            raise LanguageError(
                f"a formula of {len(name)} characters is differentiated here: give it a name",
                text,
                node.column,
                node.length,
            )
        letters = {letter for own, _ in self.own.values() for letter in own} if self.document.has_numbers else set()
        for letter in names_in(node):  # the letter of f′(x) stands for any number
            if letter in letters and letter not in self and not self.document.defines(letter):
                self.hide(Name(letter), Number(0.7, 0.05, "0.7"), text, line)
        places = tuple(map(Name, free_letters([node], self.known)))
        if len(places) > MOST_PLACES:
            raise LanguageError(
                f"{echo(node)} has more than two indices: give it a name", text, node.column, node.length
            )
        hidden = Index(Name(name), places) if places else Name(name)
        if name not in self.known:
            self.hide(hidden, node, text, line)
        return hidden

    def hide(self, left: Node, node: Node, text: str, line: int) -> None:
        statement = Chain((left, node), (), text, node.column, node.length)
        definition = definition_of(statement, line, self.known)
        used = (self.known.get(name) for name in names_in(node))
        if any(other is not None and other.is_derivative for other in used):
            definition = replace(definition, is_derivative=True)
        self.known[definition.name] = definition
        self.steps.append(Step(line, statement, definition, ()))

    def as_sum(self, statement: Statement) -> Statement | None:
        """dx = da and below it dx += dq y, as programs add up a derivative: one claim, at the last of them.

        None for the parts before the last.
        """
        match statement:
            case Chain((Name(word) as left, formula)) | Update((Name(word) as left, Sum((_, formula)))):
                left_over = self.document.added.get(word, 0)
            case _:
                return statement
        if not left_over or word in self.changes or (word in self.known and word not in self.contributions):
            return statement
        if isinstance(statement, Chain) and word not in self.contributions:
            if not self.stands_for_slope(definition_of(statement, 0, self.known)):
                return statement
        elif not isinstance(statement, Update):
            return statement
        parts = self.contributions.setdefault(word, [])
        parts.append(formula)
        if len(parts) <= left_over:
            return None
        del self.contributions[word]
        terms = tuple(map(_elsewhere, parts[:-1]))
        total = Sum((*terms, formula), "+" * len(parts), column=formula.column, length=formula.length)
        return Chain((left, total), *(getattr(statement, each.name) for each in fields(statement)[1:]))

    def go_on(self, reader: Reader, line: Line) -> None:
        """Add what a line that begins with = claims, about the same as the statement before."""
        head = self.head
        if head is None:
            raise reader.wrong("a line that begins with = continues the statement before it: there is none to be read")
        if head.parts[0].length > LONGEST_CONTINUED:
            raise reader.wrong("what this line continues is long: give it a name, and write the name before the =")
        whole = reader.continued()
        for member, each in self.members if self.families else [("", head)]:
            claimed: Statement | None = whole
            if self.families:
                letter, _, number = member.partition(" = ")
                claimed = self.families.at(whole, letter, int(number or 0))
            if claimed is not None:
                before = len(self.steps)
                self.go_on_with(each, claimed, line)
                self.steps[before:] = [replace(step, member=member) for step in self.steps[before:]]

    def go_on_with(self, head: Statement, claimed: Statement, line: Line) -> None:
        """Add what is claimed about the same as a statement before."""
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
                    for name in {token.text, token.text.partition("_")[0]} - self.known.keys():  # y_i is of y
                        self.known[name] = None
                        self.unread[name] = line

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
            case Update(), Name(name) if name not in (self.known if self.document.has_numbers else self):
                raise statement.error(f"{name} is given a new value, but it has none yet: write {name} = …", left)
            case Chain(), _ if (new := self.newly_named(left)) and not self.waits(new, statement):
                return self.define(new, statement, line)
        return Step(line, statement, None, statement.parts[1:])

    def define(self, name: str, statement: Statement, line: int) -> Step:
        """A statement that defines a name; dw = … may be a claim about dL/dw instead."""
        left = statement.parts[0]
        if len(statement.parts) == 1:
            raise statement.error(f"{name} is not defined: write {name} = …", left)
        if is_function(name) and name not in self.plain:
            raise statement.error(f"{name} is the name of a function: choose another", left)
        if isinstance(left, Index) and not all(
            isinstance(place, Name) and place.name not in self.known for place in left.places
        ):
            raise statement.error(f"an entry of {name} alone cannot be defined: write {name} = [ … ]", left)
        if self.without.get(name) == line:
            raise statement.error(f"{name} cannot be computed like this: it is taken from a line below", left)
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
        self.unread.pop(name, None)
        if not (definition.given or definition.is_derivative or definition.letters):
            self.computed = name
        self.losses.add(definition)
        self.unvalued.update(
            dict.fromkeys(each for each in _unvalued(definition, self.known) if each not in self.known)
        )
        return Step(line, statement, definition, statement.parts[2:])

    def waits(self, name: str, statement: Statement) -> bool:
        """Whether numbers are said of a name that could not be read: with these alone it would depend on nothing."""
        return name in self.unread and len(statement.parts) > 1 and not names_in(statement.parts[1])

    def stands_for_slope(self, definition: Definition) -> bool:
        """Whether dw = … can only be about dL/dw, here and from here on."""
        word, formula = definition.name, definition.formula
        by, is_explicit = named_slope(word)
        if not by or by not in self or word in self.changes:
            return False
        if is_explicit:
            is_size = word.startswith("d_") and definition.given  # d_k, how long keys are
            loss = "" if is_size else self.losses.end_above(by)
            if loss:
                self.short[word] = (loss, by)
            return bool(loss)
        match formula:
            case Derivative(Name(loss), Name(bottom)) if bottom == by:
                pass
            case _:
                loss = self.losses.of(by, word, formula, self.short) or self.loss_of_sum(by, definition)
        if loss:
            self.short[word] = (loss, by)
        return bool(loss)

    def loss_of_sum(self, by: str, definition: Definition) -> str:
        """What dZ is the derivative of where the loss is a mean and the document says dW = 1/m …: by what is computed,
        m times the loss; by what is given, the loss. "" if in doubt.
        """
        count = self.losses.averaged()
        if count is None or not self.document.averages(echo(count)):
            return ""
        loss = self.losses.of(by, definition.name, definition.formula, self.short, is_mean=True)
        known = self.known.get(by)
        if not loss:
            return ""
        if known is None or known.given:
            return loss
        whole = Product((count, Name(loss)), "**", column=definition.formula.column, length=definition.formula.length)
        hidden = self.hidden(whole, definition.statement.text, definition.line)
        return name_of(hidden) or ""

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
        return None if name is None or self.known.get(name) is not None else name

    def slope_meant(self, word: str, operands: list[Node]) -> str | None:
        """What g′(z) is where g is written nowhere, and one function is defined of z: tanh′ where a = tanh(z)."""
        if not word.endswith("′") or word.rstrip("′") in self.functions.written or len(operands) != 1:
            return None
        found = {
            f"{part.function}′"
            for known in self.known.values()
            if known is not None
            for part in known.formula.inside()
            if isinstance(part, Call) and part.operands == tuple(operands) and function_called(f"{part.function}′")
        }
        if len(found) != 1:
            return None
        meant = found.pop()
        written_so = f"({echo(operands[0])})"
        self.said.setdefault(word, f"read {word}{written_so} as {meant}{written_so}")
        return meant

    def finish(self) -> None:
        """Define what is not defined in so many words, and put the layers or time steps in order."""
        if not self.has_key:
            self.define_losses()
        if self.families:
            self.work.spend(FOR_A_CLAIM * len(self.steps))
            self.steps = in_order(self.steps)
            counts = [f"{letter.upper()} = {count}" for letter, count in self.families.last.items()]
            self.said["family"] = (
                f"took {' and '.join(counts)}: what is said of {', '.join(self.families.last)} is said of each"
            )

    def define_losses(self) -> None:
        """Let losses that are known by their derivatives only be unknown functions of what these are by."""
        for name in sorted(self.functions.losses):
            parts = [part for step in self.steps for part in step.statement.parts]
            self.work.spend(FOR_A_CLAIM * len(parts))
            operands = arguments(name, parts, self.known)
            if name in self.known or not operands:
                continue
            places = [
                place for place, step in enumerate(self.steps, start=1) if step.definition and step.name in operands
            ]
            place = max(places, default=0)
            line = self.steps[place - 1].line if place else 1
            computed = [each for each in operands if (known := self.known.get(each)) is not None and not known.given]
            told = told_slopes(name, computed, [step.statement.parts for step in self.steps])
            self.steps = [replace(step, claims=()) if step.statement.parts in told else step for step in self.steps]
            for each, formula in reversed(as_definitions(name, operands, told).items()):
                statement = Chain((Name(each), formula), (), "", 0, 0)
                definition = self.known[each] = definition_of(statement, line, self.known)
                self.steps.insert(place, Step(line, statement, definition, ()))
            self.said[name] = f"took {name} as any function of {', '.join(operands)}: only its derivatives are told"

    @property
    def has_givens(self) -> bool:
        """Whether anything is given as a number or a list of numbers."""
        return any(definition is not None and definition.given for definition in self.known.values())

    def sizes(self, declared: Declarations) -> Sizes:
        """The names without number and their sizes, where a sheet gives no number at all: it is judged at any."""
        definitions = [definition for definition in self.known.values() if definition is not None]
        parts = (node for step in self.steps for part in step.statement.parts for node in part.inside())
        places = {name_of(place) for node in parts if isinstance(node, Index) for place in node.places}
        has_numbers = any(each.given and each.name not in {*SETTINGS, *places} for each in definitions)
        if not declared and has_numbers:
            return Sizes()
        chains = [step.statement.parts for step in self.steps]
        if has_numbers and not declared.covers_all:  # what else has no number was forgotten
            return sized(definitions, chains, (), declared, self.work)
        found = dict.fromkeys(name for definition in definitions for name in _unvalued(definition, self.known))
        if has_numbers and not found and not self.only_claimed():
            return Sizes()
        sizes = sized(definitions, chains, self.without_constants(found), declared, self.work)
        claimed = self.without_constants(name for name in self.only_claimed() if name not in sizes.free)
        if claimed and not declared.covers_all:
            other = sized(definitions, chains, [*self.without_constants(found), *claimed], declared, self.work)
            sizes.free.update(
                (name, replace(other.free[name], is_claimed=name not in SETTINGS and not other.free[name].is_identity))
                for name in claimed
            )
        return sizes

    def without_constants(self, names: Iterable[str]) -> list[str]:
        """Names without e and pi."""
        return [name for name in names if name not in CONSTANTS]

    def only_claimed(self) -> list[str]:
        """The names that stand for nothing and are in claims only: where these are not right, nobody knows why."""
        found: dict[str, None] = {}
        for step in self.steps:
            letters = set(free_letters(step.statement.parts, self.known))
            for name in (name for part in step.statement.parts for name in names_in(part)):
                if name not in self and name not in letters:
                    found[name] = None
        return list(found)


def put_elsewhere(whole: Node, known: Node) -> Node:
    """A formula completed on a line below: what is added has no place in the line of the first part."""
    match whole, known:
        case Case(then, Node() as rest, sides, signs), Case(_, None):
            return Case(then, _elsewhere(rest), sides, signs, column=whole.column, length=whole.length)
        case Case(then, Node() as rest, sides, signs), Case(_, Node() as more):
            rest = put_elsewhere(rest, more)
            return Case(then, rest, sides, signs, column=whole.column, length=whole.length)
    return whole


def _elsewhere(node: Node) -> Node:
    """A formula that stands on a line before: nothing of it has a place in this one."""
    return replace(node.with_parts(*map(_elsewhere, node.parts)), column=0, length=0)


def _unvalued(definition: Definition, known: Collection[str]) -> Iterator[str]:
    """The names in a definition that stand for nothing: neither defined nor index letters."""
    nodes = list(definition.formula.inside())
    names = [node.name for node in nodes if isinstance(node, Name) and node.name not in known]
    if names:
        letters = set(free_letters([definition.formula], known)) | set(definition.letters)
        letters |= {node.letter for node in nodes if isinstance(node, Fold)}
        yield from (name for name in names if name not in letters)
