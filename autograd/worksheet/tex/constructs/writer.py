"""The tokens of a formula so far, and how nodes are added to them: `row` asks the table of constructs what each is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from autograd.errors import LanguageError
from autograd.worksheet.language.tokens import Token
from autograd.worksheet.tex.nodes import Digits, Group, Letter, Scripted, Space, TexNode
from autograd.worksheet.tex.rows import Statement, split_at, unwrapped
from autograd.worksheet.tex.survey import Survey

LAYERS = "layers and steps counted by a letter, such as a^{l} and h_{t-1}"
DOTS = "dots between terms"
OTHER_SUM = "sums with other bounds or conditions"
DIFFERENTIATED = "derivatives of or by what is not a name"

WORD_OPENINGS = ("for", "find")
"""Words behind which a bracket is no argument."""


class UnreadError(LanguageError):
    """What is not read here: `reason` is the kind of thing, the same for all that wait for it."""

    def __init__(self, message: str, text: str, column: int, length: int, reason: str = "") -> None:
        super().__init__(message, text, column, length)
        self.reason = reason or message


@dataclass(frozen=True)
class Construct:
    r"""A row of the table: what it is called, an example, and the classes of nodes it may be; of a node with scripts
    that of what has them is among the `bases`, if these are said.

    `put` adds the tokens of the node at a place among others, with those after it that belong to it, and returns how
    many nodes these are; 0 where it is something else.
    """

    name: str
    example: str
    classes: tuple[type[TexNode], ...]
    put: Callable[["Writer", Sequence[TexNode], int], int]
    bases: tuple[type[TexNode], ...] = ()


Table = Mapping[tuple[type[TexNode], type[TexNode] | None], Sequence[Construct]]
"""The constructs that a node may be, by its class and that of what has its scripts."""


@dataclass
class Writer:
    """Puts nodes into tokens. `out` are the tokens so far, `notes` what is noted at braces.

    `functions` are those it calls and nobody defines, with how many operands; `bounds` tells how far letters run;
    `members` are the names whose layers and steps are spoken of, with letter and offset.
    """

    text: str
    survey: Survey
    table: Table
    out: list[Token] = field(default_factory=list)
    functions: dict[str, int] = field(default_factory=dict)
    bounds: dict[str, str] = field(default_factory=dict)
    notes: list[Statement] = field(default_factory=list)
    members: list[tuple[str, str, int]] = field(default_factory=list)

    def row(self, nodes: Sequence[TexNode]) -> None:
        """Nodes side by side."""
        nodes = [node for node in nodes if not isinstance(node, Space)]
        place = 0
        while place < len(nodes):
            place += self.one(nodes, place)

    def one(self, nodes: Sequence[TexNode], place: int) -> int:
        """The node at a place, with those after it that belong to it; how many these are."""
        node = nodes[place]
        for construct in self.table.get((type(node), type(node.base) if isinstance(node, Scripted) else None), ()):
            if used := construct.put(self, nodes, place):
                return used
        raise self.wrong("this has no meaning here", nodes[place])

    def wrong(self, message: str, node: TexNode, reason: str = "") -> UnreadError:
        """What is said of a node that is not read."""
        return UnreadError(message, self.text, node.start, max(1, node.end - node.start), reason)

    def put(self, kind: str, text: str, start: int, end: int, **more: object) -> None:
        """One more token; between what stands side by side and a number comes a times sign."""
        if kind == "number" and self.out and self.out[-1].kind in ("name", "number", ")", "]"):
            self.out.append(Token("*", "", start, 0))
        self.out.append(Token(kind, text, start, end - start, **more))  # type: ignore[arg-type]

    def put_all(self, *texts: str, at: int) -> None:
        """Tokens that nobody typed, all at one place; digits are numbers, letters names."""
        for text in texts:
            if text.isdigit():
                self.put("number", text, at, at, number=float(text))
            else:
                self.put("name" if text[0].isalpha() and text not in ("if", "else") else text, text, at, at)

    def open(self, start: int) -> None:
        """An opening bracket that is not written, or stands at this place."""
        if self.after_name() and self.out[-1].text not in WORD_OPENINGS:
            self.shield()
        self.put("(", "(", start, start)

    def close(self, end: int) -> None:
        """A closing bracket that ends at this place."""
        self.put(")", ")", max(0, end - 1), end)

    def shield(self) -> None:
        """Put the last name in brackets of its own: what follows is no argument of it."""
        last = self.out.pop()
        self.out += [
            Token("(", "(", last.column, 0),
            last,
            Token(")", ")", max(0, last.column + last.length - 1), 1),
        ]

    def after_name(self) -> bool:
        """Whether a name was written last."""
        return bool(self.out) and self.out[-1].kind == "name"

    def wrapped(self, nodes: Sequence[TexNode], start: int, end: int) -> None:
        """Nodes in brackets."""
        self.open(start)
        self.row(nodes)
        self.close(end)

    def single(self, group: Group) -> None:
        """What is in braces, in brackets unless it is one number or name."""
        parts = unwrapped(group.parts)
        if len(parts) == 1 and isinstance(parts[0], (Letter, Digits)):
            self.row(parts)
        else:
            self.wrapped(parts, group.start, group.end)

    def call(self, function: str, node: TexNode, operand: Sequence[TexNode], start: int, end: int) -> None:
        """A function of nodes."""
        if self.after_name():
            self.shield()
        self.put("name", function, node.start, max(node.start, start))
        self.put("(", "(", start, start)
        for place, part in enumerate(split_at(operand, [","])):
            if place:
                self.put(",", ",", part[0].start if part else start, part[0].start if part else start)
            self.row(part)
        self.close(end)
