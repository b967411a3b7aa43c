"""Expressions read: sums, products, powers, derivatives, calls, by precedence climbing."""

from collections.abc import Collection
from dataclasses import replace

from autograd.errors import LanguageError
from autograd.worksheet.language.cursor import DEEPEST
from autograd.worksheet.language.derivatives import differentials
from autograd.worksheet.language.forms.elsewhere import Elsewhere
from autograd.worksheet.language.hints import folded, raised_name
from autograd.worksheet.language.suggestions import is_absent, no_function
from autograd.worksheet.language.tokens import Token, compared_by
from autograd.worksheet.language.tree import (
    DOT,
    Call,
    Derivative,
    Fold,
    Index,
    List,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Slope,
    Sum,
    Transpose,
    is_larger,
    name_of,
    names_in,
    put_in,
)
from autograd.worksheet.language.vocabulary import FOLDS, function_called, is_bare, is_function, is_powered

_AFTER_BARE = ("end", ";", "=", "+", "-", ")", "]", ",", "for", "<-")
"""What may follow an operand without brackets."""

_PRIMES = "'’′"
_NEVER_OF_FRACTIONS = ("sin", "cos", "tan", "tanh")
"""Functions that end before a / between blanks, cos x / x: of a log nobody knows, log p / q."""

_COUNTS = ("d", "d_k", "d_h", "n", "m", "N", "D")
"""Names of what is counted, whose roots are factors: 1/√d_k Q."""


_DOTS = ("·", "⋅", "∙", "•", "×")
"""Signs that between lists and matrices may be products of all their entries."""


MOST_PARTS = 2_000
"""Parts of a formula with functions of one's own put in."""

MOST_LEVELS = 150
"""Parts inside one another in such a formula: each is walked by functions that call themselves."""


