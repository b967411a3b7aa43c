"""What is computed, at other numbers: J(w = 0.35), and J(w + 0.01) where nothing says that J is a function of w."""

from collections.abc import Callable
from dataclasses import replace

from autograd.worksheet.language.forms.fields import Fields
from autograd.worksheet.language.roles import AT_TIMES_LOSSES, is_called_loss
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.language.tree import Node

FURTHEST_SIGN = 8
"""Tokens up to the = behind what is given another number: w, w[0], W[0,1]."""


class Elsewhere(Fields):
    """Reads names of what is computed with the other numbers it is looked at in brackets behind them.

    `place_meant` tells what it is that a formula alone in brackets is another value of, if that is certain;
    `formula_at` gives the formula of a name with other values for what it is computed from, if it is that.
    """

    place_meant: Callable[[str, Node], Node | None] = staticmethod(lambda name, value: None)
    formula_at: Callable[[str, list[tuple[Node, Node]]], Node | None] = staticmethod(lambda name, values: None)

    def looked_at_elsewhere(self, token: Token) -> Node | None:
        """J(w = 0.35), J(w + 0.01), J(0.34 + 0.01) or J(0.35); else nothing is read."""
        if not self.opens_behind() or not (token.text in self.defined or token.text in self.own):
            return None
        begun, is_told = self.place, self.tells_place()
        is_meant = token.text not in self.own and (is_called_loss(token.text) or token.text in AT_TIMES_LOSSES)
        if not (is_told or is_meant):
            return None
        self.take()
        opened = self.take()
        values = self.values_told() if is_told else self.value_meant(token.text)
        found = self.formula_at(token.text, values) if values and self.next.kind == ")" else None
        if found is None:
            self.go_to(begun)
            return None
        last = self.expect(")", opened)
        return replace(found, column=token.column, length=last.column + last.length - token.column)

    def tells_place(self) -> bool:
        """Whether what is told in the brackets that follow is what has another value: J(w = 0.35)"""
        kinds = [self.ahead(number).kind for number in range(2, FURTHEST_SIGN)]
        return kinds[0] == "name" and "=" in kinds and ")" not in kinds[: kinds.index("=")]

    def values_told(self) -> list[tuple[Node, Node]]:
        """w = 0.35, b = 0.1: names or entries, and their values."""
        found: list[tuple[Node, Node]] = []
        while not found or self.next.kind == ",":
            if found:
                self.take()
            place = self.expression()
            if self.next.kind != "=":
                return []
            self.take()
            found.append((place, self.expression()))
        return found

    def value_meant(self, name: str) -> list[tuple[Node, Node]]:
        """A formula, and what it is another value of."""
        value = self.expression()
        place = self.place_meant(name, value) if self.next.kind == ")" else None
        return [(place, value)] if place is not None else []
