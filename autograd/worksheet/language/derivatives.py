"""Derivatives read: dL/dw, and the other ways they are written on paper."""

from collections.abc import Collection, Mapping

from autograd.worksheet.language.cursor import Cursor
from autograd.worksheet.language.tree import Derivative, Index, Name, Node, Number, Product
from autograd.worksheet.language.vocabulary import LOSSES

_ENDS = ("=", "end", ";", ",", ")", "for", "<-", ":=")
"""What may follow the L of d/dw L."""


class Derivatives(Cursor):
    """Reads derivatives. `short` are words that stand for one on the whole sheet: dw for dL/dw.

    `members` are the names of which there is one for each layer or step, a[l]; its entries are a[l][i].
    """

    short: Mapping[str, tuple[str, str]] = {}
    members: Collection[str] = ()

    def expression(self) -> Node:
        """A sum."""
        raise NotImplementedError

    def several(self) -> list[Node]:
        """Expressions separated by commas."""
        parts = [self.expression()]
        while self.next.kind == ",":
            self.take()
            parts.append(self.expression())
        return parts

    def indices(self) -> tuple[Node, ...]:
        """What stands between square brackets after a name."""
        opened = self.take()
        parts = self.several()
        self.expect("]", opened)
        if len(parts) > 2:
            raise self.wrong(f"{len(parts)} indices: names have at most two, row and column", opened)
        return tuple(parts)

    def indexed(self, name: Node) -> Node:
        """A name just read, with its indices if there are any."""
        found = self.span(Index, name.column, name, self.indices()) if self.next.kind == "[" else name
        if isinstance(name, Name) and name.name in self.members and found is not name and self.next.kind == "[":
            return self.span(Index, name.column, found, self.indices())
        return found

    def derivative(self) -> Node | None:
        """dA/dB, if A and B are defined; else nothing is read.

        Looked ahead for rather than tried: in dx[dx[dx[…]]] each trial would read what is inside twice.
        """
        length = self.differential_length(0)
        if not length:
            return self.operator() or self.derivative_in_a_word()
        for _ in range(2 if self.next.text[1:] in self.members else 1):
            length += self.bracketed(length) if self.ahead(length).kind == "[" else 0
        if self.ahead(length).kind != "/" or not self.differential_length(length + 1):
            return self.derivative_in_a_word() if self.next.text in self.short else None
        begins = self.place == 0 or self.tokens[self.place - 1].kind == ";"
        top = self.differential()
        self.take()
        slope = self.span(Derivative, top.column, top, self.differential())
        return self.by_square(slope) if begins else slope

    def by_square(self, slope: Node) -> Node:
        """What dL/dσ² = … is about, where no name is called σ²: dL/dσ over 2 σ. Within a formula it is a square."""
        return self.by_its_square(slope) if self.takes_square() else slope

    def by_its_square(self, slope: Node) -> Node:
        """The slope by the square of a name, of that by the name."""
        return self.span(Product, slope.column, (slope, Number(2.0, 0.0, "2"), slope.parts[1]), "*//")

    def takes_square(self) -> bool:
        """Whether a square comes next; then reading continues after it."""
        exponent = self.ahead(int(self.next.kind == "^"))
        if self.next.kind not in ("^", "raised") or exponent.text != "2":
            return False
        while self.next is not exponent:
            self.take()
        self.take()
        return True

    def derivative_in_a_word(self) -> Node | None:
        """dLdw or dL_dw, read as dL/dw if that is not a name of its own; an index belongs to the w."""
        token = self.next
        found = differentials(token.text, self.defined) if token.text not in self.defined else []
        found = [self.short[token.text]] if token.text in self.short else found
        if not found:
            return None
        if len(found) > 1:
            (top, bottom), (other, by) = found[:2]
            raise self.wrong(f"{token.text} could be d{top}/d{bottom} or d{other}/d{by}: write it with its /")
        self.take()
        above, below = (self.span(Name, token.column, name) for name in found[0])
        return self.span(Derivative, token.column, above, self.indexed(below))

    def differential_length(self, number: int) -> int:
        """How many tokens, so many further on, are the dA of a defined name A: two in ∂ z, with a blank; 0 if none."""
        token = self.ahead(number)
        if token.kind != "name" or not token.text.startswith("d"):
            return 0
        after = self.ahead(number + 1)
        if token.text == "d" and after.kind == "name" and after.text in self.defined:
            return 2
        return int(token.text[1:] in self.defined)

    def differential(self) -> Node:
        """The A of dA: a defined name, or an entry of it."""
        token = self.next
        for _ in range(self.differential_length(0)):
            name = self.take().text
        return self.indexed(self.span(Name, token.column, name if name != token.text else name[1:]))

    def fraction(self) -> Node | None:
        """(∂L)/(∂w), in brackets as some programs write it."""
        above = self.differential_length(1)
        if not above or (self.ahead(1 + above).kind, self.ahead(2 + above).kind) != (")", "/"):
            return None
        bracketed = self.ahead(3 + above).kind == "("
        below = self.differential_length(3 + above + bracketed)
        if not below or (bracketed and self.ahead(3 + above + bracketed + below).kind != ")"):
            return None
        start = self.take()
        top = self.differential()
        for _ in range(2 + bracketed):
            self.take()
        bottom = self.differential()
        if bracketed:
            self.take()
        return self.span(Derivative, start.column, top, bottom)

    def operator(self) -> Node | None:
        """d/dw L or ∇_w L, where L stands alone."""
        token = self.next
        if token.text in self.defined:
            return None
        length = 0
        if token.text == "d" and self.ahead(1).kind == "/":
            length = self.differential_length(2)
            of = self.ahead(2 + length)
            after = self.ahead(3 + length)
        elif token.text.startswith("∇_") and token.text[2:] in self.defined:
            of, after = self.ahead(1), self.ahead(2)
            length = 1
        if not length or of.kind != "name" or of.text not in self.defined:
            return None
        is_factor = token.text != "d" and of.text in LOSSES and after.kind not in ("(", "[", "^", "raised")
        if after.kind not in _ENDS and not is_factor:
            return None
        self.take()
        if token.text == "d":
            self.take()
            bottom = self.differential()
        else:
            bottom = self.span(Name, token.column, token.text[2:])
        self.take()
        top = Name(of.text, column=of.column, length=of.length)
        return self.span(Derivative, token.column, top, bottom)


def differentials(word: str, defined: Collection[str]) -> list[tuple[str, str]]:
    """The defined names A and B that a word such as dAdB or dA_dB is made of.

    >>> differentials("dL_dw", ["L", "w"]), differentials("dadbdc", ["a", "bdc", "adb", "c"])
    ([('L', 'w')], [('a', 'bdc'), ('adb', 'c')])
    """
    if not word.startswith("d"):
        return []
    parts = ((word[1:place], word[place + 1 :]) for place in range(2, len(word)) if word[place] == "d")
    pairs = ((top if top in defined else top.removesuffix("_"), bottom) for top, bottom in parts)
    return [(top, bottom) for top, bottom in pairs if top in defined and bottom in defined]
