r"""A formula as a tree: what TeX sets, before anybody asks what it means. Each node knows its place in the document.

| class    | fields                    | written as                         |
|----------|---------------------------|------------------------------------|
| Letter   | text                      | x, \gamma                          |
| Digits   | text                      | 0.25                               |
| Sign     | text                      | +, =, \odot, \partial              |
| Words    | text, command             | \text{total}, \operatorname{relu}  |
| Group    | parts                     | {…}                                |
| Fraction | above, below              | \frac{a}{b}, {a \over b}           |
| Root     | inside, degree            | \sqrt[3]{x}                        |
| Accent   | mark, inside              | \hat{x}                            |
| Styled   | style, inside             | \mathbf{x}                         |
| Fence    | opening, parts, closing   | \left( … \right), ( … )            |
| Braced   | inside, note              | \underbrace{…}_{…}                 |
| Table    | name, rows                | pmatrix, cases, array              |
| Scripted | base, below, above, primes| x_i^2, f'                          |
| Space    | wide                      | \quad                              |
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autograd.support.types import Any


@dataclass(slots=True, unsafe_hash=True)  # none is ever changed; frozen ones take thrice as long to make
class TexNode:
    """A part of a formula, from `start` to `end` of the document."""

    start: int = field(kw_only=True, compare=False)
    end: int = field(kw_only=True, compare=False)

    @property
    def children(self) -> Sequence["TexNode"]:
        """The nodes directly below it, from left to right."""
        return ()

    def inside(self) -> list["TexNode"]:
        """Itself and everything in it."""
        found: list[TexNode] = []
        todo: list[TexNode] = [self]
        while todo:
            node = todo.pop()
            found.append(node)
            if children := node.children:
                todo += children[::-1]
        return found


def all_rows(nodes: Sequence[TexNode]) -> Iterator[Sequence[TexNode]]:
    """All rows of nodes, those in braces of every kind among them."""
    return (row for row in rows_in(nodes) if row is nodes or len(row) > 1)


def rows_in(nodes: Sequence[TexNode]) -> Iterator[Sequence[TexNode]]:
    """All rows of nodes side by side in a row, that itself first."""
    yield nodes
    for root in nodes:
        for node in root.inside() if root.children else (root,):
            if isinstance(node, (Group, Fence)):
                yield node.parts


@dataclass(slots=True, unsafe_hash=True)
class Letter(TexNode):
    """A letter, Latin or Greek."""

    text: str

    children = ()


@dataclass(slots=True, unsafe_hash=True)
class Digits(TexNode):
    """A number."""

    text: str

    children = ()


@dataclass(slots=True, unsafe_hash=True)
class Sign(TexNode):
    """A sign, or a command that is set as one; also a command nobody knows."""

    text: str

    children = ()


@dataclass(slots=True, unsafe_hash=True)
class Words(TexNode):
    """Upright words: a name, a function, a remark."""

    text: str
    command: str

    children = ()


@dataclass(slots=True, unsafe_hash=True)
class Group(TexNode):
    """What stands in braces. It remembers what indices it is, which is asked again and again; see `indices_of`."""

    parts: tuple[TexNode, ...]
    indices: tuple[Any, ...] = field(init=False, repr=False, compare=False)


@dataclass(slots=True, unsafe_hash=True)
class Fraction(TexNode):
    """A fraction."""

    above: Group
    below: Group

    @property
    def children(self) -> Sequence[TexNode]:
        return (self.above, self.below)


@dataclass(slots=True, unsafe_hash=True)
class Root(TexNode):
    """A root; `degree` is None for the square root."""

    content: Group
    degree: Group | None

    @property
    def children(self) -> Sequence[TexNode]:
        return (self.content,) if self.degree is None else (self.degree, self.content)


@dataclass(slots=True, unsafe_hash=True)
class Accent(TexNode):
    """A mark over something."""

    mark: str
    content: Group

    @property
    def children(self) -> Sequence[TexNode]:
        return (self.content,)


@dataclass(slots=True, unsafe_hash=True)
class Styled(TexNode):
    """Something in another face."""

    style: str
    content: Group

    @property
    def children(self) -> Sequence[TexNode]:
        return (self.content,)


@dataclass(slots=True, unsafe_hash=True)
class Fence(TexNode):
    """What stands between brackets or bars."""

    opening: str
    parts: tuple[TexNode, ...]
    closing: str


@dataclass(slots=True, unsafe_hash=True)
class Braced(TexNode):
    """Something with a brace over or below it, and what is noted there."""

    content: Group
    note: Group | None
    over: bool = False

    @property
    def children(self) -> Sequence[TexNode]:
        return (self.content,) if self.note is None else (self.content, self.note)


@dataclass(slots=True, unsafe_hash=True)
class Table(TexNode):
    """An environment with rows of cells."""

    name: str
    rows: tuple[tuple[Group, ...], ...]

    @property
    def children(self) -> Sequence[TexNode]:
        return tuple(cell for row in self.rows for cell in row)


@dataclass(slots=True, unsafe_hash=True)
class Scripted(TexNode):
    """Something with what stands below and above on its right."""

    base: TexNode
    below: Group | None
    above: Group | None
    primes: int = 0

    @property
    def children(self) -> Sequence[TexNode]:
        below = (self.base,) if self.below is None else (self.base, self.below)
        return below if self.above is None else (*below, self.above)


@dataclass(slots=True, unsafe_hash=True)
class Space(TexNode):
    """Room between formulas; `text` is the command that makes it."""

    text: str

    children = ()


# The slots, since formulas are walked all the time.
for _kind, _field in ((Group, "parts"), (Fence, "parts")):
    setattr(_kind, "children", getattr(_kind, _field))  # noqa: B010
