"""The language of hand work: one grammar for formulas on a command line and for the statements of a worksheet.

    stmt   := NAME "<-" expr {"=" expr} | "find" expr {"," expr}
            | NAME ("+=" | "-=") expr {"=" expr}
            | [expr] {"=" expr ["if" cond ["else" expr]]} ["for" guard {"," guard}]
    guard  := NAME ("=" | "!=") (NAME | NUMBER)
    cond   := expr ("<" | ">" | "<=" | ">=" | "=" | "!=") expr
    expr   := + − ‹ * · × ∘ / @ and juxtaposition, left to right ‹ unary − ‹ ^ ** ‹ [i, j] .T
    atom   := NUMBER | NAME | deriv | "(" expr ["if" cond "else" expr] ")" | "|" expr "|"
            | "[" list "]" | call | "||" expr "||"
    call   := FUN "(" args ")" | FUN "(" NAME ["!=" NAME] ":" expr ")"
            | FUN NAME [index], before + − ) or the end of the formula
    deriv  := ("d"|"∂") NAME [index] "/" ("d"|"∂") NAME [index]
            | "d" "²" NAME [index] "/" ("d" NAME [index] "²" | "d" NAME [index] "d" NAME [index])
            | "d" ["²"] "(" expr ")" "/" "d" NAME [index] | "d" "/" "d" NAME [index] expr
            | "d" NAME ["_"] "d" NAME [index] as one word
            | "d" "/" "d" NAME NAME | "(" "d" NAME ")" "/" "(" "d" NAME ")"
            | "d" NAME, where that can only be the derivative of the loss

Reading builds a tree of `Node`s and computes nothing. Sums and products are flat, so a tree is only as deep as its
brackets, and those are counted. A statement that begins with = continues the chain of the line before; ≈ is read
as =, and := as <- after a name that is defined, else as =.
"""

from collections.abc import Callable, Collection

from autograd.worksheet.language.expressions import Expressions
from autograd.worksheet.language.forms.cases import as_guards, is_indexed
from autograd.worksheet.language.tokens import Token, tokens
from autograd.worksheet.language.tree import (
    Call,
    Case,
    Chain,
    Derivative,
    Find,
    Guard,
    Index,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Statement,
    Sum,
    Update,
    name_of,
)
from autograd.worksheet.language.vocabulary import function_called


def read_expression(text: str, defined: Collection[str] = ()) -> Node:
    """The tree of an expression. `defined` are the names that exist: they decide what dA/dB and f(x) mean.

    Raises LanguageError for what cannot be read.
    """
    reader = Reader(text, tokens(text), defined)
    node = reader.expression()
    if reader.next.kind == "=" and reader.ahead(1).kind not in ("=", "end"):
        named = reader.tokens[reader.place - 1]
        if reader.place > 1 and named.kind == "name" and named.spaced:  # as in "x^2 x=1"
            raise reader.wrong("unexpected '=': numbers are given after the formula and its quotation marks")
        raise reader.wrong("unexpected '=': a formula stands alone, write what comes after the =")
    reader.finish("end")
    return node


def with_target_first(parts: list[Node]) -> list[Node]:
    """The parts of (p - t) x = dL/dw as of dL/dw = (p - t) x: on paper what is found may stand behind."""
    match parts:
        case [Number() | Sum() | Product() | Negative() | Power(), *_, Derivative() as last]:
            return [last, *parts[:-1]]
    return parts


