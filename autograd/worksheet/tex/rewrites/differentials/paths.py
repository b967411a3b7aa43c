r"""Differentials of documents as slopes along paths: where W moves as W_start + τ W_along, dW is \frac{dW}{d\tau}.

What dL = G : dY and dY = dX\,W + X\,dW say is judged then, whatever the direction; see `language/notations/whole`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from autograd.worksheet.tex.names import base_of, parts_of
from autograd.worksheet.tex.nodes import Digits, Fence, Fraction, Group, Letter, Scripted, Sign, Styled, TexNode, Words
from autograd.worksheet.tex.rewrites.arguments import EQUALS
from autograd.worksheet.tex.rewrites.differentials.products import (
    has_product_of_differential,
    says_what_colons_are,
    with_sums,
)
from autograd.worksheet.tex.rows import Statement

MOST_PATHS = 3
"""Names with differentials that are made of nothing: each has a path of its own."""

MOST_TOLD = 60
"""Names that are told where differentials are: each may be made of each."""

_PATH = "tau"


def with_paths(statements: Sequence[Statement]) -> list[Statement]:
    """The statements with slopes for differentials, and what tells the paths, of no width; as they are where no
    Frobenius product has a differential, or one is of what moves along no path.
    """
    if not any(has_product_of_differential(each.nodes) for each in statements):
        return list(statements)
    paths = _Paths.of(statements)
    return paths.rewritten(statements) if paths.are_free else list(statements)


@dataclass(frozen=True)
class _Paths:
    """What statements tell of names, and those that have differentials."""

    told: dict[TexNode, tuple[TexNode, ...]]
    changed: tuple[TexNode, ...]
    is_taken: bool

    @classmethod
    def of(cls, statements: Sequence[Statement]) -> "_Paths":
        told: dict[TexNode, tuple[TexNode, ...]] = {}
        for each in statements:
            match each.nodes:
                case (head, Sign(sign), *rest) if sign in EQUALS and base_of(parts_of(head)[0]) is not None:
                    end = next((at for at, node in enumerate(rest) if getattr(node, "text", "") in EQUALS), len(rest))
                    told.setdefault(head, tuple(rest[:end]))
        changed = dict.fromkeys(name for each in statements for name in _changes(each.nodes))
        nodes = (node for each in statements for root in each.nodes for node in root.inside())
        return cls(told, tuple(changed), any(isinstance(node, Letter) and node.text == _PATH for node in nodes))

    @cached_property
    def letters(self) -> dict[TexNode, TexNode]:
        """For each name that moves the letter of its path."""
        free = [name for name in self.changed if name not in self.told]
        letter = Letter(_PATH, start=0, end=0)
        if len(free) == 1:
            return {free[0]: letter}
        return {name: _numbered(letter, place) for place, name in enumerate(free, 1)}

    @property
    def are_free(self) -> bool:
        """Whether something moves, and all that has a differential depends on it."""
        is_few = 0 < len(self.letters) <= MOST_PATHS and len(self.told) <= MOST_TOLD
        return is_few and not self.is_taken and all(map(self.moves, self.changed))

    def moves(self, name: TexNode) -> list[TexNode]:
        """The names with paths that a name is made of."""
        met: set[TexNode] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each not in met:
                met.add(each)
                used = {_bare(node) for root in self.told.get(each, ()) for node in root.inside()}
                used |= {node for root in self.told.get(each, ()) for node in root.inside()}
                waiting += [other for other in (*self.letters, *self.told) if other in used]
        return [each for each in self.letters if each in met]

    def rewritten(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements with slopes, and what tells the paths before the first that tells anything."""
        found: list[Statement] = []
        renewed: dict[int, Statement] = {}
        along: list[TexNode] = []
        for place, each in enumerate(statements):
            if not each.continues:
                along = self._along(statements, place)
            like = renewed.get(id(each.like)) if each.like is not None else None
            nodes = like.nodes if like is not None else self._with_slopes(each.nodes, along)
            nodes = () if says_what_colons_are(nodes) else with_sums(tuple(nodes))
            renewed[id(each)] = replace(each, nodes=nodes, like=like)
            found.append(renewed[id(each)])
        first = next(place for place, each in enumerate(statements) if each.nodes and each.nodes[0] in self.told)
        return [*found[:first], *self._told_paths(statements[first]), *found[first:]]

    def _along(self, statements: Sequence[Statement], place: int) -> list[TexNode]:
        """The names along whose paths the differentials of a statement, and of those that continue it, are."""
        chain = [statements[place]]
        for each in statements[place + 1 :]:
            if not each.continues:
                break
            chain.append(each)
        names = [name for each in chain for name in _changes(each.nodes)]
        directly = [name for name in self.letters if name in names]
        return directly or [each for each in self.letters if any(each in self.moves(name) for name in names)]

    def _with_slopes(self, nodes: Sequence[TexNode], along: Sequence[TexNode]) -> tuple[TexNode, ...]:
        found: list[TexNode] = []
        place = 0
        while place < len(nodes):
            node, after = nodes[place], nodes[place + 1] if place + 1 < len(nodes) else None
            if _is_d(node) and after is not None and _bare(after) in self.changed:
                found.append(self._slope(node, after, along))
                place += 2
                continue
            match node:
                case Fence(_, parts):
                    found.append(replace(node, parts=self._with_slopes(parts, along)))
                case Scripted(Fence(_, parts) as base):
                    found.append(replace(node, base=replace(base, parts=self._with_slopes(parts, along))))
                case _:
                    found.append(node)
            place += 1
        return tuple(found)

    def _slope(self, sign: TexNode, name: TexNode, along: Sequence[TexNode]) -> TexNode:
        """The slope of a name along these paths, raised as the name is."""
        bare, above = _bare(name), parts_of(name)[2]
        at = {"start": sign.start, "end": name.end}
        d = Letter("d", **at)
        terms: list[TexNode] = []
        for each in self.moves(bare):
            if each in along:
                over, under = Group((d, bare), **at), Group((d, self.letters[each]), **at)
                terms += [*([Sign("+", **at)] if terms else []), Fraction(over, under, **at)]
        if len(terms) == 1 and above is None:
            return terms[0]
        whole = Fence("(", tuple(terms), ")", **at)
        return whole if above is None else Scripted(whole, None, above, 0, **at)

    def _told_paths(self, head: Statement) -> Iterator[Statement]:
        """The statements W = W_start + τ W_along."""
        for name, letter in self.letters.items():
            start, along = (
                Words(f"{_spelled(name)}{word}", "operatorname", start=0, end=0) for word in ("start", "along")
            )
            nodes = (name, Sign("=", start=0, end=0), start, Sign("+", start=0, end=0), letter, along)
            moved = tuple(replace(node, start=head.start, end=head.start) for node in nodes)
            yield Statement(head.start, head.start, moved, part=head.part)


