"""Second derivatives, and derivatives of whole formulas: d²L/dw², ∂²L/∂w∂b, d(u v)/dx, d/dx (…), d/dw (dL/dw)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from autograd.worksheet.language.derivatives import Derivatives, differentials
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Call, Derivative, Index, Name, Node, Product, Unknown, name_of, names_in

Own = tuple[tuple[str, ...], Node]
"""A function of one's own: its letters and its formula."""

_TWO = "2"
_GOES_ON = ("name", "(", "|", "‖")
"""What one more factor begins with, of what is differentiated."""

_HELP = "a second derivative is by two names, or twice by one: d²L/dw², d²L/(dw db)"


class Higher(Derivatives):
    """Reads derivatives that are not of a name: what they are of is given one by the reader of a sheet.

    `own` are functions of the sheet's own, `unknown` those it does not define; `is_single` tells of one of these, with
    how many operands and for what name, whether it comes to a single number, and `slope_meant` what g′ is where the
    sheet has another word for g. With `reaches` above 0, the last d/dx of a side is of all that follows on it;
    below 0, it ends before a / between blanks.
    """

    own: Mapping[str, Own] = {}
    unknown: Collection[str] = ()
    is_single: Callable[[str, int, str], bool] = staticmethod(lambda word, operands, target: True)
    slope_meant: Callable[[str, list[Node]], str | None] = staticmethod(lambda word, operands: None)
    reaches = 0
    ends_at = 0  # how deep what is differentiated lies, where it ends before a / between blanks

    def hide(self, node: Node, token: Token) -> Node:
        """A name, or an entry of it, for a formula that is differentiated."""
        raise NotImplementedError

    def power(self) -> Node:
        """A base and its exponent."""
        raise NotImplementedError

    def of(self, node: Node, token: Token) -> Node:
        """What stands above in a derivative: a name or an entry as it is, any other formula by a name of its own."""
        match node:
            case Name() | Index(Name()):
                return node
        return self.hide(node, token)

    def differentiated(self) -> Node | None:
        """∂(…)/∂w, of a formula in brackets."""
        if self.next.text != "d" or self.is_factor_d() or not self.is_above(1):
            return None
        begins = self.place == 0 or self.tokens[self.place - 1].kind == ";"
        token = self.take()
        node = self.bracket()
        self.take()
        slope = self.span(Derivative, token.column, self.of(node, token), self.differential())
        return self.by_square(slope) if begins else slope

    def is_factor_d(self) -> bool:
        """Whether a d is a name, and no sign of a derivative: that is what ∂ is whatever else has a value."""
        return ("d" in self.defined or "d" in self.own) and self.text[self.next.column : self.next.column + 1] != "∂"

    def is_above(self, number: int) -> bool:
        """Whether a bracket begins so many tokens further on, and behind it /dw."""
        if self.ahead(number).kind != "(":
            return False
        depth = 0
        while True:
            token = self.ahead(number)
            depth += (token.kind == "(") - (token.kind == ")")
            number += 1
            if token.kind in ("end", ";", "="):
                return False
            if not depth:
                below = number + 1 + (self.ahead(number + 1).kind == "(")
                return self.ahead(number).kind == "/" and self.differential_length(below) > 0

    def bracket(self) -> Node:
        """What stands between two brackets."""
        opened = self.take()
        node = self.expression()
        self.expect(")", opened)
        return node

    def is_unknown_call(self, token: Token) -> bool:
        """Whether a function is called that the sheet does not define, or its slope."""
        if not self.opens_behind():
            return False
        word = token.text.rstrip("′")
        return word in self.unknown and len(token.text) - len(word) < 3

    def unknown_call(self, token: Token) -> Node:
        """A function that the sheet does not define, with its operands."""
        word = self.take().text
        opened = self.take()
        operands = self.several()
        self.expect(")", opened)
        begun = self.statement_begins
        target = self.tokens[begun].text if self.tokens[begun + 1].kind == "=" else ""
        is_single = not word.endswith("′") and self.is_single(word, len(operands), target)
        meant = self.slope_meant(word, operands)
        if meant is not None:
            return self.span(Call, token.column, meant, tuple(operands))
        if word.endswith("′") and len(operands) > 1:
            raise self.wrong(f"{word} of {len(operands)} operands: a slope is by one, write d…/d…", token)
        return self.span(Unknown, token.column, word, tuple(operands), (), is_single)

    def operator(self) -> Node | None:
        """d/dw of what follows, up to + or -; in brackets, of what is in them."""
        slope = super().operator()
        if slope is not None or self.next.text != "d" or self.is_factor_d() or self.ahead(1).kind != "/":
            return slope
        length = 2 + self.differential_length(2)
        if length > 2 and self.ahead(length).kind == "[":
            length += self.bracketed(length)
        if length == 2 or self.ahead(length).kind not in ("name", "(", "number", "|", "‖"):
            return None
        token = self.take()
        self.take()
        bottom, is_square = self.differential(), self.takes_square()
        operand = self.expression() if self.reaches > 0 and self.is_last() else self.operand(name_of(bottom) or "")
        slope = self.span(Derivative, token.column, self.of(operand, token), bottom)
        return self.by_its_square(slope) if is_square else slope

    def is_last(self) -> bool:
        """Whether nothing is differentiated on the rest of a side."""
        depth = number = 0
        while depth >= 0 and (token := self.ahead(number)).kind not in ("end", ";", "="):
            depth += (token.kind in ("(", "[")) - (token.kind in (")", "]"))
            number += 1
            if token.kind == "/" and self.differential_length(number):
                return False
        return True

    def operand(self, by: str = "") -> Node:
        """What an operator such as d/dw is applied to: what is in brackets, or all up to + or -.

        Brackets without `by`, what it differentiates by, are a factor of what follows: d/dw (1/2) (w x - y)^2.
        """
        start = self.next
        self.deeper(start)
        ends_at, self.ends_at = self.ends_at, self.depth if self.reaches < 0 else 0
        parts = [self.power()]
        is_whole = start.kind == "(" and (not by or by in names_in(parts[0]))
        while not is_whole and self.next.kind in _GOES_ON:
            parts.append(self.power())
        signs = "*" + "_" * (len(parts) - 1)
        is_whole = is_whole or (bool(self.ends_at) and self.next.spaced and self.next.kind == "/")
        self.ends_at = ends_at
        if not is_whole and self.next.kind == "/":  # a fraction: d/dx x^2/2
            self.take()
            parts.append(self.power())
            signs += "/"
        if start.kind == "number" and signs[-1] == "/" and self.next.kind in _GOES_ON:  # d/dw 1/2 Σ_i …
            parts.append(self.power())
            signs += "_"
        if not is_whole and self.next.kind in ("*", "/", "@", "name", "("):
            written = self.text[start.column : self.next.column].strip()
            raise self.wrong(f"what is differentiated may end here or go on: write d/d… ({written}) or all in brackets")
        self.depth -= 1
        return parts[0] if len(parts) == 1 else self.span(Product, start.column, tuple(parts), signs)

    def second(self) -> Node | None:
        """d²L/dw², ∂²L/∂w∂b, and d²/dw² of what follows."""
        length = self.raised_length()
        if not length:
            return None
        token, kind = self.next, self.ahead(length).kind
        if token.text == "d" and (kind == "/" or (kind == "(" and self.is_above(length))):
            for _ in range(length):
                self.take()
            top = self.of(self.bracket(), token) if kind == "(" else None
            bottoms = self.bottoms(token)
            top = top or self.of(self.operand(), token)
        else:
            top = self.top(length)
            if top is None:
                return None
            bottoms = self.bottoms(token)
        first, last = bottoms
        slope = Derivative(top, first.array if isinstance(first, Index) else first)
        inner = self.hide(slope, token)
        if isinstance(first, Index) and isinstance(inner, Name):
            inner = replace(first, array=inner)
        return self.span(Derivative, token.column, inner, last)

    def raised_length(self) -> int:
        """How many tokens the d² of d²L are: none of them the L, but in d2L; 0 where there is none."""
        token = self.next
        if token.kind != "name" or token.text in self.defined:
            return 0
        if token.text.startswith("d2") and token.text[2:] in self.defined and self.ahead(1).kind in ("/", "["):
            return 1
        return 1 + self.squared(1) if token.text == "d" and self.squared(1) else 0

    def squared(self, number: int) -> int:
        """How many tokens, so many further on, make a square: ², ^2, ^{2}."""
        token, after = self.ahead(number), self.ahead(number + 1)
        if token.kind == "raised":
            return int(token.text == _TWO)
        if token.kind != "^":
            return 0
        if after.kind == "number":
            return 2 * (after.text == _TWO)
        return 4 * (after.text == "{" and self.ahead(number + 2).text == _TWO and self.ahead(number + 3).text == "}")

    def top(self, length: int) -> Node | None:
        """The L of d²L/…, up to the /."""
        token, name = self.next, self.ahead(length - 1 if self.next.text != "d" else length)
        word = name.text[2:] if name is token else name.text
        if name.kind != "name" or word not in self.defined:
            return None
        place = length + (name is not token)
        if self.ahead(place).kind == "[":
            place += self.bracketed(place)
        if self.ahead(place).kind != "/":
            return None
        for _ in range(length + (name is not token)):
            self.take()
        return self.indexed(self.span(Name, name.column, word))

    def bottoms(self, start: Token) -> list[Node]:
        """The two names of dw db, of dw², or of (dw db) below the line."""
        self.take()
        opened = self.take() if self.next.kind == "(" else None
        found: list[Node] = []
        while len(found) < 2:
            found += self.bottom()
            if not found:
                raise self.wrong(_HELP, start)
        if len(found) != 2:
            raise self.wrong(_HELP, start)
        if opened is not None:
            self.expect(")", opened)
        return found

    def bottom(self) -> list[Node]:
        """What one word below the line stands for: dw, dw², dw2, dwdb."""
        token = self.next
        pairs = differentials(token.text, self.defined) if token.text[1:] not in self.defined else []
        if len(pairs) == 1:
            self.take()
            first, last = (self.span(Name, token.column, name) for name in pairs[0])
            return [first, self.indexed(last)]
        if token.text.endswith(_TWO) and token.text[1:] not in self.defined and token.text[1:-1] in self.defined:
            self.take()
            name = self.indexed(self.span(Name, token.column, token.text[1:-1]))
            return [name, name]
        if not self.differential_length(0):
            raise self.wrong(_HELP, token)
        name = self.differential()
        twice = self.squared(0)
        for _ in range(twice):
            self.take()
        return [name, name] if twice else [name]