class Expressions(Elsewhere):
    """Reads the parts of statements. `defined` decides what dA/dB and f(x) mean, and may grow while they are read.

    With `dots` a · is not the same as a *; `plain` are names that functions have elsewhere; `is_t_list` says that T is
    a name of lists or of matrices, such as targets.
    """

    dots = False
    stars = False
    lengths = False
    plain: Collection[str] = ()
    is_t_list = False

    def transposes(self) -> bool:
        """Whether ^T is a transpose: T is no name, or that of what nothing is raised to."""
        return self.is_t_list or "T" not in self.defined

    def hide(self, node: Node, token: Token) -> Node:
        """A name for a formula that is differentiated: the reader of a sheet gives one."""
        if isinstance(node, Derivative):
            raise self.wrong("second derivatives are judged in worksheets only", token)
        raise self.wrong("a derivative is one of a name: write y = … for what is in brackets, then dy/d…", token)

    def expression(self) -> Node:
        """A sum."""
        start = self.next
        self.deeper(start)
        signs, parts = "+", [self.product()]
        while (kind := self.next.kind) in ("+", "-"):
            self.take()
            signs += kind
            parts.append(self.product())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else self.span(Sum, start.column, tuple(parts), signs)

    def product(self) -> Node:
        """Factors joined by * / @ or standing side by side."""
        start = self.next
        signs, parts = "*", [self.signed()]
        while True:
            kind = self.next.kind
            if kind == "/" and self.next.spaced and self.depth == self.ends_at:
                break
            if kind in ("*", "/", "@"):
                signs += self.joining(kind)
                self.take()
                begun = self.next
                parts.append(self.signed())
                if kind == "/" and isinstance(parts[-1], Fold) and begun.text.startswith("sum_"):
                    parts[-1], more, behind = _without_constants(parts[-1])
                    parts, signs = [*parts, *behind], signs + more
            elif (
                kind in ("name", "(", "[")
                or (kind in ("|", "‖") and not self.bars)
                or (kind == "number" and self.closed() and self.ahead(1).kind == "(")  # f'(z) 2(a - y)
                or (kind == "number" and self.tokens[self.place - 1].kind == "raised" and self.ahead(1).kind == "name")
                or (
                    kind == "number" and self.next.spaced and self.next.text == "1" and self.ahead(1).kind == "/"
                )  # y 1/p
            ):
                signs += "_"
                parts.append(self.power())
            else:
                break
        signs = "".join(
            "*" if place and sign in ("_", DOT) and _are_what_is_left(*parts[place - 1 : place + 1]) else sign
            for place, sign in enumerate(signs)
        )
        return parts[0] if len(parts) == 1 else self.span(Product, start.column, tuple(parts), signs)

    def joining(self, kind: str) -> str:
        """The sign of a product: with `dots` a · joins lists, with `stars` a * does what standing side by side does."""
        if self.dots and self.next.text in _DOTS:
            return DOT
        return "_" if self.stars and self.next.text == "*" else kind

    def closed(self) -> bool:
        """Whether a bracket was closed just before."""
        return self.place > 0 and self.tokens[self.place - 1].kind == ")"

    def signed(self) -> Node:
        """A factor with its signs; two minuses are none."""
        start = self.next
        minus = False
        while self.next.kind in ("+", "-"):
            minus ^= self.take().kind == "-"
        part = self.power()
        return self.span(Negative, start.column, part) if minus else part

    def power(self) -> Node:
        """A base and its exponent, from right to left."""
        start = self.next
        base = self.postfix()
        kind = self.next.kind
        if kind == "raised":
            token = self.take()
            exponent = _whole(token)
            return self.span(Power, start.column, base, exponent)
        if kind != "^":
            return base
        sign = self.take()
        braced = self.next.text == "{"
        if self.ahead(braced).text == "T" and self.transposes() and (not braced or self.ahead(2).text == "}"):
            for _ in range(3 if braced else 1):
                self.take()
            return self.span(Transpose, start.column, base)
        if braced and self.ahead(1).kind == "(" and (self.ahead(3).kind, self.ahead(4).text) == (")", "}"):
            raise self.wrong(
                "a number in brackets is not an exponent: write the layer into the name, as in a1", self.next
            )
        self.deeper(sign)
        exponent = self.signed()
        self.depth -= 1
        return self.span(Power, start.column, base, exponent)

    def postfix(self) -> Node:
        """An atom with its indices and transposes."""
        start = self.next
        beside, self.stacked = self.stacked, 0
        node = self.atom()
        while True:
            token = self.next
            if token.kind == "[" and not (isinstance(node, Number) or (token.spaced and isinstance(node, List))):
                node = self.span(Index, start.column, node, self.indices())
            elif token.kind == ".T":
                self.take()
                node = self.span(Transpose, start.column, node)
            else:
                self.stacked = max(beside, self.stacked)
                return node
            self.stacked += 1
            if self.stacked > DEEPEST:
                raise self.too_deep(start)

    def atom(self) -> Node:
        """What no operator can split."""
        token = self.next
        if token.kind == "number":
            self.take()
            return _number(token)
        if token.kind == "name":
            if token.text in self.defined and self.is_plain_name(token):
                self.take()
                return Name(token.text, column=token.column, length=token.length)
            letter, compared = folded(token.text) if token.text not in self.defined else ("", "")
            first = self.ahead(1)
            is_negative = first.kind == "-" and first.spaced and not self.ahead(2).spaced  # Σ_i -y_i log p_i
            if letter and (is_negative or first.kind in ("name", "(", "number", "|")):
                return self.sum_over(letter, compared)
            if (elsewhere := self.looked_at_elsewhere(token)) is not None:
                return elsewhere
            if self.is_own_call(token):
                return self.own_call(token)
            if self.is_unknown_call(token):
                return self.unknown_call(token)
            slope = (self.field() if self.own else None) or self.differentiated() or self.second()
            if slope is not None:
                return slope
            self.not_on_paper(token)
            return self.derivative() or self.named()
        if token.kind == "(":
            slope = self.fraction()
            if slope:
                return slope
            opened = self.place
            self.take()
            node = self.conditional()
            if self.next.kind == "," and self.is_column(opened):
                return self.column_of(node, token)
            self.expect(")", token)
            last = self.tokens[self.place - 1]
            return replace(node, column=token.column, length=last.column + last.length - token.column)
        if token.kind == "[":
            return self.list()
        if token.kind in ("|", "‖") and not self.bars:
            return self.length_of() if token.kind == "‖" or self.ahead(1).kind == "|" else self.absolute()
        raise self.unexpected("a number, a name or a bracket was expected here")

    def is_plain_name(self, token: Token) -> bool:
        """Whether a name that is defined can only mean what it stands for: it begins no derivative, and no call."""
        after = self.ahead(1).kind
        return token.text[0] != "d" and after != "(" and token.text not in self.short

    def sum_over(self, letter: str, compared: str = "") -> Node:
        """Σ_i x_i, as far as its product goes; x_i is x[i] in it. Where `compared`, ≠j, for some letters only."""
        token = self.take()
        ends_at = self.ends_at
        self.ends_at += ends_at == self.depth  # where what is differentiated is a sum, that ends there, too
        self.deeper(token)
        body = self.with_entries(self.product(), letter)
        self.depth -= 1
        self.ends_at = ends_at
        if compared:
            sign, other = compared_by(compared[0]), compared[1]
            side = Number(float(other), 0.0, other) if other.isdecimal() else Name(other)
            body = self.with_condition(body, letter, (side, sign))
        return self.span(Fold, token.column, "sum", letter, body)

    def with_entries(self, node: Node, letter: str) -> Node:
        """A formula with x[i] for x_i, where that is no name of its own."""
        if isinstance(node, Name) and node.name not in self.defined:
            array = node.name.removesuffix(f"_{letter}")
            if array != node.name and array:
                name, place = (Name(each, column=node.column, length=node.length) for each in (array, letter))
                return Index(name, (place,), column=node.column, length=node.length)
        return node.with_parts(*(self.with_entries(part, letter) for part in node.parts)) if node.parts else node

    def absolute(self) -> Node:
        """|x|."""
        token = self.take()
        self.bars += 1
        node = self.expression()
        self.bars -= 1
        self.expect("|", token)
        return self.span(Call, token.column, "norm" if self.lengths else "abs", (node,))

    def length_of(self) -> Node:
        """The length of a list, ||x||."""
        token = self.take()
        double = token.kind == "|" and not self.take().spaced
        self.bars += 1
        node = self.expression() if double or token.kind == "‖" else None
        self.bars -= 1
        kinds = (self.next.kind, self.ahead(1).kind) if double else (self.next.kind,)
        if node is None or kinds not in (("|", "|"), ("‖",)):
            message = "|| has no meaning here: write ||z|| for the length of z, abs(|z| - 1) for | inside |"
            raise LanguageError(message, self.text, token.column, 1 + double)
        for _ in kinds:
            self.take()
        return self.span(Call, token.column, "norm", (node,))

    def is_column(self, opened: int) -> bool:
        """Whether these brackets hold a list: they are transposed behind, (1, 2)^T, or all that is between two =."""
        depth, place = 1, self.place
        while depth and place < len(self.tokens) - 1:
            place += 1
            depth += (self.tokens[place].kind in ("(", "[")) - (self.tokens[place].kind in (")", "]"))
        after, last = (self.tokens[min(place + step, len(self.tokens) - 1)] for step in (1, 2))
        if opened and self.tokens[opened - 1].kind == "=" and after.kind in ("=", ";", "end"):
            return True
        return (after.kind == ".T" and after.length == 1) or (
            after.kind == "^" and last.text == "T" and self.transposes()
        )

    def column_of(self, first: Node, opened: Token) -> Node:
        """The entries of (1, 2) behind the first: a column, as every list is."""
        parts = [first]
        while self.next.kind == ",":
            self.take()
            parts.append(self.expression())
        self.expect(")", opened)
        if self.next.kind in ("^", ".T") and self.take().kind == "^":
            self.take()
        return self.span(List, opened.column, tuple(parts))

    def not_on_paper(self, token: Token) -> None:
        """Say what to write for three things that only look like names: d²L, sum_i and f'(x)."""
        word = token.text
        if word in self.defined:
            return
        first, second = self.ahead(1), self.ahead(2)
        typed = self.text[token.column : token.column + token.length]
        raised = first.kind == "raised" or (first.kind == "^" and second.kind == "number")
        of = self.ahead(2 if first.kind == "raised" else 3).text if word == "d" and raised else raised_name(word)
        if of in self.defined and (word == "d" or first.kind == "/"):
            raise self.wrong("a first or second derivative is written dL/dw or d²L/dw²: others are not judged", token)
        name = self.ahead(2 if first.kind == "raised" else 3)
        if (
            word == "d"
            and raised
            and name.kind == "name"
            and self.ahead(3 if first.kind == "raised" else 4).text == "/"
        ):
            raise self.wrong(f"this is not a derivative, for {name.text} has no value: add {name.text}=…", name)
        letter = None
        if word == "sum" and first.kind == "name" and not first.spaced:
            letter = first.text.removeprefix("_")
        if letter:
            raise self.wrong(f"{typed} has no meaning: write sum({letter}: …)", token)
        if word.endswith("′") and first.kind == "(" and not first.spaced:
            of = word.rstrip("′")
            if function_called(word) and of not in self.defined:
                return
            if function_called(of) and of not in self.defined:
                message = (
                    f"{typed} is not a function here: write da/dz, where a = {typed.rstrip(_PRIMES)}(z) is defined"
                )
            else:
                message = f"{typed} is not a derivative here: write d{of}/d…"
            raise self.wrong(message, token)

    def list(self) -> Node:
        """A list of entries; of lists of one length: a matrix."""
        opened = self.take()
        if self.next.kind == "]":
            raise self.wrong("an empty list has no meaning", opened)
        bars, self.bars = self.bars, 0
        parts = self.several()
        self.expect("]", opened)
        self.bars = bars
        return self.span(List, opened.column, tuple(parts))

    def own_call(self, token: Token) -> Node:
        """A function of one's own at its operands: its formula with these in it; f′(x), what its slope is there."""
        word = self.take().text
        letters, body = self.own[word.rstrip("′")]
        opened = self.take()
        operands = self.several()
        self.expect(")", opened)
        if len(operands) != len(letters):
            raise self.wrong(
                f"{word} takes {len(letters)} operand{'s' * (len(letters) > 1)}: {', '.join(letters)}", token
            )
        if word.endswith("′"):
            by = self.of(operands[0], token)
            slope = self.span(Slope, token.column, self.hide(put_in(body, {letters[0]: by}), token), by)
            if word.endswith("′′"):
                slope = self.span(Slope, token.column, self.hide(slope, token), by)
            return slope
        if operands != [Name(letter) for letter in letters]:
            body = self.formula_by_letters(body, letters)
        found = put_in(body, dict(zip(letters, operands, strict=True)))
        if is_larger(found, MOST_PARTS, MOST_LEVELS):
            raise self.wrong(f"{word} of {word} of … is too large to be read", token)
        last = self.tokens[self.place - 1]
        return replace(found, column=token.column, length=last.column + last.length - token.column)

    def is_own_call(self, token: Token) -> bool:
        """Whether a function of one's own is called here, or its slope."""
        if not self.opens_behind():
            return False
        word = token.text.rstrip("′")
        primes = len(token.text) - len(word)
        return word in self.own and primes < 3 and (not primes or len(self.own[word][0]) == 1)

    def named(self) -> Node:
        """A name, or a function with its operands."""
        token = self.take()
        if self.next.kind == "(" and token.text not in self.defined:
            function = function_called(token.text)
            if function is not None:
                return self.call(function, token)
            if is_absent(token.text) or (
                not token.text.startswith("d") and not self.next.spaced and min(token.length, len(token.text)) > 2
            ):
                raise self.wrong(no_function(token.text), token)
        elif (
            token.text not in self.plain
            and token.text not in self.defined
            and (is_function(token.text) or (is_bare(token.text) and self.next.kind == "name"))
        ):
            return self.applied(token)
        return self.span(Name, token.column, token.text)

    def applied(self, token: Token) -> Node:
        """A function without its brackets: log p or log p[i], where what follows cannot be meant to be in them."""
        function = function_called(token.text) or ""
        if is_bare(token.text) and self.next.kind == "name" and self.is_sum(self.next.text):
            return self.span(Call, token.column, function, (self.power(),))
        exponent = self.next if self.next.kind == "raised" else self.ahead(1)
        opened = self.ahead(1 + (self.next.kind == "^"))
        is_power = self.next.kind in ("^", "raised") and exponent.kind in ("number", "raised") and exponent.number > 0
        if is_power and exponent.number.is_integer() and opened.kind == "(" and is_powered(token.text):
            while self.next is not opened:
                self.take()
            base = self.call(function, token)
            return self.span(Power, token.column, base, _whole(exponent))
        operand = self.ahead(self.next.kind == "^")
        length = 1 + (self.bracketed(1) if operand is self.next and self.ahead(1).kind == "[" else 0)
        follows = self.ahead(length).kind
        is_name = operand.kind == "name" and not (is_bare(operand.text) or differentials(operand.text, self.defined))
        stands_alone = follows in _AFTER_BARE or (follows == "|" and self.bars)
        stands_alone = stands_alone or (
            token.length > 1 and self.is_multiplied(length, token.text in _NEVER_OF_FRACTIONS)
        )
        is_set_off = operand is self.next and (operand.spaced or token.length == 1)  # one sign: √
        is_root = token.length == 1 and not operand.spaced and follows in ("*", "/", *_AFTER_BARE)  # √2/2
        is_number = operand is self.next and operand.kind == "number" and is_bare(token.text)
        is_over = token.length == 1 and not operand.spaced and operand is self.next  # √v · g is no root of the product
        stands_alone = stands_alone or (is_over and (self.is_beside_root(length) or self.is_beside_sign(length)))
        if is_number and (is_root or (token.length > 1 and operand.spaced and stands_alone)):
            return self.span(Call, token.column, function, (_number(self.take()),))
        if token.length == 1 and operand is self.next and self.is_call_alone():  # √mean(x)
            name = self.take()
            return self.span(Call, token.column, function, (self.call(function_called(name.text) or "", name),))
        if is_bare(token.text) and is_name and is_set_off and stands_alone:
            name = self.take()
            node = self.indexed(self.span(Name, name.column, name.text))
            return self.span(Call, token.column, function, (node,))
        if is_bare(token.text) and is_name and is_set_off and self.is_squared_name(length):
            return self.span(Call, token.column, function, (self.power(),))
        typed = self.text[token.column : token.column + token.length]
        if self.next.kind in ("^", "raised") and token.text != "exp":
            raise self.wrong(f"{typed} is a function: for its power write {typed}(…)^2", token)
        last = self.ahead(length - 1) if operand is self.next else operand
        inside = self.text[operand.column : last.column + last.length] if is_name or operand.kind == "number" else "…"
        raise self.wrong(f"{typed} is a function: write {typed}({inside})", token)

    def is_call_alone(self) -> bool:
        """Whether what comes next is a function with its brackets, and no power of it."""
        bracket = self.ahead(1)
        return (
            self.next.kind == "name"
            and is_function(self.next.text)
            and bracket.kind == "("
            and not bracket.spaced
            and self.ahead(1 + self.bracketed(1)).kind not in ("^", "raised")
        )

    def is_multiplied(self, length: int, may_divide: bool) -> bool:
        """Whether behind so many tokens a sign between blanks multiplies what stands before it: cos u · 2x."""
        sign = self.ahead(length)
        is_sign = sign.kind == "*" or (may_divide and sign.kind == "/")
        return is_sign and sign.spaced and self.ahead(length + 1).spaced

    def is_beside_root(self, length: int) -> bool:
        """Whether what stands behind a root of so many tokens, as 1/√d Σ_k q_k, is not below it.

        That is so of sums, derivatives and brackets; of other names, √x y, only behind a count, √d_k Q.
        """
        after = self.ahead(length)
        if not after.spaced or after.kind not in ("name", "("):
            return False
        is_slope = after.text[:1] == "d" and self.ahead(length + 1).kind == "/"
        return after.kind == "(" or is_slope or self.is_sum(after.text) or self.next.text in _COUNTS

    def is_beside_sign(self, length: int) -> bool:
        """Whether behind a root of so many tokens a sign between blanks goes on with the product: η/√v · g."""
        return (
            self.ahead(length).kind in ("*", "/", "@") and self.ahead(length).spaced and self.ahead(length + 1).spaced
        )

    def is_squared_name(self, length: int) -> bool:
        """Whether what comes next is a name of so many tokens with a number as its power, and nothing beside it.

        The log σ² of a variance is log(σ²), and so is one with an index; ln x^2 may be meant either way.
        """
        if length == 1 and not self.next.text.startswith("sigma") and self.next.text.partition("_")[0] != "s":
            return False
        raised, exponent = self.ahead(length), self.ahead(length + (self.ahead(length).kind == "^"))
        is_power = raised.kind == "raised" or (raised.kind == "^" and exponent.kind == "number")
        return is_power and self.ahead(length + 1 + (raised.kind == "^")).kind in _AFTER_BARE

    def is_sum(self, word: str) -> bool:
        """Whether a word begins a sum over an index letter: log Σ_i x_i is of all of it."""
        return word not in self.defined and (bool(folded(word)[0]) or (word == "sum" and self.ahead(1).kind == "("))

    def call(self, function: str, token: Token) -> Node:
        """A function's operands: in order, then by name; or an index letter and what to fold over it."""
        opened = self.take()
        bars, self.bars = self.bars, 0
        if (
            function in FOLDS
            and self.next.kind == "name"
            and (self.ahead(1).kind == ":" or (self.ahead(1).kind in ("!=", "=") and self.ahead(3).kind == ":"))
        ):
            letter = self.take().text
            other = self.excluded(letter)
            self.take()
            body = self.with_condition(self.conditional(), letter, other)
            self.expect(")", opened)
            self.bars = bars
            return self.span(Fold, token.column, function, letter, body)
        parts: list[Node] = []
        names: list[str] = []
        while self.next.kind != ")" or parts:
            if self.next.kind == "name" and self.ahead(1).kind == "=":
                names.append(self.take().text)
                self.take()
            elif names:
                raise self.wrong("what is given in order comes before what is given by name")
            parts.append(self.expression())
            if self.next.kind != ",":
                break
            self.take()
        self.expect(")", opened)
        self.bars = bars
        match function, parts:
            case "softmax", [Index(array) as entry] if name_of(array) not in self.members:  # of one number it is 1
                whole = self.span(Call, token.column, function, (array,), ())
                return self.span(Index, token.column, whole, entry.places)
        return self.span(Call, token.column, function, tuple(parts), tuple(names))


