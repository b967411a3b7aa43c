"""What a statement defines: a name, or dw for dL/dw where that is certain; what else it claims."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cached_property

from autograd.worksheet.language.edits import ONE
from autograd.worksheet.language.printer import echo
from autograd.worksheet.language.roles import is_called_loss
from autograd.worksheet.language.tree import (
    Call,
    Chain,
    Derivative,
    Find,
    Fold,
    Index,
    List,
    Name,
    Node,
    Product,
    Statement,
    Update,
    free_letters,
    name_of,
    names_in,
)
from autograd.worksheet.language.vocabulary import CONSTANTS, is_function
from autograd.worksheet.sheet.misreadings import refuse_misreadings
from autograd.worksheet.sheet.model import Definition, Step, definition_of
from autograd.worksheet.sheet.reading.known import Known
from autograd.worksheet.sheet.shorthand import about_slope, named_slope

_GRADIENT = re.compile(r"^(?:grad|gradient)_?|_grad(?:ient)?$")


_OUT = ("out", "_out")
"""What is computed in the end, as layers call it."""


class Defining(Known):
    """What a statement defines, as far as it defines something."""

    def step(self, statement: Statement, line: int) -> Step:
        """A statement as definition and claims."""
        left = statement.parts[0]
        refuse_misreadings(statement, self)
        match statement, left:
            case Find(), _:
                return Step(line, statement, None, ())
            case Update(), Name(name) if name not in (self.known if self.document.gives_numbers else self):
                raise statement.error(f"{name} is given a new value, but it has none yet: write {name} = …", left)
            case Chain(), _ if (new := self.newly_named(left)) and not self.waits(new, statement):
                return self.define(new, statement, line)
        numbers = statement.parts[1:]
        if len(numbers) > 1 and not any(map(names_in, numbers)) and self.is_unknown(left):
            return Step(line, replace(statement, parts=numbers, about=""), None, numbers[1:])  # they hold by themselves
        return Step(line, statement, None, statement.parts[1:])

    @property
    def has_primed_values(self) -> bool:
        """Whether a given has a new value with a prime by now: w′ beside w = 2."""
        return any(
            (known := self.known.get(name.removesuffix("′"))) is not None and known.given
            for name in self.known
            if name.endswith("′")
        )

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
        if name in self.of_any_value:
            raise statement.error(f"{name} may be any in the key: give what you compute another name", left)
        if self.without.get(name) == line:
            raise statement.error(f"{name} cannot be computed like this: it is taken from a line below", left)
        definition = definition_of(statement, line, self.known)
        if self.stands_for_slope(definition):
            return self.step(about_slope(statement, self.short[name]), line)
        self.refuse_change(definition, left)
        primed = self.known.get(name.rstrip("′"))
        if primed is not None and not primed.given and definition.given and not self.has_primed_values:
            message = f"{name} is not a derivative here: write d{primed.name}/d…, or choose another name"
            raise statement.error(message, left)
        used = (self.known.get(node.name) for node in definition.formula.inside() if isinstance(node, Name))
        if any(other is not None and other.is_derivative for other in used):
            definition = replace(definition, is_derivative=True)
        self.known[name] = definition
        self.unread.pop(name, None)
        if definition.is_computed:
            self.computed = name
        self.losses.add(definition)
        self.unvalued.update(
            dict.fromkeys(each for each in unvalued_in(definition, self.known) if each not in self.known)
        )
        return Step(line, statement, definition, statement.parts[2:])

    def is_unknown(self, left: Node) -> bool:
        """Whether a name in what numbers are said of could not be read, or nothing gives it a value."""
        if name_of(left) is not None:
            return name_of(left) in self.unread
        is_plain = self.has_givens and not any(
            isinstance(part, Derivative) or (isinstance(part, Index) and name_of(part.array) in self.known)
            for part in left.inside()
        )
        names = (name for name in names_in(left) if name not in CONSTANTS)
        return is_plain and any(name not in self.known and name not in self.defined for name in names)

    def waits(self, name: str, statement: Statement) -> bool:
        """Whether numbers are said of a name that could not be read: with these alone it would depend on nothing."""
        return name in self.unread and len(statement.parts) > 1 and not names_in(statement.parts[1])

    def stands_for_slope(self, definition: Definition) -> bool:
        """Whether dw = … can only be about dL/dw, here and from here on."""
        word, formula = definition.name, definition.formula
        by, is_explicit = named_slope(word)
        if not by or by not in self or word in self.changes:
            return False
        if by == self.losses.end and formula == ONE and self.known.get(by) is not None:  # where going back begins
            self.short[word] = (by, by)
            return True
        if is_explicit:
            is_size = word == f"d_{by}" and definition.given  # d_k, how long keys are
            loss = "" if is_size else self.losses.end_above(by)
            if loss:
                self.short[word] = (loss, by)
            return bool(loss)
        if told := self.document.shortened_loss:
            self.shorten_slopes(told, word)
            if word in self.short:
                return True
        match formula:
            case Derivative(Name(loss), Name(bottom)) if bottom == by:
                pass
            case _:
                short = self.short or dict.fromkeys(self.document.handed_on) or self.by_slopes_above(by, formula)
                short = short or dict.fromkeys(self.losses.backed)
                loss = self.losses.of(by, word, formula, short, self.means)
                loss = loss or self.loss_of_sum(by, definition) or self.loss_of_upstream(by, definition)
        if loss:
            self.short[word] = (loss, by)
        return bool(loss)

    def shorten_slopes(self, loss: str, word: str) -> None:
        """Let a word for a derivative be about a loss, or what that is in stages; and all words but those added up."""
        for name, each in self.known.items():
            other = f"d{name}"
            of = loss if name in self.losses.reached(loss) else self.losses.end_above(name)
            is_whole = other == word or other not in self.document.added
            if each is not None and of and is_whole and self.document.has(rf"(?<![\w/∂]){re.escape(other)}(?!\w|\s*/)"):
                self.short.setdefault(other, (of, name))

    def by_slopes_above(self, by: str, formula: Node) -> dict[str, None]:
        """The name that a list stands for the slopes by, if slopes by it were told above: dz = [1, 2] below dL/dz_k."""
        targets = (step.target for step in self.steps) if isinstance(formula, List) else ()
        slopes = (target.bottom for target in targets if isinstance(target, Derivative))
        return dict.fromkeys(name for slope in slopes for name in names_in(slope)[:1] if name == by)

    def loss_of_sum(self, by: str, definition: Definition) -> str:
        """What dZ is the derivative of where the loss is a mean and the document says dW = 1/m …: by what is computed,
        m times the loss; by what is given, the loss. "" if in doubt.
        """
        count = self.losses.averaged()
        is_whole = count is not None and self.document.averages_computed(echo(count))
        if count is None or not (is_whole or self.document.averages(echo(count))):
            return ""
        loss = self.losses.of(by, definition.name, definition.formula, self.short, is_mean=True)
        known = self.known.get(by)
        if not loss:
            return ""
        if is_whole or known is None or known.given:
            return loss
        whole = Product((count, Name(loss)), "**", column=definition.formula.column, length=definition.formula.length)
        hidden = self.hidden(whole, definition.statement.text, definition.line)
        return name_of(hidden) or ""

    def loss_of_upstream(self, by: str, definition: Definition) -> str:
        """What dx is the derivative of where dout or dy is given as a list, nothing is called a loss, and x makes y:
        their product, summed up. "" if in doubt.
        """
        end = self.losses.end
        if not end or by == end or by not in self.losses.reached(end) or self.names_a_loss:
            return ""
        is_out = end in _OUT or self.defined.isdisjoint(_OUT)
        words = {f"d{end}", *(f"d{each}" for each in _OUT if is_out), "grad_out", "grad_output"}
        found = [known for name in sorted(words) if (known := self.known.get(name)) is not None and known.given]
        upstream = found[0] if len(found) == 1 else None
        if upstream is None or not isinstance(upstream.formula, List):
            return ""
        whole = Product((Name(upstream.name), Name(end)), "**")
        summed = Call("sum", (whole,), column=definition.formula.column, length=definition.formula.length)
        return name_of(self.hidden(summed, definition.statement.text, definition.line)) or ""

    @cached_property
    def names_a_loss(self) -> bool:
        """Whether anything in the sheet is called a loss."""
        return any(map(is_called_loss, (*self.defined, *self.functions.losses)))

    def refuse_change(self, definition: Definition, left: Node) -> None:
        """Refuse dw and grad_w: who means dL/dw would define a name of no meaning, and it would not be judged."""
        name = definition.name
        if self.own_words and not self.losses.are_made_of(named_slope(name)[0]):
            return
        of, by = self.computed, name.removeprefix("d")
        if (
            by == self.losses.end
            and definition.given
            and isinstance(definition.formula, List)
            and not self.names_a_loss
        ):
            return  # dY = [[1, 0], [0, 2]] comes from above
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


def unvalued_in(definition: Definition, known: Collection[str]) -> Iterator[str]:
    """The names in a definition that stand for nothing: neither defined nor index letters."""
    formula = definition.formula
    names = [name for name in names_in(formula) if name not in known]
    if names:
        letters = set(free_letters([formula], known)) | set(definition.letters)
        letters |= {node.letter for node in formula.inside() if isinstance(node, Fold)}
        yield from (name for name in names if name not in letters)
