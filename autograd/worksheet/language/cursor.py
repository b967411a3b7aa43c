"""Tokens taken one by one, with errors that name the place."""

from bisect import bisect_right
from collections.abc import Callable, Collection
from functools import cached_property

from autograd.errors import LanguageError
from autograd.support.types import Any, TypeVar
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Node

Kind = TypeVar("Kind", bound=Node)

DEEPEST = 50
"""Brackets, exponents and signs inside one another."""


class Cursor:
    """A place among tokens, and what is said when something else was wanted there."""

    def __init__(self, text: str, found: list[Token], defined: Collection[str]) -> None:
        self.text = text
        self.tokens = found
        self.defined = defined
        self.place = 0
        self.next = found[0]  # the token to be read
        self.depth = 0
        self.bars = 0
        self.stacked = 0  # indices and transposes upon one another in what was read last

    def ahead(self, number: int) -> Token:
        """A token further on."""
        place = self.place + number
        return self.tokens[place] if place < len(self.tokens) else self.tokens[-1]

    def opens_behind(self) -> bool:
        """Whether a bracket is opened right behind the token to be read."""
        after = self.ahead(1)
        return after.kind == "(" and not after.spaced

    @property
    def statement_begins(self) -> int:
        """The place of the first token of the statement that is being read."""
        return self._begins[bisect_right(self._begins, self.place) - 1]

    @cached_property
    def _begins(self) -> list[int]:
        """The places where statements of the line begin."""
        return [0, *(place for place, token in enumerate(self.tokens, start=1) if token.kind == ";")]

    def bracketed(self, number: int) -> int:
        """How many tokens there are from a [ so many further on to the ] that closes it, or to the end."""
        depth = 0
        for place in range(self.place + number, len(self.tokens)):
            depth += (self.tokens[place].kind == "[") - (self.tokens[place].kind == "]")
            if not depth:
                return place + 1 - self.place - number
        return len(self.tokens) - self.place - number

    def take(self) -> Token:
        """The next token; reading continues after it."""
        token = self.next
        if token.kind != "end":
            self.go_to(self.place + 1)
        return token

    def go_to(self, place: int) -> None:
        """Read on at a place."""
        self.place, self.next = place, self.tokens[place]

    def wrong(self, message: str, token: Token | None = None) -> LanguageError:
        """An error at a token, the next one if none is given."""
        token = token or self.next
        return LanguageError(message, self.text, token.column, token.length)

    def expect(self, kind: str, opened: Token) -> Token:
        """The closing bracket that belongs to an opening one."""
        if self.next.kind == kind:
            return self.take()
        if self.next.kind == "end":
            raise self.wrong(f"the bracket {opened.text} is never closed: a {kind} is missing", opened)
        raise self.unexpected(f"a {kind} or an operator was expected here")

    def unexpected(self, wanted: str) -> LanguageError:
        """An error for the next token where something else was wanted."""
        before = self.tokens[self.place - 1] if self.place else None
        after = self.ahead(1)
        if before and before.kind == "=" and self.next.kind in ("end", ";"):
            return self.wrong("nothing comes after this =: a formula was expected", before)
        if before and before.kind == "=" == self.next.kind:
            return self.wrong("two = in a row: write one", self.next)
        if self.next.kind == "end":
            return self.wrong(f"the formula ends too early: {wanted}")
        if before and self.next.kind == "," and before.kind == "number" == after.kind and not after.spaced:
            return self.wrong(f"unexpected ',': write a decimal point, {before.text}.{after.text}")
        if before and before.text == "/" == self.next.text and not self.next.spaced:
            return self.wrong("two / in a row: write one; comments begin with #", before)
        if self.next.kind == ":=":
            return self.wrong("unexpected ':=': write = alone")
        if before and before.kind in ("+", "-", "*", "/") and self.next.kind == "=" and not self.next.spaced:
            name = self.tokens[self.place - 2] if self.place > 1 else before
            if name.kind == "name":
                message = f"unexpected '{before.text}=': write {name.text} <- {name.text} {before.text} …"
                return LanguageError(message, self.text, before.column, before.length + 1)
        if self.next.kind in ("<", ">", "<=", ">="):
            return self.wrong(f"unexpected '{self.next.text}': formulas are compared with = only, or after if")
        if self.next.kind in (")", "]"):
            return self.wrong(f"unexpected {self.next.text}: {wanted}")
        if self.next.kind == "number" and before and before.kind in ("number", "name", ")", "]"):
            return self.wrong(f"an operator is missing before {self.next.text[:20]}")
        return self.wrong(f"unexpected {self.text[self.next.column :][: min(self.next.length, 20)]!r}: {wanted}")

    def finish(self, *kinds: str) -> None:
        """Make sure that what comes next is one of these kinds."""
        if self.next.kind not in kinds:
            if self.next.kind in (")", "]"):
                raise self.wrong(f"this {self.next.text} closes nothing: a bracket too many, or one missing before it")
            if self.next.kind == "," and ";" in kinds and self.another_follows():
                raise self.wrong("unexpected ',': statements on one line are separated by a semicolon")
            raise self.unexpected("an operator was expected here")

    def another_follows(self) -> bool:
        """Whether behind this comma there is one more = of the statement, outside of brackets."""
        before, after = self.tokens[self.place - 1], self.ahead(1)
        depth = 0
        if before.kind == after.kind == "number" and not after.spaced:
            return False  # a decimal comma
        for place in range(self.place, len(self.tokens)):
            token = self.tokens[place]
            depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            if token.kind in (";", "end") or (token.kind == "=" and not depth):
                return token.kind == "="
        return False

    def span(self, kind: Callable[..., Kind], start: int, *fields: Any) -> Kind:
        """A node of a kind, from a column to the end of the last token read."""
        last = self.tokens[self.place - 1]
        return kind(*fields, column=start, length=last.column + last.length - start)

    def deeper(self, token: Token) -> None:
        """Count one more level."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.too_deep(token)

    def too_deep(self, token: Token) -> LanguageError:
        """The error for more levels than can be read."""
        return self.wrong(f"more than {DEEPEST} levels inside one another: too deep to be read", token)