def _are_what_is_left(one: Node, other: Node) -> bool:
    """Whether two factors are a (1 - a), the slope of a squash, which is taken entry by entry."""
    match other:
        case Sum((Number(1), left), "+-"):
            return left == one
    return False


def _without_constants(fold: Fold) -> tuple[Fold, str, tuple[Node, ...]]:
    """A sum that something is divided by, and the signs and factors behind it that are the same for each of its terms.

    In a / Σ_k b_k · c it is the fraction that is multiplied by c.
    """
    body = fold.parts[0]
    if not isinstance(body, Product):
        return fold, "", ()
    last = max((place for place, each in enumerate(body.parts) if fold.letter in names_in(each)), default=-1)
    end = next((place for place in range(last + 1, len(body.parts)) if body.signs[place] in (DOT, "*")), 0)
    if last < 0 or end < 1:
        return fold, "", ()
    kept, behind = body.parts[:end], body.parts[end:]
    inner = kept[0] if end == 1 else replace(body, factors=kept, signs=body.signs[:end])
    return fold.with_parts(inner), body.signs[end:], behind


def _number(token: Token) -> Node:
    return Number(token.number, token.half_unit, token.text, column=token.column, length=token.length)


def _whole(token: Token) -> Node:
    """The exponent written by raised digits."""
    if token.number >= 0:
        return _number(token)
    return Negative(
        Number(-token.number, 0.0, token.text[1:], column=token.column, length=token.length), column=token.column
    )
