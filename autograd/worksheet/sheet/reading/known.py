"""What is known while a worksheet is read: names and what they stand for, functions, layers, short derivatives."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from autograd.errors import LanguageError
from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.edits import plain
from autograd.worksheet.language.notations.document import Document
from autograd.worksheet.language.notations.told.layers import DEVIATIONS
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import loss_called
from autograd.worksheet.language.tokens import Token, spelled
from autograd.worksheet.language.tree import (
    Call,
    Chain,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Statement,
    Sum,
    free_letters,
    is_larger,
    names_in,
    put_in,
)
from autograd.worksheet.language.vocabulary import APPROXIMATED, CONSTANTS, SHORT_WORDS, function_called, is_named_too
from autograd.worksheet.language.work import Work
from autograd.worksheet.sheet.families import Families
from autograd.worksheet.sheet.model import ANY_NUMBER, Definition, Line, Step, Told, definition_of
from autograd.worksheet.sheet.reading.elsewhere import changes_of
from autograd.worksheet.sheet.reading.examples import NO_EXAMPLES
from autograd.worksheet.sheet.shorthand import Losses
from autograd.worksheet.sheet.sizes.matrices import MatrixSizes, size_of
from autograd.worksheet.sheet.unknown import Functions, names_behind

_NUMBERED = re.compile(r"([^\W\d_]+)(_?)([0-9]+)")
"""A name with a number."""

_OF_LOSS = re.compile(r"d(loss|cost|[^\W\d_])(?:_?d(\w+))?")
"""A derivative of what has one letter in a word, dL_dw, or the dL of dL/dw."""

_ENTRY = re.compile(r"([^\W\d_]+)_\{?([a-z]{1,2})\}?")
"""An entry of a list or of a matrix."""

FOR_A_LINE, FOR_A_STATEMENT, FOR_A_TOKEN, FOR_A_CLAIM, FOR_AN_ERROR = 24, 20, 6, 8, 60
"""Operations that reading takes: as many lines of two tokens take twice as long as half as many lines of five."""

LONGEST_HIDDEN = 600
"""Characters of a formula that is differentiated as it stands: its names may be such formulas, too."""

MOST_PUT_IN = 2_000
"""Parts of a formula of a key in which all names are replaced by what they stand for."""

MOST_LEVELS = 100
"""Parts inside one another of a formula with what its names stand for put in."""

MOST_PLACES = 2
"""Indices of a name."""


class Defined(dict[str, "Definition | None"]):
    """Names and their definitions, and which of them are given: this is asked at each statement."""

    def __init__(self, definitions: Collection[Definition]) -> None:
        super().__init__()
        self.given: set[str] = set()
        for each in definitions:
            self[each.name] = each

    def __setitem__(self, name: str, definition: Definition | None) -> None:
        super().__setitem__(name, definition)
        if definition is not None and definition.given:
            self.given.add(name)
        else:
            self.given.discard(name)


class Known:
    """What is known while a worksheet is read; as a collection, the names that may be differentiated."""

    def __init__(
        self,
        definitions: Collection[Definition],
        aliases: Mapping[str, str],
        changes: Collection[str] = (),
        work: Work | None = None,
        document: Document | None = None,
        given: Document | None = None,
        functions: Functions | None = None,
    ) -> None:
        self.work = work or Work()
        self.document = document or Document("")
        self.has_key = given is not None
        meant = given or self.document  # under a key, its functions and layers are meant
        self.said: dict[str, str] = {}  # for each kind of notation the first line read so, and how
        self.dots = self.stars = self.means = self.lengths = self.own_words = False
        self.reaches = 0  # of how much d/dx is
        self.slopes_told: Collection[str] = ()  # those that are names: dL/db is what its line says
        self.examples = NO_EXAMPLES  # what is said of one of them is said of each
        self.first = self.document.first  # what the entries of x_1, x_2 are counted from
        self.zero_from: int | None = None  # the line from which on it is said where a gradient is zero
        self.defined = {spelled(name) for name in self.document.defined - self.document.moved_entries}
        self.defined |= {spelled(f"{name}_0") for name in self.document.constants}  # the bias beside a sum of w_j x_j
        self.plain = {name for name in self.document.defined if is_named_too(name) and not self.document.calls(name)}
        self.differentiated_words = tuple(
            word
            for word in SHORT_WORDS
            if self.document.makes_its_own(word) or (not meant.has_numbers and meant.differentiates(word))
        ) + tuple(filter(self.document.approximates, APPROXIMATED))
        self.without: dict[str, int] = {}  # names that cannot be computed, and the lines that do not define them
        self.contributions: dict[str, list[Node]] = {}  # what is added up to a derivative, so far
        self.entries: dict[str, dict[tuple[int, ...], str]] = {}  # names of those computed one by one: Y[0,0]
        self.own: dict[str, tuple[tuple[str, ...], Node]] = {}  # functions of one's own: letters and formula
        self.waiting: dict[str, tuple[Statement, Line]] = {}  # those that are to be names, too
        self.moved: set[str] = set()  # the names given a new value so far
        self.said_to_be: dict[str, list[float]] = {}  # for each of these what its last new value is said to be
        cased = {} if self.has_key else self.document.cased
        if cased:
            self.said["cased"] = f"read {', '.join(f'{name} as {other}' for name, other in cased.items())}"
        aliases = {**cased, **aliases}
        self.aliases = {**aliases, **{f"d{other}": f"d{name}" for other, name in aliases.items()}}
        self.aliases.update(_subscripts(self.document))
        self.aliases.update(_with_other_numbers(self.document, [each.name for each in definitions]))
        self.known = Defined(definitions)
        self.matrix_sizes = MatrixSizes(self.known)
        self._meant: dict[str, Node] | None = None  # what the key's names stand for, when that is first asked
        self.steps: list[Step] = []
        self.unread: dict[str, int] = {}
        self.takes_printed = False  # of lines that cannot be read, what is printed at their ends
        self.opaque: dict[str, int] = {}  # names given what is printed so, and the lines
        self.renewed: set[str] = set()  # names that were given a new value
        self.beside: dict[str, Node] = {}  # the last new value of those that have theirs beside steps of others
        self.moving: dict[str, Statement] = {}  # those of lists, of which some entries are told so far
        self.numbers_now: dict[str, Node] = {}  # the lists with the last numbers of their entries
        self.has_notations = False
        self.presumed: set[str] = set()  # names of what functions are of, that nothing says
        self.head: Statement | None = None  # what a line that begins with = continues
        self.lost = 0  # the last line with a statement that cannot be read
        self.updated = ""  # the name it gave a new value
        self.computed = ""  # the last name of a number that is computed
        self.changes = changes
        self.losses = Losses(self.known.values())
        self.losses.backed = list(map(spelled, self.document.backed))
        self.short: dict[str, tuple[str, str]] = {}  # dw for dL/dw, where that is certain
        self.families = Families.of(meant)
        self.members: list[tuple[str, Statement]] = []  # what the last statement is for each layer or step
        self.functions = functions or Functions(meant)
        losses = () if self.has_key else self.functions.losses
        if not (self.has_key or self.document.gives_numbers or self.document.has_results):
            self.short.update(self.functions.upstream)
        self.short.update(_asked_shortly(self.document, changes))
        # without any given they are names like others: dy/dw is a derivative
        found = {*losses, *self.families.names}
        found |= set(map(spelled, meant.bottoms_of_formulas)) - set(CONSTANTS)
        self.unvalued: dict[str, None] = dict.fromkeys(sorted(found))
        self.of_any_value: Collection[str] = ()  # the names of a key that has no numbers for them

    def __contains__(self, name: object) -> bool:
        return name in self.known or name in self.unvalued

    def __iter__(self) -> Iterator[str]:
        return iter({**self.known, **self.unvalued})

    def __len__(self) -> int:
        return len(self.known) + len(self.unvalued)

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

    @cached_property
    def looked_for(self) -> set[str]:
        """The names that are differentiated by, where it is said at which of their values that is zero."""
        if self.zero_from is None:
            return set()
        entries = (_ENTRY.fullmatch(name) for name in self.document.bottoms)
        lists = {found[1] for found in entries if found and self.document.is_entry(found[1], *found[2])}
        bottoms = {each.rstrip("²") if each.rstrip("²") in DEVIATIONS else each for each in self.document.bottoms}
        return {spelled(name) for name in bottoms | lists | set(self.document.gradients.values())}

    @property
    def has_givens(self) -> bool:
        """Whether anything is given as a number or a list of numbers."""
        return bool(self.known.given)

    def is_matrix(self, name: str) -> bool | None:
        """Whether a name is a matrix; None of what is no list, as far as can be told."""
        definition = self.known.get(name)
        if definition is not None and definition.letters:
            return len(definition.letters) == MOST_PLACES
        for claimed in definition.statement.parts[2:] if definition is not None else ():
            if isinstance(claimed, List) and isinstance(claimed.entries[0], List):
                return True
        match definition.formula if definition is not None else None:
            case List((List(), *_)):
                return True
            case List():
                return False
            case None | Number() | Negative(Number()):
                return None
            case Call() | Product() | Sum() as formula if self.document.convolves:
                size = size_of(formula, self.matrix_sizes)
                return size is not None and 1 not in size
        return False if self.document.has_lists or name in self.document.entries[0] else None

    def is_whole(self, entry: str, name: str) -> bool:
        """Whether a name, or what it is the change of, is a matrix computed before anything is called like an entry."""
        if entry in self.known:
            return False
        base, own = (name[1:], entry[1:]) if name[:1] == "d" and name not in self.known else (name, entry)
        definition = self.known.get(base)
        return (
            definition is not None and not definition.given and own not in self.known and self.is_matrix(base) is True
        )

    def is_product(self, word: str) -> bool:
        """Whether a word without a value is that of matrices side by side: XW = [[1, 2]], or of a list behind one."""
        if not (word.isalpha() and word[0].isupper() and len(word) == MOST_PLACES) or word in self.known:
            return False
        matrix, other = self.known.get(word[0]), self.known.get(word[1])
        if matrix is None or other is None or not self.is_matrix(word[0]):
            return False
        return self.is_matrix(word[1]) is True or (word[1].islower() and isinstance(other.formula, List))

    def is_lettered(self, name: str) -> bool:
        """Whether a name is defined for each index, or used so where nothing has a number: x_j = …, y = x_j"""
        definition = self.known.get(name)
        if definition is None and name in self.document.entries[0] and not self.document.begins_with(f"{name}_0"):
            return not self.document.begins_with(f"{name}_1")
        return definition is not None and bool(definition.letters)

    def named_loss(self, found: list[Token]) -> list[Token]:
        """The tokens with dLoss for dL, and dLoss_dw for dL_dw, where a loss is defined and nothing is called L."""
        made: list[Token] = []
        for token, after in zip(found, [*found[1:], *found[-1:]], strict=True):
            if token.kind == "name" and token.text[:1] == "d" and token.text[1:2] not in self.known:
                token = replace(token, text=self.about_loss(token.text, after.kind == "/"))
            elif token.text in ("loss", "cost") and after.kind == "/" and made and made[-1].text in ("d", "∂"):
                token = replace(token, text=loss_called(token.text, self.document.defined) or token.text)
            made.append(token)
        return made

    def about_loss(self, word: str, is_above: bool) -> str:
        """A word for a derivative of L, or the dL above its bar, of the loss that is meant."""
        slope = _OF_LOSS.fullmatch(word)
        if slope is None or is_above == bool(slope[2]):
            return word
        loss = loss_called(slope[1], self.document.defined)
        if not loss or not (is_above or slope[2] in self):
            return word
        return f"d{loss}" if is_above else f"d{loss}_d{slope[2]}"

    def rename(self, word: str) -> str:
        """A student's name as the key has it, in the words for derivatives, too."""
        if word in self.aliases or word in self:
            return self.aliases.get(word, word)
        found = differentials(word, {**self.aliases, **dict.fromkeys(self)}) if word.startswith("d") else []
        if len(found) != 1:
            return word
        top, bottom = (self.aliases.get(name, name) for name in found[0])
        return f"d{top}_d{bottom}"

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

    def hidden(self, node: Node, text: str, line: int) -> Node:
        """A name for a formula that is differentiated as it stands; its entry at the index letters in the formula."""
        if self.has_key and (meant := self.named_in_key(node)):
            return Name(meant, column=node.column, length=node.length)
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
        told = (letter for letter in names_in(node) if letter in letters and not self.document.defines(letter))
        self.free_letters(told, text, line)  # as in f′(x)
        if letter := self.families.letter_of((node,)) if self.families else "":
            return self.hidden_family(name, letter, node, text, line)
        node = self.families.at_ends(node) if self.families else node
        places = self.places_of(node, node, text)
        hidden = Index(Name(name), places) if places else Name(name)
        if name not in self.known:
            self.hide(hidden, node, text, line)
        return hidden

    def named_at(self, letter: str, node: Node, text: str, line: int) -> Node:
        """A name for what a letter of a function of one's own is at a call: the x of f(2, 1)."""
        name = f"({letter} = {echo(node)})"
        self.work.spend(FOR_A_CLAIM + len(name) // 4)
        if name not in self.known:
            self.hide(Name(name), node, text, line)
        return Name(name, column=node.column, length=node.length)

    def free_letters(self, letters: Iterable[str], text: str, line: int) -> None:
        """Let the letters of a function stand for any number, where nothing gives them one."""
        for letter in letters:
            if letter not in self:
                self.hide(Name(letter), ANY_NUMBER, text, line)

    def is_closed(self, function: str) -> bool:
        """Whether a function of one's own is made of its letters, and of nothing that is computed from them."""
        letters, body = self.own[function]
        others = (self.known.get(name) for name in names_in(body) if name not in letters)
        return set(letters) <= set(names_in(body)) and all(each is None or each.given for each in others)

    def formula_by_letters(self, body: Node, letters: tuple[str, ...]) -> Node:
        """The formula of a function with what names stand for that are computed from its letters: of f(w) = z^2 beside
        z = w x, (w x)^2.
        """
        behind = set(names_in(body)).union(*(names_behind(name, self.known) for name in names_in(body)))
        inner: dict[str, Node] = {}
        for name in filter(behind.__contains__, self.known):
            known = self.known[name]
            formula = put_in(known.formula, inner) if known is not None and known.is_computed else body
            if formula is not body and not set(names_in(formula)).isdisjoint(letters):
                inner[name] = formula
                self.work.spend(FOR_A_CLAIM)
            if is_larger(formula, MOST_PUT_IN, MOST_LEVELS):
                break
        return put_in(body, inner) if inner else body

    def formula_at(self, name: str, values: list[tuple[Node, Node]]) -> Node | None:
        """The formula of a name with other values for what it is computed from; None where it is not computed so."""
        definition = self.known.get(name)
        if name in self.own:
            body = self.own[name][1]
        elif definition is not None and definition.is_computed:
            body = definition.formula
        else:
            return None
        changes = changes_of(values, self.known)
        formula = self.formula_by_letters(body, tuple(changes)) if changes else body
        return put_in(formula, changes) if changes and changes.keys() <= set(names_in(formula)) else None

    def places_of(self, formula: Node, typed: Node, text: str) -> tuple[Node, ...]:
        """The index letters in a formula that is differentiated as it stands; they are at most two."""
        places = tuple(map(Name, free_letters([formula], self.known)))
        if len(places) > MOST_PLACES:
            raise LanguageError(
                f"{echo(typed)} has more than two indices: give it a name", text, typed.column, typed.length
            )
        return places

    def hidden_family(self, name: str, letter: str, node: Node, text: str, line: int) -> Node:
        """A name for a formula that is differentiated for each layer, step or sample it speaks of."""
        places: tuple[Node, ...] = ()
        for number, each in self.families.members(letter, node):
            self.work.spend(FOR_A_CLAIM)
            places = self.places_of(each, node, text)
            member = Name(f"{name}[{number}]")
            if member.name not in self.known:
                self.hide(Index(member, places) if places else member, each, text, line)
        self.families.add(name, letter)
        return Index(Name(name), (Name(letter), *places))

    def named_in_key(self, node: Node) -> str:
        """The name that the key has for a formula, with what all names stand for put in; "" if it has none."""
        if self._meant is None:
            self._meant = {}
            for name, each in self.known.items():
                if each is not None and each.is_computed:
                    formula = plain(put_in(each.formula, self._meant))
                    size = sum(1 for _ in formula.inside())
                    self.work.spend(size)
                    if size <= MOST_PUT_IN:
                        self._meant[name] = formula
        whole = plain(put_in(node, self._meant))
        return next((name for name, formula in self._meant.items() if formula == whole), "")

    def tell(self, told: Told) -> None:
        """Know what the sheet does not say in so many words."""
        self.own.update(told.functions)
        for name, number in told.numbers.items():
            self.hide(Name(name), number, "", 1)

    def hide(self, left: Node, node: Node, text: str, line: int) -> None:
        statement = Chain((left, node), (), text, node.column, node.length)
        definition = definition_of(statement, line, self.known)
        used = (self.known.get(name) for name in names_in(node))
        if any(other is not None and other.is_derivative for other in used):
            definition = replace(definition, is_derivative=True)
        self.known[definition.name] = definition
        self.steps.append(Step(line, statement, definition, ()))


def _subscripts(document: Document) -> Mapping[str, str]:
    """L_w and L′_w for the dL/dw that a key asks for, where they are given something."""
    found: dict[str, str] = {}
    for top, bottoms in document.asked.items():
        for bottom in bottoms:
            for typed in (f"{top}_{bottom}", f"{top}'_{bottom}", f"{top}_{bottom}'"):
                if document.defines(typed) and not document.knows_in_key(typed):
                    found[spelled(typed)] = f"d{spelled(top)}_d{spelled(bottom)}"
    return found


def _with_other_numbers(document: Document, names: Iterable[str]) -> Mapping[str, str]:
    """w_1 for the w1 of a key, and w1 for its w_1, where the other is given nothing; with the words for derivatives."""
    found: dict[str, str] = {}
    for name in names:
        numbered = _NUMBERED.fullmatch(name)
        if numbered is not None:
            other = f"{numbered[1]}{'' if numbered[2] else '_'}{numbered[3]}"
            if not (document.begins_with(other) or document.knows_in_key(other)):
                found.update({other: name, f"d{other}": f"d{name}"})
    return found


def _asked_shortly(document: Document, changes: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """dw for the dL/dw that a key asks for, and for no other derivative by w."""
    tops: dict[str, list[str]] = {}
    for top, bottoms in document.asked.items():
        for bottom in bottoms:
            tops.setdefault(spelled(bottom), []).append(spelled(top))
    return {
        f"d{bottom}": (found[0], bottom)
        for bottom, found in tops.items()
        if len(found) == 1 and document.defines(f"d{bottom}") and f"d{bottom}" not in changes
        and not document.defines(f"d{found[0]}")
    }  # fmt: skip
