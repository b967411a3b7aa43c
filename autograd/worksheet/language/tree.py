"""The tree of a formula: its nodes, the statements they form, and questions every tree answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula and where it stands: `column` and `length` count characters of the text it was read from.

    | kind       | parts                | value                                                        |
    |------------|----------------------|--------------------------------------------------------------|
    | number     |                      | (number, half a unit of its last digit or 0, as typed)       |
    | name       |                      | the name                                                     |
    | index      | what, i, j …         |                                                              |
    | derivative | of what, by what     |                                                              |
    | sum        | terms                | their signs, a string of + and -                             |
    | product    | factors              | their operators, a string of * / @ and _ (side by side)      |
    | negative   | what                 |                                                              |
    | power      | base, exponent       |                                                              |
    | transpose  | what                 |                                                              |
    | call       | operands             | (function, names of the last operands given by name)         |
    | fold       | what is folded       | (function, index letter)                                     |
    | list       | entries              |                                                              |

    Two nodes are equal when they read alike, wherever they stand.
    """

    kind: str
    parts: tuple["Node", ...] = ()
    value: Any = None
    column: int = 0
    length: int = 1

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and (self.kind, self.value, self.parts) == (other.kind, other.value, other.parts)

    def __hash__(self) -> int:
        return hash((self.kind, self.value, self.parts))

    def inside(self) -> Iterator["Node"]:
        """Itself and everything in it, from left to right."""
        todo = [self]
        while todo:
            node = todo.pop()
            yield node
            todo.extend(reversed(node.parts))

    def with_parts(self, *parts: "Node") -> "Node":
        """The same with other parts."""
        return replace(self, parts=parts)


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on an index letter: `letter` equals or does not equal a letter or a number."""

    letter: str
    equal: bool
    other: str | int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: `kind` is "chain" (expressions joined by =), "update" (name, expression) or "find" (expressions).

    `about` is how the first part was typed, where that stands on a line before.
    """

    kind: str
    parts: tuple[Node, ...]
    guards: tuple[Guard, ...]
    text: str
    column: int
    length: int
    about: str = ""

    @property
    def condition(self) -> str:
        """Its guards, written: " for i != j", or nothing."""
        guards = (f"{guard.letter} {'=' if guard.equal else '!='} {guard.other}" for guard in self.guards)
        return f" for {', '.join(guards)}" if self.guards else ""


def names_in(node: Node) -> list[str]:
    """The names a formula uses, each once, from left to right; the letters it folds over are not among them.

    >>> from autograd.worksheet.language.statements import read_expression
    >>> names_in(read_expression("tanh(w*x + b) + 2w"))
    ['w', 'x', 'b']
    """
    found: dict[str, None] = {}
    todo: list[tuple[Node, frozenset[str]]] = [(node, frozenset())]
    while todo:
        part, bound = todo.pop()
        if part.kind == "name" and part.value not in bound:
            found[part.value] = None
        if part.kind == "fold":
            bound |= {part.value[1]}
        todo.extend((inner, bound) for inner in reversed(part.parts))
    return list(found)


def free_letters(nodes: Iterable[Node], known: Mapping[str, Any] | Iterable[str]) -> list[str]:
    """The index letters that stand for any place: undefined names in square brackets, in order of appearance."""
    found: dict[str, None] = {}
    todo: list[tuple[Node, frozenset[str]]] = [(node, frozenset()) for node in reversed(list(nodes))]
    while todo:
        node, bound = todo.pop()
        if node.kind == "fold":
            bound |= {node.value[1]}
        places: Sequence[Node] = ()
        if node.kind == "index":
            places = node.parts[1:]
        elif node.kind == "call" and node.value[0] in ("column", "row"):
            places = node.parts[1:2]
        for part in places:
            if part.kind == "name" and part.value not in bound and part.value not in known:
                found[part.value] = None
        todo.extend((part, bound) for part in reversed(node.parts))
    return list(found)


def name_of(node: Node) -> str | None:
    """The name a formula consists of, or whose entry it is; None for all others, such as (a + b)[0]."""
    what = node.parts[0] if node.kind == "index" else node
    return what.value if what.kind == "name" else None


def written(text: str, node: Node) -> str:
    """A part of a line as it was typed."""
    return text[node.column : node.column + node.length].strip()
