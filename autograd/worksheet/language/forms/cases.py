"""Cases and conditions: x if z > 0 else 0, sums over k != i, and what a line says of some numbers or indices only."""

from autograd.worksheet.language.forms.higher import Higher
from autograd.worksheet.language.tree import COMPARISONS, OPPOSITE, Case, Guard, Index, Name, Node, Number

_ELSE = "else"


class Cases(Higher):
    """Reads what holds under a condition."""

    def conditional(self) -> Node:
        """A formula, or one of two, by a condition: x if z > 0 else 0. Without else it is one for some numbers only."""
        start = self.next
        node = self.expression()
        if self.next.kind == _ELSE and self.ahead(1).kind in ("end", ";"):
            self.take()
            return self.span(Case, start.column, node, None, (), ())
        if self.next.kind != "if":
            return node
        self.deeper(start)
        self.take()
        sides, signs = self.condition()
        otherwise = None
        if self.next.kind == _ELSE:
            self.take()
            otherwise = self.conditional()
        self.depth -= 1
        return self.span(Case, start.column, node, otherwise, tuple(sides), tuple(signs))

    def condition(self) -> tuple[list[Node], list[str]]:
        """z > 0, i != j, 0 < z < 1: formulas with signs that compare them."""
        sides, signs = [self.expression()], []
        while self.next.kind in COMPARISONS:
            signs.append(self.take().kind)
            sides.append(self.expression())
        if not signs:
            raise self.wrong("after if comes a condition, such as z > 0 or i != j")
        return sides, signs

    def excluded(self, letter: str) -> tuple[Node, str] | None:
        """The other side and the sign of k != i, before the colon of sum(k != i: …)."""
        sign = self.next.kind
        if sign not in ("!=", "=") or self.ahead(2).kind != ":":
            return None
        self.take()
        return self.expression(), sign

    def with_condition(self, body: Node, letter: str, other: tuple[Node, str] | None) -> Node:
        """The body of a sum, which is added up only where its letter is, or is not, another."""
        if other is None:
            return body
        side, sign = other
        return Case(body, None, (Name(letter), side), (sign,), column=body.column, length=body.length)


def otherwise(case: Case, before: Node) -> Case | None:
    """`0 otherwise` with the condition it is the opposite of; None where it cannot be told."""
    match before:
        case Case(_, None, sides, (sign,)) if not case.signs:
            return Case(case.then, None, sides, (OPPOSITE[sign],), column=case.column, length=case.length)
    return None


def completed(formula: Node, last: Case) -> Node | None:
    """A formula under a condition with what is said of it where that does not hold; None where it says so already."""
    match formula:
        case Case(then, None, sides, signs) if signs:
            added: Node = last if last.signs else last.then
            return Case(then, added, sides, signs, column=formula.column, length=formula.length)
        case Case(then, Case() as more, sides, signs):
            rest = completed(more, last)
            return (
                None if rest is None else Case(then, rest, sides, signs, column=formula.column, length=formula.length)
            )
    return None


def as_guards(case: Case) -> tuple[Guard, ...]:
    """The condition of a case as one on index letters, as after for; none if it compares anything else."""
    if len(case.signs) != 1 or case.signs[0] not in ("=", "!="):
        return ()
    match case.sides:
        case Name(letter), Name(other):
            return (Guard(letter, case.signs[0] == "=", other),)
        case Name(letter), Number(number, 0.0) if number.is_integer():
            return (Guard(letter, case.signs[0] == "=", int(number)),)
    return ()


def is_indexed(letters: list[str], nodes: list[Node]) -> bool:
    """Whether any of these letters is an index in some of these formulas."""
    places = (
        place.name
        for node in nodes
        for part in node.inside()
        if isinstance(part, Index)
        for place in part.places
        if isinstance(place, Name)
    )
    return any(place in letters for place in places)