class Reader(Expressions):
    """Reads statements. `defined` may grow meanwhile; `hidden` gives a name to a formula that is differentiated."""

    hidden: Callable[[Node], Node] | None = None
    differentiated_words: Collection[str] = ()
    """Short words for functions that are functions of one's own here: R(w) = …, dR/dw."""

    def hide(self, node: Node, token: Token) -> Node:
        """A name for a formula that is differentiated."""
        return super().hide(node, token) if self.hidden is None else self.hidden(node)

    def statement(self) -> Statement:
        """One statement, up to a ; or the end."""
        start = self.next
        if self.next.kind == "find":
            self.take()
            return self._stated(Find, self.several(), (), start)
        own = self.own_function(start)
        if own is not None:
            return own
        self.without_arguments(start)
        if start.kind == "name" and self.ahead(1).kind in ("+", "-") and self.ahead(2).kind == "=":
            return self.chained(Update, self.changed(), start)
        parts = [self.expression()]
        kind: type[Statement] = Chain
        if self.next.kind == "<-" or (self.next.kind == ":=" and self.is_defined(parts[0])):
            if isinstance(parts[0], Index) and all(isinstance(place, Name) for place in parts[0].places):
                self.take()  # w_j := w_j - …, for each j
                return self.chained(Chain, [*parts, self.expression()], start)
            if not isinstance(parts[0], Name):
                raise self.wrong(f"only a name can be given a new value with {self.next.text}", start)
            kind = Update
        if self.next.kind in ("<-", ":="):
            self.take()
            parts.append(self.expression())
        return self.chained(kind, parts, start)

    def changed(self) -> list[Node]:
        """The name and the formula of w -= …, as of w <- w - …"""
        token = self.take()
        name = self.span(Name, token.column, token.text)
        signs = "+" + self.take().kind
        self.take()
        change = self.expression()
        return [name, self.span(Sum, change.column, (name, change), signs)]

    def continued(self) -> Statement:
        """What follows at the beginning of a line: {"=" expr} and its guards, all of it claims."""
        return self.chained(Chain, [], self.next)

    def own_function(self, start: Token) -> Statement | None:
        """f(x) = x^2, a function of one's own: a chain whose first part is its call with letters."""
        if start.kind != "name" or not self.opens_behind() or start.text.endswith("′"):
            return None
        if self.is_unknown_call(start) or (self.own and self.orders_of(start.text)[1]):
            return None
        if start.text in self.defined:
            return None
        if function_called(start.text) and start.text not in self.differentiated_words:
            return None
        length = 2
        letters: list[Node] = []
        while self.ahead(length).kind == "name":
            token = self.ahead(length)
            letters.append(Name(token.text, column=token.column, length=token.length))
            length += 1 + (self.ahead(length + 1).kind == ",")
        if not letters or (self.ahead(length).kind, self.ahead(length + 1).kind) not in ((")", "="), (")", ":=")):
            return None
        begun = self.place
        for _ in range(length + 2):
            self.take()
        if self._is_at_values(start.text, letters):
            self.go_to(begun)
            return None
        call = Call(start.text, tuple(letters), column=start.column, length=self.tokens[self.place - 2].column + 1)
        return self.chained(Chain, [call, self.expression()], start)

    def _is_at_values(self, function: str, operands: list[Node]) -> bool:
        """Whether a function of one's own, that has its formula, stands at names with values: f(x0) = 8 - 4 - 5."""
        own = self.own.get(function)
        names = [name_of(operand) or "" for operand in operands]
        return own is not None and names != [*own[0]] and all(name in self.defined for name in names)

    def without_arguments(self, start: Token) -> None:
        """Refuse L(w, b) = …, for a new name L."""
        if start.kind != "name" or not self.opens_behind() or start.text in self.defined or function_called(start.text):
            return
        if self.is_own_call(start) or self.is_unknown_call(start) or (self.own and self.orders_of(start.text)[1]):
            return
        length = 2
        while self.ahead(length).kind == "name" and self.ahead(length + 1).kind == ",":
            length += 2
        kinds = tuple(self.ahead(length + number).kind for number in range(3))
        if kinds in (("name", ")", "="), ("name", ")", ":=")):
            message = f"names stand without their arguments: write {start.text} = …"
            if self.ahead(length).text not in self.defined:
                message = f"{message}, or, for a function of your own, its formula wherever it is used"
            raise self.wrong(message, start)

    def is_defined(self, left: Node) -> bool:
        """Whether what stands before a := has its value already; a derivative is never given one, nor is σ(x)."""
        if isinstance(left, Call) and all(isinstance(operand, Name) for operand in left.operands):
            return False  # σ(x) := 1/(1 + e^-x) says what is known of a function
        return not isinstance(left, Derivative) and ((name := name_of(left)) is None or name in self.defined)

    def chained(self, kind: type[Statement], parts: list[Node], start: Token) -> Statement:
        """The rest of a statement: formulas after =, and the conditions on its index letters."""
        while self.next.kind == "=":
            self.take()
            parts.append(self.conditional())
        guards: list[Guard] = []
        if self.next.kind == "for":
            self.take()
            guards.append(self.guard())
            while self.next.kind == ",":
                self.take()
                guards.append(self.guard())
        if kind is Chain:
            parts = with_target_first(parts)
        match parts:
            case [*_, Case(then, None) as last] if not guards and (found := as_guards(last)):
                if is_indexed([guard.letter for guard in found], [*parts[:-1], then]):
                    parts[-1], guards = then, list(found)
        return self._stated(kind, parts, tuple(guards), start)

    def _stated(self, kind: type[Statement], parts: list[Node], guards: tuple[Guard, ...], start: Token) -> Statement:
        self.finish(";", "end")
        end = self.tokens[self.place - 1]
        length = max(1, end.column + end.length - start.column)
        return kind(tuple(parts), guards, self.text, start.column, length)

    def guard(self) -> Guard:
        """A condition such as i != j."""
        letter = self.take()
        if letter.kind != "name":
            raise self.wrong("after for comes a condition on an index letter, such as i != j", letter)
        sign = self.take()
        if sign.kind not in ("=", "!="):
            raise self.wrong(f"after for {letter.text} comes = or !=", sign)
        other = self.take()
        if other.kind == "name":
            return Guard(letter.text, sign.kind == "=", other.text)
        if other.kind == "number" and other.number == int(other.number) and not other.half_unit:
            return Guard(letter.text, sign.kind == "=", int(other.number))
        raise self.wrong("an index is compared with an index letter or a whole number", other)