def _is_d(node: TexNode) -> bool:
    """Whether a node is the d of a differential."""
    match node:
        case Letter("d") | Styled("mathrm", Group((Letter("d"),))):
            return True
    return False


def _changes(nodes: Sequence[TexNode]) -> Iterator[TexNode]:
    """The names that have differentials in nodes, but for those in fractions."""
    todo: list[Sequence[TexNode]] = [nodes]
    while todo:
        row = todo.pop()
        for node, after in pairwise((*row, Sign("", start=0, end=0))):
            base = node.base if isinstance(node, Scripted) else node
            if isinstance(base, Fence):
                todo.append(base.parts)
            bare = _bare(after)
            if _is_d(node) and base_of(parts_of(bare)[0]) is not None:
                yield bare


def _bare(node: TexNode) -> TexNode:
    """A name without what is raised."""
    base, below, _above, _ = parts_of(node)
    return base if below is None else Scripted(base, below, None, 0, start=node.start, end=node.end)


def _numbered(node: TexNode, number: int) -> TexNode:
    """A letter with a number below it."""
    return Scripted(node, Group((Digits(str(number), start=0, end=0),), start=0, end=0), None, 0, start=0, end=0)


def _spelled(node: TexNode) -> str:
    """A name with what is below it, in letters and digits."""
    base, below, _, _ = parts_of(node)
    spelled = base_of(base)
    lowered = (inner for part in below.parts for inner in part.inside()) if below is not None else ()
    return (spelled.name if spelled else "") + "".join(
        inner.text for inner in lowered if isinstance(inner, (Letter, Digits, Words)) and inner.text.isalnum()
    )
