"""Gradients of functions of one's own: ∇f(1, 2), a list of partial derivatives, f_x(1, 2), one of them, and ∇²f."""

from collections.abc import Callable
from itertools import product

from autograd.worksheet.language.forms.cases import Cases
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Derivative, Index, List, Name, Node, Number, Partial, put_in

NABLA, NABLA_TWICE = "∇", "∇2"
"""What stands before the name of a function for all of its slopes, once and twice; ∇f_x is one of them."""

Orders = list[list[tuple[str, ...]]]
"""Rows of partial derivatives, each the letters it is by."""


class Fields(Cases):
    """Reads what is differentiated by the letters of a function of one's own.

    `letter_named` gives a name to what a letter is at a call, for a derivative is by a name; `free_letters` lets
    letters stand for any number where nothing gives them one; `is_closed` tells whether the formula of a function is
    made of its letters and of numbers, so that it has a value at others; `formula_by_letters` puts in what names stand
    for that are computed from its letters.
    """

    letter_named: Callable[[str, Node], Node] = staticmethod(lambda letter, node: node)
    free_letters: Callable[[tuple[str, ...]], None] = staticmethod(lambda letters: None)
    is_closed: Callable[[str], bool] = staticmethod(lambda function: True)
    formula_by_letters: Callable[[Node, tuple[str, ...]], Node] = staticmethod(lambda body, letters: body)

    def field(self) -> Node | None:
        """∇f(1, 2), or f_x, of a function f of one's own; else nothing is read."""
        token = self.next
        function, orders = self.orders_of(token.text)
        if not orders:
            return None
        self.take()
        letters, body = self.own[function]
        at: list[Node] = [Name(letter) for letter in letters]
        if self.has_operands(len(letters)):
            at = self.operands_of(function, letters, token)
        if at == [Name(letter) for letter in letters]:
            self.free_letters(letters)
            top: Node = Name(function) if function in self.defined else self.of(body, token)
        else:
            top = self.of(put_in(body, dict(zip(letters, at, strict=True))), token)
        places = dict(zip(letters, at, strict=True))
        rows = [[self.slope(top, [places[letter] for letter in each], token) for each in row] for row in orders]
        if len(rows) == 1:
            is_one = token.text != f"{NABLA}{function}"
            return rows[0][0] if is_one else self.span(List, token.column, tuple(rows[0]))
        return self.span(List, token.column, tuple(self.span(List, token.column, tuple(row)) for row in rows))

    def orders_of(self, word: str) -> tuple[str, Orders]:
        """The function that a word is about, and the partial derivatives of it that it stands for; none for others."""
        if word in self.defined or not self.own:
            return "", []
        for sign in (NABLA_TWICE, NABLA):
            function = word.removeprefix(sign)
            if function != word and function in self.own:
                letters = self.own[function][0]
                once: Orders = [[(letter,) for letter in letters]]
                return function, once if sign == NABLA else [[*product((row,), letters)] for row in letters]
        function, _, below = word.removeprefix(NABLA).partition("_")
        if function in self.own and below:
            by = letters_in(below, self.own[function][0])
            return function, [[by]] if by and len(by) <= len("xy") else []
        if len(word) == len("fx") and word[0] in self.own and word[1] in self.own[word[0]][0]:
            return word[0], [[(word[1],)]]
        return "", []

    def has_operands(self, count: int) -> bool:
        """Whether brackets follow with so many operands, or with one point; behind a blank, with several."""
        if self.next.kind != "(":
            return False
        depth, commas, length = 0, 0, 0
        while (token := self.ahead(length)).kind not in ("end", ";", "="):
            depth += (token.kind == "(") - (token.kind == ")")
            commas += token.kind == "," and depth == 1
            length += 1
            if not depth:
                break
        if depth:
            return False
        return commas + 1 == count if commas or count == 1 else not self.next.spaced and length == len("(P)")

    def operands_of(self, function: str, letters: tuple[str, ...], token: Token) -> list[Node]:
        """The names of what the letters are, at a call."""
        opened = self.take()
        typed = self.several()
        self.expect(")", opened)
        if len(typed) < len(letters) and isinstance(typed[0], Name):  # a point: f(P)
            typed = [Index(typed[0], (Number(float(place), 0.0, str(place)),)) for place in range(len(letters))]
        if len(typed) != len(letters):
            raise self.wrong(f"{function} is of {', '.join(letters)}: as many numbers were expected", token)
        if typed != [Name(letter) for letter in letters] and not self.is_closed(function):
            listed = ", ".join(letters)
            raise self.wrong(f"{function} is not made of {listed} alone: its slope is known at {listed} only", token)
        return [
            each if isinstance(each, (Name, Index)) else self.letter_named(letter, each)
            for letter, each in zip(letters, typed, strict=True)
        ]

    def slope(self, top: Node, by: list[Node], token: Token) -> Node:
        """A partial derivative: by a name, or by one after another."""
        if len(by) == 1:
            kind = Derivative if isinstance(top, Name) and not top.name.startswith("(") else Partial
            return self.span(kind, token.column, top, by[0])
        return self.span(Derivative, token.column, self.hide(Derivative(top, by[0]), token), by[1])


def letters_in(word: str, letters: tuple[str, ...]) -> tuple[str, ...]:
    """The letters side by side that a word is made of; () if it is not.

    >>> letters_in("xy", ("x", "y")), letters_in("x2", ("x1", "x2")), letters_in("new", ("x", "y"))
    (('x', 'y'), ('x2',), ())
    """
    found: list[str] = []
    while word:
        letter = next((each for each in letters if word.startswith(each)), None)
        if letter is None:
            return ()
        found.append(letter)
        word = word.removeprefix(letter)
    return tuple(found)
