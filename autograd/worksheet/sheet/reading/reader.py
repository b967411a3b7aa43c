"""The statements of a worksheet read one after another: what each defines, and what it claims."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import dropwhile, takewhile

from autograd.errors import LanguageError
from autograd.formulas.notation import clipped
from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.edits import number_of, numbers_in, with_each
from autograd.worksheet.language.forms.sums import gathered
from autograd.worksheet.language.notations.rewriting import rewrite
from autograd.worksheet.language.notations.table import SAID
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.statements import Reader
from autograd.worksheet.language.tokens import CLOSE, OPEN, Token, spelled, tokens, tokens_before
from autograd.worksheet.language.tree import (
    Blank,
    Call,
    Chain,
    Derivative,
    Find,
    Index,
    List,
    Name,
    Node,
    Statement,
    Update,
    name_of,
    names_in,
    written,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, FOLDS, is_function
from autograd.worksheet.language.work import Exhausted
from autograd.worksheet.sheet.blanks import without_blanks
from autograd.worksheet.sheet.misreadings import is_word, label_error
from autograd.worksheet.sheet.model import MOST_BEFORE, Line, Step
from autograd.worksheet.sheet.reading.elsewhere import place_meant
from autograd.worksheet.sheet.reading.entries_moved import Moving
from autograd.worksheet.sheet.reading.known import FOR_A_CLAIM, FOR_A_LINE, FOR_A_STATEMENT, FOR_A_TOKEN, FOR_AN_ERROR
from autograd.worksheet.sheet.reading.meaning import elsewhere
from autograd.worksheet.sheet.separation import (
    Either,
    givens_before,
    split_entries,
    split_factors,
    split_statements,
    with_slopes_named,
)
from autograd.worksheet.sheet.sizes.inference import IDENTITY
from autograd.worksheet.sheet.sizes.matrices import as_convolutions

FEWEST_SHORT = 2
"""Words for slopes, da2 and dz2, after which another is one before it is told."""

LONGEST_CONTINUED = 200
"""Characters of a formula that later lines can continue: it is read again for each of them."""

LONGEST_TARGET = 60
"""Characters of what a line that begins with = is about."""

_DEFINED = re.compile(r";\s*([^\W\d]\w{,50}\s*=)")
"""What begins like a definition behind a semicolon."""


def apart(statement: Statement) -> tuple[Statement, Statement | None]:
    """A statement about every entry, and what it says of the whole list: y[i] = 2 x[i] = [2*1, 2*2] = [2, 4]."""
    match statement:
        case Chain((target, formula, *_, List())) if not isinstance(formula, List):
            whole = _whole_of(target)
            lists = tuple(takewhile(lambda part: isinstance(part, List), reversed(statement.parts)))
            if whole is not None:
                kept = replace(statement, parts=statement.parts[: -len(lists)])
                return kept, replace(statement, parts=(whole, *reversed(lists)), guards=())
    return statement, None


def _whole_of(target: Node) -> Node | None:
    """The list that an entry for each index is of: y of y[i], dL/dx of dL/dx[i]."""
    match target:
        case Index(Name() as whole, (Name(),)):
            return whole
        case Derivative(Name() as top, Index(Name() as whole, (Name(),))):
            return target.with_parts(top, whole)
    return None


_TAKE_TOGETHER = (*FOLDS, "norm", "trace", "logsumexp")
"""Functions that come to one number, whatever they are of."""


PRINTED = re.compile(
    r"(\s*)([^\W\d][\w\u0300-\u036f]{0,9})\s*=[^;]*[^=;<>!]([=≈])\s*(?:[-−]?[0-9.]+|[\[(][-−+0-9.,\s]+[\])])\s*\.?"
)
"""A name, what cannot be read, and a number or a list of numbers."""


class Reading(Moving):
    """A worksheet that is read, line by line."""

    def line(self, line: Line, formula: str) -> None:
        """Read the statements of a line; after one that cannot be read, go on behind the next ;."""
        self.work.spend(FOR_A_LINE + len(formula) // 4)
        if self.waiting:
            self.name_own()
        typed, (formula, blanks) = formula, without_blanks(formula)
        found, refused = self.tokens(formula)
        found = with_slopes_named(self.named_loss(found), self.slopes_told)
        self.work.spend(FOR_A_TOKEN * len(found))
        if self.aliases:
            found = [replace(token, text=self.rename(token.text)) for token in found]
        is_matrix, document = self.is_matrix, self.document
        bare, is_lettered = document.bare_entries, self.is_lettered
        found = split_entries(found, is_matrix, self.defined, self.first, bare, is_lettered, self.is_whole)
        words = Either(document.words, document.parameters, self.own, () if document.gives_numbers else (IDENTITY,))
        names = Either(self, document.arguments, self.short)  # dS is no product where it is a derivative
        found = split_factors(found, names, words, self.defined, document.free_bottoms, self.is_product)
        self.hear_short(found)
        found = split_statements(found, self)
        if refused is None and not blanks:
            found = givens_before(found, self.known)
        self.read(line, typed, found, blanks, formula, refused)

    def hear_short(self, found: Iterable[Token]) -> None:
        """Take dz for dL/dz from where it is first used, beside two such words or more that are slopes of one loss."""
        losses = {top for top, by in self.short.values() if top != by}
        if len(self.short) < FEWEST_SHORT or len(losses) != 1:
            return
        (loss,) = losses
        behind = dropwhile(lambda token: token.kind != "=", found)
        for word in (token.text for token in behind if token.kind == "name"):
            by = word[1:] if word[:1] == "d" else ""
            is_word = by in self.known and word not in self.known and word not in self.short
            if is_word and by != loss and self.document.begins_with(word):
                self.short[word] = (loss, by)

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
        reader.short, reader.dots, reader.lengths, reader.plain = self.short, self.dots, self.lengths, self.plain
        reader.stars = self.stars
        called = self.functions.called
        reader.unknown, reader.is_single = called - self.own.keys() if self.own else called, self.functions.is_single
        reader.slope_meant = self.slope_meant
        reader.differentiated_words, reader.reaches = self.differentiated_words, self.reaches
        reader.members = self.families.names
        target = self.known.get("T")
        reader.is_t_list = isinstance(target.formula, List) if target else not self.document.defines("T")
        reader.own, reader.hidden = self.own, lambda node: self.hidden(node, formula or typed, line.number)
        reader.letter_named = lambda letter, node: self.named_at(letter, node, formula or typed, line.number)
        reader.free_letters = lambda letters: self.free_letters(letters, formula or typed, line.number)
        reader.formula_at, reader.place_meant = (
            self.formula_at,
            lambda name, value: place_meant(name, value, self.known),
        )
        reader.is_closed, reader.formula_by_letters = self.is_closed, self.formula_by_letters
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
                self.work.spend(FOR_AN_ERROR)
                self.head, self.lost = None, line.number
                line.errors.append(self.with_advice(error, found, begun))
                self.assume(found, begun, line.number)
                if self.takes_printed and begun == 0:
                    self.take_printed(line, formula or typed)
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
        self.has_notations = True
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

    def take(self, statement: Statement, line: Line) -> None:
        """Add the steps a statement is: one, or one for each layer or time step."""
        if not self.families:
            self.take_one(statement, line)
            return
        self.members, begun = [], len(line.statements)
        if self.is_handed_on(statement):
            line.statements.append(statement)
            self.head = None
            return
        self.work.spend(statement.length * sum(self.families.last.values()) // 4)
        for member, each in self.families.each(statement):
            self.work.spend(FOR_A_CLAIM * len(each.parts))
            before = len(self.steps)
            self.take_one(each, line)
            if len(self.steps) > before and self.steps[-1].definition is not None:
                self.families.define(each)
            self.steps[before:] = [replace(step, member=member) for step in self.steps[before:]]
            if self.head is not None:
                self.members.append((member, self.head))
        del line.statements[begun + 1 :]

    def with_slopes_of_layers(self, statement: Statement) -> Statement:
        """A statement with derivatives for the words of single layers that stand for them: dz[2] for ∂L/∂z[2]."""
        words = {word: slope for word, slope in self.short.items() if word.endswith("]")}

        def with_slopes(node: Node) -> Node:
            word = echo(node) if isinstance(node, (Name, Index)) else ""
            if word not in words:
                return with_each(node, with_slopes)
            top, bottom = (Name(name, column=node.column, length=node.length) for name in words[word])
            return Derivative(top, bottom, column=node.column, length=node.length)

        return replace(statement, parts=tuple(map(with_slopes, statement.parts))) if words else statement

    def is_handed_on(self, statement: Statement) -> bool:
        """Whether a rule for each step hands a name on from one to the next: g = da_t u, and dh_t = dy_t v + g.

        What it is at a step, only numbers say, or what is computed for that step.
        """
        names = self.document.handed_on
        return (
            bool(names)
            and bool(self.families.letter_of(statement.parts))
            and not names.isdisjoint(name for part in statement.parts for name in names_in(part))
        )

    def take_one(self, statement: Statement, line: Line) -> None:
        """Add the step a statement is, one for each name of a list; what is claimed of a new value is one more."""
        match statement:
            case Chain((List(names), List(given))) if len(names) == len(given) and self.are_new(names, given):
                for pair in zip(names, given, strict=True):  # [x_1, x_2] = [1, 2]
                    self.take_one(replace(statement, parts=pair), line)
                return
        for each in self.lists_moved(statement) if self.moving else ():
            self.take_one(each, line)
        self.work.spend(FOR_A_STATEMENT + FOR_A_CLAIM * len(statement.parts))
        inner = self.document.inner_or_presumed
        statement = self.with_inner(statement, inner, line) if inner else statement
        self.head, self.updated, self.is_condition, self.letters_of_head = None, "", False, ()
        if self.document.convolves:
            sizes, stride = self.matrix_sizes, self.document.stride
            statement = replace(
                statement, parts=tuple(as_convolutions(part, sizes, stride) for part in statement.parts)
            )
        statement = self.examples.each(statement) if self.examples else statement
        found = self.but_for_conditions(self.with_slopes_of_layers(gathered(statement, self.known)), line)
        if found is None:
            return
        found = self.as_new_entry(found)
        if found is None:
            line.statements.append(statement)
            return
        statement = self.with_slopes_by_lists(self.with_word_behind(self.as_entries(found)))
        statement = self.let_stand(statement, line)
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
        statement = self.as_update(self.as_given_beside_step(whole, line))
        alone, claims = statement, statement.parts[2:]
        if isinstance(statement, Update):
            end = statement.parts[1].column + statement.parts[1].length
            alone = replace(statement, parts=statement.parts[:2], length=end - statement.column)
        self.steps.append(self.step(alone, line.number))
        line.statements.append(alone)
        if isinstance(statement, Update):
            self.updated = name_of(statement.parts[0]) or ""
            self.renewed.add(self.updated)
            if self.beside.get(self.updated) != statement.parts[1]:
                self.beside.pop(self.updated, None)
            self.said_to_be.pop(self.updated, None)
            if numbers := numbers_in(statement.parts[1]):
                self.said_to_be[self.updated] = numbers
            statement = statement.as_chain((statement.parts[0], *claims))
            if claims:
                self.claim(statement, claims, line)
        if listed is not None:
            self.steps.append(Step(line.number, listed, None, listed.parts[1:]))
            line.statements.append(listed)
        elif isinstance(statement, Chain):
            self.hear(statement.parts[0], statement.parts[1:])
        if not isinstance(statement, Find):
            self.head = statement

    def are_new(self, names: Iterable[Node], numbers: Iterable[Node]) -> bool:
        """Whether parts of a list are names that nothing is given to so far, and those of the other are numbers."""
        are_names = all(isinstance(each, Name) and each.name not in self.known for each in names)
        return are_names and all(number_of(each) is not None for each in numbers)

    def as_given_beside_step(self, statement: Statement, line: Line) -> Statement:
        """b = 1 as a new value, beside w = (0, 0) + (2, 1), where b was given another number; and b = 0 beside the next
        step. Not where b has had another new value.
        """
        match statement:
            case Chain((Name(name), formula)) if not (
                statement.about or self.has_key or (name in self.renewed and name not in self.beside)
            ):
                before = self.beside.get(name)
                is_other = self.is_other_number(name, formula) if before is None else before != formula
                is_given = is_other and number_of(formula) is not None
                if is_given and any(isinstance(each, Update) for each in line.statements):
                    self.moved.add(name)
                    self.beside[name] = formula
                    return statement.as_update()
        return statement

    def hear(self, target: Node, formulas: Iterable[Node]) -> None:
        """Note the last number that the new value of a name is said to be."""
        name = name_of(target)
        if name is not None and (name in self.moved or self.is_new(name)):
            for numbers in filter(None, map(numbers_in, formulas)):
                self.said_to_be[name] = numbers

    def with_inner(self, statement: Statement, names: Mapping[str, str], line: Line) -> Statement:
        """A definition with the name of what its function is of, where only derivatives tell of that: h = tanh(z)
        for h = tanh(w x), beside dh/dz.
        """
        match statement:
            case Chain((Name(top) as left, Call(function, (inner,)) as call, *claims)) if (
                top in names and top not in self.known and inner.parts and function not in _TAKE_TOGETHER
            ):
                pass
            case _:
                return statement
        name = names[top]
        if name in self or name in names_in(inner):
            return statement
        told = Name(name, column=inner.column, length=inner.length)
        self.take_one(replace(statement, parts=(told, inner)), line)
        if top not in self.document.inner:
            self.presumed.add(name)
        self.said[f"inner {name}"] = f"took {name} as what {function} is of in {top} = {echo(call)}"
        return replace(statement, parts=(left, call.with_parts(told), *claims))

    def name_own(self) -> None:
        """Make names of functions of one's own that are differentiated, once their letters have values.

        They are names in the lines where they stand: a key's points for another line are not for them.
        """
        for function, (statement, line) in list(self.waiting.items()):
            if function in self.known:
                del self.waiting[function]
            elif all(self.known.get(name) for name in self.own[function][0]):
                del self.waiting[function]
                self.take(statement, line)

    def leave_open(self, statement: Statement, line: Line) -> None:
        """Add what a statement says before its blank, and that what it is about is asked for."""
        if len(statement.parts) > 1:
            self.take(statement, line)
        blank = Blank(statement.parts[:1], (), statement.text, statement.column, statement.length)
        self.steps.append(self.step(blank, line.number))
        line.statements.append(blank)

    def go_on(self, reader: Reader, line: Line) -> None:
        """Add what a line that begins with = claims, about the same as the statement before."""
        head = self.head
        if head is None and self.lost == line.number - 1 and self.document.gives_numbers:
            self.begin_anew(reader.continued(), line)
            return
        if head is None:
            raise reader.wrong("a line that begins with = continues the statement before it: there is none to be read")
        if head.parts[0].length > LONGEST_CONTINUED:
            raise reader.wrong("what this line continues is long: give it a name, and write the name before the =")
        self.free_letters(self.letters_of_head, head.text, line.number)
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

    def begin_anew(self, continued: Statement, line: Line) -> None:
        """Take the first line that goes on with one that cannot be read for what the next are compared with."""
        self.head, claims = continued, continued.parts[1:]
        line.statements.append(continued)
        if claims:
            self.steps.append(Step(line.number, continued, None, claims))

    def go_on_with(self, head: Statement, claimed: Statement, line: Line) -> None:
        """Add what is claimed about the same as a statement before."""
        claimed = self.examples.each(claimed) if self.examples else claimed
        target = head.parts[0] if head.about else elsewhere(head.parts[0])
        about = head.about or clipped(written(head.text, head.parts[0]), LONGEST_TARGET)
        whole = gathered(replace(claimed, parts=(target, *claimed.parts)), self.known)
        claimed = replace(claimed, parts=self.with_slopes_of_layers(whole).parts[1:])
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
        self.hear(statement.parts[0], claims)
        (self.conditions if self.is_condition else self.steps).append(Step(line.number, statement, None, claims))
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
            is_first = place == begun and after.kind in ("=", "[", "(")
            is_next = depth <= 0 and after.kind == "=" and found[place - 1].kind in (",", ":", ")")
            if token.kind != "name" or not (is_first or is_next):
                continue
            is_new = token.text not in self.known and not is_function(token.text)
            is_made_of_itself = any(each.text == token.text for each in found[place + 1 :])  # w = w - … defines none
            if is_new and not is_made_of_itself and not differentials(token.text, self):
                names = {token.text, token.text.partition("_")[0]} - {*self.known, *CONSTANTS}  # y_i is of y
                if after.kind == "=":  # e = … is no constant from there on
                    names.add(token.text)
                for name in names:
                    self.known[name] = None
                    self.unread[name] = line

    def take_printed(self, line: Line, formula: str) -> None:
        """Give a name what is printed at the end of a line that cannot be read: a = Block(x, {2}) = 0.6"""
        printed = PRINTED.fullmatch(formula.rstrip())
        name = spelled(printed[2]) if printed is not None else ""
        if printed is None or self.known.get(name) is not None or is_function(name):
            return
        begun = f"{printed[1]}{printed[2]}".ljust(printed.start(3))
        try:
            shown = tokens(f"{begun}={formula[printed.start(3) + 1 :]}")
        except LanguageError:
            return
        self.known.pop(name, None)
        self.unread.pop(name, None)
        self.opaque[name] = line.number
        self.read(line, formula, shown)

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
